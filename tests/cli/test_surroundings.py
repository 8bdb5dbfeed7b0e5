"""What stands around the judgement: files that are none, folders without rules, failures as JSON, reasons."""
import os
import socket

import pytest

from conftest import PROGRAM, mail


# ---- what is no file ------------------------------------------------------------------------------------------------

def make_pipe(folder):
    os.mkfifo(folder / "pipe")
    return folder / "pipe", "named pipe"


def make_socket(folder):
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(folder / "socket"))
    return folder / "socket", "socket"


def make_device(folder):
    return "/dev/zero", "device"


@pytest.mark.parametrize("operation", ["check", "lint", "show"])
@pytest.mark.parametrize("make", [make_pipe, make_socket, make_device])
def test_what_is_no_file_does_not_block(run, place, tmp_path, make, operation):
    path, word = make(tmp_path)
    done = run(operation, "--json", path, place("a.eml", mail()))
    assert done.status == 74, done
    assert f"{path}: a {word}, no file" in done.said, done
    failed, judged = done.lines()
    assert failed["file"] == str(path) and failed["error"]["code"] == "io", done
    assert judged["file"].endswith("a.eml"), done


def test_strip_of_a_pipe_does_not_block(run, tmp_path):
    path, word = make_pipe(tmp_path)
    done = run("strip", path)
    assert done.status == 74 and word in done.said, done


def test_what_was_handed_over_open_is_read(run):
    """<(command) in a shell is a pipe, but one that somebody writes to."""
    import subprocess
    ours, theirs = os.pipe()
    with open(theirs, "wb") as out:
        out.write(mail())
    done = subprocess.run([PROGRAM, "check", f"/dev/fd/{ours}"], pass_fds=[ours], capture_output=True, check=False)
    os.close(ours)
    assert done.returncode == 0 and done.stdout.startswith(b"clean"), done


# ---- folders without rules ------------------------------------------------------------------------------------------

@pytest.mark.parametrize("arguments", [["check", "--rules", "DIR", "-"], ["rules", "check", "DIR"], ["rules", "test", "DIR"],
                                       ["rules", "list", "DIR"], ["lint", "--rules", "DIR", "-"]])
def test_a_folder_without_rules_is_66(run, tmp_path, arguments):
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty/notes.txt").write_text("none here\n")
    done = run(*[str(tmp_path / "empty") if word == "DIR" else word for word in arguments], bytes_in=mail())
    assert done.status == 66, done
    assert "no *.rules" in done.said and "empty" in done.said, done


# ---- failures as JSON -----------------------------------------------------------------------------------------------

@pytest.mark.parametrize("operation", ["check", "lint", "show"])
def test_failures_are_objects(run, place, operation):
    done = run(operation, "--json", "no-such-file.eml", place("a.eml", mail()))
    assert done.status == 66, done
    failed, judged = done.lines()
    assert failed == {"schema": 1, "file": "no-such-file.eml",
                      "error": {"code": "not-found", "text": "No such file or directory"}}, done
    assert "error" not in judged, done


def test_failures_of_eval_are_objects(run, place, tmp_path):
    place("ham/a.eml", mail())
    done = run("eval", "--json", "--ham", tmp_path / "ham", "--spam", tmp_path / "nothing")
    assert done.status == 66, done
    failed, result = done.lines()
    assert failed["error"]["code"] == "not-found" and failed["file"].endswith("nothing"), done
    assert result["failures"] == 1, done


# ---- why it is placed so --------------------------------------------------------------------------------------------

def test_reason_of_the_placement(run, place, configured):
    path = place("a.eml", mail())
    offered = run("check", "--json", path).lines()[0]
    assert offered["placement"] == "offer", offered
    assert offered["placement_reason"] == "Nobody who may be believed said whether the sender is proven", offered
    withheld = run("check", *configured("prior = 4"), path)
    assert "withhold: It was judged to be abuse" in withheld.text, withheld
    assert run("check", path).text.count("\n") == 1
    assert "offer: Nobody who may be believed" in run("check", "-v", path).text
    nothing = run("check", "--json", place("b.eml", b"Subject: hello\r\n\r\nhello\r\n")).lines()[0]
    assert nothing["placement"] == "none" and nothing["placement_reason"] is None, nothing


def test_reason_for_a_recipient(run, place):
    done = run("check", "--json", "--rcpt", "kim@example.org", "--relation", "blocked", place("a.eml", mail())).lines()[0]
    assert done["recipients"][0]["placement_reason"] == "The recipient has blocked the organizer", done


# ---- several at once ------------------------------------------------------------------------------------------------

def many(place, tmp_path, count=120):
    """Mails of many sizes with failures, empty and binary ones, and an mbox among them."""
    for number in range(count):
        place(f"many/{number:03}.eml", mail(f"Meeting {number}", more="COMMENT:" + "x" * (number * 997 % 50000) + "\r\n"))
    place("many/040-empty.eml", b"")
    place("many/050-binary", b"\0" * 100)
    place("many/060.mbox", b"".join(b"From jo@corp.example Mon Mar  4 08:15:04 2024\n" + mail(f"In a box {number}") + b"\n"
                                    for number in range(30)))
    (tmp_path / "many/070-loop.eml").symlink_to("070-loop.eml")
    return tmp_path / "many"


def without_times(done):
    objects = [line for line in done.lines()]
    for one in objects:
        one.pop("elapsed_us", None)
    return objects


def test_jobs_change_nothing(run, place, tmp_path, configured):
    folder = many(place, tmp_path)
    arguments = ["check", "--json", *configured("prior = 1"), folder, "no-such-file.eml", folder / "060.mbox"]
    alone = run(*arguments, "--jobs", "1")
    failures = 2  # the link and the file that there is not
    assert len(alone.lines()) == 120 + 2 + 30 + failures + 30 and alone.status == 66, alone.status
    for jobs in ("2", "5", "64"):
        crew = run(*arguments, "-j", jobs)
        assert without_times(crew) == without_times(alone)
        assert (crew.status, crew.said) == (alone.status, alone.said)


def test_jobs_for_people(run, place, tmp_path):
    folder = many(place, tmp_path, 60)
    alone, crew = (run("check", folder, "--jobs", jobs) for jobs in "14")
    assert alone.text.rpartition(", ")[0] == crew.text.rpartition(", ")[0] and alone.said == crew.said


def test_jobs_with_a_reader_that_went_away(place, tmp_path):
    import subprocess
    folder = many(place, tmp_path)
    (folder / "070-loop.eml").unlink()  # what cannot be found would say its own
    process = subprocess.Popen([PROGRAM, "check", "--jobs", "4", str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    assert process.wait(20) == 74
    process.stderr.close()


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "1000", "nan"])
def test_wrong_jobs_are_64(run, place, value):
    done = run("check", f"--jobs={value}", place("a.eml", mail()))
    assert done.status == 64 and "--jobs" in done.said, done

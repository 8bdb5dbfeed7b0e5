"""calwarden check: verdicts, exit statuses, and what it does with what is no mail."""
import base64
import os
import pty
import select
import shutil
import subprocess
import time

import pytest

from conftest import PROGRAM, ROOT, calendar, mail

FROM_LINE = b"From jo@corp.example Mon Mar  4 08:15:04 2024\n"
PROOF_RULES = """\
rule TEST_PROOF {
        description = "The word of the test"
        group = operator
        weight = 8
        proof = yes
        fields = {summary}
        patterns = {"xyzzyplugh"}
}
"""


# ---- exit statuses --------------------------------------------------------------------------------------------------

def test_clean_is_0(run, place):
    done = run("check", place("a.eml", mail()))
    assert done.status == 0, done
    assert done.text.startswith("clean"), done


@pytest.mark.parametrize("prior, status, word", [(1, 1, "doubtful"), (4, 2, "spam")])
def test_classes_by_probability(run, place, configured, prior, status, word):
    done = run("check", *configured(f"prior = {prior}"), place("a.eml", mail()))
    assert done.status == status, done
    assert done.text.startswith(word), done


def test_certain_is_3(run, place, configured, tmp_path):
    place("rules/test.rules", PROOF_RULES.encode())
    done = run("check", *configured("prior = 0"), "--rules", tmp_path / "rules", place("a.eml", mail("xyzzyplugh")))
    assert done.status == 3, done
    assert done.text.startswith("certain"), done
    assert "TEST_PROOF" in done.text, done


def test_highest_of_several(run, place, configured, tmp_path):
    place("rules/test.rules", PROOF_RULES.encode())
    done = run("check", *configured("prior = 0"), "--rules", tmp_path / "rules", place("a.eml", mail("xyzzyplugh")), place("b.eml", mail()))
    assert done.status == 3, done


def test_no_arguments_is_64(run):
    done = run("check")
    assert done.status == 64 and "missing" in done.said, done


def test_unknown_option_is_64(run, place):
    done = run("check", "--jsn", place("a.eml", mail()))
    assert done.status == 64 and "did you mean --json?" in done.said, done
    assert done.text == "", done


def test_bad_client_address_is_64(run, place):
    done = run("check", "--client-ip", "localhost", place("a.eml", mail()))
    assert done.status == 64 and "IPv4 or IPv6" in done.said, done


def test_missing_rules_are_66(run, place, tmp_path):
    done = run("check", "--rules", tmp_path / "nowhere", place("a.eml", mail()))
    assert done.status == 66 and "nowhere" in done.said, done


def test_broken_rules_are_78(run, place, tmp_path):
    place("rules/test.rules", b"rule X {\n  weight = much\n}\n")
    done = run("check", "--rules", tmp_path / "rules", place("a.eml", mail()))
    assert done.status == 78 and "test.rules:" in done.said, done


def test_broken_configuration_is_78(run, place, configured):
    done = run("check", *configured("prior = much"), place("a.eml", mail()))
    assert done.status == 78 and "test.conf" in done.said, done


def test_mistyped_path_is_66_and_the_rest_is_judged(run, place):
    done = run("check", "--json", "no-such-file.eml", place("a.eml", mail()))
    assert done.status == 66, done
    first, second = done.lines()
    assert first["file"] == "no-such-file.eml" and first["error"]["code"] == "not-found", done
    assert second["class"] == "clean", done
    assert "no-such-file.eml: No such file" in done.said, done


def test_failure_wins_over_verdict(run, place, configured):
    done = run("check", *configured("prior = 4"), place("a.eml", mail()), "no-such-file.eml")
    assert done.status == 66, done
    assert done.text.startswith("spam"), done


def unprivileged(command, cwd):
    """Runs the command without the right to read everything."""
    if os.geteuid() != 0:
        return subprocess.run(command, capture_output=True, cwd=cwd, check=False)
    return subprocess.run(command, capture_output=True, cwd=cwd, user=65534, group=65534, extra_groups=[], check=False)


def readable_by_all(path):
    """The folders above the test's own, and the program, must be open to the unprivileged run."""
    for folder in [path, *path.parents]:
        if folder.owner() != "root" or os.geteuid() != 0 or folder == folder.parent:
            break
        if not folder.stat().st_mode & 0o001:
            folder.chmod(folder.stat().st_mode | 0o055)


def test_folder_without_permission_is_77(place, tmp_path):
    place("mails/closed/a.eml", mail())
    place("mails/open.eml", mail())
    readable_by_all(tmp_path / "mails")
    (tmp_path / "mails/closed").chmod(0)
    program = place("calwarden", open(PROGRAM, "rb").read())
    program.chmod(0o755)
    shutil.copytree(os.environ["CALWARDEN_RULES"], tmp_path / "rules")
    done = unprivileged([str(program), "check", "--rules", str(tmp_path / "rules"), "mails"], tmp_path)
    (tmp_path / "mails/closed").chmod(0o700)
    assert done.returncode == 77, done
    assert b"mails/closed: Permission denied" in done.stderr, done
    assert b"mails/open.eml" in done.stdout, done


def test_reading_a_folder_as_file_is_not_needed_but_a_socket_fails(run, place, tmp_path):
    import socket
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(tmp_path / "socket"))
        done = run("check", tmp_path / "socket", place("a.eml", mail()))
    assert done.status == 74, done
    assert done.text.startswith("clean"), done


def test_full_disk_is_74(place):
    with open("/dev/full", "wb") as full:
        done = subprocess.run([PROGRAM, "check", "--json", place("a.eml", mail())], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 74, done
    assert b"cannot write the output" in done.stderr, done


def test_reader_that_went_away_is_quiet(place, tmp_path):
    for i in range(300):
        place(f"many/{i}.eml", mail(identifier=str(i)))
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([PROGRAM, "check", "--json", tmp_path / "many"], stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert done.returncode == 74, done
    assert done.stderr == b"", done


def test_closed_standard_output(place):
    done = subprocess.run(["sh", "-c", '"$0" check "$1" >&-', PROGRAM, place("a.eml", mail())], capture_output=True, check=False)
    assert done.returncode == 74, done


# ---- what is no mail ------------------------------------------------------------------------------------------------

def test_empty_file(run, place):
    done = run("check", "--json", place("empty", b""))
    (judged,) = done.lines()
    assert done.status == 0, done
    assert (judged["class"], judged["examined"], judged["placement"]) == ("clean", False, "none"), done
    assert [defect["name"] for defect in judged["defects"]] == ["MESSAGE_EMPTY"], done
    assert "empty: empty" in done.said, done


def test_binary_file(run, place):
    done = run("check", "--json", place("program", bytes(range(256)) * 400))
    (judged,) = done.lines()
    assert done.status == 0, done
    assert (judged["class"], judged["examined"], judged["placement"]) == ("clean", False, "none"), done
    assert judged["defects"], done
    assert "binary" in done.said, done


def test_file_of_3_gb_is_not_read_whole(run, tmp_path):
    path = tmp_path / "huge.eml"
    with open(path, "wb") as file:
        file.write(mail())
        file.truncate(3 << 30)
    began = time.monotonic()
    done = run("check", "--json", path)
    (judged,) = done.lines()
    assert done.status == judged["examined"] * 0 + done.status < 64, done
    assert "MESSAGE_TOO_LARGE" in [defect["name"] for defect in judged["defects"]], done
    assert "larger than the limit" in done.said, done
    assert time.monotonic() - began < 100, "it reads at most the limit"


def test_mail_without_a_calendar(run, place):
    done = run("check", "--json", place("letter.eml", b"From: a@corp.example\r\nSubject: Hello\r\n\r\nHow are you?\r\n"))
    (judged,) = done.lines()
    assert not judged["examined"] and judged["class"] == "clean" and judged["placement"] == "none", done
    assert done.said == "", done


def test_calendar_file_as_import(run, place):
    done = run("check", "--json", "--channel", "import", place("a.ics", calendar()))
    (judged,) = done.lines()
    assert judged["examined"] and judged["channel"] == "import" and judged["message_id"] is None, done
    assert judged["calendars"][0]["components"][0]["summary"] == "Quarterly planning", done


def test_picture_is_read_in_a_process_of_its_own(run, place):
    picture = base64.encodebytes((ROOT / "tests/data/pictures/code.png").read_bytes())
    parts = (b"Content-Type: text/calendar; method=REQUEST\r\n\r\n" + calendar(),
             b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n" + picture)
    whole = b"From: jo@corp.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + \
        b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + b"--b--\r\n"
    (shown,) = run("show", "--json", place("a.eml", whole)).lines()
    assert shown["quantities"]["qr-codes"] == 1 and shown["texts"]["picture"][0].startswith("https://"), shown["texts"]


# ---- many at once ---------------------------------------------------------------------------------------------------

def test_mbox_of_three(run, place):
    mails = [mail(f"Meeting {i}", identifier=str(i)) for i in (1, 2, 3)]
    done = run("check", "--json", place("box", b"".join(FROM_LINE + one + b"\n" for one in mails)))
    assert [judged["index"] for judged in done.lines()] == [1, 2, 3], done
    assert [judged["message_id"] for judged in done.lines()] == [f"{i}@corp.example" for i in (1, 2, 3)], done


def test_standard_input(run):
    done = run("check", "--json", "-", bytes_in=mail())
    (judged,) = done.lines()
    assert judged["file"] == "-" and judged["index"] is None and judged["method"] == "REQUEST", done


def test_folder_in_sorted_order_without_hidden_files(run, place, tmp_path):
    for name in ("d/b.eml", "d/a/z.eml", "d/.hidden.eml", "d/c.eml"):
        place(name, mail())
    done = run("check", "--json", "d", cwd=tmp_path)
    assert [judged["file"] for judged in done.lines()] == ["d/a/z.eml", "d/b.eml", "d/c.eml"], done


def test_links_that_lead_nowhere_are_told(run, place, tmp_path):
    place("d/a.eml", mail())
    (tmp_path / "d/b.eml").symlink_to(tmp_path / "gone.eml")
    (tmp_path / "d/.c.eml").symlink_to(tmp_path / "gone.eml")
    done = run("check", "d", cwd=tmp_path)
    assert done.status == 66 and "d/b.eml" in done.said and ".c.eml" not in done.said and "1 failed" in done.text, done


@pytest.mark.parametrize("option", ["--rcpt", "--authserv-id"])
def test_nobody_is_no_recipient(run, place, option):
    done = run("check", option, "", place("a.eml", mail()))
    assert done.status == 64 and option in done.said, done


def test_summary_counts(run, place, tmp_path):
    place("d/a.eml", mail())
    place("d/b.eml", b"")
    done = run("check", tmp_path / "d", tmp_path / "nowhere")
    assert "2 items, 1 with a calendar or a notice of one, 1 failed" in done.text, done


def test_long_path(run, place, tmp_path):
    path = "/".join(["x" * 200] * 12)
    place("d/" + path + ".eml", mail())
    done = run("check", "--json", "d", cwd=tmp_path)
    assert done.lines()[0]["file"] == "d/" + path + ".eml", done


# ---- context --------------------------------------------------------------------------------------------------------

def test_session_reaches_the_judgement(run, place):
    done = run("check", "--json", "--rcpt", "kim@example.org", "--rcpt", "<lee@example.org>", "--at", "2024-03-04T09:00:00+01:00",
               "--mail-from", "<>", "--client-ip", "2001:db8::1", "--helo", "mail.corp.example", place("a.eml", mail()))
    (judged,) = done.lines()
    assert judged["at"] == "2024-03-04T08:00:00Z", done
    assert [recipient["address"] for recipient in judged["recipients"]] == ["kim@example.org", "lee@example.org"], done


def test_results_are_believed_only_when_told(run, place):
    path = place("a.eml", b"Authentication-Results: mx.example.org; dmarc=pass header.from=corp.example;\r\n"
                          b" dkim=pass header.d=corp.example\r\n" + mail())
    (stranger,) = run("check", "--json", path).lines()
    assert not stranger["authentication"]["known"] and stranger["originator"]["class"] == "absent", stranger
    assert "authentication" in [absent["fact"] for absent in stranger["absent"]], stranger
    (trusted,) = run("check", "--json", "--authserv-id", "mx.example.org", path).lines()
    assert trusted["authentication"]["dmarc"] == "pass" and trusted["originator"]["class"] == "verified", trusted
    (other,) = run("check", "--json", "--authserv-id", "mx.example.net", path).lines()
    assert not other["authentication"]["known"], other
    (collected,) = run("check", "--json", "--authserv-id", "any", path).lines()
    assert collected["authentication"]["authserv_id"] == "mx.example.org", collected


def test_same_bytes_same_verdict(run, place):
    path = place("a.eml", mail())
    first, second = (run("check", "--json", path).lines()[0] for _ in range(2))
    first.pop("elapsed_us"), second.pop("elapsed_us")
    assert first == second


# ---- what a terminal sees -------------------------------------------------------------------------------------------

ESCAPES = "\x1b]0;owned\x07\x1b[2J\u202e\x9b31m\u200b\U000e0041"


def test_no_escape_of_a_message_reaches_the_terminal(run, place, configured):
    path = place("a.eml", mail("Plan " + ESCAPES).replace(b"CN=Jo Berg", b"CN=\x1b[31mJo"))
    for options in (["check"], ["check", "-v"], ["show"], ["check", "--json"], ["show", "--json"]):
        done = run(*options, *(configured("prior = 4") if options[0] == "check" else ()), path)
        shown = done.text + done.said
        assert "Plan" in shown, done
        # JSON is for programs: what cannot be seen stays in it, what moves a cursor or turns the text does not.
        for forbidden in "\x1b\x07\u202e\x9b" + ("" if options[-1] == "--json" else "\u200b\U000e0041"):
            assert forbidden not in shown, (options, forbidden, done)


def test_file_name_with_newline_is_escaped(run, place):
    path = place("a\n\x1b[31mspam.eml", mail())
    done = run("check", path)
    assert "a\\n\\x1b[31mspam.eml" in done.text and "\x1b" not in done.text, done
    assert run("check", "--json", path).lines()[0]["file"].endswith("a\n\x1b[31mspam.eml")
    missing = run("check", str(path) + "\n\x1b")
    assert "\x1b" not in missing.said and "\\n\\x1b" in missing.said, missing


def on_terminal(arguments, environment=None, seconds=20):
    """What the program writes on a terminal."""
    ours, theirs = pty.openpty()
    clean = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    process = subprocess.Popen([PROGRAM, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs,
                               env={**clean, "TERM": "xterm", **(environment or {})})
    os.close(theirs)
    shown, ends = b"", time.monotonic() + seconds
    while time.monotonic() < ends:
        if select.select([ours], [], [], 0.2)[0]:
            try:
                shown += os.read(ours, 65536)
            except OSError:
                break
        elif process.poll() is not None:
            break
    process.wait(seconds)
    os.close(ours)
    return shown


def test_colour_on_a_terminal_only(run, place):
    path = place("a.eml", mail())
    assert b"\x1b[32m" in on_terminal(["check", path])
    assert b"\x1b[32m" not in on_terminal(["check", path], {"NO_COLOR": "1"})
    assert b"\x1b[32m" in on_terminal(["check", path], {"NO_COLOR": ""})
    assert b"\x1b" not in on_terminal(["check", path], {"TERM": "dumb"})
    assert b"\x1b[32m" not in on_terminal(["check", "--color", "never", path])
    assert "\x1b" not in run("check", path).text
    assert "\x1b[32m" in run("check", "--color=always", path).text


def test_clean_is_one_line_unless_asked(run, place):
    path = place("a.eml", mail())
    short, long = run("check", path), run("check", "-v", path)
    assert short.text.count("\n") == 1, short
    assert "originator absent" in long.text and "absent authentication" in long.text, long


def test_weaker_signals_are_left_to_verbose(run, place, tmp_path):
    rules = "".join(f'rule TEST_{i} {{\n description = "x"\n group = operator\n weight = 0.{i}\n fields = {{summary}}\n'
                    f' patterns = {{"xyzzy"}}\n}}\n' for i in range(1, 10)) + "rule TEST_TOP { description = \"x\"\n group = operator\n" \
            " weight = 4\n fields = {summary}\n patterns = {\"plugh\"}\n}\n"
    place("rules/test.rules", rules.encode())
    path = place("a.eml", mail("xyzzy plugh"))
    done, all_of_them = (run("check", "--rules", tmp_path / "rules", *options, path) for options in ((), ("-v",)))
    assert "TEST_TOP" in done.text and "TEST_9" in done.text and "TEST_1 " not in done.text, done
    assert "weaker, which -v shows" in done.text, done
    assert "TEST_1 " in all_of_them.text and "which -v shows" not in all_of_them.text, all_of_them


def test_quiet(run, place, configured):
    done = run("check", "-q", *configured("prior = 4"), place("a.eml", mail()))
    assert done.status == 2 and done.text == "" and done.said == "", done


def test_a_calendar_in_a_text_is_only_offered(run, place):
    """Who quotes what he was sent has signed it, and not written it; mail programs show it as text."""
    event = ("BEGIN:VCALENDAR\r\nPRODID:-//Example Corp//Groupware 9.1//EN\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n"
             "UID:q1@corp.example\r\nDTSTAMP:20260914T080000Z\r\nDTSTART:20260921T120000Z\r\nDTEND:20260921T130000Z\r\n"
             "SUMMARY:Budget round\r\nORGANIZER:mailto:jo@corp.example\r\nATTENDEE:mailto:kim@example.org\r\nEND:VEVENT\r\n"
             "END:VCALENDAR\r\n")
    head = ("Authentication-Results: mx.example.org; dmarc=pass header.from=corp.example; dkim=pass header.d=corp.example\r\n"
            "Received: from mail.corp.example (mail.corp.example [192.0.2.25]) by mx.example.org with ESMTPS id 4;\r\n"
            "\tMon, 14 Sep 2026 08:00:03 +0000\r\nFrom: Help <help@corp.example>\r\nTo: kim@example.org\r\n"
            "Subject: Re: your request\r\nDate: Mon, 14 Sep 2026 08:00:00 +0000\r\nMessage-ID: <1@corp.example>\r\n"
            "MIME-Version: 1.0\r\nContent-Type: ")
    quoted = run("check", "--authserv-id", "mx.example.org", "--json", place("q.eml", (head + "text/plain\r\n\r\nYou wrote:\r\n" + event).encode()))
    sent = run("check", "--authserv-id", "mx.example.org", "--json",
               place("s.eml", (head + "text/calendar; method=REQUEST\r\n\r\n" + event).encode()))
    twice = run("check", "--authserv-id", "mx.example.org", "--json",
                place("t.eml", ("Content-Type: text/calendar; method=REQUEST\r\n" + head + "text/plain\r\n\r\n" + event).encode()))
    assert quoted.lines()[0]["placement"] == "offer", quoted
    assert twice.lines()[0]["placement"] in ("offer", "withhold"), twice
    assert sent.lines()[0]["placement"] == "insert-quiet", sent

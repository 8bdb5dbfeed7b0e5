"""show, strip, rules, checks, defects, help, manual pages, completion."""
import json
import os
import re
import shutil
import subprocess

import pytest

from conftest import PROGRAM, ROOT, calendar, mail

ALARM = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15M\r\nDESCRIPTION:now\r\nEND:VALARM\r\n"


def operations(run):
    """The names that help lists."""
    return [line[2:20].strip() for line in run("help").text.split("\n") if line.startswith("  ")]


# ---- help -----------------------------------------------------------------------------------------------------------

def test_help_lists_and_explains_all(run):
    names = operations(run)
    assert {"check", "show", "strip", "rules check", "help", "completion"} <= set(names)
    for name in names:
        done = run("help", *name.split())
        assert done.status == 0 and done.text.startswith(f"calwarden {name} ") and "Exit status" in done.text, done
        assert run(*name.split(), "--help").text == done.text
        assert max(map(len, done.text.split("\n"))) <= 120, done


def test_help_on_a_family_lists_it(run):
    done = run("help", "rules")
    assert done.status == 0 and "rules test" in done.text, done


def test_wrong_words_are_64(run):
    for words, said in ((["chekc"], "did you mean check?"), ([], "calwarden help"), (["help", "frobnicate"], "no such operation"),
                        (["rules"], "rules check"), (["completion", "fish"], "bash and zsh"), (["strip"], "missing")):
        done = run(*words)
        assert done.status == 64 and said in done.said and done.text == "", done


def test_version(run):
    done = run("--version")
    assert done.status == 0 and done.text.startswith("calwarden ") and done.text.count("\n") == 1, done


def test_manual_pages_are_sound(run):
    assert shutil.which("groff"), "groff is missing: apt-get install groff-base"
    for words in [[]] + [name.split() for name in operations(run)]:
        page = run("internal", "man", *words)
        assert page.status == 0, page
        formatted = subprocess.run(["groff", "-man", "-ww", "-Tutf8"], input=page.out, capture_output=True, check=False)
        assert formatted.returncode == 0 and formatted.stderr == b"", (words, formatted.stderr)
        text = re.sub(".\b", "", formatted.stdout.decode())  # bold is struck twice
        assert "NAME" in text and "EXIT STATUS" in text, words


def test_reference_names_every_option(run):
    done = run("internal", "reference")
    for name in operations(run):
        assert f"## calwarden {name}" in done.text
    assert "`--authserv-id ID`" in done.text and "\\|" in done.text, done


def complete(run, *words):
    """What bash offers for the last of the words."""
    script = run("completion", "bash").text
    probe = script + '\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _calwarden; printf "%s\\n" "${COMPREPLY[@]}"\n'
    done = subprocess.run(["bash", "-c", probe, "bash", "calwarden", *words], capture_output=True, check=True)
    return done.stdout.decode().split()


def test_bash_completion(run, place, tmp_path):
    assert complete(run, "sho") == ["show"]
    assert complete(run, "rules", "") == ["check", "test", "list"]
    assert complete(run, "check", "--chan") == ["--channel"]
    assert complete(run, "check", "--channel", "mail-i") == ["mail-in"]
    assert complete(run, "rules", "list", "--js") == ["--json"]
    path = place("an-invitation.eml", b"")
    assert complete(run, "check", str(path)[:-6]) == [str(path)]


def test_zsh_completion_is_printed(run):
    done = run("completion", "zsh")
    assert done.status == 0 and done.text.startswith("#compdef calwarden"), done
    if shutil.which("zsh"):
        subprocess.run(["zsh", "-n"], input=done.out, check=True)


# ---- show -----------------------------------------------------------------------------------------------------------

def test_show_for_people(run, place):
    done = run("show", place("a.eml", mail(more=ALARM)))
    assert done.status == 0, done
    for expected in ("Header", "Message-ID: <20240304081500.1@corp.example>", "text/calendar", "method=REQUEST", "VALARM",
                     "ORGANIZER;CN=Jo Berg: mailto:jo@corp.example", "Authentication"):
        assert expected in done.text, (expected, done)


def test_show_json(run, place):
    (shown,) = run("show", "--json", place("a.eml", mail(more=ALARM))).lines()
    assert shown["message"]["parts"][0]["type"] == "text/calendar"
    assert shown["message"]["parts"][0]["calendar_by_type"] and shown["message"]["parts"][0]["calendar_by_magic"]
    kinds = [component["kind"] for component in shown["calendars"][0]["components"]]
    assert kinds == ["VEVENT", "VALARM"]
    names = [one["name"] for one in shown["calendars"][0]["components"][0]["properties"]]
    assert names[:3] == ["UID", "DTSTAMP", "DTSTART"]
    assert shown["texts"]["summary"] == ["Quarterly planning"]


def test_show_fails_as_check_does(run, place):
    done = run("show", "nowhere.eml", place("a.eml", mail()))
    assert done.status == 66 and "nowhere.eml: No such file" in done.said and "VEVENT" in done.text, done


# ---- strip ----------------------------------------------------------------------------------------------------------

def test_strip_takes_only_alarms(run, place):
    odd = "X-FOLDED: one\r\n  two\r\nx-lower;P=\"a:b;c\":v\xff\r\n"
    whole, plain = (calendar(more=odd + more).replace("\xff".encode(), b"\xff")
                    for more in (ALARM + "COMMENT:after\r\n" + ALARM, "COMMENT:after\r\n"))
    done = run("strip", place("a.ics", whole))
    assert done.out == plain
    assert done.status == 0 and "2 alarms removed" in done.said


def test_strip_without_alarms_changes_nothing(run, place):
    done = run("strip", place("a.ics", calendar()))
    assert done.out == calendar() and done.status == 0, done


def test_strip_of_a_mail(run, place):
    done = run("strip", place("a.eml", mail(more=ALARM)))
    assert done.out == calendar(), done
    assert "part 1 of the mail" in done.said, done


def test_strip_tentative_and_transparent(run, place):
    done = run("strip", "--tentative", "--transparent", place("a.ics", calendar(more="STATUS:CONFIRMED\r\n" + ALARM)))
    assert "STATUS:TENTATIVE\r\n" in done.text and "TRANSP:TRANSPARENT\r\n" in done.text, done
    assert "CONFIRMED" not in done.text and "VALARM" not in done.text, done


def test_strip_into_a_file(run, place, tmp_path):
    out = tmp_path / "out.ics"
    done = run("strip", "-o", out, place("a.ics", calendar(more=ALARM)))
    assert done.status == 0 and done.text == "" and out.read_bytes() == calendar(), done
    assert sorted(os.listdir(tmp_path)) == ["a.ics", "out.ics"]


@pytest.mark.parametrize("arguments, status", [(["nowhere.ics"], 66), (["-o", "/nowhere/x", "a.ics"], 66), (["letter"], 66)])
def test_strip_failures(run, place, tmp_path, arguments, status):
    place("a.ics", calendar())
    place("letter", b"Subject: Hi\r\n\r\nNo calendar.\r\n")
    done = run("strip", *arguments, cwd=tmp_path)
    assert done.status == status and done.text == "", done


# ---- tables ---------------------------------------------------------------------------------------------------------

def test_checks_and_defects(run):
    checks = run("checks", "--json").lines()
    assert len({check["name"] for check in checks}) == len(checks) > 20
    assert all(check["description"] and check["group"] and isinstance(check["attacks"], list) for check in checks)
    assert run("checks").text.count("\n") == len(checks) + 2
    defects = run("defects", "--json").lines()
    assert "MESSAGE_TOO_LARGE" in [defect["name"] for defect in defects]
    assert run("defects").text.count("\n") == len(defects) + 2


def test_rules_list(run):
    rules = run("rules", "list", "--json").lines()
    assert rules and all(rule["name"] and rule["file"] and rule["line"] for rule in rules)
    assert run("rules", "list").text.count("\n") == len(rules)


def test_shipped_rules_are_sound(run):
    assert run("rules", "check", ROOT / "rules").status == 0
    done = run("rules", "test", ROOT / "rules")
    assert done.status == 0 and ", 0 failed" in done.text, done


def test_broken_rules_are_told_with_their_lines(run, place, tmp_path):
    place("rules/a.rules", b'rule A {\n  group = nonsense\n  weight = 1\n  fields = {summary}\n  patterns = {"x"}\n}\n')
    place("rules/b.rules", b'rule B {\n  group = lure\n  weight = 99\n  fields = {summary}\n  patterns = {"y"}\n}\n')
    done = run("rules", "check", tmp_path / "rules")
    assert done.status == 78, done
    assert "a.rules:2" in done.said and "b.rules:3" in done.said, done
    assert run("rules", "check", tmp_path / "nowhere").status == 66


def test_every_operation_ends_well_with_a_closed_reader(run):
    for words in (["help"], ["checks"], ["internal", "reference"]):
        reading, writing = os.pipe()
        os.close(reading)
        done = subprocess.run([PROGRAM, *words], stdout=writing, stderr=subprocess.PIPE, check=False)
        os.close(writing)
        assert done.returncode == 74 and done.stderr == b"", (words, done)


def test_json_of_the_tables_is_json(run):
    for words in (["checks"], ["defects"], ["rules", "list"]):
        for line in run(*words, "--json").text.split("\n")[:-1]:
            json.loads(line)

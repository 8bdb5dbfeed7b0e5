"""config check, show, explain, sample."""
import re

import pytest

from conftest import ROOT


def uncommented(sample):
    return re.sub(r"^#([a-z-]+ = )", r"\1", sample, flags=re.M)


def test_the_sample_works_as_it_is_and_uncommented(run, place):
    sample = run("config", "sample")
    assert sample.status == 0 and max(map(len, sample.text.split("\n"))) <= 250, sample
    for name, text in (("as-it-is.conf", sample.text), ("all.conf", uncommented(sample.text))):
        done = run("config", "check", place(name, text.encode()))
        assert done.status == 0 and done.said == "" and "0 errors, 0 warnings" in done.text, done


def test_the_sample_in_docs_is_that_of_the_program(run):
    assert (ROOT / "docs/calwarden.conf").read_text(encoding="utf-8") == run("config", "sample").text, "run make docs"


def test_every_option_says_its_default(run, place):
    explained = run("config", "explain", "--json").lines()
    assert len(explained) > 80 and len({row["name"] for row in explained}) == len(explained)
    shown = {row["name"]: row for row in run("config", "show", "--json", place("empty.conf", b"")).lines()}
    for row in explained:
        assert shown[row["name"]]["value"] == row["default"] and shown[row["name"]]["file"] is None, row
        assert row["description"] and row["allowed"] and row["when"] in ("reload", "restart"), row


def test_show_is_a_file_that_says_the_same(run, place):
    text = ('scanners = 3\nnetworks = {192.0.2.0/24, "2001:db8::/32"}\nlimit-window = "1h 30min"\nhttp-listen = {}\n'
            'tag-subject = "[\\"odd\\" \\\\ \\$HOME] "\nhttp-body = 1M\nsandbox = off\n')
    first = place("first.conf", text.encode())
    shown = run("config", "show", first)
    assert shown.status == 0 and "\nlimit-window = 1h30m  # line 3\n" in shown.text, shown
    assert run("config", "show", "--changed", first).text.count("\n") == 7
    second = place("second.conf", shown.out)
    values = [[(row["name"], row["value"]) for row in run("config", "show", "--json", path).lines()] for path in (first, second)]
    assert values[0] == values[1]
    value = dict(values[0])
    assert value["networks"] == ["192.0.2.0/24", "2001:db8::/32"] and value["http-listen"] == []
    assert value["limit-window"] == 5400 and value["http-body"] == 1048576 and value["sandbox"] is False


def test_show_hides_passwords(run, place):
    path = place("a.conf", b"store = 'postgresql://calwarden:geheim@db.example/calwarden'\n")
    for more in ([], ["--json"]):
        done = run("config", "show", *more, path)
        assert done.status == 0 and "geheim" not in done.text and "calwarden:***@db.example" in done.text, done


def test_check_tells_all_mistakes_at_once(run, place):
    path = place("a.conf", b"spam = 2\nmail-in-spam = burn\nnetworks = {192.0.2.1/24}\n")
    done = run("config", "check", path)
    assert done.status == 78 and "3 errors" in done.text, done
    for said in (f"{path}:1: spam: ", f"{path}:2: mail-in-spam: ", f"{path}:3: networks: "):
        assert said in done.said, done
    assert [row["line"] for row in run("config", "check", "--json", path).lines()] == [1, 2, 3]


@pytest.mark.parametrize("text,said", [
    ("trusted-results = behind\nauthserv-ids = mx.example.org\n", "nothing proves"),
    ("trusted-networks = 192.0.2.0/24\n", "mean nothing at the border"),
    ("address-books = /nowhere/at/all\n", "cannot be read"),
])
def test_check_warns(run, place, text, said):
    done = run("config", "check", place("a.conf", text.encode()))
    assert done.status == 0 and "warning: " in done.said and said in done.said and "0 errors, 1 warnings" in done.text, done


def test_names_of_ours_mean_something_at_the_border(run, place):
    """Authentication-Results under them are removed there."""
    done = run("config", "check", place("a.conf", b"authserv-ids = mx.example.org\n"))
    assert done.status == 0 and "0 errors, 0 warnings" in done.text, done


def test_check_reads_what_the_verdict_needs(run, place):
    done = run("config", "check", place("a.conf", b"calibration = /nowhere/at/all\n"))
    assert done.status == 78 and "/nowhere/at/all" in done.said and "1 errors" in done.text, done


def test_no_file_and_none_there(run, tmp_path):
    assert run("config", "check", tmp_path / "nowhere.conf").status == 78
    done = run("config", "show", environment={"CALWARDEN_CONFIG": str(tmp_path / "nowhere.conf")})
    assert done.status == 78 and "nowhere.conf" in done.said, done


def test_what_is_hostile_in_a_file_is_shown_escaped(run, place):
    done = run("config", "check", place("a.conf", b"mail-in-spam = \"\\x1b[2J\"\n"))
    assert done.status == 78 and "\x1b" not in done.said, done


def test_explain(run):
    done = run("config", "explain", "milter-listen", "keep-quarantine")
    assert done.status == 0 and "inet:127.0.0.1:8898" in done.text and "default: 30d" in done.text, done
    done = run("config", "explain", "milter-listn")
    assert done.status == 64 and "did you mean milter-listen?" in done.said, done

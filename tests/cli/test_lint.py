"""calwarden lint: each message of tests/cases/lint has just the findings that expected.tsv says."""
import json
import re

import pytest

from conftest import ROOT, calendar, mail

CASES = ROOT / "tests/cases/lint"
TABLE = dict(line.split("\t") for line in (CASES / "expected.tsv").read_text().splitlines()[1:])


@pytest.fixture(scope="module")
def findings():
    import subprocess

    from conftest import PROGRAM
    files = [str(CASES / name) for name in TABLE]
    done = subprocess.run([PROGRAM, "lint", "--json", *files], capture_output=True, text=True, timeout=120, check=False)
    assert done.stderr == ""
    return {json.loads(line)["file"].rsplit("/", 1)[1]: json.loads(line) for line in done.stdout.splitlines()}


def test_every_case_is_listed():
    assert sorted(p.name for p in CASES.iterdir() if p.suffix in (".eml", ".ics")) == sorted(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_case(findings, name):
    found = {finding["name"] for finding in findings[name]["findings"]}
    assert sorted(found) == sorted(TABLE[name].split()), json.dumps(findings[name]["findings"], indent=1)


@pytest.mark.parametrize("name", TABLE)
def test_findings_can_be_acted_on(findings, name):
    for finding in findings[name]["findings"]:
        assert finding["severity"] in ("error", "warning", "advice")
        assert finding["text"] and finding["advice"], finding
        assert re.match(r"(RFC|CC/R) \d+ [A-Z0-9.]+$", finding["reference"]), finding


def test_every_row_has_a_case(findings):
    rows = set(re.findall(r"^LINT\((\w+),", (ROOT / "src/ops/lint.def").read_text(), re.M))
    seen = {finding["name"] for one in findings.values() for finding in one["findings"]}
    # What needs results of authentication that may be believed is tested below.
    assert rows - seen - {"FROM_FOREIGN", "FROM_FORWARDED"} == set()


def test_places(findings):
    [differs] = [f for f in findings["method-differs.eml"]["findings"] if f["name"] == "METHOD_PARAMETER_DIFFERS"]
    assert (differs["part"], differs["found"]) == (5, "REQUEST, and METHOD:CANCEL")
    times = [f for f in findings["end-before-start.eml"]["findings"] if f["name"] == "END_BEFORE_START"]
    assert [(f["part"], f["line"]) for f in times] == [(5, 10), (6, 10)]


def test_status_and_text(run):
    assert run("lint", CASES / "good-alternative.eml").status == 0
    assert run("lint", CASES / "own-property.eml").status == 0  # advice alone
    done = run("lint", CASES / "method-differs.eml")
    assert done.status == 2
    assert "error" in done.text and "RFC 6047 2.4" in done.text and "-> Write the same method in both." in done.text


def test_failures_win(run, tmp_path):
    done = run("lint", CASES / "method-differs.eml", tmp_path / "nothing.eml")
    assert done.status == 66
    assert "METHOD_PARAMETER_DIFFERS" in done.text and "nothing.eml" in done.said
    assert run("lint").status == 64


def test_many_of_one_kind_are_counted(run, place):
    more = "".join(f"X-N:{i}\r\nATTENDEE;RSVP=YES:mailto:a{i}@example.org\r\n" for i in range(50))
    done = run("lint", "--json", place("many.ics", calendar(more=more)))
    rsvp = [f for f in done.lines()[0]["findings"] if f["name"] == "RSVP_VALUE"]
    assert len(rsvp) == 4 and rsvp[-1]["more"] == 46
    assert done.lines()[0]["errors"] == 50


def test_text_of_the_message_is_harmless(run, place):
    done = run("lint", place("evil.ics", calendar(more="ATTENDEE;RSVP=\x1b[2J\u202eYES:mailto:a@example.org\r\n")))
    assert "\x1b" not in done.text and "\u202e" not in done.text and "RSVP_VALUE" in done.text


def test_dmarc_with_results_that_are_believed(run, place):
    results = "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=relay.example; dkim=pass header.d=relay.example; " \
              "dmarc=fail header.from=corp.example\r\n"
    path = place("foreign.eml", results.encode() + mail())
    names = {f["name"] for f in run("lint", "--json", "--authserv-id", "mx.example.org", path).lines()[0]["findings"]}
    assert "FROM_FOREIGN" in names
    names = {f["name"] for f in run("lint", "--json", path).lines()[0]["findings"]}
    assert "FROM_FOREIGN" not in names

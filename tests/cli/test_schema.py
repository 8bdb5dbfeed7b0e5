"""Every line of --json is what docs/calwarden.schema.json says, whatever the input."""
import json
import random

import jsonschema
import pytest

from conftest import CORPUS, ROOT, calendar, mail

SCHEMA = json.loads((ROOT / "docs/calwarden.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def expect_valid(done):
    lines = done.lines()
    assert lines, done
    for line in lines:
        errors = [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in best(line)]
        assert not errors, (line.get("file"), errors[:3])
    return lines


def best(line):
    """The errors against the one form that the line wants to have."""
    form = "failure" if "error" in line else "judgement"
    return jsonschema.Draft202012Validator({**SCHEMA, "oneOf": [{"$ref": f"#/$defs/{form}"}]}).iter_errors(line)


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert not VALIDATOR.is_valid({"schema": 1, "file": "x"})


def test_samples_and_cases(run):
    files = sorted((ROOT / "samples").glob("*.eml")) + sorted((ROOT / "tests/cases").rglob("*.eml"))
    assert files
    expect_valid(run("check", "--json", "--authserv-id", "any", *files))


def test_kept_inputs_of_the_fuzzers(run):
    files = [path for path in sorted((ROOT / "tests/fuzz/corpus").rglob("*")) if path.is_file()][:3000]
    if files:
        expect_valid(run("check", "--json", *files))


def test_collected_mails_and_calendars(run):
    if not CORPUS.is_dir():
        pytest.skip("the collected mails and calendars are not here")
    folders = [CORPUS / name for name in ("mail", "ics", "ics-broken", "feeds")]
    done = run("check", "--json", "--authserv-id", "any", *folders)
    assert done.status < 64, done.said
    assert len(expect_valid(done)) > 500


def test_failures(run, tmp_path):
    (line,) = expect_valid(run("check", "--json", tmp_path / "nowhere"))
    assert line["error"]["code"] == "not-found"


@pytest.mark.parametrize("value", ["20240230T990000Z", "20240307", "99990101T000000Z", "00000101T000000Z", "junk", "-20240307T100000"])
def test_times(run, place, value):
    expect_valid(run("check", "--json", place("a.ics", calendar().replace(b"20240307T100000Z", value.encode()))))


def test_damaged_mails(run, place, tmp_path):
    chance = random.Random(20240304)
    whole = mail("Réunion \u202e", more="RRULE:FREQ=DAILY\r\nBEGIN:VALARM\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\n")
    for i in range(300):
        bytes_ = bytearray(whole)
        for _ in range(chance.randrange(1, 30)):
            at = chance.randrange(len(bytes_))
            if chance.random() < 0.7:
                bytes_[at] = chance.randrange(256)
            else:
                del bytes_[at:at + chance.randrange(40)]
        place(f"damaged/{i:03}", bytes(bytes_))
    assert len(expect_valid(run("check", "--json", tmp_path / "damaged"))) == 300

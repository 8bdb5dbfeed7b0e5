"""DKIM of mails that another implementation has signed, changed on the way in many forms, verified by both."""
import base64
import itertools
import subprocess
import time

import dkim
import pytest

import mails
import script
from script import Zone

AT = int(time.time())  # signed now


def sign(raw, kind="rsa", domain=b"corp.example", form=(b"relaxed", b"relaxed"), **options):
    algorithm = b"ed25519-sha256" if kind == "ed25519" else b"rsa-sha256"
    return dkim.sign(raw, b"s1", domain, mails.key(kind), canonicalize=form, signature_algorithm=algorithm, **options) + raw


def zone_with(kind="rsa", tags=b"", domain="corp.example"):
    zone = Zone()
    zone.add(f"s1._domainkey.{domain}", "TXT", mails.record(kind, tags))
    return zone


def verify(zone, raw, at=AT):
    (line,), = script.ask("mail-answer", [*zone.lines(), f"dkim\t{at}\t{raw.hex()}"])
    return [tuple(word.split(":", 2)) for word in line.split("|")] if line else []


CHANGES = {
    "nothing": lambda raw: raw,
    "another subject": lambda raw: raw.replace(b"Budget round\r\nDate", b"Budget rounds\r\nDate"),
    "white space in the subject": lambda raw: raw.replace(b"Subject: Invitation:", b"Subject:  Invitation: "),
    "case of a field's name": lambda raw: raw.replace(b"\r\nSubject:", b"\r\nSUBJECT:"),
    "a folded field": lambda raw: raw.replace(b"Subject: Invitation: ", b"Subject: Invitation:\r\n "),
    "one more field": lambda raw: b"X-Checked: yes\r\n" + raw,
    "a second From": lambda raw: b"From: Eve <eve@example.net>\r\n" + raw,
    "a second From below": lambda raw: raw.replace(b"MIME-Version", b"From: Eve <eve@example.net>\r\nMIME-Version"),
    "fields in another order": lambda raw: raw.replace(
        b"Date: Mon, 14 Sep 2026 08:00:00 +0000\r\n", b"").replace(
        b"MIME-Version", b"Date: Mon, 14 Sep 2026 08:00:00 +0000\r\nMIME-Version"),
    "one more line": lambda raw: raw + b"more\r\n",
    "empty lines at the end": lambda raw: raw + b"\r\n\r\n",
    "no line end at the end": lambda raw: raw[:-2],
    "blanks at a line's end": lambda raw: raw.replace(b"VERSION:2.0\r\n", b"VERSION:2.0  \r\n"),
    "blanks in a line": lambda raw: raw.replace(b"SUMMARY:Budget round", b"SUMMARY:Budget   round"),
    "lines without CR": lambda raw: raw.replace(b"\r\n", b"\n"),
    "another organizer": lambda raw: raw.replace(b"mailto:jo@corp.example", b"mailto:eve@example.net"),
    "a changed signature": lambda raw: raw.replace(b"; s=s1", b"; s=s2"),
}
FORMS = list(itertools.product((b"relaxed", b"simple"), repeat=2))
BODIES = {"invitation": None, "empty": b"", "line ends": b"\r\n\r\n\r\n", "no end": b"hello", "blanks": b" \t\r\n a  b \r\n\r\n"}


@pytest.mark.parametrize("kind", ["rsa", "small", "ed25519"])
def test_agrees_with_another_implementation(kind):
    zone, lines, cases = zone_with(kind), [], []
    for form, body, change in itertools.product(FORMS, BODIES, CHANGES):
        raw = CHANGES[change](sign(mails.mail(body=BODIES[body]), kind, form=form))
        try:
            # it counts lines by CR LF, as they stand on the wire
            theirs = dkim.verify(raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"), dnsfunc=mails.dns(zone))
        except dkim.DKIMException:
            theirs = False
        lines.append(f"dkim\t{AT}\t{raw.hex()}")
        cases.append((theirs, form, body, change))
    answers = script.ask("mail-answer", [*zone.lines(), *lines])
    assert {theirs for theirs, *_ in cases} == {True, False}
    for (line,), (theirs, *case) in zip(answers, cases, strict=True):
        assert (line.split(":")[0] == "pass") == theirs, (line, case)


def test_takes_what_is_proven():
    raw = sign(mails.mail())
    cases = {
        "pass": (zone_with(), raw),
        "permerror: no such key": (Zone(), raw),
        "permerror: revoked": (Zone(), raw),
        "temperror": (Zone(), raw),
        "neutral: testing": (zone_with(tags=b"t=y; "), raw),
        "permerror: for something else": (zone_with(tags=b"s=other; "), raw),
        "permerror: other hash": (zone_with(tags=b"h=sha1; "), raw),
    }
    cases["permerror: revoked"][0].add("s1._domainkey.corp.example", "TXT", b"v=DKIM1; p=")
    cases["temperror"][0].add("s1._domainkey.corp.example", None, b"")
    for name, (zone, mail) in cases.items():
        assert verify(zone, mail)[0][0] == name.split(":")[0], name


def test_what_is_behind_the_signed_part_is_not_proven():
    raw = sign(mails.mail(), length=True)
    assert verify(zone_with(), raw)[0][0] == "pass"
    result, _, problem = verify(zone_with(), raw + b"BEGIN:VCALENDAR\r\n")[0]
    assert (result, problem) == ("policy", "It does not cover the end of the body (l=).")


def test_expires():
    raw = sign(mails.mail())
    raw = raw.replace(b"; t=", b"; x=1; t=", 1)
    result, _, problem = verify(zone_with(), raw)[0]
    assert (result, problem) == ("permerror", "It has expired.")


def test_several_signatures():
    zone = zone_with()
    zone.add("s1._domainkey.relay.example", "TXT", mails.record("ed25519"))
    raw = sign(sign(mails.mail()), "ed25519", b"relay.example")
    assert {(result, domain) for result, domain, _ in verify(zone, raw)} == {("pass", "relay.example"), ("pass", "corp.example")}
    changed = raw.replace(b"s=s1", b"s=s9", 1)
    assert {(result, domain) for result, domain, _ in verify(zone, changed)} == {("permerror", "relay.example"), ("pass", "corp.example")}


def test_identity_must_be_within_the_domain():
    raw = sign(mails.mail(), identity=b"jo@mail.corp.example")
    assert verify(zone_with(), raw)[0][0] == "pass"
    assert verify(zone_with(tags=b"t=s; "), raw)[0][0] == "permerror"
    assert verify(zone_with(), raw.replace(b"i=jo@mail.corp.example", b"i=jo@example.net"))[0][2] == \
        "Its identity (i=) is not within its domain (d=)."


def test_a_nul_in_a_name_hides_nothing():
    """Cut at the NUL the key would be asked of one domain, and the alignment found with another."""
    zone = zone_with(domain="attacker.example")
    raw = sign(mails.mail(), domain=b"attacker.example").replace(b"d=attacker.example", b"d=attacker.example\0.corp.example")
    assert verify(zone, raw)[0][0] in ("permerror", "neutral")


def test_dear_keys_are_not_used():
    zone = Zone()
    made = subprocess.run(["openssl", "genrsa", "-traditional", "8192"], capture_output=True, check=True).stdout
    public = subprocess.run(["openssl", "rsa", "-pubout", "-outform", "DER"], input=made, capture_output=True, check=True).stdout
    zone.add("s1._domainkey.corp.example", "TXT", b"v=DKIM1; p=" + base64.b64encode(public))
    raw = dkim.sign(mails.mail(), b"s1", b"corp.example", made) + mails.mail()
    assert verify(zone, raw)[0][0] == "permerror"


def test_one_of_many_that_may_align_comes_first():
    zone = zone_with()
    raw = sign(mails.mail())
    for number in range(12):
        raw = raw[:0] + dkim.sign(mails.mail(), b"s1", f"r{number}.example".encode(), mails.key("rsa")) + raw
    assert ("pass", "corp.example") in [(result, domain) for result, domain, _ in verify(zone, raw)]


def test_quoted_identity():
    raw = sign(mails.mail(), identity=b'"a@b"@corp.example')
    assert verify(zone_with(), raw)[0][0] == "pass"


def test_unsigned():
    assert verify(zone_with(), mails.mail()) == []

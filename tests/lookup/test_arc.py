"""ARC against its test suite (read from beside the checkout, where it is) and against another implementation."""
import dkim
import pytest
import yaml

import mails
import script
from script import Zone

SUITE = script.VECTORS / "arc-draft-validation-tests.yml"

# What the suite leaves open, or what we say otherwise: name: (what we say, why).
BROKEN_BEFORE = ("fail", "RFC 8617 5.2 step 2: a chain that says to have failed has failed")
EXPLAINED = {
    "cv_fail_i1_as_cv_fail": BROKEN_BEFORE,
    "cv_fail_i2_as2_fail": BROKEN_BEFORE,
    "cv_fail_i2_as1_fail": BROKEN_BEFORE,
    "ams_fields_c_na": ("fail", "RFC 6376 3.5: without c= the form is simple/simple; the sample was signed in the relaxed one"),
    "ams_fields_h_empty": ("fail", "a signature that covers no field would let anybody take the chain for another mail"),
}


def suite():
    if not script.tell_where(SUITE, "The suite of ARC"):
        return
    for part in yaml.safe_load_all(SUITE.read_text(encoding="utf-8")):
        for name, case in part["tests"].items():
            yield pytest.param(part.get("txt-records") or {}, case, id=name)


CASES = list(suite())


def lines_of(records, raw):
    zone = Zone()
    for name, text in records.items():
        zone.add(name, "TXT", str(text).encode())
    return [*zone.lines(), f"arc\t1500000000\t{raw.hex()}"]


@pytest.fixture(scope="module")
def answers():
    """Of all cases, asked in one go."""
    lines = []
    for records, case in (param.values for param in CASES):
        lines += lines_of(records, (case["message"] or "").replace("\n", "\r\n").encode())
    return {id(param.values[1]): answer
            for param, answer in zip(CASES, script.ask("mail-answer", lines), strict=True)}


@pytest.mark.parametrize("records, case", CASES)
def test_suite(records, case, answers, request):
    wanted = str(case["cv"] or "none").lower()
    wanted, _ = EXPLAINED.get(request.node.callspec.id, (wanted, ""))
    result, _, problem = answers[id(case)]
    assert result == wanted, problem


def verify(raw, zone):
    """What the other implementation says; it says nothing of a chain that says itself to have failed."""
    said = dkim.arc_verify(raw, dnsfunc=mails.dns(zone))[0]
    return said.lower() if said else b"fail" if b"ARC-Seal" in raw else b"none"


def seal(raw, sealer, zone, before=None):
    """A further set, that says of the chain before it what is so, or was."""
    chain = verify(raw, zone) if before is None else before
    raw = b"Authentication-Results: %s; spf=pass smtp.mailfrom=example.org; arc=%s\r\n" % (sealer, chain) + raw
    return b"".join(dkim.arc_sign(raw, b"arc", sealer, mails.key("rsa"), sealer)) + raw


CHANGES = [
    lambda raw: raw,
    lambda raw: raw.replace(b"Subject: ", b"Subject: [list] "),
    lambda raw: raw + b"-- \r\nfooter\r\n",
    lambda raw: raw.replace(b"cv=pass", b"cv=fail"),
    lambda raw: raw.replace(b"i=1;", b"i=2;", 1),
    lambda raw: raw.replace(b"spf=pass", b"spf=fail", 1),
    lambda raw: b"Received: from a.example by b.example; Mon, 14 Sep 2026 08:00:09 +0000\r\n" + raw,
]


def test_agrees_with_another_implementation():
    """Chains sealed one on the other, with the mail changed on the way or not."""
    zone, lines, theirs = Zone(), [], []
    sealers = [b"one.example", b"two.example", b"three.example"]
    for name in sealers:
        zone.add(f"arc._domainkey.{name.decode()}", "TXT", mails.record("rsa"))
    for length in (1, 2, 3):
        for change in CHANGES:
            for when in range(1, length + 1):
                raw = mails.mail()
                for number, sealer in enumerate(sealers[:length], 1):
                    raw = seal(raw, sealer, zone)
                    raw = change(raw) if number == when else raw
                theirs.append((verify(raw, zone).decode(), raw))
                lines += [*zone.lines(), f"arc\t1500000000\t{raw.hex()}"]
    assert {wanted for wanted, _ in theirs} >= {"pass", "fail"}
    for (result, _, problem), (wanted, raw) in zip(script.ask("mail-answer", lines), theirs, strict=True):
        assert result == wanted, (problem, raw.decode("latin-1"))


def test_tells_how_far_back_the_mail_is_unchanged():
    zone = Zone()
    zone.add("arc._domainkey.one.example", "TXT", mails.record("rsa"))
    zone.add("arc._domainkey.two.example", "TXT", mails.record("rsa"))
    whole = seal(seal(mails.mail(), b"one.example", zone), b"two.example", zone)
    first = seal(mails.mail(), b"one.example", zone)
    changed = seal(first.replace(b"Budget", b"[list] Budget", 1), b"two.example", zone, before=b"pass")
    lines = [*zone.lines(), f"arc\t0\t{whole.hex()}", f"arc\t0\t{changed.hex()}"]
    assert [answer[:2] for answer in script.ask("mail-answer", lines)] == [["pass", "1"], ["pass", "0"]]

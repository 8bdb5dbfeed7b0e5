"""What the command finds out by asking, with a name server that answers, lies, fails and is silent."""
import json
import os
import subprocess
import time

import dkim
import pytest

import mails
import script
from dnsserver import DnsServer

PROGRAM = os.environ.get("CALWARDEN") or str(script.ROOT / "build/calwarden")
RULES = os.environ.get("CALWARDEN_RULES") or str(script.ROOT / "rules")
SESSION = {"client-ip": "192.0.2.25", "helo": "mail.corp.example", "mail-from": "jo@corp.example"}
RECORDS = {
    "corp.example": [("TXT", "v=spf1 ip4:192.0.2.0/24 -all")],
    "_dmarc.corp.example": [("TXT", "v=DMARC1; p=reject")],
    "s1._domainkey.corp.example": [("TXT", mails.record("rsa"))],
}


def signed():
    raw = mails.mail()
    return dkim.sign(raw, b"s1", b"corp.example", mails.key("rsa")) + raw


def check(tmp_path, server, raw, options="", **session):
    (tmp_path / "mail.eml").write_bytes(raw)
    (tmp_path / "c.conf").write_text(f'dns-servers = {{"127.0.0.1@{server.port}"}}\ndns-trust-anchor = ""\n{options}')
    told = [f"--{name}={value}" for name, value in {**SESSION, **session, "at": str(int(time.time()))}.items() if value is not None]
    done = subprocess.run([PROGRAM, "check", "--rules", RULES, "--json", "--lookups", "--config", tmp_path / "c.conf", *told,
                           tmp_path / "mail.eml"], capture_output=True, text=True, timeout=60)
    assert done.returncode in (0, 1, 2, 3), done.stderr
    return json.loads(done.stdout)


def absent(verdict):
    return {one["fact"]: one["why"] for one in verdict["absent"]}


def test_authenticates(tmp_path):
    with DnsServer(RECORDS) as server:
        verdict = check(tmp_path, server, signed())
    found = verdict["authentication"]
    assert (found["spf"], found["dkim"], found["dmarc"], found["aligned"]) == ("pass", "pass", "pass", True)
    assert verdict["originator"]["class"] == "verified"
    assert verdict["dmarc_case"] == "D1"


@pytest.mark.parametrize("written", ["jo@corp . example", "jo@corp(x).(y)example", "jo@corp.\r\n example", "Jo Doe <jo@corp . example>",
                                     "jo @ corp.example (Jo)"])
def test_a_domain_with_space_in_it_has_its_policy(tmp_path, written):
    """RFC 5322 4.4 lets space and comments stand around the dots: who writes so does not evade the policy."""
    raw = mails.mail(sender=written.encode())
    with DnsServer(RECORDS) as server:
        verdict = check(tmp_path, server, raw, **{"client-ip": "198.51.100.1"})
    assert verdict["authentication"]["dmarc"] == "fail"
    assert verdict["originator"]["class"] == "spoof"


def test_one_of_the_two_is_enough(tmp_path):
    with DnsServer(RECORDS) as server:
        forwarded = check(tmp_path, server, signed(), **{"client-ip": "198.51.100.1", "mail-from": "list@lists.example"})
        changed = check(tmp_path, server, signed().replace(b"Budget round\r\nDate", b"Budget rounds\r\nDate"))
        forged = check(tmp_path, server, mails.mail(), **{"client-ip": "198.51.100.1"})
    assert [one["authentication"]["dmarc"] for one in (forwarded, changed, forged)] == ["pass", "pass", "fail"]
    assert forged["originator"]["class"] == "spoof"


@pytest.mark.parametrize("what", [{"silent": list(RECORDS)}, {"failing": list(RECORDS)}], ids=["silent", "failing"])
def test_what_is_not_answered_is_absent(tmp_path, what):
    with DnsServer(RECORDS, **what) as server:
        began = time.monotonic()
        verdict = check(tmp_path, server, signed(), "lookup-timeout = 0.5")
        assert time.monotonic() - began < 20  # it ends
    assert verdict["authentication"]["known"] is False
    assert verdict["originator"]["class"] == "absent"
    assert {"spf", "dkim", "dmarc", "authentication"} <= set(absent(verdict))
    assert verdict["class"] == "clean" and verdict["placement"] == "offer"


def test_what_passes_counts_though_another_answer_is_missing(tmp_path):
    with DnsServer(RECORDS, failing=["s1._domainkey.corp.example"]) as server:
        verdict = check(tmp_path, server, signed())
    assert verdict["originator"]["class"] == "verified"
    assert "dkim" in absent(verdict)


SENT_FOR = {**RECORDS, "news.corp.example": [("TXT", "v=spf1 ip4:198.51.100.0/24 -all")], "s1._domainkey.esp.example": RECORDS["s1._domainkey.corp.example"]}


def test_one_who_sends_for_others_does_not_make_a_forger_of_them(tmp_path):
    """His own signature passes; DNS is silent about the key of the organizer's house."""
    raw = dkim.sign(mails.mail(), b"s1", b"esp.example", mails.key("rsa")) + signed()
    with DnsServer(SENT_FOR, failing=["s1._domainkey.corp.example"]) as server:
        verdict = check(tmp_path, server, raw, **{"client-ip": "198.51.100.1", "mail-from": "b@esp.example"})
    assert (verdict["authentication"]["dkim"], verdict["authentication"]["dmarc"]) == ("pass", "error")
    assert {"dkim", "dmarc"} <= set(absent(verdict))
    assert verdict["originator"]["class"] == "absent"


@pytest.mark.parametrize("failing", ["s1._domainkey.corp.example", "_dmarc.corp.example"])
def test_nor_does_silence_prove_what_the_policy_denies(tmp_path, failing):
    """A host below may send for itself, and by aspf=s not for the house."""
    records = {**SENT_FOR, "_dmarc.corp.example": [("TXT", "v=DMARC1; p=reject; adkim=s; aspf=s")]}
    raw = signed() if failing.startswith("s1") else mails.mail()
    with DnsServer(records, failing=[failing]) as server:
        verdict = check(tmp_path, server, raw, **{"client-ip": "198.51.100.1", "mail-from": "x@news.corp.example"})
    assert verdict["authentication"]["aligned"] is False
    assert verdict["originator"]["class"] == "absent"


def test_a_forger_cannot_hide_behind_his_own_silence(tmp_path):
    """His envelope's and his signature's DNS is dead; neither could have been aligned with whom he names in From."""
    raw = dkim.sign(mails.mail(), b"s1", b"evil.example", mails.key("rsa")) + mails.mail()
    dead = ["evil.example", "s1._domainkey.evil.example", "_dmarc.evil.example"]
    with DnsServer(RECORDS, failing=dead) as server:
        verdict = check(tmp_path, server, raw, **{"client-ip": "198.51.100.1", "mail-from": "x@evil.example"})
    assert {"spf", "dkim"} <= set(absent(verdict))
    assert verdict["originator"]["class"] == "spoof"


def test_nor_behind_many_questions(tmp_path):
    raw = mails.mail()
    for number in range(8):
        raw = dkim.sign(raw, b"s1", f"a.b.c.d.e.f.g{number}.example".encode(), mails.key("rsa")) + raw
    with DnsServer(RECORDS) as server:
        verdict = check(tmp_path, server, raw, "lookup-questions = 20\ndns-list-questions = 1", **{"client-ip": "198.51.100.1"})
        assert len(server.asked) <= 21
    assert verdict["originator"]["class"] == "spoof"


def test_asks_all_at_once(tmp_path):
    """Six questions of which each takes its time: not one after the other."""
    with DnsServer(RECORDS, delay=0.4) as server:
        verdict = check(tmp_path, server, signed(), "lookup-timeout = 3")
        assert len(server.asked) >= 4
    assert verdict["authentication"]["dmarc"] == "pass"


def test_a_trusted_result_is_not_found_out_again(tmp_path):
    raw = b"Authentication-Results: mx.example.org; dmarc=pass header.from=corp.example\r\n" + signed()
    with DnsServer(RECORDS) as server:
        verdict = check(tmp_path, server, raw, **{"authserv-id": "mx.example.org"})
        assert server.asked == []
    assert verdict["authentication"]["authserv_id"] == "mx.example.org"


def test_mail_without_a_calendar_asks_nobody(tmp_path):
    raw = mails.mail(body=b"Hello\r\n").replace(b"text/calendar; method=REQUEST", b"text/plain").replace(b"Invitation: Budget round", b"Hello")
    with DnsServer(RECORDS) as server:
        check(tmp_path, server, raw)
        assert server.asked == []


def test_a_budget_of_questions(tmp_path):
    records = dict(RECORDS)
    records["corp.example"] = [("TXT", "v=spf1 include:a1.example include:a2.example include:a3.example include:a4.example -all")]
    for number in range(1, 5):
        records[f"a{number}.example"] = [("TXT", "v=spf1 ?all")]
    with DnsServer(records) as server:
        verdict = check(tmp_path, server, mails.mail(), "lookup-questions = 3\ndns-list-questions = 1")
        assert len(server.asked) <= 4
    assert verdict["authentication"]["known"] is True  # who asks for too much has not proven anything
    assert verdict["originator"]["class"] in ("spoof", "unverified")
    assert "too many questions" in " ".join(absent(verdict).values())


def sealed_forward():
    """A list changes the subject, which breaks the signature, and says what it saw before."""
    seen = b"Authentication-Results: lists.example; dmarc=pass header.from=corp.example; spf=pass smtp.mailfrom=jo@corp.example; dkim=pass header.d=corp.example\r\n"
    raw = seen + signed().replace(b"Subject: Invitation", b"Subject: [team] Invitation")
    return b"".join(dkim.arc_sign(raw, b"s1", b"lists.example", mails.key("rsa"), b"lists.example")) + raw


def test_the_word_of_a_trusted_sealer(tmp_path):
    records = {**RECORDS, "s1._domainkey.lists.example": [("TXT", mails.record("rsa"))]}
    where = {"client-ip": "198.51.100.1", "mail-from": "team@lists.example"}
    with DnsServer(records) as server:
        stranger = check(tmp_path, server, sealed_forward(), **where)
        friend = check(tmp_path, server, sealed_forward(), 'trusted-sealers = {"lists.example"}', **where)
    assert (stranger["authentication"]["arc"], stranger["authentication"]["dmarc"]) == ("pass", "fail")
    assert stranger["originator"]["class"] == "spoof"
    assert friend["originator"]["class"] in ("verified", "domain-verified")

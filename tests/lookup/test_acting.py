"""Where From is another than the organizer, the organizer's own DMARC record says whose signature speaks for him."""
import dkim
import pytest

import mails
from dnsserver import DnsServer
from test_lookup import RECORDS, absent, check

SENDER = {"client-ip": "198.51.100.1", "mail-from": "x@assistant.example"}
TOLD = b"Authentication-Results: mx.example.org; dkim=pass header.d=%s\r\n"


def records(policy):
    found = {**RECORDS, "s1._domainkey.news.corp.example": [("TXT", mails.record("rsa"))]}
    if policy:
        found["_dmarc.corp.example"] = [("TXT", policy)]
    else:
        del found["_dmarc.corp.example"]
    return found


def mail(signer):
    """Somebody else in From, who says to write for jo@corp.example."""
    raw = mails.mail(sender=b"Assistant <x@assistant.example>")
    return dkim.sign(raw, b"s1", signer, mails.key("rsa")) + raw


def judged(tmp_path, policy, signer, told=False, **how):
    raw = (TOLD % signer if told else b"") + mail(signer)
    session = {**SENDER, "authserv-id": "mx.example.org"} if told else SENDER
    with DnsServer(records(policy), **how) as server:
        return check(tmp_path, server, raw, "lookup-timeout = 1", **session)


@pytest.mark.parametrize("told", [False, True], ids=["found out", "told by a border"])
@pytest.mark.parametrize("policy, signer, proven", [
    ("v=DMARC1; p=reject", b"corp.example", "domain-verified"),
    ("v=DMARC1; p=reject", b"news.corp.example", "domain-verified"),
    ("v=DMARC1; p=reject; adkim=s", b"corp.example", "domain-verified"),
    ("v=DMARC1; p=reject; adkim=s", b"news.corp.example", "unverified"),
    ("v=DMARC1; p=none; adkim=s", b"news.corp.example", "unverified"),
    ("", b"news.corp.example", "domain-verified"),
])
def test_the_organizers_own_mode(tmp_path, told, policy, signer, proven):
    assert judged(tmp_path, policy, signer, told)["originator"]["class"] == proven


def test_another_organizational_domain(tmp_path):
    """psd=n of a department: what is below it has nothing to do with what is above."""
    found = {**records("v=DMARC1; p=reject"), "_dmarc.news.corp.example": [("TXT", "v=DMARC1; p=reject; psd=n")]}
    with DnsServer(found) as server:
        verdict = check(tmp_path, server, mail(b"news.corp.example"), **SENDER)
    assert verdict["originator"]["class"] == "unverified"


@pytest.mark.parametrize("told", [False, True], ids=["found out", "told by a border"])
def test_dns_that_does_not_say(tmp_path, told):
    verdict = judged(tmp_path, "v=DMARC1; p=reject; adkim=s", b"news.corp.example", told, failing=["_dmarc.corp.example"])
    assert verdict["originator"]["class"] == "absent"
    assert "dmarc of who acts" in absent(verdict)


def test_a_border_that_leaves_nothing_open_lets_nobody_ask(tmp_path):
    with DnsServer(RECORDS) as server:
        check(tmp_path, server, TOLD % b"corp.example" + mail(b"corp.example"), **{**SENDER, "authserv-id": "mx.example.org"})
        assert server.asked == []


APART = {**records("v=DMARC1; p=reject; adkim=s"), "s1._domainkey.lists.example": [("TXT", mails.record("rsa"))]}


def test_what_only_a_sealer_saw(tmp_path):
    raw = b"Authentication-Results: lists.example; dkim=pass header.d=news.corp.example\r\n"
    raw += mail(b"news.corp.example").replace(b"Subject: ", b"Subject: [team] ")
    raw = b"".join(dkim.arc_sign(raw, b"s1", b"lists.example", mails.key("rsa"), b"lists.example")) + raw
    with DnsServer(APART) as server:
        verdict = check(tmp_path, server, raw, 'trusted-sealers = {"lists.example"}', **SENDER)
    assert verdict["originator"]["class"] == "absent"


def test_a_signature_that_counts_for_nothing_does_not_speak_for_another(tmp_path):
    """His own leaves open how the body is to be read; that of a part of his house, which does not, is not to speak for him."""
    body = b"You wrote:\r\n--b\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n" + mails.INVITATION + b"--b--\r\n"
    raw = mails.mail(body=body, sender=b"Assistant <x@assistant.example>")
    raw = raw.replace(b"text/calendar; method=REQUEST; charset=utf-8", b'multipart/mixed; boundary="b"', 1)
    his = dkim.sign(raw, b"s1", b"corp.example", mails.key("rsa"), include_headers=[b"from", b"date"])
    theirs = dkim.sign(raw, b"s1", b"news.corp.example", mails.key("rsa"))
    with DnsServer(APART) as server:
        verdict = check(tmp_path, server, his + theirs + raw, **SENDER)
    assert verdict["originator"]["class"] == "absent"

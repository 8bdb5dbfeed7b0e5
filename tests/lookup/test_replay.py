"""A signed mail that somebody sends again under another Content-Type, where the signature does not name that."""
import dkim
import pytest

import mails
from dnsserver import DnsServer
from test_lookup import RECORDS, check

ELSEWHERE = {"client-ip": "198.51.100.1", "mail-from": "x@evil.example"}
WITHOUT_TYPE = [b"from", b"to", b"subject", b"date", b"message-id", b"mime-version"]  # as Gmail signs
WITH_TYPE = [*WITHOUT_TYPE, b"content-type"]
CALENDAR = b"Content-Type: text/calendar; method=REQUEST\r\n\r\n" + mails.INVITATION
ALTERNATIVE = b'Content-Type: multipart/alternative; boundary="inner"'
MIXED = b'Content-Type: multipart/mixed; boundary="outer"'
LEAF = b"Content-Type: text/calendar; method=REQUEST"
PLAIN = b"Content-Type: text/plain"


def parts(boundary, *items):
    return b"".join(b"--" + boundary + b"\r\n" + item + b"\r\n" for item in items) + b"--" + boundary + b"--\r\n"


INNER = parts(b"inner", b"Content-Type: text/plain\r\n\r\nHello", CALENDAR)
# What the organizer passed on for somebody, in a part that nobody shows as an invitation, or in a text.
ATTACHED = parts(b"outer", b"Content-Type: text/plain\r\n\r\nSee below", b"Content-Type: application/x-evidence\r\n\r\n" + INNER)
QUOTED = b"You wrote to us:\r\n\r\n" + INNER
PASTED = b"You wrote to us:\r\n\r\n" + mails.INVITATION


def mail(kind, body):
    return mails.mail(body=body).replace(b"Content-Type: text/calendar; method=REQUEST; charset=utf-8", kind)


def signed(kind, body, names):
    raw = mail(kind, body)
    return dkim.sign(raw, b"s1", b"corp.example", mails.key("rsa"), include_headers=names) + raw


def judged(tmp_path, raw, **session):
    with DnsServer(RECORDS) as server:
        return check(tmp_path, server, raw, **{**ELSEWHERE, **session})


@pytest.mark.parametrize("kind, body", [(ALTERNATIVE, INNER), (LEAF, mails.INVITATION),
                                        (ALTERNATIVE, b"This is a multi-part message in MIME format.\r\n\r\n" + INNER)],
                         ids=["parts", "calendar alone", "sentence before the parts"])
def test_ordinary_mail_whose_type_is_not_signed(tmp_path, kind, body):
    verdict = judged(tmp_path, signed(kind, body, WITHOUT_TYPE))
    assert verdict["originator"]["class"] == "verified"


@pytest.mark.parametrize("was, becomes, body", [(PLAIN, ALTERNATIVE, QUOTED), (MIXED, ALTERNATIVE, ATTACHED), (PLAIN, LEAF, PASTED)],
                         ids=["text into parts", "part into the whole", "text into a calendar"])
def test_read_as_another_type(tmp_path, was, becomes, body):
    raw = signed(was, body, WITHOUT_TYPE).replace(was, becomes, 1)
    verdict = judged(tmp_path, raw)
    assert verdict["authentication"]["dkim"] == "pass"
    assert verdict["originator"]["class"] == "unverified"
    assert "how the body is to be read" in verdict["originator"]["reason"]


def test_another_type_above_the_signed_one(tmp_path):
    raw = signed(MIXED, ATTACHED, WITH_TYPE).replace(b"MIME-Version", ALTERNATIVE + b"\r\nMIME-Version")
    assert judged(tmp_path, raw)["originator"]["class"] == "unverified"


def test_a_text_in_an_encoding_that_it_has_not(tmp_path):
    body = mails.INVITATION.replace(b"Budget round", b"Round=0D=0AATTACH:https://evil.example/")
    raw = signed(LEAF, body, WITHOUT_TYPE).replace(b"MIME-Version", b"Content-Transfer-Encoding: quoted-printable\r\nMIME-Version", 1)
    assert judged(tmp_path, raw)["originator"]["class"] == "unverified"


def test_an_encoding_that_the_signature_leaves_out(tmp_path):
    """It names Content-Type, and not Content-Transfer-Encoding."""
    body = mails.INVITATION.replace(b"Budget round", b"Round=0D=0AATTACH:https://evil.example/")
    raw = signed(LEAF, body, WITH_TYPE).replace(b"MIME-Version", b"Content-Transfer-Encoding: quoted-printable\r\nMIME-Version", 1)
    assert judged(tmp_path, raw)["originator"]["class"] == "unverified"


@pytest.mark.parametrize("charset, names, proven", [(b"utf-7", WITHOUT_TYPE, "unverified"), (b"utf-7", WITH_TYPE, "verified"),
                                                    (b"windows-1252", WITHOUT_TYPE, "verified"), (b"gbk", WITHOUT_TYPE, "verified")])
def test_a_charset_in_which_letters_are_line_ends(tmp_path, charset, names, proven):
    kind = LEAF + b"; charset=" + charset
    body = mails.INVITATION.replace(b"Budget round", "Caf\u9580\u8535 ".encode("gbk") + b"+AA0ACg-ATTACH:https://evil.example/")
    was = LEAF + b"; charset=utf-8" if names is WITHOUT_TYPE else kind
    verdict = judged(tmp_path, signed(was, body, names).replace(was, kind, 1))
    assert verdict["originator"]["class"] == proven


def test_the_house_itself_sends_what_it_likes(tmp_path):
    raw = signed(PLAIN, QUOTED, WITHOUT_TYPE).replace(PLAIN, ALTERNATIVE, 1)
    verdict = judged(tmp_path, raw, **{"client-ip": "192.0.2.25", "mail-from": "jo@corp.example"})
    assert verdict["originator"]["class"] == "verified"


@pytest.mark.parametrize("told", [b"dkim=pass header.d=corp.example; dmarc=pass header.from=corp.example",
                                  b"dkim=pass header.i=@corp.example; dmarc=pass header.from=corp.example"])
def test_a_border_that_believes_it(tmp_path, told):
    raw = b"Authentication-Results: mx.example.org; " + told + b"\r\n"
    raw += signed(PLAIN, QUOTED, WITHOUT_TYPE).replace(PLAIN, ALTERNATIVE, 1)
    assert judged(tmp_path, raw, **{"authserv-id": "mx.example.org"})["originator"]["class"] == "unverified"


@pytest.mark.parametrize("was, becomes, body, names, proven", [
    (PLAIN, ALTERNATIVE, QUOTED, WITHOUT_TYPE, "spoof"), (PLAIN, PLAIN, mails.INVITATION, WITH_TYPE, "verified"),
    (ALTERNATIVE, ALTERNATIVE, INNER, WITHOUT_TYPE, "verified")], ids=["another type", "type sealed", "nothing around the parts"])
def test_a_trusted_sealer_who_leaves_it_open(tmp_path, was, becomes, body, names, proven):
    """A list has changed the subject and sealed what it saw; somebody takes that and sends it again."""
    seen = b"Authentication-Results: lists.example; dmarc=pass header.from=corp.example; dkim=pass header.d=corp.example\r\n"
    raw = seen + signed(was, body, WITH_TYPE).replace(b"Subject: Invitation", b"Subject: [team] Invitation")
    seal = dkim.arc_sign(raw, b"s1", b"lists.example", mails.key("rsa"), b"lists.example", include_headers=names)
    raw = (b"".join(seal) + raw).replace(was, becomes, 1)
    with DnsServer({**RECORDS, "s1._domainkey.lists.example": [("TXT", mails.record("rsa"))]}) as server:
        verdict = check(tmp_path, server, raw, 'trusted-sealers = {"lists.example"}', **ELSEWHERE)
    assert verdict["authentication"]["arc"] == "pass"
    assert verdict["originator"]["class"] == proven


@pytest.mark.parametrize("names, session, proven", [([b"from", b"date", b"content-type"], {}, "unverified"),
                                                    ([b"from", b"date", b"content-type", b"reply-to"], {}, "service"),
                                                    ([b"from", b"date"], {"client-ip": "192.0.2.25", "mail-from": "b@calendly.com"}, "service")],
                         ids=["added by somebody", "signed", "from the service itself"])
def test_a_reply_to_that_makes_a_service_speak_for_him(tmp_path, names, session, proven):
    raw = b"Reply-To: jo@corp.example\r\n" + mails.mail(sender=b"Calendly <notifications@calendly.com>")
    raw = dkim.sign(raw, b"s1", b"calendly.com", mails.key("rsa"), include_headers=names) + raw
    zone = {**RECORDS, "s1._domainkey.calendly.com": [("TXT", mails.record("rsa"))],
            "calendly.com": [("TXT", "v=spf1 ip4:192.0.2.25 -all")], "_dmarc.calendly.com": [("TXT", "v=DMARC1; p=reject")]}
    with DnsServer(zone) as server:
        verdict = check(tmp_path, server, raw, **{**ELSEWHERE, **session})
    assert verdict["originator"]["class"] == proven

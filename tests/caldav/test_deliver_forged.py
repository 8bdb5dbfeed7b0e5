"""A stranger who is proven to be himself tries to speak for somebody else by the way. What stops him is no matter of weights: the site
takes for clean what others would doubt."""
import re

import pytest

from beds import event
from delivery import Delivery
from messages import proven, stamp
from test_deliver import only

BOSS, EVE = "boss@corp.example", "eve@crasher.example"


@pytest.fixture
def delivery(radicale):
    with Delivery(radicale, [radicale.user("kim")], "doubtful = 0.9\nspam = 0.95\ncertain = 0.999") as running:
        yield running


def part(text, method=None, kind="text/calendar", charset="utf-8"):
    return f"Content-Type: {kind}; charset={charset}{f'; method={method}' if method else ''}\n\n{text}\n"


def mail(*parts):
    head = (f"{proven(EVE)}From: {EVE}\nTo: kim@example.org\nSubject: Planning\nMessage-ID: <{stamp()}.{id(parts)}@crasher.example>\n"
            "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b1\n\n")
    text = head + "".join(f"--b1\n{one}" for one in ("Content-Type: text/plain\n\nPlanning\n", *parts)) + "--b1--\n"
    return text.replace("\r\n", "\n").replace("\n", "\r\n").encode()


@pytest.fixture
def meeting(radicale, uid):
    """-> (Kim's calendar as it is, a cancellation that claims to be its organizer's, an invitation of the stranger's own)"""
    kim = radicale.user("kim")
    radicale.put(kim, f"{uid}.ics", event(uid, organizer=BOSS))
    cancel = event(uid, organizer=BOSS, method="CANCEL", status="CANCELLED", sequence=7)
    yield only(radicale, kim, uid), cancel, event("own-" + uid, organizer=EVE, method="REQUEST")


def test_who_is_proven_by_one_calendar_brings_no_other(radicale, delivery, meeting, uid):
    before, cancel, own = meeting
    invited = part(own, "REQUEST")
    forwarded = "Content-Type: message/rfc822\n\n" + mail(invited).decode()
    for parts in [(invited, part(cancel, "CANCEL")), (invited, part(cancel, kind="application/ics")),
                  (part(cancel, kind="application/ics"), invited), (forwarded, part(cancel, kind="application/ics")),
                  (part(cancel, kind="application/ics"), forwarded)]:
        assert delivery.send(mail(*parts), sender=EVE) == ["250 2.0.0 offered"]
        assert only(radicale, radicale.user("kim"), uid) == before


def test_what_is_judged_is_what_is_brought(radicale, delivery, meeting, uid):
    """The organizer is another in UTF-7 than in the bytes."""
    before, cancel, _ = meeting
    twofold = re.sub("(?m)^(ORGANIZER.*)$", f"X-A:+AA0ACg-ORGANIZER:mailto:{EVE}+AA0ACg-X-B:1\r\n\\1", cancel)
    assert delivery.send(mail(part(twofold, "CANCEL", charset="utf-7")), sender=EVE) != ["250 2.0.0 applied"]
    assert only(radicale, radicale.user("kim"), uid) == before


def test_a_title_in_a_charset_of_its_own_is_read(radicale, delivery, uid):
    text = mail(part(event(uid, organizer=EVE, method="REQUEST", summary="TITLE"), "REQUEST", charset="iso-2022-jp"))
    assert delivery.send(text.replace(b"TITLE", "会議".encode("iso-2022-jp")), sender=EVE) == ["250 2.0.0 inserted"]
    assert "SUMMARY:会議" in only(radicale, radicale.user("kim"), uid)[1]


def test_an_invitation_that_cannot_be_taken_over_is_offered(radicale, delivery, uid):
    text = event(uid, organizer=EVE, method="REQUEST").replace("ORGANIZER:", 'ORGANIZER;CN=x\\":')
    assert delivery.send(mail(part(text, "REQUEST")), sender=EVE) == ["250 2.0.0 offered"]
    assert "damaged" in delivery.arrivals()[-1]["reason"]
    gone = event("gone-" + uid, organizer=EVE, method="CANCEL", status="CANCELLED")
    assert delivery.send(mail(part(gone, "CANCEL")), sender=EVE) == ["250 2.0.0 unchanged"]


# Behind a name that a server may take for the parameter's end, or for the parameter.
NAMES = ['CN="x;SCHEDULE-AGENT=CLIENT"', 'CN=x\\";SCHEDULE-AGENT=SERVER;Y=\\"', "CN=x\\;SCHEDULE-AGENT=SERVER",
         'CN="x\\";SCHEDULE-AGENT=SERVER;Y="z"', "CN=" + "y" * 1300]


def test_no_name_makes_a_server_answer(scheduler, uid):
    with Delivery(scheduler, [scheduler.user("kim")], "doubtful = 0.9\nspam = 0.95\ncertain = 0.999") as delivery:
        delivery.know(EVE)
        scheduler.sink.clear()
        for number, name in enumerate(NAMES):
            for sequence, answer in enumerate(("ACCEPTED", "DECLINED")):
                text = event(f"{number}.{uid}", organizer=EVE, method="REQUEST", partstat=answer, sequence=sequence)
                text = re.sub("(?m)^(ORGANIZER|ATTENDEE)", lambda line: f"{line[1]};{name}", text)
                delivery.send(mail(part(text, "REQUEST")), sender=EVE)
        assert "inserted" in [row["state"] for row in delivery.arrivals()]
        scheduler.sink.empty()

"""What a mail does to a user's calendar, on every server: inserted, changed, cancelled, offered, withheld; and nothing is sent."""
import json
import re
import urllib.parse

import pytest

from delivery import ORGANIZER, Delivery, invitation
from messages import unproven


@pytest.fixture
def delivery(server):
    with Delivery(server, [server.user("kim"), server.user("lee")]) as running:
        yield running
    server.sink.empty()


def only(bed, user, uid):
    """The one object of this UID in his calendar."""
    found = [(path, text) for path, text in bed.objects(user).items() if f"UID:{uid}" in unfold(text)]
    assert len(found) == 1, found
    return found[0][0], unfold(found[0][1])


def unfold(text):
    return re.sub(r"\r?\n[ \t]", "", text)


def absent(bed, user, uid):
    return not [path for path, text in bed.objects(user).items() if uid in unfold(text)]


def test_the_invitation_of_a_proven_stranger_is_put_in_quietly(server, delivery, uid):
    kim = server.user("kim")
    assert delivery.send(invitation(uid).mail()) == ["250 2.0.0 inserted"]
    path, text = only(server, kim, uid)
    (arrival,) = delivery.arrivals()
    assert arrival["state"] == "inserted" and arrival["placement"] == "insert-quiet" and arrival["place"] == urllib.parse.unquote(path)
    assert f"X-CALWARDEN-ORIGIN:{arrival['id']}" in text
    assert "TRANSP:TRANSPARENT" in text and "STATUS:TENTATIVE" in text and "METHOD" not in text
    assert "PARTSTAT=NEEDS-ACTION" in text


def test_the_invitation_of_somebody_known_is_put_in_as_it_is(server, delivery, uid):
    delivery.know()
    assert delivery.send(invitation(uid).mail()) == ["250 2.0.0 inserted"]
    _, text = only(server, server.user("kim"), uid)
    assert "TRANSP:TRANSPARENT" not in text and "STATUS:TENTATIVE" not in text and "SUMMARY:Quarterly planning" in text


def test_nobody_proven_is_offered_and_abuse_withheld(server, delivery, uid):
    kim = server.user("kim")
    event = invitation(uid)
    assert delivery.send(event.mail(results=unproven(ORGANIZER))) == ["250 2.0.0 offered"]
    lure = invitation(uid + ".lure", summary="CALWARDEN-TEST-7Q2XN4LD8VMB3KRH6TJW9YFZ5CPG1SEA-STANDARD-CALENDAR-ABUSE-STRING")
    assert delivery.send(lure.mail()) == ["250 2.0.0 withheld"]
    assert absent(server, kim, uid)
    assert [row["state"] for row in delivery.arrivals()] == ["offered", "withheld"]


def test_the_same_mail_again_changes_nothing(server, delivery, uid):
    kim, mail = server.user("kim"), invitation(uid).mail()
    assert delivery.send(mail) == ["250 2.0.0 inserted"]
    before = only(server, kim, uid)
    again = b"Received: from a by b; Sat, 21 Nov 2026 21:00:00 +0000\r\n" + mail
    assert delivery.send(mail) == delivery.send(again) == ["250 2.0.0 inserted"]
    assert only(server, kim, uid) == before
    assert len(delivery.arrivals()) == 1


def test_an_update_a_cancellation_and_what_is_old(server, delivery, uid):
    kim, event = server.user("kim"), invitation(uid)
    delivery.know()
    assert delivery.send(event.mail()) == ["250 2.0.0 inserted"]
    assert delivery.send(event.mail(sequence=2, summary="Moved", start=9 * 86400)) == ["250 2.0.0 applied"]
    assert "SUMMARY:Moved" in only(server, kim, uid)[1]
    assert delivery.send(event.mail(sequence=1, summary="Old")) in (["250 2.0.0 unchanged"], ["250 2.0.0 offered"])
    assert "SUMMARY:Moved" in only(server, kim, uid)[1]
    assert delivery.send(event.mail(sequence=3, method="CANCEL")) == ["250 2.0.0 applied"]
    assert "STATUS:CANCELLED" in only(server, kim, uid)[1]


def test_a_forged_cancel_and_a_takeover_leave_the_calendar_as_it_is(server, delivery, uid):
    kim, event = server.user("kim"), invitation(uid)
    delivery.know()
    assert delivery.send(event.mail()) == ["250 2.0.0 inserted"]
    before = only(server, kim, uid)
    forged = event.mail(sequence=5, method="CANCEL", results=unproven(ORGANIZER))
    assert delivery.send(forged)[0] in ("250 2.0.0 offered", "250 2.0.0 withheld")
    thief = invitation(uid, organizer="eve@elsewhere.example", sequence=9, summary="Mine now").mail()
    assert delivery.send(thief, sender="eve@elsewhere.example")[0] in ("250 2.0.0 offered", "250 2.0.0 withheld")
    assert only(server, kim, uid) == before


def test_each_recipient_is_answered_for_himself(server, delivery, uid):
    kim, lee = server.user("kim"), server.user("lee")
    to = ["kim@example.org", "nobody-here@example.org", "lee@example.org"]
    event = invitation(uid, attendees=tuple(to))
    assert delivery.send(event.mail(), to=to) == ["250 2.0.0 inserted", "250 2.0.0 no-calendar", "250 2.0.0 inserted"]
    assert only(server, kim, uid) and only(server, lee, uid)
    assert len(delivery.arrivals()) == 2


def test_a_mail_without_a_calendar_is_taken_and_forgotten(delivery):
    mail = b"From: jo@corp.example\r\nTo: kim@example.org\r\nSubject: Hello\r\n\r\n.leading dot\r\n"
    assert delivery.send(mail) == ["250 2.0.0 nothing"]
    assert delivery.arrivals() == []


def test_what_the_user_chose_stands_over_the_choice_of_the_domain(radicale, uid):
    kim, lee = radicale.user("kim"), radicale.user("lee")
    with Delivery(radicale, [kim, lee], 'domain-choices = {"example.org=ask"}') as delivery:
        to = [kim.address, lee.address]
        event = invitation(uid, attendees=tuple(to))
        assert delivery.send(event.mail(), to=to) == ["250 2.0.0 offered", "250 2.0.0 offered"]
        delivery.choose(lee.address, "usual")
        assert delivery.send(event.mail(sequence=1), to=to) == ["250 2.0.0 offered", "250 2.0.0 inserted"]
    assert absent(radicale, kim, uid) and only(radicale, lee, uid)


def test_all_other_bytes_stay_and_the_origin_is_ours(radicale, uid):
    """What strangers write about an origin is dropped, and each event has one of its own that tells nothing."""
    kim = radicale.user("kim")
    with Delivery(radicale, [kim]) as delivery:
        delivery.know()
        odd = "X-ODD;X-P=\"a;b\":caf\u00e9 \\n \\, and more\nX-CALWARDEN-ORIGIN:MINE\nCATEGORIES:a,b\nBEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT1H\n" \
              "DESCRIPTION:buy\nEND:VALARM\nEND:VEVENT"
        mail = invitation(uid).mail().replace(b"END:VEVENT", odd.replace("\n", "\r\n").encode())
        assert delivery.send(mail) == ["250 2.0.0 inserted"]
        (arrival,) = delivery.arrivals()
        stored = unfold(only(radicale, kim, uid)[1]).replace("\r\n", "\n")
        came = mail.split(b"charset=UTF-8\r\n\r\n")[2].split(b"\r\n--=_b1")[0].decode().replace("\r\n", "\n")
        came = re.sub(r"METHOD:.*\n|X-CALWARDEN-ORIGIN:.*\n|(?s:BEGIN:VALARM.*END:VALARM\n)", "", came)
        stored = re.sub(rf"X-CALWARDEN-ORIGIN:{arrival['id']}\n", "", stored)
        assert sorted(stored.split()) == sorted(came.split())  # Radicale itself sorts


def test_a_copy_is_never_quarantined(radicale, uid):
    """The mail lies in the mailbox already: to release it would deliver it twice."""
    with Delivery(radicale, [radicale.user("kim")], "mail-in-certain = quarantine") as delivery:
        lure = invitation(uid, summary="CALWARDEN-TEST-7Q2XN4LD8VMB3KRH6TJW9YFZ5CPG1SEA-STANDARD-CALENDAR-ABUSE-STRING")
        assert delivery.send(lure.mail()) == ["250 2.0.0 withheld"]
        delivery.warden.stop()
        assert delivery.warden.rows("SELECT class FROM decision") == [("certain",)]
        assert delivery.warden.rows("SELECT item FROM quarantine") == []


def test_through_a_pipe(radicale, uid):
    kim = radicale.user("kim")
    with Delivery(radicale, [kim]) as delivery:
        event = invitation(uid)
        said = delivery.pipe(event.mail(), "--rcpt", kim.address, "--json", "--dry-run")
        assert json.loads(said)["objects"][0]["state"] == "offered" and delivery.arrivals() == []
        assert "offered" in delivery.pipe(event.mail(), "--rcpt", kim.address)
        assert absent(radicale, kim, uid) and delivery.arrivals()[0]["reason"].startswith("Nobody who may be believed")

"""What the user asks for himself: bring in what was not inserted, take out what was. The organizer hears of neither."""
import json

import pytest

from beds import event
from delivery import ORGANIZER, Delivery, invitation
from messages import Event, proven, unproven
from test_deliver import absent, only


@pytest.fixture
def delivery(server):
    with Delivery(server, [server.user("kim")]) as running:
        yield running
    server.sink.empty()


def mine(delivery, what, row):
    return json.loads(delivery.warden.ask("mine", what, row["id"], "--for", row["owner"], "--json"))["arrival"]


def test_what_was_offered_comes_in_and_goes_out_again(server, delivery, uid):
    kim = server.user("kim")
    assert delivery.send(invitation(uid).mail(results=unproven(ORGANIZER))) == ["250 2.0.0 offered"]
    (row,) = delivery.arrivals()
    assert mine(delivery, "add", row)["state"] == "inserted"
    _, text = only(server, kim, uid)
    assert f"X-CALWARDEN-ORIGIN:{row['id']}" in text and "TRANSPARENT" not in text
    assert mine(delivery, "spam", row)["state"] == "removed"
    assert absent(server, kim, uid) and server.inbox(kim) == {}
    assert mine(delivery, "ham", row)["state"] == "inserted"
    assert only(server, kim, uid)


def test_abuse_that_came_in_with_an_update_goes_as_a_whole(server, delivery, uid):
    kim, meeting = server.user("kim"), invitation(uid)
    assert delivery.send(meeting.mail()) == ["250 2.0.0 inserted"]
    assert delivery.send(meeting.mail(sequence=1, summary="Changed")) == ["250 2.0.0 applied"]
    last = delivery.arrivals()[-1]
    assert mine(delivery, "spam", last)["state"] == "removed"
    assert absent(server, kim, uid)
    assert [row["state"] for row in delivery.arrivals()] == ["removed", "removed"]


def test_what_is_only_offered_is_put_away_and_what_he_made_himself_stays(server, delivery, uid):
    kim = server.user("kim")
    server.put(kim, "own.ics", event(uid=uid, organizer=None))
    before = only(server, kim, uid)
    assert delivery.send(invitation(uid).mail(results=unproven(ORGANIZER))) == ["250 2.0.0 offered"]
    (row,) = delivery.arrivals()
    assert mine(delivery, "spam", row)["state"] == "dismissed"
    assert only(server, kim, uid) == before


def test_an_answer_that_is_abuse_leaves_the_meeting_of_his_own(server, delivery, uid):
    kim, guest = server.user("kim"), "guest@example.net"
    server.put(kim, "meeting.ics", event(uid, organizer=kim.address, attendees=(guest,), agent="CLIENT").replace(
        "ATTENDEE;", "ATTENDEE;SCHEDULE-AGENT=CLIENT;"))
    server.sink.clear()
    reply = Event(uid=uid, organizer=kim.address, attendees=(guest,), method="REPLY", partstat="ACCEPTED", sender=guest,
                  to=kim.address, results=proven(guest))
    assert delivery.send(reply.mail(), sender=guest) == ["250 2.0.0 applied"]
    before = only(server, kim, uid)
    assert mine(delivery, "spam", delivery.arrivals()[-1])["state"] == "dismissed"
    assert only(server, kim, uid) == before


def test_an_event_that_no_server_can_take_is_offered_at_once(server, delivery):
    assert delivery.send(invitation("u" * 9000).mail()) == ["250 2.0.0 offered"]
    (row,) = delivery.arrivals()
    assert row["reason"] == "Your calendar server does not take it"

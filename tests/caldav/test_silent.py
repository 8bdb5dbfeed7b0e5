"""What is written and removed, nobody is told of: not by mail, and not in the calendars of the same server. Each server is seen
to send what it sends when nobody prevents it."""
import re

from beds import DOMAIN, START, event

SENDER = "org@example.net"  # outside


def replied(bed, by):
    """Whom a mail of METHOD:REPLY went to."""
    return {address for sender, to, raw in bed.sink.got() for address in to if b"METHOD:REPLY" in raw and by in sender}


def partstat(text, address):
    """What an attendee says in an object."""
    lines = re.sub(r"\r?\n[ \t]", "", text).splitlines()
    line = next(line for line in lines if line.startswith("ATTENDEE") and line.lower().endswith(f"mailto:{address}"))
    found = re.search("PARTSTAT=([A-Z-]+)", line)
    return found[1] if found else None


def accepted(text, address):
    """The object as the calendar program of an attendee writes it who has accepted."""
    def answer(line):
        own = line[0].replace("\r\n ", "").lower().endswith(f"mailto:{address}")
        return line[0].replace("NEEDS-ACTION", "ACCEPTED") if own else line[0]
    return re.sub(r"ATTENDEE(?:\r\n |[^\r\n])*", answer, text)


def test_a_server_that_is_left_alone_tells_the_organizer(scheduler, uid):
    kim = scheduler.user("kim")
    scheduler.put(kim, "plain.ics", event(uid, partstat="ACCEPTED"))
    assert SENDER in replied(scheduler, kim.address)
    scheduler.sink.clear()
    scheduler.delete(kim, scheduler.calendar(kim) + "plain.ics")
    assert SENDER in replied(scheduler, kim.address)


def test_insert_update_cancel_and_removal(server, uid):
    kim = server.user("kim")
    agent = "CLIENT" if server.schedules else None
    with server.client(kim) as client:
        made = client.put(uid, event(uid, agent=agent))
        assert made["changed"] is False and made["path"], made
        for change in (dict(sequence=1, summary="Planning, later", start=START.replace("0301T", "0302T")), dict(sequence=2, status="CANCELLED")):
            found = client.find(uid)
            assert client.put(uid, event(uid, agent=agent, **change), found["path"], found["etag"]).get("changed") is False
        found = client.find(uid)
        assert "STATUS:CANCELLED" in found["bytes"]
        assert client.remove(uid, found["path"], found["etag"]).get("changed") is False
        assert client.find(uid)["path"] == ""
    assert not [text for text in server.objects(kim).values() if uid in text]
    server.sink.empty()


def test_what_the_user_has_answered_is_removed(server, uid):
    kim = server.user("kim")
    with server.client(kim) as client:
        made = client.put(uid, event(uid, agent="CLIENT" if server.schedules else None))
        text = server.get(kim, made["path"])
        server.put(kim, made["path"].rsplit("/", 1)[1], accepted(text, kim.address))
        assert partstat(server.get(kim, made["path"]), kim.address) == "ACCEPTED"
        server.sink.clear()
        assert client.remove(uid, made["path"]).get("changed") is False
        assert client.find(uid)["path"] == ""
    server.sink.empty()


def test_what_came_without_us_and_was_accepted_is_removed(scheduler, uid):
    """The server has told the organizer that it was accepted; of the removal it says nothing."""
    kim = scheduler.user("kim")
    scheduler.put(kim, "answered.ics", event(uid, partstat="ACCEPTED"))
    scheduler.sink.got()
    scheduler.sink.clear()
    with scheduler.client(kim) as client:
        found = client.find(uid)
        assert client.remove(uid, found["path"], found["etag"]).get("changed") is False
        assert client.find(uid)["path"] == ""
    scheduler.sink.empty()


def test_what_the_server_took_in_itself_goes_with_its_message(scheduler, uid):
    """Lee, of the same server, invites Kim; Kim accepts. Lee's calendar goes on saying so after the removal, and no answer
    lies in Lee's inbox."""
    kim, lee = scheduler.user("kim"), scheduler.user("lee")
    scheduler.put(lee, f"{uid}.ics", event(uid, organizer=lee.address))
    with scheduler.client(kim) as client:
        found = client.find(uid)
        assert found["path"], "the server takes no invitation in by itself"
        scheduler.put(kim, found["path"].rsplit("/", 1)[1], accepted(found["bytes"], kim.address))
        before, answers = scheduler.get(lee, scheduler.calendar(lee) + f"{uid}.ics"), scheduler.inbox(lee)
        assert partstat(before, kim.address) == "ACCEPTED"
        scheduler.sink.clear()
        assert client.remove(uid, found["path"]).get("changed") is False
        assert client.find(uid)["path"] == ""
    assert not [text for text in scheduler.inbox(kim).values() if uid in text]
    assert scheduler.get(lee, scheduler.calendar(lee) + f"{uid}.ics") == before
    assert scheduler.inbox(lee) == answers
    scheduler.sink.empty()


def test_an_invitation_that_only_says_it_is_the_users(server, uid):
    """Inserted with the user as its organizer: nobody is invited, and nobody told of the end."""
    kim = server.user("kim")
    with server.client(kim) as client:
        text = event(uid, organizer=kim.address, attendees=("guest@example.net",),
                     agent=("attendees", "CLIENT") if server.schedules else None)
        made = client.put(uid, text)
        assert made.get("changed") is False
        assert client.remove(uid, made["path"]).get("changed") is False
        assert client.find(uid)["path"] == ""
    server.sink.empty()


def test_the_users_own_meeting_is_never_called_off(scheduler, uid):
    """He has invited a guest. Where the server cannot be kept from telling the guest, the event stays."""
    kim = scheduler.user("kim")
    scheduler.put(kim, f"{uid}.ics", event(uid, organizer=kim.address, attendees=("guest@example.net",)))
    assert [to for _, to, raw in scheduler.sink.got() if b"METHOD:REQUEST" in raw] == [["guest@example.net"]]
    scheduler.sink.clear()
    with scheduler.client(kim) as client:
        found = client.find(uid)
        done = client.remove(uid, found["path"], found["etag"])
        assert (client.find(uid)["path"] != "") == ("error" in done)
    scheduler.sink.empty()


def test_an_invitation_of_the_same_domain_is_inserted(scheduler, uid):
    """Forged: its organizer is a user of the server, who knows nothing of it. He learns nothing, either. (SOGo does not take it,
    and says so for good.)"""
    kim, lee = scheduler.user("kim"), scheduler.user("lee")
    before = scheduler.objects(lee)
    with scheduler.client(kim) as client:
        made = client.put(uid, event(uid, organizer=f"lee@{DOMAIN}", agent="CLIENT"))
        if scheduler.name == "SOGo":
            assert made["error"] == "usage"
        else:
            assert made.get("changed") is False
            assert client.remove(uid, made["path"]).get("changed") is False
    assert scheduler.objects(lee) == before and not [text for text in scheduler.inbox(lee).values() if uid in text]
    scheduler.sink.empty()

"""What the messages of a series of meetings do to a real calendar: instances, answers, what the user has said himself. Nothing is
sent by any of it."""
import re
import time

import pytest

from beds import QUIET, START, event
from delivery import ORGANIZER, Delivery
from messages import Event, proven
from test_deliver import only
from test_silent import accepted, partstat

GUEST = "guest@example.net"
DAY = START[:6]  # of the first of the month on


class Written(Event):
    """A mail with this calendar in it."""

    def calendar(self, w):
        return w["object"].replace("\r\n", "\n")


@pytest.fixture
def delivery(server):
    server.sink.clear()
    with Delivery(server, [server.user("kim")]) as running:
        running.know()
        yield running
    server.sink.empty()


def by_program(bed, user, name, text):
    """What his own program writes; the server may tell others of that."""
    bed.put(user, name, text)
    time.sleep(QUIET)
    bed.sink.clear()


def mail(text, method="REQUEST", sender=ORGANIZER, to="kim@example.org"):
    return Written(object=text, method=method, organizer=sender, attendees=(to,), results=proven(sender)).mail()


def about(uid, sequence, extra="", method="REQUEST", **more):
    return mail(event(uid, organizer=ORGANIZER, sequence=sequence, extra=extra, method=method, **more), method)


def components(text):
    return text.split("BEGIN:VEVENT")[1:]


def instance(text, day):
    """The component that stands apart from the series on that day."""
    found = [part for part in components(text) if f"RECURRENCE-ID:{DAY}{day}T100000Z" in part]
    assert len(found) == 1, text
    return found[0]


def test_single_instances_of_a_series(server, delivery, uid):
    kim = server.user("kim")
    assert delivery.send(about(uid, 0, "RRULE:FREQ=DAILY;COUNT=9")) == ["250 2.0.0 inserted"]
    assert delivery.send(about(uid, 1, f"RECURRENCE-ID:{DAY}07T100000Z", start=f"{DAY}07T150000Z")) == ["250 2.0.0 applied"]
    moved = dict(extra=f"RECURRENCE-ID:{DAY}02T100000Z", start=f"{DAY}02T150000Z", summary="Later")
    assert delivery.send(about(uid, 1, **moved)) == ["250 2.0.0 applied"]
    assert "SUMMARY:Later" in instance(only(server, kim, uid)[1], "02")
    off = about(uid, 2, f"RECURRENCE-ID:{DAY}03T100000Z", "CANCEL", start=f"{DAY}03T100000Z", status="CANCELLED")
    assert delivery.send(off) == ["250 2.0.0 applied"]
    assert "STATUS:CANCELLED" in instance(only(server, kim, uid)[1], "03")
    said = delivery.send(about(uid, 3, "", "ADD", start=f"{DAY}20T100000Z", summary="One more"))
    text = only(server, kim, uid)[1]
    if server.name == "SOGo":  # would decline it
        assert said == ["250 2.0.0 unchanged"] and f"{DAY}20" not in text
    else:
        assert said == ["250 2.0.0 applied"]
        assert f"RDATE:{DAY}20T100000Z" in text and "SUMMARY:One more" in instance(text, "20")
    before = only(server, kim, uid)
    assert delivery.send(about(uid, 1, **moved)) == ["250 2.0.0 unchanged"]
    assert only(server, kim, uid) == before
    rest = about(uid, 4, f"RECURRENCE-ID;RANGE=THISANDFUTURE:{DAY}05T100000Z", "CANCEL", start=f"{DAY}05T100000Z", status="CANCELLED")
    assert delivery.send(rest) == ["250 2.0.0 applied"]
    text = only(server, kim, uid)[1]
    assert f"UNTIL={DAY}05T095959Z" in text and f"{DAY}20T100000Z" not in text
    if server.name == "SOGo":  # does not let go of it
        assert "STATUS:CANCELLED" in instance(text, "07")
    else:
        assert f"{DAY}07" not in text
    assert delivery.send(about(uid, 5, "RRULE:FREQ=DAILY;COUNT=9", start=f"{DAY}01T120000Z")) == ["250 2.0.0 applied"]
    assert "SUMMARY:Later" not in re.sub("(?s)BEGIN:VEVENT((?!BEGIN).)*STATUS:CANCELLED.*?END:VEVENT", "", only(server, kim, uid)[1])


def test_instances_that_the_series_excludes(server, delivery, uid):
    """SOGo would decline them in the user's name."""
    kim = server.user("kim")
    assert delivery.send(about(uid, 0, "RRULE:FREQ=DAILY;COUNT=9")) == ["250 2.0.0 inserted"]
    said = delivery.send(about(uid, 1, f"RRULE:FREQ=DAILY;COUNT=9\r\nEXDATE:{DAY}03T100000Z"))
    if server.name == "SOGo":
        assert said == ["250 2.0.0 unchanged"] and "EXDATE" not in only(server, kim, uid)[1]
    else:
        assert said == ["250 2.0.0 applied"] and f"EXDATE:{DAY}03T100000Z" in only(server, kim, uid)[1]


def test_what_the_user_has_said_stays(server, delivery, uid):
    kim = server.user("kim")
    assert delivery.send(about(uid, 0)) == ["250 2.0.0 inserted"]
    path, text = only(server, kim, uid)
    alarm = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:mine\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\n"
    own = "X-OF-KIM:yes\r\nCATEGORIES:Work\r\n" + alarm + "END:VEVENT"
    by_program(server, kim, path.rsplit("/", 1)[1], accepted(server.get(kim, path), kim.address).replace("END:VEVENT", own))
    loud = alarm.replace("mine", "theirs").replace("15M", "1M").strip()
    assert delivery.send(about(uid, 1, "CATEGORIES:Sale\r\n" + loud, summary="Moved")) == ["250 2.0.0 applied"]
    text = only(server, kim, uid)[1]
    assert "SUMMARY:Moved" in text and partstat(text, kim.address) == "ACCEPTED"
    assert "X-OF-KIM:yes" in text and "CATEGORIES:Work" in text and "TRIGGER:-PT15M" in text
    assert "Sale" not in text and "theirs" not in text


def test_what_came_without_us_is_changed_and_cancelled(server, delivery, uid):
    """The server would answer for it, had it been left as it was."""
    kim = server.user("kim")
    by_program(server, kim, "before.ics", event(uid, organizer=ORGANIZER))
    assert delivery.send(about(uid, 1, summary="Moved")) == ["250 2.0.0 applied"]
    assert "SUMMARY:Moved" in only(server, kim, uid)[1]
    assert delivery.send(about(uid, 2, method="CANCEL", status="CANCELLED")) == ["250 2.0.0 applied"]
    assert "STATUS:CANCELLED" in only(server, kim, uid)[1]


def test_an_answer_to_the_users_own_meeting(server, delivery, uid):
    """A server that has invited the guest itself has to take the answer in itself: it would tell all guests of each change."""
    kim = server.user("kim")
    by_program(server, kim, f"{uid}.ics", event(uid, organizer=kim.address, attendees=(GUEST,)))
    before = only(server, kim, uid)
    answer = event(uid, organizer=kim.address, attendees=(GUEST,), partstat="ACCEPTED", method="REPLY")
    answer = "\r\n".join(line for line in answer.split("\r\n") if "ROLE=CHAIR" not in line)
    said = delivery.send(mail(answer, "REPLY", GUEST), sender=GUEST)
    if server.schedules:
        assert said == ["250 2.0.0 unchanged"] and only(server, kim, uid) == before
        assert "calendar server" in delivery.arrivals()[-1]["reason"]
    else:
        assert said == ["250 2.0.0 applied"] and partstat(only(server, kim, uid)[1], GUEST) == "ACCEPTED"
    stranger = answer.replace(GUEST, "crasher@example.net")
    assert delivery.send(mail(stranger, "REPLY", "crasher@example.net"), sender="crasher@example.net") != ["250 2.0.0 applied"]
    assert "crasher" not in only(server, kim, uid)[1]

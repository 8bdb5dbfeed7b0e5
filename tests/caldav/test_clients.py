"""What the user's own programs see of it: python3-caldav, and curl."""
import subprocess

import caldav
import icalendar
import pytest
from requests.auth import HTTPBasicAuth

from beds import event
from delivery import ORGANIZER, Delivery, invitation
from messages import unproven

ABUSE = "CALWARDEN-TEST-7Q2XN4LD8VMB3KRH6TJW9YFZ5CPG1SEA-STANDARD-CALENDAR-ABUSE-STRING"
QUERY = """<?xml version="1.0"?><C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
<D:prop><C:calendar-data/></D:prop><C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"/></C:comp-filter></C:filter>
</C:calendar-query>"""


@pytest.fixture
def delivery(server):
    with Delivery(server, [server.user("kim")]) as running:
        yield running
    server.sink.empty()


def seen(bed, user, uid):
    """The event as a program shows it, or None."""
    login = HTTPBasicAuth(user.name, user.password)  # at once: SOGo closes what it has asked for a password on
    with caldav.DAVClient(url=f"http://127.0.0.1:{bed.http}/", auth=login) as client:
        calendar = caldav.Calendar(client=client, url=f"http://127.0.0.1:{bed.http}{bed.calendar(user)}")
        for found in calendar.events():
            for one in icalendar.Calendar.from_ical(found.data).walk("VEVENT"):
                if str(one["UID"]) == uid:
                    return one
    return None


def fetched(bed, user):
    """All of the calendar, by curl."""
    done = subprocess.run(["curl", "-sS", "--fail", "--user", f"{user.name}:{user.password}", "-X", "REPORT", "-H", "Depth: 1", "-H",
                           "Content-Type: application/xml; charset=utf-8", "--data-binary", QUERY,
                           f"http://127.0.0.1:{bed.http}{bed.calendar(user)}"], capture_output=True, timeout=30, check=False)
    assert done.returncode == 0, done
    return done.stdout.decode()


def test_what_may_go_in_is_seen_and_the_rest_is_not(server, delivery, uid):
    kim, lure, strange = server.user("kim"), "lure." + uid, "strange." + uid
    assert delivery.send(invitation(uid, summary="Quarterly planning").mail()) == ["250 2.0.0 inserted"]
    one = seen(server, kim, uid)
    assert str(one["SUMMARY"]) == "Quarterly planning" and str(one["STATUS"]) == "TENTATIVE" and str(one["TRANSP"]) == "TRANSPARENT"
    assert ORGANIZER in str(one["ORGANIZER"]) and not one.walk("VALARM")
    assert delivery.send(invitation(lure, summary=ABUSE).mail()) == ["250 2.0.0 withheld"]
    assert delivery.send(invitation(strange).mail(results=unproven(ORGANIZER))) == ["250 2.0.0 offered"]
    assert seen(server, kim, lure) is None and seen(server, kim, strange) is None
    text = fetched(server, kim)
    assert uid in text and lure not in text and strange not in text


def test_an_update_and_a_cancellation_are_seen(server, delivery, uid):
    kim = server.user("kim")
    delivery.know()
    assert delivery.send(invitation(uid, summary="Planning").mail()) == ["250 2.0.0 inserted"]
    before = seen(server, kim, uid)
    assert "STATUS" not in before or str(before["STATUS"]) == "CONFIRMED"
    assert delivery.send(invitation(uid, summary="Planning in the large room", sequence=1).mail()) == ["250 2.0.0 applied"]
    assert str(seen(server, kim, uid)["SUMMARY"]) == "Planning in the large room" and "large room" in fetched(server, kim)
    gone = invitation(uid, summary="Planning", sequence=2, method="CANCEL")
    assert delivery.send(gone.mail()) == ["250 2.0.0 applied"]
    assert str(seen(server, kim, uid)["STATUS"]) == "CANCELLED"


def test_what_the_client_says_stays_the_clients(server, delivery, uid):
    """He has made an event; a stranger's invitation of the same UID is another's, and is not seen."""
    kim = server.user("kim")
    server.put(kim, f"{uid}.ics", event(uid, organizer=kim.address, attendees=(), summary="Mine"))
    said = delivery.send(invitation(uid, summary="Theirs").mail())
    assert said != ["250 2.0.0 inserted"] and str(seen(server, kim, uid)["SUMMARY"]) == "Mine", said

"""The recipe of docs/sieve/cyrus.md: what our field says decides what comes into a calendar. Postfix, its milter, LMTP,
Sieve with processimip, and a look by CalDAV and IMAP."""
import base64
import itertools
import re
import time

import pytest

from bed_cyrus import Cyrus
from messages import OURS, Event, abuse, letter, proven, unproven

BEHIND = f'trusted-results = behind\nauthserv-ids = {{"{OURS}"}}\ntrusted-networks = {{"192.0.2.0/28"}}\n'
JO, EVE = proven("jo@corp.example"), proven("eve@other.example")
ALARM = b"BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Look\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\n"
numbers = itertools.count(1)


@pytest.fixture(scope="module")
def running(system):
    """It has the mailboxes, instead of Dovecot."""
    cyrus = Cyrus(system.folder / "cyrus")
    try:
        cyrus.start()
        system.set_milter(system.milter_lines, cyrus.lmtp)
        system.postfix.reload()
        yield cyrus
    finally:
        system.set_milter(system.milter_lines)
        system.postfix.reload()
        cyrus.stop()


@pytest.fixture
def cyrus(bed, running):
    yield running
    print(running.said[-5000:])


class Person:
    """Somebody with a mailbox and a calendar, both empty."""

    def __init__(self, bed, cyrus):
        self.bed, self.cyrus, self.address = bed, cyrus, f"kim-{next(numbers)}@example.org"
        cyrus.password(self.address)
        self.get(letter(to=self.address))
        assert self.mails() == [("INBOX", "Lunch")] and self.events() == []

    def get(self, raw, **session):
        self.bed.send(raw, to=[self.address], **session)
        self.bed.settled()

    def mails(self):
        return self.cyrus.subjects(self.address)

    def events(self):
        return self.cyrus.calendar(self.address)


@pytest.fixture
def kim(bed, cyrus, warden):
    warden(BEHIND)
    return Person(bed, cyrus)


def test_a_clean_invitation_reaches_the_calendar(kim):
    kim.get(Event(attendees=(kim.address,), results=JO).mail())
    event, = kim.events()
    assert "SUMMARY:Quarterly planning" in event
    assert kim.mails()[1:] == [("INBOX", "Quarterly planning")]


def with_alarm(raw, encoded):
    raw = raw.replace(b"END:VEVENT", ALARM + b"END:VEVENT")
    if not encoded:
        return raw
    head, calendar, tail = re.match(rb"(.*)(BEGIN:VCALENDAR.*END:VCALENDAR\r\n)(.*)", raw, re.S).groups()
    return head[:-2] + b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(calendar).replace(b"\n", b"\r\n") + tail


@pytest.mark.parametrize("encoded", (False, True))
def test_a_stranger_rings_no_bell(kim, encoded):
    """Cyrus would take the alarm over; what is to come in quietly stays in the mailbox then."""
    kim.get(with_alarm(Event(attendees=(kim.address,), results=JO).mail(), encoded))
    assert kim.events() == [] and kim.mails()[1:] == [("INBOX", "Quarterly planning")]


@pytest.mark.parametrize("encoded", (False, True))
def test_whom_he_trusts_may(bed, cyrus, warden, encoded):
    daemon = warden(BEHIND)
    kim = Person(bed, cyrus)
    daemon.ask("allow", "add", "jo@corp.example", "--for", kim.address)
    time.sleep(2.5)  # a change of lists counts a second later
    kim.get(with_alarm(Event(attendees=(kim.address,), results=JO).mail(), encoded))
    event, = kim.events()
    assert "BEGIN:VALARM" in event


def test_who_is_not_proven_is_only_offered(kim):
    kim.get(Event(attendees=(kim.address,)).mail())
    kim.get(Event(attendees=(kim.address,), results=unproven("jo@corp.example")).mail())
    assert kim.events() == [] and [folder for folder, _ in kim.mails()] == ["INBOX"] * 3


def test_spam_goes_to_its_folder_and_to_no_calendar(bed, cyrus, warden):
    warden(BEHIND + "mail-in-certain = folder")
    kim = Person(bed, cyrus)
    kim.get(abuse(attendees=(kim.address,), results=proven("billing@paypall-accounts.example")),
            sender="billing@paypall-accounts.example")
    assert kim.events() == [] and [folder for folder, _ in kim.mails()] == ["INBOX", "Junk"]


def test_spam_that_is_only_tagged_reaches_no_calendar(bed, cyrus, warden):
    warden(BEHIND + "prior = 3\nmail-in-spam = tag")
    kim = Person(bed, cyrus)
    kim.get(Event(attendees=(kim.address,), results=JO).mail())
    assert kim.events() == [] and [folder for folder, _ in kim.mails()] == ["INBOX", "Junk"]


def test_a_forged_field_opens_no_calendar(kim):
    forged = "Calwarden-Verdict: v=1; id=01KAKX; t=1; class=clean; placement=insert; originator=verified; mac=AAAA\n"
    kim.get(Event(attendees=(kim.address,), more=forged).mail())
    kim.get(letter(to=kim.address, more=forged))
    assert kim.events() == [] and len(kim.mails()) == 3


def test_what_another_filter_calls_spam_reaches_no_calendar(kim):
    kim.get(Event(attendees=(kim.address,), results=JO, more="X-Spam-Flag: YES\n").mail())
    assert kim.events() == [] and kim.mails()[1:] == [("Junk", "Quarterly planning")]


def test_the_life_of_an_event(kim):
    event = Event(attendees=(kim.address,), results=JO)
    kim.get(event.mail())
    kim.get(event.mail(sequence=1, location="Room 5"))
    assert "Room 5" in kim.events()[0]
    # Somebody else, who is proven to be somebody else, can neither move nor cancel it.
    for words in ({"sequence": 2, "location": "Room 6"}, {"sequence": 3, "method": "CANCEL"}):
        kim.get(event.mail(sender="eve@other.example", results=EVE, **words), sender="eve@other.example")
    now, = kim.events()
    assert "Room 5" in now and "STATUS:CANCELLED" not in now
    kim.get(event.mail(sequence=4, method="CANCEL"))
    assert all("STATUS:CANCELLED" in left for left in kim.events())


def test_without_a_calendar_the_mail_is_still_delivered(bed, cyrus, warden):
    """He has never opened one."""
    warden(BEHIND)
    address = "never@example.org"
    cyrus.password(address)
    bed.send(Event(attendees=(address,), results=JO).mail(), to=[address])
    bed.settled()
    assert cyrus.subjects(address) == [("INBOX", "Quarterly planning")]
    assert cyrus.calendar(address) == []

"""Attacks that are one mail after the other (23-27, 16; RFC 5546 6), each beside what looks like it and is none. All mails go
through the mail system; a filter before us says whose they are."""
import re

import pytest

from bed import Refused, until
from messages import Event, letter, proven, unproven
from test_delivery import BEHIND, KIM, verdict

JO, AL, EVE = "jo@corp.example", "al@partner.example", "eve@evil.example"
REFUSE = "mail-in-doubtful = tag\nmail-in-spam = reject\n"


class Story:
    """Mails about one event, to one recipient."""

    def __init__(self, bed, daemon, event):
        self.bed, self.daemon, self.event, self.seen = bed, daemon, event, 0

    def tell(self, results, to="kim@example.org", sender=None, **words):
        """Sends the next mail, and answers what Calwarden said of it."""
        number = self.seen = self.seen + 1
        mail = self.event.mail(results=results, subject=f"mail {number}", **({"sender": sender} if sender else {}), **words)
        try:
            self.bed.send(mail, to=[to], sender=sender or self.event.words["organizer"])
            mails = {found["Subject"]: found for found in self.bed.mailbox(to, "INBOX")}
            said = verdict(mails[f"mail {number}"])
        except Refused as refusal:
            assert refusal.code == 554, refusal
            said = {"id": re.search(r"[0-9A-Z]{26}", refusal.text)[0], "class": "spam", "placement": "withhold"}
        line = self.daemon.logged(f"id={said['id']}")
        return said | {"signals": re.findall(r"[A-Z_]{4,}", (re.search(r" signals=(\S+)", line) or ["", ""])[1])}

    def writes(self, sender, **words):
        """The same from somebody whose domain is proven."""
        return self.tell(proven(sender), sender=sender, **words)

    def forges(self, sender, **words):
        """Somebody who says that he is `sender`."""
        return self.tell(unproven(sender), sender=sender, **words)


@pytest.fixture
def story(bed, warden):
    """A meeting of jo@corp.example that has come to kim@example.org."""
    told = Story(bed, warden(BEHIND + REFUSE), Event(organizer=JO, attendees=("kim@example.org", AL)))
    assert told.writes(JO)["placement"] == "insert-quiet"
    return told


def kept_out(said, signal):
    """Nothing happens in the calendar by itself, and the reason is told."""
    return said["placement"] in ("withhold", "offer") and signal in said["signals"]


def goes_in(said):
    return said["class"] == "clean" and said["placement"] in ("insert", "insert-quiet")


# ---- 23: who changes another's event -----------------------------------------------------------------------------------

def test_takeover_by_a_stranger(story):
    said = story.forges(JO, sequence=1, location="https://meet.evil.example/join")
    assert kept_out(said, "EVENT_TAKEN_OVER"), said


def test_takeover_by_another_organizer(story):
    said = story.writes(EVE, organizer=EVE, sequence=1, location="https://meet.evil.example/join")
    assert kept_out(said, "EVENT_OF_TWO"), said
    said = story.writes(JO, sequence=2, location="Room 5")  # whose event it is
    assert goes_in(said), said


def test_the_organizer_changes_his_event(story):
    said = story.writes(JO, sequence=1, location="Room 5")
    assert goes_in(said), said


def test_occupying_the_uid_of_an_event_to_come(bed, warden):
    told = Story(bed, warden(BEHIND + REFUSE), Event(organizer=JO))
    told.forges(EVE, organizer=EVE, summary="Something else")  # unproven: no claim
    said = told.writes(JO)
    assert goes_in(said), said


def test_an_organizer_who_moved_is_offered_until_he_is_confirmed(story):
    moved = "jo@corp-new.example"
    said = story.writes(moved, organizer=moved, sequence=1)
    assert said["placement"] == "offer", said
    until(lambda: story.daemon.rows(f"SELECT * FROM claim WHERE identity = '{moved}'"), "the claim")
    story.daemon.ask("claim", "confirm", "kim@example.org", story.event.words["uid"], moved)
    said = story.writes(moved, organizer=moved, sequence=2)
    assert goes_in(said), said


# ---- 24: who cancels, and who answers ----------------------------------------------------------------------------------

def test_forged_cancel(story):
    said = story.forges(JO, method="CANCEL", sequence=1)
    assert kept_out(said, "CANCEL_BY_ANOTHER"), said


def test_cancel_by_another_attendee(story):
    said = story.writes(AL, method="CANCEL", organizer=JO, sequence=1)
    assert kept_out(said, "CANCEL_BY_ANOTHER"), said


def test_the_organizer_cancels(story):
    said = story.writes(JO, method="CANCEL", sequence=1)
    assert goes_in(said), said


@pytest.fixture
def own(bed, warden):
    """A meeting of kim@example.org, to which jo@corp.example is invited."""
    event = Event(organizer="kim@example.org", attendees=(JO, AL))
    told = Story(bed, warden(BEHIND + REFUSE), event)
    bed.send(event.mail(), to=[JO, AL], **KIM)
    bed.settled()
    assert len(bed.sink.mails) == 1
    return told


def reply(story, way, attendee, sender=None, **words):
    return way(sender or attendee, method="REPLY", attendees=(attendee,), partstat="ACCEPTED", **words)


def test_forged_reply(own):
    said = reply(own, own.forges, JO)
    assert kept_out(said, "ORIGINATOR_SPOOF"), said
    said = reply(own, own.writes, JO, sender=EVE)
    assert kept_out(said, "REPLY_NOT_BY_ATTENDEE"), said


def test_reply_of_somebody_who_was_not_invited(own):
    said = reply(own, own.writes, EVE)
    assert kept_out(said, "REPLY_BY_OUTSIDER"), said


def test_reply_of_the_invited(own):
    said = reply(own, own.writes, JO)
    assert goes_in(said), said
    # Exchange leaves ORGANIZER out; the UID tells whose event it is.
    said = reply(own, own.writes, AL, organizer="")
    assert goes_in(said), said


# ---- 25: what asks for more, and what adds -----------------------------------------------------------------------------

def test_refresh_of_somebody_who_was_not_invited(own):
    said = own.writes(EVE, method="REFRESH", attendees=(EVE,))
    assert kept_out(said, "REFRESH_BY_OUTSIDER"), said


def test_refresh_of_the_invited(own):
    said = own.writes(JO, method="REFRESH", attendees=(JO,))
    assert said["class"] == "clean" and said["placement"] != "withhold", said


def test_adding_to_anothers_series(story):
    said = story.forges(JO, method="ADD", sequence=1, location="https://meet.evil.example/join")
    assert kept_out(said, "ADD_BY_ANOTHER"), said


def test_changing_one_instance_of_anothers_series(story):
    said = story.forges(JO, recurrence_id="20300101T100000Z", sequence=1, location="https://meet.evil.example/join")
    assert kept_out(said, "ADD_BY_ANOTHER"), said


def test_the_organizer_adds_to_his_series(story):
    said = story.writes(JO, method="ADD", sequence=1)
    assert goes_in(said), said


# ---- 26: a number that locks the organizer out -------------------------------------------------------------------------

def test_sequence_of_a_stranger_locks_nobody_out(story):
    assert kept_out(story.forges(JO, sequence=2147483646), "SEQUENCE_LOCKS_OUT")
    said = story.writes(JO, sequence=1, location="Room 5")
    assert goes_in(said), said


def test_an_old_copy_changes_nothing_and_is_no_abuse(story):
    assert story.writes(JO, sequence=5, location="Room 5")["placement"] == "insert-quiet"
    said = story.writes(JO, sequence=1, location="Room 4")
    assert said["class"] == "clean", said


# ---- 27: who names himself ---------------------------------------------------------------------------------------------

def test_the_list_that_a_stranger_wrote_himself_into(story):
    said = story.writes(EVE, organizer=JO, attendees=("kim@example.org", EVE), sequence=1)
    assert kept_out(said, "ATTENDEE_BY_OWN_WORD"), said


def test_an_invited_one_hands_the_invitation_on(story):
    said = story.writes(AL, organizer=JO, attendees=("kim@example.org", AL))
    assert said["class"] in ("clean", "doubtful") and said["placement"] != "insert", said
    # And the organizer goes on.
    assert goes_in(story.writes(JO, sequence=1))


def test_a_confirmed_delegate(story):
    pa = "pa@assistants.example"
    said = story.writes(pa, sent_by=pa, sequence=1, location="Room 6")
    assert said["placement"] in ("offer", "withhold"), said
    story.daemon.ask("delegate", "add", pa, JO, "--for", "kim@example.org")
    said = story.writes(pa, sent_by=pa, sequence=2, location="Room 7")
    assert goes_in(said), said


# ---- 16: harmless invitations make nobody known ------------------------------------------------------------------------

def test_invitations_make_nobody_known(bed, warden):
    daemon = warden(BEHIND + REFUSE)
    for _ in range(3):
        assert Story(bed, daemon, Event(organizer=EVE)).writes(EVE)["placement"] == "insert-quiet"
    # And answering them does neither.
    event = Event(organizer=EVE)
    bed.send(event.mail(method="REPLY", attendees=("kim@example.org",), partstat="DECLINED", sender="kim@example.org"), to=[EVE], **KIM)
    assert Story(bed, daemon, Event(organizer=EVE)).writes(EVE)["placement"] == "insert-quiet"
    assert daemon.rows("SELECT * FROM relation") == []
    bed.send(letter("kim@example.org", EVE), to=[EVE], **KIM)
    until(lambda: daemon.rows("SELECT * FROM relation"), "the relation")
    assert Story(bed, daemon, Event(organizer=EVE)).writes(EVE)["placement"] == "insert"

"""What becomes of a mail, by real SMTP into real mailboxes: each action, forged fields, both directions, the quarantine."""
import re

import pytest

import messages
from bed import Refused, until
from messages import OURS, abuse, certain, invitation, letter, proven

BEHIND = f'trusted-results = behind\nauthserv-ids = {{"{OURS}"}}\ntrusted-networks = {{"192.0.2.0/28"}}\n'
ELSEWHERE = "198.51.100.7"  # a client that is not the filter before us
DOUBTFUL = "prior = 0\n"  # then an invitation of somebody unknown is
SPAM = "prior = 3\n"


def verdict(mail):
    """What the one Calwarden-Verdict says, as words; None where there is none."""
    found = mail.get_all("Calwarden-Verdict")
    if not found:
        return None
    assert len(found) == 1, found
    return dict(re.findall(r"(\w+)=([^;\s]+)", found[0]))


def test_an_ordinary_invitation(bed, warden):
    daemon = warden()
    raw = invitation(attendees=("kim@example.org", "lee@example.org"))
    bed.send(raw, to=["kim@example.org", "lee@example.org"])
    mail = bed.only()
    assert verdict(mail)["class"] == "clean" and verdict(mail)["placement"] == "offer"
    assert mail.get_payload(1).get_payload() in raw.decode().replace("\r\n", "\n")
    assert mail["Calwarden-Tag"] is None and mail["X-Spam-Flag"] is None
    assert bed.only("lee@example.org")["Calwarden-Verdict"] == mail["Calwarden-Verdict"]
    assert daemon.logged("event=item", "action=accept", "class=clean")
    # What was delivered is what was judged, and its field is ours.
    delivered = daemon.folder / "delivered.eml"
    delivered.write_bytes(bed.dovecot.fetch("kim@example.org")[0][1])
    said = daemon.ask("verdict", "verify", delivered, "--rcpt", "lee@example.org")
    assert "good" in said and "offer" in said, said


def test_proof_of_a_filter_before_us_counts(bed, warden):
    warden(BEHIND)
    bed.send(invitation(results=proven("jo@corp.example")))
    assert verdict(bed.only()) | {"originator": "verified", "placement": "insert-quiet"} == verdict(bed.only())


def test_recipients_do_not_see_each_other(bed, warden):
    warden()
    bed.send(invitation(), to=["kim@example.org", "hidden@example.org"])
    for user in ("kim@example.org", "hidden@example.org"):
        assert "hidden" not in bed.only(user)["Calwarden-Verdict"]


def test_mail_without_calendar_passes(bed, warden):
    warden(SPAM)
    bed.send(letter())
    mail = bed.only()
    assert verdict(mail) is None and mail.get_payload() == "Shall we have lunch at noon?\n"


# ---- Actions --------------------------------------------------------------------------------------------------------

def quarantined(daemon):
    """(item, state of each copy) of what the quarantine has."""
    return [(row[0], row[1]) for row in daemon.rows("SELECT item, state FROM quarantine_copy ORDER BY item")]


def test_accept(bed, warden):
    warden("mail-in-certain = accept")
    bed.send(certain())
    mail = bed.only()
    assert verdict(mail)["class"] == "certain" and verdict(mail)["placement"] == "withhold"
    assert mail["Calwarden-Tag"] is None and mail["X-Spam-Flag"] is None


def test_tag(bed, warden):
    warden(DOUBTFUL + 'mail-in-doubtful = tag\ntag-subject = "[suspicious] "')
    bed.send(invitation())
    mail = bed.only()
    assert mail["Calwarden-Tag"].startswith("doubtful; item=") and verdict(mail)["class"] == "doubtful"
    assert mail["Subject"] == "[suspicious] Quarterly planning" and mail["X-Spam-Flag"] is None


def test_spam_folder(bed, warden):
    warden(SPAM)
    bed.send(invitation())
    mail = bed.only(folder="Junk")
    assert mail["X-Spam-Flag"] == "YES" and mail["Calwarden-Tag"].startswith("spam;")
    assert verdict(mail)["placement"] == "withhold"


def test_quarantine(bed, warden):
    daemon = warden("mail-in-certain = quarantine")
    raw = certain()
    bed.send(raw, to=["kim@example.org", "lee@example.org"])
    assert bed.mailbox() == [] and bed.mailbox("lee@example.org") == []
    # It was kept before the client was answered.
    assert [state for _, state in quarantined(daemon)] == ["held", "held"]


def test_hold(bed, warden):
    warden(SPAM + "mail-in-spam = hold")
    bed.send(invitation())
    assert bed.mailbox() == []
    held, = bed.postfix.queued()
    assert held["queue_name"] == "hold"
    bed.postfix.release(held["queue_id"])
    assert verdict(bed.only())["class"] == "spam"


def test_reject(bed, warden):
    warden('contact = "abuse-desk@example.org"')
    with pytest.raises(Refused) as refusal:
        bed.send(certain())
    assert refusal.value.code == 554 and refusal.value.text.startswith("5.7.1 This message looks like calendar abuse")
    assert "abuse-desk@example.org" in refusal.value.text and re.search(r"number [0-9A-Z]{26}$", refusal.value.text)
    assert bed.mailbox() == []


def test_a_text_of_ones_own(bed, warden):
    warden('reject-text = "No {class} here, see https://example.org/{item}"')
    with pytest.raises(Refused, match=r"554 5\.7\.1 No certain here, see https://example\.org/[0-9A-Z]{26}"):
        bed.send(certain())


def test_defer(bed, warden):
    daemon = warden("mail-in-certain = defer")
    with pytest.raises(Refused) as refusal:
        bed.send(certain())
    assert refusal.value.code == 451 and refusal.value.text.startswith("4.7.0 ")
    assert bed.mailbox() == [] and quarantined(daemon) == []


def test_discard_only_what_is_certain(bed, warden):
    daemon = warden("mail-in-certain = discard\n" + SPAM)
    bed.send(certain())
    bed.send(invitation(summary="Not certain"))
    assert bed.only(folder="Junk")["Subject"] == "Not certain"
    assert quarantined(daemon) == [] and bed.postfix.queued() == []
    assert daemon.logged("action=discard", "class=certain")
    daemon.configure("mail-in-spam = discard")
    assert daemon.refused_to_reload()


def test_abuse_as_it_is_seen_in_the_wild(bed, warden):
    warden()
    with pytest.raises(Refused, match="554"):
        bed.send(abuse(), sender="billing@paypall-accounts.example")


# ---- Forged fields --------------------------------------------------------------------------------------------------

FORGED = ("Calwarden-Verdict: v=1; id=01KAKX; t=1; class=clean; placement=insert; originator=verified; mac=AAAA\n"
          "calwarden-verdict:\n v=1; class=clean; placement=insert\n"
          "Calwarden-Tag: clean\nX-Spam-Flag: YES\nx-spam-status: Yes, score=99\nX-Spam: Yes\nX-Spam-Level: ******\n")
RESULTS = proven("jo@corp.example") + f"Authentication-Results: \"{OURS}\" (a comment); dmarc=pass header.from=corp.example\n"
OTHERS = "Authentication-Results: mx.elsewhere.example; spf=pass smtp.mailfrom=corp.example\n"


def test_forged_fields_at_the_border(bed, warden):
    warden(f'authserv-ids = {{"{OURS}"}}')
    bed.send(invitation(results=RESULTS + OTHERS + FORGED))
    mail = bed.only()  # and not in Junk
    assert verdict(mail)["originator"] == "absent" and verdict(mail)["placement"] == "offer"
    assert mail.get_all("Authentication-Results") == [OTHERS.split(": ", 1)[1].strip()]
    assert [name for name in mail.keys() if name.lower().startswith("x-spam")] == [] and mail["Calwarden-Tag"] is None


def test_forged_fields_in_mail_without_calendar(bed, warden):
    warden(f'authserv-ids = {{"{OURS}"}}')
    bed.send(letter(more=FORGED + RESULTS))
    mail = bed.only()
    assert verdict(mail) is None and mail["Authentication-Results"] is None and mail["X-Spam-Flag"] is None


def test_behind_a_filter_its_results_are_kept(bed, warden):
    warden(BEHIND)
    no_spam = FORGED.replace("X-Spam-Flag: YES", "X-Spam-Flag: NO").replace("X-Spam: Yes", "X-Spam: No")
    no_spam = no_spam.replace("Yes, score=99", "No, score=1")
    bed.send(invitation(results=proven("jo@corp.example") + no_spam))
    mail = bed.only()
    assert verdict(mail)["originator"] == "verified"
    assert len(mail.get_all("Authentication-Results")) == 1 and mail["X-Spam-Flag"] == "NO" and mail["X-Spam-Level"]
    assert mail["Calwarden-Tag"] is None


def test_what_did_not_come_through_that_filter_is_forged(bed, warden):
    warden(BEHIND)
    bed.send(invitation(results=RESULTS + FORGED), client=ELSEWHERE)
    mail = bed.only()
    assert verdict(mail)["originator"] == "absent" and mail["Authentication-Results"] is None
    assert mail["X-Spam-Flag"] is None


# ---- Outbound -------------------------------------------------------------------------------------------------------

KIM = {"sender": "kim@example.org", "login": "kim@example.org"}


def ours(number=0, **words):
    return invitation(**{"organizer": "kim@example.org", "attendees": (f"guest-{number}@far.example",)} | words)


def test_outbound_mail_of_an_account(bed, warden):
    daemon = warden()
    bed.send(ours(), to=["guest-0@far.example"], **KIM)
    bed.settled()
    (sender, rcpts, raw), = bed.sink.mails
    assert sender == "kim@example.org" and rcpts == ["guest-0@far.example"] and b"Calwarden-" not in raw
    assert daemon.logged("event=item", "channel=mail-out", "account=kim@example.org")


def test_outbound_abuse_is_refused(bed, warden):
    warden()
    with pytest.raises(Refused, match="554"):
        bed.send(ours(summary=messages.TEST_STRING), to=["guest-0@far.example"], **KIM)
    with pytest.raises(Refused, match="554"):  # from our own networks
        bed.send(ours(summary=messages.TEST_STRING), to=["guest-0@far.example"], sender="kim@example.org", client=None)
    assert bed.sink.mails == []


def account_events(daemon):
    return until(lambda: daemon.rows("SELECT account, kind, detail FROM account_event"), "account events")


def test_a_limit_on_messages(bed, warden):
    daemon = warden('limit-account-messages = 3\ncontact = "help@example.org"')
    for number in range(3):
        bed.send(ours(number), to=[f"guest-{number}@far.example"], **KIM)
    with pytest.raises(Refused, match=r"554 5\.7\.1 Too many calendar messages.*help@example\.org"):
        bed.send(ours(4), to=["guest-4@far.example"], **KIM)
    bed.send(letter("kim@example.org", "guest-4@far.example"), to=["guest-4@far.example"], **KIM)  # no calendar, no limit
    bed.send(ours(5, organizer="lee@example.org"), to=["guest-5@far.example"], sender="lee@example.org",
             login="lee@example.org")
    bed.settled()
    assert len(bed.sink.mails) == 5
    assert account_events(daemon)[0][0] == "kim@example.org"


def test_a_limit_on_distinct_recipients(bed, warden):
    daemon = warden("limit-organizer-recipients = 4\nlimit-action = defer")
    guests = [f"guest-{number}@far.example" for number in range(6)]
    for _ in range(3):  # the same ones again and again
        bed.send(ours(), to=guests[:4], **KIM)
    with pytest.raises(Refused, match=r"451 4\.7\.1 Too many calendar messages"):
        bed.send(ours(), to=guests[4:], **KIM)
    bed.settled()
    assert [rcpts for _, rcpts, _ in bed.sink.mails] == [guests[:4]] * 3 and account_events(daemon)


def test_writing_to_somebody_makes_him_known(bed, warden):
    daemon = warden(BEHIND)
    bed.send(letter("kim@example.org", "jo@corp.example"), to=["jo@corp.example"], **KIM)
    until(lambda: daemon.rows("SELECT owner FROM relation WHERE address = 'jo@corp.example'"), "the relation")
    known, unknown = [messages.Event(organizer=address) for address in ("jo@corp.example", "al@corp.example")]
    bed.send(known.mail(results=proven("jo@corp.example"), subject="known"))
    bed.send(unknown.mail(results=proven("al@corp.example"), subject="unknown"))
    assert {mail["Subject"]: verdict(mail)["placement"] for mail in bed.mailbox(folder="INBOX")} == {
        "known": "insert", "unknown": "insert-quiet"}


# ---- The quarantine -------------------------------------------------------------------------------------------------

def test_release_delivers_once(bed, warden):
    daemon = warden(f'mail-in-certain = quarantine\nrelease-via = "smtp://127.0.0.1:{bed.postfix.mx}"')
    raw = certain(subject="Wanted all the same")
    bed.send(raw, to=["kim@example.org", "lee@example.org"])
    item = quarantined(daemon)[0][0]
    assert item in daemon.ask("quarantine", "list")
    daemon.ask("quarantine", "release", item)
    for _ in range(2):
        daemon.ask("quarantine", "release", item, ok=False)  # nothing is left to be released
    for user in ("kim@example.org", "lee@example.org"):
        assert bed.only(user)["Subject"] == "Wanted all the same"
    delivered = bed.dovecot.fetch("kim@example.org")[0][1]
    assert delivered.endswith(raw.replace(b"\r\n", b"\n").split(b"MIME-Version")[1])
    assert {state for _, state in quarantined(daemon)} == {"released"}
    # It went by the milter without being judged again.
    assert len(daemon.rows("SELECT item FROM decision")) == 1


def test_release_for_one_recipient_makes_the_sender_his_contact(bed, warden):
    daemon = warden(BEHIND + f'mail-in-certain = quarantine\nrelease-via = "smtp://127.0.0.1:{bed.postfix.mx}"')
    event = messages.Event(attendees=("kim@example.org", "lee@example.org"), results=proven("jo@corp.example"))
    both = ["kim@example.org", "lee@example.org"]
    bed.send(event.mail(summary=messages.TEST_STRING), to=both)
    item = quarantined(daemon)[0][0]
    daemon.ask("quarantine", "release", item, "--recipient", "kim@example.org")
    assert len(bed.mailbox()) == 1 and bed.mailbox("lee@example.org") == []
    assert daemon.rows("SELECT recipient, state FROM quarantine_copy ORDER BY recipient") == [
        ("kim@example.org", "released"), ("lee@example.org", "held")]
    assert "contact" in daemon.ask("relation", "show", "kim@example.org", "jo@corp.example")
    daemon.ask("quarantine", "delete", item)
    assert bed.mailbox("lee@example.org") == [] and len(bed.mailbox()) == 1

"""A mail that leaves the quarantine comes by the milter again, which knows it, and lets nothing through in its place."""
import itertools
import pathlib
import sys

import pytest

from conftest import Daemon

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "milter"))
from client import Client  # noqa: E402

ANNA, NUMBERS = "anna@example.org", itertools.count()
TEST_STRING = "CALWARDEN-TEST-7Q2XN4LD8VMB3KRH6TJW9YFZ5CPG1SEA-STANDARD-CALENDAR-ABUSE-STRING"
FORGED = ("Calwarden-Verdict: v=1; id=01ARZ3NDEKTSV4RRFFQ69G5FAV; t=1795280000; class=clean; placement=insert; "
          "originator=verified; r=AAAAAAAAAAAA; mac=AAAAAAAAAAAAAAAAAAAAAA\r\n"
          "X-Spam-Flag: NO\r\nAuthentication-Results: mx.example.org; dmarc=pass header.from=corp.example\r\n")
MAIL = (FORGED + "From: jo@corp.example\r\nTo: anna@example.org\r\nSubject: Plan\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/calendar; method=REQUEST\r\n\r\n"
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n"
        f"UID:1@corp.example\r\nDTSTART:20261201T100000Z\r\nSUMMARY:{TEST_STRING}\r\nORGANIZER:mailto:jo@corp.example\r\n"
        "ATTENDEE:mailto:anna@example.org\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n").encode()


@pytest.fixture(scope="module")
def site(tmp_path_factory, mail_system):
    one = Daemon(tmp_path_factory.mktemp("site"), **{
        "release-via": mail_system.url, "own-domains": ["example.org"], "hostname": "mx.example.org",
        "trusted-results": "behind", "authserv-ids": ["filter.example.org"], "trusted-networks": ["203.0.113.0/24"], "networks": ["127.0.0.0/8"]})
    yield one
    one.stop()


@pytest.fixture
def leave(site, mails):
    """Releases a mail; `way` is what the mail system does with it. Answers what the milter says to it."""
    def release(way=lambda raw: raw, raw=MAIL, helo=None, ip="127.0.0.1", client="192.0.2.10", channel="mail-in"):
        said = []

        def arrives():
            raw, recipients = mails.arriving
            with Client(f"{site.folder}/milter") as milter:
                milter.connect(ip, name="localhost")
                milter.helo(helo or mails.helos[-1])
                said.append(milter.deliver(way(raw), "<bounce@corp.example>", recipients))

        item = f"01KAKX0000ABCDEFGHJKMN{next(NUMBERS):04}"
        site.store.decision(item, ANNA, client=client, channel=channel, originator_class="unverified", uid=item)
        site.store.hold(item, ANNA, raw=raw)
        mails.seen = arrives
        assert site.done("quarantine release", item=item)["copies"][0]["done"]
        said[0].item = item
        return said[0]
    return release


def removed(answer):
    return sorted(change[2] for change in answer.changes if change[0] == "change" and change[3] == "")


def verdict(answer):
    (value,) = [change[3] for change in answer.changes if change[0] == "insert" and change[2] == "Calwarden-Verdict"]
    return dict(part.strip().split("=", 1) for part in value.split(";"))


def is_judged_anew(answer):
    return answer.word == "reply" and answer.reply.startswith("554 5.7.1")


def test_what_others_forged_does_not_leave_with_it(leave, site, tmp_path):
    answer = leave()
    assert answer.word == "accept"
    assert removed(answer) == ["Authentication-Results", "Calwarden-Verdict", "X-Spam-Flag"], answer.changes
    said = verdict(answer)
    assert (said["id"], said["class"], said["placement"], said["originator"]) == (answer.item, "clean", "offer", "unverified"), said
    value = [change[3] for change in answer.changes if change[2] == "Calwarden-Verdict" and change[0] == "insert"][0]
    delivered = tmp_path / "delivered.eml"
    delivered.write_bytes(b"Calwarden-Verdict:" + value.replace("\n", "\r\n").encode() + b"\r\n" + MAIL[len(FORGED):])
    done = site.run("verdict", "verify", "--rcpt", ANNA, str(delivered))
    assert b": good, clean, placement offer" in done.stdout and b"anna@example.org: clean, placement offer" in done.stdout, done


def test_results_that_were_believed_stay(leave):
    answer = leave(client="203.0.113.7")
    assert answer.word == "accept" and removed(answer) == ["Calwarden-Verdict"] and verdict(answer)["placement"] == "offer"


def test_outbound_mail_gets_no_verdict(leave):
    answer = leave(channel="mail-out")
    assert answer.word == "accept" and removed(answer) == ["Calwarden-Verdict"]
    assert [change for change in answer.changes if change[0] == "insert"] == []


@pytest.mark.parametrize("way", [
    lambda raw: b"Received: by mx.example.org; Sat, 21 Nov 2026 10:00:00 +0000\r\n" + raw,
    lambda raw: raw.replace(b"Subject:", b"Message-Id: <made@mx.example.org>\r\nSubject:"),
    lambda raw: raw.replace(b"; method", b";\r\n\tmethod") + b"\r\n\r\n",
], ids=["a trace", "a Message-ID", "folds"])
def test_what_mail_systems_change_does_no_harm(leave, way):
    answer = leave(way)
    assert answer.word == "accept" and verdict(answer)["id"] == answer.item, answer.reply


@pytest.mark.parametrize("way", [
    lambda raw: raw.replace(b"UID:1@", b"UID:2@"),
    lambda raw: raw.replace(b"Content-Type: text/calendar", b"Content-Type: text/calendar; charset=utf-7"),
    lambda raw: raw.replace(b"Subject:", b"Content-Transfer-Encoding: quoted-printable\r\nSubject:"),
], ids=["another body", "another charset", "another encoding"])
def test_no_other_mail_leaves_in_its_place(leave, site, way):
    assert is_judged_anew(leave(way))
    assert "is another one" in site.said()


def test_the_name_alone_is_worth_nothing(leave):
    assert is_judged_anew(leave(helo="01KAKX0000ABCDEFGHJKMNPQRT.release.calwarden.invalid"))
    assert is_judged_anew(leave(ip="192.0.2.1"))

"""The whole way: a client outside, Postfix, the milter, a copy to `deliver` as the manual has it, the calendar. The mailbox gets
its mail, the organizer hears nothing."""
import sys

import pytest

from beds import ROOT, until
from delivery import ORGANIZER, Delivery, invitation
from test_deliver import absent, only

sys.path.append(str(ROOT / "tests/flow"))
from bed import Bed, Refused, page  # noqa: E402
from messages import unproven  # noqa: E402


@pytest.fixture(scope="module")
def mail():
    with Bed() as bed:
        yield bed


@pytest.fixture
def way(mail, server):
    """-> (mail system, Delivery), the daemon being in the way twice: as milter, and for the copies."""
    users = [server.user("kim"), server.user("lee")]
    aliases = page("aliases", "deliver.md")[0].strip()
    with Delivery(server, users, f"trusted-filter = yes\nmail-in-certain = folder\n{aliases}", milter=mail.milter) as delivery:
        copies = page("main.cf", "deliver.md")[0]
        copies = copies.replace(":8897", f":{delivery.lmtp}")
        table = mail.folder / "calendar-copies"
        table.write_text(page("calendar-copies", "deliver.md")[0])
        copies = copies.replace("/etc/postfix/calendar-copies", str(table))
        mail.set_milter(mail.milter_lines + "\n" + copies)
        mail.postfix.reload()
        began = len(mail.postfix.said)
        yield mail, delivery
        print(mail.postfix.said[began:][-5000:])
        mail.settled()
        assert mail.sink.mails == []
        server.sink.empty()
        mail.reset()


def arrived(delivery, count):
    return until(lambda: len(rows := [row for row in delivery.arrivals() if row["state"] != "pending"]) >= count and rows,
                 f"{count} arrivals")


def test_an_invitation_its_update_and_its_end(way, server, uid):
    (mail, delivery), kim, event = way, server.user("kim"), invitation(uid)
    mail.send(event.mail())
    (row,) = arrived(delivery, 1)
    assert row["state"] == "inserted" and row["placement"] == "insert-quiet"
    assert "header=good" in delivery.warden.logged("event=deliver", "state=inserted")
    mail.send(event.mail(sequence=1, summary="Moved"))
    arrived(delivery, 2)
    assert "SUMMARY:Moved" in only(server, kim, uid)[1]
    mail.send(event.mail(sequence=2, method="CANCEL"))
    arrived(delivery, 3)
    assert "STATUS:CANCELLED" in only(server, kim, uid)[1]
    assert len(mail.mailbox(kim.address)) == 3


def test_forgeries_and_abuse_reach_the_mailbox_and_no_calendar(way, server, uid):
    (mail, delivery), kim, event = way, server.user("kim"), invitation(uid)
    mail.send(event.mail())
    arrived(delivery, 1)
    before = only(server, kim, uid)
    header = b"Calwarden-Verdict: v=1; id=01M7ZDNCMERAGX1M37W51M329J; t=1795187121; class=clean; placement=insert; originator=verified\r\n"
    mail.send(header + event.mail(sequence=5, method="CANCEL", results=unproven(ORGANIZER)))
    mail.send(header + invitation(uid, organizer="eve@elsewhere.example", sequence=9).mail(), sender="eve@elsewhere.example")
    with pytest.raises(Refused):  # who knows of the copies can send none
        mail.send(event.mail(sequence=6, method="CANCEL"), to=[kim.address.split("@")[0] + "@calendars.invalid"])
    lure = invitation(uid + ".lure", summary="CALWARDEN-TEST-7Q2XN4LD8VMB3KRH6TJW9YFZ5CPG1SEA-STANDARD-CALENDAR-ABUSE-STRING")
    mail.send(lure.mail())
    rows = arrived(delivery, 4)
    assert {row["state"] for row in rows[1:]} <= {"offered", "withheld"}
    assert only(server, kim, uid) == before and absent(server, kim, uid + ".lure")
    assert len(mail.mailbox(kim.address)) == 4


@pytest.mark.parametrize("server", ["radicale"], indirect=True)  # the others lose their folder when they stop
def test_a_server_that_is_away_gets_it_when_it_is_back(way, server, uid):
    (mail, delivery), kim = way, server.user("kim")
    server.stop()
    mail.send(invitation(uid).mail())
    delivery.warden.logged("event=deliver_later")
    server.start()
    mail.postfix.flush()
    until(lambda: [row["state"] for row in delivery.arrivals()] == ["inserted"], "delivered")
    assert only(server, kim, uid) and len(mail.mailbox(kim.address)) == 1


def test_recipients_are_judged_each_for_himself(way, server, uid):
    (mail, delivery), kim, lee = way, server.user("kim"), server.user("lee")
    delivery.choose(lee.address, "ask")
    to = [kim.address, lee.address]
    mail.send(invitation(uid, attendees=tuple(to)).mail(), to=to)
    rows = {row["owner"]: row["state"] for row in arrived(delivery, 2)}
    assert rows == {kim.address: "inserted", lee.address: "offered"}
    assert [row["reason"] for row in delivery.arrivals(owner=lee.address)] == ["The recipient wants to be asked each time"]
    assert only(server, kim, uid) and absent(server, lee, uid)

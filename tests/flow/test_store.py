"""What is remembered, through the mail system: with PostgreSQL, after an upgrade of the schema, for some recipients only."""
import contextlib
import json
import pathlib
import re
import shutil
import sqlite3
import time

import pytest

from bed import USER, PostgreSQL, Redis, run, until
from messages import Event, certain, invitation, letter, proven
from test_delivery import BEHIND, KIM, verdict

FIRST_VERSION = (pathlib.Path(__file__).parent / "schema-1.sql").read_text(encoding="utf-8")


def log(daemon):
    return json.loads(daemon.ask("log", "--json"))["items"]


def old_store(bed, keyed, text):
    sql = FIRST_VERSION.replace("/*keyed*/", keyed).replace("1700000000", str(int(time.time()) - 3600))
    return re.sub(r"\bTEXT\b", text, sql)


def old_sqlite(bed):
    place = bed.folder / f"old-{time.time_ns()}"
    place.mkdir()
    with contextlib.closing(sqlite3.connect(place / "store.db")) as store:
        store.executescript(old_store(bed, " WITHOUT ROWID", "TEXT"))
    for path in (place / "store.db", place):
        shutil.chown(path, USER)
    (place / "store.db").chmod(0o600)
    return f"sqlite:{place}/store.db"


def old_postgresql(bed):
    server = bed.also(PostgreSQL)
    run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", server.port, "-U", "calwarden", "postgres",
        input=old_store(bed, "", 'TEXT COLLATE "C"').encode())
    return server.url


@pytest.mark.parametrize("make", [old_sqlite, old_postgresql])
def test_a_store_of_the_first_version_is_upgraded(bed, warden, make):
    daemon = warden(f'store = "{make(bed)}"\nmail-in-certain = quarantine')
    assert [item["title"] for item in log(daemon)] == ["Before the upgrade"]
    assert "Before the upgrade" in daemon.ask("why", "01HF7YAT000000000000000001")
    bed.send(invitation(summary="After the upgrade"))
    bed.send(certain())
    assert verdict(bed.only())["class"] == "clean" and len(daemon.kept()) == 1
    until(lambda: len(log(daemon)) == 3, "all three decisions")
    daemon.stop()
    daemon.start()
    assert len(log(daemon)) == 3


def test_what_is_known_stays_known_through_kills(bed, warden):
    """Within the second that records may lag, nothing is promised; behind it, all is there."""
    daemon = warden(BEHIND)
    bed.send(letter("kim@example.org", "jo@corp.example"), to=["jo@corp.example"], **KIM)
    until(lambda: daemon.rows("SELECT * FROM relation"), "the relation")
    daemon.process.kill()
    daemon.process.wait()
    daemon.start()
    bed.send(invitation(results=proven("jo@corp.example")))
    assert verdict(bed.only())["placement"] == "insert"


def test_two_nodes_share_a_store(bed, warden):
    """What one node has seen, the other knows: the owner of an event, once it is written."""
    server = bed.also(PostgreSQL)
    one = warden(BEHIND + f'store = "{server.url}"')
    event = Event(attendees=("kim@example.org",))
    bed.send(event.mail(results=proven("jo@corp.example"), subject="the event"))
    until(lambda: server.ask("SELECT * FROM claim"), "the claim")
    one.stop()
    other = warden(BEHIND + f'store = "{server.url}"')
    bed.send(event.mail(results=proven("eve@evil.example"), subject="the theft", sender="eve@evil.example", sequence=1))
    mails = {mail["Subject"]: verdict(mail) for mail in bed.mailbox(folder="INBOX") + bed.mailbox(folder="Junk")}
    assert mails["the event"]["placement"] == "insert-quiet"
    assert mails["the theft"]["placement"] in ("offer", "withhold") and "EVENT_TAKEN_OVER" in other.logged("EVENT_")


def test_each_recipient_has_his_own_lists(bed, warden):
    daemon = warden(BEHIND)
    daemon.ask("block", "add", "jo@corp.example", "--for", "kim@example.org")
    daemon.ask("allow", "add", "jo@corp.example", "--for", "lee@example.org")
    time.sleep(2.5)  # a change of lists counts a second later
    to = ["kim@example.org", "lee@example.org", "mo@example.org"]
    bed.send(invitation(results=proven("jo@corp.example"), attendees=to), to=to)
    assert verdict(bed.only())["placement"] == "withhold"  # the strictest of all
    delivered = daemon.folder / "delivered.eml"
    delivered.write_bytes(bed.dovecot.fetch("lee@example.org")[0][1])
    said = {user: daemon.ask("verdict", "verify", delivered, "--rcpt", user) for user in to}
    for user, placement in zip(to, ("withhold", "insert", "insert-quiet")):
        assert re.search(f"{user}: clean, placement {placement}$", said[user], re.M), said[user]


@pytest.mark.parametrize("shared", [False, True])
def test_a_wave_of_the_same_to_many(bed, warden, shared):
    """As in November 2016: each recipient gets an event of his own, of another sender, with the same words."""
    counters = f'counters = "{bed.also(Redis).url}"\n' if shared else ""
    daemon = warden(counters + "burst-recipients = 6")
    users = [f"user-{number}@example.org" for number in range(9)]
    for number, user in enumerate(users):
        if shared and number == 4:  # what was counted is not this node's own
            daemon.stop()
            daemon = warden(counters + "burst-recipients = 6")
        sender = f"shop{number}@outlet-{number}.example"
        bed.send(invitation(organizer=sender, attendees=(user,), summary="Glasses 70 % off, today only, at the outlet",
                            description="The best brands of sunglasses at the lowest prices you have ever seen."),
                 to=[user], sender=sender)
    lines = daemon.logged(f"outlet-{len(users) - 1}.example", "event=item")
    assert "CONTENT_WAVE" in lines, lines
    bed.send(invitation(attendees=("kim@example.org",), summary="Something else that is new"))
    assert verdict(bed.only())["class"] == "clean"

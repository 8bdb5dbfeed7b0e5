"""Digests: once a day, of what is not in the calendar; nothing twice, nothing lost."""
import email
import email.policy
import json
import re
import sqlite3
import subprocess
import time

import pytest

from browser import browser
from conftest import NOW, PROGRAM, Daemon, packed

ANNA, BEN, DORA = "anna@example.org", "ben@example.org", "dora@example.org"


@pytest.fixture(scope="module")
def daemon(tmp_path_factory, mail_system):
    one = Daemon(tmp_path_factory.mktemp("daemon"), **{
        "release-via": mail_system.url, "release-timeout": "3s", "own-domains": ["example.org"],
        "public-url": "https://calendar.example.org"})
    # Known on the command line only, until the last test: or the daemon would be faster.
    with open(one.config, "a") as config:
        config.write('digest-from = "calendar@example.org"\ndigest-hour = 0\n')
    yield one
    one.stop()


@pytest.fixture(autouse=True)
def clean(daemon, mails):
    with sqlite3.connect(daemon.store.path, timeout=10) as db:
        for table in ("arrival", "arrival_object", "digest_state"):
            db.execute(f"DELETE FROM {table}")


DAY = 86400
COUNT = iter(range(10**6))


def arrive(daemon, owner=ANNA, **more):
    ident = f"01KB{next(COUNT):022d}"
    daemon.store.insert("arrival", **{"id": ident, "mail": ident, "owner": owner, "at": NOW - 60, "channel": "mail-in",
                                      "method": "REQUEST", "uid": ident, "organizer": "rosa@example.com",
                                      "sender": "rosa@example.com", "title": "Planning round", "originator": "verified",
                                      "class": "clean", "placement": "offer", "reason": "The recipient decides",
                                      "state": "offered", "changed_at": NOW - 60} | more)
    daemon.store.insert("arrival_object", id=ident, object=packed(
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:u\r\nDTSTART;TZID=Europe/Berlin:20261124T140000\r\n"
        b"SUMMARY:Planning round\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"))
    return ident


def read(raw):
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert not mail.defects and not any(part.defects for part in mail.walk()), raw
    return mail


def texts(mail):
    return [" ".join(mail.get_body((kind,)).get_content().split()) for kind in ("plain", "html")]


def send(daemon, *owner, status=0):
    return json.loads(daemon.run("digest", "send", *owner, "--json", status=status).stdout or "{}").get("sent")


def test_tells_once_what_is_not_in_the_calendar(daemon, mails):
    shown = arrive(daemon)
    kept = arrive(daemon, title="Your prize waits", state="withheld", originator="spoof", **{"class": "spam"})
    arrive(daemon, state="inserted", title="In it already")
    arrive(daemon, BEN, title="Of somebody else")
    assert send(daemon, ANNA) == 1
    ((sender, recipients, raw),) = mails.mails
    assert sender.startswith("MAIL FROM:<>") and recipients == [f"RCPT TO:<{ANNA}>"]
    mail = read(raw)
    assert str(mail["From"]) == "Calendar guard <calendar@example.org>" and str(mail["To"]) == ANNA
    for text in texts(mail):
        assert "Planning round" in text and "Your prize waits" in text and "24 November 2026, 14:00" in text
        assert "In it already" not in text and "Of somebody else" not in text
        # Each thing to do has a link of its own.
        links = set(re.findall(r"https://calendar\.example\.org/l/[\w-]{72}", text))
        assert len(links) == 6, text
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert send(daemon, ANNA) == 0 and len(mails.mails) == 1
    assert daemon.store.rows("SELECT COUNT(*) FROM arrival WHERE id IN (?, ?) AND digested > 0", shown, kept) == [(2,)]


def test_all_who_are_due(daemon, mails):
    for owner in (ANNA, BEN, DORA):
        arrive(daemon, owner, at=NOW - DAY)
    daemon.store.insert("digest_state", owner=DORA, choice="never")
    arrive(daemon, title="Of today")
    assert send(daemon) == 2
    assert sorted(mail[1][0] for mail in mails.mails) == [f"RCPT TO:<{ANNA}>", f"RCPT TO:<{BEN}>"]
    # What came behind the hour waits for the next day.
    assert not any(b"Of today" in mail[2] for mail in mails.mails)
    arrive(daemon, at=NOW - DAY)
    assert send(daemon) == 0 and len(mails.mails) == 2


def test_who_wants_none_gets_none(daemon, mails):
    arrive(daemon, DORA)
    daemon.store.insert("digest_state", owner=DORA, choice="never")
    assert send(daemon, DORA) == 0 and mails.mails == []


@pytest.mark.parametrize("mood", ["later", "refuse"])
def test_what_is_not_taken_was_not_told(daemon, mails, mood):
    arrive(daemon, at=NOW - DAY)
    mails.mood = mood
    send(daemon, ANNA, status=74)
    assert mails.mails == []
    mails.mood = "take"
    assert send(daemon) == 1 and len(mails.mails) == 1


def test_what_may_have_been_taken_is_not_sent_again(daemon, mails):
    arrive(daemon)
    mails.mood = "die"
    assert send(daemon, ANNA) == 1
    mails.mood = "take"
    assert send(daemon, ANNA) == 0 and len(mails.mails) == 1


def test_many_are_counted(daemon, mails):
    for number in range(60):
        arrive(daemon, title=f"Round {number}", state="withheld")
    assert send(daemon, ANNA) == 1
    mail = read(mails.mails[0][2])
    assert "60 kept out" in mail["Subject"]
    assert all("And 10 more" in text for text in texts(mail))


def test_looking_changes_nothing_and_gives_no_links(daemon, mails):
    arrive(daemon)
    shown = daemon.run("digest", "show", ANNA).stdout
    assert "Planning round" in texts(read(shown))[0] and b"/l/" not in shown
    assert send(daemon, ANNA) == 1
    assert b"nothing to tell" in daemon.run("digest", "show", ANNA, status=66).stderr


def test_not_asked_for(tmp_path):
    config = tmp_path / "none.conf"
    config.write_text(f'state = "{tmp_path}"\n')
    done = subprocess.run([PROGRAM, "digest", "send", "--config", config], capture_output=True, timeout=60, check=False)
    assert done.returncode == 78 and b"digest-from" in done.stderr


def test_the_daemon_sends_by_itself(daemon, mails):
    arrive(daemon, at=NOW - DAY)
    daemon.run("reload")
    for _ in range(900):
        if mails.mails:
            break
        time.sleep(0.1)
    assert "Planning round" in texts(read(mails.mails[0][2]))[0]


def test_over_http_with_rights_and_scope(daemon, mails):
    arrive(daemon)
    reader = daemon.new_key("read", **{"for": "@example.org"})
    assert b"Planning round" in daemon.get("/v1/digest/show", reader, user=ANNA).bytes
    elsewhere = daemon.new_key("read", **{"for": "@example.net"})
    assert daemon.get("/v1/digest/show", elsewhere, user=ANNA).status == 403
    assert daemon.post("/v1/digest/send", reader, user=ANNA).status == 403
    assert daemon.done("digest send", user=ANNA)["sent"] == 1 and len(mails.mails) == 1


def test_looks_well_in_a_browser(daemon, mails, tmp_path):
    arrive(daemon)
    arrive(daemon, title="A" * 300, organizer="someone.with.a.long.name.that.never.ends@a-long-subdomain.of-a-long-domain.example")
    arrive(daemon, title="<script>alert(1)</script><img src=http://127.0.0.1:9/x>", state="withheld", originator="spoof")
    send(daemon, ANNA)
    page = tmp_path / "digest.html"
    page.write_text(read(mails.mails[0][2]).get_body(("html",)).get_content())
    with browser() as one:
        one.check(page.as_uri())
        # Who does not see the page hears what each link is about.
        labels = one.do("return [...document.querySelectorAll('.acts a')].map(e => e.getAttribute('aria-label'))")
        assert len(labels) == len(set(labels)) == 8 and "Add to my calendar: Planning round" in labels, labels

"""The daemon at work: mails that crash it, deaths and reloads under load, sockets from the service manager. The mail system's
side is tools/milter.py."""
import base64
import os
import random
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import urllib.request

import pytest

from conftest import PATIENCE, PROGRAM, ROOT, Daemon, until

sys.path.insert(0, str(ROOT / "tools"))
from milter import Gone, Session  # noqa: E402

MAIL = """\
Received: from mail.corp.example (mail.corp.example [192.0.2.10])\r
\tby mx.example.org with ESMTPS id {queue}; Mon, 4 Mar 2024 08:15:04 +0000\r
From: Jo Berg <jo@corp.example>\r
To: Kim Lund <kim@example.org>\r
Subject: Quarterly planning\r
Date: Mon, 4 Mar 2024 08:15:00 +0000\r
Message-ID: <{number}@corp.example>\r
MIME-Version: 1.0\r
{more}Content-Type: text/calendar; method=REQUEST; charset=UTF-8\r
\r
BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Example Corp//Planner 4.2//EN\r
METHOD:REQUEST\r
BEGIN:VEVENT\r
UID:{number}@planner.example\r
DTSTAMP:20240304T081500Z\r
DTSTART:20240307T100000Z\r
DTEND:20240307T110000Z\r
SUMMARY:Quarterly planning\r
ORGANIZER;CN=Jo Berg:mailto:jo@corp.example\r
ATTENDEE;CN=Kim Lund;RSVP=TRUE:mailto:kim@example.org\r
END:VEVENT\r
END:VCALENDAR\r
"""


def mail(number=1, more="", queue="4Tp"):
    return MAIL.format(number=number, more=more, queue=queue).encode()


def send(daemon, raw):
    with Session("127.0.0.1", daemon.milter) as session:
        return session.mail(raw)


def poison(daemon, what, queue="4Tp"):
    return mail(7, f"X-Calwarden-Test: {daemon.token} {what}\r\n", queue)


def kept(daemon):
    return sorted(path.name for path in (daemon.state / "aside").iterdir() if path.suffix in (".eml", ".txt"))


# ---- poison ---------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("what", ["crash", "abort"])
def test_a_mail_that_crashes_the_worker(start, what):
    daemon = start()
    worker = daemon.serving()
    assert "class=clean" in send(daemon, mail()).header("Calwarden-Verdict")
    with pytest.raises((Gone, ConnectionError)):
        send(daemon, poison(daemon, what))
    after = daemon.serving(but=worker)
    eml, txt = kept(daemon)
    assert eml.endswith(".eml") and txt == eml[:-3] + "txt"
    assert (daemon.state / "aside" / eml).read_bytes().endswith(b"END:VCALENDAR\r\n")
    described = (daemon.state / "aside" / txt).read_text()
    assert "mail-from: jo@corp.example\n" in described and "rcpt: kim@example.org\n" in described
    # The mail system brings it again, by another way.
    answer = send(daemon, poison(daemon, what, "another"))
    assert answer.action == "accept", answer
    assert "class=doubtful" in answer.header("Calwarden-Verdict") and "placement=withhold" in answer.header("Calwarden-Verdict")
    assert daemon.serving() == after and daemon.status()["poison"] == 1
    # Others are judged as ever.
    assert "class=clean" in send(daemon, mail(2)).header("Calwarden-Verdict")
    # Taken away by the operator, it is tried again.
    for name in (eml, txt):
        (daemon.state / "aside" / name).unlink()
    assert daemon.ask("reload").returncode == 0
    with pytest.raises((Gone, ConnectionError)):
        send(daemon, poison(daemon, what))
    daemon.serving(but=after)


def test_poison_is_deferred_where_that_is_wanted_and_after_a_restart(start, tmp_path):
    daemon = start("on-poison = defer")
    worker = daemon.serving()
    with pytest.raises((Gone, ConnectionError)):
        send(daemon, poison(daemon, "crash"))
    daemon.serving(but=worker)
    assert send(daemon, poison(daemon, "crash")).action == "defer"
    assert daemon.end() == 0
    after = Daemon(tmp_path, "on-poison = defer", {"CALWARDEN_TEST_CRASH": daemon.token})
    try:
        worker = after.serving()
        assert send(after, poison(daemon, "crash")).action == "defer" and after.serving() == worker
    finally:
        after.kill()


def test_a_mail_without_end(start):
    daemon = start("item-timeout = 1s")
    worker = daemon.serving()
    with pytest.raises((Gone, ConnectionError)):
        send(daemon, poison(daemon, "hang"))
    daemon.serving(but=worker)
    assert len(kept(daemon)) == 2 and "event=worker-hangs" in daemon.said
    assert "placement=withhold" in send(daemon, poison(daemon, "hang")).header("Calwarden-Verdict")


def test_an_exit_in_a_judgement_counts_as_well(start):
    daemon = start()
    worker = daemon.serving()
    with pytest.raises((Gone, ConnectionError)):
        send(daemon, poison(daemon, "exit"))
    daemon.serving(but=worker)
    assert "placement=withhold" in send(daemon, poison(daemon, "exit")).header("Calwarden-Verdict")


def hold(daemon, raw):
    """A mail system that has this mail in work, until the worker dies."""
    def wait():
        with pytest.raises((Gone, OSError)):
            send(daemon, raw)
    held = threading.Thread(target=wait)
    held.start()
    until(lambda: daemon.status()["in_work"] == 1, "the mail in work")
    return held


def test_a_mail_that_was_there_at_three_kills(start, tmp_path):
    """No handler could save it: what is known of it is kept at once, and the mail itself when it comes again."""
    daemon = start()
    worker = daemon.serving()
    for _ in range(3):
        assert kept(daemon) == []
        held = hold(daemon, poison(daemon, "hang"))
        os.kill(worker, signal.SIGKILL)
        held.join(PATIENCE)
        worker = daemon.serving(but=worker)
    assert daemon.status()["poison"] == 1 and [name[-4:] for name in kept(daemon)] == [".txt"]
    assert "mail-from: jo@corp.example\n" in (daemon.state / "aside" / kept(daemon)[0]).read_text()
    assert daemon.end() == 0
    after = Daemon(tmp_path, environment={"CALWARDEN_TEST_CRASH": daemon.token})
    try:
        after.serving()
        raw = poison(daemon, "hang", "another")
        assert "placement=withhold" in send(after, raw).header("Calwarden-Verdict")
        eml = next(name for name in kept(after) if name.endswith(".eml"))
        assert (after.state / "aside" / eml).read_bytes().endswith(b"END:VCALENDAR\r\n")
    finally:
        after.kill()


def test_who_does_not_know_the_secret_crashes_nothing(start):
    daemon = start()
    worker = daemon.serving()
    send(daemon, mail(3, "X-Calwarden-Test: 0123456789abcdef0123456789abcdef crash\r\n"))
    assert daemon.serving() == worker


# ---- files that may not grow ----------------------------------------------------------------------------------------

TEST_STRING = "CALWARDEN-TEST-7Q2XN4LD8VMB3KRH6TJW9YFZ5CPG1SEA-STANDARD-CALENDAR-ABUSE-STRING"


def certain(number):
    """What is kept in the quarantine, too large for the pages that the store has already."""
    filler = base64.encodebytes(random.Random(number).randbytes(90000)).decode().replace("\n", "\r\n")
    raw = mail(f"certain-{number}").replace(b"SUMMARY:Quarterly planning", f"SUMMARY:{TEST_STRING}".encode())
    return raw + f"X-FILLER:\r\n {filler.rstrip()}\r\n".encode()


def limit(pid, size):
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def test_a_store_that_may_not_grow(start):
    """As on a full disk: what must be kept is put off, all else goes on, and what waits is written later."""
    daemon = start("mail-in-certain = quarantine")
    worker = daemon.serving()
    assert send(daemon, certain(0)).action == "discard"  # it is kept: the mail system need not
    limit(worker, (daemon.state / "calwarden.db").stat().st_size // 2)
    assert send(daemon, certain(1)).action == "defer"
    for number in range(5):
        assert "class=clean" in send(daemon, mail(number)).header("Calwarden-Verdict")
    assert daemon.serving() == worker and "event=store" in daemon.said
    limit(worker, resource.RLIM_INFINITY)
    until(lambda: send(daemon, certain(1)).action == "discard", "the store takes mails again")

    def known():
        with sqlite3.connect(f"file:{daemon.state}/calwarden.db?mode=ro", uri=True) as db:
            return db.execute("SELECT (SELECT COUNT(*) FROM quarantine_copy WHERE state = 'held'), "
                              "(SELECT COUNT(DISTINCT message_id) FROM decision WHERE class = 'clean')").fetchone()
    until(lambda: known() == (2, 5), "all of it in the store")
    assert daemon.serving() == worker


def test_a_crash_that_cannot_be_written_down(start):
    daemon = start()
    worker = daemon.serving()
    limit(worker, 0)
    with pytest.raises((Gone, ConnectionError)):
        send(daemon, poison(daemon, "crash"))
    after = daemon.serving(but=worker)
    assert "placement=withhold" in send(daemon, poison(daemon, "crash")).header("Calwarden-Verdict")
    assert daemon.serving() == after


# ---- under load -----------------------------------------------------------------------------------------------------

class Load:
    """Some mail systems that send one mail after the other, each until it is answered."""

    def __init__(self, daemon, senders=4, mails=40):
        self.daemon, self.mails = daemon, mails
        self.answered, self.failed, self.strange = [0] * senders, 0, []
        self.threads = [threading.Thread(target=self.work, args=(sender,)) for sender in range(senders)]
        for thread in self.threads:
            thread.start()

    def work(self, sender):
        for number in range(self.mails):
            raw = mail(f"{sender}-{number}")
            while True:
                try:
                    answer = send(self.daemon, raw)
                except (Gone, OSError):
                    self.failed += 1
                    until(lambda: True, "")
                    threading.Event().wait(0.02)
                    continue
                if answer.action == "defer":
                    self.failed += 1
                    continue
                if answer.action != "accept" or not answer.header("Calwarden-Verdict"):
                    self.strange.append(answer)
                self.answered[sender] += 1
                break

    def finish(self):
        for thread in self.threads:
            thread.join(120)
            assert not thread.is_alive()
        assert self.strange == [] and self.answered == [self.mails] * len(self.threads)


def test_reload_under_load_loses_no_connection(start):
    daemon = start()
    worker = daemon.serving()
    load = Load(daemon)
    for prior in ("-2", "-4", "99", "-3"):
        daemon.configure(f"prior = {prior}")
        assert daemon.ask("reload").returncode == (78 if prior == "99" else 0)
    load.finish()
    assert load.failed == 0 and daemon.serving() == worker


def test_kills_under_load_lose_no_mail(start):
    daemon = start()
    worker = daemon.serving()
    load = Load(daemon, mails=60)
    for _ in range(3):
        os.kill(worker, signal.SIGKILL)
        worker = daemon.serving(but=worker)
    load.finish()


def test_the_end_waits_for_what_is_in_work(start):
    daemon = start()
    with Session("127.0.0.1", daemon.milter) as session:
        assert session.mail(mail()).action == "accept"
        daemon.process.send_signal(signal.SIGTERM)
        assert daemon.process.wait(PATIENCE) == 0


# ---- the start ------------------------------------------------------------------------------------------------------

def test_an_address_that_is_taken(start):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        daemon = start(serving=False)
        daemon.end(signal.SIGKILL)
        daemon.config.write_text(daemon.config.read_text().replace(f"127.0.0.1:{daemon.milter}\"", f"127.0.0.1:{port}\""))
        done = subprocess.run([PROGRAM, "serve", "--config", daemon.config], capture_output=True, text=True, timeout=60,
                              env=daemon.environment, check=False)
        assert done.returncode == 74 and str(port) in done.stderr, done


# ---- sockets from the service manager -------------------------------------------------------------------------------

HAND_OVER = """
import os, sys
os.dup2(int(sys.argv[1]), 3, inheritable=True)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
os.execv(sys.argv[2], sys.argv[2:])
"""


@pytest.fixture
def handed_over(tmp_path):
    """A daemon that was given a listening socket as systemd does; (daemon, address)."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        launch = [sys.executable, "-c", HAND_OVER, str(listening.fileno())]
        daemon = Daemon(tmp_path, before=launch, pass_fds=[listening.fileno()])
        yield daemon, f"http://127.0.0.1:{listening.getsockname()[1]}"
        daemon.kill()


def test_http_over_a_socket_that_was_handed_over(handed_over):
    daemon, address = handed_over
    worker = daemon.serving()
    assert "from the service manager" in until(daemon.out.read_text, "what it prints")
    with urllib.request.urlopen(address + "/healthz", timeout=20) as response:
        assert response.status == 200
    # It stays open while there is no worker.
    os.kill(worker, signal.SIGKILL)
    with urllib.request.urlopen(address + "/healthz", timeout=20) as response:
        assert response.status == 200
    with socket.socket() as nobody:
        assert nobody.connect_ex(("127.0.0.1", daemon.http)) != 0

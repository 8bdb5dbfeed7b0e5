"""What production does to daemons: reloads, kills, servers that are gone, a full disk, clients that are slow, mails that crash.
Every mail that was taken is in a mailbox, in the quarantine or in the queue, and in one of them, once: load.check counts."""
import contextlib
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

import pytest

import load
from bed import ROOT, PostgreSQL, Redis, Refused, alive, until
from load import Load
from messages import Event, certain, invitation, letter
from test_delivery import verdict

sys.path.insert(0, str(ROOT / "tools"))
from milter import Session  # noqa: E402


def test_the_mix_of_the_load(bed, warden):
    """What the other tests count is what they mean to count."""
    daemon = warden(load.OPTIONS)
    storm = Load(bed, mails=8, senders=2)
    storm.finish()
    found = load.check(bed, storm, daemon.kept())
    assert {number: list(places)[0] for number, places in found.items()} == {
        number: "quarantine" if load.KINDS[number % 3] == "kept" else "INBOX" for number in range(8)}


# ---- Reload ---------------------------------------------------------------------------------------------------------

def test_reload_by_signal_under_load(bed, warden):
    daemon = warden(load.OPTIONS)
    worker = daemon.serving()
    storm = Load(bed)
    for number, more in enumerate(("tag-subject = \"[1] \"", "prior = 99", "log-level = debug", "spam = 0.91", "prior = -3.1")):
        storm.reached(10 + 12 * number)
        daemon.configure(load.OPTIONS + more)
        daemon.process.send_signal(signal.SIGHUP)
        until(lambda: daemon.said.count("event=reload") == number + 1, "the reload")
    storm.finish()
    assert storm.put_off == 0, "a mail was put off by a reload"
    load.check(bed, storm, daemon.kept())
    assert daemon.serving() == worker
    assert re.search(r"calwarden\.conf:\d+: prior", daemon.logged("event=reload-refused"))


# ---- Kills ----------------------------------------------------------------------------------------------------------

def test_kills_of_the_worker_under_load(bed, warden):
    daemon = warden(load.OPTIONS)
    worker = daemon.serving()
    storm = Load(bed, mails=120, senders=6)
    for number in range(4):
        storm.reached(10 + 20 * number)
        os.kill(worker, signal.SIGKILL)
        worker = daemon.serving(but=worker)
    storm.finish()
    assert daemon.status()["restarts"] == 4
    load.check(bed, storm, daemon.kept())


def test_kills_of_the_supervisor_under_load(bed, warden):
    daemon = warden(load.OPTIONS)
    storm = Load(bed, mails=120, senders=6)
    for number in range(2):
        storm.reached(20 + 40 * number)
        worker = daemon.serving()
        daemon.process.kill()
        daemon.process.wait()
        daemon.start()  # as the service manager does
        assert not alive(worker), "an orphan"
    storm.finish()
    load.check(bed, storm, daemon.kept())


def test_kills_of_both_under_load(bed, warden):
    """As the kernel does it where there is no memory left for the whole group."""
    daemon = warden(load.OPTIONS)
    storm = Load(bed, mails=90, senders=6)
    for number in range(2):
        storm.reached(20 + 30 * number)
        worker = daemon.serving()
        os.kill(worker, signal.SIGSTOP)  # so that the one cannot tell of the other
        daemon.process.kill()
        os.kill(worker, signal.SIGKILL)
        daemon.process.wait()
        daemon.start()
    storm.finish()
    load.check(bed, storm, daemon.kept())


def test_an_end_under_load(bed, warden):
    daemon = warden(load.OPTIONS)
    storm = Load(bed)
    storm.reached(20)
    assert daemon.stop() == 0
    daemon.start()
    storm.finish()
    load.check(bed, storm, daemon.kept())


def test_without_the_daemon_mail_waits_outside(bed, warden):
    daemon = warden()
    daemon.stop()
    with pytest.raises(Refused, match="451 4.7.1"):
        bed.send(invitation())
    daemon.start()
    bed.send(invitation())
    assert verdict(bed.only())["class"] == "clean"


# ---- Mails that crash -----------------------------------------------------------------------------------------------

def test_a_mail_that_crashes_the_worker(bed, warden):
    secret = "0123456789abcdef0123456789abcdef"
    daemon = warden(environment={"CALWARDEN_TEST_CRASH": secret})
    worker = daemon.serving()
    event = Event(more=f"X-Calwarden-Test: {secret} crash\n")
    raw = event.mail(subject="poison")
    with pytest.raises(Refused) as refusal:
        bed.send(raw)
    assert refusal.value.code // 100 == 4
    daemon.serving(but=worker)
    bed.send(raw)  # the client comes again
    bed.send(invitation(subject="another"))
    mails = {mail["Subject"]: verdict(mail) for mail in bed.mailbox(folder="INBOX")}
    assert mails["poison"]["class"] == "doubtful" and mails["poison"]["placement"] == "withhold"
    assert mails["another"]["class"] == "clean" and len(mails) == 2
    assert len(list((daemon.state / "aside").glob("*.eml"))) == 1 and daemon.status()["restarts"] == 1


# ---- The store and the counters are gone ----------------------------------------------------------------------------

def test_the_database_is_stopped_under_load(bed, warden):
    store = bed.also(PostgreSQL)
    daemon = warden(load.OPTIONS + f'store = "{store.url}"\nstore-timeout = 0.3s')
    worker = daemon.serving()
    storm = Load(bed, mails=100, retry=0.3)
    storm.reached(20)
    store.stop()
    # What needs no store goes on; what must be kept is put off, for it cannot be kept.
    bed.send(letter(more="X-Load: 1000\n"))
    bed.send(invitation(more="X-Load: 1001\n"))
    with pytest.raises(Refused, match="451 4"):
        bed.send(certain())
    store.start()
    storm.finish()
    storm.taken |= {1000, 1001}
    load.check(bed, storm, daemon.kept())
    assert daemon.serving() == worker
    until(lambda: int(store.ask("SELECT COUNT(*) FROM decision")[0][0]) > 50, "decisions in the store")


def with_children(pid):
    """A process and all that it started."""
    parents = {}
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents.setdefault(int(stat.read_text().rsplit(")", 1)[1].split()[1]), []).append(int(stat.parent.name))
    found = [pid]
    for one in found:
        found += parents.get(one, [])
    return found


@contextlib.contextmanager
def frozen(server):
    """It keeps its connections, and says nothing."""
    pids = with_children(server.process.pid)
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def test_the_database_hangs_under_load(bed, warden):
    store = bed.also(PostgreSQL)
    daemon = warden(load.OPTIONS + f'store = "{store.url}"\nstore-timeout = 0.3s')
    worker = daemon.serving()
    storm = Load(bed, mails=60, retry=0.3)
    storm.reached(20)
    with frozen(store):
        bed.send(letter(more="X-Load: 1000\n"))
        bed.send(invitation(more="X-Load: 1001\n"))
        with pytest.raises(Refused, match="451 4"):
            bed.send(certain())
    storm.finish()
    storm.taken |= {1000, 1001}
    load.check(bed, storm, [raw for raw in daemon.kept() if b"X-Load" in raw])
    assert daemon.serving() == worker
    until(lambda: int(store.ask("SELECT COUNT(*) FROM decision")[0][0]) > 30, "decisions in the store")


def test_an_orphan_waits_for_no_database(bed, warden):
    store = bed.also(PostgreSQL)
    daemon = warden(load.OPTIONS + f'store = "{store.url}"\nstore-timeout = 30s')
    worker = daemon.serving()
    with frozen(store):
        bed.send(invitation(more="X-Load: 1000\n"))  # its records wait
        daemon.process.kill()
        daemon.process.wait()
        until(lambda: not alive(worker), "the end of the worker", 30)
    daemon.start()
    bed.send(invitation(more="X-Load: 1001\n"))
    assert len(bed.mailbox(folder="INBOX")) == 2


def test_the_counters_hang(bed, warden):
    counters = bed.also(Redis)
    daemon = warden(load.OPTIONS + f'counters = "{counters.url}"')
    storm = Load(bed, mails=60)
    storm.reached(15)
    with frozen(counters):
        storm.reached(40)
    storm.finish()
    assert storm.put_off == 0
    load.check(bed, storm, daemon.kept())


def test_the_counters_are_gone(bed, warden):
    counters = bed.also(Redis)
    daemon = warden(load.OPTIONS + f'counters = "{counters.url}"')
    storm = Load(bed)
    storm.reached(15)
    counters.stop(signal.SIGKILL)
    storm.reached(40)
    counters.start()
    storm.finish()
    assert storm.put_off == 0
    load.check(bed, storm, daemon.kept())


# ---- A full disk ----------------------------------------------------------------------------------------------------

@pytest.fixture
def small_disk(bed):
    """A file system of 3 MB."""
    place = bed.folder / "small"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m,mode=0755", "none", place], check=True)
    yield place
    for warden in bed.wardens:
        warden.stop()
    subprocess.run(["umount", "-l", place], check=True)
    place.rmdir()


def test_a_full_disk(bed, warden, small_disk):
    daemon = warden(load.OPTIONS + f'state = "{small_disk}/state"')
    storm = Load(bed, mails=12)
    storm.finish()
    fill = small_disk / "fill"
    with open(fill, "wb", buffering=0) as file:
        with pytest.raises(OSError):
            while True:
                file.write(b"x" * 4096)
    worker = daemon.serving()
    bed.send(letter(more="X-Load: 1000\n"))
    bed.send(invitation(more="X-Load: 1001\n"))
    with pytest.raises(Refused, match="451 4"):
        for _ in range(40):  # pages that the store has already may take some
            bed.send(certain(more="X-Load: 1002\n", text="x" * 30000 + os.urandom(9000).hex()))
    fill.unlink()
    until(lambda: not refused(bed, certain(more="X-Load: 1003\n")), "the quarantine takes mails again", 20)
    storm.taken |= {1000, 1001, 1003}
    kept = [raw for raw in daemon.kept() if b"X-Load: 1002" not in raw]
    load.check(bed, storm, kept)
    assert daemon.serving() == worker


def refused(bed, raw):
    try:
        bed.send(raw)
    except Refused:
        return True
    return False


# ---- Slow clients, and many of them ---------------------------------------------------------------------------------

def test_slow_clients_hold_up_nobody(bed, warden):
    daemon = warden()
    slow = [bed.session() for _ in range(40)]
    for smtp in slow:
        assert smtp.mail("jo@corp.example")[0] == 250 and smtp.rcpt("kim@example.org")[0] == 250
        smtp.putcmd("data")
        assert smtp.getreply()[0] == 354
        smtp.sock.sendall(b"Subject: sl")
    began = time.monotonic()
    bed.send(invitation(subject="fast"))
    assert time.monotonic() - began < 10
    assert [mail["Subject"] for mail in bed.mailbox(folder="INBOX")] == ["fast"]
    for smtp in slow[:20]:  # some come to an end, others give up
        smtp.sock.sendall(b"ow\r\n\r\nAt last.\r\n.\r\n")
        assert smtp.getreply()[0] == 250
    for smtp in slow:
        smtp.close()
    assert len(bed.mailbox(folder="INBOX")) == 21 and daemon.status()["in_work"] == 0


def test_thousands_of_connections(bed, warden):
    daemon = warden("milter-connections = 4000")
    idle = [Session("127.0.0.1", daemon.milter) for _ in range(3000)]
    began = time.monotonic()
    bed.send(invitation())
    assert time.monotonic() - began < 10 and verdict(bed.only())["class"] == "clean"
    for session in idle[:50] + idle[-50:]:
        assert session.mail(invitation()).header("Calwarden-Verdict")
    for session in idle:
        session.close()
    bed.send(invitation())
    assert len(bed.mailbox(folder="INBOX")) == 2


def test_more_connections_than_there_may_be(bed, warden):
    daemon = warden("milter-connections = 10")
    idle = [Session("127.0.0.1", daemon.milter) for _ in range(10)]
    with pytest.raises(Refused) as refusal:
        bed.send(invitation())
    assert refusal.value.code // 100 == 4
    for session in idle:
        session.close()
    until(lambda: not refused(bed, invitation()), "a connection is free again", 20)
    assert len(bed.mailbox(folder="INBOX")) == 1

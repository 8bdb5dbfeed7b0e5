"""A clock that is set while the daemon runs, by hours and by years, forwards and back: what is remembered stays, what is counted
within some minutes is counted by another clock, and nobody is killed for having taken years."""
import os
import pathlib
import re
import sqlite3
import struct
import subprocess
import sys
import time

import pytest

from conftest import ROOT, free_port, until
from test_work import mail, poison, send

sys.path.insert(0, str(ROOT / "tools"))
from milter import Session  # noqa: E402

HOUR, YEAR = 3600, 366 * 86400
HERE = pathlib.Path(__file__).parent


class Clock:
    def __init__(self, folder):
        self.library, self.file = folder / "shifted-clock.so", folder / "shift"
        subprocess.run(["cc", "-shared", "-fPIC", "-O", "-D_GNU_SOURCE", "-o", self.library, HERE / "shifted-clock.c"],
                       check=True, timeout=60)
        self.set(0)
        self.environment = {"LD_PRELOAD": str(self.library), "SHIFTED_CLOCK": str(self.file)}

    def set(self, seconds):
        """From now on the clock is off by so much."""
        with open(self.file, "r+b" if self.file.exists() else "wb") as file:
            file.write(struct.pack("=q", seconds))


@pytest.fixture
def clock(tmp_path):
    return Clock(tmp_path)


def said(answer):
    """Id, class and placement."""
    header = answer.header("Calwarden-Verdict")
    return [re.search(rf"\b{name}=([\w-]+)", header)[1] for name in ("id", "class", "placement")]


def decisions(daemon):
    with sqlite3.connect(f"file:{daemon.state}/calwarden.db?mode=ro", uri=True) as db:
        return db.execute("SELECT item, at FROM decision ORDER BY item").fetchall()


@pytest.mark.parametrize("jumps", [(2 * HOUR, -2 * HOUR, 0), (10 * YEAR, 0), (-10 * YEAR, 0), (60 * YEAR, -40 * YEAR, 0)],
                         ids=lambda jumps: ",".join(f"{jump / YEAR:+.2g}y" for jump in jumps))
def test_the_clock_is_set(start, clock, jumps):
    daemon = start("burst-recipients = 4", environment=clock.environment)
    worker = daemon.serving()
    answers = [said(send(daemon, mail(0)))]
    for number, jump in enumerate(jumps, 1):
        clock.set(jump)
        answers.append(said(send(daemon, mail(number))))
        assert abs(time.time() + jump - until(lambda: at_of(daemon, answers[-1][0]), "the decision")) < 300
        time.sleep(2.5)  # the keeper looks each second
    ids = [one[0] for one in answers]
    assert ids == sorted(set(ids)) and all(one[1:] == answers[0][1:] for one in answers), answers
    assert [item for item, _ in decisions(daemon)] == ids, "nothing was too old"
    assert daemon.said.count("event=clock") >= len(jumps)
    assert daemon.serving() == worker and daemon.status()["restarts"] == 0
    assert daemon.ask("reload").returncode == 0 and daemon.end() == 0


def test_a_machine_that_comes_up_years_ahead(start, clock, tmp_path):
    """Also when it is started a second time like that: the clock is trusted when it was right for a day."""
    first = start(environment=clock.environment)
    item = said(send(first, mail()))[0]
    until(lambda: at_of(first, item), "the decision")
    until(lambda: stamped(first), "the clock in the store")
    assert first.end() == 0 and "event=clock" not in first.said
    clock.set(10 * YEAR)
    for again in range(2):
        daemon = start(environment=clock.environment)
        said(send(daemon, mail(1 + again)))
        until(lambda: daemon.said.count("3660 days since the store was last in use") == again + 1, "the doubt")
        assert daemon.end() == 0 and at_of(daemon, item)


def stamped(daemon):
    with sqlite3.connect(f"file:{daemon.state}/calwarden.db?mode=ro", uri=True) as db:
        return db.execute("SELECT value FROM stamp WHERE name = 'clock'").fetchall()


def at_of(daemon, item):
    return dict(decisions(daemon)).get(item)


def test_a_wave_is_seen_over_a_jump(start, clock):
    """Windows are of the monotonic clock: what came ten years ago by the other one came a second ago."""
    daemon = start("burst-recipients = 4", environment=clock.environment)
    lines = []
    for number in range(6):
        clock.set((number % 3) * 10 * YEAR)
        with Session("127.0.0.1", daemon.milter) as session:
            item = said(session.mail(mail(number), rcpts=[f"user-{number}@example.org"]))[0]
        lines.append(daemon.logged(f"id={item}"))
    assert "CONTENT_WAVE" in lines[-1] and "CONTENT_WAVE" not in lines[0], lines


def test_a_mail_that_hangs_is_ended_by_the_other_clock(start, clock):
    daemon = start("item-timeout = 2s", environment=clock.environment)
    worker = daemon.serving()
    clock.set(-10 * YEAR)
    with pytest.raises(Exception):
        send(daemon, poison(daemon, "hang"))
    daemon.serving(but=worker)
    assert "event=worker-hangs" in daemon.said


@pytest.fixture
def redis(tmp_path, clock):
    """A server that counts, by a clock that may be set."""
    port = free_port()
    with open(tmp_path / "redis.txt", "wb") as log:
        server = subprocess.Popen(["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", tmp_path],
                                  stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=os.environ | clock.environment)
    until(lambda: b"Ready to accept" in (tmp_path / "redis.txt").read_bytes(), "redis-server")
    yield f"redis://127.0.0.1:{port}/0"
    server.kill()
    server.wait()


def test_nobody_is_over_a_limit_for_years(start, clock, redis):
    """What an account sent while the clock of the counting server was ahead counts no more once it is right."""
    daemon = start(f'counters = "{redis}"\ncounters-timeout = 2s\nlimit-account-messages = 2\nnetworks = {{"192.0.2.0/24"}}')

    def sends(number):
        with Session("127.0.0.1", daemon.milter, macros={"{auth_authen}": "anna"}) as session:
            return session.mail(mail(number)).action
    clock.set(10 * YEAR)
    assert [sends(number) for number in range(3)] == ["accept", "accept", "reject"]
    clock.set(0)
    # A node counts for itself as well, but the server's word is what counts.
    assert sends(3) == "accept"

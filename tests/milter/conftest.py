"""What the tests of the milter share: one of its own for each test, on a free port or a unix socket."""
import os
import pathlib
import socket
import subprocess
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from client import Client, Gone  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("CALWARDEN_MILTER") or str(ROOT / "build-sanitize/tests/milter/milter-stand-in")


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Milter:
    def __init__(self, folder, listen, options):
        self.folder = folder / "seen"
        self.folder.mkdir()
        port = free_port()
        self.address = ("127.0.0.1", port) if listen is None else listen
        config = folder / "calwarden.conf"
        config.write_text(f'milter-listen = "{listen and "unix:" + listen or f"inet:127.0.0.1:{port}"}"\n{options}\n')
        self.errors = folder / "errors.txt"
        self.process = subprocess.Popen([PROGRAM, config, self.folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=open(self.errors, "wb"), text=True)
        assert self.process.stdout.readline() == "ready\n", self.said
        self.read = 0

    @property
    def said(self):
        return self.errors.read_text(errors="replace")

    def client(self, connect=True, **more):
        client = Client(self.address, **more)
        if connect:
            client.connect()
            client.helo()
        return client

    def seen(self, number=None):
        """Bytes and facts of the next mail (or that one) that the guard was given; rcpt is a list."""
        if number is None:
            number, self.read = self.read, self.read + 1
        facts = {"rcpt": []}
        for line in (self.folder / f"{number}.txt").read_text(errors="surrogateescape").splitlines():
            name, _, value = line.partition("=")
            if name == "rcpt":
                facts["rcpt"].append(value)
            else:
                facts[name] = value
        return (self.folder / f"{number}.eml").read_bytes(), facts

    @property
    def learned(self):
        return (self.folder / "0.learned").read_text().splitlines()

    def end(self):
        """Asks it to stop; returns what it says and its exit status."""
        self.process.stdin.close()
        said = self.process.stdout.readline().strip()
        return said, self.process.wait(30)


@pytest.fixture
def start(tmp_path):
    started = []

    def start(options="", listen=None):
        folder = tmp_path / str(len(started))
        folder.mkdir()
        started.append(Milter(folder, listen, options))
        return started[-1]

    yield start
    for milter in started:
        if milter.process.poll() is None:
            milter.process.stdin.close()
            try:
                milter.process.wait(30)
            except subprocess.TimeoutExpired:
                milter.process.kill()
        report = milter.said
        assert "ERROR: AddressSanitizer" not in report and "runtime error" not in report and \
            "WARNING: ThreadSanitizer" not in report, report


@pytest.fixture
def milter(start):
    return start()

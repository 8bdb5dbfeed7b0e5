"""What the tests of the daemon share: one that runs in a folder of its own, on free ports of loopback."""
import json
import os
import pathlib
import secrets
import signal
import socket
import subprocess
import time

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("CALWARDEN") or str(ROOT / "build/calwarden")
os.environ.setdefault("CALWARDEN_RULES", str(ROOT / "rules"))
PATIENCE = 60  # seconds; the machine may be busy


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def until(true, what, patience=PATIENCE):
    """Waits for it, and answers what it answered."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        found = true()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(f"never: {what}")


class Daemon:
    def __init__(self, folder, options="", environment=None, before=(), **more):
        self.folder, self.state = folder, folder / "state"
        self.config = folder / "calwarden.conf"
        self.milter, self.http = free_port(), free_port()
        self.token = secrets.token_hex(16)
        self.configure(options)
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith(("NOTIFY_", "LISTEN_", "WATCHDOG_", "INVOCATION_"))}
        self.environment |= {"CALWARDEN_TEST_CRASH": self.token, **(environment or {})}
        self.out, self.err = folder / "out.txt", folder / "err.txt"
        with open(self.out, "ab") as out, open(self.err, "ab") as err:
            self.process = subprocess.Popen([*before, PROGRAM, "serve", "--config", self.config], stdin=subprocess.DEVNULL,
                                            stdout=out, stderr=err, env=self.environment, **more)

    def configure(self, options):
        self.config.write_text(f'state = "{self.state}"\nmilter-listen = "inet:127.0.0.1:{self.milter}"\n'
                               f'http-listen = {{"127.0.0.1:{self.http}"}}\nlookups = no\n{options}\n')

    @property
    def said(self):
        """Its log."""
        return self.err.read_text(encoding="utf-8", errors="replace")

    def ask(self, word):
        return subprocess.run([PROGRAM, word, "--config", self.config], capture_output=True, text=True, timeout=60,
                              env=self.environment, check=False)

    def status(self):
        done = self.ask("status")
        return json.loads(done.stdout) if done.returncode == 0 else {"state": "absent", "worker": 0}

    def serving(self, but=0):
        """Waits until a worker serves (another one than `but`), and answers its process id."""
        def serves():
            assert self.process.poll() is None, self.said
            status = self.status()
            return status["state"] == "serving" and status["worker"] != but and status["worker"]
        return until(serves, f"a worker that serves\n{self.said}")

    def logged(self, words):
        return until(lambda: [line for line in self.said.split("\n") if words in line], f"{words}\n{self.said}")[-1]

    def end(self, number=signal.SIGTERM):
        """Its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def kill(self):
        worker = self.status()["worker"] if self.process.poll() is None else 0
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if worker and alive(worker):
            until(lambda: not alive(worker), "the end of the worker")


def alive(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def start(tmp_path):
    """start("option = value", …) -> Daemon"""
    begun = []

    def begin(options="", environment=None, serving=True, **more):
        daemon = Daemon(tmp_path, options, environment, **more)
        begun.append(daemon)
        if serving:
            daemon.serving()
        return daemon

    yield begin
    for daemon in begun:
        daemon.kill()

"""The service manager's side: notifications, the watchdog, and sockets that it hands over."""
import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from conftest import PATIENCE, until


@pytest.fixture
def manager(tmp_path):
    """The socket of $NOTIFY_SOCKET, and all that came by it."""
    class Manager:
        def __init__(self):
            self.path = str(tmp_path / "notify")
            self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            self.socket.bind(self.path)
            self.socket.setblocking(False)
            self.came = []

        def take(self):
            while True:
                try:
                    self.came.append(self.socket.recv(4096).decode())
                except BlockingIOError:
                    return self.came

        def wait(self, words):
            until(lambda: any(words in text for text in self.take()), f"{words} among {self.came}")

    made = Manager()
    yield made
    made.socket.close()


def test_ready_reload_and_stop_are_told(start, manager):
    daemon = start(environment={"NOTIFY_SOCKET": manager.path})
    manager.wait("READY=1")
    manager.came.clear()
    daemon.process.send_signal(signal.SIGHUP)
    manager.wait("RELOADING=1\nMONOTONIC_USEC=")
    manager.wait("READY=1\nSTATUS=Reloaded")
    daemon.configure("prior = 99")
    daemon.process.send_signal(signal.SIGHUP)
    manager.wait("READY=1\nSTATUS=Reload refused")
    assert daemon.end() == 0
    manager.wait("STOPPING=1")


def test_nothing_is_ready_that_could_not_start(start, manager):
    daemon = start('rules = "/nowhere"', environment={"NOTIFY_SOCKET": manager.path}, serving=False)
    assert daemon.process.wait(PATIENCE) in (66, 78)
    assert not any("READY=1" in text for text in manager.take())


def test_abstract_sockets(start):
    name = f"calwarden-test-{os.getpid()}-{time.monotonic_ns()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as there:
        there.bind("\0" + name)
        there.settimeout(20)
        start(environment={"NOTIFY_SOCKET": "@" + name})
        assert there.recv(4096).startswith(b"READY=1")


def test_the_watchdog_is_fed(start, manager):
    daemon = start(environment={"NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "200000"})
    worker = daemon.serving()
    manager.came.clear()
    time.sleep(1)
    assert 6 <= sum("WATCHDOG=1" in text for text in manager.take()) <= 14, manager.came
    # Also when a worker has just died.
    os.kill(worker, signal.SIGKILL)
    manager.came.clear()
    manager.wait("WATCHDOG=1")
    daemon.serving(but=worker)


def test_a_watchdog_for_another_process_is_not(start, manager):
    start(environment={"NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "100000", "WATCHDOG_PID": "1"})
    time.sleep(0.5)
    assert not any("WATCHDOG=1" in text for text in manager.take())

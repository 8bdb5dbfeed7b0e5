"""How the CPU time of other filters is counted (tests/bench/filters.py)."""
import pathlib
import socket
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "bench"))

import filters  # noqa: E402

# Works for 50 ms of CPU for each line it gets, in a child that it replaces after every second one.
SERVER = """
import os, signal, socket, sys, time
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
def child():
    for _ in range(2):
        while True:
            peer = listener.accept()[0]
            if peer.recv(1):
                break
        end = time.process_time() + 0.05
        while time.process_time() < end:
            pass
        peer.sendall(b"done")
        peer.close()
    os._exit(0)
while True:
    pid = os.fork() or child()
    os.waitpid(pid, 0)
"""


class Replacing(filters.Filter):
    name = "replacing"

    def command(self):
        return [sys.executable, "-c", SERVER, str(self.port)]

    def judge(self, mails):
        for _ in mails:
            with socket.create_connection(("127.0.0.1", self.port)) as peer:
                peer.sendall(b"x")
                assert peer.recv(4) == b"done"


def test_children_that_ended_count(tmp_path):
    with Replacing(tmp_path / "run") as server:
        figures = [server.time(["one", "two", "three"], 1) for _ in range(4)]
    # A process is counted in ticks of 10 ms: what it did before may be booked a little later.
    assert all(30_000 < figure < 120_000 for figure in figures), figures

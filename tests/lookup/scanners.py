"""Other scanners: the real ones, in folders and on ports of the test's own, and those that lie.

    with Clamd(tmp_path / "clamd") as clamd: ... f'clamd = "unix:{clamd.socket}"'
    with Liar(b"SPAMD/1.1 0 EX_OK\\r\\n...") as liar: ... f'spamd = "127.0.0.1:{liar.port}"'
"""
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.request

import script

sys.path.append(str(script.ROOT / "tests/bench"))  # behind: it has a mails.py, too
import filters  # noqa: E402

PROGRAM = os.environ.get("CALWARDEN") or str(script.ROOT / "build/calwarden")
RULES = os.environ.get("CALWARDEN_RULES") or str(script.ROOT / "rules")
HARMLESS = b"calwarden-scanner-test-string"  # what our signature knows
PHISHY = b"calwarden-phishing-test-string"
GTUBE = b"XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"


class Clamd(filters.Filter):
    """With a database that holds two signatures."""

    def command(self):
        database, self.socket = self.folder / "db", self.folder / "clamd.sock"
        database.mkdir()
        (database / "test.ndb").write_text(f"Calwarden.Test.Harmless:0:*:{HARMLESS.hex()}\nPhishing.Test:0:*:{PHISHY.hex()}\n")
        (self.folder / "clamd.conf").write_text(f"LocalSocket {self.socket}\nDatabaseDirectory {database}\nForeground yes\n"
                                                f"TCPSocket {self.port}\nTCPAddr 127.0.0.1\nStreamMaxLength 1M\n")
        return ["clamd", "-c", str(self.folder / "clamd.conf")]


class Spamd(filters.SpamAssassin):
    pass


class Rspamd(filters.Rspamd):
    def command(self):
        command = super().command()
        (self.folder / "etc/tld").write_text("com\nexample\norg\n")  # it takes half a minute to prepare all that there are
        with open(self.folder / "etc/override.d/options.inc", "a", encoding="ascii") as options:
            options.write(f'url_tld = "{self.folder}/etc/tld";\nenable_test_patterns = true;\n')
        return command

    def __exit__(self, *_):
        """Its helper for patterns sometimes stays behind when it ends early."""
        below = filters.processes(self.process.pid)
        super().__exit__()
        for pid in below:
            try:
                if "rspamd" in open(f"/proc/{pid}/cmdline", encoding="utf-8").read():
                    os.kill(pid, signal.SIGKILL)
            except OSError:
                pass


class Liar:
    """Answers each connection with these bytes and ends it. `reads`: whether it reads what is sent first; `ends`: whether it
    ever ends; `floods`: repeats its answer for as long as anybody listens; `delay`: seconds before it says anything."""

    def __init__(self, answer=b"", reads=True, ends=True, floods=False, delay=0):
        self.answer, self.reads, self.ends, self.floods, self.delay = answer, reads, ends, floods, delay
        self.asked, self.over = [], threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.over.set()
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def serve(self):
        while not self.over.is_set():
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.talk, args=(connection,), daemon=True).start()

    def talk(self, connection):
        self.asked.append(b"")
        number = len(self.asked) - 1
        with connection:
            try:
                connection.settimeout(0.2)
                while self.reads:
                    got = connection.recv(65536)
                    self.asked[number] += got
                    if not got:
                        break
            except OSError:
                pass
            connection.settimeout(10)
            try:
                self.over.wait(self.delay)
                connection.sendall(self.answer)
                while self.floods and not self.over.is_set():
                    connection.sendall(self.answer)
                if not self.ends:
                    self.over.wait(30)
            except OSError:
                pass


def http(body, status="200 OK", length=None):
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body) if length is None else length}\r\n"
    return head.encode() + b"Connection: close\r\n\r\n" + body


def spamd(spam, score, symbols):
    body = ",".join(symbols).encode()
    return f"SPAMD/1.1 0 EX_OK\r\nContent-length: {len(body)}\r\nSpam: {spam} ; {score} / 5.0\r\n\r\n".encode() + body


class Daemon(filters.Filter):
    """Our own, with a key. `options`: lines of its configuration."""

    def __init__(self, folder, options="lookups = no\n"):
        super().__init__(folder)
        self.options = options

    def command(self):
        self.config = self.folder / "calwarden.conf"
        (self.folder / "state").mkdir(mode=0o700)
        self.config.write_text(f'state = "{self.folder}/state"\nhttp-listen = {{"127.0.0.1:{self.port}"}}\nrules = "{RULES}"\n'
                               f'milter-listen = "unix:{self.folder}/milter"\n{self.options}')
        return [PROGRAM, "serve", "--config", str(self.config)]

    def answers(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def key(self):
        done = subprocess.run([PROGRAM, "key", "add", "test", "--json", "--right=check", "--right=metrics", "--config", self.config],
                              capture_output=True, check=True, timeout=60)
        return json.loads(done.stdout)["key"]

    def get(self, path, body=None, **fields):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body, fields)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read().decode()

    def check(self, raw):
        """What it says of a mail."""
        self.secret = getattr(self, "secret", None) or self.key()
        fields = {"Authorization": f"Bearer {self.secret}", "Content-Type": "message/rfc822"}
        return json.loads(self.get("/v1/check?client_ip=192.0.2.25", raw, **fields))

    def metrics(self):
        return self.get("/metrics")

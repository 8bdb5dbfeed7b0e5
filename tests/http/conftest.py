"""What the tests of HTTP share: a daemon on free ports, a store with things in it, a mail system that takes mail."""
import ctypes
import ctypes.util
import http.client
import json
import os
import pathlib
import socket
import socketserver
import sqlite3
import subprocess
import threading
import time
import urllib.parse

import jsonschema
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("CALWARDEN") or str(ROOT / "build/calwarden")
RULES = os.environ.get("CALWARDEN_RULES") or str(ROOT / "rules")
NOW = int(time.time())

ITEM, OTHER, HELD = "01kaaaaaaaaaaaaaaaaaaaaaa1", "01kaaaaaaaaaaaaaaaaaaaaaa2", "01kaaaaaaaaaaaaaaaaaaaaaa3"
EVIL = 'x"</script>\x1b[31m\u202e\n'
# Lines that begin with dots, one that is only a dot, bytes of no charset: all must arrive as they are.
MAIL = (b"From: Jo <jo@corp.example>\r\nTo: undisclosed\r\nSubject: .\r\n\r\n.\r\n..two\r\n.one\r\n\xff\xfe\r\n" + b".x\r\n" * 20000
        + b"end\r\n")


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def packed(raw):
    zstd = ctypes.CDLL(ctypes.util.find_library("zstd") or "libzstd.so.1")
    zstd.ZSTD_compress.restype = zstd.ZSTD_compressBound.restype = ctypes.c_size_t
    zstd.ZSTD_compressBound.argtypes = [ctypes.c_size_t]
    zstd.ZSTD_compress.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int]
    room = ctypes.create_string_buffer(zstd.ZSTD_compressBound(len(raw)))
    length = zstd.ZSTD_compress(room, len(room), raw, len(raw), 3)
    return room.raw[:length]


class Store:
    """Rows as the daemon would have written them."""

    def __init__(self, path):
        self.path = path

    def insert(self, table, **row):
        with sqlite3.connect(self.path, timeout=10) as db:
            known = {column[1]: column[2] for column in db.execute(f"PRAGMA table_info({table})")}
            assert known and set(row) <= set(known), (table, row, known)
            whole = {name: row.get(name, 0 if kind in ("BIGINT", "DOUBLE PRECISION", "INTEGER") else "")
                     for name, kind in known.items() if name != "id" or name in row}
            db.execute(f"INSERT INTO {table} ({','.join(whole)}) VALUES ({','.join('?' * len(whole))})", list(whole.values()))

    def rows(self, sql, *values):
        with sqlite3.connect(self.path, timeout=10) as db:
            return db.execute(sql, values).fetchall()

    def decision(self, item, *recipients, **more):
        reasons = {"authentication": {"aligned": True}, "signals": [{"name": "LURE", "weight": 1.5, "evidence": EVIL}],
                   "recipients": [{"address": address} for address in recipients]}
        self.insert("decision", **{"item": item, "at": NOW - 60, "channel": "mail-in", "class": "spam", "probability": 0.97,
                                   "placement": "withhold", "action": "folder", "originator_class": "verified",
                                   "originator": "jo@corp.example", "sender": "jo@corp.example", "organizer": "jo@corp.example",
                                   "client": "192.0.2.10", "message_id": "m1@corp.example", "uid": "u1", "method": "REQUEST",
                                   "title": EVIL, "size": 1000, "elapsed_us": 50, "reasons": json.dumps(reasons)} | more)
        for recipient in recipients:
            self.insert("decision_recipient", **{"item": item, "recipient": recipient, "relation": "none", "class": "spam",
                                                 "probability": 0.97, "placement": "withhold", "placement_reason": "because"})
            self.insert("event", **{"recipient": recipient, "uid": more.get("uid", "u1"), "item": item, "channel": "mail-in",
                                    "at": NOW - 60, "sender": "jo@corp.example", "identity": "jo@corp.example",
                                    "proof": "dmarc corp.example", "organizer": "jo@corp.example", "method": "REQUEST",
                                    "sequence": 0, "class": "spam", "placement": "withhold", "summary": EVIL})

    def hold(self, item, *recipients, raw=MAIL, **more):
        self.insert("quarantine", **{"item": item, "at": NOW - 60, "reason": "spam", "class": "spam",
                                     "mail_from": "bounce@corp.example", "sender": "jo@corp.example", "title": EVIL,
                                     "size": len(raw)} | more)
        self.insert("quarantine_raw", item=item, raw=packed(raw))
        for recipient in recipients:
            self.insert("quarantine_copy", item=item, recipient=recipient, state="held", changed_at=NOW - 60)

    def states(self, item):
        return dict(self.rows("SELECT recipient, state FROM quarantine_copy WHERE item = ?", item))


class Answer:
    def __init__(self, response):
        self.status, self.headers, self.bytes = response.status, dict(response.getheaders()), response.read()

    @property
    def json(self):
        assert self.headers["Content-Type"] == "application/json", self
        return json.loads(self.bytes)

    def __repr__(self):
        return f"{self.status} {self.headers}\n{self.bytes[:2000]!r}"


class Daemon:
    def __init__(self, folder, port=None, **options):
        self.folder, self.port = folder, port or free_port()
        self.config, self.state = folder / "calwarden.conf", folder / "state"
        options = {"state": str(self.state), "http-listen": [f"127.0.0.1:{self.port}"], "http-timeout": "3s", "rules": RULES,
                   "milter-listen": f"unix:{folder}/milter", "lookups": "no"} | options
        self.config.write_text("".join(f"{name} = {self.written(value)}\n" for name, value in options.items()))
        self.state.mkdir(mode=0o700)
        self.log = open(folder / "log", "wb")
        self.process = subprocess.Popen([PROGRAM, "serve", "--config", str(self.config)], stdout=self.log, stderr=self.log,
                                        stdin=subprocess.DEVNULL, start_new_session=True)
        for _ in range(200):
            try:
                if self.get("/readyz").status == 200:
                    break
            except OSError:
                pass
            assert self.process.poll() is None, self.said()
            time.sleep(0.1)
        self.store = Store(self.state / "calwarden.db")
        self.key = self.new_key("admin")
        self.description = self.get("/openapi.json").json

    @staticmethod
    def written(value):
        if isinstance(value, list):
            return "{" + ", ".join(f'"{one}"' for one in value) + "}"
        return f'"{value}"'

    def said(self):
        return (self.folder / "log").read_text(errors="backslashreplace")

    def run(self, *words, status=0):
        done = subprocess.run([PROGRAM, *words, "--config", str(self.config)], capture_output=True, timeout=60, check=False)
        assert done.returncode == status, done
        return done

    def new_key(self, *rights, **more):
        words = [f"--right={right}" for right in rights] + [f"--{name}={value}" for name, value in more.items()]
        return json.loads(self.run("key", "add", "test", "--json", *words).stdout)["key"]

    def ask(self, method, path, body=None, key=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = ({"Authorization": f"Bearer {key}"} if key else {}) | (headers or {})
        connection.request(method, path, body, headers)
        answer = Answer(connection.getresponse())
        connection.close()
        return answer

    def get(self, path, key=None, **query):
        query = {name: value for name, value in query.items() if value is not None}
        return self.ask("GET", path + ("?" + urllib.parse.urlencode(query) if query else ""), key=key)

    def post(self, path, key=None, **body):
        return self.ask("POST", path, json.dumps(body), key, {"Content-Type": "application/json"})

    def check(self, path, answer):
        """What was answered is what the description says."""
        operation = next(iter(self.description["paths"][path].values()))
        place = operation["responses"]["200"] if answer.status == 200 else self.description["components"]["responses"]["failure"]
        schema = place["content"]["application/json"]["schema"]
        jsonschema.Draft202012Validator(schema | {"components": self.description["components"]}).validate(answer.json)
        return answer.json

    def done(self, name, key=None, **parameters):
        """An operation over HTTP that must be done, checked against the description."""
        path = "/v1/" + name.replace(" ", "/")
        method = "get" if "get" in self.description["paths"][path] else "post"
        answer = getattr(self, method)(path, key or self.key, **parameters)
        assert answer.status == 200, answer
        return self.check(path, answer)

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(40)
        finally:
            if self.process.poll() is None:
                self.process.kill()
                self.process.wait()
            self.log.close()
        return self.process.returncode


class MailSystem(socketserver.ThreadingTCPServer):
    """Takes mail, or not: `mood` says what it does with the next ones."""
    allow_reuse_address, daemon_threads = True, True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Session)
        self.mood, self.mails, self.helos, self.seen, self.arriving = "take", [], [], None, None
        self.url = f"smtp://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Session(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        server, sender, recipients = self.server, None, []
        self.say("220 mail.example.org")
        for line in self.rfile:
            verb, line = line[:4].upper(), line.rstrip(b"\r\n")
            if verb == b"EHLO":
                server.helos.append(line[5:].decode())
                self.say("250-mail.example.org\r\n250-8BITMIME\r\n250 SIZE 100000000")
            elif verb == b"MAIL":
                sender = line.decode()
                self.say("250 fine")
            elif verb == b"RCPT":
                recipients.append(line.decode())
                self.say("550 5.1.1 no such user \x1b[31m" if server.mood == "refuse" else "250 fine")
            elif verb == b"DATA":
                self.say("354 go on")
                data = b""
                while not data.endswith(b"\r\n.\r\n"):
                    data += self.rfile.readline()
                lines = data[:-3].split(b"\r\n")
                raw = b"\r\n".join([line[1:] if line.startswith(b".") else line for line in lines])
                server.arriving = raw, [line[8:] for line in recipients]
                if server.seen:
                    server.seen()
                if server.mood == "later":
                    self.say("451 4.3.0 try again later")
                    continue
                server.mails.append((sender, recipients, raw))
                if server.mood == "die":
                    return
                self.say("250 taken")
            elif verb == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 fine")


@pytest.fixture(scope="session")
def mail_system():
    server = MailSystem()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def daemon(tmp_path_factory, mail_system):
    one = Daemon(tmp_path_factory.mktemp("daemon"), **{"release-via": mail_system.url, "release-timeout": "3s",
                                                        "aliases": ["anna@old.example=anna@example.org"],
                                                        "own-domains": ["example.org"]})
    yield one
    one.stop()


@pytest.fixture
def mails(mail_system):
    """The mail system in a good mood, with nothing taken so far."""
    mail_system.mood, mail_system.seen = "take", None
    mail_system.mails.clear()
    mail_system.helos.clear()
    return mail_system

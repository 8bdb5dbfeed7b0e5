"""What the test beds of calendar servers have in common. Each runs a real server in a folder of its own, on a free port of
loopback, with users of its own and a mail sink that takes all that the server would send:

    with Radicale() as bed:                     also Cyrus (bed_cyrus.py), Sogo (bed_sogo.py)
        kim = bed.user("kim")                   -> User: name, address, password
        client = bed.client(kim)                the CalDAV client of src/client, as a program; bed.login(kim) its login
        bed.put(kim, "a.ics", text)             what a calendar program of his would do, over plain HTTP
        bed.objects(kim)                        {path: text} of all that lies in his calendar
        bed.inbox(kim)                          the same of his scheduling inbox; {} without one
        bed.sink.mails                          all that was sent; bed.sink.empty() asserts that nothing was
"""
import base64
import dataclasses
import http.client
import json
import os
import pathlib
import pwd
import shutil
import signal
import smtplib
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import xml.etree.ElementTree as xml

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tests/flow"))
from bed import PATIENCE, answers, free_port, until  # noqa: E402, F401

CLIENT = os.environ.get("CALWARDEN_CALDAV") or str(ROOT / "build/tests/caldav/caldav-client")
DOMAIN = "example.org"
QUIET = 1.0  # seconds in which a server that wants to send something has done it; shown by the tests that see it send
TIED = ["setpriv", "--pdeathsig", "KILL"]  # before a command: it ends when we are killed
C = "{urn:ietf:params:xml:ns:caldav}"
D = "{DAV:}"
START = f"{time.gmtime().tm_year + 1}0301T100000Z"  # servers send nothing of what has been


def run(*command, **more):
    done = subprocess.run([str(word) for word in command], capture_output=True, timeout=120, check=False, **more)
    assert done.returncode == 0, f"{command} ended with {done.returncode}: {done.stderr.decode(errors='replace')}"
    return done.stdout.decode(errors="replace")


@dataclasses.dataclass(frozen=True)
class User:
    name: str
    address: str
    password: str


class Sink:
    """Takes every mail, from anybody to anybody."""

    def __init__(self):
        self.mails = []  # (sender, [recipient], bytes)
        sink = self

        class Session(socketserver.StreamRequestHandler):
            def say(self, text):
                self.wfile.write(text.encode() + b"\r\n")

            def handle(self):
                sender, recipients = "", []
                self.say("220 sink.example.org ESMTP")
                for line in self.rfile:
                    verb = line[:4].upper()
                    if verb in (b"EHLO", b"LHLO"):
                        self.say("250-sink.example.org\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES")
                    elif verb == b"MAIL":
                        sender, recipients = line.decode().split(":", 1)[1].strip(), []
                        self.say("250 2.1.0 ok")
                    elif verb == b"RCPT":
                        recipients.append(line.decode().split(":", 1)[1].strip().split(" ")[0].strip("<>"))
                        self.say("250 2.1.5 ok")
                    elif verb == b"DATA":
                        self.say("354 go on")
                        lines = []
                        for part in self.rfile:
                            if part == b".\r\n":
                                break
                            lines.append(part[1:] if part.startswith(b".") else part)
                        sink.mails.append((sender, recipients, b"".join(lines)))
                        self.say("250 2.0.0 taken")
                    elif verb == b"QUIT":
                        self.say("221 2.0.0 bye")
                        return
                    else:
                        self.say("250 2.0.0 ok")

        class Listener(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self.listener = Listener(("127.0.0.1", 0), Session)
        self.port = self.listener.server_address[1]
        threading.Thread(target=self.listener.serve_forever, daemon=True).start()

    def clear(self):
        self.mails.clear()

    def empty(self):
        """Nothing was sent, and nothing is on its way."""
        time.sleep(QUIET)
        assert not self.mails, "\n".join(raw.decode(errors="replace")[:2000] for _, _, raw in self.mails)

    def got(self):
        """The mails that have come, of which there must be one."""
        return until(lambda: list(self.mails), "a mail")

    def stop(self):
        self.listener.shutdown()
        self.listener.server_close()


class Client:
    """A caldav-client that runs. `home` is what it found; an error is {"error": …, "text": …}."""

    def __init__(self, **login):
        self.process = subprocess.Popen([*TIED, CLIENT, json.dumps(login)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.home = self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        assert line, f"the client has ended with {self.process.wait(10)}"
        return json.loads(line)

    def ask(self, what, **order):
        self.process.stdin.write(json.dumps({"do": what} | order) + "\n")
        self.process.stdin.flush()
        return self.answer()

    def find(self, uid):
        return self.ask("find", uid=uid)

    def get(self, path):
        return self.ask("get", path=path)

    def put(self, uid, text, path=None, etag=None):
        return self.ask("put", uid=uid, bytes=text, path=path, etag=etag)

    def remove(self, uid, path, etag=None):
        return self.ask("remove", uid=uid, path=path, etag=etag)

    def close(self):
        self.process.stdin.close()
        assert self.process.wait(PATIENCE) in (0, 1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.close()


class Server:
    """A server in a folder of its own. A bed of one kind says how it is started (start), where a user's calendar is
    (calendar), and how he comes to be (add)."""

    name = None
    schedules = False
    process = None

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="caldav-"))
        self.folder.chmod(0o755)
        self.log = self.folder / "log"
        self.sink, self.http, self.users = Sink(), free_port(), {}

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.stop()
        self.sink.stop()
        run("rm", "-rf", "--one-file-system", self.folder)

    def launch(self, *command, **more):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([str(word) for word in [*TIED, *command]], stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=log, **more)
        return self.process

    @property
    def said(self):
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    def ready(self, true):
        def or_dead():
            assert self.process.poll() is None, f"{self.name} has died:\n{self.said[-4000:]}"
            return true()
        until(or_dead, lambda: f"{self.name} ready\n{self.said[-4000:]}")

    def stop(self, number=signal.SIGTERM):
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(20)
        self.process = None

    def user(self, name):
        if name not in self.users:
            self.users[name] = User(name, f"{name}@{DOMAIN}", "secret-" + name)
            self.add(self.users[name])
        return self.users[name]

    # ---- as a calendar program of the user's

    def url(self, user):
        return f"http://127.0.0.1:{self.http}/"

    def login(self, user, **more):
        return {"url": self.url(user), "user": user.name, "address": user.address, "password": user.password} | more

    def client(self, user, **more):
        client = Client(**self.login(user, **more))
        assert "error" not in client.home, f"{client.home}\n{self.said[-3000:]}"
        return client

    def http_ask(self, method, path, user, body=None, **fields):
        """-> (status, headers, bytes)"""
        own = {"Authorization": "Basic " + base64.b64encode(f"{user.name}:{user.password}".encode()).decode()}
        if body is not None:
            own["Content-Type"] = "text/calendar; charset=utf-8" if method == "PUT" else "application/xml; charset=utf-8"
        own |= {key.replace("_", "-"): value for key, value in fields.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.http, timeout=PATIENCE)
        try:
            connection.request(method, path, body=body.encode() if isinstance(body, str) else body, headers=own)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def put(self, user, name, text, **fields):
        status, headers, said = self.http_ask("PUT", self.calendar(user) + name, user, text, **fields)
        assert status in (200, 201, 204), f"{status}: {said[:2000]}\n{self.said[-2000:]}"
        return headers.get("ETag")

    def delete(self, user, path, **fields):
        status, _, said = self.http_ask("DELETE", path, user, **fields)
        assert status in (200, 204), f"{status}: {said[:2000]}"

    def get(self, user, path):
        """The text, or None."""
        status, _, said = self.http_ask("GET", path, user)
        assert status in (200, 404, 410), (status, said[:2000])
        return said.decode() if status == 200 else None

    def listed(self, user, collection):
        ask = '<?xml version="1.0"?><d:propfind xmlns:d="DAV:"><d:prop><d:resourcetype/><d:getetag/></d:prop></d:propfind>'
        status, _, said = self.http_ask("PROPFIND", collection, user, ask, Depth="1")
        assert status in (207, 404), (status, said[:2000])
        if status == 404:
            return []
        return [urllib.parse.urlparse(row.findtext(f"{D}href")).path for row in xml.fromstring(said).iter(f"{D}response")
                if row.find(f".//{D}collection") is None]

    def objects(self, user):
        return {path: self.get(user, path) for path in self.listed(user, self.calendar(user))}

    def inbox(self, user):
        return {}


def event(uid="one@example.net", *, organizer="org@example.net", attendees=("kim@example.org",), agent=None, partstat="NEEDS-ACTION",
          sequence=0, summary="Planning", start=START, extra="", method=None, status=None):
    """A calendar object. `agent`: SCHEDULE-AGENT, on the organizer, or ("attendees", value)."""
    where, value = agent if isinstance(agent, tuple) else ("organizer", agent)
    on = {name: f";SCHEDULE-AGENT={value}" if value and where == name else "" for name in ("organizer", "attendees")}
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//Tests//EN"]
    lines += [f"METHOD:{method}"] if method else []
    lines += ["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20261101T120000Z", f"DTSTART:{start}", "DURATION:PT1H", f"SEQUENCE:{sequence}",
              f"SUMMARY:{summary}"]
    lines += [f"STATUS:{status}"] if status else []
    if organizer:
        lines += [f"ORGANIZER{on['organizer']}:mailto:{organizer}"]
        lines += [f"ATTENDEE;PARTSTAT=ACCEPTED;ROLE=CHAIR:mailto:{organizer}"]
        lines += [f"ATTENDEE;PARTSTAT={partstat};RSVP=TRUE{on['attendees']}:mailto:{one}" for one in attendees]
    lines += [extra] if extra else []
    return "\r\n".join([*lines, "END:VEVENT", "END:VCALENDAR", ""])

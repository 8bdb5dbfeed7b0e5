"""A daemon that delivers into the calendars of a real server, and serves its users: what the tests of this folder share.

    with Warden(folder, radicale) as warden:
        warden.user("anna")                        somebody with a calendar
        warden.deliver("anna", invitation())       by LMTP, as a mail system does; -> the row of what came
        warden.token("anna")                       signed in with the password of the calendar
        warden.link(row, "spam")                   a signed link, as a digest has it
"""
import hashlib
import hmac
import base64
import importlib.util
import json
import pathlib
import smtplib
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path += [str(ROOT / "tests/caldav"), str(ROOT / "tests/http")]
SPEC = importlib.util.spec_from_file_location("http_daemon", ROOT / "tests/http/conftest.py")
http_daemon = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(http_daemon)
NOW = int(time.time())
ACTIONS = ["add", "ham", "spam", "always", "never", "report", "digest-never"]


def invitation(uid="one@corp.example", *, organizer="jo@corp.example", to="anna@example.org", title="Planning", method="REQUEST",
               sequence=0):
    calendar = "\r\n".join([
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//Tests//EN", f"METHOD:{method}", "BEGIN:VEVENT", f"UID:{uid}",
        "DTSTAMP:20261101T120000Z", "DTSTART:20270301T100000Z", "DURATION:PT1H", f"SEQUENCE:{sequence}", f"SUMMARY:{title}",
        f"ORGANIZER:mailto:{organizer}", f"ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:{to}", "END:VEVENT", "END:VCALENDAR", ""])
    return (f"From: {organizer}\r\nTo: {to}\r\nSubject: {title}\r\nMessage-ID: <{uid}.{sequence}.{method}>\r\n"
            "Date: Sat, 21 Nov 2026 12:00:00 +0000\r\nMIME-Version: 1.0\r\n"
            f"Content-Type: text/calendar; charset=utf-8; method={method}\r\n\r\n{calendar}").encode()


class Warden(http_daemon.Daemon):
    """Of users whose calendars are on `bed`."""

    def __init__(self, folder, bed, **options):
        self.bed, self.passwords, self.lmtp = bed, folder / "passwords", http_daemon.free_port()
        self.passwords.write_text("")
        self.passwords.chmod(0o600)
        self.secret = "a secret of thirty-two bytes or more"
        (folder / "secret").write_text(self.secret)
        (folder / "secret").chmod(0o600)
        super().__init__(folder, **{
            "own-domains": ["example.org"], "public-url": "https://calendar.example.org", "secret-file": str(folder / "secret"),
            "caldav-url": f"http://127.0.0.1:{bed.http}/", "caldav-user": "%u", "caldav-passwords": str(self.passwords),
            "lmtp-listen": [f"127.0.0.1:{self.lmtp}"], "user-login": f"caldav+http://127.0.0.1:{bed.http}/",
            "user-login-name": "%u"} | options)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def user(self, name):
        user = self.bed.user(name)
        known = self.passwords.read_text()
        if f"{name}:" not in known:
            self.passwords.write_text(known + f"{name}:{user.password}\n")
        return user

    def deliver(self, name, raw):
        before = {row[0] for row in self.store.rows("SELECT id FROM arrival")}
        with smtplib.LMTP("127.0.0.1", self.lmtp) as session:
            session.sendmail("bounce@corp.example", [f"{name}@example.org"], raw)
        (fresh,) = {row[0] for row in self.store.rows("SELECT id FROM arrival")} - before
        return self.arrival(fresh)

    def arrival(self, number):
        names = "id, owner, state, placement, reason, organizer, uid, item, place"
        (row,) = self.store.rows(f"SELECT {names} FROM arrival WHERE id = ?", number)
        return dict(zip(names.split(", "), row))

    def state_of(self, row):
        return self.arrival(row["id"])["state"]

    def sign_in(self, name, password=None, **more):
        return self.post("/v1/session", user=f"{name}@example.org", password=password or self.bed.users[name].password, **more)

    def token(self, name):
        answer = self.sign_in(name)
        assert answer.status == 200, answer
        return answer.json["token"]

    def link(self, row, action, owner=None, expires=NOW + 3600, secret=None):
        """Made here a second time, from what src/actions/link.h says."""
        def mac(key, text):
            return hmac.new(key, text, hashlib.sha256).digest()
        key = mac((secret or self.secret).encode(), b"calwarden user links 1")
        said = bytes([1, ACTIONS.index(action)]) + expires.to_bytes(6, "big") + row["id"].encode()
        return "/l/" + base64.urlsafe_b64encode(said + mac(mac(key, (owner or row["owner"]).encode()), said)[:20]).decode()

    def press(self, link, **headers):
        """The button of a link's page."""
        return self.ask("POST", link, "", headers={"Content-Type": "application/x-www-form-urlencoded"} | headers)

    def said_of(self, name, number, key):
        return json.loads(self.get("/v1/mine/show", key, id=number).bytes)

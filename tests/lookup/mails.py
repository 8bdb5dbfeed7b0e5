"""Mails to be signed, and keys that are made anew in each run."""
import base64
import functools
import subprocess

INVITATION = b"""\
BEGIN:VCALENDAR\r
PRODID:-//Example Corp//Groupware 9.1//EN\r
VERSION:2.0\r
METHOD:REQUEST\r
BEGIN:VEVENT\r
UID:4b7e3f1c-signed@corp.example\r
DTSTAMP:20260914T080000Z\r
DTSTART:20260921T120000Z\r
DTEND:20260921T130000Z\r
SUMMARY:Budget round\r
ORGANIZER;CN=Jo Marsh:mailto:jo@corp.example\r
ATTENDEE;CN=Kim;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:kim@example.org\r
END:VEVENT\r
END:VCALENDAR\r
"""


def mail(subject=b"Invitation: Budget round", sender=b"Jo Marsh <jo@corp.example>", body=None):
    return b"\r\n".join([
        b"Received: from mail.corp.example (mail.corp.example [192.0.2.25]) by mx.example.org with ESMTPS id 4Xk1;",
        b"\tMon, 14 Sep 2026 08:00:03 +0000",
        b"From: " + sender,
        b"To: kim@example.org",
        b"Subject: " + subject,
        b"Date: Mon, 14 Sep 2026 08:00:00 +0000",
        b"Message-ID: <20260914080000.4b7e@corp.example>",
        b"MIME-Version: 1.0",
        b"Content-Type: text/calendar; method=REQUEST; charset=utf-8",
        b"", INVITATION if body is None else body])


@functools.cache
def key(kind):
    """PEM of a new private key; of ed25519, as python3-dkim wants it: the seed in base64."""
    if kind == "ed25519":
        der = subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-outform", "DER"], capture_output=True, check=True)
        return base64.b64encode(der.stdout[-32:])
    bits = {"rsa": "2048", "small": "1024"}[kind]
    made = subprocess.run(["openssl", "genrsa", "-traditional", bits], capture_output=True, check=True)
    return made.stdout


@functools.cache
def public(kind):
    if kind == "ed25519":
        prefix = bytes.fromhex("302e020100300506032b657004220420")
        command = ["openssl", "pkey", "-inform", "DER", "-pubout", "-outform", "DER"]
        done = subprocess.run(command, input=prefix + base64.b64decode(key(kind)), capture_output=True, check=True)
        return base64.b64encode(done.stdout[-32:])
    command = ["openssl", "rsa", "-pubout", "-outform", "DER"]
    return base64.b64encode(subprocess.run(command, input=key(kind), capture_output=True, check=True).stdout)


def record(kind, tags=b""):
    name = b"ed25519" if kind == "ed25519" else b"rsa"
    return b"v=DKIM1; k=%s; %sp=%s" % (name, tags, public(kind))


def dns(zone):
    """As python3-dkim asks: name with a dot behind it, the first text."""
    def ask(name, timeout=5):
        name = name.decode() if isinstance(name, bytes) else name
        return next(iter(zone.text(name)), None)
    return ask

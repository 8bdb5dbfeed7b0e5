"""What the tests of the command share: the program, mails, and places to put them."""
import json
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("CALWARDEN") or str(ROOT / "build/calwarden")
# So that a build outside of the repository is tested with the rules inside.
os.environ.setdefault("CALWARDEN_RULES", str(ROOT / "rules"))
CORPUS = pathlib.Path(os.environ.get("CW_CORPUS") or ROOT / "../shared/corpus").resolve()

CALENDAR = """\
BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Example Corp//Planner 4.2//EN\r
METHOD:REQUEST\r
BEGIN:VEVENT\r
UID:9b1de3f2-4f7c-4c11-8a52-1f1f6c9d7a10@planner.example\r
DTSTAMP:20240304T081500Z\r
DTSTART:20240307T100000Z\r
DTEND:20240307T110000Z\r
SUMMARY:{summary}\r
ORGANIZER;CN=Jo Berg:mailto:jo@corp.example\r
ATTENDEE;CN=Kim Lund;RSVP=TRUE:mailto:kim@example.org\r
{more}END:VEVENT\r
END:VCALENDAR\r
"""

MAIL = """\
Received: from mail.corp.example (mail.corp.example [192.0.2.10])\r
\tby mx.example.org with ESMTPS id 4Tp; Mon, 4 Mar 2024 08:15:04 +0000\r
From: Jo Berg <jo@corp.example>\r
To: Kim Lund <kim@example.org>\r
Subject: {subject}\r
Date: Mon, 4 Mar 2024 08:15:00 +0000\r
Message-ID: <{identifier}@corp.example>\r
MIME-Version: 1.0\r
Content-Type: text/calendar; method=REQUEST; charset=UTF-8\r
\r
"""


def calendar(summary="Quarterly planning", more=""):
    return CALENDAR.format(summary=summary, more=more).encode()


def mail(summary="Quarterly planning", identifier="20240304081500.1", more=""):
    return MAIL.format(subject=summary, identifier=identifier).encode() + calendar(summary, more)


class Done:
    """How a run of the program ended."""

    def __init__(self, process):
        self.status = process.returncode
        self.out, self.err = process.stdout, process.stderr

    @property
    def text(self):
        return self.out.decode("utf-8", "strict")

    @property
    def said(self):
        return self.err.decode("utf-8", "strict")

    def lines(self):
        """The objects of --json."""
        return [json.loads(line) for line in self.text.split("\n") if line]

    def __repr__(self):
        return f"status {self.status}\nout: {self.out.decode(errors='backslashreplace')}\nerr: {self.err.decode(errors='backslashreplace')}"


@pytest.fixture
def run():
    """run("check", path, …) -> Done"""

    def call(*arguments, bytes_in=b"", environment=None, **more):
        clean = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        return Done(subprocess.run([PROGRAM, *map(os.fspath, arguments)], input=bytes_in, capture_output=True, timeout=120,
                                   env={**clean, **(environment or {})}, check=False, **more))

    return call


@pytest.fixture
def place(tmp_path):
    """place("name", bytes) writes a file and answers its path."""

    def write(name, content):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    return write


@pytest.fixture
def configured(place):
    """configured("prior = 1") answers the options that make every invitation look like that."""

    def write(text):
        return "--config", place("test.conf", text.encode() + b"\n")

    return write

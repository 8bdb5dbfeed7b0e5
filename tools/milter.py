"""milter: the mail system's side of the milter protocol, as Postfix speaks it (version 6), for tests and for `make run`.

    with Session("127.0.0.1", 8898, client="192.0.2.10", helo="mail.corp.example") as session:
        answer = session.mail(raw, sender="jo@corp.example", rcpts=["kim@example.org"])
        answer.action        accept, reject, defer, discard
        answer.added         [(name, value)], as they were added or inserted
"""
import socket
import struct

ACTIONS, PROTOCOL = 0x1FF, 0x1FFFFF  # all that Postfix offers
SKIPS = {"C": 0x1, "H": 0x2, "M": 0x4, "R": 0x8, "B": 0x10, "L": 0x20, "N": 0x40, "T": 0x200}
SILENT = {"L": 0x80, "C": 0x1000, "H": 0x2000, "M": 0x4000, "R": 0x8000, "T": 0x10000, "N": 0x40000, "B": 0x80000}
LEADING_SPACE = 0x100000  # the milter wants values with the space behind the colon
FINAL = {"a": "accept", "r": "reject", "t": "defer", "d": "discard"}
CHUNK = 65535


class Gone(Exception):
    """The milter closed the connection."""


class Answer:
    def __init__(self):
        self.action, self.text, self.rejected_at = "accept", "", None
        self.added, self.changed, self.quarantined, self.rcpts = [], [], None, []

    def header(self, name):
        """The value that was added under this name, or None."""
        return next((value for key, value in self.added if key.lower() == name.lower()), None)

    def __repr__(self):
        return f"{self.action} {self.text} added {self.added} changed {self.changed} quarantined {self.quarantined}"


def text(*words):
    return b"".join(word.encode("utf-8", "surrogateescape") + b"\0" for word in words)


def split(raw):
    """Header fields as (name, value), the values with the space before them and folded lines kept, and the body."""
    head, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    fields = []
    for line in head.decode("utf-8", "surrogateescape").split("\n"):
        if line[:1] in (" ", "\t") and fields:
            fields[-1][1] += "\n" + line
        elif ":" in line:
            name, _, value = line.partition(":")
            fields.append([name, value])
    return fields, body.replace(b"\n", b"\r\n")


class Session:
    """One SMTP connection, as the mail system tells the milter of it."""

    def __init__(self, host, port, client="192.0.2.10", helo="mail.corp.example", name="mail.corp.example", macros=None,
                 timeout=60):
        self.socket = socket.create_connection((host, port), timeout) if port else self._unix(host, timeout)
        self.macros = macros or {}
        self.stopped = None
        self.put("O", struct.pack(">III", 6, ACTIONS, PROTOCOL))
        command, data = self.get()
        assert command == "O", command
        self.version, self.actions, self.protocol = struct.unpack(">III", data[:12])
        self.tell_macros("C", {"j": "mx.example.org", "{daemon_name}": "smtpd", **self.macros})
        family = b"6" if ":" in client else b"4"
        self.stopped = self.say("C", text(name) + family + struct.pack(">H", 40000) + text(client))
        if not self.stopped:
            self.stopped = self.say("H", text(helo))

    @staticmethod
    def _unix(path, timeout):
        made = socket.socket(socket.AF_UNIX)
        made.settimeout(timeout)
        made.connect(path)
        return made

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        try:
            self.put("Q", b"")
        except OSError:
            pass
        self.socket.close()

    def put(self, command, data):
        self.socket.sendall(struct.pack(">I", len(data) + 1) + command.encode() + data)

    def _read(self, size):
        data = b""
        while len(data) < size:
            more = self.socket.recv(size - len(data))
            if not more:
                raise Gone
            data += more
        return data

    def get(self):
        size, = struct.unpack(">I", self._read(4))
        data = self._read(size)
        return chr(data[0]), data[1:]

    def tell_macros(self, command, macros):
        self.put("D", command.encode() + text(*(word for pair in macros.items() for word in pair)))

    def say(self, command, data):
        """Tells it what it wants to hear. None: go on, or skip; else what ends it, as (letter, bytes)."""
        if self.protocol & SKIPS[command]:
            return None
        self.put(command, data)
        if self.protocol & SILENT[command]:
            return None
        while True:
            letter, rest = self.get()
            if letter != "p":
                return None if letter == "c" else (letter, rest)

    def mail(self, raw, sender="jo@corp.example", rcpts=("kim@example.org",), macros=None):
        answer = Answer()
        if self.stopped:
            return self.end(answer, *self.stopped, "connect")
        self.tell_macros("M", {"i": "4TpQUEUE", "{mail_addr}": sender, **self.macros, **(macros or {})})
        ended = self.say("M", text(f"<{sender}>"))
        if ended:
            return self.end(answer, *ended, "mail")
        for rcpt in rcpts:
            ended = self.say("R", text(f"<{rcpt}>"))
            if ended and ended[0] == "a":
                return self.end(answer, *ended, "rcpt")
            if not ended:
                answer.rcpts.append(rcpt)
        fields, body = split(raw)
        for command, data in self.content(fields, body):
            ended = self.say(command, data)
            if ended and ended[0] == "s":
                continue
            if ended:
                return self.end(answer, *ended, command)
        return self.finish(answer)

    def content(self, fields, body):
        yield "T", b""
        for name, value in fields:
            yield "L", text(name, value if self.protocol & LEADING_SPACE else value.removeprefix(" "))
        yield "N", b""
        for at in range(0, len(body), CHUNK):
            yield "B", body[at:at + CHUNK]

    def finish(self, answer):
        self.put("E", b"")
        while True:
            letter, data = self.get()
            if letter == "h":
                answer.added.append(tuple(word.decode() for word in data.split(b"\0")[:2]))
            elif letter == "i":
                answer.added.append(tuple(word.decode() for word in data[4:].split(b"\0")[:2]))
            elif letter == "m":
                name, value = (word.decode() for word in data[4:].split(b"\0")[:2])
                answer.changed.append((struct.unpack(">I", data[:4])[0], name, value))
            elif letter == "q":
                answer.quarantined = data.rstrip(b"\0").decode()
            elif letter != "p":
                return self.end(answer, letter, data, None)

    @staticmethod
    def end(answer, letter, data, where):
        answer.rejected_at = where
        if letter == "y":
            answer.text = data.rstrip(b"\0").decode()
            answer.action = "reject" if answer.text.startswith("5") else "defer"
        else:
            answer.action = FINAL.get(letter, "accept")
        return answer

    def abort(self):
        self.put("A", b"")

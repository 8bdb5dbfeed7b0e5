"""client: the mail system's side of the milter protocol, as Postfix and Sendmail speak it."""
import socket
import struct

ADDHDRS, CHGBODY, ADDRCPT, DELRCPT, CHGHDRS, QUARANTINE, CHGFROM, ADDRCPT_PAR, SETSYMLIST = (1 << i for i in range(9))
ALL_ACTIONS = 0x1FF
NOHREPL, NOUNKNOWN, NODATA, SKIP = 0x80, 0x100, 0x200, 0x400
NR_CONN, NR_HELO, NR_MAIL, NR_RCPT, NR_DATA, NR_UNKN, NR_EOH, NR_BODY = (0x1000 << i for i in range(8))
LEADSPC = 0x100000
ALL_STEPS = 0x1FFFFF
OLD_STEPS = 0x7F  # what there was in protocol 2
CHUNK = 65535


class Gone(Exception):
    """The milter closed the connection."""


class Answer:
    """How the milter answered a mail: `word` (accept, which is `c` on the wire, reject, tempfail, discard), `reply` (a text for SMTP), and
    what it asked for before."""
    WORDS = {b"a": "accept at once", b"c": "accept", b"r": "reject", b"t": "tempfail", b"d": "discard", b"y": "reply"}

    def __init__(self):
        self.word, self.reply, self.changes = None, None, []

    def take(self, kind, data):
        """True when it was the last."""
        if kind in self.WORDS:
            self.word = self.WORDS[kind]
            self.reply = data[:-1].decode() if kind == b"y" else None
            return True
        if kind in b"im":  # insert, change
            index, (name, value) = struct.unpack(">I", data[:4])[0], data[4:].split(b"\0")[:2]
            self.changes.append(({b"i": "insert", b"m": "change"}[kind], index, name.decode(), value.decode()))
        elif kind == b"h":
            name, value = data.split(b"\0")[:2]
            self.changes.append(("add", name.decode(), value.decode()))
        elif kind in b"-q":
            self.changes.append(({b"-": "drop", b"q": "hold"}[kind], data[:-1].decode()))
        else:
            assert kind == b"p", f"unexpected {kind} {data}"
        return False


class Client:
    def __init__(self, address, actions=ALL_ACTIONS, steps=ALL_STEPS, version=6, timeout=20):
        if isinstance(address, str):
            self.socket = socket.socket(socket.AF_UNIX)
            self.socket.settimeout(timeout)
            self.socket.connect(address)
        else:
            self.socket = socket.create_connection(address, timeout)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.out = bytearray()
        self.send(b"O", struct.pack(">III", version, actions, steps))
        kind, data = self.receive()
        assert kind == b"O", kind
        self.version, self.actions, self.steps = struct.unpack(">III", data[:12])
        self.macros_wanted, data = {}, data[12:]
        while data:
            names, _, rest = data[4:].partition(b"\0")
            self.macros_wanted[struct.unpack(">I", data[:4])[0]] = names.decode()
            data = rest

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    # ---- packets

    def send(self, kind, data=b"", wait=False):
        self.out += struct.pack(">I", len(data) + 1) + kind + data
        if len(self.out) > 1 << 20 or wait or kind in b"OE":
            self.flush()

    def flush(self):
        data, self.out = self.out, bytearray()
        self.socket.sendall(data)

    def receive(self):
        self.flush()
        size = struct.unpack(">I", self.exactly(4))[0]
        data = self.exactly(size)
        return data[:1], data[1:]

    def exactly(self, size):
        data = b""
        while len(data) < size:
            try:
                piece = self.socket.recv(size - len(data))
            except ConnectionError as error:
                raise Gone from error
            if not piece:
                raise Gone
            data += piece
        return data

    def step(self, kind, data, silent):
        """A step, with its answer unless it was agreed that there is none."""
        self.send(kind, data)
        if not self.steps & silent:
            kind, data = self.receive()
            assert kind == b"c", (kind, data)

    def macros(self, stage, values):
        text = b"".join(name.encode() + b"\0" + value.encode() + b"\0" for name, value in values.items())
        self.send(b"D", stage + text)

    # ---- steps

    def connect(self, ip="192.0.2.1", name="client.example.net", macros=None):
        self.macros(b"C", {"j": "mx.example.org", "{daemon_name}": "smtpd", **(macros or {})})
        text = name.encode() + b"\0"
        if ip is None:
            text += b"U"
        else:
            text += (b"6" if ":" in ip else b"4") + struct.pack(">H", 40000) + ip.encode() + b"\0"
        self.step(b"C", text, NR_CONN)

    def helo(self, name="client.example.net"):
        self.step(b"H", name.encode() + b"\0", NR_HELO)

    def mail(self, sender="<anna@example.net>", *parameters, macros=None):
        self.macros(b"M", macros or {"{mail_addr}": sender.strip("<>")})
        self.step(b"M", b"".join(text.encode() + b"\0" for text in (sender, *parameters)), NR_MAIL)

    def recipient(self, address="<user@example.org>"):
        self.macros(b"R", {"{rcpt_addr}": address.strip("<>")})
        self.step(b"R", address.encode() + b"\0", NR_RCPT)

    def data(self):
        if not self.steps & NODATA:
            self.step(b"T", b"", 0)

    def header(self, name, value):
        """`value`: raw, with the space behind the colon and lines ending with LF."""
        if not self.steps & LEADSPC and value[:1] in (b" ", " "):
            value = value[1:]
        encode = lambda text: text if isinstance(text, bytes) else text.encode()
        self.step(b"L", encode(name) + b"\0" + encode(value) + b"\0", NOHREPL)

    def body(self, data):
        for at in range(0, len(data), CHUNK):
            self.step(b"B", data[at:at + CHUNK], NR_BODY)

    def end(self, rest=b"", macros=None):
        self.macros(b"E", {"i": "4F2K7Q0Z"} if macros is None else macros)
        self.send(b"E", rest)
        return self.answer()

    def answer(self):
        answer = Answer()
        while not answer.take(*self.receive()):
            pass
        return answer

    def abort(self):
        self.send(b"A", wait=True)

    def quit(self):
        self.send(b"Q", wait=True)

    def message(self, raw, postfix=True):
        """A mail in CRLF: fields, then the body, the last piece of it with the end as Postfix does it."""
        if self.version > 3:
            self.data()
        head, _, body = raw.partition(b"\r\n\r\n")
        for field in head.replace(b"\r\n ", b"\n ").replace(b"\r\n\t", b"\n\t").split(b"\r\n"):
            name, _, value = field.partition(b":")
            self.header(name, value)
        if not self.steps & 0x40:
            self.step(b"N", b"", NR_EOH)
        whole = len(body) // CHUNK * CHUNK if postfix else len(body)
        self.body(body[:whole])
        return self.end(body[whole:])

    def deliver(self, raw, sender="<anna@example.net>", recipients=("<user@example.org>",), **more):
        self.mail(sender)
        for recipient in recipients:
            self.recipient(recipient)
        return self.message(raw, **more)

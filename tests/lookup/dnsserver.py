"""A name server of the test's own on 127.0.0.1: answers over UDP and TCP from a dict, and lies as told.

    with DnsServer({"example.org": [("TXT", "v=spf1 -all"), ("A", "192.0.2.1")]}) as server:
        ... f"dns-servers = {{\"127.0.0.1@{server.port}\"}}"

A name that is not there, nor anything below it, does not exist. `delay`: seconds before each answer; `silent`: names that
get none (".example": none below it, but those that are there); `failing`: names for which it says SERVFAIL; `rewrite`: an
address that it gives for names that do not exist; `ttl`: of its answers.
"""
import socket
import struct
import threading
import time

import dns.flags
import dns.message
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset

TTL = 60


class DnsServer:
    def __init__(self, records=None, delay=0, silent=(), failing=(), rewrite=None, ttl=TTL):
        self.records = {name.lower(): rows for name, rows in (records or {}).items()}
        self.delay, self.silent, self.failing, self.rewrite = delay, set(silent), set(failing), rewrite
        self.ttl, self.mute = ttl, False  # mute: says nothing to anybody
        self.asked = []  # (name, type), in the order in which they came
        self.ended = threading.Event()
        self.udp, self.tcp = both()
        self.port = self.udp.getsockname()[1]
        self.threads = [threading.Thread(target=work, daemon=True) for work in (self.serve_udp, self.serve_tcp, self.send_late)]
        self.late, self.lock = [], threading.Condition()
        self.most_waiting = 0  # answers that were under way at the same time

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        for opened in (self.udp, self.tcp):
            try:
                opened.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            opened.close()
        with self.lock:
            self.lock.notify_all()

    def add(self, name, kind, text):
        self.records.setdefault(name.lower(), []).append((kind, text))

    def exists(self, name):
        return name in self.records or any(other.endswith("." + name) for other in self.records)

    def is_silent(self, name):
        below = any(one[0] == "." and name.endswith(one) for one in self.silent)
        return name in self.silent or (below and name not in self.records)

    def answer(self, wire):
        """The answer's bytes, or None."""
        question = dns.message.from_wire(wire)
        name = question.question[0].name.to_text().rstrip(".").lower()
        kind = dns.rdatatype.to_text(question.question[0].rdtype)
        self.asked.append((name, kind))
        if self.mute or self.is_silent(name):
            return None
        response = dns.message.make_response(question, recursion_available=True)
        rows = [text for row, text in self.records.get(name, []) if row == kind]
        if name in self.failing:
            response.set_rcode(dns.rcode.SERVFAIL)
        elif rows:
            texts = [quoted(text) if kind == "TXT" else text for text in rows]
            response.answer.append(dns.rrset.from_text_list(question.question[0].name, self.ttl, "IN", kind, texts))
        elif self.rewrite and kind == "A" and not self.exists(name):
            response.answer.append(dns.rrset.from_text(question.question[0].name, self.ttl, "IN", "A", self.rewrite))
        elif not self.exists(name):
            response.set_rcode(dns.rcode.NXDOMAIN)
        return response.to_wire(max_size=65535)

    def serve_udp(self):
        while not self.ended.is_set():
            try:
                wire, peer = self.udp.recvfrom(65535)
                response = self.answer(wire) if wire else None  # empty: it is shut down
            except OSError:
                return
            if response and len(response) > 1400:
                short = dns.message.make_response(dns.message.from_wire(wire))
                short.flags |= dns.flags.TC
                response = short.to_wire()
            if response:
                with self.lock:
                    self.late.append((time.monotonic() + self.delay, response, peer))
                    self.most_waiting = max(self.most_waiting, len(self.late))
                    self.lock.notify()

    def send_late(self):
        while not self.ended.is_set():
            with self.lock:
                while not self.late and not self.ended.is_set():
                    self.lock.wait(1)
                if self.ended.is_set():
                    return
                at, response, peer = self.late.pop(0)  # the same delay for all: in order
            time.sleep(max(0, at - time.monotonic()))
            try:
                self.udp.sendto(response, peer)
            except OSError:
                return

    def serve_tcp(self):
        while not self.ended.is_set():
            try:
                peer, _ = self.tcp.accept()
            except OSError:
                return
            threading.Thread(target=self.serve_stream, args=(peer,), daemon=True).start()

    def serve_stream(self, peer):
        with peer, peer.makefile("rb") as reader:
            while size := reader.read(2):
                response = self.answer(reader.read(struct.unpack(">H", size)[0]))
                if response is None:
                    return
                time.sleep(self.delay)
                peer.sendall(struct.pack(">H", len(response)) + response)


def both():
    """Sockets of UDP and TCP on the same free port."""
    for _ in range(100):
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        udp.bind(("127.0.0.1", 0))
        try:
            return udp, socket.create_server(udp.getsockname())
        except OSError:
            udp.close()
    raise RuntimeError("no port is free for UDP and TCP")


def quoted(text):
    """A TXT record's strings, of at most 255 bytes each."""
    raw = text if isinstance(text, bytes) else text.encode()
    pieces = [raw[i:i + 255] for i in range(0, len(raw), 255)] or [b""]
    return " ".join('"' + "".join(chr(b) if 32 <= b < 127 and b not in b'"\\' else f"\\{b:03d}" for b in piece) + '"'
                    for piece in pieces)

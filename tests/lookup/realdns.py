"""Name servers as Debian has them, on ports of the test's own, and one between two of them that changes what they say.

    with Rbldnsd({"bl.example:dnset": ":127.0.0.2:\\ntest\\n.evil.example\\n"}) as lists:
        with Unbound(folder, stub("bl.example", lists.port)) as resolver: ...
"""
import os
import pathlib
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import threading
import time

import dns.exception
import dns.message
import dns.query

from dnsserver import both


def tool(name):
    found = shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin")
    assert found, f"{name} is missing (tools/packages test)"
    return found


def free_port():
    udp, tcp = both()
    with udp, tcp:
        return udp.getsockname()[1]


class Server:
    """A process that answers DNS while the `with` lasts. `command`: with its port."""

    def start(self, command, probe):
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for _ in range(200):
            if self.process.poll() is not None:
                raise RuntimeError(f"{command[0]} ended:\n{self.process.stdout.read().decode()}")
            try:
                dns.query.udp(dns.message.make_query(probe, "A"), "127.0.0.1", timeout=0.5, port=self.port)
                return self
            except (dns.exception.DNSException, OSError):
                time.sleep(0.05)
        self.__exit__()
        raise RuntimeError(f"{command[0]} does not answer")

    def pause(self):
        """It is there and says nothing any more."""
        self.process.send_signal(signal.SIGSTOP)

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGCONT)
        self.process.terminate()
        self.process.wait(20)
        self.process.stdout.close()


class Rbldnsd(Server):
    def __init__(self, zones):
        self.zones = zones

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()  # not pytest's, which nobody else may enter: it gives up its rights
        os.chmod(self.folder.name, 0o755)
        places = []
        for number, (zone, text) in enumerate(self.zones.items()):
            path = pathlib.Path(self.folder.name, str(number))
            path.write_text(text)
            places.append(f"{zone}:{path}")
        self.port = free_port()
        become = ["-u", "nobody"] if os.getuid() == 0 else []
        return self.start([tool("rbldnsd"), "-n", "-b", f"127.0.0.1/{self.port}", "-c", "0", "-r", "/", *become, *places],
                          "test." + next(iter(self.zones)).split(":")[0])

    def __exit__(self, *_):
        super().__exit__()
        self.folder.cleanup()


def stub(zone, port):
    return f'stub-zone:\n    name: "{zone}"\n    stub-addr: 127.0.0.1@{port}\n    stub-prime: no\n'


class Unbound(Server):
    """`more`: stub and auth zones; `anchor`: file with the key of what it validates."""

    def __init__(self, folder, more, anchor=None):
        self.folder, self.more, self.anchor = folder, more, anchor

    def __enter__(self):
        self.folder.mkdir(parents=True)
        self.port = free_port()
        validates = f'module-config: "validator iterator"\n    trust-anchor-file: "{self.anchor}"'
        config = self.folder / "unbound.conf"
        config.write_text(f"""
server:
    interface: 127.0.0.1
    port: {self.port}
    do-daemonize: no
    do-not-query-localhost: no
    username: ""
    chroot: ""
    directory: "{self.folder}"
    pidfile: ""
    use-syslog: no
    logfile: ""
    local-zone: "example." nodefault
    {validates if self.anchor else 'module-config: "iterator"'}
{self.more}
remote-control:
    control-enable: no
""")
        return self.start([tool("unbound"), "-d", "-c", config], "bl.example")


class Signed(Unbound):
    """Has the zone `name` itself, signed with a key of its own, which stands in `anchor_file`."""

    def __init__(self, folder, name, records):
        folder.mkdir(parents=True)
        key = subprocess.run([tool("ldns-keygen"), "-a", "ECDSAP256SHA256", "-k", name], cwd=folder, check=True,
                             capture_output=True, text=True).stdout.strip()
        lines = [f"{name}. 60 IN SOA ns.{name}. root.{name}. 1 3600 600 86400 60", f"{name}. 60 IN NS ns.{name}.",
                 f"ns.{name}. 60 IN A 127.0.0.1", *(f"{owner}. 60 IN {kind} {text}" for owner, rows in records.items() for kind, text in rows)]
        (folder / "zone").write_text("\n".join(lines) + "\n")
        subprocess.run([tool("ldns-signzone"), "-f", "zone.signed", "zone", key], cwd=folder, check=True, capture_output=True)
        self.anchor_file = folder / f"{key}.key"
        super().__init__(folder / "server", f'auth-zone:\n    name: "{name}"\n    zonefile: "{folder}/zone.signed"\n'
                                            "    for-upstream: yes\n    for-downstream: yes\n    fallback-enabled: no\n")


class Between:
    """Hands questions on to the server at `upstream`. `change(question, answer)`, both as bytes, gives what is sent over UDP, one
    after the other. `tcp(answer)`: what is sent over TCP; None: it is closed."""

    def __init__(self, upstream, change, tcp=lambda answer: answer):
        self.upstream, self.change, self.tcp_answer = upstream, change, tcp
        self.udp, self.tcp = both()
        self.port = self.udp.getsockname()[1]
        self.over_tcp = 0

    def __enter__(self):
        for work in (self.serve_udp, self.serve_tcp):
            threading.Thread(target=work, daemon=True).start()
        return self

    def __exit__(self, *_):
        for opened in (self.udp, self.tcp):
            try:
                opened.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            opened.close()

    def talk(self, question, peer):
        try:
            for wire in self.change(question, self.ask_udp(question)):
                self.udp.sendto(wire, peer)
        except OSError:
            pass

    def ask_udp(self, question):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
            server.settimeout(10)
            server.sendto(question, ("127.0.0.1", self.upstream))
            return server.recv(65535)

    def serve_udp(self):
        while True:
            try:
                question, peer = self.udp.recvfrom(65535)
            except OSError:
                return
            if not question:
                return
            threading.Thread(target=self.talk, args=(question, peer), daemon=True).start()

    def serve_tcp(self):
        while True:
            try:
                peer, _ = self.tcp.accept()
            except OSError:
                return
            threading.Thread(target=self.talk_tcp, args=(peer,), daemon=True).start()

    def talk_tcp(self, peer):
        with peer, peer.makefile("rb") as reader:
            while size := reader.read(2):
                question = reader.read(struct.unpack(">H", size)[0])
                self.over_tcp += 1
                answer = self.tcp_answer(self.ask_udp(question))
                if answer is None:
                    return
                peer.sendall(struct.pack(">H", len(answer)) + answer)

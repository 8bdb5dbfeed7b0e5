"""Lists that a running daemon fetches: changes, ETags, signatures, and servers that send something else."""
import base64
import http.server
import pathlib
import ssl
import subprocess
import threading
import time

import pytest

from test_lookup import PROGRAM, RULES


class Server:
    """Answers from a dict of paths; counts what was asked, and what was not sent again."""

    def __init__(self, tls=None):
        files, counts = {}, {"asked": 0, "unchanged": 0}

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                counts["asked"] += 1
                status, body = files.get(self.path, (404, b"not found"))
                etag = f'"{hash(body) & 0xffffffff:x}"'
                if status == 200 and self.headers.get("If-None-Match") == etag:
                    counts["unchanged"] += 1
                    status, body = 304, b""
                self.send_response(status)
                self.send_header("ETag", etag)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.files, self.counts = files, counts
        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*tls)
            self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
        self.port = self.http.server_address[1]

    def put(self, path, body, status=200):
        self.files[path] = status, body

    def __enter__(self):
        threading.Thread(target=self.http.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.http.shutdown()
        self.http.server_close()


class Keys:
    """Ed25519, by OpenSSL's command."""

    def __init__(self, folder):
        self.folder = folder
        self.pem = folder / "key.pem"
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", self.pem], check=True, capture_output=True)
        der = subprocess.run(["openssl", "pkey", "-in", self.pem, "-pubout", "-outform", "DER"], check=True, capture_output=True).stdout
        self.public = der[-32:]

    def sign(self, data):
        (self.folder / "data").write_bytes(data)
        return subprocess.run(["openssl", "pkeyutl", "-sign", "-inkey", self.pem, "-rawin", "-in", self.folder / "data"],
                              check=True, capture_output=True).stdout

    def key(self):
        return base64.b64encode(self.public).decode()


@pytest.fixture
def keys(tmp_path):
    return Keys(tmp_path)


class Minisign:
    """By minisign's own program."""

    def __init__(self, folder):
        self.folder = folder
        self.run("-G", "-W", "-f", "-p", folder / "minisign.pub", "-s", folder / "minisign.key")
        self.key = (folder / "minisign.pub").read_text().splitlines()[1]

    @staticmethod
    def run(*words):
        return subprocess.run(["minisign", *words], check=True, capture_output=True, stdin=subprocess.DEVNULL)

    def sign(self, data, at=None, legacy=False):
        """The signature's file; `at`: the time that it shall tell, else now."""
        path = self.folder / "to-sign"
        path.write_bytes(data)
        self.run("-S", "-s", self.folder / "minisign.key", "-m", path, *(["-t", f"timestamp:{at}\tfile:list"] if at else []),
                 *(["-l"] if legacy else ["-H"]))
        return path.with_name("to-sign.minisig").read_bytes()


@pytest.fixture
def minisign(tmp_path):
    return Minisign(tmp_path)


class Daemon:
    def __init__(self, folder, definition, options=""):
        self.folder = folder
        (folder / "state").mkdir(mode=0o700, exist_ok=True)
        self.config = folder / "d.conf"
        self.config.write_text(f"""
state = "{folder}/state"
rules = "{RULES}"
milter-listen = "unix:{folder}/milter.sock"
http-listen = {{}}
lookups = yes
dns-servers = {{"127.0.0.1@9"}}
dns-trust-anchor = ""
list-files = {{"theirs phish {definition}"}}
list-check = 0.1
list-fetch = 0.2
{options}
""")

    def __enter__(self):
        self.log = open(self.folder / "log", "wb")
        self.process = subprocess.Popen([PROGRAM, "serve", "--config", self.config], stdout=self.log, stderr=self.log)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)
        self.log.close()

    def said(self):
        return pathlib.Path(self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def list(self):
        path = self.folder / "state/lists/theirs"
        return path.read_bytes() if path.exists() else None

    def wait(self, test, what):
        for _ in range(300):
            if test():
                return
            assert self.process.poll() is None, self.said()
            time.sleep(0.1)
        raise AssertionError(f"{what}: {self.said()}")


def test_follows_changes(tmp_path, keys):
    with Server() as server:
        server.put("/list", b"evil.example\n")
        server.put("/list.sig", keys.sign(b"evil.example\n"))
        with Daemon(tmp_path, f"http://127.0.0.1:{server.port}/list key={keys.key()}") as daemon:
            daemon.wait(lambda: daemon.list() == b"evil.example\n", "fetched")
            daemon.wait(lambda: "entries=1" in daemon.said(), "read")
            daemon.wait(lambda: server.counts["unchanged"] > 1, "not sent again")
            server.put("/list.sig", keys.sign(b"evil.example\nworse.example\n"))
            server.put("/list", b"evil.example\nworse.example\n")
            daemon.wait(lambda: "entries=2" in daemon.said(), "changed")
        assert sorted(path.name for path in (tmp_path / "state/lists").iterdir()) == ["theirs", "theirs.etag"]


@pytest.mark.parametrize("legacy", [False, True])
def test_minisign(tmp_path, minisign, legacy):
    with Server() as server:
        server.put("/list", b"evil.example\n")
        server.put("/list.minisig", minisign.sign(b"evil.example\n", legacy=legacy))
        with Daemon(tmp_path, f"http://127.0.0.1:{server.port}/list key={minisign.key}") as daemon:
            daemon.wait(lambda: "entries=1" in daemon.said(), "read")


def without_last_line(signature):
    return b"\n".join(signature.split(b"\n")[:3]) + b"\n"


@pytest.mark.parametrize("change", [lambda signature: signature.replace(b"timestamp:", b"timestamp:9"),
                                    lambda signature: signature.replace(b"trusted comment:", b"comment:"),
                                    lambda signature: signature.split(b"trusted")[0], without_last_line],
                         ids=["another time", "no trusted comment", "two lines", "three lines"])
def test_minisigns_comment_is_signed_too(tmp_path, minisign, change):
    with Server() as server:
        good = minisign.sign(b"evil.example\n")
        assert change(good) != good
        server.put("/list", b"evil.example\n")
        server.put("/list.minisig", change(good))
        with Daemon(tmp_path, f"http://127.0.0.1:{server.port}/list key={minisign.key}") as daemon:
            daemon.wait(lambda: "does not fit" in daemon.said(), "refused")
            assert daemon.list() is None


def test_an_old_list_does_not_come_back(tmp_path, minisign):
    """Whoever sits on the way may keep the lists of yesterday, each well signed: also when the daemon is a new one."""
    old, new, newest = b"evil.example\n", b"evil.example\nworse.example\n", b"best.example\n"
    with Server() as server:
        def put(body, at):
            server.put("/list.minisig", minisign.sign(body, at))
            server.put("/list", body)
        place = f"http://127.0.0.1:{server.port}/list key={minisign.key}"
        put(new, 2000)
        with Daemon(tmp_path, place) as daemon:
            daemon.wait(lambda: daemon.list() == new, "fetched")
            daemon.wait(lambda: server.counts["unchanged"] > 1, "not sent again")
            put(old, 1000)
            daemon.wait(lambda: "signed before" in daemon.said(), "refused")
            assert daemon.list() == new
        with Daemon(tmp_path, place) as daemon:
            daemon.wait(lambda: "signed before" in daemon.said(), "refused by the next one")
            assert daemon.list() == new
            put(newest, 2001)
            daemon.wait(lambda: daemon.list() == newest, "taken")


def test_another_key(tmp_path, keys):
    """What lies there was signed by one that is believed no longer: that its server calls it unchanged does not help it."""
    (tmp_path / "old").mkdir()
    old = Keys(tmp_path / "old")
    with Server() as server:
        server.put("/list", b"evil.example\n")
        server.put("/list.sig", old.sign(b"evil.example\n"))
        place = f"http://127.0.0.1:{server.port}/list"
        with Daemon(tmp_path, f"{place} key={old.key()}") as daemon:
            daemon.wait(lambda: server.counts["unchanged"] > 0, "fetched")
        with Daemon(tmp_path, f"{place} key={keys.key()}") as daemon:
            daemon.wait(lambda: "does not fit" in daemon.said(), "verified again")
            server.put("/list.sig", keys.sign(b"evil.example\n"))
            unchanged = server.counts["unchanged"]
            daemon.wait(lambda: server.counts["unchanged"] > unchanged + 1, "and then not sent again")


BAD = {
    "a signature of something else": (lambda keys: {"/list": b"evil.example\n", "/list.sig": keys.sign(b"other.example\n")}, "signature"),
    "no signature": (lambda keys: {"/list": b"evil.example\n"}, "404"),
    "too large": (lambda keys: {"/list": b"evil.example\n" * 1000}, "size exceeded"),
    "a page": (lambda keys: {"/list": b"<html>\n<body>sorry\n", "/list.sig": keys.sign(b"<html>\n<body>sorry\n")}, "no list"),
    "nothing": (lambda keys: {}, "404"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_not_taken(tmp_path, keys, name):
    files, why = BAD[name]
    with Server() as server:
        for path, body in files(keys).items():
            server.put(path, body)
        with Daemon(tmp_path, f"http://127.0.0.1:{server.port}/list key={keys.key()}", "list-size = 4096\n") as daemon:
            daemon.wait(lambda: "event=list" in daemon.said(), "told")
            daemon.wait(lambda: why in daemon.said() or server.counts["asked"] > 4, "told why")
            assert why in daemon.said() and daemon.list() is None


def test_https(tmp_path):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", tmp_path / "k.pem", "-out", tmp_path / "c.pem",
                    "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    with Server((tmp_path / "c.pem", tmp_path / "k.pem")) as server:
        server.put("/list", b"evil.example\n")
        url = f"https://127.0.0.1:{server.port}/list"
        with Daemon(tmp_path, url) as daemon:  # nobody vouches for that certificate
            daemon.wait(lambda: "certificate" in daemon.said(), "refused")
            assert daemon.list() is None
        with Daemon(tmp_path, url, f'list-ca = "{tmp_path}/c.pem"\n') as daemon:
            daemon.wait(lambda: "entries=1" in daemon.said(), "read")

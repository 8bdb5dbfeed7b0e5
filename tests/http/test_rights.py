"""Rights come from keys and from the socket, and from nothing else."""
import http.client
import json
import os
import socket
import subprocess
import time

import pytest

from conftest import RULES, Answer, Daemon, PROGRAM

ANNA, BEN, EVE = "anna@example.org", "ben@example.org", "eve@example.net"


@pytest.fixture(scope="module")
def filled(daemon):
    daemon.store.decision("01kboth", ANNA, BEN, EVE)
    daemon.store.decision("01kbens", BEN, uid="bens")
    daemon.store.hold("01kboth", ANNA, BEN)
    daemon.store.hold("01kbens", BEN)
    return daemon


@pytest.mark.parametrize("key", ["", "x", "cw_aaaaaaaa_" + "A" * 43, "A" * 5000, "cw_", "\x7f"])
def test_wrong_keys(filled, key):
    answer = filled.ask("GET", "/v1/log", headers={"Authorization": f"Bearer {key}"})
    assert answer.status == 401 and answer.json["error"]["code"] == "permission"


@pytest.mark.parametrize("header", ["Basic YTpi", "Bearer", "admin"])
def test_other_words_than_a_key(filled, header):
    assert filled.ask("GET", "/v1/log", headers={"Authorization": header}).status == 401


def test_a_key_says_who_it_is_not_what_it_may(filled):
    key = filled.new_key("read")
    for name in ("X-Forwarded-For", "X-Real-IP", "X-Remote-User"):
        assert filled.ask("POST", "/v1/block/add", '{"value":"x.example"}', key, {name: "127.0.0.1"}).status == 403


@pytest.mark.parametrize("right, may, may_not", [
    ("read", "/v1/log", "/v1/quarantine/list"),
    ("quarantine", "/v1/quarantine/list", "/v1/log"),
    ("admin", "/v1/key/list", None),
    ("lists", None, "/v1/key/list"),
    ("feedback", None, "/v1/stats"),
    ("metrics", None, "/v1/log"),
])
def test_rights(filled, right, may, may_not):
    key = filled.new_key(right)
    assert not may or filled.get(may, key).status == 200
    answer = may_not and filled.get(may_not, key)
    assert not answer or answer.status == 403 and "right" in answer.json["error"]["text"], answer


def test_removed_and_expired_keys(filled):
    key = filled.new_key("read")
    assert filled.get("/v1/log", key).status == 200
    listed = filled.done("key list")["items"]
    assert key not in json.dumps(listed) and any(row["id"] == key.split("_")[1] and row["used"] for row in listed)
    filled.done("key remove", id=key.split("_")[1])
    assert filled.get("/v1/log", key).status == 401
    key = filled.new_key("read", expires=int(time.time()) + 2)
    assert filled.get("/v1/log", key).status == 200
    time.sleep(2.5)
    assert filled.get("/v1/log", key).status == 401
    assert key.encode() not in b"".join(path.read_bytes() for path in filled.state.glob("calwarden.db*"))
    assert key not in filled.said()


def test_a_key_of_one_user(filled):
    key = filled.new_key("read", "quarantine", "lists", "feedback", **{"for": "Anna+x@example.org"})
    assert {row["item"] for row in filled.done("log", key)["items"]} == {"01kboth"}
    assert filled.get("/v1/log", key, recipient=BEN).status == 403
    why = filled.done("why", key, item="01kboth")
    assert why["reasons"] is None and BEN not in json.dumps(why) and EVE not in json.dumps(why) and ANNA in json.dumps(why)
    assert filled.get("/v1/why", key, item="01kbens").status == 404 == filled.get("/v1/why", key, item="none").status
    assert BEN not in json.dumps(filled.done("provenance", key, uid="u1"))
    assert filled.get("/v1/provenance", key, uid="bens").status == 404
    assert {row["item"] for row in filled.done("quarantine list", key)["items"]} == {"01kboth"}
    assert [copy["recipient"] for copy in filled.done("quarantine show", key, item="01kboth")["copies"]] == [ANNA]
    assert filled.get("/v1/quarantine/show", key, item="01kbens", raw="true").status == 404
    assert filled.post("/v1/quarantine/delete", key, item="01kbens").status == 404
    assert filled.post("/v1/quarantine/delete", key, item="01kboth", recipient=BEN).status == 403
    assert filled.done("allow add", key, value="x.example")["entry"]["owner"] == ANNA
    assert filled.post("/v1/allow/add", key, value="x.example", **{"for": BEN}).status == 403
    assert filled.get("/v1/relation/show", key, owner=BEN).status == 403
    assert filled.get("/v1/stats", key).status == 403
    assert filled.done("feedback ham", key, item="01kboth")["change"]["changed"] is True
    assert filled.store.rows("SELECT recipient FROM feedback WHERE item = '01kboth'") == [(ANNA,)]
    assert filled.post("/v1/feedback/ham", key, item="01kbens").status == 404
    filled.done("quarantine delete", key, item="01kboth")
    assert filled.store.states("01kboth") == {ANNA: "deleted", BEN: "held"}


def test_a_key_of_a_domain(filled):
    key = filled.new_key("read", "lists", **{"for": "@example.org"})
    assert filled.get("/v1/log", key).status == 403
    assert "01kbens" in {row["item"] for row in filled.done("log", key, recipient=BEN)["items"]}
    assert filled.get("/v1/log", key, recipient=EVE).status == 403
    told = json.dumps(filled.done("why", key, item="01kboth"))
    assert BEN in told and EVE not in told
    assert filled.done("block add", key, value="y.example", **{"for": ANNA})["entry"]["scope"] == "user"
    assert filled.done("block add", key, value="z.example")["entry"]["owner"] == "example.org"
    assert filled.post("/v1/block/add", key, value="y.example", **{"for": EVE}).status == 403


def test_admin_of_a_part_makes_no_keys(filled):
    key = filled.new_key("admin", **{"for": "@example.org"})
    for path, body in (("/v1/key/add", {"name": "x", "right": ["admin"]}), ("/v1/backup", {})):
        assert filled.post(path, key, **body).status == 403


def test_metrics(filled, tmp_path):
    open_one = filled.get("/metrics")
    assert open_one.status == 200 and b"# HELP calwarden_http_requests_total" in open_one.bytes
    closed = Daemon(tmp_path, **{"http-metrics-open": "no"})
    try:
        assert closed.get("/metrics").status == 401 and closed.get("/healthz").status == 200
        assert closed.get("/metrics", closed.new_key("read")).status == 403
        assert b"calwarden_" in closed.get("/metrics", closed.new_key("metrics")).bytes
    finally:
        closed.stop()


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=20)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(20)
        self.sock.connect(self.path)


def test_a_unix_socket_proves_who_asks(tmp_path):
    """As the service manager hands it over (LISTEN_FDS)."""
    path, config = str(tmp_path / "http"), tmp_path / "calwarden.conf"
    config.write_text(f'state = "{tmp_path}/state"\nmilter-listen = "unix:{tmp_path}/milter"\nrules = "{RULES}"\n')
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen()
        os.chmod(path, 0o666)
        fd = listening.fileno()
        command = f'exec 3<&{fd}; LISTEN_FDS=1 LISTEN_PID=$$ exec "$0" serve --config "$1"'
        process = subprocess.Popen(["bash", "-c", command, PROGRAM, str(config)], pass_fds=[fd], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            connection = UnixConnection(path)
            connection.request("POST", "/v1/block/add", '{"value": "x.example"}')
            answer = Answer(connection.getresponse())
            assert answer.status == 200 and answer.json["entry"]["by"] == f"user:{os.getuid()}", answer
            # Others must bring a key there, too.
            if os.getuid() == 0:
                asks = ("import http.client, socket, sys\nc = http.client.HTTPConnection('localhost')\n"
                        "c.sock = socket.socket(socket.AF_UNIX)\nc.sock.connect(sys.argv[1])\nc.request('GET', '/v1/log')\n"
                        "print(c.getresponse().status)")
                for folder in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
                    os.chmod(folder, 0o755)
                done = subprocess.run(["/usr/bin/python3", "-c", asks, path], user=65534, capture_output=True, check=False)
                assert done.stdout == b"401\n", done
            connection.close()
        finally:
            process.terminate()
            process.wait(40)

"""What is asked badly, too much, or too slowly."""
import json
import socket
import threading
import time

import pytest

from conftest import Daemon


@pytest.mark.parametrize("body", [
    b"{", b"[]", b'"x"', b"null", b'{"value": {"a": 1}}', b'{"value": ["x.example"]}', b'{"value": "x.example", "value": "y.example"}',
    b'{"value": "x\\u0000y"}', b'{"value": "\xff"}', b'{"nothing": 1}', b"{}", b'{"kind": "nothing", "value": "x.example"}',
    b'{"value": "x.example", "expires": "tomorrow"}', b"[" * 30000, b'{"config": "/etc/passwd", "value": "x.example"}',
    b'{"json": true, "value": "x.example"}', b'{"help": true, "value": "x.example"}',
])
def test_bad_bodies(daemon, body):
    answer = daemon.ask("POST", "/v1/block/add", body, daemon.key)
    assert answer.status == 400 and daemon.check("/v1/block/add", answer)["error"]["code"] == "usage", answer
    assert daemon.done("block list")["items"] == []


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "limit=1001", "class=nothing", "nothing=1", "since=x", "uid=a%00b", "config=/x"])
def test_bad_queries(daemon, query):
    assert daemon.ask("GET", f"/v1/log?{query}", key=daemon.key).status == 400


@pytest.mark.parametrize("path", ["/", "/v1/", "/v1/nothing", "/v1/eval", "/v1/serve", "/v1/quarantine", "/v1/quarantine list",
                                  "/v1/internal/man", "/v2/log", "/v1/" + "x" * 3000, "/%00", "/../etc/passwd"])
def test_nothing_there(daemon, path):
    status = daemon.ask("GET", path.replace(" ", "%20"), key=daemon.key).status
    assert status in (404, 400), status


def test_values_are_no_options(daemon):
    # What looks like an option in a value, or in an argument, stays what it is.
    entry = daemon.done("allow add", value="--for.example", note="--kind=domain")["entry"]
    assert (entry["value"], entry["note"]) == ("--for.example", "--kind=domain")
    daemon.done("allow remove", value="--for.example")


def test_large_bodies(daemon):
    answer = daemon.ask("POST", "/v1/block/add", b'{"value": "' + b"x" * 100_000 + b'"}', daemon.key)
    assert answer.status == 413, answer
    # One that does not say how large it is.
    with socket.create_connection(("127.0.0.1", daemon.port), timeout=20) as client:
        client.sendall(f"POST /v1/block/add HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {daemon.key}\r\n"
                       "Transfer-Encoding: chunked\r\n\r\n".encode())
        for _ in range(40):
            client.sendall(b"1000\r\n" + b"x" * 0x1000 + b"\r\n")
        client.sendall(b"0\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 413")
    # Without a key nothing is taken.
    with socket.create_connection(("127.0.0.1", daemon.port), timeout=20) as client:
        client.sendall(b"POST /v1/block/add HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 401")


def lasts(port, first, drip, most):
    """How long a client is borne that sends `first`, then `drip` again and again."""
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=1) as client:
        client.sendall(first)
        while time.monotonic() - began < most:
            try:
                client.sendall(drip)
                if client.recv(1000) == b"":
                    break
            except TimeoutError:
                continue
            except OSError:
                break
    return time.monotonic() - began


@pytest.mark.parametrize("first, drip", [(b"", b"G"), (b"GET / HTTP/1.1\r\n", b"X-A: b\r\n"),
                                         (b"POST /v1/block/add HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer KEY\r\nContent-Length: 9999\r\n\r\n", b"x")])
def test_slow_clients_are_cut_and_stop_nobody(daemon, first, drip):
    spent = []
    thread = threading.Thread(target=lambda: spent.append(lasts(daemon.port, first.replace(b"KEY", daemon.key.encode()), drip, 20)))
    thread.start()
    while thread.is_alive():
        began = time.monotonic()
        daemon.done("log")
        assert time.monotonic() - began < 2
        thread.join(0.5)
    assert spent[0] < 8, spent  # http-timeout is 3 s


def test_many_idle_connections(tmp_path):
    one = Daemon(tmp_path, **{"http-connections": 50, "http-timeout": "2s"})
    try:
        idle = [socket.create_connection(("127.0.0.1", one.port), timeout=5) for _ in range(60)]
        time.sleep(4)
        assert one.get("/healthz").status == 200
        for client in idle:
            client.close()
    finally:
        assert one.stop() == 0


def test_a_hanging_mail_system_stops_nobody(tmp_path):
    with socket.socket() as hanging:
        hanging.bind(("127.0.0.1", 0))
        hanging.listen(50)
        one = Daemon(tmp_path, **{"release-via": f"smtp://127.0.0.1:{hanging.getsockname()[1]}", "release-timeout": "4s"})
        try:
            for number in range(8):
                one.store.hold(f"01k{number}", "anna@example.org")
            threads = [threading.Thread(target=one.post, args=("/v1/quarantine/release", one.key), kwargs={"item": f"01k{number}"})
                       for number in range(8)]
            for thread in threads:
                thread.start()
            time.sleep(0.5)
            began = time.monotonic()
            assert one.get("/healthz").status == 200 and one.get("/metrics").status == 200
            assert time.monotonic() - began < 1
            for thread in threads:
                thread.join()
            assert all(state == "held" for number in range(8) for state in one.store.states(f"01k{number}").values())
        finally:
            assert one.stop() == 0


def test_two_requests_in_one_connection(daemon):
    with socket.create_connection(("127.0.0.1", daemon.port), timeout=20) as client:
        line = f"GET /v1/log HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {daemon.key}\r\n\r\n".encode()
        client.sendall(line + line)
        answer = b""
        while answer.count(b'"next":null}') < 2:
            got = client.recv(4000)
            assert got, answer
            answer += got
    assert answer.count(b"HTTP/1.1 200") == 2


@pytest.mark.parametrize("lengths", [
    "Content-Length: 5\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 5",
    "Content-Length: 5\r\nContent-Length: 50", "Content-Length: 5\r\nContent-Length: 5",
    "Transfer-Encoding: xchunked\r\nContent-Length: 5", "Transfer-Encoding: gzip, chunked",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", "content-length : 5\r\nContent-Length: 0",
])
@pytest.mark.parametrize("method, path", [("POST", "/v1/allow/add"), ("GET", "/v1/log"), ("GET", "/healthz"), ("POST", "/nothing")])
def test_no_second_request_where_the_end_is_doubtful(daemon, method, path, lengths):
    with socket.create_connection(("127.0.0.1", daemon.port), timeout=20) as client:
        client.sendall(f"{method} {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {daemon.key}\r\n{lengths}\r\n\r\n"
                       "0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        answer = b""
        try:
            while got := client.recv(4000):
                answer += got
        except ConnectionResetError:
            pass
    assert answer.count(b"HTTP/1.1 ") == 1 and answer.startswith(b"HTTP/1.1 400"), answer


def test_reload_and_stop_with_requests_in_work(tmp_path):
    one = Daemon(tmp_path)
    failures, stop = [], threading.Event()

    def load():
        while not stop.is_set():
            try:
                if one.get("/v1/stats", one.key).status != 200:
                    failures.append("status")
            except OSError as error:
                failures.append(repr(error))

    threads = [threading.Thread(target=load) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(3):
        one.run("reload")
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    began = time.monotonic()
    assert one.stop() == 0 and time.monotonic() - began < 10


def test_operations_are_in_the_log(daemon):
    daemon.done("block add", value="logged.example")
    daemon.done("block remove", value="logged.example")
    assert 'event=operation operation="block add" by=key:' in daemon.said()
    assert json.dumps(daemon.description)  # it is JSON all through

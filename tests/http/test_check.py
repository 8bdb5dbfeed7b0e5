"""A mail in the body of a request, judged. Many may wait for the outside, and no thread with them."""
import json
import os
import pathlib
import sys
import threading

import jsonschema
import pytest

from conftest import ROOT, Daemon

sys.path.append(str(ROOT / "tests/lookup"))
import mails  # noqa: E402
from dnsserver import DnsServer  # noqa: E402

SCHEMA = json.loads((ROOT / "docs/calwarden.schema.json").read_text(encoding="utf-8"))
MAILS = 60
RAW = {"Content-Type": "message/rfc822"}


@pytest.fixture
def daemon(tmp_path):
    daemon = Daemon(tmp_path)
    yield daemon
    daemon.stop()


def ask(daemon, raw, key=None, query="client_ip=192.0.2.25&helo=mail.corp.example&mail_from=jo@corp.example&rcpt=kim@example.org"):
    return daemon.ask("POST", f"/v1/check?{query}", raw, key or daemon.key, RAW)


def test_judges(daemon):
    answer = ask(daemon, mails.mail())
    assert answer.status == 200, answer
    jsonschema.Draft202012Validator(SCHEMA).validate(answer.json)
    assert answer.json["method"] == "REQUEST" and answer.json["recipients"][0]["address"] == "kim@example.org"
    assert ask(daemon, b"").json["examined"] is False
    assert ask(daemon, os.urandom(3000)).status == 200


def test_keeps_nothing(daemon):
    assert ask(daemon, mails.mail()).status == 200
    assert daemon.done("log")["items"] == []
    assert daemon.get("/v1/provenance", daemon.key, uid="4b7e3f1c-signed@corp.example").status == 404


def test_other_channels(daemon):
    event = mails.INVITATION.replace(b"METHOD:REQUEST\r\n", b"")
    answer = ask(daemon, event, query="channel=submit&auth_user=jo@corp.example")
    assert answer.json["channel"] == "submit" and answer.json["originator"]["class"] == "verified"


@pytest.mark.parametrize("query, word", [("client_ip=nobody", "client-ip"), ("channel=fax", "channel"), ("rules=/etc", "parameter"),
                                         ("relation=allowed", "parameter"), ("authserv_id=any", "parameter")])
def test_refuses_what_is_not_the_callers_to_say(daemon, query, word):
    answer = ask(daemon, mails.mail(), query=query)
    assert answer.status == 400 and word in answer.json["error"]["text"]


def test_rights(daemon):
    assert ask(daemon, mails.mail(), daemon.new_key("check")).status == 200
    assert ask(daemon, mails.mail(), daemon.new_key("read")).status == 403
    assert ask(daemon, mails.mail(), daemon.new_key("check", **{"for": "kim@example.org"})).status == 403
    assert daemon.ask("POST", "/v1/check", mails.mail(), None, RAW).status == 401
    assert daemon.get("/v1/check", daemon.key).status == 405


def test_many_wait_at_once(tmp_path):
    records = {}
    for number in range(MAILS):
        records[f"c{number}.example"] = [("TXT", "v=spf1 ip4:192.0.2.0/24 -all")]
        records[f"_dmarc.c{number}.example"] = [("TXT", "v=DMARC1; p=reject")]
    found = {}
    with DnsServer(records, delay=1) as server:
        daemon = Daemon(tmp_path, **{"lookups": "yes", "dns-servers": [f"127.0.0.1@{server.port}"], "dns-trust-anchor": "",
                                     "http-timeout": "30s"})
        try:
            worker = json.loads(daemon.run("status").stdout)["worker"]

            def one(number):
                raw = mails.mail(sender=f"Jo <jo@c{number}.example>".encode()).replace(b"jo@corp.example", f"jo@c{number}.example".encode())
                found[number] = ask(daemon, raw, query=f"client_ip=192.0.2.25&mail_from=jo@c{number}.example&helo=mail.example.net")

            threads_before = len(list(pathlib.Path(f"/proc/{worker}/task").iterdir()))
            callers = [threading.Thread(target=one, args=(number,)) for number in range(MAILS)]
            for caller in callers:
                caller.start()
            while server.most_waiting < MAILS and any(caller.is_alive() for caller in callers):
                pass
            threads = len(list(pathlib.Path(f"/proc/{worker}/task").iterdir()))
            for caller in callers:
                caller.join()
            assert server.most_waiting >= MAILS  # far more than workers
            assert threads <= threads_before + 2  # that of DNS, and one to come
            assert {answer.json["originator"]["class"] for answer in found.values()} == {"verified"}
            assert daemon.get("/readyz").status == 200
        finally:
            assert daemon.stop() == 0


def test_ends_while_mails_wait(tmp_path):
    """Who waits is answered: the daemon does not leave before."""
    found = []
    with DnsServer({"corp.example": []}, delay=2) as server:
        daemon = Daemon(tmp_path, **{"lookups": "yes", "dns-servers": [f"127.0.0.1@{server.port}"], "dns-trust-anchor": "",
                                     "http-timeout": "30s"})
        caller = threading.Thread(target=lambda: found.append(ask(daemon, mails.mail())))
        caller.start()
        while server.most_waiting < 1 and caller.is_alive():
            pass
        assert daemon.stop() == 0
        caller.join()
    assert [answer.status for answer in found] == [200]

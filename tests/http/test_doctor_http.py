"""The doctor over HTTP: a mail in the body, or a domain."""
import json
import os
import sys
import threading

import jsonschema
import pytest

from conftest import ROOT, Daemon

sys.path.append(str(ROOT / "tests/lookup"))
import mails  # noqa: E402
from dnsserver import DnsServer  # noqa: E402

SCHEMA = json.loads((ROOT / "docs/doctor.schema.json").read_text(encoding="utf-8"))
RAW = {"Content-Type": "message/rfc822"}
RECORDS = {
    "corp.example": [("TXT", "v=spf1 ip4:192.0.2.0/24 -all")],
    "_dmarc.corp.example": [("TXT", "v=DMARC1; p=reject")],
    "service.example": [("TXT", "v=spf1 ip4:198.51.100.0/24 -all")],
}
BY_SERVICE = "client_ip=198.51.100.7&mail_from=bounce@service.example"


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with DnsServer(RECORDS) as server:
        daemon = Daemon(tmp_path_factory.mktemp("doctor"), **asks(server))
        yield daemon
        daemon.stop()


def asks(server):
    return {"lookups": "yes", "dns-servers": [f"127.0.0.1@{server.port}"], "dns-trust-anchor": ""}


def examine(daemon, raw, key=None, query=BY_SERVICE):
    return daemon.ask("POST", f"/v1/doctor?{query}", raw, key or daemon.key, RAW)


def test_a_mail(house):
    answer = examine(house, mails.mail())
    assert answer.status == 200, answer
    jsonschema.Draft202012Validator(SCHEMA).validate(answer.json)
    assert answer.json["case"] == "D2" and answer.json["dmarc"]["result"] == "fail"


def test_says_what_the_command_says(house, tmp_path):
    (tmp_path / "mail.eml").write_bytes(mails.mail())
    done = house.run("doctor", "--json", "--client-ip", "198.51.100.7", "--mail-from", "bounce@service.example",
                     str(tmp_path / "mail.eml"), status=2)
    told = json.loads(done.stdout)
    assert examine(house, mails.mail()).json | {"file": None} == told | {"file": None}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_domain(house, method):
    answer = house.ask(method, "/v1/doctor?domain=corp.example", None, house.key)
    assert answer.status == 200, answer
    jsonschema.Draft202012Validator(SCHEMA).validate(answer.json)
    assert answer.json["domain"] == "corp.example"
    assert "p=reject" in json.dumps(answer.json)


@pytest.mark.parametrize("raw, query, word", [(b"", "", "a mail as the body"), (mails.mail(), "domain=corp.example", "one domain"),
                                              (b"", "domain=a.example&domain=b.example", "one domain"), (b"", "domain=", "domain"),
                                              (mails.mail(), "client_ip=nobody", "client-ip"), (mails.mail(), "dns=192.0.2.1", "parameter"),
                                              (mails.mail(), "rules=/etc", "parameter"), (mails.mail(), "authserv_id=any", "parameter")])
def test_refuses(house, raw, query, word):
    answer = examine(house, raw, query=query)
    assert answer.status == 400 and word in answer.json["error"]["text"]


def test_rights(house):
    assert examine(house, mails.mail(), house.new_key("check")).status == 200
    assert examine(house, mails.mail(), house.new_key("read")).status == 403
    assert examine(house, mails.mail(), house.new_key("check", **{"for": "kim@example.org"})).status == 403
    assert house.ask("GET", "/v1/doctor?domain=corp.example").status == 401
    assert house.ask("PUT", "/v1/doctor", mails.mail(), house.key).status == 405


def test_anything_in_the_body(house):
    for raw in (os.urandom(5000), mails.INVITATION, b"\0" * 1000, b"From: a@b . example\r\n\r\n" * 50):
        assert examine(house, raw).status == 200


def test_is_described(house):
    operations = house.description["paths"]["/v1/doctor"]
    assert set(operations) == {"get", "post"}
    assert [one["name"] for one in operations["get"]["parameters"]] == ["domain"] and "requestBody" not in operations["get"]
    assert {one["name"] for one in operations["post"]["parameters"]} == {"client_ip", "helo", "mail_from", "domain"}


def test_nobody_to_ask(tmp_path):
    daemon = Daemon(tmp_path)
    answer = examine(daemon, mails.mail())
    daemon.stop()
    assert answer.status == 503 and "lookups" in answer.json["error"]["text"]


def test_few_at_a_time(tmp_path):
    """Who waits for a silent name server holds up neither the mails that are judged nor the other operations."""
    with DnsServer(RECORDS, silent=list(RECORDS)) as server:
        daemon = Daemon(tmp_path, **asks(server), **{"lookup-timeout": "4s"})
        answers = []
        threads = [threading.Thread(target=lambda: answers.append(daemon.get("/v1/doctor", daemon.key, domain="corp.example").status))
                   for _ in range(12)]
        for thread in threads:
            thread.start()
        assert daemon.get("/v1/log", daemon.key).status == 200
        for thread in threads:
            thread.join()
        daemon.stop()
    assert sorted(set(answers)) == [200, 503] and answers.count(200) >= 2

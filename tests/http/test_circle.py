"""A mail is held by the milter, released over HTTP, and shown to the milter again by the mail system: it passes, once."""
import sys

import pytest

from conftest import Daemon, ROOT

sys.path.insert(0, str(ROOT / "tests/milter"))
from client import Client  # noqa: E402

RAW = (ROOT / "samples/abuse-refund-1.eml").read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
USER = "<Ulla+x@example.org>"


@pytest.fixture(scope="module")
def guarding(tmp_path_factory, mail_system):
    keep = {f"mail-{way}-{name}": "quarantine" for way in ("in", "out") for name in ("spam", "certain")}
    one = Daemon(tmp_path_factory.mktemp("guarding"), **keep, **{"release-via": mail_system.url})
    yield one
    one.stop()


def deliver(daemon, raw=RAW, ip="192.0.2.7", helo="client.example.net", recipients=(USER,)):
    with Client(f"{daemon.folder}/milter") as client:
        client.connect(ip)
        client.helo(helo)
        return client.deliver(raw, "<bounce@example.com>", recipients)


def held(daemon):
    return [row["item"] for row in daemon.done("quarantine list")["items"]]


def test_all_the_way_round(guarding, mails):
    assert deliver(guarding).word == "discard"  # it is ours now
    (item,) = held(guarding)
    why = guarding.done("why", item=item)
    assert why["decision"]["class"] == "certain" and why["decision"]["action"] == "quarantine" and why["reasons"]["signals"]
    assert [row["recipient"] for row in why["recipients"]] == ["ulla@example.org"]
    assert guarding.done("provenance", uid=why["decision"]["uid"])["events"][0]["item"] == item
    assert guarding.get("/v1/quarantine/show", guarding.key, item=item, raw="true").bytes == RAW

    # Whatever the envelope called him, it is his.
    for recipient in ("ulla@example.org", "Ulla+x@Example.ORG"):
        assert [row["item"] for row in guarding.done("quarantine list", recipient=recipient)["items"]] == [item]
        assert guarding.done("quarantine list", recipient=recipient, state="released")["items"] == []
    own = guarding.new_key("quarantine", **{"for": "ulla@example.org"})
    assert [row["item"] for row in guarding.done("quarantine list", own)["items"]] == [item]
    assert guarding.done("quarantine list", guarding.new_key("quarantine", **{"for": "u@example.org"}))["items"] == []

    answers = []
    helo = f"{item}.release.calwarden.invalid"

    def shown_again():
        """What the mail system does while it takes the mail; beside it somebody else tries the name."""
        answers.append(deliver(guarding, ip="127.0.0.1", helo=mails.helos[-1]))
        answers.append(deliver(guarding, ip="192.0.2.8", helo=helo))
        answers.append(deliver(guarding, ip="127.0.0.1", helo=helo, recipients=("<other@example.org>",)))
        answers.append(deliver(guarding, ip="127.0.0.1", helo=helo, recipients=(USER, "<other@example.org>")))

    mails.seen = shown_again
    (copy,) = guarding.done("quarantine release", item=item)["copies"]
    assert copy["state"] == "released" and mails.mails[0][2] == RAW and mails.mails[0][1] == [f"RCPT TO:{USER}"], copy
    assert answers[0].word == "accept" and [change[2] for change in answers[0].changes] == ["Calwarden-Verdict"]
    assert [answer.word for answer in answers[1:]] == ["discard"] * 3
    # The name is worth nothing any more.
    assert deliver(guarding, ip="127.0.0.1", helo=helo).word == "discard"
    # And all of them are held, the same mail once for each of the two.
    assert item not in held(guarding) and len(held(guarding)) == 2
    known = guarding.done("relation show", owner="ulla@example.org")["items"]
    assert known[0]["source"] == "release" and known[0]["address"] == why["decision"]["sender"]

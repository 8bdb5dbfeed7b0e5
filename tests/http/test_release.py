"""A release delivers the mail as it was, once, and teaches the relation."""
import json
import socket
import subprocess
import threading
import zlib

import pytest

from conftest import MAIL, PROGRAM

ANNA, BEN = "anna@example.org", "Ben+list@example.org"


@pytest.fixture
def held(daemon, request):
    item = f"01kr{zlib.crc32(request.node.name.encode())}"
    daemon.store.decision(item, ANNA, uid=item)
    daemon.store.hold(item, ANNA, BEN)
    return item


def test_as_it_was_once_for_each_recipient(daemon, mails, held):
    seen = []
    mails.seen = lambda: seen.append(daemon.store.states(held))
    copies = daemon.done("quarantine release", item=held)["copies"]
    assert all(copy["done"] and copy["state"] == "released" and copy["text"] == "" for copy in copies), copies
    assert [mail[1] for mail in mails.mails] == [[f"RCPT TO:<{BEN}>"], [f"RCPT TO:<{ANNA}>"]]
    assert all(mail[0].startswith("MAIL FROM:<bounce@corp.example>") and mail[2] == MAIL for mail in mails.mails)
    # The milter knows it by this name, while the copy is on its way.
    assert set(mails.helos) == {f"{held}.release.calwarden.invalid"}
    assert seen == [{BEN: "releasing", ANNA: "held"}, {BEN: "released", ANNA: "releasing"}]
    again = daemon.done("quarantine release", item=held)["copies"]
    assert not any(copy["done"] for copy in again) and len(mails.mails) == 2
    relations = daemon.done("relation show", owner="ben@example.org")["items"]
    assert [(row["address"], row["kind"], row["source"]) for row in relations] == [("jo@corp.example", "contact", "release")]


def test_on_the_command_line_for_one(daemon, mails, held):
    done = daemon.run("quarantine", "release", held, "--recipient", ANNA, "--json")
    assert json.loads(done.stdout)["copies"][0]["state"] == "released"
    assert daemon.store.states(held) == {ANNA: "released", BEN: "held"} and mails.mails[0][2] == MAIL


@pytest.mark.parametrize("mood, said", [("refuse", "550 5.1.1 no such user"), ("later", "451 4.3.0")])
def test_refused_ones_stay_held(daemon, mails, held, mood, said):
    mails.mood = mood
    copies = daemon.done("quarantine release", item=held)["copies"]
    assert all(not copy["done"] and copy["state"] == "held" and said in copy["text"] for copy in copies), copies
    assert "\x1b" not in json.dumps(copies, ensure_ascii=False)
    daemon.run("quarantine", "release", held, status=74)
    mails.mood = "take"
    daemon.done("quarantine release", item=held)
    assert len(mails.mails) == 2


def test_lost_before_the_answer_is_for_a_person(daemon, mails, held):
    mails.mood = "die"
    (copy,) = daemon.done("quarantine release", item=held, recipient=ANNA)["copies"]
    assert copy["state"] == "releasing" and "nobody knows" in copy["text"] and len(mails.mails) == 1, copy
    mails.mood = "take"
    (copy,) = daemon.done("quarantine release", item=held, recipient=ANNA)["copies"]
    assert not copy["done"] and len(mails.mails) == 1
    (copy,) = daemon.done("quarantine delete", item=held, recipient=ANNA)["copies"]
    assert not copy["done"]
    (copy,) = daemon.done("quarantine release", item=held, recipient=ANNA, again=True)["copies"]
    assert copy["state"] == "released" and len(mails.mails) == 2


def test_many_at_once_deliver_once(daemon, mails, held):
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(daemon.done("quarantine release", item=held))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 8 and len(mails.mails) == 2
    assert sum(copy["done"] for answer in answers for copy in answer["copies"]) == 2


def test_no_mail_system(daemon, tmp_path, held):
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))  # and does not listen
        config = tmp_path / "other.conf"
        config.write_text(daemon.config.read_text() + f'release-via = "smtp://127.0.0.1:{bound.getsockname()[1]}"\n')
        done = subprocess.run([PROGRAM, "quarantine", "release", held, "--config", str(config)], capture_output=True, timeout=60,
                              check=False)
    assert done.returncode == 74 and daemon.store.states(held) == {ANNA: "held", BEN: "held"}, done


def test_addresses_cannot_end_their_command(daemon, mails):
    daemon.store.hold("01kevil", "a@example.org>\r\nRCPT TO:<b@example.org", mail_from="x@y>\r\nDATA")
    (copy,) = daemon.done("quarantine release", item="01kevil")["copies"]
    assert copy["state"] == "held" and mails.mails == [] and mails.helos == []

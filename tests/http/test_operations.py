"""Each operation both ways: over HTTP as the description says, and on the command line."""
import json

import pytest

from conftest import EVIL, ITEM, MAIL, NOW, OTHER

ANNA, BEN = "anna@example.org", "ben@example.org"


@pytest.fixture(scope="module")
def filled(daemon):
    store = daemon.store
    store.decision(ITEM, ANNA, BEN)
    store.decision(OTHER, ANNA, **{"class": "clean", "sender": "kim@example.net", "uid": "u2", "channel": "mail-out"})
    store.insert("claim", recipient=ANNA, uid="u1", identity="jo@corp.example", originator_class="verified", state="proven",
                 first_at=NOW, last_at=NOW)
    store.insert("claim", recipient=ANNA, uid="u1", identity="jo@new.example", originator_class="verified", state="proven",
                 first_at=NOW, last_at=NOW)
    store.insert("relation", owner=ANNA, address="kim@example.net", source="outbound", kind="correspondent", first_at=NOW,
                 last_at=NOW, count=3)
    store.hold("01khold1", ANNA, BEN)
    store.hold("01khold2", ANNA, BEN)
    return daemon


def command(daemon, name, *words, **options):
    words = [*words, *(f"--{option.replace('_', '-')}={value}" for option, value in options.items())]
    return json.loads(daemon.run(*name.split(), *words, "--json").stdout)


@pytest.mark.parametrize("name, words, parameters", [
    ("log", [], {}),
    ("log", [], {"class": "spam", "recipient": "Anna+x@Example.ORG"}),
    ("log", [], {"message_id": "<m1@corp.example>", "limit": 1}),
    ("why", [ITEM], {"item": ITEM}),
    ("why", [ITEM], {"item": ITEM, "recipient": ANNA}),
    ("provenance", ["u1"], {"uid": "u1"}),
    ("quarantine list", [], {}),
    ("quarantine list", [], {"state": "any", "recipient": ANNA}),
    ("quarantine show", ["01khold1"], {"item": "01khold1"}),
    ("allow list", [], {}),
    ("block list", [], {"kind": "domain"}),
    ("delegate list", [], {}),
    ("relation show", [ANNA], {"owner": ANNA}),
    ("relation show", [ANNA, "kim@example.net"], {"owner": ANNA, "address": "kim@example.net"}),
    ("key list", [], {}),
])
def test_both_ways_say_the_same(filled, name, words, parameters):
    options = {option: value for option, value in parameters.items() if value not in words}
    assert filled.done(name, **parameters) == command(filled, name, *words, **options)


def test_log_narrows_and_pages(filled):
    assert [row["item"] for row in filled.done("log")["items"]] == [OTHER, ITEM]
    assert [row["item"] for row in filled.done("log", **{"class": "spam"})["items"]] == [ITEM]
    assert [row["item"] for row in filled.done("log", channel="mail-out")["items"]] == [OTHER]
    assert [row["item"] for row in filled.done("log", recipient=BEN)["items"]] == [ITEM]
    page = filled.done("log", limit=1)
    assert page["next"] == OTHER and filled.done("log", limit=1, before=page["next"])["items"][0]["item"] == ITEM
    assert filled.done("log", since=NOW + 10)["items"] == []


def test_what_strangers_write_stays_text(filled):
    answer = filled.get("/v1/why", filled.key, item=ITEM)
    assert answer.json["decision"]["title"] == EVIL and answer.headers["X-Content-Type-Options"] == "nosniff"
    shown = filled.run("why", ITEM).stdout
    assert b"\x1b" not in shown and "\u202e".encode() not in shown and b"LURE" in shown and b"+1.50" in shown


def test_why_of_one_recipient_keeps_quiet_about_the_others(filled):
    told = json.dumps(filled.done("why", item=ITEM, recipient=ANNA)["recipients"])
    assert ANNA in told and BEN not in told


def test_unknown_things_are_404(filled):
    for path, parameters in (("/v1/why", {"item": "nothing"}), ("/v1/provenance", {"uid": "nothing"}),
                             ("/v1/quarantine/show", {"item": "nothing"})):
        answer = filled.get(path, filled.key, **parameters)
        assert answer.status == 404 and filled.check(path, answer)["error"]["code"] == "not-found", answer
    assert filled.post("/v1/feedback/spam", filled.key, item="nothing").status == 404
    assert filled.post("/v1/key/remove", filled.key, id="nothing").status == 404
    filled.run("why", "nothing", status=66)


def test_mail_as_it_came(filled):
    answer = filled.get("/v1/quarantine/show", filled.key, item="01khold1", raw="true")
    assert answer.bytes == MAIL == filled.run("quarantine", "show", "01khold1", "--raw").stdout
    assert answer.headers["Content-Type"] == "application/octet-stream" and "attachment" in answer.headers["Content-Disposition"]


def test_lists(filled):
    entry = filled.done("allow add", value="Jo@Corp.example", note="a friend")["entry"]
    assert (entry["kind"], entry["value"], entry["scope"], entry["note"]) == ("address", "jo@corp.example", "site", "a friend")
    assert entry["by"].startswith("key:")
    assert command(filled, "block add", "@spam.example", **{"for": "@example.org"})["entry"]["owner"] == "example.org"
    assert command(filled, "allow add", "kim@example.net", **{"for": "anna@old.example"})["entry"]["owner"] == ANNA
    assert [row["value"] for row in filled.done("allow list")["items"]] == ["jo@corp.example", "kim@example.net"]
    assert [row["value"] for row in filled.done("block list")["items"]] == ["spam.example"]
    named = filled.done("relation show", owner=ANNA, address="kim@example.net")
    assert named["items"][0]["count"] == 3 and named["lists"][0]["effect"] == "allow"
    # `block remove` does not take away what is allowed.
    assert filled.done("block remove", value="jo@corp.example")["change"]["changed"] is False
    assert filled.done("allow remove", value="jo@corp.example")["change"]["changed"] is True
    assert command(filled, "block remove", "spam.example", **{"for": "@example.org"})["change"]["changed"] is True
    for bad in ({"value": "no domain"}, {"value": "jo"}, {"value": "x@y", "kind": "domain"}, {"value": "a.example", "for": "nobody"},
                {"value": "a.example", "expires": 1}):
        assert filled.post("/v1/block/add", filled.key, **bad).status == 400, bad


def test_delegates_and_claims(filled):
    pair = {"sent_by": "kim@corp.example", "organizer": "jo@corp.example"}
    assert filled.done("delegate add", **pair)["pair"]["organizer"] == "jo@corp.example"
    assert command(filled, "delegate list")["items"][0]["sent_by"] == "kim@corp.example"
    command(filled, "delegate remove", "kim@corp.example", "jo@corp.example")
    assert filled.done("delegate list")["items"] == []
    claims = filled.done("claim confirm", recipient=ANNA, uid="u1", identity="jo@new.example")["claims"]
    assert {row["identity"]: row["state"] for row in claims} == {"jo@corp.example": "proven", "jo@new.example": "confirmed"}
    assert command(filled, "claim refuse", ANNA, "u1", "jo@corp.example")["claims"][-1]["state"] == "refused"
    assert filled.post("/v1/claim/confirm", filled.key, recipient=ANNA, uid="u1", identity="nobody@x.example").status == 404


def reputation(daemon, kind, subject):
    return daemon.store.rows("SELECT feedback_ham, feedback_spam FROM reputation WHERE kind = ? AND subject = ?", kind, subject)


def test_feedback_counts_for_what_is_proven_and_the_last_word_counts(filled):
    for kind, subject in (("address", "jo@corp.example"), ("domain", "corp.example"), ("network", "192.0.2.0/24")):
        filled.store.insert("reputation", kind=kind, subject=subject, first_at=NOW, last_at=NOW)
    assert filled.done("feedback spam", item=ITEM, note="no")["change"]["changed"] is True
    assert reputation(filled, "address", "jo@corp.example") == [(0, 1)] == reputation(filled, "network", "192.0.2.0/24")
    assert reputation(filled, "domain", "corp.example") == [(0, 1)]
    # No row for the organizer: the judgement had recorded none.
    assert reputation(filled, "organizer", "jo@corp.example") == []
    assert filled.done("feedback spam", item=ITEM)["change"]["changed"] is False
    assert command(filled, "feedback ham", ITEM)["change"]["changed"] is True
    assert reputation(filled, "address", "jo@corp.example") == [(1, 0)]
    assert [row["label"] for row in filled.done("why", item=ITEM)["feedback"]] == ["ham"]
    assert filled.post("/v1/feedback/ham", filled.key, item=ITEM, recipient="else@example.org").status == 404


def test_stats_and_backup(filled, tmp_path):
    stats = filled.done("stats")
    assert sum(row["count"] for row in stats["decisions"]) == 2 and stats["recorder"][0]["up"] is True
    assert command(filled, "stats")["decisions"] == stats["decisions"]
    made = filled.done("backup")["file"]
    assert made.startswith(str(filled.state / "backup"))
    path = tmp_path / "copy.db"
    command(filled, "backup", str(path))
    copied = tmp_path / "copy.conf"
    copied.write_text(f'state = "{tmp_path}"\nstore = "sqlite:{path}"\n')
    assert path.stat().st_mode & 0o077 == 0 and ITEM.encode() in path.read_bytes()
    filled.run("backup", str(path), status=64)
    # A name for the file is no parameter of HTTP.
    assert filled.post("/v1/backup", filled.key, file="/etc/x").status == 400


def test_delete(filled):
    assert filled.done("quarantine delete", item="01khold2", recipient=BEN)["copies"] == [
        {"recipient": BEN, "state": "deleted", "done": True, "text": ""}]
    assert filled.store.states("01khold2") == {ANNA: "held", BEN: "deleted"}
    assert command(filled, "quarantine delete", "01khold2")["copies"][0]["state"] == "deleted"
    assert filled.store.rows("SELECT 1 FROM quarantine_raw WHERE item = '01khold2'") == []
    assert filled.get("/v1/quarantine/show", filled.key, item="01khold2", raw="true").status == 404


def test_every_operation_is_described(filled):
    paths = filled.description["paths"]
    assert len(paths) >= 26
    for path, method, operation in ((path, *one) for path, methods in paths.items() for one in methods.items()):
        assert operation["summary"] and operation["security"] == [{"key": [operation["security"][0]["key"][0]]}]
        # Nobody without a key gets anywhere, and each says so as described.
        answer = filled.ask(method.upper(), path)
        assert answer.status == 401 and answer.headers["WWW-Authenticate"] == "Bearer", (path, answer)
        filled.check(path, answer)
        other = "DELETE" if len(paths[path]) > 1 else "POST" if method == "get" else "GET"
        wrong = filled.ask(other, path, key=filled.key)
        assert wrong.status == 405 and method.upper() in wrong.headers["Allow"], (path, wrong)


def test_one_person_alone_does_not_make_a_reputation(filled):
    items = [f"01kpartner{n}" for n in range(6)]
    for item in items:
        filled.store.decision(item, ANNA, BEN, sender="pat@partner.example", originator="pat@partner.example", client="")
    for kind, subject in (("organizer", "pat@partner.example"), ("domain", "partner.example")):
        filled.store.insert("reputation", kind=kind, subject=subject, first_at=NOW, last_at=NOW)

    def say(label, item, who):
        assert filled.done(f"feedback {label}", item=item, recipient=who)["change"]["changed"] is True

    def counted():
        return [round(reputation(filled, *subject)[0][1], 3)
                for subject in (("organizer", "pat@partner.example"), ("domain", "partner.example"))]

    for item in items:
        say("spam", item, ANNA)
    assert counted() == [2, 1]
    # What is taken back was not counted all of it.
    for item in items[:4]:
        say("ham", item, ANNA)
    assert counted() == [2, 1]
    for item in items[4:]:
        say("ham", item, ANNA)
    assert counted() == [0, 0]
    for item in items[:2]:
        say("spam", item, BEN)
    say("spam", items[0], ANNA)
    assert counted() == [3, 2]


def test_a_block_names_the_mailbox(filled):
    assert filled.done("block add", value="M.al+1@GoogleMail.com")["entry"]["value"] == "mal@gmail.com"
    assert filled.done("block remove", value="ma.l@gmail.com")["change"]["changed"] is True
    # Elsewhere a tag may be part of what the mailbox is for, and who is allowed is so under one address.
    assert filled.done("block add", value="notes+abc@corp.example")["entry"]["value"] == "notes+abc@corp.example"
    assert filled.done("allow add", value="m.al@gmail.com")["entry"]["value"] == "m.al@gmail.com"

"""What users see and say of their own calendars."""
import itertools
import json

from beds import until
from warden import invitation

OTHERS = "bert"


def lists(warden, name):
    return sorted((value, effect) for value, effect in warden.store.rows(
        "SELECT value, effect FROM list_entry WHERE scope = 'user' AND owner = ?", f"{name}@example.org"))


def in_calendar(warden, name, uid):
    return [text for text in warden.bed.objects(warden.bed.users[name]).values() if f"UID:{uid}" in text]


def test_what_is_offered_is_told_and_added(warden):
    row = warden.deliver("anna", invitation("offered@corp.example", title="Plans & <b>more</b>"))
    assert row["state"] == "offered" and not in_calendar(warden, "anna", "offered@corp.example")
    key = warden.token("anna")
    listed = warden.done("mine list", key, state="offered")["items"]
    assert [one["id"] for one in listed if one["uid"] == "offered@corp.example"] == [row["id"]]
    shown = warden.done("mine show", key, id=row["id"])
    assert shown["why"].startswith("It is not in your calendar, but you may add it.")
    assert "It came by mail" in shown["how"] and "jo@corp.example" in shown["how"] and "Nothing proves" in shown["how"]
    assert "Message-ID: <offered@corp.example" in shown["headers"]
    assert warden.done("mine add", key, id=row["id"])["arrival"]["state"] == "inserted"
    (text,) = in_calendar(warden, "anna", "offered@corp.example")
    assert row["id"] in text
    again = warden.done("mine add", key, id=row["id"])
    assert again["change"]["changed"] is False and len(in_calendar(warden, "anna", "offered@corp.example")) == 1


def test_spam_goes_silently_and_ham_brings_it_back(warden):
    row = warden.deliver("anna", invitation("spam@corp.example"))
    key = warden.token("anna")
    warden.done("mine add", key, id=row["id"])
    assert in_calendar(warden, "anna", "spam@corp.example")
    done = warden.done("mine spam", key, id=row["id"], note="I know nobody there")
    assert done["arrival"]["state"] == "removed" and done["arrival"]["changed_by"] == "anna@example.org"
    assert not in_calendar(warden, "anna", "spam@corp.example")
    said = "SELECT label FROM feedback WHERE item = ? AND recipient = 'anna@example.org'"
    assert not row["item"] or warden.store.rows(said, row["item"]) == [("spam",)]
    assert warden.done("mine ham", key, id=row["id"])["arrival"]["state"] == "inserted"
    assert in_calendar(warden, "anna", "spam@corp.example")
    assert not row["item"] or warden.store.rows(said, row["item"]) == [("ham",)]
    known = warden.store.rows("SELECT kind FROM relation WHERE owner = 'anna@example.org' AND address = 'jo@corp.example'")
    assert known == [("contact",)]
    warden.done("mine spam", key, id=row["id"])
    assert not warden.store.rows("SELECT kind FROM relation WHERE owner = 'anna@example.org' AND address = 'jo@corp.example'")


def test_nobody_sees_or_changes_what_is_anothers(warden):
    row = warden.deliver("anna", invitation("hers@corp.example", title="A secret of hers"))
    key = warden.token(OTHERS)
    assert "A secret of hers" not in json.dumps(warden.done("mine list", key))
    unknown = warden.get("/v1/mine/show", key, id="0" * 26)
    for operation in ("add", "ham", "spam", "report"):
        answer = warden.post(f"/v1/mine/{operation}", key, id=row["id"])
        assert answer.status == 404 and answer.bytes == unknown.bytes, (operation, answer)
    assert warden.get("/v1/mine/show", key, id=row["id"]).bytes == unknown.bytes
    for path in ("list", "choices"):
        assert warden.get(f"/v1/mine/{path}", key, **{"for": "anna@example.org"}).status == 403
    for path, body in (("digest", {"choice": "never"}), ("never", {"value": "x.example"}), ("add", {"id": row["id"]})):
        assert warden.post(f"/v1/mine/{path}", key, **{"for": "anna@example.org"}, **body).status == 403
    assert warden.state_of(row) == "offered" and "x.example" not in dict(lists(warden, "anna"))


def test_a_session_may_do_nothing_but_its_own(warden):
    key = warden.token("anna")
    for path in ("/v1/log", "/v1/stats", "/v1/key/list", "/v1/quarantine/list", "/v1/allow/list", "/metrics"):
        assert warden.get(path, key).status in (403, 200) and (path == "/metrics" or warden.get(path, key).status == 403), path
    assert warden.post("/v1/feedback/spam", key, item="x").status == 403


def test_keys_of_one_user_and_of_a_domain(warden):
    row = warden.deliver("anna", invitation("keys@corp.example"))
    of_anna = warden.new_key("user", **{"for": "Anna+x@example.org"})
    of_domain = warden.new_key("user", **{"for": "@example.org"})
    elsewhere = warden.new_key("user", **{"for": "@example.net"})
    assert warden.done("mine show", of_anna, id=row["id"])["arrival"]["owner"] == "anna@example.org"
    assert warden.get("/v1/mine/show", of_domain, id=row["id"]).status == 400
    assert warden.get("/v1/mine/show", of_domain, id=row["id"], **{"for": "anna@example.org"}).status == 200
    assert warden.get("/v1/mine/show", of_domain, id=row["id"], **{"for": "bert@example.org"}).status == 404
    assert warden.get("/v1/mine/show", elsewhere, id=row["id"], **{"for": "anna@example.org"}).status == 403
    told = json.loads(warden.run("mine", "show", "--for=anna@example.org", "--json", row["id"]).stdout)
    assert told["arrival"]["uid"] == "keys@corp.example"
    warden.run("mine", "show", row["id"], status=64)


def test_always_and_never(warden):
    key = warden.token(OTHERS)
    warden.done("mine never", key, value="Mallory@Evil.example")
    warden.done("mine always", key, value="friends.example")
    assert lists(warden, OTHERS) == [("friends.example", "allow"), ("mallory@evil.example", "block")]
    mails = itertools.count()

    def withheld():
        """The scanners learn of a list within a second."""
        uid = f"never{next(mails)}@evil.example"
        return warden.deliver(OTHERS, invitation(uid, organizer="mallory@evil.example", to="bert@example.org"))["state"] == "withheld"
    until(withheld, "withheld")
    key_of_anna = warden.token("anna")
    assert "friends.example" not in json.dumps(warden.done("mine choices", key_of_anna))
    shown = warden.done("mine choices", key)
    assert {(one["value"], one["effect"]) for one in shown["items"]} == set(lists(warden, OTHERS))
    assert warden.done("mine forget", key, value="mallory@evil.example")["change"]["changed"] is True
    assert warden.done("mine forget", key, value="mallory@evil.example")["change"]["changed"] is False
    warden.done("mine forget", key, value="friends.example")
    assert warden.post("/v1/mine/never", key, value="no address").status == 400
    assert lists(warden, OTHERS) == []


def test_choices(warden):
    key = warden.token("anna")
    warden.done("mine digest", key, choice="never")
    warden.done("mine choose", key, choice="ask")
    shown = warden.done("mine choices", key)
    assert (shown["digest"], shown["calendar"]) == ("never", "ask")
    assert warden.post("/v1/mine/digest", key, choice="hourly").status == 400
    warden.done("mine digest", key, choice="default")
    warden.done("mine choose", key, choice="default")
    shown = warden.done("mine choices", key)
    assert (shown["digest"], shown["calendar"]) == (None, None)


def test_pages_of_what_came(warden):
    key = warden.token("anna")
    for number in range(3):
        warden.deliver("anna", invitation(f"page{number}@corp.example"))
    seen, before = [], None
    while True:
        page = warden.done("mine list", key, limit=2, before=before)
        seen += [one["id"] for one in page["items"]]
        before = page["next"]
        if not before:
            break
    assert seen == [row[0] for row in warden.store.rows("SELECT id FROM arrival WHERE owner = 'anna@example.org' ORDER BY id DESC")]

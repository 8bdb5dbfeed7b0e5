"""Signed links of a digest: one thing, for one person, once; and nothing by looking at them."""
import http.client
import random
import re

import pytest

from warden import ACTIONS, NOW, invitation
from browser import browser

REFUSED = b"This link cannot be used"
SCANNERS = [("GET", {}), ("HEAD", {}), ("GET", {"Purpose": "prefetch", "Sec-Purpose": "prefetch"}),
            ("GET", {"User-Agent": "Mozilla/5.0 (compatible; LinkScanner)"}), ("OPTIONS", {}), ("PUT", {}), ("DELETE", {})]


def rows(warden):
    """All that a link could change."""
    return [warden.store.rows(f"SELECT * FROM {table} ORDER BY 1")
            for table in ("arrival", "list_entry", "relation", "feedback", "digest_state", "link_used")]


@pytest.mark.parametrize("action", ACTIONS)
def test_looking_at_a_link_changes_nothing(warden, action):
    row = warden.deliver("anna", invitation(f"look-{action}@corp.example"))
    before = rows(warden)
    for method, headers in SCANNERS:
        answer = warden.ask(method, warden.link(row, action), headers=headers)
        assert answer.status == (200 if method in ("GET", "HEAD") else 405), answer
        assert method != "GET" or answer.bytes.count(b"<form method=\"post\">") == 1
    assert rows(warden) == before and warden.bed.objects(warden.bed.users["anna"]).keys() == warden.bed.objects(
        warden.bed.users["anna"]).keys()


@pytest.mark.parametrize("action, state", [("add", "inserted"), ("ham", "offered"), ("spam", "dismissed"), ("report", "dismissed"),
                                           ("always", "offered"), ("never", "offered"), ("digest-never", "offered")])
def test_the_button_does_it_once(warden, action, state):
    row = warden.deliver("anna", invitation(f"once-{action}@corp.example", organizer=f"{action}@corp.example"))
    link = warden.link(row, action)
    done = warden.press(link)
    assert done.status == 200 and b"<h1>Done</h1>" in done.bytes, done
    assert warden.state_of(row) == state
    lists = warden.store.rows("SELECT effect FROM list_entry WHERE owner = ? AND value = ?", row["owner"], row["organizer"])
    assert lists == {"always": [("allow",)], "never": [("block",)]}.get(action, [])
    if action == "digest-never":
        assert warden.store.rows("SELECT choice FROM digest_state WHERE owner = ?", row["owner"]) == [("never",)]
    before = rows(warden)
    again = warden.press(link)
    assert again.status == 200 and b"This was done already" in again.bytes and b"<form" not in again.bytes
    assert b"This was done already" in warden.ask("GET", link).bytes
    assert rows(warden) == before


def test_what_ends_an_event_is_not_called_adding_it(warden):
    row = warden.deliver("anna", invitation("end@corp.example", method="CANCEL"))
    page = warden.ask("GET", warden.link(row, "add")).bytes
    assert b"Cancel this in your calendar?" in page and b"Add" not in page
    assert b"Is this spam?" in warden.ask("GET", warden.link(row, "spam")).bytes


def test_not_spam_promises_what_it_does(warden):
    row = warden.deliver("anna", invitation("praise@corp.example"))
    link = warden.link(row, "ham")
    assert b"add to my calendar" not in warden.ask("GET", link).bytes
    assert b"in your calendar now" not in warden.press(link).bytes and warden.state_of(row) == "offered"
    warden.press(warden.link(row, "spam"))
    assert warden.state_of(row) == "dismissed"
    link = warden.link(row, "ham", expires=NOW + 4000)
    assert b"add to my calendar" in warden.ask("GET", link).bytes
    assert b"in your calendar now" in warden.press(link).bytes and warden.state_of(row) == "inserted"


def test_an_organizer_who_calls_himself_a_domain_is_not_one(warden):
    raw = invitation("domain@corp.example").replace(b"ORGANIZER:mailto:jo@corp.example", b"ORGANIZER:@corp.example")
    row, before = warden.deliver("anna", raw), warden.store.rows("SELECT kind, value FROM list_entry ORDER BY 1, 2")
    for action in ("always", "never"):
        assert warden.press(warden.link(row, action)).status == 400
    assert warden.store.rows("SELECT kind, value FROM list_entry ORDER BY 1, 2") == before


def test_a_used_link_stays_used_when_the_user_has_changed_his_mind(warden):
    row = warden.deliver("anna", invitation("mind@corp.example"))
    link = warden.link(row, "spam")
    warden.press(link)
    warden.done("mine add", warden.token("anna"), id=row["id"])
    assert warden.state_of(row) == "inserted"
    warden.press(link)
    assert warden.state_of(row) == "inserted"


def test_no_more_digests_as_mail_clients_say_it(warden):
    """RFC 8058: a POST without a page before it."""
    row = warden.deliver("bert", invitation("unsubscribe@corp.example", to="bert@example.org"))
    answer = warden.ask("POST", warden.link(row, "digest-never"), "List-Unsubscribe=One-Click",
                        headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status == 200
    assert warden.store.rows("SELECT choice FROM digest_state WHERE owner = 'bert@example.org'") == [("never",)]


def test_forged_expired_and_others_links_are_refused_in_the_same_words(warden):
    row = warden.deliver("anna", invitation("forged@corp.example"))
    good, before = warden.link(row, "spam"), rows(warden)
    bad = [warden.link(row, "spam", expires=NOW - 1), warden.link(row, "spam", owner="bert@example.org"),
           warden.link(row, "spam", secret="another secret of thirty-two bytes.."), warden.link(row | {"id": "0" * 26}, "spam"),
           warden.link(row, "add")[:20] + good[20:], good[:-1], good + "A", "/l/", "/l/x", "/l/" + "A" * 72, "/l/" + "%00" * 72,
           good[:-4] + ("AAAA" if good[-4:] != "AAAA" else "BBBB"), good + "/", "/l/../" + good[3:], good + "%0d%0aX:%20y"]
    answers = [warden.ask("GET", link) for link in bad] + [warden.press(link) for link in bad]
    for link, answer in zip(bad * 2, answers):
        assert answer.status == 404 and REFUSED in answer.bytes and answer.bytes == answers[0].bytes, (link, answer)
        assert b"<form" not in answer.bytes
    assert rows(warden) == before
    assert warden.press(good).status == 200


def test_random_tokens_and_forms(warden):
    """No input ends the daemon, or is believed."""
    row = warden.deliver("anna", invitation("random@corp.example"))
    good, before, dice = warden.link(row, "spam"), rows(warden), random.Random(5)
    letters = "ABCxyz019-_%/.?&=+~"
    for _ in range(300):
        token = list(good[3:])
        for _ in range(dice.randint(1, 6)):
            place = dice.randrange(len(token))
            token[place:place + dice.randint(0, 2)] = dice.choices(letters, k=dice.randint(0, 2))
        link = "/l/" + "".join(token)
        if link.split("?")[0] != good:
            body = bytes(dice.randrange(256) for _ in range(dice.randint(0, 300)))
            answer = warden.ask("POST", link, body, headers={"Content-Type": "application/x-www-form-urlencoded"})
            assert answer.status in (400, 404), (link, answer)
    assert rows(warden) == before and warden.get("/readyz").status == 200


def test_a_page_is_for_people_and_shows_text_as_text(warden):
    title = "</title><script>alert(1)</script><img src=x onerror=y>\u202e gnp"
    row = warden.deliver("anna", invitation("page@corp.example", title=title))
    answer = warden.ask("GET", warden.link(row, "ham"))
    page, policy = answer.bytes.decode(), answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "<script" not in page and "<img" not in page and "&#60;script&#62;" in page and "<bdi>" in page
    assert "default-src 'none'" in policy and "form-action 'self'" in policy and "frame-ancestors 'none'" in policy
    assert answer.headers["Referrer-Policy"] == "no-referrer" and "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Cache-Control"] == "no-store" and "Set-Cookie" not in answer.headers
    assert not re.search(r"<[^>]*(https?:|src=|href=|url\()", page) and '<html lang="en">' in page and 'name="viewport"' in page


def test_a_calendar_server_that_is_down_takes_nobodys_link(warden):
    row = warden.deliver("anna", invitation("down@corp.example"))
    link = warden.link(row, "add")
    warden.bed.stop()
    try:
        answer = warden.press(link)
        assert answer.status == 503 and b"try again" in answer.bytes, answer
        assert warden.state_of(row) in ("offered", "pending")
    finally:
        warden.bed.start()
    assert warden.press(link).status == 200 and warden.state_of(row) == "inserted"


def test_a_link_needs_no_key_and_gives_none(warden):
    row = warden.deliver("anna", invitation("key@corp.example"))
    token = warden.link(row, "spam")[3:]
    assert warden.get("/v1/mine/list", token).status == 401
    connection = http.client.HTTPConnection("127.0.0.1", warden.port, timeout=30)
    connection.request("POST", warden.link(row, "spam"), "x" * 200000)
    assert connection.getresponse().status == 413
    connection.close()
    assert warden.state_of(row) == "offered"


def test_its_pages_look_well_in_a_browser(warden):
    raw = invitation("look-well@corp.example").replace(b"SUMMARY:", b"SUMMARY:" + b"W" * 200 + b" <b>bold</b> ")
    row = warden.deliver("anna", raw)
    base = f"http://127.0.0.1:{warden.port}"
    with browser() as one:
        for action in ACTIONS:
            one.check(base + warden.link(row, action))
        one.check(base + "/l/" + "A" * 72)
        one.look(base + warden.link(row, "digest-never"), 600)
        # By the keyboard alone: the button is the first thing that can be reached.
        assert one.do("return document.querySelectorAll('a, button, input').length") == 1
        one.press("Tab", "Enter")
        assert "Done" in one.do("return document.body.innerText")

"""Signing in with the password of the calendar: who gets in, who does not, and for how long."""
import json
import time

import pytest

from warden import Warden

JSON = {"Content-Type": "application/json"}


def test_a_session_by_token(warden):
    answer = warden.sign_in("anna")
    assert answer.status == 200 and answer.json["user"] == "anna@example.org" and "Set-Cookie" not in answer.headers
    key = answer.json["token"]
    assert warden.get("/v1/session", key).json == {"user": "anna@example.org"}
    assert warden.post("/v1/session/end", key).status == 200
    assert warden.get("/v1/session", key).status == 401 and warden.get("/v1/mine/list", key).status == 401


def test_a_session_by_cookie(warden):
    answer = warden.sign_in("anna", cookie=True)
    cookie, *flags = answer.headers["Set-Cookie"].split("; ")
    assert "token" not in answer.json and {"Path=/", "Secure", "HttpOnly", "SameSite=Strict"} <= set(flags)
    assert cookie.startswith("__Host-calwarden=cws_")
    mine = {"Cookie": cookie}
    assert warden.ask("GET", "/v1/mine/list", headers=mine).status == 200
    assert warden.ask("POST", "/v1/mine/digest", '{"choice":"never"}', headers=mine | JSON).status == 200
    assert warden.ask("POST", "/v1/mine/digest", '{"choice":"default"}', headers=mine | JSON).status == 200
    for foreign in ({"Content-Type": "text/plain"}, JSON | {"Sec-Fetch-Site": "cross-site"}, JSON | {"Sec-Fetch-Site": "same-site"}):
        assert warden.ask("POST", "/v1/mine/digest", '{"choice":"never"}', headers=mine | foreign).status == 403, foreign
        assert warden.ask("POST", "/v1/session/end", "{}", headers=mine | foreign).status == 403
    ended = warden.ask("POST", "/v1/session/end", "{}", headers=mine | JSON)
    assert ended.status == 200 and "Max-Age=0" in ended.headers["Set-Cookie"]
    assert warden.ask("GET", "/v1/mine/list", headers=mine).status == 401


def test_no_other_site_signs_a_browser_in(warden):
    body = json.dumps({"user": "anna@example.org", "password": warden.bed.users["anna"].password, "cookie": True})
    for foreign in ({"Content-Type": "text/plain"}, JSON | {"Sec-Fetch-Site": "cross-site"}):
        answer = warden.ask("POST", "/v1/session", body, headers=foreign)
        assert answer.status == 403 and "Set-Cookie" not in answer.headers, foreign


def test_the_store_and_the_log_hold_nothing_that_opens(warden):
    password, token = warden.bed.users["anna"].password, warden.token("anna")
    warden.sign_in("anna", "a wrong but telling one")
    kept = b"".join(path.read_bytes() for path in warden.state.glob("calwarden.db*"))
    for secret in (password, token, "a wrong but telling one"):
        assert secret.encode() not in kept and secret not in warden.said()


def test_everywhere(warden):
    keys = [warden.token("anna") for _ in range(3)]
    of_bert = warden.token("bert")
    assert warden.post("/v1/session/end", keys[0], all=True).status == 200
    assert [warden.get("/v1/session", key).status for key in keys] == [401] * 3
    assert warden.get("/v1/session", of_bert).status == 200


@pytest.mark.parametrize("body", [
    {}, {"user": "anna@example.org"}, {"password": "x"}, {"user": "", "password": "x"}, {"user": "anna@example.org", "password": ""},
    {"user": ["anna@example.org"], "password": "x"}, {"user": "anna@example.org", "password": "x" * 5000}, [], "x", 7, None])
def test_what_is_no_sign_in(warden, body):
    assert warden.ask("POST", "/v1/session", json.dumps(body), headers=JSON).status == 400


@pytest.mark.parametrize("user, password", [
    ("anna@example.org", "wrong"), ("nobody@example.org", "x"), ("anna@elsewhere.example", "secret-anna"), ("@example.org", "x"),
    ("anna@", "secret-anna"), ("anna@example.org\r\nX: y", "secret-anna"), ("anna", "wrong"), ("a" * 400 + "@example.org", "x"),
    ("bert@example.org", "secret-anna")])
def test_who_does_not_get_in(warden, user, password):
    answer = warden.post("/v1/session", user=user, password=password)
    assert answer.status in (400, 401) and "token" not in answer.json, answer


@pytest.mark.parametrize("key", ["cws_", "cws_" + "0" * 64, "cws_" + "a" * 120, "cws_%00", "__Host-calwarden"])
def test_sessions_that_are_none(warden, key):
    assert warden.get("/v1/mine/list", key).status == 401
    assert warden.ask("GET", "/v1/mine/list", headers={"Cookie": f"__Host-calwarden={key}"}).status == 401


def test_a_key_is_no_cookie(warden):
    assert warden.ask("GET", "/v1/log", headers={"Cookie": f"__Host-calwarden={warden.key}"}).status == 401


@pytest.fixture
def fresh(radicale, tmp_path):
    def start(**options):
        start.running = Warden(tmp_path, radicale, **options)
        start.running.user("anna")
        start.running.user("bert")
        return start.running
    yield start
    start.running.stop()


def test_many_wrong_ones_are_refused_for_a_while(fresh):
    warden = fresh(**{"login-attempts": "3"})
    assert [warden.sign_in("anna", "wrong").status for _ in range(5)] == [401, 401, 401, 429, 429]
    assert warden.sign_in("anna").status == 429  # the right one too: nobody learns which it is
    assert warden.sign_in("bert").status == 200
    statuses = [warden.post("/v1/session", user=f"u{number}@example.org", password="x").status for number in range(40)]
    assert statuses[:20] == [401] * 20 and statuses[-5:] == [429] * 5  # the address
    assert warden.sign_in("bert").status == 429


@pytest.mark.parametrize("proxies, statuses", [([], [429, 429]), (["127.0.0.0/8"], [429, 200])])
def test_who_stands_behind_a_proxy(fresh, proxies, statuses):
    """Its last word counts, not what the client has written before; without the option nobody's does."""
    warden = fresh(**{"login-attempts": "1"} | ({"http-proxies": proxies} if proxies else {}))

    def ask(user, password, address):
        body = json.dumps({"user": f"{user}@example.org", "password": password})
        return warden.ask("POST", "/v1/session", body, headers=JSON | {"X-Forwarded-For": address}).status
    for number in range(12):
        ask(f"u{number}", "x", f"198.51.100.{number}, 192.0.2.1")
    anna = warden.bed.users["anna"].password
    assert [ask("anna", anna, address) for address in ("192.0.2.9, 192.0.2.1", "192.0.2.1, 192.0.2.9")] == statuses


def test_a_session_expires(fresh):
    warden = fresh(**{"session-expires": "1min"})
    key = warden.token("anna")
    assert warden.get("/v1/session", key).status == 200
    warden.store.rows("UPDATE user_session SET expires = ?", int(time.time()))
    assert warden.get("/v1/session", key).status == 401


def test_nobody_signs_in_where_nobody_knows_the_users(fresh):
    warden = fresh(**{"user-login": ""})
    assert warden.sign_in("anna").status == 404


def test_a_server_that_is_down_is_no_wrong_password(fresh):
    warden = fresh(**{"user-login": "caldav+http://127.0.0.1:9/", "login-attempts": "1"})
    assert [warden.sign_in("anna").status for _ in range(3)] == [503] * 3

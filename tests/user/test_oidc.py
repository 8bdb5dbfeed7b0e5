"""Signing in at a real issuer: RS256 and ES256, changed keys, and all that must not let anybody in."""
import base64
import hashlib
import hmac
import json
import threading
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from issuer import Browser, Issuer, ec_jwk, rsa_jwk
from warden import Warden, http_daemon

IN, OUT = "You are signed in", "You are not signed in"


@pytest.fixture(scope="module")
def bed(radicale, tmp_path_factory):
    """An issuer, and a function that starts a daemon that believes it."""
    port = http_daemon.free_port()
    home = f"http://127.0.0.1:{port}"
    issuer = Issuer(tmp_path_factory.mktemp("issuer"), f"{home}/v1/session/callback")
    issuer.restart()
    running = []

    def start(client="rs", url=None, secret=True, **options):
        for one in running:
            one.stop()
        running.clear()
        folder = tmp_path_factory.mktemp("warden")
        (folder / "client-secret").write_text(issuer.clients[0]["client_secret"] + "\n")
        (folder / "client-secret").chmod(0o600)
        options = {"public-url": home + "/", "oidc-client": client,
                   "user-login": "oidc:" + (url or issuer.url), "login-attempts": "1000"} | options
        if secret:
            options["oidc-secret-file"] = str(folder / "client-secret")
        warden = Warden(folder, radicale, port=port, **options)
        running.append(warden)
        warden.issuer, warden.home = issuer, home
        return warden
    yield start
    for one in running:
        one.stop()
    issuer.stop()


def go(warden, user="anna@example.org", browser=None):
    """-> the page that stands at the end, and the browser."""
    browser = browser or Browser()
    back = browser.sign_in(warden.home + "/v1/session/oidc", user, warden.issuer.redirect)
    return browser.open(back)[2], browser


def session(browser):
    return {cookie.name: cookie.value for cookie in browser.jar}.get("__Host-calwarden")


@pytest.mark.parametrize("client", ["rs", "es", "post", "public"])
def test_in(bed, client):
    warden = bed(client, secret=client != "public")
    page, browser = go(warden)
    assert IN in page and "anna@example.org" in page, warden.said()[-2000:]
    assert json.loads(browser.open(warden.home + "/v1/session")[2]) == {"user": "anna@example.org"}
    (row,) = warden.store.rows("SELECT owner, method FROM user_session")
    assert row == ("anna@example.org", "oidc")


def test_the_address_in_the_token_itself(bed):
    warden = bed()
    warden.issuer.restart(None, "--claims-in-token")
    assert IN in go(warden)[0]


@pytest.mark.parametrize("client", ["ps", "hs"])
def test_tokens_that_are_signed_otherwise(bed, client):
    warden = bed(client)
    page, browser = go(warden)
    assert OUT in page and not session(browser) and "signed by neither RS256 nor ES256" in warden.said()


def test_keys_change_and_the_old_ones_are_believed_no_more(bed):
    warden = bed()
    assert IN in go(warden)[0]
    warden.issuer.restart([rsa_jwk("three"), ec_jwk("four"), rsa_jwk("five")])
    assert IN in go(warden)[0]


@pytest.mark.parametrize("user, why", [("unverified@example.org", "not say that the address is verified"),
                                       ("eve@elsewhere.example", "not of our domains"), ("eve", "not of our domains")])
def test_addresses_that_are_not_proven_or_not_ours(bed, user, why):
    warden = bed()
    page, browser = go(warden, user)
    assert OUT in page and not session(browser) and why in warden.said()


def test_who_began_elsewhere_or_comes_twice(bed):
    warden = bed()
    mine, theirs = Browser(), Browser()
    back = mine.sign_in(warden.home + "/v1/session/oidc", "anna@example.org", warden.issuer.redirect)
    assert OUT in theirs.open(back)[2]  # a link that signs another in as me
    theirs.open(warden.home + "/v1/session/oidc")
    assert OUT in theirs.open(back)[2] and not session(theirs)
    parts = urllib.parse.urlsplit(back)
    query = dict(urllib.parse.parse_qsl(parts.query))
    for wrong in ({"state": "A" * 43}, {"state": ""}, {"code": "A" * 43}, {"code": "x" * 3000}):
        assert OUT in mine.open(parts._replace(query=urllib.parse.urlencode(query | wrong)).geturl())[2], wrong
    assert OUT in mine.open(warden.home + "/v1/session/callback?error=access_denied&state=" + query["state"])[2]
    assert not session(mine)
    assert IN in mine.open(back)[2]
    assert OUT in mine.open(back)[2]  # the code is used


def test_an_issuer_that_is_another_or_down(bed):
    warden = bed(url=bed().issuer.url + "/other")
    assert OUT in Browser().open(warden.home + "/v1/session/oidc")[2]
    warden = bed(url="http://127.0.0.1:9")
    assert OUT in Browser().open(warden.home + "/v1/session/oidc")[2]
    warden = bed(url="http://issuer.example.org")
    assert OUT in Browser().open(warden.home + "/v1/session/oidc")[2]


class Meddler(ThreadingHTTPServer):
    """Stands before the issuer, and changes what it says of its tokens: `change(id_token)` -> another one."""
    daemon_threads = True

    def __init__(self, issuer):
        super().__init__(("127.0.0.1", 0), Meddling)
        self.issuer, self.change, self.keys = issuer, lambda token: token, None
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Meddling(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def serve(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)) or None
        keep = {name: value for name, value in self.headers.items() if name in ("Authorization", "Content-Type")}
        asked = urllib.request.Request(self.server.issuer.url + self.path, body, keep)
        with urllib.request.urlopen(asked, timeout=30) as answer:
            said = json.loads(answer.read())
        if self.path.startswith("/.well-known"):
            said["issuer"] = self.server.url
            for name in ("token_endpoint", "jwks_uri", "userinfo_endpoint"):
                said[name] = said[name].replace(self.server.issuer.url, self.server.url)
        if "id_token" in said:
            said["id_token"] = self.server.change(said["id_token"])
        said = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    do_GET = do_POST = serve


def test_tokens_of_another_issuer_changed_or_unsigned(bed):
    """The issuer behind signs for its own name; what a meddler makes of it is never believed."""
    issuer = bed().issuer
    meddler = Meddler(issuer)

    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    def claims(token):
        return json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "==")) | {"iss": meddler.url}

    def unsigned(token):
        return part({"alg": "none"}) + "." + part(claims(token)) + "."

    def shared(token):
        said = part({"alg": "HS256", "kid": "one"}) + "." + part(claims(token))
        key = json.dumps(issuer.keys[0]["n"]).encode()
        return said + "." + base64.urlsafe_b64encode(hmac.new(key, said.encode(), hashlib.sha256).digest()).decode().rstrip("=")

    def changed(token):
        head, _, mac = token.split(".")
        return ".".join([head, part(claims(token)), mac])
    warden = bed(url=meddler.url)
    neither, none, parts = "signed by neither", "none of the issuer's keys", "without three parts"
    for change, why in ((lambda token: token, "of another issuer"), (unsigned, parts), (shared, neither), (changed, none),
                        (lambda token: unsigned(token) + "AAAA", neither), (lambda token: "", parts), (lambda token: "a.b.c", neither),
                        (lambda token: token[:-6], none), (lambda token: "A" * 100000, parts)):
        meddler.change, before = change, len(warden.said())
        page, browser = go(warden)
        assert OUT in page and not session(browser) and why in warden.said()[before:], (why, warden.said()[before:])
    meddler.shutdown()
    meddler.server_close()


def test_a_secret_that_others_may_read(bed):
    warden = bed()
    (warden.folder / "client-secret").chmod(0o644)
    page = Browser().open(warden.home + "/v1/session/oidc")[2]
    assert "does not work now" in page and "others may read it" in warden.said()

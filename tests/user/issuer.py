"""A real issuer of OpenID Connect (npm's oidc-provider, by its lock file), and a browser that signs in there."""
import base64
import html.parser
import http.cookiejar
import json
import os
import pathlib
import shutil
import subprocess
import urllib.error
import urllib.parse
import urllib.request

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from beds import TIED, answers, free_port, until

HERE = pathlib.Path(__file__).parent / "oidc"


def number(value, size=None):
    return base64.urlsafe_b64encode(value.to_bytes(size or (value.bit_length() + 7) // 8, "big")).decode().rstrip("=")


def rsa_jwk(kid, bits=2048):
    private = rsa.generate_private_key(65537, bits).private_numbers()
    public = private.public_numbers
    return {"kty": "RSA", "kid": kid, "use": "sig", "n": number(public.n), "e": number(public.e), "d": number(private.d),
            "p": number(private.p), "q": number(private.q), "dp": number(private.dmp1), "dq": number(private.dmq1),
            "qi": number(private.iqmp)}


def ec_jwk(kid):
    private = ec.generate_private_key(ec.SECP256R1()).private_numbers()
    public = private.public_numbers
    return {"kty": "EC", "crv": "P-256", "kid": kid, "use": "sig", "x": number(public.x, 32), "y": number(public.y, 32),
            "d": number(private.private_value, 32)}


def client(name, redirect, algorithm="RS256", **more):
    return {"client_id": name, "client_secret": "a secret of the client's, & one that needs %", "redirect_uris": [redirect],
            "id_token_signed_response_alg": algorithm, "grant_types": ["authorization_code"], "response_types": ["code"]} | more


class Issuer:
    """Runs in `folder`; restart() gives it other keys."""

    def __init__(self, folder, redirect):
        self.folder, self.port, self.redirect, self.process = folder, free_port(), redirect, None
        self.url = f"http://127.0.0.1:{self.port}"
        self.clients = [client("rs", redirect), client("es", redirect, "ES256"), client("ps", redirect, "PS256"),
                        client("hs", redirect, "HS256"), client("post", redirect, token_endpoint_auth_method="client_secret_post"),
                        client("public", redirect, token_endpoint_auth_method="none")]
        del self.clients[-1]["client_secret"]
        for name in ("package.json", "package-lock.json", "issuer.mjs"):
            shutil.copy(HERE / name, folder)
        done = subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=folder, capture_output=True,
                              timeout=300, check=False, env={**os.environ, "HOME": str(folder)})
        assert done.returncode == 0, done.stderr.decode()
        self.keys = [rsa_jwk("one"), ec_jwk("two")]

    def restart(self, keys=None, *words):
        self.stop()
        self.keys = keys or self.keys
        said = json.dumps({"port": self.port, "clients": self.clients, "keys": self.keys})
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen([*TIED, "node", "issuer.mjs", said, *words], cwd=self.folder, stdout=log, stderr=log,
                                            stdin=subprocess.DEVNULL)
        until(lambda: answers(self.port), lambda: (self.folder / "log").read_text())

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(20)
        self.process = None


class Form(html.parser.HTMLParser):
    """The first form of a page."""

    def __init__(self, page):
        super().__init__()
        self.action, self.fields = None, {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form" and self.action is None:
            self.action = attrs["action"]
        elif tag == "input" and "name" in attrs:
            self.fields.setdefault(attrs["name"], attrs.get("value") or "")


class Secure(http.cookiejar.DefaultCookiePolicy):
    """Loopback is as good as https, as browsers have it."""

    def return_ok_secure(self, cookie, request):
        return True


class Browser:
    """Keeps cookies, follows redirections up to `stop`, fills forms."""

    def __init__(self):
        self.jar = http.cookiejar.CookieJar(Secure())
        self.opener = urllib.request.build_opener(Step, urllib.request.HTTPCookieProcessor(self.jar))

    def open(self, url, form=None):
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        try:
            answer = self.opener.open(urllib.request.Request(url, data), timeout=30)
        except urllib.error.HTTPError as failure:
            answer = failure
        return answer.status, answer.headers, answer.read().decode(errors="replace")

    def follow(self, url, form=None, stop=None):
        """-> (url, status, page); a redirection to what begins with `stop` is not followed."""
        while True:
            status, headers, page = self.open(url, form)
            if status not in (302, 303) or not headers.get("Location"):
                return url, status, page
            url, form = urllib.parse.urljoin(url, headers["Location"]), None
            if stop and url.startswith(stop):
                return url, status, page

    def sign_in(self, start, user, stop):
        """Through the issuer's own pages; -> the URL that it sends the browser back to."""
        url, status, page = self.follow(start, stop=stop)
        while not url.startswith(stop):
            form = Form(page)
            assert status == 200 and form.action, (url, status, page[:2000])
            fields = form.fields | ({"login": user, "password": "any"} if "login" in form.fields else {})
            url, status, page = self.follow(urllib.parse.urljoin(url, form.action), fields, stop)
        return url


class Step(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None

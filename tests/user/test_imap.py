"""Signing in with the password of the mailbox."""
import dataclasses

import pytest

from bed_imap import Imap
from warden import Warden

HARD = 'p"a\\s s{3}*%'


@pytest.fixture(scope="module")
def imap():
    with Imap() as bed:
        bed.user("bert")
        bed.users["anna"] = dataclasses.replace(bed.user("anna"), password=HARD)
        bed.add(bed.users["anna"])
        yield bed


@pytest.fixture
def start(radicale, imap, tmp_path):
    running = []

    def one(login, **options):
        running.append(Warden(tmp_path, radicale, **{"user-login": login, "user-login-name": "%a"} | options))
        return running[0]
    yield one
    for warden in running:
        warden.stop()


def sign_in(warden, user, password):
    return warden.post("/v1/session", user=user, password=password)


@pytest.mark.parametrize("kind", ["starttls", "imaps"])
def test_in_and_not_in(start, imap, kind):
    warden = start(f"imaps://localhost:{imap.imaps}" if kind == "imaps" else f"imap://127.0.0.1:{imap.imap}",
                   **{"user-login-ca-file": str(imap.certificate)})
    for user, password in {user.address: user.password for user in imap.users.values()}.items():
        answer = sign_in(warden, user, password)
        assert answer.status == 200 and answer.json["user"] == user, (answer, warden.said()[-2000:])
        assert warden.get("/v1/mine/list", answer.json["token"]).status == 200
        assert sign_in(warden, user.upper(), password).json["user"] == user
        assert sign_in(warden, user, password + "x").status == 401
    assert sign_in(warden, "anna@example.org", imap.users["bert"].password).status == 401
    assert sign_in(warden, "nobody@example.org", "secret-bert").status == 401


@pytest.mark.parametrize("user", ['bert@example.org" "secret-bert', "bert@example.org\r\nA1 LOGOUT", "bert@example.org;AUTH=*",
                                  "*bert@example.org", "bert%00@example.org"])
def test_names_that_would_say_something_else(start, imap, user):
    warden = start(f"imap://127.0.0.1:{imap.imap}", **{"user-login-ca-file": str(imap.certificate)})
    assert sign_in(warden, user, "secret-bert").status in (400, 401)


def test_a_certificate_that_is_not_believed(start, imap):
    warden = start(f"imaps://localhost:{imap.imaps}")
    assert sign_in(warden, "bert@example.org", "secret-bert").status == 503

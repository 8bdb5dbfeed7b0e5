"""What servers say on bad days: refusals, silence, nonsense, and what lies somewhere else."""
import pytest

from beds import Client, event
from fake import CALENDAR, CLOSE, OPEN, Fake, calendar, response

ERROR = '<?xml version="1.0"?><error xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">{}</error>'


@pytest.fixture
def fake():
    with Fake() as server:
        yield server


REFUSALS = [
    (401, "", "permission"),
    (403, "", "permission"),
    (403, ERROR.format("<need-privileges/>"), "permission"),
    (403, ERROR.format("<C:valid-calendar-data/>"), "usage"),
    (403, ERROR.format("<C:max-resource-size/>"), "usage"),
    (404, "", "not-found"),
    (409, "", "io"),
    (413, "", "usage"),
    (415, "", "usage"),
    (423, "", "io"),
    (429, "", "io"),
    (500, "", "io"),
    (502, "<html>bad gateway</html>", "io"),
    (503, "", "io"),
    (507, "", "io"),
    (302, "", "io"),
]


@pytest.mark.parametrize("status, text, name", REFUSALS)
def test_a_refused_object_may_go_later_or_never(fake, status, text, name):
    fake.answers["PUT"] = (status, text, {})
    with Client(**fake.login()) as client:
        assert client.put("one@example.net", event())["error"] == name


@pytest.mark.parametrize("status, text, name", [row for row in REFUSALS if row[0] not in (404, 302)])
def test_a_refused_removal_too(fake, status, text, name):
    fake.answers["DELETE"] = (status, text, {})
    with Client(**fake.login()) as client:
        assert client.remove("one@example.net", CALENDAR + "one@example.net.ics")["error"] == name


def test_what_is_gone_is_removed(fake):
    with Client(**fake.login()) as client:
        assert client.remove("one@example.net", CALENDAR + "one@example.net.ics")["changed"] is False


@pytest.mark.parametrize("condition", ["no-uid-conflict", "unique-scheduling-object-resource"])
def test_a_uid_that_somebody_else_has_just_put_in_is_to_be_found_again(fake, condition):
    fake.answers["PUT"] = (403, ERROR.format(f"<C:{condition}><href>/elsewhere</href></C:{condition}>"), {})
    with Client(**fake.login()) as client:
        assert client.put("one@example.net", event())["changed"] is True


def test_a_refused_login(fake):
    fake.answers["PROPFIND"] = (401, "", {"WWW-Authenticate": 'Basic realm="x"'})
    with Client(**fake.login()) as client:
        assert client.home["error"] == "permission"


def test_a_user_without_calendars(fake):
    fake.calendars = ""
    with Client(**fake.login()) as client:
        assert client.home["error"] == "not-found"


def test_a_server_that_wants_digest(fake):
    def digest(request):
        if request.headers.get("Authorization", "").startswith("Digest "):
            return fake.usual(request)
        return 401, "", {"WWW-Authenticate": 'Digest realm="x", nonce="1", qop="auth"'}
    fake.answers["PROPFIND"] = digest
    with Client(**fake.login()) as client:
        assert client.home["calendar"] == CALENDAR


# ---- Nonsense -------------------------------------------------------------------------------------------------------

LAUGHS = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9)) + "]>"
NONSENSE = {
    "nothing": "",
    "html": "<html><body>It works!</body></html>",
    "cut": (OPEN + response("/", "<displayname>x</displayname>") + CLOSE)[:-20],
    "not XML": b"\xff\xfe\0\1",
    "deep": OPEN + "<a>" * 100000,
    "document type": OPEN.replace("?>", "?>" + LAUGHS) + response("/", "<displayname>&j;</displayname>") + CLOSE,
    "a file of ours": OPEN.replace("?>", '?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>')
                      + response("/", "<displayname>&f;</displayname>") + CLOSE,
    "huge": OPEN + " " * (17 << 20) + CLOSE,
}


@pytest.mark.parametrize("what", NONSENSE)
def test_an_answer_that_is_none(fake, what):
    with Client(**fake.login()) as client:
        fake.answers["REPORT"] = (207, NONSENSE[what], {})
        fake.answers["PROPFIND"] = (207, NONSENSE[what], {})
        assert client.find("one@example.net")["error"] == "io"
        del fake.answers["REPORT"], fake.answers["PROPFIND"]
        assert client.find("one@example.net")["path"] == ""


def test_a_huge_object(fake):
    fake.objects[CALENDAR + "one@example.net.ics"] = event() + " " * (17 << 20)
    with Client(**fake.login()) as client:
        assert client.find("one@example.net")["error"] == "io"


def test_a_server_that_says_nothing(fake):
    with Client(**fake.login(timeout_ms=300)) as client:
        fake.answers["GET"] = lambda request: fake.done.wait() and None
        assert client.find("one@example.net")["error"] == "io"


def test_a_server_that_never_ends(fake):
    def drip(request):
        request.send_response(200)
        request.send_header("Content-Length", "1000000")
        request.end_headers()
        while not fake.done.wait(0.05):
            request.wfile.write(b"x")
            request.wfile.flush()
    with Client(**fake.login(timeout_ms=300)) as client:
        fake.answers["GET"] = drip
        assert client.find("one@example.net")["error"] == "io"


def test_a_connection_that_ends_without_a_word(fake):
    """The server answers as if it went on, and ends; the next request on that connection is made anew."""
    def hang_up(request):
        request.close_connection = True
        return fake.usual(request)
    for method in "GET", "PUT", "DELETE", "REPORT":
        fake.answers[method] = hang_up
    with Client(**fake.login()) as client:
        for number in range(50):
            uid = f"{number}@example.net"
            assert client.put(uid, event(uid))["changed"] is False
            assert client.remove(uid, client.find(uid)["path"])["changed"] is False


def test_nobody_there(fake):
    login = fake.login()
    fake.listener.server_close()
    with Client(**login | {"url": "http://127.0.0.1:1/"}) as client:
        assert client.home["error"] == "io"


# ---- Elsewhere ------------------------------------------------------------------------------------------------------

def test_another_server_never_sees_the_password(fake):
    with Fake() as other:
        fake.answers["PROPFIND"] = (301, "", {"Location": f"http://127.0.0.1:{other.port}/"})
        with Client(**fake.login()) as client:
            assert client.home["error"] == "io"
        assert other.seen == []


def test_a_server_that_names_another_for_the_home_is_asked_itself(fake):
    with Fake() as other:
        fake.answers["PROPFIND", "/principals/kim/"] = (207, OPEN + response(
            "/principals/kim/", f"<C:calendar-home-set><href>http://127.0.0.1:{other.port}/home/kim/</href></C:calendar-home-set>") + CLOSE, {})
        with Client(**fake.login()) as client:
            assert client.home["calendar"] == CALENDAR
        assert other.seen == []


def test_redirections_end(fake):
    fake.answers["PROPFIND"] = (301, "", {"Location": "/"})
    with Client(**fake.login()) as client:
        assert client.home["error"] == "io"
    assert len(fake.seen) < 10


def test_a_server_that_cannot_search_is_listed(fake):
    """Many objects, so that they are asked for together."""
    for number in range(200):
        fake.objects[f"{CALENDAR}{number}.ics"] = event(f"{number}@example.net")
    with Client(**fake.login()) as client:
        fake.answers["REPORT"] = lambda request: (403, "", {}) if "calendar-query" in request.body else fake.usual(request)
        assert client.find("177@example.net")["path"] == CALENDAR + "177.ics"
        assert client.find("777@example.net")["path"] == ""


def test_a_uid_that_is_part_of_others(fake):
    for number in range(100):
        fake.objects[f"{CALENDAR}{number}.ics"] = event(f"{number}@example.net")
    fake.objects[f"{CALENDAR}x.ics"] = event("@example.net")
    with Client(**fake.login()) as client:
        assert client.find("@example.net")["path"] == CALENDAR + "x.ics"
        assert client.find("e")["path"] == ""


def test_calendars_that_are_not_the_users_are_left_alone(fake):
    fake.calendars = (calendar("/home/kim/shared/", privilege="read") + calendar("/home/kim/tasks/", components="VTODO")
                      + calendar("/home/kim/Ein%20Kalender/") + calendar("/home/kim/second/"))
    fake.objects["/home/kim/shared/a.ics"] = event("a@example.net")
    fake.objects["/home/kim/second/b%20b.ics"] = event("b@example.net")
    with Client(**fake.login()) as client:
        assert client.home["calendar"] == "/home/kim/Ein%20Kalender/"
        assert client.find("a@example.net")["path"] == ""
        assert client.find("b@example.net")["path"] == "/home/kim/second/b%20b.ics"
        assert client.put("c@example.net", event("c@example.net"))["path"] == "/home/kim/Ein%20Kalender/c@example.net.ics"
    with Client(**fake.login(calendar="second")) as client:
        assert client.home["calendar"] == "/home/kim/second/"
    with Client(**fake.login(calendar="shared")) as client:
        assert client.home["error"] == "not-found"


def test_a_user_whose_name_would_be_a_header(fake):
    with Client(**fake.login(user="kim\r\nX-Evil: 1", header="X-Remote-User")) as client:
        assert client.home["error"] == "usage"
    assert fake.seen == []

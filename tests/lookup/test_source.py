"""The operator's own source over HTTP, one that lies, and what is kept of its answers."""
import http.server
import json
import threading
import urllib.parse

import pytest

import mails
from scanners import Liar, http as answer_of
from test_scanners import absent, check, options, signals


class Source:
    """Answers /v1/WHAT from a dict."""

    def __init__(self, known):
        self.known, self.asked, self.fields = known, [], []
        source = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                what = urllib.parse.unquote(self.path.removeprefix("/v1/"))
                source.asked.append(what)
                source.fields.append(self.headers["X-Client"])
                body = json.dumps(source.known.get(what, {"data": {"age_days": 4000, "score": 0, "listed": False}})).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/v1/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def lines(url, **more):
    return options(source_url=url, source_age="/data/age_days", source_score="/data/score", source_listed="/data/listed", **more)


@pytest.mark.parametrize("said, signal", [
    ({"age_days": 3}, "+SOURCE_YOUNG"), ({"age_days": 31}, "-SOURCE_YOUNG"), ({"score": 7.5}, "+SOURCE_BAD"),
    ({"score": 0.9}, "-SOURCE_BAD"), ({"listed": True}, "+SOURCE_LISTED"), ({"listed": "phish"}, "+SOURCE_LISTED"),
    ({"listed": "no"}, "-SOURCE_LISTED")])
@pytest.mark.parametrize("template, what", [("{domain}", "corp.example"), ("{address}", "jo@corp.example"),
                                            ("{ip}", "192.0.2.25")])
def test_what_it_says_is_a_signal(tmp_path, template, what, said, signal):
    with Source({what: {"data": said}}) as source:
        verdict = check(tmp_path, mails.mail(), lines(source.url + template, source_field="X-Client: calwarden"))
        assert what in source.asked and set(source.fields) == {"calwarden"}
    assert {one for one in signals(verdict) if one.startswith("SOURCE_")} == ({signal[1:]} if signal[0] == "+" else set())
    assert "source" not in absent(verdict) and what in {one["what"] for one in verdict["sources"]}


def test_it_is_asked_once(tmp_path):
    with Source({}) as source:
        check(tmp_path, mails.mail(), lines(source.url + "{domain}"), "--jobs=1", count=4)
        assert len(source.asked) == len(set(source.asked))


def test_without_a_cache_it_is_asked_again(tmp_path):
    with Source({}) as source:
        check(tmp_path, mails.mail(), lines(source.url + "{domain}", source_cache="0s"), count=4)
        assert source.asked.count("corp.example") == 4


@pytest.mark.parametrize("what", [{"ends": False}, {"answer": answer_of(b'{"data": {"age_da')}, {"answer": answer_of(b"[1, 2]")},
                                  {"answer": answer_of(b"{}", "404 Not Found")}, {"answer": answer_of(b"{" * 40000)},
                                  {"answer": b"\0" * 1000, "floods": True},
                                  {"answer": answer_of(b'{"data": {"listed": true}}'), "delay": 3},
                                  {"answer": answer_of(b'{"data": {"listed": true}}', "302 Found\r\nLocation: http://127.0.0.1:1/")},
                                  {"answer": b"HTTP/1.1 200 OK\r\n", "ends": False}, {"answer": b"X: y\r\n" * 5000, "floods": True}],
                         ids=["silent", "half", "another", "error", "too long", "flood", "slow", "elsewhere", "no end of its head",
                              "fields without an end"])
def test_who_gives_no_answer_is_absent(tmp_path, what):
    with Liar(**what) as liar:
        verdict = check(tmp_path, mails.mail(), lines(f"http://127.0.0.1:{liar.port}/{{domain}}", source_timeout="1s"))
        assert len(liar.asked) >= 1
    assert "source" in absent(verdict) and not any(one.startswith("SOURCE_") for one in signals(verdict))


@pytest.mark.parametrize("said, wanted", [({"answer": answer_of(b"{}", "503 Busy")}, 2), ({"answer": answer_of(b"[1]")}, 6)],
                         ids=["fails", "makes no sense"])
def test_one_that_fails_often_is_left_alone(tmp_path, said, wanted):
    with Liar(**said) as liar:
        verdicts = check(tmp_path, mails.mail(), lines(f"http://127.0.0.1:{liar.port}/{{ip}}") + "scanner-failures = 2\n", "--jobs=1", count=6)
        assert len(liar.asked) == wanted
    assert sum("left alone" in absent(one)["source"] for one in verdicts) == 6 - wanted

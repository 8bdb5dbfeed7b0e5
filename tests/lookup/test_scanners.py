"""What other scanners say of an invitation: rspamd, SpamAssassin and ClamAV as Debian has them, and servers that are silent,
slow, flood, end too soon or talk nonsense."""
import base64
import json
import subprocess
import time

import pytest

import mails
import scanners
from scanners import GTUBE, HARMLESS, PHISHY, PROGRAM, RULES, Liar, http

CLEAN = {"action": "no action", "score": 0.1, "required_score": 15.0, "symbols": {}}


def options(**told):
    return "authenticate = no\n" + "".join(f'{name.replace("_", "-")} = "{value}"\n' for name, value in told.items())


def check(tmp_path, raw, lines, *more, count=1):
    files = []
    for number in range(count):
        files.append(tmp_path / f"mail{number}.eml")
        files[-1].write_bytes(raw)
    (tmp_path / "c.conf").write_text(lines)
    done = subprocess.run([PROGRAM, "check", "--rules", RULES, "--json", "--lookups", "--config", tmp_path / "c.conf",
                           "--client-ip=192.0.2.25", "--helo=mail.corp.example", "--mail-from=jo@corp.example",
                           f"--at={int(time.time())}", *more, *files], capture_output=True, text=True, timeout=100)
    assert done.returncode in (0, 1, 2, 3), done.stderr
    verdicts = [json.loads(line) for line in done.stdout.splitlines()]
    return verdicts[0] if count == 1 else verdicts


def opinions(verdict):
    return {one["scanner"]: one["opinion"] for one in verdict["opinions"]}


def signals(verdict):
    return {one["name"] for one in verdict["signals"]}


def absent(verdict):
    return {one["fact"]: one["why"] for one in verdict["absent"]}


def with_file(content):
    """An invitation with a file inside of its calendar."""
    data = base64.b64encode(content).decode()
    attach = f"ATTACH;FMTTYPE=text/plain;ENCODING=BASE64;VALUE=BINARY:{data}\r\nEND:VEVENT".encode()
    raw = mails.mail().replace(b"END:VEVENT", attach)
    assert attach in raw
    return raw


def said(text):
    return mails.mail().replace(b"END:VEVENT", b"DESCRIPTION:" + text + b"\r\nEND:VEVENT")


def beside(text):
    """In a text beside the calendar: scanners of mail do not read what stands in a calendar."""
    head, _, calendar = mails.mail().partition(b"Content-Type: ")
    kind, _, body = calendar.partition(b"\r\n\r\n")
    return (head + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n" + text +
            b"\r\n--b\r\nContent-Type: " + kind + b"\r\n\r\n" + body + b"\r\n--b--\r\n")


# ---- The real ones ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def clamd(tmp_path_factory):
    with scanners.Clamd(tmp_path_factory.mktemp("clamd") / "d") as server:
        yield server


@pytest.fixture(scope="module")
def spamd(tmp_path_factory):
    with scanners.Spamd(tmp_path_factory.mktemp("spamd") / "d") as server:
        yield server


@pytest.fixture(scope="module")
def rspamd(tmp_path_factory):
    with scanners.Rspamd(tmp_path_factory.mktemp("rspamd") / "d") as server:
        yield server


@pytest.mark.parametrize("by", ["unix", "tcp"])
def test_clamd_finds_it_in_the_mail(tmp_path, clamd, by):
    lines = options(clamd=f"unix:{clamd.socket}" if by == "unix" else f"127.0.0.1:{clamd.port}")
    bad, good = check(tmp_path, said(HARMLESS), lines), check(tmp_path, mails.mail(), lines)
    assert opinions(bad) == {"clamav": "malware"} and bad["opinions"][0]["reason"].startswith("Calwarden.Test.Harmless")
    assert "OTHER_SCANNER_MALWARE" in signals(bad) and bad["class"] == "certain" and bad["placement"] == "withhold"
    assert opinions(good) == {"clamav": "clean"} and good["class"] == "clean" and good["placement"] != "withhold"


def test_clamd_finds_it_inside_of_a_calendars_file(tmp_path, clamd):
    raw = with_file(b"MZ" + HARMLESS * 3)
    verdict = check(tmp_path, raw, options(clamd=f"unix:{clamd.socket}"))
    assert [one["opinion"] for one in verdict["opinions"]] == ["clean", "malware"]  # the mail, and the file
    assert verdict["placement"] == "withhold"


def test_clamds_phishing_is_spam(tmp_path, clamd):
    verdict = check(tmp_path, said(PHISHY), options(clamd=f"unix:{clamd.socket}"))
    assert opinions(verdict) == {"clamav": "spam"} and verdict["placement"] == "withhold"


def test_clamd_refuses_what_is_too_large(tmp_path, clamd):
    raw = mails.mail().replace(b"END:VEVENT", b"DESCRIPTION:" + b"long " * 300000 + b"\r\nEND:VEVENT")
    verdict = check(tmp_path, raw, options(clamd=f"unix:{clamd.socket}"))
    assert opinions(verdict) == {} and "clamav" in absent(verdict)


def test_spamassassin(tmp_path, spamd):
    lines = options(spamd=f"127.0.0.1:{spamd.port}", lookup_timeout="30s", spamd_timeout="30s")
    bad, good = check(tmp_path, beside(GTUBE), lines), check(tmp_path, mails.mail(), lines)
    assert opinions(bad) == {"spamassassin": "spam"} and "GTUBE" in bad["opinions"][0]["reason"]
    assert bad["opinions"][0]["score"] >= bad["opinions"][0]["threshold"] == 5
    assert "OTHER_SCANNER_SPAM" in signals(bad) and bad["placement"] == "withhold"
    assert opinions(good) == {"spamassassin": "clean"} and good["placement"] != "withhold"


def test_rspamd(tmp_path, rspamd):
    lines = options(rspamd_url=f"http://127.0.0.1:{rspamd.port}/", lookup_timeout="30s", rspamd_timeout="30s")
    bad, good = check(tmp_path, beside(GTUBE), lines), check(tmp_path, mails.mail(), lines)
    assert opinions(bad) == {"rspamd": "spam"} and "GTUBE" in bad["opinions"][0]["reason"]
    assert bad["placement"] == "withhold"
    assert opinions(good) == {"rspamd": "clean"} and good["opinions"][0]["threshold"] > 0
    marked = check(tmp_path, beside(GTUBE.replace(b"XJS", b"YJS")), lines)
    assert opinions(marked) == {"rspamd": "probable"} and marked["placement"] in ("offer", "withhold")


def test_all_at_once(tmp_path, rspamd, spamd, clamd):
    lines = options(rspamd_url=f"http://127.0.0.1:{rspamd.port}", spamd=f"127.0.0.1:{spamd.port}",
                    clamd=f"unix:{clamd.socket}", lookup_timeout="30s", rspamd_timeout="30s", spamd_timeout="30s", clamd_timeout="30s")
    verdict = check(tmp_path, said(HARMLESS), lines)
    assert opinions(verdict) == {"rspamd": "clean", "spamassassin": "clean", "clamav": "malware"}
    assert absent(verdict).keys() & {"rspamd", "spamassassin", "clamav"} == set()


def test_a_calendar_by_itself_is_clamds_only(tmp_path, rspamd, clamd):
    raw = said(HARMLESS)
    raw = raw[raw.index(b"BEGIN:VCALENDAR"):raw.index(b"END:VCALENDAR") + 15]
    lines = options(rspamd_url=f"http://127.0.0.1:{rspamd.port}", clamd=f"unix:{clamd.socket}")
    assert opinions(check(tmp_path, raw, lines)) == {"clamav": "malware"}


# ---- Those who lie ----------------------------------------------------------------------------------------------------

GARBAGE = bytes(range(256)) * 8
SPAM_JSON = json.dumps({**CLEAN, "action": "reject", "score": 20.0, "symbols": {"BAD_SYMBOL": {"score": 20.0}}}).encode()
LIARS = {
    "silent": {"ends": False},
    "slow": {"answer": http(SPAM_JSON), "delay": 3},
    "ends at once": {"reads": False},
    "says nothing": {},
    "garbage": {"answer": GARBAGE},
    "flood": {"answer": GARBAGE * 32, "floods": True, "reads": False},
    "half of it": {"answer": http(SPAM_JSON)[:-20]},
}
HALVES = {"rspamd_url": http(SPAM_JSON)[:-20], "spamd": scanners.spamd("True", 9.0, ["BAD", "WORSE"])[:-4], "clamd": b"stream: Bad.One FOU"}
SLOW = {"rspamd_url": http(SPAM_JSON), "spamd": scanners.spamd("True", 9.0, ["BAD"]), "clamd": b"stream: Bad.One FOUND\0"}
NAMES = {"rspamd_url": "rspamd", "spamd": "spamassassin", "clamd": "clamav"}
TIMEOUTS = {"rspamd_url": "rspamd_timeout", "spamd": "spamd_timeout", "clamd": "clamd_timeout"}
GOOD = {"rspamd_url": http(json.dumps(CLEAN).encode()), "spamd": scanners.spamd("False", 0.0, []), "clamd": b"stream: OK\0"}


def place(option, liar):
    return {option: f"http://127.0.0.1:{liar.port}" if option == "rspamd_url" else f"127.0.0.1:{liar.port}"}


@pytest.mark.parametrize("option", NAMES)
@pytest.mark.parametrize("lie", LIARS)
def test_who_gives_no_answer_is_absent(tmp_path, option, lie):
    what = dict(LIARS[lie])
    if lie in ("half of it", "slow"):
        what["answer"] = (HALVES if lie == "half of it" else SLOW)[option]
    with Liar(**what) as liar:
        verdict = check(tmp_path, mails.mail(), options(**place(option, liar), **{TIMEOUTS[option]: "1s"}))
        assert len(liar.asked) >= 1
    assert opinions(verdict) == {} and NAMES[option] in absent(verdict)
    assert verdict["class"] == "clean" and verdict["placement"] == "offer"


@pytest.mark.parametrize("option", NAMES)
def test_nobody_is_there(tmp_path, option):
    with Liar() as liar:
        gone = place(option, liar)
    verdict = check(tmp_path, mails.mail(), options(**gone))
    assert absent(verdict)[NAMES[option]] in ("no connection", "the connection broke")


@pytest.mark.parametrize("option", NAMES)
def test_each_has_its_own_time(tmp_path, option):
    """The silent one is given up at once; the others, which are slow, are waited for."""
    slow = [other for other in NAMES if other != option]
    with Liar(ends=False) as silent, Liar(GOOD[slow[0]], delay=1.5) as one, Liar(GOOD[slow[1]], delay=1.5) as two:
        told = {**place(option, silent), **place(slow[0], one), **place(slow[1], two), TIMEOUTS[option]: "0.2s"}
        verdict = check(tmp_path, mails.mail(), options(**told, lookup_timeout="30s", **{TIMEOUTS[other]: "20s" for other in slow}))
    assert opinions(verdict) == {NAMES[other]: "clean" for other in slow}
    assert absent(verdict)[NAMES[option]] == "no answer in time"


@pytest.mark.parametrize("option", NAMES)
def test_one_that_fails_often_is_left_alone(tmp_path, option):
    """After five failures; a few more may be under way by then."""
    with Liar(reads=False) as liar:
        verdicts = check(tmp_path, mails.mail(), options(**place(option, liar)), count=30)
        assert 5 <= len(liar.asked) <= 10
    assert sum("left alone" in absent(one)[NAMES[option]] for one in verdicts) == 30 - len(liar.asked)


@pytest.mark.parametrize("option", NAMES)
def test_the_others_are_not_left_alone_with_it(tmp_path, option):
    other = next(one for one in NAMES if one != option)
    with Liar(reads=False) as dead, Liar(GOOD[other]) as alive:
        lines = options(**place(option, dead), **place(other, alive)) + "scanner-failures = 2\n"
        verdicts = check(tmp_path, mails.mail(), lines, "--jobs=1", count=6)
        assert (len(dead.asked), len(alive.asked)) == (2, 6)
    assert [opinions(one) for one in verdicts] == [{NAMES[other]: "clean"}] * 6


@pytest.mark.parametrize("option", NAMES)
def test_one_that_is_back_is_asked_again(tmp_path, option):
    with Liar(reads=False) as liar:
        lines = options(**place(option, liar)) + "scanner-failures = 1\nscanner-pause = 0.1s\n"
        with scanners.Daemon(tmp_path / "d", lines) as daemon:
            assert NAMES[option] in absent(daemon.check(mails.mail()))
            liar.reads, liar.answer = True, GOOD[option]
            for _ in range(100):
                verdict = daemon.check(mails.mail())
                if opinions(verdict):
                    break
                time.sleep(0.1)
    assert opinions(verdict) == {NAMES[option]: "clean"}


def test_an_error_of_http_is_no_answer(tmp_path):
    with Liar(http(SPAM_JSON, "503 Busy")) as liar:
        verdict = check(tmp_path, mails.mail(), options(**place("rspamd_url", liar)))
    assert opinions(verdict) == {} and "rspamd" in absent(verdict)


def test_what_a_scanner_says_is_shown_tamely(tmp_path):
    answer = json.dumps({**CLEAN, "action": "reject", "score": 20, "symbols": {"A\r\nX: y\x1b[2J": {"score": 3}}}).encode()
    with Liar(http(answer)) as liar:
        verdict = check(tmp_path, mails.mail(), options(**place("rspamd_url", liar)))
    assert opinions(verdict) == {"rspamd": "spam"}
    assert all(" " <= letter <= "~" for letter in verdict["opinions"][0]["reason"])


def test_what_rspamd_is_told(tmp_path):
    with Liar(http(json.dumps(CLEAN).encode())) as liar:
        check(tmp_path, mails.mail(), options(**place("rspamd_url", liar)), "--rcpt=kim@example.org")
    head, _, body = liar.asked[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /checkv2 HTTP/1.1\r\n") and body == mails.mail()
    for line in (b"IP: 192.0.2.25", b"Helo: mail.corp.example", b"From: jo@corp.example", b"Rcpt: kim@example.org"):
        assert line in head.split(b"\r\n")


def test_mail_without_a_calendar_is_nobodys_business(tmp_path):
    raw = mails.mail(body=b"Hello\r\n").replace(b"text/calendar; method=REQUEST", b"text/plain").replace(
        b"Invitation: Budget round", b"Hello")
    with Liar(http(SPAM_JSON)) as liar:
        check(tmp_path, raw, options(**place("rspamd_url", liar)))
        assert liar.asked == []


# ---- What was written before us ----------------------------------------------------------------------------------------

BORDER = b"Authentication-Results: mx.example.org; dmarc=pass header.from=corp.example\r\n"


@pytest.mark.parametrize("field, opinion", [
    (b"X-Spam-Flag: YES", "spam"), (b"X-Spam: Yes", "spam"), (b"X-Spam-Status: Yes, score=9.1 required=5.0", "spam"),
    (b"X-Rspamd-Action: add header", "probable"), (b"X-Virus-Status: Infected (Bad.One)", "malware"),
    (b"X-Spam-Flag: NO", None), (b"X-Spam-Status: No, score=-1", None), (b"X-Virus-Status: Clean", None),
    (b"X-Spam-Status: Yesterday", None), (b"X-Spam: No\r\nX-Spam: Yes", None)])
def test_a_header_of_one_who_is_believed(tmp_path, field, opinion):
    raw = BORDER + field + b"\r\n" + mails.mail()
    believed = check(tmp_path, raw, options(), "--authserv-id=mx.example.org")
    assert opinions(believed) == ({"header": opinion} if opinion else {})
    assert (believed["placement"] == "withhold") == (opinion in ("spam", "malware"))
    assert opinions(check(tmp_path, raw, options())) == {}

"""The daemon asks the outside: many mails wait at once, none of them for another, and a reload or a dead server costs none."""
import contextlib
import pathlib
import re
import sys
import threading
import urllib.request

import dkim

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "lookup"), str(HERE.parent / "milter")]
import mails  # noqa: E402
from client import Client, Gone  # noqa: E402
from conftest import PROGRAM, until  # noqa: E402
from dnsserver import DnsServer  # noqa: E402

MAILS = 100


def records():
    """A domain of its own for each mail, for answers are kept."""
    made = {}
    for number in range(MAILS):
        made[f"c{number}.example"] = [("TXT", "v=spf1 ip4:192.0.2.0/24 -all")]
        made[f"_dmarc.c{number}.example"] = [("TXT", "v=DMARC1; p=reject")]
    return made


def options(server, more=""):
    return f'dns-servers = {{"127.0.0.1@{server.port}"}}\ndns-trust-anchor = ""\nlookups = yes\nlog-items = all\n{more}'


def mail_of(number):
    return mails.mail(sender=f"Jo <jo@c{number}.example>".encode()).replace(b"jo@corp.example", f"jo@c{number}.example".encode())


def deliver(daemon, number, raw=None):
    raw = raw or mail_of(number)
    with Client(("127.0.0.1", daemon.milter), timeout=60) as client:
        client.connect("192.0.2.25", "mail.corp.example")
        client.helo("mail.corp.example")
        return client.deliver(raw, f"<jo@c{number}.example>")


def deliver_all(daemon, meanwhile=lambda: None):
    answers = {}

    def one(number):
        try:
            answers[number] = deliver(daemon, number)
        except (Gone, ConnectionError):
            pass

    threads = [threading.Thread(target=one, args=(number,)) for number in range(MAILS)]
    for thread in threads:
        thread.start()
    meanwhile()
    for thread in threads:
        thread.join()
    return answers


def verdicts(answers):
    """Class of the originator by mail, from the header that each got."""
    assert len(answers) == MAILS
    found = {}
    for number, answer in answers.items():
        assert answer.word == "accept", (number, answer.word, answer.reply)
        header = next(change[-1] for change in answer.changes if "Calwarden-Verdict" in change)
        found[number] = re.search(r"originator=([a-z-]+)", header)[1]
    return found


def test_many_wait_at_once(start):
    with DnsServer(records(), delay=1) as server:
        daemon = start(options(server))
        found = verdicts(deliver_all(daemon))
        assert server.most_waiting > MAILS  # far more than scanners: each asks for SPF and DMARC
    assert set(found.values()) == {"verified"}


def test_tells_what_it_found(start):
    with DnsServer(records()) as server:
        daemon = start(options(server, 'hostname = "mx.example.org"\nadd-results = yes'))
        answer = deliver(daemon, 1)
    field = next(change[-1] for change in answer.changes if change[-2] == "Authentication-Results")
    assert field.strip().startswith("mx.example.org;\n\tspf=pass smtp.mailfrom=jo@c1.example;\n\tdkim=none;\n\tdmarc=pass (p=reject ")


TOGETHER = 24


def test_mails_that_come_together_wait_together(start):
    """None of them for another: all have asked before the first is answered."""
    ready = threading.Barrier(TOGETHER)

    def deliver_at_once(daemon, number):
        with Client(("127.0.0.1", daemon.milter), timeout=60) as client:
            client.connect("192.0.2.25", "mail.corp.example")
            client.helo("mail.corp.example")
            ready.wait(60)
            with contextlib.suppress(Gone, ConnectionError):  # the daemon has seen enough by then
                client.deliver(mail_of(number), f"<jo@c{number}.example>")

    with DnsServer(records(), silent=list(records())) as server:
        daemon = start(options(server, "lookup-timeout = 10"))
        threads = [threading.Thread(target=deliver_at_once, args=(daemon, number)) for number in range(TOGETHER)]
        for thread in threads:
            thread.start()
        until(lambda: metric(daemon, "lookups_waiting") == TOGETHER, "all of them that wait", 9)
        daemon.kill()
        for thread in threads:
            thread.join()


def test_a_reload_meanwhile(start):
    with DnsServer(records(), delay=1) as server:
        daemon = start(options(server))
        found = verdicts(deliver_all(daemon, meanwhile=lambda: daemon.ask("reload")))
    assert set(found.values()) == {"verified"}


def test_a_server_that_says_nothing(start):
    with DnsServer(records(), silent=list(records())) as server:
        daemon = start(options(server, "lookup-timeout = 1"))
        found = verdicts(deliver_all(daemon))
    assert set(found.values()) == {"absent"}


def test_stops_while_mails_wait(start):
    """They are answered, or the mail system sees its connection end and tries again."""
    with DnsServer(records(), delay=2) as server:
        daemon = start(options(server))
        waits = threading.Event()

        def stop():
            while server.most_waiting < MAILS and not waits.wait(0.02):
                pass
            assert daemon.end() == 0

        answers = deliver_all(daemon, meanwhile=stop)
    assert answers
    for answer in answers.values():
        assert answer.word in ("accept", "tempfail") or answer.reply.startswith("451 4."), (answer.word, answer.reply)


def metric(daemon, name):
    with urllib.request.urlopen(f"http://127.0.0.1:{daemon.http}/metrics", timeout=60) as answer:
        return float(re.search(rf"^calwarden_{name} (\S+)", answer.read().decode(), re.M)[1])


def test_an_outage_makes_nobody_wait_for_long(start):
    """When nobody has answered several mails in a row, others are not kept; the first answer restores it."""
    with DnsServer(records()) as server:
        daemon = start(options(server, "lookup-timeout = 1"))
        server.mute = True
        for number in range(5):
            deliver(daemon, number)
        assert metric(daemon, "dns_silent") == 1
        header = next(change[-1] for change in deliver(daemon, 5).changes if "Calwarden-Verdict" in change)
        assert "originator=absent" in header
        server.mute = False
        until(lambda: "originator=verified" in str(deliver(daemon, 6).changes), "an answer of DNS")
        assert metric(daemon, "dns_silent") == 0


FLOOD, NAMES = 80, 100


def flood_of(number):
    """A mail with as many names as are looked for in a list, none of which anybody answers."""
    links = "".join(f" https://www.f{number}x{name}.example/\r\n\t" for name in range(NAMES))
    return mail_of(0).replace(b"SUMMARY:", b"DESCRIPTION:" + links.rstrip().encode() + b"\r\nSUMMARY:")


def test_many_unanswered_names_leave_room_for_others(start):
    found = {}
    zone = {"test.bl.example": [("A", "127.0.0.2")], "invalid.bl.example": []}
    lists = 'dns-lists = {"ours bl.example domain 127.0.0.2=spam"}\ndns-list-questions = 500\nlookup-timeout = 6'
    with DnsServer(records() | zone, silent=[".bl.example"]) as server:
        daemon = start(options(server, lists))
        flood = [threading.Thread(target=deliver, args=(daemon, 0, flood_of(number))) for number in range(FLOOD)]
        for thread in flood:
            thread.start()
        until(lambda: metric(daemon, "lookups_waiting") >= FLOOD / 2, "mails that wait")
        found = verdicts(deliver_all(daemon))
        for thread in flood:
            thread.join()
    assert set(found.values()) == {"verified"}


def stacks_of(pid):
    """(size, touched) of mappings behind one that nobody may touch, in KiB."""
    found, guarded = [], None
    for lines in re.split(r"^(?=[0-9a-f]+-[0-9a-f]+ )", pathlib.Path(f"/proc/{pid}/smaps").read_text(), flags=re.M)[1:]:
        begin, end, rights = re.match(r"(\w+)-(\w+) (\S+)", lines).groups()
        if rights == "rw-p" and guarded == begin:
            found.append((int(end, 16) - int(begin, 16) >> 10, int(re.search(r"^Rss:\s+(\d+)", lines, re.M)[1])))
        guarded = end if rights == "---p" else None
    return found


def test_a_mail_that_waits_costs_a_small_stack(start):
    """One thread each, which is libmilter's, and what was verified in it has taken less than half of its stack."""
    sanitized = any(name in pathlib.Path(PROGRAM).read_bytes() for name in (b"__asan_init", b"__tsan_init"))
    stack = 4096 if sanitized else 256
    zone = records() | {f"s1._domainkey.c{number}.example": [("TXT", mails.record("rsa").decode())] for number in range(MAILS)}
    with DnsServer(zone, delay=1) as server:
        daemon = start(options(server, 'hostname = "mx.example.org"\nadd-results = yes'))
        worker, seen = daemon.status()["worker"], []
        before = len(list(pathlib.Path(f"/proc/{worker}/task").iterdir()))
        signed = [dkim.sign(mail_of(number), b"s1", f"c{number}.example".encode(), mails.key("rsa")) + mail_of(number)
                  for number in range(MAILS)]
        threads = [threading.Thread(target=lambda number=number: seen.append(deliver(daemon, number, signed[number])))
                   for number in range(MAILS)]
        for thread in threads:
            thread.start()
        until(lambda: metric(daemon, "lookups_waiting") > MAILS / 2, "mails that wait")
        assert len(list(pathlib.Path(f"/proc/{worker}/task").iterdir())) <= before + MAILS + 5
        for thread in threads:
            thread.join()
        assert all("dkim=pass" in str(answer.changes) for answer in seen), seen[0].changes
        touched = [touched for size, touched in stacks_of(worker) if size == stack]
        assert touched and max(touched) <= stack / 2, touched

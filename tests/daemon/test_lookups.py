"""The daemon asks the outside: many mails wait at once, none of them for another, and a reload or a dead server costs none."""
import pathlib
import re
import sys
import threading

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "lookup"), str(HERE.parent / "milter")]
import mails  # noqa: E402
from client import Client, Gone  # noqa: E402
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


def deliver(daemon, number):
    raw = mails.mail(sender=f"Jo <jo@c{number}.example>".encode()).replace(b"jo@corp.example", f"jo@c{number}.example".encode())
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

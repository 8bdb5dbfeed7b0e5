"""DNS lists: what real list servers answer, and what liars do. A list that was not tested is tested along with the item."""
import concurrent.futures
import hashlib
import ipaddress
import json
import signal
import subprocess
import time

import pytest

import mails
from dnsserver import DnsServer
from realdns import Rbldnsd, Unbound, stub
from scanners import Daemon
from test_lookup import PROGRAM, RULES, absent, check

BAD = mails.INVITATION.replace(
    b"SUMMARY:Budget round\r\n",
    b"SUMMARY:Budget round\r\nDESCRIPTION:See https://www.evil.example/a and http://198.51.100.66/x\\, ask drop.box+7@example.com\r\n")
MAIL = mails.mail(body=BAD)
DROP = hashlib.sha1(b"drop.box@example.com").hexdigest()
OFF = "authenticate = no\n"


def listing(zone, **entries):
    """Records of a list's zone, which passes its test."""
    rows = {f"2.0.0.127.{zone}": [("A", "127.0.0.2")], f"test.{zone}": [("A", "127.0.0.2")]}
    return rows | {f"{name}.{zone}": [("A", code)] for name, code in entries.items()}


def judge(tmp_path, server, lists, raw=MAIL, options="", **session):
    names = ", ".join(f'"{one}"' for one in lists)
    return check(tmp_path, server, raw, f"{OFF}dns-lists = {{{names}}}\n{options}", **session)


def signals(verdict):
    return {one["name"]: one for one in verdict["signals"]}


def listings(verdict):
    return [(one["kind"], one["what"], one["meaning"], one["code"]) for one in verdict["listings"]]


CLIENT = "ours bl.example client 127.0.0.2-9=spam 127.0.0.10-11=policy"
NAMES = "ours bl.example domain 127.0.0.2=spam 127.0.0.4=phish 127.0.0.5=malware 127.0.0.6=suspect"
BOXES = "ours bl.example mailbox 127.0.0.2=spam 127.0.1.2=suspect"
HOSTS = "ours bl.example address 127.0.0.2=spam"
ANSWERS = {
    "client": (CLIENT, {"25.2.0.192": "127.0.0.4"}, "+CLIENT_LISTED -CLIENT_POLICY_LISTED"),
    "policy": (CLIENT, {"25.2.0.192": "127.0.0.10"}, "+CLIENT_POLICY_LISTED -CLIENT_LISTED"),
    "spam": (NAMES, {"evil.example": "127.0.0.2"}, "+LINK_LISTED_SPAM -LINK_LISTED_PHISH -SENDER_DOMAIN_LISTED"),
    "phish": (NAMES, {"evil.example": "127.0.0.4"}, "+LINK_LISTED_PHISH -LINK_LISTED_SPAM -LINK_LISTED_MALWARE"),
    "malware": (NAMES, {"evil.example": "127.0.0.5"}, "+LINK_LISTED_MALWARE -LISTED_SUSPECT"),
    "suspect": (NAMES, {"evil.example": "127.0.0.6"}, "+LISTED_SUSPECT -LINK_LISTED_SPAM"),
    "sender": (NAMES, {"corp.example": "127.0.0.2"}, "+SENDER_DOMAIN_LISTED -LINK_LISTED_SPAM"),
    "mailbox": (BOXES, {DROP: "127.0.0.2"}, "+MAILBOX_LISTED -LISTED_SUSPECT"),
    "grey mailbox": (BOXES, {DROP: "127.0.1.2"}, "+LISTED_SUSPECT -MAILBOX_LISTED"),
    "address in a link": (HOSTS, {"66.100.51.198": "127.0.0.2"}, "+LINK_LISTED_SPAM -CLIENT_LISTED"),
    "an unknown code": (NAMES, {"evil.example": "127.0.0.99"}, "-LINK_LISTED_SPAM"),
    "no answer of a list": (NAMES, {"evil.example": "203.0.113.5"}, "-LINK_LISTED_SPAM"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_is_listed(tmp_path, name):
    definition, entries, wanted = ANSWERS[name]
    with DnsServer(listing("bl.example", **entries)) as server:
        verdict = judge(tmp_path, server, [definition])
    fired = signals(verdict)
    for word in wanted.split():
        assert (word[1:] in fired) == (word[0] == "+"), (word, fired.keys())
    for word in wanted.split():
        if word[0] == "+":
            assert fired[word[1:]]["evidence"].startswith("The list ours has ")


def test_what_is_asked(tmp_path):
    """The registrable domain, each once; no address of a list of names, no name of one of addresses; not our own."""
    raw = mails.mail(body=BAD.replace(b"evil.example/a", b"evil.example/a https://b.evil.example/ https://www.google.com/ "
                                                       b"https://intra.example.org/ http://10.0.0.1/"))
    with DnsServer(listing("bl.example") | listing("ip.example")) as server:
        judge(tmp_path, server, [NAMES, "ip ip.example address,client 127.0.0.2=spam"], raw, 'own-domains = {"example.org"}\n')
        asked = sorted(name for name, _ in server.asked if not name.startswith(("test.", "invalid.", "1.0.0.", "2.0.0.")))
    assert asked == ["25.2.0.192.ip.example", "66.100.51.198.ip.example", "corp.example.bl.example", "evil.example.bl.example",
                     "example.com.bl.example"]


def test_whose_mailboxes_are_asked_about(tmp_path):
    people = {"organizer": "o@one.example", "sent-by": "s@two.example", "from": "f@three.example", "reply-to": "r@four.example",
              "calendar": "desk@example.com"}
    body = mails.INVITATION.replace(b"ORGANIZER;CN=Jo Marsh:mailto:jo@corp.example",
                                    b'ORGANIZER;SENT-BY="mailto:s@two.example":mailto:o@one.example\r\nDESCRIPTION:write to desk@example.com')
    raw = b"Reply-To: R@Four.example\r\n" + mails.mail(sender=b"F <F+x@three.example>", body=body)
    hashes = {hashlib.sha1(address.encode()).hexdigest(): place for place, address in people.items()}
    with DnsServer(listing("bl.example", **{name: "127.0.0.2" for name in hashes})) as server:
        verdict = judge(tmp_path, server, [BOXES], raw)
    assert sorted(one["where"] for one in verdict["listings"]) == sorted(people)
    assert len(verdict["listings"]) == 5 and "MAILBOX_LISTED" in signals(verdict)


@pytest.mark.parametrize("definition, asked, wanted", [
    ("ours bl.example client 127.0.0.2=spam", "client", "CLIENT_LISTED"), ("ours bl.example client6 127.0.0.2=spam", "client", "CLIENT_LISTED"),
    ("ours bl.example address6 127.0.0.2=spam", "link", "LINK_LISTED_SPAM"), ("ours bl.example client4,address4 127.0.0.2=spam", None, None)])
def test_ipv6(tmp_path, definition, asked, wanted):
    """RFC 5782 2.4; a list of IPv4 is not asked, nor one of clients about links."""
    client, link = "2001:db8:1::25", "2001:db8:2::66"
    names = {"client": ipaddress.ip_address(client).reverse_pointer[:-9], "link": ipaddress.ip_address(link).reverse_pointer[:-9]}
    entries = {name: "127.0.0.2" for name in names.values()}
    tests = {"2.0.0.0.0.0.f.7.f.f.f.f" + ".0" * 20: "127.0.0.2"}
    raw = mails.mail(body=mails.INVITATION.replace(b"SUMMARY:", b"URL:http://[2001:db8:2::66]/x\r\nSUMMARY:"))
    with DnsServer(listing("bl.example", **entries, **tests)) as server:
        verdict = judge(tmp_path, server, [definition], raw, **{"client-ip": client})
    assert [one["where"] for one in verdict["listings"]] == ([{"client": "client", "link": "calendar"}[asked]] if asked else [])
    assert not asked or wanted in signals(verdict)
    assert "list ours" not in absent(verdict)


def test_a_bound(tmp_path):
    links = b" ".join(b"https://h%d.example/" % number for number in range(100))
    with DnsServer(listing("bl.example")) as server:
        verdict = judge(tmp_path, server, [NAMES], mails.mail(body=BAD.replace(b"See", links)), "dns-list-questions = 20\n")
        assert len({name for name, _ in server.asked}) <= 22
    assert "dns-list-questions" in absent(verdict)["lists"]


@pytest.mark.parametrize("options, session", [("", {"channel": "mail-out"}), ('networks = {"192.0.2.0/26"}\n', {}),
                                              ('trusted-results = behind\nauthserv-ids = {"mx"}\ntrusted-networks = {"192.0.2.25"}\n', {})],
                         ids=["outbound", "own network", "filter before us"])
def test_our_own_clients_are_not_asked_about(tmp_path, options, session):
    with DnsServer(listing("bl.example", **{"25.2.0.192": "127.0.0.4"})) as server:
        verdict = judge(tmp_path, server, [CLIENT], options=options, **session)
    assert verdict["listings"] == []


def test_keys_in_zones_are_not_told(tmp_path):
    """The one who pays for a list has his key in its zone."""
    with DnsServer({}) as server:
        text = json.dumps(judge(tmp_path, server, [NAMES.replace("bl.example", "s3cret.bl.example")]))
        done = subprocess.run([PROGRAM, "check", "--rules", RULES, "--lookups", "--config", tmp_path / "c.conf", tmp_path / "mail.eml"],
                              capture_output=True, text=True, timeout=60)
    assert "list ours" in text and "s3cret" not in text + done.stdout + done.stderr


class Everything(DnsServer):
    """Lists every name with the same code."""

    def __init__(self, code):
        super().__init__({}, rewrite=code)


LIARS = {
    "lists everything": (lambda: Everything("127.0.0.2"), "lists what it must not"),
    "rewrites NXDOMAIN": (lambda: Everything("203.0.113.9"), "does not list its test entry"),
    "is empty": (lambda: DnsServer({}), "does not list its test entry"),
    "refuses": (lambda: Everything("127.255.255.254"), "refuses"),
    "fails": (lambda: DnsServer({}, failing=["test.bl.example", "invalid.bl.example", "evil.example.bl.example"]), ""),
    "is silent": (lambda: DnsServer(listing("bl.example"), silent=["evil.example.bl.example"]), "no answer in time"),
}


@pytest.mark.parametrize("name", LIARS)
def test_liars_list_nothing(tmp_path, name):
    server, why = LIARS[name]
    with server() as server:
        verdict = judge(tmp_path, server, [NAMES], options="lookup-timeout = 2\n")
    assert verdict["listings"] == []
    assert why in absent(verdict)["list ours"]


# ---- While a daemon runs ------------------------------------------------------------------------------------------------


def serving(tmp_path, server, options):
    return Daemon(tmp_path / "d", f'{OFF}dns-servers = {{"127.0.0.1@{server.port}"}}\ndns-trust-anchor = ""\n'
                                  f'dns-lists = {{"{NAMES}"}}\n{options}')


def until(daemon, test, what):
    for _ in range(600):
        if test():
            return
        time.sleep(0.1)
    raise AssertionError(f"{what}:\n{daemon.log.read_text()}\n{daemon.metrics()}")


def works(daemon):
    found = [line for line in daemon.metrics().splitlines() if line.startswith('calwarden_list_works{list="ours"}')]
    return [line.split()[-1] for line in found]


def told(daemon, text):
    return [line for line in daemon.log.read_text().splitlines() if "event=list" in line and text in line]


TURNS = {"lists everything": ("127.0.0.2", "lists what it must not"), "refuses": ("127.255.255.255", "refuses")}


@pytest.mark.parametrize("name", TURNS)
def test_it_is_tested_again_and_again(tmp_path, name):
    """It works, goes bad, is switched off and said so; it is mended, and counts again."""
    rewrite, why = TURNS[name]
    with DnsServer(listing("bl.example", **{"evil.example": "127.0.0.2"}), ttl=0) as server:
        with serving(tmp_path, server, "dns-list-test = 0.2s\n") as daemon:
            until(daemon, lambda: works(daemon) == ["1"], "it works")
            assert listings(daemon.check(MAIL)) != []
            server.rewrite = rewrite
            until(daemon, lambda: works(daemon) == ["0"], "it is switched off")
            verdict = daemon.check(MAIL)
            assert why in absent(verdict)["list ours"] and listings(verdict) == []
            assert "level=warning" in told(daemon, why)[0]
            server.rewrite = None
            until(daemon, lambda: works(daemon) == ["1"], "it works again")
            assert told(daemon, "it works") and listings(daemon.check(MAIL)) != []
            assert len(told(daemon, why)) == 1  # however often it was tested


def test_one_that_falls_silent_delays_few(tmp_path):
    """It is tested long before its hour when items get no answers."""
    with DnsServer(listing("bl.example", **{"evil.example": "127.0.0.2"}), ttl=0) as server:
        with serving(tmp_path, server, "lookup-timeout = 0.2s\n") as daemon:
            until(daemon, lambda: works(daemon) == ["1"], "it works")
            server.mute = True
            for _ in range(5):
                assert absent(daemon.check(MAIL))["list ours"] == "no answer in time"
            until(daemon, lambda: works(daemon) == ["0"], "it is switched off")
            asked = len(server.asked)
            assert "does not answer" in absent(daemon.check(MAIL))["list ours"]
            assert len(server.asked) == asked


def test_reloads_while_it_is_asked(tmp_path):
    """Items go on with the lists that they began with, which are tested, refuse and are let go meanwhile."""
    with DnsServer(listing("bl.example", **{"evil.example": "127.0.0.2"}), ttl=0, delay=0.05) as server:
        with serving(tmp_path, server, "dns-list-test = 0.1s\n") as daemon:
            until(daemon, lambda: works(daemon) == ["1"], "it works")
            daemon.check(MAIL)
            with concurrent.futures.ThreadPoolExecutor(8) as pool:
                verdicts = [pool.submit(daemon.check, MAIL) for _ in range(80)]
                for number in range(10):
                    verdicts[number * 8].result()
                    server.rewrite = "127.255.255.254" if number % 2 else None
                    daemon.process.send_signal(signal.SIGHUP)
                verdicts = [one.result() for one in verdicts]
            server.rewrite = None
            until(daemon, lambda: daemon.check(MAIL)["listings"], "it lists again")
            assert all(one["listings"] or "list ours" in absent(one) for one in verdicts)
            assert "calwarden_worker_restarts_total 0" in daemon.metrics()


# ---- Real servers of Debian ---------------------------------------------------------------------------------------------


@pytest.fixture
def unbound(tmp_path):
    """It asks rbldnsd."""
    with Rbldnsd({"ip.bl.example:ip4set": ":127.0.0.4:\n127.0.0.2\n192.0.2.25\n",
                  "names.bl.example:dnset": ":127.0.0.5:\ntest\n.evil.example\n",
                  "boxes.bl.example:dnset": f":127.0.0.2:\n{DROP}\n"}) as lists:
        with Unbound(tmp_path / "unbound", stub("bl.example", lists.port)) as unbound:
            yield unbound.port


class At:
    def __init__(self, port):
        self.port = port


REAL = ["ip ip.bl.example client 127.0.0.4=spam", "names names.bl.example domain 127.0.0.5=malware",
        "boxes boxes.bl.example mailbox 127.0.0.2=spam"]


def test_real_servers(tmp_path, unbound):
    verdict = judge(tmp_path, At(unbound), REAL)
    assert sorted(listings(verdict)) == [("client", "192.0.2.25", "spam", "127.0.0.4"),
                                         ("host", "evil.example", "malware", "127.0.0.5"),
                                         ("mailbox", "drop.box+7@example.com", "spam", "127.0.0.2")]
    assert absent(verdict).keys().isdisjoint({"list ip", "list names", "list boxes"})
    assert {"CLIENT_LISTED", "LINK_LISTED_MALWARE", "MAILBOX_LISTED"} <= signals(verdict).keys()

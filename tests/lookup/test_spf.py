"""SPF against the test suite of RFC 7208 (read from beside the checkout, where it is) and against another implementation."""
import ipaddress
import random

import pytest
import spf
import yaml

import script
from script import Zone

SUITE = script.VECTORS / "rfc7208-tests.yml"


def byte_text(value):
    """YAML's characters stand for bytes."""
    return value.encode("latin-1", "replace") if isinstance(value, str) else str(value).encode()


def ask(lines):
    return [(result, bytes.fromhex(mechanism), bytes.fromhex(explanation), problem)
            for result, mechanism, explanation, problem in script.ask("spf-answer", lines)]


def check_line(ip, helo, sender):
    return f"check\t{ip}\t{helo.encode().hex()}\t{sender.encode().hex()}"


# ---- The suite ------------------------------------------------------------------------------------------------------

def zone_of(data):
    """SPF rows are TXT rows where a name has none of these; NONE says that it has none."""
    zone = Zone()
    for name, rows in data.items():
        own = any(isinstance(row, dict) and "TXT" in row for row in rows)
        for row in rows:
            if row == "TIMEOUT":
                zone.add(name, None, b"")
                continue
            (kind, value), = row.items()
            if value == "NONE" or (kind == "SPF" and own):
                continue
            if kind == "MX":
                zone.add(name, "MX", byte_text(value[1]))
            else:
                text = b"".join(map(byte_text, value)) if isinstance(value, list) else byte_text(value)
                zone.add(name, "TXT" if kind == "SPF" else kind, text)
    for name, records in zone.records.items():  # aliases have what they stand for
        for target in [text.decode().lower() for kind, text in records if kind == "CNAME"]:
            zone.records[name] = zone.records.get(target, [])
    return zone


def suite():
    if not script.tell_where(SUITE, "The suite of RFC 7208"):
        return
    for part in yaml.safe_load_all(SUITE.read_text(encoding="utf-8")):
        for name, case in part["tests"].items():
            yield pytest.param(part["zonedata"], case, id=f"{part['description']}:{name}".replace(" ", "-"))


CASES = list(suite())


@pytest.fixture(scope="module")
def answers():
    """Of all cases, asked in one go."""
    lines = []
    for data, case in (param.values for param in CASES):
        lines += [*zone_of(data).lines(), check_line(case["host"], case["helo"], case["mailfrom"])]
    return {id(param.values[1]): answer for param, answer in zip(CASES, ask(lines), strict=True)}


@pytest.mark.parametrize("data, case", CASES)
def test_suite(data, case, answers):
    result, _, explanation, problem = answers[id(case)]
    assert result in (case["result"] if isinstance(case["result"], list) else [case["result"]]), problem
    if case.get("explanation", "DEFAULT") != "DEFAULT":
        assert explanation == byte_text(case["explanation"])


# ---- Another implementation -------------------------------------------------------------------------------------------

HOSTS = ["a.example.org", "b.example.org", "mail.example.net", "none.example.net", "www.example.com", "_spf.example.com"]
ADDRESSES = ["192.0.2.1", "192.0.2.130", "198.51.100.7", "203.0.113.9", "2001:db8::1", "2001:db8:5::9"]


def random_term(dice):
    host = dice.choice(HOSTS)
    words = ["a", "mx", f"a:{host}", f"mx:{host}", f"a:{host}/24", f"mx/26//64", f"include:{host}", f"exists:%{{i}}.{host}",
             f"exists:%{{l1r-}}.%{{d2}}", "ip4:192.0.2.0/25", "ip4:198.51.100.7", "ip6:2001:db8::/64", f"redirect={host}",
             "ip4:203.0.113.9/33", "a:.example", "foo", "x-unknown=%{h}", "all", "ptr:example.net"]
    return dice.choice(["", "+", "-", "~", "?"]) + dice.choice(words) if dice.random() < 0.9 else dice.choice(words)


def random_zone(dice):
    zone = Zone()
    for host in HOSTS:
        for kind in ("A", "AAAA", "MX"):
            for _ in range(dice.choice([0, 0, 1, 1, 2])):
                if kind == "MX":
                    zone.add(host, "MX", dice.choice(HOSTS).encode())
                else:
                    zone.add(host, kind, dice.choice([a for a in ADDRESSES if (":" in a) == (kind == "AAAA")]).encode())
        for _ in range(dice.choice([0, 1, 1, 1, 1, 2])):
            terms = " ".join(random_term(dice) for _ in range(dice.randint(0, 5)))
            zone.add(host, "TXT", f"v=spf1 {terms} {dice.choice(['', '-all', '~all'])}".encode())
    return zone


class Other(spf.query):
    """The other implementation with DNS of the test's own."""
    zone = None

    def dns(self, name, qtype, cnames=None, ignore_void=False):
        name = name.lower().rstrip(".")
        rows = [data for kind, data in self.zone.records.get(name, []) if kind == qtype]
        if not rows and not ignore_void and qtype != "PTR":
            self.void_lookups += 1
            if self.void_lookups > spf.MAX_VOID_LOOKUPS:
                raise spf.PermError("void lookups")
        if qtype == "TXT":
            return [(row,) for row in rows]
        if qtype == "MX":
            return [(10, row.decode()) for row in rows]
        return [ipaddress.ip_address(row.decode()) for row in rows]


def test_agrees_with_another_implementation():
    dice = random.Random(7208)
    lines, theirs, kinds = [], [], set()
    for _ in range(600):
        zone = random_zone(dice)
        ip, host = dice.choice(ADDRESSES), dice.choice(HOSTS)
        sender = f"{dice.choice(['jo', 'kim-lee', 'a.b'])}@{host}"
        lines += [*zone.lines(), check_line(ip, "mail.example.net", sender)]
        other = Other(i=ip, s=sender, h="mail.example.net", strict=True)
        other.zone = zone
        theirs.append((other.check()[0], ip, sender, zone.records))
        kinds.add(theirs[-1][0])
    assert kinds >= {"none", "neutral", "pass", "fail", "softfail", "permerror"}  # it is about something
    for (result, _, _, problem), (wanted, *case) in zip(ask(lines), theirs, strict=True):
        assert result == wanted, (problem, case)

"""DNS as it goes wrong: real servers of lists behind a real resolver, and somebody between them and us who delays, drops, cuts,
forges and rewrites. What is not known is absent, and nobody is listed by a lie."""
import struct
import time

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset
import pytest

import mails
from realdns import Between, Rbldnsd, Signed, Unbound, stub
from test_dns_lists import OFF, listing, listings
from test_lookup import absent, check

NAMES = "ours bl.example domain 127.0.0.2=spam 127.0.0.4=phish"
EVIL = ("host", "evil.example", "spam", "127.0.0.2")
MAIL = mails.mail(body=mails.INVITATION.replace(b"SUMMARY:Budget round", b"SUMMARY:Budget round\r\nURL:https://evil.example/a"))
GOOD = mails.mail()  # names nobody that is listed


@pytest.fixture(scope="module")
def resolver(tmp_path_factory):
    """A real unbound that asks a real rbldnsd."""
    with Rbldnsd({"bl.example:dnset": ":127.0.0.2:\ntest\n.evil.example\n"}) as lists:
        with Unbound(tmp_path_factory.mktemp("unbound") / "u", stub("bl.example", lists.port)) as unbound:
            yield unbound


def judge(tmp_path, server, raw=MAIL, options=""):
    return check(tmp_path, server, raw, f'{OFF}lookup-timeout = 5\ndns-lists = {{"{NAMES}"}}\n{options}')


def changed(wire, change):
    """The answer with `change(message)` done to it."""
    message = dns.message.from_wire(wire)
    change(message)
    return message.to_wire()


def listed_as(code):
    """Whatever it was, it is now a listing with this code."""
    def change(message):
        message.set_rcode(dns.rcode.NOERROR)
        message.answer = [dns.rrset.from_text(message.question[0].name, 60, "IN", "A", code)]
        message.authority = []
    return change


def is_none(wire):
    return dns.message.from_wire(wire).rcode() == dns.rcode.NXDOMAIN


def other_id(wire):
    return struct.pack(">H", (struct.unpack(">H", wire[:2])[0] + 1) & 0xffff) + wire[2:]


def other_question(wire):
    def change(message):
        message.question[0].name = dns.name.from_text("other.bl.example")
        listed_as("127.0.0.4")(message)
    return changed(wire, change)


def forged(wire):
    return changed(wire, listed_as("127.0.0.4"))


def emptied(wire):
    def change(message):
        message.set_rcode(dns.rcode.NXDOMAIN)
        message.answer = []
    return changed(wire, change)


def truncated(wire):
    def change(message):
        message.flags |= dns.flags.TC
        message.answer = []
    return changed(wire, change)


def rewritten(wire):
    return changed(wire, listed_as("203.0.113.9")) if is_none(wire) else wire


def slowly(_, wire):
    time.sleep(0.3)
    return [wire]


# What is sent for each answer, and whether what the list really says still arrives.
TRUE = {
    "as it is": lambda _, wire: [wire],
    "slowly": slowly,
    "twice": lambda _, wire: [wire, wire],
    "another id before it": lambda _, wire: [other_id(forged(wire)), other_id(emptied(wire)), wire],
    "many ids before it": lambda _, wire: [struct.pack(">H", n * 2000) + forged(wire)[2:] for n in range(30)
                                           if n * 2000 != struct.unpack(">H", wire[:2])[0]] + [wire],
    "truncated, and whole over TCP": lambda _, wire: [truncated(wire)],
    "NXDOMAIN is rewritten": lambda _, wire: [rewritten(wire)],
}
ABSENT = {
    "silent": lambda *_: [],
    "garbage": lambda _, wire: [b"\0" * 40, b"", b"\xff" * 600],
    "cut in the middle": lambda _, wire: [wire[:len(wire) // 2]],
    "another id": lambda _, wire: [other_id(wire)],
    "another question": lambda _, wire: [other_question(wire)],
    "the question itself": lambda question, _: [question],
    "refused": lambda _, wire: [changed(wire, lambda message: (message.set_rcode(dns.rcode.REFUSED), message.answer.clear()))],
    "failed": lambda _, wire: [changed(wire, lambda message: (message.set_rcode(dns.rcode.SERVFAIL), message.answer.clear()))],
}


@pytest.mark.parametrize("name", TRUE)
def test_what_is_true_arrives(tmp_path, resolver, name):
    with Between(resolver.port, TRUE[name]) as between:
        assert listings(judge(tmp_path, between)) == [EVIL]
        verdict = judge(tmp_path, between, GOOD)
        assert listings(verdict) == [] and "list ours" not in absent(verdict)
        assert (between.over_tcp > 0) == name.startswith("truncated")


@pytest.mark.parametrize("name", ABSENT)
def test_what_does_not_arrive_is_absent(tmp_path, resolver, name):
    with Between(resolver.port, ABSENT[name], tcp=lambda answer: None) as between:
        verdict = judge(tmp_path, between, options="lookup-timeout = 2\n")
    assert listings(verdict) == [] and "list ours" in absent(verdict)
    assert verdict["placement"] == "offer"


def test_truncated_and_nobody_is_there_over_tcp(tmp_path, resolver):
    with Between(resolver.port, TRUE["truncated, and whole over TCP"], tcp=lambda answer: None) as between:
        verdict = judge(tmp_path, between)
        assert between.over_tcp > 0
    assert listings(verdict) == [] and "list ours" in absent(verdict)


def test_the_list_stops_behind_the_resolver(tmp_path):
    with Rbldnsd({"bl.example:dnset": ":127.0.0.2:\ntest\n.evil.example\n"}) as lists:
        with Unbound(tmp_path / "u", stub("bl.example", lists.port)) as unbound:
            lists.pause()
            verdict = judge(tmp_path, unbound, options="lookup-timeout = 1\n")
    assert listings(verdict) == [] and absent(verdict)["list ours"] == "no answer in time"
    assert verdict["placement"] == "offer"


# ---- Signed zones ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def signed(tmp_path_factory):
    with Signed(tmp_path_factory.mktemp("signed") / "z", "bl.example", listing("bl.example", **{"evil.example": "127.0.0.2"})) as server:
        yield server


def unsigned(wire):
    def change(message):
        message.answer = [rows for rows in message.answer if rows.rdtype != dns.rdatatype.RRSIG]
    return changed(wire, change)


def of_items(change):
    """Only what is asked about an item: neither keys nor what the list is tested by."""
    def only(_, wire):
        asked = dns.message.from_wire(wire).question[0]
        tested = asked.name.labels[0] in (b"test", b"invalid")
        return [change(wire) if asked.rdtype == dns.rdatatype.A and not tested else wire]
    return only


def keeps_signatures(wire):
    """Another address under the old signature."""
    def change(message):
        for rows in message.answer:
            if rows.rdtype == dns.rdatatype.A:
                name, ttl = rows.name, rows.ttl
                message.answer[message.answer.index(rows)] = dns.rrset.from_text(name, ttl, "IN", "A", "127.0.0.4")
    return changed(wire, change)


BOGUS = {"another address": keeps_signatures, "no signatures": unsigned, "a listing is taken away": emptied,
         "everything is listed": forged, "NXDOMAIN is rewritten": rewritten}
LEFT = {"NXDOMAIN is rewritten": [EVIL]}  # that one is true


def test_a_signed_list(tmp_path, signed):
    with Between(signed.port, of_items(lambda wire: wire)) as between:
        verdict = judge(tmp_path, between, options=f'dns-trust-anchor = "{signed.anchor_file}"\n')
    assert listings(verdict) == [EVIL] and "list ours" not in absent(verdict)


@pytest.mark.parametrize("name", BOGUS)
def test_what_does_not_validate_is_absent(tmp_path, signed, name):
    with Between(signed.port, of_items(BOGUS[name])) as between:
        verdict = judge(tmp_path, between, options=f'dns-trust-anchor = "{signed.anchor_file}"\n')
    assert listings(verdict) == LEFT.get(name, [])
    assert absent(verdict)["list ours"] == "DNSSEC does not validate it"


@pytest.mark.parametrize("name", BOGUS)
def test_a_resolver_that_validates(tmp_path, signed, name):
    with Between(signed.port, of_items(BOGUS[name])) as between:
        with Unbound(tmp_path / "u", stub("bl.example", between.port), signed.anchor_file) as unbound:
            verdict = judge(tmp_path, unbound)
    assert listings(verdict) == LEFT.get(name, []) and absent(verdict)["list ours"] == "the name servers fail"

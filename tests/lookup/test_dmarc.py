"""DMARC against another implementation. It knows RFC 7489 only, which finds the organizational domain in a list of public
suffixes: so the cases here are those in which both rules find the same (the record stands at the registrable domain, no np,
psd, t). The walk itself, and what is new, is in tests/unit/lookup/test-dmarc.c."""
import ctypes
import ctypes.util
import random

import script
from script import Zone

SUFFIXES = b"/usr/share/publicsuffix/public_suffix_list.dat"
PASS, MAILFROM = 1, 1
ENFORCED = {14: "none", 15: "pass", 16: "reject", 17: "quarantine", 18: "monitor"}


class LibrarySettings(ctypes.Structure):
    """OPENDMARC_LIB_T; with room for what is behind the names of suffix lists."""
    _fields_ = [("tld_type", ctypes.c_int), ("tld_source_file", ctypes.c_char * 4096), ("nscount", ctypes.c_int),
                ("more", ctypes.c_char * 8192)]


def library():
    found = ctypes.CDLL(ctypes.util.find_library("opendmarc") or "libopendmarc.so.2")
    found.opendmarc_policy_connect_init.restype = ctypes.c_void_p
    settings = LibrarySettings(tld_type=1, tld_source_file=SUFFIXES)  # Mozilla's list
    assert found.opendmarc_policy_library_init(ctypes.byref(settings)) == 0
    return found, settings


def theirs(found, record, record_domain, organizational, sender, spf, dkim):
    context = ctypes.c_void_p(found.opendmarc_policy_connect_init(b"192.0.2.1", 4))
    assert found.opendmarc_policy_store_from_domain(context, sender.encode()) == 0
    above = organizational.encode() if organizational != record_domain else None  # where the record is not From's own
    stored = found.opendmarc_policy_store_dmarc(context, record, record_domain.encode(), above)
    if spf:
        assert found.opendmarc_policy_store_spf(context, spf.encode(), PASS, MAILFROM, b"pass") == 0
    if dkim:
        assert found.opendmarc_policy_store_dkim(context, dkim.encode(), b"s1", PASS, b"pass") == 0
    result = ENFORCED[found.opendmarc_get_policy_to_enforce(context)] if stored == 0 else "unreadable"
    found.opendmarc_policy_connect_shutdown(context)
    return result


def is_lax(record, sender, spf, dkim):
    """It takes an identity below From's domain for aligned in strict mode, too; RFC 7489 3.1 and RFC 9989 4.4 do not."""
    return any(f"{tag}=s".encode() in record and identity and identity.endswith(f".{sender}")
               for tag, identity in (("aspf", spf), ("adkim", dkim)))


def test_agrees_with_another_implementation():
    dice = random.Random(9989)
    found, settings = library()
    houses = ["example.com", "example.org", "corp.co.uk"]
    names = [prefix + house for house in houses for prefix in ("", "mail.", "news.eu.", "bounce.")]
    lines, cases = [], []
    for _ in range(1500):
        sender, house = dice.choice(names), None
        house = next(house for house in houses if sender.endswith(house))
        tags = [f"p={dice.choice(['none', 'quarantine', 'reject'])}"]
        tags += [f"{tag}={dice.choice(choice)}" for tag, choice in (("sp", ["none", "quarantine", "reject"]), ("adkim", "rs"),
                                                                   ("aspf", "rs")) if dice.random() < 0.5]
        record = ("v=DMARC1; " + "; ".join(tags)).encode()
        spf, dkim = (dice.choice([None, *names, f"x.{sender}", sender]) for _ in range(2))
        zone = Zone()
        zone.add(f"_dmarc.{house}", "TXT", record)
        for name in (*names, f"x.{sender}"):
            zone.add(name, "A", b"192.0.2.1")
        lines += [*zone.lines(), f"dmarc\t{sender}\t{spf or '-'}\t{dkim or '-'}"]
        cases.append((theirs(found, record, sender, house, sender, spf, dkim), record, sender, spf, dkim))
    answers = script.ask("dmarc-answer", lines)
    assert {case[0] for case in cases} >= {"pass", "reject", "quarantine", "monitor"}
    assert sum(is_lax(*case[1:]) for case in cases) < len(cases) / 4
    for (result, disposition, tag, _), (wanted, *case) in zip(answers, cases, strict=True):
        said = "pass" if result == "pass" else {"none": "monitor"}.get(disposition, disposition)
        assert said == wanted or is_lax(*case), (result, disposition, tag, case)
    del settings  # the library reads it as long as it works

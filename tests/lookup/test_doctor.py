"""calwarden doctor: for each case what it is, why, what a receiver does, and how to mend it; and what a domain's records do."""
import json
import os
import re
import subprocess
import textwrap
import time

import dkim
import jsonschema
import pytest

import mails
import script
from dnsserver import DnsServer

PROGRAM = os.environ.get("CALWARDEN") or str(script.ROOT / "build/calwarden")
RULES = os.environ.get("CALWARDEN_RULES") or str(script.ROOT / "rules")
SCHEMA = json.loads((script.ROOT / "docs/doctor.schema.json").read_text())
CORP, OTHER = "192.0.2.25", "198.51.100.7"  # hosts of corp.example, and of everybody else
RECORDS = {
    "corp.example": [("TXT", "v=spf1 ip4:192.0.2.0/24 -all")],
    "_dmarc.corp.example": [("TXT", "v=DMARC1; p=reject; rua=mailto:dmarc@corp.example")],
    "s1._domainkey.corp.example": [("TXT", mails.record("rsa"))],
    "service.example": [("TXT", "v=spf1 ip4:198.51.100.0/24 -all")],
    "_dmarc.service.example": [("TXT", "v=DMARC1; p=quarantine; rua=mailto:dmarc@service.example")],
    "forwarder.example": [("TXT", "v=spf1 ip4:198.51.100.0/24 -all")],
    "_dmarc.forwarder.example": [("TXT", "v=DMARC1; p=none")],
    "lists.example": [("TXT", "v=spf1 ip4:198.51.100.0/24 -all")],
    "calendar-server.bounces.google.com": [("TXT", "v=spf1 ip4:198.51.100.0/24 -all")],
    "quiet.example": [("TXT", "v=spf1 ip4:192.0.2.0/24 -all")],
    "cal.split.example": [("TXT", "v=spf1 ip4:192.0.2.0/24 -all")],
    "_dmarc.split.example": [("TXT", "v=DMARC1; p=none; sp=reject; rua=mailto:dmarc@split.example")],
}
ORGANIZER = b"ORGANIZER;CN=Jo Marsh:mailto:jo@corp.example\r\n"
ATTENDEE = b"ATTENDEE;CN=Kim;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:kim@example.org\r\n"


def mail(sender, fields=(), organizer=ORGANIZER, attendee=ATTENDEE, method=b"REQUEST"):
    calendar = mails.INVITATION.replace(ORGANIZER, organizer).replace(ATTENDEE, attendee).replace(b"REQUEST", method)
    raw = mails.mail(sender=sender, body=calendar).replace(b"method=REQUEST", b"method=" + method)
    own, rest = raw.split(b"From: ", 1)
    return own + b"".join(field + b"\r\n" for field in fields) + b"From: " + rest


def signed(raw, domain=b"corp.example"):
    return dkim.sign(raw, b"s1", domain, mails.key("rsa")) + raw


def run(server, *words, options=(), cwd=None):
    return subprocess.run([PROGRAM, "doctor", "--rules", RULES, "--dns", f"127.0.0.1@{server.port}", *options, *words],
                          capture_output=True, text=True, timeout=120, cwd=cwd)


def examine(tmp_path, raw, records=RECORDS, also=(), dns=None, **session):
    """The object of --json, and the text."""
    (tmp_path / "mail.eml").write_bytes(raw)
    (tmp_path / "c.conf").write_text('dns-trust-anchor = ""\nlookup-timeout = 2\n')
    options = ["--config", tmp_path / "c.conf", "--at", str(int(time.time())), *also]
    options += [f"--{name.replace('_', '-')}={value}" for name, value in session.items()]
    with DnsServer(records, **(dns or {})) as server:
        told = run(server, "--json", tmp_path / "mail.eml", options=options)
        text = run(server, tmp_path / "mail.eml", options=options)
    assert told.returncode in (0, 2), told.stderr
    assert text.returncode == told.returncode
    found = json.loads(told.stdout)
    jsonschema.validate(found, SCHEMA)
    assert found["name"] in text.stdout
    return found, " ".join(text.stdout.split()), told.returncode


def aligned(found):
    return {(one["method"], one["domain"]): (one["result"], one["aligned"]) for one in found["identities"]}


def test_notes_what_a_signature_leaves_open(tmp_path):
    text = b"You wrote:\r\n\r\n" + mails.INVITATION
    raw = mail(b"Jo Marsh <jo@corp.example>").split(b"\r\n\r\n", 1)[0] + b"\r\n\r\n" + text
    names = [b"from", b"to", b"subject", b"date"]
    raw = dkim.sign(raw, b"s1", b"corp.example", mails.key("rsa"), include_headers=names) + raw
    found, shown, _ = examine(tmp_path, raw, client_ip=OTHER, mail_from="x@service.example")
    assert found["dmarc"]["result"] == "pass"
    assert "does not name Content-Type" in shown and any("Content-Type" in note for note in found["notes"])


def test_notes_whose_signature_does_not_speak_for_the_organizer(tmp_path):
    records = {**RECORDS, "_dmarc.corp.example": [("TXT", "v=DMARC1; p=reject; adkim=s")],
               "s1._domainkey.news.corp.example": [("TXT", mails.record("rsa"))]}
    raw = signed(mail(b"Service <x@service.example>"), b"news.corp.example")
    _, shown, _ = examine(tmp_path, raw, records, client_ip=OTHER, mail_from="x@service.example")
    assert "of the house of ORGANIZER" in shown


JO, SERVICE = b"Jo Marsh <jo@corp.example>", b"Calendar <invitations@service.example>"
AS_SERVICE = dict(client_ip=OTHER, helo="out.service.example", mail_from="bounce@service.example")
GOOGLE = dict(client_ip=OTHER, helo="mail-sor-f69.google.com", mail_from="3x@calendar-server.bounces.google.com")
CASES = {
    "D1": (mail(JO), dict(client_ip=CORP, mail_from="jo@corp.example"), "pass", "none",
           ["DMARC passes", "nothing to mend"]),
    "D2": (mail(JO), AS_SERVICE, "fail", "reject",
           ["service.example has sent it", "550 5.7.1 Email rejected per DMARC policy for corp.example",
            "forbids to refuse for p=reject alone", "the service at service.example", "jo@corp.example into Reply-To"]),
    "D3": (mail(SERVICE, [b"Reply-To: " + JO]), AS_SERVICE, "pass", "none",
           ["Reply-To and ORGANIZER are jo@corp.example", "names service.example as a calendar service"]),
    "D4": (mail(JO, [b"Sender: kim@forwarder.example"], attendee=b"ATTENDEE:mailto:kim@forwarder.example\r\n"),
           dict(client_ip=OTHER, mail_from="kim@forwarder.example"), "fail", "reject",
           ["by forwarder.example", "writes the forwarder into From", "the forwarder's mail or calendar program"]),
    "D5": (mail(b"Kim <kim@corp.example>", organizer=b"ORGANIZER:mailto:al@example.org\r\n", method=b"REPLY",
                attendee=b"ATTENDEE;PARTSTAT=ACCEPTED:mailto:kim@corp.example\r\n"), GOOGLE, "fail", "reject",
           ["Google has sent the answer", "turn DKIM on for corp.example"]),
    "D6": (mail(b"Ann <ann@corp.example>",
                organizer=b'ORGANIZER;SENT-BY="mailto:ann@corp.example":mailto:boss@corp.example\r\n'),
           dict(client_ip=CORP, mail_from="ann@corp.example"), "pass", "none",
           ["the assistant ann@corp.example", "may act for boss@corp.example"]),
    "D7": (mail(JO, [b"List-Id: Staff <staff.lists.example>", b"List-Post: <mailto:staff@lists.example>"]),
           dict(client_ip=OTHER, mail_from="staff-bounces@lists.example"), "fail", "reject",
           ["The list at lists.example", "should not publish p=reject"]),
    "D8": (mail(JO), dict(client_ip=OTHER, helo="service.example", mail_from="<>"), "fail", "reject",
           ["MAIL FROM is empty", "Sign with DKIM as corp.example"]),
    "D9": (mail(b"Jo <jo@quiet.example>", organizer=b"ORGANIZER:mailto:jo@quiet.example\r\n"),
           dict(client_ip=CORP, mail_from="jo@quiet.example"), "none", "none",
           ["quiet.example has no DMARC record", "Publish a record at _dmarc.quiet.example", "No policy is published"]),
    "D10": (mail(b"Kim <kim@corp.example>", organizer=b"", method=b"REPLY",
                 attendee=b"ATTENDEE;PARTSTAT=ACCEPTED:mailto:kim@corp.example\r\n"),
            dict(client_ip=CORP, mail_from="kim@corp.example"), "pass", "none",
            ["does not say to whom it answers", "finds the event by its UID"]),
    "D11": (mail(b"Jo <jo@cal.split.example>", organizer=b"ORGANIZER:mailto:jo@cal.split.example\r\n"),
            dict(client_ip=CORP, mail_from="jo@cal.split.example"), "pass", "none",
            ["sp=reject of split.example", "Publish a record for cal.split.example itself"]),
}


@pytest.mark.parametrize("case", CASES)
def test_case(tmp_path, case):
    raw, session, result, action, sentences = CASES[case]
    found, text, status = examine(tmp_path, raw, **session)
    assert found["case"] == case
    assert (found["dmarc"]["result"], found["receiver"]["action"]) == (result, action)
    assert [sentence for sentence in sentences if sentence not in text] == []
    assert status == (2 if result == "fail" else 0)


LIST = [b"List-Id: Staff <staff.lists.example>", b"List-Post: <mailto:staff@lists.example>"]
BOUNCES = dict(client_ip=OTHER, mail_from="staff-bounces@lists.example")
KIM = b"ATTENDEE:mailto:kim@forwarder.example\r\n"
VARIANTS = {
    "forwarded as it should be": (mail(b"Kim <kim@forwarder.example>", attendee=KIM),
                                  dict(client_ip=OTHER, mail_from="kim@forwarder.example"), "FORWARDED", "pass"),
    "a list in From": (mail(b"Jo via Staff <staff@lists.example>", LIST), BOUNCES, "D7", "none"),
    "a stranger": (mail(SERVICE), AS_SERVICE, "OTHER", "pass"),
    "forged": (mail(JO), dict(client_ip="203.0.113.9", mail_from="jo@corp.example"), "UNPROVEN", "fail"),
    "a null sender that passes": (mail(JO), dict(client_ip=CORP, helo="corp.example", mail_from="<>"), "D1", "pass"),
    "two authors": (mail(b"jo@corp.example, al@forwarder.example"), dict(client_ip=CORP, mail_from="jo@corp.example"),
                    "AUTHORS", "permerror"),
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_variant(tmp_path, variant):
    raw, session, case, result = VARIANTS[variant]
    found, text, _ = examine(tmp_path, raw, **session)
    assert (found["case"], found["dmarc"]["result"]) == (case, result)
    assert ("(D8)" in text) == ("null" in variant) and ("several domains" in text) == ("two" in variant)


def test_many_mails_of_an_mbox(tmp_path, unsigned):
    """One mail does not leave its findings to the next."""
    box = b"".join(b"From jo@corp.example Mon Sep 14 08:00:00 2026\n" + CASES[case][0].replace(b"\r\n", b"\n") + b"\n"
                   for case in ("D2", "D9", "D2"))
    (tmp_path / "box.mbox").write_bytes(box)
    with DnsServer(RECORDS) as server:
        done = run(server, "--json", "box.mbox", options=[*unsigned, "--client-ip", OTHER, "--mail-from", "x@service.example"],
                   cwd=tmp_path)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(one["index"], one["case"], one["receiver"]["action"]) for one in found] == [
        (1, "D2", "reject"), (2, "D2", "none"), (3, "D2", "reject")]


def test_says_who_aligns(tmp_path):
    raw = signed(mail(JO), b"service.example")
    records = {**RECORDS, "s1._domainkey.service.example": [("TXT", mails.record("rsa"))]}
    found, text, _ = examine(tmp_path, raw, records, **AS_SERVICE)
    assert aligned(found) == {("spf", "service.example"): ("pass", False), ("dkim", "service.example"): ("pass", False)}
    assert found["identities"][0]["mechanism"] == "ip4:198.51.100.0/24"
    assert "not aligned with From" in text
    assert {"role": "ORGANIZER", "address": "jo@corp.example"} in found["addresses"]


def test_a_signature_that_the_way_broke(tmp_path):
    raw = signed(mail(JO)).replace(b"Budget round\r\nDate", b"Budget rounds\r\nDate")
    found, text, _ = examine(tmp_path, raw, client_ip=CORP, mail_from="jo@corp.example")
    assert aligned(found)[("dkim", "corp.example")] == ("fail", True)
    assert "something on the way changed the mail" in text and "does not fit" in text
    found, text, _ = examine(tmp_path, signed(mail(JO)), client_ip=CORP, mail_from="jo@corp.example")
    assert aligned(found) == {("spf", "corp.example"): ("pass", True), ("dkim", "corp.example"): ("pass", True)}
    assert "Note" not in text


def test_takes_the_client_of_the_mail(tmp_path):
    """From the topmost Received that came from outside, and Return-Path."""
    top = (b"Return-Path: <jo@corp.example>\r\nReceived: from mx.example.org (mx.example.org [10.0.0.4]) by store.example.org;"
           b" Mon, 14 Sep 2026 08:00:04 +0000\r\n")
    found, text, _ = examine(tmp_path, top + mail(JO))
    assert (found["case"], found["results"]["client_ip"], found["results"]["client_from"]) == ("D1", CORP, "Received")
    assert "for the client 192.0.2.25 (of Received)" in text
    found, _, _ = examine(tmp_path, top + mail(JO), client_ip=OTHER)
    assert (found["case"], found["dmarc"]["result"]) == ("UNPROVEN", "fail")


def test_believes_a_border_that_is_named(tmp_path):
    told = (b"Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=bounce@service.example;\r\n"
            b" dkim=pass header.d=service.example header.s=a1; dmarc=fail header.from=corp.example\r\n")
    found, text, _ = examine(tmp_path, told + mail(JO), also=["--authserv-id", "mx.example.org"])
    assert found["case"] == "D2" and found["results"] == {
        "told": True, "authserv_id": "mx.example.org", "client_ip": CORP, "client_from": "Received"}
    assert aligned(found) == {("spf", "service.example"): ("pass", False), ("dkim", "service.example"): ("pass", False)}
    assert found["receiver"]["action"] == "reject" and "of the Authentication-Results of mx.example.org" in text
    stranger, _, _ = examine(tmp_path, told + mail(JO), client_ip=CORP, mail_from="jo@corp.example")
    assert stranger["case"] == "D1" and not stranger["results"]["told"]


@pytest.mark.parametrize("policy, action", [("p=none", "none"), ("p=quarantine", "quarantine"), ("p=reject", "reject"),
                                            ("p=reject; t=y", "quarantine"), ("p=quarantine; t=y", "none")])
def test_what_a_receiver_does(tmp_path, policy, action):
    records = {**RECORDS, "_dmarc.corp.example": [("TXT", f"v=DMARC1; {policy}")]}
    found, text, _ = examine(tmp_path, mail(JO), records, **AS_SERVICE)
    assert found["receiver"]["action"] == action
    assert ("one level less for t=y" in text) == ("t=y" in policy)


@pytest.mark.parametrize("what", ["silent", "failing"])
def test_dns_that_fails_decides_nothing(tmp_path, what):
    found, text, status = examine(tmp_path, mail(JO), dns={what: list(RECORDS)}, client_ip=CORP, mail_from="jo@corp.example")
    assert (found["case"], found["receiver"]["action"], status) == ("NOT_KNOWN", "unknown", 0)
    assert "comes again later" in text or "come again later" in text


def test_the_chain_of_sealers(tmp_path):
    records = {**RECORDS, "s1._domainkey.lists.example": [("TXT", mails.record("rsa"))]}
    seen = b"Authentication-Results: lists.example; dmarc=pass header.from=corp.example; arc=none\r\n"
    raw = seen + mail(JO)
    raw = b"".join(dkim.arc_sign(raw, b"s1", b"lists.example", mails.key("rsa"), b"lists.example")) + raw
    found, text, _ = examine(tmp_path, raw, records, client_ip=OTHER, mail_from="staff@lists.example")
    assert found["arc"] == {"result": "pass", "problem": None, "sealers": ["lists.example"]}
    assert "sealed by 1 lists.example" in text


def test_what_is_none(tmp_path):
    calendar, _, _ = examine(tmp_path, mails.INVITATION)
    assert calendar["case"] == "NO_MAIL"
    letter = mails.mail(body=b"Hello\r\n").replace(b"text/calendar; method=REQUEST", b"text/plain")
    assert examine(tmp_path, letter, client_ip=CORP, mail_from="jo@corp.example")[0]["case"] == "NO_EVENT"


def test_strangers_words_do_not_reach_the_terminal(tmp_path, unsigned):
    records = {**RECORDS, "_dmarc.corp.example": [("TXT", "v=DMARC1; p=\x1b[2J")]}
    (tmp_path / "mail.eml").write_bytes(mail(JO))
    with DnsServer(records) as server:
        text = run(server, tmp_path / "mail.eml", options=unsigned).stdout + run(server, "--domain", "corp.example", options=unsigned).stdout
    assert "\x1b" not in text and "corp.example" in text


# ---- domains


@pytest.fixture(scope="module")
def unsigned(tmp_path_factory):
    """A configuration that validates nothing: these domains are not below the root."""
    path = tmp_path_factory.mktemp("doctor") / "c.conf"
    path.write_text('dns-trust-anchor = ""\n')
    return ["--config", path]


@pytest.fixture
def domain(unsigned):
    """Examines a domain: the object of --json, and the text."""
    return lambda *args, **dns: examine_domain(unsigned, *args, **dns)


def examine_domain(options, records, name="corp.example", **dns):
    with DnsServer(records, **dns) as server:
        told = run(server, "--json", "--domain", name, options=options)
        text = run(server, "--domain", name, options=options)
    assert told.returncode in (0, 2), told.stderr
    found = json.loads(told.stdout)
    jsonschema.validate(found, SCHEMA)
    assert (told.returncode == 0) == found["well"]
    return found, " ".join(text.stdout.split())


def actions(found):
    return {one["case"]: one["action"] for one in found["invitations"]}


def problems(found):
    return " ".join(f"{'!' if one['grave'] else ''}{one['where']}: {one['text']}" for one in found["problems"])


def test_a_good_domain(domain):
    found, text = domain(RECORDS)
    assert found["well"] and found["dmarc"]["policy"] == "reject" and found["spf"]["others"] == "fail"
    assert actions(found) == {"D2": "reject", "D3": "none", "D4": "reject", "D5": "reject", "D6": "none", "D7": "reject"}
    assert "Let the service write From with its own address" in text and "mailing lists" in text


def test_a_policy_of_the_organizational_domain(domain):
    found, text = domain(RECORDS, "cal.split.example")
    assert (found["dmarc"]["record_domain"], found["dmarc"]["policy_tag"], found["dmarc"]["policy"]) == ("split.example", "sp", "reject")
    assert "sp=reject of split.example holds" in text and "Subdomains have another policy (D11)" in text
    missing, _ = domain({**RECORDS, "_dmarc.split.example": [("TXT", "v=DMARC1; p=none; np=quarantine")]}, "gone.split.example")
    assert (missing["dmarc"]["policy_tag"], actions(missing)["D2"]) == ("np", "quarantine")


def test_a_public_suffix(domain):
    records = {"_dmarc.bank.example": [("TXT", "v=DMARC1; p=reject; psd=y; rua=mailto:a@bank.example")],
               "giant.bank.example": [("TXT", "v=spf1 -all")]}
    found, _ = domain(records, "giant.bank.example")
    assert found["dmarc"]["organizational_domain"] == "giant.bank.example"
    assert found["dmarc"]["record_domain"] == "bank.example"


def test_no_record(domain):
    found, text = domain(RECORDS, "quiet.example")
    assert found["well"] and set(actions(found).values()) == {"none"}
    assert "No policy is published" in text and "D9" in problems(found)


@pytest.mark.parametrize("records, said", [
    (["v=DMARC1; p=none", "v=DMARC1; p=reject"], "!_dmarc.corp.example: There are 2 records"),
    (["v=DMARC1; sp=reject"], "!_dmarc.corp.example: There is no p=, and nobody to report to"),
    (["v=DMARC1; rua=mailto:a@corp.example"], "_dmarc.corp.example: There is no p=: none is taken"),
    (["v=DMARC1; p=refuse"], '!_dmarc.corp.example: The policy "refuse" is none of'),
    (["v=DMARC1; p=none; pct=50"], "The tag pct has no meaning any more"),
    (["v=DMARC1; p=reject; t=y"], "one level less"),
])
def test_records_with_problems(domain, records, said):
    found, text = domain({**RECORDS, "_dmarc.corp.example": [("TXT", one) for one in records]})
    assert said in problems(found)
    assert found["well"] == ("!" not in said)


def test_spf_that_asks_too_much(domain):
    includes = " ".join(f"include:s{number}.example" for number in range(11))
    records = {**RECORDS, "corp.example": [("TXT", f"v=spf1 {includes} -all")],
               **{f"s{number}.example": [("TXT", "v=spf1 ip4:203.0.113.1 -all")] for number in range(11)}}
    found, _ = domain(records)
    assert "!SPF of corp.example: It needs more than ten lookups." in problems(found)
    records["corp.example"] = [("TXT", "v=spf1 include:a.example -all")]
    records["a.example"] = [("TXT", "v=spf1 include:s1.example mx a ~all")]
    found, _ = domain(records)
    assert found["well"] and found["spf"]["lookups"] == 4  # two of them name nothing


@pytest.mark.parametrize("record, said", [("v=spf1 +all", "!SPF of corp.example: It lets every host"),
                                          ("v=spf1 ip4:192.0.2.0/24", "It says nothing of hosts"),
                                          ("v=spf1 ipv4:192.0.2.1 -all", '!SPF of corp.example: "ipv4:192.0.2.1" does not fit'),
                                          ("v=spf1 include:nobody.example -all", "!SPF of corp.example: It includes nobody.example")])
def test_spf_with_problems(domain, record, said):
    assert said in problems(domain({**RECORDS, "corp.example": [("TXT", record)]})[0])


def test_a_domain_whose_dns_fails(domain):
    found, text = domain(RECORDS, failing=["_dmarc.corp.example", "corp.example"])
    assert not found["well"] and actions(found)["D2"] == "unknown"
    assert "DNS does not answer" in text


# ---- the page


def test_the_page_shows_what_is_printed(tmp_path, unsigned):
    """Each command of docs/doctor.md that stands with its output, and every case by its name."""
    page = (script.ROOT / "docs/doctor.md").read_text()
    (tmp_path / "invitation.eml").write_bytes(CASES["D2"][0])
    shown = re.findall(r"^    \$ calwarden doctor (.*)\n((?:    .*\n|\n(?=\n?    ))+)", page, re.M)
    assert len(shown) == 2
    for words, output in shown:
        with DnsServer(RECORDS) as server:
            done = run(server, *words.split(), options=unsigned, cwd=tmp_path)
        assert textwrap.dedent(output).strip() == done.stdout.strip()
    table = (script.ROOT / "src/report/doctor.def").read_text()
    assert [name for name in re.findall(r'^CASE\(\w+, "([^"]*)"', table, re.M) if name not in page] == []


def test_usage(tmp_path):
    with DnsServer({}) as server:
        assert run(server).returncode == 64
        assert run(server, "--domain", "no domain").returncode == 64
        assert run(server, tmp_path / "nothing.eml").returncode in (64, 66, 74)
        assert run(server, "--dns", "here", "--domain", "corp.example").returncode == 64

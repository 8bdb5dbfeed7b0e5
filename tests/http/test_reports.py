"""Reports of abuse: written about what came, read by other implementations, and received about what ours has sent."""
import base64
import email
import email.policy
import hashlib
import hmac
import json
import pathlib
import re
import smtplib
import subprocess
import sys
import zlib

import dkim
import pytest

from conftest import NOW, Daemon, packed

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "lookup"))
from dnsserver import DnsServer  # noqa: E402

ANNA, CARL = "anna@example.org", "carl@example.org"
HEADERS = """\
Received: from mail.corp.example (mail.corp.example [192.0.2.10]) by mx.example.org; Sat, 21 Nov 2026 10:00:00 +0000
DKIM-Signature: v=1; a=rsa-sha256; d=corp.example; s=s1; h=From:Subject:Message-ID:CFBL-Address:CFBL-Feedback-ID; bh=x; b=y
From: Jo <jo@corp.example>
To: anna@example.org
Subject: =?UTF-8?B?R3LDvMOfZQ==?=
Message-ID: <m1@corp.example>
CFBL-Address: fbl@corp.example; report=arf
CFBL-Feedback-ID: 7:8:9

""".replace("\n", "\r\n")
PASSED = {"known": True, "spf": "pass", "spf_domain": "bounce.corp.example", "dkim": "pass", "dkim_domains": ["corp.example"],
          "dmarc": "pass", "dmarc_domain": "corp.example", "aligned": True}


def openssl(*words, given=None):
    return subprocess.run(["openssl", *words], input=given, capture_output=True, check=True).stdout


class Key:
    """A key in a file, and its record."""

    def __init__(self, folder, kind="RSA"):
        self.path = folder / f"dkim-{kind}.pem"
        self.path.write_bytes(openssl("genpkey", "-algorithm", kind))
        self.path.chmod(0o600)
        public = openssl("pkey", "-in", str(self.path), "-pubout", "-outform", "DER")
        name, public = ("rsa", public) if kind == "RSA" else ("ed25519", public[-32:])
        self.record = f"v=DKIM1; k={name}; p={base64.b64encode(public).decode()}"
        self.signs = openssl("rsa", "-in", str(self.path), "-traditional") if kind == "RSA" else None


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    return {kind: Key(folder, kind) for kind in ("RSA", "ED25519")}


@pytest.fixture(scope="module")
def names(keys):
    with DnsServer({"s1._domainkey.isp.example": [("TXT", keys["RSA"].record)],
                    "s1._domainkey.evil.example": [("TXT", keys["RSA"].record)]}) as server:
        yield server


@pytest.fixture(scope="module", params=["RSA", "ED25519"])
def signed(request, tmp_path_factory, mail_system, keys):
    """A site that reports to all who may be told, signed."""
    one = Daemon(tmp_path_factory.mktemp("signed"), **{
        "release-via": mail_system.url, "release-timeout": "3s", "hostname": "mx.example.org",
        "report-from": "reports@example.org", "report-to": ["desk@provider.example"], "report-abuse-addresses": "yes",
        "report-feedback": ["corp.example=fbl@list.example"], "report-dkim-key": str(keys[request.param].path),
        "report-dkim-selector": "s2"})
    one.key_record = keys[request.param].record
    yield one
    one.stop()


@pytest.fixture(scope="module")
def bare(tmp_path_factory, mail_system):
    """One that hides names, and signs nothing."""
    one = Daemon(tmp_path_factory.mktemp("bare"), **{
        "release-via": mail_system.url, "release-timeout": "3s", "hostname": "mx.example.org", "report-redact": "yes",
        "report-from": "reports@example.org", "report-to": ["desk@provider.example"]})
    yield one
    one.stop()


@pytest.fixture
def site(tmp_path_factory, mail_system, names):
    """One that gets reports about what its users have sent."""
    folder = tmp_path_factory.mktemp("site")
    one = Daemon(folder, **{
        "release-via": mail_system.url, "hostname": "mx.example.org", "report-from": "reports@example.org",
        "report-upstream": ["calendar@ours.example"], "report-feedback": ["isp.example=desk@isp.example"], "report-trusted": ["isp.example"], "lookups": "yes",
        "report-inbox": ["fbl@example.org"], "dns-servers": [f"127.0.0.1@{names.port}"], "dns-trust-anchor": "",
        "lmtp-listen": f"unix:{folder}/lmtp"})
    yield one
    one.stop()


def arrive(daemon, name, owner=ANNA, headers=HEADERS, decided=True, **more):
    item, arrival = f"01KA{zlib.crc32(name.encode()):022d}", f"01KB{zlib.crc32(name.encode()):022d}"
    if decided:
        reasons = json.dumps({"authentication": PASSED})
        daemon.store.insert("decision", **{"item": item, "at": NOW - 60, "channel": more.get("channel", "mail-in"), "class": "doubtful",
                                           "mail_from": "b+anna=example.org@bounce.corp.example", "client": "192.0.2.10",
                                           "sender": "jo@corp.example", "reasons": reasons})
    daemon.store.insert("arrival", **{"id": arrival, "mail": item, "item": item if decided else "", "owner": owner, "at": NOW - 60,
                                      "channel": "mail-in", "method": "REQUEST", "uid": f"{name}@corp.example",
                                      "organizer": "jo@corp.example", "sender": "jo@corp.example", "message_id": "m1@corp.example",
                                      "title": "Grüße", "headers": headers, "state": "inserted"} | more)
    return arrival


LINKS = (b"BEGIN:VCALENDAR\r\nDESCRIPTION:Pay at https://pay.evil.example/a?u=anna%40example.org\\n\r\n\tor <http://evil.exam\r\n ple/b>."
         b"\r\nURL:https://pay.evil.example/a?u=anna%40example.org\r\nEND:VCALENDAR\r\n")


def told(answer):
    return {row["address"]: row["state"] for row in answer["reports"]}


def parts(mail):
    whole = email.message_from_bytes(mail[2], policy=email.policy.default)
    assert whole.get_content_type() == "multipart/report" and whole.get_param("report-type") == "feedback-report"
    assert not whole.defects and not any(part.defects for part in whole.walk())
    text, fields, original = whole.iter_parts()
    assert text.get_content_type() == "text/plain" and fields.get_content_type() == "message/feedback-report"
    # Python reads message/* as a message of its own.
    (block,) = fields.get_payload()
    return whole, text.get_content(), block, original


def sisimai(raw, folder):
    """What a reader of the wild makes of it (libsisimai-perl)."""
    path = folder / "report.eml"
    path.write_bytes(raw)
    done = subprocess.run(["perl", "-MSisimai", "-e", "print Sisimai->dump(shift) // '[]'", str(path)], capture_output=True,
                          check=True)
    return json.loads(done.stdout)


def test_to_all_who_should_have_it(signed, mails, tmp_path):
    arrival = arrive(signed, "all")
    signed.store.insert("arrival_object", id=arrival, object=packed(LINKS))
    answer = signed.done("report", event=arrival, recipient=ANNA, note="I never heard of them", type="fraud")
    assert told(answer) == {"desk@provider.example": "sent", "fbl@list.example": "sent", "fbl@corp.example": "sent",
                            "abuse@corp.example": "sent"}
    assert {mail[1][0] for mail in mails.mails} == {f"RCPT TO:<{address}>" for address in told(answer)}
    for mail in mails.mails:
        assert mail[0].startswith("MAIL FROM:<reports@example.org>")
        assert dkim.verify(mail[2], dnsfunc=lambda name, timeout=5: signed.key_record.encode()
                           if name == b"s2._domainkey.example.org." else None)
        whole, text, fields, original = parts(mail)
        assert whole["From"].addresses[0].addr_spec == "reports@example.org" and whole["Subject"] == "FW: Grüße"
        assert {name: fields[name] for name in ("Feedback-Type", "Version", "Original-Mail-From", "Original-Rcpt-To", "Source-IP",
                                                "Reporting-MTA", "Reported-Domain")} == {
            "Feedback-Type": "fraud", "Version": "1", "Original-Mail-From": "<b+anna=example.org@bounce.corp.example>",
            "Original-Rcpt-To": f"<{ANNA}>", "Source-IP": "192.0.2.10", "Reporting-MTA": "dns; mx.example.org",
            "Reported-Domain": "corp.example"}
        assert fields.get_all("Reported-URI") == ["mailto:jo@corp.example", "https://pay.evil.example/a?u=anna%40example.org",
                                                  "http://evil.example/b"]
        assert re.fullmatch(r"Calwarden/[\d.]+", fields["User-Agent"]) and fields["Arrival-Date"] and not fields["Incidents"]
        assert fields["Authentication-Results"] == ("mx.example.org; spf=pass smtp.mailfrom=bounce.corp.example; dkim=pass "
                                                    "header.d=corp.example; dmarc=pass header.from=corp.example")
        # Everything that a program is told stands in the text, for who reads that (RFC 6650 5.1).
        for said in ("192.0.2.10", "jo@corp.example", "m1@corp.example", "all@corp.example", ANNA, "I never heard of them", "dkim=pass", "http://evil.example/b",
                     "as fraud"):
            assert said in text, (said, text)
        assert original.get_content_type() == "text/rfc822-headers"
        assert original.get_content().splitlines() == HEADERS.strip().splitlines()
    (seen,) = sisimai(mails.mails[0][2], tmp_path)
    assert seen["reason"] == "feedback" and seen["feedbacktype"] == "fraud" and seen["recipient"] == ANNA, seen


def test_is_sent_once(signed, mails):
    arrival = arrive(signed, "once")
    signed.done("report", event=arrival)
    count = len(mails.mails)
    assert set(told(signed.done("report", event=arrival)).values()) == {"known"} and len(mails.mails) == count
    # What somebody else says of his own copy is another complaint.
    assert "sent" in told(signed.done("report", event=arrive(signed, "once for carl", CARL), recipient=CARL)).values()


def test_what_was_refused_may_be_sent_again(signed, mails):
    arrival = arrive(signed, "refused")
    mails.mood = "refuse"
    answer = signed.done("report", event=arrival)
    assert set(told(answer).values()) == {"failed"} and "no such user" in answer["reports"][0]["text"] and not mails.mails
    mails.mood = "take"
    assert set(told(signed.done("report", event=arrival)).values()) == {"sent"} and len(mails.mails) == 4


def test_the_mail_itself_where_it_is_held(signed, mails, tmp_path):
    arrival = arrive(signed, "held")
    item = signed.store.rows("SELECT item FROM arrival WHERE id = ?", arrival)[0][0]
    raw = (HEADERS + "Hello\r\n\r\n--\r\nJo\r\n.\r\n").encode()
    signed.store.hold(item, ANNA, raw=raw)
    signed.done("report", event=arrival, recipient=ANNA)
    for mail in mails.mails:
        whole, text, fields, original = parts(mail)
        assert original.get_content_type() == "message/rfc822" and raw in mail[2]
        (inner,) = original.get_payload()
        assert inner["Message-ID"] == "<m1@corp.example>" and inner["CFBL-Feedback-ID"] == "7:8:9"
    (seen,) = sisimai(mails.mails[0][2], tmp_path)
    assert seen["feedbacktype"] == "abuse" and seen["messageid"] == "m1@corp.example", seen


def test_what_never_was_a_mail(signed, mails):
    arrival = arrive(signed, "feed", headers="", message_id="", channel="feed", sender="")
    item = signed.store.rows("SELECT item FROM arrival WHERE id = ?", arrival)[0][0]
    signed.store.insert("event", recipient=ANNA, uid="feed@corp.example", item=item, at=NOW - 60, channel="feed",
                        source="https://feeds.example.net/a.ics", sequence=0)
    signed.done("report", event=arrival, recipient=ANNA)
    whole, text, fields, original = parts(mails.mails[0])
    assert fields.get_all("Reported-URI") == ["mailto:jo@corp.example", "https://feeds.example.net/a.ics"]
    assert fields["Original-Mail-From"] is None
    for said in ("feed@corp.example", "jo@corp.example", "https://feeds.example.net/a.ics", "never came as a mail"):
        assert said in text
    made = email.message_from_string(original.get_content())
    assert made["Calwarden-UID"] == "feed@corp.example" and made["Calwarden-Channel"] == "feed"


def test_whoever_has_a_bad_name_is_not_told(signed, mails):
    arrival = arrive(signed, "bad name", headers=HEADERS)
    signed.store.insert("reputation", kind="domain", subject="corp.example", first_at=NOW - 9, last_at=NOW - 9, spam=5,
                        spam_sum=5.0)
    try:
        answer = told(signed.done("report", event=arrival))
    finally:
        signed.store.rows("DELETE FROM reputation")
    assert answer["desk@provider.example"] == "sent" and answer["fbl@corp.example"] == "skipped" == answer["abuse@corp.example"]


def test_a_report_is_not_reported(signed, mails):
    arrival = arrive(signed, "report", headers="From: jo@corp.example\r\nContent-Type: multipart/report; "
                     "report-type=feedback-report; boundary=b\r\n\r\n")
    answer = signed.post("/v1/report", signed.key, event=arrival)
    assert answer.status == 400 and "no report" in answer.json["error"]["text"] and not mails.mails


def test_only_what_is_ones_own(signed, mails):
    arrival = arrive(signed, "own")
    key = signed.new_key("feedback", **{"for": CARL})
    assert signed.post("/v1/report", key, event=arrival).status == 404
    assert signed.post("/v1/report", key, event=arrival, recipient=ANNA).status == 403
    assert signed.post("/v1/report", signed.new_key("read"), event=arrival).status == 403 and not mails.mails


def test_many_complaints_are_few_reports(bare, mails):
    states = [told(bare.done("report", event=arrive(bare, f"many {i}"), recipient=ANNA)) for i in range(31)]
    assert [state["desk@provider.example"] == "sent" for state in states] == [i < 10 or i % 10 == 9 for i in range(31)]
    assert [parts(mail)[2]["Incidents"] for mail in mails.mails] == [None] * 10 + ["10", "10"]
    listed = bare.done("reports sent", limit=40)["items"]
    assert [row["state"] for row in listed[:3]] == ["counted", "sent", "counted"] and listed[1]["incident"] == 30


def test_names_are_hidden_and_told_apart(bare, mails):
    hidden = []
    for owner in (ANNA, ANNA, CARL):
        bare.store.rows("DELETE FROM report_sent")
        arrival = arrive(bare, f"hide {len(hidden)}", owner, HEADERS.replace(ANNA, owner))
        bare.store.insert("arrival_object", id=arrival, object=packed(LINKS))
        bare.done("report", event=arrival, recipient=owner, note=f"write to {owner}")
        raw = mails.mails[-1][2].decode()
        local = owner.split("@", maxsplit=1)[0]
        assert local not in raw.lower().replace("calwarden", ""), raw
        hidden.append(parts(mails.mails[-1])[2]["Original-Rcpt-To"])
        assert hidden[-1].endswith("@example.org>")
    assert hidden[0] == hidden[1] != hidden[2]
    assert "DKIM-Signature" not in mails.mails[-1][2].decode().split("\r\n\r\n")[0]


def test_without_an_address_of_ours_nothing_is_sent(daemon, mails):
    answer = daemon.post("/v1/report", daemon.key, event=arrive(daemon, "unset"))
    assert "report-from" in answer.json["error"]["text"] and not mails.mails


# ---- Received ---------------------------------------------------------------------------------------------------------


def report(feedback_id="", message_id="out1@example.org", kind="abuse", sender="fbl@isp.example", number=1, version="1"):
    return f"""\
From: <{sender}>
To: <fbl@example.org>
Subject: FW: Meeting
Date: Sat, 21 Nov 2026 10:00:00 +0000
Message-ID: <r{number}@isp.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

This is an email abuse report.
--b
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: FBL/1
Version: {version}
Original-Rcpt-To: <kim@isp.example>

--b
Content-Type: text/rfc822-headers

From: ben@example.org
Message-ID: <{message_id}>
{f"CFBL-Feedback-ID: {feedback_id}" if feedback_id else "X-Nothing: here"}

--b--
""".replace("\n", "\r\n").encode()


def sign(raw, keys, domain=b"isp.example"):
    return dkim.sign(raw, b"s1", domain, keys["RSA"].signs, include_headers=[b"from", b"subject", b"message-id", b"to"]) + raw


@pytest.fixture
def sent(site):
    """A mail that a user of ours has sent."""
    site.store.insert("decision", item="01KC0000000000000000000001", at=NOW - 60, channel="mail-out", **{"class": "clean"},
                      account="ben", message_id="out1@example.org", uid="u-out", sender="ben@example.org", client="192.0.2.77",
                      organizer="ben@example.org", reasons="{}")
    site.store.insert("decision_recipient", item="01KC0000000000000000000001", recipient="kim@isp.example", **{"class": "clean"})
    return site


def read(daemon, raw):
    answer = daemon.ask("POST", "/v1/reports/read", raw, daemon.key, {"Content-Type": "message/rfc822"})
    assert answer.status == 200, answer
    return daemon.check("/v1/reports/read", answer)


def counted(daemon):
    return daemon.store.rows("SELECT account, client, item FROM account_event WHERE kind = 'reported'")


def test_a_proven_report_counts_against_the_account_and_goes_upstream(sent, mails, keys):
    raw = sign(report(), keys)
    answer = read(sent, raw)
    assert (answer["report"]["state"], answer["report"]["reporter"], answer["report"]["account"]) == ("counted", "isp.example", "ben")
    assert counted(sent) == [("ben", "192.0.2.77", "01KC0000000000000000000001")]
    assert sent.store.rows("SELECT item, recipient, label, source FROM feedback") == [
        ("01KC0000000000000000000001", "kim@isp.example", "spam", "arf")]
    assert told({"reports": answer["passed"]}) == {"calendar@ours.example": "sent"}
    whole, text, fields, original = parts(mails.mails[0])
    assert "isp.example reports it as calendar abuse" in text and "u-out" in text
    # The same one again, and another one about the same mail.
    again = read(sent, raw)
    assert not again["change"]["changed"] and len(counted(sent)) == 1
    assert read(sent, sign(report(number=2), keys))["change"]["changed"]
    assert len(counted(sent)) == 2 and len(mails.mails) == 1
    listed = sent.done("reports list", account="ben")["items"]
    assert [row["state"] for row in listed] == ["counted", "counted"]


@pytest.mark.parametrize("what", ["unsigned", "another signer", "changed", "not trusted", "for another", "no complaint"])
def test_what_anybody_could_have_written_counts_nothing(sent, mails, keys, what):
    raw = {"unsigned": lambda: report(),
           "another signer": lambda: sign(report(), keys, b"evil.example"),
           "changed": lambda: sign(report(message_id="other@example.org"), keys).replace(b"other@example.org", b"out1@example.org"),
           "not trusted": lambda: sign(report(sender="fbl@evil.example"), keys, b"evil.example"),
           "for another": lambda: sign(report(sender="fbl@evil.example"), keys),
           "no complaint": lambda: sign(report(kind="not-spam"), keys)}[what]()
    answer = read(sent, raw)
    assert answer["report"]["state"] == "shown" and answer["report"]["account"] == "ben" and answer["report"]["detail"]
    assert not counted(sent) and not mails.mails and not sent.store.rows("SELECT * FROM feedback")


def test_by_lmtp_and_from_a_file(sent, mails, keys, tmp_path):
    raw = sign(report(version="0.1"), keys)
    with smtplib.LMTP(str(sent.folder / "lmtp")) as client:
        assert client.sendmail("fbl@isp.example", ["fbl@example.org"], raw) == {}
    assert len(counted(sent)) == 1
    (tmp_path / "report.eml").write_bytes(raw)
    answer = json.loads(sent.run("reports", "read", str(tmp_path / "report.eml"), "--json").stdout)
    assert not answer["change"]["changed"] and len(counted(sent)) == 1
    (tmp_path / "other.eml").write_bytes(sign(report(number=3), keys))
    (tmp_path / "none.eml").write_bytes(b"From: a@example.net\r\n\r\nhello\r\n")
    sent.run("reports", "read", str(tmp_path / "other.eml"), "--json")
    assert len(counted(sent)) == 2
    done = sent.run("reports", "read", str(tmp_path / "none.eml"), status=64)
    assert b"no report of abuse" in done.stderr


def test_what_ours_has_sent_is_told_to_where_it_came_from_and_went(sent, mails):
    answer = sent.done("report", event="01KC0000000000000000000001")
    assert told(answer) == {"calendar@ours.example": "sent", "desk@isp.example": "sent"}
    whole, text, fields, original = parts(mails.mails[1])
    assert "ben@example.org" in text and fields["Source-IP"] == "192.0.2.77"
    assert email.message_from_string(original.get_content())["Message-ID"] == "<out1@example.org>"


def feedback_id(daemon, item):
    """As the milter writes it into a mail that leaves."""
    secret = (daemon.state / "secret").read_bytes().strip()
    key = hmac.digest(secret, b"calwarden feedback ids 1", hashlib.sha256)
    mac = hmac.digest(key, item.encode(), hashlib.sha256)[:24]
    return f"{item}:{''.join('0123456789abcdefghjkmnpqrstvwxyz'[byte & 31] for byte in mac)}"


def test_by_our_own_id(sent, keys):
    item = "01KC0000000000000000000001"
    own = feedback_id(sent, item)
    answer = read(sent, sign(report(feedback_id=own[:30] + "\n\t" + own[30:], message_id="rewritten@isp.example"), keys))
    assert (answer["report"]["item"], answer["report"]["state"]) == (item, "counted") and "CFBL" in answer["report"]["detail"]
    forged = own[:-1] + ("0" if own[-1] != "0" else "1")
    answer = read(sent, sign(report(feedback_id=forged, message_id="rewritten@isp.example", number=2), keys))
    assert answer["report"]["state"] == "unmatched" and len(counted(sent)) == 1


def test_a_key_that_others_may_read_signs_nothing(signed, mails, keys):
    arrival = arrive(signed, "open key")
    path = next(key.path for key in keys.values() if key.record == signed.key_record)
    path.chmod(0o644)
    try:
        answer = signed.post("/v1/report", signed.key, event=arrival)
    finally:
        path.chmod(0o600)
    assert answer.status == 500 and "chmod 600" in answer.json["error"]["text"] and not mails.mails


def test_of_a_mail_that_nobody_knows(site, keys):
    answer = read(site, sign(report(message_id="strange@example.org", feedback_id="1:2:3"), keys))
    assert (answer["report"]["state"], answer["report"]["account"]) == ("unmatched", "")

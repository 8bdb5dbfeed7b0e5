"""A complaint about a mail of ours, all the way: it leaves with where complaints go, one comes back signed by its receiver, and the
calendar system hears of it by a report whose signature the mail system leaves whole."""
import base64
import email
import email.policy
import json
import pathlib
import subprocess
import sys

import dkim
import pytest

from bed import until
from messages import invitation

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "lookup"))
from dnsserver import DnsServer  # noqa: E402

KIM = {"sender": "kim@example.org", "login": "kim@example.org"}


def openssl(*words):
    return subprocess.run(["openssl", *words], capture_output=True, check=True).stdout


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    path = tmp_path_factory.mktemp("dkim") / "key.pem"
    path.write_bytes(openssl("genrsa", "-traditional", "2048"))
    path.chmod(0o600)
    return path


@pytest.fixture(scope="module")
def names(key):
    public = base64.b64encode(openssl("rsa", "-in", str(key), "-pubout", "-outform", "DER")).decode()
    with DnsServer({f"s1._domainkey.{domain}": [("TXT", f"v=DKIM1; k=rsa; p={public}")]
                    for domain in ("far.example", "example.org")}) as server:
        yield server


def complaint(original, key):
    """As the guest's provider would write it, with Python's own means."""
    report = email.message.MIMEPart(policy=email.policy.SMTP)
    report["From"], report["To"], report["Subject"] = "fbl@far.example", "fbl@example.org", "FW: " + original["Subject"]
    report["Message-ID"] = "<complaint-1@far.example>"
    report["MIME-Version"] = "1.0"
    report.make_mixed()
    fields = ("Feedback-Type: abuse\r\nUser-Agent: FarFBL/2\r\nVersion: 1\r\nOriginal-Rcpt-To: <guest-0@far.example>\r\n")
    head = "".join(f"{name}: {original[name]}\r\n" for name in ("From", "Subject", "CFBL-Feedback-ID"))
    for text, kind in (("This is an email abuse report.\r\n", "text/plain"), (fields, "message/feedback-report"),
                       (head, "text/rfc822-headers")):
        part = email.message.MIMEPart(policy=email.policy.SMTP)
        part["Content-Type"] = kind
        part.set_payload(text)
        report.attach(part)
    report.replace_header("Content-Type", "multipart/report; report-type=feedback-report; boundary=\"=_complaint\"")
    report.set_boundary("=_complaint")
    raw = report.as_bytes()
    return dkim.sign(raw, b"s1", b"far.example", key.read_bytes()) + raw


def test_a_complaint_finds_its_account_and_the_calendar_system(bed, warden, key, names):
    daemon = warden(f"""cfbl-address = "fbl@example.org"
lookups = yes
dns-servers = {{"127.0.0.1@{names.port}"}}
dns-trust-anchor = ""
report-trusted = {{"far.example"}}
report-upstream = {{"calendar-desk@far.example"}}
report-from = "reports@example.org"
report-dkim-key = "{key}"
report-dkim-selector = "s1"
release-via = "smtp://127.0.0.1:{bed.postfix.mx}"
""")
    raw = invitation(organizer="kim@example.org", attendees=("guest-0@far.example",))
    bed.send(b"CFBL-Address: mine@elsewhere.example\r\n" + raw, to=["guest-0@far.example"], **KIM)
    bed.settled()
    original = email.message_from_bytes(bed.sink.mails[0][2], policy=email.policy.default)
    assert original.get_all("CFBL-Address") == ["fbl@example.org; report=arf"] and len(original.get_all("CFBL-Feedback-ID")) == 1
    until(lambda: daemon.rows("SELECT item FROM decision"), "the decision")
    path = daemon.folder / "complaint.eml"
    path.write_bytes(complaint(original, key))
    answer = json.loads(daemon.ask("reports", "read", path, "--json"))
    assert (answer["report"]["state"], answer["report"]["reporter"]) == ("counted", "far.example"), answer
    assert answer["report"]["account"] == "kim@example.org"
    assert [row["state"] for row in answer["passed"]] == ["sent"], answer
    bed.settled()
    (_, rcpts, report), = bed.sink.mails[1:]
    assert rcpts == ["calendar-desk@far.example"]
    record = names.records["s1._domainkey.example.org"][0][1].encode()
    assert dkim.verify(report, dnsfunc=lambda name, timeout=5: record if name.startswith(b"s1._domainkey.example.org") else None)
    assert b"far.example reports it as calendar abuse" in report and b"Feedback-Type: abuse" in report

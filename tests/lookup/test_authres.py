"""The examples of RFC 8601, appendix B, read by us and by python3-authres, and what they prove in a mail."""
import authres
import pytest

import mails
import script
from dnsserver import DnsServer
from test_lookup import check

B2 = "example.org 1; none"
B3 = "example.com;\r\n spf=pass smtp.mailfrom=example.net"
B4 = ["example.com;\r\n auth=pass (cram-md5) smtp.auth=sender@example.net;\r\n spf=pass smtp.mailfrom=example.net",
      "example.com; iprev=pass\r\n policy.iprev=192.0.2.200"]
B5 = ["example.com;\r\n dkim=pass (good signature) header.d=example.com",
      "example.com;\r\n auth=pass (cram-md5) smtp.auth=sender@example.com;\r\n spf=fail smtp.mailfrom=example.com"]
B6 = ['example.com;\r\n dkim=pass reason="good signature"\r\n header.i=@mail-router.example.net;\r\n'
      ' dkim=fail reason="bad signature"\r\n header.i=@newyork.example.com',
      "example.net;\r\n dkim=pass (good signature) header.i=@newyork.example.com"]
B7 = ("foo.example.net (foobar) 1 (baz);\r\n dkim (Because I like it) / 1 (One yay) = (wait for it) fail\r\n"
      " policy (A dot can go here) . (like that) expired\r\n (this surprised me) = (as I wasn't expecting it) 1362471462")


def ours(text):
    ((server, version, broken, *rest),) = script.ask("results-answer", [f"results\t{text.encode().hex()}"])
    assert not broken
    return [server, version, *rest]


def theirs(text):
    header = authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {text}")
    shown = [header.authserv_id, header.version or "1"]
    for one in header.results:
        shown += [f"{one.method}/{one.version or 1}={one.result}", one.reason or ""]
        shown += [f"{of.type}.{of.name}={of.value}" for of in one.properties]
    return [str(word) for word in shown]


@pytest.mark.parametrize("text", [B2, B3, *B4, *B5, *B6], ids=["B.2", "B.3", "B.4", "B.4 second", "B.5", "B.5 second", "B.6", "B.6 second"])
def test_read_as_another_implementation_reads_it(text):
    found = theirs(text)
    assert ours(text) == [word for word in found if not word.startswith("none/")]


def test_b_7_comments_everywhere():
    """The other reader does not take a comment before the method's version."""
    with pytest.raises(authres.core.SyntaxError):
        theirs(B7)
    assert ours(B7) == ["foo.example.net", "1", "dkim/1=fail", "", "policy.expired=1362471462"]


def proven(tmp_path, fields, **session):
    """What is believed of example.com, in a mail with these fields and others between them."""
    raw = b"Received: from a.example by b.example; Mon, 14 Sep 2026 08:00:04 +0000\r\n".join(
        b"".join(b"Authentication-Results: " + text.encode() + b"\r\n" for text in group) for group in fields)
    with DnsServer({}) as server:
        return check(tmp_path, server, raw + mails.mail(), **{"authserv-id": "example.com", **session})["authentication"]


def test_b_1_nobody_said_anything(tmp_path):
    with DnsServer({}) as server:
        verdict = check(tmp_path, server, mails.mail(), **{"authserv-id": "example.com"})
    assert verdict["authentication"]["authserv_id"] != "example.com"


def test_b_2_of_another_says_nothing(tmp_path):
    assert proven(tmp_path, [[B2]])["authserv_id"] != "example.com"


def test_b_4_two_fields_of_one(tmp_path):
    found = proven(tmp_path, [B4])
    assert found["spf"] == "pass"
    assert found["domains"] == ["example.net"]


def test_b_5_and_b_6_only_the_topmost_counts(tmp_path):
    """What stands below another server's Received came with the mail, whatever it says of who wrote it."""
    found = proven(tmp_path, [[B5[0]], [B5[1]]])
    assert found["dkim"] == "pass" and found["spf"] != "fail"
    found = proven(tmp_path, [[B6[0]], [B6[1]]])
    assert found["domains"] == ["example.net"]

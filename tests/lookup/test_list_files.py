"""Lists of known abuse from files: what they say of an invitation, and while a daemon runs."""
from dnsserver import DnsServer
from test_dns_lists import MAIL, listings, signals
from test_lookup import check

ENTRIES = {
    "https://www.evil.example/a": ("url", "https://www.evil.example/a", "+LINK_LISTED_PHISH"),
    "evil.example": ("host", "www.evil.example", "+LINK_LISTED_PHISH"),
    "198.51.100.0/24": ("host", "198.51.100.66", "+LINK_LISTED_PHISH"),
    "drop.box@example.com": ("mailbox", "drop.box+7@example.com", "+MAILBOX_LISTED"),
    "192.0.2.25": ("client", "192.0.2.25", "+CLIENT_LISTED"),
    "corp.example": ("host", "corp.example", "+SENDER_DOMAIN_LISTED"),
}


def judge(tmp_path, text, options="", meaning="phish"):
    (tmp_path / "list").write_text(text)
    with DnsServer({}) as server:
        return check(tmp_path, server, MAIL, f'authenticate = no\nlist-files = {{"ours {meaning} {tmp_path}/list"}}\n{options}')


def test_what_is_listed(tmp_path):
    for entry, (kind, what, wanted) in ENTRIES.items():
        verdict = judge(tmp_path, f"# known\n{entry}\n")
        assert [one[:3] for one in listings(verdict)] == [(kind, what, "phishing")], entry
        assert wanted[1:] in signals(verdict), entry


def test_what_is_not_listed(tmp_path):
    assert judge(tmp_path, "evil2.example\nhttps://www.evil.example/b\n192.0.2.26\n")["listings"] == []


def test_proof_makes_certain(tmp_path):
    verdict = judge(tmp_path, "evil.example\ndrop.box@example.com\n", meaning="malware")
    assert (verdict["class"], verdict["placement"]) == ("certain", "withhold")


def test_a_list_that_is_not_there_or_too_large(tmp_path):
    assert judge(tmp_path, "evil.example\n" * 1000, "list-size = 1024\n")["listings"] == []

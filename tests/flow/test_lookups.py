"""What others say, in the whole system: lists behind a real resolver and a real ClamAV decide about mails that come by SMTP; and
when they are dead, invitations go on and the record says what was missing."""
import json
import sys

import pytest

from bed import ROOT, Refused, until
from messages import invitation
from test_delivery import verdict

sys.path.append(str(ROOT / "tests/lookup"))
from realdns import Rbldnsd, Unbound, stub  # noqa: E402
from scanners import HARMLESS, Clamd  # noqa: E402

# As docs/lists.md says it, with two lists of our own.
LISTS = ('dns-lists = {"ours bl.example domain 127.0.0.4=phish", "clients ip.example client 127.0.0.2=spam"}\n'
         "lookups = yes\nauthenticate = no\ndns-trust-anchor = \"\"\n")
LISTED = "198.51.100.66"
LURE = "See https://evil.example/a"


@pytest.fixture(scope="module")
def lists():
    with Rbldnsd({"bl.example:dnset": ":127.0.0.4:\ntest\n.evil.example\n",
                  "ip.example:ip4set": f":127.0.0.2:\n127.0.0.2\n{LISTED}\n"}) as server:
        yield server


@pytest.fixture
def asking(bed, warden, lists, tmp_path):
    """A daemon that asks them: asking("option = value", …) -> (daemon, the resolver)"""
    started = []

    def start(more=""):
        resolver = Unbound(tmp_path / "unbound", stub("bl.example", lists.port) + stub("ip.example", lists.port)).__enter__()
        started.append(resolver)
        daemon = warden(f'{LISTS}dns-servers = {{"127.0.0.1@{resolver.port}"}}\n{more}')
        for name in ("ours", "clients"):
            until(lambda: f'calwarden_list_works{{list="{name}"}} 1' in daemon.get("/metrics"), f"the list {name}")
        return daemon, resolver
    yield start
    for resolver in started:
        resolver.__exit__()


def record(daemon, mail_or_id):
    """What was recorded of a mail."""
    item = mail_or_id if isinstance(mail_or_id, str) else verdict(mail_or_id)["id"]
    until(lambda: daemon.rows(f"SELECT 1 FROM decision WHERE item = '{item}'"), "the record")
    reasons = json.loads(daemon.ask("why", item, "--json"))["reasons"]
    return {one["name"] for one in reasons["signals"]}, {one["fact"]: one["why"] for one in reasons["absent"]}


def test_a_listed_link_is_refused(bed, asking):
    daemon, _ = asking("mail-in-spam = reject\n")
    with pytest.raises(Refused) as refusal:
        bed.send(invitation(description=LURE), client=LISTED)
    assert refusal.value.code == 554 and bed.mailbox() == []
    item = refusal.value.text.split("number ")[1]
    assert {"LINK_LISTED_PHISH", "CLIENT_LISTED"} <= record(daemon, item)[0]
    bed.send(invitation(), client=LISTED)  # the client alone is no reason
    assert verdict(bed.only())["placement"] == "offer"


def test_a_listed_link_is_kept(bed, asking):
    daemon, _ = asking("mail-in-spam = quarantine\n")
    bed.send(invitation(description=LURE), client=LISTED)
    assert bed.mailbox() == [] and b"https://evil.example/a" in daemon.kept()[0]


def test_in_the_mailbox_it_says_withhold(bed, asking):
    asking()
    bed.send(invitation(description=LURE), client=LISTED)
    assert verdict(bed.only(folder="Junk"))["placement"] == "withhold"


def test_dead_lists_stop_nobody(bed, asking):
    daemon, resolver = asking("mail-in-spam = reject\nlookup-timeout = 1\n")
    resolver.pause()
    bed.send(invitation(description=LURE), client=LISTED)
    said = verdict(bed.only())
    assert said["class"] in ("clean", "doubtful") and said["placement"] == "offer"
    fired, absent = record(daemon, bed.only())
    assert absent["list ours"] == absent["list clients"] == "no answer in time"
    assert not [name for name in fired if "LISTED" in name]
    assert "absent list ours: no answer in time" in daemon.ask("why", said["id"])


def test_malware_in_a_calendar(bed, warden, tmp_path):
    with Clamd(tmp_path / "clamd") as clamd:
        daemon = warden(f'lookups = yes\nauthenticate = no\nclamd = "127.0.0.1:{clamd.port}"\n')
        bed.send(invitation())
        assert verdict(bed.only())["placement"] == "offer"
        with pytest.raises(Refused) as refusal:
            bed.send(invitation(description=HARMLESS.decode()))
    assert refusal.value.code == 554 and len(bed.mailbox()) == 1
    assert "OTHER_SCANNER_MALWARE" in record(daemon, refusal.value.text.split("number ")[1])[0]
    bed.dovecot.empty()
    bed.send(invitation(description=HARMLESS.decode()))  # it is gone
    said = verdict(bed.only())
    assert said["placement"] == "offer" and "clamav" in record(daemon, bed.only())[1]

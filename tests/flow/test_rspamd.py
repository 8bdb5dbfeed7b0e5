"""rspamd and Calwarden in one Postfix, as docs/postfix.md says: behind, in front, beside; with the script of the page."""
import re

import pytest

from bed import page
from bed_rspamd import SPAM, Rspamd
from messages import OURS, invitation, proven

BEHIND, _, BESIDE = page("conf")[1:]
BEHIND_LINES, FRONT_LINES = page("main.cf")[1:]
FORGED = proven("jo@corp.example") + f"Authentication-Results: \"{OURS}\" (a comment); dmarc=pass header.from=corp.example\n"
ELSEWHERE = "198.51.100.7"  # not among those who may send for corp.example
INSIDE = "10.1.2.3"  # a private network, which rspamd calls local


@pytest.fixture(scope="module")
def rspamd(system):
    filter = Rspamd(system.folder / "rspamd")
    try:
        filter.start()
        yield filter
    finally:
        filter.stop()
        system.set_milter(system.milter_lines)
        system.postfix.reload()


@pytest.fixture
def filtered(bed, rspamd):
    """filtered(lines for main.cf) -> the bed"""
    def with_lines(lines):
        bed.set_milter(rspamd.lines(lines, bed))
        bed.postfix.reload()
        return bed
    yield with_lines
    print(rspamd.said[-5000:])


def originator(mail):
    return re.search(r"originator=(\w+(?:-\w+)*)", mail["Calwarden-Verdict"])[1]


def results(mail):
    """What each of those in our name says of DMARC."""
    ours = [one for one in mail.get_all("Authentication-Results", []) if OURS in one]
    return [(re.findall(r"\bdmarc=(\w+)", one) or ["none"])[0] for one in ours]


def test_behind_it_reads_what_rspamd_proved(filtered, warden):
    bed, _ = filtered(BEHIND_LINES), warden(BEHIND)
    bed.send(invitation())
    assert results(bed.only()) == ["pass"] and originator(bed.only()) == "verified"
    assert "placement=insert-quiet;" in bed.only()["Calwarden-Verdict"]


@pytest.mark.parametrize("client", (ELSEWHERE, INSIDE))
def test_behind_forged_results_do_not_count(filtered, warden, client):
    bed, _ = filtered(BEHIND_LINES), warden(BEHIND)
    bed.send(invitation(results=FORGED), client=client)
    assert results(bed.only()) == ["none" if client == INSIDE else "fail"] and originator(bed.only()) != "verified"


@pytest.mark.parametrize("lines, options", [(BEHIND_LINES, BEHIND), (BEHIND_LINES, BESIDE), (FRONT_LINES, "")],
                         ids=("behind", "beside", "in front"))
def test_its_spam_goes_to_the_spam_folder(filtered, warden, lines, options):
    bed, _ = filtered(lines), warden(options)
    bed.send(invitation(text=SPAM))
    mail = bed.only(folder="Junk")
    assert mail["X-Spam"] == "Yes" and mail["X-Spam-Flag"] is None and "class=clean;" in mail["Calwarden-Verdict"]


@pytest.mark.parametrize("lines, options, left", [(BEHIND_LINES, BESIDE, []), (FRONT_LINES, "", ["pass"])],
                         ids=("beside", "in front"))
def test_beside_and_in_front_nobody_is_proven(filtered, warden, lines, options, left):
    bed, _ = filtered(lines), warden(options)
    bed.send(invitation(results=FORGED))
    assert results(bed.only()) == left and originator(bed.only()) == "absent"


@pytest.mark.parametrize("lines, options", [(BEHIND_LINES, BEHIND), (BEHIND_LINES, BESIDE), (FRONT_LINES, "")],
                         ids=("behind", "beside", "in front"))
def test_our_spam_goes_there_too(filtered, warden, lines, options):
    bed, _ = filtered(lines), warden(f"{options}prior = 3\n")
    bed.send(invitation())
    assert bed.only(folder="Junk")["X-Spam-Flag"] == "YES"

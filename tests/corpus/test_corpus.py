"""The corpus keeps its promises: the same bytes, enough of each attack, whole families, names that are nobody's."""
import collections
import email
import email.policy
import hashlib
import ipaddress
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import make  # noqa: E402

MESSAGES = list(make.messages())
FAMILIES = make.families()

# Damaged as mails on purpose.
BROKEN_MIME = {"old-noboundary"}

RESERVED = re.compile(r"(^|\.)(example|test|invalid|localhost|example\.(com|net|org))$")
KNOWN = re.compile(r"""(^|\.)(
    google\.com|gmail\.com|youtube\.com|goo\.gl|forms\.gle|1e100\.net|gappssmtp\.com|googleapis\.com|pages\.dev|web\.app|workers\.dev|r2\.dev|weebly\.com|
    netlify\.app|firebaseapp\.com|vercel\.app|github\.io|github\.com|wixsite\.com|azurewebsites\.net|amazonaws\.com|on\.aws|bit\.ly|tinyurl\.com|facebook\.com|wa\.me|
    outlook\.com|hotmail\.com|microsoft\.com|teams\.mail\.microsoft|onmicrosoft\.com|office\.com|aka\.ms|urldefense\.com|yahoo\.com|icloud\.com|apple\.com|imip\.me\.com|
    zoom\.us|webex\.com|goto\.com|calendly\.com|eventbrite\.com|meetup\.com|doodle\.com|sendgrid\.net|sendgrid\.info|docusign\.com|adobe\.com|dropbox\.com|
    onrender\.com|railway\.app|webflow\.io|framer\.website|godaddysites\.com|mystrikingly\.com|square\.site|jimdosite\.com|duckdns\.org|windows\.net|gitbook\.io|notion\.site|
    fly\.dev|trycloudflare\.com|surge\.sh|zapier\.app|softr\.app|lovable\.app|cloudfront\.net|b-cdn\.net|ngrok-free\.app|myclickfunnels\.com|telegra\.ph|rebrand\.ly|cutt\.ly|t\.ly|
    qrco\.de|t\.me|microsoftonline\.com|live\.com|sharepoint\.com|1drv\.ms|coupahost\.com|
    sparkasse\.de|uscourts\.gov|agenziaentrate\.gov\.it|impots\.gouv\.fr|thread\.v2|schema\.org|w3\.org|nodemailer\.com|
    .*\.gappssmtp\.com)$""", re.X)
DOCUMENTATION = [ipaddress.ip_network(n) for n in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "127.0.0.0/8", "2002::/16")]


def parsed(data):
    return email.message_from_bytes(data, policy=email.policy.default)


def texts(data):
    """The head, and every text that is inside, decoded and unfolded."""
    m = parsed(data)
    yield data[:data.find(b"\r\n\r\n")].decode("utf-8", "replace")
    for part in m.walk():
        if not part.is_multipart() and part.get_content_maintype() in ("text", "application"):
            body = part.get_payload(decode=True) or b""
            if b"\0" not in body[:200]:
                text = re.sub(r"\r\n?[ \t]|\n[ \t]|=\r?\n", "", body.decode("utf-8", "replace"))
                yield re.sub("[\u200b\u2062-\u2064\U000e0000-\U000e01ef]", "", text)


def test_same_bytes_in_another_process():
    here = hashlib.sha256(b"".join(d for _, d, _ in MESSAGES)).hexdigest()
    code = "import sys,hashlib;sys.path.insert(0,%r);import make;print(hashlib.sha256(b''.join(d for _,d,_ in make.messages())).hexdigest())" % HERE
    for seed in ("1", "2"):
        out = subprocess.run([sys.executable, "-c", code], env=dict(os.environ, PYTHONHASHSEED=seed, TZ="Asia/Tokyo"), capture_output=True, text=True, check=True)
        assert out.stdout.strip() == here, "PYTHONHASHSEED=%s" % seed


def test_every_attack_has_enough():
    count, families = collections.Counter(), collections.defaultdict(set)
    for f in FAMILIES:
        for a in set(f.attacks):
            count[a] += f.n
            families[a, f.split].add(f.name)
    for a in range(1, 52):
        assert count[a] >= 20, "attack %d has %d messages" % (a, count[a])
        both = len(families[a, "tuned"]), len(families[a, "heldout"])
        assert sum(both) >= 5 and min(both) >= 1, "attack %d has families %s" % (a, both)


def test_ordinary_mail_is_enough():
    ham = [row for _, _, row in MESSAGES if row[1] == "ham"]
    assert len(ham) >= 400
    for a in range(1, 52):
        near = {f.name for f in FAMILIES if f.name.startswith("near-%02d-" % a)}
        assert len(near) >= 3, "attack %d has near misses %s" % (a, near)
    without = [p for p, d, row in MESSAGES if row[1] == "ham" and b"VCALENDAR" not in d and not re.search(rb"calendar|application/ics|winmail|\.zip", d, re.I)]
    assert len(without) >= 36


def test_labels():
    seen = set()
    split_of = {}
    for path, _, row in MESSAGES:
        assert path == row[0] and path not in seen, path
        seen.add(path)
        assert len(row) == len(make.COLUMNS) and not any("\t" in c or "\n" in c for c in row)
        label, attacks, campaign, split = row[1], row[2], row[3], row[6]
        assert split_of.setdefault(campaign, split) == split, campaign
        if label == "spam":
            assert path.startswith("spam/%s/" % split) and split in ("tuned", "heldout")
            numbers = [int(a) for a in attacks.split(",")]
            assert int(os.path.basename(path)[:2]) in numbers and all(1 <= a <= 58 for a in numbers)
        else:
            assert label == "ham" and split == "-" and attacks == "" and path.startswith("ham/")


def test_no_wording_in_both_halves():
    words = collections.defaultdict(set)
    for f in FAMILIES:
        if f.label == "spam":
            words[f.split].update(t for t in f.summary + f.text if len(t) > 12)
    assert not words["tuned"] & words["heldout"]


def test_messages_of_a_family_differ():
    for f in FAMILIES:
        if f.n > 1:
            bodies = {re.sub(rb"\d", b"", d) for p, d, row in MESSAGES if row[3] == f.name}
            assert len(bodies) == f.n, f.name


def test_mails_can_be_read():
    for path, data, row in MESSAGES:
        if row[3] in BROKEN_MIME:
            continue
        m = parsed(data)
        for part in m.walk():
            assert not part.defects, (path, part.get_content_type(), part.defects)
        assert m["From"] and m["Date"] and m["Message-ID"] and m["Received"] and m["Authentication-Results"], path
        assert b"\n" not in re.sub(rb"\r\n", b"", data[:data.find(b"\r\n\r\n")]), path


def test_names_are_reserved_or_known():
    wrong = collections.Counter()
    for path, data, row in MESSAGES:
        for text in texts(data):
            hosts = re.findall(r"(?:https?|hxxps?|ftp|smb|file)://([A-Za-z0-9.-]+\.[A-Za-z][A-Za-z0-9-]+)", text)
            hosts += re.findall(r"[A-Za-z0-9._+=-]+@((?:[A-Za-z0-9-]+\.)+[A-Za-z][A-Za-z0-9-]+)", text)
            for h in hosts:
                h = h.lower().rstrip(".")
                if not RESERVED.search(h) and not KNOWN.search(h):
                    wrong[h] += 1
    assert not wrong, wrong


def test_addresses_are_for_documentation():
    for path, data, _ in MESSAGES:
        head = data[:data.find(b"\r\n\r\n")].decode("utf-8", "replace")
        for line in re.findall(r"^Received:.*(?:\r\n[ \t].*)*", head, re.M):
            for ip in re.findall(r"[\[(]((?:\d{1,3}\.){3}\d{1,3}|[0-9a-f:]*::[0-9a-f:]*)[\])]", line):
                assert any(ipaddress.ip_address(ip) in n for n in DOCUMENTATION), (path, ip)


def test_freemail_is_invented():
    for path, data, _ in MESSAGES:
        head = data[:data.find(b"\r\n\r\n")].decode("utf-8", "replace")
        for addr in re.findall(r"^From:.*?([A-Za-z0-9._+-]+)@(?:gmail|yahoo|hotmail|outlook)\.com", head, re.M):
            assert re.search("fictive|madeup|pretend|invented|notreal", addr), (path, addr)


def test_qr_against_known_modules():
    """Finder, timing and format bits of the smallest code; all data are checked by the picture reader's own tests."""
    import qr
    grid = qr.matrix(b"calwarden", "L")
    assert len(grid) == 21
    assert grid[0][:8] == [1, 1, 1, 1, 1, 1, 1, 0] and [grid[6][x] for x in range(8, 13)] == [1, 0, 1, 0, 1]
    assert qr.error_words([32, 91, 11, 120, 209, 114, 220, 77, 67, 64, 236, 17, 236, 17, 236, 17], 10) == [196, 35, 39, 119, 235, 215, 231, 226, 93, 23]


def test_tnef_sums():
    import struct
    import datetime as dt
    import tnef
    data = tnef.winmail("Plan", "Words", dt.datetime(2026, 2, 3, 9), dt.datetime(2026, 2, 3, 10), [("a.ics", b"BEGIN:VCALENDAR")])
    assert struct.unpack_from("<I", data)[0] == tnef.SIGNATURE
    pos = 6
    while pos < len(data):
        _, _, size = struct.unpack_from("<BII", data, pos)
        body = data[pos + 9:pos + 9 + size]
        assert struct.unpack_from("<H", data, pos + 9 + size)[0] == sum(body) & 0xffff
        pos += 11 + size
    assert pos == len(data)


def test_only_tuned_and_ham_are_imported_by_name():
    """A tuned or ham module never takes words from a held-out one."""
    for name in make.modules("tuned_") + make.modules("ham_"):
        with open(os.path.join(HERE, name + ".py"), encoding="utf-8") as f:
            assert not re.search(r"^(from|import) heldout", f.read(), re.M), name

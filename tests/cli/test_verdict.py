"""verdict verify: the field Calwarden-Verdict, written here a second time from its description."""
import base64
import hashlib
import hmac

import pytest

from conftest import mail

SECRET = b"a secret of thirty-two bytes, or more"
ITEM = "01KAKX0000ABCDEFGHJKMNPQRS"
AT = 1795187121
CLASSES = ["clean", "doubtful", "spam", "certain"]
PLACEMENTS = ["none", "insert", "insert-quiet", "offer", "withhold"]


def keyed(key, data):
    return hmac.new(key, data, hashlib.sha256).digest()


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def siphash(key, data):
    """SipHash-1-3, 64 bits."""
    mask = (1 << 64) - 1
    k0, k1 = (int.from_bytes(key[i:i + 8], "little") for i in (0, 8))
    v = [k0 ^ 0x736F6D6570736575, k1 ^ 0x646F72616E646F6D, k0 ^ 0x6C7967656E657261, k1 ^ 0x7465646279746573]

    def rotate(x, by):
        return (x << by | x >> (64 - by)) & mask

    def rounds(count):
        for _ in range(count):
            v[0] = (v[0] + v[1]) & mask
            v[2] = (v[2] + v[3]) & mask
            v[1], v[3] = rotate(v[1], 13) ^ v[0], rotate(v[3], 16) ^ v[2]
            v[0] = rotate(v[0], 32)
            v[2] = (v[2] + v[1]) & mask
            v[0] = (v[0] + v[3]) & mask
            v[1], v[3] = rotate(v[1], 17) ^ v[2], rotate(v[3], 21) ^ v[0]
            v[2] = rotate(v[2], 32)

    padded = data + bytes(7 - len(data) % 8) + bytes([len(data) & 255])
    for i in range(0, len(padded), 8):
        word = int.from_bytes(padded[i:i + 8], "little")
        v[3] ^= word
        rounds(1)
        v[0] ^= word
    v[2] ^= 0xFF
    rounds(3)
    return v[0] ^ v[1] ^ v[2] ^ v[3]


def entry(address, verdict, placement):
    key = keyed(keyed(SECRET, b"calwarden verdict recipients 1"), ITEM.encode())
    said = CLASSES.index(verdict) | PLACEMENTS.index(placement) << 2
    return base64url(siphash(key[:16], address.encode()).to_bytes(8, "big")
                     + bytes([said ^ siphash(key[16:], address.encode()) & 255]))


def covered_by_mac(raw):
    """Message-ID, the fields that say how the body is read, and the body."""
    header, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    covered = b""
    for line in header.replace(b"\n ", b" ").replace(b"\n\t", b" ").split(b"\n"):
        name, _, value = line.partition(b":")
        name = name.strip().lower()
        if name in (b"message-id", b"mime-version") or (name.startswith(b"content-") and name != b"content-length"):
            covered += name + b":" + b" ".join(value.split()) + b"\n"
    return covered + (b"\n" + body).rstrip(b"\n")


def field(raw, at=AT, entries=(), secret=SECRET):
    said = (f"v=1; id={ITEM}; t={at}; class=clean; placement=withhold;\r\n\toriginator=domain-verified;\r\n\t"
            f"r={','.join(entries)};\r\n\t")
    covered = "".join(said.split()).encode() + b"\n" + hashlib.sha256(covered_by_mac(raw)).digest()
    mac = keyed(keyed(secret, b"calwarden verdict mac 1"), covered)[:16]
    return f"Calwarden-Verdict: {said}mac={base64url(mac)}\r\n".encode()


@pytest.fixture
def verify(run, place, tmp_path):
    secret = tmp_path / "secret"
    secret.write_bytes(SECRET + b"\n")
    secret.chmod(0o600)
    config = place("verify.conf", f'secret-file = "{secret}"\naliases = {{"kim@old.example=kim@example.org"}}\n'.encode())

    def call(content, *more, at=AT + 60):
        path = place("delivered.eml", content)
        return run("verdict", "verify", "--config", config, "--at", str(at), *more, path)
    return call


ENTRIES = [entry("kim@example.org", "clean", "insert-quiet"), entry("lee@example.org", "spam", "withhold")]


def test_what_another_program_wrote_by_the_description_is_good(verify):
    done = verify(field(mail(), entries=ENTRIES) + mail())
    assert done.status == 0 and ": good, clean, placement withhold, originator domain-verified" in done.text, done
    assert f"item {ITEM} of 2026-11-20T" in done.text


def test_a_recipient_is_told_what_is_his(verify):
    names = ["--rcpt", "Kim+x@OLD.example", "--rcpt", "lee@example.org", "--rcpt", "max@example.org"]
    content = field(mail(), entries=ENTRIES) + mail()
    rows = verify(content, "--json", *names).lines()[0]
    assert rows["check"] == "good" and rows["item"] == ITEM and rows["placement"] == "withhold", rows
    assert [(row["class"], row["placement"]) for row in rows["recipients"]] == [
        ("clean", "insert-quiet"), ("spam", "withhold"), (None, None)]
    text = verify(content, *names).text
    assert "lee@example.org: spam, placement withhold\n" in text and "max@example.org: not named, no more than offer" in text


@pytest.mark.parametrize("why, content, status", [
    ("absent", mail(), 2),
    ("broken", b"Calwarden-Verdict: v=1; class=clean\r\n" + mail(), 2),
    ("forged", field(mail(), secret=b"x" * 40) + mail(), 2),
    ("forged", field(mail("Another")) + mail(), 2),
    ("forged", field(mail(identifier="other")) + mail(), 2),
    ("forged", field(mail()) + mail().replace(b"text/calendar", b"text/plain"), 2),
    ("forged", field(mail().replace(b"Message-ID", b"X-ID")) + mail(), 2),
    ("broken", b"Calwarden-Verdict: v=1\r\n" + field(mail()) + mail(), 2),
    ("old", field(mail(), at=AT - 8 * 86400) + mail(), 2),
    ("good", (field(mail()) + mail()).replace(b"\r\n", b"\n"), 0),
    ("good", b"Received: by mx.example.org\r\n" + field(mail()) + mail() + b"\r\n\r\n", 0),
])
def test_what_it_is_told_as(verify, why, content, status):
    done = verify(content)
    assert done.status == status and f"delivered.eml: {why}" in done.text, done
    row = verify(content, "--json").lines()[0]
    assert row["check"] == why and (row["class"] is None) == (why not in ("good", "old")), row


def test_without_a_secret_nothing_can_be_said(run, place, tmp_path):
    config = place("none.conf", f'state = "{tmp_path}/state"\n'.encode())
    done = run("verdict", "verify", "--config", config, place("a.eml", mail()))
    assert done.status == 66 and "secret" in done.said and not (tmp_path / "state").exists(), done

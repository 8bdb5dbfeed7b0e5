"""The plugins of contrib/ in the real rspamd and SpamAssassin, and our daemon with a key behind them."""
import email
import json
import pathlib
import shutil
import subprocess
import tempfile
import urllib.request

import pytest

import mails
import scanners
import script
from scanners import Daemon, Liar, http

CONTRIB = script.ROOT / "contrib"
FIELDS = {"IP": "192.0.2.25", "Helo": "mail.corp.example", "From": "jo@corp.example", "Rcpt": "kim@example.org"}


def ordinary():
    return mails.mail(body=b"Hello\r\n").replace(b"text/calendar; method=REQUEST", b"text/plain").replace(b"Invitation: ", b"")


@pytest.fixture(scope="module")
def daemon(tmp_path_factory):
    with Daemon(tmp_path_factory.mktemp("daemon") / "d") as daemon:
        daemon.secret = daemon.key()
        yield daemon


@pytest.fixture(scope="module")
def strict(tmp_path_factory):
    with Daemon(tmp_path_factory.mktemp("strict") / "d", "lookups = no\nprior = 4\n") as daemon:
        daemon.secret = daemon.key()
        yield daemon


def suspicious():
    return mails.mail(body=mails.INVITATION.replace(b"SUMMARY:", b"DESCRIPTION:Confirm at https://evil.example/a\r\nSUMMARY:"))


# ---- rspamd -------------------------------------------------------------------------------------------------------------


class Rspamd(scanners.Rspamd):
    def __init__(self, folder, url, key):
        super().__init__(folder)
        self.url, self.key = url, key

    def command(self):
        command = super().command()
        (self.folder / "etc/plugins.d").mkdir()
        shutil.copy(CONTRIB / "rspamd/calwarden.lua", self.folder / "etc/plugins.d")
        (self.folder / "etc/rspamd.conf.local").write_text(
            f'calwarden {{ url = "{self.url}"; key = "{self.key}"; timeout = 2s; }}\n')
        return command

    def ask(self, raw, **fields):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/checkv2", raw, {**FIELDS, **fields})
        with urllib.request.urlopen(request, timeout=30) as answer:
            found = json.load(answer)
        return {name: symbol for name, symbol in found["symbols"].items() if name.startswith("CALWARDEN")}


@pytest.fixture
def rspamd(tmp_path):
    started = []

    def start(url, key):
        started.append(Rspamd(tmp_path / "r", url, key).__enter__())
        return started[-1]
    yield start
    for one in started:
        print(one.log.read_text()[-4000:])
        one.__exit__()


def test_rspamd_tells_what_we_say(rspamd, daemon):
    filter = rspamd(f"http://127.0.0.1:{daemon.port}/", daemon.secret)
    symbols = filter.ask(mails.mail())
    assert list(symbols) == ["CALWARDEN_CLEAN"] and symbols["CALWARDEN_CLEAN"]["options"][0] == "placement=offer"
    assert filter.ask(ordinary()) == {}
    hidden = mails.mail().replace(b"text/calendar; method=REQUEST", b"application/octet-stream")
    assert list(filter.ask(hidden)) == ["CALWARDEN_CLEAN"]
    assert filter.ask(mails.mail(), **{"User-Agent": "calwarden"}) == {}  # the daemon's own question


def test_rspamd_tells_our_signals(rspamd, daemon):
    (symbol,) = rspamd(f"http://127.0.0.1:{daemon.port}", daemon.secret).ask(suspicious()).values()
    assert "LINK_STRANGER_IN_EVENT" in symbol["options"]


def test_rspamd_scores_what_we_call_spam(rspamd, strict):
    filter = rspamd(f"http://127.0.0.1:{strict.port}", strict.secret)
    (name, symbol), = filter.ask(mails.mail()).items()
    assert name in ("CALWARDEN_SPAM", "CALWARDEN_CERTAIN") and symbol["score"] >= 6
    assert symbol["options"][0] == "placement=withhold"


@pytest.mark.parametrize("what", [{"ends": False}, {"answer": b"\0" * 100}, {"answer": http(b'{"class": "spa')},
                                  {"answer": http(b'{"class": "x", "signals": 3}')}, {"answer": http(b"{}", "503 Busy")}],
                         ids=["silent", "garbage", "half", "another", "busy"])
def test_rspamd_goes_on_without_us(rspamd, what):
    with Liar(**what) as liar:
        symbols = rspamd(f"http://127.0.0.1:{liar.port}", "k").ask(mails.mail())
        assert len(liar.asked) >= 1
    assert list(symbols) == ["CALWARDEN_FAIL"] and symbols["CALWARDEN_FAIL"]["score"] == 0


def test_a_wrong_key_is_no_answer(rspamd, daemon):
    symbols = rspamd(f"http://127.0.0.1:{daemon.port}", "wrong").ask(mails.mail())
    assert list(symbols) == ["CALWARDEN_FAIL"] and "401" in symbols["CALWARDEN_FAIL"]["options"][0]


# ---- SpamAssassin -------------------------------------------------------------------------------------------------------


class Spamd(scanners.Spamd):
    """With our plugin and its rules only; network tests are on, and there are no others."""

    def __init__(self, folder, url, key):
        super().__init__(folder)
        self.url, self.key = url, key

    def command(self):
        etc = self.folder / "etc"
        etc.mkdir()
        for name in ("Calwarden.pm", "calwarden.cf"):
            shutil.copy(CONTRIB / "spamassassin" / name, etc)
        (etc / "init.pre").write_text("")
        (etc / "local.cf").write_text(
            "loadplugin Mail::SpamAssassin::Plugin::Check\ndns_available no\nuse_bayes 0\nskip_rbl_checks 1\n"
            f"calwarden_url {self.url}\ncalwarden_key {self.key}\ncalwarden_timeout 2\nclear_trusted_networks\ntrusted_networks 198.51.100.1\n")
        command = [word for word in super().command() if word != "-L"]
        return [*command, "--siteconfigpath", str(etc), "--configpath", str(etc), "-D", "calwarden"]

    def ask(self, raw):
        """The rules of ours that hit."""
        done = subprocess.run(["spamc", "-x", "-y", "-d", "127.0.0.1", "-p", str(self.port), "-t", "30"], input=raw,
                              capture_output=True, check=True, timeout=60)
        return [name for name in done.stdout.decode().strip().split(",") if name.startswith("CALWARDEN")]


@pytest.fixture
def spamd():
    """In a folder that its user can reach."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="calwarden-spamd-"))
    folder.chmod(0o755)
    started = []

    def start(url, key):
        started.append(Spamd(folder / "s", url, key).__enter__())
        return started[-1]
    yield start
    for one in started:
        print(one.log.read_text(errors="replace")[-4000:])
        one.__exit__()
    shutil.rmtree(folder)


def test_spamassassin_tells_what_we_say(spamd, daemon):
    filter = spamd(f"http://127.0.0.1:{daemon.port}", daemon.secret)
    assert filter.ask(mails.mail()) == ["CALWARDEN_CLEAN"]
    assert filter.ask(ordinary()) == []
    hidden = mails.mail().replace(b"text/calendar; method=REQUEST", b"application/octet-stream")
    assert filter.ask(hidden) == ["CALWARDEN_CLEAN"]


def test_spamassassin_tells_our_signals(spamd, daemon):
    filter = spamd(f"http://127.0.0.1:{daemon.port}", daemon.secret)
    done = subprocess.run(["spamc", "-x", "-d", "127.0.0.1", "-p", str(filter.port), "-t", "30"], input=suspicious(),
                          capture_output=True, check=True, timeout=60)
    assert "LINK_STRANGER_IN_EVENT" in email.message_from_bytes(done.stdout)["X-Spam-Calwarden"]


def test_spamassassin_scores_what_we_call_spam(spamd, strict):
    filter = spamd(f"http://127.0.0.1:{strict.port}", strict.secret)
    assert filter.ask(mails.mail()) in (["CALWARDEN_SPAM"], ["CALWARDEN_CERTAIN"])


@pytest.mark.parametrize("what", [{"ends": False}, {"answer": b"\0" * 100}, {"answer": http(b'{"class": "spa')},
                                  {"answer": http(b'{"class": "x", "signals": 3}')}, {"answer": http(b"{}", "503 Busy")}],
                         ids=["silent", "garbage", "half", "another", "busy"])
def test_spamassassin_goes_on_without_us(spamd, what):
    with Liar(**what) as liar:
        assert spamd(f"http://127.0.0.1:{liar.port}", "k").ask(mails.mail()) == ["CALWARDEN_FAIL"]
        assert len(liar.asked) >= 1


# ---- The daemon asks them -----------------------------------------------------------------------------------------------


def test_our_daemon_asks_and_counts(tmp_path):
    """In its sandbox: a scanner on TCP, and one that is silent."""
    with Liar(scanners.spamd("True", 9.0, ["BAD"])) as liar, Liar(ends=False) as silent:
        options = f'authenticate = no\nspamd = "127.0.0.1:{liar.port}"\nclamd = "127.0.0.1:{silent.port}"\nclamd-timeout = 1s\nrspamd-timeout = 1s\n'
        with Daemon(tmp_path / "d", options + f'rspamd-url = "http://127.0.0.1:{silent.port}"\n') as daemon:
            verdict, metrics = daemon.check(mails.mail()), daemon.metrics()
    assert [(one["scanner"], one["opinion"]) for one in verdict["opinions"]] == [("spamassassin", "spam")]
    assert verdict["placement"] == "withhold" and {"rspamd", "clamav"} <= {one["fact"] for one in verdict["absent"]}
    assert 'calwarden_scanner_opinions_total{scanner="spamassassin",opinion="spam"} 1' in metrics

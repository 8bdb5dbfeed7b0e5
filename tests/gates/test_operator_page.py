"""docs/postfix.md and docs/sieve: configurations, Sieve scripts, commands, options and metrics are those of this program."""
import os
import pathlib
import pwd
import re
import subprocess
import tempfile

import pytest

ROOT = pathlib.Path(__file__).parents[2]
PROGRAM = os.environ.get("CALWARDEN") or str(ROOT / "build/calwarden")
PAGE = (ROOT / "docs/postfix.md").read_text(encoding="utf-8")
ALL = PAGE + "".join((ROOT / "docs/sieve" / name).read_text(encoding="utf-8") for name in ("README.md", "cyrus.md"))


def blocks(kind):
    return re.findall(rf"^```{re.escape(kind)}\n(.*?)^```$", ALL, re.M | re.S)


def run(*command, **more):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, timeout=120, **more)


def test_it_holds_what_is_tried():
    assert len(blocks("conf")) >= 4 and len(blocks("sieve")) == 2 and len(blocks("main.cf")) == 4 and len(blocks("mail")) == 1


@pytest.mark.parametrize("text", blocks("conf"))
def test_configurations(tmp_path, text):
    (tmp_path / "it.conf").write_text(text)
    done = run(PROGRAM, "config", "check", tmp_path / "it.conf")
    assert done.returncode == 0 and "0 errors, 0 warnings" in done.stdout + done.stderr, done.stdout + done.stderr


@pytest.mark.parametrize("text", blocks("main.cf"))
def test_lines_for_postfix(tmp_path, text):
    (tmp_path / "main.cf").write_text(text)
    (tmp_path / "master.cf").write_text("")
    done = run("/usr/sbin/postconf", "-c", tmp_path, "-n")
    assert done.returncode == 0 and "unused" not in done.stderr, done.stderr
    assert set(re.findall(r"^(\w+) =", text, re.M)) <= set(re.findall(r"^(\w+) =", done.stdout, re.M))


def test_the_mail_to_try_it_with(tmp_path):
    (tmp_path / "test.eml").write_text(blocks("mail")[0])
    done = run(PROGRAM, "check", tmp_path / "test.eml")
    assert done.returncode == 3 and re.match(r"certain +[\d.]+ % +withhold", done.stdout), done.stdout


MARK, VERDICT = "X-Spam-Flag: YES\n", "Calwarden-Verdict: v=1; id=A; t=1; class=clean; placement={}; originator=verified\n"
CASES = [(0, MARK, "Junk"), (0, "X-Spam: Yes\n", "Junk"), (0, "X-Spam-Flag: NO\n", "INBOX"),
         (1, VERDICT.format("withhold"), "Junk"),
         (1, VERDICT.format("offer"), "$Offered"), (1, VERDICT.format("insert-quiet"), "INBOX"), (1, "", "INBOX")]


@pytest.fixture
def someone():
    """A folder, and who works in it: Pigeonhole refuses root."""
    own = {"uid": os.getuid(), "gid": os.getgid()}
    if own["uid"] == 0:
        nobody = pwd.getpwnam("nobody")
        own = {"uid": nobody.pw_uid, "gid": nobody.pw_gid}
    with tempfile.TemporaryDirectory(prefix="calwarden-sieve-") as folder:
        os.chown(folder, own["uid"], own["gid"])
        yield pathlib.Path(folder), own["uid"], own["gid"]


@pytest.mark.parametrize("script, field, expected", CASES)
def test_sieve(someone, script, field, expected):
    folder, uid, gid = someone
    (folder / "it.sieve").write_text(blocks("sieve")[script])
    (folder / "it.eml").write_text(f"From: jo@example.com\n{field}Subject: It\n\nText\n")
    (folder / "dovecot.conf").write_text(f"log_path = {folder}/log\nmail_location = maildir:{folder}/box\nfirst_valid_uid = 1\n"
                                         f"mail_uid = {uid}\nmail_gid = {gid}\n")
    become = {"user": uid, "group": gid, "extra_groups": []} if os.getuid() == 0 else {}
    done = run("sieve-test", "-c", folder / "dovecot.conf", folder / "it.sieve", folder / "it.eml", cwd=folder,
               env={"PATH": os.environ["PATH"], "HOME": str(folder)}, **become)
    assert done.returncode == 0, done.stdout + done.stderr
    assert expected in done.stdout and ("Junk" in done.stdout) == (expected == "Junk"), done.stdout


def test_sieve_for_cyrus(tmp_path):
    """By the compiler of Cyrus itself; tests/flow runs it."""
    (tmp_path / "imapd.conf").write_text(f"configdirectory: {tmp_path}\nsyslog_prefix: calwarden-test\n")
    (tmp_path / "it.sieve").write_text(blocks("sieve-cyrus")[0])
    done = run("/usr/lib/cyrus/bin/sievec", "-C", tmp_path / "imapd.conf", tmp_path / "it.sieve", tmp_path / "it.bc")
    assert done.returncode == 0 and (tmp_path / "it.bc").exists(), done.stdout + done.stderr


# RFC 9671 4: the tagged arguments come in any order, each once; a variable needs `variables`, a list of organizers `extlists`.
TEXT, TEXTS = r'"[^"]*"', r'(?:"[^"]*"|\[[^\]]*\])'
TAGS = rf":allowpublic|:deletecancelled|:updatesonly|:addresses {TEXTS}|:(?:calendarid|organizers|outcome|reason) {TEXT}"


def wrong_calls(script):
    """Uses of processcalendar that its grammar does not allow."""
    wrong = []
    required = re.search(r"require (\[[^]]*\]|\"[^\"]*\")", script)[1]
    for call in re.findall(r"processcalendar([^;]*);", script.split(";", 1)[1]):
        tags = re.findall(r":\w+", call)
        if (not re.fullmatch(rf"(?:\s+(?:{TAGS}))*\s*", call) or len(tags) > len(set(tags))
                or {":updatesonly", ":calendarid"} <= {*tags}
                or ":organizers" in tags and "extlists" not in required
                or {":outcome", ":reason"} & {*tags} and "variables" not in required or "processcalendar" not in required):
            wrong.append(call)
    return wrong


@pytest.mark.parametrize("call, good", [
    ("processcalendar;", True), ('processcalendar :addresses ["a@example.org", "b@example.org"] :calendarid "work";', True),
    ('processcalendar :updatesonly :calendarid "work";', False), ('processcalendar :outcome "it";', False),
    ("processcalendar :quietly;", False), ("processcalendar :updatesonly :updatesonly;", False)])
def test_the_grammar_of_rfc_9671_itself(call, good):
    assert (wrong_calls(f'require "processcalendar"; {call}') == []) == good


def test_sieve_of_rfc_9671(tmp_path):
    script = blocks("sieve-rfc9671")[0]
    assert script.count("processcalendar") == 2 and wrong_calls(script) == []
    # What is around the one action is tried as what every Sieve knows.
    (tmp_path / "it.sieve").write_text(script.replace(', "processcalendar"', "").replace("processcalendar;", "keep;"))
    done = run("sievec", "-c", "/dev/null", tmp_path / "it.sieve", tmp_path / "it.svbin")
    assert done.returncode == 0, done.stderr


def test_the_spam_folder_is_the_file():
    file = (ROOT / "docs/spam-folder.sieve").read_text(encoding="utf-8")
    assert blocks("sieve")[0] == "".join(line for line in file.splitlines(True) if not line.startswith("#"))


def test_commands_options_and_metrics():
    known = run(PROGRAM, "help").stdout
    told = {words for words in re.findall(r"(?:^|`|or `)calwarden ([a-z]+(?: [a-z]+)?)", PAGE, re.M)}
    names = {line[2:20].strip() for line in known.splitlines() if line.startswith("  ")}
    assert told and not [words for words in told if words not in names and words.split()[0] not in names]
    assert run(PROGRAM, "config", "explain", *sorted(set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", PAGE))
               - {"insert-quiet", "authentication-results"})).returncode == 0
    metrics = (ROOT / "docs/reference/metrics.md").read_text(encoding="utf-8")
    assert not [name for name in re.findall(r"`(calwarden_\w+)", PAGE) if name not in metrics]

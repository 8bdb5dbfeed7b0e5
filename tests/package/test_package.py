"""The Debian packages: built, installed, upgraded from a lower version, removed and purged in a Debian of their own, which
debootstrap makes in a temporary folder from the mirror that apt of this machine uses. Nothing of the machine is touched;
what is mounted in there is seen by the process that mounted it alone.

    CW_PACKAGES=FOLDER    where to build (default: build-package); what was downloaded is kept there too

Needs root or sudo, debootstrap.
"""
import contextlib
import pathlib
import re
import socket
import subprocess
import tempfile
import time

import pytest

from machine import ALONE, BECOME, CONF, ROOT, STATE, WANTED, bootstrap, free_port, mounted_below, remove, run


@pytest.fixture(scope="session")
def older(debs, tmp_path_factory):
    """The same as a lower version, with a file that the new one has no longer."""
    folder = tmp_path_factory.mktemp("older")
    run("dpkg-deb", "--raw-extract", debs["calwarden"], folder / "tree")
    control = folder / "tree/DEBIAN/control"
    control.write_text(re.sub(r"^Version: .*$", "Version: 0.0.9-1", control.read_text(), flags=re.M))
    (folder / "tree/usr/share/doc/calwarden/given-up.md").write_text("\n")
    run("dpkg-deb", "--root-owner-group", "--build", folder / "tree", folder / "calwarden_0.0.9-1_amd64.deb")
    return folder / "calwarden_0.0.9-1_amd64.deb"


@pytest.fixture(scope="module")
def debian(debs):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="calwarden-package-"))
    folder.chmod(0o755)
    try:
        yield bootstrap(folder, debs["calwarden"])
    finally:
        remove(folder)


@contextlib.contextmanager
def serving(debian, milter):
    """The installed daemon, as its unit starts it but by root, until its milter listens."""
    command = ["sh", "-c", 'mount -t proc proc "$1/proc" && exec chroot "$1" /usr/bin/env -i PATH=/usr/bin:/bin calwarden serve',
               "sh", debian.root]
    with open(debian.root.parent / "serve.log", "wb") as log:
        process = subprocess.Popen([str(word) for word in ALONE + command], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    said = debian.root.parent / "serve.log"
    try:
        end = time.monotonic() + 60
        while True:
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", milter)) == 0:
                    break
            assert process.poll() is None and time.monotonic() < end, said.read_text(errors="replace")
            time.sleep(0.1)
        yield said
    finally:
        end_of(process)


def end_of(process):
    """Lets the daemon end that was started through others, or kills the first of them, with which its processes die."""
    pid, daemon = process.pid, None
    while pid and not daemon:
        children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        pid = children[0] if children else None
        daemon = pid if pid and pathlib.Path(f"/proc/{pid}/comm").read_text() == "calwarden\n" else None
    run(*BECOME, "kill", "-TERM", daemon or process.pid, ok=False)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        run(*BECOME, "kill", "-KILL", daemon or process.pid, ok=False)
        process.wait(30)


# ---- Before installing ----------------------------------------------------------------------------------------------

def test_three_packages(debs):
    assert sorted(debs) == ["calwarden", "libcalwarden-dev", "libcalwarden0"]


def test_contents(debs):
    rows = [row.split(None, 5) for row in run("dpkg-deb", "-c", debs["calwarden"]).stdout.splitlines()]
    names = {row[5].split(" -> ")[0] for row in rows}
    for name in ("usr/bin/calwarden", CONF, "usr/share/calwarden/rules/README.md", "usr/share/man/man1/calwarden.1",
                 "usr/share/man/man1/calwarden-serve.1", "usr/lib/systemd/system/calwarden.service",
                 "usr/lib/systemd/system/calwarden.socket", "usr/lib/sysusers.d/calwarden.conf",
                 "usr/share/doc/calwarden/copyright", "usr/share/doc/calwarden/postfix.md",
                 "usr/share/doc/calwarden/reference/options.md", "usr/share/doc/calwarden/sieve/cyrus.md"):
        assert f"./{name}" in names, name
    assert not [name for name in names if "local" in name.split("/") or name.endswith((".a", ".h", ".so"))]
    assert {row[1] for row in rows} == {"root/root"}
    assert not [row for row in rows if "w" in row[0][5] + row[0][8] and row[0][0] != "l"]
    assert run("dpkg-deb", "-I", debs["calwarden"], "conffiles").stdout.split() == ["/" + CONF]


# ---- One life -------------------------------------------------------------------------------------------------------

def test_install(debian, older):
    debian.install(older)
    assert debian.status() == "install ok installed 0.0.9-1"
    uid, gid, home, shell = debian.user("calwarden")
    assert home == "/var/lib/calwarden" and shell.endswith("nologin") and 0 < int(uid) < 1000
    assert debian.mode(STATE) == ["700", uid, gid]
    assert debian.mode("usr/bin/calwarden") == ["755", "0", "0"]
    assert debian.exists(WANTED)


def test_the_command_finds_its_rules_and_configuration(debian):
    mail = "abuse-refund-1.eml"
    run(*BECOME, "cp", ROOT / "samples" / mail, debian.path("root"))
    judged = debian.run("calwarden", "check", "--authserv-id", "mx.example.org", f"/root/{mail}", ok=False)
    assert judged.returncode == 3 and judged.stdout.startswith("certain"), judged.stdout
    assert "/" + CONF in debian.run("calwarden", "config", "check").stdout


@pytest.fixture(scope="module")
def ports():
    return free_port(), free_port()


def test_the_daemon_runs_as_its_user(debian, ports):
    text = (f'\nmilter-listen = "inet:127.0.0.1:{ports[0]}"\nhttp-listen = {{"127.0.0.1:{ports[1]}"}}\n'
            'contact = "ours"\nlookups = no\n')
    subprocess.run([*BECOME, "tee", "-a", debian.path(CONF)], input=text, text=True, stdout=subprocess.DEVNULL, check=True)
    with serving(debian, ports[0]):
        pass
    uid, gid, *_ = debian.user("calwarden")
    assert debian.mode(f"{STATE}/calwarden.db")[1:] == [uid, gid]
    assert debian.mode(STATE) == ["700", uid, gid]


def test_upgrade_keeps_what_is_the_administrators(debian, debs):
    debian.run("calwarden", "allow", "add", "jo@example.com")
    run(*BECOME, "rm", debian.path(WANTED))  # as systemctl disable does
    assert debian.exists("usr/share/doc/calwarden/given-up.md")
    debian.install(debs["calwarden"])
    assert debian.status().startswith("install ok installed 0.1")
    assert not debian.exists("usr/share/doc/calwarden/given-up.md")
    assert 'contact = "ours"' in debian.path(CONF).read_text()
    assert not debian.exists(WANTED), "what was disabled stays so"
    assert "jo@example.com" in debian.run("calwarden", "allow", "list").stdout


def test_the_library_beside_it(debian, debs):
    debian.install(debs["libcalwarden0"], debs["libcalwarden-dev"])
    assert "libcalwarden.so.0" in debian.run("ldconfig", "-p").stdout
    assert debian.exists("usr/include/calwarden.h")


def test_removal_keeps_configuration_and_state(debian):
    debian.apt("remove", "calwarden")
    assert debian.status().startswith("deinstall ok config-files")
    assert not debian.exists("usr/bin/calwarden") and not debian.exists("usr/share/calwarden")
    assert debian.exists(CONF) and debian.exists(f"{STATE}/calwarden.db")


def test_purge_takes_both(debian):
    debian.apt("purge", "calwarden")
    assert not debian.exists("etc/calwarden") and not debian.exists(STATE)
    assert debian.user("calwarden"), "files elsewhere may be his"
    left = run(*BECOME, "find", debian.path("etc/systemd"), debian.path("var/lib/systemd"), "-name", "*calwarden*").stdout
    assert left == ""


def test_nothing_was_mounted_here(debian):
    assert mounted_below(debian.root) == []

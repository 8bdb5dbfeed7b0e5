"""The Debian packages: built, installed, upgraded from a lower version, removed and purged in a Debian of their own, which
debootstrap makes in a temporary folder from the mirror that apt of this machine uses. Nothing of the machine is touched;
what is mounted in there is seen by the process that mounted it alone.

    CW_PACKAGES=FOLDER    where to build (default: build-package); what was downloaded is kept there too

Needs root or sudo, debootstrap.
"""
import contextlib
import hashlib
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import time

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("CW_PACKAGES") or ROOT / "build-package").resolve()
BECOME = [] if os.geteuid() == 0 else ["sudo", "-n"]
# Own mounts, which end with the command.
ALONE = BECOME + ["unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child"]
CONF = "etc/calwarden/calwarden.conf"
STATE = "var/lib/calwarden"
WANTED = "etc/systemd/system/multi-user.target.wants/calwarden.service"


def run(*command, ok=True, **more):
    done = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace", timeout=600, check=False, **more)
    assert not ok or done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout[-4000:]}"
    return done


def mounted_below(folder):
    with open("/proc/self/mountinfo", encoding="utf-8") as rows:
        return [row.split()[4] for row in rows if row.split()[4].startswith(f"{folder}/")]


def remove(folder):
    """A folder of ours, unless something is still mounted in it."""
    for place in sorted(mounted_below(folder), reverse=True):
        run(*BECOME, "umount", place)
    assert not mounted_below(folder)
    run(*BECOME, "rm", "-rf", "--one-file-system", folder)


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Debian:
    """A small one in a folder."""

    def __init__(self, root):
        self.root = root

    def run(self, *command, ok=True, proc=False):
        inside = ["chroot", self.root, "/usr/bin/env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8",
                  "DEBIAN_FRONTEND=noninteractive", *command]
        if proc:
            inside = ["sh", "-c", 'mount -t proc proc "$1/proc" && shift && exec "$@"', "sh", self.root, *inside]
        return run(*ALONE, *inside, ok=ok)

    def apt(self, *words, ok=True):
        return self.run("apt-get", "-qq", "-y", "--no-install-recommends", "-o", "APT::Sandbox::User=root", *words, ok=ok)

    def install(self, *debs):
        for deb in debs:
            run(*BECOME, "cp", deb, self.root / "root")
        # A question about the configuration would fail the test.
        return self.apt("install", "systemd-standalone-sysusers", *(f"/root/{deb.name}" for deb in debs))

    def status(self, package="calwarden"):
        done = self.run("dpkg-query", "-W", "-f=${Status} ${Version}", package, ok=False)
        return done.stdout if done.returncode == 0 else None

    def path(self, name):
        return self.root / name

    def exists(self, name):
        return run(*BECOME, "test", "-e", self.path(name), "-o", "-L", self.path(name), ok=False).returncode == 0

    def mode(self, name):
        return run(*BECOME, "stat", "-c", "%a %u %g", self.path(name)).stdout.split()

    def user(self, name):
        """(uid, gid, home, shell) or None"""
        row = re.search(rf"^{name}:.*$", self.path("etc/passwd").read_text(), re.M)
        return (lambda f: (f[2], f[3], f[5], f[6]))(row[0].split(":")) if row else None


# ---- What is built --------------------------------------------------------------------------------------------------

@pytest.fixture(scope="session")
def debs():
    """The packages of this version, by name."""
    run(ROOT / "tools/package", BUILD, f"-j{os.cpu_count() or 2}", cwd=ROOT)
    return {path.name.split("_")[0]: path for path in (BUILD / "packages").glob("*.deb")}


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


def mirror():
    """Where apt of this machine gets this Debian, and its name."""
    suite = re.search(r"^VERSION_CODENAME=(.*)$", pathlib.Path("/etc/os-release").read_text(), re.M)[1]
    rows = run("apt-get", "indextargets", "--format", "$(SITE) $(CODENAME) $(COMPONENT)", "Created-By: Packages").stdout
    sites = [row.split()[0] for row in rows.splitlines() if row.split()[1:] == [suite, "main"]]
    assert sites, f"apt knows no mirror of {suite}"
    return suite, sites[0]


def bootstrap(folder, deb):
    """A base with what the package needs downloaded, kept as an archive for the next time."""
    suite, site = mirror()
    needs = run("dpkg-deb", "-f", deb, "Depends").stdout
    kept = BUILD / f"base-{hashlib.sha256(f'{suite} {site} {needs}'.encode()).hexdigest()[:16]}.tar"
    root = folder / "root"
    if kept.exists():
        run(*BECOME, "tar", "-C", folder, "--numeric-owner", "-xpf", kept)
        return Debian(root)
    run(*ALONE, "debootstrap", "--variant=minbase", suite, root, site)
    debian = Debian(root)
    debian.apt("update")
    # Nobody needs this Debian to survive a power cut.
    run(*BECOME, "sh", "-c", f"echo force-unsafe-io >'{root}/etc/dpkg/dpkg.cfg.d/fast'")
    run(*BECOME, "cp", deb, root / "root")
    debian.apt("install", "--download-only", "systemd-standalone-sysusers", f"/root/{deb.name}")
    for old in BUILD.glob("base-*.tar"):
        run(*BECOME, "rm", "-f", old)
    new = folder / "base.tar"
    run(*BECOME, "tar", "-C", folder, "--numeric-owner", "-cpf", new, "root")
    run(*BECOME, "mv", new, kept)
    return debian


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
                 "usr/share/doc/calwarden/copyright", "usr/share/doc/calwarden/postfix.md"):
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
            'contact = "ours"\n')
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

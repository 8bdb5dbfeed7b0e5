"""docs/postfix.md, followed word for word on a fresh Debian: its commands and its configuration, in the order of the page, by
somebody who installs, watches, tries it with a mail from outside, and removes it again. Postfix is that of Debian.

In namespaces of its own for processes, mounts and network: ports are those of the page. Services are started by Debian's
`systemctl` for machines without systemd; the unit is that of the package, without its hardening (tests/daemon tries that).
"""
import contextlib
import pathlib
import re
import subprocess
import tempfile
import time

import pytest

from machine import BECOME, ROOT, bootstrap, remove, run

PAGE = (ROOT / "docs/postfix.md").read_text(encoding="utf-8")
CONF, MAIN, MASTER = "etc/calwarden/calwarden.conf", "etc/postfix/main.cf", "etc/postfix/master.cf"
OUTSIDE = "198.51.100.25"  # where mx.example.org is: what connects to it comes from there, too
BEGIN = f"""
mount -t proc proc "$1/proc"; mount -t tmpfs dev "$1/dev"
for name in null zero random urandom; do touch "$1/dev/$name"; mount --bind "/dev/$name" "$1/dev/$name"; done
ln -s /proc/self/fd "$1/dev/fd"
hostname mx.example.org; ip link set lo up; ip address add {OUTSIDE} dev lo
exec sleep 1000000
"""


def chapter(title):
    """The blocks of a chapter as (kind, text)."""
    text = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S)[1]
    return re.findall(r"^```([a-z.]+)\n(.*?)^```$", text, re.M | re.S)


TRY = next(text for kind, text in chapter("3. Try it") if "curl" in text)


class Machine:
    def __init__(self, debian):
        self.root = debian.root
        with open(self.root.parent / "log", "wb") as log:
            self.first = subprocess.Popen([*BECOME, "unshare", "--mount", "--propagation", "private", "--pid", "--fork",
                                           "--kill-child", "--net", "--uts", "sh", "-e", "-c", BEGIN, "sh", str(self.root)],
                                          stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.inside = self.until(self.sleeper, "a machine")

    def sleeper(self):
        """The first process in there."""
        children = pathlib.Path(f"/proc/{self.first.pid}/task/{self.first.pid}/children").read_text().split()
        pid = children[0] if children else None
        if pid and not pathlib.Path(f"/proc/{pid}/cmdline").read_text().startswith(("sleep", "sh")):  # sudo stands between
            children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            pid = children[0] if children else None
        return pid if pid and pathlib.Path(f"/proc/{pid}/comm").read_text() == "sleep\n" else None

    @staticmethod
    def until(true, what, patience=60):
        end = time.monotonic() + patience
        while time.monotonic() < end:
            found = true()
            if found:
                return found
            time.sleep(0.1)
        raise AssertionError(f"never: {what}")

    def sh(self, script, ok=True):
        """What root types into his shell."""
        return run(*BECOME, "nsenter", "-t", self.inside, "-m", "-p", "-n", "-u", "chroot", self.root, "/usr/bin/env", "-i",
                   "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "DEBIAN_FRONTEND=noninteractive", "HOME=/root",
                   "bash", "-e", "-c", f"cd /root\n{script}", ok=ok).stdout

    def write(self, name, text, append=False):
        subprocess.run([*BECOME, "tee", *(["-a"] if append else []), self.root / name], input=text, text=True,
                       stdout=subprocess.DEVNULL, check=True)

    def read(self, name):
        return run(*BECOME, "cat", self.root / name, ok=False).stdout

    def stop(self):
        run(*BECOME, "kill", "-KILL", self.inside, ok=False)  # and with it all in there
        self.first.wait(20)


@pytest.fixture(scope="module")
def machine(debs):
    """As the page meets it: a source with its packages built, and a Postfix for example.org, where kim has a mailbox."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="calwarden-operator-"))
    folder.chmod(0o755)
    with contextlib.ExitStack() as stack:
        stack.callback(remove, folder)
        debian = bootstrap(folder, debs["calwarden"])
        run(*BECOME, "mkdir", "-p", debian.root / "root/build-package/packages")
        run(*BECOME, "cp", *debs.values(), debian.root / "root/build-package/packages")
        machine = Machine(debian)
        stack.callback(machine.stop)
        machine.write("etc/apt/apt.conf.d/90ours", 'APT::Get::Assume-Yes "true"; APT::Install-Recommends "false"; '
                                                   'APT::Sandbox::User "root"; quiet "1";\n')
        machine.write("etc/hosts", f"127.0.0.1 localhost\n{OUTSIDE} mx.example.org mx\n")
        machine.write("etc/mailname", "mx.example.org\n")
        machine.sh("useradd -m kim; apt-get -qq install postfix curl systemctl systemd-standalone-sysusers\n"
                   "mkdir -p /etc/systemd/system/calwarden.service.d")
        # What systemd itself tells a service.
        machine.write("etc/systemd/system/calwarden.service.d/state.conf",
                      "[Service]\nEnvironment=STATE_DIRECTORY=/var/lib/calwarden\n")
        machine.write(MAIN, "compatibility_level = 3.6\nmyhostname = mx.example.org\nmydestination = example.org, localhost\n"
                            "mynetworks = 127.0.0.0/8\nmaillog_file = /var/log/mail.log\nalias_maps =\n")
        # A service for submission, as the comments of Debian's master.cf make it.
        master = machine.read(MASTER)
        for name in ("submission", "submissions"):
            master = re.sub(rf"^#({name} +inet .*)$", r"\1", master, flags=re.M)
        machine.write(MASTER, master)
        machine.sh("postfix start")
        yield machine


def edit(machine, kind, text):
    """Puts a block where the page says that it belongs."""
    if kind == "conf":
        machine.write(CONF, f"\n{text}", append=True)
    elif kind == "main.cf":
        machine.write(MAIN, text, append=True)
    elif kind == "master.cf":
        master = re.sub(r"^(submissions? +inet .*)$", rf"\1\n{text.rstrip()}", machine.read(MASTER), flags=re.M)
        assert len(re.findall(rf"^{re.escape(text.rstrip())}$", master, re.M)) == 2
        machine.write(MASTER, master)
    elif kind == "mail":
        machine.write("root/test.eml", text)
    else:
        raise AssertionError(f"a block of kind {kind}")


def follow(machine, title, item=None):
    """Does what a chapter says, block by block; what its commands printed. `item`: tells the number to put in."""
    said = ""
    for kind, text in chapter(title):
        if kind == "sh":
            said += machine.sh(text.replace("ITEM", item()) if "ITEM" in text else text)
        else:
            edit(machine, kind, text)
    return said


def test_1_install(machine):
    (_, install), (_, look) = chapter("1. Install")
    machine.sh(install.replace("make package\n", ""))  # that was done
    machine.sh("systemctl start calwarden")  # systemd does that on installation
    assert '"state": "serving"' in machine.sh(look)


def test_2_let_it_watch(machine):
    said = follow(machine, "2. Let it watch")
    assert "0 errors, 0 warnings" in said
    assert machine.sh("postconf -P '*/inet/milter_macro_daemon_name'").count("ORIGINATING") == 2


def delivered(machine):
    def mail():
        text = machine.read("var/mail/kim")
        return text if "Subject: A test" in text else None
    return machine.until(mail, "a mail")


def test_3_try_it(machine):
    def number():
        found = re.search(r"^Calwarden-Tag: certain; item=(\w+)$", delivered(machine), re.M)[1]
        machine.until(lambda: found in machine.sh("calwarden log --json"), "a record")  # it may lag a second behind
        return found

    said = follow(machine, "3. Try it", number)
    assert re.search(r"^Calwarden-Verdict: .*class=certain;\s+placement=withhold;", delivered(machine), re.M)
    assert "CALENDAR_TEST_STRING" in said and OUTSIDE in said


def test_4_let_it_act(machine):
    assert "certain" in follow(machine, "4. Let it act")
    conf = machine.read(CONF)
    for line in re.search(r"^contact.*\n((?:.+\n)+)", dict(chapter("2. Let it watch"))["conf"], re.M)[1].splitlines():
        conf = conf.replace(f"{line}\n", "")
    machine.write(CONF, conf)
    machine.sh("calwarden config check; systemctl reload calwarden")
    machine.sh(TRY, ok=False)
    assert re.search(r"milter-reject: END-OF-MESSAGE .* 5\.7\.1 This message looks like calendar abuse",
                     machine.read("var/log/mail.log"))


def test_removing_it(machine):
    machine.write(MAIN, machine.read(MAIN).replace(dict(chapter("2. Let it watch"))["main.cf"], ""))
    machine.write(MASTER, machine.read(MASTER).replace(dict(chapter("2. Let it watch"))["master.cf"], ""))
    follow(machine, "Removing it")
    assert machine.sh("command -v calwarden", ok=False) == "" and "contact" in machine.read(CONF)
    machine.write("var/mail/kim", "")
    machine.sh(TRY)
    assert "Calwarden" not in delivered(machine)

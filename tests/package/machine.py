"""A small Debian in a folder, made by debootstrap from the mirror that apt of this machine uses. Nothing of the machine is
touched; what is mounted in there is seen by the process that mounted it alone. Needs root or sudo, debootstrap."""
import hashlib
import os
import pathlib
import re
import socket
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("CW_PACKAGES") or ROOT / "build-package").resolve()
BECOME = [] if os.geteuid() == 0 else ["sudo", "-n"]
# Own mounts, which end with the command.
ALONE = BECOME + ["unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child"]
CONF = "etc/calwarden/calwarden.conf"
STATE = "var/lib/calwarden"
EXTRA = ["postfix", "curl", "systemctl"]  # what is downloaded beside what our packages need
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
    kept = BUILD / f"base-{hashlib.sha256(f'{suite} {site} {needs} {EXTRA}'.encode()).hexdigest()[:16]}.tar"
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
    debian.apt("install", "--download-only", "systemd-standalone-sysusers", *EXTRA, f"/root/{deb.name}")
    for old in BUILD.glob("base-*.tar"):
        run(*BECOME, "rm", "-f", old)
    new = folder / "base.tar"
    run(*BECOME, "tar", "-C", folder, "--numeric-owner", "-cpf", new, "root")
    run(*BECOME, "mv", new, kept)
    return debian

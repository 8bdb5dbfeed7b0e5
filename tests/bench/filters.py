"""filters: rspamd and SpamAssassin on the mails of the benchmark, in their own folders, on loopback, without network.

Each is started with a configuration of its own below a temporary folder, answers on a port of 127.0.0.1, is measured by the
CPU time that the kernel counts for its processes, and is ended by its process id. Nothing of an installed service is used
or changed.
"""
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

TICKS = os.sysconf("SC_CLK_TCK")

# Modules of rspamd 3.4 that ask the network or a Redis; statistics need one as well.
NETWORK_MODULES = """antivirus arc asn aws_s3 bayes_expiry clickhouse clustering dcc dkim dkim_signing dmarc elastic
    external_relay external_services fuzzy_check fuzzy_collect greylist history_redis hfilter ip_score known_senders
    maillist metadata_exporter metric_exporter milter_headers mx_check neural p0f ratelimit rbl replies reputation
    spamassassin spamtrap spf spf_dnswl surbl url_redirector whitelist""".split()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def processes(root):
    """The process and all below it."""
    parents = {}
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(") ")[2].split()
        except OSError:
            continue
        parents[int(path.parent.name)] = int(fields[1])
    found = {root}
    while True:
        more = {pid for pid, parent in parents.items() if parent in found} - found
        if not more:
            return found
        found |= more


def ticks_of(pid):
    """Ticks of CPU, user and system, of a process so far: its own, and those of its children that ended. (0, 0) when it is
    gone: its parent has them then."""
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return 0, 0
    own, children = (int(fields[at]) + int(fields[at + 1]) for at in (11, 13))
    return own, children


class Filter:
    """A daemon that runs while the `with` lasts."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(parents=True)
        self.port = free_port()
        self.log = folder / "log.txt"

    def __enter__(self):
        command = self.command()
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                                            start_new_session=True, env={**os.environ, "HOME": str(self.folder)})
        for _ in range(600):
            if self.process.poll() is not None:
                raise RuntimeError(f"{command[0]} ended:\n{self.log.read_text()[-2000:]}")
            if self.answers():
                return self
            time.sleep(0.1)
        self.__exit__()
        raise RuntimeError(f"{command[0]} does not answer:\n{self.log.read_text()[-2000:]}")

    def __exit__(self, *_):
        below = processes(self.process.pid)
        self.process.terminate()  # it ends its children itself
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            for pid in below:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            self.process.wait()

    def answers(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        except OSError:
            return False

    def workers(self):
        """Those of its processes that judge."""
        return processes(self.process.pid)

    def cpu(self):
        """Seconds of CPU of those that judge, and of those that did and have ended: what a child used is its parent's
        when it is gone, so it must not go while we count."""
        while True:
            workers = self.workers()
            parents = workers | {self.process.pid}
            own, ended = sum(ticks_of(pid)[0] for pid in workers), sum(ticks_of(pid)[1] for pid in parents)
            if self.workers() == workers:
                return (own + ended) / TICKS

    def warm(self, mails):
        self.judge(mails)

    def time(self, mails, rounds):
        """µs of CPU a mail, of the processes that judge."""
        self.warm(mails)
        began = self.cpu()
        for _ in range(rounds):
            self.judge(mails)
        return (self.cpu() - began) * 1e6 / (rounds * len(mails))


class Rspamd(Filter):
    name = "rspamd"

    def command(self):
        local, run = self.folder / "etc", self.folder / "run"
        (local / "override.d").mkdir(parents=True)
        run.mkdir()
        for module in NETWORK_MODULES:
            (local / f"override.d/{module}.conf").write_text("enabled = false;\n")
        write = {
            "options.inc": 'dns { nameserver = ["127.0.0.1:9"]; timeout = 0.005s; retransmits = 1; }\nfilters = "chartable,regexp";\n'
                           f'pidfile = "{run}/pid";\n',
            "logging.inc": 'type = "console"; level = "warning";\n',
            "worker-normal.inc": f'bind_socket = "127.0.0.1:{self.port}"; count = 1;\n',
            "worker-controller.inc": f'bind_socket = "127.0.0.1:{free_port()}"; count = 1;\n',
            "worker-proxy.inc": "enabled = false;\n",
            "worker-fuzzy.inc": "enabled = false;\n",
            "redis.conf": "",
        }
        for name, text in write.items():
            (local / "override.d" / name).write_text(text)
        os.chmod(self.folder, 0o755)
        shutil.chown(run, "_rspamd") if os.getuid() == 0 else None
        user = ["-u", "_rspamd", "-g", "_rspamd"] if os.getuid() == 0 else ["--insecure"]
        return ["rspamd", "-f", *user, "-c", "/etc/rspamd/rspamd.conf", f"--var=LOCAL_CONFDIR={local}", f"--var=DBDIR={run}",
                f"--var=RUNDIR={run}", f"--var=LOGDIR={run}"]

    def workers(self):
        return {pid for pid in processes(self.process.pid)
                if "normal process" in pathlib.Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")}

    def warm(self, mails):
        """It compiles its patterns in the background after the start, and matches more slowly until they are loaded."""
        super().warm(mails)
        before = -1
        for _ in range(60):
            compiled = len(list((self.folder / "run").glob("*.hs*")))
            if compiled == before:
                break
            before = compiled
            time.sleep(2)
        super().warm(mails)

    def judge(self, mails):
        done = subprocess.run(["rspamc", "-n", "1", "-h", f"127.0.0.1:{self.port}", "--compact", *mails], capture_output=True,
                              check=True)
        if done.stdout.count(b'"score"') < len(mails):
            raise RuntimeError(done.stdout.decode())


class SpamAssassin(Filter):
    name = "spamd"

    def command(self):
        return ["spamd", "-L", "-x", "-A", "127.0.0.1", "-i", "127.0.0.1", "-p", str(self.port), "-m", "1", "--min-children=1",
                "-s", str(self.folder / "spamd.log"), "-r", str(self.folder / "pid"), "-H", str(self.folder),
                *(["-u", "nobody"] if os.getuid() == 0 else [])]

    def __init__(self, folder):
        super().__init__(folder)
        os.chmod(folder, 0o777)

    def judge(self, mails):
        for mail in mails:
            with open(mail, "rb") as source:
                done = subprocess.run(["spamc", "-x", "-d", "127.0.0.1", "-p", str(self.port), "-R"], stdin=source,
                                      capture_output=True, check=True)
            if b"/" not in done.stdout:
                raise RuntimeError(done.stdout.decode())

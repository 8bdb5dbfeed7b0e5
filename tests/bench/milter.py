#!/usr/bin/env python3
"""milter: what Calwarden costs a Postfix. Needs root, as tests/flow does. Prints Markdown.

    tests/bench/milter.py [--build build] [--socket unix|inet] [--pairs 12] [--mails 250] [--seconds 5]

One Postfix with three doors: without a milter, with one that does nothing (tests/milter/nothing.c), with Calwarden. They take
the same mails in turn, round after round, so that what else the machine does meets all three. The CPU a mail is that of all
processes of Postfix and of the milter, as the kernel counts it; it decides, and what is asked for is the ratio of Calwarden to
the one that does nothing. Delivery is Postfix's `discard`.
"""
import argparse
import os
import pathlib
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "flow")]
import bed  # noqa: E402
import mails  # noqa: E402

TICK = 1e6 / os.sysconf("SC_CLK_TCK")
THREADS = 2
MAILS = 2000  # each an event of its own, as nearly all are
KINDS = ("none", "nothing", "calwarden")
OPTIONS = """networks = {"203.0.113.1"}
mail-in-doubtful = accept
mail-in-spam = accept
mail-in-certain = accept
burst-recipients = 1000000
log-items = abuse
"""


# ---- What the kernel counts -----------------------------------------------------------------------------------------

def stat_of(pid):
    try:
        words = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return int(words[1]), sum(map(int, words[11:15]))  # parent; CPU with that of its children that have ended


def cpu_of(roots):
    """Ticks of these processes and all below them."""
    stats = {int(path.name): stat_of(path.name) for path in pathlib.Path("/proc").iterdir() if path.name.isdigit()}
    stats = {pid: stat for pid, stat in stats.items() if stat}
    family = set(roots)
    while True:
        more = {pid for pid, (parent, _) in stats.items() if parent in family} - family
        if not more:
            return sum(stats[pid][1] for pid in family if pid in stats)
        family |= more


def memory_of(pids):
    """PSS in MiB."""
    total = 0
    for pid in pids:
        total += int(re.search(r"^Pss:\s+(\d+)", pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)[1])
    return total / 1024


# ---- Sending --------------------------------------------------------------------------------------------------------

def lines_of(raw, number):
    """The mail as it goes over the wire, one of its own."""
    raw = raw.replace(b"Message-ID: <", b"Message-ID: <%d." % number, 1)
    return re.sub(rb"(?m)^\.", b"..", raw) + b".\r\n"


def deliver(port, raw):
    """One connection, one mail; seconds from MAIL to its answer."""
    with socket.create_connection(("127.0.0.1", port), 60) as made:
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        reader = made.makefile("rb")

        def say(command, code):
            if command:
                made.sendall(command)
            line = reader.readline()
            while line[3:4] == b"-":
                line = reader.readline()
            assert line.startswith(code), line

        say(b"", b"220")
        say(b"EHLO mail.corp.example\r\n", b"250")
        began = time.perf_counter()
        say(b"MAIL FROM:<jo@corp.example>\r\n", b"250")
        say(b"RCPT TO:<kim@example.org>\r\n", b"250")
        say(b"DATA\r\n", b"354")
        say(raw, b"250")
        return time.perf_counter() - began


class Bench:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.build = pathlib.Path(options.build).resolve()
        self.raws = mails.own(MAILS, 6 * 1024)
        self.sent = 0
        self.ports = {kind: bed.free_port() for kind in KINDS}
        self.nothing_port, self.warden_port = bed.free_port(), bed.free_port()
        unix = options.socket == "unix"
        self.nothing_at = f"unix:{folder}/nothing" if unix else f"inet:127.0.0.1:{self.nothing_port}"
        self.warden_at = f"unix:{folder}/milter/calwarden" if unix else f"inet:127.0.0.1:{self.warden_port}"
        (folder / "milter").mkdir()
        self.postfix = bed.Postfix(folder / "postfix")
        off = "-o milter_default_action=tempfail -o smtpd_milters="
        self.postfix.configure("discard:", 9, "default_process_limit = 20\nmax_use = 1000000\nmax_idle = 1000s", [
            (self.ports["none"], off), (self.ports["nothing"], f"{off}{self.nothing_at}"),
            (self.ports["calwarden"], f"{off}{self.warden_at}")])
        self.warden = self.nothing = None

    def start(self):
        self.nothing = self.start_nothing(self.nothing_at)
        listen = f'milter-listen = "{self.warden_at}"\nmilter-socket-mode = "0666"\n'
        self.warden = bed.Calwarden(self.folder / "warden", self.warden_port, OPTIONS + listen)
        self.postfix.start()

    def start_nothing(self, address):
        kind, _, rest = address.partition(":")
        spoken = address if kind == "unix" else f"inet:{rest.partition(':')[2]}@127.0.0.1"  # as libmilter has it
        program = subprocess.Popen([self.build / "tests/milter/milter-nothing", spoken], umask=0o111)
        bed.until(lambda: pathlib.Path(rest).exists() if kind == "unix" else bed.answers(self.nothing_port),
                  "the milter that does nothing")
        return program

    def stop(self):
        for server in (self.warden, self.postfix):
            if server:
                server.stop()
        if self.nothing:
            bed.end(self.nothing)

    def round(self, kind, count):
        """Mails a second, seconds of each mail, CPU a mail in µs: of Postfix, of the milter."""
        took, lock = [], threading.Lock()
        raws = iter([lines_of(self.raws[number % len(self.raws)], self.sent + number) for number in range(count)])
        self.sent += count

        def work():
            while True:
                with lock:
                    raw = next(raws, None)
                if raw is None:
                    return
                took.append(deliver(self.ports[kind], raw))

        milter = {"none": [], "nothing": [self.nothing.pid], "calwarden": [self.warden.process.pid]}[kind]
        before = cpu_of([self.postfix.process.pid]), cpu_of(milter)
        began = time.perf_counter()
        threads = [threading.Thread(target=work) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        wall = time.perf_counter() - began
        assert len(took) == count, f"{kind}: {len(took)} of {count} mails were taken"
        bed.until(lambda: not self.postfix.queued(), "an empty queue")
        time.sleep(0.6)  # records are written behind the answer, and are part of the price
        after = cpu_of([self.postfix.process.pid]), cpu_of(milter)
        return count / wall, took, [(b - a) * TICK / count for a, b in zip(before, after)]


def interval(values):
    """Median, and its 95 % interval by order statistics."""
    values, n = sorted(values), len(values)
    low = max(0, int(n / 2 - 0.98 * n**0.5))
    return statistics.median(values), values[low], values[n - 1 - low]


def shown(values, digits=0):
    middle, low, high = interval(values)
    return f"{middle:,.{digits}f} ({low:,.{digits}f}–{high:,.{digits}f})"


def through_postfix(bench):
    rows = {kind: [] for kind in KINDS}
    for kind in KINDS:
        bench.round(kind, 30)  # processes are made, caches are filled
    rest = memory_of([bench.warden.process.pid, bench.warden.serving()])
    for number in range(bench.options.pairs):
        for kind in KINDS[number % 3:] + KINDS[:number % 3]:
            rows[kind].append(bench.round(kind, bench.options.mails))
    print(f"\n## Through Postfix\n\n{bench.options.pairs} rounds of {bench.options.mails} mails of 6 KB each, {THREADS} at a time, a "
          f"connection each, milters by {bench.options.socket} sockets; medians with their 95 % intervals.\n")
    print("| milter | mails a second | p50, ms | p99, ms | CPU a mail, µs | of it in the milter |\n|---|---|---|---|---|---|")
    for kind in KINDS:
        took = sorted(one for row in rows[kind] for one in row[1])
        print(f"| {kind} | {shown([row[0] for row in rows[kind]])} | {took[len(took) // 2] * 1e3:.1f} | "
              f"{took[len(took) * 99 // 100] * 1e3:.1f} | {shown([sum(row[2]) for row in rows[kind]])} | "
              f"{shown([row[2][1] for row in rows[kind]])} |")
    ratios = [sum(ours[2]) / sum(theirs[2]) for ours, theirs in zip(rows["calwarden"], rows["nothing"])]
    times = [theirs[0] / ours[0] for ours, theirs in zip(rows["calwarden"], rows["nothing"])]
    print(f"\nCalwarden to the one that does nothing: CPU a mail {shown(ratios, 3)} times, time {shown(times, 3)} times "
          "(goal: at most 1.05).")
    print(f"Memory of Calwarden (PSS, both processes): {rest:.1f} MiB in the beginning, "
          f"{memory_of([bench.warden.process.pid, bench.warden.serving()]):.1f} MiB behind {bench.sent // 3:,} mails.")


def alone(bench):
    """Without a mail system: tests/milter/load.c."""
    for number, raw in enumerate(bench.raws):
        (bench.folder / f"{number}.eml").write_bytes(raw)
    files = sorted(bench.folder.glob("*.eml"))
    print(f"\n## The milter alone\n\n{bench.options.seconds} s each, 4 connections that send and 200 that are silent.\n")
    print("| milter, store | mails, mails a second, p50 and p99 in µs, accepted, refused, deferred, lost | decisions written a second |")
    print("|---|---|---|")

    def load(port):
        done = subprocess.run([bench.build / "tests/milter/milter-load", "127.0.0.1", str(port), str(bench.options.seconds), "4",
                               "200", *files], capture_output=True, text=True, check=True)
        return done.stdout.strip()

    nothing = bench.start_nothing(f"inet:127.0.0.1:{bench.nothing_port}") if bench.options.socket == "unix" else None
    print(f"| nothing | {load(bench.nothing_port)} | |")
    if nothing:
        bed.end(nothing)
    server = bed.PostgreSQL(bench.folder / "postgresql")
    server.start()
    try:
        for name, store in (("SQLite", ""), ("PostgreSQL", f'store = "{server.url}"\n')):
            warden = bed.Calwarden(bench.folder / f"warden-{name}", bed.free_port(), OPTIONS + store)
            try:
                began = time.monotonic()
                said = load(warden.milter)

                def metric(of):
                    found = re.search(rf"^{of} (\d+)", warden.get("/metrics"), re.M)
                    return int(found[1]) if found else 0
                bed.until(lambda: metric("calwarden_record_queue") == 0, "all is written", 300)
                written = metric(r'calwarden_records_total\{kind="decision"\}')
                print(f"| Calwarden, {name} | {said} | {written / (time.monotonic() - began):,.0f} |")
            finally:
                warden.stop()
    finally:
        server.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build")
    parser.add_argument("--socket", choices=("unix", "inet"), default="unix")
    parser.add_argument("--pairs", type=int, default=12)
    parser.add_argument("--mails", type=int, default=250)
    parser.add_argument("--seconds", type=int, default=5)
    options = parser.parse_args()
    if os.geteuid() != 0:
        raise SystemExit("milter.py needs root, for Postfix")
    bed.PROGRAM = str(pathlib.Path(options.build).resolve() / "calwarden")
    with tempfile.TemporaryDirectory(prefix="cw-bench-", dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        bench = Bench(options, pathlib.Path(folder))
        try:
            bench.start()
            through_postfix(bench)
            alone(bench)
        finally:
            bench.stop()


if __name__ == "__main__":
    main()

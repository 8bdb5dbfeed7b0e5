#!/usr/bin/env python3
"""soak: load on the daemon for a long time. Needs root, as tests/flow does. Prints Markdown; fails where something is wrong.

    tests/bench/soak.py [--build build] [--minutes 60] [--rate 100]

The invitations of the benchmark, each of its own, between the messages of tests/cases and samples/, by four connections that
send and 200 that are silent; the rules are loaded anew ten times. At the end the worker must be the one of the beginning,
every mail must have been answered and every decision written, and the memory may not be more than a quarter above what it was
behind the first three tenths, when what is kept for a while is full.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(HERE.parent / "flow")]
import bed  # noqa: E402
import mails  # noqa: E402

OWN = 2000
STEPS = 10  # of the whole time
GROWTH = 1.25
FILLED = 2  # the step by which what is kept for a while is full
OPTIONS = "burst-recipients = 1000000\nlog-items = none\n"


def memory_of(pids):
    """PSS in MiB."""
    texts = [pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids]
    return sum(int(re.search(r"^Pss:\s+(\d+)", text, re.M)[1]) for text in texts) / 1024


def cpu_of(pid):
    """Seconds."""
    words = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def metric(warden, name):
    return sum(float(value) for value in re.findall(rf"^{name}(?:{{.*}})? (\S+)", warden.get("/metrics"), re.M))


def files_of(folder):
    """Those of the benchmark lie between all the others."""
    others = sorted([*ROOT.glob("tests/cases/**/*.eml"), *ROOT.glob("samples/**/*.eml")])
    own = mails.own(OWN, 6 * 1024)
    for number, raw in enumerate(own):
        (folder / f"{number}.eml").write_bytes(raw)
    return [path for number in range(OWN) for path in (folder / f"{number}.eml", others[number % len(others)])]


def load(options, warden, files, seconds):
    done = subprocess.run([pathlib.Path(options.build) / "tests/milter/milter-load", "127.0.0.1", str(warden.milter),
                           f"{seconds}/{options.rate}", "4", "200", *files], capture_output=True, text=True, check=True)
    return {name: int(value) for name, value in re.findall(r"(\w+)=(\d+)", done.stdout)}


def soak(options, folder):
    files = files_of(folder)
    warden = bed.Calwarden(folder / "warden", bed.free_port(), OPTIONS)
    wrong, sent, memory = [], 0, []
    try:
        worker = warden.serving()
        pids = [warden.process.pid, worker]
        print(f"{options.minutes:g} minutes, {options.rate} mails a second.\n\n| minute | mails | p50, µs | p99, µs | CPU a mail, µs | "
              f"memory, MiB | state, MiB |\n|---|---|---|---|---|---|---|\n| 0 | | | | | {memory_of(pids):.1f} | |", flush=True)
        for step in range(STEPS):
            before = cpu_of(worker)
            told = load(options, warden, files, max(1, round(options.minutes * 60 / STEPS)))
            sent += told["mails"]
            wrong += [f"{told[kind]} mails were {kind}" for kind in ("deferred", "lost") if told[kind]]
            bed.until(lambda: metric(warden, "calwarden_record_queue") == 0, "all is written", 300)
            memory.append(memory_of(pids))
            size = sum(path.stat().st_size for path in (folder / "warden/state").glob("*")) / 2**20
            print(f"| {(step + 1) * options.minutes / STEPS:g} | {sent:,} | {told['p50']} | {told['p99']} | "
                  f"{(cpu_of(worker) - before) / told['mails'] * 1e6:.0f} | {memory[-1]:.1f} | {size:.0f} |", flush=True)
            warden.ask("reload")
        if warden.serving() != worker:
            wrong.append("the worker is another one")
        if metric(warden, "calwarden_records_dropped_total"):
            wrong.append("records were dropped")
        if memory[-1] > memory[FILLED] * GROWTH:
            wrong.append(f"the memory grew from {memory[FILLED]:.1f} to {memory[-1]:.1f} MiB")
    finally:
        warden.stop()
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=int, default=100)
    options = parser.parse_args()
    if os.geteuid() != 0:
        raise SystemExit("soak.py needs root, for the daemon's user")
    options.build = pathlib.Path(options.build).resolve()
    bed.PROGRAM = str(options.build / "calwarden")
    with tempfile.TemporaryDirectory(prefix="cw-soak-", dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        wrong = soak(options, pathlib.Path(folder))
    print("\n" + ("\n".join(wrong) if wrong else "Nothing was lost, and the memory did not grow."))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

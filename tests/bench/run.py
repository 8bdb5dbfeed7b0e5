#!/usr/bin/env python3
"""run: the benchmark. Prints tables as Markdown, and at the end how the budgets are kept.

    tests/bench/run.py [--build build] [--only pipe,filters,growth,memory,lists] [--rounds 5] [--largest BYTES]

All that is compared runs in turn within this one run, several times; medians are printed, with the lowest and highest. A
machine that does other things meanwhile makes all figures larger, the ratios less so; instructions do not change.
"""
import argparse
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import filters  # noqa: E402
import mails  # noqa: E402

MILLISECONDS = 400


class Bench:
    def __init__(self, options, folder):
        self.programs = pathlib.Path(options.build).resolve() / "tests/bench"
        self.rounds, self.largest, self.folder = options.rounds, options.largest, folder
        self.kept = []
        for size in mails.SIZES:
            (folder / str(size)).mkdir()
            for seed in range(mails.VARIANTS):
                (folder / f"{size}/{seed}.eml").write_bytes(mails.of_size(seed, size * 1024, size == 2))

    def mails(self, size):
        return sorted(map(str, (self.folder / str(size)).glob("*.eml")))

    def program(self, name, *arguments):
        done = subprocess.run([self.programs / name, *map(str, arguments)], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"{name} ended with {done.returncode}: {done.stderr.strip()}")
        return done.stdout

    def budget(self, what, value, limit, most=True):
        self.kept.append((what, value, limit, value <= limit if most else value >= limit))


def spread(values):
    return f"{statistics.median(values):.1f} ({min(values):.1f}–{max(values):.1f})"


def instructions(bench, size):
    """Instructions a mail within scan_item, as callgrind counts them."""
    out = bench.folder / "callgrind.out"
    done = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", "--toggle-collect=scan_item",
                           bench.programs / "bench-pipe", "once", *bench.mails(size)], capture_output=True, text=True, check=False)
    found = re.search(r"^(?:summary|totals): (\d+)", out.read_text() if out.exists() else "", re.M)
    if done.returncode != 0 or not found:
        raise RuntimeError(f"valgrind: {done.stderr[-1500:]}")
    return int(found[1]) / mails.VARIANTS


def pipe(bench):
    print("\n## CPU a message\n\nµs, median (lowest–highest). Every local check, one thread; GMime + libical + gumbo only read.\n")
    print("| KB | Calwarden | instructions | libraries | ratio |\n|---|---|---|---|---|")
    stages = {}
    for size in mails.SIZES:
        ours, theirs = [], []
        for _ in range(bench.rounds):
            lines = bench.program("bench-pipe", "time", MILLISECONDS, *bench.mails(size)).split("\n")
            ours.append(float(lines[0]))
            wall = {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines[1:] if line)}
            for name, value in wall.items():
                stages.setdefault(name, {}).setdefault(size, []).append(ours[-1] * value / sum(wall.values()))
            theirs.append(float(bench.program("bench-libraries", MILLISECONDS, *bench.mails(size))))
        ratio = statistics.median(theirs) / statistics.median(ours)
        print(f"| {size} | {spread(ours)} | {instructions(bench, size):,.0f} | {spread(theirs)} | {ratio:.1f} |", flush=True)
        if size == 6:
            bench.budget("CPU for a 6 KB invitation, µs", statistics.median(ours), 40)
    print("\nStage by stage, µs of the above (shared out by what the stages took by the clock):\n")
    print("| stage | " + " | ".join(f"{size} KB" for size in mails.SIZES) + " |\n|---|" + "---|" * len(mails.SIZES))
    for name, by_size in stages.items():
        print(f"| {name} | " + " | ".join(f"{statistics.median(by_size[size]):.1f}" for size in mails.SIZES) + " |")


def others(bench):
    print("\n## Against filters for mail\n\nCPU of the process that judges, 6 KB mails, no network: rspamd with its network "
          "modules off, `spamd -L`.\nWhat they do is more general, and the ratio says what a second look at invitations "
          "costs beside them.\n")
    ours = {"rspamd": [], "spamd": []}
    theirs = {"rspamd": [], "spamd": []}
    paths = bench.mails(6)
    for kind, rounds in ((filters.Rspamd, 40), (filters.SpamAssassin, 4)):
        with kind(bench.folder / kind.name) as daemon:
            for _ in range(bench.rounds):
                ours[kind.name].append(float(bench.program("bench-pipe", "time", MILLISECONDS, *paths).split("\n")[0]))
                theirs[kind.name].append(daemon.time(paths, rounds))
    print("| filter | µs of CPU a mail | Calwarden in the same minutes | ratio |\n|---|---|---|---|")
    for name, limit in (("rspamd", 40), ("spamd", 1000)):
        ratio = statistics.median(theirs[name]) / statistics.median(ours[name])
        print(f"| {name} | {spread(theirs[name])} | {spread(ours[name])} | {ratio:.0f} |")
        bench.budget(f"CPU of {name} as a multiple of ours", ratio, limit, most=False)


def factors(bench):
    """{(reader, shape): instructions for 1 MB over those for 100 kB}, by one run under callgrind."""
    out = bench.folder / "growth.out"
    done = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", bench.programs / "bench-growth",
                           "instructions"], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"valgrind: {done.stderr[-1500:]}")
    counts = {}
    for path in bench.folder.glob("growth.out.*"):
        text = path.read_text()
        label = re.search(r"^desc: Trigger: Client Request: (.+)/(.+)/(\d+)$", text, re.M)
        if label:
            counts[label[1], label[2], int(label[3])] = int(re.search(r"^totals: (\d+)", text, re.M)[1])
    return {(reader, shape): counts[reader, shape, 1000000] / count
            for (reader, shape, size), count in counts.items() if size == 100000}


def growth(bench):
    print("\n## Growth\n\nWhat an attacker sends more of, from 1 kB to 50 MB, in ns a byte (the best of several). The last column "
          "is exact: how many\ntimes the instructions of 100 kB are needed for 1 MB.\n")
    rows, sizes = {}, []
    for line in bench.program("bench-growth", bench.largest).split("\n"):
        if line:
            reader, shape, size, cost, _ = line.split("\t")
            rows.setdefault((reader, shape), {})[int(size)] = float(cost)
            if int(size) not in sizes:
                sizes.append(int(size))
    times = factors(bench)
    print("| reader | shape | " + " | ".join(f"{s // 1000:,} kB" for s in sizes) + " | times |\n|---|---|" + "---|" * (len(sizes) + 1))
    for (reader, shape), costs in rows.items():
        print(f"| {reader} | {shape} | " + " | ".join(f"{costs[s]:.2f}" for s in sizes) + f" | {times[reader, shape]:.1f} |")
    bench.budget("instructions for 10 times the input, worst shape, times", max(times.values()), 11)


def memory(bench):
    large = bench.folder / "large.eml"
    large.write_bytes(mails.mail(1, 8 * 1024 * 1024, 20000, False))
    loaded, _, highest_small = map(int, bench.program("bench-pipe", "memory", *bench.mails(6)).split())
    _, _, highest_large = map(int, bench.program("bench-pipe", "memory", large).split())
    print("\n## Memory\n\n| what | MiB |\n|---|---|")
    print(f"| PSS of one process with the shipped rules, before its first mail | {loaded / 1024:.1f} |")
    print(f"| highest resident set, mails of 6 KB | {highest_small / 1024:.1f} |")
    print(f"| highest resident set, a mail of {large.stat().st_size / 1e6:.0f} MB | {highest_large / 1024:.1f} |")
    bench.budget("PSS idle with the shipped rules, MiB", loaded / 1024, 48)


def lists(bench):
    print("\n## Lists\n\n| entries | ms to read | bytes an entry | ns, listed | ns, not listed |\n|---|---|---|---|---|")
    for entries in (1000, 100_000, 5_000_000):
        runs = [list(map(float, bench.program("bench-lists", entries).split())) for _ in range(bench.rounds)]
        load, size, hit, miss = (statistics.median(one) for one in zip(*runs))
        print(f"| {entries:,} | {load:.0f} | {size / entries:.1f} | {hit:.0f} | {miss:.0f} |")
    bench.budget("bytes an entry, list of 5 million", size / entries, 10)


PARTS = {"pipe": pipe, "filters": others, "growth": growth, "memory": memory, "lists": lists}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build")
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--largest", type=int, default=50_000_000)
    options = parser.parse_args()
    os.environ.setdefault("CALWARDEN_RULES", str(HERE.parents[1] / "rules"))
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder).chmod(0o755)
        bench = Bench(options, pathlib.Path(folder))
        for name in options.only.split(","):
            PARTS[name](bench)
    print("\n## Budgets\n\n| what | measured | budget | kept |\n|---|---|---|---|")
    for what, value, limit, kept in bench.kept:
        print(f"| {what} | {value:.1f} | {limit} | {'yes' if kept else 'NO'} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""run_eval: detection, held to what was promised.

    tests/run_eval.py PROGRAM [FOLDER]

Writes the made-up mails of tests/corpus to FOLDER (build/corpus), has `calwarden eval` judge them, and compares. Where the
collected mails and calendars are (CW_CORPUS, else ../shared/corpus), these are judged too: none of them is abuse. The mistakes
and what led to them are printed; so is what was missed, by attack.
"""
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
CORPUS = pathlib.Path(os.environ.get("CW_CORPUS") or ROOT / "../shared/corpus").resolve()
FALSE_SPAM, FALSE_DOUBTFUL = 0.0, 0.02  # shares at most
# Shares at least that are judged spam or worse. The goal stands for real abuse; the floors are what is reached on the made-up
# mails, and only rise: the first on wordings that were tuned on, the second on families that nobody who tunes has read.
GOAL, FLOOR_TUNED, FLOOR_HELDOUT = 0.95, 0.95, 0.85


class Gates:
    def __init__(self):
        self.passed = self.failed = 0

    def check(self, what, value, limit, most=True):
        good = value <= limit if most else value >= limit
        self.passed, self.failed = self.passed + good, self.failed + (not good)
        print(f"  {'good ' if good else 'FAILS'} {what}: {value:.2%}, {'at most' if most else 'at least'} {limit:.0%}")


def make(folder):
    command = [sys.executable, ROOT / "tests/corpus/make.py", "--out", folder]
    subprocess.run(command + (["--ics", CORPUS] if CORPUS.is_dir() else []), check=True)


def evaluate(program, *options):
    done = subprocess.run([program, "eval", "--json", "--authserv-id", "any", "--worst", "25", *options], capture_output=True,
                          check=False)
    if not done.stdout or done.returncode >= 64 or done.returncode < 0:
        sys.exit(f"calwarden eval ended with {done.returncode}: {done.stderr.decode(errors='replace')[-2000:]}")
    return json.loads(done.stdout)


def mistakes(result, truth, only):
    for row in result["mistakes"]:
        if row["truth"] == truth and row["class"] in only:
            signals = " ".join(f"{s['name']}{s['weight']:+.1f}" for s in row["signals"][:8])
            print(f"    {row['class']} {row['log_odds']:+.1f} {row['file']}: {signals}")


def interval(rate):
    return f"{rate['rate']:.1%} ({rate['interval'][0]:.1%} to {rate['interval'][1]:.1%})"


def ham(gates, program, what, folder, doubtful=FALSE_DOUBTFUL):
    result = evaluate(program, "--ham", folder)
    decisions, count = result["decisions"], result["confusion"]["ham"]["items"]
    print(f"{what}: {count} mails, spam {interval(decisions['spam']['false_alarms'])}, doubtful or worse "
          f"{interval(decisions['doubtful']['false_alarms'])}")
    gates.check("judged spam", decisions["spam"]["false_alarms"]["rate"], FALSE_SPAM)
    gates.check("judged doubtful or worse", decisions["doubtful"]["false_alarms"]["rate"], doubtful)
    mistakes(result, "ham", ("doubtful", "spam", "certain"))


def spam(gates, program, what, folder, labels, floor):
    result = evaluate(program, "--spam", folder, "--labels", labels)
    decisions, count = result["decisions"], result["confusion"]["spam"]["items"]
    print(f"{what}: {count} mails, spam or worse {interval(decisions['spam']['recall'])}, doubtful or worse "
          f"{interval(decisions['doubtful']['recall'])}")
    recall = decisions["spam"]["recall"]["rate"]
    gates.check(f"judged spam or worse (the goal is {GOAL:.0%})", recall, floor, most=False)
    for row in result["breakdowns"]:
        if row["by"] == "attack" and row["spam_or_worse"]["rate"] < GOAL:
            print(f"    attack {row['value']}: {row['items']} mails, spam or worse {interval(row['spam_or_worse'])}")
    mistakes(result, "spam", ("clean", "doubtful"))


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    folder = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "build/corpus"
    gates = Gates()
    make(folder)
    ham(gates, program, "ordinary mails, made up", folder / "ham")
    spam(gates, program, "abuse that checks were tuned on", folder / "spam/tuned", folder / "labels.tsv", FLOOR_TUNED)
    spam(gates, program, "abuse that they were not tuned on", folder / "spam/heldout", folder / "labels.tsv",
         FLOOR_HELDOUT)
    if CORPUS.is_dir():
        ham(gates, program, "calendars of many producers, as mails", folder / "wrapped")
        # Three of these test mails contradict themselves (a CANCEL that is confirmed, a stamp of tomorrow).
        ham(gates, program, "mails of many producers", CORPUS / "mail", doubtful=0.03)
    else:
        print(f"{CORPUS} is not here: the collected mails and calendars were not judged")
    print(f"{gates.passed} passed, {gates.failed} failed")
    return 1 if gates.failed else 0


if __name__ == "__main__":
    sys.exit(main())

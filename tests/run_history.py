#!/usr/bin/env python3
"""run_history: sequences of mails, tests/history/NAME/steps, judged one after the other by one memory.

    tests/run_history.py CALWARDEN HISTORY-DECIDE [NAME]...

A line of `steps` is one of

    mail FILE [OPTION]...       judges it, with options of `calwarden check` (default: --authserv-id any)
    decide WORD...              what a person or an operator decides meanwhile (tests/history/decide.c)
    PLACEMENT STANDING [CLASS] [+NAME]... [-NAME]... [for ADDRESS]
                                what must come of the last mail: placement, standing and class of the recipient (the first
                                one, or ADDRESS; * is any), signals that must fire and that must be silent

Mails that follow each other with the same options are judged by one process, as waves are counted by. # begins a comment.
"""
import json
import pathlib
import shlex
import subprocess
import sys
import tempfile

SEQUENCES = pathlib.Path(__file__).parent / "history"


class Sequence:
    def __init__(self, folder, program, decider, memory):
        self.folder, self.program, self.decider, self.memory = folder, program, decider, memory
        self.waiting, self.options = [], ()  # (file, expectations) not yet judged; their options
        self.problems = []

    def flush(self):
        if not self.waiting:
            return
        files = [str(self.folder / name) for name, _ in self.waiting]
        done = subprocess.run([self.program, "check", "--json", "--memory", self.memory, *self.options, *files],
                              cwd=self.folder, capture_output=True, check=False)
        lines = [json.loads(line) for line in done.stdout.split(b"\n") if line.strip()]
        if len(lines) != len(files) or done.returncode >= 64 or done.returncode < 0:
            self.problems.append(f"check ended with {done.returncode}: {done.stderr.decode(errors='replace')[-500:]}")
        for (name, expectations), judgement in zip(self.waiting, lines):
            for expectation in expectations:
                self.problems += [f"{name}: {problem}" for problem in wrong(judgement, expectation)]
        self.waiting = []

    def step(self, words):
        if words[0] == "mail":
            options = tuple(words[2:]) or ("--authserv-id", "any")
            if options != self.options:
                self.flush()
            self.options = options
            self.waiting.append((words[1], []))
        elif words[0] == "decide":
            self.flush()
            done = subprocess.run([self.decider, self.memory, *words[1:]], capture_output=True, text=True, check=False)
            if done.returncode:
                self.problems.append(f"{' '.join(words)}: {done.stderr.strip()}")
        else:
            self.waiting[-1][1].append(words)


def wrong(judgement, words):
    """What of an expectation is not so."""
    address = None
    if "for" in words:
        address = words[words.index("for") + 1]
        words = words[:words.index("for")]
    recipients = [r for r in judgement["recipients"] if address in (None, r["address"])]
    if not recipients:
        return [f"no recipient {address or ''}"]
    recipient = recipients[0]
    fired = {signal["name"]: signal for signal in judgement["signals"]
             if recipient["address"] in signal.get("recipients", [recipient["address"]])}
    told = f"{recipient['placement']} {recipient['standing']} {recipient['class']}, {', '.join(fired) or 'no signals'}"
    problems = []
    for place, key in enumerate(("placement", "standing", "class")):
        if len(words) > place and words[place][0] not in "+-*" and words[place] != recipient[key]:
            problems.append(f"expected {key} {words[place]}: {told}")
    for word in words:
        if word[0] == "+" and word[1:] not in fired:
            problems.append(f"{word[1:]} does not fire: {told}")
        if word[0] == "-" and word[1:] in fired:
            problems.append(f"{word[1:]} fires: {fired[word[1:]]['evidence']}")
    return problems


def run(folder, program, decider):
    with tempfile.TemporaryDirectory(prefix="cw-history-") as temporary:
        sequence = Sequence(folder, program, decider, f"{temporary}/memory.db")
        for line in (folder / "steps").read_text(encoding="utf-8").split("\n"):
            words = shlex.split(line, comments=True)
            if words:
                sequence.step(words)
        sequence.flush()
    return sequence.problems


def main():
    program, decider, only = *(str(pathlib.Path(p).resolve()) for p in sys.argv[1:3]), sys.argv[3:]
    passed = failed = 0
    for folder in sorted(p.parent for p in SEQUENCES.glob("*/steps")):
        if only and folder.name not in only:
            continue
        problems = run(folder, program, decider)
        passed += not problems
        failed += bool(problems)
        for problem in problems:
            print(f"{folder.name}: {problem}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())

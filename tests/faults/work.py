#!/usr/bin/env python3
"""work.py GROWTH RULES [SHAPE...]: ten times the input costs at most eleven times the instructions (DESIGN 6).

Runs `GROWTH work` under callgrind, which counts the instructions of each judgement, and compares the two sizes of each
shape. Counts are the same on every machine that runs the same libraries, however busy it is.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

AT_MOST = 1.1  # of the factor between the sizes
FLOOR = 200_000  # instructions: below this, what is done once for each message decides


def counts(folder):
    """[(shape, bytes, instructions)] of the dumps that callgrind wrote."""
    found = []
    for path in pathlib.Path(folder).glob("out*"):
        text = path.read_text(errors="replace")
        name = re.search(r"^desc: Trigger: Client Request: (\S+) (\d+)", text, re.M)
        total = re.search(r"^(?:summary|totals): (\d+)", text, re.M)
        if name and total:
            found.append((name[1], int(name[2]), int(total[1])))
    return sorted(found)


def main(program, rules, *shapes):
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["valgrind", "--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={folder}/out",
                               program, "work", rules, *shapes], capture_output=True, text=True, check=False)
        if done.returncode:
            print(done.stdout, done.stderr[-3000:], sep="\n")
            return 1
        found = counts(folder)
    failed = 0
    for (shape, small, few), (same, large, many) in zip(found[::2], found[1::2]):
        assert shape == same, (shape, same)
        grown, bound = many / max(few, FLOOR), AT_MOST * large / small
        bad = grown > bound
        failed += bad
        print(f"{shape:22} {small:8} -> {large:8} bytes: {few / small:8.1f} -> {many / large:8.1f} instructions a byte, "
              f"{grown:6.2f} times{f', expected at most {bound:.2f}' if bad else ''}")
    print(f"{len(found) // 2} shapes, {failed} failed")
    return 1 if failed or not found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

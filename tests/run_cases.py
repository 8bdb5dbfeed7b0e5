#!/usr/bin/env python3
"""run_cases: the messages of each check, tests/cases/NAME/fires-* and silent-*.

    tests/run_cases.py PROGRAM [NAME]...

A fires-* must bring the signal NAME, a silent-* must not. The session that a case needs stands beside it in a file of the
same name with .args (options of `calwarden check`, one a line); without one the Authentication-Results on top are believed,
as `--authserv-id any` does. Cases of the same options are judged by one process.
"""
import json
import pathlib
import subprocess
import sys

CASES = pathlib.Path(__file__).parent / "cases"
DEFAULT = ("--authserv-id", "any")


def arguments(case):
    path = case.with_name(case.name + ".args")
    return tuple(path.read_text(encoding="utf-8").split("\n")[:-1]) if path.exists() else DEFAULT


def judge(program, options, cases):
    """{case: judgement} for all cases of the same options."""
    done = subprocess.run([program, "check", "--json", *options, *cases], capture_output=True, check=False)
    found = {}
    for line in done.stdout.split(b"\n"):
        if line.strip():
            judgement = json.loads(line)
            found[judgement["file"]] = judgement
    if done.returncode >= 64 or done.returncode < 0:
        print(f"calwarden check ended with {done.returncode}: {done.stderr.decode(errors='replace')[-2000:]}")
    return found


def wrong(case, judgement):
    """What is wrong with this case, or None."""
    name, must = case.parent.name, case.name.startswith("fires-")
    if judgement is None or "error" in judgement:
        return f"not judged: {judgement and judgement['error']}"
    signals = {signal["name"]: signal for signal in judgement["signals"]}
    if must and name not in signals:
        return f"{name} does not fire; what fires: {', '.join(signals) or 'nothing'}"
    if not must and name in signals:
        return f"{name} fires: {signals[name]['evidence']}"
    return None


def main():
    program, only = sys.argv[1], sys.argv[2:]
    groups = {}
    for case in sorted(CASES.glob("*/*")):
        if case.name.startswith(("fires-", "silent-")) and case.suffix != ".args" and (not only or case.parent.name in only):
            groups.setdefault(arguments(case), []).append(case)
    passed = failed = 0
    for options, cases in groups.items():
        judged = judge(program, options, [str(case) for case in cases])
        for case in cases:
            problem = wrong(case, judged.get(str(case)))
            passed += problem is None
            failed += problem is not None
            if problem:
                print(f"{case.relative_to(CASES)}: {problem}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())

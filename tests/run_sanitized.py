#!/usr/bin/env python3
"""run_sanitized: every made-up and every collected mail and calendar through a build with sanitizers.

    tests/run_sanitized.py PROGRAM

Any class is good; what counts is that each gets one. A folder is two tests: one process judges all
of it, another one reports on its conformance.
"""
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
CORPUS = pathlib.Path(os.environ.get("CW_CORPUS") or ROOT / "../shared/corpus").resolve()


def judged(program, operation, folder):
    done = subprocess.run([program, operation, "--json", folder], capture_output=True, check=False)
    if 0 <= done.returncode < 64 and done.stdout:
        print(f"{operation} {folder}: {done.stdout.count(chr(10).encode())} judged")
        return True
    print(f"{operation} {folder} ended with {done.returncode}:\n{done.stderr.decode(errors='replace')[-6000:]}")
    return False


def main():
    folders = [ROOT / "samples", ROOT / "tests/cases", ROOT / "build/corpus/ham", ROOT / "build/corpus/spam"]
    if CORPUS.is_dir():
        folders += [CORPUS / name for name in ("mail", "ics", "ics-broken", "feeds")]
    else:
        print(f"{CORPUS} is not here: the collected mails and calendars were not judged")
    results = [judged(sys.argv[1], operation, folder) for folder in folders for operation in ("check", "lint")]
    print(f"{results.count(True)} passed, {results.count(False)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())

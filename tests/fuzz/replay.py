#!/usr/bin/env python3
"""replay: runs each fuzzer's function over its kept inputs (tests/fuzz/corpus/NAME).

    tests/fuzz/replay.py BUILD

Each input is one test. All of a fuzzer's are replayed in one process; when that dies, one by one, to name the culprits.
"""
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent


def replay(program, paths):
    try:
        return subprocess.run([program, *paths], capture_output=True, timeout=900, check=False)
    except subprocess.TimeoutExpired as error:
        return subprocess.CompletedProcess(error.cmd, 124, b"", b"no end after 900 s")


def main():
    build = pathlib.Path(sys.argv[1])
    passed = failed = 0
    for source in sorted(HERE.glob("fuzz-*.c")):
        name = source.stem.removeprefix("fuzz-")
        inputs = sorted(p for p in (HERE / "corpus" / name).glob("**/*") if p.is_file() and not p.name.startswith("."))
        program = build / source.stem
        if not inputs or not program.exists():
            print(f"{name}: " + ("no inputs are kept in tests/fuzz/corpus/" + name if not inputs else f"{program} is missing"))
            failed += 1
            continue
        if replay(program, inputs).returncode == 0:
            passed += len(inputs)
            print(f"{name}: {len(inputs)} inputs")
            continue
        for path in inputs:
            done = replay(program, [path])
            passed += done.returncode == 0
            if done.returncode != 0:
                failed += 1
                print(f"{name}: {path} ends with {done.returncode}\n{done.stderr.decode(errors='replace')[:4000]}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())

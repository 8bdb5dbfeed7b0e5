"""What the programs of this folder are told (script.h): pieces of DNS and cases, line by line."""
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
VECTORS = pathlib.Path(os.environ.get("CW_VECTORS") or ROOT / "../shared/vectors").resolve()
PROGRAMS = pathlib.Path(os.environ.get("CW_LOOKUP_PROGRAMS") or ROOT / "build-sanitize/tests/lookup")


def tell_where(path, what):
    if not path.exists():
        print(f"{what} (CW_VECTORS, or ../shared/vectors) is not here: only our own cases run.")
    return path.exists()


class Zone:
    """Records by name: [(type, bytes)], type None where the servers fail for all else."""

    def __init__(self):
        self.records = {}

    def add(self, name, kind, data):
        self.records.setdefault(name.lower(), []).append((kind, data))

    def text(self, name):
        """All TXT records, as other implementations ask for them."""
        return [data for kind, data in self.records.get(name.lower().rstrip("."), []) if kind == "TXT"]

    def lines(self):
        yield "zone"
        for name, records in self.records.items():
            for kind, data in records:
                yield f"record\t{name}\t{kind}\t{data.hex()}" if kind else f"fails\t{name}\tTXT"


def ask(program, lines):
    """Fields of each line that it prints."""
    done = subprocess.run([PROGRAMS / program], input="\n".join(lines) + "\n", capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return [line.split("\t") for line in done.stdout.splitlines()]

"""What `make run` passes through the daemon: the sample mails are judged as their names say."""
import json
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "samples").glob("*.eml"))


@pytest.fixture(scope="module")
def judged():
    program = os.environ.get("CALWARDEN", ROOT / "build/calwarden")
    done = subprocess.run([program, "check", "--json", "--authserv-id", "mx.example.org", *SAMPLES], capture_output=True,
                          check=False)
    assert done.returncode < 64, done.stderr.decode()
    return {row["file"]: row for row in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_sample(sample, judged):
    row = judged[str(sample)]
    expected = ("spam", "certain") if sample.name.startswith("abuse-") else ("clean",)
    signals = [f"{s['weight']:+.1f} {s['name']}: {s['evidence']}" for s in row["signals"]]
    assert row["class"] in expected, "\n".join([f"{row['class']}, log odds {row['log_odds']}"] + signals)
    if sample.name == "ordinary-plain-letter.eml":
        assert not row["examined"] and row["placement"] == "none"

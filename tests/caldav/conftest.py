"""Each server is started once for all tests that use it; what it logged is shown when a test fails."""
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from bed_radicale import Radicale  # noqa: E402


@pytest.fixture(scope="session")
def running_radicale():
    with Radicale() as bed:
        yield bed


def quiet(bed):
    """For one test: no mails at its beginning, and the log when it fails."""
    bed.sink.clear()
    began = len(bed.said)
    yield bed
    print(bed.said[began:][-5000:])


@pytest.fixture
def radicale(running_radicale):
    yield from quiet(running_radicale)

"""Each server is started once for all tests that use it; what it logged is shown when a test fails."""
import itertools
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from bed_cyrus_dav import Cyrus  # noqa: E402
from bed_radicale import Radicale  # noqa: E402
from bed_sogo import Sogo  # noqa: E402


@pytest.fixture(scope="session")
def running_radicale():
    with Radicale() as bed:
        yield bed


@pytest.fixture(scope="session")
def running_cyrus():
    with Cyrus() as bed:
        yield bed


@pytest.fixture(scope="session")
def running_sogo():
    with Sogo() as bed:
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


@pytest.fixture
def cyrus(running_cyrus):
    yield from quiet(running_cyrus)


@pytest.fixture
def sogo(running_sogo):
    yield from quiet(running_sogo)


@pytest.fixture(params=["radicale", "cyrus", "sogo"])
def server(request):
    """Every server."""
    yield from quiet(request.getfixturevalue("running_" + request.param))


@pytest.fixture(params=["cyrus", "sogo"])
def scheduler(request):
    """Every server that sends by itself."""
    yield from quiet(request.getfixturevalue("running_" + request.param))


NUMBERS = itertools.count(1)


@pytest.fixture
def uid():
    """One that no other test uses."""
    return f"uid-{next(NUMBERS)}@example.net"

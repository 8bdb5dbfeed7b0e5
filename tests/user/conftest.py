"""One calendar server and one daemon for all tests of users that want nothing special of them."""
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from warden import Warden  # noqa: E402
from bed_radicale import Radicale  # noqa: E402


@pytest.fixture(scope="session")
def radicale():
    with Radicale() as bed:
        yield bed


@pytest.fixture(scope="session")
def running_warden(radicale, tmp_path_factory):
    with Warden(tmp_path_factory.mktemp("warden"), radicale) as one:
        for name in ("anna", "bert"):
            one.user(name)
        yield one


@pytest.fixture
def warden(running_warden):
    """For one test: nothing was sent before, nor behind it, to anybody; the log when it fails."""
    running_warden.bed.sink.clear()
    began = len(running_warden.said())
    yield running_warden
    print(running_warden.said()[began:][-4000:])
    running_warden.bed.sink.empty()

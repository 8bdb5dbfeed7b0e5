"""One mail system for all flows; each begins with no mail in it and a daemon of its own."""
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from bed import Bed  # noqa: E402


@pytest.fixture(scope="session")
def system():
    with Bed() as bed:
        yield bed


@pytest.fixture
def bed(system):
    """What it logged is shown when a test fails."""
    began = len(system.postfix.said)
    yield system
    print(system.postfix.said[began:][-5000:])
    for warden in system.wardens:
        print(warden.said[-5000:])
    system.reset()


@pytest.fixture
def warden(bed):
    """warden("option = value", …) -> Calwarden"""
    return bed.calwarden

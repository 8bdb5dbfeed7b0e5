import os
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from machine import BUILD, ROOT, run  # noqa: E402


@pytest.fixture(scope="session")
def debs():
    """The packages of this version, by name."""
    run(ROOT / "tools/package", BUILD, f"-j{os.cpu_count() or 2}", cwd=ROOT)
    return {path.name.split("_")[0]: path for path in (BUILD / "packages").glob("*.deb")}

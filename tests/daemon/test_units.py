"""The units for systemd."""
import pathlib
import re
import shutil
import subprocess

import pytest

from conftest import PROGRAM, ROOT

UNITS = ROOT / "packaging/systemd"


@pytest.fixture
def units(tmp_path):
    """A folder with the units as they are installed, with the program under test."""
    assert shutil.which("systemd-analyze"), "systemd-analyze is missing: apt-get install systemd"
    text = (UNITS / "calwarden.service.in").read_text()
    program = tmp_path / "calwarden"
    program.symlink_to(pathlib.Path(PROGRAM).resolve())
    (tmp_path / "calwarden.service").write_text(text.replace("@CMAKE_INSTALL_FULL_BINDIR@", str(tmp_path)))
    shutil.copy(UNITS / "calwarden.socket", tmp_path)
    return tmp_path


def analyze(*arguments):
    return subprocess.run(["systemd-analyze", *map(str, arguments)], capture_output=True, text=True, check=False)


def test_units_are_understood(units):
    done = analyze("verify", "--man=no", units / "calwarden.service", units / "calwarden.socket")
    assert done.returncode == 0 and done.stderr == "", done
    assert "@" not in re.sub("@(system-service|privileged|resources)", "", (units / "calwarden.service").read_text())


def test_the_service_is_hardened(units):
    """systemd's own measure: 0 is nothing exposed, 10 everything; a network service cannot be below one."""
    done = analyze("security", "--offline=yes", "--no-pager", "--threshold=15", units / "calwarden.service")
    assert done.returncode == 0, done.stdout[-2000:]


def test_the_user_is_made(tmp_path):
    assert shutil.which("systemd-sysusers"), "systemd-sysusers is missing: apt-get install systemd"
    (tmp_path / "etc").mkdir()
    done = subprocess.run(["systemd-sysusers", f"--root={tmp_path}", UNITS / "calwarden.sysusers"], capture_output=True,
                          text=True, check=False)
    assert done.returncode == 0 and "\ncalwarden:" in "\n" + (tmp_path / "etc/passwd").read_text(), done

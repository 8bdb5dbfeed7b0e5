"""The driver of the tests: what it counts, and that nothing which went wrong is counted as good."""
import importlib.machinery
import importlib.util
import pathlib
import sys

import pytest

ROOT = pathlib.Path(__file__).parents[2]


@pytest.fixture
def driver(tmp_path, monkeypatch):
    loader = importlib.machinery.SourceFileLoader("driver", str(ROOT / "tests/run"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("driver", loader))
    loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "LOG", tmp_path)
    return module


def counted(driver, program, counts, timeout=20):
    return str(driver.Runner("x", "", [sys.executable, "-c", program], counts, timeout)())


@pytest.mark.parametrize("what,program,counts,expected", [
    ("one that is good", "", "one", "1 passed, 0 failed"),
    ("one that fails", "exit(1)", "one", "0 passed, 1 failed"),
    ("a line", "print('a: 7 passed, 0 failed')", "line", "7 passed, 0 failed"),
    ("the last line counts", "print('1 passed, 0 failed'); print('2 passed, 3 failed'); exit(1)", "line", "2 passed, 3 failed"),
    ("a good line but a bad end", "print('7 passed, 0 failed'); exit(1)", "line", "7 passed, 1 failed"),
    ("a good line but a signal", "import os; print('7 passed, 0 failed', flush=True); os.abort()", "line", "7 passed, 1 failed"),
    ("no line", "print('hello')", "line", "0 passed, 1 failed"),
    ("nothing ran", "print('0 passed, 0 failed')", "line", "0 passed, 1 failed"),
    ("rules", "print('12 rules, 30 cases, 2 failed'); exit(1)", "rules", "28 passed, 2 failed"),
    ("no report", "", "none.xml", "0 passed, 1 failed"),
])
def test_counts(driver, what, program, counts, expected):
    assert counted(driver, program, counts) == expected, what


def test_time_out_fails_and_ends_what_it_started(driver, tmp_path):
    program = f"import subprocess, sys; subprocess.run(['sh', '-c', 'sleep 3; touch {tmp_path}/late'])"
    assert counted(driver, program, "one", timeout=1) == "0 passed, 1 failed"
    assert "no end after 1 s" in (tmp_path / "x.txt").read_text()


def test_missing_program_fails(driver):
    assert str(driver.Runner("x", "", ["/nowhere/at-all"], "one")()) == "0 passed, 1 failed"


CTEST = """<testsuite>
<testcase name="cmocka" status="run"><system-out>[==========] 5 test(s) run.
[  PASSED  ] 5 test(s).
[==========] 2 test(s) run.
[  PASSED  ] 2 test(s).</system-out></testcase>
<testcase name="plain" status="run"><system-out>hello</system-out></testcase>
<testcase name="some fail" status="fail"><failure message=""/><system-out>[  PASSED  ] 3 test(s).
[  FAILED  ] 2 test(s), listed below:</system-out></testcase>
<testcase name="crashed" status="fail"><failure message=""/><system-out>Segmentation fault</system-out></testcase>
</testsuite>"""


def test_report_of_ctest(driver, tmp_path):
    (tmp_path / "r.xml").write_text(CTEST)
    assert str(driver.junit(tmp_path / "r.xml")) == "11 passed, 3 failed"


def test_report_of_pytest(driver, tmp_path):
    (tmp_path / "r.xml").write_text('<testsuites><testsuite><testcase name="a"/><testcase name="b"><failure/></testcase>'
                                    '<testcase name="c"><error/></testcase><testcase name="d"><skipped/></testcase>'
                                    '</testsuite></testsuites>')
    assert str(driver.junit(tmp_path / "r.xml")) == "1 passed, 2 failed, 1 skipped"


def test_what_waits_runs_beside_the_rest(driver, tmp_path):
    """Each of the two ends only when the other is there."""
    meet = "import pathlib, sys, time\npathlib.Path(sys.argv[1]).touch()\nwhile not pathlib.Path(sys.argv[2]).exists(): time.sleep(0.01)"
    places = [str(tmp_path / "a"), str(tmp_path / "b")]
    steps = [driver.Runner("lookup", "", [sys.executable, "-c", meet, *places], timeout=20),
             driver.Runner("cli", "", [sys.executable, "-c", meet, *places[::-1]], timeout=20)]
    assert [str(count) for count in driver.run_all(steps)] == ["1 passed, 0 failed"] * 2

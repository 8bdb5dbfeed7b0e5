"""The life of the daemon: start, end, deaths of its processes, reload, commands."""
import datetime
import os
import pathlib
import pwd
import re
import resource
import signal
import tempfile
import time

from conftest import PATIENCE, Daemon, alive, until


# ---- start and end --------------------------------------------------------------------------------------------------

def test_it_says_where_everything_is(start):
    daemon = start()
    out = until(daemon.out.read_text, "what it prints")
    assert f"milter  inet:127.0.0.1:{daemon.milter}" in out and f"http://127.0.0.1:{daemon.http}/" in out
    assert f"state   {daemon.state}" in out and f"config  {daemon.config}" in out
    assert f"smtpd_milters = inet:127.0.0.1:{daemon.milter}\n" in out and "milter_default_action = tempfail\n" in out
    assert daemon.state.stat().st_mode & 0o777 == 0o700
    assert daemon.end() == 0


def test_ends_by_each_signal(start, tmp_path):
    for number in (signal.SIGTERM, signal.SIGINT):
        daemon = start()
        worker = daemon.serving()
        assert daemon.end(number) == 0, daemon.said
        assert not alive(worker) and not (daemon.state / "control").exists()


def test_a_second_one_with_the_same_state_is_refused(start, tmp_path):
    daemon = start()
    other = Daemon(tmp_path)
    try:
        assert other.process.wait(PATIENCE) == 64
        assert "another calwarden serves" in other.said
    finally:
        other.process.kill()
        other.process.wait()
    assert daemon.serving()


def test_a_bad_configuration_is_told_with_its_place(start):
    daemon = start('prior = "much"', serving=False)
    assert daemon.process.wait(PATIENCE) == 78
    assert f"{daemon.config}:5: prior" in daemon.said


def test_a_crash_switch_is_refused_in_a_service(start):
    daemon = start(environment={"INVOCATION_ID": "0123"}, serving=False)
    assert daemon.process.wait(PATIENCE) == 64 and "CALWARDEN_TEST_CRASH" in daemon.said
    daemon = start(environment={"CALWARDEN_TEST_CRASH": "short"}, serving=False)
    assert daemon.process.wait(PATIENCE) == 64


# ---- rights ---------------------------------------------------------------------------------------------------------

def process_status(pid):
    lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.split() for name, _, value in (line.partition(":") for line in lines)}


def test_the_worker_gives_up_its_rights():
    root = os.geteuid() == 0
    user = pwd.getpwnam("nobody").pw_uid if root else os.geteuid()
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)  # pytest's own are closed to other users
        daemon = Daemon(pathlib.Path(name), 'user = "nobody"' if root else "")
        try:
            worker = process_status(daemon.serving())
            assert set(worker["Uid"]) == {str(user)} and daemon.state.stat().st_uid == user
            assert worker["NoNewPrivs"] == ["1"] and worker["Seccomp"] == ["2"]
            assert all(int(worker[name][0], 16) == 0 for name in ("CapInh", "CapPrm", "CapEff", "CapAmb"))
            assert daemon.ask("reload").returncode == 0
        finally:
            daemon.kill()


def test_a_user_who_is_not_there(start):
    if os.geteuid() == 0:
        daemon = start('user = "nobody-of-that-name"', serving=False)
        assert daemon.process.wait(PATIENCE) == 78 and "no user nobody-of-that-name" in daemon.said


def test_without_the_sandbox(start):
    daemon = start("sandbox = no")
    assert process_status(daemon.serving())["Seccomp"] == ["0"]


# ---- deaths ---------------------------------------------------------------------------------------------------------

def when(line):
    return datetime.datetime.fromisoformat(line.split()[0].removeprefix("ts=").replace("Z", "+00:00")).timestamp()


def test_a_killed_worker_is_replaced_within_a_second(start):
    """What it takes from there on until it serves depends on the machine."""
    daemon = start()
    worker = daemon.serving()
    for _ in range(3):
        os.kill(worker, signal.SIGKILL)
        worker = daemon.serving(but=worker)
        started = daemon.logged("event=worker-started")
        forked = when(started) - int(re.search(r"(\d+) ms after", started)[1]) / 1000
        assert forked - when(daemon.logged("event=worker-died")) < 0.9, daemon.said
    assert daemon.status()["restarts"] == 3 and "signal=Killed" in daemon.logged("event=worker-died")


def test_a_crash_of_the_worker_is_told(start):
    daemon = start()
    worker = daemon.serving()
    os.kill(worker, signal.SIGSEGV)
    daemon.serving(but=worker)
    assert "Not while an item was judged" in daemon.logged("event=crash")
    assert "Segmentation fault" in daemon.logged("event=worker-died")
    assert daemon.status()["poison"] == 0


def test_signals_for_the_supervisor_do_not_reach_the_worker(start):
    daemon = start()
    worker = daemon.serving()
    for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGUSR1):
        os.kill(worker, number)
    time.sleep(0.2)
    assert daemon.serving() == worker


def test_the_worker_ends_with_its_supervisor(start, tmp_path):
    daemon = start()
    worker = daemon.serving()
    os.kill(daemon.process.pid, signal.SIGKILL)
    daemon.process.wait()
    # The next one waits for it.
    after = Daemon(tmp_path)
    try:
        after.serving()
        assert not alive(worker)
        assert "event=supervisor-gone" in after.said
    finally:
        assert after.end() == 0


# ---- reload ---------------------------------------------------------------------------------------------------------

def test_reload_by_signal_and_by_command(start):
    daemon = start()
    worker = daemon.serving()
    daemon.configure("prior = -2")
    daemon.process.send_signal(signal.SIGHUP)
    daemon.logged("event=reloaded")
    done = daemon.ask("reload")
    assert done.returncode == 0 and "in force" in done.stdout, done
    assert daemon.serving() == worker


def test_a_bad_reload_is_refused_and_the_old_one_stays(start):
    daemon = start()
    worker = daemon.serving()
    daemon.configure("prior = 99")
    done = daemon.ask("reload")
    assert done.returncode == 78 and f"{daemon.config}:5: prior" in done.stderr, done
    assert "event=reload-refused" in daemon.logged("prior") and daemon.serving() == worker
    # The worker that follows a crash begins with the old one as well.
    os.kill(worker, signal.SIGKILL)
    assert daemon.serving(but=worker)
    daemon.configure("prior = -3")
    assert daemon.ask("reload").returncode == 0


def test_a_reload_says_what_needs_a_restart(start):
    daemon = start()
    daemon.configure("record-queue = 5000")
    assert daemon.ask("reload").returncode == 0
    assert "record-queue" in daemon.logged("event=restart-needed")


def test_commands_without_a_daemon(start):
    daemon = start()
    assert daemon.end() == 0
    done = daemon.ask("reload")
    assert done.returncode == 66 and "no daemon serves" in done.stderr, done


def test_callers_that_say_nothing_do_not_keep_others_out(start):
    import socket
    daemon = start()
    here = os.open(daemon.state, os.O_PATH)
    callers = []
    for _ in range(15):
        caller = socket.socket(socket.AF_UNIX)
        caller.connect(f"/proc/self/fd/{here}/control")
        callers.append(caller)
    assert daemon.status()["state"] == "serving"
    for caller in callers[:3]:
        caller.sendall(b"x" * 500)
    assert daemon.status()["state"] == "serving"
    for caller in callers:
        caller.close()
    os.close(here)


# ---- files that may not grow ----------------------------------------------------------------------------------------

def test_a_log_that_may_not_grow_ends_nobody(start):
    daemon = start()
    worker = daemon.serving()
    until(lambda: daemon.err.stat().st_size > 0, "its first line")
    resource.prlimit(daemon.process.pid, resource.RLIMIT_FSIZE, (daemon.err.stat().st_size,) * 2)
    os.kill(worker, signal.SIGKILL)  # told by the supervisor, which cannot
    worker = daemon.serving(but=worker)
    assert daemon.ask("reload").returncode == 0 and daemon.serving() == worker
    assert daemon.end() == 0

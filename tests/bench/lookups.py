#!/usr/bin/env python3
"""lookups: what waiting for DNS costs the milter. Prints Markdown.

    tests/bench/lookups.py [--build build] [--seconds 5] [--mails 1,100,1000] [--delays off,0,20,200,never]

The milter alone (tests/milter/load.c), authenticating each mail: SPF, DMARC and a key for each sender, who has a domain of
his own, so that nothing is in the cache. The name server (dns-answer.c) answers after the same time always, or never;
"off" asks nobody. As many mails are in work as there are connections. What waits costs latency; a thread each, and memory.
"""
import argparse
import json
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
import mails  # noqa: E402

OPTIONS = """mail-in-doubtful = accept
mail-in-spam = accept
mail-in-certain = accept
burst-recipients = 1000000
scanner-wait = 1m
log-items = none
dns-trust-anchor = ""
lookup-timeout = 1
"""


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Warden:
    def __init__(self, build, folder, delay):
        self.milter, self.http = free_port(), free_port()
        self.server = None
        lookups = "lookups = no\n"
        if delay != "off":
            self.server = subprocess.Popen([build / "tests/bench/dns-answer", "-1" if delay == "never" else delay],
                                           stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            lookups = f'dns-servers = {{"127.0.0.1@{self.server.stdout.readline().strip()}"}}\n'
        (folder / "c.conf").write_text(f'state = "{folder}/state"\nmilter-listen = "inet:127.0.0.1:{self.milter}"\n'
                                       f'http-listen = {{"127.0.0.1:{self.http}"}}\n{OPTIONS}{lookups}')
        self.call = [build / "calwarden"]
        self.config = folder / "c.conf"
        environment = {"CALWARDEN_RULES": str(ROOT / "rules"), **os.environ}
        self.process = subprocess.Popen([*self.call, "serve", "--config", self.config], env=environment,
                                        stdout=subprocess.DEVNULL, stderr=open(folder / "log", "wb"))
        end = time.monotonic() + 60
        while self.status().get("state") != "serving":
            assert self.process.poll() is None and time.monotonic() < end, (folder / "log").read_text()
            time.sleep(0.1)

    def status(self):
        done = subprocess.run([*self.call, "status", "--config", self.config], capture_output=True, text=True, check=False)
        return json.loads(done.stdout) if done.returncode == 0 else {}

    def metric(self, name):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.http}/metrics", timeout=30) as answer:
            found = re.search(rf"^calwarden_{name} ([\d.e+]+)", answer.read().decode(), re.M)
        return float(found[1]) if found else 0

    def stop(self):
        self.process.terminate()
        self.process.wait(60)
        if self.server:
            self.server.stdin.close()
            self.server.wait(60)


def memory_of(pid):
    """PSS in MiB, threads."""
    rollup = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Pss:\s+(\d+)", rollup, re.M)[1]) / 1024, len(os.listdir(f"/proc/{pid}/task"))


def load(build, warden, seconds, connections, files):
    """What milter-load says, and the worker's memory and threads in the middle of it."""
    running = subprocess.Popen([build / "tests/milter/milter-load", "127.0.0.1", str(warden.milter), str(seconds), str(connections),
                                "0", *files], stdout=subprocess.PIPE, text=True)
    time.sleep(seconds * 0.7)
    memory = memory_of(warden.status()["worker"])
    said = dict(re.findall(r"(\w+)=(\d+)", running.communicate()[0]))
    return {name: int(value) for name, value in said.items()}, memory


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--mails", default="1,100,1000")
    parser.add_argument("--delays", default="off,0,20,200,never")
    options = parser.parse_args()
    build = pathlib.Path(options.build).resolve()
    print(f"\n## Waiting for DNS\n\n{options.seconds} s each, mails of 6 KB; DNS answers after so many ms; it is waited for 1 s.\n")
    print("| DNS, ms | mails in work | mails a second | p50, ms | p99, ms | deferred, lost | questions a mail | PSS of the worker, MiB | its threads |")
    print("|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="cw-bench-", dir="/tmp") as name:
        folder = pathlib.Path(name)
        files = []
        for seed in range(mails.VARIANTS):
            files.append(folder / f"{seed}.eml")
            files[-1].write_bytes(mails.of_size(seed, 6 * 1024).replace(b"studio-neri.example", b"m00000000.example"))
        for delay in options.delays.split(","):
            for connections in map(int, options.mails.split(",")):
                place = folder / f"{delay}-{connections}"
                place.mkdir()
                warden = Warden(build, place, delay)
                try:
                    said, (pss, threads) = load(build, warden, options.seconds, connections, files)
                    questions = warden.metric("lookup_questions_total") / max(said["mails"], 1)
                finally:
                    warden.stop()
                print(f"| {delay} | {connections} | {said['rate']:,} | {said['p50'] / 1000:,.1f} | {said['p99'] / 1000:,.1f} | "
                      f"{said['deferred']}, {said['lost']} | {questions:.1f} | {pss:.1f} | {threads} |", flush=True)


if __name__ == "__main__":
    main()

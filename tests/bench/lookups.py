#!/usr/bin/env python3
"""lookups: what waiting for DNS costs the milter. Prints Markdown.

    tests/bench/lookups.py [--build build] [--seconds 5] [--mails 1,16,100,1000] [--delays off,0,20,200,never] [--rounds 5]

The milter alone (tests/milter/load.c), authenticating each mail: SPF, DMARC and a key for each sender, who has a domain of
his own, so that nothing is in the cache. The name server (dns-answer.c) answers after the same time always, or never;
"off" asks nobody. As many mails are in work as there are connections. What waits costs latency; a thread each, and memory.
Then what the threads themselves cost (bench-waiting.c): as many mails that wait with a thread each, and with two for all.
"""
import argparse
import base64
import json
import os
import pathlib
import re
import socket
import statistics
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


def own(raw):
    """Each mail that is sent gets a number in place of the zeros: event, sender and links of its own, as nearly all have."""
    plain = re.sub(rb"Content-Transfer-Encoding: base64\r\n\r\n([A-Za-z0-9+/=\s]+)",
                   lambda part: b"Content-Transfer-Encoding: 7bit\r\n\r\n" + base64.b64decode(part[1]) + b"\r\n", raw)
    for old, new in ((b"studio-neri.example", b"m00000000.example"), (b"UID:", b"UID:m00000000.example-"),
                     (b"Message-ID: <", b"Message-ID: <m00000000.example-")):
        plain = plain.replace(old, new)
    return plain


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class NameServer:
    def __init__(self, build, delay):
        self.process = subprocess.Popen([build / "tests/bench/dns-answer", "-1" if delay == "never" else delay],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.option = f'dns-servers = {{"127.0.0.1@{self.process.stdout.readline().strip()}"}}\n'

    def stop(self):
        self.process.stdin.close()
        self.process.wait(60)


class Warden:
    def __init__(self, build, folder, delay):
        self.milter, self.http = free_port(), free_port()
        self.server = None if delay == "off" else NameServer(build, delay)
        lookups = self.server.option if self.server else "lookups = no\n"
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
            self.server.stop()


def memory_of(pid):
    """PSS in MiB, threads."""
    rollup = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Pss:\s+(\d+)", rollup, re.M)[1]) / 1024, len(os.listdir(f"/proc/{pid}/task"))


def cpu_of(pid):
    """µs of a process."""
    words = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(words[11]) + int(words[12])) * 1e6 / os.sysconf("SC_CLK_TCK")


def load(build, warden, seconds, connections, files):
    """What milter-load says with the CPU a mail, and the worker's memory and threads in the middle of it."""
    worker = warden.status()["worker"]
    before = cpu_of(worker)
    running = subprocess.Popen([build / "tests/milter/milter-load", "127.0.0.1", str(warden.milter), str(seconds), str(connections),
                                "0", *files], stdout=subprocess.PIPE, text=True)
    time.sleep(seconds * 0.7)
    memory = memory_of(worker)
    said = {name: int(value) for name, value in re.findall(r"(\w+)=(\d+)", running.communicate()[0])}
    said["cpu"] = (cpu_of(worker) - before) / max(said["mails"], 1)
    return said, memory


def threads(build, folder, files, options):
    """In turn, so that what else the machine does meets both."""
    print("\n## What a thread for each mail costs\n\n200 ms of DNS, nothing but the judgement; µs of CPU a mail, median "
          "(lowest–highest), and the median of the ratios.\n")
    print("| mails that wait | a thread each | as many threads as cores | ratio |\n|---|---|---|---|")
    server = NameServer(build, "200")
    config = folder / "waiting.conf"
    config.write_text(f'state = "{folder}"\nrules = "{ROOT}/rules"\n{OPTIONS}{server.option}')
    for waiting in (100, 1000):
        found = {"threads": [], "queue": []}
        for _ in range(options.rounds):
            for kind, costs in found.items():
                said = subprocess.run([build / "tests/bench/bench-waiting", kind, config, str(options.seconds), str(waiting), *files],
                                      capture_output=True, text=True, check=True).stdout
                costs.append(float(re.search(r"us=(\d+)", said)[1]))
        texts = [f"{statistics.median(costs):.0f} ({min(costs):.0f}–{max(costs):.0f})" for costs in found.values()]
        ratio = statistics.median(one / other for one, other in zip(*found.values()))
        print(f"| {waiting:,} | {texts[0]} | {texts[1]} | {ratio:.3f} |", flush=True)
    server.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--mails", default="1,16,100,1000")
    parser.add_argument("--delays", default="off,0,20,200,never")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    build = pathlib.Path(options.build).resolve()
    print(f"\n## Waiting for DNS\n\n{options.seconds} s each, mails of 6 KB; DNS answers after so many ms; it is waited for 1 s.\n")
    print("| DNS, ms | mails in work | mails a second | p50, ms | p99, ms | deferred, lost | questions a mail | CPU a mail, µs | PSS of the worker, MiB | its threads |")
    print("|---" * 10 + "|")
    with tempfile.TemporaryDirectory(prefix="cw-bench-", dir="/tmp") as name:
        folder = pathlib.Path(name)
        files = []
        for seed in range(mails.VARIANTS):
            files.append(folder / f"{seed}.eml")
            files[-1].write_bytes(own(mails.of_size(seed, 7 * 1024)))
        for delay in options.delays.split(","):
            for connections in map(int, options.mails.split(",")):
                place = folder / f"{delay}-{connections}"
                place.mkdir()
                warden = Warden(build, place, delay)
                try:
                    said, (pss, count) = load(build, warden, options.seconds, connections, files)
                    questions = warden.metric("lookup_questions_total") / max(said["mails"], 1)
                finally:
                    warden.stop()
                print(f"| {delay} | {connections} | {said['rate']:,} | {said['p50'] / 1000:,.1f} | {said['p99'] / 1000:,.1f} | "
                      f"{said['deferred']}, {said['lost']} | {questions:.1f} | {said['cpu']:.0f} | {pss:.1f} | {count} |", flush=True)
        threads(build, folder, files, options)


if __name__ == "__main__":
    main()

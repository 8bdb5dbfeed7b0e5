#!/usr/bin/env python3
"""deliver: how many events a second calendar servers take, from a plain program and from our client, in the same run.

    tests/bench/deliver.py [--seconds 10] [--server NAME]...      NAME: radicale, cyrus, sogo

For each server two rates, of one connection: PUTs of new events by a program that does nothing else, and caldav_find with
caldav_put, as a delivery needs them. Their ratio is what asking first costs. Needs root (Cyrus and SOGo do).
"""
import argparse
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "caldav"))
from bed_cyrus_dav import Cyrus  # noqa: E402
from bed_radicale import Radicale  # noqa: E402
from bed_sogo import Sogo  # noqa: E402
from beds import event  # noqa: E402

SERVERS = {"radicale": Radicale, "cyrus": Cyrus, "sogo": Sogo}


def plain(bed, user, seconds):
    """PUTs a second."""
    done, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        bed.put(user, f"plain-{done}.ics", event(f"plain-{done}@example.net", organizer=None))
        done += 1
    return done / seconds


def ours(bed, user, seconds):
    """Finds and puts a second."""
    done, end = 0, time.monotonic() + seconds
    agent = "CLIENT" if bed.schedules else None
    with bed.client(user) as client:
        while time.monotonic() < end:
            uid = f"ours-{done}@example.net"
            assert client.find(uid)["path"] == ""
            assert client.put(uid, event(uid, attendees=(user.address,), agent=agent))["changed"] is False
            done += 1
    bed.sink.empty()
    return done / seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--server", action="append", choices=SERVERS)
    options = parser.parse_args()
    print(f"{'server':<10} {'PUTs/s':>8} {'find+put/s':>11} {'ratio':>6}")
    for name in options.server or SERVERS:
        with SERVERS[name]() as bed:
            theirs = plain(bed, bed.user("kim"), options.seconds)
            own = ours(bed, bed.user("lee"), options.seconds)
            print(f"{name:<10} {theirs:8.1f} {own:11.1f} {own / theirs:6.2f}", flush=True)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""deliver: how many invitations a second get into the calendars of a server, against how many the server takes by plain PUT in
the same run.

    CALWARDEN=build/calwarden tests/bench/deliver.py [--events 200] [--at-once 8] [radicale] [cyrus] [sogo]

Needs root, for the servers. Every invitation is for one of eight users, by a connection of LMTP of its own; the PUTs are by as many
connections that stay open.
"""
import argparse
import base64
import concurrent.futures
import http.client
import pathlib
import smtplib
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/caldav"), str(ROOT / "tests/flow")]
from bed_cyrus_dav import Cyrus  # noqa: E402
from bed_radicale import Radicale  # noqa: E402
from bed_sogo import Sogo  # noqa: E402
from beds import event  # noqa: E402
from delivery import Delivery, invitation  # noqa: E402

USERS = 8


def rate(work, items, at_once):
    """Items a second, each of `at_once` threads doing its share."""
    shares = [items[i::at_once] for i in range(at_once)]
    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
        for done in pool.map(work, shares):
            assert done
    return len(items) / (time.monotonic() - began)


def measure(bed, events, at_once):
    users = [bed.user(f"user{i}") for i in range(USERS)]

    def put(share):
        connection = http.client.HTTPConnection("127.0.0.1", bed.http, timeout=60)
        for number in share:
            user = users[number % USERS]
            login = base64.b64encode(f"{user.name}:{user.password}".encode()).decode()
            words = ("PUT", f"{bed.calendar(user)}plain-{number}.ics", event(f"plain-{number}@example.net", organizer=None),
                     {"Authorization": f"Basic {login}", "Content-Type": "text/calendar; charset=utf-8"})
            try:
                connection.request(*words)
                answer = connection.getresponse()
            except OSError:  # it was left open for too long
                connection.close()
                connection.request(*words)
                answer = connection.getresponse()
            answer.read()
            assert answer.status in (201, 204), answer.status
        connection.close()
        return True

    with Delivery(bed, users, f"lmtp-connections = {at_once}\nlog-level = warning") as delivery:
        mails = [invitation(f"bench-{number}@example.net", attendees=(users[number % USERS].address,)).mail()
                 for number in range(events)]

        def deliver(share):
            with smtplib.LMTP("127.0.0.1", delivery.lmtp, timeout=60) as lmtp:
                lmtp.ehlo("mx.example.org")
                for number in share:
                    lmtp.mail("jo@corp.example")
                    lmtp.rcpt(users[number % USERS].address)
                    code, said = lmtp.data(mails[number])
                    assert (code, said) == (250, b"2.0.0 inserted"), (code, said)
            return True

        plain = rate(put, range(events), at_once)
        delivered = rate(deliver, range(events), at_once)
    return plain, delivered


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=200)
    parser.add_argument("--at-once", type=int, default=8)
    kinds = {"radicale": Radicale, "cyrus": Cyrus, "sogo": Sogo}
    parser.add_argument("servers", nargs="*", help="all of them, when none is named")
    options = parser.parse_args()
    print(f"{'server':10} {'PUT/s':>8} {'delivered/s':>12} {'of it':>7}")
    for name in options.servers or kinds:
        with kinds[name]() as bed:
            plain, delivered = measure(bed, options.events, options.at_once)
            print(f"{name:10} {plain:8.1f} {delivered:12.1f} {delivered / plain:7.0%}", flush=True)


if __name__ == "__main__":
    main()

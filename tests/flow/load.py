"""Mail systems outside that send many mails at once, each mail again and again until it is taken; and the count of what became
of each."""
import collections
import smtplib
import threading
import time

import messages
from bed import Refused, read

KINDS = ("plain", "invited", "kept")
OPTIONS = "mail-in-certain = quarantine\n"  # of the daemon, for this mix


def make(number):
    """Letters, invitations, and what is kept in the quarantine."""
    kind = KINDS[number % len(KINDS)]
    more = f"X-Load: {number}\n"
    if kind == "plain":
        return messages.letter(subject=f"load {number}", more=more)
    return messages.invitation(subject=f"load {number}", more=more,
                               **({"summary": messages.TEST_STRING} if kind == "kept" else {}))


class Load:
    def __init__(self, bed, mails=80, senders=4, retry=0.1):
        self.bed, self.mails, self.retry = bed, mails, retry
        self.taken, self.put_off, self.strange = set(), 0, []
        self.numbers, self.lock = iter(range(mails)), threading.Lock()
        self.threads = [threading.Thread(target=self.work, daemon=True) for _ in range(senders)]
        for thread in self.threads:
            thread.start()

    def work(self):
        while True:
            with self.lock:
                number = next(self.numbers, None)
            if number is None:
                return
            raw = make(number)
            while not self.offer(number, raw):
                time.sleep(self.retry)

    def offer(self, number, raw):
        try:
            self.bed.send(raw)
        except (Refused, smtplib.SMTPException, AssertionError, OSError) as error:
            if isinstance(error, Refused) and error.code // 100 != 4:
                self.strange.append((number, str(error)))
                return True
            with self.lock:
                self.put_off += 1
            return False
        with self.lock:
            self.taken.add(number)
        return True

    def reached(self, count, patience=60):
        """Waits until so many were taken, so that something can be done in the middle."""
        end = time.monotonic() + patience
        while len(self.taken) < count:
            assert time.monotonic() < end, f"{len(self.taken)} of {self.mails} taken, {self.put_off} put off, {self.strange}"
            time.sleep(0.01)

    def finish(self, patience=120):
        end = time.monotonic() + patience
        for thread in self.threads:
            thread.join(max(0.1, end - time.monotonic()))
        assert not any(thread.is_alive() for thread in self.threads), f"{len(self.taken)} of {self.mails} taken"
        assert self.strange == [] and len(self.taken) == self.mails


def number_of(raw):
    return int(read(raw)["X-Load"])


def whereabouts(bed, kept):
    """How often each mail is where, as {number: {place: times}}. `kept`: what the quarantine has, raw."""
    found = collections.defaultdict(collections.Counter)
    bed.settled()
    for folder, raw in bed.dovecot.fetch("kim@example.org"):
        found[number_of(raw)][folder] += 1
    for row in bed.postfix.queued():
        found[number_of(bed.postfix.raw(row["queue_id"]))]["queue"] += 1
    for raw in kept:
        found[number_of(raw)]["quarantine"] += 1
    return found


def check(bed, load, kept):
    """Every mail that was taken is in one place, once."""
    found = whereabouts(bed, kept)
    lost = sorted(load.taken - set(found))
    twice = {number: dict(places) for number, places in found.items() if sum(places.values()) != 1}
    assert not lost and not twice, f"lost {lost}, twice {twice}"
    return found

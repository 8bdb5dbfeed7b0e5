"""What goes wrong on the way into a calendar: nothing is lost, nothing is there twice, and nobody is told."""
import concurrent.futures
import contextlib
import os
import pathlib
import signal
import smtplib
import socket
import subprocess
import tempfile
import threading

import pytest

from beds import free_port, until
from delivery import Delivery, invitation
from test_deliver import absent, only


class Stall:
    """Stands before a server and, when it is told to, keeps the answers to PUT: the server has done it, and nobody knows."""

    def __init__(self, port):
        self.port, self.to, self.keep, self.kept = free_port(), port, False, threading.Event()
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.carry, args=(client,), daemon=True).start()

    def carry(self, client):
        server = socket.create_connection(("127.0.0.1", self.to))
        put = threading.Event()

        def answers():
            with contextlib.suppress(OSError):
                while data := server.recv(65536):
                    if put.is_set() and self.keep:
                        self.kept.set()
                        continue
                    client.sendall(data)
            client.close()
        threading.Thread(target=answers, daemon=True).start()
        with contextlib.suppress(OSError):
            while data := client.recv(65536):
                if data.startswith(b"PUT "):
                    put.set()
                server.sendall(data)
        server.close()

    def close(self):
        self.listener.close()


def test_a_server_that_is_down_means_later_and_then_once(radicale, uid):
    kim, mail = radicale.user("kim"), invitation(uid).mail()
    with Delivery(radicale, [kim]) as delivery:
        radicale.stop()
        try:
            assert delivery.send(mail)[0].startswith("451 4.3.0 ")
            assert delivery.send(mail)[0].startswith("451 4.3.0 ")
            assert [row["state"] for row in delivery.arrivals()] == ["pending"]
        finally:
            radicale.start()
        assert delivery.send(mail) == delivery.send(mail) == ["250 2.0.0 inserted"]
        assert only(radicale, kim, uid)
        assert [row["state"] for row in delivery.arrivals()] == ["inserted"]


def test_a_server_that_stays_down_ends_with_an_offer_and_no_bounce(radicale, uid):
    kim, mail = radicale.user("kim"), invitation(uid).mail()
    with Delivery(radicale, [kim], "deliver-retry = 0s", port=free_port()) as delivery:
        assert delivery.send(mail) == ["250 2.0.0 offered"]
        assert delivery.send(mail) == ["250 2.0.0 offered"]
        (row,) = delivery.arrivals()
        assert row["state"] == "offered" and row["reason"] == "Your calendar could not be reached when it came"
        assert "deliver_failures_total" in delivery.warden.get("/metrics")


def test_a_kill_between_the_put_and_its_record_doubles_nothing(radicale, uid):
    kim, mail = radicale.user("kim"), invitation(uid).mail()
    stall = Stall(radicale.http)
    with Delivery(radicale, [kim], port=stall.port) as delivery:
        stall.keep = True
        sender = threading.Thread(target=lambda: pytest.raises((OSError, smtplib.SMTPException), delivery.send, mail))
        sender.start()
        assert stall.kept.wait(60)
        worker = delivery.warden.status()["worker"]
        os.kill(worker, signal.SIGKILL)
        sender.join(60)
        stall.keep = False
        delivery.warden.serving(but=worker)
        before = only(radicale, kim, uid)
        assert [row["state"] for row in delivery.arrivals()] == ["pending"]
        until(lambda: delivery.send(mail) == ["250 2.0.0 inserted"], "delivered")
        assert only(radicale, kim, uid) == before
        assert [row["state"] for row in delivery.arrivals()] == ["inserted"]
    stall.close()


@pytest.fixture
def small_disk():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="cw-small-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m,mode=0777", "small", folder], check=True)
    yield folder
    subprocess.run(["umount", folder], check=True)
    folder.rmdir()


def fill(path):
    with open(path, "wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            with contextlib.suppress(OSError):
                while file.write(bytes(size)) == size:
                    pass


def test_a_full_disk_of_the_store_means_later_and_nothing_is_done(radicale, uid, small_disk):
    kim = radicale.user("kim")
    with Delivery(radicale, [kim], state=small_disk / "state") as delivery:
        assert delivery.send(invitation(uid).mail()) == ["250 2.0.0 inserted"]
        fill(small_disk / "filler")
        more = invitation(uid + ".more", description=os.urandom(300000).hex()).mail()
        assert delivery.send(more)[0].startswith("451 4.3.0 ")
        assert absent(radicale, kim, uid + ".more")
        (small_disk / "filler").unlink()
        until(lambda: delivery.send(more) == ["250 2.0.0 inserted"], "delivered")
        assert only(radicale, kim, uid + ".more")


def test_a_password_that_is_refused_means_later(radicale, uid):
    kim = radicale.user("kim")
    with Delivery(radicale, [kim]) as delivery:
        right = delivery.passwords.read_text()
        delivery.passwords.write_text(right.replace(kim.password, "wrong"))
        assert delivery.send(invitation(uid).mail())[0].startswith("451 4.3.0 ")
        delivery.passwords.write_text(right)
        assert delivery.send(invitation(uid + ".2").mail()) == ["250 2.0.0 inserted"]


def test_a_mail_that_crashes_is_not_read_again(radicale, uid):
    kim, secret = radicale.user("kim"), "0123456789abcdef0123456789abcdef"
    with Delivery(radicale, [kim], environment={"CALWARDEN_TEST_CRASH": secret}) as delivery:
        worker = delivery.warden.serving()
        poison = invitation(uid, more=f"X-Calwarden-Test: {secret} crash\n").mail()
        with pytest.raises((OSError, smtplib.SMTPException)):
            delivery.send(poison)
        delivery.warden.serving(but=worker)
        assert delivery.send(poison) == ["250 2.0.0 aside"]
        assert delivery.send(invitation(uid + ".2").mail()) == ["250 2.0.0 inserted"]
        assert len(delivery.arrivals()) == 1 and delivery.warden.status()["restarts"] == 1
        assert len(list((delivery.warden.state / "aside").glob("*.eml"))) == 1


def test_mails_about_one_event_at_once_end_with_the_newest(radicale, uid):
    """Each is written only where nobody else has written meanwhile."""
    kim, meeting = radicale.user("kim"), invitation(uid)
    mails = [meeting.mail(sequence=number, summary=f"Version {number}") for number in range(8)]
    with Delivery(radicale, [kim]) as delivery:
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(delivery.send, mails))
        for mail, answer in zip(mails, answers):
            if answer[0].startswith("451 "):  # changed by others five times: it comes again
                assert delivery.send(mail)[0].startswith("250 ")
        assert "SUMMARY:Version 7" in only(radicale, kim, uid)[1]
        assert {row["state"] for row in delivery.arrivals()} <= {"inserted", "applied", "unchanged", "offered"}

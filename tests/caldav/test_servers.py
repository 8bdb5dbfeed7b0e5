"""Finding, writing and what others change meanwhile, with each server."""
import re

import pytest

from beds import Client, event
from bed_radicale import Radicale
from bed_sogo import Sogo


def test_a_wrong_password(server):
    kim = server.user("kim")
    with Client(**server.login(kim, password="wrong")) as client:
        assert client.home["error"] == "permission"


def test_what_is_known_of_the_user(server):
    kim = server.user("kim")
    with server.client(kim) as client:
        assert client.home["schedules"] == server.schedules
        assert kim.address in client.home["addresses"]
        assert client.home["calendar"] == server.calendar(kim)


def test_of_two_who_write_one_is_told(server, uid):
    kim = server.user("kim")
    agent = "CLIENT" if server.schedules else None
    with server.client(kim) as client, server.client(kim) as other:
        made = client.put(uid, event(uid, agent=agent))
        assert other.put(uid, event(uid, agent=agent))["changed"] is True
        found, same = client.find(uid), other.find(uid)
        assert same == found and found["etag"]
        assert client.put(uid, event(uid, agent=agent, summary="Mine", sequence=1), found["path"], found["etag"])["changed"] is False
        assert other.put(uid, event(uid, agent=agent, summary="Other", sequence=1), same["path"], same["etag"])["changed"] is True
        assert other.remove(uid, same["path"], same["etag"])["changed"] is True
        assert "SUMMARY:Mine" in server.get(kim, made["path"])
        assert client.remove(uid, made["path"], client.find(uid)["etag"])["changed"] is False
        assert other.remove(uid, made["path"], found["etag"])["changed"] is False
        assert other.put(uid, event(uid, agent=agent), same["path"], same["etag"])["changed"] is True
    assert not [text for text in server.objects(kim).values() if uid in text]


ODD = ["a/../b@example.net", "with spaces and , ; comma", "<b>&amp;\"quotes'</b>", "ü-ñ-日本", "x" * 300, "%2e%2e%2f", ".hidden", "#?",
       "040000008200E00074C5B7101A82E00800000000A0B1C2D3E4F5DA01000000000000000010000000AABBCCDDEEFF00112233445566778899"]


@pytest.mark.parametrize("odd", ODD)
def test_odd_uids(server, odd):
    kim = server.user("kim")
    raw = re.sub(r"([\\,;])", r"\\\1", odd)
    with server.client(kim) as client:
        made = client.put(odd, event(raw, agent="CLIENT" if server.schedules else None))
        assert made.get("changed") is False, made
        found = client.find(odd)
        assert found["path"] == made["path"]
        assert client.remove(odd, found["path"], found["etag"]).get("changed") is False
        assert client.find(odd)["path"] == ""
    server.sink.empty()


def test_a_uid_that_cannot_be_asked_for(server):
    with server.client(server.user("kim")) as client:
        assert client.find("a\r\nb")["error"] == "usage"
        assert client.find("")["error"] == "usage"


def test_what_a_program_has_put_in_under_a_name_of_its_own(server, uid):
    kim = server.user("kim")
    server.put(kim, "A0B1-C2.ics", event(uid, organizer=None))
    with server.client(kim) as client:
        found = client.find(uid)
        assert found["path"] == server.calendar(kim) + "A0B1-C2.ics"
        assert found["bytes"] == server.get(kim, found["path"])  # with its line ends
        assert client.get(found["path"]) == found
        assert client.remove(uid, found["path"], found["etag"])["changed"] is False


def test_another_calendar(radicale, uid):
    lee = radicale.user("lee")
    radicale.make(lee, "second")
    with radicale.client(lee, calendar="second") as client:
        assert client.put(uid, event(uid))["path"].startswith("/lee/second/")
    with radicale.client(lee, calendar="meetings") as client:
        assert client.find(uid)["path"].startswith("/lee/second/")
        assert client.home["calendar"] == "/lee/meetings/"


def test_a_server_that_trusts_a_header():
    for kind, header in (Radicale, "X-Remote-User"), (Sogo, "x-webobjects-remote-user"):
        with kind(trusted=True) as bed:
            kim = bed.user("kim")
            with Client(**bed.login(kim, password=None, header=header)) as client:
                assert client.put("one@example.net", event(agent="CLIENT")).get("changed") is False, client.home
                assert client.find("one@example.net")["path"]


def test_an_administrator_acts_for_the_user(scheduler, uid):
    lee = scheduler.user("lee")
    with Client(**scheduler.as_admin(lee)) as client:
        made = client.put(uid, event(uid, attendees=(lee.address,), agent="CLIENT"))
        assert uid in scheduler.get(lee, made["path"])
        assert client.remove(uid, made["path"]).get("changed") is False
    with Client(**scheduler.as_admin(lee) | {"admin": lee.name, "password": lee.password, "user": scheduler.user("kim").name}) as client:
        assert "error" in client.home or scheduler.calendar(scheduler.user("kim")) != client.home["calendar"]
    for name in ("nobody", ".", "..", "*", "../warden"):
        with Client(**scheduler.as_admin(lee) | {"user": name, "address": "nobody@example.org"}) as client:
            assert "error" in client.home, (name, client.home)
    scheduler.sink.empty()

"""The client against a server without scheduling: finding, writing, changes by others, removal."""
from beds import event


def test_an_event_goes_in_is_found_changed_and_removed(radicale):
    kim = radicale.user("kim")
    with radicale.client(kim) as client:
        assert client.home["calendar"] == "/kim/work/" and not client.home["schedules"]
        assert client.find("one@example.net") == {"path": "", "etag": "", "bytes": ""}
        made = client.put("one@example.net", event())
        assert made == {"path": "/kim/work/one@example.net.ics", "changed": False}
        found = client.find("one@example.net")
        assert found["path"] == made["path"] and "SUMMARY:Planning" in found["bytes"]
        assert client.put("one@example.net", event(summary="Later"), found["path"], found["etag"])["changed"] is False
        assert "SUMMARY:Later" in radicale.get(kim, made["path"])
        assert client.remove("one@example.net", made["path"]) == {"path": made["path"], "changed": False}
        assert radicale.objects(kim) == {}

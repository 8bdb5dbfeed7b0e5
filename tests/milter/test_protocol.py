"""The milter by its protocol: what it keeps of a mail, what it answers, and how it takes what mail systems do."""
import contextlib
import socket
import stat
import struct
import threading
import time

import pytest

from client import (ADDHDRS, ALL_ACTIONS, ALL_STEPS, CHGHDRS, DELRCPT, LEADSPC, NODATA, NOHREPL, NR_BODY, NR_CONN, NR_MAIL,
                    NR_RCPT, OLD_STEPS, QUARANTINE, SETSYMLIST, Gone)

MAIL = (b"From: Anna <anna@example.net>\r\nTo: user@example.org\r\nSubject: Lunch\r\nMessage-ID: <1@example.net>\r\n"
        b"\r\nShall we?\r\n")


def mail(*fields, body=b"Shall we?\r\n"):
    lines = [field.encode() if isinstance(field, str) else field for field in fields]
    return b"\r\n".join([b"From: Anna <anna@example.net>", *lines, b"", body])


# ---- agreement --------------------------------------------------------------------------------------------------------

def test_agrees_on_few_answers_and_few_macros(milter):
    client = milter.client()
    assert client.version == 6 and client.actions == ADDHDRS | CHGHDRS | DELRCPT | QUARANTINE | SETSYMLIST
    for silent in (NOHREPL, NR_CONN, NR_MAIL, NR_RCPT, LEADSPC):
        assert client.steps & silent
    assert not client.steps & NR_BODY  # or the end of the message would be passed over
    assert client.macros_wanted[0] == "{daemon_name} {client_addr} j" and client.macros_wanted[5] == "i"


def test_data_is_answered_over_tcp(start, tmp_path):
    """Or the header would wait until the kernel acknowledges the envelope."""
    client = start().client()
    assert not client.steps & NODATA
    assert client.deliver(MAIL).word == "accept"  # which asks for the answer
    assert start(listen=str(tmp_path / "socket")).client().steps & NODATA


def test_an_old_mail_system_gets_an_answer_to_each_step(milter):
    client = milter.client(version=2, actions=0x3F, steps=OLD_STEPS)
    assert client.version == 2 and not client.steps & (NOHREPL | LEADSPC)
    assert client.deliver(MAIL).word == "accept"
    raw, facts = milter.seen()
    assert raw == MAIL and facts["mail_from"] == "anna@example.net"


def test_a_mail_system_that_lets_us_do_too_little_is_refused(milter):
    with pytest.raises(Gone):
        milter.client(actions=ADDHDRS)
    assert "too little" in milter.said
    assert milter.client().deliver(MAIL).word == "accept"


# ---- what is kept -----------------------------------------------------------------------------------------------------

def test_a_mail_and_what_is_known_of_it(milter):
    client = milter.client()
    client.mail("<anna@example.net>", "SIZE=300", "BODY=8BITMIME")
    client.recipient("<user@example.org>")
    client.recipient("<Second.User+tag@example.org>")
    assert client.message(MAIL).word == "accept"
    raw, facts = milter.seen()
    assert raw == MAIL
    assert facts == {"channel": "mail-in", "client_ip": "192.0.2.1", "helo": "client.example.net",
                     "mail_from": "anna@example.net", "auth_user": "", "queue_id": "4F2K7Q0Z",
                     "parameters": "SIZE=300 BODY=8BITMIME", "truncated": "0", "late": "0",
                     "rcpt": ["user@example.org", "Second.User+tag@example.org"]}


FORMS = {
    "folds": b"Subject: one\r\n two\r\n\tthree\r\nX: y",
    "no space": b"Subject:Lunch\r\nX:y",
    "two spaces": b"Subject:  Lunch\r\nX:   y ",
    "tabs": b"Subject:\tLunch\r\nX:\t y\t",
    "empty": b"Subject:\r\nX: ",
    "order and case": b"X: 1\r\nReceived: from a\r\nx: 2\r\nRECEIVED: from b\r\nX: 3",
    "8 bit": b"Subject: \xc3\xbc \xff\r\nX: \xe4",
    "a line of white space": b"Subject: one\r\n \r\n two\r\nX: y",
    "a long one": b"To: " + b",\r\n ".join(b"user%d@example.org" % i for i in range(8000)) + b"\r\nX: y",
}


@pytest.mark.parametrize("name", FORMS)
def test_fields_keep_their_form(milter, name):
    raw = FORMS[name] + b"\r\n\r\nbody\r\n"
    assert milter.client().deliver(raw).word == "accept"
    assert milter.seen()[0] == raw


@pytest.mark.parametrize("name", set(FORMS) - {"no space", "empty"})
def test_and_without_the_flag_for_spaces(milter, name):
    raw = FORMS[name] + b"\r\n\r\nbody\r\n"
    assert milter.client(steps=ALL_STEPS & ~LEADSPC).deliver(raw).word == "accept"
    assert milter.seen()[0] == raw


def test_a_field_ends_where_its_packet_ends(milter):
    client = milter.client()
    client.mail()
    client.recipient()
    client.header("Subject", " one\nBcc: victim@example.org")
    client.header("X", " a\rb\r\n c\n\n d")
    client.header("Y", b" before\0behind")
    client.end(b"body\r\n")
    assert milter.seen()[0] == (b"Subject: one\r\n Bcc: victim@example.org\r\nX: a\rb\r\n c\r\n \r\n d\r\nY: before\r\n"
                                b"\r\nbody\r\n")


@pytest.mark.parametrize("body", [b"", b"\r\n", b"no line end", b"nul \0 here\r\n", b"bare\nlf and\rcr\r\n",
                                  b"x" * 65535, b"y" * 65536, b"z" * 300000], ids=lambda body: f"{len(body)}-{body[:4]}")
@pytest.mark.parametrize("postfix", [True, False])
def test_bodies_keep_every_byte(milter, body, postfix):
    raw = MAIL.split(b"\r\n\r\n")[0] + b"\r\n\r\n" + body
    assert milter.client().deliver(raw, postfix=postfix).word == "accept"
    assert milter.seen()[0] == raw


def test_a_mail_without_fields_or_body(milter):
    client = milter.client()
    client.mail()
    client.recipient()
    assert client.end().word == "accept"
    assert milter.seen()[0] == b"\r\n"


def test_null_sender_and_macros_that_are_not_sent(milter):
    client = milter.client(connect=False)
    client.step(b"C", b"unknown\0U", NR_CONN)
    client.step(b"M", b"<>\0", NR_MAIL)
    client.step(b"R", b"<user@example.org>\0", NR_RCPT)
    client.header("Subject", " x")
    client.send(b"E", b"x\r\n")
    assert client.answer().word == "accept"
    facts = milter.seen()[1]
    assert facts["mail_from"] == "" and facts["client_ip"] == "" and facts["queue_id"] == "" and facts["helo"] == ""
    assert facts["channel"] == "mail-in"


def test_a_queue_id_that_comes_late_or_never(milter):
    client = milter.client()
    client.mail()
    client.recipient()
    assert client.end(b"x", macros={"j": "mx"}).word == "accept"
    assert milter.seen()[1]["queue_id"] == ""
    client.mail(macros={"i": "EARLY", "{mail_addr}": "x"})
    client.recipient()
    assert client.end(b"x", macros={"j": "mx"}).word == "accept"
    assert milter.seen()[1]["queue_id"] == "EARLY"


def test_an_ipv6_client_and_one_that_only_the_macro_names(milter):
    client = milter.client(connect=False)
    client.connect("2001:db8::7")
    client.deliver(MAIL)
    assert milter.seen()[1]["client_ip"] == "2001:db8::7"
    client = milter.client(connect=False)
    client.connect(None, macros={"{client_addr}": "IPv6:2001:db8::8"})
    client.deliver(MAIL)
    assert milter.seen()[1]["client_ip"] == "2001:db8::8"
    client = milter.client(connect=False)
    client.connect(None, macros={"{client_addr}": "unknown"})
    client.deliver(MAIL)
    assert milter.seen()[1]["client_ip"] == ""


# ---- several mails ----------------------------------------------------------------------------------------------------

def test_mails_of_one_connection_do_not_mix(milter):
    client = milter.client()
    for number in range(5):
        raw = mail(f"X-Number: {number}", body=b"%d" % number * 1000 * (5 - number))
        assert client.deliver(raw, sender=f"<{number}@example.net>", recipients=[f"<{number}@example.org>"]).word == "accept"
        seen, facts = milter.seen()
        assert seen == raw and facts["mail_from"] == f"{number}@example.net" and facts["rcpt"] == [f"{number}@example.org"]


@pytest.mark.parametrize("upto", ["mail", "recipient", "header", "body"])
def test_a_mail_that_is_broken_off_leaves_nothing(milter, upto):
    client = milter.client()
    client.mail("<first@example.net>", macros={"{auth_authen}": "anna", "{mail_addr}": "first@example.net"})
    if upto != "mail":
        client.recipient("<first@example.org>")
    if upto in ("header", "body"):
        client.header("Subject", " first")
    if upto == "body":
        client.body(b"first\r\n" * 10000)
    client.abort()
    assert client.deliver(MAIL).word == "accept"
    raw, facts = milter.seen()
    assert raw == MAIL and facts["rcpt"] == ["user@example.org"] and facts["auth_user"] == ""


@pytest.mark.parametrize("action", ["accept", "reject"])
def test_a_connection_that_is_used_for_another_client(milter, action):
    client = milter.client(connect=False)
    client.connect("192.0.2.1", macros={"{client_addr}": "192.0.2.1"})
    client.deliver(mail(f"X-Test-Action: {action}"))
    client.send(b"K", wait=True)
    client.connect("198.51.100.9", macros={"{client_addr}": "198.51.100.9"})
    client.helo("other.example.com")
    raw = b"Subject:  two spaces\r\nX-Test-Add: Y: z\r\n\r\nbody\r\n"
    answer = client.deliver(raw)
    assert answer.changes == [("insert", 0, "Y", " z")]
    assert milter.seen()[1]["client_ip"] == "192.0.2.1"
    seen, facts = milter.seen()
    assert seen == raw and facts["client_ip"] == "198.51.100.9" and facts["helo"] == "other.example.com"


def test_clients_that_leave_at_any_point(milter):
    for _ in range(3):
        for upto in range(6):
            client = milter.client(connect=upto > 0)
            steps = [lambda: None, client.mail, client.recipient, lambda: client.header("X", " y"),
                     lambda: client.body(b"x" * 70000)]
            for step in steps[:upto]:
                step()
            client.flush()
            client.socket.close()
    assert milter.client().deliver(MAIL).word == "accept"


def test_what_is_no_milter_protocol(milter):
    for data in (b"", b"\0", b"GET / HTTP/1.1\r\n\r\n", b"\xff" * 100, struct.pack(">I", 0), struct.pack(">I", 2) + b"Q",
                 struct.pack(">I", 13) + b"E" + b"\0" * 12, struct.pack(">I", 3) + b"L\0\0"):
        with socket.create_connection(milter.address, 5) as stranger:
            stranger.sendall(data)
            with contextlib.suppress(OSError):
                stranger.shutdown(socket.SHUT_WR)
                stranger.recv(100)
    client = milter.client(connect=False)
    client.send(b"L", b"name without value\0")
    client.send(b"E")
    with contextlib.suppress(Gone, TimeoutError):
        client.socket.settimeout(0.5)
        client.receive()
    assert milter.client().deliver(MAIL).word == "accept"


def test_a_step_out_of_order_is_no_mail(milter):
    client = milter.client()
    client.socket.settimeout(0.5)
    for kind, data in ((b"R", b"<a@example.org>\0"), (b"L", b"X\0y\0"), (b"B", b"body")):
        client.send(kind, data, wait=True)
        with contextlib.suppress(Gone, TimeoutError):
            client.receive()
    assert milter.client().deliver(MAIL).word == "accept"
    raw, facts = milter.seen()
    assert raw == MAIL and len(facts["rcpt"]) == 1


# ---- size -------------------------------------------------------------------------------------------------------------

def test_of_a_huge_mail_the_beginning_is_kept(milter):
    head = b"Subject: huge\r\n\r\n"
    client = milter.client(timeout=120)
    client.mail()
    client.recipient()
    client.header("Subject", " huge")
    piece = b"0123456789abcdef" * 4095 + b"0123456789\r\n"
    limit = 64 * 1024 * 1024
    for _ in range(limit // len(piece) + 20):
        client.body(piece[:65535])
    assert client.end(b"last").word == "accept"
    raw, facts = milter.seen()
    assert len(raw) == limit and raw.startswith(head) and facts["truncated"] == "1"
    assert client.deliver(MAIL).word == "accept"
    raw, facts = milter.seen()
    assert raw == MAIL and facts["truncated"] == "0"


def test_many_recipients(milter):
    addresses = [f"<user{i}@example.org>" for i in range(3000)]
    assert milter.client().deliver(MAIL, recipients=addresses).word == "accept"
    assert milter.seen()[1]["rcpt"] == [address.strip("<>") for address in addresses]


def test_more_recipients_than_anybody_allows(milter):
    client = milter.client(timeout=60)
    answer = client.deliver(MAIL, recipients=["<u@example.org>"] * 20001)
    assert answer.word == "reply" and answer.reply.startswith("452 4.5.3 ")
    assert client.deliver(MAIL).word == "accept"


# ---- answers ----------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("action, word, reply", [
    ("accept", "accept", None), ("tag", "accept", None), ("folder", "accept", None), ("quarantine", "discard", None),
    ("discard", "discard", None), ("reject", "reply", "554 5.7.1 as told (ask postmaster)"),
    ("defer", "reply", "451 4.7.1 later"), ("hold", "accept", None)])
def test_each_action(milter, action, word, reply):
    client = milter.client()
    answer = client.deliver(mail(f"X-Test-Action: {action}", "X-Test-Add: X-Spam: Yes"))
    assert (answer.word, answer.reply) == (word, reply)
    delivers = action in ("accept", "tag", "folder", "hold")
    assert answer.changes == [("insert", 0, "X-Spam", " Yes")] * delivers + [("hold", "as told")] * (action == "hold")
    assert client.deliver(MAIL).word == "accept"


def test_a_guard_that_fails_defers(milter):
    answer = milter.client().deliver(mail("X-Test-Fail: yes"))
    assert answer.word == "reply" and answer.reply.startswith("451 4.3.0 ")


def test_answers_of_several_packets_do_not_wait_for_each_other(milter):
    client = milter.client()
    times = []
    for _ in range(9):
        began = time.monotonic()
        client.deliver(mail("X-Test-Add: A: 1"))
        times.append(time.monotonic() - began)
    assert sorted(times)[4] < 0.03


def test_fields_are_inserted_in_their_order_at_the_top(milter):
    answer = milter.client().deliver(mail("X-Test-Add: A: 1", "X-Test-Add: B: two\\n\tfolded", "X-Test-Add: C: 3"))
    assert answer.changes == [("insert", 0, "A", " 1"), ("insert", 1, "B", " two\n\tfolded"), ("insert", 2, "C", " 3")]


def test_and_without_a_space_where_the_mail_system_puts_one(milter):
    answer = milter.client(steps=ALL_STEPS & ~LEADSPC).deliver(mail("X-Test-Add: A: 1", "X-Test-Subject: [spam]", "Subject: x"))
    assert answer.changes == [("change", 1, "Subject", "[spam] x"), ("insert", 0, "A", "1")]


def test_forged_fields_are_removed_from_the_last_to_the_first(milter):
    answer = milter.client().deliver(mail("X-Forged: forged 1", "X-Other: a", "x-forged: good", "X-FORGED: it is\r\n forged",
                                          "X-Forgery: forged", "X-Forged: forged 4", body=b"X-Forged: forged\r\n"))
    assert answer.changes == [("change", 4, "X-Forged", ""), ("change", 3, "X-FORGED", ""), ("change", 1, "X-Forged", "")]


def test_too_many_forged_fields_are_refused(milter):
    answer = milter.client().deliver(mail(*["X-Forged: forged"] * 200))
    assert answer.word == "accept" and [change[1] for change in answer.changes] == list(range(200, 0, -1))
    answer = milter.client().deliver(mail(*["X-Forged: forged"] * 201))
    assert answer.word == "reply" and answer.reply.startswith("554 5.6.0 ") and not answer.changes


@pytest.mark.parametrize("subject, changed", [
    (" Lunch", " [spam] Lunch"), ("Lunch", " [spam] Lunch"), ("  Lunch", " [spam]  Lunch"),
    (" one\n two", " [spam] one\n two"), ("", " [spam] "), (" [SPAM] again", None)])
def test_a_prefix_of_the_subject(milter, subject, changed):
    client = milter.client()
    client.mail()
    client.recipient()
    client.header("SUBJECT", subject)
    client.header("Subject", " second")
    client.header("X-Test-Subject", " [spam]")
    assert client.end(b"x").changes == ([("change", 1, "Subject", changed)] if changed else [])


def test_a_prefix_where_there_is_no_subject(milter):
    assert milter.client().deliver(mail("X-Test-Subject: [spam]")).changes == [("add", "Subject", " [spam] ")]


def test_recipients_are_dropped_as_they_were_given(milter):
    answer = milter.client().deliver(mail("X-Test-Drop: b@example.org"),
                                     recipients=["<a@example.org>", "<b@example.org>", "c@example.org"])
    assert answer.word == "accept" and answer.changes == [("drop", "<b@example.org>")]


# ---- whose mail it is -------------------------------------------------------------------------------------------------

OURS = 'networks = {"127.0.0.0/8", "10.0.0.0/8", "2001:db8:1::/48"}\ninbound-daemons = {"FILTERED"}\n'


@pytest.mark.parametrize("ip, daemon, login, channel", [
    ("192.0.2.1", "smtpd", "", "mail-in"), ("192.0.2.1", "smtpd", "anna", "mail-out"),
    ("192.0.2.1", "ORIGINATING", "", "mail-out"), ("10.1.2.3", "smtpd", "", "mail-out"),
    ("2001:db8:1::9", "smtpd", "", "mail-out"), ("127.0.0.1", "FILTERED", "", "mail-in"),
    ("192.0.2.1", "FILTERED", "anna", "mail-out"), ("11.0.0.1", "", "", "mail-in")])
def test_out_is_what_the_mail_system_proves(start, ip, daemon, login, channel):
    milter = start(OURS)
    client = milter.client(connect=False)
    client.connect(ip, name="localhost", macros={"{daemon_name}": daemon})
    client.helo("[127.0.0.1]")  # says what it likes
    client.mail("<anna@example.org>", macros={"{mail_addr}": "anna@example.org", **({"{auth_authen}": login} if login else {})})
    client.recipient()
    client.message(MAIL)
    assert milter.seen()[1]["channel"] == channel


# ---- who knows whom ---------------------------------------------------------------------------------------------------

def learned(start, raw=MAIL, options="", sender="<anna@example.org>", login="anna@example.org",
            recipients=("<Bob@Example.NET>",), ip="192.0.2.1"):
    milter = start(OURS + options)
    client = milter.client(connect=False)
    client.connect(ip)
    client.mail(sender, macros={"{mail_addr}": "x", **({"{auth_authen}": login} if login else {})})
    for recipient in recipients:
        client.recipient(recipient)
    assert client.message(raw).word in ("accept", "discard", "reply")
    return milter.learned


def test_who_is_written_to_is_known(start):
    assert learned(start, recipients=["<Bob@Example.NET>", "<carol@example.com>"]) == [
        "relation anna@example.org bob@example.net correspondent outbound", "sent 1@example.net anna@example.org bob@example.net",
        "relation anna@example.org carol@example.com correspondent outbound",
        "sent 1@example.net anna@example.org carol@example.com"]


BOB = ["relation anna@example.org bob@example.net correspondent outbound", "sent 1@example.net anna@example.org bob@example.net"]


@pytest.mark.parametrize("case, more", {
    "another sender than the login": dict(sender="<info@example.org>"),
    "a login that is the local part": dict(login="Anna"),
    "an address with a tag": dict(sender="<anna+list@example.org>", login="anna"),
    "nobody logged in, own network": dict(options="learn-any-sender = true", login="", ip="10.0.0.5"),
    "an alias": dict(options='aliases = {"a.smith@example.org=anna@example.org"}', sender="<a.smith@example.org>",
                     login="a.smith@example.org"),
    "an own domain": dict(options='own-domains = {"example.org"}'),
    "any sender": dict(options="learn-any-sender = true", login="u1234"),
}.items(), ids=lambda value: value if isinstance(value, str) else "")
def test_and_known_to_the_one_who_wrote(start, case, more):
    assert learned(start, **more) == BOB, case


@pytest.mark.parametrize("case, more", {
    "inbound": dict(login=""),
    "switched off": dict(options="learn-relations = false"),
    "an invitation, or an answer to one": dict(raw=mail("X-Test-Examined: yes")),
    "nobody logged in: a form on a web page": dict(login="", ip="10.0.0.5"),
    "a form on a web page": dict(raw=mail("X-PHP-Originating-Script: 33:form.php")),
    "a vacation": dict(raw=mail("Auto-Submitted: auto-replied")),
    "a vacation in another way": dict(raw=mail("Auto-Submitted : auto-replied")),
    "one behind a comment": dict(raw=mail("Auto-Submitted:\r\n (no, (or \\) yes) ) auto-replied")),
    "an old vacation program": dict(raw=mail("X-Vacation: yes")),
    "a robot": dict(raw=mail("X-Loop: anna@example.org")),
    "a rule of Exchange": dict(raw=mail("X-MS-Exchange-Inbox-Rules-Loop: anna@example.org")),
    "forwarded": dict(raw=mail("X-Forwarded-To: bob@example.net")),
    "forwarded from a mailbox": dict(raw=mail("Delivered-To: anna@example.org")),
    "a bounce behind a comment": dict(raw=mail("Content-Type: (x) multipart/report; report-type=delivery-status; boundary=x")),
    "an old vacation": dict(raw=mail("Precedence: bulk")),
    "a receipt": dict(raw=mail("Content-Type: multipart/report; report-type=disposition-notification; boundary=x")),
    "a list": dict(raw=mail("List-Id: <list.example.org>")),
    "Exchange's automatic": dict(raw=mail("X-Auto-Response-Suppress: All")),
    "sent on": dict(raw=mail("Resent-From: anna@example.org")),
    "sent on, half": dict(raw=mail("Resent-To: bob@example.net")),
    "null sender": dict(sender="<>"),
    "a login that is somebody else": dict(login="mallory"),
    "not of an own domain": dict(options='own-domains = {"example.com"}'),
    "to himself": dict(recipients=["<ANNA@example.org>"]),
    "to many": dict(recipients=[f"<user{i}@example.net>" for i in range(51)]),
    "refused": dict(raw=mail("X-Test-Action: reject")),
    "deferred": dict(raw=mail("X-Test-Action: defer")),
    "held": dict(raw=mail("X-Test-Action: hold")),
    "quarantined": dict(raw=mail("X-Test-Action: quarantine")),
}.items(), ids=lambda value: value if isinstance(value, str) else "")
def test_what_teaches_nothing(start, case, more):
    assert learned(start, **more) == [], case


def test_not_automatic_is_no_machine(start):
    assert learned(start, raw=MAIL.replace(b"Subject", b"Auto-Submitted: no\r\nSubject")) == BOB
    assert learned(start, raw=MAIL.replace(b"Subject", b"Auto-Submitted: (a person) no\r\nSubject")) == BOB
    assert learned(start, raw=mail("Subject: no id")) == BOB[:1]


# ---- life -------------------------------------------------------------------------------------------------------------

def test_connections_are_limited(start):
    milter = start("milter-connections = 3")
    open_ones = [milter.client() for _ in range(3)]
    with pytest.raises(Gone):
        milter.client()
    assert "milter-connections" in milter.said
    assert open_ones[0].deliver(MAIL).word == "accept"
    open_ones[1].quit()
    open_ones[2].socket.close()
    for _ in range(100):
        with contextlib.suppress(Gone):
            assert milter.client().deliver(MAIL).word == "accept"
            break
        time.sleep(0.02)
    else:
        raise AssertionError("the connections that ended are still counted")


def test_a_unix_socket_and_its_rights(start, tmp_path):
    path = tmp_path / "milter.sock"
    stale = socket.socket(socket.AF_UNIX)
    stale.bind(str(path))
    stale.close()
    milter = start('milter-socket-mode = "0620"', listen=str(path))
    assert stat.S_IMODE(path.stat().st_mode) == 0o620
    assert milter.client().deliver(MAIL).word == "accept"
    assert milter.end() == ("stopped", 0)
    assert not path.exists()


def test_a_taken_port_is_told(start, tmp_path):
    milter = start()
    with pytest.raises(AssertionError, match="cannot listen on inet:127.0.0.1:"):
        start(f'milter-listen = "inet:127.0.0.1:{milter.address[1]}"')


def test_the_end_waits_for_mails_in_work_and_refuses_others(milter):
    waits, begun = milter.client(), milter.client()
    begun.mail()
    begun.recipient()
    begun.header("Subject", " x")
    begun.flush()
    answers = []
    judged = threading.Thread(target=lambda: answers.append(waits.deliver(mail("X-Test-Wait: 1000"))))
    judged.start()
    while not (milter.folder / "0.txt").exists():
        time.sleep(0.01)
    time.sleep(0.1)
    milter.process.stdin.close()
    time.sleep(0.2)
    answer = begun.end(b"x")
    assert answer.reply and answer.reply.startswith("451 4.3.2 ")
    with pytest.raises(Gone):
        milter.client()
    assert milter.process.stdout.readline() == "stopped\n"
    judged.join()
    assert answers[0].word == "accept"
    assert milter.process.wait(30) == 0


def test_the_end_does_not_wait_for_ever(milter):
    client = milter.client()
    client.mail()
    client.recipient()
    client.header("X-Test-Wait", " 60000")
    client.send(b"E", b"x")
    while not (milter.folder / "0.txt").exists():
        time.sleep(0.01)
    assert milter.end()[0] == "not stopped"


def test_many_at_once(milter):
    """Connections at the same time, each with its own mails; none gets another's answer."""
    failures = []

    def run(me):
        try:
            client = milter.client(timeout=60)
            for number in range(8):
                token = f"{me}-{number}"
                action = ("reject", "accept", "hold", "defer")[number % 4]
                raw = mail(f"X-Test-Action: {action}", f"X-Test-Add: X-Token: {token}", body=token.encode() * 3000)
                answer = client.deliver(raw, sender=f"<{token}@example.net>")
                if action in ("reject", "defer"):
                    assert answer.word == "reply" and not answer.changes
                else:
                    assert answer.changes[0] == ("insert", 0, "X-Token", " " + token)
        except Exception as error:
            failures.append((me, repr(error)))

    threads = [threading.Thread(target=run, args=(me,)) for me in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    seen = {milter.seen(number)[1]["mail_from"] for number in range(320)}
    assert seen == {f"{me}-{number}@example.net" for me in range(40) for number in range(8)}

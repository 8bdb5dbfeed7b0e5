#!/usr/bin/env python3
"""mails: writes the invitations that the benchmarks judge.

    tests/bench/mails.py FOLDER

For 2, 6, 20 and 60 KB eight mails each (FOLDER/2/0.eml …), within 3 % of that size: half of them from an ordinary organizer,
half with what abuse brings (amounts, numbers to call, links). They have what real ones have: a header with its signatures,
a plain, an HTML and a calendar part, the calendar again as an attachment; longer texts and more attendees as they grow.
The same bytes in every run.
"""
import base64
import pathlib
import quopri
import random
import sys

SIZES = (2, 6, 20, 60)
VARIANTS = 8

WORDS = """agenda review quarter budget project team update plan design draft report meeting minutes client supplier
schedule release test result question answer proposal summary details participants afternoon morning please bring notes
from last week and prepare your part with the numbers for each region so that we can decide about the next steps""".split()
LURES = ["Your payment of $489.99 was approved. To cancel call +1 (888) 555-0142 within 24 hours.",
         "Withdraw your balance of 1.3426 BTC now: https://wallet-claim.example/login?id=7714",
         "Invoice INV-7712 is attached; confirm your account at http://198.51.100.23/secure",
         "Renewal of your protection plan: 399.00 USD. Help desk 1-808-555-0167."]


def text(rnd, length, lure):
    out, total = [lure] if lure else [], len(lure)
    while total < length:
        sentence = " ".join(rnd.choice(WORDS) for _ in range(rnd.randrange(6, 16)))
        out.append(sentence.capitalize() + rnd.choice([".", ".", "?", f", see https://files.studio-neri.example/p/{rnd.randrange(999)}."]))
        total += len(out[-1]) + 1
    return " ".join(out)[: max(length, 20)]


def folded(line):
    return "\r\n ".join(line[i:i + 73] for i in range(0, len(line), 73))


def calendar(rnd, description, attendees, summary):
    guests = [f"g{rnd.randrange(10**6)}@team{rnd.randrange(9)}.example" for _ in range(attendees)]
    lines = ["BEGIN:VCALENDAR", "PRODID:-//Google Inc//Google Calendar 70.9054//EN", "VERSION:2.0", "CALSCALE:GREGORIAN",
             "METHOD:REQUEST", "BEGIN:VEVENT", "DTSTART:20261020T130000Z", "DTEND:20261020T140000Z", "DTSTAMP:20261012T094018Z",
             "ORGANIZER;CN=Carla Neri:mailto:carla.neri@studio-neri.example", f"UID:{rnd.randrange(10**12)}@google.com"]
    lines += [f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN={g}:mailto:{g}" for g in guests]
    lines += ["DESCRIPTION:" + description.replace(",", "\\,").replace(". ", ".\\n"), "LOCATION:Room 4", "SEQUENCE:0",
              "STATUS:CONFIRMED", "SUMMARY:" + summary.replace(",", "\\,"), "TRANSP:OPAQUE", "END:VEVENT", "END:VCALENDAR"]
    return "".join(folded(line) + "\r\n" for line in lines)


def header(rnd, summary):
    key = base64.b64encode(rnd.randbytes(128)).decode()
    return "\r\n".join([
        "Return-Path: <bounce@calendar-server.bounces.google.com>", "Delivered-To: ines.brandt@example.org",
        "Authentication-Results: mx.example.org;\r\n\tdkim=pass header.d=studio-neri.example;\r\n\tspf=pass "
        "smtp.mailfrom=calendar-server.bounces.google.com;\r\n\tdmarc=pass header.from=studio-neri.example",
        "Received: from mail-sor-f52.google.com (mail-sor-f52.google.com [203.0.113.52])\r\n\tby mx.example.org (Postfix) with "
        "ESMTPS id 4ZrVw91kJ3z9R\r\n\tfor <ines.brandt@example.org>; Mon, 12 Oct 2026 09:40:21 +0000",
        "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=studio-neri.example; s=google;\r\n\th=mime-version:message-id:"
        f"date:subject:from:to;\r\n\tbh=Iy1qC5GyU+0RUlD4GO1cRV27dxCAO9aNXUlmsJDtqJs=;\r\n\tb={key[:64]}\r\n\t {key[64:128]}\r\n\t {key[128:]}",
        "Sender: Google Calendar <calendar-notification@google.com>", f"Message-ID: <calendar-{rnd.randrange(10**15)}@google.com>",
        "Date: Mon, 12 Oct 2026 09:40:21 +0000", f"Subject: Invitation: {summary}", "From: Carla Neri <carla.neri@studio-neri.example>",
        "To: ines.brandt@example.org", "MIME-Version: 1.0", ""])


def html(words):
    rows = "".join(f'<tr><td style="padding:4px;font-family:Arial,sans-serif">{s}.</td></tr>' for s in words.split(". "))
    return f'<html><body><table cellpadding="0" style="width:100%">{rows}</table><a href="https://calendar.google.com/event?eid=1">View</a></body></html>'


def mail(seed, filler, attendees, small):
    rnd = random.Random(seed)
    summary = " ".join(rnd.choice(WORDS) for _ in range(4)).capitalize()
    words = text(rnd, filler, LURES[seed % 4] if seed % 2 else "")
    ics = calendar(rnd, words, attendees, summary)
    if small:
        return (header(rnd, summary) + 'Content-Type: text/calendar; charset="UTF-8"; method=REQUEST\r\n\r\n' + ics).encode()
    page = quopri.encodestring(html(words).encode()).decode().replace("\n", "\r\n")
    parts = [('text/plain; charset="UTF-8"', "base64", base64.encodebytes(words.encode()).decode().replace("\n", "\r\n")),
             ('text/html; charset="UTF-8"', "quoted-printable", page),
             ('text/calendar; charset="UTF-8"; method=REQUEST', "7bit", ics)]
    inner = "".join(f"--in\r\nContent-Type: {t}\r\nContent-Transfer-Encoding: {e}\r\n\r\n{b}\r\n" for t, e, b in parts) + "--in--\r\n"
    attached = base64.encodebytes(ics.encode()).decode().replace("\n", "\r\n")
    return (header(rnd, summary) + 'Content-Type: multipart/mixed; boundary="out"\r\n\r\n--out\r\n'
            'Content-Type: multipart/alternative; boundary="in"\r\n\r\n' + inner + '--out\r\nContent-Type: application/ics; '
            'name="invite.ics"\r\nContent-Disposition: attachment; filename="invite.ics"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
            + attached + "--out--\r\n").encode()


def filler_of(seed, size, small):
    """How long the texts are in a mail of that size; the list of attendees grows with them."""
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        if len(mail(seed, middle, 1 + middle // 250, small)) < size:
            low = middle + 1
        else:
            high = middle
    return low


def of_size(seed, size, small=False):
    """A mail of about `size` bytes."""
    filler = filler_of(seed, size, small)
    return mail(seed, filler, 1 + filler // 250, small)


def own(count, size):
    """As many mails of about `size` bytes, each with a UID and a Message-ID of its own."""
    fillers = [filler_of(seed, size, False) for seed in range(VARIANTS)]
    return [mail(seed, fillers[seed % VARIANTS], 1 + fillers[seed % VARIANTS] // 250, False) for seed in range(count)]


def main():
    folder = pathlib.Path(sys.argv[1])
    for size in SIZES:
        (folder / str(size)).mkdir(parents=True, exist_ok=True)
        for seed in range(VARIANTS):
            data = of_size(seed, size * 1024, size == 2)
            (folder / str(size) / f"{seed}.eml").write_bytes(data)


if __name__ == "__main__":
    main()

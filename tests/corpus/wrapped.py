"""Calendars of a shared corpus as ordinary mails. The calendars are read when the mails are made and never kept here.

Each file is sent by a producer that fits its PRODID, with the METHOD that it names; without METHOD it is an attached file.
"""
import datetime as dt
import os
import random
import re

import ical
import mail as M
import people
import producers
from families import Slots, moment

FOLDERS = ("ics", "feeds", "ics-broken")
# First match wins; all else is a person's mail with the file attached.
BY_PRODID = (("google", "google"), ("exchange", "m365"), ("outlook", "outlook-imap"), ("windows live", "outlookcom"), ("microsoft", "exchange"), ("icloud", "icloud"),
             ("apple", "apple-mail"), ("mozilla", "thunderbird"), ("zimbra", "zimbra"), ("sogo", "sogo"), ("inverse", "sogo"), ("open-xchange", "open-xchange"), ("sabre", "nextcloud"),
             ("nextcloud", "nextcloud"), ("roundcube", "roundcube"), ("kolab", "kolab"), ("evolution", "evolution"), ("ximian", "evolution"), ("k desktop", "kontact"), ("fastmail", "fastmail"),
             ("cyrus", "fastmail"), ("lotus", "notes"), ("domino", "notes"), ("groupwise", "groupwise"), ("novell", "groupwise"), ("oracle", "oracle"), ("yahoo", "yahoo"), ("davmail", "davmail"),
             ("zoom", "zoom"), ("meetup", "meetup"), ("moodle", "lms"), ("indico", "indico"), ("ical4j", "java-site"), ("ical.net", "dotnet-site"), ("icalendar", "python-site"), ("ruby", "ruby-site"))
METHODS = {"REQUEST", "REPLY", "CANCEL", "PUBLISH", "COUNTER", "REFRESH", "ADD", "DECLINECOUNTER"}
MAILBOX = re.compile(r"^[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$")


def first(pattern, text, default=""):
    found = re.search(pattern, text, re.I | re.M)
    return found.group(1).strip() if found else default


def addresses(name, text):
    out = []
    for line in re.findall(r"^%s[;:].*$" % name, text, re.I | re.M):
        addr = line.rpartition(":")[2].strip()
        shown = first(r'CN="?([^";:]*)', line)
        if MAILBOX.match(addr):
            out.append((clean(shown) or addr, addr))
    return out


def clean(text):
    return re.sub(r"[\x00-\x1f\x7f<>\"]+", " ", text).strip()[:120]


def start_of(text, now):
    found = re.search(r"^DTSTART[^:\n]*:(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d))?", text, re.I | re.M)
    try:
        y, mo, d, h, mi = (int(x or 0) for x in found.groups())
        return dt.datetime(min(max(y, 1990), 2090), mo, d, h, mi)
    except (AttributeError, ValueError):
        return now + dt.timedelta(days=2)


def wrap(folder, name, data):
    r = random.Random("calwarden/wrapped/%s/%s" % (folder, name))
    text = data.decode("utf-8", "replace")
    text = re.sub(r"\r?\n[ \t]", "", text)
    prodid = first(r"^PRODID[^:\n]*:(.*)$", text).lower()
    method = first(r"^METHOD[^:\n]*:(.*)$", text).upper()
    method = method if method in METHODS else None
    others = ("thunderbird", "roundcube", "java-site", "evolution", "sogo", "kontact") if method not in (None, "PUBLISH") else ("python-site", "php-site", "ruby-site", "java-site", "lms")
    producer = next((p for key, p in BY_PRODID if key in prodid), r.choice(others))
    now = moment(r, 0)
    rcpt = people.person(r, "en", people.company(r, "en")[1])
    org = people.person(r, "en", people.company(r, "en")[1])
    organizers, attendees = addresses("ORGANIZER", text), addresses("ATTENDEE", text)
    sender = attendees[:1] if method in ("REPLY", "COUNTER", "REFRESH") else organizers[:1]
    if sender:
        org = people.Person(sender[0][0], sender[0][1], sender[0][0].split(" ")[0])
    receiver = organizers if method in ("REPLY", "COUNTER", "REFRESH") else attendees
    for shown, addr in receiver:
        if addr.lower() != org.addr.lower():
            rcpt = people.Person(shown, addr, shown.split(" ")[0])
            break
    m = M.Mail(r, "en", now, rcpt, org)
    m.i, m.slots, m.producer, m.method = 0, {}, producer, method
    m.company = m.org_company = ("", org.domain)
    start = start_of(text, now)
    m.ev = ical.Event(zone="uk", start=start, end=start + dt.timedelta(hours=1), stamp=now, organizer=(org.name, org.addr))
    m.ev.attendees = [ical.Attendee(org.name, org.addr, "ACCEPTED"), ical.Attendee(rcpt.name, rcpt.addr)]
    m.values = Slots(m, "-")
    m.summary = clean(re.sub(r"\\[nN]", " ", first(r"^SUMMARY[^:\n]*:(.*)$", text)).replace("\\", "")) or "Calendar"
    m.text = clean(re.sub(r"\\[nN]", " ", first(r"^DESCRIPTION[^:\n]*:(.*)$", text)).replace("\\", "")) if folder != "feeds" else "The calendar is attached."
    producers.prepare(m)
    m.subject = producers.default_subject(m) if producer not in ("google", "m365", "exchange") else None
    m.ics, m.cal_cte = data, "base64"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        m.cal_charset = "ISO-8859-1"
    if method is None:
        m.tree = "file"
        m.file_name = re.sub(r"[^A-Za-z0-9._-]", "_", name)
    return producers.finish(m), m


def messages(root):
    """As make.messages, for a folder with ics/, feeds/ and ics-broken/."""
    for folder in FOLDERS:
        path = os.path.join(root, folder)
        for name in sorted(os.listdir(path)) if os.path.isdir(path) else ():
            with open(os.path.join(path, name), "rb") as f:
                data, m = wrap(folder, name, f.read())
            rel = "wrapped/%s-%s.eml" % (folder, os.path.splitext(name)[0])
            yield rel, data, (rel, "ham", "", "wrapped-" + folder, m.producer, "-", "-")

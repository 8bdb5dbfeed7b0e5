"""Mails for the flows, made here: invitations and what follows them, as a client of the sender's would write them."""
import email.utils
import itertools
import time

OURS = "mx.example.org"  # whose Authentication-Results are believed in flows that say so
TEST_STRING = "CALWARDEN-TEST-7Q2XN4LD8VMB3KRH6TJW9YFZ5CPG1SEA-STANDARD-CALENDAR-ABUSE-STRING"
counter = itertools.count(1)


def stamp(after=0):
    return time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(time.time() + after))


def proven(address, server=OURS):
    """What our border writes of a mail of this sender that DMARC has passed."""
    domain = address.rpartition("@")[2]
    return (f"Authentication-Results: {server}; dmarc=pass header.from={domain};\n"
            f"\tspf=pass smtp.mailfrom={domain}; dkim=pass header.d={domain} header.s=s1\n")


def unproven(address, server=OURS):
    domain = address.rpartition("@")[2]
    return f"Authentication-Results: {server}; dmarc=fail header.from={domain}; spf=fail smtp.mailfrom={domain}; dkim=none\n"


class Event:
    """An event, and the mails about it. Each mail is made by `mail`, whose words overrule those of the event."""

    def __init__(self, **words):
        number = next(counter)
        self.words = {"uid": f"{number}-{int(time.time())}@planner.corp.example", "organizer": "jo@corp.example",
                      "attendees": ("kim@example.org",), "summary": "Quarterly planning", "sequence": 0, "description": "",
                      "location": "Room 4", "method": "REQUEST", "sent_by": "", "partstat": "", "recurrence_id": "",
                      "start": 5 * 86400, "subject": "", "sender": "", "results": "", "more": "", "text": "", "to": ""} | words

    def calendar(self, w):
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example Corp//Planner 4.2//EN", f"METHOD:{w['method']}",
                 "BEGIN:VEVENT", f"UID:{w['uid']}", f"DTSTAMP:{stamp()}", f"SEQUENCE:{w['sequence']}"]
        if w["method"] != "REFRESH":
            lines += [f"DTSTART:{stamp(w['start'])}", f"DTEND:{stamp(w['start'] + 3600)}", f"SUMMARY:{w['summary']}"]
        if w["method"] in ("REQUEST", "PUBLISH", "ADD", "COUNTER"):
            lines += [f"LOCATION:{w['location']}"] + [f"DESCRIPTION:{w['description']}"] * bool(w["description"])
        if w["recurrence_id"]:
            lines.append(f"RECURRENCE-ID:{w['recurrence_id']}")
        if w["method"] == "CANCEL":
            lines.append("STATUS:CANCELLED")
        if w["organizer"]:
            by = f';SENT-BY="mailto:{w["sent_by"]}"' * bool(w["sent_by"])
            lines.append(f"ORGANIZER{by}:mailto:{w['organizer']}")
        state = f";PARTSTAT={w['partstat']}" if w["partstat"] else ";PARTSTAT=NEEDS-ACTION;RSVP=TRUE"
        lines += [f"ATTENDEE{state}:mailto:{address}" for address in w["attendees"]]
        return "\n".join(lines + ["END:VEVENT", "END:VCALENDAR", ""])

    def mail(self, **words):
        w = self.words | words
        sender = w["sender"] or w["organizer"]
        subject = w["subject"] or {"CANCEL": "Cancelled: ", "REPLY": "Accepted: "}.get(w["method"], "") + w["summary"]
        return (f"{w['results']}From: {sender}\nTo: {w['to'] or ', '.join(w['attendees'])}\nSubject: {subject}\n"
                f"Date: {email.utils.formatdate()}\nMessage-ID: <{next(counter)}.{time.time_ns()}@{sender.split('@')[-1]}>\n"
                f"MIME-Version: 1.0\n{w['more']}Content-Type: multipart/alternative; boundary=\"=_b1\"\n\n"
                f"--=_b1\nContent-Type: text/plain; charset=UTF-8\n\n{w['text'] or w['summary']}\n\n"
                f"--=_b1\nContent-Type: text/calendar; method={w['method']}; charset=UTF-8\n\n{self.calendar(w)}\n--=_b1--\n"
                ).replace("\n", "\r\n").encode()


def invitation(**words):
    return Event(**words).mail()


def certain(**words):
    """What is abuse beyond doubt, in any configuration."""
    return invitation(**{"summary": TEST_STRING} | words)


def abuse(**words):
    """A call that shall be made about a bill that nobody knows."""
    lure = {"organizer": "billing@paypall-accounts.example", "summary": "Payment of $599.99 received - order 48213-77",
            "description": "Your PayPal account was charged $599.99 for Norton 360. If you did not authorize this\\, call "
                           "+1 (888) 555-0142 within 24 hours to get a refund."}
    return invitation(**lure | words)


def letter(sender="jo@corp.example", to="kim@example.org", subject="Lunch", text="Shall we have lunch at noon?", more=""):
    """A mail with nothing of calendars."""
    return (f"From: {sender}\nTo: {to}\nSubject: {subject}\nDate: {email.utils.formatdate()}\n"
            f"Message-ID: <{next(counter)}.{time.time_ns()}@{sender.split('@')[-1]}>\n{more}\n{text}\n").replace("\n", "\r\n").encode()

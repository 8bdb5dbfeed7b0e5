"""Changes to a mail that several families share. Each is a function for a family's `do`."""
import datetime as dt

import ical
import mail as M
import people
import producers
from families import fill


def unauth(m):
    """No SPF, no DKIM, no DMARC that would hold."""
    d = m.org.domain
    m.signers = []
    m.auth = {"spf": (m.r.choice(("none", "softfail", "neutral")), d), "dkim": [], "dmarc": ("none", d), "policy": "none"}


def meet(m):
    m.slots["meet"] = "%s-%s-%s" % (M.token(m.r, 3, "abcdefghijkmnopqrstuvwxyz"), M.token(m.r, 4, "abcdefghijkmnopqrstuvwxyz"), M.token(m.r, 3, "abcdefghijkmnopqrstuvwxyz"))


def teams(m, dial=True):
    block, url = producers.teams_block(m, dial)
    m.slots["teams"] = block
    m.ev.location = m.ev.location or "Microsoft Teams Meeting"
    m.ev.extra = m.ev.extra + ["X-MICROSOFT-SKYPETEAMSMEETINGURL:" + url]


def teams_no_dial(m):
    teams(m, False)


def crowd(n, lang=None, same=True):
    """n further attendees, of one company or strangers to each other."""
    def do(m):
        r = m.r
        seen = {a.addr for a in m.ev.attendees}
        for _ in range(n * 3):
            if len(m.ev.attendees) >= n + 2:
                break
            p = people.person(r, lang or m.lang, m.rcpt.domain if same else people.company(r, r.choice(list(people.COMPANIES)))[1])
            if p.addr in seen:
                p.addr = p.addr.replace("@", "%d@" % r.randint(2, 999))
            seen.add(p.addr)
            m.ev.attendees.append(ical.Attendee(p.name, p.addr, r.choice(("NEEDS-ACTION", "NEEDS-ACTION", "ACCEPTED", "TENTATIVE")) if same else "NEEDS-ACTION"))
    return do


def alarms(*triggers):
    def do(m):
        m.ev.alarms = [ical.alarm(t, text=m.summary) for t in triggers]
    return do


def weekly_alarm(m):
    m.ev.alarms = [ical.alarm("-PT15M", text="Reminder")]


def add(*lines):
    """Further property lines of the event."""
    def do(m):
        m.ev.extra = m.ev.extra + [fill(m, x) for x in lines]
    return do


def seq(n):
    def do(m):
        m.ev.sequence = n
    return do


def duration(**kw):
    def do(m):
        m.ev.end = m.ev.start + dt.timedelta(**kw)
    return do


def reply(partstat):
    """A REPLY of the sender to an event of the recipient."""
    def do(m):
        m.method = "REPLY"
        m.ev.organizer = (m.rcpt.name, m.rcpt.addr)
        m.ev.attendees = [ical.Attendee(m.org.name, m.org.addr, partstat)]
        m.ev.alarms = []
    return do


def cancel(m):
    m.method = "CANCEL"
    m.ev.status, m.ev.sequence, m.ev.alarms = "CANCELLED", m.ev.sequence + 1, []


def set_(**kw):
    """Values of the mail itself."""
    def do(m):
        for k, v in kw.items():
            setattr(m, k, v)
    return do


def ev_(**kw):
    """Values of the event."""
    def do(m):
        for k, v in kw.items():
            setattr(m.ev, k, v)
    return do


def altdesc(html):
    """X-ALT-DESC, with slots filled."""
    def do(m):
        m.ev.altdesc = fill(m, html(m) if callable(html) else html)
    return do


def mailing_list(m):
    """Delivered through a list: own envelope, subject tag, footer, ARC; the author's DMARC fails by it."""
    r = m.r
    d = "lists.%s" % people.company(r, m.lang)[1]
    name = r.choice(("events", "board", "all-staff", "seminar", "users"))
    first = "i=1; %s; dkim=pass header.d=%s; spf=pass smtp.mailfrom=%s; dmarc=pass header.from=%s" % (d, m.org.domain, m.org.addr, m.org.domain)
    m.arc = M.arc_set(r, 1, d, first.split("; ", 1)[1], m.now)
    m.envelope = "%s-bounces+%s=%s@%s" % (name, m.rcpt.local, m.rcpt.domain, d)
    m.auth = {"spf": ("pass", d), "dkim": [("fail", m.org.domain), ("pass", d)], "dmarc": ("fail", m.org.domain), "policy": "none"}
    m.signers = [d, m.org.domain]
    m.to = [("", "%s@%s" % (name, d))]
    m.more_head = m.more_head + [("List-Id", "<%s.%s>" % (name, d)), ("List-Post", "<mailto:%s@%s>" % (name, d)), ("List-Unsubscribe", "<mailto:%s-leave@%s>" % (name, d)), ("Precedence", "list"), ("X-Mailman-Version", "3.3.9")]
    m.subject = "[%s] %s" % (name, m.summary)
    m.ev.attendees = [a for a in m.ev.attendees if a.addr != m.rcpt.addr] + [ical.Attendee(name, "%s@%s" % (name, d), cutype="GROUP")] if m.ev is not None else []
    m.hops = (m.hops or []) + ["mx." + d, d]
    old = m.notice

    def notice(x):
        old(x)
        x.plain_body += "\n_______________________________________________\n%s mailing list\n%s@%s\nhttps://%s/postorius/lists/%s/\n" % (name, name, d, d, name)
    m.notice = notice

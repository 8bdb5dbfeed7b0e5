"""Ways to abuse the form of mail and calendar, for families' `do`. Used by tuned families; held-out ones bring their own."""
import datetime as dt

import ical
import mail as M
import mime
import people
import qr
import shapes as S
from families import fill


# 2-4 methods
def publish_rsvp(m):
    m.method = "PUBLISH"
    m.ev.attendees = m.ev.attendees or [ical.Attendee(m.rcpt.name, m.rcpt.addr)]


def cancel_status(*status):
    """CANCEL whose event says that it stands."""
    def do(m):
        m.method = "CANCEL"
        m.ev.replace["STATUS"] = ["STATUS:" + s for s in status]
        m.ev.sequence = m.r.randint(0, 4)
    return do


def param(method):
    return lambda m: setattr(m, "part_method", method)


def body_method(method, **ev):
    def do(m):
        m.part_method, m.method = m.method, method
        for k, v in ev.items():
            setattr(m.ev, k, v)
    return do


def subject_prefix(*prefix):
    return lambda m: setattr(m, "subject", m.r.choice(prefix) + m.summary)


# 5-7 who gets it
def not_listed(m):
    p = people.person(m.r, m.lang, people.company(m.r, m.lang)[1])
    m.ev.attendees = m.ev.attendees[:1] + [ical.Attendee(p.name, p.addr)]


def undisclosed(m):
    not_listed(m)
    m.to = []


def srs_forward(group_domain=None):
    """An invitation to one group address, sent on by the group's server with a rewritten envelope."""
    def do(m):
        r = m.r
        g = "%s@%s.onmicrosoft.com" % (r.choice(("team", "members", "group1", "billing-group")), M.token(r, 8))
        m.ev.attendees = m.ev.attendees[:1] + [ical.Attendee(g, g)]
        m.to = [("", g)]
        tenant = g.rpartition("@")[2]
        old = m.auth
        m.arc = M.arc_set(r, 1, "microsoft.com", "mx.microsoft.com 1; spf=pass smtp.mailfrom=%s; dmarc=pass header.from=%s; dkim=pass header.d=%s; arc=none" % (
            m.envelope.rpartition("@")[2], old["dmarc"][1], m.signers[0]), m.now)
        m.envelope = "bounces+SRS=%s=%s@%s" % (M.token(r, 5), M.token(r, 2), tenant) if r.random() < .5 else "SRS0=%s=%s=%s=%s@%s" % (M.token(r, 4), M.token(r, 2).upper(), m.envelope.rpartition("@")[2], m.envelope.partition("@")[0][:20], tenant)
        m.auth = dict(old, spf=("pass", tenant))
        m.hops = m.hops + ["AM6PR0%dMB%04d.eurprd03.prod.outlook.com" % (r.randint(1, 9), r.randint(1000, 9999)), "EUR03-AM7-obe.outbound.protection.outlook.com"]
        m.more_head = m.more_head + [("X-MS-Exchange-CrossTenant-Id", M.uuid(r)), ("Resent-From", "<%s>" % g)]
    return do


def m365_group(m):
    """Mail of a new Microsoft 365 group that made the recipient a member."""
    r = m.r
    g = "%s%d@%s" % (r.choice(("payroll", "contracts", "hr-docs", "policy", "finance")), r.randint(1, 99), m.org.domain)
    m.org.name = m.r.choice(("Payroll {year}", "Contract Review", "HR Documents", "Staff Policy")).replace("{year}", "2026")
    m.from_ = (m.org.name, g)
    m.ev.organizer = (m.org.name, g)
    m.ev.attendees = [ical.Attendee(m.org.name, g, "ACCEPTED", cutype="GROUP"), ical.Attendee(m.rcpt.name, m.rcpt.addr)]
    m.more_head = m.more_head + [("X-MS-Exchange-Groups-Type", "Unified"), ("List-Id", "<%s>" % g.replace("@", ".")), ("X-Auto-Response-Suppress", "All")]
    m.text = fill(m, "You have joined the %s group.\n\n" % m.org.name) + m.text


# 9-13, 15
def claims_google(m):
    r = m.r
    m.sender = ("Google Calendar", "calendar-notification@google.com")
    m.prodid, m.style = "-//Google Inc//Google Calendar 70.9054//EN", "google"
    m.ev.uid = M.token(r, 26) + "@google.com"
    m.mid = "<calendar-%s@google.com>" % M.uuid(r)


def on_behalf(name, addr):
    return lambda m: setattr(m, "sender", (name, addr))


def cid_attachment(m):
    cid = "ii_" + M.hexs(m.r, 12)
    m.attachments.append(mime.part('image/png; name="notice.png"', qr.picture(m.r, 40, 30), "base64", disposition='inline; filename="notice.png"', more=[("Content-ID", "<%s>" % cid)]))
    m.ev.attendees = [ical.Attendee(m.rcpt.name, m.rcpt.addr)]
    m.ev.extra = m.ev.extra + ["ATTACH:CID:" + cid]


def gateway(m):
    """Through a gateway that has a good name, with nothing signed."""
    m.hops = ["mail." + m.org.domain, "esa%d.gateway-out.example" % m.r.randint(1, 9), "mx0a-%08x.gateway-hosted.example" % m.r.randint(0, 2**32 - 1)]
    m.more_head = m.more_head + [("X-IronPort-AV", 'E=Sophos;i="6.14,%d,1"; d="scan\'208"' % m.r.randint(200, 400)), ("X-Gateway-Verdict", "clean")]


def no_cue(m):
    """Nothing to see in the mail: empty texts, calendar inline."""
    m.body, m.html = "\r\n", "<html><body>&nbsp;</body></html>"


def gmail_api(m):
    r = m.r
    m.hops = ["40%012d" % r.randint(1, 10**12 - 1) + " named unknown", "gmailapi.google.com", "mail-sor-f%d.google.com" % r.randint(40, 69)]
    m.mid = "<CA%s@mail.gmail.com>" % M.token(r, 48, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")
    m.more_head = m.more_head + [("X-Gm-Features", M.token(r, 32)), ("X-Google-DKIM-Signature", "v=1; a=rsa-sha256; c=relaxed/relaxed; d=1e100.net; s=20230601; b=%s" % M.b64(r, 60))]


# 16, 23-27: events that exist (or pretend to)
def update_after_accept(m):
    m.ev.sequence = m.r.randint(1, 2)
    m.ev.attendees[-1].partstat = "ACCEPTED"


def foreign_update(m):
    """An event of the recipient's own house, changed by a stranger."""
    boss = people.person(m.r, m.lang, m.rcpt.domain)
    m.ev.organizer = (boss.name, boss.addr)
    m.ev.attendees = [ical.Attendee(boss.name, boss.addr, "ACCEPTED", "CHAIR"), ical.Attendee(m.rcpt.name, m.rcpt.addr, "ACCEPTED")]
    m.ev.sequence = m.r.randint(2, 9)
    m.ev.uid = m.r.choice((M.token(m.r, 26) + "@google.com", "040000008200E00074C5B7101A82E00800000000" + M.hexs(m.r, 72).upper()))


def foreign_cancel(m):
    foreign_update(m)
    S.cancel(m)


def forged_reply(m):
    p = people.person(m.r, m.lang, m.rcpt.domain)
    m.method = "REPLY"
    m.ev.organizer = (m.rcpt.name, m.rcpt.addr)
    m.ev.attendees = [ical.Attendee(p.name, p.addr, m.r.choice(("ACCEPTED", "DECLINED")))]


def crowd_reply(m):
    forged_reply(m)
    for _ in range(m.r.randint(2, 5)):
        p = people.person(m.r, m.lang, m.rcpt.domain)
        m.ev.attendees.append(ical.Attendee(p.name, p.addr, "DECLINED"))


def counter(m):
    m.method = "COUNTER"
    m.ev.organizer = (m.rcpt.name, m.rcpt.addr)
    m.ev.attendees = [ical.Attendee(m.org.name, m.org.addr, "TENTATIVE")]


def refresh(m):
    m.method = "REFRESH"
    m.ev.organizer = (m.rcpt.name, m.rcpt.addr)
    m.ev.attendees = [ical.Attendee(m.org.name, m.org.addr)]
    m.ev.start = m.ev.end = None
    m.ev.status = m.ev.transp = m.ev.sequence = None
    m.notice = plain_notice


def plain_notice(m):
    m.plain_body = m.body if m.body is not None else M.plain_of(m.text)
    m.html_body = None


def add_instance(m):
    foreign_update(m)
    m.method = "ADD"


def one_instance(m):
    foreign_update(m)
    m.ev.recurrence_id = m.ev.start


def self_listed(m):
    """The sender is an attendee of an event of somebody else."""
    boss = people.person(m.r, m.lang, m.rcpt.domain)
    m.ev.organizer = (boss.name, boss.addr)
    m.ev.attendees = [ical.Attendee(boss.name, boss.addr, "ACCEPTED", "CHAIR"), ical.Attendee(m.org.name, m.org.addr, "ACCEPTED"), ical.Attendee(m.rcpt.name, m.rcpt.addr)]


def uid(value):
    return lambda m: setattr(m.ev, "uid", fill(m, value))


def drop(*names):
    return lambda m: m.ev.drop.update(names)


def stamp_off(days):
    return lambda m: setattr(m.ev, "stamp", m.now + dt.timedelta(days=days))


# 18-22
def organizer(line):
    """The whole line, with slots."""
    return lambda m: setattr(m.ev, "organizer", fill(m, line))


def cn(name):
    """Only the shown name lies."""
    def do(m):
        shown = fill(m, name)
        m.ev.organizer = "ORGANIZER;CN=%s:mailto:%s" % (ical.quote(shown), m.org.addr)
        m.ev.attendees[0].name = shown
        if not isinstance(m.from_, str):
            m.from_ = (shown, m.from_[1])
    return do


def accepted_colleagues(m):
    m.ev.attendees[-1].partstat = m.r.choice(("ACCEPTED", "NEEDS-ACTION"))
    for _ in range(m.r.randint(3, 6)):
        p = people.person(m.r, m.lang, m.rcpt.domain)
        m.ev.attendees.append(ical.Attendee(p.name, p.addr, "ACCEPTED"))


def prodid(*values):
    def do(m):
        m.prodid = m.r.choice(values).replace("{x}", M.token(m.r, 7, "abcdefghijkmnpqrstuvwxyz") + str(m.r.randint(10, 999))).replace("{h}", M.hexs(m.r, 10)).replace("{d}", m.org.domain)
    return do


# 31
def strangers(n, alphabetic=False):
    """n freemail strangers beside the recipient."""
    def do(m):
        people_ = [people.freemail_person(m.r, "en", m.r.choice(("gmail.com", "yahoo.com", "hotmail.com", "outlook.com"))) for _ in range(n - 1)]
        rows = [ical.Attendee(p.addr, p.addr) for p in people_]
        if alphabetic:
            rows.sort(key=lambda a: a.addr)
        m.ev.attendees = [ical.Attendee(m.rcpt.addr, m.rcpt.addr)] + rows
        m.ev.organizer = (m.org.name, m.org.addr)
    return do


def bare(m):
    """No words at all in the mail."""
    old = m.notice

    def notice(x):
        old(x)
        x.plain_body, x.html_body = "", None
    m.notice = notice


# 45-50
def ics_replace(*pairs):
    """Literal changes in the calendar's bytes."""
    def do(m):
        old = m.after_ics

        def change(data):
            data = old(data) if old else data
            for a, b in pairs:
                data = data.replace(a, b)
            return data
        m.after_ics = change
    return do


def other_file(change):
    """The attached file says something else than the calendar part: change(copy of m)."""
    def do(m):
        old = m.notice

        def notice(x):
            old(x)
            x.file_ics = change(x)
        m.notice = notice
    return do

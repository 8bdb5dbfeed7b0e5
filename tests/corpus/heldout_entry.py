"""Held-out abuse: how it gets in (attacks 1-16), what it does to events that exist (23-27), where it stays (28-33). Not to be read by who tunes checks."""
import datetime as dt
import io
import random
import re
import zipfile

import ical
import mail as M
import mime
import people
import producers
import qr
import shapes as S
import containers as C
from families import TENANTS, bad_host, fill, heldout


# --- structure of this half's own ------------------------------------------------------------------------------------

def rich(m):
    """The description as the web editor of a calendar stores it: HTML."""
    m.ev.description = M.LINK.sub(r'<a href="\2" id="ow%d" __is_owner="true">\1</a>' % m.r.randint(100, 999), m.text).replace("\n", "<br>")


def pretty(m):
    """Bold head line and entities, as pasted from a mail."""
    lines = m.text.split("\n")
    body = M.LINK.sub(r'<a href="\2"><b>\1</b></a>', "<br>".join(lines[1:]))
    m.ev.description = "<p><b>%s</b></p><span>%s</span>" % (lines[0], body.replace("<br><br>", "</span><br><br><span>"))


def says(plain, page=""):
    """The mail says little; the calendar says it all."""
    def do(m):
        m.body = fill(m, m.r.choice(plain) if isinstance(plain, (list, tuple)) else plain)
        m.html = fill(m, page) if page is not None else None
    return do


def bulk(m):
    """Through a bulk-mail service that signs."""
    r, d = m.r, m.from_[1].rpartition("@")[2]
    em = "em%d.%s" % (r.randint(1000, 9999), d)
    m.envelope = "bounces+%d-%s-%s=%s@%s" % (r.randint(10**6, 6 * 10**7), M.hexs(r, 4), m.rcpt.local, m.rcpt.domain, em)
    m.signers = [d, "sendgrid.net"]
    m.auth = {"spf": ("pass", em), "dkim": [("pass", d), ("pass", "sendgrid.net")], "dmarc": ("pass", d), "policy": "none"}
    m.hops = ["recvd-%s-1" % M.token(r, 10), "o%d.ptr%d.%s" % (r.randint(1, 9), r.randint(1000, 9999), d)]
    m.more_head = m.more_head + [("X-SG-EID", M.b64(r, 60)), ("X-Entity-ID", M.b64(r, 16)), ("List-Unsubscribe", "<mailto:unsubscribe@%s?subject=%s>" % (em, M.token(r, 20)))]


def as_gmail(m):
    """A Gmail account is the sender of a mail that a script made."""
    r = m.r
    old = m.org.addr
    m.org.addr = "%s.%s%d@gmail.com" % (m.org.local.split(".")[0], r.choice(people.MARKER), r.randint(10, 9999))
    m.from_, m.envelope = (m.org.name, m.org.addr), m.org.addr
    if m.ev is not None:
        if isinstance(m.ev.organizer, tuple):
            m.ev.organizer = (m.org.name, m.org.addr)
        for a in m.ev.attendees:
            a.addr = m.org.addr if a.addr == old else a.addr
    m.signers = ["gmail.com"]
    m.auth = {"spf": ("pass", "gmail.com"), "dkim": [("pass", "gmail.com")], "dmarc": ("pass", "gmail.com"), "policy": "none"}


def rest_api(m):
    """messages.send of the Gmail API: Google's own Received line for HTTPREST, no client."""
    r = m.r
    as_gmail(m)
    m.raw = lambda data: re.sub(rb"(\d+ named unknown) \(\[[^\]]+\]\)\r\n\tby gmailapi\.google\.com with \w+ id \w+;", rb"\1\r\n\tby gmailapi.google.com with HTTPREST;", data)
    m.hops = ["%d named unknown" % r.randint(10**11, 9 * 10**11), "gmailapi.google.com", "mail-%s%d.google.com" % (r.choice(("pl1-f", "ej1-f", "yw1-f", "oo1-f")), r.randint(40, 200))]
    m.mid = "<CA%s@mail.gmail.com>" % M.token(r, 52, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_=-+")
    m.head = [x for x in m.head if x[0] not in ("X-Mailer", "X-PHP-Originating-Script")]
    m.more_head = m.more_head + [("X-Gm-Message-State", M.b64(r, 90)), ("X-Google-Smtp-Source", M.b64(r, 60)),
                                 ("X-Received", "by 2002:a17:90b:%x:b0:%x:%x:%x with SMTP id %s; %s" % (r.randint(256, 65535), r.randint(256, 4095), r.randint(4096, 65535), r.randint(4096, 65535), M.token(r, 24), m.now.strftime("%a, %d %b %Y %H:%M:%S -0700 (PDT)")))]


# 2-4
def publish_to(m):
    """PUBLISH that asks for an answer all the same."""
    m.method = "PUBLISH"
    m.ev.attendees = [ical.Attendee(m.rcpt.name, m.rcpt.addr)]


def no_method(m):
    m.method, m.part_method = None, ""
    m.ev.attendees = [ical.Attendee(m.rcpt.name, m.rcpt.addr)]


def standing_cancel(*lines):
    """A CANCEL for a meeting nobody had, whose event stands."""
    def do(m):
        m.method, m.ev.alarms = "CANCEL", []
        m.ev.sequence = m.r.choice((0, 0, 1))
        m.ev.replace["STATUS"] = list(lines)
        m.ev.replace["TRANSP"] = "TRANSP:OPAQUE"
    return do


def ask_and_cancel(m):
    """The calendar part asks, the file beside it takes back, one UID."""
    old = m.notice

    def notice(x):
        old(x)
        x.ics = M.make_ics(x)
        x.file_ics = x.ics.replace(b"METHOD:REQUEST", b"METHOD:CANCEL").replace(b"STATUS:CONFIRMED", b"STATUS:CANCELLED").replace(b"SEQUENCE:0", b"SEQUENCE:1")
    m.notice, m.tree = notice, "mixed-alternative-file"


def mime_says(method, *subjects):
    """The MIME parameter and the subject tell of another method than the calendar."""
    def do(m):
        m.part_method = method
        if subjects:
            m.subject = m.r.choice(subjects) + m.summary
    return do


# 5-7
def blind(m):
    """Blind copies: To is the sender's own box, the attendee is he or a throw-away."""
    r = m.r
    m.to = r.choice(([], [("", m.org.addr)], [(m.org.name, m.org.addr)]))
    other = "%s.%s%d@%s" % (r.choice(("frontdesk", "clients", "members", "mylist")), r.choice(people.MARKER), r.randint(10, 999), r.choice(("outlook.com", "gmail.com", "hotmail.com")))
    m.ev.attendees = m.ev.attendees[:1] + ([ical.Attendee(other, other)] if r.random() < .7 else [])


def role_box(m):
    """The attendee is a role address of another house; the envelope brings it here."""
    comp = people.company(m.r, m.lang)
    box = "%s@%s" % (m.r.choice(("info", "administracion", "office", "ventas", "contact")), comp[1] if comp[1] != m.rcpt.domain else "example.org")
    m.to = [("", box)]
    m.ev.attendees = m.ev.attendees[:1] + [ical.Attendee(box, box)]


def tenant_list(m):
    """One invitation to a distribution list in a throw-away tenant, whose members are the victims: SRS, ARC, the signature stays good."""
    r = m.r
    tenant = "%s%s.onmicrosoft.com" % (r.choice(TENANTS["heldout"]), M.token(r, 4))
    group = "%s%s@%s" % (r.choice(("Billing", "Accounts", "Notify", "Orders", "Team", "Update")), r.choice(("", str(r.randint(1, 30)))), tenant)
    first = dict(m.auth)
    sender_domain = m.envelope.rpartition("@")[2]
    m.to = [("", group)]
    m.ev.attendees = m.ev.attendees[:1] + [ical.Attendee(group.split("@")[0] if r.random() < .4 else group, group)]
    m.arc = M.arc_set(r, 1, "microsoft.com", "mx.microsoft.com 1; spf=pass (sender ip is %s)\n smtp.rcpttodomain=%s smtp.mailfrom=%s; dmarc=pass (p=%s sp=none pct=100)\n action=none header.from=%s; dkim=pass (signature was verified)\n header.d=%s; arc=none (0)"
                      % (M.doc_ip(r), tenant, sender_domain, first.get("policy", "none"), first["dmarc"][1], m.signers[0]), m.now)
    m.envelope = "bounces+SRS=%s=%s@%s" % (M.token(r, 5, "ABCDEFGHJKLMNPabcdefghjkm0123456789"), M.token(r, 2, "ABCDEFGHJKLMNPQRSTUVWXYZ"), tenant)
    m.auth = dict(first, spf=("pass", tenant))
    site = M.token(r, 3, "ABCDEFGHJKLMNPRSTUVWXYZ")
    m.hops = m.hops + ["%s1PEPF0000%s.mail.protection.outlook.com" % (site, M.hexs(r, 4).upper()), "%sPR10MB%04d.namprd10.prod.outlook.com" % (site, r.randint(1000, 9999)), "NAM11-DM6-obe.outbound.protection.outlook.com"]
    m.more_head = m.more_head + [("X-MS-Exchange-Organization-AutoForwarded", "false"), ("X-MS-Exchange-Inbox-Rules-Loop", group), ("X-MS-Exchange-CrossTenant-OriginalAttributedTenantConnectingIp", "TenantId=%s;Ip=[%s];Helo=[%s]" % (M.uuid(r), M.doc_ip(r), m.hops[0]))]


def google_group(m):
    """A group of Workspace passes it on: list headers of Google, two signatures."""
    r = m.r
    d = "%s.example" % M.token(r, 9, "abcdefghiklmnoprstu")
    g = "%s@%s" % (r.choice(("notice", "members", "pay", "all")), d)
    m.to = [("", g)]
    m.ev.attendees = m.ev.attendees[:1] + [ical.Attendee(g, g)]
    m.arc = M.arc_set(r, 2, "google.com", "mx.google.com; dkim=pass header.i=@google.com; spf=pass smtp.mailfrom=%s; dmarc=pass header.from=%s" % (m.envelope.rpartition("@")[2], m.auth["dmarc"][1]), m.now, cv="pass")
    m.envelope = "%s+bncBC%s@%s" % (g.split("@")[0], M.token(r, 30, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"), d)
    m.auth = dict(m.auth, spf=("pass", d), dkim=[("pass", d)] + m.auth["dkim"][:1])
    m.signers = [d] + m.signers[:1]
    m.more_head = m.more_head + [("Precedence", "list"), ("Mailing-list", "list %s; contact %s" % (g, g.replace("@", "+owners@"))), ("List-ID", "<%s>" % g.replace("@", ".")), ("X-Google-Group-Id", str(r.randint(10**10, 9 * 10**11))), ("List-Unsubscribe", "<mailto:googlegroups-manage+%d+unsubscribe@googlegroups.example>" % r.randint(10**10, 10**11))]


def fresh_group(*names):
    """A Microsoft 365 group invites its new member to the group's calendar."""
    def do(m):
        r = m.r
        name = r.choice(names)
        box = "%s@%s" % (people.ascii_local(name.replace(" ", "")), m.org.domain)
        m.org.name = name
        m.from_, m.envelope = (name, box), box
        m.ev.organizer = (name, box)
        m.to = [(name, box)]
        m.ev.attendees = [ical.Attendee(name, box, "NEEDS-ACTION", cutype="GROUP")]
        m.cc = [(m.rcpt.name, m.rcpt.addr)] if r.random() < .3 else None
        m.more_head = m.more_head + [("X-MS-Exchange-GroupMailbox", "true"), ("List-ID", "<%s>" % box.replace("@", ".")), ("List-Unsubscribe", "<mailto:%s?subject=unsubscribe>" % box.replace("@", "+unsubscribe@")), ("X-MS-TrafficTypeDiagnostic", "GroupMembers")]
    return do


# 9-12
def sender_says(name, addr, dress=True):
    """The Sender header names a service that did not sign."""
    def do(m):
        r = m.r
        m.sender = (name, addr.replace("{n}", M.token(r, 6)))
        if dress:
            m.prodid, m.style = "-//Google Inc//Google Calendar 70.9054//EN", "google"
            m.ev.uid = M.token(r, 26, "0123456789abcdefghijklmnopqrstuv") + "@google.com"
            m.notice = producers.google_notice
            m.subject = producers.google_subject(m)
    return do


def inside_job(m):
    """From the recipient's own domain, from outside, a picture that the calendar points to, one attendee."""
    r, d = m.r, m.rcpt.domain
    m.signers = []
    m.envelope = r.choice(("%s@%s" % (M.token(r, 8), bad_host(r, "heldout")), m.org.addr, ""))
    e = m.envelope.rpartition("@")[2]
    m.auth = {"spf": (("fail" if r.random() < .6 else "softfail") if e == d else "none" if not e else r.choice(("pass", "none")), e), "dkim": [], "dmarc": ("fail", d), "policy": r.choice(("none", "none", "none", "quarantine"))}
    m.hops = ["[%s]" % M.doc_ip(r), r.choice(("mail%d.colo-rent.example", "smtp%d.cheapvm.example", "static-%d.isp-business.example")) % r.randint(2, 250)]
    cid = "%s@%s" % (r.choice(("image001.png", "logo.png", "part1." + M.token(r, 8))), d)
    m.attachments.append(mime.part('image/png; name="image001.png"', qr.picture(r, 96, 40, 5), "base64", disposition='inline; filename="image001.png"', more=[("Content-ID", "<%s>" % cid)]))
    m.ev.attendees = [ical.Attendee(m.rcpt.name, m.rcpt.addr)]
    m.ev.extra = m.ev.extra + ["ATTACH:CID:" + cid]


def relayed(m):
    """A domain of yesterday without any record, through the filter of somebody respected."""
    r, d = m.r, m.org.domain
    m.signers, m.envelope = [], m.from_[1]
    m.auth = {"spf": ("none", d), "dkim": [], "dmarc": ("none", d), "policy": "none"}
    m.hops = ["WIN-%s" % M.token(r, 11, "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"), "edge%d.mailfilter-eu.example" % r.randint(1, 6), "us-out-%d.mailfilter.example" % r.randint(1, 40)]
    m.more_head = m.more_head + [("X-MDID", "%d-%s" % (r.randint(10**9, 2 * 10**9), M.token(r, 12))), ("X-Filter-Spam-Score", "%.2f (%s)" % (r.random() * 2, "*" * r.randint(0, 2)))]


# 13, 14
def unseen(m):
    """No words in the mail: the calendar lies between empty texts."""
    m.body = m.r.choice(("", "\n", " \n \n"))
    m.html = m.r.choice(("<div dir=\"ltr\"><br></div>", "<html><head></head><body></body></html>", "<p></p>"))
    m.tree = "alternative"


def naked(m):
    """The calendar is the whole mail, shown inline."""
    m.tree = "calendar"
    m.cal_cte = m.r.choice(("base64", "quoted-printable"))


def in_mail(m, ics):
    """A whole mail with texts and calendar as attachment, as if forwarded."""
    r = m.r
    b = "----=_NextPart_%s" % M.hexs(r, 24)
    inner = mime.headers([("From", mime.address(m.org.name, m.org.addr)), ("To", mime.address(m.rcpt.name, m.rcpt.addr)), ("Subject", mime.encode_word(m.summary)), ("Date", M.date_header(m.now - dt.timedelta(minutes=4))),
                          ("Message-ID", "<%s@%s>" % (M.token(r, 18), m.org.domain)), ("MIME-Version", "1.0")])
    inner += mime.multipart("alternative", b, [mime.part('text/plain; charset="utf-8"', M.plain_of(m.text), "quoted-printable"), mime.part('text/calendar; charset="utf-8"; method=%s' % (m.method or "REQUEST"), ics, "base64")])
    return mime.part('message/rfc822; name="%s.eml"' % (r.choice(("Original message", "Document", "Voice message"))), inner, "8bit", disposition="attachment")


def zip_in_zip(m, ics):
    buf = io.BytesIO()
    with zipfile.ZipFile(buf, "w", zipfile.ZIP_STORED) as z:
        z.writestr(zipfile.ZipInfo("Scan_%s.zip" % M.token(m.r, 6, "0123456789"), (2026, 2, 2, 7, 0, 0)), C.zip_bytes([("Scan.ics", ics), ("read me.txt", b"Open Scan.ics\r\n")]))
    name = "Scan_%s.zip" % m.now.strftime("%Y%m%d")
    return mime.part('application/x-zip-compressed; name="%s"' % name, buf.getvalue(), "base64", disposition='attachment; filename="%s"' % name)


def disguised(*kinds):
    """A calendar under another type and name."""
    def make(m, ics):
        ctype, name = kinds[m.i % len(kinds)]
        return mime.part('%s; name="%s"' % (ctype, name), ics, "base64", disposition='attachment; filename="%s"' % name)
    return make


# 16, 23-27
def after_yes(m):
    """The recipient has accepted; now the second version comes."""
    m.ev.sequence = m.r.randint(1, 3)
    m.ev.created = m.now - dt.timedelta(days=m.r.randint(2, 9))
    for a in m.ev.attendees:
        if a.addr == m.rcpt.addr:
            a.partstat, a.rsvp = "ACCEPTED", "FALSE"


def house_event(m, first=2, last=7):
    """An event that somebody in the recipient's house made."""
    r = m.r
    boss = people.person(r, m.lang, m.rcpt.domain)
    if boss.addr == m.rcpt.addr:
        boss.addr = "team." + boss.addr
    m.boss = boss
    m.ev.organizer = (boss.name, boss.addr)
    m.ev.attendees = [ical.Attendee(boss.name, boss.addr, "ACCEPTED"), ical.Attendee(m.rcpt.name, m.rcpt.addr, "ACCEPTED")]
    for _ in range(r.randint(0, 4)):
        p = people.person(r, m.lang, m.rcpt.domain)
        if p.addr not in [a.addr for a in m.ev.attendees]:
            m.ev.attendees.append(ical.Attendee(p.name, p.addr, r.choice(("ACCEPTED", "TENTATIVE", "NEEDS-ACTION"))))
    m.ev.uid = r.choice(("040000008200E00074C5B7101A82E00800000000%s000000000000000010000000%s" % (M.hexs(r, 16).upper(), M.hexs(r, 32).upper()), M.token(r, 26, "0123456789abcdefghijklmnopqrstuv") + "@google.com", M.uuid(r, True)))
    m.ev.sequence = r.randint(first, last)
    m.ev.created = m.now - dt.timedelta(days=r.randint(10, 90))


def comment(*texts):
    def do(m):
        m.ev.extra = m.ev.extra + ["COMMENT:" + ical.escape(fill(m, m.r.choice(texts)))]
    return do


def stranger_cancels(m):
    house_event(m)
    m.method, m.ev.status, m.ev.alarms = "CANCEL", "CANCELLED", []


def others_answer(many=False):
    """A REPLY in the name of the recipient's colleagues."""
    def do(m):
        r = m.r
        m.method, m.ev.alarms = "REPLY", []
        m.ev.organizer = (m.rcpt.name, m.rcpt.addr)
        rows = []
        for _ in range(r.randint(3, 6) if many else 1):
            p = people.person(r, m.lang, m.rcpt.domain)
            if p.addr not in [a.addr for a in rows] + [m.rcpt.addr]:
                rows.append(ical.Attendee(p.name, p.addr, r.choice(("DECLINED", "DECLINED", "TENTATIVE", "ACCEPTED")), rsvp="FALSE"))
        m.ev.attendees = rows
        m.ev.uid = M.token(r, 26, "0123456789abcdefghijklmnopqrstuv") + "@google.com" if r.random() < .5 else "040000008200E00074C5B7101A82E00800000000" + M.hexs(r, 72).upper()
    return do


def outsider(method, partstat="TENTATIVE"):
    """COUNTER or REFRESH by somebody who was never asked."""
    def do(m):
        m.method, m.ev.alarms = method, []
        m.ev.organizer = (m.rcpt.name, m.rcpt.addr)
        m.ev.attendees = [ical.Attendee(m.org.name, m.org.addr, partstat)]
        m.ev.uid = M.token(m.r, 26, "0123456789abcdefghijklmnopqrstuv") + "@google.com"
        if method == "REFRESH":
            m.ev.start = m.ev.end = m.ev.created = None
            m.ev.status = m.ev.transp = m.ev.sequence = None
    return do


def hang_on(m):
    """ADD: further instances on a series of the house."""
    house_event(m)
    m.method, m.ev.recurrence_id = "ADD", None


def single(m):
    """One instance of a series of the house, with another link."""
    house_event(m, 3, 12)
    m.ev.recurrence_id = m.ev.start - dt.timedelta(hours=m.r.choice((0, 1, 24)))


def odd_sequence(m):
    m.ev.sequence = m.r.choice((1187, 2296, 99999, 4012, 2147483647, 813))
    m.ev.stamp = m.now + dt.timedelta(days=m.r.choice((-412, -95, 31, 188)))
    m.ev.attendees[-1].partstat = m.r.choice(("NEEDS-ACTION", "ACCEPTED"))


def odd_uid(*values):
    def do(m):
        v = values[m.i % len(values)]
        if v is None:
            m.ev.drop.add("UID")
        else:
            m.ev.uid = fill(m, v)
    return do


def me_too(m):
    """The sender sits among the guests of somebody else's meeting, so that a gate lets him pass."""
    boss = people.person(m.r, m.lang, m.rcpt.domain if m.i % 2 else people.company(m.r, m.lang)[1])
    m.ev.organizer = (boss.name, boss.addr)
    mine = ical.Attendee(m.org.name, m.from_[1], m.r.choice(("ACCEPTED", "TENTATIVE")), m.r.choice(("OPT-PARTICIPANT", "REQ-PARTICIPANT", "NON-PARTICIPANT")))
    m.ev.attendees = [ical.Attendee(boss.name, boss.addr, "ACCEPTED", "CHAIR"), ical.Attendee(m.rcpt.name, m.rcpt.addr), mine]


def copied_block(every=2):
    """The block that Teams writes, copied into a mail of other making, its link exchanged."""
    def do(m):
        if m.i % every == 0:
            block, url = producers.teams_block(m, m.r.random() < .5)
            m.text += "\n\n" + "_" * 60 + "\n\n" + block.replace(url, fill(m, "{link}"))
            m.ev.location = m.ev.location or "Microsoft Teams Meeting"
    return do


def code_picture(caption):
    """A QR code in the page, and no link that could be clicked."""
    def do(m):
        cid = "qr%s@%s" % (M.token(m.r, 7), m.org.domain)
        m.related.append(mime.part('image/png; name="code.png"', qr.qr_png(fill(m, "{link}")), "base64", disposition='inline; filename="code.png"', more=[("Content-ID", "<%s>" % cid)]))
        m.text = m.text.replace(fill(m, "{link}"), fill(m, caption))
        m.html = '<html><body style="font-family:Segoe UI,Microsoft YaHei,Arial">%s<p><img src="cid:%s" width="180" height="180" alt=""></p><p style="font-size:11px;color:#777">%s</p></body></html>' % (M.html_of(m.text), cid, m.company[0])
    return do


# 28-33
def lasting(**kw):
    def do(m):
        m.ev.end = m.ev.start + dt.timedelta(**kw)
    return do


def dates(count):
    """A long list of single dates beside the first."""
    def do(m):
        days = [ical.stamp(m.ev.start + dt.timedelta(hours=8 * k)) for k in range(1, count)]
        m.ev.extra = m.ev.extra + ["RDATE:" + ",".join(days)]
    return do


def rings(*rows):
    """Alarms: (trigger, action, further lines)."""
    def do(m):
        m.ev.alarms = [ical.alarm(fill(m, t), action, text=m.summary, more=[fill(m, x) for x in more]) for t, action, more in rows]
    return do


def guests(n, how="freemail"):
    """n guests who do not know each other."""
    def do(m):
        r = m.r
        d = r.choice(("gmail.com", "yahoo.com", "hotmail.com", "outlook.com"))
        first = r.choice("abcdefgjklmprst")
        rows = []
        for k in range(n - 1):
            p = people.freemail_person(r, r.choice(("en", "en", "de", "es", "fr", "it")), d if how == "domain" else None)
            if how == "alphabet":
                p.addr = "%s%s.%s" % (first, "abcdefghijklmnopqrstuvwxyz"[k * 26 // n], p.addr)
            if how == "firms":
                p = people.person(r, "en", r.choice(people.COMPANIES[r.choice(list(people.COMPANIES))])[1])
            rows.append(ical.Attendee(p.addr, p.addr, rsvp="TRUE"))
        rows.append(ical.Attendee(m.rcpt.addr, m.rcpt.addr))
        rows += m.ev.attendees[:1] if m.producer in ("google", "icloud") else []
        rows.sort(key=(lambda a: a.addr) if how in ("alphabet", "domain") else lambda a: M.hexs(r, 6))
        m.ev.attendees = rows
        if m.producer in ("outlookcom", "yahoo", "m365") and r.random() < .7:
            m.to = [(a.addr, a.addr) for a in rows]
    return do


def same_uid(m):
    """Sent again and again under one UID, whoever removed it."""
    m.ev.uid = M.uuid(random.Random(m.fam.name))


def loud(busy="OOF", level="2"):
    """Blocks the time and shouts."""
    def do(m):
        swap = {"X-MICROSOFT-CDO-BUSYSTATUS": busy, "X-MICROSOFT-CDO-INTENDEDSTATUS": busy, "X-MICROSOFT-CDO-IMPORTANCE": level}
        m.ev.extra = [x for x in m.ev.extra if x.partition(":")[0] not in swap] + ["%s:%s" % x for x in swap.items()]
        m.ev.priority, m.ev.transp = "1", "OPAQUE"
        m.more_head = m.more_head + [("X-Priority", "1 (Highest)"), ("Importance", "high")] + ([("X-MSMail-Priority", "High")] if m.r.random() < .5 else [])
    return do


def page_of(button, head="", foot=""):
    """A page of the sender's own, one button, the text within."""
    def do(m):
        m.html = ('<html><body style="margin:0;background:#f3f2f1"><table width="100%%"><tr><td align="center"><table width="520" style="background:#fff;border-top:4px solid %s;font-family:Segoe UI,Arial">'
                  '<tr><td style="padding:20px 28px;font-size:17px">%s</td></tr><tr><td style="padding:0 28px">%s</td></tr><tr><td style="padding:14px 28px 26px"><a href="%s" style="background:%s;color:#fff;padding:11px 26px;text-decoration:none">%s</a></td></tr>'
                  '<tr><td style="padding:10px 28px;font-size:11px;color:#8a8886">%s</td></tr></table></td></tr></table></body></html>'
                  % (m.r.choice(("#0078d4", "#107c10", "#d83b01", "#5c2d91")), fill(m, head or m.summary), M.html_of(m.text), fill(m, "{link}"), m.r.choice(("#0078d4", "#323130", "#c50f1f")), fill(m, button), fill(m, foot or "{company} &middot; {rcpt}")))
    return do


FAMILIES = [
    # 1: into the calendar before anybody judged it
    heldout(1, "mining-balance", attacks=[1, 8, 31], by="google", sender="freemail", do=[guests(9), rich], who=["Support Mining 2026", "Cloud Miner Desk", "BTC Automatic", "Natalie Fox"], where=[None, "https://{badhost}/cabinet"],
            summary=["Your account has {btc} BTC not withdrawn", "⚡️ Mining finished: {btc} BTC is on your balance", "Last notice!! withdraw your {btc} BTC until {date}", "Automatic cloud mining - payment No. {num}"],
            text=["Hello, {local}!\n\nMore than a year ago your device was connected by IP address to our automatic mining platform. You did not visit your personal page for 364 days, so the balance will be burned in 24 hours.\n\nBalance: {btc} BTC\nStatus: ready for payment\n\n[➡️ Go to my personal page]({link})\n\nOperators online help you choose the way of withdrawal (card, PayPal, wallet).",
                  "Dear participant, the cloud collected {btc} BTC for the email {rcpt}.\nOur robot closes passive profiles tonight at 23:59. Please confirm that you are human and take your coins: {link}",
                  "Third reminder.\n\nLogin: {rcpt}\nPassword: was sent on registration\nBalance: {btc} BTC\n\nIf you have forgotten the password use [quick sign in]({link}). Conversion fee 64$ is returned together with the payment.",
                  "💰💰💰\n{link}\n\nThe manager [[Veronica|Mr. Daniels|Alisa]] waits for you in the chat. Do not be late."]),
    heldout(1, "tenant-order-note", attacks=[1, 39], by="m365", sender="tenant", do=[S.teams, rich], who=["Order Desk", "Accounts Receivable", "Renewals Team", "Purchase Confirmation"],
            summary=["Order confirmation {order} - thank you", "Receipt for your recent renewal {order}", "We have charged {amount} to your account", "Statement ready - ref {order}"],
            text=["Hi Customer,\n\nThank you for choosing the 3 year Total Shield plan for 5 devices. The amount of {amount} was debited today and shows up on your bank statement within 24 to 48 hrs.\n\nInvoice no: {order}\nMode of payment: auto debit\nTenure: 3 years\n\nIn case you did not place this order or want it reversed, reach our billing floor right away: {phone}\n\nMon to Sat 8am - 8pm EST\nRegards,\nRenewals",
                  "This meeting is a courtesy copy of your receipt.\n\nItem: Geek care - unlimited desktop support\nQty: 1\nTotal: {amount}\n\nNo action needed if it is you. Otherwise an agent can stop the transfer before it is settled, please dial {phone} (toll free) and keep the order no. {order} ready.",
                  "Dear {first},\nyour PayPal wallet sent {amount} to COINBASE GLOBAL for 0.0071 BTC.\nNot you? You have 12 hours to dispute on ☎ {phone}. After that the seller keeps the money. Please do not answer to this invite, the mailbox is not read.",
                  "Auto-renewal went through ✅\n\nPlan ........ Antivirus Premium Family\nAmount ...... {amount}\nNext charge . one year from today\n\nTo cancel or get refunded speak to a representative\n{phone}"]),
    heldout(1, "packstation", attacks=[1, 8], lang="de", by="google", sender="freemail", place="soon", do=[pretty], who=["DHL Zustellung", "Paketdienst Info", "Hermes Kundenservice"],
            summary=["Ihr Paket konnte nicht zugestellt werden ({num})", "📦 Sendung {order}: Zustellversuch heute", "Zollgebühr offen - Sendung wird zurückgeschickt"],
            text=["Guten Tag {name},\n\nIhr Paket liegt in unserem Verteilzentrum. Wegen einer unvollständigen Hausnummer konnte der Fahrer es nicht übergeben. Bitte ergänzen Sie die Anschrift bis heute Abend, sonst geht die Sendung an den Absender zurück.\n\n[Neuen Zustelltermin wählen]({link})\n\nFür die zweite Zustellung fallen {small} an.",
                  "Status: ANGEHALTEN\nGrund: Einfuhrabgabe {small} nicht bezahlt\n\nBezahlen: {link}\n\nMit freundlichen Grüssen\nIhr Zustellteam",
                  "Sehr geehrter Kunde, wir haben heute 2x versucht ihr Paket zuzustellen. Termin bestätigen unter {link} oder die Lagerkosten betragen {small} pro Tag."]),
    heldout(1, "macau-table", attacks=[1, 31], lang="zh", by="icloud", sender="freemail", n=4, do=[guests(14)], who=["澳门贵宾厅", "VIP客服小雪", "皇冠体育"], where=["{badhost}", "线上"],
            summary=["新会员注册即送8888元🎁 {badhost}", "六合彩内部资料 今晚必中", "【百家乐】首存100送100 秒提现", "诚招代理 日入过万"],
            text=["十年信誉老平台，真人视讯、电子游艺、体育投注，存款秒到账，提款3分钟。\n\n注册网址：{link}\n客服QQ微信同号：{num}{n2}\n\n回复任意内容即可领取彩金。", "内部三中三资料免费看，错一期退双倍。先看后付款：{link}", "本月充值返水1.8%，无上限。手机扫码或点 {link} 下载APP。不想再收到请点拒绝。", "无需投资，只要有手机，推广链接 {link}，下级流水永久返佣。"]),
    # 2: PUBLISH, or no METHOD
    heldout(2, "voicemail-publish", attacks=[2, 50], by="kit-php kit-python kit-php kit-node", sender="vps", place="soon", do=[publish_to, says(["", "See attached.", "New voice message attached to your calendar."])], who=["{company} VoIP", "Unity Messaging", "Voice-Mail Service", "PBX"],
            summary=["🎤 Voice message from WIRELESS CALLER (0:42)", "VM: +1 (***) ***-{num} left you a message", "Missed call transcript for {rcpt}", "Voicemail {num} expires in 48 hours"],
            text=["You have a new message in the {domain} mailbox\n\nCaller: private\nLength: 00:42\nReceived: {today}\n\nListen: {link}\n\nThe recording is deleted after 48 hours.", "TRANSCRIPT (preview) \"... yes hello this is about the [[settlement|contract|balance]] we talked, please call me before ...\"\n\nContinue listening here {link}", "Voice server of {company}\nTo: {local}\nDuration 1 min 13 s\nPLAY >> {link}", "Audio file could not be attached because of its size.\n{link}\nSign in with your work account to hear it."]),
    heldout(2, "firma-senza-metodo", attacks=[2], lang="it", by="kit-python java-site", sender="junk", do=[no_method, bulk], who=["Servizio Firma", "Ufficio Contratti", "Firma Digitale"],
            summary=["Documento da firmare entro il {date}", "Contratto {order}: firma richiesta", "Hai ricevuto un documento riservato"],
            text=["Gentile {name},\n\n{company} Le ha inviato un documento da firmare elettronicamente. Il fascicolo resta disponibile fino al {date}.\n\n[Apri e firma]({link})\n\nSe ha già firmato ignori questo promemoria nel calendario.", "È stato caricato il contratto {order}. Per visualizzarlo acceda con la Sua casella {rcpt}:\n{link}\n\nCordiali saluti\nUfficio contratti", "Promemoria automatico: 1 documento in attesa.\nScarica {link}\nCodice di accesso: {pin}"]),
    heldout(2, "mailbox-full-nomethod", attacks=[2, 17], by="kit-node kit-php dotnet-site", sender="vps", n=4, do=[no_method, lambda m: setattr(m.ev, "organizer", ("Mail Administrator", "postmaster@" + m.rcpt.domain))], who=["Mail Administrator", "IT Desk", "Postmaster {company}"],
            summary=["Mailbox {rcpt} is 99% full", "Incoming messages (7) on hold", "Server maintenance: keep your current password"],
            text=["Dear {local},\n\n7 messages are held on the server because your storage limit of 2GB is reached. They are going to be deleted by the system at the time of this event.\n\nIncrease the quota for free: {link}\n\n{domain} mail team", "Your password expires at the start of this appointment. Keep the same password to go on using {rcpt}: {link}", "We are moving {domain} to a new webmail cluster. Validate your mailbox before {date}, otherwise sending is blocked.\n\n[VALIDATE {rcpt}]({link})"]),
    # 3: CANCEL that carries
    heldout(3, "cancel-plan-charge", attacks=[3, 39], by="m365 outlookcom", sender="freemail", do=[standing_cancel("STATUS:CONFIRMED")], who=["McAfee Billing", "Membership Dept", "Norton Care", "Order Update"],
            summary=["Your subscription {order}", "Membership renewal - {amount}", "Auto pay scheduled for today", "Purchase of {amount} (PayPal)"],
            text=["Dear user,\n\nAs per your request made 365 days ago the yearly membership has been renewed. Product: LifeSecure 360. Amount {amount}. Renewal ID {order}.\n\nIf you feel the charge is a mistake and would like to CANCEL it, contact our cancellation department within 24 hours on\n\n1 8[[55|66|88]] 555 01[[14|37|62|90]]\n\nThe funds go back to the source account. Thank you for your trust.\n\nBilling Dept.", "Cancellation window closing! The amount of {amount} leaves your account today. Stop it by phone: {phone}. Ref {order}.", "Hi {rcpt}\n\nWe tried to call you about the auto pay of {amount} but nobody picked up. Speak with the cancel team: {phone} (press 2).", "PayPal: you authorised {amount} to Best Buy Marketplace. Not recognised? {phone}"]),
    heldout(3, "google-canceled-payout", attacks=[3, 8], by="google", sender="freemail", do=[standing_cancel("STATUS:CANCELLED", "STATUS:CONFIRMED"), rich], who=["Finance Robot", "Telegram Wallet", "Reward Office", "Payout manager"],
            summary=["Transfer of $[[7,240|11,380|9,655]].00 was not completed", "Payout put on hold - act now", "Your prize will be given to another participant", "TON reward {num}"],
            text=["The payout to your card was cancelled because you did not sign. You can restore it within 6 hours.\n\n[Restore my payout]({link})\n\nCommission after restoring: 0%", "❌ Cancelled\nreason: identity not confirmed\n\nConfirm here and the transfer starts again: {link}", "You were chosen among 10 winners of the spring survey. No answer came, so the place goes to the next. [I am here, send it to me]({link})", "Hello. Your invitation of {today} was withdrawn by the system. Appeal: {link} (answer in 5 minutes)"]),
    heldout(3, "rendezvous-annule", attacks=[3, 28], lang="fr", by="kit-php kit-node", sender="vps", place="past", do=[standing_cancel("STATUS:CANCELLED")], who=["Assurance Maladie", "ANTAI", "Service Rendez-vous"],
            summary=["Votre rendez-vous du {date} est annulé", "Carte Vitale : dossier incomplet", "Contravention impayée : majoration"],
            text=["Bonjour {name},\n\nVous ne vous êtes pas présenté au rendez-vous pour la mise à jour de votre carte Vitale. Vos remboursements sont suspendus. Pour reprendre un créneau et commander la nouvelle carte (frais d'envoi 0,99 €) :\n\n{link}\n\nSans réponse sous 48h votre dossier sera clos.\n\nL'Assurance Maladie", "Le paiement de 35 € n'est pas parvenu à nos services. Sans règlement ce jour, l'amende sera majorée à 135 €.\nRégler : {link}\nNuméro de télépaiement : {num}{n2}", "Annulation enregistrée. Un remboursement de {amount} vous est dû ; merci d'indiquer vos coordonnées bancaires sur {link}"]),
    heldout(3, "ask-then-cancel", attacks=[3, 49], by="sogo open-xchange crm", sender="company", n=4, do=[ask_and_cancel], summary=["Wire transfer approval {order}", "Revised banking instructions", "Closing statement - please review"],
            text=["Hello {first},\n\nthe revised settlement statement is ready. Because of its size I had to put it on our file store, you can reach it with your work account:\n{link}\n\nPlease have it reviewed before the call.\n\n{org}\n{orgcompany}", "Please note that our bank details have changed with immediate effect. New instructions (PDF): {link}\nKindly confirm by return.", "Hi, see the closing docs [here]({link}). Passcode {pin}. Ignore the earlier mail if it shows as cancelled, I had calendar trouble.\n\n{orgfirst}"]),
    # 4: subject, MIME and calendar disagree
    heldout(4, "accepted-but-asks", attacks=[4, 33], by="kit-python outlook-imap kit-node exchange", sender="company", do=[mime_says("REPLY", "Accepted: ", "Accepted: ", "Accepted: Re: "), loud("BUSY")],
            summary=["{q} compensation review", "Signed agreement {order}", "Payment schedule {orgcompany}", "Compliance attestation"],
            text=["{org} has accepted and shared 1 file with you.\n\nCompensation_Review_2026.xlsx - 48 KB\n{link}\n\nThis link only works for {rcpt}.", "Your counterpart accepted the terms. Countersign the agreement here before the slot ends: {link}", "Accepted. The remittance copy is in the [shared folder]({link}) - kindly check the amounts, I am in meetings all day.\n\nSent from my iPhone", "Attestation for {first} {last} is due. Start: {link}"]),
    heldout(4, "incasso-geweigerd", attacks=[4], lang="nl", by="kit-php roundcube", sender="vps", do=[mime_says("CANCEL", "Geannuleerd: ", "Geweigerd: ")], who=["Incassobureau", "CJIB", "Vattenfall Klantenservice", "Mijn Belastingzaken"],
            summary=["automatische incasso {amount}", "betaling openstaande rekening {num}", "teruggave belasting 2025", "afsluiting energiecontract"],
            text=["Geachte heer/mevrouw {last},\n\nUw betaling van {amount} is geweigerd door de bank. Voorkom een deurwaarder en betaal vandaag nog via iDEAL:\n{link}\n\nKenmerk {order}\n\nMet vriendelijke groet,\nAfdeling invordering", "Laatste aanmaning. Openstaand: {amount}. Betalen kan t/m vanavond 23:59: {link}", "U krijgt {amount} terug. Geef uw rekeningnummer door op {link}, daarna staat het bedrag binnen 3 werkdagen op uw rekening.", "Omdat de incasso niet lukte stopt de levering op {date}. Regel het hier {link}"]),
    # 5: the recipient is not invited
    heldout(5, "blind-loan-offer", attacks=[5, 40], by="yahoo outlookcom", sender="freemail", do=[blind], who=["Mrs. Margaret Osei", "ATLANTIC LOANS", "Rev. Paul Abiodun", "Grant Officer"],
            summary=["(no subject)", "LOAN OFFER AT 3% INTEREST RATE", "COMPENSATION FUND / FILE {order}", "Good day"],
            text=["Attention: Beneficiary,\n\nThis is to inform you that the United Nations in conjunction with the World Bank has released a compensation of US${big}.00 to victims of internet scam in your region, and your e-mail was found in the list. The ATM card is ready at our paying office in Lome.\n\nSend your full name, address, phone and a copy of ID to the paying officer Mr. Festus Addo: festus.addo.fictive{n2}@gmail.com\n\nYou only pay the delivery of $95 to the courier.\n\nYours in service,\nMrs. Margaret Osei", "Do you need an urgent loan? Business loan, home loan, debt consolidation from $5,000 to $50,000,000 at 3% per year without collateral. Bad credit no problem. Apply now by sending: Names, Country, Amount needed, Duration, Phone.\nReply only to {orgaddr}", "Dear Friend,\n\nI know this letter will come to you as a surprise since we have not met before, but I got your contact during my private search for a reliable person. I am Mr. Issa Ouattara, head of the telex department of a leading bank here in Ouagadougou, married with four children.\n\nIn my department we discovered an abandoned sum of ${big} (in words as written in the file) in an account that belongs to one of our foreign customers, late Engr. K. Whitlock, who died together with his entire family in a plane crash some years ago. Since we got the information about his death we have been expecting his next of kin to come over and claim his money, because the bank can not release it unless somebody applies for it as relation to the deceased as indicated in our banking guidelines. Unfortunately nobody came.\n\nIt is therefore upon this discovery that I and one other official now decided to make this business proposal to you and release the money to you as the next of kin for safety and subsequent disbursement. We do not want this money to go into the bank treasury as unclaimed bill. We agree that 40% of it is for you, 50% is for us, and 10% is set aside for expenses incurred in the course of the business.\n\nTo enable the immediate transfer you must first apply to the bank with the text of application which I shall send you as soon as I receive your answer with:\n\n1. your full names and address\n2. your private telephone and fax\n3. your age, occupation and marital status\n4. a copy of any identification\n\nThe transaction is one hundred percent risk free, all modalities are concluded. Please treat it with utmost confidence, as I am still in service, and answer only to issa.ouattara.madeup{n2}@hotmail.com\n\nYours faithfully,\nMr. Issa Ouattara", "Good day dear, I have been trying to reach you since last week. It is about the donation of ${big}. Pls get back to me."]),
    heldout(5, "buzon-general", attacks=[5], lang="es", by="kit-php kit-node exchange", sender="company", n=4, do=[role_box], summary=["Factura {num} vencida", "Presupuesto solicitado {order}", "Justificante de transferencia {amount}", "Requerimiento de documentación"],
            text=["Buenos días,\n\nAdjunto a la convocatoria les remitimos el enlace a la factura {num} por importe de {amount}, vencida desde hace 30 días. Rogamos procedan al pago antes de la reunión.\n\nVer factura: {link}\n\nUn saludo,\n{org}\nDpto. de administración", "Estimados, según lo conversado por teléfono os paso el pedido. Descargar: {link}\nNecesitamos precio y plazo hoy.\n\nGracias", "La transferencia por {amount} ha sido emitida. Descargue el justificante en {link} (válido 24 h).", "Se requiere la documentación indicada en [este expediente]({link}). Plazo: {date}."]),
    heldout(5, "all-contacts-nudge", attacks=[5, 13], by="apple-mail thunderbird fastmail", sender="company", n=3, do=[blind, says("")], summary=["Did you see this?", "{orgfirst} shared photos", "urgent {orgfirst}"],
            text=["Hi, is that you in this video? {link}", "I put the pictures of last weekend up, have a look before I take them down: {link}\n\nx {orgfirst}", "I can't call right now, please look at this and tell me today {link}"]),
    # 6: from Apple or Google through a list to everybody
    heldout(6, "icloud-wallet-charge", attacks=[6, 39, 5], by="icloud", sender="freemail", n=5, do=[tenant_list], who=["PayPal Alert", "Billing Purchase", "Invoice Ready", "Purchase Notice", "Apple Receipts"], where=[None, "Call {phone}"],
            summary=["Purchase invoice, copy", "Payment of {amount} approved", "You sent {amount} USD", "Billing note {order}", "Receipt {order} from your wallet"],
            text=["Hello Customer,\n\nWe would like to let you know that {amount} has been taken from your PayPal balance for order {order}. It may take some hours until it shows up in your activity.\n\nFor a change or a refund of this payment talk to our support desk: {phone}\nOr from abroad: {phone2}\n\nThank you", "PayPal - Payment received by: NORDLIGHT ELECTRONICS\nAmount: {amount}\nTransaction: {code}{num}\n\nDidn't make it? Dial {phone} now, lines are open 24x7.", "Your account is billed {amount} for Apple Gift Card (e-delivery). If not authorised by you contact the fraud dept. +1 (8O8) 555-o1[[19|42|77]]", "Dear Member,\nsecurity hold on {amount}. An associate will release or refuse it with you by phone {phone}. Have your case id {code} at hand.\n\nRegards, Resolution Center", "Thx for shopping! Total {amount}. Questions → {phone}"]),
    heldout(6, "icloud-cargo-doble", attacks=[6, 39, 5], lang="es", by="icloud", sender="freemail", n=3, do=[tenant_list], who=["Aviso de Cargo", "Facturación", "Soporte Pagos"], summary=["Cargo de {amount} en su cuenta", "Pedido {order} confirmado", "Renovación automática"],
            text=["Estimado cliente:\n\nSe ha realizado un cargo de {amount} en su cuenta PayPal a favor de TiendaMóvil Global. Si no reconoce la operación llame sin coste al {phone} en las próximas 12 horas y un agente anulará el pago.\n\nNúmero de caso: {code}", "Gracias por su compra de un teléfono por {amount}. ¿No ha sido usted? Llame al {phone}.", "Su antivirus se ha renovado por 2 años: {amount}. Para cancelar marque {phone} de 9 a 21 h."]),
    heldout(6, "workspace-group-relay", attacks=[6, 8], by="google", sender="freemail", n=4, do=[google_group, rich], who=["Anna Belle", "HR Result 2026", "Crypto Desk", "Tax Service"],
            summary=["Salary bonus list is out", "{orgfirst} invites you to a private room ❤", "Withdrawal request {num}: confirm", "Tax return {amount}: last step"],
            text=["The list of bonuses for the year is in the folder, your name is on page 2.\n[Open folder]({link})", "hey its {orgfirst} from the app 😊 they deleted my account there. my photos and my number are here {link} write me today", "A withdrawal of {btc} BTC from a new device was requested. If it was not you [cancel it]({link}) in 30 minutes.", "The revenue service calculated a refund of {amount} for the email {rcpt}. Choose the bank to receive it: {link}"]),
    # 7: a group that made the victim its member
    heldout(7, "group-salary-files", attacks=[7, 41], by="m365", sender="tenant", do=[fresh_group("Payroll Adjustments 2026", "Compensation and Benefits", "Annual Leave Update", "Employee Rewards"), page_of("Open the document")],
            summary=["Salary adjustment - action required", "Updated Pay & Leave Policy", "2026 Bonus Allocation", "W-2 correction {year}"],
            text=["Hello {first},\n\nHuman Resources has completed the review of staff compensation. Your individual letter is available in the group library. Please read and acknowledge it before the end of the meeting, as the new figures are used for the coming pay run.\n\n{link}\n\nWhat changes:\n- base pay bands 3 to 7 are raised by [[3.5|4.1|2.8]] percent\n- the shift allowance becomes part of base pay\n- mileage is paid with the monthly run, no longer by claim\n- carried over leave is limited to five days\n\nHow to acknowledge:\n1. Open the letter with the button above.\n2. Sign in with your work account ({rcpt}) to prove that the letter is read by the right person.\n3. Choose Acknowledge, or Dispute if you think a figure is wrong; HR calls you back within two working days.\n\nStaff who have neither acknowledged nor disputed by the end of this calendar entry keep the present figures until the next review in twelve months.\n\nThank you for your cooperation.\n\nHuman Resources | Total Rewards\n{company}\n\nThis message was sent to members of the group only, do not forward.", "All employees must acknowledge the revised leave policy. Unsigned staff lose carried over days.\nReview and sign: {link}", "Bonus allocation sheet for your department: {link} (secured, sign in with {rcpt})", "Your W-2 shows a wrong box 12 code. Download the corrected form in the group files: {link}"]),
    heldout(7, "group-vendor-contract", attacks=[7, 38], by="m365", sender="company", do=[fresh_group("Contract Review Board", "Vendor Onboarding", "Legal - Confidential", "Project Documents"), S.teams_no_dial],
            summary=["Contract for review before signature", "Vendor registration incomplete", "NDA {orgcompany}", "Document set {order}"],
            text=["{org} added you to the group. Start with the files:\n\n[Contract_Final_v{n2}.pdf]({link})\n\nYou'll need to verify your identity with your Microsoft account.", "Dear partner, to be paid in the next run the vendor form has to be complete. Step 1 of 3 is here: {link}. The live session below is for questions only.", "Before we can talk about the project {orgcompany} needs your signature under the NDA. It takes a minute: {link}\n\nBest\n{orgfirst}", "Set {order} was released to you. Access ends on {date}.\n{link}"]),
    heldout(7, "grupo-folha", attacks=[7], lang="pt", by="m365", sender="tenant", n=3, do=[fresh_group("Recursos Humanos 2026", "Folha de Pagamento", "Benefícios Colaboradores")],
            summary=["Reajuste salarial: confirme seus dados", "Informe de rendimentos disponível", "PLR 2026 - valor liberado"],
            text=["Prezado(a) {first},\n\nO reajuste aprovado pela diretoria já está no sistema. Confirme a conta de depósito até {date} para receber na próxima folha:\n{link}\n\nAtenciosamente,\nRecursos Humanos", "Seu informe de rendimentos foi corrigido. Baixe a nova versão: {link}", "Sua PLR de {amount} foi liberada. Acesse com o e-mail corporativo: {link}"]),
    # 8: in Google's, Zoom's and Calendly's own mails
    heldout(8, "gmail-seller-receipt", attacks=[8, 39, 28], by="google", sender="freemail", place="soon", do=[S.meet], who=["Brandon Lee", "Receipt 4471", "Billing Update", "Customer Notice"],
            summary=["Norton 360 Deluxe / {order} / {amount}", "Thank you for your payment {order}", "ℹ️ Geek Squad Renewal Confirmed {amount}", "Invoice # {order} Paid"],
            text=["Dear {local}\n\nYour N0rton 360 De1uxe protection has been renewed today for the next 2 years\n\n🧾 Invoice {order}\n💵 Amount {amount}\n💳 Payment: Online / auto debit\n\nNot satisfied? Talk to our helpline in 24 hours 📞 {phone}\n\nRegards\nBilling", "We appreciate your business with us. Item: Bitcoin 0.0092 via PayPal. Total {amount}. If this purchase was n0t made by y0u ca1l +1 (8{n2}) 555 0 1 [[2 2|4 8|7 3]] immediatly", "PRODUCT        QTY   PRICE\nGS TOTAL PROT   1    {amount}\nTAX                  0.00\n------------------------\nTOTAL                {amount}\n\nrefund/cancel desk: {phone}", "🎉 Thank you for shopping with us, {local}! 🎉\n\n━━━━━━━━━━━━━━━━━━━\nORDER SUMMARY\n━━━━━━━━━━━━━━━━━━━\n🔹 Customer ID: {code}{num}\n🔹 Order no.: {order}\n🔹 Date: {today}\n🔹 Product: McAfee Total Protection + identity monitoring\n🔹 Devices: 10\n🔹 Validity: 3 years\n🔹 Unit price: {amount}\n🔹 Discount: $0.00\n🔹 Grand total: {amount}\n🔹 Status: PAID (auto debit)\n━━━━━━━━━━━━━━━━━━━\n\nThe subscription will be renewed by itself every three years unless it is switched off no later than a day before it ends. Your bank may show the debit under the name of our payment partner.\n\n❓ Didn't you order that? ❓\nYou are protected by our 24 hours money back promise. Just speak with a live person of the billing team, no menus, no waiting:\n\n☎️ {phone} ☎️\n☎️ {phone2} ☎️\n\nPlease note that answers to this invitation are not read. Have a nice day and stay safe on the internet!\n\nTeam Billing · 6 AM – 9 PM (PST) · all days"]),
    heldout(8, "shared-calendar-name", attacks=[8, 34], by="google-notice", sender="freemail", method=None, summary="share", subject=["{org} has shared a calendar with you", "{org} has shared \"Parcel\" with you"], who=["Amazon Reward", "Your refund", "Elena", "Crypto Board"],
            text=["Hello {rcpt},\n\nWe are writing to let you know that {orgaddr} has given you access to see all event details on the Google Calendar called \"[[YOU RECEIVED|CONFIRM]] {amount} >> {link}\".\n\nClick this link to add the calendar: https://calendar.google.com/calendar/render?cid={token}{token}\n\n- The Google Calendar Team", "Hello {rcpt},\n\n{orgaddr} has given you access to make changes to the Google Calendar called \"🔔 (1) parcel waiting, address: {link}\".\n\nMessage from {orgaddr}: please open today, returned to sender tomorrow\n\n- The Google Calendar Team", "{org} shared a calendar\n\nHi {first}, add the calendar \"💋 your private date {link}\" to see events and get alerts.\n\n[Add this calendar](https://calendar.google.com/calendar/render?cid={token}{hex})", "Hello {rcpt},\n\nThe calendar \"{btc} BTC payout queue - open {link} - position {n2}\" was shared with you by {orgaddr}.\n\n- The Google Calendar Team"]),
    heldout(8, "zoom-events-invoice", attacks=[8, 39], by="zoom-events zoom", sender="freemail", n=4, who=["Renewal Dept", "Best Buy Order", "Account Protection"], summary=["Your purchase {order} is confirmed", "Order placed - {amount}", "Transaction alert {num}"],
            text=["Hi {rcpt}, you're registered!\n\nOrganizer's message: We have received {amount} for the device care plan you renewed. If you wish to stop the plan, ring our client desk {phone} before the event begins. Refund is done while you're on the line.", "Order for MacBook Air 13 placed successfully. Shipping to: Fresno CA. Amount {amount}. To report it call {phone}", "An unusual sign-in from Ohio and a transaction of {amount} are being reviewed. Agent line: {phone}. Case {code}"]),
    heldout(8, "calendly-careers", attacks=[8, 41], by="calendly", sender="freemail", n=3, who=["Talent Team Louis Vuitton", "Red Bull Careers", "Meta Hiring"], summary=["Intro call - Social Media Manager", "Interview Marketing Lead (remote)", "Career chat"],
            text=["Hi {first},\n\nthank you for your interest. Your profile stood out and we would like to speak about the role (remote, $140k-$185k). Before the call please log in with Facebook to the candidate space to confirm your slot: {link}\n\nWarm regards,\nTalent Acquisition", "Please schedule yourself in our hiring portal with your Google work account, otherwise the slot is released: {link}", "The confidential brief is here {link} (sign in required). See you!"]),
    # 9: Sender says Google, nobody signed
    heldout(9, "google-sender-forms", attacks=[9, 22], by="kit-python kit-php", sender="vps", do=[sender_says("Google Calendar", "calendar-notification@google.com")], who=["{company} IT", "Google Workspace Admin", "Drive Notice"],
            summary=["Shared drawing: {company}", "Review sign-in activity", "Support ticket {num}", "Form: staff data 2026"],
            text=["You have been invited to fill in a form\n\nStaff data 2026 - takes 2 minutes. I've invited you to fill in the form:\n[FILL OUT FORM]({link})", "We blocked a sign-in to {rcpt} from Windows, Lagos. If that was you there is nothing to do. Otherwise [secure your account]({link}) before the scheduled lock.", "Google Drawings - 1 new comment\n\"{first}, check the amounts pls\"\nOpen: {link}", "Your ticket needs an answer within 2 hours. Support page: {link}\nGoogle LLC, 1600 Amphitheatre Parkway"]),
    heldout(9, "on-behalf-docusign", attacks=[9, 22], by="kit-node outlook-imap kit-php dotnet-site", sender="junk", do=[sender_says("DocuSign EU System", "dse-{n}@docusign.com", False), page_of("REVIEW DOCUMENT")], who=["{company} via DocuSign", "DocuSign Signature Service", "Legal Dept via Adobe Sign"],
            summary=["Complete with Docusign: Remittance {order}", "{company} sent you a document to review and sign", "Reminder: envelope {num} is waiting", "Lease_Addendum_{num}.pdf"],
            text=["{company} sent you a document to review and sign.\n\nAll parties have completed. Please DocuSign \"Remittance {order}\".\n\n{link}\n\nDo not share this email: it contains a secure link. Security code: {code}{num}", "Your signature is the last one missing. Envelope closes {date}.\n{link}", "Reminder 2 of 3. If you don't sign, the sender is told that you declined.\n{link}", "Please find the addendum for your signature [here]({link}).\n\nQuestions? Just reply."]),
    # 10: from the recipient's own domain, unauthenticated
    heldout(10, "self-spoof-handbook", attacks=[10, 41], by="kit-python kit-php exchange kit-node", sender="colleague", place="soon", do=[inside_job], who=["HR {company}", "Human Resources", "Office Manager", "{company} Notifications"],
            summary=["Employee Handbook {year} - acknowledgement", "MANDATORY: benefits enrollment closes today", "Scanned document from Xerox {num}", "Performance appraisal list - {company}"],
            text=["Dear {first},\n\nAs part of the yearly compliance cycle the handbook of {company} was amended (sections 3, 7 and 11). Kindly go through the changes and acknowledge in the portal. Acknowledgements are monitored by management.\n\nHandbook: {link}\n\nSummary of amendments\nSection 3 - Remote work: two days a week, approval by the line manager, home office checklist once a year.\nSection 7 - Use of own devices: company mail on private phones only with the company profile.\nSection 11 - Conduct: gifts above $50 have to be declared.\n\nEmployees on leave acknowledge on the day they return. Questions go to your HR partner, not to the author of this entry.\n\nThank you,\nHuman Resources\n{company}\n\nCONFIDENTIAL - for internal use of {company} only.", "Open enrollment closes at 5 PM. People who don't respond stay without dental. [Enroll now]({link})", "A document was scanned and sent to you using a Xerox multifunction device.\nPages: {n2}\nFile: {link}", "The attached list shows who gets the raise and who is laid off. Confidential! {link}"]),
    heldout(10, "interner-scan", attacks=[10], lang="de", by="kit-php kit-node", sender="colleague", do=[inside_job], who=["Personalabteilung", "IT-Support {company}", "Buchhaltung", "Scanner 2. OG"],
            summary=["Gehaltsanpassung {year} - Bestätigung nötig", "Ihr Kennwort für {domain} läuft ab", "Rechnung {num} zur Freigabe", "Scan vom {today}"],
            text=["Sehr geehrte Kolleginnen und Kollegen,\n\nim Zuge der Gehaltsrunde wurden die Vergütungen angepasst. Bitte prüfen Sie Ihr Schreiben und bestätigen Sie bis spätestens heute 16 Uhr: {link}\n\nMit freundlichen Grüßen\nPersonalabteilung {company}", "Ihr Kennwort läuft in 2 Stunden ab. Um es beizubehalten, klicken Sie auf [Kennwort beibehalten]({link}).\n\nIT-Support", "Die Rechnung über {amount} muss heute noch raus, bin im Termin. Beleg: {link}\nDanke!", "Dieses Dokument wurde an {rcpt} gescannt. Anzeigen: {link}"]),
    heldout(10, "nota-interna", attacks=[10], lang="pt", by="kit-python", sender="colleague", n=2, do=[inside_job], who=["Diretoria", "Suporte TI"], summary=["Comunicado interno {num}", "Atualização obrigatória do webmail"], text=["Segue o comunicado da diretoria sobre o desligamento de colaboradores. Leitura obrigatória: {link}", "Sua caixa {rcpt} será desativada hoje. Atualize: {link}"]),
    # 11: a real account in wrong hands
    heldout(11, "broker-closing-docs", attacks=[11], by="m365 google m365 exchange", sender="company", do=[rich], summary=["{orgcompany} - closing documents", "Proposal from {orgcompany}", "Statement of account / {orgcompany}", "Bid package {order}"],
            text=["Good morning,\n\nPlease see the closing disclosure and wire details for your file at the secure link below. You'd need to sign in to your email to view since they hold personal data.\n\n{link}\n\nLet me know if you have any problem opening it, and please review it before our call.\n\nKind regards,\n\n{org}\nSenior Escrow Officer | {orgcompany}\n{street}\nT: {phone2}\n{orgaddr}\n\nWIRE FRAUD ALERT: We will never change our wire instructions by e-mail. Always call your escrow officer on a known number before you send funds.\n\nThis e-mail and any files transmitted with it are confidential and intended solely for the use of the individual or entity to whom they are addressed. If you have received it in error please notify the sender and delete it from your system; you must not disclose, copy or rely on any part of it. {orgcompany} accepts no liability for damage caused by any virus transmitted by this e-mail.", "Hi,\n\nhope you are well. I shared our proposal with you via OneDrive: {link}\n\nLooking forward to your thoughts.\n{org}", "Our records show two open items. Current statement: [Statement_{num}.pdf]({link})\n\nPlease advise when payment can be expected.", "You are invited to bid on the package {order}. Drawings and scope: {link} . Bids due {date}. {org}, {orgcompany}, Estimating"]),
    heldout(11, "cabinet-pirate", attacks=[11], lang="fr", by="m365 zimbra", sender="company", do=[rich], summary=["Dossier {order} - pièces à consulter", "Bon de commande {num}", "Devis signé {orgcompany}", "Convocation : partage de documents"],
            text=["Bonjour,\n\nVeuillez trouver ci-dessous l'accès aux pièces du dossier avant notre échange :\n{link}\n\nL'identification se fait avec votre adresse professionnelle.\n\nBien cordialement,\n\n{org}\n{orgcompany}", "Merci de me retourner le bon de commande signé. [Voir le bon]({link})\n\n{org}", "Le devis accepté est déposé ici {link} (expire dans 2 jours).", "{org} vous a transmis 2 fichiers de façon sécurisée.\n\nConsulter : {link}"]),
    heldout(11, "lieferant-gehackt", attacks=[11, 17], lang="de", by="exchange outlook-imap", sender="company", n=3, do=[S.set_(reply_to=("", "rechnung@example.net"))], summary=["Geänderte Bankverbindung {orgcompany}", "Angebot {order}", "Besprechung offene Posten"],
            text=["Guten Tag {name},\n\nwegen einer laufenden Prüfung bei unserer Hausbank bitten wir Sie, alle offenen Rechnungen ab sofort auf unser neues Konto zu zahlen. Das Schreiben der Bank finden Sie unter {link}. Über den Termin können wir kurz telefonieren, bitte vorher per Mail, ich bin unterwegs.\n\nBitte beachten Sie:\n- Überweisungen auf das alte Konto gehen zurück und können bis zu 14 Tage dauern.\n- Bereits angewiesene Beträge bitten wir zu stornieren.\n- Eine kurze Bestätigung mit Ausführungsdatum genügt uns.\n\nWir bedauern die Umstände und danken für Ihr Verständnis.\n\nFreundliche Grüße\n{org}\nLeitung Buchhaltung\n{orgcompany}\nTel. {phone}\n\nDiese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, informieren Sie bitte den Absender und vernichten Sie diese Mail.", "wie besprochen unser Angebot, wegen der Größe als Freigabe: {link}\n\nMfG {org}", "Die Aufstellung der offenen Posten ({amount}) liegt hier: {link}"]),
    # 12: domains of yesterday
    heldout(12, "rfq-new-domain", attacks=[12, 41], by="kit-python outlook-imap", sender="junk", do=[relayed], who=["Procurement {orgcompany}Intl", "Sourcing Manager", "Oliver Grant"],
            summary=["RFQ {order} - urgent requirement", "Supply tender {year} / invitation", "Purchase enquiry (samples needed)", "Pre-bid meeting {num}"],
            text=["Dear Sir/Madam,\n\nOur company is a leading importer in Qatar. Your products were recommended by the chamber of commerce. Kindly find our requirement list and the tender conditions at {link} and quote your best FOB price with delivery time before the pre-bid meeting.\n\nPayment term: 40% advance T/T, balance against copy of BL.\n\nItems of interest (first lot)\n  1) 2 x 40ft HC mixed\n  2) spare parts as per sheet 2\n  3) trial order of the new series\n\nDelivery CIF Hamad port. Please state the origin of goods, HS codes, lead time, warranty and the name of your bank. Quotations without the signed form (last page) can't be considered. Suppliers who are short-listed will be invited to the pre-bid meeting in this calendar entry; a Teams link follows.\n\nAwaiting your swift response,\nOliver Grant\nSourcing Manager", "You are shortlisted as supplier. Register and download the tender file: {link}\nEMD is refundable.", "We wish to order samples of all items on page 1. Our specification (drawings): {link}\nPls revert today", "The pre-bid meeting is online. Documents have to be opened before with your company mail: {link}"]),
    heldout(12, "butie-erweima", attacks=[12, 36], lang="zh", by="kit-php kit-node", sender="junk", do=[relayed, lambda m: code_picture("（请用手机扫描下方二维码）")(m) if m.i % 2 == 0 else None], who=["财务部通知", "人力资源中心", "电子发票平台"],
            summary=["关于{year}年个人劳动补贴申领通知", "您有一张电子发票待查收 {num}", "邮箱系统升级：{domain}", "【工资表】请于今日内确认"],
            text=["各位同事：\n\n根据人社部、财政部最新通知，{year}年第三季度综合补贴已开始申领，逾期视为放弃。请用手机打开下方链接，按要求填写银行卡信息办理：\n\n{link}\n\n财务部\n{today}", "尊敬的客户，您在我司的消费发票已开具，金额 {amount}。下载：{link}\n（链接24小时内有效）", "您的邮箱 {rcpt} 将于今日停止收发，请立即完成备案升级：{link} 邮件管理中心", "本月工资明细有误，请登录 {link} 核对并确认，未确认者延迟发放。"]),
    heldout(12, "webshop-refund-new", attacks=[12, 34], by="kit-node kit-python", sender="junk", n=3, do=[relayed, page_of("Claim refund")], who=["Refund Center", "Consumer Desk"], summary=["Refund {amount} approved", "Class action payout - claim {code}", "Toll balance unpaid: {small}"],
            text=["Hello {local}, your refund of {amount} is approved and waits for your card number. Claim before {date}: {link}", "You qualify for the data breach settlement. Estimated payout {amount}. File the claim {code} here {link} in under 2 minutes", "Our records show an unpaid toll of {small}. To avoid a late fee of $50 and DMV report pay today at {link}"]),
    # 13: nothing to see but the event
    heldout(13, "raw-eml-alert", attacks=[13, 50, 28], by="kit-python kit-node m365 kit-php", sender="vps", place="soon", do=[unseen], who=["Security Alert", "Message Center", "Exchange Online", "Account Team"],
            summary=["Action needed: {rcpt}", "Quarantined messages ({n2})", "Authenticator expires today", "⚠ unusual sign-in blocked"],
            text=["Microsoft 365\n\n{n2} messages to {rcpt} were quarantined. Release or delete them before this reminder ends.\n\n[Review messages]({link})\n\nMicrosoft Corporation, One Microsoft Way", "Your two-factor enrolment of {rcpt} ends today. Re-enrol: {link}", "We noticed a sign-in from a new device.\nIP 203.0.113.{n2}\nIf this wasn't you: {link}", "Keep your account {rcpt} active >> {link}"]),
    heldout(13, "calendar-is-mail", attacks=[13, 50], by="outlookcom kit-php apple-mail kit-node", sender="freemail", do=[naked], summary=["payment advice {num}", "hello {first}", "PO {order}", "Inheritance file"],
            text=["Advice of payment {amount} value today.\nOpen with your email login: {link}", "I bought a thing from you last year and they charged me again?? see the screenshot {link} please fix it", "New PO from our US branch, pls confirm ETD {link}", "I await your answer since Monday regarding the fund of ${big}. Write to me: barr.notreal{n2}@outlook.com"]),
    # 14: packed
    heldout(14, "eml-in-mail", attacks=[14, 13], by="kit-php exchange thunderbird kit-python", sender="company", do=[C.only(in_mail), says(["Please see attached.", "fyi", "Original message attached, it was too large to forward."])],
            summary=["Payment confirmation {order}", "Fw: audio from {phone2}", "Secure message from {orgcompany}", "Outstanding balance"],
            text=["Dear {first},\n\nthe payment of {amount} was released this morning. The slip can be downloaded with your mail login at {link}\n\nAccounts payable\n{orgcompany}", "You received an audio message (00:31). Play: {link}", "{orgcompany} has sent you a protected message.\n\n[Read the message]({link})\n\nThe link works until {date}.", "Kindly settle the balance of {amount} or dispute it here {link}"]),
    heldout(14, "zipped-scan", attacks=[14], by="kit-node kit-python", sender="vps", do=[C.only(zip_in_zip), says(["Scan attached, password not needed.", "Attached is the scan you asked for.", "Sent from MFP-{num}. Do not reply."])], who=["Scanner", "MFP-3rd-floor", "Front Office"],
            summary=["Scanned from MFP {num}", "Your scan {order}", "Copy of ID and contract", "scan"], text=["Document ready: {link}", "Image could not be shown. View it on the web: {link}\nSign in with {rcpt}.", "Copy of contract is stored at {link} - open today", "SCAN {order} {link}"]),
    heldout(14, "octets-and-tnef", attacks=[14, 48], lang="ja", by="outlook-imap kit-php", sender="vps", do=lambda m: (C.only(C.as_tnef) if m.i % 2 == 0 else C.only(disguised(("application/octet-stream", "seikyusho.ics"), ("application/octet-stream", "seikyu.ics"), ("text/plain", "meisai.txt"), ("application/pdf", "meisai.ics"))))(m),
            who=["経理部", "ETC利用照会サービス", "会員サポート", "えきねっと事務局"], summary=["【重要】請求書 {num} のご確認", "ETCカードの有効期限について", "お支払い方法の更新が必要です", "えきねっとアカウントの自動退会処理"],
            text=["いつもお世話になっております。\n今月分の請求書をお送りします。下記よりダウンロードのうえ、{date}までにお支払いください。\n{link}\n\n金額：{amount}", "ETCサービスは現在ご利用いただけません。会員情報の更新をお願いいたします。\n▼更新手続き\n{link}\n24時間以内に更新がない場合、カードは無効となります。", "お支払い方法に問題があり、会員特典をご利用いただけない状況です。{link} より更新してください。", "最終ログインから2年以上経過したため、アカウントは自動的に退会となります。継続をご希望の方は {link} からログインしてください。"]),
    heldout(14, "plain-typed-ics", attacks=[14, 4], by="kit-php kit-node", sender="vps", n=3, do=[C.only(disguised(("text/plain", "invite.txt"), ("application/octet-stream", "meeting.dat"), ("application/msword", "Agenda.ics"))), says("Meeting file enclosed, double click to open it in Outlook.")], who=["Event Office", "Secretary"], summary=["Board pack {date}", "Shareholder call", "Agenda enclosed"],
            text=["Board pack for {date}: {link}\nPIN {pin}", "Dial-in and papers for shareholders: {link}", "Agenda: 1. Redundancies 2. Sale of the site\nFull text {link}"]),
    # 15: written by scripts into mailboxes
    heldout(15, "api-refund-desk", attacks=[15, 39], by="kit-python kit-node", sender="freemail", do=[rest_api], who=["Billing Desk", "Jessica from Accounts", "Service Team", "Order Support"],
            summary=["Refund pending {order}", "Re: your order of {today}", "Debit of {amount} today", "Plan upgraded"],
            text=["Good day {local},\n\nWe regret that your device protection could not be cancelled online. A debit of {amount} is scheduled for today. To stop it please speak with us: {phone}\n\nJessica\nAccounts", "Order: Apple Watch Ultra\nPrice: {amount}\nShip to: 3rd party address\nIssue with this? {phone}", "Debit note {order} | {amount} | helpline {phone}", "Your plan was moved from Basic to Business ({amount}/yr). Downgrade by phone only - {phone2}"]),
    heldout(15, "api-vacature", attacks=[15, 40], lang="nl", by="kit-python kit-node", sender="freemail", do=[rest_api], who=["Sanne HR", "Bol Partner Team", "Recruitment Desk", "Lisa Vermeer"],
            summary=["Thuiswerk: 150-300 euro per dag", "Sollicitatie goedgekeurd", "Kennismaking via WhatsApp", "Bijverdienen naast je baan"],
            text=["Hoi {first},\n\nJe cv is ons opgevallen! Wij zoeken mensen die thuis producten beoordelen, 1 uur per dag, uitbetaling dezelfde dag. Geen ervaring nodig. Stuur een berichtje via WhatsApp: https://wa.me/12025550[[117|143|188]] of meld je aan op {link}", "Gefeliciteerd, je bent aangenomen. Maak je werkaccount aan en stort de startborg van 50 euro (krijg je terug): {link}", "Ik wil graag kennismaken over de functie. Voeg mij toe: {link}\nGroetjes Lisa", "Werk waar en wanneer je wilt. {link}"]),
    # 16: first a harmless meeting, then this
    heldout(16, "second-version", attacks=[16, 23], by="google m365 zoom google", sender="freemail", do=[after_yes, copied_block(3)], summary=["Intro call {orgfirst} / {first}", "Podcast recording", "Partnership call", "Investor chat"],
            text=["Thanks for accepting! To get you on the air please install our recorder beforehand, the link expires: {link}\n\nUse Chrome on Windows if you can.", "Hi {first}, our usual tool has audio problems today, we'll use the company's client instead. Join here: {link}\n\nIf it asks for an update, allow it. Talk soon\n{orgfirst}", "As agreed, here is the deck + term sheet (password {pin}): {link}", "Small change: room moved. Enter with your wallet connected so that we can whitelist you -> {link}"]),
    heldout(16, "goenki-follow-up", attacks=[16], lang="ja", by="m365 google", sender="company", do=[after_yes, rich], summary=["お打ち合わせ（資料追加）", "共同研究のご相談", "取材のお願い"], text=["先日はご承諾ありがとうございました。当日の資料を共有いたします。閲覧には職場のメールアドレスでのサインインが必要です。\n{link}\n\n{org}", "会議ツールを変更いたします。お手数ですが事前に下記からアプリをご準備ください。\n{link}", "質問票をこちらにまとめました。{link}\nパスワード：{pin}"]),
    # 23: other people's events
    heldout(23, "bridge-changed", attacks=[23, 38], by="kit-python outlook-imap m365 kit-node", sender="tenant", do=[house_event, copied_block()], where=["{link}", "https://{badhost}/j/{num}{num}", "Teams (new link in notes)"],
            summary=["Weekly leadership sync", "Budget review {q}", "Sprint demo", "All hands"],
            text=["UPDATE - we had to change the bridge, the old one does not let guests in. New one:\n\n[Join the meeting now]({link})\n\nMeeting ID: {pin} {num}", "Same time, other link: {link}\nYou may be asked to sign in again because of the tenant move.", "Slides to look at before: {link}\n\nThe rest as always.", "Please note the new venue and the registration for security: {link}"]),
    heldout(23, "payroll-meeting-moved", attacks=[23, 17], by="kit-node kit-php thunderbird", sender="vps", n=4, do=[house_event], summary=["Payroll cut-off", "1:1", "Supplier call", "Treasury round"],
            text=["Before we meet I need everybody to confirm the deposit account, HR's form is at {link}", "Let's do the 1:1 by this link instead, my laptop is being reimaged: {link}", "The supplier's new account is in the sheet {link} - to be paid today, I approved it.", "agenda moved to {link}"]),
    # 24: answers and cancellations by people who may not
    heldout(24, "cancel-of-others", attacks=[24, 3], by="kit-python outlook-imap kit-php", sender="freemail", n=4, do=[stranger_cancels], summary=["Board meeting {q}, closed part", "Interview second round", "Signing of the lease", "Audit kick-off"],
            text=["This meeting was cancelled by the organizer. The new date and the dial-in are on the scheduling page: {link}", "Cancelled, candidate moved on. Feedback form has to be filled in today: {link}", "Signing is postponed. Please use the electronic version instead {link}", "See {link} for the reason."]),
    heldout(24, "declines-for-team", attacks=[24, 27], by="kit-node exchange kit-python kit-php", sender="company", method="REPLY", do=[others_answer(True), comment("Cannot come, see my note {link}", "We are all in the other call: {link}", "Declined by the assistant, please pick another time on {link}")], summary=["Release planning", "Steering group {num}", "Workshop", "Site inspection"], text=["{link}", "Away. Cover plan: {link}", "See comment.", ""]),
    heldout(24, "zusage-im-namen", attacks=[24], lang="de", by="thunderbird kit-python", sender="freemail", method="REPLY", n=3, do=[others_answer(), comment("Bin dabei, Unterlagen vorab: {link}", "Muss absagen, Vertretung laut Plan {link}")], summary=["Vorstandssitzung", "Projektabnahme", "Personalgespräch"], text=["Unterlagen vorab: {link}", "Ich kann leider nicht, der Ersatztermin steht hier: {link}", "Zugesagt. Bitte das Formular ausfüllen {link}"]),
    # 25: rarely used methods
    heldout(25, "outsider-proposes", attacks=[25, 24], by="m365 exchange kit-python outlookcom", sender="company", method="COUNTER", do=[outsider("COUNTER"), comment("New time suits us better. Revised contract: {link}", "Please confirm in the planner {link}")], where=[None, "{link}"], summary=["Contract talk", "Demo", "Payment run", "Interview"],
            text=["Could we move it? I put the alternatives and the revised contract in here: {link}", "Proposed new time. Choose in the planner: {link}", "Our finance proposes tomorrow. Bank letter: {link}", "see {link}"]),
    heldout(25, "serie-ajoutee", attacks=[25, 23], lang="fr", by="kit-python kit-php", sender="vps", do=[hang_on], summary=["Réunion hebdomadaire", "Comité de pilotage", "Point RH", "Revue budgétaire"], where=["{link}"],
            text=["Séance supplémentaire. Connexion par le nouvel espace : {link}", "Ajout d'une date pour finir l'ordre du jour. Document à lire avant : [compte rendu]({link})", "Chaque agent doit valider sa fiche de paie rectifiée avant la séance : {link}", "Lien de visioconférence modifié : {link}"]),
    heldout(25, "send-it-again", attacks=[25], by="kit-node thunderbird", sender="freemail", method="REFRESH", n=3, do=[outsider("REFRESH")], summary=["Management offsite", "Merger talks", "Board dinner"], text=["Please resend the full invitation with dial-in, I deleted it by mistake.", "Outlook lost it, can you send me the details incl. the guest list", ""]),
    heldout(25, "one-day-other-link", attacks=[25, 23, 38], by="outlook-imap kit-python", sender="tenant", n=3, do=[single], summary=["Daily stand-up", "Weekly 1:1", "Sales forecast"], where=["{link}"], text=["Only today: use this room {link}", "Zoom is down, join from the browser: {link}", "Today with guests, so please enter by {link} (ask for the code {pin})"]),
    # 26: numbers that cannot be
    heldout(26, "sequence-leap", attacks=[26, 39], by="outlook-imap kit-python kit-php m365", sender="tenant", do=[odd_sequence], who=["Protection Plan", "E-Bill", "Account Dept", "Your Order"], summary=["Invoice {order} updated", "Update on your renewal", "Corrected receipt {num}", "Updated: payment {amount}"],
            text=["This corrects our earlier receipt. The total is {amount}, taken by auto pay. Want to dispute it? Free line {phone} until 7 PM Central.\n\nBill to: {name}, {company}\nDescription: NORT0N LifeLock Ultimate PIus, family of 6\nLicence key: {code}-{code}-{num}\nTerm: 36 months from {today}\nTax: included\nTotal: {amount}\n\nTerms: The licence starts as soon as the invoice is made. Refunds are possible within 48 hours through the phone desk only and go to the account that paid. By keeping this event in the calendar you agree to the terms.\n\nKeep this event, it's your proof of purchase.", "Renewal changed from Basic ($49) to Ultimate ({amount}). To go back to Basic phone {phone}", "Receipt {num} v2\nGeek protection {amount}\nContact {phone}", "Updated: {amount} is on hold until you verify by voice. {phone}"]),
    heldout(26, "uid-is-victim", attacks=[26, 42], by="kit-python kit-php kit-node", sender="vps", n=5, do=[odd_uid("{rcpt}", "0000000000", None, "{local}-{num}@example.com", "1")], who=["SharePoint", "Fax Service", "Admin", "eFax"], summary=["{local} - new fax document", "File shared with {rcpt}", "Reminder for {first} {last}", "eFax {num}: 3 pages", "Document {order}"],
            text=["You received a 3-page fax on {today}.\nReference: min2_did{num}\n\nView: {link}", "A file was shared with {rcpt}. It's only visible to you. {link}", "Hi {first}, just to remind you of the pending form: {link}", "fax preview blocked by Outlook? Open in browser {link}", "[Open document]({link})\nExpires in 2 days."]),
    heldout(26, "nomer-povtora", attacks=[26], lang="ru", by="kit-php kit-python", sender="vps", n=3, do=[odd_sequence, odd_uid("{rcpt}", "{rcpt}", "{hex}")], who=["Госуслуги", "Налоговая служба", "Служба поддержки"], summary=["Вам начислена выплата {amount}", "Уведомление о задолженности {num}", "Вход в личный кабинет с нового устройства"],
            text=["Здравствуйте, {name}!\n\nВам одобрена социальная выплата {amount}. Для получения подтвердите номер карты до {date}: {link}\n\nЕсли выплату не оформить, она вернётся в бюджет.", "По вашему ИНН числится задолженность {amount}. Оплатить без пени: {link}", "Выполнен вход с устройства Android. Это не вы? Отмените по ссылке {link} или позвоните {phone}"]),
    # 27: on the guest list by his own hand
    heldout(27, "guest-by-own-hand", attacks=[27, 24], by="outlook-imap m365 kit-python thunderbird", sender="company", do=[me_too, copied_block(4)], summary=["FW: Vendor alignment", "Fwd: Contract call", "WG: Payment approval", "Strategy session {year}"],
            text=["Forwarding as {orgfirst} asked. The file for this meeting: {link}", "Please look at section 4 before we talk -> {link} (log in w/ company mail)\n\n{org}", "to be approved today: [Payment_{num}.pdf]({link})", "Material: {link}\nStrictly confidential."]),
    heldout(27, "convidado-sozinho", attacks=[27], lang="pt", by="outlookcom kit-node", sender="freemail", do=[me_too], summary=["Enc: Reunião com fornecedor", "Enc: Aprovação de pagamento {amount}", "Assembleia de sócios", "Alinhamento fiscal"],
            text=["Encaminho o convite. A nota fiscal está em {link}, por favor aprovar hoje.", "Conforme combinado com a diretoria, segue o boleto atualizado: {link}", "Procuração para assinar antes da assembleia: {link}", "Planilha com pendências fiscais {link} senha {pin}"]),
    # 28: when it rings
    heldout(28, "rings-in-ten", attacks=[28, 30], by="google kit-python m365 outlookcom", sender="freemail", place="soon", minutes=(5, 10, 15), do=[rings(("-PT0M", "DISPLAY", ()), ("-PT5M", "DISPLAY", ()))], who=["Fraud Desk", "Bank Alert", "Cash Notice", "Zelle Update"],
            summary=["🔴 Pending Zelle transfer {amount}", "Verify now: card ending {n2}{n2}", "{amount} leaves your account in 10 minutes", "Cash App: you've been charged {amount}"],
            text=["A transfer of {amount} to SHAWN P. is queued. Reply to this invite with No to stop it, or speak to fraud prevention {phone}.", "Your card was used at TARGET 1182 ({amount}). We'll call you in the next minutes, don't hang up. Or log in {link}", "⏳ 10:00 minutes left. Stop -> {link}", "Payment {order} to a new person. Wasn't you? {phone}"]),
    heldout(28, "mahnung-rueckdatiert", attacks=[28], lang="de", by="kit-php outlook-imap", sender="vps", place="past", do=[lasting(days=20)], who=["Inkasso Nord", "Forderungsmanagement", "Domain Verwaltung"], summary=["Überfällig seit {date}: Rechnung {num}", "Letzte Mahnung vor Pfändung", "Domain {domain} abgelaufen", "Mitgliedsbeitrag überfällig"],
            text=["Sehr geehrte(r) {name},\n\nleider konnten wir trotz Mahnung keinen Eingang feststellen. Offener Betrag inkl. Gebühren: {amount}. Begleichen Sie die Forderung heute unter {link}, damit wir auf ein gerichtliches Mahnverfahren verzichten können.\n\nAktenzeichen {order}\nForderungsmanagement", "Gerichtsvollzieher Termin steht fest. Abwenden: {link}", "Die Domain {domain} ist abgelaufen und wird morgen gelöscht, E-Mail eingeschlossen. Verlängern für {small}: {link}", "Beitrag {amount} fällig. Zahlung per Echtzeitüberweisung: {link}"]),
    heldout(28, "whole-month-banner", attacks=[28, 33], by="google yahoo kit-node", sender="freemail", place="allday", minutes=(20160, 43200, 64800), n=4, who=["Amazon Winners", "Costco Survey", "Ozempic Store", "Date Tonight"], summary=["🎁 {first}, your $1000 card is here - claim all month", "Answer 3 questions, get a Dyson", "-85% weight loss drops, today only", "{n2} single ladies near you 🔥"],
            text=["Congrats {local}! You've been selected for a $1000 gift card. Claim: {link}", "Take the short survey about your last visit and get a Dyson V15, only shipping {small}: {link}", "No prescription. Doctors hate it. Order: {link}\n\nunsub {link2}", "see who wants to meet you → {link}"]),
    heldout(28, "years-ahead", attacks=[28], by="kit-php python-site", sender="junk", place="far", n=3, do=[bulk], who=["Trademark Register", "Web Directory", "SEO Expert Neha"], summary=["Trademark publication fee {order}", "Listing renewal {domain}", "Page 1 of Google for {domain}"],
            text=["Your mark was published. The fee of {amount} has to be paid within 8 days to the account on the form: {link}", "The listing of {domain} in the international directory ends. Renew (3 years, {amount}): {link}", "Hi,\nI found some errors on {domain}. I can send the audit report + price list? Get it at {link}\n\nNeha, digital marketing manager"]),
    # 29: again and again
    heldout(29, "every-day-forever", attacks=[29, 28], by="google yahoo outlookcom icloud", sender="freemail", rrule="FREQ=DAILY", place="evening", n=4, who=["Your Dating", "Casino Bonus", "iPhone Lottery", "Security Center"], summary=["❤️ New message from Kate", "🎰 200 free spins waiting", "You won an iPhone 17 Pro!", "Your phone may be infected (3 viruses)"],
            text=["Kate (24) has sent you a photo. She's online now: {link}", "Log in daily to keep the bonus 🎰 {link}", "Congratulations user of {domain}! Pay only $1 shipping {link}", "Clean now or your data will be lost {link}"]),
    heldout(29, "cada-hora", attacks=[29, 30], lang="es", by="kit-php kit-node kit-python", sender="vps", rrule="FREQ=HOURLY;COUNT=720", n=4, do=[rings(("-PT1M", "AUDIO", ()))], who=["BBVA Aviso", "Correos", "Agencia Tributaria"], summary=["Tarjeta *{n2} desactivada por seguridad", "Envío {num} retenido", "Devolución {amount} pendiente", "Último aviso"],
            text=["Por motivos de seguridad su cuenta fue limitada. Verifique sus datos: {link}", "Tasa de aduana {small}. Pague en {link}", "Tiene derecho a una devolución de {amount}. Solicítela en {link} con su tarjeta.", "Evite el recargo {link}"]),
    heldout(29, "rdate-flood", attacks=[29], by="kit-node kit-python", sender="junk", n=3, do=[dates(120)], who=["Job Offers", "Forex Signals"], summary=["Signal {num}: BUY gold", "Work from home - 5 places left", "Copy my trades, +312% in May"],
            text=["Next signal in the VIP channel, free for the first 100: {link}", "Earn $450/day with your phone. Start {link}", "My students made {amount} today. Copy me: {link} 🚀"]),
    heldout(29, "never-and-always", attacks=[29, 45], by="kit-python kit-php", sender="vps", rrule="FREQ=MINUTELY;INTERVAL=5", n=3, summary=["Confirm your e-mail", "Backup failed", "Licence check"], who=["System", "Backup Agent"], text=["Confirm {rcpt} or stop receiving mail: {link}", "Backup of {domain} failed, log: {link}", "Office licence invalid - fix {link}"]),
    # 30: alarms
    heldout(30, "alarm-mails-others", attacks=[30], by="kit-python kit-node zimbra kit-php", sender="vps", do=[rings(("-PT10M", "EMAIL", ("SUMMARY:Invoice reminder", "ATTENDEE:mailto:collect.{num}@example.net", "ATTENDEE:mailto:{rcpt}")), ("-P1D", "DISPLAY", ("REPEAT:12", "DURATION:PT1H")))], who=["Accounts", "Collections", "Fee Desk"],
            summary=["Unpaid fee {order}", "Your invoice is past due", "Storage fee {small} per day", "Levy notice"],
            text=["The fee of {amount} is unpaid. You'll be reminded each hour until it is settled at {link}", "Second notice. {amount} plus interest. Settle: {link}", "Your goods wait in the bonded warehouse. Pay {link}", "Levy on your wages starts {date}. Objection form: {link}"]),
    heldout(30, "suona-sempre", attacks=[30, 28], lang="it", by="kit-php outlook-imap", sender="vps", place="soon", do=[rings(("-PT30M", "AUDIO", ("ATTACH;FMTTYPE=audio/basic:https://{badhost}/ring.au", "REPEAT:9", "DURATION:PT3M")), ("PT0S", "DISPLAY", ()), ("PT10M", "DISPLAY", ()), ("PT1H", "DISPLAY", ()))], who=["Poste Info", "Nexi Sicurezza", "INPS Avvisi"],
            summary=["Carta sospesa: verifica subito", "Pacco fermo in giacenza {num}", "Bonus INPS {amount} in scadenza", "Accesso anomalo al conto"],
            text=["Gentile cliente, la sua carta è stata sospesa per mancata verifica. Riattivi ora: {link}", "Il pacco è in giacenza, costo di svincolo {small}: {link}", "Ha diritto al bonus di {amount}. La domanda scade oggi: {link}", "Se non ha effettuato l'accesso chiami {phone} oppure blocchi qui {link}"]),
    heldout(30, "runs-a-program", attacks=[30, 37], by="kit-python", sender="vps", n=2, do=[rings(("-PT1M", "PROCEDURE", ("ATTACH;FMTTYPE=application/binary:file://{badhost}/share/update.exe",)), ("20260101T000000Z", "DISPLAY", ()))], summary=["Zoom update needed before the call", "Codec for the webinar"], text=["Please run the updater when the reminder pops up. Manual download {link}", "Without the codec you have no sound: {link}"]),
    # 31: forty strangers
    heldout(31, "forty-by-letter", attacks=[31, 5], by="yahoo outlookcom yahoo google", sender="freemail", n=4, do=[guests(40, "alphabet")], who=["Anastasia", "Fast Cash", "Ray-Ban Sale", "GOLD KEY"], summary=["Ray-Ban 90% OFF today", "hi dear 😘", "Pre-approved: {amount}", "FW: investment from Dubai"],
            text=["Sunglasses sale only $24.99, all models -> {link}", "hi dear, I'm Nastya from Kazan, I saw your profile and want to know you, write to me nastya.pretend{n2}@gmail.com or see my pics {link}", "You have been pre-approved for {amount}, money tomorrow. {link}", "I'm Mr. Rashid, adviser to a family that wants to invest ${big} in your country by loan or joint venture. Do you have a project? rashid.madeup{n2}@outlook.com"]),
    heldout(31, "one-domain-list", attacks=[31, 1], by="google", sender="freemail", n=3, do=[guests(25, "domain"), rich], who=["Ledger Support", "Elon Giveaway", "Meta Business Review"], summary=["Ledger: re-verify your recovery phrase", "x2 your ETH - live now", "Your page will be removed"],
            text=["Following a data incident all wallets must be re-verified until {date}. [Start verification]({link}) - wallets not verified are locked.", "🚀 Official live event. Send 0.1-10 ETH and get double back. Address on {link}", "Your Facebook page violates community standards (copyright). Appeal in 24 h: {link}\n\nMeta Business Support"]),
    heldout(31, "spisok-kompanii", attacks=[31], lang="ru", by="outlookcom kit-python", sender="freemail", n=3, do=[guests(30, "firms")], who=["Учебный центр", "Отдел тендеров", "Юрист Антон"], summary=["Вебинар: штрафы за персональные данные", "База поставщиков 2026 со скидкой", "Оптимизация налогов, бумажный НДС"],
            text=["Уважаемые коллеги! С июня штрафы до 15 млн. Запись на вебинар и комплект документов: {link}\nТел. {phone}", "Продаём базу: 4 млн компаний с почтой и телефонами. Цена {amount}, демо {link}", "Бумажный НДС, помощь с обналом, проверенные фирмы. Пишите в телеграм https://t.me/{token}"]),
    # 32: back again
    heldout(32, "same-again-uid", attacks=[32, 39], by="m365 outlookcom m365 kit-python", sender="tenant", do=[same_uid], who=["Member Services"], summary="Order #GSQ-4471902 complete ($429.61)",
            text="Thank you for being with us.\n\nAmount: $429.61\nProduct: Home Network Security 5 users\nMode: electronic transfer\n\nYou will see the amount on your statement in one day. For help or cancellation, our desk answers at +1 (855) 555-0166, 6 AM to 6 PM Pacific.\n\nMember Services"),
    heldout(32, "same-again-new-uid", attacks=[32, 8], by="google", sender="freemail", n=4, do=[rich], who=["Support 2026", "Support Chat", "Mr. Support", "Support 24"], summary="Your transfer of 1.7219 BTC is waiting",
            text="Dear client! Your application for the transfer of 1.7219 BTC was accepted. You have 24 hours left to receive your coins.\n\n[Go to the payment page]({link})\n\nYour manager Julia"),
    # 33: takes the time and shouts
    heldout(33, "urgent-out-of-office", attacks=[33, 41], by="m365 exchange outlook-imap m365", sender="tenant", do=[loud(), lambda m: code_picture("the code below with your phone")(m) if m.i == 3 else None], who=["CEO Office", "Compliance Team", "Tax Department", "IT Security"], summary=["URGENT - confidential transaction", "Mandatory security training (overdue)", "1099 correction needed today", "MFA reset for {domain}"],
            text=["{first}, are you at your desk? I'm going into a board meeting and need a payment to go out within the hour. Keep it between us. Answer to my private mail only: ceo.notreal{n2}@gmail.com", "Your training is overdue by 3 days. People who do not finish lose access. Start module: {link}", "The IRS rejected the 1099 of {first} {last}. Correct it here: {link}", "All users of {domain} have to re-register MFA during this slot, scan or open {link}"]),
    heldout(33, "riunione-bloccata", attacks=[33], lang="it", by="outlook-imap m365", sender="company", n=4, do=[loud("BUSY")], summary=["URGENTE: bonifico da autorizzare", "Fattura {num} in scadenza oggi", "PEC: notifica atto", "Verifica credenziali {domain}"],
            text=["Buongiorno {first},\n\nil bonifico di {amount} va autorizzato entro le 12. La distinta è qui: {link}\n\nGrazie\n{org}", "La fattura scade oggi, la trova nell'area condivisa {link}", "È stato notificato un atto al Suo indirizzo. Scaricare {link} entro {date}", "Le credenziali di {rcpt} vanno rinnovate durante l'intervallo prenotato: {link}"]),
]

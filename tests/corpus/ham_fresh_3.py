"""A month in the mailboxes of a firm, a university, a town hall and a software team; gateways, lists and banners that change mail on its way."""
import datetime as dt
import re
import urllib.parse

import ical
import mail as M
import mime
import people
import producers
import qr
import words
import containers as C
import shapes as S
from families import fill, ham
from ham_fresh_1 import broken_signature, bulk_service, counter_by_guest, meet, moved_house, no_keys, own_site, pdf_file, shared_hosting, updated, word_file


# Names that are a desk of a house, and not the house.
DESKS = {"Supplier Onboarding", "Yard Management", "Dock Scheduling", "Warehouse North", "University Library", "Computing Centre", "International Office", "Learning platform", "Campus timetable", "Citizen Services",
         "Registry Office", "Parking Permits", "Bookings", "Events team", "Bürgeramt", "Bauamt", "Standesamt", "Food Bank Rota", "Outpatient Booking Centre", "Centro de salud Ribera", "Impfsprechstunde", "City Library",
         "Private Clients", "Claims Team", "On-call scheduler", "Rota bot", "Gas Safety Team", "Ableseservice", "Stadtwerke Kundendienst", "Ufficio Anagrafe", "School Office", "After School Club", "Votre agence"}


def swap(x, old, new):
    if isinstance(x, str):
        return x.replace(old, new)
    if isinstance(x, (list, tuple)):
        return type(x)(swap(y, old, new) for y in x)
    return x


def house(m):
    """A shown name that is a house sends from its own domain, a desk from its own mailbox."""
    name, old = m.org.name, m.org.domain
    if not m.fam.org_name or m.fam.sender != "company" or old in producers.POLICY or old.endswith("onmicrosoft.com") or name == m.org_company[0]:
        return
    slug = re.sub("-+", "-", people.ascii_local(re.sub(r"[ '–-]+", "-", name.split("(")[0].strip().lower())).replace(".", "")).strip("-")
    if len(slug) < 4:
        return
    box, new = (slug.replace("-", m.r.choice((".", "-", ""))), old) if name in DESKS or m.org_company[0] in name else (m.r.choice(("office", "info", "hello", "bookings", m.org.local)), slug + m.r.choice((".example", ".example", ".test")))
    mine, addr = m.org.addr, "%s@%s" % (box, new)
    both = lambda x: swap(swap(swap(x, mine, addr), old, new), "termine@", "termine@" if m.lang == "de" else "appointments@")
    for key in ("from_", "sender", "reply_to", "envelope", "mid", "signers", "hops", "head", "more_head", "text", "arc"):
        setattr(m, key, both(getattr(m, key, None)))
    for key in list(m.auth):
        m.auth[key] = both(m.auth[key])
    m.org.addr, m.org_company = addr, (name, new)
    if m.ev is not None:
        m.ev.organizer, m.ev.location, m.ev.uid = both(m.ev.organizer), both(m.ev.location), both(m.ev.uid)
        for a in m.ev.attendees:
            a.addr = both(a.addr)


def o(name, **kw):
    steps = kw.pop("do", None) or []
    return ham(name, do=[house] + (list(steps) if isinstance(steps, (list, tuple)) else [steps]) + [own_site], **kw)


# --- what gateways and lists write round a mail --------------------------------------------------------------------------

def framed(top="", foot=""):
    """Words above and below the body; the calendar stays as it is."""
    def do(m):
        old, a, b = m.notice, fill(m, top), fill(m, foot)

        def notice(x):
            old(x)
            x.plain_body = (a + "\n\n" if a else "") + x.plain_body + ("\n\n" + b + "\n" if b else "")
            if x.html_body:
                head, tail = ('<div style="border:1px solid #9C6500;background:#FFEB9C;padding:4pt;font-size:10pt">%s</div>\n' % M.html_of(a) if a else ""), ('<hr>\n<div style="font-size:8pt;color:gray">%s</div>\n' % M.html_of(b) if b else "")
                x.html_body = re.sub(r"<body[^>]*>", lambda f: f.group(0) + head, x.html_body, count=1).replace("</body>", tail + "</body>")
        m.notice = notice
    return do


def tagged(tag):
    """A word of the receiver's gateway before the subject."""
    def do(m):
        old = m.subject_of
        m.subject_of = lambda x: tag + old(x)
    return do


def rewritten(how):
    """Links of the body as a gateway of the receiver rewrites them; those in the calendar are left."""
    def one(m, url):
        if how == "defense":
            return "https://urldefense.com/v3/__%s__;!!%s!%s$" % (url, M.token(m.r, 10, "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkm"), M.token(m.r, 70, "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopq-_"))
        return "https://eur0%d.safelinks.protection.outlook.com/?url=%s&data=05%%7C02%%7C%s%%7C%s%%7C%s%%7C0%%7C0%%7C639%015d%%7CUnknown&sdata=%s%%3D&reserved=0" % (
            m.r.randint(1, 6), urllib.parse.quote(url, safe=""), urllib.parse.quote(m.rcpt.addr), M.hexs(m.r, 32), M.hexs(m.r, 32), m.r.randint(0, 10**15 - 1), M.token(m.r, 42))

    def do(m):
        old = m.notice

        def notice(x):
            old(x)
            x.plain_body = M.URL.sub(lambda f: one(x, f.group(1)), x.plain_body)
            if x.html_body:
                x.html_body = re.sub(r'href="(https?://[^"]+)"', lambda f: 'href="%s"' % one(x, f.group(1).replace("&amp;", "&")).replace("&", "&amp;"), x.html_body)
        m.notice = notice
    return do


def long_way(m):
    """Inner hubs, a relay and a filter before it leaves the house."""
    r, d = m.r, m.org.domain
    m.hops = ["[%s]" % M.doc_ip(r), "mbx%02d.ad.%s" % (r.randint(1, 9), d), "hub%d.ad.%s" % (r.randint(1, 3), d), "relay.dmz.%s" % d, "mf%d.mail-filter.example" % r.randint(10, 80)]
    m.more_head = m.more_head + [("X-Virus-Scanned", "by mail-filter.example"), ("X-Spam-Status", "No, score=%.1f required=6.0 tests=[BAYES_00=-1.9,HTML_MESSAGE=0.001] autolearn=ham" % (-r.randint(1, 40) / 10.0)), ("X-MailFilter-Id", "%s.%s" % (M.hexs(r, 11).upper(), M.token(r, 5, "ABCDEFGHJK")))]


def group_of_google(m):
    """Google Groups: the group's address rewrites From where the author's policy would break."""
    r, d = m.r, m.rcpt.domain
    g = m.r.choice(("staff", "seminar", "dev", "volunteers"))
    own = m.org.domain
    m.from_ = ("'%s' via %s" % (m.org.name, g), "%s@%s" % (g, d))
    m.reply_to = (m.org.name, m.org.addr)
    m.sender = ("", "%s@%s" % (g, d))
    m.to = [("", "%s@%s" % (g, d))]
    m.envelope = "%s+bncB%s@%s" % (g, M.token(r, 38, "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"), d)
    m.signers = [d]
    m.auth = {"spf": ("pass", d), "dkim": [("pass", d)], "dmarc": ("pass", d), "policy": "none"}
    m.arc = M.arc_set(r, 1, "google.com", "mx.google.com; dkim=pass header.d=%s; spf=pass smtp.mailfrom=%s; dmarc=pass header.from=%s" % (own, m.org.addr, own), m.now)
    m.hops = (m.hops or []) + ["mail-sor-f%d.google.com" % r.randint(40, 69)]
    m.more_head = m.more_head + [("X-Original-Sender", m.org.addr), ("X-Original-Authentication-Results", "mx.google.com; dkim=pass header.d=%s" % own), ("Precedence", "list"), ("Mailing-list", "list %s@%s; contact %s+owners@%s" % (g, d, g, d)),
                                 ("List-ID", "<%s.%s>" % (g, d)), ("X-Google-Group-Id", str(r.randint(10**11, 10**12)))]
    framed(foot="-- \nYou received this message because you are subscribed to the Google Groups \"%s\" group.\nTo unsubscribe from this group and stop receiving emails from it, send an email to %s+unsubscribe@%s." % (g, g, d))(m)


def sympa(m):
    """A university's list server: the subject tag, the footer, the author's signature broken."""
    r = m.r
    d = "listes.%s" % people.company(r, m.lang)[1]
    n = r.choice(("labo", "personnels", "seminaire", "doctorants"))
    m.envelope = "%s-owner@%s" % (n, d)
    m.signers = [m.org.domain]
    m.auth = {"spf": ("pass", d), "dkim": [("fail", m.org.domain)], "dmarc": ("fail", m.org.domain), "policy": "none"}
    m.to = [("", "%s@%s" % (n, d))]
    m.ev.attendees = [ical.Attendee(n, "%s@%s" % (n, d), cutype="GROUP")]
    m.more_head = m.more_head + [("X-Loop", "%s@%s" % (n, d)), ("X-Sequence", str(r.randint(20, 4000))), ("Precedence", "list"), ("List-Id", "<%s.%s>" % (n, d)), ("List-Archive", "<https://%s/sympa/arc/%s>" % (d, n)), ("X-Validation-by", "moderateur@%s" % d)]
    m.hops = (m.hops or []) + [d]
    tagged("[%s] " % n)(m)


# --- shapes --------------------------------------------------------------------------------------------------------------

def est(m):
    """The subject with the zone's short name, as Google writes it in English."""
    m.subject = "%s: %s @ %s (%s) (%s)" % ("Updated invitation" if m.ev.sequence else "Canceled event" if m.method == "CANCEL" else "Invitation", m.summary, words.when(m.ev, "en").replace("\u2013", "-"),
                                            {-480: "PST", -420: "PDT" if m.ev.zone == "us-w" else "MST", -360: "CST", -300: "CDT" if m.ev.zone == "us-c" else "EST", -240: "EDT", 0: "GMT", 60: "BST"}.get(ical.offset_minutes(m.ev.zone, m.ev.start), "CET"), m.rcpt.addr)


def answer(partstat, word=""):
    """Google's own mail on an answer: who, what, the note that was left."""
    def do(m):
        S.reply(partstat)(m)
        m.sender = None
        head = {"ACCEPTED": "Accepted", "DECLINED": "Declined", "TENTATIVE": "Tentatively Accepted"}[partstat]
        m.subject = "%s: %s @ %s (%s)" % (head, m.summary, words.when(m.ev, "en").replace("\u2013", "-"), m.rcpt.addr)
        m.body = "%s has %s this invitation%s\n\n%s\n%s\n\nInvitation from Google Calendar: https://calendar.google.com/calendar/\n" % (
            m.org.name, {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "replied \"Maybe\" to"}[partstat], (" with this note:\n\n\"%s\"" % m.text) if m.text else ".", m.summary, words.when(m.ev, "en"))
        if m.text:
            m.ev.attendees[0].extra = ';X-RESPONSE-COMMENT="%s"' % m.text.replace('"', "'").replace("\n", " ")
    return do


def perhaps(m):
    if m.producer == "google":
        return answer("TENTATIVE")(m)
    S.reply("TENTATIVE")(m)
    if m.producer not in ("m365", "exchange", "outlookcom"):
        m.subject = "Tentatively Accepted: " + m.summary


def asks_again(m):
    """REFRESH: only who asks, and for what."""
    m.ev.organizer, m.ev.attendees = (m.rcpt.name, m.rcpt.addr), [ical.Attendee(m.org.name, m.org.addr)]
    m.ev.start = m.ev.end = m.ev.status = m.ev.transp = m.ev.sequence = None


def room(name):
    def do(m):
        box = "%s@%s" % (people.ascii_local(name.replace(" ", ".")), m.org.domain)
        m.ev.location = m.ev.location or name
        m.ev.attendees.append(ical.Attendee(name, box, "ACCEPTED", "NON-PARTICIPANT", "FALSE", "RESOURCE"))
    return do


def optional(m):
    m.ev.attendees[-1].role = "OPT-PARTICIPANT"


def moved_instance(hours):
    """One day of a series is at another time."""
    def do(m):
        m.ev.recurrence_id = m.ev.start
        m.ev.start, m.ev.end = m.ev.start + dt.timedelta(hours=hours), m.ev.end + dt.timedelta(hours=hours)
        m.ev.sequence = m.r.randint(1, 4)
        m.ev.attendees[-1].partstat = m.r.choice(("ACCEPTED", "NEEDS-ACTION"))
    return do


def task(m):
    """A VTODO that is assigned."""
    m.ev.kind, m.ev.status, m.ev.transp, m.ev.priority = "VTODO", "NEEDS-ACTION", None, "5"
    m.ev.extra = m.ev.extra + ["PERCENT-COMPLETE:0"]


def programme(*titles, minutes=45):
    """Several sessions of one day in a calendar."""
    def do(m):
        first = m.ev
        m.events = [first]
        for k, t in enumerate(titles):
            m.events.append(ical.Event(zone=first.zone, form=first.form, start=first.end + dt.timedelta(minutes=k * minutes), end=first.end + dt.timedelta(minutes=(k + 1) * minutes), stamp=m.now, uid="s%d.%s" % (k + 2, first.uid),
                                       summary=fill(m, t), location=first.location, organizer=first.organizer))
    return do


def page_file(name, title, rows):
    """A page of a table as a file: timetable, programme, report."""
    def do(m):
        cells = "".join("<tr>%s</tr>" % "".join("<td>%s</td>" % fill(m, c) for c in row) for row in rows)
        page = "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>%s</title><style>td{border:1px solid #aaa;padding:3px}</style></head><body><h1>%s</h1><table>%s</table></body></html>" % (title, title, cells)
        m.attachments.append(mime.part('text/html; charset="utf-8"; name="%s"' % name, page, "base64", disposition='attachment; filename="%s"' % name))
    return do


def sheet_file(name):
    def do(m):
        data = C.zip_bytes([("[Content_Types].xml", b"<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"), ("xl/workbook.xml", b"<workbook/>"),
                            ("xl/worksheets/sheet1.xml", ("<worksheet><sheetData><row><c t='inlineStr'><is><t>%s</t></is></c></row></sheetData></worksheet>" % M.token(m.r, 12)).encode())])
        m.attachments.append(mime.part('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet; name="%s"' % name, data, "base64", disposition='attachment; filename="%s"' % name))
    return do


def photo(name):
    def do(m):
        m.attachments.append(mime.part('image/png; name="%s"' % name, qr.picture(m.r, 64, 48), "base64", disposition='attachment; filename="%s"' % name))
    return do


def legal(text):
    """The foot that a firm's server puts under everything, in the mail and not in the calendar."""
    return framed(foot=text)


LEGAL_EN = ("This e-mail is confidential and may be legally privileged. If you are not the intended recipient, please notify the sender immediately by return e-mail, delete this e-mail from your system and destroy any copies. You must not copy it, use it for any purpose or disclose its "
            "contents to any other person. Internet communications are not secure and {orgcompany} does not accept liability for changes made to this message after it was sent, nor for loss arising from viruses. Any views are those of the author and not necessarily of {orgcompany}. {orgcompany} is "
            "a limited liability partnership; a list of members may be inspected at the registered office. We do not accept service of documents by e-mail. PLEASE NOTE: our bank details do not change in the course of a matter. Telephone your usual contact before you send money.")
LEGAL_DE = ("Diese E-Mail enthält vertrauliche und/oder rechtlich geschützte Informationen. Wenn Sie nicht der richtige Adressat sind oder diese E-Mail irrtümlich erhalten haben, informieren Sie bitte sofort den Absender und vernichten Sie diese Mail. Das unerlaubte Kopieren sowie die unbefugte "
            "Weitergabe dieser Mail ist nicht gestattet.\n\n{orgcompany} · Sitz der Gesellschaft: Moorbek · Amtsgericht Moorbek HRB {num} · Informationen zum Datenschutz: https://www.{orgdomain}/datenschutz")


FAMILIES = [
    # A software team.
    o("standup", by="google m365 fastmail", n=3, sender="colleague", rrule="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", minutes=(15,), summary=["Daily", "Standup (backend)", "🧍 Stand-up platform"],
      text=["", "Board: https://jira.{domain}/secure/RapidBoard.jspa?rapidView={n2}\nAnything longer than a minute goes to the parking lot.", "Camera optional, coffee mandatory. If you can't join leave a line in #platform-daily before we start."]),
    o("retro", by="m365 google", n=3, sender="colleague", do=S.crowd(6), summary=["Retro sprint {n2}", "Team retrospective", "Release retro (what on earth happened)"],
      text=["Same board as always: miro.com/app/board/uXjV{token}=/\nPassword for the board is the name of our old office dog.", "Start / stop / continue. {colleague} moderates so I can moan for once.", "Bring one thing that cost you an hour and should not have. No blame please, we all clicked \"merge\"."]),
    o("sprint-review", by="m365 exchange", n=2, do=S.teams_no_dial, summary=["Sprint review {week}", "Demo for stakeholders"], text=["Hi all,\n\nwhat we will show:\n* BILL-{num} export of credit notes (finally!)\n* BILL-871 new tax codes\n* performance of the month-end run, before 41 min, now 6\n\nRelease notes: https://wiki.{orgdomain}/display/BILL/{num}\n\nGuests welcome, please mute.", "Sales asked for it, here it is. 20 min demo, 10 min questions, the click dummy stays online until Friday: figma.com/proto/{hex}/Checkout-v4"]),
    o("incident-review", by="google m365", n=2, sender="colleague", summary=["Post-mortem INC-{num}: login outage", "Review: certificate expired on api-eu"],
      text=["Timeline (UTC)\n06:12 first alert, login 5xx above 2 %\n06:19 on-call paged, acked 06:21\n06:48 rollback of the session store, errors fall\n07:05 all green\n\nImpact: about 1,900 customers could not sign in and saw \"your session has expired, please log in again\".\n\nDoc (please add what you know BEFORE we meet): https://docs.google.com/document/d/{hex}{token}/edit\n\nThis is blameless. We look at what made the mistake easy.", "The certificate ran out because renewal mails went to somebody who left in 2023. Actions so far: https://github.com/{token}/infra/issues/{n2}. I'd like an owner and a date for each."]),
    o("release-night", by="m365 google", n=2, sender="colleague", place="night", minutes=(120, 240), summary=["Go-live 26.2 - release window", "DB failover test (prod!)"],
      text=["Bridge opens ten minutes before. Runbook: https://wiki.{domain}/x/{token}\n\nOrder\n1. freeze, banner on (comms: {colleague})\n2. snapshot\n3. schema 411-418\n4. blue/green switch\n5. smoke tests, go / no-go\n6. banner off\n\nRollback possible until step 4. Support phone during the window: {phone2}. Pizza is ordered, the card's in the drawer.", "We fail over for real. Expect a minute of read-only. If you see duplicates in billing afterwards shout at once, don't repair anything by hand."]),
    o("oncall-shift", by="python-site ruby-site", n=2, method="PUBLISH", who=["On-call scheduler", "Rota bot"], minutes=(720, 1440), summary=["On call: {name} (primary)", "Rota: week {week}, secondary"], text=["Your on-call shift \"Core services - primary\" starts soon.\nSwap: https://oncall.{orgdomain}/shifts/{num}/swap\nThis calendar is updated every night.", "Automatic. Change your notification rules in your profile; test page at the start of the shift please."]),
    o("design-crit", by="google", n=2, do=[meet, est], summary=["Design critique: onboarding", "Icons!! quick look"], text=["Frames: figma.com/file/{hex}/Onboarding?node-id=12-{num}\nComment before so we can skip the tour.", "20 icons, 20 minutes."]),
    o("code-workshop", by="python-site ruby-site", n=2, do=bulk_service(), who=["Rust Workshop Team", "Open Source Friday"], minutes=(180,), summary=["Hands-on: async Rust (remote)", "Contribute to your first project"],
      text=["Hey {first} 👋\n\nyou are on the list! Please clone the repo before, the hotel wifi is what it is:\n\ngit clone https://github.com/{token}/async-workshop\n\nVideo room opens 15 min early: https://live.{orgdomain}/r/{code}\nChat invite: see the README.\n\nCode of conduct applies. Questions: just reply.", "We pair you with a maintainer. You need a laptop, a GitHub account with two-factor switched on, and no experience whatsoever. Unregister (please do, there's a waiting list): https://osf.{orgdomain}/u/{token}"]),
    o("security-training-booked", by="lms zimbra exchange", n=3, sender="colleague", summary=["Mandatory e-learning: slot reserved", "Password manager: bring your laptop", "MFA token exchange, desk 2"],
      text=["You have not finished the course \"Recognising phishing\" (25 min). We put this slot into your calendar, move it as you like. The course is in the learning portal, log in as every morning; there is no link in this mail on purpose.", "IT helps you to move your passwords out of the browser and that Excel file. We never ask you for them, we only watch you type. Cake.", "The grey tokens stop at the end of the month. Bring the old one and your badge, takes two minutes, no account gets locked if you are on leave."]),
    o("vendor-call-pasted", by="outlook-imap m365 google", n=3, do=S.teams_no_dial, summary=["API integration kick-off", "Support case {num}: screen share", "Licence count true-up"],
      text=["Hi {first}, let's get the two dev teams together. Sandbox keys will be sent by your account manager through the usual portal, please don't put them in a mail. Spec: https://developer.{orgdomain}/reference/v2", "Thanks for the logs. I'd like to see it happen live. You share your screen in Teams, I won't need any remote access.", "Annual count: you have 214 named users on a contract for 200. Fourteen more are {amount} for the rest of the term, or we deactivate the ones who left. No rush, renewal is in {q}."]),
    # The office.
    o("one-to-one", by="m365 google exchange", n=3, sender="colleague", minutes=(25, 30), rrule="FREQ=WEEKLY;INTERVAL=2", summary=["1:1 {orgfirst} / {first}", "{first} & {orgfirst}", "biweekly"], text=["", "Notes doc is linked in the series. Your topics first.", "walk if dry"]),
    o("room-booked", by="m365 exchange", n=3, sender="colleague", do=room("Room Kestrel (8)"), summary=["Planning {q}", "Supplier day: prep", "Job chat"], text=["Whiteboard room, please be on time, they take it away after ten minutes.", "Who says what to whom, and who brings the samples.", ""]),
    o("working-lunch", by="outlookcom google apple-mail", n=3, minutes=(60, 90), place="normal", summary=["Lunch?", "Lunch with {company} folks", "Soup & gossip"], where=["Canteen", "The Old Bakery, {street}", "you choose"], text=["my turn to pay", "Booked for five under my name. Vegetarians are fine there.", ""]),
    o("board-pack", by="exchange notes m365", n=3, do=[S.crowd(7), legal(LEGAL_EN)], minutes=(120, 180), summary=["Board meeting", "Audit & Risk Committee", "Remuneration Committee (closed session)"],
      text=["Dear members,\n\nplease find the agenda below. Papers will be in the board portal by Friday noon; the portal asks for your own passphrase and the code on your phone as always.\n\n1. Apologies, conflicts of interest\n2. Minutes of the last meeting\n3. Management accounts to month 9: EBITDA 2.31m against a budget of 2.20m\n4. Refinancing - term sheets of two banks (GBP 14.0m, five years)\n5. Health and safety\n6. Any other business\n\nDial-in for those abroad: +44 20 7946 0[[311|455|902]], pin {pin}#.\n\nKind regards\n{org}\nCompany Secretary",
            "Items: external audit plan, cyber insurance renewal (premium up 18 %), whistleblowing register (nil). Papers 48 hours ahead. Please acknowledge receipt.", "Executives leave after item 1. Bonus pool and LTIP vesting; figures only on paper, collected afterwards."]),
    o("budget-round", by="exchange sogo m365", n=3, sender="colleague", do=sheet_file("Budget_2027_template.xlsx"), summary=["Budget 2027: first round", "Cost centre 4410", "Capex list"],
      text=["Template attached. Fill the yellow cells only, the blue ones belong to controlling and are protected (no password, don't ask).", "You are {amount} over. I know why, you know why, let us write it down so that the boss knows why.", "Forklift 38k, server room cooling 12k, the coffee machine that we do not talk about."]),
    o("invoice-query", by="outlook-imap exchange groupwise", n=3, do=[pdf_file("Statement.pdf"), long_way], summary=["Open items - statement of account", "Call: credit note for short delivery", "Year-end balance confirmation"],
      text=["Dear {first},\n\nplease find attached our statement. Three invoices are older than 60 days:\n\n{order}  1,204.50\n{num}  388.00\n{num}/B  12,961.14\n\nI am sure there is a reason for it. May I ring you at the time above and go through them? No action needed until then.\n\nKind regards\n{org}\nCredit Control, {orgcompany}\nTel {phone2}", "We delivered 48 instead of 50, you paid 50, so we owe you two. Shall I send a credit note or two drums?", "Our auditors ask for the balance at 31 December. If {amount} agrees with your books simply sign and return the form by post."]),
    o("supplier-portal", by="java-site dotnet-site exchange", n=3, who=["{orgcompany} Procurement", "Supplier Onboarding", "{orgcompany}"], summary=["Supplier onboarding webinar", "Reminder: complete your supplier profile by the end of the month", "Tender opening, lot 2"],
      text=["Dear supplier,\n\nfrom 1 July all purchase orders will be sent through our new portal. In this session we show how to register, how to upload certificates and how to turn an order into an invoice.\n\n[Register for the session](https://suppliers.{orgdomain}/webinar/{token})\n\nYour supplier number: {num}. There are no fees for suppliers.\n\nYours faithfully\nGroup Procurement", "Your profile is 80 % complete. Missing: insurance certificate (old one has expired), bank letter. Upload under https://suppliers.{orgdomain}/profile/{num}. Help desk {phone}, 9-5.", "Offers are opened in public in room 114. Sealed envelopes or via the tender platform until one hour before; late ones are returned unopened. Reference {order}."]),
    o("contract-walkthrough", by="m365 outlook-imap", n=2, do=[word_file("Framework_agreement_v7_clean.docx"), legal(LEGAL_EN)], summary=["Framework agreement: last three points", "Signing call"], text=["Clauses 9.2 (liability cap), 14 (audit rights), schedule C (rates). Mark-up attached, yours in blue. If we settle these today legal sends it out by DocuSign tonight: two signatures, {org} first, then you.", "Everybody on the line, then we release signature pages. Purchase price {amount} plus stock at cost, paid out of escrow at completion as set out in clause 4. Wire details have been exchanged and checked by telephone already."]),
    o("auditors-in-house", by="exchange m365", n=2, do=S.crowd(4, same=False), minutes=(60, 120), summary=["Interim audit: fieldwork week", "Walkthrough purchase-to-pay"], text=["We will be four people and need a room with a door and a socket. PBC list was sent last week, items 7 and 19 still open.", "Please bring one invoice from receipt to payment, with every screen that somebody looks at in between. Also the list of who may change bank details of suppliers."]),
    o("hr-first-day", by="m365 google hr-system", n=3, sender="colleague", minutes=(60, 240), summary=["Welcome {first}! First day", "Onboarding: HR hour", "Your first week at {company}"],
      text=["Hi {first},\n\nwe are really looking forward to it. Come to reception and ask for {colleague}.\n\nPlease bring\n- passport or ID (right-to-work check)\n- bank details for payroll, on paper; the form is signed in the office\n- your tax code / P45 if you have it\n- your laptop size of T-shirt (joke. T-shirt size!)\n\nIT gives you your account and a temporary password on the day. Lunch is on us.\n\nSee you then\n{org}", "Holiday, sickness, pension, bikes. Questions welcome. Handbook: https://intranet.{domain}/hr/handbook", "Mon: laptop, tour, lunch\nTue: safety, warehouse\nWed: shadow {colleague}\nThu: customer service, headset on\nFri: beer"]),
    o("appraisal", by="exchange google zimbra", n=3, sender="colleague", summary=["Annual review {name}", "Salary review conversation", "Probation: six months"], text=["Form in the HR system, deadline a week before. I write mine, you write yours, we compare.", "As promised in spring. I can already say that it's good news, the letter itself comes from HR on paper.", "Nothing to worry about. Signature, handshake, done."]),
    o("benefits-fair", by="m365 newsletter booking", n=3, sender="colleague", who=["HR Benefits", "Benefits Center", "Wellbeing at {company}"], summary=["Benefits fair + flu shots", "Open enrollment closes Friday", "Eye test voucher day"],
      text=["Meet the 401(k), dental and vision people in the atrium. Bring your insurance card for the shot. Raffle: two $50 gift cards and a blender.", "Dear colleagues,\n\nopen enrollment closes at midnight on Friday. If you do nothing your current plan rolls over, except for the FSA, which you have to choose anew each year.\n\nEnroll: https://benefits.{domain}/enroll (single sign-on)\nDecision guide: https://benefits.{domain}/guide-2027.pdf\nBenefits line: {phone}, weekdays 8-6 ET\n\nThank you", "The optician parks the van behind building C. Book a slot: https://forms.office.com/r/{code}. Company pays up to $20 of the test."]),
    o("interview-invite", by="hr-system m365 calendly", n=3, summary=["Interview: Warehouse Team Lead", "2nd round - Finance Manager", "Hiring chat with {org}"],
      text=["Dear {first},\n\nthank you for applying. We would like to meet you! You will talk to {org} (operations) and {colleague} (HR) for about 45 minutes at our site in {street}. Parking on the left, say at the gate that you have an interview.\n\nPlease bring your forklift licence. Travel costs are refunded up to {small} against receipts.\n\nIf the time does not work: jobs@{orgdomain} or {phone2}.", "Case study attached to the mail of yesterday, 20 minutes to present. Panel of three. The salary band in the ad is real.", ""]),
    o("interview-panel", by="m365 google", n=2, sender="colleague", do=[S.crowd(3), optional], summary=["Interview panel: {colleague}", "Debrief candidates"], text=["CV in the ATS. You take the technical half, I do the boring half. Scorecard before we talk to each other please.", "Three people, one job, no coin."]),
    o("farewell", by="google m365 outlookcom", n=3, sender="colleague", place="normal", minutes=(60, 90), summary=["Goodbye drinks for {colleague}", "SECRET: collection + card for {colleague}", "Leaving do 🥂"],
      text=["34 years! Speech by the boss, short version promised. Kitchen, 2nd floor.", "Please do NOT forward to the team list. Envelope and card are with reception, or pay me back by whatever. We thought of a voucher for the garden centre, about 200 in total. Sign the card by tomorrow.", "First round on me, second on whoever gets my desk."]),
    o("xmas-do", by="google zimbra m365", n=3, sender="colleague", place="evening", minutes=(240,), where=["The Boathouse", "Canteen", "Bowling alley, {street}"], summary=["Office party 🎉", "Summer party: say yes or no", "Team event: bowling"],
      text=["Answer by Friday or there's no dinner for you. Menu choice and allergies: https://forms.gle/{token}\nPlus ones pay 35, cash to {colleague}.\nCoach home at midnight, second at one.", "Families welcome, bouncy castle booked, rain plan = canteen.", "Shoes there. Firm pays lanes and food, you pay your own cocktails."]),
    o("first-aid-fire", by="exchange groupwise lms", n=3, sender="colleague", minutes=(60, 240), summary=["First aiders: refresher", "Fire drill (really, a drill)", "Ladder and forklift briefing"], text=["Every two years, yours has run out. Bring trousers you can kneel in.", "Alarm goes off between ten and eleven. Do not call 999. Assembly point B is moved to the bike shed because of the scaffolding.", "Signature sheet required by the insurer, whoever misses it may not climb anything."]),
    o("facilities", by="exchange python-site outlook-imap", n=3, sender="colleague", who=["Facilities", "Building Services", "Reception"], place="allday", minutes=(1440,), summary=["Window cleaning floors 2-4", "Lift B out of service", "Car park closed: line painting"], text=["Please clear the sills and close windows. The man on the rope is called Steve, wave.", "Annual inspection by the authority. Goods lift can be used with a key from reception.", "Cars that are still there will not be towed but will be striped."]),
    o("allhands-slido", by="m365 google zoom", n=3, sender="colleague", do=S.crowd(30), minutes=(60,), summary=["All-hands {q}", "CEO update, live from the plant", "Town meeting"], text=["Questions, anonymous if you like: slido.com, code #{num}. Vote for what you want answered. Recording on the intranet afterwards.", "Numbers, the new line, and what it means for shifts. Works council will speak too.", "30 min."]),
    o("sales-meeting-zoomed", by="zoom m365", n=2, summary=["Quarterly business review {company} / {orgcompany}", "Price talk: corrugated board"], text=["Deck follows the evening before. OTIF 97.2 %, two complaints, one of them ours.", "Paper index is up 4.1 %. We have to talk about {amount} per tonne, I would rather do that face to face. Offer valid until month end."]),
    o("dock-slot", by="java-site dotnet-site php-site", n=3, who=["Yard Management", "Dock Scheduling", "Warehouse North"], minutes=(30, 60), summary=["Dock booking confirmed: gate 7", "Slot change {order}", "Container pick-up window"], text=["PO {num}, 22 pallets, trailer. Driver needs safety shoes and hi-vis. Late by more than 30 min = new slot, waiting charge {small} per half hour.\nManage: https://dock.{orgdomain}/b/{token}", "Your slot was moved by the warehouse. Accept or propose another one in the portal. Questions: 01632 960[[144|608]].", "MSKU{num}, seal no. on file, release PIN {pin}. Terminal needs the truck's plate two hours ahead."]),
    o("construction-meeting", by="thunderbird outlook-imap m365", n=3, do=photo("site_photo_0412.png"), where=["Site office, container 2", "Basement, access B", "Online"], summary=["Site meeting 14", "Snagging walk", "Clash detection MEP"], text=["Minutes of no. 13 are in the data room. Crane is off this week. Helmet, boots, and whoever parks on the slab buys cake.", "See photo, that is NOT what was drawn. Bring tape and thick skin.", "Model v22 uploaded, viewer link: https://bim.{orgdomain}/viewer/{hex}. 41 clashes, 3 serious."]),
    o("law-firm", by="exchange outlook-imap notes", n=3, do=[legal(LEGAL_EN), long_way], summary=["Telephone conference: {company} ./. {num}", "Witness statement - first draft", "Without prejudice meeting"], text=["Dear {first}\n\nAs discussed with your assistant. I shall ring your direct line. Counsel joins us for the second half. Our interim bill of {amount} plus VAT went out by post, thank you for the payment on account.\n\nYours sincerely\n{org}", "Please re-read paragraphs 11 to 19 and tell me where it sounds like me rather than you.", "Mediation suite booked, half day, costs shared."]),
    o("press-interview", by="proton google apple-mail", n=3, summary=["Interview for the Saturday paper", "Podcast recording", "Background chat (not for quotation)"], text=["Twenty minutes on the phone about the harbour, quotes come back to you before print.", "Quiet room, headphones, a glass of water. Studio link: https://studio.{orgdomain}/join/{token} (Chrome only, sorry). We talk for 50 minutes and cut it to 30.", "As agreed. My Signal number is 07700 900[[129|467|808]]."]),
    # University.
    o("seminar-list", by="zimbra indico thunderbird", n=3, do=S.mailing_list, minutes=(60, 90), summary=["Colloquium: rivers that flow uphill", "Reading group: Bayes for the tired", "PhD lunch"], where=["Lecture hall 2", "Room 1.17", "Mensa, long table"], text=["Speaker: {colleague}\n\nAbstract. Subglacial water moves along pressure and not along slope. We present three years of measurements from two outlets and show that the seasonal cycle is out of phase with melt by up to forty days. Implications for hydropower are discussed, briefly, and for beer, at length.\n\nHybrid: https://bbb.{orgdomain}/b/{token}", "Chapter 4 and the rejoinder. Print it, screens off.", "Everybody pays, nobody presents."]),
    o("defence", by="zimbra m365 sogo", n=3, minutes=(90, 120), do=pdf_file("thesis_final.pdf"), summary=["PhD defence", "Viva voce (internal examiner)", "Master's colloquium, two candidates"], text=["Committee: chair, two reviewers, one observer. Public part 30 minutes, then we throw everybody out. Thesis attached, 214 pages, sorry.", "Dear {first}, please have your joint report to the graduate office three working days before. Travel is booked by the department; keep receipts.", "25 min each. Grades are decided at once and told at once."]),
    o("office-hours", by="calendly lms google", n=3, minutes=(15, 20), summary=["Office hour", "Exam review: statistics II", "Thesis consultation"], text=["Bring your matriculation number and your worked solution.", "You may look at your paper for 15 minutes. No photos. Complaints in writing within a week via the exam office: https://campus.{orgdomain}/exams/{num}", "What you'd like to discuss (from the form): \"I have 90 pages and no question\""]),
    o("course-calendar", by="lms python-site", n=2, method="PUBLISH", do=programme("Tutorial group B", "Lab: safety briefing", "Quiz 1 opens"), who=["Learning platform", "Campus timetable"], summary=["Lecture: Introduction to hydrology", "Block course GIS"], text=["Hi {first}, you asked for this export. It does not update itself; for that subscribe to the feed in your profile.", "Room changes are shown in the app. Enrolment key for the course page: hydro-{code}"]),
    o("grant-panel", by="indico zoom m365", n=3, do=S.crowd(9, same=False), minutes=(180, 240), summary=["Panel meeting, call 2026-B", "Consortium call: WP4", "Proposal writing sprint"], text=["Eleven proposals, requested 18.2m, available 6m. Reviews are in the system, please declare conflicts before we start. Per diem and hotel as in the letter; bank form goes to the travel office and not to us.", "Deliverable 4.2 is due at month 18, that is in nine days, and it has a beautiful title page. Draft: https://cloud.{orgdomain}/index.php/s/{token} password on chat.", "Deadline is 17:00 Brussels local time. We freeze the budget table at noon and then only commas may move."]),
    o("campus-notices", by="newsletter zimbra python-site", n=3, who=["University Library", "Computing Centre", "International Office"], summary=["Inter-library loan: return date", "Maintenance: central login not available", "Residence permit consultation hour"], text=["Title: Die Brücke am Moor. Due on {date}. Renewal is not possible, it belongs to Aarhus. Reminder fee 2.50 per item and week.", "We replace the servers behind the central login (e-mail, learning platform, Wi-Fi eduroam). Passwords stay valid and you need not do anything. Do not follow mails that say otherwise; status page: https://status.{orgdomain}", "Bring passport, enrolment certificate, proof of funds (blocked account), one photo. No appointment by phone."]),
    o("sympa-liste", by="zimbra thunderbird roundcube", lang="fr", n=3, do=[sympa, framed(foot="Pour vous désabonner de cette liste, envoyez un message à sympa@listes.{orgdomain} avec pour sujet : unsubscribe")], summary=["Séminaire d'équipe", "AG du laboratoire", "Pot de thèse"], where=["Salle 203", "Amphi B", "Cafétéria du 4e"], text=["Exposé de 40 minutes suivi d'une discussion. Pensez à apporter votre mug, on n'a plus de gobelets.", "Ordre du jour : bilan de l'année, postes ouverts au concours, dotation 2027 (en baisse de 6 %), questions diverses. Procurations acceptées (deux par personne).", "Venez nombreux, il y a trop de fromage."]),
    o("groups-google", by="google m365 thunderbird", n=3, do=group_of_google, summary=["Volunteer briefing", "Dev meetup planning", "Reading week trip"], text=["New faces welcome. Hi-vis jackets are in the shed.", "Who talks, who orders, who knows how the projector works?", "Minibus holds 14. First come. 20 quid deposit to the bursar's office, receipt provided."]),
    # Town hall and public bodies.
    o("citizen-appointment", by="java-site php-site dotnet-site", n=3, method="PUBLISH", who=["Citizen Services", "Registry Office", "Parking Permits"], where=["Town hall, counter 4", "Civic Centre, 1st floor", "Annex, {street}"], summary=["Your appointment: passport renewal", "Registering a birth", "Residents' permit"], text=["Appointment no. {num}. Fee 88.50 (card or cash). Bring the old passport, one photo not older than six months. Please come with the number {code} on your phone or on paper, it is called on the screen.\n\nCancel: https://appointments.{orgdomain}/cancel/{token}", "Congratulations! Bring the red book and both parents' ID. First certificate £12.50.", "V5C and a recent council tax bill. Permits are £96 a year, second car £140. Payment on the day."]),
    o("council", by="exchange groupwise python-site", n=3, do=page_file("agenda.html", "Planning Committee", (("1", "Apologies"), ("2", "Application {num}: change of use, {street}"), ("3", "Tree preservation order"), ("4", "Public questions"))), place="evening", minutes=(120,), summary=["Planning Committee", "Full council", "Parish meeting"], where=["Council chamber", "Council chamber", "Village hall"], text=["Agenda attached as a page for your tablet; the reports are on https://meetings.{orgdomain}/m/{num}. Site visit beforehand by minibus.", "Budget and council tax (proposed +4.99 %). Members are reminded of the rules on dispensations.", "Dog bins, the bus shelter, dog bins again."]),
    o("site-inspection", by="outlook-imap exchange", n=2, summary=["Building control: inspection of foundations", "Food hygiene re-inspection"], text=["Application {num}. The trench must be open and dry. If you're not ready ring 01632 960[[418|702]] before nine or the fee of {small} applies again.", "Following your request for a re-rating (fee paid, receipt {order}) an officer will call during opening hours in the three months from {date}; this is only the earliest date."]),
    # Answers and the rest of iTIP.
    o("answers-outlook", by="m365 exchange outlookcom", n=4, method="REPLY", do=S.reply("ACCEPTED"), summary=["Handover ward 4", "Quote review", "Meeting with the mayor", "Tea"], text=["", "Will be 5 min late, start without me.", "Thank you for the kind invitation. Two colleagues will come along, is that all right with you?", "yes!!"]),
    o("answers-google-note", by="google", n=3, method="REPLY", do=answer("DECLINED"), summary=["Roadmap sync", "Parents' council", "Tennis doubles"], text=["On leave that week, {colleague} knows everything I know.", "Sorry, late shift. Can I get the minutes?", "knee says no :("]),
    o("answers-google-yes", by="google", n=2, method="REPLY", do=answer("ACCEPTED"), summary=["Kick-off meeting", "Dog training"], text=["", "Bringing Rufus."]),
    o("answers-maybe", by="m365 google thunderbird", n=3, method="REPLY", do=perhaps, summary=["Supplier day", "Vendor shortlist", "Allotment committee"], text=["Depends on the train strike.", "Tentative, I have a dentist who thinks otherwise.", "Will let you know for certain on Sunday."]),
    o("proposals", by="m365 exchange outlookcom", n=3, method="COUNTER", do=counter_by_guest, summary=["Weekly numbers", "Parent-teacher conference", "Insurance surveyor on site"], text=["Could we make it an hour earlier? School run.", "The time you sent is in the middle of my shift; anything after four works.", "The surveyor is only in your area in the morning. If neither works call dispatch, {phone2}."]),
    o("declined-counter", by="sogo zimbra", n=2, method="DECLINECOUNTER", do=lambda m: setattr(m, "subject", "Proposed new time declined: " + m.summary), summary=["Rota planning", "Stocktake"], text=["Sorry, stays as it is: the room is only free then.", "No, auditors insist."]),
    o("refresh-asked", by="kontact evolution", n=2, method="REFRESH", do=asks_again, summary=["Lab meeting", "Choir board"], text=["My phone lost the event, could you send it again?", ""]),
    o("cancels", by="m365 google exchange zimbra", n=4, do=S.cancel, summary=["Forecast call", "Demo: label printer", "Works council hour", "Excursion to the salt mine"], text=["No changes since last week, have the half hour back.", "Our sales engineer is ill. New date follows; your voucher for the test printer stays valid.", "", "Mine is closed by the authority. Who paid the 28.00 can pick it up in the secretary's office, or we book it for the spring trip. I am as sad as you are."]),
    o("moved-one", by="m365 google zimbra", n=3, do=moved_instance(2), summary=["Team weekly", "Jour fixe", "Change advisory board"], text=["Only this week, because of the holiday.", "Raum wie immer.", "Moved behind the vendor slot. Five changes, one of them with downtime: CHG{num}."]),
    o("update-place", by="m365 google apple-mail", n=3, do=updated(2, "NEEDS-ACTION"), summary=["Roof inspection", "Lunch & learn", "Meet the new vicar"], where=["Gate 3 (NOT gate 1)", "moved to the big kitchen", "Vicarage garden"], text=["Location changed.", "Too many people said yes, great problem.", "If it rains: church hall."]),
    o("out-of-office-info", by="m365 exchange google", n=3, sender="colleague", place="allday", minutes=(4320, 7200), do=[S.ev_(transp="TRANSPARENT"), S.set_(method="PUBLISH")], summary=["{org} on leave", "OOO {orgfirst} - paternity leave 👶", "Conference, back Monday"], text=["Deputy: {colleague}. For urgent freight questions call the desk, not my mobile.", "It's a girl. Mails will be read by nobody and I'm not sorry.", ""]),
    o("task-assigned", by="nextcloud kontact kolab", n=3, sender="colleague", do=task, summary=["Order toner (black)", "Fill in travel claim", "Water the plants on 3"], text=["Two, not twenty. Last year was a mistake.", "Claims of last year are cut off on {date}, whatever comes later is lost money.", "Not the cactus!"]),
    # What happens on the way.
    o("external-banner", by="m365 outlook-imap zoom google", n=4, do=[framed(top="CAUTION: This email originated from outside of the organization. Do not click links or open attachments unless you recognize the sender and know the content is safe."), tagged("[EXTERNAL] ")], summary=["Freight rates: quick alignment", "Visit of the class 9b", "Maintenance contract - renewal options", "Intro: your new contact at {orgcompany}"],
      text=["See the rate sheet of last Monday. Two lanes moved, the rest is flat.", "27 pupils and two teachers, 9 to 11. They were promised a helmet each.", "Option A 1 year {amount}, option B 3 years minus 8 %. I'm happy to explain the small print: https://www.{orgdomain}/service/plans", "{colleague} has retired to his boat, I look after you now. No changes to your terms. My direct line: {phone2}."]),
    o("safelinked", by="m365 exchange", n=3, do=[rewritten("safe"), S.teams], summary=["Data migration: dry run", "Joint marketing plan", "Change request {n2}"], text=["Mapping table: https://docs.google.com/spreadsheets/d/{hex}{token}/edit\nLogs will be at https://sftp.{orgdomain}/logs/", "Board with all ideas: https://boards.{orgdomain}/b/{token}\nRegister your booth staff here: https://events.{orgdomain}/staff/{code}", "Estimate {amount}, three days. Details: https://tickets.{orgdomain}/browse/CR-{num}"]),
    o("url-defended", by="outlook-imap google sogo", n=3, do=[rewritten("defense"), framed(top="This Message Is From an External Sender\nThis message came from outside your organization.")], summary=["Clinical trial: site initiation visit", "Webshop relaunch - accept texts", "Insurance broker: renewal meeting"], text=["Protocol and delegation log are in the eTMF: https://etmf.{orgdomain}/s/{token}. We need your signature page before the visit.", "Staging: https://staging.{orgdomain}/ (user preview, password is on the sticky note I gave you)", "Market is hard this year, flood cover +22 %. Comparison: https://www.{orgdomain}/q/{code}"]),
    o("scanner-foot", by="roundcube outlook-imap thunderbird", n=3, do=framed(foot="--\nThis email has been checked for viruses by antivirus software.\nwww.antivirus-vendor.example"), summary=["Beekeepers' committee", "Boiler service", "Genealogy evening"], text=["Varroa, honey labels, and who has the extractor?", "I come with the new pump. If it is the board it will be about 240 extra, I'll ring you first.", "Bring your box of letters and a sandwich."]),
    o("legal-de", by="exchange outlook-imap notes", lang="de", n=3, do=[legal(LEGAL_DE), broken_signature], summary=["Abstimmung Werkvertrag", "Gesellschafterversammlung", "Jahresgespräch Flotte"], text=["Sehr geehrte Frau Kollegin, sehr geehrter Herr Kollege,\n\nanbei die Einwahldaten: 030 23125 [[117|442]], PIN {pin}. Wir gehen § 4 (Abnahme) und § 7 (Vergütung) durch, der Rest ist unstreitig.\n\nMit freundlichen kollegialen Grüßen\n{org}", "Tagesordnung: Feststellung des Jahresabschlusses, Gewinnverwendung (Vorschlag: 120.000 € Ausschüttung), Entlastung. Einladungsfrist ist gewahrt, Vollmachten bitte im Original.", "37 Fahrzeuge, 4 Schäden, 1 Hirsch."]),
    o("unsigned-machines", by="python-site java-site php-site", n=3, sender="colleague", do=no_keys, who=["Helpdesk", "Batch scheduler", "Fleet pool"], summary=["Change {num} scheduled", "Nightly backup window", "Pool car reserved: van 3"], text=["This message was created automatically. Category: standard change. Affected: print server 2nd floor. Approved by: CAB. Do not reply.", "Job BKP_FULL_{n2} runs. Shares are slow, nothing is lost.", "Keys at reception, fuel card in the glove box (PIN known to reception only). Return with a full tank and fewer crumbs than last time."]),
    o("broken-spf-office", by="outlook-imap sogo zimbra", n=3, do=moved_house, summary=["Damp survey results", "Veterinary practice: staff meeting", "Scout leaders' training"], text=["I'll walk you through the readings. Worst wall is behind the piano.", "New rota, new kennels, new kettle.", "Safeguarding certificate must be shown. 15.00 for lunch, cash."]),
    o("web-relay-office", by="php-site python-site ruby-site", n=3, do=shared_hosting, who=["Bookings", "{orgcompany}", "Events team"], summary=["Booking received: meeting room 'Anvil'", "Wine tasting for companies", "Thank you for registering: Open Doors"], text=["Half day incl. flipchart and lunch for 8, total {amount}. Invoice follows by post after the event. Change your booking: https://www.{orgdomain}/booking/?key={token}", "Seven wines, one of them from a box, guess which. 39 per head, min. 12 people. Final number three days ahead please.", "See you at the brewery. Your ticket no. is {num}. Questions? Simply reply."]),
    # Ten languages.
    o("buero-alltag", by="m365 exchange nextcloud google", lang="de", n=4, sender="colleague", do=S.crowd(3), summary=["Urlaubsplanung Team", "Schichtübergabe", "Kaffeemaschine: Krisensitzung", "Inventur – Einteilung"], text=["Brückentage! Wer zuerst kommt, mahlt nicht automatisch zuerst.", "", "Die Entkalkung ist jetzt seit drei Wochen fällig. Vorschläge: Dienstplan, Neukauf (499 €) oder Tee.", "Bitte in die Liste am schwarzen Brett eintragen. Zähllisten gibt es ab Mittwoch, Handscanner sind geladen."]),
    o("rathaus", by="java-site exchange sogo", lang="de", n=3, who=["Bürgeramt", "Bauamt", "Standesamt"], summary=["Ihr Termin im Bürgeramt: Personalausweis", "Ortstermin Grundstück Flur 7", "Anmeldung der Eheschließung"], text=["Ihre Vorgangsnummer: {num}\n\nBitte bringen Sie ein biometrisches Foto und den alten Ausweis mit. Die Gebühr beträgt 37,00 € und ist vor Ort zu zahlen.\n\nTermin absagen: https://termine.{orgdomain}/absage/{token}\n\nDiese Nachricht wurde automatisch erstellt, bitte antworten Sie nicht darauf.", "Treffpunkt an der Zufahrt. Der Vermesser kommt mit. Bitte Grenzsteine freilegen.", "Geburtsurkunden (Original), Ausweise, gute Laune. Kosten 79 €, am Wochenende 144 €."]),
    o("vie-bureau", by="m365 google zimbra", lang="fr", n=3, do=S.teams_no_dial, summary=["Point hebdo compta", "Réunion CSE", "Soutenance de stage"], text=["Rapprochement bancaire, factures bloquées (il en reste 7), clôture. Le tableau est sur le serveur, onglet du mois.", "ODJ : NAO, télétravail, chèques-vacances. Merci de transmettre vos questions par écrit avant lundi.", "20 minutes d'exposé, 10 de questions. Le rapport est à déposer sur https://moodle.{orgdomain}/mod/assign/{num} la veille au plus tard."]),
    o("oficina-es", by="m365 google outlook-imap", lang="es", n=3, summary=["Cierre de mes", "Visita de obra", "Entrega de llaves nave 4"], text=["Faltan tres facturas de transporte ({amount}) y la conciliación de la cuenta de siempre. Si lo cerramos antes de las dos, invito yo.", "Casco y botas. El aparcamiento está embarrado, mejor coche alto.", "Traer el acta firmada y lectura de contadores. Si surge algo, al móvil: 900 555 01[[2|6]]."]),
    o("ufficio-it", by="exchange google outlook-imap", lang="it", n=3, sender="colleague", summary=["Allineamento ordini fermi", "Corso sicurezza: aggiornamento 6 ore", "Consegna nuovi badge"], text=["Ci sono quattro clienti che aspettano dal 12. Portate gli scadenzari.", "Obbligatorio per tutti i preposti. Chi manca lo rifà di sabato (non scherzo).", "I vecchi badge smettono di funzionare a fine mese. Ritiro in portineria con documento, due minuti."]),
    o("kantoor-nl", by="m365 google exchange", lang="nl", n=3, sender="colleague", do=S.teams_no_dial, summary=["Kwartaalcijfers doornemen", "Borrel 🍻", "Kick-off nieuw rooster"], text=["Omzet valt mee, marge valt tegen. Deck staat op de gedeelde schijf, wachtwoord zoals altijd bij mij op te halen.", "Bitterballen zijn besteld, afmelden hoeft niet, aanmelden ook niet.", "OR heeft ingestemd. Vragen? Loop langs of bel intern 2214."]),
    o("escritorio-pt", by="google m365 outlookcom", lang="pt", n=3, do=S.crowd(2), summary=["Fechamento da folha", "Reunião com o contador", "Treinamento NR-35"], text=["Conferir horas extras e o 13º antes de fechar. Quem tiver atestado, entregar no RH hoje.", "Trazer extratos e notas de serviço do trimestre. O imposto ficou em {amount}, vamos ver se dá para parcelar.", "Trabalho em altura, presença obrigatória, trazer o cinto."]),
    o("kaisha-ja", by="m365 google exchange", lang="ja", n=3, sender="colleague", do=S.crowd(3), summary=["朝礼当番の打ち合わせ", "安全衛生委員会", "【再送】棚卸し日程"], text=["当番表を確認してください。交代希望は前日までに。", "議題：ヒヤリハット報告、空調の故障、健康診断の未受診者（3名）。資料は当日配布します。", "先ほどの案内に誤りがありましたので再送します。開始は午後一番です。ご迷惑をおかけしました。"]),
    o("bangong-zh", by="exchange google m365", lang="zh", n=3, sender="colleague", do=S.crowd(3), summary=["例行晨会", "消防演习通知", "供应商对账"], text=["老时间老地点，迟到的请喝奶茶。", "听到警铃请走楼梯，不要坐电梯，集合点在停车场东侧。这是演习，请勿报警。", "三月和四月的对账单有差额 {amount}，请把送货单带来，核对后再安排付款。"]),
    o("ofis-ru", by="m365 roundcube exchange", lang="ru", n=3, sender="colleague", summary=["Планёрка", "Инвентаризация склада", "Вводный инструктаж"], text=["Коротко, стоя, по пунктам.", "Списки у кладовщика, сканеры заряжены. Расхождение с прошлого раза ({small}) надо найти, а не списать.", "Подпись в журнале обязательна, без неё пропуск не выдадут."]),
]

"""Ordinary mails at work, written apart from the others: strangers who sell, recruiters, money, IT, HR, law, and meetings of every product."""
import re

import ical
import mail as M
import mime
import people
import producers
import containers as C
import shapes as S
from families import fill, ham


FREE = re.compile(r"((?:https?://|www\.)(?:[a-z]+\.)?)(?:gmail\.com|outlook\.com|hotmail\.com|yahoo\.com|icloud\.com|[a-z0-9]+\.onmicrosoft\.com)\b")


def own_site(m):
    """The site of somebody with a freemail address is not at the freemail provider."""
    site = dict(people.COMPANIES[m.lang]).get(m.org_company[0]) or people.company(m.r, m.lang)[1]
    m.text = FREE.sub(lambda x: x.group(1) + site, m.text)


def h(name, **kw):
    steps = kw.pop("do", None) or []
    return ham("fresh-" + name, do=(list(steps) if isinstance(steps, (list, tuple)) else [steps]) + [own_site], **kw)


# --- what happens to ordinary mail on its way ----------------------------------------------------------------------------

def plain_domain(m):
    return m.from_[1].rpartition("@")[2]


def bulk_service(aligned=True):
    """Through a service for newsletters: its envelope, its headers, with or without the sender's own signature."""
    def do(m):
        if by_service(m):
            return
        r, d = m.r, plain_domain(m)
        e = "e%d.bulk-sender.example" % r.randint(1, 40)
        m.envelope = "bounce-%d_%s@%s" % (r.randint(10**6, 10**8), M.token(r, 8), e)
        m.signers = [d, "bulk-sender.example"] if aligned else ["bulk-sender.example"]
        m.auth = {"spf": ("pass", e), "dkim": [("pass", x) for x in m.signers], "dmarc": ("pass" if aligned else r.choice(("none", "fail")), d), "policy": "none"}
        m.hops = ["worker-%s.bulk-sender.example" % M.token(r, 4), "mta%d.bulk-sender.example" % r.randint(1, 60)]
        m.more_head = m.more_head + [("List-Unsubscribe", "<https://%s/u/%s>, <mailto:unsubscribe-%s@bulk-sender.example>" % (e, M.token(r, 18), M.token(r, 9))), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
                                     ("Feedback-ID", "%d:%d:%s:bulk" % (r.randint(1000, 9999), r.randint(100, 999), M.token(r, 6))), ("X-Campaign", M.token(r, 10))]
    return do


def by_service(m):
    """Freemail and services always sign; their mail cannot be made poorer."""
    return m.auth["spf"][1] != m.org.domain or plain_domain(m) in producers.POLICY


def no_keys(m):
    """A small server, where nobody ever published anything."""
    d = plain_domain(m)
    if by_service(m):
        return
    m.signers, m.auth = [], {"spf": ("none", d), "dkim": [], "dmarc": ("none", d), "policy": "none"}


def shared_hosting(m):
    """A web package: mail leaves by the hoster's relay, which the domain's SPF forgets."""
    if by_service(m):
        return
    r, d = m.r, plain_domain(m)
    box = "web%d.shared-hosting.example" % r.randint(10, 999)
    m.envelope = r.choice((m.envelope, "w%07x@%s" % (r.randint(0, 2**27), box)))
    e = m.envelope.rpartition("@")[2]
    m.signers, m.auth = [], {"spf": (r.choice(("softfail", "neutral", "none")) if e == d else "pass", e), "dkim": [], "dmarc": (r.choice(("none", "fail")), d), "policy": "none"}
    m.hops = ["localhost", box, "relay%02d.shared-hosting.example" % r.randint(1, 20)]


def broken_signature(m):
    """A gateway wrote a footer below the signed text."""
    if by_service(m):
        return
    d = plain_domain(m)
    m.signers, m.auth = [d], {"spf": ("pass", d), "dkim": [("fail", d)], "dmarc": ("pass", d), "policy": "quarantine"}
    m.hops = (m.hops or []) + ["footer-gw%d.%s" % (m.r.randint(1, 3), d)]


def moved_house(m):
    """DMARC fails: a new relay that is in nobody's record yet."""
    if by_service(m):
        return
    d = plain_domain(m)
    m.signers, m.auth = [], {"spf": ("fail", d), "dkim": [], "dmarc": ("fail", d), "policy": "none"}
    m.hops = ["mail." + d, "out-%d.new-provider.example" % m.r.randint(1, 9)]


# --- what people put into invitations ------------------------------------------------------------------------------------

def pdf_file(name):
    """A page with one line of text."""
    def do(m):
        line = "BT /F1 12 Tf 40 700 Td (%s) Tj ET" % M.token(m.r, 20)
        data = ("%%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]"
                "/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n4 0 obj<</Length %d>>stream\n%s\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF\n" % (len(line), line)).encode()
        shown = fill(m, name)
        word = mime.encode_word(shown)
        m.attachments.append(mime.part('application/pdf; name="%s"' % word, data, "base64", disposition='attachment; filename="%s"' % word))
    return do


def word_file(name):
    def do(m):
        shown = fill(m, name)
        body = "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:body></w:document>" % m.summary
        data = C.zip_bytes([("[Content_Types].xml", b"<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"), ("word/document.xml", body.encode())])
        m.attachments.append(mime.part('application/vnd.openxmlformats-officedocument.wordprocessingml.document; name="%s"' % shown, data, "base64", disposition='attachment; filename="%s"' % shown))
    return do


def meet(m):
    """Google Meet as Google writes it: a property, and a block below the text."""
    S.meet(m)
    code = m.slots["meet"]
    m.ev.extra = m.ev.extra + ["X-GOOGLE-CONFERENCE:https://meet.google.com/" + code]
    rule = "-::~:~::~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~::~:~::-"
    m.ev.description = M.plain_of(m.text) + "\n\n%s\nJoin with Google Meet: https://meet.google.com/%s\nOr dial: (US) +1 617-555-01%02d PIN: %09d#\n\nLearn more about Meet at: https://support.google.com/a/users/answer/9282720\n\nPlease do not edit this section.\n%s" % (
        rule, code, m.r.randint(0, 99), m.r.randint(10**8, 10**9 - 1), rule)


def teams_pasted(m):
    """The other side's Teams block, copied as text: no property of Teams is left."""
    extra = m.ev.extra
    S.teams(m)
    m.ev.extra = extra
    m.text += "\n\n%s\n%s" % ("_" * 80, m.slots.pop("teams"))


def zoom_block(phones=4):
    """A Zoom invitation pasted below the text by hand or by a plug-in."""
    def do(m):
        r = m.r
        num = "%d %04d %04d" % (r.randint(810, 899), r.randint(0, 9999), r.randint(0, 9999))
        url = "https://us0%dweb.zoom.us/j/%s?pwd=%s" % (r.randint(2, 6), num.replace(" ", ""), M.token(r, 32, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"))
        towns = r.sample((("646", "New York"), ("301", "Washington DC"), ("312", "Chicago"), ("669", "San Jose"), ("346", "Houston"), ("253", "Tacoma"), ("720", "Denver"), ("305", "Miami")), phones)
        m.text += "\n\nJoin Zoom Meeting\n%s\n\nMeeting ID: %s\nPasscode: %s\n" % (url, num, M.token(r, 6, "0123456789"))
        if phones:
            m.text += "\n---\n\nDial by your location" + "".join("\n+1 %s 555 01%02d US (%s)" % (code, r.randint(0, 99), town) for code, town in towns)
            m.text += "\n\nFind your local number: https://us02web.zoom.us/u/%s" % M.token(r, 10)
        m.ev.location = m.ev.location or url
    return do


NUMBERS = (("Argentina", "+54 11 5550 01{}"), ("Australia", "+61 2 5550 01{}"), ("Austria", "+43 1 5550 1{}"), ("Belgium", "+32 2 555 01 {}"), ("Brazil", "+55 11 5555-01{}"), ("Canada", "+1 613 555 01{}"), ("Chile", "+56 2 2555 01{}"),
           ("China", "+86 400 555 01{}"), ("Czechia", "+420 255 501 1{}"), ("Denmark", "+45 55 50 01 {}"), ("Finland", "+358 9 5550 1{}"), ("France", "+33 1 99 00 01 {}"), ("Germany", "+49 30 23125 1{}"), ("Hong Kong", "+852 5550 01{}"),
           ("India", "+91 22 5550 01{}"), ("Ireland", "+353 20 910 01{}"), ("Israel", "+972 3 555 01{}"), ("Italy", "+39 02 5550 01{}"), ("Japan", "+81 3 5550 01{}"), ("Mexico", "+52 55 5550 01{}"), ("Netherlands", "+31 20 555 01{}"),
           ("Poland", "+48 22 555 01 {}"), ("Singapore", "+65 6555 01{}"), ("South Africa", "+27 11 555 01{}"), ("Spain", "+34 900 555 1{}"), ("Sweden", "+46 8 465 004 {}"), ("Switzerland", "+41 44 555 01 {}"),
           ("United Kingdom", "+44 20 7946 01{}"), ("United States", "+1 415 555 01{}"))


def dial_table(n=25, free=False):
    """Numbers of many countries and an access code."""
    def do(m):
        rows = sorted(m.r.sample(NUMBERS, n))
        m.text += "\n\nAccess code: %d#\n" % m.r.randint(10**6, 10**7 - 1)
        m.text += "".join("\n%s%s: %s" % (land, " (toll-free)" if free and m.r.random() < .3 else "", form.replace("{}", "%02d" % m.r.randint(0, 99))) for land, form in rows)
    return do


def to_self(m):
    """The user's own note, made by an assistant, a script or the user; for senders of the same house."""
    if plain_domain(m) == m.org.domain:
        m.from_ = (m.rcpt.name, m.rcpt.addr)
        m.envelope = m.rcpt.addr if m.sender is None else m.envelope
        m.reply_to = (m.rcpt.name, m.rcpt.addr) if m.reply_to else None
        m.ev.organizer = (m.rcpt.name, m.rcpt.addr)
    m.ev.attendees = [ical.Attendee(m.rcpt.name, m.rcpt.addr, "ACCEPTED")]
    m.org.name, m.org.addr = m.rcpt.name, m.rcpt.addr


def bookings_page(m):
    """Microsoft Bookings: the page's own mailbox invites, the customer is the guest."""
    name = m.org.name if m.fam.org_name else m.org_company[0] or m.org.name
    box = "%s@%s" % (people.ascii_local(name.replace(" ", "")) or "bookings", plain_domain(m))
    m.from_ = (name, box)
    m.envelope = box
    m.ev.organizer = (name, box)
    m.ev.attendees = [ical.Attendee(m.rcpt.name, m.rcpt.addr, "ACCEPTED")]
    m.more_head = m.more_head + [("X-MS-Exchange-Calendar-Originator-Id", "%s;%s" % (M.uuid(m.r), box)), ("X-MS-Bookings", "true")]


def one_to_one_hub(m):
    """A CRM puts the meeting in: a signed footer with its tracking pixel gone, and its own link to reschedule."""
    m.text += "\n\nNeed to make changes to this event?\n[Reschedule](https://meet.%s/r/%s) | [Cancel](https://meet.%s/c/%s)" % (m.org.domain, M.token(m.r, 12), m.org.domain, M.token(m.r, 12))


def zoho(m):
    m.prodid, m.style = "-//Zoho Corporation//Zoho Calendar-%s//EN" % m.r.choice(("US", "EU", "IN")), "plain"
    m.ev.uid = "%s@zoho.calendar.test" % M.hexs(m.r, 32)
    m.ev.extra = m.ev.extra + ["X-ZOHO-CALENDAR-ID:" + M.hexs(m.r, 32)]
    m.more_head = m.more_head + [("X-Mailer", "Zoho Calendar")]


def updated(n=1, seen="ACCEPTED"):
    def do(m):
        m.ev.sequence = n
        for a in m.ev.attendees:
            if a.addr == m.rcpt.addr:
                a.partstat = seen
    return do


def counter_by_guest(m):
    m.method = "COUNTER"
    m.ev.organizer = (m.rcpt.name, m.rcpt.addr)
    m.ev.attendees = [ical.Attendee(m.org.name, m.org.addr, "TENTATIVE")]
    m.ev.sequence, m.ev.alarms = 0, []


def delegate_asks(m):
    """The recipient is asked to stand in for a colleague."""
    boss = people.person(m.r, m.lang, m.org.domain)
    mate = people.person(m.r, m.lang, m.rcpt.domain)
    m.ev.organizer = (boss.name, boss.addr)
    m.ev.attendees = [ical.Attendee(boss.name, boss.addr, "ACCEPTED"), ical.Attendee(mate.name, mate.addr, "DELEGATED", extra=';DELEGATED-TO="mailto:%s"' % m.rcpt.addr),
                      ical.Attendee(m.rcpt.name, m.rcpt.addr, extra=';DELEGATED-FROM="mailto:%s"' % mate.addr)]


def forward_notice(m):
    """Exchange tells the organizer that a guest passed the meeting on. No calendar in it."""
    m.tree = "no-calendar"
    other = people.person(m.r, m.lang, m.rcpt.domain)
    m.text = "Your meeting was forwarded\n\n%s has forwarded your meeting request to additional recipients.\n\nMeeting\n%s\n\nRecipients\n%s\n\nAll times listed are in the following time zone: (UTC) Coordinated Universal Time\n\nSent by Microsoft Exchange Server" % (m.org.name, m.summary, other.name)
    m.subject = "Meeting Forward Notification: " + m.summary


def vcal10(m):
    """vCalendar 1.0 of an old organizer or a web shop."""
    ev = m.ev
    quoted = lambda t: "".join(c if 32 <= ord(c) < 127 and c not in "=\r\n" else "=0D=0A" if c == "\n" else "".join("=%02X" % b for b in c.encode()) for c in t)

    def prop(name, value):
        plain = all(32 <= ord(c) < 127 for c in value)
        return "%s%s:%s" % (name, "" if plain else ";CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE", value if plain else quoted(value))
    rows = ["BEGIN:VCALENDAR", "VERSION:1.0", "PRODID:%s" % m.r.choice(("-//Microsoft Corporation//Outlook MIMEDIR//EN", "PSION DIARY", "Web Shop Events 2")), "BEGIN:VEVENT", "UID:%s" % M.token(m.r, 18, "0123456789ABCDEF"),
            "DTSTART:" + ical.stamp(ev.start), "DTEND:" + ical.stamp(ev.end), prop("SUMMARY", m.summary), prop("DESCRIPTION", M.plain_of(m.text)), prop("LOCATION", ev.location or ""), "PRIORITY:3", "AALARM:%s;;;" % ical.stamp(ev.start), "END:VEVENT", "END:VCALENDAR"]
    m.ics = "\r\n".join(rows).encode() + b"\r\n"
    m.cal_type, m.file_type, m.file_name, m.part_method, m.cal_name = "text/x-vcalendar", "text/x-vcalendar", "event.vcs", "", None


def unknown_sender(m):
    """Google's words for organizers that one never wrote to."""
    m.subject = "Invitation from an unknown sender: " + m.summary


def note(text):
    """Google's update with a note of the organizer."""
    def do(m):
        updated(m.r.randint(1, 3))(m)
        m.text = "**This event has been updated with a note:**\n\"%s\"\n\n" % fill(m, text) + m.text
        m.subject = "Updated invitation with note: %s" % m.summary
    return do


def from_room(words):
    """A room or a device answers by itself."""
    def do(m):
        S.reply(m.r.choice(("ACCEPTED", "ACCEPTED", "DECLINED")))(m)
        m.ev.attendees[0].cutype = "RESOURCE"
        m.text = words[0] if m.ev.attendees[0].partstat == "ACCEPTED" else words[1]
        m.more_head = m.more_head + [("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All")]
    return do


def signature(m):
    """The company's foot: address, register, disclaimer."""
    m.text += "\n\n--\n%s\n%s | %s\nT %s\nwww.%s\n\nThis message and any attachments are confidential and intended solely for the addressee. If you have received it in error please notify the sender and delete it. %s is registered in England and Wales, no. %08d." % (
        m.org.name, m.r.choice(("Account Executive", "Senior Consultant", "Partner", "Office Manager", "Project Lead")), m.org_company[0], fill(m, "{phone2}"), m.org.domain, m.org_company[0], m.r.randint(1, 10**8 - 1))


FAMILIES = [
    # Strangers who sell or recruit: not loved, and ordinary all the same.
    h("sales-hold", by="google m365 crm", n=3, summary=["{orgcompany} <> {company}: 20 min intro", "Quick chat about freight costs, {first}?", "Intro call - {orgfirst} / {first}"],
      text=["Hi {first},\n\nfollowing up on my mail of last week, I took the liberty of holding a slot. We help teams of your size to cut the hours that go into supplier onboarding - on average from nine days to two.\n\nIf another time is better please choose one here: https://calendly.com/{token}/20min\n\nIf it is not relevant at all just decline, I won't chase you :)\n\nBest\n{org}\n{orgcompany}",
            "Hello {first}, I cover the north for {orgcompany} and noticed you ship pallets to the same three depots that two of our customers use. Might be worth fifteen minutes to compare what you pay per drop. No slides. My diary is at https://www.{orgdomain}/book/{token} if this slot is rubbish.\n\n{org}, {phone2}",
            "Hi {first}\n\nGreat speaking just now. As promised I'm sending a placeholder for the intro with our solutions engineer.\n\nAgenda\n- 5 min: what you use today\n- 10 min: short demo\n- 5 min: pricing (starts at $49 per seat/month) and next steps\n\nTalk soon,\n{orgfirst}"]),
    h("sales-hubspot", by="crm", n=2, do=one_to_one_hub, summary=["Discovery Call: {name} and {org}", "Product tour with {orgcompany}"],
      text=["Thanks for booking! You said: \"We have 40 people on spreadsheets and want to know what it costs to move.\" I'll bring numbers.\n\nWe meet by phone, I'll ring you at the number you left. If I'm a minute late it's the previous customer, not you.", "What you told us in the form:\nCompany size: 11-50\nBudget: not yet\nTimeline: {q}\n\nWe will show the planning board and the export to your payroll. Bring a colleague from finance if you like."]),
    h("sales-tradefair", by="calendly google", n=3, rcpt_lang="en", lang="en", where=["Hall 7, stand C41", "Hall 3.1, B09", "By phone"], summary=["Stand visit: {orgcompany}", "Coffee at the fair?", "After the show: your sample box"],
      text=["Lovely that you want to see the new folding machine running. Ask for me at the counter. Your free day ticket (value EUR 48) can be redeemed with the code {code} on the organiser's ticket page.", "I saw your company on the exhibitor list, we are two aisles away. Fancy a coffee away from the noise? No pitch, promise. My mobile is 07700 900[[1|4|7]][[22|53|81]].",
            "You asked for samples at our stand. They left the warehouse today, so let us talk once you have had them in your hands. Shipping is on us, of course."]),
    h("sales-de", by="m365 outlook-imap", lang="de", do=S.teams_no_dial, summary=["Kennenlernen {orgcompany} / {company}", "Angebot Glasfaser: 30 Minuten Rückfragen"],
      text=["Hallo {first},\n\nwie telefonisch besprochen anbei der Termin. Ich zeige kurz, wie andere Betriebe Ihrer Größe Ihre Lieferscheine digital erfassen, danach klären wir, ob sich das bei Ihnen lohnt. Preise nenne ich gern im Gespräch: es geht bei 39 € im Monat los.\n\nFalls etwas dazwischenkommt: {phone2}.\n\nViele Grüße\n{org}",
            "Guten Tag,\n\nSie haben am Montag über unsere Webseite ein Angebot angefordert (Vorgang {num}). Bevor wir die Baukosten endgültig rechnen, bräuchte ich noch die Lage des Hausanschlusses und die Zahl der Nutzer.\n\nMit freundlichen Grüßen\n{org}\n{orgcompany}"]),
    h("sales-fr", by="crm google", lang="fr", summary=["Échange découverte {orgcompany}", "RDV téléphonique : votre demande de devis"],
      text=["Bonjour {first},\n\nMerci pour votre intérêt. Je vous propose ce créneau de 20 minutes pour comprendre votre besoin et vous présenter notre offre, sans engagement. Si vous préférez un autre moment : https://calendly.com/{token}/decouverte\n\nBien à vous,\n{org}", "Bonjour, suite à votre demande de devis n° {num} sur notre site, je vous appelle à l'heure indiquée. Merci d'avoir sous la main votre dernière facture d'énergie ; le conseil est gratuit.\n\n{org}, {phone2}"]),
    h("webinar-registered", by="python-site java-site ruby-site", n=3, do=bulk_service(), who=["{orgcompany} Events"], summary=["Webinar: Getting AP automation right the first time", "LIVE: What the new packaging rules mean for you", "You're registered! Zero trust without tears"],
      text=["Hi {first},\n\nyou're in! Save this date - your personal join link is below, please do not share it.\n\n[Join the webinar](https://events.{orgdomain}/live/{token}?email={rcpt})\n\nCan't make it? All who registered get the recording and the slides within 24 hours.\n\nYou receive this mail because you signed up on {orgdomain}. [Manage preferences](https://www.{orgdomain}/prefs/{hex})",
            "Thanks for registering, {first}. Two lawyers and one very patient packaging engineer answer your questions for 60 minutes.\n\n▶ Join here: https://events.{orgdomain}/j/{token}\n\n✅ Certificate of attendance (1 CPD hour)\n✅ Checklist as PDF\n✅ Q&A\n\nTest your browser 10 minutes before: https://events.{orgdomain}/test",
            "Hello {first}\n\nThank you for registering for our session. Attackers send fake invoices, voicemail notices and \"your password expires today\" mails; we show ten of them and how your filters could have known.\n\nYour link: https://events.{orgdomain}/w/{hex}\n\nSee you there\nThe {orgcompany} team"]),
    h("webinar-zoom", by="zoom-events zoom gotomeeting", n=3, summary=["Medicare basics for people turning 65", "Retirement income: the 4 % question", "Open Q&A: grants for heat pumps"],
      text=["Hi {first}, thank you for registering. This is an educational event, no plan is sold and no obligation follows. Have questions? Call {phone} (TTY 711), Mon-Fri 8-8.", "Our advisers explain how to draw an income from savings. Investments can go down as well as up. You will not be asked for any account details in this session.", "Bring your energy bill, we go through real cases. Funding of up to £7,500 is available for some homes; the application form is linked in the chat."]),
    h("webinar-de", by="dotnet-site php-site", lang="de", do=bulk_service(), summary=["Online-Seminar: E-Rechnung wird Pflicht", "Webinar „Betriebsprüfung gelassen“ – Ihre Anmeldung"],
      text=["Guten Tag {name},\n\nvielen Dank für Ihre Anmeldung. Ihr persönlicher Zugangslink:\n\n[Zum Online-Seminar](https://seminare.{orgdomain}/raum/{token})\n\nBitte melden Sie sich zehn Minuten vorher an. Die Teilnahme ist kostenfrei; die Unterlagen erhalten Sie im Anschluss.\n\nAbmelden: https://seminare.{orgdomain}/abmelden/{hex}", "Sehr geehrte Damen und Herren,\n\nIhr Platz ist reserviert. Die Rechnung über 119,00 € zzgl. MwSt. geht Ihnen gesondert per Post zu, zahlbar binnen 14 Tagen. Den Einwahllink schicken wir am Vortag.\n\nIhr Seminarbüro, {phone2}"]),
    h("recruiter", by="google m365 outlookcom", n=3, summary=["Call re: Senior Planner role", "{orgfirst} x {first} - Head of Ops (confidential)", "Chat about a remote position?"],
      text=["Hi {first},\n\nThanks for getting back to me on LinkedIn! As discussed this is a permanent role, two days in the office, salary 62-70k depending on experience plus car. I'd love 20 mins to hear what you're after before I put you forward - nothing goes to the client without your OK.\n\nI'll call you on the mobile you sent. Mine's 07700 900[[118|342|607]].\n\n{org}\nSenior Consultant", "Confidential search for a family-owned business in food packaging, 180 people. I can't name them in writing, happy to do so on the phone. Please send an up to date CV beforehand if you have one, no worries if not.",
            "Hello {first}, I found your profile on GitHub and liked your talk on queues. My client hires fully remote in Europe, pay range 75-95k EUR, four-day week possible. Is this time OK? Otherwise pick one: https://calendly.com/{token}/30min\n\nKind regards\n{org}"]),
    h("recruiter-nl", by="google outlook-imap", lang="nl", summary=["Kennismaking vacature planner", "Belafspraak {orgfirst} / {first}"],
      text=["Hoi {first},\n\nLeuk dat je open staat voor een gesprek! Zoals besproken gaat het om een functie van 32-40 uur in een klein team, salaris tussen 3.400 en 4.200 bruto. Ik bel je op het nummer van je cv.\n\nGroet,\n{org}", "Dag {first}, hierbij de afspraak. Neem gerust vast een kijkje op https://www.{orgdomain}/vacatures/{num}. Vragen? Bel of app me: 06 5550 01[[12|45|78]]."]),
    h("interview-stages", by="hr-system m365 google", n=3, minutes=(90,), where=["Video call", "Main reception, ask for HR", "Video call"], summary=["Interview: {name} - Data Engineer (stage 2)", "Final interview and site tour", "Technical interview (90 min)"],
      text=["Dear {first},\n\nCongratulations on passing the first stage. We'd like to invite you to a second interview with the hiring manager and a teammate.\n\nPlease confirm by accepting, or pick another slot in the applicant portal: https://jobs.{orgdomain}/me/{token}\n\nYou will be asked to show photo ID at the beginning of the call (we check that we speak to the right person; we never ask for copies or bank details at this point).\n\nTalent team, {orgcompany}",
            "Hi {first}, travel costs are refunded against receipts (2nd class rail or 40p a mile), form attached to the contract pack later. Please bring: passport or share code for the right-to-work check, certificates, safety shoes if you own some (size of ours: 42 only, sorry).", "We use a shared editor, no preparation needed. Link: https://pad.{orgdomain}/{token}. You will meet two engineers; one of them is grumpy before coffee, hence the afternoon slot."]),
    h("interview-startup", by="google calendly", sender="freemail", do=meet, summary=["Chat about the founding engineer role", "Paid trial day - details"],
      text=["Hey {first}! Super excited. We're four people, pre-seed, paying part in equity and part in salary (no tokens, I know how that sounds in crypto). I'd talk you through the cap table. Camera optional.", "As agreed: one day, 350 EUR, paid by bank transfer against your invoice within 14 days. You'll get access to a sandbox repo that day: https://github.com/{token}/trial"]),
    h("call-for-papers", by="indico newsletter google", n=3, summary=["Submission deadline: 9th Workshop on Quiet Machines", "CfP: Journal special issue on canal ecology", "Abstracts due (hard deadline!)"],
      text=["Dear colleague,\n\nthis is a reminder that full papers (8 pages, double blind) are due on {date}, anywhere on earth. No extension this time. Submit via https://indico.{orgdomain}/event/{num}/papers/\n\nKeynotes\n- Prof. {colleague}: Damping by design\n- Dr. {org}: Why fans lie\n\nFees: regular 420, student 180 EUR (early bird). Bursaries are available for authors from low-income countries, write to us.\n\nApologies for cross-posting.",
            "Dear Dr. {last},\n\nyour recent article makes us think that you might wish to contribute to a special issue that I guest-edit. Open access; the publication charge is waived for invited papers. Expressions of interest until {date}, a title and five lines are enough.\n\nWith best wishes\n{org}\n{orgcompany}",
            "Hi all, last call. Portal: https://submit.{orgdomain}/{token}. Whoever needs two more days writes to me BEFORE the deadline, not after it."]),
    h("conference-hotel", by="indico python-site", summary=["Registration confirmed: coastal engineering days", "Speaker briefing (mandatory)"],
      text=["Dear {name},\n\nwe have received your registration {order} and your payment of {amount}. Please find your receipt in your account: https://indico.{orgdomain}/u/{token}\n\nHotels: rooms are held at the conference rate until {date}. Please book with the hotel directly. We do not work with any housing agency and nobody will call you about rooms; if somebody does, do not give them your card.\n\nThe organising committee",
            "Dear speakers, we go through microphones, timing and the embargo. Upload your slides before: https://indico.{orgdomain}/contrib/{num}/upload"]),
    # Money that is in order.
    h("bank-review", by="exchange m365 booking", n=3, summary=["Annual review of your business account", "Mortgage renewal appointment", "Your appointment with {org}"],
      text=["Dear {name},\n\nthank you for your time on the phone. I look forward to our yearly talk in the branch. Please bring the latest accounts and, because of the money laundering regulations, proof of address of each director not older than three months.\n\nYours sincerely\n{org}\nRelationship Manager\n\nWe will never ask you for your PIN, password or full card number.",
            "Your fixed rate ends on 30 [[June|September|November]]. In 45 minutes we compare what is on offer. Bring: payslips of three months, ID, your last statement. If you cannot come please tell us a day before, {phone2}.", "Appointment type: account opening for clubs\nBranch: {street}\nDuration: 60 minutes\n\nPlease bring both signatories with their passports, the minutes of the election and the constitution of the club. To change or cancel: https://appointments.{orgdomain}/m/{code}"]),
    h("bank-de", by="booking exchange", lang="de", summary=["Ihr Beratungstermin in der Filiale", "Depotgespräch – Jahresrückblick"], where=["Filiale Marktplatz 4, 1. OG", "Online"],
      text=["Guten Tag {name},\n\nwir freuen uns auf Ihren Besuch. Bitte bringen Sie Ihren Personalausweis und die letzten drei Gehaltsabrechnungen mit.\n\nTermin verschieben oder absagen: https://termine.{orgdomain}/t/{token}\n\nIhr Team der Filiale\n\nHinweis: Wir fragen Sie niemals per E-Mail oder am Telefon nach PIN oder TAN.", "Sehr geehrte Frau, sehr geehrter Herr {last},\n\nwie jedes Jahr möchte ich mit Ihnen Ihre Anlagen durchgehen. Den Bericht finden Sie ab Freitag in Ihrem elektronischen Postfach, nach der Anmeldung wie gewohnt. Für das Gespräch brauchen Sie keine Unterlagen.\n\nMit freundlichen Grüßen\n{org}"]),
    h("bank-fr", by="booking m365", lang="fr", summary=["Rendez-vous conseiller : prêt immobilier", "Votre point annuel d'épargne"],
      text=["Bonjour {name},\n\nVotre rendez-vous en agence est confirmé. Merci de vous munir d'une pièce d'identité, de vos trois derniers bulletins de salaire et de votre avis d'imposition.\n\nEn cas d'empêchement, prévenez-nous au {phone2} ou annulez en ligne : https://rdv.{orgdomain}/a/{token}", "Bonjour,\n\nJe vous propose notre entretien annuel par téléphone. Aucun code ni mot de passe ne vous sera demandé ; je vous appelle depuis le numéro de l'agence.\n\nCordialement,\n{org}"]),
    h("insurance", by="m365 booking exchange", n=3, summary=["Claim {order}: assessor's visit", "Business cover: renewal meeting", "Travel insurance - call back you asked for"],
      text=["Dear {name},\n\nour assessor will look at the water damage between the times shown. Please keep the damaged carpet until then and have photographs and receipts ready. Your excess is £250; repairs above £1,000 need our approval before work starts.\n\nClaims line 020 7946 0[[145|288|561]], reference {order}.",
            "Hi {first}, premium is up by 4.1 % this year, and I want to show you why before the invoice reaches you. Renewal date is {date}; if you do nothing the cover goes on. Draft schedule: https://broker.{orgdomain}/c/{num}", "You asked us to ring you about cover for your parents. We will call from {phone2} at the time above. Please have dates of travel and ages ready. Quotes are free."]),
    h("insurance-es", by="booking outlook-imap", lang="es", summary=["Visita del perito, siniestro {num}", "Revisión de su seguro del hogar"],
      text=["Estimado cliente:\n\nEl perito pasará a valorar los daños en la franja indicada. Tenga a mano las facturas y no tire los objetos dañados. Si no puede estar, llámenos al {phone2} o cambie la cita en https://citas.{orgdomain}/{code}.", "Hola {first}, como cada año repasamos la póliza. Hay una rebaja del 8 % si agrupamos el coche. Sin compromiso.\n\nUn saludo,\n{org}"]),
    h("tax-adviser", by="outlook-imap google m365", n=3, summary=["Tax return 2025: go-through", "IRS letter - let's talk before you reply", "Self assessment payment on account (31 July)"],
      text=["Hi {first}\n\nhalf of your receipts are in, thank you. Missing: mortgage interest statement, childcare, the broker's 1099. Upload to the client portal as always (https://clients.{orgdomain}/login) - please not by e-mail. You are due a refund of roughly {amount}, more when the 1099 is here.\n\n{org}, CPA", "Don't panic. The notice is a CP2000, they saw a sale of shares without the cost basis. We answer by fax with the broker's statement; do not pay anything yet, and ignore anybody who phones you about it. Ring me if you like, {phone2}.",
            "Reminder for your diary: £1,284.60 payable to HMRC by 31 July. Pay through your personal tax account on gov.uk or by bank transfer with your UTR followed by K. If cash is tight we can ask for a payment plan, but do so before the date."]),
    h("tax-de", by="outlook-imap exchange", lang="de", summary=["Besprechung Jahresabschluss 2025", "Frist: Einkommensteuererklärung"],
      text=["Sehr geehrter Mandant,\n\nder Entwurf des Abschlusses liegt ab morgen im Mandantenportal (https://portal.{orgdomain}/mandant/{num}). Bitte prüfen Sie vor allem die offenen Posten. Im Termin sprechen wir über die Ausschüttung und die Vorauszahlungen für {q}.\n\nMit freundlichen Grüßen\n{org}\nSteuerberaterin", "Erinnerung: Die verlängerte Frist läuft am 30. April ab. Es fehlen noch Spendenbescheinigungen und der Bescheid der Krankenkasse. Eine Nachzahlung von etwa 430 € ist zu erwarten, bitte nicht vor dem Bescheid überweisen."]),
    h("tax-it", by="google outlook-imap", lang="it", do=pdf_file("documenti_730.pdf"), summary=["Appuntamento modello 730", "Scadenza F24 - promemoria dello studio"],
      text=["Gentile cliente,\n\nLe confermiamo l'appuntamento in studio. Porti la CU, le spese mediche e i documenti dell'elenco allegato. Per spostarlo telefoni al {phone2}.\n\nCordiali saluti\n{org}", "Buongiorno, il F24 di {amount} scade il 16. La delega è già nel Suo home banking; se preferisce pagare allo sportello passi a ritirare la copia. Lo studio non invia mai richieste di pagamento con link."]),
    h("own-invoice-note", by="google m365 nextcloud", sender="colleague", n=3, do=to_self, place="allday", minutes=(1440,), summary=["Pay PayPal invoice {order} ({amount})", "Stripe payout + chase overdue invoices", "Domain renewal: card expires!"],
      text=["Added by your assistant from the mail \"Invoice {order}\": due on {date}, seller is the print shop. Log in at paypal.com yourself, don't use links in mails.", "1. download the Stripe report\n2. mark paid: #{num}\n3. remind the two customers who are > 30 days late\n4. send totals to the bookkeeper", "The registrar charges the old card on {date}. Change card before, else the domain lapses like in 2023 (never again)."]),
    h("own-trial-note", by="google proton", sender="colleague", do=[to_self, S.alarms("-P1D", "-PT2H")], summary=["CANCEL antivirus trial before it renews!!", "Phone contract: give notice"],
      text=["Norton free month ends tomorrow, otherwise $89.99 gets charged. Account > My subscriptions > turn off auto-renewal. Order no. is in the mail from the 3rd.", "Notice must reach them 30 days before. Support 1-800-555-01[[14|36|77]], ask for retention and say no three times."]),
    h("earnings-call", by="webex newsletter outlook-imap", n=3, summary=["Q2 results: conference call for analysts", "Annual general meeting: join online", "Trading update - dial-in details"],
      text=["{orgcompany} will publish its half-year results at 7.00 am and hold a call for analysts and investors. Please dial in ten minutes early, an operator will ask for your name and firm.\n\nUnited Kingdom 020 7946 01[[20|55|92]]\nUnited States +1 212 555 01[[09|43|87]]\nConfirmation code {pin}\n\nReplay until {date} on https://www.{orgdomain}/investors\n\nThis notice is not an offer to buy or sell securities. Statements about the future are subject to risks.",
            "Dear shareholder,\n\nthe meeting is held in the town hall and online. Your shareholder number and password are printed on the voting card that came by post; without them you can watch but not vote: https://agm.{orgdomain}\n\nDividend proposed: 1.12 per share.", "Please find the numbers below. Lines open at 8.45. Slides go up on our website at 9.00 sharp."]),
    h("investor-meeting", by="google proton m365", n=3, summary=["Seed round: second call", "Data room walkthrough", "LP update {q}"],
      text=["Thanks for the quick turnaround. Before we talk: current deck at https://www.dropbox.com/s/{token}/deck.pdf?dl=0, cap table follows under NDA. We raise 1.2m, 700k soft-circled.", "I'll share my screen and show where things are. Access for your counsel has been sent separately; the link works once per person, so please don't pass it on.", "Capital call no. 4 (8 % of commitments) goes out after this call by the administrator, in the portal and by post. As always: check any change of bank details by phone with a person you know."]),
    h("house-closing", by="google m365 outlook-imap", n=3, where=["{street}", "Title office, 2nd floor", "{street}"], summary=["Closing: {street}", "Final walk-through, then signing", "Completion day!"],
      text=["Hi {first}, congratulations, we are nearly there!\n\nBring a government-issued photo ID and, if not wired before, a cashier's check for the amount on your closing disclosure.\n\n*** WIRE FRAUD ALERT *** Our wire instructions do not change. Before you send funds call us on the number you have had from the first day ({phone2}), never on one from an e-mail.",
            "We look at the house at ten (lights, taps, garage door opener!) and sign at half past eleven. DocuSign takes care of the rest, you got the envelope last week already; the paper deed needs ink.", "Keys are with the agent once the seller's solicitor confirms that the money has arrived, usually around noon. Removal van is booked for 8 so somebody will have to make tea and wait. Solicitor: {phone2}."]),
    # IT, security, HR: the words of phishing from their rightful owners.
    h("it-password-rotation", by="exchange m365 zimbra", sender="colleague", n=3, who=["IT Service Desk", "ICT Operations", "Systems Team"], place="evening", summary=["Password rotation for service accounts", "Planned outage: VPN and webmail", "Last week of the old password policy"],
      text=["Owners of service accounts: the yearly rotation takes place in this window. If you own an account on the list (intranet > IT > Service accounts) change its password in the vault BEFORE Friday 5 pm; accounts that were not changed are disabled at 18:00 and opened again on request.\n\nQuestions: ext. 4[[120|377|512]].",
            "Webmail and VPN are down from the start of this event for about three hours. You do not have to do anything, just log off. Status: https://status.{domain}\n\nTicket CHG{num}", "From Monday passwords need 14 characters and live for a year instead of 90 days. When Windows asks you, choose a new one. We never send links for that - if a mail says otherwise, forward it to phishing@{domain}."]),
    h("it-migration", by="m365 exchange google", sender="colleague", n=3, who=["IT Projects", "Helpdesk", "Workplace Technology"], summary=["Your mailbox moves to Microsoft 365 tonight", "ACTION REQUIRED: register for MFA by Friday", "Drop-in: set up your authenticator app"],
      text=["Hi all,\n\nbatch 4 (surnames H-M) is moved tonight. Tomorrow morning Outlook asks you once to restart and to sign in with your usual password. Phones: delete the account and add it again, guide on https://intranet.{domain}/m365/phone. If it fails come to the desk on level 2 or call 4[[101|202|303]].\n\nYour storage quota rises from 5 GB to 50 GB, so nobody needs to delete anything.",
            "61 of 340 people haven't registered yet. On Friday at noon sign-in without a second factor is switched off for everyone, including those on leave. Register from an office computer: open the intranet start page and click \"MFA\". It takes three minutes. Need help? Room 0.17, every day 12-13.", "Bring your phone. No phone? We hand out tokens against signature."]),
    h("it-de", by="exchange zimbra", lang="de", sender="colleague", who=["IT-Servicedesk", "Rechenzentrum"], place="evening", summary=["Wartungsfenster Exchange-Server", "Passwortwechsel bis Monatsende"],
      text=["Liebe Kolleginnen und Kollegen,\n\nam Abend werden Sicherheitsupdates eingespielt. E-Mail und Kalender sind bis ca. 22 Uhr nicht erreichbar. Bitte speichern Sie offene Entwürfe. Ihre Nachrichten gehen nicht verloren.\n\nTicket {num}, Rückfragen an die 3344.", "Aufgrund des Audits müssen alle, die ihr Passwort länger als ein Jahr nicht geändert haben, dies bis zum Termin tun: am Arbeitsplatz Strg+Alt+Entf > Kennwort ändern. Wir fragen nie per Mail nach Ihrem Kennwort."]),
    h("it-fr", by="zimbra m365", lang="fr", sender="colleague", who=["Support informatique", "DSI"], summary=["Coupure messagerie : mise à jour", "Atelier double authentification"],
      text=["Bonjour à tous,\n\nLa messagerie sera indisponible pendant la mise à jour. Aucune action de votre part n'est nécessaire. Incident ? Poste 4455.", "Nous activons la double authentification service par service. Venez avec votre téléphone, nous vous aidons à installer l'application. À partir du 1er du mois, l'accès sans second facteur sera bloqué."]),
    h("security-awareness", by="lms m365 hr-system", sender="colleague", n=3, who=["Security Awareness", "CISO Office", "Learning Portal"], summary=["Mandatory: Phishing awareness 2026 (due in 14 days)", "Would you have clicked? Results of our phishing test", "Overdue training: 1 course"],
      text=["You have been enrolled in the course \"Phishing awareness 2026\" (25 min).\nDue date: {date}\nStart: https://learn.{domain}/course/view.php?id={num}\n\nIf you do not complete it in time your line manager is informed and your remote access may be suspended until you do.",
            "In March we sent a fake parcel notice to 410 people: 38 clicked, 9 typed a password, 121 reported it (thank you!!). In this half hour we take the mail apart, and next we do the same with a fake payroll notice and a QR code that was stuck on our own car park machine.", "Hello {first},\n\nthis is an automatic reminder. The following course is overdue: Data protection basics. [Open course](https://learn.{domain}/my/courses.php)\n\nDo not reply to this message."]),
    h("hr-enrolment", by="m365 hr-system google", sender="colleague", n=3, who=["Benefits Team", "People & Culture", "HR Shared Services"], summary=["Open enrollment ends Friday", "Benefits Q&A: health, dental, vision, 401(k)", "Action needed: confirm your dependents"],
      text=["Reminder: open enrollment closes {date} at 11:59 pm ET. If you do nothing your current plan rolls over, but FSA elections do NOT. Sign in to Workday > Benefits as usual (through the intranet tile).\n\nCarrier hotline: {phone}, group no. {num}.", "Our broker explains the changes: the deductible goes from $1,500 to $1,750, dental now covers adult braces. Bring your questions, bring your lunch.",
            "Because of the audit everybody with family coverage has to upload one document per dependent (birth or marriage certificate) by {date}. Upload through the HR portal only, https://hr.{domain}/dependents. Don't e-mail documents to us please."]),
    h("hr-payroll-dates", by="exchange m365", sender="colleague", n=2, place="allday", minutes=(1440,), rrule="FREQ=MONTHLY;BYDAY=-3FR", who=["Payroll", "Finance Operations"], summary=["Payroll cut-off - submit timesheets by noon", "Salary run"],
      text=["Anything that arrives after noon is paid next month. Change of bank account: only in the self-service portal with your second factor, we do not accept mails or calls about it.", "Bank file leaves at 2 pm (two signatures). Payslips are in the portal from the next morning. P.S. bonus letters go out with the March run."]),
    h("hr-pt", by="m365 google", lang="pt", sender="colleague", who=["Recursos Humanos", "Departamento Pessoal"], summary=["Prazo: envio do informe de rendimentos", "Reunião sobre o novo plano de saúde"],
      text=["Olá pessoal,\n\nO informe de rendimentos já está disponível no portal do colaborador (https://rh.{domain}/informes). Acesse com o usuário de sempre. Dúvidas no ramal 2210.", "A operadora vem explicar a carência, a rede credenciada e a coparticipação. A adesão vai até {date}; quem não responder permanece no plano atual."]),
    h("hr-zh", by="exchange m365", lang="zh", sender="colleague", who=["人力资源部", "行政部"], summary=["社保基数调整说明会", "年度体检预约提醒"], text=["各位同事：\n\n社保缴费基数将于7月调整，工资条会有变化，请参加说明会。资料见内网 https://hr.{domain}/notice/{num}，无需提供银行卡信息。\n\n人力资源部", "请在截止日期前通过内网预约体检时间，地点为市第二医院体检中心。空腹，带身份证。咨询电话：{phone}"]),
    h("hr-ja", by="m365 exchange", lang="ja", sender="colleague", who=["人事部", "総務部"], summary=["年末調整の書類提出期限", "【必須】情報セキュリティ研修のご案内"], text=["各位\n\nお疲れさまです。年末調整の申告書を期限までに社内ポータル（https://portal.{domain}/nencho）から提出してください。メールでの添付提出は受け付けておりません。\n\n人事部", "全社員対象の研修です。標的型メールの見分け方を学びます。受講しない場合は上長に通知されます。質問は内線2034まで。"]),
    # Signatures, courts, authorities.
    h("esign", by="m365 google outlook-imap", n=3, summary=["Signing appointment (DocuSign + witness)", "Remote notary session {order}", "Please sign before our meeting: engagement letter"],
      text=["We will sign the lease together on the call: each of you receives the DocuSign envelope in the first five minutes, please have your phone next to you for the SMS code. {colleague} is the witness.", "Your notary will check your identity by video. Have a passport or driving licence and a pen ready, sit in a bright room, alone. The session is recorded as the law demands. Fee: $25 per act, charged after.\n\nJoin: https://notary.{orgdomain}/s/{token}",
            "Dear {first}, the engagement letter comes by Adobe Sign today (sender: adobesign on behalf of {orgcompany}). It is four pages, nothing exciting on page 3 but do read it. If it does not arrive look in junk, else ring {phone2}.\n\n{org}"]),
    h("court-dates", by="java-site exchange outlook-imap", n=3, where=["Courtroom 4", "By video link", "County Courthouse, 3rd floor"], summary=["Hearing: case {num}/26", "Mediation (without prejudice)", "Jury service: you are called for {date}"],
      text=["NOTICE OF HEARING. The matter is listed for one hour before District Judge {last}. Bundles must be filed no later than 4 pm two days before. Failure to attend may result in an order being made in your absence. Contact the listing office: 020 7946 0[[311|622|907]].",
            "Mediator: {org}. Each side pays half of the fee ({amount}), invoices follow by post. Statement of position, max. 5 pages, to my clerk until Thursday.", "You have been summoned for jury service. Report at 8:30 am with this notice and photo ID. Parking is validated. To ask for a postponement answer the questionnaire at https://jury.{orgdomain} with your nine-digit number; we do not phone people about fines or warrants."]),
    h("court-authority-de", by="java-site booking", lang="de", where=["Amtsgericht, Saal 112", "Bürgeramt, Schalter 5"], summary=["Termin zur mündlichen Verhandlung, Az. 12 C {num}/26", "Terminbestätigung Personalausweis"],
      text=["Sehr geehrte Damen und Herren,\n\nin dem Rechtsstreit ist Termin bestimmt. Ihr persönliches Erscheinen ist angeordnet. Bringen Sie diese Mitteilung und einen Ausweis mit; am Eingang wird kontrolliert.\n\nIm Auftrag\n{org}, Geschäftsstelle", "Ihr Termin ist gebucht. Vorgangsnummer {code}. Bitte bringen Sie den alten Ausweis, ein biometrisches Foto und 37,00 € mit (bar oder Karte). Absagen: https://termin.{orgdomain}/storno/{token}\n\nDiese E-Mail wurde automatisch erzeugt."]),
    h("visa-passport", by="booking php-site", summary=["Biometrics appointment confirmation", "Passport renewal: in person"],
      text=["Application reference: {order}\n\nPlease arrive no earlier than 15 minutes before. Bring your passport, this confirmation (printed or on the phone) and the fee receipt of {amount}. Nobody but you can enter. Agencies who sell appointments are not ours, appointments are free of charge.\n\nReschedule (twice at most): https://appointments.{orgdomain}/r/{token}", "Your appointment is confirmed. Two photos, the old passport, form filled in with black ink. Payment by card only."]),
    h("authority-es", by="booking java-site", lang="es", summary=["Cita previa: renovación del DNI", "Recordatorio: cita en Hacienda para la renta"], where=["Comisaría de distrito, planta baja", "Oficina municipal"],
      text=["Su cita ha sido confirmada. Localizador: {code}. Acuda con el DNI caducado, una fotografía reciente y 12 euros en efectivo. Para anularla: https://citaprevia.{orgdomain}/anular/{token}", "Le recordamos su cita para la declaración. Traiga el DNI, el número de cuenta y la referencia del borrador. La Agencia no solicita datos bancarios por correo ni por SMS."]),
    h("procurement", by="m365 exchange java-site", n=3, summary=["Bidder conference: RFP {num} school kitchens", "Tender clarification meeting", "Site visit for bidders (mandatory)"],
      text=["All firms that downloaded the documents are invited. Questions in writing until {date} through the procurement portal, https://tenders.{orgdomain}/{num}; answers go to everybody. Bids by e-mail are not accepted.", "Dear bidder,\n\nplease be ready to explain items 3.2 (penalties) and 7 (price adjustment). Your offer of 214,900 stays binding until the end of {q}.", "Hard hat and boots. Only one visit; offers of those who did not sign the attendance list are excluded. Meeting point: gate B, {street}."]),
    h("audit-upload", by="m365 exchange", n=2, do=S.teams_no_dial, summary=["Audit kick-off: documents we need", "Interim audit, week {week}"],
      text=["Dear {first}, please see the PBC list (attached to my last mail). Upload to https://audit.{orgdomain}/rooms/{num} by {date}: bank confirmations, vendor master changes, payroll journal of [[March|June|September]]. You have your login from last year; for a reset ring our service desk on {phone2}.", "Three of us will be with you on Tuesday and Wednesday. One quiet room with a window that opens would be heaven. Sample of 25 invoices follows."]),
    # Meetings proper, product by product.
    h("teams-external", by="m365", n=3, do=[S.teams, signature], summary=["Project Kestrel - weekly with supplier", "Integration workshop II", "Escalation: late deliveries"],
      text=["Hi both,\n\nsame procedure as every week. Open points: test data, the certificate that expires on the 14th, holiday cover.", "Second half of what we did not finish. {colleague} shows the mapping; please have the field list at hand.", "I want to understand what happened with the last three orders and how we go on. No blame, but numbers please."]),
    h("teams-copied", by="google outlook-imap zimbra", n=3, do=teams_pasted, summary=["FYI: link for tomorrow's vendor call", "Steering committee (on their Teams)", "Kick-off with the agency"],
      text=["The customer made the Teams meeting, I copy their block below so that you all have it in your calendars.", "They insist on Teams, we insist on coffee.", "Forwarded details. If the lobby doesn't let you in call my mobile."]),
    h("meet-external", by="google", n=3, do=meet, summary=["Catch-up {orgfirst}/{first}", "Podcast pre-interview", "Design crit #{n2}"],
      text=["", "Hi {first}! We record next week, this is just to find the thread. Notes: https://docs.google.com/document/d/{hex}{hex}/edit?usp=sharing", "Figma, then opinions. Then cake."]),
    h("zoom-pasted", by="m365 thunderbird apple-mail", n=3, do=zoom_block(5), summary=["Board of trustees, special session", "Deposition of {colleague}", "Parents' council"],
      text=["Only item: the roof fund. Papers went out by post.", "Remote deposition per stipulation. The court reporter circulates exhibits in the chat. Please rename yourself with your full name and role.", "As decided we stay online until Easter. Agenda: school meals, the crossing, any other business."]),
    h("webex-mixed", by="webex", n=2, summary=["Change advisory board", "Clinical update: anticoagulants"], text=["Emergency change for the core switch, please read CHG{num} before.", "1 CME credit. Cases welcome, patient names not."]),
    h("dial-in-world", by="exchange outlook-imap notes", n=3, do=dial_table(25, True), summary=["Global sales call", "Follow-the-sun handover", "Partner briefing, all regions"], text=["EMEA and Americas together this time. Mute yourselves.", "Please use the number of your country, the toll-free ones cost us 9 ct a minute. Operator assistance: press *0.", "Embargoed until the press release is out. Questions by phone only."]),
    h("town-hall-300", by="m365 exchange", sender="colleague", n=2, do=S.crowd(300), summary=["All hands: where we stand", "Fire drill briefing - everyone"], text=["Numbers, one sad piece of news, two good ones. Ask anything, also anonymously: https://forms.office.com/r/{token}", "15 minutes in the yard. Leave your coffee, take your coat."]),
    h("zoho-mix", by="kit-node outlook-imap", n=2, do=zoho, summary=["Stock take - who comes on Saturday", "Call with the importer"], text=["Please answer so that I can order lunch.", "They want to know about the duty of {amount} they advanced."]),
    h("ms-bookings", by="m365", n=3, do=bookings_page, who=["Elmsett Advice Centre", "Spokes & Bolts", "Campus Tax Clinic"], where=["{street}", "{phone2}", "Microsoft Teams Meeting"], summary=["{name}: 30-minute consultation", "Bike service (standard)", "Tax help for students"],
      text=["Thank you for booking with us!\n\nService: consultation\nPrice: free\nWith: {org}\n\n[Manage Booking](https://outlook.office.com/bookwithme/{token})\n\nPlease give us 24 hours' notice if you cannot come.", "Price: $79.00, parts extra. Drop the bike off before 9. We call you before we spend more than {small}.", "Online session by volunteers. Have your W-2 and last year's return within reach; you share your screen only if you wish."]),
    h("calendly-mix", by="calendly", n=3, summary=["Mentoring", "Adoption counselling, first talk", "Loan officer call"], text=["Event Name: 45 Minute Mentoring\n\nWhat would you like to talk about?: how to leave a job well", "Location: we call you, number withheld because of the switchboard.", "Questions:\nLoan amount: around 240,000\nPurpose: purchase\nCredit score (guess): 700-740\n\nPowered by coffee. {org}, NMLS #{num}"]),
    h("doodle-result", by="doodle", n=2, summary=["Poll closed: team dinner", "Final date: external examiners"], text=["{org} closed the poll. 11 of 13 can come.", "Thank you for voting. The option with the fewest tears has won."]),
    h("proton-fastmail", by="proton fastmail", n=3, summary=["Handover of the source material", "Allotment committee", "Interview on background"], text=["In person only, phones stay at home. Bring the printouts.", "Rats, water butts, the vacancy on plot 17. In that order.", "Twenty minutes, not for attribution until we agree on quotes. My Signal is on my website."]),
    h("server-mix", by="nextcloud sogo zimbra open-xchange", n=4, summary=["Board of the housing co-op", "Lab safety walk", "Interview round (internal)", "Renewal of the photocopier lease"], text=["Minutes of the last meeting: https://cloud.{orgdomain}/s/{token}\nPassword as always (the name of the cat).", "Fume hoods 3 and 4 were red last time.", "CVs are in the shared folder, read two each. No laptops in the room please, they make people nervous.", "They offer 48 months at {small}. I find that steep. Offer is in the folder https://files.{orgdomain}/f/{num}."]),
    h("desktop-mix", by="thunderbird roundcube evolution kontact davmail", n=5, summary=["Server move: who is on site", "Release 4.2 planning", "Key handover", "Reading group: chapter 6", "Quotation for window cleaning"], text=["Rack 12, bring rails.", "Freeze on Thursday. Anything not merged waits.", "Flat 3, two keys and one fob. Deposit 150 in an envelope please, I sign for it.", "Somebody must summarise section 6.3, not me again.", "They come to measure. Free."]),
    # What happens to meetings later.
    h("update-note", by="google", n=3, do=note("[[Sorry, the dentist called|We need a bigger room|Link was wrong, new one below]]"), summary=["Portfolio review", "Supplier day", "Webinar rehearsal"], text=["All else stays.", "Two more people from the plant are joining.", "New studio link: https://studio.{orgdomain}/in/{token}"]),
    h("update-exchange", by="m365 exchange outlook-imap", n=3, do=updated(3), summary=["NEW DATE: contract negotiation", "Budget 2027 - moved to 2 pm", "Warehouse tour (updated location)"], text=["Legal needs another week. The mark-up is in the deal room, https://deals.{orgdomain}/{num}.", "Was in conflict with the works council. Sorry.", "Gate C instead of B, because of the crane. Safety film before: https://www.{orgdomain}/safety (4 min, mandatory)."]),
    h("cancel-long", by="m365 google zimbra", n=3, do=S.cancel, summary=["Leadership training, module 3", "Guided tasting", "Recruiting day"], text=["Dear all,\n\nthe trainer has broken her leg (skiing, she is fine and swears a lot). The fee of {amount} that was charged to your cost centre is booked back this month; those who paid by card get the refund to the card within ten days, no action is needed. Hotel rooms: please cancel yourselves until 6 pm the day before, the code is {code}. A new date follows in {q}.\n\nKind regards\n{org}",
            "We regret that the tasting cannot take place as the cellar is under water. You can choose: a voucher, another date, or your money back. Simply answer this mail or ring {phone2}.", "Postponed because of the strike. Applicants have been informed by phone."]),
    h("reply-mix", by="google m365 zimbra apple-mail", n=4, method="REPLY", do=[S.reply("ACCEPTED")], summary=["Supplier day", "Contract talk", "Lunch with the auditors", "Farewell drinks"], text=["", "Will join by phone: {phone2}", "No fish for me please.", "With plus one!"]),
    h("reply-no", by="exchange m365", n=2, method="REPLY", do=S.reply("DECLINED"), summary=["Vendor pitch", "Strategy offsite"], text=["Please take me off your list, we have signed with somebody else.", "On parental leave until August. For urgent matters call {colleague}, {phone2}."]),
    h("counter-mix", by="m365 outlook-imap notes", n=3, method="COUNTER", do=counter_by_guest, summary=["Acceptance test", "Price round", "Photo session"], text=["Can we do it an hour later? The train only arrives at nine.", "I need finance in the room and they are only free in the afternoon.", "Light is better after four."]),
    h("delegation", by="m365 notes zimbra", n=3, do=delegate_asks, summary=["Hearing of experts", "Working party: signage", "Annual safety inspection"], text=["Thank you for standing in. Documents: https://www.{orgdomain}/hearing/{num}", "", "Two hours outdoors, bring boots."]),
    h("forward-notice", by="m365 exchange", n=3, do=forward_notice, summary=["Merger communication", "Ramp-up line 3", "Works outing"], text=["", "", ""]),
    h("room-reply", by="m365 exchange", sender="colleague", n=3, method="REPLY", who=["Room 4.12 (12 seats, screen)", "Pool car 3", "Auditorium"], do=from_room(("Your request was accepted.\n\nSent by Microsoft Exchange Server", "Your request was declined because there are conflicts.\n\nThe conflicts are:\n\nOrganizer and Time of Conflicting Meeting\nFacilities: all day\n\nSent by Microsoft Exchange Server")), summary=["Board lunch", "Trip to the plant", "Open evening"], text=["", "", ""]),
    h("list-forward", by="google thunderbird m365", n=3, do=S.mailing_list, summary=["Code of conduct working session", "Hack day at the library", "Elections to the committee: nominations close"], text=["Draft: https://github.com/{token}/conduct/pull/[[12|47|90]]", "Bring a laptop and a power strip. Cake by the treasurer.", "Nominations to the returning officer until {date}, two seconders each. Ballot by mail with a personal token, please do not forward that one."]),
    h("vcalendar-1", by="php-site python-site outlook-imap", n=3, do=vcal10, method="PUBLISH", summary=["Open garden day", "Service due: boiler", "Training evening: new forms"], where=["{street}", "At your home", "Main hall"], text=["Teas from 2 pm, plants from 1.50.", "Yearly service. Between 8 and 12. Our engineer carries an ID card. 01632 960[[114|355|871]]", "Bring the old forms, we shred them together."]),
    h("unpublished-servers", by="roundcube thunderbird php-site sogo", n=4, do=no_keys, summary=["General meeting of the water board", "Parish office closed / new hours", "Order of gravel", "Open stage: sign-up"], text=["Agenda hangs in the glass case. Arrears: whoever has not paid the contribution (120) may pay in cash at the door.", "From next week mornings only.", "40 t, delivered Tuesday. Invoice follows by post.", "Ten minutes each. Register at https://www.{orgdomain}/stage until {date}."]),
    h("failing-dmarc", by="exchange zimbra outlook-imap", n=3, do=moved_house, summary=["Delivery planning", "Visit of the inspector", "Price list 2027"], text=["We changed provider, tell me if my mails land in your spam.", "He wants to see the log of the cold room. Please print it.", "Ten minutes by phone, {phone2}. List is attached to my mail of Monday."]),
    h("footer-broken", by="exchange m365", n=2, do=[broken_signature, signature], summary=["Discharge planning", "Theatre list review"], text=["Ward 6, then pharmacy.", "Three cancellations to look at."]),
    h("hosting-relay", by="php-site kit-php ruby-site", n=3, do=shared_hosting, summary=["Your booking: pottery weekend", "Course confirmation first aid", "Beekeeping for beginners: place confirmed"], text=["Hello {first}, thank you! We received your booking. The balance of {small} is payable on the day, cash or card. Clay is included, lunch is not.\n\nPlease do not reply to this automatic mail; write to {orgaddr}.", "Your place is confirmed (booking {num}). Price 65,- incl. manual, pay on site. Bring comfortable clothes. Cancel up to 48h before: https://www.{orgdomain}/cancel?b={code}", "Veils are there, gloves please bring your own (washing-up gloves do). We meet at the hives behind the school. Phone on the day: {phone2}."]),
    h("first-contact", by="google outlookcom yahoo icloud", sender="freemail", n=4, summary=["Question about your family tree", "Flat viewing on Saturday?", "Meeting about the scholarship", "Your lost wallet"], text=["Dear Mr/Ms {last}, I am working on the {last} family of the old mill and believe that we share great-grandparents. May I call on you? I have letters and photographs to show, and I do not want anything.", "hi, i saw your ad for the room. can i come have a look? i work at the hospital, non smoker, no pets. my number is 07700 900[[231|418|765]] thx", "Respected Sir/Madam, I am a master's student from Accra and was given your name by Prof. {colleague}. I would be most grateful for fifteen minutes of your time to speak about doctoral positions in your group. My transcripts are ready to send.", "Hello, I found a wallet with your card in it on the 7.42 train. Shall we meet at the station kiosk? It's all there, also the cash."]),
    h("unknown-prefix", by="google", sender="freemail", n=3, do=unknown_sender, summary=["Piano tuning", "Quick question re: your talk", "Meeting with the tenants"], text=["We spoke on the phone. It is a Bechstein, last tuned three years ago. 140 plus travel is fine.", "Hi {first}, loved the talk. Could I borrow your ear for 15 min? I'm writing my thesis on it.", "Dear neighbour, the heating again. Seven flats have said yes so far."]),
    h("agenda-long", by="m365 outlook-imap exchange", n=3, do=pdf_file("agenda.pdf"), minutes=(120, 180), summary=["Supervisory board, ordinary meeting", "Regional planning conference", "Quality review: full agenda"],
      text=["Ladies and gentlemen,\n\nI invite you to the ordinary meeting.\n\n1. Opening, quorum\n2. Minutes of the last meeting (approval)\n3. Report of the management\n   3.1 Results of {q}: revenue, margin, cash\n   3.2 Personnel\n   3.3 Litigation (confidential, paper copies only)\n4. Investment request: press line 2, 4.3 million (decision)\n5. Change of the bank mandate: new signatories (decision; originals of the specimen signatures are needed, please bring your passport)\n6. Credit line: extension with the house bank\n7. Auditor: proposal to the general meeting\n8. Compliance: report of the whistle-blower office, two cases\n9. Calendar 2027\n10. Any other business\n\nDocuments are in the board portal, https://board.{orgdomain}/m/{num}, from Friday. Access by token; lost tokens are replaced by the office ({phone2}) until Thursday.\n\nThose who cannot come may give a proxy in writing to another member. Lunch is at 12.30. Please tell the office about diets.\n\n{org}\nChair",
            "Dear colleagues of the seven districts,\n\nwe meet in the old customs house. Programme:\n\n09:30 Arrival, coffee\n10:00 Welcome by the county\n10:15 Flood plain maps: what changes for building permits (Dr. {colleague})\n11:15 Break\n11:30 Three working groups\n  A  Wind and landscape\n  B  Bus lines 7 and 11\n  C  Shared procurement of road salt (last winter: 1,140 t at 71 a ton; offers are in)\n13:00 Lunch, soup and rolls\n14:00 Results in plenary\n15:00 Funding: new programme, application deadline, sample application\n15:45 Closing remarks\n\nArrival by train: 12 minutes' walk; by car: use the meadow, it is signposted, the bridge is closed. Please register each participant by name because of the fire regulations. There is no fee; lunch is paid by the county.\n\nRegistration: https://www.{orgdomain}/planning/register",
            "All,\n\nthe certification body comes in six weeks. This is the rehearsal.\n\nBlock 1 (all): document control. Every procedure needs owner, date and version. Last time 14 of 60 were out of date. Expired procedures must be withdrawn before the audit, no exceptions.\nBlock 2 (production): calibration. Gauges 3, 7 and 12 have no sticker. Torque wrenches go to the lab on Monday.\nBlock 3 (purchasing): supplier evaluation, new form. Score below 60 means a letter.\nBlock 4 (service): complaints of the year. Response time 4.2 days on average, target 3.\nBlock 5 (IT): backup restore test, access reviews. Accounts of people who left: 5 still active, will be locked on {date}.\n\nPrepare: your part of the action list. If the sheet is locked, somebody has it open - usually me, sorry.\n\n{org}"]),
    h("one-line", by="google m365 icloud outlookcom yahoo", n=5, summary=["Lunch?", "call", "1:1", "Pick up drill", "5 min re invoice"], text=["usual place", "", "", "its in the shed", "which cost centre?"]),
    h("emoji-work", by="google m365 fastmail", n=3, sender="colleague", summary=["🎉 Launch party 🎉", "☕ Virtual coffee", "🚨 War room: checkout down"], text=["🍕 from seven, 🎤 from nine. Taxi home on the company 🚕 (receipt!)", "🎲 Random pairs this month: you + {orgfirst}. No work talk ;-)", "🔥 Join NOW if you own payments. Status page is red. Bridge stays open until 🟢."]),
    h("endless-series", by="google m365 zimbra exchange", n=4, rrule="FREQ=WEEKLY;BYDAY=MO,WE,FR", do=S.alarms("-PT10M"), summary=["Stand-up", "Blocked: focus time", "Feed the lab fish", "Daily cash count"], text=["Yesterday, today, obstacles. Ten minutes.", "", "Half a spoon each. Half!", "Two people, sign the sheet, safe combination is with {colleague}."]),
    h("short-links", by="google crm meetup", n=3, summary=["Community call: roadmap", "Lunch & learn: grants", "Volunteers' briefing"], text=["Agenda (editable): https://bit.ly/{token}\nLast recording: https://tinyurl.com/{token}", "Slides → https://bit.ly/{token} . Sign up for a table so we know how many pizzas: https://forms.gle/{token}", "Map of the car parks: https://goo.gl/maps/{token}\nRota: https://tinyurl.com/{token}\nHi-vis vests are handed out at 7."]),
    h("storage-links", by="google m365 outlook-imap", n=3, summary=["Review: final cut", "Plans for the extension", "Handover of photos"], text=["Video is 2.3 GB: https://www.dropbox.com/scl/fi/{token}/final_v7.mp4?rlkey={hex}&dl=0\nPassword by text message.", "Drawings are in https://drive.google.com/drive/folders/{hex}{hex}?usp=sharing - you have to be logged in with the address that I shared them with.", "Download until {date}, then it's gone: https://storage.googleapis.com/{token}/gallery/{num}.zip (412 files)"]),
    h("drive-attach", by="google", n=2, do=[meet, S.add("ATTACH;FILENAME=Notes;FMTTYPE=application/vnd.google-apps.document:https://docs.google.com/document/d/{hex}/edit?tab=t.0")], summary=["Sprint retro", "Hiring committee"], text=["Notes doc is attached.", "Scorecards in before the meeting, please; the committee can't decide without."]),
    h("word-file", by="m365 outlook-imap", n=2, do=word_file("contract_draft_v{n2}.docx"), summary=["Contract: redline session", "Statement of work, joint reading"], text=["Our comments are in the file. We can live with clause 9 if you can live with 11.", "Please switch on track changes. Signature is planned for {date}."]),
]

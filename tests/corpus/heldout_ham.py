"""Ordinary mails that share words and shape with abuse, written apart from the checks: held out, kept for measuring. No postmaster would hold one of them."""
import datetime as dt

import ical
import mail as M
import mime
import people
import producers
import qr
import shapes as S
from families import fill, ham


def h(name, **kw):
    return ham("real-" + name, **kw)


# --- what happens to honest mail on its way ---------------------------------------------------------------------------------

def from_domain(m):
    return m.from_[1].rpartition("@")[2]


def own_mail(m):
    """Whether the sender's own server sent it; services and freemail are always in order."""
    return m.auth["spf"][1] == m.org.domain and from_domain(m) not in producers.POLICY


def bare(m):
    """A small server that publishes nothing."""
    if own_mail(m):
        d = from_domain(m)
        m.signers, m.auth = [], {"spf": ("none", d), "dkim": [], "dmarc": ("none", d), "policy": "none"}


def spf_only(m):
    if own_mail(m):
        d = from_domain(m)
        m.signers, m.auth = [], {"spf": ("pass", d), "dkim": [], "dmarc": ("pass", d), "policy": "none"}


def passed_on(m):
    """The recipient's old address forwards: the envelope is the forwarder's, the signature lives or breaks."""
    r, d = m.r, from_domain(m)
    fwd = "alumni-mail%d.example" % r.randint(1, 5)
    lives = d != m.org.domain or r.random() < .6
    m.arc = M.arc_set(r, 1, fwd, "%s; spf=pass smtp.mailfrom=%s; dkim=pass header.d=%s; dmarc=pass header.from=%s" % (fwd, m.envelope, d, d), m.now)
    m.envelope = "SRS0=%s=%s=%s=%s@%s" % (M.token(r, 4), M.token(r, 2).upper(), m.envelope.rpartition("@")[2], m.envelope.partition("@")[0][:24], fwd)
    m.auth = {"spf": ("pass", fwd), "dkim": [("pass" if lives else "fail", d)], "dmarc": ("pass" if lives else "fail", d), "policy": "none"}
    m.to = [(m.rcpt.name, "%s@%s" % (m.rcpt.local, fwd))]
    m.hops = m.hops + ["in." + fwd, "out." + fwd]


def bulk(m):
    """Through a service for newsletters, signed for the sender as well."""
    if not own_mail(m):
        return
    r, d = m.r, from_domain(m)
    e = "mta.post-office.example"
    m.envelope = "b.%d.%s@%s" % (r.randint(10**5, 10**7), M.token(r, 6), e)
    m.signers = [d, "post-office.example"]
    m.auth = {"spf": ("pass", e), "dkim": [("pass", x) for x in m.signers], "dmarc": ("pass", d), "policy": r.choice(("none", "quarantine"))}
    m.hops = ["queue-%s.post-office.example" % M.token(r, 3), "mta.post-office.example"]
    m.more_head = m.more_head + [("List-Unsubscribe", "<https://post-office.example/u/%s>" % M.token(r, 16)), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"), ("Precedence", "bulk")]


def via(service, local="no-reply"):
    """A scheduling service sends for the organizer, who stays ORGANIZER and Reply-To."""
    def do(m):
        box = "%s@%s" % (local, service)
        m.reply_to = (m.org.name, m.org.addr)
        m.from_ = ("%s via %s" % (m.org.name, service.split(".")[0].capitalize()), box)
        m.envelope = "bounce-%s@%s" % (M.token(m.r, 10), service)
        m.signers = [service]
        m.auth = {"spf": ("pass", service), "dkim": [("pass", service)], "dmarc": ("pass", service), "policy": "reject"}
        m.mid = "<%s@%s>" % (M.uuid(m.r), service)
        m.hops = ["app-%d.%s" % (m.r.randint(1, 30), service), "out.%s" % service]
    return do


# --- who acts ------------------------------------------------------------------------------------------------------------

def assistant(m):
    """The assistant writes, the boss is the organizer."""
    helper = people.person(m.r, m.lang, m.org.domain)
    m.sender = None
    m.from_ = (helper.name, helper.addr)
    m.envelope = helper.addr
    m.ev.organizer = "ORGANIZER;CN=%s;SENT-BY=\"mailto:%s\":mailto:%s" % (ical.quote(m.org.name), helper.addr, m.org.addr)


def on_behalf(m):
    """Exchange shows the boss as From and the assistant as Sender."""
    helper = people.person(m.r, m.lang, m.org.domain)
    m.sender = (helper.name, helper.addr)
    m.ev.organizer = "ORGANIZER;CN=%s;SENT-BY=\"mailto:%s\":mailto:%s" % (ical.quote(m.org.name), helper.addr, m.org.addr)


def handed_on(m):
    """A colleague forwards the invitation of somebody outside: the calendar is as it was."""
    mate = people.person(m.r, m.lang, m.rcpt.domain)
    m.subject = {"de": "WG: ", "nl": "FW: ", "fr": "TR : ", "es": "RV: ", "it": "I: ", "pt": "ENC: "}.get(m.lang, "FW: ") + m.summary
    m.from_, m.envelope, m.sender, m.reply_to = (mate.name, mate.addr), mate.addr, None, None
    d = m.rcpt.domain
    m.signers, m.auth = [d], {"spf": ("pass", d), "dkim": [("pass", d)], "dmarc": ("pass", d), "policy": "none"}
    m.hops = ["[192.0.2.31]", "mail." + d]
    m.mid = "<%s@%s>" % (M.hexs(m.r, 24), d)
    m.ev.attendees = m.ev.attendees[:1] + [ical.Attendee(mate.name, mate.addr, "ACCEPTED")]


def team_box(m):
    """Invited is a group the recipient belongs to."""
    box = m.r.choice(("office", "team", "einkauf", "info")) if m.lang == "de" else m.r.choice(("office", "team", "info", "sales"))
    m.to = [("", "%s@%s" % (box, m.rcpt.domain))]
    m.ev.attendees = m.ev.attendees[:1] + [ical.Attendee(box, "%s@%s" % (box, m.rcpt.domain), cutype="GROUP")]


def room(name):
    def do(m):
        m.ev.location = name
        m.ev.attendees.append(ical.Attendee(name, "room-%s@%s" % (people.ascii_local(name.replace(" ", "-")), m.org.domain), "ACCEPTED", "NON-PARTICIPANT", "FALSE", "ROOM"))
    return do


def new_time(m):
    m.ev.sequence = m.r.randint(1, 3)
    for a in m.ev.attendees[1:]:
        a.partstat = m.r.choice(("ACCEPTED", "NEEDS-ACTION"))


def proposes(m):
    m.method = "COUNTER"
    m.ev.organizer = (m.rcpt.name, m.rcpt.addr)
    m.ev.attendees = [ical.Attendee(m.org.name, m.org.addr, "TENTATIVE")]
    m.ev.alarms = []


def friends(n):
    def do(m):
        seen = {a.addr for a in m.ev.attendees}
        for _ in range(n):
            p = people.freemail_person(m.r, m.lang)
            if p.addr not in seen:
                seen.add(p.addr)
                m.ev.attendees.append(ical.Attendee(p.name, p.addr, m.r.choice(("ACCEPTED", "NEEDS-ACTION", "DECLINED"))))
    return do


def made_by(prodid, mailer=None):
    def do(m):
        m.prodid = prodid
        if mailer:
            m.head = [("X-Mailer", mailer)]
    return do


# --- what is inside ------------------------------------------------------------------------------------------------------

def paper(name, *lines):
    """A PDF with a few lines."""
    def do(m):
        text = "BT /F1 11 Tf 50 780 Td 16 TL " + " ".join("(%s) Tj T*" % fill(m, x).replace("(", "[").replace(")", "]") for x in lines) + " ET"
        data = ("%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
                "/Resources<</Font<</F1 5 0 R>>>>>>endobj\n4 0 obj<</Length %d>>stream\n%s\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF\n" % (len(text), text)).encode("latin-1", "replace")
        n = mime.encode_word(fill(m, name))
        m.attachments.append(mime.part('application/pdf; name="%s"' % n, data, "base64", disposition='attachment; filename="%s"' % n))
    return do


def ticket(m):
    """A code for the scanner at the door."""
    cid = "ticket-%s" % M.hexs(m.r, 8)
    m.related.append(mime.part('image/png; name="ticket.png"', qr.qr_png("TKT%s" % M.token(m.r, 14, "0123456789ABCDEF"), "M"), "base64", disposition='inline; filename="ticket.png"', more=[("Content-ID", "<%s>" % cid)]))
    m.html = "<html><body><h2>%s</h2>%s<img src=\"cid:%s\" width=\"150\"></body></html>" % (m.summary, M.html_of(m.text), cid)


def legs(m):
    """There and back."""
    back = ical.Event(zone=m.ev.zone, form=m.ev.form, stamp=m.now, uid="2-" + m.ev.uid, start=m.ev.start + dt.timedelta(days=4), end=m.ev.end + dt.timedelta(days=4), summary=m.summary + " (2)", location=m.ev.location)
    m.events = [m.ev, back]


FAMILIES = [
    # --- Suppliers, money, contracts ---------------------------------------------------------------------------------------
    h("renewal-call", by="m365 exchange m365 outlook-imap", n=4, do=S.teams, summary=["{orgcompany} renewal: Endpoint Protection, 250 seats", "Your support contract ends {date} - options", "Norton to Defender: migration kick-off", "McAfee licence true-up {company}"],
      text=["Hi {first},\n\nyour current term ends on {date}. I'd like to walk you through the renewal quote ({amount} a year, unchanged per seat) and the new device cover. If the slot doesn't suit, call me directly on {phone2} or the renewals desk {phone}.\n\nBest regards\n{org}\n{orgcompany}",
            "Hello {first}, as your contract runs out soon we should decide whether you keep Gold or go down to Silver. Quote number {order}. No auto-renewal: nothing happens unless you sign.", "Agenda: licences left over, uninstall tool, who calls whom when a laptop misbehaves (hotline {phone}).", "Count of seats as of last month: {num}. Please bring the purchase orders; the difference will be on the next invoice."]),
    h("invoice-review", by="exchange m365 google zimbra", n=4, do=paper("Open_items_{q}.pdf", "Open items {q}", "Invoice {order}   {amount}", "Terms 30 days"), summary=["Open invoices {q}", "Invoice {order}: query on line 4", "Overdue items - can we talk?", "Payment run: supplier statements"],
      text=["Dear {first},\n\nour ledger shows three invoices past due, {amount} in total (list attached). Could we go through them? If they've been paid since, please ignore this and just decline.\n\nAccounts receivable, {orgcompany}, {phone2}", "You were billed for {n2} days, the timesheet says less. Let's sort it before your payment run.", "No drama, two invoices got lost between our systems. 15 minutes will do.", "Each of us brings the statement of his ten largest suppliers. Nothing leaves without two signatures."]),
    h("bank-adviser", by="booking exchange python-site", n=3, who=["Dunmere Building Society", "Harbour Bank - Adviser Team", "Mortgage Desk"], summary=["Your appointment with your adviser", "Fixed rate ends {date}: review meeting", "Video appointment: mortgage application {num}"],
      text=["Dear {name},\n\nthank you for booking. Please bring photo ID, three payslips and a recent utility bill. We will never ask you for passwords or codes by e-mail or phone.\n\nIf you need to change the appointment call {phone} (Mon-Fri 8-18) or your branch {phone2}.", "Your current rate ends soon. We go through the options and what they cost a month. Nothing to pay for this review.", "Log in to online banking as usual by typing the address yourself and choose Appointments to join the video call. This message contains no link on purpose."]),
    h("contract-signing", by="exchange m365 outlook-imap", n=3, do=assistant, summary=["Signing: lease renewal", "Walk-through before e-signature of MSA {num}", "Notary: share transfer"], text=["We read the final version together; afterwards everybody gets the envelope from DocuSign and signs with his own account.", "Redlines of clause 7 and 12. Please have the version of {date} open. The envelope goes out after the call, sender will be {org}.", "Please bring passports. The notary's fee is {amount}, transferred beforehand from the escrow account as agreed."]),
    h("tender", by="m365 exchange", n=3, summary=["RFP {num}: bidder conference", "Pre-award clarification {company}", "Bid opening"], text=["Questions in writing until two days before. All documents are on the portal of the purchasing body, access as registered.", "Please be ready to explain positions 3.1 to 3.7 of your price sheet. Attendees: technical lead and the person who may sign.", "Public session, live stream: https://www.youtube.com/watch?v={token}"]),
    h("domain-hosting", by="php-site m365 python-site", n=3, who=["Pinfold Hosting", "Registrar Services", "Certificate Desk"], method="PUBLISH", summary=["Reminder: {company} domain renews on {date}", "Maintenance of your server {n2}", "TLS certificate of {domain} is replaced"],
      text=["Hello {name},\n\nthe domain renews automatically, {small} will be charged to the card ending 1[[1|4|7]]{n2}. You can change this in your customer panel: {goodlink}. Nothing to do otherwise.", "Between 02:00 and 04:00 UTC the mail service restarts twice. Status: {goodlink}", "We install the new certificate in this window. Contact: {phone2}, ticket {num}."]),
    h("cold-sales", by="google crm m365 outlook-imap calendly", n=5, summary=["{orgcompany} x {company}: 20 min?", "Intro call: cut your print costs", "Following up on my mail - quick demo", "Ideas for {company}'s warehouse", "Partnership chat"],
      text=["Hi {first},\n\nI've not heard back, so I took the liberty of proposing a time. We help firms like {company} bring freight costs down. If it's not for you, decline and I won't write again.\n\n{org}\n{orgcompany}, {phone2}", "Two case studies: {goodlink}. No slides, promised. Free to move: https://calendly.com/{token}/20min", "Just 15 minutes with our engineer. We have clients in your street.", "I was at the fair and talked to {colleague}, who named you. Price list on request.", "As discussed on LinkedIn. Agenda: who we are, who you are, do we like each other."]),
    h("meetings-counter", by="outlookcom google m365 zimbra", n=4, do=proposes, summary=["Contract review", "Pricing call", "Visit of the plant", "Payment plan"], text=["Could we do it an hour later?", "Train is late, sorry.", "", "Tuesday suits our controller better."]),
    h("cancellations", by="google m365 nextcloud sogo zoom zimbra", n=6, do=S.cancel, summary=["Renewal discussion", "Payroll workshop", "Interview (second round)", "Security briefing", "Webinar: e-invoicing", "Bank appointment"], text=["{orgfirst} is ill, new date follows.", "Cancelled, we do it by mail.", "The position has been filled. We wish you all the best.", "", "Postponed to spring, you stay registered.", "Call {phone2} for a new date."]),
    h("replies", by="google m365 outlook-imap thunderbird sogo icloud", n=6, do=S.reply("ACCEPTED"), summary=["Invoice review", "Password policy training", "Delivery slot gate 2", "Quarterly call", "Vorstandssitzung", "Dinner"], text=["", "Happy to join.", "Driver's number: {phone2}", "", "", "Looking forward!"]),
    h("declines", by="exchange nextcloud yahoo", n=3, do=S.reply("DECLINED"), summary=["Demo of your product", "Urgent: payment terms", "Free consultation"], text=["Please do not invite me again.", "I'm on leave, ask {colleague}.", ""]),
    # --- HR, payroll, IT, security at work ---------------------------------------------------------------------------------
    h("benefits", by="m365 exchange outlook-imap", sender="colleague", n=4, do=S.teams, who=["Human Resources", "HR Operations", "People Team", "Benefits Desk"], summary=["Open enrolment closes {date}: drop-in", "Bonus scheme explained", "New salary bands - Q&A", "Leave policy {year}: please read before"],
      text=["Dear all,\n\nenrolment is open until {date}. Who does nothing keeps last year's plan. The portal is where it always is (intranet, My Benefits). We're here for questions; confidential ones to ext. {n2}0.", "How the pool is filled and when it's paid out (with the salary of March). No individual amounts in this meeting.", "Managers first, then everybody. Questions can be asked anonymously: https://forms.office.com/r/{token}", "The draft is on SharePoint: https://{domain}.sharepoint.example/hr/leave. Acknowledgement happens in the HR system in January, not by mail."]),
    h("payroll-cutoff", by="exchange m365 notes", sender="colleague", n=3, rrule="FREQ=MONTHLY;BYMONTHDAY=15", who=["Payroll", "Finance Shared Services", "Payroll Office"], summary=["Payroll cut-off today 12:00", "Payslips are online", "Timesheets due"], text=["Changes of bank details only in person or in the HR system with your own login. We change nothing by mail or phone.", "Log in to My HR as usual.", "Late timesheets are paid next month, no exceptions."]),
    h("it-maintenance", by="m365 exchange zimbra", sender="colleague", n=4, place="night", minutes=(120, 240), who=["IT Service Desk", "Infrastructure", "Messaging Team", "Network Operations"], summary=["Mail outage 22:00-02:00", "Mailbox quota raised, restart of Outlook needed", "VPN certificates are replaced", "MFA: new number matching from {date}"],
      text=["No mail in or out during this window. On-call {phone2}.", "You may be asked to sign in once again. The prompt comes from Windows, not from a mail.", "Old certificates end at midnight. Who has problems comes to the desk in the lobby or calls {phone2}.", "The app will ask you for a two-digit number. Deny what you did not start and ring the desk."]),
    h("awareness", by="m365 google lms", sender="colleague", n=4, summary=["Security awareness: spot the phish", "Mandatory training: password policy", "QR codes, fake parcels, fake bosses: lunch session", "Phishing simulation: results"],
      text=["We look at real examples: 'your account will be suspended', 'call PayPal now', 'the CEO needs gift cards'. Bring your own.", "45 minutes, test at the end. Pass phrases, manager, second factor. Counts for the yearly certificate.", "Pizza. How a QR code on a parking meter emptied an account, and what to do when it has happened (call us first, {phone2}).", "Click rate went from 14 to 6 per cent. Nobody is named."]),
    h("teams-calls", by="m365", sender="colleague", n=4, do=[S.teams, S.crowd(6)], summary=["Budget {year} - first cut", "1:1", "Incident review {num}", "Restructuring of the depot: information"], text=["Numbers in the usual folder.", "", "Timeline, what went well, what did not. No blame.", "Works council and management speak. Attendance during working time, one person a machine stays at the press."]),
    h("boss-moves", by="google exchange outlookcom", sender="colleague", n=4, do=new_time, summary=["Quick chat", "Acquisition: confidential", "Are you free now?", "Wire transfers: who signs when I'm away"], text=["Moved to after lunch.", "Small circle. Please do not forward.", "5 minutes, my office, nothing bad", "{colleague} and I on leave at the same time, so we have to decide on the second signature."]),
    h("delegates", by="m365 exchange", n=3, do=on_behalf, summary=["Dr. {last}: annual talk", "Visit of the board", "Call with Mr. {last}"], text=["On behalf of {org}: please confirm by {date}.", "Programme follows. Number plates for the gate to reception, please.", ""]),
    h("forwarded-on", by="m365 google outlook-imap", n=3, do=handed_on, summary=["Demo: route planning", "Audit kick-off with {orgcompany}", "Customer day"], text=["Can you go instead of me?", "fyi, you should be there too", "Interesting for you?"]),
    h("team-boxes", by="m365 nextcloud google", n=3, do=team_box, summary=["Gate access for contractors", "Press trip", "Supplier day"], text=["Names and plates until the day before.", "", "Bus leaves at the station, north side."]),
    h("rooms", by="exchange google m365", sender="colleague", n=3, do=room("Board Room 2"), summary=["Interviews (3 candidates)", "Legal hold: how to", "Vendor selection CRM"], text=["Questions in the template.", "What may not be deleted at the moment, mails and calendars included.", "Scores per criterion, price opened last."]),
    # --- Jobs ----------------------------------------------------------------------------------------------------------------
    h("recruiters", by="google calendly m365 hr-system", n=4, who=["Emma Lomax (Talent Partner)", "Simon Rudd Executive Search", "People Team", "Recruiting Desk"], summary=["Call: Head of Logistics (permanent)", "First interview by Teams", "Interview - warehouse operative", "Offer talk"],
      text=["Hi {first}, great to connect. The role is in Leeds, 68-75k, hybrid. I'll call you at the number on your profile. If it rings from 020 7946 0[[112|386]], that's me.", "Panel: the team lead and me. Please have photo ID ready, that's a legal requirement. CVs stay with us.", "Come to gate 3. Safety shoes if you have some. Travel costs are refunded against receipts.", "The written offer follows by post. Questions about holidays and pension welcome."]),
    h("freelance", by="fastmail proton google", n=2, summary=["Rate for the second phase", "Contract extension until June"], text=["{small} an hour was for remote; on site I'd need 10 more.", "Same terms. Invoice monthly."]),
    # --- Webinars, conferences, platforms --------------------------------------------------------------------------------------
    h("webinars", by="zoom zoom-events gotomeeting webex", n=4, summary=["Webinar: Tax changes {year}", "Free masterclass: selling on marketplaces", "Live demo: fraud prevention for shops", "Crypto accounting for tax advisers"],
      text=["Hi {first}, you are registered. The link is personal, please don't share it. Can't attend? The recording is sent to everybody.", "Limited to 500 seats, so come on time. 20% off the course for participants with the code LIVE20.", "How card testing, refund scams and gift-card fraud look in the logs. Speakers from {orgcompany}.", "FIFO, staking, airdrops: what belongs in the return. 2 CPE points."]),
    h("conference", by="indico python-site google", n=3, method="PUBLISH", do=bulk, summary=["Your talk: Thursday, hall B", "Registration confirmed: {num}", "Hotel block expires {date}"], text=["Slides to the session chair the evening before. Clip-on microphone, 25 + 5 minutes.", "Fee {amount}, received with thanks. Receipt: {goodlink}. Badge with ID at the desk.", "Book with code {code} at the congress rate. After the date the rooms are released."]),
    h("meetups", by="meetup eventbrite ruby-site", n=5, place="evening", minutes=(120,), who=["Bitcoin Meetup Northam", "Singles Hiking Club", "Luma: AI builders night", "Wine & Vines", "Poker League (play money)"], summary=["Bitcoin & Lightning: run your own node", "Singles 40+: walk to the lighthouse", "AI builders night - demos and pizza", "Blind tasting", "Poker night, no cash games"],
      text=["Bring a Raspberry Pi. Nobody sells anything, nobody asks for seeds.", "Six miles, easy. Meet new people, 12 spots left. Fee {small} for the bus.", "You're on the list! Show the code at the door, plus-ones need their own ticket. Dial-in isn't offered.", "Your ticket {order}: 1 x {small}. Over 18s.", "Buy-in is a packet of crisps."]),
    h("luma", by="python-site ruby-site", n=2, do=[via("luma-events.example", "calendar-invites"), ticket], summary=["Founders breakfast", "Design critique vol. 9"], text=["You have been approved to join. Address: {street}. Can't make it? Please free your spot: https://luma-events.example/e/{token}", "See you there 🎉 Hosted by {org} and 2 others."]),
    h("doodles", by="doodle calendly", n=3, summary=["Final date: steering group", "Consultation (30 min)", "Thesis defence"], text=["{org} picked the option that suits 8 of 9.", "Event notes: questions about probate. Location: {phone2}", "Room 2.14, open to the public."]),
    h("service-notices", by="google-notice teams-notice newsletter", n=3, method=None, summary="notice", subject=["{org} has shared a calendar with you", "{org} sent a message in the meeting chat", "Invitation: open day on {date}"],
      text=["Hello {rcpt},\n\n{org} has shared the Google Calendar \"Rota {year}\" with you.\n\n[View calendar](https://calendar.google.com/calendar/render?cid={token})\n\n- The Google Calendar Team", "Hi,\n\n{org} sent a message: \"Can somebody share the deck from yesterday?\"\n\n[Open in Teams](https://teams.microsoft.com/l/message/19:meeting_{token})", "Dear friends of the house,\n\nwe open the doors at ten. Subscribe to our events calendar: webcal://www.{orgdomain}/events.ics\n\nUnsubscribe: {goodlink}"]),
    h("through-lists", by="thunderbird google roundcube m365", n=4, do=S.mailing_list, summary=["General assembly: election of the treasurer", "Kernel call", "PhD seminar: fraud detection", "Volunteers' evening"], text=["Nominations until the day before. Proxy form on the site.", "Usual bridge, agenda on the wiki.", "Speaker: {org}. Title: Money mules and how banks see them.", "Bring a friend. The bar takes cash only."]),
    h("old-address", by="google m365 icloud apple-mail", n=4, do=passed_on, summary=["Reunion: class photo", "Lunch", "House viewing", "Fiona's 40th"], text=["We counted 31 yes. Dinner is {small} each, please send it to Karen.", "", "Third floor, no lift. Deposit is two months' rent.", "Don't tell her!!"]),
    # --- Private life ----------------------------------------------------------------------------------------------------------
    h("surgery", by="clinic python-site java-site", n=3, who=["Harley Road Dental", "Eye Clinic", "Vaccination Centre"], method="PUBLISH", summary=["Reminder: your appointment {date}", "Cataract pre-assessment", "Second dose"], text=["Please arrive 10 minutes early. To change or cancel call {phone2}, otherwise a fee of {small} may be charged.", "Bring your glasses and a list of medicines. Don't drive home.", "Reference {code}. Free of charge. Questions: {phone}"]),
    h("parcels", by="php-site dotnet-site booking", n=3, who=["Parcel Point Harbour Street", "Furniture Delivery", "Customs Brokerage Desk"], method="PUBLISH", summary=["Pick-up slot for parcel {order}", "Your sofa arrives", "Customs inspection of {order}: appointment"], text=["Your parcel waits for seven days. Bring ID and the code {code}. No fee.", "Two men carry it to the room of your choice, driver calls half an hour before: {phone2}.", "Please bring the commercial invoice. Duty {small} is paid at the counter, by card."]),
    h("journeys", by="travel travel java-site ruby-site", n=4, who=["Silver Wing Air", "Night Rail", "Hotel Bellevue", "Seaside Lets"], method="PUBLISH", do=legs, summary=["Check-in opens for your flight {code}", "Coach 12, berth 31", "Your stay, booking {num}", "Cottage: arrival"], text=["Online check-in from now: {goodlink}. Missing passport data? Add it there or at the counter. Baggage {small}.", "Ticket {order}, {amount}. Compartments are closed at 23:00, the steward wakes you.", "Balance of {amount} payable on arrival. Free cancellation until two days before. Reception {phone2}.", "Key safe code is sent by text on the day. Deposit {small} is returned within a week."]),
    h("tables-tickets", by="booking eventbrite ruby-site", n=3, do=ticket, method="PUBLISH", place="evening", summary=["Table for four", "Concert: row 7", "Escape game"], text=["We keep it for 15 minutes. Card ending {n2}{n2} is charged {small} a head only for no-shows.", "Show the code. Doors at seven.", "Paid {small}. Call {phone2} when late."]),
    h("school-club-church", by="google icloud outlookcom thunderbird", n=4, sender="freemail", do=friends(12), summary=["Parents' evening 4b", "Away game, bus at 8", "Harvest service + lunch", "Wedding rehearsal ❤"], text=["Payment for the trip ({small}) to the class account please.", "Bring both kits. If the bus is full call me {phone2}.", "Donations for the roof welcome, box at the door.", "Then drinks at ours. Hotel code LOVE26."]),
    h("landlords", by="google outlook-imap booking", n=3, summary=["Viewing: 2-bed flat, Mill Lane", "Boiler inspection - access needed", "Deposit handover"], text=["Six parties in ten minutes slots. Bring proof of income only if you like the flat; we never ask for money before a viewing.", "Gas safety law requires it. If you're out, the office lets the engineer in. {phone2}", "Meter readings together, then the deposit of {amount} goes back to your account."]),
    # --- German ----------------------------------------------------------------------------------------------------------------
    h("de-arbeit", lang="de", by="exchange m365 zimbra sogo", sender="colleague", n=4, do=S.crowd(4), who=["Personalabteilung", "IT-Service", "Lohnbuchhaltung", "Datenschutz"], summary=["Gehaltsrunde {year}: Information", "Passwortrichtlinie - Pflichtschulung", "Lohnlauf: Abgabeschluss heute 12 Uhr", "Phishing erkennen, Mittagsvortrag"], text=["Wie die Erhöhung verteilt wird. Einzelgespräche danach.", "Dauer 45 Minuten, Teilnahme wird bestätigt. Kennwörter werden am eigenen Rechner geändert, nie über einen Link.", "Nachmeldungen nur über das Zeiterfassungssystem.", "Echte Beispiele: Paketgebühr, Chef-Masche, QR-Code am Parkautomaten."]),
    h("de-lieferant", lang="de", by="m365 outlook-imap exchange", n=3, summary=["Verlängerung Wartungsvertrag {num}", "Offene Rechnungen {q}", "Angebotspräsentation {orgcompany}"], text=["Guten Tag {name},\n\nIhr Vertrag endet am {date}. Gern gehe ich mit Ihnen die Konditionen durch ({amount} im Jahr). Telefonisch erreichen Sie mich unter {phone}.\n\nMit freundlichen Grüßen\n{org}", "Drei Posten sind noch offen, vermutlich liegt es an der Kostenstelle. Kurz gemeinsam durchsehen?", "Unterlagen vorab: {goodlink}"]),
    h("de-termine", lang="de", by="clinic booking php-site", n=4, method="PUBLISH", who=["Zahnarztpraxis Dr. Reuter", "Sparkasse Moorbek - Beratung", "Paketshop am Markt", "Bürgeramt Mitte"], summary=["Ihr Termin am {date}", "Beratungstermin Baufinanzierung", "Abholtermin Paket {order}", "Termin: Personalausweis"], text=["Bitte Versichertenkarte mitbringen. Absagen bis 24 Stunden vorher unter {phone}, sonst Ausfallhonorar {small}.", "Bitte bringen Sie Einkommensnachweise und Ausweis mit. Wir fragen niemals nach PIN oder TAN.", "Abholcode {code}. Es fällt keine Gebühr an.", "Gebühr 37,00 €, bar oder mit Karte. Biometrisches Foto."]),
    h("de-verein", lang="de", by="thunderbird nextcloud google", n=3, place="evening", do=bare, summary=["Jahreshauptversammlung", "Elternabend 6c", "Probe mit Orchester"], text=["Tagesordnung wie ausgehängt, Kassenbericht, Beitrag 48 €.", "Klassenfahrt: Anzahlung 80 € aufs Klassenkonto, IBAN steht im Elternbrief.", "Schwarze Mappe!"]),
    h("de-absagen", lang="de", by="exchange sogo kontact", n=3, do=S.cancel, summary=["Jour fixe", "Vorstellungsgespräch", "Ortstermin Dach"], text=["Fällt aus, neuer Termin folgt.", "Leider erkrankt, wir melden uns.", ""]),
    # --- French ----------------------------------------------------------------------------------------------------------------
    h("fr-travail", lang="fr", by="exchange m365 zimbra", sender="colleague", n=4, who=["Ressources humaines", "DSI", "Service Paie", "Communication interne"], summary=["Mutuelle : réunion d'information", "Changement des mots de passe : comment faire", "Clôture de la paie", "Sensibilisation au hameçonnage"], text=["Les formulaires sont sur l'intranet, retour avant le {date}. Questions au poste {n2}4.", "Personne ne vous demandera votre mot de passe par courriel. Assistance sur place.", "Les variables sont à saisir dans l'outil habituel avant midi.", "Exemples réels : faux colis, faux président, fausse carte Vitale."]),
    h("fr-clients", lang="fr", by="m365 google outlook-imap", n=3, summary=["Renouvellement du contrat {num}", "Factures en attente", "Présentation de notre offre"], text=["Bonjour {first},\n\nvotre contrat arrive à échéance. Je vous propose un point sur les conditions ({amount} par an, sans engagement). Vous pouvez aussi m'appeler au {phone}.\n\nBien cordialement\n{org}", "Deux factures restent à rapprocher, pouvons-nous regarder ensemble ?", "Plaquette : {goodlink}"]),
    h("fr-rendez-vous", lang="fr", by="clinic booking travel", n=4, method="PUBLISH", who=["Centre d'imagerie", "Banque de l'Estuaire", "Trains du Littoral", "Préfecture - rendez-vous"], summary=["Confirmation : échographie", "Rendez-vous avec votre conseiller", "Votre voyage du {date}", "Dépôt de dossier : carte grise"], text=["Carte Vitale et ordonnance. Pour annuler : {phone}.", "Pièce d'identité et trois bulletins de salaire. Votre conseiller ne demande jamais vos codes.", "Dossier {code}, {small}. Échangeable jusqu'à la veille.", "Munissez-vous des originaux. Aucun paiement en ligne."]),
    h("fr-prive", lang="fr", by="google icloud apple-mail", sender="freemail", n=3, do=friends(6), summary=["Anniversaire de mamie", "Visite de l'appartement", "Crémaillère"], text=["Cagnotte : 20 € chacun, à remettre à Odile.", "Deuxième étage, l'agence sera là. Caution : un mois.", "Amenez à boire, on s'occupe du reste !"]),
    # --- Spanish ---------------------------------------------------------------------------------------------------------------
    h("es-trabajo", lang="es", by="m365 exchange google", sender="colleague", n=4, who=["Recursos Humanos", "Sistemas", "Nóminas", "Formación"], summary=["Convenio {year}: subida salarial", "Parada del correo esta noche", "Cierre de nómina", "Curso: contraseñas y phishing"], text=["Reunión informativa, turno de preguntas al final.", "Guardia: {phone}. No hay que hacer nada.", "Incidencias hasta las 12 h en el portal del empleado.", "Una hora con ejemplos reales. Certificado al final."]),
    h("es-clientes", lang="es", by="outlook-imap m365 zimbra", n=3, do=new_time, summary=["Renovación de la póliza {num}", "Revisión de facturas {q}", "Visita comercial"], text=["Hola, {first}: la prima queda en {amount}. Si prefiere por teléfono, {phone}. Un saludo, {org}", "Faltan dos abonos. Lo vemos juntos.", "Llevaré muestras. Catálogo: {goodlink}"]),
    h("es-citas", lang="es", by="clinic booking travel", n=4, method="PUBLISH", who=["Clínica Dental Sol", "Oficina de Correos Norte", "Hotel Playa Clara", "Caja Rural - su gestora"], summary=["Recordatorio de cita", "Recogida de envío {order}", "Su reserva {code}", "Cita: hipoteca"], text=["Llame al {phone} si no puede venir.", "Con DNI y el código {code}. Sin gastos.", "Total {amount}, pago en recepción.", "Traiga las tres últimas nóminas. Nunca pedimos claves."]),
    h("es-amigos", lang="es", by="google icloud outlookcom", sender="freemail", n=3, place="evening", do=friends(7), summary=["Cena de antiguos alumnos", "Partido del domingo", "Boda de Nuria y Hugo"], text=["Son 32 € por cabeza, Bizum a Pilar.", "Traed las dos camisetas.", "Autobús a las doce desde la plaza."]),
    # --- Portuguese ------------------------------------------------------------------------------------------------------------
    h("pt-trabalho", lang="pt", by="m365 google exchange", sender="colleague", n=4, who=["Recursos Humanos", "TI", "Folha de Pagamento", "Segurança da Informação"], summary=["Plano de saúde: adesão até {date}", "Manutenção do e-mail", "Fechamento da folha", "Golpes do Pix e do falso chefe: palestra"], text=["Tirar dúvidas com a operadora. Formulário na intranet.", "Sem e-mail das 22h às 2h. Plantão {phone}.", "Horas extras até o meio-dia no sistema de ponto.", "Como os golpes funcionam e o que fazer."]),
    h("pt-clientes", lang="pt", by="outlook-imap m365 zimbra", n=3, summary=["Renovação do contrato {num}", "Boletos em aberto: conciliação", "Apresentação da proposta"], text=["Olá {first}, o reajuste é de 4%. Podemos conversar? Telefone {phone}. Abraço, {org}", "Encontramos dois pagamentos sem baixa, total {amount}.", "Proposta em {goodlink}"]),
    h("pt-marcacoes", lang="pt", by="clinic booking travel", n=4, method="PUBLISH", who=["Consultório Dr. Leal", "Banco Serra - gerente", "Pousada do Cais", "Cartório 2º Ofício"], summary=["Lembrete de consulta", "Reunião com o seu gerente", "Reserva confirmada {code}", "Assinatura de escritura"], text=["Traga a carteirinha. Remarcar: {phone}.", "Documentos: RG, comprovante de renda. Não pedimos senha.", "Sinal de {small} pago. Restante no check-in.", "Taxas pagas no balcão. Todos os sócios presentes."]),
    h("pt-amigos", lang="pt", by="google yahoo icloud", sender="freemail", n=3, do=friends(8), summary=["Churrasco", "Reunião de pais 5º ano", "Ensaio do coro"], text=["R$ 40 por pessoa, pix pro Renato.", "Levar autorização do passeio assinada.", "Partitura nova!"]),
    # --- Italian ---------------------------------------------------------------------------------------------------------------
    h("it-lavoro", lang="it", by="exchange zimbra m365", sender="colleague", n=4, who=["Ufficio Personale", "Sistemi informativi", "Paghe", "RSPP"], summary=["Premio di risultato: incontro", "Cambio password: istruzioni", "Chiusura cedolini", "Formazione sicurezza obbligatoria"], text=["Criteri e tempi. Nessun importo individuale.", "Si fa da Ctrl+Alt+Canc, mai da un link. Assistenza {phone}.", "Giustificativi entro le 12.", "Presenza obbligatoria, registro firme."]),
    h("it-clienti", lang="it", by="outlook-imap m365 google", n=3, summary=["Rinnovo contratto {num}", "Fatture in sospeso", "Presentazione offerta"], text=["Gentile {first}, il contratto scade a fine mese; canone {amount}. Sono al {phone}. Cordiali saluti, {org}", "Due fatture non risultano pagate, forse un disguido. Ci sentiamo?", "Scheda tecnica: {goodlink}"]),
    h("it-appuntamenti", lang="it", by="clinic booking travel", n=4, method="PUBLISH", who=["Poliambulatorio San Luca", "Ufficio Postale - prenotazioni", "Trattoria del Ponte", "Comune - Anagrafe"], summary=["Visita cardiologica", "Turno allo sportello {code}", "Tavolo per sei", "Carta d'identità elettronica"], text=["Portare impegnativa e tessera sanitaria. Disdette: {phone}.", "Presentarsi con 5 minuti di anticipo.", "Teniamo il tavolo 20 minuti.", "Costo 22,21 €, solo bancomat. Una fototessera."]),
    h("it-amici", lang="it", by="google icloud thunderbird", sender="freemail", n=2, do=friends(5), summary=["Compleanno di Ugo", "Prove banda"], text=["Regalo insieme, 15 € a testa a Paola.", "Divisa estiva."]),
    # --- Dutch -----------------------------------------------------------------------------------------------------------------
    h("nl-werk", lang="nl", by="m365 exchange zimbra", sender="colleague", n=4, who=["Personeelszaken", "ICT Servicedesk", "Salarisadministratie", "Communicatie"], summary=["Nieuwe cao: uitleg", "Onderhoud mailserver", "Uiterste inleverdatum declaraties", "Phishing herkennen"], text=["Wat verandert er op je loonstrook.", "Geen mail tussen 22 en 2 uur. Piket {phone}.", "Daarna volgende maand.", "Met voorbeelden: pakketje, Tikkie, directeur."]),
    h("nl-relaties", lang="nl", by="outlook-imap m365 google", n=3, summary=["Verlenging contract {num}", "Openstaande facturen", "Kennismaking {orgcompany}"], text=["Beste {first}, het contract loopt af. Voorstel: {amount} per jaar. Bellen mag: {phone}. Groet, {org}", "Er staan er nog twee open, samen even nalopen?", "Koffie bij jullie of bij ons?"]),
    h("nl-afspraken", lang="nl", by="clinic booking php-site", n=4, method="PUBLISH", who=["Tandarts Postma", "Pakketpunt Dorpsstraat", "Gemeente Lindewoude", "Restaurant De Sluis"], summary=["Controle", "Ophalen pakket {order}", "Paspoort aanvragen", "Tafel voor drie"], text=["Verzetten? Bel {phone}.", "Neem legitimatie mee, code {code}. Geen kosten.", "Kosten € 86,85, pinnen. Pasfoto mee.", "Tot straks!"]),
    h("nl-vrienden", lang="nl", by="google icloud", sender="freemail", n=2, do=friends(5), summary=["Verjaardag oma", "Klusdag club"], text=["Lootjes trekken, max 15 euro.", "Kwasten mee."]),
    # --- Japanese --------------------------------------------------------------------------------------------------------------
    h("ja-shigoto", lang="ja", by="exchange google m365 notes", sender="colleague", n=4, who=["人事部", "情報システム部", "総務部", "経理部"], summary=["賞与に関する説明会", "パスワード変更のお願い（集合研修）", "防災訓練", "請求書締め切り会議"], text=["支給基準についてご説明します。個別の金額は扱いません。", "メールのリンクから変更することはありません。不明な点は内線{n2}まで。", "ヘルメット持参。", "{q}の未処理分を確認します。"]),
    h("ja-torihiki", lang="ja", by="google outlook-imap zoom", n=3, summary=["契約更新のお打ち合わせ", "製品デモ", "採用一次面接"], text=["{name} 様\n\nいつもお世話になっております。契約満了に伴い、更新条件（年額{amount}）についてお打ち合わせをお願いいたします。ご都合が悪い場合は {phone} までご連絡ください。\n\n{org}", "資料は当日共有いたします。", "履歴書をお手元にご用意ください。"]),
    h("ja-yoyaku", lang="ja", by="booking clinic travel", n=4, method="PUBLISH", who=["みなと内科", "美容室ソラ", "温泉旅館 松の家", "宅配センター"], summary=["ご予約の確認", "カットのご予約", "ご宿泊予約 {code}", "お荷物受け取り日時"], text=["保険証をお持ちください。変更は {phone} まで。", "前日までキャンセル無料。", "料金 {amount}（現地払い）。夕食は18時から。", "ご指定の時間にお届けします。料金はかかりません。"]),
    h("ja-shiteki", lang="ja", by="icloud google", sender="freemail", n=2, do=friends(4), summary=["忘年会", "子ども会の遠足"], text=["会費4000円、当日集めます。", "お弁当と水筒。"]),
    # --- Chinese ---------------------------------------------------------------------------------------------------------------
    h("zh-gongzuo", lang="zh", by="exchange m365 google", sender="colleague", n=4, who=["人力资源部", "信息中心", "财务部", "工会"], summary=["薪酬体系说明会", "邮箱系统升级停机通知", "报销截止", "秋游报名"], text=["介绍新的职级，不涉及个人数额。", "今晚22点至凌晨2点暂停服务，无需操作。值班电话 {phone}", "发票请在中午前交到三楼。", "家属可参加。"]),
    h("zh-kehu", lang="zh", by="outlook-imap google zoom", n=3, summary=["合同续签沟通", "对账会议", "产品演示"], text=["{name}，您好：合同将于本月到期，续签价格 {amount}，方便时请来电 {phone}。{org}", "{q}有两笔款项需要核对。", "会议链接见下方。"]),
    h("zh-yuyue", lang="zh", by="clinic booking travel", n=4, method="PUBLISH", who=["口腔诊所", "银行网点预约", "海边民宿", "快递驿站"], summary=["就诊提醒", "客户经理面谈预约", "订单 {code} 入住提醒", "取件预约"], text=["请携带医保卡，改期请拨 {phone}", "请带身份证，工作人员不会索要密码。", "房费 {amount} 到店支付。", "凭取件码 {code} 领取，免费保管三天。"]),
    h("zh-pengyou", lang="zh", by="icloud google", sender="freemail", n=2, do=friends(4), summary=["同学聚会", "羽毛球"], text=["AA制，每人大约100元。", "老地方"]),
    # --- Russian ---------------------------------------------------------------------------------------------------------------
    h("ru-rabota", lang="ru", by="exchange zimbra roundcube", sender="colleague", n=4, who=["Отдел кадров", "ИТ-отдел", "Бухгалтерия", "Служба безопасности"], summary=["График отпусков: обсуждение", "Работы на почтовом сервере", "Сдача авансовых отчётов", "Как не попасться мошенникам: лекция"], text=["Пожелания принимаем до пятницы.", "Почта недоступна с 22 до 2 часов. Дежурный {phone}.", "Оригиналы чеков в бухгалтерию до полудня.", "Разбираем звонки «из банка», фальшивые выплаты и письма от «директора»."]),
    h("ru-klienty", lang="ru", by="outlook-imap google sogo", n=3, summary=["Продление договора {num}", "Сверка расчётов за {q}", "Презентация {orgcompany}"], text=["Добрый день, {first}! Срок договора истекает, предлагаем обсудить условия ({amount} в год). Мой телефон {phone}. С уважением, {org}", "Не сходятся две позиции, давайте посмотрим вместе.", "Материалы: {goodlink}"]),
    h("ru-zapis", lang="ru", by="clinic booking travel", n=4, method="PUBLISH", who=["Стоматология на Лесной", "Отделение банка", "Гостиница «Причал»", "Пункт выдачи заказов"], summary=["Напоминание о приёме", "Встреча с менеджером по ипотеке", "Бронь {code}", "Заказ {order} готов к выдаче"], text=["Перенести запись: {phone}.", "Возьмите паспорт и справку о доходах. Коды из СМС не спрашиваем.", "Оплата {amount} при заезде.", "Хранится семь дней, код {code}. Бесплатно."]),
    h("ru-druzya", lang="ru", by="google thunderbird", sender="freemail", n=2, do=friends(4), summary=["День рождения Глеба", "Родительское собрание"], text=["Скидываемся по 500, собирает Кира.", "Вопрос один: экскурсия."]),
    # --- Small houses' own servers -----------------------------------------------------------------------------------------------
    h("own-servers", by="sogo zimbra open-xchange kolab davmail groupwise oracle evolution", n=8, do=spf_only, summary=["Site meeting", "Fire drill", "Audit visit", "Board papers", "Stocktaking", "Chamber concert", "Crane inspection", "Tax adviser"], text=["Hard hats.", "", "Please have last year's accounts ready, {amount} of assets to be sampled.", "Confidential until the vote.", "Nobody on leave please.", "Tickets {small}.", "Certificate number {num}.", "Bring the letter of the tax office."]),
    h("kerio-mailcow", by="zimbra sogo nextcloud", n=3, do=[bare, made_by("-//Kerio Technologies//Kerio Connect//EN", "Kerio Connect 10.0.6")], summary=["Weekly", "Handover night shift", "Insurance claim {num}"], text=["", "Keys in the safe.", "The assessor comes to look at the roof. Estimate so far {amount}."]),
]

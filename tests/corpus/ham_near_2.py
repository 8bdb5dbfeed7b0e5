"""Ordinary mails near the attacks 28 to 51: same words or same shape, nothing bad."""
import base64
import copy
import datetime as dt

import containers as C
import ical
import mail as M
import mime
import qr
import shapes as S
import structure as X
from families import near


def rule(text):
    return lambda m: setattr(m.ev, "rrule", text)


def page(body):
    """An HTML description that says what the text says."""
    return S.altdesc(lambda m: "<html><body>%s%s</body></html>" % (M.html_of(m.text), body))


def logo_html(m):
    pic = base64.b64encode(qr.picture(m.r, 30, 20)).decode()
    m.ev.altdesc = '<html><body><img alt="logo" src="data:image/png;base64,%s">%s</body></html>' % (pic, M.html_of(m.text))


def qr_ticket(m):
    cid = M.hexs(m.r, 8) + "@ticket"
    m.related.append(mime.part('image/png; name="ticket.png"', qr.qr_png("TICKET:%s:%s" % (m.values["order"], M.hexs(m.r, 12)), "M"), "base64", disposition='inline; filename="ticket.png"', more=[("Content-ID", "<%s>" % cid)]))
    m.html = "<html><body>%s<img src=\"cid:%s\"></body></html>" % (M.html_of(m.text), cid)


def qr_site(m):
    m.attachments.append(mime.part('image/png; name="programme-qr.png"', qr.qr_png(m.values["goodlink"], "L"), "base64", disposition='attachment; filename="programme-qr.png"'))


def ics_file(name, ctype, data):
    return lambda m: m.ev.extra.append("ATTACH;FMTTYPE=%s;ENCODING=BASE64;VALUE=BINARY;X-FILENAME=%s:%s" % (ctype, name, base64.b64encode(data).decode()))


PDF = b"%PDF-1.5\n1 0 obj<</Type/Catalog>>endobj\ntrailer<<>>\n%%EOF\n"


def teams(m):
    S.teams(m)


def freebusy(m):
    m.ev.transp = "TRANSPARENT"
    m.ev.extra = m.ev.extra + ["X-MICROSOFT-CDO-BUSYSTATUS:OOF"]


def x_props(m):
    """Servers write many properties of their own."""
    m.ev.extra = m.ev.extra + ["X-ZIMBRA-LOCAL-ONLY-ETAG:%s" % M.hexs(m.r, 32), "X-MOZ-LASTACK:20260101T080000Z", "X-ALT-DESC-HASH:%s" % M.hexs(m.r, 40)] + ["X-OX-FIELD-%d:%s" % (i, M.token(m.r, 6)) for i in range(9)]


def rows_of_guests(n, same=True):
    return S.crowd(n, same=same)


def same_calendar_lf(m):
    """The attached file is the same calendar with other line ends."""
    def change(x):
        return x.ics.replace(b"\r\n", b"\n") if x.ics else M.make_ics(x).replace(b"\r\n", b"\n")
    X.other_file(change)(m)


def two_of_a_series(m):
    """Master and a moved instance: two VEVENTs of one UID."""
    second = copy.copy(m.ev)
    m.ev.rrule = "FREQ=WEEKLY;COUNT=12"
    second.recurrence_id = m.ev.start + dt.timedelta(days=7)
    second.start, second.end = second.recurrence_id + dt.timedelta(hours=2), second.recurrence_id + dt.timedelta(hours=3)
    m.events = [m.ev, second]


def filled_events(n):
    """Several different events in one file, as a timetable has."""
    def do(m):
        m.events = [m.ev] + [ical.Event(zone=m.ev.zone, start=m.ev.start + dt.timedelta(days=7 * k), end=m.ev.end + dt.timedelta(days=7 * k), stamp=m.now, uid="%d-%s" % (k, m.ev.uid),
                                         summary="%s %d" % (m.summary, k + 1), location=m.ev.location) for k in range(1, n)]
    return do


def ticket_pass(m):
    m.attachments.append(C.pkpass(m, "TICKET-%s" % M.hexs(m.r, 10), m.org.name, "Admit one"))


def raw(*pairs):
    return X.ics_replace(*pairs)


FAMILIES = [
    # 28
    near(28, "in-ten-minutes", by="google m365", place="soon", n=3, do=S.meet, summary=["Quick call now?", "Standup moved", "Incident room"], text=["Do you have ten minutes?", "", "Mail is down, please join."]),
    near(28, "backfilled", by="exchange zimbra", place="past", summary=["Minutes of the visit", "Time sheet: training"], text=["Entered afterwards for the records.", ""]),
    near(28, "sabbatical", by="google sogo", place="allday", minutes=(30 * 1440, 21 * 1440), summary=["{org} on parental leave", "Building site in front of the gate"], text=["Please turn to {colleague}.", "Use the back entrance."]),
    near(28, "conference-2028", by="indico", place="far", summary=["World congress - save the date", "Centenary"], text=["Hotels fill up early.", ""]),
    # 29
    near(29, "daily-standup", by="google m365", rrule="FREQ=DAILY;INTERVAL=1", do=S.meet, summary=["Daily", "Medication reminder shift"], text=["", ""]),
    near(29, "timetable", by="lms zimbra", rrule="FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=45", summary=["Mathematics", "German for beginners"], text=["Room changes are posted.", ""]),
    near(29, "shift-dates", by="python-site", method="PUBLISH", do=lambda m: m.ev.extra.append("RDATE:20260110T080000Z,20260113T080000Z,20260119T080000Z"), summary=["Your shifts", "Duty"], text=["Three further dates.", ""]),
    # 30
    near(30, "two-alarms", by="apple-mail thunderbird", do=S.alarms("-P1D", "-PT1H"), summary=["Passport office", "Exam"], text=["Bring the photo.", ""]),
    near(30, "audio-alarm", by="evolution", do=lambda m: setattr(m.ev, "alarms", [["BEGIN:VALARM", "ACTION:AUDIO", "TRIGGER:-PT15M", "REPEAT:1", "DURATION:PT5M", "END:VALARM"]]), summary=["Pick up bread", "Kiln"], text=["", "Switch it off!"]),
    near(30, "mail-alarm-self", by="nextcloud", do=lambda m: setattr(m.ev, "alarms", [["BEGIN:VALARM", "ACTION:EMAIL", "TRIGGER:-P1D", "SUMMARY:Reminder", "DESCRIPTION:Tomorrow", "ATTENDEE:mailto:" + m.org.addr, "END:VALARM"]]), summary=["Tax return due", "Bins"], text=["", ""]),
    # 31
    near(31, "class-of-forty", by="outlook-imap google", do=rows_of_guests(38, same=False), summary=["Alumni day", "Neighbours' meeting"], text=["All addresses from the sign-up list.", ""]),
    near(31, "company-200", by="m365", do=rows_of_guests(200), summary=["Safety training, all shifts", "Summer party"], text=["Mandatory.", "Bring family."]),
    near(31, "sports-club", by="yahoo apple-mail", sender="freemail", do=X.strangers(16), summary=["Training", "Away match"], text=["Usual pitch", "Bus leaves at nine"]),
    # 32
    near(32, "resent-room", by="exchange zimbra", n=3, do=S.seq(2), summary=["Corrected: workshop", "Second try: dinner", "Resending the invitation"], text=["I had the wrong month.", "Sorry for the noise.", "Some of you did not get it."]),
    near(32, "reminder-booking", by="booking clinic", method="PUBLISH", summary=["Reminder: your appointment", "Reminder: eye test"], text=["As booked. Ring {phone2} to change.", "Don't drive afterwards."]),
    near(32, "weekly-newsletter-event", by="newsletter crm", method="PUBLISH", summary=["Again this week: open house", "Reminder: farmers' market"], text=["Every Friday. Unsubscribe: {goodlink}", "From eight."]),
    # 33
    near(33, "urgent-real", by="m365", sender="colleague", do=lambda m: setattr(m.ev, "priority", "1"), summary=["Outage call", "Customer complaint: today"], text=["All hands please.", "They call at two."]),
    near(33, "vacation", by="exchange google", do=[S.duration(days=14), freebusy], summary=["Holiday {orgfirst}", "Away"], text=["Back on the 14th.", ""]),
    near(33, "block-exam", by="zimbra", do=S.duration(days=5), summary=["Exam week", "Stocktaking"], text=["No meetings please.", ""]),
    # 34
    near(34, "many-links", by="m365 crm", summary=["Course: preparation", "Programme of the day"], text=["Map: https://maps.google.com/?q=Dunmere\nHotel: {goodlink}\nSlides: https://docs.google.com/presentation/d/{hex}/edit\nCode: https://github.com/example/course", "Part one https://www.youtube.com/watch?v={token}\nPart two on the day."]),
    near(34, "safelink", by="exchange", summary=["Supplier audit", "Press trip"], text=["Documents: https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.{orgdomain}%2Faudit&data=05%7C02%7C{hex}", "https://urldefense.com/v3/__https://www.{orgdomain}/trip__;!!{token}$"]),
    near(34, "maps-location", by="google apple-mail", where=["https://maps.app.goo.gl/{token}", "https://goo.gl/maps/{token}"], sender="freemail", summary=["Picnic", "New flat"], text=["Pin in the location", "Third floor"]),
    near(34, "recipient-param", by="indico crm", method="PUBLISH", summary=["Your registration", "Manage your seat"], text=["Change your registration: {goodlink}?email={rcpt}&id={num}", "Unsubscribe here: {goodlink}?e={rcpt}"]),
    near(34, "free-hosts", by="google outlook-imap nextcloud", n=4, sender="company", summary=["Hack evening: slides", "Volunteer rota", "Band rehearsal", "Class website"], text=["Slides are on https://{token}.github.io/slides and the form is https://forms.gle/{token}", "Sign up for a shift: https://bit.ly/{token}", "Recordings: https://{token}.pages.dev/takes", "The pupils' page: https://{token}.netlify.app and https://sites.google.com/view/{token}"]),
    near(34, "bare-domain", by="thunderbird apple-mail", summary=["See {orgdomain} for the programme", "www.{orgdomain}"], text=["All on {orgdomain}/autumn", ""]),
    # 35
    near(35, "outlook-html", by="outlook-imap m365", n=3, do=page("<p style='font-size:10pt;color:#888888'>Sent from a small office</p>"), summary=["Review", "Lunch & learn", "Tenant meeting"], text=["Please read chapter two.", "Sandwiches are there.", "Roof and bicycles."]),
    near(35, "logo-html", by="crm exchange", do=logo_html, summary=["Adviser talk", "Fair visit"], text=["We show you the new model.", "Stand 4 B."]),
    near(35, "styled", by="zimbra", do=S.add("STYLED-DESCRIPTION;VALUE=TEXT;FMTTYPE=text/html:<p>Bring <b>boots</b>.</p>"), summary=["Field day", "Ditch inspection"], text=["Bring boots.", "Bring boots."]),
    # 36
    near(36, "ticket-code", by="booking eventbrite", method="PUBLISH", do=qr_ticket, n=3, summary=["Museum ticket", "Film festival", "Parking permit"], text=["Show the code at the entrance.", "Row 4. The code admits two.", "Hold the code to the reader."]),
    near(36, "poster-qr", by="outlook-imap apple-mail", do=qr_site, summary=["School fair", "Science slam"], text=["The programme is behind the code on the poster, see attachment.", ""]),
    near(36, "mfa-training", by="exchange", sender="colleague", summary=["How to use the new authenticator", "Two-factor drop-in"], text=["IT helps at the desk in the lobby. Bring your phone; we never send codes by mail.", "Come with your phone, ten minutes each."]),
    # 37
    near(37, "pdf-attach", by="apple-mail zimbra", do=ics_file("agenda.pdf", "application/pdf", PDF), summary=["Board", "Concert rehearsal"], text=["Agenda attached", "Score attached"]),
    near(37, "doc-link", by="google", do=S.add("ATTACH;FILENAME=Notes;FMTTYPE=application/vnd.google-apps.document:https://docs.google.com/document/d/{hex}{hex}/edit"), summary=["Notes and next steps", "Syllabus"], text=["", "See notes"]),
    near(37, "html-minutes", by="notes", do=ics_file("minutes.html", "text/html", b"<html><body><h1>Minutes</h1><p>Present: all.</p></body></html>"), summary=["Minutes", "Protocol"], text=["Minutes of the last meeting inside.", ""]),
    # 38
    near(38, "teams-real", by="m365", n=3, do=teams, summary=["Vendor call", "Interview", "Budget"], text=["", "Please have the CV at hand.", ""]),
    near(38, "teams-moved-to-zoom", by="zoom", summary=["Teams is down: we use Zoom", "Instead of Teams"], text=["Teams has a fault today, we meet here.", "Same time."]),
    near(38, "jitsi-bbb", by="nextcloud sogo thunderbird", n=4, lang="de", where=["https://meet.{orgdomain}/{token}", "https://bbb.{orgdomain}/b/{token}"], summary=["Videokonferenz", "Online-Sprechstunde", "Fachschaft", "Probe online"], text=["Einwahl per Browser, wie Zoom oder Teams, nur bei uns im Haus.", "", "Kennwort {code}", ""]),
    near(38, "vanity-zoom", by="google outlook-imap", where=["https://dunmere-college.zoom.us/j/8{num}{num}", "https://castor.webex.com/meet/office"], summary=["Tutorial", "Webex hour"], text=["Zoom room of the college.", "Personal room"]),
    # 39
    near(39, "dial-in-price", by="exchange m365", n=3, do=S.teams, summary=["Quote {amount} - questions", "Invoice review {q}", "Bitdefender roll-out"], text=["We go through your offer of {amount}. If you can't join call me: {phone2}.", "Open items of the quarter, {amount} in total.", "Antivirus moves to the new product on all laptops. Questions: helpdesk {phone}."]),
    near(39, "booking-phone", by="booking travel", method="PUBLISH", n=3, summary=["Order {order}: pick-up", "Car hire {order}", "Spa day"], text=["Total {amount}, paid. Call {phone} if you are late.", "Price {amount}. Free cancellation, {phone}.", "Voucher {order}, {amount}. To change call {phone}."]),
    near(39, "paypal-workshop", by="meetup crm", method="PUBLISH", summary=["Workshop: PayPal and other payments for shops", "Norton Museum: guided tour"], text=["Fee {small}, by bank transfer. Questions: {phone2}.", "Meeting point at the till, {small}. Group desk {phone2}"]),
    # 40
    near(40, "inheritance-real", by="exchange outlook-imap", summary=["Estate of {last}: first meeting", "Will and power of attorney"], text=["Dear {name},\n\nplease bring the death certificate and the family book. We talk about the estate.", "Notary's fee about {amount}. Please bring identification."]),
    near(40, "donation-real", by="google nextcloud", summary=["Donors' evening", "Charity run"], text=["Dear friends, thanks to you the new roof is paid.", "Every kilometre earns 5 for the hospice. Donations at the finish, not by mail."]),
    near(40, "no-subject", by="apple-mail outlookcom", sender="freemail", summary=["", "(no subject)"], text=["dinner?", "Train arrives 18:04"]),
    # 41
    near(41, "payroll-real", by="m365 exchange", sender="colleague", n=3, summary=["Payroll run {q}", "Salary review calibration", "Employee policy review: drafts"], text=["Timesheets until noon please.", "Managers only; numbers are in the HR system, as every year.", "We read the drafts of the new travel policy together, no forms to fill."]),
    near(41, "domain-real", by="exchange", sender="colleague", summary=["Domain renewals {year}", "Certificate expiry {domain}"], text=["List of domains that expire this year; decide which to keep.", "Certificates end in four weeks, plan the change."]),
    near(41, "bid-real", by="m365 outlook-imap", n=3, summary=["Pre-bid site visit, RFP {num}", "Tender opening", "Credit note {order}: open questions"], text=["Bidders meet at the gate, helmets are provided. The documents are on the state's tender portal as published.", "Public session.", "Our bookkeeping would like to talk about the credit note of {amount}."]),
    near(41, "interview-real", by="hr-system", summary=["Interview: kitchen assistant", "Your application"], text=["Come to the back door, ask for {org}.", "We look forward to meeting you."]),
    near(41, "voicemail-training", by="m365", sender="colleague", summary=["New phones: voicemail set-up", "Shared document basics"], text=["IT shows how to record your greeting.", "How to share a document rightly."]),
    near(41, "role-senders", by="exchange m365 python-site outlook-imap", sender="colleague", n=8, who=["HR Department", "Billing Department", "IT Service Desk", "Accounts Payable", "Payroll Services", "Mail Administrator", "Reception", "Document Control"],
         summary=["Benefits hour", "Invoices without order number", "Mailbox move on {date}", "Supplier master data", "Payslip questions", "Mailbox quota: what changes", "Visitor badges", "Document review {num}"],
         text=["HR answers questions about leave and benefits in the meeting room. No forms, no links.", "Please bring the invoices that have no order number.", "Your mailbox moves during the night. You need to do nothing; on the day after, start the program again. Questions: 4711.", "We go through the list of suppliers together.", "Payroll sits in the canteen from twelve to one.", "From spring on everybody has 50 GB. We show how to archive.", "New badges are handed out, bring the old one.", "Comments to the drawing office before {date}."]),
    # 42
    near(42, "plus-address", by="calendly crm", do=lambda m: setattr(m, "reply_to", ("", "reply+%s@%s" % (M.hexs(m.r, 24), m.org.domain))), summary=["Consultation", "Demo"], text=["", ""]),
    near(42, "icloud-token", by="icloud", sender="freemail", summary=["BBQ", "Sauna"], text=["", ""]),
    near(42, "poll", by="doodle", summary=["Please vote: board dinner", "Decline if you can't"], text=["Accept or decline so that we know how many chairs we need.", "A no is fine, too."]),
    # 43
    near(43, "ai-workshop", by="google indico", n=3, summary=["Prompt injection: how it works", "Assistants at work", "Reading group: ignore previous instructions"], text=["We look at texts such as \"ignore all previous instructions\" and why models follow them.", "What may an assistant do with your calendar? Talk and questions.", "Paper of the week on jailbreaks."]),
    near(43, "instructions", by="m365", summary=["If you are asked for a badge", "When you arrive"], text=["If I am not at the door, ring the bell and wait. If anyone asks you for a badge say that you visit {org}.", "Always sign in at the desk first."]),
    near(43, "system-notes", by="zimbra", summary=["System instruction day", "Assistant: onboarding"], text=["The maker instructs us on the new system.", "Welcome of our new assistant, please greet her."]),
    # 44
    near(44, "html-lesson", by="lms meetup", method="PUBLISH", n=3, summary=["HTML basics: <b> and <a>", "Web security: onerror and friends", "a < b && c > d: logic evening"], text=["We write our first <a href=\"https://www.example.org/\">link</a>.", "Why <script> in a form field is a problem.", "Bring paper."]),
    near(44, "google-html-desc", by="google", summary=["Launch", "Retreat"], text=["Agenda:<br><ul><li>demo</li><li>questions</li></ul>", "<b>Bring</b> a towel &amp; shoes"]),
    near(44, "cn-signs", by="outlook-imap", do=lambda m: setattr(m.ev, "organizer", ("%s <%s>" % (m.org.name, m.org.addr), m.org.addr)), summary=["Tax", "Kickoff"], text=["", ""]),
    # 45
    near(45, "old-exporter", by="php-site ruby-site", method="PUBLISH", do=[raw((b"\r\n", b"\n")), S.set_(cal_cte="base64")], summary=["Swimming course", "Waste collection"], text=["", "Yellow bags"]),
    near(45, "no-stamp", by="lms php-site", method="PUBLISH", do=X.drop("DTSTAMP"), summary=["Tutorial", "Flea market"], text=["", ""]),
    near(45, "rsvp-yes", by="oracle groupwise", do=raw((b"RSVP=TRUE", b"RSVP=YES")), summary=["Phone conference", "Planning"], text=["", ""]),
    near(45, "long-lines", by="dotnet-site", method="PUBLISH", do=raw((b"\r\n ", b"")), summary=["Allergy test", "Hearing aid fitting"], text=["Do not take tablets for three days before; bring the list of medicines you use and the letter of your doctor if you have one, please.", ""]),
    # 46
    near(46, "server-props", by="zimbra open-xchange", n=3, do=x_props, summary=["Board", "Ward meeting", "Lab"], text=["", "", ""]),
    near(46, "emoji", by="icloud google", sender="freemail", n=3, summary=["👨‍👩‍👧‍👦 Family day", "🏳️‍🌈 Parade", "❤️ Dinner"], text=["👩🏽‍🍳 + 👨🏻‍🍳 cook", "See you there 🎉", ""]),
    near(46, "persian-joiner", by="google", summary=["درس فارسی (می\u200cخوانیم)", "هم\u200cاندیشی"], text=["امروز می\u200cنویسیم و می\u200cخوانیم.", "جلسهٔ ماهانه"]),
    near(46, "shy-hyphens", by="crm", lang="de", method="PUBLISH", summary=["Informations\u00adveranstaltung", "Donau\u00addampf\u00adschiff\u00adfahrt"], text=["Mit Voran\u00admeldung.", ""]),
    # 47
    near(47, "calscale-gregorian", by="sogo nextcloud", summary=["Assembly", "Feast"], text=["", ""]),
    near(47, "calscale-lower", by="php-site", method="PUBLISH", do=raw((b"VERSION:2.0", b"VERSION:2.0\r\nCALSCALE:gregorian")), summary=["Ramadan dinner at the club", "Lunar new year"], text=["After sunset.", "Lanterns!"]),
    near(47, "rscale", by="google", do=lambda m: m.ev.extra.append("X-NOTE:moon calendar"), rrule="FREQ=YEARLY", summary=["Mid-autumn festival", "Nowruz"], text=["", ""]),
    # 48
    near(48, "fold-utf8", by="notes oracle", lang="de", n=3, do=[raw((b"\r\n ", b"\r\n\t")), S.set_(cal_cte="base64")], summary=["Überprüfung der Räumlichkeiten", "Größenänderung", "Jahresabschluss für Bürgermeister"], text=["Öffentliche Sitzung mit anschließender Führung durch die neuen Räume; Fragen bitte vorher schriftlich.", "", ""]),
    near(48, "alarm-lowercase", by="evolution", do=raw((b"BEGIN:VEVENT", b"begin:vevent"), (b"SUMMARY", b"summary")), summary=["Debugging hour", "Old phone"], text=["", ""]),
    near(48, "latin1", by="notes", lang="fr", do=[S.set_(cal_charset="ISO-8859-1", cal_cte="quoted-printable", after_ics=lambda b: b.decode().encode("latin-1", "replace"))], summary=["Réunion générale", "Fête de l'été"], text=["À bientôt", "Déjà réservé"]),
    near(48, "colon-location", by="google", where=["Building C: \"Nordic\"; 2nd floor, left", "R\\D lab; door 3"], summary=["Visit", "Tour"], text=["", ""]),
    # 49
    near(49, "same-lf", by="google zimbra", do=same_calendar_lf, summary=["Sync", "Sprint"], text=["", ""]),
    near(49, "series-exception", by="exchange sogo", do=two_of_a_series, summary=["Series with a moved date", "Class"], text=["", ""]),
    near(49, "many-events", by="lms python-site travel", method="PUBLISH", n=3, do=filled_events(6), summary=["Lecture", "Training", "Leg"], text=["Six dates in one file.", "", "Your whole journey."]),
    # 50
    near(50, "ics-only-apple", by="apple-mail icloud", sender="freemail", do=X.bare, summary=["Coffee", "Vet"], text=["", ""]),
    near(50, "ics-only-root", by="evolution oracle", do=[X.bare, S.set_(tree="calendar")], summary=["Status", "Rota"], text=["", ""]),
    near(50, "meeting-file", by="dotnet-site", do=S.set_(file_name="meeting.ics"), summary=["Client meeting", "Survey"], text=["Invite in the attachment.", ""]),
    # 51
    near(51, "wallet-ticket", by="eventbrite travel booking", method="PUBLISH", n=3, do=ticket_pass, summary=["Zoo", "Ferry", "Gig"], text=["Tickets for the wallet attached.", "Boarding 20 minutes before.", "Doors at eight."]),
    near(51, "boarding", by="travel", method="PUBLISH", do=ticket_pass, summary=["Flight home", "Night train"], text=["Boarding pass attached, seat 22F.", "Berth 12."]),
    near(51, "loyalty", by="crm", method="PUBLISH", do=ticket_pass, summary=["Members' evening", "Tasting for card holders"], text=["Your membership card for the phone is attached.", ""]),
]

"""Ordinary mails near the attacks 1 to 27: same words or same shape, nothing bad."""
import datetime as dt

import ical
import mail as M
import people
import ham_work
import shapes as S
import structure as X
import containers as C
from families import fill, near


def list_request(m):
    """Sent to a distribution list: the recipient is not among the attendees."""
    d = m.rcpt.domain
    m.ev.attendees = m.ev.attendees[:1] + [ical.Attendee("Everybody", "all-staff@" + d, cutype="GROUP")]
    m.to = [("Everybody", "all-staff@" + d)]


def from_scheduler(m):
    """A person's assistant service sends; the organizer is the person (D2/D3)."""
    m.from_ = ("Scheduling for " + m.org.name, "scheduler@%s" % m.org.domain)


def alias_forward(m):
    """The user's old address forwards: SRS in the envelope, To is the old address."""
    old = "%s@alumni.%s" % (m.rcpt.local, people.company(m.r, m.lang)[1])
    m.to = [(m.rcpt.name, old)]
    m.ev.attendees[-1] = ical.Attendee(m.rcpt.name, old)
    d = old.rpartition("@")[2]
    m.arc = M.arc_set(m.r, 1, d, "%s; dkim=pass header.d=%s; spf=pass; dmarc=pass" % (d, m.signers[0]), m.now)
    m.envelope = "SRS0=%s=%s=%s=%s@%s" % (M.token(m.r, 4), M.token(m.r, 2).upper(), m.org.domain, m.org.local, d)
    m.auth = dict(m.auth, spf=("pass", d))
    m.hops = m.hops + ["mx1." + d]


def mailer_class(subject):
    return lambda m: setattr(m, "subject", subject.replace("{s}", m.summary))


def no_dmarc(m):
    """D9: DKIM holds, nobody published a policy."""
    m.auth = {"spf": ("none", m.org.domain), "dkim": [("pass", m.org.domain)], "dmarc": ("none", m.org.domain), "policy": "none"}


def old_school(m):
    """A small club's server: no DKIM, SPF only."""
    m.signers = []
    m.auth = {"spf": ("pass", m.org.domain), "dkim": [], "dmarc": ("none", m.org.domain), "policy": "none"}


def missing_organizer_reply(m):
    S.reply(m.r.choice(("ACCEPTED", "DECLINED", "TENTATIVE")))(m)
    m.ev.organizer = None


def real_update(m):
    m.ev.sequence = m.r.randint(1, 6)


def proposal(m):
    m.method = "COUNTER"
    m.ev.organizer = (m.rcpt.name, m.rcpt.addr)
    m.ev.attendees = [ical.Attendee(m.org.name, m.org.addr, "TENTATIVE")]
    m.ev.extra = m.ev.extra + ["X-MS-OLK-ORIGINALSTART:" + ical.stamp(m.ev.start - dt.timedelta(days=1)), "COMMENT:" + ical.escape(fill(m, "[[I am travelling that day|Half an hour later would suit me]]"))]


def delegated(m):
    p = people.person(m.r, m.lang, m.org.domain)
    m.method = "REPLY"
    m.ev.organizer = (m.rcpt.name, m.rcpt.addr)
    m.ev.attendees = [ical.Attendee(m.org.name, m.org.addr, "DELEGATED", extra=';DELEGATED-TO="mailto:%s"' % p.addr)]


def from_list_cancel(m):
    S.cancel(m)
    S.mailing_list(m)


def icloud_principal(m):
    """Apple's own way to name an organizer that lives on the same server."""
    m.ev.attendees[0] = ical.Attendee(m.org.name, "/a%s/principal/" % M.token(m.r, 40), "ACCEPTED", extra=";EMAIL=" + m.org.addr)


FAMILIES = [
    # 1
    near(1, "firsttime", by="google m365 fastmail", n=3, summary=["Introduction", "Enquiry: guided tour", "Question on your article"], text=["We have not met; a friend gave me your address. Would this time suit you?", "Our class would like to visit. Does the Thursday work?", "I read your piece on canals and would love to talk."]),
    near(1, "unsigned-club", by="thunderbird roundcube", do=old_school, summary=["Club night", "Annual meeting of the anglers"], where=["Clubhouse"], text=["Raffle and soup.", "Elections, please come."]),
    near(1, "winner-real", by="exchange booking", summary=["Prize-giving: school competition", "You won the staff photo contest"], text=["Congratulations {first}! The prizes are handed out in the hall. There is cake.", "Your picture of the harbour won. Vouchers are given at the summer party."]),
    # 2
    near(2, "publish-feed-event", by="meetup indico", method="PUBLISH", summary=["Open day", "Lab tour"], text=["Add to your calendar. No answer needed.", "Meet at the gate."]),
    near(2, "nomethod-export", by="lms python-site", method="PUBLISH", do=S.set_(method=None), summary=["Exported timetable", "Exam dates"], text=["Your export is attached.", "Import it into any calendar."]),
    near(2, "publish-organizer", by="zimbra sogo", method="PUBLISH", summary=["Holiday of the team", "On-call {week}"], text=["For your information, no answer needed.", ""]),
    # 3
    near(3, "cancel-reason", by="m365 google", n=3, do=S.cancel, summary=["Site visit", "Training first aid", "Offsite"], text=["I am sorry, the trainer is ill. Whoever paid the deposit of {small} gets it back with the next salary. I will look for a new date in {q} and write to all of you; until then please keep the afternoon free if you can. Questions to the office, phone {phone2}.", "The room is flooded, we cancel.", "Cancelled, see the mail of this morning."]),
    near(3, "cancel-status-missing", by="outlook-imap thunderbird", do=[S.cancel, S.ev_(status=None)], summary=["Lunch", "Interview"], text=["Cannot make it.", "Candidate withdrew."]),
    near(3, "cancel-uninvite", by="google zimbra", do=lambda m: setattr(m, "method", "CANCEL"), summary=["Steering group", "Panel"], text=["You are no longer needed for this part, thanks!", ""]),
    near(3, "cancel-on-list", by="thunderbird zimbra", do=from_list_cancel, summary=["Seminar", "Walk"], text=["The speaker is snowed in; we ask her again in spring.", "Storm warning, we stay at home."]),
    # 4
    near(4, "case-differs", by="notes thunderbird", do=X.param("request"), summary=["Phone conference", "Budget round"], text=["As every month.", ""]),
    near(4, "subject-word", by="google exchange", do=mailer_class("Cancelled trains: {s}"), summary=["how we work on strike days", "travel plan"], text=["We meet online to talk about strike days.", "Share cars!"]),
    near(4, "fwd-accepted", by="outlook-imap", do=mailer_class("FW: Accepted paper: {s}"), summary=["session 4", "camera-ready call"], text=["Talk about the camera-ready version.", "The paper was accepted, let us plan."]),
    # 5
    near(5, "distribution-list", by="m365 exchange", n=3, do=list_request, summary=["Town hall", "Power cut on Saturday", "Flu jabs"], text=["All staff are invited.", "Please switch off computers on Friday.", "No booking needed."]),
    near(5, "bcc-class", by="outlook-imap apple-mail", do=X.undisclosed, summary=["Class reunion", "Memorial for {colleague}"], where=["The Old Mill"], text=["Sent blind so that addresses stay private. Please pass it on.", "The family thanks you."]),
    near(5, "old-alias", by="google zimbra", do=alias_forward, summary=["Alumni dinner", "Mentor hour"], text=["Dear alumni, dear friends", "Your mentee has three questions."]),
    # 6
    near(6, "forwarded-icloud", by="icloud", sender="freemail", do=alias_forward, summary=["Christening", "Garden party"], text=["With lunch afterwards", "Bring chairs"]),
    near(6, "forwarded-google", by="google", do=alias_forward, summary=["Research seminar", "Old team dinner"], text=["Usual room", "Who has the photos?"]),
    near(6, "list-arc", by="m365 thunderbird", do=S.mailing_list, summary=["Working group call", "Bylaws review"], text=["Draft 7 is on the wiki.", "Please read before."]),
    # 7
    near(7, "own-group", by="m365", sender="colleague", do=lambda m: m.more_head.append(("X-MS-Exchange-Groups-Type", "Unified")), summary=["Payroll cut-off {q}", "Contract templates: walk-through"], text=["As every quarter: timesheets must be in on {date}.", "Legal shows the new templates in the intranet."]),
    near(7, "group-list", by="google", sender="colleague", do=list_request, summary=["Policy week", "HR hour"], text=["HR answers your questions on the new travel policy.", "Drop in, no registration."]),
    near(7, "union-contract", by="exchange", lang="de", summary=["Tarifvertrag: Informationsveranstaltung", "Lohnabrechnung verstehen"], text=["Der Betriebsrat stellt den neuen Vertrag vor.", "Schulung für neue Kolleginnen und Kollegen."]),
    # 8
    near(8, "invoice-meeting", by="google", sender="freemail", n=3, summary=["Invoice for the roof", "Discuss invoice {num}", "Payment plan"], text=["Hi {first}, can we go through the invoice of {amount} together? I have the offer with me.", "I'd like to understand item 3. You can also ring me, {phone2}.", "Three instalments of {small} would suit me."]),
    near(8, "share-real", by="google-notice", sender="freemail", method=None, subject=["{org} has shared a calendar with you"], summary="shared", text=["Hello {rcpt},\n\nWe are writing to let you know that {orgaddr} has given you access to view events on the Google Calendar called \"[[Family|Allotment duty|Football under 9]]\".\n\n[Click this link to add the calendar.](https://calendar.google.com/calendar/render?cid={token})\n\n- The Google Calendar Team"]),
    near(8, "bitcoin-meetup", by="google meetup", sender="freemail", summary=["Bitcoin meetup: lightning for beginners", "Crypto tax evening"], place="evening", where=["Hackspace"], text=["Talk and pizza. Bring a wallet app if you want to try a payment, we send everyone one satoshi.", "A tax adviser explains gains and losses. Free."]),
    # 9
    near(9, "assistant-sender", by="m365 exchange", do=ham_work.sent_by, summary=["Review with the partner", "Lease"], text=["On behalf of the partner.", ""]),
    near(9, "google-sender-real", by="google", n=2, do=S.meet, summary=["Catch up", "Demo"], text=["", "Short one"]),
    near(9, "service-sender", by="zoom calendly", summary=["Interview practice", "Portfolio hour"], text=["", "See you"]),
    # 10
    near(10, "internal-cid", by="exchange m365", sender="colleague", do=X.cid_attachment, summary=["Building plan", "New logo"], text=["Plan enclosed.", "What do you think?"]),
    near(10, "internal-app", by="python-site java-site", sender="colleague", do=old_school, summary=["Ticket {num}: maintenance window", "Backup test"], text=["Created by the ticket system.", "Automatic reminder."]),
    near(10, "internal-oneattendee", by="nextcloud sogo", sender="colleague", summary=["Appraisal", "Probation talk"], text=["Please fill in the form in the intranet before.", ""]),
    # 11
    near(11, "partner-link", by="m365 zimbra", summary=["Drawings for review", "Tender questions"], text=["The drawings are in our project room as always: https://projects.{orgdomain}/r/{num}", "Answers are published on https://tender.{orgdomain}/{num}"]),
    near(11, "new-contact", by="exchange", summary=["Handover: I take over from {colleague}", "Your new account manager"], text=["{colleague} retires; let me introduce myself.", "Half an hour to meet."]),
    near(11, "forms-survey", by="google", summary=["Survey results", "Choose your workshop"], text=["Results: https://docs.google.com/spreadsheets/d/{hex}{hex}/edit", "Vote here please: https://forms.gle/{token}"]),
    # 12
    near(12, "startup-nodmarc", by="google fastmail", do=no_dmarc, summary=["Pilot project", "Product feedback"], text=["We started in spring and would like your opinion.", "Twenty minutes are enough."]),
    near(12, "gatewayed", by="exchange outlook-imap", do=X.gateway, summary=["Claims meeting", "Ward round planning"], text=["Hospital systems only, sorry for the long header.", ""]),
    near(12, "village-server", by="roundcube sogo", do=old_school, lang="de", summary=["Ortsbeirat", "Feuerwehrübung"], text=["Tagesordnung hängt aus.", "Treffen am Gerätehaus."]),
    # 13
    near(13, "empty-body-outlook", by="m365 exchange", n=3, summary=["Lunch", "Call", "Walk"], text=["", "", ""]),
    near(13, "empty-body-apple", by="apple-mail icloud", summary=["Pick up kids", "Piano"], text=["", ""]),
    near(13, "reply-empty", by="m365 thunderbird", method="REPLY", do=S.reply("ACCEPTED"), summary=["Review", "Planning"], text=["", ""]),
    # 14
    near(14, "zip-timetable", by="php-site lms", do=C.only(C.as_zip), method="PUBLISH", summary=["All match dates", "Timetable of the term"], text=["Unpack and import. Dates may change.", "All courses in one archive."]),
    near(14, "winmail-real", by="outlook-imap", do=C.only(C.as_tnef), summary=["Bathroom: choose tiles", "Annual inspection"], text=["Bring the colour card.", "Please have the log book ready."]),
    near(14, "forwarded-as-attachment", by="apple-mail zimbra", do=C.only(C.as_rfc822), summary=["Does this concern you?", "For your files"], text=["I forward the invitation as an attachment.", "As asked."]),
    near(14, "octet-file", by="php-site dotnet-site", do=C.only(C.as_octets("termin.ics")), method="PUBLISH", summary=["Chimney sweep", "Meter reading"], text=["The date as a file for your calendar.", "We come between 8 and 12."]),
    # 15
    near(15, "app-gmail", by="python-site", sender="freemail", do=X.gmail_api, summary=["Shift plan", "Duty roster"], text=["Sent by our little script. Shift {n2}.", "Early shift"]),
    near(15, "crm-gmail", by="crm", sender="freemail", do=X.gmail_api, summary=["Coaching", "Singing lesson"], text=["See you next week, bring the sheet music.", "First lesson is free."]),
    near(15, "gas-gmail", by="ruby-site", sender="freemail", do=X.gmail_api, summary=["Carpool", "Laundry room"], text=["Your turn to drive.", "Slot from four to six."]),
    # 16
    near(16, "details-later", by="google m365", n=3, do=[real_update, lambda m: setattr(m.ev.attendees[-1], "partstat", "ACCEPTED")], summary=["Workshop", "Supper club", "Audit"], text=["Thanks for accepting! The room is now known: B 2.14.", "Address added. Ring at the side door.", "Agenda added, papers on https://www.{orgdomain}/audit"]),
    near(16, "link-added", by="zoom", do=real_update, summary=["Reading", "Yoga online"], text=["Now with the link.", ""]),
    near(16, "thanks", by="fastmail", summary=["Thank you - and the follow-up", "Second meeting"], text=["It was good to talk. Here is the second date.", "As agreed."]),
    # 17
    near(17, "service-from", by="nextcloud calendly", n=3, summary=["Plenum", "Advice", "Kitchen duty"], text=["Agenda in the pad.", "", ""]),
    near(17, "delegate", by="google m365", n=3, do=ham_work.sent_by, summary=["Review call", "Jury", "Press talk"], text=["", "Sent for the chair.", ""]),
    near(17, "d2-service", by="dotnet-site", do=[from_scheduler], summary=["Mortgage advice", "Physio"], text=["Booked for you.", "Bring the prescription."]),
    near(17, "outlook-forward", by="m365 apple-mail", n=3, do=ham_work.forwarded, summary=["Plan B", "Choir board", "Vendor day"], text=["Please join too", "", "fyi"]),
    # 18
    near(18, "secretary-pt", by="m365 exchange", lang="pt", do=ham_work.sent_by, summary=["Reunião com a diretora", "Visita do conselho"], text=["Em nome da diretora.", ""]),
    near(18, "secretary-google", by="google", do=ham_work.sent_by, summary=["Founders' hour", "Budget talk"], text=["Half an hour", ""]),
    near(18, "room-agent", by="zimbra", do=ham_work.sent_by, summary=["Room change", "Faculty board"], text=["Moved to 3.02", ""]),
    # 19
    near(19, "mail-as-name", by="google outlook-imap", n=3, do=lambda m: (setattr(m.org, "name", m.org.addr), setattr(m.ev, "organizer", (m.org.addr, m.org.addr))), summary=["Sync", "Call", "Chess"], text=["", "", ""]),
    near(19, "brand-reseller", by="crm exchange", summary=["Microsoft licensing: yearly review", "PayPal for your shop: set-up help"], text=["As your reseller we go through your licences once a year.", "We connect the payment module of your shop together."]),
    near(19, "hebrew-mark", by="fastmail", lang="ru", summary=["Концерт хора", "Прогулка"], text=["Вход свободный.", "Встречаемся у моста."]),
    # 20
    near(20, "no-organizer", by="lms python-site", method="PUBLISH", do=X.drop("ORGANIZER"), summary=["Lecture moved", "Library closes early"], text=["Room 12.", "At four."]),
    near(20, "organizer-upper", by="exchange notes", do=lambda m: setattr(m.ev, "organizer", "ORGANIZER;CN=%s:MAILTO:%s" % (ical.quote(m.org.name), m.org.addr.upper())), summary=["Review board", "Supply call"], text=["", ""]),
    near(20, "imip-token", by="icloud", sender="freemail", do=icloud_principal, summary=["Tennis", "Bridge"], text=["", ""]),
    near(20, "foo-organizer", by="groupwise", do=X.organizer("ORGANIZER:{orgaddr}"), summary=["Phone conference", "Status"], text=["As in the old days.", ""]),
    # 21
    near(21, "many-accepted", by="google m365", n=3, do=X.accepted_colleagues, summary=["Team day", "Fire drill plan", "Canteen committee"], text=["Nearly everybody said yes.", "", ""]),
    near(21, "recipient-accepted", by="google zimbra", do=[real_update, lambda m: setattr(m.ev.attendees[-1], "partstat", "ACCEPTED")], summary=["Moved: one-to-one", "New room"], text=["Half an hour later.", ""]),
    near(21, "chair", by="sogo notes", do=lambda m: setattr(m.ev.attendees[0], "role", "CHAIR"), summary=["Council", "Board"], text=["", "You take the minutes."]),
    # 22
    near(22, "homemade", by="kit-php kit-python kit-node", n=4, summary=["Sports day: your station", "Repair slot {n2}", "Choir rehearsal plan", "Tasting"], method="PUBLISH", text=["You help at station {n2}.", "Bring the device and its cable.", "Dates of the term are attached.", "Six wines, bread and water."]),
    near(22, "mycompany", by="php-site", do=X.prodid("-//My Company//NONSGML Event//EN", "-//Test//Events//EN"), method="PUBLISH", summary=["Open studio", "Book sale"], text=["Free entry.", "Hardbacks {small} a bag."]),
    near(22, "exchange-migrated", by="zimbra", do=X.prodid("Microsoft Exchange Server 2010"), summary=["Migrated: weekly", "Migrated: review"], rrule="FREQ=WEEKLY;COUNT=10", text=["Moved from the old server.", ""]),
    # 23
    near(23, "real-move", by="google m365 zimbra", n=3, do=real_update, summary=["Review (moved)", "Team meeting", "Visit"], text=["Moved by an hour.", "New dial-in below.", "Now on Friday."]),
    near(23, "new-organizer", by="m365", sender="colleague", do=real_update, summary=["Weekly (taken over from {colleague})", "Status"], text=["I run this meeting from now on.", ""]),
    near(23, "new-teams-link", by="m365", do=[real_update, S.teams], summary=["Project meeting: new link", "Workshop"], text=["The old link has expired, please use the one below.", ""]),
    # 24
    near(24, "delegated-reply", by="exchange notes", method="REPLY", do=delegated, summary=["Panel", "Inspection"], text=["My colleague comes.", ""]),
    near(24, "partycrasher", by="google zimbra", method="REPLY", do=S.reply("ACCEPTED"), summary=["Open lecture", "Picnic"], text=["{colleague} told me, may I come too?", ""]),
    near(24, "google-relayed-reply", by="google", method="REPLY", do=[S.reply("TENTATIVE"), lambda m: setattr(m, "auth", dict(m.auth, dmarc=("fail", m.org.domain)))], summary=["Interview", "Roadshow"], text=["", ""]),
    near(24, "outlook-reply-noorg", by="m365 exchange outlookcom", n=4, method="REPLY", do=missing_organizer_reply, summary=["Review", "Vernissage", "Handover", "Lunch"], text=["", "I am looking forward to it.", "", "Sorry, away."]),
    # 25
    near(25, "counter-real", by="m365 exchange", n=3, method="COUNTER", do=proposal, summary=["Review", "Call", "Site visit"], text=["Could we start later?", "", "I am on leave in the morning."]),
    near(25, "refresh-real", by="thunderbird oracle", method="REFRESH", do=X.refresh, summary=["Quality circle", "Standby plan"], text=["My calendar lost the event, please send it again.", ""]),
    near(25, "instance-real", by="google zimbra", do=lambda m: (setattr(m.ev, "recurrence_id", m.ev.start - dt.timedelta(days=1)), setattr(m.ev, "sequence", 1)), summary=["Weekly", "Choir"], text=["This week on another day.", "Church is booked, we use the school."]),
    # 26
    near(26, "seq-old-series", by="exchange zimbra", do=S.seq(37), summary=["Long-running committee", "Change board"], text=["As always.", ""]),
    near(26, "uid-odd", by="lms php-site", method="PUBLISH", do=X.uid("{num}@localhost"), summary=["Course", "Stall plan"], text=["", ""]),
    near(26, "clock-ahead", by="outlook-imap", do=lambda m: setattr(m.ev, "stamp", m.now + dt.timedelta(minutes=7)), summary=["Tax", "Lease"], text=["My clock is a bit fast.", ""]),
    # 27
    near(27, "attendee-forwards", by="m365 outlook-imap", n=3, do=ham_work.forwarded, summary=["Board prep", "Vendor call", "Design day"], text=["You should hear this", "", "Forwarding as promised"]),
    near(27, "co-organizer", by="google", do=lambda m: m.ev.attendees.append(ical.Attendee("Co-host", "cohost@" + m.org.domain, "ACCEPTED", "CHAIR")), summary=["Workshop", "Panel"], text=["Two hosts this time.", ""]),
    near(27, "delegate-lists-self", by="exchange", do=ham_work.sent_by, summary=["Chair's hour", "Finance round"], text=["", ""]),
]

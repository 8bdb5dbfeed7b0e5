"""Ordinary mails: private life, answers, cancellations, rewritten samples of RFC 6047, feeds as files, mails without a calendar."""
import datetime as dt

import ical
import mail as M
import mime
import people
import qr
import shapes as S
import structure as X
from families import ham


def feed_file(titles):
    """A small subscription attached as a file."""
    def do(m):
        events = []
        for k, t in enumerate(titles):
            day = dt.datetime(2026, 1 + k % 12, 1 + (k * 5) % 27, 12)
            events.append(ical.Event(zone=m.lang if m.lang in ical.ZONES else "en", start=day, end=day + dt.timedelta(days=1), allday=True, summary=t, uid="%d-%s@%s" % (k, M.token(m.r, 6), m.org.domain), stamp=m.now, transp="TRANSPARENT"))
        m.events, m.method = events, "PUBLISH"
        m.cal_head = ["X-WR-CALNAME:" + ical.escape(m.summary)]
        m.file_name = "holidays.ics"
    return do


def rfc_style(how):
    """The slips of old samples: written anew, same faults."""
    def do(m):
        if how == "rsvp":
            X.ics_replace((b"RSVP=TRUE", b"RSVP=YES"))(m)
        elif how == "nomailto":
            m.ev.organizer = "ORGANIZER:" + m.org.addr
        elif how == "badtime":
            m.after_ics = lambda b: b.replace(b"DTEND:2026", b"DTEND:2026", 1).replace(b"SEQUENCE:0", b"SEQUENCE:0\r\nDUE:202606211T173000Z")
        elif how == "wrongend":
            m.ev.kind = "VTODO"
            m.ev.status = "NEEDS-ACTION"
            m.after_ics = lambda b: b.replace(b"END:VTODO", b"END:VEVENT")
        elif how == "noboundary":
            m.raw = lambda b: b[:b.rstrip().rfind(b"--")] + b"\r\n"
        elif how == "othersender":
            m.ev.organizer = (m.org.name, m.org.addr[1:] if len(m.org.local) > 3 else m.org.addr)
        elif how == "nocharset":
            m.cal_charset = None
    return do


def secretary_reply(m):
    """From the secretary, ATTENDEE the boss by SENT-BY."""
    boss = people.person(m.r, m.lang, m.org.domain)
    m.method = "REPLY"
    m.ev.organizer = (m.rcpt.name, m.rcpt.addr)
    m.ev.attendees = [ical.Attendee(boss.name, boss.addr, "ACCEPTED", extra=';SENT-BY="mailto:%s"' % m.org.addr)]


def newsletter_head(m):
    m.more_head = m.more_head + [("List-Unsubscribe", "<https://www.%s/u/%s>, <mailto:unsubscribe@%s>" % (m.org.domain, M.token(m.r, 12), m.org.domain)), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"), ("Precedence", "bulk"), ("List-Id", "<news.%s>" % m.org.domain)]


def picture(m):
    m.attachments.append(mime.part('image/png; name="photo.png"', qr.picture(m.r, 80, 60, 6), "base64", disposition='attachment; filename="photo.png"'))


def pdf(m):
    m.attachments.append(mime.part('application/pdf; name="invoice.pdf"', b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<<>>\n%%EOF\n", "base64", disposition='attachment; filename="invoice.pdf"'))


FAMILIES = [
    ham("birthday", by="google icloud apple-mail outlookcom", sender="freemail", n=4, place="weekend", where=["{street}", "Lido", "our garden"], summary=["{orgfirst}'s birthday", "Housewarming", "Kids' party", "40!"], text=["Cake at three, no presents please.", "Come and see the new kitchen.", "Treasure hunt, pick up at six.", "Dancing!"]),
    ham("birthday-de", by="outlook-imap open-xchange", lang="de", place="weekend", where=["Kleingarten 12"], summary=["Grillfest", "Taufe"], text=["Salate willkommen.", "Anschließend Kaffee."]),
    ham("birthday-es", by="google icloud", lang="es", sender="freemail", place="weekend", summary=["Cumpleaños de Lucía", "Barbacoa"], text=["¡No faltéis!", "Traed bebida."]),
    ham("birthday-pt", by="google", lang="pt", sender="freemail", summary=["Aniversário da Ana", "Churrasco"], text=["Bolo às quatro.", "Cada um leva uma bebida."]),
    ham("wedding", by="apple-mail icloud", sender="freemail", place="weekend", where=["St Mary's", "Town hall"], summary=["Wedding of Tessa and Leo", "Hen night"], text=["Dress code: colourful. Gift list on our page, money for the honeymoon is fine, too.", "Secret, tell no one!"]),
    ham("gift-card-raffle", by="exchange m365", sender="colleague", where=["Canteen"], summary=["Office party with gift card raffle", "Charity raffle - win a voucher"], text=["Every ticket wins. First prize: a gift card for the garden centre. No need to register.", "Tickets at the front desk."]),
    ham("phishing-training", by="m365 exchange google", sender="colleague", n=3, do=S.teams_no_dial, summary=["Security awareness: spot the phishing mail", "Urgent password reset - how scammers write", "Training: fake invoices and gift card fraud"], text=["The security team shows real examples: fake DocuSign, \"your mailbox is full\", calls from \"support\". Mandatory for new staff.", "If a mail tells you to act now or verify your account: stop and ask us. No links to click in this invitation.", "We rehearse a callback scam on stage."]),
    ham("phishing-training-fr", by="m365", lang="fr", sender="colleague", summary=["Sensibilisation : reconnaître l'hameçonnage", "Arnaque au président"], text=["Exemples réels : faux colis, fausse facture, faux support.", "Atelier de 45 minutes."]),
    ham("choir", by="thunderbird roundcube", lang="nl", rrule="FREQ=WEEKLY;BYDAY=TU", where=["Dorpskerk"], summary=["Repetitie", "Zangles"], text=["Neem je map mee.", ""]),
    ham("sports", by="apple-mail google", sender="freemail", lang="it", summary=["Calcetto", "Gita in montagna"], where=["Campo 3", "Rifugio"], text=["Siamo in dieci.", "Partenza alle sette."]),
    ham("private-ru", by="yahoo outlookcom", lang="ru", sender="freemail", summary=["День рождения", "Дача"], text=["Приходите к пяти.", "Возьмите инструменты."]),
    ham("private-zh", by="outlookcom icloud", lang="zh", sender="freemail", summary=["聚餐", "看电影"], text=["老地方,六点。", ""]),
    ham("private-ja", by="yahoo icloud", lang="ja", sender="freemail", summary=["お花見", "同窓会"], text=["レジャーシートをお願いします。", "会費は当日集めます。"]),
    ham("yahoo-private", by="yahoo", sender="freemail", n=3, place="evening", summary=["Poker night", "Carpool", "Bring a dish"], text=["Small stakes only!", "", "Vegetarians are three."]),

    # Answers and changes
    ham("reply-google", by="google", method="REPLY", n=3, do=S.reply("ACCEPTED"), summary=["Weekly", "Interview", "Lunch"], text=""),
    ham("reply-declined", by="m365 zimbra thunderbird", method="REPLY", n=3, do=S.reply("DECLINED"), summary=["Status", "Launch", "Dinner"], text=["", "I'm on leave.", "Sorry!"]),
    ham("reply-tentative", by="exchange apple-mail outlook-imap", method="REPLY", n=3, do=S.reply("TENTATIVE"), summary=["Planning", "Trip", "Review"], text=["", "If the train is on time", ""]),
    ham("reply-de", by="m365 sogo open-xchange", lang="de", method="REPLY", n=3, do=S.reply("ACCEPTED"), summary=["Jour fixe", "Ortstermin", "Probe"], text=""),
    ham("reply-icloud", by="icloud", method="REPLY", sender="freemail", do=S.reply("ACCEPTED"), summary=["Party", "Hike"], text=""),
    ham("reply-secretary", by="exchange", method="REPLY", do=secretary_reply, summary=["Panel", "Gala"], text=["The director comes.", ""]),
    ham("cancel-google", by="google", n=3, do=S.cancel, summary=["Standup", "Gym", "Training"], text=["", "Coach is ill", "Not enough people"]),
    ham("cancel-exchange", by="m365 exchange", n=3, do=S.cancel, summary=["Budget", "Visit", "1:1"], text=["Will be rescheduled.", "", "Both on leave"]),
    ham("cancel-various", by="zimbra sogo nextcloud icloud thunderbird", n=5, do=S.cancel, summary=["Seminar", "Termin", "Plenum", "Lunch", "Call"], text=""),
    ham("cancel-fr", by="m365 zimbra", lang="fr", do=S.cancel, summary=["Comité", "Atelier"], text=["Reporté à la semaine prochaine.", ""]),
    ham("update-various", by="google m365 zimbra apple-mail", n=4, do=S.seq(1), summary=["Demo", "Board", "Yoga", "Lesson"], text=["New time", "Room changed", "", ""]),
    ham("weekly-1on1-alarm", by="m365 google apple-mail", rrule="FREQ=WEEKLY", n=3, do=S.weekly_alarm, summary=["1:1", "Check-in", "Supervision"], text=""),
    ham("monthly-board", by="exchange sogo", rrule="FREQ=MONTHLY;BYDAY=1TU", do=S.crowd(9), summary=["Board", "Management"], text=["Papers a week ahead.", ""]),
    ham("todo-assigned", by="thunderbird zimbra", do=S.ev_(kind="VTODO", status="NEEDS-ACTION"), summary=["Order new chairs", "Write report"], text=["By the end of the month.", ""]),

    # Old samples, written anew
    ham("old-rsvp-yes", by="groupwise oracle", do=rfc_style("rsvp"), summary=["Conference by phone", "Picnic plan"], text=["Let us talk it over.", ""]),
    ham("old-nomailto", by="oracle", do=rfc_style("nomailto"), summary=["Phone round", "Inspection"], text=["", ""]),
    ham("old-badtime", by="groupwise", do=rfc_style("badtime"), summary=["Field report", "Rehearsal"], text=["", ""]),
    ham("old-wrongend", by="oracle", do=rfc_style("wrongend"), summary=["Send figures", "Check stock"], text=["", ""]),
    ham("old-noboundary", by="notes groupwise", do=rfc_style("noboundary"), summary=["Call with the plant", "Handover"], text=["As agreed.", ""]),
    ham("old-othersender", by="groupwise", do=rfc_style("othersender"), summary=["Crop talk", "Fence"], text=["", ""]),
    ham("old-nocharset", by="oracle groupwise", do=rfc_style("nocharset"), summary=["Phone conference two", "Loading dock"], text=["", ""]),

    # Calendars as files
    ham("holiday-file", by="python-site ruby-site", method="PUBLISH", do=feed_file(["New Year", "Good Friday", "Spring bank holiday", "Harvest day", "Christmas"]), summary=["Public holidays {year}", "School holidays {year}"], text=["Import the file.", "Dates of the district."]),
    ham("holiday-file-de", by="php-site", lang="de", method="PUBLISH", do=feed_file(["Neujahr", "Karfreitag", "Tag der Arbeit", "Erntedank", "Weihnachten"]), summary=["Feiertage {year}", "Abfuhrtermine"], text=["Zum Einlesen in den Kalender.", "Gelbe und blaue Tonne."]),
    ham("fixtures", by="python-site", method="PUBLISH", do=feed_file(["Home: Rovers", "Away: Athletic", "Home: United", "Cup", "Away: Wanderers", "Home: Town"]), summary=["Fixtures of the season", "Swim gala dates"], text=["All matches, times may change.", ""]),
    ham("fixtures-es", by="php-site", lang="es", method="PUBLISH", do=feed_file(["Jornada 1", "Jornada 2", "Jornada 3"]), summary=["Calendario de liga", "Fiestas locales"], text=["Adjunto en formato ics.", ""]),

    # No calendar at all
    ham("plain-letter", by="person", method=None, n=6, summary=["Saturday", "Photos", "Re: the boat", "Recipe", "Thanks", "Your question"], text=["Hi {first},\n\nare you coming on Saturday? I'd bring the tent.\n\n{orgfirst}", "Here are the photos of the harbour.", "The engine is fine again. We could go out next week.", "500 g flour, 300 ml water, salt, and time.", "Thank you for the lovely evening!", "Yes, that is possible, but only in autumn."]),
    ham("plain-work", by="person webmail", method=None, n=5, do=pdf, summary=["Offer {num}", "Minutes", "Invoice {order}", "Signed contract", "Delivery note"], text=["Dear {first},\n\nplease find our offer attached. It is valid for six weeks.\n\nKind regards\n{org}\n{orgcompany}", "Minutes attached, please check item 4.", "Invoice {order} over {amount} is attached, payable within 30 days.", "Signed copy for your files.", "Arrives on Tuesday."]),
    ham("plain-de", by="person webmail", lang="de", method=None, n=4, summary=["Rückfrage", "Schlüssel", "Rechnung {num}", "Urlaub"], text=["Hallo {first},\n\nkannst du mir die Zahlen von Mai schicken?\n\nGruß {orgfirst}", "Der Schlüssel liegt beim Nachbarn.", "anbei die Rechnung über {amount}.", "Ich bin vom 3. bis 17. nicht da."]),
    ham("plain-fr", by="webmail", lang="fr", method=None, n=3, summary=["Devis", "Vos questions", "Merci"], text=["Bonjour,\n\nvoici le devis demandé ({amount}).\n\nCordialement\n{org}", "Oui, le musée ouvre le lundi.", "Un grand merci pour votre accueil."]),
    ham("plain-misc", by="person", lang="es", method=None, n=2, summary=["Presupuesto", "Recuerdos"], text=["Adjunto el presupuesto.", "¿Cómo va todo? Un abrazo."]),
    ham("plain-ja", by="webmail", lang="ja", method=None, n=2, summary=["お見積りの件", "ご連絡"], text=["お世話になっております。見積書をお送りいたします。", "資料を拝見しました。ありがとうございます。"]),
    ham("plain-zh", by="webmail", lang="zh", method=None, n=2, summary=["合同修改意见", "资料"], text=["附件是修改后的合同,请查收。", "资料已收到,谢谢。"]),
    ham("plain-ru", by="person", lang="ru", method=None, n=2, summary=["Смета", "Вопрос"], text=["Добрый день, смета во вложении.", "Подскажите, пожалуйста, когда вы открыты?"]),
    ham("newsletter", by="newsletter", method=None, n=6, do=newsletter_head, who=["Alder Works News", "Museum Friends", "Garden Letter"], summary=["Autumn at the museum", "10 % off bulbs", "What's on in {q}", "New in the shop", "Our reading tips", "Members' letter {week}"], text=["Dear reader,\n\nthe new show opens soon. See the calendar on our site: {goodlink}\n\nUnsubscribe: {goodlink}", "Tulips and crocuses, from {small}. [[Order|Look]]: {goodlink}", "Concerts, walks and one lecture. [See all dates]({goodlink})", "Teapots are back! {goodlink}", "Five books for long evenings. {goodlink}", "What we did with your contribution. {goodlink}"]),
    ham("order-mail", by="newsletter", method=None, n=4, who=["Brightwell Shop", "Hartland Parcel"], summary=["Your order {order}", "Parcel {order} is on its way", "Password changed", "Receipt {num}"], text=["Thank you! Total {amount}. We tell you when it ships. Questions: {phone2}", "Track it: {goodlink}", "You changed your password. If it was not you, ask our help desk in the app.", "Receipt over {small}."]),
    ham("teams-chat-note", by="teams-notice", method=None, n=2, summary="x", subject=["{org} sent a message", "You missed 3 messages in General"], text=["{org} sent a message in Teams: \"Can you look at the draft?\"\n\nOpen Teams: https://teams.microsoft.com/l/chat/{hex}", "Reply in Teams: https://teams.microsoft.com/l/channel/{hex}"]),
    ham("gcal-agenda-note", by="google-notice", method=None, n=2, summary="x", sender="freemail", subject=["Your agenda for {today}", "Reminder: dentist"], text=["Your agenda for the day\n\n09:00 Standup\n13:00 Lunch\n\nView: https://calendar.google.com/calendar/r", "Notification: dentist, 15:30.\nhttps://calendar.google.com/calendar/r/eventedit/{hex}"]),
]

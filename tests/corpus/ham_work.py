"""Ordinary invitations at work, many producers and languages."""
import ical
import mail as M
import people
import qr
import mime
import shapes as S
from families import ham


def resource_organizer(m):
    """Secondary Google calendars organize under an id."""
    m.ev.organizer = (m.r.choice(("Team calendar", "Room bookings", "Sprint", "Field trips")), "c_%s@group.calendar.google.com" % M.token(m.r, 48, "0123456789abcdef"))


def sent_by(m):
    """The boss's secretary sends."""
    boss = people.person(m.r, m.lang, m.org.domain)
    m.ev.organizer = 'ORGANIZER;CN=%s;SENT-BY="mailto:%s":mailto:%s' % (ical.quote(boss.name), m.org.addr, boss.addr)
    m.ev.attendees[0] = ical.Attendee(boss.name, boss.addr, "ACCEPTED", "CHAIR")


def on_behalf(m):
    """Exchange: From the boss, Sender the secretary, one domain."""
    boss = people.person(m.r, m.lang, m.org.domain)
    m.sender = (m.org.name, m.org.addr)
    m.from_ = (boss.name, boss.addr)
    m.ev.organizer = 'ORGANIZER;CN=%s;SENT-BY="mailto:%s":mailto:%s' % (ical.quote(boss.name), m.org.addr, boss.addr)


def forwarded(m):
    """An attendee forwards: From is the forwarder, ORGANIZER stays, the forwarder is on the list."""
    boss = people.person(m.r, m.lang, people.company(m.r, m.lang)[1])
    m.ev.organizer = (boss.name, boss.addr)
    m.ev.attendees = [ical.Attendee(boss.name, boss.addr, "ACCEPTED", "CHAIR"), ical.Attendee(m.org.name, m.org.addr, "ACCEPTED"), ical.Attendee(m.rcpt.name, m.rcpt.addr)]
    m.subject = m.r.choice(("FW: ", "Fwd: ", "WG: " if m.lang == "de" else "FW: ")) + m.summary


def logo(m):
    cid = "image001.%s@%s" % (M.hexs(m.r, 10), m.org.domain)
    m.related.append(mime.part('image/png; name="image001.png"', qr.picture(m.r, 60, 24), "base64", disposition='inline; filename="image001.png"', more=[("Content-ID", "<%s>" % cid)]))
    m.html = "<html><body>%s<p>%s<br>%s</p><img src=\"cid:%s\"></body></html>" % (M.html_of(m.text), m.org.name, m.org_company[0], cid)


def pdf(m):
    data = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    m.attachments.append(mime.part('application/pdf; name="agenda.pdf"', data, "base64", disposition='attachment; filename="agenda.pdf"'))


FAMILIES = [
    # Google Calendar
    ham("google-workspace-sync", by="google", n=4, do=S.meet, summary=["Weekly sync", "Design review: checkout", "Roadmap {q}", "{orgfirst} / {first}"], text=["", "Agenda:\n- open tickets\n- release date\n- holidays", "Let's settle the scope before Thursday."]),
    ham("google-gmail-private", by="google", n=4, sender="freemail", place="evening", summary=["Dinner at ours", "Choir rehearsal", "Board games", "Moving day - helping hands"], where=["{street}", "Community hall"], text=["Bring a dessert if you like!", "We start with the Bruckner.", "", "Van is booked from nine, pizza afterwards."]),
    ham("google-group-calendar", by="google", n=4, do=[resource_organizer, S.meet], summary=["Sprint planning {num}", "Standup", "Retro sprint {n2}", "Backlog refinement"], text=["Board: https://tracker.fenwicklabs.example/board/{n2}", "", "What went well, what did not, one thing to change.", ""]),
    ham("google-group-calendar-fr", by="google", lang="fr", n=2, do=[resource_organizer], where=["Salle du conseil"], summary=["Réunion d'équipe", "Point projet {n2}"], text=["Ordre du jour : planning, congés, divers.", "Merci de compléter le tableau avant mardi."]),
    ham("google-recurring-1on1", by="google", n=3, rrule="FREQ=WEEKLY;BYDAY=WE", do=[S.meet, S.weekly_alarm], summary=["1:1 {orgfirst} & {first}", "Mentoring", "Coffee chat"], text=["Standing slot, move it if it does not suit.", "", ""]),
    ham("google-de", by="google", lang="de", n=3, do=S.meet, summary=["Jour fixe Einkauf", "Abstimmung Messeauftritt", "Kick-off Neubau"], text=["Bitte die Zahlen aus KW {week} mitbringen.", "Standplan hängt an der Pinnwand.\n\nViele Grüße\n{orgfirst}", ""]),
    ham("google-es", by="google", lang="es", n=2, do=S.meet, summary=["Reunión de seguimiento", "Presentación del equipo"], text=["Repasamos los avances de la semana.", "Os presento a los nuevos compañeros."]),
    ham("google-pt", by="google", lang="pt", n=2, do=S.meet, summary=["Alinhamento semanal", "Revisão do orçamento"], text=["Pauta: entregas e pendências.", "Tragam os números de {q}."]),
    ham("google-ja", by="google", lang="ja", n=2, do=S.meet, summary=["定例ミーティング", "新製品の打ち合わせ"], text=["今週の進捗を確認します。資料は前日までに共有してください。", "試作品をお持ちします。よろしくお願いいたします。"]),
    ham("google-zh", by="google", lang="zh", n=2, summary=["周例会", "项目进度讨论"], where=["三楼会议室", ""], text=["请提前准备本周工作总结。", "讨论下一阶段的安排。"]),
    ham("google-ru", by="google", lang="ru", n=2, do=S.meet, summary=["Планёрка отдела", "Обсуждение макета"], text=["Повестка: отпуск, сроки, закупки.", "Макет пришлю накануне."]),
    ham("google-it", by="google", lang="it", n=2, summary=["Riunione settimanale", "Sopralluogo cantiere"], where=["Sala grande", "Via dei Platani 4"], text=["Portate il foglio ore.", "Servono scarpe di sicurezza."]),
    ham("google-nl", by="google", lang="nl", n=2, do=S.meet, summary=["Weekstart team", "Overleg begroting"], text=["Graag je planning invullen.", "Cijfers volgen vrijdag."]),

    # Exchange and Microsoft 365
    ham("m365-teams", by="m365", n=5, do=S.teams, summary=["Project kick-off", "Budget {q}", "Customer visit preparation", "Change board", "Onboarding {colleague}"], text=["Hi all,\n\nplease find the agenda in the channel.\n\nKind regards\n{org}", "{first},\n\nas discussed on the phone. I invited finance as well.", "Short call to prepare the visit. Slides follow.", "Changes of week {week}.", "Welcome round for the new colleague."]),
    ham("m365-teams-de", by="m365", lang="de", n=4, do=S.teams, summary=["Abstimmung Angebot {num}", "Quartalsgespräch", "Schulung Warenwirtschaft", "Wochenbesprechung"], text=["Hallo {first},\n\nwir gehen das Angebot vor Abgabe gemeinsam durch.\n\nMit freundlichen Grüßen\n{org}", "Bitte Stundenzettel bereithalten.", "Teilnahme ist für alle im Lager verpflichtend. Dauer etwa zwei Stunden.", "Wie immer."]),
    ham("m365-teams-fr", by="m365", lang="fr", n=3, do=S.teams, summary=["Comité de pilotage", "Point RH", "Préparation du salon"], text=["Bonjour {first},\n\nvoici le créneau pour le comité. Le support sera envoyé la veille.\n\nCordialement\n{org}", "Entretien annuel : prévoir une heure.", "Plan du stand et transport du matériel."]),
    ham("m365-teams-es", by="m365", lang="es", n=2, do=S.teams, summary=["Comité de calidad", "Cierre de mes"], text=["Hola {first}:\n\nrevisamos las no conformidades abiertas.\n\nUn saludo", "Por favor, facturas registradas antes del martes."]),
    ham("m365-teams-it", by="m365", lang="it", n=2, do=S.teams_no_dial, summary=["Allineamento commerciale", "Verifica fornitori"], text=["Ciao {first},\n\nvediamo insieme le offerte aperte.\n\nA presto", "Elenco fornitori da aggiornare entro venerdì."]),
    ham("m365-teams-nl", by="m365", lang="nl", n=2, do=S.teams, summary=["Voortgangsoverleg", "Functioneringsgesprek"], text=["Hoi {first},\n\nkun je de actielijst bijwerken?\n\nGroet", "Neem je zelfevaluatie mee."]),
    ham("m365-room", by="m365 exchange", n=3, where=["{room}", "HQ / 3rd floor / {room}"], do=lambda m: m.ev.attendees.append(ical.Attendee("Room 3.12", "room-3-12@" + m.rcpt.domain, "ACCEPTED", "NON-PARTICIPANT", "FALSE", "RESOURCE")), summary=["Site safety walk", "Interview panel", "Training: forklifts"], text=["Meet at reception.", "Panel only, candidate comes at half past.", "Wear safety shoes."]),
    ham("m365-big-request", by="m365", n=2, do=[S.crowd(300), S.teams_no_dial], summary=["All hands {q}", "Company meeting: results and questions"], text=["Dear all,\n\nthe board presents the results of the quarter. Questions can be sent beforehand to the usual address.", "Everybody is welcome; the recording is kept for a month."]),
    ham("m365-company-birthday", by="exchange m365", n=2, do=S.crowd(25), where=["Canteen", "Terrace"], summary=["Cake for {colleague}'s retirement", "Farewell drinks"], text=["Forty years! There is cake at three.", "After work, everybody pays his own drinks, I pay the first."]),
    ham("exchange-onprem-de", by="exchange", lang="de", n=3, where=["Besprechung EG", "Sitzungssaal 2"], summary=["Dienstbesprechung", "Brandschutzunterweisung", "Budgetrunde {year}"], text=["Tagesordnung siehe Laufwerk.", "Die jährliche Unterweisung ist Pflicht. Bitte Liste abzeichnen.", "Vorlagen bis Montag."]),
    ham("m365-logo-signature", by="m365", n=2, do=logo, summary=["Contract talk", "Introduction {orgcompany}"], text=["Dear {first},\n\nthank you for the call. I propose this slot for the contract.\n\nBest regards", "Hello {first},\n\nhappy to introduce our new account manager.\n\nBest regards"]),
    ham("m365-agenda-pdf", by="m365 exchange", n=2, do=[pdf, S.teams_no_dial], summary=["Supervisory board", "Works council meeting"], text=["Agenda attached.", "Papers are attached; please read section 4."]),
    ham("outlook-imap", by="outlook-imap", n=3, lang="de", where=["Büro", "Telefonisch"], summary=["Steuertermin", "Übergabe Wohnung", "Rückruf Versicherung"], text=["Unterlagen {year} bitte mitbringen.", "Zählerstände lesen wir gemeinsam ab.", "Ich rufe an."]),
    ham("outlookcom-private", by="outlookcom", n=3, sender="freemail", place="evening", summary=["Book club", "Football at the park", "Parents' WhatsApp meet-up"], where=["{street}", "Pitch 2"], text=["We read the first hundred pages.", "Bibs and ball are there.", "Coffee at mine"]),

    # Apple
    ham("icloud-token", by="icloud", n=4, sender="freemail", summary=["Family lunch", "Dentist for the kids", "Swimming", "Visit from {colleague}"], where=["Grandma's", "{street}", "Lido"], text=["", "Don't forget the insurance card", "", "Stays until Sunday"]),
    ham("icloud-fr", by="icloud", lang="fr", n=2, sender="freemail", summary=["Anniversaire de Manon", "Répétition chorale"], where=["Chez nous", "Salle des fêtes"], text=["Apporte ta bonne humeur !", "On commence à l'heure."]),
    ham("icloud-de", by="icloud", lang="de", n=2, sender="freemail", summary=["Wanderung", "Elternabend besprechen"], text=["Treffpunkt Parkplatz, Brotzeit einpacken.", ""]),
    ham("apple-mail-invite", by="apple-mail", n=4, where=["Studio", "Café Lindner", "{street}"], do=S.alarms("-PT30M"), summary=["Fitting", "Portfolio review", "Site visit", "Sound check"], text=["Bring the shoes you will wear.", "I'd love your view on the new series.", "", "Load-in from four."]),
    ham("apple-mail-es", by="apple-mail", lang="es", n=2, where=["Taller"], summary=["Revisión de planos", "Comida con proveedores"], text=["Llevo las muestras.", "Reservado a nombre de {org}."]),

    # Other clients and servers
    ham("thunderbird-plain", by="thunderbird", n=3, where=["Library", "Lab 2"], summary=["Thesis supervision", "Club committee", "Lab safety briefing"], text=["Please send the chapter two days before.", "Treasurer's report, new kit, summer fête.", "Goggles are provided."]),
    ham("thunderbird-de", by="thunderbird", lang="de", n=3, where=["Vereinsheim", "Gemeindesaal"], summary=["Vorstandssitzung", "Probe Kirchenchor", "Arbeitseinsatz Garten"], text=["TOP 1 Kassenbericht, TOP 2 Sommerfest", "Wir üben die Motette.", "Handschuhe mitbringen."]),
    ham("zimbra-uni", by="zimbra", lang="fr", n=3, where=["Amphi B", "Bureau 214"], summary=["Conseil de laboratoire", "Soutenance de mémoire", "Jury de licence"], text=["Ordre du jour joint au courriel précédent.", "La soutenance est publique.", "Merci d'apporter les relevés."]),
    ham("zimbra-en", by="zimbra", n=2, summary=["Allotment society AGM", "Parish council"], where=["Village hall"], text=["Minutes of last year are on the notice board.", "Planning application 14, verge cutting, any other business."]),
    ham("nextcloud-service", by="nextcloud", n=3, lang="de", summary=["Plenum", "Hausversammlung", "Redaktionssitzung"], where=["Küche", "Raum 1"], text=["Themen ins Pad eintragen: https://cloud.{orgdomain}/apps/text/{token}", "Dachreparatur und Waschküche.", "Heft {n2}: Themenverteilung"]),
    ham("nextcloud-en", by="nextcloud", n=3, summary=["Volunteers' evening", "Repair café", "Committee call"], where=["Workshop", "Online"], text=["Bring anything with a plug.", "Two helpers at the door needed.", ""]),
    ham("sogo-office", by="sogo", n=3, lang="de", where=["Raum 4"], summary=["Amtsleiterrunde", "Einweisung neue Software", "Personalgespräch"], text=["Vorlagen im Umlauf.", "Bitte eigene Kennung bereithalten.", "Vertraulich."]),
    ham("sogo-es", by="sogo", lang="es", n=2, where=["Sala 2"], summary=["Claustro de profesores", "Visita de obra"], text=["Orden del día en la secretaría.", "Casco obligatorio."]),
    ham("ox-provider", by="open-xchange", lang="de", n=3, sender="company", summary=["Kaffeetrinken", "Termin Schornsteinfeger", "Geburtstag Opa"], where=["bei uns", "Hof"], text=["Kuchen ist da.", "Zugang zum Dachboden freiräumen", "Er wird 80!"]),
    ham("ox-nl", by="open-xchange", lang="nl", n=2, summary=["Verjaardag Roos", "VvE-vergadering"], where=["Thuis", "Buurthuis"], text=["Vanaf drie uur, cadeau niet nodig.", "Agenda: schilderwerk en bijdrage."]),
    ham("roundcube", by="roundcube", n=3, lang="it", where=["Sede", "Ambulatorio"], summary=["Assemblea soci", "Visita di controllo", "Corso pronto soccorso"], text=["Approvazione del bilancio.", "Portare gli esami.", "Otto ore in due giornate."]),
    ham("kolab", by="kolab", lang="de", n=2, where=["Pfarrsaal"], summary=["Kirchenvorstand", "Konfirmandentag"], text=["Haushalt und Orgel.", "Mittagessen wird gestellt."]),
    ham("evolution", by="evolution", n=2, where=["Server room"], summary=["Maintenance window", "Hand-over on call"], text=["Mail is read-only from ten to midnight.", "Two open incidents, see wiki."]),
    ham("kontact", by="kontact", lang="de", n=2, summary=["Linux-Stammtisch", "Code-Durchsicht"], where=["Hinterzimmer Krone", "Online"], text=["Thema: Backups, die man auch zurückspielen kann.", "Patches 4 bis 9."]),
    ham("fastmail", by="fastmail", n=2, summary=["House viewing", "Piano lesson"], where=["{street}"], text=["Agent meets us at the gate.", "Scales first!"]),
    ham("proton", by="proton", n=2, summary=["Source meeting", "Legal advice"], where=["Public library", "Office"], text=["Usual table.", "First consultation, half an hour, free."]),
    ham("notes-corporate", by="notes", n=2, where=["Building 7"], summary=["Phone conference supply chain", "Audit preparation"], text=["Dial-in as usual.", "Please update your documents until then."]),
    ham("groupwise", by="groupwise", n=2, where=["Council chamber"], summary=["Planning committee", "Road works briefing"], text=["Agenda items 3 and 7 concern us.", "Contractor presents the diversion."]),
    ham("davmail-reply", by="davmail", n=1, do=S.reply("ACCEPTED"), method="REPLY", summary="Catch-up", text=""),
    ham("oracle-campus", by="oracle", n=2, where=["Lecture hall 1"], summary=["Faculty meeting", "Seminar: soil mechanics"], text=["Appointments and workload.", "Speaker: {colleague}."]),

    # Delegates, forwards, lists
    ham("delegate-sentby", by="m365 exchange", n=4, do=sent_by, summary=["Call with the director", "Quarterly numbers", "Jury meeting", "Interview for the annual report"], text=["On behalf of the director I suggest this date.\n\nKind regards\n{org}\nExecutive assistant", "Please tell me if you need a parking space.", "Documents follow by post.", "Half an hour is enough."]),
    ham("delegate-onbehalf", by="m365", n=3, do=on_behalf, summary=["Review of the lease", "Partner lunch", "Strategy day"], text=["Sent by the office of the partner.", "Table for six is booked.", "Venue will be told later."]),
    ham("delegate-google", by="google", n=2, do=[sent_by, S.meet], summary=["Intro call with our founder", "Advisory board"], text=["Scheduling for our founder; he is glad to meet you.", ""]),
    ham("forward-outlook", by="m365 exchange outlook-imap", n=4, do=forwarded, summary=["Product demo", "Customer workshop", "Network planning", "Legal update"], text=["I think you should be there too.", "FYI - please go in my place.", "", "Forwarded for your information."]),
    ham("forward-apple", by="apple-mail", n=2, do=forwarded, summary=["Gallery opening", "Photo shoot"], text=["Come with me?", "You know more of this than I do."]),
    ham("list-seminar", by="thunderbird zimbra sogo", n=4, do=S.mailing_list, where=["Room 1.08", "Lecture hall"], summary=["Seminar on river deltas", "PhD day", "Colloquium: old maps", "Reading group"], text=["Everybody is welcome, coffee from half past three.", "Posters can be hung from nine.", "Speaker from the archive in Dunmere.", "Chapters 3 and 4."]),
    ham("list-google", by="google", n=2, do=[S.meet, S.mailing_list], summary=["Community call", "Maintainers' meeting"], text=["Notes: https://pad.fenwicklabs.example/p/{token}", "Release 4.2, open reviews."]),
]

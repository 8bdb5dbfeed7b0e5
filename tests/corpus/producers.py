"""Mail builders, one a producer: headers, ids, iCalendar manner, MIME tree and notification text as that product makes them.

A producer has two moments. `prepare` fills what the family left open (ids, addresses, authentication), so that the
family's own hook can still change it; `finish` writes the bodies and the bytes. The same builders make ham and spam:
what tells them apart must be the abuse and not the handwriting of this generator.
"""
import datetime as dt
import html as html_lib

import ical
import mail as M
import mime
import words

PRODUCERS = {}


def producer(name, **defaults):
    def add(f):
        PRODUCERS[name] = (f, defaults)
        return f
    return add


def w(m, key):
    return words.TABLE[m.lang][key]


def esc(text):
    return html_lib.escape(text or "", False)


# --- shared steps ----------------------------------------------------------------------------------------------------

def set_default(m, **kw):
    for k, v in kw.items():
        if getattr(m, k, None) is None:
            setattr(m, k, v)


def own_mail(m, policies=("reject", "quarantine", "none", "none")):
    """A mailbox of the sender's own domain, everything in order. The family may take some of it away."""
    d = m.from_[1].rpartition("@")[2] if not isinstance(m.from_, str) else m.org.domain
    set_default(m, envelope=m.from_[1] if not isinstance(m.from_, str) else m.org.addr, signers=[d])
    set_default(m, auth={"spf": ("pass", d), "dkim": [("pass", d)], "dmarc": ("pass", d), "policy": POLICY.get(d) or ("none" if d.endswith(".onmicrosoft.com") else m.r.choice(policies))})


POLICY = {"gmail.com": "none", "outlook.com": "none", "hotmail.com": "none", "yahoo.com": "reject", "icloud.com": "quarantine"}


def from_org(m):
    set_default(m, from_=(m.org.name, m.org.addr))


def freemail_host(r, domain):
    return {"gmail.com": "mail-%s%d.google.com" % (r.choice(("wr1-f", "ed1-f", "qt1-f", "lf1-f")), r.randint(40, 229)),
            "yahoo.com": "sonic%d-%d.consmr.mail.ir2.yahoo.com" % (r.randint(301, 320), r.randint(10, 60)),
            "outlook.com": "EUR0%d-DB5-obe.outbound.protection.outlook.com" % r.randint(1, 5),
            "hotmail.com": "NAM1%d-BN8-obe.outbound.protection.outlook.com" % r.randint(0, 2)}.get(domain)


def own_hops(m, domain=None):
    d = domain or m.org.domain
    host = freemail_host(m.r, d)
    return ["[%s]" % M.doc_ip(m.r), host] if host else m.r.choice((
        ["[%s]" % M.doc_ip(m.r), "mail." + d], ["pc-%d.%s" % (m.r.randint(10, 99), d), "smtp." + d, "mx-out%d.%s" % (m.r.randint(1, 3), d)],
        ["[%s]" % M.doc_ip(m.r), "mail." + d, "relay%d.hoster.example" % m.r.randint(1, 9)]))


def default_subject(m):
    prefix = {"REQUEST": "", "CANCEL": w(m, "cancelled") + ": ", "REPLY": w(m, "accepted") + ": ", "COUNTER": w(m, "counter") + ": "}.get(m.method, "")
    return prefix + m.summary


def text_notice(m):
    """For mails a person writes: the text is the body."""
    m.plain_body = m.body if m.body is not None else M.plain_of(m.text)
    m.html_body = m.html if m.html is not None else ("<html><body>\n%s</body></html>\n" % M.html_of(m.text) if m.with_html else None)


BUTTON = ("background:#1a73e8;color:#ffffff;padding:10px 22px;border-radius:4px;text-decoration:none", "background:#2e7d32;color:#fff;padding:12px 28px;text-decoration:none;font-weight:bold",
          "border:1px solid #333;color:#333;padding:8px 14px;text-decoration:none")


def branded_notice(m):
    """What sites and kits send: a page with a head, the text, buttons and a foot."""
    text_notice(m)
    if m.html is not None or m.html_body is None:
        return
    r = m.r
    shade, font = r.choice(("#f4f4f7", "#ffffff", "#eef2f5", "#fafafa")), r.choice(("Arial,Helvetica,sans-serif", "'Segoe UI',Tahoma,sans-serif", "Georgia,serif", "Roboto,Arial,sans-serif"))
    inner = M.html_of(m.text, '<p style="margin:0 0 16px;font-size:15px;line-height:22px;color:#333">%s</p>\n')
    inner = inner.replace('<a href="', '<a style="%s" href="' % r.choice(BUTTON), 1) if r.random() < .6 else inner
    rows = ""
    if m.ev is not None and m.ev.start:
        rows = '<table cellpadding="4" style="font-size:14px;color:#555"><tr><td>%s</td><td><b>%s</b></td></tr>%s</table>' % (
            w(m, "when"), esc(words.when(m.ev, m.lang)), '<tr><td>%s</td><td>%s</td></tr>' % (w(m, "where"), M.links(esc(m.ev.location))) if m.ev.location else "")
    m.html_body = """<!DOCTYPE html>
<html lang="%s"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>%s</title>
<style>body{margin:0;padding:0;background:%s} .wrap{max-width:%dpx;margin:0 auto} @media (max-width:600px){.pad{padding:12px!important}}</style></head>
<body><table role="presentation" width="100%%" cellspacing="0" cellpadding="0" style="background:%s;font-family:%s"><tr><td align="center">
<table class="wrap" role="presentation" width="%d" style="background:#ffffff"><tr><td class="pad" style="padding:18px 32px;border-bottom:1px solid #e5e5e5;font-size:18px">%s</td></tr>
<tr><td class="pad" style="padding:24px 32px"><h1 style="font-size:20px;margin:0 0 14px">%s</h1>%s
%s</td></tr>
<tr><td class="pad" style="padding:16px 32px;font-size:11px;color:#999">%s &middot; %s</td></tr></table></td></tr></table></body></html>
""" % (m.lang, esc(m.summary), shade, 600, shade, font, r.choice((560, 600, 640)), esc(m.org.name), esc(m.summary), inner, rows, esc(m.org.name), esc(m.rcpt.addr))


def finish(m):
    m.subject = m.subject if m.subject is not None else m.subject_of(m)
    if m.ev is not None:
        m.ev.summary = m.ev.summary if m.ev.summary is not None else m.summary
        if m.ev.description is None and m.text:
            m.ev.description = M.plain_of(m.text)
    m.notice(m)
    return M.assemble(m)


def prepare(m):
    f, defaults = PRODUCERS[m.producer]
    m.subject_of, m.notice, m.with_html = default_subject, text_notice, True
    m.boundary_shape, m.word_how, m.date_zone = "x", "B", 0
    m.microsoft_mx = m.r.random() < 0.15
    m.local_hop = not m.microsoft_mx and m.r.random() < 0.4
    set_default(m, style="plain", tree="text-calendar")
    for k, v in defaults.items():
        setattr(m, k, v)
    f(m)


# --- Google Calendar -------------------------------------------------------------------------------------------------

GOOGLE_PREFIX = {"REQUEST": "invite", "CANCEL": "cancelled", "REPLY": "accepted", "COUNTER": "counter"}


def google_subject(m):
    key = GOOGLE_PREFIX.get(m.method, "invite")
    if m.method == "REQUEST" and m.ev.sequence:
        key = "updated"
    colon = " : " if m.lang == "fr" else ": "
    return "%s%s%s @ %s (%s) (%s)" % (w(m, key), colon, m.summary, words.when(m.ev, m.lang), words.gmt(m.ev), m.rcpt.addr)


def google_rows(m):
    ev = m.ev
    rows = [(w(m, "when"), esc(words.when(ev, m.lang)))]
    if ev.location:
        rows.append((w(m, "where"), M.links(esc(ev.location))))
    if m.prop("meet"):
        rows.append((w(m, "join"), '<a href="https://meet.google.com/%s" target="_blank">meet.google.com/%s</a>' % (m.prop("meet"), m.prop("meet"))))
    rows.append((w(m, "calendar"), esc(m.rcpt.addr)))
    who = "<br>".join("&bull; %s%s" % (esc(a.name or a.addr), " - " + w(m, "organizer") if a.addr == m.org.addr else "") for a in ev.attendees[:12])
    rows.append((w(m, "who"), who))
    return rows


def google_notice(m):
    ev = m.ev
    eid = M.token(m.r, 52, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
    view = "https://calendar.google.com/calendar/event?action=VIEW&eid=%s&tok=%s" % (eid, M.token(m.r, 40))
    lines = ["%s" % w(m, "invite"), "", m.summary, words.when(ev, m.lang) + " " + words.gmt(ev), ""]
    if ev.location:
        lines += [w(m, "where") + ": " + ev.location, ""]
    if m.text:
        lines += [M.plain_of(m.text), ""]
    if m.prop("meet"):
        lines += [w(m, "join"), "https://meet.google.com/" + m.prop("meet"), ""]
    lines += [w(m, "organizer").capitalize(), m.org.name, m.org.addr, "", w(m, "guests")]
    lines += ["%s%s" % (a.name or a.addr, " - " + w(m, "organizer") if a.addr == m.org.addr else "") for a in ev.attendees[:12]]
    lines += ["", w(m, "more"), view, "", "~~//~~", w(m, "from") + " Google Calendar: https://calendar.google.com/calendar/", "", w(m, "why"), ""]
    m.plain_body = m.body if m.body is not None else "\n".join(lines)
    if m.html is not None:
        m.html_body = m.html
        return
    cell = 'style="padding:0 1em 10px 0;font-family:Roboto,Arial,sans-serif;font-size:14px;color:#5f6368;white-space:nowrap" valign="top"'
    rows = "".join('<tr><td %s><i style="font-style:normal">%s</i></td><td style="padding-bottom:10px;font-size:14px;color:#3c4043">%s</td></tr>\n'
                   % (cell, a, b) for a, b in google_rows(m))
    buttons = "".join('<a href="%s&amp;rst=%d" target="_blank" style="padding:8px 16px;border:1px solid #dadce0;color:#5f6368;text-decoration:none">%s</a> '
                      % (view.replace("VIEW", "RESPOND").replace("&", "&amp;"), n, w(m, k)) for n, k in ((1, "yes"), (2, "no"), (3, "maybe")))
    m.html_body = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>
<span itemscope itemtype="http://schema.org/InformAction"><span style="display:none" itemprop="about" itemscope itemtype="http://schema.org/Person">
<meta itemprop="description" content="%s %s"></span>
<span itemprop="object" itemscope itemtype="http://schema.org/Event"><meta itemprop="eventStatus" content="http://schema.org/EventScheduled">
<span itemprop="publisher" itemscope itemtype="http://schema.org/Organization"><meta itemprop="name" content="Google Calendar"></span>
<meta itemprop="eventId/googleCalendar" content="%s">
<table border="0" cellpadding="0" cellspacing="0" role="presentation" align="center" style="width:100%%"><tbody><tr><td>
<table style="border:solid 1px #dadce0;border-radius:8px;padding:24px 32px;width:100%%"><tbody><tr><td>
<h3 style="font-family:Google Sans,Roboto,sans-serif;font-weight:400;font-size:22px"><span itemprop="name">%s</span></h3>
<time itemprop="startDate" datetime="%s"></time><time itemprop="endDate" datetime="%s"></time>
<table>%s</table>
<div style="font-family:Roboto,sans-serif;font-size:14px;color:#3c4043">%s</div>
<div style="padding:16px 0">%s</div><a href="%s">%s</a>
</td></tr></tbody></table></td></tr><tr><td style="font-size:12px;color:#70757a"><p>%s <a href="https://calendar.google.com/calendar/">Google Calendar</a></p>
<p>%s</p></td></tr></tbody></table></span></span></body></html>
""" % (w(m, "from"), esc(m.org.name), M.token(m.r, 26), esc(m.summary), ical.stamp(ev.start), ical.stamp(ev.end or ev.start), rows,
       M.html_of(m.text, "%s<br><br>\n") if m.text else "", buttons, view.replace("&", "&amp;"), w(m, "more"), w(m, "from"), w(m, "why"))


@producer("google", prodid="-//Google Inc//Google Calendar 70.9054//EN", style="google", tree="google", boundary_shape="google")
def google(m):
    """Sent by Google for an organizer with a Google account, Workspace or gmail.com."""
    r, ev = m.r, m.ev
    m.subject_of, m.notice = google_subject, google_notice
    set_default(ev, uid="%s@google.com" % M.token(r, 26, "0123456789abcdefghijklmnopqrstuv"))
    ev.form = "tz" if ev.rrule else "utc"
    ev.extra = ev.extra + ["X-MICROSOFT-CDO-OWNERAPPTID:%d" % r.randint(-2**31, 2**31)] if r.random() < 0.7 else ev.extra
    from_org(m)
    d = m.org.domain
    m.sender = m.sender or ("Google Calendar", "calendar-notification@google.com")
    m.reply_to = m.reply_to or (m.org.name, m.org.addr)
    set_default(m, mid="<calendar-%s@google.com>" % M.uuid(r), envelope="3%s@calendar-server.bounces.google.com" % M.token(r, 44, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"))
    extra = d if d == "gmail.com" else "%s.20230601.gappssmtp.com" % d.replace(".", "-") if r.random() < .3 else d
    set_default(m, signers=["google.com", extra])
    set_default(m, auth={"spf": ("pass", "calendar-server.bounces.google.com"), "dkim": [("pass", x) for x in m.signers],
                         "dmarc": ("pass" if extra == d else "none", d), "policy": "none" if d == "gmail.com" else r.choice(("none", "quarantine"))})
    m.hops = m.hops or ["calendar-server.google.com", "mail-%s%d.google.com" % (r.choice(("wm1-f", "ed1-f", "qk1-f", "oi1-f")), r.randint(60, 229))]
    m.head = [("X-Received", "by 2002:a05:6000:%x:b0:%x:%x:%x with SMTP id %s;\n        %s" % (r.randint(256, 4095), r.randint(256, 4095), r.randint(4096, 65535), r.randint(4096, 65535), M.token(r, 24), m.now.strftime("%a, %d %b %Y %H:%M:%S -0700 (PDT)")))]


# --- Microsoft -------------------------------------------------------------------------------------------------------

def exchange_notice(m):
    text = m.text
    teams = m.prop("teams")
    m.plain_body = m.body if m.body is not None else M.plain_of(text) + ("\n\n" + M.plain_of(teams) if teams else "") + "\n"
    if m.ev is not None and m.prop("teams_in_ics", True) and teams and m.ev.description is not None:
        m.ev.description += "\n" + M.plain_of(teams)
    if m.html is not None:
        m.html_body = m.html
        return
    block = ""
    if teams:
        block = ('<div style="width:100%%"><span style="white-space:nowrap;color:#5F5F5F;opacity:.36">%s</span></div>\n<div class="me-email-text" '
                 'lang="en-US" style="max-width:1024px;color:#242424;font-family:\'Segoe UI\',\'Helvetica Neue\',Helvetica,Arial,sans-serif">\n%s</div>\n'
                 % ("_" * 80, M.html_of(teams, '<div style="margin-bottom:6px">%s</div>\n')))
    m.html_body = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><meta name="Generator" content="Microsoft Word 15 (filtered medium)">
<style><!--
@font-face {font-family:Calibri; panose-1:2 15 5 2 2 2 4 3 2 4;}
p.MsoNormal, li.MsoNormal, div.MsoNormal {margin:0cm; font-size:11.0pt; font-family:"Calibri",sans-serif;}
a:link, span.MsoHyperlink {color:#0563C1; text-decoration:underline;}
div.WordSection1 {page:WordSection1;}
--></style></head>
<body lang="EN-US" link="#0563C1" vlink="#954F72" style="word-wrap:break-word"><div class="WordSection1">
%s%s</div></body></html>
""" % (M.html_of(text, '<p class="MsoNormal">%s<o:p></o:p></p>\n<p class="MsoNormal"><o:p>&nbsp;</o:p></p>\n'), block)


def exchange_subject(m):
    if m.method == "CANCEL":
        return {"en": "Canceled", "de": "Abgesagt", "fr": "Annulé", "es": "Cancelado", "it": "Annullato", "nl": "Geannuleerd", "pt": "Cancelado"}.get(m.lang, w(m, "cancelled")) + ": " + m.summary
    if m.method == "REPLY":
        stat = m.ev.attendees[0].partstat if m.ev.attendees else "ACCEPTED"
        return w(m, {"ACCEPTED": "accepted", "DECLINED": "declined"}.get(stat, "tentative")) + ": " + m.summary
    if m.method == "COUNTER":
        return w(m, "counter") + ": " + m.summary
    return m.summary


def teams_block(m, dial=True):
    """The block that Teams writes into an invitation."""
    r = m.r
    thread = M.token(r, 48, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
    tid, oid = M.uuid(r), M.uuid(r)
    url = "https://teams.microsoft.com/l/meetup-join/19%%3ameeting_%s%%40thread.v2/0?context=%%7b%%22Tid%%22%%3a%%22%s%%22%%2c%%22Oid%%22%%3a%%22%s%%22%%7d" % (thread, tid, oid)
    head = {"en": ("Microsoft Teams meeting", "Join the meeting now", "Meeting ID", "Passcode", "Dial in by phone", "Find a local number", "Phone conference ID", "For organizers", "Meeting options", "Need help?"),
            "de": ("Microsoft Teams-Besprechung", "Jetzt an der Besprechung teilnehmen", "Besprechungs-ID", "Kennung", "Per Telefon einwählen", "Lokale Nummer suchen", "Telefonkonferenz-ID", "Für Organisatoren", "Besprechungsoptionen", "Benötigen Sie Hilfe?"),
            "fr": ("Réunion Microsoft Teams", "Rejoindre la réunion maintenant", "ID de réunion", "Code secret", "Appel entrant par téléphone", "Trouver un numéro local", "ID de conférence téléphonique", "Pour les organisateurs", "Options de réunion", "Besoin d'aide ?"),
            "es": ("Reunión de Microsoft Teams", "Unirse a la reunión ahora", "Id. de reunión", "Código de acceso", "Marcar por teléfono", "Buscar un número local", "Id. de conferencia telefónica", "Para organizadores", "Opciones de reunión", "¿Necesita ayuda?"),
            "it": ("Riunione di Microsoft Teams", "Partecipa alla riunione ora", "ID riunione", "Passcode", "Accedi tramite telefono", "Trova un numero locale", "ID conferenza telefonica", "Per gli organizzatori", "Opzioni riunione", "Serve aiuto?"),
            "nl": ("Microsoft Teams-vergadering", "Nu deelnemen aan de vergadering", "Vergadering-id", "Wachtwoordcode", "Inbellen via telefoon", "Een lokaal nummer zoeken", "Telefonische vergadering-id", "Voor organisatoren", "Opties voor vergadering", "Hulp nodig?"),
            }.get(m.lang) or ("Microsoft Teams meeting", "Join the meeting now", "Meeting ID", "Passcode", "Dial in by phone", "Find a local number", "Phone conference ID", "For organizers", "Meeting options", "Need help?")
    block = "%s\n[%s](https://aka.ms/JoinTeamsMeeting?omkt=en-US)\n\n[%s](%s)\n\n%s: %s\n%s: %s" % (
        head[0], head[9], head[1], url, head[2], " ".join("%03d" % r.randint(100, 999) for _ in range(5)), head[3], M.token(r, 6, "abcdefghkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"))
    if dial:
        num = {"de": "+49 30 23125%03d" % r.randint(0, 999), "fr": "+33 1 99 00 %02d %02d" % (r.randint(0, 99), r.randint(0, 99)), "uk": "+44 20 7946 0%03d" % r.randint(0, 999)}.get(m.lang, "+1 %d-555-01%02d" % (r.choice((323, 469, 689, 872)), r.randint(0, 99)))
        cid = "%03d %03d %03d" % (r.randint(100, 999), r.randint(0, 999), r.randint(0, 999))
        block += "\n\n%s\n[%s,,%s#](tel:%s,,%s#)\n[%s](https://dialin.teams.microsoft.com/%s?id=%s)\n%s: %s#" % (
            head[4], num, cid.replace(" ", ""), num.replace(" ", "").replace("-", ""), cid.replace(" ", ""), head[5], M.uuid(r), cid.replace(" ", ""), head[6], cid)
    block += "\n\n%s: [%s](https://teams.microsoft.com/meetingOptions/?organizerId=%s&tenantId=%s&threadId=19_meeting_%s@thread.v2&messageId=0&language=en-US)" % (head[7], head[8], oid, tid, thread)
    return block, url


def exchange_common(m, host):
    r, ev = m.r, m.ev
    from_org(m)
    site = M.token(r, 3, "ABCDEFGHJKLMNPRSTUVWXYZ")
    box = "%s0P%s%s%04d" % (site[:2], r.choice(("R", "")), r.choice(("08MB", "190MB", "03MB", "EUR")), r.randint(100, 9999))
    server = "%s%s.%s.prod.outlook.com" % (site, box[2:], r.choice(("eurprd08", "EURP190", "namprd14", "NAMP223", "GBRP265"))) if not host else host
    set_default(m, mid="<%s%s@%s>" % (site + box[2:], M.hexs(r, 32).upper(), server))
    m.subject_of, m.notice, m.boundary_shape = exchange_subject, exchange_notice, "exchange"
    m.core_order = "From To Cc Subject Date Message-ID Sender Reply-To MIME-Version"
    m.date_zone = 0
    index = M.b64(r, 22)[:30] + "=="
    m.head = [("Thread-Topic", mime.encode_word(m.summary)), ("Thread-Index", index), ("Accept-Language", "en-US"), ("Content-Language", "en-US"),
              ("X-MS-Has-Attach", "yes" if m.attachments else ""), ("X-MS-TNEF-Correlator", "")]
    if ev is not None:
        set_default(ev, uid="040000008200E00074C5B7101A82E008" + "00000000" + M.hexs(r, 16).upper() + "000000000000000010000000" + M.hexs(r, 32).upper(),
                    klass="PUBLIC", priority="5")
        ev.form = "windows"
        ev.extra = ev.extra + ["X-MICROSOFT-CDO-APPT-SEQUENCE:%d" % (ev.sequence or 0), "X-MICROSOFT-CDO-OWNERAPPTID:%d" % r.randint(-2**31, 2**31),
                               "X-MICROSOFT-CDO-BUSYSTATUS:" + ("FREE" if m.method == "CANCEL" else "TENTATIVE"), "X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY",
                               "X-MICROSOFT-CDO-ALLDAYEVENT:" + ("TRUE" if ev.allday else "FALSE"), "X-MICROSOFT-CDO-IMPORTANCE:1",
                               "X-MICROSOFT-CDO-INSTTYPE:%d" % (1 if ev.rrule else 0), "X-MICROSOFT-DONOTFORWARDMEETING:FALSE", "X-MICROSOFT-DISALLOW-COUNTER:FALSE"]
        if m.method == "REQUEST" and not ev.alarms:
            ev.alarms = [["BEGIN:VALARM", "DESCRIPTION:REMINDER", "TRIGGER;RELATED=START:-PT15M", "ACTION:DISPLAY", "END:VALARM"]]
    return server


@producer("m365", prodid="Microsoft Exchange Server 2010", style="exchange", tree="alternative", word_how="Q")
def m365(m):
    """Exchange Online, a tenant of its own."""
    r = m.r
    server = exchange_common(m, None)
    own_mail(m)
    d = m.from_[1].rpartition("@")[2] if not isinstance(m.from_, str) else m.org.domain
    out = "%s-%s-obe.outbound.protection.outlook.com" % (r.choice(("EUR05", "NAM12", "GBR01", "EUR02", "NAM04")), r.choice(("DB8", "BN8", "LO2", "AM6", "DM6")))
    m.hops = m.hops or [server, out]
    m.head = m.head + [
        ("x-ms-publictraffictype", "Email"), ("x-ms-traffictypediagnostic", "%s:EE_%s:EE_" % (server.split(".")[0], M.token(r, 12, "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"))),
        ("x-ms-office365-filtering-correlation-id", M.uuid(r)), ("x-ms-exchange-senderadcheck", "1"), ("x-ms-exchange-antispam-relay", "0"),
        ("x-microsoft-antispam", "BCL:0;ARA:13230040|366016|1800799024|376014|38070700018;"),
        ("X-OriginatorOrg", d), ("X-MS-Exchange-CrossTenant-AuthAs", "Internal"), ("X-MS-Exchange-CrossTenant-AuthSource", server),
        ("X-MS-Exchange-CrossTenant-id", M.uuid(r)), ("X-MS-Exchange-Transport-CrossTenantHeadersStamped", server.split(".")[0])]
    m.arc = M.arc_set(r, 1, "microsoft.com", "mx.microsoft.com 1; spf=pass\n smtp.mailfrom=%s; dmarc=pass action=none header.from=%s;\n dkim=pass header.d=%s; arc=none" % (d, d, d), m.now)


@producer("exchange", prodid="Microsoft Exchange Server 2010", style="exchange", tree="alternative", word_how="Q")
def exchange(m):
    """Exchange Server in a company's own house."""
    d = m.org.domain
    server = "EX%02d.%s" % (m.r.randint(1, 4), d)
    exchange_common(m, server)
    own_mail(m, ("none", "none", "quarantine"))
    m.hops = m.hops or [server, "mailgw%d.%s" % (m.r.randint(1, 2), d)]
    m.head = m.head + [("X-Originating-IP", "[%s]" % M.doc_ip(m.r))]


@producer("outlookcom", prodid="-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN", style="exchange", tree="alternative", word_how="Q")
def outlookcom(m):
    """The consumer service."""
    server = exchange_common(m, None)
    own_mail(m, ("none",))
    m.prodid = "Microsoft Exchange Server 2010"
    m.hops = m.hops or [server, "NAM1%d-MW2-obe.outbound.protection.outlook.com" % m.r.randint(0, 2)]
    m.head = m.head + [("x-tmn", "[%s]" % M.b64(m.r, 24)), ("X-OriginatorOrg", "outlook.com")]


@producer("outlook-imap", prodid="-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN", style="exchange", tree="alternative", word_how="Q")
def outlook_imap(m):
    """Outlook with a mailbox on somebody else's server."""
    exchange_common(m, None)
    r, d = m.r, m.org.domain
    m.mid = "<%s$%s$%s$@%s>" % (M.hexs(r, 12), M.hexs(r, 8), M.hexs(r, 8), d)
    m.boundary_shape, m.head = "x", [("X-Mailer", "Microsoft Outlook 16.0"), ("Thread-Index", M.b64(r, 22)), ("Content-Language", r.choice(("en-us", "de", "fr")))]
    own_mail(m)
    m.hops = m.hops or own_hops(m)

    def notice(x):
        exchange_notice(x)
        if x.ev is not None and x.ev.altdesc is None and x.text and r.random() < .6:    # Outlook writes the body once more as HTML
            x.ev.altdesc = x.html_body.replace("\n", "")
    m.notice = notice


# --- Apple -----------------------------------------------------------------------------------------------------------

def icloud_token(r):
    return "2_" + M.token(r, r.choice((52, 76, 88)), "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") + "@imip.me.com"


def icloud_notice(m):
    ev = m.ev
    ask = {"en": "%s has invited you to \u201c%s\u201d", "de": "%s hat dich zu \u201e%s\u201c eingeladen", "fr": "%s vous a invité à «\u00a0%s\u00a0»", "es": "%s te ha invitado a «%s»",
           "it": "%s ti ha invitato a «%s»", "nl": "%s heeft je uitgenodigd voor '%s'", "pt": "%s convidou você para “%s”", "ja": "%sさんから「%s」に招待されました", "zh": "%s 邀请您参加“%s”", "ru": "%s приглашает вас на «%s»"}[m.lang] % (m.org.name, m.summary)
    url = "https://www.icloud.com/calendar/eventreply/?t=%s&p=p%d&cc=US#reply=" % (M.token(m.r, 60, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"), m.r.randint(20, 150))
    rows = [(w(m, "when"), words.when(ev, m.lang))] + ([(w(m, "where"), ev.location)] if ev.location else []) + [(w(m, "guests"), ", ".join(a.name or a.addr for a in ev.attendees[:8]))]
    body = ask + "\n\n" + "\n".join("%s:  %s" % x for x in rows) + ("\n\n" + M.plain_of(m.text) if m.text else "")
    body += "\n\n" + "\n".join("%s – %s%s" % (w(m, k), url, v) for k, v in (("yes", "accept"), ("no", "decline"), ("maybe", "tentative")))
    body += "\n\n---\niCloud is a service provided by Apple.\nApple ID:  https://account.apple.com/\nSupport:  https://support.apple.com/icloud\n"
    m.plain_body = m.body if m.body is not None else body
    m.html_body = m.html if m.html is not None else """<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"><meta name="viewport" content="width=device-width"></head>
<body style="margin:0;padding:0;font-family:'Helvetica Neue',Helvetica,Arial,sans-serif"><table class="mainTable" width="640" align="center"><tr><td class="header" style="font-size:22px">%s</td></tr>
<tr><td><table>%s</table></td></tr><tr><td>%s</td></tr><tr><td>%s</td></tr>
<tr><td class="footer" style="font-size:11px;color:#888">iCloud is a service provided by Apple. <a href="https://account.apple.com/">Apple ID</a> | <a href="https://support.apple.com/icloud">Support</a></td></tr></table></body></html>
""" % (esc(ask), "".join('<tr><td class="table-text left">%s</td><td>%s</td></tr>' % (a, esc(b)) for a, b in rows), M.html_of(m.text or ""),
       " ".join('<a class="linkbutton" href="%s%s">%s</a>' % (url.replace("&", "&amp;"), v, w(m, k)) for k, v in (("yes", "accept"), ("no", "decline"), ("maybe", "tentative"))))


@producer("icloud", style="apple", tree="mixed-alternative", boundary_shape="java")
def icloud(m):
    """The invitation server of iCloud: From is Apple, the organizer a token."""
    r, ev = m.r, m.ev
    m.notice = icloud_notice
    m.prodid = "-//caldav.icloud.com//CALDAVJ %d%s%d//EN" % (r.randint(2400, 2640), r.choice("BFH"), r.randint(50, 900))
    tok = icloud_token(r)
    set_default(ev, uid=M.uuid(r, True))
    ev.form, ev.status = "tz", None
    me = m.org.addr
    for a in ev.attendees:
        if a.addr == me:
            a.role = "CHAIR"
    if ev.organizer and not isinstance(ev.organizer, str):
        ev.organizer = "ORGANIZER;CN=%s;EMAIL=%s:mailto:%s" % (ical.quote(m.org.name), me, tok)
    set_default(m, from_=(m.org.name, "noreply@email.apple.com"), envelope="bounces@email.apple.com")
    m.reply_to = m.reply_to or ("", tok)
    set_default(m, mid="<%d.%d.%d.JavaMail.email@email.apple.com>" % (r.randint(10**8, 2 * 10**9), r.randint(10**6, 10**8), int((m.now - dt.datetime(1970, 1, 1)).total_seconds() * 1000)), signers=["email.apple.com"])
    set_default(m, auth={"spf": ("pass", "email.apple.com"), "dkim": [("pass", "email.apple.com")], "dmarc": ("pass", "email.apple.com"), "policy": "reject"})
    m.hops = m.hops or ["rn2-msbadger%05d.apple.com" % r.randint(2000, 9999), "rn2-txn-msbadger%05d.apple.com" % r.randint(2000, 9999)]
    m.subject_of = lambda x: {"en": "%s has invited you to \u201c%s\u201d", "fr": "%s vous a invité à «\u00a0%s\u00a0»", "de": "%s hat dich zu \u201e%s\u201c eingeladen"}.get(x.lang, "%s: \u201c%s\u201d") % (x.org.name, x.summary)
    m.head = [("X-EmailType-Id", "763321"), ("X-Sent-To", "%s,2,%s" % (m.rcpt.addr, M.b64(r, 48))), ("X-Request-UUID", M.uuid(r)), ("X-Business-Group", "iCloud"), ("X-Attach-Flag", "Y"), ("X-TXN_ID", M.uuid(r, True)), ("X-DKIM_SIGN_REQUIRED", "YES")]


@producer("apple-mail", style="apple", tree="apple", boundary_shape="apple", prodid="-//Apple Inc.//macOS 15.3//EN")
def apple_mail(m):
    """Calendar on a Mac, sent with the person's own mail account."""
    r, ev = m.r, m.ev
    set_default(ev, uid=M.uuid(r, True))
    ev.form = "tz"
    m.prodid = r.choice(("-//Apple Inc.//macOS 15.3//EN", "-//Apple Inc.//macOS 14.7.1//EN", "-//Apple Inc.//iPhone OS 18.3//EN"))
    from_org(m)
    own_mail(m)
    set_default(m, mid="<%s@%s>" % (M.uuid(r, True), m.org.domain))
    m.file_name = "iCal-%s.ics" % m.now.strftime("%Y%m%d-%H%M%S")
    m.head = [("X-Mailer", "Apple Mail (2.3826.300.87.4.3)")]
    m.hops = m.hops or own_hops(m)


# --- Yahoo -----------------------------------------------------------------------------------------------------------

def table_notice(m, lead=None, foot="", style="font-family:Helvetica,Arial,sans-serif"):
    """Lead, when/where/who and text, in plain and in a table."""
    ev = m.ev
    lead = lead or "%s %s" % (w(m, "from"), m.org.name)
    rows = [(w(m, "when"), words.when(ev, m.lang) + " " + words.gmt(ev))]
    if ev.location:
        rows.append((w(m, "where"), ev.location))
    rows.append((w(m, "guests"), ", ".join(a.name or a.addr for a in ev.attendees[:20])))
    m.plain_body = m.body if m.body is not None else "%s\n\n%s\n\n%s\n\n%s\n%s" % (lead, m.summary, "\n".join("%s: %s" % x for x in rows), M.plain_of(m.text), foot)
    m.html_body = m.html if m.html is not None else (
        '<html><body style="%s"><p>%s</p><h2 style="font-size:18px">%s</h2>\n<table>%s</table>\n%s<p style="font-size:11px;color:#777">%s</p></body></html>\n'
        % (style, esc(lead), esc(m.summary), "".join('<tr><td style="color:#777">%s</td><td>%s</td></tr>\n' % (esc(a), M.links(esc(b))) for a, b in rows), M.html_of(m.text or ""), M.links(esc(foot))))


@producer("yahoo", style="plain", tree="mixed-alternative", boundary_shape="java", prodid="Zimbra-Calendar-Provider")
def yahoo(m):
    """Yahoo Calendar, as the waves of 2016-2018 and after used it."""
    r, ev = m.r, m.ev
    m.prodid = r.choice(("//Yahoo//Calendar//EN", "//Yahoo//Calendar//EN", "Zimbra-Calendar-Provider"))
    set_default(ev, uid=M.uuid(r))
    ev.form = "tz"
    ev.extra = ev.extra + ["X-YAHOO-YID:%s" % m.org.local, "X-YAHOO-USER-STATUS:BUSY", "X-YAHOO-EVENT-STATUS:BUSY", "CLASS:PUBLIC", "PRIORITY:0"]
    from_org(m)
    own_mail(m, ("reject",))
    set_default(m, mid="<%d.%d.%d@mail.yahoo.com>" % (r.randint(10**8, 2 * 10**9), r.randint(10**5, 10**7), int((m.now - dt.datetime(1970, 1, 1)).total_seconds() * 1000)))
    m.hops = m.hops or ["127.0.0.1", freemail_host(r, "yahoo.com")]
    m.head = [("References", "<%s@mail.yahoo.com>" % M.token(r, 20)), ("X-Mailer", "WebService/1.1.23772 YahooMailIosMobile")]
    m.subject_of = lambda x: "%s: %s" % (w(x, GOOGLE_PREFIX.get(x.method, "invite")), x.summary)
    m.notice = lambda x: table_notice(x, foot="Yahoo Calendar https://calendar.yahoo.com/")


# --- Servers and clients that work alike: a row each -------------------------------------------------------------------

def simple(name, prodid, style, tree, uid="uuid", mid="uuid", shape="x", head=(), html=True, form="tz", cte=None, file_name="invite.ics", notice=None, how="B"):
    """A product of which only these values differ."""
    def make(m):
        r, ev = m.r, m.ev
        m.style, m.tree, m.boundary_shape, m.with_html, m.word_how = style, tree, shape, html, how
        m.prodid = r.choice(prodid) if isinstance(prodid, tuple) else prodid
        m.cal_cte = m.cal_cte or cte
        m.file_name = file_name
        from_org(m)
        own_mail(m)
        if ev is not None:
            set_default(ev, uid={"uuid": M.uuid(r), "UUID": M.uuid(r, True), "host": "%s@%s" % (M.token(r, 20), m.org.domain),
                                 "sogo": "%s-%s-%s-%s" % (M.hexs(r, 4).upper(), M.hexs(r, 8).upper(), M.hexs(r, 4).upper(), M.hexs(r, 8).upper()), "short": M.hexs(r, 16)}[uid])
            ev.form = form
        d = m.from_[1].rpartition("@")[2] if not isinstance(m.from_, str) else m.org.domain
        set_default(m, mid={"uuid": "<%s@%s>" % (M.uuid(r), d), "UUID": "<%s@%s>" % (M.uuid(r, True), d), "java": "<%d.%d.%d.JavaMail.zimbra@%s>" % (r.randint(10**7, 2 * 10**9), r.randint(10**3, 10**7), int((m.now - dt.datetime(1970, 1, 1)).total_seconds() * 1000), d),
                             "php": "<%s@%s>" % (M.hexs(r, 32), d), "sogo": "<%s-%s-%d-%s@%s>" % (M.hexs(r, 5), M.hexs(r, 8), r.randint(1, 99), M.hexs(r, 8), d), "python": "<%d.%d.%d@%s>" % (int((m.now - dt.datetime(1970, 1, 1)).total_seconds()), r.randint(10**4, 10**6), r.randint(10**6, 10**7), d)}[mid])
        m.head = [(k, v(r) if callable(v) else v) for k, v in head]
        m.hops = m.hops or own_hops(m)
        if notice is branded_notice:
            m.notice = notice
        elif notice:
            m.notice = notice
            m.subject_of = lambda x: "%s: %s" % (w(x, GOOGLE_PREFIX.get(x.method, "invite")), x.summary)
    make.__doc__ = name
    PRODUCERS[name] = (make, {})


simple("thunderbird", "-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN", "mozilla", "text-calendar", shape="mozilla", head=[("User-Agent", "Mozilla Thunderbird"), ("Content-Language", "en-US")], html=False)
simple("zimbra", "Zimbra-Calendar-Provider", "plain", "mixed-alternative", mid="java", head=[("X-Mailer", "Zimbra 10.1.4_GA_4655 (ZimbraWebClient - GC131 (Win)/10.1.4_GA_4655)"), ("Thread-Topic", lambda r: M.token(r, 8))], notice=table_notice)
simple("sogo", "-//Inverse inc./SOGo 5.11.2//EN", "sabre", "mixed-alternative-file", uid="sogo", mid="sogo", head=[("User-Agent", "SOGoMail 5.11.2"), ("X-Forward", lambda r: M.doc_ip(r))], notice=table_notice)
simple("open-xchange", "-//Open-Xchange//8.30.0//EN", "sabre", "mixed-alternative-file", mid="java", shape="java", head=[("X-Mailer", "Open-Xchange Mailer v8.30.0"), ("X-Priority", "3"), ("Importance", "Normal")], notice=table_notice)
simple("roundcube", "-//Roundcube Webmail//libcalendaring 3.5.11//EN", "sabre", "text-calendar", uid="UUID", mid="php", head=[("User-Agent", "Roundcube Webmail/1.6.9"), ("X-Sender", lambda r: "webmail")], html=False, file_name="event.ics")
simple("kolab", "-//Kolab//libcalendaring 3.5.7//EN", "sabre", "text-calendar", uid="UUID", mid="php", head=[("User-Agent", "Roundcube Webmail/1.5-git"), ("X-Kolab-Mime-Version", "3.0")], html=False, file_name="event.ics")
simple("evolution", "-//Ximian//NONSGML Evolution Calendar//EN", "mozilla", "text-calendar", uid="short", mid="uuid", head=[("User-Agent", "Evolution 3.52.4-0ubuntu0.24.04.2")], html=False, file_name="calendar.ics")
simple("kontact", "-//K Desktop Environment//NONSGML KOrganizer 6.3 (24.12.2)//EN", "mozilla", "text-calendar", uid="uuid", mid="uuid", head=[("User-Agent", "KMail/6.3.2 (Linux)")], html=False, file_name="cal.ics")
simple("fastmail", "-//FastMail/1.0/EN", "sabre", "mixed-alternative-file", uid="uuid", mid="uuid", head=[("X-Mailer", "MessagingEngine.com Webmail Interface"), ("User-Agent", "Cyrus-JMAP/3.13.0-alpha0-1054-gabcdef-fm-2026")], notice=table_notice)
simple("proton", "-//Proton AG//WebCalendar 5.0.30//EN", "sabre", "mixed-alternative-file", uid="uuid", mid="uuid", head=[("X-Pm-Origin", "internal")], notice=table_notice)
simple("notes", "-//Lotus Development Corporation//NONSGML Notes 9.0.1//EN_C", "plain", "mixed-alternative-file", uid="UUID", mid="php", head=[("X-Mailer", "HCL Domino Release 12.0.2 November 2022"), ("X-KeepSent", lambda r: M.hexs(r, 8).upper()), ("X-Disclaimed", lambda r: str(r.randint(1000, 60000)))], form="utc", file_name="c%s.ics" % "146205")
simple("groupwise", "-//Novell Inc//Groupwise 18.5.0", "plain", "mixed-alternative", uid="host", mid="php", head=[("X-Mailer", "GroupWise 18.5.0")], form="utc")
simple("oracle", "-//ORACLE//NONSGML CSDL 9.0.4/CalDAV//EN", "plain", "text-calendar", uid="host", mid="java", head=[("X-Mailer", "Oracle Communications Messenger Express 8.1")], form="utc", html=False)
simple("davmail", "-//davmail.sf.net/NONSGML DavMail Calendar V1.1//EN", "mozilla", "text-calendar", uid="uuid", mid="php", html=False)
simple("python-site", ("-//collective//icalendar//6.1.1//EN", "-//collective//icalendar//5.0.12//EN", "-//ics.py//EN"), "plain", "file", uid="host", mid="python", shape="python", head=(), form="utc", file_name="event.ics", notice=branded_notice)
simple("php-site", "-//WP Events//Booking 4.2//EN", "plain", "file", uid="host", mid="php", shape="php", head=[("X-Mailer", "PHPMailer 6.9.1 (https://github.com/PHPMailer/PHPMailer)"), ("X-PHP-Originating-Script", lambda r: "%d:mailer.php" % r.randint(33, 1100) if r.random() < .5 else None)], form="utc", file_name="booking.ics", notice=branded_notice)
simple("java-site", "-//Ben Fortuna//iCal4j 4.0.4//EN", "plain", "mixed-alternative-file", uid="host", mid="java", shape="java", head=[("X-Priority", "3")], form="utc", file_name="appointment.ics", notice=branded_notice)
simple("dotnet-site", "-//github.com/ical-org/ical.net//NONSGML ical.net 4.0//EN", "plain", "text-calendar", uid="uuid", mid="php", head=[("X-MimeOLE", "Produced By Microsoft MimeOLE V10.0.19041.4355")], form="utc", file_name="meeting.ics", notice=branded_notice)
simple("ruby-site", ("icalendar-ruby", "-//sebbo.net//ical-generator//EN", "adamgibbons/ics"), "plain", "file", uid="uuid", mid="python", shape="x", head=[("X-Auto-Response-Suppress", "All")], form="utc", file_name="calendar.ics", notice=branded_notice)
simple("person", "-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN", "mozilla", "no-calendar", shape="mozilla", mid="uuid", head=[("User-Agent", "Mozilla Thunderbird")])
simple("webmail", "-//Open-Xchange//8.30.0//EN", "sabre", "no-calendar", shape="java", mid="java", head=[("X-Mailer", "Webmail 2026.2")])
# Kits: what abuse is built with, and small sites as well.
simple("kit-python", ("-//CalendarMailer//python//EN", "-//ics.py//EN", "-//My Calendar App//mxm.dk//", "-//collective//icalendar//5.0.12//EN"), "kit", "alternative", uid="uuid", mid="python", shape="python", form="utc", html=True, how="B", notice=branded_notice)
simple("kit-php", ("-//EventScheduler//PHP//EN", "-//hacksw/handcal//NONSGML v1.0//EN", "-//InviteSender 2//EN"), "kit", "text-calendar", uid="host", mid="php", shape="php", head=[("X-Mailer", "PHPMailer 6.8.0 (https://github.com/PHPMailer/PHPMailer)"), ("X-PHP-Originating-Script", lambda r: "%d:class-phpmailer.php" % r.randint(33, 1100))], form="utc", file_name="invite.ics", notice=branded_notice)
simple("kit-node", ("adamgibbons/ics", "-//sebbo.net//ical-generator//EN"), "kit", "alternative", uid="uuid", mid="uuid", shape="x", head=[("X-Mailer", "nodemailer (6.9.14; +https://nodemailer.com/; SMTP/6.9.14[client:6.9.14])")], form="utc", notice=branded_notice)


# --- Services that invite for others -----------------------------------------------------------------------------------

def service(m, name, addr, signer, host, mid=None, esp=None):
    """From is the service, Reply-To the person; the organizer stays."""
    r = m.r
    d = addr.rpartition("@")[2]
    set_default(m, from_=(name, addr), envelope="bounce+%s@%s" % (M.token(r, 16), "em.%s" % d))
    set_default(m, signers=[signer] + ([esp] if esp else []))
    set_default(m, auth={"spf": ("pass", "em.%s" % d), "dkim": [("pass", x) for x in m.signers], "dmarc": ("pass", d), "policy": r.choice(("reject", "quarantine"))})
    set_default(m, mid=mid or "<%s@%s>" % (M.token(r, 22, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"), host))
    m.hops = m.hops or ["app-%s.%s" % (M.token(r, 5), d), host]


@producer("nextcloud", prodid="-//Sabre//Sabre VObject 4.5.6//EN", style="sabre", tree="mixed-alternative-file")
def nextcloud(m):
    """Nextcloud and other sabre servers: From=service, Reply-To=user (D3)."""
    r, ev = m.r, m.ev
    d = m.org.domain
    set_default(ev, uid=M.uuid(r))
    ev.form = "tz"
    set_default(m, from_=(m.org.name + " via Nextcloud" if r.random() < .6 else "Nextcloud", "%s@%s" % (r.choice(("nextcloud", "cloud", "noreply")), d)))
    m.reply_to = m.reply_to or (m.org.name, m.org.addr)
    own_mail(m)
    set_default(m, mid="<%s@%s>" % (M.hexs(r, 32), d))
    m.hops = m.hops or ["cloud." + d, "mail." + d]
    m.cal_name = "event.ics"
    m.notice = lambda x: table_notice(x, foot="Nextcloud - https://cloud.%s" % d)
    m.subject_of = lambda x: "%s: %s" % (w(x, GOOGLE_PREFIX.get(x.method, "invite")), x.summary)


@producer("zoom", prodid="-//zoom.us//iCalendar Event//EN", style="plain", tree="text-calendar")
def zoom(m):
    r, ev = m.r, m.ev
    set_default(ev, uid="%s@zoom.us" % M.token(r, 32))
    ev.form = "tz"
    mid, pw = "%d %d %d" % (r.randint(700, 999), r.randint(1000, 9999), r.randint(1000, 9999)), M.token(r, 6, "0123456789")
    url = "https://us0%dweb.zoom.us/j/%s?pwd=%s.1" % (r.randint(2, 6), mid.replace(" ", ""), M.token(r, 30, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"))
    m.slots["zoom"] = url
    if m.prop("plain_zoom", True):
        ev.location = ev.location or url
        m.text = (m.text + "\n\n" if m.text else "") + "%s is inviting you to a scheduled Zoom meeting.\n\nJoin Zoom Meeting\n%s\n\nMeeting ID: %s\nPasscode: %s\n\nOne tap mobile\n+1646555%04d,,%s# US (New York)\n\nFind your local number: https://us02web.zoom.us/u/%s" % (
            m.org.name, url, mid, pw, r.randint(100, 199), mid.replace(" ", ""), M.token(r, 9))
    service(m, m.org.name + " via Zoom" if r.random() < .4 else "Zoom", "no-reply@zoom.us", "zoom.us", "outbound-ip%d.zoom.us" % r.randint(10, 99), esp="sendgrid.info" if r.random() < .5 else None)
    m.reply_to = m.reply_to or (m.org.name, m.org.addr)
    m.file_name = "meeting-invite.ics"


@producer("webex", prodid="-//Microsoft Corporation//Outlook 10.0 MIMEDIR//EN", style="plain", tree="mixed-alternative-file")
def webex(m):
    r, ev = m.r, m.ev
    set_default(ev, uid=M.uuid(r))
    ev.form = "tz"
    site = m.org.domain.split(".")[0]
    num = "2%03d %03d %04d" % (r.randint(0, 999), r.randint(0, 999), r.randint(0, 9999))
    url = "https://%s.webex.com/%s/j.php?MTID=m%s" % (site, site, M.hexs(r, 32))
    ev.location = ev.location or url
    m.text = (m.text + "\n\n" if m.text else "") + "%s invites you to a Webex meeting.\n\n[Join meeting](%s)\n\nMore ways to join:\nMeeting number (access code): %s\nMeeting password: %s\nJoin by phone +1-650-555-01%02d United States Toll" % (m.org.name, url, num, M.token(r, 10), r.randint(0, 99))
    service(m, m.org.name, "messenger@webex.com", "webex.com", "mx-%d.webex.com" % r.randint(1, 9))
    m.reply_to = m.reply_to or (m.org.name, m.org.addr)
    m.subject_of = lambda x: "Webex meeting invitation: " + x.summary


@producer("gotomeeting", prodid="-//GoTo//GoTo Meeting//EN", style="plain", tree="text-calendar")
def gotomeeting(m):
    r, ev = m.r, m.ev
    set_default(ev, uid=M.uuid(r))
    url = "https://meet.goto.com/%09d" % r.randint(1, 10**9 - 1)
    ev.location = ev.location or url
    m.text = (m.text + "\n\n" if m.text else "") + "Please join my meeting from your computer, tablet or smartphone.\n%s\n\nYou can also dial in using your phone.\nUnited States: +1 (571) 555-01%02d\nAccess Code: %s" % (url, r.randint(0, 99), url[-9:])
    service(m, m.org.name, "noreply@goto.com", "goto.com", "mail%d.goto.com" % r.randint(1, 9))
    m.reply_to = m.reply_to or (m.org.name, m.org.addr)


@producer("calendly", prodid="-//Calendly//EN", style="plain", tree="text-calendar")
def calendly(m):
    r, ev = m.r, m.ev
    set_default(ev, uid="calendly-%s" % M.uuid(r))
    service(m, "Calendly", "notifications@calendly.com", "calendly.com", "o%d.email.calendly.com" % r.randint(1, 9), esp="sendgrid.net")
    m.reply_to = m.reply_to or (m.org.name, m.org.addr)
    foot = "Make changes to this event:\nReschedule: https://calendly.com/reschedulings/%s\nCancel: https://calendly.com/cancellations/%s\n\nPowered by Calendly.com" % (M.uuid(r), M.uuid(r))
    m.notice = lambda x: table_notice(x, "Hi %s, your event has been scheduled." % x.rcpt.first, foot)
    m.subject_of = lambda x: "New Event: %s - %s with %s" % (x.rcpt.name, words.when(x.ev, "en"), x.org.name)


@producer("eventbrite", prodid="-//Eventbrite//Tickets//EN", style="plain", tree="file")
def eventbrite(m):
    r, ev = m.r, m.ev
    set_default(ev, uid="%d@eventbrite.com" % r.randint(10**11, 10**12), url="https://www.eventbrite.com/e/%s-tickets-%d" % (M.token(r, 12), r.randint(10**11, 10**12)))
    service(m, m.org.name, "noreply@order.eventbrite.com", "order.eventbrite.com", "mta-%d.eventbrite.com" % r.randint(1, 9))
    m.method, m.file_name = m.method or "PUBLISH", "event.ics"


@producer("meetup", prodid="-//Meetup//Meetup Calendar 1.0//EN", style="plain", tree="file")
def meetup(m):
    r, ev = m.r, m.ev
    set_default(ev, uid="event_%d@meetup.com" % r.randint(2 * 10**8, 4 * 10**8))
    service(m, m.org.name, "info@email.meetup.com", "email.meetup.com", "mail%d.meetup.com" % r.randint(1, 9))
    m.file_name = "meetup.ics"


@producer("doodle", prodid="-//Doodle AG//Doodle Calendar//EN", style="plain", tree="mixed-alternative-file")
def doodle(m):
    r, ev = m.r, m.ev
    set_default(ev, uid="%s@doodle.com" % M.token(r, 16))
    service(m, "Doodle", "mailer@doodle.com", "doodle.com", "mta%d.doodle.com" % r.randint(1, 9))
    m.reply_to = m.reply_to or (m.org.name, m.org.addr)
    m.subject_of = lambda x: "Doodle: %s" % x.summary


@producer("google-notice", tree="no-calendar", boundary_shape="google")
def google_notice_mail(m):
    """What Google sends about calendars without a calendar part: sharing, reminders."""
    r = m.r
    set_default(m, from_=("Google Calendar", "calendar-notification@google.com"), mid="<calendar-%s@google.com>" % M.uuid(r), envelope="3%s@calendar-server.bounces.google.com" % M.token(r, 40), signers=["google.com"])
    m.reply_to = m.reply_to or (m.org.name, m.org.addr)
    set_default(m, auth={"spf": ("pass", "calendar-server.bounces.google.com"), "dkim": [("pass", "google.com")], "dmarc": ("pass", "google.com"), "policy": "reject"})
    m.hops = m.hops or ["calendar-server.google.com", "mail-yb1-f%d.google.com" % r.randint(60, 79)]


@producer("zoom-events", prodid="-//zoom.us//Zoom Events//EN", style="plain", tree="file")
def zoom_events(m):
    r, ev = m.r, m.ev
    set_default(ev, uid="%s@events.zoom.us" % M.token(r, 22))
    service(m, "Zoom Events", "noreply-zoomevents@zoom.us", "zoom.us", "outbound-events%d.zoom.us" % r.randint(1, 9))
    m.file_name = "zoom-event.ics"


@producer("teams-notice", prodid="Microsoft Exchange Server 2010", style="exchange", tree="no-calendar")
def teams_notice(m):
    """Mail that Teams writes itself about a meeting or a chat."""
    r = m.r
    set_default(m, from_=(m.org.name + " in Teams", "noreply@teams.mail.microsoft"), mid="<%s@az.uksouth.microsoft.com>" % M.uuid(r), envelope="bounce@teams.mail.microsoft", signers=["teams.mail.microsoft"])
    set_default(m, auth={"spf": ("pass", "teams.mail.microsoft"), "dkim": [("pass", "teams.mail.microsoft")], "dmarc": ("pass", "teams.mail.microsoft"), "policy": "reject"})
    m.hops = m.hops or ["teams-notify-%s.internal.teams.mail.microsoft" % M.token(r, 4), "mail-nam.teams.mail.microsoft"]


def from_service(name, from_name, local, prodid, tree="file", file_name="appointment.ics", style="plain"):
    """Booking systems: a service of the organization itself sends, PUBLISH or REQUEST."""
    def make(m):
        r, ev = m.r, m.ev
        d = m.org.domain
        m.style, m.tree, m.prodid, m.file_name, m.boundary_shape = style, tree, prodid, file_name, r.choice(("java", "python", "x", "php"))
        box = m.org.addr if d in POLICY else "%s@%s" % (local, d)     # a service has no mailbox at a freemail provider
        set_default(m, from_=(from_name or m.org.name, box), mid="<%s@%s>" % (M.uuid(r), r.choice(("mail.", "mta.", "")) + d))
        if ev is not None:
            set_default(ev, uid="%s-%s@%s" % (r.choice(("booking", "appt", "order", "res")), M.token(r, 10, "0123456789"), d))
        own_mail(m)
        m.notice = branded_notice
        m.hops = m.hops or ["app%d.%s" % (r.randint(1, 9), d), "mta%d.bulk-sender.example" % r.randint(1, 20)]
    PRODUCERS[name] = (make, {})


from_service("booking", None, "bookings", "-//Booking Desk//Scheduler 3.4//EN")
from_service("clinic", None, "termine", "-//PraxisPlaner//Termine 7.2//DE", file_name="termin.ics")
from_service("travel", None, "noreply", "-//Travel Documents//Itinerary//EN", file_name="itinerary.ics")
from_service("newsletter", None, "news", "-//Newsletter//EN", tree="no-calendar")
from_service("hr-system", None, "hr-noreply", "-//PeopleDesk//Interview Scheduler//EN", tree="mixed-alternative-file", file_name="invite.ics")
from_service("crm", None, "meetings", "-//Pipeline CRM//Meetings 2//EN", tree="mixed-alternative-file", file_name="invite.ics")
from_service("lms", None, "no-reply", "-//Moodle Pty Ltd//NONSGML Moodle Version 2025041400//EN", file_name="icalexport.ics")
from_service("indico", None, "noreply", "-//CERN//INDICO//EN", file_name="event.ics")

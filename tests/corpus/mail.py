"""The model of one mail, and what every mail needs: hops, authentication results, signatures, ids, bodies as HTML."""
import base64
import datetime as dt
import email.utils
import html as html_lib
import re

import ical
import mime

MX = "mx.recipient.example"
RCPT_LANG_ZONE = {"pt": ("pt", "br"), "en": ("en", "uk", "us-w", "us-c")}


class Mail:
    """Filled by the family, completed by the producer (prepare), changed by the family's `do`, written by assemble."""

    def __init__(self, r, lang, now, rcpt, org):
        self.r, self.lang, self.now, self.rcpt, self.org = r, lang, now, rcpt, org
        self.producer = ""
        self.summary = self.text = ""
        self.subject = None                 # None: made by the producer from the summary
        self.html = None                    # None: made from text
        self.body = None                    # None: the notification the producer writes; else a plain text
        self.method = "REQUEST"
        self.ev = None
        self.events = None                  # None: [ev]
        self.prodid = self.style = self.tree = None
        self.cal_head = []
        self.from_ = self.sender = self.reply_to = self.envelope = self.mid = None
        self.to = None                      # None: the recipient; else list of (name, addr)
        self.cc = None
        self.auth = None                    # dict spf, dkim, dmarc; None: all pass for the producer
        self.signers = None                 # domains that sign
        self.hops = None                    # host names, first sender first
        self.head = []                      # headers of the producer
        self.more_head = []                 # headers of the family
        self.part_method = None             # None: as the calendar's METHOD; "" for no parameter
        self.cal_type = "text/calendar"
        self.cal_charset = "UTF-8"
        self.cal_cte = None
        self.cal_name = None
        self.file_type = "application/ics"
        self.file_name = "invite.ics"
        self.ics = None                     # bytes of the text/calendar part
        self.file_ics = None                # bytes of the attached file; None: the same
        self.after_ics = None               # bytes -> bytes, on both
        self.attachments = []
        self.related = []
        self.microsoft_mx = False
        self.local_hop = False
        self.raw = None                     # bytes -> bytes, on the whole message
        self.campaign = ""
        self.slots = {}

    def prop(self, name, default=None):
        return self.slots.get(name, default)


# --- ids and blobs ---------------------------------------------------------------------------------------------------

def hexs(r, n):
    return "".join(r.choice("0123456789abcdef") for _ in range(n))


def uuid(r, upper=False):
    h = hexs(r, 32)
    t = "%s-%s-4%s-%s%s-%s" % (h[:8], h[8:12], h[13:16], r.choice("89ab"), h[17:20], h[20:])
    return t.upper() if upper else t


def token(r, n, letters="abcdefghijklmnopqrstuvwxyz0123456789"):
    return "".join(r.choice(letters) for _ in range(n))


def b64(r, n):
    return base64.b64encode(bytes(r.randrange(256) for _ in range(n))).decode()


def doc_ip(r):
    return "%s.%d" % (r.choice(("192.0.2", "198.51.100", "203.0.113")), r.randint(2, 253))


def doc_ip6(r):
    return "2001:db8:%x:%x::%x" % (r.randint(1, 0xffff), r.randint(1, 0xffff), r.randint(1, 0xffff))


def date_header(t, minutes=0):
    """RFC 5322 date, with the zone of the sender."""
    x = (t + dt.timedelta(minutes=minutes)).replace(tzinfo=dt.timezone(dt.timedelta(minutes=minutes)))
    return email.utils.format_datetime(x)


# --- headers of transport --------------------------------------------------------------------------------------------

def dkim_signature(r, domain, selector, now, names="From:Subject:Date:To:MIME-Version:Content-Type:Message-ID"):
    sig = b64(r, 192)
    rows = [sig[i:i + 66] for i in range(0, len(sig), 66)]
    return ("v=1; a=rsa-sha256; c=relaxed/relaxed; d=%s; s=%s;\n\tt=%d; h=%s;\n\tbh=%s;\n\tb=%s"
            % (domain, selector, int((now - dt.datetime(1970, 1, 1)).total_seconds()), names, b64(r, 32), "\n\t ".join(rows)))


SELECTORS = {"google.com": "20230601", "gmail.com": "20230601", "yahoo.com": "s2048", "outlook.com": "selector1", "hotmail.com": "selector1",
             "email.apple.com": "email0517", "icloud.com": "1a1hai"}


def selector(r, domain):
    return SELECTORS.get(domain) or ("selector1" if domain.endswith("onmicrosoft.com") else r.choice(
        ("mail", "default", "dkim", "s1", "k1", "2025", "selector1", "google")))


def auth_results(m):
    """The receiver's Authentication-Results, in its manner."""
    a = m.auth
    spf, spf_domain = a.get("spf", ("pass", ""))
    dkim = a.get("dkim", [])
    dmarc, from_domain = a.get("dmarc", ("pass", ""))
    policy = a.get("policy", "none")
    ip = m.client_ip
    if m.microsoft_mx:
        dk = ("dkim=%s (%s)\n header.d=%s" % (dkim[0][0], "signature was verified" if dkim[0][0] == "pass" else "body hash did not verify", dkim[0][1])
              if dkim else "dkim=none (message not signed)\n header.d=none")
        action = "none" if dmarc in ("pass", "bestguesspass", "none") or policy == "none" else {"reject": "oreject", "quarantine": "quarantine"}.get(policy, "none")
        comp = {"pass": "100", "fail": "000", "none": "001"}.get(dmarc, "001")
        return "spf=%s (sender IP is %s)\n smtp.mailfrom=%s; %s;dmarc=%s action=%s\n header.from=%s;compauth=%s reason=%s" % (
            spf, ip, spf_domain or "none", dk, dmarc, action, from_domain, "pass" if dmarc == "pass" else "fail", comp)
    rows = [MX]
    for result, domain in dkim:
        rows.append("dkim=%s header.d=%s header.s=%s header.b=%s" % (result, domain, selector(m.r, domain), b64(m.r, 6)[:8]))
    if not dkim:
        rows.append("dkim=none")
    rows.append("spf=%s (%s: %s) smtp.mailfrom=%s" % (spf, MX, {
        "pass": "domain of %s designates %s as permitted sender" % (m.envelope or "postmaster", ip),
        "fail": "domain of %s does not designate %s as permitted sender" % (m.envelope, ip),
        "softfail": "transitioning domain of %s does not designate %s as permitted sender" % (m.envelope, ip),
        "none": "%s has no sender policy" % (spf_domain or "domain"),
        "neutral": "%s is neither permitted nor denied" % ip,
        "permerror": "error in processing the policy of %s" % spf_domain,
        "temperror": "no answer"}[spf], m.envelope or "<>"))
    if dmarc == "none":
        rows.append("dmarc=none header.from=%s" % from_domain)
    else:
        rows.append("dmarc=%s (p=%s sp=%s) header.from=%s" % (dmarc, policy.upper(), policy.upper(), from_domain))
    return ";\n\t".join(rows)


def received_chain(m):
    """Newest first. The receiver's own hop is the top one (or below a local delivery)."""
    r, t = m.r, m.now
    out = []
    zone = "+0000 (UTC)"
    last = m.hops[-1]
    stamp = lambda s: (t + dt.timedelta(seconds=s)).strftime("%a, %d %b %Y %H:%M:%S ")
    if m.microsoft_mx:
        site = token(r, 3, "ABCDEFGHJKLMNPRSTUVWXYZ")
        front = "%s1EPF0000%s.eurprd0%d.prod.outlook.com" % (token(r, 4, "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"), hexs(r, 4).upper(), r.randint(2, 8))
        back = "%sP190MB%04d.EURP190.PROD.OUTLOOK.COM" % (site, r.randint(100, 9999))
        out.append("from %s (%s)\n by %s (%s) with Microsoft SMTP Server (version=TLS1_2,\n cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.%d.%d; %s+0000"
                   % (front, doc_ip6(r), back, doc_ip6(r), r.randint(8000, 9900), r.randint(1, 30), stamp(4)))
        out.append("from %s (%s) by %s\n (%s) with Microsoft SMTP Server (version=TLS1_3,\n cipher=TLS_AES_256_GCM_SHA384) id 15.20.%d.%d via Frontend Transport; %s+0000"
                   % (last, m.client_ip, front, doc_ip(r), r.randint(8000, 9900), r.randint(1, 30), stamp(3)))
    else:
        if m.local_hop:
            out.append("from %s ([192.0.2.25])\n\tby store.recipient.example with LMTP id %s\n\tfor <%s>; %s%s" % (MX, token(r, 12), m.rcpt.addr, stamp(4), zone))
        out.append("from %s (%s [%s])\n\tby %s (Postfix) with ESMTPS id %s\n\tfor <%s>; %s%s"
                   % (last, last, m.client_ip, MX, token(r, 11, "0123456789ABCDEFGHJKLMNPQRSTVWXYZ"), m.rcpt.addr, stamp(2), zone))
    for i in range(len(m.hops) - 1, 0, -1):
        proto = "ESMTPSA" if i == 1 and len(m.hops) < 4 else "ESMTPS"
        out.append("from %s ([%s])\n\tby %s with %s id %s;\n\t%s+0000" % (m.hops[i - 1], doc_ip(r), m.hops[i], proto, token(r, 14), stamp(i - len(m.hops))))
    return out


def arc_set(r, i, sealer, results, now, cv="none"):
    """Headers of one ARC instance, newest line first."""
    t = int((now - dt.datetime(1970, 1, 1)).total_seconds())
    seal, sig = b64(r, 128), b64(r, 128)
    wrap = lambda s: "\n\t ".join(s[k:k + 66] for k in range(0, len(s), 66))
    return [
        ("ARC-Seal", "i=%d; a=rsa-sha256; t=%d; cv=%s; d=%s; s=arc-2025;\n\tb=%s" % (i, t, cv, sealer, wrap(seal))),
        ("ARC-Message-Signature", "i=%d; a=rsa-sha256; c=relaxed/relaxed; d=%s; s=arc-2025; t=%d;\n\th=From:Date:Subject:Message-ID:Content-Type:MIME-Version;\n\tbh=%s;\n\tb=%s"
         % (i, sealer, t, b64(r, 32), wrap(sig))),
        ("ARC-Authentication-Results", "i=%d; %s" % (i, results)),
    ]


# --- bodies ----------------------------------------------------------------------------------------------------------

LINK = re.compile(r"\[([^\]\n]+)\]\(([^)\s]+)\)")
URL = re.compile(r"(https?://[^\s<>\"]+[^\s<>\".,;:!?)])")


def plain_of(text):
    """[words](url) as a plain text shows it."""
    return LINK.sub(r"\1 <\2>", text)


def html_of(text, para="<p>%s</p>\n", brk="<br>"):
    """Paragraphs; links made into anchors."""
    out = ""
    for block in text.split("\n\n"):
        pieces, pos = [], 0
        for found in LINK.finditer(block):
            pieces += [links(html_lib.escape(block[pos:found.start()], False)),
                       '<a href="%s">%s</a>' % (html_lib.escape(found.group(2)), html_lib.escape(found.group(1), False))]
            pos = found.end()
        pieces.append(links(html_lib.escape(block[pos:], False)))
        out += para % "".join(pieces).replace("\n", brk + "\n")
    return out


def links(escaped):
    return URL.sub(lambda x: '<a href="%s">%s</a>' % (x.group(1), x.group(1)), escaped)


# --- putting it together ---------------------------------------------------------------------------------------------

def make_ics(m):
    events = m.events or [m.ev]
    data = ical.lines_to_bytes(ical.calendar(events, m.prodid, m.method, m.style, m.cal_head))
    return data


def mixed(m, parts, r_boundary, subtype="mixed"):
    return mime.multipart(subtype, r_boundary, parts)


def cal_part(m, cte=None, disposition=None):
    cte = m.cal_cte or cte or "quoted-printable"
    method = m.method if m.part_method is None else m.part_method
    ctype = m.cal_type
    if m.cal_charset:
        ctype += '; charset="%s"' % m.cal_charset
    if method:
        ctype += "; method=" + method
    if m.cal_name:
        ctype += '; name="%s"' % m.cal_name
    return mime.part(ctype, m.ics, cte, disposition=disposition)


def file_part(m, cte="base64"):
    data = m.file_ics if m.file_ics is not None else m.ics
    return mime.part('%s; name="%s"' % (m.file_type, m.file_name), data, cte, disposition='attachment; filename="%s"' % m.file_name)


def text_parts(m, plain_cte="base64", html_cte="quoted-printable"):
    plain = mime.part('text/plain; charset="UTF-8"', m.plain_body, plain_cte)
    if not m.html_body:
        return [plain]
    return [plain, mime.part('text/html; charset="UTF-8"', m.html_body, html_cte)]


def bound(m, shape):
    r = m.r
    if shape == "google":
        return "000000000000" + hexs(r, 16)
    if shape == "exchange":
        m.bounds = getattr(m, "bounds", -1) + 1
        return "_00%d_%s_" % (m.bounds, m.mid.strip("<>").split("@")[0])
    if shape == "java":
        return "----=_Part_%d_%d.%d" % (r.randint(10, 99999), r.randint(10**8, 2 * 10**9), int((m.now - dt.datetime(1970, 1, 1)).total_seconds() * 1000))
    if shape == "python":
        return "===============%d==" % r.randint(10**18, 9 * 10**18)
    if shape == "php":
        return "b%d_%s" % (r.randint(1, 3), token(r, 42, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"))
    if shape == "mozilla":
        return "------------" + token(r, 24, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
    if shape == "apple":
        return "Apple-Mail=_" + uuid(r, True)
    return "=_" + hexs(r, 32)


def tree_bytes(m):
    """The MIME tree by the name the producer gave."""
    t, b = m.tree, m.boundary_shape
    extra = m.attachments
    if m.related:
        # Inline pictures sit beside the HTML.
        rel = mime.multipart("related", bound(m, "x"), [mime.part('text/html; charset="UTF-8"', m.html_body, "quoted-printable")] + m.related)
    else:
        rel = None

    def texts(**kw):
        p = text_parts(m, **kw)
        if rel is not None:
            p = p[:1] + [rel]
        return p
    if t == "google":
        alt = mime.multipart("alternative", bound(m, b), texts() + [cal_part(m, "7bit" if m.ics.isascii() else "quoted-printable")])
        return mime.multipart("mixed", bound(m, b), [alt, file_part(m)] + extra)
    if t == "alternative":          # Exchange
        parts = texts(plain_cte="quoted-printable") + [cal_part(m, "base64")]
        alt = mime.multipart("alternative", bound(m, b), parts)
        return mime.multipart("mixed", bound(m, b), [alt] + extra) if extra else alt
    if t == "mixed-alternative":    # iCloud, Yahoo: mixed{alternative{plain,html,calendar}}
        alt = mime.multipart("alternative", bound(m, b), texts(plain_cte="quoted-printable") + [cal_part(m, "quoted-printable")])
        return mime.multipart("mixed", bound(m, b), [alt] + extra)
    if t == "mixed-alternative-file":
        alt = mime.multipart("alternative", bound(m, b), texts(plain_cte="quoted-printable") + [cal_part(m, "quoted-printable")])
        return mime.multipart("mixed", bound(m, b), [alt, file_part(m)] + extra)
    if t == "appendix-a":
        alt = mime.multipart("alternative", bound(m, b), texts(plain_cte="quoted-printable"))
        return mime.multipart("mixed", bound(m, b), [alt, cal_part(m, "quoted-printable"), file_part(m)] + extra)
    if t == "text-calendar":        # mixed{text, text/calendar inline or attached}
        p = mime.multipart("alternative", bound(m, b), texts(plain_cte="quoted-printable")) if m.html_body else text_parts(m, "quoted-printable")[0]
        return mime.multipart("mixed", bound(m, b), [p, cal_part(m, "base64", 'attachment; filename="%s"' % m.file_name)] + extra)
    if t == "file":                 # only a file
        p = mime.multipart("alternative", bound(m, b), texts(plain_cte="quoted-printable")) if m.html_body else text_parts(m, "quoted-printable")[0]
        return mime.multipart("mixed", bound(m, b), [p, file_part(m)] + extra)
    if t == "apple":                # alternative{plain, mixed{html, calendar, html}}
        page = [rel or mime.part("text/html; charset=utf-8", m.html_body, "quoted-printable")] if m.html_body else []
        inner = mime.multipart("mixed", bound(m, b), page + [cal_part(m, "quoted-printable", 'attachment; filename="%s"' % m.file_name)] + extra)
        return mime.multipart("alternative", bound(m, b), [text_parts(m, "quoted-printable")[0], inner])
    if t == "calendar":             # the calendar is the mail
        return cal_part(m, "8bit" if m.cal_cte is None else m.cal_cte)
    if t == "no-calendar":
        parts = texts(plain_cte="quoted-printable")
        top = mime.multipart("alternative", bound(m, b), parts) if len(parts) > 1 else parts[0]
        return mime.multipart("mixed", bound(m, b), [top] + extra) if extra else top
    raise ValueError(t)


def assemble(m):
    """The bytes of the mail."""
    m.client_ip = doc_ip(m.r) if m.r.random() < 0.85 else doc_ip6(m.r)
    if m.ics is None and m.tree != "no-calendar":
        m.ics = make_ics(m)
        if m.after_ics:
            m.ics = m.after_ics(m.ics)
    head = [("Return-Path", "<%s>" % (m.envelope or ""))]
    if not m.microsoft_mx:
        head.append(("Delivered-To", m.rcpt.addr)) if m.local_hop else None
    chain = received_chain(m)
    if m.microsoft_mx:
        head += [("Received", x) for x in chain[:2]] + [("Authentication-Results", auth_results(m))]
        head.append(("Received-SPF", "%s (protection.outlook.com: domain of %s)" % (m.auth.get("spf", ("none",))[0].capitalize(), m.auth.get("spf", ("", ""))[1])))
        head += [("Received", x) for x in chain[2:]]
    else:
        own = 2 if m.local_hop else 1
        head += [("Received", x) for x in chain[:own]] + [("Authentication-Results", auth_results(m))]
        head += [("Received", x) for x in chain[own:]]
    for d in m.signers:
        head.append(("DKIM-Signature", dkim_signature(m.r, d, selector(m.r, d), m.now)))
    head += m.arc if getattr(m, "arc", None) else []
    to = m.to if m.to is not None else [(m.rcpt.name, m.rcpt.addr)]
    core = [("MIME-Version", "1.0"), ("Date", date_header(m.now, m.date_zone)), ("Message-ID", m.mid),
            ("Subject", mime.encode_word(m.subject, m.word_how)),
            ("From", m.from_ if isinstance(m.from_, str) else mime.address(*m.from_, how=m.word_how))]
    if m.sender:
        core.append(("Sender", mime.address(*m.sender, how=m.word_how)))
    if m.reply_to:
        core.append(("Reply-To", mime.address(*m.reply_to, how=m.word_how)))
    core.append(("To", ",\n\t".join(mime.address(*x, how=m.word_how) for x in to)) if to else ("To", "undisclosed-recipients:;"))
    if m.cc:
        core.append(("Cc", ",\n\t".join(mime.address(*x, how=m.word_how) for x in m.cc)))
    order = getattr(m, "core_order", None)
    if order:
        rank = {n: i for i, n in enumerate(order.split())}
        core.sort(key=lambda x: rank.get(x[0], 50))
    data = mime.headers(head + core + m.head + m.more_head) + tree_bytes(m)
    return m.raw(data) if m.raw else data

"""Families: one campaign (or one kind of ordinary mail) each, and how its messages are made from it.

Texts may hold [[one|other]] (a choice made per message) and {slot} (see `slots_of`). A family's n messages go round its
lists of producers, summaries and texts, so that neighbours differ in more than a number.
"""
import datetime as dt
import random
import re

import ical
import mail as M
import people
import producers
import words

SPLITS = {"tuned", "heldout", "-"}
LANGUAGE_TAG = {"en": "en-US", "de": "de-DE", "fr": "fr-FR", "es": "es-ES", "pt": "pt-BR", "it": "it-IT", "nl": "nl-NL", "ja": "ja-JP", "zh": "zh-CN", "ru": "ru-RU"}
ZONES_OF = {"en": ("en", "uk", "us-w", "us-c", "uk"), "pt": ("pt", "br")}


class Family:
    def __init__(self, name, label, attack, split, **kw):
        self.name, self.label, self.attack, self.split = name, label, attack, split
        self.attacks = kw.pop("attacks", [attack] if attack else [])
        if attack and attack not in self.attacks:
            self.attacks = [attack] + list(self.attacks)
        self.lang = kw.pop("lang", "en")
        self.producers = kw.pop("by").split()
        self.n = kw.pop("n", 4 if label == "spam" else 2)
        self.summary = aslist(kw.pop("summary"))
        self.text = aslist(kw.pop("text"))
        self.where = aslist(kw.pop("where", None))
        self.org_name = aslist(kw.pop("who", None))
        self.sender = kw.pop("sender", "company")
        self.place = kw.pop("place", "normal")
        self.minutes = kw.pop("minutes", (30, 45, 60))
        self.method = kw.pop("method", "REQUEST")
        self.rrule = kw.pop("rrule", None)
        self.do = kw.pop("do", None)
        self.slots = kw.pop("slots", {})
        self.subject = aslist(kw.pop("subject", None))
        self.body = aslist(kw.pop("body", None))
        self.rcpt_lang = kw.pop("rcpt_lang", None)
        self.folder = label
        if kw:
            raise TypeError("unknown: %s" % kw)


def aslist(x):
    return [x] if isinstance(x, str) else list(x or [])


def spam(split, attack, name, **kw):
    return Family(name, "spam", attack, split, **kw)


def tuned(attack, name, **kw):
    return spam("tuned", attack, name, **kw)


def heldout(attack, name, **kw):
    return spam("heldout", attack, name, **kw)


def ham(name, **kw):
    return Family(name, "ham", None, "-", **kw)


def near(attack, name, **kw):
    """An ordinary mail that shares the words or the shape of an attack."""
    return Family("near-%02d-%s" % (attack, name), "ham", None, "-", **kw)


# --- slots -----------------------------------------------------------------------------------------------------------

FREE_HOSTS = {
    "tuned": ("{t}.pages.dev", "{t}.web.app", "storage.googleapis.com/{t}", "{t}.workers.dev", "bit.ly", "forms.gle", "{t}.weebly.com", "{t}.netlify.app",
              "{t}.r2.dev", "{t}.firebaseapp.com", "sites.google.com/view/{t}", "{t}.vercel.app", "tinyurl.com", "{t}.github.io", "{t}.wixsite.com", "{t}.azurewebsites.net", "{t}.s3.amazonaws.com"),
    "heldout": ("{t}.onrender.com", "portal-{t}.onrender.com", "{t}.up.railway.app", "{t}.webflow.io", "docs-{t}.webflow.io", "{t}.framer.website", "{t}.godaddysites.com",
                "{t}.mystrikingly.com", "{t}.square.site", "{t}.jimdosite.com", "{t}.duckdns.org", "{t}.blob.core.windows.net", "{t}.z13.web.core.windows.net", "{t}.gitbook.io",
                "{t}.notion.site", "{t}.fly.dev", "{t}.trycloudflare.com", "{t}.surge.sh", "{t}.zapier.app", "{t}.softr.app", "{t}.lovable.app", "{t}.cloudfront.net",
                "{t}.b-cdn.net", "{t}.ngrok-free.app", "{t}.myclickfunnels.com", "telegra.ph/{t}", "script.google.com/macros/s/{t}", "rebrand.ly", "cutt.ly", "t.ly", "qrco.de"),
}
NEW_WORDS = {
    "tuned": ("secure-portal", "doc-review", "mail-verify", "account-center", "benefit-desk", "share-vault", "confirm-now", "panel-login",
              "online-akte", "espace-client", "acceso-seguro", "portal-areariservata", "mijn-dossier", "cabinet-id", "shiryo-box", "recordkeeper", "claimsdesk", "quickview"),
    "heldout": ("statement-desk", "clearance-hub", "docs-release", "meeting-access", "voicemail-retrieve", "payroll-update", "invoice-hub", "teamsmeet-join", "sso-renewal",
                "quarantine-release", "wallet-sync", "signrequest-view", "hr-acknowledge", "refund-center", "webmail-upgrade", "domain-billing", "parcel-redelivery", "bid-room",
                "kundenservice-neu", "mon-dossier-pro", "pago-pendiente", "portal-clientes", "conto-verifica", "bevestig-betaling", "lichnyi-kabinet", "kaiin-kakunin"),
}


# Names of fresh tenants: two halves.
TENANTS = {
    "tuned": ("acctdesk", "billingops", "notifysvc", "hrcentral", "docflow", "supportteam", "kanzleidrei", "grupoalta", "serviceportaal", "studioaff", "opsrelay"),
    "heldout": ("planworks", "officenine", "netorgft", "ordercaredept", "techrenewals", "o365relay", "invoicedesk", "eventcenterus", "servicemeet", "clouddocsid", "payassistline",
                "wmbillings", "consultoriag", "zentraleplus", "comptaexpert", "amministra", "klantdienst", "msgroupsvc"),
}
# Hosts of abuse that say nothing by their name: two halves each.
PLAIN_HOSTS = {
    "tuned": ("amber blue cedar delta eagle frost grand hazel iron jade kite lumen maple north opal pine quartz river silver terra".split(),
              "bridge crest field grove line mark point stone view works base cove dale edge forge gate haven lane port vale".split()),
    "heldout": ("acorn birch copper dusk ember fern gull harbor indigo juno karst lark moss nectar onyx pebble quill raven sable thistle umber violet willow yarrow zephyr".split(),
                "arch barn brook cliff court creek den ferry glen grid hall isle loop mill nest orchard path pier ridge shore trail weir yard".split()),
}


def bad_host(r, split):
    if r.random() < .5:
        a, b = PLAIN_HOSTS[split]
        return "%s%s%s.%s" % (r.choice(("", "", "www.", "e.", "m2.")), r.choice(a) + r.choice(b), r.choice(("", "", str(r.randint(2, 99)))), r.choice(("test", "example", "example", "invalid")))
    word = r.choice(NEW_WORDS[split])
    return "%s%s.%s" % (r.choice(("", "my-", "app.", "login.", "go.")), word + r.choice(("", "-%d" % r.randint(2, 99), M.token(r, 3))), r.choice(("test", "example", "test", "invalid")))


def good_link(r, domain):
    """A link to the sender's own site: ordinary sites have portals, logins and documents, too."""
    if domain.endswith(("gmail.com", "yahoo.com", "outlook.com", "hotmail.com", "icloud.com")):
        domain = people.company(r, "en")[1]
    host = r.choice(("www.", "www.", "", "app.", "my.", "portal.", "login.", "share.", "tickets.", "docs."))
    return "https://" + host + domain + "/" + r.choice(("", "d/", "doc/", "auth/start?id=", "index.html?ref=", "s/", "v/", "event/", "my/", "confirm/")) + M.token(r, r.randint(5, 12))


def bad_link(r, split):
    path = "/" + r.choice(("d/", "v/", "auth/", "s/", "", "index.html?ref=", "start?u=", "doc/")) + M.token(r, r.randint(6, 14), "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789")
    if r.random() < 0.55:
        host = r.choice(FREE_HOSTS[split]).replace("{t}", M.token(r, r.randint(7, 12)))
        return "https://" + host + path
    return "https://" + bad_host(r, split) + path


def phone(r, lang="en", tollfree=True):
    if lang == "en":
        code = r.choice((800, 833, 844, 855, 866, 877, 888)) if tollfree else r.choice((212, 305, 415, 617, 702))
        return r.choice(("+1 (%d) 555-01%02d", "+1-%d-555-01%02d", "1 %d 555 01%02d", "(%d) 555-01%02d")) % (code, r.randint(0, 99))
    table = {"uk": "020 7946 0%03d" % r.randint(0, 999), "de": "030 23125 %03d" % r.randint(0, 999), "fr": "01 99 00 %02d %02d" % (r.randint(0, 99), r.randint(0, 99)),
             "ru": "8 (800) 555-01-%02d" % r.randint(0, 99), "ja": "0120-555-01%02d" % r.randint(0, 99), "zh": "400-555-01%02d" % r.randint(0, 99),
             "es": "900 555 01%d" % r.randint(0, 9), "it": "800 555 01%d" % r.randint(0, 9), "pt": "0800 555 01%02d" % r.randint(0, 99), "nl": "0800 555 01%02d" % r.randint(0, 99)}
    return table[lang]


def money(r, lang="en", low=180, high=890):
    whole, cents = r.randint(low, high), r.choice((0, 49, 80, 95, 99, 99, r.randint(1, 99)))
    if lang == "en":
        return r.choice(("$%d.%02d", "$%d.%02d", "USD %d.%02d", "$ %d.%02d")) % (whole, cents)
    if lang in ("ja", "zh"):
        return {"ja": "%s円", "zh": "¥%s"}[lang] % format(whole * (100 if lang == "ja" else 7), ",")
    if lang == "ru":
        return "%s ₽" % format(whole * 90, ",").replace(",", " ")
    if lang == "pt":
        return "R$ %d,%02d" % (whole * 5, cents)
    return "%d,%02d €" % (whole, cents)


class Slots(dict):
    """Values made when first asked for, so that a slot that is not used takes nothing from the generator."""

    def __init__(self, m, split):
        super().__init__()
        self.m, self.split = m, split if split != "-" else "tuned"

    def __missing__(self, key):
        m, r = self.m, self.m.r
        ev = m.ev
        lang = m.lang
        value = {
            "name": lambda: m.rcpt.name, "first": lambda: m.rcpt.first, "last": lambda: m.rcpt.last, "rcpt": lambda: m.rcpt.addr,
            "local": lambda: m.rcpt.local, "domain": lambda: m.rcpt.domain, "company": lambda: m.company[0],
            "org": lambda: m.org.name, "orgfirst": lambda: m.org.first, "orgaddr": lambda: m.org.addr, "orgdomain": lambda: m.org.domain, "orgcompany": lambda: m.org_company[0],
            "phone": lambda: phone(r, lang), "phone2": lambda: phone(r, lang, False), "amount": lambda: money(r, lang), "small": lambda: money(r, lang, 9, 95), "big": lambda: format(r.randint(12, 95) * 100000, ","),
            "order": lambda: r.choice(("%s-%d", "%s%d", "#%s%d")) % (M.token(r, 3, "ABCDEFGHKMNPRSTUVWXYZ"), r.randint(10**5, 10**8)),
            "num": lambda: str(r.randint(1000, 99999)), "n2": lambda: str(r.randint(2, 24)), "code": lambda: M.token(r, 6, "ABCDEFGHJKMNPQRSTUVWXYZ23456789"), "pin": lambda: str(r.randint(100000, 999999)),
            "link": lambda: bad_link(r, self.split), "link2": lambda: bad_link(r, self.split), "badhost": lambda: bad_host(r, self.split),
            "date": lambda: "%s" % words.day(ical.local(ev.zone, ev.start), lang) if ev else words.day(m.now, lang),
            "today": lambda: words.day(m.now, lang), "room": lambda: "%s %d" % (r.choice(("Room", "Meeting room", "Conf room")) if lang == "en" else r.choice(("A", "B", "C")), r.randint(1, 42)),
            "colleague": lambda: people.person(r, lang, m.rcpt.domain).name, "btc": lambda: "%.4f" % (r.randint(2000, 49000) / 10000.0), "token": lambda: M.token(r, 12), "hex": lambda: M.hexs(r, 16),
            "goodlink": lambda: good_link(r, m.org.domain), "street": lambda: "%d %s" % (r.randint(2, 180), r.choice(("Harbour Street", "Mill Lane", "Station Road", "Church Walk"))),
            "year": lambda: "2026", "q": lambda: "Q%d" % ((m.now.month + 2) // 3), "week": lambda: str(m.now.isocalendar()[1]),
        }
        if key not in value:
            raise KeyError(key)
        self[key] = value[key]()
        return self[key]


SPIN = re.compile(r"\[\[([^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]\]")
SLOT = re.compile(r"\{([a-z0-9]+)\}")


def spin(r, text):
    """Choices, innermost first. A choice may hold a [label](link)."""
    while True:
        found = SPIN.search(text)
        if not found:
            return text
        text = text[:found.start()] + r.choice(found.group(1).split("|")) + text[found.end():]


def fill(m, text):
    if text is None:
        return None
    text = spin(m.r, text)
    return SLOT.sub(lambda x: str(m.values[x.group(1)]) if known(m, x.group(1)) else x.group(0), text)


def known(m, key):
    try:
        m.values[key]
        return True
    except KeyError:
        return False


# --- making one message ----------------------------------------------------------------------------------------------

def moment(r, fam_i):
    """Sent on a working day of 2026 between 6 and 19 UTC."""
    day = dt.datetime(2026, 1, 5) + dt.timedelta(days=r.randint(0, 320))
    if day.weekday() > 4 and r.random() < .8:
        day += dt.timedelta(days=2)
    return day + dt.timedelta(hours=r.randint(6, 18), minutes=r.randint(0, 59), seconds=r.randint(0, 59))


def slot_time(r, now, place, zone):
    """Start of the event. The named placements are those of attack 28."""
    if place == "soon":
        return (now + dt.timedelta(minutes=r.randint(6, 26))).replace(second=0)
    if place == "past":
        return (now - dt.timedelta(days=r.randint(1, 9), minutes=r.randint(0, 600))).replace(second=0, minute=0)
    if place == "far":
        return (now + dt.timedelta(days=r.randint(500, 2600))).replace(second=0, minute=0)
    days = r.randint(1, 16) if place == "normal" else r.randint(0, 1)
    day = (now + dt.timedelta(days=days)).replace(hour=0, minute=0, second=0)
    while (day.weekday() > 4) != (place == "weekend"):
        day += dt.timedelta(days=1)
    if place == "evening":
        hour = r.randint(18, 20)
    elif place == "night":
        hour = r.choice((1, 2, 3, 4, 23))
    else:
        hour = r.randint(8, 16)
    t = day + dt.timedelta(hours=hour, minutes=r.choice((0, 0, 0, 15, 30, 30, 45)))
    t -= dt.timedelta(minutes=ical.offset_minutes(zone, t))
    if t <= now and place in ("normal", "today"):
        t += dt.timedelta(days=1)
    return t


def sender_of(fam, r, lang, rcpt, producer):
    kind = fam.sender
    comp = people.company(r, lang)
    if fam.label == "ham" and kind == "company" and producer in PERSONAL and r.random() < .3:
        kind = "freemail"
    if fam.label == "ham" and kind == "company" and producer == "m365" and r.random() < .12:
        # Small firms that never set up a domain of their own.
        comp = (comp[0], comp[1].split(".")[0].replace("-", "") + ".onmicrosoft.com")
    if kind == "freemail":
        dom = {"google": "gmail.com", "yahoo": "yahoo.com", "outlookcom": r.choice(("outlook.com", "hotmail.com")), "icloud": "icloud.com",
               "google-notice": "gmail.com"}.get(producer)
        p = people.freemail_person(r, lang, dom)
    elif kind == "tenant":
        d = "%s%s.onmicrosoft.com" % (r.choice(TENANTS["heldout" if fam.split == "heldout" else "tuned"]), M.token(r, 5))
        p = people.person(r, lang, d)
        comp = ("", d)
    elif kind in ("junk", "vps"):
        d = bad_host(r, fam.split if fam.split != "-" else "tuned")
        p = people.person(r, lang, d)
        comp = ("", d)
    elif kind == "spoof" or kind == "colleague":
        p = people.person(r, lang, rcpt.domain)
        comp = next((c for c in people.COMPANIES[lang] if c[1] == rcpt.domain), ("", rcpt.domain))
    else:
        for _ in range(20):
            if comp[1] != rcpt.domain:
                break
            comp = people.company(r, lang)
        p = people.person(r, lang, comp[1])
    if p.addr == rcpt.addr:
        p.addr = "x" + p.addr
    return p, comp


PERSONAL = ("google", "outlookcom", "yahoo", "icloud", "apple-mail", "thunderbird", "zoom", "calendly", "fastmail")


def wear(m):
    """Ordinary mail is not always in order: forwarded, unsigned, or from a server that nobody looks after."""
    r = random.Random("wear/%s/%d" % (m.fam.name, m.i))
    d = m.org.domain
    what = r.random()
    if m.label != "ham" or what > .14 or isinstance(m.from_, str) or m.from_[1].rpartition("@")[2] != d or d in producers.POLICY or m.auth["spf"][1] != d:
        return
    if what < .06:
        m.auth = dict(m.auth, spf=(r.choice(("softfail", "neutral", "fail")), d))
        m.hops = m.hops + ["fwd%d.forwarder.example" % r.randint(1, 9)]
    elif what < .1:
        m.signers, m.auth = [], dict(m.auth, dkim=[])
    else:
        m.signers, m.auth = [], {"spf": ("none", d), "dkim": [], "dmarc": ("none", d), "policy": "none"}


def weaken(m, fam, kind):
    """What the senders' own lack of order leaves in the results (vps, spoof)."""
    r = m.r
    d = m.org.domain
    if kind == "vps":
        m.signers = []
        m.auth = {"spf": (r.choice(("softfail", "none", "neutral", "fail")), d), "dkim": [], "dmarc": (r.choice(("none", "fail")), d), "policy": "none"}
        m.hops = ["localhost", "vps%d.hosting.example" % r.randint(1000, 99999)]
    if kind == "spoof":
        m.signers = []
        m.envelope = r.choice(("%s@%s" % (M.token(r, 9), bad_host(r, "tuned")), m.org.addr))
        e = m.envelope.rpartition("@")[2]
        m.auth = {"spf": ("fail" if e == d else r.choice(("pass", "softfail", "none")), e), "dkim": [], "dmarc": ("fail", d), "policy": r.choice(("none", "none", "quarantine"))}
        m.hops = ["[%s]" % M.doc_ip(r), "srv%d.hosting.example" % r.randint(10, 999)]


def build(fam, i):
    """The i-th message of a family: (bytes, Mail)."""
    r = random.Random("calwarden/%s/%s/%d" % (fam.label, fam.name, i))
    lang = fam.lang
    now = moment(r, i)
    rcomp = people.company(r, fam.rcpt_lang or lang)
    rcpt = people.person(r, fam.rcpt_lang or lang, rcomp[1])
    producer = fam.producers[i % len(fam.producers)]
    org, ocomp = sender_of(fam, r, lang, rcpt, producer)
    m = M.Mail(r, lang, now, rcpt, org)
    m.i, m.fam, m.company, m.org_company, m.producer = i, fam, rcomp, ocomp, producer
    m.campaign, m.label = fam.name, fam.label
    m.slots = dict(fam.slots)
    if fam.org_name:
        org.name = spin(r, fam.org_name[i % len(fam.org_name)]).replace("{orgcompany}", ocomp[0]).replace("{company}", rcomp[0])
        role = people.ascii_local(org.name.replace(" ", r.choice(".-_")).split(",")[0]).strip(".-_")
        if fam.sender not in ("freemail", "company") and role and r.random() < .6:
            org.addr = "%s@%s" % (role[:30], org.domain)
    zone = r.choice(ZONES_OF.get(lang, (lang,)))
    start = slot_time(r, now, fam.place, zone)
    m.method = fam.method
    if producer not in NO_CALENDAR:
        ev = ical.Event(zone=zone, start=start, end=start + dt.timedelta(minutes=r.choice(fam.minutes)), stamp=now, created=now - dt.timedelta(minutes=r.randint(0, 3)))
        ev.language = LANGUAGE_TAG[lang]
        ev.organizer = (org.name, org.addr)
        ev.rrule = fam.rrule
        ev.attendees = [ical.Attendee(org.name, org.addr, "ACCEPTED"), ical.Attendee(rcpt.name, rcpt.addr)]
        if fam.method in ("PUBLISH", None):
            ev.attendees = []
        if fam.place == "allday":
            ev.allday, ev.start = True, start.replace(hour=12, minute=0)
            ev.end = ev.start + dt.timedelta(days=max(1, r.choice(fam.minutes) // 1440))
        m.ev = ev
    else:
        m.ev = None
    m.values = Slots(m, fam.split)
    for key, value in fam.slots.items():
        m.values[key] = spin(r, r.choice(value)) if isinstance(value, (list, tuple)) else value
    m.summary = fill(m, fam.summary[i % len(fam.summary)])
    m.text = fill(m, fam.text[i % len(fam.text)]) if fam.text else ""
    if fam.where and m.ev is not None:
        m.ev.location = fill(m, fam.where[i % len(fam.where)])
    elif fam.label == "spam" and m.ev is not None and r.random() < .3:
        m.ev.location = r.choice(PLACES[fam.split])
    if fam.subject:
        m.subject = fill(m, fam.subject[i % len(fam.subject)])
    if fam.body:
        m.body = fill(m, fam.body[i % len(fam.body)])
    producers.prepare(m)
    weaken(m, fam, fam.sender)
    auth = m.auth
    if fam.do:
        for step in fam.do if isinstance(fam.do, (list, tuple)) else [fam.do]:
            step(m)
    if m.auth is auth:
        wear(m)
    return producers.finish(m), m


# What abuse writes into LOCATION when the lure is elsewhere.
PLACES = {"tuned": ("Online", "Office", "By phone", "Worldwide", "Room 2", "USA", "Web", "Remote", "HQ", "Main building", "4th floor", "-"),
          "heldout": ("Virtual", "Lobby", "tbc", "United States", "Online Meeting", "Google Meet", "Microsoft Teams", "Zoom", "Phone call", "Conference Room B", "Billing Department",
                      "Customer Service", "Head Office", "Your mailbox", "Texas, USA", "24/7", "Secure Portal", "Suite 400", "London", "E-mail")}
NO_CALENDAR = {"person", "webmail", "newsletter", "google-notice", "teams-notice"}

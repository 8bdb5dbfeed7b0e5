"""Writing iCalendar: an event as a bag of values, its lines in the manner of a producer.

Nothing here is repaired: what a family sets is what is written, so that malformed calendars can be made on purpose.
"""
import datetime as dt


def escape(text):
    return (text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
            .replace("\r\n", "\n").replace("\n", "\\n"))


def fold(line, width=75):
    """Fold by octets, never inside a UTF-8 character."""
    out, cur, room = [], b"", width
    for c in line:
        b = c.encode("utf-8", "surrogatepass")
        if len(cur) + len(b) > room:
            out.append(cur)
            cur, room = b" ", width
        cur += b
    out.append(cur)
    return b"\r\n".join(out)


def lines_to_bytes(lines):
    return b"".join(fold(x) + b"\r\n" for x in lines)


def quote(value):
    return '"%s"' % value if any(c in value for c in ",;:") else value


ZONES = {
    # key: (IANA, Windows, standard minutes, summer minutes, rule)
    "en": ("America/New_York", "Eastern Standard Time", -300, -240, "us"),
    "uk": ("Europe/London", "GMT Standard Time", 0, 60, "eu"),
    "us-w": ("America/Los_Angeles", "Pacific Standard Time", -480, -420, "us"),
    "us-c": ("America/Chicago", "Central Standard Time", -360, -300, "us"),
    "de": ("Europe/Berlin", "W. Europe Standard Time", 60, 120, "eu"),
    "fr": ("Europe/Paris", "Romance Standard Time", 60, 120, "eu"),
    "es": ("Europe/Madrid", "Romance Standard Time", 60, 120, "eu"),
    "it": ("Europe/Rome", "W. Europe Standard Time", 60, 120, "eu"),
    "nl": ("Europe/Amsterdam", "W. Europe Standard Time", 60, 120, "eu"),
    "pt": ("Europe/Lisbon", "GMT Standard Time", 0, 60, "eu"),
    "br": ("America/Sao_Paulo", "E. South America Standard Time", -180, -180, None),
    "ja": ("Asia/Tokyo", "Tokyo Standard Time", 540, 540, None),
    "zh": ("Asia/Shanghai", "China Standard Time", 480, 480, None),
    "ru": ("Europe/Moscow", "Russian Standard Time", 180, 180, None),
}
SUMMER = {"eu": (dt.datetime(2026, 3, 29, 1), dt.datetime(2026, 10, 25, 1)),
          "us": (dt.datetime(2026, 3, 8, 7), dt.datetime(2026, 11, 1, 6))}


def offset_minutes(zone, utc):
    """The zone's offset; all dates are in 2026, so two rules are enough."""
    _, _, std, summer, rule = ZONES[zone]
    if rule and SUMMER[rule][0] <= utc < SUMMER[rule][1]:
        return summer
    return std


def local(zone, utc):
    return utc + dt.timedelta(minutes=offset_minutes(zone, utc))


def offset_text(minutes):
    sign = "-" if minutes < 0 else "+"
    return "%s%02d%02d" % (sign, abs(minutes) // 60, abs(minutes) % 60)


def stamp(t):
    return t.strftime("%Y%m%dT%H%M%SZ")


def vtimezone(zone, windows=False):
    iana, win, std, summer, rule = ZONES[zone]
    out = ["BEGIN:VTIMEZONE", "TZID:" + (win if windows else iana)]
    if not windows:
        out.append("X-LIC-LOCATION:" + iana)
    start = "16010101T000000" if windows else "19700101T000000"

    def block(name, frm, to, rrule, hour):
        b = ["BEGIN:" + name, "TZOFFSETFROM:" + offset_text(frm), "TZOFFSETTO:" + offset_text(to),
             "DTSTART:" + (start[:9] + "%02d0000" % hour)]
        if rrule:
            b.append("RRULE:" + rrule)
        return b + ["END:" + name]
    if rule == "eu":
        base = 1 + std // 60
        out += block("DAYLIGHT", std, summer, "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", base)
        out += block("STANDARD", summer, std, "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", base + 1)
    elif rule == "us":
        out += block("DAYLIGHT", std, summer, "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", 2)
        out += block("STANDARD", summer, std, "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU", 2)
    else:
        out += block("STANDARD", std, std, None, 0)
    return out + ["END:VTIMEZONE"]


class Attendee:
    def __init__(self, name, addr, partstat="NEEDS-ACTION", role="REQ-PARTICIPANT", rsvp="TRUE",
                 cutype="INDIVIDUAL", extra=""):
        self.name, self.addr, self.partstat, self.role = name, addr, partstat, role
        self.rsvp, self.cutype, self.extra = rsvp, cutype, extra


class Event:
    """What one component says. Fields that are None are not written."""

    def __init__(self, **kw):
        self.kind = "VEVENT"
        self.uid = self.start = self.end = self.stamp = self.created = None
        self.summary = self.description = self.location = self.url = None
        self.organizer = None               # (name, addr) or a whole content line
        self.attendees = []
        self.sequence = 0
        self.status = "CONFIRMED"
        self.transp = "OPAQUE"
        self.klass = self.priority = self.rrule = self.recurrence_id = None
        self.allday = False
        self.form = "utc"                   # utc, tz, windows, float
        self.zone = "en"
        self.alarms = []                    # each a list of content lines
        self.extra = []                     # content lines written at the end
        self.drop = set()                   # property names left out
        self.replace = {}                   # property name: content line(s)
        self.altdesc = None
        self.language = "en-US"             # of texts, written by Exchange only
        for k, v in kw.items():
            if not hasattr(self, k):
                raise AttributeError(k)
            setattr(self, k, v)

    def time_line(self, name, t):
        if self.allday:
            return "%s;VALUE=DATE:%s" % (name, local(self.zone, t).strftime("%Y%m%d"))
        if self.form == "utc":
            return "%s:%s" % (name, stamp(t))
        value = local(self.zone, t).strftime("%Y%m%dT%H%M%S")
        if self.form == "float":
            return "%s:%s" % (name, value)
        iana, win = ZONES[self.zone][:2]
        return "%s;TZID=%s:%s" % (name, win if self.form == "windows" else iana, value)


def alarm(trigger="-PT15M", action="DISPLAY", text="Reminder", more=()):
    return ["BEGIN:VALARM", "ACTION:" + action, "DESCRIPTION:" + escape(text), "TRIGGER:" + trigger,
            *more, "END:VALARM"]


# The order of properties and the way parameters are written, a producer family each.
STYLES = {
    "google": ("DTSTART DTEND RRULE DTSTAMP ORGANIZER UID ATTENDEE X-MICROSOFT-CDO-OWNERAPPTID RECURRENCE-ID CLASS CREATED "
               "DESCRIPTION LAST-MODIFIED LOCATION SEQUENCE STATUS SUMMARY TRANSP", "google"),
    "exchange": ("ORGANIZER ATTENDEE DESCRIPTION UID RECURRENCE-ID RRULE SUMMARY DTSTART DTEND CLASS PRIORITY DTSTAMP TRANSP "
                 "STATUS SEQUENCE LOCATION", "exchange"),
    "apple": ("CREATED UID DTEND RRULE ATTENDEE TRANSP DESCRIPTION SUMMARY DTSTART DTSTAMP ORGANIZER SEQUENCE "
              "LAST-MODIFIED LOCATION URL STATUS", "apple"),
    "plain": ("UID DTSTAMP DTSTART DTEND RRULE RECURRENCE-ID SUMMARY DESCRIPTION LOCATION URL ORGANIZER ATTENDEE SEQUENCE "
              "STATUS TRANSP", "plain"),
    "mozilla": ("CREATED LAST-MODIFIED DTSTAMP UID SUMMARY ORGANIZER ATTENDEE RRULE RECURRENCE-ID DTSTART DTEND SEQUENCE "
                "DESCRIPTION LOCATION TRANSP", "mozilla"),
    "sabre": ("UID RECURRENCE-ID DTSTAMP CREATED LAST-MODIFIED SEQUENCE DTSTART DTEND STATUS SUMMARY LOCATION DESCRIPTION "
              "ORGANIZER ATTENDEE RRULE", "mozilla"),
    "kit": ("SUMMARY DTSTART DTEND DTSTAMP UID DESCRIPTION LOCATION ORGANIZER ATTENDEE STATUS SEQUENCE PRIORITY", "plain"),
}


def attendee_line(a, how):
    mail = "mailto:" + a.addr if ":" not in a.addr else a.addr
    if how == "google":
        return ("ATTENDEE;CUTYPE=%s;ROLE=%s;PARTSTAT=%s;RSVP=%s;CN=%s;X-NUM-GUESTS=0%s:%s"
                % (a.cutype, a.role, a.partstat, a.rsvp, quote(a.name or a.addr), a.extra, mail))
    if how == "exchange":
        return ("ATTENDEE;ROLE=%s;PARTSTAT=%s;RSVP=%s;CN=%s%s:%s"
                % (a.role, a.partstat, a.rsvp, quote(a.name or a.addr), a.extra, mail))
    if how == "apple":
        return ("ATTENDEE;CN=%s;CUTYPE=%s;EMAIL=%s;PARTSTAT=%s;ROLE=%s%s:%s"
                % (quote(a.name or a.addr), a.cutype, a.addr, a.partstat, a.role, a.extra, mail))
    if how == "mozilla":
        return ("ATTENDEE;CN=%s;PARTSTAT=%s;CUTYPE=%s;ROLE=%s;RSVP=%s%s:%s"
                % (quote(a.name or a.addr), a.partstat, a.cutype, a.role, a.rsvp, a.extra, mail))
    return ("ATTENDEE;CN=%s;ROLE=%s;PARTSTAT=%s;RSVP=%s%s:%s"
            % (quote(a.name or a.addr), a.role, a.partstat, a.rsvp, a.extra, mail))


def component(ev, style="plain"):
    """The content lines of one component, unfolded."""
    order, how = STYLES[style]
    lang = ";LANGUAGE=" + ev.language if how == "exchange" else ""
    props = {}

    def put(name, line):
        props.setdefault(name, []).append(line)
    if ev.start:
        put("DTSTART", ev.time_line("DTSTART", ev.start))
    if ev.end:
        put("DTEND", ev.time_line("DTEND" if ev.kind == "VEVENT" else "DUE", ev.end))
    if ev.rrule:
        put("RRULE", "RRULE:" + ev.rrule)
    if ev.stamp:
        put("DTSTAMP", "DTSTAMP:" + stamp(ev.stamp))
    if ev.created:
        put("CREATED", "CREATED:" + stamp(ev.created))
        put("LAST-MODIFIED", "LAST-MODIFIED:" + stamp(ev.stamp or ev.created))
    if isinstance(ev.organizer, str):
        put("ORGANIZER", ev.organizer)
    elif ev.organizer:
        put("ORGANIZER", "ORGANIZER;CN=%s:mailto:%s" % (quote(ev.organizer[0] or ev.organizer[1]), ev.organizer[1]))
    if ev.uid:
        put("UID", "UID:" + ev.uid)
    if ev.recurrence_id:
        put("RECURRENCE-ID", ev.time_line("RECURRENCE-ID", ev.recurrence_id))
    for a in ev.attendees:
        put("ATTENDEE", attendee_line(a, how))
    for name, value in (("SUMMARY", ev.summary), ("DESCRIPTION", ev.description), ("LOCATION", ev.location)):
        if value is not None:
            put(name, "%s%s:%s" % (name, lang, escape(value)))
    for name, value in (("URL", ev.url), ("STATUS", ev.status), ("TRANSP", ev.transp), ("CLASS", ev.klass),
                        ("PRIORITY", ev.priority)):
        if value is not None:
            put(name, "%s:%s" % (name, value))
    if ev.sequence is not None:
        put("SEQUENCE", "SEQUENCE:%s" % ev.sequence)
    if ev.altdesc is not None:
        put("X-ALT-DESC", "X-ALT-DESC;FMTTYPE=text/html:" + escape(ev.altdesc))
    for name, line in ev.replace.items():
        props[name] = [line] if isinstance(line, str) else list(line)
    out = ["BEGIN:" + ev.kind]
    names = order.split() + [n for n in props if n not in order.split()]
    for name in names:
        if name not in ev.drop:
            out += props.get(name, [])
    out += ev.extra
    for a in ev.alarms:
        out += a
    return out + ["END:" + ev.kind]


def calendar(events, prodid, method="REQUEST", style="plain", head=(), zones=True):
    """The content lines of a calendar object; METHOD None leaves it out."""
    if style == "exchange":
        out = ["BEGIN:VCALENDAR"] + (["METHOD:" + method] if method else []) + ["PRODID:" + prodid, "VERSION:2.0"]
    else:
        out = ["BEGIN:VCALENDAR"] + (["PRODID:" + prodid] if prodid else []) + ["VERSION:2.0"]
        if style in ("google", "sabre", "apple"):
            out.append("CALSCALE:GREGORIAN")
        if method:
            out.append("METHOD:" + method)
    out += head
    seen = set()
    for ev in events:
        key = (ev.zone, ev.form)
        if zones and ev.form in ("tz", "windows") and not ev.allday and key not in seen:
            seen.add(key)
            out += vtimezone(ev.zone, ev.form == "windows")
    for ev in events:
        out += component(ev, style)
    return out + ["END:VCALENDAR"]

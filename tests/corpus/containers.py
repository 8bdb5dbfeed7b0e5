"""Files that carry or accompany a calendar: zip, TNEF, a mail in a mail, a wallet pass. For a family's `do`."""
import io
import json
import zipfile

import mail as M
import mime
import tnef


def zip_bytes(files):
    """Fixed time stamps, so that the bytes are the same each run."""
    buf = io.BytesIO()
    with zipfile.ZipFile(buf, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in files:
            info = zipfile.ZipInfo(name, (2026, 1, 1, 8, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(info, data)
    return buf.getvalue()


def only(make, tree="no-calendar"):
    """The calendar goes into what `make(m, ics)` gives as a part; none is left in the open."""
    def do(m):
        old = m.notice

        def notice(x):
            old(x)
            x.tree = tree
            x.attachments.append(make(x, x.ics if x.ics is not None else M.make_ics(x)))
        m.notice = notice
    return do


def as_zip(m, ics):
    name = m.r.choice(("invite.zip", "meeting_%s.zip" % M.token(m.r, 5), "calendar.zip"))
    return mime.part('application/zip; name="%s"' % name, zip_bytes([(name[:-4] + ".ics", ics)]), "base64", disposition='attachment; filename="%s"' % name)


def as_tnef(m, ics):
    data = tnef.winmail(m.summary, M.plain_of(m.text), m.ev.start, m.ev.end, [("meeting.ics", ics)])
    return mime.part('application/ms-tnef; name="winmail.dat"', data, "base64", disposition='attachment; filename="winmail.dat"')


def as_octets(name="invite.ics"):
    return lambda m, ics: mime.part('application/octet-stream; name="%s"' % name, ics, "base64", disposition='attachment; filename="%s"' % name)


def as_type(ctype, name):
    return lambda m, ics: mime.part('%s; name="%s"' % (ctype, name), ics, "base64", disposition='attachment; filename="%s"' % name)


def inner_mail(m, ics):
    head = mime.headers([("From", mime.address(m.org.name, m.org.addr)), ("To", mime.address(m.rcpt.name, m.rcpt.addr)), ("Subject", mime.encode_word(m.summary)),
                         ("Date", M.date_header(m.now)), ("Message-ID", "<%s@%s>" % (M.token(m.r, 16), m.org.domain)), ("MIME-Version", "1.0")])
    return head + mime.part('text/calendar; charset="UTF-8"; method=%s' % (m.method or "PUBLISH"), ics, "base64")


def as_rfc822(m, ics):
    return mime.part("message/rfc822", inner_mail(m, ics), "8bit", disposition="attachment")


def as_eml_file(m, ics):
    return mime.part('application/octet-stream; name="invitation.eml"', inner_mail(m, ics), "base64", disposition='attachment; filename="invitation.eml"')


def pkpass(m, url, organization, text):
    """A wallet pass as Apple lays it out, unsigned."""
    card = {"formatVersion": 1, "passTypeIdentifier": "pass.example.event", "serialNumber": M.token(m.r, 10), "teamIdentifier": "EXAMPLE123", "organizationName": organization,
            "description": text, "barcode": {"message": url, "format": "PKBarcodeFormatQR", "messageEncoding": "iso-8859-1"},
            "eventTicket": {"primaryFields": [{"key": "event", "label": "EVENT", "value": m.summary}], "backFields": [{"key": "more", "label": "More", "value": text + " " + url}]}}
    data = zip_bytes([("pass.json", json.dumps(card).encode()), ("manifest.json", b"{}")])
    return mime.part('application/vnd.apple.pkpass; name="pass.pkpass"', data, "base64", disposition='attachment; filename="pass.pkpass"')

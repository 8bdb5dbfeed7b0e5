"""A simple TNEF stream (winmail.dat): message class, subject, body, start and end, and files.

Attributes as MS-OXTNEF lays them out: level, id, length, data, 16-bit sum of the data.
"""
import struct

SIGNATURE = 0x223E9F78
MESSAGE, ATTACHMENT = 1, 2
IDS = {"version": 0x00089006, "codepage": 0x00069007, "class": 0x00078008, "subject": 0x00018004, "body": 0x0002800C,
       "props": 0x00069003, "start": 0x00030006, "end": 0x00030007, "render": 0x00069002, "title": 0x00018010, "data": 0x0006800F}


def attribute(level, name, data):
    return struct.pack("<BII", level, IDS[name], len(data)) + data + struct.pack("<H", sum(data) & 0xffff)


def text(value):
    return value.encode("cp1252", "replace") + b"\0"


def date(t):
    return struct.pack("<7H", t.year, t.month, t.day, t.hour, t.minute, t.second, t.isoweekday() % 7)


def unicode_prop(tag, value):
    """One PT_UNICODE property: tag, count of values, length, value, padding to four."""
    data = value.encode("utf-16-le") + b"\0\0"
    return struct.pack("<III", (tag << 16) | 0x001F, 1, len(data)) + data + bytes(-len(data) % 4)


def winmail(subject, body, start, end, files=(), meeting=True, location=""):
    props = [unicode_prop(0x0037, subject), unicode_prop(0x1000, body)]
    out = struct.pack("<IH", SIGNATURE, 0x1234)
    out += attribute(MESSAGE, "version", struct.pack("<I", 0x00010000)) + attribute(MESSAGE, "codepage", struct.pack("<II", 1252, 0))
    out += attribute(MESSAGE, "class", text("IPM.Microsoft Schedule.MtgReq" if meeting else "IPM.Microsoft Mail.Note"))
    out += attribute(MESSAGE, "subject", text(subject))
    if meeting:
        out += attribute(MESSAGE, "start", date(start)) + attribute(MESSAGE, "end", date(end))
    out += attribute(MESSAGE, "body", text(body))
    out += attribute(MESSAGE, "props", struct.pack("<I", len(props)) + b"".join(props))
    for name, data in files:
        out += attribute(ATTACHMENT, "render", struct.pack("<HIHHI", 1, 0xffffffff, 0, 0, 0))
        out += attribute(ATTACHMENT, "title", text(name)) + attribute(ATTACHMENT, "data", data)
    return out

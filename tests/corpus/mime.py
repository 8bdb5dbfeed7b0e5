"""MIME and header writing with full control of the bytes.

Python's email package writes clean mails only; producers differ in boundaries, encodings and header folding, and abuse
differs more. So the mails are put together by hand from small functions that return bytes.
"""
import base64
import quopri
import re

CRLF = b"\r\n"


def encode_word(text, how="B"):
    """An RFC 2047 header value; ASCII stays as it is."""
    if all(32 <= ord(c) < 127 for c in text) and not text.startswith("=?"):
        return text
    words = []
    chunk = ""
    for c in text:
        if len((chunk + c).encode()) > 39:
            words.append(chunk)
            chunk = ""
        chunk += c
    words.append(chunk)
    if how == "B":
        return " ".join("=?UTF-8?B?%s?=" % base64.b64encode(w.encode()).decode() for w in words)
    return " ".join("=?UTF-8?Q?%s?=" % q_word(w) for w in words)


def q_word(text):
    out = ""
    for b in text.encode():
        c = chr(b)
        if c.isalnum() and b < 128:
            out += c
        elif c == " ":
            out += "_"
        else:
            out += "=%02X" % b
    return out


def fold_header(name, value, width=76):
    """One header line, folded at blanks; folds already in the value are kept."""
    if "\n" in value:
        return ("%s: %s" % (name, value.replace("\r\n", "\n").replace("\n", "\r\n"))).encode() + CRLF
    line = name + ":"
    lines = []
    for word in value.split(" "):
        if len(line) + 1 + len(word) > width and len(line) > len(name) + 1:
            lines.append(line)
            line = " " + word
        else:
            line += " " + word
    lines.append(line)
    return "\r\n".join(lines).encode() + CRLF


def headers(pairs):
    return b"".join(fold_header(n, v) for n, v in pairs if v is not None)


def address(name, addr, how="B"):
    if not name:
        return addr
    if all(32 <= ord(c) < 127 for c in name):
        if re.search(r'[^A-Za-z0-9 !#$%&\'*+/=?^_`{|}~-]', name):
            name = '"%s"' % name.replace("\\", "\\\\").replace('"', '\\"')
        return "%s <%s>" % (name, addr)
    return "%s <%s>" % (encode_word(name, how), addr)


def as_bytes(body, charset="utf-8"):
    if isinstance(body, bytes):
        return body
    return body.encode(charset, "replace")


def crlf(data):
    return re.sub(rb"\r\n|\r|\n", b"\r\n", data)


def encode_body(data, cte):
    """The transfer encoding, as lines with CRLF."""
    if cte == "base64":
        text = base64.b64encode(data)
        return b"".join(text[i:i + 76] + CRLF for i in range(0, len(text), 76))
    if cte == "quoted-printable":
        out = quopri.encodestring(data.replace(b"\r\n", b"\n"))
        out = crlf(out)
        return out if out.endswith(CRLF) else out + CRLF
    return data if data.endswith(b"\n") else data + CRLF


def part(ctype, body, cte="7bit", charset="utf-8", disposition=None, more=()):
    """A leaf: text is given line ends of the network, bytes are taken as they are."""
    data = crlf(as_bytes(body, charset)) if isinstance(body, str) else body
    head = [("Content-Type", ctype)]
    if cte:
        head.append(("Content-Transfer-Encoding", cte))
    if disposition:
        head.append(("Content-Disposition", disposition))
    return headers(head + list(more)) + CRLF + encode_body(data, cte)


def multipart(subtype, boundary, parts, params="", preamble=b"", close=True):
    ctype = 'multipart/%s;\n\tboundary="%s"%s' % (subtype, boundary, params)
    out = headers([("Content-Type", ctype)]) + CRLF + preamble
    for p in parts:
        out += b"--" + boundary.encode() + CRLF + p
        if not p.endswith(b"\n"):
            out += CRLF
        out += CRLF if p.endswith(b"--\r\n") else b""
    return out + b"--" + boundary.encode() + (b"--" if close else b"") + CRLF


def message(head, body):
    """Headers of the message before those of its (only) top part."""
    return headers(head) + body

"""Documents that travel with a mail: PDF in the ways in which programs write it, and the zip archives of office programs."""
import base64
import zlib

import containers as C
import qr
from families import fill

SCALE, QUIET = 4, 4


def modules(text, scale=SCALE):
    """Rows of 0 (light) and 1 (dark), with the quiet zone."""
    grid = qr.matrix(text.encode())
    side = len(grid) + 2 * QUIET
    at = lambda y, x: grid[y][x] if 0 <= y < len(grid) and 0 <= x < len(grid) else 0
    return [[at(y // scale - QUIET, x // scale - QUIET) for x in range(side * scale)] for y in range(side * scale)]


def bits(rows, dark):
    """One bit a sample, each row from a whole byte on."""
    out = b""
    for row in rows:
        line = "".join(str(v if dark else 1 - v) for v in row)
        line += "0" * (-len(line) % 8)
        out += int(line, 2).to_bytes(len(line) // 8, "big")
    return out


# How programs keep a picture in a PDF: (what the dictionary says, the bytes).

def as_grey(rows):
    return b"/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode", zlib.compress(bytes(255 * (1 - v) for row in rows for v in row))


def as_colours(rows):
    raw, last = b"", b"\0" * 3 * len(rows[0])
    for row in rows:
        line = bytes(255 * (1 - v) for v in row for _ in range(3))
        raw += b"\2" + bytes((a - b) & 255 for a, b in zip(line, last))
        last = line
    parms = b"/DecodeParms << /Predictor 15 /Colors 3 /BitsPerComponent 8 /Columns %d >>" % len(rows[0])
    return b"/ColorSpace [/ICCBased 90 0 R] /BitsPerComponent 8 /Filter [/FlateDecode] " + parms, zlib.compress(raw)


def as_index(rows):
    return b"/ColorSpace [/Indexed /DeviceRGB 1 <ffffff000000>] /BitsPerComponent 8 /Filter /FlateDecode", zlib.compress(bytes(v for row in rows for v in row))


def as_ascii(rows):
    data = base64.a85encode(zlib.compress(bits(rows, False)), wrapcol=76) + b"~>"
    return b"/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter [ /ASCII85Decode /FlateDecode ]", data


def as_mask(rows):
    return b"/ImageMask true /Decode [1 0]", bits(rows, True)


def rectangles(text, at=(200, 300), size=2.25):
    """What browsers make of a code that a page drew: a filled rectangle for each run of dark modules."""
    out = [b"q 1 0 0 -1 %d %d cm 0 g" % at]
    for y, row in enumerate(modules(text, 1)):
        x = 0
        while x < len(row):
            run = 0
            while x + run < len(row) and row[x + run]:
                run += 1
            if run:
                out.append(b"%.2f %.2f %.2f %.2f re f" % (x * size, y * size, run * size, size))
            x += run or 1
    return b"\n".join(out + [b"Q"])


# --- PDF --------------------------------------------------------------------------------------------------------------

def escaped(text):
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("cp1252", "replace")


def stream(head, data):
    return b"<< " + head + b" /Length %d >>\nstream\n" % len(data) + data + b"\nendstream"


def pdf_bytes(lines, links=(), picture=None, drawn=None, packed=True):
    """One page. `packed`: its objects in an object stream, as most programs of today write them."""
    page = b"BT /F1 12 Tf 72 740 Td 18 TL " + b" ".join(b"(" + escaped(t) + b") Tj T*" for t in lines) + b" ET\n"
    if picture:
        page += b"q 180 0 0 180 200 300 cm /Im0 Do Q\n"
    if drawn:
        page += rectangles(drawn)
    annots = b"".join(b" %d 0 R" % (20 + i) for i in range(len(links)))
    plain = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
             3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> /XObject << /Im0 6 0 R >> >> /Contents 4 0 R /Annots [" + annots + b" ] >>",
             5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"}
    for i, link in enumerate(links):
        plain[20 + i] = b"<< /Type /Annot /Subtype /Link /Rect [70 %d 400 %d] /Border [0 0 0] /A << /Type /Action /S /URI /URI (" % (700 - 20 * i, 716 - 20 * i) + escaped(link) + b") >> >>"
    streams = {4: stream(b"/Filter /FlateDecode", zlib.compress(page))}
    if picture:
        rows, how = picture
        head, data = how(rows)
        streams[6] = stream(b"/Type /XObject /Subtype /Image /Width %d /Height %d " % (len(rows[0]), len(rows)) + head, data)
    if packed:
        inside, index = b"", b""
        for n, o in plain.items():
            index += b"%d %d " % (n, len(inside))
            inside += o + b"\n"
        streams[80] = stream(b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode" % (len(plain), len(index)), zlib.compress(index + inside))
        plain = {}
    out, at = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n", {}
    for n, o in sorted({**plain, **streams}.items()):
        at[n] = len(out)
        out += b"%d 0 obj\n" % n + o + b"\nendobj\n"
    table = b"".join(b"%d 1\n%010d 00000 n \n" % x for x in sorted(at.items()))
    return out + b"xref\n0 1\n0000000000 65535 f \n" + table + b"trailer << /Size 81 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)


def pdf(*lines, links=(), code=None, how=as_grey, drawn=None, packed=True):
    """For a family: words with slots, the links of the page, and what its code says."""
    def make(m):
        picture = (modules(fill(m, code)), how) if code else None
        return pdf_bytes([fill(m, x) for x in lines], [fill(m, x) for x in links], picture, fill(m, drawn) if drawn else None, packed)
    return make


# --- Office -----------------------------------------------------------------------------------------------------------

TYPES = '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="png" ContentType="image/png"/></Types>'
RELATIONS = '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
RELATION = '<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"%s/>'


def xml(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def relations(rows):
    return (RELATIONS % "".join(RELATION % (i + 1, kind, xml(target), ' TargetMode="External"' if outside else "") for i, (kind, target, outside) in enumerate(rows))).encode()


def docx(*lines, links=(), code=None, where="word"):
    """Word's; with `where` "ppt" or "xl" as the others write pictures and links."""
    main = {"word": "word/document.xml", "ppt": "ppt/slides/slide1.xml", "xl": "xl/worksheets/sheet1.xml"}[where]
    folder, name = main.rsplit("/", 1)

    def make(m):
        body = "".join("<w:p><w:r><w:t>%s</w:t></w:r></w:p>" % xml(fill(m, x)) for x in lines)
        text = '<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>' % body
        rows = [("styles", "styles.xml", False)] + [("hyperlink", fill(m, x), True) for x in links]
        files = [("[Content_Types].xml", TYPES.encode()), ("_rels/.rels", relations([("officeDocument", main, False)])), (main, text.encode())]
        if code:
            rows.append(("image", "../media/image1.png", False))
            files.append((where + "/media/image1.png", qr.qr_png(fill(m, code))))
        return C.zip_bytes(files + [("%s/_rels/%s.rels" % (folder, name), relations(rows))])
    return make


def odt(*lines, links=(), code=None):
    def make(m):
        body = "".join("<text:p>%s</text:p>" % xml(fill(m, x)) for x in lines)
        body += "".join('<text:p><text:a xlink:type="simple" xlink:href="%s">Open</text:a></text:p>' % xml(fill(m, x)) for x in links)
        text = '<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:text>%s</office:text></office:body></office:document-content>' % body
        files = [("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", text.encode())]
        if code:
            files.append(("Pictures/100000.png", qr.qr_png(fill(m, code))))
        return C.zip_bytes(files)
    return make

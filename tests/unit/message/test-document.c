/* What is found in documents: links, and pictures to be searched. */
#include <zlib.h>

#include "base/limits.h"
#include "message/document.h"
#include "show.h"

/* One link a line, then one picture a line, then the defects. */
static const char *show_document(struct arena *arena, struct span bytes) {
        struct defects defects = { .arena = arena };
        struct document_reader reader = { .arena = arena, .defects = &defects };
        struct buf out = buf_in(arena, 1 << 20);
        document_read(&reader, bytes, true);
        for (uint32_t i = 0; i < reader.links.count; i++) {
                buf_add(&out, ((const struct span *)reader.links.items)[i]);
                buf_add_byte(&out, '\n');
        }
        for (uint32_t i = 0; i < reader.pictures.count; i++) {
                const struct document_picture *one = &((const struct document_picture *)reader.pictures.items)[i];
                const struct picture_samples *s = &one->samples;
                if (s->width == 0)
                        buf_add_format(&out, "file %s\n", picture_kind_name(picture_kind(one->bytes)));
                else
                        buf_add_format(&out, "%ux%u %u bits of %u predictor %u%s\n", s->width, s->height, s->bits,
                                       s->components, s->predictor, s->packed ? " packed" : "");
        }
        show_defects(&out, &defects);
        return show_end(&out);
}

static struct span deflated(struct arena *arena, struct span bytes) {
        uLongf room = compressBound(bytes.len);
        char *out = arena_bytes(arena, room);
        assert_int_equal(compress((Bytef *)out, &room, (const Bytef *)bytes.ptr, bytes.len), Z_OK);
        return (struct span){ out, room };
}

/* A PDF of one stream with that dictionary. */
static struct span pdf_with(struct arena *arena, const char *dictionary, struct span data) {
        struct buf out = buf_in(arena, data.len + 4096);
        buf_add_format(&out, "%%PDF-1.7\n1 0 obj\n<< %s >>\nstream\n", dictionary);
        buf_add(&out, data);
        buf_add(&out, SPAN("\nendstream\nendobj\n%%EOF\n"));
        return buf_span(&out);
}

static void test_links(void **state) {
        static const struct {
                const char *name;
                struct span pdf;
                const char *expected;
        } cases[] = {
                { "an action", SPAN("%PDF-1.4\n<</S/URI/URI(https://a.example/x)>>"), "https://a.example/x\n" },
                { "with spaces", SPAN("%PDF-1.4\n<< /S /URI /URI\n (https://a.example/x) >>"), "https://a.example/x\n" },
                { "escapes", SPAN("%PDF-1.4\n/URI (https\\072//a.exam\\\nple/\\(x\\)(y))"),
                  "https://a.example/(x)(y)\n" },
                { "in hexadecimal digits", SPAN("%PDF-1.4\n/URI <68747470733A2F2F 612E6578616D706C652F>"),
                  "https://a.example/\n" },
                { "a name by its numbers", SPAN("%PDF-1.4\n<< /#55R#49 (https://a.example/#41)/A#20B >>"),
                  "https://a.example/#41\n" },
                { "in UTF-16", SPAN("%PDF-1.4\n/URI (\xFE\xFF\0h\0t\0t\0p\0:\0/\0/\0a)"), "http://a\n" },
                { "in an object of its own", SPAN("%PDF-1.4\n/URI 7 0 R\n7 0 obj\n(https://a.example/)\nendobj"),
                  "https://a.example/\n" },
                { "twice", SPAN("%PDF-1.4\n/URI (https://a.example/) /URI (https://a.example/)"),
                  "https://a.example/\n" },
                { "behind a stream without a length",
                  SPAN("%PDF-1.4\n1 0 obj <</Length 2 0 R/XRef 1>>\r\nstream\r\n\0\1endstream /URI (https://a.example/)"),
                  "https://a.example/\n" },
                { "behind a stream whose length lies",
                  SPAN("%PDF-1.4\n1 0 obj <</Length 20/XRef 1>>stream\nab\nendstream /URI (https://a.example/) 123456"),
                  "https://a.example/\n" },
                { "behind junk", SPAN("junk\n%PDF-1.4\n/URI (https://a.example/)"), "https://a.example/\n" },
                { "an address, a call, a place in itself",
                  SPAN("%PDF-1.4\n/URI (mailto:a@b.example) /URI (tel:1) /URI (#top) /URI ()"), "" },
                { "not closed", SPAN("%PDF-1.4\n/URI (https://a.example/"), "https://a.example/\n" },
                { "encrypted", SPAN("%PDF-1.4\ntrailer << /Encrypt 5 0 R >>"), "! DOCUMENT_ENCRYPTED\n" },
                { "no PDF", SPAN("/URI (https://a.example/)"), "" },
        };
        (void)state;
        struct arena *arena ARENA_CLEANUP = arena_new(1 << 28);
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
                show_compare(cases[i].name, cases[i].expected, show_document(arena, cases[i].pdf));
        struct span objects = deflated(arena, SPAN("3 0 <</S/URI/URI(https://a.example/)>>"));
        show_compare("in an object stream", "https://a.example/\n",
                     show_document(arena, pdf_with(arena, "/Type /ObjStm /Filter /FlateDecode", objects)));
        show_compare("in a broken object stream", "! DOCUMENT_BAD\n",
                     show_document(arena, pdf_with(arena, "/Type /ObjStm /Filter /FlateDecode", SPAN("abcdef"))));
        show_finish();
}

static void test_pictures(void **state) {
        static const struct {
                const char *name, *dictionary;
                struct span data;
                const char *expected;
        } cases[] = {
                { "grey", "/Subtype /Image /Width 99 /Height 88 /ColorSpace /DeviceGray /Filter /FlateDecode",
                  SPAN("x"), "99x88 8 bits of 1 predictor 1 packed\n" },
                { "colours",
                  "/Subtype/Image/Width 99/Height 88/ColorSpace[/ICCBased 4 0 R]/BitsPerComponent 8"
                  "/DecodeParms<</Predictor 15/Colors 3>>/Filter[/FlateDecode]",
                  SPAN("x"), "99x88 8 bits of 0 predictor 15 packed\n" },
                { "a mask", "/Subtype /Image /ImageMask true /Width 99 /Height 88", SPAN("x"),
                  "99x88 1 bits of 1 predictor 1\n" },
                { "indices",
                  "/Subtype /Image /Width 99 /Height 88 /BitsPerComponent 2 /ColorSpace [/Indexed /DeviceRGB 3 <00>]",
                  SPAN("x"), "99x88 2 bits of 1 predictor 1\n" },
                { "in ASCII", "/Subtype /Image /Width 99 /Height 88 /ColorSpace /DeviceRGB /Filter [/A85 /Fl]",
                  SPAN("87cURD]~>"), "99x88 8 bits of 3 predictor 1 packed\n" },
                { "a photograph", "/Subtype /Image /Width 99 /Height 88 /Filter /DCTDecode", SPAN("\xFF\xD8\xFF\xE0"),
                  "file jpeg\n" },
                { "a photograph in hexadecimal digits", "/Subtype /Image /Filter [/ASCIIHexDecode /DCTDecode]",
                  SPAN("FFD8 FFE0>"), "file jpeg\n" },
                { "too small for a code", "/Subtype /Image /Width 16 /Height 16 /ColorSpace /DeviceGray", SPAN("x"), "" },
                { "of a fax", "/Subtype /Image /Width 99 /Height 88 /Filter /CCITTFaxDecode", SPAN("x"),
                  "! DOCUMENT_PICTURE_PACKED\n" },
                { "a font", "/Length1 99 /Filter /FlateDecode", SPAN("x"), "" },
        };
        (void)state;
        struct arena *arena ARENA_CLEANUP = arena_new(1 << 28);
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
                show_compare(cases[i].name, cases[i].expected,
                             show_document(arena, pdf_with(arena, cases[i].dictionary, cases[i].data)));
        show_finish();
}

/* 20 x 20 squares like those of a code, behind `before`. */
static struct span squares(struct arena *arena, const char *before, const char *format) {
        struct buf out = buf_in(arena, 1 << 20);
        buf_add(&out, span_from(before));
        for (int y = 0; y < 20; y++)
                for (int x = y % 2; x < 20; x += 2) {
                        double left = 100 + 3.0 * x, low = 200 + 3.0 * y;
                        if (strstr(format, "re"))
                                buf_add_format(&out, format, left, low);
                        else
                                buf_add_format(&out, format, left, low, left + 3, low, left + 3, low + 3, left, low + 3);
                }
        return buf_span(&out);
}

static void test_drawings(void **state) {
        (void)state;
        struct arena *arena ARENA_CLEANUP = arena_new(1 << 28);
        /* 20 modules and four on each side, four pixels each. */
        const char *code = "112x112 8 bits of 1 predictor 0\n";
        const char *rectangle = "%g %g 3 3 re f\n", *lines = "%g %g m %g %g l %g %g l %g %g l h f\n";
        show_compare("rectangles", code, show_document(arena, pdf_with(arena, "", squares(arena, "0 g\n", rectangle))));
        show_compare("made larger", code,
                     show_document(arena, pdf_with(arena, "", squares(arena, "q 2 0 0 -2 9 9 cm\n", rectangle))));
        show_compare("lines", code, show_document(arena, pdf_with(arena, "", squares(arena, "0 0 0 rg\n", lines))));
        show_compare(
                "filled at once", code,
                show_document(arena, pdf_with(arena, "",
                                              arena_format(arena, "%s f", squares(arena, "", "%g %g 3 3 re\n").ptr))));
        show_compare(
                "on a page with a frame, and words", code,
                show_document(arena,
                              pdf_with(arena, "",
                                       squares(arena, "1 g 0 0 595 842 re f 0 g 0 0 595 2 re f (1 1 3 3 re\\) f) Tj\n",
                                               rectangle))));
        show_compare("packed", code,
                     show_document(arena, pdf_with(arena, "/Filter /FlateDecode",
                                                   deflated(arena, squares(arena, "", rectangle)))));
        show_compare("white on white", "",
                     show_document(arena, pdf_with(arena, "", squares(arena, "1 g\n", rectangle))));
        show_compare("not filled", "",
                     show_document(arena, pdf_with(arena, "", squares(arena, "", "%g %g 3 3 re S\n"))));
        show_compare("a table", "",
                     show_document(arena, pdf_with(arena, "", SPAN("0 0 500 1 re f 0 20 500 1 re f 0 40 500 1 re f"))));
        show_finish();
}

static void add(struct buf *out, uint64_t number, size_t bytes) {
        for (; bytes > 0; bytes--, number >>= 8)
                buf_add_byte(out, (char)number);
}

static void add_entry(struct buf *zip, const char *name, const char *text) {
        add(zip, 0x04034B50, 4);
        add(zip, 20, 2);
        add(zip, 0, 12);
        add(zip, strlen(text), 4);
        add(zip, strlen(text), 4);
        add(zip, strlen(name), 2);
        add(zip, 0, 2);
        buf_add(zip, span_from(name));
        buf_add(zip, span_from(text));
}

static void test_office(void **state) {
        static const struct {
                const char *name, *entry, *text, *expected;
        } cases[] = {
                { "a link", "word/_rels/document.xml.rels",
                  "<Relationship Target=\"https://a.example/?a=1&amp;b=2\" TargetMode=\"External\"/>",
                  "https://a.example/?a=1&b=2\n" },
                { "within", "word/_rels/document.xml.rels", "<Relationship Target=\"styles.xml\"/>", "" },
                { "a share", "word/_rels/settings.xml.rels", "<Relationship Target='\\\\192.0.2.1\\x' />",
                  "\\\\192.0.2.1\\x\n" },
                { "a field", "word/document.xml", "<w:instrText> HYPERLINK \"https://a.example/\" </w:instrText>",
                  "https://a.example/\n" },
                { "a formula", "xl/worksheets/sheet1.xml", "<f>HYPERLINK(&quot;https://a.example/&quot;,1)</f>",
                  "https://a.example/\n" },
                { "a cell that speaks of one", "xl/worksheets/sheet1.xml", "<v>HYPERLINKS are \"blue: always\"</v>", "" },
                { "ODF", "content.xml", "<text:a xlink:href=\"https://a.example/\">", "https://a.example/\n" },
                { "a picture", "word/media/image1.gif", "GIF89a", "file gif\n" },
                { "of ODF", "Pictures/1.gif", "GIF89a", "file gif\n" },
                { "its own preview", "Thumbnails/thumbnail.png", "GIF89a", "" },
                { "names of schemas", "word/document.xml", "<w:document xmlns:w=\"http://schemas.example/w\">", "" },
        };
        (void)state;
        struct arena *arena ARENA_CLEANUP = arena_new(1 << 28);
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct buf zip = buf_in(arena, 1 << 16);
                add_entry(&zip, "[Content_Types].xml", "<Types/>");
                add_entry(&zip, cases[i].entry, cases[i].text);
                show_compare(cases[i].name, cases[i].expected, show_document(arena, buf_span(&zip)));
        }
        struct buf plain = buf_in(arena, 1 << 16);
        add_entry(&plain, "content.xml", "<a xlink:href=\"https://a.example/\">");
        show_compare("any other archive", "", show_document(arena, buf_span(&plain)));
        show_finish();
}

/* Over a limit the reading goes on with what it has, and says so. */
static void test_limits(void **state) {
        (void)state;
        struct arena *arena ARENA_CLEANUP = arena_new(1 << 28);
        struct defects defects = { .arena = arena };
        struct document_reader reader = { .arena = arena, .defects = &defects };
        struct buf many = buf_in(arena, 1 << 20);
        buf_add(&many, SPAN("%PDF-1.4\n"));
        for (int i = 0; i < LIMIT_DOCUMENT_LINKS + 9; i++)
                buf_add_format(&many, "/URI (https://a.example/%d)\n", i);
        document_read(&reader, buf_span(&many), true);
        assert_int_equal(reader.links.count, LIMIT_DOCUMENT_LINKS);
        assert_true(defects_has(&defects, DEFECT_DOCUMENT_TOO_MUCH));

        defects = (struct defects){ .arena = arena };
        reader = (struct document_reader){ .arena = arena, .defects = &defects };
        size_t size = 2 * LIMIT_DOCUMENT_STREAM;
        char *zeros = arena_bytes(arena, size);
        memset(zeros, 0, size);
        struct span bomb = pdf_with(arena, "/Type /ObjStm /Filter /FlateDecode",
                                    deflated(arena, (struct span){ zeros, size }));
        for (int i = 0; i < 99; i++)
                document_read(&reader, bomb, true);
        assert_true(reader.unpacked <= LIMIT_DOCUMENT_BYTES);
        assert_true(defects_has(&defects, DEFECT_DOCUMENT_TOO_MUCH));
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_links),  cmocka_unit_test(test_pictures), cmocka_unit_test(test_drawings),
                cmocka_unit_test(test_office), cmocka_unit_test(test_limits),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Charsets: labels that are followed, and labels that lie. */
#include "text/charset.h"

#include "../message/show.h"

struct row {
        const char *name;
        struct span bytes;
        const char *label, *expected; /* text, charset that was used, flags */
};
#define INPUT(text) \
        { (text), sizeof(text) - 1 }

static const struct row rows[] = {
        { "ASCII", INPUT("abc"), "us-ascii", "abc us-ascii" },
        { "no label, ASCII", INPUT("abc"), "", "abc us-ascii" },
        { "no label, UTF-8", INPUT("\xC3\xA9"), "", "\xC3\xA9 utf-8" },
        { "no label, Latin-1", INPUT("\xE9t\xE9"), "", "\xC3\xA9t\xC3\xA9 windows-1252 lies" },
        { "no label, UTF-8 with one broken byte", INPUT("\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xFF"), "",
          "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xEF\xBF\xBD utf-8 broken" },
        { "us-ascii that is UTF-8", INPUT("\xC3\xA9"), "us-ascii", "\xC3\xA9 utf-8 lies" },
        { "us-ascii that is Latin-1", INPUT("caf\xE9"), "US-ASCII", "caf\xC3\xA9 windows-1252 lies" },
        { "us-ascii that is ISO-2022-JP", INPUT("\x1B$B%\"\x1B(B"), "us-ascii", "\xE3\x82\xA2 iso-2022-jp lies" },
        { "UTF-8", INPUT("\xE2\x82\xAC"), "utf-8", "\xE2\x82\xAC utf-8" },
        { "UTF-8 in quotes and spaces", INPUT("\xE2\x82\xAC"), " \"UTF-8\" ", "\xE2\x82\xAC utf-8" },
        { "UTF-8 with a mark",
          INPUT("\xEF\xBB\xBF"
                "a"),
          "utf-8", "a utf-8" },
        { "UTF-8 broken in places",
          INPUT("\xC3\xA9\xE2\x82"
                "a\xC0\xAF"),
          "utf-8",
          "\xC3\xA9\xEF\xBF\xBD"
          "a\xEF\xBF\xBD\xEF\xBF\xBD utf-8 broken" },
        { "UTF-8 that is Latin-1", INPUT("caf\xE9"), "utf-8", "caf\xC3\xA9 windows-1252 lies broken" },
        { "surrogates in UTF-8", INPUT("\xC3\xA9\xED\xA0\x80"), "utf-8",
          "\xC3\xA9\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD utf-8 broken" },
        { "ISO-8859-1 is windows-1252", INPUT("\x80\xE9\x81"), "iso-8859-1",
          "\xE2\x82\xAC\xC3\xA9\xC2\x81 windows-1252" },
        { "ISO-8859-1 that is UTF-8", INPUT("\xC3\xA9"), "iso-8859-1", "\xC3\x83\xC2\xA9 windows-1252 lies" },
        { "ISO-8859-15", INPUT("\xA4"), "ISO-8859-15", "\xE2\x82\xAC iso-8859-15" },
        { "koi8-r", INPUT("\xC1"), "KOI8-R", "\xD0\xB0 koi8-r" },
        { "windows-1251", INPUT("\xE0"), "cp1251", "\xD0\xB0 ibm-5347_P100-1998" },
        { "gb2312 is gb18030", INPUT("\xD6\xD0\x81\x30\x81\x30"), "gb2312", "\xE4\xB8\xAD\xC2\x80 gb18030" },
        { "big5", INPUT("\xA4\xA4"), "big5", "\xE4\xB8\xAD windows-950" },
        { "euc-kr", INPUT("\xB0\xA1"), "ks_c_5601-1987", "\xEA\xB0\x80 windows-949" },
        { "shift_jis", INPUT("\x83\x41"), "shift_jis", "\xE3\x82\xA2 windows-31j" },
        { "iso-2022-jp", INPUT("\x1B$B%\"\x1B(B"), "ISO-2022-JP", "\xE3\x82\xA2 iso-2022-jp" },
        { "broken shift_jis", INPUT("a\x83"), "shift_jis", "a\xEF\xBF\xBD windows-31j broken" },
        { "UTF-7", INPUT("+AOk-"), "utf-7", "\xC3\xA9 utf-7 odd" },
        { "UTF-16 with a mark", INPUT("\xFE\xFF\0a\xD8\x3D\xDE\0"), "utf-16", "a\xF0\x9F\x98\x80 utf-16be odd" },
        { "UTF-16 without a mark, big endian", INPUT("\0a\0b\0c"), "utf-16", "abc utf-16be odd" },
        { "UTF-16 that is ASCII", INPUT("abc"), "utf-16", "abc us-ascii lies" },
        { "UTF-16 half a pair",
          INPUT("\xFF\xFE\x3D\xD8"
                "a\0"),
          "utf-16",
          "\xEF\xBF\xBD"
          "a utf-16le broken odd" },
        { "a mark against the label",
          INPUT("\xFF\xFE"
                "a\0"),
          "utf-8", "a utf-16le lies odd" },
        { "NULs that are UTF-16 without a label", INPUT("a\0b\0c\0"), "", "abc utf-16le lies odd" },
        { "UTF-32", INPUT("\xFF\xFE\0\0a\0\0\0"), "", "a utf-32le odd" },
        { "unknown label", INPUT("\xC3\xA9"), "klingon", "\xC3\xA9 utf-8 unknown" },
        { "a label that is a path", INPUT("a"), "../../etc/passwd", "a us-ascii unknown" },
        { "a label with an option", INPUT("a"), "utf-8,version=1", "a us-ascii unknown" },
        { "a language behind the label", INPUT("\xC3\xA9"), "utf-8*en", "\xC3\xA9 utf-8" },
        { "empty", INPUT(""), "utf-16", " utf-16le odd" },
};

static void test_rows(void **state) {
        (void)state;
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
                struct arena *arena ARENA_CLEANUP = arena_new(1 << 24);
                struct buf out = buf_in(arena, 1 << 16);
                struct charset_text read = charset_decode(arena, rows[i].bytes, span_from(rows[i].label));
                show(&out, read.text);
                buf_add_format(&out, " %s%s%s%s%s", read.used, read.flags & CHARSET_LIES ? " lies" : "",
                               read.flags & CHARSET_UNKNOWN ? " unknown" : "",
                               read.flags & CHARSET_BROKEN ? " broken" : "", read.flags & CHARSET_ODD ? " odd" : "");
                assert_true(utf8_valid(read.text));
                show_compare(rows[i].name, rows[i].expected, show_end(&out));
        }
        show_finish();
}

/* Long texts take another way than short ones. */
static void test_long(void **state) {
        (void)state;
        struct arena *arena ARENA_CLEANUP = arena_new(1 << 24);
        char bytes[6000];
        for (size_t i = 0; i < sizeof bytes; i += 2)
                memcpy(bytes + i, "\x83\x41", 2);
        struct charset_text read = charset_decode(arena, (struct span){ bytes, sizeof bytes }, SPAN("shift_jis"));
        assert_int_equal(read.text.len, 9000);
        for (size_t i = 0; i < read.text.len; i += 3)
                assert_memory_equal(read.text.ptr + i, "\xE3\x82\xA2", 3);
}

static void test_zero_copy(void **state) {
        (void)state;
        struct arena *arena ARENA_CLEANUP = arena_new(1 << 24);
        struct span text = SPAN("caf\xC3\xA9");
        assert_ptr_equal(charset_decode(arena, text, SPAN("utf-8")).text.ptr, text.ptr);
        assert_int_equal(charset_decode(arena, SPAN("abc"), SPAN("gb2312")).text.len, 3);
        assert_int_equal(arena_used(arena), 0);
}

static void test_prefixes(void **state) {
        (void)state;
        char bytes[100];
        for (size_t bad = 0; bad < sizeof bytes; bad++) {
                memset(bytes, 'a', sizeof bytes);
                bytes[bad] = (char)0xFF;
                assert_int_equal(ascii_prefix((struct span){ bytes, sizeof bytes }), bad);
                assert_int_equal(utf8_prefix((struct span){ bytes, sizeof bytes }), bad);
        }
        static const struct {
                const char *text;
                size_t valid;
        } cases[] = {
                { "\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF", 18 },
                { "a\xC1\xBF", 1 },
                { "a\xE0\x9F\xBF", 1 },
                { "a\xED\xA0\x80", 1 },
                { "a\xF0\x8F\xBF\xBF", 1 },
                { "a\xF4\x90\x80\x80", 1 },
                { "a\xF5", 1 },
                { "a\x80", 1 },
                { "a\xE2\x82", 1 },
                { "a\xF0\x9F\x98", 1 },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
                assert_int_equal(utf8_prefix(span_from(cases[i].text)), cases[i].valid);
}

static void test_html(void **state) {
        (void)state;
        static const struct {
                const char *html, *charset;
        } cases[] = {
                { "<meta charset=utf-8>", "utf-8" },
                { "<META CHARSET='koi8-r'>", "koi8-r" },
                { "<meta http-equiv=Content-Type content=\"text/html; charset=gb2312\">", "gb2312" },
                { "<p>charset=utf-8", "" },
                { "<meta name=x>", "" },
                { "", "" },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct arena *arena ARENA_CLEANUP = arena_new(1 << 20);
                struct span found = arena_copy(arena, charset_of_html(span_from(cases[i].html)));
                show_compare(cases[i].html, cases[i].charset, found.ptr);
        }
        show_finish();
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_rows),     cmocka_unit_test(test_long), cmocka_unit_test(test_zero_copy),
                cmocka_unit_test(test_prefixes), cmocka_unit_test(test_html),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

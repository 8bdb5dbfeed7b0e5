/* Transfer encodings, well-formed and not. Expected: the bytes, then what was counted. */
#include "text/transfer.h"

#include "../message/show.h"

struct row {
        const char *name;
        struct span input;
        const char *expected;
};
#define INPUT(text) \
        { (text), sizeof(text) - 1 }

typedef struct transfer decoder(struct arena *arena, struct span s);

static void run(decoder *decode, const struct row *rows, size_t count) {
        for (size_t i = 0; i < count; i++) {
                struct arena *arena ARENA_CLEANUP = arena_new(1 << 24);
                struct buf out = buf_in(arena, 1 << 16);
                struct transfer read = decode(arena, rows[i].input);
                show(&out, read.bytes);
                if (read.junk)
                        buf_add_format(&out, " junk=%zu", read.junk);
                buf_add(&out, read.cut ? SPAN(" cut") : SPAN(""));
                assert_true(read.bytes.len <= rows[i].input.len);
                show_compare(rows[i].name, rows[i].expected, show_end(&out));
        }
        show_finish();
}

static void test_base64(void **state) {
        (void)state;
        static const struct row rows[] = {
                { "nothing", INPUT(""), "" },
                { "one, two, three bytes", INPUT("YQ==YWI=YWJj"), "aababc" },
                { "lines", INPUT("YWJj\r\nZGVm\r\n"), "abcdef" },
                { "lines anywhere", INPUT("Y\nW Jj\tZ\r\nGVm"), "abcdef" },
                { "all of the alphabet", INPUT("+/+/"), "\xFB\xFF\xBF" },
                { "no padding", INPUT("YWI"), "ab cut" },
                { "a character too many", INPUT("YWJjZ"), "abc cut" },
                { "padding too early", INPUT("Y==="), " cut" },
                { "padding alone", INPUT("===="), "" },
                { "bytes that are none", INPUT("YW!Jj-_"), "abc junk=3" },
                { "8-bit and NUL", INPUT("YW\0Jj\xFF"), "abc junk=2" },
        };
        run(base64_decode, rows, sizeof rows / sizeof *rows);
}

static void test_quoted_printable(void **state) {
        (void)state;
        static const struct row rows[] = {
                { "nothing", INPUT(""), "" },
                { "plain", INPUT("abc\r\n"), "abc\\r\\n" },
                { "either case", INPUT("=C3=a9"), "\xC3\xA9" },
                { "soft line breaks", INPUT("a=\r\nb=\nc=\rd"), "abcd" },
                { "white space behind it", INPUT("a= \t\r\nb"), "ab" },
                { "at the end", INPUT("a="), "a" },
                { "no hexadecimal", INPUT("a=xy=4=Z1"), "a=xy=4=Z1 junk=3" },
                { "an equals sign", INPUT("a=3D3D"), "a=3D" },
                { "cut off", INPUT("a=4"), "a=4 junk=1" },
                { "underscore stays", INPUT("a_b=20"), "a_b " },
        };
        run(quoted_printable_decode, rows, sizeof rows / sizeof *rows);
}

static void test_q(void **state) {
        (void)state;
        static const struct row rows[] = {
                { "underscore", INPUT("a_b=5F"), "a b_" },
                { "no hexadecimal", INPUT("a=_b"), "a= b junk=1" },
        };
        run(q_decode, rows, sizeof rows / sizeof *rows);
}

static void test_uu(void **state) {
        (void)state;
        static const struct row rows[] = {
                { "a line", INPUT("#86)C\n`\nend\n"), "abc" },
                { "space for zero", INPUT("#86)C\n \nend\n"), "abc" },
                { "CR LF", INPUT("#86)C\r\n`\r\nend\r\n"), "abc" },
                { "spaces are zeros", INPUT("#    \n#86)C\nend\n"), "\\00\\00\\00abc" },
                { "no end", INPUT("#86)C\n"), "abc cut" },
                { "shorter than it says", INPUT("&86)C\nend\n"), "abc cut" },
                { "junk", INPUT("\xFFzz\n#86)C\nend\n"), "abc junk=3" },
        };
        run(uu_decode, rows, sizeof rows / sizeof *rows);
}

static void test_calendar(void **state) {
        (void)state;
        assert_true(base64_holds_calendar(SPAN("QkVHSU46VkNBTEVOREFS")));
        assert_true(base64_holds_calendar(SPAN("\r\n QkVHSU46VkVWRU5U")));
        assert_false(base64_holds_calendar(SPAN("QkVHSU46QUJD")));
        assert_false(base64_holds_calendar(SPAN("BEGIN:VCALENDAR")));
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_base64), cmocka_unit_test(test_quoted_printable), cmocka_unit_test(test_q),
                cmocka_unit_test(test_uu),     cmocka_unit_test(test_calendar),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

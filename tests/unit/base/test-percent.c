#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/percent.h"

static void decodes(void **state) {
        static const struct {
                const char *name;
                struct span given, expected;
        } cases[] = {
                { "nothing to do", SPAN("plain"), SPAN("plain") },
                { "both cases", SPAN("%4A%4a%c3%A9"), SPAN("JJ\xc3\xa9") },
                { "only once", SPAN("%2541"), SPAN("%41") },
                { "at the end", SPAN("a%41"), SPAN("aA") },
                { "cut off", SPAN("a%4"), SPAN("a%4") },
                { "alone", SPAN("%"), SPAN("%") },
                { "no digits", SPAN("%zz%4g%%41"), SPAN("%zz%4g%A") },
                { "a NUL", SPAN("a%00b"), SPAN("a\0b") },
                { "empty", SPAN(""), SPAN("") },
        };
        (void)state;
        struct arena *arena = arena_new(1 << 20);
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct span got = percent_decode(arena, cases[i].given);
                if (!span_equal(got, cases[i].expected))
                        fail_msg("%s: got \"%.*s\"", cases[i].name, (int)got.len, got.ptr);
        }
        arena_free(arena);
}

static void knows_digits(void **state) {
        (void)state;
        for (int c = 0; c < 256; c++) {
                const char *digits = "0123456789abcdef", *upper = "0123456789ABCDEF";
                const char *at = c ? strchr(digits, c) : NULL;
                at = at || !c ? at : strchr(upper, c) ? digits + (strchr(upper, c) - upper) : NULL;
                assert_int_equal(hex_value((char)c), at ? at - digits : -1);
        }
}

static void writes_digits(void **state) {
        char text[9];
        (void)state;
        hex_write((const uint8_t *)"\x00\x9f\xab\xff", 4, text);
        assert_string_equal(text, "009fabff");
        hex_write(NULL, 0, text);
        assert_string_equal(text, "");
}

int main(void) {
        const struct CMUnitTest tests[] = { cmocka_unit_test(decodes), cmocka_unit_test(knows_digits),
                                            cmocka_unit_test(writes_digits) };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

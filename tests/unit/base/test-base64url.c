#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/base64url.h"

/* RFC 4648 10, without the padding. */
static void is_read_as_it_was_written(void **state) {
        static const struct {
                struct span bytes;
                const char *text;
        } cases[] = {
                { SPAN(""), "" },
                { SPAN("f"), "Zg" },
                { SPAN("fo"), "Zm8" },
                { SPAN("foo"), "Zm9v" },
                { SPAN("foob"), "Zm9vYg" },
                { SPAN("fooba"), "Zm9vYmE" },
                { SPAN("\xfb\xff"), "-_8" },
                { SPAN("\0\0"), "AAA" },
        };
        (void)state;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct span bytes = cases[i].bytes;
                uint8_t read[8];
                char text[16];
                size_t len = 99;
                base64url_write((const uint8_t *)bytes.ptr, bytes.len, text);
                assert_string_equal(text, cases[i].text);
                assert_int_equal(strlen(text), BASE64URL_LETTERS(bytes.len));
                assert_true(base64url_read(span_from(text), read, bytes.len, &len));
                assert_true(span_equal((struct span){ (const char *)read, len }, bytes));
        }
}

static void others_are_refused(void **state) {
        static const struct {
                const char *name;
                struct span text;
        } cases[] = {
                { "a letter alone", SPAN("Zm9vY") },
                { "padding", SPAN("Zg==") },
                { "bits that are left", SPAN("Zh") },
                { "the other alphabet", SPAN("+/8") },
                { "a space", SPAN("Zm 9") },
                { "a NUL", SPAN("Zm\0v") },
                { "more than fits", SPAN("Zm9vYmFy") },
        };
        (void)state;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                uint8_t read[5];
                size_t len;
                if (base64url_read(cases[i].text, read, sizeof read, &len))
                        fail_msg("%s is read", cases[i].name);
        }
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(is_read_as_it_was_written),
                cmocka_unit_test(others_are_refused),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

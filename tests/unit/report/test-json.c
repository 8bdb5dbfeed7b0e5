/* JSON is valid whatever the texts hold. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "report/json.h"

/* What one text looks like as a value. */
static void expect_text(const char *name, struct span text, const char *expected) {
        char *got = NULL;
        size_t length = 0;
        struct json json = { .out = open_memstream(&got, &length) };
        assert_non_null(json.out);
        json_text(&json, NULL, text);
        fclose(json.out);
        if (strcmp(got, expected) != 0)
                fail_msg("%s: expected %s, got %s", name, expected, got);
        free(got);
}

static void writes_every_text(void **state) {
        (void)state;
        static const struct {
                const char *name;
                struct span text;
                const char *expected;
        } cases[] = {
                { "plain", SPAN("Team meeting"), "\"Team meeting\"" },
                { "empty", SPAN(""), "\"\"" },
                { "quote and backslash", SPAN("a\"b\\c"), "\"a\\\"b\\\\c\"" },
                { "line ends", SPAN("a\r\nb"), "\"a\\u000d\\nb\"" },
                { "escape sequence", SPAN("\x1b[31mred"), "\"\\u001b[31mred\"" },
                { "NUL", SPAN("a\0b"), "\"a\\u0000b\"" },
                { "C1 control",
                  SPAN("a\xc2\x9b"
                       "b"),
                  "\"a\\u009bb\"" },
                { "bidi override",
                  SPAN("a\xe2\x80\xae"
                       "b"),
                  "\"a\\u202eb\"" },
                { "two bytes", SPAN("caf\xc3\xa9"), "\"caf\xc3\xa9\"" },
                { "four bytes", SPAN("\xf0\x9f\x93\x85"), "\"\xf0\x9f\x93\x85\"" },
                { "lone continuation",
                  SPAN("a\x80"
                       "b"),
                  "\"a\xef\xbf\xbd"
                  "b\"" },
                { "cut at the end", SPAN("a\xe2\x82"), "\"a\xef\xbf\xbd\"" },
                { "overlong", SPAN("\xc0\xaf"), "\"\xef\xbf\xbd\xef\xbf\xbd\"" },
                { "surrogate", SPAN("\xed\xa0\x80"), "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
                { "beyond Unicode", SPAN("\xf4\x90\x80\x80"), "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
                expect_text(cases[i].name, cases[i].text, cases[i].expected);
}

static void writes_a_nested_value(void **state) {
        (void)state;
        static const char expected[] =
                "{\"a\":[],\"b\":{},\"c\":[1,-2,{\"d\":null}],\"e\":null,\"f\":0.25,\"g\":true,\"h\":null,\"i\":[0,63]}";
        char *got = NULL;
        size_t length = 0;
        struct json json = { .out = open_memstream(&got, &length) };
        json_object(&json, NULL);
        json_array(&json, "a");
        json_array_end(&json);
        json_object(&json, "b");
        json_object_end(&json);
        json_array(&json, "c");
        json_integer(&json, NULL, 1);
        json_integer(&json, NULL, -2);
        json_object(&json, NULL);
        json_null(&json, "d");
        json_object_end(&json);
        json_array_end(&json);
        json_number(&json, "e", NAN, 6);
        json_number(&json, "f", 0.25, 6);
        json_bool(&json, "g", true);
        json_string(&json, "h", NULL);
        json_bits(&json, "i", 1ull << 63 | 1);
        json_object_end(&json);
        fclose(json.out);
        assert_string_equal(got, expected);
        free(got);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(writes_every_text),
                cmocka_unit_test(writes_a_nested_value),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

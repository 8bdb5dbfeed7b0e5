/* Nothing that a terminal acts upon gets through. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "report/shown.h"

enum { AS_NAME = -1 };

static const struct {
        const char *name;
        struct span text;
        int max; /* AS_NAME: a file name */
        const char *expected;
} cases[] = {
        { "plain", SPAN("Team meeting"), 0, "Team meeting" },
        { "line ends and tabs", SPAN("a\r\nb\tc"), 0, "a  b c" },
        { "escape sequence", SPAN("\x1b]0;title\x07"), 0, "\\x1b]0;title\\x07" },
        { "one-byte CSI as UTF-8",
          SPAN("\xc2\x9b"
               "31m"),
          0, "\\u{9b}31m" },
        { "one-byte CSI raw",
          SPAN("\x9b"
               "31m"),
          0,
          "\xef\xbf\xbd"
          "31m" },
        { "override",
          SPAN("a\xe2\x80\xae"
               "b"),
          0, "a\\u{202e}b" },
        { "isolate",
          SPAN("\xe2\x81\xa7"
               "a"),
          0, "\\u{2067}a" },
        { "tag characters", SPAN("a\xf3\xa0\x81\x81"), 0, "a\\u{e0041}" },
        { "zero width space", SPAN("pay\xe2\x80\x8bpal"), 0, "pay\\u{200b}pal" },
        { "DEL and NUL", SPAN("a\x7f\0b"), 0, "a\\u{7f}\\x00b" },
        { "accents stay", SPAN("r\xc3\xa9union"), 0, "r\xc3\xa9union" },
        { "cut by characters", SPAN("r\xc3\xa9union"), 3, "r\xc3\xa9u…" },
        { "just fits", SPAN("abc"), 3, "abc" },
        { "name with newline", SPAN("a\nb\\c.eml"), AS_NAME, "a\\nb\\\\c.eml" },
        { "name with escape", SPAN("\x1b[2J.eml"), AS_NAME, "\\x1b[2J.eml" },
        { "name with a space", SPAN("my mail.eml"), AS_NAME, "my mail.eml" },
};

static void shows_every_text(void **state) {
        (void)state;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                char *got = NULL;
                size_t length = 0;
                FILE *out = open_memstream(&got, &length);
                assert_non_null(out);
                if (cases[i].max == AS_NAME)
                        shown_name(out, cases[i].text);
                else
                        shown_text(out, cases[i].text, (size_t)cases[i].max);
                fclose(out);
                if (strcmp(got, cases[i].expected) != 0)
                        fail_msg("%s: expected \"%s\", got \"%s\"", cases[i].name, cases[i].expected, got);
                free(got);
        }
}

int main(void) {
        const struct CMUnitTest tests[] = { cmocka_unit_test(shows_every_text) };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

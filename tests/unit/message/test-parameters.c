/* Parameters of Content-Type and Content-Disposition. */
#include "message/parameters.h"

#include "show.h"

static const struct {
        const char *name;
        const char *input;
        const char *expected;
} rows[] = {
        { "none", "text/plain", "text/plain\n" },
        { "upper case", "Text/Plain; CharSet=UTF-8", "text/plain charset=[UTF-8]\n" },
        { "quoted", "a/b; name=\"x;y=z \\\"q\\\" \\\\\"", "a/b name=[x;y=z \"q\" \\]\n" },
        { "folded", "a/b;\r\n\tname=x;\r\n charset=\"u\"", "a/b name=[x] charset=[u]\n" },
        { "folded within quotes", "a/b; name=\"x\r\n y\"", "a/b name=[x y]\n" },
        { "spaces around =", "a/b; name = x ; charset = \"u\"", "a/b name=[x] charset=[u]\n" },
        { "comments", "a/b (c;d=e) ; (x) charset=us-ascii (Plain text)", "a/b charset=[us-ascii]\n" },
        { "a name with spaces, not quoted", "a/b; name=my meeting.ics; charset=u",
          "a/b name=[my meeting.ics] charset=[u]\n! MIME_PARAMETER_BAD\n" },
        { "a name with a number in parentheses", "a/b; name=meeting (1).ics",
          "a/b name=[meeting (1).ics]\n! MIME_PARAMETER_BAD\n" },
        { "missing semicolon", "a/b; charset=utf-8 method=REQUEST",
          "a/b charset=[utf-8] method=[REQUEST]\n! MIME_PARAMETER_BAD\n" },
        { "missing semicolon behind the type", "a/b charset=utf-8", "a/b charset=[utf-8]\n! MIME_PARAMETER_BAD\n" },
        { "missing semicolon behind a quoted one", "a/b; name=\"x\" charset=u", "a/b name=[x] charset=[u]\n" },
        { "semicolons too many", "a/b;; name=x;;", "a/b name=[x]\n" },
        { "no value", "a/b; name; charset=u", "a/b charset=[u]\n! MIME_PARAMETER_BAD\n" },
        { "empty value", "a/b; name=; charset=u", "a/b name=[] charset=[u]\n" },
        { "quote not closed", "a/b; name=\"x; charset=u", "a/b name=[x; charset=u]\n! MIME_PARAMETER_BAD\n" },
        { "twice the same", "a/b; name=x; name=x", "a/b name=[x]\n" },
        { "twice, different", "a/b; method=REQUEST; method=CANCEL", "a/b method=[REQUEST]\n! MIME_PARAMETER_TWICE\n" },
        { "RFC 2231", "a/b; name*=utf-8'en'%C3%A9t%C3%A9.ics", "a/b name=[\xC3\xA9t\xC3\xA9.ics]\n" },
        { "RFC 2231 in another charset", "a/b; name*=iso-8859-1''%E9", "a/b name=[\xC3\xA9]\n" },
        { "RFC 2231 in pieces", "a/b; name*0=\"inv\"; name*1=\"ite.ics\"", "a/b name=[invite.ics]\n" },
        { "RFC 2231 in pieces, out of order", "a/b; name*1=b; name*0=a; name*2=c", "a/b name=[abc]\n" },
        { "RFC 2231 in pieces, some extended", "a/b; name*0*=utf-8''%C3%A9; name*1=%41; name*2*=%41",
          "a/b name=[\xC3\xA9%41A]\n" },
        { "RFC 2231 in pieces, a character cut", "a/b; name*0*=utf-8''%C3; name*1*=%A9", "a/b name=[\xC3\xA9]\n" },
        { "RFC 2231 beside the plain form", "a/b; name=\"?\"; name*=utf-8''%C3%A9", "a/b name=[\xC3\xA9]\n" },
        { "RFC 2231 without charset", "a/b; name*=x%20y", "a/b name=[x y]\n" },
        { "RFC 2231 with percent signs that are none", "a/b; name*=utf-8''1%zz%4", "a/b name=[1%zz%4]\n" },
        { "pieces from 1 on", "a/b; name*1=b", "a/b name=[b]\n" },
        { "RFC 2047 in quotes", "a/b; name=\"=?utf-8?Q?=C3=A9.ics?=\"",
          "a/b name=[\xC3\xA9.ics]\n! MIME_PARAMETER_WORDS\n" },
        { "raw UTF-8", "a/b; name=\xC3\xA9", "a/b name=[\xC3\xA9]\n" },
        { "raw windows-1252", "a/b; name=\xE9", "a/b name=[\xC3\xA9]\n" },
        { "nothing", "", "\n" },
        { "only semicolons", ";;;", "\n" },
        { "only an equals sign", "a/b; =", "a/b\n! MIME_PARAMETER_BAD\n" },
};

static void test_rows(void **state) {
        (void)state;
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
                struct arena *arena ARENA_CLEANUP = arena_new(1 << 24);
                struct defects defects = { .arena = arena };
                struct buf out = buf_in(arena, 1 << 16);
                struct parameters read = parameters_read(arena, span_from(rows[i].input), &defects, 1);
                show(&out, read.value);
                for (uint32_t k = 0; k < read.count; k++) {
                        buf_add_byte(&out, ' ');
                        show(&out, read.items[k].name);
                        buf_add(&out, SPAN("=["));
                        show(&out, read.items[k].value);
                        buf_add_byte(&out, ']');
                }
                buf_add_byte(&out, '\n');
                show_defects(&out, &defects);
                show_compare(rows[i].name, rows[i].expected, show_end(&out));
        }
        show_finish();
}

int main(void) {
        const struct CMUnitTest tests[] = { cmocka_unit_test(test_rows) };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

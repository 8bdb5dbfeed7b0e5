/* Command lines: what they mean, and what is said to those that mean nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "ops/ops.h"
#include "ops/suggest.h"

enum { WORDS = 10 };

static int count_words(char *const *words) {
        int count = 0;
        while (count < WORDS && words[count])
                count++;
        return count;
}

static void reads_good_ones(void **state) {
        (void)state;
        char *words[] = { "check", "-v",         "--rcpt", "a@example.org", "mail.eml", "--rcpt=b@example.org",
                          "--at",  "2024-03-01", "--",     "--json" };
        struct op_call call = { 0 };
        struct err err;
        bool help;
        assert_int_equal(op_parse(WORDS, words, &call, &help, &err), CW_OK);
        assert_false(help);
        assert_string_equal(call.op->name, "check");
        assert_true(op_flag(&call, PARAM_VERBOSE));
        assert_false(op_flag(&call, PARAM_JSON));
        assert_int_equal(call.values[PARAM_RCPT].count, 2);
        assert_string_equal(call.values[PARAM_RCPT].texts[0], "a@example.org");
        assert_string_equal(call.values[PARAM_RCPT].texts[1], "b@example.org");
        assert_int_equal(call.values[PARAM_AT].time, 1709251200);
        assert_string_equal(op_text(&call, PARAM_CHANNEL), "mail-in");
        assert_null(op_text(&call, PARAM_HELO));
        assert_int_equal(call.arg_count, 2);
        assert_string_equal(call.args[0], "mail.eml");
        assert_string_equal(call.args[1], "--json");
        op_call_free(&call);
}

static void reads_short_ones(void **state) {
        (void)state;
        char *together[] = { "check", "-vq", "-" };
        char *joined[] = { "strip", "-oout.ics", "in.ics" };
        char *two_words[] = { "rules", "check", "dir" };
        struct op_call call = { 0 };
        struct err err;
        bool help;
        assert_int_equal(op_parse(3, together, &call, &help, &err), CW_OK);
        assert_true(op_flag(&call, PARAM_VERBOSE) && op_flag(&call, PARAM_QUIET));
        assert_string_equal(call.args[0], "-");
        op_call_free(&call);
        assert_int_equal(op_parse(3, joined, &call, &help, &err), CW_OK);
        assert_string_equal(op_text(&call, PARAM_OUTPUT), "out.ics");
        op_call_free(&call);
        assert_int_equal(op_parse(3, two_words, &call, &help, &err), CW_OK);
        assert_string_equal(call.op->name, "rules check");
        assert_int_equal(call.arg_count, 1);
        op_call_free(&call);
}

static void says_what_is_wrong(void **state) {
        (void)state;
        static const struct {
                char *words[WORDS];
                const char *expected;
        } cases[] = {
                { { NULL }, "no operation" },
                { { "chekc", "x" }, "did you mean check?" },
                { { "frobnicate-everything" }, "see calwarden help" },
                { { "rules" }, "rules check, rules test, rules list" },
                { { "check", "--jsn", "x" }, "did you mean --json?" },
                { { "check", "--rctp=a", "x" }, "did you mean --rcpt?" },
                { { "check", "--tentative", "x" }, "unknown option --tentative" },
                { { "check", "-z", "x" }, "unknown option -z" },
                { { "check", "--json=yes", "x" }, "takes no value" },
                { { "check", "x", "--rcpt" }, "needs a value" },
                { { "strip", "x", "-o" }, "needs a value" },
                { { "check", "--channel", "pigeon", "x" }, "mail-in|mail-out" },
                { { "check", "--at", "soon", "x" }, "takes a time" },
                { { "check" }, "missing" },
                { { "strip", "a", "b" }, "too many" },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct op_call call = { 0 };
                struct err err = { 0 };
                bool help;
                enum cw_err code = op_parse(count_words(cases[i].words), cases[i].words, &call, &help, &err);
                if (code != CW_ERR_USAGE || !strstr(err.text, cases[i].expected))
                        fail_msg("case %zu: expected \"%s\", got code %d and \"%s\"", i, cases[i].expected, code,
                                 err.text);
                op_call_free(&call);
        }
}

static void gives_help_before_complaints(void **state) {
        (void)state;
        char *words[] = { "check", "--help" };
        struct op_call call = { 0 };
        struct err err;
        bool help;
        assert_int_equal(op_parse(2, words, &call, &help, &err), CW_OK);
        assert_true(help);
        op_call_free(&call);
}

static void measures_distance(void **state) {
        (void)state;
        static const struct {
                const char *a, *b;
                unsigned expected;
        } cases[] = {
                { "", "", 0 },          { "", "abc", 3 },         { "check", "check", 0 }, { "chekc", "check", 1 },
                { "chck", "check", 1 }, { "cheeck", "check", 1 }, { "chack", "check", 1 }, { "show", "strip", 4 },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                unsigned got = suggest_distance(cases[i].a, cases[i].b);
                if (got != cases[i].expected)
                        fail_msg("%s to %s: expected %u, got %u", cases[i].a, cases[i].b, cases[i].expected, got);
        }
        char longest[5000];
        memset(longest, 'a', sizeof longest - 1);
        longest[sizeof longest - 1] = 0;
        assert_int_equal(suggest_distance(longest, "b"), 31);
}

/* Two parameters of one operation with one name or letter would hide each other. */
static void has_a_sound_table(void **state) {
        (void)state;
        for (size_t i = 0; i < PARAMS; i++) {
                for (size_t j = i + 1; j < PARAMS; j++) {
                        const struct param *a = &param_table[i], *b = &param_table[j];
                        if (!(a->ops & b->ops))
                                continue;
                        if (strcmp(a->name, b->name) == 0 || (a->letter && a->letter == b->letter))
                                fail_msg("--%s and --%s are the same for one operation", a->name, b->name);
                }
                if ((param_table[i].type == PARAM_TYPE_FLAG) != (param_table[i].argument == NULL))
                        fail_msg("--%s: flags, and only flags, have no argument", param_table[i].name);
        }
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(reads_good_ones),    cmocka_unit_test(reads_short_ones),
                cmocka_unit_test(says_what_is_wrong), cmocka_unit_test(gives_help_before_complaints),
                cmocka_unit_test(measures_distance),  cmocka_unit_test(has_a_sound_table),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

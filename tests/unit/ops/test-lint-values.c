/* Values as RFC 5545 writes them, and what is near to them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "ops/lint-values.h"

struct value_case {
        const char *text;
        bool good;
};

static void check(const char *what, bool (*is)(struct span), const struct value_case *cases, size_t count) {
        for (size_t i = 0; i < count; i++)
                if (is(span_from(cases[i].text)) != cases[i].good)
                        fail_msg("%s \"%s\": expected %s", what, cases[i].text, cases[i].good ? "good" : "bad");
}
#define CHECK(is, cases) check(#is, is, cases, sizeof(cases) / sizeof *(cases))

static void times(void **state) {
        (void)state;
        static const struct value_case dates[] = {
                { "20250131", true },  { "20240229", true },  { "20250431", false }, { "2025-01-31", false },
                { "20251301", false }, { "20250100", false }, { "", false },         { "202501311", false },
        };
        static const struct value_case date_times[] = {
                { "20250131T120000", true },   { "20250131T120000Z", true },   { "20161231T235960Z", true },
                { "20250131T240000", false },  { "20250131T1200", false },     { "20250131t120000", false },
                { "20250131T120000z", false }, { "202501311T120000Z", false }, { "20250131 120000", false },
                { "20250131", false },         { "20250131T120000ZZ", false },
        };
        static const struct value_case durations[] = {
                { "PT15M", true },   { "-PT15M", true }, { "+P1DT2H30M5S", true }, { "P2W", true },   { "P1D", true },
                { "PT0S", true },    { "P", false },     { "PT", false },          { "15M", false },  { "P1DT", false },
                { "PT5S5M", false }, { "P1W2D", false }, { "PT1H5S", false },      { "p1d", false },  { "P1H", false },
                { "PT1.5H", false }, { "", false },      { "-", false },           { "P1DX", false },
        };
        static const struct value_case periods[] = {
                { "20250131T120000Z/20250131T130000Z", true },
                { "20250131T120000Z/PT1H", true },
                { "20250131T120000Z/-PT1H", false },
                { "20250131T120000Z", false },
                { "20250131/PT1H", false },
                { "20250131T120000Z/", false },
        };
        CHECK(value_is_date, dates);
        CHECK(value_is_date_time, date_times);
        CHECK(value_is_duration, durations);
        CHECK(value_is_period, periods);
}

static void texts(void **state) {
        (void)state;
        static const struct value_case unescaped[] = {
                { "plain", false }, { "a\\, b\\; c", false }, { "a, b", true },
                { "a;b", true },    { "a\\\\, b", true },     { "", false },
        };
        static const struct value_case odd[] = {
                { "a\\nb\\Nc\\,\\;\\\\", false },
                { "C:\\dir", true },
                { "end\\", true },
                { "\\\"", true },
        };
        static const struct value_case control[] = {
                { "tab\tis fine", false },
                { "bell\a", true },
                { "del\x7f", true },
                { "\xc3\xa4", false },
        };
        static const struct value_case status[] = {
                { "2.0;Success", true }, { "3.1;Invalid property value;DTSTART:96-Apr-01", true },
                { "2.8.1;x", true },     { "2;Success", false },
                { "2.0", false },        { "x.y;z", false },
                { "2.0.1.1;x", false },  { "", false },
        };
        CHECK(value_has_unescaped, unescaped);
        CHECK(value_has_odd_escape, odd);
        CHECK(value_has_control, control);
        CHECK(value_is_request_status, status);
}

static void numbers_and_words(void **state) {
        (void)state;
        assert_true(value_is_integer(SPAN("0"), 0, 9));
        assert_true(value_is_integer(SPAN("+9"), 0, 9));
        assert_false(value_is_integer(SPAN("10"), 0, 9));
        assert_false(value_is_integer(SPAN("-1"), 0, 9));
        assert_false(value_is_integer(SPAN(""), 0, 9));
        assert_false(value_is_integer(SPAN("-"), -9, 9));
        assert_false(value_is_integer(SPAN("99999999999999999999"), 0, INT64_MAX));
        assert_true(value_is_one_of(SPAN("chair"), "CHAIR|REQ-PARTICIPANT"));
        assert_true(value_is_one_of(SPAN("X-OWN"), "CHAIR"));
        assert_false(value_is_one_of(SPAN("REQ_PARTICIPANT"), "CHAIR|REQ-PARTICIPANT"));
        assert_false(value_is_one_of(SPAN(""), "CHAIR|REQ-PARTICIPANT"));
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(times),
                cmocka_unit_test(texts),
                cmocka_unit_test(numbers_and_words),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

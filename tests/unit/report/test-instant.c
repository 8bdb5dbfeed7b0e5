#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "report/instant.h"

static void reads_what_people_write(void **state) {
        (void)state;
        static const struct {
                const char *text;
                int64_t expected;
        } cases[] = {
                { "0", 0 },
                { "1709294400", 1709294400 },
                { "-86400", -86400 },
                { "1970-01-01", 0 },
                { "2024-03-01T12:00:00Z", 1709294400 },
                { "2024-03-01t12:00:00z", 1709294400 },
                { "2024-03-01 12:00", 1709294400 },
                { "2024-03-01T13:30:00.250+01:30", 1709294400 },
                { "2024-03-01T02:00:00-10:00", 1709294400 },
                { "2024-02-29", 1709164800 },
                { "2000-02-29", 951782400 },
                { "1969-12-31T23:59:59Z", -1 },
                { "0001-01-01", -62135596800 },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                int64_t got = 7;
                bool read = instant_read(span_from(cases[i].text), &got);
                if (!read || got != cases[i].expected)
                        fail_msg("%s: expected %lld, got %s%lld", cases[i].text, (long long)cases[i].expected,
                                 read ? "" : "nothing, ", (long long)got);
        }
}

static void refuses_the_rest(void **state) {
        (void)state;
        static const char *const cases[] = {
                "",
                "yesterday",
                "2024",
                "2024-13-01",
                "2024-02-30",
                "2023-02-29",
                "1900-02-29",
                "2024-03-01T",
                "2024-03-01T24:00:00Z",
                "2024-03-01T12:00:00+1",
                "2024-03-01T12:00:00Zjunk",
                "99999999999999999999",
                "2024-3-1",
                "--1",
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                int64_t got = 7;
                /* "2024" alone is a number of seconds. */
                bool expected = strcmp(cases[i], "2024") == 0;
                if (instant_read(span_from(cases[i]), &got) != expected)
                        fail_msg("\"%s\": expected %s", cases[i], expected ? "a time" : "to be refused");
                if (!expected)
                        assert_int_equal(got, 7);
        }
}

static void writes_and_reads_back(void **state) {
        (void)state;
        static const struct {
                int64_t at;
                const char *expected;
        } cases[] = {
                { 0, "1970-01-01T00:00:00Z" },
                { 1709294400, "2024-03-01T12:00:00Z" },
                { 1709164799, "2024-02-28T23:59:59Z" },
                { -1, "1969-12-31T23:59:59Z" },
                { 253402300799, "9999-12-31T23:59:59Z" },
                { INT64_MAX, "9999-12-31T23:59:59Z" },
                { INT64_MIN, "0000-01-01T00:00:00Z" },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                char got[INSTANT_BYTES];
                instant_write(cases[i].at, got);
                if (strcmp(got, cases[i].expected) != 0)
                        fail_msg("%lld: expected %s, got %s", (long long)cases[i].at, cases[i].expected, got);
        }
        for (int64_t at = -70000000000; at < 250000000000; at += 86399 * 365) {
                char text[INSTANT_BYTES];
                int64_t got = 0;
                instant_write(at, text);
                if (at >= -62167219200 && (!instant_read(span_from(text), &got) || got != at))
                        fail_msg("%lld: written as %s, read as %lld", (long long)at, text, (long long)got);
        }
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(reads_what_people_write),
                cmocka_unit_test(refuses_the_rest),
                cmocka_unit_test(writes_and_reads_back),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

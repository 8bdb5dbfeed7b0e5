#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/civil.h"

static void goes_there_and_back(void **state) {
        (void)state;
        for (int64_t days = -800000; days < 800000; days += 97) {
                int64_t year;
                int month, day;
                civil_from_days(days, &year, &month, &day);
                assert_int_equal(days_from_civil(year, month, day), days);
        }
}

static void knows_days(void **state) {
        static const struct {
                const char *name;
                int64_t year;
                int month, day;
                int64_t days;
        } cases[] = {
                { "the first", 1970, 1, 1, 0 },       { "the day before", 1969, 12, 31, -1 },
                { "a leap day", 2024, 2, 29, 19782 }, { "a 29th that there is not", 2100, 2, 29, 47541 },
                { "month 13", 2025, 13, 1, 20454 },   { "month 0", 2025, 0, 1, 20058 },
                { "the year 1", 1, 1, 1, -719162 },
        };
        bool all = true;
        (void)state;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                int64_t got = days_from_civil(cases[i].year, cases[i].month, cases[i].day);
                if (got != cases[i].days)
                        print_error("%s: expected %lld, got %lld\n", cases[i].name, (long long)cases[i].days,
                                    (long long)got);
                all &= got == cases[i].days;
        }
        assert_true(all);
}

static void knows_how_long_months_are(void **state) {
        (void)state;
        for (int64_t year = 1999; year <= 2101; year++)
                for (int month = 1; month <= 12; month++)
                        assert_int_equal(days_in_month(year, month),
                                         days_from_civil(year, month + 1, 1) - days_from_civil(year, month, 1));
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(goes_there_and_back),
                cmocka_unit_test(knows_days),
                cmocka_unit_test(knows_how_long_months_are),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

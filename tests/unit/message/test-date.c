/* Dates of mail in all the forms that are sent. */
#include "message/date.h"

#include "show.h"

/* `none`, or the seconds, the zone in minutes (? when not known), and `broken`. */
static const struct {
        const char *name, *input, *expected;
} rows[] = {
        { "RFC 5322", "Sat, 21 Nov 2026 10:00:00 +0100", "1795251600 60" },
        { "no weekday", "21 Nov 2026 10:00:00 +0100", "1795251600 60" },
        { "no seconds", "Sat, 21 Nov 2026 10:00 +0100", "1795251600 60" },
        { "one digit", "Tue, 3 Nov 2026 9:05:07 +0000", "1793696707 0" },
        { "with a comment", "Sat, 21 Nov 2026 10:00:00 +0100 (CET)", "1795251600 60" },
        { "comments within", "Sat (x), 21 Nov 2026 (y (z)) 10:00:00 +0100", "1795251600 60" },
        { "folded", "Sat,\r\n 21 Nov 2026\r\n\t10:00:00 +0100", "1795251600 60" },
        { "west", "Sat, 21 Nov 2026 10:00:00 -0330", "1795267800 -210" },
        { "-0000 says nothing", "Sat, 21 Nov 2026 10:00:00 -0000", "1795255200 ?" },
        { "GMT", "Sat, 21 Nov 2026 10:00:00 GMT", "1795255200 0" },
        { "EDT", "Thu, 8 Mar 2005 14:00:00 EDT", "1110304800 -240 broken" },
        { "a military letter says nothing", "21 Nov 2026 10:00:00 A", "1795255200 ?" },
        { "no zone", "21 Nov 2026 10:00:00", "1795255200 ?" },
        { "GMT+1", "21 Nov 2026 10:00:00 GMT+1", "1795251600 60" },
        { "GMT-05:30", "21 Nov 2026 10:00:00 GMT-05:30", "1795275000 -330" },
        { "zone with a colon", "21 Nov 2026 10:00:00 +01:00", "1795251600 60" },
        { "two digits, 2000s", "21 Nov 26 10:00:00 +0000", "1795255200 0" },
        { "two digits, 1900s", "21 Nov 97 10:00:00 +0000", "880106400 0" },
        { "three digits", "21 Nov 126 10:00:00 +0000", "1795255200 0" },
        { "asctime", "Sat Nov 21 10:00:00 2026", "1795255200 ?" },
        { "asctime with a zone", "Sat Nov 21 10:00:00 2026 +0100", "1795251600 60" },
        { "ISO 8601", "2026-11-21T10:00:00Z", "1795255200 0 broken" },
        { "ISO 8601 with fraction and zone", "2026-11-21 10:00:00.123+01:00", "1795251600 60 broken" },
        { "dashes", "21-Nov-2026 10:00:00 +0000", "1795255200 0" },
        { "long names", "Saturday, 21 November 2026 10:00:00 +0000", "1795255200 0" },
        { "half past noon, PM", "21 Nov 2026 10:00:00 PM +0000", "1795298400 0" },
        { "leap day", "29 Feb 2024 00:00:00 +0000", "1709164800 0" },
        { "a leap day that is none", "29 Feb 2026 00:00:00 +0000", "1772323200 0 broken" },
        { "leap second", "31 Dec 2016 23:59:60 +0000", "1483228800 0" },
        { "before 1970", "1 Jan 1960 00:00:00 +0000", "-315619200 0" },
        { "wrong weekday", "Mon, 21 Nov 2026 10:00:00 +0000", "1795255200 0 broken" },
        { "hour out of range", "21 Nov 2026 25:00:00 +0000", "1795219200 0 broken" },
        { "zone out of range", "21 Nov 2026 10:00:00 +9900", "1795255200 ? broken" },
        { "day out of range", "32 Nov 2026 10:00:00 +0000", "none" },
        { "only a date", "21 Nov 2026", "1795219200 ? broken" },
        { "text", "tomorrow", "none" },
        { "nothing", "", "none" },
        { "digits without end", "99999999999999999999 Nov 2026", "none" },
};

static void test_rows(void **state) {
        (void)state;
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
                char got[80] = "none", zone[16] = "?";
                struct date date;
                if (date_read_zoned(span_from(rows[i].input), &date)) {
                        if (date.zone_known)
                                (void)snprintf(zone, sizeof zone, "%d", date.zone_seconds / 60);
                        (void)snprintf(got, sizeof got, "%lld %s%s", (long long)date.time, zone,
                                       date.broken ? " broken" : "");
                }
                show_compare(rows[i].name, rows[i].expected, got);
        }
        show_finish();
}

int main(void) {
        const struct CMUnitTest tests[] = { cmocka_unit_test(test_rows) };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

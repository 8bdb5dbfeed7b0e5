/* How often rules fire: each row a DTSTART, its lines and the instances of the two years from 2025-01-01 on. */
#include "dump.h"

#include <stdio.h>

#include "calendar/recurrence.h"

static const int64_t AFTER = 1735689600; /* 2025-01-01, a Wednesday; until 2027-01-02 */

enum { EXACT = 1, NEVER = 2, UNBOUNDED = 4, MALFORMED = 8, ESTIMATE = 16 };

static const struct row {
        const char *name, *start, *lines;
        double instances;
        unsigned is;
} rows[] = {
        { "once", "20250301T100000", "", 1, EXACT },
        { "once, before", "20240301T100000", "", 0, EXACT },
        { "daily", "20250101T100000", "RRULE:FREQ=DAILY\n", 731, EXACT | UNBOUNDED },
        { "daily since long ago", "19700101T100000", "RRULE:FREQ=DAILY\n", 731, EXACT | UNBOUNDED },
        { "every second day since long ago", "19700101T100000", "RRULE:FREQ=DAILY;INTERVAL=2\n", 365, EXACT | UNBOUNDED },
        { "ten days", "20250301T100000", "RRULE:FREQ=DAILY;COUNT=10\n", 10, EXACT },
        { "ten days, five of them before", "20241227T100000", "RRULE:FREQ=DAILY;COUNT=10\n", 5, EXACT },
        { "until a day", "20250301T100000", "RRULE:FREQ=DAILY;UNTIL=20250310T100000Z\n", 10, EXACT },
        { "until a date", "20250301T100000", "RRULE:FREQ=DAILY;UNTIL=20250310\n", 10, EXACT },
        { "weekly", "20250106T100000", "RRULE:FREQ=WEEKLY\n", 104, EXACT | UNBOUNDED },
        { "on workdays", "20250106T100000", "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR\n", 520, EXACT | UNBOUNDED },
        { "every second week", "20250106T100000", "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR\n", 104, EXACT | UNBOUNDED },
        { "the week begins on Monday", "20250107T100000", "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;UNTIL=20250118\n",
          2, EXACT },
        { "the week begins on Sunday", "20250107T100000",
          "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;UNTIL=20250118;WKST=SU\n", 1, EXACT },
        { "daily but only on Mondays", "20250106T100000", "RRULE:FREQ=DAILY;BYDAY=MO\n", 104, EXACT | UNBOUNDED },
        { "twice a day", "20250101T080000", "RRULE:FREQ=DAILY;BYHOUR=8,20\n", 1462, EXACT | UNBOUNDED },
        { "monthly on the 31st", "20250131T100000", "RRULE:FREQ=MONTHLY\n", 14, EXACT | UNBOUNDED },
        { "last day of the month", "20250131T100000", "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1\n", 24, EXACT | UNBOUNDED },
        { "first Monday", "20250106T100000", "RRULE:FREQ=MONTHLY;BYDAY=1MO\n", 24, EXACT | UNBOUNDED },
        { "last workday", "20250131T100000", "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1\n", 24,
          EXACT | UNBOUNDED },
        { "Friday the 13th", "20250613T100000", "RRULE:FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13\n", 4, EXACT | UNBOUNDED },
        { "yearly", "20250301T100000", "RRULE:FREQ=YEARLY\n", 2, EXACT | UNBOUNDED },
        { "a birthday", "19600301", "RRULE:FREQ=YEARLY\n", 2, EXACT | UNBOUNDED },
        { "29 February", "20240229T100000", "RRULE:FREQ=YEARLY\n", 0, EXACT | UNBOUNDED },
        { "last Sunday of March", "20250330T100000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\n", 2, EXACT | UNBOUNDED },
        { "100th day", "20250410T100000", "RRULE:FREQ=YEARLY;BYYEARDAY=100,-1\n", 4, EXACT | UNBOUNDED },
        { "Monday of week 20", "20250512T100000", "RRULE:FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO\n", 2, EXACT | UNBOUNDED },
        { "20th Monday of the year", "20250519T100000", "RRULE:FREQ=YEARLY;BYDAY=20MO\n", 2, EXACT | UNBOUNDED },
        { "every month of the second half", "20250701T100000", "RRULE:FREQ=YEARLY;BYMONTH=7,8,9,10,11,12\n", 12,
          EXACT | UNBOUNDED },

        { "each second", "20250101T000000", "RRULE:FREQ=SECONDLY\n", 731 * 86400.0, EXACT | UNBOUNDED },
        { "each minute since long ago", "19700101T000000", "RRULE:FREQ=MINUTELY\n", 731 * 1440.0, EXACT | UNBOUNDED },
        { "each hour, a thousand times", "20250101T000000", "RRULE:FREQ=HOURLY;COUNT=1000\n", 1000, EXACT },
        { "every 90 minutes", "20250101T000000", "RRULE:FREQ=MINUTELY;INTERVAL=90\n", 731 * 16.0, EXACT | UNBOUNDED },
        { "each hour of the morning", "20250101T080000", "RRULE:FREQ=HOURLY;BYHOUR=8,9,10,11\n", 731 * 4.0,
          ESTIMATE | UNBOUNDED },
        { "every 20 minutes in an hour", "20250101T080000", "RRULE:FREQ=MINUTELY;INTERVAL=20;BYHOUR=8\n", 731 * 3.0,
          ESTIMATE | UNBOUNDED },
        { "each second of Mondays", "20250106T000000", "RRULE:FREQ=SECONDLY;BYDAY=MO\n", 104 * 86400.0,
          ESTIMATE | UNBOUNDED },

        { "30 February", "20250301T100000", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\n", 1, EXACT | NEVER | UNBOUNDED },
        { "31 February, secondly", "20250301T100000", "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=31\n", 0,
          ESTIMATE | NEVER | UNBOUNDED },
        { "first Monday on the 31st", "20250301T100000", "RRULE:FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=31\n", 1,
          EXACT | NEVER | UNBOUNDED },
        { "position beyond any set", "20250301T100000", "RRULE:FREQ=YEARLY;BYDAY=MO;BYSETPOS=400\n", 1,
          EXACT | NEVER | UNBOUNDED },
        { "odd minutes from an even one", "20250301T100000", "RRULE:FREQ=MINUTELY;INTERVAL=2;BYMINUTE=1\n", 0,
          ESTIMATE | NEVER | UNBOUNDED },

        { "no frequency", "20250301T100000", "RRULE:COUNT=3\n", 1, EXACT | MALFORMED },
        { "nonsense beside it", "20250301T100000", "RRULE:FREQ=DAILY;COUNT=3;BYMONTH=13;FOO\n", 3, EXACT | MALFORMED },
        { "interval zero", "20250301T100000", "RRULE:FREQ=DAILY;COUNT=3;INTERVAL=0\n", 3, EXACT | MALFORMED },
        { "huge numbers", "20250301T100000", "RRULE:FREQ=DAILY;COUNT=99999999999999999999;INTERVAL=4294967297\n", 1,
          EXACT | MALFORMED | UNBOUNDED },

        { "dates", "20250301T100000", "RDATE:20250302T100000,20250303T100000\nRDATE:20300101T100000\n", 3, EXACT },
        { "dates with DTSTART again", "20250301T100000", "RDATE:20250301T100000,20250303T100000\n", 2, EXACT },
        { "periods", "20250301T100000", "RDATE;VALUE=PERIOD:20250302T100000/PT1H,20250303T100000/PT1H\n", 3, EXACT },
        { "exceptions", "20250301T100000", "RRULE:FREQ=DAILY;COUNT=10\nEXDATE:20250302T100000,20250303T100000\n", 8,
          ESTIMATE },
        { "two rules", "20250106T100000", "RRULE:FREQ=WEEKLY;COUNT=2\nRRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=2\n", 4,
          ESTIMATE },
};

/* As recurrence.h promises. */
static double tolerance(const struct row *row) {
        double share = row->instances * 0.05;
        return row->is & EXACT ? 0 : share > 2 ? share : 2;
}

static unsigned flags_of(const struct recurrence *got) {
        return (got->exact ? EXACT : ESTIMATE) | (got->never ? NEVER : 0) | (got->unbounded ? UNBOUNDED : 0) |
               (got->malformed ? MALFORMED : 0);
}

static void rates(void **state) {
        bool all = true;
        (void)state;
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
                const struct row *row = &rows[i];
                char input[512];
                (void)snprintf(input, sizeof input, "BEGIN:VEVENT\nDTSTART:%s\n%sEND:VEVENT\n", row->start, row->lines);
                struct dump dump = dump_read(span_from(input), (struct span){ 0 });
                struct recurrence got;
                recurrence_read(dump.calendars, dump.calendars->first, dump.calendars->first->root.children, AFTER,
                                &got);
                double off = got.instances_two_years - row->instances;
                bool same = off <= tolerance(row) && -off <= tolerance(row) && flags_of(&got) == row->is;
                if (!same)
                        print_error("%s: expected %g, flags %u; got %g, flags %u\n", row->name, row->instances, row->is,
                                    got.instances_two_years, flags_of(&got));
                all &= same;
                arena_free(dump.arena);
        }
        assert_true(all);
}

static void tells_the_rule(void **state) {
        (void)state;
        struct dump dump = dump_read(
                SPAN("BEGIN:VEVENT\nRRULE:FREQ=MONTHLY;INTERVAL=3;COUNT=7\nRDATE:20250101,20250102\nEND:VEVENT\n"),
                (struct span){ 0 });
        struct recurrence got;
        recurrence_read(dump.calendars, dump.calendars->first, dump.calendars->first->root.children, AFTER, &got);
        assert_true(got.recurs);
        assert_string_equal(frequency_name(got.frequency), "MONTHLY");
        assert_int_equal(got.interval, 3);
        assert_int_equal(got.count, 7);
        assert_int_equal(got.rule_count, 1);
        assert_int_equal(got.rdate_count, 2);
        arena_free(dump.arena);
}

int main(void) {
        const struct CMUnitTest tests[] = { cmocka_unit_test(rates), cmocka_unit_test(tells_the_rule) };
        return cmocka_run_group_tests_name("recurrence", tests, NULL, NULL);
}

/* Times, durations and zones, each row a text and its seconds since 1970. */
#include "dump.h"

#include <inttypes.h>
#include <stdio.h>

#include "calendar/moment.h"

static bool same_number(const char *name, int64_t got, int64_t expected) {
        if (got != expected)
                print_error("%s: expected %" PRId64 ", got %" PRId64 "\n", name, expected, got);
        return got == expected;
}

static void parses_moments(void **state) {
        static const struct {
                const char *text;
                enum moment_basis basis;
                int64_t utc;
        } rows[] = {
                { "19700101T000000Z", MOMENT_UTC, 0 },
                { "20250102T030405Z", MOMENT_UTC, 1735787045 },
                { "20250102T030405", MOMENT_FLOATING, 1735787045 },
                { "20250102", MOMENT_DATE, 1735776000 },
                { "2025-01-02T03:04:05Z", MOMENT_UTC, 1735787045 },
                { "2025-01-02T03:04:05.678Z", MOMENT_UTC, 1735787045 },
                { "2025-01-02T03:04:05+01:00", MOMENT_UTC, 1735783445 },
                { " 20250102t030405z ", MOMENT_UTC, 1735787045 },
                { "20250102T0304", MOMENT_FLOATING, 1735787040 },
                { "20250102T03", MOMENT_FLOATING, 1735786800 },
                { "20250102T", MOMENT_DATE, 1735776000 },
                { "19691231T235959Z", MOMENT_UTC, -1 },
                { "20240229", MOMENT_DATE, 1709164800 },
                { "16010101T000000", MOMENT_FLOATING, -11644473600 },
                { "00000101", MOMENT_DATE, -62167219200 },
                { "20251302", MOMENT_NONE, 0 },
                { "20250100", MOMENT_NONE, 0 },
                { "tomorrow", MOMENT_NONE, 0 },
                { "", MOMENT_NONE, 0 },
        };
        bool all = true;
        (void)state;
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
                struct moment got;
                assert_int_equal(moment_parse(span_from(rows[i].text), &got), rows[i].basis != MOMENT_NONE);
                all &= same_number(rows[i].text, got.utc, rows[i].utc);
                all &= same_number(rows[i].text, got.basis, rows[i].basis);
        }
        assert_true(all);
}

static void parses_durations(void **state) {
        static const struct {
                const char *text;
                int64_t seconds;
        } rows[] = {
                { "PT15M", 900 },     { "-PT15M", -900 },
                { "P1W", 604800 },    { "P1DT2H3M4S", 93784 },
                { "+P0D", 0 },        { "pt1h", 3600 },
                { "PT1D", 86400 },    { " PT5M ", 300 },
                { "P1M", 2592000 },   { "PT99999999999999999999H", 1000000000000 },
                { "15M", INT64_MIN }, { "P", INT64_MIN },
                { "", INT64_MIN },    { "PT", INT64_MIN },
        };
        bool all = true;
        (void)state;
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
                int64_t got = INT64_MIN;
                (void)duration_parse(span_from(rows[i].text), &got);
                all &= same_number(rows[i].text, got, rows[i].seconds);
        }
        assert_true(all);
}

#define BERLIN \
        "BEGIN:VTIMEZONE\nTZID:Here\n" \
        "BEGIN:STANDARD\nDTSTART:16011028T030000\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nEND:STANDARD\n" \
        "BEGIN:DAYLIGHT\nDTSTART:16010325T020000\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:DAYLIGHT\n" \
        "END:VTIMEZONE\n"
#define CHANGES \
        "BEGIN:VTIMEZONE\nTZID:There\n" \
        "BEGIN:DAYLIGHT\nDTSTART:20240310T020000\nRDATE:20250309T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nEND:DAYLIGHT\n" \
        "BEGIN:STANDARD\nDTSTART:20231105T020000\nRDATE:20241103T020000,20251102T020000\nTZOFFSETFROM:-0400\nTZOFFSETTO:-0500\nEND:STANDARD\n" \
        "BEGIN:STANDARD\nDTSTART:20000101T000000\nRRULE:FREQ=YEARLY;UNTIL=20101231T000000Z\nTZOFFSETFROM:-0300\nTZOFFSETTO:-0300\nEND:STANDARD\n" \
        "END:VTIMEZONE\n"
#define OLSON_RULE \
        "BEGIN:VTIMEZONE\nTZID:Rule\n" \
        "BEGIN:DAYLIGHT\nDTSTART:20070311T020000\nRRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8,9,10,11,12,13,14;BYDAY=SU\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nEND:DAYLIGHT\n" \
        "BEGIN:STANDARD\nDTSTART:20071104T020000\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\nTZOFFSETFROM:-0400\nTZOFFSETTO:-0500\nEND:STANDARD\n" \
        "END:VTIMEZONE\n"

/* Offsets in minutes; none where nobody knows the zone. */
static void knows_zones(void **state) {
        enum { UNKNOWN = 9999 };
        static const struct {
                const char *tzid, *local;
                int minutes;
        } rows[] = {
                { "Here", "20250115T120000", 60 },
                { "Here", "20250715T120000", 120 },
                { "Here", "20250330T015959", 60 },
                { "Here", "20250330T023000", 60 }, /* does not exist */
                { "Here", "20250330T030000", 120 },
                { "Here", "20251026T023000", 120 }, /* twice: the first */
                { "Here", "20251026T030000", 60 },
                { "There", "20240701T120000", -240 },
                { "There", "20240201T120000", -300 },
                { "There", "20250201T120000", -300 },
                { "There", "20050201T120000", -180 },
                { "There", "19990201T120000", -180 },
                { "Rule", "20240309T120000", -300 },
                { "Rule", "20240311T120000", -240 },
                { "Europe/Berlin", "20250715T120000", 120 },
                { "Europe/Berlin", "20250115T120000", 60 },
                { "Asia/Kolkata", "20250115T120000", 330 },
                { "W. Europe Standard Time", "20250715T120000", 120 },
                { "Pacific Standard Time", "20250115T120000", -480 },
                { "W. Europe Standard Time 1", "20250115T120000", 60 },
                { "/mozilla.org/20050126_1/Europe/Berlin", "20250115T120000", 60 },
                { "/example.org/Tzfile/America/Argentina/Buenos_Aires", "20250115T120000", -180 },
                { "tzone://Microsoft/Utc", "20250115T120000", 0 },
                { "UTC", "20250115T120000", 0 },
                { "GMT+0100", "20250115T120000", 60 },
                { "(GMT+05.30) Somewhere", "20250115T120000", 330 },
                { "UTC-5", "20250115T120000", -300 },
                { "Nowhere/Atlantis", "20250115T120000", UNKNOWN },
                { "", "20250115T120000", UNKNOWN },
        };
        bool all = true;
        (void)state;
        struct zone_cache *cache = zone_cache_new();
        for (size_t i = 0; i < 2 * sizeof rows / sizeof rows[0]; i++) {
                size_t row = i / 2;
                char input[2048];
                (void)snprintf(input, sizeof input,
                               "BEGIN:VCALENDAR\n%s%s%sBEGIN:VEVENT\nDTSTART;TZID=\"%s\":%s\nEND:VEVENT\n", BERLIN,
                               CHANGES, OLSON_RULE, rows[row].tzid, rows[row].local);
                struct dump dump = dump_read(span_from(input), (struct span){ 0 });
                dump.calendars->zones = i % 2 ? cache : NULL;
                struct moment got;
                const struct calendar *calendar = dump.calendars->first;
                assert_true(component_moment(dump.calendars, calendar,
                                             component_child(&calendar->root, COMPONENT_VEVENT), PROPERTY_DTSTART, &got));
                char name[160];
                (void)snprintf(name, sizeof name, "%s at %s", rows[row].tzid, rows[row].local);
                bool known = got.basis == MOMENT_ZONED;
                all &= same_number(name, known ? got.offset / 60 : UNKNOWN, rows[row].minutes);
                assert_int_equal(got.utc, got.local - got.offset);
                arena_free(dump.arena);
        }
        zone_cache_free(cache);
        assert_true(all);
}

static void forgets_zones_beyond_the_limit(void **state) {
        (void)state;
        struct zone_cache *cache = zone_cache_new();
        for (int i = 0; i < 2000; i++) {
                char name[32];
                int32_t offset = 0;
                (void)snprintf(name, sizeof name, "Made/Up%d", i);
                assert_false(zone_offset_by_name(cache, span_from(name), 0, &offset));
                assert_true(zone_offset_by_name(cache, SPAN("Europe/Berlin"), 1735787045, &offset));
                assert_int_equal(offset, 3600);
        }
        zone_cache_free(cache);
}

static void finds_the_span(void **state) {
        static const struct {
                const char *lines;
                int64_t seconds; /* from start to end; -1: no end, -2: no start */
        } rows[] = {
                { "DTSTART:20250102T100000Z\nDTEND:20250102T110000Z\n", 3600 },
                { "DTSTART:20250102T100000Z\nDURATION:PT90M\n", 5400 },
                { "DTSTART:20250102T100000Z\n", -1 },
                { "DTSTART;VALUE=DATE:20250102\n", 86400 },
                { "DTSTART;VALUE=DATE:20250102\nDTEND;VALUE=DATE:20250105\n", 3 * 86400 },
                { "DTEND:20250102T110000Z\n", -2 },
                { "DTSTART;TZID=Europe/Berlin:20250102T100000\nDTEND:20250102T100000Z\n", 3600 },
        };
        bool all = true;
        (void)state;
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
                char input[512];
                (void)snprintf(input, sizeof input, "BEGIN:VEVENT\n%sEND:VEVENT\n", rows[i].lines);
                struct dump dump = dump_read(span_from(input), (struct span){ 0 });
                const struct calendar *calendar = dump.calendars->first;
                struct moment start, end;
                bool has = component_span(dump.calendars, calendar, calendar->root.children, &start, &end);
                int64_t got = !has ? -2 : end.basis == MOMENT_NONE ? -1 : end.utc - start.utc;
                all &= same_number(rows[i].lines, got, rows[i].seconds);
                arena_free(dump.arena);
        }
        assert_true(all);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(parses_moments), cmocka_unit_test(parses_durations),
                cmocka_unit_test(knows_zones),    cmocka_unit_test(forgets_zones_beyond_the_limit),
                cmocka_unit_test(finds_the_span),
        };
        return cmocka_run_group_tests_name("moment", tests, NULL, NULL);
}

/* What RFC 5546 says of calendars, whom it lets act, and which of two is newer; and whether two say the same. */
#include "dump.h"

#include <stdio.h>

#include "calendar/compare.h"
#include "calendar/itip.h"

#define CALENDAR(method, lines) "BEGIN:VCALENDAR\nMETHOD:" method "\nBEGIN:VEVENT\n" lines "END:VEVENT\nEND:VCALENDAR\n"
#define KEYS "UID:1\nDTSTAMP:20250101T000000Z\nORGANIZER:mailto:o@example.com\n"
#define WHEN "DTSTART:20250102T100000Z\nSUMMARY:x\n"
#define ATTENDEE "ATTENDEE:mailto:a@example.com\n"
#define ALARM "BEGIN:VALARM\nEND:VALARM\n"

/* Findings as "sentence (found)|". */
static void finds(void **state) {
        static const struct {
                const char *name, *input, *expected;
        } rows[] = {
                { "no METHOD, no rules", "BEGIN:VEVENT\nEND:VEVENT\n", "" },
                { "a good REQUEST", CALENDAR("REQUEST", KEYS WHEN ATTENDEE ALARM), "" },
                { "REQUEST without attendees", CALENDAR("REQUEST", KEYS WHEN),
                  "METHOD:REQUEST asks for at least one ATTENDEE in each VEVENT. (0)|" },
                { "REQUEST that is cancelled", CALENDAR("REQUEST", KEYS WHEN ATTENDEE "STATUS:CANCELLED\n"),
                  "STATUS of a REQUEST is TENTATIVE or CONFIRMED. (1)|" },
                { "ADD of an instance", CALENDAR("ADD", KEYS WHEN "SEQUENCE:1\nRECURRENCE-ID:20250102T100000Z\n"),
                  "METHOD:ADD asks for no RECURRENCE-ID in each VEVENT. (1)|" },
                { "a good REPLY", CALENDAR("REPLY", KEYS ATTENDEE), "" },
                { "REPLY of two with an alarm", CALENDAR("REPLY", KEYS ATTENDEE ATTENDEE ALARM),
                  "METHOD:REPLY asks for exactly one ATTENDEE in each VEVENT. (2)|METHOD:REPLY asks for no VALARM in each VEVENT. (1)|" },
                { "PUBLISH with attendees", CALENDAR("PUBLISH", KEYS WHEN ATTENDEE),
                  "METHOD:PUBLISH asks for no ATTENDEE in each VEVENT. (1)|" },
                { "CANCEL that is confirmed", CALENDAR("CANCEL", KEYS "SEQUENCE:1\nSTATUS:CONFIRMED\n"),
                  "STATUS of a CANCEL is CANCELLED, or is not there. (1)|" },
                { "CANCEL without SEQUENCE", CALENDAR("CANCEL", KEYS),
                  "METHOD:CANCEL asks for exactly one SEQUENCE in each VEVENT. (0)|" },
                { "ADD of a series at SEQUENCE 0", CALENDAR("ADD", KEYS WHEN "SEQUENCE:0\nRRULE:FREQ=DAILY\n"),
                  "METHOD:ADD asks for no RRULE in each VEVENT. (1)|SEQUENCE of an ADD is greater than 0. (1)|" },
                { "both DTEND and DURATION",
                  CALENDAR("REQUEST", KEYS WHEN ATTENDEE "DTEND:20250102T110000Z\nDURATION:PT1H\n"),
                  "An event has DTEND or DURATION, not both. (1)|" },
                { "two UIDs",
                  "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\n" KEYS WHEN ATTENDEE "END:VEVENT\nBEGIN:VEVENT\n"
                  "UID:2\nDTSTAMP:20250101T000000Z\nORGANIZER:mailto:o@example.com\n" WHEN ATTENDEE
                  "END:VEVENT\nEND:VCALENDAR\n",
                  "All components of a message have the same UID. (2)|" },
                { "two kinds",
                  "BEGIN:VCALENDAR\nMETHOD:PUBLISH\nBEGIN:VEVENT\n" KEYS WHEN "END:VEVENT\nBEGIN:VTODO\n" KEYS
                  "SUMMARY:x\nPRIORITY:1\nEND:VTODO\nEND:VCALENDAR\n",
                  "A message is about one kind of component. (2)|" },
                { "nothing to act on", "BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR\n",
                  "There is no component that the METHOD is about. (0)|" },
                { "an unknown METHOD", CALENDAR("BECOME", ""), "The METHOD is none that iTIP knows. (1)|" },
                { "COUNTER of a journal",
                  "BEGIN:VCALENDAR\nMETHOD:COUNTER\nBEGIN:VJOURNAL\nEND:VJOURNAL\nEND:VCALENDAR\n",
                  "This METHOD is not for this kind of component. (1)|" },
        };
        bool all = true;
        (void)state;
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
                struct dump dump = dump_read(span_from(rows[i].input), (struct span){ 0 });
                struct array findings = itip_check(dump.arena, dump.calendars, dump.calendars->first);
                struct buf got = buf_in(dump.arena, 4096);
                for (uint32_t k = 0; k < findings.count; k++) {
                        const struct itip_finding *finding = &((const struct itip_finding *)findings.items)[k];
                        buf_add_format(&got, "%s (%u)|", finding->sentence, finding->found);
                }
                all &= same_span(rows[i].name, buf_span(&got), span_from(rows[i].expected));
                arena_free(dump.arena);
        }
        assert_true(all);
}

static void names_the_originator(void **state) {
        static const struct {
                const char *name, *input, *address, *sent_by, *delegator;
                uint32_t candidates;
        } rows[] = {
                { "REQUEST", CALENDAR("REQUEST", KEYS ATTENDEE), "o@example.com", "", "", 1 },
                { "REPLY", CALENDAR("REPLY", KEYS ATTENDEE), "a@example.com", "", "", 1 },
                { "REPLY of two", CALENDAR("REPLY", KEYS ATTENDEE "ATTENDEE:mailto:b@example.com\n"), "a@example.com",
                  "", "", 2 },
                { "COUNTER", CALENDAR("COUNTER", KEYS ATTENDEE), "a@example.com", "", "", 1 },
                { "CANCEL by an agent",
                  CALENDAR("CANCEL", "ORGANIZER;SENT-BY=\"mailto:S@example.com\":mailto:o@example.com\n"),
                  "o@example.com", "s@example.com", "", 1 },
                { "delegation",
                  CALENDAR("REQUEST", KEYS "ATTENDEE;DELEGATED-TO=\"mailto:b@example.com\":mailto:a@example.com\n"),
                  "o@example.com", "", "a@example.com", 1 },
                { "no METHOD", "BEGIN:VEVENT\n" KEYS "END:VEVENT\n", "o@example.com", "", "", 1 },
                { "nobody", CALENDAR("REQUEST", "UID:1\n"), "", "", "", 0 },
                { "the exception comes first",
                  "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nRECURRENCE-ID:20250101\n"
                  "ORGANIZER:mailto:x@example.com\nEND:VEVENT\nBEGIN:VEVENT\nORGANIZER:mailto:o@example.com\nEND:VEVENT\nEND:VCALENDAR\n",
                  "o@example.com", "", "", 1 },
        };
        bool all = true;
        (void)state;
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
                struct dump dump = dump_read(span_from(rows[i].input), (struct span){ 0 });
                struct itip_originator got;
                itip_originator_read(dump.arena, dump.calendars->first, &got);
                all &= same_span(rows[i].name, got.expected.address, span_from(rows[i].address));
                all &= same_span(rows[i].name, got.sent_by, span_from(rows[i].sent_by));
                all &= same_span(rows[i].name, got.delegator, span_from(rows[i].delegator));
                assert_int_equal(got.candidates, rows[i].candidates);
                arena_free(dump.arena);
        }
        assert_true(all);
}

static void orders_revisions(void **state) {
        static const struct {
                const char *name, *a, *b;
                int order;
        } rows[] = {
                { "SEQUENCE decides", "SEQUENCE:2\nDTSTAMP:20240101T000000Z\n",
                  "SEQUENCE:1\nDTSTAMP:20250101T000000Z\n", 1 },
                { "then DTSTAMP", "SEQUENCE:1\nDTSTAMP:20240101T000000Z\n", "SEQUENCE:1\nDTSTAMP:20250101T000000Z\n",
                  -1 },
                { "no SEQUENCE is 0", "DTSTAMP:20250101T000000Z\n", "SEQUENCE:0\nDTSTAMP:20250101T000000Z\n", 0 },
                { "as numbers", "SEQUENCE:10\n", "SEQUENCE:9\n", 1 },
                { "beyond 32 bits", "SEQUENCE:99999999999999999999\n", "SEQUENCE:2147483647\n", 1 },
                { "below 0", "SEQUENCE:-1\n", "SEQUENCE:0\n", -1 },
                { "without DTSTAMP", "SEQUENCE:1\n", "SEQUENCE:1\nDTSTAMP:20250101T000000Z\n", 0 },
        };
        bool all = true;
        (void)state;
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
                char input[512];
                (void)snprintf(input, sizeof input,
                               "BEGIN:VCALENDAR\nBEGIN:VEVENT\n%sEND:VEVENT\nBEGIN:VEVENT\n%sEND:VEVENT\n", rows[i].a,
                               rows[i].b);
                struct dump dump = dump_read(span_from(input), (struct span){ 0 });
                const struct calendar *calendar = dump.calendars->first;
                struct itip_revision a, b;
                itip_revision_read(dump.calendars, calendar, calendar->root.children, &a);
                itip_revision_read(dump.calendars, calendar, calendar->root.children->next, &b);
                int got = itip_compare(&a, &b);
                if (got != rows[i].order || itip_compare(&b, &a) != -got)
                        print_error("%s: expected %d, got %d\n", rows[i].name, rows[i].order, got);
                all &= got == rows[i].order && itip_compare(&b, &a) == -got;
                arena_free(dump.arena);
        }
        assert_true(all);
}

static void compares_calendars(void **state) {
        static const struct {
                const char *name, *a, *b;
                unsigned expected;
        } rows[] = {
                { "the same, folded otherwise", "SUMMARY:Lun\n ch\n", "SUMMARY:Lunch\n", 0 },
                { "uid", "UID:1\n", "UID:2\n", DIFFERENCE_UID },
                { "organizer", "ORGANIZER:mailto:a@example.com\n", "ORGANIZER:mailto:b@example.com\n",
                  DIFFERENCE_ORGANIZER },
                { "organizer in capitals", "ORGANIZER:mailto:a@example.com\n", "ORGANIZER:MAILTO:A@example.com\n", 0 },
                { "start", "DTSTART:20250101T100000Z\n", "DTSTART:20250101T110000Z\n", DIFFERENCE_START },
                { "start in another zone", "DTSTART:20250101T100000Z\n", "DTSTART;TZID=Europe/Berlin:20250101T110000\n",
                  0 },
                { "summary", "SUMMARY:a\n", "SUMMARY:b\n", DIFFERENCE_SUMMARY },
                { "location", "LOCATION:a\n", "", DIFFERENCE_LOCATION },
                { "link in a text", "DESCRIPTION:see https://a.example/x\n", "DESCRIPTION:see https://b.example/x\n",
                  DIFFERENCE_DESCRIPTION | DIFFERENCE_LINKS },
                { "link in a property", "URL:https://a.example/x\n", "", DIFFERENCE_LINKS },
                { "the same link twice", "URL:https://a.example/x\nX-A:https://a.example/x\n",
                  "URL:https://a.example/x?y=1\n", 0 },
                { "another event", "END:VEVENT\nBEGIN:VEVENT\n", "", DIFFERENCE_COMPONENTS },
        };
        bool all = true;
        (void)state;
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
                char input[512];
                (void)snprintf(input, sizeof input,
                               "BEGIN:VCALENDAR\nBEGIN:VEVENT\n%sEND:VEVENT\nEND:VCALENDAR\n"
                               "BEGIN:VCALENDAR\nBEGIN:VEVENT\n%sEND:VEVENT\nEND:VCALENDAR\n",
                               rows[i].a, rows[i].b);
                struct dump dump = dump_read(span_from(input), (struct span){ 0 });
                unsigned got = calendars_differ(dump.calendars, dump.calendars->first, dump.calendars->last, true);
                if (got != rows[i].expected)
                        print_error("%s: expected %u, got %u\n", rows[i].name, rows[i].expected, got);
                all &= got == rows[i].expected;
                arena_free(dump.arena);
        }
        assert_true(all);
        struct dump dump = dump_read(
                SPAN(CALENDAR("REQUEST", "") "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR\n"),
                (struct span){ 0 });
        assert_int_equal(calendars_differ(dump.calendars, dump.calendars->first, dump.calendars->last, true),
                         DIFFERENCE_METHOD);
        assert_int_equal(calendars_differ(dump.calendars, dump.calendars->first, dump.calendars->last, false), 0);
        assert_string_equal(calendar_difference_name(DIFFERENCE_LINKS), "links");
        arena_free(dump.arena);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(finds),
                cmocka_unit_test(names_the_originator),
                cmocka_unit_test(orders_revisions),
                cmocka_unit_test(compares_calendars),
        };
        return cmocka_run_group_tests_name("itip", tests, NULL, NULL);
}

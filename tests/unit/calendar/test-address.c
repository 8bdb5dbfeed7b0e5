/* Persons, attachments and alarms of calendars. */
#include "dump.h"

#include <stdio.h>

#include "calendar/address.h"
#include "calendar/alarm.h"
#include "calendar/attachment.h"

static void reads_mail_addresses(void **state) {
        static const struct {
                const char *value, *address;
        } rows[] = {
                { "mailto:jo@example.com", "jo@example.com" },
                { "MAILTO:Jo@Example.COM", "jo@example.com" },
                { "mailto:mailto:jo@example.com", "jo@example.com" },
                { "mailto: jo@example.com ", "jo@example.com" },
                { "mailto:<jo@example.com>", "jo@example.com" },
                { "mailto:jo@example.com?subject=hi", "jo@example.com" },
                { "mailto:jo%40Example.com", "jo@example.com" },
                { "mailto:a%FFb@example.com", "a\xEF\xBF\xBD"
                                              "b@example.com" },
                { "jo@example.com", "jo@example.com" },
                { "urn:uuid:1234", "" },
                { "https://jo@example.com/", "" },
                { "/principals/jo@example.com", "" },
                { "invalid:nomail", "" },
                { "mailto:", "" },
                { "Jo", "" },
                { "", "" },
        };
        bool all = true;
        (void)state;
        struct arena *arena = arena_new(1024 * 1024);
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
                all &= same_span(rows[i].value, mailto_address(arena, span_from(rows[i].value)),
                                 span_from(rows[i].address));
        arena_free(arena);
        assert_true(all);
}

static const struct property *first_property(const struct dump *dump, enum property_id id) {
        const struct property *property = component_property(dump->calendars->first->root.children, id);
        assert_non_null(property);
        return property;
}

static void reads_persons(void **state) {
        (void)state;
        struct dump dump = dump_read(
                SPAN("BEGIN:VEVENT\r\n"
                     "ATTENDEE;CN=\"Doe, Jo\";ROLE=OPT-PARTICIPANT;PARTSTAT=DELEGATED;RSVP=YES;CUTYPE=ROOM;X-NUM-GUESTS=3;\r\n"
                     " SENT-BY=\"mailto:Sue@example.com\";DELEGATED-TO=\"mailto:A@example.com\",\"mailto:b@example.com\";\r\n"
                     " EMAIL=Other@example.com;SCHEDULE-AGENT=NONE:mailto:Jo@example.com\r\nORGANIZER:boss@example.com\r\nEND:VEVENT\r\n"),
                (struct span){ 0 });
        struct calendar_address got;
        calendar_address_read(dump.arena, first_property(&dump, PROPERTY_ATTENDEE), &got);
        expect_span("value", got.value, SPAN("mailto:Jo@example.com"));
        expect_span("address", got.address, SPAN("jo@example.com"));
        expect_span("cn", got.cn, SPAN("Doe, Jo"));
        expect_span("role", got.role, SPAN("OPT-PARTICIPANT"));
        expect_span("partstat", got.partstat, SPAN("DELEGATED"));
        expect_span("cutype", got.cutype, SPAN("ROOM"));
        expect_span("sent-by", got.sent_by, SPAN("sue@example.com"));
        expect_span("delegated-to", got.delegated_to, SPAN("a@example.com"));
        expect_span("email", got.email, SPAN("other@example.com"));
        expect_span("schedule-agent", got.schedule_agent, SPAN("NONE"));
        assert_int_equal(got.delegated_to_count, 2);
        assert_int_equal(got.guests, 3);
        assert_true(got.rsvp);
        assert_false(got.scheme_missing);
        calendar_address_read(dump.arena, first_property(&dump, PROPERTY_ORGANIZER), &got);
        assert_true(got.scheme_missing);
        arena_free(dump.arena);
}

static void reads_attachments(void **state) {
        static const struct {
                const char *line, *uri, *data, *type, *name;
        } rows[] = {
                { "ATTACH:https://example.com/a.pdf", "https://example.com/a.pdf", "", "", "" },
                { "ATTACH;FMTTYPE=text/html;ENCODING=BASE64;VALUE=BINARY;X-FILENAME=a.html:PGI+", "", "<b>",
                  "text/html", "a.html" },
                { "ATTACH;VALUE=BINARY;FILENAME=\"a;b\":P GI\r\n +", "", "<b>", "", "a;b" },
                { "ATTACH;ENCODING=b:PGI+", "", "<b>", "", "" },
                { "IMAGE:data:image/svg+xml;base64,PGI+", "data:image/svg+xml;base64", "<b>", "image/svg+xml", "" },
                { "IMAGE:data:text/html,%3Cb%3e", "data:text/html", "<b>", "text/html", "" },
                { "IMAGE:data:", "data:", "", "", "" },
                { "ATTACH:", "", "", "", "" },
        };
        bool all = true;
        (void)state;
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
                char input[256];
                (void)snprintf(input, sizeof input, "BEGIN:VEVENT\r\n%s\r\nEND:VEVENT\r\n", rows[i].line);
                struct dump dump = dump_read(span_from(input), (struct span){ 0 });
                struct attachment got;
                attachment_read(dump.arena, dump.calendars->first->root.children->properties, &got);
                all &= same_span(rows[i].line, got.uri, span_from(rows[i].uri));
                all &= same_span(rows[i].line, got.data, span_from(rows[i].data));
                all &= same_span(rows[i].line, got.media_type, span_from(rows[i].type));
                all &= same_span(rows[i].line, got.filename, span_from(rows[i].name));
                arena_free(dump.arena);
        }
        assert_true(all);
}

static void reads_alarms(void **state) {
        (void)state;
        struct dump dump = dump_read(
                SPAN("BEGIN:VEVENT\r\n"
                     "BEGIN:VALARM\r\nACTION:email\r\nTRIGGER;RELATED=END:-PT15M\r\nREPEAT:4\r\nDURATION:PT5M\r\nATTENDEE:mailto:a@example.com\r\n"
                     "ATTACH:https://example.com/\r\nEND:VALARM\r\n"
                     "BEGIN:VALARM\r\nACTION:X-SING\r\nTRIGGER;VALUE=DATE-TIME:20250102T030405Z\r\nREPEAT:99999999999\r\nEND:VALARM\r\n"
                     "BEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT\r\n"),
                (struct span){ 0 });
        const struct component *component = component_child(dump.calendars->first->root.children, COMPONENT_VALARM);
        struct alarm got;
        alarm_read(dump.calendars, dump.calendars->first, component, &got);
        assert_int_equal(got.action, ALARM_EMAIL);
        assert_true(got.has_trigger && got.from_end && !got.absolute);
        assert_int_equal(got.trigger_seconds, -900);
        assert_int_equal(got.repeat, 4);
        assert_int_equal(got.repeat_seconds, 300);
        assert_int_equal(got.attendee_count, 1);
        assert_int_equal(got.attach_count, 1);
        component = component_again(component);
        alarm_read(dump.calendars, dump.calendars->first, component, &got);
        assert_int_equal(got.action, ALARM_OTHER);
        assert_true(got.has_trigger && got.absolute);
        assert_int_equal(got.at.utc, 1735787045);
        assert_int_equal(got.repeat, UINT32_MAX);
        alarm_read(dump.calendars, dump.calendars->first, component_again(component), &got);
        assert_int_equal(got.action, ALARM_NONE);
        assert_false(got.has_trigger);
        arena_free(dump.arena);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(reads_mail_addresses),
                cmocka_unit_test(reads_persons),
                cmocka_unit_test(reads_attachments),
                cmocka_unit_test(reads_alarms),
        };
        return cmocka_run_group_tests_name("address", tests, NULL, NULL);
}

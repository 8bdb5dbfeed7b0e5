/* Multistatus answers, and what is done with the bytes of an object so that a server says nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "client/caldav-inside.h"

#define MANY(inner) "<d:multistatus xmlns:d='DAV:' xmlns:c='urn:ietf:params:xml:ns:caldav'>" inner "</d:multistatus>"
#define ONE(prop) \
        "<d:response><d:href>/a</d:href><d:propstat><d:prop>" prop \
        "</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
#define LOST(prop) "<d:propstat><d:prop>" prop "</d:prop><d:status>HTTP/1.1 404 Not Found</d:status></d:propstat>"

static const char *const value_names[DAV_VALUES] = { "etag", "name", "principal", "home", "inbox", "default", "data" };

/* Everything that was read, in one line: "/a etag=… flags=…; /b …". */
static void show(const struct dav_answer *answer, char *to, size_t size) {
        FILE *out = fmemopen(to, size, "w");
        for (uint32_t i = 0; i < answer->count; i++) {
                const struct dav_response *one = &answer->responses[i];
                fprintf(out, "%s%s", i ? "; " : "", one->path);
                if (one->status)
                        fprintf(out, " %d", one->status);
                for (unsigned v = 0; v < DAV_VALUES; v++)
                        if (dav_value(one, v).len > 0)
                                fprintf(out, " %s=%s", value_names[v], dav_value(one, v).ptr);
                for (uint32_t a = 0; a < one->properties->address_count; a++)
                        fprintf(out, " <%s>", dav_text_c(&one->properties->addresses[a]));
                if (one->properties->flags)
                        fprintf(out, " flags=%u", one->properties->flags);
        }
        fputs(*answer->condition ? answer->condition : "", out);
        fclose(out);
}

static const struct {
        const char *name, *input, *expected; /* NULL: it is refused */
} answers[] = {
        { "nothing found", MANY(""), "" },
        { "an etag", MANY(ONE("<d:getetag>\"x\"</d:getetag>")), "/a etag=\"x\"" },
        { "another prefix", "<multistatus xmlns='DAV:'><response><href>/a</href></response></multistatus>", "/a" },
        { "another namespace", "<multistatus xmlns='DAV'><response><href>/a</href></response></multistatus>", NULL },
        { "a response that is gone",
          MANY("<d:response><d:href>/a</d:href><d:status>HTTP/1.1 404 Gone</d:status></d:response>"), "/a 404" },
        { "a full URL", MANY("<d:response><d:href> https://a.example:8443/b%20c/ </d:href></d:response>"), "/b%20c/" },
        { "a list within a list",
          MANY("<d:response><d:multistatus><d:response><d:href>/b</d:href></d:response></d:multistatus>"
               "<d:href>/a</d:href></d:response>"),
          "/a" },
        { "no path", MANY("<d:response><d:href>mailto:a@example.org</d:href></d:response>" ONE("")), "/a" },
        { "a path with a line break", MANY("<d:response><d:href>/a\r\nX: y</d:href></d:response>"), "" },
        { "what was not found is not there",
          MANY("<d:response><d:href>/a</d:href>" LOST(
                  "<d:displayname>x</d:displayname><c:supported-calendar-component-set/>") "</d:response>"),
          "/a" },
        { "status first",
          MANY("<d:response><d:href>/a</d:href><d:propstat><d:status>HTTP/1.1 200 OK</d:status><d:prop><d:displayname>x"
               "</d:displayname></d:prop></d:propstat></d:response>"),
          "/a name=x" },
        { "a principal",
          MANY(ONE("<d:current-user-principal><d:href>/p/</d:href></d:current-user-principal><c:calendar-home-set><d:href>/h/</d:href>"
                   "<d:href>/h2/</d:href></c:calendar-home-set><c:schedule-inbox-URL><d:href>/i/</d:href></c:schedule-inbox-URL>")),
          "/a principal=/p/ home=/h/ inbox=/i/" },
        { "addresses",
          MANY(ONE("<c:calendar-user-address-set><d:href>mailto:a@example.org</d:href><d:href>/p/</d:href></c:calendar-user-address-set>")),
          "/a <mailto:a@example.org> </p/>" },
        { "a calendar of events that may be written",
          MANY(ONE("<d:resourcetype><d:collection/><c:calendar/></d:resourcetype><c:supported-calendar-component-set><c:comp name='VEVENT'/>"
                   "</c:supported-calendar-component-set><d:current-user-privilege-set><d:privilege><d:read/></d:privilege>"
                   "<d:privilege><d:write/></d:privilege></d:current-user-privilege-set>")),
          "/a flags=123" },
        { "one of tasks that may be read",
          MANY(ONE("<d:resourcetype><d:collection/><c:calendar/></d:resourcetype><c:supported-calendar-component-set><c:comp name='VTODO'/>"
                   "</c:supported-calendar-component-set><d:current-user-privilege-set><d:privilege><d:read/></d:privilege>"
                   "</d:current-user-privilege-set>")),
          "/a flags=83" },
        { "an object in a CDATA section, with a document type of its own",
          MANY(ONE("<c:calendar-data><![CDATA[BEGIN:VCALENDAR\nX:<!DOCTYPE html>&amp;]]></c:calendar-data>")),
          "/a data=BEGIN:VCALENDAR\nX:<!DOCTYPE html>&amp;" },
        { "an error",
          "<d:error xmlns:d='DAV:' xmlns:c='urn:ietf:params:xml:ns:caldav'><c:no-uid-conflict><d:href>/b</d:href></c:no-uid-conflict></d:error>",
          "no-uid-conflict" },
        { "a document type", "<!DOCTYPE d:multistatus>" MANY(""), NULL },
        { "an entity", "<!DOCTYPE x [<!ENTITY a 'b'>]>" MANY(ONE("<d:displayname>&a;</d:displayname>")), NULL },
        { "an entity that nobody has said", MANY(ONE("<d:displayname>&a;</d:displayname>")), NULL },
        { "cut off", "<d:multistatus xmlns:d='DAV:'><d:response><d:href>/a</d:href>", NULL },
        { "HTML", "<html><body>hello<br></body></html>", NULL },
        { "another charset", "<?xml version='1.0' encoding='UTF-16'?>" MANY(ONE("<d:displayname>x</d:displayname>")),
          "/a name=x" },
        { "nothing", "", NULL },
};

static void test_answers(void **state) {
        (void)state;
        for (unsigned i = 0; i < sizeof answers / sizeof *answers; i++) {
                char shown[2048] = "";
                DAV_ANSWER_CLEANUP struct dav_answer answer;
                bool read = dav_answer_read(span_from(answers[i].input), &answer);
                if (read)
                        show(&answer, shown, sizeof shown);
                if (read != (answers[i].expected != NULL) || (read && strcmp(shown, answers[i].expected) != 0))
                        fail_msg("%s: %s \"%s\"", answers[i].name, read ? "read" : "refused", shown);
        }
}

static void test_deep_answer_is_refused(void **state) {
        (void)state;
        struct dav_text deep = { 0 };
        DAV_ANSWER_CLEANUP struct dav_answer answer;
        assert_true(dav_text_add(&deep, SPAN("<multistatus xmlns='DAV:'>")));
        for (unsigned i = 0; i < LIMIT_CALDAV_DEPTH; i++)
                assert_true(dav_text_add(&deep, SPAN("<a>")));
        assert_false(dav_answer_read(dav_text_span(&deep), &answer));
        dav_text_free(&deep);
}

/* ---- Objects ------------------------------------------------------------------------------------------------------ */

#define EVENT(lines) "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" lines "END:VEVENT\r\nEND:VCALENDAR\r\n"

static const struct {
        const char *name, *object, *uid;
        bool expected;
} uids[] = {
        { "plain", EVENT("UID:a@example.net\r\n"), "a@example.net", true },
        { "part of it", EVENT("UID:aa@example.net\r\n"), "a@example.net", false },
        { "with parameters", EVENT("uid;X-A=\"b\":a@example.net\r\n"), "a@example.net", true },
        { "folded anywhere", EVENT("U\r\n ID:a@exa\r\n\tmple.net\r\n"), "a@example.net", true },
        { "line feeds only", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nEND:VEVENT\nEND:VCALENDAR\n", "a", true },
        { "escaped there", EVENT("UID:a\\,b\\;c\\\\\r\n"), "a,b;c\\", true },
        { "not escaped there", EVENT("UID:a,b\r\n"), "a,b", true },
        { "as it is written", EVENT("UID:a\\,b\r\n"), "a\\,b", true },
        { "of an alarm", EVENT("BEGIN:VALARM\r\nUID:a\r\nEND:VALARM\r\n"), "a", false },
        { "of the calendar", "BEGIN:VCALENDAR\r\nUID:a\r\nEND:VCALENDAR\r\n", "a", false },
        { "in a description", EVENT("DESCRIPTION:x\r\n UID:a\r\n"), "a", false },
        { "nothing", "", "a", false },
};

static void test_uid_of_an_object(void **state) {
        (void)state;
        for (unsigned i = 0; i < sizeof uids / sizeof *uids; i++)
                if (caldav_has_uid(span_from(uids[i].object), span_from(uids[i].uid)) != uids[i].expected)
                        fail_msg("%s", uids[i].name);
}

static const struct {
        const char *name, *object, *expected;
} marks[] = {
        { "organizer and guests", EVENT("ORGANIZER:mailto:o@example.net\r\nATTENDEE;CN=x:mailto:KIM@example.org\r\n"),
          EVENT("ORGANIZER;SCHEDULE-AGENT=CLIENT\r\n :mailto:o@example.net\r\n"
                "ATTENDEE;SCHEDULE-AGENT=CLIENT\r\n ;CN=x:mailto:KIM@example.org\r\n") },
        { "folded within the name", EVENT("ORGAN\r\n IZER:mailto:o@example.net\r\n"),
          EVENT("ORGAN\r\n IZER;SCHEDULE-AGENT=CLIENT\r\n :mailto:o@example.net\r\n") },
        { "folded within the address", EVENT("ATTENDEE:mailto:ki\n m@example.org\n"),
          EVENT("ATTENDEE;SCHEDULE-AGENT=CLIENT\r\n :mailto:ki\n m@example.org\n") },
        { "there already", EVENT("ORGANIZER;SCHEDULE-AGENT=NONE:mailto:o@example.net\r\n"),
          EVENT("ORGANIZER;SCHEDULE-AGENT=NONE:mailto:o@example.net\r\n") },
        { "there only in a name", EVENT("ATTENDEE;CN=\";SCHEDULE-AGENT=NONE\":mailto:o@example.net\r\n"),
          EVENT("ATTENDEE;SCHEDULE-AGENT=CLIENT\r\n ;CN=\";SCHEDULE-AGENT=NONE\":mailto:o@example.net\r\n") },
        { "there only in the address", EVENT("ATTENDEE:mailto:o@example.net?;SCHEDULE-AGENT=CLIENT\r\n"),
          EVENT("ATTENDEE;SCHEDULE-AGENT=CLIENT\r\n :mailto:o@example.net?;SCHEDULE-AGENT=CLIENT\r\n") },
        { "no end of line", "BEGIN:VCALENDAR\r\nORGANIZER:mailto:o@example.net",
          "BEGIN:VCALENDAR\r\nORGANIZER;SCHEDULE-AGENT=CLIENT\r\n :mailto:o@example.net" },
        { "nothing to do", EVENT("SUMMARY:ORGANIZER:x\r\n"), EVENT("SUMMARY:ORGANIZER:x\r\n") },
};

static struct caldav user = { .home.address_count = 1, .address_list = { "kim@example.org" } };

static void test_silent_marks(void **state) {
        (void)state;
        for (unsigned i = 0; i < sizeof marks / sizeof *marks; i++) {
                struct dav_text marked = { 0 };
                assert_true(caldav_mark_silent(span_from(marks[i].object), &marked));
                if (strcmp(dav_text_c(&marked), marks[i].expected) != 0)
                        fail_msg("%s: \"%s\"", marks[i].name, dav_text_c(&marked));
                dav_text_free(&marked);
        }
}

static void test_who_invites(void **state) {
        (void)state;
        assert_true(caldav_user_invites(
                &user, SPAN(EVENT("ORGANIZER:mailto:kim@example.org\r\nATTENDEE:mailto:g@example.net\r\n"))));
        assert_false(caldav_user_invites(
                &user, SPAN(EVENT("ORGANIZER:mailto:kim@example.org\r\nATTENDEE:mailto:kim@example.org\r\n"))));
        assert_false(caldav_user_invites(
                &user,
                SPAN(EVENT(
                        "ORGANIZER:mailto:kim@example.org\r\nATTENDEE;SCHEDULE-AGENT=CLIENT:mailto:g@example.net\r\n"))));
        assert_false(caldav_user_invites(
                &user, SPAN(EVENT("ORGANIZER:mailto:o@example.net\r\nATTENDEE:mailto:g@example.net\r\n"))));
}

static void test_names_of_objects(void **state) {
        (void)state;
        char one[CALDAV_NAME], other[CALDAV_NAME];
        caldav_object_name(SPAN("a-1@example.net"), one);
        assert_string_equal(one, "a-1@example.net.ics");
        caldav_object_name(SPAN("../../b"), one);
        caldav_object_name(SPAN("../../c"), other);
        assert_string_not_equal(one, other);
        assert_false(span_has(span_from(one), SPAN("/")));
        caldav_object_name(SPAN("../../b"), other);
        assert_string_equal(one, other);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_answers),          cmocka_unit_test(test_deep_answer_is_refused),
                cmocka_unit_test(test_uid_of_an_object), cmocka_unit_test(test_silent_marks),
                cmocka_unit_test(test_who_invites),      cmocka_unit_test(test_names_of_objects),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

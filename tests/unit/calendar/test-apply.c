/* What a scheduling message does to the event that a user has: each row is the whole of both, and the whole of what comes out. */
#include "dump.h"

#include "calendar/apply.h"

#define CALENDAR(method, text) "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:theirs\nMETHOD:" method "\n" text "END:VCALENDAR\n"
#define STORED(text) "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:mine\n" text "END:VCALENDAR\n"
#define NEW(text) "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:theirs\n" text "END:VCALENDAR\n"
#define EVENT(text) "BEGIN:VEVENT\nUID:1\nORGANIZER:mailto:o@example.com\n" text "END:VEVENT\n"
#define AT(sequence, day) "SEQUENCE:" sequence "\nDTSTAMP:202601" day "T000000Z\n"
#define TEN "DTSTART:20260201T100000Z\n"
#define ELEVEN "DTSTART:20260201T110000Z\n"
#define ME "ATTENDEE:mailto:me@example.net\n"
#define ME_YES "ATTENDEE;PARTSTAT=ACCEPTED:mailto:me@example.net\n"
#define YOU "ATTENDEE;PARTSTAT=DECLINED:mailto:you@example.org\n"
#define ALARM(n) "BEGIN:VALARM\nTRIGGER:-PT" n "M\nEND:VALARM\n"
#define ORIGIN "X-CALWARDEN-ORIGIN:id\n"
#define DAILY "RRULE:FREQ=DAILY\n"
#define SECOND "RECURRENCE-ID:20260202T100000Z\n"
#define THIRD "RECURRENCE-ID:20260203T100000Z\n"

enum { QUIET = 1, REMOVE = 2, TAKE = 4, SERVER = 8, NOT_FOR_USER = 16, ORGANIZER_IS_ME = 32 };

struct row {
        const char *name, *stored, *message;
        enum apply_change change;
        const char *expected; /* object; of APPLY_NOTHING: the reason */
        unsigned flags;
};

static const struct row requests[] = {
        { "a new invitation", "", CALENDAR("REQUEST", EVENT(AT("0", "01") TEN ME YOU "X-A:b\nCATEGORIES:x\n" ALARM("5"))),
          APPLY_CREATE, NEW(EVENT(AT("0", "01") TEN ME YOU "X-A:b\nCATEGORIES:x\n" ORIGIN)), 0 },
        { "no byte of the rest is changed", "",
          "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nbegin:vevent\r\nuid:1\r\nSUMMARY;X=\"a\r\n b\":c\xC3\r\n \xA9\xFF \r\n"
          "Organizer;Cn=O:MAILTO:O@Example.com\r\nX-Y;\r\nDTSTAMP:20260101T000000Z\r\nATTENDEE;CN=\"M,e\":mailto:Me@Example.net\r\n"
          "end:vevent\r\nEND:VCALENDAR\r\n",
          APPLY_CREATE,
          "BEGIN:VCALENDAR\r\nbegin:vevent\r\nuid:1\r\nSUMMARY;X=\"a\r\n b\":c\xC3\r\n \xA9\xFF \r\n"
          "Organizer;Cn=O:MAILTO:O@Example.com\r\nX-Y;\r\nDTSTAMP:20260101T000000Z\r\nATTENDEE;CN=\"M,e\":mailto:Me@Example.net\r\n"
          "X-CALWARDEN-ORIGIN:id\r\nend:vevent\r\nEND:VCALENDAR\r\n",
          0 },
        { "quiet", "", CALENDAR("REQUEST", EVENT(AT("0", "01") TEN ME_YES "STATUS:CONFIRMED\nTRANSP:OPAQUE\n" ALARM("5"))),
          APPLY_CREATE,
          NEW(EVENT(AT("0", "01") TEN "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:me@example.net\n"
                    "STATUS:TENTATIVE\nTRANSP:TRANSPARENT\n" ORIGIN "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\n")),
          QUIET },
        { "quiet, cancelled stays so", "", CALENDAR("REQUEST", EVENT(AT("0", "01") TEN ME "STATUS:CANCELLED\n")), APPLY_CREATE,
          NEW(EVENT(AT("0", "01") TEN "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:me@example.net\n"
                    "STATUS:CANCELLED\n" ORIGIN "TRANSP:TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\n")),
          QUIET },
        { "an update", STORED(EVENT(AT("0", "01") TEN ME_YES "ATTENDEE:mailto:you@example.org\nSUMMARY:old\n")),
          CALENDAR("REQUEST", EVENT(AT("1", "01") ELEVEN ME YOU "SUMMARY:new\n")), APPLY_UPDATE,
          STORED(EVENT(AT("1", "01") ELEVEN ME_YES YOU "SUMMARY:new\n" ORIGIN)), 0 },
        { "the user's own stays",
          STORED(EVENT(AT("0", "01") TEN ME_YES "TRANSP:TRANSPARENT\nX-MINE:1\nCATEGORIES:a\nCATEGORIES:b\n"
                       "X-ALT-DESC:old\nCOLOR:red\n" ALARM("10") ALARM("20"))),
          CALENDAR("REQUEST", EVENT(AT("1", "01") TEN ME "TRANSP:OPAQUE\nx-mine:2\nX-OTHER:3\nCATEGORIES:c\nX-ALT-DESC:new\n"
                                    "BEGIN:PARTICIPANT\nUID:p\nEND:PARTICIPANT\n" ALARM("5"))),
          APPLY_UPDATE,
          STORED(EVENT(AT("1", "01") TEN ME_YES "X-OTHER:3\nX-ALT-DESC:new\nTRANSP:TRANSPARENT\nX-MINE:1\nCATEGORIES:a\n"
                       "CATEGORIES:b\nCOLOR:red\n" ORIGIN "BEGIN:PARTICIPANT\nUID:p\nEND:PARTICIPANT\n" ALARM("10") ALARM("20"))),
          0 },
        { "the same again", STORED(EVENT(AT("1", "02") TEN ME)), CALENDAR("REQUEST", EVENT(AT("1", "02") ELEVEN ME)),
          APPLY_NOTHING, "It is older than what is in the calendar, or the same.", 0 },
        { "a lower SEQUENCE", STORED(EVENT(AT("2", "01") TEN ME)), CALENDAR("REQUEST", EVENT(AT("1", "02") ELEVEN ME)),
          APPLY_NOTHING, "It is older than what is in the calendar, or the same.", 0 },
        { "an older DTSTAMP", STORED(EVENT(AT("1", "02") TEN ME)), CALENDAR("REQUEST", EVENT(AT("1", "01") ELEVEN ME)),
          APPLY_NOTHING, "It is older than what is in the calendar, or the same.", 0 },
        { "a newer DTSTAMP", STORED(EVENT(AT("1", "01") TEN ME)), CALENDAR("REQUEST", EVENT(AT("1", "02") TEN ME "SUMMARY:x\n")),
          APPLY_UPDATE, STORED(EVENT(AT("1", "02") TEN ME "SUMMARY:x\n" ORIGIN)), 0 },
        { "another organizer", STORED(EVENT(AT("0", "01") TEN ME)),
          CALENDAR("REQUEST", "BEGIN:VEVENT\nUID:1\nORGANIZER:mailto:evil@example.com\n" AT("9", "09") ME "END:VEVENT\n"),
          APPLY_NOTHING, "The event in the calendar is another organizer's.", 0 },
        { "an event of one's own without organizer", STORED("BEGIN:VEVENT\nUID:1\n" AT("0", "01") "END:VEVENT\n"),
          CALENDAR("REQUEST", EVENT(AT("9", "09") ME)), APPLY_NOTHING, "The event in the calendar is another organizer's.", 0 },
        { "not for the user", "", CALENDAR("REQUEST", EVENT(AT("0", "01") TEN YOU)), APPLY_NOTHING,
          "It names none of the user's addresses.", NOT_FOR_USER },
        { "foreign origins go",
          "", CALENDAR("REQUEST", "x-calwarden-origin:a\n" EVENT(AT("0", "01") ME "A.X-Calwarden-Origin;B=c:d\nX-CALW\n ARDEN-ORIGIN:e\n"
                                  "BEGIN:X-Z\nX-CALWARDEN-ORIGIN:f\nEND:X-Z\n")),
          APPLY_CREATE, NEW(EVENT(AT("0", "01") ME ORIGIN "BEGIN:X-Z\nEND:X-Z\n")), 0 },
        { "the server stays silent", "",
          CALENDAR("REQUEST", "BEGIN:VEVENT\nUID:1\nORGANIZER;SCHEDULE-AGENT=SERVER;CN=O;SCHEDULE-STATUS=\"1.1\":mailto:o@example.com\n"
                   "ATTENDEE;SCHEDULE-FORCE-SEND=REPLY;ROLE=CHAIR:mailto:me@example.net\nEND:VEVENT\n"),
          APPLY_CREATE,
          NEW("BEGIN:VEVENT\nUID:1\nORGANIZER;SCHEDULE-AGENT=CLIENT;CN=O:mailto:o@example.com\n"
              "ATTENDEE;ROLE=CHAIR:mailto:me@example.net\n" ORIGIN "END:VEVENT\n"),
          SERVER },
        { "an instance", STORED(EVENT(AT("0", "01") TEN ME_YES DAILY "TRANSP:TRANSPARENT\n" ALARM("1"))),
          CALENDAR("REQUEST", EVENT(AT("0", "02") SECOND ELEVEN ME)), APPLY_UPDATE,
          STORED(EVENT(AT("0", "01") TEN ME_YES DAILY "TRANSP:TRANSPARENT\n" ALARM("1"))
                 EVENT(AT("0", "02") SECOND ELEVEN ME_YES "TRANSP:TRANSPARENT\n" ORIGIN ALARM("1"))), 0 },
        { "an instance that was excluded",
          STORED(EVENT(AT("0", "01") TEN ME DAILY "EXDATE:20260202T100000Z,20260203T100000Z\nEXDATE:20260204T100000Z\n")),
          CALENDAR("REQUEST", EVENT(AT("0", "02") SECOND ELEVEN ME)
                   EVENT(AT("0", "02") "RECURRENCE-ID:20260204T100000Z\n" ELEVEN ME)), APPLY_UPDATE,
          STORED(EVENT(AT("0", "01") TEN ME DAILY "EXDATE:20260203T100000Z\n")
                 EVENT(AT("0", "02") SECOND ELEVEN ME ORIGIN)
                 EVENT(AT("0", "02") "RECURRENCE-ID:20260204T100000Z\n" ELEVEN ME ORIGIN)), 0 },
        { "instances that stand apart stay",
          STORED(EVENT(AT("0", "01") TEN ME DAILY) EVENT(AT("0", "02") SECOND ELEVEN ME_YES)),
          CALENDAR("REQUEST", EVENT(AT("0", "03") TEN ME DAILY "SUMMARY:x\n")), APPLY_UPDATE,
          STORED(EVENT(AT("0", "03") TEN ME DAILY "SUMMARY:x\n" ORIGIN) EVENT(AT("0", "02") SECOND ELEVEN ME_YES)), 0 },
        { "but not those of another series",
          STORED(EVENT(AT("0", "01") TEN ME DAILY) EVENT(AT("0", "02") SECOND ELEVEN ME) EVENT(AT("2", "02") THIRD ELEVEN ME)),
          CALENDAR("REQUEST", EVENT(AT("1", "03") ELEVEN ME DAILY)), APPLY_UPDATE,
          STORED(EVENT(AT("1", "03") ELEVEN ME DAILY ORIGIN) EVENT(AT("2", "02") THIRD ELEVEN ME)), 0 },
        { "nor those that are excluded now",
          STORED(EVENT(AT("0", "01") TEN ME DAILY) EVENT(AT("0", "02") SECOND ELEVEN ME)),
          CALENDAR("REQUEST", EVENT(AT("1", "03") TEN ME DAILY "EXDATE:20260202T100000Z\n")), APPLY_UPDATE,
          STORED(EVENT(AT("1", "03") TEN ME DAILY "EXDATE:20260202T100000Z\n" ORIGIN)), 0 },
        { "a part of it is new",
          STORED(EVENT(AT("1", "01") TEN ME DAILY) EVENT(AT("1", "02") SECOND ELEVEN ME)),
          CALENDAR("REQUEST", EVENT(AT("1", "01") TEN ME DAILY "SUMMARY:x\n") EVENT(AT("2", "02") SECOND TEN ME)), APPLY_UPDATE,
          STORED(EVENT(AT("1", "01") TEN ME DAILY) EVENT(AT("2", "02") SECOND TEN ME ORIGIN)), 0 },
};

static const struct row cancels[] = {
        { "of what is not there", "", CALENDAR("CANCEL", EVENT(AT("1", "01") ME)), APPLY_NOTHING,
          "It cancels an event that is not in the calendar.", 0 },
        { "marked", STORED(EVENT(AT("0", "01") TEN ME_YES "STATUS:CONFIRMED\nX-A:b\n" ALARM("5"))),
          CALENDAR("CANCEL", EVENT(AT("1", "02") ME "STATUS:CANCELLED\n")), APPLY_UPDATE,
          STORED(EVENT(AT("1", "02") TEN ME_YES "STATUS:CANCELLED\nX-A:b\n" ALARM("5"))), 0 },
        { "marked, without STATUS", STORED(EVENT(AT("0", "01") TEN ME)), CALENDAR("CANCEL", EVENT(AT("1", "02") ME)), APPLY_UPDATE,
          STORED("BEGIN:VEVENT\nSTATUS:CANCELLED\nUID:1\nORGANIZER:mailto:o@example.com\n" AT("1", "02") TEN ME "END:VEVENT\n"), 0 },
        { "removed", STORED(EVENT(AT("0", "01") TEN ME)), CALENDAR("CANCEL", EVENT(AT("1", "02") ME)), APPLY_REMOVE, "", REMOVE },
        { "of an older one", STORED(EVENT(AT("2", "01") TEN ME)), CALENDAR("CANCEL", EVENT(AT("1", "02") ME)), APPLY_NOTHING,
          "It cancels what is newer in the calendar, or cancelled already.", REMOVE },
        { "forged", STORED(EVENT(AT("0", "01") TEN ME)),
          CALENDAR("CANCEL", "BEGIN:VEVENT\nUID:1\nORGANIZER:mailto:x@example.com\n" AT("9", "02") ME "END:VEVENT\n"), APPLY_NOTHING,
          "The event in the calendar is another organizer's.", REMOVE },
        { "an instance, removed", STORED(EVENT(AT("0", "01") TEN ME DAILY) EVENT(AT("0", "01") SECOND ELEVEN ME)),
          CALENDAR("CANCEL", EVENT(AT("1", "02") SECOND ME) EVENT(AT("1", "02") THIRD ME)), APPLY_UPDATE,
          STORED(EVENT(AT("0", "01") TEN "EXDATE:20260202T100000Z\nX-CALWARDEN-CANCELLED:20260202T100000Z/1/20260102T000000Z\n"
                 "EXDATE:20260203T100000Z\nX-CALWARDEN-CANCELLED:20260203T100000Z/1/20260102T000000Z\n" ME DAILY)), REMOVE },
        { "an instance, marked", STORED(EVENT(AT("0", "01") TEN ME_YES DAILY "DTEND:20260201T103000Z\n" ALARM("1"))),
          CALENDAR("CANCEL", EVENT(AT("1", "02") SECOND ME)), APPLY_UPDATE,
          STORED(EVENT(AT("0", "01") TEN ME_YES DAILY "DTEND:20260201T103000Z\n" ALARM("1"))
                 "BEGIN:VEVENT\n" SECOND "STATUS:CANCELLED\nSEQUENCE:1\nDTSTAMP:20260102T000000Z\nUID:1\nORGANIZER:mailto:o@example.com\n"
                 "DTSTART:20260202T100000Z\n" ME_YES "DTEND:20260202T103000Z\n" ALARM("1") "END:VEVENT\n"), 0 },
};

static const char *text_of(enum apply_change change) {
        static const char *const names[] = { "nothing", "create", "update", "remove" };
        return names[change];
}

static bool tries(const struct row *row) {
        static const struct span addresses[] = { { "me@example.net", 14 }, { "o@example.com", 13 } };
        struct arena *arena = arena_new(64 * 1024 * 1024);
        struct apply_request request = {
                .stored = span_from(row->stored),
                .message = span_from(row->message),
                .addresses = addresses + (row->flags & ORGANIZER_IS_ME ? 1 : 0),
                .address_count = 1,
                .origin = SPAN("id"),
                .quiet = row->flags & QUIET,
                .remove_cancelled = row->flags & REMOVE,
                .take_over = row->flags & TAKE,
                .server_schedules = row->flags & SERVER,
        };
        struct apply_result got;
        apply_message(arena, &request, &got);
        bool ok = got.change == row->change && got.not_for_user == !!(row->flags & NOT_FOR_USER) && got.reason;
        if (!ok)
                print_error("%s: %s, %s (%s)\n", row->name, text_of(got.change), got.reason,
                            got.not_for_user ? "not for the user" : "");
        struct span result = got.change == APPLY_NOTHING ? span_from(got.reason) : got.object;
        ok &= same_span(row->name, result, span_from(row->expected));
        arena_free(arena);
        return ok;
}

static bool try_all(const struct row *rows, size_t count) {
        bool all = true;
        for (size_t i = 0; i < count; i++)
                all &= tries(&rows[i]);
        return all;
}

static void request(void **state) {
        (void)state;
        assert_true(try_all(requests, sizeof requests / sizeof *requests));
}

static void cancel(void **state) {
        (void)state;
        assert_true(try_all(cancels, sizeof cancels / sizeof *cancels));
}

int main(void) {
        const struct CMUnitTest tests[] = { cmocka_unit_test(request), cmocka_unit_test(cancel) };
        return cmocka_run_group_tests_name("apply", tests, NULL, NULL);
}

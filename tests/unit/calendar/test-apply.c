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

enum {
        QUIET = 1,
        REMOVE = 2,
        TAKE = 4,
        SERVER = 8,
        NOT_FOR_USER = 16,
        ORGANIZER_IS_ME = 32,
        BY_SERVER = 64,
        ABSENCE = 128
};

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
          "Organizer;Cn=O:MAILTO:O@Example.com\r\nX-Y;:\r\nDTSTAMP:20260101T000000Z\r\nATTENDEE;CN=\"M,e\":mailto:Me@Example.net\r\n"
          "end:vevent\r\nEND:VCALENDAR\r\n",
          APPLY_CREATE,
          "BEGIN:VCALENDAR\r\nbegin:vevent\r\nuid:1\r\nSUMMARY;X=\"a\r\n b\":c\xC3\r\n \xA9\xFF \r\n"
          "Organizer;Cn=O:MAILTO:O@Example.com\r\nX-Y;:\r\nDTSTAMP:20260101T000000Z\r\nATTENDEE;CN=\"M,e\":mailto:Me@Example.net\r\n"
          "X-CALWARDEN-ORIGIN:id\r\nend:vevent\r\nEND:VCALENDAR\r\n",
          0 },
        { "quiet", "",
          CALENDAR("REQUEST", EVENT(AT("0", "01") TEN ME_YES "STATUS:CONFIRMED\nTRANSP:OPAQUE\n" ALARM("5"))),
          APPLY_CREATE,
          NEW(EVENT(AT("0", "01") TEN "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:me@example.net\n"
                                      "STATUS:TENTATIVE\nTRANSP:TRANSPARENT\n" ORIGIN
                                      "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\n")),
          QUIET },
        { "quiet, cancelled stays so", "", CALENDAR("REQUEST", EVENT(AT("0", "01") TEN ME "STATUS:CANCELLED\n")),
          APPLY_CREATE,
          NEW(EVENT(AT("0", "01") TEN "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:me@example.net\n"
                                      "STATUS:CANCELLED\n" ORIGIN
                                      "TRANSP:TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\n")),
          QUIET },
        { "an update", STORED(EVENT(AT("0", "01") TEN ME_YES "ATTENDEE:mailto:you@example.org\nSUMMARY:old\n")),
          CALENDAR("REQUEST", EVENT(AT("1", "01") ELEVEN ME YOU "SUMMARY:new\n")), APPLY_UPDATE,
          STORED(EVENT(AT("1", "01") ELEVEN ME_YES YOU "SUMMARY:new\n" ORIGIN)), 0 },
        { "the user's own stays",
          STORED(EVENT(AT("0", "01") TEN ME_YES "TRANSP:TRANSPARENT\nX-MINE:1\nCATEGORIES:a\nCATEGORIES:b\n"
                                                "X-ALT-DESC:old\nCOLOR:red\n" ALARM("10") ALARM("20"))),
          CALENDAR("REQUEST",
                   EVENT(AT("1", "01") TEN ME "TRANSP:OPAQUE\nx-mine:2\nX-OTHER:3\nCATEGORIES:c\nX-ALT-DESC:new\n"
                                              "BEGIN:PARTICIPANT\nUID:p\nEND:PARTICIPANT\n" ALARM("5"))),
          APPLY_UPDATE,
          STORED(EVENT(AT("1", "01") TEN ME_YES "X-OTHER:3\nX-ALT-DESC:new\nTRANSP:TRANSPARENT\nX-MINE:1\nCATEGORIES:a\n"
                                                "CATEGORIES:b\nCOLOR:red\n" ORIGIN
                                                "BEGIN:PARTICIPANT\nUID:p\nEND:PARTICIPANT\n" ALARM("10") ALARM("20"))),
          0 },
        { "the same again", STORED(EVENT(AT("1", "02") TEN ME)), CALENDAR("REQUEST", EVENT(AT("1", "02") ELEVEN ME)),
          APPLY_NOTHING, "It is older than what is in the calendar, or the same.", 0 },
        { "a lower SEQUENCE", STORED(EVENT(AT("2", "01") TEN ME)), CALENDAR("REQUEST", EVENT(AT("1", "02") ELEVEN ME)),
          APPLY_NOTHING, "It is older than what is in the calendar, or the same.", 0 },
        { "an older DTSTAMP", STORED(EVENT(AT("1", "02") TEN ME)), CALENDAR("REQUEST", EVENT(AT("1", "01") ELEVEN ME)),
          APPLY_NOTHING, "It is older than what is in the calendar, or the same.", 0 },
        { "a newer DTSTAMP", STORED(EVENT(AT("1", "01") TEN ME)),
          CALENDAR("REQUEST", EVENT(AT("1", "02") TEN ME "SUMMARY:x\n")), APPLY_UPDATE,
          STORED(EVENT(AT("1", "02") TEN ME "SUMMARY:x\n" ORIGIN)), 0 },
        { "another organizer", STORED(EVENT(AT("0", "01") TEN ME)),
          CALENDAR("REQUEST", "BEGIN:VEVENT\nUID:1\nORGANIZER:mailto:evil@example.com\n" AT("9", "09") ME "END:VEVENT\n"),
          APPLY_NOTHING, "The event in the calendar is another organizer's.", 0 },
        { "an event of one's own without organizer", STORED("BEGIN:VEVENT\nUID:1\n" AT("0", "01") "END:VEVENT\n"),
          CALENDAR("REQUEST", EVENT(AT("9", "09") ME)), APPLY_NOTHING,
          "The event in the calendar is another organizer's.", 0 },
        { "not for the user", "", CALENDAR("REQUEST", EVENT(AT("0", "01") TEN YOU)), APPLY_NOTHING,
          "It names none of the user's addresses.", NOT_FOR_USER },
        { "foreign origins go", "",
          CALENDAR("REQUEST", "x-calwarden-origin:a\n" EVENT(AT("0", "01") ME
                                                             "A.X-Calwarden-Origin;B=c:d\nX-CALW\n ARDEN-ORIGIN:e\n"
                                                             "BEGIN:X-Z\nX-CALWARDEN-ORIGIN:f\nEND:X-Z\n")),
          APPLY_CREATE, NEW(EVENT(AT("0", "01") ME ORIGIN "BEGIN:X-Z\nEND:X-Z\n")), 0 },
        { "the server stays silent", "",
          CALENDAR("REQUEST",
                   "BEGIN:VEVENT\nUID:1\nORGANIZER;SCHEDULE-AGENT=SERVER;CN=O;SCHEDULE-STATUS=\"1.1\":mailto:o@example.com\n"
                   "ATTENDEE;SCHEDULE-FORCE-SEND=REPLY;ROLE=CHAIR:mailto:me@example.net\nEND:VEVENT\n"),
          APPLY_CREATE,
          NEW("BEGIN:VEVENT\nUID:1\nORGANIZER;SCHEDULE-AGENT=CLIENT;CN=O:mailto:o@example.com\n"
              "ATTENDEE;ROLE=CHAIR:mailto:me@example.net\n" ORIGIN "END:VEVENT\n"),
          SERVER },
        { "an instance", STORED(EVENT(AT("0", "01") TEN ME_YES DAILY "TRANSP:TRANSPARENT\n" ALARM("1"))),
          CALENDAR("REQUEST", EVENT(AT("0", "02") SECOND ELEVEN ME)), APPLY_UPDATE,
          STORED(EVENT(AT("0", "01") TEN ME_YES DAILY "TRANSP:TRANSPARENT\n" ALARM("1"))
                         EVENT(AT("0", "02") SECOND ELEVEN ME_YES "TRANSP:TRANSPARENT\n" ORIGIN ALARM("1"))),
          0 },
        { "an instance that was excluded",
          STORED(EVENT(AT("0", "01") TEN ME DAILY "EXDATE:20260202T100000Z,20260203T100000Z\nEXDATE:20260204T100000Z\n")),
          CALENDAR("REQUEST", EVENT(AT("0", "02") SECOND ELEVEN ME)
                                      EVENT(AT("0", "02") "RECURRENCE-ID:20260204T100000Z\n" ELEVEN ME)),
          APPLY_UPDATE,
          STORED(EVENT(AT("0", "01") TEN ME DAILY "EXDATE:20260203T100000Z\n")
                         EVENT(AT("0", "02") SECOND ELEVEN ME ORIGIN)
                                 EVENT(AT("0", "02") "RECURRENCE-ID:20260204T100000Z\n" ELEVEN ME ORIGIN)),
          0 },
        { "instances that stand apart stay",
          STORED(EVENT(AT("0", "01") TEN ME DAILY) EVENT(AT("0", "02") SECOND ELEVEN ME_YES)),
          CALENDAR("REQUEST", EVENT(AT("0", "03") TEN ME DAILY "SUMMARY:x\n")), APPLY_UPDATE,
          STORED(EVENT(AT("0", "03") TEN ME DAILY "SUMMARY:x\n" ORIGIN) EVENT(AT("0", "02") SECOND ELEVEN ME_YES)), 0 },
        { "but not those of another series",
          STORED(EVENT(AT("0", "01") TEN ME DAILY) EVENT(AT("0", "02") SECOND ELEVEN ME)
                         EVENT(AT("2", "02") THIRD ELEVEN ME)),
          CALENDAR("REQUEST", EVENT(AT("1", "03") ELEVEN ME DAILY)), APPLY_UPDATE,
          STORED(EVENT(AT("1", "03") ELEVEN ME DAILY ORIGIN) EVENT(AT("2", "02") THIRD ELEVEN ME)), 0 },
        { "nor does what the message names again",
          STORED(EVENT(AT("0", "01") TEN ME DAILY) EVENT(AT("0", "02") SECOND ELEVEN ME)),
          CALENDAR("REQUEST", EVENT(AT("1", "03") ELEVEN ME DAILY) EVENT(AT("0", "02") SECOND ELEVEN ME)), APPLY_UPDATE,
          STORED(EVENT(AT("1", "03") ELEVEN ME DAILY ORIGIN) EVENT(AT("0", "02") SECOND ELEVEN ME)), 0 },
        { "nor those that are excluded now",
          STORED(EVENT(AT("0", "01") TEN ME DAILY) EVENT(AT("0", "02") SECOND ELEVEN ME)),
          CALENDAR("REQUEST", EVENT(AT("1", "03") TEN ME DAILY "EXDATE:20260202T100000Z\n")), APPLY_UPDATE,
          STORED(EVENT(AT("1", "03") TEN ME DAILY "EXDATE:20260202T100000Z\n" ORIGIN)), 0 },
        { "a part of it is new", STORED(EVENT(AT("1", "01") TEN ME DAILY) EVENT(AT("1", "02") SECOND ELEVEN ME)),
          CALENDAR("REQUEST", EVENT(AT("1", "01") TEN ME DAILY "SUMMARY:x\n") EVENT(AT("2", "02") SECOND TEN ME)),
          APPLY_UPDATE, STORED(EVENT(AT("1", "01") TEN ME DAILY) EVENT(AT("2", "02") SECOND TEN ME ORIGIN)), 0 },
};

#define OUTLOOK "040000008200E00074C5B7101A82E008"
#define OUTLOOK_REST "B0A1C2D3E4F5DA01000000000000000010000000AABBCCDDEEFF00112233445566778899"

static const struct row more_requests[] = {
        { "quiet, and not answered", STORED(EVENT(AT("0", "01") TEN ME "STATUS:TENTATIVE\nTRANSP:TRANSPARENT\n")),
          CALENDAR("REQUEST", EVENT(AT("1", "01") TEN ME "STATUS:CONFIRMED\n")), APPLY_UPDATE,
          STORED(EVENT(AT("1", "01") TEN ME "STATUS:TENTATIVE\nTRANSP:TRANSPARENT\n" ORIGIN
                                            "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\n")),
          QUIET },
        { "quiet, and answered", STORED(EVENT(AT("0", "01") TEN ME_YES "STATUS:TENTATIVE\n")),
          CALENDAR("REQUEST", EVENT(AT("1", "01") TEN ME "STATUS:CONFIRMED\n")), APPLY_UPDATE,
          STORED(EVENT(AT("1", "01") TEN ME_YES "STATUS:CONFIRMED\n" ORIGIN)), QUIET },
        { "this and future instances", STORED(EVENT(AT("0", "01") TEN ME DAILY)),
          CALENDAR("REQUEST", EVENT(AT("1", "01") "RECURRENCE-ID;RANGE=THISANDFUTURE:20260202T100000Z\n" ELEVEN ME)),
          APPLY_UPDATE,
          STORED(EVENT(AT("0", "01") TEN ME DAILY)
                         EVENT(AT("1", "01") "RECURRENCE-ID;RANGE=THISANDFUTURE:20260202T100000Z\n" ELEVEN ME ORIGIN)),
          0 },
        { "a series to its instance", STORED(EVENT(AT("0", "01") SECOND ELEVEN ME_YES)),
          CALENDAR("REQUEST", EVENT(AT("0", "02") TEN ME DAILY)), APPLY_UPDATE,
          STORED(EVENT(AT("0", "01") SECOND ELEVEN ME_YES) EVENT(AT("0", "02") TEN ME DAILY ORIGIN)), 0 },
        { "instances of others", STORED(EVENT(AT("0", "01") TEN ME DAILY)),
          CALENDAR("REQUEST", EVENT(AT("1", "01") SECOND ELEVEN YOU) EVENT(AT("1", "01") THIRD ELEVEN ME)),
          APPLY_UPDATE, STORED(EVENT(AT("0", "01") TEN ME DAILY) EVENT(AT("1", "01") THIRD ELEVEN ME ORIGIN)), 0 },
        { "to the delegate", STORED(EVENT(AT("1", "01") TEN "ATTENDEE;PARTSTAT=TENTATIVE:mailto:me@example.net\n" YOU)),
          CALENDAR("REQUEST",
                   EVENT(AT("1", "02") TEN
                         "ATTENDEE;DELEGATED-FROM=\"mailto:you@example.org\":mailto:me@example.net\n"
                         "ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO=\"mailto:me@example.net\":mailto:you@example.org\n")),
          APPLY_UPDATE,
          STORED(EVENT(
                  AT("1", "02") TEN
                  "ATTENDEE;DELEGATED-FROM=\"mailto:you@example.org\";PARTSTAT=TENTATIVE:mail\n to:me@example.net\n"
                  "ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO=\"mailto:me@example.net\":mailto:you@example.org\n" ORIGIN)),
          0 },
        { "he delegated",
          STORED(EVENT(AT("1", "01") TEN
                       "ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO=\"mailto:b@c.example\":mailto:me@example.net\n")),
          CALENDAR("REQUEST",
                   EVENT(AT("2", "02") TEN
                         "ATTENDEE;PARTSTAT=ACCEPTED;DELEGATED-TO=\"mailto:d@c.example\":mailto:me@example.net\n")),
          APPLY_UPDATE,
          STORED(EVENT(
                  AT("2", "02") TEN
                  "ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO=\"mailto:b@c.example\":mailto:me@\n example.net\n" ORIGIN)),
          0 },
        { "an answer that the sender gave for him", STORED(EVENT(AT("1", "01") TEN ME)),
          CALENDAR("REQUEST", EVENT(AT("2", "02") TEN ME_YES)), APPLY_UPDATE,
          STORED(EVENT(AT("2", "02") TEN ME ORIGIN)), 0 },
        { "the server does not invite in his name", "",
          CALENDAR("REQUEST",
                   EVENT(AT("1",
                            "01") "ATTENDEE:mailto:o@example.com\nATTENDEE;SCHEDULE-AGENT=SERVER:mailto:all@example.org\n")),
          APPLY_CREATE,
          NEW("BEGIN:VEVENT\nUID:1\nORGANIZER:mailto:o@example.com\n" AT(
                  "1", "01") "ATTENDEE;SCHEDULE-AGENT=CLIENT:mailto:o@example.com\n"
                             "ATTENDEE;SCHEDULE-AGENT=CLIENT:mailto:all@example.org\n" ORIGIN "END:VEVENT\n"),
          SERVER | ORGANIZER_IS_ME },
        { "what stays is silent, too", STORED(EVENT(AT("0", "01") TEN ME DAILY)),
          CALENDAR("REQUEST", EVENT(AT("1", "01") SECOND ELEVEN ME)), APPLY_UPDATE,
          STORED("BEGIN:VEVENT\nUID:1\nORGANIZER;SCHEDULE-AGENT=CLIENT:mailto:o@example.com\n" AT("0", "01") TEN ME DAILY
                 "END:VEVENT\n"
                 "BEGIN:VEVENT\nUID:1\nORGANIZER;SCHEDULE-AGENT=CLIENT:mailto:o@example.com\n" AT("1", "01")
                         SECOND ELEVEN ME ORIGIN "END:VEVENT\n"),
          SERVER },
        { "a UID that is written otherwise",
          STORED("BEGIN:VEVENT\nUID:" OUTLOOK "00000000" OUTLOOK_REST "\nORGANIZER:mailto:o@example.com\n" AT("0", "01")
                         TEN ME DAILY "END:VEVENT\n"),
          CALENDAR("REQUEST", "BEGIN:VEVENT\nUID:" OUTLOOK "07EA0202" OUTLOOK_REST
                              "\nORGANIZER:mailto:o@example.com\n" AT("1", "01") SECOND ELEVEN ME "END:VEVENT\n"),
          APPLY_UPDATE,
          STORED("BEGIN:VEVENT\nUID:" OUTLOOK "00000000" OUTLOOK_REST "\nORGANIZER:mailto:o@example.com\n" AT("0", "01")
                         TEN ME DAILY "END:VEVENT\n"
                                      "BEGIN:VEVENT\nUID:" OUTLOOK "00000000" OUTLOOK_REST
                                      "\nORGANIZER:mailto:o@example.com\n" AT("1", "01") SECOND ELEVEN ME ORIGIN
                 "END:VEVENT\n"),
          0 },
        { "a task",
          STORED("BEGIN:VTODO\nUID:1\nORGANIZER:mailto:o@example.com\n" AT("0", "01") ME_YES "X-MINE:1\nEND:VTODO\n"),
          CALENDAR("REQUEST", "BEGIN:VTODO\nUID:1\nORGANIZER:mailto:o@example.com\n" AT("1", "01") ME
                   "DUE:20260202T100000Z\nEND:VTODO\n"),
          APPLY_UPDATE,
          STORED("BEGIN:VTODO\nUID:1\nORGANIZER:mailto:o@example.com\n" AT("1", "01") ME_YES
                 "DUE:20260202T100000Z\nX-MINE:1\n" ORIGIN "END:VTODO\n"),
          0 },
};

#define TOLD "The calendar server would tell the organizer that the user does not come."

static const struct row absences[] = {
        { "instances of another series",
          STORED(EVENT(AT("0", "01") TEN ME DAILY) EVENT(AT("0", "01") SECOND TEN ME "STATUS:CONFIRMED\n")),
          CALENDAR("REQUEST", EVENT(AT("1", "01") ELEVEN ME DAILY)), APPLY_UPDATE,
          STORED(EVENT(AT("1", "01") ELEVEN ME DAILY ORIGIN) EVENT(AT("0", "01") SECOND TEN ME "STATUS:CANCELLED\n")),
          ABSENCE },
        { "instances of the rest",
          STORED(EVENT(AT("0", "01") TEN ME DAILY) EVENT(AT("0", "01") THIRD TEN ME "STATUS:CONFIRMED\n")),
          CALENDAR("CANCEL", EVENT(AT("1", "02") "RECURRENCE-ID;RANGE=THISANDFUTURE:20260202T100000Z\n" ME)),
          APPLY_UPDATE,
          STORED(EVENT(AT("1", "02") TEN ME "RRULE:FREQ=DAILY;UNTIL=20260202T095959Z\n")
                         EVENT(AT("0", "01") THIRD TEN ME "STATUS:CANCELLED\n")),
          ABSENCE },
        { "an EXDATE more", STORED(EVENT(AT("0", "01") TEN ME DAILY)),
          CALENDAR("REQUEST", EVENT(AT("1", "01") TEN ME DAILY "EXDATE:20260202T100000Z\n")), APPLY_NOTHING, TOLD,
          ABSENCE | BY_SERVER },
        { "the EXDATE that is there", STORED(EVENT(AT("0", "01") TEN ME DAILY "EXDATE:20260202T100000Z\n")),
          CALENDAR("REQUEST", EVENT(AT("1", "01") TEN ME DAILY "EXDATE:20260202T100000Z\n")), APPLY_UPDATE,
          STORED(EVENT(AT("1", "01") TEN ME DAILY "EXDATE:20260202T100000Z\n" ORIGIN)), ABSENCE },
        { "an instance of the rule", STORED(EVENT(AT("0", "01") TEN ME DAILY)),
          CALENDAR("REQUEST", EVENT(AT("1", "01") SECOND ELEVEN ME)), APPLY_UPDATE,
          STORED(EVENT(AT("0", "01") TEN ME DAILY) EVENT(AT("1", "01") SECOND ELEVEN ME ORIGIN)), ABSENCE },
        { "an instance that the rule has not", STORED(EVENT(AT("0", "01") TEN ME DAILY "RDATE:20260202T110000Z\n")),
          CALENDAR("REQUEST", EVENT(AT("1", "01") "RECURRENCE-ID:20260202T110000Z\n" ELEVEN ME)), APPLY_NOTHING, TOLD,
          ABSENCE | BY_SERVER },
        { "one more instance", STORED(EVENT(AT("0", "01") TEN ME DAILY)),
          CALENDAR("ADD", EVENT(AT("1", "01") ELEVEN ME)), APPLY_NOTHING, TOLD, ABSENCE | BY_SERVER },
        { "an instance less",
          STORED(EVENT(AT("0", "01") TEN ME DAILY) EVENT(AT("0", "01") SECOND TEN ME "STATUS:CONFIRMED\n")),
          CALENDAR("CANCEL", EVENT(AT("1", "02") SECOND ME)), APPLY_UPDATE,
          STORED(EVENT(AT("0", "01") TEN ME DAILY) EVENT(AT("1", "02") SECOND TEN ME "STATUS:CANCELLED\n")),
          ABSENCE | REMOVE },
};

static const struct row cancels[] = {
        { "an instance of others", STORED(EVENT(AT("0", "01") TEN ME DAILY)),
          CALENDAR("CANCEL", EVENT(AT("1", "02") SECOND YOU) EVENT(AT("1", "02") THIRD ME)), APPLY_UPDATE,
          STORED(EVENT(AT("0", "01") TEN
                       "EXDATE:20260203T100000Z\nX-CALWARDEN-CANCELLED:20260203T100000Z/1/20260102T000000Z\n" ME DAILY)),
          REMOVE },
        { "the server stays silent",
          STORED(EVENT(AT("0", "01") TEN ME DAILY "STATUS:CONFIRMED\n")
                         EVENT(AT("0", "01") THIRD ME "STATUS:CONFIRMED\n")),
          CALENDAR("CANCEL", EVENT(AT("1", "02") THIRD ME)), APPLY_UPDATE,
          STORED("BEGIN:VEVENT\nUID:1\nORGANIZER;SCHEDULE-AGENT=CLIENT:mailto:o@example.com\n" AT("0", "01") TEN ME DAILY
                 "STATUS:CONFIRMED\nEND:VEVENT\n"
                 "BEGIN:VEVENT\nUID:1\nORGANIZER;SCHEDULE-AGENT=CLIENT:mailto:o@example.com\n" AT("1", "02") THIRD ME
                 "STATUS:CANCELLED\nEND:VEVENT\n"),
          SERVER },
        { "all of what stands apart", STORED(EVENT(AT("0", "01") SECOND TEN ME) EVENT(AT("3", "01") THIRD TEN ME)),
          CALENDAR("CANCEL", EVENT(AT("1", "02") ME)), APPLY_UPDATE, STORED(EVENT(AT("3", "01") THIRD TEN ME)), REMOVE },
        { "of what is not there", "", CALENDAR("CANCEL", EVENT(AT("1", "01") ME)), APPLY_NOTHING,
          "It cancels an event that is not in the calendar.", 0 },
        { "marked", STORED(EVENT(AT("0", "01") TEN ME_YES "STATUS:CONFIRMED\nX-A:b\n" ALARM("5"))),
          CALENDAR("CANCEL", EVENT(AT("1", "02") ME "STATUS:CANCELLED\n")), APPLY_UPDATE,
          STORED(EVENT(AT("1", "02") TEN ME_YES "STATUS:CANCELLED\nX-A:b\n" ALARM("5"))), 0 },
        { "marked, without STATUS", STORED(EVENT(AT("0", "01") TEN ME)), CALENDAR("CANCEL", EVENT(AT("1", "02") ME)),
          APPLY_UPDATE,
          STORED("BEGIN:VEVENT\nSTATUS:CANCELLED\nUID:1\nORGANIZER:mailto:o@example.com\n" AT("1", "02") TEN ME
                 "END:VEVENT\n"),
          0 },
        { "removed", STORED(EVENT(AT("0", "01") TEN ME)), CALENDAR("CANCEL", EVENT(AT("1", "02") ME)), APPLY_REMOVE, "",
          REMOVE },
        { "of an older one", STORED(EVENT(AT("2", "01") TEN ME)), CALENDAR("CANCEL", EVENT(AT("1", "02") ME)),
          APPLY_NOTHING, "It cancels what is newer in the calendar, or cancelled already.", REMOVE },
        { "forged", STORED(EVENT(AT("0", "01") TEN ME)),
          CALENDAR("CANCEL", "BEGIN:VEVENT\nUID:1\nORGANIZER:mailto:x@example.com\n" AT("9", "02") ME "END:VEVENT\n"),
          APPLY_NOTHING, "The event in the calendar is another organizer's.", REMOVE },
        { "an instance, removed", STORED(EVENT(AT("0", "01") TEN ME DAILY) EVENT(AT("0", "01") SECOND ELEVEN ME)),
          CALENDAR("CANCEL", EVENT(AT("1", "02") SECOND ME) EVENT(AT("1", "02") THIRD ME)), APPLY_UPDATE,
          STORED(EVENT(AT("0", "01") TEN
                       "EXDATE:20260202T100000Z\nX-CALWARDEN-CANCELLED:20260202T100000Z/1/20260102T000000Z\n"
                       "EXDATE:20260203T100000Z\nX-CALWARDEN-CANCELLED:20260203T100000Z/1/20260102T000000Z\n" ME DAILY)),
          REMOVE },
        { "an instance, marked", STORED(EVENT(AT("0", "01") TEN ME_YES DAILY "DTEND:20260201T103000Z\n" ALARM("1"))),
          CALENDAR("CANCEL", EVENT(AT("1", "02") SECOND ME)), APPLY_UPDATE,
          STORED(EVENT(AT("0", "01") TEN ME_YES DAILY "DTEND:20260201T103000Z\n" ALARM(
                  "1")) "BEGIN:VEVENT\n" SECOND
                        "STATUS:CANCELLED\nSEQUENCE:1\nDTSTAMP:20260102T000000Z\nUID:1\nORGANIZER:mailto:o@example.com\n"
                        "DTSTART:20260202T100000Z\n" ME_YES "DTEND:20260202T103000Z\n" ALARM("1") "END:VEVENT\n"),
          0 },
        { "an instance that stands apart, marked",
          STORED(EVENT(AT("0", "01") TEN ME DAILY) EVENT(AT("0", "01") SECOND ELEVEN ME)),
          CALENDAR("CANCEL", EVENT(AT("1", "02") SECOND ME)), APPLY_UPDATE,
          STORED(EVENT(AT("0", "01") TEN ME
                               DAILY) "BEGIN:VEVENT\nSTATUS:CANCELLED\nUID:1\nORGANIZER:mailto:o@example.com\n" AT("1",
                                                                                                                   "02")
                         SECOND ELEVEN ME "END:VEVENT\n"),
          0 },
        { "an instance that is none", STORED(EVENT(AT("0", "01") TEN ME DAILY)),
          CALENDAR("CANCEL", EVENT(AT("1", "02") "RECURRENCE-ID:20260202T110000Z\n" ME)), APPLY_NOTHING,
          "It cancels what is newer in the calendar, or cancelled already.", 0 },
        { "the only instance, removed", STORED(EVENT(AT("0", "01") SECOND ELEVEN ME)),
          CALENDAR("CANCEL", EVENT(AT("1", "02") SECOND ME)), APPLY_REMOVE, "", REMOVE },
        { "an instance again", STORED(EVENT(AT("0", "01") TEN "EXDATE:20260202T100000Z\n" ME DAILY)),
          CALENDAR("CANCEL", EVENT(AT("1", "02") SECOND ME)), APPLY_NOTHING,
          "It cancels what is newer in the calendar, or cancelled already.", REMOVE },
        { "an old invitation to an instance that was cancelled since",
          STORED(EVENT(AT("0", "01") TEN
                       "EXDATE:20260202T100000Z\nX-CALWARDEN-CANCELLED:20260202T100000Z/1/20260103T000000Z\n" ME DAILY)),
          CALENDAR("REQUEST", EVENT(AT("1", "02") SECOND ELEVEN ME)), APPLY_NOTHING,
          "It is older than what is in the calendar, or the same.", 0 },
        { "one that was cancelled twice",
          STORED(EVENT(
                  AT("0", "01") TEN
                  "X-CALWARDEN-CANCELLED:20260202T100000Z/3/20260103T000000Z\nX-CALWARDEN-CANCELLED:20260202T100000Z/1/\n" ME
                          DAILY)),
          CALENDAR("REQUEST", EVENT(AT("2", "02") SECOND ELEVEN ME)), APPLY_NOTHING,
          "It is older than what is in the calendar, or the same.", 0 },
        { "a new invitation to it",
          STORED(EVENT(AT("0", "01") TEN
                       "EXDATE:20260202T100000Z\nX-CALWARDEN-CANCELLED:20260202T100000Z/1/20260103T000000Z\n" ME DAILY)),
          CALENDAR("REQUEST", EVENT(AT("2", "04") SECOND ELEVEN ME)), APPLY_UPDATE,
          STORED(EVENT(AT("0", "01") TEN "X-CALWARDEN-CANCELLED:20260202T100000Z/1/20260103T000000Z\n" ME DAILY)
                         EVENT(AT("2", "04") SECOND ELEVEN ME ORIGIN)),
          0 },
        { "the rest of a series of days",
          STORED(EVENT(AT("0", "01") "DTSTART;VALUE=DATE:20260201\n" ME "RRULE:FREQ=DAILY;UNTIL=20260301\n")),
          CALENDAR("CANCEL", EVENT(AT("1", "02") "RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20260203\n" ME)),
          APPLY_UPDATE,
          STORED(EVENT(AT("1", "02") "DTSTART;VALUE=DATE:20260201\n" ME "RRULE:FREQ=DAILY;UNTIL=20260202\n")), REMOVE },
        { "all of a series, as its rest", STORED(EVENT(AT("0", "01") TEN ME DAILY)),
          CALENDAR("CANCEL", EVENT(AT("1", "02") "RECURRENCE-ID;RANGE=THISANDFUTURE:20260201T100000Z\n" ME)),
          APPLY_REMOVE, "", REMOVE },
        { "the rest of a series",
          STORED(EVENT(AT("0", "01") TEN ME "RRULE:FREQ=DAILY;COUNT=9;WKST=MO\nRDATE:20260202T120000Z,20260204T120000Z\n")
                         EVENT(AT("0", "01") SECOND ELEVEN ME) EVENT(AT("0", "01") THIRD ELEVEN ME)),
          CALENDAR("CANCEL", EVENT(AT("1", "02") "RECURRENCE-ID;RANGE=THISANDFUTURE:20260203T100000Z\n" ME)),
          APPLY_UPDATE,
          STORED(EVENT(AT("1", "02") TEN ME "RRULE:FREQ=DAILY;WKST=MO;UNTIL=20260203T095959Z\nRDATE:20260202T120000Z\n")
                         EVENT(AT("0", "01") SECOND ELEVEN ME)),
          0 },
        { "of others only", STORED(EVENT(AT("0", "01") TEN ME YOU)), CALENDAR("CANCEL", EVENT(AT("1", "02") YOU)),
          APPLY_NOTHING, "It names none of the user's addresses.", NOT_FOR_USER },
        { "one's own event", STORED(EVENT(AT("0", "01") TEN ME YOU)),
          CALENDAR("CANCEL", EVENT(AT("1", "02") "ATTENDEE:mailto:o@example.com\n")), APPLY_NOTHING,
          "The user organizes this event himself.", ORGANIZER_IS_ME },
};

#define REPLY(text) CALENDAR("REPLY", EVENT(text))
#define YES "ATTENDEE;PARTSTAT=ACCEPTED;CN=Other:mailto:me@example.net\n"
#define YES_AT(sequence, day) \
        "ATTENDEE;PARTSTAT=ACCEPTED;X-CALWARDEN-REPLY=" sequence "/202601" day "T000000Z:mailto:me@example.net\n"

static const struct row replies[] = {
        { "accepted",
          STORED(EVENT(AT("1", "01") TEN "ATTENDEE;CN=Me;PARTSTAT=NEEDS-ACTION:mailto:Me@example.net\n" YOU ALARM("1"))),
          REPLY(AT("1", "02") YES "SUMMARY:other\n" ALARM("9")), APPLY_UPDATE,
          STORED(EVENT(AT("1", "01") TEN
                       "ATTENDEE;CN=Me;PARTSTAT=ACCEPTED;X-CALWARDEN-REPLY=1/20260102T000000Z:mailto:Me@example.net\n" YOU
                               ALARM("1"))),
          ORGANIZER_IS_ME },
        { "again", STORED(EVENT(AT("1", "01") TEN YES_AT("1", "02"))), REPLY(AT("1", "02") YES), APPLY_NOTHING,
          "It is older than the answer that is known, or the same.", ORGANIZER_IS_ME },
        { "an older answer", STORED(EVENT(AT("1", "01") TEN YES_AT("1", "03"))),
          REPLY(AT("1", "02") "ATTENDEE;PARTSTAT=DECLINED:mailto:me@example.net\n"), APPLY_NOTHING,
          "It is older than the answer that is known, or the same.", ORGANIZER_IS_ME },
        { "a newer answer",
          STORED(EVENT(AT("1", "01") TEN
                       "ATTENDEE;PARTSTAT=DECLINED;X-CALWARDEN-REPLY=0/20260103T000000Z:mailto:me@example.net\n")),
          REPLY(AT("1", "02") YES), APPLY_UPDATE,
          STORED(EVENT(AT("1", "01") TEN
                       "ATTENDEE;PARTSTAT=ACCEPTED;X-CALWARDEN-REPLY=1/20260102T000000Z:mailto:me@example.net\n")),
          ORGANIZER_IS_ME },
        { "to an earlier version", STORED(EVENT(AT("2", "01") TEN ME)), REPLY(AT("1", "02") YES), APPLY_NOTHING,
          "It answers to an earlier version of the event.", ORGANIZER_IS_ME },
        { "without ORGANIZER and SEQUENCE", STORED(EVENT(AT("2", "01") TEN "ATTENDEE:mailto:a@b.example\n")),
          CALENDAR("REPLY",
                   "BEGIN:VEVENT\nUID:1\nDTSTAMP:20260102T000000Z\nATTENDEE;PARTSTAT=DECLINED:mailto:a@b.example\nEND:VEVENT\n"),
          APPLY_UPDATE,
          STORED(EVENT(AT("2", "01") TEN
                       "ATTENDEE;PARTSTAT=DECLINED;X-CALWARDEN-REPLY=0/20260102T000000Z:mailto:a@b.example\n")),
          ORGANIZER_IS_ME },
        { "of somebody who was not invited", STORED(EVENT(AT("1", "01") TEN YOU)), REPLY(AT("1", "02") YES),
          APPLY_NOTHING, "It is from somebody who was not invited.", ORGANIZER_IS_ME },
        { "to somebody else's event", STORED(EVENT(AT("1", "01") TEN ME YOU)), REPLY(AT("1", "02") YOU), APPLY_NOTHING,
          "It answers an event that somebody else organizes.", NOT_FOR_USER },
        { "to nothing", "", REPLY(AT("1", "02") YES), APPLY_NOTHING, "It answers an event that is not in the calendar.",
          ORGANIZER_IS_ME },
        { "to an instance", STORED(EVENT(AT("1", "01") TEN "ATTENDEE:mailto:a@b.example\n" DAILY)),
          REPLY(AT("1", "02") SECOND "ATTENDEE;PARTSTAT=TENTATIVE:mailto:a@b.example\n"), APPLY_UPDATE,
          STORED(EVENT(AT("1", "01") TEN "ATTENDEE:mailto:a@b.example\n" DAILY) "BEGIN:VEVENT\n" SECOND "UID:1\nORGANIZER:mailto:o@example.com\n" AT(
                  "1",
                  "01") "DTSTART:20260202T100000Z\n"
                        "ATTENDEE;PARTSTAT=TENTATIVE;X-CALWARDEN-REPLY=1/20260102T000000Z:mailto:a@b.example\nEND:VEVENT\n"),
          ORGANIZER_IS_ME },
        { "to an instance that stands apart",
          STORED(EVENT(AT("1", "01") TEN ME DAILY) EVENT(AT("1", "01") SECOND ELEVEN ME)),
          REPLY(AT("1", "02") SECOND YES), APPLY_UPDATE,
          STORED(EVENT(AT("1", "01") TEN ME DAILY) EVENT(
                  AT("1", "01") SECOND ELEVEN
                  "ATTENDEE;PARTSTAT=ACCEPTED;X-CALWARDEN-REPLY=1/20260102T000000Z:mailto:me@example.net\n")),
          ORGANIZER_IS_ME },
        { "to an instance that is none", STORED(EVENT(AT("1", "01") TEN ME "RRULE:FREQ=DAILY;COUNT=2\n")),
          REPLY(AT("1", "02") THIRD YES), APPLY_NOTHING, "It answers to an instance that the series does not have.",
          ORGANIZER_IS_ME },
        { "for two", STORED(EVENT(AT("1", "01") TEN ME YOU)), REPLY(AT("1", "02") YES YOU), APPLY_NOTHING,
          "It answers for nobody, or for several.", ORGANIZER_IS_ME },
        { "of two, each to an instance", STORED(EVENT(AT("1", "01") TEN ME YOU DAILY)),
          CALENDAR("REPLY", EVENT(AT("1", "02") SECOND YES) EVENT(AT("1", "02") THIRD YOU)), APPLY_NOTHING,
          "It answers for several.", ORGANIZER_IS_ME },
        { "delegated", STORED(EVENT(AT("1", "01") TEN "ATTENDEE:mailto:a@b.example\n")),
          REPLY(AT("1", "02") "ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO=\"mailto:c@b.example\":mailto:a@b.example\n"),
          APPLY_UPDATE,
          STORED(EVENT(AT("1", "01") TEN "ATTENDEE;PARTSTAT=DELEGATED;X-CALWARDEN-REPLY=1/20260102T000000Z"
                                         ";DELEGATED-TO=\"mailto:c@b.example\":mailto:a@b.example\n")),
          ORGANIZER_IS_ME },
        { "of the delegate",
          STORED(EVENT(AT("1", "01") TEN
                       "ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO=\"mailto:c@b.example\":mailto:a@b.example\n")),
          REPLY(AT("1", "02") "ATTENDEE;PARTSTAT=ACCEPTED;DELEGATED-FROM=\"mailto:a@b.example\":mailto:c@b.example\n"),
          APPLY_UPDATE,
          STORED(EVENT(
                  AT("1", "01") TEN
                  "ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO=\"mailto:c@b.example\":mailto:a@b.example\n"
                  "ATTENDEE;PARTSTAT=ACCEPTED;DELEGATED-FROM=\"mailto:a@b.example\";X-CALWARDEN-REPLY=1/20260102T000000Z:mailto:c@b.example\n")),
          ORGANIZER_IS_ME },
        { "of a delegate whom nobody named", STORED(EVENT(AT("1", "01") TEN "ATTENDEE:mailto:a@b.example\n")),
          REPLY(AT("1", "02") "ATTENDEE;PARTSTAT=ACCEPTED;DELEGATED-FROM=\"mailto:a@b.example\":mailto:c@b.example\n"),
          APPLY_NOTHING, "It is from somebody who was not invited.", ORGANIZER_IS_ME },
        { "where the server invites", STORED(EVENT(AT("1", "01") TEN ME)), REPLY(AT("1", "02") YES), APPLY_NOTHING,
          "The calendar server invited, and has to take the answer in itself.", ORGANIZER_IS_ME | SERVER | BY_SERVER },
        { "where the server does not invite him",
          STORED(EVENT(AT("1", "01") TEN "ATTENDEE;SCHEDULE-AGENT=CLIENT:mailto:a@b.example\n")),
          REPLY(AT("1", "02") "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example\n"), APPLY_UPDATE,
          STORED(EVENT(
                  AT("1", "01") TEN
                  "ATTENDEE;SCHEDULE-AGENT=CLIENT;PARTSTAT=ACCEPTED;X-CALWARDEN-REPLY=1/20260102T000000Z:mailto:a@b.example\n")),
          ORGANIZER_IS_ME | SERVER },
        { "a counter-proposal", STORED(EVENT(AT("1", "01") TEN ME)), CALENDAR("COUNTER", EVENT(AT("1", "02") ELEVEN ME)),
          APPLY_NOTHING, "It asks a person for something, and changes nothing by itself.", ORGANIZER_IS_ME },
        { "its refusal", STORED(EVENT(AT("1", "01") TEN ME)), CALENDAR("DECLINECOUNTER", EVENT(AT("1", "02") ELEVEN ME)),
          APPLY_NOTHING, "It asks a person for something, and changes nothing by itself.", 0 },
        { "a refresh", STORED(EVENT(AT("1", "01") TEN ME)), CALENDAR("REFRESH", EVENT(AT("1", "02") ME)), APPLY_NOTHING,
          "It asks a person for something, and changes nothing by itself.", ORGANIZER_IS_ME },
};

static const struct row additions[] = {
        { "an instance more", STORED(EVENT(AT("1", "01") TEN ME_YES DAILY "X-MINE:1\n" ALARM("1"))),
          CALENDAR("ADD", EVENT(AT("2", "02") "DTSTART;X=1:20260202T150000Z\n" ME "SUMMARY:more\n" ALARM("9"))),
          APPLY_UPDATE,
          STORED(EVENT(AT("2", "02") TEN "RDATE;X=1:20260202T150000Z\n" ME_YES DAILY "X-MINE:1\n" ALARM("1"))
                         EVENT(AT("2", "02") "DTSTART;X=1:20260202T150000Z\n" ME_YES "SUMMARY:more\nX-MINE:1\n"
                                             "RECURRENCE-ID;X=1:20260202T150000Z\n" ORIGIN ALARM("1"))),
          0 },
        { "the same again", STORED(EVENT(AT("2", "02") TEN ME DAILY)),
          CALENDAR("ADD", EVENT(AT("2", "02") "DTSTART:20260202T150000Z\n" ME)), APPLY_NOTHING,
          "It is older than what is in the calendar, or the same.", 0 },
        { "one that is there", STORED(EVENT(AT("1", "01") TEN ME DAILY)),
          CALENDAR("ADD", EVENT(AT("2", "02") "DTSTART:20260202T100000Z\n" ME)), APPLY_NOTHING,
          "It adds an instance that is there already.", 0 },
        { "a series", STORED(EVENT(AT("1", "01") TEN ME DAILY)), CALENDAR("ADD", EVENT(AT("2", "02") ELEVEN ME DAILY)),
          APPLY_NOTHING, "It is no single instance that could be added.", 0 },
        { "to nothing", "", CALENDAR("ADD", EVENT(AT("2", "02") ELEVEN ME)), APPLY_NOTHING,
          "It adds an instance to a series that is not in the calendar.", 0 },
        { "a day to hours", STORED(EVENT(AT("1", "01") TEN ME DAILY)),
          CALENDAR("ADD", EVENT(AT("2", "02") "DTSTART;VALUE=DATE:20260202\n" ME)), APPLY_NOTHING,
          "It adds an instance that is of another kind than the series.", 0 },
};

/* An hour ahead of UTC, or two, all the year. */
#define ZONE(name, hours) \
        "BEGIN:VTIMEZONE\nTZID:" name "\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0" hours \
        "00\nTZOFFSETTO:+0" hours "00\nEND:STANDARD\nEND:VTIMEZONE\n"
#define ZONE_OTHERWISE_WRITTEN(name) \
        "BEGIN:VTIMEZONE\nTZID:" name \
        "\nX-A:b\nBEGIN:DAYLIGHT\nDTSTART:19710101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nEND:DAYLIGHT\nEND:VTIMEZONE\n"
#define IN(name) "DTSTART;TZID=" name ":20260201T100000\n"
#define SECOND_IN(name) "RECURRENCE-ID;TZID=" name ":20260202T100000\n"
#define OLD "It has another idea of a time zone than the event in the calendar."

static const struct row zones[] = {
        { "those that are needed come along", STORED(EVENT(AT("0", "01") TEN ME)),
          CALENDAR("REQUEST", ZONE("A", "1") ZONE("B", "2") EVENT(AT("1", "01") IN("B") ME)), APPLY_UPDATE,
          STORED(ZONE("B", "2") EVENT(AT("1", "01") IN("B") ME ORIGIN)), 0 },
        { "those that say the same stay", STORED(ZONE_OTHERWISE_WRITTEN("A") EVENT(AT("0", "01") IN("A") ME)),
          CALENDAR("REQUEST", ZONE("A", "1") EVENT(AT("1", "01") IN("A") ME)), APPLY_UPDATE,
          STORED(ZONE_OTHERWISE_WRITTEN("A") EVENT(AT("1", "01") IN("A") ME ORIGIN)), 0 },
        { "of another meaning, for all", STORED(ZONE("A", "1") EVENT(AT("0", "01") IN("A") ME)),
          CALENDAR("REQUEST", ZONE("A", "2") EVENT(AT("1", "01") IN("A") ME)), APPLY_UPDATE,
          STORED(ZONE("A", "2") EVENT(AT("1", "01") IN("A") ME ORIGIN)), 0 },
        { "of another meaning, for an instance", STORED(ZONE("A", "1") EVENT(AT("0", "01") IN("A") ME DAILY)),
          CALENDAR("REQUEST", ZONE("A", "2") EVENT(AT("1", "01") SECOND_IN("A") IN("A") ME)), APPLY_NOTHING, OLD, 0 },
        { "one that only what is stored knows", STORED(ZONE("A", "1") EVENT(AT("0", "01") IN("A") ME DAILY)),
          CALENDAR("REQUEST", EVENT(AT("1", "01") SECOND_IN("A") IN("A") ME)), APPLY_NOTHING, OLD, 0 },
        { "one that is known by its name, as well", STORED(EVENT(AT("0", "01") IN("Africa/Lagos") ME DAILY)),
          CALENDAR("REQUEST",
                   ZONE("Africa/Lagos", "1") EVENT(AT("1", "01") SECOND_IN("Africa/Lagos") IN("Africa/Lagos") ME)),
          APPLY_UPDATE,
          STORED(ZONE("Africa/Lagos", "1") EVENT(AT("0", "01") IN("Africa/Lagos") ME DAILY)
                         EVENT(AT("1", "01") SECOND_IN("Africa/Lagos") IN("Africa/Lagos") ME ORIGIN)),
          0 },
        { "one that is not what its name says", STORED(EVENT(AT("0", "01") IN("Africa/Lagos") ME DAILY)),
          CALENDAR("REQUEST",
                   ZONE("Africa/Lagos", "2") EVENT(AT("1", "01") SECOND_IN("Africa/Lagos") IN("Africa/Lagos") ME)),
          APPLY_NOTHING, OLD, 0 },
        { "an instance that is named in UTC", STORED(ZONE("A", "1") EVENT(AT("0", "01") IN("A") ME DAILY)),
          CALENDAR("CANCEL", EVENT(AT("1", "01") "RECURRENCE-ID:20260202T090000Z\n" ME)), APPLY_UPDATE,
          STORED(ZONE("A", "1") EVENT(
                  AT("0", "01") IN("A") "EXDATE;TZID=A:20260202T100000\n"
                                        "X-CALWARDEN-CANCELLED:20260202T090000Z/1/20260101T000000Z\n" ME DAILY)),
          REMOVE },
        { "an instance by a known name", STORED(EVENT(AT("0", "01") IN("Europe/Berlin") ME DAILY)),
          CALENDAR("CANCEL", EVENT(AT("1", "01") "RECURRENCE-ID:20260702T080000Z\n" ME)), APPLY_UPDATE,
          STORED(EVENT(
                  AT("0", "01") IN("Europe/Berlin")
                          ME DAILY) "BEGIN:VEVENT\nRECURRENCE-ID;TZID=Europe/Berlin:20260702T100000\nSTATUS:CANCELLED\nSEQUENCE:1\n"
                                    "DTSTAMP:20260101T000000Z\nUID:1\nORGANIZER:mailto:o@example.com\nDTSTART;TZID=Europe/Berlin:20260702T100000\n" ME
                                    "END:VEVENT\n"),
          0 },
        { "a day",
          STORED(EVENT(AT("0", "01") "DTSTART;VALUE=DATE:20260201\nDTEND;VALUE=DATE:20260203\n" ME
                                     "RRULE:FREQ=WEEKLY\n")),
          CALENDAR("CANCEL", EVENT(AT("1", "01") "RECURRENCE-ID;VALUE=DATE:20260208\n" ME)), APPLY_UPDATE,
          STORED(EVENT(AT(
                  "0",
                  "01") "DTSTART;VALUE=DATE:20260201\nDTEND;VALUE=DATE:20260203\n" ME
                        "RRULE:FREQ=WEEKLY\n") "BEGIN:VEVENT\nRECURRENCE-ID;VALUE=DATE:20260208\nSTATUS:CANCELLED\nSEQUENCE:1\nDTSTAMP:20260101T000000Z\n"
                                               "UID:1\nORGANIZER:mailto:o@example.com\nDTSTART;VALUE=DATE:20260208\nDTEND;VALUE=DATE:20260210\n" ME
                                               "END:VEVENT\n"),
          0 },
};

static const struct row damages[] = {
        { "nothing", "", "", APPLY_NOTHING, "It is no calendar.", 0 },
        { "a text", "", "Hello", APPLY_NOTHING, "It is no calendar.", 0 },
        { "JSON", "", "[\"vcalendar\",[],[]]", APPLY_NOTHING, "It is no calendar.", 0 },
        { "no VCALENDAR", "", EVENT(ME), APPLY_NOTHING, "It has no VCALENDAR.", 0 },
        { "vCalendar 1.0", "", "BEGIN:VCALENDAR\nVERSION:1.0\nMETHOD:REQUEST\nEND:VCALENDAR\n", APPLY_NOTHING,
          "It is not in the form of iCalendar 2.0.", 0 },
        { "cut", "", "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:1\n" ME, APPLY_NOTHING,
          "It is cut: a component has no END.", 0 },
        { "a line within a text", "",
          CALENDAR("REQUEST", EVENT(ME "DESCRIPTION;ENCODING=QUOTED-PRINTABLE:a=\nX-CALWARDEN-ORIGIN:b\n")),
          APPLY_NOTHING, "It is damaged: a text is quoted-printable.", 0 },
        { "a text in lines", "", CALENDAR("REQUEST", EVENT(ME "DESCRIPTION:a\nb c\n")), APPLY_NOTHING,
          "It is damaged: a line is broken without a fold.", 0 },
        { "no property", "", CALENDAR("REQUEST", EVENT(ME "X-A;B=c\n")), APPLY_NOTHING,
          "It is damaged: a line is no property.", 0 },
        { "two calendars", "", CALENDAR("REQUEST", EVENT(ME)) CALENDAR("REQUEST", EVENT(ME)), APPLY_NOTHING,
          "It holds several calendars.", 0 },
        { "two methods", "", CALENDAR("REQUEST", "METHOD:CANCEL\n" EVENT(ME)), APPLY_NOTHING,
          "It asks for two things at once: it has several METHODs.", 0 },
        { "a quote within a name", "", CALENDAR("REQUEST", EVENT("ATTENDEE;CN=a\";B=\":mailto:me@example.net\n")),
          APPLY_NOTHING, "It is damaged: quotes stand within the name of somebody.", 0 },
        { "a backslash behind a name", "", CALENDAR("REQUEST", EVENT("ATTENDEE;CN=a\\;B=c:mailto:me@example.net\n")),
          APPLY_NOTHING, "It is damaged: quotes stand within the name of somebody.", 0 },
        { "a backslash before a quote", "",
          CALENDAR("REQUEST", EVENT("ATTENDEE;CN=\"a\\\";B=\"c\":mailto:me@example.net\n")), APPLY_NOTHING,
          "It is damaged: quotes stand within the name of somebody.", 0 },
        { "two UIDs", "",
          CALENDAR("REQUEST", EVENT(ME) "BEGIN:VEVENT\nUID:2\nORGANIZER:mailto:o@example.com\nEND:VEVENT\n"),
          APPLY_NOTHING, "It holds several events: their UIDs differ.", 0 },
        { "two UIDs in one", "", CALENDAR("REQUEST", EVENT(ME "UID:2\n")), APPLY_NOTHING,
          "It is damaged: a property stands twice.", 0 },
        { "two organizers", "",
          CALENDAR("REQUEST", EVENT(ME) "BEGIN:VEVENT\nUID:1\n" SECOND "ORGANIZER:mailto:x@example.com\nEND:VEVENT\n"),
          APPLY_NOTHING, "It names several organizers.", 0 },
        { "two of one instance", "", CALENDAR("REQUEST", EVENT(ME SECOND) EVENT(ME SECOND)), APPLY_NOTHING,
          "It says two things at once: an instance stands twice.", 0 },
        { "no UID", "", CALENDAR("REQUEST", "BEGIN:VEVENT\nORGANIZER:mailto:o@example.com\n" ME "END:VEVENT\n"),
          APPLY_NOTHING, "It has no UID.", 0 },
        { "no organizer", "", CALENDAR("REQUEST", "BEGIN:VEVENT\nUID:1\n" ME "END:VEVENT\n"), APPLY_NOTHING,
          "It names no organizer.", 0 },
        { "no event", "", CALENDAR("REQUEST", "BEGIN:VFREEBUSY\nUID:1\n" ME "END:VFREEBUSY\n"), APPLY_NOTHING,
          "It holds no event.", 0 },
        { "two kinds", "", CALENDAR("REQUEST", EVENT(ME) "BEGIN:VTODO\nUID:1\nEND:VTODO\n"), APPLY_NOTHING,
          "It holds several kinds of components.", 0 },
        { "a method of others", "", CALENDAR("X-STEAL", EVENT(ME)), APPLY_NOTHING,
          "It asks for something that iTIP does not know.", 0 },
        { "published", "", CALENDAR("PUBLISH", EVENT(TEN)), APPLY_NOTHING, "It is published, not sent to somebody.", 0 },
        { "no method", "", NEW(EVENT(TEN)), APPLY_NOTHING, "It is published, not sent to somebody.", 0 },
        { "published, and wanted", "", CALENDAR("PUBLISH", EVENT(TEN)), APPLY_CREATE, NEW(EVENT(TEN ORIGIN)), TAKE },
        { "no method, and wanted", "", NEW("BEGIN:VEVENT\nUID:1\n" TEN "END:VEVENT\n"), APPLY_CREATE,
          NEW("BEGIN:VEVENT\nUID:1\n" TEN ORIGIN "END:VEVENT\n"), TAKE },
        { "not addressed, and wanted", "", CALENDAR("REQUEST", EVENT(TEN YOU)), APPLY_CREATE,
          NEW(EVENT(TEN YOU ORIGIN)), TAKE | NOT_FOR_USER },
        { "wanted, but another's", STORED("BEGIN:VEVENT\nUID:1\nORGANIZER:mailto:x@example.com\nEND:VEVENT\n"),
          CALENDAR("PUBLISH", EVENT(TEN)), APPLY_NOTHING, "The event in the calendar is another organizer's.", TAKE },
        { "the stored one cannot be read", "BEGIN:VCALENDAR\n", CALENDAR("REQUEST", EVENT(ME)), APPLY_NOTHING,
          "What stands in the calendar cannot be read.", 0 },
        { "the stored one is another", STORED("BEGIN:VEVENT\nUID:2\nEND:VEVENT\n"), CALENDAR("REQUEST", EVENT(ME)),
          APPLY_NOTHING, "What stands in the calendar is another event.", 0 },
        { "text around it, and no last line end", "",
          "\xEF\xBB\xBFHello\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST\n" EVENT(ME) "END:VCALENDAR", APPLY_CREATE,
          "BEGIN:VCALENDAR\n" EVENT(ME ORIGIN) "END:VCALENDAR", 0 },
};

static const char *text_of(enum apply_change change) {
        static const char *const names[] = { "nothing", "create", "update", "remove" };
        return names[change];
}

/* Without folds; none of the lines that were written may have been longer than a line is. */
static struct span unfolded(struct arena *arena, struct span s) {
        struct buf out = buf_in(arena, s.len + 1);
        while (s.len > 0) {
                struct span line = span_split(&s, '\n');
                assert_true(line.len <= 75 || !span_has(line, SPAN("X-CALWARDEN")));
                buf_add(&out, line);
                if (s.len > 0 && s.ptr[0] == ' ')
                        s = span_skip(s, 1);
                else
                        buf_add_byte(&out, '\n');
        }
        return buf_span(&out);
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
                .tells_absence = row->flags & ABSENCE,
        };
        struct apply_result got;
        apply_message(arena, &request, &got);
        bool ok = got.change == row->change && got.not_for_user == !!(row->flags & NOT_FOR_USER) &&
                  got.by_server == !!(row->flags & BY_SERVER) && got.reason;
        if (!ok)
                print_error("%s: %s, %s (%s)\n", row->name, text_of(got.change), got.reason,
                            got.not_for_user ? "not for the user" : "");
        struct span result = got.change == APPLY_NOTHING ? span_from(got.reason) : got.object;
        if (row->flags & ORGANIZER_IS_ME && got.change != APPLY_NOTHING)
                result = unfolded(arena, result);
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

#define TRY(what, rows) \
        static void what(void **state) { \
                (void)state; \
                assert_true(try_all(rows, sizeof rows / sizeof *rows)); \
        }
TRY(request, requests)
TRY(request_further, more_requests)
TRY(absence, absences)
TRY(cancel, cancels)
TRY(reply, replies)
TRY(add, additions)
TRY(zone, zones)
TRY(damage, damages)

/* The label of the transport counts; what is in no charset of a calendar server is left. */
static void reads_charsets(void **state) {
        static const struct span address = { "me@example.net", 14 };
        struct arena *arena = arena_new(64 * 1024 * 1024);
        struct apply_request request = { .addresses = &address, .address_count = 1, .charset = SPAN("iso-8859-1") };
        struct apply_result got;
        (void)state;
        request.message = span_from(CALENDAR("REQUEST", EVENT(AT("0", "01") ME "SUMMARY:caf\xE9\n")));
        apply_message(arena, &request, &got);
        expect_span("a label", got.object, span_from(NEW(EVENT(AT("0", "01") ME "SUMMARY:caf\xC3\xA9\n"))));
        request.message = (struct span){ "\xFF\xFE"
                                         "B\0E\0G\0I\0N\0:\0V\0C\0A\0L\0E\0N\0D\0A\0R\0\n",
                                         2 + 32 };
        apply_message(arena, &request, &got);
        assert_int_equal(got.change, APPLY_NOTHING);
        expect_span("UTF-16", span_from(got.reason), SPAN("It is in UTF-16, which no calendar server takes."));
        arena_free(arena);
}

/* The parts that are processed, as digits, and `!` where some were left out. */
static void chooses(void **state) {
        static const struct {
                const char *name, *parts[3], *expected;
        } rows[] = {
                { "one", { CALENDAR("REQUEST", EVENT(TEN ME)) }, "0" },
                { "the same twice",
                  { CALENDAR("REQUEST", EVENT(TEN ME)), CALENDAR("REQUEST", EVENT(TEN ME "X-A:b\n")) },
                  "0" },
                { "a copy without METHOD first", { NEW(EVENT(TEN ME)), CALENDAR("REQUEST", EVENT(TEN ME)) }, "1" },
                { "two that differ", { CALENDAR("REQUEST", EVENT(TEN ME)), CALENDAR("REQUEST", EVENT(ELEVEN ME)) }, "!" },
                { "two that differ in the rule",
                  { CALENDAR("REQUEST", EVENT(TEN ME)), CALENDAR("REQUEST", EVENT(TEN ME DAILY)) },
                  "!" },
                { "two that differ in whom they invite",
                  { CALENDAR("REQUEST", EVENT(TEN ME)), CALENDAR("REQUEST", EVENT(TEN ME YOU)) },
                  "!" },
                { "two that differ in a line of an instance",
                  { CALENDAR("REQUEST", EVENT(TEN ME SECOND)), CALENDAR("REQUEST", EVENT(TEN ME THIRD)) },
                  "!" },
                { "two that differ, and another",
                  { CALENDAR("REQUEST", EVENT(TEN ME)), CALENDAR("REQUEST", "BEGIN:VEVENT\nUID:2\nEND:VEVENT\n"),
                    CALENDAR("REQUEST", EVENT(ELEVEN ME)) },
                  "1!" },
                { "an update and a cancellation",
                  { CALENDAR("REQUEST", EVENT(TEN ME)), CALENDAR("CANCEL", EVENT(TEN ME)) },
                  "01" },
                { "no calendars", { "Hello", "BEGIN:VCALENDAR\nEND:VCALENDAR\n" }, "" },
        };
        bool all = true;
        (void)state;
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
                struct arena *arena = arena_new(64 * 1024 * 1024);
                struct apply_part parts[3] = { 0 };
                uint32_t count = 0, chosen[3];
                bool conflict;
                while (count < 3 && rows[i].parts[count]) {
                        parts[count].bytes = span_from(rows[i].parts[count]);
                        count++;
                }
                struct buf got = buf_in(arena, 16);
                uint32_t kept = apply_choose(arena, parts, count, chosen, &conflict);
                for (uint32_t j = 0; j < kept; j++)
                        buf_add_byte(&got, (char)('0' + chosen[j]));
                if (conflict)
                        buf_add_byte(&got, '!');
                all &= same_span(rows[i].name, buf_span(&got), span_from(rows[i].expected));
                arena_free(arena);
        }
        assert_true(all);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(request_further),
                cmocka_unit_test(absence),
                cmocka_unit_test(request),
                cmocka_unit_test(cancel),
                cmocka_unit_test(reply),
                cmocka_unit_test(add),
                cmocka_unit_test(zone),
                cmocka_unit_test(damage),
                cmocka_unit_test(chooses),
                cmocka_unit_test(reads_charsets),
        };
        return cmocka_run_group_tests_name("apply", tests, NULL, NULL);
}

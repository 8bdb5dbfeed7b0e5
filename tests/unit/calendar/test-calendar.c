/* iCalendar as it really comes (attack 45, 48): each row an input and the tree with the defects that it becomes. */
#include "dump.h"

#include <stdio.h>

#include "base/limits.h"

#define LABELLED(literal, charset) { literal, sizeof(literal) - 1 }, charset
#define BYTES(literal) LABELLED(literal, NULL)
#define EVENT(lines) "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" lines "END:VEVENT\r\nEND:VCALENDAR\r\n"
#define IS_EVENT(properties) "icalendar[VEVENT[" properties "]]"

static const struct row {
        const char *name;
        struct span input;
        const char *charset, *expected;
} rows[] = {
        { "nothing", BYTES(""), "" },
        { "no calendar", BYTES("Hello,\r\nwe meet at ten.\r\n"), "" },
        { "an ordinary one",
          BYTES("BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Lunch\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"),
          "icalendar[METHOD=REQUEST VEVENT[SUMMARY=Lunch]]" },

        { "folded with a space", BYTES(EVENT("SUMMARY:Lu\r\n nch\r\n")), IS_EVENT("SUMMARY=Lunch") },
        { "folded with a tab", BYTES(EVENT("SUMMARY:Lu\r\n\tnch\r\n")), IS_EVENT("SUMMARY=Lunch") },
        { "a space after the fold is text", BYTES(EVENT("SUMMARY:Two\r\n  words\r\n")), IS_EVENT("SUMMARY=Two words") },
        { "folded in a name", BYTES(EVENT("SUM\r\n MARY:x\r\n")), IS_EVENT("SUMMARY=x") },
        { "folded in the name of a second property", BYTES(EVENT("UID:1\r\nSUM\r\n MARY:x\r\n")),
          IS_EVENT("UID=1 SUMMARY=x") },
        { "folded in a parameter", BYTES(EVENT("ATTENDEE;CN=\"J\r\n o\":mailto:jo@example.com\r\n")),
          IS_EVENT("ATTENDEE;CN=Jo=mailto:jo@example.com") },
        { "folded in BEGIN",
          BYTES("BEGIN:VCAL\r\n ENDAR\r\nBEGIN:VEV\r\n ENT\r\nUID:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"),
          IS_EVENT("UID=1") },
        { "folded in the first BEGIN", BYTES("BEG\r\n IN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"),
          "icalendar[METHOD=REQUEST]" },
        { "folded inside a character", BYTES(EVENT("SUMMARY:Caf\xC3\r\n \xA9\r\n")),
          IS_EVENT("SUMMARY=Caf\xC3\xA9") " !FOLD_IN_CHARACTER" },
        { "folded inside a link", BYTES(EVENT("URL:https://exam\r\n ple.com/\r\n")),
          IS_EVENT("URL=https://example.com/") },
        { "folded with nothing after a full line",
          BYTES(EVENT("DESCRIPTION:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa https://exa\r\nmple.com/x\r\n")),
          IS_EVENT("DESCRIPTION=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa https://example.com/x") " !FOLD_BARE" },
        { "a raw line break in a text", BYTES(EVENT("DESCRIPTION:Hello\r\nhttps://example.com/\r\nPasscode: 12\r\n")),
          IS_EVENT("DESCRIPTION=Hello\nhttps://example.com/\nPasscode: 12") " !FOLD_BARE" },
        { "a line that is nothing behind a UID", BYTES(EVENT("UID:1\r\nX-RADIUS=4\r\n")),
          IS_EVENT("UID=1") " !NO_PROPERTY" },
        { "a name on a line of its own", BYTES(EVENT("UID\r\n\r\n :1\r\n")), IS_EVENT("UID=1") " !BLANK_LINE" },
        { "blank lines between folds", BYTES(EVENT("SUMMARY:a\r\n\r\n b\r\n")), IS_EVENT("SUMMARY=ab") " !BLANK_LINE" },

        { "bare LF", BYTES("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nEND:VEVENT\nEND:VCALENDAR\n"), IS_EVENT("UID=1") },
        { "bare CR", BYTES("BEGIN:VCALENDAR\rBEGIN:VEVENT\rUID:1\r 2\rEND:VEVENT\rEND:VCALENDAR\r"),
          IS_EVENT("UID=12") " !BARE_CR" },
        { "CR CR LF",
          BYTES("BEGIN:VCALENDAR\r\r\nBEGIN:VEVENT\r\r\nUID:1\r\r\n 2\r\r\nEND:VEVENT\r\r\nEND:VCALENDAR\r\r\n"),
          IS_EVENT("UID=12") " !BARE_CR !BLANK_LINE" },
        { "no line end at the end", BYTES("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nEND:VCALENDAR"),
          IS_EVENT("UID=1") },

        { "missing END", BYTES("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n"), IS_EVENT("UID=1") " !UNCLOSED" },
        { "VALARM without END", BYTES(EVENT("UID:1\r\nBEGIN:VALARM\r\nACTION:AUDIO\r\n")),
          "icalendar[VEVENT[UID=1 VALARM[ACTION=AUDIO]]] !UNCLOSED" },
        { "VEVENT without END before another",
          BYTES("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nBEGIN:VEVENT\r\nUID:2\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"),
          "icalendar[VEVENT[UID=1] VEVENT[UID=2]] !UNCLOSED" },
        { "VALARM and VEVENT without END before a VTODO",
          BYTES("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nBEGIN:VALARM\r\nBEGIN:VTODO\r\nUID:2\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"),
          "icalendar[VEVENT[VALARM[]] VTODO[UID=2]] !UNCLOSED" },
        { "VTODO closed by END:VEVENT, as in RFC 6047 4.5",
          BYTES("BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:1\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"),
          "icalendar[VTODO[UID=1] VEVENT[UID=2]] !UNCLOSED !STRAY_END" },
        { "an END of nothing", BYTES(EVENT("UID:1\r\nEND:VALARM\r\n")), IS_EVENT("UID=1") " !STRAY_END" },
        { "END with something joined to it",
          BYTES("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n -- \r\n"),
          IS_EVENT("UID=1") },

        { "junk around",
          BYTES("Hi!\r\n\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n_____\r\nlist footer: x\r\n"),
          IS_EVENT("UID=1") " !JUNK_OUTSIDE" },
        { "junk on the line of BEGIN",
          BYTES("xx BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"),
          IS_EVENT("UID=1") " !JUNK_OUTSIDE" },
        { "several calendars", BYTES(EVENT("UID:1\r\n") EVENT("UID:2\r\n")), IS_EVENT("UID=1") " " IS_EVENT("UID=2") },
        { "a calendar in a calendar", BYTES("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" EVENT("UID:1\r\n")),
          "icalendar[VERSION=2.0] " IS_EVENT("UID=1") " !UNCLOSED" },
        { "bare components", BYTES("BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nEND:VEVENT\r\n"),
          "bare[VEVENT[UID=1] VEVENT[UID=2]] !NO_VCALENDAR" },

        { "wrong case", BYTES("begin:vcalendar\r\nBegin:vEvent\r\nsummary:x\r\nend:VEVENT\r\nEnd:Vcalendar\r\n"),
          "icalendar[vEvent[summary=x]]" },
        { "a group", BYTES(EVENT("A.SUMMARY:x\r\n")), IS_EVENT("SUMMARY=x") " !PROPERTY_GROUP" },
        { "a space before the colon", BYTES(EVENT("SUMMARY :x\r\n")), IS_EVENT("SUMMARY=x") },
        { "unknown components", BYTES(EVENT("BEGIN:X-A\r\nX-B:1\r\nEND:X-A\r\n")), "icalendar[VEVENT[X-A[X-B=1]]]" },

        { "quoted parameters", BYTES(EVENT("ATTENDEE;CN=\"a:b;c,d\";ROLE=CHAIR:mailto:jo@example.com\r\n")),
          IS_EVENT("ATTENDEE;CN=a:b;c,d;ROLE=CHAIR=mailto:jo@example.com") },
        { "RFC 6868", BYTES(EVENT("ATTENDEE;CN=\"^'Jo^' ^^ ^n^x\":mailto:jo@example.com\r\n")),
          IS_EVENT("ATTENDEE;CN=\"Jo\" ^ \n^x=mailto:jo@example.com") },
        { "a quote that is not closed", BYTES(EVENT("ATTENDEE;CN=\"Jo;ROLE=CHAIR:mailto:jo@example.com\r\n")),
          IS_EVENT("ATTENDEE;CN=Jo;ROLE=CHAIR=mailto:jo@example.com") " !QUOTE_UNCLOSED" },
        { "forgotten quotes around SENT-BY",
          BYTES(EVENT("ORGANIZER;SENT-BY=mailto:a@example.com:mailto:b@example.com\r\n")),
          IS_EVENT("ORGANIZER;SENT-BY=mailto:a@example.com=mailto:b@example.com") " !BAD_PARAMETER" },
        { "a parameter without a value", BYTES(EVENT("ATTENDEE;RSVP:mailto:jo@example.com\r\n")),
          IS_EVENT("ATTENDEE;RSVP==mailto:jo@example.com") " !BAD_PARAMETER" },
        { "a backslash in an unquoted name", BYTES(EVENT("ATTENDEE;CN=Doe\\, Jo:mailto:jo@example.com\r\n")),
          IS_EVENT("ATTENDEE;CN=Doe, Jo=mailto:jo@example.com") },
        { "a colon behind a backslash in a name", BYTES(EVENT("ORGANIZER;CN=Society\\: 25:mailto:jo@example.com\r\n")),
          IS_EVENT("ORGANIZER;CN=Society: 25=mailto:jo@example.com") },
        { "a name that ends in a backslash", BYTES(EVENT("ORGANIZER;CN=Jo\\:x\r\n")), IS_EVENT("ORGANIZER;CN=Jo\\=x") },
        { "a property without a value", BYTES(EVENT("SUMMARY;LANGUAGE=en\r\nUID:1\r\n")),
          IS_EVENT("SUMMARY;LANGUAGE=en= UID=1") " !NO_PROPERTY" },

        { "backslashes", BYTES(EVENT("SUMMARY:a\\nb\\Nc\\,d\\;e\\\\f\\:g\\xh\\\r\n")),
          IS_EVENT("SUMMARY=a\nb\nc,d;e\\f:g\\xh\\") },
        { "no backslashes in a URI", BYTES(EVENT("URL:https://example.com/a\\,b\r\n")),
          IS_EVENT("URL=https://example.com/a\\,b") },
        { "VALUE=TEXT undoes them", BYTES(EVENT("ATTACH;VALUE=TEXT:a\\,b\r\n")), IS_EVENT("ATTACH;VALUE=TEXT=a,b") },

        { "byte order mark", BYTES("\xEF\xBB\xBF" EVENT("UID:1\r\n")), IS_EVENT("UID=1") " !BOM" },
        { "NUL bytes", BYTES(EVENT("SUM\0MARY:a\0b\r\n")), IS_EVENT("SUMMARY=ab") " !NUL" },
        { "UTF-16",
          BYTES("\xFF\xFE"
                "B\0E\0G\0I\0N\0:\0V\0E\0V\0E\0N\0T\0\n\0U\0I\0D\0:\0\xE9\0\n\0E\0N\0D\0:\0V\0E\0V\0E\0N\0T\0\n\0"),
          "bare[VEVENT[UID=\xC3\xA9]] !NO_VCALENDAR !UTF16" },
        { "UTF-8 under a wrong label", LABELLED(EVENT("SUMMARY:Caf\xC3\xA9\r\n"), "iso-8859-1"),
          IS_EVENT("SUMMARY=Caf\xC3\xA9") " !CHARSET_LABEL" },
        { "Latin 1 under its label", LABELLED(EVENT("SUMMARY:Caf\xE9\r\n"), "iso-8859-1"),
          IS_EVENT("SUMMARY=Caf\xC3\xA9") },
        { "Latin 1 without a label", BYTES(EVENT("SUMMARY:Caf\xE9\r\nLOCATION:\xC3\xA9\r\n")),
          IS_EVENT("SUMMARY=Caf\xC3\xA9 LOCATION=\xC3\xA9") " !BAD_UTF8" },
        { "damaged UTF-8", BYTES(EVENT("SUMMARY:\xC3\xA9\xC3\r\n")),
          IS_EVENT("SUMMARY=\xC3\xA9\xEF\xBF\xBD") " !BAD_UTF8" },

        { "vCalendar 1.0",
          BYTES("BEGIN:VCALENDAR\r\nVERSION:1.0\r\nBEGIN:VEVENT\r\nSUMMARY;QUOTED-PRINTABLE;CHARSET=ISO-8859-1:Caf=E9 =\r\nMitte\r\nUID:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"),
          "vcalendar[VERSION=1.0 VEVENT[SUMMARY;QUOTED-PRINTABLE=QUOTED-PRINTABLE;CHARSET=ISO-8859-1=Caf\xC3\xA9 Mitte UID=1]]" },
        { "base64 in a text", BYTES(EVENT("SUMMARY;ENCODING=BASE64:Q2Fmw6kgTWl0dGU=\r\n")),
          IS_EVENT("SUMMARY;ENCODING=BASE64=Caf\xC3\xA9 Mitte") },
        { "base64 in a text with a charset of its own",
          BYTES(EVENT("SUMMARY;CHARSET=ISO-8859-1;ENCODING=b:Q2Fm6Q==\r\n")),
          IS_EVENT("SUMMARY;CHARSET=ISO-8859-1;ENCODING=b=Caf\xC3\xA9") },
        { "quoted-printable in 2.0", BYTES(EVENT("SUMMARY;ENCODING=QUOTED-PRINTABLE:a=3Db\r\n")),
          IS_EVENT("SUMMARY;ENCODING=QUOTED-PRINTABLE=a=b") " !QUOTED_PRINTABLE" },
        { "base64 around it all", BYTES("QkVHSU46VkVWRU5UClVJRDoxCkVORDpWRVZFTlQK"),
          "bare[VEVENT[UID=1]] !NO_VCALENDAR !ENCODED_TWICE" },

        { "two SUMMARYs that differ", BYTES(EVENT("SUMMARY:a\r\nSUMMARY:b\r\n")),
          IS_EVENT("SUMMARY=a SUMMARY=b") " !PROPERTY_TWICE !PROPERTY_AMBIGUOUS" },
        { "two SUMMARYs alike", BYTES(EVENT("SUMMARY:a\r\nSUMMARY:a\r\n")),
          IS_EVENT("SUMMARY=a SUMMARY=a") " !PROPERTY_TWICE" },
        { "two COMMENTs", BYTES(EVENT("COMMENT:a\r\nCOMMENT:b\r\n")), IS_EVENT("COMMENT=a COMMENT=b") },

        { "jCal",
          BYTES("[\"vcalendar\",[[\"method\",{},\"text\",\"REQUEST\"]],[[\"vevent\",[[\"summary\",{\"language\":\"en\"},\"text\",\"a;b\\nc\"],"
                "[\"dtstart\",{},\"date\",\"2025-01-02\"],[\"rrule\",{},\"recur\",{\"freq\":\"WEEKLY\",\"byday\":[\"MO\",\"TU\"]}],"
                "[\"sequence\",{},\"integer\",3]],[]]]]"),
          "jcal[method=REQUEST vevent[summary;language=en=a;b\nc dtstart;VALUE=date=2025-01-02 rrule=freq=WEEKLY;byday=MO,TU sequence;VALUE=integer=3]]" },
        { "jCal, structured values",
          BYTES("[\"vcalendar\",[],[[\"vfreebusy\",[[\"freebusy\",{},\"period\",[\"2025-01-02T00:00:00Z\",\"PT1H\"],[\"2025-01-03T00:00:00Z\",\"PT1H\"]],"
                "[\"geo\",{},\"float\",[1.5,-2]],[\"attendee\",{\"cn\":\"a\\\"^\",\"member\":[\"x\",\"y\"]},\"cal-address\",\"mailto:a@example.com\"]],[]]]]"),
          "jcal[vfreebusy[freebusy;VALUE=period=2025-01-02T00:00:00Z/PT1H,2025-01-03T00:00:00Z/PT1H geo;VALUE=float=1.5;-2 "
          "attendee;cn=a\"^;member=x=mailto:a@example.com]]" },
        { "jCal, an array of two", BYTES("[[\"vcalendar\",[],[[\"vevent\",[],[]]]],[\"vcalendar\",[],[]]]"),
          "jcal[vevent[]] jcal[]" },
        { "jCal that ends early", BYTES("[\"vcalendar\",[[\"method\""), " !BAD_JCAL" },
        { "jCal of the wrong shape", BYTES("[\"vcalendar\",[[1],2],[[3]]]"), "jcal[] !BAD_JCAL" },
        { "xCal", BYTES("<?xml version=\"1.0\"?><icalendar xmlns=\"urn:ietf:params:xml:ns:icalendar-2.0\"/>"),
          "xcal[] !XCAL" },
#define XCAL(components) \
        BYTES("<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<icalendar xmlns=\"urn:ietf:params:xml:ns:icalendar-2.0\">\r\n<vcalendar>" \
              "<properties>\n  <method><text>REQUEST</text></method></properties>\n<components>" components \
              "</components></vcalendar></icalendar>\n")
#define XEVENT(properties) XCAL("<vevent><properties>" properties "</properties></vevent>")
#define IS_XEVENT(properties) "xcal[method=REQUEST vevent[" properties "]] !XCAL"
        { "xCal, types of values",
          XEVENT("<summary><parameters><language><text>en</text></language></parameters><text>a;b\nc</text></summary>"
                 "<dtstart><date>2025-01-02</date></dtstart><sequence><integer>3</integer></sequence>"
                 "<rrule><recur><freq>WEEKLY</freq><byday>MO</byday><byday>TU</byday></recur></rrule>"
                 "<geo><latitude>1.5</latitude><longitude>-2</longitude></geo>"
                 "<categories><text>a</text><text>b,c</text></categories>"),
          IS_XEVENT("summary;language=en=a;b\nc dtstart;VALUE=date=2025-01-02 sequence;VALUE=integer=3 "
                    "rrule=freq=WEEKLY;byday=MO,TU geo=1.5;-2 categories=a,b,c") },
        { "xCal, parameters of several values, periods",
          XCAL("<vfreebusy><properties><freebusy><period><start>2025-01-02T00:00:00Z</start><duration>PT1H</duration></period>"
               "</freebusy><attendee><parameters><cn><text>a\"^</text></cn><member><cal-address>x</cal-address>"
               "<cal-address>y</cal-address></member></parameters><cal-address>mailto:a@example.com</cal-address></attendee>"
               "</properties></vfreebusy>"),
          "xcal[method=REQUEST vfreebusy[freebusy;VALUE=period=2025-01-02T00:00:00Z/PT1H attendee;cn=a\"^;member=x=mailto:a@example.com]] "
          "!XCAL" },
        { "xCal, references, CDATA, comments, prefixes",
          BYTES("<!-- BEGIN -->\n<C:icalendar xmlns:C='urn:ietf:params:xml:ns:icalendar-2&#46;0' a=\">\"><C:vcalendar><C:components>"
                "<C:vevent><C:properties><C:summary><C:text>a&lt;&amp;&#98;<!-- x --><![CDATA[<&amp;]]>&#xe9;</C:text></C:summary>"
                "<C:uid/></C:properties></C:vevent></C:components></C:vcalendar></C:icalendar>"),
          "xcal[vevent[summary=a<&b<&amp;é uid=]] !XCAL" },
        { "xCal in UTF-16 without a namespace",
          BYTES("\xFF\xFE<\0v\0c\0a\0l\0e\0n\0d\0a\0r\0>\0<\0/\0v\0c\0a\0l\0e\0n\0d\0a\0r\0>\0"), "xcal[] !UTF16 !XCAL" },
        { "xCal that ends early, with what is closed by others, unknown entities",
          BYTES("<vcalendar><components><vevent><properties><summary><text>a&x;</summary></wrong><uid><text>1"),
          "xcal[vevent[summary=a&x; uid=1]] !XCAL !BAD_XCAL" },
        { "xCal without the elements between",
          BYTES("<vcalendar><vevent><summary><text>a</text></summary></vevent></vcalendar>"),
          "xcal[vevent[summary=a]] !XCAL !BAD_XCAL" },
        { "xCal with a document type",
          BYTES("<!DOCTYPE x [<!ENTITY a \"<vevent>\">]><vcalendar><components>&a;</components></vcalendar>"),
          "xcal[] !XCAL !BAD_XCAL" },
        { "xCal before iCalendar",
          BYTES("<vcalendar/>\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:a\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"),
          "xcal[] icalendar[VEVENT[SUMMARY=a]] !JUNK_OUTSIDE !XCAL !BAD_XCAL" },
        { "the word vcalendar in XML", BYTES("<p class=\"vcalendar\">vcalendar</p>"), "" },
};

static void reads(void **state) {
        (void)state;
        bool all = true;
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
                const struct row *row = &rows[i];
                struct dump dump = dump_read(row->input, span_from(row->charset));
                all &= same_span(row->name, dump_text(&dump), span_from(row->expected));
                arena_free(dump.arena);
        }
        assert_true(all);
}

static struct span repeated(struct arena *arena, const char *head, const char *item, uint32_t times, const char *tail) {
        struct buf out = buf_in(arena, SIZE_MAX / 2);
        buf_add(&out, span_from(head));
        for (uint32_t i = 0; i < times; i++)
                buf_add(&out, span_from(item));
        buf_add(&out, span_from(tail));
        return buf_span(&out);
}

#define OPEN "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"
#define CLOSE "UID:end\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

/* Floods: what stands behind is read all the same, and the tree stays within its budget. */
static void bounded(void **state) {
        static const struct {
                const char *name, *head, *item, *tail;
                uint32_t times;
                enum defect_kind defect;
        } floods[] = {
                { "nested components", OPEN, "BEGIN:X-A\r\n", CLOSE, 100000, DEFECT_CALENDAR_NESTING },
                { "unknown components side by side", OPEN, "BEGIN:X-A\nEND:X-A\n", CLOSE, 200000,
                  DEFECT_CALENDAR_TOO_MUCH },
                { "unknown properties", OPEN, "A:\n", CLOSE, 1000000, DEFECT_CALENDAR_TOO_MUCH },
                { "attendees", OPEN, "ATTENDEE:mailto:a@example.com\r\n", CLOSE, 100000,
                  DEFECT_CALENDAR_TOO_MANY_ATTENDEES },
                { "parameters", OPEN "X-A", ";P=1", ":v\r\n" CLOSE, 100000, DEFECT_CALENDAR_TOO_MANY_PARAMETERS },
                { "a long text", OPEN "SUMMARY:", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "\r\n" CLOSE, 100000,
                  DEFECT_CALENDAR_TEXT_CUT },
        };
        (void)state;
        struct arena *arena = arena_new(1024u * 1024 * 1024);
        for (size_t i = 0; i < sizeof floods / sizeof floods[0]; i++) {
                struct span input = repeated(arena, floods[i].head, floods[i].item, floods[i].times, floods[i].tail);
                struct dump dump = dump_read(input, (struct span){ 0 });
                const struct component *event = component_child(&dump.calendars->first->root, COMPONENT_VEVENT);
                bool found = false;
                for (const struct component *c = event; c; c = component_walk(dump.calendars->first, c))
                        found |= span_equal(component_text(c, PROPERTY_UID), SPAN("end"));
                if (!found)
                        fail_msg("%s: what stands behind was not read", floods[i].name);
                if (!defects_has(&dump.defects, floods[i].defect))
                        fail_msg("%s: no %s", floods[i].name, defect_name(floods[i].defect));
                size_t most = input.len * LIMIT_ARENA_FACTOR + LIMIT_ARENA_FLOOR;
                if (arena_used(dump.arena) > most)
                        fail_msg("%s: %zu bytes of memory, at most %zu", floods[i].name, arena_used(dump.arena), most);
                arena_free(dump.arena);
        }
        arena_free(arena);
}

static void counts_all_attendees(void **state) {
        (void)state;
        struct arena *arena = arena_new(1024u * 1024 * 1024);
        struct span input = repeated(arena, OPEN, "ATTENDEE:mailto:a@example.com\r\n", 20000, CLOSE);
        struct dump dump = dump_read(input, (struct span){ 0 });
        const struct component *event = component_child(&dump.calendars->first->root, COMPONENT_VEVENT);
        uint32_t kept = 0;
        for (const struct property *p = component_property(event, PROPERTY_ATTENDEE); p; p = property_again(p))
                kept++;
        assert_int_equal(event->attendee_count, 20000);
        assert_int_equal(kept, LIMIT_CALENDAR_ATTENDEES);
        arena_free(dump.arena);
        arena_free(arena);
}

static void keeps_places(void **state) {
        (void)state;
        struct dump dump = dump_read(SPAN("junk\r\n\r\nBEGIN:VCALENDAR\r\nX-A:1\r\n 2\r\nG.X-B:3\r\nEND:VCALENDAR\r\n"),
                                     (struct span){ 0 });
        const struct property *a = dump.calendars->first->root.properties;
        assert_int_equal(dump.calendars->first->line, 3);
        assert_int_equal(a->line, 4);
        assert_true(a->flags & PROPERTY_FOLDED);
        assert_int_equal(a->next->line, 6);
        expect_span("group", property_group(a->next), SPAN("G"));
        arena_free(dump.arena);
}

static void appends_parts(void **state) {
        (void)state;
        struct dump dump = dump_read(SPAN(EVENT("UID:1\r\n")), (struct span){ 0 });
        calendars_read(dump.arena, SPAN(EVENT("UID:2\r\n")), (struct span){ 0 }, dump.calendars, 7, &dump.defects);
        expect_span("two parts", dump_text(&dump), SPAN("icalendar[VEVENT[UID=1]] icalendar[VEVENT[UID=2]]"));
        assert_int_equal(dump.calendars->count, 2);
        assert_int_equal(dump.calendars->first->part, 1);
        assert_int_equal(dump.calendars->first->next->part, 7);
        assert_ptr_equal(dump.calendars->last, dump.calendars->first->next);
        arena_free(dump.arena);
}

static void splits_parameter_lists(void **state) {
        (void)state;
        static const struct {
                const char *raw, *expected;
        } lists[] = {
                { "\"a,b\",\"c\"", "a,b|c|" }, { "a,b", "a|b|" }, { "\"a", "a|" }, { "\"a\"x,b", "a|b|" }, { "", "" },
        };
        for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
                struct span rest = span_from(lists[i].raw), item;
                char got[64] = "";
                size_t len = 0;
                while (parameter_item(&rest, &item))
                        len += (size_t)snprintf(got + len, sizeof got - len, "%.*s|", (int)item.len, item.ptr);
                expect_span(lists[i].raw, span_from(got), span_from(lists[i].expected));
        }
}

static void knows_every_name(void **state) {
        (void)state;
        for (int i = 1; i < PROPERTIES; i++) {
                char input[256];
                (void)snprintf(input, sizeof input, "BEGIN:VCALENDAR\nX:1\n%s:1\n",
                               property_id_name((enum property_id)i));
                struct dump dump = dump_read(span_from(input), (struct span){ 0 });
                const struct component *root = &dump.calendars->first->root;
                bool structural = i == PROPERTY_BEGIN || i == PROPERTY_END;
                if (!structural && !component_has(root, (enum property_id)i))
                        fail_msg("%s is not recognised", property_id_name((enum property_id)i));
                arena_free(dump.arena);
        }
}

static bool fits(const struct row *row, size_t limit) {
        struct arena *arena = arena_new(limit);
        struct defects defects = { .arena = arena };
        jmp_buf exhausted;
        assert_non_null(arena);
        arena_set_exit(arena, &exhausted);
        if (setjmp(exhausted) != 0) {
                arena_free(arena);
                return false;
        }
        (void)calendars_read(arena, row->input, span_from(row->charset), NULL, 1, &defects);
        arena_free(arena);
        return true;
}

/* Wherever memory ends, control comes back and nothing is left behind (the sanitizers see that). */
static void survives_exhaustion(void **state) {
        (void)state;
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
                size_t limit = 0;
                while (!fits(&rows[i], limit))
                        limit += 61;
                assert_true(limit > 0 && limit < 1024 * 1024);
        }
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(reads),
                cmocka_unit_test(bounded),
                cmocka_unit_test(counts_all_attendees),
                cmocka_unit_test(keeps_places),
                cmocka_unit_test(appends_parts),
                cmocka_unit_test(splits_parameter_lists),
                cmocka_unit_test(knows_every_name),
                cmocka_unit_test(survives_exhaustion),
        };
        return cmocka_run_group_tests_name("calendar", tests, NULL, NULL);
}

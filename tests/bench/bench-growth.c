/* Every reader, and the whole, on inputs that grow: each shape is what an attacker would send more of.
 *   bench-growth [LARGEST BYTES [SHAPE]]        a line a shape and size: reader, shape, bytes, ns a byte, KiB of arena
 *   bench-growth instructions                   under callgrind: dumps what 100 kB and 1 MB of each shape take */
#include "calendar/calendar.h"
#include "engine/rules-dir.h"
#include "engine/scan.h"
#include "message/address.h"
#include "message/authentication.h"
#include "message/document.h"
#include "message/message.h"
#include "text/context.h"
#include "text/findings.h"
#include "text/html.h"
#include "text/unicode.h"

#include <malloc.h>

#include <valgrind/callgrind.h>

#include "mails.h"

enum { ENOUGH_NS = 30 * 1000 * 1000, LEAST_RUNS = 3, ARENA_BYTES = 1 << 30 };

struct bench {
        struct arena *arena;
        struct text_context *text;
        struct scanner *scanner;
};

static void read_message(struct bench *bench, struct span bytes) {
        struct defects defects = { .arena = bench->arena };
        (void)message_read(bench->arena, bytes, &defects);
}

static void read_calendar(struct bench *bench, struct span bytes) {
        struct defects defects = { .arena = bench->arena };
        (void)calendars_read(bench->arena, bytes, (struct span){ 0 }, calendars_new(bench->arena, NULL), 0, &defects);
}

static void read_html(struct bench *bench, struct span bytes) {
        struct defects defects = { .arena = bench->arena };
        (void)html_read(bench->arena, bytes, &defects);
}

static void read_text(struct bench *bench, struct span bytes) {
        struct defects defects = { .arena = bench->arena };
        struct findings findings = { 0 };
        findings_read(bench->text, bench->arena, bytes, &defects, &findings);
}

static void read_unicode(struct bench *bench, struct span bytes) {
        struct unicode_properties properties;
        unicode_read(bench->text, bytes, &properties);
        (void)unicode_fold(bench->text, bench->arena, bytes);
}

static void read_results(struct bench *bench, struct span bytes) {
        (void)authentication_results_read(bench->arena, bytes);
}

static void read_mailboxes(struct bench *bench, struct span bytes) {
        (void)mailboxes_read(bench->arena, bytes);
}

static void read_document(struct bench *bench, struct span bytes) {
        struct defects defects = { .arena = bench->arena };
        struct document_reader reader = { .arena = bench->arena, .defects = &defects };
        document_read(&reader, bytes, true);
}

static void judge(struct bench *bench, struct span bytes) {
        struct item item = { .bytes = bytes, .at = INT64_MIN, .relation = RELATION_NONE };
        const struct judgement *judgement;
        struct err err;
        if (scan_item(bench->scanner, &item, &judgement, &err) != CW_OK)
                fprintf(stderr, "not judged: %s\n", err.text);
}

#define MAIL "From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
#define ICS "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\n"
#define EVENT ICS "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261020T130000Z\r\n"
#define ZONE ICS "BEGIN:VTIMEZONE\r\nTZID:Z\r\n"
#define MAIL_ICS MAIL "Content-Type: text/calendar; method=REQUEST\r\n\r\n"

/* head, then unit again and again up to the size. */
static const struct shape {
        const char *reader, *name;
        void (*read)(struct bench *bench, struct span bytes);
        const char *head, *unit;
} shapes[] = {
        { "message", "text", read_message, MAIL "\r\n", "The quick brown fox jumps over the lazy dog, again.\r\n" },
        { "message", "one line", read_message, MAIL "\r\n", "abcdefghi " },
        { "message", "header fields", read_message, MAIL, "X-Field: some words and a value\r\n" },
        { "message", "one header field", read_message, MAIL "X-Long: ", "=?utf-8?B?w6Q=?= " },
        { "message", "folded field", read_message, MAIL "References: ", "<1@a.example>\r\n " },
        { "message", "parts", read_message, MAIL "Content-Type: multipart/mixed; boundary=b\r\n\r\n",
          "--b\r\n\r\nx\r\n" },
        { "message", "nested multiparts", read_message, MAIL "Content-Type: multipart/mixed; boundary=b\r\n\r\n",
          "--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" },
        { "message", "nested messages", read_message, MAIL "Content-Type: message/rfc822\r\n\r\n",
          "Content-Type: message/rfc822\r\n\r\n" },
        { "message", "base64", read_message, MAIL "Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n",
          "PGI+VGhlIHF1aWNrIGJyb3duIGZveDwvYj4gPGk+anVtcHM8L2k+\r\n" },
        { "message", "quoted-printable", read_message,
          MAIL "Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n", "caf=C3=A9 =\r\n=20" },
        { "message", "boundaries that do not close", read_message,
          MAIL "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n", "\r\n--c\r\n--" },
        { "message", "charset", read_message, MAIL "Content-Type: text/plain; charset=windows-1252\r\n\r\n",
          "gr\xfc\xdf"
          "e und mehr " },
        { "results", "methods", read_results, "mx.example.org; ", "dkim=pass header.d=a.example; " },
        { "results", "comments", read_results, "mx.example.org; spf=pass ", "(" },
        { "mailboxes", "list", read_mailboxes, "", "\"A, B\" <a@b.example>, " },
        { "mailboxes", "comments", read_mailboxes, "a@b.example ", "(" },
        { "mailboxes", "open quotes", read_mailboxes, "\"", "\\\" <" },
        { "calendar", "long line", read_calendar, EVENT "DESCRIPTION:", "abc def, " },
        { "calendar", "folded line", read_calendar, EVENT "DESCRIPTION:", "abc\r\n def\\, ghi" },
        { "calendar", "properties", read_calendar, EVENT, "X-PROP;A=b:some value\r\n" },
        { "calendar", "empty properties", read_calendar, EVENT, "COMMENT\r\n" },
        { "calendar", "attendees", read_calendar, EVENT, "ATTENDEE;CN=A B;RSVP=TRUE:mailto:a@b.example\r\n" },
        { "calendar", "events", read_calendar, ICS, "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:x\r\nEND:VEVENT\r\n" },
        { "calendar", "nested BEGIN", read_calendar, ICS, "BEGIN:VEVENT\r\n" },
        { "calendar", "observances", read_calendar, ZONE,
          "BEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\n" },
        { "calendar", "open quotes", read_calendar, EVENT "ATTENDEE;CN=\"", "a\":b;c\"" },
        { "calendar", "parameters", read_calendar, EVENT "ATTENDEE", ";A=\"b\"" },
        { "calendar", "xCal events", read_calendar, "<vcalendar><components>",
          "<vevent><properties><summary><text>a&lt;</text></summary></properties></vevent>" },
        { "calendar", "xCal components", read_calendar, "<vcalendar><components>", "<a/>" },
        { "calendar", "xCal open tags", read_calendar, "<vcalendar>", "<a b='" },
        { "calendar", "xCal document types", read_calendar, "<vcalendar>", "<!x<![" },
        { "calendar", "xCal ends", read_calendar, "<vcalendar><a><a><a><a><a><a><a><a><a><a><a><a><a><a>", "</b>" },
        { "calendar", "xCal references", read_calendar, "<vcalendar><vevent><summary><text>", "&&#x41;&\"'" },
        { "html", "table", read_html, "<html><body>",
          "<tr><td style=\"color:#000;font-size:12px\">word &amp; word</td></tr>\n" },
        { "html", "nested elements", read_html, "", "<div style='display:none'>x" },
        { "html", "links", read_html, "", "<a href=\"https://a.example/?x=1\">here</a> " },
        { "html", "open tags", read_html, "", "<a b='" },
        { "html", "open comment", read_html, "<!--", "<b>--" },
        { "html", "style rules", read_html, "<style>", ".a1,.b2{display:none}" },
        { "html", "entities", read_html, "", "&nbsp;&#x41;&amp" },
        { "text", "words", read_text, "", "The quick brown fox jumps over the lazy dog. " },
        { "text", "links", read_text, "", "see https://www.a.example/b?c=d and mail a@b.example " },
        { "text", "dots", read_text, "", "a.b.c." },
        { "text", "digits", read_text, "", "1 (800) 555-0142 $12.34 " },
        { "text", "at signs", read_text, "", "a@b@" },
        { "text", "colons and slashes", read_text, "", "h://" },
        { "document", "actions", read_document, "%PDF-1.7\n", "<</S/URI/URI(https://a.example/)>>\n" },
        { "document", "open strings", read_document, "%PDF-1.7\n", "/URI(\\(((" },
        { "document", "empty streams", read_document, "%PDF-1.7\n", "1 0 obj<<>>stream\nendstream\n" },
        { "document", "streams without end", read_document, "%PDF-1.7\n", "1 0 obj<</Length 9>>stream\n" },
        { "document", "pictures", read_document, "%PDF-1.7\n",
          "1 0 obj<</Subtype/Image/Width 99/Height 99/Filter[/A85/Fl]>>stream\nGhVa~>endstream\n" },
        { "document", "rectangles", read_document, "%PDF-1.7\n1 0 obj<<>>stream\n", "1 2 3 3 re f 4 5 3 3 re f\n" },
        { "document", "drawings", read_document, "%PDF-1.7\n",
          "1 0 obj<<>>stream\n0 0 3 3 re 9 9 3 3 re f (( re\nendstream\n" },
        { "document", "objects named elsewhere", read_document, "%PDF-1.7\n/URI 1 0 R\n", "1 0 obj(http:)" },
        { "unicode", "Latin", read_unicode, "", "The quick brown fox. " },
        { "unicode", "umlauts", read_unicode, "", "größte Übung, näher " },
        { "unicode", "Cyrillic", read_unicode, "", "быстрая лиса " },
        { "unicode", "Japanese", read_unicode, "", "今すぐクリック " },
        { "unicode", "combining marks", read_unicode, "a", "\xcc\x81" },
        { "unicode", "invisible", read_unicode, "a", "\xe2\x80\x8b\xe2\x81\xa0" },
        { "whole", "text", judge, MAIL_ICS EVENT "DESCRIPTION:", "The quick brown fox\\, again. " },
        { "whole", "links", judge, MAIL_ICS EVENT "DESCRIPTION:", "https://a.example/b?c=d " },
        { "whole", "attendees", judge, MAIL_ICS EVENT, "ATTENDEE;CN=A B;RSVP=TRUE:mailto:a@b.example\r\n" },
        { "whole", "events", judge, MAIL_ICS ICS, "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:x\r\nEND:VEVENT\r\n" },
        { "whole", "document", judge,
          MAIL "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/calendar; method=REQUEST"
               "\r\n\r\n" EVENT "END:VEVENT\r\nEND:VCALENDAR\r\n--b\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7\n",
          "<</S/URI/URI(https://a.example/)>>\n1 0 obj<<>>stream\n1 2 3 3 re f\nendstream\n" },
        { "whole", "parts", judge, MAIL "Content-Type: multipart/mixed; boundary=b\r\n\r\n",
          "--b\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\n" },
};

static const size_t sizes[] = { 1000, 10 * 1000, 100 * 1000, 1000 * 1000, 10 * 1000 * 1000, 50 * 1000 * 1000 };

/* Of its exact size, so that a reader that goes one byte too far shows in a sanitizer build. */
static struct span grow(const struct shape *shape, size_t size) {
        char *bytes = malloc(size);
        size_t head = strlen(shape->head), unit = strlen(shape->unit);
        if (!bytes)
                exit(1);
        memcpy(bytes, shape->head, head < size ? head : size);
        for (size_t at = head; at < size; at += unit)
                memcpy(bytes + at, shape->unit, size - at < unit ? size - at : unit);
        return (struct span){ bytes, size };
}

static void measure(struct bench *bench, const struct shape *shape, size_t size) {
        struct span bytes = grow(shape, size);
        uint64_t best = UINT64_MAX, began = cpu_now();
        size_t used = 0;
        /* The best of several: what others do on the machine only ever adds. */
        for (int runs = 0; runs < LEAST_RUNS || cpu_now() - began < ENOUGH_NS; runs++) {
                arena_reset(bench->arena);
                uint64_t start = cpu_now();
                shape->read(bench, bytes);
                uint64_t took = cpu_now() - start;
                best = took < best ? took : best;
                used = arena_used(bench->arena);
        }
        printf("%s\t%s\t%zu\t%.3f\t%zu\n", shape->reader, shape->name, size, (double)best / (double)size, used / 1024);
        (void)fflush(stdout);
        free((void *)bytes.ptr);
}

/* Exact where time is noisy. Each is read once before, so that what is made once is not counted. */
static void count(struct bench *bench, const struct shape *shape, size_t size) {
        struct span bytes = grow(shape, size);
        char label[100];
        (void)snprintf(label, sizeof label, "%s/%s/%zu", shape->reader, shape->name, size);
        for (int run = 0; run < 2; run++) {
                arena_reset(bench->arena);
                CALLGRIND_ZERO_STATS;
                shape->read(bench, bytes);
        }
        CALLGRIND_DUMP_STATS_AT(label);
        free((void *)bytes.ptr);
}

int main(int argc, char **argv) {
        bool counting = argc > 1 && strcmp(argv[1], "instructions") == 0;
        size_t largest = argc > 1 && !counting ? strtoull(argv[1], NULL, 10) : SIZE_MAX;
        char *rules;
        struct engine *engine;
        struct bench bench = { .arena = arena_new(ARENA_BYTES) };
        struct err err;
        /* Memory that was touched once stays, for large inputs as for small ones: it is the readers that are measured, not
         * the first touch of a page. */
        (void)mallopt(M_MMAP_THRESHOLD, 1 << 30);
        (void)mallopt(M_TRIM_THRESHOLD, INT32_MAX);
        if (!bench.arena || rules_dir_find(NULL, &rules, &err) != CW_OK || text_context_new(&bench.text, &err) != CW_OK ||
            engine_new(&(struct engine_options){ .rules_dir = rules }, &engine, &err) != CW_OK ||
            scanner_new(engine, &bench.scanner, &err) != CW_OK) {
                fprintf(stderr, "%s\n", err.text);
                return 1;
        }
        for (size_t i = 0; counting && i < sizeof shapes / sizeof *shapes; i++) {
                count(&bench, &shapes[i], 100 * 1000);
                count(&bench, &shapes[i], 1000 * 1000);
        }
        for (size_t i = 0; !counting && i < sizeof shapes / sizeof *shapes; i++)
                for (size_t n = 0; n < sizeof sizes / sizeof *sizes && sizes[n] <= largest; n++)
                        if (argc < 3 || strcmp(argv[2], shapes[i].name) == 0)
                                measure(&bench, &shapes[i], sizes[n]);
        scanner_free(bench.scanner);
        engine_free(engine);
        free(rules);
        text_context_free(bench.text);
        arena_free(bench.arena);
        return 0;
}

#include "shapes.h"

#include <zlib.h>

#define MAIL \
        "Received: from out.example.com (out.example.com [192.0.2.7]) by mx.example.net with ESMTPS; " \
        "Mon, 10 Mar 2025 09:00:03 +0000\r\nFrom: Jo <jo@example.com>\r\nTo: kim@example.net\r\nSubject: Plan\r\n" \
        "Date: Mon, 10 Mar 2025 09:00:00 +0000\r\nMessage-ID: <1@example.com>\r\nMIME-Version: 1.0\r\n"
#define CALENDAR "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//Made//EN\r\nMETHOD:REQUEST\r\n"
#define EVENT \
        "BEGIN:VEVENT\r\nUID:a1@example.com\r\nDTSTAMP:20250310T090000Z\r\nDTSTART:20250320T130000Z\r\n" \
        "DTEND:20250320T140000Z\r\nORGANIZER:mailto:jo@example.com\r\n"
#define END "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
#define INVITATION "Content-Type: text/calendar; method=REQUEST; charset=UTF-8\r\n\r\n" CALENDAR EVENT
#define HTML "Content-Type: text/html; charset=UTF-8\r\n\r\n"
#define PLAIN "Content-Type: text/plain; charset=UTF-8\r\n\r\n"

static void *need(void *memory) {
        if (!memory)
                abort();
        return memory;
}

/* A text from a stream that writes into memory. */
struct text {
        char *ptr;
        size_t len;
        FILE *out;
};

static void text_begin(struct text *text) {
        text->out = need(open_memstream(&text->ptr, &text->len));
}

static struct span text_end(struct text *text) {
        if (fclose(text->out) != 0)
                abort();
        return (struct span){ text->ptr, text->len };
}

static void put_base64(FILE *out, struct span bytes) {
        static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (size_t i = 0; i < bytes.len; i += 3) {
                unsigned char in[3] = { 0 };
                memcpy(in, bytes.ptr + i, bytes.len - i < 3 ? bytes.len - i : 3);
                unsigned value = (unsigned)in[0] << 16 | (unsigned)in[1] << 8 | in[2];
                fputc(digits[value >> 18], out);
                fputc(digits[value >> 12 & 63], out);
                fputc(i + 1 < bytes.len ? digits[value >> 6 & 63] : '=', out);
                fputc(i + 2 < bytes.len ? digits[value & 63] : '=', out);
                if (i % 57 == 54)
                        fputs("\r\n", out);
        }
}

static void put_number(FILE *out, uint32_t value, int bytes) {
        for (int i = 0; i < bytes; i++)
                fputc((int)(value >> (8 * i) & 0xff), out);
}

/* A zip archive with one entry, `name`, of `bytes` zeros or spaces deflated. */
static struct span zip_of(size_t bytes) {
        char *plain = need(malloc(bytes));
        memset(plain, ' ', bytes);
        memcpy(plain, "BEGIN:VCALENDAR\r\n", bytes < 17 ? bytes : 17);
        z_stream deflated = { 0 };
        if (deflateInit2(&deflated, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) != Z_OK)
                abort();
        size_t room = deflateBound(&deflated, bytes);
        char *packed = need(malloc(room));
        deflated.next_in = (Bytef *)plain;
        deflated.avail_in = (uInt)bytes;
        deflated.next_out = (Bytef *)packed;
        deflated.avail_out = (uInt)room;
        if (deflate(&deflated, Z_FINISH) != Z_STREAM_END)
                abort();
        uint32_t sum = (uint32_t)crc32(0, (const Bytef *)plain, (uInt)bytes), size = (uint32_t)deflated.total_out;
        deflateEnd(&deflated);
        struct text text;
        text_begin(&text);
        put_number(text.out, 0x04034b50, 4); /* the entry */
        put_number(text.out, 20, 2);         /* version */
        put_number(text.out, 0, 2);
        put_number(text.out, 8, 2); /* deflate */
        put_number(text.out, 0, 4);
        put_number(text.out, sum, 4);
        put_number(text.out, size, 4);
        put_number(text.out, (uint32_t)bytes, 4);
        put_number(text.out, 5, 2);
        put_number(text.out, 0, 2);
        fputs("a.ics", text.out);
        fwrite(packed, 1, size, text.out);
        put_number(text.out, 0x02014b50, 4); /* the same in the directory */
        put_number(text.out, 20, 2);
        put_number(text.out, 20, 2);
        put_number(text.out, 0, 2);
        put_number(text.out, 8, 2);
        put_number(text.out, 0, 4);
        put_number(text.out, sum, 4);
        put_number(text.out, size, 4);
        put_number(text.out, (uint32_t)bytes, 4);
        put_number(text.out, 5, 2);
        put_number(text.out, 0, 4);
        put_number(text.out, 0, 4);
        put_number(text.out, 0, 4);
        put_number(text.out, 0, 4);
        fputs("a.ics", text.out);
        put_number(text.out, 0x06054b50, 4); /* end of the directory */
        put_number(text.out, 0, 4);
        put_number(text.out, 1, 2);
        put_number(text.out, 1, 2);
        put_number(text.out, 51, 4);
        put_number(text.out, 35 + size, 4);
        put_number(text.out, 0, 2);
        free(plain);
        free(packed);
        return text_end(&text);
}

/* One unit: a megabyte of spaces in the archive. */
static struct span make_zip_bomb(size_t units) {
        struct span zip = zip_of(units * 1024 * 1024);
        struct text text;
        text_begin(&text);
        fputs(MAIL "Content-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n", text.out);
        put_base64(text.out, zip);
        free((char *)zip.ptr);
        return text_end(&text);
}

/* One unit: a line of 57 bytes, in base64. */
static struct span make_base64(size_t units) {
        struct text plain, text;
        text_begin(&plain);
        fputs(CALENDAR EVENT, plain.out);
        for (size_t i = 0; i < units; i++)
                fputs("COMMENT:a line that is some fifty bytes long, as it goes\r\n", plain.out);
        struct span bytes = text_end(&plain);
        text_begin(&text);
        fputs(MAIL "Content-Type: text/calendar; method=REQUEST\r\nContent-Transfer-Encoding: base64\r\n\r\n", text.out);
        put_base64(text.out, bytes);
        free((char *)bytes.ptr);
        return text_end(&text);
}

#define LINES(size) (50 * 1024 * 1024 / (size))

/* clang-format off */
const struct shape shape_table[] = {
        /* message */
        { .name = "headers", .head = MAIL, .unit = "X-H%u: v\r\n", .tail = INVITATION END, .full = 1000000 },
        { .name = "received", .head = "", .unit = "Received: from h%u.example (h [192.0.2.1]) by mx.example; Mon, 10 Mar 2025 09:00:00 +0000\r\n",
          .tail = MAIL INVITATION END, .full = LINES(86) },
        { .name = "header-folds", .head = MAIL "X-Long: a\r\n", .unit = " %u\r\n", .tail = INVITATION END, .full = 1000000 },
        { .name = "recipients", .head = "To: a@example.com", .unit = ",\r\n u%u@example.com", .tail = "\r\n" MAIL INVITATION END,
          .full = 1000000 },
        { .name = "from-parentheses", .head = "From: ", .unit = "(", .tail = "\r\n" MAIL INVITATION END, .full = 1000000 },
        { .name = "from-quotes", .head = "From: ", .unit = "\"a\\\" ", .tail = "\r\n" MAIL INVITATION END, .full = 1000000 },
        { .name = "results-parentheses", .head = "Authentication-Results: mx.example.net; dkim=", .unit = "(",
          .tail = "\r\n" MAIL INVITATION END, .full = 1000000 },
        { .name = "results", .head = "Authentication-Results: mx.example.net", .unit = "; dkim=pass header.d=d%u.example",
          .tail = "\r\n" MAIL INVITATION END, .full = 1000000 },
        { .name = "results-fields", .head = "", .unit = "Authentication-Results: mx.example.net; dkim=pass header.d=d%u.example\r\n",
          .tail = MAIL INVITATION END, .full = LINES(66) },
        { .name = "signature-tags", .head = "DKIM-Signature: v=1", .unit = "; t%u=x", .tail = "\r\n" MAIL INVITATION END,
          .full = 1000000 },
        { .name = "encoded-words", .head = "Subject:", .unit = " =?utf-8?q?a?=\r\n", .tail = MAIL INVITATION END,
          .full = 1000000 },
        { .name = "parameters", .head = MAIL "Content-Type: text/calendar", .unit = "; p*%u=x", .tail = "\r\n\r\n" CALENDAR EVENT END,
          .full = 1000000 },
        { .name = "references", .head = "References:", .unit = " <%u@example.com>\r\n", .tail = MAIL INVITATION END, .full = 1000000 },
        { .name = "nested-multiparts", .head = MAIL, .unit = "Content-Type: multipart/mixed; boundary=b%1$u\r\n\r\n--b%1$u\r\n",
          .tail = INVITATION END, .full = 1000000 },
        { .name = "nested-messages", .head = MAIL, .unit = "Content-Type: message/rfc822\r\n\r\n", .tail = INVITATION END,
          .full = 1000000 },
        { .name = "parts", .head = MAIL "Content-Type: multipart/mixed; boundary=b\r\n\r\n", .unit = "--b\r\n\r\n%u\r\n",
          .tail = "--b\r\n" INVITATION END "--b--\r\n", .full = 1000000 },
        { .name = "calendar-parts", .head = MAIL "Content-Type: multipart/mixed; boundary=b\r\n\r\n",
          .unit = "--b\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:%u\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
          .tail = "--b--\r\n", .full = LINES(110) },
        { .name = "boundary-prefixes", .head = MAIL "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n", .unit = "--ba%u\r\n",
          .tail = "--b\r\n" INVITATION END "--b--\r\n", .full = 1000000 },
        { .name = "uuencode", .head = MAIL PLAIN, .unit = "begin 644 a%u\r\n", .tail = "end\r\n", .full = 1000000 },
        { .name = "soft-breaks", .head = MAIL "Content-Transfer-Encoding: quoted-printable\r\n" INVITATION "DESCRIPTION:",
          .unit = "a=\r\n", .tail = END, .full = 1000000 },
        { .name = "base64", .make = make_base64, .full = LINES(78) },
        { .name = "zip-bomb", .make = make_zip_bomb, .full = 512, .bounded = true },
        /* calendar */
        { .name = "nested-begins", .head = CALENDAR, .unit = "BEGIN:VEVENT\r\n", .tail = "", .full = 1000000 },
        { .name = "nested-alarms", .head = CALENDAR EVENT, .unit = "BEGIN:VALARM\r\n", .tail = END, .full = 1000000 },
        { .name = "one-line", .head = CALENDAR EVENT "SUMMARY:", .unit = "one line that has no end ", .tail = END,
          .full = LINES(25) },
        { .name = "folded-line", .head = CALENDAR EVENT "DESCRIPTION:", .unit = "some text\r\n ", .tail = END, .full = LINES(12) },
        { .name = "properties", .head = CALENDAR EVENT, .unit = "X-P%u:v\r\n", .tail = END, .full = 1000000 },
        { .name = "no-values", .head = CALENDAR EVENT, .unit = "COMMENT\r\n", .tail = END, .full = 1000000 },
        { .name = "doubled", .head = CALENDAR EVENT, .unit = "SUMMARY:%u\r\n", .tail = END, .full = 1000000 },
        { .name = "parameters-of-one", .head = CALENDAR EVENT "ATTENDEE", .unit = ";X-P%u=v", .tail = ":mailto:a@example.com" END,
          .full = 1000000 },
        { .name = "quotes", .head = CALENDAR EVENT, .unit = "ATTENDEE;CN=\"a%u:mailto:a@example.com\r\n", .tail = END,
          .full = 1000000 },
        { .name = "attendees", .head = CALENDAR EVENT, .unit = "ATTENDEE;CN=U;RSVP=TRUE:mailto:u%u@example.com\r\n", .tail = END,
          .full = 1000000 },
        { .name = "events", .head = CALENDAR,
          .unit = "BEGIN:VEVENT\r\nUID:%u@example.com\r\nDTSTART:20250320T130000Z\r\nRRULE:FREQ=DAILY\r\nSUMMARY:a\r\nEND:VEVENT\r\n",
          .tail = "END:VCALENDAR\r\n", .full = LINES(105) },
        { .name = "calendars", .head = "", .unit = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:%u\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
          .tail = "", .full = LINES(74) },
        { .name = "zones", .head = CALENDAR, .unit = "BEGIN:VTIMEZONE\r\nTZID:Z%u\r\nEND:VTIMEZONE\r\n", .tail = EVENT END,
          .full = LINES(44) },
        { .name = "observances", .head = CALENDAR "BEGIN:VTIMEZONE\r\nTZID:Z\r\n",
          .unit = "BEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\n",
          .tail = "END:VTIMEZONE\r\nBEGIN:VEVENT\r\nDTSTART;TZID=Z:20250320T130000\r\nDTEND;TZID=Z:20250320T140000" END,
          .full = 100000 },
        { .name = "zoned-dates", .head = CALENDAR EVENT, .unit = "EXDATE;TZID=Zone/N%u:20250320T130000\r\n", .tail = END,
          .full = 1000000 },
        { .name = "dates", .head = CALENDAR EVENT "RDATE:20250321T130000Z", .unit = ",20250322T130000Z", .tail = END,
          .full = 1000000 },
        { .name = "rule-values", .head = CALENDAR EVENT "RRULE:FREQ=YEARLY;BYYEARDAY=1", .unit = ",1", .tail = END, .full = 1000000 },
        { .name = "rules", .head = CALENDAR EVENT, .unit = "RRULE:FREQ=SECONDLY;BYMONTHDAY=31;BYMONTH=2\r\n", .tail = END,
          .full = LINES(46) },
        { .name = "alarms", .head = CALENDAR EVENT,
          .unit = "BEGIN:VALARM\r\nACTION:EMAIL\r\nTRIGGER:-PT%uM\r\nATTENDEE:mailto:a@example.com\r\nEND:VALARM\r\n", .tail = END,
          .full = LINES(90) },
        { .name = "attachments", .head = CALENDAR EVENT, .unit = "ATTACH;VALUE=BINARY;ENCODING=BASE64:QUJD\r\n", .tail = END,
          .full = LINES(42) },
        { .name = "escapes", .head = CALENDAR EVENT "DESCRIPTION:", .unit = "\\n\\,", .tail = END, .full = LINES(4) },
        { .name = "jcal", .head = "[\"vcalendar\",[],[", .unit = "[\"vevent\",[[\"summary\",{},\"text\",\"a%u\"]],[]],",
          .tail = "[\"vevent\",[],[]]]]", .full = LINES(45) },
        { .name = "jcal-brackets", .head = "[\"vcalendar\",", .unit = "[", .tail = "", .full = 1000000 },
        { .name = "xcal", .head = "<vcalendar><components>",
          .unit = "<vevent><properties><summary><text>a%u&lt;</text></summary></properties></vevent>",
          .tail = "</components></vcalendar>", .full = LINES(80) },
        { .name = "xcal-components", .head = "<vcalendar><components>", .unit = "<a/>", .tail = "", .full = LINES(4) },
        { .name = "xcal-open", .head = "<vcalendar>", .unit = "<!><components><v><!--", .tail = "", .full = LINES(22) },
        { .name = "xcal-entities", .head = "<vcalendar><properties><summary><text>", .unit = "&\"'&#x;", .tail = "", .full = LINES(8) },
        /* text */
        { .name = "links", .head = MAIL PLAIN, .unit = "see http://h%u.example/a \r\n", .tail = "", .full = 1000000 },
        { .name = "links-in-calendar", .head = CALENDAR EVENT "DESCRIPTION:", .unit = "http://h%u.example/ ", .tail = END,
          .full = 1000000 },
        { .name = "one-host", .head = CALENDAR EVENT "DESCRIPTION:http://", .unit = "a.", .tail = "example/" END, .full = 1000000 },
        { .name = "schemes", .head = CALENDAR EVENT "DESCRIPTION:", .unit = "http:", .tail = END, .full = 1000000 },
        { .name = "dots", .head = CALENDAR EVENT "DESCRIPTION:", .unit = "a.b@c.", .tail = END, .full = 1000000 },
        { .name = "digits", .head = CALENDAR EVENT "DESCRIPTION:", .unit = "1-(2) ", .tail = END, .full = 1000000 },
        { .name = "phones", .head = CALENDAR EVENT "DESCRIPTION:", .unit = "+1 (800) 555-0199 ", .tail = END, .full = 1000000 },
        { .name = "amounts", .head = CALENDAR EVENT "DESCRIPTION:", .unit = "$ 1\\,0%u.00 ", .tail = END, .full = 1000000 },
        { .name = "words", .head = CALENDAR EVENT "DESCRIPTION:", .unit = "your payment invoice account refund call now ", .tail = END,
          .full = LINES(45) },
        { .name = "marks", .head = CALENDAR EVENT "SUMMARY:a", .unit = "\xcc\x81", .tail = END, .full = LINES(2) },
        { .name = "invisible", .head = CALENDAR EVENT "SUMMARY:a", .unit = "\xe2\x80\xae\xe2\x80\x8b", .tail = END, .full = LINES(6) },
        { .name = "letters", .head = CALENDAR EVENT "DESCRIPTION:", .unit = "\xd0\xb6\xe4\xb8\xad\xc3\xa9", .tail = END, .full = LINES(7) },
        { .name = "broken-utf8", .head = CALENDAR EVENT "DESCRIPTION:", .unit = "\xff\xc3", .tail = END, .full = LINES(2) },
        { .name = "html-nested", .head = MAIL HTML, .unit = "<div>", .tail = "", .full = 1000000 },
        { .name = "html-bold", .head = MAIL HTML, .unit = "<b><i>", .tail = "", .full = 1000000 },
        { .name = "html-links", .head = MAIL HTML, .unit = "<a href=\"https://h%u.example/\">https://bank.example/</a>",
          .tail = "", .full = LINES(60) },
        { .name = "html-open-links", .head = MAIL HTML, .unit = "<a href=x>a", .tail = "", .full = 1000000 },
        { .name = "html-attributes", .head = MAIL HTML "<p", .unit = " a%u=b", .tail = ">", .full = 1000000 },
        { .name = "html-open-tags", .head = MAIL HTML, .unit = "<a b=\"", .tail = "", .full = 1000000 },
        { .name = "html-comments", .head = MAIL HTML, .unit = "<!--", .tail = "", .full = 1000000 },
        { .name = "html-ends", .head = MAIL HTML "<table>", .unit = "</p></div>", .tail = "", .full = 1000000 },
        { .name = "html-references", .head = MAIL HTML, .unit = "&amp;&#x41;&nosuch;", .tail = "", .full = 1000000 },
        { .name = "html-styles", .head = MAIL HTML, .unit = "<style>.c%u{display:none}</style>", .tail = "<p class=c1>a", .full = 1000000 },
        { .name = "html-hidden", .head = MAIL HTML, .unit = "<span style=\"display:none;color:#fff\">a%u</span>", .tail = "",
          .full = LINES(50) },
        { .name = "html-pictures", .head = MAIL HTML, .unit = "<img src=\"cid:%u@example.com\">", .tail = "", .full = LINES(30) },
        { .name = "html-descriptions", .head = CALENDAR, .unit = "BEGIN:VEVENT\r\nDESCRIPTION:<p>a%u</p>\r\nEND:VEVENT\r\n",
          .tail = "END:VCALENDAR\r\n", .full = LINES(54) },
        { .name = "html-parts", .head = MAIL "Content-Type: multipart/mixed; boundary=b\r\n\r\n",
          .unit = "--b\r\nContent-Type: text/html\r\n\r\n<p>a%u</p>\r\n", .tail = "--b--\r\n", .full = LINES(46) },
        { .name = "alt-desc", .head = CALENDAR EVENT, .unit = "X-ALT-DESC;FMTTYPE=text/html:<p>%u</p>\r\n", .tail = END,
          .full = LINES(40) },
};
/* clang-format on */
const size_t shape_count = sizeof shape_table / sizeof *shape_table;

struct span shape_make(const struct shape *shape, size_t units) {
        if (shape->make)
                return shape->make(units);
        struct text text;
        text_begin(&text);
        fputs(shape->head, text.out);
        bool counted = strchr(shape->unit, '%');
        for (size_t i = 0; i < units; i++)
                if (counted)
                        fprintf(text.out, shape->unit, (unsigned)i);
                else
                        fputs(shape->unit, text.out);
        fputs(shape->tail, text.out);
        return text_end(&text);
}

size_t shape_units(const struct shape *shape, size_t bytes) {
        struct span none = shape_make(shape, 1), some = shape_make(shape, 33);
        size_t unit = some.len > none.len ? (some.len - none.len) / 32 : 1;
        free((char *)none.ptr);
        free((char *)some.ptr);
        size_t units = bytes / (unit ? unit : 1);
        return units < shape->full ? units : shape->full;
}

#include "report/digest.h"

#include <string.h>

#include "base/limits.h"
#include "calendar/itip.h"
#include "calendar/moment.h"
#include "report/mail-writer.h"
#include "text/unicode.h"

enum { TITLE_MOST = 120, NAME_MOST = 120, REASON_MOST = 400, PLAIN_COLUMNS = 72, DAY = 86400 };

/* ---- Words of strangers -------------------------------------------------------------------------------------------- */

/* Ranges that nobody sees, or that turn what is behind them. */
static const struct {
        uint32_t first, last;
} unseen[] = {
        { 0x00, 0x1f },     { 0x7f, 0xa0 },     { 0xad, 0xad },        { 0x34f, 0x34f },   { 0x61c, 0x61c },
        { 0x115f, 0x1160 }, { 0x17b4, 0x17b5 }, { 0x180b, 0x180f },    { 0x2000, 0x200f }, { 0x2028, 0x202f },
        { 0x205f, 0x206f }, { 0x3000, 0x3000 }, { 0x3164, 0x3164 },    { 0xfe00, 0xfe0f }, { 0xfeff, 0xfeff },
        { 0xffa0, 0xffa0 }, { 0xfff0, 0xfffb }, { 0xe0000, 0x10ffff },
};

static bool is_unseen(uint32_t rune) {
        for (size_t i = 0; i < sizeof unseen / sizeof *unseen; i++)
                if (rune >= unseen[i].first && rune <= unseen[i].last)
                        return true;
        return false;
}

/* Where a mail program would begin to see a link or a telephone number: an invisible joiner (U+2060) goes behind. */
static bool makes_links(uint32_t rune, unsigned digits) {
        return rune == '.' || rune == '@' || rune == ':' || rune == '/' || (digits > 0 && digits % 3 == 0);
}

static struct span tame(struct arena *arena, const char *text, size_t most) {
        struct span rest = span_from(text ? text : "");
        struct buf out = buf_in(arena, 8 * most + 16);
        bool space = true; /* none at the beginning */
        unsigned digits = 0, marks = 0;
        for (size_t count = 0; rest.len > 0;) {
                uint32_t rune = unicode_next(&rest);
                if (is_unseen(rune) || rune == ' ') {
                        if (!space)
                                buf_add_byte(&out, ' ');
                        space = true;
                        continue;
                }
                /* Marks that are piled up on one letter reach into other lines. */
                marks = rune >= 0x300 && rune < 0x370 ? marks + 1 : 0;
                if (marks > 2)
                        continue;
                if (count++ == most) {
                        buf_add(&out, SPAN("…"));
                        break;
                }
                buf_add_rune(&out, rune);
                digits = rune >= '0' && rune <= '9' ? digits + 1 : 0;
                if (makes_links(rune, digits))
                        buf_add_rune(&out, 0x2060);
                space = false;
        }
        return span_trim(buf_span(&out));
}

static void html_add(struct buf *out, struct span text) {
        for (size_t i = 0; i < text.len; i++) {
                switch (text.ptr[i]) {
                case '&':
                        buf_add(out, SPAN("&amp;"));
                        break;
                case '<':
                        buf_add(out, SPAN("&lt;"));
                        break;
                case '>':
                        buf_add(out, SPAN("&gt;"));
                        break;
                case '"':
                        buf_add(out, SPAN("&quot;"));
                        break;
                default:
                        buf_add_byte(out, text.ptr[i]);
                }
        }
}

/* ---- What is said ---------------------------------------------------------------------------------------------------- */

static const char *what_of(const struct digest_entry *entry) {
        static const struct {
                const char *method, *text;
        } rows[] = { { "REQUEST", "Invitation" },
                     { "CANCEL", "Cancellation" },
                     { "REPLY", "Answer" },
                     { "COUNTER", "Proposal of another time" },
                     { "ADD", "Additional date" },
                     { "REFRESH", "Request for details" },
                     { "PUBLISH", "Published event" },
                     { "DECLINECOUNTER", "Refusal of a proposal" } };
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
                if (strcmp(entry->method, rows[i].method) == 0)
                        return rows[i].text;
        return "Event";
}

static const char *proof_of(const struct digest_entry *entry) {
        static const struct {
                const char *class, *text;
        } rows[] = { { "verified", "the sender is proven" },
                     { "verified-delegate", "sent by somebody who may act for this organizer" },
                     { "domain-verified", "the domain is proven, the person is not" },
                     { "service", "sent by a calendar service that is known here" },
                     { "forwarded", "forwarded by somebody else" },
                     { "spoof", "the sender is not whom he claims to be" } };
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
                if (strcmp(entry->originator, rows[i].class) == 0)
                        return rows[i].text;
        return "nothing proves who sent it";
}

static const char
        *const kind_titles[DIGEST_KINDS] = { [DIGEST_OFFERED] = "You may add these", [DIGEST_WITHHELD] = "Kept out" };
static const char *const kind_intros[DIGEST_KINDS] = {
        [DIGEST_OFFERED] = "Each waits for you to decide, and changes nothing until you do.",
        [DIGEST_WITHHELD] = "Look through it for something that you know. The rest needs nothing from you.",
};

/* The links of an entry, in the order in which they are shown; the first one is what most people want. */
static const struct {
        enum digest_kind kind;
        enum digest_action action;
        const char *text;
} offers[] = {
        { DIGEST_OFFERED, DIGEST_ADD, "Add to my calendar" },
        { DIGEST_OFFERED, DIGEST_ALWAYS, "Always from this organizer" },
        { DIGEST_OFFERED, DIGEST_SPAM, "This is spam" },
        { DIGEST_WITHHELD, DIGEST_HAM, "Not spam, add it" },
        { DIGEST_WITHHELD, DIGEST_NEVER, "Never from this organizer" },
};
enum { OFFERS = sizeof offers / sizeof *offers };

/* Taking over the end of an event takes the event away. */
static const char *offer_text(size_t offer, const struct digest_entry *entry) {
        bool takes = offers[offer].action == DIGEST_ADD || offers[offer].action == DIGEST_HAM;
        if (!takes || strcmp(entry->method, "CANCEL") != 0)
                return offers[offer].text;
        return offers[offer].action == DIGEST_ADD ? "Cancel it in my calendar" : "Not spam, cancel it";
}

static uint32_t count_of(const struct digest *digest, enum digest_kind kind) {
        uint32_t count = 0;
        for (uint32_t i = 0; i < digest->count; i++)
                count += digest->entries[i].kind == kind;
        return count;
}

static uint32_t left_out(const struct digest *digest) {
        return digest->totals[DIGEST_OFFERED] + digest->totals[DIGEST_WITHHELD] - digest->count;
}

static struct span subject_of(struct arena *arena, const struct digest *digest) {
        uint32_t offered = digest->totals[DIGEST_OFFERED], withheld = digest->totals[DIGEST_WITHHELD];
        struct buf out = buf_in(arena, 200);
        buf_add(&out, SPAN("Your calendar: "));
        if (offered > 0)
                buf_add_format(&out, "%u %s for you", offered, offered == 1 ? "waits" : "wait");
        if (withheld > 0)
                buf_add_format(&out, "%s%u kept out", offered > 0 ? ", " : "", withheld);
        return buf_span(&out);
}

#define INTRO \
        "None of this is in your calendar. Organizers do not learn what you do here, and each link asks once more before " \
        "anything happens."

/* ---- Text ------------------------------------------------------------------------------------------------------------ */

/* Words, broken into lines of PLAIN_COLUMNS bytes behind `indent`; what stands in its first line is a space in the others. */
static void wrap(struct buf *out, const char *indent, struct span text) {
        size_t column = 0;
        bool first = true;
        while (text.len > 0) {
                size_t len = 0;
                while (len < text.len && text.ptr[len] != ' ')
                        len++;
                if (column > 0 && column + 1 + len > PLAIN_COLUMNS) {
                        buf_add_byte(out, '\n');
                        column = 0;
                }
                size_t before = column == 0 ? strlen(indent) : 1;
                if (column == 0 && first)
                        buf_add(out, span_from(indent));
                else
                        buf_add_format(out, "%*s", (int)before, "");
                first = false;
                column += len + before;
                buf_add(out, span_head(text, len));
                text = span_skip(text, len + (len < text.len));
        }
        buf_add_byte(out, '\n');
}

/* The reason without the paragraphs of standards that stand behind it. */
static struct span reason_of(struct arena *arena, const struct digest_entry *entry) {
        struct span reason = span_from(entry->reason);
        const char *source = strrchr(entry->reason, '(');
        if (source && (strncmp(source, "(RFC ", 5) == 0 || strncmp(source, "(CC/R ", 6) == 0))
                reason.len = (size_t)(source - entry->reason);
        return tame(arena, arena_copy(arena, reason).ptr, REASON_MOST);
}

static struct span title_of(struct arena *arena, const struct digest_entry *entry) {
        struct span title = tame(arena, entry->title, TITLE_MOST);
        return title.len > 0 ? title : SPAN("(without a title)");
}

static struct span organizer_of(struct arena *arena, const struct digest_entry *entry) {
        struct span organizer = tame(arena, entry->organizer, NAME_MOST);
        return organizer.len > 0 ? organizer : tame(arena, entry->sender, NAME_MOST);
}

static void plain_entry(struct buf *out, const struct digest *digest, const struct digest_entry *entry) {
        struct arena *arena = out->arena;
        struct span organizer = organizer_of(arena, entry), title = title_of(arena, entry);
        wrap(out, "* ", title);
        if (entry->when.len > 0)
                wrap(out, "  ", entry->when);
        wrap(out, "  ",
             arena_format(arena, "%s from %.*s (%s)", what_of(entry), (int)organizer.len, organizer.ptr,
                          proof_of(entry)));
        wrap(out, "  ", reason_of(arena, entry));
        for (size_t i = 0; i < OFFERS; i++) {
                const char *url = offers[i].kind == entry->kind && digest->link
                                          ? digest->link(digest->user, arena, entry->arrival, offers[i].action)
                                          : NULL;
                if (url)
                        buf_add_format(out, "  %s:\n  %s\n", offer_text(i, entry), url);
        }
        buf_add_byte(out, '\n');
}

static const char *stop_url(struct arena *arena, const struct digest *digest) {
        return digest->link && digest->count > 0
                       ? digest->link(digest->user, arena, digest->entries[0].arrival, DIGEST_STOP)
                       : NULL;
}

static struct span write_plain(struct arena *arena, const struct digest *digest) {
        struct buf out = buf_in(arena, LIMIT_MESSAGE_BYTES);
        wrap(&out, "", SPAN(INTRO));
        for (enum digest_kind kind = 0; kind < DIGEST_KINDS; kind++) {
                if (count_of(digest, kind) == 0)
                        continue;
                buf_add_format(&out, "\n%s\n", kind_titles[kind]);
                for (size_t i = 0; i < strlen(kind_titles[kind]); i++)
                        buf_add_byte(&out, '=');
                buf_add_byte(&out, '\n');
                wrap(&out, "", span_from(kind_intros[kind]));
                buf_add_byte(&out, '\n');
                for (uint32_t i = 0; i < digest->count; i++)
                        if (digest->entries[i].kind == kind)
                                plain_entry(&out, digest, &digest->entries[i]);
        }
        if (left_out(digest) > 0)
                buf_add_format(&out, "And %u more.\n", left_out(digest));
        const char *stop = stop_url(arena, digest);
        buf_add_format(&out, "\nThis mail comes at most once a day, when there is something new.\n");
        if (stop)
                buf_add_format(&out, "No more such mails:\n%s\n", stop);
        return buf_span(&out);
}

/* ---- HTML ------------------------------------------------------------------------------------------------------------ */

/* Colours have a contrast of 4.5 and more in both schemes; nothing is loaded from anywhere. */
#define STYLE \
        "body{margin:0;padding:24px 12px;background:#f4f5f7;color:#1d2330;" \
        "font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif}" \
        "main{display:block;max-width:600px;margin:0 auto}" \
        "h1{font-size:24px;line-height:1.25;margin:0 0 8px;font-weight:650}" \
        "h2{font-size:17px;margin:32px 0 4px;font-weight:650}" \
        "p{margin:0 0 8px}.quiet{color:#525a6b;font-size:14px}" \
        ".card{background:#fff;border:1px solid #dde1e8;border-radius:10px;padding:16px;margin:12px 0;overflow-wrap:anywhere}" \
        ".card h3{font-size:17px;line-height:1.35;margin:0 0 4px;font-weight:600}" \
        ".when{font-weight:500}" \
        ".acts{margin:12px 0 0}" \
        "a{color:#0b57a4}" \
        ".acts a{display:inline-block;margin:0 16px 0 0;padding:7px 0}" \
        ".acts a.first{padding:7px 14px;border-radius:7px;background:#0b57a4;color:#fff;text-decoration:none}" \
        ".out{background:#fafbfc}" \
        "footer{margin:32px 0 0;border-top:1px solid #dde1e8;padding:12px 0 0}" \
        "@media (prefers-color-scheme:dark){body{background:#14171d;color:#e7eaf0}.quiet{color:#a9b1c0}" \
        ".card{background:#1d222b;border-color:#343b48}.out{background:#191d25}a{color:#8cc0ff}" \
        ".acts a.first{background:#8cc0ff;color:#0c1a2b}footer{border-color:#343b48}}"

static void html_link(struct buf *out, const char *url, const char *text, struct span about, bool first) {
        buf_add(out, first ? SPAN("<a class=\"first\" href=\"") : SPAN("<a href=\""));
        html_add(out, span_from(url));
        buf_add(out, SPAN("\" rel=\"noreferrer\" aria-label=\""));
        html_add(out, span_from(text));
        buf_add(out, SPAN(": "));
        html_add(out, about);
        buf_add(out, SPAN("\">"));
        html_add(out, span_from(text));
        buf_add(out, SPAN("</a> "));
}

static void html_links(struct buf *out, const struct digest *digest, const struct digest_entry *entry,
                       struct span title) {
        bool first = true;
        for (size_t i = 0; i < OFFERS; i++) {
                const char *url = offers[i].kind == entry->kind && digest->link
                                          ? digest->link(digest->user, out->arena, entry->arrival, offers[i].action)
                                          : NULL;
                if (!url)
                        continue;
                if (first)
                        buf_add(out, SPAN("<p class=\"acts\">"));
                html_link(out, url, offer_text(i, entry), title, first && entry->kind == DIGEST_OFFERED);
                first = false;
        }
        if (!first)
                buf_add(out, SPAN("</p>\n"));
}

static void html_entry(struct buf *out, const struct digest *digest, const struct digest_entry *entry) {
        struct arena *arena = out->arena;
        struct span title = title_of(arena, entry);
        buf_add(out, entry->kind == DIGEST_WITHHELD ? SPAN("<div class=\"card out\">\n<h3 dir=\"auto\"><bdi>")
                                                    : SPAN("<div class=\"card\">\n<h3 dir=\"auto\"><bdi>"));
        html_add(out, title);
        buf_add(out, SPAN("</bdi></h3>\n"));
        if (entry->when.len > 0) {
                buf_add(out, SPAN("<p class=\"when\">"));
                html_add(out, entry->when);
                buf_add(out, SPAN("</p>\n"));
        }
        buf_add_format(out, "<p>%s from <bdi>", what_of(entry));
        html_add(out, organizer_of(arena, entry));
        buf_add(out, SPAN("</bdi> <span class=\"quiet\">("));
        html_add(out, span_from(proof_of(entry)));
        buf_add(out, SPAN(")</span></p>\n<p class=\"quiet\">"));
        html_add(out, reason_of(arena, entry));
        buf_add(out, SPAN("</p>\n"));
        html_links(out, digest, entry, title);
        buf_add(out, SPAN("</div>\n"));
}

static void html_foot(struct buf *out, const struct digest *digest) {
        const char *stop = stop_url(out->arena, digest);
        buf_add(out,
                SPAN("<footer class=\"quiet\">\n<p>This mail comes at most once a day, when there is something new.</p>\n<p>"));
        if (stop)
                html_link(out, stop, "No more such mails", SPAN("end this digest"), false);
        buf_add(out, SPAN("</p>\n</footer>\n</main>\n</body>\n</html>\n"));
}

static struct span write_html(struct arena *arena, const struct digest *digest, struct span subject) {
        struct buf out = buf_in(arena, LIMIT_MESSAGE_BYTES);
        buf_add(&out,
                SPAN("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
                     "<meta name=\"color-scheme\" content=\"light dark\">\n"
                     "<meta name=\"format-detection\" content=\"telephone=no,date=no,address=no,email=no,url=no\">\n"
                     "<title>"));
        html_add(&out, subject);
        buf_add(&out, SPAN("</title>\n<style>" STYLE "</style>\n</head>\n<body>\n<main>\n"
                           "<h1>What is not in your calendar</h1>\n<p>" INTRO "</p>\n"));
        for (enum digest_kind kind = 0; kind < DIGEST_KINDS; kind++) {
                if (count_of(digest, kind) == 0)
                        continue;
                buf_add_format(&out, "<section>\n<h2>%s</h2>\n<p class=\"quiet\">%s</p>\n", kind_titles[kind],
                               kind_intros[kind]);
                for (uint32_t i = 0; i < digest->count; i++)
                        if (digest->entries[i].kind == kind)
                                html_entry(&out, digest, &digest->entries[i]);
                buf_add(&out, SPAN("</section>\n"));
        }
        if (left_out(digest) > 0)
                buf_add_format(&out, "<p>And %u more.</p>\n", left_out(digest));
        html_foot(&out, digest);
        return buf_span(&out);
}

/* ---- The mail -------------------------------------------------------------------------------------------------------- */

static struct span domain_of(const char *address) {
        const char *at = strrchr(address, '@');
        return span_from(at ? at + 1 : "localhost");
}

struct span digest_write(struct arena *arena, const struct digest *digest) {
        struct mail_writer mail = mail_writer_new(arena);
        struct span subject = subject_of(arena, digest);
        const char *stop = stop_url(arena, digest);
        mail_mailbox(&mail, "From", span_from(digest->from_name), span_from(digest->from));
        mail_mailbox(&mail, "To", SPAN(""), span_from(digest->owner));
        mail_text_field(&mail, "Subject", subject);
        mail_date(&mail, digest->at);
        mail_message_id(&mail, domain_of(digest->from), NULL);
        mail_field_add(&mail, "Auto-Submitted", SPAN("auto-generated"));
        mail_field_add(&mail, "X-Auto-Response-Suppress", SPAN("All"));
        if (stop) {
                mail_field_add(&mail, "List-Unsubscribe", arena_format(arena, "<%s>", stop));
                mail_field_add(&mail, "List-Unsubscribe-Post", SPAN("List-Unsubscribe=One-Click"));
        }
        mail_multipart(&mail, "alternative", NULL);
        mail_text(&mail, "text/plain", write_plain(arena, digest));
        mail_text(&mail, "text/html", write_html(arena, digest, subject));
        mail_multipart_end(&mail);
        return mail_writer_end(&mail);
}

/* ---- When ------------------------------------------------------------------------------------------------------------ */

static struct span zone_of(struct arena *arena, const struct moment *moment) {
        static const char utc[] = "UTC";
        switch (moment->basis) {
        case MOMENT_UTC:
                return SPAN(" (UTC)");
        case MOMENT_ZONED:
        case MOMENT_UNKNOWN_ZONE: {
                char name[81];
                (void)snprintf(name, sizeof name, "%.*s", (int)(moment->tzid.len < 80 ? moment->tzid.len : 80),
                               moment->tzid.ptr ? moment->tzid.ptr : utc);
                struct span zone = tame(arena, name, 40);
                return arena_format(arena, " (%.*s)", (int)zone.len, zone.ptr);
        }
        default:
                return SPAN("");
        }
}

struct span digest_when(struct arena *arena, struct span object) {
        static const char *const days[] = { "Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday" };
        static const char *const months[] = { "January", "February", "March",     "April",   "May",      "June",
                                              "July",    "August",   "September", "October", "November", "December" };
        struct defects defects = { 0 };
        const struct calendars *calendars = calendars_read(arena, object, SPAN("utf-8"), NULL, 0, &defects);
        const struct component *main = calendars->first ? itip_main_component(calendars->first) : NULL;
        struct moment start;
        if (!main || !component_moment(calendars, calendars->first, main, PROPERTY_DTSTART, &start))
                return (struct span){ 0 };
        int64_t day_number = start.local >= 0 ? start.local / DAY : -((DAY - 1 - start.local) / DAY), year;
        int month, day, second = (int)(start.local - day_number * DAY);
        civil_from_days(day_number, &year, &month, &day);
        const char *weekday = days[((day_number % 7) + 7) % 7];
        if (start.basis == MOMENT_DATE)
                return arena_format(arena, "%s, %d %s %lld", weekday, day, months[month - 1], (long long)year);
        struct span zone = zone_of(arena, &start);
        return arena_format(arena, "%s, %d %s %lld, %02d:%02d%.*s", weekday, day, months[month - 1], (long long)year,
                            second / 3600, second / 60 % 60, (int)zone.len, zone.ptr);
}

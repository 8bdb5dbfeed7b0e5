/* The mail around the calendar: RFC 6047, and the structure of CC/R 18003 appendix A. */
#include "calendar/compare.h"
#include "message/message.h"
#include "ops/lint-rules.h"

static struct lint_place at_part(const struct part *part) {
        return (struct lint_place){ .part = part->number };
}

static bool beyond_ascii(struct span bytes) {
        unsigned char seen = 0;
        for (size_t i = 0; i < bytes.len; i++)
                seen |= (unsigned char)bytes.ptr[i];
        return seen & 0x80;
}

static bool names_charset(const struct part *part, struct span name) {
        return span_equal_nocase(part->charset, name);
}

static void lint_charset(struct linter *linter, const struct part *part) {
        bool high = beyond_ascii(part->data);
        if (high && part->charset.len == 0)
                lint_add(linter, LINT_ID_CHARSET_MISSING, at_part(part), (struct span){ 0 });
        if (part->charset.len > 0 && !names_charset(part, SPAN("utf-8")) && !names_charset(part, SPAN("us-ascii")))
                lint_add(linter, LINT_ID_CHARSET_OTHER, at_part(part), part->charset);
        if (high && part->encoding == ENCODING_NONE && !headers_first(&part->headers, HEADER_CONTENT_TRANSFER_ENCODING))
                lint_add(linter, LINT_ID_ENCODING_MISSING, at_part(part), (struct span){ 0 });
}

/* The parameters of a text/calendar part against the calendar in it. */
static void lint_parameters(struct linter *linter, const struct part *part, const struct calendar *calendar) {
        struct span method = component_text(&calendar->root, PROPERTY_METHOD);
        if (method.len > 0 && part->method.len == 0)
                lint_add(linter, LINT_ID_METHOD_PARAMETER_MISSING, at_part(part), method);
        if (method.len == 0 && part->method.len > 0)
                lint_add(linter, LINT_ID_METHOD_MISSING, (struct lint_place){ calendar->part, calendar->line },
                         part->method);
        if (method.len > 0 && part->method.len > 0 && !span_equal_nocase(method, part->method))
                lint_add(linter, LINT_ID_METHOD_PARAMETER_DIFFERS, at_part(part),
                         arena_format(linter->arena, "%.*s, and METHOD:%.*s", SPAN_SHOWN(part->method),
                                      SPAN_SHOWN(method)));
        if (part->component.len == 0)
                return;
        for (const struct component *child = calendar->root.children; child; child = child->next)
                if (span_equal_nocase(child->name, part->component))
                        return;
        lint_add(linter, LINT_ID_COMPONENT_PARAMETER, at_part(part), part->component);
}

static void lint_placement(struct linter *linter, const struct part *part) {
        const struct part *parent = part->parent;
        if (!parent || parent->media == MEDIA_MULTIPART_ALTERNATIVE || parent->media == MEDIA_MULTIPART_SIGNED)
                return;
        if (parent->media == MEDIA_MULTIPART_MIXED &&
            (!parent->parent || parent->parent->media == MEDIA_MULTIPART_SIGNED))
                return;
        lint_add(linter, LINT_ID_PLACEMENT, at_part(part),
                 arena_format(linter->arena, "%.*s/%.*s", SPAN_SHOWN(parent->type), SPAN_SHOWN(parent->subtype)));
}

static void lint_file(struct linter *linter, const struct part *part) {
        if (part->media != MEDIA_APPLICATION_ICS)
                lint_add(linter, LINT_ID_FILE_TYPE, at_part(part),
                         arena_format(linter->arena, "%.*s/%.*s", SPAN_SHOWN(part->type), SPAN_SHOWN(part->subtype)));
        if (part->disposition != DISPOSITION_ATTACHMENT)
                lint_add(linter, LINT_ID_FILE_NOT_ATTACHED, at_part(part), part->file_name);
        if (part->encoding != ENCODING_BASE64)
                lint_add(linter, LINT_ID_FILE_NOT_BASE64, at_part(part), part->file_name);
        if (!span_ends_nocase(part->file_name, SPAN(".ics")))
                lint_add(linter, LINT_ID_FILE_NAME, at_part(part), part->file_name);
}

/* What the parts of the mail itself are, apart from those in archives and in forwarded messages. */
struct census {
        uint32_t shown; /* text/calendar for the reader */
        uint32_t files, plain, html, tnef;
        bool second_shown, second_file;
};

static void count_part(struct linter *linter, const struct part *part, struct census *census) {
        bool attached = part->disposition == DISPOSITION_ATTACHMENT;
        bool shown = part->media == MEDIA_TEXT_CALENDAR && !attached;
        census->plain += part->media == MEDIA_TEXT_PLAIN && !attached;
        census->html += part->media == MEDIA_TEXT_HTML && !attached;
        if (part->media == MEDIA_TNEF)
                lint_add(linter, LINT_ID_TNEF, at_part(part), part->file_name);
        if (part_holds_calendar(part) && part->media == MEDIA_TEXT_CALENDAR)
                lint_charset(linter, part);
        if (shown) {
                lint_placement(linter, part);
                if (census->shown++ > 0)
                        lint_add(linter, LINT_ID_SEVERAL_CALENDARS, at_part(part), (struct span){ 0 });
        } else if (part_holds_calendar(part)) {
                lint_file(linter, part);
                if (census->files++ > 0)
                        lint_add(linter, LINT_ID_SEVERAL_FILES, at_part(part), part->file_name);
        }
}

static bool from_organizer(enum method method) {
        return method == METHOD_REQUEST || method == METHOD_PUBLISH || method == METHOD_ADD || method == METHOD_CANCEL;
}

/* A file without METHOD is an event to keep, not an invitation. */
static bool has_method(const struct calendars *calendars) {
        for (const struct calendar *calendar = calendars->first; calendar; calendar = calendar->next)
                if (calendar->method != METHOD_NONE)
                        return true;
        return false;
}

static void lint_structure(struct linter *linter) {
        const struct message *message = linter->judgement->message;
        struct census census = { 0 };
        struct lint_place whole = { 0 };
        for (uint32_t i = 0; i < message->part_count; i++) {
                const struct part *part = message->parts[i];
                if (part->message == message && part->source == PART_MIME)
                        count_part(linter, part, &census);
        }
        if (census.shown == 0 && has_method(linter->judgement->calendars))
                lint_add(linter, LINT_ID_NO_TEXT_CALENDAR, whole, (struct span){ 0 });
        if (census.plain == 0)
                lint_add(linter, LINT_ID_NO_PLAIN_TEXT, whole, (struct span){ 0 });
        if (!from_organizer(linter->judgement->calendars->first->method))
                return;
        if (census.html == 0)
                lint_add(linter, LINT_ID_NO_HTML, whole, (struct span){ 0 });
        if (census.files == 0)
                lint_add(linter, LINT_ID_NO_FILE, whole, (struct span){ 0 });
}

static void lint_differences(struct linter *linter) {
        const struct array *differences = &linter->judgement->facts->differences;
        for (uint32_t i = 0; i < differences->count; i++) {
                const struct difference *difference = &((const struct difference *)differences->items)[i];
                struct buf names = buf_in(linter->arena, 256);
                for (unsigned bit = 1; bit <= DIFFERENCE_LINKS; bit <<= 1)
                        if (difference->bits & bit)
                                buf_add_format(&names, "%s%s", names.len ? ", " : "", calendar_difference_name(bit));
                lint_add(linter, LINT_ID_CALENDARS_DIFFER,
                         (struct lint_place){ difference->other->part, difference->other->line }, buf_span(&names));
        }
}

void lint_mail(struct linter *linter) {
        const struct message *message = linter->judgement->message;
        lint_structure(linter);
        lint_differences(linter);
        uint32_t before = 0;
        for (const struct calendar *calendar = linter->judgement->calendars->first; calendar; calendar = calendar->next) {
                if (calendar->part == 0 || calendar->part > message->part_count || calendar->part == before)
                        continue;
                before = calendar->part;
                const struct part *part = message->parts[calendar->part - 1];
                if (part->media == MEDIA_TEXT_CALENDAR && part->source == PART_MIME)
                        lint_parameters(linter, part, calendar);
        }
}

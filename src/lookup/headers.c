#include "lookup/headers.h"

#include "lookup/scanners.h"
#include "message/message.h"

/* The value begins with this word, or holds anything at all where it is empty. */
static const struct row {
        struct span name, begins;
        enum opinion_kind kind;
} rows[] = {
        { SPAN("X-Spam-Flag"), SPAN("YES"), OPINION_SPAM },
        { SPAN("X-Spam"), SPAN("Yes"), OPINION_SPAM },
        { SPAN("X-Spam-Status"), SPAN("Yes"), OPINION_SPAM },
        { SPAN("X-Rspamd-Action"), SPAN("reject"), OPINION_SPAM },
        { SPAN("X-Rspamd-Action"), SPAN("discard"), OPINION_SPAM },
        { SPAN("X-Rspamd-Action"), SPAN("quarantine"), OPINION_SPAM },
        { SPAN("X-Rspamd-Action"), SPAN("add header"), OPINION_PROBABLE },
        { SPAN("X-Rspamd-Action"), SPAN("rewrite subject"), OPINION_PROBABLE },
        { SPAN("X-Virus-Status"), SPAN("Infected"), OPINION_MALWARE },
        { SPAN("X-Virus-Status"), SPAN("Yes"), OPINION_MALWARE },
        { SPAN("X-Amavis-Alert"), SPAN("INFECTED"), OPINION_MALWARE },
        { SPAN("X-Virus"), SPAN(""), OPINION_MALWARE },
};
enum { ROWS = sizeof rows / sizeof *rows };

static bool says(const struct row *row, struct span value) {
        struct span rest = span_skip(value, row->begins.len);
        return value.len > 0 && span_starts_nocase(value, row->begins) &&
               (row->begins.len == 0 || rest.len == 0 || !ascii_alnum(rest.ptr[0]));
}

bool headers_opinion(struct arena *arena, const struct message *message, struct opinion *ret) {
        const struct header *found = NULL;
        enum opinion_kind worst = OPINION_CLEAN;
        bool seen[ROWS] = { false };
        for (uint32_t i = 0; i < message->headers.count; i++) {
                const struct header *header = &message->headers.items[i];
                if (!span_starts_nocase(header->name, SPAN("X-")))
                        continue;
                for (int row = 0; row < ROWS; row++) {
                        if (seen[row] || !span_equal_nocase(header->name, rows[row].name))
                                continue;
                        seen[row] = true;
                        if (rows[row].kind > worst && says(&rows[row], header->value)) {
                                worst = rows[row].kind;
                                found = header;
                        }
                }
        }
        if (!found)
                return false;
        struct scanner_answer shown = { 0 };
        scanner_reason_add(&shown, "", found->name);
        scanner_reason_add(&shown, ": ", span_head(header_unfold(arena, found), 160));
        *ret = (struct opinion){ .scanner = "header",
                                 .kind = worst,
                                 .reason = arena_copy(arena, span_from(shown.reason)) };
        return true;
}

/* layer: message */
/* A report of abuse, which anybody may send: what is kept of it is bounded and lies in the message or the arena. */
#include <assert.h>
#include <stdint.h>

#include "base/limits.h"
#include "message/feedback-report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void touch(struct span text) {
        volatile char last = 0;
        for (size_t i = 0; i < text.len; i++)
                last = text.ptr[i];
        (void)last;
}

static void touch_all(const struct array *list) {
        assert(list->count <= LIMIT_FEEDBACK_FIELDS);
        for (uint32_t i = 0; i < list->count; i++)
                touch(((const struct span *)list->items)[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
        struct arena *arena = arena_new(size * 64 + LIMIT_ARENA_FLOOR);
        struct defects defects = { .arena = arena };
        struct feedback_report report;
        assert(arena);
        const struct message *message = message_read(arena, (struct span){ (const char *)data, size }, &defects);
        feedback_report_read(arena, message, &report);
        assert(report.found || (!report.original && !report.flaws));
        assert(report.incidents > 0 && report.type < FEEDBACK_TYPES);
        touch(report.type_name);
        touch(report.user_agent);
        touch(report.mail_from);
        touch(report.source_ip);
        touch(report.message_id);
        touch(report.feedback_id);
        touch(report.verdict);
        touch_all(&report.rcpt_to);
        touch_all(&report.domains);
        touch_all(&report.uris);
        touch_all(&report.results);
        arena_free(arena);
        return 0;
}

/* layer: lookup */
/* The first line is the record of whatever key is asked for, the rest a mail with DKIM and ARC. */
#include "lookup/arc.h"
#include "lookup/dkim.h"
#include "message/message.h"

static void give(struct answers *answers, struct span record) {
        struct question question;
        const struct answer answer = { .state = ANSWER_FOUND, .records = &record, .count = 1 };
        while (answers_next(answers, &question))
                answers_put(answers, question.number, &answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
        struct span input = { (const char *)data, size };
        struct arena *arena = arena_new(256 << 20);
        struct defects defects = { .arena = arena };
        struct answers *answers = answers_new(arena, 200);
        struct span record = size > 0 ? span_split(&input, '\n') : input;
        const struct message *message = message_read(arena, input, &defects);
        struct dkim *dkim = dkim_read(arena, message, SPAN("corp.example"), 1700000000);
        struct arc *arc = arc_read(arena, message);
        bool asks = dkim && !dkim_ask(dkim, answers, arena);
        asks |= arc && !arc_ask(arc, answers, arena);
        if (asks)
                give(answers, record);
        struct array signatures = { 0 };
        struct arc_answer answer;
        if (dkim)
                dkim_check(dkim, answers, arena, &signatures);
        if (arc)
                arc_check(arc, answers, arena, &answer);
        arena_free(arena);
        return 0;
}

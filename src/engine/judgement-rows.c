#include "engine/judgement-rows.h"

static struct history_outcome outcome(enum verdict_class class, enum placement placement) {
        return (struct history_outcome){ class_name(class), placement_name(placement) };
}

struct array judgement_rows(const struct judgement *judgement, struct history_case what, struct arena *arena) {
        const struct verdict *verdict = &judgement->verdict;
        struct history_outcome *recipients = arena_alloc(arena, verdict->recipient_count * sizeof *recipients + 1);
        for (uint32_t i = 0; i < verdict->recipient_count; i++)
                recipients[i] = outcome(verdict->recipients[i].class, verdict->recipients[i].placement);
        what.facts = judgement->facts;
        what.message = outcome(verdict->class, verdict->placement);
        what.recipients = recipients;
        return history_records(&what, arena);
}

/* scan: the pipe. Everything examined takes this way, once, forwards:
 *
 *     message -> calendar -> facts -> checks -> rules -> verdict
 *
 * Readers, facts and checks know no failure: what is wrong with an input is a defect, and when memory runs out control
 * comes back to scan_item by the arena's exit. */
#include "engine/scan.h"

#include "base/limits.h"
#include "calendar/calendar.h"
#include "checks/checks.h"
#include "engine/engine.h"
#include "message/message.h"

/* Every calendar object of every part. What a part is labelled does not matter, only what is in it (attack 14). */
static const struct calendars *read_calendars(struct scanner *scanner, struct judgement *judgement) {
        struct calendars *calendars = calendars_new(scanner->arena, scanner->zones);
        const struct message *message = judgement->message;
        if (!message)
                return calendars_read(scanner->arena, judgement->item->bytes, (struct span){ 0 }, calendars, 0,
                                      &judgement->defects);
        for (uint32_t i = 0; i < message->part_count; i++) {
                const struct part *part = message->parts[i];
                judgement->defects.part = part->number;
                if (part_holds_calendar(part))
                        (void)calendars_read(scanner->arena, part->data, part->charset, calendars, part->number,
                                             &judgement->defects);
        }
        judgement->defects.part = 0;
        return calendars;
}

static void judge(struct scanner *scanner, struct judgement *judgement) {
        const struct engine *engine = scanner->engine;
        const struct item *item = judgement->item;

        if (item->truncated)
                defects_add(&judgement->defects, DEFECT_MESSAGE_TOO_LARGE, 0);
        if (item->bytes.len == 0)
                defects_add(&judgement->defects, DEFECT_MESSAGE_EMPTY, 0);
        if (!message_looks_like_calendar(item->bytes))
                judgement->message = message_read(scanner->arena, item->bytes, &judgement->defects);
        stage_done(scanner, STAGE_MESSAGE);

        judgement->calendars = read_calendars(scanner, judgement);
        stage_done(scanner, STAGE_CALENDAR);

        struct facts_tools tools = { .text = engine->text, .pictures = scanner->pictures, .history = scanner->history };
        judgement->facts = facts_gather(scanner->arena, &tools, item, judgement->message, judgement->calendars,
                                        &judgement->defects);
        stage_done(scanner, STAGE_FACTS);

        if (judgement->facts->calendar_like) {
                checks_run(judgement->facts, &judgement->signals);
                stage_done(scanner, STAGE_CHECKS);
                rules_run(engine->rules, scanner->rules, judgement->facts, &judgement->signals);
                rules_combine(engine->rules, scanner->rules, judgement->facts, &judgement->signals);
                stage_done(scanner, STAGE_RULES);
        }
        verdict_judge(engine->verdict, judgement->facts, &judgement->signals, scanner->arena, &judgement->verdict);
        stage_done(scanner, STAGE_VERDICT);
}

enum cw_err scan_item(struct scanner *scanner, const struct item *item, const struct judgement **ret,
                      struct err *reterr) {
        jmp_buf exhausted;
        scanner_begin(scanner);
        if (setjmp(exhausted) != 0) {
                scanner_end(scanner);
                return err_set(reterr, CW_ERR_MEMORY, "No memory to judge this item of %zu bytes.", item->bytes.len);
        }
        arena_set_exit(scanner->arena, &exhausted);
        struct judgement *judgement = arena_alloc(scanner->arena, sizeof *judgement);
        judgement->item = item;
        judgement->defects.arena = scanner->arena;
        judgement->signals.arena = scanner->arena;
        judge(scanner, judgement);
        judgement->elapsed_us = scanner_end(scanner);
        *ret = judgement;
        return CW_OK;
}

/* scan: the pipe. Everything examined takes this way, once, forwards:
 *
 *     message -> calendar -> facts -> checks -> rules -> verdict
 *                              ^ |
 *                              | v
 *                             lookup: what the outside says, where it is asked
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
static const struct calendars *read_calendars(struct scan *scan, struct judgement *judgement) {
        struct calendars *calendars = calendars_new(scan->arena, scan->zones);
        const struct message *message = judgement->message;
        if (!message)
                return calendars_read(scan->arena, judgement->item->bytes, (struct span){ 0 }, calendars, 0,
                                      &judgement->defects);
        for (uint32_t i = 0; i < message->part_count; i++) {
                const struct part *part = message->parts[i];
                judgement->defects.part = part->number;
                if (part_holds_calendar(part))
                        (void)calendars_read(scan->arena, part->data, part->charset, calendars, part->number,
                                             &judgement->defects);
        }
        judgement->defects.part = 0;
        return calendars;
}

static struct facts_tools tools_of(const struct scanner *scanner) {
        return (struct facts_tools){ .text = scanner->engine->text,
                                     .pictures = scanner->pictures,
                                     .history = scanner->history };
}

/* What the item says. */
static void read_item(struct scanner *scanner, struct scan *scan) {
        struct judgement *judgement = scan->judgement;
        const struct item *item = scan->item;
        const struct facts_tools tools = tools_of(scanner);

        if (item->truncated)
                defects_add(&judgement->defects, DEFECT_MESSAGE_TOO_LARGE, 0);
        if (!message_looks_like_calendar(item->bytes))
                judgement->message = message_read(scan->arena, item->bytes, &judgement->defects);
        stage_done(scan, STAGE_MESSAGE);

        judgement->calendars = read_calendars(scan, judgement);
        stage_done(scan, STAGE_CALENDAR);

        judgement->facts = scan->facts = facts_read(scan->arena, &tools, item, judgement->message, judgement->calendars,
                                                    &judgement->defects);
        stage_done(scan, STAGE_FACTS);
}

static void ask_outside(struct scan *scan) {
        const struct lookup_tools *tools = &scan->engine->options.lookup;
        struct lookup_item what;
        if (!tools->lookups || !scan->facts->calendar_like)
                return;
        facts_ask(scan->facts, &what);
        scan->lookup = tools->begin(tools->lookups, &what);
        stage_done(scan, STAGE_FACTS);
}

/* What it means. */
static void judge(struct scanner *scanner, struct scan *scan) {
        const struct engine *engine = scanner->engine;
        struct judgement *judgement = scan->judgement;
        const struct facts_tools tools = tools_of(scanner);
        const struct lookup_results *outside = scan->lookup ? engine->options.lookup.end(scan->lookup) : NULL;

        stage_done(scan, STAGE_LOOKUP);
        facts_conclude(scan->facts, &tools, outside);
        stage_done(scan, STAGE_FACTS);

        if (judgement->facts->calendar_like) {
                checks_run(judgement->facts, &judgement->signals);
                stage_done(scan, STAGE_CHECKS);
                rules_run(engine->rules, scanner->rules, judgement->facts, &judgement->signals);
                rules_combine(engine->rules, scanner->rules, judgement->facts, &judgement->signals);
                stage_done(scan, STAGE_RULES);
        }
        verdict_judge(engine->verdict, judgement->facts, &judgement->signals, scan->arena, &judgement->verdict);
        stage_done(scan, STAGE_VERDICT);
}

static enum cw_err exhausted_by(struct scan *scan, struct err *reterr) {
        size_t size = scan->item->bytes.len;
        scan_end(scan);
        return err_set(reterr, CW_ERR_MEMORY, "No memory to judge this item of %zu bytes.", size);
}

enum cw_err scan_begin(struct scanner *scanner, const struct item *item, struct scan **ret, struct err *reterr) {
        struct scan *scan = scanner_open(scanner, item);
        jmp_buf exhausted;
        if (!scan)
                return err_set(reterr, CW_ERR_MEMORY, "No memory for a scan.");
        if (setjmp(exhausted) != 0)
                return exhausted_by(scan, reterr);
        arena_set_exit(scan->arena, &exhausted);
        scan->judgement = arena_alloc(scan->arena, sizeof *scan->judgement);
        *scan->judgement = (struct judgement){ .item = item, .defects.arena = scan->arena, .signals.arena = scan->arena };
        read_item(scanner, scan);
        ask_outside(scan);
        arena_set_exit(scan->arena, NULL);
        *ret = scan;
        return CW_OK;
}

bool scan_waits(const struct scan *scan) {
        return scan->lookup != NULL;
}

void scan_wait(struct scan *scan) {
        if (scan->lookup)
                scan->engine->options.lookup.wait(scan->lookup);
}

void scan_tell(struct scan *scan, void (*done)(void *user), void *user) {
        scan->engine->options.lookup.tell(scan->lookup, done, user);
}

enum cw_err scan_finish(struct scanner *scanner, struct scan *scan, const struct judgement **ret, struct err *reterr) {
        jmp_buf exhausted;
        if (setjmp(exhausted) != 0)
                return exhausted_by(scan, reterr);
        arena_set_exit(scan->arena, &exhausted);
        judge(scanner, scan);
        arena_set_exit(scan->arena, NULL);
        memcpy(scanner->stages, scan->stages, sizeof scanner->stages);
        scan->judgement->elapsed_us = stages_us(scan);
        *ret = scan->judgement;
        return CW_OK;
}

enum cw_err scan_item(struct scanner *scanner, const struct item *item, const struct judgement **ret,
                      struct err *reterr) {
        struct scan *scan;
        enum cw_err code = scan_begin(scanner, item, &scan, reterr);
        if (code)
                return code;
        scan_wait(scan);
        return scan_finish(scanner, scan, ret, reterr);
}

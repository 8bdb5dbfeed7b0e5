#include "engine/engine.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/limits.h"
#include "calendar/moment.h"
#include "report/report.h"

/* Scans that are kept for the next items that wait; beyond them memory goes back. */
enum { SPARE_SCANS = 32 };

enum cw_err engine_new(const struct engine_options *options, struct engine **ret, struct err *reterr) {
        struct engine *engine = calloc(1, sizeof *engine);
        if (!engine)
                return err_set(reterr, CW_ERR_MEMORY, "No memory for the engine.");
        engine->options = *options;
        pthread_mutex_init(&engine->lock, NULL);
        enum cw_err error = text_context_new(&engine->text, reterr);
        if (!error)
                error = rules_load_cached(options->rules_dir, engine->text, options->pattern_cache, NULL,
                                          &engine->rules, reterr);
        if (!error)
                error = verdict_config_load(options->rules_dir, &engine->verdict, reterr);
        if (!error && options->config_file)
                error = verdict_config_read(engine->verdict, options->config_file, reterr);
        if (!error && options->options)
                error = verdict_config_take(engine->verdict, options->options, reterr);
        if (error)
                engine_free(engine);
        else
                *ret = engine;
        return error;
}

static void scan_free(struct scan *scan);

void engine_free(struct engine *engine) {
        if (!engine)
                return;
        while (engine->spare) {
                struct scan *scan = engine->spare;
                engine->spare = scan->next;
                scan_free(scan);
        }
        pthread_mutex_destroy(&engine->lock);
        verdict_config_free(engine->verdict);
        rules_free(engine->rules);
        text_context_free(engine->text);
        free(engine);
}

const char *engine_rules_version(const struct engine *engine) {
        return rules_version(engine->rules);
}

struct report judgement_report(const struct engine *engine, const struct judgement *judgement) {
        return (struct report){
                .facts = judgement->facts,
                .defects = &judgement->defects,
                .signals = &judgement->signals,
                .verdict = &judgement->verdict,
                .rules_version = engine_rules_version(engine),
                .elapsed_us = judgement->elapsed_us,
        };
}

/* ---- Scans: the memory of items --------------------------------------------------------------------------------------- */

static void scan_free(struct scan *scan) {
        if (!scan)
                return;
        zone_cache_free(scan->zones);
        arena_free(scan->arena);
        free(scan);
}

static struct scan *scan_new(struct engine *engine) {
        struct scan *scan = calloc(1, sizeof *scan);
        if (!scan)
                return NULL;
        scan->engine = engine;
        scan->arena = arena_new((size_t)LIMIT_ARENA_FACTOR * LIMIT_MESSAGE_BYTES + LIMIT_ARENA_FLOOR);
        scan->zones = zone_cache_new();
        if (scan->arena && scan->zones)
                return scan;
        scan_free(scan);
        return NULL;
}

static struct scan *spare_take(struct engine *engine) {
        pthread_mutex_lock(&engine->lock);
        struct scan *scan = engine->spare;
        if (scan) {
                engine->spare = scan->next;
                engine->spare_count--;
        }
        pthread_mutex_unlock(&engine->lock);
        return scan ? scan : scan_new(engine);
}

static void spare_give(struct scan *scan) {
        struct engine *engine = scan->engine;
        arena_reset(scan->arena);
        pthread_mutex_lock(&engine->lock);
        bool room = engine->spare_count < SPARE_SCANS;
        if (room) {
                scan->next = engine->spare;
                engine->spare = scan;
                engine->spare_count++;
        }
        pthread_mutex_unlock(&engine->lock);
        if (!room)
                scan_free(scan);
}

/* What is a scanner's own stays with it when it ends. */
static void scanner_own(struct scanner *scanner, struct scan *scan) {
        scanner->scan = scan;
        scan->scanner = scanner;
}

struct scan *scanner_open(struct scanner *scanner, const struct item *item) {
        struct scan *scan = scanner->scan ? scanner->scan : spare_take(scanner->engine);
        if (!scan)
                return NULL;
        scanner_own(scanner, scan);
        scan_end(scan);
        scan->item = item;
        scan->stage_ns = clock_monotonic_ns();
        return scan;
}

/* A scanner keeps its own for the next item. */
void scan_end(struct scan *scan) {
        if (!scan)
                return;
        if (scan->lookup)
                scan->engine->options.lookup.free(scan->lookup);
        arena_set_exit(scan->arena, NULL);
        scan->lookup = NULL;
        scan->facts = NULL;
        scan->judgement = NULL;
        memset(scan->stages, 0, sizeof scan->stages);
        if (scan->scanner)
                arena_reset(scan->arena);
        else
                spare_give(scan);
}

void scan_leave(struct scanner *scanner, struct scan *scan) {
        scanner->scan = NULL;
        scan->scanner = NULL;
}

/* ---- Scanners --------------------------------------------------------------------------------------------------------- */

enum cw_err scanner_new(const struct engine *engine, struct scanner **ret, struct err *reterr) {
        struct scanner *scanner = calloc(1, sizeof *scanner);
        if (!scanner)
                return err_set(reterr, CW_ERR_MEMORY, "No memory for a scanner.");
        scanner->engine = (struct engine *)engine; /* only its spare scans change, under its lock */
        struct scan *scan = scan_new(scanner->engine);
        if (scan)
                scanner_own(scanner, scan);
        enum cw_err error = scan ? rules_scratch_new(engine->rules, &scanner->rules, reterr)
                                 : err_set(reterr, CW_ERR_MEMORY, "No memory for a scanner.");
        if (!error)
                error = picture_reader_new(engine->options.picture_helper, &scanner->pictures, reterr);
        if (error)
                scanner_free(scanner);
        else
                *ret = scanner;
        return error;
}

void scanner_free(struct scanner *scanner) {
        if (!scanner)
                return;
        picture_reader_free(scanner->pictures);
        rules_scratch_free(scanner->rules);
        scan_end(scanner->scan);
        scan_free(scanner->scan);
        free(scanner);
}

void scanner_set_history(struct scanner *scanner, const struct history_tools *history) {
        scanner->history = history;
}

void stage_done(struct scan *scan, enum stage stage) {
        uint64_t now = clock_monotonic_ns();
        scan->stages[stage] += now - scan->stage_ns;
        scan->stage_ns = now;
}

uint64_t stages_us(const struct scan *scan) {
        uint64_t sum = 0;
        for (int i = 0; i < STAGES; i++)
                sum += i == STAGE_LOOKUP ? 0 : scan->stages[i];
        return sum / 1000;
}

uint64_t scanner_stage_ns(const struct scanner *scanner, enum stage stage) {
        return scanner->stages[stage];
}

const char *stage_name(enum stage stage) {
        static const char *const names[STAGES] = { "message", "calendar", "facts",  "lookup",
                                                   "checks",  "rules",    "verdict" };
        return names[stage];
}

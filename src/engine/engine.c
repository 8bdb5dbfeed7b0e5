#include "engine/engine.h"

#include <stdlib.h>
#include <time.h>

#include "base/limits.h"
#include "calendar/moment.h"

enum cw_err engine_new(const struct engine_options *options, struct engine **ret, struct err *reterr) {
        struct engine *engine = calloc(1, sizeof *engine);
        if (!engine)
                return err_set(reterr, CW_ERR_MEMORY, "No memory for the engine.");
        engine->options = *options;
        enum cw_err error = text_context_new(&engine->text, reterr);
        if (!error)
                error = rules_load_cached(options->rules_dir, engine->text, options->pattern_cache, NULL, &engine->rules,
                                          reterr);
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

void engine_free(struct engine *engine) {
        if (!engine)
                return;
        verdict_config_free(engine->verdict);
        rules_free(engine->rules);
        text_context_free(engine->text);
        free(engine);
}

const char *engine_rules_version(const struct engine *engine) {
        return rules_version(engine->rules);
}

enum cw_err scanner_new(const struct engine *engine, struct scanner **ret, struct err *reterr) {
        struct scanner *scanner = calloc(1, sizeof *scanner);
        if (!scanner)
                return err_set(reterr, CW_ERR_MEMORY, "No memory for a scanner.");
        scanner->engine = engine;
        scanner->arena = arena_new((size_t)LIMIT_ARENA_FACTOR * LIMIT_MESSAGE_BYTES + LIMIT_ARENA_FLOOR);
        scanner->zones = zone_cache_new();
        enum cw_err error = scanner->arena && scanner->zones
                                    ? rules_scratch_new(engine->rules, &scanner->rules, reterr)
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
        zone_cache_free(scanner->zones);
        arena_free(scanner->arena);
        free(scanner);
}

void scanner_set_history(struct scanner *scanner, const struct history_tools *history) {
        scanner->history = history;
}

static uint64_t now_ns(void) {
        struct timespec now;
        (void)clock_gettime(CLOCK_MONOTONIC, &now);
        return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void scanner_begin(struct scanner *scanner) {
        arena_reset(scanner->arena);
        memset(scanner->stages, 0, sizeof scanner->stages);
        scanner->started_ns = scanner->stage_ns = now_ns();
}

uint64_t scanner_end(struct scanner *scanner) {
        arena_set_exit(scanner->arena, NULL);
        return (now_ns() - scanner->started_ns) / 1000;
}

void stage_done(struct scanner *scanner, enum stage stage) {
        uint64_t now = now_ns();
        scanner->stages[stage] += now - scanner->stage_ns;
        scanner->stage_ns = now;
}

uint64_t scanner_stage_ns(const struct scanner *scanner, enum stage stage) {
        return scanner->stages[stage];
}

const char *stage_name(enum stage stage) {
        static const char *const names[STAGES] = { "message", "calendar", "facts", "checks", "rules", "verdict" };
        return names[stage];
}

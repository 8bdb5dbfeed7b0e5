#include "ops/remember.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/item-id.h"
#include "base/limits.h"
#include "config/config.h"
#include "engine/judgement-rows.h"
#include "store/counters.h"
#include "store/memory.h"
#include "store/recorder.h"

/* For the file to take what one item leaves; a file that takes longer is broken. */
enum { QUEUE = 20000, WRITE_MS = 10000, COUNTED_KEYS = 20000, URL_BYTES = 4096 };

struct remembrance {
        struct config *config;
        struct recorder *recorder;
        struct memory *memory;
        struct counters *counters;
        struct arena *arena; /* of one item's rows */
        struct history_tools tools;
        bool started;
};

static enum cw_err recorder_open(struct remembrance *remembrance, const char *path, struct err *reterr) {
        char url[URL_BYTES];
        int len = snprintf(url, sizeof url, "sqlite:%s", path);
        if (len < 0 || (size_t)len >= sizeof url)
                return err_set(reterr, CW_ERR_USAGE, "--memory takes a shorter path");
        const struct recorder_settings settings = { .url = url,
                                                    .queue = QUEUE,
                                                    .delay_ms = 1,
                                                    .timeout_ms = WRITE_MS,
                                                    .config = remembrance->config };
        enum cw_err code = recorder_new(&settings, &remembrance->recorder, reterr);
        if (!code)
                code = recorder_start(remembrance->recorder, reterr);
        remembrance->started = !code;
        return code;
}

static enum cw_err open_all(struct remembrance *remembrance, const char *path, const char *config_file,
                            struct err *reterr) {
        const struct counters_settings settings = { .url = "", .keys = COUNTED_KEYS };
        enum cw_err code = config_load(config_file, &remembrance->config, reterr);
        if (!code)
                code = recorder_open(remembrance, path, reterr);
        if (!code)
                code = memory_new(remembrance->recorder, &remembrance->memory, reterr);
        if (!code)
                code = counters_new(&settings, &remembrance->counters, reterr);
        remembrance->arena = arena_new((size_t)LIMIT_ARENA_FACTOR * LIMIT_MESSAGE_BYTES);
        if (!code && !remembrance->arena)
                code = err_set(reterr, CW_ERR_MEMORY, "out of memory");
        return code;
}

enum cw_err remembrance_new(const char *path, const char *config_file, struct remembrance **ret, struct err *reterr) {
        struct remembrance *remembrance = calloc(1, sizeof *remembrance);
        if (!remembrance)
                return err_set(reterr, CW_ERR_MEMORY, "out of memory");
        enum cw_err code = open_all(remembrance, path, config_file, reterr);
        if (code) {
                remembrance_free(remembrance);
                return code;
        }
        remembrance->tools = (struct history_tools){ .gather = history_gather,
                                                     .memory = remembrance->memory,
                                                     .counters = remembrance->counters,
                                                     .aliases = remembrance->config->aliases,
                                                     .options = &remembrance->config->options };
        *ret = remembrance;
        return CW_OK;
}

void remembrance_free(struct remembrance *remembrance) {
        if (!remembrance)
                return;
        memory_free(remembrance->memory);
        if (remembrance->started)
                recorder_stop(remembrance->recorder, clock_monotonic_ms() + WRITE_MS);
        if (remembrance->recorder)
                recorder_free(remembrance->recorder);
        counters_free(remembrance->counters);
        arena_free(remembrance->arena);
        if (remembrance->config)
                config_unref(remembrance->config);
        free(remembrance);
}

void remembrance_lend(struct remembrance *remembrance, struct scanner *scanner) {
        scanner_set_history(scanner, &remembrance->tools);
}

enum cw_err remembrance_keep(struct remembrance *remembrance, const struct judgement *judgement, struct err *reterr) {
        char id[ITEM_ID_BYTES + 1];
        jmp_buf exhausted;
        arena_reset(remembrance->arena);
        item_id_new(id);
        if (setjmp(exhausted) != 0)
                return err_set(reterr, CW_ERR_MEMORY, "out of memory");
        arena_set_exit(remembrance->arena, &exhausted);
        const struct history_case what = { .tools = &remembrance->tools, .item = id };
        struct array rows = judgement_rows(judgement, what, remembrance->arena);
        arena_set_exit(remembrance->arena, NULL);
        if (!recorder_put(remembrance->recorder, rows.items, rows.count) ||
            !recorder_flush(remembrance->recorder, WRITE_MS))
                return err_set(reterr, CW_ERR_IO, "the memory takes nothing");
        return CW_OK;
}

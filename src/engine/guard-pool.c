#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/metrics.h"
#include "engine/guard-inside.h"
#include "engine/rules-dir.h"
#include "lookup/lookup.h"
#include "store/memory.h"

/* ---- Generations ----------------------------------------------------------------------------------------------------- */

static void generation_free(struct generation *generation) {
        if (!generation)
                return;
        for (uint32_t i = 0; i < generation->scanner_count; i++)
                scanner_free(generation->scanners[i]);
        engine_free(generation->engine);
        config_unref(generation->config);
        explicit_bzero(&generation->keys, sizeof generation->keys);
        free(generation->rules_dir);
        free(generation);
}

static enum cw_err load_engine(struct generation *generation, const struct guard *guard, struct err *reterr) {
        const char *named = generation->config->options.text[OPT_RULES];
        enum cw_err code = rules_dir_find(*named ? named : NULL, &generation->rules_dir, reterr);
        if (code)
                return code;
        const struct engine_options options = {
                .rules_dir = generation->rules_dir,
                /* Not the file once more: it may have changed since it was checked. */
                .options = &generation->config->options,
                .pattern_cache = board_patterns(guard->settings.board),
                .picture_helper = guard->picture_helper,
                .lookup = lookups_tools(guard->settings.lookups),
        };
        return engine_new(&options, &generation->engine, reterr);
}

static enum cw_err generation_new(const struct guard *guard, const struct config *config, struct generation **ret,
                                  struct err *reterr) {
        struct generation *generation = calloc(1, sizeof *generation);
        if (!generation)
                return err_set(reterr, CW_ERR_MEMORY, "no memory for the guard");
        generation->references = 1;
        generation->config = config_ref(config);
        generation->loaded_at = clock_now_s();
        enum cw_err code = verdict_keys_of(config, true, &generation->keys, reterr);
        if (!code)
                code = load_engine(generation, guard, reterr);
        for (; !code && generation->scanner_count < guard->slot_count; generation->scanner_count += !code)
                code = scanner_new(generation->engine, &generation->scanners[generation->scanner_count], reterr);
        if (code)
                generation_free(generation);
        else
                *ret = generation;
        return code;
}

struct generation *generation_take(struct guard *guard) {
        pthread_mutex_lock(&guard->lock);
        struct generation *generation = guard->current;
        generation->references++;
        pthread_mutex_unlock(&guard->lock);
        return generation;
}

void generation_give(struct guard *guard, struct generation *generation) {
        if (!generation)
                return;
        pthread_mutex_lock(&guard->lock);
        bool last = --generation->references == 0;
        pthread_mutex_unlock(&guard->lock);
        if (last)
                generation_free(generation);
}

/* ---- Seats ----------------------------------------------------------------------------------------------------------- */

static bool wait_for_slot(struct guard *guard, int64_t wait_ms) {
        const struct timespec deadline = clock_until(clock_monotonic_ms() + wait_ms);
        guard->waiting++;
        metrics_set(guard->settings.metrics, METRIC_SCANNER_WAITING, NULL, NULL, guard->waiting);
        int error = 0;
        while (guard->free_count == 0 && error != ETIMEDOUT)
                error = pthread_cond_timedwait(&guard->freed, &guard->lock, &deadline);
        guard->waiting--;
        metrics_set(guard->settings.metrics, METRIC_SCANNER_WAITING, NULL, NULL, guard->waiting);
        return guard->free_count > 0;
}

static void busy_tell(const struct guard *guard) {
        metrics_set(guard->settings.metrics, METRIC_SCANNERS_BUSY, NULL, NULL, guard->slot_count - guard->free_count);
}

/* What this slot's memory and these options know, for the scanner's next item. */
static void seat_prepare(const struct guard *guard, struct seat *seat) {
        const struct config *config = seat->generation->config;
        seat->slot->history = (struct history_tools){
                .gather = history_gather,
                .memory = seat->slot->memory,
                .counters = guard->settings.counters,
                .aliases = config->aliases,
                .options = &config->options,
                .budget_ms = (uint32_t)option_ms(&config->options, OPT_STORE_TIMEOUT),
        };
        bool knows = seat->slot->memory || guard->settings.counters;
        scanner_set_history(seat->scanner, knows ? &seat->slot->history : NULL);
}

bool seat_take(struct guard *guard, struct generation *generation, struct seat *ret) {
        uint64_t began = clock_monotonic_ns();
        pthread_mutex_lock(&guard->lock);
        bool free = guard->free_count > 0 ||
                    wait_for_slot(guard, option_ms(&guard->current->config->options, OPT_SCANNER_WAIT));
        if (free) {
                if (!generation) {
                        generation = guard->current;
                        generation->references++;
                }
                /* As many scanners of each generation as slots: there is one. */
                *ret = (struct seat){ .slot = guard->free_slots[--guard->free_count],
                                      .scanner = generation->scanners[--generation->scanner_count],
                                      .generation = generation };
                busy_tell(guard);
        }
        pthread_mutex_unlock(&guard->lock);
        if (!free)
                return false;
        ret->waited_ns = clock_monotonic_ns() - began;
        metrics_observe(guard->settings.metrics, METRIC_WAIT_SECONDS, NULL, ret->waited_ns);
        seat_prepare(guard, ret);
        return true;
}

void seat_give(struct guard *guard, struct seat *seat) {
        if (!seat->slot)
                return;
        scanner_set_history(seat->scanner, NULL);
        pthread_mutex_lock(&guard->lock);
        seat->generation->scanners[seat->generation->scanner_count++] = seat->scanner;
        guard->free_slots[guard->free_count++] = seat->slot;
        busy_tell(guard);
        pthread_mutex_unlock(&guard->lock);
        pthread_cond_signal(&guard->freed);
        *seat = (struct seat){ 0 };
}

/* ---- The guard ------------------------------------------------------------------------------------------------------- */

static uint32_t slots_wanted(const struct options *options) {
        double wanted = options->number[OPT_SCANNERS], connections = options->number[OPT_STORE_CONNECTIONS];
        long cores = sysconf(_SC_NPROCESSORS_ONLN);
        if (wanted == 0)
                wanted = cores > 0 ? (double)cores : 1;
        /* Each has a connection to the store. */
        if (connections > 0 && connections < wanted)
                wanted = connections;
        return wanted < BOARD_SCANNERS ? (uint32_t)wanted : BOARD_SCANNERS;
}

static void locks_init(struct guard *guard) {
        pthread_condattr_t monotonic;
        pthread_condattr_init(&monotonic);
        pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
        pthread_cond_init(&guard->freed, &monotonic);
        pthread_condattr_destroy(&monotonic);
        pthread_mutex_init(&guard->lock, NULL);
}

static enum cw_err slots_make(struct guard *guard, struct err *reterr) {
        enum cw_err code = CW_OK;
        for (uint32_t i = 0; i < guard->slot_count && !code; i++) {
                struct slot *slot = &guard->slots[i];
                slot->number = i;
                if (guard->settings.recorder)
                        code = memory_new(guard->settings.recorder, &slot->memory, reterr);
                /* The first ones on top: those below them stay cold where there is little to do. */
                guard->free_slots[guard->slot_count - 1 - i] = slot;
        }
        guard->free_count = guard->slot_count;
        return code;
}

enum cw_err guard_new(const struct guard_settings *settings, struct guard **ret, struct err *reterr) {
        struct guard *guard = calloc(1, sizeof *guard);
        if (!guard)
                return err_set(reterr, CW_ERR_MEMORY, "no memory for the guard");
        guard->settings = *settings;
        guard->settings.config = NULL;
        guard->slot_count = slots_wanted(&settings->config->options);
        locks_init(guard);
        enum cw_err code = CW_OK;
        if (settings->picture_helper && !(guard->picture_helper = strdup(settings->picture_helper)))
                code = err_set(reterr, CW_ERR_MEMORY, "no memory for the guard");
        if (!code)
                code = slots_make(guard, reterr);
        if (!code)
                code = generation_new(guard, settings->config, &guard->current, reterr);
        if (code) {
                guard_free(guard);
                return code;
        }
        metrics_set(settings->metrics, METRIC_SCANNERS, NULL, NULL, guard->slot_count);
        metrics_set(settings->metrics, METRIC_LOADED, NULL, NULL, (double)guard->current->loaded_at);
        *ret = guard;
        return CW_OK;
}

void guard_free(struct guard *guard) {
        if (!guard)
                return;
        generation_free(guard->current);
        for (uint32_t i = 0; i < guard->slot_count; i++)
                memory_free(guard->slots[i].memory);
        pthread_cond_destroy(&guard->freed);
        pthread_mutex_destroy(&guard->lock);
        free(guard->picture_helper);
        free(guard);
}

enum cw_err guard_reload(struct guard *guard, const struct config *config, struct err *reterr) {
        struct generation *fresh = NULL;
        enum cw_err code = generation_new(guard, config, &fresh, reterr);
        if (code)
                return code;
        pthread_mutex_lock(&guard->lock);
        struct generation *old = guard->current;
        guard->current = fresh;
        bool last = --old->references == 0;
        pthread_mutex_unlock(&guard->lock);
        if (last)
                generation_free(old);
        metrics_set(guard->settings.metrics, METRIC_LOADED, NULL, NULL, (double)fresh->loaded_at);
        return CW_OK;
}

struct config *guard_config(struct guard *guard) {
        pthread_mutex_lock(&guard->lock);
        struct config *config = config_ref(guard->current->config);
        pthread_mutex_unlock(&guard->lock);
        return config;
}

void guard_state(struct guard *guard, struct guard_state *ret) {
        pthread_mutex_lock(&guard->lock);
        *ret = (struct guard_state){
                .scanners = guard->slot_count,
                .busy = guard->slot_count - guard->free_count,
                .waiting = guard->waiting,
                .loaded_at = guard->current->loaded_at,
        };
        (void)snprintf(ret->rules_version, sizeof ret->rules_version, "%s",
                       engine_rules_version(guard->current->engine));
        pthread_mutex_unlock(&guard->lock);
}

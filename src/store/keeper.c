/* The keeper: what the store needs besides writing, in small steps and with a connection of its own, so that nobody waits
 * for it. */
#include <stdlib.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/metrics.h"
#include "config/config.h"
#include "store/books.h"
#include "store/recorder-inside.h"

enum {
        ROUND_MS = 1000,
        SOON_MS = 50,
        RETENTION_MS = 60 * 1000,
        RETENTION_ROWS = 200,
        GAUGES_MS = 30 * 1000,
        CLOCK_JUMP_S = 3600,
        CLOCK_AWAY_S = 7 * 24 * 3600, /* between two processes: so long nothing may have run */
        CLOCK_TRUST_MS = 24 * 3600 * 1000,
};

struct keeper {
        struct recorder *recorder;
        struct store *store;
        struct keeping keeping; /* a copy, with a reference of its own */
        struct books *books;
        int64_t retention_ms, gauges_ms, books_ms; /* when each is due, by the monotonic clock */
        int64_t clock_offset;                      /* between the clocks, seconds */
        bool clock_known;                          /* it was compared with what the store has seen */
        bool more;                                 /* something is not at its end */
        struct err books_err;                      /* told last */
};

static bool is_due(int64_t *due_ms, int64_t every_ms) {
        int64_t now = clock_monotonic_ms();
        if (now < *due_ms)
                return false;
        *due_ms = now + every_ms;
        return true;
}

/* With the lock held. */
static void keeping_follow(struct keeper *keeper) {
        const struct keeping *keeping = &keeper->recorder->keeping;
        if (keeper->keeping.edition == keeping->edition)
                return;
        free(keeper->keeping.address_books);
        if (keeper->keeping.config)
                config_unref(keeper->keeping.config);
        keeper->keeping = *keeping;
        keeper->keeping.address_books = keeping->address_books ? strdup(keeping->address_books) : NULL;
        if (keeping->config)
                (void)config_ref(keeping->config);
        books_free(keeper->books);
        keeper->books = NULL;
        keeper->books_ms = 0;
}

/* ---- Lists -------------------------------------------------------------------------------------------------------- */

static enum cw_err lists_follow(struct keeper *keeper, struct err *reterr) {
        struct recorder *recorder = keeper->recorder;
        int64_t version;
        struct standing *standing = NULL;
        enum cw_err status = list_version(keeper->store, &version, reterr);
        pthread_mutex_lock(&recorder->lock);
        bool same = recorder->standing && recorder->standing->version == version;
        pthread_mutex_unlock(&recorder->lock);
        if (status != CW_OK || same)
                return status;
        status = standing_load(keeper->store, &standing, reterr);
        if (status != CW_OK)
                return status;
        pthread_mutex_lock(&recorder->lock);
        struct standing *before = recorder->standing;
        recorder->standing = standing;
        pthread_mutex_unlock(&recorder->lock);
        standing_unref(before);
        return CW_OK;
}

/* ---- Retention ---------------------------------------------------------------------------------------------------- */

/* Whether the time of day has gone on as time does. One that was set may be wrong by years, and then everything would be too
 * old: after a jump nothing is deleted for a day. */
static bool clock_is_steady(struct keeper *keeper) {
        int64_t offset = clock_now_s() - clock_monotonic_ms() / 1000;
        int64_t jump = offset - keeper->clock_offset;
        keeper->clock_offset = offset;
        if (jump > -CLOCK_JUMP_S && jump < CLOCK_JUMP_S)
                return true;
        keeper->retention_ms = clock_monotonic_ms() + CLOCK_TRUST_MS;
        log_say(LEVEL_WARNING, "clock", "The clock was set by %lld s; what is old is kept for another day",
                (long long)jump);
        return false;
}

/* Once, at the start: a machine may have come up with a clock that is years ahead. */
static enum cw_err clock_compare(struct keeper *keeper, struct err *reterr) {
        int64_t seen, now = clock_now_s();
        enum cw_err status = store_clock_seen(keeper->store, &seen, reterr);
        if (status != CW_OK)
                return status;
        keeper->clock_known = true;
        if (seen == INT64_MIN || now - seen < CLOCK_AWAY_S)
                return store_clock_mark(keeper->store, now, reterr);
        keeper->retention_ms = clock_monotonic_ms() + CLOCK_TRUST_MS;
        log_say(LEVEL_WARNING, "clock",
                "It is %lld days since the store was last in use, by the clock; what is old is kept for "
                "another day",
                (long long)((now - seen) / 86400));
        return CW_OK;
}

static enum cw_err retention_round(struct keeper *keeper, struct err *reterr) {
        uint64_t deleted = 0;
        enum cw_err status = keeper->clock_known ? CW_OK : clock_compare(keeper, reterr);
        if (status != CW_OK || !clock_is_steady(keeper) || !is_due(&keeper->retention_ms, RETENTION_MS))
                return status;
        int64_t now = clock_now_s();
        status = store_clock_mark(keeper->store, now, reterr);
        if (status == CW_OK)
                status = store_expire(keeper->store, &keeper->keeping.retention, now, RETENTION_ROWS, &deleted, reterr);
        if (status != CW_OK || deleted == 0)
                return status;
        metrics_add(keeper->recorder->metrics, METRIC_RETIRED, "all", NULL, (int64_t)deleted);
        keeper->retention_ms = 0;
        keeper->more = true;
        return CW_OK;
}

/* ---- Gauges ------------------------------------------------------------------------------------------------------- */

static enum cw_err gauges_round(struct keeper *keeper, struct err *reterr) {
        const struct quarantine_count *counts;
        uint32_t count;
        int64_t items = 0, bytes = 0;
        if (!is_due(&keeper->gauges_ms, GAUGES_MS))
                return CW_OK;
        enum cw_err status = quarantine_stats(keeper->store, &counts, &count, reterr);
        for (uint32_t i = 0; status == CW_OK && i < count; i++) {
                if (strcmp(counts[i].state, QUARANTINE_HELD) != 0)
                        continue;
                items += counts[i].count;
                bytes += counts[i].bytes;
        }
        if (status == CW_OK) {
                metrics_set(keeper->recorder->metrics, METRIC_QUARANTINE_ITEMS, NULL, NULL, (double)items);
                metrics_set(keeper->recorder->metrics, METRIC_QUARANTINE_BYTES, NULL, NULL, (double)bytes);
        }
        return status;
}

/* ---- Address books ------------------------------------------------------------------------------------------------ */

/* Once for each trouble: the folder is looked at every few minutes. */
static void books_tell(struct keeper *keeper, enum cw_err status, const struct books_change *change,
                       const struct err *err) {
        if (status != CW_OK && strcmp(err->text, keeper->books_err.text) != 0)
                log_say(LEVEL_WARNING, "address-books", "%s", err->text);
        keeper->books_err = status == CW_OK ? (struct err){ 0 } : *err;
        if (status == CW_OK && (change->changed > 0 || change->gone > 0 || change->unread > 0))
                log_say(change->unread ? LEVEL_WARNING : LEVEL_INFO, "address-books",
                        "%u files, %u read with %llu addresses, %u gone, %u could not be read", change->files,
                        change->changed, (unsigned long long)change->addresses, change->gone, change->unread);
}

static enum cw_err books_round(struct keeper *keeper) {
        struct err err = { 0 };
        struct books_change change = { 0 };
        const struct keeping *keeping = &keeper->keeping;
        if (!keeping->address_books || !is_due(&keeper->books_ms, (int64_t)keeping->books_every_s * 1000))
                return CW_OK;
        enum cw_err status = keeper->books ? CW_OK : books_new(keeping->address_books, &keeper->books, &err);
        if (status == CW_OK)
                status = books_look(keeper->books, keeper->store, keeping->config ? keeping->config->aliases : NULL,
                                    clock_now_s(), &change, &err);
        books_tell(keeper, status, &change, &err);
        if (change.more) {
                keeper->books_ms = 0;
                keeper->more = true;
        }
        return status;
}

/* ---- The thread --------------------------------------------------------------------------------------------------- */

static enum cw_err round_of(struct keeper *keeper, struct err *reterr) {
        keeper->more = false;
        enum cw_err status = recorder_connect(keeper->recorder, STORE_WRITE, &keeper->store, reterr);
        if (status == CW_OK)
                status = lists_follow(keeper, reterr);
        if (status == CW_OK)
                status = retention_round(keeper, reterr);
        if (status == CW_OK)
                status = gauges_round(keeper, reterr);
        if (status == CW_OK)
                (void)books_round(keeper);
        return status;
}

void *keeper_main(void *argument) {
        struct recorder *recorder = argument;
        struct keeper keeper = { .recorder = recorder,
                                 .clock_offset = clock_now_s() - clock_monotonic_ms() / 1000,
                                 .retention_ms = clock_monotonic_ms() + RETENTION_MS };
        pthread_mutex_lock(&recorder->lock);
        while (!recorder->stopping) {
                struct err err = { 0 };
                keeping_follow(&keeper);
                pthread_mutex_unlock(&recorder->lock);
                enum cw_err status = round_of(&keeper, &err);
                if (status != CW_OK)
                        metrics_add(recorder->metrics, METRIC_STORE_ERRORS, "keep", NULL, 1);
                pthread_mutex_lock(&recorder->lock);
                recorder_note(recorder, &recorder->read_failed, status, &err);
                if (!recorder->stopping)
                        recorder_wait(recorder, &recorder->wake_keeper,
                                      clock_monotonic_ms() + (keeper.more ? SOON_MS : ROUND_MS));
        }
        pthread_mutex_unlock(&recorder->lock);
        books_free(keeper.books);
        free(keeper.keeping.address_books);
        if (keeper.keeping.config)
                config_unref(keeper.keeping.config);
        store_close(keeper.store);
        return NULL;
}

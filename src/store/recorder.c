/* The recorder as its callers see it: the queue's front end, and the life of its threads. */
#include "store/recorder.h"

#include <assert.h>
#include <signal.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/metrics.h"
#include "config/config.h"
#include "store/recorder-inside.h"

enum { THREAD_STACK = 1024 * 1024 };

struct recorder_settings recorder_settings_from(const struct config *config, struct metrics *metrics) {
        const struct options *options = &config->options;
        return (struct recorder_settings){
                .url = config->store,
                .queue = (uint32_t)options->number[OPT_RECORD_QUEUE],
                .delay_ms = (uint32_t)option_ms(options, OPT_RECORD_DELAY),
                .timeout_ms = (uint32_t)option_ms(options, OPT_STORE_TIMEOUT),
                .retention = {
                        .decisions = (int64_t)options->number[OPT_KEEP_DECISIONS],
                        .events = (int64_t)options->number[OPT_KEEP_EVENTS],
                        .claims = (int64_t)options->number[OPT_KEEP_EVENTS],
                        .quarantine = (int64_t)options->number[OPT_KEEP_QUARANTINE],
                        .sent = (int64_t)options->number[OPT_KEEP_RELATIONS],
                        .relations = (int64_t)options->number[OPT_KEEP_RELATIONS],
                        .reputation = (int64_t)options->number[OPT_KEEP_REPUTATION],
                        .accounts = (int64_t)options->number[OPT_KEEP_ACCOUNTS],
                        .feedback = (int64_t)options->number[OPT_KEEP_FEEDBACK],
                        .arrivals = (int64_t)options->number[OPT_KEEP_ARRIVALS],
                },
                .address_books = options->text[OPT_ADDRESS_BOOKS],
                .books_every_s = (uint32_t)options->number[OPT_ADDRESS_BOOKS_EVERY],
                .config = config,
                .metrics = metrics,
        };
}

/* ---- Life ------------------------------------------------------------------------------------------------------- */

static bool locks_init(struct recorder *recorder) {
        pthread_condattr_t attributes;
        if (pthread_condattr_init(&attributes) != 0)
                return false;
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
        bool done = pthread_mutex_init(&recorder->lock, NULL) == 0 &&
                    pthread_cond_init(&recorder->wake, &attributes) == 0 &&
                    pthread_cond_init(&recorder->wake_keeper, &attributes) == 0 &&
                    pthread_cond_init(&recorder->done, &attributes) == 0;
        pthread_condattr_destroy(&attributes);
        return done;
}

static bool keeping_take(struct keeping *keeping, const struct recorder_settings *settings) {
        char *books = settings->address_books && *settings->address_books ? strdup(settings->address_books) : NULL;
        if (!books && settings->address_books && *settings->address_books)
                return false;
        struct keeping before = *keeping;
        *keeping = (struct keeping){
                .delay_ms = settings->delay_ms,
                .books_every_s = settings->books_every_s,
                .retention = settings->retention,
                .address_books = books,
                .config = settings->config ? config_ref(settings->config) : NULL,
                .edition = before.edition + 1,
        };
        free(before.address_books);
        if (before.config)
                config_unref(before.config);
        return true;
}

/* A store that cannot be reached just now is tried again by the threads. */
static enum cw_err store_first(struct recorder *recorder, struct err *reterr) {
        struct err err = { 0 };
        enum cw_err status = recorder_connect(recorder, STORE_WRITE, &recorder->store, &err);
        if (status == CW_OK)
                status = standing_load(recorder->store, &recorder->standing, &err);
        if (status != CW_OK && status != CW_ERR_IO)
                return err_set(reterr, status, "%s", err.text);
        recorder_note(recorder, &recorder->write_failed, status, &err);
        metrics_set(recorder->metrics, METRIC_STORE_UP, NULL, NULL, status == CW_OK);
        return CW_OK;
}

enum cw_err recorder_new(const struct recorder_settings *settings, struct recorder **ret, struct err *reterr) {
        struct recorder *recorder = calloc(1, sizeof *recorder);
        if (!recorder || !locks_init(recorder)) {
                free(recorder);
                return err_set(reterr, CW_ERR_MEMORY, "recorder: no memory");
        }
        recorder->url = strdup(settings->url ? settings->url : "");
        recorder->timeout_ms = settings->timeout_ms;
        recorder->metrics = settings->metrics;
        enum cw_err status = backlog_init(&recorder->backlog, settings->queue, reterr);
        if (status == CW_OK && (!recorder->url || !keeping_take(&recorder->keeping, settings)))
                status = err_set(reterr, CW_ERR_MEMORY, "recorder: no memory");
        if (status == CW_OK)
                status = store_first(recorder, reterr);
        if (status != CW_OK) {
                recorder_free(recorder);
                return status;
        }
        *ret = recorder;
        return CW_OK;
}

/* Both or none. */
static int threads_start(struct recorder *recorder, const pthread_attr_t *attributes) {
        int failed = pthread_create(&recorder->writer, attributes, writer_main, recorder);
        if (failed)
                return failed;
        failed = pthread_create(&recorder->keeper, attributes, keeper_main, recorder);
        if (!failed)
                return 0;
        pthread_mutex_lock(&recorder->lock);
        recorder->stopping = true;
        pthread_cond_signal(&recorder->wake);
        pthread_mutex_unlock(&recorder->lock);
        pthread_join(recorder->writer, NULL);
        return failed;
}

static void running_set(struct recorder *recorder, bool running) {
        pthread_mutex_lock(&recorder->lock);
        recorder->running = running;
        pthread_mutex_unlock(&recorder->lock);
}

enum cw_err recorder_start(struct recorder *recorder, struct err *reterr) {
        pthread_attr_t attributes;
        sigset_t all, before;
        if (pthread_attr_init(&attributes) != 0)
                return err_set(reterr, CW_ERR_MEMORY, "recorder: no memory");
        pthread_attr_setstacksize(&attributes, THREAD_STACK);
        /* Signals are for the main thread. */
        sigfillset(&all);
        pthread_sigmask(SIG_BLOCK, &all, &before);
        running_set(recorder, true);
        int failed = threads_start(recorder, &attributes);
        if (failed)
                running_set(recorder, false);
        pthread_sigmask(SIG_SETMASK, &before, NULL);
        pthread_attr_destroy(&attributes);
        return failed ? err_set(reterr, CW_ERR_MEMORY, "recorder: no thread: %s", strerror(failed)) : CW_OK;
}

void recorder_reload(struct recorder *recorder, const struct recorder_settings *settings) {
        if (!recorder)
                return;
        pthread_mutex_lock(&recorder->lock);
        (void)keeping_take(&recorder->keeping, settings);
        pthread_cond_signal(&recorder->wake);
        pthread_cond_signal(&recorder->wake_keeper);
        pthread_mutex_unlock(&recorder->lock);
}

void recorder_stop(struct recorder *recorder, int64_t deadline_ms) {
        if (!recorder)
                return;
        pthread_mutex_lock(&recorder->lock);
        bool running = recorder->running;
        recorder->stopping = true;
        recorder->stop_ms = deadline_ms;
        pthread_cond_signal(&recorder->wake);
        pthread_cond_signal(&recorder->wake_keeper);
        pthread_mutex_unlock(&recorder->lock);
        if (!running)
                return;
        pthread_join(recorder->writer, NULL);
        pthread_join(recorder->keeper, NULL);
        running_set(recorder, false);
}

void recorder_free(struct recorder *recorder) {
        if (!recorder)
                return;
        assert(!recorder->running);
        backlog_destroy(&recorder->backlog);
        standing_unref(recorder->standing);
        while (recorder->withdrawals) {
                struct withdrawal *next = recorder->withdrawals->next;
                free(recorder->withdrawals);
                recorder->withdrawals = next;
        }
        store_close(recorder->store);
        if (recorder->keeping.config)
                config_unref(recorder->keeping.config);
        free(recorder->keeping.address_books);
        free(recorder->url);
        pthread_cond_destroy(&recorder->wake);
        pthread_cond_destroy(&recorder->wake_keeper);
        pthread_cond_destroy(&recorder->done);
        pthread_mutex_destroy(&recorder->lock);
        free(recorder);
}

/* ---- What its files share ----------------------------------------------------------------------------------------- */

enum cw_err recorder_connect(const struct recorder *recorder, enum store_mode mode, struct store **ret,
                             struct err *reterr) {
        if (*ret)
                return CW_OK;
        struct store_options options = { .url = recorder->url, .mode = mode, .timeout_ms = recorder->timeout_ms };
        return store_open(&options, ret, reterr);
}

void recorder_wait(struct recorder *recorder, pthread_cond_t *condition, int64_t until_ms) {
        if (until_ms == INT64_MAX) {
                pthread_cond_wait(condition, &recorder->lock);
                return;
        }
        struct timespec until = clock_until(until_ms);
        (void)pthread_cond_timedwait(condition, &recorder->lock, &until);
}

void recorder_note(struct recorder *recorder, bool *failed, enum cw_err status, const struct err *err) {
        bool before = recorder->write_failed || recorder->read_failed;
        *failed = status != CW_OK;
        if (*failed)
                memcpy(recorder->failure, err->text, sizeof recorder->failure);
        bool after = recorder->write_failed || recorder->read_failed;
        if (after && !before)
                log_say(LEVEL_ERROR, "store", "The store fails, records wait: %s", err->text);
        else if (before && !after)
                log_say(LEVEL_NOTICE, "store", "The store is back; %u rows wait, %llu were dropped since the start",
                        recorder->backlog.rows, (unsigned long long)recorder->dropped);
        if (before != after)
                metrics_set(recorder->metrics, METRIC_STORE_UP, NULL, NULL, !after);
}

void recorder_drop(struct recorder *recorder, const struct record *records, uint32_t count) {
        recorder->dropped += count;
        for (uint32_t i = 0; i < count; i++)
                metrics_add(recorder->metrics, METRIC_RECORDS_DROPPED, record_kind_name(records[i].kind), NULL, 1);
}

/* ---- Callers ------------------------------------------------------------------------------------------------------ */

bool recorder_put(struct recorder *recorder, const struct record *records, uint32_t count) {
        if (!recorder || count == 0)
                return recorder != NULL;
        struct block *block = block_new(&recorder->backlog.secret, records, count);
        if (block)
                block->put_ms = clock_monotonic_ms();
        pthread_mutex_lock(&recorder->lock);
        bool taken = block && !recorder->stopping && backlog_add(&recorder->backlog, block);
        if (!taken)
                recorder_drop(recorder, records, count);
        else if (recorder->backlog.first == block || recorder->backlog.rows >= LIMIT_RECORD_GROUP)
                pthread_cond_signal(&recorder->wake);
        pthread_mutex_unlock(&recorder->lock);
        if (!taken)
                free(block);
        return taken;
}

static void sync_append(struct recorder *recorder, struct sync *sync) {
        if (recorder->last_sync)
                recorder->last_sync->next = sync;
        else
                recorder->first_sync = sync;
        recorder->last_sync = sync;
}

static void sync_remove(struct recorder *recorder, struct sync *sync) {
        struct sync *before = NULL;
        for (struct sync *at = recorder->first_sync; at != sync; at = at->next)
                before = at;
        *(before ? &before->next : &recorder->first_sync) = sync->next;
        if (recorder->last_sync == sync)
                recorder->last_sync = before;
}

enum cw_err recorder_sync(struct recorder *recorder, const struct record *records, uint32_t count, uint32_t timeout_ms,
                          struct err *reterr) {
        if (!recorder)
                return err_set(reterr, CW_ERR_IO, "recorder: there is no store");
        int64_t until = clock_monotonic_ms() + timeout_ms;
        struct sync sync = { .records = records, .count = count };
        pthread_mutex_lock(&recorder->lock);
        if (!recorder->running || recorder->stopping) {
                pthread_mutex_unlock(&recorder->lock);
                return err_set(reterr, CW_ERR_IO, "recorder: it is not running");
        }
        sync_append(recorder, &sync);
        pthread_cond_signal(&recorder->wake);
        while (sync.progress == SYNC_TAKEN || (sync.progress == SYNC_WAITING && clock_monotonic_ms() < until))
                recorder_wait(recorder, &recorder->done, sync.progress == SYNC_TAKEN ? INT64_MAX : until);
        if (sync.progress == SYNC_WAITING) {
                sync_remove(recorder, &sync);
                sync.status = err_set(&sync.err, CW_ERR_IO, "recorder: the store had no time within %u ms", timeout_ms);
        }
        pthread_mutex_unlock(&recorder->lock);
        return sync.status == CW_OK ? CW_OK : err_set(reterr, sync.status, "%s", sync.err.text);
}

bool recorder_flush(struct recorder *recorder, uint32_t timeout_ms) {
        if (!recorder)
                return true;
        int64_t until = clock_monotonic_ms() + timeout_ms;
        pthread_mutex_lock(&recorder->lock);
        uint64_t number = recorder->backlog.number;
        bool waits;
        while ((waits = recorder->backlog.first && recorder->backlog.first->number <= number) &&
               clock_monotonic_ms() < until) {
                recorder->hurry = true;
                pthread_cond_signal(&recorder->wake);
                recorder_wait(recorder, &recorder->done, until);
        }
        pthread_mutex_unlock(&recorder->lock);
        return !waits;
}

void recorder_state(struct recorder *recorder, struct recorder_state *ret) {
        *ret = (struct recorder_state){ 0 };
        if (!recorder)
                return;
        pthread_mutex_lock(&recorder->lock);
        ret->up = !recorder->write_failed && !recorder->read_failed;
        ret->waiting = recorder->backlog.rows;
        ret->written = recorder->written;
        ret->dropped = recorder->dropped;
        if (!ret->up)
                memcpy(ret->failure, recorder->failure, sizeof ret->failure);
        pthread_mutex_unlock(&recorder->lock);
}

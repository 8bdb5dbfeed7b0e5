/* The writer: the one thread that puts rows into the store. It works in turns: those who wait for the disk, then a group of
 * what waits, then what has to be taken back. The lock is held only between the turns. */
#include <malloc.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/metrics.h"
#include "store/recorder-inside.h"

enum { BURST_BYTES = 4 * 1024 * 1024 };

/* ---- Transactions ------------------------------------------------------------------------------------------------- */

static enum cw_err commit(struct recorder *recorder, struct err *reterr) {
        uint64_t began = clock_monotonic_ns();
        enum cw_err status = store_commit(recorder->store, reterr);
        metrics_observe(recorder->metrics, METRIC_COMMIT_SECONDS, NULL, clock_monotonic_ns() - began);
        return status;
}

static enum cw_err begin(struct recorder *recorder, enum store_durability durability, struct err *reterr) {
        enum cw_err status = recorder_connect(recorder, STORE_WRITE, &recorder->store, reterr);
        return status == CW_OK ? store_begin(recorder->store, durability, reterr) : status;
}

static enum cw_err rows_write(struct recorder *recorder, const struct record *records, uint32_t count,
                              struct err *reterr) {
        enum cw_err status = CW_OK;
        for (uint32_t i = 0; status == CW_OK && i < count; i++)
                status = record_write(recorder->store, &records[i], reterr);
        return status;
}

static enum cw_err failed(struct recorder *recorder, enum cw_err status) {
        if (recorder->store)
                store_rollback(recorder->store);
        metrics_add(recorder->metrics, METRIC_STORE_ERRORS, "write", NULL, 1);
        return status;
}

static void rows_count(struct recorder *recorder, const struct record *records, uint32_t count) {
        recorder->written += count;
        for (uint32_t i = 0; i < count; i++)
                metrics_add(recorder->metrics, METRIC_RECORDS, record_kind_name(records[i].kind), NULL, 1);
}

/* ---- What waits --------------------------------------------------------------------------------------------------- */

/* The first `count` blocks in one transaction. Their list may grow behind them meanwhile. */
static enum cw_err blocks_write(struct recorder *recorder, const struct block *block, uint32_t count,
                                struct err *reterr) {
        enum cw_err status = begin(recorder, STORE_LAZY, reterr);
        for (uint32_t i = 0; status == CW_OK && i < count; i++) {
                status = rows_write(recorder, block->records, block->count, reterr);
                if (i + 1 < count)
                        block = block->next;
        }
        if (status == CW_OK)
                status = commit(recorder, reterr);
        return status == CW_OK ? CW_OK : failed(recorder, status);
}

/* How many blocks from the first make a group. */
static uint32_t group_size(const struct recorder *recorder) {
        uint32_t count = 0, rows = 0;
        for (const struct block *block = recorder->backlog.first; block; block = block->next) {
                rows += block->count;
                if (count > 0 && rows > LIMIT_RECORD_GROUP)
                        break;
                count++;
        }
        return count;
}

/* With the lock held. */
static void blocks_done(struct recorder *recorder, uint32_t count, bool written) {
        for (uint32_t i = 0; i < count; i++) {
                struct block *block = backlog_remove(&recorder->backlog);
                if (written)
                        rows_count(recorder, block->records, block->count);
                else
                        recorder_drop(recorder, block->records, block->count);
                free(block);
        }
        pthread_cond_broadcast(&recorder->done);
}

/* One by one, since something that the store will never take is among them: that is dropped, so that it does not keep the
 * others from being written. */
static enum cw_err blocks_write_each(struct recorder *recorder, uint32_t count, struct err *err) {
        enum cw_err status = CW_OK;
        for (uint32_t i = 0; i < count && status != CW_ERR_IO; i++) {
                const struct block *block = recorder->backlog.first;
                pthread_mutex_unlock(&recorder->lock);
                status = blocks_write(recorder, block, 1, err);
                pthread_mutex_lock(&recorder->lock);
                if (status != CW_ERR_IO)
                        blocks_done(recorder, 1, status == CW_OK);
        }
        return status == CW_ERR_IO ? status : CW_OK;
}

static void group_write(struct recorder *recorder) {
        struct err err = { 0 };
        const struct block *first = recorder->backlog.first;
        uint32_t count = group_size(recorder);
        pthread_mutex_unlock(&recorder->lock);
        enum cw_err status = blocks_write(recorder, first, count, &err);
        pthread_mutex_lock(&recorder->lock);
        if (status == CW_OK)
                blocks_done(recorder, count, true);
        else if (recorder->store && status != CW_ERR_IO)
                status = blocks_write_each(recorder, count, &err);
        recorder_note(recorder, &recorder->write_failed, status, &err);
        recorder->retry_ms = status == CW_OK ? 0 : clock_monotonic_ms() + RECORDER_RETRY_MS;
}

/* ---- Those who wait for the disk ---------------------------------------------------------------------------------- */

/* *ret_unsure: whether the rows are there is not known. Only one, where `all` is false. */
static enum cw_err syncs_write(struct recorder *recorder, const struct sync *sync, bool all, bool *ret_unsure,
                               struct err *reterr) {
        enum cw_err status = begin(recorder, STORE_DURABLE, reterr);
        for (; status == CW_OK && sync; sync = all ? sync->next : NULL)
                status = rows_write(recorder, sync->records, sync->count, reterr);
        if (status == CW_OK) {
                status = commit(recorder, reterr);
                if (status == CW_ERR_IO)
                        *ret_unsure = true;
        }
        return status == CW_OK ? CW_OK : failed(recorder, status);
}

/* Twice where the connection may have been a dead one. */
static enum cw_err syncs_try(struct recorder *recorder, const struct sync *sync, bool all, bool *ret_unsure,
                             struct err *reterr) {
        enum cw_err status = syncs_write(recorder, sync, all, ret_unsure, reterr);
        if (status == CW_ERR_IO)
                status = syncs_write(recorder, sync, all, ret_unsure, reterr);
        return status;
}

/* A mail that is deferred comes again, and must not be there twice. */
static void withdraw_later(struct recorder *recorder, const struct record *record) {
        struct packer packer = { 0 };
        for (;;) {
                struct withdrawal *withdrawal = pack_room(&packer, sizeof *withdrawal);
                char **recipients = pack_room(&packer, sizeof *recipients * record->quarantine.count);
                char *item = (char *)pack_text(&packer, record->quarantine.row->item);
                for (uint32_t i = 0; i < record->quarantine.count; i++) {
                        char *recipient = (char *)pack_text(&packer, record->quarantine.recipients[i]);
                        if (recipients)
                                recipients[i] = recipient;
                }
                if (withdrawal) {
                        *withdrawal = (struct withdrawal){ .next = recorder->withdrawals,
                                                           .count = record->quarantine.count,
                                                           .item = item,
                                                           .recipients = recipients };
                        recorder->withdrawals = withdrawal;
                        return;
                }
                packer = (struct packer){ .ptr = malloc(packer.len) };
                if (!packer.ptr)
                        return;
        }
}

static void sync_end(struct recorder *recorder, struct sync *sync, enum cw_err status, bool unsure,
                     const struct err *err) {
        sync->status = status;
        sync->err = *err;
        for (uint32_t i = 0; unsure && status != CW_OK && i < sync->count; i++)
                if (sync->records[i].kind == RECORD_QUARANTINE)
                        withdraw_later(recorder, &sync->records[i]);
}

/* Writes those of the list together, or one by one when one of them is what the store does not take. */
static enum cw_err syncs_serve(struct recorder *recorder, struct sync *first, struct err *err) {
        bool unsure = false;
        enum cw_err status = syncs_try(recorder, first, true, &unsure, err);
        if (status == CW_OK || status == CW_ERR_IO || !first->next) {
                for (struct sync *sync = first; sync; sync = sync->next)
                        sync_end(recorder, sync, status, unsure, err);
                return status;
        }
        for (struct sync *sync = first; sync; sync = sync->next) {
                unsure = false;
                status = syncs_try(recorder, sync, false, &unsure, err);
                sync_end(recorder, sync, status, unsure, err);
        }
        return status;
}

static void sync_turn(struct recorder *recorder) {
        struct err err = { 0 };
        struct sync *first = recorder->first_sync;
        recorder->first_sync = recorder->last_sync = NULL;
        for (struct sync *sync = first; sync; sync = sync->next)
                sync->progress = SYNC_TAKEN;
        pthread_mutex_unlock(&recorder->lock);
        enum cw_err status = syncs_serve(recorder, first, &err);
        pthread_mutex_lock(&recorder->lock);
        for (struct sync *sync = first, *next; sync; sync = next) {
                next = sync->next; /* it is gone once it is done and the lock is free */
                if (sync->status == CW_OK)
                        rows_count(recorder, sync->records, sync->count);
                sync->progress = SYNC_DONE;
        }
        pthread_cond_broadcast(&recorder->done);
        recorder_note(recorder, &recorder->write_failed, status == CW_ERR_IO ? status : CW_OK, &err);
}

/* ---- What is taken back ------------------------------------------------------------------------------------------- */

static enum cw_err withdraw(struct recorder *recorder, const struct withdrawal *withdrawal, struct err *reterr) {
        enum cw_err status = begin(recorder, STORE_LAZY, reterr);
        bool moved;
        for (uint32_t i = 0; status == CW_OK && i < withdrawal->count; i++)
                status = quarantine_move(recorder->store, withdrawal->item, withdrawal->recipients[i], QUARANTINE_HELD,
                                         QUARANTINE_DELETED, "", clock_now_s(), &moved, reterr);
        if (status == CW_OK)
                status = commit(recorder, reterr);
        return status == CW_OK ? CW_OK : failed(recorder, status);
}

static void withdraw_turn(struct recorder *recorder) {
        struct err err = { 0 };
        pthread_mutex_unlock(&recorder->lock);
        struct withdrawal *withdrawal = recorder->withdrawals;
        enum cw_err status = withdraw(recorder, withdrawal, &err);
        if (status != CW_ERR_IO) {
                recorder->withdrawals = withdrawal->next;
                free(withdrawal);
        }
        pthread_mutex_lock(&recorder->lock);
        recorder_note(recorder, &recorder->write_failed, status == CW_ERR_IO ? status : CW_OK, &err);
        recorder->retry_ms = status == CW_ERR_IO ? clock_monotonic_ms() + RECORDER_RETRY_MS : 0;
}

/* ---- The thread --------------------------------------------------------------------------------------------------- */

/* When there is something to write; INT64_MAX: nothing is. */
static int64_t due_ms(const struct recorder *recorder) {
        const struct block *first = recorder->backlog.first;
        if (recorder->withdrawals)
                return recorder->retry_ms;
        if (!first)
                return INT64_MAX;
        bool now = recorder->stopping || recorder->hurry || recorder->backlog.rows >= LIMIT_RECORD_GROUP;
        int64_t due = now ? 0 : first->put_ms + recorder->keeping.delay_ms;
        return due > recorder->retry_ms ? due : recorder->retry_ms;
}

/* What a burst has filled lies in the heaps of many threads, which would keep it. */
static void burst_end(struct recorder *recorder) {
        recorder->backlog.peak = 0;
        pthread_mutex_unlock(&recorder->lock);
        malloc_trim(0);
        pthread_mutex_lock(&recorder->lock);
}

static void turn(struct recorder *recorder) {
        if (recorder->first_sync)
                sync_turn(recorder);
        else if (recorder->withdrawals)
                withdraw_turn(recorder);
        else
                group_write(recorder);
        if (!recorder->backlog.first)
                recorder->hurry = false;
        metrics_set(recorder->metrics, METRIC_RECORD_QUEUE, NULL, NULL, recorder->backlog.rows);
        if (!recorder->backlog.first && recorder->backlog.peak > BURST_BYTES)
                burst_end(recorder);
}

/* With the time over: who waits for the disk learns that it failed, and what waits is dropped. */
static void give_up(struct recorder *recorder) {
        for (struct sync *sync = recorder->first_sync; sync; sync = sync->next) {
                sync->status = err_set(&sync->err, CW_ERR_IO, "recorder: it was stopped");
                sync->progress = SYNC_DONE;
        }
        recorder->first_sync = recorder->last_sync = NULL;
        while (recorder->backlog.first)
                blocks_done(recorder, 1, false);
        pthread_cond_broadcast(&recorder->done);
}

void *writer_main(void *argument) {
        struct recorder *recorder = argument;
        pthread_mutex_lock(&recorder->lock);
        for (;;) {
                int64_t now = clock_monotonic_ms(), due = due_ms(recorder);
                bool idle = !recorder->first_sync && due == INT64_MAX;
                if (recorder->stopping && (idle || now >= recorder->stop_ms))
                        break;
                if (recorder->first_sync || due <= now)
                        turn(recorder);
                else if (recorder->stopping && recorder->stop_ms < due)
                        recorder_wait(recorder, &recorder->wake, recorder->stop_ms);
                else
                        recorder_wait(recorder, &recorder->wake, due);
        }
        give_up(recorder);
        pthread_mutex_unlock(&recorder->lock);
        return NULL;
}

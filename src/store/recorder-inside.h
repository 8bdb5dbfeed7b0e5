/* recorder-inside: what recorder.c, writer.c, keeper.c and memory.c share. */
#pragma once

#include <pthread.h>

#include "store/backlog.h"
#include "store/standing.h"

enum { RECORDER_RETRY_MS = 1000 };

/* One who waits for the disk; lives on his stack until the writer is done with it. */
struct sync {
        struct sync *next;
        const struct record *records;
        uint32_t count;
        enum { SYNC_WAITING, SYNC_TAKEN, SYNC_DONE } progress;
        enum cw_err status;
        struct err err;
};

/* A quarantined copy that may be there although the mail system was told to come again. */
struct withdrawal {
        struct withdrawal *next;
        uint32_t count;
        char *item, **recipients; /* behind this, in one piece */
};

/* What a reload changes. */
struct keeping {
        uint32_t delay_ms, books_every_s;
        struct retention retention;
        char *address_books;
        const struct config *config;
        uint64_t edition; /* of these settings */
};

struct recorder {
        /* Never changed. */
        char *url;
        uint32_t timeout_ms;
        struct metrics *metrics;

        pthread_mutex_t lock; /* of all up to the next blank line */
        pthread_cond_t wake;  /* the writer: there is something to do */
        pthread_cond_t wake_keeper;
        pthread_cond_t done; /* callers: something was done */
        struct backlog backlog;
        struct sync *first_sync, *last_sync;
        struct keeping keeping;
        struct standing *standing; /* NULL: could not be read yet */
        bool running, stopping, hurry /* somebody waits for a flush */;
        int64_t stop_ms, retry_ms; /* when to give up; before which nothing is tried again */
        bool write_failed, read_failed;
        uint64_t written, dropped;
        char failure[sizeof(((struct err *)0)->text)];

        /* The writer's own; of recorder_new before it starts. */
        struct store *store;
        struct withdrawal *withdrawals;

        pthread_t writer, keeper;
};

void *writer_main(void *recorder);
void *keeper_main(void *recorder);

/* With the lock held: notes how the store did; the log tells it when that changes. */
void recorder_note(struct recorder *recorder, bool *failed, enum cw_err status, const struct err *err);
/* With the lock held: takes these rows out of the books, for good. */
void recorder_drop(struct recorder *recorder, const struct record *records, uint32_t count);
/* Waits on one of the conditions until then at most, by the monotonic clock; INT64_MAX: without end. */
void recorder_wait(struct recorder *recorder, pthread_cond_t *condition, int64_t until_ms);

/* Opens a connection to the store; *ret stays when there is one already. */
[[nodiscard]] enum cw_err recorder_connect(const struct recorder *recorder, enum store_mode mode, struct store **ret,
                                           struct err *reterr);

/* guard-inside: what the files of the guard share; callers see guard.h. */
#pragma once

#include <pthread.h>

#include "actions/policy.h"
#include "actions/source-limits.h"
#include "actions/verdict-header.h"
#include "base/log.h"
#include "config/config.h"
#include "engine/board.h"
#include "engine/guard.h"
#include "engine/scan.h"
#include "facts/facts.h"
#include "store/recorder.h"

struct memory;

/* What is in force from one reload to the next. Freed when the guard and all that are in work have let go of it. */
struct generation {
        struct config *config;
        struct engine *engine;
        struct verdict_keys keys;
        char *rules_dir;
        int64_t loaded_at;
        uint32_t references;                      /* under the guard's lock */
        struct scanner *scanners[BOARD_SCANNERS]; /* those that are free; under the guard's lock */
        uint32_t scanner_count;
};

/* A place at which one may work at a time: what stays over reloads. */
struct slot {
        uint32_t number;              /* of the board */
        struct memory *memory;        /* NULL without a recorder */
        struct history_tools history; /* of the item in work */
};

struct guard {
        struct guard_settings settings;
        char *picture_helper;
        struct slot slots[BOARD_SCANNERS];
        uint32_t slot_count;
        pthread_mutex_t lock; /* of what is below */
        pthread_cond_t freed;
        struct generation *current;
        struct slot *free_slots[BOARD_SCANNERS];
        uint32_t free_count, waiting;
};

/* guard-pool.c: slots, scanners and generations. */
struct seat {
        struct slot *slot; /* NULL: none */
        struct scanner *scanner;
        struct generation *generation;
        uint64_t waited_ns;
};
/* References to what is in force. NULL is fine for giving back. */
struct generation *generation_take(struct guard *guard);
void generation_give(struct guard *guard, struct generation *generation);
/* False: none was free in time. `generation` NULL: the one in force, and with the seat comes a reference to it, to be given
 * back behind it; else of this one, to which the caller has a reference. */
bool seat_take(struct guard *guard, struct generation *generation, struct seat *ret);
void seat_give(struct guard *guard, struct seat *seat);

/* guard-judge.c: one judgement on its way. */
struct work {
        struct guard *guard;
        const struct guard_session *session;
        struct generation *generation;
        struct seat seat; /* slot NULL: none, or it was given back */
        struct item item; /* the caller's, with what is ours to say */
        int64_t at;
        struct arena *arena; /* of the outcome, which lies in it */
        struct outcome *outcome;
        struct policy_case policy;
        struct source_limit limit;
        struct scan *scan;                 /* NULL: none, or it is ended */
        const struct judgement *judgement; /* NULL: was not judged, or there is no seat any more */
        struct verdict verdict;            /* its class only, for when there is no seat */
        struct log_line line;
        char *report; /* of malloc */
        size_t report_len;
        char *scratch;     /* of malloc, or NULL */
        struct array rows; /* struct record, that need no scanner any more */
        bool keep;         /* some of them are a mail for the quarantine */
};

/* guard-records.c */
/* Gathers the rows of the item, and puts those that are made of facts. Behind the plan, with a seat. */
void records_gather(struct work *work);
/* Writes those that were gathered; without a seat. A mail that cannot be kept is deferred. */
void records_write(struct work *work);

/* guard-log.c */
void log_gather(struct work *work);
void log_finish(struct work *work);
void metrics_gather(const struct work *work);
void metrics_finish(const struct work *work);

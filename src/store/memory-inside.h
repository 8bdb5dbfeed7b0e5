/* memory-inside: what memory.c and memory-events.c share. */
#pragma once

#include "store/internal.h"
#include "store/memory.h"
#include "store/recorder-inside.h"

struct memory {
        struct recorder *recorder;
        struct store *store;
        struct pool lent;
        struct standing *standing; /* of this item */
        int64_t now, until_ms, retry_ms;
        uint64_t spent_ns;
        uint32_t questions;
        bool over; /* the store failed, or the time is over: no more questions to it about this item */
};

/* From memory_question to memory_answer. */
struct question {
        struct memory *memory;
        uint64_t began_ns;
};

/* CW_ERR_NOT_FOUND: a memory that knows nothing. */
enum cw_err memory_question(struct memory *memory, struct question *ret, struct err *reterr);
/* Returns `status`. */
enum cw_err memory_answer(const struct question *question, enum cw_err status);

/* Asks the store:
 *
 *     status = memory_asked(memory, memory_ready(memory, reterr) == CW_OK ? claim_list(memory->store, ...) : CW_ERR_IO);
 *
 * After a failure it is left alone for a while, and for the rest of this item. */
enum cw_err memory_ready(struct memory *memory, struct err *reterr);
enum cw_err memory_asked(struct memory *memory, enum cw_err status);

/* Calls `with` for what waits about a topic (backlog.h), under the lock. */
void memory_visit(struct memory *memory, enum topic topic, const char *first, const char *second, const char *third,
                  visit_record *with, void *context);
/* For the newest `most` only, from the newest to the oldest. */
void memory_visit_newest(struct memory *memory, enum topic topic, const char *first, const char *second, uint32_t most,
                         visit_record *with, void *context);

/* A text as the store's functions want it, lent like all else; NULL: no memory. */
const char *memory_text(struct memory *memory, struct span s);
enum cw_err memory_exhausted(struct err *reterr);

/* Rows that are lent: an array in the pool. */
struct lent {
        struct memory *memory;
        const struct row_type *type;
        char *rows;
        uint32_t count, capacity;
        bool failed;
};

/* Copies a row with its texts; NULL (and `failed`): no memory. */
void *lent_add(struct lent *lent, const void *row);

/* counter-driver: what counters.c asks of one who counts: memory and Redis. */
#pragma once

#include "store/counters.h"

/* A sum is kept in parts of its window: the last PARTS count whole, and of the one before them what of it lies in the window. */
enum { COUNTER_PARTS = 8 };

/* Each driver puts it first into a struct of its own. */
struct counter_store {
        const struct counter_driver *driver;
};

struct counter_driver {
        const char *name;
        enum cw_err (*open)(const struct counters_settings *settings, struct counter_store **ret, struct err *reterr);
        void (*close)(struct counter_store *store);
        /* How long is waited from now on; by any thread. NULL: it never waits. */
        void (*set_timeout)(struct counter_store *store, uint32_t timeout_ms);
        /* Counts all and sets their results; called by every thread. `now_ms` rises; a server goes by its own time. False:
         * it could not (and what was counted of it is not known); results may be set or not. */
        bool (*count)(struct counter_store *store, struct count *counts, uint32_t count, int64_t now_ms);
};

extern const struct counter_driver counter_memory, counter_redis;

static inline bool count_is_distinct(const struct count *count) {
        return count->distinct || count->members != NULL;
}

/* engine: what does not change between items, and what one thread needs. Inside of the engine layer; callers see scan.h. */
#pragma once

#include <pthread.h>

#include "base/arena.h"
#include "checks/rules.h"
#include "engine/scan.h"
#include "text/context.h"
#include "text/picture.h"

struct engine {
        struct text_context *text;
        struct rules *rules;
        struct verdict_config *verdict;
        struct engine_options options;
        pthread_mutex_t lock;
        struct scan *spare; /* under the lock: what waiting items have used, for the next ones */
        uint32_t spare_count;
};

/* One item on its way, and the memory that it lives in. */
struct scan {
        struct engine *engine;
        struct arena *arena;
        struct zone_cache *zones; /* the item's time zones lie in it */
        const struct item *item;
        struct judgement *judgement;
        struct facts *facts;
        struct lookup *lookup;             /* NULL: nobody was asked */
        struct scanner *scanner;           /* whose it is; NULL: it was left */
        uint64_t stage_ns, stages[STAGES]; /* of the monotonic clock */
        struct scan *next;                 /* of the spare ones */
};

struct scanner {
        struct engine *engine;
        struct scan *scan; /* its own; NULL: the last item has taken it along */
        struct rules_scratch *rules;
        struct picture_reader *pictures;
        const struct history_tools *history; /* borrowed, may be NULL */
        uint64_t stages[STAGES];             /* of the last item */
};

/* A scan of its own for the scanner, with nothing of the item before, and the clock started. NULL: no memory. */
struct scan *scanner_open(struct scanner *scanner, const struct item *item);
/* Books the time since the last stage ended. */
void stage_done(struct scan *scan, enum stage stage);
/* What all stages but waiting took, in microseconds. */
uint64_t stages_us(const struct scan *scan);

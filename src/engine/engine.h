/* engine: what does not change between items, and what one thread needs. Inside of the engine layer; callers see scan.h. */
#pragma once

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
};

struct scanner {
        const struct engine *engine;
        struct arena *arena;
        struct rules_scratch *rules;
        struct picture_reader *pictures;
        struct zone_cache *zones;
        const struct history_tools *history; /* borrowed, may be NULL */
        uint64_t started_ns, stage_ns;       /* of the monotonic clock */
        uint64_t stages[STAGES];
};

/* Forgets the item before, and starts the clock. */
void scanner_begin(struct scanner *scanner);
/* Takes the arena's exit away; microseconds since scanner_begin. */
uint64_t scanner_end(struct scanner *scanner);
/* Books the time since the last stage ended. */
void stage_done(struct scanner *scanner, enum stage stage);

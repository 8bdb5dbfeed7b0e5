/* source-limits: how much calendar mail one of our own sends (CC/R 18003 4.3): messages and distinct recipients within a
 * window, by account, by client address where nobody logged in, and by organizer (within one of these), as the options
 * limit-… say. Accounts and organizers are counted under what all their writings share (config/aliases.h). */
#pragma once

#include "actions/plan.h"

struct arena;
struct counters;
struct facts;

struct source_limit {
        enum plan_limit by;   /* PLAN_LIMIT_NONE: within all of them */
        bool recipients;      /* it is that of distinct recipients, else that of messages */
        uint64_t count, most; /* what there was within the window, and what may be */
        char subject[128];    /* the account, client or organizer; cut, lower case */
};
/* Counts an item of channel mail-out or submit, and tells the first limit that it is over. Messages over a limit are not
 * counted, so one that waits gets through. Others are never over one. NULL `counters`: neither. `arena` is
 * for what is needed meanwhile. */
void source_limits_count(struct counters *counters, const struct config *config, const struct facts *facts,
                         struct arena *arena, struct source_limit *ret);

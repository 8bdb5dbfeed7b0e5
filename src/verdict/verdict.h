/* verdict: from signals to a class, and from the class to what may happen in the calendar. */
#pragma once

#include "base/err.h"
#include "checks/signal.h"
#include "facts/item.h"

enum verdict_class { CLASS_CLEAN, CLASS_DOUBTFUL, CLASS_SPAM, CLASS_CERTAIN, CLASSES };

enum placement {
        PLACEMENT_NONE,         /* nothing to do with calendars */
        PLACEMENT_INSERT,       /* as the user's calendar system does it */
        PLACEMENT_INSERT_QUIET, /* tentative, transparent, no alarms */
        PLACEMENT_OFFER,        /* not inserted; the user may */
        PLACEMENT_WITHHOLD,
        PLACEMENTS
};

const char *class_name(enum verdict_class class);      /* "clean" */
const char *placement_name(enum placement placement); /* "insert-quiet" */

/* The part of the judgement that is a recipient's own. */
struct recipient_verdict {
        struct span address;
        enum relation relation; /* RELATION_NONE where the organizer's identity is not proven */
        double log_odds, probability;
        enum verdict_class class;
        enum placement placement;
};

struct verdict {
        bool examined; /* false: nothing calendar-like, so clean and placement none */
        bool calibrated;
        double log_odds, probability;
        enum verdict_class class;
        enum placement placement;
        double group_sum[GROUPS]; /* what each group added, after diminishing and cap */
        const struct recipient_verdict *recipients;
        uint32_t recipient_count;
};

struct verdict_config; /* prior, thresholds, caps, calibration map, combinations */

/* The shipped values. `rules_dir` holds `calibration` (may be missing: uncalibrated). */
[[nodiscard]] enum cw_err verdict_config_load(const char *rules_dir, struct verdict_config **ret, struct err *reterr);
void verdict_config_free(struct verdict_config *config);

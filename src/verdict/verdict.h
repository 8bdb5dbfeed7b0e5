/* verdict: from signals to a class, and from the class to what may happen in the calendar. */
#pragma once

#include "base/err.h"
#include "checks/signal.h"
#include "facts/history.h"
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

const char *class_name(enum verdict_class class);     /* "clean" */
const char *placement_name(enum placement placement); /* "insert-quiet" */

/* The part of the judgement that is a recipient's own. */
struct recipient_verdict {
        struct span address;
        enum relation relation; /* RELATION_NONE where the organizer's identity is not proven */
        enum standing standing; /* what the recipient's history says of the sender's right to act */
        double log_odds, probability;
        enum verdict_class class;
        enum placement placement;
        const char *placement_reason; /* a sentence for the user, without a full stop; NULL where placement is none */
};

struct verdict {
        bool examined; /* false: nothing calendar-like, so clean and placement none */
        bool calibrated;
        double log_odds, probability;
        enum verdict_class class;
        enum placement placement;
        const char *placement_reason; /* as a recipient's */
        double group_sum[GROUPS];     /* what each group added, after diminishing and cap */
        const struct recipient_verdict *recipients;
        uint32_t recipient_count;
};

struct facts;

/* Prior, thresholds, caps and calibration. Constant once loaded, shared by threads. */
struct options;
struct verdict_config;

/* The shipped values, then those of `rules_dir`/calwarden.conf and `rules_dir`/calibration, where they are there. NULL:
 * only the shipped values. Without a calibration the map is the logistic function, and verdicts are not `calibrated`. */
[[nodiscard]] enum cw_err verdict_config_load(const char *rules_dir, struct verdict_config **ret, struct err *reterr);
/* Options of another configuration file over those of `config`; the calibration that it names is read too. To be called
 * before `config` is shared. */
[[nodiscard]] enum cw_err verdict_config_read(struct verdict_config *config, const char *path, struct err *reterr);
/* The same with options that were read already, of which those count that a file has set. Borrowed: must outlive `config`. */
[[nodiscard]] enum cw_err verdict_config_take(struct verdict_config *config, const struct options *options,
                                              struct err *reterr);
void verdict_config_free(struct verdict_config *config);

/* A map from log-odds to probability, for `eval`: the points of `rules/calibration` (a line each: log-odds, white space,
 * probability, as plain decimals; both rising; # begins a comment). Between them it is linear, beyond them constant. */
struct calibration_point {
        double log_odds, probability;
};
enum { CALIBRATION_POINTS = 64 };
/* CW_ERR_CONFIG when they do not rise or lie outside 0 to 1. */
[[nodiscard]] enum cw_err verdict_config_calibrate(struct verdict_config *config, const struct calibration_point *points,
                                                   uint32_t count, struct err *reterr);
double verdict_probability(const struct verdict_config *config, double log_odds);

/* Judges: the message, and each of its recipients. */
void verdict_judge(const struct verdict_config *config, const struct facts *facts, const struct signals *signals,
                   struct arena *arena, struct verdict *ret);

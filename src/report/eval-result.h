/* eval-result: what `calwarden eval` measured: the judged items of known truth, and what is counted of them. */
#pragma once

#include "report/eval-fit.h"

/* A signal that fired on an item: index into the kinds. */
struct eval_hit {
        uint32_t kind;
        double weight;
};

struct eval_item {
        const char *path;
        uint32_t index; /* in an mbox, from 1; else 0 */
        bool spam;      /* in truth */
        bool examined;
        enum verdict_class class;
        double log_odds, probability;
        uint64_t attacks;                                   /* bit n: labelled as attack n */
        const char *campaign, *producer, *language, *split; /* labels; NULL where there are none */
        const struct eval_hit *hits;                        /* strongest first, either sign */
        uint32_t hit_count;
};

/* A kind of signal over all items. */
struct eval_kind {
        const struct signal_kind *kind;
        uint32_t spam_hits, ham_hits;
        uint32_t spam_campaigns; /* in how many it fired: forty hits in one wave tell little more than one */
};

/* Counts of a set of items. */
struct eval_tally {
        const char *name;
        uint32_t count, examined, by_class[CLASSES];
};
/* Those of that class or a worse one. */
uint32_t eval_at_least(const struct eval_tally *tally, enum verdict_class class);

/* Tallies of the items of one side that share a label, sorted by name. */
struct eval_breakdown {
        const char *label; /* "attack", "producer", "language", "split" */
        bool spam;
        const struct eval_tally *tallies;
        uint32_t count;
};

enum { EVAL_BREAKDOWNS = 7 };

/* How well a set of probabilities fits the truth, at the stated prior. */
struct eval_fitness {
        bool known;
        double brier, log_loss;
        struct bin bins[STATS_BINS];
};

struct eval_result {
        const char *rules_version;
        double prior;
        uint32_t folds;
        bool calibrated;   /* the verdicts were made with a fitted map */
        uint32_t failures; /* inputs that could not be judged */

        struct array items; /* struct eval_item */
        struct array kinds; /* struct eval_kind, in the order in which eval_hit counts them */

        /* From here on: by eval_compute. */
        struct eval_tally sides[2];      /* ham, spam */
        const struct eval_kind **ranked; /* kinds, those that moved most first: hits times weight */
        uint32_t campaigns;
        struct eval_breakdown breakdowns[EVAL_BREAKDOWNS];
        const struct scored *sorted; /* those that were examined; ROC, fit and fitness are of these */
        uint32_t sorted_count;
        double auc;
        const struct roc_point *roc;
        uint32_t roc_count;
        struct eval_fitness judged, fitted,
                crossed; /* as judged; by the new map; by maps that did not see the campaign */
        struct fit fit;  /* count 0: one side is missing */
        const struct eval_item **worst_ham, **worst_spam; /* highest ham, lowest spam first */
        uint32_t worst_ham_count, worst_spam_count;
};

/* Counts everything. `worst`: how many of the worst mistakes are kept of either side: those that are doubtful or worse
 * (ham), or not even spam (spam). */
void eval_compute(struct arena *arena, struct eval_result *result, uint32_t worst);

/* Whether the measured weight of a signal clearly differs from its own: its interval leaves that out, and by more than
 * a factor of two. */
enum eval_remark { EVAL_AGREES, EVAL_TOO_HEAVY, EVAL_TOO_LIGHT, EVAL_WRONG_WAY, EVAL_NEVER };
enum eval_remark eval_remark_of(const struct eval_result *result, const struct eval_kind *kind);
const char *eval_remark_text(enum eval_remark remark);

void eval_print_text(FILE *out, const struct eval_result *result);
/* One object, with members named as those of the result; rates with their intervals. */
void eval_print_json(FILE *out, const struct eval_result *result);
/* ROC, reliability and the distribution of scores, as a picture. */
void eval_print_plot(FILE *out, const struct eval_result *result);
/* The points of rules/calibration, with a comment on what they were fitted on. */
void eval_print_calibration(FILE *out, const struct eval_result *result);

/* eval-stats: the statistics of `calwarden eval`, as pure functions over scores and counts.
 *
 * Rates come with 95 % intervals (Wilson's score interval, which holds near 0 and 1 and for few items). A rate of
 * nothing is NAN. What depends on how much abuse there is (precision, Brier score) is given for a stated prevalence
 * `prior`: the items of either side then count as if they were that share of all. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct interval {
        double low, high;
};

/* One judged item. */
struct scored {
        double score;       /* log-odds */
        double probability; /* of abuse, as judged */
        bool spam;          /* what it is in truth */
        uint32_t group;     /* items of one campaign have one number */
};

/* Lowest score first; items of one score in a fixed order. */
void stats_sort(struct scored *items, uint32_t count);
uint32_t stats_count(const struct scored *items, uint32_t count, bool spam);

double stats_rate(uint32_t hits, uint32_t of);
struct interval stats_wilson(uint32_t hits, uint32_t of);

/* Precision of a decision that takes `hits` of `spam` and `wrong` of `ham` items, where `prior` of all is spam. NAN
 * when it never takes one. The interval joins the worst ends of the two rates' intervals: it is wider than 95 %. */
double stats_precision(uint32_t hits, uint32_t spam, uint32_t wrong, uint32_t ham, double prior);
struct interval stats_precision_interval(uint32_t hits, uint32_t spam, uint32_t wrong, uint32_t ham, double prior);

/* Natural log of (share of spam with it / share of ham with it), half an item added to each count so that no count
 * is 0. The interval is the normal one of the log of a ratio of two rates. */
double stats_llr(uint32_t spam_hits, uint32_t spam, uint32_t ham_hits, uint32_t ham);
struct interval stats_llr_interval(uint32_t spam_hits, uint32_t spam, uint32_t ham_hits, uint32_t ham);

/* What follows takes sorted items. */

/* A decision at `score` or above takes `true_rate` of the spam and `false_rate` of the ham. */
struct roc_point {
        double score, false_rate, true_rate;
};
/* A point for each distinct score, highest first, behind (0, 0) at +infinity: at most count + 1, written to *ret. */
uint32_t stats_roc(const struct scored *sorted, uint32_t count, struct roc_point *ret);
/* Area under it: the chance that a random spam item scores above a random ham one, ties counted as half. */
double stats_auc(const struct scored *sorted, uint32_t count);

/* Mean squared error of the probabilities, 0 to 1, 0 is best. A prior of NAN takes the items as they are. */
double stats_brier(const struct scored *items, uint32_t count, double prior);
/* Mean of -ln(probability given to the truth), probabilities kept within 1e-6 and 1 - 1e-6. */
double stats_log_loss(const struct scored *items, uint32_t count, double prior);

/* Items whose probability falls into one tenth of 0 to 1. */
enum { STATS_BINS = 10 };
struct bin {
        uint32_t count, spam;
        double predicted; /* mean probability, NAN when empty */
        double observed;  /* share of spam among them at `prior`, NAN when empty */
};
void stats_reliability(const struct scored *items, uint32_t count, double prior, struct bin ret[static STATS_BINS]);

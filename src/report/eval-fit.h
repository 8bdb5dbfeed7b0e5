/* eval-fit: the calibration map, fitted on judged items of known truth: from log-odds to the probability of abuse.
 *
 * Isotonic regression (pool adjacent violators) over cells of neighbouring scores. Each cell is first drawn towards a
 * logistic curve through all items, by as much as FIT_PSEUDO items weigh: so a few items, or two sides that do not
 * overlap at all, never give a probability of 0 or 1. The map is monotone; beyond its
 * ends it stays at their value. It is stated for a world in which `prior` of all items are abuse, whatever share the
 * sample has. Points are added where a straight line between two would leave the logistic shape. */
#pragma once

#include "report/eval-stats.h"
#include "verdict/verdict.h"

enum {
        FIT_CELLS = 24, /* at most: more would follow chance */
        FIT_CELL = 8,   /* items in a cell, at least */
        FIT_PSEUDO = 2
};

struct fit {
        struct calibration_point points[CALIBRATION_POINTS]; /* both members rise */
        uint32_t count;
};

/* `sorted`: at least one item of either side, else an empty map is returned. `skip`: the items whose group is this
 * number modulo `folds` are left out; `folds` 0 leaves out none. */
struct fit fit_map(const struct scored *sorted, uint32_t count, double prior, uint32_t skip, uint32_t folds);
/* As verdict_probability reads the points: linear between them. `fit` has at least one. */
double fit_apply(const struct fit *fit, double score);

/* Cross-validation: sets the probability of each item to what a map says that was fitted without the items of its fold
 * (group modulo `folds`, at least 2). False when a fold leaves too little to fit; items are then as they were. */
bool fit_cross(struct scored *sorted, uint32_t count, double prior, uint32_t folds);

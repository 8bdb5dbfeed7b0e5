#include "report/eval-fit.h"

#include <math.h>
#include <string.h>

/* The curve is believed up to here. Beyond, it is the guess of its shape, and a cell that knows of no mistake would be
 * surer than its items can make it: on made-up mail, cross-validated, this bound took a fifth off the log loss. */
static const double FIT_DOUBT = 0.02;

static double logit(double p) {
        return log(p / (1 - p));
}

static double logistic(double x) {
        return 1 / (1 + exp(-x));
}

/* The items that a fit uses: those outside the fold that is left out. */
struct sample {
        const struct scored *items;
        uint32_t count, skip, folds, spam, ham;
};

static bool used(const struct sample *sample, uint32_t i) {
        return sample->folds == 0 || sample->items[i].group % sample->folds != sample->skip;
}

static struct sample sample_of(const struct scored *items, uint32_t count, uint32_t skip, uint32_t folds) {
        struct sample sample = { items, count, skip, folds, 0, 0 };
        for (uint32_t i = 0; i < count; i++)
                if (used(&sample, i))
                        items[i].spam ? sample.spam++ : sample.ham++;
        return sample;
}

/* p = logistic(slope * score + offset) */
struct curve {
        double slope, offset;
};

/* Platt's logistic curve. His softened targets, (n + 1) / (n + 2) and 1 / (n + 2), keep it finite where the sides do
 * not overlap. A falling curve is made flat: a higher score never speaks for an item. */
static struct curve fit_curve(const struct sample *sample) {
        double spam_target = (sample->spam + 1.0) / (sample->spam + 2.0), ham_target = 1.0 / (sample->ham + 2.0);
        double share = (double)sample->spam / (sample->spam + sample->ham);
        struct curve curve = { 0, logit(share) };
        for (int step = 0; step < 60; step++) {
                double slope_slope = 1e-6, slope_offset = 0, offset_offset = 1e-6, by_slope = 0, by_offset = 0;
                for (uint32_t i = 0; i < sample->count; i++) {
                        if (!used(sample, i))
                                continue;
                        double x = sample->items[i].score, p = logistic(curve.slope * x + curve.offset);
                        double missed = (sample->items[i].spam ? spam_target : ham_target) - p, weight = p * (1 - p);
                        by_slope += missed * x;
                        by_offset += missed;
                        slope_slope += weight * x * x;
                        slope_offset += weight * x;
                        offset_offset += weight;
                }
                double determinant = slope_slope * offset_offset - slope_offset * slope_offset;
                double slope = (by_slope * offset_offset - by_offset * slope_offset) / determinant;
                double offset = (by_offset * slope_slope - by_slope * slope_offset) / determinant;
                /* Newton's step may leap too far where the curve is steep. */
                double leap = fmax(1, fmax(fabs(slope) / 0.5, fabs(offset) / 2));
                curve.slope += slope / leap;
                curve.offset += offset / leap;
                if (fabs(slope) + fabs(offset) < 1e-9)
                        break;
        }
        return curve.slope > 0 ? curve : (struct curve){ 0, logit(share) };
}

/* Neighbours in score, and later the blocks that are pooled of them. */
struct cell {
        double score, spam, weight; /* sums of scores; of (softened) spam; of items */
        uint32_t items;
};

static uint32_t cells_of(const struct sample *sample, struct curve curve, struct cell *cells) {
        uint32_t total = sample->spam + sample->ham, size = (total + FIT_CELLS - 1) / FIT_CELLS, count = 0;
        if (size < FIT_CELL)
                size = FIT_CELL;
        const struct scored *last = NULL;
        for (uint32_t i = 0; i < sample->count; i++) {
                const struct scored *item = &sample->items[i];
                if (!used(sample, i))
                        continue;
                /* Items of one score are never parted; the array holds FIT_CELLS cells and the last takes the rest. */
                if (count == 0 || (cells[count - 1].items >= size && item->score != last->score && count < FIT_CELLS))
                        cells[count++] = (struct cell){ 0 };
                struct cell *cell = &cells[count - 1];
                cell->items++;
                cell->score += item->score;
                cell->spam += item->spam;
                last = item;
        }
        for (uint32_t i = 0; i < count; i++) {
                struct cell *cell = &cells[i];
                double mean = cell->score / cell->items;
                double drawn_to = fmin(fmax(logistic(curve.slope * mean + curve.offset), FIT_DOUBT), 1 - FIT_DOUBT);
                cell->spam += FIT_PSEUDO * drawn_to;
                cell->weight = cell->items + FIT_PSEUDO;
        }
        return count;
}

static uint32_t pool_adjacent(struct cell *cells, uint32_t count) {
        uint32_t kept = 0;
        for (uint32_t i = 0; i < count; i++) {
                cells[kept++] = cells[i];
                while (kept > 1) {
                        struct cell *low = &cells[kept - 2], *high = &cells[kept - 1];
                        /* A hair is rounding, and would not outlive being written to a file. */
                        if (low->spam / low->weight < high->spam / high->weight * (1 - 1e-6))
                                break;
                        low->score += high->score;
                        low->items += high->items;
                        low->spam += high->spam;
                        low->weight += high->weight;
                        kept--;
                }
        }
        return kept;
}

/* The point of the logistic shape halfway between two. */
static struct calibration_point halfway(const struct calibration_point *low, const struct calibration_point *high) {
        return (struct calibration_point){ (low->log_odds + high->log_odds) / 2,
                                           logistic((logit(low->probability) + logit(high->probability)) / 2) };
}

/* Puts points where the straight line is most wrong, until it is nowhere off by more than a thousandth. */
static void refine(struct fit *fit) {
        while (fit->count < CALIBRATION_POINTS) {
                double worst = 0.001;
                uint32_t at = 0;
                for (uint32_t i = 1; i < fit->count; i++) {
                        const struct calibration_point *low = &fit->points[i - 1], *high = &fit->points[i];
                        double off = fabs(halfway(low, high).probability - (low->probability + high->probability) / 2);
                        if (off > worst) {
                                worst = off;
                                at = i;
                        }
                }
                if (at == 0)
                        return;
                memmove(&fit->points[at + 1], &fit->points[at], (fit->count - at) * sizeof *fit->points);
                fit->points[at] = halfway(&fit->points[at - 1], &fit->points[at + 1]);
                fit->count++;
        }
}

struct fit fit_map(const struct scored *sorted, uint32_t count, double prior, uint32_t skip, uint32_t folds) {
        struct sample sample = sample_of(sorted, count, skip, folds);
        struct fit fit = { .count = 0 };
        if (sample.spam == 0 || sample.ham == 0)
                return fit;
        struct cell cells[FIT_CELLS];
        uint32_t blocks = pool_adjacent(cells, cells_of(&sample, fit_curve(&sample), cells));
        double shift = logit(prior) - logit((double)sample.spam / (sample.spam + sample.ham));
        for (uint32_t i = 0; i < blocks; i++)
                fit.points[fit.count++] = (struct calibration_point){
                        cells[i].score / cells[i].items, logistic(logit(cells[i].spam / cells[i].weight) + shift)
                };
        refine(&fit);
        return fit;
}

double fit_apply(const struct fit *fit, double score) {
        const struct calibration_point *points = fit->points;
        if (score <= points[0].log_odds)
                return points[0].probability;
        for (uint32_t i = 1; i < fit->count; i++) {
                const struct calibration_point *low = &points[i - 1], *high = &points[i];
                if (score <= high->log_odds)
                        return low->probability + (high->probability - low->probability) * (score - low->log_odds) /
                                                          (high->log_odds - low->log_odds);
        }
        return points[fit->count - 1].probability;
}

bool fit_cross(struct scored *sorted, uint32_t count, double prior, uint32_t folds) {
        for (uint32_t fold = 0; fold < folds; fold++)
                if (fit_map(sorted, count, prior, fold, folds).count == 0)
                        return false;
        for (uint32_t fold = 0; fold < folds; fold++) {
                struct fit fit = fit_map(sorted, count, prior, fold, folds);
                for (uint32_t i = 0; i < count; i++)
                        if (sorted[i].group % folds == fold)
                                sorted[i].probability = fit_apply(&fit, sorted[i].score);
        }
        return true;
}

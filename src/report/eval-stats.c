#include "report/eval-stats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Two-sided 95 % of the normal distribution. */
static const double Z95 = 1.959963984540054;

static int compare_scored(const void *left, const void *right) {
        const struct scored *a = left, *b = right;
        if (a->score != b->score)
                return a->score < b->score ? -1 : 1;
        if (a->spam != b->spam)
                return a->spam ? 1 : -1;
        if (a->probability != b->probability)
                return a->probability < b->probability ? -1 : 1;
        return (a->group > b->group) - (a->group < b->group);
}

void stats_sort(struct scored *items, uint32_t count) {
        if (count > 1)
                qsort(items, count, sizeof *items, compare_scored);
}

uint32_t stats_count(const struct scored *items, uint32_t count, bool spam) {
        uint32_t found = 0;
        for (uint32_t i = 0; i < count; i++)
                found += items[i].spam == spam;
        return found;
}

double stats_rate(uint32_t hits, uint32_t of) {
        return of ? (double)hits / of : NAN;
}

struct interval stats_wilson(uint32_t hits, uint32_t of) {
        if (of == 0)
                return (struct interval){ NAN, NAN };
        double n = of, p = hits / n, zz = Z95 * Z95;
        double centre = (p + zz / (2 * n)) / (1 + zz / n);
        double half = Z95 * sqrt(p * (1 - p) / n + zz / (4 * n * n)) / (1 + zz / n);
        /* Exact at the ends, where rounding would leave a hair below 0 or 1. */
        return (struct interval){ hits == 0 ? 0 : centre - half, hits == of ? 1 : centre + half };
}

static double precision_of(double true_rate, double false_rate, double prior) {
        double taken = true_rate * prior + false_rate * (1 - prior);
        return taken > 0 ? true_rate * prior / taken : NAN;
}

double stats_precision(uint32_t hits, uint32_t spam, uint32_t wrong, uint32_t ham, double prior) {
        return precision_of(stats_rate(hits, spam), stats_rate(wrong, ham), prior);
}

struct interval stats_precision_interval(uint32_t hits, uint32_t spam, uint32_t wrong, uint32_t ham, double prior) {
        if (hits == 0 && wrong == 0)
                return (struct interval){ NAN, NAN };
        struct interval taken = stats_wilson(hits, spam), lost = stats_wilson(wrong, ham);
        return (struct interval){ precision_of(taken.low, lost.high, prior), precision_of(taken.high, lost.low, prior) };
}

double stats_llr(uint32_t spam_hits, uint32_t spam, uint32_t ham_hits, uint32_t ham) {
        return log((spam_hits + 0.5) / (spam + 1.0)) - log((ham_hits + 0.5) / (ham + 1.0));
}

struct interval stats_llr_interval(uint32_t spam_hits, uint32_t spam, uint32_t ham_hits, uint32_t ham) {
        double llr = stats_llr(spam_hits, spam, ham_hits, ham);
        double variance = 1 / (spam_hits + 0.5) - 1 / (spam + 1.0) + 1 / (ham_hits + 0.5) - 1 / (ham + 1.0);
        double half = Z95 * sqrt(variance);
        return (struct interval){ llr - half, llr + half };
}

uint32_t stats_roc(const struct scored *sorted, uint32_t count, struct roc_point *ret) {
        uint32_t spam = stats_count(sorted, count, true), ham = count - spam;
        uint32_t hits = 0, wrong = 0, points = 0;
        ret[points++] = (struct roc_point){ INFINITY, 0, 0 };
        for (uint32_t i = count; i-- > 0;) {
                sorted[i].spam ? hits++ : wrong++;
                if (i > 0 && sorted[i - 1].score == sorted[i].score)
                        continue;
                ret[points++] = (struct roc_point){ sorted[i].score, ham ? stats_rate(wrong, ham) : 0,
                                                    spam ? stats_rate(hits, spam) : 0 };
        }
        return points;
}

double stats_auc(const struct scored *sorted, uint32_t count) {
        uint32_t spam = stats_count(sorted, count, true), ham = count - spam;
        if (spam == 0 || ham == 0)
                return NAN;
        double above = 0, ham_below = 0;
        for (uint32_t i = 0, next; i < count; i = next) {
                uint32_t spam_here = 0;
                for (next = i; next < count && sorted[next].score == sorted[i].score; next++)
                        spam_here += sorted[next].spam;
                double ham_here = next - i - spam_here;
                above += spam_here * (ham_below + ham_here / 2);
                ham_below += ham_here;
        }
        return above / ((double)spam * ham);
}

/* What an item of either side counts, so that all together count 1. */
struct weights {
        double ham, spam;
};

static struct weights weights_of(const struct scored *items, uint32_t count, double prior) {
        uint32_t spam = stats_count(items, count, true), ham = count - spam;
        if (isnan(prior) || spam == 0 || ham == 0)
                return (struct weights){ 1.0 / count, 1.0 / count };
        return (struct weights){ (1 - prior) / ham, prior / spam };
}

double stats_brier(const struct scored *items, uint32_t count, double prior) {
        if (count == 0)
                return NAN;
        struct weights weight = weights_of(items, count, prior);
        double sum = 0;
        for (uint32_t i = 0; i < count; i++) {
                double missed = items[i].probability - (items[i].spam ? 1 : 0);
                sum += (items[i].spam ? weight.spam : weight.ham) * missed * missed;
        }
        return sum;
}

double stats_log_loss(const struct scored *items, uint32_t count, double prior) {
        if (count == 0)
                return NAN;
        struct weights weight = weights_of(items, count, prior);
        double sum = 0;
        for (uint32_t i = 0; i < count; i++) {
                double given = items[i].spam ? items[i].probability : 1 - items[i].probability;
                sum -= (items[i].spam ? weight.spam : weight.ham) * log(fmin(fmax(given, 1e-6), 1 - 1e-6));
        }
        return sum;
}

void stats_reliability(const struct scored *items, uint32_t count, double prior, struct bin ret[static STATS_BINS]) {
        struct weights weight = weights_of(items, count, prior);
        double total[STATS_BINS] = { 0 }, predicted[STATS_BINS] = { 0 };
        memset(ret, 0, STATS_BINS * sizeof *ret);
        for (uint32_t i = 0; i < count; i++) {
                int at = (int)(items[i].probability * STATS_BINS);
                at = at < 0 ? 0 : at >= STATS_BINS ? STATS_BINS - 1 : at;
                double own = items[i].spam ? weight.spam : weight.ham;
                ret[at].count++;
                ret[at].spam += items[i].spam;
                total[at] += own;
                predicted[at] += own * items[i].probability;
        }
        for (int i = 0; i < STATS_BINS; i++) {
                ret[i].predicted = ret[i].count ? predicted[i] / total[i] : NAN;
                ret[i].observed = ret[i].count ? ret[i].spam * weight.spam / total[i] : NAN;
        }
}

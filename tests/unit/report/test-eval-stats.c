/* The statistics of eval, against values computed by hand or from tables. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "report/eval-stats.h"

static void near(const char *what, double expected, double got, double within) {
        bool same = isnan(expected) ? isnan(got) : fabs(expected - got) <= within;
        if (!same)
                fail_msg("%s: expected %.6f, got %.6f", what, expected, got);
}

static void wilson_known(void **state) {
        (void)state;
        static const struct {
                const char *name;
                uint32_t hits, of;
                double low, high;
        } cases[] = {
                { "none of ten", 0, 10, 0.0, 0.27753 },
                { "all of ten", 10, 10, 0.72247, 1.0 },
                { "half of ten", 5, 10, 0.23659, 0.76341 },
                { "one of twenty", 1, 20, 0.00888, 0.23613 },
                { "81 of 263 (Newcombe 1998)", 81, 263, 0.2553, 0.3662 },
                { "15 of 148 (Newcombe 1998)", 15, 148, 0.0624, 0.1605 },
                { "0 of 20 (Newcombe 1998)", 0, 20, 0.0, 0.1611 },
                { "1 of 29 (Newcombe 1998)", 1, 29, 0.0061, 0.1718 },
                { "of nothing", 0, 0, NAN, NAN },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct interval got = stats_wilson(cases[i].hits, cases[i].of);
                near(cases[i].name, cases[i].low, got.low, 0.00006);
                near(cases[i].name, cases[i].high, got.high, 0.00006);
        }
}

static void precision_at_prior(void **state) {
        (void)state;
        /* 90 % of spam and 1 % of ham taken, 1 % of all is spam: 0.009 / (0.009 + 0.0099). */
        near("rare", 0.009 / 0.0189, stats_precision(90, 100, 1, 100, 0.01), 1e-12);
        near("as in the sample", 90.0 / 91, stats_precision(90, 100, 1, 100, 0.5), 1e-12);
        near("no ham taken", 1.0, stats_precision(5, 100, 0, 100, 0.001), 1e-12);
        near("never takes one", NAN, stats_precision(0, 100, 0, 100, 0.01), 0);
        struct interval interval = stats_precision_interval(100, 100, 0, 100, 0.5);
        near("low end", 0.963007 / (0.963007 + 0.036993), interval.low, 1e-5);
        near("high end", 1.0, interval.high, 1e-12);
}

static void likelihood_ratio(void **state) {
        (void)state;
        near("equal", 0.0, stats_llr(7, 50, 7, 50), 1e-12);
        near("40 of 49 against 4 of 49", log(40.5 / 4.5), stats_llr(40, 49, 4, 49), 1e-12);
        near("never in ham stays finite", log((10.5 / 21) / (0.5 / 101)), stats_llr(10, 20, 0, 100), 1e-12);
        struct interval interval = stats_llr_interval(40, 49, 4, 49);
        double half = 1.959964 * sqrt(1 / 40.5 - 1.0 / 50 + 1 / 4.5 - 1.0 / 50);
        near("low", log(9) - half, interval.low, 1e-5);
        near("high", log(9) + half, interval.high, 1e-5);
}

/* Scores 1 h, 2 s, 2 h, 3 h, 4 s, 5 s. */
static const struct scored SIX[] = {
        { 1, 0.1, false, 0 }, { 2, 0.2, false, 1 }, { 2, 0.2, true, 2 },
        { 3, 0.6, false, 3 }, { 4, 0.8, true, 4 },  { 5, 0.9, true, 5 },
};

static void auc_counts_ties_half(void **state) {
        (void)state;
        /* Pairs won by spam: score 2 wins 1 and ties 1, 4 wins 3, 5 wins 3: 7.5 of 9. */
        near("six items", 7.5 / 9, stats_auc(SIX, 6), 1e-12);
        near("one side only", NAN, stats_auc(SIX, 2), 0);
        struct scored same[] = { { 1, 0, false, 0 }, { 1, 0, true, 1 }, { 1, 0, true, 2 } };
        near("all tied", 0.5, stats_auc(same, 3), 1e-12);
}

static void roc_has_a_point_a_score(void **state) {
        (void)state;
        static const struct roc_point expected[] = {
                { INFINITY, 0, 0 },      { 5, 0, 1 / 3.0 }, { 4, 0, 2 / 3.0 },
                { 3, 1 / 3.0, 2 / 3.0 }, { 2, 2 / 3.0, 1 }, { 1, 1, 1 },
        };
        struct roc_point points[7];
        uint32_t count = stats_roc(SIX, 6, points);
        assert_int_equal(count, 6);
        for (uint32_t i = 0; i < count; i++) {
                assert_true(points[i].score == expected[i].score);
                near("false rate", expected[i].false_rate, points[i].false_rate, 1e-12);
                near("true rate", expected[i].true_rate, points[i].true_rate, 1e-12);
        }
}

static void brier_and_log_loss(void **state) {
        (void)state;
        /* Squares: .01 .04 .64 .36 .04 .01 */
        near("as they are", 1.10 / 6, stats_brier(SIX, 6, NAN), 1e-12);
        near("half and half is the same here", 1.10 / 6, stats_brier(SIX, 6, 0.5), 1e-12);
        near("at one in ten", 0.9 * (0.41 / 3) + 0.1 * (0.69 / 3), stats_brier(SIX, 6, 0.1), 1e-12);
        double loss = -(log(0.9) + log(0.8) + log(0.2) + log(0.4) + log(0.8) + log(0.9)) / 6;
        near("log loss", loss, stats_log_loss(SIX, 6, NAN), 1e-12);
        struct scored sure[] = { { 9, 1.0, false, 0 }, { 9, 1.0, true, 1 } };
        near("a certain mistake stays finite", -log(1e-6) / 2, stats_log_loss(sure, 2, NAN), 1e-5);
        near("nothing", NAN, stats_brier(SIX, 0, NAN), 0);
}

static void reliability_in_tenths(void **state) {
        (void)state;
        struct bin bins[STATS_BINS];
        stats_reliability(SIX, 6, NAN, bins);
        static const uint32_t count[STATS_BINS] = { 0, 1, 2, 0, 0, 0, 1, 0, 1, 1 };
        for (int i = 0; i < STATS_BINS; i++)
                assert_int_equal(bins[i].count, count[i]);
        near("observed of 0.2", 0.5, bins[2].observed, 1e-12);
        near("predicted of 0.2", 0.2, bins[2].predicted, 1e-12);
        near("empty", NAN, bins[0].observed, 0);
        stats_reliability(SIX, 6, 0.1, bins);
        near("observed of 0.2 at one in ten", 0.1, bins[2].observed, 1e-12);
        struct scored ends[] = { { 0, 0.0, false, 0 }, { 1, 1.0, true, 1 } };
        stats_reliability(ends, 2, NAN, bins);
        assert_int_equal(bins[0].count, 1);
        assert_int_equal(bins[9].count, 1);
}

static void sorting_is_by_score(void **state) {
        (void)state;
        struct scored items[] = { { 3, 0, true, 0 }, { -1, 0, true, 1 }, { 3, 0, false, 2 }, { 0, 0, false, 3 } };
        stats_sort(items, 4);
        static const uint32_t order[] = { 1, 3, 2, 0 };
        for (int i = 0; i < 4; i++)
                assert_int_equal(items[i].group, order[i]);
        stats_sort(NULL, 0);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(wilson_known),
                cmocka_unit_test(precision_at_prior),
                cmocka_unit_test(likelihood_ratio),
                cmocka_unit_test(auc_counts_ties_half),
                cmocka_unit_test(roc_has_a_point_a_score),
                cmocka_unit_test(brier_and_log_loss),
                cmocka_unit_test(reliability_in_tenths),
                cmocka_unit_test(sorting_is_by_score),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The calibration map: monotone, bounded away from 0 and 1, near the truth where the truth is known. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "report/eval-fit.h"

/* xorshift: the same items on every run. */
static double chance(uint64_t *seed) {
        *seed ^= *seed << 13;
        *seed ^= *seed >> 7;
        *seed ^= *seed << 17;
        return (double)(*seed >> 11) / 9007199254740992.0;
}

/* Scores whose true log-odds are `slope` times the score. */
static void made_items(struct scored *items, uint32_t count, double slope) {
        uint64_t seed = 88172645463325252u;
        for (uint32_t i = 0; i < count; i++) {
                double score = chance(&seed) * 12 - 6;
                items[i] = (struct scored){ score, 0.5, chance(&seed) < 1 / (1 + exp(-slope * score)), i / 4 };
        }
        stats_sort(items, count);
}

static void expect_rising(const struct fit *fit) {
        for (uint32_t i = 0; i < fit->count; i++) {
                if (fit->points[i].probability <= 0 || fit->points[i].probability >= 1)
                        fail_msg("point %u: probability %g", i, fit->points[i].probability);
                if (i > 0 && (fit->points[i].log_odds <= fit->points[i - 1].log_odds ||
                              fit->points[i].probability <= fit->points[i - 1].probability))
                        fail_msg("points %u and %u do not rise: %g->%g, %g->%g", i - 1, i, fit->points[i - 1].log_odds,
                                 fit->points[i - 1].probability, fit->points[i].log_odds, fit->points[i].probability);
        }
}

static struct scored many[4000];

static void recovers_a_known_curve(void **state) {
        (void)state;
        for (double slope = 0.5; slope <= 2; slope *= 2) {
                made_items(many, 4000, slope);
                double share = stats_count(many, 4000, true) / 4000.0;
                struct fit fit = fit_map(many, 4000, share, 0, 0);
                expect_rising(&fit);
                for (double score = -5; score <= 5; score += 0.5) {
                        double truth = 1 / (1 + exp(-slope * score)), got = fit_apply(&fit, score);
                        if (fabs(truth - got) > 0.09)
                                fail_msg("slope %g, score %g: expected about %.3f, got %.3f", slope, score, truth, got);
                }
        }
}

static void states_the_prior(void **state) {
        (void)state;
        made_items(many, 4000, 1);
        double share = stats_count(many, 4000, true) / 4000.0;
        struct fit sample = fit_map(many, 4000, share, 0, 0), rare = fit_map(many, 4000, 0.01, 0, 0);
        expect_rising(&rare);
        double shift = log(share / (1 - share)) - log(0.01 / 0.99);
        for (double score = -6; score <= 6; score += 12) {
                double p = fit_apply(&sample, score), q = fit_apply(&rare, score);
                assert_true(fabs(log(p / (1 - p)) - log(q / (1 - q)) - shift) < 1e-9);
        }
}

static void sides_that_do_not_overlap(void **state) {
        (void)state;
        struct scored items[200];
        for (uint32_t i = 0; i < 200; i++)
                items[i] = (struct scored){ i < 100 ? -4 + i / 100.0 : 4 + i / 100.0, 0.5, i >= 100, i };
        struct fit fit = fit_map(items, 200, 0.5, 0, 0);
        expect_rising(&fit);
        assert_true(fit_apply(&fit, -100) < 0.05 && fit_apply(&fit, 100) > 0.95);
        double middle = fit_apply(&fit, 0.5);
        if (middle < 0.1 || middle > 0.9)
                fail_msg("between the sides: expected doubt, got %.3f", middle);
}

static void scores_that_mislead_give_one_level(void **state) {
        (void)state;
        struct scored items[100];
        for (uint32_t i = 0; i < 100; i++)
                items[i] = (struct scored){ i, 0.5, i < 50, i };
        struct fit fit = fit_map(items, 100, 0.5, 0, 0);
        expect_rising(&fit);
        assert_int_equal(fit.count, 1);
        assert_true(fabs(fit_apply(&fit, 7) - 0.5) < 0.01);
}

static void one_side_gives_no_map(void **state) {
        (void)state;
        struct scored items[] = { { 1, 0.5, true, 0 }, { 2, 0.5, true, 1 } };
        assert_int_equal(fit_map(items, 2, 0.5, 0, 0).count, 0);
        assert_int_equal(fit_map(items, 0, 0.5, 0, 0).count, 0);
        assert_false(fit_cross(items, 2, 0.5, 2));
        assert_true(items[0].probability == 0.5);
}

static void equal_scores_stay_together(void **state) {
        (void)state;
        struct scored items[300];
        for (uint32_t i = 0; i < 300; i++)
                items[i] = (struct scored){ i < 250 ? 1 : 2, 0.5, i % 5 == 0 || i >= 250, i };
        stats_sort(items, 300);
        struct fit fit = fit_map(items, 300, 0.5, 0, 0);
        expect_rising(&fit);
        assert_true(fit.points[0].log_odds == 1 && fit.points[fit.count - 1].log_odds == 2);
}

/* A campaign whose items all score alike must not vouch for itself: the map of its fold never saw it. */
static void cross_validation_keeps_campaigns_apart(void **state) {
        (void)state;
        struct scored items[120];
        for (uint32_t i = 0; i < 120; i++) {
                bool wave = i >= 80;
                items[i] = (struct scored){ wave ? 5 : i / 20.0, 0.5, wave || i % 8 == 7, wave ? 0 : 1 + i % 7 };
        }
        stats_sort(items, 120);
        struct fit with = fit_map(items, 120, 0.4, 0, 0);
        assert_true(fit_cross(items, 120, 0.4, 4));
        for (uint32_t i = 0; i < 120; i++)
                if (items[i].group == 0 && items[i].score == 5 && items[i].probability > fit_apply(&with, 5) - 0.3)
                        fail_msg("the wave's own fold says %.3f, all say %.3f", items[i].probability,
                                 fit_apply(&with, 5));
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(recovers_a_known_curve),
                cmocka_unit_test(states_the_prior),
                cmocka_unit_test(sides_that_do_not_overlap),
                cmocka_unit_test(scores_that_mislead_give_one_level),
                cmocka_unit_test(one_side_gives_no_map),
                cmocka_unit_test(equal_scores_stay_together),
                cmocka_unit_test(cross_validation_keeps_campaigns_apart),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What eval counts of judged items, and that its three outputs are what they say. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>
#include <jansson.h>

#include "report/eval-result.h"

static const struct signal_kind LURE = { .name = "MADE_LURE", .group = GROUP_LURE, .weight = 1.0 };
static const struct signal_kind TRUSTED = { .name = "MADE_TRUST", .group = GROUP_TRUST, .weight = -3.0 };
static const struct signal_kind WRONG = { .name = "MADE_WRONG", .group = GROUP_TIME, .weight = 1.5 };
static const struct signal_kind HEAVY = { .name = "MADE_HEAVY", .group = GROUP_LINK, .weight = 5.0 };
enum { LURE_AT, TRUSTED_AT, WRONG_AT, HEAVY_AT };
static const struct signal_kind *const KINDS[] = { &LURE, &TRUSTED, &WRONG, &HEAVY };

static struct eval_item *add(struct arena *arena, struct eval_result *result, bool spam, enum verdict_class class,
                             double log_odds) {
        struct eval_item *item = array_push(&result->items, arena, sizeof *item, 100000);
        *item = (struct eval_item){ .path = arena_format(arena, "%s-%03u.eml", spam ? "s" : "h", result->items.count).ptr,
                                    .spam = spam,
                                    .examined = true,
                                    .class = class,
                                    .log_odds = log_odds,
                                    .probability = 1 / (1 + exp(-log_odds)) };
        return item;
}

static void hit(struct arena *arena, struct eval_item *item, uint32_t kind) {
        struct eval_hit *hits = arena_alloc(arena, (item->hit_count + 1) * sizeof *hits);
        if (item->hit_count)
                memcpy(hits, item->hits, item->hit_count * sizeof *hits);
        hits[item->hit_count++] = (struct eval_hit){ kind, KINDS[kind]->weight };
        item->hits = hits;
}

/* 60 ham, of which one is judged spam and two doubtful; 60 spam in 12 campaigns, of which three are missed. */
static void make_result(struct arena *arena, struct eval_result *result) {
        *result = (struct eval_result){ .rules_version = "0123456789ab", .prior = 0.01, .folds = 4 };
        for (uint32_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++) {
                struct eval_kind *kind = array_push(&result->kinds, arena, sizeof *kind, 100);
                kind->kind = KINDS[i];
        }
        for (int i = 0; i < 60; i++) {
                enum verdict_class class = i == 7 ? CLASS_SPAM : i == 8 || i == 9 ? CLASS_DOUBTFUL : CLASS_CLEAN;
                struct eval_item *item = add(arena, result, false, class, (int)class * 3 - 5 + i / 100.0);
                item->producer = i % 2 ? "google" : "exchange";
                if (i < 30)
                        hit(arena, item, TRUSTED_AT);
                if (i < 20)
                        hit(arena, item, WRONG_AT);
                if (i < 6)
                        hit(arena, item, HEAVY_AT);
        }
        for (int i = 0; i < 60; i++) {
                enum verdict_class class = i < 3 ? CLASS_DOUBTFUL : i < 50 ? CLASS_SPAM : CLASS_CERTAIN;
                struct eval_item *item = add(arena, result, true, class, (int)class * 3 - 4 + i / 100.0);
                item->attacks = i % 2 ? 1ull << 39 : 1ull << 39 | 1ull << 41;
                item->campaign = arena_format(arena, "wave-%d", i / 5).ptr;
                item->split = i < 30 ? "tuned" : "heldout";
                if (i < 40)
                        hit(arena, item, LURE_AT);
                if (i < 12)
                        hit(arena, item, HEAVY_AT);
        }
        eval_compute(arena, result, 2);
}

static void counts_by_class_and_label(void **state) {
        struct eval_result result;
        make_result(*state, &result);
        assert_int_equal(result.sides[0].count, 60);
        assert_int_equal(result.sides[0].by_class[CLASS_DOUBTFUL], 2);
        assert_int_equal(eval_at_least(&result.sides[0], CLASS_DOUBTFUL), 3);
        assert_int_equal(eval_at_least(&result.sides[1], CLASS_SPAM), 57);
        assert_int_equal(result.campaigns, 72);
        static const struct {
                const char *label;
                bool spam;
                const char *value;
                uint32_t count;
        } expected[] = {
                { "attack", true, "39", 60 },          { "attack", true, "41", 30 },
                { "producer", false, "exchange", 30 }, { "producer", false, "google", 30 },
                { "split", true, "heldout", 30 },      { "split", true, "tuned", 30 },
        };
        size_t at = 0;
        for (int i = 0; i < EVAL_BREAKDOWNS; i++)
                for (uint32_t j = 0; j < result.breakdowns[i].count; j++, at++) {
                        const struct eval_tally *tally = &result.breakdowns[i].tallies[j];
                        assert_true(at < sizeof expected / sizeof *expected);
                        assert_string_equal(result.breakdowns[i].label, expected[at].label);
                        assert_string_equal(tally->name, expected[at].value);
                        assert_int_equal(result.breakdowns[i].spam, expected[at].spam);
                        assert_int_equal(tally->count, expected[at].count);
                }
        assert_int_equal(at, sizeof expected / sizeof *expected);
}

static void signals_are_measured(void **state) {
        struct eval_result result;
        make_result(*state, &result);
        const struct eval_kind *kinds = result.kinds.items;
        static const struct {
                uint32_t spam, ham, campaigns;
                enum eval_remark remark;
        } expected[] = {
                [LURE_AT] = { 40, 0, 8, EVAL_TOO_LIGHT },
                [TRUSTED_AT] = { 0, 30, 0, EVAL_AGREES },
                [WRONG_AT] = { 0, 20, 0, EVAL_WRONG_WAY },
                [HEAVY_AT] = { 12, 6, 3, EVAL_TOO_HEAVY },
        };
        for (size_t i = 0; i < 4; i++) {
                if (eval_remark_of(&result, &kinds[i]) != expected[i].remark)
                        fail_msg("%s: expected \"%s\", got \"%s\"", kinds[i].kind->name,
                                 eval_remark_text(expected[i].remark),
                                 eval_remark_text(eval_remark_of(&result, &kinds[i])));
                assert_int_equal(kinds[i].spam_hits, expected[i].spam);
                assert_int_equal(kinds[i].ham_hits, expected[i].ham);
                assert_int_equal(kinds[i].spam_campaigns, expected[i].campaigns);
        }
        /* Hits times weight: 18 * 5, 30 * 3, 40, 20 * 1.5; equal ones by name. */
        static const char *const order[] = { "MADE_HEAVY", "MADE_TRUST", "MADE_LURE", "MADE_WRONG" };
        for (size_t i = 0; i < 4; i++)
                assert_string_equal(result.ranked[i]->kind->name, order[i]);
}

static void worst_mistakes_come_first(void **state) {
        struct eval_result result;
        make_result(*state, &result);
        assert_int_equal(result.worst_ham_count, 2);
        assert_string_equal(result.worst_ham[0]->path, "h-008.eml");
        assert_string_equal(result.worst_ham[1]->path, "h-010.eml");
        assert_int_equal(result.worst_spam_count, 2);
        assert_string_equal(result.worst_spam[0]->path, "s-061.eml");
        assert_string_equal(result.worst_spam[1]->path, "s-062.eml");
}

static char *printed(const struct eval_result *result, void (*print)(FILE *, const struct eval_result *)) {
        char *text = NULL;
        size_t length = 0;
        FILE *out = open_memstream(&text, &length);
        print(out, result);
        fclose(out);
        return text;
}

/* What was not examined has no score: it counts as missed, and moves neither the ROC nor the map. */
static void not_examined_have_no_score(void **state) {
        struct eval_result with, without;
        make_result(*state, &without);
        make_result(*state, &with);
        for (int i = 0; i < 20; i++)
                add(*state, &with, true, CLASS_CLEAN, 0)->examined = false;
        eval_compute(*state, &with, 2);
        assert_int_equal(with.sides[1].count, without.sides[1].count + 20);
        assert_int_equal(with.sides[1].examined, without.sides[1].count);
        assert_int_equal(with.sorted_count, without.sorted_count);
        assert_true(with.auc == without.auc);
        assert_int_equal(with.fit.count, without.fit.count);
}

static void json_can_be_read(void **state) {
        struct eval_result result;
        make_result(*state, &result);
        char *text = printed(&result, eval_print_json);
        json_error_t error;
        json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);
        if (!root)
                fail_msg("%s at %d of %s", error.text, error.position, text);
        int spam;
        double recall, brier;
        assert_int_equal(json_unpack(root, "{s:{s:{s:i}},s:{s:{s:{s:F}}},s:{s:F}}", "confusion", "spam", "spam", &spam,
                                     "decisions", "spam", "recall", "rate", &recall, "cross_validated", "brier", &brier),
                         0);
        assert_int_equal(spam, 47);
        assert_true(fabs(recall - 0.95) < 1e-6);
        assert_true(brier > 0 && brier < 0.1);
        json_decref(root);
        free(text);
}

static void nothing_to_measure_prints(void **state) {
        (void)state;
        struct arena *arena = arena_new(1 << 20);
        struct eval_result result = { .rules_version = "x", .prior = 0.01, .folds = 5 };
        add(arena, &result, false, CLASS_CLEAN, -3)->examined = false;
        eval_compute(arena, &result, 10);
        void (*const printers[])(FILE *, const struct eval_result *) = { eval_print_text, eval_print_json,
                                                                         eval_print_plot };
        for (size_t i = 0; i < 3; i++) {
                char *text = printed(&result, printers[i]);
                if (strstr(text, "nan") || strstr(text, "inf"))
                        fail_msg("a number that is none: %s", text);
                free(text);
        }
        assert_int_equal(result.fit.count, 0);
        arena_free(arena);
}

static void calibration_file_rises(void **state) {
        struct eval_result result;
        make_result(*state, &result);
        char *text = printed(&result, eval_print_calibration), *line = text;
        double log_odds, probability, last_log_odds = -INFINITY, last_probability = 0;
        int points = 0;
        for (; *line; line = strchr(line, '\n') + 1) {
                if (*line == '#')
                        continue;
                if (sscanf(line, "%lf %lf", &log_odds, &probability) != 2 || log_odds <= last_log_odds ||
                    probability <= last_probability)
                        fail_msg("does not rise at: %s", line);
                last_log_odds = log_odds;
                last_probability = probability;
                points++;
        }
        assert_true(points >= 2 && points <= CALIBRATION_POINTS);
        free(text);
}

static int set_up(void **state) {
        *state = arena_new(16 << 20);
        return *state ? 0 : -1;
}

static int tear_down(void **state) {
        arena_free(*state);
        return 0;
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(counts_by_class_and_label, set_up, tear_down),
                cmocka_unit_test_setup_teardown(signals_are_measured, set_up, tear_down),
                cmocka_unit_test_setup_teardown(worst_mistakes_come_first, set_up, tear_down),
                cmocka_unit_test_setup_teardown(not_examined_have_no_score, set_up, tear_down),
                cmocka_unit_test_setup_teardown(json_can_be_read, set_up, tear_down),
                cmocka_unit_test(nothing_to_measure_prints),
                cmocka_unit_test_setup_teardown(calibration_file_rises, set_up, tear_down),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/metrics.h"
#include "base/span.h"

static struct metrics *made(void) {
        struct metrics *metrics;
        assert_int_equal(metrics_new(&metrics, NULL), CW_OK);
        return metrics;
}

static void expect_lines(const struct metrics *metrics, const char *const *lines, size_t count) {
        char *text;
        size_t len;
        bool all = true;
        assert_int_equal(metrics_text(metrics, &text, &len, NULL), CW_OK);
        assert_int_equal(strlen(text), len);
        for (size_t i = 0; i < count; i++) {
                char line[200];
                (void)snprintf(line, sizeof line, "\n%s\n", lines[i]);
                if (!strstr(text, line)) {
                        print_error("missing: %s\n", lines[i]);
                        all = false;
                }
        }
        free(text);
        assert_true(all);
}
#define EXPECT_LINES(metrics, ...) \
        do { \
                const char *const lines[] = { __VA_ARGS__ }; \
                expect_lines(metrics, lines, sizeof lines / sizeof *lines); \
        } while (0)

static void counts(void **state) {
        struct metrics *metrics = made();
        (void)state;
        metrics_add(metrics, METRIC_ITEMS, "mail-in", "spam", 2);
        metrics_add(metrics, METRIC_ITEMS, "mail-in", "spam", 1);
        metrics_add(metrics, METRIC_ITEMS, "mail-in", "clean", 1);
        metrics_count(metrics, METRIC_ASIDE);
        metrics_set(metrics, METRIC_SCANNERS, NULL, NULL, 4);
        metrics_set(metrics, METRIC_SCANNERS, NULL, NULL, 2);
        metrics_add(metrics, METRIC_SCANNERS_BUSY, NULL, NULL, 2);
        metrics_add(metrics, METRIC_SCANNERS_BUSY, NULL, NULL, -1);
        assert_true(metrics_value(metrics, METRIC_ITEMS, "mail-in", "spam") == 3);
        assert_true(metrics_value(metrics, METRIC_ITEMS, "feed", "spam") == 0);
        EXPECT_LINES(metrics,
                     "calwarden_items_total{channel=\"mail-in\",class=\"clean\"} 1\n"
                     "calwarden_items_total{channel=\"mail-in\",class=\"spam\"} 3",
                     "# TYPE calwarden_items_total counter", "calwarden_poison_total 1", "calwarden_scanners 2",
                     "calwarden_scanners_busy 1", "calwarden_worker_restarts_total 0",
                     "# TYPE calwarden_scanners gauge");
        metrics_free(metrics);
}

static void measures_times(void **state) {
        struct metrics *metrics = made();
        (void)state;
        metrics_observe(metrics, METRIC_STAGE_SECONDS, "facts", 10000);       /* on the first bound */
        metrics_observe(metrics, METRIC_STAGE_SECONDS, "facts", 10001);       /* above it */
        metrics_observe(metrics, METRIC_STAGE_SECONDS, "facts", 20000000000); /* beyond all */
        EXPECT_LINES(metrics, "# TYPE calwarden_stage_seconds histogram",
                     "calwarden_stage_seconds_bucket{stage=\"facts\",le=\"1e-05\"} 1",
                     "calwarden_stage_seconds_bucket{stage=\"facts\",le=\"2.5e-05\"} 2",
                     "calwarden_stage_seconds_bucket{stage=\"facts\",le=\"10\"} 2",
                     "calwarden_stage_seconds_bucket{stage=\"facts\",le=\"+Inf\"} 3",
                     "calwarden_stage_seconds_sum{stage=\"facts\"} 20.000020001",
                     "calwarden_stage_seconds_count{stage=\"facts\"} 3",
                     "calwarden_scanner_wait_seconds_bucket{le=\"+Inf\"} 0", "calwarden_scanner_wait_seconds_count 0");
        metrics_free(metrics);
}

static void labels_end_no_line(void **state) {
        struct metrics *metrics = made();
        char longest[300];
        (void)state;
        metrics_add(metrics, METRIC_SIGNALS, "a\"b\\c\nd\xff", NULL, 1);
        EXPECT_LINES(metrics, "calwarden_signals_total{signal=\"a\\\"b\\\\c?d?\"} 1");
        memset(longest, 'x', sizeof longest - 1);
        longest[sizeof longest - 1] = '\0';
        metrics_add(metrics, METRIC_SIGNALS, longest, NULL, 1);
        longest[sizeof longest - 2] = 'y';
        metrics_add(metrics, METRIC_SIGNALS, longest, NULL, 1);
        assert_true(metrics_value(metrics, METRIC_SIGNALS, longest, NULL) == 2);
        metrics_free(metrics);
}

static void keeps_its_bounds(void **state) {
        struct metrics *metrics = made();
        double sum = 0;
        (void)state;
        for (int i = 0; i < 10000; i++) {
                char label[20];
                (void)snprintf(label, sizeof label, "%d", i);
                metrics_add(metrics, METRIC_HTTP_REQUESTS, label, "200", 1);
        }
        assert_true(metrics_value(metrics, METRIC_HTTP_REQUESTS, "0", "200") == 1);
        sum = metrics_value(metrics, METRIC_HTTP_REQUESTS, "other", "other");
        assert_true(sum > 9000 && sum < 10000);
        metrics_free(metrics);
        metrics_count(NULL, METRIC_ASIDE);
        metrics_observe(NULL, METRIC_WAIT_SECONDS, NULL, 1);
        assert_true(metrics_value(NULL, METRIC_ASIDE, NULL, NULL) == 0);
}

enum { THREADS = 4, ROUNDS = 20000, LABELS = 40 };

static void *count_much(void *metrics) {
        for (int i = 0; i < ROUNDS; i++) {
                char label[20];
                (void)snprintf(label, sizeof label, "%d", i % LABELS);
                metrics_add(metrics, METRIC_SIGNALS, label, NULL, 1);
                metrics_observe(metrics, METRIC_STAGE_SECONDS, label, (uint64_t)i);
                if (i % 5000 == 0) {
                        char *text;
                        size_t len;
                        assert_int_equal(metrics_text(metrics, &text, &len, NULL), CW_OK);
                        free(text);
                }
        }
        return NULL;
}

static void nothing_is_lost_between_threads(void **state) {
        struct metrics *metrics = made();
        pthread_t threads[THREADS];
        (void)state;
        for (int i = 0; i < THREADS; i++)
                assert_int_equal(pthread_create(&threads[i], NULL, count_much, metrics), 0);
        for (int i = 0; i < THREADS; i++)
                pthread_join(threads[i], NULL);
        double signals = 0, stages = 0;
        for (int i = 0; i < LABELS; i++) {
                char label[20];
                (void)snprintf(label, sizeof label, "%d", i);
                signals += metrics_value(metrics, METRIC_SIGNALS, label, NULL);
                stages += metrics_value(metrics, METRIC_STAGE_SECONDS, label, NULL);
        }
        assert_true(signals == THREADS * ROUNDS && stages == THREADS * ROUNDS);
        metrics_free(metrics);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(counts),
                cmocka_unit_test(measures_times),
                cmocka_unit_test(labels_end_no_line),
                cmocka_unit_test(keeps_its_bounds),
                cmocka_unit_test(nothing_is_lost_between_threads),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

/* metrics: counters, gauges and histograms (metrics.def), and their text for Prometheus.
 *
 *         metrics_add(metrics, METRIC_ITEMS, "mail-in", "spam", 1);
 *         metrics_observe(metrics, METRIC_STAGE_SECONDS, "facts", nanoseconds);
 *
 * All functions may be called from every thread, take no lock and never wait; a NULL `metrics` is fine and does nothing.
 * A series begins with its first value. A metric keeps METRIC_SERIES of them (signals METRIC_SIGNAL_SERIES); labels
 * beyond that are counted together as "other". Labels are copied, and cut at METRIC_LABEL_BYTES; NULL where the metric has fewer. */
#pragma once

#include <stdint.h>
#include <stdio.h>

#include "base/err.h"

enum metric_id {
#define METRIC_COUNTER(id, name, labels, help) METRIC_##id,
#define METRIC_GAUGE(id, name, labels, help) METRIC_##id,
#define METRIC_HISTOGRAM(id, name, labels, bounds, help) METRIC_##id,
#include "base/metrics.def"
#undef METRIC_COUNTER
#undef METRIC_GAUGE
#undef METRIC_HISTOGRAM
        METRICS
};

enum metric_kind { METRIC_KIND_COUNTER, METRIC_KIND_GAUGE, METRIC_KIND_HISTOGRAM };
enum { METRIC_SERIES = 256, METRIC_SIGNAL_SERIES = 4096, METRIC_LABEL_BYTES = 96, METRIC_BOUNDS = 16 };

struct metric_info {
        const char *name; /* without "calwarden_" */
        enum metric_kind kind;
        const char *labels;   /* "channel,class", "" */
        const double *bounds; /* of a histogram: seconds, rising, up to 0 */
        const char *help;
};
extern const struct metric_info metric_table[METRICS];

struct metrics;
[[nodiscard]] enum cw_err metrics_new(struct metrics **ret, struct err *reterr);
void metrics_free(struct metrics *metrics);

/* Counters, and gauges that are counted up and down. */
void metrics_add(struct metrics *metrics, enum metric_id id, const char *label, const char *label2, int64_t by);
/* Gauges. */
void metrics_set(struct metrics *metrics, enum metric_id id, const char *label, const char *label2, double value);
/* Histograms of times. */
void metrics_observe(struct metrics *metrics, enum metric_id id, const char *label, uint64_t nanoseconds);
/* One that has no labels. */
static inline void metrics_count(struct metrics *metrics, enum metric_id id) {
        metrics_add(metrics, id, NULL, NULL, 1);
}

/* A counter or gauge as it is now; of a histogram how much was observed. 0 where there is no such series. */
double metrics_value(const struct metrics *metrics, enum metric_id id, const char *label, const char *label2);
/* The text format of Prometheus, version 0.0.4, metrics in the table's order, series in the order of their labels. The
 * caller frees *ret with free(). */
[[nodiscard]] enum cw_err metrics_text(const struct metrics *metrics, char **ret, size_t *ret_len, struct err *reterr);

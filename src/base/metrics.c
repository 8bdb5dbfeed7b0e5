#include "base/metrics.h"

#include <stdatomic.h>

#include "base/span.h"

/* Seconds. FAST: what costs microseconds; WAIT: what waits for disks and others. */
static const double FAST[METRIC_BOUNDS] = { 0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001,
                                            0.0025,  0.005,    0.01,    0.05,   0.25,    1,      10 };
static const double WAIT[METRIC_BOUNDS] = { 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                            0.25,   0.5,   1,      2.5,   5,    10,    30 };

const struct metric_info metric_table[METRICS] = {
#define METRIC_COUNTER(id, name_, labels_, help_) \
        [METRIC_##id] = { .name = name_, .kind = METRIC_KIND_COUNTER, .labels = labels_, .help = help_ },
#define METRIC_GAUGE(id, name_, labels_, help_) \
        [METRIC_##id] = { .name = name_, .kind = METRIC_KIND_GAUGE, .labels = labels_, .help = help_ },
#define METRIC_HISTOGRAM(id, name_, labels_, bounds_, help_) \
        [METRIC_##id] = { .name = name_, \
                          .kind = METRIC_KIND_HISTOGRAM, \
                          .labels = labels_, \
                          .bounds = bounds_, \
                          .help = help_ },
#include "base/metrics.def"
#undef METRIC_COUNTER
#undef METRIC_GAUGE
#undef METRIC_HISTOGRAM
};

/* Labels never change once a series is published in its slot; the numbers do. */
struct series {
        char labels[2][METRIC_LABEL_BYTES];
        _Atomic int64_t count;      /* what was added */
        _Atomic double set;         /* of a gauge, to which `count` comes */
        _Atomic uint64_t sum;       /* of a histogram: nanoseconds */
        _Atomic uint64_t buckets[]; /* of a histogram: METRIC_BOUNDS, the last for what is beyond all bounds */
};

/* A table with open addressing, at most half full, so that a search ends. */
struct family {
        _Atomic uint32_t series;
        uint32_t slot_count;
        struct series *_Atomic *slots;
};
struct metrics {
        struct family families[METRICS];
};

enum cw_err metrics_new(struct metrics **ret, struct err *reterr) {
        struct metrics *metrics = calloc(1, sizeof *metrics);
        for (enum metric_id id = 0; metrics && id < METRICS; id++) {
                struct family *family = &metrics->families[id];
                family->slot_count = id == METRIC_SIGNALS       ? 2 * METRIC_SIGNAL_SERIES
                                     : *metric_table[id].labels ? 2 * METRIC_SERIES
                                                                : 4;
                family->slots = calloc(family->slot_count, sizeof *family->slots);
                if (!family->slots) {
                        metrics_free(metrics);
                        metrics = NULL;
                }
        }
        if (!metrics)
                return err_set(reterr, CW_ERR_MEMORY, "no memory for the metrics");
        *ret = metrics;
        return CW_OK;
}

void metrics_free(struct metrics *metrics) {
        for (enum metric_id id = 0; metrics && id < METRICS; id++) {
                struct family *family = &metrics->families[id];
                for (uint32_t i = 0; family->slots && i < family->slot_count; i++)
                        free(family->slots[i]);
                free(family->slots);
        }
        free(metrics);
}

/* ---- Counting ---------------------------------------------------------------------------------------------------- */

/* FNV-1a */
static uint32_t hash(const char *label, const char *label2) {
        uint32_t sum = 2166136261u;
        for (size_t i = 0; label[i] && i < METRIC_LABEL_BYTES - 1; i++)
                sum = (sum ^ (unsigned char)label[i]) * 16777619u;
        sum = (sum ^ 0xFF) * 16777619u;
        for (size_t i = 0; label2[i] && i < METRIC_LABEL_BYTES - 1; i++)
                sum = (sum ^ (unsigned char)label2[i]) * 16777619u;
        return sum;
}

static bool is_of(const struct series *series, const char *label, const char *label2) {
        return strncmp(series->labels[0], label, METRIC_LABEL_BYTES - 1) == 0 &&
               strncmp(series->labels[1], label2, METRIC_LABEL_BYTES - 1) == 0;
}

static struct series *find(const struct family *family, const char *label, const char *label2) {
        for (uint32_t at = hash(label, label2);; at++) {
                struct series *series = atomic_load_explicit(&family->slots[at % family->slot_count],
                                                             memory_order_acquire);
                if (!series || is_of(series, label, label2))
                        return series;
        }
}

static struct series *series_new(enum metric_id id, const char *label, const char *label2) {
        bool histogram = metric_table[id].kind == METRIC_KIND_HISTOGRAM;
        struct series *series = calloc(1, sizeof *series + (histogram ? METRIC_BOUNDS * sizeof series->buckets[0] : 0));
        if (series) {
                (void)snprintf(series->labels[0], METRIC_LABEL_BYTES, "%s", label);
                (void)snprintf(series->labels[1], METRIC_LABEL_BYTES, "%s", label2);
        }
        return series;
}

/* Puts a new series into the first free slot, unless another thread puts one of the same labels there. */
static struct series *publish(struct family *family, struct series *new) {
        for (uint32_t at = hash(new->labels[0], new->labels[1]);; at++) {
                struct series *there = NULL;
                if (atomic_compare_exchange_strong(&family->slots[at % family->slot_count], &there, new))
                        return new;
                if (is_of(there, new->labels[0], new->labels[1])) {
                        free(new);
                        atomic_fetch_sub(&family->series, 1);
                        return there;
                }
        }
}

/* NULL without memory: then it is not counted. */
static struct series *series_of(struct metrics *metrics, enum metric_id id, const char *label, const char *label2) {
        if (!metrics)
                return NULL;
        struct family *family = &metrics->families[id];
        label = label ? label : "";
        label2 = label2 ? label2 : "";
        struct series *series = find(family, label, label2);
        if (series)
                return series;
        if (atomic_fetch_add(&family->series, 1) >= family->slot_count / 2 - 1) {
                atomic_fetch_sub(&family->series, 1);
                label = "other";
                label2 = strchr(metric_table[id].labels, ',') ? "other" : "";
                series = find(family, label, label2);
                if (series)
                        return series;
                atomic_fetch_add(&family->series, 1);
        }
        series = series_new(id, label, label2);
        if (!series)
                atomic_fetch_sub(&family->series, 1);
        return series ? publish(family, series) : NULL;
}

void metrics_add(struct metrics *metrics, enum metric_id id, const char *label, const char *label2, int64_t by) {
        struct series *series = series_of(metrics, id, label, label2);
        if (series)
                atomic_fetch_add_explicit(&series->count, by, memory_order_relaxed);
}

void metrics_set(struct metrics *metrics, enum metric_id id, const char *label, const char *label2, double value) {
        struct series *series = series_of(metrics, id, label, label2);
        if (series)
                atomic_store_explicit(&series->set, value, memory_order_relaxed);
}

void metrics_observe(struct metrics *metrics, enum metric_id id, const char *label, uint64_t nanoseconds) {
        struct series *series = series_of(metrics, id, label, NULL);
        const double *bounds = metric_table[id].bounds;
        unsigned at = 0;
        if (!series)
                return;
        while (bounds[at] > 0 && (double)nanoseconds > bounds[at] * 1e9)
                at++;
        atomic_fetch_add_explicit(&series->buckets[at], 1, memory_order_relaxed);
        atomic_fetch_add_explicit(&series->sum, nanoseconds, memory_order_relaxed);
        atomic_fetch_add_explicit(&series->count, 1, memory_order_relaxed);
}

static double series_value(const struct series *series) {
        return series ? series->set + (double)series->count : 0;
}

double metrics_value(const struct metrics *metrics, enum metric_id id, const char *label, const char *label2) {
        return metrics ? series_value(find(&metrics->families[id], label ? label : "", label2 ? label2 : "")) : 0;
}

/* ---- The text ---------------------------------------------------------------------------------------------------- */

/* `,name="value"` for each label of the metric, without the first comma; what is no printable ASCII is `?`. */
static void write_labels(FILE *out, const char *names, const struct series *series) {
        struct span rest = span_from(names);
        for (int i = 0; i < 2 && rest.len > 0; i++) {
                struct span name = span_split(&rest, ',');
                fprintf(out, "%s%.*s=\"", i > 0 ? "," : "", (int)name.len, name.ptr);
                for (const char *c = series ? series->labels[i] : ""; *c; c++)
                        fprintf(out, "%s%c", *c == '"' || *c == '\\' ? "\\" : "", *c >= ' ' && *c <= '~' ? *c : '?');
                fputc('"', out);
        }
}

static void write_number(FILE *out, const struct metric_info *info, const struct series *series) {
        fprintf(out, "calwarden_%s", info->name);
        if (*info->labels) {
                fputc('{', out);
                write_labels(out, info->labels, series);
                fputc('}', out);
        }
        fprintf(out, " %.15g\n", series_value(series));
}

static void write_bucket(FILE *out, const struct metric_info *info, const struct series *series, double bound,
                         uint64_t sum) {
        fprintf(out, "calwarden_%s_bucket{", info->name);
        write_labels(out, info->labels, series);
        fputs(*info->labels ? ",le=\"" : "le=\"", out);
        if (bound > 0)
                fprintf(out, "%g", bound);
        else
                fputs("+Inf", out);
        fprintf(out, "\"} %llu\n", (unsigned long long)sum);
}

/* Buckets are read once and summed, so that they and the count agree while others count on. */
static void write_histogram(FILE *out, const struct metric_info *info, const struct series *series) {
        uint64_t sum = 0;
        for (unsigned i = 0;; i++) {
                sum += series ? series->buckets[i] : 0;
                write_bucket(out, info, series, info->bounds[i], sum);
                if (info->bounds[i] == 0)
                        break;
        }
        for (int i = 0; i < 2; i++) {
                fprintf(out, "calwarden_%s_%s", info->name, i == 0 ? "sum" : "count");
                if (*info->labels) {
                        fputc('{', out);
                        write_labels(out, info->labels, series);
                        fputc('}', out);
                }
                if (i == 0)
                        fprintf(out, " %.9f\n", series ? (double)series->sum / 1e9 : 0);
                else
                        fprintf(out, " %llu\n", (unsigned long long)sum);
        }
}

static int by_labels(const void *a, const void *b) {
        const struct series *x = *(struct series *const *)a, *y = *(struct series *const *)b;
        int order = strcmp(x->labels[0], y->labels[0]);
        return order ? order : strcmp(x->labels[1], y->labels[1]);
}

/* False without memory. */
static bool write_family(FILE *out, const struct metric_info *info, const struct family *family) {
        static const char *const kinds[] = { "counter", "gauge", "histogram" };
        const struct series **sorted = malloc(family->slot_count * sizeof *sorted);
        size_t count = 0;
        if (!sorted)
                return false;
        for (uint32_t i = 0; i < family->slot_count; i++) {
                sorted[count] = atomic_load_explicit(&family->slots[i], memory_order_acquire);
                count += sorted[count] != NULL;
        }
        qsort(sorted, count, sizeof *sorted, by_labels);
        if (count == 0 && !*info->labels)
                sorted[count++] = NULL;
        fprintf(out, "# HELP calwarden_%s %s\n# TYPE calwarden_%s %s\n", info->name, info->help, info->name,
                kinds[info->kind]);
        for (size_t i = 0; i < count; i++)
                (info->kind == METRIC_KIND_HISTOGRAM ? write_histogram : write_number)(out, info, sorted[i]);
        free(sorted);
        return true;
}

enum cw_err metrics_text(const struct metrics *metrics, char **ret, size_t *ret_len, struct err *reterr) {
        char *text = NULL;
        size_t len = 0;
        FILE *out = open_memstream(&text, &len);
        bool ok = out != NULL;
        for (enum metric_id id = 0; ok && id < METRICS; id++)
                ok = write_family(out, &metric_table[id], &metrics->families[id]);
        ok = out && !ferror(out) && ok;
        ok = out && fclose(out) == 0 && ok;
        if (!ok) {
                free(text);
                return err_set(reterr, CW_ERR_MEMORY, "no memory for the text of the metrics");
        }
        *ret = text;
        *ret_len = len;
        return CW_OK;
}

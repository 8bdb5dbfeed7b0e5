/* The result of eval as a picture. */
#include <math.h>

#include "report/eval-result.h"
#include "report/plot.h"

enum { WIDTH = 1120, HEIGHT = 380, SIDE = 290, TOP = 40, LEFT = 62, STEP = 370, COLUMNS = 30 };

/* A point between two others of the same rate adds nothing to the line. */
static bool on_the_way(const struct roc_point *points, uint32_t count, uint32_t i) {
        if (i == 0 || i + 1 == count)
                return false;
        const struct roc_point *before = &points[i - 1], *after = &points[i + 1];
        return before->true_rate == after->true_rate || before->false_rate == after->false_rate;
}

static void plot_roc(FILE *out, const struct eval_result *result) {
        struct plot_panel panel = {
                LEFT, TOP, SIDE, SIDE, 0, 1, 0, 1, "ROC", "share of ham taken", "share of spam taken"
        };
        plot_axes(out, &panel);
        plot_line_begin(out, PLOT_GREY, true);
        plot_line_point(out, &panel, 0, 0);
        plot_line_point(out, &panel, 1, 1);
        plot_line_end(out);
        plot_line_begin(out, PLOT_BLUE, false);
        for (uint32_t i = 0; i < result->roc_count; i++)
                if (!on_the_way(result->roc, result->roc_count, i))
                        plot_line_point(out, &panel, result->roc[i].false_rate, result->roc[i].true_rate);
        plot_line_end(out);
        for (enum verdict_class class = CLASS_DOUBTFUL; class < CLASSES; class ++) {
                const struct eval_tally *ham = &result->sides[0], *spam = &result->sides[1];
                if (ham->count > 0 && spam->count > 0)
                        plot_dot(out, &panel, PLOT_ORANGE, stats_rate(eval_at_least(ham, class), ham->count),
                                 stats_rate(eval_at_least(spam, class), spam->count), 4, class_name(class));
        }
        char text[64];
        snprintf(text, sizeof text, "area %.4f; dots: the classes", result->auc);
        plot_legend(out, &panel, 60, 15, PLOT_BLUE, text);
}

static void plot_bins(FILE *out, const struct plot_panel *panel, const struct eval_fitness *fitness,
                      enum plot_colour colour) {
        for (int i = 0; fitness->known && i < STATS_BINS; i++) {
                const struct bin *bin = &fitness->bins[i];
                if (bin->count == 0)
                        continue;
                char label[80];
                snprintf(label, sizeof label, "%u items, %u of them spam", bin->count, bin->spam);
                plot_dot(out, panel, colour, bin->predicted, bin->observed, 3 + log10(bin->count), label);
        }
}

static void plot_reliability(FILE *out, const struct eval_result *result) {
        char x_label[64];
        snprintf(x_label, sizeof x_label, "probability given, at %.3g %% abuse", result->prior * 100);
        struct plot_panel panel = { LEFT + STEP,          TOP, SIDE, SIDE, 0, 1, 0, 1, "Reliability", x_label,
                                    "share of spam found" };
        plot_axes(out, &panel);
        plot_line_begin(out, PLOT_GREY, true);
        plot_line_point(out, &panel, 0, 0);
        plot_line_point(out, &panel, 1, 1);
        plot_line_end(out);
        plot_bins(out, &panel, &result->judged, PLOT_ORANGE);
        plot_bins(out, &panel, &result->crossed, PLOT_BLUE);
        plot_legend(out, &panel, 10, 0, PLOT_ORANGE, result->calibrated ? "as judged" : "as judged (uncalibrated)");
        if (result->crossed.known)
                plot_legend(out, &panel, 10, 1, PLOT_BLUE, "fitted, cross-validated");
}

static void plot_scores(FILE *out, const struct eval_result *result) {
        if (result->sorted_count == 0)
                return;
        double low = floor(result->sorted[0].score), high = ceil(result->sorted[result->sorted_count - 1].score);
        if (high <= low)
                high = low + 1;
        uint32_t columns[2][COLUMNS] = { 0 };
        double most = 0;
        for (uint32_t i = 0; i < result->sorted_count; i++) {
                const struct scored *item = &result->sorted[i];
                int column = (int)((item->score - low) / (high - low) * COLUMNS);
                columns[item->spam][column < COLUMNS ? column : COLUMNS - 1]++;
        }
        for (int side = 0; side < 2; side++)
                for (int i = 0; i < COLUMNS; i++)
                        if (columns[side][i] > 0)
                                most = fmax(most, (double)columns[side][i] / result->sides[side].count);
        struct plot_panel panel = {
                LEFT + 2 * STEP,       TOP, SIDE, SIDE, low, high, 0, ceil(most * 10) / 10, "Scores", "log-odds",
                "share of either side"
        };
        plot_axes(out, &panel);
        for (int side = 0; side < 2; side++)
                for (int i = 0; i < COLUMNS; i++)
                        if (columns[side][i] > 0)
                                plot_bar(out, &panel, side ? PLOT_ORANGE : PLOT_BLUE, low + (high - low) * i / COLUMNS,
                                         low + (high - low) * (i + 1) / COLUMNS,
                                         (double)columns[side][i] / result->sides[side].count);
        plot_legend(out, &panel, SIDE - 70, 0, PLOT_BLUE, "ham");
        plot_legend(out, &panel, SIDE - 70, 1, PLOT_ORANGE, "spam");
}

void eval_print_plot(FILE *out, const struct eval_result *result) {
        char title[120];
        snprintf(title, sizeof title, "calwarden eval: %u ham, %u spam, rules %s", result->sides[0].count,
                 result->sides[1].count, result->rules_version);
        plot_begin(out, WIDTH, HEIGHT, title);
        if (!isnan(result->auc))
                plot_roc(out, result);
        plot_reliability(out, result);
        plot_scores(out, result);
        plot_end(out);
}

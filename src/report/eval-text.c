/* The result of eval for people. */
#include <math.h>

#include "report/eval-result.h"
#include "report/shown.h"

enum { HITS_SHOWN = 8 };

/* "98.6 % (97.1-99.4)"; "-" for a rate of nothing. */
static void print_rate(FILE *out, double rate, struct interval interval) {
        char text[40] = "-";
        if (!isnan(rate))
                snprintf(text, sizeof text, "%5.1f %% (%.1f-%.1f)", rate * 100, interval.low * 100, interval.high * 100);
        fprintf(out, "  %-22s", text);
}

static void print_share(FILE *out, uint32_t hits, uint32_t of) {
        print_rate(out, stats_rate(hits, of), stats_wilson(hits, of));
}

static void print_confusion(FILE *out, const struct eval_result *result) {
        fprintf(out, "%-8s", "Truth");
        for (enum verdict_class class = 0; class < CLASSES; class ++)
                fprintf(out, " %9s", class_name(class));
        fprintf(out, " %9s %12s\n", "all", "not examined");
        for (int side = 0; side < 2; side++) {
                const struct eval_tally *tally = &result->sides[side];
                fprintf(out, "%-8s", tally->name);
                for (enum verdict_class class = 0; class < CLASSES; class ++)
                        fprintf(out, " %9u", tally->by_class[class]);
                fprintf(out, " %9u %12u\n", tally->count, tally->count - tally->examined);
        }
        if (result->failures)
                fprintf(out, "%u inputs could not be judged\n", result->failures);
}

static void print_decisions(FILE *out, const struct eval_result *result) {
        static const char *const names[CLASSES] = { [CLASS_DOUBTFUL] = "doubtful or worse",
                                                    [CLASS_SPAM] = "spam or worse",
                                                    [CLASS_CERTAIN] = "certain" };
        const struct eval_tally *ham = &result->sides[0], *spam = &result->sides[1];
        char precision[40];
        snprintf(precision, sizeof precision, "precision at %.3g %%", result->prior * 100);
        fprintf(out, "\n%-18s  %-22s  %-22s  %s\n", "Decision", "recall", "false alarms", precision);
        for (enum verdict_class class = CLASS_DOUBTFUL; class < CLASSES; class ++) {
                uint32_t hits = eval_at_least(spam, class), wrong = eval_at_least(ham, class);
                fprintf(out, "%-18s", names[class]);
                print_share(out, hits, spam->count);
                print_share(out, wrong, ham->count);
                print_rate(out, stats_precision(hits, spam->count, wrong, ham->count, result->prior),
                           stats_precision_interval(hits, spam->count, wrong, ham->count, result->prior));
                fputc('\n', out);
        }
}

static void print_fitness_line(FILE *out, const char *name, const struct eval_fitness *fitness) {
        if (fitness->known)
                fprintf(out, "  %-38s %8.5f %9.5f\n", name, fitness->brier, fitness->log_loss);
}

static void print_fitness(FILE *out, const struct eval_result *result) {
        char crossed[64];
        snprintf(crossed, sizeof crossed, "cross-validated: %u folds of %u campaigns", result->folds, result->campaigns);
        if (isnan(result->auc))
                fputs("\nROC needs items of both sides\n", out);
        else
                fprintf(out, "\nArea under the ROC %.5f, of the %u that were examined\n", result->auc,
                        result->sorted_count);
        fprintf(out, "\nProbabilities, at %.3g %% abuse                 Brier  log loss\n", result->prior * 100);
        print_fitness_line(out, result->calibrated ? "as judged" : "as judged (uncalibrated)", &result->judged);
        print_fitness_line(out, "fitted on all of them", &result->fitted);
        print_fitness_line(out, crossed, &result->crossed);
        const struct eval_fitness *shown = result->crossed.known ? &result->crossed : &result->judged;
        fprintf(out, "\nReliability, %s\n  probability     items      spam  predicted  observed\n",
                result->crossed.known ? "cross-validated" : "as judged");
        for (int i = 0; i < STATS_BINS; i++) {
                const struct bin *bin = &shown->bins[i];
                if (bin->count > 0)
                        fprintf(out, "  %.1f to %.1f  %9u %9u  %9.4f %9.4f\n", i / (double)STATS_BINS,
                                (i + 1) / (double)STATS_BINS, bin->count, bin->spam, bin->predicted, bin->observed);
        }
}

static void print_breakdown(FILE *out, const struct eval_breakdown *breakdown) {
        if (breakdown->count == 0)
                return;
        char heading[40];
        snprintf(heading, sizeof heading, "%s by %s", breakdown->spam ? "Spam" : "Ham", breakdown->label);
        fprintf(out, "\n%-24s  %7s  %-22s  %s\n", heading, "items", "spam or worse", "doubtful or worse");
        for (uint32_t i = 0; i < breakdown->count; i++) {
                const struct eval_tally *tally = &breakdown->tallies[i];
                fputs("  ", out);
                shown_text(out, span_from(tally->name), 40);
                size_t length = strlen(tally->name);
                fprintf(out, "%*s  %7u", length < 22 ? (int)(22 - length) : 0, "", tally->count);
                print_share(out, eval_at_least(tally, CLASS_SPAM), tally->count);
                print_share(out, eval_at_least(tally, CLASS_DOUBTFUL), tally->count);
                fputc('\n', out);
        }
}

static void print_signals(FILE *out, const struct eval_result *result) {
        uint32_t spam = result->sides[1].count, ham = result->sides[0].count;
        if (result->kinds.count == 0)
                return;
        fprintf(out, "\n%-34s %6s  %-22s %7s %7s %9s\n", "Signal", "weight", "measured", "spam", "ham", "campaigns");
        for (uint32_t i = 0; i < result->kinds.count; i++) {
                const struct eval_kind *kind = result->ranked[i];
                struct interval interval = stats_llr_interval(kind->spam_hits, spam, kind->ham_hits, ham);
                char measured[40] = "-";
                if (spam > 0 && ham > 0)
                        snprintf(measured, sizeof measured, "%+.2f (%+.2f to %+.2f)",
                                 stats_llr(kind->spam_hits, spam, kind->ham_hits, ham), interval.low, interval.high);
                const char *remark = spam > 0 && ham > 0 ? eval_remark_text(eval_remark_of(result, kind)) : "";
                fprintf(out, "%-34s %+6.2f  %-22s %7u %7u %9u%s%s\n", kind->kind->name, kind->kind->weight, measured,
                        kind->spam_hits, kind->ham_hits, kind->spam_campaigns, *remark ? "  " : "", remark);
        }
}

static void print_mistake(FILE *out, const struct eval_result *result, const struct eval_item *item) {
        const struct eval_kind *kinds = result->kinds.items;
        fprintf(out, "  %-9s %6.4f %+7.2f  ", class_name(item->class), item->probability, item->log_odds);
        shown_file(out, item->path, item->index);
        fputs("\n            ", out);
        for (uint32_t i = 0; i < item->hit_count && i < HITS_SHOWN; i++)
                fprintf(out, "%s%s %+.2f", i ? ", " : "", kinds[item->hits[i].kind].kind->name, item->hits[i].weight);
        fputs(item->hit_count == 0           ? item->examined ? "no signals\n" : "not examined\n"
              : item->hit_count > HITS_SHOWN ? ", …\n"
                                             : "\n",
              out);
}

static void print_mistakes(FILE *out, const struct eval_result *result) {
        if (result->worst_ham_count)
                fputs("\nHam that was doubted most\n", out);
        for (uint32_t i = 0; i < result->worst_ham_count; i++)
                print_mistake(out, result, result->worst_ham[i]);
        if (result->worst_spam_count)
                fputs("\nSpam that was doubted least\n", out);
        for (uint32_t i = 0; i < result->worst_spam_count; i++)
                print_mistake(out, result, result->worst_spam[i]);
}

void eval_print_text(FILE *out, const struct eval_result *result) {
        print_confusion(out, result);
        print_decisions(out, result);
        print_fitness(out, result);
        for (int i = 0; i < EVAL_BREAKDOWNS; i++)
                print_breakdown(out, &result->breakdowns[i]);
        print_signals(out, result);
        print_mistakes(out, result);
}

void eval_print_calibration(FILE *out, const struct eval_result *result) {
        fprintf(out,
                "# From log-odds to the probability of abuse, fitted by calwarden eval\n"
                "# on %u ordinary and %u abusive items, %u campaigns in all, rules %s,\n"
                "# for a world in which %.3g %% of what is examined is abuse.\n",
                result->sides[0].count, result->sides[1].count, result->campaigns, result->rules_version,
                result->prior * 100);
        if (result->crossed.known)
                fprintf(out, "# Cross-validated Brier score %.5f, log loss %.5f (%u folds by campaign).\n",
                        result->crossed.brier, result->crossed.log_loss, result->folds);
        for (uint32_t i = 0; i < result->fit.count; i++)
                fprintf(out, "%.9g %.9g\n", result->fit.points[i].log_odds, result->fit.points[i].probability);
}

/* The result of eval as JSON. */
#include <math.h>

#include "report/eval-result.h"
#include "report/json.h"

enum { DIGITS = 6 };

static void put_interval(struct json *json, const char *key, struct interval interval) {
        json_array(json, key);
        json_number(json, NULL, interval.low, DIGITS);
        json_number(json, NULL, interval.high, DIGITS);
        json_array_end(json);
}

static void put_rate(struct json *json, const char *key, uint32_t hits, uint32_t of) {
        json_object(json, key);
        json_number(json, "rate", stats_rate(hits, of), DIGITS);
        put_interval(json, "interval", stats_wilson(hits, of));
        json_object_end(json);
}

static void put_classes(struct json *json, const struct eval_tally *tally) {
        for (enum verdict_class class = 0; class < CLASSES; class ++)
                json_integer(json, class_name(class), tally->by_class[class]);
        json_integer(json, "items", tally->count);
        json_integer(json, "not_examined", tally->count - tally->examined);
}

static void put_decisions(struct json *json, const struct eval_result *result) {
        const struct eval_tally *ham = &result->sides[0], *spam = &result->sides[1];
        json_object(json, "decisions");
        for (enum verdict_class class = CLASS_DOUBTFUL; class < CLASSES; class ++) {
                uint32_t hits = eval_at_least(spam, class), wrong = eval_at_least(ham, class);
                json_object(json, class_name(class));
                put_rate(json, "recall", hits, spam->count);
                put_rate(json, "false_alarms", wrong, ham->count);
                json_object(json, "precision");
                json_number(json, "rate", stats_precision(hits, spam->count, wrong, ham->count, result->prior), DIGITS);
                put_interval(json, "interval",
                             stats_precision_interval(hits, spam->count, wrong, ham->count, result->prior));
                json_object_end(json);
                put_rate(json, "precision_in_sample", hits, hits + wrong);
                json_object_end(json);
        }
        json_object_end(json);
}

static void put_fitness(struct json *json, const char *key, const struct eval_fitness *fitness) {
        if (!fitness->known) {
                json_null(json, key);
                return;
        }
        json_object(json, key);
        json_number(json, "brier", fitness->brier, DIGITS);
        json_number(json, "log_loss", fitness->log_loss, DIGITS);
        json_array(json, "reliability");
        for (int i = 0; i < STATS_BINS; i++) {
                const struct bin *bin = &fitness->bins[i];
                json_object(json, NULL);
                json_number(json, "from", i / (double)STATS_BINS, DIGITS);
                json_number(json, "to", (i + 1) / (double)STATS_BINS, DIGITS);
                json_integer(json, "items", bin->count);
                json_integer(json, "spam", bin->spam);
                json_number(json, "predicted", bin->predicted, DIGITS);
                json_number(json, "observed", bin->observed, DIGITS);
                json_object_end(json);
        }
        json_array_end(json);
        json_object_end(json);
}

static void put_breakdowns(struct json *json, const struct eval_result *result) {
        json_array(json, "breakdowns");
        for (int i = 0; i < EVAL_BREAKDOWNS; i++) {
                const struct eval_breakdown *breakdown = &result->breakdowns[i];
                for (uint32_t j = 0; j < breakdown->count; j++) {
                        const struct eval_tally *tally = &breakdown->tallies[j];
                        json_object(json, NULL);
                        json_string(json, "by", breakdown->label);
                        json_string(json, "value", tally->name);
                        json_string(json, "truth", breakdown->spam ? "spam" : "ham");
                        put_classes(json, tally);
                        put_rate(json, "spam_or_worse", eval_at_least(tally, CLASS_SPAM), tally->count);
                        put_rate(json, "doubtful_or_worse", eval_at_least(tally, CLASS_DOUBTFUL), tally->count);
                        json_object_end(json);
                }
        }
        json_array_end(json);
}

static void put_signals(struct json *json, const struct eval_result *result) {
        uint32_t spam = result->sides[1].count, ham = result->sides[0].count;
        json_array(json, "signals");
        for (uint32_t i = 0; i < result->kinds.count; i++) {
                const struct eval_kind *kind = result->ranked[i];
                json_object(json, NULL);
                json_string(json, "name", kind->kind->name);
                json_string(json, "group", group_table[kind->kind->group].name);
                json_number(json, "weight", kind->kind->weight, DIGITS);
                json_integer(json, "spam", kind->spam_hits);
                json_integer(json, "ham", kind->ham_hits);
                json_integer(json, "spam_campaigns", kind->spam_campaigns);
                if (spam > 0 && ham > 0) {
                        json_number(json, "measured", stats_llr(kind->spam_hits, spam, kind->ham_hits, ham), DIGITS);
                        put_interval(json, "interval", stats_llr_interval(kind->spam_hits, spam, kind->ham_hits, ham));
                        json_string(json, "remark", eval_remark_text(eval_remark_of(result, kind)));
                }
                json_object_end(json);
        }
        json_array_end(json);
}

static void put_mistakes(struct json *json, const struct eval_result *result) {
        const struct eval_kind *kinds = result->kinds.items;
        json_array(json, "mistakes");
        for (uint32_t i = 0; i < result->worst_ham_count + result->worst_spam_count; i++) {
                const struct eval_item *item = i < result->worst_ham_count
                                                       ? result->worst_ham[i]
                                                       : result->worst_spam[i - result->worst_ham_count];
                json_object(json, NULL);
                json_string(json, "file", item->path);
                if (item->index)
                        json_integer(json, "index", item->index);
                json_string(json, "truth", item->spam ? "spam" : "ham");
                json_string(json, "class", class_name(item->class));
                json_bool(json, "examined", item->examined);
                json_number(json, "probability", item->probability, DIGITS);
                json_number(json, "log_odds", item->log_odds, DIGITS);
                json_array(json, "signals");
                for (uint32_t j = 0; j < item->hit_count; j++) {
                        json_object(json, NULL);
                        json_string(json, "name", kinds[item->hits[j].kind].kind->name);
                        json_number(json, "weight", item->hits[j].weight, DIGITS);
                        json_object_end(json);
                }
                json_array_end(json);
                json_object_end(json);
        }
        json_array_end(json);
}

static void put_curves(struct json *json, const struct eval_result *result) {
        json_array(json, "roc");
        for (uint32_t i = 0; i < result->roc_count; i++) {
                json_object(json, NULL);
                json_number(json, "log_odds", result->roc[i].score, DIGITS); /* null at (0, 0) */
                json_number(json, "false_rate", result->roc[i].false_rate, DIGITS);
                json_number(json, "true_rate", result->roc[i].true_rate, DIGITS);
                json_object_end(json);
        }
        json_array_end(json);
        json_array(json, "calibration");
        for (uint32_t i = 0; i < result->fit.count; i++) {
                json_object(json, NULL);
                json_number(json, "log_odds", result->fit.points[i].log_odds, DIGITS);
                json_number(json, "probability", result->fit.points[i].probability, DIGITS);
                json_object_end(json);
        }
        json_array_end(json);
}

void eval_print_json(FILE *out, const struct eval_result *result) {
        struct json json = { .out = out };
        json_object(&json, NULL);
        json_integer(&json, "schema", 1);
        json_string(&json, "rules_version", result->rules_version);
        json_number(&json, "prior", result->prior, DIGITS);
        json_bool(&json, "calibrated", result->calibrated);
        json_integer(&json, "failures", result->failures);
        json_integer(&json, "campaigns", result->campaigns);
        json_integer(&json, "folds", result->folds);
        json_object(&json, "confusion");
        for (int side = 0; side < 2; side++) {
                json_object(&json, result->sides[side].name);
                put_classes(&json, &result->sides[side]);
                json_object_end(&json);
        }
        json_object_end(&json);
        put_decisions(&json, result);
        json_number(&json, "auc", result->auc, DIGITS);
        put_fitness(&json, "as_judged", &result->judged);
        put_fitness(&json, "fitted", &result->fitted);
        put_fitness(&json, "cross_validated", &result->crossed);
        put_breakdowns(&json, result);
        put_signals(&json, result);
        put_mistakes(&json, result);
        put_curves(&json, result);
        json_object_end(&json);
        fputc('\n', out);
}

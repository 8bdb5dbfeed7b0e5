#include "report/eval-result.h"

#include <math.h>

enum { ATTACKS = 64, LABEL_VALUES = 4096 };

static const struct eval_item *items_of(const struct eval_result *result) {
        return result->items.items;
}

uint32_t eval_at_least(const struct eval_tally *tally, enum verdict_class class) {
        uint32_t count = 0;
        for (int i = class; i < CLASSES; i++)
                count += tally->by_class[i];
        return count;
}

static void tally_add(struct eval_tally *tally, const struct eval_item *item) {
        tally->count++;
        tally->examined += item->examined;
        tally->by_class[item->class]++;
}

static int compare_tallies(const void *left, const void *right) {
        const struct eval_tally *a = left, *b = right;
        return strcmp(a->name, b->name);
}

/* A member of struct eval_item that holds a label. */
static const char *label_of(const struct eval_item *item, size_t member) {
        return *(const char *const *)((const char *)item + member);
}

static int compare_texts(const void *left, const void *right) {
        return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* The distinct values of a label, sorted. */
static uint32_t label_values(struct arena *arena, const struct eval_result *result, size_t member, const char ***ret) {
        const char **values = arena_alloc(arena, (result->items.count + 1) * sizeof *values);
        uint32_t count = 0, kept = 0;
        for (uint32_t i = 0; i < result->items.count; i++) {
                const char *label = label_of(&items_of(result)[i], member);
                if (label)
                        values[count++] = label;
        }
        qsort(values, count, sizeof *values, compare_texts);
        for (uint32_t i = 0; i < count; i++)
                if (kept == 0 || strcmp(values[kept - 1], values[i]) != 0)
                        values[kept++] = values[i];
        *ret = values;
        return kept;
}

static struct eval_breakdown breakdown_by_label(struct arena *arena, const struct eval_result *result, bool spam,
                                                const char *name, size_t member) {
        const char **values;
        uint32_t count = label_values(arena, result, member, &values);
        struct eval_tally *tallies = arena_alloc(arena, (count + 1) * sizeof *tallies);
        for (uint32_t i = 0; i < count; i++)
                tallies[i].name = values[i];
        for (uint32_t i = 0; i < result->items.count; i++) {
                const struct eval_item *item = &items_of(result)[i];
                struct eval_tally key = { .name = label_of(item, member) };
                if (item->spam == spam && key.name)
                        tally_add(bsearch(&key, tallies, count, sizeof key, compare_tallies), item);
        }
        uint32_t kept = 0;
        for (uint32_t i = 0; i < count; i++)
                if (tallies[i].count > 0)
                        tallies[kept++] = tallies[i];
        return (struct eval_breakdown){ name, spam, tallies, kept };
}

static struct eval_breakdown breakdown_by_attack(struct arena *arena, const struct eval_result *result) {
        struct eval_tally all[ATTACKS] = { 0 };
        for (uint32_t i = 0; i < result->items.count; i++) {
                const struct eval_item *item = &items_of(result)[i];
                for (uint32_t attack = 1; item->spam && attack < ATTACKS; attack++)
                        if (item->attacks >> attack & 1)
                                tally_add(&all[attack], item);
        }
        struct eval_tally *tallies = arena_alloc(arena, sizeof all);
        uint32_t count = 0;
        for (uint32_t attack = 1; attack < ATTACKS; attack++) {
                if (all[attack].count == 0)
                        continue;
                tallies[count] = all[attack];
                tallies[count++].name = arena_format(arena, "%u", attack).ptr;
        }
        return (struct eval_breakdown){ "attack", true, tallies, count };
}

static void compute_breakdowns(struct arena *arena, struct eval_result *result) {
        static const struct {
                const char *name;
                size_t member;
        } labels[] = {
                { "producer", offsetof(struct eval_item, producer) },
                { "language", offsetof(struct eval_item, language) },
                { "split", offsetof(struct eval_item, split) },
        };
        uint32_t count = 0;
        result->breakdowns[count++] = breakdown_by_attack(arena, result);
        for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
                for (int spam = 1; spam >= 0; spam--)
                        result->breakdowns[count++] = breakdown_by_label(arena, result, spam, labels[i].name,
                                                                         labels[i].member);
}

static void compute_sides(struct eval_result *result) {
        result->sides[0] = (struct eval_tally){ .name = "ham" };
        result->sides[1] = (struct eval_tally){ .name = "spam" };
        for (uint32_t i = 0; i < result->items.count; i++)
                tally_add(&result->sides[items_of(result)[i].spam], &items_of(result)[i]);
}

/* Items of one campaign get one number; each item without a campaign is one of its own. */
static uint32_t number_campaigns(struct arena *arena, const struct eval_result *result, uint32_t *numbers) {
        const char **values;
        uint32_t count = label_values(arena, result, offsetof(struct eval_item, campaign), &values), next = count;
        for (uint32_t i = 0; i < result->items.count; i++) {
                const char *campaign = items_of(result)[i].campaign;
                const char **found = campaign ? bsearch(&campaign, values, count, sizeof *values, compare_texts) : NULL;
                numbers[i] = found ? (uint32_t)(found - values) : next++;
        }
        return next;
}

/* Those that were examined, sorted: the others have no score. */
static struct scored *scored_items(struct arena *arena, const struct eval_result *result, const uint32_t *numbers,
                                   uint32_t *ret_count) {
        struct scored *scored = arena_alloc(arena, (result->items.count + 1) * sizeof *scored);
        uint32_t count = 0;
        for (uint32_t i = 0; i < result->items.count; i++) {
                const struct eval_item *item = &items_of(result)[i];
                if (item->examined)
                        scored[count++] = (struct scored){ item->log_odds, item->probability, item->spam, numbers[i] };
        }
        stats_sort(scored, count);
        *ret_count = count;
        return scored;
}

static struct eval_fitness fitness_of(const struct scored *scored, uint32_t count, double prior) {
        struct eval_fitness fitness = { .known = count > 0,
                                        .brier = stats_brier(scored, count, prior),
                                        .log_loss = stats_log_loss(scored, count, prior) };
        stats_reliability(scored, count, prior, fitness.bins);
        return fitness;
}

static void compute_scores(struct arena *arena, struct eval_result *result, const uint32_t *numbers) {
        uint32_t count;
        struct scored *scored = scored_items(arena, result, numbers, &count);
        struct roc_point *roc = arena_alloc(arena, (count + 1) * sizeof *roc);
        result->sorted = scored;
        result->sorted_count = count;
        result->auc = stats_auc(scored, count);
        result->roc_count = stats_roc(scored, count, roc);
        result->roc = roc;
        result->judged = fitness_of(scored, count, result->prior);
        result->fit = fit_map(scored, count, result->prior, 0, 0);
        if (result->fit.count == 0)
                return;
        struct scored *tried = arena_alloc(arena, (count + 1) * sizeof *tried);
        memcpy(tried, scored, count * sizeof *tried);
        for (uint32_t i = 0; i < count; i++)
                tried[i].probability = fit_apply(&result->fit, tried[i].score);
        result->fitted = fitness_of(tried, count, result->prior);
        if (result->folds >= 2 && fit_cross(tried, count, result->prior, result->folds))
                result->crossed = fitness_of(tried, count, result->prior);
}

static int worst_ham_first(const void *left, const void *right) {
        const struct eval_item *a = *(const struct eval_item *const *)left, *b = *(const struct eval_item *const *)right;
        if (a->log_odds != b->log_odds)
                return a->log_odds > b->log_odds ? -1 : 1;
        int order = strcmp(a->path, b->path);
        return order ? order : (a->index > b->index) - (a->index < b->index);
}

static int worst_spam_first(const void *left, const void *right) {
        const struct eval_item *a = *(const struct eval_item *const *)left, *b = *(const struct eval_item *const *)right;
        if (a->log_odds != b->log_odds)
                return a->log_odds < b->log_odds ? -1 : 1;
        return worst_ham_first(left, right);
}

static uint32_t worst_of(struct arena *arena, const struct eval_result *result, bool spam, uint32_t most,
                         const struct eval_item ***ret) {
        const struct eval_item **list = arena_alloc(arena, (result->items.count + 1) * sizeof *list);
        uint32_t count = 0;
        for (uint32_t i = 0; i < result->items.count; i++) {
                const struct eval_item *item = &items_of(result)[i];
                if (item->spam == spam && (spam ? item->class < CLASS_SPAM : item->class > CLASS_CLEAN))
                        list[count++] = item;
        }
        qsort(list, count, sizeof *list, spam ? worst_spam_first : worst_ham_first);
        *ret = list;
        return count < most ? count : most;
}

/* How much a kind moved, then its name: the order never depends on that of the input. */
static int compare_kinds(const void *left, const void *right) {
        const struct eval_kind *a = *(const struct eval_kind *const *)left, *b = *(const struct eval_kind *const *)right;
        double a_moved = (a->spam_hits + a->ham_hits) * fabs(a->kind->weight);
        double b_moved = (b->spam_hits + b->ham_hits) * fabs(b->kind->weight);
        if (a_moved != b_moved)
                return a_moved > b_moved ? -1 : 1;
        return strcmp(a->kind->name, b->kind->name);
}

static void count_hits(struct eval_result *result) {
        struct eval_kind *kinds = result->kinds.items;
        for (uint32_t i = 0; i < result->items.count; i++) {
                const struct eval_item *item = &items_of(result)[i];
                for (uint32_t j = 0; j < item->hit_count; j++) {
                        struct eval_kind *kind = &kinds[item->hits[j].kind];
                        item->spam ? kind->spam_hits++ : kind->ham_hits++;
                }
        }
}

/* A hit of a spam item: kind, campaign. */
struct campaign_hit {
        uint32_t kind, campaign;
};

static int compare_campaign_hits(const void *left, const void *right) {
        const struct campaign_hit *a = left, *b = right;
        if (a->kind != b->kind)
                return a->kind < b->kind ? -1 : 1;
        return (a->campaign > b->campaign) - (a->campaign < b->campaign);
}

static void count_campaigns(struct arena *arena, struct eval_result *result, const uint32_t *numbers) {
        struct eval_kind *kinds = result->kinds.items;
        size_t total = 0, count = 0;
        for (uint32_t i = 0; i < result->kinds.count; i++)
                total += kinds[i].spam_hits;
        struct campaign_hit *hits = arena_alloc(arena, (total + 1) * sizeof *hits);
        for (uint32_t i = 0; i < result->items.count; i++) {
                const struct eval_item *item = &items_of(result)[i];
                for (uint32_t j = 0; item->spam && j < item->hit_count; j++)
                        hits[count++] = (struct campaign_hit){ item->hits[j].kind, numbers[i] };
        }
        qsort(hits, count, sizeof *hits, compare_campaign_hits);
        for (size_t i = 0; i < count; i++)
                if (i == 0 || compare_campaign_hits(&hits[i - 1], &hits[i]) != 0)
                        kinds[hits[i].kind].spam_campaigns++;
}

static void rank_kinds(struct arena *arena, struct eval_result *result) {
        const struct eval_kind *kinds = result->kinds.items;
        result->ranked = arena_alloc(arena, (result->kinds.count + 1) * sizeof *result->ranked);
        for (uint32_t i = 0; i < result->kinds.count; i++)
                result->ranked[i] = &kinds[i];
        qsort(result->ranked, result->kinds.count, sizeof *result->ranked, compare_kinds);
}

void eval_compute(struct arena *arena, struct eval_result *result, uint32_t worst) {
        uint32_t *numbers = arena_alloc(arena, (result->items.count + 1) * sizeof *numbers);
        result->campaigns = number_campaigns(arena, result, numbers);
        compute_sides(result);
        compute_breakdowns(arena, result);
        compute_scores(arena, result, numbers);
        count_hits(result);
        count_campaigns(arena, result, numbers);
        rank_kinds(arena, result);
        result->worst_ham_count = worst_of(arena, result, false, worst, &result->worst_ham);
        result->worst_spam_count = worst_of(arena, result, true, worst, &result->worst_spam);
}

enum eval_remark eval_remark_of(const struct eval_result *result, const struct eval_kind *kind) {
        uint32_t spam = result->sides[1].count, ham = result->sides[0].count;
        double weight = kind->kind->weight, llr = stats_llr(kind->spam_hits, spam, kind->ham_hits, ham);
        struct interval interval = stats_llr_interval(kind->spam_hits, spam, kind->ham_hits, ham);
        if (kind->spam_hits + kind->ham_hits == 0)
                return EVAL_NEVER;
        if ((weight > 0 && interval.high < 0) || (weight < 0 && interval.low > 0))
                return EVAL_WRONG_WAY;
        if ((weight >= interval.low && weight <= interval.high) || fabs(llr - weight) < log(2))
                return EVAL_AGREES;
        return fabs(weight) > fabs(llr) ? EVAL_TOO_HEAVY : EVAL_TOO_LIGHT;
}

const char *eval_remark_text(enum eval_remark remark) {
        static const char *const texts[] = {
                [EVAL_AGREES] = "",
                [EVAL_TOO_HEAVY] = "weighs more than measured",
                [EVAL_TOO_LIGHT] = "weighs less than measured",
                [EVAL_WRONG_WAY] = "speaks for the other side",
                [EVAL_NEVER] = "never fired",
        };
        return texts[remark];
}

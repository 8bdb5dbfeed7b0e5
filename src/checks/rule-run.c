/* Rules over the facts of an item. */
#include <stdlib.h>

#include "base/limits.h"
#include "checks/checks.h"
#include "checks/rules-internal.h"
#include "text/unicode.h"

/* The last place where a class was seen. */
struct class_seen {
        uint32_t segment; /* counts from 1; 0: not in this item */
        uint32_t from, to;
        uint32_t fields;
};

/* What an expression found. */
struct expression_match {
        uint32_t id, from, to;
};

/* A text within the searched bytes. Equal texts are searched once for all of their fields. */
struct segment {
        uint32_t from, to;
        uint32_t fields;
};

struct search {
        const struct rules *rules;
        struct rules_scratch *scratch;
        struct span bytes;
        const struct segment *segments;
        uint32_t segment_count, at;
        uint32_t told; /* of the scratch's expression matches */
        bool apart;    /* the texts are of many events, so that neighbours have nothing to do with each other */
};

/* ---- Scratch ----------------------------------------------------------------------------------------------------- */

void rules_scratch_free(struct rules_scratch *scratch) {
        if (!scratch)
                return;
        patterns_scratch_free(scratch->patterns);
        free(scratch->held);
        free(scratch->seen);
        free(scratch->matches);
        free(scratch->expressions);
        free(scratch->matched);
        free(scratch->silenced);
        free(scratch);
}

enum cw_err rules_scratch_new(const struct rules *rules, struct rules_scratch **ret, struct err *reterr) {
        struct rules_scratch *scratch = calloc(1, sizeof *scratch);
        if (!scratch)
                return err_set(reterr, CW_ERR_MEMORY, "no memory for scratch space");
        scratch->held_words = (check_count + rules->list.count) / 64 + 1;
        scratch->rule_words = rules->list.count / 64 + 1;
        scratch->held = calloc(scratch->held_words, sizeof *scratch->held);
        scratch->seen = calloc(rules->class_count + 1, sizeof *scratch->seen);
        scratch->matches = calloc(rules->list.count + 1, sizeof *scratch->matches);
        scratch->expressions = calloc(LIMIT_RULES_EXPRESSIONS, sizeof *scratch->expressions);
        scratch->matched = calloc(scratch->rule_words, sizeof *scratch->matched);
        scratch->silenced = calloc(scratch->rule_words, sizeof *scratch->silenced);
        enum cw_err code = CW_ERR_MEMORY;
        if (scratch->held && scratch->seen && scratch->matches && scratch->expressions && scratch->matched &&
            scratch->silenced)
                code = patterns_scratch_new(rules->patterns, &scratch->patterns, reterr);
        if (code != CW_OK) {
                rules_scratch_free(scratch);
                return err_set(reterr, CW_ERR_MEMORY, "no memory for scratch space");
        }
        *ret = scratch;
        return CW_OK;
}

static inline bool bit_get(const uint64_t *bits, uint32_t n) {
        return bits[n / 64] >> (n % 64) & 1;
}
static inline void bit_set(uint64_t *bits, uint32_t n) {
        bits[n / 64] |= 1ULL << (n % 64);
}

/* ---- Searching --------------------------------------------------------------------------------------------------- */

/* All classes of the pattern stand within its distance, in fields of the rule. A title stands right before its text, as
 * it does for a reader, so that a distance may reach from the one into the other; without a distance they must be in one
 * text. Words are found in the order in which they stand, so the last place of each class is the nearest. */
static bool pattern_complete(const struct search *search, const struct rule_pattern *pattern, uint32_t fields,
                             struct rule_match *ret) {
        uint32_t from = UINT32_MAX, to = 0, segment = search->at + 1;
        for (uint32_t i = 0; i < pattern->class_count; i++) {
                const struct class_seen *seen = &search->scratch->seen[pattern->classes[i]];
                if (seen->segment == 0 || !(seen->fields & fields) ||
                    ((!pattern->within || search->apart) && seen->segment != segment))
                        return false;
                from = seen->from < from ? seen->from : from;
                to = seen->to > to ? seen->to : to;
        }
        *ret = (struct rule_match){ .segment = search->at, .from = from, .to = to };
        return pattern->within == 0 || to - from <= pattern->within;
}

static void class_found(struct search *search, uint32_t class, uint32_t from, uint32_t to) {
        const struct rules *rules = search->rules;
        struct rules_scratch *scratch = search->scratch;
        uint32_t fields = search->segments[search->at].fields;
        scratch->seen[class] = (struct class_seen){ .segment = search->at + 1, .from = from, .to = to, .fields = fields };
        struct references patterns = rules->classes[class].patterns;
        for (uint32_t i = patterns.first; i < patterns.first + patterns.count; i++) {
                const struct rule_pattern *pattern = &rules->rule_patterns[rules->class_patterns[i]];
                uint64_t *found = pattern->unless ? scratch->silenced : scratch->matched;
                struct rule_match match;
                uint32_t allowed = rules_at(rules, pattern->rule)->fields;
                if (bit_get(found, pattern->rule) || !(allowed & fields) ||
                    !pattern_complete(search, pattern, allowed, &match))
                        continue;
                bit_set(found, pattern->rule);
                if (!pattern->unless)
                        scratch->matches[pattern->rule] = match;
        }
}

/* Moves to the text in which a match ends. They nearly always come in order. */
static void segment_seek(struct search *search, uint32_t to) {
        while (search->at > 0 && to <= search->segments[search->at].from)
                search->at--;
        while (search->at + 1 < search->segment_count && to > search->segments[search->at].to)
                search->at++;
}

static void trigger_found(struct search *search, uint32_t id, uint32_t from, uint32_t to) {
        segment_seek(search, to);
        struct references classes = search->rules->triggers[id].classes;
        for (uint32_t i = classes.first; i < classes.first + classes.count; i++)
                class_found(search, search->rules->trigger_classes[i], from, to);
}

/* What expressions find is told first, and kept until the words come to its place: the two may stand near each other. */
static void expressions_flush(struct search *search, uint32_t before) {
        const struct rules_scratch *scratch = search->scratch;
        for (; search->told < scratch->expression_count; search->told++) {
                const struct expression_match *match = &scratch->expressions[search->told];
                if (match->from >= before)
                        return;
                trigger_found(search, match->id, match->from, match->to);
        }
}

static void on_word(void *user, uint32_t id, uint32_t from, uint32_t to) {
        struct search *search = user;
        if (search->told < search->scratch->expression_count)
                expressions_flush(search, from);
        trigger_found(search, id, from, to);
}

enum { EXPRESSION_SHOWN = 60 };

/* Where an expression begins is not known. */
static bool on_expression(void *user, uint32_t id, size_t from, size_t to) {
        struct search *search = user;
        struct rules_scratch *scratch = search->scratch;
        segment_seek(search, (uint32_t)to);
        size_t begin = search->segments[search->at].from;
        from = to > begin + EXPRESSION_SHOWN ? to - EXPRESSION_SHOWN : begin;
        while (from > begin && from < to && search->bytes.ptr[from - 1] != ' ')
                from++;
        if (scratch->expression_count < LIMIT_RULES_EXPRESSIONS)
                scratch->expressions[scratch->expression_count++] =
                        (struct expression_match){ .id = id, .from = (uint32_t)from, .to = (uint32_t)to };
        else
                trigger_found(search, id, (uint32_t)from, (uint32_t)to);
        return true;
}

static int by_place(const void *a, const void *b) {
        const struct expression_match *x = a, *y = b;
        return x->from < y->from ? -1 : x->from > y->from;
}

static void search_run(struct search *search) {
        struct rules_scratch *scratch = search->scratch;
        scratch->expression_count = 0;
        if (search->segment_count == 0)
                return;
        patterns_scan(search->rules->patterns, scratch->patterns, search->bytes, on_expression, search);
        if (scratch->expression_count > 1)
                qsort(scratch->expressions, scratch->expression_count, sizeof *scratch->expressions, by_place);
        search->at = 0;
        word_finder_run(search->rules->words, search->bytes, on_word, search);
        expressions_flush(search, UINT32_MAX);
}

/* ---- Texts ------------------------------------------------------------------------------------------------------- */

struct gathering {
        const struct rules *rules;
        struct arena *arena;
        struct buf bytes;
        struct array segments; /* struct segment */
        struct array sources;  /* struct span, as in the facts */
};

enum { COMPARED = 16 };

/* One of the first texts that is the same; the description of an event stands in the body as well, often. */
static struct segment *same_text(struct gathering *gathering, struct span text) {
        uint32_t count = gathering->segments.count < COMPARED ? gathering->segments.count : COMPARED;
        const struct span *sources = gathering->sources.items;
        for (uint32_t i = 0; i < count; i++)
                if (span_equal(sources[i], text))
                        return &((struct segment *)gathering->segments.items)[i];
        return NULL;
}

static void gather_text(struct gathering *gathering, struct span text, uint32_t field) {
        text = span_head(text, LIMIT_RULES_TEXT);
        struct segment *same = same_text(gathering, text);
        if (same) {
                same->fields |= 1u << field;
                return;
        }
        struct segment *segment = array_push(&gathering->segments, gathering->arena, sizeof *segment, LIMIT_RULES_TEXTS);
        struct span *source = array_push(&gathering->sources, gathering->arena, sizeof *source, LIMIT_RULES_TEXTS);
        if (!segment || !source)
                return;
        *source = text;
        segment->fields = 1u << field;
        segment->from = (uint32_t)gathering->bytes.len;
        buf_add(&gathering->bytes, unicode_fold(gathering->rules->text, gathering->arena, text));
        segment->to = (uint32_t)gathering->bytes.len;
        /* A line break stands in no folded text, so that no word or expression reaches over it. */
        buf_add_byte(&gathering->bytes, '\n');
}

static void gather(struct gathering *gathering, const struct facts *facts) {
        for (uint32_t field = 0; field < FIELDS; field++) {
                if (!(gathering->rules->fields >> field & 1))
                        continue;
                for (uint32_t i = 0; i < facts->fields[field].count; i++)
                        if (facts->fields[field].items[i].len > 0)
                                gather_text(gathering, facts->fields[field].items[i], field);
        }
}

/* ---- Signals ----------------------------------------------------------------------------------------------------- */

static void tell_match(const struct search *search, const struct rule *rule, uint32_t index, struct signals *signals) {
        const struct rule_match *match = &search->scratch->matches[index];
        uint32_t fields = search->segments[match->segment].fields & rule->fields;
        struct span text = span_head(span_skip(search->bytes, match->from), match->to - match->from);
        signals_add(signals, &rule->info.kind, "The %s says \"%.*s\"", field_table[__builtin_ctz(fields)].name,
                    SPAN_SHOWN(text));
}

static void run_patterns(const struct search *search, const struct facts *facts, struct signals *signals) {
        struct rules_scratch *scratch = search->scratch;
        for (uint32_t i = 0; i < search->rules->combinations_from; i++) {
                const struct rule *rule = rules_at(search->rules, i);
                if (rule->info.type != RULE_PATTERNS || bit_get(scratch->silenced, i) ||
                    (rule->has_patterns && !bit_get(scratch->matched, i)) ||
                    condition_holds(&rule->condition, facts, NULL) != TRUTH_TRUE)
                        continue;
                bit_set(scratch->held, check_count + i);
                if (rule->helper)
                        continue;
                if (rule->has_patterns)
                        tell_match(search, rule, i, signals);
                else
                        rule_tell(search->rules, rule, scratch, facts, signals);
        }
}

static void run_list(const struct rules *rules, uint32_t index, struct rules_scratch *scratch,
                     const struct facts *facts, struct signals *signals) {
        const struct rule *rule = rules_at(rules, index);
        if (rule->list.count == 0 || condition_holds(&rule->condition, facts, NULL) != TRUTH_TRUE)
                return;
        for (uint32_t field = 0; field < FIELDS; field++) {
                if (!(rule->fields >> field & 1))
                        continue;
                for (uint32_t i = 0; i < facts->fields[field].count && i < LIMIT_RULES_TEXTS; i++) {
                        struct span entry;
                        if (!rule_list_finds(rule, facts->fields[field].items[i], &entry))
                                continue;
                        bit_set(scratch->held, check_count + index);
                        if (!rule->helper)
                                signals_add(signals, &rule->info.kind, "The %s \"%.*s\" is on the list (%.*s)",
                                            field_table[field].name, SPAN_SHOWN(facts->fields[field].items[i]),
                                            SPAN_SHOWN(entry));
                        return;
                }
        }
}

void rules_run(const struct rules *rules, struct rules_scratch *scratch, const struct facts *facts,
               struct signals *signals) {
        memset(scratch->held, 0, scratch->held_words * sizeof *scratch->held);
        memset(scratch->matched, 0, scratch->rule_words * sizeof *scratch->matched);
        memset(scratch->silenced, 0, scratch->rule_words * sizeof *scratch->silenced);
        memset(scratch->seen, 0, rules->class_count * sizeof *scratch->seen);
        struct gathering gathering = { .rules = rules, .arena = signals->arena };
        gathering.bytes = buf_in(signals->arena, UINT32_MAX);
        gather(&gathering, facts);
        struct search search = { .rules = rules,
                                 .scratch = scratch,
                                 .bytes = buf_span(&gathering.bytes),
                                 .apart = facts->quantity[QUANTITY_PROGRAMME] > 0 };
        /* The finder of words looks ahead. */
        (void)buf_room(&gathering.bytes, RULE_WORD_PADDING);
        search.bytes.ptr = gathering.bytes.ptr;
        search.segments = gathering.segments.items;
        search.segment_count = gathering.segments.count;
        scratch->searched = search.bytes;
        search_run(&search);
        run_patterns(&search, facts, signals);
        for (uint32_t i = 0; i < rules->combinations_from; i++)
                if (rules_at(rules, i)->info.type == RULE_LIST)
                        run_list(rules, i, scratch, facts, signals);
}

/* ---- Combinations ------------------------------------------------------------------------------------------------ */

/* Marks the checks that fired for all recipients. A signal of anybody else has no number, and no name that a condition could
 * know. */
static void hold_checks(struct rules_scratch *scratch, const struct signals *signals) {
        const struct signal *list = signals->list.items;
        uintptr_t first = (uintptr_t)check_table, end = (uintptr_t)(check_table + check_count);
        for (uint32_t i = 0; i < signals->list.count; i++) {
                uintptr_t kind = (uintptr_t)list[i].kind;
                if (kind >= first && kind < end && !list[i].only)
                        bit_set(scratch->held, (uint32_t)((kind - first) / sizeof(struct check)));
        }
}

void rules_combine(const struct rules *rules, struct rules_scratch *scratch, const struct facts *facts,
                   struct signals *signals) {
        struct condition_view view = condition_view(facts);
        hold_checks(scratch, signals);
        for (uint32_t i = rules->combinations_from; i < rules->list.count; i++) {
                const struct rule *rule = rules_at(rules, i);
                if (!condition_may_hold(&rule->condition, view, scratch->held) ||
                    condition_holds(&rule->condition, facts, scratch->held) != TRUTH_TRUE)
                        continue;
                bit_set(scratch->held, check_count + i);
                if (!rule->helper)
                        rule_tell(rules, rule, scratch, facts, signals);
        }
}

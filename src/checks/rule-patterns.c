/* The patterns of rules: reading them, and the tables and the database that they become. */
#include <malloc.h>
#include <stdlib.h>

#include "base/limits.h"
#include "checks/rules-internal.h"
#include "config/settings.h"
#include "text/pattern-cache.h"
#include "text/unicode.h"

/* A trigger while the files are read: where it was first written, for problems. */
struct trigger_source {
        struct span text; /* a folded literal, or an expression without its slashes */
        bool expression;  /* for the database; else a word for the finder */
        bool ends;        /* of a word: a letter or digit behind it is no match */
        unsigned flags;   /* enum pattern_flag */
        const char *file;
        uint32_t line;
};

struct pair {
        uint32_t key, value;
};

/* Whether the last character belongs to a word. */
static bool ends_in_word(struct span s) {
        size_t from = s.len;
        while (from > 0 && s.len - from < 3 && ((unsigned char)s.ptr[from - 1] & 0xC0) == 0x80)
                from--;
        if (from > 0)
                from--;
        return rule_in_word(s.ptr + from, s.len - from);
}

/* ---- Reading ----------------------------------------------------------------------------------------------------- */

static void pair_add(struct pattern_set *set, uint32_t trigger, uint32_t class) {
        struct pair *pair = array_push(&set->pairs, set->rules->arena, sizeof *pair, LIMIT_RULES_PATTERNS * 2);
        if (pair)
                *pair = (struct pair){ .key = trigger, .value = class };
}

/* The trigger of this source, which many classes may share. */
static void trigger_add(struct pattern_set *set, const struct trigger_source *source, uint32_t class) {
        struct arena *arena = set->rules->arena;
        struct span key = arena_format(arena, "%d%d%u %.*s", source->expression, source->ends, source->flags,
                                       (int)source->text.len, source->text.ptr);
        uint32_t index = set->triggers.count;
        if (!name_table_get(&set->literals, key, &index)) {
                struct trigger_source *place = array_push(&set->triggers, arena, sizeof *place, LIMIT_RULES_PATTERNS);
                if (!place) {
                        problems_add(set->problems, source->file, source->line, "there are more than %d patterns",
                                     LIMIT_RULES_PATTERNS);
                        return;
                }
                *place = *source;
                (void)name_table_add(&set->literals, key, index);
        }
        pair_add(set, index, class);
}

/* /expression/i: the flags behind it. */
static void add_expression(struct pattern_set *set, struct span text, struct trigger_source *source, uint32_t class) {
        size_t end = text.len;
        while (end > 1 && text.ptr[end - 1] != '/')
                end--;
        source->expression = true;
        source->flags = PATTERN_UTF8 | PATTERN_MULTILINE;
        bool bad = end < 3;
        for (size_t i = end; i < text.len && !bad; i++) {
                bad = text.ptr[i] != 'i';
                source->flags |= PATTERN_CASELESS;
        }
        if (bad) {
                problems_add(set->problems, source->file, source->line,
                             "\"%.*s\" is no expression: it is written /…/ or /…/i", SPAN_SHOWN(text));
                return;
        }
        source->text = (struct span){ text.ptr + 1, end - 2 };
        trigger_add(set, source, class);
}

/* What U+00E0 to U+00FF become for somebody without these keys; 0: not written otherwise. */
static const char plain_letters[32] = "aaaaaa\0ceeeeiiii\0nooooo\0ouuuuy\0y";

/* The other way in which the same words are written: a space for -, and without accents. False: there is none. */
static bool respell(struct arena *arena, struct span text, struct span *ret) {
        struct buf out = buf_in(arena, text.len);
        bool differs = false;
        for (size_t i = 0; i < text.len; i++) {
                unsigned char c = (unsigned char)text.ptr[i],
                              next = i + 1 < text.len ? (unsigned char)text.ptr[i + 1] : 0;
                char plain = c == 0xC3 && next >= 0xA0 ? plain_letters[next - 0xA0] : '\0';
                buf_add_byte(&out, plain ? plain : c == '-' ? ' ' : (char)c);
                i += plain != '\0';
                differs |= c == '-' || plain;
        }
        *ret = buf_span(&out);
        return differs;
}

/* Words: literal, in the form in which texts are searched; * at an end lets the word go on there. */
static void add_words(struct pattern_set *set, struct span text, struct trigger_source *source, uint32_t class) {
        bool open_start = text.len > 0 && text.ptr[0] == '*';
        text = span_skip(text, open_start);
        bool open_end = text.len > 0 && text.ptr[text.len - 1] == '*';
        text.len -= open_end;
        source->text = unicode_fold(set->rules->text, set->rules->arena, text);
        if (source->text.len == 0) {
                problems_add(set->problems, source->file, source->line, "a pattern is empty");
                return;
        }
        /* What may begin within a word has no place where to look it up: the database finds it. */
        source->expression = open_start || source->text.len < RULE_WORD_MIN;
        source->flags = PATTERN_LITERAL;
        source->ends = !source->expression && !open_end && ends_in_word(source->text);
        trigger_add(set, source, class);
        if (respell(set->rules->arena, source->text, &source->text))
                trigger_add(set, source, class);
}

static void add_text(struct pattern_set *set, const char *file, const struct setting_value *value, uint32_t class) {
        struct span text = span_from(value->text);
        struct trigger_source source = { .file = file, .line = value->line };
        if (text.len > 0 && text.ptr[0] == '/')
                add_expression(set, text, &source, class);
        else
                add_words(set, text, &source, class);
}

void pattern_set_words(struct pattern_set *set, const struct section *section, const struct setting *texts) {
        uint32_t class = set->class_count++;
        if (!name_table_add(&set->class_names, span_from(section->title), class))
                problems_add(set->problems, section->file, section->line, "there are words %s already", section->title);
        if (texts->count == 0)
                problems_add(set->problems, section->file, section->line, "words %s have no text", section->title);
        for (uint32_t i = 0; i < texts->count; i++)
                add_text(set, section->file, &texts->values[i], class);
}

/* "@a @b within 60". False when it is wrong, which is then told. */
static bool read_near(struct pattern_set *set, struct span text, struct rule_pattern *pattern, const char *file,
                      uint32_t line) {
        while ((text = span_trim(text)).len > 0) {
                struct span word = span_split(&text, ' ');
                uint64_t number;
                text = span_trim(text);
                if (span_equal(word, SPAN("within")) && span_to_u64(text, &number) && number > 0 &&
                    number <= LIMIT_RULES_TEXT) {
                        pattern->within = (uint32_t)number;
                        break;
                }
                uint32_t class;
                if (word.ptr[0] != '@' || pattern->class_count == LIMIT_RULES_NEAR) {
                        problems_add(set->problems, file, line,
                                     "\"%.*s\" is not expected: it is \"@words\", up to %d "
                                     "of them, and \"within N\"",
                                     SPAN_SHOWN(word), LIMIT_RULES_NEAR);
                        return false;
                }
                if (!name_table_get(&set->class_names, span_skip(word, 1), &class)) {
                        problems_add(set->problems, file, line, "there are no words %.*s",
                                     SPAN_SHOWN(span_skip(word, 1)));
                        return false;
                }
                pattern->classes[pattern->class_count++] = class;
        }
        return true;
}

void pattern_set_pattern(struct pattern_set *set, uint32_t rule, bool unless, const char *file,
                         const struct setting_value *value) {
        struct rule_pattern pattern = { .rule = rule, .unless = unless };
        struct span text = span_from(value->text);
        if (text.len > 0 && text.ptr[0] == '@') {
                if (!read_near(set, text, &pattern, file, value->line))
                        return;
        } else {
                pattern.classes[pattern.class_count++] = set->class_count;
                add_text(set, file, value, set->class_count++);
        }
        struct rule_pattern *place = array_push(&set->rule_patterns, set->rules->arena, sizeof *place,
                                                LIMIT_RULES_PATTERNS);
        if (place)
                *place = pattern;
}

/* ---- Tables ------------------------------------------------------------------------------------------------------ */

static int by_key(const void *a, const void *b) {
        const struct pair *x = a, *y = b;
        if (x->key != y->key)
                return x->key < y->key ? -1 : 1;
        return x->value < y->value ? -1 : x->value > y->value;
}

/* The values of sorted pairs, without repetitions, and for each key its slice of them. `stride`: from one slice to the
 * next in an array of structs that begin with one. */
static const uint32_t *pairs_sorted(struct arena *arena, struct array *pairs, void *slices, size_t stride) {
        struct pair *list = pairs->items;
        if (pairs->count > 0)
                qsort(list, pairs->count, sizeof *list, by_key);
        uint32_t *values = arena_alloc(arena, pairs->count * sizeof *values + 1);
        uint32_t count = 0;
        for (uint32_t i = 0; i < pairs->count; i++) {
                if (i > 0 && by_key(&list[i], &list[i - 1]) == 0)
                        continue;
                struct references *slice = (struct references *)((char *)slices + list[i].key * stride);
                if (slice->count++ == 0)
                        slice->first = count;
                values[count++] = list[i].value;
        }
        return values;
}

static void tables_make(struct pattern_set *set) {
        struct rules *rules = set->rules;
        struct trigger *triggers = arena_alloc(rules->arena, set->triggers.count * sizeof *triggers + 1);
        rules->trigger_classes = pairs_sorted(rules->arena, &set->pairs, triggers, sizeof *triggers);
        struct class *classes = arena_alloc(rules->arena, set->class_count * sizeof *classes + 1);
        struct array pairs = { 0 };
        const struct rule_pattern *patterns = set->rule_patterns.items;
        for (uint32_t i = 0; i < set->rule_patterns.count; i++)
                for (uint32_t j = 0; j < patterns[i].class_count; j++) {
                        struct pair *pair = array_push(&pairs, rules->arena, sizeof *pair,
                                                       LIMIT_RULES_PATTERNS * LIMIT_RULES_NEAR);
                        if (pair)
                                *pair = (struct pair){ .key = patterns[i].classes[j], .value = i };
                }
        rules->class_patterns = pairs_sorted(rules->arena, &pairs, classes, sizeof *classes);
        rules->triggers = triggers;
        rules->classes = classes;
        rules->rule_patterns = patterns;
        rules->trigger_count = set->triggers.count;
        rules->class_count = set->class_count;
        rules->rule_pattern_count = set->rule_patterns.count;
}

static struct pattern source_pattern(const struct trigger_source *source, uint32_t id) {
        return (struct pattern){ .text = source->text, .id = id, .flags = source->flags };
}

/* Tells of every expression that does not compile: hyperscan itself stops at the first. */
static void tell_wrong(struct pattern_set *set) {
        const struct trigger_source *sources = set->triggers.items;
        for (uint32_t i = 0; i < set->triggers.count; i++) {
                struct pattern pattern = source_pattern(&sources[i], i);
                struct err err = { 0 };
                if (sources[i].expression && patterns_check(&pattern, NULL, &err) == CW_ERR_CONFIG)
                        problems_add(set->problems, sources[i].file, sources[i].line, "/%.*s/: %s",
                                     SPAN_SHOWN(sources[i].text), err.text);
        }
}

static void words_make(struct pattern_set *set) {
        const struct trigger_source *sources = set->triggers.items;
        struct rule_word *words = arena_alloc(set->rules->arena, set->triggers.count * sizeof *words + 1);
        uint32_t count = 0;
        for (uint32_t i = 0; i < set->triggers.count; i++)
                if (!sources[i].expression)
                        words[count++] = (struct rule_word){ .text = sources[i].text, .id = i, .ends = sources[i].ends };
        set->rules->words = word_finder_new(set->rules->arena, words, count);
}

enum cw_err pattern_set_compile(struct pattern_set *set, struct err *reterr) {
        tables_make(set);
        words_make(set);
        struct pattern *list = arena_alloc(set->rules->arena, set->triggers.count * sizeof *list + 1);
        const struct trigger_source *sources = set->triggers.items;
        uint32_t count = 0;
        for (uint32_t i = 0; i < set->triggers.count; i++)
                if (sources[i].expression)
                        list[count++] = source_pattern(&sources[i], i);
        uint32_t wrong = 0;
        struct err err = { 0 };
        enum cw_err code = patterns_new_cached(set->cache, list, count, &set->rules->patterns, &wrong, &err);
        /* The compiler leaves twenty megabytes behind that nobody would use again. */
        malloc_trim(0);
        if (code != CW_ERR_CONFIG)
                return code == CW_OK ? code : err_set(reterr, code, "%s", err.text);
        uint32_t before = set->problems->errors;
        tell_wrong(set);
        if (set->problems->errors == before)
                problems_add(set->problems, sources[list[wrong].id].file, sources[list[wrong].id].line, "%s", err.text);
        return CW_OK;
}

void pattern_set_warn(struct pattern_set *set) {
        const struct trigger_source *sources = set->triggers.items;
        for (uint32_t i = 0; i < set->triggers.count; i++) {
                struct pattern pattern = source_pattern(&sources[i], i);
                bool loose = false;
                if (sources[i].expression && patterns_check(&pattern, &loose, NULL) == CW_OK && loose)
                        problems_warn(set->problems, sources[i].file, sources[i].line,
                                      "/%.*s/ is dear: it has no three letters in a row that every match holds",
                                      SPAN_SHOWN(sources[i].text));
        }
}

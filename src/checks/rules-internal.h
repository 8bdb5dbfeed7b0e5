/* rules-internal: how loaded rules are kept, shared by the files of this module.
 *
 * What is searched for is a three-step table, so that the work on a match is a few array look-ups: a *trigger* is a word
 * or an expression; a *class* is a set of triggers that mean the same (`words NAME`, or one
 * literal in a rule); a *pattern* of a rule is one class, or several that stand near each other. */
#pragma once

#include "base/limits.h"
#include "checks/name-table.h"
#include "checks/rule-condition.h"
#include "checks/rule-words.h"
#include "checks/rules.h"
#include "config/settings.h"
#include "facts/facts.h"
#include "text/patterns.h"

_Static_assert(FIELDS <= 32, "fields are kept as bits of 32");

/* A slice of one of the two reference arrays. */
struct references {
        uint32_t first, count;
};

struct trigger {
        struct references classes;
};

struct class {
        struct references patterns;
};

struct rule_pattern {
        uint32_t rule;
        uint32_t within; /* bytes from the first to the last; 0: anywhere in one text */
        uint16_t class_count;
        bool unless; /* silences the rule */
        uint32_t classes[LIMIT_RULES_NEAR];
};

enum list_match {
        LIST_EXACT,  /* the whole text */
        LIST_DOMAIN, /* a host or a mail address at or below a listed domain; listed whole addresses too */
};

struct rule {
        struct rule_info info;
        struct condition condition;
        uint32_t fields; /* bit n: enum field n */
        bool helper;     /* its name begins with "__": seen by combinations only */
        bool has_patterns;
        enum list_match match;
        struct name_table list;
};

struct rules {
        struct arena *arena;
        const struct text_context *text;
        struct patterns *patterns; /* the expressions */
        struct word_finder *words;
        struct array list; /* struct rule: rules and lists in the order of the files, then combinations */
        uint32_t combinations_from;
        struct name_table names; /* of signals: checks below check_count, then check_count + index of rule */
        uint32_t fields;         /* that some pattern looks at */
        const struct trigger *triggers;
        const struct class *classes;
        const struct rule_pattern *rule_patterns;
        uint32_t trigger_count, class_count, rule_pattern_count;
        const uint32_t *trigger_classes, *class_patterns;
        char version[13];
};

static inline struct rule *rules_at(const struct rules *rules, uint32_t index) {
        return &((struct rule *)rules->list.items)[index];
}

/* ---- Loading (all of it in rules_load's arena and exit) ---------------------------------------------------------- */

/* What is gathered while the files are read. */
struct pattern_set {
        struct rules *rules;
        struct problems *problems;
        struct name_table class_names, literals;
        struct array triggers;      /* struct trigger_source */
        struct array pairs;         /* struct pair: trigger, class */
        struct array rule_patterns; /* struct rule_pattern */
        uint32_t class_count;
        struct pattern_cache *cache; /* may be NULL */
};

/* Which class a `words` section makes; its texts. */
void pattern_set_words(struct pattern_set *set, const struct section *section, const struct setting *texts);
/* One pattern of a rule. */
void pattern_set_pattern(struct pattern_set *set, uint32_t rule, bool unless, const char *file,
                         const struct setting_value *value);
/* Makes the tables and compiles the database. Problems are told; memory is the only error. */
[[nodiscard]] enum cw_err pattern_set_compile(struct pattern_set *set, struct err *reterr);
/* Warns of expressions that cost more than they should. */
void pattern_set_warn(struct pattern_set *set);

/* Everything that must be given back when loading ends, by whatever way. */
struct rule_loading {
        struct rules *rules;
        struct problems *problems;
        const char *dir;
        struct settings_reader reader;
        void *directory, *stream; /* DIR, FILE */
        struct pattern_set set;
        struct array sections; /* struct section, of all files */
        uint64_t hash;
};

/* Turns the sections into rules. */
void rules_read(struct rule_loading *loading);
/* Fills a list from its file, below the folder of the rules. */
void rule_list_read(struct rule_loading *loading, struct rule *rule, const struct setting_value *path);
/* Reads a whole file, hashing it on the way; false when it cannot be. */
bool loading_bytes(struct rule_loading *loading, const char *path, struct span *ret);
/* Gives back what a reading that was left held. */
void loading_close(struct rule_loading *loading);
/* Names of the files in the folder that end so, sorted: array of const char *. */
void loading_names(struct rule_loading *loading, const char *ending, struct array *ret);

/* ---- Running ----------------------------------------------------------------------------------------------------- */

/* Whether the list holds the text; the entry that it matches. */
bool rule_list_finds(const struct rule *rule, struct span text, struct span *ret_entry);

/* Where a pattern of a rule matched first. */
struct rule_match {
        uint32_t segment, from, to;
};

/* Bits of `held` are numbered like `names`. */
struct rules_scratch {
        struct patterns_scratch *patterns;
        uint64_t *held;
        size_t held_words;
        struct class_seen *seen;    /* one a class */
        struct rule_match *matches; /* one a rule */
        struct span searched;       /* what `matches` point into; in the arena of the item */
        struct expression_match *expressions;
        uint32_t expression_count;
        uint64_t *matched, *silenced; /* bit n: rule n */
        size_t rule_words;
};

/* Adds the signal of a rule whose condition holds, with what held as its evidence. */
void rule_tell(const struct rules *rules, const struct rule *rule, const struct rules_scratch *scratch,
               const struct facts *facts, struct signals *signals);

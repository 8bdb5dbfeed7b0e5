/* rules: signals that are written in files instead of C: patterns over named texts, conditions over quantities,
 * combinations of signals, lists of hosts and addresses. The syntax is described in rules/README.md.
 *
 * The files of a folder (*.rules, sorted by name) are compiled once, with one database of all patterns; the result is
 * constant and shared by threads. */
#pragma once

#include "checks/signal.h"
#include "config/problems.h"

struct pattern_cache;
struct text_context;
struct rules;
struct rules_scratch; /* one thread's own */

/* Loads all rule files of `dir`. Every mistake of every file is added to `problems` (NULL: only the first is told, in
 * *reterr); with one of them CW_ERR_CONFIG. The context is borrowed for as long as the rules live. */
[[nodiscard]] enum cw_err rules_load(const char *dir, const struct text_context *text, struct problems *problems,
                                     struct rules **ret, struct err *reterr);
/* The same, with the database of patterns from the cache where that has it; `cache` may be NULL. */
[[nodiscard]] enum cw_err rules_load_cached(const char *dir, const struct text_context *text,
                                            struct pattern_cache *cache, struct problems *problems, struct rules **ret,
                                            struct err *reterr);
void rules_free(struct rules *rules);

/* 12 hexadecimal digits over the bytes of all rule files and lists: equal versions judge equally. */
const char *rules_version(const struct rules *rules);

[[nodiscard]] enum cw_err rules_scratch_new(const struct rules *rules, struct rules_scratch **ret, struct err *reterr);
void rules_scratch_free(struct rules_scratch *scratch);

/* Adds the signals of all rules and lists that hold. Linear in the texts; all memory is of signals->arena. `scratch`
 * remembers which held, helpers (names that begin with "__") among them, for rules_combine. */
void rules_run(const struct rules *rules, struct rules_scratch *scratch, const struct facts *facts,
               struct signals *signals);
/* Adds the signals of all combinations that hold, in the order of the files; to be called when all other signals are
 * there. */
void rules_combine(const struct rules *rules, struct rules_scratch *scratch, const struct facts *facts,
                   struct signals *signals);

enum rule_type { RULE_PATTERNS, RULE_LIST, RULE_COMBINATION, RULE_TYPES };
const char *rule_type_name(enum rule_type type); /* "rule", "list", "combination" */

/* A row for `calwarden rules list` and the manual. */
struct rule_info {
        struct signal_kind kind;
        enum rule_type type;
        const char *file; /* without its folder */
        uint32_t line;
        const char *fields;    /* "summary, description"; "" where it looks at no text */
        const char *condition; /* as written; "" without one */
};
uint32_t rules_count(const struct rules *rules);
const struct rule_info *rules_info(const struct rules *rules, uint32_t index);

/* Runs the tests beside the rule files (NAME.test beside NAME.rules, see rules/README.md). Each case that fails, and
 * each rule without a case in which it fires or without a near miss, is an error in `problems`. Never an error of its
 * own but for memory and CW_ERR_CONFIG when the rules do not load. */
struct rules_tested {
        uint32_t rules, cases, failed;
};
[[nodiscard]] enum cw_err rules_test(const char *dir, const struct text_context *text, struct problems *problems,
                                     struct rules_tested *ret, struct err *reterr);

/* scan: the whole pipe, from an item to its judgement. */
#pragma once

#include "base/defects.h"
#include "base/err.h"
#include "facts/facts.h"
#include "verdict/verdict.h"

struct message;
struct calendars;
struct options;

/* What does not change between items: rules, lists, weights. Shared by threads. */
struct engine;

struct engine_options {
        const char *rules_dir;         /* the folder of the rule files */
        const char *config_file;       /* settings over the shipped ones; NULL: none */
        const struct options *options; /* the same, read already; borrowed as long as the engine lives; NULL: none */
        struct pattern_cache *pattern_cache; /* of the rules (text/pattern-cache.h); borrowed by engine_new; NULL: none */
        const char *picture_helper; /* program that reads pictures (text/picture.h): calwarden's own path. NULL: pictures
                                     * are not searched for codes, and the fact is absent */
};

[[nodiscard]] enum cw_err engine_new(const struct engine_options *options, struct engine **ret, struct err *reterr);
void engine_free(struct engine *engine);
const char *engine_rules_version(const struct engine *engine);

/* One thread's own: arena, scratch space. */
struct scanner;
[[nodiscard]] enum cw_err scanner_new(const struct engine *engine, struct scanner **ret, struct err *reterr);
void scanner_free(struct scanner *scanner);
/* What was seen before becomes facts, from the next item on. Borrowed; NULL: nothing is known, as in the beginning. */
struct history_tools;
void scanner_set_history(struct scanner *scanner, const struct history_tools *history);

/* All that was learned of an item. Lives until the scanner's next item. */
struct judgement {
        const struct item *item;
        const struct message *message;     /* NULL: the item is a calendar by itself */
        const struct calendars *calendars; /* every calendar object of every part */
        const struct facts *facts;
        struct defects defects;
        struct signals signals;
        struct verdict verdict;
        uint64_t elapsed_us;
};

[[nodiscard]] enum cw_err scan_item(struct scanner *scanner, const struct item *item, const struct judgement **ret,
                                    struct err *reterr);

/* What the stages of the last item took, on the monotonic clock. */
enum stage { STAGE_MESSAGE, STAGE_CALENDAR, STAGE_FACTS, STAGE_CHECKS, STAGE_RULES, STAGE_VERDICT, STAGES };
const char *stage_name(enum stage stage);
uint64_t scanner_stage_ns(const struct scanner *scanner, enum stage stage);

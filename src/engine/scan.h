/* scan: the whole pipe, from an item to its judgement. */
#pragma once

#include "base/defects.h"
#include "base/err.h"
#include "facts/facts.h"
#include "verdict/verdict.h"

struct message;
struct calendars;

/* What does not change between items: rules, lists, weights. Shared by threads. */
struct engine;

struct engine_options {
        const char *rules_dir; /* NULL: the installed ones, or those beside the program */
};

[[nodiscard]] enum cw_err engine_new(const struct engine_options *options, struct engine **ret, struct err *reterr);
void engine_free(struct engine *engine);
const char *engine_rules_version(const struct engine *engine);

/* One thread's own: arena, scratch space. */
struct scanner;
[[nodiscard]] enum cw_err scanner_new(const struct engine *engine, struct scanner **ret, struct err *reterr);
void scanner_free(struct scanner *scanner);

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

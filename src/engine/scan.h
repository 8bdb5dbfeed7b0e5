/* scan: the whole pipe, from an item to its judgement. */
#pragma once

#include "base/defects.h"
#include "base/err.h"
#include "facts/facts.h"
#include "lookup/lookup.h"
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
        struct lookup_tools lookup;          /* who asks the outside; zeroed: nobody is asked */
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

/* All that was learned of an item. Lives until the scanner's next item, or until scan_end. */
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

/* The same in two halves, for who has something better to do with a scanner than to wait for the outside:
 *
 *         scan_begin(scanner, item, &scan, …)        reads, and asks
 *         if (scan_waits(scan)) {
 *                 scan_leave(scanner, scan);         the scanner is free for other items
 *                 scan_wait(scan);
 *         }
 *         scan_finish(scanner, scan, &judgement, …)  with any scanner of the same engine
 *         scan_end(scan)                             when the judgement was used
 *
 * The item must live until scan_end. A scan that failed in either half is ended. */
struct scan;
[[nodiscard]] enum cw_err scan_begin(struct scanner *scanner, const struct item *item, struct scan **ret,
                                     struct err *reterr);
bool scan_waits(const struct scan *scan);
void scan_leave(struct scanner *scanner, struct scan *scan);
void scan_wait(struct scan *scan);
/* Or calls `done` when it needs not wait any more; see lookup_tell. Of one that waits. */
void scan_tell(struct scan *scan, void (*done)(void *user), void *user);
[[nodiscard]] enum cw_err scan_finish(struct scanner *scanner, struct scan *scan, const struct judgement **ret,
                                      struct err *reterr);
void scan_end(struct scan *scan); /* NULL is fine */

/* All that a report tells of it, but for its file. Borrows from both. */
struct report;
struct report judgement_report(const struct engine *engine, const struct judgement *judgement);

/* What the stages of the scanner's last item took, on the monotonic clock. `lookup` is waiting. */
enum stage {
        STAGE_MESSAGE,
        STAGE_CALENDAR,
        STAGE_FACTS,
        STAGE_LOOKUP,
        STAGE_CHECKS,
        STAGE_RULES,
        STAGE_VERDICT,
        STAGES
};
const char *stage_name(enum stage stage);
uint64_t scanner_stage_ns(const struct scanner *scanner, enum stage stage);

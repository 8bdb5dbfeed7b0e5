/* rule-condition: what a rule's `when` says: quantities, comparisons and names of signals, with and, or, not.
 *
 *         links > 0 and not proven
 *         (CALLBACK_REFUND or RENEWAL) and phones >= 1
 *
 * A quantity alone holds when it is above 0. A quantity that is absent makes its comparison unknown, and what is unknown
 * fires nothing, `not` of it neither (three values, after Kleene). */
#pragma once

#include "base/arena.h"

struct facts;
struct problems;

enum truth { TRUTH_FALSE, TRUTH_TRUE, TRUTH_UNKNOWN };

struct operation;
struct signal_mask;
struct condition {
        const struct operation *operations; /* postfix */
        uint32_t count;                     /* 0: no condition, which always holds */
        /* What must be so for it to hold, to see at a glance that it does not: quantities above 0, quantities that are
         * not, and signals of which one must be there (NULL: any). */
        uint64_t need, forbid;
        const struct signal_mask *any;
};

/* Finds the number of a signal; false: there is none that may stand here, and *ret_why says so. */
struct condition_names {
        bool (*find)(void *user, struct span name, uint32_t *ret, const char **ret_why);
        void *user; /* NULL with find NULL: only quantities are allowed */
};

/* False, and a problem at file:line, when it is wrong. */
bool condition_parse(struct arena *arena, const char *text, const struct condition_names *names, const char *file,
                     uint32_t line, struct problems *problems, struct condition *ret);

/* The quantities of an item as bits, once for all conditions. */
struct condition_view {
        uint64_t above, below; /* known, and above 0 or not */
};
struct condition_view condition_view(const struct facts *facts);
/* False: it does not hold, as can be seen at a glance. True: ask condition_holds. */
bool condition_may_hold(const struct condition *condition, struct condition_view view, const uint64_t *held);

/* `held`: bit n is set when signal n is there; NULL where only quantities were allowed. */
enum truth condition_holds(const struct condition *condition, const struct facts *facts, const uint64_t *held);

/* What of it is true, each once, in the order in which it is written; nothing that stands below a `not`. */
struct condition_visitor {
        void (*signal)(void *user, uint32_t n);
        void (*quantity)(void *user, uint32_t quantity);
        void *user;
};
void condition_visit(const struct condition *condition, const struct facts *facts, const uint64_t *held,
                     const struct condition_visitor *visitor);

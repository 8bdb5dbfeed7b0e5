/* policy: from a verdict and the options to a plan, by channel and class.
 *
 * Mail: the options mail-in-… and mail-out-…. Where recipients are judged differently, the mildest action is that of the
 * message (nobody else loses a mail for one recipient's sake), and those whose own action is to quarantine or discard are
 * taken from the envelope. Other channels: accept, and reject what is spam.
 * `discard` is only for what is certain; an item that could not be judged is never refused. */
#pragma once

#include "actions/plan.h"
#include "facts/originator.h"

struct arena;
struct facts;
struct item;
struct verdict;
struct verdict_keys;

enum policy_judged {
        POLICY_JUDGED,
        POLICY_FAILED,   /* option on-failure */
        POLICY_POISON,   /* option on-poison */
        POLICY_RELEASED, /* a person let it out of the quarantine: delivered as clean, and offered to all */
};

struct policy_case {
        const struct config *config; /* must live as long as the plan */
        const struct item *item;
        const char *id; /* of the item */
        int64_t at;     /* when it was judged */
        enum policy_judged judged;
        enum originator_class released;  /* of RELEASED: as it was judged before */
        const struct facts *facts;       /* NULL unless JUDGED */
        const struct verdict *verdict;   /* NULL unless JUDGED */
        enum plan_limit limit;           /* that it is over */
        const struct verdict_keys *keys; /* NULL: no Calwarden-Verdict */
};
/* All of the plan is of `arena`. */
void policy_plan(const struct policy_case *what, struct arena *arena, struct plan *ret);

/* The same item where it could not be kept: turns a plan into a deferral. */
void policy_defer(const struct policy_case *what, const char *why, struct arena *arena, struct plan *plan);

/* checks: pure functions from facts to a signal or nothing, a row of checks.def each. See README.md in this folder for
 * how to add one. */
#pragma once

#include "checks/signal.h"

struct facts;

/* Facts without which a check has nothing to say: it stays silent, and what is missing is named in the result. */
enum needs {
        NEEDS_NOTHING = 0,
        NEEDS_MAIL = 1 << 0,           /* the item is a mail, not a calendar by itself */
        NEEDS_EVENT = 1 << 1,          /* a calendar with at least one event, to-do or journal entry */
        NEEDS_AUTHENTICATION = 1 << 2, /* results that may be believed */
        NEEDS_TIME = 1 << 3,           /* when the item arrived */
        NEEDS_RECIPIENT = 1 << 4,      /* who it is for: the envelope, or Delivered-To and its like */
        NEEDS_HISTORY = 1 << 5,        /* what was seen before of this UID and these identities */
        NEEDS_LOOKUP = 1 << 6,         /* what the outside answered */
};

struct check {
        struct signal_kind kind;
        unsigned needs;
        void (*run)(const struct facts *facts, const struct signal_kind *kind, struct signals *signals);
};

/* In the order of checks.def. */
extern const struct check check_table[];
extern const uint32_t check_count;

/* One bit of `enum needs` in words: "authentication". */
const char *needs_name(unsigned bit);

/* Runs every check whose needs are met. */
void checks_run(const struct facts *facts, struct signals *signals);

#define CHECK(name, function, group, weight, proof, needs, attacks, description) \
        void check_##function(const struct facts *facts, const struct signal_kind *kind, struct signals *signals);
#include "checks/checks.def"
#undef CHECK

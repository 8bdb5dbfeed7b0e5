/* checks: pure functions from facts to a signal or nothing, a row of checks.def each. See README.md in this folder for
 * how to add one. */
#pragma once

#include "checks/signal.h"
#include "facts/needs.h"

struct facts;

struct check {
        struct signal_kind kind;
        unsigned needs;
        void (*run)(const struct facts *facts, const struct signal_kind *kind, struct signals *signals);
};

/* In the order of checks.def. */
extern const struct check check_table[];
extern const uint32_t check_count;

/* Runs every check whose needs are met. */
void checks_run(const struct facts *facts, struct signals *signals);

#define CHECK(name, function, group, weight, proof, needs, attacks, description) \
        void check_##function(const struct facts *facts, const struct signal_kind *kind, struct signals *signals);
#include "checks/checks.def"
#undef CHECK

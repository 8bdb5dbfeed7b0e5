/* signal: one thing that speaks for or against an item, with its reason. */
#pragma once

#include "base/arena.h"

struct facts;

enum group {
#define GROUP(name, text, cap, yields, about) GROUP_##name,
#include "checks/groups.def"
#undef GROUP
        GROUPS
};

struct group_info {
        const char *name, *about;
        double cap;
        bool yields_to_relation;
};
extern const struct group_info group_table[GROUPS];

/* A kind of signal: a row of checks.def, or a rule of a file. */
struct signal_kind {
        const char *name; /* UPPER_CASE, the operator's vocabulary */
        const char *description;
        enum group group;
        double weight;    /* natural log of the likelihood ratio; below 0 speaks for the item */
        uint64_t attacks; /* bit n: answers `attack n` of the attack list */
        bool proof;       /* enough for the class `certain` */
};

struct signal {
        const struct signal_kind *kind;
        double weight;        /* the kind's, unless the check scaled it */
        struct span evidence; /* a sentence for a person, UTF-8, in the item's arena */
        const bool *only; /* for which of facts->recipients it speaks, one for each; NULL: for all, and the message */
};

/* All signals of an item: struct signal, in the order of the checks. */
struct signals {
        struct arena *arena;
        struct array list;
};

/* Adds one of this kind with its full weight. `evidence` is printf's; texts of the message go in as "%.*s" through
 * SPAN_SHOWN, which bounds them. A kind fires once: a second call for it does nothing. */
void signals_add(struct signals *signals, const struct signal_kind *kind, const char *evidence, ...)
        __attribute__((format(printf, 3, 4)));
/* The same with a part of the kind's weight, where a circumstance makes it likelier to be ordinary. */
void signals_add_part(struct signals *signals, const struct signal_kind *kind, double part, const char *evidence, ...)
        __attribute__((format(printf, 4, 5)));
/* The same, where it speaks for some of the recipients only. `only` stays where it is. */
void signals_add_for(struct signals *signals, const struct signal_kind *kind, double part, const bool *only,
                     const char *evidence, ...) __attribute__((format(printf, 5, 6)));
bool signals_has(const struct signals *signals, const struct signal_kind *kind);

/* For evidence: at most 120 bytes of a text, cut at a character. */
#define SPAN_SHOWN(s) (int)span_shown_length(s), (s).ptr ? (s).ptr : ""
size_t span_shown_length(struct span s);

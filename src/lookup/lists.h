/* lists: the lists that a configuration names, for as long as it is in force, and whether each of them works. */
#pragma once

#include "lookup/dns-lists.h"
#include "lookup/loop.h"
#include "lookup/resolver.h"

struct config;
struct metrics;

struct dns_list {
        struct dns_list_definition is; /* texts of the configuration */
        char name[48];                 /* "list ours", for what is absent */
        _Atomic int health;            /* enum dns_list_health; written in the loop's thread only */
        struct lists *lists;
        struct loop_timer next;        /* its next test, or the end of one */
        struct answers *answers;       /* of the test that is under way; NULL: none is */
        struct arena *arena;
        struct list_question *questions;
        uint32_t failures; /* in a row */
};

struct lists {
        const struct config *config;
        struct metrics *metrics;
        struct loop *loop;
        struct resolver *resolver;
        uint32_t dns_count;
        struct dns_list dns[];
};

/* NULL without memory. The configuration must outlive it. */
struct lists *lists_new(const struct config *config, struct loop *loop, struct resolver *resolver, struct metrics *metrics);
/* When no test is under way any more: stopped, or the loop has ended. NULL is fine. */
void lists_free(struct lists *lists);
/* Tests each now and from time to time. Both in the loop's thread. */
void lists_start(struct lists *lists);
void lists_stop(struct lists *lists);
/* It refused a question: it rests, and is tested then. In the loop's thread. */
void list_refused(struct dns_list *list);

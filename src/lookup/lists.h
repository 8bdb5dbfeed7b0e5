/* lists: the lists that a configuration names, for as long as it is in force, and whether each of them works. */
#pragma once

#include <pthread.h>

#include "config/list-file.h"
#include "lookup/dns-lists.h"
#include "lookup/list-file.h"
#include "lookup/loop.h"
#include "lookup/resolver.h"

struct config;
struct metrics;

struct dns_list {
        struct dns_list_definition is; /* texts of the configuration */
        char name[48];                 /* "list ours", for what is absent */
        _Atomic int health;            /* enum dns_list_health; written in the loop's thread only */
        struct lists *lists;
        struct loop_timer next;  /* its next test, or the end of one */
        struct answers *answers; /* of the test that is under way; NULL: none is */
        struct arena *arena;
        struct list_question *questions;
        uint32_t failures; /* of its test, in a row */
        uint32_t missed;   /* items in a row for which it gave no answer */
};

/* What was read of a file; shared by one configuration and the next. */
struct list_held {
        struct list_file *file;
        struct list_stamp {
                uint64_t inode, size;
                int64_t seconds, nanoseconds;
        } stamp;
        _Atomic uint32_t references;
};

struct list_source {
        struct list_file_definition is; /* texts of the configuration */
        const char *text;               /* the option's */
        const char *path;               /* where the file lies; NULL: fetched, and there is no state folder */
        char name[48];                  /* "list ours" */
        pthread_rwlock_t lock;          /* of `held`; nothing waits while it is held */
        struct list_held *held;         /* NULL: nothing was read yet */
        bool failed;                    /* and said so */
        int64_t fetch_at_ms;            /* of the monotonic clock; 0: not known yet. The keeper's */
};

struct lists {
        const struct config *config;
        struct metrics *metrics;
        struct loop *loop;
        struct resolver *resolver;
        struct list_source *sources;
        uint32_t source_count, dns_count;
        bool stopped; /* the loop's thread's */
        struct dns_list dns[];
};

/* NULL without memory. The configuration must outlive it. Files are read now, but those that `before` (may be NULL) has. */
struct lists *lists_new(const struct config *config, const struct lists *before, struct loop *loop,
                        struct resolver *resolver, struct metrics *metrics);
/* When no test is under way any more: stopped, or the loop has ended. NULL is fine. */
void lists_free(struct lists *lists);
/* Tests each now and every dns-list-test. Both in the loop's thread. */
void lists_start(struct lists *lists);
/* For good; items that began before may still ask them. */
void lists_stop(struct lists *lists);
/* list-source.c: the same for files. False without memory. */
[[nodiscard]] bool list_sources_open(struct lists *lists, const struct lists *before);
void list_sources_close(struct lists *lists);
/* Reads again what has changed, and fetches what is due, until *stop. In a thread of its own. */
void list_sources_refresh(struct lists *lists, const _Atomic bool *stop);
/* list-fetch.c: fetches it where that is due; *ret_tried: it was. In the keeper's thread. */
[[nodiscard]] enum cw_err list_source_fetch(struct lists *lists, struct list_source *source, const _Atomic bool *stop,
                                            bool *ret_tried, struct err *reterr);
/* Whether a list has it; *ret is the entry, of `what`. No memory is taken. */
bool list_source_has(struct list_source *source, enum listing_kind kind, struct span what, struct span *ret);

/* It refused a question: it rests, and is tested then. In the loop's thread, as the next. */
void list_refused(struct dns_list *list);
/* Whether one item got answers. After some without any in a row it is tested at once, so that one that fell silent does not
 * delay all items until its next test. */
void list_heard(struct dns_list *list, bool answered);

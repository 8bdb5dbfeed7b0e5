/* lookup-inside: one lookup, as its parts see it; callers see lookup.h. */
#pragma once

#include <pthread.h>
#include <setjmp.h>

#include "base/rounds.h"
#include "config/config.h"
#include "lookup/answers.h"
#include "lookup/arc.h"
#include "lookup/breaker.h"
#include "lookup/dkim.h"
#include "lookup/lists.h"
#include "lookup/lookup.h"
#include "lookup/loop.h"
#include "lookup/patience.h"
#include "lookup/resolver.h"
#include "lookup/web.h"

/* What is in force from one reload to the next; freed with the last lookup that began with it. */
struct lookup_settings {
        const struct config *config;
        struct lists *lists;
        uint32_t references;    /* under the lock of struct lookups */
        struct loop_task begin; /* starts the tests of the lists */
        struct lookups *lookups;
};

/* Other scanners, by who is asked. */
enum scanner { SCANNER_RSPAMD, SCANNER_SPAMD, SCANNER_CLAMD, SCANNERS };

struct lookups {
        struct loop *loop;
        struct arena *scratch; /* of the loop's thread: what one round of asking needs, for nobody keeps it */
        struct web *web;
        struct breaker breakers[SCANNERS], source_breaker; /* of the loop's thread */
        struct source_cache *source_cache;
        struct resolver *resolver; /* NULL: no DNS */
        struct patience patience;  /* with DNS; of the loop's thread */
        struct metrics *metrics;
        pthread_mutex_t lock;
        struct lookup_settings *current;
        struct rounds *keeper;
        struct lookup_settings *tested; /* of the loop's thread: whose lists are tested */
};

/* What a part waits for besides DNS. Of the loop's thread. */
struct errand {
        void (*cancel)(struct errand *errand); /* gives it up: the lookup is over. It calls errand_done */
        struct errand *next;                   /* the lookup's, as the rest */
        bool open;
};

struct lookup {
        struct lookups *lookups;
        struct lookup_settings *settings;
        struct arena *arena;   /* of this lookup: used by one thread after the other */
        struct arena *scratch; /* while its parts ask: for what need not last; else NULL */
        struct lookup_item item;
        struct answers *answers;
        struct dkim *dkim; /* NULL: nothing signed, or not asked for */
        struct arc *arc;
        struct array list_queries; /* struct list_query */
        bool lists_full;           /* there were more */
        struct array listings;     /* struct listing */
        struct lookup_results results;
        struct array absent; /* struct lookup_absent */
        struct array calls;  /* struct scanner_call *, of scanners.c */
        bool calls_sent, source_asked;
        struct array source_calls; /* struct source_call *, of source.c */
        int64_t began_ms;

        /* Of the loop's thread. */
        struct loop_task start;
        struct loop_timer deadline, again; /* `again`: some answers have come */
        struct loop_timer silence;         /* DNS is not waited for any longer */
        bool tries, heard;                 /* see patience.h; DNS has answered something */
        struct array queries;              /* struct lookup_query *, those that were handed out */
        bool handing_out, finishing;
        struct errand *errands; /* all that were begun */
        uint32_t errands_open;

        pthread_mutex_t lock; /* of what is below */
        pthread_cond_t changed;
        bool finished;
        void (*done)(void *user);
        void *done_user;
};

void lookup_missed(struct lookup *lookup, const char *what, const char *why);
/* The lookup does not end before it is done, or the time is up. In the loop's thread. */
void errand_begin(struct lookup *lookup, struct errand *errand);
void errand_done(struct lookup *lookup, struct errand *errand);

/* authenticate.c: SPF, DKIM, DMARC, ARC. */
bool authenticate_begin(struct lookup *lookup);
/* Asks. False: answers are pending. In the loop's thread. */
bool authenticate_ask(struct lookup *lookup);
void authenticate_end(struct lookup *lookup);

/* scanners.c: rspamd, SpamAssassin, ClamAV. */
bool scanners_begin(struct lookup *lookup);
bool scanners_ask(struct lookup *lookup);
void scanners_end(struct lookup *lookup);

/* source.c: the operator's own source. */
bool own_source_begin(struct lookup *lookup);
bool own_source_ask(struct lookup *lookup);
void own_source_end(struct lookup *lookup);

/* lists.c: lists over DNS. */
bool lists_begin(struct lookup *lookup);
bool lists_ask(struct lookup *lookup);
void lists_heard(struct lookup *lookup);
void lists_end(struct lookup *lookup);
void listing_add(struct lookup *lookup, const struct listing *listing);

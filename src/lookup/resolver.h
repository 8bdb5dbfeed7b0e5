/* resolver: DNS by libunbound: asynchronous, validating, with a cache of its own (and one thread of its own for all
 * questions). Its answers come in the loop's thread. */
#pragma once

#include "lookup/answers.h"
#include "lookup/loop.h"

struct resolver_settings {
        const char *const *forwards; /* whom to ask: "192.0.2.53", "::1@5353" */
        uint32_t forward_count;
        bool system; /* with no forwards, those of /etc/resolv.conf; else the root servers and down from there */
        const char *trust_anchor; /* file of DNSSEC's root keys; NULL: nothing is validated */
};

struct resolver;
/* The settings are copied. */
[[nodiscard]] enum cw_err resolver_new(struct loop *loop, const struct resolver_settings *settings,
                                       struct resolver **ret, struct err *reterr);
/* Behind the end of the loop. NULL is fine. */
void resolver_free(struct resolver *resolver);

/* The rest is for the loop's thread only. */

/* One question. The caller owns it until it is answered or cancelled. */
struct resolver_query {
        void (*answered)(struct resolver_query *query, const struct answer *answer); /* the answer lives for this call */
        struct resolver *resolver;                                                   /* both are the resolver's */
        int id;
};
/* `name` ends with a NUL. Where it cannot be asked, the answer FAILED comes before this returns. */
void resolver_ask(struct resolver *resolver, struct resolver_query *query, enum record_type type, const char *name);
/* Questions that one item may have open now: fewer when little is left. So a few that ask for hundreds of names which nobody
 * answers do not take all. */
uint32_t resolver_share(const struct resolver *resolver);
/* Questions of all items. */
uint32_t resolver_questions(const struct resolver *resolver);
/* Its answer does not come any more. */
void resolver_cancel(struct resolver_query *query);

/* reputation: what was seen of a proven identity (CC/R 18003 5.2). Counts, and sums that halve every
 * REPUTATION_HALF_LIFE: they are kept scaled to a fixed instant, so that adding needs no reading and several nodes may
 * add at once. What is made of them is decided above (a prior where there is little; never of our own verdicts alone).
 */
#pragma once

#include "store/store.h"

enum { REPUTATION_HALF_LIFE = 30 * 24 * 3600 };

enum reputation_kind {
        REPUTATION_DOMAIN, /* a proven From domain (registrable) */
        REPUTATION_ADDRESS,
        REPUTATION_ORGANIZER,
        REPUTATION_NETWORK, /* of the client, as "192.0.2.0/24" or "2001:db8::/48" */
        /* One person's words on one of the above, "USER KIND SUBJECT": feedback_… what was counted of them, spam and clean how
         * often it was said. Nobody's reputation: it bounds what one person can do to that of others. */
        REPUTATION_REPORTER,
        REPUTATION_KINDS
};
const char *reputation_kind_name(enum reputation_kind kind); /* "domain" */

/* What there is to count, by name of column: classes of our verdicts, and what people said. */
struct reputation_counts {
        double clean, doubtful, spam, certain;
        double feedback_ham, feedback_spam;
};

struct reputation {
        int64_t first, last;              /* seen; 0: never */
        struct reputation_counts total;   /* whole numbers */
        struct reputation_counts decayed; /* as of the `now` that was asked for */
};

/* What a count made at `at` weighs in sums that are kept for a fixed instant; by reputation_scale(now) they are divided. */
double reputation_scale(int64_t at);
/* Adds each count, times `scale`. */
void reputation_counts_add(struct reputation_counts *to, const struct reputation_counts *add, double scale);

/* Adds to an identity; each member of `add` is usually 0 or 1 (-1 takes back feedback that was changed). Repeating it
 * adds again. `at` may lie in the past. Where several nodes write, a transaction that adds to several identities does so
 * in the order of kind and subject, or PostgreSQL may have to end one of two (CW_ERR_IO). */
[[nodiscard]] enum cw_err reputation_add(struct store *store, enum reputation_kind kind, const char *subject,
                                         const struct reputation_counts *add, int64_t at, struct err *reterr);
/* All zero for one that was never seen. */
[[nodiscard]] enum cw_err reputation_find(struct store *store, enum reputation_kind kind, const char *subject,
                                          int64_t now, struct reputation *ret, struct err *reterr);

/* plan: what is to be done with an item, as data. A transport carries it out in its own protocol:
 *
 *     accept      deliver
 *     tag         deliver with what stands in `add` and `subject_prefix`
 *     folder      the same; spam folders know these headers
 *     quarantine  kept in our store, which was done before the plan is handed out; to the mail system: discard
 *     hold        deliver, but keep in the mail system's queue, for `hold_reason` (smfi_quarantine)
 *     reject      `reply` (smfi_setmlreply, SMFIS_REJECT)
 *     defer       `reply` (SMFIS_TEMPFAIL)
 *     discard     taken and forgotten
 *
 * With all that deliver (accept, tag, folder, hold): headers are removed where plan_removes says so, `add` is inserted,
 * and the recipients in `drop` are taken from the envelope: for them alone it was quarantined or discarded (each of its
 * recipients can be; then the message itself is not delivered). None of it tells a recipient of another. */
#pragma once

#include "base/span.h"
#include "config/options.h"
#include "verdict/verdict.h"

struct config;

const char *action_name(enum option_action action); /* "quarantine" */
static inline bool action_delivers(enum option_action action) {
        return action == ACTION_ACCEPT || action == ACTION_TAG || action == ACTION_FOLDER || action == ACTION_HOLD;
}

/* An answer to SMTP: "554 5.7.1 This message …". The text is printable ASCII in one line, up to 440 bytes; libmilter
 * wants each % in it doubled. */
struct plan_reply {
        const char *code;     /* "554", "451" */
        const char *enhanced; /* "5.7.1" */
        const char *text;
};

/* A field to insert at the top of the header, the first one first (so it is to be inserted last at index 0, or each at its
 * own index). Lines of a folded value end with LF, as libmilter wants it. */
struct plan_header {
        const char *name, *value;
};

/* What is done for one recipient, in the order of item->rcpt (also behind LIMIT_FACT_RECIPIENTS). */
struct plan_recipient {
        struct span address; /* as the envelope has it, without brackets */
        /* What was judged for him, as long as the judgement lives; NULL: nothing was, or not for him alone. */
        const struct recipient_verdict *verdict;
        enum verdict_class class;  /* for this recipient */
        enum placement placement;  /* for this recipient */
        enum option_action action; /* for this recipient; that of the message where it delivers him */
        bool drop;                 /* take him from the envelope */
};

enum plan_limit { PLAN_LIMIT_NONE, PLAN_LIMIT_ACCOUNT, PLAN_LIMIT_CLIENT, PLAN_LIMIT_ORGANIZER, PLAN_LIMITS };
const char *plan_limit_name(enum plan_limit limit); /* "account", "" */

struct plan {
        enum option_action action; /* of the message as a whole */
        const char *why;           /* a sentence, for log and records */
        enum plan_limit limit;     /* the limit of outbound mail that it is over */
        struct plan_reply reply;   /* of reject and defer, else its members are NULL */
        const char *hold_reason;   /* of hold: a text that is not empty; else NULL */
        const struct plan_header *add;
        uint32_t add_count;
        const char *subject_prefix; /* put before the raw value of the first Subject (or a new one); NULL: nothing */
        const struct plan_recipient *recipients; /* one for each of item->rcpt */
        uint32_t recipient_count, drop_count;
        enum placement strictest; /* placement of all recipients together: the strictest */

        const struct config *config; /* that it was made by; lives as long as the plan */
        bool inbound, trusted;       /* came by mail-in; and its results of others are believed */
};

/* Whether a field that came with the message is to be removed (DESIGN 2, Results that others wrote). `name`, `value`: as
 * the transport has them, the value raw (it may be folded). Of several of one name each is asked for; a milter removes
 * from the highest index to the lowest. To be asked for every plan that delivers, also where nothing was judged. */
bool plan_removes(const struct plan *plan, struct span name, struct span value);

/* answers: what DNS said for one item, and what is still to be asked.
 *
 * Whoever needs DNS is a pure function over this table. It asks for what it needs; what has not been asked yet is noted as
 * wanted and PENDING, and the function ends with "not yet". When answers have come it is called again from its beginning:
 * that costs microseconds, and leaves no state between the questions of a chain (SPF's includes, DMARC's walk). So the
 * same function is tried with a table that a test fills, and several of them wait for the network together.
 *
 *     const struct answer *answer = answers_get(answers, RECORD_TXT, name);
 *     if (answer->state == ANSWER_PENDING)
 *             return SPF_PENDING;
 *
 * Names are compared without regard to case; a dot at the end does not count. One thread's at a time. */
#pragma once

#include "base/arena.h"

/* RFC 1035 3.2.2, RFC 3596; the numbers are DNS's own. */
enum record_type {
        RECORD_A = 1,     /* records: 4 bytes each */
        RECORD_NS = 2,    /* a name */
        RECORD_CNAME = 5, /* a name */
        RECORD_PTR = 12,  /* a name */
        RECORD_MX = 15,   /* a name, by preference; "" for the null MX (RFC 7505) */
        RECORD_TXT = 16,  /* its strings, joined (RFC 7208 3.3) */
        RECORD_AAAA = 28, /* 16 bytes each */
};
/* "TXT" */
bool record_type_from_name(struct span name, enum record_type *ret);

enum answer_state {
        ANSWER_PENDING, /* wanted, not there yet */
        ANSWER_FOUND,   /* at least one record of that type */
        ANSWER_NO_DATA, /* the name exists, not with this type */
        ANSWER_NO_NAME, /* NXDOMAIN */
        ANSWER_FAILED,  /* SERVFAIL, REFUSED, no answer in time, not validated, over the budget: nothing is known */
};

struct answer {
        enum answer_state state;
        const struct span *records; /* of the table; names in lower case without a dot at the end */
        uint32_t count;
        uint32_t ttl;    /* seconds */
        const char *why; /* a FAILED one in words, for the record: "no answer in time" */
};

struct answers;
/* `most`: questions in all, the budget of one item (DESIGN 5); what is asked beyond them has FAILED. In `arena`. */
[[nodiscard]] struct answers *answers_new(struct arena *arena, uint32_t most);

/* Never NULL; stays where it is as long as the table. A name that DNS cannot hold (a label over 63 bytes, empty labels, over
 * 253 in all, a NUL) is ANSWER_NO_NAME without being asked. */
const struct answer *answers_get(struct answers *answers, enum record_type type, struct span name);

/* ---- For who carries the questions out ---------------------------------------------------------------------------- */

struct question {
        enum record_type type;
        struct span name; /* lower case, no dot at the end; of the table, with a NUL behind it */
        uint32_t number;  /* for answers_put */
};
/* The next one that is wanted and was not handed out yet. */
bool answers_next(struct answers *answers, struct question *ret);
/* What is asked for the first time from now on may come later than the rest. */
void answers_later(struct answers *answers, bool later);
/* As answers_next, but none of those. */
bool answers_next_urgent(struct answers *answers, struct question *ret);
/* The texts are copied. More than LIMIT_DNS_RECORDS records are cut. */
void answers_put(struct answers *answers, uint32_t number, const struct answer *answer);
/* Whether more was asked for than the budget allows. */
bool answers_overrun(const struct answers *answers);
/* Handed out, and not put yet. */
uint32_t answers_open(const struct answers *answers);
/* All that is PENDING, and what is asked from now on, has FAILED: the time is up. */
void answers_close(struct answers *answers, const char *why);

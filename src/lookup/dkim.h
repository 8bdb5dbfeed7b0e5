/* dkim: signatures of a mail (RFC 6376, RFC 8301, RFC 8463).
 *
 *     struct dkim *dkim = dkim_read(arena, message, at)    hashes fields and body; in the thread that read the mail
 *     dkim_ask(dkim, answers)                              asks for the keys; false: answers are pending
 *     dkim_check(dkim, answers, arena, &list)              verifies; in the thread that goes on with it
 */
#pragma once

#include "lookup/answers.h"

struct message;

enum dkim_result {
        DKIM_RESULT_NONE, /* not signed */
        DKIM_RESULT_PASS,
        DKIM_RESULT_FAIL,    /* the signature or the body's hash does not fit */
        DKIM_RESULT_POLICY,  /* fits, but is not accepted: weak key, unsigned tail behind l= */
        DKIM_RESULT_NEUTRAL, /* cannot be read */
        DKIM_RESULT_TEMPERROR,
        DKIM_RESULT_PERMERROR, /* no key, revoked, expired */
};
const char *dkim_result_name(enum dkim_result result);

struct dkim_signature {
        enum dkim_result result;
        struct span domain, selector, identity /* i=, with its default */, algorithm; /* "rsa-sha256" */
        struct span signature; /* the first 8 characters of b= (RFC 6008) */
        uint32_t key_bits;
        bool testing;        /* t=y of the key: says nothing more than none (3.6.1) */
        bool body_partial;   /* l= covers less than the body: what is behind it anybody may have added (8.2) */
        struct span headers; /* h=, as written */
        struct span problem; /* a sentence where it does not pass; empty */
};

struct dkim;
/* The first LIMIT_DKIM_SIGNATURES signatures, those first that may align with `from`, the registrable domain of From. NULL: not
 * signed. `at`: when it arrived, for what expires. In `arena`. */
struct dkim *dkim_read(struct arena *arena, const struct message *message, struct span from, int64_t at);
/* Who says to have signed: struct span, domains in lower case, in `arena`. Proves nothing. */
void dkim_signers(const struct dkim *dkim, struct arena *arena, struct array *ret);
[[nodiscard]] bool dkim_ask(const struct dkim *dkim, struct answers *answers, struct arena *arena);
/* Never pending: a key that is not there by now is a temperror. `ret`: struct dkim_signature, in `arena`. */
void dkim_check(const struct dkim *dkim, struct answers *answers, struct arena *arena, struct array *ret);

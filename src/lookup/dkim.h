/* dkim: signatures of a mail (RFC 6376, RFC 8301, RFC 8463), verified by libopendkim, which is given its keys beforehand and
 * never blocks.
 *
 *     struct dkim *dkim = dkim_read(message, bytes, at);   hashes headers and body once; in the thread that read the mail
 *     dkim_ask(dkim, answers)                              asks for the keys; false: answers are pending
 *     dkim_check(dkim, answers, arena, &list)              verifies; in the thread that goes on with it
 *     dkim_free(dkim)
 */
#pragma once

#include "lookup/answers.h"

struct message;

enum dkim_result {
        DKIM_RESULT_NONE,      /* not signed */
        DKIM_RESULT_PASS,
        DKIM_RESULT_FAIL,      /* the signature or the body's hash does not fit */
        DKIM_RESULT_POLICY,    /* fits, but is not accepted: weak key, unsigned tail behind l= */
        DKIM_RESULT_NEUTRAL,   /* cannot be read */
        DKIM_RESULT_TEMPERROR,
        DKIM_RESULT_PERMERROR, /* no key, revoked, expired */
};
const char *dkim_result_name(enum dkim_result result);

struct dkim_signature {
        enum dkim_result result;
        struct span domain, selector, identity /* i=, with its default */, algorithm; /* "rsa-sha256" */
        struct span signature; /* the first 8 characters of b= (RFC 6008) */
        uint32_t key_bits;
        bool testing;       /* t=y of the key */
        bool body_partial;  /* l= covers less than the body: what is behind it anybody may have added (8.2) */
        struct span headers; /* h=, as written */
        struct span problem; /* a sentence where it does not pass; empty */
};

struct dkim;
/* Owned by what the lookup owns, which frees it also when an arena is exhausted. The first LIMIT_DKIM_SIGNATURES
 * signatures. NULL: not signed, or no memory. */
struct dkim *dkim_read(const struct message *message, struct span bytes, int64_t at);
/* Who says to have signed: struct span, domains in lower case, in `arena`. Proves nothing. */
void dkim_signers(const struct dkim *dkim, struct arena *arena, struct array *ret);
[[nodiscard]] bool dkim_ask(const struct dkim *dkim, struct answers *answers);
/* Never pending: a key that is not there by now is a temperror. `ret`: struct dkim_signature, in `arena`. */
void dkim_check(struct dkim *dkim, struct answers *answers, struct arena *arena, struct array *ret);
/* NULL is fine. */
void dkim_free(struct dkim *dkim);

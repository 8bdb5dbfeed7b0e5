#include "lookup/dkim.h"

#include "base/limits.h"
#include "lookup/signature.h"
#include "message/message.h"
#include "text/domain.h"

enum { LEAST_BITS = 1024 /* RFC 8301 3.2 */, DRIFT_S = 3600, SIGNATURES_SEEN = 40, KEY_RECORDS = 4 };

struct entry {
        struct signature signature;
        struct span identity;
        const char *problem;     /* of the field itself; NULL: it can be verified */
        enum dkim_result result; /* with a problem */
        struct signature_hash body, headers;
};

struct dkim {
        struct entry entries[LIMIT_DKIM_SIGNATURES];
        uint32_t count;
};

const char *dkim_result_name(enum dkim_result result) {
        static const char *const names[] = { "none", "pass", "fail", "policy", "neutral", "temperror", "permerror" };
        return names[result];
}

/* ---- Reading ------------------------------------------------------------------------------------------------------------------ */

static bool has_name(struct span list, struct span name) {
        while (list.len > 0)
                if (span_equal_nocase(span_trim(span_split(&list, ':')), name))
                        return true;
        return false;
}

/* 6376 6.1.1; "" where nothing is wrong. */
static const char *problem_of(const struct entry *entry, int64_t at) {
        const struct signature *signature = &entry->signature;
        const struct tags *tags = &signature->tags;
        uint64_t signed_at = 0, expires = 0;
        bool has_time = span_to_u64(tags_get(tags, SPAN("t")), &signed_at);
        bool has_end = span_to_u64(tags_get(tags, SPAN("x")), &expires);
        if (signature->field.len > SIGNATURE_FIELD_BYTES)
                return "The signature is longer than any honest one.";
        if (!signature->well_formed)
                return "A tag of the signature stands there twice, or is none.";
        if (!span_equal(tags_get(tags, SPAN("v")), SPAN("1")))
                return "The signature is of another version.";
        if (!signature->domain.len || !signature->selector.len || !signature->headers.len || !signature->bytes.len ||
            !signature->hash.len || !signature->algorithm_name.len)
                return "A tag that the signature must have is missing.";
        if (!signature->readable_form || signature->algorithm == SIGN_OTHER)
                return "Its form or algorithm is not known.";
        if (!has_name(signature->headers, SPAN("from")))
                return "It does not sign From.";
        if (!domain_has(signature->domain, domain_behind_at(entry->identity)))
                return "Its identity (i=) is not within its domain (d=).";
        if (tags_get(tags, SPAN("l")).ptr && !signature->has_limit)
                return "Its length (l=) is no number.";
        if (has_end && ((has_time && expires < signed_at) || (at != INT64_MIN && (int64_t)expires < at)))
                return "It has expired.";
        if (has_time && at != INT64_MIN && (int64_t)signed_at > at + DRIFT_S)
                return "It was made in the future.";
        return NULL;
}

/* Most signatures of a mail hash its body in the same form. */
static bool hash_body(const struct dkim *dkim, struct span body, struct entry *ret) {
        const struct signature *signature = &ret->signature;
        for (uint32_t i = 0; i < dkim->count; i++) {
                const struct entry *other = &dkim->entries[i];
                if (other != ret && other->body.size > 0 && signature_same_body(&other->signature, signature)) {
                        ret->body = other->body;
                        return true;
                }
        }
        return signature_body_hash(body, signature, &ret->body);
}

static void entry_read(struct arena *arena, const struct message *message, const struct header *header, int64_t at,
                       const struct dkim *dkim, struct entry *ret) {
        signature_read(arena, &message->headers, header, &ret->signature);
        struct signature *signature = &ret->signature;
        ret->identity = tags_get(&signature->tags, SPAN("i"));
        if (ret->identity.len == 0)
                ret->identity = arena_format(arena, "@%.*s", (int)signature->domain.len, signature->domain.ptr);
        ret->problem = problem_of(ret, at);
        ret->result = signature->domain.len > 0 ? DKIM_RESULT_PERMERROR : DKIM_RESULT_NEUTRAL;
        if (!ret->problem && (!hash_body(dkim, message->headers.body, ret) ||
                              !signature_headers_hash(&message->headers, signature, &ret->headers))) {
                ret->problem = "There was no memory to verify it.";
                ret->result = DKIM_RESULT_TEMPERROR;
        }
}

/* Whether it may align with From: such ones come first, for there is a limit. */
static bool may_align(struct arena *arena, const struct message *message, const struct header *header, struct span from) {
        struct signature signature;
        signature_read(arena, &message->headers, header, &signature);
        return domain_has(from, signature.domain) || domain_has(signature.domain, from);
}

struct dkim *dkim_read(struct arena *arena, const struct message *message, struct span from, int64_t at) {
        const struct header *first = headers_first(&message->headers, HEADER_DKIM_SIGNATURE);
        if (!first)
                return NULL;
        struct dkim *dkim = arena_alloc(arena, sizeof *dkim);
        for (int aligned = 1; aligned >= 0; aligned--) {
                uint32_t seen = 0;
                for (const struct header *header = first; header && seen < SIGNATURES_SEEN;
                     header = headers_next(&message->headers, header), seen++)
                        if (dkim->count < LIMIT_DKIM_SIGNATURES &&
                            may_align(arena, message, header, from) == (aligned != 0)) {
                                struct entry *entry = &dkim->entries[dkim->count];
                                entry_read(arena, message, header, at, dkim, entry);
                                dkim->count++;
                        }
        }
        return dkim;
}

void dkim_signers(const struct dkim *dkim, struct arena *arena, struct array *ret) {
        for (uint32_t i = 0; i < dkim->count; i++) {
                struct span *signer = dkim->entries[i].problem
                                              ? NULL
                                              : array_push(ret, arena, sizeof *signer, LIMIT_DKIM_SIGNATURES);
                if (signer)
                        *signer = dkim->entries[i].signature.domain;
        }
}

/* ---- Keys ----------------------------------------------------------------------------------------------------------------------- */

bool dkim_ask(const struct dkim *dkim, struct answers *answers, struct arena *arena) {
        bool all = true;
        for (uint32_t i = 0; i < dkim->count; i++)
                if (!dkim->entries[i].problem)
                        all &= signature_key_ask(&dkim->entries[i].signature, answers, arena)->state != ANSWER_PENDING;
        return all;
}

/* ---- Verifying ---------------------------------------------------------------------------------------------------------------------- */

static enum dkim_result is(struct dkim_signature *ret, enum dkim_result result, const char *problem) {
        ret->problem = span_from(problem);
        return result;
}

/* What the key allows (6.1.2). DKIM_RESULT_PASS: nothing against it. */
static enum dkim_result key_allows(const struct entry *entry, const struct signature_key *key,
                                   struct dkim_signature *ret) {
        const struct signature *signature = &entry->signature;
        if (key->state == KEY_REVOKED)
                return is(ret, DKIM_RESULT_PERMERROR, "Its key is revoked.");
        if (key->state == KEY_BROKEN)
                return is(ret, DKIM_RESULT_PERMERROR, key->problem);
        if (!key->for_mail || !(signature->algorithm == SIGN_RSA_SHA1 ? key->sha1 : key->sha256))
                return is(ret, DKIM_RESULT_PERMERROR, "Its key is not for this.");
        if (key->ed25519 != (signature->algorithm == SIGN_ED25519))
                return is(ret, DKIM_RESULT_PERMERROR, "Its key is of another kind than its algorithm.");
        if (key->no_subdomains && !span_equal_nocase(domain_behind_at(entry->identity), signature->domain))
                return is(ret, DKIM_RESULT_PERMERROR, "Its key does not allow identities below its domain (t=s).");
        return DKIM_RESULT_PASS;
}

static bool body_fits(const struct entry *entry) {
        return entry->signature.hash.len == entry->body.size &&
               memcmp(entry->signature.hash.ptr, entry->body.bytes, entry->body.size) == 0;
}

static enum dkim_result verify(const struct entry *entry, const struct signature_key *key, struct dkim_signature *ret) {
        const struct signature *signature = &entry->signature;
        enum dkim_result allowed = key_allows(entry, key, ret);
        ret->key_bits = key->bits;
        ret->testing = key->testing;
        ret->body_partial = entry->body.covered < entry->body.body;
        if (allowed != DKIM_RESULT_PASS)
                return allowed;
        if (signature->has_limit && signature->limit > entry->body.body)
                return is(ret, DKIM_RESULT_FAIL, "The body is shorter than what was signed.");
        if (!body_fits(entry))
                return is(ret, DKIM_RESULT_FAIL, "The body was changed.");
        if (!signature_fits(signature, key, &entry->headers))
                return is(ret, DKIM_RESULT_FAIL, "The signature does not fit.");
        if (signature->algorithm == SIGN_RSA_SHA1)
                return is(ret, DKIM_RESULT_POLICY, "It was made with SHA-1 (RFC 8301).");
        if (!key->ed25519 && key->bits < LEAST_BITS)
                return is(ret, DKIM_RESULT_POLICY, "Its key has less than 1024 bits (RFC 8301).");
        if (ret->body_partial)
                return is(ret, DKIM_RESULT_POLICY, "It does not cover the end of the body (l=).");
        if (key->testing)
                return is(ret, DKIM_RESULT_NEUTRAL,
                          "Its key is for testing (t=y): it counts as not signed (RFC 6376 3.6.1).");
        return DKIM_RESULT_PASS;
}

static void entry_check(const struct entry *entry, struct answers *answers, struct arena *arena,
                        struct dkim_signature *ret) {
        const struct signature *signature = &entry->signature;
        *ret = (struct dkim_signature){ .domain = signature->domain,
                                        .selector = signature->selector,
                                        .identity = entry->identity,
                                        .algorithm = signature->algorithm_name,
                                        .signature = span_head(tags_get(&signature->tags, SPAN("b")), 8),
                                        .headers = signature->headers };
        if (entry->problem) {
                ret->result = is(ret, entry->result, entry->problem);
                return;
        }
        const struct answer *answer = signature_key_ask(&entry->signature, answers, arena);
        if (answer->state == ANSWER_FAILED || answer->state == ANSWER_PENDING) {
                ret->result = is(ret, DKIM_RESULT_TEMPERROR, "DNS did not answer for its key.");
                return;
        }
        ret->result = is(ret, DKIM_RESULT_PERMERROR, "There is no such key.");
        /* Of several records any may be the key (3.6.2.2 leaves it open). */
        for (uint32_t i = 0; i < answer->count && i < KEY_RECORDS && ret->result != DKIM_RESULT_PASS; i++) {
                struct signature_key key;
                ret->problem = (struct span){ 0 };
                signature_key_read(arena, answer->records[i], &key);
                ret->result = verify(entry, &key, ret);
                signature_key_end(&key);
        }
}

void dkim_check(const struct dkim *dkim, struct answers *answers, struct arena *arena, struct array *ret) {
        for (uint32_t i = 0; i < dkim->count; i++) {
                struct dkim_signature *signature = array_push(ret, arena, sizeof *signature, LIMIT_DKIM_SIGNATURES);
                entry_check(&dkim->entries[i], answers, arena, signature);
        }
}

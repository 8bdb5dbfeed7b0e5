/* signature: what DKIM and ARC have in common (RFC 6376, RFC 8463, RFC 8617): canonical forms, hashes, keys, and whether a
 * signature fits. */
#pragma once

#include <openssl/evp.h>

#include "lookup/answers.h"
#include "message/header.h"
#include "message/tags.h"

enum signature_algorithm { SIGN_RSA_SHA256, SIGN_RSA_SHA1, SIGN_ED25519, SIGN_OTHER };

/* The tags that both have, read. Texts lie in the field or in the arena. */
struct signature {
        struct span field; /* name, colon and value as they stand, without the last line break */
        struct tags tags;
        bool well_formed; /* the tags fit their grammar (6376 3.2), and none stands there twice */
        enum signature_algorithm algorithm;
        struct span algorithm_name;        /* lower case, as written */
        bool relaxed_header, relaxed_body; /* c= */
        bool readable_form;                /* c= is one of the four */
        struct span domain, selector;      /* lower case; empty where DNS could not hold them */
        struct span headers;               /* h= */
        struct span hash, bytes;           /* bh= and b=, decoded */
        bool has_limit;
        uint64_t limit; /* l= */
};
void signature_read(struct arena *arena, const struct headers *headers, const struct header *header,
                    struct signature *ret);

/* The field of `header` as it stands in the block. */
struct span signature_field(const struct headers *headers, const struct header *header);

/* ---- Hashes ------------------------------------------------------------------------------------------------------------------ */

/* Of one signature: its field. Honest ones have up to 2 KB. */
enum { SIGNATURE_HASH_BYTES = 32, SIGNATURE_FIELD_BYTES = 16 * 1024 };
struct signature_hash {
        unsigned char bytes[SIGNATURE_HASH_BYTES];
        unsigned size;
        uint64_t covered, body; /* of the body's canonical form: bytes hashed, and all of them */
};
/* The hash of a body (6376 3.4.3, 3.4.4, 3.7). Line ends CR LF and LF are the same; linear. False: no memory. */
bool signature_body_hash(struct span body, const struct signature *signature, struct signature_hash *ret);
/* Whether that of one body is the same for both. */
bool signature_same_body(const struct signature *one, const struct signature *other);

/* What is hashed of header fields, grown field by field. */
enum { SIGNATURE_NAMES = 200 }; /* names of one h= that are looked for; real ones have up to thirty */
struct signature_input {
        EVP_MD_CTX *digest;
        bool relaxed;
        uint32_t used; /* of the room: digests are dear by the piece */
        char room[1024];
};
bool signature_input_begin(struct signature_input *input, enum signature_algorithm algorithm, bool relaxed);
/* `last`: the signature itself, whose b= counts as empty, and which ends without a line break. */
void signature_input_add(struct signature_input *input, struct span field, bool last);
/* Ends it. */
void signature_input_end(struct signature_input *input, struct signature_hash *ret);

/* The fields that h= names, taken from the bottom up (5.4.2), and the signature's own. False: no memory. */
bool signature_headers_hash(const struct headers *headers, const struct signature *signature,
                            struct signature_hash *ret);

/* ---- Keys ------------------------------------------------------------------------------------------------------------------- */

enum key_state { KEY_READ, KEY_REVOKED, KEY_BROKEN };
/* One key record (6376 3.6.1). */
struct signature_key {
        enum key_state state;
        const char *problem; /* of a broken one: a sentence */
        EVP_PKEY *key;       /* NULL unless READ; signature_key_end gives it back */
        uint32_t bits;
        bool ed25519, testing, no_subdomains; /* t=y, t=s */
        bool for_mail;                        /* s= allows it */
        bool sha1, sha256;                    /* h= allows them */
};
/* The record of its key, SELECTOR._domainkey.DOMAIN (6376 3.6.2.1). */
const struct answer *signature_key_ask(const struct signature *signature, struct answers *answers, struct arena *arena);
/* A key of more than 4096 bits, or with an exponent that costs more than any honest one, is broken: it is a stranger's. */
void signature_key_read(struct arena *arena, struct span record, struct signature_key *ret);
void signature_key_end(struct signature_key *key);

bool signature_fits(const struct signature *signature, const struct signature_key *key,
                    const struct signature_hash *hash);

/* verdict-header: the field Calwarden-Verdict, which tells those behind us (Sieve, a calendar server) what was judged:
 *
 *     Calwarden-Verdict: v=1; id=01KAKX…; t=1795187121; class=clean; placement=insert-quiet; originator=verified;
 *             r=q1w2e3r4t5y6,…; mac=…
 *
 * `placement` is the strictest of all recipients. `r` has an entry of each recipient, which only those can find who know the
 * secret and the address: a keyed hash of the address and item, and behind it class and placement, masked the same way.
 * Entries are in the order of their hashes, one for each person, and filled up with ones of nobody to a power of two, so
 * their number tells no hidden recipient (Bcc), nor their text who knows whom. `mac` (HMAC-SHA-256, 128 bits) covers all
 * of it, and of the mail the Message-ID, or that there is none, and what mail-digest.h says.
 *
 * What a Sieve script sees is believed because inbound copies are removed (plan_removes), not because of the MAC. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "facts/originator.h"
#include "verdict/verdict.h"

struct config;

#define VERDICT_HEADER_NAME "Calwarden-Verdict"

enum { VERDICT_SECRET_LEAST = 32, VERDICT_SECRET_MOST = 4096, VERDICT_ID_BYTES = 26 };

/* Keys made of the secret; plain data, to be shared by threads. */
struct verdict_keys {
        uint8_t mac[32], recipients[32];
        uint8_t links[32];    /* link.h */
        uint8_t feedback[32]; /* feedback-id.h */
        uint8_t redact[32];   /* redact.h */
};
/* Reads the secret. CW_ERR_CONFIG: shorter than VERDICT_SECRET_LEAST, or others than its owner may read it. `make`: writes
 * a new one (mode 0600) when there is none; else CW_ERR_NOT_FOUND. */
[[nodiscard]] enum cw_err verdict_keys_load(const char *path, bool make, struct verdict_keys *ret, struct err *reterr);
/* That of a configuration: the option secret-file, else `secret` in the state folder, which alone is made. */
[[nodiscard]] enum cw_err verdict_keys_of(const struct config *config, bool make, struct verdict_keys *ret,
                                          struct err *reterr);
void verdict_keys_from(struct span secret, struct verdict_keys *ret);

/* What a judgement says to one recipient. */
struct verdict_entry {
        struct span address; /* as things are kept under it (config/aliases.h) */
        enum verdict_class class;
        enum placement placement;
};

struct verdict_header {
        char id[VERDICT_ID_BYTES + 1];
        int64_t at; /* when it was judged, seconds since 1970 */
        enum verdict_class class;
        enum placement placement;
        enum originator_class originator;
        const struct verdict_entry *entries; /* only for writing */
        uint32_t entry_count;
        struct span entries_read; /* only when read: "r", as it is looked up in */
};

/* The value of the field, folded with LF TAB and terminated; of the arena. `mail` is the message as it is delivered, except
 * for fields of the header that are not covered. */
struct span verdict_header_write(const struct verdict_keys *keys, const struct verdict_header *header, struct span mail,
                                 struct arena *arena);

enum verdict_check {
        VERDICT_CHECK_GOOD,
        VERDICT_CHECK_ABSENT, /* there is no such field */
        VERDICT_CHECK_BROKEN, /* the topmost one cannot be read */
        VERDICT_CHECK_FORGED, /* its MAC is not ours, or what it covers of the mail is another's */
        VERDICT_CHECK_OLD,    /* is ours, but older than max_age, or from the future */
        VERDICT_CHECKS
};
const char *verdict_check_name(enum verdict_check check); /* "forged" */

/* Checks the topmost field of a mail. Fills *ret unless ABSENT or BROKEN: believe it only when GOOD. Points into the arena. */
enum verdict_check verdict_header_check(const struct verdict_keys *keys, struct span mail, int64_t now, int64_t max_age,
                                        struct arena *arena, struct verdict_header *ret);
/* What it says to this recipient (in the form that he is kept under). False: nothing; then there is no more than `offer`. */
bool verdict_header_find(const struct verdict_keys *keys, const struct verdict_header *header, struct span address,
                         enum verdict_class *ret_class, enum placement *ret_placement);

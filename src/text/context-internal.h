/* What is behind struct text_context. Internal to src/text. */
#pragma once

#include <libpsl.h>
#include <unicode/uidna.h>

#include "text/context.h"
#include "text/domain.h"
#include "text/hosts.h"
#include "text/runes.h"

enum { HOST_SLOTS = 4096, CURRENCIES_MAX = 200 };

/* 1 + the first row of currencies.def that may stand before (behind) a number and ends (begins) with a byte; and for
 * each row the next of its kind. 0: none. */
struct currency_index {
        uint8_t before[256], after[256], next_before[CURRENCIES_MAX], next_after[CURRENCIES_MAX];
};

struct text_context {
        const psl_ctx_t *psl; /* libpsl's own, not freed */
        UIDNA *idna;
        struct runes *runes;
        struct currency_index currencies;
        uint16_t host_slots[HOST_SLOTS]; /* open addressing by hosts_hash: 1 + row of hosts.def, 0: free */
        struct brand_shape {
                struct span label, skeleton; /* empty: not looked for */
                uint64_t letters;            /* of the skeleton */
        } brands[BRANDS];
        char brand_bytes[BRANDS * 32]; /* of the skeletons */
};

/* Fills in what hosts.c needs; the rest is there already. False: no memory. */
[[nodiscard]] bool hosts_prepare(struct text_context *context);

/* The index of money.c. */
void money_prepare(struct currency_index *index);

/* A bit for each letter and digit that stands in it: what is no subset cannot be contained. */
static inline uint64_t letters_of(struct span s) {
        uint64_t letters = 0;
        for (size_t i = 0; i < s.len; i++)
                letters |= 1ULL << ((unsigned char)s.ptr[i] & 63);
        return letters;
}

/* How the registrable label of a host resembles a name; both as skeletons. Says nothing of subdomains. */
enum resemblance domain_label_resembles(struct span label, struct span name);

/* siphash: SipHash-1-3 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012), a short hash under a secret key:
 * nobody who does not know the key can make two inputs that meet. */
#pragma once

#include "base/span.h"

struct siphash_key {
        uint64_t a, b;
};

uint64_t siphash(const struct siphash_key *key, struct span bytes);

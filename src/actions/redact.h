/* redact: hides the names of users in what leaves for strangers, so that complaints of one user can still be told from those of
 * another (RFC 6590): the local part becomes a keyed hash of the address. */
#pragma once

#include "base/arena.h"

enum { REDACT_KEY_BYTES = 32 };

/* "q3m9…@example.org" of an address; what has no @ becomes a hash. The same address gives the same under one key. */
struct span redact_address(const uint8_t key[static REDACT_KEY_BYTES], struct span address, struct arena *arena);
/* `text` with every occurrence of the address replaced, in any case, and where a VERP has `=` for its @. Of others, and of texts
 * that are encoded, it knows nothing. */
struct span redact_text(const uint8_t key[static REDACT_KEY_BYTES], struct span address, struct span text,
                        struct arena *arena);

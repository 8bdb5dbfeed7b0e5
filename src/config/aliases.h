/* aliases: which address a recipient's things are kept under (options `aliases` and `recipient-delimiter`).
 *
 * Relations, claims, lists and decisions of Anna+news@Example.ORG, anna@example.org and the aliases of it are the same
 * person's. Only for our own recipients: what others call themselves is never rewritten. */
#pragma once

#include "config/options.h"

struct aliases;
/* All memory is of `arena`; `options` outlives it. */
struct aliases *aliases_new(const struct options *options, struct arena *arena);

enum { ADDRESS_BYTES = 322 }; /* 64 + 1 + 255 (RFC 5321 4.5.3.1), two for what is about it */
/* Writes the address in the form that things are kept under: lower case (ASCII), without angle brackets, without what
 * stands behind the delimiter, and by the aliases (up to 8 steps). What is no address is only lowered. Longer ones are
 * cut. Returns `out`, terminated. */
const char *aliases_resolve(const struct aliases *aliases, struct span address, char out[ADDRESS_BYTES]);
/* Whether an address is in one of own-domains (or a domain below one). */
bool address_is_own(const struct options *options, struct span address);

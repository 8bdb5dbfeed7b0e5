/* subaddress: the mailbox behind the addresses that lead to it (RFC 5233): one person has many of them, and is blocked once. */
#pragma once

#include "config/aliases.h"

/* Without what stands behind a + in the local part; at Gmail without dots too, and under gmail.com. Of a lower-case address
 * (mailbox.key); what is no address, or too long, is left as it is. Never to allow somebody by: + is a custom, no rule.
 * Returns `out`, terminated. */
const char *subaddress_mailbox(struct span address, char out[ADDRESS_BYTES]);
/* Whether the provider itself says that all of these are one mailbox (Gmail): so that blocking one is blocking all. */
bool subaddress_is_certain(struct span address);

/* headers: what a filter before us has written into the mail about it: X-Spam-Flag, X-Spam, X-Spam-Status (SpamAssassin,
 * rspamd, amavis), X-Rspamd-Action, X-Virus-Status (clamav-milter), X-Virus, X-Amavis-Alert. Whether it may be believed is
 * the caller's to know. */
#pragma once

#include "lookup/lookup.h"

/* The worst that the topmost field of each name says. False: none says anything that speaks against the mail; what they say
 * for it is never read. */
bool headers_opinion(struct arena *arena, const struct message *message, struct opinion *ret);

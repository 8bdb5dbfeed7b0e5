/* acting: whether a signature speaks for who may act by the METHOD where From is another: that is for the DMARC record of his
 * domain to say, as it does for From (RFC 9989 4.4: adkim=, and where the organizational domain ends). */
#pragma once

#include "lookup/answers.h"
#include "lookup/lookup.h"

/* Of item->acting and the signers (d=) given. False: answers are pending. Asks nothing where no signer is below the registrable
 * domain and another than the host itself. */
[[nodiscard]] bool acting_check(struct answers *answers, struct arena *arena, const struct lookup_item *item,
                                const struct span *signers, uint32_t count, enum acting_dkim *ret);

/* links: which signed links (actions/link.h) have done what they are for, so that each does it once. */
#pragma once

#include "store/store.h"

/* `link`: the token. `expires`: when it could not be used any more anyway, and is forgotten. *ret_first false: it was used
 * before. */
[[nodiscard]] enum cw_err link_use(struct store *store, const char *link, const char *owner, int64_t expires,
                                   bool *ret_first, struct err *reterr);
[[nodiscard]] enum cw_err link_used(struct store *store, const char *link, bool *ret, struct err *reterr);

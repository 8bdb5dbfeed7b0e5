/* digests: who got one when. Several nodes may find the same user due: one of them wins. */
#pragma once

#include "store/store.h"

/* Takes the user's turn: *ret_won where no digest was sent to him since `due`, and he has not chosen to get none. *ret_before: for
 * digest_unclaim. */
[[nodiscard]] enum cw_err digest_claim(struct store *store, const char *owner, int64_t due, int64_t now, bool *ret_won,
                                       int64_t *ret_before, struct err *reterr);
/* It was not sent: his turn is as it was before the claim at `now`. */
[[nodiscard]] enum cw_err digest_unclaim(struct store *store, const char *owner, int64_t now, int64_t before,
                                         struct err *reterr);

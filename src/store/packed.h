/* packed: mails and calendar objects, which the store keeps compressed, a row each. Private to the store. `what` they are is for
 * the text of an error: "mail". */
#pragma once

#include "base/span.h"
#include "store/store.h"

/* `sql` inserts, with the key as $1 and the bytes as $2. */
[[nodiscard]] enum cw_err packed_add(struct store *store, const char *sql, const char *key, const char *what,
                                     struct span bytes, struct err *reterr);
/* `sql` selects the bytes of the key $1. Borrowed as all that is read, a NUL behind them. CW_ERR_NOT_FOUND: there is no row. */
[[nodiscard]] enum cw_err packed_find(struct store *store, const char *sql, const char *key, const char *what,
                                      struct span *ret, struct err *reterr);

/* report-reporter: who is proven to have written a report of abuse. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

struct config;
struct lookups;
struct message;

/* The domain of report-trusted that From is of and that a passing signature (RFC 6376) speaks for, in *ret; "": none. DNS is asked
 * only where a signature claims to be of one. `lookups` NULL: some of its own. What DNS does not say proves nothing, and is no
 * failure. `arena` has an exit. */
[[nodiscard]] enum cw_err reporter_prove(const struct config *config, struct lookups *lookups,
                                         const struct message *message, int64_t now, struct arena *arena,
                                         const char **ret, struct err *reterr);

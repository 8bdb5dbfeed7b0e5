/* inquiry: somebody who waits until DNS has said all that he wants to know, as a person before a terminal does. Nothing is
 * judged by it, and no other thread is spared for it: a lookup (lookup.h) is for that.
 *
 *     struct inquiry *inquiry;
 *     inquiry_new(lookups, wait_ms, &inquiry, …)
 *     if (inquiry_run(inquiry, ask, &result)) …                     `result` lives in the inquiry's arena
 *     inquiry_free(inquiry)
 */
#pragma once

#include "lookup/answers.h"
#include "lookup/lookup.h"

struct inquiry;

/* `wait_ms`: how long the answers to what was asked at once are waited for; then they have FAILED, and a chain goes on
 * with that. The lookups must have been started. */
[[nodiscard]] enum cw_err inquiry_new(struct lookups *lookups, int64_t wait_ms, struct inquiry **ret,
                                      struct err *reterr);
/* From now on so long for all questions together: what is asked later has FAILED at once. */
void inquiry_bound(struct inquiry *inquiry, int64_t ms);
void inquiry_free(struct inquiry *inquiry); /* NULL is fine */

/* Calls `ask` from its beginning whenever answers have come, until it says that none is pending. In the caller's thread;
 * what it allocates lives until inquiry_free. False: the memory is exhausted, and `ask` did not come to its end. May be
 * called again with another `ask`: what was answered stays answered. */
[[nodiscard]] bool inquiry_run(struct inquiry *inquiry,
                               bool (*ask)(struct answers *answers, struct arena *arena, void *user), void *user);

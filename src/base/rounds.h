/* rounds: a thread that does the same again and again beside all others: reads lists, sends digests. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct rounds;
/* Calls `round` at once and again after the milliseconds that it returns; *stop tells it to come to its end. */
[[nodiscard]] enum cw_err rounds_start(int64_t (*round)(void *user, const _Atomic bool *stop), void *user,
                                       struct rounds **ret, struct err *reterr);
/* The next round begins now; one that is under way is followed by another. */
void rounds_hasten(struct rounds *rounds);
/* Waits for the round that is under way. NULL is fine. */
void rounds_end(struct rounds *rounds);

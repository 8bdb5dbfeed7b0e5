/* list-keeper: the thread that reads and fetches lists, so that neither judging nor asking waits for a disk. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct list_keeper;
/* Calls `round` at once and again after the milliseconds that it returns; *stop tells it to come to its end. */
[[nodiscard]] enum cw_err list_keeper_new(int64_t (*round)(void *user, const _Atomic bool *stop), void *user,
                                          struct list_keeper **ret, struct err *reterr);
/* Waits for the round that is under way. NULL is fine. */
void list_keeper_free(struct list_keeper *keeper);

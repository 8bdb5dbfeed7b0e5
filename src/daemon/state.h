/* state: the folder in which the daemon keeps its things. */
#pragma once

#include "base/err.h"

struct rights;

/* Makes the folder, for the user of the worker only, with those above it; and locks it, so that two daemons never share
 * one. Waits some seconds for the worker of a daemon that was killed. *ret_lock stays open as long as any process of
 * this daemon lives. */
[[nodiscard]] enum cw_err state_take(const char *path, const struct rights *rights, int *ret_lock, struct err *reterr);

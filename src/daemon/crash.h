/* crash: what the worker does when it dies of a mistake of ours: the item that the thread had in work is condemned (see
 * engine/board.h) and written to STATE/aside/, with where it happened; then the worker dies as it would have. */
#pragma once

#include "base/err.h"

struct board;

/* What becomes of an item that takes longer than this: the supervisor ends the worker by SIGABRT, and then all that are in
 * work for so long are condemned. */
struct crash_settings {
        struct board *board;
        int folder; /* of aside.h */
        const char *path;
        int64_t item_timeout_ms;
};
/* For SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS and SIGTRAP. The settings are copied, what they point to must stay. */
[[nodiscard]] enum cw_err crash_handle(const struct crash_settings *settings, struct err *reterr);

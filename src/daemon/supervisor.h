/* supervisor: the process that stays. Single-threaded; it forks the worker and starts it again when it dies, takes the
 * signals and the operator's commands, talks to the service manager, and looks whether the worker is alive.
 *
 *     SIGTERM, SIGINT    the worker finishes what it has, then the end; a second one does not wait
 *     SIGHUP             reload; a configuration with mistakes is refused and logged, and the old one stays */
#pragma once

#include <stdint.h>

#include "base/err.h"

struct aside;
struct board;
struct config;
struct rights;

struct supervisor_settings {
        const struct config *config; /* borrowed */
        struct board *board;
        const struct aside *aside;
        const struct rights *rights;
        const int *http_fds; /* sockets that listen for HTTP, from the service manager */
        unsigned http_fd_count;
        const char *picture_helper; /* see engine/scan.h; may be NULL */
        int64_t watchdog_ms;        /* how often the service manager wants to hear of us, 0: not at all */
        /* Everything serves, for the first time. */
        void (*ready)(const struct supervisor_settings *settings);
};

/* Until it is told to end. CW_OK: it was; else the first worker could not start, or the supervisor itself. */
[[nodiscard]] enum cw_err supervise(const struct supervisor_settings *settings, struct err *reterr);

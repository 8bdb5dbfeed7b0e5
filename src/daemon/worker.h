/* worker: the process that does the work, and may die of it. Forked by the supervisor; never returns. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "daemon/rights.h"

struct aside;
struct board;
struct config;
struct counters;
struct guard;
struct digests;
struct http;
struct lmtp;
struct metrics;
struct milter;
struct recorder;

struct worker_settings {
        const struct config *config; /* borrowed */
        struct board *board;
        const struct aside *aside;
        const struct rights *rights;
        int channel;         /* to the supervisor (channel.h) */
        const int *http_fds; /* sockets that listen for HTTP, from the service manager */
        unsigned http_fd_count;
        uint64_t restarts, deaths_kept; /* of this supervisor, for the metrics */
        const char *picture_helper;     /* see engine/scan.h; may be NULL */
};

/* What the parts (parts.h) see. */
struct worker {
        const struct worker_settings *settings;
        const struct config *config; /* that in force; a reference of our own */
        struct metrics *metrics;
        struct recorder *recorder;
        struct counters *counters;
        struct lookups *lookups; /* NULL: nothing is asked */
        struct guard *guard;
        struct milter *milter;
        struct lmtp *lmtp;
        struct http *http;
        struct digests *digests;
        unsigned started; /* parts of part_table, for the way back */
};

_Noreturn void worker_main(const struct worker_settings *settings);

/* parts: what a worker is made of, and the order of its life. Each part is a module of its own layer that knows nothing
 * of the daemon; parts.c is the only file that knows them all.
 *
 *     bind    while the rights are still those of the supervisor: only sockets. Single thread.
 *     open    behind the drop of rights: all else that can fail, such as the store or the rules. Single thread. What one
 *             part needs of another is there, because it was opened before it.
 *     start   behind seccomp: threads begin here, and none before.
 *     renew   with a new configuration, in the main thread, while everything is in work. A part that refuses has changed
 *             nothing, and nothing changes then.
 *     follow  the same, when none has refused. Cannot fail.
 *     well    asked each second; a part that has given up for good says no, and the worker ends to be started again.
 *     stop    take nothing new, finish what is in work, until `deadline_ms` of the monotonic clock. False: some threads
 *             are still at it, so nothing must be freed. In the reverse order.
 *     close   free, what there is of it: also when something failed before. In the reverse order.
 *
 * No part installs handlers for signals: they are blocked in the worker, but for those of a crash. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct config;
struct worker;

struct part {
        const char *name;
        enum cw_err (*bind)(struct worker *worker, struct err *reterr);
        enum cw_err (*open)(struct worker *worker, struct err *reterr);
        enum cw_err (*start)(struct worker *worker, struct err *reterr);
        enum cw_err (*renew)(struct worker *worker, const struct config *config, struct err *reterr);
        void (*follow)(struct worker *worker, const struct config *config);
        bool (*well)(const struct worker *worker);
        bool (*stop)(struct worker *worker, int64_t deadline_ms);
        void (*close)(struct worker *worker);
};
/* In the order in which they are opened. Members may be NULL. */
extern const struct part part_table[];
extern const unsigned part_count;

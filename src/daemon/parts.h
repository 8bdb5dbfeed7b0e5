/* parts: what a worker is made of, and the order of its life. Each part is a module of its own layer that knows nothing
 * of the daemon; parts.c is the only file that knows them all.
 *
 *     bind    while the rights are still those of the supervisor: only sockets. Single thread.
 *     open    behind the drop of rights: all else that can fail, such as the store or the rules. Single thread. What one
 *             part needs of another is there, because it was opened before it.
 *     start   behind seccomp: threads begin here, and none before.
 *     reload  with new options, in the main thread, while everything is in work. In the order of opening; one that refuses
 *             ends it, so those before one that may refuse must not have changed anything.
 *     stop    take nothing new, finish what is in work, until `deadline_ms` of the monotonic clock. In the reverse order.
 *     close   free, what there is of it: also when something failed before. In the reverse order.
 *
 * What the modules offer for it (a module that needs less leaves it out):
 *
 *     store/recorder.h     recorder_new (opens and migrates the store), recorder_start (its thread), recorder_stop
 *                          (writes what waits), recorder_free
 *     engine/guard.h       guard_new (engine, scanners; with config, board, recorder, metrics), guard_reload, guard_free. It
 *                          gives each scanner a slot of the board and calls board_begin/board_end (engine/board.h)
 *     transport/milter/    milter_bind (smfi_opensocket), milter_run (smfi_main with the guard; in a thread of its own,
 *                          until stopped), milter_stop (smfi_stop; waits for mails in work), milter_free
 *     transport/http/      http_bind (addresses, or descriptors that were inherited), http_start, http_stop, http_free
 *
 * No part installs handlers for signals: they are blocked in the worker, but for those of a crash. */
#pragma once

#include <stdint.h>

#include "base/err.h"

struct config;
struct worker;

struct part {
        const char *name;
        enum cw_err (*bind)(struct worker *worker, struct err *reterr);
        enum cw_err (*open)(struct worker *worker, struct err *reterr);
        enum cw_err (*start)(struct worker *worker, struct err *reterr);
        enum cw_err (*reload)(struct worker *worker, const struct config *config, struct err *reterr);
        void (*stop)(struct worker *worker, int64_t deadline_ms);
        void (*close)(struct worker *worker);
};
/* In the order in which they are opened. Members may be NULL. */
extern const struct part part_table[];
extern const unsigned part_count;

/* parts: what a worker is made of, and the order of its life. Each part is a module of its own layer that knows nothing
 * of the daemon; parts.c is the only file that knows them all.
 *
 *     open    while the rights are still those of the supervisor: sockets are bound, the store is opened. Single thread.
 *             What one part needs of another is there, because it was opened before it.
 *     start   behind the drop of rights and behind seccomp: threads begin here, and none before.
 *     reload  with new options, in the main thread, while everything is in work. All parts `check` first; when one
 *             refuses, nothing has changed.
 *     stop    take nothing new, finish what is in work, within the time given. In the reverse order.
 *     close   free. In the reverse order, when every part has stopped.
 *
 * What the modules offer for it (a module that needs less leaves it out):
 *
 *     store/recorder.h     recorder_new (open and migrate the store), recorder_start (thread), recorder_stop (flush), recorder_free
 *     engine/guard.h       guard_new(settings with options, board, recorder, metrics), guard_reload, guard_free. The guard
 *                          gives each scanner a slot of the board and calls board_begin/board_end (engine/board.h).
 *     transport/milter/    milter_open (smfi_opensocket), milter_run (smfi_main; in a thread of its own, until stopped),
 *                          milter_stop (smfi_stop; waits for mails in work), milter_free
 *     transport/http/      http_open(address or inherited descriptors), http_start, http_stop, http_free
 *
 * No part installs handlers for signals: they are blocked in the worker, but for those of a crash. */
#pragma once

#include "base/err.h"

struct worker;

struct part {
        const char *name;
        enum cw_err (*open)(struct worker *worker, struct err *reterr);
        enum cw_err (*start)(struct worker *worker, struct err *reterr);
        enum cw_err (*reload)(struct worker *worker, struct err *reterr);
        void (*stop)(struct worker *worker);
        void (*close)(struct worker *worker);
};
/* In the order in which they are opened; ends with a name of NULL. */
extern const struct part part_table[];

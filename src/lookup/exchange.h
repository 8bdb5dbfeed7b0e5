/* exchange: one question and its answer over TCP or a unix socket: connects, sends, reads until the other side ends, and
 * holds to its time. Everything is for the loop's thread only. */
#pragma once

#include <sys/uio.h>

#include "config/address.h"
#include "lookup/loop.h"

enum { EXCHANGE_PIECES = 4 };

/* The caller owns it, and sets what stands before the empty line. */
struct exchange {
        /* Once, in the loop's thread. `why`: NULL where the other side ended its answer; else what went wrong, in words.
         * From here on it is not under way any more. */
        void (*done)(struct exchange *exchange, const char *why);
        struct listen_at to;
        struct iovec pieces[EXCHANGE_PIECES]; /* what is sent; changes while it is */
        uint32_t piece_count;
        char *answer; /* of the caller; an answer that does not fit is none */
        size_t room, len;
        int64_t until_ms; /* of the monotonic clock */

        struct loop *loop;
        struct loop_watch watch;
        struct loop_timer timer;
        uint32_t sent; /* whole pieces */
};
/* `done` may be called before this returns. */
void exchange_start(struct loop *loop, struct exchange *exchange);
/* `done` is not called any more. For one that is under way. */
void exchange_cancel(struct exchange *exchange);

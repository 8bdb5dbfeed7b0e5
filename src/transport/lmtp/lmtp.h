/* lmtp: the mail system hands over a copy of each mail for our users, by LMTP (RFC 2033), and each recipient is answered for
 * himself:
 *
 *     250   it is done, or there is nothing to do: no calendar object in the mail, no calendar of that name
 *     451   something failed: it is to come again. Never 5xx to a recipient, which would be told to the sender
 *
 * As many threads as `lmtp-connections` wait for a connection each, judge (GUARD_STACK) and deliver; what is more waits in
 * the kernel's queue. Rights come from the socket: who may connect may deliver, and is believed as to whom a mail was for.
 *
 *     lmtp_bind    with the rights of the one who started us: the socket
 *     lmtp_start   threads begin
 *     lmtp_stop    takes nothing new, and waits for the mails in work
 *
 * Options are those of the guard's configuration, but for those that count at a restart. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"

struct board;
struct config;
struct guard;
struct lmtp;
struct metrics;
struct recorder;

/* Takes the socket of `lmtp-listen`. A unix socket gets `lmtp-socket-mode` and the owner (-1: stays who it is). *ret NULL:
 * the option is empty; all functions take that. CW_ERR_IO: it could not be taken. */
[[nodiscard]] enum cw_err lmtp_bind(const struct config *config, uid_t owner, gid_t group, struct lmtp **ret,
                                    struct err *reterr);
/* All are borrowed until lmtp_stop; all but the guard may be NULL. */
struct lmtp_parts {
        struct guard *guard;
        struct recorder *recorder;
        struct board *board;
        struct metrics *metrics;
};
[[nodiscard]] enum cw_err lmtp_start(struct lmtp *lmtp, const struct lmtp_parts *parts, struct err *reterr);
/* Connections end between two mails. False: at `deadline_ms` of the monotonic clock some mails were still in work. */
bool lmtp_stop(struct lmtp *lmtp, int64_t deadline_ms);
/* Behind lmtp_stop, or where it was never started. Removes a unix socket, where the rights still allow it. */
void lmtp_free(struct lmtp *lmtp);

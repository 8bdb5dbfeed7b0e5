/* milter: mail systems ask about each mail while they receive it (libmilter, protocol 2 to 6; Postfix, Sendmail).
 *
 *     connect, HELO, MAIL, RCPT, header, body   kept; few of them are answered, where the mail system allows that
 *     end of message                            -> item -> guard_judge -> the plan is carried out -> answer
 *
 * What the mail system proves decides the way: a login ({auth_authen}), the client's network, {daemon_name}; see
 * direction.h. Everything else in a mail is a claim.
 *
 * libmilter is one for the process, so there is one milter in it. Its threads judge (GUARD_STACK): Debian's libmilter has
 * a pool of them, and a connection that is silent holds none.
 *
 *     milter_bind    with the rights of the one who started us: the socket
 *     milter_start   threads begin
 *     milter_stop    refuses what comes, and waits for the mails that are being judged
 *
 * Options are those of the guard's configuration (guard_config), so a reload of the guard is all that is needed. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"

struct config;
struct guard;
struct metrics;
struct milter;
struct recorder;

/* Takes the socket of `milter-listen`. A unix socket gets `milter-socket-mode` and the owner (-1: stays who it is); a stale
 * one is removed before. *ret NULL: the option is empty, there is none; all functions take that. CW_ERR_IO: it could not
 * be taken. */
[[nodiscard]] enum cw_err milter_bind(const struct config *config, uid_t owner, gid_t group, struct milter **ret,
                                      struct err *reterr);
/* Begins to answer, in threads of its own. All are borrowed until milter_stop; `recorder` and `metrics` may be NULL. From
 * now on threads that are made without attributes have GUARD_STACK of stack, for libmilter can only be told so. */
[[nodiscard]] enum cw_err milter_start(struct milter *milter, struct guard *guard, struct recorder *recorder,
                                       struct metrics *metrics, struct err *reterr);
/* False when libmilter has given up by itself (no descriptors, no threads), which it never recovers from: the process
 * should end and be started again. */
bool milter_is_up(const struct milter *milter);
/* From now on mails are deferred and connections refused. Waits until those being judged are answered, or until
 * `deadline_ms` of the monotonic clock; false: some were not, and what was lent to the milter must not be freed. The
 * threads stay until the process ends, but touch nothing that was lent any more. */
bool milter_stop(struct milter *milter, int64_t deadline_ms);
/* Behind milter_stop, or where it was never started. Removes a unix socket, where the rights still allow it. */
void milter_free(struct milter *milter);

/* milter: mail systems ask about each mail while they receive it (libmilter, protocol 2 to 6; Postfix, Sendmail).
 *
 *     connect, HELO, MAIL, RCPT, header, body   kept; none of them is answered where the mail system allows that
 *     end of message                            -> item -> guard_judge -> the plan is carried out -> answer
 *
 * What the mail system proves decides the way: a login ({auth_authen}), the client's network, {daemon_name}; see
 * direction.h. Everything else in a mail is a claim.
 *
 * libmilter is one for the process, so there is one milter in it. Its threads have a stack of MILTER_STACK_BYTES and
 * judge nothing themselves that needs more.
 *
 *     milter_bind    with the rights of the one who started us: the socket
 *     milter_start   threads begin
 *     milter_reload  new options, at any time
 *     milter_stop    refuses what comes, and waits for the mails that are being judged */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct config;
struct guard;
struct metrics;
struct milter;
struct recorder;

enum { MILTER_STACK_BYTES = 256 * 1024 };

/* Takes the socket of `milter-listen` (a stale unix socket is removed; it gets `milter-socket-mode` and belongs to
 * whoever calls). *ret NULL: the option is empty, there is none; all functions take that. CW_ERR_IO: it could not be
 * taken. */
[[nodiscard]] enum cw_err milter_bind(const struct config *config, struct milter **ret, struct err *reterr);
/* All are borrowed until milter_stop has returned; a reference of `config` is kept. `recorder` and `metrics` may be
 * NULL. Begins to answer in threads of its own. */
[[nodiscard]] enum cw_err milter_start(struct milter *milter, const struct config *config, struct guard *guard,
                                       struct recorder *recorder, struct metrics *metrics, struct err *reterr);
/* False when libmilter has given up by itself (no descriptors, no threads), which it never recovers from: the process
 * should end and be started again. */
bool milter_is_up(const struct milter *milter);
/* Mails that begin behind it follow the new options. */
void milter_reload(struct milter *milter, const struct config *config);
/* From now on mails are deferred and connections refused. Waits until those being judged are answered, or until
 * `deadline_ms` of the monotonic clock; false: some were not, and whoever was lent to the milter must not be freed. Its
 * threads stay until the process ends, but touch nothing that was lent any more. */
bool milter_stop(struct milter *milter, int64_t deadline_ms);
/* Behind milter_stop, or where it was never started. */
void milter_free(struct milter *milter);

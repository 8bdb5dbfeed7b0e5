/* digests: once a day each user is told by mail what came for his calendar and is not in it (report/digest.h); nobody is told of
 * nothing, nor twice of the same. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

struct config;
struct metrics;
struct store;
struct verdict_keys;

struct digests_tools {
        const struct config *config;
        struct store *store;             /* of this thread; STORE_WRITE for sending */
        const struct verdict_keys *keys; /* for the links; NULL: none */
        struct metrics *metrics;         /* may be NULL */
        int64_t now;
};

/* Whether the options ask for digests at all. */
bool digests_wanted(const struct config *config);

/* The mail that this user would get now, of `arena`, which needs no exit; empty: there is nothing to tell. Changes nothing. */
[[nodiscard]] enum cw_err digests_preview(const struct digests_tools *tools, const char *owner, struct arena *arena,
                                          struct span *ret, struct err *reterr);
/* Sends it, whatever the hour; *ret_sent false: there is nothing to tell, he wants none, or another node was faster. What the mail
 * system does not take is CW_ERR_IO, and nothing counts as told. */
[[nodiscard]] enum cw_err digests_send(const struct digests_tools *tools, const char *owner, bool *ret_sent,
                                       struct err *reterr);
/* To all who are due: who got none since digest-hour was last, and of whom something came before then that nobody told. Goes on
 * behind one that fails. `stop` ends it early; may be NULL. */
[[nodiscard]] enum cw_err digests_send_due(const struct digests_tools *tools, const _Atomic bool *stop,
                                           uint32_t *ret_sent, struct err *reterr);

/* Of the daemon: a thread that looks each minute. */
struct digests;
[[nodiscard]] enum cw_err digests_start(const struct config *config, struct metrics *metrics, struct digests **ret,
                                        struct err *reterr);
/* Looks at once. */
void digests_reload(struct digests *digests, const struct config *config);
/* Waits for a mail that is being sent. NULL is fine. */
void digests_free(struct digests *digests);

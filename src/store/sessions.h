/* sessions: users who have signed in. The store has only a hash of what a browser or program holds (256 random bits), as of a
 * key (keys.h). */
#pragma once

#include "store/store.h"

struct session_record {
        const char *hash;   /* SHA-256, 64 hexadecimal digits */
        const char *owner;  /* the user, in the form that things are kept under (config/aliases.h) */
        const char *method; /* how he proved it: "imap", "caldav", "oidc" */
        int64_t created, expires;
        int64_t used; /* last, to the hour */
};

/* CW_ERR_USAGE: the hash is taken. */
[[nodiscard]] enum cw_err session_add(struct store *store, const struct session_record *session, struct err *reterr);
/* *ret NULL: there is no such session, or it has expired. */
[[nodiscard]] enum cw_err session_find(struct store *store, const char *hash, int64_t now,
                                       const struct session_record **ret, struct err *reterr);
/* Notes that it was used; writes at most once an hour. */
[[nodiscard]] enum cw_err session_touch(struct store *store, const char *hash, int64_t now, struct err *reterr);
[[nodiscard]] enum cw_err session_remove(struct store *store, const char *hash, bool *ret_removed, struct err *reterr);
/* All of a user. */
[[nodiscard]] enum cw_err session_remove_all(struct store *store, const char *owner, uint64_t *ret_removed,
                                             struct err *reterr);

/* store: what Calwarden remembers (DESIGN 5). One suite of tables in SQLite or PostgreSQL; a file a concern:
 *
 *     decisions.h   every decision with its reasons, and its part for each recipient
 *     events.h      provenance of every event: how it came, from whom, how that was proven
 *     claims.h      who owns a UID for a recipient; the attendees of an event
 *     quarantine.h  mails that are held
 *     relations.h   to whom users have written, address books, delegates
 *     lists.h       allow and block lists
 *     feedback.h    what people said of an item
 *     reputation.h  counts and decaying sums of a proven identity
 *     arrivals.h    what came for a user, and where in his calendars it is
 *     accounts.h    what was refused to an account of ours
 *     reports.h     reports of abuse, written and received
 *     keys.h        keys of the API
 *     sessions.h    users who have signed in
 *     links.h       links of digests that were used
 *     choices.h     what users have chosen for themselves
 *
 * A store is one connection and belongs to one thread; open one for each thread that needs it, after the last fork.
 *
 * What all concerns have in common:
 * - Rows are plain structs. Texts that are NULL are stored as "", and none is NULL when read. Times are seconds since
 *   1970, 0: not known. Names of channels, classes, placements, relations and originator classes are those that the
 *   layers above print ("mail-in", "spam", "insert-quiet").
 * - Addresses, domains and message ids are compared byte by byte: give them as the facts have them (lower case; message
 *   ids without brackets).
 * - Texts may hold anything that a stranger wrote: broken UTF-8 becomes U+FFFD, what is behind a NUL or
 *   LIMIT_STORE_TEXT is left out; keys longer than LIMIT_STORE_KEY are kept as their beginning and a hash, in writing
 *   and in asking.
 * - What is read is borrowed from the store until the next call on it. No statement is open when a function returns, so
 *   its rows can be copied into an item's arena.
 * - Writing the same row again is no error and changes nothing twice, unless the header says otherwise.
 * - CW_ERR_IO: the database cannot be reached, is busy, full or read-only; the same may work later. After a failure
 *   inside a transaction the only way on is store_rollback. Nothing here logs. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct store;

enum store_mode {
        STORE_READ,  /* never changes anything; the schema must be the one that this program knows */
        STORE_WRITE, /* makes the database where there is none, and migrates its schema */
};

enum store_durability {
        STORE_LAZY,    /* a kill of the process loses nothing, a power cut may lose the last second */
        STORE_DURABLE, /* on disk when store_commit returns */
};

struct store_options {
        const char *url; /* "sqlite:PATH", "PATH", "postgresql://…" or "postgres://…" (libpq) */
        enum store_mode mode;
        uint32_t timeout_ms; /* for one statement and for connecting; 0: 5000. Scanner threads want it short. The name of
                              * a server is resolved without it: use a socket's folder or hostaddr where that counts */
};

/* CW_ERR_NOT_FOUND: STORE_READ and there is no such database. CW_ERR_CONFIG: the URL is wrong, or the schema is newer
 * (or, with STORE_READ, older) than this program. A file is made readable by its owner only. */
[[nodiscard]] enum cw_err store_open(const struct store_options *options, struct store **ret, struct err *reterr);
void store_close(struct store *store);
static inline void store_closep(struct store **store) {
        store_close(*store);
}
#define STORE_CLEANUP __attribute__((cleanup(store_closep)))

/* For people and for the log, without secrets: "sqlite:/var/lib/calwarden/calwarden.db". */
const char *store_place(const struct store *store);

/* Whether it answers and knows our schema (for readiness). */
[[nodiscard]] enum cw_err store_check(struct store *store, struct err *reterr);

/* Groups writes. Without a transaction each write is one of its own, and durable. They do not nest. A lost connection
 * to a server is made anew by store_begin (and by calls outside of a transaction), at most once a second: in between
 * they fail at once. store_commit ends the transaction in every case, and undoes one of which a call has failed
 * (CW_ERR_USAGE). When it fails with CW_ERR_IO it is not known whether the rows are there: the same batch may be
 * written again. */
[[nodiscard]] enum cw_err store_begin(struct store *store, enum store_durability durability, struct err *reterr);
[[nodiscard]] enum cw_err store_commit(struct store *store, struct err *reterr);
/* Never fails, and does nothing outside of a transaction. */
void store_rollback(struct store *store);

/* The newest schema that this program knows. */
int64_t store_schema_version(void);

/* ---- Retention ---------------------------------------------------------------------------------------------- */

/* How long rows are kept, in seconds since they were written or last changed; 0: for ever. */
struct retention {
        int64_t decisions; /* and their recipients */
        int64_t events;
        int64_t claims;     /* since they were last used; and the attendees */
        int64_t quarantine; /* held ones too: the mail is gone then */
        int64_t sent;       /* message ids of what users sent */
        int64_t relations;  /* since the last mail to them; contacts and confirmed ones stay */
        int64_t reputation; /* since it was last seen */
        int64_t accounts;
        int64_t feedback; /* and reports */
        int64_t arrivals; /* since they came, with their calendar objects */
};

/* Deletes at most about `rows` rows of each kind that are older, and what says itself when it ends (list entries, keys,
 * sessions, links), in a transaction of its own that is short enough not to hold up others; *ret_deleted says how many. To be
 * called again (after a pause) while that is above 0. Not inside of a transaction. */
[[nodiscard]] enum cw_err store_expire(struct store *store, const struct retention *retention, int64_t now,
                                       uint32_t rows, uint64_t *ret_deleted, struct err *reterr);

/* The time of day at which somebody last trusted the clock enough to delete; INT64_MIN: nobody has. It outlives the process,
 * so that one that starts with a wrong clock can see that years have passed. */
[[nodiscard]] enum cw_err store_clock_seen(struct store *store, int64_t *ret, struct err *reterr);
[[nodiscard]] enum cw_err store_clock_mark(struct store *store, int64_t now, struct err *reterr);

/* ---- Backup ------------------------------------------------------------------------------------------------- */

/* Writes all that is in the store into a new SQLite file, consistent, while others go on writing: a temporary file
 * beside it first, synced, readable by its owner only. CW_ERR_USAGE: `path` exists. The file is a store: `sqlite:PATH`
 * opens it. */
[[nodiscard]] enum cw_err store_backup(struct store *store, const char *path, struct err *reterr);

/* Copies all rows of `from` (any driver) into `to` (any driver), which must hold none: restores a backup, and moves a
 * site from SQLite to PostgreSQL. CW_ERR_USAGE: `to` is not empty. One transaction in each. */
[[nodiscard]] enum cw_err store_copy(struct store *from, struct store *to, uint64_t *ret_rows, struct err *reterr);

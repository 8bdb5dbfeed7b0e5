/* caldav: one user's calendars on a CalDAV server (RFC 4791, 6638, 5397, 6764), without anything being sent to anybody.
 *
 *     caldav_open -> caldav_find (by UID) -> caldav_put / caldav_remove -> caldav_close
 *
 * An arena that is exhausted leaves by longjmp only when nothing but the struct caldav is held, which is its caller's.
 *
 * Blocks, with a deadline for each request. One connection a struct, for one thread. Hostile answers are bounded
 * (LIMIT_CALDAV_…), XML is read without network and entities. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

struct caldav;

struct caldav_login {
        const char *url; /* https://host[:port][/path] of the server, or of the user's principal; %u: the user, %a: his address,
                               * percent-encoded */
        const char *user;     /* as the server calls him */
        const char *address;  /* his mail address */
        const char *password; /* NULL: none; his own, or that of `admin` */
        const char *admin; /* NULL, or the account that acts for him (Authorize-As of Cyrus; elsewhere the URL names his principal) */
        const char *header; /* NULL, or, without `admin`, the name of a header that says the user to a server that trusts us: "X-Remote-User" */
        const char *calendar; /* NULL: the server's default calendar; else name or path of another */
        const char *ca_file;  /* NULL: the system's */
        uint32_t timeout_ms;  /* for one request */
};

/* Those that need something of their own. */
enum caldav_server { CALDAV_OTHER, CALDAV_SOGO };

struct caldav_home {
        enum caldav_server server;
        bool schedules; /* "calendar-auto-schedule" in DAV: it sends by itself (RFC 6638 2) */
        const char *principal, *home, *calendar, *inbox; /* paths; "" where there is none */
        const char *const *addresses;                    /* calendar-user-address-set, without mailto: */
        uint32_t address_count;
};

/* Finds principal, home and calendar. CW_ERR_PERMISSION: the login is refused. CW_ERR_NOT_FOUND: no such user or calendar.
 * CW_ERR_IO: not reached, 5xx, 423, 429, 507 and the like: may work later. */
[[nodiscard]] enum cw_err caldav_open(const struct caldav_login *login, struct caldav **ret, struct err *reterr);
void caldav_close(struct caldav *caldav); /* NULL is fine */
const struct caldav_home *caldav_home(const struct caldav *caldav);

struct caldav_object {
        const char *path; /* "" : there is none */
        const char *etag;
        struct span bytes;
};
/* The object of this UID in any calendar of the user that he may write. Borrowed from `arena`. Not found is no failure. A VTODO is
 * found only where caldav_put puts it. CW_ERR_USAGE: a UID with control characters, or none. */
[[nodiscard]] enum cw_err caldav_find(struct caldav *caldav, const char *uid, struct arena *arena,
                                      struct caldav_object *ret, struct err *reterr);
/* By its path. */
[[nodiscard]] enum cw_err caldav_get(struct caldav *caldav, const char *path, struct arena *arena,
                                     struct caldav_object *ret, struct err *reterr);

/* Writes without anything being sent to organizer or attendees, given that the object is one of apply_message with
 * server_schedules as caldav_home says. New when `path` is NULL (then *ret_path, of the arena, is where it is); else only where it
 * still has `etag`. *ret_changed: it was changed (or made, or removed) by somebody else meanwhile, and nothing was written; find
 * it again, but not for ever. CW_ERR_USAGE: the server will never take this object. */
[[nodiscard]] enum cw_err caldav_put(struct caldav *caldav, const char *path, const char *etag, const char *uid,
                                     struct span object, struct arena *arena, const char **ret_path, bool *ret_changed,
                                     struct err *reterr);
/* Removes silently (RFC 6638 8.1, Schedule-Reply: F; per server what else is needed, docs/caldav.md), and the messages of that UID
 * from the scheduling inbox. One that is gone already is no failure; `path` "" or NULL: only those messages. `etag` NULL: as it is.
 * CW_ERR_USAGE: the user himself invites to it, and the server would tell his guests; nothing was done. */
[[nodiscard]] enum cw_err caldav_remove(struct caldav *caldav, const char *path, const char *etag, const char *uid,
                                        bool *ret_changed, struct err *reterr);

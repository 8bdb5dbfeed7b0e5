/* What the files of caldav share. */
#pragma once

#include "client/caldav.h"
#include "client/dav.h"

struct caldav {
        struct dav dav;
        struct caldav_home home;
        struct dav_text principal, root, inbox;
        struct dav_text kept_path, kept_bytes;             /* while they are copied into an arena */
        struct dav_text calendars[LIMIT_CALDAV_CALENDARS]; /* that he may write; the first is where new ones go */
        uint32_t calendar_count;
        struct dav_text addresses[LIMIT_CALDAV_ADDRESSES + 1]; /* the login's own, too */
        const char *address_list[LIMIT_CALDAV_ADDRESSES + 1];
};

/* One content line: what it was made of, with its line end, and what it says without its folds; of a longer one the
 * beginning. */
struct caldav_line {
        struct span source;
        size_t len;
        char text[1024];
};
/* The next one; false at the end. */
bool caldav_next_line(struct span *rest, struct caldav_line *ret);
/* Whether it is a property of that name. */
bool caldav_line_is(const struct caldav_line *line, struct span name);

/* Whether a calendar object is of this UID: of one of its components right below VCALENDAR. */
bool caldav_has_uid(struct span object, struct span uid);
/* Writes "UID.ics", or a name made of a hash where the UID is no name for a file. */
enum { CALDAV_NAME = 160 };
void caldav_object_name(struct span uid, char ret[static CALDAV_NAME]);

/* One object; `ret_reply->status` 404 when it is gone, which is no failure. */
[[nodiscard]] enum cw_err caldav_fetch(struct caldav *caldav, const char *path, struct dav_reply *ret_reply,
                                       struct err *reterr);
/* Calls `found` with each object of that UID in a collection, until it answers false. */
typedef bool caldav_found(void *user, const char *path, struct dav_reply *reply);
[[nodiscard]] enum cw_err caldav_search(struct caldav *caldav, const char *collection, struct span uid,
                                        caldav_found *found, void *user, struct err *reterr);

/* What a server does that is told nothing (caldav-silent.c). */

/* Whether the user is organizer of an object whose attendees the server would tell of its end. */
bool caldav_user_invites(const struct caldav *caldav, struct span object);
/* The object with SCHEDULE-AGENT=CLIENT wherever SOGo may look for it: on ORGANIZER and each ATTENDEE, for who of them is the user
 * is its to say. */
[[nodiscard]] bool caldav_mark_silent(struct span object, struct dav_text *ret);
/* The highest SEQUENCE of an object; 0 without one. */
uint64_t caldav_sequence(struct span object);
/* An object of that UID in which nobody takes part. `organizer`: an address, or NULL. */
[[nodiscard]] bool caldav_empty_object(struct span uid, uint64_t sequence, const char *organizer, struct dav_text *ret);

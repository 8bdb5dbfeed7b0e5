/* What the files of caldav share. */
#pragma once

#include "client/caldav.h"
#include "client/dav.h"

struct caldav {
        struct dav dav;
        struct caldav_home home;
        struct dav_text principal, root, inbox;
        struct dav_text calendars[LIMIT_CALDAV_CALENDARS]; /* that he may write; the first is where new ones go */
        uint32_t calendar_count;
        struct dav_text addresses[LIMIT_CALDAV_ADDRESSES];
        const char *address_list[LIMIT_CALDAV_ADDRESSES];
};

/* Whether a calendar object is of this UID: of one of its components right below VCALENDAR. */
bool caldav_has_uid(struct span object, struct span uid);
/* Writes "UID.ics", percent-encoded, or a name made of a hash where the UID is no name for a file. */
enum { CALDAV_NAME = 160 };
void caldav_object_name(struct span uid, char ret[static CALDAV_NAME]);

/* The objects of a collection that may be of this UID: those that the server finds, or all where it cannot search. */
[[nodiscard]] enum cw_err caldav_candidates(struct caldav *caldav, const char *collection, struct span uid,
                                            struct dav_answer *ret, struct err *reterr);
/* One object; `ret_reply->status` 404 when it is gone, which is no failure. */
[[nodiscard]] enum cw_err caldav_fetch(struct caldav *caldav, const char *path, struct dav_reply *ret_reply,
                                       struct err *reterr);
/* Calls `found` with each object of that UID in a collection, until it answers false. */
typedef bool caldav_found(void *user, const char *path, struct dav_reply *reply);
[[nodiscard]] enum cw_err caldav_search(struct caldav *caldav, const char *collection, struct span uid,
                                        caldav_found *found, void *user, struct err *reterr);

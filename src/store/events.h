/* events: the provenance of every event, by recipient: in which way it came, from whom, how that was proven, and when
 * (CC/R 18003 6.1, and the committee's record of origin: creation has user, time, address and agent; mail has sender,
 * time and Message-ID; a subscription its URL, an import its file name). */
#pragma once

#include "store/store.h"

struct event_record {
        const char *recipient; /* whose calendar */
        const char *uid;
        const char *item;     /* the decision that let it in, or kept it out */
        const char *instance; /* RECURRENCE-ID as written; "": all of it */
        const char *channel;
        int64_t at; /* when it arrived */
        const char *message_id;
        const char *client;     /* address of the client that brought it */
        const char *user;       /* authenticated user who brought or made it */
        const char *user_agent; /* of HTTP */
        const char *source;     /* URL of a feed, name of a file */
        const char *sender;     /* address of From */
        const char *identity;   /* the identity that is proven: address, or @domain where only that is; "": none */
        const char *proof;      /* how: "dmarc example.com", "dkim example.net", "login", "" for none */
        const char *originator_class;
        const char *organizer;
        const char *method;
        int64_t sequence; /* -1: none given */
        int64_t stamp;    /* DTSTAMP */
        const char *class;
        const char *placement;
        const char *summary;
};

/* The first of (recipient, uid, item, instance) stays. */
[[nodiscard]] enum cw_err event_add(struct store *store, const struct event_record *event, struct err *reterr);

/* The newest first, at most `limit` (0: 100, at most LIMIT_STORE_PAGE). `recipient` NULL: of all. */
[[nodiscard]] enum cw_err event_list(struct store *store, const char *recipient, const char *uid, uint32_t limit,
                                     const struct event_record **ret, uint32_t *ret_count, struct err *reterr);
/* Those of an item. */
[[nodiscard]] enum cw_err event_of_item(struct store *store, const char *item, const struct event_record **ret,
                                        uint32_t *ret_count, struct err *reterr);

/* How often an organizer's events have come to a recipient (method REQUEST, PUBLISH or ADD; whatever became of them).
 * This is no relation: receiving makes nobody known (attack 16). Of more than LIMIT_STORE_SEEN events only so many are
 * looked at: a daily digest has thousands, and each mail asks. */
struct event_seen {
        int64_t count;       /* different UIDs */
        int64_t first, last; /* when; 0: never */
};
[[nodiscard]] enum cw_err event_seen(struct store *store, const char *recipient, const char *organizer,
                                     struct event_seen *ret, struct err *reterr);

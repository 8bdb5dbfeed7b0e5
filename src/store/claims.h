/* claims: who owns a UID for a recipient (DESIGN 2, Originator authorisation), and who takes part in the event.
 *
 * A row is the claim of one identity. Whether an identity gets a claim is decided above (facts/history); the store
 * keeps the claims of several identities side by side, so that a conflict can be explained. */
#pragma once

#include "store/store.h"

struct claim_record {
        const char *recipient;
        const char *uid;
        const char *identity;         /* address, or @domain, or "service:NAME ADDRESS by WHO": struct originator */
        const char *originator_class; /* how well it was proven when it was last raised */
        const char *state;            /* "proven"; "confirmed": by a person; "refused": by a person */
        const char *organizer;
        const char *sender; /* address of From */
        const char *channel;
        const char *item;    /* the one that made it */
        int64_t first, last; /* when it was made, and last used */
        int64_t sequence;    /* the highest that this identity has given, -1: none */
        int64_t stamp;       /* DTSTAMP that came with it */
        bool cancelled;      /* the last was a CANCEL of the whole */
};

/* Makes the claim of (recipient, uid, identity), or brings it up to date: `last` becomes the later one; sequence and
 * stamp only rise (by sequence, then stamp), and `cancelled` goes with them; originator_class, organizer,
 * sender and channel become those given; state, first and item stay. */
[[nodiscard]] enum cw_err claim_raise(struct store *store, const struct claim_record *claim, struct err *reterr);
/* A person's word: "confirmed" or "refused". CW_ERR_NOT_FOUND: there is no such claim. Confirming one makes the others
 * of the same recipient and UID that were confirmed "proven" again. */
[[nodiscard]] enum cw_err claim_decide(struct store *store, const char *recipient, const char *uid,
                                       const char *identity, const char *state, struct err *reterr);
/* All claims of a recipient on a UID, confirmed ones first, then the oldest first (of the same second: by the number of
 * their items, which rise); at most LIMIT_STORE_CLAIMS. */
[[nodiscard]] enum cw_err claim_list(struct store *store, const char *recipient, const char *uid,
                                     const struct claim_record **ret, uint32_t *ret_count, struct err *reterr);

/* ---- Attendees ---------------------------------------------------------------------------------------------- */

/* Those whom an event has, or had, as its owner's claim has told it; and what each has answered last (RFC 5546 2.1.5
 * wants SEQUENCE and DTSTAMP kept for each attendee; 6.2.6 former attendees). */
struct attendee_record {
        const char *recipient; /* whose copy of the event */
        const char *uid;
        const char *address;
        const char *delegate_of; /* DELEGATED-FROM; "" */
        bool present;            /* false: has been uninvited */
        int64_t first, last;     /* when it was first and last seen on the list */
        const char *partstat;    /* of the last answer; "" before one */
        int64_t sequence, stamp; /* of the last answer; -1, 0: none */
};

/* Sets the list of an event: those who are not in it any more become absent. At most LIMIT_STORE_ATTENDEES; the rest is
 * left out. Only members address and delegate_of are read. An empty list makes all of them absent. */
[[nodiscard]] enum cw_err attendee_set(struct store *store, const char *recipient, const char *uid, int64_t at,
                                       const struct attendee_record *attendees, uint32_t count, struct err *reterr);
/* An answer of one who is, or was, on the list; older ones (by sequence, then stamp) change nothing. */
[[nodiscard]] enum cw_err attendee_answer(struct store *store, const char *recipient, const char *uid,
                                          const char *address, const char *partstat, int64_t sequence, int64_t stamp,
                                          struct err *reterr);
/* *ret NULL: was never on it. */
[[nodiscard]] enum cw_err attendee_find(struct store *store, const char *recipient, const char *uid,
                                        const char *address, const struct attendee_record **ret, struct err *reterr);

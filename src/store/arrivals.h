/* arrivals: what came for a user: every calendar object that a mail brought to one of ours, what became of it, and where it
 * is (CC/R 18003 6.1: how the event was inserted, and how it gets out again). `deliver` writes them, the user's own
 * operations and the digest read them.
 *
 *     pending -> inserted -> removed                 (what the user's calendar holds)
 *             -> offered -> inserted | dismissed     (not in the calendar; the user may take it over)
 *             -> withheld -> inserted | dismissed    (abuse, or not his; "not spam" brings it in)
 *             -> applied                             (an update, cancellation or answer that changed an event of his)
 *             -> unchanged                           (nothing to do: old, double, or of no event of his)
 *
 * One that stays `pending` because the process died is gone over again when the mail comes again: the same item, owner, UID
 * and instance are one row. */
#pragma once

#include "base/span.h"
#include "store/store.h"

#define ARRIVAL_PENDING "pending"
#define ARRIVAL_INSERTED "inserted"
#define ARRIVAL_OFFERED "offered"
#define ARRIVAL_WITHHELD "withheld"
#define ARRIVAL_APPLIED "applied"
#define ARRIVAL_UNCHANGED "unchanged"
#define ARRIVAL_REMOVED "removed"
#define ARRIVAL_DISMISSED "dismissed"

struct arrival_record {
        const char *id; /* random, 26 characters: the value of X-CALWARDEN-ORIGIN in the event; tells nobody anything */
        const char *mail;  /* one mail to one user, so that the same mail again is known: a hash of its bytes */
        const char *item;  /* of the decision; "" where there is none */
        const char *owner; /* the user, in the form that things are kept under (config/aliases.h) */
        int64_t at;
        const char *channel, *method, *uid;
        const char *instance; /* RECURRENCE-ID as written; "" */
        const char *organizer, *sender, *message_id, *title;
        int64_t start;          /* of the (first) event; 0: not known */
        const char *originator; /* class: "verified" */
        const char *class;      /* "clean", "doubtful", … */
        const char *placement;  /* as decided: "insert-quiet" */
        const char *reason;     /* a sentence for the user */
        const char *state;      /* ARRIVAL_… */
        const char *place;      /* path of the resource on the calendar server, "" while there is none */
        const char *headers;    /* the mail's header, cut at LIMIT_STORE_TEXT */
        int64_t changed;        /* when it got into this state */
        const char *changed_by; /* the user, "" for deliver itself */
        int64_t digested;       /* when a digest told of it; 0: none did */
};

/* `object`: the calendar as it came; empty where nothing could be kept. `id` is not read, and `changed` 0 is `at`. Where (mail,
 * owner, uid, instance) is there already, nothing changes. *ret_id: that of the row that counts, in `ret_id`'s 27 bytes. */
[[nodiscard]] enum cw_err arrival_add(struct store *store, const struct arrival_record *arrival, struct span object,
                                      char ret_id[static 27], struct err *reterr);
/* `place` NULL: as it is, and `reason` as well. *ret_moved false: it was not in one of the states `from` (a list with commas; NULL:
 * any), and nothing changed; may be NULL. */
[[nodiscard]] enum cw_err arrival_move(struct store *store, const char *id, const char *from, const char *to,
                                       const char *place, const char *reason, const char *by, int64_t at,
                                       bool *ret_moved, struct err *reterr);
/* *ret NULL: none of this id. Pointers borrowed as all that is read. */
[[nodiscard]] enum cw_err arrival_find(struct store *store, const char *id, const struct arrival_record **ret,
                                       struct err *reterr);
/* CW_ERR_NOT_FOUND: it is gone. */
[[nodiscard]] enum cw_err arrival_object(struct store *store, const char *id, struct span *ret, struct err *reterr);

/* NULL or 0: any. */
struct arrival_filter {
        const char *before; /* ids below this one: they rise with time, within a millisecond */
        const char *owner, *uid, *organizer, *mail, *item;
        const char *state; /* or several, with commas between them */
        int64_t since, until;
        bool undigested;
        uint32_t limit; /* 0: 100; at most LIMIT_STORE_PAGE */
};
/* The newest first. */
[[nodiscard]] enum cw_err arrival_list(struct store *store, const struct arrival_filter *filter,
                                       const struct arrival_record **ret, uint32_t *ret_count, struct err *reterr);
/* A digest told of it. */
[[nodiscard]] enum cw_err arrival_digested(struct store *store, const char *id, int64_t at, struct err *reterr);
/* Owners of whom there is something undigested in one of the states offered and withheld; in their order, behind `after`. */
[[nodiscard]] enum cw_err arrival_owners(struct store *store, const char *after, uint32_t limit,
                                         const char *const **ret, uint32_t *ret_count, struct err *reterr);

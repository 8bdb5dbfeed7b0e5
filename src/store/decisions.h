/* decisions: every judgement with its reasons, so that it can be told later why something is in a calendar, or is not.
 */
#pragma once

#include "store/store.h"

struct decision_record {
        const char *item;             /* 26 characters, rising with time (see engine/guard.h) */
        int64_t at;                   /* when it arrived */
        const char *node;             /* which host judged it */
        const char *channel;          /* "mail-in" */
        const char *class;            /* "spam" */
        double probability;           /* 0 to 1 */
        const char *placement;        /* the strictest of the recipients */
        const char *action;           /* what was done: "accept", "tag", "quarantine", "reject", … */
        const char *originator_class; /* "verified-delegate" */
        const char *originator;       /* O(msg) */
        const char *message_id;
        const char *mail_from; /* envelope sender */
        const char *sender;    /* address of From, or the user who submits */
        const char *client;    /* address of the client, as the socket proves it */
        const char *account;   /* authenticated user; "" when none */
        const char *organizer;
        const char *uid;
        const char *method;
        const char *title; /* SUMMARY or Subject */
        int64_t size;      /* bytes */
        int64_t elapsed_us;
        const char *rules_version;
        const char *reasons; /* JSON: the object that `check --json` prints */
};

struct decision_recipient_record {
        const char *item;
        const char *recipient;
        const char *relation; /* "correspondent" */
        const char *class;
        double probability;
        const char *placement;
        const char *placement_reason; /* a sentence for the user; "" where placement is none */
        const char *action;           /* where it differs from the message's, else "" */
};

/* A decision of the same item that is there already stays as it is. */
[[nodiscard]] enum cw_err decision_add(struct store *store, const struct decision_record *decision,
                                       const struct decision_recipient_record *recipients, uint32_t count,
                                       struct err *reterr);

/* *ret NULL: there is none of this id. */
[[nodiscard]] enum cw_err decision_find(struct store *store, const char *item, const struct decision_record **ret,
                                        struct err *reterr);
[[nodiscard]] enum cw_err decision_recipients(struct store *store, const char *item,
                                              const struct decision_recipient_record **ret, uint32_t *ret_count,
                                              struct err *reterr);

/* Every member narrows the search; NULL or 0: any. */
struct decision_filter {
        const char *before;   /* item ids below this one: the last of the page before */
        int64_t since, until; /* of `at`: since <= at < until */
        const char *channel, *class, *action, *sender, *organizer, *message_id, *uid, *account, *recipient;
        uint32_t limit; /* 0: 100; at most LIMIT_STORE_PAGE */
};

/* The newest first. `reasons` is left out (""). */
[[nodiscard]] enum cw_err decision_list(struct store *store, const struct decision_filter *filter,
                                        const struct decision_record **ret, uint32_t *ret_count, struct err *reterr);

/* How many decisions of since <= at < until (0: any) there are, by channel, class and action. */
struct decision_count {
        const char *channel, *class, *action;
        int64_t count, bytes, elapsed_us /* sums */;
};
[[nodiscard]] enum cw_err decision_stats(struct store *store, int64_t since, int64_t until,
                                         const struct decision_count **ret, uint32_t *ret_count, struct err *reterr);

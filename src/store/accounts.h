/* accounts: what was refused to, or done with, an account of ours at the source (CC/R 18003 4.2, 4.3). */
#pragma once

#include "store/store.h"

struct account_event {
        int64_t id; /* given by the store; not read when it is added */
        int64_t at;
        const char *account; /* authenticated user; "": none, then the client counts */
        const char *client;
        const char *organizer;
        const char *kind;   /* "refused", "limited", "discarded", "alerted", … */
        const char *item;   /* "" where it is about none */
        const char *detail; /* a sentence */
};

/* Repeating it adds again. */
[[nodiscard]] enum cw_err account_event_add(struct store *store, const struct account_event *event, struct err *reterr);

/* NULL or 0: any. */
struct account_event_filter {
        const char *account, *client, *kind;
        int64_t since;
        int64_t before; /* ids below this one */
        uint32_t limit; /* 0: 100; at most LIMIT_STORE_PAGE */
};
/* The newest first. */
[[nodiscard]] enum cw_err account_event_list(struct store *store, const struct account_event_filter *filter,
                                             const struct account_event **ret, uint32_t *ret_count, struct err *reterr);

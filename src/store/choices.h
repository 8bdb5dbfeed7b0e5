/* choices: what a user has chosen for himself, and when he got his last digest. */
#pragma once

#include "store/store.h"

struct choice_record {
        const char *owner;    /* in the form that things are kept under (config/aliases.h) */
        int64_t sent;         /* the last digest; 0: none yet */
        const char *digest;   /* "daily" or "never"; "": he has not chosen */
        const char *calendar; /* "usual", "known" or "ask": what unknown organizers get; "": he has not chosen */
};

/* *ret NULL: nothing is known of him. */
[[nodiscard]] enum cw_err choice_find(struct store *store, const char *owner, const struct choice_record **ret,
                                      struct err *reterr);
/* NULL leaves it as it is, "" takes a choice back. CW_ERR_USAGE: it is none of the words. */
[[nodiscard]] enum cw_err choice_set(struct store *store, const char *owner, const char *digest, const char *calendar,
                                     struct err *reterr);

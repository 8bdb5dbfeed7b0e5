/* lists: what operators and users allow and block. */
#pragma once

#include "store/store.h"

struct list_record {
        const char *scope; /* "site", "domain" or "user" */
        const char *owner; /* of the scope: "", the domain, or the user's address */
        const char *kind;  /* "address", "domain", "organizer", "list" (List-Id) or "account" */
        const char *value;
        const char *effect; /* "allow" or "block" */
        const char *note;
        const char *by; /* who added it */
        int64_t at;
        int64_t expires; /* 0: never */
};

/* An entry of the same scope, owner, kind and value is replaced, whichever effect it had. CW_ERR_USAGE: a scope, kind
 * or effect that is none, or no value. */
[[nodiscard]] enum cw_err list_add(struct store *store, const struct list_record *entry, struct err *reterr);
/* *ret_removed false: there was none. */
[[nodiscard]] enum cw_err list_remove(struct store *store, const char *scope, const char *owner, const char *kind,
                                      const char *value, bool *ret_removed, struct err *reterr);

/* NULL: any. */
struct list_filter {
        const char *scope, *owner, *kind, *value, *effect;
        const char *after; /* value to go on behind */
        uint32_t limit;    /* 0: 100; at most LIMIT_STORE_PAGE */
};
/* In the order of values. Expired entries that still are there are left out: `now`. */
[[nodiscard]] enum cw_err list_list(struct store *store, const struct list_filter *filter, int64_t now,
                                    const struct list_record **ret, uint32_t *ret_count, struct err *reterr);

/* Entries about (kind, value) that hold for a recipient: of the site, of its domain, its own (in this order).
 * `recipient` "" or NULL: only those of the site. At most 3. */
[[nodiscard]] enum cw_err list_match(struct store *store, const char *kind, const char *value, const char *recipient,
                                     int64_t now, const struct list_record **ret, uint32_t *ret_count,
                                     struct err *reterr);

/* A number that changes whenever a list does, on whichever node: for those who keep lists in memory. */
[[nodiscard]] enum cw_err list_version(struct store *store, int64_t *ret, struct err *reterr);
/* How many entries there are. */
[[nodiscard]] enum cw_err list_count(struct store *store, int64_t *ret, struct err *reterr);

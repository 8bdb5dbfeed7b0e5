/* keys: who may use the API, and for what. The store has only a hash of a key: whoever makes it (256 random bits) shows
 * it once, and gives SHA-256 of it, in hexadecimal. */
#pragma once

#include "store/store.h"

struct key_record {
        const char *id;     /* for people: short, unique */
        const char *hash;   /* SHA-256 of the key, 64 hexadecimal digits */
        const char *name;   /* what it is for */
        const char *rights; /* names separated by commas, as ops.def has them */
        const char *scope;  /* "" for the site, "@domain", or one user's address */
        const char *by;     /* who made it */
        int64_t created;
        int64_t expires; /* 0: never */
        int64_t used;    /* last, to the hour; 0: never */
};

/* CW_ERR_USAGE: id or hash are taken. */
[[nodiscard]] enum cw_err key_add(struct store *store, const struct key_record *key, struct err *reterr);
/* *ret NULL: there is no such key, or it has expired. */
[[nodiscard]] enum cw_err key_find(struct store *store, const char *hash, int64_t now, const struct key_record **ret,
                                   struct err *reterr);
/* Notes that it was used; writes at most once an hour. */
[[nodiscard]] enum cw_err key_touch(struct store *store, const char *id, int64_t now, struct err *reterr);
[[nodiscard]] enum cw_err key_remove(struct store *store, const char *id, bool *ret_removed, struct err *reterr);
/* All, in the order in which they were made, expired ones too. */
[[nodiscard]] enum cw_err key_list(struct store *store, const struct key_record **ret, uint32_t *ret_count,
                                   struct err *reterr);

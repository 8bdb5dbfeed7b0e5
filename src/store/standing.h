/* standing: the allow and block lists as they stood a moment ago, in memory: counted, never changed, shared by threads. */
#pragma once

#include "store/lists.h"

struct standing {
        _Atomic uint32_t references;
        int64_t version;
        bool complete; /* false: there are more than LIMIT_MEMORY_LISTS; `rows` is empty, and the store has to be asked */
        uint32_t count;
        const struct list_record **rows; /* by kind, value, scope, owner */
        struct standing_page *pages;
};

/* Reads them all; the caller has the only reference. */
[[nodiscard]] enum cw_err standing_load(struct store *store, struct standing **ret, struct err *reterr);
struct standing *standing_ref(struct standing *standing);
void standing_unref(struct standing *standing); /* NULL is fine */

enum { STANDING_MATCHES = 3 };
/* As list_match; returns how many there are. */
uint32_t standing_match(const struct standing *standing, const char *kind, const char *value, const char *recipient,
                        int64_t now, const struct list_record *ret[STANDING_MATCHES]);

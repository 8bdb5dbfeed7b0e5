/* pattern-cache: the last database of patterns that was compiled, as bytes in memory that processes share. To compile the
 * shipped rules takes half a second of CPU, to take them from here less than a millisecond: so a worker that is started
 * again serves at once.
 *
 * One process writes at a time. One that dies while it writes leaves an empty cache. Who can write here can make the
 * reader execute anything, so share it only among processes of equal rights. */
#pragma once

#include "base/limits.h"
#include "text/patterns.h"

/* Zeroed: empty. */
struct pattern_cache {
        _Atomic uint64_t key; /* of the patterns and of the library; 0: empty */
        size_t len;
        char bytes[LIMIT_PATTERN_CACHE];
};

/* As patterns_new. The database is taken from the cache where that holds the same patterns; else it is compiled and,
 * where it fits, put there. `cache` may be NULL. */
[[nodiscard]] enum cw_err patterns_new_cached(struct pattern_cache *cache, const struct pattern *list, uint32_t count,
                                              struct patterns **ret, uint32_t *ret_index, struct err *reterr);

#include "text/pattern-cache.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/siphash.h"

static uint64_t key_of(const struct pattern *list, uint32_t count) {
        uint64_t hash = siphash(&(struct siphash_key){ 0 }, span_from(patterns_engine()));
        for (uint32_t i = 0; i < count; i++) {
                struct siphash_key before = { hash, (uint64_t)list[i].id << 32 | list[i].flags };
                hash = siphash(&before, list[i].text);
        }
        return hash ? hash : 1;
}

static void cache_put(struct pattern_cache *cache, uint64_t key, const struct patterns *patterns) {
        char *bytes = NULL;
        size_t len = 0;
        if (patterns_save(patterns, &bytes, &len, NULL) != CW_OK || len > sizeof cache->bytes) {
                free(bytes);
                return;
        }
        atomic_store(&cache->key, 0);
        memcpy(cache->bytes, bytes, len);
        cache->len = len;
        atomic_store(&cache->key, key);
        free(bytes);
}

enum cw_err patterns_new_cached(struct pattern_cache *cache, const struct pattern *list, uint32_t count,
                                struct patterns **ret, uint32_t *ret_index, struct err *reterr) {
        if (!cache || count == 0)
                return patterns_new(list, count, ret, ret_index, reterr);
        uint64_t key = key_of(list, count);
        struct span bytes = { cache->bytes, cache->len };
        if (atomic_load(&cache->key) == key && patterns_load(bytes, ret, NULL) == CW_OK)
                return CW_OK;
        enum cw_err code = patterns_new(list, count, ret, ret_index, reterr);
        if (code == CW_OK)
                cache_put(cache, key, *ret);
        return code;
}

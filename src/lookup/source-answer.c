/* What a source says, and what it said before. */
#include <jansson.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/nesting.h"
#include "base/siphash.h"
#include "lookup/source.h"

/* One step of a pointer (RFC 6901 4): ~1 is /, ~0 is ~. False: too long. */
static bool step_take(const char **pointer, char *step, size_t room) {
        size_t len = 0;
        const char *p = *pointer + 1; /* behind the / */
        for (; *p && *p != '/'; p++) {
                if (len + 1 >= room)
                        return false;
                bool escaped = *p == '~' && (p[1] == '0' || p[1] == '1');
                step[len++] = !escaped ? *p : p[1] == '1' ? '/' : '~';
                p += escaped;
        }
        step[len] = '\0';
        *pointer = p;
        return true;
}

static json_t *value_at(json_t *value, const char *pointer) {
        char step[128];
        if (*pointer != '/')
                return NULL;
        while (value && *pointer == '/') {
                uint64_t place;
                if (!step_take(&pointer, step, sizeof step))
                        return NULL;
                if (json_is_array(value))
                        value = span_to_u64(span_from(step), &place) ? json_array_get(value, (size_t)place) : NULL;
                else
                        value = json_object_get(value, step);
        }
        return value;
}

static bool is_yes(const json_t *value) {
        const char *text = json_string_value(value);
        if (text)
                return *text && strcmp(text, "false") != 0 && strcmp(text, "no") != 0 && strcmp(text, "0") != 0;
        return json_is_true(value) || json_number_value(value) != 0;
}

bool source_read(struct span answer, const struct source_places *places, struct source_answer *ret) {
        if (!json_is_shallow(answer))
                return false;
        json_t *root = json_loadb(answer.ptr ? answer.ptr : "", answer.len, JSON_REJECT_DUPLICATES, NULL);
        const json_t *age = value_at(root, places->age), *score = value_at(root, places->score);
        const json_t *listed = value_at(root, places->listed);
        bool known = json_is_number(age) || json_is_number(score) || (listed && !json_is_null(listed));
        if (known)
                *ret = (struct source_answer){ .age_known = json_is_number(age),
                                               .score_known = json_is_number(score),
                                               .listed = is_yes(listed),
                                               .age_days = json_number_value(age),
                                               .score = json_number_value(score) };
        json_decref(root);
        return known;
}

struct span source_url(struct arena *arena, const char *url, const char *name, struct span value) {
        static const char hex[] = "0123456789ABCDEF";
        struct span rest = span_from(url);
        size_t at = span_find(rest, span_from(name));
        struct buf out = buf_in(arena, 4096);
        if (at == rest.len)
                return (struct span){ 0 };
        buf_add(&out, span_head(rest, at));
        for (size_t i = 0; i < value.len; i++) {
                unsigned char c = (unsigned char)value.ptr[i];
                if (ascii_alnum((char)c) || memchr("-_.~", c, 4)) {
                        buf_add_byte(&out, (char)c);
                } else {
                        buf_add_byte(&out, '%');
                        buf_add_byte(&out, hex[c >> 4]);
                        buf_add_byte(&out, hex[c & 15]);
                }
        }
        buf_add(&out, span_skip(rest, at + strlen(name)));
        return out.overflow ? (struct span){ 0 } : arena_copy(arena, buf_span(&out));
}

/* ---- Cache -------------------------------------------------------------------------------------------------------------- */

enum { CACHE_PLACES = 4096 };

struct source_cache {
        pthread_mutex_t lock;
        struct siphash_key key; /* whoever names domains in invitations does not choose their places */
        struct cached {
                uint64_t url;
                int64_t until_ms; /* 0: free */
                struct source_answer answer;
        } places[CACHE_PLACES];
};

struct source_cache *source_cache_new(void) {
        struct source_cache *cache = calloc(1, sizeof *cache);
        if (!cache || getrandom(&cache->key, sizeof cache->key, 0) != sizeof cache->key) {
                free(cache);
                return NULL;
        }
        pthread_mutex_init(&cache->lock, NULL);
        return cache;
}

void source_cache_free(struct source_cache *cache) {
        if (cache)
                pthread_mutex_destroy(&cache->lock);
        free(cache);
}

bool source_cache_get(struct source_cache *cache, struct span url, int64_t now_ms, struct source_answer *ret) {
        uint64_t hash = siphash(&cache->key, url);
        pthread_mutex_lock(&cache->lock);
        const struct cached *place = &cache->places[hash % CACHE_PLACES];
        bool found = place->url == hash && place->until_ms > now_ms;
        if (found)
                *ret = place->answer;
        pthread_mutex_unlock(&cache->lock);
        return found;
}

void source_cache_put(struct source_cache *cache, struct span url, int64_t until_ms, const struct source_answer *answer) {
        uint64_t hash = siphash(&cache->key, url);
        pthread_mutex_lock(&cache->lock);
        cache->places[hash % CACHE_PLACES] = (struct cached){ hash, until_ms, *answer };
        pthread_mutex_unlock(&cache->lock);
}

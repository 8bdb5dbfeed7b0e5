#include "store/internal.h"

#include <openssl/evp.h>
#include <stdlib.h>

#include "base/utf8.h"

const struct database_driver *database_driver_of(const char *url) {
        struct span s = span_from(url);
        if (span_starts_nocase(s, SPAN("postgresql://")) || span_starts_nocase(s, SPAN("postgres://")))
                return &database_postgres;
        if (span_starts_nocase(s, SPAN("sqlite:")))
                return &database_sqlite;
        return s.len > 0 && !span_has(s, SPAN("://")) ? &database_sqlite : NULL;
}

/* ---- Pool ------------------------------------------------------------------------------------------------------- */

struct pool_chunk {
        struct pool_chunk *next;
        size_t size, used;
        _Alignas(16) char bytes[];
};

#ifdef CW_ARENA_MALLOC
enum { CHUNK = 0 };
#else
enum { CHUNK = 16 * 1024 };
#endif

void *pool_take(struct pool *pool, size_t size) {
        size = (size + 15) & ~(size_t)15;
        if (size > LIMIT_STORE_RESULT || pool->used > LIMIT_STORE_RESULT - size)
                return NULL;
        struct pool_chunk *chunk = pool->chunks;
        if (!chunk || size > chunk->size - chunk->used) {
                size_t room = size > CHUNK ? size : CHUNK;
                chunk = malloc(sizeof *chunk + room);
                if (!chunk)
                        return NULL;
                *chunk = (struct pool_chunk){ .next = pool->chunks, .size = room };
                pool->chunks = chunk;
        }
        void *at = chunk->bytes + chunk->used;
        chunk->used += size;
        pool->used += size;
        return at;
}

void pool_free(struct pool *pool) {
        while (pool->chunks) {
                struct pool_chunk *next = pool->chunks->next;
                free(pool->chunks);
                pool->chunks = next;
        }
        pool->used = 0;
}

/* ---- Texts ------------------------------------------------------------------------------------------------------ */

/* Bytes at the beginning that are valid, whole characters, and at most `max`. */
static size_t valid_prefix(struct span s, size_t max) {
        size_t at = 0;
        while (at < s.len) {
                uint64_t eight;
                if (s.len - at >= sizeof eight && at + sizeof eight <= max) {
                        memcpy(&eight, s.ptr + at, sizeof eight);
                        if (!(eight & 0x8080808080808080)) {
                                at += sizeof eight;
                                continue;
                        }
                }
                uint32_t rune;
                size_t length = utf8_read(span_skip(s, at), &rune);
                if (length == 0 || at + length > max)
                        break;
                at += length;
        }
        return at;
}

/* Writes the repaired text to `out`, which has room for `max` bytes. */
static size_t repair(struct span s, size_t max, char *out) {
        size_t len = 0;
        for (size_t at = 0; at < s.len;) {
                uint32_t rune;
                size_t length = utf8_read(span_skip(s, at), &rune);
                struct span piece = length > 0 ? (struct span){ s.ptr + at, length } : SPAN("\xEF\xBF\xBD");
                if (len + piece.len > max)
                        break;
                memcpy(out + len, piece.ptr, piece.len);
                len += piece.len;
                at += length > 0 ? length : 1;
        }
        return len;
}

/* "#" and the first half of the SHA-256 of the whole in hexadecimal. */
enum { HASH_TEXT = 1 + 32 };

static void hash_text(struct span s, char out[static HASH_TEXT]) {
        static const char digits[] = "0123456789abcdef";
        unsigned char digest[EVP_MAX_MD_SIZE] = { 0 };
        unsigned int length = 0;
        (void)EVP_Digest(s.ptr, s.len, digest, &length, EVP_sha256(), NULL);
        out[0] = '#';
        for (size_t i = 0; i < (HASH_TEXT - 1) / 2; i++) {
                out[1 + 2 * i] = digits[digest[i] >> 4];
                out[2 + 2 * i] = digits[digest[i] & 15];
        }
}

struct span text_kept(struct pool *pool, const char *text, size_t max, bool key) {
        struct span s = span_from(text);
        size_t good = valid_prefix(s, max);
        if (good == s.len)
                return s.ptr ? s : SPAN("");
        if (!key && good + 4 > max)
                return span_head(s, good);
        size_t most = s.len * 3 + HASH_TEXT;
        char *out = pool_take(pool, most < max ? most : max);
        if (!out)
                return (struct span){ 0 };
        size_t len = repair(s, key ? max - HASH_TEXT : max, out);
        if (key) {
                hash_text(s, out + len);
                len += HASH_TEXT;
        }
        return (struct span){ out, len };
}

#include "actions/redact.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdlib.h>

enum { HASH_BYTES = 32, HASH_SHOWN = 26 };

/* Letters and digits of 130 bits. */
static struct span hash_of(const uint8_t key[static REDACT_KEY_BYTES], struct span address, struct arena *arena) {
        static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
        struct span lower = arena_copy(arena, address);
        unsigned char hash[HASH_BYTES];
        unsigned size = sizeof hash;
        char *text = arena_bytes(arena, HASH_SHOWN);
        for (size_t i = 0; i < lower.len; i++)
                ((char *)lower.ptr)[i] = ascii_lower(lower.ptr[i]);
        if (!HMAC(EVP_sha256(), key, REDACT_KEY_BYTES, (const unsigned char *)lower.ptr, lower.len, hash, &size))
                abort(); /* SHA-256 is always there */
        for (size_t i = 0; i < HASH_SHOWN; i++)
                text[i] = digits[hash[i] & 31];
        return (struct span){ text, HASH_SHOWN };
}

struct span redact_address(const uint8_t key[static REDACT_KEY_BYTES], struct span address, struct arena *arena) {
        struct span hash = hash_of(key, address, arena);
        size_t at = span_find_byte(address, '@');
        struct span domain = span_skip(address, at);
        return arena_format(arena, "%.*s%.*s", (int)hash.len, hash.ptr, (int)domain.len, domain.len ? domain.ptr : "");
}

static struct span replaced(struct span text, struct span what, struct span with, struct arena *arena) {
        size_t at = span_find_nocase(text, what);
        if (what.len == 0 || at == text.len)
                return text;
        struct buf out = buf_in(arena, SIZE_MAX / 2);
        for (; at < text.len; at = span_find_nocase(text, what)) {
                buf_add(&out, span_head(text, at));
                buf_add(&out, with);
                text = span_skip(text, at + what.len);
        }
        buf_add(&out, text);
        return buf_span(&out);
}

static struct span with_equals(struct span address, struct arena *arena) {
        struct span copy = arena_copy(arena, address);
        size_t at = span_find_byte(copy, '@');
        if (at < copy.len)
                ((char *)copy.ptr)[at] = '=';
        return copy;
}

struct span redact_text(const uint8_t key[static REDACT_KEY_BYTES], struct span address, struct span text,
                        struct arena *arena) {
        struct span hidden = redact_address(key, address, arena);
        text = replaced(text, address, hidden, arena);
        return replaced(text, with_equals(address, arena), with_equals(hidden, arena), arena);
}

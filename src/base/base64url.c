#include "base/base64url.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void base64url_write(const uint8_t *bytes, size_t count, char *ret) {
        uint32_t bits = 0, held = 0;
        for (size_t i = 0; i < count; i++) {
                bits = bits << 8 | bytes[i];
                for (held += 8; held >= 6; held -= 6)
                        *ret++ = alphabet[bits >> (held - 6) & 63];
        }
        if (held)
                *ret++ = alphabet[bits << (6 - held) & 63];
        *ret = '\0';
}

bool base64url_read(struct span text, uint8_t *ret, size_t room, size_t *ret_len) {
        uint32_t bits = 0, held = 0;
        size_t len = 0;
        for (size_t i = 0; i < text.len; i++) {
                const char *at = memchr(alphabet, text.ptr[i], sizeof alphabet - 1);
                if (!at)
                        return false;
                bits = bits << 6 | (uint32_t)(at - alphabet);
                held += 6;
                if (held < 8)
                        continue;
                held -= 8;
                if (len == room)
                        return false;
                ret[len++] = (uint8_t)(bits >> held);
        }
        *ret_len = len;
        return text.len % 4 != 1 && (bits & ((1u << held) - 1)) == 0;
}

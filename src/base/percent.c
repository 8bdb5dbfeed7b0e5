#include "base/percent.h"

void hex_write(const uint8_t *bytes, size_t count, char *ret) {
        static const char digits[] = "0123456789abcdef";
        for (size_t i = 0; i < count; i++) {
                *ret++ = digits[bytes[i] >> 4];
                *ret++ = digits[bytes[i] & 15];
        }
        *ret = '\0';
}

struct span percent_decode(struct arena *arena, struct span s) {
        if (span_find_byte(s, '%') == s.len)
                return s;
        char *out = arena_bytes(arena, s.len), *end = out;
        for (size_t i = 0; i < s.len; i++) {
                int high = s.ptr[i] == '%' && i + 2 < s.len ? hex_value(s.ptr[i + 1]) : -1;
                int low = high >= 0 ? hex_value(s.ptr[i + 2]) : -1;
                *end++ = low >= 0 ? (char)(high << 4 | low) : s.ptr[i];
                if (low >= 0)
                        i += 2;
        }
        return (struct span){ out, (size_t)(end - out) };
}

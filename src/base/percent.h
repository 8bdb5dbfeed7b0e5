/* percent: hexadecimal digits, and the escapes of RFC 3986 2.1 and RFC 2231. */
#pragma once

#include "base/arena.h"

/* -1: no digit. */
static inline int hex_value(char c) {
        if (ascii_digit(c))
                return c - '0';
        c = ascii_lower(c);
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Two lower-case digits a byte, and a NUL. */
void hex_write(const uint8_t *bytes, size_t count, char *ret);

/* `%XX` decoded once, any bytes; a `%` with something else stays. `s` itself where there is no `%`. */
[[nodiscard]] struct span percent_decode(struct arena *arena, struct span s);

/* cursor: little-endian binary formats (zip, TNEF). It knows its end; reading beyond it gives zeros and `failed`. */
#pragma once

#include "base/span.h"

struct cursor {
        struct span rest;
        bool failed;
};

static inline struct span cursor_bytes(struct cursor *cursor, size_t len) {
        if (len > cursor->rest.len) {
                cursor->failed = true;
                cursor->rest = (struct span){ cursor->rest.ptr, 0 };
                return (struct span){ cursor->rest.ptr, 0 };
        }
        struct span bytes = span_head(cursor->rest, len);
        cursor->rest = span_skip(cursor->rest, len);
        return bytes;
}

static inline uint64_t cursor_number(struct cursor *cursor, size_t len) {
        struct span bytes = cursor_bytes(cursor, len);
        uint64_t number = 0;
        for (size_t i = bytes.len; i-- > 0;)
                number = number << 8 | (unsigned char)bytes.ptr[i];
        return number;
}

static inline uint16_t cursor_u16(struct cursor *cursor) {
        return (uint16_t)cursor_number(cursor, 2);
}
static inline uint32_t cursor_u32(struct cursor *cursor) {
        return (uint32_t)cursor_number(cursor, 4);
}

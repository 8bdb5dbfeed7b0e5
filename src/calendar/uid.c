#include "calendar/uid.h"

#include <string.h>

/* A GlobalObjectId in bytes: class, date of the instance, time of its making, zeros, size of the data, data. */
enum { INSTANCE = 16, INSTANCE_END = 20, SIZE = 36, DATA = 40, WRAPPED = DATA + 12, MAX = 4096 };
static const struct span class_digits = SPAN("040000008200E00074C5B7101A82E008");

static int digit_of(char c) {
        if (c >= '0' && c <= '9')
                return c - '0';
        c = ascii_lower(c);
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* How many bytes; 0: they are no digits, or too few for the class and what follows it. */
static size_t read_bytes(struct span uid, uint8_t bytes[MAX]) {
        if (uid.len % 2 != 0 || uid.len < 2 * DATA || uid.len > 2 * MAX || !span_starts_nocase(uid, class_digits))
                return 0;
        for (size_t i = 0; i < uid.len / 2; i++) {
                int high = digit_of(uid.ptr[2 * i]), low = digit_of(uid.ptr[2 * i + 1]);
                if (high < 0 || low < 0)
                        return 0;
                bytes[i] = (uint8_t)(high << 4 | low);
        }
        return uid.len / 2;
}

/* Data of another program's UID begins with this. */
static bool is_wrapping(const uint8_t *bytes, size_t len) {
        static const uint8_t head[WRAPPED - DATA] = { 'v', 'C', 'a', 'l', '-', 'U', 'i', 'd', 1, 0, 0, 0 };
        return len > WRAPPED && memcmp(bytes + DATA, head, sizeof head) == 0;
}

struct span uid_key(struct arena *arena, struct span uid) {
        static const char digits[] = "0123456789ABCDEF";
        uint8_t bytes[MAX];
        size_t len = read_bytes(uid, bytes);
        if (len == 0)
                return uid;
        size_t size = bytes[SIZE] | (size_t)bytes[SIZE + 1] << 8 | (size_t)bytes[SIZE + 2] << 16 |
                      (size_t)bytes[SIZE + 3] << 24;
        if (size > 0 && size < len - DATA)
                len = DATA + size;
        if (is_wrapping(bytes, len)) {
                const uint8_t *end = memchr(bytes + WRAPPED, 0, len - WRAPPED);
                size_t inner = end ? (size_t)(end - bytes) - WRAPPED : len - WRAPPED;
                if (inner > 0)
                        return arena_copy(arena, (struct span){ (const char *)bytes + WRAPPED, inner });
        }
        memset(bytes + INSTANCE, 0, INSTANCE_END - INSTANCE);
        char *text = arena_alloc(arena, 2 * len + 1);
        for (size_t i = 0; i < len; i++) {
                text[2 * i] = digits[bytes[i] >> 4];
                text[2 * i + 1] = digits[bytes[i] & 15];
        }
        text[2 * len] = 0;
        return (struct span){ text, 2 * len };
}

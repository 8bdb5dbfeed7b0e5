/* span: bytes that belong to somebody else.
 *
 * All text that comes from outside is handled as spans: borrowed, not terminated, and it may hold NUL. A span lives as
 * long as what it points into, usually the item's input or its arena. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct span {
        const char *ptr;
        size_t len;
};

/* A string literal as a span. */
#define SPAN(literal) ((struct span){ (literal), sizeof(literal) - 1 })

static inline struct span span_from(const char *text) {
        return text ? (struct span){ text, strlen(text) } : (struct span){ 0 };
}

/* The part from `from` (kept within bounds) to the end. */
static inline struct span span_skip(struct span s, size_t from) {
        if (from > s.len)
                from = s.len;
        return (struct span){ s.ptr ? s.ptr + from : NULL, s.len - from };
}

/* At most the first `len` bytes. */
static inline struct span span_head(struct span s, size_t len) {
        return (struct span){ s.ptr, len < s.len ? len : s.len };
}

static inline bool span_equal(struct span a, struct span b) {
        return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* ASCII letters without regard to case; every other byte as it is. */
bool span_equal_nocase(struct span a, struct span b);
bool span_starts_nocase(struct span s, struct span prefix);
bool span_ends_nocase(struct span s, struct span suffix);

/* Offset of the first occurrence, or s.len. */
size_t span_find(struct span s, struct span what);
size_t span_find_nocase(struct span s, struct span what);
size_t span_find_byte(struct span s, char byte);

static inline bool span_has(struct span s, struct span what) {
        return what.len <= s.len && span_find(s, what) < s.len;
}
static inline bool span_has_nocase(struct span s, struct span what) {
        return what.len <= s.len && span_find_nocase(s, what) < s.len;
}

/* Without the white space (space, tab, CR, LF, FF, VT) around it. */
struct span span_trim(struct span s);

/* <jo@example.com> as SMTP and header fields write it, without the brackets; others as they are. */
struct span span_without_brackets(struct span s);

/* Takes what stands before `separator` off the front of *s (and the separator itself) and returns it; the whole of *s
 * when there is no separator. To be called while s->len > 0. */
struct span span_split(struct span *s, char separator);

/* A decimal number that fills the whole span; false (and *ret untouched) when it is empty, has another byte or does
 * not fit. */
bool span_to_u64(struct span s, uint64_t *ret);

static inline char ascii_lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}
static inline bool ascii_digit(char c) {
        return c >= '0' && c <= '9';
}
static inline bool ascii_alpha(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
static inline bool ascii_alnum(char c) {
        return ascii_alpha(c) || ascii_digit(c);
}
static inline bool ascii_space(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
}

/* arena: the memory of one item. All that is born of a message lives and dies with it.
 *
 * Allocation never returns NULL. When the memory is exhausted (malloc says no, or the arena's own limit is reached)
 * control leaves by longjmp to the one exit that the engine set, which frees the arena and answers CW_ERR_MEMORY: so
 * readers, facts and checks carry no error path for it. The price is one rule: whoever holds something that is not in
 * the arena (a library's object, a descriptor) must not allocate from the arena until it is released.
 *
 * In debug and sanitizer builds (CW_ARENA_MALLOC) every allocation is a malloc of its own, so that the sanitizers see
 * each bound. */
#pragma once

#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

struct arena;

/* `limit`: bytes that may be allocated in all. NULL when there is no memory. */
[[nodiscard]] struct arena *arena_new(size_t limit);
void arena_free(struct arena *arena);
static inline void arena_freep(struct arena **arena) {
        arena_free(*arena);
}
#define ARENA_CLEANUP __attribute__((cleanup(arena_freep)))

/* Forgets all that was allocated; the first chunk is kept for the next item. */
void arena_reset(struct arena *arena);

/* Where exhaustion goes. Without one, exhaustion aborts. Borrowed; NULL takes it away. */
void arena_set_exit(struct arena *arena, jmp_buf *exit);

/* Bytes allocated since the arena was made or reset. */
size_t arena_used(const struct arena *arena);

/* Zeroed, aligned for every type. Never NULL. */
[[nodiscard]] void *arena_alloc(struct arena *arena, size_t size) __attribute__((returns_nonnull, malloc));
/* Not zeroed, not aligned: for bytes. */
[[nodiscard]] char *arena_bytes(struct arena *arena, size_t size) __attribute__((returns_nonnull));
/* A copy of the bytes of `s`, with a NUL behind it that does not count. */
[[nodiscard]] struct span arena_copy(struct arena *arena, struct span s);
/* printf into the arena. */
[[nodiscard]] struct span arena_format(struct arena *arena, const char *format, ...)
        __attribute__((format(printf, 2, 3)));

/* A growing array of equal items: `for (i < a.count) ((const struct thing *)a.items)[i]`. Zeroed memory is an empty
 * array. Say in a comment what it holds. */
struct array {
        void *items;
        uint32_t count, capacity;
};

/* A new zeroed item of `size` bytes at the end, or NULL when there are `max` already (the caller records a defect). */
[[nodiscard]] void *array_push(struct array *array, struct arena *arena, size_t size, uint32_t max);

/* A growing string of bytes in an arena, bounded from birth. Zero it and set `arena` and `max`. What does not fit is
 * left out and sets `overflow`. */
struct buf {
        struct arena *arena;
        char *ptr;
        size_t len, capacity, max;
        bool overflow;
};

static inline struct buf buf_in(struct arena *arena, size_t max) {
        return (struct buf){ .arena = arena, .max = max };
}
/* Makes room for `more` bytes at ptr + len and returns that place, or NULL (and sets overflow) beyond max. */
char *buf_room(struct buf *buf, size_t more);
void buf_add(struct buf *buf, struct span s);
void buf_add_format(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
static inline void buf_add_byte(struct buf *buf, char byte) {
        if (buf->len < buf->capacity || buf_room(buf, 1))
                buf->ptr[buf->len++] = byte;
}
/* One Unicode scalar as UTF-8; what is no scalar becomes U+FFFD. */
void buf_add_rune(struct buf *buf, uint32_t rune);
static inline struct span buf_span(const struct buf *buf) {
        return (struct span){ buf->ptr, buf->len };
}

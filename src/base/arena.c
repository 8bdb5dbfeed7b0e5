#include "base/arena.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { CHUNK_SIZE = 64 * 1024, ALIGNMENT = 16 };

/* In a CW_ARENA_MALLOC build a chunk holds one allocation. */
struct chunk {
        struct chunk *next;
        size_t size, used;
        _Alignas(ALIGNMENT) char bytes[];
};

struct arena {
        struct chunk *chunks; /* the newest first */
        jmp_buf *exit;
        size_t limit, used;
};

struct arena *arena_new(size_t limit) {
        struct arena *arena = calloc(1, sizeof *arena);
        if (arena)
                arena->limit = limit;
        return arena;
}

static void chunks_free(struct chunk *chunk) {
        while (chunk) {
                struct chunk *next = chunk->next;
                free(chunk);
                chunk = next;
        }
}

void arena_free(struct arena *arena) {
        if (!arena)
                return;
        chunks_free(arena->chunks);
        free(arena);
}

void arena_reset(struct arena *arena) {
#ifdef CW_ARENA_MALLOC
        chunks_free(arena->chunks);
        arena->chunks = NULL;
#else
        struct chunk *first = arena->chunks;
        if (first) {
                while (first->next) {
                        struct chunk *next = first->next;
                        free(first);
                        first = next;
                }
                first->used = 0;
        }
        arena->chunks = first;
#endif
        arena->used = 0;
}

void arena_set_exit(struct arena *arena, jmp_buf *exit) {
        arena->exit = exit;
}

size_t arena_used(const struct arena *arena) {
        return arena->used;
}

static _Noreturn void exhausted(struct arena *arena) {
        if (!arena->exit) {
                fputs("calwarden: out of memory outside of a judgement\n", stderr);
                abort();
        }
        longjmp(*arena->exit, 1);
}

static struct chunk *chunk_add(struct arena *arena, size_t size) {
        struct chunk *chunk = malloc(sizeof *chunk + size);
        if (!chunk)
                exhausted(arena);
        *chunk = (struct chunk){ .next = arena->chunks, .size = size };
        arena->chunks = chunk;
        return chunk;
}

static char *take(struct arena *arena, size_t size, size_t alignment) {
        if (size > arena->limit || arena->used > arena->limit - size)
                exhausted(arena);
        arena->used += size;
#ifdef CW_ARENA_MALLOC
        (void)alignment;
        struct chunk *own = chunk_add(arena, size);
        own->used = size;
        return own->bytes;
#else
        struct chunk *chunk = arena->chunks;
        size_t at = chunk ? (chunk->used + alignment - 1) & ~(alignment - 1) : 0;
        if (!chunk || at > chunk->size || size > chunk->size - at) {
                chunk = chunk_add(arena, size > CHUNK_SIZE / 4 ? size : CHUNK_SIZE);
                at = 0;
                /* A large allocation has a chunk of its own behind the current one, which still has room. */
                if (chunk->size != CHUNK_SIZE && chunk->next) {
                        struct chunk *current = chunk->next;
                        chunk->next = current->next;
                        current->next = chunk;
                        arena->chunks = current;
                }
        }
        chunk->used = at + size;
        return chunk->bytes + at;
#endif
}

void *arena_alloc(struct arena *arena, size_t size) {
        return memset(take(arena, size, ALIGNMENT), 0, size);
}

char *arena_bytes(struct arena *arena, size_t size) {
        return take(arena, size, 1);
}

struct span arena_copy(struct arena *arena, struct span s) {
        char *copy = arena_bytes(arena, s.len + 1);
        if (s.len > 0)
                memcpy(copy, s.ptr, s.len);
        copy[s.len] = '\0';
        return (struct span){ copy, s.len };
}

static struct span format_in(struct arena *arena, const char *format, va_list args) {
        va_list again;
        va_copy(again, args);
        char small[512];
        int len = vsnprintf(small, sizeof small, format, args);
        assert(len >= 0);
        char *text = arena_bytes(arena, (size_t)len + 1);
        if ((size_t)len < sizeof small)
                memcpy(text, small, (size_t)len + 1);
        else
                (void)vsnprintf(text, (size_t)len + 1, format, again);
        va_end(again);
        return (struct span){ text, (size_t)len };
}

struct span arena_format(struct arena *arena, const char *format, ...) {
        va_list args;
        va_start(args, format);
        struct span text = format_in(arena, format, args);
        va_end(args);
        return text;
}

void *array_push(struct array *array, struct arena *arena, size_t size, uint32_t max) {
        if (array->count >= max)
                return NULL;
        if (array->count == array->capacity) {
                uint32_t capacity = array->capacity ? array->capacity * 2 : 4;
                void *items = arena_alloc(arena, size * capacity);
                if (array->count > 0)
                        memcpy(items, array->items, size * array->count);
                array->items = items;
                array->capacity = capacity;
        }
        return (char *)array->items + size * array->count++;
}

char *buf_room(struct buf *buf, size_t more) {
        if (more > buf->max || buf->len > buf->max - more) {
                buf->overflow = true;
                return NULL;
        }
        if (buf->len + more > buf->capacity) {
                size_t capacity = buf->capacity ? buf->capacity * 2 : 256;
                while (capacity < buf->len + more)
                        capacity *= 2;
                if (capacity > buf->max)
                        capacity = buf->max;
                char *ptr = arena_bytes(buf->arena, capacity);
                if (buf->len > 0)
                        memcpy(ptr, buf->ptr, buf->len);
                buf->ptr = ptr;
                buf->capacity = capacity;
        }
        return buf->ptr + buf->len;
}

void buf_add(struct buf *buf, struct span s) {
        size_t fits = s.len;
        if (buf->len + fits > buf->max) {
                buf->overflow = true;
                fits = buf->max - buf->len;
        }
        if (fits > 0 && buf_room(buf, fits)) {
                memcpy(buf->ptr + buf->len, s.ptr, fits);
                buf->len += fits;
        }
}

void buf_add_format(struct buf *buf, const char *format, ...) {
        va_list args;
        va_start(args, format);
        struct span text = format_in(buf->arena, format, args);
        va_end(args);
        buf_add(buf, text);
}

void buf_add_rune(struct buf *buf, uint32_t rune) {
        char out[4];
        size_t len;
        if (rune > 0x10FFFF || (rune >= 0xD800 && rune < 0xE000))
                rune = 0xFFFD;
        if (rune < 0x80) {
                out[0] = (char)rune;
                len = 1;
        } else if (rune < 0x800) {
                out[0] = (char)(0xC0 | rune >> 6);
                out[1] = (char)(0x80 | (rune & 0x3F));
                len = 2;
        } else if (rune < 0x10000) {
                out[0] = (char)(0xE0 | rune >> 12);
                out[1] = (char)(0x80 | (rune >> 6 & 0x3F));
                out[2] = (char)(0x80 | (rune & 0x3F));
                len = 3;
        } else {
                out[0] = (char)(0xF0 | rune >> 18);
                out[1] = (char)(0x80 | (rune >> 12 & 0x3F));
                out[2] = (char)(0x80 | (rune >> 6 & 0x3F));
                out[3] = (char)(0x80 | (rune & 0x3F));
                len = 4;
        }
        buf_add(buf, (struct span){ out, len });
}

#include "base/siphash.h"

struct state {
        uint64_t a, b, c, d;
};

static inline uint64_t rotate(uint64_t x, int bits) {
        return x << bits | x >> (64 - bits);
}

static inline void mix(struct state *s) {
        s->a += s->b, s->b = rotate(s->b, 13) ^ s->a, s->a = rotate(s->a, 32);
        s->c += s->d, s->d = rotate(s->d, 16) ^ s->c;
        s->a += s->d, s->d = rotate(s->d, 21) ^ s->a;
        s->c += s->b, s->b = rotate(s->b, 17) ^ s->c, s->c = rotate(s->c, 32);
}

static inline void take(struct state *s, uint64_t word) {
        s->d ^= word;
        mix(s);
        s->a ^= word;
}

/* Eight bytes as a number, the least first, as the paper has it. */
static uint64_t word_at(const char *ptr, size_t len) {
        uint64_t word = 0;
        for (size_t i = 0; i < len; i++)
                word |= (uint64_t)(uint8_t)ptr[i] << (8 * i);
        return word;
}

uint64_t siphash(const struct siphash_key *key, struct span bytes) {
        struct state s = { key->a ^ 0x736f6d6570736575u, key->b ^ 0x646f72616e646f6du, key->a ^ 0x6c7967656e657261u,
                           key->b ^ 0x7465646279746573u };
        size_t whole = bytes.len / 8 * 8;
        for (size_t i = 0; i < whole; i += 8)
                take(&s, word_at(bytes.ptr + i, 8));
        take(&s, word_at(bytes.ptr + whole, bytes.len - whole) | (uint64_t)bytes.len << 56);
        s.c ^= 0xff;
        for (int i = 0; i < 3; i++)
                mix(&s);
        return s.a ^ s.b ^ s.c ^ s.d;
}

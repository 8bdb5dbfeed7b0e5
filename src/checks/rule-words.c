#include "checks/rule-words.h"

#include <stdlib.h>

enum { LONG = 8, MIDDLE = 4, SHORT = 2, KINDS = 3 };

/* Words of one kind (by length), grouped by their first `size` bytes. */
struct group {
        uint64_t key;
        uint32_t first, count; /* count 0: free */
};
struct kind {
        uint32_t size;
        const struct rule_word *words; /* sorted by key */
        struct group *groups;          /* open addressing */
        uint32_t mask;
};

/* Bit n of a kind's filter: some word's first bytes have that hash. Most of a text's words end there. */
enum { FILTER_BITS = 1 << 16 };
struct word_finder {
        struct kind kinds[KINDS];
        uint64_t filters[KINDS][FILTER_BITS / 64];
};

/* ---- Making ------------------------------------------------------------------------------------------------------ */

/* `size` is a constant wherever it matters. */
static inline uint64_t load(const char *at, uint32_t size) {
        uint64_t key = 0;
        memcpy(&key, at, size);
        return key;
}

static inline uint64_t hash(uint64_t key) {
        return key * 0x9E3779B97F4A7C15u;
}
static inline uint32_t filter_of(uint64_t hash) {
        return (uint32_t)(hash >> 48);
}
static inline bool bit_get(const uint64_t *bits, uint32_t n) {
        return bits[n / 64] >> (n % 64) & 1;
}
static inline void bit_set(uint64_t *bits, uint32_t n) {
        bits[n / 64] |= 1ULL << (n % 64);
}

static uint32_t kind_of(size_t len) {
        return len >= LONG ? 0 : len >= MIDDLE ? 1 : 2;
}
static const uint32_t kind_sizes[KINDS] = { LONG, MIDDLE, SHORT };

static int by_text(const void *a, const void *b) {
        struct span x = ((const struct rule_word *)a)->text, y = ((const struct rule_word *)b)->text;
        int order = memcmp(x.ptr, y.ptr, x.len < y.len ? x.len : y.len);
        return order ? order : x.len < y.len ? -1 : x.len > y.len;
}

static inline struct group *group_find(const struct kind *kind, uint64_t key) {
        uint32_t at = (uint32_t)(hash(key) >> 32) & kind->mask;
        while (kind->groups[at].count > 0 && kind->groups[at].key != key)
                at = (at + 1) & kind->mask;
        return &kind->groups[at];
}

static void kind_make(struct word_finder *finder, uint32_t number, struct arena *arena, struct rule_word *words,
                      uint32_t count) {
        struct kind *kind = &finder->kinds[number];
        kind->size = kind_sizes[number];
        if (count > 0)
                qsort(words, count, sizeof *words, by_text);
        uint32_t capacity = 16;
        while (capacity < count * 2)
                capacity *= 2;
        kind->words = words;
        kind->mask = capacity - 1;
        kind->groups = arena_alloc(arena, capacity * sizeof *kind->groups);
        for (uint32_t i = 0; i < count; i++) {
                uint64_t key = load(words[i].text.ptr, kind->size);
                struct group *group = group_find(kind, key);
                if (group->count++ == 0)
                        *group = (struct group){ .key = key, .first = i, .count = 1 };
                bit_set(finder->filters[number], filter_of(hash(key)));
        }
}

struct word_finder *word_finder_new(struct arena *arena, const struct rule_word *words, uint32_t count) {
        struct word_finder *finder = arena_alloc(arena, sizeof *finder);
        for (uint32_t kind = 0; kind < KINDS; kind++) {
                struct rule_word *own = arena_alloc(arena, count * sizeof *own + 1);
                uint32_t own_count = 0;
                for (uint32_t i = 0; i < count; i++)
                        if (kind_of(words[i].text.len) == kind)
                                own[own_count++] = words[i];
                kind_make(finder, kind, arena, own, own_count);
        }
        return finder;
}

/* ---- Finding ----------------------------------------------------------------------------------------------------- */

struct finding {
        const struct word_finder *finder;
        struct span text;
        word_found *found;
        void *user;
};

/* The first `size` bytes are known to be equal, and neither is shorter than that: looks at the last ones and, of long
 * texts, at what is between. */
static inline bool same_rest(const char *a, const char *b, size_t len, uint32_t size) {
        return load(a + len - size, size) == load(b + len - size, size) &&
               (len <= 2 * size || memcmp(a + size, b + size, len - 2 * size) == 0);
}

static inline void look_up(const struct finding *finding, uint32_t number, uint32_t size, uint64_t key, size_t at) {
        const struct kind *kind = &finding->finder->kinds[number];
        const struct group *group = group_find(kind, key);
        struct span here = span_skip(finding->text, at);
        for (uint32_t i = 0; i < group->count; i++) {
                const struct rule_word *word = &kind->words[group->first + i];
                size_t len = word->text.len;
                if (len > here.len || !same_rest(here.ptr, word->text.ptr, len, size))
                        continue;
                if (!word->ends || !rule_in_word(here.ptr + len, here.len - len))
                        finding->found(finding->user, word->id, (uint32_t)at, (uint32_t)(at + len));
        }
}

static inline void try_kind(const struct finding *finding, uint32_t number, uint32_t size, size_t at) {
        uint64_t key = load(finding->text.ptr + at, size);
        if (bit_get(finding->finder->filters[number], filter_of(hash(key))))
                look_up(finding, number, size, key, at);
}

static inline void word_at(const struct finding *finding, size_t at) {
        try_kind(finding, 0, LONG, at);
        try_kind(finding, 1, MIDDLE, at);
        try_kind(finding, 2, SHORT, at);
}

static const uint64_t ONES = 0x0101010101010101u, HIGHS = 0x8080808080808080u;

/* For eight bytes at once, each byte's highest bit: set for ASCII letters (folded: small ones), digits, and all bytes
 * beyond ASCII. */
static inline uint64_t word_bytes(uint64_t eight) {
        uint64_t low = eight & ~HIGHS;
        uint64_t digits = (low + ONES * (0x80 - '0')) & ~(low + ONES * (0x80 - ('9' + 1)));
        uint64_t letters = (low + ONES * (0x80 - 'a')) & ~(low + ONES * (0x80 - ('z' + 1)));
        return (eight | digits | letters) & HIGHS;
}
/* Set where the byte begins a character of three bytes or more, or one of U+0080 to U+00BF: scripts without spaces,
 * punctuation and signs, which the caller must look at one by one. */
static inline uint64_t odd_bytes(uint64_t eight) {
        uint64_t three = eight & eight << 1 & eight << 2;
        uint64_t differ = eight ^ ONES * 0xC2;
        uint64_t sign = ~(((differ & ~HIGHS) + ~HIGHS) | differ);
        return (three | sign) & HIGHS;
}
/* The highest bits of eight bytes as eight bits; the first byte is the lowest. */
static inline uint64_t squeeze(uint64_t highs) {
        return (highs >> 7) * 0x0102040810204080u >> 56;
}

enum { BLOCK = 64 };

struct block {
        uint64_t words, spaces; /* bit n: byte n */
        bool odd;
};

static struct block block_read(const char *at, size_t len) {
        struct block block = { 0 };
        uint64_t odd = 0;
        for (size_t i = 0; i < len; i += 8) {
                uint64_t eight = load(at + i, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
                eight = __builtin_bswap64(eight);
#endif
                odd |= odd_bytes(eight);
                uint64_t not_space = eight ^ ONES * ' ';
                uint64_t space = ~(((not_space & ~HIGHS) + ~HIGHS) | not_space) & HIGHS;
                block.words |= squeeze(word_bytes(eight)) << i;
                block.spaces |= squeeze(space) << i;
        }
        block.odd = odd != 0;
        return block;
}

/* Looks at each character of [from, to): it begins a word where it or the one before it does not belong to one. Returns
 * whether the last one belongs to a word. */
static bool words_one_by_one(const struct finding *finding, size_t from, size_t to, bool in_word) {
        for (size_t i = from; i < to; i++) {
                const char *at = finding->text.ptr + i;
                if (((unsigned char)*at & 0xC0) == 0x80)
                        continue;
                bool now = rule_in_word(at, finding->text.len - i);
                if (!(in_word && now) && *at != ' ')
                        word_at(finding, i);
                in_word = now;
        }
        return in_word;
}

void word_finder_run(const struct word_finder *finder, struct span text, word_found *found, void *user) {
        const struct finding finding = { .finder = finder, .text = text, .found = found, .user = user };
        bool in_word = false; /* of the byte before */
        for (size_t from = 0; from < text.len; from += BLOCK) {
                size_t len = text.len - from < BLOCK ? text.len - from : BLOCK;
                struct block block = block_read(text.ptr + from, len);
                if (block.odd) {
                        in_word = words_one_by_one(&finding, from, from + len, in_word);
                        continue;
                }
                uint64_t inside = block.words & (block.words << 1 | in_word);
                uint64_t begins = ~inside & ~block.spaces;
                if (len < BLOCK)
                        begins &= (1ULL << len) - 1;
                for (; begins; begins &= begins - 1)
                        word_at(&finding, from + (size_t)__builtin_ctzll(begins));
                in_word = block.words >> (len - 1) & 1;
        }
}

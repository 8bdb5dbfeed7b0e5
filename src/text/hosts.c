#include "text/hosts.h"

#include <assert.h>

#include "text/context-internal.h"
#include "text/lure-words.h"

static const struct host_row rows[] = {
#define HOST(host, kinds, brand) { host, kinds, BRAND_##brand },
#include "text/hosts.def"
#undef HOST
};
enum { ROWS = sizeof rows / sizeof *rows };
static_assert(ROWS < HOST_SLOTS / 2, "the table of slots is too small");

static const struct {
        const char *name, *label;
} brands[BRANDS] = {
        [BRAND_NONE] = { "", "" },
#define BRAND(id, name, label) [BRAND_##id] = { name, label },
#include "text/brands.def"
#undef BRAND
};

const char *brand_name(enum brand brand) {
        return brands[brand].name;
}

const char *brand_label(enum brand brand) {
        return brands[brand].label;
}

/* Hashes from the last byte to the first, so that the hashes of all suffixes come from one walk. */
static inline uint32_t hash_byte(uint32_t hash, char byte) {
        return (hash ^ (unsigned char)byte) * 16777619U;
}
enum { HASH_SEED = 0x811C9DC5U & 0x7FFFFFFF };

static inline uint32_t slot_of(uint32_t hash) {
        return (hash ^ hash >> 15) % HOST_SLOTS;
}

static void slots_fill(struct text_context *context) {
        for (uint32_t row = 0; row < ROWS; row++) {
                uint32_t hash = HASH_SEED;
                for (size_t i = strlen(rows[row].host); i > 0; i--)
                        hash = hash_byte(hash, rows[row].host[i - 1]);
                uint32_t slot = slot_of(hash);
                while (context->host_slots[slot])
                        slot = (slot + 1) % HOST_SLOTS;
                context->host_slots[slot] = (uint16_t)(row + 1);
        }
}

static void brands_fill(struct text_context *context, struct arena *arena) {
        size_t used = 0;
        for (int i = 1; i < BRANDS; i++) {
                struct span skeleton = unicode_skeleton(context, arena, span_from(brands[i].label));
                assert(used + skeleton.len <= sizeof context->brand_bytes);
                struct brand_shape *shape = &context->brands[i];
                if (skeleton.len > 0)
                        memcpy(context->brand_bytes + used, skeleton.ptr, skeleton.len);
                shape->label = span_from(brands[i].label);
                shape->skeleton = (struct span){ context->brand_bytes + used, skeleton.len };
                shape->letters = letters_of(skeleton);
                used += skeleton.len;
        }
}

bool hosts_prepare(struct text_context *context) {
        struct arena *arena = arena_new(1024 * 1024);
        jmp_buf no_memory;
        if (!arena)
                return false;
        if (setjmp(no_memory) != 0) {
                arena_free(arena);
                return false;
        }
        arena_set_exit(arena, &no_memory);
        slots_fill(context);
        brands_fill(context, arena);
        arena_free(arena);
        return true;
}

static const struct host_row *slot_find(const struct text_context *context, uint32_t hash, struct span host) {
        for (uint32_t slot = slot_of(hash); context->host_slots[slot]; slot = (slot + 1) % HOST_SLOTS) {
                const struct host_row *row = &rows[context->host_slots[slot] - 1];
                if (strlen(row->host) == host.len && memcmp(row->host, host.ptr, host.len) == 0)
                        return row;
        }
        return NULL;
}

const struct host_row *hosts_find(const struct text_context *context, struct span host) {
        const struct host_row *found = NULL;
        uint32_t hash = HASH_SEED;
        int labels = 1;
        for (size_t i = host.len; i > 0 && labels <= 8; i--) {
                bool begins = i == 1 || host.ptr[i - 2] == '.';
                hash = hash_byte(hash, host.ptr[i - 1]);
                if (!begins)
                        continue;
                const struct host_row *row = slot_find(context, hash, span_skip(host, i - 1));
                if (row)
                        found = row;
                labels++;
        }
        return found;
}

/* "microsoft-consulting-berlin", "economic-outlook", "amazonas-reisen": who works with a brand, or has its word in his own
 * name, imitates nobody. What speaks of a login, a meeting or a number beside the brand does, and so does a brand that is
 * not plainly written. */
static bool compound_imitates(struct span label, struct span name) {
        size_t at = span_find(label, name);
        enum { LONGEST = 63 };
        char rest[LONGEST + 2];
        if (at == label.len || label.len > LONGEST)
                return true;
        size_t len = 0, digits = 0;
        for (size_t i = 0; i < label.len; i++) {
                bool inside = i >= at && i < at + name.len;
                digits += !inside && ascii_digit(label.ptr[i]);
                rest[len++] = inside ? '-' : label.ptr[i];
        }
        rest[len++] = '.';
        struct lure_words words = lure_words_of((struct span){ rest, len });
        return words.lures + words.fillers > 0 || digits >= 2;
}

enum brand hosts_imitates(const struct text_context *context, struct arena *arena, struct span host) {
        const struct host_row *row = hosts_find(context, host);
        if (row && row->kinds & (HOST_BRAND | HOST_MEETING | HOST_FREEMAIL | HOST_REWRITER))
                return BRAND_NONE;
        struct span domain = domain_registrable(context, host);
        struct span label = span_head(domain, span_find_byte(domain, '.'));
        struct span skeleton = unicode_skeleton(context, arena, domain_to_unicode(context, arena, label));
        uint64_t letters = letters_of(skeleton);
        enum brand best = BRAND_NONE;
        enum resemblance how = RESEMBLES_NOT;
        for (int i = 1; i < BRANDS; i++) {
                const struct brand_shape *shape = &context->brands[i];
                /* A typo changes at most one letter, so that at most one is missing. */
                uint64_t missing = shape->letters & ~letters;
                if (shape->label.len == 0 || (missing & (missing - 1)) || span_equal(label, shape->label))
                        continue;
                enum resemblance one = domain_label_resembles(skeleton, shape->skeleton);
                if (one == RESEMBLES_COMPOUND && !compound_imitates(label, shape->label))
                        continue;
                if (one != RESEMBLES_NOT && (how == RESEMBLES_NOT || one < how)) {
                        how = one;
                        best = (enum brand)i;
                }
        }
        if (best != BRAND_NONE || domain.len == host.len)
                return best;
        letters = letters_of(host);
        for (int i = 1; i < BRANDS; i++) {
                bool possible = context->brands[i].label.len > 0 && !(letters_of(context->brands[i].label) & ~letters);
                enum resemblance one = possible ? domain_resembles(context, arena, host, context->brands[i].label)
                                                : RESEMBLES_NOT;
                if (one != RESEMBLES_NOT && one != RESEMBLES_COMPOUND)
                        return (enum brand)i;
        }
        return BRAND_NONE;
}

/* name-table: numbers by name, for what is loaded once. Names are borrowed. */
#pragma once

#include "base/arena.h"

struct name_table {
        struct arena *arena;
        struct name_slot *slots;
        uint32_t capacity, count;
};

/* Adds `name` with `value`, or leaves the value that it has and returns false. */
bool name_table_add(struct name_table *table, struct span name, uint32_t value);
/* False, and *ret untouched, when the name is not there. */
bool name_table_get(const struct name_table *table, struct span name, uint32_t *ret);
/* FNV-1a, 64 bits, going on from `hash` (NAME_HASH to begin with). */
#define NAME_HASH 0xcbf29ce484222325u
uint64_t name_hash(uint64_t hash, struct span bytes);

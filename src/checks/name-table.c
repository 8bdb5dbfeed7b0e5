#include "checks/name-table.h"

struct name_slot {
        struct span name; /* ptr NULL: free */
        uint32_t value;
};

uint64_t name_hash(uint64_t hash, struct span bytes) {
        for (size_t i = 0; i < bytes.len; i++)
                hash = (hash ^ (unsigned char)bytes.ptr[i]) * 0x100000001b3u;
        return hash;
}

static struct name_slot *slot_of(struct name_slot *slots, uint32_t capacity, struct span name) {
        uint64_t hash = name_hash(NAME_HASH, name);
        uint32_t at = (uint32_t)(hash ^ hash >> 32) & (capacity - 1);
        while (slots[at].name.ptr && !span_equal(slots[at].name, name))
                at = (at + 1) & (capacity - 1);
        return &slots[at];
}

static void grow(struct name_table *table) {
        uint32_t capacity = table->capacity ? table->capacity * 2 : 64;
        struct name_slot *slots = arena_alloc(table->arena, capacity * sizeof *slots);
        for (uint32_t i = 0; i < table->capacity; i++)
                if (table->slots[i].name.ptr)
                        *slot_of(slots, capacity, table->slots[i].name) = table->slots[i];
        table->slots = slots;
        table->capacity = capacity;
}

bool name_table_add(struct name_table *table, struct span name, uint32_t value) {
        if (table->count * 2 >= table->capacity)
                grow(table);
        if (!name.ptr)
                name = SPAN("");
        struct name_slot *slot = slot_of(table->slots, table->capacity, name);
        if (slot->name.ptr)
                return false;
        *slot = (struct name_slot){ .name = name, .value = value };
        table->count++;
        return true;
}

bool name_table_get(const struct name_table *table, struct span name, uint32_t *ret) {
        if (table->count == 0)
                return false;
        const struct name_slot *slot = slot_of(table->slots, table->capacity, name);
        if (!slot->name.ptr)
                return false;
        *ret = slot->value;
        return true;
}

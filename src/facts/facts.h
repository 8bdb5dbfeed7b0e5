/* facts: everything that checks and rules may know of an item, gathered once, immutable afterwards. (being written) */
#pragma once

#include "facts/item.h"
#include "facts/originator.h"

enum field {
#define FIELD(name, text, about) FIELD_##name,
#include "facts/fields.def"
#undef FIELD
        FIELDS
};

struct field_info {
        const char *name, *about;
};
extern const struct field_info field_table[FIELDS];

/* Named quantities for the conditions of rules: numbers and truth values. */
enum quantity {
#define QUANTITY(name, text, about) QUANTITY_##name,
#include "facts/quantities.def"
#undef QUANTITY
        QUANTITIES
};
extern const struct field_info quantity_table[QUANTITIES];

struct texts {
        const struct span *items;
        uint32_t count;
};

struct facts {
        const struct item *item;
        struct texts fields[FIELDS];
        struct originator originator;
        double quantity[QUANTITIES];       /* truth values are 0 and 1 */
        bool quantity_known[QUANTITIES];   /* false: absent, and no condition over it holds */
};

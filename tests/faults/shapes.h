/* shapes: inputs that grow in one way that an attacker may choose. */
#pragma once

#include "base/span.h"

struct shape {
        const char *name;
        const char *head, *unit, *tail; /* `unit` is repeated, and may hold one %u for its number; NULL: see `make` */
        size_t full;                    /* units of the largest one */
        struct span (*make)(size_t units); /* malloc'ed */
        bool bounded; /* the work is bounded by limits that do not follow the input's size: not for growth */
};
extern const struct shape shape_table[];
extern const size_t shape_count;

/* An input of that many units; malloc'ed. Aborts without memory. */
struct span shape_make(const struct shape *shape, size_t units);
/* Units that give about `bytes`. */
size_t shape_units(const struct shape *shape, size_t bytes);

/* fields: the fields at the head of a mail's bytes, as they stand there, for what has to be done to them. */
#pragma once

#include "base/err.h"
#include "base/span.h"

struct plan;

struct field {
        struct span name;
        struct span value; /* raw: from the colon to the end, with folds and leading space, without the last line end */
};

/* The next field of *rest, which is moved behind it; false at the end of the header. */
bool field_next(struct span *rest, struct field *ret);
/* The first one of this name; *ret is zeroed where there is none. */
bool field_find(struct span bytes, struct span name, struct field *ret);

/* A field by name and place among those of its name, from 1, as milters name them. */
struct field_place {
        struct span name;
        uint32_t index;
        const char *at; /* of its value */
};
/* All fields that the plan removes, in the order in which they stand. The caller frees *ret. CW_ERR_USAGE: more than
 * LIMIT_MILTER_REMOVALS. */
[[nodiscard]] enum cw_err fields_to_remove(struct span bytes, const struct plan *plan, struct field_place **ret,
                                           uint32_t *ret_count);

/* defects: what was wrong with an input, with its place. A defect never stops the reading. */
#pragma once

#include "base/arena.h"

enum defect_kind {
#define DEFECT(name, text) DEFECT_##name,
#include "base/defects.def"
#undef DEFECT
        DEFECT_KINDS
};

/* Where: `part` counts the MIME parts from 1 in the order in which they stand (0: the whole), `line` counts from 1 in
 * that part as decoded (0: unknown). */
struct defect {
        enum defect_kind kind;
        uint32_t part, line;
};

/* All defects of an item. Of each kind the first DEFECTS_KEPT places are kept, the rest is counted. */
enum { DEFECTS_KEPT = 4 };
struct defects {
        struct arena *arena;
        struct array places; /* struct defect, in the order found */
        uint32_t count[DEFECT_KINDS];
        uint32_t part; /* the part that is being read: readers that know only lines inherit it */
};

void defects_add(struct defects *defects, enum defect_kind kind, uint32_t line);

static inline bool defects_has(const struct defects *defects, enum defect_kind kind) {
        return defects->count[kind] > 0;
}
/* The public name ("MESSAGE_TOO_LARGE") and the sentence. */
const char *defect_name(enum defect_kind kind);
const char *defect_text(enum defect_kind kind);

#include "base/defects.h"

#include <assert.h>

static const struct {
        const char *name, *text;
} table[] = {
#define DEFECT(name, text) [DEFECT_##name] = { #name, text },
#include "base/defects.def"
#undef DEFECT
};

void defects_add(struct defects *defects, enum defect_kind kind, uint32_t line) {
        if (defects->count[kind] < UINT32_MAX)
                defects->count[kind]++;
        if (defects->count[kind] > DEFECTS_KEPT)
                return;
        struct defect *defect = array_push(&defects->places, defects->arena, sizeof *defect,
                                           DEFECT_KINDS * DEFECTS_KEPT);
        assert(defect);
        *defect = (struct defect){ .kind = kind, .part = defects->part, .line = line };
}

const char *defect_name(enum defect_kind kind) {
        return table[kind].name;
}

const char *defect_text(enum defect_kind kind) {
        return table[kind].text;
}

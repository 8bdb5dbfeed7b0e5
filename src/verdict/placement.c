#include "verdict/placement.h"

#include <assert.h>

struct row {
        unsigned classes, channels, originators, relations, methods, choices, standings;
        enum placement placement;
        const char *reason;
};

#define ANY (~0u)
#define CLASS(x) (1u << CLASS_##x)
#define CHANNEL(x) (1u << CHANNEL_##x)
#define ORIGINATOR(x) (1u << ORIGINATOR_##x)
#define RELATION(x) (1u << RELATION_##x)
#define METHOD(x) (1u << METHOD_##x)
#define CHOICE(x) (1u << CHOICE_##x)
#define STANDING(x) (1u << STANDING_##x)
#define PROVEN (ORIGINATOR(VERIFIED) | ORIGINATOR(VERIFIED_DELEGATE) | ORIGINATOR(DOMAIN_VERIFIED))
#define NOT_PROVEN (ANY & ~PROVEN & ~ORIGINATOR(SERVICE))
#define KNOWN (ANY & ~RELATION(BLOCKED) & ~RELATION(NONE))

static const struct row rows[] = {
#define PLACE(classes_, channels_, originators_, relations_, methods_, choices_, standings_, placement_, reason_) \
        { \
                .classes = classes_, \
                .channels = channels_, \
                .originators = originators_, \
                .relations = relations_, \
                .methods = methods_, \
                .choices = choices_, \
                .standings = standings_, \
                .placement = PLACEMENT_##placement_, \
                .reason = reason_, \
        },
#include "verdict/placement.def"
#undef PLACE
};

static bool matches(const struct row *row, const struct placement_case *what) {
        return row->classes >> what->class & 1 && row->channels >> what->channel & 1 &&
               row->originators >> what->originator & 1 && row->relations >> what->relation & 1 &&
               row->methods >> what->method & 1 && row->choices >> what->choice & 1 &&
               row->standings >> what->standing & 1;
}

enum placement placement_find(const struct placement_case *what, const char **ret_reason) {
        const struct row *row = rows;
        while (!matches(row, what)) {
                row++;
                assert(row < rows + sizeof rows / sizeof *rows);
        }
        if (ret_reason)
                *ret_reason = row->reason;
        return row->placement;
}

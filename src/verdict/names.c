#include "verdict/verdict.h"

const char *class_name(enum verdict_class class) {
        static const char *const names[CLASSES] = { "clean", "doubtful", "spam", "certain" };
        return names[class];
}

const char *placement_name(enum placement placement) {
        static const char *const names[PLACEMENTS] = {
                [PLACEMENT_NONE] = "none",
                [PLACEMENT_INSERT] = "insert",
                [PLACEMENT_INSERT_QUIET] = "insert-quiet",
                [PLACEMENT_OFFER] = "offer",
                [PLACEMENT_WITHHOLD] = "withhold",
        };
        return names[placement];
}

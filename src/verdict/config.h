/* config: what verdicts are made with, as loaded. */
#pragma once

#include "config/options.h"
#include "verdict/verdict.h"

struct verdict_config {
        struct arena *arena;
        struct options options;
        struct calibration_point points[CALIBRATION_POINTS];
        uint32_t point_count; /* 0: not calibrated */
};

/* What is left of the weight of signals in groups that yield to a relation. */
double verdict_relation_factor(const struct verdict_config *config, enum relation relation);

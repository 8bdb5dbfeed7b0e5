#include "daemon/parts.h"

#include "daemon/worker.h"

const struct part part_table[] = { { .name = "none" } };
const unsigned part_count = 0;

/* judgement-rows: what of a judgement is to be remembered, as rows for recorder_put (facts/history.h). */
#pragma once

#include "engine/scan.h"

/* `what` says the item, tools and source; facts and outcomes are those of the judgement. Rows are of `arena`. */
struct array judgement_rows(const struct judgement *judgement, struct history_case what, struct arena *arena);

/* nesting: how deep JSON goes. The JSON library reads by recursion, to 2048 levels, which takes 200 KB of a stack: nearly all
 * that a thread of the milter has. */
#pragma once

#include "base/span.h"

/* In the first array or object at most LIMIT_JSON_DEPTH brackets are open at once; whether it is JSON is not looked at. */
bool json_is_shallow(struct span json);

/* item-id: the number of an item: 26 characters of Crockford's base 32 (0-9 A-Z without I L O U), of which the first ten are
 * the milliseconds since 1970 and the rest is random. In one process they never go back, whatever the clock does. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

enum { ITEM_ID_BYTES = 26 };
void item_id_new(char ret[static ITEM_ID_BYTES + 1]);
/* Whether it has that form, in upper case. */
bool item_id_valid(struct span text);

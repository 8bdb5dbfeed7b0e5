/* feedback-id: the value of CFBL-Feedback-ID in outbound mail (RFC 9477 3.2): which item a complaint is about. Others can read
 * nothing out of it but when it was sent, and cannot make one, for they do not know the secret. */
#pragma once

#include "base/item-id.h"

struct verdict_keys;

enum { FEEDBACK_ID_BYTES = ITEM_ID_BYTES + 1 + 24 };

/* "01KAKX…:q1w2…", terminated. */
void feedback_id_write(const struct verdict_keys *keys, const char *item, char ret[static FEEDBACK_ID_BYTES + 1]);
/* The item, when it is one of ours. White space around and within it does not count: it may have been folded. */
bool feedback_id_read(const struct verdict_keys *keys, struct span value, char ret[static ITEM_ID_BYTES + 1]);

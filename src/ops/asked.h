/* asked: what a call says of the item that it asks about: how it came, from whom, for whom. */
#pragma once

#include "facts/item.h"
#include "ops/ops.h"

/* What the options of a call say of an item: all but the bytes. Texts are the call's. */
struct asked_item {
        struct item item;
        struct span *rcpt, *authserv_ids; /* what `item` points to */
};
/* Reads --channel, --client-ip, --helo, --mail-from, --rcpt, --auth-user, --authserv-id, --relation and --at, as far as
 * the operation has them. asked_item_free in every case. */
[[nodiscard]] enum cw_err asked_item_read(const struct op_call *call, struct asked_item *ret, struct err *reterr);
void asked_item_free(struct asked_item *asked);

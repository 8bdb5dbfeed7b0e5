/* mailbox: mail addresses as lists of mailboxes hold them. */
#pragma once

#include "base/span.h"

enum { MAILBOX_BYTES = 322 };
/* Lower case (ASCII), without what stands behind +; googlemail.com is gmail.com, where dots mean nothing. False for what is
 * no address, or too long. */
[[nodiscard]] bool mailbox_normal(struct span mailbox, char ret[MAILBOX_BYTES], size_t *ret_len);

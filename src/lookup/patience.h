/* patience: how long an item waits for DNS. When several in a row have heard nothing at all, DNS as a whole is taken for silent:
 * from then on one item at a time waits as long as it may, and the others for a short time only, so that an outage does not
 * make a queue of the mail.
 *
 * They ask too, as long as few questions are open (a resolver goes on for long with those that were given up), and the first
 * answer to any restores the whole time: to ask nobody would let a sender whose own name servers are silent switch off for
 * others what proves them. One thread's. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Zeroed: all is well. */
struct patience {
        uint32_t silent; /* items in a row */
        bool trying;     /* one waits the whole time just now */
};

enum { PATIENCE_ITEMS = 5, PATIENCE_SHARE = 8, PATIENCE_LEAST_MS = 250, PATIENCE_OPEN = 64 };

/* Of `whole_ms`: all of it, or an eighth, but at least PATIENCE_LEAST_MS; nothing while PATIENCE_OPEN of the `open` questions of
 * all are unanswered. `*ret_tries`: it is the one that waits, and its end is told by patience_tried. */
int64_t patience_ms(struct patience *patience, int64_t whole_ms, uint32_t open, bool *ret_tries);
void patience_tried(struct patience *patience);
/* `heard`: an item was answered something, be it that a name does not exist; else it has waited the whole time, for nothing.
 * Whether DNS is taken for silent now. */
bool patience_tell(struct patience *patience, bool heard);

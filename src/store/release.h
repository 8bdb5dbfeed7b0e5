/* release: how a mail that leaves the quarantine is known again.
 *
 * The mail system shows it to our milter again, like any other mail. It is known by three things together: the client is in
 * our own networks, its HELO is the name made here of the item, and the recipient's copy of that item stands in the state
 * `releasing`. No client can say that by itself, and a name that was seen once is worth nothing behind it. */
#pragma once

#include "base/err.h"
#include "base/span.h"

struct config;

/* "01J….release.calwarden.invalid": the HELO under which an item is handed over. */
enum { RELEASE_HELO_BYTES = 96 };
void release_helo(const char *item, char ret[static RELEASE_HELO_BYTES]);

/* For the milter: whether the mail of this session is on its way out of the quarantine, so that it passes unjudged, without
 * new headers. Asks nothing for sessions with an ordinary HELO. Otherwise it opens the store to read, waits for it at most
 * option store-timeout, and is false when the store fails. `rcpts`: all envelope recipients. */
[[nodiscard]] bool release_passes(const struct config *config, struct span helo, struct span client_ip,
                                  const struct span *rcpts, uint32_t rcpt_count);

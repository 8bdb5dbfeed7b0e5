/* release: how a mail that leaves the quarantine is known again.
 *
 * The mail system shows it to our milter again, like any other mail. It is known by three things together: the client is in
 * our own networks, its HELO is the name made here of the item, and the recipient's copy of that item stands in the state
 * `releasing`. No client can say that by itself, and a name that was seen once is worth nothing behind it. Then it must be
 * the mail that was kept. */
#pragma once

#include "base/err.h"
#include "base/span.h"

struct config;

/* "01J….release.calwarden.invalid": the HELO under which an item is handed over. */
enum { RELEASE_HELO_BYTES = 96 };
void release_helo(const char *item, char ret[static RELEASE_HELO_BYTES]);

/* A mail on its way out. */
struct release_mail {
        char item[32];
        char channel[16], client[64], originator[32]; /* of its decision; "": not known any more */
        char *raw;                                    /* as it was kept */
        size_t raw_len;
};
/* For the milter: whether the mail of this session says that it is on its way out of the quarantine, and may. It still may
 * be another one, so it is to be compared with what was kept. Asks nothing for sessions with an ordinary HELO. Otherwise it
 * opens the store to read, waits for it at most option store-timeout, and is false when the store fails. `rcpts`: all
 * envelope recipients. To be given back with release_mail_free. */
[[nodiscard]] bool release_find(const struct config *config, struct span helo, struct span client_ip,
                                const struct span *rcpts, uint32_t rcpt_count, struct release_mail *ret);
void release_mail_free(struct release_mail *mail); /* zeroed is fine */

/* aside: the folder of items that were in work when a worker crashed, STATE/aside/. The folder is the list: what lies there
 * is poison, and what the operator takes away is none any more (from the next reload on).
 *
 *     FINGERPRINT.eml     the bytes, as they were
 *     FINGERPRINT.txt     what is known of them, and of the crash
 *     key                 of the fingerprints, 16 secret bytes
 *
 * Where the worker was killed rather than crashed, nobody could save the bytes: then the description is there first, and the
 * bytes when the mail comes again.
 *
 * At most LIMIT_ASIDE_FILES items and LIMIT_ASIDE_BYTES; the oldest give way. */
#pragma once

#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/span.h"

struct board;
struct board_entry;
struct aside;

/* Makes the folder and the key where they are not there yet; with the user and group of the worker when we are root. */
[[nodiscard]] enum cw_err aside_open(const char *state, uid_t user, gid_t group, struct aside **ret, struct err *reterr);
void aside_free(struct aside *aside);
const uint8_t *aside_key(const struct aside *aside);
int aside_folder(const struct aside *aside);       /* descriptor of the folder */
const char *aside_path(const struct aside *aside); /* its path */

/* Tells the board what lies in the folder, in place of what it knew. Returns how many. */
uint32_t aside_load(const struct aside *aside, struct board *board);
/* Writes the description of an item whose worker died without a handler (was killed three times, or ended). A failure is
 * logged: the item is known until the end of this daemon then. */
void aside_describe(const struct aside *aside, const struct board_entry *entry);
/* Writes the bytes of an item that has a description and no bytes yet. By any thread of the worker. */
void aside_keep(const struct aside *aside, uint64_t fingerprint, struct span bytes);
/* Removes the oldest beyond the limits. */
void aside_prune(const struct aside *aside);

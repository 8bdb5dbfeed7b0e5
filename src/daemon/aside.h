/* aside: the folder of items that were in work when a worker crashed, STATE/aside/. The folder is the list: what lies there
 * is poison, and what the operator takes away is none any more (from the next reload on).
 *
 *     FINGERPRINT.eml     the bytes, as they were
 *     FINGERPRINT.txt     what is known of them, and of the crash
 *     key                 of the fingerprints, 16 secret bytes
 *
 * At most LIMIT_ASIDE_FILES items and LIMIT_ASIDE_BYTES; the oldest give way. */
#pragma once

#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"

struct board;
struct aside;

/* Makes the folder and the key where they are not there yet; with the user and group of the worker when we are root. */
[[nodiscard]] enum cw_err aside_open(const char *state, uid_t user, gid_t group, struct aside **ret, struct err *reterr);
void aside_free(struct aside *aside);
const uint8_t *aside_key(const struct aside *aside);
int aside_folder(const struct aside *aside);       /* descriptor of the folder */
const char *aside_path(const struct aside *aside); /* its path */

/* Tells the board what lies in the folder, in place of what it knew. Returns how many. */
uint32_t aside_load(const struct aside *aside, struct board *board);
/* Removes the oldest beyond the limits. */
void aside_prune(const struct aside *aside);

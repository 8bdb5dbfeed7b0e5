/* remember: a memory for `check --memory FILE`: what was judged before becomes facts of what is judged next, and is kept in
 * the file, as a daemon would have it. For looking at a sequence of mails; the items must be judged one after the other. */
#pragma once

#include "engine/scan.h"

struct config;
struct remembrance;

/* `path`: an SQLite file, made where there is none. `config_file` NULL: all options have their defaults. */
[[nodiscard]] enum cw_err remembrance_new(const char *path, const char *config_file, struct remembrance **ret,
                                          struct err *reterr);
/* Writes what waits. NULL is fine. */
void remembrance_free(struct remembrance *remembrance);
/* The scanner's next items know what is remembered. */
void remembrance_lend(struct remembrance *remembrance, struct scanner *scanner);
/* Keeps what is to be remembered of an item. CW_ERR_IO: the file takes nothing. */
[[nodiscard]] enum cw_err remembrance_keep(struct remembrance *remembrance, const struct judgement *judgement,
                                           struct err *reterr);

/* rules-dir: where the rules are. */
#pragma once

#include "base/err.h"

/* The first of: `given` (when it is not NULL; nothing else is tried then), the environment's CALWARDEN_RULES,
 * ../rules and ../share/calwarden/rules beside the folder of the running program, and the place of the installation.
 * CW_ERR_NOT_FOUND when none is a folder. The caller frees *ret. */
[[nodiscard]] enum cw_err rules_dir_find(const char *given, char **ret, struct err *reterr);

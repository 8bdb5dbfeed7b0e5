/* rules-dir: where the things of an installation are, for the program and for the library in somebody else's. */
#pragma once

#include "base/err.h"

/* The first of: `given` (when it is not NULL; nothing else is tried then), the environment's CALWARDEN_RULES,
 * ../share/calwarden/rules seen from the program or from the library, ../rules seen from a program in the build folder of
 * the sources, and the place that was configured. CW_ERR_NOT_FOUND when none is a folder, or the one that was
 * named has no rule file in it. The caller frees *ret. */
[[nodiscard]] enum cw_err rules_dir_find(const char *given, char **ret, struct err *reterr);

/* The installed calwarden program, which reads pictures for the library: ../bin/calwarden seen from it, or the place that
 * was configured. NULL when there is none. The caller frees it. */
char *program_find(void);

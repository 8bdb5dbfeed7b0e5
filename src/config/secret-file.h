/* secret-file: files that hold a secret of ours. */
#pragma once

#include <stddef.h>

#include "base/err.h"

/* What stands in a regular file of at most `room` bytes. `what` it is begins the text of an error. CW_ERR_CONFIG: it is larger,
 * or others may read it or write to it (his group may read it, so that a program of another user can). Else as the system says:
 * CW_ERR_NOT_FOUND, CW_ERR_PERMISSION, CW_ERR_IO. */
[[nodiscard]] enum cw_err secret_file_read(const char *what, const char *path, char *ret, size_t room, size_t *ret_len,
                                           struct err *reterr);

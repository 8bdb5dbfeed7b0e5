/* list-value: what an entry of the allow or block list is about, as it was written by a person. */
#pragma once

#include <stdbool.h>

#include "base/err.h"

struct list_value {
        const char *kind; /* "address"; borrowed */
        char value[1024]; /* as facts have it (store/lists.h) */
};
/* `kind` NULL: address where it holds an @, else domain. CW_ERR_USAGE: it is none. */
[[nodiscard]] enum cw_err list_value_read(const char *given, const char *kind, bool block, struct list_value *ret,
                                          struct err *reterr);

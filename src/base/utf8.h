/* utf8: the one reading of UTF-8 (RFC 3629) of what lies below text/unicode.h. */
#pragma once

#include "base/span.h"

/* Length of the well-formed sequence that `s`, which is not empty, begins with, and its character; 0: it is broken. */
size_t utf8_read(struct span s, uint32_t *ret);

/* syntax: comments and quoted strings of RFC 5322 3.2, for all structured fields. */
#pragma once

#include "base/span.h"

/* Length up to the closing parenthesis of a comment, comments in it included; `s` begins behind the opening one.
 * SIZE_MAX when nothing closes it. */
static inline size_t comment_length(struct span s) {
        size_t depth = 1;
        for (size_t i = 0; i < s.len; i++) {
                if (s.ptr[i] == '\\')
                        i++;
                else if (s.ptr[i] == '(')
                        depth++;
                else if (s.ptr[i] == ')' && --depth == 0)
                        return i;
        }
        return SIZE_MAX;
}

/* The same of a quoted string, up to its closing quote. */
static inline size_t quoted_length(struct span s) {
        for (size_t i = 0; i < s.len; i++) {
                if (s.ptr[i] == '\\')
                        i++;
                else if (s.ptr[i] == '"')
                        return i;
        }
        return SIZE_MAX;
}

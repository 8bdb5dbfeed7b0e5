/* parameters: `value; name=value; …` of Content-Type and Content-Disposition, with RFC 2231 (continuations, charset)
 * and what senders write in its place (RFC 2047 words in values, no quotes around spaces, no semicolons). */
#pragma once

#include "base/defects.h"

struct mime_parameter {
        struct span name;  /* lower case, without the * of RFC 2231 */
        struct span value; /* decoded, UTF-8 */
        bool extended;     /* written as RFC 2231 */
};

struct parameters {
        struct span value; /* what stands before the first semicolon, lower case, without comments and spaces */
        const struct mime_parameter *items;
        uint32_t count;
        uint32_t repeated; /* names that occurred again with another value; the first is kept */
};

/* `raw`: a field's value, may be folded. At most LIMIT_PARAMETERS are kept. */
struct parameters parameters_read(struct arena *arena, struct span raw, struct defects *defects, uint32_t line);
/* The value; empty (ptr NULL) when there is none of that name. */
struct span parameters_get(const struct parameters *parameters, struct span name);

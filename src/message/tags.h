/* tags: `name=value; name=value` of DKIM-Signature and ARC fields (RFC 6376 3.2). */
#pragma once

#include "base/arena.h"

struct tag {
        struct span name;  /* as written: names are case-sensitive */
        struct span value; /* all white space and line breaks inside taken out */
};

struct tags {
        const struct tag *items;
        uint32_t count;
        bool broken; /* a name twice, a tag without `=`, or more than LIMIT_TAGS */
};

struct tags tags_read(struct arena *arena, struct span raw);
/* First of that name; empty (ptr NULL) when there is none. */
struct span tags_get(const struct tags *tags, struct span name);

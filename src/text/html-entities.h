/* Character references of HTML (HTML standard 13.2.5.72). Internal to src/text. */
#pragma once

#include "base/arena.h"

struct entity {
        uint32_t first, second; /* the characters; `second` is 0 mostly */
        size_t len;             /* bytes of the reference with its '&'; 0: it is none, and the '&' is text */
};

/* `s` begins with '&'. In attributes an unterminated name before '=' or a letter is text (`?a=1&copy=2`). */
struct entity html_entity(struct span s, bool in_attribute);

/* text: what a value or a parameter means, as UTF-8. Private to the calendar layer. */
#pragma once

#include "calendar/content.h"

/* Undoes the backslashes of RFC 5545 3.3.11. `\:` and `\"`, which nothing asks for but producers write, as well; a
 * backslash before anything else stays. The span itself where there is none. */
struct span text_unescape(struct arena *arena, struct span value);

/* RFC 6868: `^n`, `^^`, `^'`. */
struct span text_uncaret(struct arena *arena, struct span value);

/* Valid UTF-8, by the label or a guess where it is not. Sets *guessed then. */
struct span text_utf8(struct content_context *context, struct span value, uint32_t line, bool *guessed);

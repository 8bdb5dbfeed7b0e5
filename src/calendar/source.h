/* source: the bytes of a part made ready for reading: charset, byte order mark, NUL. Private to the calendar layer. */
#pragma once

#include "calendar/content.h"

/* UTF-8 or something like it, without NUL, in *ret; and what it is known to be. */
enum text_state source_decode(struct arena *arena, struct span bytes, struct span charset, struct defects *defects,
                              struct span *ret);

/* The text from where the first calendar or bare component begins, empty when none does. *ret_line: lines before it. */
struct span source_find_calendar(struct span text, uint32_t *ret_line);

/* suggest: what a mistyped word may have meant. */
#pragma once

#include <stddef.h>

/* How many letters must be put in, left out, changed or swapped with their neighbour to make `b` of `a`; words are
 * compared by their first 31 bytes. */
unsigned suggest_distance(const char *a, const char *b);

/* The closest of the `count` names, or NULL when none is close. */
const char *suggest_name(const char *word, const char *const *names, size_t count);

/* shown: text of strangers, made fit for a terminal. What moves the cursor, changes colours, turns the direction of
 * reading or cannot be seen is printed as an escape (`\x1b`, `\u{202e}`); broken UTF-8 becomes U+FFFD. (attack 46: the
 * postmaster who looks is a target as well.) */
#pragma once

#include <stdint.h>
#include <stdio.h>

#include "base/span.h"

/* One line: CR, LF and tabs become a space. At most `max` characters (0: no bound), then "…". */
void shown_text(FILE *out, struct span text, size_t max);
/* A file name or another word that must be recognised again: CR, LF and tabs are escaped as well. */
void shown_name(FILE *out, struct span name);
/* "mail.eml", "box.mbox #3": an item by its file, and its place in an mbox (0: it is none). */
void shown_file(FILE *out, const char *path, uint32_t index);
/* "file:line: warning: text", a line. */
struct problem;
void shown_problem(FILE *out, const struct problem *problem);

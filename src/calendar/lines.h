/* lines: content lines out of bytes (RFC 5545 3.1): ends of lines of any kind, folding undone however it was done.
 * Private to the calendar layer. */
#pragma once

#include "base/defects.h"

enum line_flag {
        LINE_FOLDED = 1,
        LINE_FOLD_IN_CHARACTER = 2,
};

struct content_line {
        struct span bytes;
        struct span source; /* all that it was made of, with its line ends; no blank lines behind it */
        uint32_t number;
        unsigned flags;
        size_t name_len;  /* bytes before the first `:` or `;` when they can be a name, else 0 */
        size_t first_len; /* of the first of the physical lines that it stood on */
};

struct lines {
        struct arena *arena;
        struct defects *defects;
        const char *pos, *end;
        const char *lf,
                *cr;       /* the next of each at or after pos, or end; found once, so that no byte is searched twice */
        uint32_t number;   /* of the physical line at pos */
        unsigned reported; /* once a part */
        char *unfolded, *unfolded_end; /* room for what is left of the input; made for the first folded line */
        bool head_known;               /* head_len belongs to the line at pos */
        size_t head_len;
};

struct lines lines_over(struct arena *arena, struct span bytes, struct defects *defects);

/* The next line that is not blank; false at the end. A line that cannot be a property is taken as the rest of the one
 * before, unless that is a BEGIN or END. */
bool lines_next(struct lines *lines, struct content_line *ret);

/* transfer: content transfer encodings (RFC 2045 6, uuencode), decoded leniently: nothing makes them stop, and what had
 * no place in the encoding is counted. Linear time; the result is never longer than the input. */
#pragma once

#include "base/arena.h"

struct transfer {
        struct span bytes; /* points into the input where nothing was encoded */
        size_t junk;       /* bytes that the encoding does not allow there */
        bool cut;          /* ended within a quantum, or without its end line */
        size_t read;       /* uuencode: bytes of the input that were taken */
};

/* White space is passed over, other bytes outside of the alphabet are junk; padding ends a quantum, and what follows
 * it begins a new one, as most clients do. */
struct transfer base64_decode(struct arena *arena, struct span s);
/* `=XX` in either case, soft line breaks also with white space behind the `=`; a `=` with something else stays. */
struct transfer quoted_printable_decode(struct arena *arena, struct span s);
/* RFC 2047 Q: quoted-printable in which `_` is a space. */
struct transfer q_decode(struct arena *arena, struct span s);
/* The lines behind `begin 644 name`, up to and with `end`. */
struct transfer uu_decode(struct arena *arena, struct span s);

/* Whether the text starts as base64 of `BEGIN:V`: a calendar encoded once more than it says (attack 48). */
bool base64_holds_calendar(struct span s);

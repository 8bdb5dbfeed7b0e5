/* charset: bytes under a charset label -> UTF-8, as a mail client would show them.
 *
 * The label is a claim. It is followed where a client follows it, and put aside where clients do (bytes that are valid
 * UTF-8 under us-ascii, a byte order mark against the label, ISO-8859-1 read as windows-1252, UTF-7, attack 48). All
 * results are valid UTF-8; what could not be read is U+FFFD. Linear time; ASCII costs a tenth of a nanosecond a byte. */
#pragma once

#include "base/arena.h"

enum charset_flags {
        CHARSET_LIES = 1 << 0,    /* the bytes are not in the labelled charset, or evidently in another */
        CHARSET_UNKNOWN = 1 << 1, /* nobody knows a charset of that name */
        CHARSET_BROKEN = 1 << 2,  /* some sequences were not valid and became U+FFFD */
        CHARSET_ODD = 1 << 3,     /* UTF-7, UTF-16, UTF-32: hardly ever written by an honest mailer */
};

struct charset_text {
        struct span text; /* UTF-8; points into the input where that could be shown as it is */
        const char *used; /* the charset that it was read in, a static string ("utf-8", "windows-1252") */
        unsigned flags;   /* enum charset_flags */
};

/* `label` as it stands in the message (any case, white space or quotes around it), empty for none. A byte order mark
 * is taken off. */
struct charset_text charset_decode(struct arena *arena, struct span bytes, struct span label);

/* Charset of an HTML page by its own words (`<meta charset=…>` within the first 1,024 bytes), empty for none. For
 * bytes that came without a label. */
struct span charset_of_html(struct span bytes);

/* Offset of the first byte that is not ASCII; s.len when all are. */
size_t ascii_prefix(struct span s);
/* ASCII letters in lower case; `s` itself when they are. */
struct span ascii_lowered(struct arena *arena, struct span s);
/* Offset of the first byte that belongs to no valid sequence (RFC 3629); s.len when all is valid. */
size_t utf8_prefix(struct span s);
static inline bool utf8_valid(struct span s) {
        return utf8_prefix(s) == s.len;
}
/* Valid sequences of several bytes; *ret_broken those that are not valid. */
size_t utf8_count(struct span s, size_t *ret_broken);
/* Every broken sequence as U+FFFD; `s` itself when it is valid. */
struct span utf8_repair(struct arena *arena, struct span s);

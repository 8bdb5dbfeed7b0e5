/* header: the fields of a header block, read leniently (RFC 5322 2.2; attack 45), and their texts. */
#pragma once

#include "base/defects.h"

enum header_name {
#define HEADER(name, text) HEADER_##name,
#include "message/headers.def"
#undef HEADER
        HEADER_OTHER,
        HEADER_NAMES = HEADER_OTHER
};

struct header {
        enum header_name id;
        struct span name;  /* as written, without white space behind it */
        struct span value; /* raw: still folded and encoded, without the last line break and the white space around */
        uint32_t line;     /* of the field, counted from 1 in the block's message */
};

/* The fields of one block (a message's, or a part's) in their order. */
struct headers {
        const struct header *items;
        uint32_t count;
        uint32_t seen;    /* also those over LIMIT_HEADERS, that were not kept */
        struct span raw;  /* the block, with the empty line that ends it */
        struct span body; /* what follows it */
};

/* The canonical name in lower case ("message-id"); HEADER_OTHER gives "". */
const char *header_name_text(enum header_name id);
enum header_name header_name_find(struct span name);

/* First of that name, or NULL. `header_next` walks on: the next of the same name behind `after`, or NULL. */
const struct header *headers_first(const struct headers *headers, enum header_name id);
const struct header *headers_next(const struct headers *headers, const struct header *after);

/* The value as a reader sees it: unfolded, RFC 2047 words decoded, valid UTF-8, trimmed. At most LIMIT_HEADER_TEXT
 * bytes of the raw value are looked at. Points into the message when nothing had to change. NULL gives empty. */
struct span header_text(struct arena *arena, const struct header *header);
/* Only unfolded (line breaks taken out, RFC 5322 2.2.3) and made valid UTF-8; no words decoded. */
struct span header_unfold(struct arena *arena, const struct header *header);

/* RFC 2047 words of any unfolded text decoded, raw 8-bit text made UTF-8. Adjacent words are joined before their
 * charset is read, since senders cut characters. `flags` (may be NULL) gathers enum charset_flags. */
struct span words_decode(struct arena *arena, struct span text, unsigned *flags);

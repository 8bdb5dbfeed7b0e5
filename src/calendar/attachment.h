/* attachment: what comes with an event or is to be opened from it: ATTACH, IMAGE, CONFERENCE, URL, LINK, SOURCE,
 * STYLED-DESCRIPTION, STRUCTURED-DATA, ALTREP (RFC 5545 3.8.1.1, 7986 5, 8607 4, 9073 6, 9253 8; attack 35, 37, 38). */
#pragma once

#include "calendar/calendar.h"

struct attachment {
        const struct property *property;
        struct span uri;  /* empty for an inline one; of a `data:` URI its head before the comma */
        struct span data; /* inline bytes, decoded (VALUE=BINARY, ENCODING=BASE64, `data:` URIs); at most
                           * LIMIT_CALENDAR_ATTACHMENT bytes */
        bool is_inline, cut;
        struct span media_type; /* FMTTYPE, or of the `data:` URI */
        struct span filename;   /* FILENAME, X-FILENAME, X-APPLE-FILENAME */
        struct span managed_id, label, size;
};

/* Reads one of those properties. Decoding costs its length: ask once. */
void attachment_read(struct arena *arena, const struct property *property, struct attachment *ret);

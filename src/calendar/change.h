/* change: changes to the bytes of a document that leave every other byte as it was. Private to the calendar layer. */
#pragma once

#include "calendar/document.h"

/* Zero it and set `document`. */
struct changes {
        const struct document *document;
        struct array items; /* the change's own */
};

/* `text` ends its last line, or is empty. Changes must not overlap; of two at one place the first comes first. */
void change_replace(struct changes *changes, struct span source, struct span text);
void change_insert(struct changes *changes, const char *at, struct span text);

/* The whole with all changes made, of at most `max` bytes; false: it would be larger. The document's own bytes when there are
 * none. */
bool changes_made(struct changes *changes, size_t max, struct span *ret);

/* One content line, folded behind 75 bytes and not inside a character (RFC 5545 3.1); what would end it is left out. */
void line_write(struct buf *out, struct span line, struct span line_end);
/* The line end that the document's first line has. */
struct span document_line_end(const struct document *document);

struct parameter_change {
        const char *name;
        struct span value; /* as it is written, with quotes where needed; ptr NULL: the parameter goes */
};
/* The property with its parameters changed, those that it did not have at the end; a line as line_write writes it. Its own bytes
 * when it had them so. */
struct span property_with(const struct document *document, const struct property *property,
                          const struct parameter_change *changes, size_t count);
/* The property under another name or value (empty: as it is), a line as line_write writes it. */
struct span property_as(const struct document *document, const struct property *property, const char *name,
                        struct span value);

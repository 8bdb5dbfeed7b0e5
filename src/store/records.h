/* records: rows on their way into the store: copied into one piece of memory, and written. */
#pragma once

#include "store/lists.h"
#include "store/recorder.h"

/* Rows as plain structs with their texts, copied into one piece: once without memory to learn its size, then again. */
struct packer {
        char *ptr; /* NULL: only measures */
        size_t len;
};
/* A place for `size` bytes, aligned for every type; NULL while measuring. */
void *pack_room(struct packer *packer, size_t size);
const char *pack_text(struct packer *packer, const char *text);

/* Where the texts of a row stand, for copying. */
struct row_type {
        size_t size;
        const size_t *texts;
        uint32_t text_count;
};
extern const struct row_type claim_row, attendee_row, event_row, relation_row, list_row;
void *pack_rows(struct packer *packer, const struct row_type *type, const void *rows, uint32_t count);

/* The same records with all that they point to, raw mails left out. */
struct record *pack_records(struct packer *packer, const struct record *records, uint32_t count);

/* Calls the store's function for it. */
[[nodiscard]] enum cw_err record_write(struct store *store, const struct record *record, struct err *reterr);

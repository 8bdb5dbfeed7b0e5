/* reader: what the files of the message reader share while they build a message. Not for others. */
#pragma once

#include "message/message.h"

/* Of the whole item: what is left of its limits, and its parts. */
struct item_reader {
        struct arena *arena;
        struct defects *defects;
        struct array parts; /* struct part * */
        uint32_t parts_seen;
        uint32_t headers_left;
        size_t decoded_left, archive_left;
        uint32_t archive_entries_left;
};

/* A part being built: the public struct and the end of its list of children. */
struct part_node {
        struct part part;
        struct part *last_child;
};

/* Reads the block at the front of `bytes`, whose first line is number `line`. *ret_lines: how many lines it has. */
struct headers headers_read(struct item_reader *item, struct span bytes, uint32_t line, uint32_t *ret_lines);
/* `From ` of an mbox, also quoted (`>From `), at the front; 0 when there is none, else its length with its line end. */
size_t mbox_line(struct span bytes);

/* The next part of the item below `parent` (NULL: a root), or NULL over LIMIT_PARTS. */
struct part *part_new(struct item_reader *item, const struct message *message, struct part *parent, uint32_t depth,
                      enum part_source source);
/* Media type and the other Content- fields from part->headers. `digest`: the default is message/rfc822. */
void part_fields_read(struct item_reader *item, struct part *part, bool digest);
/* Media type and name of a part that has no header of its own. */
void part_set_type(struct part *part, struct span type, struct span subtype);

/* Decodes a leaf whose raw bytes are known, finds calendars in it, makes its text, and reads what it holds. */
void body_read(struct item_reader *item, struct part *part);
/* Only the decoding: part->data from part->raw. */
void body_decode(struct item_reader *item, struct part *part);
/* The rest of body_read, for a part whose data is known. */
void body_use(struct item_reader *item, struct part *part);

/* A message that is the decoded body of a part. */
void message_read_embedded(struct item_reader *item, struct part *part, struct span bytes);

/* One part with a header of its own, that is the decoded body of a part of the same message. */
void part_read_within(struct item_reader *item, struct part *part, struct span bytes);

struct span flowed_join(struct arena *arena, struct span text, bool delsp);
void uuencoded_read(struct item_reader *item, struct part *part);
void zip_read(struct item_reader *item, struct part *part);
void gzip_read(struct item_reader *item, struct part *part);
void smime_read(struct item_reader *item, struct part *part);
void tnef_read(struct item_reader *item, struct part *part);

/* Whether a calendar begins in the first bytes; in a plain text only at the beginning of a line. */
bool calendar_magic(struct span data, bool lines_only);

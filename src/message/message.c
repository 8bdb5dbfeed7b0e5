/* The structure of a message: one pass over its lines, with the boundaries of all open multiparts at hand (RFC 2046 5.1),
 * so that an outer boundary ends whatever an inner one left open. */
#include "message/message.h"

#include "base/limits.h"
#include "message/reader.h"

/* One run of bytes that is being read: the message, or what was decoded from a part of it. */
struct reader {
        struct item_reader *item;
        const struct message *message;
        struct span bytes;
        size_t at;                                /* always at the beginning of a line */
        uint32_t line;                            /* its number */
        struct span boundaries[LIMIT_PART_DEPTH]; /* an empty one: any line `--x` with a Content- field behind it */
        uint32_t open;
};

/* A boundary that was found, or the end of the bytes. */
struct hit {
        int level; /* index in `boundaries`; -1 at the end */
        bool closing;
        size_t end; /* of what stands before it, without the line break that belongs to the boundary */
};

static struct hit entity_read(struct reader *reader, struct part *part, bool digest);

/* Whether fields begin here, a Content- field among the first of them. */
static bool part_begins(struct span text) {
        enum { FIELDS = 8, LOOKED_AT = 1024 };
        text = span_head(text, LOOKED_AT);
        for (int i = 0; i < FIELDS && text.len > 0; i++) {
                if (span_starts_nocase(text, SPAN("content-")))
                        return true;
                size_t name = 0;
                while (name < text.len && text.ptr[name] > ' ' && text.ptr[name] != ':')
                        name++;
                if (name == 0 || name == text.len || text.ptr[name] != ':')
                        return false;
                do
                        text = span_skip(text, span_find_byte(text, '\n') + 1);
                while (text.len > 0 && (text.ptr[0] == ' ' || text.ptr[0] == '\t'));
        }
        return false;
}

/* A line that begins with an open boundary and goes on: RFC 2046 5.1.1 and some clients take it for one, others do not.
 * What stands behind it is a part if it looks like one. */
static bool boundary_begins(const struct reader *reader, struct span line, struct span behind, struct hit *ret) {
        if (!part_begins(behind))
                return false;
        for (int i = (int)reader->open - 1; i >= 0; i--) {
                struct span boundary = reader->boundaries[i];
                if (line.len >= boundary.len && span_equal(span_head(line, boundary.len), boundary)) {
                        defects_add(reader->item->defects, DEFECT_MIME_BOUNDARY_OTHER, reader->line);
                        *ret = (struct hit){ .level = i };
                        return true;
                }
        }
        return false;
}

static bool boundary_match(const struct reader *reader, struct span line, struct span behind, struct hit *ret) {
        while (line.len > 2 && ascii_space(line.ptr[line.len - 1]))
                line.len--;
        struct span open = span_skip(line, 2);
        struct span closed = { 0 };
        if (open.len > 2 && open.ptr[open.len - 1] == '-' && open.ptr[open.len - 2] == '-')
                closed = span_head(open, open.len - 2);
        for (int i = (int)reader->open - 1; i >= 0; i--) {
                struct span boundary = reader->boundaries[i];
                if (boundary.len > 0 &&
                    (span_equal(open, boundary) || (closed.len > 0 && span_equal(closed, boundary)))) {
                        *ret = (struct hit){ .level = i, .closing = open.len != boundary.len };
                        return true;
                }
        }
        return boundary_begins(reader, open, behind, ret);
}

/* Goes on to the line behind the next boundary of any open multipart. */
static struct hit boundary_find(struct reader *reader) {
        struct span bytes = reader->bytes;
        size_t start = reader->at, at = start;
        while (at < bytes.len && reader->open > 0) {
                const char *line = bytes.ptr + at, *newline = memchr(line, '\n', bytes.len - at);
                size_t next = newline ? (size_t)(newline - bytes.ptr) + 1 : bytes.len;
                struct hit hit;
                reader->line++;
                if (line[0] == '-' && next - at > 2 && line[1] == '-' &&
                    boundary_match(reader, (struct span){ line, next - at }, span_skip(bytes, next), &hit)) {
                        hit.end = at;
                        if (hit.end > start && bytes.ptr[hit.end - 1] == '\n')
                                hit.end--;
                        if (hit.end > start && bytes.ptr[hit.end - 1] == '\r')
                                hit.end--;
                        reader->at = next;
                        return hit;
                }
                at = next;
        }
        reader->at = bytes.len;
        return (struct hit){ .level = -1, .end = bytes.len };
}

/* The likeliest boundary of a multipart that names none: the first line `--x` with a field behind it. */
static struct span boundary_guess(struct span body) {
        struct span rest = span_head(body, 64 * 1024);
        while (rest.len > 0) {
                struct span line = span_split(&rest, '\n');
                bool field = span_starts_nocase(rest, SPAN("content-")) ||
                             (rest.len > 0 && (*rest.ptr == '\r' || *rest.ptr == '\n'));
                if (line.len > 2 && span_starts_nocase(line, SPAN("--")) && field)
                        return span_trim(span_skip(line, 2));
        }
        return (struct span){ 0 };
}

static struct span boundary_of(struct reader *reader, const struct part *part) {
        struct defects *defects = reader->item->defects;
        struct span named = parameters_get(&part->parameters, SPAN("boundary"));
        struct span boundary = named;
        while (boundary.len > 0 && ascii_space(boundary.ptr[boundary.len - 1]))
                boundary.len--;
        if (boundary.len == 0) {
                defects_add(defects, DEFECT_MIME_NO_BOUNDARY, part->line);
                return boundary_guess(span_skip(reader->bytes, reader->at));
        }
        if (boundary.len > 70 || boundary.len != named.len)
                defects_add(defects, DEFECT_MIME_BOUNDARY_BAD, part->line);
        for (uint32_t i = 0; i < reader->open; i++)
                if (span_equal(reader->boundaries[i], boundary))
                        defects_add(defects, DEFECT_MIME_BOUNDARY_SAME, part->line);
        return boundary;
}

/* Whether a part begins somewhere in it, behind a boundary of whatever name. */
static bool parts_within(struct span text) {
        while (text.len > 0) {
                struct span line = span_split(&text, '\n');
                if (span_starts_nocase(line, SPAN("--")) && part_begins(text))
                        return true;
        }
        return false;
}

static struct hit children_read(struct reader *reader, struct part *part, bool *ret_any, bool *ret_closed);

/* Which boundary counts when a message names several, or one that can be read in several ways, differs from client to
 * client: one's preamble is the other's parts. */
static void parts_outside_read(struct reader *reader, struct part *part) {
        struct reader inner = { .item = reader->item,
                                .message = reader->message,
                                .bytes = part->raw,
                                .line = reader->line,
                                .open = 1 };
        bool any = false, closed = true;
        part_set_type(part, SPAN("multipart"), SPAN("mixed"));
        part->data = part->raw;
        (void)children_read(&inner, part, &any, &closed);
}

/* A CR that no LF follows ends a line; those before one belong to it. */
static struct span lines_mended(struct arena *arena, struct span bytes) {
        char *copy = arena_bytes(arena, bytes.len);
        memcpy(copy, bytes.ptr, bytes.len);
        for (size_t i = 0, next; i < bytes.len; i = next) {
                next = i + 1;
                while (bytes.ptr[i] == '\r' && next < bytes.len && bytes.ptr[next] == '\r')
                        next++;
                if (bytes.ptr[i] == '\r' && (next == bytes.len || bytes.ptr[next] != '\n'))
                        memset(copy + i, '\n', next - i);
        }
        return (struct span){ copy, bytes.len };
}

/* Mails of old Macs: a CR ends a line, and there is no LF at all. */
static struct span ends_mended(struct item_reader *item, struct span bytes) {
        bool old = bytes.len > 0 && !memchr(bytes.ptr, '\n', bytes.len) && memchr(bytes.ptr, '\r', bytes.len);
        if (!old)
                return bytes;
        defects_add(item->defects, DEFECT_LINES_BARE_CR, 0);
        return lines_mended(item->arena, bytes);
}

/* What may be a boundary behind a CR alone: the beginning of a line to some mail programs, and of none to others. */
static bool boundary_behind_cr(struct span text) {
        const char *end = text.ptr + text.len, *at = text.ptr;
        while (text.len > 0 && (at = memchr(at, '\r', (size_t)(end - at)))) {
                at++;
                if (end - at > 2 && at[0] == '-' && at[1] == '-')
                        return true;
        }
        return false;
}

/* Preamble or epilogue. The sentence for readers without MIME is no defect. */
static void outside_read(struct reader *reader, struct part *parent, struct span text) {
        enum { SENTENCE = 200 };
        if (span_trim(text).len == 0)
                return;
        if (boundary_behind_cr(text)) {
                defects_add(reader->item->defects, DEFECT_LINES_BARE_CR, 0);
                text = lines_mended(reader->item->arena, text);
        }
        struct part *part = part_new(reader->item, reader->message, parent, parent->depth + 1, PART_OUTSIDE);
        if (!part)
                return;
        if (text.len > SENTENCE)
                defects_add(reader->item->defects, DEFECT_MIME_TEXT_OUTSIDE, 0);
        part->outside = true;
        part_set_type(part, SPAN("text"), SPAN("plain"));
        part->raw = text;
        if (part->depth + 1 < LIMIT_PART_DEPTH && parts_within(text))
                parts_outside_read(reader, part);
        else
                body_read(reader->item, part);
}

static struct span bytes_between(const struct reader *reader, size_t from, size_t to) {
        return (struct span){ reader->bytes.ptr + from, to > from ? to - from : 0 };
}

static bool is_encoded(const struct part *part) {
        return part->encoding != ENCODING_NONE && part->encoding != ENCODING_UNKNOWN;
}

/* The children of a multipart whose boundary is the innermost open one. */
static struct hit children_read(struct reader *reader, struct part *part, bool *ret_any, bool *ret_closed) {
        int level = (int)reader->open - 1;
        size_t from = reader->at;
        bool digest = part->media == MEDIA_MULTIPART_DIGEST;
        struct hit hit = boundary_find(reader);
        if (hit.level == level || !is_encoded(part))
                outside_read(reader, part, bytes_between(reader, from, hit.end));
        while (hit.level == level) {
                if (hit.closing) {
                        *ret_closed = true;
                        from = reader->at;
                        hit = boundary_find(reader);
                        outside_read(reader, part, bytes_between(reader, from, hit.end));
                        continue;
                }
                *ret_any = true;
                struct part *child = part_new(reader->item, reader->message, part, part->depth + 1, PART_MIME);
                if (*ret_closed) {
                        defects_add(reader->item->defects, DEFECT_MIME_AFTER_END, reader->line);
                        if (child)
                                child->outside = true;
                }
                hit = entity_read(reader, child, digest);
        }
        return hit;
}

static struct hit multipart_read(struct reader *reader, struct part *part);

/* An encoded multipart is forbidden (RFC 2045 6.4); where its boundary stands nowhere, clients decode it. */
static void multipart_decode(struct reader *reader, struct part *part) {
        defects_add(reader->item->defects, DEFECT_MIME_ENCODING_MULTIPART, part->line);
        body_decode(reader->item, part);
        part->encoding = ENCODING_NONE;
        struct reader inner = { .item = reader->item, .message = reader->message, .bytes = part->data, .line = 1 };
        (void)multipart_read(&inner, part);
}

static struct hit multipart_read(struct reader *reader, struct part *part) {
        struct defects *defects = reader->item->defects;
        size_t from = reader->at;
        bool any = false, closed = false;
        struct span boundary = boundary_of(reader, part);
        uint32_t open = reader->open;
        if (boundary.len > 0)
                reader->boundaries[reader->open++] = boundary;
        if (span_equal(part->subtype, SPAN("encrypted")))
                defects_add(defects, DEFECT_MIME_ENCRYPTED, part->line);
        struct hit hit = boundary.len > 0 ? children_read(reader, part, &any, &closed) : boundary_find(reader);
        reader->open = open;
        part->raw = part->data = bytes_between(reader, from, hit.end);
        defects->part = part->number;
        if (boundary.len == 0)
                outside_read(reader, part, part->raw);
        else if (!any && is_encoded(part))
                multipart_decode(reader, part);
        else if (!any)
                defects_add(defects, DEFECT_MIME_BOUNDARY_ABSENT, part->line);
        else if (!closed)
                defects_add(defects, DEFECT_MIME_UNCLOSED, part->line);
        return hit;
}

static struct message *message_new(struct reader *reader, struct part *container) {
        struct message *message = arena_alloc(reader->item->arena, sizeof *message);
        message->bytes = span_skip(reader->bytes, reader->at);
        message->container = container;
        return message;
}

static void headers_index(struct message *message) {
        for (uint32_t i = message->headers.count; i-- > 0;) {
                const struct header *field = &message->headers.items[i];
                if (field->id == HEADER_OTHER)
                        continue;
                message->first[field->id] = field;
                message->count[field->id]++;
        }
}

/* The message that begins at reader->at, up to a boundary of the multiparts around it. */
static struct hit root_read(struct reader *reader, struct message *message, uint32_t depth) {
        const struct message *around = reader->message;
        uint32_t line = reader->line;
        reader->message = message;
        reader->line = 1;
        struct part *root = part_new(reader->item, message, NULL, depth, PART_MIME);
        struct hit hit = entity_read(reader, root, false);
        message->root = root;
        if (root)
                message->headers = root->headers;
        message->bytes.len = (size_t)(reader->bytes.ptr + hit.end - message->bytes.ptr);
        headers_index(message);
        reader->message = around;
        reader->line += line;
        return hit;
}

static bool is_message(const struct part *part) {
        return part->media == MEDIA_MESSAGE_RFC822 || part->media == MEDIA_MESSAGE_GLOBAL;
}

static void parts_behind_cr_read(struct reader *reader, struct part *part) {
        struct span text = lines_mended(reader->item->arena, part->raw);
        if (!parts_within(text))
                return;
        defects_add(reader->item->defects, DEFECT_LINES_BARE_CR, part->line);
        outside_read(reader, part, text);
}

static struct hit leaf_read(struct reader *reader, struct part *part) {
        size_t from = reader->at;
        struct hit hit = boundary_find(reader);
        part->raw = bytes_between(reader, from, hit.end);
        body_read(reader->item, part);
        if (part->other_multipart && part->depth + 2 < LIMIT_PART_DEPTH && parts_within(part->raw))
                outside_read(reader, part, part->raw);
        bool may_hold = reader->open > 0 && (part->encoding != ENCODING_BASE64 || part->junk || part->unread);
        if (may_hold && part->depth + 2 < LIMIT_PART_DEPTH && boundary_behind_cr(part->raw))
                parts_behind_cr_read(reader, part);
        return hit;
}

static struct hit embedded_read(struct reader *reader, struct part *part) {
        size_t from = reader->at;
        struct message *message = message_new(reader, part);
        part->embedded = message;
        struct hit hit = root_read(reader, message, part->depth + 1);
        part->raw = part->data = bytes_between(reader, from, hit.end);
        return hit;
}

/* A part, or the whole of a message: header and body. NULL: over LIMIT_PARTS, only passed over. */
static struct hit entity_read(struct reader *reader, struct part *part, bool digest) {
        if (!part)
                return boundary_find(reader);
        uint32_t lines;
        part->line = reader->line;
        part->headers = headers_read(reader->item, span_skip(reader->bytes, reader->at), reader->line, &lines);
        reader->at += part->headers.raw.len;
        reader->line += lines;
        part_fields_read(reader->item, part, digest);
        bool holds_parts = part_is_multipart(part) || is_message(part);
        if (holds_parts && part->depth + 1 >= LIMIT_PART_DEPTH) {
                defects_add(reader->item->defects, DEFECT_MIME_TOO_DEEP, part->line);
                return leaf_read(reader, part);
        }
        if (part_is_multipart(part))
                return multipart_read(reader, part);
        if (!is_message(part))
                return leaf_read(reader, part);
        if (!is_encoded(part))
                return embedded_read(reader, part);
        defects_add(reader->item->defects, DEFECT_MIME_ENCODING_MULTIPART, part->line);
        return leaf_read(reader, part);
}

void message_read_embedded(struct item_reader *item, struct part *part, struct span bytes) {
        struct reader reader = { .item = item, .message = NULL, .bytes = ends_mended(item, bytes), .line = 1 };
        struct message *message = message_new(&reader, part);
        part->embedded = message;
        (void)root_read(&reader, message, part->depth + 1);
        item->defects->part = part->number;
}

void part_read_within(struct item_reader *item, struct part *part, struct span bytes) {
        struct reader reader = { .item = item, .message = part->message, .bytes = bytes, .line = 1 };
        (void)entity_read(&reader, part_new(item, part->message, part, part->depth + 1, PART_MIME), false);
        item->defects->part = part->number;
}

/* Files often have a byte order mark or empty lines before the header. */
static struct span front_mended(struct span bytes) {
        struct span rest = bytes;
        if (span_equal(span_head(rest, 3), SPAN("\xEF\xBB\xBF")))
                rest = span_skip(rest, 3);
        while (rest.len > 0 && (*rest.ptr == '\r' || *rest.ptr == '\n'))
                rest = span_skip(rest, 1);
        size_t name = span_find_byte(span_head(rest, 64), ':');
        return header_name_find(span_head(rest, name)) != HEADER_OTHER || mbox_line(rest) > 0 ? rest : bytes;
}

struct message *message_read(struct arena *arena, struct span bytes, struct defects *defects) {
        struct item_reader item = {
                .arena = arena,
                .defects = defects,
                .headers_left = LIMIT_HEADERS,
                .decoded_left = bytes.len * LIMIT_DECODED_FACTOR + LIMIT_DECODED_FLOOR,
                .archive_left = LIMIT_ARCHIVE_BYTES,
                .archive_entries_left = LIMIT_ARCHIVE_ENTRIES,
        };
        if (span_trim(bytes).len == 0)
                defects_add(defects, DEFECT_MESSAGE_EMPTY, 0);
        bytes = ends_mended(&item, bytes);
        struct reader reader = { .item = &item, .bytes = bytes, .line = 1 };
        reader.at = bytes.len - front_mended(bytes).len;
        struct message *message = message_new(&reader, NULL);
        (void)root_read(&reader, message, 0);
        message->bytes = bytes;
        message->parts = (const struct part *const *)item.parts.items;
        message->part_count = item.parts.count;
        message->parts_seen = item.parts_seen;
        defects->part = 0;
        return message;
}

struct span message_text(struct arena *arena, const struct message *message, enum header_name id) {
        return header_text(arena, message->first[id]);
}

uint32_t message_ids(struct span value, struct span *ids, uint32_t max) {
        uint32_t count = 0;
        for (struct span rest = value; rest.len > 0;) {
                rest = span_skip(rest, span_find_byte(rest, '<') + 1);
                size_t end = span_find_byte(rest, '>');
                if (end == rest.len)
                        break;
                if (count < max)
                        ids[count] = span_trim(span_head(rest, end));
                count++;
                rest = span_skip(rest, end + 1);
        }
        struct span bare = span_trim(value);
        if (count == 0 && bare.len > 0) {
                if (max > 0)
                        ids[0] = bare;
                count = 1;
        }
        return count;
}

/* A part's own fields: Content-Type, -Disposition, -Transfer-Encoding, -ID. */
#include "message/reader.h"

#include "base/limits.h"

static const struct span media_table[MEDIA_KINDS] = {
#define MEDIA(name, text) [MEDIA_##name] = { text, sizeof(text) - 1 },
#include "message/media.def"
#undef MEDIA
        [MEDIA_OTHER] = { "*", 1 },
};

/* Types that go by several names. */
static const struct {
        struct span type;
        enum media media;
} aliases[] = {
        { { "application/vnd.ms-tnef", 23 }, MEDIA_TNEF },
        { { "application/x-zip-compressed", 28 }, MEDIA_ZIP },
        { { "application/x-zip", 17 }, MEDIA_ZIP },
        { { "application/x-gzip", 18 }, MEDIA_GZIP },
        { { "application/x-pkcs7-mime", 24 }, MEDIA_SMIME },
        { { "application/x-ics", 17 }, MEDIA_APPLICATION_ICS },
        { { "application/icalendar", 21 }, MEDIA_APPLICATION_ICS },
        { { "application/calendar", 20 }, MEDIA_APPLICATION_ICS },
        { { "text/x-icalendar", 16 }, MEDIA_TEXT_CALENDAR },
        { { "text/icalendar", 14 }, MEDIA_TEXT_CALENDAR },
        { { "text/ics", 8 }, MEDIA_TEXT_CALENDAR },
        { { "text/vcalendar", 14 }, MEDIA_TEXT_VCALENDAR },
        { { "multipart/appledouble", 21 }, MEDIA_MULTIPART_OTHER },
        { { "message/news", 12 }, MEDIA_MESSAGE_RFC822 },
};

/* `whole`: type/subtype in lower case; `type` with its slash. */
static enum media media_find(struct span whole, struct span type) {
        for (unsigned i = 0; i < MEDIA_OTHER; i++) {
                struct span row = media_table[i];
                if (span_equal(row, whole))
                        return (enum media)i;
                if (row.ptr[row.len - 1] == '*' && span_equal(span_head(row, row.len - 1), type))
                        break;
        }
        for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
                if (span_equal(aliases[i].type, whole))
                        return aliases[i].media;
        for (unsigned i = 0; i < MEDIA_OTHER; i++) {
                struct span row = media_table[i];
                if (row.ptr[row.len - 1] == '*' && span_equal(span_head(row, row.len - 1), type))
                        return (enum media)i;
        }
        return MEDIA_OTHER;
}

void part_set_type(struct part *part, struct span type, struct span subtype) {
        char whole[80];
        part->type = type;
        part->subtype = subtype;
        part->media = MEDIA_OTHER;
        size_t len = type.len + 1 + subtype.len;
        if (len > sizeof whole)
                return;
        memcpy(whole, type.ptr, type.len);
        whole[type.len] = '/';
        memcpy(whole + type.len + 1, subtype.ptr, subtype.len);
        part->media = media_find((struct span){ whole, len }, (struct span){ whole, type.len + 1 });
}

static void type_read(struct item_reader *item, struct part *part, const struct header *field, bool digest) {
        part_set_type(part, digest ? SPAN("message") : SPAN("text"), digest ? SPAN("rfc822") : SPAN("plain"));
        if (!field)
                return;
        part->parameters = parameters_read(item->arena, field->value, item->defects, field->line);
        struct span value = part->parameters.value;
        size_t slash = span_find_byte(value, '/');
        if (slash > 0 && slash + 1 < value.len)
                part_set_type(part, span_head(value, slash), span_skip(value, slash + 1));
        else
                defects_add(item->defects, DEFECT_MIME_TYPE_BAD, field->line);
        part->charset = parameters_get(&part->parameters, SPAN("charset"));
        part->method = parameters_get(&part->parameters, SPAN("method"));
        part->component = parameters_get(&part->parameters, SPAN("component"));
        part->file_name = parameters_get(&part->parameters, SPAN("name"));
}

static void disposition_read(struct item_reader *item, struct part *part, const struct header *field) {
        struct parameters read = parameters_read(item->arena, field->value, item->defects, field->line);
        part->disposition = span_equal(read.value, SPAN("inline"))       ? DISPOSITION_INLINE
                            : span_equal(read.value, SPAN("attachment")) ? DISPOSITION_ATTACHMENT
                                                                         : DISPOSITION_OTHER;
        struct span name = parameters_get(&read, SPAN("filename"));
        if (name.len == 0)
                return;
        if (part->file_name.len > 0 && !span_equal(part->file_name, name))
                part->other_file_name = part->file_name;
        part->file_name = name;
}

static void encoding_read(struct item_reader *item, struct part *part, const struct header *field) {
        static const struct {
                struct span name;
                enum encoding encoding;
        } encodings[] = {
                { { "7bit", 4 }, ENCODING_NONE },
                { { "8bit", 4 }, ENCODING_NONE },
                { { "binary", 6 }, ENCODING_NONE },
                { { "base64", 6 }, ENCODING_BASE64 },
                { { "quoted-printable", 16 }, ENCODING_QUOTED_PRINTABLE },
                { { "x-uuencode", 10 }, ENCODING_UUENCODE },
                { { "uuencode", 8 }, ENCODING_UUENCODE },
                { { "x-uue", 5 }, ENCODING_UUENCODE },
                { { "7-bit", 5 }, ENCODING_NONE },
                { { "8-bit", 5 }, ENCODING_NONE },
        };
        struct span name = field->value;
        while (name.len > 0 && name.ptr[0] == '(')
                name = span_trim(span_skip(name, span_find_byte(name, ')') + 1));
        name = span_trim(span_head(name, span_find_byte(name, ';')));
        name = span_trim(span_head(name, span_find_byte(name, '(')));
        if (name.len >= 2 && name.ptr[0] == '"')
                name = (struct span){ name.ptr + 1, name.len - 2 };
        for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++) {
                if (span_equal_nocase(name, encodings[i].name)) {
                        part->encoding = encodings[i].encoding;
                        return;
                }
        }
        part->encoding = ENCODING_UNKNOWN;
        defects_add(item->defects, DEFECT_MIME_ENCODING_UNKNOWN, field->line);
}

static void content_id_read(struct part *part, const struct header *field) {
        part->content_id = span_without_brackets(field->value);
}

/* Of several types some clients take the first, some the last. */
static bool says_calendar(const struct header *type) {
        struct span value = span_trim(type->value);
        return span_starts_nocase(value, SPAN("text/calendar")) || span_starts_nocase(value, SPAN("application/ics"));
}

/* What another reading of the part would be. */
static void field_twice(struct part *part, bool encoding, const struct header *field) {
        part->other_encoding |= encoding;
        part->other_multipart |= field->id == HEADER_CONTENT_TYPE &&
                                 span_starts_nocase(span_trim(field->value), SPAN("multipart/"));
}

void part_fields_read(struct item_reader *item, struct part *part, bool digest) {
        const struct header *type = NULL, *disposition = NULL, *encoding = NULL, *id = NULL;
        for (uint32_t i = 0; i < part->headers.count; i++) {
                const struct header *field = &part->headers.items[i];
                const struct header **slot = field->id == HEADER_CONTENT_TYPE                ? &type
                                             : field->id == HEADER_CONTENT_DISPOSITION       ? &disposition
                                             : field->id == HEADER_CONTENT_TRANSFER_ENCODING ? &encoding
                                             : field->id == HEADER_CONTENT_ID                ? &id
                                                                                             : NULL;
                if (!slot)
                        continue;
                if (*slot)
                        defects_add(item->defects, DEFECT_MIME_FIELD_TWICE, field->line);
                else
                        *slot = field;
                if (*slot != field)
                        field_twice(part, slot == &encoding, field);
                part->calendar_by_type |= slot == &type && *slot != field && says_calendar(field);
        }
        type_read(item, part, type, digest);
        if (disposition)
                disposition_read(item, part, disposition);
        if (encoding)
                encoding_read(item, part, encoding);
        if (id)
                content_id_read(part, id);
}

struct part *part_new(struct item_reader *item, const struct message *message, struct part *parent, uint32_t depth,
                      enum part_source source) {
        item->parts_seen++;
        if (item->parts.count == LIMIT_PARTS) {
                defects_add(item->defects, DEFECT_MIME_TOO_MANY_PARTS, 0);
                return NULL;
        }
        struct part_node *node = arena_alloc(item->arena, sizeof *node);
        struct part **slot = array_push(&item->parts, item->arena, sizeof *slot, LIMIT_PARTS);
        *slot = &node->part;
        node->part = (struct part){
                .number = item->parts.count,
                .depth = depth,
                .source = source,
                .message = message,
                .parent = parent,
        };
        item->defects->part = node->part.number;
        if (parent) {
                struct part_node *above = (struct part_node *)parent;
                if (above->last_child)
                        above->last_child->next = &node->part;
                else
                        parent->first_child = &node->part;
                above->last_child = &node->part;
        }
        return &node->part;
}

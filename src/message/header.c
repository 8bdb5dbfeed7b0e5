#include "message/header.h"

#include "base/limits.h"
#include "message/reader.h"
#include "text/charset.h"

static const struct span names[HEADER_NAMES + 1] = {
#define HEADER(name, text) { text, sizeof(text) - 1 },
#include "message/headers.def"
#undef HEADER
        { "", 0 },
};

/* Where the names of a length begin in headers.def, and how many there are. */
static const struct {
        uint8_t first, count;
} by_length[] = {
        [2] = { HEADER_CC, 2 },
        [3] = { HEADER_BCC, 1 },
        [4] = { HEADER_DATE, 2 },
        [6] = { HEADER_SENDER, 1 },
        [7] = { HEADER_LIST_ID, 2 },
        [8] = { HEADER_ARC_SEAL, 7 },
        [9] = { HEADER_ERRORS_TO, 4 },
        [10] = { HEADER_CONTENT_ID, 7 },
        [11] = { HEADER_FEEDBACK_ID, 6 },
        [12] = { HEADER_CFBL_ADDRESS, 10 },
        [13] = { HEADER_CONTENT_CLASS, 4 },
        [14] = { HEADER_AUTO_SUBMITTED, 4 },
        [15] = { HEADER_X_FORWARDED_FOR, 2 },
        [16] = { HEADER_CONTENT_LANGUAGE, 5 },
        [17] = { HEADER_RESENT_MESSAGE_ID, 1 },
        [19] = { HEADER_CONTENT_DESCRIPTION, 2 },
        [20] = { HEADER_X_MS_TNEF_CORRELATOR, 1 },
        [21] = { HEADER_ARC_MESSAGE_SIGNATURE, 2 },
        [22] = { HEADER_AUTHENTICATION_RESULTS, 1 },
        [23] = { HEADER_X_GOOGLE_DKIM_SIGNATURE, 1 },
        [24] = { HEADER_X_AUTO_RESPONSE_SUPPRESS, 1 },
        [25] = { HEADER_CONTENT_TRANSFER_ENCODING, 1 },
        [26] = { HEADER_ARC_AUTHENTICATION_RESULTS, 1 },
        [27] = { HEADER_DISPOSITION_NOTIFICATION_TO, 1 },
        [31] = { HEADER_AUTHENTICATION_RESULTS_ORIGINAL, 1 },
};

const char *header_name_text(enum header_name id) {
        return names[id].ptr;
}

enum header_name header_name_find(struct span name) {
        if (name.len >= sizeof by_length / sizeof *by_length)
                return HEADER_OTHER;
        unsigned first = by_length[name.len].first, end = first + by_length[name.len].count;
        for (unsigned id = first; id < end; id++)
                if (ascii_lower(name.ptr[0]) == names[id].ptr[0] && span_equal_nocase(name, names[id]))
                        return (enum header_name)id;
        return HEADER_OTHER;
}

const struct header *headers_first(const struct headers *headers, enum header_name id) {
        for (uint32_t i = 0; i < headers->count; i++)
                if (headers->items[i].id == id)
                        return &headers->items[i];
        return NULL;
}

const struct header *headers_next(const struct headers *headers, const struct header *after) {
        for (const struct header *h = after + 1; h < headers->items + headers->count; h++)
                if (h->id == after->id && (h->id != HEADER_OTHER || span_equal_nocase(h->name, after->name)))
                        return h;
        return NULL;
}

size_t mbox_line(struct span bytes) {
        struct span line = span_head(bytes, span_find_byte(bytes, '\n') + 1);
        struct span from = line.len > 0 && line.ptr[0] == '>' ? span_skip(line, 1) : line;
        return span_equal(span_head(from, 5), SPAN("From ")) ? line.len : 0;
}

/* Fields behind a CR that are kept: no mail has any. */
enum { BEHIND_CR = 8 };

/* State of one block's reading. */
struct block {
        struct item_reader *item;
        struct array fields; /* struct header */
        struct header *open; /* the field that a continuation belongs to */
        struct headers result;
        uint32_t line;
        struct header behind_cr[BEHIND_CR]; /* Content- fields that begin behind a CR alone; `value` is the whole */
        uint32_t behind_cr_count;
};

/* What stands before the colon; ptr NULL when the line is no field. A name has no white space in it, but may be
 * followed by some (RFC 5322 4.5.8). */
static struct span field_name(struct span line) {
        size_t len = 0;
        while (len < line.len && line.ptr[len] != ':' && line.ptr[len] != ' ' && line.ptr[len] != '\t')
                len++;
        size_t colon = len;
        while (colon < line.len && (line.ptr[colon] == ' ' || line.ptr[colon] == '\t'))
                colon++;
        if (colon == line.len || line.ptr[colon] != ':')
                return (struct span){ 0 };
        return span_head(line, len);
}

static bool name_is_odd(struct span name) {
        for (size_t i = 0; i < name.len; i++)
                if (name.ptr[i] <= ' ' || name.ptr[i] == 0x7F)
                        return true;
        return name.len == 0;
}

[[gnu::always_inline]] static inline void field_add(struct block *block, struct span name, struct span line) {
        struct defects *defects = block->item->defects;
        struct span value = span_skip(line, name.len);
        if (value.ptr[0] != ':')
                defects_add(defects, DEFECT_HEADER_NAME_SPACE, block->line);
        value = span_skip(value, span_find_byte(value, ':') + 1);
        if (name_is_odd(name))
                defects_add(defects, DEFECT_HEADER_NAME_ODD, block->line);
        block->result.seen++;
        block->open = NULL;
        if (block->item->headers_left > 0) {
                block->open = array_push(&block->fields, block->item->arena, sizeof *block->open, LIMIT_HEADERS);
                block->item->headers_left--;
        }
        if (!block->open) {
                defects_add(defects, DEFECT_HEADER_TOO_MANY, block->line);
                return;
        }
        *block->open = (struct header){ .id = header_name_find(name), .name = name, .value = value, .line = block->line };
}

static void field_continue(struct block *block, struct span line) {
        if (span_trim(line).len == 0)
                defects_add(block->item->defects, DEFECT_HEADER_FOLD_BLANK, block->line);
        if (block->open)
                block->open->value.len = (size_t)(line.ptr + line.len - block->open->value.ptr);
        else if (block->result.seen == 0)
                defects_add(block->item->defects, DEFECT_HEADER_FOLD_FIRST, block->line);
}

/* A line that is no field: passed over when a field that we know follows, else the body begins here. */
static bool passes_over(struct block *block, struct span rest) {
        struct span next = span_skip(rest, span_find_byte(rest, '\n') + 1);
        struct span name = field_name(span_head(next, 64));
        if (!name.ptr || header_name_find(name) == HEADER_OTHER)
                return false;
        defects_add(block->item->defects, DEFECT_HEADER_NO_COLON, block->line);
        return true;
}

/* Whether a line ends the block without being empty. */
static bool starts_body(struct block *block, struct span line, struct span name, struct span rest) {
        if (line.ptr[0] == '-' && line.len > 1 && line.ptr[1] == '-')
                return true;
        if (!name.ptr)
                return mbox_line(rest) == 0 && !passes_over(block, rest);
        return name.len == 5 && span_starts_nocase(line, SPAN("begin:v"));
}

static void behind_cr_find(struct block *block, struct span line) {
        size_t cr = span_find_byte(line, '\r');
        defects_add(block->item->defects, DEFECT_HEADER_BARE_CR, block->line);
        while (cr < line.len && block->behind_cr_count < BEHIND_CR) {
                line = span_skip(line, cr + 1);
                cr = span_find_byte(line, '\r');
                struct span field = span_head(line, cr), name = field_name(field);
                if (name.ptr && span_starts_nocase(name, SPAN("content-")))
                        block->behind_cr[block->behind_cr_count++] = (struct header){ .id = header_name_find(name),
                                                                                      .name = name,
                                                                                      .value = field,
                                                                                      .line = block->line };
        }
}

static void line_check(struct block *block, struct span line) {
        struct defects *defects = block->item->defects;
        if (line.len > 998)
                defects_add(defects, DEFECT_HEADER_LONG_LINE, block->line);
        if (memchr(line.ptr, '\r', line.len))
                behind_cr_find(block, line);
}

/* To some mail programs a CR ends a line, to others not: what begins there counts where no other of its name stands. */
static void fields_behind_cr(struct block *block) {
        uint32_t line = block->line;
        for (uint32_t i = 0; i < block->behind_cr_count; i++) {
                const struct header *field = &block->behind_cr[i];
                const struct headers headers = { .items = block->fields.items, .count = block->fields.count };
                block->line = field->line;
                if (!headers_first(&headers, field->id))
                        field_add(block, field->name, field->value);
        }
        block->line = line;
}

static void block_check(struct block *block) {
        struct defects *defects = block->item->defects;
        struct span raw = block->result.raw;
        if (raw.len > 0 && memchr(raw.ptr, '\0', raw.len))
                defects_add(defects, DEFECT_HEADER_NUL, 0);
        if (ascii_prefix(raw) == raw.len || utf8_valid(raw))
                return;
        for (uint32_t i = 0; i < block->result.count; i++)
                if (!utf8_valid(block->result.items[i].value))
                        defects_add(defects, DEFECT_HEADER_8BIT, block->result.items[i].line);
}

/* Reads lines until the block ends; returns its length. */
static size_t lines_read(struct block *block, struct span bytes) {
        size_t at = 0;
        for (; at < bytes.len; block->line++) {
                struct span rest = span_skip(bytes, at);
                struct span line = span_head(rest, span_find_byte(rest, '\n'));
                size_t next = at + line.len + 1;
                while (line.len > 0 && line.ptr[line.len - 1] == '\r')
                        line.len--;
                if (line.len == 0) {
                        block->line++;
                        return next < bytes.len ? next : bytes.len;
                }
                line_check(block, line);
                if (line.ptr[0] == ' ' || line.ptr[0] == '\t') {
                        field_continue(block, line);
                } else {
                        struct span name = field_name(line);
                        if (starts_body(block, line, name, rest)) {
                                defects_add(block->item->defects,
                                            block->result.seen ? DEFECT_HEADER_NO_END : DEFECT_HEADER_NONE, block->line);
                                return at;
                        }
                        if (name.ptr)
                                field_add(block, name, line);
                        else
                                block->open = NULL;
                }
                at = next;
        }
        return bytes.len;
}

struct headers headers_read(struct item_reader *item, struct span bytes, uint32_t line, uint32_t *ret_lines) {
        enum { FIRST = 8 };
        struct block block = {
                .item = item,
                .fields = { .items = arena_alloc(item->arena, FIRST * sizeof(struct header)), .capacity = FIRST },
                .line = line,
        };
        size_t len = lines_read(&block, bytes);
        if (block.behind_cr_count > 0)
                fields_behind_cr(&block);
        block.result.items = block.fields.items;
        block.result.count = block.fields.count;
        block.result.raw = span_head(bytes, len);
        block.result.body = span_skip(bytes, len);
        for (uint32_t i = 0; i < block.fields.count; i++) {
                struct header *field = (struct header *)block.fields.items + i;
                field->value = span_trim(field->value);
        }
        block_check(&block);
        *ret_lines = block.line - line;
        return block.result;
}

struct span header_unfold(struct arena *arena, const struct header *header) {
        if (!header)
                return (struct span){ 0 };
        struct span raw = span_head(header->value, LIMIT_HEADER_TEXT);
        if (raw.len > 0 && (memchr(raw.ptr, '\n', raw.len) || memchr(raw.ptr, '\r', raw.len))) {
                char *text = arena_bytes(arena, raw.len);
                size_t len = 0;
                for (size_t i = 0; i < raw.len; i++) {
                        char c = raw.ptr[i];
                        bool line_end = c == '\n' || (c == '\r' && i + 1 < raw.len && raw.ptr[i + 1] == '\n');
                        if (!line_end)
                                text[len++] = c == '\r' ? ' ' : c;
                }
                raw = (struct span){ text, len };
        }
        return charset_decode(arena, raw, (struct span){ 0 }).text;
}

struct span header_text(struct arena *arena, const struct header *header) {
        return span_trim(words_decode(arena, header_unfold(arena, header), NULL));
}

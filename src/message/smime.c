/* S/MIME with the signed content within the signature (RFC 8551 3.5.2): clients show what was signed, whoever signed it.
 * Only the way to the content is read (RFC 5652 3 and 5.1), in BER with lengths that may be open. */
#include "message/reader.h"

#include "message/cursor.h"

enum { TAG_OCTETS = 0x04, TAG_OBJECT = 0x06, TAG_OCTETS_IN_PIECES = 0x24, TAG_SEQUENCE = 0x30, TAG_CONTENT = 0xA0 };

struct element {
        unsigned tag;
        struct span content; /* up to the end of all, where `open` */
        bool open;           /* of no stated length: an element with tag 0 ends it */
};

/* *at goes on behind the element, in one that is open: within it. A length beyond the end is cut. */
static bool element_read(struct span *at, struct element *ret) {
        struct cursor cursor = { .rest = *at };
        struct element element = { .tag = (unsigned)cursor_number(&cursor, 1) };
        size_t len = (size_t)cursor_number(&cursor, 1);
        element.open = len == 0x80;
        if (len > 0x80) {
                struct span digits = cursor_bytes(&cursor, len - 0x80);
                len = 0;
                for (size_t i = 0; i < digits.len; i++)
                        len = len > SIZE_MAX >> 9 ? SIZE_MAX : len << 8 | (unsigned char)digits.ptr[i];
        }
        if (cursor.failed)
                return false;
        element.content = element.open ? cursor.rest : span_head(cursor.rest, len);
        *at = element.open ? cursor.rest : span_skip(cursor.rest, element.content.len);
        *ret = element;
        return true;
}

static bool enter(struct span *at, unsigned tag) {
        struct element element;
        if (!element_read(at, &element) || element.tag != tag)
                return false;
        *at = element.content;
        return true;
}

static bool pass(struct span *at) {
        size_t open = 0;
        do {
                struct element element;
                if (!element_read(at, &element))
                        return false;
                open += element.open;
                open -= open > 0 && element.tag == 0;
        } while (open > 0);
        return true;
}

#define OBJECT_PKCS "\x2A\x86\x48\x86\xF7\x0D\x01"

/* Of ContentInfo: what it holds (RFC 5652 14); goes on behind it. Empty: it is none. */
static struct span content_type(struct span *at) {
        struct element type;
        bool is_object = enter(at, TAG_SEQUENCE) && element_read(at, &type) && type.tag == TAG_OBJECT;
        return is_object ? type.content : (struct span){ 0 };
}

static bool is_signed(struct span type) {
        return span_equal(type, SPAN(OBJECT_PKCS "\x07\x02"));
}

/* EnvelopedData, EncryptedData, AuthEnvelopedData. */
static bool is_encrypted(struct span type) {
        return span_equal(type, SPAN(OBJECT_PKCS "\x07\x03")) || span_equal(type, SPAN(OBJECT_PKCS "\x07\x06")) ||
               span_equal(type, SPAN(OBJECT_PKCS "\x09\x10\x01\x17"));
}

/* Pieces may hold pieces. */
static struct span pieces_join(struct arena *arena, struct element whole) {
        struct span rest = whole.content;
        const char *end = rest.ptr + rest.len;
        char *joined = arena_bytes(arena, rest.len);
        size_t len = 0, open = whole.open;
        struct element piece;
        while (element_read(&rest, &piece)) {
                if (piece.tag == TAG_OCTETS && piece.content.len > 0) {
                        memcpy(joined + len, piece.content.ptr, piece.content.len);
                        len += piece.content.len;
                } else if (piece.tag == TAG_OCTETS_IN_PIECES) {
                        rest = (struct span){ piece.content.ptr, (size_t)(end - piece.content.ptr) };
                        open += piece.open;
                } else if (piece.tag == 0 && (open == 0 || --open == 0)) {
                        break;
                }
        }
        return (struct span){ joined, len };
}

/* ContentInfo, SignedData after its version and digests, EncapsulatedContentInfo. */
static bool signed_content(struct span at, struct element *ret) {
        return is_signed(content_type(&at)) && enter(&at, TAG_CONTENT) && enter(&at, TAG_SEQUENCE) && pass(&at) &&
               pass(&at) && enter(&at, TAG_SEQUENCE) && pass(&at) && enter(&at, TAG_CONTENT) && element_read(&at, ret);
}

void smime_read(struct item_reader *item, struct part *part) {
        struct element content;
        if (!signed_content(part->data, &content)) {
                struct span at = part->data, type = content_type(&at);
                if (!is_signed(type))
                        defects_add(item->defects, is_encrypted(type) ? DEFECT_MIME_ENCRYPTED : DEFECT_SMIME_BAD, 0);
                return;
        }
        if (content.tag == TAG_OCTETS) {
                part_read_within(item, part, content.content);
        } else if (content.tag == TAG_OCTETS_IN_PIECES) {
                if (content.content.len > item->decoded_left) {
                        defects_add(item->defects, DEFECT_DECODED_TOO_MUCH, 0);
                        return;
                }
                item->decoded_left -= content.content.len;
                part_read_within(item, part, pieces_join(item->arena, content));
        }
}

/* Office documents: the entries that name places elsewhere, and their pictures. */
#include "message/document.h"

#include "base/limits.h"
#include "message/archive.h"
#include "message/document-inside.h"

void document_add_link(struct document_reader *reader, struct span link) {
        const struct span *links = reader->links.items;
        link = span_head(span_trim(link), LIMIT_URL_BYTES);
        if (link.len == 0 || link.ptr[0] == '#' || span_starts_nocase(link, SPAN("mailto:")) ||
            span_starts_nocase(link, SPAN("tel:")))
                return;
        for (uint32_t i = 0; i < reader->links.count; i++)
                if (span_equal(links[i], link))
                        return;
        struct span *kept = array_push(&reader->links, reader->arena, sizeof *kept, LIMIT_DOCUMENT_LINKS);
        if (kept)
                *kept = arena_copy(reader->arena, link);
        else
                defects_add(reader->defects, DEFECT_DOCUMENT_TOO_MUCH, 0);
}

void document_add_picture(struct document_reader *reader, struct document_picture picture) {
        struct document_picture *kept = array_push(&reader->pictures, reader->arena, sizeof *kept,
                                                   LIMIT_DOCUMENT_PICTURES);
        if (kept)
                *kept = picture;
        else
                defects_add(reader->defects, DEFECT_DOCUMENT_TOO_MUCH, 0);
}

/* ---- XML -------------------------------------------------------------------------------------------------------- */

struct url_room {
        char bytes[LIMIT_URL_BYTES];
        size_t len;
};

/* The entities that a URL needs: those of XML, and its signs by their numbers. */
static char character_take(struct span *text) {
        static const struct {
                struct span name;
                char byte;
        } entities[] = { { SPAN("&amp;"), '&' },  { SPAN("&quot;"), '"' }, { SPAN("&apos;"), '\'' },
                         { SPAN("&lt;"), '<' },   { SPAN("&gt;"), '>' },   { SPAN("&#38;"), '&' },
                         { SPAN("&#x26;"), '&' }, { SPAN("&#34;"), '"' },  { SPAN("&#x22;"), '"' },
                         { SPAN("&#58;"), ':' },  { SPAN("&#x3a;"), ':' }, { SPAN("&#47;"), '/' },
                         { SPAN("&#x2f;"), '/' } };
        char byte = text->ptr[0];
        for (size_t i = 0; byte == '&' && i < sizeof entities / sizeof *entities; i++)
                if (span_starts_nocase(*text, entities[i].name)) {
                        *text = span_skip(*text, entities[i].name.len);
                        return entities[i].byte;
                }
        *text = span_skip(*text, 1);
        return byte;
}

/* What stands unescaped in quotes that open within some characters; empty for none. *text goes on behind it. */
static struct span quoted_take(struct span *text, struct url_room *room) {
        enum { OPENS_WITHIN = 8 };
        char quote = 0;
        room->len = 0;
        for (int i = 0; i < OPENS_WITHIN && !quote && text->len > 0 && text->ptr[0] != '<'; i++) {
                char c = character_take(text);
                quote = c == '"' || c == '\'' ? c : 0;
        }
        while (quote && text->len > 0 && text->ptr[0] != '<' && room->len < sizeof room->bytes) {
                char c = character_take(text);
                if (c == quote)
                        break;
                room->bytes[room->len++] = c;
        }
        return (struct span){ room->bytes, room->len };
}

/* A relation within the document is a path; outside it has a scheme, or is a share of Windows (ECMA-376 part 2, 9.3). */
static bool leads_out(struct span target) {
        size_t len = 0;
        while (len < target.len && len < 32 && (ascii_alnum(target.ptr[len]) || target.ptr[len] == '-'))
                len++;
        bool scheme = len > 1 && len + 1 < target.len && target.ptr[len] == ':' && !ascii_space(target.ptr[len + 1]);
        return scheme || span_starts_nocase(target, SPAN("\\\\"));
}

/* Behind the name of an attribute, and behind that of a field or formula (HYPERLINK "https://…"). */
static void named_read(struct document_reader *reader, struct span xml, struct span name) {
        struct url_room room;
        for (size_t at; (at = span_find(xml, name)) < xml.len;) {
                xml = span_skip(xml, at + name.len);
                struct span target = quoted_take(&xml, &room);
                if (leads_out(target))
                        document_add_link(reader, target);
        }
}

/* ---- Entries ---------------------------------------------------------------------------------------------------- */

enum interest { INTEREST_NONE, INTEREST_RELATIONS, INTEREST_TEXT, INTEREST_PICTURE };

static enum interest interest_of(struct span name) {
        static const struct span pictures[] = { SPAN(".png"), SPAN(".jpg"), SPAN(".jpeg"), SPAN(".gif"), SPAN(".webp") };
        if (span_ends_nocase(name, SPAN(".rels")))
                return INTEREST_RELATIONS;
        if (span_ends_nocase(name, SPAN("content.xml")) || span_ends_nocase(name, SPAN("word/document.xml")) ||
            (span_has_nocase(name, SPAN("worksheets/")) && span_ends_nocase(name, SPAN(".xml"))))
                return INTEREST_TEXT;
        bool shown = span_has_nocase(name, SPAN("media/")) || span_has_nocase(name, SPAN("Pictures/"));
        for (size_t i = 0; shown && i < sizeof pictures / sizeof *pictures; i++)
                if (span_ends_nocase(name, pictures[i]))
                        return INTEREST_PICTURE;
        return INTEREST_NONE;
}

static void entry_read(struct document_reader *reader, const struct archive_entry *entry, enum interest interest) {
        struct span data;
        size_t before = LIMIT_DOCUMENT_BYTES - reader->unpacked, left = before;
        enum archive_result result = archive_unpack(reader->arena, entry, &left, &data);
        reader->unpacked += before - left;
        if (result != ARCHIVE_UNPACKED)
                defects_add(reader->defects,
                            result == ARCHIVE_TOO_MUCH    ? DEFECT_DOCUMENT_TOO_MUCH
                            : result == ARCHIVE_ENCRYPTED ? DEFECT_DOCUMENT_ENCRYPTED
                                                          : DEFECT_DOCUMENT_BAD,
                            0);
        if (interest == INTEREST_PICTURE) {
                if (data.len > 0)
                        document_add_picture(reader, (struct document_picture){ .bytes = data });
                return;
        }
        named_read(reader, data, interest == INTEREST_RELATIONS ? SPAN("Target=") : SPAN("xlink:href="));
        if (interest == INTEREST_TEXT)
                named_read(reader, data, SPAN("HYPERLINK"));
}

static void office_read(struct document_reader *reader, struct span zip, bool with_pictures) {
        struct archive_walk walk;
        struct archive_entry entry;
        uint32_t entries = 0;
        archive_walk_begin(&walk, zip);
        while (archive_walk_next(&walk, &entry)) {
                enum interest interest = interest_of(entry.name);
                if (++entries > LIMIT_DOCUMENT_ENTRIES) {
                        defects_add(reader->defects, DEFECT_DOCUMENT_TOO_MUCH, 0);
                        return;
                }
                if (interest != INTEREST_NONE && (with_pictures || interest != INTEREST_PICTURE))
                        entry_read(reader, &entry, interest);
        }
}

static bool is_office(struct span zip) {
        struct archive_walk walk;
        struct archive_entry entry;
        archive_walk_begin(&walk, zip);
        for (uint32_t i = 0; i < LIMIT_DOCUMENT_ENTRIES && archive_walk_next(&walk, &entry); i++)
                if (span_equal_nocase(entry.name, SPAN("[Content_Types].xml")) ||
                    span_equal(entry.name, SPAN("mimetype")))
                        return true;
        return false;
}

enum document_kind document_kind(struct span bytes) {
        enum { PDF_BEGINS_WITHIN = 1024 }; /* as readers allow */
        if (bytes.len > 4 && memcmp(bytes.ptr, "PK\3\4", 4) == 0)
                return is_office(bytes) ? DOCUMENT_OFFICE : DOCUMENT_NONE;
        return span_has(span_head(bytes, PDF_BEGINS_WITHIN), SPAN("%PDF-")) ? DOCUMENT_PDF : DOCUMENT_NONE;
}

void document_read(struct document_reader *reader, struct span bytes, bool with_pictures) {
        switch (document_kind(bytes)) {
        case DOCUMENT_PDF:
                pdf_read(reader, bytes);
                break;
        case DOCUMENT_OFFICE:
                office_read(reader, bytes, with_pictures);
                break;
        case DOCUMENT_NONE:
                break;
        }
}

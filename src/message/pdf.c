/* PDF (ISO 32000-1), searched from front to back: texts between streams, and the streams that matter. Tables of contents
 * (xref) are not looked at, so that it does not matter whether they lie. */
#include <zlib.h>

#include "base/limits.h"
#include "message/document-inside.h"

/* Also of letters, digits and the rest that names are made of (7.2.2). */
static bool is_regular(char c) {
        return c > ' ' && !strchr("()<>[]{}/%", c);
}

static struct span skip_space(struct span text) {
        while (text.len > 0 && (ascii_space(text.ptr[0]) || text.ptr[0] == '\0'))
                text = span_skip(text, 1);
        return text;
}

/* ---- Strings and links ------------------------------------------------------------------------------------------- */

static int hex_value(char c) {
        if (ascii_digit(c))
                return c - '0';
        c = ascii_lower(c);
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* What stands behind a backslash (7.3.4.2); *text goes on behind it. Negative: nothing. */
static int escape_read(struct span *text) {
        char c = text->ptr[0];
        *text = span_skip(*text, 1);
        if (c == '\r' && text->len > 0 && text->ptr[0] == '\n')
                *text = span_skip(*text, 1);
        if (c == '\r' || c == '\n')
                return -1;
        if (c < '0' || c > '7')
                return c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : (unsigned char)c;
        int value = c - '0';
        for (int i = 0; i < 2 && text->len > 0 && text->ptr[0] >= '0' && text->ptr[0] <= '7'; i++) {
                value = value * 8 + text->ptr[0] - '0';
                *text = span_skip(*text, 1);
        }
        return value & 0xFF;
}

struct url_room {
        char bytes[LIMIT_URL_BYTES];
        size_t len;
};

/* UTF-16 of ASCII becomes ASCII, since no other characters are in URLs. */
static void add_byte(struct url_room *room, int byte) {
        if (byte > 0 && byte != 0xFE && byte != 0xFF && room->len < sizeof room->bytes)
                room->bytes[room->len++] = (char)byte;
}

static void literal_take(struct span *text, struct url_room *room) {
        *text = span_skip(*text, 1);
        for (int open = 1; text->len > 0 && room->len < sizeof room->bytes;) {
                int c = (unsigned char)text->ptr[0];
                *text = span_skip(*text, 1);
                open += (c == '(') - (c == ')');
                if (open == 0)
                        return;
                if (c == '\\' && text->len > 0)
                        c = escape_read(text);
                add_byte(room, c);
        }
}

static void hex_take(struct span *text, struct url_room *room) {
        int first = -1;
        *text = span_skip(*text, 1);
        for (; text->len > 0 && text->ptr[0] != '>' && room->len < sizeof room->bytes; *text = span_skip(*text, 1)) {
                int value = hex_value(text->ptr[0]);
                if (value < 0)
                        continue;
                if (first >= 0)
                        add_byte(room, first * 16 + value);
                first = first >= 0 ? -1 : value;
        }
        if (first >= 0)
                add_byte(room, first * 16);
}

/* A string at the front; empty when there is none. *text goes on behind it. */
static struct span string_take(struct span *text, struct url_room *room) {
        room->len = 0;
        if (text->len > 1 && text->ptr[0] == '(')
                literal_take(text, room);
        else if (text->len > 1 && text->ptr[0] == '<' && text->ptr[1] != '<')
                hex_take(text, room);
        return (struct span){ room->bytes, room->len };
}

/* A character of a name by its number (7.3.5): /#55RI is /URI, and no program has to write it so. *text goes on behind it;
 * a character of anything else is as it stands. */
static char name_character(struct span *text, bool in_name) {
        char c = text->ptr[0];
        int high = in_name && c == '#' && text->len > 2 ? hex_value(text->ptr[1]) : -1;
        int low = high >= 0 ? hex_value(text->ptr[2]) : -1;
        *text = span_skip(*text, low >= 0 ? 3 : 1);
        return low >= 0 ? (char)(high * 16 + low) : c;
}

static struct span plain_names(struct arena *arena, struct span objects) {
        if (span_find_byte(objects, '#') == objects.len)
                return objects;
        struct buf out = buf_in(arena, objects.len);
        (void)buf_room(&out, out.max);
        bool in_name = false;
        for (int open = 0; objects.len > 0;) {
                char c = objects.ptr[0];
                in_name = open == 0 && (c == '/' || (in_name && is_regular(c)));
                if (open > 0 && c == '\\' && objects.len > 1) {
                        buf_add_byte(&out, c);
                        objects = span_skip(objects, 1);
                } else {
                        open += (c == '(') - (c == ')' && open > 0);
                }
                buf_add_byte(&out, name_character(&objects, in_name));
        }
        return buf_span(&out);
}

/* Those of actions (12.6.4.7). *ret_apart: one is named by its object's number. */
static void links_read(struct document_reader *reader, struct span objects, bool *ret_apart) {
        struct span key = SPAN("/URI");
        struct url_room room;
        for (size_t at; (at = span_find(objects, key)) < objects.len;) {
                objects = skip_space(span_skip(objects, at + key.len));
                *ret_apart |= objects.len > 0 && ascii_digit(objects.ptr[0]);
                document_add_link(reader, string_take(&objects, &room));
        }
}

/* Objects that are strings and look like a URL. */
static void links_apart_read(struct document_reader *reader, struct span pdf) {
        struct span key = SPAN("obj");
        struct url_room room;
        for (size_t at; (at = span_find(pdf, key)) < pdf.len;) {
                pdf = skip_space(span_skip(pdf, at + key.len));
                struct span link = string_take(&pdf, &room);
                if (span_starts_nocase(link, SPAN("http")))
                        document_add_link(reader, link);
        }
}

/* ---- Dictionaries ------------------------------------------------------------------------------------------------ */

/* The bytes of a stream, and what its dictionary says. */
struct stream {
        struct span dictionary, data;
};

/* What stands behind a key; empty when it is not there. */
static struct span value_of(struct span dictionary, struct span key) {
        for (size_t at; (at = span_find(dictionary, key)) < dictionary.len;) {
                dictionary = span_skip(dictionary, at + key.len);
                if (dictionary.len > 0 && !is_regular(dictionary.ptr[0]))
                        return skip_space(dictionary);
        }
        return (struct span){ 0 };
}

static bool says(struct span dictionary, struct span key, struct span name) {
        struct span value = value_of(dictionary, key);
        return span_equal(span_head(value, name.len), name) &&
               (value.len == name.len || !is_regular(value.ptr[name.len]));
}

/* A number at the front; `otherwise` for none, and for one that stands in an object of its own (`12 0 R`). */
static uint32_t number_of(struct span dictionary, struct span key, uint32_t otherwise) {
        struct span value = value_of(dictionary, key);
        uint64_t number;
        size_t len = 0;
        while (len < value.len && len < 9 && ascii_digit(value.ptr[len]))
                len++;
        if (!span_to_u64(span_head(value, len), &number))
                return otherwise;
        struct span next = skip_space(span_skip(value, len));
        return next.len > 0 && ascii_digit(next.ptr[0]) ? otherwise : (uint32_t)number;
}

/* ---- Filters (7.4) ----------------------------------------------------------------------------------------------- */

enum filter { FILTER_FLATE, FILTER_DCT, FILTER_ASCII85, FILTER_HEX, FILTER_OTHER };
enum { FILTERS = 4 };
struct filters {
        enum filter items[FILTERS];
        uint32_t count;
};

static enum filter filter_of(struct span name) {
        static const struct {
                struct span name;
                enum filter filter;
        } rows[] = { { SPAN("FlateDecode"), FILTER_FLATE },     { SPAN("Fl"), FILTER_FLATE },
                     { SPAN("DCTDecode"), FILTER_DCT },         { SPAN("DCT"), FILTER_DCT },
                     { SPAN("ASCII85Decode"), FILTER_ASCII85 }, { SPAN("A85"), FILTER_ASCII85 },
                     { SPAN("ASCIIHexDecode"), FILTER_HEX },    { SPAN("AHx"), FILTER_HEX } };
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
                if (span_equal(name, rows[i].name))
                        return rows[i].filter;
        return FILTER_OTHER;
}

static void filters_read(const struct stream *stream, struct filters *ret) {
        struct span value = value_of(stream->dictionary, SPAN("/Filter"));
        *ret = (struct filters){ 0 };
        bool list = value.len > 0 && value.ptr[0] == '[';
        if (list)
                value = skip_space(span_skip(value, 1));
        /* Named in another object: the bytes tell. */
        if (value.len > 0 && ascii_digit(value.ptr[0]))
                ret->items[ret->count++] = span_starts_nocase(stream->data, SPAN("\xFF\xD8")) ? FILTER_DCT
                                                                                              : FILTER_FLATE;
        while (value.len > 0 && value.ptr[0] == '/' && ret->count < FILTERS) {
                size_t len = 1;
                while (len < value.len && is_regular(value.ptr[len]))
                        len++;
                ret->items[ret->count++] = filter_of(span_skip(span_head(value, len), 1));
                value = skip_space(span_skip(value, len));
                if (!list)
                        break;
        }
}

static struct span hex_decode(struct arena *arena, struct span data) {
        struct buf out = buf_in(arena, data.len / 2 + 1);
        (void)buf_room(&out, out.max);
        int first = -1;
        for (size_t i = 0; i < data.len && data.ptr[i] != '>'; i++) {
                int value = hex_value(data.ptr[i]);
                if (value < 0)
                        continue;
                if (first >= 0)
                        buf_add_byte(&out, (char)(first * 16 + value));
                first = first >= 0 ? -1 : value;
        }
        return buf_span(&out);
}

/* Never more than there was: only runs of zeros grow, and what is packed has none. */
static struct span ascii85_decode(struct arena *arena, struct span data) {
        struct buf out = buf_in(arena, data.len + 4);
        (void)buf_room(&out, out.max);
        uint32_t word = 0;
        unsigned count = 0;
        for (size_t i = 0; i < data.len && data.ptr[i] != '~'; i++) {
                char c = data.ptr[i];
                if (c == 'z' && count == 0)
                        buf_add(&out, (struct span){ "\0\0\0\0", 4 });
                if (c < '!' || c > 'u')
                        continue;
                word = word * 85 + (uint32_t)(c - '!');
                if (++count < 5)
                        continue;
                for (int shift = 24; shift >= 0; shift -= 8)
                        buf_add_byte(&out, (char)(word >> shift));
                word = count = 0;
        }
        unsigned rest = count;
        for (; count > 0 && count < 5; count++)
                word = word * 85 + 84;
        for (unsigned i = 0; rest > 1 && i < rest - 1; i++)
                buf_add_byte(&out, (char)(word >> (24 - 8 * i)));
        return buf_span(&out);
}

/* zlib's memory is the arena's, so that nothing is lost when the arena is exhausted. */
static voidpf zlib_alloc(voidpf arena, uInt items, uInt size) {
        return arena_alloc(arena, (size_t)items * size);
}
static void zlib_free(voidpf arena, voidpf address) {
        (void)arena, (void)address;
}

static bool inflater_begin(struct document_reader *reader) {
        if (reader->inflater)
                return inflateReset(reader->inflater) == Z_OK;
        reader->room = arena_bytes(reader->arena, LIMIT_DOCUMENT_STREAM);
        reader->inflater = arena_alloc(reader->arena, sizeof *reader->inflater);
        *reader->inflater = (z_stream){ .zalloc = zlib_alloc, .zfree = zlib_free, .opaque = reader->arena };
        return inflateInit(reader->inflater) == Z_OK;
}

static size_t smaller(size_t a, size_t b) {
        return a < b ? a : b;
}

/* Into the reader's room, where it stays until the next one. */
static struct span unpack(struct document_reader *reader, struct span packed) {
        size_t room = smaller(LIMIT_DOCUMENT_BYTES - reader->unpacked, LIMIT_DOCUMENT_STREAM);
        room = smaller(room, packed.len * LIMIT_ARCHIVE_RATIO + 1024);
        if (packed.ptr == reader->room)
                packed = arena_copy(reader->arena, packed);
        if (room == 0 || !inflater_begin(reader)) {
                defects_add(reader->defects, DEFECT_DOCUMENT_TOO_MUCH, 0);
                return (struct span){ 0 };
        }
        struct z_stream_s *stream = reader->inflater;
        stream->next_in = (Bytef *)(uintptr_t)packed.ptr;
        stream->avail_in = (uInt)packed.len;
        stream->next_out = (Bytef *)reader->room;
        stream->avail_out = (uInt)room;
        if (inflate(stream, Z_FINISH) != Z_STREAM_END && !defects_has(reader->defects, DEFECT_DOCUMENT_ENCRYPTED))
                defects_add(reader->defects, stream->avail_out == 0 ? DEFECT_DOCUMENT_TOO_MUCH : DEFECT_DOCUMENT_BAD, 0);
        size_t len = room - stream->avail_out;
        reader->unpacked += len;
        return (struct span){ reader->room, len };
}

/* Undoes the filters from *from on up to one that is not undone here; *from is then its index, else their count. */
static struct span undo(struct document_reader *reader, struct span data, const struct filters *filters, uint32_t *from,
                        bool keep_last_flate) {
        for (; *from < filters->count; ++*from) {
                switch (filters->items[*from]) {
                case FILTER_ASCII85:
                        data = ascii85_decode(reader->arena, data);
                        break;
                case FILTER_HEX:
                        data = hex_decode(reader->arena, data);
                        break;
                case FILTER_FLATE:
                        if (keep_last_flate && *from + 1 == filters->count)
                                return data;
                        data = unpack(reader, data);
                        break;
                default:
                        return data;
                }
        }
        return data;
}

/* ---- Streams ----------------------------------------------------------------------------------------------------- */

static uint32_t components_of(struct span dictionary) {
        static const struct {
                struct span name;
                uint32_t components;
        } rows[] = { { SPAN("/DeviceGray"), 1 }, { SPAN("/CalGray"), 1 }, { SPAN("/Indexed"), 1 },
                     { SPAN("/DeviceRGB"), 3 },  { SPAN("/CalRGB"), 3 },  { SPAN("/DeviceCMYK"), 4 } };
        struct span space = value_of(dictionary, SPAN("/ColorSpace"));
        if (space.len > 0 && space.ptr[0] == '[')
                space = skip_space(span_skip(space, 1));
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
                if (span_equal(span_head(space, rows[i].name.len), rows[i].name))
                        return rows[i].components;
        return 0;
}

static void picture_read_from(struct document_reader *reader, const struct stream *stream) {
        enum { SMALLEST_CODE = 21 }; /* modules of version 1 (ISO/IEC 18004) */
        struct span dictionary = stream->dictionary;
        bool mask = says(dictionary, SPAN("/ImageMask"), SPAN("true"));
        struct picture_samples samples = { .width = number_of(dictionary, SPAN("/Width"), 0),
                                           .height = number_of(dictionary, SPAN("/Height"), 0),
                                           .bits = mask ? 1 : number_of(dictionary, SPAN("/BitsPerComponent"), 8),
                                           .components = mask ? 1 : components_of(dictionary),
                                           .predictor = number_of(dictionary, SPAN("/Predictor"), 1) };
        struct filters filters;
        uint32_t from = 0;
        filters_read(stream, &filters);
        bool file = filters.count > 0 && filters.items[filters.count - 1] == FILTER_DCT;
        if (!file && (samples.width < SMALLEST_CODE || samples.height < SMALLEST_CODE))
                return;
        struct span data = undo(reader, stream->data, &filters, &from, true);
        if (data.len > 0 && data.ptr == reader->room)
                data = arena_copy(reader->arena, data);
        samples.packed = from + 1 == filters.count && filters.items[from] == FILTER_FLATE;
        if (from < filters.count && !samples.packed && !(file && from + 1 == filters.count))
                defects_add(reader->defects, DEFECT_DOCUMENT_PICTURE_PACKED, 0);
        else if (data.len > 0)
                document_add_picture(reader, (struct document_picture){
                                                     .bytes = data,
                                                     .samples = file ? (struct picture_samples){ 0 } : samples,
                                             });
}

/* Fonts, colour profiles and tables hold neither links nor drawings. */
static bool is_drawing(struct span dictionary) {
        static const struct span others[] = { SPAN("/Length1"),      SPAN("/Type1C"),     SPAN("/CIDFontType0C"),
                                              SPAN("/OpenType"),     SPAN("/XRef"),       SPAN("/Metadata"),
                                              SPAN("/EmbeddedFile"), SPAN("/Alternate"),  SPAN("/CMapName"),
                                              SPAN("/FunctionType"), SPAN("/ShadingType") };
        for (size_t i = 0; i < sizeof others / sizeof *others; i++)
                if (span_has(dictionary, others[i]))
                        return false;
        return true;
}

/* What was not packed is measured like what was. */
static struct span measured(struct document_reader *reader, struct span data) {
        if (data.ptr == reader->room)
                return data;
        size_t left = smaller(LIMIT_DOCUMENT_BYTES - reader->unpacked, LIMIT_DOCUMENT_STREAM);
        if (data.len > left)
                defects_add(reader->defects, DEFECT_DOCUMENT_TOO_MUCH, 0);
        data = span_head(data, left);
        reader->unpacked += data.len;
        return data;
}

static void stream_read(struct document_reader *reader, const struct stream *stream, bool *ret_apart) {
        if (says(stream->dictionary, SPAN("/Subtype"), SPAN("/Image"))) {
                picture_read_from(reader, stream);
                return;
        }
        bool objects = says(stream->dictionary, SPAN("/Type"), SPAN("/ObjStm"));
        if (!objects && !is_drawing(stream->dictionary))
                return;
        /* Drawings take half of what may be unpacked, since links often stand behind them. */
        if (!objects && reader->unpacked > LIMIT_DOCUMENT_BYTES / 2) {
                defects_add(reader->defects, DEFECT_DOCUMENT_TOO_MUCH, 0);
                return;
        }
        struct filters filters;
        uint32_t from = 0;
        filters_read(stream, &filters);
        struct span data = undo(reader, stream->data, &filters, &from, false);
        if (from < filters.count)
                return;
        data = measured(reader, data);
        if (objects)
                links_read(reader, plain_names(reader->arena, data), ret_apart);
        else
                pdf_drawing_read(reader, data);
}

/* Offset of the word `stream` that begins one: behind a dictionary, before the end of a line. pdf.len: none. */
static size_t stream_find(struct span pdf) {
        struct span word = SPAN("stream");
        for (size_t at = 0; (at += span_find(span_skip(pdf, at), word)) < pdf.len; at += word.len) {
                size_t before = at, looked_at = 64;
                while (before > 0 && looked_at-- > 0 && ascii_space(pdf.ptr[before - 1]))
                        before--;
                struct span behind = span_skip(pdf, at + word.len);
                if (before > 1 && pdf.ptr[before - 1] == '>' && pdf.ptr[before - 2] == '>' && behind.len > 0 &&
                    ascii_space(behind.ptr[0]))
                        return at;
        }
        return pdf.len;
}

/* The object's, whose number stands before it. */
static struct span dictionary_before(struct span objects) {
        if (objects.len > LIMIT_DOCUMENT_DICTIONARY)
                objects = span_skip(objects, objects.len - LIMIT_DOCUMENT_DICTIONARY);
        for (size_t at = objects.len; at >= 3; at--)
                if (memcmp(objects.ptr + at - 3, "obj", 3) == 0)
                        return span_skip(objects, at);
        return objects;
}

/* As long as its dictionary says where that leads to its end, else up to the next word for one. *pdf goes on there. */
static struct span stream_data(struct span *pdf, struct span dictionary) {
        struct span word = SPAN("endstream"), behind = *pdf;
        while (behind.len > 0 && (behind.ptr[0] == ' ' || behind.ptr[0] == '\t'))
                behind = span_skip(behind, 1);
        behind = span_skip(behind, behind.len > 0 && behind.ptr[0] == '\r');
        behind = span_skip(behind, behind.len > 0 && behind.ptr[0] == '\n');
        uint32_t length = number_of(dictionary, SPAN("/Length"), UINT32_MAX);
        struct span end = skip_space(span_head(span_skip(behind, length), word.len + 2));
        if (length >= behind.len || !span_equal(span_head(end, 3), span_head(word, 3)))
                length = (uint32_t)span_find(behind, word);
        *pdf = span_skip(behind, length);
        return span_head(behind, length);
}

void pdf_read(struct document_reader *reader, struct span pdf) {
        struct span rest = pdf;
        bool apart = false;
        if (value_of(pdf, SPAN("/Encrypt")).len > 0)
                defects_add(reader->defects, DEFECT_DOCUMENT_ENCRYPTED, 0);
        while (rest.len > 0) {
                size_t at = stream_find(rest);
                struct span objects = plain_names(reader->arena, span_head(rest, at));
                links_read(reader, objects, &apart);
                rest = span_skip(rest, at + strlen("stream"));
                if (rest.len == 0)
                        break;
                struct stream stream = { .dictionary = dictionary_before(objects) };
                stream.data = stream_data(&rest, stream.dictionary);
                stream_read(reader, &stream, &apart);
        }
        if (apart)
                links_apart_read(reader, pdf);
}

/* Text of HTML: references, white space, and whether it is seen. */
#include "text/html-entities.h"
#include "text/html-internal.h"

/* What a byte of text asks for. */
enum { TEXT_PLAIN, TEXT_SPACE, TEXT_REFERENCE, TEXT_NOTHING };
static const uint8_t text_class[256] = {
        ['\t'] = TEXT_SPACE, ['\n'] = TEXT_SPACE,   ['\r'] = TEXT_SPACE,    ['\f'] = TEXT_SPACE,
        [' '] = TEXT_SPACE,  ['\0'] = TEXT_NOTHING, ['&'] = TEXT_REFERENCE,
};

/* Writing into room that was made for the whole text: a reference never becomes longer than five quarters of itself. */
struct writer {
        char *begin, *out; /* the whole buffer; where the next byte goes */
        bool due;          /* a blank, before the next character */
};

static inline void blank(struct writer *writer) {
        writer->due = writer->out > writer->begin && writer->out[-1] != '\n';
}

static inline void settle(struct writer *writer) {
        *writer->out = ' ';
        writer->out += writer->due;
        writer->due = false;
}

static void put(struct writer *writer, uint32_t rune) {
        /* A blank that does not break is one to a reader. */
        if (rune == 0xA0 || (rune < 0x80 && text_class[rune] == TEXT_SPACE)) {
                blank(writer);
                return;
        }
        settle(writer);
        if (rune < 0x80) {
                *writer->out++ = (char)rune;
                return;
        }
        int more = rune < 0x800 ? 1 : rune < 0x10000 ? 2 : 3;
        static const unsigned char lead[] = { 0, 0xC0, 0xE0, 0xF0 };
        *writer->out++ = (char)(lead[more] | rune >> 6 * more);
        while (more-- > 0)
                *writer->out++ = (char)(0x80 | (rune >> 6 * more & 0x3F));
}

/* The character reference at `at`, or the '&' itself; returns how long it is. */
static size_t put_reference(struct writer *writer, struct span text, bool references) {
        struct entity entity = { 0 };
        if (references)
                entity = html_entity(text, false);
        put(writer, entity.len ? entity.first : '&');
        if (entity.second)
                put(writer, entity.second);
        return entity.len ? entity.len : 1;
}

static void add_text(struct buf *buf, bool *due, struct span text, bool references, bool pre) {
        if (!buf_room(buf, text.len + text.len / 4 + 8))
                return;
        struct writer writer = { .begin = buf->ptr, .out = buf->ptr + buf->len, .due = *due };
        const char *at = text.ptr, *end = text.ptr + text.len;
        while (at < end) {
                switch (text_class[(unsigned char)*at]) {
                case TEXT_PLAIN:
                        settle(&writer);
                        do
                                *writer.out++ = *at++;
                        while (at < end && text_class[(unsigned char)*at] == TEXT_PLAIN);
                        break;
                case TEXT_SPACE:
                        if (pre && *at == '\n' && writer.out > writer.begin)
                                *writer.out++ = '\n';
                        else
                                blank(&writer);
                        at++;
                        break;
                case TEXT_REFERENCE:
                        at += put_reference(&writer, (struct span){ at, (size_t)(end - at) }, references);
                        break;
                default:
                        at++;
                        break;
                }
        }
        buf->len = (size_t)(writer.out - writer.begin);
        *due = writer.due;
}

void html_hidden_text(struct html_reader *reader, struct span text, enum html_hidden why) {
        struct html *html = reader->html;
        size_t before = reader->hidden.len;
        add_text(&reader->hidden, &reader->hidden_space, text, true, false);
        html->hidden_bytes[why] += (uint32_t)(reader->hidden.len - before);
}

void html_text(struct html_reader *reader, struct span text, bool references) {
        unsigned why = html_hidden_here(reader);
        if (why == 0) {
                add_text(&reader->visible, &reader->space, text, references, reader->pre);
                return;
        }
        enum html_tag within = (enum html_tag)(reader->depth > 0 ? reader->open[reader->depth - 1].tag : 0);
        if (within == HTML_TAG_SCRIPT) {
                html_script(reader, html_value(reader->arena, text));
                return;
        }
        if (within == HTML_TAG_STYLE) {
                html_style(reader, text);
                return;
        }
        if (html_hidden_from_all(reader) == 0)
                add_text(&reader->seen_in_outlook, &reader->outlook_space, text, references, false);
        html_hidden_text(reader, text, (enum html_hidden)__builtin_ctz(why));
}

static void line_end(struct buf *out, bool *due) {
        *due = false;
        if (out->len > 0 && out->ptr[out->len - 1] != '\n')
                buf_add_byte(out, '\n');
}

void html_break(struct html_reader *reader) {
        if (html_hidden_here(reader)) {
                line_end(&reader->hidden, &reader->hidden_space);
                if (reader->outlook)
                        line_end(&reader->seen_in_outlook, &reader->outlook_space);
        } else {
                line_end(&reader->visible, &reader->space);
        }
}

struct span html_value(struct arena *arena, struct span value) {
        if (value.len == 0 || !memchr(value.ptr, '&', value.len))
                return value;
        struct buf out = buf_in(arena, value.len * 3);
        while (value.len > 0) {
                struct entity entity = { 0 };
                if (value.ptr[0] == '&')
                        entity = html_entity(value, true);
                if (entity.len > 0) {
                        buf_add_rune(&out, entity.first);
                        if (entity.second)
                                buf_add_rune(&out, entity.second);
                } else {
                        buf_add_byte(&out, value.ptr[0]);
                }
                value = span_skip(value, entity.len ? entity.len : 1);
        }
        return buf_span(&out);
}

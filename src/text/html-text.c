/* Text of HTML: references, white space, and whether it is seen. */
#include "text/html-entities.h"
#include "text/html-internal.h"

/* What a byte of text asks for. */
enum { TEXT_PLAIN, TEXT_SPACE, TEXT_REFERENCE, TEXT_NOTHING };
static const uint8_t text_class[256] = {
        ['\t'] = TEXT_SPACE,    ['\n'] = TEXT_SPACE, ['\r'] = TEXT_SPACE,      ['\f'] = TEXT_SPACE,
        [' '] = TEXT_SPACE,     ['\0'] = TEXT_NOTHING, ['&'] = TEXT_REFERENCE,
};

static void blank(struct buf *out, bool *due) {
        *due = out->len > 0 && out->ptr[out->len - 1] != '\n';
}

static void settle(struct buf *out, bool *due) {
        if (*due)
                buf_add_byte(out, ' ');
        *due = false;
}

static void add_rune(struct buf *out, bool *due, uint32_t rune) {
        /* A blank that does not break is one to a reader. */
        if (rune == 0xA0 || (rune < 0x80 && text_class[rune] == TEXT_SPACE)) {
                blank(out, due);
                return;
        }
        settle(out, due);
        buf_add_rune(out, rune);
}

static void add_text(struct buf *out, bool *due, struct span text, bool references, bool pre) {
        const char *at = text.ptr, *end = text.ptr + text.len;
        while (at < end) {
                const char *from = at;
                while (at < end && text_class[(unsigned char)*at] == TEXT_PLAIN)
                        at++;
                if (at > from) {
                        settle(out, due);
                        buf_add(out, (struct span){ from, (size_t)(at - from) });
                        if (at == end)
                                return;
                }
                struct entity entity = { 0 };
                switch (text_class[(unsigned char)*at]) {
                case TEXT_SPACE:
                        if (pre && *at == '\n' && out->len > 0)
                                buf_add_byte(out, '\n');
                        else
                                blank(out, due);
                        at++;
                        break;
                case TEXT_REFERENCE:
                        if (references)
                                entity = html_entity((struct span){ at, (size_t)(end - at) }, false);
                        add_rune(out, due, entity.len ? entity.first : '&');
                        if (entity.second)
                                add_rune(out, due, entity.second);
                        at += entity.len ? entity.len : 1;
                        break;
                default:
                        at++;
                        break;
                }
        }
}

void html_hidden_text(struct html_reader *reader, struct span text, enum html_hidden why) {
        struct html *html = reader->html;
        size_t before = reader->hidden.len;
        add_text(&reader->hidden, &reader->hidden_space, text, true, false);
        html->hidden_bytes[why] += (uint32_t)(reader->hidden.len - before);
}

void html_text(struct html_reader *reader, struct span text, bool references) {
        unsigned why = html_hidden_here(reader);
        if (why == 0)
                add_text(&reader->visible, &reader->space, text, references, reader->pre);
        else
                html_hidden_text(reader, text, (enum html_hidden)__builtin_ctz(why));
}

static void line_end(struct buf *out, bool *due) {
        *due = false;
        if (out->len > 0 && out->ptr[out->len - 1] != '\n')
                buf_add_byte(out, '\n');
}

void html_break(struct html_reader *reader) {
        if (html_hidden_here(reader))
                line_end(&reader->hidden, &reader->hidden_space);
        else
                line_end(&reader->visible, &reader->space);
}

struct span html_value(struct arena *arena, struct span value) {
        if (span_find_byte(value, '&') == value.len && span_find_byte(value, '\0') == value.len)
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
                } else if (value.ptr[0] != '\0') {
                        buf_add_byte(&out, value.ptr[0]);
                }
                value = span_skip(value, entity.len ? entity.len : 1);
        }
        return buf_span(&out);
}

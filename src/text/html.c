/* The reader of HTML: tags, comments and what lies between them. */
#include "text/html.h"

#include "base/defects.h"
#include "text/html-internal.h"
#include "text/unicode.h"

static struct span rest_of(const struct html_reader *reader) {
        const char *end = reader->region ? reader->region : reader->end;
        return (struct span){ reader->at, (size_t)(end - reader->at) };
}

static void handler(struct html_reader *reader, struct span value) {
        reader->html->handlers++;
        html_script(reader, html_value(reader->arena, value));
}

/* A value behind '='; s begins at its first byte (HTML standard 13.2.5.35 to .38). */
static struct span take_value(struct span *s) {
        struct span value;
        char quote = s->len > 0 ? s->ptr[0] : '\0';
        if (quote == '"' || quote == '\'') {
                value = span_skip(*s, 1);
                const char *close = memchr(value.ptr, quote, value.len);
                value.len = close ? (size_t)(close - value.ptr) : value.len;
                *s = span_skip(*s, value.len + 2);
                return value;
        }
        size_t at = 0;
        while (at < s->len && s->ptr[at] != '>' && !ascii_space(s->ptr[at]))
                at++;
        value = span_head(*s, at);
        *s = span_skip(*s, at);
        return value;
}

static struct span skip_space(struct span s) {
        while (s.len > 0 && ascii_space(s.ptr[0]))
                s = span_skip(s, 1);
        return s;
}

static const bool ends_name[256] = {
        ['='] = true,  ['>'] = true,  ['/'] = true,  [' '] = true,  ['\t'] = true,
        ['\n'] = true, ['\v'] = true, ['\f'] = true, ['\r'] = true,
};

/* Reads the attributes up to and with the '>', and leaves *s behind it. */
static void take_attributes(struct html_reader *reader, struct span *s, struct html_start *start) {
        while (s->len > 0) {
                char c = s->ptr[0];
                if (c == '>') {
                        *s = span_skip(*s, 1);
                        return;
                }
                if (c == '/' || ascii_space(c)) {
                        start->closed = c == '/' && s->len > 1 && s->ptr[1] == '>';
                        *s = span_skip(*s, 1);
                        continue;
                }
                size_t at = 1;
                while (at < s->len && !ends_name[(unsigned char)s->ptr[at]])
                        at++;
                struct span name = span_head(*s, at), value = { 0 };
                *s = skip_space(span_skip(*s, at));
                if (s->len > 0 && s->ptr[0] == '=') {
                        *s = skip_space(span_skip(*s, 1));
                        value = take_value(s);
                }
                enum html_attribute attribute = html_attribute_find(name);
                if (attribute != HTML_ATTRIBUTES) {
                        if (!html_has(start, attribute))
                                start->values[attribute] = value;
                        start->present |= 1U << attribute;
                } else if (name.len > 4 && (name.ptr[0] | 0x20) == 'o' && (name.ptr[1] | 0x20) == 'n' && value.len > 0) {
                        handler(reader, value);
                }
        }
}

/* The content of an element that holds no markup, up to its end tag, which is taken too (HTML standard 13.2.5.2). */
static struct span take_raw(struct html_reader *reader, struct span name) {
        struct span rest = rest_of(reader), content = rest;
        for (const char *hit = rest.ptr; rest.len > 0; hit++) {
                hit = memchr(hit, '<', (size_t)(rest.ptr + rest.len - hit));
                if (!hit)
                        break;
                struct span tag = span_skip(rest, (size_t)(hit - rest.ptr) + 1);
                if (tag.len < name.len + 1 || tag.ptr[0] != '/' || !span_starts_nocase(span_skip(tag, 1), name))
                        continue;
                struct span behind = span_skip(tag, 1 + name.len);
                if (behind.len > 0 && behind.ptr[0] != '>' && behind.ptr[0] != '/' && !ascii_space(behind.ptr[0]))
                        continue;
                content.len = (size_t)(hit - content.ptr);
                size_t close = span_find_byte(behind, '>');
                reader->at = behind.ptr + (close < behind.len ? close + 1 : close);
                return content;
        }
        reader->at = rest.ptr + rest.len;
        return content;
}

static void raw_element(struct html_reader *reader, const struct html_start *start) {
        struct span content = take_raw(reader, start->name);
        switch (start->tag) {
        case HTML_TAG_SCRIPT:
                html_script(reader, content);
                break;
        case HTML_TAG_STYLE:
                html_style(reader, content);
                break;
        case HTML_TAG_TITLE:
                if (reader->html->title.len == 0)
                        reader->html->title = span_trim(html_value(reader->arena, content));
                html_hidden_text(reader, content, HTML_HIDDEN_ELEMENT);
                break;
        case HTML_TAG_XMP:
                html_text(reader, content, false);
                break;
        case HTML_TAG_TEXTAREA:
                html_text(reader, content, true);
                break;
        default:
                html_hidden_text(reader, content, HTML_HIDDEN_ELEMENT);
                break;
        }
}

static size_t tag_name_length(struct span s) {
        size_t at = 0;
        while (at < s.len && s.ptr[at] != '>' && s.ptr[at] != '/' && !ascii_space(s.ptr[at]))
                at++;
        return at;
}

/* XML in HTML, as Outlook has it: <o:p/>, <v:fill …/>. */
static bool closes_itself(const struct html_start *start, bool foreign) {
        return start->closed && (foreign || span_find_byte(start->name, ':') < start->name.len);
}

static void element_of_pieces(struct html_reader *reader, const struct html_start *start, bool foreign) {
        int depth = reader->depth;
        uint32_t deeper = reader->deeper;
        /* A script is not seen, and where it leads is. */
        if (start->tag == HTML_TAG_SCRIPT)
                html_element(reader, start);
        html_open(reader, start, foreign);
        if (start->tag != HTML_TAG_SCRIPT)
                html_element(reader, start);
        if (!closes_itself(start, foreign))
                return;
        reader->deeper = deeper;
        if (reader->depth > depth)
                html_close_to(reader, depth);
}

static void start_tag(struct html_reader *reader, struct span s) {
        struct html_start start;
        start.present = 0;
        start.closed = false;
        start.name = span_head(s, tag_name_length(s));
        start.tag = html_tag_find(start.name);
        s = span_skip(s, start.name.len);
        reader->html->elements++;
        take_attributes(reader, &s, &start);
        reader->at = s.ptr;
        unsigned flags = html_tag_flags(start.tag);
        bool may_be = start.tag == HTML_TAG_SVG || start.tag == HTML_TAG_MATH || html_in_foreign(reader);
        if (may_be && html_begins_foreign(reader, &start)) {
                element_of_pieces(reader, &start, true);
                return;
        }
        if (flags & (HTML_RAW | HTML_RCDATA)) {
                html_element(reader, &start);
                raw_element(reader, &start);
                return;
        }
        if (flags & HTML_VOID) {
                if (flags & HTML_CLOSES_P)
                        html_close(reader, HTML_TAG_P, SPAN("p"));
                if (flags & HTML_BREAK)
                        html_break(reader);
        } else if (start.tag == HTML_TAG_HTML || start.tag == HTML_TAG_HEAD) {
                /* Nothing that can be seen hangs on them. */
        } else {
                element_of_pieces(reader, &start, false);
                if (start.tag != HTML_TAG_PLAINTEXT)
                        return;
                html_text(reader, rest_of(reader), false);
                reader->at += rest_of(reader).len;
                return;
        }
        html_element(reader, &start);
}

static void end_tag(struct html_reader *reader, struct span s) {
        struct span name = span_head(s, tag_name_length(s));
        struct html_start ignored;
        ignored.present = 0;
        s = span_skip(s, name.len);
        take_attributes(reader, &s, &ignored);
        reader->at = s.ptr;
        enum html_tag tag = html_tag_find(name);
        if (tag == HTML_TAG_P || tag == HTML_TAG_BR)
                html_leave_foreign(reader);
        html_close(reader, tag, name);
}

/* A conditional comment is read like text that is not seen, but what is in it leads somewhere, and Outlook may show it.
 */
static void conditional(struct html_reader *reader, struct span content) {
        size_t begin = span_find(content, SPAN("]>"));
        struct span inside = span_skip(content, begin + 2);
        reader->html->conditionals++;
        if (begin == content.len || inside.len == 0 || reader->region)
                return;
        reader->outer = reader->anchor;
        reader->anchor.link = -1;
        reader->outlook = html_is_for_outlook(span_head(content, begin));
        reader->region = inside.ptr + inside.len;
        reader->floor = reader->depth;
        reader->at = inside.ptr;
}

static void region_end(struct html_reader *reader) {
        html_close_to(reader, reader->floor);
        html_anchor_end(reader);
        html_break(reader);
        reader->anchor = reader->outer;
        reader->region = NULL;
        reader->outlook = false;
        reader->floor = 0;
        struct span rest = rest_of(reader);
        reader->at += span_starts_nocase(rest, SPAN("-->")) ? 3 : 0;
}

/* s begins behind "<!--". Ends at -->, --!>, or at once with > or -> (HTML standard 13.2.5.43 to .52). */
static void comment(struct html_reader *reader, struct span s) {
        struct span content = s;
        reader->html->comments++;
        const char *hit = s.ptr, *end = s.ptr + s.len, *next = end;
        while ((hit = memchr(hit, '>', (size_t)(end - hit)))) {
                size_t before = (size_t)(hit - s.ptr);
                bool at_once = before == 0 || (before == 1 && s.ptr[0] == '-');
                bool dashes = before >= 2 && hit[-1] == '-' && hit[-2] == '-';
                bool bang = before >= 3 && hit[-1] == '!' && hit[-2] == '-' && hit[-3] == '-';
                if (at_once || dashes || bang) {
                        content.len = at_once ? 0 : before - (bang ? 3 : 2);
                        next = hit + 1;
                        break;
                }
                hit++;
        }
        if (!hit)
                defects_add(reader->defects, DEFECT_HTML_COMMENT_OPEN, 0);
        reader->at = next;
        struct span inner = span_trim(content);
        if (span_starts_nocase(inner, SPAN("[if "))) {
                conditional(reader, content);
                return;
        }
        html_hidden_text(reader, inner, HTML_HIDDEN_COMMENT);
        if (inner.len > 0)
                buf_add_byte(&reader->hidden, '\n');
        reader->hidden_space = false;
}

static void character_data(struct html_reader *reader, struct span s) {
        struct span content = span_head(s, span_find(s, SPAN("]]>")));
        html_text(reader, content, false);
        reader->at = span_skip(s, content.len + strlen("]]>")).ptr;
}

/* What begins with '<'. Leaves `at` behind it. */
static void markup(struct html_reader *reader) {
        struct span s = span_skip(rest_of(reader), 1);
        char c = s.len > 0 ? s.ptr[0] : '\0';
        if (ascii_alpha(c)) {
                start_tag(reader, s);
        } else if (c == '/' && s.len > 1 && ascii_alpha(s.ptr[1])) {
                end_tag(reader, span_skip(s, 1));
        } else if (span_starts_nocase(s, SPAN("!--"))) {
                comment(reader, span_skip(s, 3));
        } else if (c == '!' && html_in_foreign(reader) && span_starts_nocase(s, SPAN("![CDATA["))) {
                character_data(reader, span_skip(s, strlen("![CDATA[")));
        } else if (c == '!' || c == '?' || c == '/') {
                size_t end = span_find_byte(s, '>');
                reader->at = s.ptr + (end < s.len ? end + 1 : end);
        } else {
                html_text(reader, SPAN("<"), false);
                reader->at++;
        }
}

static void read_all(struct html_reader *reader) {
        for (;;) {
                struct span rest = rest_of(reader);
                if (rest.len == 0 && !reader->region)
                        return;
                if (rest.len == 0) {
                        region_end(reader);
                        continue;
                }
                const char *hit = memchr(rest.ptr, '<', rest.len);
                struct span text = { rest.ptr, hit ? (size_t)(hit - rest.ptr) : rest.len };
                if (text.len > 0)
                        html_text(reader, text, true);
                reader->at += text.len;
                if (hit)
                        markup(reader);
        }
}

struct html *html_read(struct arena *arena, struct span text, struct defects *defects) {
        return html_read_within(arena, text, defects, 0);
}

struct html *html_read_within(struct arena *arena, struct span text, struct defects *defects, int frames) {
        text = unicode_valid(arena, text);
        struct html *html = arena_alloc(arena, sizeof *html);
        struct html_reader reader = {
                .arena = arena,
                .defects = defects,
                .html = html,
                .frames = frames,
                .at = text.ptr,
                .end = text.ptr + text.len,
                .visible = buf_in(arena, text.len * 2 + 64),
                .hidden = buf_in(arena, text.len * 2 + 64),
                .script = buf_in(arena, LIMIT_HTML_SCRIPT_BYTES),
                .alts = buf_in(arena, LIMIT_HTML_ANCHOR_BYTES),
                .seen_in_outlook = buf_in(arena, text.len * 2 + 64),
                .anchor = { .link = -1 },
        };
        memset(reader.top, 0xFF, sizeof reader.top);
        (void)buf_room(&reader.visible, text.len + text.len / 4 + 64);
        read_all(&reader);
        html_close_to(&reader, 0);
        html_anchor_end(&reader);
        html->visible = span_trim(buf_span(&reader.visible));
        html->hidden = span_trim(buf_span(&reader.hidden));
        html->script = buf_span(&reader.script);
        html->outlook = span_trim(buf_span(&reader.seen_in_outlook));
        html->outlook_differs = html_outlook_differs(&reader);
        if (html->outlook_differs)
                defects_add(defects, DEFECT_HTML_OUTLOOK_DIFFERS, 0);
        return html;
}

bool html_looks_like(struct span text) {
        enum { LOOKED_AT = 1024 };
        static const struct span marks[] = { SPAN("<html"),  SPAN("<body"),   SPAN("<div"),    SPAN("<p>"),
                                             SPAN("<table"), SPAN("<br"),     SPAN("<a href"), SPAN("<span"),
                                             SPAN("<head"),  SPAN("<font"),   SPAN("<b>"),     SPAN("<p "),
                                             SPAN("<img"),   SPAN("<ul>"),    SPAN("<h1"),     SPAN("<script"),
                                             SPAN("<svg"),   SPAN("<iframe"), SPAN("<form") };
        text = span_head(text, LOOKED_AT);
        if (span_starts_nocase(span_trim(text), SPAN("<!doctype html")))
                return true;
        const char *at = text.ptr, *end = at ? at + text.len : at;
        while (at < end && (at = memchr(at, '<', (size_t)(end - at)))) {
                struct span tag = { at, (size_t)(end - at) };
                at++;
                for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
                        if (span_starts_nocase(tag, marks[i]))
                                return true;
        }
        return false;
}

/* Links, pictures, forms and scripts of elements. */
#include "base/defects.h"
#include "text/html-internal.h"

/* The URL as a browser takes it from an attribute: without white space around it, and without tab, CR and LF in it (URL
 * standard 4.4). */
static struct span url_value(struct html_reader *reader, struct span value, bool *ret_control) {
        value = html_value(reader->arena, value);
        while (value.len > 0 && (unsigned char)value.ptr[0] <= ' ')
                value = span_skip(value, 1);
        while (value.len > 0 && (unsigned char)value.ptr[value.len - 1] <= ' ')
                value.len--;
        bool control = false;
        for (size_t i = 0; i < value.len && !control; i++)
                control = (unsigned char)value.ptr[i] < ' ';
        *ret_control = control;
        if (!control)
                return value;
        char *out = arena_bytes(reader->arena, value.len);
        size_t len = 0;
        for (size_t i = 0; i < value.len; i++)
                if ((unsigned char)value.ptr[i] >= ' ')
                        out[len++] = value.ptr[i];
        return (struct span){ out, len };
}

static struct html_link *add_link(struct html_reader *reader, enum link_from from, struct span written) {
        bool control;
        struct span href = url_value(reader, written, &control);
        if (href.len == 0)
                return NULL;
        struct html_link *link = array_push(&reader->html->links, reader->arena, sizeof *link, LIMIT_HTML_LINKS);
        if (!link) {
                defects_add(reader->defects, DEFECT_HTML_TOO_MANY_LINKS, 0);
                return NULL;
        }
        *link = (struct html_link){ .from = from, .href = href, .control = control };
        link->visible = from != LINK_ANCHOR && !html_hidden_from_all(reader);
        link->outlook = reader->region != NULL;
        bool script = (href.ptr[0] | 0x20) == 'j' || (href.ptr[0] | 0x20) == 'v';
        if (script && (span_starts_nocase(href, SPAN("javascript:")) || span_starts_nocase(href, SPAN("vbscript:"))))
                html_script(reader, href);
        return link;
}

void html_script(struct html_reader *reader, struct span script) {
        reader->html->script_bytes += (uint32_t)script.len;
        if (reader->script.len > 0)
                buf_add_byte(&reader->script, '\n');
        size_t room = reader->script.max - reader->script.len;
        /* Cut at a character. */
        if (script.len > room) {
                script.len = room;
                while (script.len > 0 && ((unsigned char)script.ptr[script.len] & 0xC0) == 0x80)
                        script.len--;
        }
        buf_add(&reader->script, script);
}

void html_style(struct html_reader *reader, struct span css) {
        reader->rules = css_rules_read(reader->arena, reader->rules, css);
        reader->html->remote_style |= span_has_nocase(css, SPAN("@import"));
        html_links_of_style(reader, css);
}

/* The text that could be seen since the anchor began, and the alternative texts of its pictures. */
void html_anchor_end(struct html_reader *reader) {
        if (reader->anchor.link < 0)
                return;
        struct html_link *link = (struct html_link *)reader->html->links.items + reader->anchor.link;
        reader->anchor.link = -1;
        struct span seen = span_skip(buf_span(reader->anchor.in), reader->anchor.from);
        seen = span_trim(seen);
        size_t cut = seen.len < LIMIT_HTML_ANCHOR_BYTES ? seen.len : LIMIT_HTML_ANCHOR_BYTES;
        while (cut > 0 && cut < seen.len && ((unsigned char)seen.ptr[cut] & 0xC0) == 0x80)
                cut--;
        seen.len = cut;
        struct span alts = buf_span(&reader->alts);
        if (seen.len > 0)
                link->visible = true;
        char *text = arena_bytes(reader->arena, seen.len + 1 + alts.len);
        size_t len = 0;
        if (seen.len > 0)
                memcpy(text, seen.ptr, len = seen.len);
        if (alts.len > 0 && len > 0)
                text[len++] = ' ';
        if (alts.len > 0)
                memcpy(text + len, alts.ptr, alts.len);
        link->text = (struct span){ text, len + alts.len };
}

static struct span href_of(const struct html_start *start) {
        struct span href = html_get(start, HTML_ATTRIBUTE_HREF);
        return href.len > 0 ? href : html_get(start, HTML_ATTRIBUTE_XLINK_HREF);
}

static void anchor_begin(struct html_reader *reader, const struct html_start *start) {
        html_anchor_end(reader);
        if (!add_link(reader, LINK_ANCHOR, href_of(start)))
                return;
        const struct buf *in = reader->outlook ? &reader->seen_in_outlook : &reader->visible;
        reader->anchor = (struct anchor){ .link = (int64_t)reader->html->links.count - 1,
                                          .element = reader->depth - 1,
                                          .in = in,
                                          .from = in->len };
        reader->alts.len = 0;
        reader->alts.overflow = false;
}

static int32_t dimension(const struct html_start *start, enum html_attribute attribute, const struct css *css) {
        bool width = attribute == HTML_ATTRIBUTE_WIDTH;
        if (css->set & (width ? CSS_WIDTH : CSS_HEIGHT))
                return (width ? css->width : css->height) / 10;
        struct span value = span_trim(html_get(start, attribute));
        size_t digits = 0;
        while (digits < value.len && digits < 7 && ascii_digit(value.ptr[digits]))
                digits++;
        uint64_t number;
        bool percent = digits < value.len && value.ptr[digits] == '%';
        return !percent && span_to_u64(span_head(value, digits), &number) ? (int32_t)number : -1;
}

static void picture(struct html_reader *reader, const struct html_start *start) {
        struct span src = html_get(start, HTML_ATTRIBUTE_SRC);
        if (src.len == 0)
                src = href_of(start);
        bool control;
        struct html_picture *picture = array_push(&reader->html->pictures, reader->arena, sizeof *picture,
                                                  LIMIT_HTML_PICTURES);
        if (!picture)
                return;
        struct css css = { 0 };
        if (reader->rules)
                css_rules_apply(reader->rules, start->name, html_get(start, HTML_ATTRIBUTE_CLASS),
                                html_get(start, HTML_ATTRIBUTE_ID), &css);
        if (html_has(start, HTML_ATTRIBUTE_STYLE))
                css_read(html_value(reader->arena, html_get(start, HTML_ATTRIBUTE_STYLE)), &css);
        *picture = (struct html_picture){
                .src = url_value(reader, src, &control),
                .alt = span_trim(html_value(reader->arena, html_get(start, HTML_ATTRIBUTE_ALT))),
                .width = dimension(start, HTML_ATTRIBUTE_WIDTH, &css),
                .height = dimension(start, HTML_ATTRIBUTE_HEIGHT, &css),
        };
        unsigned colours = 1U << HTML_HIDDEN_COLOUR | 1U << HTML_HIDDEN_SIZE;
        bool tiny = (picture->width >= 0 && picture->width <= 1) || (picture->height >= 0 && picture->height <= 1);
        picture->visible = !(html_hidden_from_all(reader) & ~colours) && !tiny && !css.none && !css.invisible &&
                           !html_has(start, HTML_ATTRIBUTE_HIDDEN);
        if (reader->anchor.link >= 0) {
                struct html_link *link = (struct html_link *)reader->html->links.items + reader->anchor.link;
                link->picture = true;
                link->visible = link->visible || picture->visible;
                if (picture->visible && picture->alt.len > 0 && picture->alt.len < LIMIT_HTML_ANCHOR_BYTES / 2) {
                        if (reader->alts.len > 0)
                                buf_add_byte(&reader->alts, ' ');
                        if (reader->alts.len + picture->alt.len <= reader->alts.max)
                                buf_add(&reader->alts, picture->alt);
                }
        }
        if (picture->src.len > 0 && !span_starts_nocase(picture->src, SPAN("data:")) &&
            !span_starts_nocase(picture->src, SPAN("cid:"))) {
                struct html_link *link = add_link(reader, LINK_PICTURE, src);
                if (link)
                        link->visible = picture->visible;
        }
}

/* content="0; url='https://…'" (HTML standard 4.2.5.3). */
static void refresh(struct html_reader *reader, struct span content) {
        content = html_value(reader->arena, content);
        size_t at = 0;
        while (at < content.len &&
               (ascii_digit(content.ptr[at]) || content.ptr[at] == '.' || ascii_space(content.ptr[at])))
                at++;
        struct span rest = span_skip(content, at);
        while (rest.len > 0 && (rest.ptr[0] == ';' || rest.ptr[0] == ',' || ascii_space(rest.ptr[0])))
                rest = span_skip(rest, 1);
        if (span_starts_nocase(rest, SPAN("url"))) {
                struct span value = span_trim(span_skip(rest, 3));
                if (value.len > 0 && value.ptr[0] == '=')
                        rest = span_trim(span_skip(value, 1));
        }
        if (rest.len > 0 && (rest.ptr[0] == '"' || rest.ptr[0] == '\'')) {
                char quote = rest.ptr[0];
                rest = span_skip(rest, 1);
                rest = span_head(rest, span_find_byte(rest, quote));
        }
        add_link(reader, LINK_REFRESH, rest);
}

void html_links_of_style(struct html_reader *reader, struct span css) {
        while (css.len > 0 && memchr(css.ptr, '(', css.len)) {
                size_t at = span_find(css, SPAN("url("));
                if (at == css.len)
                        return;
                css = span_skip(css, at + 4);
                struct span value = span_trim(span_head(css, span_find_byte(css, ')')));
                css = span_skip(css, value.len);
                if (value.len > 0 && (value.ptr[0] == '"' || value.ptr[0] == '\'')) {
                        value = span_skip(value, 1);
                        value = span_head(value, span_find_byte(value, value.ptr[-1]));
                }
                if (!span_starts_nocase(value, SPAN("data:")))
                        add_link(reader, LINK_STYLE, value);
        }
}

static void input(struct html_reader *reader, const struct html_start *start) {
        struct span type = html_get(start, HTML_ATTRIBUTE_TYPE);
        reader->html->inputs++;
        if (span_equal_nocase(type, SPAN("password")))
                reader->html->passwords++;
        bool button = span_equal_nocase(type, SPAN("submit")) || span_equal_nocase(type, SPAN("button"));
        if (button && html_has(start, HTML_ATTRIBUTE_VALUE)) {
                struct span value = html_get(start, HTML_ATTRIBUTE_VALUE);
                html_text(reader, value, true);
        }
        if (span_equal_nocase(type, SPAN("image")))
                add_link(reader, LINK_PICTURE, html_get(start, HTML_ATTRIBUTE_SRC));
}

static void meta(struct html_reader *reader, const struct html_start *start) {
        if (span_equal_nocase(span_trim(html_get(start, HTML_ATTRIBUTE_HTTP_EQUIV)), SPAN("refresh")))
                refresh(reader, html_get(start, HTML_ATTRIBUTE_CONTENT));
}

static void link_element(struct html_reader *reader, const struct html_start *start) {
        bool style = span_has_nocase(html_get(start, HTML_ATTRIBUTE_REL), SPAN("stylesheet"));
        reader->html->remote_style = reader->html->remote_style || style;
        add_link(reader, LINK_STYLE, html_get(start, HTML_ATTRIBUTE_HREF));
}

static void base(struct html_reader *reader, const struct html_start *start) {
        struct html_link *link = add_link(reader, LINK_BASE, html_get(start, HTML_ATTRIBUTE_HREF));
        if (link && reader->html->base.len == 0)
                reader->html->base = link->href;
}

/* A shape of Outlook's (VML) is a link as a whole, whatever is written in it. */
static void shape(struct html_reader *reader, const struct html_start *start) {
        if (!span_starts_nocase(start->name, SPAN("v:")))
                return;
        uint32_t before = reader->html->links.count;
        if (href_of(start).len > 0)
                anchor_begin(reader, start);
        add_link(reader, LINK_PICTURE, html_get(start, HTML_ATTRIBUTE_SRC));
        for (uint32_t i = before; i < reader->html->links.count; i++) {
                struct html_link *link = (struct html_link *)reader->html->links.items + i;
                link->outlook = true;
                link->visible = !html_hidden_from_all(reader);
        }
}

/* A page that the frame brings with it (HTML standard 4.8.5), as part of the one around it. */
static void frame_document(struct html_reader *reader, struct span written) {
        enum { FRAMES = 2 };
        if (written.len == 0 || reader->frames == FRAMES)
                return;
        struct span text = html_value(reader->arena, written);
        const struct html *page = html_read_within(reader->arena, text, reader->defects, reader->frames + 1);
        const struct html_link *links = page->links.items;
        bool seen = !html_hidden_from_all(reader);
        for (uint32_t i = 0; i < page->links.count; i++) {
                struct html_link *link = array_push(&reader->html->links, reader->arena, sizeof *link, LIMIT_HTML_LINKS);
                if (!link)
                        break;
                *link = links[i];
                link->visible = link->visible && seen;
        }
        html_text(reader, page->visible, false);
        html_hidden_text(reader, page->hidden, HTML_HIDDEN_ELEMENT);
        html_script(reader, page->script);
        reader->html->passwords += page->passwords;
        reader->html->forms += page->forms;
}

void html_element(struct html_reader *reader, const struct html_start *start) {
        struct html *html = reader->html;
        if (html_has(start, HTML_ATTRIBUTE_FORMACTION))
                add_link(reader, LINK_FORM, html_get(start, HTML_ATTRIBUTE_FORMACTION));
        if (html_has(start, HTML_ATTRIBUTE_BACKGROUND))
                add_link(reader, LINK_STYLE, html_get(start, HTML_ATTRIBUTE_BACKGROUND));
        if (html_has(start, HTML_ATTRIBUTE_STYLE))
                html_links_of_style(reader, html_get(start, HTML_ATTRIBUTE_STYLE));
        switch (start->tag) {
        case HTML_TAG_A:
                anchor_begin(reader, start);
                break;
        case HTML_TAG_AREA:
                add_link(reader, LINK_ANCHOR, html_get(start, HTML_ATTRIBUTE_HREF));
                if (html->links.count > 0)
                        ((struct html_link *)html->links.items)[html->links.count - 1].visible = !html_hidden_from_all(
                                reader);
                break;
        case HTML_TAG_IMG:
        case HTML_TAG_IMAGE:
                picture(reader, start);
                break;
        case HTML_TAG_BASE:
                base(reader, start);
                break;
        case HTML_TAG_META:
                meta(reader, start);
                break;
        case HTML_TAG_LINK:
                link_element(reader, start);
                break;
        case HTML_TAG_FORM:
                html->forms++;
                add_link(reader, LINK_FORM, html_get(start, HTML_ATTRIBUTE_ACTION));
                break;
        case HTML_TAG_INPUT:
                input(reader, start);
                break;
        case HTML_TAG_SCRIPT:
                html->scripts++;
                add_link(reader, LINK_SCRIPT, html_get(start, HTML_ATTRIBUTE_SRC));
                add_link(reader, LINK_SCRIPT, href_of(start));
                break;
        case HTML_TAG_STYLE:
                html->styles++;
                break;
        case HTML_TAG_IFRAME:
        case HTML_TAG_FRAME:
                html->frames++;
                add_link(reader, LINK_FRAME, html_get(start, HTML_ATTRIBUTE_SRC));
                frame_document(reader, html_get(start, HTML_ATTRIBUTE_SRCDOC));
                break;
        case HTML_TAG_OBJECT:
        case HTML_TAG_EMBED:
        case HTML_TAG_APPLET:
                html->objects++;
                add_link(reader, LINK_OBJECT, html_get(start, HTML_ATTRIBUTE_DATA));
                add_link(reader, LINK_OBJECT, html_get(start, HTML_ATTRIBUTE_SRC));
                break;
        case HTML_TAG_PARAM:
                if (span_has(html_get(start, HTML_ATTRIBUTE_VALUE), SPAN("://")))
                        add_link(reader, LINK_OBJECT, html_get(start, HTML_ATTRIBUTE_VALUE));
                break;
        case HTML_TAG_VIDEO:
        case HTML_TAG_AUDIO:
        case HTML_TAG_SOURCE:
        case HTML_TAG_TRACK:
        case HTML_TAG_BGSOUND:
                add_link(reader, LINK_PICTURE, html_get(start, HTML_ATTRIBUTE_SRC));
                add_link(reader, LINK_PICTURE, html_get(start, HTML_ATTRIBUTE_POSTER));
                break;
        case HTML_TAG_UNKNOWN:
                shape(reader, start);
                break;
        default:
                break;
        }
}

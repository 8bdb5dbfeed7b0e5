/* Which elements are open, and what a reader sees inside them. */
#include "base/defects.h"
#include "text/html-internal.h"

enum { FONT_SIZE = 160, FONT_SMALLEST = 20 /* tenths of a pixel */, COLOUR_NEAR = 24, LINK_COLOUR = 0x0000EE };

static const struct html_open page = { .before = -1,
                                       .special = -1,
                                       .scope = -1,
                                       .font_size = FONT_SIZE,
                                       .background = 0xFFFFFF };

static const struct html_open *parent_of(const struct html_reader *reader, int index) {
        return index > 0 ? &reader->open[index - 1] : &page;
}

unsigned html_hidden_here(const struct html_reader *reader) {
        unsigned hidden = parent_of(reader, reader->depth)->hidden;
        return reader->region ? hidden | 1U << HTML_HIDDEN_COMMENT : hidden;
}

unsigned html_hidden_from_all(const struct html_reader *reader) {
        unsigned hidden = parent_of(reader, reader->depth)->hidden;
        return reader->region && !reader->outlook ? hidden | 1U << HTML_HIDDEN_COMMENT : hidden;
}

static bool colours_near(uint32_t a, uint32_t b) {
        if (a >= COLOUR_UNKNOWN || b >= COLOUR_UNKNOWN)
                return false;
        int apart = abs((int)(a >> 16) - (int)(b >> 16)) + abs((int)(a >> 8 & 255) - (int)(b >> 8 & 255)) +
                    abs((int)(a & 255) - (int)(b & 255));
        return apart <= COLOUR_NEAR;
}

/* Fills in what an element takes over from its parent and what its own styles add. */
static void inherit(struct html_open *open, const struct html_open *parent) {
        const struct css *css = &open->css;
        unsigned fixed = parent->fixed;
        open->invisible = css->set & CSS_VISIBILITY ? css->invisible : parent->invisible;
        open->font_size = css->set & CSS_FONT_SIZE ? css->font_size : parent->font_size;
        open->background = parent->background;
        if (css->set & CSS_BACKGROUND && css->background != COLOUR_CLEAR)
                open->background = css->background;
        open->colour = css->set & CSS_COLOUR                      ? css->colour
                       : open->tag == HTML_TAG_A && !open->closed ? LINK_COLOUR
                                                                  : parent->colour;
        if (css->none)
                fixed |= 1U << HTML_HIDDEN_DISPLAY;
        if (css->transparent)
                fixed |= 1U << HTML_HIDDEN_VISIBILITY;
        bool flat = (css->set & CSS_WIDTH && css->width <= 10) || (css->set & CSS_HEIGHT && css->height <= 10);
        if (css->clipped && flat)
                fixed |= 1U << HTML_HIDDEN_SIZE;
        if (css->away)
                fixed |= 1U << HTML_HIDDEN_POSITION;
        bool unshown = open->tag == HTML_TAG_TITLE || open->tag == HTML_TAG_DESC || open->tag == HTML_TAG_SCRIPT ||
                       open->tag == HTML_TAG_STYLE;
        if (open->tag == HTML_TAG_TEMPLATE || (open->foreign && unshown))
                fixed |= 1U << HTML_HIDDEN_ELEMENT;
        unsigned hidden = fixed;
        if (open->invisible)
                hidden |= 1U << HTML_HIDDEN_VISIBILITY;
        if (open->font_size < FONT_SMALLEST)
                hidden |= 1U << HTML_HIDDEN_SIZE;
        if (colours_near(open->colour, open->background))
                hidden |= 1U << HTML_HIDDEN_COLOUR;
        open->fixed = (uint16_t)fixed;
        open->hidden = (uint16_t)hidden;
}

/* Closes the topmost element. */
static void pop(struct html_reader *reader) {
        struct html_open *open = &reader->open[reader->depth - 1];
        bool hidden = open->hidden && !parent_of(reader, reader->depth - 1)->hidden;
        if ((open->tag == HTML_TAG_A && !open->closed) || reader->anchor.element == reader->depth - 1)
                html_anchor_end(reader);
        if (hidden || open->break_line || html_tag_flags((enum html_tag)open->tag) & HTML_BREAK)
                html_break(reader);
        if (open->tag == HTML_TAG_PRE)
                reader->pre = false;
        if (!open->closed)
                reader->top[open->tag] = open->before;
        reader->depth--;
        reader->deeper = 0;
        reader->deeper_foreign = false;
}

void html_close_to(struct html_reader *reader, int depth) {
        while (reader->depth > depth)
                pop(reader);
}

/* Where the topmost one of a tag stands, or -1 when it is outside of the conditional comment that is read. */
static int topmost(const struct html_reader *reader, enum html_tag tag) {
        int at = reader->top[tag];
        return at >= reader->floor ? at : -1;
}

static int scope_of(const struct html_reader *reader) {
        return parent_of(reader, reader->depth)->scope;
}

/* Start tags that end what cannot hold them (HTML standard 13.2.6.4.7). */
static void close_implied(struct html_reader *reader, enum html_tag tag, unsigned flags) {
        int scope = scope_of(reader), table = topmost(reader, HTML_TAG_TABLE), at = -1;
        if (flags & HTML_CLOSES_P && (at = topmost(reader, HTML_TAG_P)) > scope)
                html_close_to(reader, at);
        int last = -1;
        switch (tag) {
        case HTML_TAG_LI: {
                int list = topmost(reader, HTML_TAG_UL), ordered = topmost(reader, HTML_TAG_OL);
                at = topmost(reader, HTML_TAG_LI);
                if (at > scope && at > list && at > ordered)
                        last = at;
                break;
        }
        case HTML_TAG_DD:
        case HTML_TAG_DT: {
                int other = topmost(reader, HTML_TAG_DT);
                at = topmost(reader, HTML_TAG_DD);
                at = other > at ? other : at;
                if (at > scope && at > topmost(reader, HTML_TAG_DL))
                        last = at;
                break;
        }
        case HTML_TAG_TD:
        case HTML_TAG_TH: {
                int head = topmost(reader, HTML_TAG_TH);
                at = topmost(reader, HTML_TAG_TD);
                at = head > at ? head : at;
                if (at > table)
                        last = at;
                break;
        }
        case HTML_TAG_TR:
                at = topmost(reader, HTML_TAG_TR);
                if (at > table)
                        last = at;
                break;
        case HTML_TAG_A:
        case HTML_TAG_OPTION:
        case HTML_TAG_BUTTON:
                at = topmost(reader, tag);
                if (at >= 0)
                        html_close(reader, tag, (struct span){ 0 });
                break;
        default:
                break;
        }
        if (last >= 0)
                html_close_to(reader, last);
}

/* What attributes other than style say of looks. */
static void css_of_attributes(const struct html_start *start, struct css *css) {
        if (html_has(start, HTML_ATTRIBUTE_HIDDEN)) {
                css->set |= CSS_DISPLAY;
                css->none = true;
        }
        uint32_t text = COLOUR_NONE, background = COLOUR_NONE;
        if (start->tag == HTML_TAG_BODY && html_has(start, HTML_ATTRIBUTE_TEXT))
                text = css_colour(html_get(start, HTML_ATTRIBUTE_TEXT));
        if (start->tag == HTML_TAG_FONT && html_has(start, HTML_ATTRIBUTE_COLOR))
                text = css_colour(html_get(start, HTML_ATTRIBUTE_COLOR));
        if (html_has(start, HTML_ATTRIBUTE_BGCOLOR))
                background = css_colour(html_get(start, HTML_ATTRIBUTE_BGCOLOR));
        if (text != COLOUR_NONE) {
                css->set |= CSS_COLOUR;
                css->colour = text;
        }
        if (background != COLOUR_NONE) {
                css->set |= CSS_BACKGROUND;
                css->background = background;
        }
        if (html_has(start, HTML_ATTRIBUTE_BACKGROUND)) {
                css->set |= CSS_BACKGROUND;
                css->background = COLOUR_UNKNOWN;
        }
}

/* Room for one more, or NULL at the limit. */
static struct html_open *push(struct html_reader *reader) {
        if (reader->depth == LIMIT_HTML_DEPTH)
                return NULL;
        if (reader->depth == reader->room) {
                int room = reader->room ? reader->room * 2 : 32;
                struct html_open *grown = arena_alloc(reader->arena, sizeof *grown * (size_t)room);
                if (reader->depth > 0)
                        memcpy(grown, reader->open, sizeof *grown * (size_t)reader->depth);
                reader->open = grown;
                reader->room = room;
        }
        return &reader->open[reader->depth++];
}

static uint32_t name_hash(struct span name) {
        uint32_t hash = 2166136261;
        for (size_t i = 0; i < name.len; i++)
                hash = (hash ^ (unsigned char)ascii_lower(name.ptr[i])) * 16777619;
        return hash;
}

void html_open(struct html_reader *reader, const struct html_start *start, bool foreign) {
        unsigned flags = html_tag_flags(start->tag);
        bool holds_html = foreign && html_integrates(start);
        if (foreign)
                flags = holds_html ? HTML_SPECIAL | HTML_SCOPE : 0;
        else
                close_implied(reader, start->tag, flags);
        struct html_open *open = push(reader);
        if (!open) {
                defects_add(reader->defects, DEFECT_HTML_TOO_DEEP, 0);
                reader->deeper++;
                reader->deeper_foreign |= foreign;
                return;
        }
        int index = reader->depth - 1;
        const struct html_open *parent = parent_of(reader, index);
        *open = (struct html_open){ .tag = (uint16_t)start->tag,
                                    .before = reader->top[start->tag],
                                    .foreign = foreign,
                                    .integrates = holds_html };
        if (start->tag == HTML_TAG_UNKNOWN)
                open->name = name_hash(start->name);
        open->special = flags & HTML_SPECIAL ? (int16_t)index : parent->special;
        open->scope = flags & HTML_SCOPE ? (int16_t)index : parent->scope;
        if (reader->rules)
                css_rules_apply(reader->rules, start->name, html_get(start, HTML_ATTRIBUTE_CLASS),
                                html_get(start, HTML_ATTRIBUTE_ID), &open->css);
        css_of_attributes(start, &open->css);
        if (html_has(start, HTML_ATTRIBUTE_STYLE))
                css_read(html_value(reader->arena, html_get(start, HTML_ATTRIBUTE_STYLE)), &open->css);
        /* An island of data, to Outlook. */
        if (start->tag == HTML_TAG_XML && reader->region)
                open->css.none = true;
        open->break_line = open->css.break_line;
        inherit(open, parent);
        reader->top[start->tag] = (int16_t)index;
        if ((uint32_t)reader->depth > reader->html->depth)
                reader->html->depth = (uint32_t)reader->depth;
        if (flags & HTML_BREAK || open->break_line)
                html_break(reader);
        else if (flags & HTML_CELL)
                reader->space = reader->visible.len > 0 && reader->visible.ptr[reader->visible.len - 1] != '\n';
        if (start->tag == HTML_TAG_PRE)
                reader->pre = true;
}

/* A formatting element that ends while blocks in it are open: its looks end for them too. */
static void close_around(struct html_reader *reader, int at) {
        struct html_open *open = &reader->open[at];
        open->closed = true;
        open->css = (struct css){ 0 };
        reader->top[open->tag] = open->before;
        for (int i = at; i < reader->depth; i++)
                inherit(&reader->open[i], parent_of(reader, i));
        if (open->tag == HTML_TAG_A)
                html_anchor_end(reader);
}

/* The topmost unknown element of a name. */
static int topmost_named(const struct html_reader *reader, struct span name) {
        uint32_t hash = name_hash(name);
        int at = reader->top[HTML_TAG_UNKNOWN];
        while (at >= reader->floor && reader->open[at].name != hash)
                at = reader->open[at].before;
        return at >= reader->floor ? at : -1;
}

void html_close(struct html_reader *reader, enum html_tag tag, struct span name) {
        unsigned flags = html_tag_flags(tag);
        int at = tag == HTML_TAG_UNKNOWN ? topmost_named(reader, name) : topmost(reader, tag);
        if (tag == HTML_TAG_BODY || tag == HTML_TAG_HTML)
                return;
        if (at < 0) {
                reader->deeper_foreign &= tag != HTML_TAG_SVG && tag != HTML_TAG_MATH;
                if (tag == HTML_TAG_P || flags & HTML_VOID)
                        html_break(reader);
                return;
        }
        if (reader->deeper > 0) {
                reader->deeper--;
                return;
        }
        const struct html_open *last = parent_of(reader, reader->depth);
        int scope = flags & HTML_TABLED || tag == HTML_TAG_TABLE ? topmost(reader, HTML_TAG_TABLE) : last->scope;
        if (flags & HTML_SPECIAL ? at < scope : at < last->special) {
                if (flags & HTML_FORMATTING && at > last->scope)
                        close_around(reader, at);
                return;
        }
        html_close_to(reader, at);
}

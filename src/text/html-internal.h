/* What the files of the HTML reader share. Internal to src/text. */
#pragma once

#include "base/limits.h"
#include "text/html.h"

enum html_tag_flag {
        HTML_SPECIAL = 1 << 0,    /* ends the search for an inline element to close (HTML standard 13.2.4.2) */
        HTML_BREAK = 1 << 1,      /* begins and ends a line */
        HTML_CLOSES_P = 1 << 2,   /* cannot stand in a paragraph */
        HTML_VOID = 1 << 3,       /* has no content */
        HTML_RAW = 1 << 4,        /* its content is no markup */
        HTML_RCDATA = 1 << 5,     /* its content is no markup, but has character references */
        HTML_FORMATTING = 1 << 6, /* ends although blocks in it are open */
        HTML_SCOPE = 1 << 7,      /* nothing inside closes what is outside */
        HTML_TABLED = 1 << 8,     /* closed and opened within its table only */
        HTML_CELL = 1 << 9,       /* text of it is apart from the next by a blank */
        HTML_LEAVES = 1 << 10,    /* ends a picture or formula that it stands in (HTML standard 13.2.6.5) */
        HTML_BLOCK = HTML_SPECIAL | HTML_BREAK | HTML_CLOSES_P,
};

enum html_tag {
        HTML_TAG_UNKNOWN,
#define LETTER(c) HTML_LETTER_##c, HTML_BEFORE_##c = HTML_LETTER_##c - 1,
#define TAG(id, name, flags) HTML_TAG_##id,
#include "text/html-tags.def"
#undef LETTER
#undef TAG
        HTML_TAGS
};

/* A length in CSS pixels. */
#define HTML_LENGTH_UNKNOWN INT32_MIN

/* What styles can say that matters here. `set` tells which members hold something. */
enum css_set {
        CSS_DISPLAY = 1 << 0,
        CSS_VISIBILITY = 1 << 1,
        CSS_OPACITY = 1 << 2,
        CSS_FONT_SIZE = 1 << 3,
        CSS_COLOUR = 1 << 4,
        CSS_BACKGROUND = 1 << 5,
        CSS_WIDTH = 1 << 6,
        CSS_HEIGHT = 1 << 7,
        CSS_OVERFLOW = 1 << 8,
        CSS_AWAY = 1 << 9,
};

/* Colours are 0xRRGGBB; COLOUR_UNKNOWN is what cannot be known (a picture, a gradient, a variable), COLOUR_CLEAR
 * transparent, COLOUR_NONE no colour at all. */
enum { COLOUR_UNKNOWN = 0x1000000, COLOUR_CLEAR = 0x2000000, COLOUR_NONE = 0x4000000 };

struct css {
        unsigned set;
        bool none, invisible, transparent, clipped, away; /* display, visibility, opacity, overflow:hidden, position */
        bool break_line;                                  /* display: block and the like */
        int32_t font_size, width, height;                 /* tenths of a pixel */
        uint32_t colour, background;
};

/* The declarations of a style attribute or a rule are added to *css. */
void css_read(struct span declarations, struct css *css);
uint32_t css_colour(struct span value);

/* The rules of style blocks by their simple selectors: tag, .class, #id, tag.class. */
struct css_rules;
/* Reads a style block. `rules` may be NULL and is made when there is one that matters. */
struct css_rules *css_rules_read(struct arena *arena, struct css_rules *rules, struct span block);
void css_rules_apply(const struct css_rules *rules, struct span tag, struct span classes, struct span id,
                     struct css *css);

/* The attributes that mean something. */
enum html_attribute {
#define ATTRIBUTE(id, name) HTML_ATTRIBUTE_##id,
#include "text/html-attributes.def"
#undef ATTRIBUTE
        HTML_ATTRIBUTES
};

/* One start tag. Of two attributes of one name the first counts, as in browsers. */
struct html_start {
        enum html_tag tag;
        struct span name;
        uint32_t present;                    /* a bit for each attribute that is there */
        struct span values[HTML_ATTRIBUTES]; /* as written; defined where the bit is set */
        bool closed;                         /* "/>" */
};

static inline bool html_has(const struct html_start *start, enum html_attribute attribute) {
        return start->present >> attribute & 1;
}
/* As written, empty when it is not there. */
static inline struct span html_get(const struct html_start *start, enum html_attribute attribute) {
        return html_has(start, attribute) ? start->values[attribute] : (struct span){ 0 };
}

/* An open element. */
struct html_open {
        uint16_t tag;
        int16_t before;         /* the next lower one of the same tag, -1: none */
        int16_t special, scope; /* the topmost such at or below this one, -1: none */
        uint16_t fixed;         /* reasons (bits of html_hidden) that nothing inside takes back */
        uint16_t hidden;        /* all reasons that hold for text right here */
        bool invisible : 1;
        bool closed : 1; /* a formatting element that ended while blocks in it go on */
        bool break_line : 1;
        bool foreign : 1;    /* an element of SVG or MathML */
        bool integrates : 1; /* of those, one that holds HTML */
        uint32_t name;       /* of an unknown element: tells names apart */
        int32_t font_size;
        uint32_t colour, background;
        struct css css; /* its own styles, for when something below it ends */
};

struct html_reader {
        struct arena *arena;
        struct defects *defects;
        struct html *html;
        int frames; /* pages around this one */
        const char *at, *end;
        const char *region; /* end of the conditional comment that is being read, NULL: none */
        int floor;          /* what was open before it, and is not to be closed in it */
        bool outlook;       /* Outlook shows that comment */
        struct buf visible, hidden, script, alts;
        struct buf seen_in_outlook;              /* text of such comments; it is in `hidden` as well */
        bool space, hidden_space, outlook_space; /* a blank is due before the next text */
        bool pre;
        struct html_open *open; /* `depth` of them, room for `room`, at most LIMIT_HTML_DEPTH */
        int depth, room;
        uint32_t deeper;        /* elements open beyond the limit */
        bool deeper_foreign;    /* a picture or formula began among them */
        int16_t top[HTML_TAGS]; /* the topmost open one of each tag, -1: none */
        struct css_rules *rules;
        struct anchor {
                int64_t link;         /* its index, -1: no anchor is open */
                int element;          /* index of the open element that it is, -1: none */
                const struct buf *in; /* where its text goes, */
                size_t from;          /* and where it begins there */
        } anchor, outer;              /* outer: around the conditional comment */
};

/* Text at the present place, with character references resolved and white space collapsed (html-text.c). */
void html_text(struct html_reader *reader, struct span text, bool references);
/* Text that is hidden for this reason, wherever it stands. */
void html_hidden_text(struct html_reader *reader, struct span text, enum html_hidden why);
void html_break(struct html_reader *reader);

/* Opens and closes elements, with what follows from it for others (html-tree.c). */
void html_open(struct html_reader *reader, const struct html_start *start, bool foreign);
/* `name` as written; tells unknown elements apart. */
void html_close(struct html_reader *reader, enum html_tag tag, struct span name);
void html_close_to(struct html_reader *reader, int depth);
/* Reasons (bits of html_hidden) for which text is not seen at the present place. */
unsigned html_hidden_here(const struct html_reader *reader);
/* The same, but what Outlook alone shows counts as seen. */
unsigned html_hidden_from_all(const struct html_reader *reader);
/* Whether text here is part of a picture or formula, whose markup has rules of its own: nothing in it swallows markup,
 * and "/>" closes (HTML standard 13.2.6.5; html-foreign.c). */
static inline bool html_in_foreign(const struct html_reader *reader) {
        if (reader->deeper > 0)
                return reader->deeper_foreign;
        return reader->depth > 0 && reader->open[reader->depth - 1].foreign;
}
/* Whether an element that begins here belongs to one; what cannot stand there closes it. */
bool html_begins_foreign(struct html_reader *reader, const struct html_start *start);
/* Of such an element: whether HTML may stand in it. */
bool html_integrates(const struct html_start *start);
/* The end of p and br does so too. */
void html_leave_foreign(struct html_reader *reader);

/* What the start tag says of links, pictures, forms and scripts (html-element.c). It is open already if it has content. */
void html_element(struct html_reader *reader, const struct html_start *start);
void html_anchor_end(struct html_reader *reader);
void html_links_of_style(struct html_reader *reader, struct span css);
void html_script(struct html_reader *reader, struct span script);
void html_style(struct html_reader *reader, struct span css);
/* Whether Outlook shows words or links that nobody else sees (html-outlook.c). */
bool html_outlook_differs(const struct html_reader *reader);
/* Whether Outlook shows a conditional comment with this condition. */
bool html_is_for_outlook(struct span condition);

/* html_read for a page in a frame. */
struct html *html_read_within(struct arena *arena, struct span text, struct defects *defects, int frames);

/* The value of an attribute with its references resolved; itself where there are none. */
struct span html_value(struct arena *arena, struct span value);
enum html_attribute html_attribute_find(struct span name);

struct html_tag_row {
        char name[16];
        uint16_t flags;
};
extern const struct html_tag_row html_tags[HTML_TAGS];
static inline unsigned html_tag_flags(enum html_tag tag) {
        return html_tags[tag].flags;
}
enum html_tag html_tag_find(struct span name);

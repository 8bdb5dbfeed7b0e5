/* html: what a reader of hostile HTML sees, what is there that he does not see, and where it leads.
 *
 * One pass, never fails, linear for every input. It follows what mail programs and browsers do with damage (HTML
 * standard 13.2), as far as text and links depend on it; it builds no tree. */
#pragma once

#include "text/links.h"

struct defects;

/* Why text is not seen. */
enum html_hidden {
        HTML_HIDDEN_DISPLAY,    /* display:none, the hidden attribute, mso-hide:all */
        HTML_HIDDEN_VISIBILITY, /* visibility:hidden or collapse, opacity below 0.1 */
        HTML_HIDDEN_SIZE,       /* font-size below 2px, width/height/max-height 0 with overflow hidden */
        HTML_HIDDEN_COLOUR,     /* the background's colour, or so near that nobody reads it */
        HTML_HIDDEN_POSITION,   /* moved out of the picture: position, text-indent, clip */
        HTML_HIDDEN_COMMENT,    /* <!-- -->, conditionals for one mail program */
        HTML_HIDDEN_ELEMENT, /* title, template, what a browser shows only where it cannot show frames and the like */
        HTML_HIDDEN_KINDS
};

struct html_link {
        enum link_from from;
        struct span href; /* entities resolved; tab, CR and LF and outer white space gone (URL standard 4.4) */
        struct span text; /* what can be seen in the anchor, with the alternative texts of its pictures */
        bool visible;     /* something of it can be seen or clicked */
        bool picture;     /* a picture is in the anchor */
        bool control;     /* control characters or white space had to be taken out */
        bool outlook;     /* only Outlook shows it: in a conditional comment, or a shape (VML) */
};

struct html_picture {
        struct span src, alt;
        int32_t width, height; /* CSS pixels, -1: not said */
        bool visible;
};

struct html {
        struct span visible; /* UTF-8; blocks end with a newline, white space collapsed; alt texts are not in it */
        struct span hidden;  /* what is not seen, one text a line */
        struct span outlook; /* what Outlook shows out of conditional comments; it is in `hidden` as well */
        struct span title;
        struct span base;      /* href of the first base */
        struct array links;    /* struct html_link, in order */
        struct array pictures; /* struct html_picture */
        uint32_t hidden_bytes[HTML_HIDDEN_KINDS];
        uint32_t elements, comments, conditionals, scripts, handlers /* on… attributes */, forms, inputs, passwords,
                styles, frames, objects, depth /* deepest nesting seen, up to LIMIT_HTML_DEPTH */;
        uint32_t script_bytes;
        bool outlook_differs; /* Outlook shows words, or links to another host, that nobody else sees */
        bool remote_style;    /* @import or link rel=stylesheet */
        struct span script;   /* the first scripts and handlers, for patterns (attack 37) */
};

/* `text`: decoded to UTF-8 as far as it could be. Never NULL. */
struct html *html_read(struct arena *arena, struct span text, struct defects *defects);

/* A text that is meant as HTML whatever its label says: begins with a doctype or holds a known tag early on. */
bool html_looks_like(struct span text);

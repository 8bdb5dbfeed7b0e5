/* Names of elements and attributes. */
#include "text/html-internal.h"

const struct html_tag_row html_tags[HTML_TAGS] = {
#define LETTER(c)
#define BLOCK HTML_BLOCK
#define SPECIAL HTML_SPECIAL
#define BREAK HTML_BREAK
#define CLOSES_P HTML_CLOSES_P
#define VOID HTML_VOID
#define RAW HTML_RAW
#define RCDATA HTML_RCDATA
#define FORMATTING HTML_FORMATTING
#define SCOPE HTML_SCOPE
#define TABLED HTML_TABLED
#define CELL HTML_CELL
#define LEAVES HTML_LEAVES
#define TAG(id, name, flags) [HTML_TAG_##id] = { name, flags },
#include "text/html-tags.def"
#undef LETTER
#undef TAG
};

/* Where the elements of each letter begin. */
static const uint8_t letters[27] = {
#define LETTER(c) HTML_LETTER_##c,
#define TAG(id, name, flags)
#include "text/html-tags.def"
#undef LETTER
#undef TAG
        HTML_TAGS
};

enum html_tag html_tag_find(struct span name) {
        char lower[sizeof html_tags->name] = { 0 };
        if (name.len == 0 || name.len >= sizeof lower || !ascii_alpha(name.ptr[0]))
                return HTML_TAG_UNKNOWN;
        for (size_t i = 0; i < name.len; i++)
                lower[i] = ascii_lower(name.ptr[i]);
        int letter = lower[0] - 'a';
        for (int tag = letters[letter]; tag < letters[letter + 1]; tag++)
                if (memcmp(html_tags[tag].name, lower, sizeof lower) == 0)
                        return (enum html_tag)tag;
        return HTML_TAG_UNKNOWN;
}

enum { ATTRIBUTE_BYTES = 16 };
static const char attributes[HTML_ATTRIBUTES][ATTRIBUTE_BYTES] = {
#define ATTRIBUTE(id, name) [HTML_ATTRIBUTE_##id] = name,
#include "text/html-attributes.def"
#undef ATTRIBUTE
};

/* 1 + the first attribute of each letter, 0: none. */
static const uint8_t first_attribute['z' - 'a' + 1] = {
#define FIRST(letter, id) [letter - 'a'] = HTML_ATTRIBUTE_##id + 1
        FIRST('a', ACTION),   FIRST('b', BACKGROUND), FIRST('c', CLASS),  FIRST('d', DATA),
        FIRST('e', ENCODING), FIRST('f', FACE),       FIRST('h', HEIGHT), FIRST('i', ID),
        FIRST('n', NAME),     FIRST('p', POSTER),     FIRST('r', REL),    FIRST('s', SIZE),
        FIRST('t', TEXT),     FIRST('v', VALUE),      FIRST('w', WIDTH),  FIRST('x', XLINK_HREF),
#undef FIRST
};

enum html_attribute html_attribute_find(struct span name) {
        char lower[ATTRIBUTE_BYTES] = { 0 };
        if (name.len < 2 || name.len > 10 || !ascii_alpha(name.ptr[0]))
                return HTML_ATTRIBUTES;
        int first = first_attribute[(name.ptr[0] | 0x20) - 'a'];
        if (first == 0)
                return HTML_ATTRIBUTES;
        for (size_t i = 0; i < name.len; i++)
                lower[i] = ascii_lower(name.ptr[i]);
        for (int i = first - 1; i < HTML_ATTRIBUTES && attributes[i][0] == lower[0]; i++)
                if (memcmp(attributes[i], lower, ATTRIBUTE_BYTES) == 0)
                        return (enum html_attribute)i;
        return HTML_ATTRIBUTES;
}

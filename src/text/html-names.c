/* Names of elements and attributes. */
#include "text/html-internal.h"

static const struct {
        char name[11];
        uint8_t len;
        uint16_t flags;
} tags[HTML_TAGS] = {
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
#define TAG(id, name, flags) [HTML_TAG_##id] = { name, sizeof(name) - 1, flags },
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
        char lower[11];
        if (name.len == 0 || name.len >= sizeof lower || !ascii_alpha(name.ptr[0]))
                return HTML_TAG_UNKNOWN;
        for (size_t i = 0; i < name.len; i++)
                lower[i] = ascii_lower(name.ptr[i]);
        int letter = lower[0] - 'a';
        for (int tag = letters[letter]; tag < letters[letter + 1]; tag++)
                if (tags[tag].len == name.len && memcmp(tags[tag].name, lower, name.len) == 0)
                        return (enum html_tag)tag;
        return HTML_TAG_UNKNOWN;
}

unsigned html_tag_flags(enum html_tag tag) {
        return tags[tag].flags;
}

static const struct span attributes[HTML_ATTRIBUTES] = {
#define ATTRIBUTE(id, name) [HTML_ATTRIBUTE_##id] = { name, sizeof(name) - 1 },
#include "text/html-attributes.def"
#undef ATTRIBUTE
};

enum html_attribute html_attribute_find(struct span name) {
        if (name.len < 2 || name.len > 10)
                return HTML_ATTRIBUTES;
        char first = ascii_lower(name.ptr[0]);
        for (int i = 0; i < HTML_ATTRIBUTES && attributes[i].ptr[0] <= first; i++)
                if (attributes[i].ptr[0] == first && span_equal_nocase(attributes[i], name))
                        return (enum html_attribute)i;
        return HTML_ATTRIBUTES;
}

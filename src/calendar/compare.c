#include "calendar/compare.h"

#include "calendar/moment.h"

static const struct {
        enum calendar_difference difference;
        const char *name;
} names[] = {
        { DIFFERENCE_COMPONENTS, "components" }, { DIFFERENCE_UID, "uid" },
        { DIFFERENCE_METHOD, "method" },         { DIFFERENCE_ORGANIZER, "organizer" },
        { DIFFERENCE_START, "start" },           { DIFFERENCE_SUMMARY, "summary" },
        { DIFFERENCE_LOCATION, "location" },     { DIFFERENCE_DESCRIPTION, "description" },
        { DIFFERENCE_LINKS, "links" },
};

const char *calendar_difference_name(enum calendar_difference difference) {
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
                if (names[i].difference == difference)
                        return names[i].name;
        return "";
}

static bool is_shown(const struct component *component) {
        return component->kind == COMPONENT_VEVENT || component->kind == COMPONENT_VTODO ||
               component->kind == COMPONENT_VJOURNAL || component->kind == COMPONENT_VFREEBUSY;
}

static const struct component *shown_from(const struct component *component) {
        while (component && !is_shown(component))
                component = component->next;
        return component;
}

/* Which links there are, as bits of their hashes: how often and where they stand does not matter. */
struct link_set {
        uint64_t bits[16];
};

/* Scheme, host and path: what follows differs between a text and its HTML (`&amp;`). */
static bool is_link_byte(char c) {
        return (unsigned char)c > ' ' && !strchr("?#&<>\"'\\,;)", c);
}

static void add_link(struct link_set *set, struct span link) {
        uint64_t hash = 0xCBF29CE484222325U;
        while (link.len > 0 && (link.ptr[link.len - 1] == '.' || link.ptr[link.len - 1] == '/'))
                link.len--;
        for (size_t i = 0; i < link.len; i++)
                hash = (hash ^ (unsigned char)ascii_lower(link.ptr[i])) * 0x100000001B3U;
        hash ^= hash >> 32;
        set->bits[hash / 64 % 16] |= 1ULL << (hash % 64);
}

static void add_links(struct link_set *set, struct span text) {
        while (text.len > 0) {
                size_t at = span_find_byte(text, ':');
                if (text.len - at < 4)
                        return;
                if (text.ptr[at + 1] != '/' || text.ptr[at + 2] != '/') {
                        text = span_skip(text, at + 1);
                        continue;
                }
                size_t begin = at, end = at + 3;
                while (begin > 0 && at - begin < 8 && ascii_alpha(text.ptr[begin - 1]))
                        begin--;
                while (end < text.len && is_link_byte(text.ptr[end]))
                        end++;
                if (begin < at && end > at + 3)
                        add_link(set, (struct span){ text.ptr + begin, end - begin });
                text = span_skip(text, end);
        }
}

static struct link_set links_of(const struct component *component) {
        struct link_set set = { 0 };
        for (const struct property *p = component->properties; p; p = p->next)
                add_links(&set, p->text);
        return set;
}

struct compare {
        const struct calendars *calendars;
        const struct calendar *a, *b;
        unsigned differences;
};

static void compare_text(struct compare *compare, const struct component *a, const struct component *b,
                         enum property_id id, enum calendar_difference difference) {
        if (!span_equal(component_text(a, id), component_text(b, id)))
                compare->differences |= difference;
}

static void compare_organizer(struct compare *compare, const struct component *a, const struct component *b) {
        if (!span_equal_nocase(component_text(a, PROPERTY_ORGANIZER), component_text(b, PROPERTY_ORGANIZER)))
                compare->differences |= DIFFERENCE_ORGANIZER;
}

static void compare_start(struct compare *compare, const struct component *a, const struct component *b) {
        struct moment x, y;
        bool has_x = component_moment(compare->calendars, compare->a, a, PROPERTY_DTSTART, &x);
        bool has_y = component_moment(compare->calendars, compare->b, b, PROPERTY_DTSTART, &y);
        if (has_x != has_y || x.utc != y.utc)
                compare->differences |= DIFFERENCE_START;
}

static void compare_links(struct compare *compare, const struct component *a, const struct component *b) {
        struct link_set x = links_of(a), y = links_of(b);
        if (memcmp(&x, &y, sizeof x) != 0)
                compare->differences |= DIFFERENCE_LINKS;
}

unsigned calendars_differ(const struct calendars *calendars, const struct calendar *a, const struct calendar *b,
                          bool method_matters) {
        struct compare compare = { .calendars = calendars, .a = a, .b = b };
        const struct component *x = shown_from(a->root.children), *y = shown_from(b->root.children);
        bool one_without = a->method == METHOD_NONE || b->method == METHOD_NONE;
        if (a->method != b->method && (method_matters || !one_without))
                compare.differences |= DIFFERENCE_METHOD;
        while (x && y) {
                if (x->kind != y->kind)
                        compare.differences |= DIFFERENCE_COMPONENTS;
                compare_text(&compare, x, y, PROPERTY_UID, DIFFERENCE_UID);
                compare_text(&compare, x, y, PROPERTY_SUMMARY, DIFFERENCE_SUMMARY);
                compare_text(&compare, x, y, PROPERTY_LOCATION, DIFFERENCE_LOCATION);
                compare_text(&compare, x, y, PROPERTY_DESCRIPTION, DIFFERENCE_DESCRIPTION);
                compare_organizer(&compare, x, y);
                compare_start(&compare, x, y);
                compare_links(&compare, x, y);
                x = shown_from(x->next);
                y = shown_from(y->next);
        }
        if (x || y)
                compare.differences |= DIFFERENCE_COMPONENTS;
        return compare.differences;
}

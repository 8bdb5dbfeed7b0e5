#include "calendar/xcal.h"

#include "base/limits.h"
#include "calendar/writer.h"

/* What an open element is, by what it stands in. */
enum role {
        ROLE_OUTSIDE,    /* icalendar, and all that is around calendars */
        ROLE_COMPONENT,  /* vcalendar, vevent */
        ROLE_COMPONENTS, /* components */
        ROLE_PROPERTIES,
        ROLE_PROPERTY, /* summary */
        ROLE_PARAMETERS,
        ROLE_PARAMETER, /* cn */
        ROLE_QUOTED,    /* text, in a parameter */
        ROLE_VALUE,     /* text, date-time, recur */
        ROLE_PART,      /* freq, in recur */
        ROLE_IGNORED,
};

struct element {
        enum role role;
        struct span name;
        uint32_t children; /* of the kind that is counted: values, or parts of one */
        struct span last;  /* name of the last of these */
};

struct xml_reader {
        struct writer out;
        struct span rest;
        struct element stack[LIMIT_XCAL_DEPTH]; /* the first stands for the document and stays open */
        uint32_t depth, excess;
};

static const struct span namespace = SPAN("icalendar-2.0");

/* ---- Names ----------------------------------------------------------------------------------------------------------- */

static bool is_name_byte(char c) {
        return ascii_alnum(c) || c == '-' || c == '_' || c == '.';
}

static struct span name_take(struct span tag, bool *malformed) {
        size_t len = 0;
        while (len < tag.len && !ascii_space(tag.ptr[len]) && tag.ptr[len] != '/')
                len++;
        struct span name = span_head(tag, len);
        const char *colon = memrchr(name.ptr, ':', name.len);
        if (colon)
                name = span_skip(name, (size_t)(colon + 1 - name.ptr));
        for (len = 0; len < name.len && is_name_byte(name.ptr[len]); len++)
                ;
        *malformed |= len < name.len || len == 0;
        return span_head(name, len);
}

static bool is(struct span name, const char *other) {
        return span_equal_nocase(name, span_from(other));
}

bool xcal_looks_like(struct span text) {
        struct span trimmed = span_trim(text), name = SPAN("vcalendar");
        if (trimmed.len == 0 || trimmed.ptr[0] != '<')
                return false;
        if (span_has(trimmed, namespace))
                return true;
        for (size_t at; (at = span_find_nocase(trimmed, name)) < trimmed.len;) {
                char before = at > 0 ? trimmed.ptr[at - 1] : ' ';
                trimmed = span_skip(trimmed, at + name.len);
                if ((before == '<' || before == ':') && trimmed.len > 0 && !is_name_byte(trimmed.ptr[0]))
                        return true;
        }
        return false;
}

/* ---- Elements -------------------------------------------------------------------------------------------------------- */

static struct element *top(struct xml_reader *reader) {
        return &reader->stack[reader->depth - 1];
}

static void put_line(struct writer *out, const char *what, struct span name) {
        writer_put(out, span_from(what));
        writer_put_text(out, name, true);
        writer_put_byte(out, '\n');
}

static enum role role_in_component(struct xml_reader *reader, struct span name) {
        if (is(name, "properties"))
                return ROLE_PROPERTIES;
        if (is(name, "components"))
                return ROLE_COMPONENTS;
        /* Without the element that should be around it. */
        reader->out.malformed = true;
        return span_starts_nocase(name, SPAN("v")) ? ROLE_COMPONENT : ROLE_PROPERTY;
}

static enum role role_in_property(const struct element *property, struct span name) {
        if (!is(name, "parameters"))
                return ROLE_VALUE;
        return property->children == 0 ? ROLE_PARAMETERS : ROLE_IGNORED;
}

static enum role role_of(struct xml_reader *reader, const struct element *parent, struct span name) {
        switch (parent->role) {
        case ROLE_OUTSIDE:
                return span_starts_nocase(name, SPAN("v")) ? ROLE_COMPONENT : ROLE_OUTSIDE;
        case ROLE_COMPONENT:
                return role_in_component(reader, name);
        case ROLE_COMPONENTS:
                return ROLE_COMPONENT;
        case ROLE_PROPERTIES:
                return ROLE_PROPERTY;
        case ROLE_PROPERTY:
                return role_in_property(parent, name);
        case ROLE_PARAMETERS:
                return ROLE_PARAMETER;
        case ROLE_PARAMETER:
                return ROLE_QUOTED;
        case ROLE_VALUE:
                return ROLE_PART;
        default:
                return ROLE_IGNORED;
        }
}

/* Members of a structured value (RFC 6321 3.4.1.2, 3.4.1.3), which stand where types do. */
static bool is_member(struct span name) {
        return is(name, "latitude") || is(name, "longitude") || is(name, "code") || is(name, "description") ||
               is(name, "data");
}

/* ";VALUE=date:" before the first value of a property, what parts it from the one before it else. */
static void begin_value(struct writer *out, struct element *property, struct span type) {
        if (property->children++ > 0) {
                writer_put_byte(out, is_member(type) ? ';' : ',');
                return;
        }
        if (!writer_type_is_usual(type) && !is_member(type)) {
                writer_put(out, SPAN(";VALUE="));
                writer_put_text(out, type, true);
        }
        writer_put_byte(out, ':');
}

/* freq and byday of recur, start and end of a period. */
static void begin_part(struct writer *out, struct element *value, struct span name) {
        bool again = value->children++ > 0, recur = is(value->name, "recur");
        if (recur && again && span_equal_nocase(value->last, name)) {
                writer_put_byte(out, ',');
                return;
        }
        if (again)
                writer_put_byte(out, recur ? ';' : '/');
        if (recur) {
                writer_put_text(out, name, true);
                writer_put_byte(out, '=');
        }
        value->last = name;
}

static void begin_role(struct xml_reader *reader, struct element *parent, const struct element *element) {
        struct writer *out = &reader->out;
        switch (element->role) {
        case ROLE_COMPONENT:
                put_line(out, "BEGIN:", element->name);
                return;
        case ROLE_PROPERTY:
                writer_put_text(out, element->name, true);
                return;
        case ROLE_PARAMETER:
                writer_put_byte(out, ';');
                writer_put_text(out, element->name, true);
                writer_put_byte(out, '=');
                return;
        case ROLE_QUOTED:
                writer_put(out, parent->children++ > 0 ? SPAN(",\"") : SPAN("\""));
                return;
        case ROLE_VALUE:
                begin_value(out, parent, element->name);
                return;
        case ROLE_PART:
                begin_part(out, parent, element->name);
                return;
        default:
                return;
        }
}

static void begin(struct xml_reader *reader, struct span name) {
        if (reader->depth == LIMIT_XCAL_DEPTH) {
                reader->out.malformed = true;
                reader->excess++;
                return;
        }
        struct element *parent = top(reader);
        struct element element = { .role = role_of(reader, parent, name), .name = name };
        begin_role(reader, parent, &element);
        reader->stack[reader->depth++] = element;
}

static void pop(struct xml_reader *reader) {
        const struct element *element = &reader->stack[--reader->depth];
        if (element->role == ROLE_COMPONENT)
                put_line(&reader->out, "END:", element->name);
        else if (element->role == ROLE_PROPERTY)
                writer_put(&reader->out, element->children > 0 ? SPAN("\n") : SPAN(":\n"));
        else if (element->role == ROLE_QUOTED)
                writer_put_byte(&reader->out, '"');
}

static void end(struct xml_reader *reader, struct span name) {
        if (reader->excess > 0) {
                reader->excess--;
                return;
        }
        for (uint32_t i = reader->depth - 1; i > 0; i--) {
                if (!span_equal_nocase(reader->stack[i].name, name))
                        continue;
                reader->out.malformed |= i + 1 < reader->depth;
                while (reader->depth > i)
                        pop(reader);
                return;
        }
        reader->out.malformed = true;
}

/* ---- Text ------------------------------------------------------------------------------------------------------------ */

static void put_text(struct xml_reader *reader, struct span text) {
        const struct element *element = top(reader);
        if (reader->excess > 0)
                return;
        if (element->role == ROLE_QUOTED)
                writer_put_parameter(&reader->out, text);
        else if (element->role == ROLE_PART)
                writer_put_text(&reader->out, text, true);
        else if (element->role == ROLE_VALUE && element->children == 0 && !is(element->name, "recur") &&
                 !is(element->name, "period"))
                writer_put_text(&reader->out, text,
                                !writer_type_is_text(element->name) && !is(element->name, "description") &&
                                        !is(element->name, "data"));
        else if (span_trim(text).len > 0)
                reader->out.malformed = true;
}

static size_t utf8_write(uint32_t c, char ret[static 4]) {
        size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        static const uint8_t marks[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
        for (size_t i = len; i-- > 1; c >>= 6)
                ret[i] = (char)(0x80 | (c & 0x3F));
        ret[0] = (char)(marks[len] | c);
        return len;
}

static bool number_read(struct span text, uint32_t *ret) {
        uint32_t base = 10, value = 0;
        if (text.len > 0 && (text.ptr[0] | 0x20) == 'x') {
                base = 16;
                text = span_skip(text, 1);
        }
        for (size_t i = 0; i < text.len; i++) {
                char c = ascii_lower(text.ptr[i]);
                uint32_t digit = ascii_digit(c)         ? (uint32_t)(c - '0')
                                 : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
                                                        : 99;
                if (digit >= base || value > 0x10FFFF)
                        return false;
                value = value * base + digit;
        }
        *ret = value;
        return text.len > 0 && value > 0 && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
}

/* `name`: what stands between & and ;. */
static bool entity_read(struct span name, uint32_t *ret) {
        static const struct {
                struct span name;
                char c;
        } known[] = { { SPAN("lt"), '<' },
                      { SPAN("gt"), '>' },
                      { SPAN("amp"), '&' },
                      { SPAN("quot"), '"' },
                      { SPAN("apos"), '\'' } };
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
                if (span_equal(name, known[i].name)) {
                        *ret = (uint32_t)known[i].c;
                        return true;
                }
        return name.len > 0 && name.ptr[0] == '#' && number_read(span_skip(name, 1), ret);
}

static void read_text(struct xml_reader *reader, struct span text) {
        enum { ENTITY_BYTES = 12 };
        while (text.len > 0) {
                size_t plain = span_find_byte(text, '&');
                if (plain > 0)
                        put_text(reader, span_head(text, plain));
                text = span_skip(text, plain);
                if (text.len == 0)
                        return;
                char bytes[4];
                uint32_t c;
                size_t len = span_find_byte(span_head(text, ENTITY_BYTES), ';');
                if (len < ENTITY_BYTES && len < text.len && entity_read((struct span){ text.ptr + 1, len - 1 }, &c)) {
                        put_text(reader, (struct span){ bytes, utf8_write(c, bytes) });
                        text = span_skip(text, len + 1);
                } else {
                        reader->out.malformed = true;
                        put_text(reader, span_head(text, 1));
                        text = span_skip(text, 1);
                }
        }
}

/* ---- Markup ---------------------------------------------------------------------------------------------------------- */

/* Takes what goes up to `end`, or all; without it. */
static struct span take_to(struct xml_reader *reader, const char *end) {
        size_t len = span_find(reader->rest, span_from(end));
        struct span taken = span_head(reader->rest, len);
        reader->out.malformed |= len == reader->rest.len;
        reader->rest = span_skip(reader->rest, len + strlen(end));
        return taken;
}

/* Up to the > that stands in no quotes. */
static struct span take_tag(struct xml_reader *reader) {
        struct span rest = reader->rest;
        size_t at = 0;
        while (at < rest.len && rest.ptr[at] != '>') {
                char quote = rest.ptr[at++];
                const char *close = quote == '"' || quote == '\'' ? memchr(rest.ptr + at, quote, rest.len - at) : NULL;
                if (close)
                        at = (size_t)(close - rest.ptr) + 1;
        }
        reader->out.malformed |= at == rest.len;
        reader->rest = span_skip(rest, at + 1);
        return span_head(rest, at);
}

/* With its own declarations in brackets; what it defines is not looked up. */
static void skip_document_type(struct xml_reader *reader) {
        reader->out.malformed = true;
        struct span head = span_head(reader->rest, span_find_byte(reader->rest, '>'));
        if (span_find_byte(head, '[') < head.len)
                (void)take_to(reader, "]");
        (void)take_to(reader, ">");
}

static void read_tag(struct xml_reader *reader) {
        struct span tag = take_tag(reader);
        bool closes = tag.len > 0 && tag.ptr[0] == '/', empty = tag.len > 0 && tag.ptr[tag.len - 1] == '/';
        struct span name = name_take(closes ? span_skip(tag, 1) : tag, &reader->out.malformed);
        if (closes) {
                end(reader, name);
                return;
        }
        begin(reader, name);
        if (empty)
                end(reader, name);
}

static bool skip_prefix(struct xml_reader *reader, const char *prefix) {
        if (!span_starts_nocase(reader->rest, span_from(prefix)))
                return false;
        reader->rest = span_skip(reader->rest, strlen(prefix));
        return true;
}

static void read_markup(struct xml_reader *reader) {
        if (skip_prefix(reader, "!--"))
                (void)take_to(reader, "-->");
        else if (skip_prefix(reader, "![CDATA["))
                put_text(reader, take_to(reader, "]]>"));
        else if (skip_prefix(reader, "!"))
                skip_document_type(reader);
        else if (skip_prefix(reader, "?"))
                (void)take_to(reader, "?>");
        else
                read_tag(reader);
}

struct span xcal_to_icalendar(struct arena *arena, struct span xml, struct defects *defects) {
        if (xml.len > LIMIT_XCAL_BYTES) {
                defects_add(defects, DEFECT_CALENDAR_TOO_MUCH, 1);
                xml.len = LIMIT_XCAL_BYTES;
        }
        /* The densest is a component without anything, `<a/>`; at the end there may be LIMIT_XCAL_DEPTH that are open. */
        size_t room = xml.len * 4 + LIMIT_XCAL_DEPTH * sizeof "BEGIN:\nEND:\n";
        char *begin = arena_bytes(arena, room);
        struct xml_reader *reader = arena_alloc(arena, sizeof *reader);
        *reader = (struct xml_reader){ .out = { .pos = begin, .end = begin + room }, .rest = xml, .depth = 1 };
        while (reader->rest.len > 0) {
                size_t len = span_find_byte(reader->rest, '<');
                read_text(reader, span_head(reader->rest, len));
                reader->rest = span_skip(reader->rest, len + 1);
                if (reader->rest.len > 0)
                        read_markup(reader);
        }
        reader->out.malformed |= reader->depth > 1;
        while (reader->depth > 1)
                pop(reader);
        if (reader->out.malformed)
                defects_add(defects, DEFECT_CALENDAR_BAD_XCAL, 1);
        return (struct span){ begin, (size_t)(reader->out.pos - begin) };
}

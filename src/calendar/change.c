#include "calendar/change.h"

#include "base/limits.h"

struct change {
        struct span source, text;
        uint32_t order;
};

void change_replace(struct changes *changes, struct span source, struct span text) {
        struct change *change = array_push(&changes->items, changes->document->arena, sizeof *change, UINT32_MAX);
        if (change)
                *change = (struct change){ source, text, changes->items.count };
}

void change_insert(struct changes *changes, const char *at, struct span text) {
        change_replace(changes, (struct span){ at, 0 }, text);
}

static int by_place(const void *a, const void *b) {
        const struct change *x = a, *y = b;
        if (x->source.ptr != y->source.ptr)
                return x->source.ptr < y->source.ptr ? -1 : 1;
        /* What is put before a line comes before what takes its place. */
        if ((x->source.len == 0) != (y->source.len == 0))
                return x->source.len == 0 ? -1 : 1;
        return (x->order > y->order) - (x->order < y->order);
}

bool changes_made(struct changes *changes, size_t max, struct span *ret) {
        struct span text = changes->document->text;
        struct change *all = changes->items.items;
        struct buf out = buf_in(changes->document->arena, max);
        const char *copied = text.ptr, *end = text.ptr + text.len;
        *ret = text;
        if (changes->items.count == 0)
                return true;
        qsort(all, changes->items.count, sizeof *all, by_place);
        for (uint32_t i = 0; i < changes->items.count; i++) {
                if (all[i].source.ptr < copied)
                        continue;
                buf_add(&out, (struct span){ copied, (size_t)(all[i].source.ptr - copied) });
                buf_add(&out, all[i].text);
                copied = all[i].source.ptr + all[i].source.len;
        }
        buf_add(&out, (struct span){ copied, (size_t)(end - copied) });
        *ret = buf_span(&out);
        return !out.overflow;
}

void line_write(struct buf *out, struct span line, struct span line_end) {
        size_t in_line = 0;
        for (size_t i = 0; i < line.len; i++) {
                bool inside = ((unsigned char)line.ptr[i] & 0xC0) == 0x80;
                if (line.ptr[i] == '\n' || line.ptr[i] == '\r')
                        continue;
                /* 72: a character of four bytes that begins there still fits. */
                if (in_line >= 75 || (in_line >= 72 && !inside)) {
                        buf_add(out, line_end);
                        buf_add_byte(out, ' ');
                        in_line = 1;
                }
                buf_add_byte(out, line.ptr[i]);
                in_line++;
        }
        buf_add(out, line_end);
}

struct span document_line_end(const struct document *document) {
        struct span first = document->lines[0].content.source;
        size_t len = first.len;
        while (len > 0 && (first.ptr[len - 1] == '\n' || first.ptr[len - 1] == '\r'))
                len--;
        return len < first.len ? span_skip(first, len) : SPAN("\r\n");
}

static void add_name(struct buf *out, const struct property *property) {
        struct span group = property_group(property);
        if (group.len > 0) {
                buf_add(out, group);
                buf_add_byte(out, '.');
        }
        buf_add(out, property->name);
}

static void add_parameter(struct buf *out, struct span name, struct span value, bool has_value) {
        buf_add_byte(out, ';');
        buf_add(out, name);
        if (!has_value)
                return;
        buf_add_byte(out, '=');
        buf_add(out, value);
}

/* `;BASE64` has none. */
static bool has_value(const struct parameter *parameter) {
        return parameter->raw.ptr && parameter->raw.ptr != parameter->name.ptr;
}

static struct span written(const struct document *document, const struct buf *line) {
        struct buf out = buf_in(document->arena, line->len * 2 + 256);
        line_write(&out, buf_span(line), document_line_end(document));
        return buf_span(&out);
}

static size_t changes_size(const struct parameter_change *changes, size_t count) {
        size_t size = 0;
        for (size_t i = 0; i < count; i++)
                size += changes[i].value.len + 64;
        return size;
}

static const struct parameter_change *change_of(const struct parameter_change *changes, size_t count, struct span name) {
        for (size_t i = 0; i < count; i++)
                if (span_equal_nocase(name, span_from(changes[i].name)))
                        return &changes[i];
        return NULL;
}

struct span property_with(const struct document *document, const struct property *property,
                          const struct parameter_change *changes, size_t count) {
        struct span source = document_source(document, property);
        struct buf line = buf_in(document->arena, source.len + changes_size(changes, count));
        bool same = true, seen[8] = { 0 };
        add_name(&line, property);
        for (const struct parameter *p = property->parameters; p; p = p->next) {
                const struct parameter_change *change = change_of(changes, count, p->name);
                if (!change) {
                        add_parameter(&line, p->name, p->raw, has_value(p));
                        continue;
                }
                bool first = !seen[change - changes];
                seen[change - changes] = true;
                same &= first && change->value.ptr && span_equal(p->raw, change->value);
                if (first && change->value.ptr)
                        add_parameter(&line, p->name, change->value, true);
        }
        for (size_t i = 0; i < count; i++) {
                if (!changes[i].value.ptr || seen[i])
                        continue;
                add_parameter(&line, span_from(changes[i].name), changes[i].value, true);
                same = false;
        }
        if (same)
                return source;
        buf_add_byte(&line, ':');
        buf_add(&line, property->value);
        return written(document, &line);
}

struct span property_as(const struct document *document, const struct property *property, const char *name,
                        struct span value) {
        struct span source = document_source(document, property);
        struct buf line = buf_in(document->arena, source.len + value.len + 64);
        buf_add(&line, name ? span_from(name) : property->name);
        for (const struct parameter *p = property->parameters; p; p = p->next)
                add_parameter(&line, p->name, p->raw, has_value(p));
        buf_add_byte(&line, ':');
        buf_add(&line, value.len > 0 ? value : property->value);
        return written(document, &line);
}

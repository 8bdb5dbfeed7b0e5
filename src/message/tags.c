#include "message/tags.h"

#include "base/limits.h"
#include "text/charset.h"

/* Values may be folded anywhere (RFC 6376 3.2): all white space goes. */
static struct span without_space(struct arena *arena, struct span s) {
        size_t i = 0;
        while (i < s.len && !ascii_space(s.ptr[i]))
                i++;
        if (i == s.len)
                return s;
        char *copy = arena_bytes(arena, s.len);
        size_t len = 0;
        for (i = 0; i < s.len; i++)
                if (!ascii_space(s.ptr[i]))
                        copy[len++] = s.ptr[i];
        return (struct span){ copy, len };
}

struct tags tags_read(struct arena *arena, struct span raw) {
        struct array list = { 0 };
        struct tags tags = { 0 };
        raw = utf8_repair(arena, raw);
        while (raw.len > 0) {
                struct span rest = span_split(&raw, ';');
                if (span_trim(rest).len == 0)
                        continue;
                size_t equals = span_find_byte(rest, '=');
                struct span name = span_trim(span_head(rest, equals));
                struct tag *tag = NULL;
                tags.items = list.items;
                tags.count = list.count;
                if (equals < rest.len && name.len > 0 && !tags_get(&tags, name).ptr)
                        tag = array_push(&list, arena, sizeof *tag, LIMIT_TAGS);
                if (tag)
                        *tag = (struct tag){ name, without_space(arena, span_trim(span_skip(rest, equals + 1))) };
                else
                        tags.broken = true;
                if (list.count == LIMIT_TAGS && raw.len > 0) {
                        tags.broken = true;
                        break;
                }
        }
        tags.items = list.items;
        tags.count = list.count;
        return tags;
}

struct span tags_get(const struct tags *tags, struct span name) {
        for (uint32_t i = 0; i < tags->count; i++)
                if (span_equal(tags->items[i].name, name))
                        return tags->items[i].value;
        return (struct span){ 0 };
}

#include "calendar/text.h"

#include "text/charset.h"

struct span text_unescape(struct arena *arena, struct span value) {
        size_t at = span_find_byte(value, '\\');
        if (at == value.len)
                return value;
        char *out = arena_bytes(arena, value.len), *end = out;
        while (value.len > 0) {
                if (at > 0)
                        end = (char *)mempcpy(end, value.ptr, at);
                value = span_skip(value, at);
                if (value.len < 2) {
                        if (value.len == 1)
                                *end++ = '\\';
                        break;
                }
                char c = value.ptr[1];
                bool known = c == 'n' || c == 'N' || c == '\\' || c == ';' || c == ',' || c == ':' || c == '"';
                if (!known)
                        *end++ = '\\';
                else
                        *end++ = c == 'n' || c == 'N' ? '\n' : c;
                value = span_skip(value, known ? 2 : 1);
                at = span_find_byte(value, '\\');
        }
        return (struct span){ out, (size_t)(end - out) };
}

struct span text_uncaret(struct arena *arena, struct span value) {
        if (span_find_byte(value, '^') == value.len)
                return value;
        char *out = arena_bytes(arena, value.len), *end = out;
        for (size_t i = 0; i < value.len; i++) {
                char c = value.ptr[i], next = i + 1 < value.len ? value.ptr[i + 1] : 0;
                bool escape = c == '^' && (next == 'n' || next == '^' || next == '\'');
                if (escape) {
                        c = next == 'n' ? '\n' : next == '^' ? '^' : '"';
                        i++;
                }
                *end++ = c;
        }
        return (struct span){ out, (size_t)(end - out) };
}

struct span text_utf8(struct content_context *context, struct span value, uint32_t line, bool *guessed) {
        if (context->state != STATE_DOUBTFUL || utf8_valid(value))
                return value;
        defects_add(context->defects, DEFECT_CALENDAR_BAD_UTF8, line);
        *guessed = true;
        /* Characters of UTF-8 before the damage: it is damage, and not another charset. */
        if (ascii_prefix(value) < utf8_prefix(value))
                return utf8_repair(context->arena, value);
        return charset_decode(context->arena, value, context->charset).text;
}

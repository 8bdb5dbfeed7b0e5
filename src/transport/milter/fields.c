#include "transport/milter/fields.h"

#include <stdlib.h>

#include "actions/plan.h"
#include "base/limits.h"

static size_t line_length(struct span text) {
        size_t len = span_find_byte(text, '\n');
        return len < text.len ? len + 1 : len;
}

static struct span without_line_end(struct span text) {
        if (text.len && text.ptr[text.len - 1] == '\n')
                text.len--;
        if (text.len && text.ptr[text.len - 1] == '\r')
                text.len--;
        return text;
}

bool field_next(struct span *rest, struct field *ret) {
        size_t len = line_length(*rest);
        if (without_line_end(span_head(*rest, len)).len == 0)
                return false;
        while (len < rest->len && (rest->ptr[len] == ' ' || rest->ptr[len] == '\t'))
                len += line_length(span_skip(*rest, len));
        struct span field = without_line_end(span_head(*rest, len));
        *rest = span_skip(*rest, len);
        size_t colon = span_find_byte(field, ':');
        *ret = (struct field){ .name = span_head(field, colon), .value = span_skip(field, colon + 1) };
        return true;
}

bool field_find(struct span bytes, struct span name, struct field *ret) {
        while (field_next(&bytes, ret))
                if (span_equal_nocase(ret->name, name))
                        return true;
        *ret = (struct field){ 0 };
        return false;
}

/* Counts all fields of the name of places[from], and gives the places of that name their numbers. */
static void number(struct span bytes, struct field_place *places, uint32_t from, uint32_t count) {
        struct span name = places[from].name;
        uint32_t index = 0;
        for (struct field field; from < count && field_next(&bytes, &field);) {
                if (!span_equal_nocase(field.name, name))
                        continue;
                index++;
                while (from < count && !span_equal_nocase(places[from].name, name))
                        from++;
                if (from < count && places[from].at == field.value.ptr)
                        places[from++].index = index;
        }
}

enum cw_err fields_to_remove(struct span bytes, const struct plan *plan, struct field_place **ret, uint32_t *ret_count) {
        struct field_place *places = calloc(LIMIT_MILTER_REMOVALS, sizeof *places);
        uint32_t count = 0;
        if (!places)
                return CW_ERR_MEMORY;
        struct span rest = bytes;
        for (struct field field; field_next(&rest, &field);) {
                if (!plan_removes(plan, field.name, field.value))
                        continue;
                if (count == LIMIT_MILTER_REMOVALS) {
                        free(places);
                        return CW_ERR_USAGE;
                }
                places[count++] = (struct field_place){ .name = field.name, .at = field.value.ptr };
        }
        for (uint32_t i = 0; i < count; i++)
                if (!places[i].index)
                        number(bytes, places, i, count);
        *ret = places;
        *ret_count = count;
        return CW_OK;
}

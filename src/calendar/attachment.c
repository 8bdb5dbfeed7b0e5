#include "calendar/attachment.h"

#include "base/limits.h"
#include "base/percent.h"
#include "text/charset.h"
#include "text/transfer.h"

static void decode(struct arena *arena, struct span encoded, struct attachment *ret) {
        /* Four bytes for three, and the line ends between them. */
        size_t most = (size_t)LIMIT_CALENDAR_ATTACHMENT / 2 * 3;
        ret->is_inline = true;
        ret->cut = encoded.len > most;
        ret->data = base64_decode(arena, span_head(encoded, most)).bytes;
}

/* `data:text/html;charset=utf-8;base64,PGI+` (RFC 2397). */
static void read_data_uri(struct arena *arena, struct span uri, struct attachment *ret) {
        struct span data = uri;
        struct span head = utf8_repair(arena, span_head(span_split(&data, ','), LIMIT_CALENDAR_TEXT));
        struct span type = span_skip(head, sizeof "data:" - 1);
        ret->uri = head;
        ret->is_inline = true;
        if (ret->media_type.len == 0)
                ret->media_type = span_trim(span_head(type, span_find_byte(type, ';')));
        if (span_ends_nocase(head, SPAN(";base64")))
                decode(arena, data, ret);
        else
                ret->data = percent_decode(arena, span_head(data, LIMIT_CALENDAR_ATTACHMENT));
}

static void set(struct span *field, struct span value) {
        if (!field->ptr)
                *field = span_trim(value);
}

static void read_parameter(const struct parameter *parameter, struct attachment *ret, bool *binary) {
        switch (parameter->id) {
        case PARAMETER_FMTTYPE:
                set(&ret->media_type, parameter->value);
                break;
        case PARAMETER_FILENAME:
        case PARAMETER_X_FILENAME:
        case PARAMETER_X_APPLE_FILENAME:
                set(&ret->filename, parameter->value);
                break;
        case PARAMETER_MANAGED_ID:
                set(&ret->managed_id, parameter->value);
                break;
        case PARAMETER_LABEL:
                set(&ret->label, parameter->value);
                break;
        case PARAMETER_SIZE:
                set(&ret->size, parameter->value);
                break;
        case PARAMETER_VALUE:
                *binary |= span_equal_nocase(parameter->value, SPAN("BINARY"));
                break;
        case PARAMETER_ENCODING:
                *binary |= span_equal_nocase(parameter->value, SPAN("BASE64")) ||
                           span_equal_nocase(parameter->value, SPAN("B"));
                break;
        default:
                break;
        }
}

void attachment_read(struct arena *arena, const struct property *property, struct attachment *ret) {
        bool binary = false;
        *ret = (struct attachment){ .property = property };
        for (const struct parameter *p = property->parameters; p; p = p->next)
                read_parameter(p, ret, &binary);
        if (binary) {
                decode(arena, property->value, ret);
                return;
        }
        /* A text that was cut would lose the end of its data. */
        struct span uri = span_trim(property->flags & PROPERTY_VALUE_CUT ? property->value : property->text);
        if (span_starts_nocase(uri, SPAN("data:")))
                read_data_uri(arena, uri, ret);
        else
                ret->uri = span_trim(property->text);
}

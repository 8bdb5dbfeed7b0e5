#include "calendar/content.h"

#include "base/limits.h"
#include "calendar/names.h"
#include "calendar/text.h"
#include "text/charset.h"
#include "text/transfer.h"

void *node_alloc(struct content_context *context, size_t size, bool known, uint32_t line) {
        struct calendars *calendars = context->calendars;
        if (calendars->node_bytes + size > (known ? calendars->node_limit : calendars->node_limit / 2)) {
                defects_add(context->defects, DEFECT_CALENDAR_TOO_MUCH, line);
                return NULL;
        }
        calendars->node_bytes += size;
        return arena_alloc(context->arena, size);
}

struct span content_name(const struct content_line *line, struct span *ret_group) {
        struct span name = span_head(line->bytes, line->name_len);
        *ret_group = (struct span){ 0 };
        const char *dot = memrchr(name.ptr, '.', name.len);
        if (dot && dot > name.ptr && dot + 1 < name.ptr + name.len) {
                *ret_group = (struct span){ name.ptr, (size_t)(dot - name.ptr) };
                name = span_skip(name, ret_group->len + 1);
        }
        return name;
}

/* Where a parameter's value ends, read without regard to quotes. */
static const char *unquoted_end(const char *p, const char *end) {
        while (p < end && *p != ';' && *p != ':')
                p++;
        return p;
}

/* Where it ends outside of quotes; a quote is open if there is another one to close it. Producers write `\:` and `\;`
 * in names (libical and others read them so) where RFC 5545 wants quotes. */
static const char *value_end(const char *p, const char *end, bool *unclosed) {
        const char *begin = p;
        bool escaped = false;
        while (p < end && *p != ';' && *p != ':') {
                if (*p == '\\' && p + 1 < end && (p[1] == ':' || p[1] == ';')) {
                        escaped = true;
                        p++;
                } else if (*p == '"') {
                        const char *close = memchr(p + 1, '"', (size_t)(end - p - 1));
                        if (!close) {
                                *unclosed = true;
                                return unquoted_end(p + 1, end);
                        }
                        p = close;
                }
                p++;
        }
        /* It was the end all the same: `CN=Jo\:x` has no other. */
        return p == end && escaped ? unquoted_end(begin, end) : p;
}

static bool holds_uri(enum parameter_id id) {
        return id == PARAMETER_SENT_BY || id == PARAMETER_DELEGATED_TO || id == PARAMETER_DELEGATED_FROM ||
               id == PARAMETER_MEMBER || id == PARAMETER_ALTREP || id == PARAMETER_DIR || id == PARAMETER_EMAIL;
}

/* `SENT-BY=mailto:a@example.com:mailto:b@…`: the quotes that RFC 5545 3.2 asks for are forgotten often, and clients
 * read the address all the same. */
static const char *uri_end(const char *begin, const char *colon, const char *end) {
        struct span scheme = { begin, (size_t)(colon - begin) };
        bool known = span_equal_nocase(scheme, SPAN("mailto")) || span_equal_nocase(scheme, SPAN("http")) ||
                     span_equal_nocase(scheme, SPAN("https")) || span_equal_nocase(scheme, SPAN("cid"));
        const char *next = unquoted_end(colon + 1, end);
        return known && next < end ? next : colon;
}

static bool is_list(enum parameter_id id) {
        return id == PARAMETER_DELEGATED_TO || id == PARAMETER_DELEGATED_FROM || id == PARAMETER_MEMBER;
}

bool parameter_item(struct span *rest, struct span *ret) {
        if (rest->len == 0)
                return false;
        if (rest->ptr[0] == '"') {
                size_t close = span_find_byte(span_skip(*rest, 1), '"');
                *ret = span_head(span_skip(*rest, 1), close);
                *rest = span_skip(*rest, close + 2);
                (void)span_split(rest, ',');
        } else {
                *ret = span_split(rest, ',');
        }
        return true;
}

static struct span without_quotes(struct span raw) {
        if (raw.len >= 2 && raw.ptr[0] == '"' && raw.ptr[raw.len - 1] == '"')
                return span_head(span_skip(raw, 1), raw.len - 2);
        if (raw.len > 0 && raw.ptr[0] == '"')
                return span_skip(raw, 1);
        return raw;
}

static void parameter_value_read(struct content_context *context, struct parameter *parameter, uint32_t line) {
        struct span value = parameter->raw, rest = value;
        bool guessed = false;
        if (value.len == 0)
                return;
        parameter->quoted = value.ptr[0] == '"';
        if (is_list(parameter->id))
                (void)parameter_item(&rest, &value);
        else
                value = without_quotes(value);
        value = text_utf8(context, value, line, &guessed);
        if (!parameter->quoted)
                value = text_unescape(context->arena, span_trim(value));
        parameter->value = context->version_1 ? value : text_uncaret(context->arena, value);
}

/* `;BASE64:` of vCalendar 1.0 says what `;ENCODING=BASE64:` says. */
static enum parameter_id bare_parameter(struct span name) {
        if (span_equal_nocase(name, SPAN("QUOTED-PRINTABLE")) || span_equal_nocase(name, SPAN("BASE64")) ||
            span_equal_nocase(name, SPAN("8BIT")))
                return PARAMETER_ENCODING;
        return PARAMETER_UNKNOWN;
}

/* Reads `;NAME=value` at p. NULL is never returned: the end of it is. */
static const char *parameter_read(struct content_context *context, const char *p, const char *end, uint32_t line,
                                  struct parameter *ret) {
        const char *begin = ++p;
        while (p < end && *p != '=' && *p != ';' && *p != ':')
                p++;
        ret->name = span_trim((struct span){ begin, (size_t)(p - begin) });
        if (p == end || *p != '=') {
                ret->id = bare_parameter(ret->name);
                ret->value = ret->raw = ret->id ? ret->name : (struct span){ 0 };
                if (!context->version_1)
                        defects_add(context->defects, DEFECT_CALENDAR_BAD_PARAMETER, line);
                return p;
        }
        ret->id = parameter_id_of(ret->name);
        begin = p + 1;
        bool unclosed = false;
        p = value_end(begin, end, &unclosed);
        if (unclosed)
                defects_add(context->defects, DEFECT_CALENDAR_QUOTE_UNCLOSED, line);
        else if (p < end && *p == ':' && p > begin && holds_uri(ret->id) && uri_end(begin, p, end) != p) {
                p = uri_end(begin, p, end);
                defects_add(context->defects, DEFECT_CALENDAR_BAD_PARAMETER, line);
        }
        ret->raw = (struct span){ begin, (size_t)(p - begin) };
        return p;
}

static bool is_encoding(const struct parameter *parameter, const char *name) {
        return parameter && span_equal_nocase(parameter->value, span_from(name));
}

/* A text that was encoded, as in vCalendar 1.0, with a charset of its own (`;CHARSET=…`). */
static struct span encoded_text(struct content_context *context, struct property *property, struct span bytes) {
        const struct parameter *charset = property_parameter(property, PARAMETER_CHARSET);
        property->flags |= PROPERTY_ENCODED;
        return charset_decode(context->arena, bytes, charset ? charset->value : context->charset).text;
}

static struct span quoted_printable_text(struct content_context *context, struct property *property) {
        if (!context->version_1)
                defects_add(context->defects, DEFECT_CALENDAR_QUOTED_PRINTABLE, property->line);
        return encoded_text(context, property, quoted_printable_decode(context->arena, property->value).bytes);
}

static bool is_text(const struct property *property) {
        const struct parameter *type = property->parameters ? property_parameter(property, PARAMETER_VALUE) : NULL;
        if (type)
                return span_equal_nocase(type->value, SPAN("TEXT"));
        return property_value_type(property->id) == VALUE_TEXT;
}

static void value_read(struct content_context *context, struct property *property) {
        const struct parameter *encoding = property->parameters ? property_parameter(property, PARAMETER_ENCODING)
                                                                : NULL;
        bool is_base64 = encoding && (is_encoding(encoding, "BASE64") || is_encoding(encoding, "B"));
        struct span text = property->value;
        bool guessed = false;
        if (text.len > LIMIT_CALENDAR_TEXT) {
                text.len = LIMIT_CALENDAR_TEXT;
                property->flags |= PROPERTY_VALUE_CUT;
        }
        if (encoding && is_encoding(encoding, "QUOTED-PRINTABLE")) {
                text = span_head(quoted_printable_text(context, property), LIMIT_CALENDAR_TEXT);
        } else if (is_base64 && is_text(property)) {
                text = encoded_text(context, property, base64_decode(context->arena, text).bytes);
        } else if (is_base64) {
                property->flags |= PROPERTY_ENCODED;
                property->flags &= ~PROPERTY_VALUE_CUT;
                property->text = text_utf8(context, property->value, property->line, &guessed);
                return;
        } else {
                text = text_utf8(context, text, property->line, &guessed);
        }
        if (guessed)
                property->flags |= PROPERTY_CHARSET_GUESSED;
        bool is_cut = property->flags & PROPERTY_VALUE_CUT;
        if (is_cut) {
                /* Not inside a character. */
                while (text.len > 0 && ((unsigned char)text.ptr[text.len - 1] & 0xC0) == 0x80)
                        text.len--;
                if (text.len > 0 && (unsigned char)text.ptr[text.len - 1] >= 0xC0)
                        text.len--;
                defects_add(context->defects, DEFECT_CALENDAR_TEXT_CUT, property->line);
        }
        property->text = is_text(property) ? text_unescape(context->arena, text) : text;
}

struct span content_value(const struct content_line *line) {
        struct span rest = span_skip(line->bytes, line->name_len);
        return span_trim(span_skip(rest, span_find_byte(rest, ':') + 1));
}

enum component_kind content_component(const struct content_line *line, struct span *ret_name) {
        *ret_name = content_value(line);
        enum component_kind kind = component_kind_of(*ret_name);
        if (kind != COMPONENT_UNKNOWN || line->first_len == line->bytes.len)
                return kind;
        struct content_line first = *line;
        first.bytes.len = line->first_len;
        struct span name = content_value(&first);
        kind = component_kind_of(name);
        if (kind != COMPONENT_UNKNOWN)
                *ret_name = name;
        return kind;
}

void content_read(struct content_context *context, const struct content_line *line, struct property *property) {
        const char *p = line->bytes.ptr + line->name_len, *end = line->bytes.ptr + line->bytes.len;
        const struct parameter **tail = &property->parameters;
        uint32_t kept = 0;
        while (p < end && (*p == ' ' || *p == '\t'))
                p++;
        while (p < end && *p == ';') {
                struct parameter scrap = { 0 }, *parameter = NULL;
                if (kept < LIMIT_CALENDAR_PARAMETERS)
                        parameter = node_alloc(context, sizeof *parameter, true, line->number);
                else if (kept == LIMIT_CALENDAR_PARAMETERS)
                        defects_add(context->defects, DEFECT_CALENDAR_TOO_MANY_PARAMETERS, line->number);
                kept++;
                p = parameter_read(context, p, end, line->number, parameter ? parameter : &scrap);
                if (!parameter)
                        continue;
                parameter_value_read(context, parameter, line->number);
                *tail = parameter;
                tail = &parameter->next;
        }
        if (line->flags & LINE_FOLDED)
                property->flags |= PROPERTY_FOLDED;
        if (line->flags & LINE_FOLD_IN_CHARACTER)
                property->flags |= PROPERTY_FOLD_IN_CHARACTER;
        if (p < end)
                p++;
        else
                defects_add(context->defects, DEFECT_CALENDAR_NO_PROPERTY, line->number);
        property->value = (struct span){ p, (size_t)(end - p) };
        value_read(context, property);
}

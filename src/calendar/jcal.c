#include "calendar/jcal.h"

#include <jansson.h>

#include "base/limits.h"
#include "base/nesting.h"
#include "calendar/writer.h"

bool jcal_looks_like(struct span head) {
        return head.len > 0 && head.ptr[0] == '[' && span_has_nocase(span_head(head, 64), SPAN("\"vcalendar\""));
}

static struct span text_of(const json_t *json) {
        return (struct span){ json_string_value(json), json_string_length(json) };
}

static void put_number(struct writer *writer, const json_t *json) {
        char number[32];
        int len = json_is_integer(json) ? snprintf(number, sizeof number, "%lld", (long long)json_integer_value(json))
                                        : snprintf(number, sizeof number, "%.6g", json_real_value(json));
        writer_put(writer, (struct span){ number, (size_t)len });
}

static void put_scalar(struct writer *writer, const json_t *json, bool plain) {
        if (json_is_string(json))
                writer_put_text(writer, text_of(json), plain);
        else if (json_is_boolean(json))
                writer_put(writer, json_is_true(json) ? SPAN("TRUE") : SPAN("FALSE"));
        else if (json_is_number(json))
                put_number(writer, json);
        else
                writer->malformed = true;
}

/* RFC 7265 3.6.10: {"freq":"WEEKLY","byday":["MO","TU"]}. */
static void put_recur(struct writer *writer, json_t *recur) {
        const char *key;
        json_t *value;
        bool first = true;
        json_object_foreach(recur, key, value) {
                if (!first)
                        writer_put_byte(writer, ';');
                first = false;
                writer_put_text(writer, span_from(key), true);
                writer_put_byte(writer, '=');
                if (!json_is_array(value)) {
                        put_scalar(writer, value, true);
                        continue;
                }
                for (size_t i = 0; i < json_array_size(value); i++) {
                        if (i > 0)
                                writer_put_byte(writer, ',');
                        put_scalar(writer, json_array_get(value, i), true);
                }
        }
}

static void put_value(struct writer *writer, struct span type, json_t *value) {
        if (json_is_object(value)) {
                put_recur(writer, value);
        } else if (json_is_array(value)) {
                /* Structured values (RFC 7265 3.3.2 d), and periods (3.6.9). */
                bool period = span_equal_nocase(type, SPAN("period"));
                for (size_t i = 0; i < json_array_size(value); i++) {
                        if (i > 0)
                                writer_put_byte(writer, period ? '/' : ';');
                        put_scalar(writer, json_array_get(value, i), !writer_type_is_text(type));
                }
        } else {
                put_scalar(writer, value, !writer_type_is_text(type));
        }
}

static void put_quoted(struct writer *writer, struct span text) {
        writer_put_byte(writer, '"');
        writer_put_parameter(writer, text);
        writer_put_byte(writer, '"');
}

static void put_parameters(struct writer *writer, json_t *parameters) {
        const char *name;
        json_t *value;
        json_object_foreach(parameters, name, value) {
                writer_put_byte(writer, ';');
                writer_put_text(writer, span_from(name), true);
                writer_put_byte(writer, '=');
                if (json_is_string(value)) {
                        put_quoted(writer, text_of(value));
                        continue;
                }
                for (size_t i = 0; i < json_array_size(value); i++) {
                        if (i > 0)
                                writer_put_byte(writer, ',');
                        put_quoted(writer, text_of(json_array_get(value, i)));
                }
        }
}

/* ["summary", {}, "text", "Lunch"] */
static void put_property(struct writer *writer, json_t *property) {
        struct span type = text_of(json_array_get(property, 2));
        if (!json_is_string(json_array_get(property, 0)) || json_array_size(property) < 4) {
                writer->malformed = true;
                return;
        }
        writer_put_text(writer, text_of(json_array_get(property, 0)), true);
        put_parameters(writer, json_array_get(property, 1));
        if (!writer_type_is_usual(type)) {
                writer_put(writer, SPAN(";VALUE="));
                writer_put_text(writer, type, true);
        }
        writer_put_byte(writer, ':');
        for (size_t i = 3; i < json_array_size(property); i++) {
                if (i > 3)
                        writer_put_byte(writer, ',');
                put_value(writer, type, json_array_get(property, i));
        }
        writer_put_byte(writer, '\n');
}

/* ["vevent", [properties], [components]]: recursion as deep as JSON may nest, which the JSON reader bounds. */
static void put_component(struct writer *writer, json_t *component, unsigned depth) {
        json_t *name = json_array_get(component, 0);
        if (!json_is_string(name) || depth > LIMIT_JCAL_DEPTH) {
                writer->malformed = true;
                return;
        }
        writer_put(writer, SPAN("BEGIN:"));
        writer_put_text(writer, text_of(name), true);
        writer_put_byte(writer, '\n');
        size_t index;
        json_t *item;
        json_array_foreach(json_array_get(component, 1), index, item) put_property(writer, item);
        json_array_foreach(json_array_get(component, 2), index, item) put_component(writer, item, depth + 1);
        writer_put(writer, SPAN("END:"));
        writer_put_text(writer, text_of(name), true);
        writer_put_byte(writer, '\n');
}

static void put_calendars(struct writer *writer, json_t *root) {
        if (json_is_string(json_array_get(root, 0))) {
                put_component(writer, root, 0);
                return;
        }
        size_t index;
        json_t *calendar;
        json_array_foreach(root, index, calendar) put_component(writer, calendar, 0);
}

struct span jcal_to_icalendar(struct arena *arena, struct span json, struct defects *defects) {
        if (json.len > LIMIT_JCAL_BYTES) {
                defects_add(defects, DEFECT_CALENDAR_TOO_MUCH, 1);
                return (struct span){ 0 };
        }
        /* Taken before the JSON tree exists, because nothing may be allocated from the arena while the tree does. No JSON
         * text becomes more than three times as long: `[["a",{},"b",1]]` is the densest. */
        size_t room = json.len * 3;
        char *begin = arena_bytes(arena, room);
        struct writer writer = { .pos = begin, .end = begin + room };
        json_t *root = json_is_shallow(json)
                               ? json_loadb(json.ptr, json.len, JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL, NULL)
                               : NULL;
        if (root)
                put_calendars(&writer, root);
        bool malformed = !root || writer.malformed;
        json_decref(root);
        if (malformed)
                defects_add(defects, DEFECT_CALENDAR_BAD_JCAL, 1);
        return (struct span){ begin, (size_t)(writer.pos - begin) };
}

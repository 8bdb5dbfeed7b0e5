#include "calendar/names.h"

_Static_assert(PROPERTIES <= 128, "component.present has 128 bits");

enum { MANY, ONCE };
/* Longest name in the tables, rounded up to whole words. */
enum { NAME_ROOM = 48 };

/* Names are compared eight bytes at a time in capitals. The length is a constant wherever this is inlined, so that of
 * a table only the rows of that length remain. */
#define ROW_IS(name) (sizeof(name) - 1 == len && memcmp(upper, name, sizeof(name) - 1) == 0)

static inline __attribute__((always_inline)) int property_of_length(const char *upper, size_t len) {
#define PROPERTY(id, name, type, often)                                                                                \
        if (ROW_IS(name))                                                                                              \
                return PROPERTY_##id;
#include "calendar/properties.def"
#undef PROPERTY
        return PROPERTY_UNKNOWN;
}

static inline __attribute__((always_inline)) int parameter_of_length(const char *upper, size_t len) {
#define PARAMETER(id, name)                                                                                            \
        if (ROW_IS(name))                                                                                              \
                return PARAMETER_##id;
#include "calendar/parameters.def"
#undef PARAMETER
        return PARAMETER_UNKNOWN;
}

static inline __attribute__((always_inline)) int component_of_length(const char *upper, size_t len) {
#define COMPONENT(id, name, top)                                                                                       \
        if (ROW_IS(name))                                                                                              \
                return COMPONENT_##id;
#include "calendar/components.def"
#undef COMPONENT
        return COMPONENT_UNKNOWN;
}

#define LENGTH(f, n) case n: return f(upper, n);
#define LENGTHS_8(f, n)                                                                                                \
        LENGTH(f, n) LENGTH(f, n + 1) LENGTH(f, n + 2) LENGTH(f, n + 3)                                                \
        LENGTH(f, n + 4) LENGTH(f, n + 5) LENGTH(f, n + 6) LENGTH(f, n + 7)

static bool to_upper(struct span name, char *upper) {
        if (name.len == 0 || name.len >= NAME_ROOM)
                return false;
        for (size_t i = 0; i < name.len; i++) {
                char c = name.ptr[i];
                upper[i] = c >= 'a' && c <= 'z' ? (char)(c & ~0x20) : c;
        }
        return true;
}

enum property_id property_id_of(struct span name) {
        char upper[NAME_ROOM];
        if (!to_upper(name, upper))
                return PROPERTY_UNKNOWN;
        switch (name.len) {
                LENGTHS_8(property_of_length, 1)
                LENGTHS_8(property_of_length, 9)
                LENGTHS_8(property_of_length, 17)
                LENGTHS_8(property_of_length, 25)
                LENGTHS_8(property_of_length, 33)
        }
        return PROPERTY_UNKNOWN;
}

enum parameter_id parameter_id_of(struct span name) {
        char upper[NAME_ROOM];
        if (!to_upper(name, upper))
                return PARAMETER_UNKNOWN;
        switch (name.len) {
                LENGTHS_8(parameter_of_length, 1)
                LENGTHS_8(parameter_of_length, 9)
                LENGTHS_8(parameter_of_length, 17)
        }
        return PARAMETER_UNKNOWN;
}

enum component_kind component_kind_of(struct span name) {
        char upper[NAME_ROOM];
        if (!to_upper(name, upper))
                return COMPONENT_UNKNOWN;
        switch (name.len) {
                LENGTHS_8(component_of_length, 1)
                LENGTHS_8(component_of_length, 9)
        }
        return COMPONENT_UNKNOWN;
}

static const struct {
        const char *name;
        uint8_t type, often;
} properties[PROPERTIES] = {
        [PROPERTY_UNKNOWN] = { "", VALUE_TEXT, MANY },
#define PROPERTY(id, name, type, often) [PROPERTY_##id] = { name, VALUE_##type, often },
#include "calendar/properties.def"
#undef PROPERTY
};

enum value_type property_value_type(enum property_id id) {
        return properties[id].type;
}

bool property_stands_once(enum property_id id) {
        return properties[id].often == ONCE;
}

const char *property_id_name(enum property_id id) {
        return properties[id].name;
}

static const struct {
        const char *name;
        bool top;
} components[COMPONENTS] = {
        [COMPONENT_UNKNOWN] = { "", false },
#define COMPONENT(id, name, top) [COMPONENT_##id] = { name, top },
#include "calendar/components.def"
#undef COMPONENT
};

bool component_kind_is_top(enum component_kind kind) {
        return components[kind].top;
}

const char *component_kind_name(enum component_kind kind) {
        return components[kind].name;
}

static const char *const methods[METHODS] = {
        [METHOD_NONE] = "",
#define METHOD(id, name, organizer, source) [METHOD_##id] = name,
#include "calendar/methods.def"
#undef METHOD
        [METHOD_UNKNOWN] = "",
};

const char *method_name(enum method method) {
        return methods[method];
}

enum method method_from_name(struct span name) {
        name = span_trim(name);
        if (name.len == 0)
                return METHOD_NONE;
        for (int i = METHOD_NONE + 1; i < METHOD_UNKNOWN; i++)
                if (span_equal_nocase(name, span_from(methods[i])))
                        return (enum method)i;
        return METHOD_UNKNOWN;
}

const char *calendar_form_name(enum calendar_form form) {
        static const char *const names[CALENDAR_FORMS] = { "icalendar", "vcalendar", "jcal", "bare", "xcal" };
        return names[form];
}

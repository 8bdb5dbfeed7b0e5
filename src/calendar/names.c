#include "calendar/names.h"

_Static_assert(PROPERTIES <= 128, "component.present has 128 bits");

enum { MANY, ONCE };

/* Eight bytes, or at the end of a name the last eight of it, the case of letters taken away. That `-` and digits change
 * as well does no harm: what they become are control characters, which no name has. */
static inline uint64_t word_at(const char *p) {
        uint64_t word;
        memcpy(&word, p, sizeof word);
        return word & 0xDFDFDFDFDFDFDFDFU;
}

static inline uint32_t half_word_at(const char *p) {
        uint32_t word;
        memcpy(&word, p, sizeof word);
        return word & 0xDFDFDFDFU;
}

/* `len` is a constant wherever this is inlined, and so are the words of `row`. */
static inline __attribute__((always_inline)) bool same_name(const char *name, const char *row, size_t len) {
        if (len < 4) {
                for (size_t i = 0; i < len; i++)
                        if ((name[i] & 0xDF) != (row[i] & 0xDF))
                                return false;
                return true;
        }
        if (len < 8)
                return half_word_at(name) == half_word_at(row) &&
                       half_word_at(name + len - 4) == half_word_at(row + len - 4);
        for (size_t i = 0; i + 8 <= len; i += 8)
                if (word_at(name + i) != word_at(row + i))
                        return false;
        return word_at(name + len - 8) == word_at(row + len - 8);
}

/* Of a table only the rows of the constant length remain. */
#define ROW_IS(row) (sizeof(row) - 1 == len && same_name(name, row, sizeof(row) - 1))

static inline __attribute__((always_inline)) int property_of_length(const char *name, size_t len) {
#define PROPERTY(id, row, type, often) \
        if (ROW_IS(row)) \
                return PROPERTY_##id;
#include "calendar/properties.def"
#undef PROPERTY
        return PROPERTY_UNKNOWN;
}

static inline __attribute__((always_inline)) int parameter_of_length(const char *name, size_t len) {
#define PARAMETER(id, row) \
        if (ROW_IS(row)) \
                return PARAMETER_##id;
#include "calendar/parameters.def"
#undef PARAMETER
        return PARAMETER_UNKNOWN;
}

static inline __attribute__((always_inline)) int component_of_length(const char *name, size_t len) {
#define COMPONENT(id, row, top) \
        if (ROW_IS(row)) \
                return COMPONENT_##id;
#include "calendar/components.def"
#undef COMPONENT
        return COMPONENT_UNKNOWN;
}

#define LENGTH(f, n) \
        case n: \
                return f(name.ptr, n);
#define LENGTHS_8(f, n) \
        LENGTH(f, n) \
        LENGTH(f, n + 1) \
        LENGTH(f, n + 2) LENGTH(f, n + 3) LENGTH(f, n + 4) LENGTH(f, n + 5) LENGTH(f, n + 6) LENGTH(f, n + 7)

enum property_id property_id_of(struct span name) {
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
        switch (name.len) {
                LENGTHS_8(parameter_of_length, 1)
                LENGTHS_8(parameter_of_length, 9)
                LENGTHS_8(parameter_of_length, 17)
        }
        return PARAMETER_UNKNOWN;
}

enum component_kind component_kind_of(struct span name) {
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

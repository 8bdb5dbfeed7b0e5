/* calendar: reads every iCalendar object that a client might still show, however damaged (attack 45, 48), and keeps the
 * whole of it: calendar -> component -> property -> parameter, with line numbers.
 *
 * iCalendar 2.0 (RFC 5545), vCalendar 1.0, jCal (RFC 7265) and components without a VCALENDAR around them give the same
 * tree. The reading never fails; what is wrong becomes defects. Linear in time; the tree takes a bounded multiple of
 * the input (LIMIT_CALENDAR_NODE_*), beyond which properties and components are counted and left out.
 *
 * Spans point into the input or the arena. `value` is what stands in the calendar after unfolding, any bytes; `text` is
 * what it means: valid UTF-8, escapes undone. */
#pragma once

#include "base/defects.h"

enum component_kind {
        COMPONENT_UNKNOWN, /* see component.name */
#define COMPONENT(id, name, top) COMPONENT_##id,
#include "calendar/components.def"
#undef COMPONENT
        COMPONENTS
};

enum property_id {
        PROPERTY_UNKNOWN, /* see property.name; X- and others alike */
#define PROPERTY(id, name, type, often) PROPERTY_##id,
#include "calendar/properties.def"
#undef PROPERTY
        PROPERTIES
};

enum parameter_id {
        PARAMETER_UNKNOWN, /* see parameter.name */
#define PARAMETER(id, name) PARAMETER_##id,
#include "calendar/parameters.def"
#undef PARAMETER
        PARAMETERS
};

enum method {
        METHOD_NONE, /* no METHOD: a stored calendar or a feed */
#define METHOD(id, name, organizer, source) METHOD_##id,
#include "calendar/methods.def"
#undef METHOD
        METHOD_UNKNOWN, /* one of another standard, or nonsense; see the property */
        METHODS
};

enum calendar_form {
        CALENDAR_ICALENDAR,
        CALENDAR_VCALENDAR, /* 1.0 */
        CALENDAR_JCAL,
        CALENDAR_BARE, /* components without BEGIN:VCALENDAR */
        CALENDAR_XCAL,
        CALENDAR_FORMS
};

struct parameter {
        enum parameter_id id;
        bool quoted;
        struct span name;  /* as written */
        struct span raw;   /* as written, with quotes; "" where the parameter has no `=` */
        struct span value; /* without quotes, RFC 6868 undone, UTF-8. Of a list: of its first item */
        const struct parameter *next;
};

enum property_flag {
        PROPERTY_FOLDED = 1,            /* stood on more than one line */
        PROPERTY_ENCODED = 2,           /* quoted-printable or base64 (the ENCODING parameter says so) */
        PROPERTY_FOLD_IN_CHARACTER = 4, /* a fold inside an UTF-8 character, attack 48 */
        PROPERTY_VALUE_CUT = 8,         /* `text` holds only the first LIMIT_CALENDAR_TEXT bytes */
        PROPERTY_CHARSET_GUESSED = 16   /* bytes that were no UTF-8: text is a reading of them */
};

struct property {
        enum property_id id : 16;
        unsigned flags : 16; /* enum property_flag */
        uint32_t line;       /* counts from 1 in its part; of jCal: of the iCalendar text made of it */
        uint32_t group_len;  /* see property_group */
        struct span name;    /* as written, without the group */
        struct span value;
        struct span text; /* UTF-8. Types other than TEXT (VALUE=) are not unescaped. Quoted-printable is decoded;
                           * base64 is not, see attachment.h */
        const struct parameter *parameters; /* in the order written */
        const struct property *next;        /* of the same component, in the order written */
};

struct component {
        enum component_kind kind;
        bool unclosed; /* its END is missing */
        uint32_t line, depth;
        uint32_t property_count; /* all that stand in it, kept or not */
        uint32_t attendee_count; /* all, of which the first LIMIT_CALENDAR_ATTENDEES are kept */
        uint32_t child_count;
        struct span name; /* as written */
        const struct property *properties;
        const struct component *children, *next, *parent;
        uint64_t present[2];   /* bit n: has a property of id n */
        uint64_t doubled[2];   /* bit n: has more than one of an id that may stand once */
        uint64_t ambiguous[2]; /* bit n: and they differ, so that clients differ on which one counts */
};

struct calendar {
        enum calendar_form form;
        enum method method; /* of the first METHOD; component_ambiguous(&root, PROPERTY_METHOD) where another differs */
        uint32_t part;      /* as given to calendars_read */
        uint32_t index;     /* counts from 0 over all parts */
        uint32_t line;
        struct component root; /* the VCALENDAR: its properties, and its components as children */
        const struct calendar *next;
};

struct zone;
struct zone_cache;

struct calendars {
        struct arena *arena;
        const struct calendar *first, *last;
        uint32_t count;           /* of calendars */
        uint32_t component_count; /* all, kept or not */
        uint32_t property_count;  /* all, kept or not */
        uint32_t bytes_read;      /* of all parts, saturating */
        struct zone_cache *zones; /* borrowed, may be NULL: zones known by name are then opened anew each time */
        /* The reader's own. */
        const struct calendar **tail;
        size_t node_bytes, node_limit;
        const struct zone **zone_slots; /* the VTIMEZONEs, by calendar and TZID */
        uint32_t zone_capacity, zone_count;
};

/* An empty set. `zones` (see moment.h) may be NULL. */
[[nodiscard]] struct calendars *calendars_new(struct arena *arena, struct zone_cache *zones);

/* Reads one part's bytes, its transfer encoding undone but not its charset (a fold may stand inside a character), and
 * appends what calendars it holds to `append_to` (NULL: to a new set). `charset`: the label of the transport, empty
 * when there is none. Returns the set. */
struct calendars *calendars_read(struct arena *arena, struct span bytes, struct span charset,
                                 struct calendars *append_to, uint32_t part, struct defects *defects);
/* Such bytes in UTF-8, as calendars_read reads them; as they are where they are UTF-16, or nobody can tell what they are. */
struct span calendar_text(struct arena *arena, struct span bytes, struct span charset);

/* Public names: "VEVENT", "DTSTART", "REQUEST"; "" for unknown and none. */
const char *component_kind_name(enum component_kind kind);
const char *property_id_name(enum property_id id);
const char *method_name(enum method method);
const char *calendar_form_name(enum calendar_form form); /* "icalendar", "vcalendar", "jcal", "bare", "xcal" */
enum method method_from_name(struct span name);          /* METHOD_NONE for "" */

static inline bool component_has(const struct component *component, enum property_id id) {
        return component->present[id / 64] >> (id % 64) & 1;
}
static inline bool component_ambiguous(const struct component *component, enum property_id id) {
        return component->ambiguous[id / 64] >> (id % 64) & 1;
}
/* The first property of that id, or NULL. Cheap when there is none. */
const struct property *component_property(const struct component *component, enum property_id id);
/* The next one of the same id, or NULL. */
const struct property *property_again(const struct property *property);
/* Text of the first property of that id, trimmed; empty when there is none. */
struct span component_text(const struct component *component, enum property_id id);
/* The first child of that kind, or NULL; and the next sibling of the same kind. */
const struct component *component_child(const struct component *component, enum component_kind kind);
const struct component *component_again(const struct component *component);
/* Every component below a calendar, itself excluded, in the order written: start with NULL, ends with NULL. Constant
 * memory, linear in all. */
const struct component *component_walk(const struct calendar *calendar, const struct component *last);

const struct parameter *property_parameter(const struct property *property, enum parameter_id id);
/* The value of that parameter, or empty. */
struct span property_parameter_value(const struct property *property, enum parameter_id id);
/* Items of a parameter that is a list (DELEGATED-TO="a","b"): start with *rest = parameter->raw; false at the end.
 * Items come without quotes, and not otherwise decoded. */
bool parameter_item(struct span *rest, struct span *ret);
/* The group before the name: "A" of `A.SUMMARY:`; empty when there is none. */
static inline struct span property_group(const struct property *property) {
        return (struct span){ property->group_len ? property->name.ptr - property->group_len - 1 : NULL,
                              property->group_len };
}

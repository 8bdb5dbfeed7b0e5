/* document: one calendar together with the bytes that each of its lines was made of, so that parts of it can be put in another
 * place or changed, and every other byte stays. Private to the calendar layer.
 *
 * Unlike calendars_read it refuses: what is read in more than one way must not be written into somebody's calendar. Linear; a
 * line takes some hundred bytes. */
#pragma once

#include "calendar/itip.h"
#include "calendar/lines.h"

struct document_line {
        struct content_line content;
        enum property_id id;
        enum component_kind kind;        /* of BEGIN and END */
        uint32_t partner;                /* BEGIN: index of its END */
        const struct property *property; /* NULL: of BEGIN and END */
};

/* A VEVENT, VTODO or VJOURNAL directly in the calendar: the whole series, or one instance of it. */
struct document_instance {
        const struct component *component;
        struct itip_revision revision;
        bool range;    /* RECURRENCE-ID;RANGE=THISANDFUTURE */
        bool replaced; /* its bytes are accounted for; the caller's */
};

struct document {
        struct arena *arena;
        struct span text; /* from BEGIN:VCALENDAR through the line of its END; UTF-8 but for broken values */
        const struct calendars *calendars;
        const struct calendar *calendar;
        const struct document_line *lines;
        uint32_t line_count;
        const uint32_t *by_number;           /* index of the line with this number, from 1 */
        struct document_instance *instances; /* the whole series first, then by RECURRENCE-ID; no two alike */
        uint32_t instance_count;
        enum component_kind kind; /* of all instances; UNKNOWN: there is none */
};

/* NULL, or a sentence that says why it cannot be used (*ret is undefined then). `charset`: the label of the transport.
 * `zones` may be NULL. */
const char *document_open(struct arena *arena, struct span bytes, struct span charset, struct zone_cache *zones,
                          struct document *ret);

/* The index of a component's BEGIN. */
static inline uint32_t document_begin(const struct document *document, const struct component *component) {
        return document->by_number[component->line];
}
/* From its BEGIN through the line of its END. */
struct span document_block(const struct document *document, const struct component *component);
/* All that the property was made of, with its line end. */
static inline struct span document_source(const struct document *document, const struct property *property) {
        return document->lines[document->by_number[property->line]].content.source;
}
/* The whole series, or NULL. */
struct document_instance *document_series(const struct document *document);
/* The instance of that RECURRENCE-ID (UTC seconds), or NULL. */
struct document_instance *document_instance(const struct document *document, int64_t recurrence_id);

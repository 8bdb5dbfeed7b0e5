#include "calendar/document.h"

#include "base/limits.h"
#include "calendar/names.h"
#include "calendar/source.h"

/* What leaves open how a calendar is read, each with what is told. */
static const struct {
        enum defect_kind defect;
        const char *sentence;
} refused[] = {
        { DEFECT_CALENDAR_UTF16, "It is in UTF-16, which no calendar server takes." },
        { DEFECT_CALENDAR_XCAL, "It is in XML, which cannot be taken over." },
        { DEFECT_CALENDAR_ENCODED_TWICE, "It is encoded twice." },
        { DEFECT_CALENDAR_NO_VCALENDAR, "It has no VCALENDAR." },
        { DEFECT_CALENDAR_UNCLOSED, "It is cut: a component has no END." },
        { DEFECT_CALENDAR_STRAY_END, "It is damaged: an END closes nothing." },
        { DEFECT_CALENDAR_NESTING, "Its components are nested too deep." },
        { DEFECT_CALENDAR_TOO_MUCH, "It is too large." },
        { DEFECT_CALENDAR_TOO_MANY_ATTENDEES, "It has too many attendees." },
        { DEFECT_CALENDAR_TOO_MANY_PARAMETERS, "It is damaged: a property has too many parameters." },
        /* Lines that servers see, and this reader sees within others; and what servers refuse. */
        { DEFECT_CALENDAR_QUOTED_PRINTABLE, "It is damaged: a text is quoted-printable." },
        { DEFECT_CALENDAR_FOLD_BARE, "It is damaged: a line is broken without a fold." },
        { DEFECT_CALENDAR_NO_PROPERTY, "It is damaged: a line is no property." },
        { DEFECT_CALENDAR_QUOTE_UNCLOSED, "It is damaged: a quoted parameter is not closed." },
};

static bool is_instance(const struct component *component) {
        return component->kind == COMPONENT_VEVENT || component->kind == COMPONENT_VTODO ||
               component->kind == COMPONENT_VJOURNAL;
}

static int by_recurrence(const void *a, const void *b) {
        const struct itip_revision *x = &((const struct document_instance *)a)->revision;
        const struct itip_revision *y = &((const struct document_instance *)b)->revision;
        if (x->has_recurrence_id != y->has_recurrence_id)
                return x->has_recurrence_id ? 1 : -1;
        return (x->recurrence_id > y->recurrence_id) - (x->recurrence_id < y->recurrence_id);
}

/* A property that decides what it is stands twice, which servers refuse, and programs read in different ways. */
static bool says_twice(const struct component *component) {
        static const enum property_id ids[] = { PROPERTY_UID,     PROPERTY_ORGANIZER, PROPERTY_RECURRENCE_ID,
                                                PROPERTY_DTSTART, PROPERTY_DTEND,     PROPERTY_DUE,
                                                PROPERTY_DTSTAMP, PROPERTY_SEQUENCE,  PROPERTY_STATUS };
        for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
                if (component->doubled[ids[i] / 64] >> (ids[i] % 64) & 1)
                        return true;
        return false;
}

static void instance_read(const struct document *document, const struct component *component,
                          struct document_instance *ret) {
        const struct property *id = component_property(component, PROPERTY_RECURRENCE_ID);
        *ret = (struct document_instance){ .component = component };
        itip_revision_read(document->calendars, document->calendar, component, &ret->revision);
        ret->range = id && span_equal_nocase(property_parameter_value(id, PARAMETER_RANGE), SPAN("THISANDFUTURE"));
}

static const char *instances_read(struct document *document) {
        uint32_t count = 0;
        for (const struct component *c = document->calendar->root.children; c; c = c->next)
                count += is_instance(c);
        document->instances = arena_alloc(document->arena, (count + 1) * sizeof *document->instances);
        for (const struct component *c = document->calendar->root.children; c; c = c->next) {
                if (!is_instance(c))
                        continue;
                struct document_instance *instance = &document->instances[document->instance_count++];
                instance_read(document, c, instance);
                if (says_twice(c))
                        return "It is damaged: a property stands twice.";
                if (component_has(c, PROPERTY_RECURRENCE_ID) && !instance->revision.has_recurrence_id)
                        return "It is damaged: a RECURRENCE-ID is no time.";
                if (document->kind != COMPONENT_UNKNOWN && c->kind != document->kind)
                        return "It holds several kinds of components.";
                document->kind = c->kind;
        }
        qsort(document->instances, count, sizeof *document->instances, by_recurrence);
        for (uint32_t i = 1; i < count; i++) {
                if (!span_equal(document->instances[i].revision.uid, document->instances[0].revision.uid))
                        return "It holds several events: their UIDs differ.";
                if (by_recurrence(&document->instances[i - 1], &document->instances[i]) == 0)
                        return "It says two things at once: an instance stands twice.";
        }
        return NULL;
}

static struct document_line *line_add(struct document *document, struct array *lines,
                                      const struct content_line *content) {
        struct document_line *line = array_push(lines, document->arena, sizeof *line, LIMIT_RESOURCE_LINES);
        if (!line)
                return NULL;
        struct span group, name;
        *line = (struct document_line){ .content = *content };
        if (content->name_len > 0)
                line->id = property_id_of(content_name(content, &group));
        if (line->id == PROPERTY_BEGIN || line->id == PROPERTY_END)
                line->kind = content_component(content, &name);
        return line;
}

/* Lines up to the END of the calendar; false: they do not nest, or are too many. */
static bool lines_read(struct document *document, struct defects *defects) {
        struct lines lines = lines_over(document->arena, document->text, defects);
        struct array array = { 0 };
        uint32_t open[LIMIT_CALENDAR_DEPTH + 1], depth = 0;
        struct content_line content;
        struct document_line *line = NULL;
        do {
                if (!lines_next(&lines, &content) || !(line = line_add(document, &array, &content)))
                        return false;
                struct document_line *all = array.items;
                if (line->id == PROPERTY_BEGIN && depth <= LIMIT_CALENDAR_DEPTH)
                        open[depth++] = array.count - 1;
                else if (line->id == PROPERTY_BEGIN || depth == 0)
                        return false;
                else if (line->id == PROPERTY_END && all[open[depth - 1]].kind != line->kind)
                        return false;
                else if (line->id == PROPERTY_END)
                        all[open[--depth]].partner = array.count - 1;
        } while (depth > 0);
        document->lines = array.items;
        document->line_count = array.count;
        document->text.len = (size_t)(content.source.ptr + content.source.len - document->text.ptr);
        return true;
}

static void properties_join(struct document *document, const struct component *component) {
        struct document_line *lines = (struct document_line *)document->lines;
        for (const struct property *p = component->properties; p; p = p->next)
                lines[document->by_number[p->line]].property = p;
}

static void numbers_read(struct document *document) {
        uint32_t last = document->lines[document->line_count - 1].content.number;
        uint32_t *by_number = arena_alloc(document->arena, ((size_t)last + 1) * sizeof *by_number);
        for (uint32_t i = 0; i < document->line_count; i++)
                by_number[document->lines[i].content.number] = i;
        document->by_number = by_number;
        properties_join(document, &document->calendar->root);
        for (const struct component *c = NULL; (c = component_walk(document->calendar, c));)
                properties_join(document, c);
}

static const char *fault_of(const struct document *document, const struct defects *defects) {
        for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
                if (defects_has(defects, refused[i].defect))
                        return refused[i].sentence;
        if (document->calendars->count == 0)
                return "It is no calendar.";
        if (document->calendar->form != CALENDAR_ICALENDAR)
                return "It is not in the form of iCalendar 2.0.";
        if (component_ambiguous(&document->calendar->root, PROPERTY_METHOD))
                return "It asks for two things at once: it has several METHODs.";
        return NULL;
}

const char *document_open(struct arena *arena, struct span bytes, struct span charset, struct zone_cache *zones,
                          struct document *ret) {
        struct defects defects = { .arena = arena };
        struct span source = { 0 };
        uint32_t lines_before;
        *ret = (struct document){ .arena = arena };
        if (bytes.len > LIMIT_RESOURCE_BYTES)
                return "It is too large.";
        if (bytes.len > 0)
                (void)source_decode(arena, bytes, charset, &defects, &source);
        ret->text = source_find_calendar(source, &lines_before);
        if (ret->text.len == 0)
                return defects_has(&defects, DEFECT_CALENDAR_UTF16) ? refused[0].sentence : "It is no calendar.";
        struct defects unused = { .arena = arena };
        ret->calendars = calendars_read(arena, ret->text, (struct span){ 0 }, calendars_new(arena, zones), 1, &defects);
        ret->calendar = ret->calendars->first;
        const char *fault = fault_of(ret, &defects);
        if (fault)
                return fault;
        if (!lines_read(ret, &unused))
                return "It is damaged: its components do not nest.";
        if (ret->calendars->count > 1)
                return "It holds several calendars.";
        numbers_read(ret);
        return instances_read(ret);
}

struct span document_block(const struct document *document, const struct component *component) {
        const struct document_line *begin = &document->lines[document_begin(document, component)];
        struct span end = document->lines[begin->partner].content.source;
        return (struct span){ begin->content.source.ptr, (size_t)(end.ptr + end.len - begin->content.source.ptr) };
}

struct document_instance *document_series(const struct document *document) {
        struct document_instance *first = document->instances;
        return document->instance_count > 0 && !first->revision.has_recurrence_id ? first : NULL;
}

struct document_instance *document_instance(const struct document *document, int64_t recurrence_id) {
        const struct document_instance key = {
                .revision = { .has_recurrence_id = true, .recurrence_id = recurrence_id },
        };
        return bsearch(&key, document->instances, document->instance_count, sizeof key, by_recurrence);
}

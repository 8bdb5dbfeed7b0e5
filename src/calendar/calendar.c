#include "calendar/calendar.h"

#include "base/limits.h"
#include "calendar/content.h"
#include "calendar/jcal.h"
#include "calendar/names.h"
#include "calendar/source.h"
#include "calendar/xcal.h"
#include "calendar/zones.h"
#include "text/transfer.h"

/* A component that is open. */
struct frame {
        struct component *component;
        const struct property **property_tail;
        const struct component **child_tail;
        const struct property *first[PROPERTIES]; /* set where component->present says so */
};

struct reader {
        struct content_context context;
        struct lines lines;
        uint32_t part;
        struct calendar *calendar; /* the open one */
        struct frame *stack;       /* LIMIT_CALENDAR_DEPTH of them */
        uint32_t depth;            /* frames in use; 0: no calendar is open */
        uint32_t excess;           /* BEGINs that made no frame, not yet ended */
        enum calendar_form form;   /* of those with a VCALENDAR */
        bool junk_reported;
};

struct calendars *calendars_new(struct arena *arena, struct zone_cache *zones) {
        struct calendars *calendars = arena_alloc(arena, sizeof *calendars);
        calendars->arena = arena;
        calendars->zones = zones;
        calendars->tail = &calendars->first;
        calendars->node_limit = LIMIT_CALENDAR_NODE_FLOOR;
        return calendars;
}

static void push(struct reader *reader, struct component *component) {
        struct frame *frame = &reader->stack[reader->depth++];
        frame->component = component;
        frame->property_tail = &component->properties;
        frame->child_tail = &component->children;
}

/* Closes what is open above `depth`; the topmost one by its own END when `ended`. */
static void pop_to(struct reader *reader, uint32_t depth, bool ended, uint32_t line) {
        while (reader->depth > depth) {
                struct component *component = reader->stack[--reader->depth].component;
                component->unclosed = !(ended && reader->depth == depth);
                if (component->unclosed)
                        defects_add(reader->context.defects, DEFECT_CALENDAR_UNCLOSED, line);
        }
        reader->excess = 0;
        if (depth == 0)
                reader->calendar = NULL;
}

static void open_calendar(struct reader *reader, struct span name, enum calendar_form form, uint32_t line) {
        struct calendars *calendars = reader->context.calendars;
        struct calendar *calendar = node_alloc(&reader->context, sizeof *calendar, true, line);
        if (!calendar)
                return;
        *calendar = (struct calendar){ .form = form, .part = reader->part, .index = calendars->count++, .line = line };
        calendar->root = (struct component){ .kind = COMPONENT_VCALENDAR, .line = line, .name = name };
        *calendars->tail = calendar;
        calendars->tail = &calendar->next;
        calendars->last = calendar;
        reader->calendar = calendar;
        push(reader, &calendar->root);
}

/* How many frames stay when a component of this kind begins: those that cannot hold it were left open. */
static uint32_t frames_around(const struct reader *reader, enum component_kind kind) {
        if (kind == COMPONENT_UNKNOWN)
                return reader->depth;
        for (uint32_t i = 1; i < reader->depth; i++) {
                enum component_kind open = reader->stack[i].component->kind;
                bool both_top = component_kind_is_top(kind) && component_kind_is_top(open) && open != COMPONENT_VPOLL;
                bool observances = (kind == COMPONENT_STANDARD || kind == COMPONENT_DAYLIGHT) &&
                                   (open == COMPONENT_STANDARD || open == COMPONENT_DAYLIGHT);
                if (both_top || observances || open == kind)
                        return i;
        }
        return reader->depth;
}

static void begin_component(struct reader *reader, struct span name, enum component_kind kind, uint32_t line) {
        struct defects *defects = reader->context.defects;
        reader->context.calendars->component_count++;
        if (reader->depth == 0) {
                defects_add(defects, DEFECT_CALENDAR_NO_VCALENDAR, line);
                open_calendar(reader, (struct span){ 0 }, CALENDAR_BARE, line);
                if (reader->depth == 0)
                        return;
        }
        uint32_t around = frames_around(reader, kind);
        if (around < reader->depth)
                pop_to(reader, around, false, line);
        if (reader->depth == LIMIT_CALENDAR_DEPTH) {
                defects_add(defects, DEFECT_CALENDAR_NESTING, line);
                reader->depth--;
                reader->excess++;
        }
        struct frame *parent = &reader->stack[reader->depth - 1];
        parent->component->child_count++;
        struct component *component = node_alloc(&reader->context, sizeof *component, kind != COMPONENT_UNKNOWN, line);
        if (!component) {
                /* What stands in it is its parent's then, and not lost. */
                reader->excess++;
                return;
        }
        component->kind = kind;
        component->line = line;
        component->name = name;
        component->depth = reader->depth;
        component->parent = parent->component;
        *parent->child_tail = component;
        parent->child_tail = &component->next;
        push(reader, component);
}

static void begin(struct reader *reader, struct span name, enum component_kind kind, uint32_t line) {
        if (kind != COMPONENT_VCALENDAR) {
                begin_component(reader, name, kind, line);
                return;
        }
        if (reader->depth > 0) {
                /* A bare component's calendar has no END. */
                bool ended = reader->calendar->form == CALENDAR_BARE && reader->depth == 1;
                pop_to(reader, 0, ended, line);
        }
        open_calendar(reader, name, reader->form, line);
}

static void end(struct reader *reader, struct span name, enum component_kind kind, uint32_t line) {
        if (reader->excess > 0 && kind != COMPONENT_VCALENDAR) {
                reader->excess--;
                return;
        }
        for (uint32_t i = reader->depth; i-- > 0;) {
                const struct component *open = reader->stack[i].component;
                if (open->kind == kind && (kind != COMPONENT_UNKNOWN || span_equal_nocase(open->name, name))) {
                        pop_to(reader, i, true, line);
                        return;
                }
        }
        defects_add(reader->context.defects, DEFECT_CALENDAR_STRAY_END, line);
        /* `BEGIN:VTODO` ended by `END:VEVENT`, as in RFC 6047 4.5. */
        if (reader->depth > 1 && component_kind_is_top(kind) &&
            component_kind_is_top(reader->stack[reader->depth - 1].component->kind))
                pop_to(reader, reader->depth - 1, false, line);
}

/* A second one where one is allowed. */
static void note_again(struct reader *reader, struct component *component, const struct property *first,
                       const struct property *property) {
        enum property_id id = property->id;
        uint64_t bit = 1ULL << (id % 64);
        if (!(component->doubled[id / 64] & bit))
                defects_add(reader->context.defects, DEFECT_CALENDAR_PROPERTY_TWICE, property->line);
        component->doubled[id / 64] |= bit;
        if (component->ambiguous[id / 64] & bit || span_equal(span_trim(first->text), span_trim(property->text)))
                return;
        component->ambiguous[id / 64] |= bit;
        defects_add(reader->context.defects, DEFECT_CALENDAR_PROPERTY_AMBIGUOUS, property->line);
}

static void keep(struct reader *reader, struct frame *frame, struct property *property) {
        struct component *component = frame->component;
        enum property_id id = property->id;
        if (id != PROPERTY_UNKNOWN) {
                bool again = component_has(component, id);
                component->present[id / 64] |= 1ULL << (id % 64);
                if (!again)
                        frame->first[id] = property;
                else if (property_stands_once(id))
                        note_again(reader, component, frame->first[id], property);
                if (component == &reader->calendar->root && id == PROPERTY_METHOD && !again)
                        reader->calendar->method = method_from_name(property->text);
        }
        *frame->property_tail = property;
        frame->property_tail = &property->next;
}

static bool over_attendees(struct reader *reader, struct component *component, uint32_t line) {
        component->attendee_count++;
        if (component->attendee_count <= LIMIT_CALENDAR_ATTENDEES)
                return false;
        if (component->attendee_count == LIMIT_CALENDAR_ATTENDEES + 1)
                defects_add(reader->context.defects, DEFECT_CALENDAR_TOO_MANY_ATTENDEES, line);
        return true;
}

static void junk(struct reader *reader, uint32_t line) {
        if (!reader->junk_reported)
                defects_add(reader->context.defects, DEFECT_CALENDAR_JUNK_OUTSIDE, line);
        reader->junk_reported = true;
}

static void add_property(struct reader *reader, const struct content_line *line, struct span name, struct span group,
                         enum property_id id) {
        struct frame *frame = &reader->stack[reader->depth - 1];
        if (reader->calendar->form == CALENDAR_BARE && reader->depth == 1 && id == PROPERTY_UNKNOWN) {
                junk(reader, line->number);
                return;
        }
        reader->context.calendars->property_count++;
        frame->component->property_count++;
        if (id == PROPERTY_ATTENDEE && over_attendees(reader, frame->component, line->number))
                return;
        bool known = id != PROPERTY_UNKNOWN;
        struct property *property = node_alloc(&reader->context, sizeof *property, known, line->number);
        if (!property)
                return;
        *property = (struct property){ .id = id, .line = line->number, .name = name, .group_len = (uint32_t)group.len };
        if (group.len > 0)
                defects_add(reader->context.defects, DEFECT_CALENDAR_PROPERTY_GROUP, line->number);
        content_read(&reader->context, line, property);
        keep(reader, frame, property);
        if (id == PROPERTY_VERSION && reader->depth == 1 && span_equal(span_trim(property->text), SPAN("1.0"))) {
                reader->context.version_1 = true;
                reader->calendar->form = CALENDAR_VCALENDAR;
        }
}

static void read_line(struct reader *reader, const struct content_line *line) {
        struct span group = { 0 }, name = span_head(line->bytes, line->name_len);
        enum property_id id = property_id_of(name);
        if (id == PROPERTY_UNKNOWN) {
                name = content_name(line, &group);
                id = group.len > 0 ? property_id_of(name) : PROPERTY_UNKNOWN;
        }
        if (id == PROPERTY_BEGIN || id == PROPERTY_END) {
                struct span component;
                enum component_kind kind = content_component(line, &component);
                if (id == PROPERTY_BEGIN)
                        begin(reader, component, kind, line->number);
                else
                        end(reader, component, kind, line->number);
        } else if (reader->depth == 0) {
                junk(reader, line->number);
        } else if (line->name_len == 0) {
                defects_add(reader->context.defects, DEFECT_CALENDAR_NO_PROPERTY, line->number);
        } else {
                add_property(reader, line, name, group, id);
        }
}

static void read_text(struct reader *reader, struct span text, uint32_t lines_before) {
        struct content_line line;
        const struct calendar *before = reader->context.calendars->last;
        reader->lines = lines_over(reader->context.arena, text, reader->context.defects);
        reader->lines.number += lines_before;
        while (lines_next(&reader->lines, &line))
                read_line(reader, &line);
        if (reader->depth > 0)
                pop_to(reader, 0, reader->calendar->form == CALENDAR_BARE && reader->depth == 1, line.number);
        zones_collect(reader->context.calendars, before, reader->context.defects);
}

static void open_empty(struct reader *reader) {
        open_calendar(reader, (struct span){ 0 }, reader->form, 1);
        if (reader->depth > 0)
                pop_to(reader, 0, true, 1);
}

/* What nothing could be taken from is told, too. */
static void read_xcal(struct reader *reader, struct span source) {
        struct content_context *context = &reader->context;
        enum text_state state = context->state;
        uint32_t before = context->calendars->count;
        defects_add(context->defects, DEFECT_CALENDAR_XCAL, 1);
        reader->form = CALENDAR_XCAL;
        if (state == STATE_ASCII)
                context->state = STATE_UTF8; /* by character references */
        read_text(reader, xcal_to_icalendar(context->arena, source, context->defects), 0);
        if (context->calendars->count == before)
                open_empty(reader);
        reader->form = CALENDAR_ICALENDAR;
        context->state = state;
}

/* A calendar that is not written as one: JSON, or encoded once more than its transport said (attack 48). */
static struct span text_of_other_form(struct reader *reader, struct span source) {
        struct content_context *context = &reader->context;
        struct span head = span_trim(span_head(source, 4096));
        if (jcal_looks_like(head)) {
                reader->form = CALENDAR_JCAL;
                context->state = STATE_UTF8;
                if (source.len > LIMIT_JCAL_BYTES)
                        open_empty(reader);
                return jcal_to_icalendar(context->arena, source, context->defects);
        }
        if (base64_holds_calendar(head)) {
                defects_add(context->defects, DEFECT_CALENDAR_ENCODED_TWICE, 1);
                context->state = STATE_DOUBTFUL;
                return base64_decode(context->arena, source).bytes;
        }
        return (struct span){ 0 };
}

static void budget(struct calendars *calendars, size_t bytes) {
        uint32_t room = UINT32_MAX - calendars->bytes_read;
        calendars->bytes_read += bytes < room ? (uint32_t)bytes : room;
        calendars->node_limit += bytes * LIMIT_CALENDAR_NODE_FACTOR;
}

struct calendars *calendars_read(struct arena *arena, struct span bytes, struct span charset,
                                 struct calendars *append_to, uint32_t part, struct defects *defects) {
        struct calendars *calendars = append_to ? append_to : calendars_new(arena, NULL);
        struct frame stack[LIMIT_CALENDAR_DEPTH];
        struct reader reader = {
                .context = { .arena = arena, .defects = defects, .calendars = calendars, .charset = charset },
                .part = part,
                .stack = stack,
                .form = CALENDAR_ICALENDAR,
        };
        budget(calendars, bytes.len);
        uint32_t lines_before;
        struct span source;
        reader.context.state = source_decode(arena, bytes, charset, defects, &source);
        bool xml = xcal_looks_like(source);
        if (xml)
                read_xcal(&reader, source);
        struct span text = source_find_calendar(source, &lines_before);
        if (text.len == 0 && xml)
                return calendars;
        if (text.len == 0)
                text = text_of_other_form(&reader, source);
        else if (span_trim((struct span){ source.ptr, (size_t)(text.ptr - source.ptr) }).len > 0)
                junk(&reader, 1);
        read_text(&reader, text, lines_before);
        return calendars;
}

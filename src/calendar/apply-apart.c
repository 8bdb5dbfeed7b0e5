/* An instance of a stored series that is to stand apart from it: a copy without the rule, at its own time. */
#include "base/limits.h"
#include "calendar/apply-steps.h"
#include "calendar/zones.h"

enum { DAY = 86400 };

struct span apply_line(const struct apply *apply, const char *name, struct span value) {
        struct buf out = buf_in(apply->arena, value.len * 2 + 128), line = buf_in(apply->arena, value.len + 128);
        buf_add(&line, span_from(name));
        buf_add_byte(&line, ':');
        buf_add(&line, value);
        line_write(&out, buf_span(&line), document_line_end(&apply->stored));
        return buf_span(&out);
}

void apply_insert(struct apply *apply, struct span block) {
        const struct document *stored = &apply->stored;
        change_insert(&apply->changes, stored->lines[stored->line_count - 1].content.source.ptr, block);
}

struct moment apply_instance_time(const struct apply *apply, const struct document_instance *of_message) {
        const struct document *message = &apply->message;
        struct moment at;
        (void)component_moment(message->calendars, message->calendar, of_message->component, PROPERTY_RECURRENCE_ID,
                               &at);
        return at;
}

void apply_set(struct apply *apply, const struct component *component, enum property_id id, struct span value) {
        const struct property *p = component_property(component, id);
        struct span line = apply_line(apply, property_id_name(id), value);
        const struct document_line *begin = &apply->stored.lines[document_begin(&apply->stored, component)];
        if (!p)
                change_insert(&apply->changes, begin->content.source.ptr + begin->content.source.len, line);
        else if (!span_equal(span_trim(p->text), value))
                change_replace(&apply->changes, document_source(&apply->stored, p), line);
}

void apply_drop(struct apply *apply, struct document_instance *old) {
        old->replaced = !apply->request->tells_absence;
        if (old->replaced)
                change_replace(&apply->changes, document_block(&apply->stored, old->component), (struct span){ 0 });
        else
                apply_set(apply, old->component, PROPERTY_STATUS, SPAN("CANCELLED"));
}

struct span apply_sequence_text(const struct apply *apply, const struct itip_revision *revision) {
        return arena_format(apply->arena, "%lld", revision->sequence > 0 ? (long long)revision->sequence : 0LL);
}

void apply_set_revision(struct apply *apply, const struct component *component, const struct itip_revision *by) {
        if (by->has_sequence)
                apply_set(apply, component, PROPERTY_SEQUENCE, apply_sequence_text(apply, by));
        if (by->has_dtstamp)
                apply_set(apply, component, PROPERTY_DTSTAMP, apply_utc_text(apply, by->dtstamp));
}

/* The wall clock in a stored zone at a time in UTC. */
static int64_t local_at(const struct apply *apply, const struct moment *start, int64_t utc) {
        const struct document *stored = &apply->stored;
        const struct zone *zone = zones_find(stored->calendars, stored->calendar, start->tzid);
        int32_t offset = start->offset;
        for (int i = 0; i < 2; i++) {
                if (zone)
                        offset = zone_offset(zone, utc + offset);
                else
                        (void)zone_offset_by_name(apply->request->zones, start->tzid, utc + offset, &offset);
        }
        return utc + offset;
}

static struct span time_text(const struct apply *apply, int64_t local, bool date, bool utc) {
        int64_t days = local / DAY - (local % DAY < 0), seconds = local - days * DAY, year;
        int month, day;
        civil_from_days(days, &year, &month, &day);
        if (date)
                return arena_format(apply->arena, "%04lld%02d%02d", (long long)year, month, day);
        return arena_format(apply->arena, "%04lld%02d%02dT%02d%02d%02d%s", (long long)year, month, day,
                            (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60), utc ? "Z" : "");
}

struct span apply_time_text(const struct apply *apply, const struct property *property, const struct moment *at) {
        const struct document *stored = &apply->stored;
        struct moment start;
        (void)property_moment(stored->calendars, stored->calendar, property, &start);
        switch (start.basis) {
        case MOMENT_DATE:
                return time_text(apply, at->local, true, false);
        case MOMENT_UTC:
                return time_text(apply, at->utc, false, true);
        case MOMENT_ZONED:
                return time_text(apply, local_at(apply, &start, at->utc), false, false);
        default:
                return time_text(apply, at->local, false, false);
        }
}

/* DTEND or DUE of the instance: as long behind its start as that of the series, by the wall clock. */
static struct span end_text(const struct apply *apply, const struct property *start, const struct property *end,
                            struct span start_text) {
        const struct document *stored = &apply->stored;
        struct moment from, to, at;
        if (!property_moment(stored->calendars, stored->calendar, start, &from) ||
            !property_moment(stored->calendars, stored->calendar, end, &to) || !moment_parse(start_text, &at))
                return (struct span){ 0 };
        if (from.basis == to.basis)
                return time_text(apply, to.local + (at.local - from.local), to.basis == MOMENT_DATE,
                                 to.basis == MOMENT_UTC);
        struct moment utc = { .utc = to.utc + (at.local - from.local) };
        utc.local = to.local + (at.local - from.local);
        return apply_time_text(apply, end, &utc);
}

/* The line of a property in the instance. */
static struct span instance_line(struct apply *apply, const struct property *property, const struct property *start,
                                 struct span start_text) {
        const struct document *stored = &apply->stored;
        switch (property->id) {
        case PROPERTY_RRULE:
        case PROPERTY_RDATE:
        case PROPERTY_EXDATE:
        case PROPERTY_EXRULE:
                return (struct span){ 0 };
        case PROPERTY_DTSTART:
                return property_as(stored, property, NULL, start_text);
        case PROPERTY_DTEND:
        case PROPERTY_DUE:
                return property_as(stored, property, NULL, end_text(apply, start, property, start_text));
        default:
                if (span_equal_nocase(property->name, SPAN("X-CALWARDEN-CANCELLED")))
                        return (struct span){ 0 };
                return document_source(stored, property);
        }
}

static const struct apply_swap *swap_of(const struct apply_swap *swaps, uint32_t count, const struct property *property) {
        for (uint32_t i = 0; i < count; i++)
                if (property && swaps[i].property == property)
                        return &swaps[i];
        return NULL;
}

struct span apply_stand_apart(struct apply *apply, const struct document_instance *series, const struct moment *at,
                              const struct apply_swap *swaps, uint32_t swap_count, struct span added) {
        const struct document *stored = &apply->stored;
        const struct property *start = component_property(series->component, PROPERTY_DTSTART);
        if (!start || apply->too_large || apply->apart++ >= LIMIT_APPLY_INSTANCES ||
            !apply_time_fits(apply, start, at) || !apply_has_instance(apply, series, at))
                return (struct span){ 0 };
        struct buf out = buf_in(apply->arena, apply->max);
        struct span text = apply_time_text(apply, start, at);
        uint32_t begin = document_begin(stored, series->component), end = stored->lines[begin].partner, below = 0;
        for (uint32_t i = begin; i <= end; i++) {
                const struct document_line *line = &stored->lines[i];
                const struct apply_swap *swap = swap_of(swaps, swap_count, line->property);
                below += line->id == PROPERTY_BEGIN && i > begin;
                if (swap)
                        buf_add(&out, swap->line);
                else if (line->property && below == 0)
                        buf_add(&out, instance_line(apply, line->property, start, text));
                else
                        buf_add(&out, line->content.source);
                below -= line->id == PROPERTY_END && i < end;
                if (i == begin) {
                        buf_add(&out, property_as(stored, start, "RECURRENCE-ID", text));
                        buf_add(&out, added);
                }
        }
        return apply_made(apply, &out);
}

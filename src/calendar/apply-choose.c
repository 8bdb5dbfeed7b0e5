/* Which of a mail's calendar objects are processed (RFC 9671 4). */
#include "base/limits.h"
#include "calendar/apply.h"
#include "calendar/compare.h"
#include "calendar/itip.h"

struct choice {
        uint32_t part;
        const struct calendars *calendars;
        const struct calendar *calendar;
        struct span uid;
        bool conflict;
};

/* About the same event, and asking for the same: one of them without METHOD beside one with it is a copy to be saved. */
static bool same_subject(const struct choice *a, const struct choice *b) {
        enum method x = a->calendar->method, y = b->calendar->method;
        return span_equal(a->uid, b->uid) && (x == y || x == METHOD_NONE || y == METHOD_NONE);
}

/* What nobody is shown at first, and what decides on what happens all the same. */
static bool same_details(const struct component *a, const struct component *b) {
        static const enum property_id ids[] = { PROPERTY_RECURRENCE_ID, PROPERTY_RRULE,   PROPERTY_RDATE,
                                                PROPERTY_EXDATE,        PROPERTY_EXRULE,  PROPERTY_DTEND,
                                                PROPERTY_DURATION,      PROPERTY_DUE,     PROPERTY_STATUS,
                                                PROPERTY_SEQUENCE,      PROPERTY_ATTENDEE };
        for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
                const struct property *p = component_property(a, ids[i]), *q = component_property(b, ids[i]);
                for (; p && q; p = property_again(p), q = property_again(q))
                        if (!span_equal_nocase(span_trim(p->text), span_trim(q->text)))
                                return false;
                if (p || q)
                        return false;
        }
        return true;
}

static bool is_same(const struct choice *a, const struct choice *b) {
        const struct component *x = a->calendar->root.children, *y = b->calendar->root.children;
        if (calendars_differ(a->calendars, a->calendar, b->calendar, false))
                return false;
        for (;;) {
                while (x && x->kind == COMPONENT_VTIMEZONE)
                        x = x->next;
                while (y && y->kind == COMPONENT_VTIMEZONE)
                        y = y->next;
                if (!x || !y)
                        return !x && !y;
                if (x->kind != y->kind || !same_details(x, y))
                        return false;
                x = x->next;
                y = y->next;
        }
}

static bool read_part(struct arena *arena, struct calendars *calendars, const struct apply_part *part, uint32_t index,
                      struct choice *ret) {
        struct defects defects = { .arena = arena };
        const struct calendar *before = calendars->last;
        calendars_read(arena, part->bytes, part->charset, calendars, index, &defects);
        const struct calendar *calendar = before ? before->next : calendars->first;
        const struct component *component = calendar ? itip_main_component(calendar) : NULL;
        if (!component)
                return false;
        *ret = (struct choice){ .part = index, .calendars = calendars, .calendar = calendar };
        ret->uid = component_text(component, PROPERTY_UID);
        return true;
}

/* Joins it to those chosen; false: it is one of them, or contradicts one. */
static bool is_another(struct choice *chosen, uint32_t count, const struct choice *next) {
        for (uint32_t i = 0; i < count; i++) {
                if (!same_subject(&chosen[i], next))
                        continue;
                if (!is_same(&chosen[i], next)) {
                        chosen[i].conflict = true;
                } else if (chosen[i].calendar->method == METHOD_NONE) {
                        chosen[i].part = next->part;
                        chosen[i].calendar = next->calendar;
                }
                return false;
        }
        return true;
}

uint32_t apply_choose(struct arena *arena, const struct apply_part *parts, uint32_t count, uint32_t *ret,
                      bool *ret_conflict) {
        struct calendars *calendars = calendars_new(arena, NULL);
        uint32_t most = count < LIMIT_APPLY_PARTS ? count : LIMIT_APPLY_PARTS, chosen_count = 0, kept = 0;
        struct choice *chosen = arena_alloc(arena, (most + 1) * sizeof *chosen), next;
        *ret_conflict = count > most;
        for (uint32_t i = 0; i < most; i++)
                if (read_part(arena, calendars, &parts[i], i, &next) && is_another(chosen, chosen_count, &next))
                        chosen[chosen_count++] = next;
        for (uint32_t i = 0; i < chosen_count; i++) {
                *ret_conflict |= chosen[i].conflict;
                if (!chosen[i].conflict)
                        ret[kept++] = chosen[i].part;
        }
        return kept;
}

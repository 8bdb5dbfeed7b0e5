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
                if (calendars_differ(next->calendars, chosen[i].calendar, next->calendar, false)) {
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

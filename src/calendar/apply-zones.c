/* VTIMEZONEs of the message: those that what is taken over needs come along. */
#include <stdlib.h>

#include "calendar/apply-steps.h"
#include "calendar/zones.h"

struct zone_entry {
        struct span tzid;
        const struct component *component;
        bool needed;
};

static int by_tzid(const void *a, const void *b) {
        const struct span x = ((const struct zone_entry *)a)->tzid, y = ((const struct zone_entry *)b)->tzid;
        size_t len = x.len < y.len ? x.len : y.len;
        int order = len > 0 ? memcmp(x.ptr, y.ptr, len) : 0;
        return order != 0 ? order : (x.len > y.len) - (x.len < y.len);
}

/* Of two of one name the first counts. */
static int by_tzid_and_place(const void *a, const void *b) {
        const struct component *x = ((const struct zone_entry *)a)->component;
        const struct component *y = ((const struct zone_entry *)b)->component;
        int order = by_tzid(a, b);
        return order != 0 ? order : (x->line > y->line) - (x->line < y->line);
}

static struct zone_entry *find(const struct array *zones, struct span tzid) {
        struct zone_entry key = { .tzid = tzid }, *entries = zones->items;
        struct zone_entry *entry = zones->count > 0 ? bsearch(&key, entries, zones->count, sizeof key, by_tzid) : NULL;
        while (entry && entry > entries && by_tzid(entry - 1, entry) == 0)
                entry--;
        return entry;
}

static struct array zones_of(const struct document *document) {
        struct array zones = { 0 };
        const struct component *c = component_child(&document->calendar->root, COMPONENT_VTIMEZONE);
        for (; c; c = component_again(c)) {
                struct zone_entry *entry = array_push(&zones, document->arena, sizeof *entry, UINT32_MAX);
                if (entry)
                        *entry = (struct zone_entry){ .tzid = component_text(c, PROPERTY_TZID), .component = c };
        }
        if (zones.count > 1)
                qsort(zones.items, zones.count, sizeof(struct zone_entry), by_tzid_and_place);
        return zones;
}

void apply_zones_read(struct apply *apply) {
        apply->zones = zones_of(&apply->message);
}

static void need_properties(struct apply *apply, const struct component *component) {
        for (const struct property *p = component->properties; p; p = p->next) {
                const struct parameter *tzid = property_parameter(p, PARAMETER_TZID);
                struct zone_entry *entry = tzid ? find(&apply->zones, span_trim(tzid->value)) : NULL;
                if (entry)
                        entry->needed = true;
        }
}

void apply_zones_need(struct apply *apply, const struct component *component) {
        need_properties(apply, component);
        for (const struct component *c = component->children; c; c = c->next)
                need_properties(apply, c);
}

/* Whether both say the same of the two years around the event. */
static bool says_same(const struct apply *apply, struct span tzid) {
        const struct document *m = &apply->message, *s = &apply->stored;
        const struct zone *theirs = zones_find(m->calendars, m->calendar, tzid);
        const struct zone *mine = zones_find(s->calendars, s->calendar, tzid);
        struct moment start;
        if (!theirs || !mine ||
            !component_moment(m->calendars, m->calendar, apply_first(m)->component, PROPERTY_DTSTART, &start))
                return false;
        for (int days = -365; days <= 730; days += 7) {
                int64_t local = start.local + days * (int64_t)86400;
                if (zone_offset(theirs, local) != zone_offset(mine, local))
                        return false;
        }
        return true;
}

bool apply_zones_add(struct apply *apply, bool all_replaced) {
        struct array stored = zones_of(&apply->stored);
        struct zone_entry *zones = apply->zones.items;
        const struct component *first = apply->stored.calendar->root.children;
        for (uint32_t i = 0; i < apply->zones.count; i++) {
                if (!zones[i].needed)
                        continue;
                const struct zone_entry *there = find(&stored, zones[i].tzid);
                struct span block = apply_take_block(apply, zones[i].component);
                if (!there)
                        change_insert(&apply->changes, document_block(&apply->stored, first).ptr, block);
                else if (says_same(apply, zones[i].tzid))
                        continue;
                else if (all_replaced)
                        change_replace(&apply->changes, document_block(&apply->stored, there->component), block);
                else
                        return false;
        }
        return true;
}

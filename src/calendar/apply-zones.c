/* VTIMEZONEs of the message: those that what is taken over needs come along. */
#include <stdlib.h>

#include "calendar/apply-steps.h"
#include "calendar/zones.h"

/* Zones that are told by their name alone are compared by opening them; people meet in some. */
enum { MOST_BY_NAME = 16, DAY = 86400 };

struct zone_entry {
        struct span tzid;
        const struct component *component; /* NULL: of a TZID that is needed */
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
        return order != 0 || !x || !y ? order : (x->line > y->line) - (x->line < y->line);
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

static void need_properties(struct apply *apply, const struct component *component) {
        for (const struct property *p = component->properties; p; p = p->next) {
                const struct parameter *tzid = property_parameter(p, PARAMETER_TZID);
                struct zone_entry *entry = NULL;
                if (tzid)
                        entry = array_push(&apply->zones, apply->arena, sizeof *entry, UINT32_MAX);
                if (entry)
                        entry->tzid = span_trim(tzid->value);
        }
}

void apply_zones_need(struct apply *apply, const struct component *component) {
        need_properties(apply, component);
        for (const struct component *c = component->children; c; c = c->next)
                need_properties(apply, c);
}

/* What a zone means in a calendar: its VTIMEZONE, else its name. */
struct meaning {
        const struct zone *zone;
        struct zone_cache *names;
        struct span tzid;
};

static struct meaning meaning_of(const struct apply *apply, const struct document *document, struct span tzid) {
        return (struct meaning){ .zone = zones_find(document->calendars, document->calendar, tzid),
                                 .names = apply->request->zones,
                                 .tzid = tzid };
}

static bool offset_at(const struct meaning *meaning, int64_t local, int32_t *ret) {
        if (!meaning->zone)
                return zone_offset_by_name(meaning->names, meaning->tzid, local, ret);
        *ret = zone_offset(meaning->zone, local);
        return true;
}

/* Whether the zone means the same in both, in the years around the event. */
static bool says_same(const struct apply *apply, struct span tzid) {
        const struct document *m = &apply->message;
        struct meaning theirs = meaning_of(apply, m, tzid), mine = meaning_of(apply, &apply->stored, tzid);
        struct moment start;
        int32_t x, y;
        if (!component_moment(m->calendars, m->calendar, apply_first(m)->component, PROPERTY_DTSTART, &start))
                return false;
        for (int days = -365; days <= 730; days += 7) {
                int64_t local = start.local + days * (int64_t)DAY;
                if (!offset_at(&theirs, local, &x) || !offset_at(&mine, local, &y) || x != y)
                        return false;
        }
        return true;
}

/* A name that nobody knows meant nothing to what stays. */
static bool is_known(const struct apply *apply, struct span tzid) {
        struct meaning mine = meaning_of(apply, &apply->stored, tzid);
        int32_t offset;
        return offset_at(&mine, 0, &offset);
}

static bool zone_add(struct apply *apply, const struct zone_entry *theirs, const struct zone_entry *mine,
                     struct span tzid, bool all_replaced, uint32_t *by_name) {
        const struct document *stored = &apply->stored;
        if (!theirs && !mine)
                return true;
        bool compare = mine || (!all_replaced && is_known(apply, tzid));
        if (compare && (!theirs || !mine) && (*by_name)++ == MOST_BY_NAME)
                return false;
        bool same = compare && says_same(apply, tzid);
        if (mine && same)
                return true;
        if (mine && theirs && all_replaced)
                change_replace(&apply->changes, document_block(stored, mine->component),
                               apply_take_block(apply, theirs->component));
        else if (!mine && (same || !compare))
                change_insert(&apply->changes, document_block(stored, stored->calendar->root.children).ptr,
                              apply_take_block(apply, theirs->component));
        else
                return false;
        return true;
}

bool apply_zones_add(struct apply *apply, bool all_replaced) {
        struct array stored = zones_of(&apply->stored), message = zones_of(&apply->message);
        struct zone_entry *needed = apply->zones.items;
        uint32_t by_name = 0;
        if (apply->zones.count > 1)
                qsort(needed, apply->zones.count, sizeof *needed, by_tzid);
        for (uint32_t i = 0; i < apply->zones.count; i++) {
                struct span tzid = needed[i].tzid;
                if (i > 0 && span_equal(tzid, needed[i - 1].tzid))
                        continue;
                if (!zone_add(apply, find(&message, tzid), find(&stored, tzid), tzid, all_replaced, &by_name))
                        return false;
        }
        return true;
}

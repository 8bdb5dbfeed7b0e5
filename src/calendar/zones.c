#include "calendar/zones.h"

#include <stdlib.h>

#include "base/limits.h"
#include "calendar/rule.h"

/* From a wall-clock time on (told by the clock before it) another offset holds. */
struct change {
        int64_t onset;
        int32_t from, to;
};

/* A change that comes again each year. */
struct yearly {
        struct change first;
        int64_t until;         /* wall clock, the last onset at most */
        int8_t month, weekday; /* weekday -1: a day of the month */
        int8_t nth;            /* 1..5, -1..-5; 0: the first such weekday from `day` on */
        int8_t day;            /* negative: from the end of the month */
};

struct zone {
        struct span tzid;
        const struct calendar *calendar;
        struct array changes; /* struct change, by onset */
        struct array rules;   /* struct yearly */
};

static bool offset_parse(struct span text, int32_t *ret) {
        int parts[3] = { 0 }, digits = 0, sign = 1;
        text = span_trim(text);
        for (size_t i = 0; i < text.len; i++) {
                char c = text.ptr[i];
                if (c == '-')
                        sign = -1;
                if (!ascii_digit(c) || digits == 6)
                        continue;
                parts[digits / 2] = parts[digits / 2] * 10 + (c - '0');
                digits++;
        }
        *ret = sign * (parts[0] * 3600 + parts[1] * 60 + parts[2]);
        return digits >= 2 && *ret > -86400 * 2 && *ret < 86400 * 2;
}

static bool add_change(struct arena *arena, struct zone *zone, struct change change) {
        struct change *added = array_push(&zone->changes, arena, sizeof *added, LIMIT_ZONE_CHANGES);
        if (added)
                *added = change;
        return added != NULL;
}

static int lowest_bit(uint64_t bits) {
        return bits ? __builtin_ctzll(bits) : 0;
}

/* The rule as a day of a month. False when it is none that time zones have. */
static bool yearly_from(const struct rule *rule, struct change first, struct yearly *ret) {
        int64_t year;
        int month, day;
        civil_from_days((first.onset - ((first.onset % 86400) + 86400) % 86400) / 86400, &year, &month, &day);
        *ret = (struct yearly){ .first = first,
                                .until = INT64_MAX,
                                .month = (int8_t)month,
                                .weekday = -1,
                                .day = (int8_t)day };
        if (rule->frequency != FREQUENCY_YEARLY || rule->malformed || rule->has_year_days || rule->weeks)
                return false;
        if (rule->months)
                ret->month = (int8_t)lowest_bit(rule->months);
        if (rule->has_until)
                ret->until = rule->until.basis == MOMENT_UTC ? rule->until.utc + first.from : rule->until.local;
        int64_t years = (int64_t)(rule->count < 10000 ? rule->count : 10000);
        if (years > 0)
                ret->until = days_from_civil(year + years, 1, 1) * 86400 - 1;
        if (rule->month_days)
                ret->day = (int8_t)lowest_bit(rule->month_days);
        else if (rule->month_days_back)
                ret->day = (int8_t)-lowest_bit(rule->month_days_back);
        if (rule->weekdays) {
                ret->weekday = (int8_t)lowest_bit(rule->weekdays);
                ret->day = rule->month_days ? ret->day : 1;
        }
        for (int weekday = 0; weekday < 7 && rule->has_weekday_numbers; weekday++) {
                if (rule->weekday_numbers[weekday])
                        ret->nth = (int8_t)lowest_bit(rule->weekday_numbers[weekday]);
                else if (rule->weekday_numbers_back[weekday])
                        ret->nth = (int8_t)-lowest_bit(rule->weekday_numbers_back[weekday]);
                else
                        continue;
                ret->weekday = (int8_t)weekday;
        }
        return true;
}

/* 0 is Monday: 1970-01-01 was a Thursday. */
static int weekday_of(int64_t days) {
        return (int)(((days + 3) % 7 + 7) % 7);
}

static int64_t yearly_onset(const struct yearly *rule, int64_t year) {
        int64_t first = days_from_civil(year, rule->month, 1);
        int64_t next = days_from_civil(year, rule->month + 1, 1);
        int64_t day = rule->day > 0 ? first + rule->day - 1 : next + rule->day;
        if (rule->weekday >= 0 && rule->nth < 0)
                day = next - 1 - (weekday_of(next - 1) - rule->weekday + 7) % 7 + (rule->nth + 1) * 7;
        else if (rule->weekday >= 0 && rule->nth > 0)
                day = first + (rule->weekday - weekday_of(first) + 7) % 7 + (rule->nth - 1) * 7;
        else if (rule->weekday >= 0)
                day += (rule->weekday - weekday_of(day) + 7) % 7;
        return day * 86400 + ((rule->first.onset % 86400) + 86400) % 86400;
}

static bool add_dates(struct arena *arena, struct zone *zone, const struct component *observance, struct change change) {
        for (const struct property *dates = component_property(observance, PROPERTY_RDATE); dates;
             dates = property_again(dates)) {
                struct span rest = dates->text;
                while (rest.len > 0) {
                        struct moment at;
                        if (!moment_parse(span_split(&rest, ','), &at))
                                continue;
                        change.onset = at.local;
                        if (!add_change(arena, zone, change))
                                return false;
                }
        }
        return true;
}

/* False: something was left out. */
static bool add_observance(struct arena *arena, struct zone *zone, const struct component *observance) {
        struct change change;
        struct moment start;
        if (!moment_parse(component_text(observance, PROPERTY_DTSTART), &start) ||
            !offset_parse(component_text(observance, PROPERTY_TZOFFSETTO), &change.to))
                return false;
        if (!offset_parse(component_text(observance, PROPERTY_TZOFFSETFROM), &change.from))
                change.from = change.to;
        change.onset = start.local;
        if (!add_change(arena, zone, change) || !add_dates(arena, zone, observance, change))
                return false;
        const struct property *recurs = component_property(observance, PROPERTY_RRULE);
        if (!recurs)
                return true;
        struct rule rule;
        struct yearly yearly;
        rule_parse(recurs->text, &rule);
        if (!yearly_from(&rule, change, &yearly))
                return false;
        struct yearly *added = array_push(&zone->rules, arena, sizeof *added, LIMIT_ZONE_RULES);
        if (added)
                *added = yearly;
        return added != NULL;
}

static int by_onset(const void *a, const void *b) {
        const struct change *x = a, *y = b;
        return x->onset < y->onset ? -1 : x->onset > y->onset;
}

static bool zone_read(struct arena *arena, struct zone *zone, const struct component *component) {
        bool whole = true;
        for (const struct component *c = component->children; c; c = c->next) {
                if (c->kind == COMPONENT_STANDARD || c->kind == COMPONENT_DAYLIGHT)
                        whole &= add_observance(arena, zone, c);
                if (zone->changes.count == LIMIT_ZONE_CHANGES)
                        break;
        }
        /* Nearly always there already, two of them. */
        const struct change *changes = zone->changes.items;
        bool sorted = true;
        for (uint32_t i = 1; i < zone->changes.count; i++)
                sorted &= changes[i - 1].onset <= changes[i].onset;
        if (!sorted)
                qsort(zone->changes.items, zone->changes.count, sizeof(struct change), by_onset);
        return whole && zone->changes.count > 0;
}

static uint32_t hash(const struct calendar *calendar, struct span tzid) {
        uint32_t h = 2166136261U ^ calendar->index * 2654435761U;
        for (size_t i = 0; i < tzid.len; i++)
                h = (h ^ (unsigned char)tzid.ptr[i]) * 16777619U;
        return h ^ h >> 15;
}

/* A table in which somebody made many names collide is searched no further than this. */
enum { PROBES = 32 };

/* The slot of that name, or a free one, or NULL. */
static const struct zone **slot(const struct calendars *calendars, const struct calendar *calendar, struct span tzid) {
        uint32_t at = hash(calendar, tzid);
        for (uint32_t i = 0; i < PROBES; i++, at++) {
                const struct zone **slot = &calendars->zone_slots[at & (calendars->zone_capacity - 1)];
                if (!*slot || ((*slot)->calendar == calendar && span_equal((*slot)->tzid, tzid)))
                        return slot;
        }
        return NULL;
}

static void grow(struct calendars *calendars) {
        const struct zone **old = calendars->zone_slots;
        uint32_t old_capacity = calendars->zone_capacity;
        calendars->zone_capacity = old_capacity ? old_capacity * 2 : 8;
        calendars->zone_slots = arena_alloc(calendars->arena, sizeof(struct zone *) * calendars->zone_capacity);
        for (uint32_t i = 0; i < old_capacity; i++) {
                if (!old[i])
                        continue;
                const struct zone **place = slot(calendars, old[i]->calendar, old[i]->tzid);
                if (place)
                        *place = old[i];
        }
}

static void collect(struct calendars *calendars, const struct calendar *calendar, const struct component *component,
                    struct defects *defects) {
        /* What a zone with two observances takes; counted so that many VTIMEZONEs stay within the budget. */
        enum { USUAL_BYTES = 400 };
        struct span tzid = component_text(component, PROPERTY_TZID);
        if (calendars->node_bytes + USUAL_BYTES > calendars->node_limit || tzid.len == 0) {
                defects_add(defects, DEFECT_CALENDAR_BAD_ZONE, component->line);
                return;
        }
        calendars->node_bytes += USUAL_BYTES;
        if ((calendars->zone_count + 1) * 2 > calendars->zone_capacity)
                grow(calendars);
        const struct zone **place = slot(calendars, calendar, tzid);
        if (!place || *place) {
                defects_add(defects, place ? DEFECT_CALENDAR_ZONE_TWICE : DEFECT_CALENDAR_BAD_ZONE, component->line);
                return;
        }
        struct zone *zone = arena_alloc(calendars->arena, sizeof *zone);
        *zone = (struct zone){ .tzid = tzid, .calendar = calendar };
        if (!zone_read(calendars->arena, zone, component))
                defects_add(defects, DEFECT_CALENDAR_BAD_ZONE, component->line);
        if (zone->changes.count == 0)
                return;
        *place = zone;
        calendars->zone_count++;
}

void zones_collect(struct calendars *calendars, const struct calendar *before, struct defects *defects) {
        const struct calendar *calendar = before ? before->next : calendars->first;
        for (; calendar; calendar = calendar->next)
                for (const struct component *c = calendar->root.children; c; c = c->next)
                        if (c->kind == COMPONENT_VTIMEZONE)
                                collect(calendars, calendar, c, defects);
}

const struct zone *zones_find(const struct calendars *calendars, const struct calendar *calendar, struct span tzid) {
        if (calendars->zone_count == 0)
                return NULL;
        const struct zone **place = slot(calendars, calendar, tzid);
        return place ? *place : NULL;
}

/* The last change at or before `local`; NULL when all come later. */
static const struct change *last_change(const struct zone *zone, int64_t local) {
        const struct change *changes = zone->changes.items;
        uint32_t low = 0, high = zone->changes.count;
        while (low < high) {
                uint32_t middle = low + (high - low) / 2;
                if (changes[middle].onset <= local)
                        low = middle + 1;
                else
                        high = middle;
        }
        return low > 0 ? &changes[low - 1] : NULL;
}

static bool last_yearly(const struct yearly *rule, int64_t local, int64_t *ret) {
        int64_t year;
        int month, day;
        if (local < rule->first.onset)
                return false;
        int64_t latest = local < rule->until ? local : rule->until;
        civil_from_days(latest / 86400 - (latest < 0), &year, &month, &day);
        int64_t onset = yearly_onset(rule, year);
        if (onset > latest)
                onset = yearly_onset(rule, year - 1);
        *ret = onset > rule->first.onset ? onset : rule->first.onset;
        return true;
}

int32_t zone_offset(const struct zone *zone, int64_t local) {
        const struct change *changes = zone->changes.items, *last = last_change(zone, local);
        const struct yearly *rules = zone->rules.items;
        struct change now = last ? *last : (struct change){ INT64_MIN, changes[0].from, changes[0].from };
        for (uint32_t i = 0; i < zone->rules.count; i++) {
                int64_t onset;
                if (last_yearly(&rules[i], local, &onset) && onset > now.onset)
                        now = (struct change){ onset, rules[i].first.from, rules[i].first.to };
        }
        bool in_gap = now.to > now.from && now.onset != INT64_MIN && local - now.onset < now.to - now.from;
        return in_gap ? now.from : now.to;
}

/* moment: dates, times, time zones and durations of a calendar (RFC 5545 3.3.4, 3.3.5, 3.3.6, 3.6.5). */
#pragma once

#include "base/civil.h"
#include "calendar/calendar.h"

/* How a time is tied to UTC. */
enum moment_basis {
        MOMENT_NONE,     /* no such property, or no time in it */
        MOMENT_DATE,     /* a date: `utc` is its midnight UTC */
        MOMENT_FLOATING, /* local to whoever looks: `utc` as if it were UTC, up to 14 hours off */
        MOMENT_UTC,
        MOMENT_ZONED,       /* by the VTIMEZONE of the same calendar, or by the zone's name */
        MOMENT_UNKNOWN_ZONE /* a TZID that nothing explains: as MOMENT_FLOATING */
};

struct moment {
        enum moment_basis basis;
        int32_t offset; /* seconds east of UTC that were applied */
        int64_t local;  /* seconds since 1970 of the wall clock, read as if it were UTC */
        int64_t utc;    /* seconds since 1970 */
        struct span tzid;
};

/* One time: `20250102T030405Z`, `20250102T030405`, `20250102`, also with the - and : of ISO 8601, and as far as it can
 * be read when it is cut. False (and *ret of basis MOMENT_NONE) when it is no date at all. No zone is applied. */
bool moment_parse(struct span text, struct moment *ret);

/* The time of the first property of that id, its zone applied. False when there is none to be read. `calendars` gives
 * the VTIMEZONEs and the cache of named zones; nothing is allocated. */
bool component_moment(const struct calendars *calendars, const struct calendar *calendar,
                      const struct component *component, enum property_id id, struct moment *ret);
/* The same of one property; of a list of times its first. */
bool property_moment(const struct calendars *calendars, const struct calendar *calendar,
                     const struct property *property, struct moment *ret);

/* A duration in seconds (`-PT15M`, `P1W`), also in the sloppy forms that are met: `PT1D`, lower case, spaces. Bounded
 * to +-10^12. */
bool duration_parse(struct span text, int64_t *ret);

/* When a component starts and ends: DTSTART, and DTEND, DUE or DTSTART + DURATION; a DATE without an end lasts a day
 * (RFC 5545 3.6.1). False without DTSTART. `ret_end` is absent (MOMENT_NONE) when nothing says it. */
bool component_span(const struct calendars *calendars, const struct calendar *calendar,
                    const struct component *component, struct moment *ret_start, struct moment *ret_end);

/* Named zones (Olson, Windows, and the prefixed names that producers make of them), opened through ICU once and kept.
 * One a thread: pass it to calendars_new. NULL when there is no memory. */
[[nodiscard]] struct zone_cache *zone_cache_new(void);
void zone_cache_free(struct zone_cache *cache);

/* UTC offset in seconds of a wall-clock time in a named zone; false for a name that nobody knows. `cache` may
 * be NULL. */
bool zone_offset_by_name(struct zone_cache *cache, struct span tzid, int64_t local, int32_t *ret);

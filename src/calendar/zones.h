/* zones: what VTIMEZONEs say about offsets from UTC (RFC 5545 3.6.5). Private to the calendar layer; callers use
 * moment.h. */
#pragma once

#include "calendar/calendar.h"

/* Reads the VTIMEZONEs of the calendars behind `before` (NULL: of all) into the set's table. */
void zones_collect(struct calendars *calendars, const struct calendar *before, struct defects *defects);

/* The VTIMEZONE of that name in that calendar, or NULL. */
const struct zone *zones_find(const struct calendars *calendars, const struct calendar *calendar, struct span tzid);

/* Seconds east of UTC at a wall-clock time. One that does not exist takes the offset before the gap, one that exists
 * twice is the first (RFC 5545 3.3.5). */
int32_t zone_offset(const struct zone *zone, int64_t local);

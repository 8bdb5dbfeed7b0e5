/* compare: whether two calendars of a message say the same (attack 49). */
#pragma once

#include "calendar/calendar.h"

enum calendar_difference {
        DIFFERENCE_COMPONENTS = 1, /* number of components that are shown */
        DIFFERENCE_UID = 2,
        DIFFERENCE_METHOD = 4,
        DIFFERENCE_ORGANIZER = 8,
        DIFFERENCE_START = 16,
        DIFFERENCE_SUMMARY = 32,
        DIFFERENCE_LOCATION = 64,
        DIFFERENCE_DESCRIPTION = 128,
        DIFFERENCE_LINKS = 256, /* URL, CONFERENCE, ATTACH and the http links written in any text */
};

/* The differences as bits; 0: they say the same. Compares what is shown, after unfolding and unescaping, white space at
 * the ends ignored: components pairwise in their order, as many as both have. A METHOD in one only is a difference only
 * when `method_matters` (an .ics beside an invitation often has none). */
unsigned calendars_differ(const struct calendars *calendars, const struct calendar *a, const struct calendar *b,
                          bool method_matters);

/* "uid", "summary", … of one bit. */
const char *calendar_difference_name(enum calendar_difference difference);

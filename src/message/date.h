/* date: date and time of RFC 5322 3.3 with its obsolete forms (4.3) and what senders write instead: missing weekday or
 * seconds, two-digit years, zone names, ISO 8601, asctime. No locale, no library. */
#pragma once

#include "base/span.h"

struct date {
        int64_t time;         /* seconds since 1970, UTC */
        int32_t zone_seconds; /* east of UTC */
        bool zone_known;      /* false: none given, or -0000, or a name that says nothing; read as UTC */
        bool broken;          /* the weekday is wrong, a number is out of its range, or something stands behind it */
};

/* False, and *ret untouched, when there is no date in it. */
bool date_read_zoned(struct span text, struct date *ret);
bool date_read(struct span text, int64_t *ret);

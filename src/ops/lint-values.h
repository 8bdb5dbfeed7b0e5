/* Values as RFC 5545 writes them, to the letter. The readers take much more (calendar/moment.h): this is for telling
 * those who build calendars. */
#pragma once

#include "base/span.h"

bool value_is_date(struct span text);      /* 20250131 (3.3.4) */
bool value_is_date_time(struct span text); /* 20250131T235960, with or without Z (3.3.5) */
static inline bool value_is_utc(struct span text) {
        return value_is_date_time(text) && text.ptr[text.len - 1] == 'Z';
}
bool value_is_duration(struct span text); /* P1W, -PT15M, +P1DT2H (3.3.6) */
bool value_is_period(struct span text);   /* start/end, start/duration (3.3.9) */
/* An integer within bounds (3.3.8). */
bool value_is_integer(struct span text, int64_t low, int64_t high);
/* 2.0;Success and the like (3.8.8.3) */
bool value_is_request_status(struct span text);
/* Whether a TEXT has ; or , without a backslash before it; and whether a backslash stands before something else than
 * \ ; , n N (3.3.11). */
bool value_has_unescaped(struct span text);
bool value_has_odd_escape(struct span text);
/* A control character other than tab (3.1). */
bool value_has_control(struct span bytes);
/* One of the words of "A|B|C", or something that begins with X-; without regard to case. */
bool value_is_one_of(struct span text, const char *words);

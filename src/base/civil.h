/* civil: dates of the Gregorian calendar, reckoned back beyond its beginning as well, and days since 1970-01-01. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Any month and day are carried over: month 13 is January of the next year. */
int64_t days_from_civil(int64_t year, int month, int day);
void civil_from_days(int64_t days, int64_t *ret_year, int *ret_month, int *ret_day);

static inline bool year_is_leap(int64_t year) {
        return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}
/* `month`: 1 to 12. */
int days_in_month(int64_t year, int month);

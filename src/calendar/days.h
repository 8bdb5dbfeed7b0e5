/* days: days of the calendar, and which of them a rule allows (RFC 5545 3.3.10). Private to the calendar layer. */
#pragma once

#include "calendar/rule.h"

/* A day, walked on without divisions. */
struct day {
        int64_t number, year;                                           /* number: since 1970-01-01 */
        int month, month_day, month_days, year_day, year_days, weekday; /* weekday 0 is Monday */
};

struct day day_at(int64_t number);
void day_next(struct day *day);
/* On within the month, or to the first of the next one. */
void day_forward(struct day *day, int days);

/* Whether the rule's BY parts, and DTSTART's day (`start`) where they are silent, allow the day. INTERVAL, BYSETPOS and
 * the times of the day are not asked for. */
bool day_fits(const struct rule *rule, const struct day *start, const struct day *day);
/* Whether no day of any year fits. */
bool day_fits_never(const struct rule *rule, const struct day *start);

/* The day, week, month or year that a day belongs to, as a running number. */
int64_t day_period(const struct rule *rule, const struct day *day);

static inline int64_t floor_div(int64_t a, int64_t b) {
        return a / b - (a % b < 0);
}
static inline bool has_bit(uint64_t bits, int n) {
        return n >= 0 && n < 64 && bits >> n & 1;
}
static inline bool rule_has_weekdays(const struct rule *rule) {
        return rule->weekdays || rule->has_weekday_numbers;
}

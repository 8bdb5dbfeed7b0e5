/* rule: a recurrence rule as data (RFC 5545 3.3.10). Private to the calendar layer. */
#pragma once

#include "calendar/recurrence.h"

struct rule {
        enum frequency frequency;
        uint32_t interval; /* at least 1 */
        uint64_t count;    /* 0: none */
        bool has_until, malformed, other_scale;
        struct moment until;
        uint16_t months;             /* BYMONTH: bit 1..12; 0: none given, as in all below */
        uint32_t month_days;         /* BYMONTHDAY: bit 1..31 */
        uint32_t month_days_back;    /* bit n: -n */
        uint8_t weekdays;            /* BYDAY without a number: bit 0 is Monday */
        uint64_t weekday_numbers[7]; /* with a number n (1..53) or -n: bit n; see weekday_numbers_back */
        uint64_t weekday_numbers_back[7];
        bool has_weekday_numbers;
        uint64_t weeks, weeks_back;               /* BYWEEKNO: bit 1..53 */
        uint64_t year_days[6], year_days_back[6]; /* BYYEARDAY: bit 1..366 */
        bool has_year_days;
        uint32_t hours;        /* BYHOUR: bit 0..23 */
        uint64_t minutes;      /* BYMINUTE: bit 0..59 */
        uint64_t seconds;      /* BYSECOND: bit 0..60 */
        int16_t positions[32]; /* BYSETPOS */
        uint32_t position_count;
        uint8_t week_start; /* WKST: 0 is Monday */
        bool has_by;        /* any BY part */
};

/* Never fails: what cannot be read sets `malformed` and is left out. */
void rule_parse(struct span text, struct rule *ret);

/* The two years that a rate is asked for, by the wall clock of the event. */
struct rate_window {
        int64_t start;     /* DTSTART */
        int64_t from, end; /* instances in [from, end); from may lie before start */
};

struct rate {
        double instances;
        bool exact, never;
        bool has_start; /* the rule itself meets DTSTART, or DTSTART is not in the window */
};

/* How many instances a rule has in the window (recurrence.h says how exactly). Constant time. */
void rule_rate(const struct rule *rule, struct rate_window window, struct rate *ret);

/* The two halves of it: rules of days or longer, and those that fire several times a day. */
void rate_of_days(const struct rule *rule, struct rate_window window, struct rate *ret);
void rate_within_days(const struct rule *rule, struct rate_window window, struct rate *ret);

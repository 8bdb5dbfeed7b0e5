#include "calendar/days.h"

struct day day_at(int64_t number) {
        struct day day = { .number = number };
        civil_from_days(number, &day.year, &day.month, &day.month_day);
        day.month_days = days_in_month(day.year, day.month);
        day.year_day = (int)(number - days_from_civil(day.year, 1, 1)) + 1;
        day.year_days = year_is_leap(day.year) ? 366 : 365;
        day.weekday = (int)(((number + 3) % 7 + 7) % 7);
        return day;
}

void day_next(struct day *day) {
        day->number++;
        day->weekday = day->weekday == 6 ? 0 : day->weekday + 1;
        day->month_day++;
        day->year_day++;
        if (day->month_day <= day->month_days)
                return;
        day->month_day = 1;
        day->month++;
        if (day->month > 12) {
                day->month = 1;
                day->year++;
                day->year_day = 1;
                day->year_days = year_is_leap(day->year) ? 366 : 365;
        }
        day->month_days = days_in_month(day->year, day->month);
}

void day_forward(struct day *day, int days) {
        day->number += days - 1;
        day->weekday = (day->weekday + days - 1) % 7;
        day->month_day += days - 1;
        day->year_day += days - 1;
        day_next(day);
}

int64_t day_period(const struct rule *rule, const struct day *day) {
        switch (rule->frequency) {
        case FREQUENCY_WEEKLY:
                return floor_div(day->number + 3 - rule->week_start, 7);
        case FREQUENCY_MONTHLY:
                return day->year * 12 + day->month;
        case FREQUENCY_YEARLY:
                return day->year;
        default:
                return day->number;
        }
}

static bool month_day_fits(const struct rule *rule, const struct day *day) {
        return has_bit(rule->month_days, day->month_day) ||
               has_bit(rule->month_days_back, day->month_days - day->month_day + 1);
}

static bool year_day_fits(const struct rule *rule, const struct day *day) {
        int n = day->year_day, back = day->year_days - n + 1;
        return has_bit(rule->year_days[n / 64], n % 64) || has_bit(rule->year_days_back[back / 64], back % 64);
}

/* Weeks begin on WKST, and belong to the year of their middle day (RFC 5545 3.3.10). */
static bool week_fits(const struct rule *rule, const struct day *day) {
        int middle = day->year_day - (day->weekday - rule->week_start + 7) % 7 + 3, year_days = day->year_days;
        if (middle > year_days) {
                middle -= year_days;
                year_days = year_is_leap(day->year + 1) ? 366 : 365;
        } else if (middle < 1) {
                year_days = year_is_leap(day->year - 1) ? 366 : 365;
                middle += year_days;
        }
        int week = (middle - 1) / 7 + 1, weeks = (year_days - 1 - (middle - 1) % 7) / 7 + 1;
        return has_bit(rule->weeks, week) || has_bit(rule->weeks_back, weeks - week + 1);
}

/* `1MO` counts within the month, or within the year for a yearly rule without BYMONTH. */
static bool weekday_fits(const struct rule *rule, const struct day *day) {
        bool numbers = rule->frequency == FREQUENCY_MONTHLY || rule->frequency == FREQUENCY_YEARLY;
        if (has_bit(rule->weekdays, day->weekday))
                return true;
        if (!rule->has_weekday_numbers)
                return false;
        if (!numbers)
                return rule->weekday_numbers[day->weekday] || rule->weekday_numbers_back[day->weekday];
        bool in_year = rule->frequency == FREQUENCY_YEARLY && !rule->months;
        int at = in_year ? day->year_day : day->month_day, of = in_year ? day->year_days : day->month_days;
        return has_bit(rule->weekday_numbers[day->weekday], (at - 1) / 7 + 1) ||
               has_bit(rule->weekday_numbers_back[day->weekday], (of - at) / 7 + 1);
}

/* What DTSTART says where the BY parts do not (RFC 5545 3.3.10). */
static bool start_fits(const struct rule *rule, const struct day *start, const struct day *day) {
        bool by_day = rule_has_weekdays(rule) || rule->month_days || rule->month_days_back;
        switch (rule->frequency) {
        case FREQUENCY_WEEKLY:
                return rule_has_weekdays(rule) || day->weekday == start->weekday;
        case FREQUENCY_MONTHLY:
                return by_day || day->month_day == start->month_day;
        case FREQUENCY_YEARLY:
                if (by_day || rule->has_year_days)
                        return true;
                if (rule->weeks || rule->weeks_back)
                        return day->weekday == start->weekday;
                return day->month_day == start->month_day && (rule->months || day->month == start->month);
        default:
                return true;
        }
}

/* All but the weekday and the week. */
static bool date_fits(const struct rule *rule, const struct day *day) {
        bool weekly = rule->frequency == FREQUENCY_WEEKLY;
        if (rule->months && !has_bit(rule->months, day->month))
                return false;
        if ((rule->month_days || rule->month_days_back) && !weekly && !month_day_fits(rule, day))
                return false;
        return !rule->has_year_days || weekly || year_day_fits(rule, day);
}

static bool by_week(const struct rule *rule) {
        return (rule->weeks || rule->weeks_back) && rule->frequency == FREQUENCY_YEARLY;
}

bool day_fits(const struct rule *rule, const struct day *start, const struct day *day) {
        return date_fits(rule, day) && (!rule_has_weekdays(rule) || weekday_fits(rule, day)) &&
               start_fits(rule, start, day) && (!by_week(rule) || week_fits(rule, day));
}

/* Whether a day of a year can be one of the rule's: weekdays move from year to year, dates do not. */
static bool day_possible(const struct rule *rule, const struct day *start, struct day day) {
        if (!date_fits(rule, &day))
                return false;
        for (day.weekday = 0; day.weekday < 7; day.weekday++)
                if ((!rule_has_weekdays(rule) || weekday_fits(rule, &day)) && start_fits(rule, start, &day))
                        return true;
        return false;
}

bool day_fits_never(const struct rule *rule, const struct day *start) {
        enum { LEAP_YEAR_2000 = 10957 };
        struct day day = day_at(LEAP_YEAR_2000);
        for (int i = 0; i < 366; i++) {
                if (day_possible(rule, start, day))
                        return false;
                day_next(&day);
        }
        return true;
}

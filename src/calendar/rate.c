#include "calendar/rule.h"

enum { DAY = 86400, HORIZON_DAYS = 731, COUNTED_DAYS = 4 * 366, MOST_IN_PERIOD = 366 };

/* A day of the calendar, walked on without divisions. */
struct day {
        int64_t number, year;
        int month, month_day, month_days, year_day, year_days, weekday;
};

static bool is_leap(int64_t year) {
        return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int64_t year, int month) {
        static const int8_t days[] = { 0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
        return month == 2 && is_leap(year) ? 29 : days[month];
}

static int64_t floor_div(int64_t a, int64_t b) {
        return a / b - (a % b < 0);
}

static struct day day_at(int64_t number) {
        struct day day = { .number = number };
        civil_from_days(number, &day.year, &day.month, &day.month_day);
        day.month_days = days_in_month(day.year, day.month);
        day.year_day = (int)(number - days_from_civil(day.year, 1, 1)) + 1;
        day.year_days = is_leap(day.year) ? 366 : 365;
        day.weekday = (int)(((number + 3) % 7 + 7) % 7);
        return day;
}

static void day_next(struct day *day) {
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
                day->year_days = is_leap(day->year) ? 366 : 365;
        }
        day->month_days = days_in_month(day->year, day->month);
}

/* On within the month, or to the first of the next one. */
static void day_forward(struct day *day, int days) {
        day->number += days - 1;
        day->weekday = (day->weekday + days - 1) % 7;
        day->month_day += days - 1;
        day->year_day += days - 1;
        day_next(day);
}

/* The day, week, month or year that a day belongs to, as a running number. */
static int64_t period_of(const struct rule *rule, const struct day *day) {
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

static bool has_bit(uint64_t bits, int n) {
        return n >= 0 && n < 64 && bits >> n & 1;
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
                year_days = is_leap(day->year + 1) ? 366 : 365;
        } else if (middle < 1) {
                year_days = is_leap(day->year - 1) ? 366 : 365;
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

static bool has_weekdays(const struct rule *rule) {
        return rule->weekdays || rule->has_weekday_numbers;
}

/* What DTSTART says where the BY parts do not (RFC 5545 3.3.10). */
static bool start_fits(const struct rule *rule, const struct day *start, const struct day *day) {
        bool by_day = has_weekdays(rule) || rule->month_days || rule->month_days_back;
        switch (rule->frequency) {
        case FREQUENCY_WEEKLY:
                return has_weekdays(rule) || day->weekday == start->weekday;
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

static bool day_fits(const struct rule *rule, const struct day *start, const struct day *day) {
        return date_fits(rule, day) && (!has_weekdays(rule) || weekday_fits(rule, day)) &&
               start_fits(rule, start, day) && (!by_week(rule) || week_fits(rule, day));
}

/* The times of a day at which a rule of days or longer fires. */
struct times {
        uint64_t hours, minutes, seconds;
};

static struct times times_of(const struct rule *rule, int64_t start) {
        int second = (int)(start - floor_div(start, DAY) * DAY);
        return (struct times){
                .hours = rule->hours ? rule->hours : 1ULL << (second / 3600),
                .minutes = rule->minutes ? rule->minutes : 1ULL << (second / 60 % 60),
                .seconds = rule->seconds ? rule->seconds : 1ULL << (second % 60),
        };
}

static uint64_t below(uint64_t bits, int64_t n) {
        return (uint64_t)__builtin_popcountll(n >= 64 ? bits : bits & ((1ULL << n) - 1));
}

/* How many of them lie before second `t` of the day. */
static uint64_t times_before(const struct times *times, int64_t t) {
        uint64_t per_hour = below(times->minutes, 64) * below(times->seconds, 64);
        if (t <= 0)
                return 0;
        if (t >= DAY)
                return below(times->hours, 64) * per_hour;
        int hour = (int)(t / 3600), minute = (int)(t / 60 % 60), second = (int)(t % 60);
        uint64_t count = below(times->hours, hour) * per_hour;
        if (!has_bit(times->hours, hour))
                return count;
        count += below(times->minutes, minute) * below(times->seconds, 64);
        return count + (has_bit(times->minutes, minute) ? below(times->seconds, second) : 0);
}

static uint64_t times_within(const struct times *times, int64_t day, int64_t from, int64_t end) {
        int64_t begin = day * DAY;
        if (from >= begin + DAY || end <= begin)
                return 0;
        return times_before(times, end - begin) - times_before(times, from - begin);
}

/* Counts over the days of a window. */
struct walk {
        const struct rule *rule;
        struct day start;
        struct times times;
        int64_t start_second, from, end;
        uint64_t before, within; /* instances from DTSTART on to the window, and in it */
        int64_t first_period;    /* of DTSTART */
        int64_t period;          /* of the days gathered for BYSETPOS */
        uint32_t gathered;
        int64_t days[MOST_IN_PERIOD];
};

static void count_day(struct walk *walk, int64_t day) {
        int64_t from = walk->from > walk->start_second ? walk->from : walk->start_second;
        walk->before += times_within(&walk->times, day, walk->start_second, from);
        walk->within += times_within(&walk->times, day, from, walk->end);
}

/* BYSETPOS picks from all instances of a period. With several times a day a position is one of them. */
static void count_positions(struct walk *walk) {
        uint64_t per_day = times_before(&walk->times, DAY);
        int64_t total = (int64_t)(walk->gathered * per_day);
        struct times all = walk->times;
        for (uint32_t i = 0; i < walk->rule->position_count && total > 0; i++) {
                int64_t position = walk->rule->positions[i];
                int64_t at = position > 0 ? position - 1 : total + position;
                if (at < 0 || at >= total)
                        continue;
                if (per_day > 1)
                        walk->times = (struct times){ 1, 1, 1 };
                count_day(walk, walk->days[at / (int64_t)per_day]);
                walk->times = all;
        }
        walk->gathered = 0;
}

static bool in_interval(const struct walk *walk, int64_t period) {
        return walk->rule->interval == 1 || (period - walk->first_period) % walk->rule->interval == 0;
}

static void visit(struct walk *walk, const struct day *day) {
        if (!day_fits(walk->rule, &walk->start, day))
                return;
        int64_t period = period_of(walk->rule, day);
        if (walk->gathered > 0 && period != walk->period)
                count_positions(walk);
        walk->period = period;
        if (!in_interval(walk, period))
                return;
        if (walk->rule->position_count == 0)
                count_day(walk, day->number);
        else if (walk->gathered < MOST_IN_PERIOD)
                walk->days[walk->gathered++] = day->number;
}

/* Whether only the day of the month of DTSTART can match. */
static bool has_one_day(const struct rule *rule) {
        return rule->frequency >= FREQUENCY_MONTHLY && !has_weekdays(rule) && !rule->month_days &&
               !rule->month_days_back && !rule->has_year_days && !rule->weeks && !rule->weeks_back;
}

/* How many days on the next one lies that can match; 0: this one can. */
static int days_to_skip(const struct walk *walk, const struct day *day, bool one_day) {
        int to_next_month = day->month_days - day->month_day + 1;
        if (walk->rule->frequency < FREQUENCY_MONTHLY)
                return 0;
        if ((walk->rule->months && !has_bit(walk->rule->months, day->month)) ||
            !in_interval(walk, period_of(walk->rule, day)))
                return to_next_month;
        int wanted = walk->start.month_day;
        if (!one_day || day->month_day == wanted)
                return 0;
        return day->month_day < wanted && wanted <= day->month_days ? wanted - day->month_day : to_next_month;
}

/* From the day of `from` to that of `end`, with whole periods around them where BYSETPOS needs them. */
static void walk_days(struct walk *walk, int64_t from, int64_t end) {
        int64_t margin = walk->rule->position_count == 0             ? 0
                         : walk->rule->frequency == FREQUENCY_YEARLY ? 366
                         : walk->rule->frequency == FREQUENCY_DAILY  ? 0
                                                                     : 31;
        struct day day = day_at(floor_div(from, DAY) - margin);
        int64_t last = floor_div(end - 1, DAY) + margin;
        bool one_day = has_one_day(walk->rule);
        while (day.number <= last) {
                int skip = days_to_skip(walk, &day, one_day);
                if (skip > 0) {
                        day_forward(&day, skip);
                        continue;
                }
                visit(walk, &day);
                day_next(&day);
        }
        count_positions(walk);
}

static void walk_over(struct walk *walk, const struct rule *rule, struct rate_window window) {
        walk->rule = rule;
        walk->start = day_at(floor_div(window.start, DAY));
        walk->times = times_of(rule, window.start);
        walk->start_second = window.start;
        walk->from = window.from;
        walk->end = window.end;
        walk->before = walk->within = 0;
        walk->first_period = period_of(rule, &walk->start);
        walk->gathered = 0;
}

/* Whether a day of a year can be one of the rule's: weekdays move from year to year, dates do not. */
static bool day_possible(const struct rule *rule, const struct day *start, struct day day) {
        if (!date_fits(rule, &day))
                return false;
        for (day.weekday = 0; day.weekday < 7; day.weekday++)
                if ((!has_weekdays(rule) || weekday_fits(rule, &day)) && start_fits(rule, start, &day))
                        return true;
        return false;
}

static bool matches_never(const struct rule *rule, const struct day *start) {
        bool reachable = rule->position_count == 0;
        for (uint32_t i = 0; i < rule->position_count; i++)
                reachable |= rule->positions[i] >= -366 && rule->positions[i] <= 366;
        if (!reachable)
                return true;
        enum { LEAP_YEAR_2000 = 10957 };
        struct day day = day_at(LEAP_YEAR_2000);
        for (int i = 0; i < 366; i++) {
                if (day_possible(rule, start, day))
                        return false;
                day_next(&day);
        }
        return true;
}

static bool meets_start(const struct rule *rule, struct rate_window window) {
        struct walk walk;
        if (rule->position_count == 0) {
                struct day start = day_at(floor_div(window.start, DAY));
                struct times times = times_of(rule, window.start);
                return day_fits(rule, &start, &start) && times_within(&times, start.number, window.start, window.start + 1);
        }
        walk_over(&walk, rule, (struct rate_window){ window.start, window.start, window.start + 1 });
        walk_days(&walk, window.start, window.start + 1);
        return walk.within > 0;
}

/* Whether the rule fires at equal steps: of days, or of weeks on some weekdays. */
static bool is_stepping(const struct rule *rule) {
        bool other_parts = rule->hours || rule->minutes || rule->seconds || rule->months || rule->month_days ||
                           rule->month_days_back || rule->has_year_days || rule->weeks || rule->weeks_back ||
                           rule->has_weekday_numbers || rule->position_count > 0;
        if (other_parts)
                return false;
        return rule->frequency == FREQUENCY_WEEKLY ||
               (rule->frequency == FREQUENCY_DAILY && (!rule->weekdays || rule->interval == 1));
}

/* How many of first, first + step, … lie in [from, end). */
static uint64_t steps_within(int64_t first, int64_t step, int64_t from, int64_t end) {
        int64_t low = from > first ? (from - first + step - 1) / step : 0;
        int64_t high = end > first ? (end - first + step - 1) / step : 0;
        return high > low ? (uint64_t)(high - low) : 0;
}

static void count_steps(struct walk *walk, int64_t first, int64_t step) {
        int64_t start = walk->start_second, from = walk->from > start ? walk->from : start;
        if (first < start)
                first += step;
        walk->before += steps_within(first, step, start, from);
        walk->within += steps_within(first, step, from, walk->end);
}

static void count_stepping(struct walk *walk) {
        const struct rule *rule = walk->rule;
        if (rule->frequency == FREQUENCY_DAILY && !rule->weekdays) {
                count_steps(walk, walk->start_second, DAY * (int64_t)rule->interval);
                return;
        }
        uint8_t weekdays = rule->weekdays ? rule->weekdays : (uint8_t)(1U << walk->start.weekday);
        int64_t into_week = (walk->start.weekday - rule->week_start + 7) % 7;
        for (int weekday = 0; weekday < 7; weekday++) {
                int64_t offset = (weekday - rule->week_start + 7) % 7 - into_week;
                if (has_bit(weekdays, weekday))
                        count_steps(walk, walk->start_second + offset * DAY, 7 * DAY * (int64_t)rule->interval);
        }
}

/* Instances before the window of a rule that is older than is walked, by the rate of its first two years. */
static double earlier(const struct rule *rule, struct rate_window window) {
        struct rate_window first = { window.start, window.start, window.start + (int64_t)HORIZON_DAYS * DAY };
        struct walk walk;
        walk_over(&walk, rule, first);
        walk_days(&walk, first.from, first.end);
        return (double)walk.within / HORIZON_DAYS * ((double)(window.from - window.start) / DAY);
}

static void rate_of_days(const struct rule *rule, struct rate_window window, struct rate *ret) {
        struct walk walk;
        bool stepping = is_stepping(rule);
        bool old = window.from > window.start && window.from - window.start > (int64_t)COUNTED_DAYS * DAY;
        int64_t from = window.from > window.start && (old || rule->count == 0) ? window.from : window.start;
        walk_over(&walk, rule, window);
        if (stepping)
                count_stepping(&walk);
        else if (from < window.end)
                walk_days(&walk, from, window.end);
        ret->instances = (double)walk.within;
        if (rule->count > 0) {
                double before = old && !stepping ? earlier(rule, window) : (double)walk.before;
                double left = (double)rule->count - before;
                ret->exact = !old || stepping;
                ret->instances = left <= 0 ? 0 : ret->instances < left ? ret->instances : left;
        }
        ret->has_start = window.start < window.from || window.start >= window.end || meets_start(rule, window);
        ret->never = walk.within == 0 && walk.before == 0 && matches_never(rule, &walk.start);
}

static uint64_t gcd(uint64_t a, uint64_t b) {
        while (b) {
                uint64_t rest = a % b;
                a = b;
                b = rest;
        }
        return a;
}

/* How many of the bits of `allowed` (0: all `size`) are reached by steps from `at`, as a share of a step. */
static double reached(uint64_t allowed, uint64_t size, uint64_t at, uint64_t interval) {
        uint64_t step = gcd(interval, size), count = 0;
        for (uint64_t i = at % step; i < size; i += step)
                count += !allowed || has_bit(allowed, (int)i);
        return (double)count * (double)step / (double)interval;
}

/* Minutes of a day: the hour counts as well. */
static double reached_minutes(const struct rule *rule, uint64_t at, uint64_t interval) {
        uint64_t step = gcd(interval, 1440), count = 0;
        for (uint64_t i = at % step; i < 1440; i += step)
                count += (!rule->hours || has_bit(rule->hours, (int)(i / 60))) &&
                         (!rule->minutes || has_bit(rule->minutes, (int)(i % 60)));
        return (double)count * (double)step / (double)interval;
}

static double bits_or(uint64_t bits, double otherwise) {
        return bits ? (double)below(bits, 64) : otherwise;
}

/* Instances on a day that fits, of a rule that fires several times a day. */
static double per_day(const struct rule *rule, enum frequency frequency, uint64_t interval, int64_t start) {
        uint64_t second = (uint64_t)(start - floor_div(start, DAY) * DAY);
        switch (frequency) {
        case FREQUENCY_HOURLY:
                return reached(rule->hours, 24, second / 3600, interval) * bits_or(rule->minutes, 1) *
                       bits_or(rule->seconds, 1);
        case FREQUENCY_MINUTELY:
                return reached_minutes(rule, second / 60, interval) * bits_or(rule->seconds, 1);
        default:
                return reached(rule->seconds, 60, second % 60, interval) * bits_or(rule->hours, 24) *
                       bits_or(rule->minutes, 60);
        }
}

/* Days of the window that the rule's day parts allow, the first and the last by their share. */
static double days_that_fit(const struct rule *rule, int64_t from, int64_t end) {
        struct day day = day_at(floor_div(from, DAY)), start = day;
        double days = 0;
        for (; day.number * DAY < end; day_next(&day)) {
                int64_t begin = day.number * DAY, stop = begin + DAY;
                if (!day_fits(rule, &start, &day))
                        continue;
                days += (double)((stop < end ? stop : end) - (begin > from ? begin : from)) / DAY;
        }
        return days;
}

static void rate_within_days(const struct rule *rule, struct rate_window window, struct rate *ret) {
        static const int64_t units[] = { [FREQUENCY_SECONDLY] = 1, [FREQUENCY_MINUTELY] = 60,
                                         [FREQUENCY_HOURLY] = 3600 };
        int64_t from = window.from > window.start ? window.from : window.start;
        ret->has_start = true;
        if (!rule->has_by) {
                int64_t step = units[rule->frequency] * (int64_t)rule->interval;
                int64_t first = (from - window.start + step - 1) / step;
                int64_t behind = (window.end - window.start + step - 1) / step;
                if (rule->count > 0 && (uint64_t)behind > rule->count)
                        behind = rule->count < INT64_MAX ? (int64_t)rule->count : INT64_MAX;
                ret->instances = behind > first ? (double)(behind - first) : 0;
                return;
        }
        enum frequency frequency = rule->frequency;
        uint64_t interval = rule->interval;
        while (frequency < FREQUENCY_HOURLY && interval % 60 == 0 &&
               !(frequency == FREQUENCY_SECONDLY ? rule->seconds : rule->minutes)) {
                interval /= 60;
                frequency++;
        }
        double each = per_day(rule, frequency, interval, window.start);
        ret->exact = false;
        ret->instances = each * days_that_fit(rule, from, window.end);
        if (rule->count > 0) {
                double before = window.from > window.start ? each * (double)(window.from - window.start) / DAY : 0;
                double left = (double)rule->count - before;
                ret->instances = left <= 0 ? 0 : ret->instances < left ? ret->instances : left;
        }
        struct day start = day_at(floor_div(window.start, DAY));
        ret->never = each == 0 || (ret->instances == 0 && matches_never(rule, &start));
}

void rule_rate(const struct rule *rule, struct rate_window window, struct rate *ret) {
        *ret = (struct rate){ .exact = true, .has_start = true };
        if (rule->frequency == FREQUENCY_NONE || window.end <= window.from || window.end <= window.start)
                return;
        if (rule->frequency >= FREQUENCY_DAILY)
                rate_of_days(rule, window, ret);
        else
                rate_within_days(rule, window, ret);
}

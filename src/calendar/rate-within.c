#include "calendar/days.h"

enum { DAY = 86400 };

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
        return bits ? (double)__builtin_popcountll(bits) : otherwise;
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

void rate_within_days(const struct rule *rule, struct rate_window window, struct rate *ret) {
        static const int64_t units[] = {
                [FREQUENCY_SECONDLY] = 1,
                [FREQUENCY_MINUTELY] = 60,
                [FREQUENCY_HOURLY] = 3600,
        };
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
        ret->never = each == 0 || (ret->instances == 0 && day_fits_never(rule, &start));
}

#include "calendar/days.h"

enum { DAY = 86400, HORIZON_DAYS = 731, COUNTED_DAYS = 4 * 366, MOST_IN_PERIOD = 366 };

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
        int64_t period = day_period(walk->rule, day);
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
        return rule->frequency >= FREQUENCY_MONTHLY && !rule_has_weekdays(rule) && !rule->month_days &&
               !rule->month_days_back && !rule->has_year_days && !rule->weeks && !rule->weeks_back;
}

/* How many days on the next one lies that can match; 0: this one can. */
static int days_to_skip(const struct walk *walk, const struct day *day, bool one_day) {
        int to_next_month = day->month_days - day->month_day + 1;
        if (walk->rule->frequency < FREQUENCY_MONTHLY)
                return 0;
        if ((walk->rule->months && !has_bit(walk->rule->months, day->month)) ||
            !in_interval(walk, day_period(walk->rule, day)))
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
        walk->first_period = day_period(rule, &walk->start);
        walk->gathered = 0;
}

static bool matches_never(const struct rule *rule, const struct day *start) {
        bool reachable = rule->position_count == 0;
        for (uint32_t i = 0; i < rule->position_count; i++)
                reachable |= rule->positions[i] >= -MOST_IN_PERIOD && rule->positions[i] <= MOST_IN_PERIOD;
        return !reachable || day_fits_never(rule, start);
}

static bool meets_start(const struct rule *rule, struct rate_window window) {
        struct walk walk;
        if (rule->position_count == 0) {
                struct day start = day_at(floor_div(window.start, DAY));
                struct times times = times_of(rule, window.start);
                return day_fits(rule, &start, &start) &&
                       times_within(&times, start.number, window.start, window.start + 1);
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

void rate_of_days(const struct rule *rule, struct rate_window window, struct rate *ret) {
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

void rule_rate(const struct rule *rule, struct rate_window window, struct rate *ret) {
        *ret = (struct rate){ .exact = true, .has_start = true };
        if (rule->frequency == FREQUENCY_NONE || window.end <= window.from || window.end <= window.start)
                return;
        if (rule->frequency >= FREQUENCY_DAILY)
                rate_of_days(rule, window, ret);
        else
                rate_within_days(rule, window, ret);
}

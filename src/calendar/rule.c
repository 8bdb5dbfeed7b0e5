#include "calendar/rule.h"

#include "base/limits.h"

static const char *const frequencies[] = {
        "", "SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY",
};

const char *frequency_name(enum frequency frequency) {
        return frequencies[frequency];
}

static enum frequency frequency_from(struct span text) {
        for (int i = FREQUENCY_SECONDLY; i <= FREQUENCY_YEARLY; i++)
                if (span_equal_nocase(text, span_from(frequencies[i])))
                        return (enum frequency)i;
        return FREQUENCY_NONE;
}

/* A number with an optional sign, off the front of *s; 0 when there is none. */
static int number(struct span *s) {
        bool negative = s->len > 0 && s->ptr[0] == '-';
        int value = 0;
        if (s->len > 0 && (s->ptr[0] == '-' || s->ptr[0] == '+'))
                *s = span_skip(*s, 1);
        while (s->len > 0 && ascii_digit(s->ptr[0])) {
                if (value < 100000)
                        value = value * 10 + (s->ptr[0] - '0');
                *s = span_skip(*s, 1);
        }
        return negative ? -value : value;
}

static int weekday_from(struct span text) {
        static const char names[] = "MOTUWETHFRSASU";
        for (int i = 0; i < 7; i++)
                if (span_equal_nocase(text, (struct span){ names + 2 * i, 2 }))
                        return i;
        return -1;
}

static void add_weekday(struct rule *rule, struct span item) {
        int nth = number(&item);
        int day = weekday_from(item);
        if (day < 0 || nth > 53 || nth < -53) {
                rule->malformed = true;
                return;
        }
        if (nth == 0)
                rule->weekdays |= (uint8_t)(1U << day);
        else if (nth > 0)
                rule->weekday_numbers[day] |= 1ULL << nth;
        else
                rule->weekday_numbers_back[day] |= 1ULL << -nth;
        rule->has_weekday_numbers |= nth != 0;
}

static void add_year_day(struct rule *rule, int day) {
        uint64_t *days = day > 0 ? rule->year_days : rule->year_days_back;
        int n = day > 0 ? day : -day;
        if (n == 0 || n > 366) {
                rule->malformed = true;
                return;
        }
        days[n / 64] |= 1ULL << (n % 64);
        rule->has_year_days = true;
}

/* Sets bit n of `forwards`, or bit -n of `backwards`. */
static void add_bit(struct rule *rule, int n, int low, int high, uint64_t *forwards, uint64_t *backwards) {
        if (n >= low && n <= high && n >= 0)
                *forwards |= 1ULL << n;
        else if (backwards && n < 0 && -n <= high)
                *backwards |= 1ULL << -n;
        else
                rule->malformed = true;
}

enum part {
        PART_MONTH,
        PART_MONTHDAY,
        PART_DAY,
        PART_WEEKNO,
        PART_YEARDAY,
        PART_HOUR,
        PART_MINUTE,
        PART_SECOND,
        PART_SETPOS,
        PARTS
};

static void add_value(struct rule *rule, enum part part, struct span item) {
        if (part == PART_DAY) {
                add_weekday(rule, item);
                return;
        }
        uint64_t forwards = 0, backwards = 0;
        struct span rest = item;
        int n = number(&rest);
        /* `5L` of RFC 7529 is a leap month of another scale. */
        if (rest.len > 0 || item.len == 0)
                rule->malformed = true;
        switch (part) {
        case PART_MONTH:
                add_bit(rule, n, 1, 12, &forwards, NULL);
                rule->months |= (uint16_t)forwards;
                break;
        case PART_MONTHDAY:
                add_bit(rule, n, 1, 31, &forwards, &backwards);
                rule->month_days |= (uint32_t)forwards;
                rule->month_days_back |= (uint32_t)backwards;
                break;
        case PART_WEEKNO:
                add_bit(rule, n, 1, 53, &rule->weeks, &rule->weeks_back);
                break;
        case PART_YEARDAY:
                add_year_day(rule, n);
                break;
        case PART_HOUR:
                add_bit(rule, n, 0, 23, &forwards, NULL);
                rule->hours |= (uint32_t)forwards;
                break;
        case PART_MINUTE:
                add_bit(rule, n, 0, 59, &rule->minutes, NULL);
                break;
        case PART_SECOND:
                add_bit(rule, n, 0, 60, &rule->seconds, NULL);
                break;
        case PART_SETPOS:
                if (rule->position_count < sizeof rule->positions / sizeof rule->positions[0] && n != 0)
                        rule->positions[rule->position_count++] = (int16_t)(n > 366 ? 367 : n < -366 ? -367 : n);
                else
                        rule->malformed = true;
                break;
        default:
                break;
        }
}

static bool read_by_part(struct rule *rule, struct span name, struct span values) {
        static const char *const names[PARTS] = { "BYMONTH", "BYMONTHDAY", "BYDAY",    "BYWEEKNO", "BYYEARDAY",
                                                  "BYHOUR",  "BYMINUTE",   "BYSECOND", "BYSETPOS" };
        for (int part = 0; part < PARTS; part++) {
                if (!span_equal_nocase(name, span_from(names[part])))
                        continue;
                rule->has_by = true;
                for (uint32_t i = 0; values.len > 0 && i < LIMIT_RECURRENCE_VALUES; i++)
                        add_value(rule, (enum part)part, span_trim(span_split(&values, ',')));
                return true;
        }
        return false;
}

static void read_part(struct rule *rule, struct span name, struct span value) {
        uint64_t n = 0;
        if (span_equal_nocase(name, SPAN("FREQ"))) {
                rule->frequency = frequency_from(value);
        } else if (span_equal_nocase(name, SPAN("INTERVAL"))) {
                if (span_to_u64(value, &n) && n > 0)
                        rule->interval = n > UINT32_MAX ? UINT32_MAX : (uint32_t)n;
                else
                        rule->malformed = true;
        } else if (span_equal_nocase(name, SPAN("COUNT"))) {
                if (span_to_u64(value, &n) && n > 0)
                        rule->count = n;
                else
                        rule->malformed = true;
        } else if (span_equal_nocase(name, SPAN("UNTIL"))) {
                rule->has_until = moment_parse(value, &rule->until);
                rule->malformed |= !rule->has_until;
        } else if (span_equal_nocase(name, SPAN("WKST"))) {
                int day = weekday_from(value);
                rule->week_start = day >= 0 ? (uint8_t)day : 0;
        } else if (span_equal_nocase(name, SPAN("RSCALE"))) {
                rule->other_scale = !span_equal_nocase(value, SPAN("GREGORIAN"));
        } else if (!read_by_part(rule, name, value) && !span_starts_nocase(name, SPAN("X-")) &&
                   !span_equal_nocase(name, SPAN("SKIP"))) {
                rule->malformed = true;
        }
}

void rule_parse(struct span text, struct rule *ret) {
        *ret = (struct rule){ .interval = 1 };
        text = span_trim(text);
        /* More parts than there are is nonsense; each was read once. */
        for (int parts = 0; text.len > 0 && parts < 64; parts++) {
                struct span part = span_trim(span_split(&text, ';'));
                if (part.len == 0)
                        continue;
                struct span name = span_trim(span_split(&part, '='));
                read_part(ret, name, span_trim(part));
        }
        if (ret->frequency == FREQUENCY_NONE)
                ret->malformed = true;
}

#include "calendar/recurrence.h"

#include "base/limits.h"
#include "calendar/rule.h"

static const int64_t TWO_YEARS = 731 * 86400LL;
/* Times that differ by more than any calendar is meant for are cut here, so that nothing overflows. */
static const int64_t FAR = 400000000000; /* about the year 14,600 */

static int64_t bounded(int64_t t) {
        return t < -FAR ? -FAR : t > FAR ? FAR : t;
}

struct dates {
        uint32_t count, read;
        uint32_t within; /* of those read, in the window */
};

/* Values beyond the limit are counted by their commas. */
static void dates_read(const struct component *component, enum property_id id, struct rate_window window,
                       int32_t offset, struct dates *ret) {
        for (const struct property *p = component_property(component, id); p; p = property_again(p)) {
                struct span rest = p->text;
                while (rest.len > 0) {
                        struct span item = span_split(&rest, ',');
                        struct moment at;
                        ret->count++;
                        if (ret->read == LIMIT_RECURRENCE_DATES)
                                continue;
                        ret->read++;
                        if (!moment_parse(span_head(item, span_find_byte(item, '/')), &at))
                                continue;
                        int64_t local = at.basis == MOMENT_UTC ? at.utc + offset : at.local;
                        /* DTSTART once more is no more. */
                        bool again = id == PROPERTY_RDATE && local == window.start;
                        ret->within += local >= window.from && local < window.end && !again;
                }
        }
}

static int64_t until_of(const struct rule *rule, int32_t offset) {
        if (rule->until.basis == MOMENT_UTC)
                return rule->until.utc + offset;
        return rule->until.basis == MOMENT_DATE ? rule->until.local + 86399 : rule->until.local;
}

static void note_rule(const struct rule *rule, struct recurrence *ret) {
        bool more_frequent = ret->frequency == FREQUENCY_NONE || rule->frequency < ret->frequency;
        ret->malformed |= rule->malformed;
        ret->other_scale |= rule->other_scale;
        if (rule->frequency == FREQUENCY_NONE || !more_frequent)
                return;
        ret->frequency = rule->frequency;
        ret->interval = rule->interval;
        ret->count = rule->count;
        ret->until = rule->until;
}

/* Adds the rate of every RRULE. True when one of them meets DTSTART, or DTSTART is not in the window. */
static bool add_rules(const struct component *component, struct rate_window window, int32_t offset,
                      struct recurrence *ret) {
        bool has_start = false;
        for (const struct property *p = component_property(component, PROPERTY_RRULE); p; p = property_again(p)) {
                struct rule rule;
                struct rate rate;
                struct rate_window bounds = window;
                if (ret->rule_count++ >= LIMIT_RECURRENCE_RULES)
                        continue;
                rule_parse(p->text, &rule);
                if (rule.has_until && bounded(until_of(&rule, offset)) + 1 < bounds.end)
                        bounds.end = bounded(until_of(&rule, offset)) + 1;
                rule_rate(&rule, bounds, &rate);
                ret->instances_two_years += rate.instances;
                ret->exact &= rate.exact;
                ret->never |= rate.never;
                ret->unbounded |= rule.count == 0 && !rule.has_until && rule.frequency != FREQUENCY_NONE;
                has_start |= rate.has_start && rule.frequency != FREQUENCY_NONE && bounds.end > window.start;
                note_rule(&rule, ret);
        }
        return has_start;
}

void recurrence_read(const struct calendars *calendars, const struct calendar *calendar,
                     const struct component *component, int64_t after, struct recurrence *ret) {
        struct moment start;
        struct dates rdates = { 0 }, exdates = { 0 };
        *ret = (struct recurrence){ .exact = true };
        bool has_start = component_moment(calendars, calendar, component, PROPERTY_DTSTART, &start);
        if (!has_start)
                start = (struct moment){ .basis = MOMENT_NONE, .local = after, .utc = after };
        struct rate_window window = { .start = bounded(start.local), .from = bounded(after + start.offset) };
        window.end = window.from + TWO_YEARS;
        bool start_within = window.start >= window.from && window.start < window.end;
        bool met = add_rules(component, window, start.offset, ret);
        dates_read(component, PROPERTY_RDATE, window, start.offset, &rdates);
        dates_read(component, PROPERTY_EXDATE, window, start.offset, &exdates);
        ret->rdate_count = rdates.count;
        ret->exdate_count = exdates.count;
        ret->recurs = ret->rule_count > 0 || rdates.count > 0;
        if (start_within && !met)
                ret->instances_two_years += 1;
        ret->instances_two_years += rdates.within + (double)(rdates.count - rdates.read);
        ret->instances_two_years -= exdates.within;
        if (ret->instances_two_years < 0)
                ret->instances_two_years = 0;
        ret->exact &= exdates.within == 0 && rdates.count == rdates.read && ret->rule_count < 2 &&
                      !component_has(component, PROPERTY_EXRULE);
}

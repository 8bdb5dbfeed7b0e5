/* recurrence: how often something happens, as a rate (attack 29). Not an expansion: the answer takes constant time for
 * each RRULE and linear time in the lists of RDATE and EXDATE, also for rules that never match or fire each second. */
#pragma once

#include "calendar/moment.h"

enum frequency {
        FREQUENCY_NONE, /* does not recur, or the rule has no FREQ that can be read */
        FREQUENCY_SECONDLY,
        FREQUENCY_MINUTELY,
        FREQUENCY_HOURLY,
        FREQUENCY_DAILY,
        FREQUENCY_WEEKLY,
        FREQUENCY_MONTHLY,
        FREQUENCY_YEARLY
};

/* `instances_two_years` counts those that start in [after, after + 731 days), DTSTART itself included.
 *
 * `exact` says whether it is a count. It is one for: no rule; RDATE of which none doubles another instance; DAILY,
 * WEEKLY, MONTHLY and YEARLY rules with any BY parts, which are walked day by day (731 steps), with INTERVAL counted
 * from DTSTART, UNTIL and BYSETPOS; COUNT where DTSTART lies at most four years before `after`; sub-daily rules
 * without BY parts. Summer time is ignored (an instance more or less at the edges).
 * Otherwise it is an estimate: COUNT on an older rule (from the rate of the two years after DTSTART); sub-daily rules
 * with BY parts (the share of the day's hours, minutes and seconds that match, within 5 % or 2 instances); EXDATEs
 * are taken off as if each met an instance; several RRULEs are added up as if they never met. */
struct recurrence {
        bool recurs; /* has RRULE or RDATE */
        double instances_two_years;
        bool exact;
        bool unbounded;           /* a rule with neither COUNT nor UNTIL */
        bool never;               /* a rule that matches on no day at all, such as 31 February */
        bool malformed;           /* a rule with parts that cannot be read; the rest of it was used */
        bool other_scale;         /* RSCALE other than GREGORIAN (RFC 7529), counted as Gregorian */
        enum frequency frequency; /* of the most frequent rule */
        uint32_t interval;
        uint64_t count; /* COUNT, 0: none */
        struct moment until;
        uint32_t rule_count, rdate_count, exdate_count; /* all, counted beyond the limits as well */
};

/* The recurrence of a component from its DTSTART. `after`: seconds since 1970, usually the arrival. Without DTSTART the
 * rule is counted from `after`. */
void recurrence_read(const struct calendars *calendars, const struct calendar *calendar,
                     const struct component *component, int64_t after, struct recurrence *ret);

const char *frequency_name(enum frequency frequency); /* "DAILY", "" for none */

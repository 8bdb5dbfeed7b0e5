/* When it takes place, how often, and which alarms it brings (attacks 28-30, 33). */
#include "calendar/alarm.h"
#include "calendar/recurrence.h"
#include "checks/views.h"

enum { MINUTE = 60, DAY = 86400 };

void check_starts_at_once(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        int64_t until = facts->meeting.start - facts->at;
        if (is_first_request(facts) && facts->meeting.start_known && !facts->meeting.all_day && until >= -5 * MINUTE &&
            until <= 30 * MINUTE)
                signals_add(signals, kind, "It begins %lld minutes after it arrived.", (long long)until / MINUTE);
}

void check_started_long_ago(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        int64_t over = facts->meeting.end_known ? facts->meeting.end : facts->meeting.start;
        if (is_first_request(facts) && facts->meeting.start_known && facts->meeting.instances < 2 &&
            !facts->meeting.endless && over < facts->at - 2 * DAY)
                signals_add(signals, kind, "It was over %lld days before it arrived.",
                            (long long)(facts->at - over) / DAY);
}

void check_far_future(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        if (facts->meeting.start_known && facts->meeting.method == METHOD_REQUEST &&
            facts->meeting.start > facts->at + 731 * (int64_t)DAY)
                signals_add(signals, kind, "It begins %lld days after it arrived.",
                            (long long)(facts->meeting.start - facts->at) / DAY);
}

void check_lasts_for_weeks(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        int64_t length = facts->meeting.end - facts->meeting.start;
        if (facts->meeting.method == METHOD_REQUEST && facts->meeting.start_known && facts->meeting.end_known &&
            length > (facts->meeting.all_day ? 15 : 10) * (int64_t)DAY)
                signals_add(signals, kind, "It lasts %lld days.", (long long)length / DAY);
}

void check_recurs_daily(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        double instances = facts->meeting.instances;
        if (facts->meeting.method != METHOD_REQUEST || instances < 20 || instances > 1000)
                return;
        struct recurrence recurrence;
        recurrence_read(facts->calendars, facts->meeting.calendar, facts->meeting.event, facts->meeting.start,
                        &recurrence);
        const struct property *rule = component_property(facts->meeting.event, PROPERTY_RRULE);
        if (recurrence.frequency == FREQUENCY_DAILY && recurrence.interval <= 1 && rule &&
            !span_has_nocase(rule->value, SPAN("BYDAY")))
                signals_add(signals, kind, "It comes every day, %.0f times in two years.", instances);
}

void check_recurs_too_often(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        if (facts->meeting.instances > 1500)
                signals_add(signals, kind, "It comes %.0f times in two years.", facts->meeting.instances);
}

void check_recurs_never(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        if (facts->meeting.never)
                signals_add(signals, kind, "The recurrence rule matches on no day.");
}

/* ---- alarms -------------------------------------------------------------------------------------------------------- */

enum { ALARMS_LOOKED_AT = 100 };

/* The next alarm that others would give the recipient; false at the end. Alarms of a stored calendar are its owner's. */
static bool next_alarm(const struct facts *facts, const struct component **at, struct alarm *ret) {
        if (facts->meeting.method == METHOD_NONE || facts->meeting.method == METHOD_UNKNOWN)
                return false;
        while ((*at = component_walk(facts->meeting.calendar, *at))) {
                if ((*at)->kind == COMPONENT_VALARM) {
                        alarm_read(facts->calendars, facts->meeting.calendar, *at, ret);
                        return true;
                }
        }
        return false;
}

void check_alarms_many(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct component *at = NULL;
        struct alarm alarm;
        uint32_t repeats = 0;
        bool from_others = facts->meeting.method == METHOD_REQUEST || facts->meeting.method == METHOD_PUBLISH;
        for (int i = 0; from_others && i < ALARMS_LOOKED_AT && next_alarm(facts, &at, &alarm); i++)
                repeats += alarm.repeat;
        if (from_others && facts->meeting.events > 0 &&
            (facts->meeting.alarms >= 3 * facts->meeting.events || repeats >= 3))
                signals_add(signals, kind, "It brings %u alarms that repeat %u times.", facts->meeting.alarms, repeats);
}

/* The alarm that a sender has for himself stays in what he sends; one to the invited tells nobody else. */
static bool is_sender_or_recipient(const struct facts *facts, struct span address) {
        if (span_starts_nocase(address, SPAN("mailto:")))
                address = span_skip(address, 7);
        bool recipient = false;
        for (uint32_t i = 0; i < facts->recipients.count; i++)
                recipient |= span_equal_nocase(recipients_of(facts)[i].party.address, address);
        return recipient || span_equal_nocase(facts->from.address, address);
}

void check_alarm_mails_outsider(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct component *at = NULL;
        struct alarm alarm;
        for (int i = 0; i < ALARMS_LOOKED_AT && next_alarm(facts, &at, &alarm); i++) {
                const struct property *attendee = component_property(alarm.component, PROPERTY_ATTENDEE);
                while (attendee && is_sender_or_recipient(facts, span_trim(attendee->text)))
                        attendee = property_again(attendee);
                if (alarm.action != ALARM_EMAIL || !attendee)
                        continue;
                signals_add(signals, kind, "An alarm mails to %.*s.", SPAN_SHOWN(attendee->text));
                return;
        }
}

static bool is_outside(struct span uri) {
        return span_has(uri, SPAN(":")) && !span_starts_nocase(uri, SPAN("cid:")) &&
               !span_starts_nocase(uri, SPAN("data:"));
}

void check_alarm_runs_program(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct component *at = NULL;
        struct alarm alarm;
        for (int i = 0; i < ALARMS_LOOKED_AT && next_alarm(facts, &at, &alarm); i++) {
                const struct property *attach = component_property(alarm.component, PROPERTY_ATTACH);
                bool fetches = alarm.action == ALARM_AUDIO && attach && is_outside(attach->value);
                if (alarm.action != ALARM_PROCEDURE && !fetches)
                        continue;
                signals_add(signals, kind, "An alarm of kind %s refers to \u201c%.*s\u201d.",
                            alarm.action == ALARM_PROCEDURE ? "PROCEDURE" : "AUDIO",
                            SPAN_SHOWN(attach ? attach->value : (struct span){ 0 }));
                return;
        }
}

void check_urgent_and_busy(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        const struct component *event = facts->meeting.event;
        struct span priority = component_text(event, PROPERTY_PRIORITY);
        struct span importance = component_text(event, PROPERTY_X_MICROSOFT_CDO_IMPORTANCE);
        bool urgent = span_equal(priority, SPAN("1")) || span_equal(importance, SPAN("2"));
        if (facts->meeting.method == METHOD_REQUEST && originator_is_unproven(facts) &&
            (urgent || span_equal_nocase(component_text(event, PROPERTY_X_MICROSOFT_CDO_INTENDEDSTATUS), SPAN("OOF"))))
                signals_add(signals, kind,
                            urgent ? "It is marked as urgent." : "It marks the recipient as out of office.");
}

#include "calendar/alarm.h"

static enum alarm_action action_from(struct span text) {
        static const char *const names[] = {
                [ALARM_AUDIO] = "AUDIO",
                [ALARM_DISPLAY] = "DISPLAY",
                [ALARM_EMAIL] = "EMAIL",
                [ALARM_PROCEDURE] = "PROCEDURE",
        };
        if (text.len == 0)
                return ALARM_NONE;
        for (int i = ALARM_AUDIO; i <= ALARM_PROCEDURE; i++)
                if (span_equal_nocase(text, span_from(names[i])))
                        return (enum alarm_action)i;
        return ALARM_OTHER;
}

static void read_trigger(const struct calendars *calendars, const struct calendar *calendar, struct alarm *ret) {
        const struct property *trigger = component_property(ret->component, PROPERTY_TRIGGER);
        if (!trigger)
                return;
        if (duration_parse(trigger->text, &ret->trigger_seconds)) {
                ret->has_trigger = true;
                ret->from_end = span_equal_nocase(property_parameter_value(trigger, PARAMETER_RELATED), SPAN("END"));
        } else if (property_moment(calendars, calendar, trigger, &ret->at)) {
                ret->has_trigger = ret->absolute = true;
        }
}

static uint32_t count_of(const struct component *component, enum property_id id) {
        uint32_t count = 0;
        for (const struct property *p = component_property(component, id); p; p = property_again(p))
                count++;
        return count;
}

void alarm_read(const struct calendars *calendars, const struct calendar *calendar, const struct component *component,
                struct alarm *ret) {
        uint64_t repeat = 0;
        *ret = (struct alarm){ .component = component };
        ret->action = action_from(component_text(component, PROPERTY_ACTION));
        read_trigger(calendars, calendar, ret);
        if (span_to_u64(component_text(component, PROPERTY_REPEAT), &repeat))
                ret->repeat = repeat > UINT32_MAX ? UINT32_MAX : (uint32_t)repeat;
        (void)duration_parse(component_text(component, PROPERTY_DURATION), &ret->repeat_seconds);
        ret->attach_count = count_of(component, PROPERTY_ATTACH);
        ret->attendee_count = component->attendee_count;
}

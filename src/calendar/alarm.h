/* alarm: VALARM (RFC 5545 3.6.6, 9074; attack 30), and the alarm properties of vCalendar 1.0. */
#pragma once

#include "calendar/moment.h"

enum alarm_action { ALARM_NONE, ALARM_AUDIO, ALARM_DISPLAY, ALARM_EMAIL, ALARM_PROCEDURE, ALARM_OTHER };

struct alarm {
        enum alarm_action action; /* ALARM_NONE: no ACTION */
        const struct component *component;
        bool has_trigger, absolute; /* neither known when has_trigger is false */
        bool from_end;              /* RELATED=END */
        int64_t trigger_seconds;    /* relative: seconds after (negative: before) start or end */
        struct moment at;           /* absolute */
        uint32_t repeat;            /* REPEAT, saturating */
        int64_t repeat_seconds;     /* DURATION between repetitions */
        uint32_t attach_count, attendee_count;
};

void alarm_read(const struct calendars *calendars, const struct calendar *calendar, const struct component *component,
                struct alarm *ret);

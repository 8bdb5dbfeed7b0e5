/* names: what the names in a calendar stand for. Private to the calendar layer. */
#pragma once

#include "calendar/calendar.h"

enum value_type {
        VALUE_TEXT,
        VALUE_TIME,
        VALUE_DURATION,
        VALUE_ADDRESS,
        VALUE_URI,
        VALUE_RECUR,
        VALUE_INTEGER,
        VALUE_OTHER
};

/* Without regard to case; UNKNOWN for others. */
enum property_id property_id_of(struct span name);
enum parameter_id parameter_id_of(struct span name);
enum component_kind component_kind_of(struct span name);

enum value_type property_value_type(enum property_id id);
bool property_stands_once(enum property_id id);
/* One that stands directly in a calendar. */
bool component_kind_is_top(enum component_kind kind);

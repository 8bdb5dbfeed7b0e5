/* placement: what may happen in the calendar, by a table (placement.def). */
#pragma once

#include "calendar/calendar.h"
#include "facts/history.h"
#include "facts/originator.h"
#include "verdict/verdict.h"

/* What the user has chosen for invitations. */
enum choice {
        CHOICE_USUAL,
        CHOICE_KNOWN, /* insert only what comes from those I know */
        CHOICE_ASK,   /* insert nothing by itself */
        CHOICES
};

struct placement_case {
        enum verdict_class class;
        enum channel channel;
        enum originator_class originator;
        enum relation relation; /* RELATION_NONE or RELATION_BLOCKED where the originator is not proven */
        enum method method;
        enum choice choice;
        enum standing standing;
};

/* The first row that matches; *ret_reason, a sentence for the user, may be NULL. */
enum placement placement_find(const struct placement_case *what, const char **ret_reason);

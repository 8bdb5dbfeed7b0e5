/* content: one content line as a property with its parameters and its meaning. Private to the calendar layer. */
#pragma once

#include "calendar/calendar.h"
#include "calendar/lines.h"

/* What the bytes of a part are known to be. */
enum text_state {
        STATE_ASCII,
        STATE_UTF8,    /* the whole is valid */
        STATE_DOUBTFUL /* each value has to be looked at */
};

struct content_context {
        struct arena *arena;
        struct defects *defects;
        struct calendars *calendars; /* its node budget */
        enum text_state state;
        struct span charset; /* the transport's label */
        bool version_1;      /* vCalendar 1.0: other rules for parameters and quoted-printable */
};

/* A node of the tree, zeroed; NULL when the budget for them is used up (the defect is recorded). Nodes of unknown names
 * have half of it, so that they cannot crowd out the others. */
void *node_alloc(struct content_context *context, size_t size, bool known, uint32_t line);

/* The name of a line: `line->name_len` is not 0. */
struct span content_name(const struct content_line *line, struct span *ret_group);

/* The rest of the line into *property, whose id, name, line and group are set. */
void content_read(struct content_context *context, const struct content_line *line, struct property *property);

/* The value behind the parameters, trimmed, for lines of which no property is made. */
struct span content_value(const struct content_line *line);

/* The component that a BEGIN or END names; what was joined to the line by mistake is taken off. */
enum component_kind content_component(const struct content_line *line, struct span *ret_name);

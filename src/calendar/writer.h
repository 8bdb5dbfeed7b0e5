/* writer: iCalendar text made of calendars in other forms (jCal, xCal), into room that was taken before. Lines end with LF
 * and are not folded. Private to the calendar layer. */
#pragma once

#include "base/span.h"

struct writer {
        char *pos, *end;
        bool malformed; /* the source has not the shape that it should have; or there is no room */
};

void writer_put(struct writer *writer, struct span s);
static inline void writer_put_byte(struct writer *writer, char c) {
        writer_put(writer, (struct span){ &c, 1 });
}
/* `plain`: names, and values of types that have no escapes. */
void writer_put_text(struct writer *writer, struct span text, bool plain);
/* What stands between the quotes of a parameter's value (RFC 6868). */
void writer_put_parameter(struct writer *writer, struct span text);

/* Types of values, as jCal and xCal name them. Those that have escapes: */
bool writer_type_is_text(struct span type);
/* Those that need no VALUE, because iCalendar takes them for granted where they stand. */
bool writer_type_is_usual(struct span type);

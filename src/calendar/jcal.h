/* jcal: calendars in JSON (RFC 7265), one or an array of them, turned into the iCalendar text that they stand for.
 * Private to the calendar layer. */
#pragma once

#include "base/defects.h"

/* By the beginning of the trimmed text. */
bool jcal_looks_like(struct span head);

/* Empty when it is no JSON. Lines of the result end with LF and are not folded. */
struct span jcal_to_icalendar(struct arena *arena, struct span json, struct defects *defects);

/* xcal: calendars in XML (RFC 6321), turned into the iCalendar text that they stand for.
 *
 * Read by its tags alone and as leniently as all that comes from strangers: prefixes of namespaces are left out, what is
 * not closed is closed by what is around it, unknown entities stay text, and a document type is passed over, so that no
 * entity is expanded and nothing is fetched. Private to the calendar layer. */
#pragma once

#include "base/defects.h"

/* Whether an element <vcalendar> or its namespace stands in something that begins with a tag. */
bool xcal_looks_like(struct span text);

/* Lines of the result end with LF and are not folded. What stands behind LIMIT_XCAL_BYTES is left out (a defect). */
struct span xcal_to_icalendar(struct arena *arena, struct span xml, struct defects *defects);

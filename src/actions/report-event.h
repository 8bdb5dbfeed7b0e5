/* report-event: what is known of an event that somebody complains about. */
#pragma once

#include <jansson.h>

#include "actions/report-send.h"

enum { REPORT_LINKS = 8 };

struct report_event {
        json_t *reasons;  /* of the decision: texts are borrowed from it */
        const char *id;   /* as the order names it */
        const char *item; /* of the decision; "" */
        bool arrived;     /* it is an arrival */
        bool outbound;
        int64_t at;
        struct span channel, uid, organizer, sender, message_id, title, source;
        struct span mail_from, client; /* of the decision */
        bool mail_from_known;
        struct span spf, spf_domain, dmarc, dmarc_domain; /* results; empty: none */
        struct array dkim_domains;                        /* struct span */
        struct array recipients;                          /* struct span, of the item */
        struct array links; /* struct span: http and https in the calendar object, each once, the first REPORT_LINKS */
        struct span original; /* the mail, or its header; empty: nothing is kept */
        bool original_whole;
};
/* Of `arena`, but for `reasons`: *ret is zeroed before, and given back with report_event_end in every case, also after the arena's
 * exit. */
[[nodiscard]] enum cw_err report_event_find(const struct report_tools *tools, const struct report_order *order,
                                            struct arena *arena, struct report_event *ret, struct err *reterr);
void report_event_end(struct report_event *event);

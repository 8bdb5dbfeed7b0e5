/* address: ORGANIZER, ATTENDEE and CALENDAR-ADDRESS as persons (RFC 5545 3.2, 3.8.4; 6638 7; 7986 6.2). */
#pragma once

#include "calendar/calendar.h"

/* Any of the spans is empty when it is not there. Case of ROLE, PARTSTAT, CUTYPE as written. */
struct calendar_address {
        const struct property *property;
        struct span value;   /* as given: `MAILTO:Jo@Example.com`, `urn:uuid:…`, a path of an HTTP server */
        struct span address; /* lower-case mail address without `mailto:` and anything behind `?`; empty when the value
                              * is no mail address. Also of one that has an @ and no `mailto:`, against RFC 6047 2.3 */
        bool scheme_missing; /* such a one */
        struct span cn, email, sent_by; /* email, sent_by: lower-case mail addresses */
        struct span role, partstat, cutype, member, dir;
        struct span delegated_to, delegated_from; /* of the first named; lower-case mail addresses */
        uint32_t delegated_to_count, delegated_from_count;
        bool rsvp;
        struct span schedule_agent, schedule_status, schedule_force_send;
        uint32_t guests; /* X-NUM-GUESTS */
};

/* Reads an address property. Allocates for lower-casing only where there are capitals. */
void calendar_address_read(struct arena *arena, const struct property *property, struct calendar_address *ret);

/* `mailto:Jo@Example.com?subject=x` -> `jo@example.com`; empty when it is no mail address. `%40` is undone. */
struct span mailto_address(struct arena *arena, struct span value);

/* itip: what a calendar object asks for (RFC 5546): who may have sent it, whether it is well formed for its METHOD,
 * and which of two is newer. */
#pragma once

#include "calendar/address.h"
#include "calendar/moment.h"

/* A row of itip.def: how often a property (or a component) may stand in a component under a METHOD. */
struct itip_row {
        enum method method;
        enum component_kind component;
        enum property_id property; /* PROPERTY_UNKNOWN: the row counts `child` */
        enum component_kind child; /* COMPONENT_UNKNOWN: the row counts `property` */
        uint32_t min, max;         /* UINT32_MAX: any number */
        const char *source;        /* "RFC 5546 3.2.2" */
        const char *wants;         /* "exactly one", "no", … */
};
extern const struct itip_row itip_table[];
extern const uint32_t itip_table_count;

struct itip_finding {
        const struct itip_row *row; /* NULL: a rule that is no count */
        const struct component *component;
        const char *source, *sentence;
        uint32_t found;
};

/* All that RFC 5546 3 says against this calendar under its METHOD. struct itip_finding, at most LIMIT_ITIP_FINDINGS;
 * none without METHOD. */
struct array itip_check(struct arena *arena, const struct calendars *calendars, const struct calendar *calendar);

/* The component that the METHOD is about: the first VEVENT, VTODO, VJOURNAL, VFREEBUSY, VAVAILABILITY or VPOLL; the one
 * without RECURRENCE-ID where there are several of the same UID. NULL when there is none. */
const struct component *itip_main_component(const struct calendar *calendar);

/* Whom the METHOD lets act (RFC 5546 1.4, 3): ORGANIZER for PUBLISH, REQUEST, ADD, CANCEL and DECLINECOUNTER, the sole
 * ATTENDEE for REPLY, REFRESH and COUNTER. */
struct itip_originator {
        struct calendar_address expected; /* expected.property is NULL: nobody is named */
        bool by_attendee;
        uint32_t candidates;   /* ATTENDEEs of a REPLY, ORGANIZERs otherwise; other than 1 is a fault */
        struct span sent_by;   /* the agent named by SENT-BY (RFC 5545 3.2.18), lower case */
        struct span delegator; /* REQUEST: the ATTENDEE with DELEGATED-TO, who may send it on (RFC 5546 3.2.2.3) */
};
void itip_originator_read(struct arena *arena, const struct calendar *calendar, struct itip_originator *ret);

/* The keys of sequencing (RFC 5546 2.1.5). */
struct itip_revision {
        struct span uid;
        bool has_recurrence_id, has_sequence, has_dtstamp;
        int64_t recurrence_id; /* UTC seconds */
        int64_t sequence;      /* 0 when there is none; bounded to +-2^53 */
        int64_t dtstamp;       /* UTC seconds */
};
void itip_revision_read(const struct calendars *calendars, const struct calendar *calendar,
                        const struct component *component, struct itip_revision *ret);

/* <0: a is older than b, >0: newer, 0: equal. Only for the same UID and RECURRENCE-ID. */
int itip_compare(const struct itip_revision *a, const struct itip_revision *b);

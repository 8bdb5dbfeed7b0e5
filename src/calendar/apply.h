/* apply: what a scheduling message does to what a user's calendar holds (RFC 5546 3, RFC 9671): bytes and bytes in, bytes out.
 * Whether the sender may is decided before (verdict/placement.h); here it is only what he asks for, and whether that is newer
 * than what is there. No I/O, no clock.
 *
 * - All bytes that need no change stay as they were: folding, order, unknown properties, broken encodings.
 * - The user's own say is never changed: his PARTSTAT, his alarms, his TRANSP, his categories, his X- properties. The alarms of
 *   others are always removed (RFC 9074 9); METHOD is not stored (RFC 4791 4.1).
 * - The sequence rules (RFC 5546 2.1.4, 2.1.5): what is older than what is stored changes nothing; what is equal neither. An
 *   answer is compared with the last one of that attendee, kept as X-CALWARDEN-REPLY of his ATTENDEE; an instance that was
 *   taken out of a series, as X-CALWARDEN-CANCELLED of the series.
 * - What can be read in two ways is not written (document.h): it changes nothing.
 *
 * docs/deliver.md tells the user what each message does. */
#pragma once

#include "calendar/calendar.h"

enum apply_change {
        APPLY_NOTHING, /* see reason */
        APPLY_CREATE,  /* `object` is a new resource */
        APPLY_UPDATE,  /* `object` takes the place of what is stored */
        APPLY_REMOVE,  /* the resource goes, silently */
};

struct apply_request {
        struct span stored;       /* the resource of this UID; empty: there is none */
        struct span message;      /* one calendar object with a METHOD (or, when `take_over`, without) */
        struct span charset;      /* the label that the message's transport gave it; the object becomes UTF-8 */
        struct zone_cache *zones; /* borrowed; NULL: named zones are opened anew each time */
        const struct span *addresses; /* all that are the user's, for the calendar server too; lower case, without mailto: */
        uint32_t address_count;
        struct span origin; /* value of X-CALWARDEN-ORIGIN (an arrival's id); such properties of the message are dropped */
        bool quiet;         /* insert-quiet: new events are TENTATIVE and TRANSPARENT, and the user has not answered */
        bool remove_cancelled; /* a CANCEL removes what it cancels; else it is marked STATUS:CANCELLED */
        bool take_over;        /* the user himself asks for it: PUBLISH and no METHOD are taken too */
        bool server_schedules; /* the server would answer or invite by itself: in what is taken over, ORGANIZER gets
                                * SCHEDULE-AGENT=CLIENT, and each ATTENDEE where the ORGANIZER is the user (RFC 6638 7.1).
                                * What the server has invited to already must not be changed so; see `by_server` */
        bool tells_absence; /* the server, all the same, declines for the user what an update excludes by EXDATE, and what stands
                             * apart where the rule has no instance, and does not let go of what stands apart (SOGo): such instances are
                             * marked cancelled, and nothing else of that is written; see `by_server` */
};

struct apply_result {
        enum apply_change change;
        struct span object; /* CREATE, UPDATE; of the arena, or the input */
        enum method method;
        struct span uid, instance;
        const char *reason; /* a sentence for the user: why it changes nothing, or what it changes */
        bool not_for_user; /* a REQUEST, CANCEL or ADD that names none of his addresses, a REPLY of an event that is not
                                * his to organize */
        bool by_server; /* the server would send mails for that change, so it is not made: a REPLY where it serves the attendees
                         * itself (RFC 6638 3.2.1.2), and what `tells_absence` says. APPLY_NOTHING */
};

/* One message of one UID (its instances included). Linear in both inputs; never fails: what cannot be read changes nothing,
 * and says so. */
void apply_message(struct arena *arena, const struct apply_request *request, struct apply_result *ret);

/* The calendar objects of a mail that are to be processed (RFC 9671 4: several equal ones once, different ones of one UID and
 * METHOD not at all): fills `ret` with the index of each part to process, and *ret_conflict where some were left out. */
struct apply_part {
        struct span bytes;
        struct span charset;
};
uint32_t apply_choose(struct arena *arena, const struct apply_part *parts, uint32_t count, uint32_t *ret,
                      bool *ret_conflict);

/* edit: changes to the bytes of a calendar that leave every other byte as it was: folding, line ends, order, case and
 * broken encodings. */
#pragma once

#include "base/arena.h"

struct calendar_edit {
        bool tentative;   /* STATUS:TENTATIVE (unless it is CANCELLED) and X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE in each
                           * VEVENT */
        bool transparent; /* TRANSP:TRANSPARENT in each VEVENT; BUSYSTATUS:FREE unless tentative too */
};

struct calendar_edited {
        struct span bytes; /* the input itself when nothing was to change */
        uint32_t alarms;   /* removed, with nested ones counted once */
        uint32_t changes;  /* properties replaced or added */
        bool unreadable;   /* neither iCalendar nor vCalendar in an ASCII-compatible charset: nothing was changed */
};

/* The calendar without its VALARMs (RFC 9074 9: on data of third parties they should be removed), and without the
 * AALARM, DALARM, MALARM and PALARM of vCalendar 1.0. A VALARM without END ends where its parent ends or the next
 * component begins. UTF-16 and jCal come back unchanged, marked unreadable. NUL bytes, which no calendar may hold and
 * which would hide an alarm, go as well; then `changes` counts that. */
void calendar_strip_alarms(struct arena *arena, struct span bytes, struct calendar_edit edit,
                           struct calendar_edited *ret);

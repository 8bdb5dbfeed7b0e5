/* tnef: the pieces of a winmail.dat. Only for the message reader. */
#pragma once

#include "base/arena.h"

struct cursor;

enum { TNEF_STRING = 0x1E, TNEF_UNICODE = 0x1F, TNEF_BINARY = 0x102, TNEF_OBJECT = 0x0D };

/* One MAPI property (MS-OXTNEF 2.1.3.4). Of several values the first. */
struct tnef_property {
        unsigned type, id; /* id from 0x8000 on: named */
        uint32_t name;     /* number of a property named by one; else 0 */
        struct span value; /* of strings, binaries, objects */
        int64_t number;    /* of numbers; of times seconds since 1970 */
};
bool tnef_property_read(struct cursor *cursor, struct tnef_property *ret);

struct tnef_attendee {
        struct span name, address;
};

/* What a meeting's message says of it (MS-OXOCAL). Texts are UTF-8; times are seconds since 1970, 0 for none. */
struct tnef_meeting {
        struct span class, method; /* "IPM.Schedule.Meeting.Request"; "REQUEST", set by tnef_meeting_write */
        struct span subject, location, description, organizer_name, organizer, sender, global_id;
        struct array attendees; /* struct tnef_attendee */
        int64_t start, end;
        uint32_t sequence;
};
/* As iCalendar; false when the message class is of no meeting. Recurrence is not written. */
bool tnef_meeting_write(struct arena *arena, struct tnef_meeting *meeting, struct span *ret);

/* PidTagRtfCompressed (MS-OXRTFCP) unpacked, taking what it needs off *budget; false when it is no such thing. */
bool tnef_rtf_unpack(struct arena *arena, struct span packed, size_t *budget, struct span *ret);

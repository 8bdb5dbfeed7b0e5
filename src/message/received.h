/* received: one Received field as data (RFC 5321 4.4). Everything in it is a claim of who wrote it. */
#pragma once

#include "base/arena.h"

struct received {
        struct span helo; /* behind `from` */
        struct span name; /* of the client, from its address, as the host behind `by` looked it up; "unknown" is empty */
        struct span ip;   /* of the client, without brackets and `IPv6:` */
        struct span ident; /* what auth or ident said in the comment, where it says so */
        struct span by, via, with, id, recipient /* for */;
        bool has_from;
        bool has_date;
        int64_t date;
        int32_t zone_seconds;
        bool broken; /* the clauses were not to be told apart, or one stands twice */
};

/* `raw`: the field's value. Spans point into the arena or the value; nothing is lower-cased. */
struct received received_read(struct arena *arena, struct span raw);

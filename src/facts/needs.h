/* needs: what a check may ask to be known before it says anything. */
#pragma once

/* Bits. A check whose needs are not met stays silent, and the result names what is absent. */
enum needs {
        NEEDS_NOTHING = 0,
        NEEDS_MAIL = 1 << 0,           /* the item is a mail, not a calendar by itself */
        NEEDS_EVENT = 1 << 1,          /* a calendar with at least one event, to-do or journal entry */
        NEEDS_AUTHENTICATION = 1 << 2, /* results that may be believed */
        NEEDS_TIME = 1 << 3,           /* when the item arrived */
        NEEDS_RECIPIENT = 1 << 4,      /* who it is for: the envelope, or Delivered-To and its like */
        NEEDS_HISTORY = 1 << 5,        /* what was seen before of this UID and these identities */
        NEEDS_LOOKUP = 1 << 6,         /* what the outside answered */
};

/* One bit in words: "authentication". */
const char *needs_name(unsigned bit);

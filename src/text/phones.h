/* phones: telephone numbers as a reader would dial them, also with disguised digits (attack 39). */
#pragma once

#include "base/arena.h"

enum phone_flag {
        PHONE_TOLL_FREE = 1 << 0, /* +1 800, 833, 844, 855, 866, 877, 888; 00800; 0800 and the like */
        PHONE_DISGUISED = 1 << 1, /* letters or other digits for digits, invisible characters, emoji or dots between */
        PHONE_INTERNATIONAL = 1 << 2, /* written with + or 00 */
        PHONE_DIAL_IN = 1 << 3,       /* a dial-in number of a meeting: with an id, pin or ",,123456#" behind it */
        PHONE_PREMIUM = 1 << 4,       /* +1 900, 0900, 090x */
};

struct phone {
        struct span written; /* into the text */
        struct span digits;  /* normalised: "+18005551212" where the country is known, else the digits as dialled */
        unsigned flags;
        size_t offset;
};

#include "base/item-id.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/clock.h"

enum { TIME_DIGITS = 10, RANDOM_DIGITS = ITEM_ID_BYTES - TIME_DIGITS };

static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* Milliseconds; rises by one at least with each call, so that also those of one millisecond are in order. */
static uint64_t next_time(void) {
        static _Atomic uint64_t last;
        uint64_t now = (uint64_t)clock_now_us() / 1000, before = atomic_load(&last), time;
        do
                time = now > before ? now : before + 1;
        while (!atomic_compare_exchange_weak(&last, &before, time));
        return time;
}

void item_id_new(char ret[static ITEM_ID_BYTES + 1]) {
        uint8_t random[RANDOM_DIGITS];
        uint64_t time = next_time();
        arc4random_buf(random, sizeof random);
        for (int i = TIME_DIGITS - 1; i >= 0; i--, time >>= 5)
                ret[i] = digits[time & 31];
        for (int i = 0; i < RANDOM_DIGITS; i++)
                ret[TIME_DIGITS + i] = digits[random[i] & 31];
        ret[ITEM_ID_BYTES] = '\0';
}

bool item_id_valid(struct span text) {
        bool valid = text.len == ITEM_ID_BYTES;
        for (size_t i = 0; valid && i < text.len; i++)
                valid = text.ptr[i] && strchr(digits, text.ptr[i]);
        return valid;
}

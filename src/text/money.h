/* money: amounts with their currency. */
#pragma once

#include "base/arena.h"

struct amount {
        struct span written;
        double value;
        char currency[5]; /* "USD" ("$" alone is USD), "EUR", "BTC", "USDT", … */
        bool crypto;
        size_t offset;
};

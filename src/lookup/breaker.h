/* breaker: leaves a server alone that has failed several times in a row (scanner-failures), and tries it again with one
 * question after a while (scanner-pause): so a dead one costs each item nothing but the news that it is absent. One
 * thread's. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct options;

/* Zeroed: all is well. */
struct breaker {
        uint32_t failures; /* in a row */
        int64_t until_ms;  /* not asked before; 0: asked */
        bool trying;       /* one is asking it just now */
};

/* Whether it may be asked now. Who is told so tells the end by breaker_tell, whatever it is. */
bool breaker_ask(struct breaker *breaker, int64_t now_ms);
/* True: from now on it is left alone. */
bool breaker_tell(struct breaker *breaker, const struct options *options, bool answered, int64_t now_ms);

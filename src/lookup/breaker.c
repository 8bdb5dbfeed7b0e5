#include "lookup/breaker.h"

bool breaker_ask(struct breaker *breaker, int64_t now_ms) {
        if (breaker->until_ms == 0)
                return true;
        if (now_ms < breaker->until_ms || breaker->trying)
                return false;
        breaker->trying = true;
        return true;
}

bool breaker_tell(struct breaker *breaker, bool answered, int64_t now_ms) {
        bool was_open = breaker->until_ms != 0;
        breaker->trying = false;
        if (answered) {
                *breaker = (struct breaker){ 0 };
                return false;
        }
        if (breaker->failures < BREAKER_FAILURES)
                breaker->failures++;
        if (breaker->failures < BREAKER_FAILURES)
                return false;
        breaker->until_ms = now_ms + BREAKER_PAUSE_MS;
        return !was_open;
}

#include "lookup/breaker.h"

#include "config/options.h"

bool breaker_ask(struct breaker *breaker, int64_t now_ms) {
        if (breaker->until_ms == 0)
                return true;
        if (now_ms < breaker->until_ms || breaker->trying)
                return false;
        breaker->trying = true;
        return true;
}

bool breaker_tell(struct breaker *breaker, const struct options *options, bool answered, int64_t now_ms) {
        bool was_open = breaker->until_ms != 0;
        breaker->trying = false;
        if (answered) {
                *breaker = (struct breaker){ 0 };
                return false;
        }
        if (breaker->failures < UINT32_MAX)
                breaker->failures++;
        if (breaker->failures < options->number[OPT_SCANNER_FAILURES])
                return false;
        breaker->until_ms = now_ms + option_ms(options, OPT_SCANNER_PAUSE);
        return !was_open;
}

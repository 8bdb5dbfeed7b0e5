#include "lookup/patience.h"

int64_t patience_ms(struct patience *patience, int64_t whole_ms, uint32_t open, bool *ret_tries) {
        bool silent = patience->silent == PATIENCE_ITEMS;
        *ret_tries = silent && !patience->trying;
        if (*ret_tries)
                patience->trying = true;
        if (!silent || *ret_tries)
                return whole_ms;
        if (open >= PATIENCE_OPEN)
                return 0;
        int64_t part = whole_ms / PATIENCE_SHARE, least = whole_ms < PATIENCE_LEAST_MS ? whole_ms : PATIENCE_LEAST_MS;
        return part > least ? part : least;
}

void patience_tried(struct patience *patience) {
        patience->trying = false;
}

bool patience_tell(struct patience *patience, bool heard) {
        if (heard)
                patience->silent = 0;
        else if (patience->silent < PATIENCE_ITEMS)
                patience->silent++;
        return patience->silent == PATIENCE_ITEMS;
}

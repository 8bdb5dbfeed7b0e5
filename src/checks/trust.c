/* Proven facts that speak for an item. What a sender can write for himself is never among them (DESIGN 2). */
#include "checks/views.h"

void check_originator_verified(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        if (facts->originator.class == ORIGINATOR_VERIFIED && !facts->organizer.freemail && !facts->from.freemail)
                signals_add(signals, kind, "The domain of %.*s is proven.", SPAN_SHOWN(facts->originator.address));
}

void check_sent_from_own_domain(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        if (facts->colleague)
                signals_add(signals, kind, "%.*s is proven, and of the recipient's own domain.",
                            SPAN_SHOWN(facts->originator.address));
}

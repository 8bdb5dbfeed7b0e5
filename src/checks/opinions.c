/* What other scanners say (CC/R 18003 6.1). What speaks for an item is not told: a scanner of mail knows little of calendars,
 * and its silence is no proof. */
#include "checks/views.h"
#include "lookup/lookup.h"

static void tell(const struct facts *facts, const struct signal_kind *kind, struct signals *signals, enum opinion_kind what) {
        const struct opinion *opinions = facts->opinions.items;
        for (uint32_t i = 0; i < facts->opinions.count; i++) {
                const struct opinion *opinion = &opinions[i];
                if (opinion->kind != what)
                        continue;
                if (opinion->threshold > 0)
                        signals_add(signals, kind, "%s calls it %s, with %.1f of %.1f points: %.*s", opinion->scanner,
                                    opinion_kind_name(what), opinion->score, opinion->threshold,
                                    SPAN_SHOWN(opinion->reason));
                else
                        signals_add(signals, kind, "%s calls it %s: %.*s", opinion->scanner, opinion_kind_name(what),
                                    SPAN_SHOWN(opinion->reason));
        }
}

void check_other_scanner_malware(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        tell(facts, kind, signals, OPINION_MALWARE);
}

void check_other_scanner_spam(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        tell(facts, kind, signals, OPINION_SPAM);
}

void check_other_scanner_probable(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        tell(facts, kind, signals, OPINION_PROBABLE);
}

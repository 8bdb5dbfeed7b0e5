/* What other scanners say (CC/R 18003 6.1). What speaks for an item is not told: a scanner of mail knows little of calendars,
 * and its silence is no proof. */
#include "checks/views.h"
#include "lookup/lookup.h"

static void tell(const struct facts *facts, const struct signal_kind *kind, struct signals *signals,
                 enum opinion_kind what) {
        const struct opinion *opinions = facts->opinions.items;
        for (uint32_t i = 0; i < facts->opinions.count; i++) {
                const struct opinion *opinion = &opinions[i];
                if (opinion->kind != what)
                        continue;
                const char *between = opinion->reason.len > 0 ? ": " : "";
                if (opinion->threshold > 0)
                        signals_add(signals, kind, "%s calls it %s, with %.1f of %.1f points%s%.*s", opinion->scanner,
                                    opinion_kind_name(what), opinion->score, opinion->threshold, between,
                                    SPAN_SHOWN(opinion->reason));
                else
                        signals_add(signals, kind, "%s calls it %s%s%.*s", opinion->scanner, opinion_kind_name(what),
                                    between, SPAN_SHOWN(opinion->reason));
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

/* ---- The operator's own source -------------------------------------------------------------------------------------------- */

void check_source_listed(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        for (uint32_t i = 0; i < facts->lookup->source_count; i++) {
                const struct source_result *source = &facts->lookup->sources[i];
                if (source->listed)
                        signals_add(signals, kind, "%.*s (%s) is listed by the operator's source",
                                    SPAN_SHOWN(source->what), source->where);
        }
}

void check_source_bad(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        for (uint32_t i = 0; i < facts->lookup->source_count; i++) {
                const struct source_result *source = &facts->lookup->sources[i];
                if (source->bad)
                        signals_add(signals, kind, "%.*s (%s) has a score of %.2f", SPAN_SHOWN(source->what),
                                    source->where, source->score);
        }
}

void check_source_young(const struct facts *facts, const struct signal_kind *kind, struct signals *signals) {
        for (uint32_t i = 0; i < facts->lookup->source_count; i++) {
                const struct source_result *source = &facts->lookup->sources[i];
                if (source->young)
                        signals_add(signals, kind, "%.*s (%s) is %.1f days old", SPAN_SHOWN(source->what),
                                    source->where, source->age_days);
        }
}

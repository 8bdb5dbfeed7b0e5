#include "lookup/acting.h"

#include "base/limits.h"
#include "lookup/dmarc.h"
#include "text/domain.h"

/* Without a record no mode is asked for: his registrable domain is enough. */
static enum acting_dkim meaning_of(const struct dmarc_answer *dmarc) {
        if (dmarc->dkim_aligned || dmarc->result == DMARC_RESULT_NONE)
                return ACTING_ALIGNED;
        return dmarc->result == DMARC_RESULT_TEMPERROR ? ACTING_UNKNOWN : ACTING_APART;
}

bool acting_check(struct answers *answers, struct arena *arena, const struct lookup_item *item,
                  const struct span *signers, uint32_t count, enum acting_dkim *ret) {
        struct dmarc_identity identities[LIMIT_DKIM_SIGNATURES];
        struct dmarc_query what = { .from = item->acting, .from_domains = 1, .identities = identities };
        struct dmarc_answer dmarc;
        bool itself = false;
        *ret = ACTING_UNASKED;
        for (uint32_t i = 0; i < count && item->acting.len > 0 && what.identity_count < LIMIT_DKIM_SIGNATURES; i++) {
                if (span_equal_nocase(signers[i], item->acting))
                        itself = true;
                else if (domain_has(item->acting_registrable, signers[i]))
                        identities[what.identity_count++] = (struct dmarc_identity){ .domain = signers[i] };
        }
        if (what.identity_count > 0 && !dmarc_check(answers, arena, &what, &dmarc))
                return false;
        if (what.identity_count > 0)
                *ret = meaning_of(&dmarc);
        if (itself)
                *ret = ACTING_ALIGNED;
        return true;
}

/* SPF, DKIM, DMARC and ARC of one mail. All names that can be needed are asked for at once: DMARC's walks for what may be aligned
 * with From, before it is known whose signature fits. */
#include "base/limits.h"
#include "lookup/acting.h"
#include "lookup/lookup-inside.h"
#include "lookup/results.h"
#include "text/domain.h"

static bool is_wanted(const struct lookup *lookup) {
        return lookup->item.authenticate && option_truth(&lookup->settings->config->options, OPT_AUTHENTICATE);
}

/* Of what another has found out only this is left open. */
static bool told_wanted(const struct lookup *lookup) {
        const struct lookup_item *item = &lookup->item;
        return item->acting.len > 0 && item->acting_signer_count > 0 &&
               option_truth(&lookup->settings->config->options, OPT_AUTHENTICATE);
}

static bool ask_told(struct lookup *lookup, enum acting_dkim *ret) {
        const struct lookup_item *item = &lookup->item;
        struct arena *arena = lookup->scratch ? lookup->scratch : lookup->arena;
        *ret = ACTING_UNASKED;
        return !told_wanted(lookup) ||
               acting_check(lookup->answers, arena, item, item->acting_signers, item->acting_signer_count, ret);
}

bool authenticate_begin(struct lookup *lookup) {
        const struct lookup_item *item = &lookup->item;
        if (!is_wanted(lookup))
                return told_wanted(lookup);
        if (item->truncated)
                return true;
        lookup->dkim = dkim_read(lookup->arena, item->message, item->from_registrable, item->at);
        lookup->arc = arc_read(lookup->arena, item->message);
        return true;
}

static struct spf_case spf_case_of(const struct lookup *lookup) {
        const struct lookup_item *item = &lookup->item;
        return (struct spf_case){ .client_ip = item->client_ip,
                                  .helo = item->helo,
                                  .mail_from = item->mail_from,
                                  .receiver = span_from(lookup->settings->config->hostname),
                                  .at = item->at };
}

/* Without the client's address, or a name that it gave, there is nothing to check. */
static bool spf_wanted(const struct lookup_item *item) {
        return item->client_ip.len > 0 && (item->mail_from.len > 0 || (item->mail_from_known && item->helo.len > 0));
}

/* What is outside of From's registrable domain is never aligned with it, whatever the walks say: a suffix under which strangers
 * register may have a policy. So it is not asked about either. */
static bool may_align(const struct lookup *lookup, struct span domain) {
        return domain_has(lookup->item.from_registrable, domain);
}

static void identity_add(const struct lookup *lookup, struct arena *arena, struct array *identities, struct span domain,
                         bool spf) {
        if (!may_align(lookup, domain))
                return;
        struct dmarc_identity *identity = array_push(identities, arena, sizeof *identity, 2 * LIMIT_DKIM_SIGNATURES + 2);
        if (identity)
                *identity = (struct dmarc_identity){ domain, spf };
}

static bool ask_dmarc(struct lookup *lookup, struct arena *arena, const struct array *identities,
                      struct dmarc_answer *ret) {
        const struct dmarc_query what = { .from = lookup->item.from,
                                          .from_domains = lookup->item.from_domains,
                                          .identities = identities->items,
                                          .identity_count = identities->count };
        return dmarc_check(lookup->answers, arena, &what, ret);
}

/* In the order of what they are worth, for there is a budget: the policy of From, SPF, the keys of DKIM, what may be aligned,
 * and chains of ARC at last. */
bool authenticate_ask(struct lookup *lookup) {
        const struct lookup_item *item = &lookup->item;
        struct arena *scratch = lookup->scratch;
        enum acting_dkim acting;
        if (!is_wanted(lookup))
                return ask_told(lookup, &acting);
        struct array identities = { 0 }, signers = { 0 };
        struct dmarc_answer dmarc;
        bool all = ask_dmarc(lookup, scratch, &identities, &dmarc);
        if (spf_wanted(item)) {
                const struct spf_case what = spf_case_of(lookup);
                struct spf_answer answer;
                all &= spf_check(lookup->answers, scratch, &what, &answer);
                identity_add(lookup, scratch, &identities,
                             item->mail_from.len > 0 ? domain_behind_at(item->mail_from) : item->helo, true);
        }
        if (lookup->dkim) {
                all &= dkim_ask(lookup->dkim, lookup->answers, scratch);
                dkim_signers(lookup->dkim, scratch, &signers);
        }
        for (uint32_t i = 0; i < signers.count; i++)
                identity_add(lookup, scratch, &identities, ((const struct span *)signers.items)[i], false);
        all &= ask_dmarc(lookup, scratch, &identities, &dmarc);
        all &= acting_check(lookup->answers, scratch, item, signers.items, signers.count, &acting);
        if (lookup->arc)
                all &= arc_ask(lookup->arc, lookup->answers, scratch);
        return all;
}

/* ---- What it means -------------------------------------------------------------------------------------------------------- */

/* What DNS did not answer is absent. It leaves open who sent the mail only where the answer could have made something pass
 * that is aligned with From: else a forger had but to take an envelope whose DNS is silent. */
static void tell_absent(struct lookup *lookup, const char *what, struct span problem) {
        lookup_missed(lookup, what, problem.len > 0 ? problem.ptr : "DNS did not answer.");
}

static bool is_aligned(const struct dmarc_answer *dmarc) {
        return dmarc->spf_aligned || dmarc->dkim_aligned;
}

static void tell_uncertain(struct lookup *lookup, const struct own_results *found, struct dmarc_answer *dmarc,
                           struct array *identities) {
        if (found->spf && found->spf->result == SPF_TEMPERROR) {
                tell_absent(lookup, "spf", found->spf->problem);
                identity_add(lookup, lookup->arena, identities, found->spf->domain, true);
        }
        for (uint32_t i = 0; i < found->dkim_count; i++)
                if (found->dkim[i].result == DKIM_RESULT_TEMPERROR) {
                        tell_absent(lookup, "dkim", found->dkim[i].problem);
                        identity_add(lookup, lookup->arena, identities, found->dkim[i].domain, false);
                }
        if (found->arc && found->arc->result == ARC_TEMPERROR)
                tell_absent(lookup, "arc", found->arc->problem);
        struct dmarc_answer maybe;
        (void)!ask_dmarc(lookup, lookup->arena, identities, &maybe);
        /* Who asks for more than anybody needs has himself to blame for what is not answered. */
        lookup->results.uncertain = !answers_overrun(lookup->answers) && !is_aligned(dmarc) &&
                                    (is_aligned(&maybe) || dmarc->result == DMARC_RESULT_TEMPERROR ||
                                     lookup->item.truncated);
        if (lookup->results.uncertain && dmarc->result == DMARC_RESULT_FAIL) {
                dmarc->result = DMARC_RESULT_TEMPERROR;
                dmarc->problem = SPAN("What could be aligned with From was not learned.");
                dmarc->disposition = DMARC_POLICY_NONE;
        }
        if (dmarc->result == DMARC_RESULT_TEMPERROR)
                tell_absent(lookup, "dmarc", dmarc->problem);
}

/* What the newest sealer saw, where he is one whose word counts here (RFC 8617 7.2). */
static const struct authentication_results *sealed_by_friend(const struct lookup *lookup, const struct arc_answer *arc) {
        const struct options *options = &lookup->settings->config->options;
        if (!arc || arc->result != ARC_PASS || arc->sets.count == 0)
                return NULL;
        const struct arc_set *newest = (const struct arc_set *)arc->sets.items + arc->sets.count - 1;
        return option_list_has(options, OPT_TRUSTED_SEALERS, newest->sealer) ? &newest->results : NULL;
}

static void end_acting(struct lookup *lookup, enum acting_dkim found) {
        lookup->results.acting_dkim = found;
        if (found == ACTING_UNKNOWN)
                tell_absent(lookup, "dmarc of who acts", (struct span){ 0 });
}

/* By now nothing is pending: the table is closed. */
void authenticate_end(struct lookup *lookup) {
        const struct lookup_item *item = &lookup->item;
        enum acting_dkim acting;
        if (!is_wanted(lookup)) {
                (void)!ask_told(lookup, &acting);
                end_acting(lookup, acting);
                return;
        }
        struct array signatures = { 0 }, identities = { 0 };
        struct spf_case spf_case = spf_case_of(lookup);
        struct spf_answer *spf = spf_wanted(item) ? arena_alloc(lookup->arena, sizeof *spf) : NULL;
        struct dmarc_answer *dmarc = arena_alloc(lookup->arena, sizeof *dmarc);
        struct arc_answer *arc = lookup->arc ? arena_alloc(lookup->arena, sizeof *arc) : NULL;
        if (lookup->dkim)
                dkim_check(lookup->dkim, lookup->answers, lookup->arena, &signatures);
        if (arc)
                arc_check(lookup->arc, lookup->answers, lookup->arena, arc);
        if (spf && spf_check(lookup->answers, lookup->arena, &spf_case, spf) && spf->result == SPF_PASS)
                identity_add(lookup, lookup->arena, &identities, spf->domain, true);
        const struct dkim_signature *dkim = signatures.items;
        struct span passing[LIMIT_DKIM_SIGNATURES];
        uint32_t passing_count = 0;
        for (uint32_t i = 0; i < signatures.count; i++)
                if (dkim[i].result == DKIM_RESULT_PASS) {
                        identity_add(lookup, lookup->arena, &identities, dkim[i].domain, false);
                        passing[passing_count++] = dkim[i].domain;
                }
        (void)!ask_dmarc(lookup, lookup->arena, &identities, dmarc);
        (void)!acting_check(lookup->answers, lookup->arena, item, passing, passing_count, &acting);
        end_acting(lookup, acting);
        const struct own_results found = { .spf = spf,
                                           .spf_case = &spf_case,
                                           .dkim = dkim,
                                           .dkim_count = signatures.count,
                                           .dmarc = dmarc,
                                           .from = item->from,
                                           .arc = arc,
                                           .client_ip = item->client_ip };
        tell_uncertain(lookup, &found, dmarc, &identities);
        results_make(lookup->arena, span_from(lookup->settings->config->hostname), &found, &lookup->results.results);
        lookup->results.authenticated = true;
        lookup->results.dmarc_policy = dmarc->record.valid ? dmarc_policy_name(dmarc->policy) : "";
        lookup->results.sealed = sealed_by_friend(lookup, arc);
}

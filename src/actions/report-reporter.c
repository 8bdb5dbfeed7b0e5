#include "actions/report-reporter.h"

#include "config/config.h"
#include "lookup/dkim.h"
#include "lookup/inquiry.h"
#include "message/address.h"
#include "text/domain.h"

struct claim {
        struct dkim *dkim;
        struct span trusted;
        bool passes;
};

static struct span from_domain(const struct message *message, struct arena *arena) {
        struct mailboxes from = message_mailboxes(arena, message, HEADER_FROM);
        return from.count == 1 ? from.items[0].domain : (struct span){ 0 };
}

static bool is_claimed(const struct claim *claim, struct arena *arena) {
        struct array signers = { 0 };
        if (claim->dkim)
                dkim_signers(claim->dkim, arena, &signers);
        for (uint32_t i = 0; i < signers.count; i++)
                if (domain_has(claim->trusted, ((const struct span *)signers.items)[i]))
                        return true;
        return false;
}

/* A key for tests (t=y) says nothing more than none. */
static bool ask(struct answers *answers, struct arena *arena, void *user) {
        struct claim *claim = user;
        struct array signatures = { 0 };
        if (!dkim_ask(claim->dkim, answers, arena))
                return false;
        dkim_check(claim->dkim, answers, arena, &signatures);
        for (uint32_t i = 0; i < signatures.count; i++) {
                const struct dkim_signature *signature = &((const struct dkim_signature *)signatures.items)[i];
                claim->passes |= signature->result == DKIM_RESULT_PASS && !signature->testing &&
                                 !signature->body_partial && domain_has(claim->trusted, signature->domain);
        }
        return true;
}

static enum cw_err inquire(const struct config *config, struct lookups *lookups, struct claim *claim,
                           struct err *reterr) {
        struct inquiry *inquiry;
        enum cw_err code = inquiry_new(lookups, option_ms(&config->options, OPT_LOOKUP_TIMEOUT), &inquiry, reterr);
        if (code)
                return code;
        (void)inquiry_run(inquiry, ask, claim);
        inquiry_free(inquiry);
        return CW_OK;
}

/* Only keys are asked for: no list is read for it. */
static enum cw_err inquire_alone(const struct config *config, struct claim *claim, struct err *reterr) {
        struct config own = { .options = config->options, .hostname = config->hostname, .aliases = config->aliases };
        struct lookups *lookups = NULL;
        own.references = 1;
        own.options.list[OPT_DNS_LISTS] = own.options.list[OPT_LIST_FILES] = (struct option_list){ 0 };
        enum cw_err code = lookups_new(&own, NULL, &lookups, reterr);
        if (!code)
                code = lookups_start(lookups, reterr);
        if (!code)
                code = inquire(config, lookups, claim, reterr);
        lookups_free(lookups);
        return code;
}

enum cw_err reporter_prove(const struct config *config, struct lookups *lookups, const struct message *message,
                           int64_t now, struct arena *arena, const char **ret, struct err *reterr) {
        const struct option_list *trusted = &config->options.list[OPT_REPORT_TRUSTED];
        struct span from = from_domain(message, arena);
        *ret = "";
        for (uint32_t i = 0; i < trusted->count && from.len > 0; i++) {
                struct claim claim = { .trusted = span_from(trusted->items[i]) };
                if (!domain_has(claim.trusted, from))
                        continue;
                claim.dkim = dkim_read(arena, message, claim.trusted, now);
                if (!is_claimed(&claim, arena) || !option_truth(&config->options, OPT_LOOKUPS))
                        continue;
                enum cw_err code = lookups ? inquire(config, lookups, &claim, reterr)
                                           : inquire_alone(config, &claim, reterr);
                if (code)
                        return code;
                if (claim.passes) {
                        *ret = trusted->items[i];
                        return CW_OK;
                }
        }
        return CW_OK;
}

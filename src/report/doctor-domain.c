/* A domain: its records, and what is wrong with them. */
#include "base/limits.h"
#include "report/doctor-inside.h"

const struct doctor_sending doctor_sendings[SENDINGS] = {
#define CASE(id, name, cause, calendar, whose, mend)
#define SENDING(id_, sends_, touched_, sentence_, mend_) \
        [SENDING_##id_] = { .id = #id_, .sends = sends_, .touched = touched_, .sentence = sentence_, .mend = mend_ },
#include "report/doctor.def"
#undef CASE
#undef SENDING
};

enum { PROBLEMS = 64, WHY_SHOWN = 200 };

static void tell(struct doctor_domain *domain, struct arena *arena, struct span where, bool grave, struct span text) {
        struct doctor_problem *problem = array_push(&domain->problems, arena, sizeof *problem, PROBLEMS);
        if (problem)
                *problem = (struct doctor_problem){ .where = where, .text = text, .grave = grave };
}

/* ---- DMARC ---------------------------------------------------------------------------------------------------------- */

static void read_step(struct doctor_domain *domain, struct arena *arena, const struct dmarc_step *step) {
        const struct span *problems = step->record.problems.items;
        struct span where = arena_format(arena, "_dmarc.%.*s", (int)step->domain.len, step->domain.ptr);
        if (step->answer->state == ANSWER_FAILED) {
                domain->failed = true;
                tell(domain, arena, where, true,
                     arena_format(arena, "DNS does not answer (%.*s): receivers do not know the policy.", WHY_SHOWN,
                                  step->answer->why));
        }
        if (step->records > 1)
                tell(domain, arena, where, true,
                     arena_format(arena, "There are %u records, and several count as none (RFC 9989 4.10).",
                                  step->records));
        for (uint32_t i = 0; i < step->record.problems.count; i++)
                tell(domain, arena, where, !step->record.valid, problems[i]);
}

static void read_policy(struct doctor_domain *domain, struct arena *arena) {
        const struct dmarc_record *record = &domain->dmarc.record;
        struct span where = arena_format(arena, "_dmarc.%.*s", (int)domain->dmarc.record_domain.len,
                                         domain->dmarc.record_domain.ptr);
        if (!record->valid) {
                if (domain->dmarc.result == DMARC_RESULT_NONE)
                        tell(domain, arena, domain->domain, false,
                             SPAN("No policy is published: DMARC says nothing of it, and mails with it are judged by "
                                  "SPF and DKIM as each receiver likes (D9)."));
                return;
        }
        if (record->rua.len == 0)
                tell(domain, arena, where, false, SPAN("There is no rua=: nobody tells you which invitations fail."));
        if (record->testing)
                tell(domain, arena, where, false,
                     SPAN("t=y: the policy counts one level less than it says (reject as quarantine, that as none)."));
        if (record->sp != record->p || record->np != record->sp)
                tell(domain, arena, where, false,
                     arena_format(arena,
                                  "Subdomains have another policy (D11): %s for the domain, %s for subdomains that exist, "
                                  "%s for those that do not.",
                                  dmarc_policy_name(record->p), dmarc_policy_name(record->sp),
                                  dmarc_policy_name(record->np)));
        if (domain->dmarc.policy == DMARC_POLICY_REJECT)
                tell(domain, arena, where, false,
                     SPAN("p=reject is not for domains whose people write to mailing lists, and wants DKIM, not SPF alone "
                          "(RFC 9989)."));
}

static bool ask_dmarc(struct doctor_domain *domain, struct answers *answers, struct arena *arena) {
        const struct dmarc_query what = { .from = domain->domain, .from_domains = 1 };
        bool all = dmarc_walk(answers, arena, domain->domain, &domain->walk);
        return dmarc_check(answers, arena, &what, &domain->dmarc) && all;
}

/* ---- SPF ------------------------------------------------------------------------------------------------------------- */

/* Of the class E, which is nobody's: no record names it unless it names everybody, so that all terms are walked. */
static const char nobody[] = "240.0.0.1";

static bool ask_spf(struct doctor_domain *domain, struct answers *answers, struct arena *arena) {
        const struct spf_case what = { .client_ip = span_from(nobody),
                                       .helo = domain->domain,
                                       .mail_from = arena_format(arena, "postmaster@%.*s", (int)domain->domain.len,
                                                                 domain->domain.ptr),
                                       .at = INT64_MIN };
        bool all = spf_check(answers, arena, &what, &domain->spf);
        const struct answer *texts = answers_get(answers, RECORD_TXT, domain->domain);
        domain->spf_record = (struct span){ 0 };
        for (uint32_t i = 0; i < texts->count; i++)
                if (span_starts_nocase(texts->records[i], SPAN("v=spf1")))
                        domain->spf_record = texts->records[i];
        return all;
}

static void read_spf(struct doctor_domain *domain, struct arena *arena) {
        const struct spf_answer *spf = &domain->spf;
        struct span where = arena_format(arena, "SPF of %.*s", (int)domain->domain.len, domain->domain.ptr);
        switch (spf->result) {
        case SPF_TEMPERROR:
                domain->failed = true;
                [[fallthrough]];
        case SPF_PERMERROR:
                tell(domain, arena, where, true, spf->problem);
                break;
        case SPF_NONE:
                tell(domain, arena, where, false, SPAN("There is no record: only DKIM can prove mail of this domain."));
                break;
        case SPF_PASS:
                tell(domain, arena, where, true, SPAN("It lets every host of the world send for this domain."));
                break;
        case SPF_NEUTRAL:
                tell(domain, arena, where, false,
                     SPAN("It says nothing of hosts that it does not name; end it with -all or ~all."));
                break;
        default:
                break;
        }
        if (spf->result != SPF_PERMERROR && spf->lookups > 8)
                tell(domain, arena, where, false,
                     arena_format(arena, "It needs %u lookups of the ten that are allowed.", spf->lookups));
}

/* ---- All of it ------------------------------------------------------------------------------------------------------- */

bool doctor_domain_is_ill(const struct doctor_domain *domain) {
        const struct doctor_problem *problems = domain->problems.items;
        for (uint32_t i = 0; i < domain->problems.count; i++)
                if (problems[i].grave)
                        return true;
        return false;
}

enum doctor_action doctor_sending_action(const struct doctor_domain *domain, const struct doctor_sending *sending) {
        return sending->touched ? domain->action : DOCTOR_NOTHING;
}

bool doctor_domain_ask(struct answers *answers, struct arena *arena, void *user) {
        struct doctor_domain *domain = user;
        bool all = ask_dmarc(domain, answers, arena);
        all &= ask_spf(domain, answers, arena); /* together */
        if (!all)
                return false;
        const struct dmarc_step *steps = domain->walk.steps.items;
        domain->problems = (struct array){ 0 };
        for (uint32_t i = 0; i < domain->walk.steps.count; i++)
                read_step(domain, arena, &steps[i]);
        read_policy(domain, arena);
        read_spf(domain, arena);
        domain->action = domain->dmarc.result == DMARC_RESULT_FAIL   ? (enum doctor_action)domain->dmarc.disposition
                         : domain->dmarc.result == DMARC_RESULT_NONE ? DOCTOR_NOTHING
                                                                     : DOCTOR_UNKNOWN;
        return true;
}

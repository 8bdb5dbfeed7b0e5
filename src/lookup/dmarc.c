#include "lookup/dmarc.h"

#include "base/limits.h"

enum { WALK_STEPS = 8, WALK_LABELS = 7, IDENTITIES = 2 * LIMIT_DKIM_SIGNATURES + 2 };

const char *dmarc_result_name(enum dmarc_result result) {
        static const char *const names[] = { "none", "pass", "fail", "temperror", "permerror" };
        return names[result];
}

const char *dmarc_policy_name(enum dmarc_policy policy) {
        static const char *const names[] = { "none", "quarantine", "reject" };
        return names[policy];
}

/* ---- The walk (RFC 9989 4.10) -------------------------------------------------------------------------------------------- */

static uint32_t label_count(struct span domain) {
        uint32_t count = domain.len > 0;
        for (size_t i = 0; i < domain.len; i++)
                count += domain.ptr[i] == '.';
        return count;
}

/* The `labels` rightmost ones. */
static struct span rightmost(struct span domain, uint32_t labels) {
        for (uint32_t have = label_count(domain); have > labels; have--)
                (void)span_split(&domain, '.');
        return domain;
}

static struct span above(struct span domain) {
        uint32_t labels = label_count(domain);
        return rightmost(domain, labels > WALK_LABELS + 1 ? WALK_LABELS : labels - 1);
}

static const struct answer *ask(struct answers *answers, struct arena *arena, struct span domain) {
        return answers_get(answers, RECORD_TXT, arena_format(arena, "_dmarc.%.*s", (int)domain.len, domain.ptr));
}

/* Several records are none (4.10). */
static void step_read(struct arena *arena, struct dmarc_step *step) {
        struct dmarc_record record;
        for (uint32_t i = 0; i < step->answer->count; i++) {
                dmarc_record_read(arena, step->answer->records[i], &record);
                if (!record.present)
                        continue;
                step->records++;
                step->record = record;
        }
        if (step->records > 1)
                step->record = (struct dmarc_record){ 0 };
}

static struct span organizational(const struct dmarc_walk *walk, struct span domain) {
        const struct dmarc_step *steps = walk->steps.items;
        struct span found = domain;
        for (uint32_t i = 0; i < walk->steps.count; i++) {
                if (!steps[i].record.valid)
                        continue;
                if (steps[i].record.psd == PSD_NO)
                        return steps[i].domain;
                if (steps[i].record.psd == PSD_YES && i > 0)
                        return rightmost(domain, label_count(steps[i].domain) + 1);
                found = steps[i].domain; /* the last one has the fewest labels */
        }
        return found;
}

bool dmarc_walk(struct answers *answers, struct arena *arena, struct span domain, struct dmarc_walk *ret) {
        *ret = (struct dmarc_walk){ .organizational = domain };
        bool all = true;
        struct span at = domain;
        /* All at once, for most walks go to their end. */
        for (int i = 0; i < WALK_STEPS && at.len > 0; i++, at = above(at))
                all &= ask(answers, arena, at)->state != ANSWER_PENDING;
        if (!all)
                return false;
        at = domain;
        for (int i = 0; i < WALK_STEPS && at.len > 0; i++, at = above(at)) {
                struct dmarc_step *step = array_push(&ret->steps, arena, sizeof *step, WALK_STEPS);
                *step = (struct dmarc_step){ .domain = at, .answer = ask(answers, arena, at) };
                ret->failed |= step->answer->state == ANSWER_FAILED;
                step_read(arena, step);
                if (step->record.valid && step->record.psd != PSD_UNSET)
                        break;
        }
        ret->organizational = organizational(ret, domain);
        return true;
}

/* ---- The policy (4.10.1) -------------------------------------------------------------------------------------------------- */

static const struct dmarc_step *step_of(const struct dmarc_walk *walk, struct span domain) {
        const struct dmarc_step *steps = walk->steps.items;
        for (uint32_t i = 0; i < walk->steps.count; i++)
                if (span_equal_nocase(steps[i].domain, domain) && steps[i].record.valid)
                        return &steps[i];
        return NULL;
}

/* Of From's own domain; else of the organizational one; else of the suffix above that. */
static const struct dmarc_step *deciding_step(const struct dmarc_walk *walk, struct span from) {
        const struct dmarc_step *steps = walk->steps.items;
        const struct dmarc_step *step = step_of(walk, from);
        if (!step)
                step = step_of(walk, walk->organizational);
        for (uint32_t i = 0; i < walk->steps.count && !step; i++)
                if (steps[i].record.valid && steps[i].record.psd == PSD_YES)
                        step = &steps[i];
        return step;
}

/* False: whether the domain exists is pending. */
static bool take_policy(struct answers *answers, const struct dmarc_step *step, struct span from,
                        struct dmarc_answer *ret) {
        ret->record_domain = step->domain;
        ret->record = step->record;
        ret->policy_tag = "p";
        ret->policy = step->record.p;
        if (span_equal_nocase(step->domain, from))
                return true;
        const struct answer *exists = answers_get(answers, RECORD_A, from);
        if (exists->state == ANSWER_PENDING)
                return false;
        bool missing = exists->state == ANSWER_NO_NAME; /* RFC 8020 */
        ret->policy_tag = missing ? "np" : "sp";
        ret->policy = missing ? step->record.np : step->record.sp;
        return true;
}

/* ---- Alignment (4.4) ------------------------------------------------------------------------------------------------------ */

struct aligned {
        bool known; /* else the walk failed */
        bool aligned;
};

/* False: pending. */
static bool align(struct answers *answers, struct arena *arena, const struct dmarc_identity *identity, struct span from,
                  struct span organizational, bool strict, struct aligned *ret) {
        *ret = (struct aligned){ .known = true, .aligned = span_equal_nocase(identity->domain, from) };
        if (ret->aligned || strict || identity->domain.len == 0)
                return true;
        struct dmarc_walk walk;
        if (!dmarc_walk(answers, arena, identity->domain, &walk))
                return false;
        ret->aligned = span_equal_nocase(walk.organizational, organizational);
        ret->known = !walk.failed || ret->aligned;
        return true;
}

/* ---- All of it ------------------------------------------------------------------------------------------------------------ */

static bool fails(struct dmarc_answer *ret, enum dmarc_result result, struct span problem) {
        ret->result = result;
        ret->problem = problem;
        return true;
}

static enum dmarc_policy softened(enum dmarc_policy policy, bool testing) {
        return testing && policy > DMARC_POLICY_NONE ? (enum dmarc_policy)(policy - 1) : policy;
}

bool dmarc_check(struct answers *answers, struct arena *arena, const struct dmarc_query *what, struct dmarc_answer *ret) {
        struct dmarc_walk walk;
        *ret = (struct dmarc_answer){ .policy_tag = "", .organizational = what->from };
        if (what->from.len == 0 || what->from_domains > 1)
                return fails(ret, DMARC_RESULT_PERMERROR,
                             what->from.len == 0 ? SPAN("From names no domain.")
                                                 : SPAN("From names authors of several domains (RFC 9989 11.5)."));
        bool all = dmarc_walk(answers, arena, what->from, &walk);
        struct aligned aligned[IDENTITIES] = { 0 };
        uint32_t count = what->identity_count < IDENTITIES ? what->identity_count : IDENTITIES;
        const struct dmarc_step *step = all ? deciding_step(&walk, what->from) : NULL;
        for (uint32_t i = 0; i < count; i++) {
                const struct dmarc_identity *identity = &what->identities[i];
                bool strict = step && (identity->spf ? step->record.strict_spf : step->record.strict_dkim);
                all &= align(answers, arena, identity, what->from, walk.organizational, strict, &aligned[i]);
        }
        if (step)
                all &= take_policy(answers, step, what->from, ret);
        if (!all)
                return false;
        ret->organizational = walk.organizational;
        bool certain = true;
        for (uint32_t i = 0; i < count; i++) {
                const struct dmarc_identity *identity = &what->identities[i];
                certain &= aligned[i].known;
                if (!aligned[i].aligned)
                        continue;
                *(identity->spf ? &ret->spf_aligned : &ret->dkim_aligned) = true;
                if (ret->aligned.len == 0)
                        ret->aligned = identity->domain;
        }
        if (!step)
                return walk.failed ? fails(ret, DMARC_RESULT_TEMPERROR, SPAN("DNS did not answer for a policy."))
                                   : fails(ret, DMARC_RESULT_NONE, SPAN("The domain publishes no policy."));
        if (ret->spf_aligned || ret->dkim_aligned)
                return fails(ret, DMARC_RESULT_PASS, (struct span){ 0 });
        if (!certain)
                return fails(ret, DMARC_RESULT_TEMPERROR, SPAN("DNS did not answer for a domain that may be aligned."));
        ret->disposition = softened(ret->policy, ret->record.testing);
        return fails(ret, DMARC_RESULT_FAIL, (struct span){ 0 });
}

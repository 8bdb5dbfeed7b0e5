/* A mail: what is found out about it, and which case that is. */
#include "report/doctor.h"

#include "base/limits.h"
#include "message/address.h"
#include "message/message.h"
#include "text/domain.h"

const struct doctor_case doctor_cases[DOCTOR_CASES] = {
#define CASE(id_, name_, cause_, calendar_, whose_, mend_) \
        [DOCTOR_##id_] = { .id = #id_, \
                           .name = name_, \
                           .cause = cause_, \
                           .calendar = calendar_, \
                           .whose = whose_, \
                           .mend = mend_ },
#define SENDING(id, sends, touched, sentence, mend)
#include "report/doctor.def"
#undef CASE
#undef SENDING
};

const char *doctor_action_name(enum doctor_action action) {
        static const char *const names[] = { "none", "quarantine", "reject", "unknown" };
        return names[action];
}

/* ---- Who is proven ------------------------------------------------------------------------------------------------ */

static void identity_add(struct doctor_mail *mail, struct arena *arena, struct doctor_identity identity) {
        struct doctor_identity *place = array_push(&mail->identities, arena, sizeof *place,
                                                   LIMIT_AUTHENTICATION_RESULTS);
        if (!place)
                return;
        *place = identity;
        place->passes = span_equal(identity.result, SPAN("pass"));
}

static void take_told(struct doctor_mail *mail, struct arena *arena, const struct authentication_result *told) {
        struct doctor_identity identity = { .result = told->result, .problem = told->reason };
        if (span_equal(told->method, SPAN("spf"))) {
                struct span sender = authentication_property(told, SPAN("smtp"), SPAN("mailfrom"));
                bool helo = sender.len == 0 || span_equal(sender, SPAN("<>"));
                identity.spf = true;
                identity.what = helo ? "HELO" : "MAIL FROM";
                identity.domain = domain_behind_at(helo ? authentication_property(told, SPAN("smtp"), SPAN("helo"))
                                                        : sender);
        } else if (span_equal(told->method, SPAN("dkim"))) {
                struct span signer = authentication_property(told, SPAN("header"), SPAN("d"));
                identity.what = "DKIM";
                identity.domain = signer.len > 0
                                          ? signer
                                          : domain_behind_at(authentication_property(told, SPAN("header"), SPAN("i")));
                identity.detail = authentication_property(told, SPAN("header"), SPAN("s"));
        } else {
                return;
        }
        identity_add(mail, arena, identity);
}

static enum dmarc_result dmarc_result_from(struct span word) {
        for (int i = DMARC_RESULT_NONE; i <= DMARC_RESULT_PERMERROR; i++)
                if (span_equal(word, span_from(dmarc_result_name((enum dmarc_result)i))))
                        return (enum dmarc_result)i;
        return DMARC_RESULT_NONE;
}

/* The topmost fields of the one who is believed, as facts read them. *ret_dmarc: what they say of DMARC, empty for nothing. */
static void read_told(struct doctor_mail *mail, struct arena *arena, struct span *ret_dmarc) {
        const struct headers *headers = &mail->facts->message->headers;
        bool some = false;
        for (uint32_t i = 0; i < headers->count; i++) {
                const struct header *header = &headers->items[i];
                if (header->id != HEADER_AUTHENTICATION_RESULTS) {
                        if (some)
                                return;
                        continue;
                }
                struct authentication_results results = authentication_results_read(arena, header->value);
                if (!authentication_from(&results, mail->facts->authentication.authserv_id))
                        return;
                some = true;
                for (uint32_t k = 0; k < results.count; k++) {
                        take_told(mail, arena, &results.items[k]);
                        if (ret_dmarc->len == 0 && span_equal(results.items[k].method, SPAN("dmarc")))
                                *ret_dmarc = results.items[k].result;
                }
        }
}

static bool ask_spf(struct doctor_mail *mail, struct answers *answers, struct arena *arena) {
        const struct item *item = mail->facts->item;
        const struct spf_case what = { .client_ip = item->client_ip,
                                       .helo = item->helo,
                                       .mail_from = item->mail_from,
                                       .at = mail->facts->at };
        struct spf_answer answer;
        if (item->client_ip.len == 0 || (item->mail_from.len == 0 && !(item->mail_from_known && item->helo.len > 0)))
                return true;
        if (!spf_check(answers, arena, &what, &answer))
                return false;
        identity_add(mail, arena,
                     (struct doctor_identity){ .spf = true,
                                               .what = answer.helo ? "HELO" : "MAIL FROM",
                                               .domain = answer.domain,
                                               .detail = answer.mechanism,
                                               .result = span_from(spf_result_name(answer.result)),
                                               .problem = answer.problem });
        return true;
}

static bool ask_dkim(struct doctor_mail *mail, struct answers *answers, struct arena *arena) {
        struct array signatures = { 0 };
        if (!mail->dkim)
                mail->dkim = dkim_read(arena, mail->facts->message, mail->facts->from.domain, mail->facts->at);
        if (!mail->dkim)
                return true;
        if (!dkim_ask(mail->dkim, answers, arena))
                return false;
        dkim_check(mail->dkim, answers, arena, &signatures);
        const struct dkim_signature *items = signatures.items;
        for (uint32_t i = 0; i < signatures.count; i++)
                identity_add(mail, arena,
                             (struct doctor_identity){ .what = "DKIM",
                                                       .domain = items[i].domain,
                                                       .detail = items[i].selector,
                                                       .result = span_from(dkim_result_name(items[i].result)),
                                                       .problem = items[i].problem });
        return true;
}

static bool ask_arc(struct doctor_mail *mail, struct answers *answers, struct arena *arena) {
        struct arc *arc = arc_read(arena, mail->facts->message);
        if (!arc)
                return true;
        if (!arc_ask(arc, answers, arena))
                return false;
        arc_check(arc, answers, arena, &mail->arc);
        return true;
}

/* ---- DMARC ---------------------------------------------------------------------------------------------------------- */

static uint32_t from_domains(const struct doctor_mail *mail, struct arena *arena) {
        struct mailboxes authors = message_mailboxes(arena, mail->facts->message, HEADER_FROM);
        for (uint32_t i = 1; i < authors.count; i++)
                if (!span_equal_nocase(authors.items[i].domain, authors.items[0].domain))
                        return 2;
        return authors.count > 0;
}

/* Each identity by itself, and all that pass together. */
static bool ask_dmarc(struct doctor_mail *mail, struct answers *answers, struct arena *arena) {
        struct doctor_identity *identities = mail->identities.items;
        struct dmarc_identity *passing = arena_alloc(arena, (mail->identities.count + 1) * sizeof *passing);
        struct dmarc_query what = { .from = mail->facts->from.host,
                                    .from_domains = from_domains(mail, arena),
                                    .identities = passing };
        bool all = dmarc_walk(answers, arena, what.from, &mail->walk);
        for (uint32_t i = 0; i < mail->identities.count; i++) {
                const struct dmarc_identity one = { identities[i].domain, identities[i].spf };
                struct dmarc_query alone = what;
                struct dmarc_answer answer;
                alone.identities = &one;
                alone.identity_count = 1;
                all &= dmarc_check(answers, arena, &alone, &answer);
                identities[i].aligned = answer.spf_aligned || answer.dkim_aligned;
                if (identities[i].passes)
                        passing[what.identity_count++] = one;
        }
        return dmarc_check(answers, arena, &what, &mail->dmarc) && all;
}

/* What the border saw counts, for it has seen more; the policy is the one that is published now. */
static void believe(struct doctor_mail *mail, struct span told) {
        struct dmarc_answer *dmarc = &mail->dmarc;
        if (told.len == 0)
                return;
        dmarc->result = dmarc_result_from(told);
        if (dmarc->result != DMARC_RESULT_FAIL)
                return;
        bool softened = dmarc->record.testing && dmarc->policy > DMARC_POLICY_NONE;
        dmarc->disposition = softened ? (enum dmarc_policy)(dmarc->policy - 1) : dmarc->policy;
}

static enum doctor_action action_of(const struct dmarc_answer *dmarc) {
        if (dmarc->result == DMARC_RESULT_TEMPERROR || dmarc->result == DMARC_RESULT_PERMERROR)
                return DOCTOR_UNKNOWN;
        if (dmarc->result != DMARC_RESULT_FAIL)
                return DOCTOR_NOTHING;
        return (enum doctor_action)dmarc->disposition;
}

/* ---- The case -------------------------------------------------------------------------------------------------------- */

static bool is_other_policy(const struct dmarc_answer *dmarc) {
        return dmarc->record.valid && strcmp(dmarc->policy_tag, "p") != 0 &&
               (dmarc->policy != dmarc->record.p || dmarc->record.testing);
}

static enum doctor_case_id without_number(const struct facts *facts, bool own) {
        if (!facts->message)
                return DOCTOR_NO_MAIL;
        if (!facts->meeting.event)
                return DOCTOR_NO_EVENT;
        if (!facts->authentication.known)
                return DOCTOR_NOT_KNOWN;
        if (own)
                return DOCTOR_UNPROVEN;
        return facts->originator.class == ORIGINATOR_FORWARDED ? DOCTOR_FORWARDED : DOCTOR_OTHER;
}

/* Facts tell the case from what a border wrote; the published policy tells more. */
static enum doctor_case_id case_of(const struct doctor_mail *mail) {
        const struct facts *facts = mail->facts;
        bool own = span_equal(facts->from.address, facts->originator.address);
        bool null_sender = facts->item->mail_from_known && facts->item->mail_from.len == 0;
        bool fails = mail->dmarc.result == DMARC_RESULT_FAIL;
        enum dmarc_case which = facts->dmarc_case;
        if (mail->dmarc.result == DMARC_RESULT_PERMERROR && facts->meeting.event)
                return DOCTOR_AUTHORS;
        if (own && null_sender && fails && (which == DMARC_NONE || which == DMARC_D2) && facts->authentication.known)
                return DOCTOR_D8;
        if (own && is_other_policy(&mail->dmarc) && (which == DMARC_D1 || (which == DMARC_NONE && fails)) &&
            facts->meeting.event)
                return DOCTOR_D11;
        return which == DMARC_NONE ? without_number(facts, own)
                                   : (enum doctor_case_id)(DOCTOR_D1 + (int)which - (int)DMARC_D1);
}

static void hint(struct doctor_mail *mail, bool wanted, const char *sentence) {
        if (wanted && mail->hint_count < sizeof mail->hints / sizeof *mail->hints)
                mail->hints[mail->hint_count++] = sentence;
}

static void add_hints(struct doctor_mail *mail, enum doctor_case_id which) {
        const struct item *item = mail->facts->item;
        const struct doctor_identity *identities = mail->identities.items;
        bool by_spf = false, by_dkim = false, lost = false;
        for (uint32_t i = 0; i < mail->identities.count; i++) {
                bool good = identities[i].passes && identities[i].aligned;
                by_spf |= good && identities[i].spf;
                by_dkim |= good && !identities[i].spf;
                lost |= !identities[i].passes && !identities[i].spf && identities[i].aligned;
        }
        mail->hint_count = 0;
        hint(mail, mail->facts->authentication.replayable,
             "A signature passes that does not name Content-Type (h=), and the same body can be read in another way: whoever sends "
             "it again could make another calendar of it, so the signature proves nothing here. Whoever signs should sign that "
             "field, too.");
        hint(mail, mail->facts->authentication.acting_apart,
             "A signature passes that is of the house of ORGANIZER, and by the DMARC record of ORGANIZER's own domain (adkim=, psd=) "
             "does not speak for it. Sign as that domain itself.");
        hint(mail, which != DOCTOR_D8 && item->mail_from_known && item->mail_from.len == 0,
             "MAIL FROM is empty (D8): SPF speaks for the name in HELO, and only DKIM can align.");
        hint(mail, which != DOCTOR_D11 && is_other_policy(&mail->dmarc),
             "The policy for subdomains (sp=, np=, t=) is another than p= (D11).");
        hint(mail, by_spf && !by_dkim,
             "Only SPF aligns: whoever redirects or forwards this mail breaks it. A DKIM signature of From's domain lasts.");
        hint(mail, lost && !by_dkim,
             "There is a signature of From's domain, and it does not pass: something on the way changed the mail, or the key "
             "is not published.");
}

bool doctor_mail_ask(struct answers *answers, struct arena *arena, void *user) {
        struct doctor_mail *mail = user;
        struct span told = { 0 };
        mail->identities = (struct array){ 0 };
        if (mail->facts->message) {
                if (mail->told) {
                        read_told(mail, arena, &told);
                } else {
                        bool all = ask_spf(mail, answers, arena);
                        all &= ask_dkim(mail, answers, arena); /* together */
                        all &= ask_arc(mail, answers, arena);
                        if (!all)
                                return false;
                }
                if (!ask_dmarc(mail, answers, arena))
                        return false;
                believe(mail, told);
        }
        enum doctor_case_id which = case_of(mail);
        mail->action = action_of(&mail->dmarc);
        mail->which = &doctor_cases[which];
        add_hints(mail, which);
        return true;
}

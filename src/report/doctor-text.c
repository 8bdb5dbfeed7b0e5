/* For people: paragraphs that can be sent to the other side. */
#include <stdlib.h>

#include "report/doctor-inside.h"
#include "report/shown.h"

enum { COLUMNS = 100, LABEL = 13 };

/* ---- Sentences -------------------------------------------------------------------------------------------------------- */

/* Who is proven to have sent it; rather one that does not align, for that is what needs to be told. */
static struct span sender_of(const struct doctor_mail *mail) {
        const struct doctor_identity *identities = mail->identities.items;
        struct span sender = { 0 };
        for (uint32_t i = mail->identities.count; i-- > 0;)
                if (identities[i].passes && (sender.len == 0 || !identities[i].aligned))
                        sender = identities[i].domain;
        return sender;
}

static void say_word(FILE *out, struct span word, const struct doctor_mail *mail) {
        const struct facts *facts = mail->facts;
        const struct {
                struct span word, text;
                const char *otherwise;
        } words[] = {
                { SPAN("from"), facts->from.host, "its domain" },
                { SPAN("author"), facts->from.address, "nobody" },
                { SPAN("organizer"),
                  facts->organizer.address.len > 0 ? facts->organizer.address : facts->originator.address, "nobody" },
                { SPAN("sender"), sender_of(mail), "an unknown host" },
        };
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
                if (!span_equal(word, words[i].word))
                        continue;
                if (words[i].text.len > 0)
                        shown_text(out, words[i].text, 0);
                else
                        fputs(words[i].otherwise, out);
                return;
        }
        const struct dmarc_answer *dmarc = &mail->dmarc;
        fprintf(out, "%s=%s of ", dmarc->policy_tag, dmarc_policy_name(dmarc->policy));
        shown_text(out, dmarc->record_domain, 0);
}

void doctor_say(FILE *out, const char *sentence, const struct doctor_mail *mail) {
        struct span left = span_from(sentence);
        while (left.len > 0) {
                struct span plain = span_head(left, span_find_byte(left, '{'));
                fwrite(plain.ptr, 1, plain.len, out);
                if (plain.len == left.len)
                        return;
                left = span_skip(left, plain.len + 1);
                say_word(out, span_split(&left, '}'), mail);
        }
}

static void say_fail(FILE *out, const struct dmarc_answer *dmarc, struct span from, enum doctor_action action) {
        if (!dmarc->record.valid) {
                fputs("DMARC failed when it came; no policy is published now.", out);
                return;
        }
        fprintf(out, "DMARC fails, and %s=%s of ", dmarc->policy_tag, dmarc_policy_name(dmarc->policy));
        shown_text(out, dmarc->record_domain, 0);
        fprintf(out, " holds%s: ", dmarc->disposition != dmarc->policy ? ", one level less for t=y" : "");
        switch (action) {
        case DOCTOR_REJECT:
                fputs("it may be refused (\"550 5.7.1 Email rejected per DMARC policy for ", out);
                shown_text(out, from, 0);
                fputs("\"). RFC 9989 7.4 forbids to refuse for p=reject alone: a receiver who knows no more treats it as "
                      "quarantine, and it goes to the junk folder.",
                      out);
                break;
        case DOCTOR_QUARANTINE:
                fputs("it goes to the junk folder or is marked as suspicious, and no calendar inserts it.", out);
                break;
        default:
                fputs("it is delivered as if there were no policy, and may be reported to the domain.", out);
                break;
        }
}

void doctor_receiver(FILE *out, const struct dmarc_answer *dmarc, struct span from, enum doctor_action action) {
        switch (dmarc->result) {
        case DMARC_RESULT_PASS:
                fputs("DMARC passes: the policy does not meet this mail.", out);
                break;
        case DMARC_RESULT_FAIL:
                say_fail(out, dmarc, from, action);
                break;
        case DMARC_RESULT_NONE:
                fputs("No policy is published: DMARC says nothing, and must not be applied.", out);
                break;
        case DMARC_RESULT_TEMPERROR:
                fputs("DNS does not say what is needed: each receiver takes the mail without DMARC, or asks to come again "
                      "later (4xx).",
                      out);
                break;
        case DMARC_RESULT_PERMERROR:
                fputs("DMARC cannot be applied. ", out);
                shown_text(out, dmarc->problem, 0);
                break;
        }
}

void doctor_step(FILE *out, const struct dmarc_step *step) {
        static const char *const states[] = {
                [ANSWER_PENDING] = "not asked", [ANSWER_FOUND] = "no DMARC record",      [ANSWER_NO_DATA] = "no record",
                [ANSWER_NO_NAME] = "no record", [ANSWER_FAILED] = "DNS does not answer",
        };
        if (step->records > 1)
                fprintf(out, "%u records, which count as none", step->records);
        else if (step->records == 1)
                shown_text(out, step->record.text, 0);
        else
                fputs(states[step->answer->state], out);
}

uint32_t doctor_roles(const struct doctor_mail *mail, struct doctor_role ret[static DOCTOR_ROLES]) {
        const struct facts *facts = mail->facts;
        const struct doctor_role all[DOCTOR_ROLES] = {
                { "From", facts->from.address },           { "Sender", facts->sender.address },
                { "Reply-To", facts->reply_to.address },   { "MAIL FROM", facts->envelope.address },
                { "ORGANIZER", facts->organizer.address }, { "SENT-BY", facts->sent_by.address },
        };
        uint32_t count = 0;
        for (size_t i = 0; i < DOCTOR_ROLES; i++)
                if (all[i].address.len > 0)
                        ret[count++] = all[i];
        return count;
}

/* ---- Paragraphs -------------------------------------------------------------------------------------------------------- */

/* One that is being written: its words are put on lines when it ends. */
struct paragraph {
        FILE *out, *words;
        char *text;
        size_t length;
};

static bool paragraph_begin(struct paragraph *paragraph, FILE *out, const char *label) {
        *paragraph = (struct paragraph){ .out = out };
        paragraph->words = open_memstream(&paragraph->text, &paragraph->length);
        if (paragraph->words)
                fprintf(out, "  %-*s", LABEL - 2, label);
        return paragraph->words != NULL;
}

static void paragraph_end(struct paragraph *paragraph) {
        if (fclose(paragraph->words) != 0)
                paragraph->length = 0;
        struct span left = { paragraph->text, paragraph->length };
        size_t column = LABEL, words = 0;
        while (left.len > 0) {
                struct span word = span_split(&left, ' ');
                if (words++ > 0 && column + 1 + word.len > COLUMNS) {
                        fprintf(paragraph->out, "\n%*s", LABEL, "");
                        column = LABEL;
                } else if (words > 1) {
                        fputc(' ', paragraph->out);
                        column++;
                }
                fwrite(word.ptr, 1, word.len, paragraph->out);
                column += word.len;
        }
        fputc('\n', paragraph->out);
        free(paragraph->text);
}

static void write_sentence(FILE *out, const char *label, const char *sentence, const struct doctor_mail *mail) {
        struct paragraph paragraph;
        if (!*sentence || !paragraph_begin(&paragraph, out, label))
                return;
        doctor_say(paragraph.words, sentence, mail);
        paragraph_end(&paragraph);
}

static void write_span(FILE *out, const char *label, struct span where, struct span text) {
        struct paragraph paragraph;
        if (!paragraph_begin(&paragraph, out, label))
                return;
        if (where.len > 0) {
                shown_text(paragraph.words, where, 0);
                fputs(": ", paragraph.words);
        }
        shown_text(paragraph.words, text, 0);
        paragraph_end(&paragraph);
}

static void write_receiver(FILE *out, const struct dmarc_answer *dmarc, struct span from, enum doctor_action action) {
        struct paragraph paragraph;
        if (!paragraph_begin(&paragraph, out, "Receiver"))
                return;
        doctor_receiver(paragraph.words, dmarc, from, action);
        paragraph_end(&paragraph);
}

static void write_walk(FILE *out, const struct dmarc_walk *walk, const struct dmarc_answer *dmarc) {
        const struct dmarc_step *steps = walk->steps.items;
        for (uint32_t i = 0; i < walk->steps.count; i++) {
                fprintf(out, "  %-*s_dmarc.", LABEL - 2, i == 0 ? "Policy" : "");
                shown_text(out, steps[i].domain, 0);
                fputs("  ", out);
                doctor_step(out, &steps[i]);
                fputc('\n', out);
        }
        fprintf(out, "%*s", LABEL, "");
        if (dmarc->record.valid) {
                fprintf(out, "%s=%s of ", dmarc->policy_tag, dmarc_policy_name(dmarc->policy));
                shown_text(out, dmarc->record_domain, 0);
                fputs(" holds; ", out);
        } else {
                fputs("no policy; ", out);
        }
        fputs("organizational domain ", out);
        shown_text(out, walk->organizational, 0);
        fputc('\n', out);
}

/* ---- A mail ---------------------------------------------------------------------------------------------------------- */

static void write_identity(FILE *out, const struct doctor_identity *identity) {
        fprintf(out, "%*s%-10s", LABEL, "", identity->spf ? "SPF" : "DKIM");
        shown_text(out, identity->domain, 0);
        fputs(identity->spf ? " (" : "", out);
        fputs(identity->spf ? identity->what : "", out);
        fputs(identity->spf ? ")" : "", out);
        fputs(": ", out);
        shown_text(out, identity->result, 0);
        if (identity->detail.len > 0) {
                fputs(identity->spf ? " by " : ", selector ", out);
                shown_text(out, identity->detail, 0);
        }
        fputs(identity->aligned ? ", aligned with From" : ", not aligned with From", out);
        if (identity->problem.len > 0) {
                fputs(". ", out);
                shown_text(out, identity->problem, 0);
        }
        fputc('\n', out);
}

static void write_identities(FILE *out, const struct doctor_mail *mail) {
        struct doctor_role roles[DOCTOR_ROLES];
        const struct doctor_identity *identities = mail->identities.items;
        uint32_t count = doctor_roles(mail, roles);
        for (uint32_t i = 0; i < count; i++) {
                fprintf(out, "  %-*s%-10s", LABEL - 2, i == 0 ? "Identities" : "", roles[i].name);
                shown_text(out, roles[i].address, 0);
                fputc('\n', out);
        }
        for (uint32_t i = 0; i < mail->identities.count; i++)
                write_identity(out, &identities[i]);
        if (mail->identities.count == 0)
                fprintf(out, "%*snothing was signed, and the client's address is not known\n", LABEL, "");
}

static void write_arc(FILE *out, const struct arc_answer *arc) {
        const struct arc_set *sets = arc->sets.items;
        if (arc->result == ARC_NONE)
                return;
        fprintf(out, "  %-*s%s", LABEL - 2, "ARC", arc_result_name(arc->result));
        for (uint32_t i = 0; i < arc->sets.count; i++) {
                fprintf(out, "%s%u ", i == 0 ? ", sealed by " : ", ", sets[i].instance);
                shown_text(out, sets[i].sealer, 0);
        }
        if (arc->problem.len > 0) {
                fputs(". ", out);
                shown_text(out, arc->problem, 0);
        }
        fputc('\n', out);
}

static void write_origin(FILE *out, const struct doctor_mail *mail) {
        const struct item *item = mail->facts->item;
        fprintf(out, "  %-*s", LABEL - 2, "Results");
        if (mail->told) {
                fputs("of the Authentication-Results of ", out);
                shown_text(out, mail->facts->authentication.authserv_id, 0);
        } else if (item->client_ip.len > 0) {
                fputs("found out now, for the client ", out);
                shown_text(out, item->client_ip, 0);
                fprintf(out, " (of %s)", mail->client_from);
        } else {
                fputs("found out now; no client is known, so that SPF is not", out);
        }
        fputc('\n', out);
}

void doctor_mail_text(FILE *out, const struct doctor_mail *mail) {
        const struct doctor_case *which = mail->which;
        shown_file(out, mail->file, mail->index);
        fputc('\n', out);
        fprintf(out, "  %-*s%s%s%s\n", LABEL - 2, "Case", which->id[0] == 'D' ? which->id : "",
                which->id[0] == 'D' ? ": " : "", which->name);
        write_sentence(out, "Cause", which->cause, mail);
        if (mail->facts->message)
                write_receiver(out, &mail->dmarc, mail->facts->from.host, mail->action);
        write_sentence(out, "Calendar", which->calendar, mail);
        write_sentence(out, "Whose", which->whose, mail);
        write_sentence(out, "Mend", which->mend, mail);
        for (uint32_t i = 0; i < mail->hint_count; i++)
                write_sentence(out, "Note", mail->hints[i], mail);
        if (!mail->facts->message)
                return;
        write_origin(out, mail);
        write_identities(out, mail);
        write_arc(out, &mail->arc);
        write_walk(out, &mail->walk, &mail->dmarc);
}

/* ---- A domain -------------------------------------------------------------------------------------------------------- */

static const char *outcome(enum doctor_action action, bool touched) {
        if (!touched)
                return "DMARC does not hinder it";
        switch (action) {
        case DOCTOR_NOTHING:
                return "delivered as if there were no policy";
        case DOCTOR_QUARANTINE:
                return "to the junk folder";
        case DOCTOR_REJECT:
                return "refused, or to the junk folder";
        default:
                return "not known, for DNS does not answer";
        }
}

static void write_sending(FILE *out, const struct doctor_domain *domain, const struct doctor_sending *sending) {
        fprintf(out, "\n  %-*s%s\n", LABEL - 2, sending->id, sending->sends);
        fprintf(out, "%*s-> %s\n", LABEL, "", outcome(doctor_sending_action(domain, sending), sending->touched));
        write_span(out, "", (struct span){ 0 }, span_from(sending->sentence));
        if (*sending->mend)
                write_span(out, "  mend", (struct span){ 0 }, span_from(sending->mend));
}

void doctor_domain_text(FILE *out, const struct doctor_domain *domain) {
        const struct doctor_problem *problems = domain->problems.items;
        shown_text(out, domain->domain, 0);
        fputc('\n', out);
        write_walk(out, &domain->walk, &domain->dmarc);
        if (domain->spf_record.len > 0)
                write_span(out, "SPF", (struct span){ 0 }, domain->spf_record);
        fprintf(out, "  %-*sothers get %s; %u of 10 lookups\n", LABEL - 2, domain->spf_record.len > 0 ? "" : "SPF",
                spf_result_name(domain->spf.result), domain->spf.lookups);
        for (uint32_t i = 0; i < domain->problems.count; i++)
                write_span(out, problems[i].grave ? "Problem" : "Note", problems[i].where, problems[i].text);
        fputs("\n  What happens to invitations that others send with it:\n", out);
        for (size_t i = 0; i < SENDINGS; i++)
                write_sending(out, domain, &doctor_sendings[i]);
        fputc('\n', out);
        write_span(out, "D8", (struct span){ 0 },
                   SPAN("A server of yours that sends with an empty MAIL FROM aligns by DKIM only: let it sign."));
        write_span(out, "D10", (struct span){ 0 },
                   SPAN("Answers without ORGANIZER are no matter of DMARC: the receiver finds the event by its UID."));
}

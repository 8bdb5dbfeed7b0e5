/* For programs: docs/doctor.schema.json. */
#include <stdlib.h>

#include "report/doctor-inside.h"
#include "report/json.h"

enum { SCHEMA = 1 };

/* ---- Sentences ------------------------------------------------------------------------------------------------------ */

static void put_sentence(struct json *json, const char *key, const char *sentence, const struct doctor_mail *mail) {
        char *text = NULL;
        size_t length = 0;
        FILE *words = open_memstream(&text, &length);
        if (words)
                doctor_say(words, sentence, mail);
        if (!words || fclose(words) != 0)
                length = 0;
        json_text(json, key, (struct span){ text, length });
        free(text);
}

static void put_receiver(struct json *json, const struct dmarc_answer *dmarc, struct span from,
                         enum doctor_action action) {
        char *text = NULL;
        size_t length = 0;
        FILE *words = open_memstream(&text, &length);
        if (words)
                doctor_receiver(words, dmarc, from, action);
        if (!words || fclose(words) != 0)
                length = 0;
        json_object(json, "receiver");
        json_string(json, "action", doctor_action_name(action));
        json_text(json, "text", (struct span){ text, length });
        json_object_end(json);
        free(text);
}

/* ---- DMARC ------------------------------------------------------------------------------------------------------------ */

static void put_record(struct json *json, const char *key, const struct dmarc_record *record) {
        static const char *const psd[] = { "u", "y", "n" };
        const struct span *problems = record->problems.items;
        json_object(json, key);
        json_bool(json, "valid", record->valid);
        json_text(json, "text", record->text);
        json_string(json, "p", dmarc_policy_name(record->p));
        json_string(json, "sp", dmarc_policy_name(record->sp));
        json_string(json, "np", dmarc_policy_name(record->np));
        json_string(json, "psd", psd[record->psd]);
        json_bool(json, "t", record->testing);
        json_string(json, "adkim", record->strict_dkim ? "s" : "r");
        json_string(json, "aspf", record->strict_spf ? "s" : "r");
        json_text_or_null(json, "rua", record->rua);
        json_array(json, "problems");
        for (uint32_t i = 0; i < record->problems.count; i++)
                json_text(json, NULL, problems[i]);
        json_array_end(json);
        json_object_end(json);
}

static void put_step(struct json *json, const struct dmarc_step *step) {
        static const char *const states[] = { [ANSWER_PENDING] = "failed",
                                              [ANSWER_FOUND] = "found",
                                              [ANSWER_NO_DATA] = "none",
                                              [ANSWER_NO_NAME] = "none",
                                              [ANSWER_FAILED] = "failed" };
        json_object(json, NULL);
        json_text(json, "domain", step->domain);
        json_string(json, "dns", states[step->answer->state]);
        json_integer(json, "records", step->records);
        if (step->records == 1)
                put_record(json, "record", &step->record);
        else
                json_null(json, "record");
        json_object_end(json);
}

static void put_dmarc(struct json *json, const struct dmarc_walk *walk, const struct dmarc_answer *dmarc) {
        const struct dmarc_step *steps = walk->steps.items;
        json_object(json, "dmarc");
        json_string(json, "result", dmarc_result_name(dmarc->result));
        json_text_or_null(json, "problem", dmarc->problem);
        json_text(json, "organizational_domain", walk->organizational);
        json_text_or_null(json, "record_domain", dmarc->record.valid ? dmarc->record_domain : (struct span){ 0 });
        if (dmarc->record.valid) {
                json_string(json, "policy", dmarc_policy_name(dmarc->policy));
                json_string(json, "policy_tag", dmarc->policy_tag);
        } else {
                json_null(json, "policy");
                json_null(json, "policy_tag");
        }
        json_array(json, "walk");
        for (uint32_t i = 0; i < walk->steps.count; i++)
                put_step(json, &steps[i]);
        json_array_end(json);
        json_object_end(json);
}

/* ---- A mail ---------------------------------------------------------------------------------------------------------- */

static void put_identity(struct json *json, const struct doctor_identity *identity) {
        json_object(json, NULL);
        json_string(json, "method", identity->spf ? "spf" : "dkim");
        json_string(json, "what", identity->what);
        json_text(json, "domain", identity->domain);
        json_text(json, "result", identity->result);
        json_text_or_null(json, identity->spf ? "mechanism" : "selector", identity->detail);
        json_text_or_null(json, "problem", identity->problem);
        json_bool(json, "aligned", identity->aligned);
        json_object_end(json);
}

static void put_identities(struct json *json, const struct doctor_mail *mail) {
        struct doctor_role roles[DOCTOR_ROLES];
        const struct doctor_identity *identities = mail->identities.items;
        uint32_t count = doctor_roles(mail, roles);
        json_array(json, "addresses");
        for (uint32_t i = 0; i < count; i++) {
                json_object(json, NULL);
                json_string(json, "role", roles[i].name);
                json_text(json, "address", roles[i].address);
                json_object_end(json);
        }
        json_array_end(json);
        json_array(json, "identities");
        for (uint32_t i = 0; i < mail->identities.count; i++)
                put_identity(json, &identities[i]);
        json_array_end(json);
}

static void put_origin(struct json *json, const struct doctor_mail *mail) {
        const struct item *item = mail->facts->item;
        json_object(json, "results");
        json_bool(json, "told", mail->told);
        json_text_or_null(json, "authserv_id",
                          mail->told ? mail->facts->authentication.authserv_id : (struct span){ 0 });
        json_text_or_null(json, "client_ip", item->client_ip);
        if (mail->client_from)
                json_string(json, "client_from", mail->client_from);
        else
                json_null(json, "client_from");
        json_object_end(json);
}

static void put_arc(struct json *json, const struct arc_answer *arc) {
        const struct arc_set *sets = arc->sets.items;
        json_object(json, "arc");
        json_string(json, "result", arc_result_name(arc->result));
        json_text_or_null(json, "problem", arc->problem);
        json_array(json, "sealers");
        for (uint32_t i = 0; i < arc->sets.count; i++)
                json_text(json, NULL, sets[i].sealer);
        json_array_end(json);
        json_object_end(json);
}

static void put_case(struct json *json, const struct doctor_mail *mail) {
        const struct doctor_case *which = mail->which;
        json_string(json, "case", which->id);
        json_string(json, "name", which->name);
        put_sentence(json, "cause", which->cause, mail);
        put_sentence(json, "calendar", which->calendar, mail);
        put_sentence(json, "whose", which->whose, mail);
        put_sentence(json, "mend", which->mend, mail);
        json_array(json, "notes");
        for (uint32_t i = 0; i < mail->hint_count; i++)
                json_string(json, NULL, mail->hints[i]);
        json_array_end(json);
}

void doctor_mail_json(FILE *out, const struct doctor_mail *mail) {
        struct json json = { .out = out };
        json_object(&json, NULL);
        json_integer(&json, "schema", SCHEMA);
        json_string(&json, "file", mail->file);
        if (mail->index)
                json_integer(&json, "index", mail->index);
        put_case(&json, mail);
        if (mail->facts->message) {
                put_receiver(&json, &mail->dmarc, mail->facts->from.host, mail->action);
                put_origin(&json, mail);
                put_identities(&json, mail);
                put_arc(&json, &mail->arc);
                put_dmarc(&json, &mail->walk, &mail->dmarc);
        }
        json_object_end(&json);
        fputc('\n', out);
}

/* ---- A domain -------------------------------------------------------------------------------------------------------- */

static void put_spf(struct json *json, const struct doctor_domain *domain) {
        json_object(json, "spf");
        json_text_or_null(json, "record", domain->spf_record);
        json_string(json, "others", spf_result_name(domain->spf.result));
        json_text_or_null(json, "problem", domain->spf.problem);
        json_integer(json, "lookups", domain->spf.lookups);
        json_integer(json, "void_lookups", domain->spf.void_lookups);
        json_object_end(json);
}

static void put_problems(struct json *json, const struct doctor_domain *domain) {
        const struct doctor_problem *problems = domain->problems.items;
        json_array(json, "problems");
        for (uint32_t i = 0; i < domain->problems.count; i++) {
                json_object(json, NULL);
                json_text(json, "where", problems[i].where);
                json_text(json, "text", problems[i].text);
                json_bool(json, "grave", problems[i].grave);
                json_object_end(json);
        }
        json_array_end(json);
}

void doctor_domain_json(FILE *out, const struct doctor_domain *domain) {
        struct json json = { .out = out };
        json_object(&json, NULL);
        json_integer(&json, "schema", SCHEMA);
        json_text(&json, "domain", domain->domain);
        json_bool(&json, "well", !doctor_domain_is_ill(domain));
        put_dmarc(&json, &domain->walk, &domain->dmarc);
        put_spf(&json, domain);
        put_problems(&json, domain);
        json_array(&json, "invitations");
        for (size_t i = 0; i < SENDINGS; i++) {
                const struct doctor_sending *sending = &doctor_sendings[i];
                json_object(&json, NULL);
                json_string(&json, "case", sending->id);
                json_string(&json, "sends", sending->sends);
                json_bool(&json, "met_by_policy", sending->touched);
                json_string(&json, "action", doctor_action_name(doctor_sending_action(domain, sending)));
                json_string(&json, "text", sending->sentence);
                json_text(&json, "mend", span_from(sending->mend));
                json_object_end(&json);
        }
        json_array_end(&json);
        json_object_end(&json);
        fputc('\n', out);
}

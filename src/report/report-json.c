/* The object of docs/calwarden.schema.json. */
#include <openssl/sha.h>

#include "base/percent.h"
#include "lookup/lookup.h"
#include "message/message.h"
#include "report/instant.h"
#include "report/json.h"
#include "report/report.h"

/* An item is known by its bytes: the first 128 bits of their SHA-256. */
static void write_item(struct json *json, struct span bytes) {
        unsigned char digest[SHA256_DIGEST_LENGTH];
        char text[33];
        SHA256((const unsigned char *)bytes.ptr, bytes.len, digest);
        hex_write(digest, 16, text);
        json_string(json, "item", text);
}

static void write_at(struct json *json, int64_t at) {
        char text[INSTANT_BYTES];
        if (at == INT64_MIN) {
                json_null(json, "at");
                return;
        }
        instant_write(at, text);
        json_string(json, "at", text);
}

static void write_spans(struct json *json, const char *key, const struct array *array) {
        json_array(json, key);
        for (uint32_t i = 0; i < array->count; i++)
                json_text(json, NULL, ((const struct span *)array->items)[i]);
        json_array_end(json);
}

/* A result that nobody gave is null, as all of them are when nobody is believed. */
static void write_result(struct json *json, const char *key, enum auth_result result) {
        json_string(json, key, result == AUTH_ABSENT ? NULL : auth_result_name(result));
}

void report_authentication(struct json *json, const struct authentication *authentication) {
        json_object(json, "authentication");
        json_bool(json, "known", authentication->known);
        json_text_or_null(json, "authserv_id", authentication->authserv_id);
        write_result(json, "spf", authentication->spf);
        json_text_or_null(json, "spf_domain", authentication->spf_domain);
        write_result(json, "dkim", authentication->dkim);
        write_spans(json, "dkim_domains", &authentication->dkim_domains);
        write_result(json, "dmarc", authentication->dmarc);
        json_text_or_null(json, "dmarc_domain", authentication->dmarc_domain);
        write_result(json, "arc", authentication->arc);
        json_bool(json, "aligned", authentication->aligned);
        write_spans(json, "domains", &authentication->domains);
        json_object_end(json);
}

static void write_originator(struct json *json, const struct originator *originator) {
        json_object(json, "originator");
        json_string(json, "class", originator_class_name(originator->class));
        json_text_or_null(json, "address", originator->address);
        json_text(json, "reason", originator->reason);
        json_object_end(json);
}

/* For whom alone it speaks. */
static void write_only(struct json *json, const struct facts *facts, const bool *only) {
        json_array(json, "recipients");
        for (uint32_t i = 0; i < facts->recipients.count; i++)
                if (only[i])
                        json_text(json, NULL, ((const struct recipient *)facts->recipients.items)[i].party.address);
        json_array_end(json);
}

static void write_signals(struct json *json, const struct facts *facts, const struct signals *signals) {
        json_array(json, "signals");
        for (uint32_t i = 0; i < signals->list.count; i++) {
                const struct signal *signal = &((const struct signal *)signals->list.items)[i];
                json_object(json, NULL);
                json_string(json, "name", signal->kind->name);
                json_number(json, "weight", signal->weight, 6);
                json_string(json, "group", group_table[signal->kind->group].name);
                json_text(json, "evidence", signal->evidence);
                json_bits(json, "attacks", signal->kind->attacks);
                if (signal->only)
                        write_only(json, facts, signal->only);
                json_object_end(json);
        }
        json_array_end(json);
}

static void write_opinions(struct json *json, const struct facts *facts) {
        json_array(json, "opinions");
        for (uint32_t i = 0; i < facts->opinions.count; i++) {
                const struct opinion *opinion = &((const struct opinion *)facts->opinions.items)[i];
                json_object(json, NULL);
                json_string(json, "scanner", opinion->scanner);
                json_string(json, "opinion", opinion_kind_name(opinion->kind));
                json_number(json, "score", opinion->score, 6);
                json_number(json, "threshold", opinion->threshold, 6);
                json_text(json, "reason", opinion->reason);
                json_object_end(json);
        }
        json_array_end(json);
}

static void write_sources(struct json *json, const struct lookup_results *lookup) {
        json_array(json, "sources");
        for (uint32_t i = 0; lookup && i < lookup->source_count; i++) {
                const struct source_result *source = &lookup->sources[i];
                json_object(json, NULL);
                json_text(json, "what", source->what);
                json_string(json, "where", source->where);
                if (source->age_known)
                        json_number(json, "age_days", source->age_days, 6);
                if (source->score_known)
                        json_number(json, "score", source->score, 6);
                json_bool(json, "listed", source->listed);
                json_object_end(json);
        }
        json_array_end(json);
}

static void write_absent(struct json *json, const struct facts *facts) {
        json_array(json, "absent");
        for (uint32_t i = 0; i < facts->absent.count; i++) {
                const struct absent_fact *absent = &((const struct absent_fact *)facts->absent.items)[i];
                json_object(json, NULL);
                json_string(json, "fact", absent->fact);
                json_string(json, "why", absent->why);
                json_object_end(json);
        }
        json_array_end(json);
}

static void write_listings(struct json *json, const struct lookup_results *lookup) {
        static const char *const kinds
                [] = { [LISTED_CLIENT] = "client", [LISTED_HOST] = "host", [LISTED_MAILBOX] = "mailbox", [LISTED_URL] = "url" };
        json_array(json, "listings");
        for (uint32_t i = 0; lookup && i < lookup->listing_count; i++) {
                const struct listing *listing = &lookup->listings[i];
                json_object(json, NULL);
                json_string(json, "list", listing->list);
                json_string(json, "kind", kinds[listing->kind]);
                json_string(json, "meaning", listing_meaning_name(listing->meaning));
                json_text(json, "what", listing->what);
                json_string(json, "where", listing->where);
                json_string(json, "code", listing->code);
                json_object_end(json);
        }
        json_array_end(json);
}

static void write_defects(struct json *json, const struct defects *defects) {
        json_array(json, "defects");
        for (uint32_t i = 0; i < defects->places.count; i++) {
                const struct defect *defect = &((const struct defect *)defects->places.items)[i];
                char where[REPORT_WHERE];
                report_where(defect->part, defect->line, where);
                json_object(json, NULL);
                json_string(json, "name", defect_name(defect->kind));
                json_string(json, "where", where);
                json_string(json, "text", defect_text(defect->kind));
                json_object_end(json);
        }
        json_array_end(json);
}

static void write_recipients(struct json *json, const struct verdict *verdict) {
        json_array(json, "recipients");
        for (uint32_t i = 0; i < verdict->recipient_count; i++) {
                const struct recipient_verdict *recipient = &verdict->recipients[i];
                json_object(json, NULL);
                json_text(json, "address", recipient->address);
                json_string(json, "relation", relation_name(recipient->relation));
                json_string(json, "standing", standing_name(recipient->standing));
                json_string(json, "class", class_name(recipient->class));
                json_string(json, "placement", placement_name(recipient->placement));
                json_string(json, "placement_reason", recipient->placement_reason);
                json_object_end(json);
        }
        json_array_end(json);
}

static void write_verdict(struct json *json, const struct verdict *verdict) {
        json_bool(json, "examined", verdict->examined);
        json_string(json, "class", class_name(verdict->class));
        json_number(json, "probability", verdict->probability, 6);
        json_bool(json, "calibrated", verdict->calibrated);
        json_number(json, "log_odds", verdict->log_odds, 6);
        json_string(json, "placement", placement_name(verdict->placement));
        json_string(json, "placement_reason", verdict->placement_reason);
}

static void write_place(struct json *json, const struct report *report) {
        json_integer(json, "schema", REPORT_SCHEMA);
        json_string(json, "file", report->file);
        if (report->index)
                json_integer(json, "index", report->index);
        else
                json_null(json, "index");
}

void report_json(FILE *out, const struct report *report) {
        const struct facts *facts = report->facts;
        struct json json = { .out = out };
        json_object(&json, NULL);
        write_place(&json, report);
        write_item(&json, facts->item->bytes);
        json_text_or_null(&json, "message_id", report_message_id(facts));
        json_string(&json, "channel", channel_name(facts->item->channel));
        write_at(&json, facts->at);
        write_verdict(&json, report->verdict);
        json_text_or_null(&json, "method", report_method(facts));
        json_text_or_null(&json, "uid", facts->meeting.uid);
        json_text_or_null(&json, "organizer", facts->organizers_differ ? (struct span){ 0 } : facts->organizer.address);
        write_originator(&json, &facts->originator);
        report_authentication(&json, &facts->authentication);
        json_string(&json, "dmarc_case", report_dmarc_case(facts->dmarc_case));
        write_signals(&json, facts, report->signals);
        write_opinions(&json, facts);
        write_sources(&json, facts->lookup);
        write_listings(&json, facts->lookup);
        write_absent(&json, facts);
        write_defects(&json, report->defects);
        write_recipients(&json, report->verdict);
        report_calendars(&json, facts->calendars, REPORT_BRIEF);
        json_string(&json, "rules_version", report->rules_version);
        json_integer(&json, "elapsed_us", (int64_t)report->elapsed_us);
        json_object_end(&json);
        fputc('\n', out);
}

void report_error_json(FILE *out, const char *file, const struct err *err) {
        struct json json = { .out = out };
        json_object(&json, NULL);
        json_integer(&json, "schema", REPORT_SCHEMA);
        json_string(&json, "file", file);
        json_object(&json, "error");
        json_string(&json, "code", err_name(err->code));
        json_string(&json, "text", err->text);
        json_object_end(&json);
        json_object_end(&json);
        fputc('\n', out);
}

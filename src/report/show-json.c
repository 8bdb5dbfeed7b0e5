#include "report/json.h"
#include "report/show.h"

static void write_headers(struct json *json, const struct headers *headers) {
        json_array(json, "headers");
        for (uint32_t i = 0; i < headers->count; i++) {
                json_object(json, NULL);
                json_text(json, "name", headers->items[i].name);
                json_text(json, "value", headers->items[i].value);
                json_integer(json, "line", headers->items[i].line);
                json_object_end(json);
        }
        json_array_end(json);
}

static void write_type(struct json *json, const struct part *part) {
        char type[200];
        snprintf(type, sizeof type, "%.*s/%.*s", (int)span_head(part->type, 90).len,
                 part->type.ptr ? part->type.ptr : "", (int)span_head(part->subtype, 90).len,
                 part->subtype.ptr ? part->subtype.ptr : "");
        json_string(json, "type", type);
        json_text_or_null(json, "charset", part->charset);
        json_string(json, "charset_used", part->charset_used);
        json_text_or_null(json, "method", part->method);
        json_text_or_null(json, "component", part->component);
        json_text_or_null(json, "file_name", part->file_name);
        json_text_or_null(json, "content_id", part->content_id);
        json_string(json, "encoding", show_encoding(part->encoding));
}

static void write_part(struct json *json, const struct part *part) {
        static const char *const dispositions[] = { NULL, "inline", "attachment", "other" };
        json_object(json, NULL);
        json_integer(json, "part", part->number);
        json_integer(json, "parent", part->parent ? part->parent->number : 0);
        json_integer(json, "depth", part->depth);
        json_integer(json, "line", part->line);
        json_string(json, "source", show_source(part->source));
        write_type(json, part);
        json_string(json, "disposition", dispositions[part->disposition]);
        json_integer(json, "raw_bytes", (int64_t)part->raw.len);
        json_integer(json, "bytes", (int64_t)part->data.len);
        json_bool(json, "calendar_by_type", part->calendar_by_type);
        json_bool(json, "calendar_by_name", part->calendar_by_name);
        json_bool(json, "calendar_by_magic", part->calendar_by_magic);
        json_bool(json, "outside", part->outside);
        json_bool(json, "unread", part->unread);
        if (part->source == PART_MIME)
                write_headers(json, &part->headers);
        if (part->text.len)
                json_text(json, "text", part->text);
        json_object_end(json);
}

static void write_message(struct json *json, const struct message *message) {
        if (!message) {
                json_null(json, "message");
                return;
        }
        json_object(json, "message");
        write_headers(json, &message->headers);
        json_integer(json, "parts_seen", message->parts_seen);
        json_array(json, "parts");
        for (uint32_t i = 0; i < message->part_count; i++)
                write_part(json, message->parts[i]);
        json_array_end(json);
        json_object_end(json);
}

static void write_texts(struct json *json, const struct facts *facts) {
        json_object(json, "texts");
        for (size_t field = 0; field < FIELDS; field++) {
                const struct texts *texts = &facts->fields[field];
                if (texts->count == 0)
                        continue;
                json_array(json, field_table[field].name);
                for (uint32_t i = 0; i < texts->count; i++)
                        json_text(json, NULL, texts->items[i]);
                json_array_end(json);
        }
        json_object_end(json);
}

static void write_links(struct json *json, const struct array *links) {
        json_array(json, "links");
        for (uint32_t i = 0; i < links->count; i++) {
                const struct link_fact *fact = &((const struct link_fact *)links->items)[i];
                json_object(json, NULL);
                json_text(json, "url", fact->link->url);
                json_text_or_null(json, "host", fact->link->host);
                json_text_or_null(json, "domain", fact->link->domain);
                json_text_or_null(json, "text", fact->link->text);
                json_text_or_null(json, "target", fact->link->target);
                json_string(json, "place", place_name(fact->place));
                json_string(json, "owner", show_owner(fact->owner));
                json_bool(json, "visible", fact->visible);
                json_object_end(json);
        }
        json_array_end(json);
}

static void write_findings(struct json *json, const char *key, const struct findings *findings) {
        json_object(json, key);
        json_array(json, "phones");
        for (uint32_t i = 0; i < findings->phones.count; i++)
                json_text(json, NULL, ((const struct phone *)findings->phones.items)[i].digits);
        json_array_end(json);
        json_array(json, "amounts");
        for (uint32_t i = 0; i < findings->amounts.count; i++) {
                const struct amount *amount = &((const struct amount *)findings->amounts.items)[i];
                json_object(json, NULL);
                json_number(json, "value", amount->value, 15);
                json_string(json, "currency", amount->currency);
                json_object_end(json);
        }
        json_array_end(json);
        json_array(json, "addresses");
        for (uint32_t i = 0; i < findings->emails.count; i++)
                json_text(json, NULL, ((const struct email *)findings->emails.items)[i].address);
        json_array_end(json);
        json_object_end(json);
}

static void write_quantities(struct json *json, const struct facts *facts) {
        json_object(json, "quantities");
        for (size_t i = 0; i < QUANTITIES; i++) {
                if (facts->quantity_known[i])
                        json_number(json, quantity_table[i].name, facts->quantity[i], 15);
                else
                        json_null(json, quantity_table[i].name);
        }
        json_object_end(json);
}

static void write_defects(struct json *json, const struct defects *defects) {
        json_array(json, "defects");
        for (uint32_t i = 0; i < defects->places.count; i++) {
                const struct defect *defect = &((const struct defect *)defects->places.items)[i];
                json_object(json, NULL);
                json_string(json, "name", defect_name(defect->kind));
                json_integer(json, "part", defect->part);
                json_integer(json, "line", defect->line);
                json_string(json, "text", defect_text(defect->kind));
                json_object_end(json);
        }
        json_array_end(json);
}

void show_json(FILE *out, const struct report *report) {
        struct json json = { .out = out };
        json_object(&json, NULL);
        json_integer(&json, "schema", REPORT_SCHEMA);
        json_string(&json, "file", report->file);
        json_integer(&json, "index", report->index);
        write_message(&json, report->facts->message);
        report_calendars(&json, report->facts->calendars, REPORT_FULL);
        report_authentication(&json, &report->facts->authentication);
        write_links(&json, &report->facts->links);
        write_findings(&json, "calendar_findings", &report->facts->calendar_findings);
        write_findings(&json, "mail_findings", &report->facts->mail_findings);
        write_texts(&json, report->facts);
        write_quantities(&json, report->facts);
        write_defects(&json, report->defects);
        json_object_end(&json);
        fputc('\n', out);
}

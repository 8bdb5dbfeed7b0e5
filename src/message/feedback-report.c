#include "message/feedback-report.h"

#include "base/limits.h"
#include "message/address.h"
#include "message/date.h"

static const struct span type_names[FEEDBACK_TYPES] = {
        [FEEDBACK_ABUSE] = SPAN("abuse"), [FEEDBACK_FRAUD] = SPAN("fraud"),
        [FEEDBACK_VIRUS] = SPAN("virus"), [FEEDBACK_NOT_SPAM] = SPAN("not-spam"),
        [FEEDBACK_OTHER] = SPAN("other"), [FEEDBACK_AUTH_FAILURE] = SPAN("auth-failure"),
};

const char *feedback_type_name(enum feedback_type type) {
        return type_names[type].ptr;
}

enum feedback_type feedback_type_find(struct span name) {
        for (enum feedback_type type = 0; type < FEEDBACK_TYPES; type++)
                if (span_equal_nocase(name, type_names[type]))
                        return type;
        return FEEDBACK_OTHER;
}

/* ---- The second part ------------------------------------------------------------------------------------------------- */

static struct span address_of(struct arena *arena, struct span value) {
        struct span address = mailbox_read(arena, value).address;
        return address.len > 0 ? address : span_without_brackets(value);
}

static void once(struct feedback_report *report, struct span *to, struct span value) {
        if (to->ptr)
                report->flaws |= FEEDBACK_TWICE;
        else
                *to = value;
}

static void many(struct arena *arena, struct array *to, struct span value) {
        struct span *place = array_push(to, arena, sizeof *place, LIMIT_FEEDBACK_FIELDS);
        if (place)
                *place = value;
}

static void date_take(struct feedback_report *report, struct span value) {
        if (report->arrived_known)
                report->flaws |= FEEDBACK_TWO_DATES;
        else
                report->arrived_known = date_read(value, &report->arrived);
}

static bool is_one_of(struct span name, const char *one, const char *other) {
        return span_equal_nocase(name, span_from(one)) || span_equal_nocase(name, span_from(other));
}

static void field_take(struct arena *arena, struct feedback_report *report, struct span name, struct span value) {
        uint64_t number;
        if (span_equal_nocase(name, SPAN("Feedback-Type")))
                once(report, &report->type_name, value);
        else if (span_equal_nocase(name, SPAN("User-Agent")))
                once(report, &report->user_agent, value);
        else if (span_equal_nocase(name, SPAN("Version")))
                once(report, &report->version, value);
        else if (span_equal_nocase(name, SPAN("Original-Envelope-Id")))
                once(report, &report->envelope_id, value);
        else if (span_equal_nocase(name, SPAN("Original-Mail-From")))
                once(report, &report->mail_from, address_of(arena, value));
        else if (span_equal_nocase(name, SPAN("Reporting-MTA")))
                once(report, &report->reporting_mta, value);
        else if (span_equal_nocase(name, SPAN("Source-IP")))
                once(report, &report->source_ip, value);
        else if (is_one_of(name, "Arrival-Date", "Received-Date"))
                date_take(report, value);
        else if (span_equal_nocase(name, SPAN("Incidents")) && span_to_u64(value, &number) && number > 0)
                report->incidents = number;
        else if (is_one_of(name, "Original-Rcpt-To", "Removal-Recipient"))
                many(arena, &report->rcpt_to, address_of(arena, value));
        else if (span_equal_nocase(name, SPAN("Reported-Domain")))
                many(arena, &report->domains, value);
        else if (span_equal_nocase(name, SPAN("Reported-URI")))
                many(arena, &report->uris, value);
        else if (span_equal_nocase(name, SPAN("Authentication-Results")))
                many(arena, &report->results, value);
}

/* The block of fields; empty lines before it are passed over. */
static void fields_read(struct arena *arena, struct feedback_report *report, struct span data) {
        struct defects defects = { .arena = arena };
        const struct message *block = message_read(arena, span_trim(data), &defects);
        for (uint32_t i = 0; i < block->headers.count; i++) {
                const struct header *header = &block->headers.items[i];
                field_take(arena, report, header->name, span_trim(header_unfold(arena, header)));
        }
        report->type = feedback_type_find(report->type_name);
        if (report->type_name.len == 0)
                report->flaws |= FEEDBACK_NO_TYPE;
        if (report->user_agent.len == 0)
                report->flaws |= FEEDBACK_NO_USER_AGENT;
        if (!span_equal(report->version, SPAN("1")))
                report->flaws |= FEEDBACK_OTHER_VERSION;
}

/* ---- The third part -------------------------------------------------------------------------------------------------- */

static bool is_original(const struct part *part) {
        return part->media == MEDIA_MESSAGE_RFC822 || part->media == MEDIA_MESSAGE_GLOBAL ||
               part->media == MEDIA_TEXT_RFC822_HEADERS || span_equal(part->subtype, SPAN("rfc822")) ||
               span_equal(part->subtype, SPAN("rfc822-headers")) || span_equal(part->subtype, SPAN("rfc822-header")) ||
               span_equal(part->subtype, SPAN("global-headers"));
}

static struct span raw_field(const struct message *message, struct span name) {
        for (uint32_t i = 0; i < message->headers.count; i++)
                if (span_equal_nocase(message->headers.items[i].name, name))
                        return message->headers.items[i].value;
        return (struct span){ 0 };
}

static void original_read(struct arena *arena, struct feedback_report *report, const struct part *part) {
        struct defects defects = { .arena = arena };
        const struct message *original = part->embedded ? part->embedded : message_read(arena, part->data, &defects);
        const struct header *id = message_header(original, HEADER_MESSAGE_ID);
        report->original = original;
        report->original_whole = span_trim(original->headers.body).len > 0;
        if (id)
                (void)message_ids(header_unfold(arena, id), &report->message_id, 1);
        report->feedback_id = span_trim(raw_field(original, SPAN("CFBL-Feedback-ID")));
        report->verdict = raw_field(original, SPAN("Calwarden-Verdict"));
}

/* ---- The whole ------------------------------------------------------------------------------------------------------- */

bool feedback_is_report(const struct message *message) {
        return message->root && message->root->media == MEDIA_MULTIPART_REPORT;
}

void feedback_report_read(struct arena *arena, const struct message *message, struct feedback_report *ret) {
        *ret = (struct feedback_report){ .incidents = 1 };
        for (uint32_t i = 0; i < message->part_count && !ret->original; i++) {
                const struct part *part = message->parts[i];
                /* Those of the mail that is complained of are not its. */
                if (part->message != message)
                        continue;
                if (!ret->found && span_equal(part->type, SPAN("message")) &&
                    span_equal(part->subtype, SPAN("feedback-report"))) {
                        ret->found = true;
                        fields_read(arena, ret, part->data);
                } else if (ret->found && is_original(part)) {
                        original_read(arena, ret, part);
                }
        }
        if (!ret->found)
                return;
        if (!ret->original)
                ret->flaws |= FEEDBACK_NO_ORIGINAL;
        if (!feedback_is_report(message) ||
            !span_equal_nocase(parameters_get(&message->root->parameters, SPAN("report-type")), SPAN("feedback-report")))
                ret->flaws |= FEEDBACK_NOT_DECLARED;
}

#include "report/report.h"

#include "message/message.h"

struct span report_title(const struct facts *facts) {
        if (facts->meeting.summary.len)
                return facts->meeting.summary;
        const struct texts *subjects = &facts->fields[FIELD_SUBJECT], *summaries = &facts->fields[FIELD_SUMMARY];
        if (subjects->count)
                return subjects->items[0];
        return summaries->count ? summaries->items[0] : (struct span){ 0 };
}

struct span report_message_id(const struct facts *facts) {
        struct span id = { 0 };
        const struct header *header = facts->message ? message_header(facts->message, HEADER_MESSAGE_ID) : NULL;
        if (header)
                message_ids(header->value, &id, 1);
        return id;
}

struct span report_method(const struct facts *facts) {
        const struct meeting *meeting = &facts->meeting;
        if (meeting->method != METHOD_UNKNOWN)
                return span_from(method_name(meeting->method));
        return meeting->calendar ? component_text(&meeting->calendar->root, PROPERTY_METHOD) : (struct span){ 0 };
}

void report_where(uint32_t part, uint32_t line, char ret[static REPORT_WHERE]) {
        if (part && line)
                snprintf(ret, REPORT_WHERE, "part %u, line %u", part, line);
        else if (part)
                snprintf(ret, REPORT_WHERE, "part %u", part);
        else if (line)
                snprintf(ret, REPORT_WHERE, "line %u", line);
        else
                snprintf(ret, REPORT_WHERE, "message");
}

const char *report_dmarc_case(enum dmarc_case dmarc_case) {
        static const char *const names[] = { NULL, "D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", "D9", "D10", "D11" };
        return names[dmarc_case];
}

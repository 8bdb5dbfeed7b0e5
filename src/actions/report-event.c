#include "actions/report-event.h"

#include "base/limits.h"
#include "store/arrivals.h"
#include "store/decisions.h"
#include "store/events.h"
#include "store/quarantine.h"

/* Larger mails are reported by their header: abuse desks refuse them. */
enum { MOST_ORIGINAL = 5 * 1024 * 1024 };

static struct span kept(struct arena *arena, const char *text) {
        return arena_copy(arena, span_from(text));
}

/* ---- What the judgement had recorded ------------------------------------------------------------------------------- */

static struct span text_of(const json_t *object, const char *name) {
        return span_from(json_string_value(json_object_get(object, name)));
}

static void domains_take(struct arena *arena, const json_t *list, struct array *ret) {
        const json_t *value;
        size_t i;
        json_array_foreach(list, i, value) {
                struct span *place = json_is_string(value) ? array_push(ret, arena, sizeof *place, LIMIT_FACT_DOMAINS)
                                                           : NULL;
                if (place)
                        *place = span_from(json_string_value(value));
        }
}

static void results_take(struct arena *arena, const char *reasons, struct report_event *ret) {
        ret->reasons = json_loads(reasons, 0, NULL);
        const json_t *results = json_object_get(ret->reasons, "authentication");
        if (!json_is_true(json_object_get(results, "known")))
                return;
        ret->spf = text_of(results, "spf");
        ret->spf_domain = text_of(results, "spf_domain");
        ret->dmarc = text_of(results, "dmarc");
        ret->dmarc_domain = text_of(results, "dmarc_domain");
        domains_take(arena, json_object_get(results, "dkim_domains"), &ret->dkim_domains);
}

static enum cw_err decision_take(const struct report_tools *tools, struct arena *arena, struct report_event *ret,
                                 bool *ret_found, struct err *reterr) {
        const struct decision_record *row;
        enum cw_err code = decision_find(tools->store, ret->item, &row, reterr);
        *ret_found = !code && row;
        if (!*ret_found)
                return code;
        ret->outbound = strcmp(row->channel, "mail-out") == 0 || strcmp(row->channel, "submit") == 0;
        ret->mail_from = kept(arena, row->mail_from);
        ret->mail_from_known = strncmp(row->channel, "mail-", 5) == 0;
        ret->client = kept(arena, row->client);
        results_take(arena, row->reasons, ret);
        if (ret->arrived)
                return CW_OK;
        ret->at = row->at;
        ret->channel = kept(arena, row->channel);
        ret->uid = kept(arena, row->uid);
        ret->organizer = kept(arena, row->organizer);
        ret->sender = kept(arena, row->sender);
        ret->message_id = kept(arena, row->message_id);
        ret->title = kept(arena, row->title);
        return CW_OK;
}

static enum cw_err recipients_take(const struct report_tools *tools, struct arena *arena, struct report_event *ret,
                                   struct err *reterr) {
        const struct decision_recipient_record *rows;
        uint32_t count = 0;
        enum cw_err code = decision_recipients(tools->store, ret->item, &rows, &count, reterr);
        for (uint32_t i = 0; i < count && !code; i++) {
                struct span *place = array_push(&ret->recipients, arena, sizeof *place, LIMIT_FACT_RECIPIENTS);
                if (place)
                        *place = kept(arena, rows[i].recipient);
        }
        return code;
}

/* The URL of a feed, the name of a file. */
static enum cw_err source_take(const struct report_tools *tools, struct arena *arena, struct report_event *ret,
                               struct err *reterr) {
        const struct event_record *rows;
        uint32_t count = 0;
        enum cw_err code = event_of_item(tools->store, ret->item, &rows, &count, reterr);
        if (!code && count > 0)
                ret->source = kept(arena, rows[0].source);
        return code;
}

/* ---- What was kept of the mail --------------------------------------------------------------------------------------- */

static struct span header_of(struct span mail) {
        size_t lf = span_find(mail, SPAN("\n\n")), crlf = span_find(mail, SPAN("\r\n\r\n"));
        return span_head(mail, lf < crlf ? lf + 1 : crlf + 2);
}

static enum cw_err original_take(const struct report_tools *tools, struct arena *arena, struct report_event *ret,
                                 struct err *reterr) {
        const struct quarantine_record *held;
        struct span raw;
        enum cw_err code = quarantine_find(tools->store, ret->item, &held, reterr);
        if (code || !held)
                return code;
        code = quarantine_raw(tools->store, ret->item, &raw, reterr);
        if (code)
                return code == CW_ERR_NOT_FOUND ? CW_OK : code;
        ret->original_whole = raw.len <= MOST_ORIGINAL;
        ret->original = arena_copy(arena, ret->original_whole ? raw : header_of(raw));
        return CW_OK;
}

/* ---- Where it leads -------------------------------------------------------------------------------------------------- */

/* RFC 5545 3.1. */
static struct span unfolded(struct arena *arena, struct span text) {
        char *room = arena_bytes(arena, text.len + 1);
        size_t len = 0;
        for (size_t i = 0; i < text.len; i++) {
                size_t end = i + (text.ptr[i] == '\r' && i + 1 < text.len);
                bool folds = text.ptr[end] == '\n' && end + 1 < text.len &&
                             (text.ptr[end + 1] == ' ' || text.ptr[end + 1] == '\t');
                if (folds)
                        i = end + 1;
                else
                        room[len++] = text.ptr[i];
        }
        return (struct span){ room, len };
}

static bool ends_link(char c) {
        return (unsigned char)c <= ' ' || (unsigned char)c >= 0x7F || strchr("\"<>\\^`{|}", c);
}

static void link_add(struct arena *arena, struct array *links, struct span link) {
        while (link.len > 0 && strchr(".,;:!?)'", link.ptr[link.len - 1]))
                link.len--;
        for (uint32_t i = 0; i < links->count; i++)
                if (span_equal(((const struct span *)links->items)[i], link))
                        return;
        struct span *place = link.len <= LIMIT_URL_BYTES ? array_push(links, arena, sizeof *place, REPORT_LINKS) : NULL;
        if (place)
                *place = link;
}

/* What is written plainly is enough for who gets the report: he is told where to look, not what to believe. */
static enum cw_err links_take(const struct report_tools *tools, struct arena *arena, struct report_event *ret,
                              struct err *reterr) {
        struct span object;
        enum cw_err code = arrival_object(tools->store, ret->id, &object, reterr);
        if (code)
                return code == CW_ERR_NOT_FOUND ? CW_OK : code;
        struct span text = unfolded(arena, object);
        while (text.len > 0 && ret->links.count < REPORT_LINKS) {
                text = span_skip(text, span_find_nocase(text, SPAN("http")));
                bool link = span_starts_nocase(text, SPAN("http://")) || span_starts_nocase(text, SPAN("https://"));
                size_t len = 0;
                while (link && len < text.len && !ends_link(text.ptr[len]))
                        len++;
                if (link)
                        link_add(arena, &ret->links, span_head(text, len));
                text = span_skip(text, link ? len : 1);
        }
        return CW_OK;
}

/* ---- The event ------------------------------------------------------------------------------------------------------- */

static enum cw_err arrival_take(const struct report_tools *tools, const struct report_order *order, struct arena *arena,
                                struct report_event *ret, struct err *reterr) {
        const struct arrival_record *row;
        enum cw_err code = arrival_find(tools->store, order->event, &row, reterr);
        if (code || !row || (*order->owner && strcmp(row->owner, order->owner) != 0))
                return code;
        ret->arrived = true;
        ret->item = kept(arena, row->item).ptr;
        ret->at = row->at;
        ret->channel = kept(arena, row->channel);
        ret->uid = kept(arena, row->uid);
        ret->organizer = kept(arena, row->organizer);
        ret->sender = kept(arena, row->sender);
        ret->message_id = kept(arena, row->message_id);
        ret->title = kept(arena, row->title);
        ret->original = kept(arena, row->headers);
        struct span *owner = array_push(&ret->recipients, arena, sizeof *owner, LIMIT_FACT_RECIPIENTS);
        if (owner)
                *owner = kept(arena, row->owner);
        return CW_OK;
}

static bool is_his(const struct report_event *event, const char *owner) {
        for (uint32_t i = 0; i < event->recipients.count && *owner; i++)
                if (span_equal(((const struct span *)event->recipients.items)[i], span_from(owner)))
                        return true;
        return !*owner;
}

enum cw_err report_event_find(const struct report_tools *tools, const struct report_order *order, struct arena *arena,
                              struct report_event *ret, struct err *reterr) {
        bool decided = false;
        *ret = (struct report_event){ .id = order->event, .item = order->event };
        enum cw_err code = arrival_take(tools, order, arena, ret, reterr);
        if (!code && *ret->item)
                code = decision_take(tools, arena, ret, &decided, reterr);
        if (!code && !ret->arrived)
                code = recipients_take(tools, arena, ret, reterr);
        if (!code && !ret->arrived && (!decided || !is_his(ret, order->owner)))
                return err_set(reterr, CW_ERR_NOT_FOUND, "there is no event %.60s to report", order->event);
        if (!code && ret->arrived)
                code = links_take(tools, arena, ret, reterr);
        if (!code && decided)
                code = source_take(tools, arena, ret, reterr);
        return code || !*ret->item ? code : original_take(tools, arena, ret, reterr);
}

void report_event_end(struct report_event *event) {
        json_decref(event->reasons);
        event->reasons = NULL;
}

#include "actions/report-take.h"

#include <stdio.h>

#include "actions/feedback-id.h"
#include "actions/mail-digest.h"
#include "actions/report-reporter.h"
#include "actions/verdict-header.h"
#include "base/metrics.h"
#include "base/percent.h"
#include "config/config.h"
#include "message/address.h"
#include "store/accounts.h"
#include "store/decisions.h"
#include "store/feedback.h"

enum { LOOKED_AT = 20 };

struct take {
        const struct report_tools *tools;
        struct lookups *lookups;
        struct span mail;
        int64_t now;
        struct arena *arena;
        struct report_taken *ret;
        const struct message *message;
        struct feedback_report report;
        const char *client, *organizer; /* of the decision */
        bool outbound;
};

bool report_inbox_has(const struct config *config, struct span recipient) {
        const struct option_list *inbox = &config->options.list[OPT_REPORT_INBOX];
        recipient = span_without_brackets(recipient);
        for (uint32_t i = 0; i < inbox->count; i++)
                if (span_equal_nocase(recipient, span_from(inbox->items[i])))
                        return true;
        return false;
}

static const char *kept(const struct take *take, struct span text) {
        return arena_copy(take->arena, text).ptr;
}

/* ---- Whose mail it was ----------------------------------------------------------------------------------------------- */

static enum cw_err item_take(struct take *take, const char *item, const char *how, bool *ret_found, struct err *reterr) {
        const struct decision_record *row;
        enum cw_err code = decision_find(take->tools->store, item, &row, reterr);
        *ret_found = !code && row;
        if (!*ret_found)
                return code;
        struct report_received_record *ret = &take->ret->row;
        take->outbound = strcmp(row->channel, "mail-out") == 0 || strcmp(row->channel, "submit") == 0;
        take->client = kept(take, span_from(row->client));
        take->organizer = kept(take, span_from(row->organizer));
        ret->item = kept(take, span_from(row->item));
        ret->account = take->outbound ? kept(take, span_from(row->account)) : "";
        ret->uid = kept(take, span_from(row->uid));
        ret->detail = how;
        return CW_OK;
}

/* The id of our own field, where all of the mail is there to prove it, or where the mail of that item had this Message-ID. */
static enum cw_err by_verdict(struct take *take, bool *ret_found, struct err *reterr) {
        struct verdict_header header = { 0 };
        const struct message *original = take->report.original;
        const struct decision_record *row;
        if (!original || !take->tools->keys || take->report.verdict.len == 0)
                return CW_OK;
        enum verdict_check check = verdict_header_check(take->tools->keys, original->bytes, take->now, INT64_MAX / 4,
                                                        take->arena, &header);
        if (check == VERDICT_CHECK_GOOD)
                return item_take(take, header.id, "It holds our own Calwarden-Verdict", ret_found, reterr);
        enum cw_err code = *header.id ? decision_find(take->tools->store, header.id, &row, reterr) : CW_OK;
        if (code || !*header.id || !row || !span_equal(span_from(row->message_id), take->report.message_id))
                return code;
        return item_take(take, header.id, "It has the id of our Calwarden-Verdict, and the Message-ID", ret_found,
                         reterr);
}

/* Several may have one Message-ID: what we sent comes first. */
static enum cw_err by_message_id(struct take *take, bool *ret_found, struct err *reterr) {
        const struct decision_record *rows;
        uint32_t count = 0, best = 0;
        if (take->report.message_id.len == 0)
                return CW_OK;
        const struct decision_filter filter = { .message_id = kept(take, take->report.message_id), .limit = LOOKED_AT };
        enum cw_err code = decision_list(take->tools->store, &filter, &rows, &count, reterr);
        if (code || count == 0)
                return code;
        while (best < count && strcmp(rows[best].channel, "mail-out") != 0 && strcmp(rows[best].channel, "submit") != 0)
                best++;
        return item_take(take, kept(take, span_from(rows[best < count ? best : 0].item)), "It has the Message-ID",
                         ret_found, reterr);
}

static enum cw_err item_find(struct take *take, bool *ret_found, struct err *reterr) {
        char item[ITEM_ID_BYTES + 1];
        enum cw_err code = CW_OK;
        *ret_found = false;
        if (take->tools->keys && feedback_id_read(take->tools->keys, take->report.feedback_id, item))
                code = item_take(take, item, "It has our CFBL-Feedback-ID", ret_found, reterr);
        if (!code && !*ret_found)
                code = by_verdict(take, ret_found, reterr);
        return code || *ret_found ? code : by_message_id(take, ret_found, reterr);
}

/* ---- What follows ---------------------------------------------------------------------------------------------------- */

static void judge(struct take *take, bool found) {
        struct report_received_record *row = &take->ret->row;
        const char *how = row->detail, *why = NULL;
        row->state = REPORT_SHOWN;
        if (!found) {
                row->state = REPORT_UNMATCHED;
                row->detail = "Nothing is known of the mail that it is about";
                return;
        }
        if (!take->outbound)
                why = "; it is about a mail that came to us";
        else if (!*row->reporter)
                why = "; who wrote it is not proven, or not one of report-trusted";
        else if (!feedback_accuses(take->report.type))
                why = "; it is no complaint";
        else
                row->state = REPORT_TAKEN;
        row->detail = arena_format(take->arena, "%s%s", how, why ? why : "").ptr;
}

/* The recipient who complained, where the decision knows him. */
static enum cw_err complainer_find(struct take *take, const char **ret, struct err *reterr) {
        const struct span *named = take->report.rcpt_to.items;
        const struct decision_recipient_record *rows;
        uint32_t count = 0;
        enum cw_err code = decision_recipients(take->tools->store, take->ret->row.item, &rows, &count, reterr);
        *ret = NULL;
        for (uint32_t i = 0; i < count && !code && !*ret; i++)
                for (uint32_t j = 0; j < take->report.rcpt_to.count && !*ret; j++)
                        if (span_equal_nocase(named[j], span_from(rows[i].recipient)))
                                *ret = kept(take, span_from(rows[i].recipient));
        return code;
}

static enum cw_err count(const struct take *take, const char *complainer, struct err *reterr) {
        const struct report_received_record *row = &take->ret->row;
        const struct account_event event = { .at = take->now,
                                             .account = row->account,
                                             .client = take->client,
                                             .organizer = take->organizer,
                                             .kind = "reported",
                                             .item = row->item,
                                             .detail = row->detail };
        const struct feedback_record feedback = { .item = row->item,
                                                  .recipient = complainer,
                                                  .label = "spam",
                                                  .by = row->reporter,
                                                  .source = "arf",
                                                  .at = take->now };
        enum cw_err code = account_event_add(take->tools->store, &event, reterr);
        return code || !complainer ? code : feedback_add(take->tools->store, &feedback, NULL, reterr);
}

/* Nothing of the arena in here: a transaction is open. */
static enum cw_err record_all(const struct take *take, const char *complainer, char id[static 27], struct err *reterr) {
        struct store *store = take->tools->store;
        const struct report_received_record *row = &take->ret->row;
        enum cw_err code = store_begin(store, STORE_DURABLE, reterr);
        if (code)
                return code;
        code = report_received_add(store, row, id, &take->ret->known, reterr);
        if (!code && !take->ret->known && strcmp(row->state, REPORT_TAKEN) == 0)
                code = count(take, complainer, reterr);
        if (!code)
                code = store_commit(store, reterr);
        if (code)
                store_rollback(store);
        return code;
}

/* ---- The whole ------------------------------------------------------------------------------------------------------- */

static const char *digest_of(const struct take *take) {
        uint8_t digest[MAIL_DIGEST_BYTES];
        char *text = arena_bytes(take->arena, 2 * sizeof digest + 1);
        mail_digest(take->mail, true, digest);
        hex_write(digest, sizeof digest, text);
        return text;
}

static enum cw_err take_all(struct take *take, struct err *reterr) {
        struct defects defects = { .arena = take->arena };
        char id[27];
        bool found;
        const char *complainer = NULL;
        take->message = message_read(take->arena, take->mail, &defects);
        feedback_report_read(take->arena, take->message, &take->report);
        take->ret->is_report = take->report.found;
        if (!take->report.found)
                return CW_OK;
        struct mailboxes from = message_mailboxes(take->arena, take->message, HEADER_FROM);
        take->ret->row = (struct report_received_record){
                .at = take->now,
                .digest = digest_of(take),
                .sender = from.count ? kept(take, from.items[0].address) : "",
                .reporter = "",
                .kind = feedback_type_name(take->report.type),
                .item = "",
                .account = "",
                .uid = "",
                .message_id = kept(take, take->report.message_id),
                .feedback_id = kept(take, take->report.feedback_id),
                .incidents = (int64_t)(take->report.incidents < INT32_MAX ? take->report.incidents : INT32_MAX),
        };
        enum cw_err code = item_find(take, &found, reterr);
        if (!code)
                code = reporter_prove(take->tools->config, take->lookups, take->message, take->now, take->arena,
                                      &take->ret->row.reporter, reterr);
        if (code)
                return code;
        judge(take, found);
        code = found ? complainer_find(take, &complainer, reterr) : CW_OK;
        if (!code)
                code = record_all(take, complainer, id, reterr);
        if (!code)
                take->ret->row.id = kept(take, span_from(id));
        return code;
}

/* Running out of memory comes back here. */
static enum cw_err take_guarded(struct take *take, struct err *reterr) {
        jmp_buf exhausted;
        if (setjmp(exhausted) != 0) {
                store_rollback(take->tools->store);
                return err_set(reterr, CW_ERR_MEMORY, "no memory for a report");
        }
        arena_set_exit(take->arena, &exhausted);
        return take_all(take, reterr);
}

/* CC/R 18003 4.3: the calendar system hears of it. Once for each item, however many complain; that nobody is there to hear of it is
 * no failure. */
static void pass_on(const struct take *take) {
        const struct report_received_record *row = &take->ret->row;
        const struct options *options = &take->tools->config->options;
        const struct report_order order = { .event = row->item,
                                            .owner = "",
                                            .type = take->report.type == FEEDBACK_FRAUD ? FEEDBACK_FRAUD
                                                                                        : FEEDBACK_ABUSE,
                                            .complainer = row->reporter,
                                            .now = take->now };
        if (strcmp(row->state, REPORT_TAKEN) == 0 && options->list[OPT_REPORT_UPSTREAM].count &&
            *options->text[OPT_REPORT_FROM])
                (void)report_send(take->tools, &order, take->arena, &take->ret->passed, &take->ret->passed_count, NULL);
}

enum cw_err report_take(const struct report_tools *tools, struct lookups *lookups, struct span mail, int64_t now,
                        struct arena *arena, struct report_taken *ret, struct err *reterr) {
        struct take take = { .tools = tools, .lookups = lookups, .mail = mail, .now = now, .arena = arena, .ret = ret };
        *ret = (struct report_taken){ 0 };
        enum cw_err code = take_guarded(&take, reterr);
        arena_set_exit(arena, NULL);
        if (code || !ret->is_report)
                return code;
        metrics_add(tools->metrics, METRIC_REPORTS_RECEIVED, ret->row.kind, ret->known ? "known" : ret->row.state, 1);
        pass_on(&take);
        return CW_OK;
}

#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "calendar/calendar.h"
#include "engine/guard-inside.h"
#include "engine/judgement-rows.h"
#include "report/json.h"
#include "report/report.h"

enum { ROWS_MOST = 16 };

static const char *text(struct work *work, struct span span) {
        return arena_copy(work->arena, span).ptr;
}

static struct record *row_add(struct work *work, enum record_kind kind) {
        struct record *row = array_push(&work->rows, work->arena, sizeof *row, ROWS_MOST);
        row->kind = kind;
        return row;
}

/* ---- The decision ---------------------------------------------------------------------------------------------------- */

/* JSON of `write`, in the arena; "" without memory. */
static const char *json_of(struct work *work, void (*write)(FILE *out, const struct work *work)) {
        char *json = NULL;
        size_t len = 0;
        FILE *out = open_memstream(&json, &len);
        if (!out)
                return "";
        write(out, work);
        bool done = fclose(out) == 0 && len > 0 && len <= LIMIT_STORE_TEXT;
        /* Nothing of malloc is held across an allocation from the arena: the work owns it meanwhile. */
        free(work->scratch);
        work->scratch = json;
        return done ? text(work, span_trim((struct span){ json, len })) : "";
}

static void write_failure(FILE *out, const struct work *work) {
        struct json json = { .out = out };
        json_object(&json, NULL);
        json_integer(&json, "schema", REPORT_SCHEMA);
        json_object(&json, "error");
        json_string(&json, "code", outcome_failure_name(work->outcome->failure));
        json_string(&json, "text", work->outcome->failure_text);
        json_object_end(&json);
        json_object_end(&json);
}

/* Without defects and calendars, of which there may be megabytes. */
static void write_short(FILE *out, const struct work *work) {
        const struct calendars no_calendars = { 0 };
        const struct defects no_defects = { 0 };
        struct facts facts = *work->judgement->facts;
        facts.calendars = &no_calendars;
        struct report report = judgement_report(work->generation->engine, work->judgement);
        report.facts = &facts;
        report.defects = &no_defects;
        report_json(out, &report);
}

static const char *reasons(struct work *work) {
        if (!work->judgement)
                return json_of(work, write_failure);
        if (work->report && work->report_len <= LIMIT_STORE_TEXT)
                return work->report;
        return json_of(work, write_short);
}

static void fill_from_facts(struct work *work, struct decision_record *row) {
        const struct facts *facts = work->judgement->facts;
        row->originator = text(work, facts->originator.address);
        row->message_id = text(work, report_message_id(facts));
        row->sender = text(work, party_given(&facts->from) ? facts->from.address : work->item.auth_user);
        row->organizer = text(work, facts->organizer.address);
        row->uid = text(work, facts->meeting.uid);
        row->method = text(work, report_method(facts));
        row->title = text(work, report_title(facts));
}

static struct decision_record *decision_row(struct work *work) {
        const struct outcome *outcome = work->outcome;
        struct decision_record *row = arena_alloc(work->arena, sizeof *row);
        *row = (struct decision_record){
                .item = outcome->id,
                .at = work->at,
                .node = work->generation->config->hostname,
                .channel = channel_name(work->item.channel),
                .class = class_name(outcome->class),
                .probability = outcome->probability,
                .placement = placement_name(outcome->plan.strictest),
                .action = action_name(outcome->plan.action),
                .originator_class = originator_class_name(outcome->originator),
                .mail_from = text(work, work->item.mail_from),
                .client = text(work, work->item.client_ip),
                .account = text(work, work->item.auth_user),
                .size = (int64_t)work->item.bytes.len,
                .elapsed_us = (int64_t)outcome->elapsed_us,
                .rules_version = text(work, span_from(engine_rules_version(work->generation->engine))),
                .reasons = reasons(work),
        };
        if (work->judgement)
                fill_from_facts(work, row);
        return row;
}

/* Kept under the name that all of a recipient's things have. */
static struct decision_recipient_record *recipient_rows(struct work *work) {
        const struct plan *plan = &work->outcome->plan;
        struct decision_recipient_record *rows = arena_alloc(work->arena, plan->recipient_count * sizeof *rows + 1);
        for (uint32_t i = 0; i < plan->recipient_count; i++) {
                const struct plan_recipient *recipient = &plan->recipients[i];
                const struct recipient_verdict *verdict = recipient->verdict;
                char address[ADDRESS_BYTES];
                rows[i] = (struct decision_recipient_record){
                        .item = work->outcome->id,
                        .recipient = text(work, span_from(aliases_resolve(work->generation->config->aliases,
                                                                          recipient->address, address))),
                        .relation = verdict ? relation_name(verdict->relation) : "",
                        .class = class_name(recipient->class),
                        .probability = verdict ? verdict->probability : work->outcome->probability,
                        .placement = placement_name(recipient->placement),
                        .placement_reason = verdict && verdict->placement_reason
                                                    ? text(work, span_from(verdict->placement_reason))
                                                    : "",
                        .action = recipient->action == plan->action ? "" : action_name(recipient->action),
                };
        }
        return rows;
}

static void add_decision(struct work *work) {
        struct record *row = row_add(work, RECORD_DECISION);
        row->decision.row = decision_row(work);
        row->decision.recipients = recipient_rows(work);
        row->decision.count = work->outcome->plan.recipient_count;
}

/* ---- The quarantine -------------------------------------------------------------------------------------------------- */

static uint32_t kept_recipients(struct work *work, const char **list) {
        const struct plan *plan = &work->outcome->plan;
        uint32_t count = 0;
        for (uint32_t i = 0; i < plan->recipient_count; i++)
                if (plan->recipients[i].action == ACTION_QUARANTINE)
                        list[count++] = plan->recipients[i].address.ptr;
        return count;
}

static void add_quarantine(struct work *work, const struct decision_record *decision) {
        const struct plan *plan = &work->outcome->plan;
        const char **list = arena_alloc(work->arena, plan->recipient_count * sizeof *list + 1);
        uint32_t count = work->session->delivered ? 0 : kept_recipients(work, list);
        if (count == 0)
                return;
        struct quarantine_record *mail = arena_alloc(work->arena, sizeof *mail);
        *mail = (struct quarantine_record){
                .item = decision->item,
                .at = decision->at,
                .reason = plan->why,
                .class = decision->class,
                .mail_from = decision->mail_from,
                .sender = decision->sender,
                .message_id = decision->message_id,
                .title = decision->title,
                .parameters = text(work, work->session->mail_parameters),
                .size = decision->size,
        };
        struct record *row = row_add(work, RECORD_QUARANTINE);
        row->quarantine.row = mail;
        row->quarantine.raw = work->item.bytes;
        row->quarantine.recipients = list;
        row->quarantine.count = count;
        work->keep = true;
}

/* ---- Events of our accounts ------------------------------------------------------------------------------------------ */

static const char *account_kind(const struct work *work) {
        const struct plan *plan = &work->outcome->plan;
        if (plan->limit != PLAN_LIMIT_NONE)
                return "limited";
        switch (plan->action) {
        case ACTION_REJECT:
                return "refused";
        case ACTION_DISCARD:
                return "discarded";
        case ACTION_QUARANTINE:
        case ACTION_HOLD:
                return "held";
        default:
                return NULL;
        }
}

static const char *account_detail(struct work *work) {
        const struct source_limit *limit = &work->limit;
        if (work->outcome->plan.limit == PLAN_LIMIT_NONE)
                return work->outcome->plan.why;
        return arena_format(work->arena, "%s of the %s within the window: %llu, of which %llu are allowed",
                            limit->recipients ? "Recipients" : "Messages", plan_limit_name(limit->by),
                            (unsigned long long)limit->count, (unsigned long long)limit->most)
                .ptr;
}

static void add_account_event(struct work *work, const struct decision_record *decision) {
        const char *kind = account_kind(work);
        if (!kind || (work->item.channel != CHANNEL_MAIL_OUT && work->item.channel != CHANNEL_SUBMIT))
                return;
        struct account_event *event = arena_alloc(work->arena, sizeof *event);
        *event = (struct account_event){
                .at = work->at,
                .account = decision->account,
                .client = decision->client,
                .organizer = decision->organizer,
                .kind = kind,
                .item = decision->item,
                .detail = account_detail(work),
        };
        row_add(work, RECORD_ACCOUNT)->account = event;
}

/* ---- All of them ----------------------------------------------------------------------------------------------------- */

static struct array history_rows(struct work *work) {
        const struct history_case what = {
                .tools = &work->seat.slot->history,
                .item = work->outcome->id,
                .user_agent = work->session->user_agent,
                .source = work->session->source,
        };
        return judgement_rows(work->judgement, what, work->arena);
}

/* Rows of facts are written with the decision; only a mail that is kept goes another, faster way. */
static void put_all(struct work *work, const struct array *history) {
        uint32_t own = work->keep ? 0 : work->rows.count, count = own + history->count;
        struct record *all = arena_alloc(work->arena, count * sizeof *all + 1);
        if (own)
                memcpy(all, work->rows.items, own * sizeof *all);
        if (history->count)
                memcpy(all + own, history->items, history->count * sizeof *all);
        if (count)
                work->outcome->recorded = recorder_put(work->guard->settings.recorder, all, count);
}

void records_gather(struct work *work) {
        struct recorder *recorder = work->guard->settings.recorder;
        const struct outcome *outcome = work->outcome;
        if (!outcome->examined && !outcome->failure)
                return;
        add_decision(work);
        const struct decision_record *decision = ((struct record *)work->rows.items)->decision.row;
        add_quarantine(work, decision);
        add_account_event(work, decision);
        if (!recorder)
                return;
        struct array history = { 0 };
        if (work->judgement)
                history = history_rows(work);
        put_all(work, &history);
}

void records_write(struct work *work) {
        struct guard *guard = work->guard;
        struct err why = { 0 };
        if (!work->keep)
                return;
        uint32_t timeout_ms = (uint32_t)option_ms(&work->generation->config->options, OPT_STORE_TIMEOUT);
        enum cw_err code = recorder_sync(guard->settings.recorder, work->rows.items, work->rows.count, timeout_ms, &why);
        work->outcome->recorded = code == CW_OK;
        if (code)
                policy_defer(&work->policy, arena_format(work->arena, "It could not be kept: %s", why.text).ptr,
                             work->arena, &work->outcome->plan);
}

/* One mail, for each of its recipients. */
#include <stdlib.h>

#include "actions/deliver.h"
#include "actions/report-take.h"
#include "actions/verdict-header.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/metrics.h"
#include "config/config.h"
#include "engine/board.h"
#include "engine/guard.h"
#include "store/arrivals.h"
#include "transport/lmtp/inside.h"

struct courier {
        struct lmtp *lmtp;
        struct store *store;   /* NULL: it could not be opened yet */
        struct config *config; /* that `keys` are of; a reference */
        struct verdict_keys keys;
        bool has_keys;
        uint32_t slot; /* of the board */
        struct arena *arena;
        /* Of the mail in work */
        const struct session *session;
        struct span client_ip;
        struct outcome *outcome; /* judged here, once for all recipients */
};

struct courier *courier_new(struct lmtp *lmtp, unsigned number) {
        struct courier *courier = calloc(1, sizeof *courier);
        if (!courier)
                return NULL;
        courier->lmtp = lmtp;
        courier->slot = BOARD_SCANNERS + number;
        courier->arena = arena_new(LIMIT_DELIVER_ARENA);
        if (!courier->arena) {
                free(courier);
                return NULL;
        }
        return courier;
}

void courier_free(struct courier *courier) {
        if (!courier)
                return;
        store_close(courier->store);
        config_unref(courier->config);
        arena_free(courier->arena);
        free(courier);
}

/* ---- Judging a mail that brings no verdict ---------------------------------------------------------------------------- */

static enum cw_err judge_all(struct courier *courier, const struct deliver_mail *mail, struct err *reterr) {
        const struct session *session = courier->session;
        struct span *rcpt = calloc(session->rcpt_count, sizeof *rcpt);
        if (!rcpt)
                return err_set(reterr, CW_ERR_MEMORY, "no memory to judge a mail");
        for (uint32_t i = 0; i < session->rcpt_count; i++)
                rcpt[i] = span_without_brackets(session_rcpt(session, i));
        /* Who hands it over is our own mail system: where it came from is told by what is believed of its header. */
        bool trusted = config_trusts(courier->config, mail->client_ip);
        const struct item item = { .bytes = mail->bytes,
                                   .truncated = mail->truncated,
                                   .channel = CHANNEL_MAIL_IN,
                                   .client_ip = trusted ? mail->client_ip : (struct span){ 0 },
                                   .mail_from = mail->mail_from,
                                   .mail_from_known = mail->mail_from_known,
                                   .rcpt = rcpt,
                                   .rcpt_count = session->rcpt_count,
                                   .at = clock_now_s() };
        const struct guard_session copy = { .delivered = true };
        enum cw_err code = guard_judge(courier->lmtp->parts.guard, &item, &copy, &courier->outcome, reterr);
        free(rcpt);
        return code;
}

static enum cw_err judge(void *user, const struct deliver_mail *mail, const char *owner, struct arena *arena,
                         struct deliver_verdict *ret, struct err *reterr) {
        struct courier *courier = user;
        enum cw_err code = courier->outcome ? CW_OK : judge_all(courier, mail, reterr);
        (void)owner;
        (void)arena;
        if (code)
                return code;
        const struct outcome *outcome = courier->outcome;
        if (outcome->failure != OUTCOME_JUDGED && outcome->plan.action == ACTION_DEFER)
                return err_set(reterr, CW_ERR_IO, "%.200s", outcome->failure_text);
        *ret = (struct deliver_verdict){ .class = outcome->class,
                                         .placement = outcome->placement,
                                         .originator = outcome->originator,
                                         .reason = *outcome->placement_reason ? outcome->placement_reason : NULL };
        (void)snprintf(ret->item, sizeof ret->item, "%s", outcome->id);
        for (uint32_t i = 0; i < outcome->plan.recipient_count; i++) {
                const struct plan_recipient *recipient = &outcome->plan.recipients[i];
                if (!span_equal(recipient->address, span_without_brackets(mail->recipient)))
                        continue;
                if (ret->placement != recipient->placement)
                        ret->reason = NULL;
                ret->class = recipient->class;
                ret->placement = recipient->placement;
        }
        return CW_OK;
}

/* ---- What is in work ---------------------------------------------------------------------------------------------------- */

static bool mark(void *user, const struct deliver_mail *mail) {
        const struct courier *courier = user;
        const struct item item = { .bytes = mail->bytes,
                                   .channel = CHANNEL_MAIL_IN,
                                   .client_ip = mail->client_ip,
                                   .mail_from = mail->mail_from,
                                   .rcpt = &mail->recipient,
                                   .rcpt_count = 1 };
        return board_begin(courier->lmtp->parts.board, courier->slot, &item, NULL);
}

static void unmark(void *user) {
        const struct courier *courier = user;
        board_end(courier->lmtp->parts.board, courier->slot);
}

/* ---- What it is done with --------------------------------------------------------------------------------------------- */

/* The configuration in force, with its keys, and the store. */
static enum cw_err ready(struct courier *courier, struct err *reterr) {
        struct config *config = guard_config(courier->lmtp->parts.guard);
        if (config == courier->config) {
                config_unref(config);
        } else {
                config_unref(courier->config);
                courier->config = config;
                courier->has_keys = verdict_keys_of(config, false, &courier->keys, NULL) == CW_OK;
        }
        if (courier->store)
                return CW_OK;
        const struct store_options options = { .url = courier->lmtp->store,
                                               .mode = STORE_WRITE,
                                               .timeout_ms = courier->lmtp->store_timeout_ms };
        return store_open(&options, &courier->store, reterr);
}

/* ---- Telling ---------------------------------------------------------------------------------------------------------- */

static void log_outcome(const struct deliver_outcome *outcome, const struct deliver_part *part) {
        struct log_line line;
        log_begin(&line, outcome->given_up ? LEVEL_WARNING : LEVEL_INFO, "deliver");
        log_text(&line, "id", *outcome->verdict.item ? outcome->verdict.item : NULL);
        log_text(&line, "rcpt", outcome->owner);
        log_text(&line, "result", deliver_result_name(outcome->result));
        log_text(&line, "header", outcome->header);
        if (part) {
                log_text(&line, "arrival", part->arrival);
                log_text(&line, "method", part->method);
                log_span(&line, "uid", part->uid);
                log_text(&line, "placement", placement_name(outcome->verdict.placement));
                log_text(&line, "state", part->state);
                log_truth(&line, "known", part->known);
                log_text(&line, "place", *part->place ? part->place : NULL);
        }
        log_text(&line, "failure", outcome->failure);
        log_end(&line);
}

static void log_failure(const struct session *session, uint32_t which, const struct err *why) {
        struct log_line line;
        log_begin(&line, LEVEL_WARNING, "deliver_later");
        log_span(&line, "rcpt", session_rcpt(session, which));
        log_text(&line, "text", why->text);
        log_end(&line);
}

static void answer(struct session *session, uint32_t which, enum cw_err code, const struct deliver_outcome *outcome,
                   const struct err *why) {
        if (code) {
                log_failure(session, which, why);
                session_answer(session, "451 4.3.0 %.300s", why->text);
                return;
        }
        for (uint32_t i = 0; i < outcome->part_count; i++)
                log_outcome(outcome, &outcome->parts[i]);
        if (outcome->part_count == 0) {
                if (outcome->result != DELIVER_NOTHING)
                        log_outcome(outcome, NULL);
                session_answer(session, "250 2.0.0 %s", deliver_result_name(outcome->result));
        } else {
                session_answer(session, "250 2.0.0 %s", outcome->parts[0].state);
        }
}

/* ---- Reports of abuse ------------------------------------------------------------------------------------------------- */

static void log_report(const struct report_taken *taken) {
        struct log_line line;
        log_begin(&line, LEVEL_INFO, "report");
        log_text(&line, "kind", taken->row.kind);
        log_text(&line, "state", taken->known ? "known" : taken->row.state);
        log_text(&line, "reporter", taken->row.reporter);
        log_text(&line, "account", taken->row.account);
        log_text(&line, "item", taken->row.item);
        log_end(&line);
}

/* What comes to an address of report-inbox and is no report is of no use here, and nobody's calendar. */
static void report_to(struct courier *courier, struct session *session, uint32_t which) {
        const struct report_tools tools = { .config = courier->config,
                                            .store = courier->store,
                                            .keys = courier->has_keys ? &courier->keys : NULL,
                                            .metrics = courier->lmtp->parts.metrics };
        struct report_taken taken;
        struct err why = { 0 };
        arena_reset(courier->arena);
        enum cw_err code = report_take(&tools, guard_lookups(courier->lmtp->parts.guard), session_mail(session),
                                       clock_now_s(), courier->arena, &taken, &why);
        metrics_add(courier->lmtp->parts.metrics, METRIC_LMTP_RECIPIENTS, code ? "later" : "report", NULL, 1);
        if (code) {
                answer(session, which, code, NULL, &why);
                return;
        }
        if (taken.is_report)
                log_report(&taken);
        session_answer(session, "250 2.0.0 %s", taken.is_report ? taken.row.state : "no report");
}

/* ---- The mail --------------------------------------------------------------------------------------------------------- */

static void deliver_to(struct courier *courier, struct session *session, uint32_t which) {
        struct metrics *metrics = courier->lmtp->parts.metrics;
        const struct deliver_tools tools = { .config = courier->config,
                                             .store = courier->store,
                                             .keys = courier->has_keys ? &courier->keys : NULL,
                                             .judge = judge,
                                             .judge_user = courier,
                                             .recorder = courier->lmtp->parts.recorder,
                                             .mark = mark,
                                             .unmark = unmark,
                                             .mark_user = courier,
                                             .metrics = metrics };
        const struct deliver_mail mail = { .bytes = session_mail(session),
                                           .truncated = session->truncated,
                                           .recipient = session_rcpt(session, which),
                                           .mail_from = session_sender(session),
                                           .mail_from_known = true,
                                           .client_ip = courier->client_ip };
        struct deliver_outcome outcome;
        struct err why = { 0 };
        uint64_t began = clock_monotonic_ns();
        arena_reset(courier->arena);
        enum cw_err code = deliver_mail(&tools, &mail, courier->arena, &outcome, &why);
        metrics_observe(metrics, METRIC_DELIVER_SECONDS, NULL, clock_monotonic_ns() - began);
        metrics_add(metrics, METRIC_LMTP_RECIPIENTS, code ? "later" : deliver_result_name(outcome.result), NULL, 1);
        answer(session, which, code, &outcome, &why);
}

void courier_deliver(struct courier *courier, struct session *session, struct span client_ip) {
        struct err why = { 0 };
        enum cw_err code = ready(courier, &why);
        courier->session = session;
        courier->client_ip = client_ip;
        for (uint32_t i = 0; i < session->rcpt_count; i++) {
                if (code)
                        answer(session, i, code, NULL, &why);
                else if (report_inbox_has(courier->config, session_rcpt(session, i)))
                        report_to(courier, session, i);
                else
                        deliver_to(courier, session, i);
        }
        arena_reset(courier->arena);
        outcome_free(courier->outcome);
        courier->outcome = NULL;
}

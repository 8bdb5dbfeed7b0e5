#include "base/metrics.h"
#include "checks/signal.h"
#include "engine/guard-inside.h"
#include "report/report.h"
#include "store/memory.h"

enum { SIGNALS_BYTES = 600 };

/* ---- The line of an item --------------------------------------------------------------------------------------------- */

static bool is_wanted(const struct work *work) {
        const struct outcome *outcome = work->outcome;
        bool trouble = outcome->class >= CLASS_DOUBTFUL || outcome->plan.limit != PLAN_LIMIT_NONE || outcome->failure;
        switch (option_choice(&work->generation->config->options, OPT_LOG_ITEMS)) {
        case LOG_ITEMS_ALL:
                return true;
        case LOG_ITEMS_CALENDAR:
                return outcome->examined || trouble;
        case LOG_ITEMS_ABUSE:
                return trouble;
        default:
                return false;
        }
}

static void log_signals(struct log_line *line, const struct signals *signals) {
        char text[SIGNALS_BYTES];
        size_t len = 0;
        for (uint32_t i = 0; i < signals->list.count; i++) {
                const char *name = ((const struct signal *)signals->list.items)[i].kind->name;
                size_t more = strlen(name);
                if (len + more + 1 >= sizeof text)
                        break;
                if (len)
                        text[len++] = ',';
                memcpy(text + len, name, more);
                len += more;
        }
        log_span(line, "signals", (struct span){ text, len });
}

static void log_calendar(struct log_line *line, const struct judgement *judgement) {
        const struct facts *facts = judgement->facts;
        log_text(line, "placement", placement_name(judgement->verdict.placement));
        log_text(line, "originator", originator_class_name(facts->originator.class));
        log_span(line, "method", report_method(facts));
        log_span(line, "uid", facts->meeting.uid);
        log_span(line, "organizer", facts->organizer.address);
        log_real(line, "probability", judgement->verdict.probability);
        log_signals(line, &judgement->signals);
}

/* What is known of the item; what became of it follows in log_finish. */
void log_gather(struct work *work) {
        struct log_line *line = &work->line;
        const struct item *item = &work->item;
        const struct outcome *outcome = work->outcome;
        enum log_level level = outcome->failure ? LEVEL_WARNING : LEVEL_INFO;
        if (!is_wanted(work))
                return;
        log_begin(line, level, "item");
        log_text(line, "id", outcome->id);
        log_text(line, "channel", channel_name(item->channel));
        log_span(line, "queue", work->session->queue_id);
        log_text(line, "class", class_name(outcome->class));
        if (outcome->failure)
                log_format(line, "failure", "%s: %s", outcome_failure_name(outcome->failure), outcome->failure_text);
        log_span(line, "client", item->client_ip);
        log_span(line, "account", item->auth_user);
        if (item->mail_from_known)
                log_span(line, "mail_from", item->mail_from.len ? item->mail_from : SPAN("<>"));
        if (work->judgement) {
                log_span(line, "from", work->judgement->facts->from.address);
                log_span(line, "message_id", report_message_id(work->judgement->facts));
                if (outcome->examined)
                        log_calendar(line, work->judgement);
        }
        log_number(line, "recipients", item->rcpt_count);
        log_number(line, "size", (int64_t)item->bytes.len);
        log_number(line, "us", (int64_t)outcome->elapsed_us);
        log_number(line, "waited_us", (int64_t)outcome->waited_us);
        if (work->limit.by != PLAN_LIMIT_NONE)
                log_format(line, "limit", "%s %s: %llu %s, %llu are allowed", plan_limit_name(work->limit.by),
                           work->limit.subject, (unsigned long long)work->limit.count,
                           work->limit.recipients ? "recipients" : "messages", (unsigned long long)work->limit.most);
}

void log_finish(struct work *work) {
        const struct plan *plan = &work->outcome->plan;
        if (!is_wanted(work))
                return;
        log_text(&work->line, "action", action_name(plan->action));
        if (plan->drop_count)
                log_number(&work->line, "dropped", plan->drop_count);
        if (plan->action == ACTION_DEFER)
                log_text(&work->line, "why", plan->why);
        log_end(&work->line);
}

/* ---- Metrics --------------------------------------------------------------------------------------------------------- */

static void count_signals(struct metrics *metrics, const struct signals *signals) {
        for (uint32_t i = 0; i < signals->list.count; i++)
                metrics_add(metrics, METRIC_SIGNALS, ((const struct signal *)signals->list.items)[i].kind->name, NULL,
                            1);
}

/* With a seat, whose scanner knows its stages. */
void metrics_gather(const struct work *work) {
        struct metrics *metrics = work->guard->settings.metrics;
        const struct judgement *judgement = work->judgement;
        const char *channel = channel_name(work->item.channel);
        if (!metrics || !judgement)
                return;
        for (enum stage stage = 0; stage < STAGES; stage++)
                metrics_observe(metrics, METRIC_STAGE_SECONDS, stage_name(stage),
                                scanner_stage_ns(work->seat.scanner, stage));
        metrics_observe(metrics, METRIC_ITEM_SECONDS, channel, judgement->elapsed_us * 1000);
        if (work->seat.slot->memory && judgement->verdict.examined)
                metrics_observe(metrics, METRIC_MEMORY_SECONDS, NULL, memory_spent_ns(work->seat.slot->memory));
        metrics_add(metrics, METRIC_ITEM_BYTES, channel, NULL, (int64_t)work->item.bytes.len);
        if (!judgement->verdict.examined) {
                metrics_add(metrics, METRIC_UNEXAMINED, channel, NULL, 1);
                return;
        }
        metrics_add(metrics, METRIC_ORIGINATORS, originator_class_name(judgement->facts->originator.class), NULL, 1);
        count_signals(metrics, &judgement->signals);
}

void metrics_finish(const struct work *work) {
        struct metrics *metrics = work->guard->settings.metrics;
        const struct outcome *outcome = work->outcome;
        const struct plan *plan = &outcome->plan;
        const char *channel = channel_name(work->item.channel);
        if (!metrics)
                return;
        if (outcome->failure)
                metrics_add(metrics, METRIC_FAILURES, outcome_failure_name(outcome->failure), NULL, 1);
        metrics_add(metrics, METRIC_ITEMS, channel, class_name(outcome->class), 1);
        metrics_add(metrics, METRIC_ACTIONS, channel, action_name(plan->action), 1);
        if (plan->limit != PLAN_LIMIT_NONE)
                metrics_add(metrics, METRIC_LIMITED, plan_limit_name(plan->limit), NULL, 1);
        if (!outcome->examined && !outcome->failure)
                return;
        uint32_t by_placement[PLACEMENTS] = { 0 };
        for (uint32_t i = 0; i < plan->recipient_count; i++)
                by_placement[plan->recipients[i].placement]++;
        if (!plan->recipient_count)
                by_placement[outcome->placement]++;
        for (enum placement placement = 0; placement < PLACEMENTS; placement++)
                if (by_placement[placement])
                        metrics_add(metrics, METRIC_PLACEMENTS, placement_name(placement), NULL,
                                    by_placement[placement]);
}

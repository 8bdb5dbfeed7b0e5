#include "actions/report-send.h"

#include <stdlib.h>

#include "actions/redact.h"
#include "actions/report-event.h"
#include "actions/report-targets.h"
#include "actions/verdict-header.h"
#include "base/metrics.h"
#include "client/smtp.h"
#include "config/config.h"
#include "lookup/dkim-sign.h"
#include "report/arf.h"
#include "store/reports.h"
#include "store/reputation.h"
#include "text/domain.h"

enum {
        WINDOW_S = 24 * 3600, /* within which incidents are counted together */
        MOST_NOTE = 4000,
        MOST_URIS = 2 + REPORT_LINKS,
};

/* One complaint on its way. */
struct run {
        const struct report_tools *tools;
        const struct report_order *order;
        const struct options *options;
        struct arena *arena;
        struct report_event event;
        struct dkim_signer *signer; /* NULL: unsigned */
        struct array done;          /* struct report_done */
        bool unreachable;           /* the mail system: the others need not wait for it, too */
};

static struct span owner_of(const struct run *run) {
        return span_from(run->order->owner);
}

/* ---- Whom it is about ------------------------------------------------------------------------------------------------ */

static bool spf_passes(const struct report_event *event) {
        return span_equal(event->spf, SPAN("pass")) && event->spf_domain.len > 0;
}

/* Who is complained of, for counting: what is proven first. */
static struct span subject_of(const struct report_event *event) {
        if (event->dkim_domains.count > 0)
                return *(const struct span *)event->dkim_domains.items;
        if (spf_passes(event))
                return event->spf_domain;
        return event->organizer.len > 0 ? event->organizer : event->sender;
}

/* What was seen of the domain, or of the nearest one above that anything was seen of. */
static enum cw_err domain_is_bad(const struct run *run, struct span domain, bool *ret, struct err *reterr) {
        struct reputation seen = { 0 };
        while (seen.first == 0 && span_find_byte(domain, '.') < domain.len) {
                enum cw_err code = reputation_find(run->tools->store, REPUTATION_DOMAIN,
                                                   arena_copy(run->arena, domain).ptr, run->order->now, &seen, reterr);
                if (code)
                        return code;
                (void)span_split(&domain, '.');
        }
        const struct reputation_counts *sums = &seen.decayed;
        *ret |= sums->spam + sums->certain + sums->feedback_spam > sums->clean + sums->doubtful + sums->feedback_ham;
        return CW_OK;
}

static enum cw_err name_is_bad(const struct run *run, bool *ret, struct err *reterr) {
        const struct span *domains = run->event.dkim_domains.items;
        enum cw_err code = spf_passes(&run->event) ? domain_is_bad(run, run->event.spf_domain, ret, reterr) : CW_OK;
        for (uint32_t i = 0; i < run->event.dkim_domains.count && !code; i++)
                code = domain_is_bad(run, domains[i], ret, reterr);
        return code;
}

static bool is_report(const struct run *run) {
        struct defects defects = { .arena = run->arena };
        return feedback_is_report(message_read(run->arena, run->event.original, &defects));
}

static enum cw_err choose(struct run *run, struct array *ret, struct err *reterr) {
        const struct report_event *event = &run->event;
        const struct span accused[] = { event->organizer, event->sender, event->mail_from };
        struct report_facts facts = { .outbound = event->outbound,
                                      .of_others = run->order->complainer != NULL,
                                      .signs = run->signer != NULL,
                                      .is_report = is_report(run),
                                      .headers = event->original,
                                      .dkim_domains = event->dkim_domains.items,
                                      .dkim_count = event->dkim_domains.count,
                                      .spf_domain = spf_passes(event) ? event->spf_domain : (struct span){ 0 },
                                      .accused = accused,
                                      .accused_count = sizeof accused / sizeof *accused,
                                      .recipients = event->recipients.items,
                                      .recipient_count = event->recipients.count };
        enum cw_err code = name_is_bad(run, &facts.bad_name, reterr);
        if (code)
                return code;
        report_targets(run->options, &facts, run->arena, ret);
        if (facts.is_report)
                return err_set(reterr, CW_ERR_USAGE, "this is a report about a mail: no report is written about one");
        return ret->count ? CW_OK
                          : err_set(reterr, CW_ERR_USAGE,
                                    "nobody is known who would take a report about this: see the "
                                    "options report-to, report-feedback and report-upstream");
}

/* ---- The report ------------------------------------------------------------------------------------------------------ */

static struct span results_write(const struct run *run) {
        const struct report_event *event = &run->event;
        const struct span *domains = event->dkim_domains.items;
        struct buf out = buf_in(run->arena, 16 * 1024);
        if (event->spf.len == 0 && event->dmarc.len == 0 && event->dkim_domains.count == 0)
                return (struct span){ 0 };
        buf_add(&out, span_from(run->tools->config->hostname));
        if (event->spf.len > 0) {
                buf_add_format(&out, "; spf=%.*s", (int)event->spf.len, event->spf.ptr);
                if (event->spf_domain.len > 0)
                        buf_add_format(&out, " smtp.mailfrom=%.*s", (int)event->spf_domain.len, event->spf_domain.ptr);
        }
        for (uint32_t i = 0; i < event->dkim_domains.count; i++)
                buf_add_format(&out, "; dkim=pass header.d=%.*s", (int)domains[i].len, domains[i].ptr);
        if (event->dmarc.len > 0) {
                buf_add_format(&out, "; dmarc=%.*s", (int)event->dmarc.len, event->dmarc.ptr);
                if (event->dmarc_domain.len > 0)
                        buf_add_format(&out, " header.from=%.*s", (int)event->dmarc_domain.len, event->dmarc_domain.ptr);
        }
        return buf_span(&out);
}

/* Proven domains; else the one that is named. */
static void domains_take(struct run *run, struct arf_report *report) {
        struct span *named = arena_alloc(run->arena, sizeof *named);
        report->domains = run->event.dkim_domains.items;
        report->domain_count = run->event.dkim_domains.count;
        if (report->domain_count > 0)
                return;
        *named = domain_behind_at(run->event.sender.len ? run->event.sender : run->event.organizer);
        report->domains = named;
        report->domain_count = named->len > 0;
}

static void uris_take(struct run *run, struct arf_report *report) {
        struct span *uris = arena_alloc(run->arena, MOST_URIS * sizeof *uris);
        struct span organizer = run->event.organizer, source = run->event.source;
        if (span_find_byte(organizer, '@') < organizer.len)
                uris[report->uri_count++] = arena_format(run->arena, "mailto:%.*s", (int)organizer.len, organizer.ptr);
        if (span_has(source, SPAN("://")))
                uris[report->uri_count++] = source;
        for (uint32_t i = 0; i < run->event.links.count; i++)
                uris[report->uri_count++] = ((const struct span *)run->event.links.items)[i];
        report->uris = uris;
}

/* Whose names are hidden: his who complains, and those of the item. */
static void redact(const struct run *run, struct arf_report *report) {
        const struct span *names = run->event.recipients.items;
        const uint8_t *key = run->tools->keys->redact;
        struct span *texts[] = { &report->original, &report->note, &report->subject, &report->mail_from };
        if (report->original_whole) {
                size_t lf = span_find(report->original, SPAN("\n\n"));
                size_t crlf = span_find(report->original, SPAN("\r\n\r\n"));
                report->original = span_head(report->original, lf < crlf ? lf + 1 : crlf + 2);
                report->original_whole = false;
        }
        for (uint32_t i = 0; i < run->event.recipients.count; i++)
                for (size_t j = 0; j < sizeof texts / sizeof *texts; j++)
                        *texts[j] = redact_text(key, names[i], *texts[j], run->arena);
        /* What stands behind the `?` of a link may tell who he is in other ways. */
        for (uint32_t i = 0; i < report->uri_count; i++)
                report->uris[i] = span_head(report->uris[i], span_find_byte(report->uris[i], '?'));
        if (report->rcpt_to.len > 0)
                report->rcpt_to = redact_address(key, report->rcpt_to, run->arena);
}

static struct arf_report report_of(struct run *run, uint64_t incidents) {
        const struct report_event *event = &run->event;
        struct arf_report report = { .type = run->order->type,
                                     .at = run->order->now,
                                     .from = span_from(run->options->text[OPT_REPORT_FROM]),
                                     .hostname = run->tools->config->hostname,
                                     .complainer = span_from(run->order->complainer),
                                     .note = span_head(span_from(run->order->note), MOST_NOTE),
                                     .incidents = incidents,
                                     .subject = event->title,
                                     .channel = event->channel,
                                     .uid = event->uid,
                                     .organizer = event->organizer,
                                     .source = event->source,
                                     .sender = event->sender,
                                     .mail_from = event->mail_from,
                                     .mail_from_known = event->mail_from_known,
                                     .source_ip = event->client,
                                     .message_id = event->message_id,
                                     .rcpt_to = owner_of(run),
                                     .arrived = event->at,
                                     .results = results_write(run),
                                     .original = event->original,
                                     .original_whole = event->original_whole };
        domains_take(run, &report);
        uris_take(run, &report);
        if (option_truth(run->options, OPT_REPORT_REDACT))
                redact(run, &report);
        return report;
}

static enum cw_err write_mail(struct run *run, const struct report_target *target, uint64_t incidents, struct span *ret,
                              struct err *reterr) {
        struct arf_report report = report_of(run, incidents);
        report.to = target->address;
        *ret = arf_write(&report, run->arena);
        return run->signer ? dkim_sign(run->signer, *ret, run->order->now, run->arena, ret, reterr) : CW_OK;
}

/* ---- Sending --------------------------------------------------------------------------------------------------------- */

static void tell(struct run *run, const struct report_target *target, const char *state, const char *text) {
        struct report_done *done = array_push(&run->done, run->arena, sizeof *done, UINT32_MAX);
        if (done)
                *done = (struct report_done){ target->address.ptr, report_route_name(target->route), state, text };
        metrics_add(run->tools->metrics, METRIC_REPORTS_SENT, report_route_name(target->route), state, 1);
}

static const char *hand_over(struct run *run, const struct report_target *target, struct span mail,
                             struct smtp_answer *answer) {
        const struct smtp_mail order = { .url = run->options->text[OPT_RELEASE_VIA],
                                         .helo = run->tools->config->hostname,
                                         .mail_from = run->options->text[OPT_REPORT_FROM],
                                         .recipient = target->address.ptr,
                                         .bytes = mail,
                                         .timeout_ms = (uint32_t)option_ms(run->options, OPT_RELEASE_TIMEOUT) };
        if (run->unreachable)
                *answer = (struct smtp_answer){ .end = SMTP_UNSENT, .text = "the mail system was not reached" };
        else
                smtp_send(&order, answer);
        run->unreachable |= answer->end == SMTP_UNSENT;
        return answer->end == SMTP_TAKEN ? REPORT_SENT : answer->end == SMTP_UNKNOWN ? REPORT_UNKNOWN : REPORT_FAILED;
}

static enum cw_err send_one(struct run *run, const struct report_target *target, struct err *reterr) {
        struct store *store = run->tools->store;
        const struct report_sent_record row = { .at = run->order->now,
                                                .owner = run->order->owner,
                                                .arrival = run->order->event,
                                                .address = target->address.ptr,
                                                .kind = feedback_type_name(run->order->type),
                                                .subject = arena_copy(run->arena, subject_of(&run->event)).ptr,
                                                .state = REPORT_SENDING };
        char id[27];
        bool known = false;
        int64_t incident = 1;
        struct span mail;
        struct smtp_answer answer = { 0 };
        enum cw_err code = report_sent_add(store, &row, row.at - WINDOW_S, id, &incident, &known, reterr);
        if (!code && known)
                tell(run, target, "known", "It was reported there before");
        if (code || known)
                return code;
        uint64_t due = report_due((uint64_t)incident);
        if (due == 0) {
                tell(run, target, REPORT_COUNTED, "There are many like it: it is told of with the next report");
                return report_sent_end(store, id, REPORT_COUNTED, "", reterr);
        }
        code = write_mail(run, target, due, &mail, reterr);
        if (code) {
                (void)report_sent_end(store, id, REPORT_FAILED, "it could not be written", NULL);
                return code;
        }
        const char *state = hand_over(run, target, mail, &answer);
        tell(run, target, state, arena_copy(run->arena, span_from(answer.text)).ptr);
        return report_sent_end(store, id, state, answer.text, reterr);
}

static enum cw_err send_all(struct run *run, struct err *reterr) {
        struct array targets = { 0 };
        enum cw_err code = report_event_find(run->tools, run->order, run->arena, &run->event, reterr);
        if (!code)
                code = choose(run, &targets, reterr);
        for (uint32_t i = 0; i < targets.count && !code; i++) {
                const struct report_target *target = &((const struct report_target *)targets.items)[i];
                if (target->skipped)
                        tell(run, target, "skipped", target->skipped);
                else
                        code = send_one(run, target, reterr);
        }
        return code;
}

/* ---- Outside --------------------------------------------------------------------------------------------------------- */

static enum cw_err prepare(struct run *run, struct err *reterr) {
        const char *from = run->options->text[OPT_REPORT_FROM], *domain = run->options->text[OPT_REPORT_DKIM_DOMAIN];
        if (!*from)
                return err_set(reterr, CW_ERR_CONFIG, "no reports are sent: set the option report-from");
        if (option_truth(run->options, OPT_REPORT_REDACT) && !run->tools->keys)
                return err_set(reterr, CW_ERR_CONFIG, "without a secret no name can be hidden (report-redact)");
        if (!*run->options->text[OPT_REPORT_DKIM_KEY])
                return CW_OK;
        return dkim_signer_new(run->options->text[OPT_REPORT_DKIM_KEY], *domain ? domain : strchr(from, '@') + 1,
                               run->options->text[OPT_REPORT_DKIM_SELECTOR], &run->signer, reterr);
}

/* Running out of memory comes back here. */
static enum cw_err send_guarded(struct run *run, struct err *reterr) {
        jmp_buf exhausted;
        if (setjmp(exhausted) != 0) {
                store_rollback(run->tools->store);
                return err_set(reterr, CW_ERR_MEMORY, "no memory for a report");
        }
        arena_set_exit(run->arena, &exhausted);
        return send_all(run, reterr);
}

enum cw_err report_send(const struct report_tools *tools, const struct report_order *order, struct arena *arena,
                        const struct report_done **ret, uint32_t *ret_count, struct err *reterr) {
        struct run run = { .tools = tools, .order = order, .options = &tools->config->options, .arena = arena };
        enum cw_err code = prepare(&run, reterr);
        if (!code)
                code = send_guarded(&run, reterr);
        arena_set_exit(arena, NULL);
        dkim_signer_free(run.signer);
        report_event_end(&run.event);
        if (code)
                return code;
        *ret = run.done.items;
        *ret_count = run.done.count;
        return CW_OK;
}

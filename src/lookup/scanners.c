/* rspamd, SpamAssassin and ClamAV of one item: what is sent to them, and what came. Each has its time, its breaker, and an
 * absence of its own. */
#include "lookup/scanners.h"

#include <arpa/inet.h>
#include <stddef.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/metrics.h"
#include "lookup/exchange.h"
#include "lookup/lookup-inside.h"

/* One question to one of them. */
struct scanner_call {
        struct errand errand; /* first */
        struct lookup *lookup;
        enum scanner scanner;
        struct web_request web;   /* of rspamd */
        struct exchange exchange; /* of the others */
        const char *missed;       /* why there is no answer; NULL: there is one */
};

static const struct {
        const char *name;
        enum option_id at; /* where it is; empty: it is not asked */
        enum option_id timeout;
        bool (*read)(struct span answer, struct scanner_answer *ret);
        bool by_web;
} scanners[SCANNERS] = {
        [SCANNER_RSPAMD] = { "rspamd", OPT_RSPAMD_URL, OPT_RSPAMD_TIMEOUT, rspamd_read, true },
        [SCANNER_SPAMD] = { "spamassassin", OPT_SPAMD, OPT_SPAMD_TIMEOUT, spamd_read, false },
        [SCANNER_CLAMD] = { "clamav", OPT_CLAMD, OPT_CLAMD_TIMEOUT, clamd_read, false },
};

/* ---- What is asked ------------------------------------------------------------------------------------------------------ */

static bool is_on(const struct lookup *lookup, enum scanner scanner) {
        return *lookup->settings->config->options.text[scanners[scanner].at];
}

static struct scanner_call *call_new(struct lookup *lookup, enum scanner scanner) {
        struct scanner_call **place = array_push(&lookup->calls, lookup->arena, sizeof *place, LIMIT_SCANNER_CALLS);
        if (!place)
                return NULL;
        struct scanner_call *call = arena_alloc(lookup->arena, sizeof *call);
        char *answer = arena_bytes(lookup->arena, LIMIT_SCANNER_ANSWER);
        const char *at = lookup->settings->config->options.text[scanners[scanner].at];
        *call = (struct scanner_call){ .lookup = lookup, .scanner = scanner, .missed = "not asked" };
        call->web.url = at;
        call->web.answer = call->exchange.answer = answer;
        call->web.room = call->exchange.room = LIMIT_SCANNER_ANSWER;
        if (!scanners[scanner].by_web && !listen_parse(span_from(at), &call->exchange.to))
                call->missed = "no such address";
        *place = call;
        return call;
}

static void piece_add(struct scanner_call *call, struct span bytes) {
        struct exchange *exchange = &call->exchange;
        if (bytes.len > 0)
                exchange->pieces[exchange->piece_count++] = (struct iovec){ (void *)bytes.ptr, bytes.len };
}

/* A field of the request; what a client has said may hold anything. */
static void field_add(struct lookup *lookup, struct array *fields, const char *name, struct span value) {
        for (size_t i = 0; i < value.len; i++)
                if (value.ptr[i] < ' ' || value.ptr[i] > '~')
                        return;
        const char **place = value.len > 0 ? array_push(fields, lookup->arena, sizeof *place, 8) : NULL;
        if (place)
                *place = arena_format(lookup->arena, "%s: %.*s", name, (int)value.len, value.ptr).ptr;
}

static void ask_rspamd(struct lookup *lookup) {
        const struct lookup_item *item = &lookup->item;
        struct scanner_call *call = call_new(lookup, SCANNER_RSPAMD);
        struct array fields = { 0 };
        if (!call)
                return;
        const char *base = call->web.url;
        size_t len = strlen(base);
        while (len > 0 && base[len - 1] == '/')
                len--;
        field_add(lookup, &fields, "IP", item->client_ip);
        field_add(lookup, &fields, "Helo", item->helo);
        field_add(lookup, &fields, "From", item->mail_from);
        for (uint32_t i = 0; i < item->rcpt_count && i < 4; i++)
                field_add(lookup, &fields, "Rcpt", item->rcpt[i]);
        const char **place = array_push(&fields, lookup->arena, sizeof *place, 9);
        if (place)
                *place = "Expect:"; /* no waiting for leave to send */
        call->web.url = arena_format(lookup->arena, "%.*s/checkv2", (int)len, base).ptr;
        call->web.body = item->bytes;
        call->web.fields = fields.items;
        call->web.field_count = fields.count;
}

static void ask_spamd(struct lookup *lookup) {
        struct span mail = lookup->item.bytes;
        struct scanner_call *call = call_new(lookup, SCANNER_SPAMD);
        if (!call)
                return;
        if (mail.len > LIMIT_SPAMD_MAIL) {
                call->missed = "larger than what it is asked about";
                return;
        }
        piece_add(call, arena_format(lookup->arena, "SYMBOLS SPAMC/1.5\r\nContent-length: %zu\r\n\r\n", mail.len));
        piece_add(call, mail);
}

/* clamd's INSTREAM: chunks, each with its length in four bytes, and one of no length at the end. */
static void ask_clamd(struct lookup *lookup, struct span bytes) {
        static const char command[10] = "zINSTREAM";
        struct scanner_call *call = bytes.len > 0 && bytes.len <= UINT32_MAX ? call_new(lookup, SCANNER_CLAMD) : NULL;
        if (!call)
                return;
        uint32_t length = htonl((uint32_t)bytes.len);
        char *head = arena_bytes(lookup->arena, sizeof command + sizeof length);
        memcpy(head, command, sizeof command);
        memcpy(head + sizeof command, &length, sizeof length);
        piece_add(call, (struct span){ head, sizeof command + sizeof length });
        piece_add(call, bytes);
        piece_add(call, (struct span){ arena_alloc(lookup->arena, sizeof length), sizeof length });
}

bool scanners_begin(struct lookup *lookup) {
        const struct lookup_item *item = &lookup->item;
        if (!item->scan)
                return false;
        if (item->inbound && is_on(lookup, SCANNER_RSPAMD))
                ask_rspamd(lookup);
        if (item->inbound && is_on(lookup, SCANNER_SPAMD))
                ask_spamd(lookup);
        if (is_on(lookup, SCANNER_CLAMD)) {
                ask_clamd(lookup, item->bytes);
                for (uint32_t i = 0; i < item->file_count; i++)
                        ask_clamd(lookup, item->files[i]);
        }
        return lookup->calls.count > 0;
}

/* ---- In the loop's thread ----------------------------------------------------------------------------------------------- */

static void came(struct scanner_call *call, const char *why) {
        struct lookups *lookups = call->lookup->lookups;
        const struct options *options = &call->lookup->settings->config->options;
        call->missed = why;
        if (breaker_tell(&lookups->breakers[call->scanner], options, !why, clock_monotonic_ms()))
                metrics_add(lookups->metrics, METRIC_SCANNER_PAUSES, scanners[call->scanner].name, NULL, 1);
        errand_done(call->lookup, &call->errand);
}

static void exchanged(struct exchange *exchange, const char *why) {
        came((struct scanner_call *)((char *)exchange - offsetof(struct scanner_call, exchange)), why);
}

static void fetched(struct web_request *request, const char *why) {
        came((struct scanner_call *)((char *)request - offsetof(struct scanner_call, web)), why);
}

static void cancel(struct errand *errand) {
        struct scanner_call *call = (struct scanner_call *)errand;
        if (scanners[call->scanner].by_web)
                web_cancel(&call->web);
        else
                exchange_cancel(&call->exchange);
        came(call, "no answer in time");
}

static void call_send(struct scanner_call *call) {
        struct lookup *lookup = call->lookup;
        struct lookups *lookups = lookup->lookups;
        if (!scanners[call->scanner].by_web && call->exchange.piece_count == 0)
                return;
        if (!breaker_ask(&lookups->breakers[call->scanner], clock_monotonic_ms())) {
                call->missed = "it has failed several times, and is left alone for a while";
                return;
        }
        call->errand.cancel = cancel;
        call->exchange.done = exchanged;
        call->web.done = fetched;
        call->exchange.until_ms = call->web.until_ms =
                clock_monotonic_ms() + option_ms(&lookup->settings->config->options, scanners[call->scanner].timeout);
        errand_begin(lookup, &call->errand);
        if (scanners[call->scanner].by_web)
                web_start(lookups->web, &call->web);
        else
                exchange_start(lookups->loop, &call->exchange);
}

bool scanners_ask(struct lookup *lookup) {
        struct scanner_call *const *calls = lookup->calls.items;
        if (!lookup->calls_sent)
                for (uint32_t i = 0; i < lookup->calls.count; i++)
                        call_send(calls[i]);
        lookup->calls_sent = true;
        return true;
}

/* ---- What it means -------------------------------------------------------------------------------------------------------- */

static void opinion_add(struct lookup *lookup, struct array *opinions, enum scanner scanner,
                        const struct scanner_answer *answer) {
        struct opinion *opinion = array_push(opinions, lookup->arena, sizeof *opinion, LIMIT_SCANNER_CALLS);
        if (!opinion)
                return;
        *opinion = (struct opinion){ .scanner = scanners[scanner].name,
                                     .kind = answer->kind,
                                     .reason = arena_copy(lookup->arena, span_from(answer->reason)),
                                     .score = answer->score,
                                     .threshold = answer->threshold };
        metrics_add(lookup->lookups->metrics, METRIC_OPINIONS, opinion->scanner, opinion_kind_name(opinion->kind), 1);
}

void scanners_end(struct lookup *lookup) {
        struct scanner_call *const *calls = lookup->calls.items;
        struct array opinions = { 0 };
        for (uint32_t i = 0; i < lookup->calls.count; i++) {
                enum scanner scanner = calls[i]->scanner;
                size_t len = scanners[scanner].by_web ? calls[i]->web.len : calls[i]->exchange.len;
                struct scanner_answer answer;
                if (calls[i]->missed)
                        lookup_missed(lookup, scanners[scanner].name, calls[i]->missed);
                else if (!scanners[scanner].read((struct span){ calls[i]->web.answer, len }, &answer))
                        lookup_missed(lookup, scanners[scanner].name, "its answer makes no sense");
                else
                        opinion_add(lookup, &opinions, scanner, &answer);
        }
        lookup->results.opinions = opinions.items;
        lookup->results.opinion_count = opinions.count;
}

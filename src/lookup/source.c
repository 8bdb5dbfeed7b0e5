/* The source's part of a lookup: what it is asked about, and what comes of its answers. */
#include "lookup/source.h"

#include <stddef.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/metrics.h"
#include "lookup/lookup-inside.h"

/* One question. */
struct source_call {
        struct errand errand; /* first */
        struct lookup *lookup;
        struct span what;
        const char *where;
        struct web_request web;
        const char *missed; /* NULL: it answered */
        bool cached;
        struct source_answer answer;
};

static void call_add(struct lookup *lookup, const char *name, struct span what, const char *where) {
        struct source_call *const *calls = lookup->source_calls.items;
        const char *url = lookup->settings->config->options.text[OPT_SOURCE_URL];
        for (uint32_t i = 0; i < lookup->source_calls.count; i++)
                if (span_equal(calls[i]->what, what))
                        return;
        struct span asked = what.len > 0 ? source_url(lookup->arena, url, name, what) : (struct span){ 0 };
        struct source_call **place = asked.len == 0 ? NULL
                                                    : array_push(&lookup->source_calls, lookup->arena, sizeof *place,
                                                                 LIMIT_SOURCE_CALLS);
        if (!place)
                return;
        struct source_call *call = arena_alloc(lookup->arena, sizeof *call);
        *call = (struct source_call){ .lookup = lookup, .what = what, .where = where, .missed = "not asked" };
        call->web.url = asked.ptr;
        call->cached = source_cache_get(lookup->lookups->source_cache, asked, clock_monotonic_ms(), &call->answer);
        *place = call;
        if (call->cached)
                return;
        call->web.answer = arena_bytes(lookup->arena, LIMIT_SOURCE_ANSWER);
        call->web.room = LIMIT_SOURCE_ANSWER;
        call->web.fields = &lookup->settings->config->options.text[OPT_SOURCE_FIELD];
        call->web.field_count = *call->web.fields[0] ? 1 : 0;
}

bool own_source_begin(struct lookup *lookup) {
        const struct lookup_item *item = &lookup->item;
        if (!*lookup->settings->config->options.text[OPT_SOURCE_URL] || !item->scan)
                return false;
        call_add(lookup, "{ip}", item->client_ip, "client");
        for (uint32_t i = 0; i < item->subject_count; i++) {
                const struct lookup_subject *subject = &item->subjects[i];
                if (subject->kind == SUBJECT_MAILBOX)
                        call_add(lookup, "{address}", subject->text, subject->where);
                call_add(lookup, "{domain}", subject->domain, subject->where);
        }
        return lookup->source_calls.count > 0;
}

static void fetched(struct web_request *request, const char *why) {
        struct source_call *call = (struct source_call *)((char *)request - offsetof(struct source_call, web));
        struct lookups *lookups = call->lookup->lookups;
        const struct options *options = &call->lookup->settings->config->options;
        call->missed = why;
        if (breaker_tell(&lookups->source_breaker, options, !why, clock_monotonic_ms()))
                metrics_add(lookups->metrics, METRIC_SCANNER_PAUSES, "source", NULL, 1);
        errand_done(call->lookup, &call->errand);
}

static void cancel(struct errand *errand) {
        struct source_call *call = (struct source_call *)errand;
        web_cancel(&call->web);
        fetched(&call->web, "no answer in time");
}

bool own_source_ask(struct lookup *lookup) {
        struct source_call *const *calls = lookup->source_calls.items;
        bool first = !lookup->source_asked;
        lookup->source_asked = true;
        for (uint32_t i = 0; first && i < lookup->source_calls.count; i++) {
                struct source_call *call = calls[i];
                if (call->cached)
                        continue;
                if (!breaker_ask(&lookup->lookups->source_breaker, clock_monotonic_ms())) {
                        call->missed = "it has failed several times, and is left alone for a while";
                        continue;
                }
                call->errand.cancel = cancel;
                call->web.done = fetched;
                call->web.until_ms = clock_monotonic_ms() +
                                     option_ms(&lookup->settings->config->options, OPT_SOURCE_TIMEOUT);
                errand_begin(lookup, &call->errand);
                web_start(lookup->lookups->web, &call->web);
        }
        return true;
}

static void result_add(struct lookup *lookup, struct array *found, const struct source_call *call) {
        const struct options *options = &lookup->settings->config->options;
        const struct source_answer *answer = &call->answer;
        struct source_result *result = array_push(found, lookup->arena, sizeof *result, LIMIT_SOURCE_CALLS);
        if (result)
                *result = (struct source_result){
                        .what = call->what,
                        .where = call->where,
                        .age_days = answer->age_days,
                        .score = answer->score,
                        .age_known = answer->age_known,
                        .score_known = answer->score_known,
                        .listed = answer->listed,
                        .young = answer->age_known && answer->age_days * 86400 < options->number[OPT_SOURCE_YOUNG],
                        .bad = answer->score_known && answer->score >= options->number[OPT_SOURCE_BAD],
                };
}

void own_source_end(struct lookup *lookup) {
        const struct options *options = &lookup->settings->config->options;
        struct source_call *const *calls = lookup->source_calls.items;
        const struct source_places places = { options->text[OPT_SOURCE_AGE], options->text[OPT_SOURCE_SCORE],
                                              options->text[OPT_SOURCE_LISTED] };
        int64_t until = clock_monotonic_ms() + option_ms(options, OPT_SOURCE_CACHE);
        struct array found = { 0 };
        const char *missed = NULL;
        for (uint32_t i = 0; i < lookup->source_calls.count; i++) {
                struct source_call *call = calls[i];
                bool read = call->cached ||
                            (!call->missed &&
                             source_read((struct span){ call->web.answer, call->web.len }, &places, &call->answer));
                if (read && !call->cached)
                        source_cache_put(lookup->lookups->source_cache, span_from(call->web.url), until, &call->answer);
                if (read)
                        result_add(lookup, &found, call);
                else
                        missed = call->missed ? call->missed : "its answer makes no sense";
        }
        if (missed)
                lookup_missed(lookup, "source", missed);
        lookup->results.sources = found.items;
        lookup->results.source_count = found.count;
}

#include "lookup/lookup.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/metrics.h"
#include "lookup/lookup-inside.h"
#include "lookup/source.h"

/* What a lookup is made of. Each is begun in the thread that reads the item, asks in the loop's thread as long as answers
 * are pending, and concludes in the thread that goes on with the item. */
static const struct part {
        bool (*begin)(struct lookup *lookup); /* whether there is something to ask */
        bool (*ask)(struct lookup *lookup);
        void (*end)(struct lookup *lookup);
        void (*heard)(struct lookup *lookup); /* in the loop's thread, when all has come or the time is up; may be NULL */
        bool later;                           /* what proves the sender goes first */
} parts[] = {
        { authenticate_begin, authenticate_ask, authenticate_end, NULL, false },
        { scanners_begin, scanners_ask, scanners_end, NULL, false },
        { own_source_begin, own_source_ask, own_source_end, NULL, false },
        { lists_begin, lists_ask, lists_end, lists_heard, true },
        { 0 }, /* ends here */
};

static const char out_of_memory[] = "no memory for more answers", dns_silent[] = "DNS has been silent for a while";

struct lookup_query {
        struct resolver_query query; /* first: what the resolver has */
        struct lookup *lookup;
        uint32_t number; /* of the question */
        bool answered;
};

void lookup_missed(struct lookup *lookup, const char *what, const char *why) {
        struct lookup_absent *absent = array_push(&lookup->absent, lookup->arena, sizeof *absent, LIMIT_LOOKUP_ABSENT);
        if (absent)
                *absent = (struct lookup_absent){ what, why };
        metrics_add(lookup->lookups->metrics, METRIC_LOOKUP_ABSENT, what, NULL, 1);
}

/* False: the memory is exhausted, and `work` did not come to its end. */
static bool within_memory(struct lookup *lookup, void (*work)(struct lookup *lookup, void *user), void *user) {
        jmp_buf exhausted;
        bool done = setjmp(exhausted) == 0;
        if (done) {
                arena_set_exit(lookup->arena, &exhausted);
                if (lookup->scratch)
                        arena_set_exit(lookup->scratch, &exhausted);
                work(lookup, user);
        }
        arena_set_exit(lookup->arena, NULL);
        if (lookup->scratch)
                arena_set_exit(lookup->scratch, NULL);
        return done;
}

/* ---- In the loop's thread ----------------------------------------------------------------------------------------------- */

static void hear(struct lookup *lookup, void *user) {
        (void)user;
        for (const struct part *part = parts; part->begin; part++)
                if (part->heard)
                        part->heard(lookup);
}

static void stop_asking(struct lookup *lookup, const char *why) {
        struct lookup_query *const *queries = lookup->queries.items;
        for (uint32_t i = 0; i < lookup->queries.count; i++)
                if (!queries[i]->answered) {
                        queries[i]->answered = true;
                        resolver_cancel(&queries[i]->query);
                }
        loop_timer_clear(lookup->lookups->loop, &lookup->silence);
        answers_close(lookup->answers, why);
}

/* `why`: what was not answered by now is absent. */
static void finish(struct lookup *lookup, const char *why) {
        struct loop *loop = lookup->lookups->loop;
        stop_asking(lookup, why);
        if (lookup->tries)
                patience_tried(&lookup->lookups->patience);
        lookup->finishing = true;
        for (struct errand *errand = lookup->errands; errand; errand = errand->next)
                if (errand->open)
                        errand->cancel(errand);
        loop_timer_clear(loop, &lookup->deadline);
        loop_timer_clear(loop, &lookup->again);
        if (why != out_of_memory)
                (void)within_memory(lookup, hear, NULL);
        metrics_add(lookup->lookups->metrics, METRIC_LOOKUPS_WAITING, NULL, NULL, -1);
        metrics_observe(lookup->lookups->metrics, METRIC_LOOKUP_SECONDS, NULL,
                        (uint64_t)(clock_monotonic_ms() - lookup->began_ms) * 1000000u);
        pthread_mutex_lock(&lookup->lock);
        void (*done)(void *user) = lookup->done;
        void *user = lookup->done_user;
        lookup->finished = true;
        pthread_cond_signal(&lookup->changed);
        pthread_mutex_unlock(&lookup->lock);
        /* From here on it may be gone. */
        if (done)
                done(user);
}

struct put {
        uint32_t number;
        const struct answer *answer;
};

static void put(struct lookup *lookup, void *user) {
        const struct put *what = user;
        answers_put(lookup->answers, what->number, what->answer);
}

static void tell_patience(struct lookup *lookup, bool heard) {
        struct lookups *lookups = lookup->lookups;
        bool silent = patience_tell(&lookups->patience, heard);
        metrics_set(lookups->metrics, METRIC_DNS_SILENT, NULL, NULL, silent);
}

static void answered(struct resolver_query *resolved, const struct answer *answer) {
        struct lookup_query *query = (struct lookup_query *)resolved;
        struct lookup *lookup = query->lookup;
        struct loop *loop = lookup->lookups->loop;
        struct put what = { query->number, answer };
        query->answered = true;
        if (answer->state != ANSWER_FAILED && !lookup->heard) {
                lookup->heard = true;
                tell_patience(lookup, true);
        }
        if (lookup->handing_out)
                put(lookup, &what); /* within the memory of who hands out */
        else if (!within_memory(lookup, put, &what))
                finish(lookup, out_of_memory);
        else if (!lookup->again.place && !loop_timer_set(loop, &lookup->again, 0))
                finish(lookup, out_of_memory);
}

void errand_begin(struct lookup *lookup, struct errand *errand) {
        errand->open = true;
        errand->next = lookup->errands;
        lookup->errands = errand;
        lookup->errands_open++;
}

void errand_done(struct lookup *lookup, struct errand *errand) {
        errand->open = false;
        lookup->errands_open--;
        bool goes_on = lookup->finishing || lookup->handing_out || lookup->again.place;
        if (!goes_on && !loop_timer_set(lookup->lookups->loop, &lookup->again, 0))
                finish(lookup, out_of_memory);
}

/* What is over the item's share waits until some of its own are answered. Half of it is kept for what is urgent, which a list
 * that says nothing must not keep waiting. */
static bool next_question(struct lookup *lookup, struct question *ret) {
        uint32_t share = resolver_share(lookup->lookups->resolver), open = answers_open(lookup->answers);
        if (open < share && answers_next_urgent(lookup->answers, ret))
                return true;
        return open < share / 2 && answers_next(lookup->answers, ret);
}

/* Whether there was something to hand out. */
static bool hand_out(struct lookup *lookup) {
        struct question question;
        bool some = false;
        while (next_question(lookup, &question)) {
                struct lookup_query *query = arena_alloc(lookup->arena, sizeof *query);
                struct lookup_query **place = array_push(&lookup->queries, lookup->arena, sizeof *place,
                                                         LIMIT_LOOKUP_QUESTIONS);
                if (!place)
                        break;
                *query = (struct lookup_query){ .query.answered = answered, .lookup = lookup, .number = question.number };
                *place = query;
                resolver_ask(lookup->lookups->resolver, &query->query, question.type, question.name.ptr);
                some = true;
        }
        return some;
}

/* *user becomes whether nothing is left to wait for. */
static void ask(struct lookup *lookup, void *user) {
        bool all;
        lookup->handing_out = true;
        do {
                all = true;
                for (const struct part *part = parts; part->begin; part++) {
                        answers_later(lookup->answers, part->later);
                        all &= part->ask(lookup);
                }
        } while (hand_out(lookup) && answers_open(lookup->answers) == 0);
        *(bool *)user = lookup->errands_open == 0 && (all || answers_open(lookup->answers) == 0);
}

static void go_on(struct lookup *lookup) {
        bool all = true;
        lookup->scratch = lookup->lookups->scratch;
        arena_reset(lookup->scratch);
        bool fits = within_memory(lookup, ask, &all);
        lookup->scratch = NULL;
        lookup->handing_out = false;
        if (!fits || all)
                finish(lookup, fits ? "not asked" : out_of_memory);
}

static void again(struct loop_timer *timer) {
        go_on((struct lookup *)((char *)timer - offsetof(struct lookup, again)));
}

static bool waits_for_dns(const struct lookup *lookup) {
        return answers_open(lookup->answers) > 0;
}

static void late(struct loop_timer *timer) {
        struct lookup *lookup = (struct lookup *)((char *)timer - offsetof(struct lookup, deadline));
        if (waits_for_dns(lookup) && !lookup->heard)
                tell_patience(lookup, false);
        finish(lookup, "no answer in time");
}

/* Other scanners may go on. */
static void silent(struct loop_timer *timer) {
        struct lookup *lookup = (struct lookup *)((char *)timer - offsetof(struct lookup, silence));
        if (lookup->heard || !waits_for_dns(lookup))
                return;
        stop_asking(lookup, dns_silent);
        go_on(lookup);
}

static void start(struct loop_task *task) {
        struct lookup *lookup = (struct lookup *)((char *)task - offsetof(struct lookup, start));
        struct loop *loop = lookup->lookups->loop;
        int64_t whole = option_ms(&lookup->settings->config->options, OPT_LOOKUP_TIMEOUT),
                patience = patience_ms(&lookup->lookups->patience, whole, resolver_questions(lookup->lookups->resolver),
                                       &lookup->tries);
        bool set = loop_timer_set(loop, &lookup->deadline, lookup->began_ms + whole);
        if (patience == 0)
                stop_asking(lookup, dns_silent);
        else if (set && patience < whole)
                set = loop_timer_set(loop, &lookup->silence, lookup->began_ms + patience);
        if (set)
                go_on(lookup);
        else
                finish(lookup, out_of_memory);
}

/* ---- One item ----------------------------------------------------------------------------------------------------------- */

/* *user becomes whether there is something to ask. */
static void begin(struct lookup *lookup, void *user) {
        const struct options *options = &lookup->settings->config->options;
        /* Lists keep to their own, so that they take nothing from those that prove the sender. */
        double most = options->number[OPT_LOOKUP_QUESTIONS] + options->number[OPT_DNS_LIST_QUESTIONS];
        lookup->answers = answers_new(lookup->arena, (uint32_t)most);
        for (const struct part *part = parts; part->begin; part++)
                *(bool *)user |= part->begin(lookup);
}

static struct lookup_settings *settings_take(struct lookups *lookups) {
        pthread_mutex_lock(&lookups->lock);
        struct lookup_settings *settings = lookups->current;
        settings->references++;
        pthread_mutex_unlock(&lookups->lock);
        return settings;
}

static void settings_give(struct lookups *lookups, struct lookup_settings *settings) {
        pthread_mutex_lock(&lookups->lock);
        bool last = settings && --settings->references == 0;
        pthread_mutex_unlock(&lookups->lock);
        if (!last)
                return;
        lists_free(settings->lists);
        config_unref(settings->config);
        free(settings);
}

/* In the loop's thread: the lists of these settings are tested from now on, and no longer those of others. */
static void settings_begin(struct loop_task *task) {
        struct lookup_settings *settings = (struct lookup_settings *)((char *)task -
                                                                      offsetof(struct lookup_settings, begin));
        struct lookups *lookups = settings->lookups;
        struct lookup_settings *old = lookups->tested;
        lookups->tested = settings;
        if (old)
                lists_stop(old->lists);
        settings_give(lookups, old);
        lists_start(settings->lists);
}

struct lookup *lookup_begin(struct lookups *lookups, const struct lookup_item *item) {
        struct lookup *lookup = calloc(1, sizeof *lookup);
        struct arena *arena = lookup ? arena_new(LIMIT_LOOKUP_ARENA) : NULL;
        if (!arena) {
                free(lookup);
                return NULL;
        }
        *lookup = (struct lookup){ .lookups = lookups,
                                   .settings = settings_take(lookups),
                                   .arena = arena,
                                   .item = *item,
                                   .began_ms = clock_monotonic_ms(),
                                   .start.call = start,
                                   .deadline.due = late,
                                   .silence.due = silent,
                                   .again.due = again };
        pthread_mutex_init(&lookup->lock, NULL);
        pthread_cond_init(&lookup->changed, NULL);
        bool wanted = false;
        if (!within_memory(lookup, begin, &wanted) || !wanted) {
                lookup->finished = true;
                lookup_free(lookup);
                return NULL;
        }
        lookup->began_ms = clock_monotonic_ms(); /* behind the hashing, whose time is the mail's own */
        metrics_add(lookups->metrics, METRIC_LOOKUPS_WAITING, NULL, NULL, 1);
        loop_post(lookups->loop, &lookup->start);
        return lookup;
}

void lookup_wait(struct lookup *lookup) {
        pthread_mutex_lock(&lookup->lock);
        while (!lookup->finished)
                pthread_cond_wait(&lookup->changed, &lookup->lock);
        pthread_mutex_unlock(&lookup->lock);
}

void lookup_tell(struct lookup *lookup, void (*done)(void *user), void *user) {
        pthread_mutex_lock(&lookup->lock);
        bool finished = lookup->finished;
        if (!finished) {
                lookup->done = done;
                lookup->done_user = user;
        }
        pthread_mutex_unlock(&lookup->lock);
        if (finished)
                done(user);
}

static void end(struct lookup *lookup, void *user) {
        (void)user;
        for (const struct part *part = parts; part->begin; part++)
                part->end(lookup);
}

const struct lookup_results *lookup_end(struct lookup *lookup) {
        struct lookup_results *results = &lookup->results;
        if (!within_memory(lookup, end, NULL))
                *results = (struct lookup_results){ 0 };
        results->absent = lookup->absent.items;
        results->absent_count = lookup->absent.count;
        results->questions = lookup->queries.count;
        metrics_add(lookup->lookups->metrics, METRIC_LOOKUP_QUESTIONS, NULL, NULL, results->questions);
        results->took_ms = (uint32_t)(clock_monotonic_ms() - lookup->began_ms);
        return results;
}

void lookup_free(struct lookup *lookup) {
        if (!lookup)
                return;
        lookup_wait(lookup);
        settings_give(lookup->lookups, lookup->settings);
        pthread_cond_destroy(&lookup->changed);
        pthread_mutex_destroy(&lookup->lock);
        arena_free(lookup->arena);
        free(lookup);
}

/* ---- All of a daemon's ---------------------------------------------------------------------------------------------------- */

/* References: the one who has made it current, and the loop's thread, which lets its lists be tested. */
static struct lookup_settings *settings_new(struct lookups *lookups, const struct config *config) {
        const struct lists *before = lookups->current ? lookups->current->lists : NULL;
        struct lookup_settings *settings = calloc(1, sizeof *settings);
        struct lists *lists = settings ? lists_new(config, before, lookups->loop, lookups->resolver, lookups->metrics)
                                       : NULL;
        if (!lists) {
                free(settings);
                return NULL;
        }
        *settings = (struct lookup_settings){ .config = config_ref(config),
                                              .lists = lists,
                                              .references = 1,
                                              .begin.call = settings_begin,
                                              .lookups = lookups };
        return settings;
}

static enum cw_err resolver_open(struct lookups *lookups, const struct config *config, struct err *reterr) {
        const struct option_list *servers = &config->options.list[OPT_DNS_SERVERS];
        const char *anchor = config->options.text[OPT_DNS_TRUST_ANCHOR];
        bool validates = *anchor && access(anchor, R_OK) == 0;
        const struct resolver_settings settings = { .forwards = servers->items,
                                                    .forward_count = servers->count,
                                                    .system = !servers->count,
                                                    .trust_anchor = validates ? anchor : NULL };
        return resolver_new(lookups->loop, &settings, &lookups->resolver, reterr);
}

enum cw_err lookups_new(const struct config *config, struct metrics *metrics, struct lookups **ret, struct err *reterr) {
        struct lookups *lookups = calloc(1, sizeof *lookups);
        if (!lookups)
                return err_set(reterr, CW_ERR_MEMORY, "no memory for lookups");
        lookups->metrics = metrics;
        pthread_mutex_init(&lookups->lock, NULL);
        enum cw_err code = loop_new(&lookups->loop, reterr);
        if (!code && !(lookups->scratch = arena_new(LIMIT_LOOKUP_ARENA)))
                code = err_set(reterr, CW_ERR_MEMORY, "no memory for lookups");
        if (!code)
                code = resolver_open(lookups, config, reterr);
        if (!code)
                code = web_new(lookups->loop, &lookups->web, reterr);
        if (!code && !(lookups->source_cache = source_cache_new()))
                code = err_set(reterr, CW_ERR_MEMORY, "no memory for lookups");
        if (!code && !(lookups->current = settings_new(lookups, config)))
                code = err_set(reterr, CW_ERR_MEMORY, "no memory for lookups");
        if (code)
                lookups_free(lookups);
        else
                *ret = lookups;
        return code;
}

/* In the keeper's thread: ms until the next time. */
static int64_t keep_lists(void *user, const _Atomic bool *stop) {
        struct lookups *lookups = user;
        struct lookup_settings *settings = settings_take(lookups);
        int64_t wait = option_ms(&settings->config->options, OPT_LIST_CHECK);
        list_sources_refresh(settings->lists, stop);
        settings_give(lookups, settings);
        return wait;
}

enum cw_err lookups_start(struct lookups *lookups, struct err *reterr) {
        enum cw_err code = loop_start(lookups->loop, reterr);
        if (!code)
                code = rounds_start(keep_lists, lookups, &lookups->keeper, reterr);
        if (!code) {
                /* The keeper may have it already. */
                loop_post(lookups->loop, &settings_take(lookups)->begin);
        }
        return code;
}

void lookups_reload(struct lookups *lookups, const struct config *config) {
        struct lookup_settings *fresh = settings_new(lookups, config);
        if (!fresh)
                return;
        fresh->references++;
        pthread_mutex_lock(&lookups->lock);
        struct lookup_settings *old = lookups->current;
        lookups->current = fresh;
        pthread_mutex_unlock(&lookups->lock);
        settings_give(lookups, old);
        loop_post(lookups->loop, &fresh->begin);
}

void lookups_free(struct lookups *lookups) {
        if (!lookups)
                return;
        rounds_end(lookups->keeper);
        loop_free(lookups->loop);
        arena_free(lookups->scratch);
        resolver_free(lookups->resolver);
        web_free(lookups->web);
        source_cache_free(lookups->source_cache);
        settings_give(lookups, lookups->tested);
        settings_give(lookups, lookups->current);
        pthread_mutex_destroy(&lookups->lock);
        free(lookups);
}

struct lookup_tools lookups_tools(struct lookups *lookups) {
        if (!lookups)
                return (struct lookup_tools){ 0 };
        return (struct lookup_tools){ lookups, lookup_begin, lookup_wait, lookup_tell, lookup_end, lookup_free };
}

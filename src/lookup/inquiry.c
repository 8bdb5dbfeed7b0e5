#include "lookup/inquiry.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/limits.h"
#include "lookup/lookup-inside.h"

struct inquiry {
        struct lookups *lookups;
        struct arena *arena; /* used by the caller's thread; by the loop's while the caller waits */
        struct answers *answers;
        int64_t wait_ms, until_ms; /* until: of the monotonic clock */
        struct array batch;        /* struct inquiry_query: what is waited for */
        bool exhausted;

        /* Of the loop's thread. */
        struct loop_task start;
        struct loop_timer late;
        uint32_t open;

        pthread_mutex_t lock;
        pthread_cond_t changed;
        bool answered; /* all of the batch; under the lock */
};

struct inquiry_query {
        struct resolver_query query; /* first: what the resolver has */
        struct inquiry *inquiry;
        struct question question;
        bool answered;
};

/* ---- In the loop's thread --------------------------------------------------------------------------------------- */

static void put(struct inquiry_query *query, const struct answer *answer) {
        struct inquiry *inquiry = query->inquiry;
        jmp_buf exhausted;
        query->answered = true;
        if (setjmp(exhausted) == 0) {
                arena_set_exit(inquiry->arena, &exhausted);
                answers_put(inquiry->answers, query->question.number, answer);
        } else {
                inquiry->exhausted = true;
        }
        arena_set_exit(inquiry->arena, NULL);
}

static void finish(struct inquiry *inquiry) {
        loop_timer_clear(inquiry->lookups->loop, &inquiry->late);
        pthread_mutex_lock(&inquiry->lock);
        inquiry->answered = true;
        pthread_cond_signal(&inquiry->changed);
        pthread_mutex_unlock(&inquiry->lock);
}

static void close_one(struct inquiry *inquiry) {
        if (--inquiry->open == 0)
                finish(inquiry);
}

static void answered(struct resolver_query *resolved, const struct answer *answer) {
        struct inquiry_query *query = (struct inquiry_query *)resolved;
        put(query, answer);
        close_one(query->inquiry);
}

static void late(struct loop_timer *timer) {
        struct inquiry *inquiry = (struct inquiry *)((char *)timer - offsetof(struct inquiry, late));
        const struct answer none = { .state = ANSWER_FAILED, .why = "no answer in time" };
        struct inquiry_query *const *queries = inquiry->batch.items;
        for (uint32_t i = 0; i < inquiry->batch.count; i++) {
                if (queries[i]->answered)
                        continue;
                resolver_cancel(&queries[i]->query);
                put(queries[i], &none);
        }
        finish(inquiry);
}

static void start(struct loop_task *task) {
        struct inquiry *inquiry = (struct inquiry *)((char *)task - offsetof(struct inquiry, start));
        struct inquiry_query *const *queries = inquiry->batch.items;
        inquiry->open = inquiry->batch.count + 1; /* one more, for answers that come at once */
        int64_t until = clock_monotonic_ms() + inquiry->wait_ms;
        if (until > inquiry->until_ms)
                until = inquiry->until_ms;
        bool bounded = loop_timer_set(inquiry->lookups->loop, &inquiry->late, until);
        const struct answer none = { .state = ANSWER_FAILED, .why = "no memory to wait for it" };
        for (uint32_t i = 0; i < inquiry->batch.count; i++) {
                struct question *question = &queries[i]->question;
                if (bounded)
                        resolver_ask(inquiry->lookups->resolver, &queries[i]->query, question->type, question->name.ptr);
                else
                        answered(&queries[i]->query, &none);
        }
        close_one(inquiry);
}

/* ---- In the caller's --------------------------------------------------------------------------------------------- */

static bool collect(struct inquiry *inquiry) {
        struct question question;
        inquiry->batch = (struct array){ 0 };
        while (answers_next(inquiry->answers, &question)) {
                struct inquiry_query *query = arena_alloc(inquiry->arena, sizeof *query);
                *query = (struct inquiry_query){ .query.answered = answered, .inquiry = inquiry, .question = question };
                struct inquiry_query **place = array_push(&inquiry->batch, inquiry->arena, sizeof *place,
                                                          LIMIT_LOOKUP_QUESTIONS);
                if (place)
                        *place = query;
        }
        return inquiry->batch.count > 0;
}

static void wait_for_batch(struct inquiry *inquiry) {
        inquiry->answered = false;
        loop_post(inquiry->lookups->loop, &inquiry->start);
        pthread_mutex_lock(&inquiry->lock);
        while (!inquiry->answered)
                pthread_cond_wait(&inquiry->changed, &inquiry->lock);
        pthread_mutex_unlock(&inquiry->lock);
}

struct asked_by {
        bool (*ask)(struct answers *answers, struct arena *arena, void *user);
        void *user;
};

enum step { STEP_DONE, STEP_WAITS, STEP_EXHAUSTED };

static enum step step(struct inquiry *inquiry, const struct asked_by *by) {
        jmp_buf exhausted;
        enum step volatile ret = STEP_EXHAUSTED;
        if (setjmp(exhausted) == 0) {
                arena_set_exit(inquiry->arena, &exhausted);
                ret = by->ask(inquiry->answers, inquiry->arena, by->user) || !collect(inquiry) ? STEP_DONE : STEP_WAITS;
        }
        arena_set_exit(inquiry->arena, NULL);
        return inquiry->exhausted ? STEP_EXHAUSTED : ret;
}

bool inquiry_run(struct inquiry *inquiry, bool (*ask)(struct answers *answers, struct arena *arena, void *user),
                 void *user) {
        const struct asked_by by = { ask, user };
        enum step now;
        while ((now = step(inquiry, &by)) == STEP_WAITS)
                wait_for_batch(inquiry);
        return now == STEP_DONE;
}

static bool answers_made(struct inquiry *inquiry) {
        jmp_buf exhausted;
        if (setjmp(exhausted) != 0)
                return false;
        arena_set_exit(inquiry->arena, &exhausted);
        inquiry->answers = answers_new(inquiry->arena, LIMIT_LOOKUP_QUESTIONS);
        arena_set_exit(inquiry->arena, NULL);
        return true;
}

enum cw_err inquiry_new(struct lookups *lookups, int64_t wait_ms, struct inquiry **ret, struct err *reterr) {
        struct inquiry *inquiry = calloc(1, sizeof *inquiry);
        if (!inquiry)
                return err_set(reterr, CW_ERR_MEMORY, "no memory to ask");
        pthread_mutex_init(&inquiry->lock, NULL);
        pthread_cond_init(&inquiry->changed, NULL);
        inquiry->lookups = lookups;
        inquiry->wait_ms = wait_ms;
        inquiry->until_ms = INT64_MAX;
        inquiry->start.call = start;
        inquiry->late.due = late;
        inquiry->arena = arena_new(LIMIT_INQUIRY_ARENA);
        if (!inquiry->arena || !answers_made(inquiry)) {
                inquiry_free(inquiry);
                return err_set(reterr, CW_ERR_MEMORY, "no memory to ask");
        }
        *ret = inquiry;
        return CW_OK;
}

void inquiry_bound(struct inquiry *inquiry, int64_t ms) {
        inquiry->until_ms = clock_monotonic_ms() + ms;
}

void inquiry_free(struct inquiry *inquiry) {
        if (!inquiry)
                return;
        arena_free(inquiry->arena);
        pthread_cond_destroy(&inquiry->changed);
        pthread_mutex_destroy(&inquiry->lock);
        free(inquiry);
}

#include "base/rounds.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

struct rounds {
        int64_t (*round)(void *user, const _Atomic bool *stop);
        void *user;
        pthread_t thread;
        pthread_mutex_t lock;
        pthread_cond_t changed;
        bool hastened; /* under the lock */
        _Atomic bool stopping;
};

static void sleep_ms(struct rounds *rounds, int64_t ms) {
        const struct timespec until = clock_until(clock_monotonic_ms() + ms);
        pthread_mutex_lock(&rounds->lock);
        int late = 0;
        while (!rounds->stopping && !rounds->hastened && !late)
                late = pthread_cond_timedwait(&rounds->changed, &rounds->lock, &until);
        rounds->hastened = false;
        pthread_mutex_unlock(&rounds->lock);
}

static void *run(void *user) {
        struct rounds *rounds = user;
        while (!rounds->stopping)
                sleep_ms(rounds, rounds->round(rounds->user, &rounds->stopping));
        return NULL;
}

enum cw_err rounds_start(int64_t (*round)(void *user, const _Atomic bool *stop), void *user, struct rounds **ret,
                         struct err *reterr) {
        struct rounds *rounds = calloc(1, sizeof *rounds);
        pthread_condattr_t monotonic;
        if (!rounds)
                return err_set(reterr, CW_ERR_MEMORY, "no memory for a thread");
        *rounds = (struct rounds){ .round = round, .user = user };
        pthread_mutex_init(&rounds->lock, NULL);
        pthread_condattr_init(&monotonic);
        pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
        pthread_cond_init(&rounds->changed, &monotonic);
        pthread_condattr_destroy(&monotonic);
        int failed = pthread_create(&rounds->thread, NULL, run, rounds);
        if (failed) {
                pthread_cond_destroy(&rounds->changed);
                pthread_mutex_destroy(&rounds->lock);
                free(rounds);
                return err_set(reterr, CW_ERR_INTERNAL, "no thread: %s", strerror(failed));
        }
        *ret = rounds;
        return CW_OK;
}

void rounds_hasten(struct rounds *rounds) {
        pthread_mutex_lock(&rounds->lock);
        rounds->hastened = true;
        pthread_cond_signal(&rounds->changed);
        pthread_mutex_unlock(&rounds->lock);
}

void rounds_end(struct rounds *rounds) {
        if (!rounds)
                return;
        pthread_mutex_lock(&rounds->lock);
        rounds->stopping = true;
        pthread_cond_signal(&rounds->changed);
        pthread_mutex_unlock(&rounds->lock);
        pthread_join(rounds->thread, NULL);
        pthread_cond_destroy(&rounds->changed);
        pthread_mutex_destroy(&rounds->lock);
        free(rounds);
}

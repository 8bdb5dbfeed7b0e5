#include "lookup/list-keeper.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct list_keeper {
        int64_t (*round)(void *user, const _Atomic bool *stop);
        void *user;
        pthread_t thread;
        pthread_mutex_t lock;
        pthread_cond_t changed;
        _Atomic bool stopping;
};

static void sleep_ms(struct list_keeper *keeper, int64_t ms) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_sec += ms / 1000;
        until.tv_nsec += ms % 1000 * 1000000;
        if (until.tv_nsec >= 1000000000) {
                until.tv_sec++;
                until.tv_nsec -= 1000000000;
        }
        pthread_mutex_lock(&keeper->lock);
        int late = 0;
        while (!keeper->stopping && !late)
                late = pthread_cond_timedwait(&keeper->changed, &keeper->lock, &until);
        pthread_mutex_unlock(&keeper->lock);
}

static void *run(void *user) {
        struct list_keeper *keeper = user;
        while (!keeper->stopping)
                sleep_ms(keeper, keeper->round(keeper->user, &keeper->stopping));
        return NULL;
}

enum cw_err list_keeper_new(int64_t (*round)(void *user, const _Atomic bool *stop), void *user,
                            struct list_keeper **ret, struct err *reterr) {
        struct list_keeper *keeper = calloc(1, sizeof *keeper);
        pthread_condattr_t monotonic;
        if (!keeper)
                return err_set(reterr, CW_ERR_MEMORY, "no memory for lists");
        *keeper = (struct list_keeper){ .round = round, .user = user };
        pthread_mutex_init(&keeper->lock, NULL);
        pthread_condattr_init(&monotonic);
        pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
        pthread_cond_init(&keeper->changed, &monotonic);
        pthread_condattr_destroy(&monotonic);
        int failed = pthread_create(&keeper->thread, NULL, run, keeper);
        if (failed) {
                pthread_cond_destroy(&keeper->changed);
                pthread_mutex_destroy(&keeper->lock);
                free(keeper);
                return err_set(reterr, CW_ERR_INTERNAL, "no thread for lists: %s", strerror(failed));
        }
        *ret = keeper;
        return CW_OK;
}

void list_keeper_free(struct list_keeper *keeper) {
        if (!keeper)
                return;
        pthread_mutex_lock(&keeper->lock);
        keeper->stopping = true;
        pthread_cond_signal(&keeper->changed);
        pthread_mutex_unlock(&keeper->lock);
        pthread_join(keeper->thread, NULL);
        pthread_cond_destroy(&keeper->changed);
        pthread_mutex_destroy(&keeper->lock);
        free(keeper);
}

#include "lookup/loop.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"

enum { EVENTS = 64 };

struct loop {
        int epoll, wake;
        pthread_t thread;
        bool started, stopping;
        pthread_mutex_t lock; /* tasks, stopping */
        struct loop_task *first, *last;
        struct loop_timer **heap; /* from 1 */
        uint32_t timers, capacity;
        struct epoll_event events[EVENTS]; /* of this round; what is unwatched meanwhile is taken out */
        int event_count;
};

enum cw_err loop_new(struct loop **ret, struct err *reterr) {
        struct loop *loop = calloc(1, sizeof *loop);
        if (!loop)
                return err_set(reterr, CW_ERR_MEMORY, "no memory for lookups");
        pthread_mutex_init(&loop->lock, NULL);
        loop->epoll = epoll_create1(EPOLL_CLOEXEC);
        loop->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        struct epoll_event event = { .events = EPOLLIN };
        if (loop->epoll < 0 || loop->wake < 0 || epoll_ctl(loop->epoll, EPOLL_CTL_ADD, loop->wake, &event) != 0) {
                err_set(reterr, CW_ERR_INTERNAL, "no descriptors for lookups: %s", strerror(errno));
                loop_free(loop);
                return CW_ERR_INTERNAL;
        }
        *ret = loop;
        return CW_OK;
}

static void wake_up(struct loop *loop) {
        uint64_t one = 1;
        while (write(loop->wake, &one, sizeof one) < 0 && errno == EINTR)
                ;
}

void loop_free(struct loop *loop) {
        if (!loop)
                return;
        if (loop->started) {
                pthread_mutex_lock(&loop->lock);
                loop->stopping = true;
                pthread_mutex_unlock(&loop->lock);
                wake_up(loop);
                pthread_join(loop->thread, NULL);
        }
        if (loop->epoll >= 0)
                close(loop->epoll);
        if (loop->wake >= 0)
                close(loop->wake);
        pthread_mutex_destroy(&loop->lock);
        free(loop->heap);
        free(loop);
}

/* ---- Tasks of other threads ----------------------------------------------------------------------------------------- */

void loop_post(struct loop *loop, struct loop_task *task) {
        task->next = NULL;
        pthread_mutex_lock(&loop->lock);
        bool first = !loop->first;
        if (first)
                loop->first = task;
        else
                loop->last->next = task;
        loop->last = task;
        pthread_mutex_unlock(&loop->lock);
        if (first)
                wake_up(loop);
}

/* Runs what was posted. Whether the loop shall end. */
static bool run_tasks(struct loop *loop) {
        uint64_t times;
        (void)!read(loop->wake, &times, sizeof times);
        pthread_mutex_lock(&loop->lock);
        struct loop_task *task = loop->first;
        bool stopping = loop->stopping;
        loop->first = loop->last = NULL;
        pthread_mutex_unlock(&loop->lock);
        while (task) {
                struct loop_task *next = task->next;
                task->call(task);
                task = next;
        }
        return stopping;
}

/* ---- Sockets ---------------------------------------------------------------------------------------------------------- */

bool loop_watch(struct loop *loop, struct loop_watch *watch, uint32_t events) {
        struct epoll_event event = { .events = events, .data.ptr = watch };
        return epoll_ctl(loop->epoll, EPOLL_CTL_MOD, watch->fd, &event) == 0 ||
               (errno == ENOENT && epoll_ctl(loop->epoll, EPOLL_CTL_ADD, watch->fd, &event) == 0);
}

void loop_unwatch(struct loop *loop, struct loop_watch *watch) {
        if (watch->fd >= 0)
                (void)epoll_ctl(loop->epoll, EPOLL_CTL_DEL, watch->fd, NULL);
        for (int i = 0; i < loop->event_count; i++)
                if (loop->events[i].data.ptr == watch)
                        loop->events[i].events = 0;
}

static void run_sockets(struct loop *loop, int timeout_ms) {
        int count = epoll_wait(loop->epoll, loop->events, EVENTS, timeout_ms);
        loop->event_count = count > 0 ? count : 0;
        for (int i = 0; i < loop->event_count; i++) {
                struct loop_watch *watch = loop->events[i].data.ptr;
                if (watch && loop->events[i].events)
                        watch->ready(watch, loop->events[i].events);
        }
        loop->event_count = 0;
}

/* ---- Times: a heap with the soonest at its top ----------------------------------------------------------------------- */

static void put(struct loop *loop, uint32_t place, struct loop_timer *timer) {
        loop->heap[place] = timer;
        timer->place = place;
}

/* Finds `timer` its place, beginning at a free one. */
static void sift(struct loop *loop, uint32_t place, struct loop_timer *timer) {
        for (; place > 1 && loop->heap[place / 2]->at_ms > timer->at_ms; place /= 2)
                put(loop, place, loop->heap[place / 2]);
        for (;;) {
                uint32_t child = place * 2;
                if (child < loop->timers && loop->heap[child + 1]->at_ms < loop->heap[child]->at_ms)
                        child++;
                if (child > loop->timers || loop->heap[child]->at_ms >= timer->at_ms)
                        break;
                put(loop, place, loop->heap[child]);
                place = child;
        }
        put(loop, place, timer);
}

bool loop_timer_set(struct loop *loop, struct loop_timer *timer, int64_t at_ms) {
        loop_timer_clear(loop, timer);
        if (loop->timers + 2 > loop->capacity) {
                uint32_t capacity = loop->capacity ? loop->capacity * 2 : 64;
                struct loop_timer **heap = reallocarray(loop->heap, capacity, sizeof *heap);
                if (!heap)
                        return false;
                loop->heap = heap;
                loop->capacity = capacity;
        }
        timer->at_ms = at_ms;
        loop->timers++;
        sift(loop, loop->timers, timer);
        return true;
}

void loop_timer_clear(struct loop *loop, struct loop_timer *timer) {
        uint32_t place = timer->place;
        if (place == 0)
                return;
        timer->place = 0;
        struct loop_timer *last = loop->heap[loop->timers--];
        if (last != timer)
                sift(loop, place, last);
}

/* Runs what is due; ms until the next time, -1: none. */
static int run_timers(struct loop *loop) {
        int64_t now = clock_monotonic_ms();
        while (loop->timers > 0 && loop->heap[1]->at_ms <= now) {
                struct loop_timer *timer = loop->heap[1];
                loop_timer_clear(loop, timer);
                timer->due(timer);
        }
        if (loop->timers == 0)
                return -1;
        int64_t left = loop->heap[1]->at_ms - now;
        return left > 60000 ? 60000 : (int)left;
}

/* ---- The thread ---------------------------------------------------------------------------------------------------------- */

static void *run(void *user) {
        struct loop *loop = user;
        while (!run_tasks(loop))
                run_sockets(loop, run_timers(loop));
        return NULL;
}

enum cw_err loop_start(struct loop *loop, struct err *reterr) {
        int failed = pthread_create(&loop->thread, NULL, run, loop);
        if (failed)
                return err_set(reterr, CW_ERR_INTERNAL, "no thread for lookups: %s", strerror(failed));
        loop->started = true;
        return CW_OK;
}

/* loop: the one thread that waits for the sockets and times of all lookups, however many items wait for them.
 *
 * Everything below is for the loop's own thread, that is for what it calls, except loop_new, loop_free, loop_start and
 * loop_post. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct loop;

[[nodiscard]] enum cw_err loop_new(struct loop **ret, struct err *reterr);
/* Starts the thread; what was posted before runs first. */
[[nodiscard]] enum cw_err loop_start(struct loop *loop, struct err *reterr);
/* Ends the thread when what was posted has run, and frees. Watches and timers that are left are forgotten. NULL is fine. */
void loop_free(struct loop *loop);

/* Runs `call` in the loop's thread soon. Any thread. The caller owns `task`, and must keep it until it is called. */
struct loop_task {
        void (*call)(struct loop_task *task);
        struct loop_task *next; /* the loop's */
};
void loop_post(struct loop *loop, struct loop_task *task);

/* A socket. `events`: of epoll; errors and hang-ups are told always. */
struct loop_watch {
        void (*ready)(struct loop_watch *watch, uint32_t events);
        int fd; /* -1: not watched */
};
/* Watches for other events when it is watched already. False: the system says no. */
[[nodiscard]] bool loop_watch(struct loop *loop, struct loop_watch *watch, uint32_t events);
void loop_unwatch(struct loop *loop, struct loop_watch *watch);

/* A time of the monotonic clock, in ms. */
struct loop_timer {
        void (*due)(struct loop_timer *timer);
        int64_t at_ms;
        uint32_t place; /* the loop's: in its heap, from 1; 0: not set */
};
/* Sets it anew when it is set already. False: no memory. */
[[nodiscard]] bool loop_timer_set(struct loop *loop, struct loop_timer *timer, int64_t at_ms);
void loop_timer_clear(struct loop *loop, struct loop_timer *timer);

/* clock: the time. Only transports, the daemon and what keeps records read it; a judgement is given its time (DESIGN 2). */
#pragma once

#include <stdint.h>
#include <time.h>

static inline uint64_t clock_read_ns(clockid_t clock) {
        struct timespec now;
        (void)clock_gettime(clock, &now);
        return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* For differences and deadlines: never set, never goes back; stands still while the machine sleeps. */
static inline uint64_t clock_monotonic_ns(void) {
        return clock_read_ns(CLOCK_MONOTONIC);
}
static inline int64_t clock_monotonic_ms(void) {
        return (int64_t)(clock_monotonic_ns() / 1000000u);
}
/* As functions that wait until then want it. */
static inline struct timespec clock_until(int64_t monotonic_ms) {
        return (struct timespec){ .tv_sec = monotonic_ms / 1000, .tv_nsec = monotonic_ms % 1000 * 1000000 };
}

/* Since 1970, for what is recorded and shown. It may jump either way when an administrator or NTP sets it. */
static inline int64_t clock_now_s(void) {
        return (int64_t)time(NULL);
}
static inline int64_t clock_now_us(void) {
        return (int64_t)(clock_read_ns(CLOCK_REALTIME) / 1000u);
}

/* shifted-clock: to be preloaded (LD_PRELOAD): the time of day of a process is off by as many seconds as the file
 * $SHIFTED_CLOCK says, eight bytes that a test may change meanwhile. The monotonic clock goes on as it is. */
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *shift;

__attribute__((constructor)) static void begin(void) {
        const char *path = getenv("SHIFTED_CLOCK");
        int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
        void *place = fd >= 0 ? mmap(NULL, sizeof *shift, PROT_READ, MAP_SHARED, fd, 0) : MAP_FAILED;
        if (place == MAP_FAILED)
                abort();
        shift = place;
        close(fd);
}

int clock_gettime(clockid_t clock, struct timespec *ret) {
        int failed = (int)syscall(SYS_clock_gettime, clock, ret);
        if (!failed && shift && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
                ret->tv_sec += *shift;
        return failed;
}

int gettimeofday(struct timeval *restrict ret, void *restrict zone) {
        struct timespec now;
        (void)zone;
        int failed = clock_gettime(CLOCK_REALTIME, &now);
        *ret = (struct timeval){ now.tv_sec, now.tv_nsec / 1000 };
        return failed;
}

time_t time(time_t *ret) {
        struct timespec now;
        clock_gettime(CLOCK_REALTIME, &now);
        if (ret)
                *ret = now.tv_sec;
        return now.tv_sec;
}

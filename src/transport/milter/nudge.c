#include "transport/milter/nudge.h"

#include <pthread.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "transport/milter/inside.h"

enum { BUSY_MS = 5, QUIET_MS = 50 };

/* Not a reset, which would make libmilter count failures of its own. */
static void nudge(const struct nudge_address *where) {
        int fd = socket(where->address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (fd < 0)
                return;
        (void)connect(fd, (const struct sockaddr *)&where->address, where->len);
        close(fd);
}

static void *watch(void *user) {
        const struct milter *milter = user;
        uint64_t seen = 0;
        bool nudged = false;
        while (!atomic_load(&milter->stopping)) {
                bool judging = atomic_load(&milter->inside) > 0;
                (void)nanosleep(&(struct timespec){ .tv_nsec = (judging ? BUSY_MS : QUIET_MS) * 1000000L }, NULL);
                uint64_t now = atomic_load(&milter->entered);
                if (now != seen) {
                        seen = now;
                        nudged = false;
                } else if (judging && !nudged) {
                        nudge(&milter->nudge);
                        nudged = true;
                }
        }
        return NULL;
}

enum cw_err nudge_start(struct milter *milter, struct err *reterr) {
        pthread_attr_t attributes;
        pthread_t thread;
        int failed = pthread_attr_init(&attributes);
        if (!failed) {
                (void)pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
                failed = pthread_create(&thread, &attributes, watch, milter);
                (void)pthread_attr_destroy(&attributes);
        }
        return failed ? err_set(reterr, CW_ERR_IO, "no thread for the milter: %s", strerror(failed)) : CW_OK;
}

#include "transport/milter/milter.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "config/config.h"
#include "engine/guard.h"
#include "transport/milter/inside.h"

/* No frame of ours is larger than the guard, so that none reaches over it. */
enum { BACKLOG = 1024, WAIT_MS = 5, DESCRIPTORS = 4096, STACK_GUARD = 64 * 1024 };

struct milter the_milter;

bool milter_enter(void) {
        atomic_fetch_add(&the_milter.entered, 1);
        atomic_fetch_add(&the_milter.inside, 1);
        if (!atomic_load(&the_milter.stopping))
                return true;
        atomic_fetch_sub(&the_milter.inside, 1);
        return false;
}

void milter_leave(void) {
        atomic_fetch_sub(&the_milter.inside, 1);
}

/* ---- The socket ------------------------------------------------------------------------------------------------------- */

static void write_address(const struct listen_at *at, char *ret, size_t size) {
        if (at->is_unix)
                (void)snprintf(ret, size, "unix:%s", at->path);
        else
                (void)snprintf(ret, size, "%s:%u@[%s]", strchr(at->host, ':') ? "inet6" : "inet", at->port, at->host);
}

static enum cw_err give_away(const struct config *config, const char *path, uid_t owner, gid_t group,
                             struct err *reterr) {
        mode_t mode = (mode_t)strtoul(config->options.text[OPT_MILTER_SOCKET_MODE], NULL, 8);
        if (chmod(path, mode) || ((owner != (uid_t)-1 || group != (gid_t)-1) && chown(path, owner, group)))
                return err_set(reterr, CW_ERR_IO, "the milter's socket %s: %s", path, strerror(errno));
        return CW_OK;
}

static bool listens_at(int fd, const struct listen_at *at) {
        union {
                struct sockaddr any;
                struct sockaddr_in v4;
                struct sockaddr_in6 v6;
        } has = { 0 };
        socklen_t len = sizeof has;
        if (getsockname(fd, &has.any, &len) || has.any.sa_family != at->address.ss_family)
                return false;
        in_port_t port = has.any.sa_family == AF_INET ? has.v4.sin_port : has.v6.sin6_port;
        return ntohs(port) == at->port;
}

/* Answers of several packets (a header, then the end) must not wait until the first was acknowledged: that takes the mail
 * system 40 ms. libmilter does not see to it, and shows no descriptors; but connections inherit this of the socket that
 * listens (Linux, tcp(7)). */
static void do_not_wait(const struct listen_at *at) {
        for (int fd = 0; fd < DESCRIPTORS; fd++)
                if (listens_at(fd, at))
                        (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
}

static enum cw_err open_socket(const char *address, struct err *reterr) {
        /* Nobody may connect before it has its rights. */
        mode_t before = umask(0177);
        errno = 0;
        int failed = smfi_opensocket(1);
        int reason = errno;
        umask(before);
        if (failed != MI_SUCCESS)
                return err_set(reterr, CW_ERR_IO, "the milter cannot listen on %s: %s", address,
                               reason ? strerror(reason) : "see the system's log");
        return CW_OK;
}

static struct nudge_address nudge_address_of(const struct listen_at *at) {
        struct nudge_address where = { at->address, at->address_len };
        struct sockaddr_un path = { .sun_family = AF_UNIX };
        if (at->is_unix) {
                (void)snprintf(path.sun_path, sizeof path.sun_path, "%s", at->path);
                memcpy(&where.address, &path, sizeof path);
                where.len = sizeof path;
        }
        return where;
}

enum cw_err milter_bind(const struct config *config, uid_t owner, gid_t group, struct milter **ret, struct err *reterr) {
        struct listen_at at;
        char address[192];
        const char *text = config->options.text[OPT_MILTER_LISTEN];
        *ret = NULL;
        if (!*text)
                return CW_OK;
        if (!listen_parse(span_from(text), &at))
                return err_set(reterr, CW_ERR_CONFIG, "milter-listen: %s is no address", text);
        write_address(&at, address, sizeof address);
        if (smfi_register(milter_callbacks()) != MI_SUCCESS || smfi_setconn(address) != MI_SUCCESS ||
            smfi_setbacklog(BACKLOG) != MI_SUCCESS ||
            smfi_settimeout((int)config->options.number[OPT_MILTER_TIMEOUT]) != MI_SUCCESS)
                return err_set(reterr, CW_ERR_MEMORY, "no memory for the milter");
        (void)smfi_setmaxdatasize(LIMIT_MILTER_PACKET);
        enum cw_err code = open_socket(text, reterr);
        if (!code && !at.is_unix)
                do_not_wait(&at);
        if (!code && at.is_unix) {
                (void)snprintf(the_milter.path, sizeof the_milter.path, "%s", at.path);
                code = give_away(config, at.path, owner, group, reterr);
        }
        if (!code) {
                the_milter.nudge = nudge_address_of(&at);
                *ret = &the_milter;
        }
        return code;
}

/* ---- Its life --------------------------------------------------------------------------------------------------------- */

static void *run(void *unused) {
        (void)unused;
        int status = smfi_main();
        atomic_store(&the_milter.ended, true);
        log_say(LEVEL_ERROR, "milter", "libmilter has given up (%d); the system's log says why", status);
        return NULL;
}

enum cw_err milter_start(struct milter *milter, struct guard *guard, struct recorder *recorder, struct metrics *metrics,
                         struct err *reterr) {
        pthread_attr_t attributes;
        pthread_t thread;
        if (!milter)
                return CW_OK;
        milter->guard = guard;
        milter->recorder = recorder;
        milter->metrics = metrics;
        milter->budget.most = LIMIT_MILTER_BYTES;
        /* libmilter makes threads as it needs them, and has no word for their stacks. */
        (void)pthread_attr_init(&attributes);
        int failed = pthread_attr_setstacksize(&attributes, GUARD_STACK);
        if (!failed)
                failed = pthread_attr_setguardsize(&attributes, STACK_GUARD);
        if (!failed)
                failed = pthread_setattr_default_np(&attributes);
        (void)pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
        if (!failed)
                failed = pthread_create(&thread, &attributes, run, NULL);
        (void)pthread_attr_destroy(&attributes);
        return failed ? err_set(reterr, CW_ERR_IO, "no thread for the milter: %s", strerror(failed))
                      : nudge_start(milter, reterr);
}

bool milter_is_up(const struct milter *milter) {
        return !milter || !atomic_load(&milter->ended);
}

/* smfi_stop is not asked: it leaves connections half open, and its threads go on anyway. The process ends soon, and until
 * then everybody who comes is refused. */
bool milter_stop(struct milter *milter, int64_t deadline_ms) {
        if (!milter)
                return true;
        atomic_store(&milter->stopping, true);
        while (atomic_load(&milter->inside) && clock_monotonic_ms() < deadline_ms)
                (void)nanosleep(&(struct timespec){ .tv_nsec = WAIT_MS * 1000000 }, NULL);
        return atomic_load(&milter->inside) == 0;
}

void milter_free(struct milter *milter) {
        if (milter && milter->path[0])
                (void)unlink(milter->path);
}

#include "transport/lmtp/lmtp.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/metrics.h"
#include "config/config.h"
#include "engine/guard.h"
#include "transport/lmtp/inside.h"

enum { BACKLOG = 256, PIECE = 64 * 1024, TICK_MS = 500, CROWDED_MS = 2000, WAIT_MS = 5 };

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { STACK_FACTOR = 8 };
#else
enum { STACK_FACTOR = 1 };
#endif

/* ---- The socket ------------------------------------------------------------------------------------------------------- */

static enum cw_err give_away(const struct config *config, const char *path, uid_t owner, gid_t group,
                             struct err *reterr) {
        mode_t mode = (mode_t)strtoul(config->options.text[OPT_LMTP_SOCKET_MODE], NULL, 8);
        if (chmod(path, mode) || ((owner != (uid_t)-1 || group != (gid_t)-1) && chown(path, owner, group)))
                return err_set(reterr, CW_ERR_IO, "the socket of lmtp-listen %s: %s", path, strerror(errno));
        return CW_OK;
}

static enum cw_err open_socket(struct lmtp *lmtp, const struct listen_at *at, struct err *reterr) {
        int family = at->address.ss_family;
        lmtp->fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        lmtp->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        if (lmtp->fd < 0 || lmtp->stop_fd < 0)
                return err_set(reterr, CW_ERR_IO, "no socket for lmtp-listen: %s", strerror(errno));
        if (at->is_unix)
                (void)unlink(at->path);
        else
                (void)setsockopt(lmtp->fd, SOL_SOCKET, SO_REUSEADDR, &(int){ 1 }, sizeof(int));
        /* Nobody may connect before it has its rights. */
        mode_t before = umask(0177);
        bool failed = bind(lmtp->fd, (const struct sockaddr *)&at->address, at->address_len) != 0 ||
                      listen(lmtp->fd, BACKLOG) != 0;
        int reason = errno;
        umask(before);
        return failed ? err_set(reterr, CW_ERR_IO, "lmtp-listen: %s", strerror(reason)) : CW_OK;
}

enum cw_err lmtp_bind(const struct config *config, uid_t owner, gid_t group, struct lmtp **ret, struct err *reterr) {
        struct listen_at at;
        const char *text = config->options.text[OPT_LMTP_LISTEN];
        *ret = NULL;
        if (!*text)
                return CW_OK;
        if (!listen_parse(span_from(text), &at))
                return err_set(reterr, CW_ERR_CONFIG, "lmtp-listen: %s is no address", text);
        struct lmtp *lmtp = calloc(1, sizeof *lmtp);
        if (!lmtp)
                return err_set(reterr, CW_ERR_MEMORY, "no memory for LMTP");
        lmtp->fd = lmtp->stop_fd = -1;
        enum cw_err code = open_socket(lmtp, &at, reterr);
        if (!code && at.is_unix) {
                (void)snprintf(lmtp->path, sizeof lmtp->path, "%s", at.path);
                code = give_away(config, at.path, owner, group, reterr);
        }
        if (code)
                lmtp_free(lmtp);
        else
                *ret = lmtp;
        return code;
}

/* ---- A connection ----------------------------------------------------------------------------------------------------- */

struct connection {
        struct lmtp *lmtp;
        struct courier *courier;
        struct session session;
        int fd;
        char client_ip[INET6_ADDRSTRLEN];
        int64_t timeout_ms;
};

static void on_mail(void *user, struct session *session) {
        struct connection *connection = user;
        courier_deliver(connection->courier, session, span_from(connection->client_ip));
}

static void client_read(struct connection *connection) {
        union {
                struct sockaddr any;
                struct sockaddr_in v4;
                struct sockaddr_in6 v6;
        } peer = { 0 };
        socklen_t len = sizeof peer;
        if (getpeername(connection->fd, &peer.any, &len) != 0)
                return;
        if (peer.any.sa_family == AF_INET)
                (void)inet_ntop(AF_INET, &peer.v4.sin_addr, connection->client_ip, sizeof connection->client_ip);
        else if (peer.any.sa_family == AF_INET6)
                (void)inet_ntop(AF_INET6, &peer.v6.sin6_addr, connection->client_ip, sizeof connection->client_ip);
}

/* All that is to be said; false: nobody listens any more. */
static bool flush(struct connection *connection) {
        struct session_room *out = &connection->session.out;
        size_t sent = 0;
        while (sent < out->len) {
                struct pollfd wait = { .fd = connection->fd, .events = POLLOUT };
                ssize_t len = send(connection->fd, out->ptr + sent, out->len - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
                if (len > 0)
                        sent += (size_t)len;
                else if ((len < 0 && errno != EAGAIN && errno != EINTR) ||
                         poll(&wait, 1, (int)connection->timeout_ms) == 0)
                        return false;
        }
        out->len = 0;
        return true;
}

/* Why it is to be closed although the other one said nothing; NULL: it is not. */
static const char *reason_to_close(const struct connection *connection, int64_t silent_ms) {
        const struct lmtp *lmtp = connection->lmtp;
        if (atomic_load(&lmtp->stopping) && session_is_idle(&connection->session))
                return "421 4.3.2 shutting down";
        if (silent_ms >= connection->timeout_ms)
                return "421 4.4.2 nothing was said for too long";
        if (silent_ms >= CROWDED_MS && session_is_idle(&connection->session) && atomic_load(&lmtp->idle) == 0)
                return "421 4.3.2 others wait";
        return NULL;
}

/* Some bytes, or 0: it ends. */
static size_t receive(struct connection *connection, char *bytes, size_t size) {
        int64_t since = clock_monotonic_ms();
        for (;;) {
                struct pollfd wait = { .fd = connection->fd, .events = POLLIN };
                int ready = poll(&wait, 1, TICK_MS);
                ssize_t len = ready > 0 ? recv(connection->fd, bytes, size, MSG_DONTWAIT) : -1;
                if (len >= 0)
                        return (size_t)len;
                if (ready > 0 && errno != EAGAIN && errno != EINTR)
                        return 0;
                const char *reason = reason_to_close(connection, clock_monotonic_ms() - since);
                if (reason) {
                        session_answer(&connection->session, "%s", reason);
                        return 0;
                }
        }
}

static void serve(struct connection *connection, char *bytes) {
        struct config *config = guard_config(connection->lmtp->parts.guard);
        connection->timeout_ms = option_ms(&config->options, OPT_LMTP_TIMEOUT);
        connection->session.hostname = config->hostname;
        client_read(connection);
        session_begin(&connection->session);
        while (flush(connection) && !connection->session.closing) {
                size_t len = receive(connection, bytes, PIECE);
                if (len == 0)
                        break;
                session_take(&connection->session, bytes, len);
        }
        (void)flush(connection);
        session_end(&connection->session);
        config_unref(config);
}

/* ---- Threads ---------------------------------------------------------------------------------------------------------- */

static int next_connection(struct lmtp *lmtp) {
        int fd = -1;
        atomic_fetch_add(&lmtp->idle, 1);
        while (fd < 0 && !atomic_load(&lmtp->stopping)) {
                struct pollfd wait[] = { { .fd = lmtp->fd, .events = POLLIN },
                                         { .fd = lmtp->stop_fd, .events = POLLIN } };
                if (poll(wait, 2, -1) > 0 && wait[0].revents)
                        fd = accept4(lmtp->fd, NULL, NULL, SOCK_CLOEXEC);
                if (fd < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM))
                        (void)nanosleep(&(struct timespec){ .tv_nsec = 100 * 1000000 }, NULL);
        }
        atomic_fetch_sub(&lmtp->idle, 1);
        return fd;
}

static void *run(void *user) {
        struct lmtp *lmtp = user;
        struct courier *courier = courier_new(lmtp, atomic_fetch_add(&lmtp->couriers, 1));
        char *bytes = malloc(PIECE);
        while (courier && bytes) {
                struct connection *connection;
                int fd = next_connection(lmtp);
                if (fd < 0)
                        break;
                metrics_count(lmtp->parts.metrics, METRIC_LMTP_CONNECTIONS);
                metrics_add(lmtp->parts.metrics, METRIC_LMTP_OPEN, NULL, NULL, 1);
                if ((connection = calloc(1, sizeof *connection))) {
                        *connection = (struct connection){ .lmtp = lmtp, .courier = courier, .fd = fd };
                        connection->session.mail = on_mail;
                        connection->session.user = connection;
                        serve(connection, bytes);
                        free(connection);
                }
                close(fd);
                metrics_add(lmtp->parts.metrics, METRIC_LMTP_OPEN, NULL, NULL, -1);
        }
        free(bytes);
        courier_free(courier);
        atomic_fetch_sub(&lmtp->alive, 1);
        return NULL;
}

static enum cw_err settings_take(struct lmtp *lmtp, struct err *reterr) {
        struct config *config = guard_config(lmtp->parts.guard);
        int len = snprintf(lmtp->store, sizeof lmtp->store, "%s", config->store ? config->store : "");
        lmtp->store_timeout_ms = (uint32_t)option_ms(&config->options, OPT_STORE_TIMEOUT);
        lmtp->thread_count = (unsigned)config->options.number[OPT_LMTP_CONNECTIONS];
        config_unref(config);
        if (len <= 0 || (size_t)len >= sizeof lmtp->store)
                return err_set(reterr, CW_ERR_CONFIG, "lmtp-listen needs a store, by a name that is not too long");
        lmtp->threads = calloc(lmtp->thread_count, sizeof *lmtp->threads);
        return lmtp->threads ? CW_OK : err_set(reterr, CW_ERR_MEMORY, "no memory for LMTP");
}

enum cw_err lmtp_start(struct lmtp *lmtp, const struct lmtp_parts *parts, struct err *reterr) {
        pthread_attr_t attributes;
        if (!lmtp)
                return CW_OK;
        lmtp->parts = *parts;
        enum cw_err code = settings_take(lmtp, reterr);
        if (code)
                return code;
        (void)pthread_attr_init(&attributes);
        int failed = pthread_attr_setstacksize(&attributes, (size_t)GUARD_STACK * STACK_FACTOR);
        while (!failed && lmtp->started < lmtp->thread_count) {
                atomic_fetch_add(&lmtp->alive, 1);
                failed = pthread_create(&lmtp->threads[lmtp->started], &attributes, run, lmtp);
                if (failed)
                        atomic_fetch_sub(&lmtp->alive, 1);
                else
                        lmtp->started++;
        }
        (void)pthread_attr_destroy(&attributes);
        return failed ? err_set(reterr, CW_ERR_IO, "no thread for LMTP: %s", strerror(failed)) : CW_OK;
}

bool lmtp_stop(struct lmtp *lmtp, int64_t deadline_ms) {
        if (!lmtp)
                return true;
        atomic_store(&lmtp->stopping, true);
        (void)!write(lmtp->stop_fd, &(uint64_t){ 1 }, sizeof(uint64_t));
        while (atomic_load(&lmtp->alive) && clock_monotonic_ms() < deadline_ms)
                (void)nanosleep(&(struct timespec){ .tv_nsec = WAIT_MS * 1000000 }, NULL);
        if (atomic_load(&lmtp->alive))
                return false;
        for (; lmtp->started > 0; lmtp->started--)
                (void)pthread_join(lmtp->threads[lmtp->started - 1], NULL);
        return true;
}

void lmtp_free(struct lmtp *lmtp) {
        if (!lmtp)
                return;
        if (lmtp->path[0])
                (void)unlink(lmtp->path);
        if (lmtp->fd >= 0)
                close(lmtp->fd);
        if (lmtp->stop_fd >= 0)
                close(lmtp->stop_fd);
        free(lmtp->threads);
        free(lmtp);
}

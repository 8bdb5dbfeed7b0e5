#include "transport/http/http.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "client/smtp.h"
#include "config/config.h"
#include "transport/http/inside.h"

/* What a connection may hold of lines and header fields: URLs with a few addresses and ids in them. */
enum { BACKLOG = 128, CONNECTION_BYTES = 32 * 1024, DRAIN_MS = 2000, DRAIN_STEP_MS = 20 };

/* ---- Sockets ----------------------------------------------------------------------------------------------------- */

static enum cw_err bind_one(struct http *http, const char *text, struct err *reterr) {
        struct listen_at at;
        int yes = 1;
        if (http->fd_count == LISTEN_MOST)
                return err_set(reterr, CW_ERR_CONFIG, "http-listen: more than %d addresses", LISTEN_MOST);
        if (!listen_parse(span_from(text), &at) || at.is_unix)
                return err_set(reterr, CW_ERR_CONFIG, "http-listen: %.100s is no address", text);
        int fd = socket(at.address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (fd < 0)
                return err_set(reterr, CW_ERR_IO, "http-listen %.100s: %s", text, strerror(errno));
        (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        if (at.address.ss_family == AF_INET6)
                (void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes);
        if (bind(fd, (const struct sockaddr *)&at.address, at.address_len) < 0 || listen(fd, BACKLOG) < 0) {
                int error = errno;
                close(fd);
                return err_set(reterr, error == EACCES ? CW_ERR_PERMISSION : CW_ERR_IO, "http-listen %.100s: %s", text,
                               strerror(error));
        }
        http->fds[http->fd_count++] = fd;
        return CW_OK;
}

static enum cw_err adopt(struct http *http, const int *fds, unsigned count, struct err *reterr) {
        if (count > LISTEN_MOST)
                return err_set(reterr, CW_ERR_CONFIG, "more than %d sockets from the service manager", LISTEN_MOST);
        for (unsigned i = 0; i < count; i++) {
                int flags = fcntl(fds[i], F_GETFL);
                if (flags < 0 || fcntl(fds[i], F_SETFL, flags | O_NONBLOCK) < 0)
                        return err_set(reterr, CW_ERR_IO, "socket %d from the service manager: %s", fds[i],
                                       strerror(errno));
                http->fds[http->fd_count++] = fds[i];
        }
        return CW_OK;
}

static enum cw_err make(const struct config *config, struct http **ret, struct err *reterr) {
        pthread_condattr_t clock;
        struct http *http = calloc(1, sizeof *http);
        if (!http)
                return err_set(reterr, CW_ERR_MEMORY, "out of memory");
        pthread_mutex_init(&http->lock, NULL);
        pthread_condattr_init(&clock);
        pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
        pthread_cond_init(&http->changed, &clock);
        pthread_condattr_destroy(&clock);
        http->config = config_ref(config);
        *ret = http;
        return CW_OK;
}

enum cw_err http_bind(const struct config *config, const int *fds, unsigned fd_count, struct http **ret,
                      struct err *reterr) {
        const struct option_list *list = &config->options.list[OPT_HTTP_LISTEN];
        struct http *http = NULL;
        enum cw_err code = make(config, &http, reterr);
        if (!code)
                code = adopt(http, fds, fd_count, reterr);
        for (uint32_t i = 0; i < list->count && !code && fd_count == 0; i++)
                code = bind_one(http, list->items[i], reterr);
        if (code)
                http_free(http);
        else
                *ret = http;
        return code;
}

/* ---- Life -------------------------------------------------------------------------------------------------------- */

static enum cw_err start_one(struct http *http, int *fd, struct err *reterr) {
        const struct options *options = &http->config->options;
        struct MHD_Daemon *daemon = MHD_start_daemon(
                MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, request_arrives, http,
                MHD_OPTION_LISTEN_SOCKET, *fd, MHD_OPTION_CONNECTION_LIMIT,
                (unsigned)options->number[OPT_HTTP_CONNECTIONS], MHD_OPTION_CONNECTION_TIMEOUT,
                (unsigned)options->number[OPT_HTTP_TIMEOUT], MHD_OPTION_CONNECTION_MEMORY_LIMIT,
                (size_t)CONNECTION_BYTES, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_NOTIFY_COMPLETED, request_ends,
                http, MHD_OPTION_NOTIFY_CONNECTION, link_changes, http, MHD_OPTION_END);
        if (!daemon)
                return err_set(reterr, CW_ERR_INTERNAL, "HTTP does not start: %s", strerror(errno));
        *fd = -1; /* closed by it */
        http->daemons[http->daemon_count++] = daemon;
        return CW_OK;
}

enum cw_err http_start(struct http *http, const struct http_parts *parts, struct err *reterr) {
        http->parts = *parts;
        enum cw_err code = http->fd_count ? smtp_setup(reterr) : CW_OK;
        if (!code && http->fd_count)
                code = work_start(http, reterr);
        if (!code && http->fd_count)
                code = links_start(http, reterr);
        for (unsigned i = 0; i < http->fd_count && !code; i++)
                code = start_one(http, &http->fds[i], reterr);
        if (code)
                (void)http_stop(http, clock_monotonic_ms() + DRAIN_MS);
        return code;
}

void http_reload(struct http *http, const struct config *config) {
        pthread_mutex_lock(&http->lock);
        const struct config *old = http->config;
        http->config = config_ref(config);
        pthread_mutex_unlock(&http->lock);
        config_unref(old);
}

/* Answers that are written are to be sent, too; who is slow to ask or to read is not waited for. */
static void drain(struct http *http, int64_t deadline_ms) {
        int64_t soon = clock_monotonic_ms() + DRAIN_MS;
        deadline_ms = soon < deadline_ms ? soon : deadline_ms;
        pthread_mutex_lock(&http->lock);
        while (http->open > 0 && clock_monotonic_ms() < deadline_ms) {
                const struct timespec until = clock_until(clock_monotonic_ms() + DRAIN_STEP_MS);
                (void)pthread_cond_timedwait(&http->changed, &http->lock, &until);
        }
        pthread_mutex_unlock(&http->lock);
}

bool http_stop(struct http *http, int64_t deadline_ms) {
        /* Its thread may look at the socket until it has ended: http_free closes it. */
        for (unsigned i = 0; i < http->daemon_count; i++)
                http->fds[i] = MHD_quiesce_daemon(http->daemons[i]);
        if (!work_stop(http, deadline_ms))
                return false;
        links_stop(http);
        drain(http, deadline_ms);
        while (http->daemon_count > 0)
                MHD_stop_daemon(http->daemons[--http->daemon_count]);
        return true;
}

void http_free(struct http *http) {
        if (!http)
                return;
        for (unsigned i = 0; i < http->fd_count; i++)
                if (http->fds[i] >= 0)
                        close(http->fds[i]);
        pthread_cond_destroy(&http->changed);
        pthread_mutex_destroy(&http->lock);
        config_unref(http->config);
        free(http);
}

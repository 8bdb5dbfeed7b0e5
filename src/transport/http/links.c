/* Connections, and the end of those that take too long: a client may neither keep one by sending a byte now and then, nor
 * by reading so. */
#include <errno.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/metrics.h"
#include "config/config.h"
#include "transport/http/inside.h"

enum { SWEEP_MS = 1000 };

static void trust_peer(struct link *link) {
        struct sockaddr_storage address = { 0 };
        socklen_t length = sizeof address;
        struct ucred peer;
        socklen_t peer_length = sizeof peer;
        if (getsockname(link->fd, (struct sockaddr *)&address, &length) < 0 || address.ss_family != AF_UNIX ||
            getsockopt(link->fd, SOL_SOCKET, SO_PEERCRED, &peer, &peer_length) < 0)
                return;
        link->peer_user = peer.uid;
        link->peer_trusted = peer.uid == 0 || peer.uid == geteuid();
}

static void note_address(struct link *link) {
        struct sockaddr_storage peer = { 0 };
        socklen_t length = sizeof peer;
        if (getpeername(link->fd, (struct sockaddr *)&peer, &length) == 0 && peer.ss_family != AF_UNIX)
                (void)getnameinfo((struct sockaddr *)&peer, length, link->address, sizeof link->address, NULL, 0,
                                  NI_NUMERICHOST);
}

static void link_begin(struct http *http, struct MHD_Connection *connection, void **ret) {
        struct link *link = calloc(1, sizeof *link);
        if (!link)
                return;
        link->fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
        note_address(link);
        trust_peer(link);
        pthread_mutex_lock(&http->lock);
        link->deadline_ms = clock_monotonic_ms() + option_ms(&http->config->options, OPT_HTTP_TIMEOUT);
        link->after = http->links;
        if (link->after)
                link->after->before = link;
        http->links = link;
        pthread_mutex_unlock(&http->lock);
        metrics_add(http->parts.metrics, METRIC_HTTP_OPEN, NULL, NULL, 1);
        *ret = link;
}

/* The descriptor is closed behind this, so the sweeper never meets another's. */
static void link_end(struct http *http, struct link *link) {
        pthread_mutex_lock(&http->lock);
        if (link->before)
                link->before->after = link->after;
        else
                http->links = link->after;
        if (link->after)
                link->after->before = link->before;
        pthread_mutex_unlock(&http->lock);
        metrics_add(http->parts.metrics, METRIC_HTTP_OPEN, NULL, NULL, -1);
        free(link);
}

void link_changes(void *user, struct MHD_Connection *connection, void **link, enum MHD_ConnectionNotificationCode code) {
        if (code == MHD_CONNECTION_NOTIFY_STARTED)
                link_begin(user, connection, link);
        else if (*link)
                link_end(user, *link);
}

struct link *link_of(struct MHD_Connection *connection) {
        const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
        return info ? info->socket_context : NULL;
}

void link_set(struct http *http, struct link *link, int64_t ms) {
        pthread_mutex_lock(&http->lock);
        link->deadline_ms = ms ? clock_monotonic_ms() + ms : 0;
        pthread_mutex_unlock(&http->lock);
}

static void *sweep(void *user) {
        struct http *http = user;
        pthread_mutex_lock(&http->lock);
        while (!http->stopping) {
                int64_t now = clock_monotonic_ms();
                const struct timespec until = clock_until(now + SWEEP_MS);
                for (struct link *link = http->links; link; link = link->after)
                        if (link->deadline_ms && link->deadline_ms < now)
                                shutdown(link->fd, SHUT_RDWR);
                (void)pthread_cond_timedwait(&http->changed, &http->lock, &until);
        }
        pthread_mutex_unlock(&http->lock);
        return NULL;
}

enum cw_err links_start(struct http *http, struct err *reterr) {
        int failed = pthread_create(&http->sweeper, NULL, sweep, http);
        http->sweeping = !failed;
        return failed ? err_set(reterr, CW_ERR_INTERNAL, "no thread for HTTP: %s", strerror(failed)) : CW_OK;
}

void links_stop(struct http *http) {
        if (http->sweeping)
                pthread_join(http->sweeper, NULL);
        http->sweeping = false;
}

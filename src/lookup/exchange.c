#include "lookup/exchange.h"

#include <errno.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

void exchange_cancel(struct exchange *exchange) {
        loop_timer_clear(exchange->loop, &exchange->timer);
        if (exchange->watch.fd < 0)
                return;
        loop_unwatch(exchange->loop, &exchange->watch);
        close(exchange->watch.fd);
        exchange->watch.fd = -1;
}

static void finish(struct exchange *exchange, const char *why) {
        exchange_cancel(exchange);
        exchange->done(exchange, why);
}

static bool would_block(void) {
        return errno == EAGAIN || errno == EINTR;
}

static void count_sent(struct exchange *exchange, size_t bytes) {
        while (exchange->sent < exchange->piece_count && bytes >= exchange->pieces[exchange->sent].iov_len)
                bytes -= exchange->pieces[exchange->sent++].iov_len;
        if (bytes == 0)
                return;
        struct iovec *piece = &exchange->pieces[exchange->sent];
        piece->iov_base = (char *)piece->iov_base + bytes;
        piece->iov_len -= bytes;
}

/* False, with errno: the other side does not take more. */
static bool send_some(struct exchange *exchange) {
        while (exchange->sent < exchange->piece_count) {
                struct msghdr message = { .msg_iov = exchange->pieces + exchange->sent,
                                          .msg_iovlen = exchange->piece_count - exchange->sent };
                ssize_t sent = sendmsg(exchange->watch.fd, &message, MSG_NOSIGNAL);
                if (sent < 0)
                        return would_block();
                count_sent(exchange, (size_t)sent);
        }
        return loop_watch(exchange->loop, &exchange->watch, EPOLLIN);
}

/* One read an event: a flood does not keep the loop from others. */
static void read_some(struct exchange *exchange) {
        if (exchange->len == exchange->room) {
                finish(exchange, "its answer is too long");
                return;
        }
        ssize_t got = recv(exchange->watch.fd, exchange->answer + exchange->len, exchange->room - exchange->len, 0);
        if (got > 0)
                exchange->len += (size_t)got;
        else if (got == 0)
                finish(exchange, exchange->len > 0 ? NULL : "it ended without an answer");
        else if (!would_block())
                finish(exchange, exchange->len > 0 ? NULL : "the connection broke");
}

static void ready(struct loop_watch *watch, uint32_t events) {
        struct exchange *exchange = (struct exchange *)((char *)watch - offsetof(struct exchange, watch));
        if (events & EPOLLOUT && !send_some(exchange)) {
                if (errno != EPIPE && errno != ECONNRESET) {
                        finish(exchange, "no connection");
                        return;
                }
                /* It may have answered all the same, as clamd does when a mail is too large. */
                exchange->sent = exchange->piece_count;
        }
        if (events & (EPOLLIN | EPOLLHUP | EPOLLERR))
                read_some(exchange);
}

static void late(struct loop_timer *timer) {
        finish((struct exchange *)((char *)timer - offsetof(struct exchange, timer)), "no answer in time");
}

void exchange_start(struct loop *loop, struct exchange *exchange) {
        const struct listen_at *to = &exchange->to;
        exchange->loop = loop;
        exchange->watch = (struct loop_watch){ .ready = ready };
        exchange->timer = (struct loop_timer){ .due = late };
        exchange->watch.fd = socket(to->address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (exchange->watch.fd < 0)
                finish(exchange, "no socket for it");
        else if (connect(exchange->watch.fd, (const struct sockaddr *)&to->address, to->address_len) != 0 &&
                 errno != EINPROGRESS)
                finish(exchange, "no connection");
        else if (!loop_watch(loop, &exchange->watch, EPOLLIN | EPOLLOUT) ||
                 !loop_timer_set(loop, &exchange->timer, exchange->until_ms))
                finish(exchange, "no memory for it");
}

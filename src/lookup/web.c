#include "lookup/web.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

#include "base/clock.h"
#include "client/transfer.h"

struct web {
        struct loop *loop;
        CURLM *multi;
        struct loop_timer timer;
};

/* A socket of libcurl's. */
struct web_socket {
        struct loop_watch watch;
        struct web *web;
};

/* ---- What libcurl asks of the loop ------------------------------------------------------------------------------------ */

static void tell_done(struct web *web);

static void act(struct web *web, curl_socket_t fd, int events) {
        int running;
        (void)curl_multi_socket_action(web->multi, fd, events, &running);
        tell_done(web);
}

static void socket_ready(struct loop_watch *watch, uint32_t events) {
        struct web *web = ((struct web_socket *)watch)->web;
        int what = (events & EPOLLIN ? CURL_CSELECT_IN : 0) | (events & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
                   (events & (EPOLLERR | EPOLLHUP) ? CURL_CSELECT_ERR : 0);
        act(web, watch->fd, what);
}

static int socket_changed(CURL *easy, curl_socket_t fd, int what, void *user, void *known) {
        struct web *web = user;
        struct web_socket *socket = known;
        (void)easy;
        if (what == CURL_POLL_REMOVE) {
                if (socket)
                        loop_unwatch(web->loop, &socket->watch);
                free(socket);
                return 0;
        }
        if (!socket) {
                socket = calloc(1, sizeof *socket);
                if (!socket)
                        return -1;
                *socket = (struct web_socket){ .watch = { .ready = socket_ready, .fd = fd }, .web = web };
                (void)curl_multi_assign(web->multi, fd, socket);
        }
        uint32_t events = (what & CURL_POLL_IN ? EPOLLIN : 0u) | (what & CURL_POLL_OUT ? EPOLLOUT : 0u);
        return loop_watch(web->loop, &socket->watch, events) ? 0 : -1;
}

static void timer_due(struct loop_timer *timer) {
        act((struct web *)((char *)timer - offsetof(struct web, timer)), CURL_SOCKET_TIMEOUT, 0);
}

static int timer_changed(CURLM *multi, long timeout_ms, void *user) {
        struct web *web = user;
        (void)multi;
        loop_timer_clear(web->loop, &web->timer);
        return timeout_ms < 0 || loop_timer_set(web->loop, &web->timer, clock_monotonic_ms() + timeout_ms) ? 0 : -1;
}

enum cw_err web_new(struct loop *loop, struct web **ret, struct err *reterr) {
        if (curl_global_init(CURL_GLOBAL_DEFAULT))
                return err_set(reterr, CW_ERR_INTERNAL, "libcurl does not start");
        struct web *web = calloc(1, sizeof *web);
        CURLM *multi = web ? curl_multi_init() : NULL;
        if (!multi) {
                free(web);
                return err_set(reterr, CW_ERR_MEMORY, "no memory for HTTP");
        }
        *web = (struct web){ .loop = loop, .multi = multi, .timer.due = timer_due };
        curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, socket_changed);
        curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, web);
        curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, timer_changed);
        curl_multi_setopt(multi, CURLMOPT_TIMERDATA, web);
        *ret = web;
        return CW_OK;
}

void web_free(struct web *web) {
        if (!web)
                return;
        curl_multi_setopt(web->multi, CURLMOPT_SOCKETFUNCTION, NULL); /* the loop is gone */
        curl_multi_setopt(web->multi, CURLMOPT_TIMERFUNCTION, NULL);
        curl_multi_cleanup(web->multi);
        free(web);
}

/* ---- Requests ----------------------------------------------------------------------------------------------------------- */

void web_cancel(struct web_request *request) {
        curl_multi_remove_handle(request->web->multi, request->easy);
        curl_easy_cleanup(request->easy);
        curl_slist_free_all(request->list);
        request->easy = NULL;
        request->list = NULL;
}

static const char *problem_of(const struct web_request *request, CURLcode code) {
        long status = 0;
        if (request->too_long)
                return "its answer is too long";
        if (code == CURLE_OPERATION_TIMEDOUT)
                return "no answer in time";
        if (code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST)
                return "no connection";
        if (code == CURLE_PARTIAL_FILE)
                return "half an answer";
        if (code != CURLE_OK)
                return "the connection broke";
        curl_easy_getinfo(request->easy, CURLINFO_RESPONSE_CODE, &status);
        return status == 200 ? NULL : "it answers with an error";
}

static void tell_done(struct web *web) {
        int left;
        CURLMsg *message;
        while ((message = curl_multi_info_read(web->multi, &left))) {
                char *private = NULL;
                curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &private);
                struct web_request *request = (struct web_request *)private;
                const char *why = problem_of(request, message->data.result);
                web_cancel(request);
                request->done(request, why);
        }
}

static size_t body_came(char *bytes, size_t one, size_t count, void *user) {
        struct web_request *request = user;
        size_t len = one * count;
        if (len > request->room - request->len) {
                request->too_long = true;
                return 0;
        }
        memcpy(request->answer + request->len, bytes, len);
        request->len += len;
        return len;
}

static bool fields_add(struct web_request *request) {
        for (uint32_t i = 0; i < request->field_count; i++) {
                struct curl_slist *longer = curl_slist_append(request->list, request->fields[i]);
                if (!longer)
                        return false;
                request->list = longer;
        }
        return true;
}

static bool prepare(struct web_request *request) {
        CURL *easy = request->easy;
        curl_easy_setopt(easy, CURLOPT_PRIVATE, (char *)request);
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, body_came);
        curl_easy_setopt(easy, CURLOPT_WRITEDATA, request);
        if (request->body.ptr) {
                curl_easy_setopt(easy, CURLOPT_POST, 1L);
                curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.len);
                curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body.ptr);
        }
        return fields_add(request) && curl_easy_setopt(easy, CURLOPT_HTTPHEADER, request->list) == CURLE_OK &&
               curl_easy_setopt(easy, CURLOPT_URL, request->url) == CURLE_OK;
}

void web_start(struct web *web, struct web_request *request) {
        int64_t left = request->until_ms - clock_monotonic_ms();
        request->web = web;
        request->easy = transfer_new("http,https", left > 1 ? (uint32_t)left : 1, NULL);
        if (request->easy && prepare(request) && curl_multi_add_handle(web->multi, request->easy) == CURLM_OK)
                return;
        curl_easy_cleanup(request->easy);
        curl_slist_free_all(request->list);
        request->easy = NULL;
        request->list = NULL;
        request->done(request, "no memory for it");
}

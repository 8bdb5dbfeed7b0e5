/* http: the operations over HTTP, for programs and the console (ops.def: rows ROUTE).
 *
 *     GET  /v1/log?class=spam        operations that only look take their parameters from the query,
 *     POST /v1/quarantine/release    those that change something from a JSON object
 *     GET  /openapi.json             what there is, made from the same tables
 *     GET  /metrics  /healthz  /readyz
 *     /l/TOKEN  /v1/session…         pages and sign-in of users (pages.c)
 *
 * Rights come from keys (Authorization: Bearer KEY; `calwarden key add`) and, on a unix socket, from the peer: root and the
 * user of the worker may do everything. A user who has signed in has a session, as such a key or as a cookie, and with it the
 * right `user` for himself. Whatever else a client says of itself proves nothing.
 *
 * Threads: each address has one that reads requests and writes answers and never waits for anything; what asks the store or
 * the mail system is done by HTTP_WORKERS others, each with a connection to the store of its own. A request has as long to
 * arrive as a connection may be silent (option http-timeout), however slowly it comes. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct config;
struct counters;
struct guard;
struct http;
struct metrics;
struct recorder;

enum { HTTP_WORKERS = 4 };

/* Binds the addresses of the configuration; sockets that listen already (`fds`, from the service manager) come instead. Only
 * sockets: no thread, nothing of the store. The descriptors become ours. `*ret` is one that serves nothing where none is
 * wanted. CW_ERR_IO, CW_ERR_PERMISSION: an address cannot be bound. */
[[nodiscard]] enum cw_err http_bind(const struct config *config, const int *fds, unsigned fd_count, struct http **ret,
                                    struct err *reterr);

/* What the operations may use; all borrowed until http_stop, each may be NULL. */
struct http_parts {
        struct metrics *metrics;
        struct recorder *recorder;
        struct guard *guard;
        struct counters *counters; /* NULL: failed sign-ins are not counted */
};
/* Starts the threads. */
[[nodiscard]] enum cw_err http_start(struct http *http, const struct http_parts *parts, struct err *reterr);
/* From the next request on. Never fails. */
void http_reload(struct http *http, const struct config *config);
/* Takes nothing new, and finishes what is in work until `deadline_ms` of the monotonic clock. False: something still is (an
 * SMTP dialogue can last), and the parts are still used. */
[[nodiscard]] bool http_stop(struct http *http, int64_t deadline_ms);
/* Behind an http_stop that answered true, or without http_start. NULL is fine. */
void http_free(struct http *http);

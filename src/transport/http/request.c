/* What a request wants, and its answer. Runs in the threads of libmicrohttpd, and waits for nothing. */
#include <strings.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/metrics.h"
#include "config/config.h"
#include "engine/guard.h"
#include "store/recorder.h"
#include "transport/http/inside.h"

enum { SENDING_FACTOR = 10, JSON_FLAGS = JSON_COMPACT };
#define JSON_TYPE "application/json"

/* ---- Answers ----------------------------------------------------------------------------------------------------- */

void request_answer(struct request *request, unsigned status, const char *type, char *text, size_t length) {
        free(request->text);
        request->status = status;
        request->type = type;
        request->text = text;
        request->text_length = text ? length : 0;
}

void request_json(struct request *request, unsigned status, const json_t *document) {
        char *text = json_dumps(document, JSON_FLAGS);
        request_answer(request, text ? status : MHD_HTTP_SERVICE_UNAVAILABLE, JSON_TYPE, text, text ? strlen(text) : 0);
}

void request_fail(struct request *request, unsigned status, enum cw_err code, const char *text) {
        /* A text may quote what was sent, and be cut in the middle of a character. */
        json_t *said = json_string(text);
        json_t *document = json_pack("{s:{s:s, s:o}}", "error", "code", err_name(code), "text",
                                     said ? said : json_string("what was sent is no valid UTF-8"));
        request_json(request, status, document);
        json_decref(document);
}

static bool may_post(const struct request *request) {
        return request->op && route_table[op_id_of(request->op)].method == METHOD_POST;
}

/* Of a domain doctor is asked without a body, by GET too. */
static const char *methods_of(const struct request *request) {
        if (request->page && !(request->page->get && request->page->post))
                return request->page->post ? "POST" : "GET, HEAD";
        if (request->page)
                return "GET, HEAD, POST";
        if (request_is_doctor(request))
                return "GET, HEAD, POST";
        return may_post(request) ? "POST" : "GET, HEAD";
}

static bool is_allowed(const struct request *request, const char *method) {
        struct span left = span_from(methods_of(request));
        while (left.len > 0)
                if (span_equal(span_trim(span_split(&left, ',')), span_from(method)))
                        return true;
        return false;
}

static enum MHD_Result send_answer(struct request *request) {
        const char *text = request->text ? request->text : "";
        struct MHD_Response *response = MHD_create_response_from_buffer(request->text_length, (void *)text,
                                                                        MHD_RESPMEM_MUST_COPY);
        if (!response)
                return MHD_NO;
        (void)MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, request->type ? request->type : JSON_TYPE);
        (void)MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
        (void)MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
        if (request->cookie)
                (void)MHD_add_response_header(response, MHD_HTTP_HEADER_SET_COOKIE, request->cookie);
        if (request->location)
                (void)MHD_add_response_header(response, MHD_HTTP_HEADER_LOCATION, request->location);
        if (request->page)
                page_headers(response);
        if (request->attachment)
                (void)MHD_add_response_header(response, "Content-Disposition", "attachment; filename=\"mail.eml\"");
        if (request->status == MHD_HTTP_UNAUTHORIZED)
                (void)MHD_add_response_header(response, MHD_HTTP_HEADER_WWW_AUTHENTICATE, "Bearer");
        if (request->status == MHD_HTTP_METHOD_NOT_ALLOWED)
                (void)MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, methods_of(request));
        if (request->status == MHD_HTTP_SERVICE_UNAVAILABLE)
                (void)MHD_add_response_header(response, MHD_HTTP_HEADER_RETRY_AFTER, "1");
        if (request->length_doubtful)
                (void)MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
        link_set(request->http, request->link, SENDING_FACTOR * option_ms(&request->config->options, OPT_HTTP_TIMEOUT));
        enum MHD_Result sent = MHD_queue_response(request->connection, request->status, response);
        MHD_destroy_response(response);
        return sent;
}

static enum MHD_Result refuse(struct request *request, unsigned status, enum cw_err code, const char *text) {
        request_fail(request, status, code, text);
        return send_answer(request);
}

/* ---- What needs no key ------------------------------------------------------------------------------------------- */

void request_metrics(struct request *request) {
        char *text = NULL;
        size_t length = 0;
        struct err why = { 0 };
        if (!request->http->parts.metrics)
                request_fail(request, MHD_HTTP_NOT_FOUND, CW_ERR_NOT_FOUND, "nothing is counted here");
        else if (metrics_text(request->http->parts.metrics, &text, &length, &why))
                request_fail(request, MHD_HTTP_SERVICE_UNAVAILABLE, why.code, why.text);
        else
                request_answer(request, MHD_HTTP_OK, "text/plain; version=0.0.4; charset=utf-8", text, length);
}

static void say(struct request *request, unsigned status, const char *text) {
        char *copy = strdup(text);
        request_answer(request, status, "text/plain; charset=utf-8", copy, copy ? strlen(copy) : 0);
}

/* Alive is what answers. */
static void health(struct request *request) {
        say(request, MHD_HTTP_OK, "ok\n");
}

/* Ready is who can judge and remember. */
static void readiness(struct request *request) {
        struct recorder_state state = { .up = false };
        char text[320];
        if (!request->http->parts.recorder) {
                say(request, MHD_HTTP_SERVICE_UNAVAILABLE, "nothing is remembered here\n");
                return;
        }
        recorder_state(request->http->parts.recorder, &state);
        (void)snprintf(text, sizeof text, "%s%s\n",
                       state.up ? "ready" : "the store does not answer: ", state.up ? "" : state.failure);
        say(request, state.up ? MHD_HTTP_OK : MHD_HTTP_SERVICE_UNAVAILABLE, text);
}

static void describe(struct request *request) {
        json_t *document = openapi_document();
        request_json(request, MHD_HTTP_OK, document);
        json_decref(document);
}

static const struct open_path {
        const char *path, *label;
        void (*answer)(struct request *request);
} open_paths[] = {
        { "/healthz", "healthz", health },
        { "/readyz", "readyz", readiness },
        { "/metrics", "metrics", request_metrics },
        { "/openapi.json", "openapi", describe },
};

static const struct open_path *open_path(const char *url) {
        for (size_t i = 0; i < sizeof open_paths / sizeof *open_paths; i++)
                if (strcmp(open_paths[i].path, url) == 0)
                        return &open_paths[i];
        return NULL;
}

/* ---- Requests ---------------------------------------------------------------------------------------------------- */

/* /v1/quarantine/list is "quarantine list". */
static const struct op *op_of(const char *url) {
        static const char root[] = "/v1/";
        char name[64];
        if (strncmp(url, root, sizeof root - 1) != 0 || strlen(url) >= sizeof name)
                return NULL;
        (void)snprintf(name, sizeof name, "%s", url + sizeof root - 1);
        if (strchr(name, ' '))
                return NULL;
        for (char *c = name; *c; c++)
                *c = *c == '/' ? ' ' : *c;
        const struct op *op = op_find(name);
        return op && route_table[op_id_of(op)].method != METHOD_NONE ? op : NULL;
}

static struct request *begin(struct http *http, struct MHD_Connection *connection, const char *url) {
        struct link *link = link_of(connection);
        struct request *request = link ? calloc(1, sizeof *request) : NULL;
        if (!request)
                return NULL;
        const struct open_path *open = open_path(url);
        request->http = http;
        request->connection = connection;
        request->link = link;
        request->page = open ? NULL : page_of(url);
        request->op = open || request->page ? NULL : op_of(url);
        request->label = open            ? open->label
                         : request->page ? request->page->label
                         : request->op   ? request->op->name
                                         : "unknown";
        request->rest = request->page ? strdup(url + strlen(request->page->path)) : NULL;
        request->began_ns = clock_monotonic_ns();
        pthread_mutex_lock(&http->lock);
        request->config = config_ref(http->config);
        http->open++;
        pthread_mutex_unlock(&http->lock);
        return request;
}

void request_ends(void *user, struct MHD_Connection *connection, void **pointer, enum MHD_RequestTerminationCode code) {
        struct request *request = *pointer;
        struct http *http = user;
        char status[8];
        (void)connection;
        (void)code;
        if (!request)
                return;
        (void)snprintf(status, sizeof status, "%u", request->status);
        metrics_add(http->parts.metrics, METRIC_HTTP_REQUESTS, request->label, status, 1);
        metrics_observe(http->parts.metrics, METRIC_HTTP_SECONDS, request->label,
                        clock_monotonic_ns() - request->began_ns);
        link_set(http, request->link, option_ms(&request->config->options, OPT_HTTP_TIMEOUT));
        pthread_mutex_lock(&http->lock);
        http->open--;
        pthread_cond_broadcast(&http->changed);
        pthread_mutex_unlock(&http->lock);
        config_unref(request->config);
        free(request->body);
        free(request->text);
        free(request->rest);
        free(request->cookie);
        free(request->location);
        free(request);
        *pointer = NULL;
}

static bool has_rights_to_show(const struct request *request) {
        return request->link->peer_trusted ||
               MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_AUTHORIZATION) ||
               signed_proof(request->connection, &(struct proof){ 0 });
}

static size_t body_limit(const struct request *request) {
        double option = request->config->options.number[OPT_HTTP_BODY];
        if (request_is_mail(request))
                return (size_t)option;
        return option < LIMIT_HTTP_JSON ? (size_t)option : LIMIT_HTTP_JSON;
}

/* Whether a body is announced that is not worth to be read. */
static bool announces_too_much(const struct request *request) {
        const char *length = MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND,
                                                         MHD_HTTP_HEADER_CONTENT_LENGTH);
        return length && strtoull(length, NULL, 10) > body_limit(request);
}

struct lengths {
        uint32_t content_lengths, codings;
        bool chunked, spaced;
};

static enum MHD_Result note_length(void *user, enum MHD_ValueKind kind, const char *name, const char *value) {
        struct lengths *lengths = user;
        (void)kind;
        lengths->spaced |= strpbrk(name, " \t") != NULL;
        if (strcasecmp(name, MHD_HTTP_HEADER_CONTENT_LENGTH) == 0)
                lengths->content_lengths++;
        if (strcasecmp(name, MHD_HTTP_HEADER_TRANSFER_ENCODING) == 0) {
                lengths->codings++;
                lengths->chunked = value && strcasecmp(value, "chunked") == 0;
        }
        return MHD_YES;
}

/* Whether somebody before or behind us may see its end at another place, and a second request where we see none
 * (RFC 9112 5.1, 6.3, 11.2). */
static bool is_length_doubtful(const struct request *request) {
        struct lengths lengths = { 0 };
        (void)MHD_get_connection_values(request->connection, MHD_HEADER_KIND, note_length, &lengths);
        return lengths.content_lengths + lengths.codings > 1 || (lengths.codings && !lengths.chunked) || lengths.spaced;
}

static enum MHD_Result look_at_page(struct request *request, const char *method) {
        request->posted = strcmp(method, "POST") == 0;
        if (!is_allowed(request, method))
                return refuse(request, MHD_HTTP_METHOD_NOT_ALLOWED, CW_ERR_USAGE, "there is no such method here");
        if (!request->rest || announces_too_much(request))
                return refuse(request, MHD_HTTP_CONTENT_TOO_LARGE, CW_ERR_USAGE, "the body is too large");
        return MHD_YES;
}

/* The first call: what can be refused without its body. */
static enum MHD_Result look(struct request *request, const char *url, const char *method) {
        const struct open_path *open = open_path(url);
        request->length_doubtful = is_length_doubtful(request);
        if (request->length_doubtful)
                return refuse(request, MHD_HTTP_BAD_REQUEST, CW_ERR_USAGE, "it is not clear how long the body is");
        if (request->page)
                return look_at_page(request, method);
        if (!open && !request->op)
                return refuse(request, MHD_HTTP_NOT_FOUND, CW_ERR_NOT_FOUND, "there is nothing here; see /openapi.json");
        if (!is_allowed(request, method))
                return refuse(request, MHD_HTTP_METHOD_NOT_ALLOWED, CW_ERR_USAGE,
                              may_post(request) ? "this wants POST" : "this wants GET");
        bool open_to_all = open && (open->answer != request_metrics ||
                                    option_truth(&request->config->options, OPT_HTTP_METRICS_OPEN));
        request->metrics_only = open && !open_to_all;
        if (!open_to_all && !has_rights_to_show(request))
                return refuse(request, MHD_HTTP_UNAUTHORIZED, CW_ERR_PERMISSION,
                              "a key is needed: Authorization: Bearer KEY");
        if (announces_too_much(request))
                return refuse(request, MHD_HTTP_CONTENT_TOO_LARGE, CW_ERR_USAGE, "the body is too large");
        return MHD_YES;
}

static void keep(struct request *request, const char *upload, size_t size) {
        if (request->too_long || size > body_limit(request) - request->length) {
                request->too_long = true;
                return;
        }
        char *grown = realloc(request->body, request->length + size);
        if (!grown) {
                request->too_long = true;
                return;
        }
        memcpy(grown + request->length, upload, size);
        request->body = grown;
        request->length += size;
}

/* All of it is there. */
static enum MHD_Result serve(struct request *request, const char *url) {
        const struct open_path *open = open_path(url);
        if (request->too_long)
                return refuse(request, MHD_HTTP_CONTENT_TOO_LARGE, CW_ERR_USAGE, "the body is too large");
        if (open && !request->metrics_only) {
                open->answer(request);
                return send_answer(request);
        }
        link_set(request->http, request->link, 0);
        if (!work_add(request->http, request))
                return refuse(request, MHD_HTTP_SERVICE_UNAVAILABLE, CW_ERR_IO, "too much to do, or about to end");
        return MHD_YES;
}

enum MHD_Result request_arrives(void *user, struct MHD_Connection *connection, const char *url, const char *method,
                                const char *version, const char *upload, size_t *upload_size, void **pointer) {
        struct request *request = *pointer;
        (void)version;
        if (!request) {
                *pointer = request = begin(user, connection, url);
                return request ? look(request, url, method) : MHD_NO;
        }
        if (request->worked)
                return send_answer(request);
        if (*upload_size) {
                keep(request, upload, *upload_size);
                *upload_size = 0;
                return MHD_YES;
        }
        return serve(request, url);
}

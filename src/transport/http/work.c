/* Operations that wait for the store or the mail system, each in one of a few threads. */
#include <errno.h>

#include "base/clock.h"
#include "base/log.h"
#include "config/config.h"
#include "engine/guard.h"
#include "ops/keys.h"
#include "store/keys.h"
#include "store/store.h"
#include "transport/http/inside.h"

/* Operations need more than a judgement: what reads JSON, sends mail, or speaks TLS. */
enum { STORE_MS = 5000, THREAD_STACK = 4 * GUARD_STACK };

/* ---- Who asks ---------------------------------------------------------------------------------------------------- */

struct asker {
        uint32_t rights;
        char scope[OP_ADDRESS_BYTES], by[OP_ADDRESS_BYTES];
};

/* Of another kind, or longer than any of ours. */
static bool has_authorization(const struct request *request) {
        return MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_AUTHORIZATION);
}

static void take_user(struct asker *asker, const char *owner) {
        asker->rights = 1u << RIGHT_USER;
        (void)snprintf(asker->scope, sizeof asker->scope, "%s", owner);
        (void)snprintf(asker->by, sizeof asker->by, "%s", owner);
}

static bool find_key(const char *given, struct store *store, struct asker *ret, struct err *reterr) {
        char hash[KEY_HASH_BYTES];
        const struct key_record *key;
        if (strlen(given) >= KEY_BYTES)
                return false;
        key_hash(given, hash);
        if (key_find(store, hash, clock_now_s(), &key, reterr) || !key)
                return false;
        ret->rights = op_rights(key->rights);
        (void)snprintf(ret->scope, sizeof ret->scope, "%s", key->scope);
        (void)snprintf(ret->by, sizeof ret->by, "key:%s", key->id);
        (void)key_touch(store, ret->by + 4, clock_now_s(), NULL);
        return true;
}

/* False: nobody whom we know; `reterr` tells where the store failed. */
static bool find_asker(const struct request *request, struct store *store, struct asker *ret, struct err *reterr) {
        char owner[OP_ADDRESS_BYTES];
        struct proof proof;
        bool known = false;
        *ret = (struct asker){ 0 };
        reterr->code = CW_OK;
        if (!signed_proof(request->connection, &proof)) {
                if (!request->link->peer_trusted || has_authorization(request))
                        return false;
                ret->rights = ALL_RIGHTS;
                (void)snprintf(ret->by, sizeof ret->by, "user:%u", request->link->peer_user);
                return true;
        }
        if (signed_owner(store, &proof, owner, &known, reterr))
                return false;
        if (known)
                take_user(ret, owner);
        return known || (!proof.cookie && find_key(proof.text, store, ret, reterr));
}

/* ---- What is done ------------------------------------------------------------------------------------------------ */

unsigned http_status_of(enum cw_err code) {
        static const unsigned status[] = {
                [CW_OK] = MHD_HTTP_OK,
                [CW_ERR_MEMORY] = MHD_HTTP_SERVICE_UNAVAILABLE,
                [CW_ERR_USAGE] = MHD_HTTP_BAD_REQUEST,
                [CW_ERR_NOT_FOUND] = MHD_HTTP_NOT_FOUND,
                [CW_ERR_PERMISSION] = MHD_HTTP_FORBIDDEN,
                [CW_ERR_IO] = MHD_HTTP_SERVICE_UNAVAILABLE,
                [CW_ERR_CONFIG] = MHD_HTTP_INTERNAL_SERVER_ERROR,
                [CW_ERR_INTERNAL] = MHD_HTTP_INTERNAL_SERVER_ERROR,
        };
        return status[code];
}

static void note(const struct request *request, const struct asker *asker, enum cw_err code) {
        bool changes = route_table[op_id_of(request->op)].method == METHOD_POST;
        struct log_line line;
        log_begin(&line, changes ? LEVEL_INFO : LEVEL_DEBUG, "operation");
        log_text(&line, "operation", request->op->name);
        log_text(&line, "by", asker->by);
        log_number(&line, "status", http_status_of(code));
        log_end(&line);
}

static void do_operation(struct request *request, struct store *store, const struct asker *asker) {
        const struct http *http = request->http;
        const struct span body = { request->body, request->length };
        const struct op_context context = { .store = store,
                                            .config = request->config,
                                            .recorder = http->parts.recorder,
                                            .guard = http->parts.guard,
                                            .metrics = http->parts.metrics,
                                            .scope = asker->scope,
                                            .by = asker->by,
                                            .source = "http",
                                            .now = clock_now_s(),
                                            .mail = request_is_report(request) ? body : (struct span){ 0 } };
        struct words words;
        struct op_call call = { 0 };
        struct op_answer answer = { 0 };
        struct err why = { 0 };
        bool help;
        enum cw_err code = words_read(request, &words, &why);
        if (!code)
                code = op_parse((int)words.count, words.list, &call, &help, &why);
        if (!code)
                code = op_ask(&context, &call, &answer, &why);
        if (code) {
                request_fail(request, http_status_of(code), code, why.text);
        } else if (answer.bytes) {
                request->attachment = true;
                request_answer(request, MHD_HTTP_OK, "application/octet-stream", answer.bytes, answer.byte_count);
                answer.bytes = NULL;
        } else {
                request_json(request, MHD_HTTP_OK, answer.document);
        }
        note(request, asker, code);
        op_answer_free(&answer);
        op_call_free(&call);
        words_free(&words);
}

/* False: it waits for the outside, and is not ours any more. */
static bool handle(struct request *request, struct store *store) {
        if (request->page) {
                request->page->answer(request, store);
                return true;
        }
        enum op_right right = request->metrics_only ? RIGHT_METRICS : route_table[op_id_of(request->op)].right;
        struct asker asker;
        struct err why;
        if (!find_asker(request, store, &asker, &why)) {
                if (why.code)
                        request_fail(request, http_status_of(why.code), why.code, why.text);
                else
                        request_fail(request, MHD_HTTP_UNAUTHORIZED, CW_ERR_PERMISSION, "no such key");
        } else if (!(asker.rights >> right & 1)) {
                char text[120];
                (void)snprintf(text, sizeof text, "this key has not the right %s", right_table[right].name);
                request_fail(request, MHD_HTTP_FORBIDDEN, CW_ERR_PERMISSION, text);
        } else if (!request->metrics_only && route_table[op_id_of(request->op)].method == METHOD_POST &&
                   signed_is_foreign(request->connection)) {
                request_fail(request, MHD_HTTP_FORBIDDEN, CW_ERR_PERMISSION,
                             "a cookie alone does not prove who sends this");
        } else if (request->metrics_only) {
                request_metrics(request);
        } else if (!request_is_mail(request) || request_is_report(request)) {
                do_operation(request, store, &asker);
        } else if (*asker.scope) {
                request_fail(request, MHD_HTTP_FORBIDDEN, CW_ERR_PERMISSION, "this key is for one user only");
        } else if (request_is_doctor(request)) {
                doctor_answer(request);
        } else {
                return check_begin(request);
        }
        return true;
}

/* ---- The threads ------------------------------------------------------------------------------------------------- */

/* The store may come later than we do, and go. */
static bool have_store(struct request *request, struct store **store) {
        const struct store_options options = { .url = request->config->store,
                                               .mode = STORE_WRITE,
                                               .timeout_ms = STORE_MS };
        struct err why = { 0 };
        if (*store)
                return true;
        if (store_open(&options, store, &why) == CW_OK)
                return true;
        request_fail(request, MHD_HTTP_SERVICE_UNAVAILABLE, why.code, why.text);
        return false;
}

/* The lock is held. */
static struct request *take(struct http *http) {
        struct request *request = http->first;
        if (!request)
                return NULL;
        http->first = request->next;
        if (!http->first)
                http->last = NULL;
        http->waiting--;
        return request;
}

/* False: it comes again. */
static bool work_on(struct request *request, struct store **store, bool stopping) {
        if (request->check)
                check_finish(request);
        else if (stopping)
                request_fail(request, MHD_HTTP_SERVICE_UNAVAILABLE, CW_ERR_IO, "the daemon is about to end");
        else if (have_store(request, store))
                return handle(request, *store);
        return true;
}

static void *work(void *user) {
        struct http *http = user;
        STORE_CLEANUP struct store *store = NULL;
        pthread_mutex_lock(&http->lock);
        for (;;) {
                struct request *request = take(http);
                bool stopping = http->stopping;
                if (!request && stopping && http->outside == 0)
                        break;
                if (!request) {
                        (void)pthread_cond_wait(&http->changed, &http->lock);
                        continue;
                }
                pthread_mutex_unlock(&http->lock);
                if (!work_on(request, &store, stopping)) {
                        pthread_mutex_lock(&http->lock);
                        continue;
                }
                request->worked = true;
                MHD_resume_connection(request->connection);
                pthread_mutex_lock(&http->lock);
        }
        http->at_work--;
        pthread_cond_broadcast(&http->changed);
        pthread_mutex_unlock(&http->lock);
        return NULL;
}

/* The lock is held. */
static void put(struct http *http, struct request *request) {
        request->next = NULL;
        if (http->last)
                http->last->next = request;
        else
                http->first = request;
        http->last = request;
        http->waiting++;
        pthread_cond_broadcast(&http->changed);
}

bool work_add(struct http *http, struct request *request) {
        pthread_mutex_lock(&http->lock);
        bool room = !http->stopping && http->waiting < QUEUE_MOST;
        if (room) {
                /* Before a worker can see it. */
                MHD_suspend_connection(request->connection);
                put(http, request);
        }
        pthread_mutex_unlock(&http->lock);
        return room;
}

void work_again(struct request *request) {
        struct http *http = request->http;
        pthread_mutex_lock(&http->lock);
        http->outside--;
        put(http, request);
        pthread_mutex_unlock(&http->lock);
}

static int add_worker(struct http *http) {
        pthread_attr_t attributes;
        int failed = pthread_attr_init(&attributes);
        if (failed)
                return failed;
        /* Not the default, which is that of the milter's threads. */
        failed = pthread_attr_setstacksize(&attributes, THREAD_STACK);
        if (!failed)
                failed = pthread_create(&http->workers[http->worker_count], &attributes, work, http);
        (void)pthread_attr_destroy(&attributes);
        return failed;
}

enum cw_err work_start(struct http *http, struct err *reterr) {
        for (; http->worker_count < HTTP_WORKERS; http->worker_count++) {
                pthread_mutex_lock(&http->lock);
                int failed = add_worker(http);
                http->at_work += !failed;
                pthread_mutex_unlock(&http->lock);
                if (failed)
                        return err_set(reterr, CW_ERR_INTERNAL, "no thread for HTTP: %s", strerror(failed));
        }
        return CW_OK;
}

bool work_stop(struct http *http, int64_t deadline_ms) {
        const struct timespec until = clock_until(deadline_ms);
        int late = 0;
        pthread_mutex_lock(&http->lock);
        http->stopping = true;
        pthread_cond_broadcast(&http->changed);
        while (http->at_work > 0 && !late)
                late = pthread_cond_timedwait(&http->changed, &http->lock, &until);
        bool done = http->at_work == 0;
        pthread_mutex_unlock(&http->lock);
        while (done && http->worker_count > 0)
                pthread_join(http->workers[--http->worker_count], NULL);
        return done;
}

#include "client/dav.h"

#include <libxml/parser.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/transfer.h"

enum { REDIRECTIONS = 3, WORST_CASE = LIMIT_CALDAV_PATH + 64 };

/* One header line, appended to a list. */
[[nodiscard]] static bool add_header(struct curl_slist **list, const char *name, const char *value) {
        char line[WORST_CASE];
        if (snprintf(line, sizeof line, "%s: %s", name, value) >= (int)sizeof line)
                return false;
        struct curl_slist *longer = curl_slist_append(*list, line);
        if (longer)
                *list = longer;
        return longer;
}

void dav_reply_free(struct dav_reply *reply) {
        dav_text_free(&reply->body);
}

/* "https://host:port" of a URL, without user and password; NULL: neither http nor https. */
static char *origin_of(const char *url) {
        char *scheme = NULL, *host = NULL, *port = NULL, *origin = NULL;
        CURLU *parsed = curl_url();
        if (parsed && curl_url_set(parsed, CURLUPART_URL, url, 0) == CURLUE_OK &&
            curl_url_get(parsed, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
            (strcmp(scheme, "https") == 0 || strcmp(scheme, "http") == 0) &&
            curl_url_get(parsed, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
            curl_url_get(parsed, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) == CURLUE_OK &&
            asprintf(&origin, "%s://%s:%s", scheme, host, port) < 0)
                origin = NULL;
        curl_free(scheme);
        curl_free(host);
        curl_free(port);
        curl_url_cleanup(parsed);
        return origin;
}

static void log_in(CURL *curl, const struct dav_login *login) {
        curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
        curl_easy_setopt(curl, CURLOPT_USERNAME, login->user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, login->password);
}

/* Neither library likes to be begun by two threads at a time. */
static void begin(void) {
        curl_global_init(CURL_GLOBAL_DEFAULT);
        xmlInitParser();
}

enum cw_err dav_init(struct dav *dav, const char *url, const struct dav_login *login, struct err *reterr) {
        static pthread_once_t begun = PTHREAD_ONCE_INIT;
        pthread_once(&begun, begin);
        *dav = (struct dav){ .origin = origin_of(url) };
        if (!dav->origin)
                return err_set(reterr, CW_ERR_USAGE, "%.100s is no URL of http or https", url);
        dav->curl = transfer_new("https,http", login->timeout_ms, login->ca_file);
        bool fine = dav->curl && add_header(&dav->always, "Expect", "");
        if (fine && login->header.len > 0) {
                char line[WORST_CASE];
                struct curl_slist *longer = NULL;
                if (snprintf(line, sizeof line, "%.*s", (int)login->header.len, login->header.ptr) < (int)sizeof line)
                        longer = curl_slist_append(dav->always, line);
                fine = longer;
                dav->always = longer ? longer : dav->always;
        }
        if (!fine) {
                dav_done(dav);
                return err_set(reterr, CW_ERR_MEMORY, "no memory for a connection to the calendar server");
        }
        if (login->password)
                log_in(dav->curl, login);
        return CW_OK;
}

void dav_done(struct dav *dav) {
        curl_easy_cleanup(dav->curl);
        curl_slist_free_all(dav->always);
        free(dav->origin);
        *dav = (struct dav){ 0 };
}

/* ---- One request -------------------------------------------------------------------------------------------------- */

static size_t take_body(char *bytes, size_t size, size_t count, void *user) {
        struct dav_reply *reply = user;
        struct span s = { bytes, size * count };
        return dav_text_add(&reply->body, s) ? s.len : CURL_WRITEFUNC_ERROR;
}

static void keep(char *to, size_t size, struct span value) {
        bool odd = value.len >= size;
        for (size_t i = 0; i < value.len && !odd; i++)
                odd = value.ptr[i] < ' ' || value.ptr[i] > '~';
        snprintf(to, size, "%.*s", odd ? 0 : (int)value.len, value.ptr);
}

static bool field(struct span line, struct span name, struct span *ret) {
        if (!span_starts_nocase(line, name))
                return false;
        *ret = span_trim(span_skip(line, name.len));
        return true;
}

static size_t take_header(char *bytes, size_t size, size_t count, void *user) {
        struct dav_reply *reply = user;
        struct span line = { bytes, size * count }, value;
        if (span_starts_nocase(line, SPAN("HTTP/"))) {
                reply->etag[0] = reply->location[0] = reply->abilities[0] = '\0';
        } else if (field(line, SPAN("ETag:"), &value)) {
                keep(reply->etag, sizeof reply->etag, value);
        } else if (field(line, SPAN("Location:"), &value)) {
                keep(reply->location, sizeof reply->location, value);
        } else if (field(line, SPAN("DAV:"), &value)) {
                size_t len = strlen(reply->abilities);
                snprintf(reply->abilities + len, sizeof reply->abilities - len, "%s%.*s", len ? ", " : "",
                         (int)value.len, value.ptr);
        }
        return line.len;
}

/* What Location says is only a path for us: another server gets no password of this one. */
static void keep_location(const struct dav *dav, struct dav_reply *reply) {
        struct span to = span_from(reply->location);
        bool full = span_has(to, SPAN("://"));
        if (full) {
                char *origin = origin_of(reply->location);
                bool same = origin && strcmp(origin, dav->origin) == 0;
                free(origin);
                if (!same)
                        to = (struct span){ 0 };
        }
        to = dav_path(to);
        memmove(reply->location, to.ptr ? to.ptr : "", to.len);
        reply->location[to.len] = '\0';
}

static bool fields(const struct dav *dav, const struct dav_request *request, struct curl_slist **list) {
        bool fine = true;
        for (const struct curl_slist *one = dav->always; one && fine; one = one->next) {
                struct curl_slist *longer = curl_slist_append(*list, one->data);
                fine = longer;
                *list = longer ? longer : *list;
        }
        if (fine && request->depth >= 0)
                fine = add_header(list, "Depth", request->depth == 0 ? "0" : "1");
        if (fine && request->body.ptr)
                fine = add_header(list, "Content-Type",
                                  request->type ? request->type : "application/xml; charset=utf-8");
        if (fine && request->if_match)
                fine = add_header(list, "If-Match", request->if_match);
        if (fine && request->only_new)
                fine = add_header(list, "If-None-Match", "*");
        if (fine && request->silent)
                fine = add_header(list, "Schedule-Reply", "F");
        return fine;
}

static CURLcode perform(struct dav *dav, const struct dav_request *request, const char *url, struct curl_slist *headers,
                        struct dav_reply *reply) {
        CURL *curl = dav->curl;
        curl_easy_setopt(curl, CURLOPT_URL, url);
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, NULL);
        curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
        if (request->body.ptr) {
                curl_easy_setopt(curl, CURLOPT_POST, 1L);
                curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.len);
                curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->body.ptr);
        }
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request->method);
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, reply);
        curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
        curl_easy_setopt(curl, CURLOPT_HEADERDATA, reply);
        CURLcode failed = curl_easy_perform(curl);
        long status = 0;
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
        reply->status = (int)status;
        return failed;
}

/* A server may end a connection that we go on with, and say so too late (SOGo always does). */
static CURLcode perform_anew(struct dav *dav, const struct dav_request *request, const char *url,
                             struct curl_slist *headers, struct dav_reply *reply) {
        long connects = 0;
        CURLcode failed = perform(dav, request, url, headers, reply);
        curl_easy_getinfo(dav->curl, CURLINFO_NUM_CONNECTS, &connects);
        bool stale = (failed == CURLE_RECV_ERROR || failed == CURLE_SEND_ERROR || failed == CURLE_GOT_NOTHING) &&
                     connects == 0 && reply->status == 0;
        if (!stale)
                return failed;
        dav_reply_free(reply);
        *reply = (struct dav_reply){ 0 };
        curl_easy_setopt(dav->curl, CURLOPT_FRESH_CONNECT, 1L);
        failed = perform(dav, request, url, headers, reply);
        curl_easy_setopt(dav->curl, CURLOPT_FRESH_CONNECT, 0L);
        return failed;
}

/* The server takes no Basic, but Digest: once more, with that. */
static bool wants_digest(struct dav *dav, const struct dav_reply *reply) {
        long offered = 0;
        if (reply->status != 401 || dav->digest)
                return false;
        curl_easy_getinfo(dav->curl, CURLINFO_HTTPAUTH_AVAIL, &offered);
        if ((offered & (long)CURLAUTH_BASIC) || !(offered & (long)CURLAUTH_DIGEST))
                return false;
        curl_easy_setopt(dav->curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_DIGEST);
        return dav->digest = true;
}

enum cw_err dav_ask(struct dav *dav, const struct dav_request *request, struct dav_reply *ret, struct err *reterr) {
        struct curl_slist *headers = NULL;
        char problem[CURL_ERROR_SIZE] = "", *url = NULL;
        *ret = (struct dav_reply){ 0 };
        if (!fields(dav, request, &headers) || asprintf(&url, "%s%s", dav->origin, request->path) < 0) {
                curl_slist_free_all(headers);
                return err_set(reterr, CW_ERR_MEMORY, "no memory for a request to the calendar server");
        }
        curl_easy_setopt(dav->curl, CURLOPT_ERRORBUFFER, problem);
        CURLcode failed = perform_anew(dav, request, url, headers, ret);
        if (!failed && wants_digest(dav, ret)) {
                dav_reply_free(ret);
                *ret = (struct dav_reply){ 0 };
                failed = perform_anew(dav, request, url, headers, ret);
        }
        curl_easy_setopt(dav->curl, CURLOPT_ERRORBUFFER, NULL);
        curl_easy_setopt(dav->curl, CURLOPT_HTTPHEADER, NULL);
        curl_slist_free_all(headers);
        free(url);
        keep_location(dav, ret);
        if (!failed)
                return CW_OK;
        dav_reply_free(ret);
        return err_set(reterr, CW_ERR_IO, "%s %.100s%.60s: %s", request->method, dav->origin, request->path,
                       failed == CURLE_WRITE_ERROR ? "the answer is too long"
                       : *problem                  ? problem
                                                   : curl_easy_strerror(failed));
}

/* ---- What a status means ------------------------------------------------------------------------------------------ */

static enum cw_err code_of(int status, bool condition) {
        switch (status) {
        case 401:
                return CW_ERR_PERMISSION;
        case 403:
                return condition ? CW_ERR_USAGE : CW_ERR_PERMISSION;
        case 404:
        case 410:
                return CW_ERR_NOT_FOUND;
        case 408:
        case 409:
        case 423:
        case 425:
        case 429:
                return CW_ERR_IO;
        default:
                return status / 100 == 4 ? CW_ERR_USAGE : CW_ERR_IO;
        }
}

enum cw_err dav_refused(const struct dav_request *request, const struct dav_reply *reply, struct err *reterr) {
        DAV_ANSWER_CLEANUP struct dav_answer answer = { 0 };
        (void)!dav_answer_read(dav_text_span(&reply->body), &answer);
        /* Rights are a condition in form only (RFC 3744 7.1.1). */
        bool condition = *answer.condition && strcmp(answer.condition, "need-privileges") != 0;
        return err_set(reterr, code_of(reply->status, condition), "%s %.120s: status %d%s%s", request->method,
                       request->path, reply->status, *answer.condition ? ", " : "", answer.condition);
}

enum cw_err dav_list_at(struct dav *dav, const struct dav_request *request, struct dav_answer *ret,
                        struct dav_reply *ret_reply, struct err *reterr) {
        DAV_REPLY_CLEANUP struct dav_reply reply = { 0 };
        struct dav_request asked = *request;
        char path[LIMIT_CALDAV_PATH];
        *ret = (struct dav_answer){ 0 };
        for (unsigned hops = 0;; hops++) {
                enum cw_err failed = dav_ask(dav, &asked, &reply, reterr);
                if (failed)
                        return failed;
                if (reply.status / 100 != 3 || !*reply.location || hops == REDIRECTIONS)
                        break;
                snprintf(path, sizeof path, "%s", reply.location);
                asked.path = path;
                dav_reply_free(&reply);
        }
        if (reply.status != 207)
                return reply.status / 100 == 2 || reply.status / 100 == 3
                               ? err_set(reterr, CW_ERR_IO, "%s %.120s: status %d, no list", asked.method, asked.path,
                                         reply.status)
                               : dav_refused(&asked, &reply, reterr);
        if (!dav_answer_read(dav_text_span(&reply.body), ret)) {
                dav_answer_free(ret);
                return err_set(reterr, CW_ERR_IO, "%s %.120s: the answer cannot be read", asked.method, asked.path);
        }
        if (ret_reply) {
                *ret_reply = reply;
                reply.body = (struct dav_text){ 0 };
        }
        return CW_OK;
}

enum cw_err dav_list(struct dav *dav, const struct dav_request *request, struct dav_answer *ret, struct err *reterr) {
        return dav_list_at(dav, request, ret, NULL, reterr);
}

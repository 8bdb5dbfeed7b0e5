#include "client/fetch.h"

#include <errno.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "base/span.h"
#include "client/transfer.h"

enum { REDIRECTIONS = 3, SLOW_BYTES = 1, SLOW_SECONDS = 60 };

struct fetching {
        const struct fetch_request *request;
        struct fetch_answer answer;
        const char *why; /* it was given up for; NULL: not yet */
};

static size_t body(char *bytes, size_t size, size_t count, void *user) {
        struct fetching *fetching = user;
        struct span left = { bytes, size * count };
        fetching->answer.bytes += left.len;
        if (fetching->answer.bytes > fetching->request->most) {
                fetching->why = "it is larger than list-size";
                return CURL_WRITEFUNC_ERROR;
        }
        while (left.len > 0) {
                ssize_t done = write(fetching->request->fd, left.ptr, left.len);
                if (done < 0 && errno != EINTR) {
                        fetching->why = strerror(errno);
                        return CURL_WRITEFUNC_ERROR;
                }
                left = span_skip(left, done > 0 ? (size_t)done : 0);
        }
        return size * count;
}

static size_t header(char *bytes, size_t size, size_t count, void *user) {
        struct fetching *fetching = user;
        struct span line = { bytes, size * count };
        if (span_starts_nocase(line, SPAN("HTTP/")))
                fetching->answer.etag[0] = '\0'; /* of a redirection before */
        if (!span_starts_nocase(line, SPAN("ETag:")))
                return line.len;
        struct span etag = span_trim(span_skip(line, 5));
        for (size_t i = 0; i < etag.len; i++)
                if (etag.ptr[i] < ' ' || etag.ptr[i] > '~')
                        return line.len;
        if (etag.len < FETCH_ETAG) {
                memcpy(fetching->answer.etag, etag.ptr, etag.len);
                fetching->answer.etag[etag.len] = '\0';
        }
        return line.len;
}

static int progress(void *user, curl_off_t total, curl_off_t now, curl_off_t up_total, curl_off_t up_now) {
        const struct fetching *fetching = user;
        (void)total, (void)now, (void)up_total, (void)up_now;
        return fetching->request->stop && atomic_load(fetching->request->stop);
}

static void prepare(CURL *curl, struct fetching *fetching, struct curl_slist *headers, char *problem) {
        const struct fetch_request *request = fetching->request;
        curl_easy_setopt(curl, CURLOPT_URL, request->url);
        curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, problem);
        curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "https");
        curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
        curl_easy_setopt(curl, CURLOPT_MAXREDIRS, (long)REDIRECTIONS);
        curl_easy_setopt(curl, CURLOPT_PROXY, NULL); /* that of the environment is fine */
        curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES);
        curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)SLOW_SECONDS);
        curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)request->most);
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, body);
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, fetching);
        curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, header);
        curl_easy_setopt(curl, CURLOPT_HEADERDATA, fetching);
        curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
        curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, progress);
        curl_easy_setopt(curl, CURLOPT_XFERINFODATA, fetching);
}

enum cw_err fetch(const struct fetch_request *request, struct fetch_answer *ret, struct err *reterr) {
        struct fetching fetching = { .request = request };
        char problem[CURL_ERROR_SIZE] = "", condition[FETCH_ETAG + 32];
        CURL *curl = transfer_new("https,http", request->timeout_ms, request->ca_file);
        struct curl_slist *headers = NULL;
        long status = 0;
        if (!curl)
                return err_set(reterr, CW_ERR_MEMORY, "no memory to fetch");
        if (request->etag && *request->etag) {
                snprintf(condition, sizeof condition, "If-None-Match: %s", request->etag);
                headers = curl_slist_append(NULL, condition);
        }
        prepare(curl, &fetching, headers, problem);
        CURLcode failed = curl_easy_perform(curl);
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
        curl_easy_cleanup(curl);
        curl_slist_free_all(headers);
        if (failed || (status != 200 && status != 304))
                return err_set(reterr, CW_ERR_IO, "%s",
                               fetching.why ? fetching.why
                               : *problem   ? problem
                               : failed     ? curl_easy_strerror(failed)
                                            : "an answer that is neither 200 nor 304");
        *ret = fetching.answer;
        ret->unchanged = status == 304;
        return CW_OK;
}

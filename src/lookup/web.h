/* web: questions over HTTP by libcurl, in the loop's thread; connections are kept for the next ones. A host name is
 * resolved by libcurl in a thread of its own and remembered for a minute; an address needs none. */
#pragma once

#include "base/err.h"
#include "base/span.h"
#include "lookup/loop.h"

struct web;
struct curl_slist;

[[nodiscard]] enum cw_err web_new(struct loop *loop, struct web **ret, struct err *reterr);
/* Behind the end of the loop, when nothing is under way. NULL is fine. */
void web_free(struct web *web);

/* The caller owns it, and sets what stands before the empty line. */
struct web_request {
        /* Once, in the loop's thread. `why`: NULL for an answer with status 200; else what went wrong, in words. */
        void (*done)(struct web_request *request, const char *why);
        const char *url;
        const char *const *fields; /* "Name: value" */
        uint32_t field_count;
        struct span body; /* of a POST; ptr NULL: GET */
        char *answer;     /* of the caller; an answer that does not fit is none */
        size_t room, len;
        int64_t until_ms; /* of the monotonic clock */

        struct web *web;
        void *easy;
        struct curl_slist *list;
        bool too_long;
};
/* `done` may be called before this returns. */
void web_start(struct web *web, struct web_request *request);
/* `done` is not called any more. For one that is under way. */
void web_cancel(struct web_request *request);

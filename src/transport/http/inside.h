/* inside: what the files of this folder share. */
#pragma once

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "ops/answers.h"
#include "transport/http/http.h"

enum { LISTEN_MOST = 16, QUEUE_MOST = 64, ARGUMENTS_MOST = 4 };

/* A connection, from its first byte to its last. */
struct link {
        struct link *before, *after;
        int fd;
        int64_t deadline_ms; /* of the monotonic clock: until then the client must have done its part; 0: we are at work */
        bool peer_trusted; /* a unix socket of root, or of our own user */
        unsigned peer_user;
        char address[64]; /* of the client, as the socket proves it; "": a unix socket */
};

struct http {
        int fds[LISTEN_MOST];
        unsigned fd_count, daemon_count, worker_count;
        struct MHD_Daemon *daemons[LISTEN_MOST];
        struct http_parts parts;
        pthread_t workers[HTTP_WORKERS], sweeper;
        bool sweeping;

        pthread_mutex_t lock; /* of all that follows */
        pthread_cond_t changed;
        const struct config *config;
        struct link *links;
        struct request *first, *last; /* that wait for a worker */
        unsigned waiting, open;       /* requests: in the queue; not answered in full */
        unsigned at_work;             /* workers that have not ended */
        unsigned doctors;             /* requests that are being examined */
        unsigned outside;             /* requests that wait for the outside, and come back into the queue */
        bool stopping;
};

/* A request, from its first line to the last byte of its answer. */
struct request {
        struct http *http;
        struct MHD_Connection *connection;
        struct link *link;
        struct request *next;
        const struct config *config; /* a reference */
        const struct op *op;         /* NULL: none of the operations */
        const struct page *page;     /* NULL: none of them */
        char *rest;                  /* of a page: what its path goes on with */
        const char *label;           /* for the metrics: of a table, or a literal */
        uint64_t began_ns;
        char *body;
        size_t length;
        bool posted;                 /* to a page */
        bool too_long, metrics_only; /* a worker has only to look at the key */
        bool worked;                 /* the answer is there */
        bool length_doubtful;        /* where the body ends */
        struct check *check;         /* a judgement on its way; NULL: none */

        unsigned status;
        char *text; /* the answer, to be freed */
        size_t text_length;
        const char *type; /* its media type */
        bool attachment;
        char *cookie, *location; /* Set-Cookie, Location; NULL: none */
};

/* ---- request.c --------------------------------------------------------------------------------------------------- */

enum MHD_Result request_arrives(void *user, struct MHD_Connection *connection, const char *url, const char *method,
                                const char *version, const char *upload, size_t *upload_size, void **request);
void request_ends(void *user, struct MHD_Connection *connection, void **request, enum MHD_RequestTerminationCode code);
/* {"error": {"code", "text"}} */
void request_fail(struct request *request, unsigned status, enum cw_err code, const char *text);
/* Takes over `text`. */
void request_answer(struct request *request, unsigned status, const char *type, char *text, size_t length);
void request_json(struct request *request, unsigned status, const json_t *document);
/* /metrics */
void request_metrics(struct request *request);

/* ---- pages.c: what users meet in a browser, without a key ---------------------------------------------------------- */

struct store;
struct page {
        const char *path; /* where it ends with /, the rest is the page's own */
        const char *label;
        bool get, post;
        void (*answer)(struct request *request, struct store *store); /* in a worker */
};
const struct page *page_of(const char *url);
/* Of an HTML page: what a browser may do with it. */
void page_headers(struct MHD_Response *response);
void page_link(struct request *request, struct store *store);

/* A page that is being written; page_end answers with it. */
struct writing {
        FILE *out;
        char *text;
        size_t length;
};
void page_begin(struct writing *writing, const char *title);
/* What a stranger may have written. */
void page_text(struct writing *writing, const char *text);
void page_end(struct writing *writing, struct request *request, unsigned status);

/* ---- signed.c -------------------------------------------------------------------------------------------------------- */

/* What proves who asks: Authorization: Bearer, or the cookie of a session; NULL: neither. */
struct proof {
        char text[128];
        bool cookie;
};
bool signed_proof(struct MHD_Connection *connection, struct proof *ret);
/* Whether it is a session's; `owner` then says whose. CW_OK and false: nobody's whom we know. */
[[nodiscard]] enum cw_err signed_owner(struct store *store, const struct proof *proof,
                                       char owner[static OP_ADDRESS_BYTES], bool *ret, struct err *reterr);
/* A cookie goes with what other sites send, if a browser is old: such a request is none of the user's. */
bool signed_is_foreign(struct MHD_Connection *connection);
void signed_answer(struct request *request, struct store *store); /* POST, GET /v1/session */
void signed_end(struct request *request, struct store *store);    /* POST /v1/session/end */
/* The address of who asks, by http-proxies; "": not known. */
enum { CLIENT_BYTES = 64 };
void signed_client(const struct request *request, char ret[static CLIENT_BYTES]);
/* Whether somebody has tried too often from this address; counts this attempt. */
bool signed_too_often(const struct request *request);
/* Whose things an address is: false where it is none of ours. */
bool signed_user(const struct request *request, const char *address, char owner[static OP_ADDRESS_BYTES]);
/* Makes a session; CW_OK: its cookie goes with the answer. */
[[nodiscard]] enum cw_err signed_cookie(struct request *request, struct store *store, const char *owner,
                                        const char *method, struct err *reterr);

/* ---- page-oidc.c ------------------------------------------------------------------------------------------------------ */

void page_oidc_begin(struct request *request, struct store *store); /* GET /v1/session/oidc: to the issuer */
void page_oidc_end(struct request *request, struct store *store);   /* GET /v1/session/callback: back from it */

/* ---- work.c's for others ---------------------------------------------------------------------------------------------- */

unsigned http_status_of(enum cw_err code);

/* ---- arguments.c ------------------------------------------------------------------------------------------------- */

/* Words of a command line, made of what a request says, so that they are checked in one place. */
struct words {
        char *list[2 * PARAMS + 64];
        uint32_t count;
        char *arguments[ARGUMENTS_MOST];
};
/* Of the query (GET) or of the JSON object (POST). To be freed in every case. */
[[nodiscard]] enum cw_err words_read(struct request *request, struct words *ret, struct err *reterr);
void words_free(struct words *words);

/* ---- work.c ------------------------------------------------------------------------------------------------------ */

/* The connection is suspended until a worker has written the answer. False: too much to do, or the end is near. */
[[nodiscard]] bool work_add(struct http *http, struct request *request);
[[nodiscard]] enum cw_err work_start(struct http *http, struct err *reterr);
/* Answers who waits, and waits for the workers; false: not all have finished in time. */
[[nodiscard]] bool work_stop(struct http *http, int64_t deadline_ms);

/* Again into the queue, whatever is in it: it was there before. Any thread. */
void work_again(struct request *request);

/* ---- check.c ------------------------------------------------------------------------------------------------------- */

/* Whether its body is a mail to be judged. */
static inline bool request_is_check(const struct request *request) {
        return request->op && op_id_of(request->op) == OP_CHECK;
}
/* Begins to judge. False: it waits for the outside, and is not to be touched any more; work_again was or will be called. */
[[nodiscard]] bool check_begin(struct request *request);
/* Of one that came back: the answer. */
void check_finish(struct request *request);

/* ---- doctor.c ------------------------------------------------------------------------------------------------------ */

static inline bool request_is_doctor(const struct request *request) {
        return request->op && op_id_of(request->op) == OP_DOCTOR;
}
/* An operation like the others, but that its body is a mail. */
static inline bool request_is_report(const struct request *request) {
        return request->op && op_id_of(request->op) == OP_REPORTS_READ;
}
/* Whether its parameters stand in the query, for its body is a mail. */
static inline bool request_is_mail(const struct request *request) {
        return request_is_check(request) || request_is_doctor(request) || request_is_report(request);
}
void doctor_answer(struct request *request);

/* ---- links.c ----------------------------------------------------------------------------------------------------- */

void link_changes(void *user, struct MHD_Connection *connection, void **link, enum MHD_ConnectionNotificationCode code);
struct link *link_of(struct MHD_Connection *connection);
/* From now on the client has this long; 0: as long as it takes. */
void link_set(struct http *http, struct link *link, int64_t ms);
[[nodiscard]] enum cw_err links_start(struct http *http, struct err *reterr);
void links_stop(struct http *http);

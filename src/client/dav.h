/* dav: requests of WebDAV (RFC 4918) to one server, and what its answers say. Private to the client layer.
 *
 * Memory is malloc's, bounded by LIMIT_CALDAV_…; nothing here allocates from an arena. */
#pragma once

#include <curl/curl.h>
#include <stdint.h>

#include "base/err.h"
#include "base/limits.h"
#include "base/span.h"

/* A growing text, NUL behind it; zeroed memory is empty. */
struct dav_text {
        char *ptr;
        size_t len, room;
};
/* False: no memory, or longer than LIMIT_CALDAV_ANSWER. */
[[nodiscard]] bool dav_text_add(struct dav_text *text, struct span s);
void dav_text_free(struct dav_text *text);
static inline struct span dav_text_span(const struct dav_text *text) {
        return (struct span){ text->ptr, text->len };
}
/* "" for an empty one. */
static inline const char *dav_text_c(const struct dav_text *text) {
        return text->ptr ? text->ptr : "";
}

/* ---- answers (dav-answer.c) ------------------------------------------------------------------------------------- */

enum dav_value {
        DAV_ETAG,
        DAV_NAME, /* displayname */
        DAV_PRINCIPAL,
        DAV_HOME,
        DAV_INBOX,
        DAV_DEFAULT_CALENDAR,
        DAV_DATA, /* calendar-data */
        DAV_VALUES
};

enum dav_flag {
        DAV_COLLECTION = 1,
        DAV_CALENDAR = 2,
        DAV_IS_INBOX = 4,
        DAV_EVENTS = 8,      /* takes VEVENT */
        DAV_COMPONENTS = 16, /* said which components it takes */
        DAV_WRITES = 32,     /* the user may add and change */
        DAV_PRIVILEGES = 64, /* said what the user may */
        DAV_ELSEWHERE = 128, /* a calendar that only shows another server's, or a view (calendarserver.org) */
};

/* What the propstat blocks of status 2xx said. */
struct dav_properties {
        struct dav_text values[DAV_VALUES];
        struct dav_text addresses[LIMIT_CALDAV_ADDRESSES]; /* of calendar-user-address-set, as written */
        uint32_t address_count;
        unsigned flags;
};

struct dav_response {
        char *path; /* from the first slash, percent-encoded as the server wrote it */
        int status; /* of the response itself; 0: only its properties have one */
        struct dav_properties *properties;
};

struct dav_answer {
        struct dav_response *responses;
        uint32_t count, room;
        char condition[64]; /* of DAV:error: the name of what was not fulfilled; "": none */
};

/* Reads a multistatus or error. False: it is neither, has a document type, is nested too deep or too long, is cut off, or there is no
 * memory; what was read until there is in `ret`. Entities and external files are never read. */
[[nodiscard]] bool dav_answer_read(struct span xml, struct dav_answer *ret);
/* Leaves only those that are `wanted`. */
void dav_answer_keep(struct dav_answer *answer, bool (*wanted)(const struct dav_response *));
void dav_answer_free(struct dav_answer *answer);
#define DAV_ANSWER_CLEANUP __attribute__((cleanup(dav_answer_free)))

static inline struct span dav_value(const struct dav_response *response, enum dav_value value) {
        return dav_text_span(&response->properties->values[value]);
}

/* Of an href the path, within it, or empty: other schemes, control characters, too long. */
struct span dav_path(struct span href);

/* ---- requests (dav.c) ------------------------------------------------------------------------------------------- */

struct dav {
        CURL *curl;
        char *origin;              /* "https://host:port" */
        struct curl_slist *always; /* headers of every request */
        bool digest;               /* the server wants Digest */
};

struct dav_login {
        const char *user, *password; /* NULL: no Authorization */
        struct span header;          /* "Name: value"; empty: none */
        const char *ca_file;
        uint32_t timeout_ms;
};

struct dav_request {
        const char *method;
        const char *path;
        int depth;            /* -1: not said */
        const char *type;     /* of the body; NULL: XML */
        struct span body;     /* ptr NULL: none */
        const char *if_match; /* NULL: not said */
        bool only_new;        /* If-None-Match: * */
        bool silent;          /* Schedule-Reply: F (RFC 6638 8.1) */
};

struct dav_reply {
        int status;
        struct dav_text body;
        char etag[LIMIT_CALDAV_ETAG];
        char location[LIMIT_CALDAV_PATH]; /* of the same server, as a path; "" */
        char abilities[1024];             /* the DAV header(s), with commas between */
};
void dav_reply_free(struct dav_reply *reply);
#define DAV_REPLY_CLEANUP __attribute__((cleanup(dav_reply_free)))

/* `url`: http:// or https://; its path is not used. */
[[nodiscard]] enum cw_err dav_init(struct dav *dav, const char *url, const struct dav_login *login, struct err *reterr);
void dav_done(struct dav *dav);

/* One request; redirections are not followed. Fails where there is no HTTP answer (CW_ERR_IO), or it is too long. */
[[nodiscard]] enum cw_err dav_ask(struct dav *dav, const struct dav_request *request, struct dav_reply *ret,
                                  struct err *reterr);
/* The failure that a status is: 401, 403 CW_ERR_PERMISSION; 404, 410 CW_ERR_NOT_FOUND; what may go better later (409, 423, 429,
 * 5xx, 507) CW_ERR_IO; other 4xx, and 403 with a condition, CW_ERR_USAGE: it would not take the same thing later either. */
enum cw_err dav_refused(const struct dav_request *request, const struct dav_reply *reply, struct err *reterr);
/* A request whose answer is a multistatus. 404 and the like fail as in dav_refused. */
[[nodiscard]] enum cw_err dav_list(struct dav *dav, const struct dav_request *request, struct dav_answer *ret,
                                   struct err *reterr);
/* That, and the reply's own fields too; ret_reply may be NULL. Follows up to three redirections on the same server. */
[[nodiscard]] enum cw_err dav_list_at(struct dav *dav, const struct dav_request *request, struct dav_answer *ret,
                                      struct dav_reply *ret_reply, struct err *reterr);

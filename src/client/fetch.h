/* fetch: gets a file by HTTPS or HTTP when it has changed. Blocks: for a thread that nobody waits for. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

enum { FETCH_ETAG = 256 };

struct fetch_request {
        const char *url;          /* https:// or http://; followed to https:// only */
        const char *ca_file;      /* certificates that are believed; NULL: the system's */
        const char *etag;         /* of what is there already; NULL or "": none */
        uint64_t most;            /* bytes; more is a failure */
        uint32_t timeout_ms;      /* for all of it */
        const _Atomic bool *stop; /* gives it up; may be NULL */
        int fd;                   /* written to */
};

struct fetch_answer {
        bool unchanged; /* 304: nothing was written */
        uint64_t bytes;
        char etag[FETCH_ETAG]; /* "": none, or one that is too long */
};

/* Fails where the answer is not 200 or 304, too. */
[[nodiscard]] enum cw_err fetch(const struct fetch_request *request, struct fetch_answer *ret, struct err *reterr);

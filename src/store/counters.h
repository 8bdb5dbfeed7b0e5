/* counters: how much of something there was within the last minutes, by key, over sliding windows: messages of an account,
 * distinct recipients of a content. Nothing is kept on disk.
 *
 * In memory by default. With a Valkey or Redis all nodes count together; each node counts for itself beside it, and that is
 * what is answered while the server is lost or slow: accuracy is lost, nothing else. A server that failed is left alone for
 * a second.
 *
 * All functions may be called by every thread, where SIGPIPE is blocked or ignored. A NULL `counters` counts nothing: all results are 0. */
#pragma once

#include "base/err.h"
#include "base/span.h"

struct config;
struct counters;
struct metrics;

struct counters_settings {
        const char *url;           /* "", NULL: in memory; redis://host[:port][/number], redis+unix:///path[?number] */
        const char *password_file; /* "", NULL: none */
        uint32_t timeout_ms;       /* for an answer of the server, and for connecting */
        uint32_t keys;             /* kept in memory; those that were not counted for longest give way */
        struct metrics *metrics;   /* borrowed; may be NULL */
};
/* What the options say; borrows from `config`. */
struct counters_settings counters_settings_from(const struct config *config, struct metrics *metrics);

/* CW_ERR_CONFIG: the URL is wrong or the password cannot be read. A server that does not answer is no failure. */
[[nodiscard]] enum cw_err counters_new(const struct counters_settings *settings, struct counters **ret,
                                       struct err *reterr);
/* The timeout of other settings; the rest of them needs a new one. While others count. NULL is fine. */
void counters_reload(struct counters *counters, const struct counters_settings *settings);
void counters_free(struct counters *counters); /* NULL is fine */
/* "memory" or "redis". */
const char *counters_driver(const struct counters *counters);
/* False: there is a server, and it did not answer the last time. */
bool counters_up(const struct counters *counters);

/* One thing to count. The key is any bytes; begin it with what is counted ("account-messages:anna@example.org"). Only a
 * hash of keys and members is kept or leaves the process. */
struct count {
        struct span key;
        uint32_t window_s; /* 1 to a week; another window is another count */
        /* What to add, at most 1,000,000 at once; 0 and no members: only looks. */
        uint32_t by;
        /* Not NULL: counts distinct members, `by` is not read. A member counts for the window since it was last seen. */
        const struct span *members;
        uint32_t member_count;
        bool distinct; /* with no members: only looks at a count of distinct ones */
        /* Answer: how much there was within the window that ends now, this included. Sums are exact to an eighth of the
         * window. Distinct ones stop at LIMIT_COUNTER_MEMBERS. */
        uint64_t result;
};

/* Counts all of them, with one question to the server. The time is that of the server, or of the monotonic clock. */
void counters_count(struct counters *counters, struct count *counts, uint32_t count);

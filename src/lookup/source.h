/* source: a service of the operator's own that is asked over HTTP about each domain, mailbox or client address, and answers
 * in JSON: its age, a score, whether it is listed. What it says is kept for a while.
 *
 * The URL is a template with one of {domain}, {address}, {ip}; RFC 6901 pointers say where the values stand. */
#pragma once

#include "lookup/lookup.h"

struct source_answer {
        bool age_known, score_known, listed;
        double age_days, score;
};

/* Where the values stand; empty: they are not read. */
struct source_places {
        const char *age, *score, *listed;
};

/* False: it is no JSON, or none of the values stands there. A listing is `true`, a number other than 0, or a text that is
 * neither empty nor "false", "no", "0". */
bool source_read(struct span answer, const struct source_places *places, struct source_answer *ret);

/* The template with what is asked, percent-encoded; empty where the template does not ask about that kind. */
struct span source_url(struct arena *arena, const char *url, const char *name, struct span value);

/* What was said, by URL: as many as there are places, the newest wins. */
struct source_cache;
struct source_cache *source_cache_new(void);
void source_cache_free(struct source_cache *cache);
/* Any thread. */
bool source_cache_get(struct source_cache *cache, struct span url, int64_t now_ms, struct source_answer *ret);
void source_cache_put(struct source_cache *cache, struct span url, int64_t until_ms, const struct source_answer *answer);

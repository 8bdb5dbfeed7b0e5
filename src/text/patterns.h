/* patterns: many regular expressions searched at once (hyperscan or vectorscan). */
#pragma once

#include "base/err.h"
#include "base/span.h"

enum pattern_flag {
        PATTERN_LITERAL = 1 << 0, /* no expression: these very bytes */
        PATTERN_CASELESS = 1 << 1,
        PATTERN_UTF8 = 1 << 2, /* the text is valid UTF-8, and . is a character */
        PATTERN_MULTILINE = 1 << 3,
        PATTERN_DOTALL = 1 << 4,
        PATTERN_ONCE = 1 << 5,  /* report the first match only */
        PATTERN_START = 1 << 6, /* report where it begins too (costs more; not with ONCE) */
};

struct pattern {
        struct span text;
        uint32_t id;
        unsigned flags;
};

struct patterns;         /* immutable, shared by threads */
struct patterns_scratch; /* one thread's own */

/* CW_ERR_CONFIG when a pattern is wrong: *ret_index says which (may be NULL), the text why. */
[[nodiscard]] enum cw_err patterns_new(const struct pattern *list, uint32_t count, struct patterns **ret,
                                       uint32_t *ret_index, struct err *reterr);
void patterns_free(struct patterns *patterns);

/* Whether one pattern compiles; the reason in *reterr. `*ret_loose`: it has no literal of at least 3 bytes to find it
 * by, so it is dear (may be NULL). */
[[nodiscard]] enum cw_err patterns_check(const struct pattern *pattern, bool *ret_loose, struct err *reterr);

/* A compiled database as bytes for a cache, and back. The bytes are malloced, the caller frees them. They are bound to
 * version and processor; other ones are refused with CW_ERR_USAGE, and the caller compiles anew. */
[[nodiscard]] enum cw_err patterns_save(const struct patterns *patterns, char **ret_bytes, size_t *ret_len,
                                        struct err *reterr);
[[nodiscard]] enum cw_err patterns_load(struct span bytes, struct patterns **ret, struct err *reterr);
/* What a cache must be keyed by, besides the patterns: the library's version and the processor's features. */
const char *patterns_engine(void);

[[nodiscard]] enum cw_err patterns_scratch_new(const struct patterns *patterns, struct patterns_scratch **ret,
                                               struct err *reterr);
void patterns_scratch_free(struct patterns_scratch *scratch);

/* Called for each match; `from` is 0 without PATTERN_START. Returning false ends the scan. */
typedef bool patterns_found(void *user, uint32_t id, size_t from, size_t to);

/* Reads all of `text`. It never fails for what the text holds. The callback must not leave by longjmp. */
void patterns_scan(const struct patterns *patterns, struct patterns_scratch *scratch, struct span text,
                   patterns_found *found, void *user);

#include "text/patterns.h"

#include <assert.h>
#include <hs/hs.h>
#include <stdlib.h>
#include <string.h>

struct patterns {
        hs_database_t *database;
};

struct patterns_scratch {
        hs_scratch_t *scratch;
};

/* Hyperscan takes texts of at most this many bytes. */
static const size_t SCAN_MAX = UINT32_MAX;

static unsigned hyperscan_flags(unsigned flags) {
        static const struct {
                unsigned ours, theirs;
        } map[] = {
                { PATTERN_CASELESS, HS_FLAG_CASELESS },   { PATTERN_UTF8, HS_FLAG_UTF8 },
                { PATTERN_MULTILINE, HS_FLAG_MULTILINE }, { PATTERN_DOTALL, HS_FLAG_DOTALL },
                { PATTERN_ONCE, HS_FLAG_SINGLEMATCH },    { PATTERN_START, HS_FLAG_SOM_LEFTMOST },
        };
        unsigned theirs = 0;
        for (size_t i = 0; i < sizeof map / sizeof *map; i++)
                if (flags & map[i].ours)
                        theirs |= map[i].theirs;
        return theirs;
}

/* The pattern as a terminated expression, malloced. A literal is written with every byte that is no letter or digit
 * escaped, so that literals and expressions share one database. NULL: no memory. */
static char *expression_of(const struct pattern *pattern) {
        char *text = malloc(pattern->text.len * 4 + 1);
        if (!text)
                return NULL;
        if (!(pattern->flags & PATTERN_LITERAL)) {
                memcpy(text, pattern->text.ptr, pattern->text.len);
                text[pattern->text.len] = '\0';
                return text;
        }
        size_t len = 0;
        for (size_t i = 0; i < pattern->text.len; i++) {
                unsigned char c = (unsigned char)pattern->text.ptr[i];
                if (ascii_alnum((char)c) || c >= 0x80)
                        text[len++] = (char)c;
                else
                        len += (size_t)snprintf(text + len, 5, "\\x%02x", c);
        }
        text[len] = '\0';
        return text;
}

struct compile_input {
        char **expressions;
        unsigned *flags, *ids;
        uint32_t count;
};

static void input_clear(struct compile_input *input) {
        for (uint32_t i = 0; input->expressions && i < input->count; i++)
                free(input->expressions[i]);
        free(input->expressions);
        free(input->flags);
        free(input->ids);
}

static enum cw_err input_fill(const struct pattern *list, uint32_t count, struct compile_input *ret,
                              uint32_t *ret_index, struct err *reterr) {
        ret->count = count;
        ret->expressions = calloc(count, sizeof *ret->expressions);
        ret->flags = calloc(count, sizeof *ret->flags);
        ret->ids = calloc(count, sizeof *ret->ids);
        if (!ret->expressions || !ret->flags || !ret->ids)
                return err_set(reterr, CW_ERR_MEMORY, "no memory for %u patterns", count);
        for (uint32_t i = 0; i < count; i++) {
                bool nul = memchr(list[i].text.ptr, 0, list[i].text.len) && !(list[i].flags & PATTERN_LITERAL);
                if (list[i].text.len == 0 || nul) {
                        *ret_index = i;
                        return err_set(reterr, CW_ERR_CONFIG, "the pattern %s", nul ? "holds a NUL" : "is empty");
                }
                ret->expressions[i] = expression_of(&list[i]);
                if (!ret->expressions[i])
                        return err_set(reterr, CW_ERR_MEMORY, "no memory for a pattern");
                ret->flags[i] = hyperscan_flags(list[i].flags);
                ret->ids[i] = list[i].id;
        }
        return CW_OK;
}

static enum cw_err wrap(hs_database_t *database, struct patterns **ret, struct err *reterr) {
        struct patterns *patterns = calloc(1, sizeof *patterns);
        if (!patterns) {
                hs_free_database(database);
                return err_set(reterr, CW_ERR_MEMORY, "no memory for patterns");
        }
        patterns->database = database;
        *ret = patterns;
        return CW_OK;
}

enum cw_err patterns_new(const struct pattern *list, uint32_t count, struct patterns **ret, uint32_t *ret_index,
                         struct err *reterr) {
        uint32_t ignored;
        if (!ret_index)
                ret_index = &ignored;
        if (count == 0) {
                *ret = calloc(1, sizeof **ret);
                return *ret ? CW_OK : err_set(reterr, CW_ERR_MEMORY, "no memory for patterns");
        }
        struct compile_input input = { 0 };
        enum cw_err code = input_fill(list, count, &input, ret_index, reterr);
        hs_database_t *database = NULL;
        hs_compile_error_t *why = NULL;
        if (code == CW_OK && hs_compile_multi((const char *const *)input.expressions, input.flags, input.ids, count,
                                              HS_MODE_BLOCK, NULL, &database, &why) != HS_SUCCESS) {
                bool one = why && why->expression >= 0;
                if (one)
                        *ret_index = (uint32_t)why->expression;
                code = err_set(reterr, one ? CW_ERR_CONFIG : CW_ERR_MEMORY, "%s", why ? why->message : "no reason");
                hs_free_compile_error(why);
        }
        input_clear(&input);
        return code == CW_OK ? wrap(database, ret, reterr) : code;
}

void patterns_free(struct patterns *patterns) {
        if (!patterns)
                return;
        hs_free_database(patterns->database);
        free(patterns);
}

/* The longest run of plain letters that every match must hold, judged roughly: runs outside of brackets and groups,
 * not followed by something that makes their last letter optional, and no alternative at the top. */
static bool holds_literal(struct span text) {
        size_t run = 0, best = 0, depth = 0;
        for (size_t i = 0; i < text.len; i++) {
                char c = text.ptr[i];
                bool plain = c == ' ' || c == '-' || c == ',' || c == '@' || c == '/' || c == ':' || ascii_alnum(c) ||
                             (unsigned char)c >= 0x80;
                if (c == '\\' && i + 1 < text.len) {
                        plain = !ascii_alnum(text.ptr[++i]);
                } else if (c == '[') {
                        while (i + 1 < text.len && text.ptr[i] != ']')
                                i += text.ptr[i] == '\\' ? 2 : 1;
                } else if (c == '(') {
                        depth++;
                } else if (c == ')' && depth > 0) {
                        depth--;
                } else if (c == '|' && depth == 0) {
                        if (best < 3)
                                return false;
                        best = run = 0;
                        continue;
                }
                if (plain) {
                        run++;
                        if (run > best)
                                best = run;
                        continue;
                }
                if ((c == '?' || c == '*' || c == '{') && best == run && best > 0)
                        best--;
                while (c == '{' && i + 1 < text.len && text.ptr[i] != '}')
                        i++;
                run = 0;
        }
        return best >= 3;
}

enum cw_err patterns_check(const struct pattern *pattern, bool *ret_loose, struct err *reterr) {
        struct patterns *patterns = NULL;
        enum cw_err code = patterns_new(pattern, 1, &patterns, NULL, reterr);
        if (code != CW_OK)
                return code;
        patterns_free(patterns);
        if (ret_loose)
                *ret_loose = pattern->flags & PATTERN_LITERAL ? pattern->text.len < 3 : !holds_literal(pattern->text);
        return CW_OK;
}

enum cw_err patterns_save(const struct patterns *patterns, char **ret_bytes, size_t *ret_len, struct err *reterr) {
        if (!patterns->database)
                return err_set(reterr, CW_ERR_USAGE, "there is no pattern to save");
        hs_error_t code = hs_serialize_database(patterns->database, ret_bytes, ret_len);
        return code == HS_SUCCESS ? CW_OK : err_set(reterr, CW_ERR_MEMORY, "patterns cannot be saved (%d)", code);
}

enum cw_err patterns_load(struct span bytes, struct patterns **ret, struct err *reterr) {
        hs_database_t *database = NULL;
        hs_error_t code = hs_deserialize_database(bytes.ptr, bytes.len, &database);
        if (code == HS_NOMEM)
                return err_set(reterr, CW_ERR_MEMORY, "no memory for patterns");
        if (code != HS_SUCCESS)
                return err_set(reterr, CW_ERR_USAGE, "saved patterns are of another version or processor (%d)", code);
        return wrap(database, ret, reterr);
}

const char *patterns_engine(void) {
        return hs_version();
}

enum cw_err patterns_scratch_new(const struct patterns *patterns, struct patterns_scratch **ret, struct err *reterr) {
        struct patterns_scratch *scratch = calloc(1, sizeof *scratch);
        if (!scratch)
                return err_set(reterr, CW_ERR_MEMORY, "no memory for scratch space");
        if (patterns->database && hs_alloc_scratch(patterns->database, &scratch->scratch) != HS_SUCCESS) {
                free(scratch);
                return err_set(reterr, CW_ERR_MEMORY, "no memory for scratch space");
        }
        *ret = scratch;
        return CW_OK;
}

void patterns_scratch_free(struct patterns_scratch *scratch) {
        if (!scratch)
                return;
        hs_free_scratch(scratch->scratch);
        free(scratch);
}

struct scan {
        patterns_found *found;
        void *user;
        size_t base;
};

static int on_match(unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *user) {
        (void)flags;
        const struct scan *scan = user;
        return !scan->found(scan->user, id, scan->base + (size_t)from, scan->base + (size_t)to);
}

void patterns_scan(const struct patterns *patterns, struct patterns_scratch *scratch, struct span text,
                   patterns_found *found, void *user) {
        if (!patterns->database || text.len == 0)
                return;
        struct scan scan = { .found = found, .user = user };
        while (text.len > 0) {
                struct span piece = span_head(text, SCAN_MAX);
                hs_error_t code = hs_scan(patterns->database, piece.ptr, (unsigned)piece.len, 0, scratch->scratch,
                                          on_match, &scan);
                if (code == HS_SCAN_TERMINATED)
                        return;
                assert(code == HS_SUCCESS);
                scan.base += piece.len;
                text = span_skip(text, piece.len);
        }
}

#include "message/authentication.h"

#include "base/limits.h"
#include "message/syntax.h"
#include "text/charset.h"

struct reader {
        struct arena *arena;
        struct span rest;
        bool no_comments, no_quotes; /* one is open that nothing closes: taken as it stands */
        bool broken;
        struct span comment; /* first since it was emptied */
};

/* White space and comments, which nest (RFC 5322 3.2.2). */
static void cfws_skip(struct reader *r) {
        size_t i = 0, depth = 0, from = 0;
        for (; i < r->rest.len; i++) {
                char c = r->rest.ptr[i];
                if (depth > 0 && c == '\\') {
                        i++;
                } else if (c == '(' && !r->no_comments) {
                        if (depth++ == 0)
                                from = i;
                } else if (c == ')' && depth > 0) {
                        if (--depth == 0 && !r->comment.ptr)
                                r->comment = (struct span){ r->rest.ptr + from + 1, i - from - 1 };
                } else if (depth == 0 && !ascii_space(c)) {
                        break;
                }
        }
        if (depth > 0) {
                r->no_comments = r->broken = true;
                i = from + 1;
        }
        r->rest = span_skip(r->rest, i);
}

static struct span unquote(struct arena *arena, struct span s) {
        char *copy = arena_bytes(arena, s.len);
        size_t len = 0;
        for (size_t i = 0; i < s.len; i++) {
                if (s.ptr[i] == '\\' && i + 1 < s.len)
                        i++;
                if (s.ptr[i] != '\r' && s.ptr[i] != '\n')
                        copy[len++] = s.ptr[i];
        }
        return (struct span){ copy, len };
}

/* A value: a quoted string, or what stands up to white space, `;` or a comment; with a quoted string in it where an
 * address has one. `stop` ends it too. */
static struct span value_take(struct reader *r, const char *stop) {
        struct span s = r->rest;
        size_t i = 0, quoted = 0;
        while (i < s.len && !ascii_space(s.ptr[i]) && s.ptr[i] != ';' && s.ptr[i] != '(' && s.ptr[i] != '\0' &&
               !strchr(stop, s.ptr[i])) {
                if (s.ptr[i] != '"') {
                        i++;
                        continue;
                }
                size_t inner = r->no_quotes ? SIZE_MAX : quoted_length(span_skip(s, i + 1));
                r->no_quotes |= inner == SIZE_MAX;
                r->broken |= r->no_quotes;
                size_t len = r->no_quotes ? 1 : inner + 2;
                quoted = i == 0 && !r->no_quotes ? len : quoted;
                i += len;
        }
        /* So that a NUL or a stop that nobody expects does not hold up the reading. */
        if (i == 0 && s.len > 0 && s.ptr[0] == '\0')
                r->rest = span_skip(s, 1);
        else
                r->rest = span_skip(s, i);
        struct span value = span_head(s, i);
        if (quoted > 0 && quoted == i)
                value = unquote(r->arena, (struct span){ s.ptr + 1, i - 2 });
        return value;
}

static bool at_end(const struct reader *r) {
        return r->rest.len == 0 || r->rest.ptr[0] == ';';
}

/* Words up to `=` (or `/`), with the dot of `type.name` anywhere between comments. Empty when the segment ends before;
 * of words that nothing joins the last counts. */
static struct span name_take(struct reader *r) {
        char joined[128];
        struct span name = { 0 };
        for (;;) {
                cfws_skip(r);
                if (at_end(r) || r->rest.ptr[0] == '=' || r->rest.ptr[0] == '/')
                        break;
                struct span word = value_take(r, "=/");
                if (word.len == 0) {
                        r->broken = true;
                        r->rest = span_skip(r->rest, 1);
                        continue;
                }
                bool joins = name.len > 0 && (word.ptr[0] == '.' || name.ptr[name.len - 1] == '.') &&
                             name.len + word.len <= sizeof joined;
                if (joins) {
                        memmove(joined, name.ptr, name.len);
                        memcpy(joined + name.len, word.ptr, word.len);
                        name = (struct span){ joined, name.len + word.len };
                } else {
                        r->broken |= name.len > 0;
                        name = word;
                }
        }
        return name.ptr == joined ? ascii_lowered(r->arena, arena_copy(r->arena, name)) : ascii_lowered(r->arena, name);
}

static void property_add(struct reader *r, struct array *list, struct authentication_result *result, struct span name,
                         struct span value) {
        if (span_equal(name, SPAN("reason"))) {
                if (!result->reason.ptr)
                        result->reason = value;
                return;
        }
        struct authentication_property *property = array_push(list, r->arena, sizeof *property,
                                                              LIMIT_AUTHENTICATION_PROPERTIES);
        if (!property) {
                r->broken = true;
                return;
        }
        size_t dot = span_find_byte(name, '.');
        bool typed = dot < name.len;
        *property = (struct authentication_property){
                .type = typed ? span_head(name, dot) : (struct span){ 0 },
                .name = typed ? span_skip(name, dot + 1) : name,
                .value = value,
        };
}

/* reason=, type.property=value, … up to the end of the segment. */
static void properties_read(struct reader *r, struct authentication_result *result) {
        struct array list = { 0 };
        while (!at_end(r)) {
                struct span name = name_take(r);
                if (at_end(r)) {
                        r->broken |= name.len > 0;
                        break;
                }
                r->rest = span_skip(r->rest, 1);
                cfws_skip(r);
                struct span value = value_take(r, "");
                cfws_skip(r);
                if (name.len > 0)
                        property_add(r, &list, result, name, value);
                else
                        r->broken = true;
        }
        result->properties = list.items;
        result->property_count = list.count;
}

/* method [/ version] = result …; false when the segment is something else. */
static bool result_read(struct reader *r, struct authentication_result *ret) {
        struct authentication_result result = { .method = name_take(r), .version = 1 };
        if (!at_end(r) && r->rest.ptr[0] == '/') {
                uint64_t version;
                r->rest = span_skip(r->rest, 1);
                cfws_skip(r);
                if (span_to_u64(value_take(r, "=/"), &version) && version < UINT32_MAX)
                        result.version = (uint32_t)version;
                else
                        r->broken = true;
                cfws_skip(r);
        }
        if (at_end(r) || r->rest.ptr[0] != '=' || result.method.len == 0) {
                *ret = result;
                return false;
        }
        r->rest = span_skip(r->rest, 1);
        cfws_skip(r);
        result.result = ascii_lowered(r->arena, value_take(r, ""));
        r->comment = (struct span){ 0 };
        cfws_skip(r);
        result.comment = r->comment;
        properties_read(r, &result);
        *ret = result;
        return true;
}

/* Whether the field begins with a method: `spf=pass …` of Microsoft 365, or `i=1` of ARC. */
static bool begins_with_method(struct reader r) {
        (void)value_take(&r, "=/");
        cfws_skip(&r);
        return r.rest.len > 0 && r.rest.ptr[0] == '=';
}

/* authserv-id [version]; what does not fit is left for the results. */
static void server_read(struct reader *r, struct authentication_results *results) {
        cfws_skip(r);
        if (begins_with_method(*r))
                return;
        results->authserv_id = value_take(r, "=");
        cfws_skip(r);
        if (at_end(r) || !ascii_digit(r->rest.ptr[0])) {
                r->broken |= !at_end(r);
                return;
        }
        uint64_t version;
        struct reader before = *r;
        if (span_to_u64(value_take(r, "=/"), &version) && version < UINT32_MAX) {
                results->version = (uint32_t)version;
                cfws_skip(r);
        } else {
                r->rest = before.rest;
        }
        r->broken |= !at_end(r);
}

static void instance_read(struct reader *r, struct authentication_results *results) {
        struct reader ahead = *r;
        uint64_t instance;
        cfws_skip(&ahead);
        struct span name = value_take(&ahead, "=");
        cfws_skip(&ahead);
        if (!span_equal_nocase(name, SPAN("i")) || ahead.rest.len == 0 || ahead.rest.ptr[0] != '=')
                return;
        ahead.rest = span_skip(ahead.rest, 1);
        cfws_skip(&ahead);
        if (!span_to_u64(value_take(&ahead, ""), &instance) || instance > UINT32_MAX)
                return;
        results->instance = (uint32_t)instance;
        cfws_skip(&ahead);
        *r = ahead;
        r->rest = span_skip(r->rest, at_end(r) ? 1 : 0);
}

static void segment_skip(struct reader *r) {
        while (!at_end(r)) {
                size_t before = r->rest.len;
                (void)value_take(r, "");
                cfws_skip(r);
                if (r->rest.len == before)
                        r->rest = span_skip(r->rest, 1);
        }
}

struct authentication_results authentication_results_read(struct arena *arena, struct span raw) {
        struct authentication_results results = { .version = 1 };
        struct reader r = { .arena = arena, .rest = utf8_repair(arena, raw) };
        struct array list = { 0 };
        instance_read(&r, &results);
        server_read(&r, &results);
        while (results.version == 1 && r.rest.len > 0) {
                struct authentication_result result;
                while (r.rest.len > 0 && r.rest.ptr[0] == ';') {
                        r.rest = span_skip(r.rest, 1);
                        cfws_skip(&r);
                }
                if (r.rest.len == 0)
                        break;
                if (!result_read(&r, &result)) {
                        results.none |= span_equal(result.method, SPAN("none"));
                        r.broken |= result.method.len > 0 && !span_equal(result.method, SPAN("none"));
                        segment_skip(&r);
                        continue;
                }
                struct authentication_result *kept = array_push(&list, arena, sizeof *kept,
                                                                LIMIT_AUTHENTICATION_RESULTS);
                if (!kept) {
                        r.broken = true;
                        break;
                }
                *kept = result;
        }
        results.items = list.items;
        results.count = list.count;
        results.broken = r.broken;
        return results;
}

bool authentication_from(const struct authentication_results *results, struct span authserv_id) {
        return results->authserv_id.len > 0 && span_equal_nocase(results->authserv_id, authserv_id);
}

struct span authentication_property(const struct authentication_result *result, struct span type, struct span name) {
        bool sender = span_equal(type, SPAN("smtp")) && span_equal(name, SPAN("mailfrom"));
        for (uint32_t i = 0; i < result->property_count; i++) {
                const struct authentication_property *property = &result->properties[i];
                if (span_equal(property->type, type) &&
                    (span_equal(property->name, name) || (sender && span_equal(property->name, SPAN("mail")))))
                        return property->value;
        }
        return (struct span){ 0 };
}

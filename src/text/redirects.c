/* Where links lead that go through somebody else. */
#include "text/url-internal.h"

#include "base/percent.h"
#include "text/domain.h"

static const struct {
        struct span host, path, parameter;
} redirectors[] = {
#define REDIRECTOR(host, path, parameter) \
        { { host, sizeof(host) - 1 }, { path, sizeof(path) - 1 }, { parameter, sizeof(parameter) - 1 } },
#include "text/redirectors.def"
#undef REDIRECTOR
};

static struct span parameter_value(struct span query, struct span name) {
        while (query.len > 0) {
                struct span pair = span_split(&query, '&');
                struct span key = span_split(&pair, '=');
                if (span_starts_nocase(key, SPAN("amp;")))
                        key = span_skip(key, 4);
                if (span_equal_nocase(key, name))
                        return pair;
        }
        return (struct span){ 0 };
}

/* Proofpoint's second form: '-' for '%' and '_' for '/'. */
static struct span proofpoint(struct arena *arena, struct span value) {
        char *out = arena_bytes(arena, value.len);
        for (size_t i = 0; i < value.len; i++)
                out[i] = value.ptr[i] == '-' ? '%' : value.ptr[i] == '_' ? '/' : value.ptr[i];
        return (struct span){ out, value.len };
}

static struct span target_of(struct arena *arena, const struct link *link) {
        for (size_t i = 0; i < sizeof redirectors / sizeof *redirectors; i++) {
                struct span path = redirectors[i].path, parameter = redirectors[i].parameter, value;
                bool root = path.len == 1 && link->path.len == 0;
                if (!domain_has(redirectors[i].host, link->host) || !(root || span_starts_nocase(link->path, path)))
                        continue;
                if (parameter.len == 0) {
                        value = link->query;
                } else if (span_equal(parameter, SPAN("*"))) {
                        value = span_skip(link->path, path.len);
                        size_t http = span_find_nocase(value, SPAN("http"));
                        value = http < value.len ? span_skip(value, http) : value;
                } else {
                        value = parameter_value(link->query, parameter);
                }
                if (span_starts_nocase(path, SPAN("/v2/url")))
                        value = proofpoint(arena, value);
                value = percent_decode(arena, value);
                if (value.len > 3)
                        return value;
        }
        return (struct span){ 0 };
}

void url_follow(const struct text_context *context, struct arena *arena, struct link *link) {
        bool known = link->known && link->known->kinds & (HOST_REDIRECTOR | HOST_REWRITER);
        if (!known || link->path.len + link->query.len == 0)
                return;
        struct span target = unicode_valid(arena, target_of(arena, link));
        if (target.len == 0)
                return;
        size_t scheme = span_find(target, SPAN("://"));
        struct span rest = scheme < 10 && scheme < target.len ? span_skip(target, scheme + 3) : target;
        while (rest.len > 0 && rest.ptr[0] == '/')
                rest = span_skip(rest, 1);
        size_t end = 0;
        while (end < rest.len && span_find_byte(SPAN("/?#\\:"), rest.ptr[end]) == 5)
                end++;
        struct span authority = span_head(rest, end);
        size_t at = span_find_byte(authority, '@');
        if (at < authority.len)
                authority = span_skip(authority, at + 1);
        unsigned flags = 0;
        struct span host = url_host(context, arena, authority, &flags);
        bool plain = scheme < 10 && scheme < target.len;
        if (host.len == 0 || !(plain || flags & LINK_IP || domain_has_known_suffix(context, host)))
                return;
        link->target = target;
        link->target_host = host;
        link->target_domain = domain_registrable(context, host);
        link->target_known = hosts_find(context, host);
        link->flags |= LINK_REDIRECT;
}

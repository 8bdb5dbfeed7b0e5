#include "text/domain.h"

#include "text/context-internal.h"

/* Host names are at most 253 bytes (RFC 1035 2.3.4); of a longer one the end is judged: the owner stands there. */
enum { HOST_BYTES = 253 };

/* Terminated, in lower case; false when it is no name. `ret_cut`: bytes left out in front. */
static bool terminated(struct span host, char out[HOST_BYTES + 1], size_t *ret_cut) {
        *ret_cut = host.len > HOST_BYTES ? host.len - HOST_BYTES : 0;
        host = span_skip(host, *ret_cut);
        if (host.len == 0 || host.ptr[0] == '.' || host.ptr[host.len - 1] == '.' || memchr(host.ptr, '\0', host.len))
                return false;
        memcpy(out, host.ptr, host.len);
        out[host.len] = '\0';
        return true;
}

static bool is_address(struct span host) {
        if (host.len > 0 && host.ptr[0] == '[')
                return true;
        size_t dots = 0;
        for (size_t i = 0; i < host.len; i++) {
                if (!ascii_digit(host.ptr[i]) && host.ptr[i] != '.')
                        return false;
                dots += host.ptr[i] == '.';
        }
        return dots == 3;
}

/* Below these everybody gets a name, and the list does not have them: tenants of Microsoft's cloud. */
static const struct span more_suffixes[] = { SPAN("onmicrosoft.com"), SPAN("mail.onmicrosoft.com"),
                                             SPAN("onmicrosoft.us"), SPAN("onmicrosoft.de"),
                                             SPAN("partner.onmschina.cn") };

/* Where in `name` the one of them begins that it ends with; NULL: with none. */
static const char *more_suffix(const char *name) {
        struct span host = span_from(name);
        const char *found = NULL;
        for (size_t i = 0; i < sizeof more_suffixes / sizeof *more_suffixes; i++) {
                struct span suffix = more_suffixes[i];
                const char *at = host.len >= suffix.len ? name + host.len - suffix.len : NULL;
                bool whole = at && (at == name || at[-1] == '.') && span_ends_nocase(host, suffix);
                if (whole && (!found || at < found))
                        found = at;
        }
        return found;
}

/* The suffix is found by asking for each end of the name, shortest first: names have few labels, and libpsl's own
 * search begins with the longest. */
static struct span registrable(const struct text_context *context, struct span host, int type) {
        char name[HOST_BYTES + 1];
        size_t cut;
        if (is_address(host))
                return host;
        if (!terminated(host, name, &cut))
                return (struct span){ 0 };
        const char *more = type == PSL_TYPE_ANY ? more_suffix(name) : NULL;
        const char *suffix = more ? more : psl_unregistrable_domain(context->psl, name);
        if (type != PSL_TYPE_ANY) {
                suffix = name;
                while (suffix && !psl_is_public_suffix2(context->psl, suffix, type)) {
                        suffix = strchr(suffix, '.');
                        suffix = suffix ? suffix + 1 : NULL;
                }
        }
        if (!suffix || suffix == name)
                return (struct span){ 0 };
        size_t at = (size_t)(suffix - name) - 1;
        while (at > 0 && name[at - 1] != '.')
                at--;
        return span_skip(host, cut + at);
}

/* The list is asked some dozens of times for one message, and mostly for the same few hosts. What it answers depends on
 * nothing but the host, so that a thread's memory of the last answers is no state. */
enum { REMEMBERED = 64, REMEMBERED_BYTES = 60 };
static _Thread_local struct answer {
        uint8_t len, from; /* of the registrable domain within the host; from == len: there is none */
        bool known;
        char host[REMEMBERED_BYTES];
} answers[REMEMBERED];

static struct answer *answer_place(struct span host) {
        uint32_t hash = 2166136261u;
        for (size_t i = 0; i < host.len; i++)
                hash = (hash ^ (uint8_t)host.ptr[i]) * 16777619u;
        return &answers[(hash ^ hash >> 15) % REMEMBERED];
}

struct span domain_registrable(const struct text_context *context, struct span host) {
        if (host.len == 0 || host.len > REMEMBERED_BYTES)
                return registrable(context, host, PSL_TYPE_ANY);
        struct answer *answer = answer_place(host);
        if (!answer->known || answer->len != host.len || memcmp(answer->host, host.ptr, host.len) != 0) {
                struct span domain = registrable(context, host, PSL_TYPE_ANY);
                if (domain.len > 0 && domain.ptr + domain.len != host.ptr + host.len)
                        return domain; /* a dot at the end is not part of it */
                *answer = (struct answer){ .known = true,
                                           .len = (uint8_t)host.len,
                                           .from = (uint8_t)(host.len - domain.len) };
                memcpy(answer->host, host.ptr, host.len);
        }
        return answer->from == answer->len ? (struct span){ 0 } : span_skip(host, answer->from);
}

struct span domain_organisation(const struct text_context *context, struct span host) {
        return registrable(context, host, PSL_TYPE_ICANN);
}

bool domain_has_known_suffix(const struct text_context *context, struct span host) {
        struct span label = host;
        for (size_t i = host.len; i > 0; i--) {
                if (host.ptr[i - 1] == '.') {
                        label = span_skip(host, i);
                        break;
                }
        }
        /* Most names need no look into the list. */
        if (label.len == 3 && (span_equal_nocase(label, SPAN("com")) || span_equal_nocase(label, SPAN("net")) ||
                               span_equal_nocase(label, SPAN("org"))))
                return true;
        char name[64];
        if (label.len < 2 || label.len >= sizeof name || memchr(label.ptr, '\0', label.len))
                return false;
        for (size_t i = 0; i < label.len; i++)
                name[i] = ascii_lower(label.ptr[i]);
        name[label.len] = '\0';
        return psl_is_public_suffix2(context->psl, name, PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE);
}

/* What the bytes of a host name ask for: nothing, lower case, IDNA, or that it is refused. */
enum shape { SHAPE_PLAIN, SHAPE_UPPER, SHAPE_UNICODE, SHAPE_WRONG };

static enum shape shape_of(struct span s) {
        enum shape shape = SHAPE_PLAIN;
        for (size_t i = 0; i < s.len; i++) {
                char c = s.ptr[i];
                if ((c >= 'a' && c <= 'z') || ascii_digit(c) || c == '-' || c == '.' || c == '_')
                        continue;
                if ((unsigned char)c >= 0x80)
                        shape = SHAPE_UNICODE;
                else if (ascii_alpha(c))
                        shape = shape == SHAPE_UNICODE ? shape : SHAPE_UPPER;
                else
                        return SHAPE_WRONG;
        }
        return shape;
}

static struct span idna(const struct text_context *context, struct arena *arena, struct span s, bool to_ascii) {
        char out[1024];
        UErrorCode status = U_ZERO_ERROR;
        UIDNAInfo info = UIDNA_INFO_INITIALIZER;
        if (s.len > 2 * HOST_BYTES)
                return (struct span){ 0 };
        int32_t (*convert)(const UIDNA *, const char *, int32_t, char *, int32_t, UIDNAInfo *,
                           UErrorCode *) = to_ascii ? uidna_nameToASCII_UTF8 : uidna_nameToUnicodeUTF8;
        int32_t len = convert(context->idna, s.ptr, (int32_t)s.len, out, sizeof out, &info, &status);
        if (U_FAILURE(status) || len <= 0)
                return (struct span){ 0 };
        return arena_copy(arena, (struct span){ out, (size_t)len });
}

struct span domain_to_ascii(const struct text_context *context, struct arena *arena, struct span s) {
        while (s.len > 0 && s.ptr[s.len - 1] == '.')
                s.len--;
        enum shape shape = shape_of(s);
        if (shape == SHAPE_WRONG)
                return (struct span){ 0 };
        if (shape == SHAPE_UNICODE) {
                s = idna(context, arena, s, true);
                if (shape_of(s) != SHAPE_PLAIN)
                        return (struct span){ 0 };
        }
        if (shape == SHAPE_UPPER) {
                char *lower = arena_bytes(arena, s.len);
                for (size_t i = 0; i < s.len; i++)
                        lower[i] = ascii_lower(s.ptr[i]);
                s.ptr = lower;
        }
        bool empty_label = s.len == 0 || s.ptr[0] == '.' || span_has(s, SPAN(".."));
        return empty_label ? (struct span){ 0 } : s;
}

struct span domain_to_unicode(const struct text_context *context, struct arena *arena, struct span s) {
        if (!span_has(s, SPAN("xn--")))
                return s;
        struct span unicode = idna(context, arena, s, false);
        return unicode.len > 0 ? unicode : s;
}

bool domain_same(const struct text_context *context, struct span a, struct span b) {
        struct span first = domain_registrable(context, a), second = domain_registrable(context, b);
        if (first.len == 0 || second.len == 0)
                return span_equal(a, b);
        return span_equal(first, second);
}

/* Equal but for one letter more, less, other, or two neighbours swapped. */
static bool one_apart(struct span a, struct span b) {
        if (a.len < b.len) {
                struct span longer = b;
                b = a;
                a = longer;
        }
        if (a.len - b.len > 1)
                return false;
        size_t from = 0, back = 0;
        while (from < b.len && a.ptr[from] == b.ptr[from])
                from++;
        while (back < b.len - from && a.ptr[a.len - 1 - back] == b.ptr[b.len - 1 - back])
                back++;
        size_t rest_a = a.len - from - back, rest_b = b.len - from - back;
        if (rest_a <= 1)
                return rest_a + rest_b > 0;
        return rest_a == 2 && rest_b == 2 && a.ptr[from] == b.ptr[from + 1] && a.ptr[from + 1] == b.ptr[from];
}

/* `label` without its hyphens is `name`. */
static bool equal_without_hyphens(struct span label, struct span name) {
        size_t at = 0;
        for (size_t i = 0; i < label.len; i++) {
                if (label.ptr[i] == '-')
                        continue;
                if (at == name.len || label.ptr[i] != name.ptr[at++])
                        return false;
        }
        return at == name.len && label.len > name.len;
}

/* The name among the words of a label: between hyphens, or within them when it is long enough to be no accident. */
static bool contains_name(struct span label, struct span name) {
        if (label.len <= name.len || name.len < 4)
                return false;
        size_t at = span_find(label, name);
        if (at == label.len)
                return false;
        bool begins = at == 0 || label.ptr[at - 1] == '-';
        bool ends = at + name.len == label.len || label.ptr[at + name.len] == '-';
        return (begins && ends) || name.len >= 6;
}

enum resemblance domain_label_resembles(struct span label, struct span name) {
        if (label.len == 0 || name.len == 0)
                return RESEMBLES_NOT;
        if (span_equal(label, name))
                return RESEMBLES_SKELETON;
        bool typo = name.len >= 6 && label.ptr[0] == name.ptr[0] && one_apart(label, name);
        if (typo || equal_without_hyphens(label, name))
                return RESEMBLES_TYPO;
        return contains_name(label, name) ? RESEMBLES_COMPOUND : RESEMBLES_NOT;
}

/* A label or word that is the name, with something like a top-level domain behind it. */
static bool names_domain_below(struct span below, struct span name) {
        for (size_t at = 0; at + name.len < below.len;) {
                size_t hit = span_find(span_skip(below, at), name);
                if (hit == below.len - at)
                        return false;
                hit += at;
                bool begins = hit == 0 || below.ptr[hit - 1] == '.' || below.ptr[hit - 1] == '-';
                struct span rest = span_skip(below, hit + name.len);
                bool separated = rest.len > 2 && (rest.ptr[0] == '.' || rest.ptr[0] == '-');
                struct span next = separated ? span_skip(rest, 1) : (struct span){ 0 };
                size_t len = 0;
                while (len < next.len && next.ptr[len] != '.' && next.ptr[len] != '-')
                        len++;
                next.len = len;
                if (begins && (span_equal(next, SPAN("com")) || span_equal(next, SPAN("net")) ||
                               span_equal(next, SPAN("org")) || span_equal(next, SPAN("us"))))
                        return true;
                at = hit + 1;
        }
        return false;
}

enum resemblance domain_resembles(const struct text_context *context, struct arena *arena, struct span host,
                                  struct span name) {
        if (span_has(name, SPAN("."))) {
                struct span end = host.len > name.len ? span_skip(host, host.len - name.len) : host;
                bool below = span_equal(end, name) && (host.len == name.len || host.ptr[host.len - name.len - 1] == '.');
                if (below || name.len == 0)
                        return RESEMBLES_NOT;
                name = domain_registrable(context, name);
                name = span_head(name, span_find_byte(name, '.'));
        }
        struct span domain = domain_registrable(context, host);
        struct span label = span_head(domain, span_find_byte(domain, '.'));
        if (name.len == 0 || domain.len == 0 || span_equal(label, name))
                return RESEMBLES_NOT;
        struct span skeleton = unicode_skeleton(context, arena, domain_to_unicode(context, arena, label));
        struct span name_skeleton = unicode_skeleton(context, arena, name);
        enum resemblance how = domain_label_resembles(skeleton, name_skeleton);
        if (how == RESEMBLES_SKELETON)
                return how;
        struct span below = span_head(host, host.len - domain.len);
        return names_domain_below(below, name) ? RESEMBLES_SUBDOMAIN : how;
}

bool domain_has(struct span domain, struct span host) {
        return domain.len > 0 && span_ends_nocase(host, domain) &&
               (host.len == domain.len || host.ptr[host.len - domain.len - 1] == '.');
}

struct span domain_behind_at(struct span address) {
        size_t at = address.len;
        while (at > 0 && address.ptr[at - 1] != '@')
                at--;
        return span_skip(address, at);
}

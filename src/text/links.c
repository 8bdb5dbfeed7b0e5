#include "text/links.h"

#include "base/limits.h"
#include "base/percent.h"
#include "text/url-internal.h"

/* Schemes, and whether a host follows. */
static const struct scheme {
        struct span name;
        bool host, active;
        uint32_t port;
} schemes[] = {
#define SCHEME(name, host, active, port) \
        { { name, sizeof(name) - 1 }, host, active, port }
        SCHEME("http", true, false, 80),
        SCHEME("https", true, false, 443),
        SCHEME("ftp", true, false, 21),
        SCHEME("ftps", true, false, 990),
        SCHEME("sftp", true, false, 22),
        SCHEME("ws", true, false, 80),
        SCHEME("wss", true, false, 443),
        SCHEME("webcal", true, false, 80),
        SCHEME("webcals", true, false, 443),
        SCHEME("caldav", true, false, 80),
        SCHEME("caldavs", true, false, 443),
        SCHEME("mailto", false, false, 0),
        SCHEME("tel", false, false, 0),
        SCHEME("sms", false, false, 0),
        SCHEME("smsto", false, false, 0),
        SCHEME("callto", false, false, 0),
        SCHEME("facetime", false, false, 0),
        SCHEME("sip", false, false, 0),
        SCHEME("sips", false, false, 0),
        SCHEME("geo", false, false, 0),
        SCHEME("cid", false, false, 0),
        SCHEME("mid", false, false, 0),
        SCHEME("urn", false, false, 0),
        SCHEME("bitcoin", false, false, 0),
        SCHEME("ethereum", false, false, 0),
        SCHEME("whatsapp", true, false, 0),
        SCHEME("tg", true, false, 0),
        SCHEME("otpauth", true, false, 0),
        SCHEME("zoommtg", true, true, 0),
        SCHEME("zoomus", true, true, 0),
        SCHEME("msteams", true, true, 0),
        SCHEME("webexteams", true, true, 0),
        SCHEME("skype", false, true, 0),
        SCHEME("slack", true, true, 0),
        SCHEME("data", false, true, 0),
        SCHEME("javascript", false, true, 0),
        SCHEME("vbscript", false, true, 0),
        SCHEME("blob", false, true, 0),
        SCHEME("file", true, true, 0),
        SCHEME("smb", true, true, 445),
        SCHEME("intent", true, true, 0),
        SCHEME("search-ms", false, true, 0),
        SCHEME("search", false, true, 0),
        SCHEME("shell", false, true, 0),
        SCHEME("view-source", false, true, 0),
        SCHEME("itms-services", false, true, 0),
        SCHEME("market", true, true, 0),
        SCHEME("teamviewer8", true, true, 0),
        SCHEME("anydesk", false, true, 0),
        SCHEME("rdp", true, true, 0),
        SCHEME("ssh", true, true, 22),
        SCHEME("telnet", true, true, 23),
        SCHEME("ldap", true, true, 389),
        SCHEME("jar", false, true, 0),
        SCHEME("mhtml", false, true, 0),
        SCHEME("res", false, true, 0),
        SCHEME("about", false, false, 0),
        SCHEME("chrome", true, true, 0),
        SCHEME("x-apple-helpbasic", false, true, 0),
#undef SCHEME
};

static const struct scheme *scheme_find(struct span name) {
        for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
                if (span_equal(schemes[i].name, name))
                        return &schemes[i];
        return NULL;
}

bool link_scheme_is_active(struct span scheme) {
        const struct scheme *known = scheme_find(scheme);
        return known ? known->active : span_starts_nocase(scheme, SPAN("ms-"));
}

/* Bytes that stand in no URL as it is followed: browsers drop them or take them for others. */
static bool needs_cleaning(struct span s) {
        for (size_t i = 0; i < s.len; i++) {
                unsigned char c = (unsigned char)s.ptr[i];
                if (c < ' ' || c == '\\' || c == 0x7F || c >= 0x80)
                        return true;
        }
        return false;
}

/* A copy without control, invisible and bidi characters, and with slashes for backslashes before the query. */
static struct span cleaned(const struct text_context *context, struct arena *arena, struct span s, unsigned *flags) {
        struct buf out = buf_in(arena, s.len * 3 + 4);
        bool query = false;
        while (s.len > 0) {
                uint32_t c = unicode_next(&s);
                const struct rune *rune = runes_get(context->runes, c);
                if (rune->class == RUNE_CONTROL || rune->class == RUNE_INVISIBLE || rune->class == RUNE_BIDI ||
                    c == '\t' || c == '\n' || c == '\r') {
                        *flags |= LINK_CONTROL;
                        continue;
                }
                query = query || c == '?' || c == '#';
                if (c == '\\' && !query) {
                        bool escape = s.len > 0 &&
                                      (s.ptr[0] == ':' || s.ptr[0] == ',' || s.ptr[0] == ';' || s.ptr[0] == '/');
                        *flags |= escape ? LINK_ESCAPED : LINK_BACKSLASH;
                        if (escape)
                                continue;
                        c = '/';
                }
                buf_add_rune(&out, c);
        }
        return buf_span(&out);
}

/* One part of an address in decimal, octal or hexadecimal. */
static bool address_part(struct span part, uint64_t *ret, bool *ret_disguised) {
        int base = 10;
        if (part.len > 2 && part.ptr[0] == '0' && (part.ptr[1] | 0x20) == 'x') {
                base = 16;
                part = span_skip(part, 2);
        } else if (part.len > 1 && part.ptr[0] == '0') {
                base = 8;
                part = span_skip(part, 1);
        }
        if (part.len == 0 || part.len > 12)
                return false;
        uint64_t value = 0;
        for (size_t i = 0; i < part.len; i++) {
                char c = ascii_lower(part.ptr[i]);
                int digit = ascii_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
                if (digit >= base)
                        return false;
                value = value * (unsigned)base + (unsigned)digit;
        }
        *ret_disguised |= base != 10;
        *ret = value;
        return true;
}

bool url_ipv4(struct span host, uint32_t *ret, bool *ret_disguised) {
        uint64_t parts[4], address = 0;
        int count = 0;
        bool disguised = false;
        if (host.len == 0 || !ascii_digit(host.ptr[0]))
                return false;
        while (host.len > 0) {
                if (count == 4 || !address_part(span_split(&host, '.'), &parts[count], &disguised))
                        return false;
                count++;
        }
        for (int i = 0; i < count - 1; i++) {
                if (parts[i] > 255)
                        return false;
                address |= parts[i] << (24 - 8 * i);
        }
        if (parts[count - 1] >= 1ULL << (8 * (5 - count)))
                return false;
        *ret = (uint32_t)(address | parts[count - 1]);
        *ret_disguised = disguised || count < 4;
        return true;
}

static bool ipv4_private(uint32_t a) {
        return a >> 24 == 10 || a >> 24 == 127 || a >> 24 == 0 || a >> 20 == 0xAC1 || a >> 16 == 0xC0A8 ||
               a >> 16 == 0xA9FE;
}

/* "evil[.]example", "evil(dot)example" */
static struct span fanged(struct arena *arena, struct span host, unsigned *flags) {
        static const struct span dots[] = { SPAN("[.]"),   SPAN("(.)"),   SPAN("{.}"), SPAN("[dot]"),
                                            SPAN("(dot)"), SPAN("{dot}"), SPAN("[.") };
        bool bracket = false;
        for (size_t i = 1; i < host.len; i++)
                bracket = bracket || host.ptr[i] == '[' || host.ptr[i] == '(' || host.ptr[i] == '{';
        if (!bracket)
                return host;
        char *out = arena_bytes(arena, host.len);
        size_t len = 0;
        while (host.len > 0) {
                size_t taken = 0;
                for (size_t i = 0; i < sizeof dots / sizeof *dots && !taken; i++)
                        taken = span_starts_nocase(host, dots[i]) ? dots[i].len : 0;
                out[len++] = taken ? '.' : host.ptr[0];
                *flags |= taken ? LINK_DEFANGED : 0U;
                host = span_skip(host, taken ? taken : 1);
        }
        return (struct span){ out, len };
}

/* A label with Latin letters and others that look like them, or of nothing but such others. */
static bool mixed_script(const struct text_context *context, struct span unicode) {
        while (unicode.len > 0) {
                struct span label = span_split(&unicode, '.');
                uint32_t latin = 0, alike = 0, other = 0;
                while (label.len > 0) {
                        const struct rune *rune = runes_get(context->runes, unicode_next(&label));
                        if (rune->class != RUNE_LETTER)
                                continue;
                        if (rune->script == SCRIPT_LATIN)
                                latin++;
                        else if (rune->detail)
                                alike++;
                        else
                                other++;
                }
                if (alike > 0 && (latin > 0 || other == 0))
                        return true;
        }
        return false;
}

struct span url_host(const struct text_context *context, struct arena *arena, struct span written, unsigned *flags) {
        struct span host = span_trim(fanged(arena, written, flags));
        if (host.len > 1 && host.ptr[0] == '[') {
                *flags |= LINK_IP;
                if (span_equal(host, SPAN("[::1]")) || span_starts_nocase(host, SPAN("[fe80")) ||
                    span_starts_nocase(host, SPAN("[fc")) || span_starts_nocase(host, SPAN("[fd")))
                        *flags |= LINK_PRIVATE;
                return span_head(host, span_find_byte(host, ']') + 1);
        }
        struct span decoded = percent_decode(arena, host);
        bool plain = decoded.ptr == host.ptr;
        for (size_t i = 0; i < decoded.len && plain; i++)
                plain = !((unsigned char)decoded.ptr[i] & 0x80);
        if (!plain)
                *flags |= LINK_ENCODED_HOST;
        struct span ascii = domain_to_ascii(context, arena, decoded);
        uint32_t address;
        bool disguised;
        if (url_ipv4(ascii, &address, &disguised)) {
                *flags |= LINK_IP | (disguised || !plain ? LINK_IP_DISGUISED : 0U) |
                          (ipv4_private(address) ? LINK_PRIVATE : 0U);
                return arena_format(arena, "%u.%u.%u.%u", address >> 24, address >> 16 & 255, address >> 8 & 255,
                                    address & 255);
        }
        if (span_has(ascii, SPAN("xn--"))) {
                *flags |= LINK_PUNYCODE;
                if (mixed_script(context, domain_to_unicode(context, arena, ascii)))
                        *flags |= LINK_MIXED_SCRIPT;
        }
        if (span_equal(ascii, SPAN("localhost")) || span_ends_nocase(ascii, SPAN(".local")) ||
            span_ends_nocase(ascii, SPAN(".localhost")) || span_ends_nocase(ascii, SPAN(".internal")))
                *flags |= LINK_PRIVATE;
        return ascii;
}

/* Length of the scheme at the front (without ':'), 0: none. */
static size_t scheme_length(struct span s) {
        size_t at = 0;
        while (at < s.len && at < 32 &&
               (ascii_alnum(s.ptr[at]) || s.ptr[at] == '+' || s.ptr[at] == '-' || s.ptr[at] == '.'))
                at++;
        return at > 0 && at < s.len && s.ptr[at] == ':' && ascii_alpha(s.ptr[0]) ? at : 0;
}

static struct span lower(struct arena *arena, struct span s) {
        bool upper = false;
        for (size_t i = 0; i < s.len; i++)
                upper = upper || (s.ptr[i] >= 'A' && s.ptr[i] <= 'Z');
        if (!upper)
                return s;
        char *out = arena_bytes(arena, s.len);
        for (size_t i = 0; i < s.len; i++)
                out[i] = ascii_lower(s.ptr[i]);
        return (struct span){ out, s.len };
}

/* "hxxps" is https to the reader who is told so. */
static struct span scheme_fanged(struct span scheme, unsigned *flags) {
        static const struct {
                struct span from, to;
        } table[] = { { SPAN("hxxp"), SPAN("http") },   { SPAN("hxxps"), SPAN("https") },
                      { SPAN("htxp"), SPAN("http") },   { SPAN("htxps"), SPAN("https") },
                      { SPAN("hxtp"), SPAN("http") },   { SPAN("hxtps"), SPAN("https") },
                      { SPAN("httpx"), SPAN("https") }, { SPAN("fxp"), SPAN("ftp") } };
        for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
                if (span_equal(scheme, table[i].from)) {
                        *flags |= LINK_DEFANGED;
                        return table[i].to;
                }
        }
        return scheme;
}

/* Splits what stands behind the slashes into user information, host and port; returns the rest. */
static struct span authority(const struct text_context *context, struct arena *arena, struct span rest,
                             struct link *link, uint32_t default_port) {
        size_t end = 0;
        while (end < rest.len && rest.ptr[end] != '/' && rest.ptr[end] != '?' && rest.ptr[end] != '#')
                end++;
        struct span all = span_head(rest, end), host = all;
        for (size_t i = all.len; i > 0; i--) {
                if (all.ptr[i - 1] == '@') {
                        link->userinfo = span_head(all, i - 1);
                        link->flags |= LINK_USERINFO;
                        host = span_skip(all, i);
                        break;
                }
        }
        size_t colon = host.len;
        while (colon > 0 && ascii_digit(host.ptr[colon - 1]))
                colon--;
        if (colon > 0 && host.ptr[colon - 1] == ':') {
                uint64_t port = 0;
                if (span_to_u64(span_skip(host, colon), &port) && port < 65536 && port != default_port) {
                        link->port = (uint32_t)port;
                        link->flags |= LINK_PORT;
                }
                host = span_head(host, colon - 1);
        }
        link->host = url_host(context, arena, host, &link->flags);
        return span_skip(rest, end);
}

static void split_path(struct span rest, struct link *link) {
        size_t hash = span_find_byte(rest, '#');
        link->fragment = span_skip(rest, hash + 1);
        rest = span_head(rest, hash);
        size_t mark = span_find_byte(rest, '?');
        link->query = span_skip(rest, mark + 1);
        link->path = span_head(rest, mark);
}

/* Two forms of one URL: what is followed differs from what was written as soon as anything was taken away or added. */
static void assemble(struct arena *arena, struct span source, struct span rest, struct link *link) {
        unsigned changed = LINK_DEFANGED | LINK_BARE | LINK_SCHEMELESS | LINK_BACKSLASH | LINK_ENCODED_HOST;
        if (!(link->flags & changed)) {
                link->url = source;
                return;
        }
        link->url = arena_format(arena, "%.*s://%.*s%s%.*s", (int)link->scheme.len, link->scheme.ptr,
                                 (int)link->userinfo.len, link->userinfo.ptr ? link->userinfo.ptr : "",
                                 link->userinfo.len ? "@" : "", (int)link->host.len, link->host.ptr);
        struct buf out = buf_in(arena, link->url.len + 8 + rest.len);
        buf_add(&out, link->url);
        if (link->port)
                buf_add_format(&out, ":%u", link->port);
        buf_add(&out, rest);
        link->url = buf_span(&out);
}

static bool read_authority(const struct text_context *context, struct arena *arena, struct span source,
                           struct span rest, uint32_t port, struct link *link) {
        while (rest.len > 0 && rest.ptr[0] == '/')
                rest = span_skip(rest, 1);
        rest = authority(context, arena, rest, link, port);
        if (link->host.len == 0 && !link_scheme_is_active(link->scheme))
                return false;
        split_path(rest, link);
        link->domain = domain_registrable(context, link->host);
        link->known = hosts_find(context, link->host);
        assemble(arena, source, rest, link);
        url_follow(context, arena, link);
        return true;
}

bool url_read(const struct text_context *context, struct arena *arena, struct span written, struct link *ret) {
        struct link link = { .written = written };
        struct span s = span_trim(written);
        *ret = (struct link){ 0 };
        if (s.len > LIMIT_URL_BYTES) {
                s = span_head(s, LIMIT_URL_BYTES);
                while (s.len > 0 && ((unsigned char)s.ptr[s.len - 1] & 0xC0) == 0x80)
                        s.len--;
                if (s.len > 0 && (unsigned char)s.ptr[s.len - 1] & 0x80)
                        s.len--;
                link.flags |= LINK_LONG;
        }
        if (needs_cleaning(s))
                s = span_trim(cleaned(context, arena, s, &link.flags));
        if (s.len == 0 || s.ptr[0] == '#' || s.ptr[0] == '?')
                return false;
        size_t len = scheme_length(s);
        if (len > 0) {
                link.scheme = scheme_fanged(lower(arena, span_head(s, len)), &link.flags);
                const struct scheme *known = scheme_find(link.scheme);
                struct span rest = span_skip(s, len + 1);
                bool slashes = span_starts_nocase(rest, SPAN("//"));
                /* host:port without a scheme */
                bool port = !known && rest.len > 0 && ascii_digit(rest.ptr[0]) && span_has(link.scheme, SPAN("."));
                if (!port && (known ? known->host : slashes)) {
                        if (!read_authority(context, arena, s, rest, known ? known->port : 0, &link))
                                return false;
                        *ret = link;
                        return true;
                }
                if (!port) {
                        link.url = s;
                        split_path(rest, &link);
                        if (known && known->active) {
                                link.path = rest;
                                link.query = link.fragment = (struct span){ 0 };
                        }
                        *ret = link;
                        return known || span_starts_nocase(link.scheme, SPAN("ms-"));
                }
        }
        link.scheme = SPAN("http");
        link.flags |= span_starts_nocase(s, SPAN("//")) ? LINK_SCHEMELESS : LINK_BARE;
        if (!read_authority(context, arena, s, s, 80, &link))
                return false;
        bool host = domain_has_known_suffix(context, link.host) && link.domain.len > 0;
        if (!host && !(link.flags & LINK_SCHEMELESS))
                return false;
        *ret = link;
        return true;
}

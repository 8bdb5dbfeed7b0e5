/* Links and mail addresses in running text. */
#include "base/defects.h"
#include "base/limits.h"
#include "text/findings-internal.h"

enum { SCHEME_BYTES = 20, LOCAL_BYTES = 64, JOIN_BYTES = 200, REREAD_BYTES = 128 };

static void drop_link(struct finder *finder) {
        finder->findings->links_dropped++;
        if (finder->defects)
                defects_add(finder->defects, DEFECT_TEXT_TOO_MANY_LINKS, 0);
}

void finder_add_link(struct finder *finder, const struct link *link) {
        struct link *kept = array_push(&finder->findings->links, finder->arena, sizeof *kept, LIMIT_TEXT_LINKS);
        if (kept)
                *kept = *link;
        else
                drop_link(finder);
}

/* What ends a URL in running text: bit 0 everywhere, bit 1 in the host too. */
static const uint8_t url_end[256] = {
        [0 ... ' '] = 3, ['"'] = 3, ['<'] = 3, ['>'] = 3, ['`'] = 3, [0x7F] = 3, ['|'] = 2, ['\''] = 2,
        [')'] = 2,       ['}'] = 2, ['*'] = 2, ['='] = 2, ['+'] = 2, ['!'] = 2,  [','] = 2, [';'] = 2,
};

static bool host_byte(char c) {
        return ascii_alnum(c) || c == '-' || c == '.' || c == '_' || (unsigned char)c >= 0x80;
}

/* Bytes of an invisible or bidi character at the front, 0: it is none. Such are taken into a URL and left out of it. */
static size_t invisible_at(const struct finder *finder, size_t at) {
        struct span s = span_skip(finder->text, at);
        if (s.len < 2 || !((unsigned char)s.ptr[0] & 0x80))
                return 0;
        size_t before = s.len;
        const struct rune *rune = runes_get(finder->context->runes, unicode_next(&s));
        return rune->class == RUNE_INVISIBLE || rune->class == RUNE_BIDI ? before - s.len : 0;
}

/* Bytes of blanks and line breaks (a line's indent included), at most a few. */
static size_t blanks_at(struct span text, size_t at) {
        size_t len = 0;
        while (at + len < text.len && len < 4 && ascii_space(text.ptr[at + len]))
                len++;
        return len;
}

/* A URL that runs to the end of a long line goes on in the next, when what stands there looks like more of it. */
static bool goes_on(struct span text, size_t from, size_t at) {
        if (text.ptr[at] != '\n' && text.ptr[at] != '\r')
                return false;
        size_t next = at + blanks_at(text, at), end = next;
        if (at - from < 50 || next >= text.len || next - at > 3)
                return false;
        bool sign = false;
        while (end < text.len && end - next < JOIN_BYTES && !(url_end[(unsigned char)text.ptr[end]] & 1)) {
                char c = text.ptr[end++];
                sign = sign || c == '=' || c == '&' || c == '%' || c == '/' || c == '?';
                if (c == ':')
                        return false;
        }
        return sign && end - next >= 4;
}

/* Whether a host that was cut by a blank goes on behind it: "evil .example", "evil. example/x", "https://evi", "l.example"
 * on the next line. */
static bool host_goes_on(const struct finder *finder, size_t from, size_t at, size_t blanks) {
        struct span text = finder->text;
        size_t next = at + blanks;
        if (blanks == 0 || next >= text.len || !host_byte(text.ptr[next]))
                return false;
        struct span so_far = { text.ptr + from, at - from };
        bool dot = so_far.len > 0 && so_far.ptr[so_far.len - 1] == '.', has_dot = memchr(so_far.ptr, '.', so_far.len);
        bool broken_line = text.ptr[at] == '\n' || text.ptr[at] == '\r';
        size_t end = next;
        while (end < text.len && end - next < 64 && host_byte(text.ptr[end]))
                end++;
        struct span more = { text.ptr + next, end - next };
        if (more.len > 1 && more.ptr[0] == '.')
                return domain_has_known_suffix(finder->context, more);
        bool path = end < text.len && (text.ptr[end] == '/' || text.ptr[end] == '?');
        if (dot)
                return path || (more.len <= 24 && domain_has_known_suffix(finder->context, more) &&
                                memchr(more.ptr, '.', more.len));
        return !has_dot && broken_line && memchr(more.ptr, '.', more.len);
}

/* Trailing punctuation belongs to the sentence; a closing bracket too when it was not opened inside. */
static size_t without_tail(struct span text, size_t from, size_t end) {
        int round = 0, square = 0;
        for (size_t i = from; i < end && end - from <= LIMIT_URL_BYTES; i++) {
                round += (text.ptr[i] == '(') - (text.ptr[i] == ')');
                square += (text.ptr[i] == '[') - (text.ptr[i] == ']');
        }
        while (end > from) {
                char c = text.ptr[end - 1];
                if (c == ')' && round < 0)
                        round++;
                else if (c == ']' && square < 0)
                        square++;
                else if (span_find_byte(SPAN(".,;:!?'*_~\\}"), c) == 12)
                        break;
                end--;
        }
        return end;
}

struct extent {
        size_t end;
        bool altered; /* something inside is to be left out */
        unsigned flags;
};

/* Where a URL ends whose host begins at `host`. */
static struct extent extent_of(const struct finder *finder, size_t from, size_t host) {
        struct span text = finder->text;
        struct extent extent = { 0 };
        bool path = false, ascii = true, user = false;
        size_t at = host;
        while (at < text.len) {
                unsigned char c = (unsigned char)text.ptr[at];
                size_t blanks = ascii_space((char)c) ? blanks_at(text, at) : 0,
                       drawn = c >= 0x80 ? invisible_at(finder, at) : 0;
                if (drawn > 0) {
                        extent.altered = true;
                        at += drawn;
                        continue;
                }
                if (blanks > 0) {
                        bool on = path ? goes_on(text, from, at) : host_goes_on(finder, host, at, blanks);
                        if (!on)
                                break;
                        extent.altered = true;
                        extent.flags |= LINK_SPLIT;
                        at += blanks;
                        continue;
                }
                if (c == '\\') {
                        char next = at + 1 < text.len ? text.ptr[at + 1] : ' ';
                        if (next == 'n' || next == 'N' || ascii_space(next))
                                break;
                        extent.altered = true;
                } else if (path ? url_end[c] & 1 : url_end[c] & 3 && c != '\'') {
                        /* User information may hold what no host holds. */
                        if (url_end[c] & 1 || !user)
                                break;
                }
                /* In a path, letters beyond ASCII are the sentence's again; a host may be made of them. */
                if (c >= 0x80 &&
                    (path || (ascii && at > host && memchr(text.ptr + host, '.', at - host) &&
                              domain_has_known_suffix(finder->context, (struct span){ text.ptr + host, at - host }))))
                        break;
                ascii = ascii && c < 0x80;
                user = user || c == '@';
                path = path || c == '/' || c == '?' || c == '#';
                at++;
        }
        extent.end = without_tail(text, from, at);
        return extent;
}

/* Takes blanks, invisible characters and backslash escapes out. */
static struct span joined(const struct finder *finder, size_t from, size_t end, unsigned *flags) {
        char *out = arena_bytes(finder->arena, end - from);
        size_t len = 0;
        for (size_t at = from; at < end;) {
                size_t drawn = invisible_at(finder, at);
                char c = finder->text.ptr[at], next = at + 1 < end ? finder->text.ptr[at + 1] : '\0';
                if (drawn > 0) {
                        *flags |= LINK_CONTROL;
                        at += drawn;
                        continue;
                }
                if (c == '\\' && (next == ':' || next == ',' || next == ';' || next == '/'))
                        *flags |= LINK_ESCAPED;
                else if (!ascii_space(c))
                        out[len++] = c;
                at++;
        }
        return (struct span){ out, len };
}

static bool add_url(struct finder *finder, size_t from, const struct extent *extent) {
        struct span written = { finder->text.ptr + from, extent->end - from };
        if (finder->findings->links.count >= LIMIT_TEXT_LINKS) {
                drop_link(finder);
                return true;
        }
        unsigned flags = extent->flags;
        struct link link;
        size_t end = extent->end;
        if (end - from > LIMIT_URL_BYTES * 2)
                end = from + LIMIT_URL_BYTES * 2;
        struct span url = extent->altered ? joined(finder, from, end, &flags) : written;
        if (!url_read(finder->context, finder->arena, url, &link))
                return false;
        /* "http:// see" */
        if (flags & LINK_SPLIT && link.host.len > 0 && !memchr(link.host.ptr, '.', link.host.len))
                return false;
        link.written = written;
        link.flags |= flags;
        link.from = LINK_TEXT;
        link.offset = from;
        finder_add_link(finder, &link);
        return true;
}

/* The schemes that are looked for in running text; of others only the slashes tell. */
static bool scheme_without_slashes(struct span scheme) {
        static const struct span names[] = { SPAN("mailto"),     SPAN("tel"),     SPAN("sms"),
                                             SPAN("javascript"), SPAN("data"),    SPAN("skype"),
                                             SPAN("sip"),        SPAN("bitcoin"), SPAN("search-ms") };
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
                if (span_equal_nocase(names[i], scheme))
                        return true;
        return span_starts_nocase(scheme, SPAN("ms-"));
}

/* What stands behind these is an address or a number, which is looked for as such as well. */
bool link_names_somebody(struct span scheme) {
        return span_equal_nocase(scheme, SPAN("mailto")) || span_equal_nocase(scheme, SPAN("tel")) ||
               span_equal_nocase(scheme, SPAN("sms")) || span_equal_nocase(scheme, SPAN("callto")) ||
               span_equal_nocase(scheme, SPAN("smsto"));
}

static bool web_scheme(struct span scheme) {
        return span_equal_nocase(scheme, SPAN("http")) || span_equal_nocase(scheme, SPAN("https")) ||
               span_equal_nocase(scheme, SPAN("hxxp")) || span_equal_nocase(scheme, SPAN("hxxps"));
}

size_t find_url(struct finder *finder, size_t at) {
        struct span text = finder->text;
        size_t from = at;
        /* "https\://" and "https ://" */
        while (from > finder->done && at - from < 2 && (text.ptr[from - 1] == '\\' || text.ptr[from - 1] == ' '))
                from--;
        size_t end = from;
        while (from > finder->done && end - from < SCHEME_BYTES &&
               (ascii_alnum(text.ptr[from - 1]) || (text.ptr[from - 1] == '-' || text.ptr[from - 1] == '+')))
                from--;
        while (from < end && !ascii_alpha(text.ptr[from]))
                from++;
        struct span scheme = { text.ptr + from, end - from };
        if (scheme.len < 2)
                return at;
        bool web = web_scheme(scheme), gap = end < at;
        size_t host = at + 1, slashes = 0;
        while (host < text.len && slashes < 8 &&
               (text.ptr[host] == '/' || text.ptr[host] == '\\' ||
                (web && ascii_space(text.ptr[host]) && host - at < 5))) {
                slashes += !ascii_space(text.ptr[host]);
                host++;
        }
        struct extent extent = { 0 };
        if (slashes >= 2 || (web && slashes == 1)) {
                extent = extent_of(finder, from, host);
        } else if (!gap && scheme_without_slashes(scheme) && at + 1 < text.len && !ascii_space(text.ptr[at + 1])) {
                host = at + 1;
                extent.end = host;
                while (extent.end < text.len && !(url_end[(unsigned char)text.ptr[extent.end]] & 1))
                        extent.end++;
                extent.end = without_tail(text, from, extent.end);
        } else {
                return at;
        }
        for (size_t i = from; i < host; i++)
                if (ascii_space(text.ptr[i]))
                        extent.flags |= LINK_SPLIT;
        extent.altered = extent.altered || extent.flags & LINK_SPLIT || gap ||
                         memchr(text.ptr + from, '\\', host - from);
        if (extent.end > host && add_url(finder, from, &extent))
                return link_names_somebody(scheme) && extent.end <= at + REREAD_BYTES ? at + 1 : extent.end;
        /* Something short may hide a URL in it; something long is left behind, or it would be read at each of its ':'. */
        return extent.end > at + REREAD_BYTES ? extent.end : at;
}

/* Endings under which a bare name without path or www. is taken for a host: the rest are words and file names too. */
static bool bare_suffix(struct span host) {
        static const char endings[] =
                " com net org info biz gov edu xyz top online site club shop live icu vip click app dev "
                "io co ru de fr uk nl br jp cn eu ch pl cc tk ml ga cf gq pw su at au ca in us "
                "cloud website space store tech support ";
        char ending[16] = " ";
        size_t dot = host.len;
        while (dot > 0 && host.ptr[dot - 1] != '.')
                dot--;
        size_t len = host.len - dot;
        if (dot == 0 || len > sizeof ending - 3)
                return false;
        for (size_t i = 0; i < len; i++) {
                /* "end.In the" */
                if (host.ptr[dot + i] < 'a' || host.ptr[dot + i] > 'z')
                        return false;
                ending[1 + i] = host.ptr[dot + i];
        }
        ending[1 + len] = ' ';
        return strstr(endings, ending) != NULL;
}

/* Bytes of a dot however it is written at `at`: ".", "[.]", "(dot)", " [dot] "; 0: none. */
static size_t dot_at(struct span text, size_t at) {
        static const struct span forms[] = { SPAN("[.]"),   SPAN("(.)"),     SPAN("[dot]"),   SPAN("(dot)"),
                                             SPAN("{dot}"), SPAN(" [dot] "), SPAN(" (dot) "), SPAN(" dot ") };
        if (at >= text.len)
                return 0;
        char c = text.ptr[at];
        if (c == '.')
                return 1;
        if (c != '[' && c != '(' && c != '{' && c != ' ')
                return 0;
        for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
                if (span_starts_nocase(span_skip(text, at), forms[i]))
                        return forms[i].len;
        return 0;
}

/* Where a host name that begins at `from` ends. `ret_plain` false: dots are disguised in it. */
static size_t host_end(struct span text, size_t from, bool *ret_disguised) {
        size_t at = from;
        while (at < text.len) {
                size_t dot = dot_at(text, at);
                if (dot > 1 && !(at + dot < text.len && ascii_alnum(text.ptr[at + dot])))
                        break;
                if (dot > 1)
                        *ret_disguised = true;
                if (dot == 0 && !host_byte(text.ptr[at]))
                        break;
                at += dot ? dot : 1;
        }
        while (at > from && (text.ptr[at - 1] == '.' || text.ptr[at - 1] == '-'))
                at--;
        return at;
}

static bool file_name(struct span host) {
        static const struct span endings[] = { SPAN(".zip"), SPAN(".mov"),  SPAN(".md"), SPAN(".sh"),
                                               SPAN(".py"),  SPAN(".rs"),   SPAN(".ps"), SPAN(".pl"),
                                               SPAN(".cab"), SPAN(".java"), SPAN(".app") };
        for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
                if (span_ends_nocase(host, endings[i]))
                        return true;
        return false;
}

size_t find_host(struct finder *finder, size_t at) {
        struct span text = finder->text;
        size_t from = at;
        while (from > finder->done && at - from < 253 && host_byte(text.ptr[from - 1]) && text.ptr[from - 1] != '.')
                from--;
        bool disguised = false;
        if (from == at || (text.ptr[at] != '.' && dot_at(text, at) < 2))
                return at;
        size_t end = host_end(text, from, &disguised);
        if (end <= at)
                return at;
        /* It may yet be the local part of a mail address. */
        size_t passed = end > at + LOCAL_BYTES ? end - LOCAL_BYTES : at;
        if (end < text.len && text.ptr[end] == '@')
                return passed;
        struct span host = { text.ptr + from, end - from };
        /* A word before it that is glued on by a slash or an @ makes it something else. */
        char before = from > 0 ? text.ptr[from - 1] : ' ';
        if (before == '@' || before == '/' || before == '\\' || before == '=' || before == '_')
                return end;
        bool path = end < text.len && (text.ptr[end] == '/' || text.ptr[end] == '?');
        bool port = end + 1 < text.len && text.ptr[end] == ':' && ascii_digit(text.ptr[end + 1]);
        bool www = span_starts_nocase(host, SPAN("www."));
        bool wanted = disguised || www || (path && end + 1 < text.len && !ascii_space(text.ptr[end + 1])) ||
                      bare_suffix(host);
        if (!wanted || (!path && !www && file_name(host)))
                return passed;
        if (!disguised && !domain_has_known_suffix(finder->context, host))
                return passed;
        struct extent extent = { .end = end };
        if (path || port) {
                extent = extent_of(finder, from, end + 1);
                extent.end = extent.end < end ? end : extent.end;
        }
        return add_url(finder, from, &extent) ? extent.end : end;
}

/* Bytes of an @ however it is written at `at`; 0: none. */
static size_t at_sign(struct span text, size_t at) {
        static const struct span forms[] = { SPAN("@"),   SPAN("[at]"), SPAN("(at)"),        SPAN("{at}"),
                                             SPAN("[@]"), SPAN("(@)"),  SPAN("\xEF\xBC\xA0") };
        for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
                if (span_starts_nocase(span_skip(text, at), forms[i]))
                        return forms[i].len;
        return 0;
}

/* RFC 5322 3.2.3 atext, with letters beyond ASCII (RFC 6532). */
static const bool local_table[256] = {
        ['a' ... 'z'] = true, ['A' ... 'Z'] = true, ['0' ... '9'] = true, [0x80 ... 0xFF] = true, ['.'] = true,
        ['_'] = true,         ['%'] = true,         ['+'] = true,         ['-'] = true,           ['\''] = true,
        ['#'] = true,         ['&'] = true,         ['='] = true,         ['!'] = true,           ['$'] = true,
        ['*'] = true,         ['/'] = true,         ['?'] = true,         ['^'] = true,           ['`'] = true,
        ['{'] = true,         ['|'] = true,         ['}'] = true,         ['~'] = true,
};

static bool local_byte(char c) {
        return local_table[(unsigned char)c];
}

/* The domain as written, with every dot as a dot. */
static struct span email_domain(struct finder *finder, size_t from, size_t end) {
        char *out = arena_bytes(finder->arena, end - from + 1);
        size_t len = 0;
        for (size_t at = from; at < end;) {
                size_t dot = dot_at(finder->text, at);
                out[len++] = dot ? '.' : finder->text.ptr[at];
                at += dot ? dot : 1;
        }
        return domain_to_ascii(finder->context, finder->arena, (struct span){ out, len });
}

size_t find_email(struct finder *finder, size_t at) {
        struct span text = finder->text;
        size_t sign = at_sign(text, at), local_end = at, begin = at + sign;
        if (sign == 0)
                return at;
        bool disguised = sign != 1;
        if (disguised && local_end > finder->done && text.ptr[local_end - 1] == ' ')
                local_end--;
        if (disguised && begin < text.len && text.ptr[begin] == ' ')
                begin++;
        size_t from = local_end;
        while (from > finder->done && local_end - from < LOCAL_BYTES && local_byte(text.ptr[from - 1]))
                from--;
        while (from < local_end && strchr("'`/=.{&", text.ptr[from]))
                from++;
        if (from == local_end || begin >= text.len || !host_byte(text.ptr[begin]))
                return at;
        size_t end = host_end(text, begin, &disguised);
        if (end - begin > 253)
                return end;
        if (finder->findings->emails.count >= LIMIT_TEXT_FINDINGS) {
                finder->findings->others_dropped++;
                return end;
        }
        struct span domain = email_domain(finder, begin, end);
        if (!span_has(domain, SPAN(".")) || !domain_has_known_suffix(finder->context, domain))
                return at;
        struct email *email = array_push(&finder->findings->emails, finder->arena, sizeof *email, LIMIT_TEXT_FINDINGS);
        if (!email)
                return end;
        *email = (struct email){ .written = { text.ptr + from, end - from }, .disguised = disguised, .offset = from };
        char *address = arena_bytes(finder->arena, local_end - from + 1 + domain.len);
        memcpy(address, text.ptr + from, local_end - from);
        address[local_end - from] = '@';
        memcpy(address + (local_end - from) + 1, domain.ptr, domain.len);
        email->address = (struct span){ address, local_end - from + 1 + domain.len };
        email->domain = span_skip(email->address, local_end - from + 1);
        email->registrable = domain_registrable(finder->context, email->domain);
        email->known = hosts_find(finder->context, email->domain);
        return end;
}

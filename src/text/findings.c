/* The one pass over running text: it stops only where something may be found. */
#include "text/findings.h"

#include "base/limits.h"
#include "base/percent.h"
#include "text/digits.h"
#include "text/findings-internal.h"
#include "text/html.h"

/* What a byte may be the sign of. */
enum { SIGN_NONE, SIGN_COLON, SIGN_DOT, SIGN_AT, SIGN_BRACKET, SIGN_DIGIT, SIGN_PLUS, SIGN_WIDE };
static const uint8_t signs[256] = {
        [':'] = SIGN_COLON,
        ['.'] = SIGN_DOT,
        ['@'] = SIGN_AT,
        ['['] = SIGN_BRACKET,
        ['('] = SIGN_BRACKET,
        ['{'] = SIGN_BRACKET,
        ['0' ... '9'] = SIGN_DIGIT,
        ['+'] = SIGN_PLUS,
        /* Digits of other scripts and in other dress, fullwidth signs. */
        [0xC2] = SIGN_WIDE,
        [0xD9] = SIGN_WIDE,
        [0xDB] = SIGN_WIDE,
        [0xDF] = SIGN_WIDE,
        [0xE0 ... 0xEA] = SIGN_WIDE,
        [0xEF] = SIGN_WIDE,
        [0xF0] = SIGN_WIDE,
};

/* "555)": the beginning of a phone number in brackets. */
static bool area_code(struct span s) {
        size_t at = 0;
        while (at < s.len && at < 6 && (ascii_digit(s.ptr[at]) || s.ptr[at] == 'o' || s.ptr[at] == 'O'))
                at++;
        return at >= 2 && at < s.len && s.ptr[at] == ')';
}

static size_t at_wide(struct finder *finder, size_t at) {
        struct span rest = span_skip(finder->text, at);
        if (span_starts_nocase(rest, SPAN("\xEF\xBC\xA0")))
                return find_email(finder, at);
        if (span_starts_nocase(rest, SPAN("\xEF\xBC\x8B")))
                return find_phone(finder, at);
        return digit_of(finder->context->runes, unicode_next(&rest)) >= 0 ? find_number(finder, at) : at;
}

static size_t at_sign(struct finder *finder, size_t at) {
        struct span text = finder->text;
        char next = at + 1 < text.len ? text.ptr[at + 1] : '\0';
        size_t end = at;
        switch (signs[(unsigned char)text.ptr[at]]) {
        case SIGN_COLON:
                return find_url(finder, at);
        case SIGN_DOT:
                /* The end of a sentence is the usual dot. */
                if (ascii_alnum(next) || (unsigned char)next >= 0x80)
                        return find_host(finder, at);
                return at;
        case SIGN_AT:
                return find_email(finder, at);
        case SIGN_BRACKET:
                if ((next | 0x20) == 'a' || next == '@')
                        return find_email(finder, at);
                if (next == '.' || (next | 0x20) == 'd')
                        end = find_host(finder, at);
                else if (text.ptr[at] == '(' && (next == '+' || area_code(span_skip(text, at + 1))))
                        end = find_phone(finder, at);
                return end;
        case SIGN_DIGIT:
                return find_number(finder, at);
        case SIGN_PLUS:
                return ascii_digit(next) || next == ' ' || next == '(' || (unsigned char)next >= 0x80
                               ? find_phone(finder, at)
                               : at;
        default:
                return at_wide(finder, at);
        }
}

static uint32_t found(const struct findings *findings) {
        return findings->links.count + findings->phones.count + findings->amounts.count + findings->emails.count +
               findings->links_dropped + findings->others_dropped;
}

void findings_read(const struct text_context *context, struct arena *arena, struct span text, struct defects *defects,
                   struct findings *findings) {
        struct finder finder = { .context = context,
                                 .arena = arena,
                                 .defects = defects,
                                 .text = text,
                                 .findings = findings };
        for (size_t at = 0; at < text.len;) {
                if (signs[(unsigned char)text.ptr[at]] == SIGN_NONE) {
                        at++;
                        continue;
                }
                uint32_t before = found(findings);
                size_t end = at_sign(&finder, at);
                if (end > at) {
                        /* A number that is nothing by itself may still end a name: agent7@…, win24.… */
                        if (found(findings) != before)
                                finder.done = end;
                        at = end;
                } else {
                        at++;
                }
        }
}

/* The host that an anchor's text names, when it looks like a URL or a domain itself. */
static bool text_misleads(const struct text_context *context, struct arena *arena, const struct link *link) {
        struct link shown;
        struct span text = span_head(span_trim(link->text), LIMIT_URL_BYTES);
        for (size_t i = 0; i < text.len; i++)
                if (ascii_space(text.ptr[i]))
                        return false;
        if (text.len < 4 || !memchr(text.ptr, '.', text.len) || !url_read(context, arena, text, &shown))
                return false;
        struct span target = link->flags & LINK_REDIRECT && link->known && link->known->kinds & HOST_REWRITER
                                     ? link->target_domain
                                     : link->domain;
        return shown.domain.len > 0 && !(shown.flags & LINK_USERINFO) && !span_equal(shown.domain, target);
}

/* A relative reference against the base: only where it leads matters, so paths are not resolved. */
enum { BASE_BYTES = 300 };
static struct span against_base(struct arena *arena, struct span base, struct span href) {
        if (base.len == 0 || href.len == 0 || href.ptr[0] == '#')
                return href;
        base = span_head(base, BASE_BYTES);
        return arena_format(arena, "%.*s%s%.*s", (int)base.len, base.ptr,
                            base.ptr[base.len - 1] == '/' || href.ptr[0] == '/' ? "" : "/",
                            (int)span_head(href, LIMIT_URL_BYTES).len, href.ptr);
}

/* The number or address behind tel: and mailto:. What looks like a link in it is a part of that one. */
static void read_addressee(struct finder *finder, const struct link *link) {
        uint32_t links = finder->findings->links.count;
        struct span text = unicode_valid(finder->arena, percent_decode(finder->arena, link->path));
        findings_read(finder->context, finder->arena, text, finder->defects, finder->findings);
        finder->findings->links.count = links;
}

void findings_read_html(const struct text_context *context, struct arena *arena, const struct html *html,
                        struct defects *defects, struct findings *findings) {
        struct finder finder = { .context = context, .arena = arena, .defects = defects, .findings = findings };
        const struct html_link *links = html->links.items;
        for (uint32_t i = 0; i < html->links.count; i++) {
                struct link link;
                bool read = url_read(context, arena, links[i].href, &link);
                if (!read && links[i].from != LINK_BASE)
                        read = url_read(context, arena, against_base(arena, html->base, links[i].href), &link);
                if (!read)
                        continue;
                link.written = links[i].href;
                link.from = links[i].from;
                link.text = links[i].text;
                link.flags |= (links[i].visible ? 0U : LINK_HIDDEN) | (links[i].control ? LINK_CONTROL : 0U);
                if (link.from == LINK_ANCHOR && link.domain.len > 0 && text_misleads(context, arena, &link))
                        link.flags |= LINK_MISLEADING;
                finder_add_link(&finder, &link);
                if (link_names_somebody(link.scheme))
                        read_addressee(&finder, &link);
        }
        findings_read(context, arena, html->visible, defects, findings);
        if (html->outlook_differs)
                findings_read(context, arena, html->outlook, defects, findings);
}

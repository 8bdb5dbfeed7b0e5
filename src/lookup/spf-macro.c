/* Macros (RFC 7208 7). */
#include <arpa/inet.h>
#include <stdio.h>

#include "base/limits.h"
#include "lookup/spf-inside.h"

struct macro {
        char letter;   /* lower case */
        bool escape;   /* it was written in upper case: as in a URL */
        uint32_t keep; /* labels from the right; 0: all */
        bool reverse;
        struct span delimiters;
};

/* One "%…" at the beginning of *text, taken off. Letter '%', '_' and '-' for those without braces. */
static bool macro_read(struct span *text, bool exp, struct macro *ret) {
        *ret = (struct macro){ 0 };
        if (text->len < 2)
                return false;
        char second = text->ptr[1];
        if (second == '%' || second == '_' || second == '-') {
                ret->letter = second;
                *text = span_skip(*text, 2);
                return true;
        }
        size_t end = span_find_byte(*text, '}');
        if (second != '{' || end == text->len || end < 3)
                return false;
        struct span inner = { text->ptr + 2, end - 2 };
        *text = span_skip(*text, end + 1);
        ret->letter = ascii_lower(inner.ptr[0]);
        ret->escape = ret->letter != inner.ptr[0];
        if (!strchr("slodiphv", ret->letter) && !(exp && strchr("crt", ret->letter)))
                return false;
        inner = span_skip(inner, 1);
        bool digits = false;
        for (; inner.len > 0 && ascii_digit(inner.ptr[0]); inner = span_skip(inner, 1)) {
                digits = true;
                if (ret->keep < 1000)
                        ret->keep = ret->keep * 10 + (uint32_t)(inner.ptr[0] - '0');
        }
        if (digits && ret->keep == 0)
                return false;
        if (inner.len > 0 && ascii_lower(inner.ptr[0]) == 'r') {
                ret->reverse = true;
                inner = span_skip(inner, 1);
        }
        for (size_t i = 0; i < inner.len; i++)
                if (!strchr(".-+,/_=", inner.ptr[i]))
                        return false;
        ret->delimiters = inner.len > 0 ? inner : SPAN(".");
        return true;
}

bool spf_macros_fit(struct span text, bool exp) {
        while (text.len > 0) {
                struct macro macro;
                unsigned char c = (unsigned char)text.ptr[0];
                if (c == '%') {
                        if (!macro_read(&text, exp, &macro))
                                return false;
                        continue;
                }
                if (c < 0x20 + !exp || c > 0x7e)
                        return false;
                text = span_skip(text, 1);
        }
        return true;
}

/* ---- Values -------------------------------------------------------------------------------------------------------------- */

static struct span dotted_address(struct spf_eval *eval) {
        char text[64];
        if (!eval->v6) {
                (void)snprintf(text, sizeof text, "%u.%u.%u.%u", eval->ip[0], eval->ip[1], eval->ip[2], eval->ip[3]);
                return arena_copy(eval->arena, span_from(text));
        }
        for (size_t i = 0; i < 32; i++) {
                unsigned nibble = i % 2 ? eval->ip[i / 2] & 15u : eval->ip[i / 2] >> 4;
                text[2 * i] = "0123456789ABCDEF"[nibble];
                text[2 * i + 1] = '.';
        }
        return arena_copy(eval->arena, (struct span){ text, 63 });
}

static struct span readable_address(struct spf_eval *eval) {
        char text[INET6_ADDRSTRLEN];
        (void)inet_ntop(eval->v6 ? AF_INET6 : AF_INET, eval->ip, text, sizeof text);
        return arena_copy(eval->arena, span_from(text));
}

/* False: pending. */
static bool value_of(struct spf_eval *eval, char letter, struct span domain, struct span *ret) {
        switch (letter) {
        case 's':
                *ret = eval->sender;
                break;
        case 'l':
                *ret = eval->local;
                break;
        case 'o':
                *ret = eval->sender_domain;
                break;
        case 'd':
                *ret = domain;
                break;
        case 'i':
                *ret = dotted_address(eval);
                break;
        case 'p':
                return spf_validated_name(eval, domain, ret);
        case 'v':
                *ret = eval->v6 ? SPAN("ip6") : SPAN("in-addr");
                break;
        case 'h':
                *ret = eval->what->helo;
                break;
        case 'c':
                *ret = readable_address(eval);
                break;
        case 'r':
                *ret = eval->what->receiver.len > 0 ? eval->what->receiver : SPAN("unknown");
                break;
        case 't':
                *ret = arena_format(eval->arena, "%lld", (long long)eval->what->at);
                break;
        default: /* 7.2 */
                *ret = letter == '_' ? SPAN(" ") : letter == '-' ? SPAN("%20") : SPAN("%");
        }
        return true;
}

static void add_escaped(struct buf *out, struct span text) {
        for (size_t i = 0; i < text.len; i++)
                if (ascii_alnum(text.ptr[i]) || strchr("-._~", text.ptr[i]))
                        buf_add_byte(out, text.ptr[i]);
                else
                        buf_add_format(out, "%%%02X", (unsigned char)text.ptr[i]);
}

/* Split at the delimiters, turned round, cut, and joined with dots. */
static void add_transformed(struct spf_eval *eval, struct buf *out, struct span value, const struct macro *macro) {
        struct span parts[LIMIT_SPF_PARTS];
        uint32_t count = 0;
        size_t start = 0;
        for (size_t i = 0; i <= value.len && count < LIMIT_SPF_PARTS; i++)
                if (i == value.len || span_find_byte(macro->delimiters, value.ptr[i]) < macro->delimiters.len) {
                        parts[count++] = (struct span){ value.ptr + start, i - start };
                        start = i + 1;
                }
        uint32_t keep = macro->keep == 0 || macro->keep > count ? count : macro->keep;
        struct buf joined = buf_in(eval->arena, LIMIT_SPF_TEXT);
        for (uint32_t i = count - keep; i < count; i++) {
                buf_add(&joined, parts[macro->reverse ? count - 1 - i : i]);
                if (i + 1 < count)
                        buf_add_byte(&joined, '.');
        }
        if (macro->escape)
                add_escaped(out, buf_span(&joined));
        else
                buf_add(out, buf_span(&joined));
}

bool spf_expand(struct spf_eval *eval, struct span text, struct span domain, bool exp, struct span *ret) {
        struct buf out = buf_in(eval->arena, LIMIT_SPF_TEXT);
        *ret = (struct span){ 0 };
        if (!spf_macros_fit(text, exp))
                return true;
        while (text.len > 0) {
                struct macro macro;
                struct span value;
                if (text.ptr[0] != '%') {
                        buf_add_byte(&out, text.ptr[0]);
                        text = span_skip(text, 1);
                        continue;
                }
                (void)macro_read(&text, exp, &macro);
                if (!value_of(eval, macro.letter, domain, &value))
                        return false;
                if (macro.delimiters.len > 0)
                        add_transformed(eval, &out, value, &macro);
                else
                        buf_add(&out, value);
        }
        *ret = buf_span(&out);
        return true;
}

bool spf_expand_name(struct spf_eval *eval, struct span text, struct span domain, struct span *ret) {
        if (!spf_expand(eval, text, domain, false, ret))
                return false;
        if (ret->len > 0 && ret->ptr[ret->len - 1] == '.')
                ret->len--;
        while (ret->len > 253)
                (void)span_split(ret, '.');
        return true;
}

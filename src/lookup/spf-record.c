/* The grammar of a record (RFC 7208 12). One mistake anywhere spoils all of it (4.6). */
#include <arpa/inet.h>

#include "base/limits.h"
#include "lookup/spf-inside.h"

static const struct {
        struct span name;
        enum { DOMAIN_NONE, DOMAIN_MAY, DOMAIN_MUST } domain;
        bool prefixes;
} mechanisms[SPF_MECHANISMS] = {
        [SPF_ALL] = { SPAN("all"), DOMAIN_NONE, false }, [SPF_INCLUDE] = { SPAN("include"), DOMAIN_MUST, false },
        [SPF_A] = { SPAN("a"), DOMAIN_MAY, true },       [SPF_MX] = { SPAN("mx"), DOMAIN_MAY, true },
        [SPF_PTR] = { SPAN("ptr"), DOMAIN_MAY, false },  [SPF_IP4] = { SPAN("ip4"), DOMAIN_MUST, true },
        [SPF_IP6] = { SPAN("ip6"), DOMAIN_MUST, true },  [SPF_EXISTS] = { SPAN("exists"), DOMAIN_MUST, false },
};

/* Letters, digits and hyphens, not digits alone. */
static bool is_top_label(struct span label) {
        bool other = false;
        for (size_t i = 0; i < label.len; i++) {
                if (!ascii_alnum(label.ptr[i]) && label.ptr[i] != '-')
                        return false;
                other |= !ascii_digit(label.ptr[i]);
        }
        return other && label.ptr[0] != '-' && label.ptr[label.len - 1] != '-';
}

/* domain-spec (7.1): ends with a macro or with a top label behind a dot. */
static bool is_domain_spec(struct span text) {
        if (text.len == 0 || !spf_macros_fit(text, false))
                return false;
        if (text.ptr[text.len - 1] == '}')
                return true;
        size_t ending = text.len;
        if (text.len >= 2 && text.ptr[text.len - 2] == '%' && strchr("%_-", text.ptr[text.len - 1]))
                return true;
        if (text.ptr[ending - 1] == '.')
                ending--;
        size_t start = ending;
        while (start > 0 && text.ptr[start - 1] != '.')
                start--;
        return start > 0 && ending > start && is_top_label((struct span){ text.ptr + start, ending - start });
}

/* "24" of "/24": no leading zeros. */
static bool read_prefix(struct span text, uint32_t most, uint32_t *ret) {
        uint64_t value;
        if (!span_to_u64(text, &value) || value > most || (text.len > 1 && text.ptr[0] == '0'))
                return false;
        *ret = (uint32_t)value;
        return true;
}

/* The digits at the end of *text behind `slashes`, taken off with these. False: there are none. */
static bool take_number(struct span *text, struct span slashes, struct span *ret) {
        size_t start = text->len;
        while (start > 0 && ascii_digit(text->ptr[start - 1]))
                start--;
        struct span before = span_head(*text, start);
        if (start == text->len || !span_ends_nocase(before, slashes))
                return false;
        *ret = span_skip(*text, start);
        *text = span_head(before, before.len - slashes.len);
        return true;
}

/* Takes "/24", "//64" or "/24//64" off the end of *text; a slash elsewhere belongs to the name. */
static bool take_prefixes(struct span *text, struct spf_term *term) {
        struct span number;
        if (take_number(text, SPAN("//"), &number) && !read_prefix(number, 128, &term->prefix6))
                return false;
        return !take_number(text, SPAN("/"), &number) || read_prefix(number, 32, &term->prefix4);
}

static bool read_network(struct span text, struct spf_term *term) {
        bool v6 = term->mechanism == SPF_IP6;
        char address[INET6_ADDRSTRLEN];
        unsigned char bytes[16];
        size_t slash = span_find_byte(text, '/');
        struct span written = span_head(text, slash);
        if (written.len == 0 || written.len >= sizeof address)
                return false;
        memcpy(address, written.ptr, written.len);
        address[written.len] = '\0';
        term->address = written;
        return inet_pton(v6 ? AF_INET6 : AF_INET, address, bytes) == 1 &&
               (slash == text.len ||
                read_prefix(span_skip(text, slash + 1), v6 ? 128 : 32, v6 ? &term->prefix6 : &term->prefix4));
}

static bool read_arguments(struct span text, struct spf_term *term) {
        enum spf_mechanism mechanism = term->mechanism;
        bool given = text.len > 0 && text.ptr[0] == ':';
        if (given)
                text = span_skip(text, 1);
        if (mechanism == SPF_IP4 || mechanism == SPF_IP6)
                return given && read_network(text, term);
        if (mechanisms[mechanism].prefixes && !take_prefixes(&text, term))
                return false;
        if (!given)
                return text.len == 0 && mechanisms[mechanism].domain != DOMAIN_MUST;
        term->domain = text;
        return mechanisms[mechanism].domain != DOMAIN_NONE && is_domain_spec(text);
}

static bool read_directive(struct span text, struct spf_term *ret) {
        static const struct {
                char qualifier;
                enum spf_result result;
        } qualifiers[] = { { '+', SPF_PASS }, { '-', SPF_FAIL }, { '~', SPF_SOFTFAIL }, { '?', SPF_NEUTRAL } };
        *ret = (struct spf_term){ .result = SPF_PASS, .prefix4 = 32, .prefix6 = 128 };
        for (size_t i = 0; i < sizeof qualifiers / sizeof *qualifiers; i++)
                if (text.len > 0 && text.ptr[0] == qualifiers[i].qualifier) {
                        ret->result = qualifiers[i].result;
                        text = span_skip(text, 1);
                        break;
                }
        ret->written = text;
        size_t name = 0;
        while (name < text.len && text.ptr[name] != ':' && text.ptr[name] != '/')
                name++;
        for (int i = 0; i < SPF_MECHANISMS; i++)
                if (span_equal_nocase(span_head(text, name), mechanisms[i].name)) {
                        ret->mechanism = (enum spf_mechanism)i;
                        return read_arguments(span_skip(text, name), ret);
                }
        return false;
}

/* name = ALPHA *( ALPHA / DIGIT / "-" / "_" / "." ) before the "=". */
static bool is_modifier(struct span text, size_t *equals) {
        size_t i = 0;
        while (i < text.len && (ascii_alnum(text.ptr[i]) || strchr("-_.", text.ptr[i])))
                i++;
        *equals = i;
        return i > 0 && i < text.len && text.ptr[i] == '=' && ascii_alpha(text.ptr[0]);
}

static bool read_modifier(struct span text, size_t equals, struct spf_record *record) {
        struct span name = span_head(text, equals), value = span_skip(text, equals + 1);
        struct span *place = span_equal_nocase(name, SPAN("redirect")) ? &record->redirect
                             : span_equal_nocase(name, SPAN("exp"))    ? &record->exp
                                                                       : NULL;
        if (!place)
                return spf_macros_fit(value, false);
        if (place->len > 0 || !is_domain_spec(value))
                return false;
        *place = value;
        return true;
}

/* A stranger's word in a sentence of ours. */
static struct span does_not_fit(struct arena *arena, struct span word) {
        struct buf sentence = buf_in(arena, 200);
        buf_add_byte(&sentence, '"');
        for (size_t i = 0; i < word.len && i < 100; i++)
                buf_add_byte(&sentence, word.ptr[i] > ' ' && word.ptr[i] <= '~' ? word.ptr[i] : '?');
        buf_add(&sentence, SPAN("\" does not fit the grammar."));
        return arena_copy(arena, buf_span(&sentence));
}

bool spf_record_read(struct arena *arena, struct span text, struct spf_record *ret, struct span *problem) {
        *ret = (struct spf_record){ 0 };
        text = span_skip(text, sizeof "v=spf1" - 1);
        while (text.len > 0) {
                struct span word = span_split(&text, ' ');
                struct spf_term term;
                size_t equals;
                if (word.len == 0)
                        continue;
                bool modifier = is_modifier(word, &equals);
                struct spf_term *place = NULL;
                if (modifier ? !read_modifier(word, equals, ret) : !read_directive(word, &term)) {
                        *problem = does_not_fit(arena, word);
                        return false;
                }
                if (!modifier && (place = array_push(&ret->terms, arena, sizeof *place, LIMIT_SPF_TERMS)))
                        *place = term;
        }
        return true;
}

#include "lookup/spf.h"

#include <arpa/inet.h>

#include "base/limits.h"
#include "config/address.h"
#include "lookup/spf-inside.h"
#include "text/domain.h"

enum {
        MOST_LOOKUPS = 10, /* RFC 7208 4.6.4 */
        MOST_VOIDS = 2,
        MOST_NAMES = 10, /* of MX, of PTR */
        PENDING = -1,    /* beside the results: answers are to come */
        NO_MATCH = -2,
};

const char *spf_result_name(enum spf_result result) {
        static const char *const names[] = { "none", "neutral", "pass", "fail", "softfail", "temperror", "permerror" };
        return names[result];
}

static int ends(struct spf_eval *eval, enum spf_result result, struct span problem) {
        eval->problem = problem;
        return (int)result;
}

static int lacks_dns(struct spf_eval *eval, struct span name, const struct answer *answer) {
        return ends(eval, SPF_TEMPERROR,
                    arena_format(eval->arena, "DNS did not answer for %.*s: %s.", (int)name.len, name.ptr, answer->why));
}

/* Two names that do not exist are too many (4.6.4). True: so it is. */
static bool is_void_too_often(struct spf_eval *eval, const struct answer *answer) {
        bool empty = answer->state == ANSWER_NO_NAME || answer->state == ANSWER_NO_DATA;
        return empty && ++eval->voids > MOST_VOIDS;
}

static int too_many_voids(struct spf_eval *eval) {
        return ends(eval, SPF_PERMERROR, SPAN("More than two of the names that it asks for are not there."));
}

static enum record_type address_type(const struct spf_eval *eval) {
        return eval->v6 ? RECORD_AAAA : RECORD_A;
}

static bool same_network(const unsigned char *one, const unsigned char *other, uint32_t bits) {
        uint32_t bytes = bits / 8, rest = bits % 8;
        if (memcmp(one, other, bytes) != 0)
                return false;
        unsigned mask = 0xffu << (8 - rest) & 0xffu;
        return rest == 0 || (one[bytes] & mask) == (other[bytes] & mask);
}

static bool has_client(const struct spf_eval *eval, const struct answer *answer, const struct spf_term *term) {
        uint32_t bits = eval->v6 ? term->prefix6 : term->prefix4;
        for (uint32_t i = 0; i < answer->count; i++)
                if (same_network((const unsigned char *)answer->records[i].ptr, eval->ip, bits))
                        return true;
        return false;
}

/* ---- Mechanisms (5): the term's result where it matches, NO_MATCH, PENDING, or an error ----------------------------------- */

/* NO_MATCH: *ret may be looked at; else how the evaluation ends, or PENDING. */
static int look_up(struct spf_eval *eval, enum record_type type, struct span name, const struct answer **ret) {
        *ret = answers_get(eval->answers, type, name);
        if ((*ret)->state == ANSWER_PENDING)
                return PENDING;
        if ((*ret)->state == ANSWER_FAILED)
                return lacks_dns(eval, name, *ret);
        return is_void_too_often(eval, *ret) ? too_many_voids(eval) : NO_MATCH;
}

static int match_address(struct spf_eval *eval, const struct spf_term *term, struct span name) {
        const struct answer *answer;
        int stopped = look_up(eval, address_type(eval), name, &answer);
        if (stopped != NO_MATCH)
                return stopped;
        return has_client(eval, answer, term) ? (int)term->result : NO_MATCH;
}

static int match_mx(struct spf_eval *eval, const struct spf_term *term, struct span name) {
        const struct answer *answer;
        int stopped = look_up(eval, RECORD_MX, name, &answer);
        if (stopped != NO_MATCH)
                return stopped;
        if (answer->count > MOST_NAMES)
                return ends(eval, SPF_PERMERROR, SPAN("A domain has more than ten mail exchangers."));
        bool all = true;
        for (uint32_t i = 0; i < answer->count; i++)
                all &= answers_get(eval->answers, address_type(eval), answer->records[i])->state != ANSWER_PENDING;
        if (!all)
                return PENDING;
        for (uint32_t i = 0; i < answer->count; i++) {
                int matched = match_address(eval, term, answer->records[i]);
                if (matched != NO_MATCH)
                        return matched;
        }
        return NO_MATCH;
}

static struct span reverse_name(struct spf_eval *eval) {
        struct buf name = buf_in(eval->arena, 128);
        if (eval->v6) {
                for (int i = 15; i >= 0; i--)
                        buf_add_format(&name, "%x.%x.", eval->ip[i] & 15u, eval->ip[i] >> 4);
                buf_add(&name, SPAN("ip6.arpa"));
        } else {
                buf_add_format(&name, "%u.%u.%u.%u.in-addr.arpa", eval->ip[3], eval->ip[2], eval->ip[1], eval->ip[0]);
        }
        return buf_span(&name);
}

/* Names of the client's address that lead back to it (5.5). False: pending. */
static bool validated_names(struct spf_eval *eval, struct span *ret, uint32_t *count) {
        static const struct spf_term exactly = { .prefix4 = 32, .prefix6 = 128 };
        const struct answer *answer = answers_get(eval->answers, RECORD_PTR, reverse_name(eval));
        uint32_t names = answer->count < MOST_NAMES ? answer->count : MOST_NAMES;
        bool all = answer->state != ANSWER_PENDING;
        *count = 0;
        for (uint32_t i = 0; i < names; i++) {
                const struct answer *back = answers_get(eval->answers, address_type(eval), answer->records[i]);
                all &= back->state != ANSWER_PENDING;
                if (has_client(eval, back, &exactly))
                        ret[(*count)++] = answer->records[i];
        }
        return all;
}

bool spf_validated_name(struct spf_eval *eval, struct span domain, struct span *ret) {
        struct span names[MOST_NAMES];
        uint32_t count;
        if (!validated_names(eval, names, &count))
                return false;
        *ret = count > 0 ? names[0] : SPAN("unknown");
        for (uint32_t i = count; i-- > 0;)
                if (domain_has(domain, names[i]))
                        *ret = names[i];
        for (uint32_t i = 0; i < count; i++)
                if (span_equal_nocase(names[i], domain))
                        *ret = names[i];
        return true;
}

static int match_ptr(struct spf_eval *eval, const struct spf_term *term, struct span domain) {
        struct span names[MOST_NAMES];
        uint32_t count;
        if (!validated_names(eval, names, &count))
                return PENDING;
        for (uint32_t i = 0; i < count; i++)
                if (domain_has(domain, names[i]))
                        return (int)term->result;
        return NO_MATCH;
}

static int match_exists(struct spf_eval *eval, const struct spf_term *term, struct span name) {
        const struct answer *answer;
        int stopped = look_up(eval, RECORD_A, name, &answer);
        if (stopped != NO_MATCH)
                return stopped;
        return answer->state == ANSWER_FOUND ? (int)term->result : NO_MATCH;
}

static int match_network(struct spf_eval *eval, const struct spf_term *term) {
        unsigned char network[16];
        char address[INET6_ADDRSTRLEN];
        bool v6 = term->mechanism == SPF_IP6;
        memcpy(address, term->address.ptr, term->address.len);
        address[term->address.len] = '\0';
        (void)inet_pton(v6 ? AF_INET6 : AF_INET, address, network);
        return v6 == eval->v6 && same_network(network, eval->ip, v6 ? term->prefix6 : term->prefix4) ? (int)term->result
                                                                                                     : NO_MATCH;
}

static int check_host(struct spf_eval *eval, struct span domain, bool outermost);

static int match_include(struct spf_eval *eval, const struct spf_term *term, struct span domain) {
        int result = check_host(eval, domain, false);
        switch (result) {
        case PENDING:
        case SPF_TEMPERROR:
        case SPF_PERMERROR:
                return result;
        case SPF_NONE:
                return ends(eval, SPF_PERMERROR,
                            arena_format(eval->arena, "It includes %.*s, which has no record.", (int)domain.len,
                                         domain.ptr));
        case SPF_PASS:
                return (int)term->result;
        default:
                return NO_MATCH;
        }
}

static int match(struct spf_eval *eval, const struct spf_term *term, struct span domain) {
        struct span name = domain;
        bool asks = term->mechanism != SPF_ALL && term->mechanism != SPF_IP4 && term->mechanism != SPF_IP6;
        if (asks && ++eval->lookups > MOST_LOOKUPS)
                return ends(eval, SPF_PERMERROR, SPAN("It needs more than ten lookups."));
        if (term->domain.len > 0 && !spf_expand_name(eval, term->domain, domain, &name))
                return PENDING;
        switch (term->mechanism) {
        case SPF_ALL:
                return (int)term->result;
        case SPF_INCLUDE:
                return match_include(eval, term, name);
        case SPF_A:
                return match_address(eval, term, name);
        case SPF_MX:
                return match_mx(eval, term, name);
        case SPF_PTR:
                return match_ptr(eval, term, name);
        case SPF_EXISTS:
                return match_exists(eval, term, name);
        default:
                return match_network(eval, term);
        }
}

/* ---- check_host (4) --------------------------------------------------------------------------------------------------------- */

/* At least two labels that DNS can hold (4.3). */
static bool is_checkable(struct span domain) {
        size_t label = 0, labels = 1;
        if (domain.len > 0 && domain.ptr[domain.len - 1] == '.')
                domain.len--;
        for (size_t i = 0; i < domain.len; i++) {
                bool dot = domain.ptr[i] == '.';
                if ((dot && label == 0) || (!dot && ++label > 63))
                        return false;
                labels += dot;
                label = dot ? 0 : label;
        }
        return label > 0 && labels > 1 && domain.len <= 253;
}

/* The domain's one record (4.5). SPF_PASS: it is in *ret. */
static int find_record(struct spf_eval *eval, struct span domain, struct span *ret) {
        const struct answer *answer = answers_get(eval->answers, RECORD_TXT, domain);
        uint32_t found = 0;
        if (answer->state == ANSWER_PENDING)
                return PENDING;
        if (answer->state == ANSWER_FAILED)
                return lacks_dns(eval, domain, answer);
        for (uint32_t i = 0; i < answer->count; i++) {
                struct span text = answer->records[i];
                if (!span_starts_nocase(text, SPAN("v=spf1")) || (text.len > 6 && text.ptr[6] != ' '))
                        continue;
                *ret = text;
                found++;
        }
        if (found > 1)
                return ends(eval, SPF_PERMERROR, SPAN("The domain has more than one record."));
        return found == 1 ? SPF_PASS : ends(eval, SPF_NONE, SPAN("The domain has no record."));
}

/* What the domain says to those whom it refuses (6.2); whatever is wrong with it, it says nothing. False: pending. */
static bool explain(struct spf_eval *eval, const struct spf_record *record, struct span domain) {
        struct span name, text;
        if (record->exp.len == 0)
                return true;
        if (!spf_expand_name(eval, record->exp, domain, &name))
                return false;
        const struct answer *answer = answers_get(eval->answers, RECORD_TXT, name);
        if (answer->state == ANSWER_PENDING)
                return false;
        if (answer->count != 1)
                return true;
        if (!spf_expand(eval, answer->records[0], domain, true, &text))
                return false;
        eval->explanation = text;
        return true;
}

static int redirect(struct spf_eval *eval, const struct spf_record *record, struct span domain, bool outermost) {
        struct span name;
        if (++eval->lookups > MOST_LOOKUPS)
                return ends(eval, SPF_PERMERROR, SPAN("It needs more than ten lookups."));
        if (!spf_expand_name(eval, record->redirect, domain, &name))
                return PENDING;
        int result = check_host(eval, name, outermost);
        return result == SPF_NONE ? ends(eval, SPF_PERMERROR, SPAN("It is redirected to a domain without a record."))
                                  : result;
}

static int check_host(struct spf_eval *eval, struct span domain, bool outermost) {
        struct spf_record record;
        struct span text;
        if (!is_checkable(domain))
                return ends(eval, SPF_NONE, SPAN("The domain is none that DNS could hold."));
        int found = find_record(eval, domain, &text);
        if (found != SPF_PASS)
                return found;
        if (!spf_record_read(eval->arena, text, &record, &eval->problem))
                return SPF_PERMERROR;
        const struct spf_term *terms = record.terms.items;
        for (uint32_t i = 0; i < record.terms.count; i++) {
                int matched = match(eval, &terms[i], domain);
                if (matched == NO_MATCH)
                        continue;
                if (outermost)
                        eval->mechanism = terms[i].written;
                if (matched == SPF_FAIL && outermost && !explain(eval, &record, domain))
                        return PENDING;
                return matched;
        }
        if (record.redirect.len > 0)
                return redirect(eval, &record, domain, outermost);
        if (outermost)
                eval->mechanism = SPAN("default");
        return SPF_NEUTRAL;
}

/* ---- The case ------------------------------------------------------------------------------------------------------------------ */

static bool read_client(struct span text, struct spf_eval *eval) {
        struct ip ip;
        if (!ip_parse(text, &ip))
                return false;
        eval->v6 = !ip_is_4(&ip);
        memcpy(eval->ip, eval->v6 ? ip.bytes : ip.bytes + 12, eval->v6 ? 16 : 4);
        return true;
}

static void read_sender(struct spf_eval *eval) {
        struct span from = eval->what->mail_from;
        size_t at = from.len;
        while (at > 0 && from.ptr[at - 1] != '@')
                at--;
        eval->local = at > 1 ? span_head(from, at - 1) : SPAN("postmaster");
        eval->sender_domain = from.len == 0 ? eval->what->helo : span_skip(from, at);
        eval->sender = arena_format(eval->arena, "%.*s@%.*s", (int)eval->local.len, eval->local.ptr,
                                    (int)eval->sender_domain.len, eval->sender_domain.ptr);
}

bool spf_check(struct answers *answers, struct arena *arena, const struct spf_case *what, struct spf_answer *ret) {
        struct spf_eval eval = { .answers = answers, .arena = arena, .what = what };
        bool readable = read_client(what->client_ip, &eval);
        read_sender(&eval);
        int result = readable ? check_host(&eval, eval.sender_domain, true)
                              : ends(&eval, SPF_NONE, SPAN("The client's address is not known."));
        if (result == PENDING)
                return false;
        bool told = result == SPF_NONE || result == SPF_TEMPERROR || result == SPF_PERMERROR;
        *ret = (struct spf_answer){ .result = (enum spf_result)result,
                                    .domain = eval.sender_domain,
                                    .helo = what->mail_from.len == 0,
                                    .mechanism = eval.mechanism,
                                    .problem = told ? eval.problem : (struct span){ 0 },
                                    .explanation = result == SPF_FAIL ? eval.explanation : (struct span){ 0 },
                                    .lookups = eval.lookups,
                                    .void_lookups = eval.voids };
        return true;
}

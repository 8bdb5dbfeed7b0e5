#include "lookup/dns-lists.h"

#include <openssl/sha.h>

#include "base/percent.h"
#include "config/address.h"
#include "lookup/mailbox.h"

_Static_assert((int)DNS_LIST_POLICY == LISTED_POLICY && (int)DNS_LIST_MALWARE == LISTED_MALWARE &&
               (int)DNS_LIST_ERROR == LISTING_MEANINGS);

const char *listing_meaning_name(enum listing_meaning meaning) {
        static const char *const names[LISTING_MEANINGS] = {
                [LISTED_POLICY] = "policy",  [LISTED_SUSPECT] = "suspicion", [LISTED_SPAM] = "spam",
                [LISTED_PHISH] = "phishing", [LISTED_MALWARE] = "malware",
        };
        return names[meaning];
}

/* ---- Names ------------------------------------------------------------------------------------------------------------ */

static bool name_make(const struct dns_list_definition *list, struct span head, char ret[DNS_LIST_NAME]) {
        int len = snprintf(ret, DNS_LIST_NAME, "%.*s.%.*s", (int)head.len, head.ptr, (int)list->zone.len,
                           list->zone.ptr);
        return head.len > 0 && len > 0 && len < DNS_LIST_NAME;
}

bool dns_list_name_of_ip(const struct dns_list_definition *list, const struct ip *ip, char ret[DNS_LIST_NAME]) {
        char head[64];
        int len = 0;
        if (ip_is_4(ip))
                len = snprintf(head, sizeof head, "%u.%u.%u.%u", ip->bytes[15], ip->bytes[14], ip->bytes[13],
                               ip->bytes[12]);
        else
                for (int i = 15; i >= 0; i--)
                        len += snprintf(head + len, sizeof head - (size_t)len, "%x.%x%s", ip->bytes[i] & 15u,
                                        ip->bytes[i] >> 4, i ? "." : "");
        return name_make(list, (struct span){ head, (size_t)len }, ret);
}

bool dns_list_name_of_host(const struct dns_list_definition *list, struct span host, char ret[DNS_LIST_NAME]) {
        if (host.len > 0 && host.ptr[host.len - 1] == '.')
                host.len--;
        return host.len < DNS_LIST_NAME && memchr(host.ptr, '\0', host.len) == NULL && name_make(list, host, ret);
}

bool dns_list_name_of_mailbox(const struct dns_list_definition *list, struct span mailbox, char ret[DNS_LIST_NAME]) {
        char text[MAILBOX_BYTES], hex[2 * SHA_DIGEST_LENGTH + 1];
        unsigned char digest[SHA_DIGEST_LENGTH];
        size_t len;
        if (!mailbox_normal(mailbox, text, &len))
                return false;
        SHA1((const unsigned char *)text, len, digest);
        hex_write(digest, sizeof digest, hex);
        return name_make(list, span_from(hex), ret);
}

/* ---- Answers ------------------------------------------------------------------------------------------------------------ */

static uint32_t address_of(struct span record) {
        const uint8_t *byte = (const uint8_t *)record.ptr;
        return (uint32_t)byte[0] << 24 | (uint32_t)byte[1] << 16 | (uint32_t)byte[2] << 8 | byte[3];
}

static void code_write(uint32_t address, char ret[DNS_LIST_CODE]) {
        snprintf(ret, DNS_LIST_CODE, "%u.%u.%u.%u", address >> 24, address >> 16 & 255, address >> 8 & 255,
                 address & 255);
}

/* One address of the answer: its worst meaning. */
static void record_count(const struct dns_list_definition *list, uint32_t address, bool client,
                         struct dns_list_answer *ret) {
        if (address >> 24 != 127)
                return;
        if (address >> 8 == 0x7fffff) {
                ret->state = DNS_LIST_REFUSED;
                code_write(address, ret->code);
                return;
        }
        if (ret->state == DNS_LIST_ABSENT) {
                ret->state = DNS_LIST_LISTED;
                code_write(address, ret->code);
        }
        for (uint32_t i = 0; i < list->code_count && ret->state != DNS_LIST_REFUSED; i++) {
                const struct dns_list_code *code = &list->codes[i];
                if (address < code->low || address > code->high || (code->bits && !(address & code->bits)))
                        continue;
                if (code->meaning == DNS_LIST_ERROR) {
                        ret->state = DNS_LIST_REFUSED;
                        code_write(address, ret->code);
                } else if ((client || code->meaning != DNS_LIST_POLICY) &&
                           (!ret->known || (int)code->meaning > (int)ret->meaning)) {
                        ret->known = true;
                        ret->meaning = (enum listing_meaning)code->meaning;
                        code_write(address, ret->code);
                }
        }
}

struct dns_list_answer dns_list_answer(const struct dns_list_definition *list, const struct answer *answer, bool client) {
        struct dns_list_answer ret = { .state = DNS_LIST_ABSENT };
        if (answer->state == ANSWER_PENDING)
                ret.state = DNS_LIST_PENDING;
        if (answer->state == ANSWER_FAILED)
                ret = (struct dns_list_answer){ .state = DNS_LIST_FAILED, .why = answer->why };
        for (uint32_t i = 0; answer->state == ANSWER_FOUND && i < answer->count; i++)
                if (answer->records[i].len == 4)
                        record_count(list, address_of(answer->records[i]), client, &ret);
        return ret;
}

/* ---- Whether it works ----------------------------------------------------------------------------------------------------- */

const char *dns_list_health_text(enum dns_list_health health) {
        static const char *const texts[DNS_LIST_HEALTHS] = {
                [DNS_LIST_UNTESTED] = "it was not tested yet",
                [DNS_LIST_WORKS] = "it works",
                [DNS_LIST_LISTS_ALL] = "it is switched off: it lists what it must not",
                [DNS_LIST_LISTS_NOTHING] = "it is switched off: it does not list its test entry",
                [DNS_LIST_REFUSES] = "it is switched off for a while: it refuses to answer us",
                [DNS_LIST_SILENT] = "it is switched off for a while: it does not answer",
        };
        return texts[health];
}

/* What must be listed and what must not be: false where a list of this kind has no such entry. */
static bool test_names(const struct dns_list_definition *list, char listed[DNS_LIST_NAME], char unlisted[DNS_LIST_NAME]) {
        static const struct ip ip4[2] = { { { [10] = 0xff, [11] = 0xff, [12] = 127, [15] = 2 } },
                                          { { [10] = 0xff, [11] = 0xff, [12] = 127, [15] = 1 } } };
        char head[2][DNS_LIST_NAME];
        bool ip = list->kinds & (DNS_LIST_CLIENT4 | DNS_LIST_ADDRESS4 | DNS_LIST_CLIENT6 | DNS_LIST_ADDRESS6);
        if (list->listed.len == 0 && ip && !(list->kinds & (DNS_LIST_CLIENT4 | DNS_LIST_ADDRESS4))) {
                /* ::ffff:127.0.0.2 as IPv6 writes it */
                static const char zeros[] = "0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0";
                for (int i = 0; i < 2; i++)
                        snprintf(head[i], sizeof head[i], "%d.0.0.0.0.0.f.7.f.f.f.f.%s", i == 0 ? 2 : 1, zeros);
                return name_make(list, span_from(head[0]), listed) && name_make(list, span_from(head[1]), unlisted);
        }
        if (list->listed.len == 0 && ip)
                return dns_list_name_of_ip(list, &ip4[0], listed) && dns_list_name_of_ip(list, &ip4[1], unlisted);
        bool names = list->kinds & (DNS_LIST_HOST | DNS_LIST_DOMAIN);
        struct span test = list->listed.len > 0 ? list->listed : names ? SPAN("test") : SPAN("");
        struct span not = list->unlisted.len > 0 ? list->unlisted : SPAN("invalid");
        *listed = '\0';
        return name_make(list, not, unlisted) && (test.len == 0 || name_make(list, test, listed));
}

static struct dns_list_answer test_one(const struct dns_list_definition *list, struct answers *answers,
                                       const char *name) {
        return dns_list_answer(list, answers_get(answers, RECORD_A, span_from(name)), false);
}

enum dns_list_health dns_list_test(const struct dns_list_definition *list, struct answers *answers) {
        char listed[DNS_LIST_NAME], unlisted[DNS_LIST_NAME];
        if (!test_names(list, listed, unlisted))
                return DNS_LIST_LISTS_NOTHING;
        struct dns_list_answer no = test_one(list, answers, unlisted), yes = { .state = DNS_LIST_LISTED };
        if (*listed)
                yes = test_one(list, answers, listed);
        if (no.state == DNS_LIST_PENDING || yes.state == DNS_LIST_PENDING)
                return DNS_LIST_UNTESTED;
        if (no.state == DNS_LIST_REFUSED || yes.state == DNS_LIST_REFUSED)
                return DNS_LIST_REFUSES;
        if (no.state == DNS_LIST_LISTED)
                return DNS_LIST_LISTS_ALL;
        if (no.state == DNS_LIST_FAILED || yes.state == DNS_LIST_FAILED)
                return DNS_LIST_SILENT;
        return yes.state == DNS_LIST_LISTED ? DNS_LIST_WORKS : DNS_LIST_LISTS_NOTHING;
}

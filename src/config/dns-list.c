#include "config/dns-list.h"

#include "config/address.h"

const struct dns_list_shipped dns_list_table[] = {
#define DNS_LIST(definition, about) { definition, about },
#include "config/dns-lists.def"
#undef DNS_LIST
};
const uint32_t dns_list_count = sizeof dns_list_table / sizeof *dns_list_table;

static const struct {
        const char *name;
        unsigned bits;
} kinds[] = {
        { "client", DNS_LIST_CLIENT4 | DNS_LIST_CLIENT6 },
        { "client4", DNS_LIST_CLIENT4 },
        { "client6", DNS_LIST_CLIENT6 },
        { "address", DNS_LIST_ADDRESS4 | DNS_LIST_ADDRESS6 },
        { "address4", DNS_LIST_ADDRESS4 },
        { "address6", DNS_LIST_ADDRESS6 },
        { "host", DNS_LIST_HOST },
        { "domain", DNS_LIST_DOMAIN },
        { "mailbox", DNS_LIST_MAILBOX },
};
static const char *const meanings[DNS_LIST_MEANINGS] = {
        [DNS_LIST_POLICY] = "policy", [DNS_LIST_SUSPECT] = "suspect", [DNS_LIST_SPAM] = "spam",
        [DNS_LIST_PHISH] = "phish",   [DNS_LIST_MALWARE] = "malware", [DNS_LIST_ERROR] = "error",
};

static bool is_name(struct span text, size_t most) {
        for (size_t i = 0; i < text.len; i++)
                if (!ascii_alnum(text.ptr[i]) && text.ptr[i] != '-' && text.ptr[i] != '.' && text.ptr[i] != '_')
                        return false;
        return text.len > 0 && text.len <= most && text.ptr[0] != '.' && text.ptr[text.len - 1] != '.';
}

/* The next word of *text; empty at its end. */
static struct span word(struct span *text) {
        *text = span_trim(*text);
        return span_split(text, ' ');
}

static bool kinds_read(struct span text, unsigned *ret) {
        *ret = 0;
        while (text.len > 0) {
                struct span name = span_split(&text, ',');
                unsigned bits = 0;
                for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
                        if (span_equal(name, span_from(kinds[i].name)))
                                bits = kinds[i].bits;
                if (bits == 0)
                        return false;
                *ret |= bits;
        }
        return *ret != 0;
}

static bool byte_read(struct span text, uint32_t *ret) {
        uint64_t number;
        if (!span_to_u64(text, &number) || number > 255)
                return false;
        *ret = (uint32_t)number;
        return true;
}

/* The last byte: N, N-M or &N. */
static bool last_read(struct span text, uint32_t head, struct dns_list_code *code) {
        uint32_t low, high;
        if (text.len > 0 && text.ptr[0] == '&') {
                code->low = head << 8;
                code->high = code->low | 255;
                return byte_read(span_skip(text, 1), &code->bits) && code->bits != 0;
        }
        struct span first = span_split(&text, '-');
        if (!byte_read(first, &low) || !byte_read(text.len > 0 ? text : first, &high) || low > high)
                return false;
        code->low = head << 8 | low;
        code->high = head << 8 | high;
        return true;
}

bool dns_list_meaning_read(struct span text, enum dns_list_meaning *ret) {
        for (enum dns_list_meaning i = 0; i < DNS_LIST_MEANINGS; i++)
                if (span_equal(text, span_from(meanings[i]))) {
                        *ret = i;
                        return true;
                }
        return false;
}

static bool code_read(struct span text, struct span meaning, struct dns_list_code *ret) {
        struct dns_list_code code = { 0 };
        uint32_t head = 0, byte;
        for (int i = 0; i < 3; i++) {
                if (!byte_read(span_split(&text, '.'), &byte))
                        return false;
                head = head << 8 | byte;
        }
        if (head >> 16 != 127 || !dns_list_meaning_read(meaning, &code.meaning) || !last_read(text, head, &code))
                return false;
        *ret = code;
        return true;
}

/* What stands behind the zone. */
static bool words_read(struct span text, struct dns_list_definition *list) {
        if (!kinds_read(word(&text), &list->kinds))
                return false;
        for (struct span one = word(&text); one.len > 0; one = word(&text)) {
                struct span key = span_split(&one, '=');
                bool fits = span_equal(key, SPAN("listed")) ? is_name((list->listed = one), 190)
                            : span_equal(key, SPAN("unlisted"))
                                    ? is_name((list->unlisted = one), 190)
                                    : list->code_count < DNS_LIST_CODES &&
                                              code_read(key, one, &list->codes[list->code_count++]);
                if (!fits)
                        return false;
        }
        return list->code_count > 0;
}

static bool shipped_read(struct span name, struct span zone, struct dns_list_definition *ret) {
        for (uint32_t i = 0; i < dns_list_count; i++) {
                struct span text = span_from(dns_list_table[i].definition);
                struct span rest = text;
                if (!span_equal(word(&rest), name) || !dns_list_read(text, ret))
                        continue;
                if (zone.len > 0)
                        ret->zone = zone;
                return true;
        }
        return false;
}

bool dns_list_read(struct span text, struct dns_list_definition *ret) {
        struct span name = word(&text), zone = word(&text);
        text = span_trim(text);
        if (!is_name(name, 40) || (zone.len > 0 && !is_name(zone, 190)))
                return false;
        if (text.len == 0)
                return shipped_read(name, zone, ret);
        struct dns_list_definition list = { .name = name, .zone = zone };
        if (!words_read(text, &list))
                return false;
        *ret = list;
        return true;
}

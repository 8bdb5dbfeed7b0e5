/* dns-list: what an item of the option dns-lists says: which DNS list is asked, of what, and what its answers mean.
 *
 *     "surbl"                                             one that is shipped (dns-lists.def)
 *     "surbl multi.surbl.example.org"                     the same in another zone: a mirror, a zone with one's own key
 *     "ours bl.example.org client4,domain 127.0.0.2=spam" one's own
 *
 * KIND[,KIND…] is what the list holds; CODE is an address, its last byte a number ("127.0.0.2"), a range ("127.0.0.4-7")
 * or a bit of it ("127.0.0.&8"). Then, where the test entries are not those of RFC 5782: listed=NAME, unlisted=NAME. */
#pragma once

#include <stdint.h>

#include "base/span.h"

enum dns_list_kind {
        DNS_LIST_CLIENT4 = 1 << 0, /* the connecting client's address */
        DNS_LIST_CLIENT6 = 1 << 1,
        DNS_LIST_ADDRESS4 = 1 << 2, /* addresses in the place of a host's name */
        DNS_LIST_ADDRESS6 = 1 << 3,
        DNS_LIST_HOST = 1 << 4,   /* hosts by their whole name */
        DNS_LIST_DOMAIN = 1 << 5, /* registrable domains */
        DNS_LIST_MAILBOX = 1 << 6 /* SHA-1 of mail addresses, in hex */
};

/* The first five as enum listing_meaning (lookup/lookup.h). */
enum dns_list_meaning {
        DNS_LIST_POLICY,
        DNS_LIST_SUSPECT,
        DNS_LIST_SPAM,
        DNS_LIST_PHISH,
        DNS_LIST_MALWARE,
        DNS_LIST_ERROR, /* it refuses us, or the question was none for it: no listing */
        DNS_LIST_MEANINGS
};

struct dns_list_code {
        uint32_t low, high; /* addresses in host order, both included */
        uint32_t bits;      /* not 0: and one of these bits is set */
        enum dns_list_meaning meaning;
};

enum { DNS_LIST_CODES = 16 };
struct dns_list_definition {
        struct span name, zone, listed,
                unlisted; /* in the text that was read, or constant; listed, unlisted may be empty */
        unsigned kinds;
        struct dns_list_code codes[DNS_LIST_CODES];
        uint32_t code_count;
};

/* False (and *ret untouched) for what is none. */
[[nodiscard]] bool dns_list_read(struct span text, struct dns_list_definition *ret);
/* "policy", "spam", "phish", …; false for what is none. */
[[nodiscard]] bool dns_list_meaning_read(struct span text, enum dns_list_meaning *ret);

/* For documentation: the shipped ones. */
struct dns_list_shipped {
        const char *definition, *about;
};
extern const struct dns_list_shipped dns_list_table[];
extern const uint32_t dns_list_count;

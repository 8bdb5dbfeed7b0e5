/* dns-lists: lists of addresses, domains and mailboxes that are asked over DNS (RFC 5782): the names to ask for, what an
 * answer means, and whether a list works. Which lists there are is said by config/dns-list.h. */
#pragma once

#include "config/dns-list.h"
#include "lookup/answers.h"
#include "lookup/lookup.h"

struct ip;

enum { DNS_LIST_NAME = 254, DNS_LIST_CODE = 16 };
/* The names, terminated; false where it does not fit into one. */
[[nodiscard]] bool dns_list_name_of_ip(const struct dns_list_definition *list, const struct ip *ip,
                                       char ret[DNS_LIST_NAME]);
[[nodiscard]] bool dns_list_name_of_host(const struct dns_list_definition *list, struct span host,
                                         char ret[DNS_LIST_NAME]);
/* By the SHA-1 of the address (mailbox.h). False for what is no address. */
[[nodiscard]] bool dns_list_name_of_mailbox(const struct dns_list_definition *list, struct span mailbox,
                                            char ret[DNS_LIST_NAME]);

enum dns_list_state {
        DNS_LIST_PENDING,
        DNS_LIST_ABSENT, /* not listed, as far as this answer says something: addresses outside 127/8 do not */
        DNS_LIST_LISTED,
        DNS_LIST_REFUSED, /* 127.255.255.x (no open resolvers, too many questions), or a code that the list has for it */
        DNS_LIST_FAILED,  /* no answer */
};
struct dns_list_answer {
        enum dns_list_state state;
        bool known; /* some code has a meaning here; else it is listed for a reason that does not count */
        enum listing_meaning meaning; /* the worst of all codes */
        char code[DNS_LIST_CODE];     /* that says so: "127.0.0.2" */
        const char *why;              /* FAILED */
};
/* `client`: it is the connecting client, for whom policy counts. */
struct dns_list_answer dns_list_answer(const struct dns_list_definition *list, const struct answer *answer, bool client);

enum dns_list_health {
        DNS_LIST_UNTESTED,
        DNS_LIST_WORKS,
        DNS_LIST_LISTS_ALL,     /* what it must not list, too */
        DNS_LIST_LISTS_NOTHING, /* not even its test entry */
        DNS_LIST_REFUSES,
        DNS_LIST_SILENT,
        DNS_LIST_HEALTHS
};
/* "it lists everything". */
const char *dns_list_health_text(enum dns_list_health health);
/* Asks for the entries that each list must have, and must not have (RFC 5782 5). UNTESTED: answers are pending. */
enum dns_list_health dns_list_test(const struct dns_list_definition *list, struct answers *answers);

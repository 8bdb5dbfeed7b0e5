/* What DNS lists say of one item: the part of a lookup. A list that was not tested yet is tested along with the item. */
#include "lookup/lists.h"

#include <stdatomic.h>

#include "base/limits.h"
#include "base/metrics.h"
#include "lookup/lookup-inside.h"
#include "text/domain.h"

/* One name in one list. */
struct list_query {
        struct dns_list *list;
        struct span name;
        enum listing_kind kind;
        struct span what;
        const char *where;
        bool of_person;
};

static struct lists *lists_of(const struct lookup *lookup) {
        return lookup->settings->lists;
}

/* ---- What is asked ------------------------------------------------------------------------------------------------------ */

static bool is_in(const struct lookup *lookup, enum option_id id, struct span host) {
        const struct option_list *domains = &lookup->settings->config->options.list[id];
        for (uint32_t i = 0; i < domains->count; i++)
                if (domain_has(span_from(domains->items[i]), host))
                        return true;
        return false;
}

/* Addresses of inner networks are listed nowhere, and nobody's business. */
static bool is_public(const struct ip *ip) {
        static const char *const inner[] = { "10.0.0.0/8",     "127.0.0.0/8",   "172.16.0.0/12", "192.168.0.0/16",
                                             "169.254.0.0/16", "100.64.0.0/10", "0.0.0.0/8",     "224.0.0.0/3",
                                             "::/127",         "fc00::/7",      "fe80::/10",     "ff00::/8" };
        for (size_t i = 0; i < sizeof inner / sizeof *inner; i++) {
                struct network network;
                if (network_parse(span_from(inner[i]), &network) && network_has(&network, ip))
                        return false;
        }
        return true;
}

static bool is_asked(const struct array *queries, const struct dns_list *list, struct span name) {
        const struct list_query *items = queries->items;
        for (uint32_t i = 0; i < queries->count; i++)
                if (items[i].list == list && span_equal(items[i].name, name))
                        return true;
        return false;
}

static void query_add(struct lookup *lookup, struct dns_list *list, const char *name, struct list_query query) {
        struct array *queries = &lookup->list_queries;
        uint32_t most = (uint32_t)lookup->settings->config->options.number[OPT_DNS_LIST_QUESTIONS];
        if (is_asked(queries, list, span_from(name)))
                return;
        struct list_query *added = array_push(queries, lookup->arena, sizeof *added, most);
        lookup->lists_full |= !added;
        if (!added)
                return;
        *added = query;
        added->list = list;
        added->name = arena_copy(lookup->arena, span_from(name));
}

static void ip_add(struct lookup *lookup, struct dns_list *list, const struct ip *ip, bool client,
                   struct list_query query) {
        char name[DNS_LIST_NAME];
        unsigned kind = client ? (ip_is_4(ip) ? DNS_LIST_CLIENT4 : DNS_LIST_CLIENT6)
                               : (ip_is_4(ip) ? DNS_LIST_ADDRESS4 : DNS_LIST_ADDRESS6);
        if ((list->is.kinds & kind) && is_public(ip) && dns_list_name_of_ip(&list->is, ip, name))
                query_add(lookup, list, name, query);
}

static void host_add(struct lookup *lookup, struct dns_list *list, const struct lookup_subject *subject) {
        struct list_query query = { .kind = LISTED_HOST,
                                    .what = subject->text,
                                    .where = subject->where,
                                    .of_person = subject->of_person };
        char name[DNS_LIST_NAME];
        struct ip ip;
        if (ip_parse(subject->text, &ip)) {
                ip_add(lookup, list, &ip, false, query); /* and never to a list of names */
                return;
        }
        if (subject->domain.len == 0 || is_in(lookup, OPT_UNLISTED_DOMAINS, subject->text) ||
            is_in(lookup, OPT_OWN_DOMAINS, subject->text))
                return;
        if ((list->is.kinds & DNS_LIST_HOST) && dns_list_name_of_host(&list->is, subject->text, name))
                query_add(lookup, list, name, query);
        query.what = subject->domain;
        if ((list->is.kinds & DNS_LIST_DOMAIN) && dns_list_name_of_host(&list->is, subject->domain, name))
                query_add(lookup, list, name, query);
}

static void mailbox_add(struct lookup *lookup, struct dns_list *list, const struct lookup_subject *subject) {
        struct list_query query = { .kind = LISTED_MAILBOX, .what = subject->text, .where = subject->where };
        struct span host = span_skip(subject->text, span_find_byte(subject->text, '@') + 1);
        char name[DNS_LIST_NAME];
        if ((list->is.kinds & DNS_LIST_MAILBOX) && !is_in(lookup, OPT_OWN_DOMAINS, host) &&
            dns_list_name_of_mailbox(&list->is, subject->text, name))
                query_add(lookup, list, name, query);
}

static void subject_add(struct lookup *lookup, struct dns_list *list, const struct lookup_subject *subject) {
        if (subject->kind == SUBJECT_HOST)
                host_add(lookup, list, subject);
        if (subject->kind == SUBJECT_MAILBOX)
                mailbox_add(lookup, list, subject);
}

void listing_add(struct lookup *lookup, const struct listing *listing) {
        struct listing *added = array_push(&lookup->listings, lookup->arena, sizeof *added, LIMIT_LISTINGS);
        if (added)
                *added = *listing;
        metrics_add(lookup->lookups->metrics, METRIC_LISTED, listing->list, listing_meaning_name(listing->meaning), 1);
}

/* Whether the client is somebody whose address says something: no filter before us, and no network of ours. */
static bool is_stranger(const struct lookup *lookup) {
        const struct config *config = lookup->settings->config;
        struct span ip = lookup->item.client_ip;
        return lookup->item.stranger && !networks_have(&config->networks, ip) &&
               !networks_have(&config->trusted_networks, ip);
}

static void list_file_ask(struct lookup *lookup, struct list_source *source, const struct lookup_subject *subject) {
        static const enum listing_kind kinds[SUBJECT_KINDS] = { [SUBJECT_HOST] = LISTED_HOST,
                                                                [SUBJECT_MAILBOX] = LISTED_MAILBOX,
                                                                [SUBJECT_URL] = LISTED_URL };
        struct span found;
        if (list_source_has(source, kinds[subject->kind], subject->text, &found))
                listing_add(lookup, &(struct listing){ .list = source->name + 5,
                                                       .kind = kinds[subject->kind],
                                                       .meaning = (enum listing_meaning)source->is.meaning,
                                                       .what = subject->text,
                                                       .where = subject->where,
                                                       .of_person = subject->of_person,
                                                       .code = arena_copy(lookup->arena, found).ptr });
}

/* What stands in files is known at once. */
static void list_files_ask(struct lookup *lookup) {
        const struct lookup_item *item = &lookup->item;
        struct lists *lists = lists_of(lookup);
        bool stranger = is_stranger(lookup);
        struct span found;
        for (uint32_t i = 0; i < lists->source_count; i++) {
                struct list_source *source = &lists->sources[i];
                if (stranger && list_source_has(source, LISTED_CLIENT, item->client_ip, &found))
                        listing_add(lookup, &(struct listing){ .list = source->name + 5,
                                                               .kind = LISTED_CLIENT,
                                                               .meaning = (enum listing_meaning)source->is.meaning,
                                                               .what = item->client_ip,
                                                               .where = "client",
                                                               .code = arena_copy(lookup->arena, found).ptr });
                for (uint32_t j = 0; j < item->subject_count; j++)
                        list_file_ask(lookup, source, &item->subjects[j]);
        }
}

static bool is_on(struct dns_list *list) {
        int health = atomic_load(&list->health);
        return health == DNS_LIST_WORKS || health == DNS_LIST_UNTESTED;
}

/* The client in all lists, then one subject after the other: where there are too many, the last ones are left out. */
bool lists_begin(struct lookup *lookup) {
        const struct lookup_item *item = &lookup->item;
        struct lists *lists = lists_of(lookup);
        struct list_query client = { .kind = LISTED_CLIENT, .what = item->client_ip, .where = "client" };
        struct ip ip;
        bool stranger = is_stranger(lookup) && ip_parse(item->client_ip, &ip);
        for (uint32_t i = 0; i < lists->dns_count; i++) {
                struct dns_list *list = &lists->dns[i];
                if (!is_on(list))
                        lookup_missed(lookup, list->name,
                                      dns_list_health_text((enum dns_list_health)atomic_load(&list->health)));
                else if (stranger)
                        ip_add(lookup, list, &ip, true, client);
        }
        for (uint32_t i = 0; i < item->subject_count; i++)
                for (uint32_t j = 0; j < lists->dns_count; j++)
                        if (is_on(&lists->dns[j]))
                                subject_add(lookup, &lists->dns[j], &item->subjects[i]);
        list_files_ask(lookup);
        return lookup->list_queries.count > 0 || lookup->absent.count > 0 || lookup->listings.count > 0;
}

static bool ask_one(struct lookup *lookup, const struct list_query *query) {
        enum dns_list_health health = (enum dns_list_health)atomic_load(&query->list->health);
        bool tested = health != DNS_LIST_UNTESTED ||
                      dns_list_test(&query->list->is, lookup->answers) != DNS_LIST_UNTESTED;
        struct dns_list_answer answer = dns_list_answer(
                &query->list->is, answers_get(lookup->answers, RECORD_A, query->name), query->kind == LISTED_CLIENT);
        if (answer.state == DNS_LIST_REFUSED && tested)
                list_refused(query->list);
        return tested && answer.state != DNS_LIST_PENDING;
}

bool lists_ask(struct lookup *lookup) {
        const struct list_query *queries = lookup->list_queries.items;
        bool all = true;
        for (uint32_t i = 0; i < lookup->list_queries.count; i++)
                all &= ask_one(lookup, &queries[i]);
        return all;
}

/* What one item has heard of one list. */
static void tell_heard(const struct lookup *lookup, struct dns_list *list) {
        const struct list_query *queries = lookup->list_queries.items;
        bool asked = false, answered = false;
        for (uint32_t i = 0; i < lookup->list_queries.count; i++)
                if (queries[i].list == list) {
                        asked = true;
                        answered |= answers_get(lookup->answers, RECORD_A, queries[i].name)->state != ANSWER_FAILED;
                }
        if (asked)
                list_heard(list, answered);
}

void lists_heard(struct lookup *lookup) {
        struct lists *lists = lists_of(lookup);
        for (uint32_t i = 0; i < lists->dns_count; i++)
                tell_heard(lookup, &lists->dns[i]);
}

/* ---- What it means -------------------------------------------------------------------------------------------------------- */

/* Whether it is said already that a list could not be asked. */
static bool is_missed(const struct lookup *lookup, const char *what) {
        const struct lookup_absent *absent = lookup->absent.items;
        for (uint32_t i = 0; i < lookup->absent.count; i++)
                if (absent[i].what == what)
                        return true;
        return false;
}

static void missed(struct lookup *lookup, const struct list_query *query, const char *why) {
        if (!is_missed(lookup, query->list->name))
                lookup_missed(lookup, query->list->name, why);
}

/* What a list says that failed its test does not count. */
static void end_one(struct lookup *lookup, const struct list_query *query) {
        const struct dns_list *list = query->list;
        enum dns_list_health health = (enum dns_list_health)atomic_load(&query->list->health);
        if (health == DNS_LIST_UNTESTED)
                health = dns_list_test(&list->is, lookup->answers);
        struct dns_list_answer answer = dns_list_answer(&list->is, answers_get(lookup->answers, RECORD_A, query->name),
                                                        query->kind == LISTED_CLIENT);
        if (answer.state == DNS_LIST_FAILED)
                missed(lookup, query, answer.why);
        else if (answer.state == DNS_LIST_REFUSED)
                missed(lookup, query, dns_list_health_text(DNS_LIST_REFUSES));
        else if (health != DNS_LIST_WORKS)
                missed(lookup, query, dns_list_health_text(health));
        else if (answer.state == DNS_LIST_LISTED && answer.known)
                listing_add(lookup, &(struct listing){ .list = list->name + 5,
                                                       .kind = query->kind,
                                                       .meaning = answer.meaning,
                                                       .what = query->what,
                                                       .where = query->where,
                                                       .of_person = query->of_person,
                                                       .code = arena_copy(lookup->arena, span_from(answer.code)).ptr });
}

void lists_end(struct lookup *lookup) {
        const struct list_query *queries = lookup->list_queries.items;
        for (uint32_t i = 0; i < lookup->list_queries.count; i++)
                end_one(lookup, &queries[i]);
        if (lookup->lists_full)
                lookup_missed(lookup, "lists", "it names more than dns-list-questions allows");
        lookup->results.listings = lookup->listings.items;
        lookup->results.listing_count = lookup->listings.count;
}

/* DNS lists: RFC 5782's names, what the codes of the public lists mean, and lists that lie. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "config/address.h"
#include "config/config.h"
#include "lookup/lists.h"
#include "zone.h"

static struct dns_list_definition read_list(const char *text) {
        struct dns_list_definition list = { 0 };
        assert_true(dns_list_read(span_from(text), &list));
        return list;
}

/* ---- Names --------------------------------------------------------------------------------------------------------- */

static void test_names_of_rfc_5782(void **state) {
        (void)state;
        static const struct {
                const char *list, *ip, *name;
        } cases[] = {
                { "a bad.example.com client 127.0.0.2=spam", "192.0.2.99", "99.2.0.192.bad.example.com" },
                { "a ugly.example.com client 127.0.0.2=spam", "2001:db8:1:2:3:4:567:89ab",
                  "b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.8.b.d.0.1.0.0.2.ugly.example.com" },
        };
        char name[DNS_LIST_NAME];
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct dns_list_definition list = read_list(cases[i].list);
                struct ip ip;
                assert_true(ip_parse(span_from(cases[i].ip), &ip));
                assert_true(dns_list_name_of_ip(&list, &ip, name));
                assert_string_equal(name, cases[i].name);
        }
        struct dns_list_definition list = read_list("a doms.example.net domain 127.0.0.2=spam");
        assert_true(dns_list_name_of_host(&list, SPAN("invalid.edu"), name));
        assert_string_equal(name, "invalid.edu.doms.example.net");
}

static void test_mailboxes(void **state) {
        (void)state;
        static const struct {
                const char *mailbox, *name; /* NULL: none */
        } cases[] = {
                { "user@example.com", "63a710569261a24b3766275b7000ce8d7b32e2f7.ebl.msbl.org" },
                { "User+x@Example.com", "63a710569261a24b3766275b7000ce8d7b32e2f7.ebl.msbl.org" },
                { "a.b.c+d@googlemail.com", "!abc@gmail.com" },
                { "abc@gmail.com", "!abc@gmail.com" },
                { "+x@example.com", "!+x@example.com" },
                { "nobody", NULL },
                { "@example.com", NULL },
                { "a@", NULL },
        };
        struct dns_list_definition list = read_list("msbl-ebl");
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                char name[DNS_LIST_NAME], same[DNS_LIST_NAME];
                assert_int_equal(dns_list_name_of_mailbox(&list, span_from(cases[i].mailbox), name),
                                 cases[i].name != NULL);
                if (!cases[i].name)
                        continue;
                if (*cases[i].name == '!')
                        assert_true(dns_list_name_of_mailbox(&list, span_from(cases[i].name + 1), same));
                assert_string_equal(name, *cases[i].name == '!' ? same : cases[i].name);
        }
}

static void test_names_that_do_not_fit(void **state) {
        (void)state;
        char host[300], name[DNS_LIST_NAME];
        memset(host, 'a', sizeof host);
        struct dns_list_definition list = read_list("a doms.example.net domain 127.0.0.2=spam");
        assert_false(dns_list_name_of_host(&list, (struct span){ host, 250 }, name));
        assert_false(dns_list_name_of_host(&list, (struct span){ host, 300 }, name));
        assert_false(dns_list_name_of_host(&list, SPAN(""), name));
}

/* ---- Definitions ------------------------------------------------------------------------------------------------------ */

static void test_shipped_lists_are_whole(void **state) {
        (void)state;
        for (uint32_t i = 0; i < dns_list_count; i++) {
                struct dns_list_definition list, same;
                struct span text = span_from(dns_list_table[i].definition), name = span_split(&text, ' ');
                assert_true(dns_list_read(span_from(dns_list_table[i].definition), &list));
                assert_true(dns_list_read(name, &same));
                assert_int_equal(same.code_count, list.code_count);
        }
        struct dns_list_definition key = read_list("spamhaus-zen k3y.zen.dq.example");
        assert_true(span_equal(key.zone, SPAN("k3y.zen.dq.example")));
        assert_int_equal(key.kinds, DNS_LIST_CLIENT4 | DNS_LIST_CLIENT6);
}

static void test_mistakes(void **state) {
        (void)state;
        static const char *const texts[] = {
                "",
                "no-such-list",
                "no-such-list some.zone.example",
                "a bl.example client4",
                "a bl.example 127.0.0.2=spam",
                "a bl.example wrong 127.0.0.2=spam",
                "a bl.example client4 127.0.0.2=wrong",
                "a bl.example client4 128.0.0.2=spam",
                "a bl.example client4 127.0.0.256=spam",
                "a bl.example client4 127.0.0.9-2=spam",
                "a bl.example client4 127.0.0.&0=spam",
                "a bl.example client4 127.0.0=spam",
                "a bl.example client4 127.0.0.2",
                "a bl..ex/ample client4 127.0.0.2=spam",
                "a .bl.example client4 127.0.0.2=spam",
                "a bl.example client4 127.0.0.2=spam listed=",
        };
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
                struct dns_list_definition list;
                if (dns_list_read(span_from(texts[i]), &list))
                        fail_msg("taken: %s", texts[i]);
        }
}

/* ---- Answers ---------------------------------------------------------------------------------------------------------- */

enum { CLIENT = true, LINK = false };
static const struct {
        const char *name, *list, *addresses; /* up to three, with blanks between */
        bool client;
        enum dns_list_state state;
        int meaning; /* -1: none that counts */
        const char *code;
} answers[] = {
        { "SBL", "spamhaus-zen", "127.0.0.2", CLIENT, DNS_LIST_LISTED, LISTED_SPAM, "127.0.0.2" },
        { "XBL", "spamhaus-zen", "127.0.0.4", CLIENT, DNS_LIST_LISTED, LISTED_SPAM, "127.0.0.4" },
        { "DROP", "spamhaus-zen", "127.0.0.9", CLIENT, DNS_LIST_LISTED, LISTED_SPAM, "127.0.0.9" },
        { "PBL", "spamhaus-zen", "127.0.0.11", CLIENT, DNS_LIST_LISTED, LISTED_POLICY, "127.0.0.11" },
        { "PBL is for the connecting hop only", "spamhaus-zen", "127.0.0.10", LINK, DNS_LIST_LISTED, -1, NULL },
        { "the worst of several", "spamhaus-zen", "127.0.0.10 127.0.0.4", CLIENT, DNS_LIST_LISTED, LISTED_SPAM,
          "127.0.0.4" },
        { "open resolver", "spamhaus-zen", "127.255.255.254", CLIENT, DNS_LIST_REFUSED, -1, "127.255.255.254" },
        { "excessive", "spamhaus-zen", "127.255.255.255", CLIENT, DNS_LIST_REFUSED, -1, "127.255.255.255" },
        { "typo in the zone", "spamhaus-zen", "127.255.255.252", CLIENT, DNS_LIST_REFUSED, -1, NULL },
        { "an error beside a listing", "spamhaus-zen", "127.0.0.2 127.255.255.254", CLIENT, DNS_LIST_REFUSED, -1, NULL },
        { "not of 127/8", "spamhaus-zen", "203.0.113.7", CLIENT, DNS_LIST_ABSENT, -1, NULL },
        { "a code that is not known", "spamhaus-zen", "127.0.0.77", CLIENT, DNS_LIST_LISTED, -1, "127.0.0.77" },
        { "DBL spam", "spamhaus-dbl", "127.0.1.2", LINK, DNS_LIST_LISTED, LISTED_SPAM, NULL },
        { "DBL phish", "spamhaus-dbl", "127.0.1.4", LINK, DNS_LIST_LISTED, LISTED_PHISH, NULL },
        { "DBL malware", "spamhaus-dbl", "127.0.1.5", LINK, DNS_LIST_LISTED, LISTED_MALWARE, NULL },
        { "DBL botnet", "spamhaus-dbl", "127.0.1.6", LINK, DNS_LIST_LISTED, LISTED_MALWARE, NULL },
        { "DBL abused", "spamhaus-dbl", "127.0.1.104", LINK, DNS_LIST_LISTED, LISTED_SUSPECT, NULL },
        { "DBL of an address", "spamhaus-dbl", "127.0.1.255", LINK, DNS_LIST_REFUSED, -1, NULL },
        { "SURBL phish", "surbl", "127.0.0.8", LINK, DNS_LIST_LISTED, LISTED_PHISH, NULL },
        { "SURBL phish and malware and abuse", "surbl", "127.0.0.88", LINK, DNS_LIST_LISTED, LISTED_MALWARE,
          "127.0.0.88" },
        { "SURBL abuse", "surbl", "127.0.0.64", LINK, DNS_LIST_LISTED, LISTED_SPAM, NULL },
        { "SURBL cracked", "surbl", "127.0.0.128", LINK, DNS_LIST_LISTED, LISTED_SUSPECT, NULL },
        { "SURBL refuses", "surbl", "127.0.0.1", LINK, DNS_LIST_REFUSED, -1, NULL },
        { "URIBL refuses", "uribl", "127.0.0.1", LINK, DNS_LIST_REFUSED, -1, NULL },
        { "URIBL black", "uribl", "127.0.0.2", LINK, DNS_LIST_LISTED, LISTED_SPAM, NULL },
        { "URIBL grey", "uribl", "127.0.0.4", LINK, DNS_LIST_LISTED, LISTED_SUSPECT, NULL },
        { "URIBL red", "uribl", "127.0.0.8", LINK, DNS_LIST_LISTED, LISTED_SUSPECT, NULL },
        { "EBL", "msbl-ebl", "127.0.0.2", LINK, DNS_LIST_LISTED, LISTED_SPAM, NULL },
        { "EBL grey", "msbl-ebl", "127.0.1.3", LINK, DNS_LIST_LISTED, LISTED_SUSPECT, NULL },
};

static struct answer answer_of(const char *addresses, struct span records[3], char bytes[12]) {
        struct answer answer = { .state = ANSWER_FOUND, .records = records };
        struct span text = span_from(addresses);
        for (; text.len > 0; answer.count++) {
                struct span one = span_split(&text, ' ');
                char copy[16] = "";
                memcpy(copy, one.ptr, one.len);
                assert_int_equal(inet_pton(AF_INET, copy, bytes + 4 * answer.count), 1);
                records[answer.count] = (struct span){ bytes + 4 * answer.count, 4 };
        }
        return answer;
}

static void test_answers(void **state) {
        (void)state;
        for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
                struct span records[3];
                char bytes[12];
                struct answer answer = answer_of(answers[i].addresses, records, bytes);
                struct dns_list_definition list = read_list(answers[i].list);
                struct dns_list_answer got = dns_list_answer(&list, &answer, answers[i].client);
                if (got.state != answers[i].state ||
                    (got.state == DNS_LIST_LISTED && got.known != (answers[i].meaning >= 0)) ||
                    (answers[i].meaning >= 0 && (int)got.meaning != answers[i].meaning) ||
                    (answers[i].code && strcmp(got.code, answers[i].code) != 0))
                        fail_msg("%s: state %d, known %d, meaning %d, code %s", answers[i].name, got.state, got.known,
                                 got.meaning, got.code);
        }
        struct dns_list_definition list = read_list("surbl");
        assert_int_equal(dns_list_answer(&list, &(struct answer){ .state = ANSWER_FAILED }, false).state,
                         DNS_LIST_FAILED);
        assert_int_equal(dns_list_answer(&list, &(struct answer){ .state = ANSWER_NO_NAME }, false).state,
                         DNS_LIST_ABSENT);
}

/* ---- Tests of lists ------------------------------------------------------------------------------------------------------ */

#define V6 "client6 127.0.0.2=spam"
#define V6_LISTED "2.0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.bl.example"
static const struct {
        const char *name, *list;
        struct zone_row zone[4];
        enum dns_list_health health;
} tests[] = {
        { "IPv4 in order",
          "a bl.example client4 127.0.0.2=spam",
          { { "2.0.0.127.bl.example", RECORD_A, "127.0.0.2", 0 } },
          DNS_LIST_WORKS },
        { "IPv6 in order", "a bl.example " V6, { { V6_LISTED, RECORD_A, "127.0.0.2", 0 } }, DNS_LIST_WORKS },
        { "names in order",
          "a bl.example domain 127.0.0.2=spam",
          { { "test.bl.example", RECORD_A, "127.0.0.2", 0 } },
          DNS_LIST_WORKS },
        { "an entry of its own",
          "a bl.example domain 127.0.0.2=spam listed=t.example",
          { { "t.example.bl.example", RECORD_A, "127.0.0.9", 0 } },
          DNS_LIST_WORKS },
        { "lists everything",
          "a bl.example client4 127.0.0.2=spam",
          { { "2.0.0.127.bl.example", RECORD_A, "127.0.0.2", 0 }, { "1.0.0.127.bl.example", RECORD_A, "127.0.0.2", 0 } },
          DNS_LIST_LISTS_ALL },
        { "lists every name",
          "a bl.example domain 127.0.0.2=spam",
          { { "test.bl.example", RECORD_A, "127.0.0.2", 0 }, { "invalid.bl.example", RECORD_A, "127.0.0.2", 0 } },
          DNS_LIST_LISTS_ALL },
        { "lists every mailbox",
          "a bl.example mailbox 127.0.0.2=spam",
          { { "invalid.bl.example", RECORD_A, "127.0.0.2", 0 } },
          DNS_LIST_LISTS_ALL },
        { "mailboxes in order", "a bl.example mailbox 127.0.0.2=spam", { { 0 } }, DNS_LIST_WORKS },
        { "lists nothing", "a bl.example client4 127.0.0.2=spam", { { 0 } }, DNS_LIST_LISTS_NOTHING },
        { "rewritten answers",
          "a bl.example client4 127.0.0.2=spam",
          { { "2.0.0.127.bl.example", RECORD_A, "203.0.113.1", 0 },
            { "1.0.0.127.bl.example", RECORD_A, "203.0.113.1", 0 } },
          DNS_LIST_LISTS_NOTHING },
        { "refuses",
          "a bl.example client4 127.0.0.2=spam",
          { { "2.0.0.127.bl.example", RECORD_A, "127.255.255.254", 0 },
            { "1.0.0.127.bl.example", RECORD_A, "127.255.255.254", 0 } },
          DNS_LIST_REFUSES },
        { "silent",
          "a bl.example client4 127.0.0.2=spam",
          { { "2.0.0.127.bl.example", RECORD_A, NULL, 0 } },
          DNS_LIST_SILENT },
};

static void test_tests(void **state) {
        (void)state;
        for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
                struct arena *arena = arena_new(1 << 20);
                struct answers *table = answers_new(arena, 10);
                struct dns_list_definition list = read_list(tests[i].list);
                assert_int_equal(dns_list_test(&list, table), DNS_LIST_UNTESTED);
                zone_answer(tests[i].zone, table);
                enum dns_list_health got = dns_list_test(&list, table);
                if (got != tests[i].health)
                        fail_msg("%s: %s", tests[i].name, dns_list_health_text(got));
                arena_free(arena);
        }
}

/* ---- While it runs --------------------------------------------------------------------------------------------------- */

/* An item that began before a reload may still be refused by a list that nobody tests any more. */
static void test_a_stopped_list_leaves_no_timer(void **state) {
        (void)state;
        static const char *const items[] = { "ours bl.example domain 127.0.0.2=spam" };
        static struct config config;
        struct loop *loop;
        struct err err;
        options_default(&config.options);
        config.options.list[OPT_DNS_LISTS] = (struct option_list){ .items = items, .count = 1 };
        assert_int_equal(loop_new(&loop, &err), CW_OK);
        struct lists *lists = lists_new(&config, NULL, loop, NULL, NULL);
        assert_non_null(lists);
        list_refused(&lists->dns[0]);
        assert_true(lists->dns[0].next.place > 0);
        lists_stop(lists);
        assert_true(lists->dns[0].next.place == 0);
        lists->dns[0].health = DNS_LIST_WORKS;
        list_refused(&lists->dns[0]);
        for (int i = 0; i < 100; i++)
                list_heard(&lists->dns[0], false);
        assert_true(lists->dns[0].next.place == 0);
        lists_free(lists);
        loop_free(loop);
}

int main(void) {
        const struct CMUnitTest all[] = {
                cmocka_unit_test(test_names_of_rfc_5782),
                cmocka_unit_test(test_mailboxes),
                cmocka_unit_test(test_names_that_do_not_fit),
                cmocka_unit_test(test_shipped_lists_are_whole),
                cmocka_unit_test(test_mistakes),
                cmocka_unit_test(test_answers),
                cmocka_unit_test(test_tests),
                cmocka_unit_test(test_a_stopped_list_leaves_no_timer),
        };
        return cmocka_run_group_tests(all, NULL, NULL);
}

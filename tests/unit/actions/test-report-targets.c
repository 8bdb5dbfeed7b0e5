/* Who gets a report of abuse, how often, and what it hides. */
#include "actions/report-targets.h"

#include "actions-test.h"
#include "actions/feedback-id.h"
#include "actions/redact.h"
#include "actions/verdict-header.h"
#include "config/options.h"

#define FROM(address) "From: Jo <" address ">\r\n"
#define CFBL(address) "CFBL-Address: " address "; report=arf\r\n"
#define ID "CFBL-Feedback-ID: 111:222\r\n"
#define BOTH "cfbl-address:CFBL-Feedback-ID"
#define SIGNED(domain, names) \
        "DKIM-Signature: v=1; a=rsa-sha256; d=" domain "; s=s1;\r\n\th=From:" names "; bh=x; b=y\r\n"

static const struct {
        const char *name, *headers, *passed; /* domains of signatures that passed, with spaces */
        const char *expected;                /* addresses */
} cfbl_rows[] = {
        { "strict", SIGNED("example.com", BOTH) FROM("a@example.com") CFBL("fbl@example.com") ID, "example.com",
          "fbl@example.com" },
        { "relaxed: the address is below From",
          SIGNED("example.com", BOTH) FROM("a@example.com") CFBL("fbl@fbl.example.com") ID, "example.com",
          "fbl@fbl.example.com" },
        { "relaxed: the signer is above From",
          SIGNED("example.com", BOTH) FROM("a@news.example.com") CFBL("fbl@news.example.com") ID, "example.com",
          "fbl@news.example.com" },
        { "the address is above From",
          SIGNED("example.com", BOTH) FROM("a@news.example.com") CFBL("fbl@other.example.com") ID, "example.com",
          "fbl@other.example.com" },
        { "a third party that has signed as well",
          SIGNED("example.com", BOTH) SIGNED("esp.example", BOTH) FROM("a@example.com") CFBL("fbl@esp.example") ID,
          "example.com esp.example", "fbl@esp.example" },
        { "a third party that has not",
          SIGNED("example.com", BOTH) FROM("a@example.com") CFBL("victim@other.example") ID, "example.com", "" },
        { "a third party alone", SIGNED("esp.example", BOTH) FROM("a@example.com") CFBL("fbl@esp.example") ID,
          "esp.example", "" },
        { "the signature did not pass", SIGNED("example.com", BOTH) FROM("a@example.com") CFBL("fbl@example.com") ID,
          "", "" },
        { "the address is not signed",
          SIGNED("example.com", "CFBL-Feedback-ID") FROM("a@example.com") CFBL("fbl@example.com") ID, "example.com", "" },
        { "the id is not signed",
          SIGNED("example.com", "CFBL-Address") FROM("a@example.com") CFBL("fbl@example.com") ID, "example.com", "" },
        { "there is no id", SIGNED("example.com", "CFBL-Address") FROM("a@example.com") CFBL("fbl@example.com"),
          "example.com", "fbl@example.com" },
        { "a second address was put on top",
          CFBL("victim@example.com") SIGNED("example.com", BOTH) FROM("a@example.com") CFBL("fbl@example.com") ID,
          "example.com", "" },
        { "all addresses that are signed",
          SIGNED("example.com", BOTH ":CFBL-Address") FROM("a@example.com") CFBL("fbl@example.com")
                  CFBL("x@example.com") ID,
          "example.com", "fbl@example.com x@example.com" },
        { "another signature of the domain does not cover it, and may be the one that passed",
          SIGNED("example.com", BOTH) SIGNED("example.com", "Subject") FROM("a@example.com") CFBL("fbl@example.com") ID,
          "example.com", "" },
        { "another form of report",
          SIGNED("example.com", BOTH) FROM("a@example.com") "CFBL-Address: fbl@example.com; report=xarf\r\n" ID,
          "example.com", "" },
        { "no form", SIGNED("example.com", BOTH) FROM("a@example.com") "CFBL-Address: fbl@example.com\r\n" ID,
          "example.com", "fbl@example.com" },
        { "two authors", SIGNED("example.com", BOTH) "From: a@example.com, b@example.net\r\n" CFBL("fbl@example.com") ID,
          "example.com", "" },
        { "no such field", SIGNED("example.com", "Subject") FROM("a@example.com"), "example.com", "" },
};

static uint32_t words(const char *text, struct span *ret) {
        struct span rest = span_from(text);
        uint32_t count = 0;
        while (rest.len > 0)
                ret[count++] = span_split(&rest, ' ');
        return count;
}

static void cfbl_needs_its_signature(void **state) {
        (void)state;
        for (size_t i = 0; i < sizeof cfbl_rows / sizeof *cfbl_rows; i++) {
                struct arena *arena = arena_new(1 << 24);
                struct span passed[4];
                struct array found;
                const char *why;
                struct buf out = buf_in(arena, 4096);
                const struct report_facts facts = { .headers = span_from(cfbl_rows[i].headers),
                                                    .dkim_domains = passed,
                                                    .dkim_count = words(cfbl_rows[i].passed, passed) };
                report_cfbl(&facts, arena, &found, &why);
                for (uint32_t j = 0; j < found.count; j++) {
                        buf_add(&out, j ? SPAN(" ") : SPAN(""));
                        buf_add(&out, ((const struct span *)found.items)[j]);
                }
                if (!span_equal(buf_span(&out), span_from(cfbl_rows[i].expected)))
                        fail_msg("%s: %.*s", cfbl_rows[i].name, (int)out.len, out.ptr);
                bool named = strstr(cfbl_rows[i].headers, "CFBL-Address: ") != NULL;
                assert_int_equal(why != NULL, named && found.count == 0);
                arena_free(arena);
        }
}

static struct options with(const char *const *to, uint32_t count, bool abuse) {
        static const char *const feedback[] = { "example.com=fbl@isp.example", "example.org=in@org.example" };
        static const char *const upstream[] = { "calendar@ours.example" };
        struct options options = { 0 };
        options.list[OPT_REPORT_TO] = (struct option_list){ to, count };
        options.list[OPT_REPORT_FEEDBACK] = (struct option_list){ feedback, 2 };
        options.list[OPT_REPORT_UPSTREAM] = (struct option_list){ upstream, 1 };
        options.number[OPT_REPORT_CFBL] = 1;
        options.number[OPT_REPORT_ABUSE_ADDRESSES] = abuse;
        return options;
}

static struct span shown(const struct options *options, const struct report_facts *facts, struct arena *arena) {
        struct array targets;
        struct buf out = buf_in(arena, 4096);
        report_targets(options, facts, arena, &targets);
        for (uint32_t i = 0; i < targets.count; i++) {
                const struct report_target *target = &((const struct report_target *)targets.items)[i];
                buf_add_format(&out, "%s%s=%.*s%s", i ? " " : "", report_route_name(target->route),
                               (int)target->address.len, target->address.ptr, target->skipped ? "(skipped)" : "");
        }
        buf_add_byte(&out, '\0');
        return (struct span){ out.ptr, out.len - 1 };
}

static void targets_are_in_their_order(void **state) {
        static const char *const to[] = { "Abuse@Provider.example", "abuse@example.com" };
        static const struct span signer = SPAN("example.com"), accused = SPAN("spammer@example.com");
        static const struct span recipients[] = { SPAN("anna@mail.example.org") };
        static const char headers[] = SIGNED("example.com", BOTH) FROM("a@example.com") CFBL("cfbl@example.com") ID;
        struct arena *arena = arena_new(1 << 24);
        struct options all = with(to, 2, true), few = with(to, 1, false);
        struct report_facts facts = { .signs = true,
                                      .headers = SPAN(headers),
                                      .dkim_domains = &signer,
                                      .dkim_count = 1,
                                      .spf_domain = SPAN("bounce.example.com"),
                                      .accused = &accused,
                                      .accused_count = 1,
                                      .recipients = recipients,
                                      .recipient_count = 1 };
        (void)state;
        assert_string_equal(shown(&all, &facts, arena).ptr,
                            "provider=abuse@provider.example provider=abuse@example.com feedback=fbl@isp.example "
                            "cfbl=cfbl@example.com");
        facts.spf_domain = (struct span)SPAN("other.example");
        assert_string_equal(shown(&all, &facts, arena).ptr,
                            "provider=abuse@provider.example provider=abuse@example.com feedback=fbl@isp.example "
                            "cfbl=cfbl@example.com abuse=abuse@other.example");
        assert_string_equal(shown(&few, &facts, arena).ptr,
                            "provider=abuse@provider.example feedback=fbl@isp.example cfbl=cfbl@example.com");
        facts.bad_name = true;
        assert_string_equal(shown(&few, &facts, arena).ptr,
                            "provider=abuse@provider.example feedback=fbl@isp.example cfbl=cfbl@example.com(skipped)");
        facts.bad_name = facts.signs = false;
        assert_string_equal(shown(&few, &facts, arena).ptr,
                            "provider=abuse@provider.example feedback=fbl@isp.example cfbl=cfbl@example.com(skipped)");
        facts.outbound = true;
        assert_string_equal(shown(&all, &facts, arena).ptr, "upstream=calendar@ours.example feedback=in@org.example");
        facts.is_report = true;
        assert_string_equal(shown(&all, &facts, arena).ptr, "");
        arena_free(arena);
}

/* RFC 6650 5: never to the abusive party itself. */
static void who_is_complained_of_gets_none(void **state) {
        static const char *const to[] = { "jo@example.com" };
        static const struct span accused = SPAN("Jo@Example.com");
        struct arena *arena = arena_new(1 << 24);
        struct options options = with(to, 1, true);
        const struct report_facts facts = { .accused = &accused, .accused_count = 1 };
        (void)state;
        assert_string_equal(shown(&options, &facts, arena).ptr, "provider=jo@example.com(skipped)");
        arena_free(arena);
}

/* RFC 6650 7.5; no incident is lost in what the reports say in all. */
static void many_incidents_are_few_reports(void **state) {
        uint64_t told = 0, reports = 0;
        (void)state;
        for (uint64_t n = 1; n <= 10000; n++) {
                told += report_due(n);
                reports += report_due(n) > 0;
                if (n == 10 || n == 100 || n == 1000)
                        assert_int_equal(told, n);
        }
        assert_int_equal(told, 10000);
        assert_int_equal(reports, 10 + 9 + 9 + 9);
}

static void a_name_is_hidden_and_told_from_others(void **state) {
        struct arena *arena = arena_new(1 << 24);
        struct verdict_keys keys, other;
        (void)state;
        verdict_keys_from(SPAN("a secret of thirty-two bytes or more"), &keys);
        verdict_keys_from(SPAN("another secret of thirty-two bytes or more"), &other);
        struct span anna = redact_address(keys.redact, SPAN("anna@example.org"), arena);
        assert_true(span_ends_nocase(anna, SPAN("@example.org")));
        assert_false(span_has_nocase(anna, SPAN("anna")));
        assert_true(span_equal(anna, redact_address(keys.redact, SPAN("Anna@example.org"), arena)));
        assert_false(span_equal(anna, redact_address(keys.redact, SPAN("carl@example.org"), arena)));
        assert_false(span_equal(anna, redact_address(other.redact, SPAN("anna@example.org"), arena)));
        struct span text = redact_text(keys.redact, SPAN("anna@example.org"),
                                       SPAN("To: ANNA@example.org\r\nReturn-Path: <b-anna=example.org@x.example>\r\n"),
                                       arena);
        assert_false(span_has_nocase(text, SPAN("anna")));
        assert_true(span_has(text, anna));
        assert_true(span_has(text, SPAN("=example.org@x.example")));
        arena_free(arena);
}

static void feedback_ids_cannot_be_made_by_others(void **state) {
        struct verdict_keys keys, other;
        char id[FEEDBACK_ID_BYTES + 1], item[ITEM_ID_BYTES + 1] = "";
        (void)state;
        verdict_keys_from(SPAN("a secret of thirty-two bytes or more"), &keys);
        verdict_keys_from(SPAN("another secret of thirty-two bytes or more"), &other);
        feedback_id_write(&keys, test_id, id);
        assert_true(feedback_id_read(&keys, span_from(id), item));
        assert_string_equal(item, test_id);
        assert_false(feedback_id_read(&other, span_from(id), item));
        assert_false(feedback_id_read(&keys, SPAN("111:222:333:4444"), item));
        assert_false(feedback_id_read(&keys, SPAN(""), item));
        char folded[sizeof id + 4];
        (void)snprintf(folded, sizeof folded, " %.30s\r\n\t%s", id, id + 30);
        assert_true(feedback_id_read(&keys, span_from(folded), item));
        id[FEEDBACK_ID_BYTES - 1] ^= 1;
        assert_false(feedback_id_read(&keys, span_from(id), item));
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(cfbl_needs_its_signature),
                cmocka_unit_test(targets_are_in_their_order),
                cmocka_unit_test(who_is_complained_of_gets_none),
                cmocka_unit_test(many_incidents_are_few_reports),
                cmocka_unit_test(a_name_is_hidden_and_told_from_others),
                cmocka_unit_test(feedback_ids_cannot_be_made_by_others),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

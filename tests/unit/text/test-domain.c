/* domain, hosts: who owns a name, and which names are made to look like others. */
#include "text-test.h"

#include "text/domain.h"
#include "text/hosts.h"

static const struct {
        const char *host, *registrable, *organisation;
        bool known_suffix;
} owners[] = {
        { "www.example.com", "example.com", "example.com", true },
        { "example.com", "example.com", "example.com", true },
        { "com", "", "", true },
        { "a.b.co.uk", "b.co.uk", "b.co.uk", true },
        { "co.uk", "", "", true },
        { "alice.pages.dev", "alice.pages.dev", "pages.dev", true },
        { "x.alice.pages.dev", "alice.pages.dev", "pages.dev", true },
        { "192.168.0.1", "192.168.0.1", "192.168.0.1", false },
        { "[::1]", "[::1]", "[::1]", false },
        { "host.madeuptld", "host.madeuptld", "host.madeuptld", false },
        { "mail.corp.onmicrosoft.com", "corp.onmicrosoft.com", "onmicrosoft.com", true },
        { "corp.mail.onmicrosoft.com", "corp.mail.onmicrosoft.com", "onmicrosoft.com", true },
        { "onmicrosoft.com", "", "onmicrosoft.com", true },
        { "localhost", "", "", false },
        { "", "", "", false },
        { ".com", "", "", true },
};

static void test_owners(void **state) {
        const struct text_test *test = *state;
        for (size_t i = 0; i < sizeof owners / sizeof *owners; i++) {
                struct span host = span_from(owners[i].host);
                expect_text(owners[i].host, "registrable", domain_registrable(test->context, host),
                            owners[i].registrable);
                expect_text(owners[i].host, "organisation", domain_organisation(test->context, host),
                            owners[i].organisation);
                expect_number(owners[i].host, "suffix", domain_has_known_suffix(test->context, host),
                              owners[i].known_suffix);
        }
}

static void test_long_host(void **state) {
        const struct text_test *test = *state;
        char host[4096];
        memset(host, 'a', sizeof host);
        for (size_t i = 50; i < sizeof host; i += 50)
                host[i] = '.';
        memcpy(host + sizeof host - 12, ".example.com", 12);
        expect_text("4096 bytes", "registrable", domain_registrable(test->context, (struct span){ host, sizeof host }),
                    "example.com");
}

static const struct {
        const char *name, *ascii;
} encodings[] = {
        { "example.com", "example.com" },
        { "Example.COM.", "example.com" },
        { "bücher.example", "xn--bcher-kva.example" },
        { "例え.jp", "xn--r8jz45g.jp" },
        { "exa mple.com", "" },
        { "a..b", "" },
        { "ｅｘａｍｐｌｅ。com", "example.com" },
        { "faß.de", "xn--fa-hia.de" },
        { "_dmarc.example.com", "_dmarc.example.com" },
        { "\xFF.com", "" },
        { "", "" },
};

static void test_encodings(void **state) {
        const struct text_test *test = *state;
        for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++)
                expect_text(encodings[i].name, "ascii",
                            domain_to_ascii(test->context, test->arena, span_from(encodings[i].name)),
                            encodings[i].ascii);
        expect_text("back", "unicode", domain_to_unicode(test->context, test->arena, SPAN("xn--bcher-kva.example")),
                    "bücher.example");
}

static const struct {
        const char *host, *name;
        enum resemblance how;
} resemblances[] = {
        { "paypal.com", "paypal.com", RESEMBLES_NOT },
        { "www.paypal.com", "paypal.com", RESEMBLES_NOT },
        { "paypal.de", "paypal", RESEMBLES_NOT },
        { "paypa1.com", "paypal", RESEMBLES_SKELETON },
        { "rnicrosoft.com", "microsoft", RESEMBLES_SKELETON },
        { "xn--pypal-4ve.com", "paypal", RESEMBLES_SKELETON },
        { "micosoft.com", "microsoft", RESEMBLES_TYPO },
        { "mircosoft.com", "microsoft", RESEMBLES_TYPO },
        { "pay-pal.com", "paypal", RESEMBLES_TYPO },
        { "paypal-login.com", "paypal", RESEMBLES_COMPOUND },
        { "mymicrosoftlogin.net", "microsoft.com", RESEMBLES_COMPOUND },
        { "microsoft.com.evil.example.org", "microsoft.com", RESEMBLES_SUBDOMAIN },
        { "paypal-com.evil.net", "paypal", RESEMBLES_SUBDOMAIN },
        { "sharepoint.contoso.com", "sharepoint", RESEMBLES_NOT },
        { "weber.com", "webex", RESEMBLES_NOT },
        { "example.com", "paypal", RESEMBLES_NOT },
        { "com", "paypal", RESEMBLES_NOT },
        { "evil.com", "", RESEMBLES_NOT },
};

static void test_resemblances(void **state) {
        const struct text_test *test = *state;
        for (size_t i = 0; i < sizeof resemblances / sizeof *resemblances; i++)
                expect_number(resemblances[i].host, resemblances[i].name,
                              domain_resembles(test->context, test->arena, span_from(resemblances[i].host),
                                               span_from(resemblances[i].name)),
                              resemblances[i].how);
}

static void test_same(void **state) {
        const struct text_test *test = *state;
        assert_true(domain_same(test->context, SPAN("mail.example.com"), SPAN("www.example.com")));
        assert_false(domain_same(test->context, SPAN("a.pages.dev"), SPAN("b.pages.dev")));
        assert_false(domain_same(test->context, SPAN("a.co.uk"), SPAN("b.co.uk")));
}

static const struct {
        const char *host, *row;
        unsigned kind;
} known[] = {
        { "bit.ly", "bit.ly", HOST_SHORTENER },
        { "alice.pages.dev", "pages.dev", HOST_FREE },
        { "sites.google.com", "sites.google.com", HOST_FREE },
        { "www.google.com", "google.com", HOST_REDIRECTOR },
        { "us02web.zoom.us", "zoom.us", HOST_MEETING },
        { "abc.lambda-url.us-east-1.on.aws", "on.aws", HOST_FREE },
        { "x.blob.core.windows.net", "blob.core.windows.net", HOST_STORAGE },
        { "gmail.com", "gmail.com", HOST_FREEMAIL },
        { "eur01.safelinks.protection.outlook.com", "safelinks.protection.outlook.com", HOST_REWRITER },
        { "notbit.ly", NULL, 0 },
        { "ly", NULL, 0 },
        { "example.org", NULL, 0 },
        { "", NULL, 0 },
};

static void test_known(void **state) {
        const struct text_test *test = *state;
        for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
                const struct host_row *row = hosts_find(test->context, span_from(known[i].host));
                expect_text(known[i].host, "row", span_from(row ? row->host : NULL), known[i].row ? known[i].row : "");
                if (row && !(row->kinds & known[i].kind))
                        fail_msg("%s: kinds are %x, expected %x among them", known[i].host, row->kinds, known[i].kind);
        }
}

static const struct {
        const char *host;
        enum brand brand;
} imitations[] = {
        { "microsoft.com", BRAND_NONE },
        { "login.microsoftonline.com", BRAND_NONE },
        { "microsoft-teams-login.com", BRAND_MICROSOFT },
        { "micros0ft.com", BRAND_MICROSOFT },
        { "paypal.com.verify.example.net", BRAND_PAYPAL },
        { "docuslgn.com", BRAND_DOCUSIGN },
        { "example.com", BRAND_NONE },
        { "outlook.contoso.com", BRAND_NONE },
        { "gmail.com", BRAND_NONE },
        { "google-consulting-nord.example", BRAND_NONE },
        { "economic-outlook.example", BRAND_NONE },
        { "amazonas-reisen.example", BRAND_NONE },
        { "partner.microsoft-services-nord.example", BRAND_MICROSOFT },
        { "micros0ft-nord.example", BRAND_MICROSOFT },
        { "paypal4711.example", BRAND_PAYPAL },
        { "secure-docusign-portal.example", BRAND_DOCUSIGN },
};

static void test_imitations(void **state) {
        const struct text_test *test = *state;
        for (size_t i = 0; i < sizeof imitations / sizeof *imitations; i++)
                expect_text(
                        imitations[i].host, "imitates",
                        span_from(brand_name(hosts_imitates(test->context, test->arena, span_from(imitations[i].host)))),
                        brand_name(imitations[i].brand));
}

/* Each host stands once and in order, so that people find it; every host is in the form that is looked up. */
static void test_table_is_sorted(void **state) {
        const struct text_test *test = *state;
        static const char *const hosts[] = {
#define HOST(host, kinds, brand) host,
#include "text/hosts.def"
#undef HOST
        };
        for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
                if (i > 0 && strcmp(hosts[i - 1], hosts[i]) >= 0)
                        fail_msg("hosts.def: \"%s\" stands before \"%s\"", hosts[i - 1], hosts[i]);
                expect_text("hosts.def", "host", domain_to_ascii(test->context, test->arena, span_from(hosts[i])),
                            hosts[i]);
        }
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_owners),       cmocka_unit_test(test_long_host),
                cmocka_unit_test(test_encodings),    cmocka_unit_test(test_same),
                cmocka_unit_test(test_resemblances), cmocka_unit_test(test_known),
                cmocka_unit_test(test_imitations),   cmocka_unit_test(test_table_is_sorted),
        };
        return cmocka_run_group_tests(tests, text_test_begin, text_test_end);
}

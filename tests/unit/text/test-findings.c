/* findings: links, phone numbers, amounts and addresses in running text; url_read; links of HTML. */
#include "text-test.h"

#include "text/findings.h"
#include "text/html.h"

#define ZWSP "\xE2\x80\x8B"

static struct findings find(const struct text_test *test, struct span text) {
        struct findings findings = { 0 };
        struct defects defects = { .arena = test->arena };
        findings_read(test->context, test->arena, text, &defects, &findings);
        return findings;
}

/* What was found, joined by blanks, as `part` picks it. */
static struct span listed(struct arena *arena, const struct array *array, size_t size, size_t part) {
        struct buf out = buf_in(arena, 65536);
        for (uint32_t i = 0; i < array->count; i++) {
                if (i > 0)
                        buf_add_byte(&out, ' ');
                buf_add(&out, *(const struct span *)((const char *)array->items + i * size + part));
        }
        return buf_span(&out);
}

static const struct {
        const char *name, *text, *urls;
        unsigned flags; /* of the first */
} links[] = {
        { "none", "Nothing here. Really", "", 0 },
        { "plain", "See https://www.example.com/a?b=c#d now", "https://www.example.com/a?b=c#d", 0 },
        { "end of sentence", "See https://example.com/a.", "https://example.com/a", 0 },
        { "in brackets", "(https://example.com/a_(b)) <https://example.org>",
          "https://example.com/a_(b) https://example.org", 0 },
        { "quoted", "\"https://example.com/\"", "https://example.com/", 0 },
        { "upper case", "HTTPS://EXAMPLE.COM/A", "HTTPS://EXAMPLE.COM/A", 0 },
        { "bare www", "www.example.com.", "http://www.example.com", LINK_BARE },
        { "bare with path", "example.museum/x", "http://example.museum/x", LINK_BARE },
        { "bare", "visit example.com today", "http://example.com", LINK_BARE },
        { "bare with port", "example.com:8080/x", "http://example.com:8080/x", LINK_BARE | LINK_PORT },
        { "file names", "report.zip readme.md setup.py main.c", "", 0 },
        { "abbreviations", "e.g. this, i.e. that, u.s.w., a.m. 10.30", "", 0 },
        { "missing blank", "the end.Next one", "", 0 },
        { "version", "version 1.2.3.4 of it", "", 0 },
        { "defanged", "hxxps://evil[.]example[.]com/a", "https://evil.example.com/a", LINK_DEFANGED },
        { "defanged without scheme", "evil(dot)com", "http://evil.com", LINK_DEFANGED | LINK_BARE },
        { "user information", "https://google.com@evil.example/x", "https://google.com@evil.example/x", LINK_USERINFO },
        { "blank behind the slashes", "https:// evil.example/a", "https://evil.example/a", LINK_SPLIT },
        { "blank before the colon", "https ://evil.example/a", "https://evil.example/a", LINK_SPLIT },
        { "blank in the host", "https://evil. example.com/a", "https://evil.example.com/a", LINK_SPLIT },
        { "line break in the host", "https://evi\nl.example.com/a", "https://evil.example.com/a", LINK_SPLIT },
        { "line break in a long path",
          "https://example.com/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nbbb/ccc?d=e and on",
          "https://example.com/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaabbb/ccc?d=e", LINK_SPLIT },
        { "next line is text", "https://example.com/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nPlease come",
          "https://example.com/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 0 },
        { "escaped", "https\\://example.com/a\\,b\\;c", "https://example.com/a,b;c", LINK_ESCAPED },
        { "escaped line break", "https://example.com/a\\nNext", "https://example.com/a", 0 },
        { "backslashes", "https:\\\\example.com\\a", "https://example.com/a", LINK_BACKSLASH },
        { "zero width", "https://exa" ZWSP "mple.com/", "https://example.com/", LINK_CONTROL },
        { "IDN", "https://bücher.example/x", "https://xn--bcher-kva.example/x", LINK_PUNYCODE | LINK_ENCODED_HOST },
        { "mixed scripts", "https://pаypal.com/", "https://xn--pypal-4ve.com/",
          LINK_PUNYCODE | LINK_ENCODED_HOST | LINK_MIXED_SCRIPT },
        { "punycode of mixed scripts", "https://xn--pypal-4ve.com/", "https://xn--pypal-4ve.com/",
          LINK_PUNYCODE | LINK_MIXED_SCRIPT },
        { "percent in the host", "https://ex%61mple.com/", "https://example.com/", LINK_ENCODED_HOST },
        { "Japanese behind it", "https://example.comをクリック https://example.org/aをクリック",
          "https://example.com https://example.org/a", 0 },
        { "address", "http://192.0.2.1/x", "http://192.0.2.1/x", LINK_IP },
        { "private address with port", "http://10.0.0.1:8080/", "http://10.0.0.1:8080/",
          LINK_IP | LINK_PRIVATE | LINK_PORT },
        { "hexadecimal address", "http://0xC0000201/", "http://0xC0000201/", LINK_IP | LINK_IP_DISGUISED },
        { "octal address", "http://0300.0.2.01/", "http://0300.0.2.01/", LINK_IP | LINK_IP_DISGUISED },
        { "one number", "http://3221225985/", "http://3221225985/", LINK_IP | LINK_IP_DISGUISED },
        { "IPv6", "http://[2001:db8::1]/x", "http://[2001:db8::1]/x", LINK_IP },
        { "other schemes", "webcal://cal.example.com/a.ics tel:+18005550199 mailto:a@example.com",
          "webcal://cal.example.com/a.ics tel:+18005550199 mailto:a@example.com", 0 },
        { "code", "javascript:alert(1) ms-search:q=1 search-ms:query=x",
          "javascript:alert(1) ms-search:q=1 search-ms:query=x", 0 },
        { "no scheme", "Note: this", "", 0 },
        { "scheme only", "http:// https://", "", 0 },
        { "mail address is no link", "a.b@example.com", "", 0 },
        { "redirector", "https://www.google.com/url?q=https%3A%2F%2Fevil.example%2F&sa=D",
          "https://www.google.com/url?q=https%3A%2F%2Fevil.example%2F&sa=D", LINK_REDIRECT },
        { "two glued", "https://a.example/https://b.example/", "https://a.example/https://b.example/", 0 },
};

static void test_links(void **state) {
        const struct text_test *test = *state;
        for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
                struct findings got = find(test, span_from(links[i].text));
                expect_text(links[i].name, "links",
                            listed(test->arena, &got.links, sizeof(struct link), offsetof(struct link, url)),
                            links[i].urls);
                const struct link *first = got.links.items;
                if (got.links.count > 0 && first->flags != links[i].flags)
                        fail_msg("%s: flags are %x, expected %x", links[i].name, first->flags, links[i].flags);
        }
}

static const struct {
        const char *text, *scheme, *userinfo, *host, *domain, *path, *query, *fragment, *target;
        uint32_t port;
} urls[] = {
        { "https://u:p@WWW.Example.CO.UK:8443/a/b?c=d#e", "https", "u:p", "www.example.co.uk", "example.co.uk", "/a/b",
          "c=d", "e", "", 8443 },
        { "//cdn.example.com/x", "http", "", "cdn.example.com", "example.com", "/x", "", "", "", 0 },
        { "mailto:a@example.com?subject=x", "mailto", "", "", "", "a@example.com", "subject=x", "", "", 0 },
        { "data:text/html,<b>#x", "data", "", "", "", "text/html,<b>#x", "", "", "", 0 },
        { "http:///example.com", "http", "", "example.com", "example.com", "", "", "", "", 0 },
        { "https://example.com:443", "https", "", "example.com", "example.com", "", "", "", "", 0 },
        { "example.com", "http", "", "example.com", "example.com", "", "", "", "", 0 },
        { "https://www.google.com/url?sa=t&url=https://evil.example/x", "https", "", "www.google.com", "google.com",
          "/url", "sa=t&url=https://evil.example/x", "", "evil.example", 0 },
        { "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example%2F&data=x", "https", "",
          "eur01.safelinks.protection.outlook.com", "outlook.com", "/", "url=https%3A%2F%2Fa.example%2F&data=x", "",
          "a.example", 0 },
        { "https://urldefense.com/v3/__https://a.example/x__;!!b", "https", "", "urldefense.com", "urldefense.com",
          "/v3/__https://a.example/x__;!!b", "", "", "a.example", 0 },
        { "https://urldefense.proofpoint.com/v2/url?u=https-3A__a.example_x&d=y", "https", "",
          "urldefense.proofpoint.com", "proofpoint.com", "/v2/url", "u=https-3A__a.example_x&d=y", "", "a.example", 0 },
        { "https://www.google.com/amp/s/evil.example/x", "https", "", "www.google.com", "google.com",
          "/amp/s/evil.example/x", "", "", "", 0 },
        { "https://www.google.com/amp/s/evil.com/x", "https", "", "www.google.com", "google.com", "/amp/s/evil.com/x",
          "", "", "evil.com", 0 },
        { "https://www.google.com/search?q=https://a.example", "https", "", "www.google.com", "google.com", "/search",
          "q=https://a.example", "", "", 0 },
};

static void test_url_read(void **state) {
        const struct text_test *test = *state;
        for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
                struct link link;
                const char *name = urls[i].text;
                if (!url_read(test->context, test->arena, span_from(name), &link))
                        fail_msg("%s: is not read", name);
                expect_text(name, "scheme", link.scheme, urls[i].scheme);
                expect_text(name, "userinfo", link.userinfo, urls[i].userinfo);
                expect_text(name, "host", link.host, urls[i].host);
                expect_text(name, "domain", link.domain, urls[i].domain);
                expect_text(name, "path", link.path, urls[i].path);
                expect_text(name, "query", link.query, urls[i].query);
                expect_text(name, "fragment", link.fragment, urls[i].fragment);
                expect_text(name, "target", link.target_host, urls[i].target);
                expect_number(name, "port", link.port, urls[i].port);
        }
}

static void test_no_url(void **state) {
        static const char *const texts[] = { "",      " ",  "#top",  "?x=y",    "index.html", "../a",         "foo",
                                             "a b c", "::", "http:", "http://", "http:///",   "unknown:thing" };
        const struct text_test *test = *state;
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
                struct link link;
                if (url_read(test->context, test->arena, span_from(texts[i]), &link))
                        fail_msg("\"%s\" is read as \"%.*s\"", texts[i], (int)link.url.len, link.url.ptr);
                expect_number(texts[i], "flags", link.flags, 0);
        }
}

static void test_long_url(void **state) {
        const struct text_test *test = *state;
        char *bytes = malloc(100000);
        memset(bytes, 'a', 100000);
        memcpy(bytes, "https://example.com/", 20);
        struct findings got = find(test, (struct span){ bytes, 100000 });
        const struct link *link = got.links.items;
        assert_int_equal(got.links.count, 1);
        assert_true(link->flags & LINK_LONG);
        assert_int_equal(link->written.len, 100000);
        assert_true(link->url.len <= 2000);
        free(bytes);
}

static const struct {
        const char *name, *text, *digits;
        unsigned flags; /* of the first */
} phones[] = {
        { "usual", "Call +1 (808) 555-0199 now", "+18085550199", PHONE_INTERNATIONAL },
        { "letters for digits", "Call +1 (8O8) 555-0l99", "+18085550199", PHONE_INTERNATIONAL | PHONE_DISGUISED },
        { "begins with a letter", "l-8OO-555-0l99", "+18005550199", PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "toll free", "1-888-555-0199", "+18885550199", PHONE_TOLL_FREE },
        { "toll free with dots", "888.555.0199", "+18885550199", PHONE_TOLL_FREE },
        { "toll free in one", "call 8885550199", "+18885550199", PHONE_TOLL_FREE },
        { "fullwidth", "＋１ ８０８ ５５５ ０１９９", "+18085550199", PHONE_INTERNATIONAL | PHONE_DISGUISED },
        { "mathematical", "𝟠𝟠𝟠-𝟝𝟝𝟝-𝟘𝟙𝟡𝟡", "+18885550199", PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "digits in circles", "⑧⓪⑧-⑤⑤⑤-⓪①⑨⑨", "+18085550199", PHONE_DISGUISED },
        { "black circles", "+❶ (❽❽❽) ❺❺❺-⓿❶❾❾", "+18885550199", PHONE_INTERNATIONAL | PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "Arabic digits in English", "Call ١-٨٨٨-٥٥٥-٠١٩٩", "+18885550199", PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "Arabic digits in Arabic", "اتصل ٠٢٠ ٧٩٤٦ ٠٤٠٢", "02079460402", 0 },
        { "fullwidth in Japanese", "電話 ０１２０－５５５－０１７", "0120555017", PHONE_TOLL_FREE },
        { "brackets of Japanese", "お電話ください（0120-555-0179）", "01205550179", PHONE_TOLL_FREE },
        { "lone letters", "Cancel: 1 . 8O8 . 5 5 5 . O 1 9 9", "+18085550199", PHONE_DISGUISED },
        { "square brackets", "[808] 555-0199", "+18085550199", PHONE_DISGUISED },
        { "bars between", "808|555|0199", "+18085550199", PHONE_DISGUISED },
        { "a word at its end", "1-888-555-0199now", "+18885550199", PHONE_TOLL_FREE },
        { "broken behind a hyphen", "call 808-\n555-0199", "+18085550199", 0 },
        { "Spain, free of cost", "en el 900 555 019.", "900555019", PHONE_TOLL_FREE },
        { "an amount in thousands", "about 900 555 000 people", "", 0 },
        { "behind a case officer", "your case officer on 020 7946 0402", "02079460402", 0 },
        { "a word behind it", "at 818-555-0131 (local) today", "+18185550131", 0 },
        { "a case", "case 020 7946 0402", "", 0 },
        { "stars around", "*+1 808-555-0199*", "+18085550199", PHONE_INTERNATIONAL },
        { "emoji between", "+1(888)😀555😀0199", "+18885550199", PHONE_INTERNATIONAL | PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "zero width between", "888" ZWSP "-555-" ZWSP "0199", "+18885550199", PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "digit by digit", "8 8 8 5 5 5 0 1 9 9", "+18885550199", PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "circled", "⑧⑧⑧-⑤⑤⑤-⓪①⑨⑨", "+18885550199", PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "circled without a sign between", "call ⑧⑧⑧⑤⑤⑤⓪①⑨⑨", "+18885550199", PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "white on black circles", "❽❽❽-❺❺❺-⓿❶❾❾", "+18885550199", PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "double circles", "⓼⓼⓼-⓹⓹⓹-⓿⓵⓽⓽", "+18885550199", PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "sans-serif circles", "➇➇➇-➄➄➄-🄋➀➈➈", "+18885550199", PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "in brackets", "⑻⑻⑻-⑸⑸⑸-0⑴⑼⑼", "+18885550199", PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "with full stops", "⒏⒏⒏-⒌⒌⒌-🄀⒈⒐⒐", "+18885550199", PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "with commas", "🄉🄉🄉-🄆🄆🄆-🄁🄂🄊🄊", "+18885550199", PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "superscript", "⁸⁸⁸-⁵⁵⁵-⁰¹⁹⁹", "+18885550199", PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "subscript", "₈₈₈-₅₅₅-₀₁₉₉", "+18885550199", PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "keycaps", "8️⃣8️⃣8️⃣-5️⃣5️⃣5️⃣-0️⃣1️⃣9️⃣9️⃣", "+18885550199",
          PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "keycaps without variation", "(8⃣8⃣8⃣) 5⃣5⃣5⃣-0⃣1⃣9⃣9⃣", "+18885550199", PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "Arabic", "٨٨٨-٥٥٥-٠١٩٩", "+18885550199", PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "Persian", "۸۸۸-۵۵۵-۰۱۹۹", "+18885550199", PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "Devanagari", "८८८-५५५-०१९९", "+18885550199", PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "Roman", "+1 ⅧⅥⅧ ⅤⅤⅤ ⅠⅠⅨⅨ", "+18685551199", PHONE_INTERNATIONAL | PHONE_DISGUISED },
        { "Chinese", "Call 八八八五五五〇一九九", "+18885550199", PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "Chinese in groups", "八八八-五五五-零一九九", "+18885550199", PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "Cyrillic letters", "8ОО-555-О199", "+18005550199", PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "Greek letters", "1-8ΟΟ-555-Ο199", "+18005550199", PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "square brackets", "[888] 555 [0199]", "+18885550199", PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "minus signs and dots of all kinds", "888−555・0199", "+18885550199", PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "wide spaces", "888　555 0199", "+18885550199", PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "soft hyphens", "888­555­0199", "+18885550199", PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "mixed scripts", "８８٨-５५5-0①९9", "+18885550199", PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "Arabic in an Arabic text", "اتصل على ٠٥٥ ١٢٣ ٤٥٦٧", "0551234567", 0 },
        { "fullwidth in a Japanese text", "電話 ０３－１２３４－５６７８", "0312345678", 0 },
        { "date in circles", "②①.①①.②⓪②⑥", "", 0 },
        { "list in circles", "① 1000 ② 2000 ③ 3000", "", 0 },
        { "Chinese prose", "一个人三十五岁，二〇二六年十一月二十一日", "", 0 },
        { "Roman numerals of kings", "Louis Ⅹ Ⅴ Ⅰ, Ⅱ Ⅲ", "", 0 },
        { "powers", "10² 20³ 1000⁴", "", 0 },
        { "escapes of what needs none", "1\\-888\\-555\\-0199", "+18885550199", PHONE_TOLL_FREE | PHONE_DISGUISED },
        { "extension", "(555) 555-0199x12", "+15555550199", 0 },
        { "Britain", "020 7946 0958", "02079460958", 0 },
        { "Britain with trunk zero", "+44 (0)20 7946 0958", "+442079460958", PHONE_INTERNATIONAL },
        { "00", "0044 20 7946 0958", "+442079460958", PHONE_INTERNATIONAL },
        { "Germany", "Tel. 030 1234567 oder 089/123456-0", "0301234567 0891234560", 0 },
        { "France", "01 23 45 67 89", "0123456789", 0 },
        { "Spain, told to call", "Llame al 912 345 678", "912345678", 0 },
        { "Japan", "03-1234-5678, 0120-123-456", "0312345678 0120123456", 0 },
        { "China", "400-123-4567, 138 1234 5678", "4001234567 13812345678", PHONE_TOLL_FREE },
        { "Russia", "8 (800) 555-35-35", "88005553535", PHONE_TOLL_FREE },
        { "Brazil", "(11) 91234-5678", "11912345678", 0 },
        { "dial-in", "+1 323-849-4874,,123456789#", "+13238494874", PHONE_INTERNATIONAL | PHONE_DIAL_IN },
        { "behind tel:", "tel:+18005550199", "+18005550199", PHONE_INTERNATIONAL | PHONE_TOLL_FREE },
        { "date", "2026-11-21 21.11.2026 11/21/2026 21.11.26 - 22.11.26", "", 0 },
        { "date and time", "20261121T093000Z 2026-11-21 10:30 09:00-10:00", "", 0 },
        { "meeting id", "Meeting ID: 812 3456 7890", "", 0 },
        { "meeting id of ten digits", "Meeting ID: 812 345 6789", "", 0 },
        { "conference id", "Phone Conference ID: 123 456 789#", "", 0 },
        { "bank account", "IBAN DE89 3704 0044 0532 0130 00", "", 0 },
        { "card", "4111 1111 1111 1111", "", 0 },
        { "order", "order 123-456-7890 ref 555-123-4567", "", 0 },
        { "version", "10.0.19041.1234", "", 0 },
        { "address", "192.168.100.200", "", 0 },
        { "identifier", "id_8005550199 8005550199abc x8005550199", "", 0 },
        { "ten digits without a word", "5125550199", "", 0 },
        { "uuid", "123e4567-e89b-12d3-a456-426614174000", "", 0 },
        { "price", "1.234.567,89 and 12,345,678", "", 0 },
        { "too long", "+1234567890123456789", "", 0 },
        { "too short", "555-0199", "", 0 },
};

static void test_phones(void **state) {
        const struct text_test *test = *state;
        for (size_t i = 0; i < sizeof phones / sizeof *phones; i++) {
                struct findings got = find(test, span_from(phones[i].text));
                expect_text(phones[i].name, "phones",
                            listed(test->arena, &got.phones, sizeof(struct phone), offsetof(struct phone, digits)),
                            phones[i].digits);
                const struct phone *first = got.phones.items;
                if (got.phones.count > 0 && first->flags != phones[i].flags)
                        fail_msg("%s: flags are %x, expected %x", phones[i].name, first->flags, phones[i].flags);
        }
}

static const struct {
        const char *name, *text, *written, *currency;
        double value;
        bool crypto;
} amounts[] = {
        { "dollars", "only $599.99 today", "$599.99", "USD", 599.99, false },
        { "code before", "USD 1,234.56", "USD 1,234.56", "USD", 1234.56, false },
        { "code behind", "1.234,56 EUR", "1.234,56 EUR", "EUR", 1234.56, false },
        { "sign behind", "1 234,56\xC2\xA0€", "1 234,56\xC2\xA0€", "EUR", 1234.56, false },
        { "Swiss", "CHF 1'234.50", "CHF 1'234.50", "CHF", 1234.5, false },
        { "Brazil", "R$ 1.500,00", "R$ 1.500,00", "BRL", 1500, false },
        { "thousands only", "£12,000", "£12,000", "GBP", 12000, false },
        { "k", "£12k", "£12k", "GBP", 12000, false },
        { "millions", "US$2.5 million", "US$2.5 million", "USD", 2.5e6, false },
        { "words", "10 million dollars", "10 million dollars", "USD", 1e7, false },
        { "bitcoin", "0.5 BTC", "0.5 BTC", "BTC", 0.5, true },
        { "three decimals", "0.125 BTC", "0.125 BTC", "BTC", 0.125, true },
        { "tether", "3,500 USDT", "3,500 USDT", "USDT", 3500, true },
        { "yen", "5000円", "5000円", "JPY", 5000, false },
        { "rubles", "1500 рублей", "1500 рублей", "RUB", 1500, false },
        { "in brackets", "(100 EUR)", "100 EUR", "EUR", 100, false },
};

static void test_amounts(void **state) {
        const struct text_test *test = *state;
        for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++) {
                struct findings got = find(test, span_from(amounts[i].text));
                const struct amount *amount = got.amounts.items;
                expect_number(amounts[i].name, "count", got.amounts.count, 1);
                expect_text(amounts[i].name, "written", amount->written, amounts[i].written);
                expect_text(amounts[i].name, "currency", span_from(amount->currency), amounts[i].currency);
                expect_number(amounts[i].name, "crypto", amount->crypto, amounts[i].crypto);
                if (amount->value < amounts[i].value - 1e-6 || amount->value > amounts[i].value + 1e-6)
                        fail_msg("%s: value is %g, expected %g", amounts[i].name, amount->value, amounts[i].value);
        }
}

static void test_no_amounts(void **state) {
        static const char *const texts[] = { "room 12 at 10:30", "5 k run", "100 %",
                                             "item $",           "EUR",     "12 months",
                                             "3 cadence",        "USDA 5x", "11111111111111111111111111111111 EUR" };
        const struct text_test *test = *state;
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
                expect_number(texts[i], "amounts", find(test, span_from(texts[i])).amounts.count, 0);
}

static const struct {
        const char *name, *text, *addresses;
        bool disguised;
} emails[] = {
        { "usual", "Mail john.doe+x@Example.com, please", "john.doe+x@example.com", false },
        { "in brackets", "<a@example.com>; (b@example.org).", "a@example.com b@example.org", false },
        { "in words", "jane [at] example [dot] com", "jane@example.com", true },
        { "in words without blanks", "a(at)b.de", "a@b.de", true },
        { "fullwidth", "a＠example.com", "a@example.com", true },
        { "IDN", "a@bücher.de", "a@xn--bcher-kva.de", false },
        { "behind mailto:", "mailto:a@example.com", "a@example.com", false },
        { "none", "@home a@ @b.com a@b a@b.madeuptld x@1.2", "", false },
};

static void test_emails(void **state) {
        const struct text_test *test = *state;
        for (size_t i = 0; i < sizeof emails / sizeof *emails; i++) {
                struct findings got = find(test, span_from(emails[i].text));
                expect_text(emails[i].name, "addresses",
                            listed(test->arena, &got.emails, sizeof(struct email), offsetof(struct email, address)),
                            emails[i].addresses);
                const struct email *first = got.emails.items;
                if (got.emails.count > 0)
                        expect_number(emails[i].name, "disguised", first->disguised, emails[i].disguised);
        }
}

static const struct {
        const char *name, *html, *urls;
        unsigned flags; /* of the first */
} pages[] = {
        { "plain", "<a href='https://a.example/'>b</a>", "https://a.example/", 0 },
        { "misleading", "<a href='https://evil.example/'>https://www.paypal.com/x</a>",
          "https://evil.example/ https://www.paypal.com/x", LINK_MISLEADING },
        { "names itself", "<a href='https://www.example.com/x'>example.com</a>",
          "https://www.example.com/x http://example.com", 0 },
        { "through a filter",
          "<a href='https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.com'>example.com</a>",
          "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.com http://example.com",
          LINK_REDIRECT },
        { "hidden", "<div hidden><a href='https://a.example/'>b</a></div>", "https://a.example/", LINK_HIDDEN },
        { "against the base", "<base href='https://evil.example/'><a href='login'>b</a>",
          "https://evil.example/ https://evil.example/login", 0 },
        { "a number is no running text", "<a href='tel:+18005550199%20tel:x'>b</a>", "tel:+18005550199%20tel:x", 0 },
        { "relative without base", "<a href='login.html'>b</a><a href='#x'>c</a>", "", 0 },
};

static void test_pages(void **state) {
        const struct text_test *test = *state;
        for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
                struct defects defects = { .arena = test->arena };
                struct findings got = { 0 };
                const struct html *html = html_read(test->arena, span_from(pages[i].html), &defects);
                findings_read_html(test->context, test->arena, html, &defects, &got);
                expect_text(pages[i].name, "links",
                            listed(test->arena, &got.links, sizeof(struct link), offsetof(struct link, url)),
                            pages[i].urls);
                const struct link *first = got.links.items;
                if (got.links.count > 0 && first->flags != pages[i].flags)
                        fail_msg("%s: flags are %x, expected %x", pages[i].name, first->flags, pages[i].flags);
        }
}

static void test_limits(void **state) {
        static const char *const units[] = { "x.com ",  "a@a.com ", "$1 ",   "+18005550199 ", "http://a.com ",
                                             "mailto:", "1,111",    "a.a@",  "ab://%%",       "http:// a. com/",
                                             "1" ZWSP,  "(1)",      "a[dot]" };
        const struct text_test *test = *state;
        enum { SIZE = 3000000 };
        char *bytes = malloc(SIZE);
        for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
                size_t len = 0, unit = strlen(units[i]);
                for (; len + unit <= SIZE; len += unit)
                        memcpy(bytes + len, units[i], unit);
                arena_reset(test->arena);
                struct findings got = find(test, (struct span){ bytes, len });
                if (arena_used(test->arena) > 4UL * SIZE)
                        fail_msg("%s: %zu bytes for %d", units[i], arena_used(test->arena), SIZE);
                if (got.links.count > 4096 || got.phones.count > 1024 || got.amounts.count > 1024 ||
                    got.emails.count > 1024)
                        fail_msg("%s: more is kept than the limits allow", units[i]);
        }
        struct findings got = find(test, (struct span){ bytes, 0 });
        assert_int_equal(got.links.count, 0);
        free(bytes);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_links),      cmocka_unit_test(test_url_read), cmocka_unit_test(test_no_url),
                cmocka_unit_test(test_long_url),   cmocka_unit_test(test_phones),   cmocka_unit_test(test_amounts),
                cmocka_unit_test(test_no_amounts), cmocka_unit_test(test_emails),   cmocka_unit_test(test_pages),
                cmocka_unit_test(test_limits),
        };
        return cmocka_run_group_tests(tests, text_test_begin, text_test_end);
}

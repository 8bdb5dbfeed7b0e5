/* What an operator's own source says, and where in its answer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "lookup/source.h"

static const struct source_places usual = { "/age", "/score", "/listed" };

static const struct {
        const char *name;
        struct span answer;
        struct source_places places;
        bool reads;
        struct source_answer is;
} cases[] = {
        { "all three", SPAN("{\"age\": 3.5, \"score\": -2, \"listed\": true}"), usual, true, { true, true, true, 3.5, -2 } },
        { "one is enough", SPAN("{\"age\": 3}"), usual, true, { .age_known = true, .age_days = 3 } },
        { "not listed is an answer", SPAN("{\"listed\": false}"), usual, true, { 0 } },
        { "null is none", SPAN("{\"listed\": null, \"age\": null}"), usual, .reads = false },
        { "a number lists", SPAN("{\"listed\": 1}"), usual, true, { .listed = true } },
        { "0 does not", SPAN("{\"listed\": 0}"), usual, true, { 0 } },
        { "a text lists", SPAN("{\"listed\": \"phishing\"}"), usual, true, { .listed = true } },
        { "an empty one does not", SPAN("{\"listed\": \"\"}"), usual, true, { 0 } },
        { "nor does \"no\"", SPAN("{\"listed\": \"no\"}"), usual, true, { 0 } },
        { "a text is no number", SPAN("{\"age\": \"3\", \"score\": \"9\"}"), usual, .reads = false },
        { "deep",
          SPAN("{\"a\": [{\"b\": 1}, {\"b\": 7}]}"),
          { "/a/1/b", "", "" },
          true,
          { .age_known = true, .age_days = 7 } },
        { "names with / and ~ (RFC 6901 5)",
          SPAN("{\"a/b\": {\"m~n\": 8}}"),
          { "/a~1b/m~0n", "", "" },
          true,
          { .age_known = true, .age_days = 8 } },
        { "an empty name", SPAN("{\"\": 9}"), { "/", "", "" }, true, { .age_known = true, .age_days = 9 } },
        { "beyond the array", SPAN("{\"a\": [1]}"), { "/a/1", "", "" }, .reads = false },
        { "an array by name", SPAN("{\"a\": [1]}"), { "/a/b", "", "" }, .reads = false },
        { "a very large place", SPAN("{\"a\": [1]}"), { "/a/99999999999999999999", "", "" }, .reads = false },
        { "through a number", SPAN("{\"a\": 1}"), { "/a/b", "", "" }, .reads = false },
        { "said twice", SPAN("{\"age\": 1, \"age\": 9000}"), usual, .reads = false },
        { "cut off", SPAN("{\"age\": 3, \"sco"), usual, .reads = false },
        { "more behind it", SPAN("{\"age\": 3} {}"), usual, .reads = false },
        { "too large a number", SPAN("{\"age\": 1e999}"), usual, .reads = false },
        { "no JSON", SPAN("<html>"), usual, .reads = false },
        { "nothing", { 0 }, usual, .reads = false },
};

static void test_answers(void **state) {
        (void)state;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct source_answer answer = { .score = 77 }, as_it_was = answer;
                bool reads = source_read(cases[i].answer, &cases[i].places, &answer);
                const struct source_answer *is = reads ? &cases[i].is : &as_it_was;
                if (reads != cases[i].reads)
                        fail_msg("%s: %s", cases[i].name, reads ? "is read" : "is not read");
                if (answer.age_known != is->age_known || answer.score_known != is->score_known ||
                    answer.listed != is->listed || answer.age_days != is->age_days || answer.score != is->score)
                        fail_msg("%s: age %d %g, score %d %g, listed %d", cases[i].name, answer.age_known,
                                 answer.age_days, answer.score_known, answer.score, answer.listed);
        }
}

/* Whatever a mail names, it does not lead to another question. */
static void test_urls(void **state) {
        (void)state;
        static const struct {
                const char *template, *name, *value, *url;
        } urls[] = {
                { "http://h/{domain}", "{domain}", "evil.example", "http://h/evil.example" },
                { "http://h/?q={address}&k=1", "{address}", "a+b@c.example", "http://h/?q=a%2Bb%40c.example&k=1" },
                { "http://h/{ip}", "{ip}", "2001:db8::1", "http://h/2001%3Adb8%3A%3A1" },
                { "http://h/{domain}/x", "{domain}", "../a?b#c d\r\n", "http://h/..%2Fa%3Fb%23c%20d%0D%0A/x" },
                { "http://h/{domain}", "{domain}", "{domain}", "http://h/%7Bdomain%7D" },
                { "http://h/{domain}", "{domain}", "\xc3\xa9", "http://h/%C3%A9" },
                { "http://h/{domain}", "{ip}", "192.0.2.1", "" },
        };
        struct arena *arena = arena_new(1 << 20);
        for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
                struct span url = source_url(arena, urls[i].template, urls[i].name, span_from(urls[i].value));
                if (!span_equal(url, span_from(urls[i].url)))
                        fail_msg("%s: %.*s", urls[i].url, (int)url.len, url.ptr);
        }
        static char long_value[5000];
        memset(long_value, 'a', sizeof long_value);
        assert_int_equal(source_url(arena, "http://h/{domain}", "{domain}", (struct span){ long_value, 5000 }).len, 0);
        arena_free(arena);
}

static void test_cache(void **state) {
        (void)state;
        struct source_cache *cache = source_cache_new();
        struct source_answer answer = { .score = 77 }, said = { .score = 3, .score_known = true };
        assert_false(source_cache_get(cache, SPAN("http://h/a"), 0, &answer));
        source_cache_put(cache, SPAN("http://h/a"), 1000, &said);
        assert_true(source_cache_get(cache, SPAN("http://h/a"), 999, &answer));
        assert_true(answer.score_known && answer.score == 3);
        assert_false(source_cache_get(cache, SPAN("http://h/a"), 1000, &answer));
        assert_false(source_cache_get(cache, SPAN("http://h/b"), 0, &answer));
        source_cache_free(cache);
}

int main(void) {
        const struct CMUnitTest all[] = {
                cmocka_unit_test(test_answers),
                cmocka_unit_test(test_urls),
                cmocka_unit_test(test_cache),
        };
        return cmocka_run_group_tests(all, NULL, NULL);
}

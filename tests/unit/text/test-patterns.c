/* patterns: compile, search, save and load. */
#include "text-test.h"

#include "text/pattern-cache.h"

struct hits {
        uint32_t ids[32];
        size_t from[32], to[32];
        int count, stop_after;
};

static bool remember(void *user, uint32_t id, size_t from, size_t to) {
        struct hits *hits = user;
        if (hits->count < 32) {
                hits->ids[hits->count] = id;
                hits->from[hits->count] = from;
                hits->to[hits->count] = to;
        }
        hits->count++;
        return hits->count != hits->stop_after;
}

static struct hits search(const struct patterns *patterns, struct span text, int stop_after) {
        struct patterns_scratch *scratch = NULL;
        struct hits hits = { .stop_after = stop_after };
        assert_int_equal(patterns_scratch_new(patterns, &scratch, NULL), CW_OK);
        patterns_scan(patterns, scratch, text, remember, &hits);
        patterns_scratch_free(scratch);
        return hits;
}

static const struct pattern list[] = {
        { .text = SPAN("invoice|refund"), .id = 7, .flags = PATTERN_ONCE },
        { .text = SPAN("a.b+c(d"), .id = 8, .flags = PATTERN_LITERAL | PATTERN_CASELESS },
        { .text = SPAN("überweisung"), .id = 9, .flags = PATTERN_UTF8 | PATTERN_START },
        { .text = SPAN("x\0y"), .id = 10, .flags = PATTERN_LITERAL },
};

static void test_search(void **state) {
        (void)state;
        struct patterns *patterns = NULL;
        assert_int_equal(patterns_new(list, 4, &patterns, NULL, NULL), CW_OK);
        struct hits hits = search(patterns, SPAN("refund, invoice; A.B+C(D; eine überweisung; x\0y"), 0);
        assert_int_equal(hits.count, 4);
        assert_int_equal(hits.ids[0], 7);
        assert_int_equal(hits.ids[1], 8);
        assert_int_equal(hits.ids[2], 9);
        assert_int_equal(hits.from[2], 31);
        assert_int_equal(hits.to[2], 43);
        assert_int_equal(hits.ids[3], 10);
        assert_int_equal(search(patterns, SPAN("refund, A.B+C(D"), 1).count, 1);
        assert_int_equal(search(patterns, (struct span){ 0 }, 0).count, 0);
        patterns_free(patterns);
}

static void test_wrong_pattern_is_named(void **state) {
        (void)state;
        const struct pattern wrong[] = { { .text = SPAN("good") }, { .text = SPAN("ba(d") } };
        struct patterns *patterns = NULL;
        struct err err = { 0 };
        uint32_t index = 99;
        assert_int_equal(patterns_new(wrong, 2, &patterns, &index, &err), CW_ERR_CONFIG);
        assert_int_equal(index, 1);
        assert_true(strlen(err.text) > 5);
        assert_null(patterns);
        const struct pattern empty = { .text = SPAN("") };
        assert_int_equal(patterns_new(&empty, 1, &patterns, &index, &err), CW_ERR_CONFIG);
}

static void test_nothing_to_search(void **state) {
        (void)state;
        struct patterns *patterns = NULL;
        assert_int_equal(patterns_new(NULL, 0, &patterns, NULL, NULL), CW_OK);
        assert_int_equal(search(patterns, SPAN("text"), 0).count, 0);
        patterns_free(patterns);
}

static void test_save_and_load(void **state) {
        (void)state;
        struct patterns *patterns = NULL, *again = NULL;
        char *bytes = NULL;
        size_t len = 0;
        assert_int_equal(patterns_new(list, 4, &patterns, NULL, NULL), CW_OK);
        assert_int_equal(patterns_save(patterns, &bytes, &len, NULL), CW_OK);
        assert_int_equal(patterns_load((struct span){ bytes, len }, &again, NULL), CW_OK);
        assert_int_equal(search(again, SPAN("a refund"), 0).count, 1);
        bytes[8] ^= 1;
        struct patterns *damaged = NULL;
        assert_int_equal(patterns_load((struct span){ bytes, 16 }, &damaged, NULL), CW_ERR_USAGE);
        free(bytes);
        patterns_free(patterns);
        patterns_free(again);
}

/* What is asked for twice is compiled once; what differs in anything is another. */
static void test_cache(void **state) {
        (void)state;
        static struct pattern_cache cache;
        struct patterns *patterns = NULL;
        for (int i = 0; i < 2; i++) {
                assert_int_equal(patterns_new_cached(&cache, list, 4, &patterns, NULL, NULL), CW_OK);
                assert_int_equal(search(patterns, SPAN("a refund"), 0).ids[0], 7);
                patterns_free(patterns);
                assert_true(cache.key != 0 && cache.len > 0);
        }
        uint64_t key = cache.key;
        struct pattern others[] = { list[0], list[1] };
        others[0].id = 77;
        assert_int_equal(patterns_new_cached(&cache, others, 2, &patterns, NULL, NULL), CW_OK);
        assert_int_equal(search(patterns, SPAN("a refund"), 0).ids[0], 77);
        assert_true(cache.key != key);
        patterns_free(patterns);
        memset(cache.bytes, 0xA5, 64);
        assert_int_equal(patterns_new_cached(&cache, others, 2, &patterns, NULL, NULL), CW_OK);
        assert_int_equal(search(patterns, SPAN("a refund"), 0).ids[0], 77);
        patterns_free(patterns);
}

/* Proof that the bytes of the cache are used: they are made to be those of other patterns. */
static void test_cache_is_used(void **state) {
        (void)state;
        static struct pattern_cache cache, other;
        struct patterns *patterns = NULL;
        const struct pattern one = { .text = SPAN("one"), .id = 1 }, two = { .text = SPAN("two"), .id = 2 };
        assert_int_equal(patterns_new_cached(&cache, &one, 1, &patterns, NULL, NULL), CW_OK);
        patterns_free(patterns);
        assert_int_equal(patterns_new_cached(&other, &two, 1, &patterns, NULL, NULL), CW_OK);
        patterns_free(patterns);
        memcpy(cache.bytes, other.bytes, other.len);
        cache.len = other.len;
        assert_int_equal(patterns_new_cached(&cache, &one, 1, &patterns, NULL, NULL), CW_OK);
        assert_int_equal(search(patterns, SPAN("two"), 0).count, 1);
        patterns_free(patterns);
}

static void test_loose(void **state) {
        (void)state;
        static const struct {
                const char *text;
                bool loose;
        } cases[] = { { "invoice", false },   { "[0-9]+ ?[a-z]+", true },
                      { "a|invoice", true },  { "refund|invoice", false },
                      { "ab.{1,9}cd", true }, { "call (now|us)", false },
                      { "ab?c", true } };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                bool loose = !cases[i].loose;
                struct pattern pattern = { .text = span_from(cases[i].text) };
                assert_int_equal(patterns_check(&pattern, &loose, NULL), CW_OK);
                expect_number(cases[i].text, "loose", loose, cases[i].loose);
        }
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_search),
                cmocka_unit_test(test_wrong_pattern_is_named),
                cmocka_unit_test(test_nothing_to_search),
                cmocka_unit_test(test_save_and_load),
                cmocka_unit_test(test_cache),
                cmocka_unit_test(test_cache_is_used),
                cmocka_unit_test(test_loose),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

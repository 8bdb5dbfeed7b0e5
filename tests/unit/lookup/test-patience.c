#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "lookup/patience.h"

enum { WHOLE = 5000, PART = WHOLE / PATIENCE_SHARE };

static int64_t wait_of(struct patience *patience) {
        bool tries;
        return patience_ms(patience, WHOLE, 0, &tries);
}

static struct patience silent_one(void) {
        struct patience patience = { 0 };
        for (int i = 0; i < PATIENCE_ITEMS - 1; i++)
                assert_false(patience_tell(&patience, false));
        assert_int_equal(wait_of(&patience), WHOLE);
        assert_true(patience_tell(&patience, false));
        return patience;
}

static void one_waits_in_full_for_all(void **state) {
        struct patience patience = silent_one();
        bool tries;
        (void)state;
        assert_int_equal(patience_ms(&patience, WHOLE, 0, &tries), WHOLE);
        assert_true(tries);
        assert_int_equal(patience_ms(&patience, WHOLE, 0, &tries), PART);
        assert_false(tries);
        patience_tried(&patience);
        assert_int_equal(wait_of(&patience), WHOLE);
        assert_int_equal(wait_of(&patience), PART);
}

static void the_first_answer_restores_it(void **state) {
        struct patience patience = silent_one();
        (void)state;
        (void)wait_of(&patience);
        assert_false(patience_tell(&patience, true));
        assert_int_equal(wait_of(&patience), WHOLE);
        assert_int_equal(wait_of(&patience), WHOLE);
}

/* As where a sender's own name servers are silent, and those of others are not. */
static void only_those_in_a_row_count(void **state) {
        struct patience patience = { 0 };
        (void)state;
        for (int i = 0; i < 10 * PATIENCE_ITEMS; i++)
                assert_false(patience_tell(&patience, i % PATIENCE_ITEMS == 0));
}

static void a_short_time_gets_not_shorter(void **state) {
        struct patience patience = silent_one();
        bool tries;
        (void)state;
        (void)wait_of(&patience);
        assert_int_equal(patience_ms(&patience, 1000, PATIENCE_OPEN, &tries), 0);
        assert_int_equal(patience_ms(&patience, 1000, 0, &tries), PATIENCE_LEAST_MS);
        assert_int_equal(patience_ms(&patience, 100, 0, &tries), 100);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(one_waits_in_full_for_all),
                cmocka_unit_test(the_first_answer_restores_it),
                cmocka_unit_test(only_those_in_a_row_count),
                cmocka_unit_test(a_short_time_gets_not_shorter),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

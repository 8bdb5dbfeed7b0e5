#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/item-id.h"

enum { MANY = 20000, THREADS = 4 };

static char ids[THREADS][MANY][ITEM_ID_BYTES + 1];

static void *make(void *user) {
        char(*own)[ITEM_ID_BYTES + 1] = user;
        for (size_t i = 0; i < MANY; i++)
                item_id_new(own[i]);
        return NULL;
}

static int compare(const void *a, const void *b) {
        return strcmp(a, b);
}

static void ids_rise_and_are_never_the_same(void **state) {
        pthread_t threads[THREADS];
        (void)state;
        for (size_t i = 0; i < THREADS; i++)
                assert_int_equal(pthread_create(&threads[i], NULL, make, ids[i]), 0);
        for (size_t i = 0; i < THREADS; i++)
                pthread_join(threads[i], NULL);
        for (size_t i = 0; i < THREADS; i++) {
                for (size_t n = 0; n < MANY; n++) {
                        assert_true(item_id_valid(span_from(ids[i][n])));
                        if (n)
                                assert_true(strcmp(ids[i][n - 1], ids[i][n]) < 0);
                }
        }
        qsort(ids, (size_t)THREADS * MANY, sizeof ids[0][0], compare);
        const char *all = ids[0][0];
        for (size_t n = 1; n < (size_t)THREADS * MANY; n++)
                assert_true(strcmp(all + (n - 1) * sizeof ids[0][0], all + n * sizeof ids[0][0]) < 0);
}

static void an_id_begins_with_its_time(void **state) {
        static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        char id[ITEM_ID_BYTES + 1];
        int64_t time = 0;
        (void)state;
        item_id_new(id);
        for (int i = 0; i < 10; i++)
                time = time * 32 + (strchr(digits, id[i]) - digits);
        /* Those made before may have run ahead, by a millisecond each. */
        assert_in_range(time / 1000, clock_now_s() - 1, clock_now_s() + 1 + THREADS * MANY / 1000);
}

static void what_is_none_is_told(void **state) {
        (void)state;
        assert_true(item_id_valid(SPAN("01KAKX0000ABCDEFGHJKMNPQRS")));
        assert_false(item_id_valid(SPAN("01KAKX0000ABCDEFGHJKMNPQR")));
        assert_false(item_id_valid(SPAN("01KAKX0000ABCDEFGHJKMNPQRI")));
        assert_false(item_id_valid(SPAN("01kakx0000abcdefghjkmnpqrs")));
        assert_false(item_id_valid(SPAN("01KAKX0000ABCDEFGHJKMNPQR\0")));
        assert_false(item_id_valid(SPAN("")));
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(ids_rise_and_are_never_the_same),
                cmocka_unit_test(an_id_begins_with_its_time),
                cmocka_unit_test(what_is_none_is_told),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

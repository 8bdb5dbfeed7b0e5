/* JSON that would take more of a stack than there is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/nesting.h"

/* `count` times `open`, then as many times `close`. */
static struct span nested(char *room, uint32_t count, char open, char close) {
        memset(room, open, count);
        memset(room + count, close, count);
        return (struct span){ room, 2 * (size_t)count };
}

static void depth_is_bounded(void **state) {
        char room[2 * LIMIT_JSON_DEPTH + 2];
        (void)state;
        assert_true(json_is_shallow(nested(room, LIMIT_JSON_DEPTH, '[', ']')));
        assert_false(json_is_shallow(nested(room, LIMIT_JSON_DEPTH + 1, '[', ']')));
        assert_false(json_is_shallow(nested(room, LIMIT_JSON_DEPTH + 1, '{', '}')));
}

static void only_open_ones_count(void **state) {
        char room[8 * LIMIT_JSON_DEPTH];
        (void)state;
        for (size_t i = 0; i < sizeof room; i++)
                room[i] = "[],"[i % 3];
        room[0] = '[';
        room[1] = '[';
        assert_true(json_is_shallow((struct span){ room, sizeof room }));
}

static void strings_do_not_count(void **state) {
        char room[4 * LIMIT_JSON_DEPTH];
        (void)state;
        memset(room, '[', sizeof room);
        room[1] = '"';
        room[7] = '\\';
        room[8] = '"';
        room[sizeof room - 2] = '"';
        room[sizeof room - 1] = ']';
        assert_true(json_is_shallow((struct span){ room, sizeof room }));
}

/* Or a sender could have a calendar passed over by what he puts behind it. */
static void what_stands_behind_does_not_count(void **state) {
        char room[4 * LIMIT_JSON_DEPTH];
        (void)state;
        memset(room, '[', sizeof room);
        memcpy(room, "[\"vcalendar\",[],[]]", 19);
        assert_true(json_is_shallow((struct span){ room, sizeof room }));
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(depth_is_bounded),
                cmocka_unit_test(only_open_ones_count),
                cmocka_unit_test(strings_do_not_count),
                cmocka_unit_test(what_stands_behind_does_not_count),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

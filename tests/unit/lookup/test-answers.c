#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "lookup/answers.h"

struct fixture {
        struct arena *arena;
        struct answers *answers;
};

static int begin(void **state) {
        static struct fixture fixture;
        fixture.arena = arena_new(1 << 20);
        fixture.answers = answers_new(fixture.arena, 4);
        *state = &fixture;
        return 0;
}

static int end(void **state) {
        arena_free(((struct fixture *)*state)->arena);
        return 0;
}

static void is_asked_once_and_answered(void **state) {
        struct answers *answers = ((struct fixture *)*state)->answers;
        const struct answer *answer = answers_get(answers, RECORD_TXT, SPAN("Example.ORG."));
        struct question question;
        assert_int_equal(answer->state, ANSWER_PENDING);
        assert_ptr_equal(answers_get(answers, RECORD_TXT, SPAN("example.org")), answer);
        assert_true(answers_next(answers, &question));
        assert_string_equal(question.name.ptr, "example.org");
        assert_false(answers_next(answers, &question));
        assert_int_equal(answers_open(answers), 1);
        struct span text = SPAN("v=spf1 -all");
        answers_put(answers, question.number,
                    &(struct answer){ .state = ANSWER_FOUND, .records = &text, .count = 1, .ttl = 60 });
        assert_int_equal(answers_open(answers), 0);
        assert_int_equal(answer->state, ANSWER_FOUND);
        assert_true(span_equal(answer->records[0], text));
}

static void knows_impossible_names(void **state) {
        struct answers *answers = ((struct fixture *)*state)->answers;
        static const char *const names[] = {
                "",
                ".",
                "a..example",
                ".example",
                "a123456789a123456789a123456789a123456789a123456789a123456789a123.example",
        };
        struct question question;
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
                assert_int_equal(answers_get(answers, RECORD_A, span_from(names[i]))->state, ANSWER_NO_NAME);
        assert_false(answers_next(answers, &question));
}

static void what_may_wait_comes_last(void **state) {
        struct answers *answers = ((struct fixture *)*state)->answers;
        struct question question;
        answers_later(answers, true);
        (void)answers_get(answers, RECORD_A, SPAN("list.example"));
        answers_later(answers, false);
        (void)answers_get(answers, RECORD_A, SPAN("sender.example"));
        (void)answers_get(answers, RECORD_A, SPAN("list.example"));
        assert_true(answers_next_urgent(answers, &question));
        assert_string_equal(question.name.ptr, "sender.example");
        assert_false(answers_next_urgent(answers, &question));
        assert_true(answers_next(answers, &question));
        assert_string_equal(question.name.ptr, "list.example");
        assert_false(answers_next(answers, &question));
        assert_int_equal(answers_open(answers), 2);
}

static void has_a_budget(void **state) {
        struct answers *answers = ((struct fixture *)*state)->answers;
        static const char *const names[] = { "a.example", "b.example", "c.example", "d.example" };
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
                assert_int_equal(answers_get(answers, RECORD_A, span_from(names[i]))->state, ANSWER_PENDING);
        assert_int_equal(answers_get(answers, RECORD_A, SPAN("e.example"))->state, ANSWER_FAILED);
        assert_int_equal(answers_get(answers, RECORD_A, SPAN("a.example"))->state, ANSWER_PENDING);
}

static void ends_with_the_time(void **state) {
        struct answers *answers = ((struct fixture *)*state)->answers;
        const struct answer *answer = answers_get(answers, RECORD_A, SPAN("a.example"));
        struct question question;
        assert_true(answers_next(answers, &question));
        answers_close(answers, "no answer in time");
        assert_int_equal(answer->state, ANSWER_FAILED);
        assert_string_equal(answer->why, "no answer in time");
        answers_put(answers, question.number, &(struct answer){ .state = ANSWER_NO_NAME });
        assert_int_equal(answer->state, ANSWER_FAILED);
        assert_int_equal(answers_get(answers, RECORD_A, SPAN("b.example"))->state, ANSWER_FAILED);
        assert_false(answers_next(answers, &question));
}

int main(void) {
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(is_asked_once_and_answered, begin, end),
                cmocka_unit_test_setup_teardown(knows_impossible_names, begin, end),
                cmocka_unit_test_setup_teardown(what_may_wait_comes_last, begin, end),
                cmocka_unit_test_setup_teardown(has_a_budget, begin, end),
                cmocka_unit_test_setup_teardown(ends_with_the_time, begin, end),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

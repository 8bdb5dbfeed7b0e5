/* What the tests of the text layer share. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/defects.h"
#include "text/context.h"

struct text_test {
        struct text_context *context;
        struct arena *arena;
};

static inline int text_test_begin(void **state) {
        static struct text_test test;
        if (text_context_new(&test.context, NULL) != CW_OK)
                return -1;
        test.arena = arena_new(1UL << 30);
        *state = &test;
        return test.arena ? 0 : -1;
}

static inline int text_test_end(void **state) {
        struct text_test *test = *state;
        arena_free(test->arena);
        text_context_free(test->context);
        return 0;
}

/* Fails with both texts. */
static inline void expect_text(const char *name, const char *what, struct span got, const char *expected) {
        if (!span_equal(got, span_from(expected)))
                fail_msg("%s: %s is \"%.*s\", expected \"%s\"", name, what, (int)got.len, got.ptr ? got.ptr : "",
                         expected);
}

static inline void expect_number(const char *name, const char *what, uint64_t got, uint64_t expected) {
        if (got != expected)
                fail_msg("%s: %s is %llu, expected %llu", name, what, (unsigned long long)got,
                         (unsigned long long)expected);
}

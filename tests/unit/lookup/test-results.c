#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "lookup/results.h"

static struct arena *arena;

static int begin(void **state) {
        (void)state;
        arena = arena_new(4 << 20);
        return 0;
}

static int end(void **state) {
        (void)state;
        arena_free(arena);
        return 0;
}

static const struct dkim_signature signatures[] = {
        { .result = DKIM_RESULT_PASS,
          .domain = SPAN("corp.example"),
          .selector = SPAN("s1"),
          .identity = SPAN("jo@corp.example"),
          .algorithm = SPAN("rsa-sha256"),
          .signature = SPAN("dGhpc2lz"),
          .key_bits = 2048 },
        { .result = DKIM_RESULT_FAIL,
          .domain = SPAN("relay.example"),
          .selector = SPAN("k"),
          .identity = SPAN("\"a b\"\r\nX: y@relay.example"),
          .algorithm = SPAN("ed25519-sha256"),
          .problem = SPAN("The body was changed.") },
};

static void make(struct authentication_results *ret) {
        const struct spf_case spf_case = { .mail_from = SPAN("bounce+kim=example.org@corp.example") };
        const struct spf_answer spf = { .result = SPF_PASS, .domain = SPAN("corp.example") };
        const struct dmarc_answer dmarc = { .result = DMARC_RESULT_PASS,
                                            .record = { .valid = true, .p = DMARC_POLICY_REJECT } };
        const struct arc_answer arc = { .result = ARC_PASS, .oldest_pass = 1 };
        const struct own_results what = { .spf = &spf,
                                          .spf_case = &spf_case,
                                          .dkim = signatures,
                                          .dkim_count = 2,
                                          .dmarc = &dmarc,
                                          .from = SPAN("corp.example"),
                                          .arc = &arc,
                                          .client_ip = SPAN("2001:db8::25") };
        results_make(arena, SPAN("mx.example.org"), &what, ret);
}

static void reads_as_it_was_made(void **state) {
        struct authentication_results made;
        (void)state;
        make(&made);
        struct authentication_results read = authentication_results_read(arena, results_write(arena, &made));
        assert_false(read.broken);
        assert_true(span_equal(read.authserv_id, made.authserv_id));
        assert_int_equal(read.count, 5);
        for (uint32_t i = 0; i < read.count; i++) {
                assert_true(span_equal(read.items[i].method, made.items[i].method));
                assert_true(span_equal(read.items[i].result, made.items[i].result));
                assert_true(span_equal(read.items[i].reason, made.items[i].reason));
                assert_int_equal(read.items[i].property_count, made.items[i].property_count);
        }
        struct span from = authentication_property(&read.items[0], SPAN("smtp"), SPAN("mailfrom"));
        assert_true(span_equal(from, SPAN("bounce+kim=example.org@corp.example")));
        assert_true(span_equal(authentication_property(&read.items[1], SPAN("header"), SPAN("d")), SPAN("corp.example")));
        assert_true(span_equal(authentication_property(&read.items[4], SPAN("smtp"), SPAN("remote-ip")),
                               SPAN("2001:db8::25")));
}

/* What a stranger wrote can end no line and begin no field. */
static void writes_nothing_of_strangers(void **state) {
        struct authentication_results made;
        (void)state;
        make(&made);
        struct span text = results_write(arena, &made);
        size_t column = 0;
        for (size_t i = 0; i < text.len; i++) {
                column = text.ptr[i] == '\n' ? 0 : column + 1;
                assert_true(column < 120);
                assert_true((text.ptr[i] >= ' ' && text.ptr[i] <= '~') || text.ptr[i] == '\n' || text.ptr[i] == '\t');
                if (i > 0 && text.ptr[i - 1] == '\n')
                        assert_int_equal(text.ptr[i], '\t');
        }
        assert_false(span_has(text, SPAN("\nX:")));
}

static void says_none(void **state) {
        struct authentication_results none = { .authserv_id = SPAN("mx.example.org") };
        (void)state;
        assert_true(span_equal(results_write(arena, &none), SPAN("mx.example.org; none")));
}

int main(void) {
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(reads_as_it_was_made, begin, end),
                cmocka_unit_test_setup_teardown(writes_nothing_of_strangers, begin, end),
                cmocka_unit_test_setup_teardown(says_none, begin, end),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

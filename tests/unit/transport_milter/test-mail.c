/* What the tests of the protocol (tests/milter) cannot reach: memory that is over, and mails that nobody would send. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "transport/milter/fields.h"
#include "transport/milter/mail.h"

static const char piece[10000] = { [0 ... 9999] = 'x' };

static void a_mail_over_the_budget_gives_its_bytes_back(void **state) {
        (void)state;
        struct mail_budget budget = { .most = 256 * 1024 };
        struct mail big = { .budget = &budget }, small = { .budget = &budget };
        mail_begin(&big, "<a@example.org>");
        mail_recipient(&big, "<b@example.org>");
        for (int i = 0; i < 100; i++)
                mail_body(&big, piece, sizeof piece);
        mail_end(&big);
        assert_int_equal(big.trouble, MAIL_NO_MEMORY);
        assert_true(budget.held <= 32 * 1024); /* its envelope */

        mail_begin(&small, "<c@example.org>");
        mail_recipient(&small, "<d@example.org>");
        mail_header(&small, "Subject", "x");
        mail_end(&small);
        assert_int_equal(small.trouble, MAIL_FINE);

        /* The next one of the same connection has room again. */
        mail_begin(&big, "<a@example.org>");
        mail_recipient(&big, "<b@example.org>");
        mail_body(&big, piece, sizeof piece);
        mail_end(&big);
        assert_int_equal(big.trouble, MAIL_FINE);
        assert_int_equal(mail_bytes(&big).len, sizeof piece + 2);

        mail_free(&big);
        mail_free(&small);
        assert_int_equal(budget.held, 0);
}

static void an_envelope_over_the_budget(void **state) {
        (void)state;
        struct mail_budget budget = { .most = 100 };
        struct mail mail = { .budget = &budget };
        mail_begin(&mail, "<a@example.org>");
        mail_parameter(&mail, "SIZE=1");
        mail_recipient(&mail, "<b@example.org>");
        mail_header(&mail, "Subject", "x");
        mail_body(&mail, piece, sizeof piece);
        mail_end(&mail);
        assert_int_equal(mail.trouble, MAIL_NO_MEMORY);
        mail_reset(&mail);
        mail_free(&mail);
        assert_int_equal(budget.held, 0);
}

static void a_large_buffer_does_not_wait_for_the_next_mail(void **state) {
        (void)state;
        struct mail_budget budget = { .most = LIMIT_MILTER_BYTES };
        struct mail mail = { .budget = &budget };
        mail_begin(&mail, "<>");
        for (int i = 0; i < 1000; i++)
                mail_body(&mail, piece, sizeof piece);
        mail_end(&mail);
        assert_true(budget.held > 10000000);
        assert_int_equal(mail_sender(&mail).len, 0);
        mail_reset(&mail);
        assert_true(budget.held <= 64 * 1024);
        mail_free(&mail);
}

static void spaces_told_by_the_values(void **state) {
        (void)state;
        struct mail_budget budget = { .most = 100000 };
        struct mail mail = { .budget = &budget };
        mail_begin(&mail, "a@example.org");
        mail_header(&mail, "A", "eaten");
        mail_header(&mail, "B", " kept");
        mail_header(&mail, "C", "none");
        mail_end(&mail);
        assert_true(span_equal(mail_bytes(&mail), SPAN("A: eaten\r\nB: kept\r\nC:none\r\n\r\n")));
        mail_free(&mail);
}

static void fields_of_odd_headers(void **state) {
        (void)state;
        struct field field;
        struct span rest = SPAN("no colon\r\nA:\r\n folded\r\n\t\r\nB: x\n\r\nC: body");
        assert_true(field_next(&rest, &field));
        assert_true(span_equal(field.name, SPAN("no colon")) && field.value.len == 0);
        assert_true(field_next(&rest, &field));
        assert_true(span_equal(field.name, SPAN("A")) && span_equal(field.value, SPAN("\r\n folded\r\n\t")));
        assert_true(field_next(&rest, &field));
        assert_true(span_equal(field.value, SPAN(" x")));
        assert_false(field_next(&rest, &field));
        rest = (struct span){ 0 };
        assert_false(field_next(&rest, &field));
        assert_false(field_find(SPAN("A: b"), SPAN("B"), &field));
        assert_null(field.value.ptr);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_mail_over_the_budget_gives_its_bytes_back),
                cmocka_unit_test(an_envelope_over_the_budget),
                cmocka_unit_test(a_large_buffer_does_not_wait_for_the_next_mail),
                cmocka_unit_test(spaces_told_by_the_values),
                cmocka_unit_test(fields_of_odd_headers),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

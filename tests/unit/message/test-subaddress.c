/* Addresses that lead to one mailbox. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "message/subaddress.h"

static void one_mailbox_for_many_addresses(void **state) {
        static const struct {
                const char *address, *mailbox;
        } rows[] = {
                { "jo@corp.example", "jo@corp.example" },
                { "jo+news@corp.example", "jo@corp.example" },
                { "j.o@corp.example", "j.o@corp.example" },
                { "+jo@corp.example", "+jo@corp.example" },
                { "jo@corp+x.example", "jo@corp+x.example" },
                { "jo.made.up.0041@gmail.com", "jomadeup0041@gmail.com" },
                { "jomadeup0041+a+b@googlemail.com", "jomadeup0041@gmail.com" },
                { "jo@notgmail.com", "jo@notgmail.com" },
                { "...@gmail.com", "...@gmail.com" },
                { "@gmail.com", "@gmail.com" },
                { "jo+x", "jo+x" },
                { "", "" },
        };
        char out[ADDRESS_BYTES];
        (void)state;
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
                assert_string_equal(subaddress_mailbox(span_from(rows[i].address), out), rows[i].mailbox);
}

static void a_long_one_is_cut(void **state) {
        char address[2 * ADDRESS_BYTES], out[ADDRESS_BYTES];
        (void)state;
        memset(address, 'a', sizeof address);
        address[ADDRESS_BYTES] = '@';
        assert_int_equal(strlen(subaddress_mailbox((struct span){ address, sizeof address }, out)), ADDRESS_BYTES - 1);
}

int main(void) {
        const struct CMUnitTest tests[] = { cmocka_unit_test(one_mailbox_for_many_addresses),
                                            cmocka_unit_test(a_long_one_is_cut) };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

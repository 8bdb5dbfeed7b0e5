/* The signed links of a digest: one thing, about one arrival, for one person, until they expire. */
#include "actions/link.h"

#include <stdio.h>

#include "actions-test.h"
#include "actions/verdict-header.h"

enum { NOW = 1795187121, LATER = NOW + 1000 };
#define ANNA "anna@example.org"

static struct verdict_keys keys_of(const char *secret) {
        struct verdict_keys keys;
        verdict_keys_from(span_from(secret), &keys);
        return keys;
}

static void make(const struct verdict_keys *keys, char ret[static LINK_TOKEN + 1]) {
        const struct user_link link = { ANNA, "01kaaaaaaaaaaaaaaaaaaaaaa1", LINK_SPAM, LATER };
        struct err err;
        assert_int_equal(link_make(keys, &link, ret, &err), CW_OK);
        assert_int_equal(strlen(ret), LINK_TOKEN);
}

static void what_was_signed_is_read(void **state) {
        const struct verdict_keys keys = keys_of("a secret of thirty-two bytes or more");
        char token[LINK_TOKEN + 1];
        struct link_said said;
        (void)state;
        make(&keys, token);
        assert_true(link_read(span_from(token), &said));
        assert_int_equal(said.action, LINK_SPAM);
        assert_string_equal(said.arrival, "01kaaaaaaaaaaaaaaaaaaaaaa1");
        assert_int_equal(said.expires, LATER);
        assert_true(link_proves(&keys, span_from(token), ANNA, NOW));
}

static void it_is_for_one_person_and_a_time(void **state) {
        const struct verdict_keys keys = keys_of("a secret of thirty-two bytes or more"),
                                  others = keys_of("another secret of thirty-two bytes..");
        char token[LINK_TOKEN + 1];
        (void)state;
        make(&keys, token);
        assert_false(link_proves(&keys, span_from(token), "bert@example.org", NOW));
        assert_false(link_proves(&keys, span_from(token), "", NOW));
        assert_false(link_proves(&others, span_from(token), ANNA, NOW));
        assert_false(link_proves(&keys, span_from(token), ANNA, LATER));
}

/* Each character holds something that is signed. */
static void no_character_can_be_another(void **state) {
        static const char all[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=/+ \n\x80";
        const struct verdict_keys keys = keys_of("a secret of thirty-two bytes or more");
        char token[LINK_TOKEN + 1];
        (void)state;
        make(&keys, token);
        for (size_t i = 0; i < LINK_TOKEN; i++) {
                char was = token[i];
                for (size_t j = 0; j < sizeof all; j++) {
                        token[i] = all[j];
                        if (all[j] != was && link_proves(&keys, (struct span){ token, LINK_TOKEN }, ANNA, NOW))
                                fail_msg("character %zu may be %02x", i, (unsigned char)all[j]);
                }
                token[i] = was;
        }
        for (size_t len = 0; len < LINK_TOKEN; len++)
                assert_false(link_proves(&keys, (struct span){ token, len }, ANNA, NOW));
        assert_true(link_proves(&keys, span_from(token), ANNA, NOW));
}

static void what_no_link_can_hold_is_refused(void **state) {
        const struct verdict_keys keys = keys_of("a secret of thirty-two bytes or more");
        const struct user_link wrong[] = {
                { ANNA, "", LINK_ADD, LATER },
                { ANNA, "01kaaaaaaaaaaaaaaaaaaaaaa", LINK_ADD, LATER },
                { ANNA, "01kaaaaaaaaaaaaaaaaaaaaaa12", LINK_ADD, LATER },
                { ANNA, "01kaaaaaaaaaaaaaaaaaaaaa/1", LINK_ADD, LATER },
                { "", "01kaaaaaaaaaaaaaaaaaaaaaa1", LINK_ADD, LATER },
                { ANNA, "01kaaaaaaaaaaaaaaaaaaaaaa1", LINK_ACTIONS, LATER },
                { ANNA, "01kaaaaaaaaaaaaaaaaaaaaaa1", LINK_ADD, 0 },
                { ANNA, "01kaaaaaaaaaaaaaaaaaaaaaa1", LINK_ADD, 1ll << 48 },
        };
        char token[LINK_TOKEN + 1];
        struct err err;
        (void)state;
        for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
                if (link_make(&keys, &wrong[i], token, &err) != CW_ERR_USAGE)
                        fail_msg("case %zu", i);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(what_was_signed_is_read),
                cmocka_unit_test(it_is_for_one_person_and_a_time),
                cmocka_unit_test(no_character_can_be_another),
                cmocka_unit_test(what_no_link_can_hold_is_refused),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

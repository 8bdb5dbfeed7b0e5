/* What users have: sessions, links that were used, choices. */
#include "backends.h"

#include "store/choices.h"
#include "store/digests.h"
#include "store/links.h"
#include "store/sessions.h"

enum { NOW = 1790000000, DAY = 86400 };

static void session_ends(void **state) {
        const struct session_record session = { .hash = "aa",
                                                .owner = "anna@example.org",
                                                .method = "imap",
                                                .created = NOW,
                                                .expires = NOW + DAY },
                                    *got;
        bool removed;
        OK(session_add(*state, &session, &err));
        FAILS(CW_ERR_USAGE, session_add(*state, &session, &err));
        OK(session_find(*state, "aa", NOW, &got, &err));
        assert_string_equal(got->owner, "anna@example.org");
        OK(session_find(*state, "ab", NOW, &got, &err));
        assert_null(got);
        OK(session_find(*state, "aa", NOW + DAY, &got, &err));
        assert_null(got);
        OK(session_remove(*state, "aa", &removed, &err));
        assert_true(removed);
        OK(session_find(*state, "aa", NOW, &got, &err));
        assert_null(got);
        OK(session_remove(*state, "aa", &removed, &err));
        assert_false(removed);
}

static void all_sessions_of_one_user_end(void **state) {
        static const char *const hashes[] = { "aa", "ab", "ba" }, *const owners[] = { "anna", "anna", "bert" };
        const struct session_record *got;
        uint64_t removed;
        for (size_t i = 0; i < 3; i++)
                OK(session_add(*state,
                               &(struct session_record){ .hash = hashes[i], .owner = owners[i], .expires = NOW + DAY },
                               &err));
        OK(session_touch(*state, "ba", NOW + 5, &err));
        OK(session_touch(*state, "ba", NOW + 50, &err));
        OK(session_remove_all(*state, "anna", &removed, &err));
        assert_int_equal(removed, 2);
        OK(session_find(*state, "ba", NOW, &got, &err));
        assert_int_equal(got->used, NOW + 5);
}

static void link_is_used_once(void **state) {
        bool used, first;
        OK(link_used(*state, "t1", &used, &err));
        assert_false(used);
        OK(link_use(*state, "t1", "anna", NOW, &first, &err));
        assert_true(first);
        OK(link_use(*state, "t1", "anna", NOW, &first, &err));
        assert_false(first);
        OK(link_used(*state, "t1", &used, &err));
        assert_true(used);
        OK(link_used(*state, "t2", &used, &err));
        assert_false(used);
}

static void choices_are_each_his_own(void **state) {
        const struct choice_record *got;
        OK(choice_find(*state, "anna", &got, &err));
        assert_null(got);
        OK(choice_set(*state, "anna", "never", NULL, &err));
        OK(choice_set(*state, "anna", NULL, "ask", &err));
        OK(choice_set(*state, "bert", NULL, "known", &err));
        OK(choice_find(*state, "anna", &got, &err));
        assert_string_equal(got->digest, "never");
        assert_string_equal(got->calendar, "ask");
        OK(choice_set(*state, "anna", "", NULL, &err));
        OK(choice_find(*state, "anna", &got, &err));
        assert_string_equal(got->digest, "");
        assert_string_equal(got->calendar, "ask");
        FAILS(CW_ERR_USAGE, choice_set(*state, "anna", "hourly", NULL, &err));
        FAILS(CW_ERR_USAGE, choice_set(*state, "anna", NULL, "all", &err));
}

/* Two nodes that saw the same. */
static void one_digest_is_sent(void **state) {
        const struct choice_record *got;
        int64_t before, unused;
        bool won;
        OK(digest_claim(*state, "anna", NOW - 60, NOW, &won, &before, &err));
        assert_true(won);
        assert_int_equal(before, 0);
        OK(digest_claim(*state, "anna", NOW - 60, NOW + 1, &won, &unused, &err));
        assert_false(won);
        OK(digest_claim(*state, "anna", NOW + DAY, NOW + DAY, &won, &before, &err));
        assert_true(won);
        assert_int_equal(before, NOW);
        OK(digest_unclaim(*state, "anna", NOW + DAY, before, &err)); /* it could not be sent */
        OK(choice_find(*state, "anna", &got, &err));
        assert_int_equal(got->sent, NOW);
        assert_string_equal(got->digest, "");
        OK(choice_set(*state, "anna", "never", NULL, &err));
        OK(digest_claim(*state, "anna", NOW + DAY, NOW + DAY, &won, &unused, &err));
        assert_false(won);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                STORE_TEST(session_ends),       STORE_TEST(all_sessions_of_one_user_end),
                STORE_TEST(link_is_used_once),  STORE_TEST(choices_are_each_his_own),
                STORE_TEST(one_digest_is_sent),
        };
        return RUN_ON_BOTH(tests);
}

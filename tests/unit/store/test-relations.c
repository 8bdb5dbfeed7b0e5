/* Relations, lists, feedback, reputation, accounts and keys, on every database. */
#include "backends.h"

#include "store/accounts.h"
#include "store/feedback.h"
#include "store/keys.h"
#include "store/lists.h"
#include "store/relations.h"
#include "store/reputation.h"

enum { NOW = 1790000000, DAY = 24 * 3600 };

/* ---- Relations, lists, feedback ------------------------------------------------------------------------------- */

static void relations_add_up(void **state) {
        struct relation_record relation = { "u@example.org", "f@example.com", "correspondent", "outbound", NOW, NOW, 1 };
        const struct relation_record *rows;
        uint32_t count;
        OK(relation_add(*state, &relation, &err));
        relation.first = relation.last = NOW + 9;
        OK(relation_add(*state, &relation, &err));
        OK(relation_find(*state, "u@example.org", "f@example.com", &rows, &count, &err));
        assert_int_equal(count, 1);
        assert_int_equal(rows[0].count, 2);
        assert_int_equal(rows[0].first, NOW);
        assert_int_equal(rows[0].last, NOW + 9);
        OK(relation_find(*state, "v@example.org", "f@example.com", &rows, &count, &err));
        assert_int_equal(count, 0);
}

static void address_book_is_taken_as_it_is(void **state) {
        static const char *const book[] = { "a@example.com", "b@example.com", "c@example.com" };
        const struct relation_record mail = { "u@example.org", "a@example.com", "correspondent", "outbound", NOW, NOW, 1 },
                                     *rows;
        uint32_t count;
        OK(relation_add(*state, &mail, &err));
        OK(relation_replace(*state, "u@example.org", "vcard:home", book, 3, NOW, &err));
        OK(relation_find(*state, "u@example.org", "a@example.com", &rows, &count, &err));
        assert_int_equal(count, 2);
        assert_string_equal(rows[0].kind, "contact");
        OK(relation_replace(*state, "u@example.org", "vcard:home", book + 1, 1, NOW, &err));
        OK(relation_list(*state, "u@example.org", NULL, 0, &rows, &count, &err));
        assert_int_equal(count, 2);
        assert_string_equal(rows[0].source, "outbound");
        assert_string_equal(rows[1].address, "b@example.com");
        OK(relation_list(*state, "u@example.org", "a@example.com", 1, &rows, &count, &err));
        assert_int_equal(count, 1);
        OK(relation_remove(*state, "u@example.org", "b@example.com", NULL, &err));
        OK(relation_find(*state, "u@example.org", "b@example.com", &rows, &count, &err));
        assert_int_equal(count, 0);
}

static void answer_needs_a_message_that_left(void **state) {
        int64_t at;
        OK(sent_add(*state, "m@example.org", "u@example.org", "f@example.com", NOW, &err));
        OK(sent_add(*state, "m@example.org", "u@example.org", "f@example.com", NOW + 5, &err));
        OK(sent_find(*state, "m@example.org", "u@example.org", "f@example.com", &at, &err));
        assert_int_equal(at, NOW);
        OK(sent_find(*state, "m@example.org", "u@example.org", "g@example.com", &at, &err));
        assert_int_equal(at, 0);
}

static void delegates_hold_for_one_or_for_all(void **state) {
        bool found;
        const struct delegate_record *rows;
        uint32_t count;
        OK(delegate_add(*state,
                        &(struct delegate_record){ "u@example.org", "pa@example.com", "boss@example.com", "u", NOW },
                        &err));
        OK(delegate_add(*state, &(struct delegate_record){ "", "pa@example.net", "boss@example.net", "admin", NOW },
                        &err));
        OK(delegate_find(*state, "u@example.org", "pa@example.com", "boss@example.com", &found, &err));
        assert_true(found);
        OK(delegate_find(*state, "v@example.org", "pa@example.com", "boss@example.com", &found, &err));
        assert_false(found);
        OK(delegate_find(*state, "v@example.org", "pa@example.net", "boss@example.net", &found, &err));
        assert_true(found);
        OK(delegate_list(*state, NULL, &rows, &count, &err));
        assert_int_equal(count, 2);
        OK(delegate_remove(*state, "", "pa@example.net", "boss@example.net", &err));
        OK(delegate_list(*state, "", &rows, &count, &err));
        assert_int_equal(count, 0);
}

static void lists_match_by_scope(void **state) {
        const struct list_record *rows;
        uint32_t count;
        int64_t before, after;
        struct list_record entry = { .scope = "user",
                                     .owner = "u@example.org",
                                     .kind = "organizer",
                                     .value = "o@example.net",
                                     .effect = "allow",
                                     .by = "u@example.org",
                                     .at = NOW };
        OK(list_add(*state, &entry, &err));
        OK(list_version(*state, &before, &err));
        entry.scope = "site";
        entry.owner = "";
        entry.effect = "block";
        OK(list_add(*state, &entry, &err));
        entry.scope = "domain";
        entry.owner = "example.org";
        entry.expires = NOW + DAY;
        OK(list_add(*state, &entry, &err));
        OK(list_version(*state, &after, &err));
        assert_int_not_equal(before, after);
        OK(list_match(*state, "organizer", "o@example.net", "u@example.org", NOW, &rows, &count, &err));
        assert_int_equal(count, 3);
        assert_string_equal(rows[0].effect, "block");
        assert_string_equal(rows[1].scope, "domain");
        assert_string_equal(rows[2].effect, "allow");
        OK(list_match(*state, "organizer", "o@example.net", "u@example.org", NOW + 2 * DAY, &rows, &count, &err));
        assert_int_equal(count, 2);
        OK(list_match(*state, "organizer", "o@example.net", NULL, NOW, &rows, &count, &err));
        assert_int_equal(count, 1);
        OK(list_match(*state, "address", "o@example.net", "u@example.org", NOW, &rows, &count, &err));
        assert_int_equal(count, 0);
}

static void list_entry_has_one_effect(void **state) {
        struct list_record entry = { .scope = "site",
                                     .kind = "domain",
                                     .value = "example.net",
                                     .effect = "allow",
                                     .at = NOW };
        const struct list_record *rows;
        uint32_t count;
        int64_t entries;
        bool removed;
        OK(list_add(*state, &entry, &err));
        entry.effect = "block";
        entry.note = "a wave";
        OK(list_add(*state, &entry, &err));
        OK(list_list(*state, &(struct list_filter){ .kind = "domain" }, NOW, &rows, &count, &err));
        assert_int_equal(count, 1);
        assert_string_equal(rows[0].effect, "block");
        assert_string_equal(rows[0].note, "a wave");
        OK(list_count(*state, &entries, &err));
        assert_int_equal(entries, 1);
        OK(list_remove(*state, "site", "", "domain", "example.net", &removed, &err));
        assert_true(removed);
        OK(list_remove(*state, "site", "", "domain", "example.net", &removed, &err));
        assert_false(removed);
}

static void list_entries_that_mean_nothing_are_refused(void **state) {
        const struct list_record good = { .scope = "site", .kind = "domain", .value = "example.net", .effect = "block" };
        struct list_record bad[] = { good, good, good, good, good, good };
        bad[0].scope = "world";
        bad[1].kind = "colour";
        bad[2].effect = "maybe";
        bad[3].value = "";
        bad[4].owner = "u@example.org";
        bad[5].scope = "user";
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
                FAILS(CW_ERR_USAGE, list_add(*state, &bad[i], &err));
}

static void last_word_of_feedback_counts(void **state) {
        struct feedback_record feedback = { .item = "01A", .recipient = "u@example.org", .label = "spam", .at = NOW };
        const struct feedback_record *rows;
        uint32_t count;
        const char *before;
        OK(feedback_add(*state, &feedback, &before, &err));
        assert_string_equal(before, "");
        feedback.label = "ham";
        OK(feedback_add(*state, &feedback, &before, &err));
        assert_string_equal(before, "spam");
        OK(feedback_add(*state, &feedback, &before, &err));
        assert_string_equal(before, "ham");
        feedback.recipient = "";
        OK(feedback_add(*state, &feedback, NULL, &err));
        OK(feedback_of_item(*state, "01A", &rows, &count, &err));
        assert_int_equal(count, 2);
        assert_string_equal(rows[1].label, "ham");
        OK(feedback_list(*state, "spam", 0, 0, &rows, &count, &err));
        assert_int_equal(count, 0);
        OK(feedback_list(*state, NULL, NOW, 0, &rows, &count, &err));
        assert_int_equal(count, 2);
        feedback.label = "eggs";
        FAILS(CW_ERR_USAGE, feedback_add(*state, &feedback, NULL, &err));
}

/* ---- Reputation, accounts, keys ------------------------------------------------------------------------------- */

static bool near(double a, double b) {
        return a - b < 1e-9 && b - a < 1e-9;
}

static void reputation_survives_a_wrong_clock(void **state) {
        const struct reputation_counts clean = { .clean = 1 };
        static const int64_t wrong[] = { NOW + 10LL * 366 * 86400, INT64_MAX, INT64_MIN, 0, 1LL << 40 };
        struct reputation got;
        OK(reputation_add(*state, REPUTATION_DOMAIN, "example.net", &clean, NOW, &err));
        for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
                OK(reputation_add(*state, REPUTATION_DOMAIN, "example.net", &clean, wrong[i], &err));
                OK(reputation_find(*state, REPUTATION_DOMAIN, "example.net", wrong[i], &got, &err));
                assert_true(got.decayed.clean >= 0 && got.decayed.clean <= got.total.clean);
        }
        OK(reputation_find(*state, REPUTATION_DOMAIN, "example.net", NOW, &got, &err));
        assert_true(got.total.clean == 6 && got.decayed.clean >= 1 && got.decayed.clean <= 6);
}

static void reputation_fades(void **state) {
        const struct reputation_counts clean = { .clean = 1 }, spam = { .spam = 1, .feedback_spam = 1 };
        struct reputation got;
        OK(reputation_find(*state, REPUTATION_DOMAIN, "example.net", NOW, &got, &err));
        assert_true(got.first == 0 && got.total.clean == 0 && got.decayed.clean == 0);
        OK(reputation_add(*state, REPUTATION_DOMAIN, "example.net", &clean, NOW, &err));
        OK(reputation_add(*state, REPUTATION_DOMAIN, "example.net", &clean, NOW - REPUTATION_HALF_LIFE, &err));
        OK(reputation_add(*state, REPUTATION_DOMAIN, "example.net", &spam, NOW, &err));
        OK(reputation_find(*state, REPUTATION_DOMAIN, "example.net", NOW, &got, &err));
        assert_int_equal(got.first, NOW - REPUTATION_HALF_LIFE);
        assert_int_equal(got.last, NOW);
        assert_true(got.total.clean == 2 && got.total.spam == 1);
        assert_true(near(got.decayed.clean, 1.5));
        assert_true(near(got.decayed.feedback_spam, 1));
        OK(reputation_find(*state, REPUTATION_DOMAIN, "example.net", NOW + 2 * REPUTATION_HALF_LIFE, &got, &err));
        assert_true(near(got.decayed.spam, 0.25));
        /* Somebody takes the word back. */
        OK(reputation_add(*state, REPUTATION_DOMAIN, "example.net", &(struct reputation_counts){ .feedback_spam = -1 },
                          NOW, &err));
        OK(reputation_find(*state, REPUTATION_DOMAIN, "example.net", NOW, &got, &err));
        assert_true(near(got.decayed.feedback_spam, 0) && got.total.feedback_spam == 0);
        OK(reputation_find(*state, REPUTATION_ADDRESS, "example.net", NOW, &got, &err));
        assert_int_equal(got.first, 0);
}

static void account_events_are_listed(void **state) {
        const struct account_event *rows;
        uint32_t count;
        struct account_event event = { .at = NOW,
                                       .account = "u",
                                       .client = "192.0.2.1",
                                       .kind = "limited",
                                       .detail = "100 an hour" };
        OK(account_event_add(*state, &event, &err));
        event.account = "v";
        OK(account_event_add(*state, &event, &err));
        OK(account_event_list(*state, &(struct account_event_filter){ .client = "192.0.2.1" }, &rows, &count, &err));
        assert_int_equal(count, 2);
        assert_string_equal(rows[0].account, "v");
        OK(account_event_list(*state, &(struct account_event_filter){ .before = rows[0].id }, &rows, &count, &err));
        assert_int_equal(count, 1);
        OK(account_event_list(*state, &(struct account_event_filter){ .account = "u", .kind = "limited" }, &rows,
                              &count, &err));
        assert_int_equal(count, 1);
        assert_string_equal(rows[0].detail, "100 an hour");
}

static void keys_are_known_by_their_hash(void **state) {
        const struct key_record key = { .id = "k1",
                                        .hash = "aa",
                                        .name = "console",
                                        .rights = "read,release",
                                        .created = NOW,
                                        .expires = NOW + DAY },
                                *got;
        uint32_t count;
        bool removed;
        OK(key_add(*state, &key, &err));
        FAILS(CW_ERR_USAGE, key_add(*state, &key, &err));
        OK(key_find(*state, "aa", NOW, &got, &err));
        assert_string_equal(got->rights, "read,release");
        OK(key_find(*state, "bb", NOW, &got, &err));
        assert_null(got);
        OK(key_find(*state, "aa", NOW + DAY, &got, &err));
        assert_null(got);
        OK(key_touch(*state, "k1", NOW + 5, &err));
        OK(key_touch(*state, "k1", NOW + 50, &err));
        OK(key_list(*state, &got, &count, &err));
        assert_int_equal(count, 1);
        assert_int_equal(got[0].used, NOW + 5);
        OK(key_remove(*state, "k1", &removed, &err));
        assert_true(removed);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                STORE_TEST(relations_add_up),
                STORE_TEST(address_book_is_taken_as_it_is),
                STORE_TEST(answer_needs_a_message_that_left),
                STORE_TEST(delegates_hold_for_one_or_for_all),
                STORE_TEST(lists_match_by_scope),
                STORE_TEST(list_entry_has_one_effect),
                STORE_TEST(list_entries_that_mean_nothing_are_refused),
                STORE_TEST(last_word_of_feedback_counts),
                STORE_TEST(reputation_fades),
                STORE_TEST(reputation_survives_a_wrong_clock),
                STORE_TEST(account_events_are_listed),
                STORE_TEST(keys_are_known_by_their_hash),
        };
        return RUN_ON_BOTH(tests);
}

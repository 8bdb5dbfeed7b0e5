/* What came for a user: states, the same mail again, lists. */
#include "backends.h"

#include "store/arrivals.h"

enum { NOW = 1790000000 };

static struct arrival_record sample(const char *owner, const char *mail, const char *uid) {
        return (struct arrival_record){ .mail = mail,
                                        .owner = owner,
                                        .uid = uid,
                                        .at = NOW,
                                        .title = "Lunch",
                                        .organizer = "jo@example.com",
                                        .state = ARRIVAL_PENDING };
}

static void add(struct store *store, const struct arrival_record *row, char id[static 27]) {
        OK(arrival_add(store, row, SPAN("BEGIN:VCALENDAR"), id, &err));
}

static const struct arrival_record *find(struct store *store, const char *id) {
        const struct arrival_record *row;
        OK(arrival_find(store, id, &row, &err));
        return row;
}

static void the_same_mail_is_one_arrival(void **state) {
        char first[27], again[27], other[27];
        struct arrival_record row = sample("a@example.org", "m1", "u1");
        add(*state, &row, first);
        OK(arrival_move(*state, first, ARRIVAL_PENDING, ARRIVAL_INSERTED, "/cal/u1.ics", NULL, "", NOW, NULL, &err));
        row.title = "Dinner";
        add(*state, &row, again);
        assert_string_equal(first, again);
        assert_string_equal(find(*state, first)->title, "Lunch");
        assert_string_equal(find(*state, first)->state, "inserted");
        row.owner = "b@example.org";
        add(*state, &row, other);
        assert_string_not_equal(first, other);
        assert_string_equal(find(*state, other)->state, "pending");
}

static void instances_are_arrivals_of_their_own(void **state) {
        char one[27], other[27];
        struct arrival_record row = sample("a@example.org", "m1", "u1");
        add(*state, &row, one);
        row.instance = "20261201T090000Z";
        add(*state, &row, other);
        assert_string_not_equal(one, other);
}

static void states_go_only_the_way_that_was_asked_for(void **state) {
        char id[27];
        bool moved;
        struct arrival_record row = sample("a@example.org", "m1", "u1");
        add(*state, &row, id);
        OK(arrival_move(*state, id, "offered,withheld", ARRIVAL_DISMISSED, NULL, NULL, "a", NOW, &moved, &err));
        assert_false(moved);
        OK(arrival_move(*state, id, "offered,pending", ARRIVAL_INSERTED, "/x", "It was you", "a@example.org", NOW + 5,
                        &moved, &err));
        assert_true(moved);
        const struct arrival_record *now = find(*state, id);
        assert_string_equal(now->place, "/x");
        assert_string_equal(now->reason, "It was you");
        assert_string_equal(now->changed_by, "a@example.org");
        assert_int_equal(now->changed, NOW + 5);
        OK(arrival_move(*state, id, NULL, ARRIVAL_REMOVED, NULL, NULL, "", NOW + 6, &moved, &err));
        now = find(*state, id);
        assert_true(moved);
        assert_string_equal(now->place, "/x");
        assert_string_equal(now->reason, "It was you");
        OK(arrival_move(*state, id, NULL, ARRIVAL_REMOVED, "", NULL, "", NOW + 6, &moved, &err));
        assert_string_equal(find(*state, id)->place, "");
        OK(arrival_find(*state, "nobody", &now, &err));
        assert_null(now);
}

static void object_comes_back_as_it_was(void **state) {
        char id[27];
        struct span got;
        static const char bytes[] = "BEGIN:VCALENDAR\r\nX-A:\0\xff\r\n";
        struct arrival_record row = sample("a@example.org", "m1", "u1");
        OK(arrival_add(*state, &row, (struct span){ bytes, sizeof bytes - 1 }, id, &err));
        OK(arrival_object(*state, id, &got, &err));
        assert_int_equal(got.len, sizeof bytes - 1);
        assert_memory_equal(got.ptr, bytes, got.len);
        row.mail = "m2";
        OK(arrival_add(*state, &row, (struct span){ 0 }, id, &err));
        FAILS(CW_ERR_NOT_FOUND, arrival_object(*state, id, &got, &err));
}

static uint32_t count_of(struct store *store, struct arrival_filter filter) {
        const struct arrival_record *rows;
        uint32_t count;
        OK(arrival_list(store, &filter, &rows, &count, &err));
        return count;
}

static void arrivals_are_found_by_each_member(void **state) {
        char id[3][27];
        struct arrival_record row = sample("a@example.org", "m1", "u1");
        row.item = "01ITEM";
        add(*state, &row, id[0]);
        row = sample("a@example.org", "m2", "u2");
        row.organizer = "eve@example.net";
        row.at = NOW + 10;
        add(*state, &row, id[1]);
        row = sample("b@example.org", "m1", "u1");
        add(*state, &row, id[2]);
        OK(arrival_move(*state, id[1], NULL, ARRIVAL_OFFERED, NULL, NULL, "", NOW, NULL, &err));
        assert_int_equal(count_of(*state, (struct arrival_filter){ 0 }), 3);
        assert_int_equal(count_of(*state, (struct arrival_filter){ .owner = "a@example.org" }), 2);
        assert_int_equal(count_of(*state, (struct arrival_filter){ .owner = "a@example.org", .mail = "m1" }), 1);
        assert_int_equal(count_of(*state, (struct arrival_filter){ .mail = "m1" }), 2);
        assert_int_equal(count_of(*state, (struct arrival_filter){ .item = "01ITEM" }), 1);
        assert_int_equal(count_of(*state, (struct arrival_filter){ .uid = "u1" }), 2);
        assert_int_equal(count_of(*state, (struct arrival_filter){ .organizer = "eve@example.net" }), 1);
        assert_int_equal(count_of(*state, (struct arrival_filter){ .state = "withheld,offered" }), 1);
        assert_int_equal(count_of(*state, (struct arrival_filter){ .since = NOW + 1 }), 1);
        assert_int_equal(count_of(*state, (struct arrival_filter){ .until = NOW + 1 }), 2);
        assert_int_equal(count_of(*state, (struct arrival_filter){ .before = id[1] }), 1);
        OK(arrival_digested(*state, id[1], NOW, &err));
        assert_int_equal(count_of(*state, (struct arrival_filter){ .undigested = true }), 2);
}

static void owners_with_something_to_tell_are_found(void **state) {
        static const char *const owners[] = { "c@example.org", "a@example.org", "b@example.org", "d@example.org" };
        const char *const *found;
        uint32_t count;
        char id[27];
        for (unsigned i = 0; i < 4; i++) {
                struct arrival_record row = sample(owners[i], "m1", "u1");
                row.state = i < 3 ? ARRIVAL_WITHHELD : ARRIVAL_INSERTED;
                add(*state, &row, id);
        }
        OK(arrival_owners(*state, "", 2, &found, &count, &err));
        assert_int_equal(count, 2);
        assert_string_equal(found[0], "a@example.org");
        assert_string_equal(found[1], "b@example.org");
        OK(arrival_owners(*state, "b@example.org", 2, &found, &count, &err));
        assert_int_equal(count, 1);
        assert_string_equal(found[0], "c@example.org");
}

int main(void) {
        const struct CMUnitTest tests[] = {
                STORE_TEST(the_same_mail_is_one_arrival),
                STORE_TEST(instances_are_arrivals_of_their_own),
                STORE_TEST(states_go_only_the_way_that_was_asked_for),
                STORE_TEST(object_comes_back_as_it_was),
                STORE_TEST(arrivals_are_found_by_each_member),
                STORE_TEST(owners_with_something_to_tell_are_found),
        };
        return RUN_ON_BOTH(tests);
}

/* Reports: each complaint is sent once to each address, those about one sender are counted together, and what comes twice
 * is known. */
#include "backends.h"

#include "store/reports.h"

enum { NOW = 1790000000, DAY = 24 * 3600 };

struct added {
        char id[27];
        int64_t incident;
        bool known;
};

static struct added add(struct store *store, const char *arrival, const char *owner, int64_t at) {
        struct added added = { .known = false };
        const struct report_sent_record row = { .at = at,
                                                .owner = owner,
                                                .arrival = arrival,
                                                .address = "abuse@example.net",
                                                .kind = "abuse",
                                                .subject = "example.com",
                                                .state = REPORT_SENDING };
        OK(report_sent_add(store, &row, at - DAY, added.id, &added.incident, &added.known, &err));
        return added;
}

static void a_complaint_is_sent_once(void **state) {
        struct added first = add(*state, "01A", "anna", NOW), again = add(*state, "01A", "anna", NOW + 5);
        assert_false(first.known);
        assert_true(again.known);
        assert_string_equal(first.id, again.id);
        OK(report_sent_end(*state, first.id, REPORT_SENT, "", &err));
        assert_true(add(*state, "01A", "anna", NOW + 9).known);
        assert_false(add(*state, "01A", "carl", NOW).known);
}

static void what_failed_may_be_sent_again(void **state) {
        struct added first = add(*state, "01A", "anna", NOW);
        OK(report_sent_end(*state, first.id, REPORT_FAILED, "nobody there", &err));
        struct added again = add(*state, "01A", "anna", NOW + 5);
        assert_false(again.known);
        assert_string_equal(first.id, again.id);
        assert_int_equal(again.incident, 1);
        const struct report_sent_record *rows;
        uint32_t count;
        OK(report_sent_list(*state, &(struct report_filter){ .arrival = "01A" }, &rows, &count, &err));
        assert_int_equal(count, 1);
        assert_string_equal(rows->state, REPORT_SENDING);
        assert_string_equal(rows->detail, "");
}

static void incidents_are_counted_within_the_window(void **state) {
        assert_int_equal(add(*state, "01A", "anna", NOW).incident, 1);
        assert_int_equal(add(*state, "01B", "anna", NOW).incident, 2);
        assert_int_equal(add(*state, "01B", "carl", NOW + 10).incident, 3);
        assert_int_equal(add(*state, "01C", "anna", NOW + 2 * DAY).incident, 1);
}

static void a_report_that_comes_again_is_known(void **state) {
        char id[27];
        bool known = true;
        struct report_received_record row = { .at = NOW, .digest = "d1", .account = "anna", .state = REPORT_TAKEN };
        const struct report_received_record *rows;
        uint32_t count;
        OK(report_received_add(*state, &row, id, &known, &err));
        assert_false(known);
        OK(report_received_add(*state, &row, id, &known, &err));
        assert_true(known);
        row.digest = "d2";
        row.account = "carl";
        OK(report_received_add(*state, &row, id, &known, &err));
        OK(report_received_list(*state, &(struct report_filter){ 0 }, &rows, &count, &err));
        assert_int_equal(count, 2);
        assert_string_equal(rows[0].account, "carl");
        OK(report_received_list(*state, &(struct report_filter){ .account = "anna" }, &rows, &count, &err));
        assert_int_equal(count, 1);
        assert_string_equal(rows->state, REPORT_TAKEN);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                STORE_TEST(a_complaint_is_sent_once),
                STORE_TEST(what_failed_may_be_sent_again),
                STORE_TEST(incidents_are_counted_within_the_window),
                STORE_TEST(a_report_that_comes_again_is_known),
        };
        return RUN_ON_BOTH(tests);
}

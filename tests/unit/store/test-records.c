/* Decisions, events, claims and quarantine, on every database. */
#include "backends.h"

#include "store/claims.h"
#include "store/decisions.h"
#include "store/events.h"
#include "store/quarantine.h"

enum { NOW = 1790000000 };

/* ---- Decisions and events ------------------------------------------------------------------------------------- */

static struct decision_record decision_of(const char *item, int64_t at) {
        return (struct decision_record){ .item = item,
                                         .at = at,
                                         .channel = "mail-in",
                                         .class = "spam",
                                         .probability = 0.97,
                                         .placement = "withhold",
                                         .action = "quarantine",
                                         .message_id = "m1@example.net",
                                         .sender = "mallory@example.net",
                                         .organizer = "boss@example.com",
                                         .uid = "uid-1",
                                         .size = 6000,
                                         .elapsed_us = 40,
                                         .reasons = "{\"signals\":[]}" };
}

static void decision_is_kept_with_its_recipients(void **state) {
        const struct decision_record sent = decision_of("01A", NOW), *got;
        const struct decision_recipient_record recipients[] = {
                { .item = "01A",
                  .recipient = "b@example.org",
                  .class = "spam",
                  .relation = "none",
                  .placement = "withhold" },
                { .item = "01A",
                  .recipient = "a@example.org",
                  .class = "doubtful",
                  .relation = "contact",
                  .probability = 0.5 },
        };
        const struct decision_recipient_record *rows;
        uint32_t count;
        OK(decision_add(*state, &sent, recipients, 2, &err));
        OK(decision_add(*state, &sent, recipients, 2, &err)); /* a batch that is written again */
        OK(decision_find(*state, "01A", &got, &err));
        assert_non_null(got);
        assert_string_equal(got->class, "spam");
        assert_string_equal(got->reasons, "{\"signals\":[]}");
        assert_string_equal(got->account, "");
        assert_true(got->probability == 0.97);
        assert_int_equal(got->size, 6000);
        OK(decision_recipients(*state, "01A", &rows, &count, &err));
        assert_int_equal(count, 2);
        assert_string_equal(rows[0].recipient, "a@example.org");
        assert_true(rows[0].probability == 0.5);
        OK(decision_find(*state, "01B", &got, &err));
        assert_null(got);
}

static void decisions_are_found_by_each_member(void **state) {
        static const struct decision_filter filters[] = {
                { .sender = "eve@example.net" },
                { .organizer = "eve@example.net" },
                { .message_id = "eve" },
                { .uid = "eve" },
                { .account = "eve" },
                { .recipient = "eve@example.org" },
                { .channel = "mail-out" },
                { .class = "clean" },
                { .action = "tag" },
                { .since = NOW + 5 },
                { .until = NOW + 6, .since = NOW + 5 },
        };
        struct decision_record eve = decision_of("01E", NOW + 5);
        eve.sender = eve.organizer = "eve@example.net";
        eve.message_id = eve.uid = eve.account = "eve";
        eve.channel = "mail-out";
        eve.class = "clean";
        eve.action = "tag";
        OK(decision_add(*state, &(struct decision_record){ .item = "01D", .at = NOW }, NULL, 0, &err));
        OK(decision_add(*state, &eve,
                        &(struct decision_recipient_record){ .item = "01E", .recipient = "eve@example.org" }, 1, &err));
        for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
                const struct decision_record *rows;
                uint32_t count;
                OK(decision_list(*state, &filters[i], &rows, &count, &err));
                assert_int_equal(count, 1);
                assert_string_equal(rows[0].item, "01E");
                assert_string_equal(rows[0].reasons, "");
        }
}

static void decisions_come_in_pages(void **state) {
        const struct decision_record *rows;
        uint32_t count;
        char item[16] = "000";
        for (int i = 0; i < 25; i++) {
                snprintf(item, sizeof item, "0%02d", i);
                OK(decision_add(*state, &(struct decision_record){ .item = item, .at = NOW + i }, NULL, 0, &err));
        }
        struct decision_filter filter = { .limit = 10 };
        for (int page = 0; page < 3; page++) {
                OK(decision_list(*state, &filter, &rows, &count, &err));
                assert_int_equal(count, page < 2 ? 10 : 5);
                assert_int_equal(strtol(rows[0].item, NULL, 10), 24 - 10 * page);
                filter.before = rows[count - 1].item; /* borrowed, and an argument of the next call */
        }
}

static void decisions_are_counted(void **state) {
        const struct decision_count *rows;
        uint32_t count;
        struct decision_record one = decision_of("01A", NOW), two = decision_of("01B", NOW + 1),
                               three = decision_of("01C", NOW);
        three.class = "clean";
        OK(decision_add(*state, &one, NULL, 0, &err));
        OK(decision_add(*state, &two, NULL, 0, &err));
        OK(decision_add(*state, &three, NULL, 0, &err));
        OK(decision_stats(*state, 0, 0, &rows, &count, &err));
        assert_int_equal(count, 2);
        assert_string_equal(rows[1].class, "spam");
        assert_int_equal(rows[1].count, 2);
        assert_int_equal(rows[1].bytes, 12000);
        OK(decision_stats(*state, NOW + 1, NOW + 2, &rows, &count, &err));
        assert_int_equal(count, 1);
        assert_int_equal(rows[0].count, 1);
        assert_int_equal(rows[0].elapsed_us, 40);
}

static void event_tells_where_it_came_from(void **state) {
        struct event_record event = { .recipient = "a@example.org",
                                      .uid = "uid-1",
                                      .item = "01A",
                                      .channel = "mail-in",
                                      .at = NOW,
                                      .message_id = "m1@example.com",
                                      .client = "192.0.2.1",
                                      .sender = "boss@example.com",
                                      .identity = "boss@example.com",
                                      .proof = "dmarc example.com",
                                      .originator_class = "verified",
                                      .organizer = "boss@example.com",
                                      .method = "REQUEST",
                                      .sequence = -1 };
        const struct event_record *rows;
        uint32_t count;
        OK(event_add(*state, &event, &err));
        OK(event_add(*state, &event, &err));
        event.item = "01B";
        event.instance = "20261201T100000Z";
        OK(event_add(*state, &event, &err));
        event.recipient = "b@example.org";
        OK(event_add(*state, &event, &err));
        OK(event_list(*state, "a@example.org", "uid-1", 0, &rows, &count, &err));
        assert_int_equal(count, 2);
        assert_string_equal(rows[0].item, "01B");
        assert_string_equal(rows[1].proof, "dmarc example.com");
        assert_string_equal(rows[1].client, "192.0.2.1");
        assert_int_equal(rows[1].sequence, -1);
        OK(event_list(*state, NULL, "uid-1", 0, &rows, &count, &err));
        assert_int_equal(count, 3);
        OK(event_of_item(*state, "01B", &rows, &count, &err));
        assert_int_equal(count, 2);
        OK(event_list(*state, "c@example.org", "uid-1", 0, &rows, &count, &err));
        assert_int_equal(count, 0);
}

static void organizer_is_seen_by_invitations_only(void **state) {
        struct event_record event = { .recipient = "a@example.org",
                                      .organizer = "o@example.net",
                                      .at = NOW,
                                      .item = "01A" };
        struct event_seen seen;
        OK(event_seen(*state, "a@example.org", "o@example.net", &seen, &err));
        assert_int_equal(seen.count, 0);
        static const struct {
                const char *uid, *method;
        } events[] = { { "u1", "REQUEST" }, { "u2", "PUBLISH" }, { "u3", "CANCEL" } };
        for (size_t i = 0; i < 3; i++) {
                event.uid = events[i].uid;
                event.method = events[i].method;
                event.at = NOW + (int64_t)i;
                OK(event_add(*state, &event, &err));
        }
        OK(event_seen(*state, "a@example.org", "o@example.net", &seen, &err));
        assert_int_equal(seen.count, 2);
        assert_int_equal(seen.first, NOW);
        assert_int_equal(seen.last, NOW + 1);
}

/* ---- Claims --------------------------------------------------------------------------------------------------- */

static struct claim_record claim_of(const char *identity, int64_t at, int64_t sequence) {
        return (struct claim_record){ .recipient = "a@example.org",
                                      .uid = "uid-1",
                                      .identity = identity,
                                      .originator_class = "verified",
                                      .state = "proven",
                                      .item = "01A",
                                      .first = at,
                                      .last = at,
                                      .sequence = sequence,
                                      .stamp = at };
}

static void claim_only_rises(void **state) {
        struct claim_record claim = claim_of("boss@example.com", NOW, 2);
        const struct claim_record *rows;
        uint32_t count;
        OK(claim_raise(*state, &claim, &err));
        claim = claim_of("boss@example.com", NOW + 10, 3);
        claim.item = "01B";
        claim.cancelled = true;
        OK(claim_raise(*state, &claim, &err));
        /* One that was overtaken on its way: an older revision that arrives later. */
        claim = claim_of("boss@example.com", NOW + 20, 1);
        OK(claim_raise(*state, &claim, &err));
        OK(claim_list(*state, "a@example.org", "uid-1", &rows, &count, &err));
        assert_int_equal(count, 1);
        assert_int_equal(rows[0].sequence, 3);
        assert_int_equal(rows[0].stamp, NOW + 10);
        assert_true(rows[0].cancelled);
        assert_int_equal(rows[0].first, NOW);
        assert_int_equal(rows[0].last, NOW + 20);
        assert_string_equal(rows[0].item, "01A");
}

static void claims_of_two_stand_side_by_side(void **state) {
        const struct claim_record *rows;
        uint32_t count;
        struct claim_record first = claim_of("boss@example.com", NOW, 0),
                            second = claim_of("boss@example.net", NOW + 5, 0);
        OK(claim_raise(*state, &second, &err));
        OK(claim_raise(*state, &first, &err));
        OK(claim_list(*state, "a@example.org", "uid-1", &rows, &count, &err));
        assert_int_equal(count, 2);
        assert_string_equal(rows[0].identity, "boss@example.com");
        /* The organizer has moved, and a person says so. */
        OK(claim_decide(*state, "a@example.org", "uid-1", "boss@example.net", "confirmed", &err));
        OK(claim_raise(*state, &second, &err));
        OK(claim_list(*state, "a@example.org", "uid-1", &rows, &count, &err));
        assert_string_equal(rows[0].identity, "boss@example.net");
        assert_string_equal(rows[0].state, "confirmed");
        OK(claim_decide(*state, "a@example.org", "uid-1", "boss@example.com", "confirmed", &err));
        OK(claim_list(*state, "a@example.org", "uid-1", &rows, &count, &err));
        assert_string_equal(rows[0].identity, "boss@example.com");
        assert_string_equal(rows[1].state, "proven");
        FAILS(CW_ERR_NOT_FOUND, claim_decide(*state, "a@example.org", "uid-1", "eve@example.net", "confirmed", &err));
        FAILS(CW_ERR_USAGE, claim_decide(*state, "a@example.org", "uid-1", "boss@example.com", "proven", &err));
        OK(claim_list(*state, "b@example.org", "uid-1", &rows, &count, &err));
        assert_int_equal(count, 0);
}

static void claims_of_the_same_second_keep_their_order(void **state) {
        const struct claim_record *rows;
        uint32_t count;
        struct claim_record first = claim_of("zoe@example.com", NOW, 0), second = claim_of("anna@example.net", NOW, 0);
        second.item = "01B";
        OK(claim_raise(*state, &second, &err));
        OK(claim_raise(*state, &first, &err));
        OK(claim_list(*state, "a@example.org", "uid-1", &rows, &count, &err));
        assert_int_equal(count, 2);
        assert_string_equal(rows[0].identity, "zoe@example.com");
}

static void attendees_come_and_go(void **state) {
        const struct attendee_record both[] = { { .address = "x@example.com" }, { .address = "y@example.com" } }, *got;
        OK(attendee_set(*state, "a@example.org", "uid-1", NOW, both, 2, &err));
        OK(attendee_set(*state, "a@example.org", "uid-1", NOW + 5, both, 1, &err));
        OK(attendee_find(*state, "a@example.org", "uid-1", "x@example.com", &got, &err));
        assert_true(got->present);
        assert_int_equal(got->first, NOW);
        assert_int_equal(got->last, NOW + 5);
        assert_int_equal(got->sequence, -1);
        OK(attendee_find(*state, "a@example.org", "uid-1", "y@example.com", &got, &err));
        assert_false(got->present);
        OK(attendee_find(*state, "a@example.org", "uid-1", "z@example.com", &got, &err));
        assert_null(got);
}

static void older_answers_change_nothing(void **state) {
        const struct attendee_record one = { .address = "x@example.com" }, *got;
        OK(attendee_set(*state, "a@example.org", "uid-1", NOW, &one, 1, &err));
        OK(attendee_answer(*state, "a@example.org", "uid-1", "x@example.com", "ACCEPTED", 1, NOW + 9, &err));
        OK(attendee_answer(*state, "a@example.org", "uid-1", "x@example.com", "DECLINED", 1, NOW + 8, &err));
        OK(attendee_answer(*state, "a@example.org", "uid-1", "x@example.com", "DECLINED", 0, NOW + 99, &err));
        OK(attendee_answer(*state, "a@example.org", "uid-1", "nobody@example.com", "DECLINED", 9, NOW, &err));
        OK(attendee_find(*state, "a@example.org", "uid-1", "x@example.com", &got, &err));
        assert_string_equal(got->partstat, "ACCEPTED");
        OK(attendee_answer(*state, "a@example.org", "uid-1", "x@example.com", "TENTATIVE", 2, NOW, &err));
        OK(attendee_find(*state, "a@example.org", "uid-1", "x@example.com", &got, &err));
        assert_string_equal(got->partstat, "TENTATIVE");
}

/* ---- Quarantine ----------------------------------------------------------------------------------------------- */

static const char *const two[] = { "a@example.org", "b@example.org" };

static void quarantine_gives_back_the_same_bytes(void **state) {
        static char raw[3 * 1024 * 1024];
        struct span got;
        unsigned seed = 7;
        for (size_t i = 0; i < sizeof raw; i++)
                raw[i] = (char)(seed = seed * 1103515245 + 12345, seed >> 16);
        struct quarantine_record mail = { .item = "01A", .at = NOW, .mail_from = "", .title = "Prize" };
        OK(quarantine_add(*state, &mail, (struct span){ raw, sizeof raw }, two, 2, &err));
        OK(quarantine_raw(*state, "01A", &got, &err));
        assert_int_equal(got.len, sizeof raw);
        assert_memory_equal(got.ptr, raw, sizeof raw);
        mail.item = "01B";
        OK(quarantine_add(*state, &mail, SPAN(""), two, 1, &err));
        OK(quarantine_raw(*state, "01B", &got, &err));
        assert_int_equal(got.len, 0);
        FAILS(CW_ERR_NOT_FOUND, quarantine_raw(*state, "01C", &got, &err));
        FAILS(CW_ERR_USAGE, quarantine_add(*state, &mail, SPAN("x"), two, 0, &err));
}

static void copy_goes_one_way_once(void **state) {
        const struct quarantine_record mail = { .item = "01A", .at = NOW };
        const struct quarantine_copy *copies;
        uint32_t count;
        bool moved, dropped;
        struct span raw;
        OK(quarantine_add(*state, &mail, SPAN("Subject: x\r\n\r\n"), two, 2, &err));
        OK(quarantine_move(*state, "01A", two[0], "held", "releasing", "admin", NOW + 1, &moved, &err));
        assert_true(moved);
        OK(quarantine_move(*state, "01A", two[0], "held", "releasing", "another", NOW + 2, &moved, &err));
        assert_false(moved);
        OK(quarantine_drop(*state, "01A", &dropped, &err));
        assert_false(dropped);
        OK(quarantine_move(*state, "01A", two[1], "held", "deleted", "admin", NOW + 4, &moved, &err));
        OK(quarantine_drop(*state, "01A", &dropped, &err));
        assert_false(dropped);
        OK(quarantine_move(*state, "01A", two[0], "releasing", "released", "admin", NOW + 3, &moved, &err));
        OK(quarantine_copies(*state, "01A", &copies, &count, &err));
        assert_int_equal(count, 2);
        assert_string_equal(copies[0].state, "released");
        assert_string_equal(copies[0].changed_by, "admin");
        assert_int_equal(copies[1].changed, NOW + 4);
        OK(quarantine_drop(*state, "01A", &dropped, &err));
        assert_true(dropped);
        FAILS(CW_ERR_NOT_FOUND, quarantine_raw(*state, "01A", &raw, &err));
}

static const char *state_of(struct store *store, const char *item, const char *recipient) {
        const struct quarantine_copy *copies;
        uint32_t count;
        OK(quarantine_copies(store, item, &copies, &count, &err));
        for (uint32_t i = 0; i < count; i++)
                if (strcmp(copies[i].recipient, recipient) == 0)
                        return copies[i].state;
        return "none";
}

/* Its client had no answer, and brings it again. */
static void the_same_mail_is_held_once(void **state) {
        struct quarantine_record mail = { .item = "01A", .at = NOW, .mail_from = "m@example.net" };
        struct span raw;
        bool moved;
        OK(quarantine_add(*state, &mail, SPAN("Subject: x"), two, 2, &err));
        mail.item = "01B";
        OK(quarantine_add(*state, &mail, SPAN("Subject: x"), two, 1, &err));
        assert_string_equal(state_of(*state, "01A", two[0]), "deleted");
        assert_string_equal(state_of(*state, "01A", two[1]), "held");
        assert_string_equal(state_of(*state, "01B", two[0]), "held");
        OK(quarantine_raw(*state, "01A", &raw, &err));
        mail.item = "01C";
        OK(quarantine_add(*state, &mail, SPAN("Subject: x"), two, 2, &err));
        assert_string_equal(state_of(*state, "01A", two[1]), "deleted");
        assert_string_equal(state_of(*state, "01B", two[0]), "deleted");
        FAILS(CW_ERR_NOT_FOUND, quarantine_raw(*state, "01A", &raw, &err));
        FAILS(CW_ERR_NOT_FOUND, quarantine_raw(*state, "01B", &raw, &err));
        OK(quarantine_raw(*state, "01C", &raw, &err));
        /* Neither that of another sender, nor one that was released, is the same. */
        OK(quarantine_move(*state, "01C", two[0], "held", "released", "admin", NOW, &moved, &err));
        mail.item = "01D";
        OK(quarantine_add(*state, &mail, SPAN("Subject: x"), two, 1, &err));
        assert_string_equal(state_of(*state, "01C", two[0]), "released");
        mail.item = "01E", mail.mail_from = "n@example.net";
        OK(quarantine_add(*state, &mail, SPAN("Subject: x"), two, 2, &err));
        assert_string_equal(state_of(*state, "01D", two[0]), "held");
        assert_string_equal(state_of(*state, "01C", two[1]), "held");
}

static void quarantine_is_listed(void **state) {
        const struct quarantine_record first = { .item = "01A", .at = NOW, .sender = "m@example.net", .title = "One" },
                                       second = { .item = "01B", .at = NOW + 9, .sender = "n@example.net" }, *rows;
        const struct quarantine_count *counts;
        uint32_t count;
        bool moved;
        OK(quarantine_add(*state, &first, SPAN("12345"), two, 2, &err));
        OK(quarantine_add(*state, &first, SPAN("another"), two, 2, &err)); /* changes nothing */
        OK(quarantine_add(*state, &second, SPAN("123"), two + 1, 1, &err));
        OK(quarantine_list(*state, &(struct quarantine_filter){ 0 }, &rows, &count, &err));
        assert_int_equal(count, 2);
        assert_string_equal(rows[0].item, "01B");
        assert_int_equal(rows[1].size, 5);
        OK(quarantine_list(*state, &(struct quarantine_filter){ .before = "01B" }, &rows, &count, &err));
        assert_int_equal(count, 1);
        OK(quarantine_list(*state, &(struct quarantine_filter){ .recipient = two[0] }, &rows, &count, &err));
        assert_int_equal(count, 1);
        assert_string_equal(rows[0].title, "One");
        OK(quarantine_move(*state, "01A", two[0], "held", "deleted", "", NOW, &moved, &err));
        OK(quarantine_list(*state, &(struct quarantine_filter){ .recipient = two[0], .state = "held" }, &rows, &count,
                           &err));
        assert_int_equal(count, 0);
        OK(quarantine_list(*state, &(struct quarantine_filter){ .state = "deleted" }, &rows, &count, &err));
        assert_int_equal(count, 1);
        OK(quarantine_list(*state, &(struct quarantine_filter){ .sender = "n@example.net" }, &rows, &count, &err));
        assert_int_equal(count, 1);
        OK(quarantine_list(*state, &(struct quarantine_filter){ .since = NOW + 1 }, &rows, &count, &err));
        assert_int_equal(count, 1);
        OK(quarantine_stats(*state, &counts, &count, &err));
        assert_int_equal(count, 2);
        assert_string_equal(counts[1].state, "held");
        assert_int_equal(counts[1].count, 2);
        assert_int_equal(counts[1].bytes, 8);
        OK(quarantine_find(*state, "01Z", &rows, &err));
        assert_null(rows);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                STORE_TEST(decision_is_kept_with_its_recipients),
                STORE_TEST(decisions_are_found_by_each_member),
                STORE_TEST(decisions_come_in_pages),
                STORE_TEST(decisions_are_counted),
                STORE_TEST(event_tells_where_it_came_from),
                STORE_TEST(organizer_is_seen_by_invitations_only),
                STORE_TEST(claim_only_rises),
                STORE_TEST(claims_of_two_stand_side_by_side),
                STORE_TEST(claims_of_the_same_second_keep_their_order),
                STORE_TEST(attendees_come_and_go),
                STORE_TEST(older_answers_change_nothing),
                STORE_TEST(quarantine_gives_back_the_same_bytes),
                STORE_TEST(copy_goes_one_way_once),
                STORE_TEST(the_same_mail_is_held_once),
                STORE_TEST(quarantine_is_listed),
        };
        return RUN_ON_BOTH(tests);
}

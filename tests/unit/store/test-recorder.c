/* What a daemon writes behind its verdicts, and what a scanner knows of it before it is written. */
#include "backends.h"

#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <time.h>

#include "base/clock.h"
#include "base/metrics.h"
#include "store/backlog.h"
#include "store/lists.h"
#include "store/memory.h"
#include "store/recorder.h"

#define S(literal) SPAN(literal)
enum { NOW = 1790000000 };

struct bed {
        struct recorder *recorder;
        struct memory *memory;
        struct store *store; /* what another process sees */
};

static struct recorder_settings settings_of(uint32_t queue, uint32_t delay_ms) {
        return (struct recorder_settings){ .url = test_url,
                                           .queue = queue,
                                           .delay_ms = delay_ms,
                                           .timeout_ms = 2000,
                                           .books_every_s = 3600 };
}

static struct bed bed_make(uint32_t queue, uint32_t delay_ms, bool start) {
        struct bed bed = { 0 };
        fresh_url();
        struct recorder_settings settings = settings_of(queue, delay_ms);
        OK(recorder_new(&settings, &bed.recorder, &err));
        if (start)
                OK(recorder_start(bed.recorder, &err));
        OK(memory_new(bed.recorder, &bed.memory, &err));
        memory_begin(bed.memory, NOW, 0);
        bed.store = open_url(test_url, STORE_WRITE, 0);
        return bed;
}

static void bed_end(struct bed *bed) {
        recorder_stop(bed->recorder, clock_monotonic_ms() + 5000);
        memory_free(bed->memory);
        recorder_free(bed->recorder);
        store_close(bed->store);
}

static void put(struct bed *bed, const struct record *record) {
        assert_true(recorder_put(bed->recorder, record, 1));
}

static struct record decision(const char *item) {
        static struct decision_record row;
        row = (struct decision_record){ .item = item, .at = NOW, .class = "clean", .reasons = "{}" };
        return (struct record){ .kind = RECORD_DECISION, .decision = { .row = &row } };
}

static bool is_there(struct store *store, const char *item) {
        const struct decision_record *found = NULL;
        OK(decision_find(store, item, &found, &err));
        return found != NULL;
}

/* ---- Writing ------------------------------------------------------------------------------------------------------ */

static void rows_are_written_together_soon(void **state) {
        (void)state;
        struct bed bed = bed_make(1000, 300, true);
        struct decision_recipient_record recipient = { .item = "01A", .recipient = "anna@example.org" };
        struct record one = decision("01A");
        one.decision.recipients = &recipient;
        one.decision.count = 1;
        put(&bed, &one);
        assert_false(is_there(bed.store, "01A"));
        usleep(150000);
        assert_false(is_there(bed.store, "01A"));
        usleep(600000);
        assert_true(is_there(bed.store, "01A"));
        struct recorder_state now;
        recorder_state(bed.recorder, &now);
        assert_true(now.up);
        assert_int_equal(now.waiting, 0);
        assert_int_equal(now.written, 1);
        bed_end(&bed);
}

static void flush_does_not_wait_for_the_delay(void **state) {
        (void)state;
        struct bed bed = bed_make(1000, 60000, true);
        struct record one = decision("01A");
        put(&bed, &one);
        int64_t before = clock_monotonic_ms();
        assert_true(recorder_flush(bed.recorder, 5000));
        assert_true(clock_monotonic_ms() - before < 2000);
        assert_true(is_there(bed.store, "01A"));
        bed_end(&bed);
}

static void stop_writes_what_waits(void **state) {
        (void)state;
        struct bed bed = bed_make(1000, 60000, true);
        char items[40][16];
        for (int i = 0; i < 40; i++) {
                snprintf(items[i], sizeof items[i], "01A%d", i);
                struct record one = decision(items[i]);
                put(&bed, &one);
        }
        recorder_stop(bed.recorder, clock_monotonic_ms() + 5000);
        for (int i = 0; i < 40; i++)
                assert_true(is_there(bed.store, items[i]));
        struct record late = decision("01Z");
        assert_false(recorder_put(bed.recorder, &late, 1));
        struct err err;
        assert_int_equal(recorder_sync(bed.recorder, &late, 1, 100, &err), CW_ERR_IO);
        bed_end(&bed);
}

static void a_full_queue_drops_and_counts(void **state) {
        (void)state;
        struct bed bed = bed_make(3, 60000, false);
        struct record pair[2] = { decision("01A"), decision("01A") };
        assert_true(recorder_put(bed.recorder, pair, 2));
        assert_false(recorder_put(bed.recorder, pair, 2)); /* all of an item, or nothing */
        assert_true(recorder_put(bed.recorder, pair, 1));
        assert_false(recorder_put(bed.recorder, pair, 1));
        struct recorder_state now;
        recorder_state(bed.recorder, &now);
        assert_int_equal(now.waiting, 3);
        assert_int_equal(now.dropped, 3);
        bed_end(&bed);
}

static struct record quarantine(const struct quarantine_record *row, const char *const *recipients, uint32_t count) {
        return (struct record){
                .kind = RECORD_QUARANTINE,
                .quarantine = { .row = row, .raw = S("Subject: x\r\n\r\n"), .recipients = recipients, .count = count }
        };
}

static void sync_is_there_when_it_returns(void **state) {
        (void)state;
        struct bed bed = bed_make(1000, 60000, true);
        const char *const recipients[] = { "anna@example.org", "ben@example.org" };
        struct quarantine_record row = { .item = "01Q", .at = NOW, .reason = "spam" };
        struct record waiting = decision("01A"), both[2] = { decision("01Q"), quarantine(&row, recipients, 2) };
        waiting.decision.row = &(struct decision_record){ .item = "01A", .reasons = "{}" };
        put(&bed, &waiting);
        OK(recorder_sync(bed.recorder, both, 2, 5000, &err));
        assert_true(is_there(bed.store, "01Q"));
        assert_false(is_there(bed.store, "01A")); /* does not hold it up */
        const struct quarantine_copy *copies;
        uint32_t count;
        OK(quarantine_copies(bed.store, "01Q", &copies, &count, &err));
        assert_int_equal(count, 2);
        struct span raw;
        OK(quarantine_raw(bed.store, "01Q", &raw, &err));
        assert_int_equal(raw.len, 14);
        bed_end(&bed);
}

/* What the store does not take fails by itself: the others are written. */
static void a_bad_row_harms_nobody_else(void **state) {
        (void)state;
        struct bed bed = bed_make(1000, 60000, true);
        struct quarantine_record row = { .item = "01Q" };
        struct record bad = quarantine(&row, NULL, 0);
        struct err err;
        assert_int_equal(recorder_sync(bed.recorder, &bad, 1, 5000, &err), CW_ERR_USAGE);
        assert_true(err.text[0] != '\0');
        struct record good = decision("01B");
        OK(recorder_sync(bed.recorder, &good, 1, 5000, &err));
        assert_true(is_there(bed.store, "01B"));
        bed_end(&bed);
}

static void table_drop(const char *table) {
        char sql[128];
        if (test_postgres) {
                snprintf(sql, sizeof sql, "DROP TABLE t%u.%s", test_number, table);
                server_command(sql);
                return;
        }
        sqlite3 *handle;
        snprintf(sql, sizeof sql, "DROP TABLE %s", table);
        assert_int_equal(sqlite3_open(test_url + strlen("sqlite:"), &handle), SQLITE_OK);
        sqlite3_busy_timeout(handle, 30000); /* the recorder may be writing */
        assert_int_equal(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
        sqlite3_close(handle);
}

/* Nor does it when nobody waits for it: the item is dropped, and does not stand in the way for ever. */
static void what_the_store_never_takes_is_dropped(void **state) {
        (void)state;
        struct bed bed = bed_make(1000, 60000, true);
        table_drop("event");
        struct event_record event = { .recipient = "anna@example.org", .uid = "u1", .item = "01B" };
        struct record good = decision("01A"), bad[2] = { decision("01B"), { .kind = RECORD_EVENT, .event = &event } };
        good.decision.row = &(struct decision_record){ .item = "01A" };
        put(&bed, &good);
        assert_true(recorder_put(bed.recorder, bad, 2));
        struct record last = decision("01C");
        put(&bed, &last);
        assert_true(recorder_flush(bed.recorder, 5000));
        assert_true(is_there(bed.store, "01A"));
        assert_false(is_there(bed.store, "01B"));
        assert_true(is_there(bed.store, "01C"));
        struct recorder_state now;
        recorder_state(bed.recorder, &now);
        assert_int_equal(now.written, 2);
        assert_int_equal(now.dropped, 2);
        assert_int_equal(now.waiting, 0);
        bed_end(&bed);
}

struct syncer {
        struct recorder *recorder;
        int number, done;
        bool bad;
};

static void *sync_some(void *argument) {
        struct syncer *syncer = argument;
        for (int i = 0; i < 20; i++) {
                char item[32];
                snprintf(item, sizeof item, "01S%d-%d", syncer->number, i);
                struct decision_record row = { .item = item, .reasons = "{}" };
                struct quarantine_record held = { .item = item };
                const char *const to[] = { "anna@example.org" };
                struct record records[2] = { { .kind = RECORD_DECISION, .decision = { .row = &row } },
                                             quarantine(&held, to, syncer->bad ? 0 : 1) };
                struct err err;
                syncer->done += recorder_sync(syncer->recorder, records, 2, 10000, &err) == CW_OK;
                (void)recorder_put(syncer->recorder, records, 1);
        }
        return NULL;
}

static void syncs_share_commits_and_keep_apart(void **state) {
        (void)state;
        struct bed bed = bed_make(10000, 20, true);
        struct syncer syncers[6];
        pthread_t threads[6];
        for (int i = 0; i < 6; i++) {
                syncers[i] = (struct syncer){ .recorder = bed.recorder, .number = i, .bad = i == 3 };
                assert_int_equal(pthread_create(&threads[i], NULL, sync_some, &syncers[i]), 0);
        }
        for (int i = 0; i < 6; i++) {
                pthread_join(threads[i], NULL);
                assert_int_equal(syncers[i].done, i == 3 ? 0 : 20);
        }
        assert_true(recorder_flush(bed.recorder, 10000));
        assert_true(is_there(bed.store, "01S0-0"));
        struct span raw;
        assert_int_equal(quarantine_raw(bed.store, "01S3-0", &raw, NULL), CW_ERR_NOT_FOUND);
        bed_end(&bed);
}

/* ---- A store that fails ------------------------------------------------------------------------------------------- */

/* Holds the store as another process might: nobody else can write. */
static void store_block(struct store *store) {
        OK(store_begin(store, STORE_LAZY, &err));
        OK(decision_add(store, &(struct decision_record){ .item = "01X" }, NULL, 0, &err));
}

static void a_sync_without_time_leaves_nothing(void **state) {
        (void)state;
        if (test_postgres)
                return; /* writers do not shut each other out there */
        struct bed bed = bed_make(1000, 10, true);
        store_block(bed.store);
        struct record blocks = decision("01A");
        put(&bed, &blocks); /* the writer waits with this one for the lock */
        usleep(100000);
        struct quarantine_record row = { .item = "01Q" };
        const char *const to[] = { "anna@example.org" };
        struct record held = quarantine(&row, to, 1);
        struct err err;
        assert_int_equal(recorder_sync(bed.recorder, &held, 1, 200, &err), CW_ERR_IO);
        OK(store_commit(bed.store, &err));
        assert_true(recorder_flush(bed.recorder, 10000));
        assert_true(is_there(bed.store, "01A"));
        struct span raw;
        assert_int_equal(quarantine_raw(bed.store, "01Q", &raw, NULL), CW_ERR_NOT_FOUND);
        bed_end(&bed);
}

static void records_wait_for_a_store_that_comes_back(void **state) {
        (void)state;
        if (!test_postgres)
                return;
        struct bed bed = bed_make(1000, 10, true);
        server_stop(SIGQUIT);
        struct record one = decision("01A");
        put(&bed, &one);
        usleep(500000);
        struct recorder_state now;
        recorder_state(bed.recorder, &now);
        assert_false(now.up);
        assert_true(now.failure[0] != '\0');
        assert_int_equal(now.waiting, 1);
        struct err err;
        int64_t before = clock_monotonic_ms();
        assert_int_equal(recorder_sync(bed.recorder, &one, 1, 1000, &err), CW_ERR_IO);
        struct memory_relation relation;
        assert_int_equal(memory_relation(bed.memory, S("a@example.org"), S("b@example.net"), &relation, &err),
                         CW_ERR_IO);
        /* Behind the first failure no question costs time. */
        before = clock_monotonic_ms();
        for (int i = 0; i < 1000; i++) {
                memory_begin(bed.memory, NOW, 0);
                assert_int_equal(memory_relation(bed.memory, S("a@example.org"), S("b@example.net"), &relation, &err),
                                 CW_ERR_IO);
        }
        assert_true(clock_monotonic_ms() - before < 500);
        server_run();
        assert_true(recorder_flush(bed.recorder, 10000));
        sleep(3); /* all threads have tried again */
        assert_true(is_there(bed.store, "01A"));
        memory_begin(bed.memory, NOW, 0);
        OK(memory_relation(bed.memory, S("a@example.org"), S("b@example.net"), &relation, &err));
        recorder_state(bed.recorder, &now);
        assert_true(now.up);
        assert_int_equal(now.dropped, 0);
        bed_end(&bed);
}

static void a_store_that_is_not_there_at_the_start_comes_later(void **state) {
        (void)state;
        if (!test_postgres)
                return;
        struct recorder *recorder;
        fresh_url();
        server_stop(SIGQUIT);
        struct recorder_settings settings = settings_of(100, 10);
        OK(recorder_new(&settings, &recorder, &err));
        OK(recorder_start(recorder, &err));
        struct record one = decision("01A");
        assert_true(recorder_put(recorder, &one, 1));
        struct recorder_state now;
        recorder_state(recorder, &now);
        assert_false(now.up);
        server_run();
        assert_true(recorder_flush(recorder, 10000));
        recorder_stop(recorder, clock_monotonic_ms() + 5000);
        recorder_free(recorder);
        struct store *store = open_url(test_url, STORE_READ, 0);
        assert_true(is_there(store, "01A"));
        store_close(store);
}

static void a_wrong_url_is_refused(void **state) {
        (void)state;
        struct recorder_settings settings = { .url = "mysql://x", .queue = 10 };
        struct recorder *recorder;
        FAILS(CW_ERR_CONFIG, recorder_new(&settings, &recorder, &err));
}

static void without_a_recorder_nothing_is_known(void **state) {
        (void)state;
        struct memory *memory;
        struct memory_relation relation;
        struct record one = decision("01A");
        assert_false(recorder_put(NULL, &one, 1));
        assert_true(recorder_flush(NULL, 0));
        recorder_stop(NULL, 0);
        recorder_free(NULL);
        FAILS(CW_ERR_IO, recorder_sync(NULL, &one, 1, 0, &err));
        OK(memory_new(NULL, &memory, &err));
        memory_begin(memory, NOW, 10);
        FAILS(CW_ERR_NOT_FOUND, memory_relation(memory, S("a@example.org"), S("b@example.net"), &relation, &err));
        memory_free(memory);
}

/* ---- What is known before it is written ----------------------------------------------------------------------------- */

/* Runs a look at the memory while the rows wait, and again when they are in the store: it must say the same. */
static void both_ways(void (*tell)(struct bed *bed), void (*look)(struct bed *bed)) {
        struct bed bed = bed_make(1000, 60000, false);
        tell(&bed);
        memory_begin(bed.memory, NOW, 0);
        look(&bed);
        OK(recorder_start(bed.recorder, &err));
        assert_true(recorder_flush(bed.recorder, 5000));
        memory_begin(bed.memory, NOW, 0);
        look(&bed);
        bed_end(&bed);
}

static void claim_tell(struct bed *bed, const char *identity, int64_t at, int64_t sequence, bool cancelled) {
        struct claim_record claim = { .recipient = "anna@example.org",
                                      .uid = "u1",
                                      .identity = identity,
                                      .originator_class = cancelled ? "domain-verified" : "verified",
                                      .state = "proven",
                                      .first = at,
                                      .last = at,
                                      .sequence = sequence,
                                      .stamp = at,
                                      .cancelled = cancelled };
        put(bed, &(struct record){ .kind = RECORD_CLAIM, .claim = &claim });
}

static void claims_tell(struct bed *bed) {
        claim_tell(bed, "boss@example.net", NOW - 100, 1, false);
        claim_tell(bed, "other@example.com", NOW - 50, 0, false);
        claim_tell(bed, "boss@example.net", NOW - 20, 3, true);
        claim_tell(bed, "boss@example.net", NOW - 10, 2, false); /* an older revision that came late */
}

static void claims_look(struct bed *bed) {
        const struct claim_record *claims;
        uint32_t count;
        OK(memory_claims(bed->memory, S("anna@example.org"), S("u1"), &claims, &count, &err));
        assert_int_equal(count, 2);
        assert_string_equal(claims[0].identity, "boss@example.net");
        assert_int_equal(claims[0].first, NOW - 100);
        assert_int_equal(claims[0].last, NOW - 10);
        assert_int_equal(claims[0].sequence, 3);
        assert_int_equal(claims[0].stamp, NOW - 20);
        assert_true(claims[0].cancelled);
        assert_string_equal(claims[0].originator_class, "verified");
        assert_string_equal(claims[1].identity, "other@example.com");
        OK(memory_claims(bed->memory, S("ben@example.org"), S("u1"), &claims, &count, &err));
        assert_int_equal(count, 0);
        OK(memory_claims(bed->memory, S("anna@example.org"), S("u2"), &claims, &count, &err));
        assert_int_equal(count, 0);
}

static void claims_are_known(void **state) {
        (void)state;
        both_ways(claims_tell, claims_look);
}

/* One claim in the store, raised by what waits. */
static void a_waiting_claim_raises_the_stored_one(void **state) {
        (void)state;
        struct bed bed = bed_make(1000, 60000, false);
        OK(claim_raise(bed.store,
                       &(struct claim_record){ .recipient = "anna@example.org",
                                               .uid = "u1",
                                               .identity = "boss@example.net",
                                               .originator_class = "verified",
                                               .state = "proven",
                                               .first = 5,
                                               .last = 5,
                                               .sequence = 1,
                                               .stamp = 5 },
                       &err));
        OK(claim_raise(bed.store,
                       &(struct claim_record){ .recipient = "anna@example.org",
                                               .uid = "u1",
                                               .identity = "zoe@example.com",
                                               .state = "proven",
                                               .first = 9,
                                               .last = 9,
                                               .sequence = -1 },
                       &err));
        OK(claim_decide(bed.store, "anna@example.org", "u1", "zoe@example.com", "confirmed", &err));
        claim_tell(&bed, "boss@example.net", 7, 2, false);
        const struct claim_record *claims;
        uint32_t count;
        memory_begin(bed.memory, NOW, 0);
        OK(memory_claims(bed.memory, S("anna@example.org"), S("u1"), &claims, &count, &err));
        assert_int_equal(count, 2);
        assert_string_equal(claims[0].identity, "zoe@example.com"); /* confirmed ones first */
        assert_string_equal(claims[0].state, "confirmed");
        assert_int_equal(claims[1].first, 5);
        assert_int_equal(claims[1].last, 7);
        assert_int_equal(claims[1].sequence, 2);
        bed_end(&bed);
}

static void event_tell(struct bed *bed, const char *item, const char *uid, const char *method, int64_t at) {
        struct event_record event = { .recipient = "anna@example.org",
                                      .uid = uid,
                                      .item = item,
                                      .organizer = "boss@example.net",
                                      .at = at,
                                      .method = method,
                                      .channel = "mail-in",
                                      .sequence = 1 };
        put(bed, &(struct record){ .kind = RECORD_EVENT, .event = &event });
}

static void events_tell(struct bed *bed) {
        event_tell(bed, "01A", "u1", "REQUEST", 10);
        event_tell(bed, "01B", "u1", "REQUEST", 20);
        event_tell(bed, "01B", "u1", "CANCEL", 21); /* the first of an item stays */
        event_tell(bed, "01C", "u1", "CANCEL", 30);
        event_tell(bed, "01D", "u2", "PUBLISH", 40);
        event_tell(bed, "01E", "u3", "REPLY", 50);
}

static void events_look(struct bed *bed) {
        const struct event_record *events;
        uint32_t count;
        struct event_seen seen;
        OK(memory_events(bed->memory, S("anna@example.org"), S("u1"), 0, &events, &count, &err));
        assert_int_equal(count, 3);
        assert_string_equal(events[0].item, "01C");
        assert_string_equal(events[1].item, "01B");
        assert_string_equal(events[1].method, "REQUEST");
        assert_string_equal(events[2].item, "01A");
        assert_string_equal(events[2].channel, "mail-in");
        OK(memory_events(bed->memory, S("anna@example.org"), S("u1"), 1, &events, &count, &err));
        assert_int_equal(count, 1);
        assert_string_equal(events[0].item, "01C");
        OK(memory_seen(bed->memory, S("anna@example.org"), S("boss@example.net"), &seen, &err));
        assert_int_equal(seen.count, 2);
        assert_int_equal(seen.first, 10);
        assert_int_equal(seen.last, 40);
        OK(memory_seen(bed->memory, S("anna@example.org"), S("nobody@example.net"), &seen, &err));
        assert_int_equal(seen.count, 0);
}

static void events_are_known(void **state) {
        (void)state;
        both_ways(events_tell, events_look);
}

/* Of many that wait about one event the newest are told, and no more are looked at. */
static void of_many_that_wait_the_newest_are_known(void **state) {
        (void)state;
        struct bed bed = bed_make(1000, 60000, false);
        const struct event_record *events;
        uint32_t count;
        char item[16];
        for (int i = 100; i < 200; i++) {
                (void)snprintf(item, sizeof item, "01-%d", i);
                event_tell(&bed, item, "u1", "REQUEST", i);
        }
        OK(memory_events(bed.memory, S("anna@example.org"), S("u1"), 3, &events, &count, &err));
        assert_int_equal(count, 3);
        assert_string_equal(events[0].item, "01-199");
        assert_string_equal(events[2].item, "01-197");
        bed_end(&bed);
}

static void an_update_that_waits_is_not_seen_twice(void **state) {
        (void)state;
        struct bed bed = bed_make(1000, 60000, false);
        struct event_seen seen;
        OK(event_add(bed.store,
                     &(struct event_record){ .recipient = "anna@example.org",
                                             .uid = "u1",
                                             .item = "01A",
                                             .organizer = "boss@example.net",
                                             .method = "REQUEST",
                                             .at = 5 },
                     &err));
        event_tell(&bed, "01B", "u1", "REQUEST", 8);
        event_tell(&bed, "01C", "u9", "REQUEST", 9);
        memory_begin(bed.memory, NOW, 0);
        OK(memory_seen(bed.memory, S("anna@example.org"), S("boss@example.net"), &seen, &err));
        assert_int_equal(seen.count, 2);
        assert_int_equal(seen.first, 5);
        assert_int_equal(seen.last, 9);
        bed_end(&bed);
}

static void list_tell(struct bed *bed, int64_t at, const char *one, const char *two) {
        struct attendee_record list[] = { { .address = one, .delegate_of = "" },
                                          { .address = two, .delegate_of = "ben@example.org" } };
        put(bed,
            &(struct record){
                    .kind = RECORD_ATTENDEES,
                    .attendees = { .recipient = "anna@example.org", .uid = "u1", .at = at, .list = list, .count = 2 } });
}

static void answer_tell(struct bed *bed, const char *address, const char *partstat, int64_t sequence, int64_t stamp) {
        put(bed, &(struct record){ .kind = RECORD_ANSWER,
                                   .answer = { .recipient = "anna@example.org",
                                               .uid = "u1",
                                               .address = address,
                                               .partstat = partstat,
                                               .sequence = sequence,
                                               .stamp = stamp } });
}

static void attendees_tell(struct bed *bed) {
        answer_tell(bed, "cleo@example.net", "DECLINED", 5, 5); /* nobody has invited her yet */
        list_tell(bed, 10, "ben@example.org", "cleo@example.net");
        answer_tell(bed, "cleo@example.net", "ACCEPTED", 1, 20);
        answer_tell(bed, "cleo@example.net", "DECLINED", 1, 15); /* older */
        answer_tell(bed, "crasher@example.com", "ACCEPTED", 9, 99);
        list_tell(bed, 30, "dora@example.org", "cleo@example.net"); /* without Ben */
}

static void attendees_look(struct bed *bed) {
        const struct attendee_record *found;
        OK(memory_attendee(bed->memory, S("anna@example.org"), S("u1"), S("cleo@example.net"), &found, &err));
        assert_non_null(found);
        assert_true(found->present);
        assert_string_equal(found->partstat, "ACCEPTED");
        assert_string_equal(found->delegate_of, "ben@example.org");
        assert_int_equal(found->stamp, 20);
        assert_int_equal(found->first, 10);
        assert_int_equal(found->last, 30);
        OK(memory_attendee(bed->memory, S("anna@example.org"), S("u1"), S("ben@example.org"), &found, &err));
        assert_non_null(found);
        assert_false(found->present);
        assert_string_equal(found->partstat, "");
        OK(memory_attendee(bed->memory, S("anna@example.org"), S("u1"), S("crasher@example.com"), &found, &err));
        assert_null(found);
        OK(memory_attendee(bed->memory, S("anna@example.org"), S("u2"), S("ben@example.org"), &found, &err));
        assert_null(found);
}

static void attendees_are_known(void **state) {
        (void)state;
        both_ways(attendees_tell, attendees_look);
}

static void relations_tell(struct bed *bed) {
        struct relation_record relation = { .owner = "anna@example.org",
                                            .address = "friend@example.net",
                                            .kind = "correspondent",
                                            .source = "outbound",
                                            .first = 100,
                                            .last = 100,
                                            .count = 1 };
        put(bed, &(struct record){ .kind = RECORD_RELATION, .relation = &relation });
        relation.first = relation.last = 50;
        put(bed, &(struct record){ .kind = RECORD_RELATION, .relation = &relation });
        put(bed, &(struct record){ .kind = RECORD_SENT,
                                   .sent = { "m1@example.org", "anna@example.org", "friend@example.net", 100 } });
}

static void relations_look(struct bed *bed) {
        struct memory_relation relation;
        int64_t at;
        OK(memory_relation(bed->memory, S("anna@example.org"), S("friend@example.net"), &relation, &err));
        assert_true(relation.correspondent);
        assert_false(relation.contact);
        assert_int_equal(relation.first, 50);
        assert_int_equal(relation.last, 100);
        assert_int_equal(relation.count, 2);
        assert_string_equal(relation.source, "outbound");
        OK(memory_relation(bed->memory, S("friend@example.net"), S("anna@example.org"), &relation, &err));
        assert_false(relation.correspondent);
        assert_string_equal(relation.source, "");
        OK(memory_sent(bed->memory, S("m1@example.org"), S("anna@example.org"), S("friend@example.net"), &at, &err));
        assert_int_equal(at, 100);
        OK(memory_sent(bed->memory, S("m2@example.org"), S("anna@example.org"), S("friend@example.net"), &at, &err));
        assert_int_equal(at, 0);
}

static void relations_are_known(void **state) {
        (void)state;
        both_ways(relations_tell, relations_look);
}

static void contacts_and_delegates_are_known(void **state) {
        (void)state;
        struct bed bed = bed_make(1000, 60000, false);
        const char *const contacts[] = { "friend@example.net" };
        struct memory_relation relation;
        bool delegate;
        relations_tell(&bed);
        OK(relation_replace(bed.store, "anna@example.org", "vcard:anna.vcf", contacts, 1, NOW, &err));
        OK(delegate_add(bed.store,
                        &(struct delegate_record){ .recipient = "",
                                                   .sent_by = "pa@example.net",
                                                   .organizer = "boss@example.net",
                                                   .at = NOW },
                        &err));
        memory_begin(bed.memory, NOW, 0);
        OK(memory_relation(bed.memory, S("anna@example.org"), S("friend@example.net"), &relation, &err));
        assert_true(relation.contact);
        assert_true(relation.correspondent);
        assert_string_equal(relation.source, "vcard:anna.vcf");
        OK(memory_delegate(bed.memory, S("anna@example.org"), S("pa@example.net"), S("boss@example.net"), &delegate,
                           &err));
        assert_true(delegate);
        OK(memory_delegate(bed.memory, S("anna@example.org"), S("boss@example.net"), S("pa@example.net"), &delegate,
                           &err));
        assert_false(delegate);
        bed_end(&bed);
}

static void reputations_tell(struct bed *bed) {
        struct record record = { .kind = RECORD_REPUTATION,
                                 .reputation = { .kind = REPUTATION_DOMAIN,
                                                 .subject = "example.net",
                                                 .add = { .clean = 1 },
                                                 .at = NOW - REPUTATION_HALF_LIFE } };
        put(bed, &record);
        record.reputation.add = (struct reputation_counts){ .spam = 1 };
        record.reputation.at = NOW;
        put(bed, &record);
}

static void reputations_look(struct bed *bed) {
        struct reputation reputation;
        OK(memory_reputation(bed->memory, REPUTATION_DOMAIN, S("example.net"), &reputation, &err));
        assert_float_equal(reputation.total.clean, 1, 1e-9);
        assert_float_equal(reputation.decayed.clean, 0.5, 1e-6);
        assert_float_equal(reputation.decayed.spam, 1, 1e-6);
        assert_int_equal(reputation.first, NOW - REPUTATION_HALF_LIFE);
        assert_int_equal(reputation.last, NOW);
        OK(memory_reputation(bed->memory, REPUTATION_ADDRESS, S("example.net"), &reputation, &err));
        assert_int_equal(reputation.first, 0);
        assert_float_equal(reputation.total.clean, 0, 1e-9);
}

static void busy_put(struct backlog *backlog, const char *subject, int64_t at) {
        struct record record = { .kind = RECORD_REPUTATION,
                                 .reputation = { .kind = REPUTATION_NETWORK, .subject = subject, .at = at } };
        record.reputation.add.clean = 1;
        struct block *block = block_new(&backlog->secret, &record, 1);
        assert_non_null(block);
        assert_true(backlog_add(backlog, block));
}

/* The sum of what waits follows what is put and what is written. */
static void a_busy_network_is_summed(void **state) {
        (void)state;
        struct backlog backlog;
        OK(backlog_init(&backlog, 1000, &err));
        uint64_t hash = topic_hash(&backlog.secret, TOPIC_REPUTATION, "network", "192.0.2.0/24", NULL);
        for (int i = 0; i < 10; i++) {
                busy_put(&backlog, "192.0.2.0/24", NOW - (i == 4 ? REPUTATION_HALF_LIFE : 0));
                busy_put(&backlog, "198.51.100.0/24", NOW);
        }
        for (int left = 10; left > 0; left--) {
                struct reputation sum = backlog_reputation(&backlog, hash, NOW);
                assert_float_equal(sum.total.clean, left, 1e-9);
                assert_float_equal(sum.decayed.clean, left - (left > 5 ? 0.5 : 0), 1e-6);
                assert_int_equal(sum.last, NOW);
                free(backlog_remove(&backlog));
                free(backlog_remove(&backlog));
        }
        assert_int_equal(backlog_reputation(&backlog, hash, NOW).last, 0);
        busy_put(&backlog, "192.0.2.0/24", NOW);
        assert_float_equal(backlog_reputation(&backlog, hash, NOW).total.clean, 1, 0);
        backlog_destroy(&backlog);
}

static void reputations_are_known(void **state) {
        (void)state;
        both_ways(reputations_tell, reputations_look);
}

/* Keys that the store shortens or repairs are found before it has done so. */
static void long_and_broken_keys_meet(void **state) {
        (void)state;
        struct bed bed = bed_make(1000, 60000, false);
        char uid[2000];
        memset(uid, 'u', sizeof uid - 1);
        uid[sizeof uid - 1] = '\0';
        const char *uids[] = { uid, "broken\xff" };
        for (int i = 0; i < 2; i++) {
                struct claim_record claim = { .recipient = "anna@example.org",
                                              .uid = uids[i],
                                              .identity = "boss@example.net",
                                              .state = "proven",
                                              .first = 1,
                                              .last = 1,
                                              .sequence = 0 };
                put(&bed, &(struct record){ .kind = RECORD_CLAIM, .claim = &claim });
        }
        for (int round = 0; round < 2; round++) {
                memory_begin(bed.memory, NOW, 0);
                for (int i = 0; i < 2; i++) {
                        const struct claim_record *claims;
                        uint32_t count;
                        OK(memory_claims(bed.memory, S("anna@example.org"), span_from(uids[i]), &claims, &count, &err));
                        assert_int_equal(count, 1);
                }
                if (round == 0)
                        OK(recorder_start(bed.recorder, &err));
                assert_true(recorder_flush(bed.recorder, 5000));
        }
        bed_end(&bed);
}

/* ---- Lists ---------------------------------------------------------------------------------------------------------- */

static void list_put(struct store *store, const char *scope, const char *owner, const char *value, const char *effect,
                     int64_t expires) {
        OK(list_add(store,
                    &(struct list_record){ .scope = scope,
                                           .owner = owner,
                                           .kind = "address",
                                           .value = value,
                                           .effect = effect,
                                           .at = NOW,
                                           .expires = expires },
                    &err));
}

static uint32_t matches(struct bed *bed, struct span value, struct span recipient,
                        const struct list_record *const **ret) {
        uint32_t count = 99;
        memory_begin(bed->memory, NOW, 0);
        OK(memory_lists(bed->memory, "address", value, recipient, ret, &count, &err));
        return count;
}

static void lists_count_a_second_later(void **state) {
        (void)state;
        struct bed bed = bed_make(1000, 10, true);
        const struct list_record *const *found;
        assert_int_equal(matches(&bed, S("eve@example.net"), S("anna@example.org"), &found), 0);
        list_put(bed.store, "site", "", "eve@example.net", "block", 0);
        list_put(bed.store, "domain", "example.org", "eve@example.net", "allow", 0);
        list_put(bed.store, "domain", "example.com", "eve@example.net", "block", 0);
        list_put(bed.store, "user", "anna@example.org", "eve@example.net", "block", 0);
        list_put(bed.store, "user", "ben@example.org", "eve@example.net", "allow", NOW - 1); /* expired */
        list_put(bed.store, "user", "ben@example.org", "mallory@example.net", "block", NOW + 10);
        sleep(3);
        assert_int_equal(matches(&bed, S("eve@example.net"), S("anna@example.org"), &found), 3);
        assert_string_equal(found[0]->scope, "site");
        assert_string_equal(found[1]->effect, "allow");
        assert_string_equal(found[2]->owner, "anna@example.org");
        assert_int_equal(matches(&bed, S("eve@example.net"), S("ben@example.org"), &found), 2);
        assert_int_equal(matches(&bed, S("eve@example.net"), S(""), &found), 1);
        assert_int_equal(matches(&bed, S("mallory@example.net"), S("ben@example.org"), &found), 1);
        assert_int_equal(matches(&bed, S("mallory@example.net"), S("anna@example.org"), &found), 0);
        bool removed;
        OK(list_remove(bed.store, "site", "", "address", "eve@example.net", &removed, &err));
        sleep(3);
        assert_int_equal(matches(&bed, S("eve@example.net"), S("anna@example.org"), &found), 2);
        bed_end(&bed);
}

/* More entries of one value than a page of the store. */
static void many_users_block_the_same(void **state) {
        (void)state;
        struct bed bed = bed_make(1000, 10, false);
        OK(store_begin(bed.store, STORE_LAZY, &err));
        for (int i = 0; i < 2500; i++) {
                char owner[32];
                snprintf(owner, sizeof owner, "u%04d@example.org", i);
                list_put(bed.store, "user", owner, "eve@example.net", "block", 0);
        }
        OK(store_commit(bed.store, &err));
        OK(recorder_start(bed.recorder, &err));
        sleep(2);
        const struct list_record *const *found;
        for (int i = 0; i < 2500; i += 100) {
                char owner[32];
                snprintf(owner, sizeof owner, "u%04d@example.org", i);
                assert_int_equal(matches(&bed, S("eve@example.net"), span_from(owner), &found), 1);
                assert_string_equal(found[0]->owner, owner);
        }
        bed_end(&bed);
}

/* ---- Time ----------------------------------------------------------------------------------------------------------- */

static void questions_end_with_the_time(void **state) {
        (void)state;
        struct bed bed = bed_make(1000, 10, false);
        struct memory_relation relation;
        memory_begin(bed.memory, NOW, 20);
        OK(memory_relation(bed.memory, S("a@example.org"), S("b@example.net"), &relation, &err));
        assert_int_equal(memory_questions(bed.memory), 1);
        assert_true(memory_spent_ns(bed.memory) > 0);
        usleep(30000);
        FAILS(CW_ERR_IO, memory_relation(bed.memory, S("a@example.org"), S("b@example.net"), &relation, &err));
        memory_begin(bed.memory, NOW, 20);
        OK(memory_relation(bed.memory, S("a@example.org"), S("b@example.net"), &relation, &err));
        bed_end(&bed);
}

/* ---- Everything at once ----------------------------------------------------------------------------------------------- */

struct crowd {
        struct bed *bed;
        int number;
        int unknown; /* claims that were put and not known afterwards */
};

/* Puts a claim, and must know it in every moment from then on. */
static void *crowd_member(void *argument) {
        struct crowd *crowd = argument;
        struct memory *memory;
        assert_int_equal(memory_new(crowd->bed->recorder, &memory, NULL), CW_OK);
        for (int i = 0; i < 150; i++) {
                char uid[32];
                snprintf(uid, sizeof uid, "u%d-%d", crowd->number, i);
                struct claim_record claim = { .recipient = "anna@example.org",
                                              .uid = uid,
                                              .identity = "boss@example.net",
                                              .state = "proven",
                                              .first = i,
                                              .last = i,
                                              .sequence = i };
                struct record record = { .kind = RECORD_CLAIM, .claim = &claim };
                (void)recorder_put(crowd->bed->recorder, &record, 1);
                for (int k = 0; k < 4; k++) {
                        const struct claim_record *claims;
                        const struct list_record *const *found;
                        uint32_t count = 0, lists;
                        memory_begin(memory, NOW, 0);
                        if (memory_claims(memory, S("anna@example.org"), span_from(uid), &claims, &count, NULL) != CW_OK ||
                            count != 1 || claims[0].sequence != i)
                                crowd->unknown++;
                        (void)memory_lists(memory, "address", S("eve@example.net"), S("anna@example.org"), &found,
                                           &lists, NULL);
                }
        }
        memory_free(memory);
        return NULL;
}

static void nothing_is_forgotten_on_its_way(void **state) {
        (void)state;
        struct bed bed = bed_make(100000, 5, true);
        struct crowd crowd[4];
        pthread_t threads[4];
        for (int i = 0; i < 4; i++) {
                crowd[i] = (struct crowd){ &bed, i, 0 };
                assert_int_equal(pthread_create(&threads[i], NULL, crowd_member, &crowd[i]), 0);
        }
        for (int i = 0; i < 20; i++) {
                struct recorder_settings settings = settings_of(0, 1 + (uint32_t)i % 10);
                recorder_reload(bed.recorder, &settings);
                list_put(bed.store, "user", "anna@example.org", i % 2 ? "eve@example.net" : "eva@example.net", "block",
                         0);
                usleep(20000);
        }
        for (int i = 0; i < 4; i++) {
                pthread_join(threads[i], NULL);
                assert_int_equal(crowd[i].unknown, 0);
        }
        struct recorder_state now;
        assert_true(recorder_flush(bed.recorder, 10000));
        recorder_state(bed.recorder, &now);
        assert_int_equal(now.written, 600);
        assert_int_equal(now.dropped, 0);
        bed_end(&bed);
}

static void metrics_tell_what_was_written(void **state) {
        (void)state;
        struct metrics *metrics;
        struct recorder *recorder;
        fresh_url();
        OK(metrics_new(&metrics, &err));
        struct recorder_settings settings = settings_of(1, 10);
        settings.metrics = metrics;
        OK(recorder_new(&settings, &recorder, &err));
        struct record one = decision("01A");
        assert_true(recorder_put(recorder, &one, 1));
        assert_false(recorder_put(recorder, &one, 1));
        OK(recorder_start(recorder, &err));
        assert_true(recorder_flush(recorder, 5000));
        recorder_stop(recorder, clock_monotonic_ms() + 5000);
        assert_int_equal((int)metrics_value(metrics, METRIC_RECORDS, "decision", NULL), 1);
        assert_int_equal((int)metrics_value(metrics, METRIC_RECORDS_DROPPED, "decision", NULL), 1);
        assert_int_equal((int)metrics_value(metrics, METRIC_STORE_UP, NULL, NULL), 1);
        recorder_free(recorder);
        metrics_free(metrics);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(rows_are_written_together_soon),
                cmocka_unit_test(flush_does_not_wait_for_the_delay),
                cmocka_unit_test(stop_writes_what_waits),
                cmocka_unit_test(a_full_queue_drops_and_counts),
                cmocka_unit_test(sync_is_there_when_it_returns),
                cmocka_unit_test(a_bad_row_harms_nobody_else),
                cmocka_unit_test(what_the_store_never_takes_is_dropped),
                cmocka_unit_test(syncs_share_commits_and_keep_apart),
                cmocka_unit_test(a_sync_without_time_leaves_nothing),
                cmocka_unit_test(records_wait_for_a_store_that_comes_back),
                cmocka_unit_test(a_store_that_is_not_there_at_the_start_comes_later),
                cmocka_unit_test(a_wrong_url_is_refused),
                cmocka_unit_test(without_a_recorder_nothing_is_known),
                cmocka_unit_test(claims_are_known),
                cmocka_unit_test(a_waiting_claim_raises_the_stored_one),
                cmocka_unit_test(events_are_known),
                cmocka_unit_test(of_many_that_wait_the_newest_are_known),
                cmocka_unit_test(an_update_that_waits_is_not_seen_twice),
                cmocka_unit_test(attendees_are_known),
                cmocka_unit_test(relations_are_known),
                cmocka_unit_test(contacts_and_delegates_are_known),
                cmocka_unit_test(reputations_are_known),
                cmocka_unit_test(a_busy_network_is_summed),
                cmocka_unit_test(long_and_broken_keys_meet),
                cmocka_unit_test(lists_count_a_second_later),
                cmocka_unit_test(many_users_block_the_same),
                cmocka_unit_test(questions_end_with_the_time),
                cmocka_unit_test(nothing_is_forgotten_on_its_way),
                cmocka_unit_test(metrics_tell_what_was_written),
        };
        (void)store_setup, (void)store_teardown;
        return RUN_ON_BOTH(tests);
}

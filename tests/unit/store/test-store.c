/* The store as such: transactions, hostile texts, schema, retention, backup. */
#include "backends.h"

#include "base/limits.h"
#include "store/accounts.h"
#include "store/arrivals.h"
#include "store/choices.h"
#include "store/claims.h"
#include "store/decisions.h"
#include "store/events.h"
#include "store/feedback.h"
#include "store/internal.h"
#include "store/keys.h"
#include "store/links.h"
#include "store/lists.h"
#include "store/quarantine.h"
#include "store/relations.h"
#include "store/reports.h"
#include "store/reputation.h"
#include "store/sessions.h"

enum { NOW = 1790000000, DAY = 24 * 3600 };

static bool has(struct store *store, const char *item) {
        const struct decision_record *found = NULL;
        OK(decision_find(store, item, &found, &err));
        return found != NULL;
}

static void put(struct store *store, const char *item, int64_t at) {
        OK(decision_add(store, &(struct decision_record){ .item = item, .at = at, .uid = item },
                        &(struct decision_recipient_record){ .item = item, .recipient = "a@example.org" }, 1, &err));
}

/* ---- Transactions --------------------------------------------------------------------------------------------- */

static void transaction_is_all_or_nothing(void **state) {
        OK(store_begin(*state, STORE_LAZY, &err));
        put(*state, "01A", NOW);
        store_rollback(*state);
        assert_false(has(*state, "01A"));
        OK(store_begin(*state, STORE_LAZY, &err));
        put(*state, "01B", NOW);
        FAILS(CW_ERR_USAGE, store_begin(*state, STORE_LAZY, &err));
        OK(store_commit(*state, &err));
        assert_true(has(*state, "01B"));
        FAILS(CW_ERR_USAGE, store_commit(*state, &err));
        OK(store_begin(*state, STORE_DURABLE, &err));
        put(*state, "01C", NOW);
        OK(store_commit(*state, &err));
        assert_true(has(*state, "01C"));
}

/* A function of several statements of which the second fails. */
static void half_a_decision_is_none(void **state) {
        struct database *db = ((struct store *)*state)->db;
        const struct decision_recipient_record to = { .item = "01A", .recipient = "a@example.org" };
        OK(db->driver->script(db, "DROP TABLE decision_recipient", &err));
        FAILS(CW_ERR_INTERNAL, decision_add(*state, &(struct decision_record){ .item = "01A" }, &to, 1, &err));
        assert_false(has(*state, "01A"));
        OK(store_begin(*state, STORE_LAZY, &err)); /* none is left open */
        OK(store_commit(*state, &err));
}

/* Neither database may keep what was written beside a statement that failed. */
static void transaction_with_a_failure_is_undone(void **state) {
        struct database *db = ((struct store *)*state)->db;
        OK(db->driver->script(db, "DROP TABLE sent", &err));
        OK(store_begin(*state, STORE_LAZY, &err));
        put(*state, "01A", NOW);
        FAILS(CW_ERR_INTERNAL, sent_add(*state, "m", "u", "f", NOW, &err));
        FAILS(CW_ERR_USAGE, store_commit(*state, &err));
        assert_false(has(*state, "01A"));
        put(*state, "01B", NOW);
        assert_true(has(*state, "01B"));
}

static void reader_sees_what_was_committed(void **state) {
        struct store *reader STORE_CLEANUP = open_url(test_url, STORE_READ, 300);
        OK(store_begin(*state, STORE_LAZY, &err));
        put(*state, "01A", NOW);
        assert_false(has(reader, "01A")); /* and does not wait */
        OK(store_commit(*state, &err));
        assert_true(has(reader, "01A"));
        OK(store_check(reader, &err));
}

static void reader_cannot_write(void **state) {
        (void)state;
        struct store *reader STORE_CLEANUP = open_url(test_url, STORE_READ, 300);
        FAILS(CW_ERR_IO, decision_add(reader, &(struct decision_record){ .item = "01A" }, NULL, 0, &err));
        assert_false(has(reader, "01A"));
}

static void two_writers_take_turns(void **state) {
        struct store *other STORE_CLEANUP = open_url(test_url, STORE_WRITE, 0);
        for (int i = 0; i < 20; i++) {
                char item[16];
                snprintf(item, sizeof item, "0%02d", i);
                put(i % 2 ? *state : other, item, NOW);
                OK(reputation_add(i % 2 ? *state : other, REPUTATION_ADDRESS, "x",
                                  &(struct reputation_counts){ .clean = 1 }, NOW, &err));
        }
        struct reputation got;
        OK(reputation_find(*state, REPUTATION_ADDRESS, "x", NOW, &got, &err));
        assert_true(got.total.clean == 20);
}

/* ---- Texts ---------------------------------------------------------------------------------------------------- */

static void texts_become_storable(void **state) {
        static const struct {
                const char *name, *given, *kept;
        } cases[] = {
                { "ordinary", "Zo\xC3\xAB \xF0\x9F\x93\x85", "Zo\xC3\xAB \xF0\x9F\x93\x85" },
                { "a lone byte", "a\xFF!", "a\xEF\xBF\xBD!" },
                { "a cut character", "a\xE2\x82", "a\xEF\xBF\xBD\xEF\xBF\xBD" },
                { "a surrogate", "\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" },
                { "an overlong slash", "\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD" },
                { "beyond Unicode", "\xF4\x90\x80\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" },
                { "quotes", "'; DROP TABLE decision; --\\", "'; DROP TABLE decision; --\\" },
                { "nothing", NULL, "" },
        };
        char item[16];
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                const struct decision_record *got;
                snprintf(item, sizeof item, "%zu", i);
                OK(decision_add(*state, &(struct decision_record){ .item = item, .title = cases[i].given }, NULL, 0,
                                &err));
                OK(decision_find(*state, item, &got, &err));
                if (strcmp(got->title, cases[i].kept) != 0)
                        fail_msg("%s: kept as %s", cases[i].name, got->title);
        }
}

static void long_text_is_cut_at_a_character(void **state) {
        static char text[LIMIT_STORE_TEXT + 4];
        const struct decision_record *got;
        memset(text, 'a', LIMIT_STORE_TEXT - 1);
        memcpy(text + LIMIT_STORE_TEXT - 1, "\xC3\xAB", 3);
        OK(decision_add(*state, &(struct decision_record){ .item = "01A", .title = text }, NULL, 0, &err));
        OK(decision_find(*state, "01A", &got, &err));
        assert_int_equal(strlen(got->title), LIMIT_STORE_TEXT - 1);
}

static void reasons_stay_json(void **state) {
        static char reasons[LIMIT_STORE_TEXT + 2];
        const struct decision_record *got;
        memset(reasons, '[', LIMIT_STORE_TEXT + 1);
        OK(decision_add(*state, &(struct decision_record){ .item = "01A", .reasons = reasons }, NULL, 0, &err));
        OK(decision_find(*state, "01A", &got, &err));
        assert_string_equal(got->reasons, "{\"truncated\":true}");
}

/* PostgreSQL refuses index rows over 2,700 bytes; what a stranger sends must not make a group of records fail. */
static void long_keys_stay_apart(void **state) {
        static char one[8192], other[8192];
        const struct claim_record *claims;
        uint32_t count;
        for (size_t i = 0; i < sizeof one - 1; i++)
                one[i] = other[i] = (char)('!' + i * 7919 % 90); /* does not compress to little */
        other[8000] ^= 1;
        struct claim_record claim = { .recipient = one, .uid = one, .identity = one, .state = "proven" };
        OK(claim_raise(*state, &claim, &err));
        claim.uid = other;
        OK(claim_raise(*state, &claim, &err));
        OK(claim_list(*state, one, one, &claims, &count, &err));
        assert_int_equal(count, 1);
        assert_true(strlen(claims[0].uid) <= LIMIT_STORE_KEY);
        /* The key as it was read finds the same row. */
        OK(claim_list(*state, one, claims[0].uid, &claims, &count, &err));
        assert_int_equal(count, 1);
        OK(event_add(*state,
                     &(struct event_record){ .recipient = one,
                                             .uid = one,
                                             .item = "01A",
                                             .instance = one,
                                             .organizer = one,
                                             .summary = one },
                     &err));
        OK(sent_add(*state, one, one, one, NOW, &err));
        OK(decision_add(*state,
                        &(struct decision_record){ .item = "01A",
                                                   .uid = one,
                                                   .message_id = one,
                                                   .sender = one,
                                                   .organizer = one,
                                                   .account = one },
                        NULL, 0, &err));
}

static void broken_keys_stay_apart(void **state) {
        int64_t at;
        OK(sent_add(*state, "\xFF", "u", "f", NOW, &err));
        OK(sent_find(*state, "\xFE", "u", "f", &at, &err));
        assert_int_equal(at, 0);
        OK(sent_find(*state, "\xFF", "u", "f", &at, &err));
        assert_int_equal(at, NOW);
}

/* ---- Schema --------------------------------------------------------------------------------------------------- */

static void wrong_urls_are_told(void **state) {
        (void)state;
        struct store *store = NULL;
        const struct store_options foreign = { .url = "mysql://db.example.org/x", .mode = STORE_WRITE },
                                   nothing = { .url = "sqlite:", .mode = STORE_WRITE },
                                   broken = { .url = "postgresql://u:secret@[x/db", .mode = STORE_WRITE };
        FAILS(CW_ERR_CONFIG, store_open(&foreign, &store, &err));
        FAILS(CW_ERR_CONFIG, store_open(&nothing, &store, &err));
        struct err err = { 0 };
        assert_int_equal(store_open(&broken, &store, &err), CW_ERR_CONFIG);
        assert_null(strstr(err.text, "secret"));
        assert_null(store);
}

static void reader_needs_a_schema(void **state) {
        (void)state;
        struct store *store = NULL;
        const struct store_options options = { .url = fresh_url(), .mode = STORE_READ };
        FAILS(CW_ERR_NOT_FOUND, store_open(&options, &store, &err));
        assert_null(store);
}

/* A schema of an earlier program is brought up to date with its rows, and one of a later program is left alone. */
static void schema_is_migrated(void **state) {
        (void)state;
        struct migration later[32];
        struct database *db;
        const struct store_options options = { .url = fresh_url(), .mode = STORE_WRITE };
        memcpy(later, migration_table, migration_count * sizeof *later);
        later[migration_count] = (struct migration){
                "a column", "ALTER TABLE sent ADD COLUMN note %TEXT% NOT NULL DEFAULT 'old'; CREATE TABLE extra (id %ID%)"
        };
        struct store *store = open_url(options.url, STORE_WRITE, 0);
        OK(sent_add(store, "m", "u", "f", NOW, &err));
        store_close(store);

        OK(database_driver_of(options.url)->open(&options, &db, &err));
        OK(schema_migrate(db, STORE_WRITE, later, migration_count + 1, &err));
        struct store by_hand = { .db = db };
        struct ask ask = ask_for(&by_hand, "SELECT CAST(COUNT(*) AS BIGINT) FROM sent WHERE note = 'old'");
        int64_t count = 0;
        OK(ask_number(&ask, &count, &err));
        assert_int_equal(count, 1);
        FAILS(CW_ERR_CONFIG, schema_migrate(db, STORE_WRITE, migration_table, migration_count, &err));
        db->driver->close(db);
        FAILS(CW_ERR_CONFIG, store_open(&options, &store, &err));
}

static void failed_migration_leaves_the_old_schema(void **state) {
        struct migration broken[32];
        struct database *db;
        const struct store_options options = { .url = test_url, .mode = STORE_WRITE };
        memcpy(broken, migration_table, migration_count * sizeof *broken);
        broken[migration_count] = (struct migration){ "fails", "DROP TABLE sent; CREATE TABLE claim (x BIGINT)" };
        OK(database_driver_of(test_url)->open(&options, &db, &err));
        FAILS(CW_ERR_INTERNAL, schema_migrate(db, STORE_WRITE, broken, migration_count + 1, &err));
        db->driver->close(db);
        OK(sent_add(*state, "m", "u", "f", NOW, &err));
        OK(store_check(*state, &err));
}

static void many_may_open_a_new_database(void **state) {
        (void)state;
        const char *url = fresh_url();
        pid_t children[4];
        for (size_t i = 0; i < 4; i++)
                if ((children[i] = fork()) == 0) {
                        struct store *store = NULL;
                        const struct store_options options = { .url = url, .mode = STORE_WRITE, .timeout_ms = 20000 };
                        _exit(store_open(&options, &store, NULL) == CW_OK ? 0 : 1);
                }
        for (size_t i = 0; i < 4; i++) {
                int status;
                waitpid(children[i], &status, 0);
                assert_int_equal(status, 0);
        }
}

/* ---- Retention ------------------------------------------------------------------------------------------------ */

static void fill(struct store *store, const char *item, int64_t at) {
        static const char *const to[] = { "a@example.org" };
        put(store, item, at);
        OK(feedback_add(store, &(struct feedback_record){ .item = item, .label = "spam", .at = at }, NULL, &err));
        OK(event_add(store, &(struct event_record){ .recipient = "a", .uid = item, .item = item, .at = at }, &err));
        OK(claim_raise(store, &(struct claim_record){ .recipient = "a", .uid = item, .identity = "i", .last = at },
                       &err));
        OK(attendee_set(store, "a", item, at, &(struct attendee_record){ .address = "x" }, 1, &err));
        OK(quarantine_add(store, &(struct quarantine_record){ .item = item, .at = at }, SPAN("mail"), to, 1, &err));
        OK(relation_add(store,
                        &(struct relation_record){ .owner = "a",
                                                   .address = item,
                                                   .source = "outbound",
                                                   .kind = "correspondent",
                                                   .last = at },
                        &err));
        OK(relation_add(
                store,
                &(struct relation_record){ .owner = "a", .address = item, .source = "vcard", .kind = "contact", .last = at },
                &err));
        OK(sent_add(store, item, "a", "f", at, &err));
        OK(reputation_add(store, REPUTATION_ADDRESS, item, &(struct reputation_counts){ .clean = 1 }, at, &err));
        OK(account_event_add(store, &(struct account_event){ .at = at, .account = item }, &err));
        OK(list_add(store,
                    &(struct list_record){ .scope = "site",
                                           .kind = "domain",
                                           .value = item,
                                           .effect = "block",
                                           .expires = at + DAY },
                    &err));
        OK(session_add(store, &(struct session_record){ .hash = item, .owner = "a", .expires = at + DAY }, &err));
        OK(link_use(store, item, "a", at + DAY, &(bool){ false }, &err));
        OK(choice_set(store, "a", "never", NULL, &err));
        OK(key_add(store, &(struct key_record){ .id = item, .hash = item, .expires = at + DAY }, &err));
        char arrival[27], report[27];
        int64_t incident;
        bool known;
        OK(arrival_add(store, &(struct arrival_record){ .mail = item, .owner = "a", .at = at }, SPAN("object"), arrival,
                       &err));
        OK(report_sent_add(store, &(struct report_sent_record){ .at = at, .owner = item, .state = REPORT_SENT }, 0,
                           report, &incident, &known, &err));
        OK(report_received_add(store, &(struct report_received_record){ .at = at, .digest = item }, report, &known,
                               &err));
}

static int64_t rows_of(struct store *store, const struct table *table) {
        static char sql[32][96]; /* statements are kept prepared by their address */
        int64_t count = -1;
        char *own = sql[table - table_list];
        snprintf(own, sizeof *sql, "SELECT CAST(COUNT(*) AS BIGINT) FROM %s", table->name);
        struct ask ask = ask_for(store, own);
        OK(ask_number(&ask, &count, &err));
        return count;
}

static void what_is_old_goes(void **state) {
        const struct retention all = { DAY, DAY, DAY, DAY, DAY, DAY, DAY, DAY, DAY, DAY };
        uint64_t deleted;
        fill(*state, "01A", NOW - 10 * DAY);
        fill(*state, "01B", NOW);
        OK(store_expire(*state, &(struct retention){ 0 }, NOW, 100, &deleted, &err));
        assert_int_equal(deleted, 4); /* entry, key, session and link, which say so themselves */
        assert_true(has(*state, "01A"));
        OK(store_expire(*state, &all, NOW, 100, &deleted, &err));
        assert_true(deleted > 10);
        for (uint32_t i = 0; i < table_count; i++) {
                bool contacts = strcmp(table_list[i].name, "relation") == 0;
                bool empty = strcmp(table_list[i].name, "delegate") == 0;
                if (rows_of(*state, &table_list[i]) != (empty ? 0 : contacts ? 3 : 1))
                        fail_msg("%s has %lld rows", table_list[i].name, (long long)rows_of(*state, &table_list[i]));
        }
        assert_true(has(*state, "01B"));
        OK(store_expire(*state, &all, NOW, 100, &deleted, &err));
        assert_int_equal(deleted, 0);
}

/* It is what the calibration is fitted on, long after the mail. */
static void what_people_said_is_kept_for_its_own_time(void **state) {
        const struct retention decisions = { .decisions = DAY }, feedback = { .feedback = DAY };
        const struct feedback_record *rows;
        uint64_t deleted;
        uint32_t count;
        fill(*state, "01A", NOW - 10 * DAY);
        OK(store_expire(*state, &decisions, NOW, 100, &deleted, &err));
        assert_false(has(*state, "01A"));
        OK(feedback_of_item(*state, "01A", &rows, &count, &err));
        assert_int_equal(count, 1);
        OK(store_expire(*state, &feedback, NOW, 100, &deleted, &err));
        OK(feedback_of_item(*state, "01A", &rows, &count, &err));
        assert_int_equal(count, 0);
}

static void much_goes_a_little_at_a_time(void **state) {
        const struct retention decisions = { .decisions = DAY };
        uint64_t deleted, rounds = 0;
        char item[16];
        for (int i = 0; i < 25; i++) {
                snprintf(item, sizeof item, "0%02d", i);
                put(*state, item, NOW - 2 * DAY + i);
        }
        do {
                OK(store_expire(*state, &decisions, NOW, 10, &deleted, &err));
                assert_true(deleted <= 20);
                rounds++;
        } while (deleted > 0);
        assert_int_equal(rounds, 4);
        assert_int_equal(rows_of(*state, &table_list[1]), 0); /* no recipient stays behind */
}

/* ---- Backup --------------------------------------------------------------------------------------------------- */

static void backup_holds_everything(void **state) {
        char path[128], url[160];
        struct span raw;
        struct stat info;
        snprintf(path, sizeof path, "%s/backup%u.db", test_folder, test_number);
        snprintf(url, sizeof url, "sqlite:%s", path);
        fill(*state, "01A", NOW);
        fill(*state, "01B", NOW + 1);
        OK(store_backup(*state, path, &err));
        FAILS(CW_ERR_USAGE, store_backup(*state, path, &err));
        assert_int_equal(stat(path, &info), 0);
        assert_int_equal(info.st_mode & 0777, 0600);
        struct store *copy STORE_CLEANUP = open_url(url, STORE_READ, 0);
        for (uint32_t i = 0; i < table_count; i++)
                assert_int_equal(rows_of(copy, &table_list[i]), rows_of(*state, &table_list[i]));
        OK(quarantine_raw(copy, "01B", &raw, &err));
        assert_memory_equal(raw.ptr, "mail", 4);
        struct reputation got;
        OK(reputation_find(copy, REPUTATION_ADDRESS, "01A", NOW, &got, &err));
        assert_true(got.total.clean == 1 && got.decayed.clean > 0.999 && got.decayed.clean < 1.001);
}

static void backup_is_taken_while_others_write(void **state) {
        char path[128], url[160];
        struct store *writer STORE_CLEANUP = open_url(test_url, STORE_WRITE, 300);
        snprintf(path, sizeof path, "%s/backup%u.db", test_folder, test_number);
        snprintf(url, sizeof url, "sqlite:%s", path);
        put(*state, "01A", NOW);
        OK(store_begin(writer, STORE_LAZY, &err));
        put(writer, "01B", NOW);
        OK(store_backup(*state, path, &err));
        OK(store_commit(writer, &err));
        struct store *copy STORE_CLEANUP = open_url(url, STORE_READ, 0);
        assert_true(has(copy, "01A"));
        assert_false(has(copy, "01B"));
}

static void reader_may_make_a_backup(void **state) {
        char path[128];
        put(*state, "01A", NOW);
        struct store *reader STORE_CLEANUP = open_url(test_url, STORE_READ, 0);
        snprintf(path, sizeof path, "%s/backup%u.db", test_folder, test_number);
        OK(store_backup(reader, path, &err));
        assert_int_equal(access(path, R_OK), 0);
        FAILS(CW_ERR_IO, decision_add(reader, &(struct decision_record){ .item = "01B" }, NULL, 0, &err));
}

static void backup_that_fails_leaves_nothing(void **state) {
        char path[128];
        glob_t found;
        snprintf(path, sizeof path, "%s/none/backup.db", test_folder);
        FAILS(CW_ERR_IO, store_backup(*state, path, &err));
        snprintf(path, sizeof path, "%s/*.part*", test_folder);
        assert_int_equal(glob(path, 0, NULL, &found), GLOB_NOMATCH);
        OK(store_check(*state, &err));
}

static void copy_moves_a_site(void **state) {
        char url[160];
        uint64_t rows = 0;
        struct span raw;
        snprintf(url, sizeof url, "sqlite:%s/other%u.db", test_folder, test_number);
        struct store *other STORE_CLEANUP = open_url(url, STORE_WRITE, 0);
        fill(other, "01A", NOW);
        OK(store_copy(other, *state, &rows, &err));
        assert_true(rows > 12);
        assert_true(has(*state, "01A"));
        OK(quarantine_raw(*state, "01A", &raw, &err));
        assert_int_equal(raw.len, 4);
        OK(account_event_add(*state, &(struct account_event){ .at = NOW }, &err)); /* ids go on */
        FAILS(CW_ERR_USAGE, store_copy(other, *state, &rows, &err));
        assert_true(has(*state, "01A"));
}

int main(void) {
        const struct CMUnitTest tests[] = {
                STORE_TEST(transaction_is_all_or_nothing),
                STORE_TEST(half_a_decision_is_none),
                STORE_TEST(transaction_with_a_failure_is_undone),
                STORE_TEST(reader_sees_what_was_committed),
                STORE_TEST(reader_cannot_write),
                STORE_TEST(two_writers_take_turns),
                STORE_TEST(texts_become_storable),
                STORE_TEST(long_text_is_cut_at_a_character),
                STORE_TEST(reasons_stay_json),
                STORE_TEST(long_keys_stay_apart),
                STORE_TEST(broken_keys_stay_apart),
                STORE_TEST(wrong_urls_are_told),
                STORE_TEST(reader_needs_a_schema),
                STORE_TEST(schema_is_migrated),
                STORE_TEST(failed_migration_leaves_the_old_schema),
                STORE_TEST(many_may_open_a_new_database),
                STORE_TEST(what_is_old_goes),
                STORE_TEST(what_people_said_is_kept_for_its_own_time),
                STORE_TEST(much_goes_a_little_at_a_time),
                STORE_TEST(backup_holds_everything),
                STORE_TEST(backup_is_taken_while_others_write),
                STORE_TEST(reader_may_make_a_backup),
                STORE_TEST(backup_that_fails_leaves_nothing),
                STORE_TEST(copy_moves_a_site),
        };
        return RUN_ON_BOTH(tests);
}

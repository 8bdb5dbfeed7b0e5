/* What becomes of a store when its database goes away, hangs, or is full. */
#include "backends.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <time.h>

#include "store/decisions.h"
#include "store/quarantine.h"

static double seconds(void) {
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static enum cw_err put(struct store *store, const char *item, struct err *reterr) {
        return decision_add(store, &(struct decision_record){ .item = item }, NULL, 0, reterr);
}

static bool has(struct store *store, const char *item) {
        const struct decision_record *found = NULL;
        OK(decision_find(store, item, &found, &err));
        return found != NULL;
}

/* ---- PostgreSQL ----------------------------------------------------------------------------------------------- */

static void server_comes_back(void **state) {
        OK(put(*state, "01A", &err));
        OK(store_begin(*state, STORE_LAZY, &err));
        OK(put(*state, "01B", &err));
        server_stop(SIGQUIT);
        /* A row that is only sent off may be refused as late as by the commit. */
        enum cw_err status = put(*state, "01C", NULL);
        assert_int_equal(status == CW_OK ? store_commit(*state, NULL) : status, CW_ERR_IO);
        store_rollback(*state);
        FAILS(CW_ERR_IO, put(*state, "01C", &err));
        FAILS(CW_ERR_IO, store_begin(*state, STORE_LAZY, &err));
        FAILS(CW_ERR_IO, store_check(*state, &err));
        server_run();
        sleep(1); /* it is tried once a second */
        OK(store_begin(*state, STORE_LAZY, &err));
        OK(put(*state, "01C", &err));
        OK(store_commit(*state, &err));
        assert_true(has(*state, "01A"));
        assert_false(has(*state, "01B"));
        assert_true(has(*state, "01C"));
}

/* A restart between two statements is not even seen. */
static void restart_between_is_not_seen(void **state) {
        OK(put(*state, "01A", &err));
        assert_true(has(*state, "01A"));
        server_stop(SIGINT);
        server_run();
        sleep(1);
        assert_true(has(*state, "01A")); /* a statement that was prepared before */
        server_stop(SIGINT);
        server_run();
        sleep(1);
        OK(store_begin(*state, STORE_DURABLE, &err));
        OK(put(*state, "01B", &err));
        OK(store_commit(*state, &err));
}

/* Rows are sent off without waiting: what the server says against one of them is heard at the commit, which fails; and the
 * next transaction is none the worse for it. */
static void refused_row_fails_the_commit(void **state) {
        struct store *store = *state;
        char sql[120];
        OK(put(store, "01A", &err));
        snprintf(sql, sizeof sql, "ALTER TABLE t%u.decision ADD CONSTRAINT one CHECK (item <> '01C')", test_number);
        server_command(sql);
        OK(store_begin(store, STORE_LAZY, &err));
        OK(put(store, "01B", &err));
        (void)put(store, "01C", NULL);
        (void)put(store, "01D", NULL);
        FAILS(CW_ERR_INTERNAL, store_commit(store, &err));
        assert_false(has(store, "01B") || has(store, "01C") || has(store, "01D"));
        OK(store_begin(store, STORE_LAZY, &err));
        OK(put(store, "01B", &err));
        assert_true(has(store, "01B")); /* a question waits for what was sent */
        (void)put(store, "01C", NULL);
        store_rollback(store);
        assert_false(has(store, "01B"));
        OK(put(store, "01E", &err));
        assert_true(has(store, "01E"));
}

/* Who judges mails does not try to connect for each. */
static void attempts_are_a_second_apart(void **state) {
        struct err err = { 0 };
        OK(put(*state, "01A", &err));
        server_stop(SIGQUIT);
        sleep(1);
        assert_int_equal(store_check(*state, &err), CW_ERR_IO);
        assert_null(strstr(err.text, "a moment ago"));
        assert_int_equal(store_check(*state, &err), CW_ERR_IO);
        assert_non_null(strstr(err.text, "a moment ago"));
        sleep(1);
        assert_int_equal(store_check(*state, &err), CW_ERR_IO);
        assert_null(strstr(err.text, "a moment ago"));
        server_run();
}

static void server_that_hangs_is_not_waited_for(void **state) {
        struct store *store STORE_CLEANUP = open_url(test_url, STORE_WRITE, 300);
        (void)state;
        OK(put(store, "01A", &err));
        /* The backend that serves this connection, and whoever would make new ones. */
        char command[160];
        snprintf(command, sizeof command, "for p in %d $(cat /proc/%d/task/*/children); do kill -STOP $p; done", server,
                 server);
        assert_int_equal(system(command), 0);
        double began = seconds();
        FAILS(CW_ERR_IO, store_check(store, &err));
        double first = seconds() - began;
        FAILS(CW_ERR_IO, store_check(store, &err));
        double both = seconds() - began;
        snprintf(command, sizeof command, "for p in %d $(cat /proc/%d/task/*/children); do kill -CONT $p; done", server,
                 server);
        assert_int_equal(system(command), 0);
        assert_true(first > 0.25 && first < 2);
        assert_true(both < 3);
}

static void password_is_never_shown(void **state) {
        (void)state;
        struct store *store = NULL;
        struct err err = { 0 };
        char url[200];
        snprintf(url, sizeof url, "postgresql://postgres:secret@/postgres?host=%s/none", test_folder);
        assert_int_equal(store_open(&(struct store_options){ .url = url, .mode = STORE_WRITE }, &store, &err),
                         CW_ERR_IO);
        assert_null(strstr(err.text, "secret"));
}

/* ---- SQLite --------------------------------------------------------------------------------------------------- */

static void busy_writer_is_waited_for_so_long(void **state) {
        struct store *other STORE_CLEANUP = open_url(test_url, STORE_WRITE, 300);
        OK(store_begin(*state, STORE_LAZY, &err));
        OK(put(*state, "01A", &err));
        double began = seconds();
        FAILS(CW_ERR_IO, store_begin(other, STORE_LAZY, &err));
        assert_true(seconds() - began < 2);
        OK(store_commit(*state, &err));
        OK(store_begin(other, STORE_LAZY, &err));
        OK(put(other, "01B", &err));
        OK(store_commit(other, &err));
}

/* A file may not grow: what a full disk does, without one. */
static void full_disk_loses_only_what_is_new(void **state) {
        struct rlimit before, small = { 0 };
        static char mail[512 * 1024];
        static const char *const to[] = { "a@example.org" };
        unsigned seed = 1;
        for (size_t i = 0; i < sizeof mail; i++)
                mail[i] = (char)(seed = seed * 1103515245 + 12345, seed >> 16);
        OK(put(*state, "01A", &err));
        getrlimit(RLIMIT_FSIZE, &before);
        small = (struct rlimit){ 700 * 1024, before.rlim_max };
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &small);
        enum cw_err status = CW_OK;
        char item[16];
        for (int i = 0; status == CW_OK && i < 10; i++) {
                snprintf(item, sizeof item, "1%02d", i);
                status = quarantine_add(*state, &(struct quarantine_record){ .item = item },
                                        (struct span){ mail, sizeof mail }, to, 1, NULL);
        }
        setrlimit(RLIMIT_FSIZE, &before);
        assert_int_equal(status, CW_ERR_IO);
        assert_true(has(*state, "01A"));
        OK(put(*state, "01B", &err));
        const struct quarantine_record *found;
        OK(quarantine_find(*state, item, &found, &err));
        assert_null(found); /* nothing of a mail that could not be kept whole */
}

static void space_is_given_back(void **state) {
        static char mail[4 * 1024 * 1024];
        static const char *const to[] = { "a@example.org" };
        const struct retention soon = { .quarantine = 1 };
        const char *url = fresh_url();
        struct stat full, after;
        uint64_t deleted;
        unsigned seed = 1;
        (void)state;
        for (size_t i = 0; i < sizeof mail; i++)
                mail[i] = (char)(seed = seed * 1103515245 + 12345, seed >> 16);
        struct store *store = open_url(url, STORE_WRITE, 0);
        OK(quarantine_add(store, &(struct quarantine_record){ .item = "01A", .at = 1000 },
                          (struct span){ mail, sizeof mail }, to, 1, &err));
        store_close(store); /* which brings the WAL into the file */
        assert_int_equal(stat(url + strlen("sqlite:"), &full), 0);
        store = open_url(url, STORE_WRITE, 0);
        OK(store_expire(store, &soon, 2000, 100, &deleted, &err));
        store_close(store);
        assert_int_equal(stat(url + strlen("sqlite:"), &after), 0);
        assert_true(full.st_size > (off_t)sizeof mail && after.st_size < 1024 * 1024);
}

static void damaged_file_is_told(void **state) {
        char path[96];
        struct store *store = NULL;
        (void)state;
        snprintf(path, sizeof path, "%s/damaged.db", test_folder);
        int fd = open(path, O_WRONLY | O_CREAT, 0600);
        for (int i = 0; i < 100; i++)
                assert_int_equal(write(fd, "this is no database at all, but a long text;", 44), 44);
        close(fd);
        FAILS(CW_ERR_IO, store_open(&(struct store_options){ .url = path, .mode = STORE_WRITE }, &store, &err));
        FAILS(CW_ERR_IO, store_open(&(struct store_options){ .url = path, .mode = STORE_READ }, &store, &err));
        FAILS(CW_ERR_IO,
              store_open(&(struct store_options){ .url = "/nonexistent/x.db", .mode = STORE_WRITE }, &store, &err));
}

static void files_are_the_owners_only(void **state) {
        static const char *const ends[] = { "", "-wal", "-shm" };
        mode_t before = umask(0);
        fresh_url();
        struct store *store STORE_CLEANUP = open_url(test_url, STORE_WRITE, 0);
        (void)state;
        OK(put(store, "01A", &err));
        umask(before);
        for (size_t i = 0; i < 3; i++) {
                char path[300];
                struct stat info;
                snprintf(path, sizeof path, "%s%s", test_url + strlen("sqlite:"), ends[i]);
                assert_int_equal(stat(path, &info), 0);
                assert_int_equal(info.st_mode & 0777, 0600);
        }
}

/* After kill -9 all that was committed is there, lazily or not. */
static void kill_loses_nothing_that_was_committed(void **state) {
        int ready[2];
        char byte;
        (void)state;
        assert_int_equal(pipe(ready), 0);
        const char *url = fresh_url();
        store_close(open_url(url, STORE_WRITE, 0));
        pid_t child = fork();
        if (child == 0) {
                struct store *store = open_url(url, STORE_WRITE, 0);
                if (store_begin(store, STORE_LAZY, NULL) != CW_OK || put(store, "01A", NULL) != CW_OK ||
                    store_commit(store, NULL) != CW_OK || store_begin(store, STORE_LAZY, NULL) != CW_OK ||
                    put(store, "01B", NULL) != CW_OK || write(ready[1], "x", 1) != 1)
                        _exit(1);
                pause();
        }
        assert_int_equal(read(ready[0], &byte, 1), 1);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        struct store *store STORE_CLEANUP = open_url(url, STORE_WRITE, 0);
        assert_true(has(store, "01A"));
        assert_false(has(store, "01B"));
        OK(put(store, "01B", &err));
}

int main(void) {
        const struct CMUnitTest sqlite[] = {
                STORE_TEST(busy_writer_is_waited_for_so_long),
                STORE_TEST(full_disk_loses_only_what_is_new),
                STORE_TEST(kill_loses_nothing_that_was_committed),
                cmocka_unit_test(damaged_file_is_told),
                cmocka_unit_test(space_is_given_back),
                cmocka_unit_test(files_are_the_owners_only),
        };
        const struct CMUnitTest postgres[] = {
                STORE_TEST(refused_row_fails_the_commit),        STORE_TEST(server_comes_back),
                STORE_TEST(restart_between_is_not_seen),         STORE_TEST(attempts_are_a_second_apart),
                STORE_TEST(server_that_hangs_is_not_waited_for), STORE_TEST(kill_loses_nothing_that_was_committed),
                cmocka_unit_test(password_is_never_shown),
        };
        folder_make();
        int failures = cmocka_run_group_tests_name("sqlite", sqlite, NULL, NULL);
        test_postgres = true;
        server_make();
        return failures + cmocka_run_group_tests_name("postgresql", postgres, NULL, NULL);
}

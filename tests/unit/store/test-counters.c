/* What is counted within the last minutes, in memory and by a server for several nodes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/metrics.h"
#include "store/counter-driver.h"

static char folder[64], server_url[192];
static pid_t server;

/* ---- A server ----------------------------------------------------------------------------------------------------- */

static void server_start(void) {
        char socket[128], log[128];
        snprintf(socket, sizeof socket, "%s/redis", folder);
        snprintf(log, sizeof log, "%s/log", folder);
        snprintf(server_url, sizeof server_url, "redis+unix://%s", socket);
        server = fork();
        if (server == 0) {
                prctl(PR_SET_PDEATHSIG, SIGKILL);
                execlp("redis-server", "redis-server", "--port", "0", "--unixsocket", socket, "--save", "", "--dir",
                       folder, "--logfile", log, (char *)NULL);
                fputs("redis-server is missing: install the package redis-server\n", stderr);
                _exit(127);
        }
        for (int i = 0; i < 200; i++) {
                struct stat st;
                int status;
                if (stat(socket, &st) == 0)
                        return;
                if (waitpid(server, &status, WNOHANG) != 0)
                        break;
                usleep(50000);
        }
        fail_msg("redis-server does not start; see %s", log);
}

static void server_end(void) {
        char socket[128];
        if (server <= 0)
                return;
        kill(server, SIGKILL);
        waitpid(server, NULL, 0);
        snprintf(socket, sizeof socket, "%s/redis", folder);
        unlink(socket);
        server = 0;
}

static int folder_make(void **state) {
        (void)state;
        signal(SIGPIPE, SIG_IGN);
        snprintf(folder, sizeof folder, "/tmp/cw-counters-XXXXXX");
        return mkdtemp(folder) ? 0 : -1;
}

static int folder_remove(void **state) {
        char command[96];
        (void)state;
        server_end();
        snprintf(command, sizeof command, "rm -rf '%s'", folder);
        return system(command);
}

static struct counters *counters_of(const char *url, struct metrics *metrics) {
        struct counters *counters = NULL;
        struct err err = { 0 };
        struct counters_settings settings = { .url = url, .timeout_ms = 200, .keys = 1000, .metrics = metrics };
        if (counters_new(&settings, &counters, &err) != CW_OK)
                fail_msg("%s", err.text);
        return counters;
}

static uint64_t add(struct counters *counters, const char *key, uint32_t window_s, uint32_t by) {
        struct count count = { .key = span_from(key), .window_s = window_s, .by = by };
        counters_count(counters, &count, 1);
        return count.result;
}

static uint64_t meet(struct counters *counters, const char *key, uint32_t window_s, const char *member) {
        struct span members[] = { span_from(member) };
        struct count count = { .key = span_from(key), .window_s = window_s, .members = members, .member_count = 1 };
        counters_count(counters, &count, 1);
        return count.result;
}

/* ---- What both do ------------------------------------------------------------------------------------------------- */

static void sums_and_distinct_ones(struct counters *counters) {
        assert_int_equal(add(counters, "a", 600, 0), 0);
        assert_int_equal(add(counters, "a", 600, 1), 1);
        assert_int_equal(add(counters, "a", 600, 5), 6);
        assert_int_equal(add(counters, "a", 60, 1), 1); /* another window is another count */
        assert_int_equal(add(counters, "b", 600, 1), 1);
        assert_int_equal(add(counters, "a", 600, 0), 6);

        assert_int_equal(meet(counters, "a", 600, "anna@example.org"), 1);
        assert_int_equal(meet(counters, "a", 600, "anna@example.org"), 1);
        assert_int_equal(meet(counters, "a", 600, "ben@example.org"), 2);
        struct count look = { .key = SPAN("a"), .window_s = 600, .distinct = true };
        counters_count(counters, &look, 1);
        assert_int_equal(look.result, 2);
        assert_int_equal(add(counters, "a", 600, 0), 6);
        assert_int_equal(add(counters, "with\nodd bytes \xff%s", 600, 2), 2);
}

static void several_at_once(struct counters *counters) {
        struct span members[300];
        char texts[300][32];
        for (int i = 0; i < 300; i++) {
                snprintf(texts[i], sizeof texts[i], "u%d@example.org", i % 200);
                members[i] = span_from(texts[i]);
        }
        struct count counts[] = {
                { .key = SPAN("content"), .window_s = 600, .members = members, .member_count = 300 },
                { .key = SPAN("sender"), .window_s = 600, .by = 3 },
                { .key = SPAN("sender"), .window_s = 600, .by = 1 },
                { .key = { 0 }, .window_s = 600, .by = 1 },
                { .key = SPAN("nothing"), .window_s = 600, .distinct = true },
        };
        counters_count(counters, counts, 5);
        assert_int_equal(counts[0].result, 200);
        assert_int_equal(counts[1].result, 3);
        assert_int_equal(counts[2].result, 4);
        assert_int_equal(counts[3].result, 1);
        assert_int_equal(counts[4].result, 0);
}

static void too_many_members(struct counters *counters) {
        char text[32];
        uint64_t most = 0;
        for (int i = 0; i < LIMIT_COUNTER_MEMBERS + 100; i++) {
                snprintf(text, sizeof text, "u%d", i);
                uint64_t count = meet(counters, "crowd", 600, text);
                most = count > most ? count : most;
        }
        assert_int_equal(most, LIMIT_COUNTER_MEMBERS);
        assert_int_equal(meet(counters, "crowd", 600, "u1"), LIMIT_COUNTER_MEMBERS); /* is there */
}

static void windows_slide(struct counters *counters) {
        assert_int_equal(add(counters, "w", 1, 8), 8);
        assert_int_equal(meet(counters, "w", 1, "anna@example.org"), 1);
        usleep(600000);
        assert_int_equal(add(counters, "w", 1, 0), 8);
        assert_int_equal(meet(counters, "w", 1, "ben@example.org"), 2);
        usleep(700000); /* 1.3 s: the first are gone, the second are not */
        assert_int_equal(add(counters, "w", 1, 1), 1);
        assert_int_equal(meet(counters, "w", 1, "cleo@example.org"), 2);
        usleep(1400000);
        assert_int_equal(add(counters, "w", 1, 0), 0);
        struct count look = { .key = SPAN("w"), .window_s = 1, .distinct = true };
        counters_count(counters, &look, 1);
        assert_int_equal(look.result, 0);
}

static void on_both(void (*test)(struct counters *counters)) {
        struct counters *counters = counters_of(NULL, NULL);
        assert_string_equal(counters_driver(counters), "memory");
        test(counters);
        counters_free(counters);
        server_start();
        counters = counters_of(server_url, NULL);
        assert_string_equal(counters_driver(counters), "redis");
        test(counters);
        assert_true(counters_up(counters));
        counters_free(counters);
        server_end();
}

static void counts_sums_and_distinct_ones(void **state) {
        (void)state;
        on_both(sums_and_distinct_ones);
}
static void counts_several_at_once(void **state) {
        (void)state;
        on_both(several_at_once);
}
static void stops_at_too_many_members(void **state) {
        (void)state;
        struct counters *counters = NULL;
        struct counters_settings settings = { .keys = 1000000 };
        assert_int_equal(counters_new(&settings, &counters, NULL), CW_OK);
        too_many_members(counters);
        counters_free(counters);
        server_start();
        counters = counters_of(server_url, NULL);
        too_many_members(counters);
        counters_free(counters);
        server_end();
}
static void old_ones_go(void **state) {
        (void)state;
        on_both(windows_slide);
}

static void nobody_counts_nothing(void **state) {
        (void)state;
        struct count count = { .key = SPAN("a"), .window_s = 60, .by = 1, .result = 99 };
        counters_count(NULL, &count, 1);
        assert_int_equal(count.result, 0);
        counters_free(NULL);
}

/* ---- In memory ---------------------------------------------------------------------------------------------------- */

static struct counter_store *memory_of(uint32_t keys) {
        struct counter_store *store = NULL;
        assert_int_equal(counter_memory.open(&(struct counters_settings){ .keys = keys }, &store, NULL), CW_OK);
        return store;
}

static uint64_t add_at(struct counter_store *store, int64_t now_ms, uint32_t by) {
        struct count count = { .key = SPAN("k"), .window_s = 800, .by = by };
        assert_true(store->driver->count(store, &count, 1, now_ms));
        return count.result;
}

/* Ten at each step of a tenth of the window: at most an eighth too many or too few. */
static void sums_are_exact_to_an_eighth(void **state) {
        (void)state;
        struct counter_store *store = memory_of(1000);
        for (int i = 0; i < 40; i++) {
                uint64_t sum = add_at(store, 1000000 + i * 80000, 10);
                if (i >= 10)
                        assert_in_range(sum, 90, 120);
        }
        int64_t end = 1000000 + 39 * 80000;
        assert_in_range(add_at(store, end + 400000, 0), 40, 70);
        assert_in_range(add_at(store, end + 790000, 0), 1, 20);
        assert_int_equal(add_at(store, end + 910000, 0), 0);
        assert_int_equal(add_at(store, end + 100000000, 7), 7);
        store->driver->close(store);
}

static void the_oldest_give_way(void **state) {
        (void)state;
        struct counter_store *store = memory_of(160);
        char key[16];
        for (int i = 0; i < 5000; i++) {
                snprintf(key, sizeof key, "k%d", i);
                struct count counts[] = { { .key = span_from(key), .window_s = 600, .by = 1 },
                                          { .key = SPAN("always"), .window_s = 600, .by = 1 } };
                store->driver->count(store, counts, 2, 1000 + i);
                assert_int_equal(counts[0].result, 1);
                assert_int_equal(counts[1].result, i + 1);
        }
        struct count first = { .key = SPAN("k0"), .window_s = 600 }, last = { .key = SPAN("k4999"), .window_s = 600 };
        store->driver->count(store, &first, 1, 6000);
        store->driver->count(store, &last, 1, 6000);
        assert_int_equal(first.result, 0);
        assert_int_equal(last.result, 1);
        store->driver->close(store);
}

/* However many members strangers make, the memory is bounded. */
static void members_are_bounded_together(void **state) {
        (void)state;
        struct counter_store *store = memory_of(1600);
        for (int i = 0; i < 400; i++) {
                char key[16], texts[500][16];
                struct span members[500];
                snprintf(key, sizeof key, "k%d", i);
                for (int k = 0; k < 500; k++) {
                        snprintf(texts[k], sizeof texts[k], "m%d", k);
                        members[k] = span_from(texts[k]);
                }
                struct count count = { .key = span_from(key), .window_s = 600, .members = members, .member_count = 500 };
                store->driver->count(store, &count, 1, 1000 + i);
                assert_int_equal(count.result, 500);
        }
        int kept = 0;
        for (int i = 0; i < 400; i++) {
                char key[16];
                snprintf(key, sizeof key, "k%d", i);
                struct count count = { .key = span_from(key), .window_s = 600, .distinct = true };
                store->driver->count(store, &count, 1, 2000);
                kept += count.result > 0;
        }
        assert_in_range(kept, 1, 60);
        store->driver->close(store);
}

struct crowd {
        struct counters *counters;
        int number;
};

static void *crowd_member(void *argument) {
        struct crowd *crowd = argument;
        for (int i = 0; i < 2000; i++) {
                char member[32], key[32];
                snprintf(member, sizeof member, "m%d-%d", crowd->number, i % 50);
                snprintf(key, sizeof key, "own%d-%d", crowd->number, i);
                struct span members[] = { span_from(member) };
                struct count counts[] = { { .key = SPAN("all"), .window_s = 600, .by = 1 },
                                          { .key = SPAN("all"), .window_s = 600, .members = members, .member_count = 1 },
                                          { .key = span_from(key), .window_s = 600, .by = 1 } };
                counters_count(crowd->counters, counts, 3);
        }
        return NULL;
}

static void crowd_run(struct counters *counters) {
        pthread_t threads[4];
        struct crowd crowd[4];
        for (int i = 0; i < 4; i++) {
                crowd[i] = (struct crowd){ counters, i };
                assert_int_equal(pthread_create(&threads[i], NULL, crowd_member, &crowd[i]), 0);
        }
        for (int i = 0; i < 4; i++)
                pthread_join(threads[i], NULL);
        assert_int_equal(add(counters, "all", 600, 0), 8000);
        assert_int_equal(meet(counters, "all", 600, "m0-0"), 200);
}

static void threads_count_together(void **state) {
        (void)state;
        on_both(crowd_run);
}

/* ---- A server that fails ------------------------------------------------------------------------------------------ */

static void nodes_count_together(void **state) {
        (void)state;
        server_start();
        struct counters *one = counters_of(server_url, NULL), *other = counters_of(server_url, NULL);
        assert_int_equal(add(one, "a", 600, 1), 1);
        assert_int_equal(add(other, "a", 600, 1), 2);
        assert_int_equal(meet(one, "c", 600, "anna@example.org"), 1);
        assert_int_equal(meet(other, "c", 600, "ben@example.org"), 2);
        counters_free(one);
        counters_free(other);
        server_end();
}

static void a_lost_server_costs_accuracy_only(void **state) {
        (void)state;
        struct metrics *metrics;
        assert_int_equal(metrics_new(&metrics, NULL), CW_OK);
        server_start();
        struct counters *one = counters_of(server_url, metrics), *other = counters_of(server_url, NULL);
        assert_int_equal(add(other, "a", 600, 10), 10);
        assert_int_equal(add(one, "a", 600, 1), 11);
        server_end();
        assert_int_equal(add(one, "a", 600, 1), 2); /* what this node has counted itself */
        assert_false(counters_up(one));
        assert_int_equal((int)metrics_value(metrics, METRIC_COUNTERS_UP, NULL, NULL), 0);
        int64_t before = clock_monotonic_ms();
        for (int i = 0; i < 1000; i++)
                (void)add(one, "b", 600, 1);
        assert_true(clock_monotonic_ms() - before < 300);
        server_start();
        usleep(1200000);
        assert_int_equal(add(one, "a", 600, 1), 1); /* the server has forgotten */
        assert_true(counters_up(one));
        assert_int_equal((int)metrics_value(metrics, METRIC_COUNTERS_UP, NULL, NULL), 1);
        assert_true(metrics_value(metrics, METRIC_COUNTER_ERRORS, NULL, NULL) >= 1);
        counters_free(one);
        counters_free(other);
        metrics_free(metrics);
        server_end();
}

/* A restart between two questions is not even seen. */
static void a_closed_connection_is_made_anew(void **state) {
        (void)state;
        server_start();
        struct counters *counters = counters_of(server_url, NULL);
        assert_int_equal(add(counters, "a", 600, 1), 1);
        server_end();
        server_start();
        assert_int_equal(add(counters, "a", 600, 1), 1);
        assert_true(counters_up(counters));
        counters_free(counters);
        server_end();
}

static void a_slow_server_is_not_waited_for(void **state) {
        (void)state;
        server_start();
        struct counters *counters = counters_of(server_url, NULL);
        assert_int_equal(add(counters, "a", 600, 1), 1);
        kill(server, SIGSTOP);
        int64_t before = clock_monotonic_ms();
        for (int i = 0; i < 100; i++)
                assert_int_equal(add(counters, "a", 600, 1), i + 2);
        assert_true(clock_monotonic_ms() - before < 600);
        assert_false(counters_up(counters));
        kill(server, SIGCONT);
        usleep(1200000);
        (void)add(counters, "a", 600, 1);
        assert_true(counters_up(counters));
        counters_free(counters);
        server_end();
}

static void a_reload_changes_the_timeout(void **state) {
        (void)state;
        server_start();
        struct counters *counters = counters_of(server_url, NULL);
        counters_reload(counters, &(struct counters_settings){ .timeout_ms = 60000 });
        assert_int_equal(add(counters, "a", 600, 1), 1);
        counters_reload(counters, &(struct counters_settings){ .timeout_ms = 1 });
        kill(server, SIGSTOP);
        int64_t began = clock_monotonic_ms();
        assert_int_equal(add(counters, "a", 600, 1), 2); /* this node's own count */
        assert_true(clock_monotonic_ms() - began < 30000);
        assert_false(counters_up(counters));
        kill(server, SIGCONT);
        counters_free(counters);
        server_end();
}

static void wrong_places_are_refused(void **state) {
        (void)state;
        static const char *const urls[] = { "memcached://x", "redis://", "redis://host:99999", "redis://host/x",
                                            "redis+unix://" };
        for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
                struct counters *counters;
                struct err err = { 0 };
                assert_int_equal(
                        counters_new(&(struct counters_settings){ .url = urls[i], .keys = 100 }, &counters, &err),
                        CW_ERR_CONFIG);
                assert_true(err.text[0] != '\0');
        }
        static const char *const good[] = { "redis://127.0.0.1:1", "redis://[::1]:1/3", "redis://127.0.0.1:1/0" };
        for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
                struct counters *counters = counters_of(good[i], NULL);
                assert_int_equal(add(counters, "a", 600, 1), 1);
                assert_false(counters_up(counters));
                counters_free(counters);
        }
        struct counters *counters;
        struct counters_settings settings = { .url = "redis://127.0.0.1", .password_file = "/nonexistent", .keys = 100 };
        assert_int_equal(counters_new(&settings, &counters, NULL), CW_ERR_CONFIG);
}

static void a_password_is_given(void **state) {
        (void)state;
        char path[96], command[256];
        server_start();
        snprintf(path, sizeof path, "%s/password", folder);
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        fputs("open sesame\n", file);
        fclose(file);
        snprintf(command, sizeof command, "redis-cli -s %s/redis config set requirepass 'open sesame' >%s/out", folder,
                 folder);
        assert_int_equal(system(command), 0);
        struct counters *without = counters_of(server_url, NULL), *counters;
        (void)add(without, "a", 600, 1);
        assert_false(counters_up(without));
        counters_free(without);
        char url[256];
        snprintf(url, sizeof url, "%s?3", server_url);
        struct counters_settings settings = { .url = url, .password_file = path, .timeout_ms = 200, .keys = 100 };
        assert_int_equal(counters_new(&settings, &counters, NULL), CW_OK);
        assert_int_equal(add(counters, "a", 600, 1), 1);
        assert_true(counters_up(counters));
        counters_free(counters);
        server_end();
}

/* Keys end by themselves, and hold no address. */
static void a_server_keeps_nothing_for_long(void **state) {
        (void)state;
        char command[256], line[256] = "";
        server_start();
        struct counters *counters = counters_of(server_url, NULL);
        (void)add(counters, "account:anna@example.org", 1, 1);
        (void)meet(counters, "content:x", 1, "anna@example.org");
        snprintf(command, sizeof command, "redis-cli -s %s/redis --scan | grep -c anna", folder);
        FILE *pipe = popen(command, "r");
        assert_non_null(fgets(line, sizeof line, pipe));
        pclose(pipe);
        assert_string_equal(line, "0\n");
        usleep(1500000);
        snprintf(command, sizeof command, "redis-cli -s %s/redis dbsize", folder);
        pipe = popen(command, "r");
        assert_non_null(fgets(line, sizeof line, pipe));
        pclose(pipe);
        assert_string_equal(line, "0\n");
        counters_free(counters);
        server_end();
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(counts_sums_and_distinct_ones),
                cmocka_unit_test(counts_several_at_once),
                cmocka_unit_test(stops_at_too_many_members),
                cmocka_unit_test(old_ones_go),
                cmocka_unit_test(nobody_counts_nothing),
                cmocka_unit_test(sums_are_exact_to_an_eighth),
                cmocka_unit_test(the_oldest_give_way),
                cmocka_unit_test(members_are_bounded_together),
                cmocka_unit_test(threads_count_together),
                cmocka_unit_test(nodes_count_together),
                cmocka_unit_test(a_lost_server_costs_accuracy_only),
                cmocka_unit_test(a_closed_connection_is_made_anew),
                cmocka_unit_test(a_slow_server_is_not_waited_for),
                cmocka_unit_test(a_reload_changes_the_timeout),
                cmocka_unit_test(wrong_places_are_refused),
                cmocka_unit_test(a_password_is_given),
                cmocka_unit_test(a_server_keeps_nothing_for_long),
        };
        return cmocka_run_group_tests(tests, folder_make, folder_remove);
}

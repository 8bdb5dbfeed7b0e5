/* What is left of an item that was in work when a worker died: the board, the crash handler, the folder aside. */
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "daemon/aside.h"
#include "daemon/crash.h"
#include "engine/board.h"

#define TOKEN "0123456789abcdef"
static const char mail[] = "Received: from a\r\n\tby b\r\nSubject: x\r\nX-Calwarden-Test: " TOKEN
                           " crash\r\n\r\nbody\r\n";
static const char same_later[] = "Received: from c\r\nX-Spam: no\r\nSubject: x\r\nX-Calwarden-Test: " TOKEN
                                 " crash\r\n\r\nbody\r\n";
static const char other[] = "Subject: x\r\n\r\nanother body\r\n";

struct place {
        char state[64];
        struct aside *aside;
        struct board *board;
};

static int set_up(void **state) {
        struct place *place = calloc(1, sizeof *place);
        assert_non_null(place);
        (void)snprintf(place->state, sizeof place->state, "/tmp/calwarden-test-XXXXXX");
        assert_non_null(mkdtemp(place->state));
        assert_int_equal(aside_open(place->state, getuid(), getgid(), &place->aside, NULL), CW_OK);
        assert_int_equal(board_new(aside_key(place->aside), &place->board, NULL), CW_OK);
        *state = place;
        return 0;
}

static int tear_down(void **state) {
        struct place *place = *state;
        char command[128];
        board_free(place->board);
        aside_free(place->aside);
        (void)snprintf(command, sizeof command, "rm -rf %s", place->state);
        (void)!system(command);
        free(place);
        return 0;
}

static struct item item_of(const char *text) {
        static const struct span rcpt[] = { SPAN("anna@example.org"), SPAN("bob@example.org") };
        return (struct item){ .bytes = span_from(text),
                              .channel = CHANNEL_MAIL_IN,
                              .client_ip = SPAN("192.0.2.1"),
                              .mail_from = SPAN("eve\n@example.net"),
                              .rcpt = rcpt,
                              .rcpt_count = 2 };
}

/* Runs `work` in a process that handles crashes; its status. */
static int in_worker(const struct place *place, void (*work)(const struct place *)) {
        pid_t pid = fork();
        if (pid == 0) {
                const struct crash_settings settings = { .board = place->board,
                                                         .folder = aside_folder(place->aside),
                                                         .path = aside_path(place->aside),
                                                         .item_timeout_ms = 100 };
                int nowhere = open("/dev/null", O_WRONLY);
                dup2(nowhere, STDERR_FILENO);
                if (crash_handle(&settings, NULL))
                        _exit(99);
                work(place);
                _exit(0);
        }
        int status;
        for (int i = 0; i < 300; i++) {
                /* As the supervisor does. */
                for (uint32_t slot = 0; slot < BOARD_SLOTS; slot++) {
                        const struct board_entry *entry = board_entry(place->board, slot);
                        if (entry->thread && clock_monotonic_ms() - entry->since_ms > 300)
                                kill(pid, SIGABRT);
                }
                if (waitpid(pid, &status, WNOHANG) == pid)
                        return status;
                usleep(20000);
        }
        kill(pid, SIGKILL);
        waitpid(pid, &status, 0);
        return status;
}

static size_t read_kept(const struct place *place, const char *text, const char *kind, char *to, size_t size) {
        char name[64];
        struct span bytes = span_from(text);
        (void)snprintf(name, sizeof name, "%016llx.%s", (unsigned long long)board_fingerprint(place->board, bytes),
                       kind);
        int fd = openat(aside_folder(place->aside), name, O_RDONLY);
        if (fd < 0)
                return 0;
        ssize_t got = read(fd, to, size - 1);
        close(fd);
        to[got > 0 ? got : 0] = 0;
        return got > 0 ? (size_t)got : 0;
}

static void judge_mail(const struct place *place) {
        struct item item = item_of(mail), first = item_of(other);
        board_set_test_token(place->board, TOKEN);
        if (board_begin(place->board, 7, &first, "0001"))
                board_end(place->board, 7);
        (void)board_begin(place->board, 3, &item, "0002");
}

static void test_an_item_that_crashes_is_kept(void **state) {
        const struct place *place = *state;
        char text[8192];
        int status = in_worker(place, judge_mail);
        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
        assert_int_equal(read_kept(place, mail, "eml", text, sizeof text), sizeof mail - 1);
        assert_string_equal(text, mail);
        assert_true(read_kept(place, mail, "txt", text, sizeof text) > 0);
        assert_non_null(strstr(text, "item: 0002\nsignal: SIGSEGV at 0x10\n"));
        assert_non_null(strstr(text, "mail-from: eve?@example.net\nrcpt: anna@example.org\nrecipients: 2\n"));
        assert_non_null(strstr(text, "stack:\n"));
        /* Known as it comes again, and the others are not touched. */
        struct item again = item_of(same_later), innocent = item_of(other);
        assert_false(board_begin(place->board, 0, &again, NULL));
        assert_true(board_begin(place->board, 0, &innocent, NULL));
        board_end(place->board, 0);
}

_Noreturn static void crash_as_a_worker(const struct place *place) {
        const struct crash_settings settings = { .board = place->board,
                                                 .folder = aside_folder(place->aside),
                                                 .path = aside_path(place->aside),
                                                 .item_timeout_ms = 60000 };
        sigset_t all;
        sigfillset(&all);
        sigprocmask(SIG_SETMASK, &all, NULL);
        if (crash_handle(&settings, NULL))
                _exit(99);
        judge_mail(place);
        _exit(98);
}

/* As where the file system does not answer any more: a pipe that nobody reads stands in for it. */
static void test_a_handler_that_gets_stuck_gives_up(void **state) {
        const struct place *place = *state;
        uint64_t fingerprint = board_fingerprint(place->board, span_from(mail));
        char name[64];
        int status = 0;
        (void)snprintf(name, sizeof name, "%016llx.eml", (unsigned long long)fingerprint);
        assert_int_equal(mkfifoat(aside_folder(place->aside), name, 0600), 0);
        pid_t pid = fork();
        if (pid == 0)
                crash_as_a_worker(place);
        for (int i = 0; i < 1000 && waitpid(pid, &status, WNOHANG) == 0; i++)
                usleep(20000);
        bool ended = kill(pid, SIGKILL) != 0;
        waitpid(pid, NULL, 0);
        assert_true(ended && WIFSIGNALED(status));
        assert_int_equal(WTERMSIG(status), SIGALRM);
        assert_true(board_is_poison(place->board, fingerprint));
}

static void test_the_folder_is_the_list(void **state) {
        struct place *place = *state;
        char text[8192];
        (void)in_worker(place, judge_mail);
        struct aside *again;
        struct board *board;
        assert_int_equal(aside_open(place->state, getuid(), getgid(), &again, NULL), CW_OK);
        assert_int_equal(board_new(aside_key(again), &board, NULL), CW_OK);
        assert_int_equal(aside_load(again, board), 1);
        struct item item = item_of(mail);
        assert_false(board_begin(board, 0, &item, NULL));
        (void)snprintf(text, sizeof text, "rm %s/*.txt", aside_path(again));
        assert_int_equal(system(text), 0);
        assert_int_equal(aside_load(again, board), 0);
        assert_true(board_begin(board, 0, &item, NULL));
        board_end(board, 0);
        board_free(board);
        aside_free(again);
}

/* Its own stack is gone. */
static int sink;
static int descend(volatile char *above, int depth) {
        volatile char here[4096];
        here[depth % 4096] = above[0];
        if (depth < 1 << 20)
                sink = descend(here, depth + 1) + here[1];
        return sink;
}
static void *overflow(void *user) {
        const struct place *place = user;
        struct item item = item_of(mail);
        volatile char top[1] = { 0 };
        (void)board_begin(place->board, 200, &item, "deep");
        descend(top, 0);
        return NULL;
}
static void judge_deep(const struct place *place) {
        pthread_t thread;
        pthread_create(&thread, NULL, overflow, (void *)place);
        pthread_join(thread, NULL);
}

static void test_a_full_stack_is_told_too(void **state) {
        const struct place *place = *state;
        char text[8192];
        int status = in_worker(place, judge_deep);
        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
        assert_int_equal(read_kept(place, mail, "eml", text, sizeof text), sizeof mail - 1);
}

static void judge_long(const struct place *place) {
        struct item item = item_of(mail);
        (void)board_begin(place->board, 9, &item, "slow");
        for (;;)
                pause();
}

static void test_an_item_without_end_is_kept(void **state) {
        const struct place *place = *state;
        char text[8192];
        int status = in_worker(place, judge_long);
        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
        assert_int_equal(read_kept(place, mail, "eml", text, sizeof text), sizeof mail - 1);
        struct item again = item_of(mail);
        assert_false(board_begin(place->board, 0, &again, NULL));
}

static void test_kills_make_suspects(void **state) {
        const struct place *place = *state;
        struct item item = item_of(mail);
        for (int death = 1; death <= 3; death++) {
                struct item with_it = item_of(death == 2 ? other : "Subject: y\r\n\r\n");
                assert_true(board_begin(place->board, 1, &item, NULL));
                assert_true(board_begin(place->board, 2, &with_it, NULL));
                assert_int_equal(board_suspect_all(place->board, false, NULL, NULL), death == 3 ? 1 : 0);
                board_clear_slots(place->board);
        }
        struct item innocent = item_of(other);
        assert_false(board_begin(place->board, 1, &item, NULL));
        assert_true(board_begin(place->board, 1, &innocent, NULL));
        /* A crash that could not tell, with one in work. */
        assert_int_equal(board_suspect_all(place->board, true, NULL, NULL), 1);
        board_clear_slots(place->board);
        assert_false(board_begin(place->board, 1, &innocent, NULL));
}

static void test_without_a_board_all_goes_on(void **state) {
        (void)state;
        struct item item = item_of(mail);
        assert_true(board_begin(NULL, 0, &item, NULL));
        board_end(NULL, 0);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(test_an_item_that_crashes_is_kept, set_up, tear_down),
                cmocka_unit_test_setup_teardown(test_a_handler_that_gets_stuck_gives_up, set_up, tear_down),
                cmocka_unit_test_setup_teardown(test_the_folder_is_the_list, set_up, tear_down),
                cmocka_unit_test_setup_teardown(test_a_full_stack_is_told_too, set_up, tear_down),
                cmocka_unit_test_setup_teardown(test_an_item_without_end_is_kept, set_up, tear_down),
                cmocka_unit_test_setup_teardown(test_kills_make_suspects, set_up, tear_down),
                cmocka_unit_test(test_without_a_board_all_goes_on),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

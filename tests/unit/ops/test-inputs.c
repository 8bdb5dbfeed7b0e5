/* Files, mailboxes and folders, read from a folder of our own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "ops/inputs.h"

static char root[] = "/tmp/calwarden-test-XXXXXX";

static int make_root(void **state) {
        (void)state;
        return mkdtemp(root) && chdir(root) == 0 ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *walk) {
        (void)info, (void)type, (void)walk;
        return remove(path);
}

static int remove_root(void **state) {
        (void)state;
        return chdir("/") == 0 ? nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS) : -1;
}

static void write_bytes(const char *path, struct span bytes) {
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
        fclose(file);
}

/* All that was read, as "path#index:bytes|", and "path!" for a failure. */
static void expect_inputs(const char *name, const char *path, const char *expected) {
        struct inputs *inputs;
        struct err err;
        assert_int_equal(inputs_new(&path, 1, &inputs, &err), CW_OK);
        char *got = NULL;
        size_t length = 0;
        FILE *out = open_memstream(&got, &length);
        struct input input;
        enum inputs_step step;
        while ((step = inputs_next(inputs, &input, &err)) != INPUTS_END) {
                fprintf(out, "%s", input.path);
                if (input.index)
                        fprintf(out, "#%u", input.index);
                if (step == INPUTS_FAILED)
                        fprintf(out, "!%d|", err.code);
                else
                        fprintf(out, ":%.*s%s|", (int)input.bytes.len, input.bytes.len ? input.bytes.ptr : "",
                                input.truncated ? "…" : "");
        }
        fclose(out);
        inputs_free(inputs);
        if (strcmp(got, expected) != 0)
                fail_msg("%s: expected \"%s\", got \"%s\"", name, expected, got);
        free(got);
}

#define FROM "From jo@example.org Thu Mar  7 10:00:00 2024\n"

static void reads_single_files(void **state) {
        (void)state;
        static const struct {
                const char *name;
                struct span bytes;
                const char *expected;
        } cases[] = {
                { "a mail", SPAN("Subject: x\n\nFrom here on\n\nFrom a@b Thu 10:00:00\n"),
                  "f:Subject: x\n\nFrom here on\n\nFrom a@b Thu 10:00:00\n|" },
                { "empty", SPAN(""), "f:|" },
                { "shorter than a separator", SPAN("From"), "f:From|" },
                { "mbox of three", SPAN(FROM "A: 1\n\none\n\n" FROM "B: 2\n\ntwo\n\n" FROM "C: 3\n"),
                  "f#1:" FROM "A: 1\n\none\n\n|f#2:" FROM "B: 2\n\ntwo\n\n|f#3:" FROM "C: 3\n|" },
                { "with CRLF", SPAN("From a 10:00:00\r\nA: 1\r\n\r\nFrom b 11:00:00\r\nB: 2\r\n"),
                  "f#1:From a 10:00:00\r\nA: 1\r\n\r\n|f#2:From b 11:00:00\r\nB: 2\r\n|" },
                { "a sentence is no separator", SPAN(FROM "A: 1\n\nDear all,\n\nFrom today on\n\nFromage\n"),
                  "f#1:" FROM "A: 1\n\nDear all,\n\nFrom today on\n\nFromage\n|" },
                { "no empty line before", SPAN(FROM "A: 1\n\none\n" FROM "B: 2\n"),
                  "f#1:" FROM "A: 1\n\none\n" FROM "B: 2\n|" },
                { "separators without times", SPAN("From a\nA: 1\n\nFrom b\nB: 2\n"),
                  "f#1:From a\nA: 1\n\n|f#2:From b\nB: 2\n|" },
                { "ends in a separator", SPAN(FROM "A: 1\n\n" FROM), "f#1:" FROM "A: 1\n\n|f#2:" FROM "|" },
                { "only a separator", SPAN("From "), "f#1:From |" },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                write_bytes("f", cases[i].bytes);
                expect_inputs(cases[i].name, "f", cases[i].expected);
        }
        unlink("f");
}

static void walks_folders(void **state) {
        (void)state;
        mkdir("d", 0700);
        mkdir("d/b", 0700);
        mkdir("d/.hidden", 0700);
        write_bytes("d/.hidden/x", SPAN("no"));
        write_bytes("d/.profile", SPAN("no"));
        write_bytes("d/z", SPAN("3"));
        write_bytes("d/a", SPAN("1"));
        write_bytes("d/b/y", SPAN("2"));
        assert_int_equal(symlink("../d", "d/loop"), 0);
        assert_int_equal(symlink("a", "d/link"), 0);
        assert_int_equal(symlink("nothing", "d/dangling"), 0);
        assert_int_equal(mkfifo("d/pipe", 0600), 0);
        expect_inputs("a folder", "d", "d/a:1|d/b/y:2|d/dangling!3|d/link:1|d/z:3|");
        expect_inputs("with a slash", "d/", "d/a:1|d/b/y:2|d/dangling!3|d/link:1|d/z:3|");
        expect_inputs("nothing there", "nope", "nope!3|");
        expect_inputs("a file as folder", "d/a/x", "d/a/x!3|");
}

static void reads_maildirs(void **state) {
        (void)state;
        static const char *const folders[] = { "m",           "m/cur",       "m/new",       "m/tmp",   "m/.Sent",
                                               "m/.Sent/cur", "m/.Sent/new", "m/.Sent/tmp", "m/.cache" };
        for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
                mkdir(folders[i], 0700);
        write_bytes("m/cur/1:2,S", SPAN("1"));
        write_bytes("m/new/2", SPAN("2"));
        write_bytes("m/tmp/3", SPAN("no"));
        write_bytes("m/uidlist", SPAN("no"));
        write_bytes("m/.cache/x", SPAN("no"));
        write_bytes("m/.Sent/cur/4:2,", SPAN("4"));
        expect_inputs("a Maildir", "m", "m/.Sent/cur/4:2,:4|m/cur/1:2,S:1|m/new/2:2|");
}

/* Separators at every place relative to the edge of what was read, through a pipe that gives little at a time. */
static void finds_separators_across_reads(void **state) {
        (void)state;
        char *bytes = NULL;
        size_t length = 0;
        FILE *file = open_memstream(&bytes, &length);
        for (int i = 0; i < 400; i++)
                fprintf(file, FROM "N: %d\n\n%0*d\n\n", i, i + 1, 0);
        fclose(file);
        write_bytes("many", (struct span){ bytes, length });
        free(bytes);
        struct inputs *inputs;
        struct input input;
        struct err err;
        int pipe_ends[2];
        assert_int_equal(pipe(pipe_ends), 0);
        fcntl(pipe_ends[1], F_SETPIPE_SZ, 4096);
        int saved = dup(0);
        if (fork() == 0) {
                close(pipe_ends[0]);
                int from = open("many", O_RDONLY);
                char chunk[37];
                ssize_t got;
                while ((got = read(from, chunk, sizeof chunk)) > 0)
                        if (write(pipe_ends[1], chunk, (size_t)got) != got)
                                break;
                _exit(0);
        }
        close(pipe_ends[1]);
        dup2(pipe_ends[0], 0);
        const char *path = "-";
        assert_int_equal(inputs_new(&path, 1, &inputs, &err), CW_OK);
        assert_int_equal(inputs_total(inputs), 0);
        for (uint32_t i = 0; i < 400; i++) {
                char expected[80];
                snprintf(expected, sizeof expected, FROM "N: %u\n", i);
                if (inputs_next(inputs, &input, &err) != INPUTS_ITEM || input.index != i + 1 ||
                    input.bytes.len != strlen(expected) + i + 4 ||
                    memcmp(input.bytes.ptr, expected, strlen(expected)) != 0)
                        fail_msg("item %u: got index %u of %zu bytes", i, input.index, input.bytes.len);
        }
        assert_int_equal(inputs_next(inputs, &input, &err), INPUTS_END);
        inputs_free(inputs);
        dup2(saved, 0);
        close(saved);
        close(pipe_ends[0]);
}

/* A file of holes takes no room on the disk. */
static void bounds_what_it_reads(void **state) {
        (void)state;
        int fd = open("huge", O_CREAT | O_WRONLY, 0600);
        assert_int_equal(ftruncate(fd, 3ll << 30), 0);
        close(fd);
        struct inputs *inputs;
        struct input input;
        struct err err;
        const char *path = "huge";
        assert_int_equal(inputs_new(&path, 1, &inputs, &err), CW_OK);
        assert_int_equal(inputs_next(inputs, &input, &err), INPUTS_ITEM);
        assert_true(input.truncated);
        assert_int_equal(input.bytes.len, LIMIT_MESSAGE_BYTES);
        assert_true(inputs_done(inputs) < 2 * (uint64_t)LIMIT_MESSAGE_BYTES);
        assert_int_equal(inputs_next(inputs, &input, &err), INPUTS_END);
        inputs_free(inputs);
}

/* An mbox of two mails, the first one of `size` bytes: mostly holes. */
static void write_huge_mbox(int64_t size) {
        FILE *file = fopen("mbox", "w");
        assert_non_null(file);
        fputs(FROM "A: 1\n\n", file);
        fflush(file);
        assert_int_equal(ftruncate(fileno(file), size - 2), 0);
        fseek(file, 0, SEEK_END);
        fputs("\n\n" FROM "B: 2\n", file);
        fclose(file);
}

/* One mail over the limit inside an mbox does not take the next one with it, wherever the edge of what is kept falls. */
static void goes_on_behind_a_huge_mail(void **state) {
        (void)state;
        /* The limit, and the end of the window that is kept. */
        static const int64_t beyond[] = { -1, 0, 1, 2, 998, 999, 1000, 1001, 1002, 1003, 1004, 5000000 };
        for (size_t i = 0; i < sizeof beyond / sizeof *beyond; i++) {
                struct inputs *inputs;
                struct input one = { 0 }, two = { 0 };
                struct err err;
                const char *path = "mbox";
                write_huge_mbox(LIMIT_MESSAGE_BYTES + beyond[i]);
                assert_int_equal(inputs_new(&path, 1, &inputs, &err), CW_OK);
                bool read = inputs_next(inputs, &one, &err) == INPUTS_ITEM;
                if (!read || one.truncated != (beyond[i] > 0))
                        fail_msg("%+lld bytes: expected %s, got %s", (long long)beyond[i],
                                 beyond[i] > 0 ? "a cut mail" : "a whole one",
                                 !read           ? "nothing"
                                 : one.truncated ? "a cut one"
                                                 : "a whole one");
                read = inputs_next(inputs, &two, &err) == INPUTS_ITEM;
                if (!read || two.index != 2 || two.truncated || two.bytes.len != strlen(FROM "B: 2\n"))
                        fail_msg("%+lld bytes: expected the second mail, got index %u of %zu bytes",
                                 (long long)beyond[i], two.index, two.bytes.len);
                assert_int_equal(inputs_next(inputs, &two, &err), INPUTS_END);
                inputs_free(inputs);
        }
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(reads_single_files),   cmocka_unit_test(walks_folders),
                cmocka_unit_test(reads_maildirs),       cmocka_unit_test(finds_separators_across_reads),
                cmocka_unit_test(bounds_what_it_reads), cmocka_unit_test(goes_on_behind_a_huge_mail),
        };
        return cmocka_run_group_tests(tests, make_root, remove_root);
}

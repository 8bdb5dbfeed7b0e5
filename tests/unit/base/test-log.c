#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/log.h"

/* What a line looks like that `write` writes; its end is cut off. */
static const char *written(enum log_format format, void (*write)(struct log_line *line)) {
        static char text[2 * LOG_LINE_BYTES];
        const struct log_settings settings = { .level = LEVEL_INFO, .format = format, .target = LOG_STDERR };
        struct log_line line;
        int ends[2];
        assert_int_equal(pipe(ends), 0);
        log_open(&settings);
        log_to(ends[1]);
        log_begin(&line, LEVEL_INFO, "item");
        write(&line);
        log_end(&line);
        (void)close(ends[1]);
        log_to(-1);
        ssize_t len = read(ends[0], text, sizeof text - 1);
        (void)close(ends[0]);
        assert_true(len > 1 && text[len - 1] == '\n' && memchr(text, '\n', (size_t)len) == text + len - 1);
        text[len - 1] = '\0';
        return text;
}

/* Behind the time, whose form is checked once. */
static const char *fields(const char *line) {
        const char *at = strstr(line, "level");
        assert_non_null(at);
        return at;
}

static void write_plain(struct log_line *line) {
        log_text(line, "class", "spam");
        log_text(line, "none", NULL);
        log_span(line, "empty", SPAN(""));
        log_number(line, "us", -412);
        log_real(line, "odds", -2.5);
        log_real(line, "odd", __builtin_inf());
        log_truth(line, "held", true);
        log_format(line, "count", "%d of %d", 1, 2);
}

static void writes_fields(void **state) {
        (void)state;
        const char *line = written(LOG_LOGFMT, write_plain);
        assert_memory_equal(line, "ts=20", 5);
        assert_string_equal(line + 26,
                            "Z level=info event=item class=spam us=-412 odds=-2.500 held=true count=\"1 of 2\"");
        line = written(LOG_JSON, write_plain);
        assert_memory_equal(line, "{\"ts\":\"20", 9);
        assert_string_equal(fields(line),
                            "level\":\"info\",\"event\":\"item\",\"class\":\"spam\",\"us\":-412,\"odds\":-2.500,"
                            "\"held\":true,\"count\":\"1 of 2\"}");
}

static struct span hostile;
static void write_hostile(struct log_line *line) {
        log_span(line, "v", hostile);
}

static void escapes_what_is_hostile(void **state) {
        static const struct {
                const char *name;
                struct span value;
                const char *logfmt, *json;
        } cases[] = {
                { "a line of its own", SPAN("a\nlevel=error event=x"), "\"a\\nlevel=error event=x\"",
                  "\"a\\nlevel=error event=x\"" },
                { "quotes", SPAN("a\" b=\"c\\"), "\"a\\\" b=\\\"c\\\\\"", "\"a\\\" b=\\\"c\\\\\"" },
                { "the sign of a field", SPAN("a=b"), "\"a=b\"", "\"a=b\"" },
                { "a NUL", SPAN("a\0b"), "\"a\\u0000b\"", "\"a\\u0000b\"" },
                { "a terminal's escape", SPAN("\x1b[2J\x7f"), "\"\\u001b[2J\\u007f\"", "\"\\u001b[2J\\u007f\"" },
                { "no UTF-8", SPAN("\xff\xc0\xaf\xed\xa0\x80"), "\"\\xff\\xc0\\xaf\\xed\\xa0\\x80\"",
                  "\"\\ufffd\\ufffd\\ufffd\\ufffd\\ufffd\\ufffd\"" },
                { "a cut sequence", SPAN("a\xe2\x82"), "\"a\\xe2\\x82\"", "\"a\\ufffd\\ufffd\"" },
                { "letters of others", SPAN("Grüße"), "\"Grüße\"", "\"Grüße\"" },
                { "direction", SPAN("a\u202eb"), "\"a\\u202eb\"", "\"a\\u202eb\"" },
                { "C1", SPAN("\xc2\x85"), "\"\\u0085\"", "\"\\u0085\"" },
                { "a tag", SPAN("\U000E0041"), "\"\\U000e0041\"", "\"\\udb40\\udc41\"" },
                { "a face", SPAN("\U0001F600"), "\"\U0001F600\"", "\"\U0001F600\"" },
        };
        bool all = true;
        (void)state;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                hostile = cases[i].value;
                const char *got = strstr(written(LOG_LOGFMT, write_hostile), " v=") + 3;
                if (strcmp(got, cases[i].logfmt) != 0) {
                        print_error("%s: %s\n", cases[i].name, got);
                        all = false;
                }
                char json[100];
                (void)snprintf(json, sizeof json, "\"v\":%s}", cases[i].json);
                got = strstr(written(LOG_JSON, write_hostile), "\"v\":");
                if (strcmp(got, json) != 0) {
                        print_error("%s: %s\n", cases[i].name, got);
                        all = false;
                }
        }
        assert_true(all);
}

static void write_much(struct log_line *line) {
        static char much[100000];
        memset(much, '\n', sizeof much);
        for (int i = 0; i < 100; i++)
                log_span(line, "v", (struct span){ much, sizeof much });
        log_text(line, "last", "x");
}

static void keeps_its_bounds(void **state) {
        (void)state;
        const char *line = written(LOG_LOGFMT, write_much);
        assert_true(strlen(line) < LOG_LINE_BYTES && strlen(line) > LOG_LINE_BYTES - LOG_VALUE_BYTES - 50);
        assert_non_null(strstr(line, "…\" v="));
        assert_non_null(strstr(line, " last=x"));
        line = written(LOG_JSON, write_much);
        assert_true(line[strlen(line) - 1] == '}' && strlen(line) < LOG_LINE_BYTES);
}

static void leaves_out_what_is_not_wanted(void **state) {
        int ends[2];
        char text[1000];
        (void)state;
        assert_int_equal(pipe(ends), 0);
        log_open(&(struct log_settings){ .level = LEVEL_WARNING, .format = LOG_LOGFMT, .target = LOG_STDERR });
        log_to(ends[1]);
        log_say(LEVEL_NOTICE, "one", "not told");
        log_say(LEVEL_ERROR, "two", "told %s", "now");
        log_to(-1);
        ssize_t len = read(ends[0], text, sizeof text - 1);
        assert_true(len > 0);
        text[len] = '\0';
        assert_string_equal(fields(text), "level=error event=two text=\"told now\"\n");
        uint64_t before = log_lost();
        (void)close(ends[0]);
        log_to(ends[1]);
        log_say(LEVEL_ERROR, "three", "nobody reads");
        log_to(-1);
        (void)close(ends[1]);
        assert_int_equal(log_lost(), before + 1);
}

static void waits_for_no_reader(void **state) {
        int ends[2];
        (void)state;
        assert_int_equal(pipe(ends), 0);
        log_open(&(struct log_settings){ .level = LEVEL_INFO, .format = LOG_LOGFMT, .target = LOG_STDERR });
        log_to(ends[1]);
        uint64_t before = log_lost(), began = clock_monotonic_ns();
        for (int i = 0; i < 5000; i++)
                log_say(LEVEL_INFO, "item", "number %d of what nobody reads, and which does not fit into a pipe", i);
        assert_true(clock_monotonic_ns() - began < 2000000000u);
        assert_true(log_lost() > before);
        char text[70000];
        ssize_t len = read(ends[0], text, sizeof text);
        assert_true(len > 0 && text[len - 1] == '\n');
        before = log_lost();
        log_say(LEVEL_INFO, "item", "read again");
        assert_int_equal(log_lost(), before);
        log_to(-1);
        (void)close(ends[0]);
        (void)close(ends[1]);
}

/* Last, for the journal's socket stays open. */
static void speaks_with_the_journal(void **state) {
        char folder[] = "/tmp/calwarden-journal-XXXXXX", text[4000];
        struct sockaddr_un address = { .sun_family = AF_UNIX };
        (void)state;
        assert_non_null(mkdtemp(folder));
        (void)snprintf(address.sun_path, sizeof address.sun_path, "%s/socket", folder);
        int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        assert_true(fd >= 0 && bind(fd, (const struct sockaddr *)&address, sizeof address) == 0);
        (void)setenv("CALWARDEN_JOURNAL", address.sun_path, 1);
        log_open(&(struct log_settings){ .level = LEVEL_INFO, .format = LOG_LOGFMT, .target = LOG_JOURNAL });
        log_say(LEVEL_WARNING, "item", "a\nPRIORITY=0 \"b\"");
        ssize_t len = recv(fd, text, sizeof text - 1, 0);
        assert_true(len > 0);
        text[len] = '\0';
        assert_string_equal(text,
                            "PRIORITY=4\nSYSLOG_IDENTIFIER=calwarden\n"
                            "MESSAGE=level=warning event=item text=\"a\\nPRIORITY=0 \\\"b\\\"\"\n"
                            "CALWARDEN_LEVEL=warning\nCALWARDEN_EVENT=item\nCALWARDEN_TEXT=a\\nPRIORITY=0 \\\"b\\\"\n");
        (void)close(fd);
        (void)unlink(address.sun_path);
        (void)rmdir(folder);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(writes_fields),       cmocka_unit_test(escapes_what_is_hostile),
                cmocka_unit_test(keeps_its_bounds),    cmocka_unit_test(leaves_out_what_is_not_wanted),
                cmocka_unit_test(waits_for_no_reader), cmocka_unit_test(speaks_with_the_journal),
        };
        (void)signal(SIGPIPE, SIG_IGN);
        return cmocka_run_group_tests(tests, NULL, NULL);
}

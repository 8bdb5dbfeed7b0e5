/* Lists of known abuse that are read from files. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "config/config.h"
#include "config/list-file.h"
#include "lookup/lists.h"

static const char text[] = "\xEF\xBB\xBF# advisories of the week\r\n"
                           "; another comment\n"
                           "\n"
                           "evil.example   # why\r\n"
                           "*.wild.example\n"
                           "0.0.0.0 hosts.example\n"
                           "Drop.Box+7@Gmail.com\n"
                           "198.51.100.66\n"
                           "203.0.113.128/25\n"
                           "2001:db8:bad::/48\n"
                           "https://Files.Example:443/a/b?x=1#part\n"
                           "http://files.example/only\n"
                           "http://port.example:8080/\n"
                           "not!a!host\n"
                           "0.0.0.0/0\n"
                           "localhost\n"
                           "last.example";

static struct list_file *parse(const char *bytes) {
        struct list_file *file = NULL;
        struct err err;
        assert_int_equal(list_file_parse(span_from(bytes), &file, &err), CW_OK);
        return file;
}

enum what { IP, HOST, MAILBOX, URL };
static const struct {
        enum what what;
        const char *text;
        bool has;
} cases[] = {
        { HOST, "evil.example", true },
        { HOST, "www.evil.example", true },
        { HOST, "a.b.c.evil.example.", true },
        { HOST, "devil.example", false },
        { HOST, "example", false },
        { HOST, "wild.example", true },
        { HOST, "hosts.example", true },
        { HOST, "last.example", true },
        { HOST, "", false },
        { HOST, "localhost", false },
        { IP, "198.51.100.66", true },
        { IP, "198.51.100.67", false },
        { IP, "203.0.113.129", true },
        { IP, "203.0.113.127", false },
        { IP, "2001:db8:bad::1", true },
        { IP, "2001:db8:bac::1", false },
        { IP, "192.0.2.1", false },
        { MAILBOX, "dropbox@googlemail.com", true },
        { MAILBOX, "d.r.o.p.box+other@gmail.com", true },
        { MAILBOX, "drop@gmail.com", false },
        { URL, "https://files.example/a/b?x=1", true },
        { URL, "http://user@files.example/a/b?x=1#else", true },
        { URL, "https://files.example/a/b?x=2", false },
        { URL, "https://files.example/A/b?x=1", false },
        { URL, "https://files.example/only?id=7", true },
        { URL, "https://files.example/only/more", false },
        { URL, "http://port.example:8080", true },
        { URL, "http://port.example/", false },
        { URL, "mailto:a@b.example", false },
};

static bool has(const struct list_file *file, enum what what, struct span text) {
        struct span found;
        struct ip ip;
        return what == IP        ? ip_parse(text, &ip) && list_file_has_ip(file, &ip)
               : what == HOST    ? list_file_has_host(file, text, &found)
               : what == MAILBOX ? list_file_has_mailbox(file, text)
                                 : list_file_has_url(file, text);
}

static void test_entries(void **state) {
        (void)state;
        struct list_file *file = parse(text);
        assert_int_equal(list_file_count(file), 11);
        assert_int_equal(list_file_bad(file), 3);
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
                if (has(file, cases[i].what, span_from(cases[i].text)) != cases[i].has)
                        fail_msg("%s", cases[i].text);
        list_file_free(file);
}

/* Each of many is found, and none that is not there. */
static void test_many(void **state) {
        (void)state;
        enum { COUNT = 100000 };
        char *bytes = malloc(COUNT * 24), *end = bytes;
        for (int i = 0; i < COUNT; i++)
                end += snprintf(end, 24, "h%d.example\n", i * 2);
        struct list_file *file;
        struct err err;
        assert_int_equal(list_file_parse((struct span){ bytes, (size_t)(end - bytes) }, &file, &err), CW_OK);
        assert_int_equal(list_file_count(file), COUNT);
        assert_true(list_file_bytes(file) < COUNT * 10);
        for (int i = 0; i < 2 * COUNT; i++) {
                char host[24];
                snprintf(host, sizeof host, "h%d.example", i);
                if (has(file, HOST, span_from(host)) != (i % 2 == 0))
                        fail_msg("%s", host);
        }
        list_file_free(file);
        free(bytes);
}

static void test_empty(void **state) {
        (void)state;
        struct list_file *file = parse("");
        assert_false(has(file, HOST, SPAN("evil.example")));
        assert_false(has(file, IP, SPAN("192.0.2.1")));
        list_file_free(file);
}

static void test_definitions(void **state) {
        (void)state;
        static const struct {
                const char *text;
                bool fits;
        } definitions[] = {
                { "ours phish /etc/list", true },
                { "ours malware https://lists.example/x", true },
                { "ours malware https://lists.example/x key=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", true },
                { "ours malware http://lists.example/x key=RWQBAgMEBQYHCNdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea",
                  true },
                { "ours malware http://lists.example/x", false },
                { "ours error /etc/list", false },
                { "ours wrong /etc/list", false },
                { "ours phish list", false },
                { "ou/rs phish /etc/list", false },
                { "ours phish", false },
                { "ours phish /etc/list key=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", false },
                { "ours phish https://lists.example/x key=short", false },
                { "ours phish https://lists.example/x other=1", false },
                { "ours phish /etc/list more", false },
                { "", false },
        };
        for (size_t i = 0; i < sizeof definitions / sizeof *definitions; i++) {
                struct list_file_definition file;
                if (list_file_read(span_from(definitions[i].text), &file) != definitions[i].fits)
                        fail_msg("%s", definitions[i].text);
        }
}

/* ---- While it runs --------------------------------------------------------------------------------------------------- */

static char folder[] = "/tmp/test-list-file-XXXXXX";
static char list_path[64], config_path[64];

static void write_file(const char *path, const char *bytes) {
        FILE *out = fopen(path, "w");
        assert_non_null(out);
        fputs(bytes, out);
        fclose(out);
}

static bool lists_have(struct lists *lists, const char *host) {
        struct span found;
        return list_source_has(&lists->sources[0], LISTED_HOST, span_from(host), &found);
}

static struct lists *open_lists(const struct lists *before, struct config **ret_config) {
        struct err err;
        assert_int_equal(config_load(config_path, ret_config, &err), CW_OK);
        struct lists *lists = lists_new(*ret_config, before, NULL, NULL, NULL);
        assert_non_null(lists);
        assert_int_equal(lists->source_count, 1);
        return lists;
}

static void test_changes(void **state) {
        (void)state;
        static const _Atomic bool stop = false;
        char text_of_config[200];
        struct config *config, *next;
        assert_non_null(mkdtemp(folder));
        snprintf(list_path, sizeof list_path, "%s/list", folder);
        snprintf(config_path, sizeof config_path, "%s/conf", folder);
        snprintf(text_of_config, sizeof text_of_config, "list-files = {\"ours phish %s\"}\nlist-size = 1024\n",
                 list_path);
        write_file(config_path, text_of_config);
        write_file(list_path, "one.example\n");
        log_to(open("/dev/null", O_WRONLY));

        struct lists *lists = open_lists(NULL, &config);
        assert_true(lists_have(lists, "one.example"));
        write_file(list_path, "two.example\nthree.example\n");
        assert_false(lists_have(lists, "two.example")); /* nobody who asks reads a file */
        list_sources_refresh(lists, &stop);
        assert_true(lists_have(lists, "two.example"));
        assert_false(lists_have(lists, "one.example"));

        char many[4096];
        memset(many, 'x', sizeof many - 1);
        many[sizeof many - 1] = '\0';
        write_file(list_path, many); /* more than list-size: what was there stays in force, and when it is gone, too */
        list_sources_refresh(lists, &stop);
        assert_true(lists_have(lists, "two.example"));
        unlink(list_path);
        list_sources_refresh(lists, &stop);
        assert_true(lists_have(lists, "two.example"));

        struct lists *reloaded = open_lists(lists, &next); /* another configuration takes over what was read */
        lists_free(lists);
        config_unref(config);
        assert_true(lists_have(reloaded, "two.example"));
        lists_free(reloaded);
        config_unref(next);
        unlink(config_path);
        rmdir(folder);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_entries),     cmocka_unit_test(test_many),    cmocka_unit_test(test_empty),
                cmocka_unit_test(test_definitions), cmocka_unit_test(test_changes),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

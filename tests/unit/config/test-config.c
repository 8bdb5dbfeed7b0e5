#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <unistd.h>

#include <cmocka.h>

#include "config/config.h"
#include "config/forms.h"

/* ---- Forms ------------------------------------------------------------------------------------------------------- */

static void forms_know_their_own(void **state) {
        static const struct {
                enum option_form form;
                const char *text;
                bool fits;
        } cases[] = {
                { OPTION_FORM_MAILBOX, "abuse+cal@example.org", true },
                { OPTION_FORM_MAILBOX, "abuse", false },
                { OPTION_FORM_MAILBOX, "@example.org", false },
                { OPTION_FORM_MAILBOX, "a b@example.org", false },
                { OPTION_FORM_MAILBOX, "<a@example.org>", false },
                { OPTION_FORM_MAILBOX, "a@b@example.org", false },
                { OPTION_FORM_FEEDBACK, "example.net=fbl@example.net", true },
                { OPTION_FORM_FEEDBACK, "example.net = fbl@example.net", true },
                { OPTION_FORM_FEEDBACK, "fbl@example.net", false },
                { OPTION_FORM_FEEDBACK, "example.net=", false },
                { OPTION_FORM_PATH, "/var/lib/x", true },
                { OPTION_FORM_PATH, "lib/x", false },
                { OPTION_FORM_STORE, "sqlite:/var/lib/x.db", true },
                { OPTION_FORM_STORE, "sqlite:x.db", false },
                { OPTION_FORM_STORE, "postgresql://cw@db.example/cw?passfile=/etc/cw", true },
                { OPTION_FORM_STORE, "mysql://db.example/cw", false },
                { OPTION_FORM_REDIS, "redis://127.0.0.1:6379/1", true },
                { OPTION_FORM_REDIS, "redis://[::1]:6379", true },
                { OPTION_FORM_REDIS, "redis://host/one", false },
                { OPTION_FORM_REDIS, "redis+unix:///run/redis.sock", true },
                { OPTION_FORM_REDIS, "redis://", false },
                { OPTION_FORM_SMTP, "smtp://127.0.0.1:25", true },
                { OPTION_FORM_SMTP, "smtp://127.0.0.1:", false },
                { OPTION_FORM_SMTP, "127.0.0.1:25", false },
                { OPTION_FORM_LISTEN, "inet:127.0.0.1:8898", true },
                { OPTION_FORM_LISTEN, "unix:/run/cw.sock", true },
                { OPTION_FORM_LISTEN, "unix:run/cw.sock", false },
                { OPTION_FORM_LISTEN, "inet:mail.example.org:8898", false },
                { OPTION_FORM_LISTEN, "inet:127.0.0.1:70000", false },
                { OPTION_FORM_HOST_PORT, "[::1]:8899", true },
                { OPTION_FORM_HOST_PORT, "unix:/run/cw.sock", false },
                { OPTION_FORM_HOST_PORT, "127.0.0.1", false },
                { OPTION_FORM_NETWORK, "192.0.2.0/24", true },
                { OPTION_FORM_NETWORK, "192.0.2.1/24", false },
                { OPTION_FORM_NETWORK, "192.0.2.0/33", false },
                { OPTION_FORM_NETWORK, "2001:db8::/32", true },
                { OPTION_FORM_NETWORK, "mail.example.org", false },
                { OPTION_FORM_DOMAIN, "bücher.example", true },
                { OPTION_FORM_DOMAIN, ".example", false },
                { OPTION_FORM_DOMAIN, "a@example.org", false },
                { OPTION_FORM_ALIAS, "a@example.org=b@example.org", true },
                { OPTION_FORM_ALIAS, "@old.example=@new.example", true },
                { OPTION_FORM_ALIAS, "a@example.org=@new.example", false },
                { OPTION_FORM_ALIAS, "a@example.org", false },
                { OPTION_FORM_DELIMITER, "+", true },
                { OPTION_FORM_DELIMITER, "+-", false },
                { OPTION_FORM_MODE, "0660", true },
                { OPTION_FORM_MODE, "660", false },
                { OPTION_FORM_MODE, "0990", false },
                { OPTION_FORM_HEADER, "X-Spam-Flag", true },
                { OPTION_FORM_HEADER, "X-Spam-Flag:", false },
                { OPTION_FORM_HEADER_LINE, "X-Spam-Flag: YES", true },
                { OPTION_FORM_HEADER_LINE, "X-Spam-Flag", false },
                { OPTION_FORM_HEADER_LINE, "X-A: b\r\nX-C: d", false },
                { OPTION_FORM_REPLY, "Refused ({item}), ask {contact}", true },
                { OPTION_FORM_REPLY, "Refused {other}", false },
                { OPTION_FORM_REPLY, "Refused {item", false },
                { OPTION_FORM_REPLY, "Refused {", false },
                { OPTION_FORM_REPLY, "Refused item}", false },
                { OPTION_FORM_REPLY, "100 %", false },
                { OPTION_FORM_REPLY, "zwei\nZeilen", false },
                { OPTION_FORM_REPLY, "für", false },
        };
        bool all = true;
        (void)state;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
                if (form_fits(cases[i].form, cases[i].text) != cases[i].fits) {
                        print_error("\"%s\": should %sbe %s\n", cases[i].text, cases[i].fits ? "" : "not ",
                                    form_expected(cases[i].form));
                        all = false;
                }
        assert_true(all);
}

static void amounts_are_read_and_written(void **state) {
        static const struct {
                const char *text;
                bool size;
                double value;        /* -1: none */
                const char *written; /* NULL: as the text */
        } cases[] = {
                { "0", false, 0, NULL },
                { "90", false, 90, "1m30s" },
                { "1h30m", false, 5400, NULL },
                { "1 h 30 min", false, 5400, "1h30m" },
                { "250ms", false, 0.25, NULL },
                { "1.5s", false, 1.5, "1s500ms" },
                { "2w", false, 14 * 86400, "14d" },
                { "2y", false, 2 * 365 * 86400, NULL },
                { "", false, -1, NULL },
                { "1x", false, -1, NULL },
                { "-1s", false, -1, NULL },
                { "1h,", false, -1, NULL },
                { "64MiB", true, 64 * 1048576, NULL },
                { "64M", true, 64 * 1048576, "64MiB" },
                { "10kB", true, 10000, "10000" },
                { "1.5KiB", true, 1536, "1536" },
                { "1KiB 1KiB", true, -1, NULL },
                { "1 potato", true, -1, NULL },
        };
        ARENA_CLEANUP struct arena *arena = arena_new(1 << 20);
        bool all = true;
        (void)state;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                double value = -1;
                bool ok = cases[i].size ? form_size(cases[i].text, &value) : form_duration(cases[i].text, &value);
                struct span written = !ok             ? SPAN("")
                                      : cases[i].size ? form_size_written(value, arena)
                                                      : form_duration_written(value, arena);
                const char *expected = cases[i].written ? cases[i].written : cases[i].text;
                bool same = !ok || span_equal(written, span_from(expected));
                if (ok != (cases[i].value >= 0) || (ok && value != cases[i].value) || !same) {
                        print_error("\"%s\": %d, %g, \"%.*s\"\n", cases[i].text, ok, value, (int)written.len,
                                    written.ptr);
                        all = false;
                }
        }
        assert_true(all);
}

static void every_default_is_allowed(void **state) {
        ARENA_CLEANUP struct arena *arena = arena_new(1 << 20);
        struct options options;
        options_default(&options);
        (void)state;
        for (enum option_id id = 0; id < OPTS; id++) {
                const struct option_info *info = &option_table[id];
                bool ok = true;
                for (uint32_t i = 0; i < options.list[id].count; i++)
                        ok = ok && form_fits(info->form, options.list[id].items[i]);
                if (info->kind == OPTION_KIND_TEXT)
                        ok = !*info->text || form_fits(info->form, info->text);
                if (info->kind < OPTION_KIND_TRUTH)
                        ok = info->least <= info->value && info->value <= info->most;
                if (info->kind == OPTION_KIND_CHOICE)
                        ok = options.number[id] >= 0;
                if (!ok || option_allowed(id, arena).len == 0 || option_find(info->name) != id)
                        fail_msg("%s: its default is not allowed, or it has no words", info->name);
        }
}

/* ---- Addresses --------------------------------------------------------------------------------------------------- */

static void networks_hold_addresses(void **state) {
        static const struct {
                const char *network, *ip;
                bool in;
        } cases[] = {
                { "192.0.2.0/24", "192.0.2.255", true },
                { "192.0.2.0/24", "192.0.3.0", false },
                { "192.0.2.128/25", "192.0.2.127", false },
                { "192.0.2.128/25", "::ffff:192.0.2.129", true },
                { "192.0.2.1", "192.0.2.1", true },
                { "192.0.2.1", "192.0.2.2", false },
                { "2001:db8::/33", "2001:db8:7fff::1", true },
                { "2001:db8::/33", "2001:db8:8000::1", false },
                { "::1", "IPv6:::1", true },
                { "::1", "[::1]", true },
                { "0.0.0.0/0", "2001:db8::1", false },
                { "::/0", "192.0.2.1", true },
                { "::/0", "unknown", false },
                { "::/0", "", false },
        };
        bool all = true;
        (void)state;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct network network;
                assert_true(network_parse(span_from(cases[i].network), &network));
                const struct networks networks = { &network, 1 };
                if (networks_have(&networks, span_from(cases[i].ip)) != cases[i].in) {
                        print_error("%s in %s: should be %d\n", cases[i].ip, cases[i].network, cases[i].in);
                        all = false;
                }
        }
        assert_true(all);
}

static void knows_this_machine(void **state) {
        static const char *const local[] = { "http://localhost",       "imap://LOCALHOST:143",
                                             "http://127.0.0.1/x",     "http://127.9.9.9:80/",
                                             "http://[::1]:5232/",     "http://u:p@127.0.0.1:1/",
                                             "http://127.0.0.1?a@b.c", "https://[::ffff:127.0.0.1]" };
        static const char *const others[] = { "http://127.example.org/",
                                              "http://localhost.example.org/",
                                              "http://127.0.0.1@example.org/",
                                              "http://127.0.0.1:x@example.org/",
                                              "http://[::1]x@example.org/",
                                              "http://[::2]/",
                                              "http://192.0.2.1/127.0.0.1",
                                              "127.0.0.1",
                                              "http://",
                                              "" };
        (void)state;
        for (size_t i = 0; i < sizeof local / sizeof *local; i++)
                if (!url_is_local(span_from(local[i])))
                        fail_msg("%s is taken for another machine", local[i]);
        for (size_t i = 0; i < sizeof others / sizeof *others; i++)
                if (url_is_local(span_from(others[i])))
                        fail_msg("%s is taken for this machine", others[i]);
}

static void listens_where_it_is_told(void **state) {
        struct listen_at at;
        (void)state;
        assert_true(listen_parse(SPAN("inet:8898@localhost"), &at));
        assert_string_equal(at.host, "127.0.0.1");
        assert_int_equal(at.port, 8898);
        assert_int_equal(at.address.ss_family, AF_INET);
        assert_true(listen_parse(SPAN("inet6:[2001:db8::1]:0"), &at));
        assert_string_equal(at.host, "2001:db8::1");
        assert_int_equal(at.address.ss_family, AF_INET6);
        assert_true(listen_parse(SPAN("local:/run/cw.sock"), &at));
        assert_true(at.is_unix);
        assert_string_equal(at.path, "/run/cw.sock");
        assert_false(listen_parse(SPAN(""), &at));
        assert_false(listen_parse(SPAN("inet:"), &at));
}

/* ---- Whole files ------------------------------------------------------------------------------------------------- */

static struct config *load(const char *text, enum cw_err *ret_code, struct err *err) {
        char path[] = "/tmp/calwarden-conf-XXXXXX";
        int fd = mkstemp(path);
        assert_true(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
        (void)close(fd);
        struct config *config = NULL;
        *ret_code = config_load(path, &config, err);
        (void)unlink(path);
        assert_non_null(config);
        return config;
}

static void runs_without_a_file(void **state) {
        struct config *config;
        struct err err;
        (void)state;
        (void)setenv("STATE_DIRECTORY", "/var/lib/one:/var/lib/two", 1);
        assert_int_equal(config_load(NULL, &config, &err), CW_OK);
        assert_int_equal(config->problems.warnings, 0);
        assert_string_equal(config->state, "/var/lib/one");
        assert_string_equal(config->store, "sqlite:/var/lib/one/calwarden.db");
        assert_true(networks_have(&config->networks, SPAN("127.0.0.1")));
        assert_false(networks_have(&config->networks, SPAN("192.0.2.1")));
        assert_true(strlen(config->hostname) > 0);
        assert_int_equal(config->log.level, LEVEL_INFO);
        assert_false(config_trusts(config, SPAN("127.0.0.1")));
        char path[64];
        assert_true(config_state_path(config, "aside", path, sizeof path));
        assert_string_equal(path, "/var/lib/one/aside");
        assert_false(config_state_path(config, "aside", path, 10));
        const struct config *second = config_ref(config);
        config_unref(config);
        assert_string_equal(second->state, "/var/lib/one");
        config_unref(second);
        (void)unsetenv("STATE_DIRECTORY");
}

static void values_are_those_of_the_file(void **state) {
        enum cw_err code;
        struct err err;
        struct config *config = load("http-listen = {}\nlog-format = json\nlog-level = warning\nlimit-window = 1h30m\n"
                                     "sandbox = off\nnetworks = {192.0.2.0/24, '2001:db8::/32'}\nmail-in-spam = reject\n",
                                     &code, &err);
        (void)state;
        assert_int_equal(code, CW_OK);
        assert_int_equal(config->options.list[OPT_HTTP_LISTEN].count, 0);
        assert_int_equal(config->options.place[OPT_HTTP_LISTEN].file != NULL, 1);
        assert_int_equal(config->log.format, LOG_JSON);
        assert_int_equal(config->log.level, LEVEL_WARNING);
        assert_true(config->options.number[OPT_LIMIT_WINDOW] == 5400);
        assert_false(option_truth(&config->options, OPT_SANDBOX));
        assert_int_equal(option_choice(&config->options, OPT_MAIL_IN_SPAM), ACTION_REJECT);
        assert_string_equal(config->options.text[OPT_MAIL_IN_SPAM], "reject");
        assert_int_equal(config->options.place[OPT_MAIL_IN_SPAM].line, 7);
        assert_true(networks_have(&config->networks, SPAN("2001:db8::25")));
        assert_null(config->options.place[OPT_STATE].file);
        config_unref(config);
}

static void mistakes_are_told_with_their_line(void **state) {
        static const struct {
                const char *name, *text, *expect;
                bool warning;
        } cases[] = {
                { "an unknown option", "colour = red\n", ":1: ", false },
                { "a relative path", "\nstate = here\n", ":2: state: \"here\" is not a path that begins with /", false },
                { "a choice", "mail-in-spam = burn\n", "is not one of accept, tag, folder", false },
                { "discard where it may be a mistake", "mail-in-spam = discard\n", "is not one of", false },
                { "too long", "scanner-wait = 1h\n", "is not a time (as 90s, 15m, 12h, 30d) from 100ms to 10m", false },
                { "a list for one", "scanners = {1, 2}\n", "one value, not a list", false },
                { "one of a list", "networks = {192.0.2.0/24, nowhere}\n", "\"nowhere\" is not a network", false },
                { "an empty item", "own-domains = {\"\"}\n", "\"\" is not a domain", false },
                { "nothing to do", "milter-listen = \"\"\nhttp-listen = {}\n", "nothing to do", false },
                { "falling thresholds", "doubtful = 0.95\n", "do not rise", false },
                { "all is ours", "networks = 0.0.0.0/0\n", "all mail would be outbound", false },
                { "all is trusted", "trusted-results = behind\nauthserv-ids = mx.example\ntrusted-networks = '::/0'\n",
                  "forged results would be believed", false },
                { "behind nobody", "trusted-results = behind\n", "authserv-ids must name", false },
                { "behind, not provable", "trusted-results = behind\nauthserv-ids = mx.example\n",
                  ":1: trusted-results: nothing proves", true },
                { "border with networks", "trusted-networks = 192.0.2.0/24\n", "mean nothing at the border", true },
                { "milder for worse", "mail-in-doubtful = reject\nmail-in-spam = tag\n",
                  ":2: mail-in-spam: this is milder", true },
                { "milder than to keep it", "mail-in-spam = quarantine\nmail-in-certain = hold\n",
                  ":2: mail-in-certain: this is milder", true },
                { "open to the world", "http-listen = 192.0.2.1:80\n", "without encryption", true },
                { "one user of two domains",
                  "own-domains = {example.org, example.net}\ncaldav-url = http://127.0.0.1/\ncaldav-passwords = /p\ncaldav-user = %u\n",
                  "are one", true },
                { "two users by their addresses",
                  "own-domains = {example.org, example.net}\ncaldav-url = http://192.0.2.1/\ncaldav-passwords = /p\ncaldav-user = %a\n",
                  "without encryption", true },
                { "one login of two domains",
                  "own-domains = {example.org, example.net}\nuser-login = imaps://imap.example.org\nuser-login-name = %u\n",
                  "are one", true },
                { "a password", "store = postgresql://u:p@db.example/x\n", "a password stands", true },
        };
        bool all = true;
        (void)state;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                enum cw_err code;
                struct err err;
                struct config *config = load(cases[i].text, &code, &err);
                bool found = false;
                for (uint32_t j = 0; j < config->problems.list.count; j++) {
                        const struct problem *problem = &((const struct problem *)config->problems.list.items)[j];
                        char line[600];
                        (void)snprintf(line, sizeof line, "%s:%u: %s", problem->file, problem->line, problem->text);
                        found |= problem->warning == cases[i].warning && strstr(line, cases[i].expect);
                }
                if (!found || (code == CW_OK) != cases[i].warning) {
                        print_error("%s: not told, code %d\n", cases[i].name, code);
                        all = false;
                }
                config_unref(config);
        }
        assert_true(all);
}

static void what_is_wrong_changes_nothing(void **state) {
        enum cw_err code;
        struct err err;
        struct config *config = load("spam = 7\nnetworks = {192.0.2.0/24, x}\n", &code, &err);
        (void)state;
        assert_int_equal(code, CW_ERR_CONFIG);
        assert_true(config->options.number[OPT_SPAM] == option_table[OPT_SPAM].value);
        assert_false(networks_have(&config->networks, SPAN("192.0.2.1")));
        config_unref(config);
}

static void results_are_believed_as_configured(void **state) {
        enum cw_err code;
        struct err err;
        struct config *config = load(
                "trusted-results = behind\nauthserv-ids = mx.example\ntrusted-networks = 192.0.2.0/24\n", &code, &err);
        (void)state;
        assert_int_equal(code, CW_OK);
        assert_true(config_trusts(config, SPAN("192.0.2.9")));
        assert_false(config_trusts(config, SPAN("198.51.100.1")));
        assert_int_equal(config->authserv_id_count, 1);
        config_unref(config);
        config = load("trusted-results = behind\nauthserv-ids = mx.example\ntrusted-filter = yes\n", &code, &err);
        assert_true(config_trusts(config, SPAN("198.51.100.1")));
        config_unref(config);
        config = load("authserv-ids = mx.example\ntrusted-networks = 192.0.2.0/24\n", &code, &err);
        assert_false(config_trusts(config, SPAN("192.0.2.9")));
        assert_int_equal(config->authserv_id_count, 0);
        config_unref(config);
}

static void knows_what_needs_a_restart(void **state) {
        enum cw_err code;
        struct err err;
        struct config *old = load("", &code, &err);
        struct config *new = load("spam = 0.8\nhttp-listen = {127.0.0.1:1}\nuser = nobody\n", &code, &err);
        (void)state;
        enum option_id first = config_restart_needed(old, new, 0);
        assert_int_equal(first, OPT_USER);
        assert_int_equal(config_restart_needed(old, new, first + 1), OPT_HTTP_LISTEN);
        assert_int_equal(config_restart_needed(old, new, OPT_HTTP_LISTEN + 1), OPTS);
        assert_int_equal(config_restart_needed(old, old, 0), OPTS);
        config_unref(old);
        config_unref(new);
}

static void passwords_are_not_shown(void **state) {
        enum cw_err code;
        struct err err;
        struct config *config = load("store = 'postgresql://u:geheim@db.example/x'\ntag-subject = 'a \"b\" \\\\ $x '\n",
                                     &code, &err);
        (void)state;
        struct span shown = option_written(&config->options, OPT_STORE, config->arena);
        assert_string_equal(arena_copy(config->arena, shown).ptr, "\"postgresql://u:***@db.example/x\"");
        shown = option_written(&config->options, OPT_TAG_SUBJECT, config->arena);
        assert_string_equal(arena_copy(config->arena, shown).ptr, "\"a \\\"b\\\" \\\\ \\$x \"");
        config_unref(config);
}

/* ---- Aliases ----------------------------------------------------------------------------------------------------- */

static void one_person_has_one_address(void **state) {
        static const struct {
                const char *given, *expect;
        } cases[] = {
                { "<Anna@Example.ORG>", "anna@example.org" },
                { "anna+news@example.org", "anna@example.org" },
                { "+anna@example.org", "+anna@example.org" },
                { "\"a+b\"@example.org", "\"a+b\"@example.org" },
                { "Sales@example.org", "anna@example.org" },
                { "sales+x@example.org", "anna@example.org" },
                { "sales@old.example", "anna@example.org" },
                { "bob@old.example", "bob@example.org" },
                { "special+1@example.org", "bob@example.org" },
                { "round@example.org", "round@example.org" },
                { "nobody", "nobody" },
                { "", "" },
        };
        enum cw_err code;
        struct err err;
        struct config *config = load("aliases = {'sales@example.org=anna@example.org', '@old.example=@Example.org',\n"
                                     "'special+1@example.org = bob@example.org', 'round@example.org=about@example.org',\n"
                                     "'about@example.org=round@example.org'}\nown-domains = example.org\n",
                                     &code, &err);
        bool all = true;
        (void)state;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                char out[ADDRESS_BYTES];
                aliases_resolve(config->aliases, span_from(cases[i].given), out);
                if (strcmp(out, cases[i].expect) != 0) {
                        print_error("%s: expected %s, was %s\n", cases[i].given, cases[i].expect, out);
                        all = false;
                }
        }
        assert_true(all);
        assert_true(address_is_own(&config->options, SPAN("a@Example.org")));
        assert_true(address_is_own(&config->options, SPAN("a@b.example.org")));
        assert_false(address_is_own(&config->options, SPAN("a@notexample.org")));
        assert_false(address_is_own(&config->options, SPAN("example.org")));
        char longest[1000], out[ADDRESS_BYTES];
        memset(longest, 'a', sizeof longest);
        assert_int_equal(strlen(aliases_resolve(config->aliases, (struct span){ longest, sizeof longest }, out)),
                         ADDRESS_BYTES - 1);
        config_unref(config);
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(forms_know_their_own),
                cmocka_unit_test(amounts_are_read_and_written),
                cmocka_unit_test(every_default_is_allowed),
                cmocka_unit_test(networks_hold_addresses),
                cmocka_unit_test(knows_this_machine),
                cmocka_unit_test(listens_where_it_is_told),
                cmocka_unit_test(runs_without_a_file),
                cmocka_unit_test(values_are_those_of_the_file),
                cmocka_unit_test(mistakes_are_told_with_their_line),
                cmocka_unit_test(what_is_wrong_changes_nothing),
                cmocka_unit_test(results_are_believed_as_configured),
                cmocka_unit_test(knows_what_needs_a_restart),
                cmocka_unit_test(passwords_are_not_shown),
                cmocka_unit_test(one_person_has_one_address),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}

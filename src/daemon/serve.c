#include "daemon/serve.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "config/config.h"
#include "daemon/aside.h"
#include "daemon/notify.h"
#include "daemon/rights.h"
#include "daemon/state.h"
#include "daemon/supervisor.h"
#include "engine/board.h"
#include "ops/ops.h"

enum { TEST_TOKEN_LEAST = 16 };

struct serving {
        struct supervisor_settings settings; /* first: `announce` is given this one */
        FILE *out;
};

/* ---- What it prints -------------------------------------------------------------------------------------------------- */

static void print_milter(FILE *out, const struct config *config) {
        struct listen_at at;
        const char *text = config->options.text[OPT_MILTER_LISTEN];
        if (!*text || !listen_parse(span_from(text), &at))
                return;
        char address[192];
        if (at.is_unix)
                (void)snprintf(address, sizeof address, "unix:%s", at.path);
        else
                (void)snprintf(address, sizeof address, strchr(at.host, ':') ? "inet:[%s]:%u" : "inet:%s:%u", at.host,
                               at.port);
        fprintf(out,
                "\nIn main.cf of Postfix:\n\n"
                "    smtpd_milters = %s\n"
                "    non_smtpd_milters = $smtpd_milters\n"
                "    milter_default_action = tempfail\n",
                address);
}

static void print_http(FILE *out, const struct supervisor_settings *settings) {
        const struct option_list *list = &settings->config->options.list[OPT_HTTP_LISTEN];
        for (unsigned i = 0; i < settings->http_fd_count; i++)
                fprintf(out, "    http    from the service manager (descriptor %d)\n", settings->http_fds[i]);
        for (uint32_t i = 0; i < list->count && !settings->http_fd_count; i++)
                fprintf(out, "    http    http://%s/\n", list->items[i]);
}

static void announce(const struct supervisor_settings *settings) {
        const struct serving *serving = (const struct serving *)settings;
        const struct config *config = settings->config;
        FILE *out = serving->out;
        uint32_t poison = board_poison_count(settings->board);
        fputs("calwarden " CW_VERSION " serves\n\n", out);
        fprintf(out, "    milter  %s\n", config->options.text[OPT_MILTER_LISTEN]);
        print_http(out, settings);
        fprintf(out, "    state   %s\n", config->state);
        fprintf(out, "    config  %s\n", config->path ? config->path : "none: all by default");
        if (poison)
                fprintf(out, "    aside   %u items that crashed a worker, in %s\n", poison, aside_path(settings->aside));
        print_milter(out, config);
        fputc('\n', out);
        fflush(out);
        log_say(LEVEL_NOTICE, "serving", "version %s, state %s", CW_VERSION, config->state);
}

static void say_problems(const struct config *config) {
        const struct problem *problems = config->problems.list.items;
        for (uint32_t i = 0; i < config->problems.list.count; i++)
                log_say(problems[i].warning ? LEVEL_WARNING : LEVEL_ERROR, "config", "%s:%u: %s", problems[i].file,
                        problems[i].line, problems[i].text);
}

/* ---- What it needs --------------------------------------------------------------------------------------------------- */

/* $CALWARDEN_TEST_CRASH lets the tests of crashes make one. A service never runs like that. */
static enum cw_err allow_test_crashes(struct board *board, struct err *reterr) {
        const char *token = getenv("CALWARDEN_TEST_CRASH");
        if (!token)
                return CW_OK;
        if (getenv("INVOCATION_ID") || strlen(token) < TEST_TOKEN_LEAST || strlen(token) >= BOARD_TEXT_BYTES)
                return err_set(reterr, CW_ERR_USAGE,
                               "CALWARDEN_TEST_CRASH is for tests: a secret of %d bytes or more, never in a service",
                               TEST_TOKEN_LEAST);
        log_say(LEVEL_WARNING, "test", "Mails that hold the secret of CALWARDEN_TEST_CRASH crash the worker");
        board_set_test_token(board, token);
        return CW_OK;
}

static enum cw_err serve_with(const struct config *config, const struct op_call *call, struct err *reterr) {
        struct rights rights;
        struct aside *aside = NULL;
        struct board *board = NULL;
        int lock = -1, fds[NOTIFY_FDS_MOST];
        struct serving serving = { .out = call->out };
        struct supervisor_settings *settings = &serving.settings;
        enum cw_err code = rights_find(config, &rights, reterr);
        if (!code && rights.lost)
                log_say(LEVEL_WARNING, "rights", "There is no user %s: the worker stays root, without capabilities",
                        config->options.text[OPT_USER]);
        if (!code)
                code = state_take(config->state, &rights, &lock, reterr);
        if (!code)
                code = aside_open(config->state, rights.user, rights.group, &aside, reterr);
        if (!code)
                code = board_new(aside_key(aside), &board, reterr);
        if (!code)
                code = allow_test_crashes(board, reterr);
        if (!code) {
                *settings = (struct supervisor_settings){ .config = config,
                                                          .board = board,
                                                          .aside = aside,
                                                          .rights = &rights,
                                                          .http_fds = fds,
                                                          .http_fd_count = notify_listen_fds(),
                                                          .picture_helper = call->picture_helper,
                                                          .watchdog_ms = notify_watchdog_ms(),
                                                          .ready = announce };
                for (unsigned i = 0; i < settings->http_fd_count; i++)
                        fds[i] = NOTIFY_FDS_FIRST + (int)i;
                (void)aside_load(aside, board);
                code = supervise(settings, reterr);
        }
        board_free(board);
        aside_free(aside);
        if (lock >= 0)
                close(lock);
        return code;
}

int serve(const struct op_call *call) {
        struct config *config = NULL;
        struct err why = { 0 };
        enum cw_err code = op_config(call, &config, &why);
        umask(0077);
        rights_raise_limits();
        if (config && !code)
                log_open(&config->log);
        if (config)
                say_problems(config);
        if (!code && !config->state)
                code = err_set(&why, CW_ERR_CONFIG, "no place for the state: set the option state");
        if (!code)
                code = serve_with(config, call, &why);
        config_unref(config);
        return code ? op_fail(call, &why) : STATUS_CLEAN;
}

#include "config/config.h"

#include <assert.h>
#include <limits.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/limits.h"

const char *config_default_path(void) {
        const char *given = getenv("CALWARDEN_CONFIG");
        if (given && *given)
                return given;
        return access(CW_CONFIG_FILE, F_OK) == 0 ? CW_CONFIG_FILE : NULL;
}

/* ---- What options mean together ---------------------------------------------------------------------------------- */

static void say(struct config *config, bool error, enum option_id id, const char *text) {
        const struct option_place *place = &config->options.place[id];
        const char *file = place->file ? place->file : config->path ? config->path : "(defaults)";
        (error ? problems_add : problems_warn)(&config->problems, file, place->line, "%s: %s", option_table[id].name,
                                               text);
}

/* DESIGN, Results that others wrote: what proves them must be named. */
static void check_results(struct config *config) {
        const struct options *options = &config->options;
        bool ids = options->list[OPT_AUTHSERV_IDS].count > 0;
        bool provable = options->list[OPT_TRUSTED_NETWORKS].count > 0 || option_truth(options, OPT_TRUSTED_FILTER);
        if (option_choice(options, OPT_TRUSTED_RESULTS) == TRUSTED_BORDER) {
                if (provable)
                        say(config, false, OPT_TRUSTED_RESULTS,
                            "trusted-networks and trusted-filter mean nothing at the border, where no result in a mail is "
                            "believed");
                return;
        }
        if (!ids)
                say(config, true, OPT_TRUSTED_RESULTS,
                    "behind a filter, authserv-ids must name the one whose results are believed");
        if (!provable)
                say(config, false, OPT_TRUSTED_RESULTS,
                    "nothing proves that results come from a filter of ours: name the clients that hand over its mail in "
                    "trusted-networks, or say trusted-filter = yes where a milter before this one removes forged ones. Until "
                    "then none is believed");
}

static void check_thresholds(struct config *config) {
        const double *number = config->options.number;
        if (number[OPT_DOUBTFUL] >= number[OPT_SPAM] || number[OPT_SPAM] > number[OPT_CERTAIN])
                say(config, true, OPT_SPAM, "doubtful, spam and certain do not rise");
}

static void check_actions(struct config *config) {
        static const enum option_id rows[2][3] = {
                { OPT_MAIL_IN_DOUBTFUL, OPT_MAIL_IN_SPAM, OPT_MAIL_IN_CERTAIN },
                { OPT_MAIL_OUT_DOUBTFUL, OPT_MAIL_OUT_SPAM, OPT_MAIL_OUT_CERTAIN },
        };
        for (int row = 0; row < 2; row++)
                for (int i = 0; i < 2; i++) {
                        int this = option_choice(&config->options, rows[row][i]);
                        int next = option_choice(&config->options, rows[row][i + 1]);
                        if (this != ACTION_DEFER && next != ACTION_DEFER && next < this)
                                say(config, false, rows[row][i + 1],
                                    "this is milder than what is done with a lesser class");
                }
}

static void check_listening(struct config *config) {
        const struct options *options = &config->options;
        struct listen_at at;
        if (!*options->text[OPT_MILTER_LISTEN] && options->list[OPT_HTTP_LISTEN].count == 0)
                say(config, true, OPT_MILTER_LISTEN, "with http-listen empty too, the daemon would have nothing to do");
        for (uint32_t i = 0; i < options->list[OPT_HTTP_LISTEN].count; i++)
                if (listen_parse(span_from(options->list[OPT_HTTP_LISTEN].items[i]), &at) &&
                    strncmp(at.host, "127.", 4) != 0 && strcmp(at.host, "::1") != 0)
                        say(config, false, OPT_HTTP_LISTEN,
                            "keys and mails go over this address without encryption: listen on loopback, behind a proxy with TLS");
}

static void check_network(struct config *config, enum option_id id, const struct networks *networks, const char *text) {
        for (uint32_t i = 0; i < networks->count; i++) {
                const struct network *network = &networks->items[i];
                if (network->bits == 0 || (network->bits == 96 && ip_is_4(&network->ip)))
                        say(config, true, id, text);
        }
}

static void check_networks(struct config *config) {
        check_network(config, OPT_NETWORKS, &config->networks, "this is everybody: all mail would be outbound");
        check_network(config, OPT_TRUSTED_NETWORKS, &config->trusted_networks,
                      "this is everybody: anybody's forged results would be believed");
}

static void check_secrets(struct config *config) {
        const char *store = config->options.text[OPT_STORE];
        const char *authority = strstr(store, "://"), *at = authority ? strchr(authority + 3, '@') : NULL;
        if (at && memchr(authority + 3, ':', (size_t)(at - authority - 3)))
                say(config, false, OPT_STORE,
                    "a password stands in the configuration: put it into a file, as passfile= names it");
}

/* Whether `host` is `domain` or below it. */
static bool is_within(const char *host, const char *domain) {
        struct span below = span_from(host), above = span_from(domain);
        return span_ends_nocase(below, above) && (below.len == above.len || below.ptr[below.len - above.len - 1] == '.');
}

static void check_reports(struct config *config) {
        const struct options *options = &config->options;
        const char *from = options->text[OPT_REPORT_FROM], *domain = options->text[OPT_REPORT_DKIM_DOMAIN];
        bool signs = *options->text[OPT_REPORT_DKIM_KEY];
        if (signs && !*options->text[OPT_REPORT_DKIM_SELECTOR])
                say(config, true, OPT_REPORT_DKIM_KEY, "this needs a report-dkim-selector");
        if (signs && *from && *domain && !is_within(strchr(from, '@') + 1, domain))
                say(config, true, OPT_REPORT_DKIM_DOMAIN,
                    "report-from is not within it: such a signature proves nothing");
        if (!*from && (options->list[OPT_REPORT_TO].count || options->list[OPT_REPORT_FEEDBACK].count ||
                       options->list[OPT_REPORT_UPSTREAM].count))
                say(config, false, OPT_REPORT_FROM, "without it no reports are sent");
        if (options->list[OPT_REPORT_INBOX].count && !options->list[OPT_REPORT_TRUSTED].count)
                say(config, false, OPT_REPORT_INBOX, "without report-trusted no report counts against anybody");
}

static void check_delivery(struct config *config) {
        const struct options *options = &config->options;
        int login = option_choice(options, OPT_CALDAV_LOGIN);
        const char *url = options->text[OPT_CALDAV_URL];
        if (!*url) {
                if (*options->text[OPT_LMTP_LISTEN] && options->list[OPT_REPORT_INBOX].count == 0)
                        say(config, true, OPT_LMTP_LISTEN, "caldav-url says no calendar server to deliver to");
                return;
        }
        if (login != CALDAV_LOGIN_HEADER && !*options->text[OPT_CALDAV_PASSWORDS])
                say(config, true, OPT_CALDAV_LOGIN, "this needs a file of caldav-passwords");
        if (login == CALDAV_LOGIN_ADMIN && !*options->text[OPT_CALDAV_ADMIN])
                say(config, true, OPT_CALDAV_LOGIN, "this needs a caldav-admin");
        if (login == CALDAV_LOGIN_HEADER && !*options->text[OPT_CALDAV_HEADER])
                say(config, true, OPT_CALDAV_LOGIN, "this needs a caldav-header");
        if (strncmp(url, "http://", 7) == 0 && !url_is_local(span_from(url)))
                say(config, false, OPT_CALDAV_URL, "passwords and calendars go there without encryption");
}

/* anna@ of one domain must not open what is anna@ another's. */
static void check_names(struct config *config, enum option_id name, enum option_id server) {
        const struct options *options = &config->options;
        if (*options->text[server] && options->list[OPT_OWN_DOMAINS].count > 1 && !strstr(options->text[name], "%a"))
                say(config, false, name, "without %a, users of the same name in two of own-domains are one");
}

static void check_together(struct config *config) {
        check_results(config);
        check_thresholds(config);
        check_actions(config);
        check_listening(config);
        check_networks(config);
        check_secrets(config);
        check_delivery(config);
        check_names(config, OPT_CALDAV_USER, OPT_CALDAV_URL);
        check_names(config, OPT_USER_LOGIN_NAME, OPT_USER_LOGIN);
        check_reports(config);
}

/* ---- What is made of them ---------------------------------------------------------------------------------------- */

static struct networks networks_make(struct config *config, enum option_id id) {
        const struct option_list *list = &config->options.list[id];
        struct network *items = arena_alloc(config->arena, (list->count + 1) * sizeof *items);
        struct networks networks = { .items = items };
        for (uint32_t i = 0; i < list->count; i++)
                networks.count += network_parse(span_from(list->items[i]), &items[networks.count]);
        return networks;
}

/* Nothing of the environment counts where it is no absolute path. */
static const char *state_find(struct config *config) {
        const char *given = config->options.text[OPT_STATE], *systemd = getenv("STATE_DIRECTORY");
        const char *xdg = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
        if (*given)
                return given;
        if (systemd && *systemd == '/')
                return arena_copy(config->arena, span_head(span_from(systemd), strcspn(systemd, ":"))).ptr;
        if (geteuid() == 0)
                return "/var/lib/calwarden";
        if (xdg && *xdg == '/')
                return arena_format(config->arena, "%s/calwarden", xdg).ptr;
        return home && *home == '/' ? arena_format(config->arena, "%s/.local/state/calwarden", home).ptr : NULL;
}

static const char *hostname_find(struct config *config) {
        char name[HOST_NAME_MAX + 1] = "";
        if (*config->options.text[OPT_HOSTNAME])
                return config->options.text[OPT_HOSTNAME];
        if (gethostname(name, sizeof name - 1) < 0 || !*name)
                return "localhost";
        return arena_copy(config->arena, span_from(name)).ptr;
}

static void authserv_ids_make(struct config *config) {
        const struct option_list *list = &config->options.list[OPT_AUTHSERV_IDS];
        if (option_choice(&config->options, OPT_TRUSTED_RESULTS) == TRUSTED_BORDER)
                return;
        struct span *ids = arena_alloc(config->arena, (list->count + 1) * sizeof *ids);
        for (uint32_t i = 0; i < list->count; i++)
                ids[i] = span_from(list->items[i]);
        config->authserv_ids = ids;
        config->authserv_id_count = list->count;
}

static void make(struct config *config) {
        static const enum log_level levels[] = { LEVEL_ERROR, LEVEL_WARNING, LEVEL_NOTICE, LEVEL_INFO, LEVEL_DEBUG };
        struct options *options = &config->options;
        config->state = state_find(config);
        config->store = options->text[OPT_STORE];
        if (!*config->store && config->state)
                config->store = arena_format(config->arena, "sqlite:%s/calwarden.db", config->state).ptr;
        config->hostname = hostname_find(config);
        config->networks = networks_make(config, OPT_NETWORKS);
        config->trusted_networks = networks_make(config, OPT_TRUSTED_NETWORKS);
        config->aliases = aliases_new(options, config->arena);
        authserv_ids_make(config);
        config->log = (struct log_settings){
                .level = levels[option_choice(options, OPT_LOG_LEVEL)],
                .format = (enum log_format)option_choice(options, OPT_LOG_FORMAT),
                .target = (enum log_target)option_choice(options, OPT_LOG_TARGET),
        };
}

/* ---- Life -------------------------------------------------------------------------------------------------------- */

static void destroy(struct config *config) {
        arena_free(config->arena);
        free(config);
}

/* All of it allocates from the arena, whose exhaustion comes back here. */
static bool fill(struct config *config, const char *path, struct settings_reader *reader) {
        jmp_buf exit;
        if (setjmp(exit))
                return false;
        arena_set_exit(config->arena, &exit);
        config->problems.arena = config->arena;
        options_default(&config->options);
        if (path) {
                config->path = arena_copy(config->arena, span_from(path)).ptr;
                options_read(reader, config->arena, path, &config->options, &config->problems);
        }
        make(config);
        check_together(config);
        problems_sort(&config->problems);
        return true;
}

enum cw_err config_load(const char *path, struct config **ret, struct err *reterr) {
        struct config *config = calloc(1, sizeof *config);
        struct settings_reader reader = { 0 };
        *ret = NULL;
        if (!config || !(config->arena = arena_new(LIMIT_CONFIG_ARENA))) {
                free(config);
                return err_set(reterr, CW_ERR_MEMORY, "no memory for the configuration");
        }
        atomic_init(&config->references, 1);
        bool filled = fill(config, path, &reader);
        settings_close(&reader);
        arena_set_exit(config->arena, NULL);
        if (!filled) {
                destroy(config);
                return err_set(reterr, CW_ERR_MEMORY, "no memory for the configuration");
        }
        *ret = config;
        return problems_result(&config->problems, reterr);
}

struct config *config_ref(const struct config *config) {
        struct config *shared = (struct config *)config;
        uint32_t before = atomic_fetch_add_explicit(&shared->references, 1, memory_order_relaxed);
        assert(before > 0);
        return shared;
}

void config_unref(const struct config *config) {
        struct config *shared = (struct config *)config;
        if (shared && atomic_fetch_sub_explicit(&shared->references, 1, memory_order_acq_rel) == 1)
                destroy(shared);
}

bool config_state_path(const struct config *config, const char *name, char *ret, size_t size) {
        if (!config->state)
                return false;
        int len = snprintf(ret, size, "%s/%s", config->state, name);
        return len >= 0 && (size_t)len < size;
}

struct span config_public_url(const struct config *config) {
        struct span url = span_from(config->options.text[OPT_PUBLIC_URL]);
        while (url.len > 0 && url.ptr[url.len - 1] == '/')
                url.len--;
        return url;
}

bool config_trusts(const struct config *config, struct span client_ip) {
        if (option_choice(&config->options, OPT_TRUSTED_RESULTS) == TRUSTED_BORDER)
                return false;
        return option_truth(&config->options, OPT_TRUSTED_FILTER) || networks_have(&config->trusted_networks, client_ip);
}

static bool lists_equal(const struct option_list *a, const struct option_list *b) {
        bool equal = a->count == b->count;
        for (uint32_t i = 0; equal && i < a->count; i++)
                equal = strcmp(a->items[i], b->items[i]) == 0;
        return equal;
}

static bool texts_equal(const char *a, const char *b) {
        return a == b || (a && b && strcmp(a, b) == 0);
}

enum option_id config_restart_needed(const struct config *old, const struct config *new, enum option_id from) {
        for (enum option_id id = from; id < OPTS; id++)
                if (option_table[id].when == OPTION_WHEN_RESTART &&
                    (old->options.number[id] != new->options.number[id] ||
                     !texts_equal(old->options.text[id], new->options.text[id]) ||
                     !lists_equal(&old->options.list[id], &new->options.list[id])))
                        return id;
        return OPTS;
}

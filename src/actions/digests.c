#include "actions/digests.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "actions/link.h"
#include "actions/verdict-header.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/rounds.h"
#include "client/smtp.h"
#include "config/config.h"
#include "report/digest.h"
#include "store/arrivals.h"
#include "store/digests.h"

enum { ENTRIES = 50, OWNERS = 100, DAY = 86400, MINUTE_MS = 60000, ARENA_BYTES = 512 * 1024 * 1024 };

/* One user's digest in the making. */
struct round {
        const struct digests_tools *tools;
        struct arena *arena;
        const char *owner;
        int64_t until;                /* what came later waits for the next one; 0: all */
        struct digest_entry *entries; /* the first ENTRIES */
        const char **told;            /* ids of all that it tells of, shown or only counted */
        uint32_t count, told_count, totals[DIGEST_KINDS];
};

bool digests_wanted(const struct config *config) {
        return *config->options.text[OPT_DIGEST_FROM] != '\0';
}

/* ---- The mail -------------------------------------------------------------------------------------------------------- */

static const char *link_of(void *user, struct arena *arena, const char *arrival, enum digest_action action) {
        static const enum link_action actions[DIGEST_ACTIONS] = {
                [DIGEST_ADD] = LINK_ADD,       [DIGEST_HAM] = LINK_HAM,     [DIGEST_SPAM] = LINK_SPAM,
                [DIGEST_ALWAYS] = LINK_ALWAYS, [DIGEST_NEVER] = LINK_NEVER, [DIGEST_STOP] = LINK_DIGEST_NEVER,
        };
        const struct round *round = user;
        const struct digests_tools *tools = round->tools;
        const struct user_link link = { .owner = round->owner, .arrival = arrival, .action = actions[action] };
        char url[LINK_URL];
        if (!tools->keys || link_url(tools->config, tools->keys, &link, tools->now, url, NULL))
                return NULL;
        return arena_copy(arena, span_from(url)).ptr;
}

static const char *copy(struct arena *arena, const char *text) {
        return arena_copy(arena, span_from(text)).ptr;
}

static void entry_add(struct round *round, const struct arrival_record *row, enum digest_kind kind) {
        struct arena *arena = round->arena;
        round->totals[kind]++;
        round->told[round->told_count++] = copy(arena, row->id);
        if (round->count < ENTRIES)
                round->entries[round->count++] = (struct digest_entry){ .kind = kind,
                                                                        .arrival = round->told[round->told_count - 1],
                                                                        .method = copy(arena, row->method),
                                                                        .title = copy(arena, row->title),
                                                                        .organizer = copy(arena, row->organizer),
                                                                        .sender = copy(arena, row->sender),
                                                                        .originator = copy(arena, row->originator),
                                                                        .reason = copy(arena, row->reason),
                                                                        .at = row->at };
}

static enum cw_err entries_of(struct round *round, const char *state, enum digest_kind kind, struct err *reterr) {
        const struct arrival_filter filter = { .owner = round->owner,
                                               .state = state,
                                               .undigested = true,
                                               .until = round->until,
                                               .limit = LIMIT_STORE_PAGE };
        const struct arrival_record *rows;
        uint32_t count;
        enum cw_err code = arrival_list(round->tools->store, &filter, &rows, &count, reterr);
        for (uint32_t i = 0; !code && i < count; i++)
                entry_add(round, &rows[i], kind);
        return code;
}

static void whens_read(struct round *round) {
        for (uint32_t i = 0; i < round->count; i++) {
                struct span object;
                if (!arrival_object(round->tools->store, round->entries[i].arrival, &object, NULL))
                        round->entries[i].when = digest_when(round->arena, object);
        }
}

static struct span compose(struct round *round) {
        const struct options *options = &round->tools->config->options;
        const struct digest digest = { .owner = round->owner,
                                       .from_name = options->text[OPT_DIGEST_NAME],
                                       .from = options->text[OPT_DIGEST_FROM],
                                       .at = round->tools->now,
                                       .entries = round->entries,
                                       .count = round->count,
                                       .totals = { round->totals[DIGEST_OFFERED], round->totals[DIGEST_WITHHELD] },
                                       .link = link_of,
                                       .user = round };
        return digest_write(round->arena, &digest);
}

/* *ret empty: there is nothing to tell. */
static enum cw_err write(struct round *round, struct span *ret, struct err *reterr) {
        *ret = (struct span){ 0 };
        jmp_buf full;
        if (setjmp(full)) {
                arena_set_exit(round->arena, NULL);
                return err_set(reterr, CW_ERR_MEMORY, "no memory for the digest");
        }
        arena_set_exit(round->arena, &full);
        round->entries = arena_alloc(round->arena, ENTRIES * sizeof *round->entries);
        round->told = arena_alloc(round->arena, DIGEST_KINDS * (size_t)LIMIT_STORE_PAGE * sizeof *round->told);
        enum cw_err code = entries_of(round, ARRIVAL_OFFERED, DIGEST_OFFERED, reterr);
        if (!code)
                code = entries_of(round, ARRIVAL_WITHHELD, DIGEST_WITHHELD, reterr);
        if (!code && round->told_count > 0) {
                whens_read(round);
                *ret = compose(round);
        }
        arena_set_exit(round->arena, NULL);
        return code;
}

enum cw_err digests_preview(const struct digests_tools *tools, const char *owner, struct arena *arena, struct span *ret,
                            struct err *reterr) {
        struct round round = { .tools = tools, .arena = arena, .owner = owner };
        return write(&round, ret, reterr);
}

/* ---- Sending --------------------------------------------------------------------------------------------------------- */

/* One that may have been taken counts as sent: better one mail too few than two. */
static enum cw_err hand_over(const struct round *round, struct span bytes, struct err *reterr) {
        const struct options *options = &round->tools->config->options;
        const struct smtp_mail mail = { .url = options->text[OPT_RELEASE_VIA],
                                        .mail_from = "",
                                        .recipient = round->owner,
                                        .bytes = bytes,
                                        .timeout_ms = (uint32_t)option_ms(options, OPT_RELEASE_TIMEOUT) };
        struct smtp_answer answer;
        smtp_send(&mail, &answer);
        if (answer.end == SMTP_TAKEN || answer.end == SMTP_UNKNOWN)
                return CW_OK;
        return err_set(reterr, CW_ERR_IO, "the digest for %s was not taken: %s", round->owner, answer.text);
}

static enum cw_err send_it(struct round *round, struct span bytes, int64_t due, bool *ret_sent, struct err *reterr) {
        struct store *store = round->tools->store;
        int64_t now = round->tools->now, before;
        enum cw_err code = digest_claim(store, round->owner, due, now, ret_sent, &before, reterr);
        if (code || !*ret_sent)
                return code;
        code = hand_over(round, bytes, reterr);
        if (code) {
                *ret_sent = false;
                (void)digest_unclaim(store, round->owner, now, before, NULL);
                return code;
        }
        for (uint32_t i = 0; !code && i < round->told_count; i++)
                code = arrival_digested(store, round->told[i], now, reterr);
        return code;
}

/* `due` 0: whatever he got before. */
static enum cw_err send_one(const struct digests_tools *tools, const char *owner, int64_t due, bool *ret_sent,
                            struct err *reterr) {
        *ret_sent = false;
        ARENA_CLEANUP struct arena *arena = arena_new(ARENA_BYTES);
        if (!arena)
                return err_set(reterr, CW_ERR_MEMORY, "no memory for the digest");
        struct round round = { .tools = tools, .arena = arena, .owner = owner, .until = due };
        struct span bytes;
        enum cw_err code = write(&round, &bytes, reterr);
        return code || bytes.len == 0 ? code : send_it(&round, bytes, due ? due : INT64_MAX, ret_sent, reterr);
}

enum cw_err digests_send(const struct digests_tools *tools, const char *owner, bool *ret_sent, struct err *reterr) {
        return send_one(tools, owner, 0, ret_sent, reterr);
}

/* When the clock on the wall showed digest-hour last. */
static int64_t due_of(const struct digests_tools *tools) {
        time_t now = (time_t)tools->now;
        struct tm local;
        localtime_r(&now, &local);
        local.tm_hour = (int)tools->config->options.number[OPT_DIGEST_HOUR];
        local.tm_min = local.tm_sec = 0;
        local.tm_isdst = -1;
        struct tm before = local;
        time_t due = mktime(&local);
        if (due <= now)
                return (int64_t)due;
        before.tm_mday--;
        before.tm_isdst = -1;
        return (int64_t)mktime(&before);
}

/* The next owners behind `after`, copied. */
static enum cw_err owners_of(struct store *store, const char *after, struct arena *arena, const char **ret,
                             uint32_t *ret_count, struct err *reterr) {
        const char *const *owners;
        enum cw_err code = arrival_owners(store, after, OWNERS, &owners, ret_count, reterr);
        for (uint32_t i = 0; !code && i < *ret_count; i++)
                ret[i] = copy(arena, owners[i]);
        return code;
}

enum cw_err digests_send_due(const struct digests_tools *tools, const _Atomic bool *stop, uint32_t *ret_sent,
                             struct err *reterr) {
        int64_t due = due_of(tools);
        enum cw_err failure = CW_OK, code = CW_OK;
        char after[ADDRESS_BYTES] = "";
        uint32_t count = OWNERS;
        *ret_sent = 0;
        while (!code && count == OWNERS && !(stop && *stop)) {
                const char *owners[OWNERS];
                ARENA_CLEANUP struct arena *arena = arena_new(OWNERS * (ADDRESS_BYTES + 64));
                if (!arena)
                        return err_set(reterr, CW_ERR_MEMORY, "no memory for digests");
                code = owners_of(tools->store, after, arena, owners, &count, reterr);
                for (uint32_t i = 0; !code && i < count && !(stop && *stop); i++) {
                        bool sent;
                        if (send_one(tools, owners[i], due, &sent, reterr))
                                failure = reterr ? reterr->code : CW_ERR_IO;
                        *ret_sent += sent;
                        (void)snprintf(after, sizeof after, "%s", owners[i]);
                }
        }
        return code ? code : failure;
}

/* ---- The daemon's thread ---------------------------------------------------------------------------------------------- */

struct digests {
        pthread_mutex_t lock;
        const struct config *config; /* a reference; under the lock */
        struct metrics *metrics;
        struct rounds *rounds;
};

static void tell(enum cw_err code, uint32_t sent, const struct err *err) {
        struct log_line line;
        if (sent == 0 && !code)
                return;
        log_begin(&line, code ? LEVEL_WARNING : LEVEL_INFO, "digests");
        log_number(&line, "sent", sent);
        log_text(&line, "failure", code ? err->text : NULL);
        log_end(&line);
}

static void look(const struct config *config, struct metrics *metrics, const _Atomic bool *stop) {
        const struct store_options options = { .url = config->store, .mode = STORE_WRITE };
        STORE_CLEANUP struct store *store = NULL;
        struct verdict_keys keys;
        struct err err = { 0 };
        uint32_t sent = 0;
        enum cw_err code = store_open(&options, &store, &err);
        if (!code) {
                bool have_keys = verdict_keys_of(config, false, &keys, NULL) == CW_OK;
                const struct digests_tools tools = { .config = config,
                                                     .store = store,
                                                     .keys = have_keys ? &keys : NULL,
                                                     .metrics = metrics,
                                                     .now = clock_now_s() };
                code = digests_send_due(&tools, stop, &sent, &err);
        }
        tell(code, sent, &err);
}

static int64_t minute(void *user, const _Atomic bool *stop) {
        struct digests *digests = user;
        pthread_mutex_lock(&digests->lock);
        const struct config *config = config_ref(digests->config);
        pthread_mutex_unlock(&digests->lock);
        if (digests_wanted(config))
                look(config, digests->metrics, stop);
        config_unref(config);
        return MINUTE_MS;
}

enum cw_err digests_start(const struct config *config, struct metrics *metrics, struct digests **ret,
                          struct err *reterr) {
        struct digests *digests = calloc(1, sizeof *digests);
        if (!digests)
                return err_set(reterr, CW_ERR_MEMORY, "no memory for digests");
        digests->config = config_ref(config);
        digests->metrics = metrics;
        pthread_mutex_init(&digests->lock, NULL);
        enum cw_err code = rounds_start(minute, digests, &digests->rounds, reterr);
        if (code) {
                digests_free(digests);
                return code;
        }
        *ret = digests;
        return CW_OK;
}

void digests_reload(struct digests *digests, const struct config *config) {
        pthread_mutex_lock(&digests->lock);
        const struct config *old = digests->config;
        digests->config = config_ref(config);
        pthread_mutex_unlock(&digests->lock);
        config_unref(old);
        rounds_hasten(digests->rounds);
}

void digests_free(struct digests *digests) {
        if (!digests)
                return;
        rounds_end(digests->rounds);
        config_unref(digests->config);
        pthread_mutex_destroy(&digests->lock);
        free(digests);
}

#include "daemon/parts.h"

#include "actions/digests.h"
#include "client/smtp.h"
#include "config/config.h"
#include "daemon/aside.h"
#include "daemon/worker.h"
#include "engine/guard.h"
#include "lookup/lookup.h"
#include "store/counters.h"
#include "store/recorder.h"
#include "transport/http/http.h"
#include "transport/lmtp/lmtp.h"
#include "transport/milter/milter.h"

/* ---- The store, and what is written into it ------------------------------------------------------------------------- */

static enum cw_err recorder_open(struct worker *worker, struct err *reterr) {
        const struct recorder_settings settings = recorder_settings_from(worker->config, worker->metrics);
        return recorder_new(&settings, &worker->recorder, reterr);
}

static enum cw_err recorder_begin(struct worker *worker, struct err *reterr) {
        return recorder_start(worker->recorder, reterr);
}

static void recorder_follow(struct worker *worker, const struct config *config) {
        const struct recorder_settings settings = recorder_settings_from(config, worker->metrics);
        recorder_reload(worker->recorder, &settings);
}

static bool recorder_end(struct worker *worker, int64_t deadline_ms) {
        recorder_stop(worker->recorder, deadline_ms);
        return true;
}

static void recorder_close(struct worker *worker) {
        recorder_free(worker->recorder);
}

/* ---- Waves and limits ------------------------------------------------------------------------------------------------ */

static enum cw_err counters_open(struct worker *worker, struct err *reterr) {
        const struct counters_settings settings = counters_settings_from(worker->config, worker->metrics);
        return counters_new(&settings, &worker->counters, reterr);
}

static void counters_follow(struct worker *worker, const struct config *config) {
        const struct counters_settings settings = counters_settings_from(config, worker->metrics);
        counters_reload(worker->counters, &settings);
}

static void counters_close(struct worker *worker) {
        counters_free(worker->counters);
}

/* ---- What is asked of the outside ------------------------------------------------------------------------------------- */

static enum cw_err lookups_open(struct worker *worker, struct err *reterr) {
        if (!option_truth(&worker->config->options, OPT_LOOKUPS))
                return CW_OK;
        return lookups_new(worker->config, worker->metrics, &worker->lookups, reterr);
}

static enum cw_err lookups_begin(struct worker *worker, struct err *reterr) {
        return worker->lookups ? lookups_start(worker->lookups, reterr) : CW_OK;
}

static void lookups_follow(struct worker *worker, const struct config *config) {
        if (worker->lookups)
                lookups_reload(worker->lookups, config);
}

static void lookups_close(struct worker *worker) {
        lookups_free(worker->lookups);
}

/* ---- Judging --------------------------------------------------------------------------------------------------------- */

static void guard_poison(void *user, uint64_t fingerprint, struct span bytes) {
        aside_keep(((const struct worker *)user)->settings->aside, fingerprint, bytes);
}

static enum cw_err guard_open(struct worker *worker, struct err *reterr) {
        const struct guard_settings settings = { .config = worker->config,
                                                 .board = worker->settings->board,
                                                 .recorder = worker->recorder,
                                                 .counters = worker->counters,
                                                 .metrics = worker->metrics,
                                                 .lookups = worker->lookups,
                                                 .picture_helper = worker->settings->picture_helper,
                                                 .poison = guard_poison,
                                                 .user_data = worker };
        return guard_new(&settings, &worker->guard, reterr);
}

static enum cw_err guard_renew(struct worker *worker, const struct config *config, struct err *reterr) {
        return guard_reload(worker->guard, config, reterr);
}

static void guard_close(struct worker *worker) {
        guard_free(worker->guard);
}

/* ---- The milter ------------------------------------------------------------------------------------------------------ */

static enum cw_err milter_take(struct worker *worker, struct err *reterr) {
        const struct rights *rights = worker->settings->rights;
        return milter_bind(worker->config, rights->user, rights->group, &worker->milter, reterr);
}

static enum cw_err milter_begin(struct worker *worker, struct err *reterr) {
        return milter_start(worker->milter, worker->guard, worker->recorder, worker->metrics, reterr);
}

static bool milter_well(const struct worker *worker) {
        return !worker->milter || milter_is_up(worker->milter);
}

static bool milter_end(struct worker *worker, int64_t deadline_ms) {
        return milter_stop(worker->milter, deadline_ms);
}

static void milter_close(struct worker *worker) {
        milter_free(worker->milter);
}

/* ---- LMTP ------------------------------------------------------------------------------------------------------------ */

static enum cw_err lmtp_take(struct worker *worker, struct err *reterr) {
        const struct rights *rights = worker->settings->rights;
        return lmtp_bind(worker->config, rights->user, rights->group, &worker->lmtp, reterr);
}

static enum cw_err lmtp_begin(struct worker *worker, struct err *reterr) {
        const struct lmtp_parts parts = { .guard = worker->guard,
                                          .recorder = worker->recorder,
                                          .board = worker->settings->board,
                                          .metrics = worker->metrics };
        return lmtp_start(worker->lmtp, &parts, reterr);
}

static bool lmtp_end(struct worker *worker, int64_t deadline_ms) {
        return lmtp_stop(worker->lmtp, deadline_ms);
}

static void lmtp_close(struct worker *worker) {
        lmtp_free(worker->lmtp);
}

/* ---- HTTP ------------------------------------------------------------------------------------------------------------ */

static enum cw_err http_take(struct worker *worker, struct err *reterr) {
        const struct worker_settings *settings = worker->settings;
        return http_bind(worker->config, settings->http_fds, settings->http_fd_count, &worker->http, reterr);
}

static enum cw_err http_begin(struct worker *worker, struct err *reterr) {
        const struct http_parts parts = { .metrics = worker->metrics,
                                          .recorder = worker->recorder,
                                          .guard = worker->guard,
                                          .counters = worker->counters };
        return http_start(worker->http, &parts, reterr);
}

static void http_follow(struct worker *worker, const struct config *config) {
        http_reload(worker->http, config);
}

static bool http_end(struct worker *worker, int64_t deadline_ms) {
        return http_stop(worker->http, deadline_ms);
}

static void http_close(struct worker *worker) {
        http_free(worker->http);
}

/* ---- What users are told --------------------------------------------------------------------------------------------- */

static enum cw_err digests_open(struct worker *worker, struct err *reterr) {
        (void)worker;
        return smtp_setup(reterr);
}

static enum cw_err digests_begin(struct worker *worker, struct err *reterr) {
        return digests_start(worker->config, worker->metrics, &worker->digests, reterr);
}

static void digests_follow(struct worker *worker, const struct config *config) {
        digests_reload(worker->digests, config);
}

static bool digests_end(struct worker *worker, int64_t deadline_ms) {
        (void)deadline_ms;
        digests_free(worker->digests);
        worker->digests = NULL;
        return true;
}

const struct part part_table[] = {
        { .name = "recorder",
          .open = recorder_open,
          .start = recorder_begin,
          .follow = recorder_follow,
          .stop = recorder_end,
          .close = recorder_close },
        { .name = "counters", .open = counters_open, .follow = counters_follow, .close = counters_close },
        { .name = "lookups",
          .open = lookups_open,
          .start = lookups_begin,
          .follow = lookups_follow,
          .close = lookups_close },
        { .name = "guard", .open = guard_open, .renew = guard_renew, .close = guard_close },
        { .name = "milter",
          .bind = milter_take,
          .start = milter_begin,
          .well = milter_well,
          .stop = milter_end,
          .close = milter_close },
        { .name = "lmtp", .bind = lmtp_take, .start = lmtp_begin, .stop = lmtp_end, .close = lmtp_close },
        { .name = "http",
          .bind = http_take,
          .start = http_begin,
          .follow = http_follow,
          .stop = http_end,
          .close = http_close },
        { .name = "digests", .open = digests_open, .start = digests_begin, .follow = digests_follow, .stop = digests_end },
};
const unsigned part_count = sizeof part_table / sizeof *part_table;

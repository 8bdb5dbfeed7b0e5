#include "daemon/worker.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "config/config.h"
#include "daemon/aside.h"
#include "daemon/channel.h"
#include "daemon/crash.h"
#include "daemon/parts.h"
#include "engine/board.h"

enum {
        TICK_MS = 1000,
        ORPHAN_STOP_MS = 5000, /* also of one that failed */
        STOP_GRACE_S = 3,
        STUCK_S = 90, /* longer than the supervisor watches on */
};

/* Signals end at the supervisor: those of a terminal go to its process group only. */
static void settle(void) {
        sigset_t all;
        sigfillset(&all);
        sigprocmask(SIG_SETMASK, &all, NULL);
        setpgid(0, 0);
        prctl(PR_SET_NAME, "calwarden-work", 0, 0, 0);
        umask(0077);
}

static enum cw_err bind_each(struct worker *worker, struct err *reterr) {
        enum cw_err code = CW_OK;
        for (unsigned i = 0; i < part_count && !code; i++)
                if (part_table[i].bind)
                        code = part_table[i].bind(worker, reterr);
        return code;
}

static enum cw_err open_each(struct worker *worker, struct err *reterr) {
        enum cw_err code = CW_OK;
        for (unsigned i = 0; i < part_count && !code; i++)
                if (part_table[i].open)
                        code = part_table[i].open(worker, reterr);
        return code;
}

static enum cw_err start_each(struct worker *worker, struct err *reterr) {
        enum cw_err code = CW_OK;
        for (; worker->started < part_count && !code; worker->started += !code)
                if (part_table[worker->started].start)
                        code = part_table[worker->started].start(worker, reterr);
        return code;
}

static enum cw_err begin(struct worker *worker, struct err *reterr) {
        const struct worker_settings *settings = worker->settings;
        const struct crash_settings crash = { .board = settings->board,
                                              .folder = aside_folder(settings->aside),
                                              .path = aside_path(settings->aside),
                                              .item_timeout_ms = option_ms(&worker->config->options, OPT_ITEM_TIMEOUT) };
        enum cw_err code = crash_handle(&crash, reterr);
        if (!code)
                code = metrics_new(&worker->metrics, reterr);
        if (!code)
                code = bind_each(worker, reterr);
        if (!code)
                code = rights_drop(settings->rights, reterr);
        if (!code)
                code = open_each(worker, reterr);
        if (!code && option_truth(&worker->config->options, OPT_SANDBOX))
                code = sandbox_enter(reterr);
        if (!code)
                code = start_each(worker, reterr);
        metrics_set(worker->metrics, METRIC_STARTED, NULL, NULL, (double)clock_now_s());
        metrics_add(worker->metrics, METRIC_WORKER_RESTARTS, NULL, NULL, (int64_t)settings->restarts);
        metrics_add(worker->metrics, METRIC_ASIDE, NULL, NULL, (int64_t)settings->deaths_kept);
        return code;
}

/* What is still used when the time is over stays until the process ends. */
static void end(struct worker *worker, int64_t deadline_ms) {
        bool done = true;
        int64_t left_ms = deadline_ms - clock_monotonic_ms();
        /* A thread may wait for a server that says nothing, and with the supervisor gone there is nobody else to end us. */
        alarm((unsigned)(left_ms > 0 ? left_ms / 1000 : 0) + STOP_GRACE_S);
        for (unsigned i = worker->started; i-- > 0;)
                if (part_table[i].stop && !part_table[i].stop(worker, deadline_ms))
                        done = false;
        if (!done) {
                log_say(LEVEL_WARNING, "stop-timeout", "Not everything in work was finished in time");
                return;
        }
        for (unsigned i = part_count; i-- > 0;)
                if (part_table[i].close)
                        part_table[i].close(worker);
        metrics_free(worker->metrics);
        config_unref(worker->config);
}

static enum cw_err reload(struct worker *worker, struct err *reterr) {
        struct config *config = NULL;
        enum cw_err code = config_load(worker->config->path, &config, reterr);
        for (unsigned i = 0; i < part_count && !code; i++)
                if (part_table[i].renew)
                        code = part_table[i].renew(worker, config, reterr);
        if (code) {
                config_unref(config);
                return code;
        }
        for (unsigned i = 0; i < part_count; i++)
                if (part_table[i].follow)
                        part_table[i].follow(worker, config);
        log_open(&config->log);
        config_unref(worker->config);
        worker->config = config;
        return CW_OK;
}

static void measure(struct worker *worker) {
        struct rusage used;
        char text[64];
        unsigned long pages;
        metrics_set(worker->metrics, METRIC_LOG_LOST, NULL, NULL, (double)log_lost());
        if (getrusage(RUSAGE_SELF, &used) == 0)
                metrics_set(worker->metrics, METRIC_CPU_SECONDS, NULL, NULL,
                            (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                                    (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6);
        FILE *file = fopen("/proc/self/statm", "re");
        if (!file)
                return;
        if (fgets(text, sizeof text, file) && sscanf(text, "%*u %lu", &pages) == 1)
                metrics_set(worker->metrics, METRIC_MEMORY_BYTES, NULL, NULL,
                            (double)pages * (double)sysconf(_SC_PAGESIZE));
        (void)fclose(file);
}

/* False when it is time to end; *ret_ms is how long the end may take. */
static bool obey(struct worker *worker, int64_t *ret_ms) {
        struct packet packet;
        struct err why = { 0 };
        switch (channel_receive(worker->settings->channel, &packet)) {
        case CHANNEL_NOTHING:
                return true;
        case CHANNEL_OVER:
                log_say(LEVEL_ERROR, "supervisor-gone", "The supervisor has died; the worker finishes what it has");
                *ret_ms = ORPHAN_STOP_MS;
                return false;
        case CHANNEL_GOT:
                break;
        }
        if (packet.word == WORD_STOP) {
                *ret_ms = option_ms(&worker->config->options, OPT_STOP_TIMEOUT);
                return false;
        }
        if (packet.word == WORD_RELOAD) {
                enum cw_err code = reload(worker, &why);
                metrics_add(worker->metrics, METRIC_RELOADS, code ? "refused" : "ok", NULL, 1);
                (void)channel_send(worker->settings->channel, code ? WORD_REFUSED : WORD_RELOADED, &why);
        }
        return true;
}

static bool all_well(const struct worker *worker) {
        for (unsigned i = 0; i < part_count; i++) {
                if (!part_table[i].well || part_table[i].well(worker))
                        continue;
                log_say(LEVEL_ERROR, "part-failed", "%s has given up", part_table[i].name);
                return false;
        }
        return true;
}

/* Until it is told to end; how long that may take, or -1 where it has to be started again. */
static int64_t work(struct worker *worker) {
        struct pollfd channel = { .fd = worker->settings->channel, .events = POLLIN };
        int64_t stop_ms = 0;
        do {
                if (!all_well(worker))
                        return -1;
                board_beat(worker->settings->board, clock_monotonic_ms());
                /* Ends this process where it gets stuck with nobody watching: it holds the state's lock. */
                alarm(STUCK_S);
                measure(worker);
                (void)poll(&channel, 1, TICK_MS);
        } while (!channel.revents || obey(worker, &stop_ms));
        return stop_ms;
}

_Noreturn void worker_main(const struct worker_settings *settings) {
        struct worker worker = { .settings = settings, .config = config_ref(settings->config) };
        struct err why = { 0 };
        settle();
        enum cw_err code = begin(&worker, &why);
        if (!code && channel_send(settings->channel, WORD_READY, NULL)) {
                int64_t stop_ms = work(&worker);
                end(&worker, clock_monotonic_ms() + (stop_ms < 0 ? ORPHAN_STOP_MS : stop_ms));
                /* Not exit: libmilter's thread still listens, and what libraries do at the exit is not for its eyes. */
                _exit(stop_ms < 0 ? EXIT_FAILURE : EXIT_SUCCESS);
        }
        end(&worker, clock_monotonic_ms() + ORPHAN_STOP_MS);
        (void)channel_send(settings->channel, WORD_FAILED, &why);
        _exit(EXIT_FAILURE);
}

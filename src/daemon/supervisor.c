#include "daemon/supervisor.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "config/config.h"
#include "daemon/aside.h"
#include "daemon/channel.h"
#include "daemon/control.h"
#include "daemon/notify.h"
#include "daemon/rights.h"
#include "daemon/worker.h"
#include "engine/board.h"

enum {
        TICK_MS = 1000,
        START_MS = 5 * 60 * 1000, /* until the first sign of life: a store may have to be migrated */
        BEAT_MS = 60 * 1000,      /* the longest that the worker's main thread may say nothing: it may load rules */
        ABORT_MS = 8 * 1000,      /* a crash handler gives up after five seconds */
        STOP_GRACE_MS = 5 * 1000,
        CALM_MS = 60 * 1000, /* a worker that lived so long was no failure of the start */
        FIRST_DELAY_MS = 50,
        DELAY_MS = 800,        /* between a death and the next start, at most: within a second it serves again */
        START_DELAY_MS = 5000, /* the same where it cannot start at all */
};

enum state { DOWN, STARTING, SERVING, ABORTED, STOPPING };

struct supervisor {
        const struct supervisor_settings *settings;
        const struct config *config; /* that in force; a reference of our own */
        struct control *control;
        int signals, channel;
        enum state state;
        pid_t worker;
        int64_t since_ms;  /* of the state */
        int64_t born_ms;   /* of the worker */
        unsigned failures; /* in a row */
        uint64_t restarts, kept;
        uint32_t poison_before;
        bool served; /* once: from then on it is started again */
        bool told;   /* to end */
        bool reloading, reload_later;
        struct err failed; /* what the worker said when it could not start */
        int64_t pinged_ms;
};

static void enter(struct supervisor *s, enum state state) {
        s->state = state;
        s->since_ms = clock_monotonic_ms();
}

static int64_t in_state(const struct supervisor *s) {
        return clock_monotonic_ms() - s->since_ms;
}

/* ---- The worker's birth --------------------------------------------------------------------------------------------- */

_Noreturn static void become_worker(struct supervisor *s, int channel) {
        const struct worker_settings settings = { .config = s->config,
                                                  .board = s->settings->board,
                                                  .aside = s->settings->aside,
                                                  .rights = s->settings->rights,
                                                  .channel = channel,
                                                  .http_fds = s->settings->http_fds,
                                                  .http_fd_count = s->settings->http_fd_count,
                                                  .restarts = s->restarts,
                                                  .picture_helper = s->settings->picture_helper,
                                                  .deaths_kept = s->kept };
        close(s->signals);
        control_leave(s->control);
        worker_main(&settings);
}

static enum cw_err start_worker(struct supervisor *s, struct err *reterr) {
        int ends[2];
        if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
                return err_set(reterr, CW_ERR_INTERNAL, "no sockets for a worker: %s", strerror(errno));
        board_clear_slots(s->settings->board);
        board_beat(s->settings->board, clock_monotonic_ms());
        s->poison_before = board_poison_count(s->settings->board);
        s->failed = (struct err){ 0 };
        fflush(NULL);
        pid_t pid = fork();
        if (pid == 0) {
                close(ends[0]);
                become_worker(s, ends[1]);
        }
        close(ends[1]);
        if (pid < 0) {
                close(ends[0]);
                return err_set(reterr, CW_ERR_INTERNAL, "no process for a worker: %s", strerror(errno));
        }
        s->worker = pid;
        s->channel = ends[0];
        s->born_ms = clock_monotonic_ms();
        enter(s, STARTING);
        return CW_OK;
}

/* ---- Its death ------------------------------------------------------------------------------------------------------- */

static void describe(void *user, const struct board_entry *entry) {
        aside_describe(((const struct supervisor *)user)->settings->aside, entry);
}

/* What it had in work is known by its crash handler; else by what the board holds. */
static void inquire(struct supervisor *s, int status) {
        struct board *board = s->settings->board;
        uint32_t in_work = board_in_work(board), told = board_poison_count(board) - s->poison_before;
        /* EXIT_FAILURE is how the worker ends by its own will; every other end came from within a judgement. */
        bool crashed = WIFSIGNALED(status) ? WTERMSIG(status) != SIGKILL : WEXITSTATUS(status) != EXIT_FAILURE;
        if (told == 0)
                told = board_suspect_all(board, crashed, describe, s);
        s->kept += told;
        struct log_line line;
        log_begin(&line, LEVEL_ERROR, "worker-died");
        log_number(&line, "pid", s->worker);
        if (WIFSIGNALED(status))
                log_text(&line, "signal", strsignal(WTERMSIG(status)));
        else
                log_number(&line, "status", WEXITSTATUS(status));
        log_number(&line, "in_work", in_work);
        log_number(&line, "condemned", told);
        log_number(&line, "lived_ms", clock_monotonic_ms() - s->born_ms);
        log_end(&line);
        aside_prune(s->settings->aside);
}

/* What its last words were; they may still lie in the channel. */
static void hear(struct supervisor *s);

static void end_reload(struct supervisor *s, enum cw_err code, const char *text) {
        if (!s->reloading)
                return;
        s->reloading = false;
        if (code)
                log_say(LEVEL_ERROR, "reload-refused", "%s", text);
        else
                log_say(LEVEL_NOTICE, "reloaded", "%s", text);
        notify_send("READY=1\nSTATUS=%s: %.200s", code ? "Reload refused" : "Reloaded", text);
        /* Who asked meanwhile waits for the next one, and so do the others then. */
        if (!s->reload_later)
                control_answer(s->control, code, text);
}

static void bury(struct supervisor *s, int status) {
        hear(s);
        close(s->channel);
        s->channel = -1;
        if (s->failed.code && s->served)
                log_say(LEVEL_ERROR, "worker-not-started", "%s", s->failed.text);
        else if (!s->failed.code && s->state != STOPPING)
                inquire(s, status);
        end_reload(s, CW_ERR_INTERNAL, "the worker died meanwhile; the next one reads the new configuration");
        if (clock_monotonic_ms() - s->born_ms > CALM_MS)
                s->failures = 0;
        s->failures++;
        s->worker = 0;
        enter(s, DOWN);
        if (s->served && !s->told)
                notify_send("STATUS=The worker died and is started again");
}

static int64_t delay_ms(const struct supervisor *s) {
        int64_t most = s->failed.code ? START_DELAY_MS : DELAY_MS;
        unsigned steps = s->failures - 1;
        if (s->failures < 2)
                return s->failed.code ? FIRST_DELAY_MS : 0;
        return steps > 8 || FIRST_DELAY_MS << steps > most ? most : FIRST_DELAY_MS << steps;
}

static void reap(struct supervisor *s) {
        int status;
        if (s->worker && waitpid(s->worker, &status, WNOHANG) == s->worker)
                bury(s, status);
}

/* ---- What it says ---------------------------------------------------------------------------------------------------- */

static void ask_reload(struct supervisor *s);

static void on_ready(struct supervisor *s) {
        enter(s, SERVING);
        if (!s->served)
                s->settings->ready(s->settings);
        else
                log_say(LEVEL_NOTICE, "worker-started", "process %d, %lld ms after its start", (int)s->worker,
                        (long long)(clock_monotonic_ms() - s->born_ms));
        s->served = true;
        notify_send("READY=1\nSTATUS=Serving");
        if (s->reload_later)
                ask_reload(s);
}

static void hear(struct supervisor *s) {
        struct packet packet;
        while (s->channel >= 0 && channel_receive(s->channel, &packet) == CHANNEL_GOT) {
                switch (packet.word) {
                case WORD_READY:
                        on_ready(s);
                        break;
                case WORD_FAILED:
                        s->failed = packet.err;
                        break;
                case WORD_REFUSED:
                        end_reload(s, packet.err.code, packet.err.text);
                        break;
                case WORD_RELOADED:
                        end_reload(s, CW_OK, "the new configuration and rules are in force");
                        break;
                default:
                        break;
                }
        }
}

/* ---- Reload ---------------------------------------------------------------------------------------------------------- */

static void tell_late_options(const struct config *old, const struct config *new) {
        for (enum option_id id = 0; (id = config_restart_needed(old, new, id)) < OPTS; id++)
                log_say(LEVEL_WARNING, "restart-needed", "%s: the new value counts when the daemon is started again",
                        option_table[id].name);
}

/* Our own copy is what the next worker begins with, so a bad file cannot keep it from starting. */
static enum cw_err take_config(struct supervisor *s, struct err *reterr) {
        struct config *config = NULL;
        enum cw_err code = config_load(s->config->path, &config, reterr);
        if (code) {
                config_unref(config);
                return code;
        }
        tell_late_options(s->config, config);
        log_open(&config->log);
        config_unref(s->config);
        s->config = config;
        return CW_OK;
}

static void ask_reload(struct supervisor *s) {
        struct err why = { 0 };
        if (s->reloading || s->state == STARTING) {
                s->reload_later = true;
                return;
        }
        s->reload_later = false;
        s->reloading = true;
        notify_send("RELOADING=1\nMONOTONIC_USEC=%llu", (unsigned long long)(clock_monotonic_ns() / 1000));
        (void)aside_load(s->settings->aside, s->settings->board);
        s->poison_before = board_poison_count(s->settings->board);
        enum cw_err code = take_config(s, &why);
        if (code)
                end_reload(s, code, why.text);
        else if (s->state != SERVING)
                end_reload(s, CW_OK, "the next worker begins with the new configuration");
        else if (!channel_send(s->channel, WORD_RELOAD, NULL))
                end_reload(s, CW_ERR_INTERNAL, "the worker does not listen");
}

/* ---- Commands -------------------------------------------------------------------------------------------------------- */

static const char *state_word(const struct supervisor *s) {
        static const char *const words[] = { "down", "starting", "serving", "aborted", "stopping" };
        return words[s->state];
}

static bool on_command(void *user, const char *line, char *ret_answer, size_t size) {
        struct supervisor *s = user;
        if (strcmp(line, "reload") == 0) {
                ask_reload(s);
                return false;
        }
        if (strcmp(line, "status") == 0)
                (void)snprintf(ret_answer, size,
                               "{\"state\": \"%s\", \"supervisor\": %d, \"worker\": %d, \"worker_age_ms\": %lld, "
                               "\"restarts\": %llu, \"crashed_on\": %llu, \"poison\": %u, \"in_work\": %u}",
                               state_word(s), (int)getpid(), (int)s->worker,
                               (long long)(s->worker ? clock_monotonic_ms() - s->born_ms : 0),
                               (unsigned long long)s->restarts, (unsigned long long)s->kept,
                               board_poison_count(s->settings->board), board_in_work(s->settings->board));
        else
                (void)snprintf(ret_answer, size, "no such command");
        return true;
}

/* ---- Signals ---------------------------------------------------------------------------------------------------------- */

static void begin_end(struct supervisor *s) {
        bool again = s->told;
        s->told = true;
        if (!again)
                notify_send("STOPPING=1\nSTATUS=Finishing what is in work");
        if (!s->worker)
                return;
        if (again || !channel_send(s->channel, WORD_STOP, NULL))
                (void)kill(s->worker, SIGKILL);
        if (s->state != STOPPING)
                enter(s, STOPPING);
}

static void take_signals(struct supervisor *s) {
        struct signalfd_siginfo info;
        while (read(s->signals, &info, sizeof info) == sizeof info) {
                if (info.ssi_signo == SIGCHLD)
                        reap(s);
                else if (info.ssi_signo == SIGHUP)
                        ask_reload(s);
                else
                        begin_end(s);
        }
}

/* ---- Time -------------------------------------------------------------------------------------------------------------- */

static bool hangs(const struct supervisor *s) {
        int64_t now = clock_monotonic_ms(), item_ms = option_ms(&s->config->options, OPT_ITEM_TIMEOUT);
        if (s->state == STARTING)
                return in_state(s) > START_MS;
        if (now - board_last_beat(s->settings->board) > BEAT_MS)
                return true;
        for (uint32_t i = 0; i < BOARD_SLOTS; i++) {
                const struct board_entry *entry = board_entry(s->settings->board, i);
                if (board_thread(s->settings->board, i) && now - entry->since_ms > item_ms)
                        return true;
        }
        return false;
}

static void look_after(struct supervisor *s) {
        int64_t stop_ms = option_ms(&s->config->options, OPT_STOP_TIMEOUT) + STOP_GRACE_MS;
        struct err why;
        if ((s->state == STARTING || s->state == SERVING) && hangs(s)) {
                log_say(LEVEL_ERROR, "worker-hangs", "process %d does not come on, and is ended", (int)s->worker);
                (void)kill(s->worker, SIGABRT);
                enter(s, ABORTED);
        } else if ((s->state == ABORTED && in_state(s) > ABORT_MS) || (s->state == STOPPING && in_state(s) > stop_ms)) {
                (void)kill(s->worker, SIGKILL);
        } else if (s->state == DOWN && in_state(s) >= delay_ms(s)) {
                s->restarts++;
                if (start_worker(s, &why)) {
                        log_say(LEVEL_ERROR, "worker-not-started", "%s", why.text);
                        s->failures++;
                        enter(s, DOWN);
                }
        }
        int64_t now = clock_monotonic_ms();
        if (s->settings->watchdog_ms && now - s->pinged_ms >= s->settings->watchdog_ms) {
                notify_send("WATCHDOG=1");
                s->pinged_ms = now;
        }
}

static int wait_ms(const struct supervisor *s) {
        int64_t wait = TICK_MS;
        if (s->state == DOWN)
                wait = delay_ms(s) - in_state(s);
        if (s->settings->watchdog_ms && s->settings->watchdog_ms < wait)
                wait = s->settings->watchdog_ms;
        return wait < 0 ? 0 : (int)wait;
}

static void run(struct supervisor *s) {
        while (s->worker || (s->served && !s->told)) {
                struct pollfd fds[] = { { .fd = s->signals, .events = POLLIN },
                                        { .fd = control_descriptor(s->control), .events = POLLIN },
                                        { .fd = s->channel, .events = POLLIN } };
                (void)poll(fds, sizeof fds / sizeof *fds, wait_ms(s));
                hear(s);
                take_signals(s);
                /* Where a death was told by the channel alone. */
                reap(s);
                control_serve(s->control, clock_monotonic_ms());
                if (s->reload_later && !s->reloading && s->state == SERVING)
                        ask_reload(s);
                if (s->worker || !s->told)
                        look_after(s);
        }
}

static enum cw_err take_hold(struct supervisor *s, struct err *reterr) {
        const struct control_settings control = { .state = s->config->state,
                                                  .user = s->settings->rights->user,
                                                  .group = s->settings->rights->group,
                                                  .asked = on_command,
                                                  .user_data = s };
        sigset_t signals;
        sigemptyset(&signals);
        sigaddset(&signals, SIGTERM);
        sigaddset(&signals, SIGINT);
        sigaddset(&signals, SIGHUP);
        sigaddset(&signals, SIGCHLD);
        sigprocmask(SIG_SETMASK, &signals, NULL);
        s->signals = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
        if (s->signals < 0)
                return err_set(reterr, CW_ERR_INTERNAL, "no descriptor for signals: %s", strerror(errno));
        return control_open(&control, &s->control, reterr);
}

enum cw_err supervise(const struct supervisor_settings *settings, struct err *reterr) {
        struct supervisor s = { .settings = settings,
                                .config = config_ref(settings->config),
                                .signals = -1,
                                .channel = -1 };
        enum cw_err code = take_hold(&s, reterr);
        if (!code)
                code = start_worker(&s, reterr);
        if (!code)
                run(&s);
        if (!code && !s.served && !s.told && s.failed.code)
                code = err_set(reterr, s.failed.code, "%s", s.failed.text);
        else if (!code && !s.served && !s.told)
                code = err_set(reterr, CW_ERR_INTERNAL, "the worker died before it could serve");
        control_close(s.control);
        if (s.signals >= 0)
                close(s.signals);
        config_unref(s.config);
        return code;
}

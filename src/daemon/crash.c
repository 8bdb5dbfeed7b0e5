/* Everything below crash_handle runs in a handler of signals, in a process that is broken: only system calls, no memory
 * but the stack and what was there before. */
#include "daemon/crash.h"

#include <execinfo.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/clock.h"
#include "engine/board.h"

enum { FRAMES = 48, GIVE_UP_SECONDS = 5 };

/* A handler of signals has no other way to know. Set once, before there are threads. */
static struct crash_settings crash;
static atomic_flag crash_begun = ATOMIC_FLAG_INIT;

/* A text in the making; what does not fit is left out. */
struct text {
        size_t len;
        char bytes[1024];
};

static void put(struct text *text, const char *s) {
        while (*s && text->len < sizeof text->bytes)
                text->bytes[text->len++] = *s++;
}

/* From a peer: shown without what could pass for more than one word on one line. */
static void put_foreign(struct text *text, const char *name, const char *s) {
        put(text, name);
        for (; *s && text->len < sizeof text->bytes; s++)
                text->bytes[text->len++] = *s > ' ' && *s < 0x7f ? *s : '?';
        put(text, "\n");
}

static void put_number(struct text *text, uint64_t number, unsigned base, int least) {
        char digits[24];
        int count = 0;
        for (; number || count < least || count == 0; number /= base)
                digits[count++] = "0123456789abcdef"[number % base];
        while (count > 0 && text->len < sizeof text->bytes)
                text->bytes[text->len++] = digits[--count];
}

static void put_line(struct text *text, const char *name, uint64_t number) {
        put(text, name);
        put_number(text, number, 10, 1);
        put(text, "\n");
}

static void write_all(int fd, const char *bytes, size_t len) {
        while (len > 0) {
                ssize_t done = write(fd, bytes, len);
                if (done <= 0)
                        return;
                bytes += done;
                len -= (size_t)done;
        }
}

static const char *signal_word(int number) {
        switch (number) {
        case SIGSEGV:
                return "SIGSEGV";
        case SIGBUS:
                return "SIGBUS";
        case SIGFPE:
                return "SIGFPE";
        case SIGILL:
                return "SIGILL";
        case SIGABRT:
                return "SIGABRT";
        case SIGSYS:
                return "SIGSYS";
        default:
                return "SIGTRAP";
        }
}

static int create(uint64_t fingerprint, const char *kind) {
        struct text name = { 0 };
        put_number(&name, fingerprint, 16, 16);
        put(&name, kind);
        name.bytes[name.len] = 0;
        return openat(crash.folder, name.bytes, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
}

static void describe(int fd, const struct board_entry *entry, int number, const siginfo_t *info) {
        struct text text = { 0 };
        put_foreign(&text, "item: ", entry->id);
        put(&text, "signal: ");
        put(&text, signal_word(number));
        if (info->si_code > 0) {
                put(&text, " at 0x");
                put_number(&text, (uintptr_t)info->si_addr, 16, 1);
        }
        put_line(&text, "\ntime: ", (uint64_t)clock_now_s());
        put_line(&text, "in-work-ms: ", (uint64_t)(clock_monotonic_ms() - entry->since_ms));
        put_foreign(&text, "channel: ", entry->channel);
        put_foreign(&text, "client: ", entry->client_ip);
        put_foreign(&text, "mail-from: ", entry->mail_from);
        put_foreign(&text, "rcpt: ", entry->rcpt);
        put_line(&text, "recipients: ", entry->rcpt_count);
        put_line(&text, "bytes: ", entry->len);
        write_all(fd, text.bytes, text.len);
}

/* The description first, for it is what makes it known at the next start; the bytes may be unreadable by now. */
static void keep(const struct board_entry *entry, int number, const siginfo_t *info, bool own) {
        void *frames[FRAMES];
        board_condemn(crash.board, entry->fingerprint);
        int description = create(entry->fingerprint, ".txt"), bytes = create(entry->fingerprint, ".eml");
        if (description >= 0)
                describe(description, entry, number, info);
        if (bytes >= 0) {
                write_all(bytes, entry->ptr, entry->len);
                close(bytes);
        }
        if (description < 0)
                return;
        if (own) {
                write_all(description, "stack:\n", sizeof "stack:\n" - 1);
                backtrace_symbols_fd(frames, backtrace(frames, FRAMES), description);
        }
        close(description);
}

static void say(const char *what, uint64_t fingerprint, int number) {
        struct text text = { 0 };
        put(&text, "level=error event=crash signal=");
        put(&text, signal_word(number));
        if (fingerprint) {
                put(&text, " aside=");
                put(&text, crash.path);
                put(&text, "/");
                put_number(&text, fingerprint, 16, 16);
                put(&text, ".eml");
        }
        put(&text, " text=\"");
        put(&text, what);
        put(&text, "\"\n");
        write_all(STDERR_FILENO, text.bytes, text.len);
}

static void keep_own(int number, const siginfo_t *info) {
        pid_t self = (pid_t)syscall(SYS_gettid);
        for (uint32_t i = 0; i < BOARD_SLOTS; i++) {
                const struct board_entry *entry = board_entry(crash.board, i);
                if (board_thread(crash.board, i) != self)
                        continue;
                keep(entry, number, info, true);
                say("The item in work is kept aside and will not be judged again", entry->fingerprint, number);
                return;
        }
        say("Not while an item was judged", 0, number);
}

/* The supervisor has asked, because something takes too long. */
static void keep_slow(int number, const siginfo_t *info) {
        int64_t now = clock_monotonic_ms();
        for (uint32_t i = 0; i < BOARD_SLOTS; i++) {
                const struct board_entry *entry = board_entry(crash.board, i);
                if (!board_thread(crash.board, i) || now - entry->since_ms < crash.item_timeout_ms)
                        continue;
                keep(entry, number, info, false);
                say("The item took too long, is kept aside and will not be judged again", entry->fingerprint, number);
        }
}

static void handle(int number, siginfo_t *info, void *context) {
        (void)context;
        if (atomic_flag_test_and_set(&crash_begun)) {
                /* Another thread is at it, and the end of it is the end of this one too. */
                sleep(GIVE_UP_SECONDS);
                _exit(128 + number);
        }
        /* The stack's names are looked up under locks that the crashed thread may hold. */
        alarm(GIVE_UP_SECONDS);
        if (number == SIGABRT && info->si_code == SI_USER && info->si_pid == getppid())
                keep_slow(number, info);
        else
                keep_own(number, info);
        signal(number, SIG_DFL);
        raise(number);
}

enum cw_err crash_handle(const struct crash_settings *settings, struct err *reterr) {
        static const int signals[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS, SIGTRAP };
        struct sigaction action = { .sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_ONSTACK };
        void *frame;
        crash = *settings;
        /* Loads what it needs now. */
        (void)backtrace(&frame, 1);
        sigemptyset(&action.sa_mask);
        for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
                sigset_t own;
                sigemptyset(&own);
                sigaddset(&own, signals[i]);
                if (sigaction(signals[i], &action, NULL) < 0 || sigprocmask(SIG_UNBLOCK, &own, NULL) < 0)
                        return err_set(reterr, CW_ERR_INTERNAL, "no handler for %s", signal_word(signals[i]));
        }
        /* The end of a handler that does not come on; blocked, it would end nobody. */
        sigset_t alarm_only;
        sigemptyset(&alarm_only);
        sigaddset(&alarm_only, SIGALRM);
        signal(SIGALRM, SIG_DFL);
        sigprocmask(SIG_UNBLOCK, &alarm_only, NULL);
        return CW_OK;
}

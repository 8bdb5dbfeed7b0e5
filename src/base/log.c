#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/civil.h"
#include "base/clock.h"
#include "base/utf8.h"

/* The one thing that the whole process shares: where its log goes. Each is read and written by itself; a line that begins
 * during a reload may have the old format and the new target. */
static _Atomic int log_level = LEVEL_INFO, log_json, log_journal = -1, log_fd = STDERR_FILENO;
static _Atomic bool log_journal_reads; /* standard error is read by the journal, line by line */
static _Atomic uint64_t lost;

static const char *level_name(enum log_level level) {
        static const char *const names[] = {
                [LEVEL_ERROR] = "error", [LEVEL_WARNING] = "warning", [LEVEL_NOTICE] = "notice",
                [LEVEL_INFO] = "info",   [LEVEL_DEBUG] = "debug",
        };
        return names[level];
}

/* ---- Where to ---------------------------------------------------------------------------------------------------- */

/* $JOURNAL_STREAM names the device and inode that the journal reads; it is inherited by those who redirected it too. */
static bool stderr_is_journal(void) {
        const char *stream = getenv("JOURNAL_STREAM");
        struct stat status;
        char *end;
        if (!stream || fstat(STDERR_FILENO, &status) < 0)
                return false;
        unsigned long long device = strtoull(stream, &end, 10);
        return *end == ':' && device == status.st_dev && strtoull(end + 1, NULL, 10) == status.st_ino;
}

/* CALWARDEN_JOURNAL: another socket, for tests. */
static int journal_connect(void) {
        const char *path = getenv("CALWARDEN_JOURNAL");
        struct sockaddr_un address = { .sun_family = AF_UNIX };
        (void)snprintf(address.sun_path, sizeof address.sun_path, "%s",
                       path && *path == '/' ? path : "/run/systemd/journal/socket");
        int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof address) < 0) {
                (void)close(fd);
                return -1;
        }
        return fd;
}

void log_open(const struct log_settings *settings) {
        bool reads = stderr_is_journal();
        bool wanted = settings->target == LOG_JOURNAL || (settings->target == LOG_AUTO && reads);
        log_level = (int)settings->level;
        log_json = settings->format == LOG_JSON;
        log_journal_reads = reads;
        /* An open socket is never closed: another thread may be writing to it. */
        static _Atomic int opened = -1;
        if (wanted && opened < 0)
                opened = journal_connect();
        log_journal = wanted ? opened : -1;
}

void log_to(int fd) {
        log_fd = fd < 0 ? STDERR_FILENO : fd;
}

bool log_wanted(enum log_level level) {
        return (int)level <= log_level;
}

uint64_t log_lost(void) {
        return lost;
}

/* ---- A line ------------------------------------------------------------------------------------------------------ */

/* Room for the end of a JSON object and of the line. */
enum { TAIL = 2 };

static void put(struct log_line *line, const char *text, size_t len) {
        if (len > sizeof line->text - TAIL - line->len)
                len = sizeof line->text - TAIL - line->len;
        memcpy(line->text + line->len, text, len);
        line->len += len;
}

static void put_text(struct log_line *line, const char *text) {
        put(line, text, strlen(text));
}

/* What makes lines, terminals and readers go wrong though it is no control of ASCII: C1, marks of direction, separators of
 * lines, marks of byte order. */
static bool rune_shown(uint32_t rune) {
        return !(rune < 0xA0 || rune == 0x61C || (rune >= 0x200B && rune <= 0x200F) ||
                 (rune >= 0x2028 && rune <= 0x202E) || (rune >= 0x2060 && rune <= 0x206F) || rune == 0xFEFF ||
                 (rune >= 0xFFF0 && rune <= 0xFFFF) || rune >= 0xE0000);
}

/* A rune that is not shown as itself. JSON has \uXXXX only; logfmt is read as Go and others quote. */
static void put_rune(struct log_line *line, uint32_t rune) {
        char text[16];
        if (rune < 0x10000)
                (void)snprintf(text, sizeof text, "\\u%04x", rune);
        else if (line->json)
                (void)snprintf(text, sizeof text, "\\u%04x\\u%04x", 0xD800 + ((rune - 0x10000) >> 10),
                               0xDC00 + (rune & 0x3FF));
        else
                (void)snprintf(text, sizeof text, "\\U%08x", rune);
        put_text(line, text);
}

/* One byte or sequence of the value, escaped; returns how many bytes it took. */
static size_t put_one(struct log_line *line, struct span rest) {
        unsigned char c = (unsigned char)rest.ptr[0];
        uint32_t rune;
        if (c == '"' || c == '\\') {
                put(line, (char[]){ '\\', (char)c }, 2);
                return 1;
        }
        if (c >= ' ' && c < 0x7F) {
                put(line, rest.ptr, 1);
                return 1;
        }
        if (c < 0x80) {
                if (c == '\n' || c == '\t' || c == '\r')
                        put(line, (char[]){ '\\', c == '\n' ? 'n' : c == '\t' ? 't' : 'r' }, 2);
                else
                        put_rune(line, c);
                return 1;
        }
        size_t len = utf8_read(rest, &rune);
        if (len > 0 && rune_shown(rune)) {
                put(line, rest.ptr, len);
        } else if (len > 0) {
                put_rune(line, rune);
        } else {
                char text[8];
                (void)snprintf(text, sizeof text, line->json ? "\\ufffd" : "\\x%02x", c);
                put_text(line, text);
                len = 1;
        }
        return len;
}

static void put_value(struct log_line *line, struct span value) {
        size_t begin = line->len;
        put(line, "\"", 1);
        for (size_t at = 0; at < value.len;) {
                if (line->len - begin > LOG_VALUE_BYTES) {
                        put_text(line, "…");
                        break;
                }
                at += put_one(line, span_skip(value, at));
        }
        put(line, "\"", 1);
}

/* Words that need no quotes in logfmt. */
static bool is_bare(struct span value) {
        for (size_t i = 0; i < value.len; i++)
                if (!ascii_alnum(value.ptr[i]) && !strchr("-_.:/@+<>,[]", value.ptr[i] ? value.ptr[i] : ' '))
                        return false;
        return value.len > 0 && value.len <= LOG_VALUE_BYTES;
}

static void put_name(struct log_line *line, const char *name) {
        if (line->json) {
                if (line->len > 1)
                        put(line, ",", 1);
                put(line, "\"", 1);
                put_text(line, name);
                put(line, "\":", 2);
        } else {
                if (line->len > 0)
                        put(line, " ", 1);
                put_text(line, name);
                put(line, "=", 1);
        }
}

/* CALWARDEN_NAME=value, escaped as in the line, without quotes. */
static void put_journal(struct log_line *line, const char *name, struct span value) {
        size_t name_len = strlen(name), prefix = sizeof "\nCALWARDEN_" - 1;
        if (line->journal_len + prefix + name_len + 1 + value.len > sizeof line->journal)
                return;
        char *at = line->journal + line->journal_len;
        memcpy(at, "\nCALWARDEN_", prefix);
        at += prefix;
        for (size_t i = 0; i < name_len; i++)
                *at++ = name[i] >= 'a' && name[i] <= 'z' ? (char)(name[i] - 'a' + 'A') : name[i];
        *at++ = '=';
        memcpy(at, value.ptr, value.len);
        line->journal_len += prefix + name_len + 1 + value.len;
}

/* A field that does not fit whole is taken back. */
static void put_field(struct log_line *line, const char *name, struct span value, bool bare) {
        if (!line->wanted)
                return;
        size_t before = line->len;
        put_name(line, name);
        bool quotes = !bare && (line->json || !is_bare(value));
        size_t begin = line->len + quotes;
        if (quotes)
                put_value(line, value);
        else
                put(line, value.ptr, value.len);
        if (line->len >= sizeof line->text - TAIL)
                line->len = before;
        else if (log_journal >= 0)
                put_journal(line, name, (struct span){ line->text + begin, line->len - quotes - begin });
}

static void put_time(struct log_line *line) {
        int64_t now = clock_now_us(), year;
        int64_t day = now / 86400000000, rest = now % 86400000000 / 1000;
        int month, mday;
        char text[40];
        civil_from_days(day, &year, &month, &mday);
        (void)snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", (int)year, month, mday,
                       (int)(rest / 3600000), (int)(rest / 60000 % 60), (int)(rest / 1000 % 60), (int)(rest % 1000));
        put_field(line, "ts", span_from(text), false);
}

void log_begin(struct log_line *line, enum log_level level, const char *event) {
        line->wanted = log_wanted(level);
        if (!line->wanted)
                return;
        line->json = log_json;
        line->level = level;
        line->len = line->journal_len = 0;
        if (line->json)
                put(line, "{", 1);
        if (log_journal < 0 && !log_journal_reads)
                put_time(line);
        log_text(line, "level", level_name(level));
        log_text(line, "event", event);
}

void log_text(struct log_line *line, const char *name, const char *value) {
        if (value)
                put_field(line, name, span_from(value), false);
}

void log_span(struct log_line *line, const char *name, struct span value) {
        if (value.len > 0)
                put_field(line, name, value, false);
}

void log_number(struct log_line *line, const char *name, int64_t value) {
        char text[24];
        int len = snprintf(text, sizeof text, "%lld", (long long)value);
        put_field(line, name, (struct span){ text, (size_t)len }, true);
}

/* Thousandths by integers: printf would ask the locale for its comma. */
void log_real(struct log_line *line, const char *name, double value) {
        char text[48];
        bool fits = isfinite(value) && fabs(value) < 1e15;
        int64_t parts = fits ? llround(value * 1000) : 0;
        int len = snprintf(text, sizeof text, "%s%lld.%03lld", parts < 0 ? "-" : "", llabs(parts) / 1000,
                           llabs(parts) % 1000);
        if (fits)
                put_field(line, name, (struct span){ text, (size_t)len }, true);
}

void log_truth(struct log_line *line, const char *name, bool value) {
        put_field(line, name, value ? SPAN("true") : SPAN("false"), true);
}

static void add_formatted(struct log_line *line, const char *name, const char *format, va_list args) {
        char text[LOG_VALUE_BYTES + 8];
        if (!line->wanted)
                return;
        (void)vsnprintf(text, sizeof text, format, args);
        put_field(line, name, span_from(text), false);
}

void log_format(struct log_line *line, const char *name, const char *format, ...) {
        va_list args;
        va_start(args, format);
        add_formatted(line, name, format, args);
        va_end(args);
}

/* ---- Its end ----------------------------------------------------------------------------------------------------- */

/* systemd's native protocol: NAME=value lines in a datagram. Our lines hold no line end, so no value needs its length. */
static bool to_journal(const struct log_line *line) {
        char head[64];
        int head_len = snprintf(head, sizeof head,
                                "PRIORITY=%d\nSYSLOG_IDENTIFIER=calwarden\nMESSAGE=", (int)line->level);
        const struct iovec pieces[] = {
                { .iov_base = head, .iov_len = (size_t)head_len },
                { .iov_base = (char *)line->text, .iov_len = line->len },
                { .iov_base = (char *)line->journal, .iov_len = line->journal_len },
                { .iov_base = (char[]){ '\n' }, .iov_len = 1 },
        };
        const struct msghdr message = { .msg_iov = (struct iovec *)pieces, .msg_iovlen = 4 };
        return sendmsg(log_journal, &message, MSG_NOSIGNAL) >= 0;
}

/* A pipe that can be written to takes PIPE_BUF bytes without waiting. */
static bool can_write(int fd) {
        enum { PATIENCE_MS = 100 };
        static _Atomic bool stalled;
        struct pollfd at = { .fd = fd, .events = POLLOUT };
        bool can = poll(&at, 1, stalled ? 0 : PATIENCE_MS) != 0;
        stalled = !can;
        return can;
}

static bool to_file(struct log_line *line) {
        if (!can_write(log_fd))
                return false;
        char head[8] = "";
        int head_len = log_journal_reads ? snprintf(head, sizeof head, "<%d>", (int)line->level) : 0;
        line->text[line->len++] = '\n';
        const struct iovec pieces[] = {
                { .iov_base = head, .iov_len = (size_t)head_len },
                { .iov_base = line->text, .iov_len = line->len },
        };
        ssize_t written;
        do
                written = writev(log_fd, pieces, 2);
        while (written < 0 && errno == EINTR);
        return written == (ssize_t)(line->len + (size_t)head_len);
}

void log_end(struct log_line *line) {
        if (!line->wanted)
                return;
        line->wanted = false;
        if (line->json)
                line->text[line->len++] = '}';
        if (!(log_journal >= 0 && to_journal(line)) && !to_file(line))
                lost++;
}

void log_say(enum log_level level, const char *event, const char *format, ...) {
        struct log_line line;
        va_list args;
        log_begin(&line, level, event);
        va_start(args, format);
        add_formatted(&line, "text", format, args);
        va_end(args);
        log_end(&line);
}

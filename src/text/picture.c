/* Our side of the picture reader. */
#include "text/picture.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "text/picture-internal.h"
#include "text/unicode.h"

/* What starting a process may take at the first picture, on a busy machine. */
enum { START_MS = 3000 };

struct picture_reader {
        char *program;
        pid_t pid; /* 0: not running */
        int socket;
        bool gave_up; /* it died or was late: no more pictures of this item */
        bool fresh;   /* it has answered nothing yet */
        uint32_t cpu_us;
        /* Answers are taken whole before anything is allocated from an arena, whose exhaustion would leave half of one
         * behind. */
        char answer[PICTURE_ANSWER_BYTES];
};

enum picture_kind picture_kind(struct span bytes) {
        if (span_starts_nocase(bytes, SPAN("\x89PNG\r\n\x1A\n")))
                return PICTURE_PNG;
        if (span_starts_nocase(bytes, SPAN("\xFF\xD8\xFF")))
                return PICTURE_JPEG;
        if (span_starts_nocase(bytes, SPAN("GIF87a")) || span_starts_nocase(bytes, SPAN("GIF89a")))
                return PICTURE_GIF;
        if (bytes.len > 12 && memcmp(bytes.ptr, "RIFF", 4) == 0 && memcmp(bytes.ptr + 8, "WEBP", 4) == 0)
                return PICTURE_WEBP;
        if (bytes.len > 26 && memcmp(bytes.ptr, "BM", 2) == 0 && memcmp(bytes.ptr + 6, "\0\0\0\0", 4) == 0)
                return PICTURE_BMP;
        struct span text = span_trim(span_head(bytes, 512));
        bool svg = span_starts_nocase(text, SPAN("<svg")) ||
                   (span_starts_nocase(text, SPAN("<?xml")) && span_has_nocase(text, SPAN("<svg")));
        return svg ? PICTURE_SVG : PICTURE_NONE;
}

const char *picture_kind_name(enum picture_kind kind) {
        static const char *const names[PICTURE_KINDS] = { "none", "png", "jpeg", "gif", "webp", "bmp", "svg" };
        return names[kind];
}

enum cw_err picture_reader_new(const char *program, struct picture_reader **ret, struct err *reterr) {
        struct picture_reader *reader = calloc(1, sizeof *reader);
        if (reader && program)
                reader->program = strdup(program);
        if (!reader || (program && !reader->program)) {
                free(reader);
                return err_set(reterr, CW_ERR_MEMORY, "no memory for the picture reader");
        }
        picture_reader_reset(reader);
        *ret = reader;
        return CW_OK;
}

static void stop(struct picture_reader *reader) {
        if (reader->pid == 0)
                return;
        close(reader->socket);
        kill(reader->pid, SIGKILL);
        while (waitpid(reader->pid, NULL, 0) < 0 && errno == EINTR) {
        }
        reader->pid = 0;
}

void picture_reader_free(struct picture_reader *reader) {
        if (!reader)
                return;
        stop(reader);
        free(reader->program);
        free(reader);
}

void picture_reader_reset(struct picture_reader *reader) {
        reader->cpu_us = LIMIT_PICTURE_CPU_MS * 1000;
        reader->gave_up = false;
}

/* With an empty environment, and no signal blocked or ignored. */
static bool start(struct picture_reader *reader) {
        int sockets[2];
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) < 0)
                return false;
        char *argv[] = { reader->program, (char[]){ PICTURE_HELPER_ARGUMENT }, NULL }, *environment[] = { NULL };
        posix_spawn_file_actions_t actions;
        posix_spawnattr_t attributes;
        sigset_t none, all;
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawn_file_actions_init(&actions);
        posix_spawnattr_init(&attributes);
        posix_spawn_file_actions_adddup2(&actions, sockets[1], 0);
        posix_spawn_file_actions_adddup2(&actions, sockets[1], 1);
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", 01, 0);
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setsigdefault(&attributes, &all);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
        pid_t pid = 0;
        bool started = posix_spawn(&pid, reader->program, &actions, &attributes, argv, environment) == 0;
        posix_spawn_file_actions_destroy(&actions);
        posix_spawnattr_destroy(&attributes);
        close(sockets[1]);
        if (!started) {
                close(sockets[0]);
                return false;
        }
        reader->pid = pid;
        reader->socket = sockets[0];
        reader->fresh = true;
        return true;
}

static int64_t now_ms(void) {
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Sends or receives all of it before the deadline. */
static bool transfer(int socket, char *bytes, size_t len, bool sending, int64_t deadline) {
        while (len > 0) {
                int64_t left = deadline - now_ms();
                struct pollfd poll_for = { .fd = socket, .events = sending ? POLLOUT : POLLIN };
                if (left <= 0 || poll(&poll_for, 1, (int)left) < 0) {
                        if (left > 0 && errno == EINTR)
                                continue;
                        return false;
                }
                ssize_t done = sending ? send(socket, bytes, len, MSG_DONTWAIT | MSG_NOSIGNAL)
                                       : recv(socket, bytes, len, MSG_DONTWAIT);
                if (done < 0 && (errno == EAGAIN || errno == EINTR))
                        continue;
                if (done <= 0)
                        return false;
                bytes += done;
                len -= (size_t)done;
        }
        return true;
}

static bool ask(struct picture_reader *reader, struct span bytes, const struct picture_samples *samples,
                struct picture_answer *answer) {
        int64_t deadline = now_ms() + LIMIT_PICTURE_WALL_MS + (reader->fresh ? START_MS : 0);
        struct picture_request request = { .len = (uint32_t)bytes.len, .cpu_us = reader->cpu_us };
        if (samples)
                request.samples = *samples;
        if (!transfer(reader->socket, (char *)&request, sizeof request, true, deadline) ||
            !transfer(reader->socket, (char *)bytes.ptr, bytes.len, true, deadline) ||
            !transfer(reader->socket, (char *)answer, sizeof *answer, false, deadline))
                return false;
        reader->fresh = false;
        return answer->bytes <= sizeof reader->answer && answer->count <= LIMIT_PICTURE_TEXTS &&
               answer->result <= PICTURE_ABSENT &&
               transfer(reader->socket, reader->answer, answer->bytes, false, deadline);
}

static enum picture_result read_either(struct picture_reader *reader, struct arena *arena, struct span bytes,
                                       const struct picture_samples *samples, struct array *texts) {
        if (bytes.len > LIMIT_PICTURE_BYTES)
                return PICTURE_TOO_LARGE;
        if (!reader->program || reader->gave_up || reader->cpu_us == 0)
                return PICTURE_ABSENT;
        struct picture_answer answer = { 0 };
        if ((reader->pid == 0 && !start(reader)) || !ask(reader, bytes, samples, &answer)) {
                stop(reader);
                reader->gave_up = true;
                return PICTURE_ABSENT;
        }
        reader->cpu_us -= answer.cpu_us < reader->cpu_us ? answer.cpu_us : reader->cpu_us;
        struct span rest = { reader->answer, answer.bytes };
        for (uint32_t i = 0, len; i < answer.count && rest.len >= sizeof len; i++) {
                memcpy(&len, rest.ptr, sizeof len);
                struct span text = span_head(span_skip(rest, sizeof len), len);
                rest = span_skip(rest, sizeof len + text.len);
                struct span *kept = array_push(texts, arena, sizeof *kept, LIMIT_PICTURE_TEXTS);
                if (kept)
                        *kept = unicode_valid(arena, arena_copy(arena, text));
        }
        return (enum picture_result)answer.result;
}

enum picture_result picture_read(struct picture_reader *reader, struct arena *arena, struct span bytes,
                                 struct array *texts) {
        enum picture_kind kind = picture_kind(bytes);
        if (kind == PICTURE_NONE || kind == PICTURE_BMP || kind == PICTURE_SVG)
                return PICTURE_UNKNOWN;
        return read_either(reader, arena, bytes, NULL, texts);
}

enum picture_result picture_read_samples(struct picture_reader *reader, struct arena *arena, struct span bytes,
                                         const struct picture_samples *samples, struct array *texts) {
        if (samples->width == 0 || samples->height == 0)
                return PICTURE_BROKEN;
        return read_either(reader, arena, bytes, samples, texts);
}

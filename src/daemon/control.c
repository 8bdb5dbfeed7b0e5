#include "daemon/control.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "ops/control-socket.h"

enum { LINE_BYTES = 64, ANSWER_BYTES = 1024 };

struct caller {
        int fd; /* -1: free */
        bool waiting;
        size_t len;
        char line[LINE_BYTES];
        int64_t until_ms;
};

struct control {
        struct control_settings settings;
        int folder, epoll, listener;
        struct caller callers[LIMIT_CONTROL_CALLERS];
};

static bool watch(struct control *control, int fd, uint32_t tag) {
        struct epoll_event event = { .events = EPOLLIN, .data.u32 = tag };
        return epoll_ctl(control->epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

static enum cw_err listen_in(struct control *control, struct err *reterr) {
        const struct control_settings *settings = &control->settings;
        struct sockaddr_un address = control_address(control->folder);
        (void)unlinkat(control->folder, CONTROL_SOCKET, 0);
        control->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        control->epoll = epoll_create1(EPOLL_CLOEXEC);
        if (control->listener < 0 || control->epoll < 0 ||
            bind(control->listener, (const struct sockaddr *)&address, sizeof address) < 0 ||
            fchmodat(control->folder, CONTROL_SOCKET, 0600, 0) < 0 ||
            (geteuid() == 0 && fchownat(control->folder, CONTROL_SOCKET, settings->user, settings->group, 0) < 0) ||
            listen(control->listener, LIMIT_CONTROL_CALLERS) < 0 ||
            !watch(control, control->listener, LIMIT_CONTROL_CALLERS))
                return err_set(reterr, CW_ERR_IO, "%.150s/control: %s", settings->state, strerror(errno));
        return CW_OK;
}

enum cw_err control_open(const struct control_settings *settings, struct control **ret, struct err *reterr) {
        struct control *control = calloc(1, sizeof *control);
        if (!control)
                return err_set(reterr, CW_ERR_MEMORY, "out of memory");
        control->settings = *settings;
        control->listener = control->epoll = -1;
        for (unsigned i = 0; i < LIMIT_CONTROL_CALLERS; i++)
                control->callers[i].fd = -1;
        control->folder = open(settings->state, O_PATH | O_DIRECTORY | O_CLOEXEC);
        enum cw_err code = control->folder < 0
                                   ? err_set(reterr, CW_ERR_IO, "%.150s: %s", settings->state, strerror(errno))
                                   : listen_in(control, reterr);
        if (code)
                control_leave(control);
        else
                *ret = control;
        return code;
}

static void dismiss(struct caller *caller) {
        close(caller->fd);
        *caller = (struct caller){ .fd = -1 };
}

void control_leave(struct control *control) {
        if (!control)
                return;
        for (unsigned i = 0; i < LIMIT_CONTROL_CALLERS; i++)
                if (control->callers[i].fd >= 0)
                        dismiss(&control->callers[i]);
        if (control->listener >= 0)
                close(control->listener);
        if (control->epoll >= 0)
                close(control->epoll);
        if (control->folder >= 0)
                close(control->folder);
        free(control);
}

void control_close(struct control *control) {
        if (control)
                (void)unlinkat(control->folder, CONTROL_SOCKET, 0);
        control_leave(control);
}

int control_descriptor(const struct control *control) {
        return control->epoll;
}

static void answer(struct caller *caller, enum cw_err code, const char *text) {
        char line[ANSWER_BYTES + 16];
        int length = snprintf(line, sizeof line, "%d %s\n", (int)code, text);
        if (length > 0)
                (void)send(caller->fd, line, strnlen(line, sizeof line), MSG_NOSIGNAL | MSG_DONTWAIT);
        dismiss(caller);
}

void control_answer(struct control *control, enum cw_err code, const char *text) {
        for (unsigned i = 0; i < LIMIT_CONTROL_CALLERS; i++)
                if (control->callers[i].fd >= 0 && control->callers[i].waiting)
                        answer(&control->callers[i], code, text);
}

static bool may_call(const struct control *control, int fd) {
        struct ucred peer;
        socklen_t size = sizeof peer;
        return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
               (peer.uid == 0 || peer.uid == geteuid() || peer.uid == control->settings.user);
}

static void greet(struct control *control, int64_t now_ms) {
        unsigned i = 0;
        int fd = accept4(control->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
        while (i < LIMIT_CONTROL_CALLERS && control->callers[i].fd >= 0)
                i++;
        if (fd < 0)
                return;
        if (i == LIMIT_CONTROL_CALLERS || !may_call(control, fd) || !watch(control, fd, i)) {
                close(fd);
                return;
        }
        control->callers[i] = (struct caller){ .fd = fd, .until_ms = now_ms + LIMIT_CONTROL_MS };
}

static void hear(struct control *control, struct caller *caller) {
        char text[ANSWER_BYTES];
        ssize_t got = recv(caller->fd, caller->line + caller->len, sizeof caller->line - 1 - caller->len, 0);
        if (got < 0 && (errno == EAGAIN || errno == EINTR))
                return;
        if (got <= 0 || caller->waiting) {
                dismiss(caller);
                return;
        }
        caller->len += (size_t)got;
        char *line_end = memchr(caller->line, '\n', caller->len);
        if (!line_end)
                return;
        *line_end = 0;
        caller->waiting = true;
        if (control->settings.asked(control->settings.user_data, caller->line, text, sizeof text))
                answer(caller, CW_OK, text);
}

void control_serve(struct control *control, int64_t now_ms) {
        struct epoll_event events[LIMIT_CONTROL_CALLERS + 1];
        int count = epoll_wait(control->epoll, events, LIMIT_CONTROL_CALLERS + 1, 0);
        for (int i = 0; i < count; i++) {
                uint32_t tag = events[i].data.u32;
                if (tag == LIMIT_CONTROL_CALLERS)
                        greet(control, now_ms);
                else if (control->callers[tag].fd >= 0)
                        hear(control, &control->callers[tag]);
        }
        for (unsigned i = 0; i < LIMIT_CONTROL_CALLERS; i++)
                if (control->callers[i].fd >= 0 && now_ms > control->callers[i].until_ms)
                        dismiss(&control->callers[i]);
}

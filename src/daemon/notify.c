#include "daemon/notify.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/span.h"

void notify_send(const char *format, ...) {
        const char *path = getenv("NOTIFY_SOCKET");
        struct sockaddr_un address = { .sun_family = AF_UNIX };
        char text[512];
        va_list args;
        if (!path || (*path != '/' && *path != '@') || strlen(path) >= sizeof address.sun_path)
                return;
        va_start(args, format);
        int length = vsnprintf(text, sizeof text, format, args);
        va_end(args);
        int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        if (fd < 0 || length < 0)
                return;
        memcpy(address.sun_path, path, strlen(path));
        if (*path == '@')
                address.sun_path[0] = 0;
        (void)sendto(fd, text, strnlen(text, sizeof text), MSG_NOSIGNAL | MSG_DONTWAIT,
                     (const struct sockaddr *)&address,
                     (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path)));
        close(fd);
}

static bool read_number(const char *name, uint64_t *ret) {
        const char *value = getenv(name);
        return value && span_to_u64(span_from(value), ret);
}

int64_t notify_watchdog_ms(void) {
        uint64_t us, pid;
        if (!read_number("WATCHDOG_USEC", &us) || us == 0 || us > INT64_MAX)
                return 0;
        if (getenv("WATCHDOG_PID") && (!read_number("WATCHDOG_PID", &pid) || pid != (uint64_t)getpid()))
                return 0;
        return us < 2000 ? 1 : (int64_t)(us / 2000);
}

unsigned notify_listen_fds(void) {
        uint64_t pid, count;
        if (!read_number("LISTEN_PID", &pid) || pid != (uint64_t)getpid() || !read_number("LISTEN_FDS", &count) ||
            count > NOTIFY_FDS_MOST)
                return 0;
        for (int fd = NOTIFY_FDS_FIRST; fd < NOTIFY_FDS_FIRST + (int)count; fd++)
                (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
        return (unsigned)count;
}

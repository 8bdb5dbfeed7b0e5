#include "ops/control-socket.h"

#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

struct sockaddr_un control_address(int folder) {
        struct sockaddr_un address = { .sun_family = AF_UNIX };
        (void)snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/" CONTROL_SOCKET, folder);
        return address;
}

int control_connect(int folder) {
        struct sockaddr_un address = control_address(folder);
        int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (fd < 0 || connect(fd, (const struct sockaddr *)&address, sizeof address) == 0)
                return fd;
        int error = errno;
        close(fd);
        errno = error;
        return -1;
}

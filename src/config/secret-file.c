#include "config/secret-file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum cw_err read_open(int fd, const char *what, const char *path, char *ret, size_t room, size_t *ret_len,
                             struct err *reterr) {
        struct stat info;
        ssize_t got = fstat(fd, &info) == 0 && S_ISREG(info.st_mode) ? read(fd, ret, room) : -1;
        if (got < 0)
                return err_set(reterr, CW_ERR_IO, "%s %.170s: cannot be read", what, path);
        if (info.st_mode & (S_IRWXO | S_IWGRP))
                return err_set(reterr, CW_ERR_CONFIG, "%s %.150s: others may read it or write to it; chmod 600", what,
                               path);
        if (info.st_size > got)
                return err_set(reterr, CW_ERR_CONFIG, "%s %.150s: it has more than %zu bytes", what, path, room);
        *ret_len = (size_t)got;
        return CW_OK;
}

enum cw_err secret_file_read(const char *what, const char *path, char *ret, size_t room, size_t *ret_len,
                             struct err *reterr) {
        int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
        if (fd < 0)
                return err_set(reterr, err_of_errno(errno), "%s %.170s: %s", what, path, strerror(errno));
        enum cw_err code = read_open(fd, what, path, ret, room, ret_len, reterr);
        close(fd);
        return code;
}

#include "daemon/state.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "daemon/rights.h"
#include "ops/control-socket.h"

/* Longer than an orphaned worker takes to end. */
enum { LOCK_WAIT_MS = 12000, LOCK_STEP_US = 50000 };

static enum cw_err fail(const char *path, struct err *reterr) {
        return err_set(reterr, errno == EACCES ? CW_ERR_PERMISSION : CW_ERR_IO, "state folder %.180s: %s", path,
                       strerror(errno));
}

/* The folders above it are for everybody, as in /var/lib. */
static bool make_folder(const char *path, bool *ret_made) {
        char above[PATH_MAX];
        size_t length = strlen(path);
        if (length == 0 || length >= sizeof above)
                return errno = ENAMETOOLONG, false;
        for (size_t i = 1; i < length; i++) {
                if (path[i] != '/')
                        continue;
                memcpy(above, path, i);
                above[i] = 0;
                if (mkdir(above, 0755) < 0 && errno != EEXIST)
                        return false;
        }
        *ret_made = mkdir(path, 0700) == 0;
        return *ret_made || errno == EEXIST;
}

/* A supervisor answers at its socket; an orphaned worker only holds the lock. */
static bool is_served(int folder) {
        int fd = control_connect(folder);
        if (fd >= 0)
                close(fd);
        return fd >= 0;
}

static enum cw_err take_lock(int fd, int folder, const char *path, struct err *reterr) {
        int64_t until = clock_monotonic_ms() + LOCK_WAIT_MS;
        while (flock(fd, LOCK_EX | LOCK_NB) < 0) {
                if (errno != EWOULDBLOCK && errno != EINTR)
                        return fail(path, reterr);
                if (is_served(folder) || clock_monotonic_ms() > until)
                        return err_set(reterr, CW_ERR_USAGE, "another calwarden serves with the state in %.160s", path);
                usleep(LOCK_STEP_US);
        }
        return CW_OK;
}

enum cw_err state_take(const char *path, const struct rights *rights, int *ret_lock, struct err *reterr) {
        bool made;
        if (!make_folder(path, &made))
                return fail(path, reterr);
        int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (folder < 0)
                return fail(path, reterr);
        bool owned = !made || geteuid() != 0 || fchown(folder, rights->user, rights->group) == 0;
        int fd = owned ? openat(folder, "lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600) : -1;
        enum cw_err code = fd < 0 ? fail(path, reterr) : CW_OK;
        if (!code)
                code = take_lock(fd, folder, path, reterr);
        close(folder);
        if (code && fd >= 0)
                close(fd);
        else
                *ret_lock = fd;
        return code;
}

/* calwarden: the command. Everything it can do is a row of ops/ops.def. */
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "daemon/serve.h"
#include "ops/ops.h"
#include "text/picture.h"

/* A file that is opened must not become standard output or error because that was closed. */
static bool standard_streams_open(void) {
        for (int fd = 0; fd <= STDERR_FILENO; fd++)
                if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
                        return false;
        return true;
}

int main(int argc, char **argv) {
        if (argc == 2 && strcmp(argv[1], PICTURE_HELPER_ARGUMENT) == 0)
                picture_helper_main();
        if (!standard_streams_open())
                return STATUS_IO;
        /* A reader that went away is a failed write like others, and so is a file that may not grow (setrlimit(2)). */
        signal(SIGPIPE, SIG_IGN);
        signal(SIGXFSZ, SIG_IGN);
        const struct op_program program = { .picture_helper = "/proc/self/exe", .serve = serve };
        return op_main(argc > 0 ? argc - 1 : 0, argv + 1, &program, stdout, stderr);
}

/* serve, reload, status: the daemon, and what is asked of one that runs. */
#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "config/config.h"
#include "ops/control-socket.h"
#include "ops/handlers.h"
#include "ops/ops.h"

enum { ANSWER_BYTES = 1200 };

int op_serve(const struct op_call *call) {
        struct err why;
        if (call->serve)
                return call->serve(call);
        err_set(&why, CW_ERR_USAGE, "this program has no daemon");
        return op_fail(call, &why);
}

static enum cw_err connect_to(const char *state, int *ret, struct err *reterr) {
        int folder = open(state, O_PATH | O_DIRECTORY | O_CLOEXEC);
        int fd = folder < 0 ? -1 : control_connect(folder);
        int error = errno;
        if (folder >= 0)
                close(folder);
        *ret = fd;
        if (fd >= 0)
                return CW_OK;
        if (error == EACCES)
                return err_set(reterr, CW_ERR_PERMISSION, "%.180s: only its user and root may ask the daemon", state);
        return err_set(reterr, CW_ERR_NOT_FOUND, "no daemon serves with the state in %.180s", state);
}

/* What it says behind its code, in `text`. */
static enum cw_err ask(int fd, const char *question, char text[static ANSWER_BYTES], struct err *reterr) {
        size_t len = 0;
        ssize_t got = send(fd, question, strlen(question), MSG_NOSIGNAL);
        while (got > 0 && len < ANSWER_BYTES - 1 && (got = recv(fd, text + len, ANSWER_BYTES - 1 - len, 0)) > 0)
                len += (size_t)got;
        text[len] = 0;
        char *said;
        long code = strtol(text, &said, 10);
        if (said == text || *said != ' ')
                return err_set(reterr, CW_ERR_IO, "the daemon gave no answer");
        memmove(text, said + 1, strlen(said + 1) + 1);
        text[strcspn(text, "\n")] = 0;
        return code ? err_set(reterr, (enum cw_err)code, "%.200s", text) : CW_OK;
}

static int tell_daemon(const struct op_call *call, const char *question) {
        struct config *config = NULL;
        struct err why;
        char text[ANSWER_BYTES];
        int fd = -1;
        enum cw_err code = op_config(call, &config, &why);
        /* One with mistakes still says where the state is: reload shall tell what the daemon finds in it. */
        if (config && config->state)
                code = connect_to(config->state, &fd, &why);
        else if (!code)
                code = err_set(&why, CW_ERR_CONFIG, "no state folder: set the option state");
        if (!code)
                code = ask(fd, question, text, &why);
        if (fd >= 0)
                close(fd);
        config_unref(config);
        if (code)
                return op_fail(call, &why);
        fprintf(call->out, "%s\n", text);
        return STATUS_CLEAN;
}

int op_reload(const struct op_call *call) {
        return tell_daemon(call, "reload\n");
}

int op_status(const struct op_call *call) {
        return tell_daemon(call, "status\n");
}

#include <errno.h>
#include <unistd.h>

#include "ops/help.h"
#include "ops/ops.h"

/* A terminal that understands escape sequences. */
static bool is_terminal(FILE *file) {
        const char *term = getenv("TERM");
        return isatty(fileno(file)) && term && *term && strcmp(term, "dumb") != 0;
}

/* https://no-color.org: any value but an empty one. */
static bool wants_colour(const struct op_call *call) {
        const char *when = op_text(call, PARAM_COLOR), *no_color = getenv("NO_COLOR");
        if (strcmp(when, "auto") != 0)
                return strcmp(when, "always") == 0;
        return is_terminal(call->out) && !(no_color && *no_color);
}

/* What could not be written is a failure, said aloud unless the reader just went away. */
static int finish_output(const struct op_call *call, int status) {
        bool failed = fflush(call->out) != 0 || ferror(call->out);
        if (!failed)
                return status;
        if (errno != EPIPE)
                fprintf(call->err, "calwarden: cannot write the output: %s\n", strerror(errno));
        return status >= STATUS_USAGE ? status : STATUS_IO;
}

int op_main(int count, char *const *words, const struct op_program *program, FILE *out, FILE *err) {
        if (count > 0 && strcmp(words[0], "--version") == 0) {
                fputs("calwarden " CW_VERSION "\n", out);
                return finish_output(&(struct op_call){ .out = out, .err = err }, STATUS_CLEAN);
        }
        struct op_call call = { .out = out,
                                .err = err,
                                .picture_helper = program->picture_helper,
                                .serve = program->serve };
        struct err why = { 0 };
        bool help;
        int status;
        if (op_parse(count, words, &call, &help, &why)) {
                status = op_fail(&call, &why);
        } else if (help) {
                if (call.op)
                        help_op(out, call.op);
                else
                        help_all(out);
                status = STATUS_CLEAN;
        } else {
                call.colour = wants_colour(&call);
                call.terminal = is_terminal(err);
                status = call.op->handler(&call);
        }
        status = finish_output(&call, status);
        op_call_free(&call);
        return status;
}

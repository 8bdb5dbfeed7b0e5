/* strip: a calendar object without its alarms (RFC 9074 9). */
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "calendar/edit.h"
#include "message/message.h"
#include "ops/handlers.h"
#include "ops/inputs.h"
#include "ops/ops.h"

/* The calendar itself, or the first one in a mail. Empty when there is none. */
static struct span find_calendar(const struct op_call *call, struct arena *arena, struct span bytes) {
        if (message_looks_like_calendar(bytes))
                return bytes;
        struct defects defects = { .arena = arena };
        const struct message *message = message_read(arena, bytes, &defects);
        for (uint32_t i = 0; i < message->part_count; i++) {
                const struct part *part = message->parts[i];
                if (!part_holds_calendar(part) || part->unread)
                        continue;
                fprintf(call->err, "calwarden strip: took the calendar of part %u of the mail\n", part->number);
                return part->data;
        }
        return (struct span){ 0 };
}

/* In two steps, so that a file is never left half written: a new file beside it, then its name. */
static enum cw_err write_file(const char *path, struct span bytes, struct err *reterr) {
        char *fresh;
        if (asprintf(&fresh, "%s.XXXXXX", path) < 0)
                return err_set(reterr, CW_ERR_MEMORY, "out of memory");
        int fd = mkstemp(fresh);
        bool done = fd >= 0;
        for (size_t at = 0; done && at < bytes.len;) {
                ssize_t wrote = write(fd, bytes.ptr + at, bytes.len - at);
                done = wrote >= 0 || errno == EINTR;
                at += wrote > 0 ? (size_t)wrote : 0;
        }
        mode_t mask = umask(0);
        umask(mask);
        done = done && fchmod(fd, 0666 & ~mask) == 0 && fsync(fd) == 0 && rename(fresh, path) == 0;
        int failed = errno;
        if (fd >= 0) {
                close(fd);
                if (!done)
                        unlink(fresh);
        }
        free(fresh);
        return done ? CW_OK : err_set(reterr, err_of_errno(failed), "%.160s: %s", path, strerror(failed));
}

static enum cw_err strip(const struct op_call *call, struct arena *arena, struct span bytes, struct err *reterr) {
        struct span calendar = find_calendar(call, arena, bytes);
        if (!calendar.len)
                return err_set(reterr, CW_ERR_NOT_FOUND, "there is no calendar in it");
        struct calendar_edited edited;
        calendar_strip_alarms(arena, calendar,
                              (struct calendar_edit){ op_flag(call, PARAM_TENTATIVE), op_flag(call, PARAM_TRANSPARENT) },
                              &edited);
        if (edited.unreadable)
                return err_set(reterr, CW_ERR_USAGE, "the calendar is in a form that cannot be edited (UTF-16 or jCal)");
        fprintf(call->err, "calwarden strip: %u alarms removed, %u properties changed\n", edited.alarms, edited.changes);
        if (op_given(call, PARAM_OUTPUT))
                return write_file(op_text(call, PARAM_OUTPUT), edited.bytes, reterr);
        fwrite(edited.bytes.ptr, 1, edited.bytes.len, call->out);
        return CW_OK;
}

/* `arena` reaches its limit: control comes back here. */
static enum cw_err strip_within(const struct op_call *call, struct arena *arena, struct span bytes, struct err *reterr) {
        jmp_buf exit;
        if (setjmp(exit))
                return err_set(reterr, CW_ERR_MEMORY, "out of memory");
        arena_set_exit(arena, &exit);
        enum cw_err code = strip(call, arena, bytes, reterr);
        arena_set_exit(arena, NULL);
        return code;
}

int op_strip(const struct op_call *call) {
        struct inputs *inputs = NULL;
        struct input input;
        struct err err = { CW_OK, "" };
        enum cw_err code = inputs_new(call->args, 1, &inputs, &err);
        if (!code) {
                enum inputs_step step = inputs_next(inputs, &input, &err);
                code = step == INPUTS_FAILED ? err.code
                       : step == INPUTS_END  ? err_set(&err, CW_ERR_NOT_FOUND, "there is no file in it")
                                             : CW_OK;
        }
        struct arena *arena = NULL;
        if (!code && !(arena = arena_new((size_t)LIMIT_MESSAGE_BYTES * LIMIT_ARENA_FACTOR)))
                code = err_set(&err, CW_ERR_MEMORY, "out of memory");
        if (!code && input.truncated)
                code = err_set(&err, CW_ERR_IO, "the file is too large to be edited");
        if (!code)
                code = strip_within(call, arena, input.bytes, &err);
        arena_free(arena);
        inputs_free(inputs);
        return code ? op_fail(call, &err) : STATUS_CLEAN;
}

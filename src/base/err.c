#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *err_name(enum cw_err code) {
        static const char *const names[] = {
                [CW_OK] = "ok",
                [CW_ERR_MEMORY] = "memory",
                [CW_ERR_USAGE] = "usage",
                [CW_ERR_NOT_FOUND] = "not-found",
                [CW_ERR_PERMISSION] = "permission",
                [CW_ERR_IO] = "io",
                [CW_ERR_CONFIG] = "config",
                [CW_ERR_INTERNAL] = "internal",
        };
        return names[code];
}

enum cw_err err_set(struct err *err, enum cw_err code, const char *format, ...) {
        if (err) {
                va_list args;
                va_start(args, format);
                err->code = code;
                (void)vsnprintf(err->text, sizeof err->text, format, args);
                va_end(args);
        }
        return code;
}

enum cw_err err_of_errno(int number) {
        switch (number) {
        case ENOENT:
        case ENOTDIR:
        case ENAMETOOLONG:
        case ELOOP:
                return CW_ERR_NOT_FOUND;
        case EACCES:
        case EPERM:
                return CW_ERR_PERMISSION;
        case ENOMEM:
                return CW_ERR_MEMORY;
        default:
                return CW_ERR_IO;
        }
}

enum cw_err err_set_errno(struct err *err, int number) {
        return err_set(err, err_of_errno(number), "%s", strerror(number));
}

#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>

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

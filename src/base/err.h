/* err: failures of our own. Bad input is never an error: it becomes defects and signals. */
#pragma once

enum cw_err {
        CW_OK = 0,
        CW_ERR_MEMORY,     /* no memory, or an item's arena is at its limit */
        CW_ERR_USAGE,      /* the caller asked for something that makes no sense */
        CW_ERR_NOT_FOUND,  /* no such file, item, row */
        CW_ERR_PERMISSION, /* the system or our own rights forbid it */
        CW_ERR_IO,         /* reading or writing failed */
        CW_ERR_CONFIG,     /* a configuration or rule file is wrong; the text says file, line and reason */
        CW_ERR_INTERNAL,   /* a mistake of ours */
};

/* The text of a failure, written once by the lowest function that knows. A caller that does not care passes NULL. */
struct err {
        enum cw_err code;
        char text[240];
};

/* "not-found": what it is called in public. */
const char *err_name(enum cw_err code);

/* Sets *err (when it is not NULL) and returns `code`, so that one line says and returns it. */
enum cw_err err_set(struct err *err, enum cw_err code, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* What a failed call of the system is: ENOENT and the like CW_ERR_NOT_FOUND, EACCES CW_ERR_PERMISSION, … */
enum cw_err err_of_errno(int number);
/* That, in the words of the system. */
enum cw_err err_set_errno(struct err *err, int number);

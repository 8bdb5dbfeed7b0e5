/* problems: what is wrong in the files of an operator, each with its place, collected so that all are told at once. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

struct problem {
        const char *file; /* as the operator named it */
        uint32_t line;    /* 0: the file as a whole */
        bool warning;     /* the file works, but not as well as it could */
        const char *text;
};

/* Lives as long as its arena. More than LIMIT_CONFIG_PROBLEMS are counted only. */
struct problems {
        struct arena *arena;
        struct array list; /* struct problem */
        uint32_t errors, warnings;
};

void problems_add(struct problems *problems, const char *file, uint32_t line, const char *format, ...)
        __attribute__((format(printf, 4, 5)));
void problems_warn(struct problems *problems, const char *file, uint32_t line, const char *format, ...)
        __attribute__((format(printf, 4, 5)));

/* In the order of their lines; those of one line stay as they are. For problems of one file. */
void problems_sort(struct problems *problems);

/* CW_OK without errors; else CW_ERR_CONFIG, and the text is the first error ("file:line: reason") and how many more. */
enum cw_err problems_result(const struct problems *problems, struct err *reterr);

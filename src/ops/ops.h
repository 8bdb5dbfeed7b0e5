/* ops: the operations of Calwarden. One table (ops.def) gives each its name, its parameters and its handler, and from it
 * come the command line, its help, the manual pages and the shell completion.
 *
 * To add an operation: a row in ops.def, `int op_NAME(const struct op_call *call)` in a file of its own, and a case in
 * tests/cli. A parameter has one meaning wherever it appears: its row names the operations that take it. */
#pragma once

#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "base/span.h"

enum op_id {
#define OP(id, name, args, min, max, handler, help, about) OP_##id,
#define PARAM(id, name, letter, type, argument, fallback, ops, sentence)
#include "ops/ops.def"
#undef OP
#undef PARAM
        OPS
};
typedef unsigned __int128 op_set; /* bit OP_x: operation x */
_Static_assert(OPS <= 128, "struct param holds its operations as bits of 128");

enum param_id {
#define OP(id, name, args, min, max, handler, help, about)
#define PARAM(id, name, letter, type, argument, fallback, ops, sentence) PARAM_##id,
#include "ops/ops.def"
#undef OP
#undef PARAM
        PARAMS
};

enum param_type {
        PARAM_TYPE_FLAG,
        PARAM_TYPE_TEXT,
        PARAM_TYPE_TEXTS,  /* may be given several times */
        PARAM_TYPE_CHOICE, /* one of `argument`, which reads "a|b|c" */
        PARAM_TYPE_FILE,
        PARAM_TYPE_DIR,
        PARAM_TYPE_NUMBER, /* a decimal number */
        PARAM_TYPE_TIME,   /* RFC 3339, or seconds since 1970 */
};

struct param {
        const char *name; /* without dashes */
        char letter;      /* 0: has no short form */
        enum param_type type;
        const char *argument; /* how the value is called in the help, NULL for flags */
        const char *fallback; /* the value when it is not given, NULL: none */
        const char *sentence;
        op_set ops; /* that take it */
};
extern const struct param param_table[PARAMS];

struct op_call;

struct op {
        const char *name;  /* one or two words; "internal …" are not listed */
        const char *args;  /* what stands behind the options, as in "FILE…" */
        const char *help;  /* one line */
        const char *about; /* paragraphs for the manual, separated by an empty line */
        int (*handler)(const struct op_call *call);
        uint32_t min_args, max_args;
};
extern const struct op op_table[OPS];

/* The status of the process. The verdicts are 0 to 3; a failure wins over every verdict. */
enum op_status {
        STATUS_CLEAN = 0,
        STATUS_DOUBTFUL = 1,
        STATUS_SPAM = 2,
        STATUS_CERTAIN = 3,
        STATUS_USAGE = 64,
        STATUS_NOT_FOUND = 66,
        STATUS_INTERNAL = 70,
        STATUS_IO = 74,
        STATUS_LATER = 75, /* EX_TEMPFAIL: a mail system tries again */
        STATUS_PERMISSION = 77,
        STATUS_CONFIG = 78,
};
int op_status_of(enum cw_err code);

struct param_value {
        const char **texts; /* as given; the last one counts where one is taken */
        uint32_t count;
        double number; /* NUMBER */
        int64_t time;  /* TIME, seconds since 1970 */
};

/* An operation as it was asked for. Texts are borrowed from the arguments of the program. */
struct op_call {
        const struct op *op;
        struct param_value values[PARAMS];
        const char **args;
        uint32_t arg_count;
        FILE *out, *err;
        bool colour;                              /* `out` shows colours */
        bool terminal;                            /* `err` is a terminal: a progress bar is welcome */
        const char *picture_helper;               /* see engine/scan.h; NULL: none */
        int (*serve)(const struct op_call *call); /* see struct op_program */
};

/* Reads the words behind the program's name. *ret_help is set when help on call->op (or, with op NULL, on all) was asked
 * for instead. On CW_ERR_USAGE the text says what is wrong and what may have been meant. The caller frees the call
 * with op_call_free in every case. */
[[nodiscard]] enum cw_err op_parse(int count, char *const *words, struct op_call *ret_call, bool *ret_help,
                                   struct err *reterr);
void op_call_free(struct op_call *call);

bool op_flag(const struct op_call *call, enum param_id id);
/* The value, or the fallback of the table (NULL where it has none). */
const char *op_text(const struct op_call *call, enum param_id id);
double op_number(const struct op_call *call, enum param_id id);
static inline bool op_given(const struct op_call *call, enum param_id id) {
        return call->values[id].count > 0;
}

/* Prints "calwarden OP: text" on call->err and returns the status that goes with the failure. */
int op_fail(const struct op_call *call, const struct err *err);

/* The configuration that --config names, or the usual one (config_load). */
struct config;
[[nodiscard]] enum cw_err op_config(const struct op_call *call, struct config **ret, struct err *reterr);

/* The operation of this name, or NULL. */
const struct op *op_find(const char *name);
static inline enum op_id op_id_of(const struct op *op) {
        return (enum op_id)(op - op_table);
}
static inline bool op_takes(const struct op *op, const struct param *param) {
        return param->ops >> op_id_of(op) & 1;
}
static inline bool op_hidden(const struct op *op) {
        return strncmp(op->name, "internal ", 9) == 0;
}

/* What the program gives that stands above the operations. */
struct op_program {
        const char *picture_helper;               /* see engine/scan.h; NULL: none */
        int (*serve)(const struct op_call *call); /* the daemon; NULL: not in this program */
};
/* The whole of a command line: parses, runs, answers the status. */
int op_main(int count, char *const *words, const struct op_program *program, FILE *out, FILE *err);

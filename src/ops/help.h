/* help: what `calwarden help` prints. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "base/span.h"

struct op;
struct param;

void help_all(FILE *out);
void help_op(FILE *out, const struct op *op);

/* "--rcpt ADDRESS", "-v, --verbose". */
void help_option(FILE *out, const struct param *param);
/* A cell of a table in Markdown, in which a bar would end it. */
void help_cell(FILE *out, struct span text);

/* The statuses of the process, in ascending order; ends with a NULL meaning. */
struct help_status {
        int status;
        bool of_check; /* a verdict */
        const char *meaning;
};
extern const struct help_status help_statuses[];
/* Whether `op` (NULL: any) can end with it. */
bool help_ends_with(const struct op *op, const struct help_status *row);

/* The operation that the arguments of a call name in one or two words. NULL, with the status to end with, when they name
 * a family ("rules"), which is listed, or nothing, which is said. */
struct op_call;
const struct op *help_named(const struct op_call *call, int *ret_status);

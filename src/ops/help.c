#include "ops/help.h"

#include "ops/handlers.h"
#include "ops/ops.h"

enum { WIDTH = 100, COLUMN = 30 };

const struct help_status help_statuses[] = {
        { STATUS_CLEAN, false, "success; of check: every item is clean" },
        { STATUS_DOUBTFUL, true, "the worst item is doubtful" },
        { STATUS_SPAM, true, "the worst item is spam" },
        { STATUS_CERTAIN, true, "the worst item is certain" },
        { STATUS_USAGE, false, "the command line is wrong" },
        { STATUS_NOT_FOUND, false, "an input does not exist" },
        { STATUS_INTERNAL, false, "no memory, or a mistake of ours" },
        { STATUS_IO, false, "reading or writing failed" },
        { STATUS_PERMISSION, false, "an input may not be read" },
        { STATUS_CONFIG, false, "a configuration or rule file is wrong" },
        { 0, false, NULL },
};

bool help_ends_with(const struct op *op, const struct help_status *row) {
        return !row->of_check || !op || op_id_of(op) == OP_CHECK;
}

void help_cell(FILE *out, struct span text) {
        for (size_t i = 0; i < text.len; i++)
                fprintf(out, "%s%c", text.ptr[i] == '|' ? "\\" : "", text.ptr[i]);
}

void help_option(FILE *out, const struct param *param) {
        if (param->letter)
                fprintf(out, "-%c, ", param->letter);
        fprintf(out, "--%s", param->name);
        if (param->argument)
                fprintf(out, " %s", param->type == PARAM_TYPE_CHOICE ? "WORD" : param->argument);
}

/* Words of `text` from column `column` on, in lines of at most WIDTH. */
static void write_filled(FILE *out, struct span text, int column, int indent) {
        while (text.len) {
                struct span word = span_split(&text, ' ');
                if (column > indent && column + 1 + (int)word.len > WIDTH) {
                        fprintf(out, "\n%*s", indent, "");
                        column = indent;
                }
                column += fprintf(out, "%s%.*s", column > indent ? " " : "", (int)word.len, word.ptr);
        }
        fputc('\n', out);
}

static void write_paragraphs(FILE *out, const char *text) {
        const char *end;
        for (; (end = strstr(text, "\n\n")); text = end + 2) {
                write_filled(out, (struct span){ text, (size_t)(end - text) }, 0, 0);
                fputc('\n', out);
        }
        write_filled(out, span_from(text), 0, 0);
}

static void write_param(FILE *out, const struct param *param) {
        char left[80], sentence[400];
        FILE *head = fmemopen(left, sizeof left, "w");
        if (!head)
                return;
        help_option(head, param);
        fclose(head);
        int column = fprintf(out, "  %s", left);
        if (column >= COLUMN - 1) {
                fputc('\n', out);
                column = 0;
        }
        fprintf(out, "%*s", COLUMN - column, "");
        snprintf(sentence, sizeof sentence, "%s%s%s%s%s%s%s", param->sentence,
                 param->type == PARAM_TYPE_TEXTS ? " (may be repeated)" : "",
                 param->type == PARAM_TYPE_CHOICE ? ": " : "", param->type == PARAM_TYPE_CHOICE ? param->argument : "",
                 param->fallback ? " (default: " : "", param->fallback ? param->fallback : "",
                 param->fallback ? ")" : "");
        write_filled(out, span_from(sentence), COLUMN, COLUMN);
}

void help_op(FILE *out, const struct op *op) {
        fprintf(out, "calwarden %s [options]%s%s\n\n", op->name, *op->args ? " " : "", op->args);
        write_paragraphs(out, op->about);
        fputs("\nOptions:\n", out);
        for (size_t i = 0; i < PARAMS; i++)
                if (op_takes(op, &param_table[i]))
                        write_param(out, &param_table[i]);
        fputs("\nExit status:\n", out);
        for (const struct help_status *row = help_statuses; row->meaning; row++)
                if (help_ends_with(op, row))
                        fprintf(out, "  %-3d %s\n", row->status, row->meaning);
}

void help_all(FILE *out) {
        fputs("calwarden: keeps abuse out of calendars\n\nUsage: calwarden OPERATION [options] [arguments]\n\n", out);
        for (size_t i = 0; i < OPS; i++)
                if (!op_hidden(&op_table[i]))
                        fprintf(out, "  %-18s %s\n", op_table[i].name, op_table[i].help);
        fputs("\nhelp OPERATION explains one; --version prints the version.\n", out);
}

const struct op *help_named(const struct op_call *call, int *ret_status) {
        char name[64];
        snprintf(name, sizeof name, "%s%s%s", call->args[0], call->arg_count > 1 ? " " : "",
                 call->arg_count > 1 ? call->args[1] : "");
        const struct op *op = op_find(name);
        if (op)
                return op;
        *ret_status = STATUS_USAGE;
        for (size_t i = 0, length = strlen(name); i < OPS; i++) {
                if (strncmp(op_table[i].name, name, length) == 0 && op_table[i].name[length] == ' ' &&
                    !op_hidden(&op_table[i])) {
                        fprintf(call->out, "calwarden %s: %s\n", op_table[i].name, op_table[i].help);
                        *ret_status = STATUS_CLEAN;
                }
        }
        struct err err = { CW_ERR_USAGE, "there is no such operation; see calwarden help" };
        if (*ret_status)
                op_fail(call, &err);
        return NULL;
}

int op_help(const struct op_call *call) {
        if (call->arg_count == 0) {
                help_all(call->out);
                return STATUS_CLEAN;
        }
        int status;
        const struct op *op = help_named(call, &status);
        if (!op)
                return status;
        help_op(call->out, op);
        return STATUS_CLEAN;
}
